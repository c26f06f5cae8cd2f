//! GeoJSON: collections, single features, bare shapes, and files with one feature per line.
//!
//! The file is cut into features by its braces first; then all cores read features straight into coordinates.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::budget::Budget;
use super::crs::Crs;
use super::esri;
use super::fault::{Fault, Oddities, Place, lines};
use super::json::Cursor;
use super::number::FIXED;
use super::parts::Parts;
use super::table::Table;
use crate::geometry::bounds;
use crate::geometry::thin::Lattice;
use crate::interchange::{Layer, Shape, Value};

/// The member with the time in which something was so, in Linked Places and GeoJSON-T.
const WHEN: &str = "when";

/// A feature in pieces.
struct Parsed<'a> {
    /// `None` if all its shapes have a time of their own.
    shapes: Option<Vec<Shape>>,
    /// Shapes with a time of their own: features with the same values but that one.
    dated: Vec<(Value, Vec<Shape>)>,
    values: Vec<(Cow<'a, str>, Value)>,
    odd: Oddities,
    /// Line feeds from the feature before to this one.
    lines: usize,
    /// Bounds of its polygons, if they are thinned.
    bounds: [f64; 4],
}

/// What the outermost object is.
#[derive(Default)]
struct Top<'a> {
    kind: Option<Cow<'a, str>>,
    name: Option<String>,
    crs: Option<Range<usize>>,
    features: Option<Vec<Range<usize>>>,
    /// Features that are null.
    empty: usize,
    /// It has a member that only Esri JSON has.
    is_esri: bool,
    /// Where it ends.
    end: usize,
}

pub(super) fn read(
    stem: &str,
    bytes: &[u8],
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Vec<Fault>> {
    let top = top(bytes, budget).map_err(|fault| vec![fault])?;
    if let (true, None, Some(features)) = (top.is_esri, &top.kind, &top.features) {
        return esri::read(stem, bytes, features, budget, odd);
    }
    (0..top.empty).for_each(|_| odd.empty.note(1));
    let mut rest = Cursor { bytes, at: top.end };
    let more = separator(&mut rest).is_some();
    let own = || top.crs.as_ref().map_or(Ok(None), |range| crs(bytes, range, budget));
    let crs = budget.crs(odd, own, None).map_err(|fault| vec![fault])?;
    let (name, features) = match top.features {
        Some(features) if !more => (top.name, features),
        // A sequence of collections.
        Some(features) => {
            let mut all = features;
            sequence(rest, budget, &mut all).map_err(|fault| vec![fault])?;
            (top.name, all)
        }
        None => {
            let mut all = Vec::new();
            sequence(Cursor { bytes, at: 0 }, budget, &mut all).map_err(|fault| vec![fault])?;
            (None, all)
        }
    };
    if u32::try_from(features.len()).is_err() || budget.limits.features < features.len() {
        return Err(vec![Fault::limit("features", budget.limits.features as u64)]);
    }
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| stem.to_owned());
    let read_rows = |lattice: Option<&Lattice>, odd: &mut Oddities| {
        rows(bytes, &name, &features, &crs, lattice, budget, odd)
    };
    let fineness = budget.fineness.filter(|_| LARGE <= bytes.len() && matches!(crs, Crs::Degrees));
    let Some(fineness) = fineness else { return read_rows(None, odd).map(|(layer, _)| vec![layer]) };
    budget.is_thinned.store(true, Ordering::Relaxed);
    // A part of the land asks for a lattice at least as fine as the whole.
    let part = sampled(bytes, &features);
    let mut noted = Oddities::default();
    let (layer, all) = read_rows(Some(&fineness.lattice(part)), &mut noted)?;
    if bounds::joined(part, all) == all {
        odd.add(noted);
        return Ok(vec![layer]);
    }
    // What looked like positions was something else.
    drop(layer);
    read_rows(Some(&fineness.lattice(all)), odd).map(|(layer, _)| vec![layer])
}

/// From so many bytes on positions are thinned while they are read.
const LARGE: usize = 6 << 20;

