//! KML and KMZ: every folder with placemarks is a layer; spans and stamps of time are fields.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::budget::Budget;
use super::codepage;
use super::crs::Crs;
use super::fault::{Fault, Oddities, Place, lines};
use super::number::number;
use super::parts::Parts;
use super::table::{self, Table};
use super::xml::{Event, Xml, attribute};
use super::zip::Archive;
use crate::interchange::{FieldKind, Layer, Value};

/// A KMZ archive: `doc.kml`, else the first KML file in it.
pub(super) fn read_zip(
    stem: &str,
    archive: &mut Archive<'_>,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Fault> {
    let is_kml = |name: &&str| name.to_ascii_lowercase().ends_with(".kml");
    let main = archive.names().find(|name| *name == "doc.kml").or_else(|| archive.names().find(is_kml));
    let Some(name) = main.map(str::to_owned) else {
        return Err(Fault::new("format", "the archive has no .kml file"));
    };
    let bytes = archive.unpack(&name)?;
    let inside = |fault: Fault| {
        // Its places are not places of the archive.
        let message = match fault.place {
            Place::Byte(at) => {
                format!("{name}, line {}: {}", lines(&bytes[..at.min(bytes.len())]) + 1, fault.message)
            }
            _ => format!("{name}: {}", fault.message),
        };
        Fault { place: Place::File, message, ..fault }
    };
    read(stem, &bytes, budget, odd).map_err(inside)
}

pub(super) fn read(
    stem: &str,
    bytes: &[u8],
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Fault> {
    let text = decode(bytes)?;
    let mut reader = Reader {
        xml: Xml::new(&text),
        crs: budget.crs(odd, || Ok(None), None)?,
        budget,
        odd,
        number: 0,
        line: (0, 1),
        tables: Vec::new(),
        folders: Vec::new(),
        schemas: BTreeMap::new(),
    };
    reader.document(stem)?;
    let (mut layers, schemas) = (Vec::new(), reader.schemas);
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (name, table) in reader.tables.into_iter().filter_map(|(name, table)| Some((name, table?))) {
        let mut layer = table.finish(budget)?;
        let typed: Vec<Field> = layer
            .fields
            .iter()
            .map(|field| schemas.values().find_map(|schema| schema.get(&field.name).copied()))
            .collect();
        table::infer(&mut layer);
        keep_texts(&mut layer, &typed);
        let count = names.entry(name.clone()).or_insert(0);
        *count += 1;
        layer.name = if *count == 1 { name } else { format!("{name} ({count})") };
        layers.push(layer);
    }
    Ok(layers)
}

/// Characters of a folder's name that are kept: folders in it without a name have it too.
const LONGEST_NAME: usize = 200;

/// Kind of a field that a schema declares.
type Field = Option<FieldKind>;

/// Fields that a schema declares as texts stay so, though they look like numbers; times do too.
fn keep_texts(layer: &mut Layer, typed: &[Field]) {
    for (i, field) in layer.fields.iter_mut().enumerate() {
        let text = typed.get(i).copied().flatten() == Some(FieldKind::Text)
            || matches!(field.name.as_str(), "name" | "description")
            || TIMES.contains(&field.name.as_str());
        let whole =
            typed.get(i).copied().flatten() == Some(FieldKind::Number) && field.kind == FieldKind::Integer;
        if text && field.kind != FieldKind::Text || whole {
            field.kind = if text { FieldKind::Text } else { FieldKind::Number };
            for value in layer.features.iter_mut().filter_map(|feature| feature.values.get_mut(i)) {
                *value = match std::mem::take(value) {
                    Value::Integer(n) if text => Value::Text(n.to_string()),
                    Value::Number(n) if text => Value::Text(n.to_string()),
                    Value::Integer(n) => Value::Number(n as f64),
                    other => other,
                };
            }
        }
    }
}

/// The text of a document in the encoding it declares.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = head.split_once("encoding=").and_then(|(before, after)| {
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        (before.contains("<?xml") && !before.contains("?>"))
            .then(|| after[1..].split(quote).next().map(str::to_owned))?
    });
    if let Some(text) = codepage::text(bytes) {
        return Ok(text);
    }
    match declared.as_deref().and_then(codepage::Codepage::from_name) {
        Some(page @ codepage::Codepage::Known(encoding)) if encoding != encoding_rs::UTF_8 => {
            Ok(Cow::Owned(page.decode(bytes)))
        }
        _ => {
            let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let fault = Fault::new("encoding", "the text is not UTF-8, and no other encoding is declared");
            Err(fault.help("write the file again as UTF-8").at(Place::Byte(valid)))
        }
    }
}

