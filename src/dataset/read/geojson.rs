//! GeoJSON features with their places.
//!
//! The collection is cut into features first, so that one bad feature leaves the others readable and
//! every finding has a line; then the `geojson` crate reads each.

use super::report::Report;
use super::text_file::{Found, Spot, TextFile};
use crate::diagnostic::{hidden, nearest};
use crate::interchange::read;
use crate::lang::{Lang, Text};
use ::geojson::{Feature, GeometryValue};
use rayon::prelude::*;
use std::cell::{Cell, OnceCell};
use std::str::FromStr;

/// A feature, or what is known of one that cannot be read.
pub(super) struct Shape<'a> {
    file: &'a TextFile<'a>,
    /// The feature's text.
    source: &'a str,
    offset: usize,
    /// Without its geometry, if that is an area.
    feature: Feature,
    /// The name of its geometry, if it is an area, and its polygons until they are asked for.
    area: Option<(&'static str, Cell<Area>)>,
    /// Where its positions begin, once somebody asks.
    positions: OnceCell<Vec<usize>>,
}

/// Polygons as read.
#[derive(Default)]
pub(super) struct Area {
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
    /// They have been looked at and nothing is wrong with them.
    pub is_sound: bool,
}

/// All features that can be read; the flag is true if none had to be left out.
pub(super) fn shapes<'a>(report: &mut Report, file: &'a TextFile<'a>) -> (Vec<Shape<'a>>, bool) {
    let Some(slices) = feature_slices(file.text) else {
        match serde_json::from_str::<serde::de::IgnoredAny>(file.text) {
            Ok(_) => {
                let message = "this is JSON, but not a GeoJSON FeatureCollection";
                report.error("syntax", file.spot(0), message, "it needs a list of \"features\"");
            }
            Err(error) => {
                let (spot, reason) = json_fault(file, 0, &error);
                report.error("syntax", file.spot(spot), format!("cannot be read as GeoJSON: {reason}"), "");
            }
        }
        return (Vec::new(), false);
    };
    let mut complete = true;
    let mut shapes = Vec::with_capacity(slices.len());
    // Numbers and rings are most of the work; what is said of them is said in order.
    let parsed: Vec<_> = slices.par_iter().map(|(_, source)| parse(source)).collect();
    for ((offset, source), parsed) in slices.into_iter().zip(parsed) {
        match parsed {
            Ok((feature, area)) => {
                let area = area.map(|(name, area)| (name, Cell::new(area)));
                // What stands there openly was found when the file was opened.
                if source.contains('\\') && hidden(source).next().is_none() {
                    for (key, value) in feature.properties.iter().flatten() {
                        file.refuse_hidden(report, key, offset);
                        file.refuse_hidden(report, value.as_str().unwrap_or(""), offset);
                    }
                }
                shapes.push(Shape { file, source, offset, feature, area, positions: OnceCell::new() });
            }
            Err(error) => {
                complete = false;
                match error {
                    ::geojson::Error::MalformedGeoJson(error) => {
                        let (spot, reason) = json_fault(file, offset, &error);
                        let (message, help) = unreadable(source, &reason);
                        report.error("syntax", file.spot(spot), message, help);
                    }
                    other => {
                        let (message, help) = unreadable(source, &other.to_string());
                        report.error("syntax", file.spot(offset), message, help);
                    }
                }
            }
        }
    }
    (shapes, complete)
}

