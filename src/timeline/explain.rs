//! Who held a point on a day, since when, by what act, and who says so.

use serde::Serialize;
use std::collections::BTreeSet;

use super::state::{Hold, State, Timeline, UnitState};
use crate::dataset::{
    AttestationId, BoundaryNote, DEFAULT_READING, Dataset, Effect, EventId, Evidence, Holder, Relation,
    Status, Subject, UnitId, Variant,
};
use crate::geometry;
use crate::lang::Lang;
use crate::words::word;

/// The answer to "who held this, when, why, by which source".
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The day asked for, `1920-12-01`.
    pub date: String,
    /// The reading followed.
    pub reading: ReadingOf,
    /// The unit: key, name, uezd of 1917, certainty of its outline.
    pub unit: UnitOf,
    /// Who held it in fact.
    pub control: Held,
    /// To whom the act in force assigned it.
    pub sovereignty: Held,
    /// Who claimed it.
    pub claims: Vec<Held>,
    /// Its statuses; empty means ordinary.
    pub status: Vec<StatusOf>,
    /// Changes whose imprecise date includes the day: they may have happened already.
    pub pending: Vec<Act>,
    /// What its borders with its neighbours follow, in file order.
    pub boundaries: Vec<BoundaryOf>,
}

/// A reading: a consistent set of choices where the sources differ.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingOf {
    /// Key in the data files; `best` for the default one.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What the border with a neighbour, or a stretch of it, follows.
#[derive(Clone, Debug, Serialize)]
pub struct BoundaryOf {
    /// Key of the neighbouring unit.
    pub with: String,
    /// Name of the neighbouring unit.
    pub name: String,
    /// What it follows.
    pub follows: String,
    /// How far it may be off, in km.
    pub accuracy_km: f64,
    /// Is it stated, inferred or contested?
    pub certainty: &'static str,
    /// It is drawn as approximate.
    pub approximate: bool,
    /// What it was drawn after.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Remark of the editors.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The digitized line it is part of, where the border is made of several.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub along: String,
}

/// The unit an explanation is about.
#[derive(Clone, Debug, Serialize)]
pub struct UnitOf {
    /// Key in the data files.
    pub id: String,
    /// Name.
    pub name: String,
    /// The uezd or okrug of 1917 it was part of.
    pub uezd: Option<String>,
    /// How its outline was digitized.
    pub basis: String,
    /// How far its outline may be off, in km.
    pub accuracy_km: f64,
}

/// A holder or claimant with its reason.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// Polity key; `nobody` or `not-known` where it is none.
    pub id: String,
    /// Name on that day.
    pub name: String,
    /// EDTF date since when.
    pub since: Option<String>,
    /// Is it stated, inferred or contested?
    pub certainty: &'static str,
    /// The act behind it.
    pub event: Option<Act>,
    /// Keys of the sources that say so, each once, in order of the evidence.
    pub sources: Vec<String>,
}

/// A status with its reason.
#[derive(Clone, Debug, Serialize)]
pub struct StatusOf {
    /// Status in file spelling: `autonomous`, `disputed`, ...
    pub id: String,
    /// By or under whom: polity key.
    pub by: Option<String>,
    /// The name the land bore meanwhile.
    pub name: Option<String>,
    /// EDTF date since when.
    pub since: Option<String>,
    /// Is it stated, inferred or contested?
    pub certainty: &'static str,
    /// The act behind it.
    pub event: Option<Act>,
    /// Keys of the sources that say so.
    pub sources: Vec<String>,
}

/// An event with what the sources say of it.
#[derive(Clone, Debug, Serialize)]
pub struct Act {
    /// Event key.
    pub id: String,
    /// EDTF date, as the reading followed has it.
    pub date: String,
    /// The date in the Julian calendar, as cited.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub old_style: String,
    /// Kind in file spelling.
    pub kind: &'static str,
    /// Title.
    pub title: String,
    /// Why it is in the set, where no source states it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inferred: String,
    /// Remark of the editors.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The statements for, against and about it.
    pub evidence: Vec<Statement>,
    /// The variant that the reading follows; `because` is why the default reading does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<OtherReading>,
    /// EDTF date of the default reading, where the variant followed has another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_date: Option<String>,
    /// Other readings, not followed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<OtherReading>,
}

/// One source's statement.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// `supports`, `contradicts` or `reports`; where a variant is followed, `supports-default` if it
    /// supports the event as the default reading has it.
    pub relation: &'static str,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// What it says, in our words.
    pub says: String,
}

/// What a source says otherwise than the event in the data files.
#[derive(Clone, Debug, Serialize)]
pub struct OtherReading {
    /// Its number among the contradictions.
    pub id: String,
    /// EDTF date, where that is what differs.
    pub date: Option<String>,
    /// What it says.
    pub says: String,
    /// Why the default reading does not follow it.
    pub because: String,
    /// Who says it: source keys.
    pub sources: Vec<String>,
}

