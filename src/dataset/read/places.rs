//! `places.csv`: towns, villages, peaks and other points, with their names by date.

use super::csv::{Row, Rows};
use super::geojson::RANKS;
use super::names::Known;
use super::polities::span_of;
use super::report::Report;
use super::text_file::TextFile;
use crate::dataset::{Confidence, DatedNames, Place, PlaceId, PlaceKind};

const COLUMNS: [&str; 11] =
    ["id", "kind", "lon", "lat", "confidence", "rank", "from", "until", "aliases", "unit", "note"];

/// Reads all places and makes them known. A row without a kind is a further name of the place with its id.
pub(super) fn read<'a>(report: &mut Report, file: &'a TextFile<'a>, known: &mut Known) -> Vec<Place> {
    let rows = Rows::parse(report, file, &COLUMNS, true);
    let mut places: Vec<Place> = Vec::new();
    for row in rows.iter() {
        let Some(key) = row.required(report, "id") else { continue };
        let names = names(report, row);
        let earlier = places.iter().position(|place| place.key == key.value);
        match earlier.and_then(|index| places.get_mut(index)) {
            Some(place) if row.filled("kind").is_none() => {
                if let Some(other) = place.names.iter().find(|other| other.span.overlaps(names.span)) {
                    let message =
                        format!("the names of \"{}\" overlap: {} and {}", key.value, other.span, names.span);
                    let help = "\"until\" is the first day after a name was in use";
                    report.error("bad-date", row.field("from").spot, message, help);
                }
                place.names.push(names);
                place.aliases.extend(aliases(row));
            }
            _ => {
                known.places.add(report, key, PlaceId(places.len() as u32));
                places.push(place(report, row, key.value, names, known));
            }
        }
    }
    for place in &mut places {
        place.names.sort_by_key(|names| names.span.from);
    }
    places
}

fn place(report: &mut Report, row: Row<'_>, key: &str, names: DatedNames, known: &Known) -> Place {
    let kind = row.required(report, "kind").and_then(|kind| report.choice("kind", kind, &PlaceKind::ALL));
    let confidence = row
        .required(report, "confidence")
        .and_then(|confidence| report.choice("confidence", confidence, &Confidence::ALL));
    let lon = row.required_number(report, "lon");
    let lat = row.required_number(report, "lat");
    if let (Some(lon), Some(lat)) = (lon, lat)
        && !(lon.value.abs() <= 180.0 && lat.value.abs() <= 90.0)
    {
        let message = format!("position [{}, {}] is not in degrees", lon.value, lat.value);
        report.error("unknown-value", lon.spot, message, "");
    }
    let rank = match row.required_number(report, "rank") {
        Some(rank) if (0.0..=5.0).contains(&rank.value) && rank.value.fract() == 0.0 => rank.value as u8,
        Some(rank) => {
            report.error("unknown-value", rank.spot, format!("rank {} is out of range", rank.value), RANKS);
            0
        }
        None => 0,
    };
    let unit = row.filled("unit").and_then(|unit| known.units.get(report, unit));
    Place {
        key: key.to_owned(),
        kind: kind.unwrap_or(PlaceKind::Village),
        at: [lon.map_or(0.0, |lon| lon.value), lat.map_or(0.0, |lat| lat.value)],
        confidence: confidence.unwrap_or(Confidence::Low),
        rank,
        names: vec![names],
        aliases: aliases(row).collect(),
        unit,
        note: row.field("note").value.to_owned(),
        line: row.spot().line(),
    }
}

fn names(report: &mut Report, row: Row<'_>) -> DatedNames {
    let name = row.lang_text();
    if name.is_empty() {
        report.error("missing-key", row.spot(), format!("\"{}\" has no name", row.field("id").value), "");
    }
    let span = span_of(report, row.filled("from"), row.filled("until"));
    DatedNames { span, name, line: row.spot().line() }
}

fn aliases(row: Row<'_>) -> impl Iterator<Item = String> {
    row.field("aliases").value.split('|').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned)
}
