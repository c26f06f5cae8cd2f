//! `units.geojson`: the pieces of land.

use super::geojson::{Shape, shapes};
use super::names::Known;
use super::report::Report;
use super::rings;
use super::text_file::TextFile;
use crate::dataset::{Certainty, Unit, UnitId};
use crate::diagnostic::nearest;

const PROPERTIES: [&str; 8] = ["id", "name", "uezd", "basis", "accuracy_km", "certainty", "rank", "surround"];

/// Reads all units and makes them known.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    known: &mut Known,
    extent: [f64; 4],
) -> Vec<Unit> {
    let (shapes, complete) = shapes(report, file);
    known.units.complete = complete;
    let mut units = Vec::with_capacity(shapes.len());
    for shape in &shapes {
        let id = UnitId(units.len() as u32);
        let Some(key) = shape.required_text(report, "id") else {
            known.units.complete = false;
            continue;
        };
        known.units.add(report, key, id);
        let unit = unit(report, shape, key.value, extent);
        known.add_uezd(id, &unit);
        units.push(unit);
    }
    if units.is_empty() && complete {
        report.error("empty", file.spot(0), "there is no unit in the file", "");
    }
    units
}

/// Makes units known that come from no file; an id that stands twice means the first.
pub(super) fn made(units: Vec<Unit>, known: &mut Known) -> Vec<Unit> {
    for (index, unit) in units.iter().enumerate() {
        let id = UnitId(index as u32);
        known.units.set(&unit.key, id);
        known.add_uezd(id, unit);
    }
    units
}

fn unit(report: &mut Report, shape: &Shape<'_>, key: &str, extent: [f64; 4]) -> Unit {
    for name in shape.property_names() {
        // Editors add properties of their own; only what looks like a slip is worth a word.
        if PROPERTIES.contains(&name) || name.starts_with("name:") || name.len() <= 3 {
            continue;
        }
        if let Some(near) = nearest(name, PROPERTIES) {
            let message = format!("property \"{name}\" is not read");
            report.warning(
                "unknown-key",
                shape.property_spot(name),
                message,
                format!("nearest is \"{near}\""),
            );
        }
    }
    let name = shape.names(report);
    if name.is_empty() {
        report.error("missing-key", shape.spot(), format!("unit \"{key}\" has no \"name\""), "");
    }
    let certainty = shape.text(report, "certainty");
    let accuracy = shape.number(report, "accuracy_km");
    if let Some(found) = accuracy.filter(|found| found.value < 0.0) {
        report.error("unknown-value", found.spot, format!("accuracy_km {} is below 0", found.value), "");
    }
    let polygons = rings::polygons(report, shape, &format!("unit \"{key}\""));
    check_swapped(report, shape, key, &polygons, extent);
    Unit {
        key: key.to_owned(),
        name,
        uezd: shape.text(report, "uezd").map(|found| found.value.to_owned()).filter(|uezd| !uezd.is_empty()),
        basis: shape.text(report, "basis").map_or_else(String::new, |found| found.value.to_owned()),
        accuracy_km: accuracy.map_or(0.0, |found| found.value),
        certainty: certainty
            .and_then(|found| report.choice("certainty", found, &Certainty::ALL))
            .unwrap_or_default(),
        rank: shape.rank(report, 3),
        surround: shape.flag(report, "surround"),
        polygons,
        line: shape.spot().line(),
    }
}

/// Reports a unit that lies outside the extent, and would lie inside with latitude and longitude swapped.
fn check_swapped(
    report: &mut Report,
    shape: &Shape<'_>,
    key: &str,
    polygons: &[Vec<Vec<[f64; 2]>>],
    [west, south, east, north]: [f64; 4],
) {
    let inside = |lon: f64, lat: f64| west <= lon && lon <= east && south <= lat && lat <= north;
    let mut positions = polygons.iter().flatten().flatten().peekable();
    // On a map of the world, swapped positions lie inside too.
    if east - west > 180.0
        || positions.peek().is_none()
        || positions.clone().any(|[lon, lat]| inside(*lon, *lat))
    {
        return;
    }
    if positions.any(|[lon, lat]| inside(*lat, *lon)) {
        let message = format!("unit \"{key}\" lies outside the extent of the set");
        let help = "longitude comes first: are they swapped?";
        report.error("ring", shape.position_spot(0), message, help);
    }
}