/// A feature, and the name of its kind with its polygons if it is an area.
type Parsed = (Feature, Option<(&'static str, Area)>);

fn parse(source: &str) -> Result<Parsed, ::geojson::Error> {
    if let Some(quick) = quick(source) {
        return Ok(quick);
    }
    let mut feature = Feature::from_str(source)?;
    let polygon = |rings: Vec<Vec<::geojson::Position>>| rings.iter().map(|ring| line(ring)).collect();
    let Some(geometry) = feature.geometry.take() else { return Ok((feature, None)) };
    let name = geometry.value.type_name();
    let polygons: Vec<Vec<Vec<[f64; 2]>>> = match geometry.value {
        GeometryValue::Polygon { coordinates } => vec![polygon(coordinates)],
        GeometryValue::MultiPolygon { coordinates } => coordinates.into_iter().map(polygon).collect(),
        value => {
            feature.geometry = Some(::geojson::Geometry { value, ..geometry });
            return Ok((feature, None));
        }
    };
    Ok((feature, Some((name, checked(polygons)))))
}

/// The same for an area without mistakes: numbers are read as numbers, and only what is left of the feature as JSON.
fn quick(source: &str) -> Option<Parsed> {
    let area = read::area(source)?;
    let rest = [source.get(..area.place.start)?, "null", source.get(area.place.end..)?].concat();
    let feature = Feature::from_str(&rest).ok()?;
    Some((feature, Some((area.kind, checked(area.polygons)))))
}

fn checked(polygons: Vec<Vec<Vec<[f64; 2]>>>) -> Area {
    let is_sound = polygons.iter().flatten().all(|ring| super::rings::is_sound(ring));
    Area { polygons, is_sound }
}

/// Where in a file serde_json stumbled over a text that begins at an offset, and why.
fn json_fault(file: &TextFile<'_>, offset: usize, error: &serde_json::Error) -> (usize, String) {
    // serde_json counts lines and columns in what it was given.
    let given = &file.text[offset..];
    let line_start =
        given.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let spot = offset + (line_start + error.column().saturating_sub(1)).min(given.len());
    (spot, message.to_owned())
}

/// Of a feature that is JSON and no GeoJSON, which one it is, what is wrong, and what is allowed.
fn unreadable(source: &str, reason: &str) -> (String, String) {
    const TYPES: [&str; 7] = [
        "Polygon",
        "MultiPolygon",
        "LineString",
        "MultiLineString",
        "Point",
        "MultiPoint",
        "GeometryCollection",
    ];
    let value: serde_json::Value = serde_json::from_str(source).unwrap_or_default();
    let id = ["id", "name"].iter().find_map(|key| value["properties"][key].as_str());
    let owner = id.map_or("a feature".to_owned(), |id| format!("the feature \"{id}\""));
    let areas = "an area is a Polygon or MultiPolygon";
    match value["geometry"]["type"].as_str() {
        Some(kind) if !TYPES.contains(&kind) => {
            let near = nearest(kind, TYPES).map_or(String::new(), |near| format!("nearest is \"{near}\"; "));
            (format!("{owner} has the geometry \"{kind}\", which is none"), format!("{near}{areas}"))
        }
        Some(kind) => (format!("the {kind} of {owner} cannot be read: {reason}"), areas.to_owned()),
        // What is no JSON has no owner.
        None if value.is_null() => (format!("cannot be read as GeoJSON: {reason}"), String::new()),
        None => (format!("{owner} cannot be read as GeoJSON: {reason}"), String::new()),
    }
}

/// The features of a collection, each with its byte offset; `None` if the text is not a collection.
fn feature_slices(text: &str) -> Option<Vec<(usize, &str)>> {
    let list = list_of_features(text)?;
    let bytes = text.as_bytes();
    let mut slices = Vec::new();
    let mut at = list;
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
        match bytes.get(at)? {
            b']' => return Some(slices),
            b'{' => {
                let end = at + object_len(&bytes[at..])?;
                slices.push((at, text.get(at..end)?));
                at = end;
            }
            _ => return None,
        }
    }
}

/// The byte after the `[` of the collection's `"features"`.
fn list_of_features(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let name = from + text[from..].find("\"features\"")?;
        from = name + "\"features\"".len();
        let mut rest = bytes[from..].iter().enumerate().filter(|(_, b)| !b.is_ascii_whitespace());
        if rest.next()?.1 == &b':'
            && let (at, b'[') = rest.next()?
        {
            return Some(from + at + 1);
        }
    }
}

