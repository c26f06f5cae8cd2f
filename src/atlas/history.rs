//! What the page tells: the state of every unit from which day on, the acts behind it, and who says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::Options;
use crate::areas::unit_areas;
use crate::dataset::{Certainty, EventId, Holder, PolityId, StatusKind};
use crate::lang::Lang;
use crate::layout::Plan;
use crate::time::Day;
use crate::timeline::{Act, Hold, State, Timeline, UnitState, act};

/// Days are counted from the first; polities, events, units and sources are positions in their tables.
#[derive(Serialize)]
pub(super) struct History {
    /// Julian day number of the first day, and how many days later the last one is.
    first: i32,
    last: i32,
    /// The key days.
    days: Vec<i32>,
    /// Ticks of the slider: day, and how much land changes hands: 0 none, 1 little, 2 much.
    stops: Vec<[i32; 2]>,
    /// What changed when, in the order in which it took hold: day and event.
    changes: Vec<[i32; 2]>,
    units: Vec<Unit>,
    polities: Vec<String>,
    events: Vec<Event>,
    sources: Vec<Source>,
    control: Track<Held>,
    sovereignty: Track<Held>,
    /// Claimants with the events that started the claims.
    claims: Track<Vec<(i32, i32)>>,
    status: Track<Status>,
    /// Events that may have happened already.
    pending: Track<Vec<i32>>,
}

#[derive(Serialize)]
struct Unit {
    key: String,
    /// Where its label could stand, px; null if it is not on the map.
    at: Option<[i64; 2]>,
    km2: i64,
    /// Surroundings of the subject.
    surround: bool,
}

#[derive(Serialize)]
struct Event {
    key: String,
    /// Old Style date as cited, or "".
    old: String,
    /// Why it is in the set without a source, or "".
    inferred: String,
    note: String,
    /// Sources behind it.
    sources: Vec<usize>,
    /// Relation, source, place in it, what it says.
    says: Vec<(String, usize, String, String)>,
    /// Other readings: number, EDTF date or "", why they are not followed, sources.
    others: Vec<(String, String, String, Vec<usize>)>,
}

#[derive(Serialize)]
struct Source {
    key: String,
    short: String,
    entry: String,
}

/// Distinct values, and for each unit from which key day on which of them.
#[derive(Serialize)]
struct Track<T> {
    values: Vec<T>,
    units: Vec<Vec<usize>>,
}

/// Polity (-1 nobody, -2 not known), event (-1 none), certainty (position in its table).
type Held = (i32, i32, usize);

#[derive(Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Status {
    /// Kinds (in file spelling) with the party they refer to, or -1.
    kinds: Vec<(&'static str, i32)>,
    event: i32,
    certainty: usize,
    /// Event and effect that name the land; see `names` of the texts.
    name: Option<(usize, u32)>,
}

pub(super) fn history(
    plan: &Plan<'_>,
    timeline: &Timeline<'_>,
    days: &[Day],
    states: &[State],
    options: &Options,
) -> History {
    let dataset = timeline.dataset();
    let (first, last) = options.period;
    let from_first = |day: Day| day.julian_day() - first.julian_day();
    let km2 = unit_areas(dataset);
    let units = dataset.units.iter().enumerate().map(|(index, unit)| Unit {
        key: unit.key.clone(),
        at: plan.middle_of(index).map(|at| at.map(|px| px.round() as i64)),
        km2: km2[index].round() as i64,
        surround: unit.surround,
    });
    let position = |key: &String| dataset.sources.iter().position(|source| source.key == *key);
    let event = |id: EventId| {
        let act: Act = act(timeline, id, None, Lang::EN);
        let of = |keys: &[String]| keys.iter().filter_map(position).collect::<Vec<_>>();
        let says = act
            .evidence
            .into_iter()
            .filter_map(|one| Some((one.relation.to_owned(), position(&one.source)?, one.place, one.says)));
        let others = act.variants.iter().map(|other| {
            let date = other.date.clone().unwrap_or_default();
            (other.id.clone(), date, other.because.clone(), of(&other.sources))
        });
        Event {
            key: act.id.clone(),
            old: act.old_style.clone(),
            sources: of(&timeline.sources_of(id)),
            says: says.collect(),
            others: others.collect(),
            inferred: act.inferred,
            note: act.note,
        }
    };
    let changes: Vec<[i32; 2]> = timeline
        .events_between(first.prev(), last)
        .into_iter()
        .map(|id| [from_first(timeline.date_of(id).latest()), id.index() as i32])
        .collect();
    let citations = crate::cite::Citations::new(&dataset.sources, crate::cite::Style::AuthorDate);
    let sources = dataset.sources.iter().enumerate().map(|(index, source)| Source {
        key: source.key.clone(),
        short: source.short(),
        entry: citations.entry(crate::dataset::SourceId(index as u32)),
    });
    let status = |unit: &UnitState| Status {
        kinds: unit
            .status
            .value
            .iter()
            .map(|status| (StatusKind::key(status.kind), polity(status.by)))
            .collect(),
        event: number(unit.status.event),
        certainty: certainty(unit.status.certainty),
        name: unit.name.map(|(event, effect)| (event.index(), effect)),
    };
    let claims = |unit: &UnitState| {
        unit.claims.iter().map(|(id, event)| (id.index() as i32, event.index() as i32)).collect()
    };
    let pending = |unit: &UnitState| {
        let mut events: Vec<i32> = unit.pending.iter().map(|one| one.event.index() as i32).collect();
        events.dedup();
        events
    };
    History {
        first: first.julian_day(),
        last: from_first(last),
        days: days.iter().map(|&day| from_first(day)).collect(),
        stops: stops(timeline, options, &km2),
        changes,
        units: units.collect(),
        polities: dataset.polities.iter().map(|polity| polity.key.clone()).collect(),
        events: dataset.event_ids().map(event).collect(),
        sources: sources.collect(),
        control: track(states, |unit| held(&unit.control)),
        sovereignty: track(states, |unit| held(&unit.sovereignty)),
        claims: track(states, claims),
        status: track(states, status),
        pending: track(states, pending),
    }
}