/// Bounds of positions here and there in the features, by their looks.
fn sampled(bytes: &[u8], features: &[Range<usize>]) -> [f64; 4] {
    const SAMPLES: usize = 4096;
    let mut around = bounds::NOWHERE;
    let (Some(first), Some(last)) = (features.first(), features.last()) else { return around };
    let step = (last.end - first.start) / SAMPLES + 1;
    for from in (first.start..last.end).step_by(step) {
        // "],[1.5,2.5]" stands in a list of positions.
        let rest = &bytes[from..last.end.min(from + 4096)];
        let Some(found) = memchr::memmem::find(rest, b"],").or_else(|| memchr::memmem::find(rest, b"[["))
        else {
            continue;
        };
        let mut cursor = Cursor { bytes: &bytes[..last.end], at: from + found + 1 };
        cursor.take(b',');
        if let Ok([x, y]) = position(&mut cursor, &Crs::Degrees) {
            around = bounds::joined(around, [x, y, x, y]);
        }
    }
    around
}

/// All features as a layer, and bounds of all polygons if they are thinned.
fn rows(
    bytes: &[u8],
    name: &str,
    features: &[Range<usize>],
    crs: &Crs,
    lattice: Option<&Lattice>,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<(Layer, [f64; 4]), Vec<Fault>> {
    let mut table = Table::new(name);
    let mut faults = Vec::new();
    let mut bounds = bounds::NOWHERE;
    let mut line = 1;
    // By portions, so that the pieces of one are gone before those of the next are there.
    for (portion, ranges) in features.chunks(PORTION).enumerate() {
        let first = portion * PORTION;
        let parsed: Vec<Result<Parsed<'_>, Fault>> = ranges
            .par_iter()
            .enumerate()
            .map(|(i, range)| {
                let before = (first + i).checked_sub(1).map_or(0, |before| features[before].start);
                let parsed = feature(bytes, range, first + i + 1, crs, lattice, budget)?;
                Ok(Parsed { lines: lines(bytes.get(before..range.start).unwrap_or_default()), ..parsed })
            })
            .collect();
        for (i, parsed) in parsed.into_iter().enumerate() {
            match parsed {
                Ok(parsed) if faults.is_empty() => {
                    line += parsed.lines;
                    bounds = bounds::joined(bounds, parsed.bounds);
                    odd.add(parsed.odd);
                    let place = (first + i + 1, Some(line));
                    let mut keep = |shapes: Vec<Shape>, values: Vec<(Cow<'_, str>, Value)>| {
                        let positions = shapes.iter().map(positions_of).sum();
                        budget.positions(positions)?;
                        table.push(place, shapes, values, budget)
                    };
                    let mut kept = Ok(());
                    // What all of them share is kept for each.
                    let bytes: usize = parsed.values.iter().map(|(_, value)| bytes_of(value)).sum();
                    for (when, shapes) in parsed.dated {
                        kept = kept.and_then(|()| budget.cells(bytes / 32));
                        if kept.is_err() {
                            break;
                        }
                        let mut values = parsed.values.clone();
                        values.retain(|(name, _)| name != WHEN);
                        values.push((Cow::Borrowed(WHEN), when));
                        kept = kept.and_then(|()| keep(shapes, values));
                    }
                    if let Some(shapes) = parsed.shapes {
                        kept = kept.and_then(|()| keep(shapes, parsed.values));
                    }
                    if let Err(fault) = kept {
                        faults.push(fault.at(Place::Byte(ranges[i].start)));
                    }
                }
                Ok(_) => {}
                Err(fault) => faults.push(fault.at(Place::Byte(ranges[i].start))),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
    }
    table.finish(budget).map(|layer| (layer, bounds)).map_err(|fault| vec![fault])
}

fn bytes_of(value: &Value) -> usize {
    match value {
        Value::Text(text) => 32 + text.len(),
        _ => 32,
    }
}

fn positions_of(shape: &Shape) -> usize {
    match shape {
        Shape::None => 0,
        Shape::Points(points) => points.len(),
        Shape::Lines(lines) => lines.iter().map(Vec::len).sum(),
        Shape::Polygons(polygons) => polygons.iter().flatten().map(Vec::len).sum(),
    }
}

/// Features that are read together.
const PORTION: usize = 1 << 16;

/// Goes over what may stand between two values; gives the byte after it.
fn separator(cursor: &mut Cursor<'_>) -> Option<u8> {
    // RFC 8142 puts a record separator before each.
    while cursor.next() == Some(0x1E) {
        cursor.at += 1;
    }
    cursor.here()
}

/// Reads the outermost object without its features.
fn top<'a>(bytes: &'a [u8], budget: &Budget) -> Result<Top<'a>, Fault> {
    let mut cursor = Cursor { bytes, at: 0 };
    separator(&mut cursor);
    object(&mut cursor, budget)
}

fn object<'a>(cursor: &mut Cursor<'a>, budget: &Budget) -> Result<Top<'a>, Fault> {
    let mut top = Top::default();
    cursor.members(|cursor, name| {
        match name.as_ref() {
            "type" if cursor.next() == Some(b'"') => top.kind = Some(cursor.string()?),
            "name" if cursor.next() == Some(b'"') => top.name = Some(cursor.string()?.into_owned()),
            "crs" => top.crs = Some(cursor.skip(budget)?),
            "geometryType" | "spatialReference" | "displayFieldName" | "objectIdFieldName" => {
                top.is_esri = true;
                cursor.skip(budget)?;
            }
            "features" if cursor.next() == Some(b'[') => {
                let mut ranges = Vec::new();
                cursor.items(|cursor| {
                    if cursor.next() == Some(b'n') {
                        top.empty += 1;
                        return cursor.skip(budget).map(drop);
                    }
                    if cursor.next() != Some(b'{') {
                        return Err(cursor.unexpected("a feature, which begins with '{'"));
                    }
                    ranges.push(cursor.skip_object()?);
                    if budget.limits.features < ranges.len() {
                        return Err(Fault::limit("features", budget.limits.features as u64));
                    }
                    Ok(())
                })?;
                top.features = Some(ranges);
            }
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    })?;
    top.end = cursor.at;
    let kinds = ["FeatureCollection", "Feature"].into_iter().chain(KINDS).chain(["GeometryCollection"]);
    match (&top.kind, &top.features) {
        (Some(kind), features) if kind == "FeatureCollection" && features.is_none() => {
            Err(Fault::syntax("a FeatureCollection without a list of \"features\""))
        }
        (Some(kind), _) if kinds.clone().any(|known| known == kind.as_ref()) => {
            if kind != "FeatureCollection" {
                top.features = None;
            }
            Ok(top)
        }
        (None, Some(_)) => Ok(top),
        (Some(kind), _) => {
            let fault = Fault::syntax(format!("type {kind:?} is no type of GeoJSON"));
            Err(match crate::diagnostic::nearest(kind, kinds) {
                Some(nearest) => fault.help(format!("nearest is {nearest:?}")),
                None => fault.help("allowed are FeatureCollection, Feature and the kinds of shapes"),
            })
        }
        (None, None) => Err(Fault::syntax("this is JSON, but no GeoJSON: it has no \"type\"")),
    }
}

