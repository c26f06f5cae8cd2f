//! `units.geojson`: the pieces of land.

use super::geojson::{Shape, shapes};
use super::header::Header;
use super::names::Known;
use super::report::Report;
use super::rings;
use super::text_file::{Spot, TextFile};
use crate::dataset::{Certainty, Unit, UnitId};
use crate::diagnostic::nearest;
use std::collections::BTreeMap;

const PROPERTIES: [&str; 8] = ["id", "name", "uezd", "basis", "accuracy_km", "certainty", "rank", "surround"];

/// Reads all units and makes them known.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    known: &mut Known,
    header: &Header,
) -> Vec<Unit> {
    let (shapes, complete) = shapes(report, file);
    known.units.complete = complete;
    let mut units = Vec::with_capacity(shapes.len());
    let (mut slips, mut swapped) = (BTreeMap::new(), Vec::new());
    for shape in &shapes {
        let id = UnitId(units.len() as u32);
        find_slips(shape, &mut slips);
        let Some(key) = shape.required_text(report, "id") else {
            known.units.complete = false;
            continue;
        };
        known.units.add(report, key, id);
        let unit = unit(report, shape, key.value);
        if is_swapped(&unit.polygons, header.extent) {
            swapped.push((shape, unit.key.clone()));
        }
        known.add_uezd(id, &unit);
        units.push(unit);
    }
    tell_slips(report, slips);
    tell_swapped(report, &swapped, units.len(), header);
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

/// A property that looks like one of ours misspelt: where it first stands, what is meant, and in how many units.
type Slips<'a> = BTreeMap<String, (Spot<'a>, &'static str, usize)>;

/// Editors add properties of their own; only what looks like a slip is worth a word.
fn find_slips<'a>(shape: &Shape<'a>, slips: &mut Slips<'a>) {
    for name in shape.property_names() {
        if PROPERTIES.contains(&name) || name.starts_with("name:") {
            continue;
        }
        if let Some((_, _, count)) = slips.get_mut(name) {
            *count += 1;
            continue;
        }
        let lower = name.to_lowercase().replace('-', "_");
        let same = PROPERTIES.into_iter().find(|known| *known == lower);
        // "accuracy" goes without its unit.
        let begins = PROPERTIES.into_iter().find(|known| lower.len() > 4 && known.starts_with(&lower));
        let near = || nearest(name, PROPERTIES).filter(|_| name.len() > 3);
        if let Some(near) = same.or(begins).or_else(near) {
            slips.insert(name.to_owned(), (shape.property_spot(name), near, 1));
        }
    }
}

fn tell_slips(report: &mut Report, slips: Slips<'_>) {
    for (name, (spot, near, count)) in slips {
        let units = if count == 1 { String::new() } else { format!(", in {count} units") };
        let message = format!("property \"{name}\" is not read{units}");
        report.warning("unknown-key", spot, message, format!("nearest is \"{near}\""));
    }
}

fn unit(report: &mut Report, shape: &Shape<'_>, key: &str) -> Unit {
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

/// True for a unit that lies outside the extent, and would lie inside with latitude and longitude swapped.
fn is_swapped(polygons: &[Vec<Vec<[f64; 2]>>], [west, south, east, north]: [f64; 4]) -> bool {
    let inside = |lon: f64, lat: f64| west <= lon && lon <= east && south <= lat && lat <= north;
    let mut positions = polygons.iter().flatten().flatten();
    // On a map of the world, swapped positions lie inside too.
    east - west <= 180.0
        && !positions.clone().any(|[lon, lat]| inside(*lon, *lat))
        && positions.any(|[lon, lat]| inside(*lat, *lon))
}

/// Reports units whose positions are swapped; if it seems to be all of several, the extent is.
fn tell_swapped(report: &mut Report, swapped: &[(&Shape<'_>, String)], units: usize, header: &Header) {
    if let Some(place) = header.extent_at.clone().filter(|_| units > 1 && swapped.len() == units) {
        let [south, west, north, east] = header.extent;
        let message = format!("the extent {:?} has none of the {units} units in it", header.extent);
        let help = format!(
            "west comes first, then south: are they swapped? [{west:?}, {south:?}, {east:?}, {north:?}] has them"
        );
        report.error("unknown-value", place, message, help);
        return;
    }
    for (shape, key) in swapped {
        let message = format!("unit \"{key}\" lies outside the extent of the set");
        let help = "longitude comes first: are they swapped?";
        report.error("ring", shape.position_spot(0), message, help);
    }
}