fn track<T: Clone + Ord>(states: &[State], value: impl Fn(&UnitState) -> T) -> Track<T> {
    let mut values: Vec<T> = Vec::new();
    let mut known: BTreeMap<T, usize> = BTreeMap::new();
    let count = states.first().map_or(0, |state| state.units.len());
    let of_unit = |unit: usize| {
        let mut spans = Vec::new();
        let mut before: Option<(&Arc<UnitState>, usize)> = None;
        for (day, now) in states.iter().map(|state| &state.units[unit]).enumerate() {
            // Days on which nothing changed for the unit share its state.
            if before.is_some_and(|(state, _)| Arc::ptr_eq(state, now)) {
                continue;
            }
            let value = value(now);
            let at = *known.entry(value.clone()).or_insert_with(|| {
                values.push(value);
                values.len() - 1
            });
            if before.is_none_or(|(_, last)| last != at) {
                spans.extend([day, at]);
            }
            before = Some((now, at));
        }
        spans
    };
    let units = (0..count).map(of_unit).collect();
    Track { values, units }
}

fn held(hold: &Hold<Holder>) -> Held {
    let holder = match hold.value {
        Holder::Polity(id) => id.index() as i32,
        Holder::Nobody => -1,
        Holder::NotKnown => -2,
    };
    (holder, number(hold.event), certainty(hold.certainty))
}

fn certainty(certainty: Certainty) -> usize {
    Certainty::ALL.iter().position(|(_, value)| *value == certainty).unwrap_or(0)
}

fn number(event: Option<EventId>) -> i32 {
    event.map_or(-1, |id| id.index() as i32)
}

fn polity(id: Option<PolityId>) -> i32 {
    id.map_or(-1, |id| id.index() as i32)
}

/// Much land is more than this share of all that is no surroundings.
const MUCH: f64 = 0.1;

/// The ticks of the slider with their weights.
fn stops(timeline: &Timeline<'_>, options: &Options, km2: &[f64]) -> Vec<[i32; 2]> {
    let (units, first) = (&timeline.dataset().units, options.period.0);
    let subject: f64 = units.iter().zip(km2).filter(|(unit, _)| !unit.surround).map(|(_, km2)| km2).sum();
    let mut before = timeline.at(first.prev());
    let weight = |now: State| {
        let day = now.day;
        let changed = |unit: &usize| {
            let (a, b) = (&before.units[*unit], &now.units[*unit]);
            a.control.value != b.control.value || a.sovereignty.value != b.sovereignty.value
        };
        let changed: Vec<usize> = (0..units.len()).filter(changed).collect();
        let moved: f64 = changed.iter().filter(|&&unit| !units[unit].surround).map(|&unit| km2[unit]).sum();
        before = now;
        let weight = if changed.is_empty() { 0 } else { 1 + i32::from(moved > MUCH * subject) };
        [day.julian_day() - first.julian_day(), weight]
    };
    timeline.states(options.stops.iter().copied()).map(weight).collect()
}