/// Adds the features of values one after another.
fn sequence(mut cursor: Cursor<'_>, budget: &Budget, all: &mut Vec<Range<usize>>) -> Result<(), Fault> {
    while let Some(byte) = separator(&mut cursor) {
        if byte != b'{' {
            return Err(cursor.unexpected("the end, or the next feature, which begins with '{'"));
        }
        let start = cursor.at;
        let range = cursor.skip_object()?;
        // Only collections have to be opened, and only few bytes tell that one is.
        let head = &cursor.bytes[range.start..range.end];
        if memchr::memmem::find(head, b"\"features\"").is_some() {
            let mut again = Cursor { bytes: cursor.bytes, at: start };
            match object(&mut again, budget)?.features {
                Some(features) => all.extend(features),
                None => all.push(range),
            }
        } else {
            all.push(range);
        }
        if budget.limits.features < all.len() {
            return Err(Fault::limit("features", budget.limits.features as u64));
        }
    }
    Ok(())
}

/// The reference system of files from before RFC 7946; `None` if the member says nothing.
fn crs(bytes: &[u8], range: &Range<usize>, budget: &Budget) -> Result<Option<Crs>, Fault> {
    let mut cursor = Cursor::of(bytes, range);
    if cursor.next() != Some(b'{') {
        return Ok(None);
    }
    let mut found = None;
    cursor.members(|cursor, name| {
        if name != "properties" || cursor.next() != Some(b'{') {
            return cursor.skip(budget).map(drop);
        }
        cursor.members(|cursor, name| {
            match (name.as_ref(), cursor.value(budget)?) {
                ("name" | "href", Value::Text(name)) => found = Some(name),
                ("code", Value::Integer(code)) => found = Some(format!("EPSG:{code}")),
                _ => {}
            }
            Ok(())
        })
    })?;
    match found {
        Some(name) => Crs::from_text(&name).map(Some).map_err(|fault| fault.at(Place::Byte(range.start))),
        None => {
            let fault = Fault::new("reference-system", "member \"crs\" names no reference system");
            Err(fault
                .help("allowed is CRS84, or no \"crs\" at all; --crs EPSG:n says it")
                .at(Place::Byte(range.start)))
        }
    }
}

