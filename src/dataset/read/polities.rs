//! `polities.toml`: holders and claimants.

use super::names::Known;
use super::report::Report;
use super::text_file::{Found, TextFile};
use super::toml::{Document, Parsed, Table};
use crate::dataset::{DatedName, Polity, PolityId, PolityKind};
use crate::time::{Day, Span};

/// Reads all polities and makes them known.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    parsed: Parsed<'a>,
    known: &mut Known,
) -> Vec<Polity> {
    let document = Document::of(report, file, parsed);
    let mut root = document.root("polities.toml");
    let mut polities: Vec<Polity> = Vec::new();
    let mut predecessors = Vec::new();
    for table in root.tables(report, "polity").unwrap_or_default() {
        let Some((key, polity, names)) = polity(report, table) else {
            known.polities.complete = false;
            continue;
        };
        if matches!(key.value, "nobody" | "not-known") {
            let message = format!("\"{}\" is not an id a polity can have", key.value);
            report.error("unknown-value", key.spot, message, "the word says that no polity holds the land");
        }
        known.polities.add(report, key, PolityId(polities.len() as u32));
        polities.push(polity);
        predecessors.push(names);
    }
    root.finish(report);
    known.polities.complete &= !report.is_garbled(&file.name);
    // A polity may come before its predecessor in the file.
    for (polity, names) in polities.iter_mut().zip(predecessors) {
        polity.predecessors = names.into_iter().filter_map(|name| known.polities.get(report, name)).collect();
    }
    polities
}

type Named<'d> = (Found<'d, &'d str>, Polity, Vec<Found<'d, &'d str>>);

fn polity<'d>(report: &mut Report, mut table: Table<'d>) -> Option<Named<'d>> {
    let line = table.spot().line();
    let key = table.required_text(report, "id");
    let name = table.required_lang_text(report, "name");
    let short = table.lang_text(report, "short");
    let kind =
        table.required_text(report, "kind").and_then(|kind| report.choice("kind", kind, &PolityKind::ALL));
    let span = span(report, &mut table);
    let colour = table.required_text(report, "colour").map_or("other", |colour| colour.value).to_owned();
    let predecessors = table.texts(report, "predecessor").unwrap_or_default();
    let wikidata = table.text(report, "wikidata").filter(|item| !item.value.is_empty());
    if let Some(item) = wikidata
        && !item
            .value
            .strip_prefix('Q')
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    {
        let message = format!("\"{}\" is not a Wikidata item", item.value);
        report.error("unknown-value", item.spot, message, "write Q and a number, as in Q126362");
    }
    let note = table.text_or_empty(report, "note");
    let mut names = Vec::new();
    for mut table in table.tables(report, "names").unwrap_or_default() {
        let line = table.spot().line();
        let from = table.text(report, "from");
        let until = table.text(report, "until");
        let span = span_of(report, from, until);
        let name = table.required_lang_text(report, "name");
        if let Some(other) = names.iter().find(|other: &&DatedName| other.span.overlaps(span)) {
            let message = format!("the names of \"{}\" overlap: {} and {span}", shown(key), other.span);
            let spot = from.or(until).map_or(table.spot(), |found| found.spot);
            report.error("bad-date", spot, message, "\"until\" is the first day after a name was in use");
        }
        let short = table.lang_text(report, "short");
        table.finish(report);
        names.push(DatedName { span, name, short, line });
    }
    table.finish(report);
    let key = key?;
    let polity = Polity {
        key: key.value.to_owned(),
        name,
        short,
        names,
        kind: kind.unwrap_or(PolityKind::State),
        span,
        colour,
        predecessors: Vec::new(),
        wikidata: wikidata.map(|item| item.value.to_owned()),
        note,
        line,
    };
    Some((key, polity, predecessors))
}

fn shown<'d>(key: Option<Found<'d, &'d str>>) -> &'d str {
    key.map_or("", |key| key.value)
}

fn span(report: &mut Report, table: &mut Table<'_>) -> Span {
    let from = table.text(report, "from");
    let until = table.text(report, "until");
    self::span_of(report, from, until)
}

/// The span between two dates, either of which may be missing. A date known only to the month or year
/// counts by its first day, so that what ends in a year and what begins in it meet.
pub(super) fn span_of(
    report: &mut Report,
    from: Option<Found<'_, &str>>,
    until: Option<Found<'_, &str>>,
) -> Span {
    let mut day = |found: Option<Found<'_, &str>>| -> Option<Day> {
        let found = found.filter(|found| !found.value.is_empty())?;
        report.date(found).map(|date| date.earliest())
    };
    let (first, end) = (day(from), day(until));
    Span::new(first, end).unwrap_or_else(|| {
        if let Some(until) = until {
            let message = format!("the time ends on {} before it begins", until.value);
            report.error("bad-date", until.spot, message, "\"until\" is the first day after it");
        }
        Span::ALWAYS
    })
}
