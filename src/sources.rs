//! What rests on which source: of a map, of single events, and whether every statement is accounted for.
//!
//! Knows nothing of drawing.

use crate::dataset::{AttestationId, AttestationRole, Dataset, Event, EventId, Relation, SourceId, Variant};
use crate::lang::Lang;
use crate::timeline::Timeline;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The sources behind some events, in table order, each with the events it supports or reports.
pub fn behind(dataset: &Dataset, events: &[EventId]) -> BTreeMap<SourceId, Vec<EventId>> {
    let mut sources: BTreeMap<SourceId, Vec<EventId>> = BTreeMap::new();
    for &id in events {
        let evidence = dataset.event(id).evidence.iter();
        let named: BTreeSet<SourceId> = evidence
            .filter(|one| one.relation != Relation::Contradicts)
            .map(|one| dataset.attestation(one.attestation).source)
            .collect();
        for source in named {
            sources.entry(source).or_default().push(id);
        }
    }
    sources
}

/// The sources of statements in the order in which they come first, each with its places that are told, each once.
pub(crate) fn places_by_source<'a>(
    dataset: &'a Dataset,
    statements: impl IntoIterator<Item = AttestationId>,
) -> Vec<(SourceId, Vec<&'a str>)> {
    let mut by_source: Vec<(SourceId, Vec<&'a str>)> = Vec::new();
    let mut at: BTreeMap<SourceId, usize> = BTreeMap::new();
    let mut told: BTreeSet<(SourceId, &str)> = BTreeSet::new();
    for statement in statements.into_iter().map(|id| dataset.attestation(id)) {
        let source = statement.source;
        let own = *at.entry(source).or_insert_with(|| {
            by_source.push((source, Vec::new()));
            by_source.len() - 1
        });
        if told.insert((source, &statement.place)) {
            by_source[own].1.push(&statement.place);
        }
    }
    by_source
}

/// The independent sources of statements, in table order.
///
/// A document counts once, however many statements of it there are; and one that by the bibliography is
/// a reprint or a translation of another (`related` with such a `relatedtype`) counts as that other.
pub fn independent(
    dataset: &Dataset,
    statements: impl IntoIterator<Item = AttestationId>,
) -> BTreeSet<SourceId> {
    statements.into_iter().map(|id| original(dataset, dataset.attestation(id).source)).collect()
}

/// The document that a source reprints or translates, or the source itself.
fn original(dataset: &Dataset, source: SourceId) -> SourceId {
    let mut found = source;
    // As many steps as there are sources, so that two that name each other come to an end.
    for _ in 0..dataset.sources.len() {
        let entry = dataset.source(found);
        let kind = entry.field("relatedtype").unwrap_or("");
        let copies = ["reprintof", "reprintfrom", "translationof", "translationfrom"].contains(&kind);
        let key = entry.field("related").filter(|_| copies).map(str::trim);
        match key.and_then(|key| dataset.sources.iter().position(|one| one.key == key)) {
            Some(other) if other as u32 != source.0 => found = SourceId(other as u32),
            // Round in a circle: the first of the two in the table stands for both.
            Some(_) => return found.min(source),
            None => break,
        }
    }
    found
}

/// The independent sources that support an event as the reading of a timeline tells it: those that give
/// the variant, where the reading follows one with a date or effects of its own.
pub fn supporting(timeline: &Timeline<'_>, event: EventId) -> BTreeSet<SourceId> {
    let dataset = timeline.dataset();
    match timeline.variant_of(event).filter(|variant| variant.changes_the_map()) {
        Some(variant) => independent(dataset, variant.attestations.iter().copied()),
        None => independent(dataset, dataset.event(event).statements(Relation::Supports)),
    }
}

/// Events by how few sources they rest on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Single {
    /// How many events there are.
    pub events: usize,
    /// Events that one source alone supports; where none supports it, that one alone reports.
    pub one: Vec<SingleEvent>,
    /// Events that no source supports or reports: they are inferred.
    pub none: Vec<SingleEvent>,
}

/// An event with the one source it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SingleEvent {
    /// Event key.
    pub id: String,
    /// EDTF date.
    pub date: String,
    /// Title.
    pub title: String,
    /// True if it changes a map.
    pub effects: bool,
    /// Source key; empty if there is none.
    pub source: String,
    /// Where in the source, statement by statement.
    pub places: Vec<String>,
    /// Why it is in the set, where no source states it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inferred: String,
}