/// A feature, or a shape alone.
fn feature<'a>(
    bytes: &'a [u8],
    range: &Range<usize>,
    number: usize,
    crs: &Crs,
    lattice: Option<&Lattice>,
    budget: &Budget,
) -> Result<Parsed<'a>, Fault> {
    let mut reader = Reader {
        crs,
        lattice,
        budget,
        number,
        parts: Parts::default(),
        dated: Vec::new(),
        odd: Oddities::default(),
        bounds: bounds::NOWHERE,
        specks: Vec::new(),
    };
    let mut values: Vec<(Cow<'a, str>, Value)> = Vec::new();
    let mut foreign: Vec<(Cow<'a, str>, Value)> = Vec::new();
    let mut kind: Option<Cow<'a, str>> = None;
    let mut cursor = Cursor::of(bytes, range);
    cursor.members(|cursor, name| {
        match name.as_ref() {
            "type" => kind = Some(cursor.string()?),
            // The members of a shape that stands alone are read below.
            "geometry" if cursor.next() == Some(b'{') => reader.geometry(cursor, 1)?,
            "properties" if cursor.next() == Some(b'{') => cursor.members(|cursor, name| {
                let value = cursor.value(budget)?;
                values.push((name, value));
                Ok(())
            })?,
            "geometry" | "properties" if cursor.value(budget)? == Value::Null => {}
            "geometry" | "properties" => return Err(cursor.unexpected("an object or null")),
            "bbox" | "coordinates" | "geometries" | "crs" => {
                cursor.skip(budget)?;
            }
            _ => foreign.push((name, cursor.value(budget)?)),
        }
        Ok(())
    })?;
    match kind.as_deref() {
        Some("Feature") => {
            let own: std::collections::BTreeSet<String> = if foreign.is_empty() {
                Default::default()
            } else {
                values.iter().map(|(name, _)| name.to_string()).collect()
            };
            values.extend(foreign.into_iter().filter(|(name, _)| !own.contains(name.as_ref())));
        }
        Some(kind) if KINDS.contains(&kind) || kind == "GeometryCollection" => {
            values.clear();
            reader.parts = Parts::default();
            reader.dated.clear();
            reader.geometry(&mut Cursor::of(bytes, range), 1)?;
        }
        Some(kind) => return Err(Fault::syntax(format!("type {kind:?}, allowed is \"Feature\""))),
        None => return Err(Fault::syntax("a feature without \"type\"").help("\"type\": \"Feature\"")),
    }
    if reader.parts.polygons.is_empty() && !reader.specks.is_empty() {
        for speck in std::mem::take(&mut reader.specks) {
            let polygon = rings(&mut Cursor::of(bytes, &speck), crs, budget)?;
            reader.parts.polygon(polygon, number, &mut reader.odd);
        }
    }
    let Reader { parts, dated, mut odd, bounds, .. } = reader;
    let shapes = parts.shapes(number, &mut odd);
    let dated: Vec<(Value, Vec<Shape>)> =
        dated.into_iter().map(|(when, parts)| (when, parts.shapes(number, &mut odd))).collect();
    let shapes = (dated.is_empty() || shapes != [Shape::None]).then_some(shapes);
    Ok(Parsed { shapes, dated, values, odd, lines: 0, bounds })
}

/// Kinds of shapes with coordinates.
const KINDS: [&str; 6] = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];

