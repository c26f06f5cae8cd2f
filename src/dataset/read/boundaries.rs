//! `boundaries.toml`: what the borders of neighbouring units follow.

use super::events::certainty;
use super::names::Known;
use super::report::Report;
use super::text_file::TextFile;
use super::toml::{Document, Table};
use crate::dataset::BoundaryNote;

/// Reads all notes, in file order.
pub(super) fn read<'a>(report: &mut Report, file: &'a TextFile<'a>, known: &Known) -> Vec<BoundaryNote> {
    let document = Document::parse(report, file);
    let mut root = document.root("boundaries.toml");
    let tables = root.tables(report, "boundary").unwrap_or_default();
    let notes = tables.into_iter().filter_map(|table| note(report, table, known)).collect();
    root.finish(report);
    notes
}

fn note(report: &mut Report, mut table: Table<'_>, known: &Known) -> Option<BoundaryNote> {
    let names = table.texts(report, "units");
    let follows = table.required_text(report, "follows");
    let accuracy = table.number(report, "accuracy_km");
    let certainty = certainty(report, &mut table);
    let approximate = table.flag(report, "approximate");
    let source = table.text_or_empty(report, "source");
    let note = table.text_or_empty(report, "note");
    let along = table.text_or_empty(report, "along");
    if let Some(found) = accuracy.filter(|found| found.value < 0.0) {
        report.error("unknown-value", found.spot, format!("accuracy_km {} is below 0", found.value), "");
    }
    let units = match names.as_deref() {
        None => {
            table.missing(report, "units");
            None
        }
        Some([a, b]) => {
            let ids = (known.units.get(report, *a), known.units.get(report, *b));
            if a.value == b.value {
                let message = format!("unit \"{}\" is no neighbour of itself", a.value);
                report.error("unknown-value", b.spot, message, "a border has two sides");
            }
            if let (Some(a), Some(b)) = ids { Some([a.min(b), a.max(b)]) } else { None }
        }
        Some(names) => {
            let message = format!("\"units\" names {} units", names.len());
            report.error(
                "wrong-type",
                table.spot(),
                message,
                "a border has two sides: units = [\"a\", \"b\"]",
            );
            None
        }
    };
    table.finish(report);
    Some(BoundaryNote {
        units: units?,
        follows: follows?.value.trim().to_owned(),
        accuracy_km: accuracy.map_or(0.0, |found| found.value),
        certainty,
        approximate,
        source,
        note,
        along,
    })
}