/// The relation of a statement that supports the default reading to a variant that is followed instead.
const SUPPORTS_DEFAULT: &str = "supports-default";

/// The unit a question is about: of a place the one it lies in, of a position the one around it.
/// `None` if no unit is there.
pub fn unit_of(dataset: &Dataset, subject: &Subject) -> Option<UnitId> {
    let at = match subject {
        Subject::Unit(unit) => return Some(*unit),
        Subject::Place(place) => dataset.places[place.index()].at,
        Subject::Point(at) => *at,
    };
    let hit = dataset.units.iter().position(|unit| geometry::contains(&unit.polygons, at));
    match (hit, subject) {
        (Some(index), _) => Some(UnitId(index as u32)),
        // A port may lie a little off a simplified coast: then what the place's row says holds.
        (None, Subject::Place(place)) => dataset.places[place.index()].unit,
        _ => None,
    }
}

/// Explains one unit on the day of a state.
pub fn explain(timeline: &Timeline<'_>, state: &State, unit: UnitId, lang: Lang) -> Explanation {
    let dataset = timeline.dataset();
    let asked = &dataset.units[unit.index()];
    let held: &UnitState = state.of(unit);
    let holder = |hold: &Hold<Holder>| Held {
        id: holder_key(dataset, hold.value).to_owned(),
        name: match hold.value {
            Holder::Polity(id) => dataset.polities[id.index()].name_on(state.day, lang).to_owned(),
            Holder::Nobody => word(lang, "nobody").to_owned(),
            Holder::NotKnown => word(lang, "not-known").to_owned(),
        },
        since: hold.event.map(|event| since(timeline, event)),
        certainty: hold.certainty.key(),
        event: hold.event.map(|event| act(timeline, event, Some(unit), lang)),
        sources: hold.event.map(|event| timeline.sources_of(event)).unwrap_or_default(),
    };
    let claims = held.claims.iter().map(|&(polity, event)| Held {
        id: dataset.polities[polity.index()].key.clone(),
        name: dataset.polities[polity.index()].name_on(state.day, lang).to_owned(),
        since: Some(since(timeline, event)),
        certainty: dataset.events[event.index()].certainty.key(),
        event: Some(act(timeline, event, Some(unit), lang)),
        sources: timeline.sources_of(event),
    });
    let status = held.status.value.iter().map(|status: &Status| StatusOf {
        id: status.kind.key().to_owned(),
        by: status.by.map(|by| dataset.polities[by.index()].key.clone()),
        name: held
            .name
            .and_then(|(event, effect)| timeline.effect_of(event, effect).name.as_ref())
            .map(|name| name.get(lang).to_owned()),
        since: held.status.event.map(|event| since(timeline, event)),
        certainty: held.status.certainty.key(),
        event: held.status.event.map(|event| act(timeline, event, Some(unit), lang)),
        sources: held.status.event.map(|event| timeline.sources_of(event)).unwrap_or_default(),
    });
    let mut pending: Vec<EventId> = held.pending.iter().map(|pending| pending.event).collect();
    pending.dedup();
    Explanation {
        date: state.day.to_string(),
        reading: reading_of(timeline, lang),
        unit: UnitOf {
            id: asked.key.clone(),
            name: asked.name.get(lang).to_owned(),
            uezd: asked.uezd.clone(),
            basis: asked.basis.clone(),
            accuracy_km: asked.accuracy_km,
        },
        control: holder(&held.control),
        sovereignty: holder(&held.sovereignty),
        claims: claims.collect(),
        status: status.collect(),
        pending: pending.into_iter().map(|event| act(timeline, event, Some(unit), lang)).collect(),
        boundaries: boundaries_of(dataset, unit, lang),
    }
}

pub(super) fn reading_of(timeline: &Timeline<'_>, lang: Lang) -> ReadingOf {
    let dataset = timeline.dataset();
    let reading = timeline.reading().or_else(|| dataset.reading_by_key(DEFAULT_READING));
    ReadingOf {
        id: reading.map_or(DEFAULT_READING, |reading| &reading.key).to_owned(),
        name: reading.map_or(word(lang, "reading-best"), |reading| reading.name.get(lang)).to_owned(),
    }
}

fn boundaries_of(dataset: &Dataset, unit: UnitId, lang: Lang) -> Vec<BoundaryOf> {
    let of = |note: &BoundaryNote| {
        let [a, b] = note.units;
        let other = dataset.unit(if a == unit { b } else { a });
        BoundaryOf {
            with: other.key.clone(),
            name: other.name.get(lang).to_owned(),
            follows: note.follows.clone(),
            accuracy_km: note.accuracy_km,
            certainty: note.certainty.key(),
            approximate: note.approximate,
            source: note.source.clone(),
            note: note.note.clone(),
            along: note.along.clone(),
        }
    };
    dataset.boundaries_of(unit).map(of).collect()
}

/// A holder in file spelling.
pub fn holder_key(dataset: &Dataset, holder: Holder) -> &str {
    match holder {
        Holder::Polity(id) => &dataset.polities[id.index()].key,
        Holder::Nobody => "nobody",
        Holder::NotKnown => "not-known",
    }
}

