//! `figures.csv`: published areas, populations, heights and other quantities.

use super::csv::{Row, Rows};
use super::names::{Known, Names};
use super::report::Report;
use super::text_file::{Found, TextFile};
use crate::dataset::{Figure, FigureKind, KM2, SourceId};

const COLUMNS: [&str; 11] =
    ["id", "kind", "subject", "units", "value", "unit", "date", "source", "place", "as_printed", "note"];

/// Reads all figures.
pub(super) fn read<'a>(report: &mut Report, file: &'a TextFile<'a>, known: &Known) -> Vec<Figure> {
    let rows = Rows::parse(report, file, &COLUMNS, false);
    let mut keys: Names<usize> = Names::new("figure");
    let mut figures = Vec::new();
    for row in rows.iter() {
        let Some(key) = row.required(report, "id") else { continue };
        keys.add(report, key, figures.len());
        figures.push(figure(report, row, key.value, known));
    }
    figures
}

fn figure(report: &mut Report, row: Row<'_>, key: &str, known: &Known) -> Figure {
    let kind = row.required(report, "kind").and_then(|kind| report.choice("kind", kind, &FigureKind::ALL));
    let subject = row.required(report, "subject");
    let selectors = words(row.field("units"));
    let units = known.select(report, &selectors);
    let value = row.number(report, "value");
    let measure = row.required(report, "unit");
    let source = row.required(report, "source").and_then(|source| known.sources.get(report, source));
    let date = row.filled("date").and_then(|date| report.date(date));
    let printed = row.field("as_printed").value;
    let both = row.has("value") && row.has("as_printed");
    if both && row.filled("value").is_none() && printed.is_empty() {
        let help = "give the number, or the words that are printed instead";
        report.error("missing-key", row.spot(), "both \"value\" and \"as_printed\" are empty", help);
    }
    if kind == Some(FigureKind::Area) {
        if let Some(measure) = measure
            && !selectors.is_empty()
            && measure.value != KM2
        {
            let message = format!("an area of named units is in {KM2}, not in \"{}\"", measure.value);
            report.error("unknown-value", measure.spot, message, "convert it, and note what is printed");
        }
        if let Some(value) = value
            && value.value <= 0.0
        {
            report.error("unknown-value", value.spot, format!("{} is no area", value.value), "");
        }
    }
    Figure {
        key: key.to_owned(),
        kind: kind.unwrap_or(FigureKind::Count),
        subject: subject.map_or("", |text| text.value).to_owned(),
        units,
        value: value.map(|value| value.value),
        measure: measure.map_or("", |text| text.value).to_owned(),
        date,
        source: source.unwrap_or(SourceId(0)),
        place: row.field("place").value.to_owned(),
        as_printed: printed.to_owned(),
        note: row.field("note").value.to_owned(),
        line: row.spot().line(),
    }
}

/// The words of a field, each with its place.
fn words<'a>(field: Found<'a, &'a str>) -> Vec<Found<'a, &'a str>> {
    let mut at = 0;
    let found = field.value.split(' ').map(|word| {
        let spot = field.spot.on(at);
        at += word.len() + 1;
        Found { value: word, spot }
    });
    found.filter(|word| !word.value.is_empty()).collect()
}
