//! `sources.bib`: the bibliography.

use super::bib;
use super::names::Known;
use super::report::Report;
use super::text_file::TextFile;
use crate::dataset::{Source, SourceId};
use std::collections::BTreeMap;

/// Reads all sources and makes them known.
pub(super) fn read<'a>(report: &mut Report, file: &'a TextFile<'a>, known: &mut Known) -> Vec<Source> {
    let mut sources = Vec::new();
    for entry in bib::parse(report, file) {
        known.sources.add(report, entry.key, SourceId(sources.len() as u32));
        let mut fields = BTreeMap::new();
        for (name, text) in entry.fields {
            if fields.insert(name.value.to_ascii_lowercase(), text).is_some() {
                let message = format!("field \"{}\" of \"{}\" is there already", name.value, entry.key.value);
                report.error("duplicate-id", name.spot, message, "");
            }
        }
        sources.push(Source {
            key: entry.key.value.to_owned(),
            kind: entry.kind.value.to_ascii_lowercase(),
            fields,
        });
    }
    sources
}
