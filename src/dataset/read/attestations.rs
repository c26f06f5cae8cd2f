//! `attestations.csv`: what the sources say.

use super::csv::Rows;
use super::names::Known;
use super::report::Report;
use super::text_file::TextFile;
use crate::dataset::{Attestation, AttestationId, AttestationRole, SourceId};

const COLUMNS: [&str; 7] = ["id", "source", "place", "date", "role", "statement", "note"];

/// Reads all attestations and makes them known.
pub(super) fn read<'a>(report: &mut Report, file: &'a TextFile<'a>, known: &mut Known) -> Vec<Attestation> {
    let rows = Rows::parse(report, file, &COLUMNS, false);
    let mut attestations = Vec::new();
    for row in rows.iter() {
        let Some(key) = row.required(report, "id") else { continue };
        known.attestations.add(report, key, AttestationId(attestations.len() as u32));
        let source = row.required(report, "source").and_then(|source| known.sources.get(report, source));
        let role =
            row.required(report, "role").and_then(|role| report.choice("role", role, &AttestationRole::ALL));
        let date = row.filled("date").and_then(|date| report.date(date));
        let statement = row.required(report, "statement");
        attestations.push(Attestation {
            key: key.value.to_owned(),
            source: source.unwrap_or(SourceId(0)),
            place: row.field("place").value.to_owned(),
            date,
            statement: statement.map_or("", |text| text.value).to_owned(),
            role: role.unwrap_or(AttestationRole::Context),
            note: row.field("note").value.to_owned(),
            line: row.spot().line(),
        });
    }
    attestations
}
