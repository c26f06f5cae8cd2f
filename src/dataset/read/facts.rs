//! `expect.toml`: known facts the set must answer.

use super::events::statuses;
use super::names::Known;
use super::report::Report;
use super::text_file::{Found, TextFile};
use super::toml::{Document, Table};
use crate::dataset::{Fact, Place, PlaceId, Subject, fold};
use std::collections::BTreeMap;

/// Reads all facts.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    known: &Known,
    places: &[Place],
) -> Vec<Fact> {
    let document = Document::parse(report, file);
    let mut root = document.root("expect.toml");
    let names = names(places);
    let tables = root.tables(report, "fact").unwrap_or_default();
    let facts = tables.into_iter().filter_map(|table| fact(report, table, known, &names)).collect();
    root.finish(report);
    facts
}

/// The places by their names and aliases, folded; the first place with a name has it.
struct PlaceNames<'a> {
    places: &'a [Place],
    by_name: BTreeMap<String, usize>,
}

fn names(places: &[Place]) -> PlaceNames<'_> {
    let mut by_name = BTreeMap::new();
    for (index, place) in places.iter().enumerate() {
        for spelling in place.spellings() {
            by_name.entry(fold(spelling)).or_insert(index);
        }
    }
    PlaceNames { places, by_name }
}

fn fact(report: &mut Report, mut table: Table<'_>, known: &Known, names: &PlaceNames<'_>) -> Option<Fact> {
    let spot = table.spot();
    let place = table.text(report, "place");
    let unit = table.text(report, "unit");
    let at = table.numbers::<2>(report, "at");
    let subjects = ["place", "unit", "at"].iter().filter(|key| table.has(key)).count();
    if subjects != 1 {
        let message = format!("the fact has {subjects} subjects");
        report.error("missing-key", spot, message, "give it one of place, unit, at");
    }
    let subject = match (place, unit, at) {
        (Some(place), _, _) => find_place(report, place, known, names).map(Subject::Place),
        (None, Some(unit), _) => known.units.get(report, unit).map(Subject::Unit),
        (None, None, at) => at.map(|at| Subject::Point(at.value)),
    };
    let date = table.required_text(report, "date").and_then(|date| report.day(date));
    let control = table.text(report, "control").and_then(|name| known.holder(report, name));
    let sovereignty = table.text(report, "sovereignty").and_then(|name| known.holder(report, name));
    let claims = table.texts(report, "claims");
    let claims =
        claims.map(|names| names.into_iter().filter_map(|name| known.polities.get(report, name)).collect());
    let status = statuses(report, &mut table, known);
    let status = status.map(|list| list.into_iter().map(|(status, _)| status).collect());
    let source =
        table.required_text(report, "source").map_or_else(String::new, |source| source.value.to_owned());
    let answers = ["control", "sovereignty", "claims", "status"];
    if !answers.iter().any(|key| table.has(key)) {
        report.error(
            "missing-key",
            spot,
            "the fact states nothing",
            format!("give it one of {}", answers.join(", ")),
        );
    }
    table.finish(report);
    Some(Fact {
        subject: subject?,
        date: date?,
        control,
        sovereignty,
        claims,
        status,
        source,
        line: spot.line(),
    })
}

/// The place with this id, or else the one with this name or alias.
fn find_place(
    report: &mut Report,
    name: Found<'_, &str>,
    known: &Known,
    names: &PlaceNames<'_>,
) -> Option<PlaceId> {
    let by_key = names.places.iter().position(|place| place.key == name.value);
    match by_key.or_else(|| names.by_name.get(&fold(name.value)).copied()) {
        Some(index) => Some(PlaceId(index as u32)),
        None if known.places.absent => known.places.get(report, name),
        None if known.places.complete => {
            let spellings: Vec<&str> =
                known.places.keys().chain(names.places.iter().flat_map(Place::spellings)).collect();
            report.unknown("unknown-reference", "place", name, spellings);
            None
        }
        None => None,
    }
}
