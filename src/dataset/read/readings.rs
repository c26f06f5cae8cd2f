//! `readings.toml`: which variants of the events belong together.

use super::names::Known;
use super::report::Report;
use super::text_file::{Found, Spot, TextFile};
use super::toml::{Document, Table};
use crate::dataset::{
    Attestation, Choice, DEFAULT_READING, Effect, Event, EventId, Holder, NO_EVENT, Polity, PolityId,
    Reading, SourceId,
};
use crate::time::Span;
use std::collections::BTreeMap;

/// Reads all readings, in file order.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    known: &Known,
    events: &[Event],
    attestations: &[Attestation],
    polities: &[Polity],
) -> Vec<Reading> {
    let document = Document::parse(report, file);
    let mut root = document.root("readings.toml");
    let reader = Reader { known, events, attestations, polities };
    let mut readings: Vec<Reading> = Vec::new();
    for table in root.tables(report, "reading").unwrap_or_default() {
        let Some((key, reading)) = reader.reading(report, table) else { continue };
        if let Some(earlier) = readings.iter().find(|known| known.key == reading.key) {
            let message = format!("reading \"{}\" is there already, on line {}", reading.key, earlier.line);
            report.error("duplicate-id", key.spot, message, "every id stands once");
        }
        readings.push(reading);
    }
    root.finish(report);
    readings
}

struct Reader<'k> {
    known: &'k Known,
    events: &'k [Event],
    attestations: &'k [Attestation],
    polities: &'k [Polity],
}

impl Reader<'_> {
    fn reading<'d>(
        &self,
        report: &mut Report,
        mut table: Table<'d>,
    ) -> Option<(Found<'d, &'d str>, Reading)> {
        let spot = table.spot();
        let key = table.required_text(report, "id");
        let name = table.required_lang_text(report, "name");
        let note = table.text_or_empty(report, "note");
        let source = table.text(report, "source");
        let choices = table.pairs(report, "choose").unwrap_or_default();
        table.finish(report);
        if let Some(key) = key {
            report.file_part(key);
            if key.value == DEFAULT_READING {
                let chosen = source.or(choices.first().map(|(event, _)| *event));
                if let Some(chosen) = chosen {
                    let message = format!("the reading \"{DEFAULT_READING}\" follows no variant");
                    let help = "leave out \"choose\" and \"source\", or give the reading another id";
                    report.error("unknown-value", chosen.spot, message, help);
                }
            } else if source.is_none() && choices.is_empty() {
                let help = "give it a \"source\", or a table \"choose\" of events and variants";
                report.error("missing-key", spot, "the reading chooses nothing", help);
            }
        }
        let source_id = source.and_then(|source| self.known.sources.get(report, source));
        let mut chosen: BTreeMap<EventId, (Choice, Spot<'_>)> = BTreeMap::new();
        if let (Some(source), Some(id)) = (source, source_id) {
            chosen = self.of_source(id, source.spot);
            if chosen.is_empty() && self.known.events.complete && self.known.attestations.complete {
                let message = format!("no variant of an event is attested by \"{}\"", source.value);
                report.warning("unknown-value", source.spot, message, "the reading is the default one");
            }
        }
        for (event, variant) in choices {
            let Some(id) = self.known.events.get(report, event) else { continue };
            let variants = &self.events[id.index()].variants;
            let position = variants.iter().position(|known| known.key == variant.value);
            match (variant.value, position) {
                (_, Some(position)) => {
                    chosen.insert(id, (Choice::Variant(position as u32), variant.spot));
                }
                (DEFAULT_READING, None) => {
                    chosen.remove(&id);
                }
                (NO_EVENT, None) => {
                    chosen.insert(id, (Choice::Nothing, variant.spot));
                }
                (_, None) => {
                    let own = [DEFAULT_READING, NO_EVENT];
                    let keys = variants.iter().map(|known| known.key.as_str()).chain(own);
                    let what = format!("variant of event \"{}\"", event.value);
                    report.unknown("unknown-reference", &what, variant, keys);
                }
            }
        }
        for (&event, &(choice, spot)) in &chosen {
            if let Choice::Variant(variant) = choice {
                self.check_exists(report, spot, event, variant);
            }
        }
        let key = key?;
        let reading = Reading {
            key: key.value.to_owned(),
            name,
            note,
            source: source_id,
            choices: chosen.into_iter().map(|(event, (choice, _))| (event, choice)).collect(),
            line: spot.line(),
        };
        Some((key, reading))
    }

    /// Of every event the first variant that the source gives.
    fn of_source<'s>(&self, source: SourceId, spot: Spot<'s>) -> BTreeMap<EventId, (Choice, Spot<'s>)> {
        let from_source = |event: &Event| {
            event.variants.iter().position(|variant| {
                variant.attestations.iter().any(|id| self.attestations[id.index()].source == source)
            })
        };
        let first = |(index, event)| {
            from_source(event).map(|at| (EventId(index as u32), (Choice::Variant(at as u32), spot)))
        };
        self.events.iter().enumerate().filter_map(first).collect()
    }

    /// Reports a followed variant that moves the event to a time when a polity of its effects is not there.
    /// (A variant's own effects are held against its date where they stand.)
    fn check_exists(&self, report: &mut Report, spot: Spot<'_>, event: EventId, variant: u32) {
        let event = &self.events[event.index()];
        let variant = &event.variants[variant as usize];
        let (Some(date), None) = (&variant.date, &variant.effects) else { return };
        let possible = Span { from: Some(date.earliest()), until: Some(date.latest().next()) };
        let mut missing: Vec<PolityId> = event.effects.iter().flat_map(parties).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
            .retain(|id| self.polities.get(id.index()).is_some_and(|polity| !possible.overlaps(polity.span)));
        for id in missing {
            let polity = &self.polities[id.index()].key;
            let message = format!(
                "variant \"{}\" moves event \"{}\" to {date}, when there is no polity \"{polity}\"",
                variant.key, event.key
            );
            let help = format!("give the variant effects of its own, or choose \"{DEFAULT_READING}\"");
            report.error("polity-date", spot, message, help);
        }
    }
}

/// The polities an effect gives something to.
fn parties(effect: &Effect) -> Vec<PolityId> {
    let holders = [effect.control, effect.sovereignty].into_iter().flatten().filter_map(Holder::polity);
    let statuses = effect.status.iter().flatten().filter_map(|status| status.by);
    holders.chain(statuses).chain(effect.claim_start.iter().copied()).collect()
}
