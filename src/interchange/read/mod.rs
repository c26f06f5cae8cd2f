//! Files to layers, one file per format.

mod area;
mod budget;
mod bytes;
mod codepage;
mod crs;
mod csv;
mod datum;
mod dbf;
mod definition;
mod detect;
mod esri;
mod fault;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod json;
mod kml;
mod nest;
mod number;
mod parts;
mod said;
mod shapefile;
mod sqlite;
mod table;
mod topojson;
mod unproject;
mod wkb;
mod wkt;
mod wkt_crs;
mod xml;
mod zip;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

pub(crate) use self::area::{area, rounded};
use self::budget::Budget;
pub use self::codepage::TextEncoding;
use self::crs::Crs;
use self::fault::{Fault, Oddities, Place};
pub use self::said::{BESIDE_TABLE, Said, said};
use rayon::prelude::*;

use super::fineness::{self, Fineness};
use super::{Feature, Layer, Limits, Shape, Value};
use crate::diagnostic::{Diagnostic, composed, hidden, is_hidden};
use crate::geometry::bounds;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputFormat {
    /// GeoJSON (RFC 7946), also a file of one feature per line; and the JSON of Esri's servers.
    GeoJson,
    /// TopoJSON.
    TopoJson,
    /// ESRI Shapefile: .shp with .dbf, .prj and .cpg beside it, or all in a .zip.
    Shapefile,
    /// OGC GeoPackage.
    GeoPackage,
    /// KML, or KMZ.
    Kml,
    /// FlatGeobuf.
    FlatGeobuf,
    /// A table with columns of longitude and latitude, or of WKT.
    Csv,
}

/// A file with those that belong to it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Its name, for messages and for telling the format.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Files beside it with the same stem (those of a Shapefile, what is said of a table): ending in lower case, and bytes.
    pub beside: Vec<(String, Vec<u8>)>,
    /// What a person says of it.
    pub settings: Settings,
}

/// What a person says of files where they are silent or wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// What the coordinates are; what the file itself says of it is not used.
    pub crs: Option<ReferenceSystem>,
    /// The encoding of texts; files of text that are UTF-8, GeoPackage and FlatGeobuf stay so.
    pub encoding: Option<TextEncoding>,
}

impl Settings {
    /// These, and what they leave open by others.
    pub fn over(self, base: Settings) -> Settings {
        Settings { crs: self.crs.or(base.crs), encoding: self.encoding.or(base.encoding) }
    }
}

/// What stands behind the name of a database in that of its log of what is not in it yet.
pub const BESIDE_DATABASE: &str = "-wal";

/// A reference system of coordinates.
#[derive(Clone, Debug)]
pub struct ReferenceSystem {
    text: String,
    crs: Crs,
}

impl ReferenceSystem {
    /// By its number in a register (`EPSG:3006`, `ESRI:54030`), by a definition in the words of PROJ
    /// (`+proj=utm +zone=33 +datum=WGS84`), or by well-known text, as in a .prj file.
    ///
    /// # Errors
    /// What is wrong with it, and the nearest that is right or what is allowed.
    pub fn new(text: &str) -> Result<ReferenceSystem, String> {
        let text = text.trim();
        match Crs::from_text(text) {
            Ok(crs) => Ok(ReferenceSystem { text: text.to_owned(), crs }),
            Err(fault) => {
                // The way out that a file is told, this option, is the one that went wrong.
                let help = match fault.help.as_str() {
                    crs::HELP => {
                        "such are EPSG:3006, ESRI:54030, \"+proj=utm +zone=33 +datum=WGS84\", or the name of a .prj file"
                    }
                    other => other,
                };
                let colon = if help.is_empty() { "" } else { "; " };
                Err(format!("{}{colon}{help}", fault.message.replace(" of the file", "")))
            }
        }
    }
}