/// Finds the events that rest on one source or none, in file order.
pub fn single(dataset: &Dataset, lang: Lang) -> Single {
    let mut found = Single { events: dataset.events.len(), one: Vec::new(), none: Vec::new() };
    for event in &dataset.events {
        let mut evidence: Vec<AttestationId> = event.statements(Relation::Supports).collect();
        if evidence.is_empty() {
            evidence = event.statements(Relation::Reports).collect();
        }
        let sources = independent(dataset, evidence.iter().copied());
        let describe = |source: String| SingleEvent {
            id: event.key.clone(),
            date: event.date.text().to_owned(),
            title: event.title.get(lang).to_owned(),
            effects: !event.effects.is_empty(),
            source,
            places: evidence.iter().map(|one| dataset.attestation(*one).place.clone()).collect(),
            inferred: event.inferred.clone(),
        };
        match (sources.first(), sources.len()) {
            (Some(source), 1) => found.one.push(describe(dataset.source(*source).key.clone())),
            (None, _) => found.none.push(describe(String::new())),
            _ => {}
        }
    }
    found
}

/// Whether every statement of the sources is accounted for, and every contradiction kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Over all sources.
    pub all: Counts,
    /// By source key, in table order.
    pub by_source: Vec<SourceCounts>,
    /// Keys of the statements that are not accounted for.
    pub unaccounted: Vec<Unaccounted>,
    /// The contradictions, by number.
    pub contradictions: Vec<Contradiction>,
    /// Numbers that are left out between the first contradiction and the last: `C37`.
    pub contradictions_left_out: Vec<String>,
}

/// How many statements are used in which way. Every statement is counted once, under the first that fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All statements.
    pub all: usize,
    /// They support an event.
    pub supports: usize,
    /// They contradict an event and support none.
    pub contradicts: usize,
    /// They report of an event and neither support nor contradict one.
    pub reports: usize,
    /// Only a variant of an event names them.
    pub variants_only: usize,
    /// Nothing names them, and their role is context.
    pub context: usize,
    /// Nothing names them, although they are no context.
    pub unaccounted: usize,
}

impl Counts {
    /// Statements that have their place.
    pub fn accounted(self) -> usize {
        self.all - self.unaccounted
    }
}

/// The counts of one source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceCounts {
    /// Source key.
    pub source: String,
    /// Its statements.
    #[serde(flatten)]
    pub counts: Counts,
}

/// A statement that nothing names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unaccounted {
    /// Key of the statement.
    pub id: String,
    /// Its role in file spelling.
    pub role: &'static str,
    /// Remark of the editors.
    pub note: String,
}

/// A contradiction between sources: the variants of events that bear its number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradiction {
    /// Its number, `C08b`.
    pub id: String,
    /// How many readings are not followed.
    pub readings: usize,
    /// How many statements give them.
    pub statements: usize,
    /// Keys of the events it is about.
    pub events: Vec<String>,
}

/// Counts the statements by use, and the contradictions.
pub fn coverage(dataset: &Dataset) -> Coverage {
    let mut used: Vec<Option<Use>> = vec![None; dataset.attestations.len()];
    let mut mark = |id: AttestationId, how: Use| {
        let known = &mut used[id.index()];
        *known = Some(known.map_or(how, |known| known.min(how)));
    };
    for event in &dataset.events {
        for one in &event.evidence {
            mark(one.attestation, Use::Event(one.relation));
        }
        for &id in event.variants.iter().flat_map(|variant| &variant.attestations) {
            mark(id, Use::Variant);
        }
    }
    let mut all = Counts::default();
    let mut by_source = vec![Counts::default(); dataset.sources.len()];
    let mut unaccounted = Vec::new();
    for (attestation, how) in dataset.attestations.iter().zip(used) {
        for counts in [&mut all, &mut by_source[attestation.source.index()]] {
            counts.all += 1;
            *match how {
                Some(Use::Event(Relation::Supports)) => &mut counts.supports,
                Some(Use::Event(Relation::Contradicts)) => &mut counts.contradicts,
                Some(Use::Event(Relation::Reports)) => &mut counts.reports,
                Some(Use::Variant) => &mut counts.variants_only,
                None if attestation.role == AttestationRole::Context => &mut counts.context,
                None => &mut counts.unaccounted,
            } += 1;
        }
        if how.is_none() && attestation.role != AttestationRole::Context {
            let role = AttestationRole::ALL.iter().find(|(_, role)| *role == attestation.role);
            unaccounted.push(Unaccounted {
                id: attestation.key.clone(),
                role: role.map_or("", |(key, _)| key),
                note: attestation.note.clone(),
            });
        }
    }
    let contradictions = contradictions(dataset);
    Coverage {
        all,
        by_source: dataset
            .sources
            .iter()
            .zip(by_source)
            .map(|(source, counts)| SourceCounts { source: source.key.clone(), counts })
            .collect(),
        unaccounted,
        contradictions_left_out: left_out(&contradictions),
        contradictions,
    }
}