/// Length of the object at the start of `bytes`, its closing brace included.
fn object_len(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        at += plain_len(&bytes[at..]);
        match *bytes.get(at)? {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            b'"' => {
                at += 1;
                while *bytes.get(at)? != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// How many bytes, in steps of eight, are neither quotes nor braces: coordinates are passed over quickly.
fn plain_len(bytes: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let is_plain = |eight: &[u8; 8]| {
        let word = u64::from_le_bytes(*eight);
        // Braces are at least 0x7B; adding 5 carries them over 0x7F, and other ASCII not.
        let high = word | word.wrapping_add(EACH * 5);
        let quote = word ^ (EACH * u64::from(b'"'));
        let no_quote = quote.wrapping_sub(EACH) & !quote & (EACH * 0x80) == 0;
        high & (EACH * 0x80) == 0 && no_quote
    };
    bytes.as_chunks::<8>().0.iter().take_while(|eight| is_plain(eight)).count() * 8
}

impl<'a> Shape<'a> {
    /// Where the feature begins.
    pub fn spot(&self) -> Spot<'a> {
        self.file.spot(self.offset)
    }

    /// Names of the properties.
    pub fn property_names(&self) -> impl Iterator<Item = &str> {
        self.feature.properties.iter().flat_map(|properties| properties.keys().map(String::as_str))
    }

    /// Where a property is.
    pub fn property_spot(&self, name: &str) -> Spot<'a> {
        let quoted = format!("\"{name}\"");
        let found = self
            .source
            .match_indices(&quoted)
            .map(|(at, _)| at)
            .find(|at| self.source[at + quoted.len()..].trim_start().starts_with(':'));
        self.spot().on(found.unwrap_or(0))
    }

    fn property(&self, name: &str) -> Option<&serde_json::Value> {
        self.feature.property(name).filter(|value| !value.is_null())
    }

    /// A property that is a text.
    pub fn text(&self, report: &mut Report, name: &str) -> Option<Found<'a, &str>> {
        let value = self.property(name)?;
        let spot = self.property_spot(name);
        match value.as_str() {
            Some(text) => Some(Found { value: text.trim(), spot }),
            None => {
                report.error("wrong-type", spot, format!("\"{name}\" is not a text"), "");
                None
            }
        }
    }

    /// A property that is a text and must be there and not empty.
    pub fn required_text(&self, report: &mut Report, name: &str) -> Option<Found<'a, &str>> {
        if self.property(name).is_none() {
            let near = self.property_names().find(|other| other.eq_ignore_ascii_case(name));
            let near = near.map_or(String::new(), |near| format!("its \"{near}\" is written \"{name}\""));
            report.error("missing-key", self.spot(), format!("the feature has no \"{name}\""), near);
            return None;
        }
        let found = self.text(report, name)?;
        if found.value.is_empty() {
            report.error("missing-key", found.spot, format!("\"{name}\" is empty"), "");
            return None;
        }
        Some(found)
    }

    /// A property that is a number.
    pub fn number(&self, report: &mut Report, name: &str) -> Option<Found<'a, f64>> {
        let value = self.property(name)?;
        let spot = self.property_spot(name);
        match value.as_f64() {
            Some(value) => Some(Found { value, spot }),
            None => {
                report.error("wrong-type", spot, format!("\"{name}\" is not a number"), "");
                None
            }
        }
    }

    /// A label weight: 0 to 5, `default` if there is none.
    pub fn rank(&self, report: &mut Report, default: u8) -> u8 {
        match self.number(report, "rank") {
            None => default,
            Some(found) if (0.0..=5.0).contains(&found.value) && found.value.fract() == 0.0 => {
                found.value as u8
            }
            Some(found) => {
                report.error(
                    "unknown-value",
                    found.spot,
                    format!("rank {} is out of range", found.value),
                    RANKS,
                );
                default
            }
        }
    }

    /// A property that is true or false; false if there is none.
    pub fn flag(&self, report: &mut Report, name: &str) -> bool {
        match self.property(name).map(|value| value.as_bool()) {
            None => false,
            Some(Some(flag)) => flag,
            Some(None) => {
                let message = format!("\"{name}\" is neither true nor false");
                report.error("wrong-type", self.property_spot(name), message, "");
                false
            }
        }
    }

    /// The names: `name` in English and `name:az` and so on.
    pub fn names(&self, report: &mut Report) -> Text {
        let mut wordings = Vec::new();
        let names: Vec<&str> = self.property_names().collect();
        for name in names {
            let lang = match name.strip_prefix("name:") {
                Some(code) => Lang::new(code),
                None if name == "name" => Some(Lang::EN),
                None => continue,
            };
            match lang {
                Some(lang) => {
                    wordings.extend(self.text(report, name).map(|found| (lang, found.value.to_owned())));
                }
                None => {
                    let help = "languages are two letters, as in name:az";
                    report.error(
                        "unknown-key",
                        self.property_spot(name),
                        format!("unknown language in \"{name}\""),
                        help,
                    );
                }
            }
        }
        Text::new(wordings)
    }

    /// What kind of geometry it has, such as `Polygon`; `null` if none.
    pub fn geometry_name(&self) -> &'static str {
        match &self.area {
            Some((name, _)) => name,
            None => self.feature.geometry.as_ref().map_or("null", |geometry| geometry.value.type_name()),
        }
    }

    /// Its polygons, without heights; `None` if it is not an area. They are given away: another time there are none.
    pub fn take_area(&self) -> Option<Area> {
        self.area.as_ref().map(|(_, area)| area.take())
    }

    /// Its lines, unchecked, without heights; `None` if it is not made of lines.
    pub fn lines(&self) -> Option<Vec<Vec<[f64; 2]>>> {
        match &self.feature.geometry.as_ref()?.value {
            GeometryValue::LineString { coordinates } => Some(vec![line(coordinates)]),
            GeometryValue::MultiLineString { coordinates } => {
                Some(coordinates.iter().map(|one| line(one)).collect())
            }
            _ => None,
        }
    }

    /// Its position, unchecked, without height; `None` if it is not a point.
    pub fn position(&self) -> Option<[f64; 2]> {
        match &self.feature.geometry.as_ref()?.value {
            GeometryValue::Point { coordinates } => line(std::slice::from_ref(coordinates)).first().copied(),
            _ => None,
        }
    }

    /// Where a position is, counted from 0 over all rings or lines in file order.
    pub fn position_spot(&self, index: usize) -> Spot<'a> {
        let places = self.positions.get_or_init(|| {
            let Some(geometry) = self.source.find("\"coordinates\"") else { return vec![0] };
            let bytes = self.source.as_bytes();
            let begins_one = |at: &usize| {
                let next = bytes[at + 1..].iter().find(|b| !b.is_ascii_whitespace());
                bytes[*at] == b'[' && next.is_some_and(|b| *b == b'-' || b.is_ascii_digit())
            };
            let places: Vec<usize> = (geometry..bytes.len()).filter(begins_one).collect();
            if places.is_empty() { vec![geometry] } else { places }
        });
        self.spot().on(places.get(index).or(places.first()).copied().unwrap_or(0))
    }
}

