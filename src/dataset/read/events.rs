//! `events.toml`: what happened, when, with which effect, and who says so.

use super::names::Known;
use super::report::Report;
use super::text_file::{Found, TextFile};
use super::toml::{Document, Item, Parsed, Table};
use crate::dataset::{
    AttestationId, Certainty, Effect, Event, EventId, EventKind, Evidence, Holder, Polity, PolityId,
    Relation, Status, Variant,
};
use crate::time::{Day, FuzzyDate, OldStyle, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Reads all events, in file order, and makes them known.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    parsed: Parsed<'a>,
    known: &mut Known,
    polities: &[Polity],
) -> Vec<Event> {
    let document = Document::of(report, file, parsed);
    let mut root = document.root("events.toml");
    let reader = Reader { known, polities };
    let mut events: Vec<Event> = Vec::new();
    let mut lines = BTreeMap::new();
    let mut complete = true;
    for table in root.tables(report, "event").unwrap_or_default() {
        let line = table.spot().line();
        let Some((key, event)) = reader.event(report, table) else {
            complete = false;
            continue;
        };
        if let Some(earlier) = lines.insert(key.value.to_owned(), line) {
            let message = format!("event \"{}\" is there already, on line {earlier}", key.value);
            report.error("duplicate-id", key.spot, message, "every id stands once");
        }
        events.push(event);
    }
    root.finish(report);
    known.events.complete &= complete;
    for (index, event) in events.iter().enumerate() {
        known.events.set(&event.key, EventId(index as u32));
    }
    events
}

struct Reader<'k> {
    known: &'k Known,
    polities: &'k [Polity],
}

impl Reader<'_> {
    fn event<'d>(&self, report: &mut Report, mut table: Table<'d>) -> Option<(Found<'d, &'d str>, Event)> {
        let spot = table.spot();
        let key = table.required_text(report, "id");
        let date_text = table.required_text(report, "date");
        let date = date_text.and_then(|text| report.date(text));
        let old_style = table.text(report, "old-style");
        if let (Some(old), Some(date)) = (old_style, &date) {
            check_old_style(report, old, date);
        }
        let kind =
            table.required_text(report, "kind").and_then(|kind| report.choice("kind", kind, &EventKind::ALL));
        let title = table.required_lang_text(report, "title");
        let caption = table.lang_text(report, "caption");
        let note = table.text_or_empty(report, "note");
        let certainty = certainty(report, &mut table);
        let inferred = table.text_or_empty(report, "inferred");
        let mut evidence = Vec::new();
        let mut any_evidence = false;
        for relation in [Relation::Supports, Relation::Contradicts, Relation::Reports] {
            for attestation in table.texts(report, relation.key()).unwrap_or_default() {
                any_evidence = true;
                let id = self.known.attestations.get(report, attestation);
                evidence.extend(id.map(|attestation| Evidence { attestation, relation }));
            }
        }
        let effects = self.effects(report, &mut table, date.as_ref()).unwrap_or_default();
        // What supports an effect supports its event.
        let mut known: BTreeSet<AttestationId> = evidence.iter().map(|one| one.attestation).collect();
        for attestation in effects.iter().flat_map(|effect| &effect.supports) {
            any_evidence = true;
            if known.insert(*attestation) {
                evidence.push(Evidence { attestation: *attestation, relation: Relation::Supports });
            }
        }
        let key_shown = key.map_or("", |key| key.value);
        if !any_evidence && inferred.is_empty() {
            let message = format!("event \"{key_shown}\" has no evidence");
            let help = "name attestations under \"supports\", or give the reason under \"inferred\"";
            report.error("no-evidence", spot, message, help);
        }
        let variants = self.variants(report, &mut table, date.as_ref());
        table.finish(report);
        let key = key?;
        let event = Event {
            key: key.value.to_owned(),
            date: date?,
            old_style: old_style.map_or(String::new(), |old| old.value.to_owned()),
            kind: kind?,
            title,
            caption,
            note,
            certainty,
            inferred,
            effects,
            evidence,
            variants,
            line: spot.line(),
        };
        Some((key, event))
    }

    fn variants(&self, report: &mut Report, table: &mut Table<'_>, date: Option<&FuzzyDate>) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for mut table in table.tables(report, "variant").unwrap_or_default() {
            let key = table.required_text(report, "id");
            let other_date = table.text(report, "date").and_then(|text| report.date(text));
            let says = table.required_lang_text(report, "says");
            let because = table.text_or_empty(report, "because");
            let attestations = table.texts(report, "attestations").unwrap_or_default();
            let attestations = attestations
                .into_iter()
                .filter_map(|name| self.known.attestations.get(report, name))
                .collect();
            let effects = self.effects(report, &mut table, other_date.as_ref().or(date));
            table.finish(report);
            let Some(key) = key else { continue };
            if variants.iter().any(|variant| variant.key == key.value) {
                let message = format!("variant \"{}\" is there already", key.value);
                report.error("duplicate-id", key.spot, message, "a variant's id stands once in its event");
            }
            variants.push(Variant {
                key: key.value.to_owned(),
                date: other_date,
                effects,
                says,
                because,
                attestations,
            });
        }
        variants
    }

    fn effects(
        &self,
        report: &mut Report,
        table: &mut Table<'_>,
        date: Option<&FuzzyDate>,
    ) -> Option<Vec<Effect>> {
        let tables = table.tables(report, "effect")?;
        Some(tables.into_iter().map(|table| self.effect(report, table, date)).collect())
    }

    fn effect(&self, report: &mut Report, mut table: Table<'_>, date: Option<&FuzzyDate>) -> Effect {
        let spot = table.spot();
        let selectors = table.texts(report, "units").unwrap_or_default();
        if selectors.is_empty() {
            table.missing(report, "units");
        }
        let units = self.known.select(report, &selectors);
        let from = table.text(report, "from").and_then(|name| {
            let id = self.known.polities.get(report, name)?;
            // What a polity gives up on the day of its end it held on the day before.
            self.check_exists(report, name, id, date, |first| first.prev());
            Some(id)
        });
        let control = self.holder(report, &mut table, "control", date);
        let sovereignty = self.holder(report, &mut table, "sovereignty", date);
        let claim_start = table.texts(report, "claim-start");
        let claim_end = table.texts(report, "claim-end");
        let status = self.status(report, &mut table, date);
        let named = table.has("name");
        let name = table.lang_text(report, "name");
        let certainty = certainty(report, &mut table);
        let supports = table.texts(report, Relation::Supports.key()).unwrap_or_default();
        let supports = supports.into_iter().filter_map(|name| self.known.attestations.get(report, name));
        let supports = supports.collect();
        let says_something = ["control", "sovereignty", "claim-start", "claim-end", "status", "name"];
        if !says_something.iter().any(|key| table.has(key)) {
            let help = format!("give it one of {}", says_something.join(", "));
            report.error("missing-key", spot, "the effect changes nothing", help);
        }
        table.finish(report);
        let mut claimants = |names: Option<Vec<Found<'_, &str>>>, must_exist: bool| -> Vec<PolityId> {
            let claimant = |name: Found<'_, &str>| {
                let id = self.known.polities.get(report, name)?;
                if must_exist {
                    self.check_exists(report, name, id, date, |first| first);
                }
                Some(id)
            };
            names.unwrap_or_default().into_iter().filter_map(claimant).collect()
        };
        Effect {
            units,
            from,
            control,
            sovereignty,
            claim_start: claimants(claim_start, true),
            // A claim may well end with the claimant.
            claim_end: claimants(claim_end, false),
            status,
            name: named.then_some(name),
            certainty,
            supports,
        }
    }

    fn holder(
        &self,
        report: &mut Report,
        table: &mut Table<'_>,
        key: &'static str,
        date: Option<&FuzzyDate>,
    ) -> Option<Holder> {
        let name = table.text(report, key)?;
        let holder = self.known.holder(report, name)?;
        if let Holder::Polity(id) = holder {
            self.check_exists(report, name, id, date, |first| first);
        }
        Some(holder)
    }

    fn status(
        &self,
        report: &mut Report,
        table: &mut Table<'_>,
        date: Option<&FuzzyDate>,
    ) -> Option<Vec<Status>> {
        let list = statuses(report, table, self.known)?;
        let mut status = Vec::with_capacity(list.len());
        for (one, by) in list {
            if let (Some(id), Some(name)) = (one.by, by) {
                self.check_exists(report, name, id, date, |first| first);
            }
            status.push(one);
        }
        Some(status)
    }

    /// Reports a polity that exists on no day on which the event can have happened.
    fn check_exists(
        &self,
        report: &mut Report,
        name: Found<'_, &str>,
        id: PolityId,
        date: Option<&FuzzyDate>,
        first: impl Fn(Day) -> Day,
    ) {
        let (Some(polity), Some(date)) = (self.polities.get(id.index()), date) else { return };
        let possible = Span { from: Some(first(date.earliest())), until: Some(date.latest().next()) };
        if possible.overlaps(polity.span) {
            return;
        }
        let when = match polity.span {
            Span { from: Some(from), .. } if date.latest() < from => format!("begins on {from}"),
            Span { until: Some(until), .. } => format!("ended on {until}"),
            Span { until: None, .. } => return,
        };
        let message = format!("polity \"{}\" {when}, the event is of {date}", name.value);
        report.error(
            "polity-date",
            name.spot,
            message,
            "name its predecessor or successor, or mend its dates",
        );
    }
}