fn since(timeline: &Timeline<'_>, event: EventId) -> String {
    timeline.date_of(event).text().to_owned()
}

/// Source keys behind an event as it stands in the data files, each once: supporting and reporting statements, not contradicting ones.
pub fn sources_of(dataset: &Dataset, event: EventId) -> Vec<String> {
    let evidence = dataset.events[event.index()].evidence.iter();
    let attestations = evidence.filter(|evidence| evidence.relation != Relation::Contradicts);
    source_keys(dataset, attestations.map(|evidence| evidence.attestation))
}

impl Timeline<'_> {
    /// Source keys behind an event as the reading tells it, each once: those that give the variant, where
    /// the reading follows one that has a date or effects of its own.
    pub fn sources_of(&self, event: EventId) -> Vec<String> {
        match self.variant_of(event) {
            Some(variant) if variant.changes_the_map() => {
                source_keys(self.dataset(), variant.attestations.iter().copied())
            }
            _ => sources_of(self.dataset(), event),
        }
    }

    /// What the sources say of an event as far as it concerns some units: where its effects on them name statements of
    /// their own, those and what is said of the event as a whole; everything otherwise.
    pub fn evidence_on(&self, event: EventId, units: &[UnitId]) -> Vec<Evidence> {
        let evidence = &self.dataset().event(event).evidence;
        let effects = self.effects_of(event);
        if effects.iter().all(|effect| effect.supports.is_empty()) {
            return evidence.clone();
        }
        let concerns = |effect: &&Effect| units.iter().any(|unit| effect.units.binary_search(unit).is_ok());
        let mut own: BTreeSet<AttestationId> = BTreeSet::new();
        for effect in effects.iter().filter(concerns) {
            if effect.supports.is_empty() {
                return evidence.clone();
            }
            own.extend(&effect.supports);
        }
        let of_effects: BTreeSet<AttestationId> =
            effects.iter().flat_map(|effect| &effect.supports).copied().collect();
        let is_own =
            |one: &&Evidence| !of_effects.contains(&one.attestation) || own.contains(&one.attestation);
        evidence.iter().filter(is_own).copied().collect()
    }
}

/// The sources of attestations, each once, in order.
fn source_keys(dataset: &Dataset, attestations: impl Iterator<Item = AttestationId>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for attestation in attestations {
        let key = &dataset.source(dataset.attestation(attestation).source).key;
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    keys
}

/// An event as the reading has it, with what the sources say of it; of one unit, only what concerns that unit.
pub fn act(timeline: &Timeline<'_>, id: EventId, unit: Option<UnitId>, lang: Lang) -> Act {
    let dataset = timeline.dataset();
    let event = &dataset.events[id.index()];
    let source_key = |attestation: AttestationId| {
        let source = dataset.attestations[attestation.index()].source;
        dataset.sources[source.index()].key.clone()
    };
    let (date, followed) = (timeline.date_of(id), timeline.variant_of(id));
    let other = |variant: &Variant| OtherReading {
        id: variant.key.clone(),
        date: variant.date.as_ref().map(|date| date.text().to_owned()),
        says: variant.says.get(lang).to_owned(),
        because: variant.because.clone(),
        sources: source_keys(dataset, variant.attestations.iter().copied()),
    };
    let statement = |relation: &'static str, id: AttestationId| {
        let attestation = dataset.attestation(id);
        Statement {
            relation,
            source: source_key(id),
            place: attestation.place.clone(),
            says: attestation.statement.clone(),
        }
    };
    // What supports the event as it stands does not support another date or extent of it.
    let departs = followed.filter(|variant| variant.changes_the_map());
    let given = departs.map_or(&[][..], |variant| &variant.attestations);
    let for_it = given.iter().map(|&id| statement(Relation::Supports.key(), id));
    let evidence = match unit {
        Some(unit) => timeline.evidence_on(id, &[unit]),
        None => event.evidence.clone(),
    };
    let others = evidence.iter().filter(|evidence| !given.contains(&evidence.attestation));
    let others = others.map(|evidence| match evidence.relation {
        Relation::Supports if departs.is_some() => statement(SUPPORTS_DEFAULT, evidence.attestation),
        relation => statement(relation.key(), evidence.attestation),
    });
    let evidence = for_it.chain(others).collect();
    Act {
        id: event.key.clone(),
        date: date.text().to_owned(),
        old_style: event.old_style.clone(),
        kind: event.kind.key(),
        title: event.title.get(lang).to_owned(),
        inferred: event.inferred.clone(),
        note: event.note.clone(),
        evidence,
        follows: followed.map(other),
        default_date: (*date != event.date).then(|| event.date.text().to_owned()),
        variants: event
            .variants
            .iter()
            .filter(|variant| followed.is_none_or(|followed| followed.key != variant.key))
            .map(other)
            .collect(),
    }
}