struct Reader<'a, 'b> {
    xml: Xml<'a>,
    crs: Crs,
    budget: &'b Budget,
    odd: &'b mut Oddities,
    number: usize,
    /// A byte and its line.
    line: (usize, usize),
    /// Layers in the order in which their folders begin; folders without placemarks are none.
    tables: Vec<(String, Option<Table>)>,
    /// The folders that are open.
    folders: Vec<Folder<'a>>,
    /// Kinds of fields by schema.
    schemas: BTreeMap<String, BTreeMap<String, FieldKind>>,
}

type Values<'a> = Vec<(Cow<'a, str>, Value)>;

/// A folder or document that is open.
struct Folder<'a> {
    /// Depth of the element.
    depth: usize,
    /// Its layer.
    table: usize,
    /// Its time, which features in it have that have none of their own (OGC 07-147r2, 9.6).
    time: Values<'a>,
}

/// Names of the fields of times.
const TIMES: [&str; 3] = ["begin", "end", "when"];

impl<'a> Reader<'a, '_> {
    fn document(&mut self, stem: &str) -> Result<(), Fault> {
        self.tables.push((stem.to_owned(), None));
        self.folders.push(Folder { depth: 0, table: 0, time: Vec::new() });
        let mut first = true;
        while let Some(event) = self.xml.next(self.budget)? {
            match event {
                Event::Start { name, .. } if first => {
                    if !matches!(name, "kml" | "Document" | "Folder" | "Placemark") {
                        let fault = Fault::new(
                            "format",
                            format!("this is XML of another kind: <{name:.40}>, not <kml>"),
                        );
                        return Err(fault.help("ogr2ogr -f GeoJSON may read it"));
                    }
                    first = false;
                    self.element(name)?;
                }
                Event::Start { name: "Schema", attributes } => self.schema(attributes)?,
                Event::Start { name, .. } => self.element(name)?,
                Event::End => {
                    let depth = self.xml.depth();
                    self.folders.retain(|folder| folder.depth <= depth);
                }
                Event::Text(_) => {}
            }
        }
        Ok(())
    }

    fn element(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            "kml" => Ok(()),
            "Document" | "Folder" => {
                if self.budget.limits.features <= self.tables.len() {
                    return Err(Fault::limit("folders", self.budget.limits.features as u64));
                }
                let around = self.folders.last();
                let own = around.map_or(String::new(), |folder| self.tables[folder.table].0.clone());
                let time = around.map_or(Vec::new(), |folder| folder.time.clone());
                self.tables.push((own, None));
                self.folders.push(Folder { depth: self.xml.depth(), table: self.tables.len() - 1, time });
                Ok(())
            }
            "TimeSpan" | "TimeStamp" => self.time_of_folder(),
            "name" => {
                let depth = self.xml.depth() - 1;
                let name = self.xml.content(self.budget)?;
                if let Some(folder) = self.folders.last()
                    && folder.depth == depth
                    && !name.trim().is_empty()
                    && 0 < depth
                {
                    self.tables[folder.table].0 = name.trim().chars().take(LONGEST_NAME).collect();
                }
                Ok(())
            }
            "Placemark" => self.placemark(),
            "NetworkLink" => {
                self.odd.other("a NetworkLink leads to another file, which is not read");
                self.xml.skip(self.budget)
            }
            _ => self.xml.skip(self.budget),
        }
    }

    /// The time of the folder that is open.
    fn time_of_folder(&mut self) -> Result<(), Fault> {
        let is_own = self.folders.last().is_some_and(|folder| folder.depth + 1 == self.xml.depth());
        let mut time = Vec::new();
        self.fields(&mut time)?;
        time.retain(|(_, value)| *value != Value::Null);
        let Some(folder) = self.folders.last_mut().filter(|_| is_own && !time.is_empty()) else {
            return Ok(());
        };
        if self.tables[folder.table..].iter().any(|(_, table)| table.is_some()) {
            let name: String = self.tables[folder.table].0.chars().take(60).collect();
            self.odd.other(format!(
                "the time of folder {name:?} stands behind its first features, which do not have it"
            ));
        }
        folder.time = time;
        Ok(())
    }

    /// A schema: the kinds of its fields.
    fn schema(&mut self, attributes: &str) -> Result<(), Fault> {
        let id = attribute(attributes, "id")
            .or_else(|| attribute(attributes, "name"))
            .unwrap_or_default()
            .into_owned();
        let depth = self.xml.depth();
        let mut fields = BTreeMap::new();
        while let Some(event) = self.xml.next(self.budget)? {
            match event {
                Event::Start { name: "SimpleField", attributes } => {
                    let kind = match attribute(attributes, "type").as_deref() {
                        Some("int" | "uint" | "short" | "ushort") => FieldKind::Integer,
                        Some("float" | "double") => FieldKind::Number,
                        Some("bool") => FieldKind::Flag,
                        _ => FieldKind::Text,
                    };
                    if let Some(name) = attribute(attributes, "name") {
                        fields.insert(name.into_owned(), kind);
                    }
                }
                Event::End if self.xml.depth() < depth => break,
                _ => {}
            }
        }
        self.schemas.insert(id, fields);
        Ok(())
    }

    fn placemark(&mut self) -> Result<(), Fault> {
        self.number += 1;
        let (number, depth, start) = (self.number, self.xml.depth(), self.xml.at);
        let (mut parts, mut values): (Parts, Values<'a>) = Default::default();
        while let Some(event) = self.xml.next(self.budget)? {
            match event {
                Event::Start { name, .. } => match name {
                    "name" | "description" => self.field(Cow::Borrowed(name), &mut values)?,
                    "TimeSpan" | "TimeStamp" | "ExtendedData" => self.fields(&mut values)?,
                    _ => self.shape(name, &mut parts, 1)?,
                },
                Event::End if self.xml.depth() < depth => break,
                _ => {}
            }
        }
        let (byte, line) = self.line;
        let line = line + self.xml.lines_between(byte, start);
        self.line = (start, line);
        let shapes = parts.shapes(number, self.odd);
        let folder = self.folders.last();
        let is_time =
            |(name, value): &(Cow<'_, str>, Value)| TIMES.contains(&name.as_ref()) && *value != Value::Null;
        if let Some(folder) = folder.filter(|_| !values.iter().any(is_time)) {
            self.budget.cells(folder.time.len())?;
            values.retain(|(name, _)| folder.time.iter().all(|(own, _)| own != name));
            values.extend(folder.time.iter().cloned());
        }
        let table = folder.map_or(0, |folder| folder.table);
        let (name, table) = &mut self.tables[table];
        let table = table.get_or_insert_with(|| Table::new(name.clone()));
        table
            .push((number, Some(line)), shapes, values, self.budget)
            .map_err(|fault| fault.at(Place::Byte(start)))
    }

    /// The value of an element, under a name.
    fn field(&mut self, name: Cow<'a, str>, values: &mut Values<'a>) -> Result<(), Fault> {
        let start = self.xml.at;
        let text = self.xml.content(self.budget)?;
        let text = text.trim();
        self.budget.value(text.len()).map_err(|fault| fault.at(Place::Byte(start)))?;
        if !text.is_empty() {
            values.push((name, Value::Text(text.to_owned())));
        } else if !values.iter().any(|(known, _)| *known == name) {
            values.push((name, Value::Null));
        }
        Ok(())
    }

    /// Times and data of a placemark.
    fn fields(&mut self, values: &mut Values<'a>) -> Result<(), Fault> {
        let depth = self.xml.depth();
        let mut data: Option<Cow<'a, str>> = None;
        while let Some(event) = self.xml.next(self.budget)? {
            match event {
                Event::Start { name: name @ ("begin" | "end" | "when"), .. } => {
                    self.field(Cow::Borrowed(name), values)?;
                }
                Event::Start { name: "SimpleData", attributes } => {
                    let name = attribute(attributes, "name").unwrap_or_default();
                    self.field(name, values)?;
                }
                Event::Start { name: "Data", attributes } => data = attribute(attributes, "name"),
                Event::Start { name: "value", .. } => match data.take() {
                    Some(name) => self.field(name, values)?,
                    None => self.xml.skip(self.budget)?,
                },
                Event::Start { name: "displayName", .. } => self.xml.skip(self.budget)?,
                Event::End if self.xml.depth() < depth => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn shape(&mut self, name: &str, parts: &mut Parts, depth: usize) -> Result<(), Fault> {
        let number = self.number;
        match name {
            "Point" | "LineString" | "LinearRing" => {
                let positions = self.coordinates()?;
                if name == "Point" {
                    parts.points.extend(positions);
                } else {
                    parts.line(positions, number, self.odd);
                }
            }
            "Polygon" => {
                let own = self.xml.depth();
                let (mut outer, mut holes, mut inside) = (None, Vec::new(), false);
                while let Some(event) = self.xml.next(self.budget)? {
                    match event {
                        Event::Start { name: "outerBoundaryIs", .. } => inside = false,
                        Event::Start { name: "innerBoundaryIs", .. } => inside = true,
                        Event::Start { name: "LinearRing", .. } if inside => holes.push(self.coordinates()?),
                        Event::Start { name: "LinearRing", .. } => {
                            let ring = self.coordinates()?;
                            if outer.replace(ring).is_some() {
                                let fault = Fault::syntax("a Polygon with two outer boundaries");
                                return Err(fault
                                    .help("a MultiGeometry holds several polygons")
                                    .at(Place::Byte(self.xml.at)));
                            }
                        }
                        Event::Start { .. } => self.xml.skip(self.budget)?,
                        Event::End if self.xml.depth() < own => break,
                        _ => {}
                    }
                }
                if let Some(outer) = outer {
                    parts.polygon(std::iter::once(outer).chain(holes), number, self.odd);
                }
            }
            "MultiGeometry" => {
                self.budget.depth(depth).map_err(|fault| fault.at(Place::Byte(self.xml.at)))?;
                let own = self.xml.depth();
                while let Some(event) = self.xml.next(self.budget)? {
                    match event {
                        Event::Start { name, .. } => self.shape(name, parts, depth + 1)?,
                        Event::End if self.xml.depth() < own => break,
                        _ => {}
                    }
                }
            }
            "Model" | "Track" | "MultiTrack" => {
                self.odd.unknown.note(number);
                self.xml.skip(self.budget)?;
            }
            _ => self.xml.skip(self.budget)?,
        }
        Ok(())
    }

    /// The positions of the element that has just begun.
    fn coordinates(&mut self) -> Result<Vec<[f64; 2]>, Fault> {
        let depth = self.xml.depth();
        let mut list = Vec::new();
        while let Some(event) = self.xml.next(self.budget)? {
            match event {
                Event::Start { name: "coordinates", .. } => {
                    let own = self.xml.depth();
                    while let Some(event) = self.xml.next(self.budget)? {
                        match event {
                            Event::Text(text) => {
                                let end = self.xml.at;
                                let start = end.saturating_sub(text.len());
                                positions(&text, &self.crs, &mut list)
                                    .map_err(|(fault, at)| fault.at(Place::Byte(start + at)))?;
                            }
                            Event::End if self.xml.depth() < own => break,
                            _ => {}
                        }
                    }
                }
                Event::Start { .. } => self.xml.skip(self.budget)?,
                Event::End if self.xml.depth() < depth => break,
                _ => {}
            }
        }
        self.budget.positions(list.len())?;
        list.shrink_to_fit();
        Ok(list)
    }
}

/// Positions such as `44.5,40.2,0 44.6,40.3,0`; a space after a comma is forgiven.
fn positions(text: &str, crs: &Crs, list: &mut Vec<[f64; 2]>) -> Result<(), (Fault, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let blank = |at: &mut usize| {
        while bytes.get(*at).is_some_and(u8::is_ascii_whitespace) {
            *at += 1;
        }
    };
    loop {
        blank(&mut at);
        let start = at;
        if at == bytes.len() {
            return Ok(());
        }
        let mut values = [0.0; 3];
        for (k, value) in values.iter_mut().enumerate() {
            if 0 < k {
                let before = at;
                blank(&mut at);
                if bytes.get(at) != Some(&b',') {
                    if k == 1 {
                        return Err((
                            Fault::syntax("a position needs a longitude, a comma and a latitude"),
                            start,
                        ));
                    }
                    at = before;
                    break;
                }
                at += 1;
                blank(&mut at);
            }
            let plus = usize::from(bytes.get(at) == Some(&b'+'));
            match number(&bytes[at + plus..]) {
                Some((read, length)) => {
                    *value = read;
                    at += plus + length;
                }
                // `1,2,` has no height.
                None if k == 2 => break,
                None => {
                    let found: String = text.get(at..).unwrap_or_default().chars().take(20).collect();
                    return Err((Fault::syntax(format!("expected a number, found {found:?}")), at));
                }
            }
        }
        if bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace()) {
            let found: String = text.get(start..).unwrap_or_default().chars().take(40).collect();
            return Err((Fault::syntax(format!("expected a position, found {found:?}")), start));
        }
        list.push(crs.place(values[0], values[1]).map_err(|fault| (fault, start))?);
    }
}

impl Xml<'_> {
    /// Line feeds between two bytes.
    fn lines_between(&self, from: usize, to: usize) -> usize {
        lines(self.bytes().get(from..to).unwrap_or_default())
    }
}