impl PartialEq for ReferenceSystem {
    fn eq(&self, other: &ReferenceSystem) -> bool {
        self.text == other.text
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadError {
    /// What is wrong, where, and what is allowed.
    pub findings: Vec<Diagnostic>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.findings.iter().map(|finding| finding.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl std::error::Error for ReadError {}

impl InputFormat {
    /// Its name, such as `GeoJSON`.
    pub fn name(self) -> &'static str {
        match self {
            InputFormat::GeoJson => "GeoJSON",
            InputFormat::TopoJson => "TopoJSON",
            InputFormat::Shapefile => "Shapefile",
            InputFormat::GeoPackage => "GeoPackage",
            InputFormat::Kml => "KML",
            InputFormat::FlatGeobuf => "FlatGeobuf",
            InputFormat::Csv => "CSV",
        }
    }
}

/// The layers of a file, and what was odd about them. The first bytes tell the format, and where they do not, the name;
/// a format that is given must be the one the bytes tell.
///
/// # Guarantees
/// - Every feature has a value for every field of its layer, and that is null or of the field's kind.
/// - Positions are finite, longitudes within 360 degrees, latitudes within 90. Heights are dropped. Coordinates of common
///   map projections are turned to degrees, and other datums shifted to WGS 84 where the shift is known.
/// - Rings end with their first position and have at least three different ones; lines have two. The direction of rings
///   means nothing. A feature with shapes of several kinds is several features with the same number and values.
/// - No text has a hidden character ([`crate::diagnostic::is_hidden`]), and letters with marks are one character where
///   there is one (NFC), so that names compare and fonts have them.
/// - Time and memory are within a small multiple of the file's size, or end at the limits.
///
/// # Errors
/// What is wrong with the file; nothing is read by halves.
pub fn read(
    file: &Reading<'_>,
    format: Option<InputFormat>,
    limits: &Limits,
) -> Result<(Vec<Layer>, Vec<Diagnostic>), ReadError> {
    read_within(file, format, &mut Budget::new(limits))
}

/// The same for a picture: where there are more positions than it can show, those that it cannot show apart become one.
///
/// # Errors
/// The same.
pub fn read_to_draw(
    file: &Reading<'_>,
    format: Option<InputFormat>,
    limits: &Limits,
    fineness: Fineness,
) -> Result<(Vec<Layer>, Vec<Diagnostic>), ReadError> {
    let mut budget = Budget::new(limits);
    budget.fineness = Some(fineness);
    let (mut layers, odd) = read_within(file, format, &mut budget)?;
    if !budget.is_thinned.into_inner() {
        thin(&mut layers, fineness);
    }
    Ok((layers, odd))
}

fn read_within(
    file: &Reading<'_>,
    format: Option<InputFormat>,
    budget: &mut Budget,
) -> Result<(Vec<Layer>, Vec<Diagnostic>), ReadError> {
    budget.crs = file.settings.crs.as_ref().map(|system| system.crs.clone());
    budget.encoding = file.settings.encoding.map(|encoding| encoding.0);
    let mut odd = Oddities::default();
    let is_small = file.bytes.len() as u64 <= budget.limits.bytes;
    let from_utf16 = Some(file.bytes).filter(|_| is_small).and_then(codepage::from_utf16);
    let mut bytes = from_utf16.map_or(Cow::Borrowed(file.bytes), Cow::Owned);
    let mut read = layers(file, &bytes, format, budget, &mut odd);
    // A table may be any text; the other formats are UTF-8, and if they are not, this is how one gets to know.
    let is_wrong = |faults: &Vec<Fault>| faults.iter().any(|fault| fault.rule == "encoding");
    if read.as_ref().is_err_and(is_wrong) && is_text(&bytes) {
        let page = budget.encoding.unwrap_or_else(|| codepage::Codepage::guess([&*bytes]));
        let text = page.decode(&bytes);
        let mut guess = None;
        if budget.encoding.is_none() {
            let first =
                text.split(|c: char| c.is_ascii()).find(|piece| !piece.is_empty()).unwrap_or_default();
            let at = first.as_ptr() as usize - text.as_ptr() as usize;
            let start = text[..at].rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
            let start = (start..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
            let word: String = text[start..].chars().take_while(|c| c.is_alphanumeric()).take(40).collect();
            guess = Some(format!(
                "the text is not UTF-8: guessed {}, as in {word:?}; --encoding NAME says which it is",
                page.name()
            ));
        }
        odd = Oddities::default();
        odd.others.extend(guess);
        bytes = Cow::Owned(text.into_bytes());
        budget.again();
        read = layers(file, &bytes, format, budget, &mut odd);
    }
    match read {
        Ok(mut layers) => {
            layers.iter_mut().for_each(|layer| unhide(layer, &mut odd));
            forget_single_line(&mut layers);
            Ok((layers, odd.diagnostics(file.name)))
        }
        Err(faults) => Err(fault::error(file.name, &bytes, faults)),
    }
}

/// Where all features stand on one line, it says nothing: they are told by their numbers.
fn forget_single_line(layers: &mut [Layer]) {
    let mut lines = layers.iter().flat_map(|layer| &layer.features).map(|feature| feature.line);
    let first = lines.next().flatten();
    let mut others = lines.peekable();
    if first.is_some() && others.peek().is_some() && others.all(|line| line == first) {
        layers.iter_mut().flat_map(|layer| &mut layer.features).for_each(|feature| feature.line = None);
    }
}

/// Whether bytes are a text of one byte a letter or of UTF-8, by their beginning.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().take(4096).all(|byte| !matches!(byte, 0..=8 | 14..=31) || *byte == 0x1E)
}

/// Puts spaces in the place of hidden characters. Names of fields stay different.
fn unhide(layer: &mut Layer, odd: &mut Oddities) {
    fn clean(text: &mut String) -> bool {
        let dirty = hidden(text).next().is_some();
        if dirty {
            *text = text.replace(is_hidden, " ");
        }
        if let Cow::Owned(composed) = composed(text) {
            *text = composed;
        }
        dirty
    }
    clean(&mut layer.name);
    if layer.fields.iter().any(|field| hidden(&field.name).next().is_some()) {
        odd.other("names of fields have hidden characters: spaces stand for them");
    }
    let is_clean = |name: &str| hidden(name).next().is_none() && matches!(composed(name), Cow::Borrowed(_));
    if layer.fields.iter().any(|field| !is_clean(&field.name)) {
        let mut taken: BTreeSet<String> = layer.fields.iter().map(|field| field.name.clone()).collect();
        for (at, field) in layer.fields.iter_mut().enumerate() {
            let is_clean = is_clean(&field.name);
            clean(&mut field.name);
            if !is_clean && !taken.insert(field.name.clone()) {
                let mut names = (at + 1..).map(|number| format!("{} {number}", field.name));
                if let Some(free) = names.find(|name| taken.insert(name.clone())) {
                    field.name = free;
                }
            }
        }
    }
    for feature in &mut layer.features {
        let mut dirty = false;
        for value in &mut feature.values {
            if let Value::Text(text) = value {
                dirty |= clean(text);
            }
        }
        if dirty {
            odd.hidden.note(feature.number);
        }
    }
}

/// Thins what a reader has not thinned while reading.
fn thin(layers: &mut [Layer], fineness: Fineness) {
    let polygons = |feature: &Feature| match &feature.shape {
        Shape::Polygons(polygons) => {
            (polygons.iter().flatten().map(Vec::len).sum(), bounds::of(polygons.iter().flatten()))
        }
        _ => (0, bounds::NOWHERE),
    };
    let both = |a: (usize, [f64; 4]), b: (usize, [f64; 4])| (a.0 + b.0, bounds::joined(a.1, b.1));
    let features = || layers.par_iter().flat_map(|layer| &layer.features);
    let (positions, bounds) = features().map(polygons).reduce(|| (0, bounds::NOWHERE), both);
    if positions < fineness::MANY {
        return;
    }
    let lattice = fineness.lattice(bounds);
    layers.par_iter_mut().flat_map(|layer| &mut layer.features).for_each(|feature| {
        if let Shape::Polygons(polygons) = &mut feature.shape {
            fineness::thin(polygons, &lattice);
        }
    });
}

/// The layers of a file in bytes that may be its own or its text as UTF-8.
fn layers(
    file: &Reading<'_>,
    all: &[u8],
    wanted: Option<InputFormat>,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    let beside: u64 = file.beside.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    if budget.limits.bytes < file.bytes.len() as u64 + beside {
        return Err(vec![Fault::limit("bytes in a file", budget.limits.bytes)]);
    }
    let detect::Found { format, archive } = detect::detect(file.name, all, budget).map_err(one)?;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != format) {
        let message = format!("this is {}, not {}", format.name(), wanted.name());
        return Err(vec![Fault::new("format", message).help("leave the format out, or name the right one")]);
    }
    if let Some(named) = detect::by_name(file.name).filter(|named| *named != format) {
        odd.other(format!("named like {}, but the content is {}: read as that", named.name(), format.name()));
    }
    let stem = stem(file.name);
    let bytes = &all[if format == InputFormat::GeoPackage { 0 } else { mark(all) }..];
    // Places count from the start of the file.
    let shift = all.len() - bytes.len();
    let result = match (format, archive) {
        (InputFormat::GeoJson, _) => geojson::read(stem, bytes, budget, odd),
        (InputFormat::TopoJson, _) => topojson::read(bytes, budget, odd).map_err(one),
        (InputFormat::Shapefile, Some(mut archive)) => {
            shapefile::read_zip(&mut archive, budget, odd).map_err(one)
        }
        (InputFormat::Shapefile, None) => shapefile::read(stem, file, budget, odd).map_err(one),
        (InputFormat::GeoPackage, _) => {
            if file.beside.iter().any(|(ending, _)| ending == BESIDE_DATABASE) {
                odd.other("the database has a write-ahead log beside it (-wal), and what is only there is not read: close the program that has it open");
            }
            geopackage::read(bytes, budget, odd).map_err(one)
        }
        (InputFormat::Kml, Some(mut archive)) => kml::read_zip(stem, &mut archive, budget, odd).map_err(one),
        (InputFormat::Kml, None) => kml::read(stem, bytes, budget, odd).map_err(one),
        (InputFormat::FlatGeobuf, _) => flatgeobuf::read(stem, bytes, budget, odd).map_err(one),
        (InputFormat::Csv, _) => csv::read(stem, bytes, budget, odd).map_err(one),
    };
    result.map_err(|faults| {
        let moved = faults.into_iter().map(|fault| match fault.place {
            Place::Byte(at) => Fault { place: Place::Byte(at + shift), ..fault },
            _ => fault,
        });
        moved.collect()
    })
}

/// Length of a byte order mark of UTF-8.
fn mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// The name of a file without folder and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