/// How a statement is used; the weightiest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Event(Relation),
    Variant,
}

fn contradictions(dataset: &Dataset) -> Vec<Contradiction> {
    let mut found: BTreeMap<(u32, String), Vec<(&Event, &Variant)>> = BTreeMap::new();
    for event in &dataset.events {
        for variant in &event.variants {
            let number = number(&variant.key).map_or(u32::MAX, |(_, number)| number);
            found.entry((number, variant.key.clone())).or_default().push((event, variant));
        }
    }
    let describe = |((_, id), variants): ((u32, String), Vec<(&Event, &Variant)>)| {
        let statements: BTreeSet<AttestationId> =
            variants.iter().flat_map(|(_, variant)| variant.attestations.iter().copied()).collect();
        let mut events: Vec<String> = variants.iter().map(|(event, _)| event.key.clone()).collect();
        events.dedup();
        Contradiction { id, readings: variants.len(), statements: statements.len(), events }
    };
    found.into_iter().map(describe).collect()
}

/// Prefix and number of an id such as `C08b`.
fn number(id: &str) -> Option<(&str, u32)> {
    let start = id.find(|letter: char| letter.is_ascii_digit())?;
    let digits = id[start..].find(|letter: char| !letter.is_ascii_digit()).unwrap_or(id.len() - start);
    Some((&id[..start], id[start..start + digits].parse().ok()?))
}

/// Numbers between the first and the last that are missing, for each prefix.
fn left_out(contradictions: &[Contradiction]) -> Vec<String> {
    let mut numbers: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for (prefix, number) in contradictions.iter().filter_map(|one| number(&one.id)) {
        numbers.entry(prefix).or_default().insert(number);
    }
    let mut missing = Vec::new();
    for (prefix, known) in numbers {
        // From number to number, so that a slip such as C9999999 does not list the rest of the world.
        for (low, high) in known.iter().zip(known.iter().skip(1)) {
            if high - low <= 100 {
                missing.extend((low + 1..*high).map(|number| format!("{prefix}{number:02}")));
            }
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::load_builtin;

    #[test]
    fn the_builtin_set_is_accounted_for() {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let found = coverage(&dataset);
        assert_eq!(found.unaccounted, []);
        assert_eq!((found.all.accounted(), found.all.all), (451, 451));
        let sum =
            |get: fn(&Counts) -> usize| found.by_source.iter().map(|one| get(&one.counts)).sum::<usize>();
        assert_eq!(sum(|counts| counts.all), found.all.all);
        assert_eq!(sum(|counts| counts.supports), found.all.supports);
        assert!(70 <= found.contradictions.len(), "{}", found.contradictions.len());
        assert_eq!(found.contradictions[0].id, "C01");
    }

    #[test]
    fn numbers_left_out_are_named() {
        let one = |id: &str| Contradiction { id: id.into(), readings: 1, statements: 0, events: Vec::new() };
        let found = left_out(&[one("C01"), one("C02b"), one("C05"), one("C9999999"), one("draft")]);
        assert_eq!(found, ["C03", "C04"]);
    }

    #[test]
    fn supported_by_one_reported_by_one_or_by_none() {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let found = single(&dataset, Lang::EN);
        assert_eq!(found.events, dataset.events.len());
        for event in &found.one {
            assert!(!event.source.is_empty() && !event.places.is_empty(), "{}", event.id);
        }
        assert!(found.none.iter().all(|event| !event.inferred.is_empty()));
        assert!(found.one.len() + found.none.len() < found.events);
    }
}
