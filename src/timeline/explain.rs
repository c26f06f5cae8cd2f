//! Who held a point on a day, since when, by what act, and who says so.

use serde::Serialize;

use super::state::{Hold, State, Timeline, UnitState};
use crate::dataset::{Dataset, EventId, Holder, Relation, Status, Subject, UnitId};
use crate::geometry;
use crate::lang::Lang;

/// The answer to "who held this, when, why, by which source".
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The day asked for, `1920-12-01`.
    pub date: String,
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
    /// EDTF date.
    pub date: String,
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
    /// Other readings, not followed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<OtherReading>,
}

/// One source's statement.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// `supports`, `contradicts` or `reports`.
    pub relation: &'static str,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// What it says, in our words.
    pub says: String,
}

/// A reading the map does not follow.
#[derive(Clone, Debug, Serialize)]
pub struct OtherReading {
    /// Its number among the contradictions.
    pub id: String,
    /// EDTF date, where that is what differs.
    pub date: Option<String>,
    /// What it says.
    pub says: String,
    /// Why it is not followed.
    pub because: String,
    /// Who says it: source keys.
    pub sources: Vec<String>,
}

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
            Holder::Nobody => crate::words::word(lang, "nobody").to_owned(),
            Holder::NotKnown => crate::words::word(lang, "not-known").to_owned(),
        },
        since: hold.event.map(|event| since(dataset, event)),
        certainty: hold.certainty.key(),
        event: hold.event.map(|event| act(dataset, event, lang)),
        sources: hold.event.map(|event| sources_of(dataset, event)).unwrap_or_default(),
    };
    let claims = held.claims.iter().map(|&(polity, event)| Held {
        id: dataset.polities[polity.index()].key.clone(),
        name: dataset.polities[polity.index()].name_on(state.day, lang).to_owned(),
        since: Some(since(dataset, event)),
        certainty: dataset.events[event.index()].certainty.key(),
        event: Some(act(dataset, event, lang)),
        sources: sources_of(dataset, event),
    });
    let status = held.status.value.iter().map(|status: &Status| StatusOf {
        id: status.kind.key().to_owned(),
        by: status.by.map(|by| dataset.polities[by.index()].key.clone()),
        name: held
            .name
            .and_then(|(event, effect)| timeline.effect_of(event, effect).name.as_ref())
            .map(|name| name.get(lang).to_owned()),
        since: held.status.event.map(|event| since(dataset, event)),
        certainty: held.status.certainty.key(),
        event: held.status.event.map(|event| act(dataset, event, lang)),
        sources: held.status.event.map(|event| sources_of(dataset, event)).unwrap_or_default(),
    });
    let mut pending: Vec<EventId> = held.pending.iter().map(|pending| pending.event).collect();
    pending.dedup();
    Explanation {
        date: state.day.to_string(),
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
        pending: pending.into_iter().map(|event| act(dataset, event, lang)).collect(),
    }
}

/// A holder in file spelling.
pub fn holder_key(dataset: &Dataset, holder: Holder) -> &str {
    match holder {
        Holder::Polity(id) => &dataset.polities[id.index()].key,
        Holder::Nobody => "nobody",
        Holder::NotKnown => "not-known",
    }
}

fn since(dataset: &Dataset, event: EventId) -> String {
    dataset.events[event.index()].date.text().to_owned()
}

/// Source keys behind an event, each once: supporting and reporting statements, not contradicting ones.
pub fn sources_of(dataset: &Dataset, event: EventId) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for evidence in &dataset.events[event.index()].evidence {
        if evidence.relation == Relation::Contradicts {
            continue;
        }
        let source = dataset.attestations[evidence.attestation.index()].source;
        let key = &dataset.sources[source.index()].key;
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    keys
}

fn act(dataset: &Dataset, id: EventId, lang: Lang) -> Act {
    let event = &dataset.events[id.index()];
    let source_key = |attestation: crate::dataset::AttestationId| {
        let source = dataset.attestations[attestation.index()].source;
        dataset.sources[source.index()].key.clone()
    };
    Act {
        id: event.key.clone(),
        date: event.date.text().to_owned(),
        kind: event.kind.key(),
        title: event.title.get(lang).to_owned(),
        inferred: event.inferred.clone(),
        note: event.note.clone(),
        evidence: event
            .evidence
            .iter()
            .map(|evidence| {
                let attestation = &dataset.attestations[evidence.attestation.index()];
                Statement {
                    relation: evidence.relation.key(),
                    source: source_key(evidence.attestation),
                    place: attestation.place.clone(),
                    says: attestation.statement.clone(),
                }
            })
            .collect(),
        variants: event
            .variants
            .iter()
            .map(|variant| {
                let mut sources: Vec<String> = variant.attestations.iter().map(|&a| source_key(a)).collect();
                sources.dedup();
                OtherReading {
                    id: variant.key.clone(),
                    date: variant.date.as_ref().map(|date| date.text().to_owned()),
                    says: variant.says.get(lang).to_owned(),
                    because: variant.because.clone(),
                    sources,
                }
            })
            .collect(),
    }
}