/// Reads the shapes of one feature.
struct Reader<'b> {
    crs: &'b Crs,
    /// Rings are thinned to this.
    lattice: Option<&'b Lattice>,
    budget: &'b Budget,
    number: usize,
    parts: Parts,
    /// Shapes with a time of their own.
    dated: Vec<(Value, Parts)>,
    odd: Oddities,
    /// Bounds of the rings, if they are thinned.
    bounds: [f64; 4],
    /// Where polygons stand of which the lattice leaves nothing: where a feature has no other they stay as they are, as it
    /// would be missed.
    specks: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn geometry(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Result<(), Fault> {
        self.budget.depth(depth).map_err(|fault| fault.at(Place::Byte(cursor.at)))?;
        let start = cursor.at;
        let mut kind: Option<Cow<'_, str>> = None;
        // Coordinates that stand before the kind wait for it.
        let (mut waiting, mut parts) = (None, None);
        let mut done = false;
        let mut when = None;
        let around = std::mem::take(&mut self.parts);
        cursor.members(|cursor, name| {
            match (name.as_ref(), &kind) {
                ("type", _) => kind = Some(cursor.string()?),
                (WHEN, _) => when = Some(cursor.value(self.budget)?).filter(|when| *when != Value::Null),
                ("coordinates", Some(kind)) if !done && KINDS.contains(&kind.as_ref()) => {
                    self.coordinates(cursor, kind)?;
                    done = true;
                }
                ("coordinates", _) => waiting = Some(cursor.skip(self.budget)?),
                ("geometries", _) => parts = Some(cursor.skip(self.budget)?),
                _ => {
                    cursor.skip(self.budget)?;
                }
            }
            Ok(())
        })?;
        let at = Place::Byte(start);
        let read = match (kind.as_deref(), waiting, parts) {
            (Some("GeometryCollection"), _, Some(parts)) => {
                Cursor::of(cursor.bytes, &parts).items(|cursor| match cursor.next() {
                    Some(b'{') => self.geometry(cursor, depth + 1),
                    Some(b'n') => {
                        self.odd.empty.note(self.number);
                        cursor.skip(self.budget).map(drop)
                    }
                    _ => Err(cursor.unexpected("a shape, which begins with '{'")),
                })
            }
            (Some("GeometryCollection"), ..) => {
                Err(Fault::syntax("a GeometryCollection without \"geometries\"").at(at))
            }
            (Some(kind), _, _) if !KINDS.contains(&kind) => {
                let fault = Fault::syntax(format!("type {kind:?} is no kind of shape"));
                let help = match crate::diagnostic::nearest(kind, KINDS) {
                    Some(nearest) => format!("nearest is {nearest:?}"),
                    None => format!("allowed are {} and GeometryCollection", KINDS.join(", ")),
                };
                Err(fault.help(help).at(at))
            }
            (Some(_), _, _) if done => Ok(()),
            (Some(kind), Some(waiting), _) => self.coordinates(&mut Cursor::of(cursor.bytes, &waiting), kind),
            (Some(kind), None, _) => Err(Fault::syntax(format!("a {kind} without \"coordinates\"")).at(at)),
            (None, ..) => Err(Fault::syntax("a shape without \"type\"").at(at)),
        };
        let own = std::mem::replace(&mut self.parts, around);
        match when {
            Some(when) => self.dated.push((when, own)),
            None => self.parts.add(own),
        }
        read
    }

    fn polygon(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        let Some(lattice) = self.lattice else {
            let rings = rings(cursor, self.crs, self.budget)?;
            self.parts.polygon(rings, self.number, &mut self.odd);
            return Ok(());
        };
        let start = cursor.at;
        let (mut polygon, mut first) = (Vec::new(), true);
        cursor.items(|cursor| {
            let ring = thinned(cursor, lattice, &mut self.bounds)?;
            // Of holes of nothing nothing is left.
            if first || !polygon.is_empty() {
                polygon.extend(ring);
            }
            first = false;
            Ok(())
        })?;
        if polygon.is_empty() {
            self.specks.push(start..cursor.at);
        } else {
            self.parts.polygon(polygon, self.number, &mut self.odd);
        }
        Ok(())
    }

    fn coordinates(&mut self, cursor: &mut Cursor<'_>, kind: &str) -> Result<(), Fault> {
        let (crs, budget, number) = (self.crs, self.budget, self.number);
        let (parts, odd) = (&mut self.parts, &mut self.odd);
        match kind {
            "Point" => {
                let empty = {
                    let mut ahead = *cursor;
                    ahead.take(b'[') && ahead.take(b']')
                };
                if empty {
                    return cursor.skip(budget).map(drop);
                }
                parts.points.push(position(cursor, crs)?);
            }
            "MultiPoint" => {
                let points = positions(cursor, crs, budget)?;
                parts.points.extend(points);
            }
            "LineString" => parts.line(positions(cursor, crs, budget)?, number, odd),
            "MultiLineString" => cursor.items(|cursor| {
                parts.line(positions(cursor, crs, budget)?, number, odd);
                Ok(())
            })?,
            "Polygon" => self.polygon(cursor)?,
            _ => cursor.items(|cursor| self.polygon(cursor))?,
        }
        Ok(())
    }
}