/// What a label weight can be.
pub(super) const RANKS: &str = "ranks are 1 (drawn first) to 5, or 0 for never";

/// Positions rounded to 1e-7 degrees (about 1 cm), so that equal positions are equal to the last digit.
fn line(positions: &[::geojson::Position]) -> Vec<[f64; 2]> {
    positions
        .iter()
        .map(|position| match position.as_slice() {
            [lon, lat, ..] => [read::rounded(*lon), read::rounded(*lat)],
            _ => [f64::NAN, f64::NAN],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_is_cut_into_features() {
        let text = r#"{"type":"FeatureCollection", "features" : [ {"a":{"b":"}\"{"}} ,
            {"c":1}]}"#;
        let slices = feature_slices(text).unwrap();
        assert_eq!(
            slices.iter().map(|(_, slice)| *slice).collect::<Vec<_>>(),
            [r#"{"a":{"b":"}\"{"}}"#, r#"{"c":1}"#]
        );
        assert!(slices.iter().all(|(at, slice)| text[*at..].starts_with(slice)));
        for broken in ["", "{}", r#"{"features":7}"#, r#"{"features":[{"a":1}"#, r#"{"features":[{"a":"x]}"#]
        {
            assert!(feature_slices(broken).is_none(), "{broken}");
        }
    }
}