/// How sure a table says something is.
pub(super) fn certainty(report: &mut Report, table: &mut Table<'_>) -> Certainty {
    table
        .text(report, "certainty")
        .and_then(|found| report.choice("certainty", found, &Certainty::ALL))
        .unwrap_or_default()
}

/// A status, with the name after `by`, if there is one.
pub(super) type StatusBy<'d> = (Status, Option<Found<'d, &'d str>>);

/// The statuses under `status`.
pub(super) fn statuses<'d>(
    report: &mut Report,
    table: &mut Table<'d>,
    known: &Known,
) -> Option<Vec<StatusBy<'d>>> {
    let items = table.items(report, "status")?;
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        let (kind, by) = match item {
            Item::Text(kind) => (Some(kind), None),
            Item::Table(mut table) => {
                let kind = table.required_text(report, "kind");
                let by = table.text(report, "by");
                table.finish(report);
                (kind, by)
            }
        };
        let by_id = by.and_then(|name| known.polities.get(report, name));
        if let Some(kind) = kind.and_then(|kind| known.status(report, kind, by_id)) {
            list.push((kind, by));
        }
    }
    Some(list)
}

/// Reports an Old Style date that is a day and not the event's.
fn check_old_style(report: &mut Report, old: Found<'_, &str>, date: &FuzzyDate) {
    let fields: Vec<&str> = old.value.split('-').collect();
    let &[year, month, day] = fields.as_slice() else { return };
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return };
    match OldStyle::from_julian_ymd(year, month, day) {
        Some(new) if date.earliest() <= new && new <= date.latest() => {}
        Some(new) => {
            let message = format!("{} Old Style is {new}, the event is of {date}", old.value);
            report.warning("bad-date", old.spot, message, "");
        }
        None => {
            let message = format!("\"{}\" is not a day of the Julian calendar", old.value);
            report.error("bad-date", old.spot, message, "");
        }
    }
}