pub(super) fn rings(
    cursor: &mut Cursor<'_>,
    crs: &Crs,
    budget: &Budget,
) -> Result<Vec<Vec<[f64; 2]>>, Fault> {
    let mut rings = Vec::new();
    cursor.items(|cursor| {
        rings.push(positions(cursor, crs, budget)?);
        Ok(())
    })?;
    Ok(rings)
}

/// A ring in degrees, moved to a lattice; `None` if nothing is left of it.
fn thinned(
    cursor: &mut Cursor<'_>,
    lattice: &Lattice,
    bounds: &mut [f64; 4],
) -> Result<Option<Vec<[f64; 2]>>, Fault> {
    let mut way = lattice.way();
    let mut around = *bounds;
    cursor.many_items(|cursor| {
        let [x, y] = match cursor.plain_position().map(|at| at.map(|fixed| fixed as f64 / FIXED)) {
            Some([x, y]) if x.abs() <= 180.0 && y.abs() <= 90.0 => [x, y],
            Some([x, y]) => Crs::Degrees.place(x, y).map_err(|fault| fault.at(Place::Byte(cursor.at)))?,
            None => position(cursor, &Crs::Degrees)?,
        };
        around = [around[0].min(x), around[1].min(y), around[2].max(x), around[3].max(y)];
        way.go([x, y]);
        Ok(())
    })?;
    *bounds = around;
    Ok(way.ring())
}

/// A list of positions.
pub(super) fn positions(cursor: &mut Cursor<'_>, crs: &Crs, budget: &Budget) -> Result<Vec<[f64; 2]>, Fault> {
    let start = cursor.at;
    let mut list: Vec<[f64; 2]> = Vec::new();
    cursor.items(|cursor| {
        list.push(position(cursor, crs)?);
        Ok(())
    })?;
    // All together they are counted in order, so that the same file gives the same error.
    if budget.limits.positions < list.len() {
        return Err(Fault::limit("positions", budget.limits.positions as u64).at(Place::Byte(start)));
    }
    list.shrink_to_fit();
    Ok(list)
}

/// One position; a height and what follows it is dropped.
#[inline]
fn position(cursor: &mut Cursor<'_>, crs: &Crs) -> Result<[f64; 2], Fault> {
    cursor.expect(b'[')?;
    let start = cursor.at;
    let x = cursor.number()?;
    cursor.expect(b',')?;
    let y = cursor.number()?;
    rest(cursor)?;
    crs.place(x, y).map_err(|fault| fault.at(Place::Byte(start)))
}

/// What may follow longitude and latitude, and the end of the position.
#[inline]
fn rest(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    while cursor.take(b',') {
        if cursor.next() == Some(b'n') && cursor.bytes[cursor.at..].starts_with(b"null") {
            cursor.at += 4;
        } else {
            cursor.number()?;
        }
    }
    cursor.expect(b']')
}
