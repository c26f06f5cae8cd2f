//! From when until when something was so, and by which events.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::areas::Holding;
use crate::dataset::{Dataset, EventId, Holder, UnitId};
use crate::time::Day;
use crate::timeline::{Timeline, UnitState};

/// Something that was so from a day on, up to and not on another.
#[derive(Clone, Debug)]
pub struct Span<T> {
    /// The first day; that of the period if it was so before.
    pub from: Day,
    /// The first day after it; `None` if it is so when the period ends.
    pub until: Option<Day>,
    /// What began it; nothing where no event did.
    pub begin: Vec<EventId>,
    /// What ended it.
    pub end: Vec<EventId>,
    /// What was so.
    pub value: T,
}

impl<T> Span<T> {
    /// True on the days in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// The states of each unit over the period, in table order.
pub fn of_units(timeline: &Timeline<'_>) -> Vec<Vec<Span<Arc<UnitState>>>> {
    let (first, last) = timeline.dataset().period;
    let start = timeline.at(first);
    let mut spans: Vec<Vec<Span<Arc<UnitState>>>> = start
        .units
        .into_iter()
        .map(|mut state| {
            if !state.pending.is_empty() {
                Arc::make_mut(&mut state).pending.clear();
            }
            vec![Span { from: first, until: None, begin: events_of(&state), end: Vec::new(), value: state }]
        })
        .collect();
    timeline.walk(|day, states, touched| {
        if day <= first || last < day {
            return;
        }
        let mut touched = touched.to_vec();
        touched.sort_by_key(|(unit, _)| *unit);
        for same_unit in touched.chunk_by(|a, b| a.0 == b.0) {
            let unit = same_unit[0].0.index();
            let (now, own) = (&states[unit], &mut spans[unit]);
            let Some(open) = own.last_mut().filter(|open| !is_same(&open.value, now)) else { continue };
            let mut events: Vec<EventId> = same_unit.iter().map(|(_, event)| *event).collect();
            events.dedup();
            if events.iter().any(|event| is_behind(*event, &open.value, now)) {
                events.retain(|event| is_behind(*event, &open.value, now));
            }
            open.until = Some(day);
            open.end.clone_from(&events);
            own.push(Span { from: day, until: None, begin: events, end: Vec::new(), value: now.clone() });
        }
    });
    spans
}

/// The events that set the tracks of a state, each once.
fn events_of(state: &UnitState) -> Vec<EventId> {
    let tracks = [state.control.event, state.sovereignty.event, state.status.event];
    let events: BTreeSet<EventId> =
        tracks.into_iter().flatten().chain(state.claims.iter().map(|(_, event)| *event)).collect();
    events.into_iter().collect()
}

/// True if two states tell the same, whatever event says so.
fn is_same(a: &UnitState, b: &UnitState) -> bool {
    let claimants = |state: &UnitState| state.claims.iter().map(|(polity, _)| *polity).collect::<Vec<_>>();
    (a.control.value, a.control.certainty) == (b.control.value, b.control.certainty)
        && (a.sovereignty.value, a.sovereignty.certainty) == (b.sovereignty.value, b.sovereignty.certainty)
        && (&a.status.value, a.status.certainty, a.name) == (&b.status.value, b.status.certainty, b.name)
        && claimants(a) == claimants(b)
}

/// True if an event set what differs.
fn is_behind(event: EventId, before: &UnitState, now: &UnitState) -> bool {
    let held = |a: &crate::timeline::Hold<Holder>, b: &crate::timeline::Hold<Holder>| {
        (a.value, a.certainty) != (b.value, b.certainty) && b.event == Some(event)
    };
    held(&before.control, &now.control)
        || held(&before.sovereignty, &now.sovereignty)
        || (before.status.value != now.status.value && now.status.event == Some(event))
        || (before.name != now.name && now.name.is_some_and(|(by, _)| by == event))
        || now.claims.iter().any(|claim| claim.1 == event && !before.claims.contains(claim))
}

/// The land of each holder, in the order of the polities and by day: its units. Land that changes nothing but its
/// certainty or status stays in one span.
pub fn of_holders(
    dataset: &Dataset,
    states: &[Vec<Span<Arc<UnitState>>>],
    holding: Holding,
    wanted: &dyn Fn(UnitId) -> bool,
) -> BTreeMap<Holder, Vec<Span<Vec<UnitId>>>> {
    let mut now: BTreeMap<Holder, BTreeSet<UnitId>> = BTreeMap::new();
    let mut behind: BTreeMap<Holder, BTreeSet<EventId>> = BTreeMap::new();
    // Who gives to whom, by day.
    let mut moves: Vec<(Day, UnitId, Holder, Holder, Option<EventId>)> = Vec::new();
    for unit in dataset.unit_ids().filter(|unit| wanted(*unit)) {
        let mut before: Option<Holder> = None;
        for span in &states[unit.index()] {
            let hold = holding.hold(&span.value);
            match before {
                None => {
                    now.entry(hold.value).or_default().insert(unit);
                    behind.entry(hold.value).or_default().extend(hold.event);
                }
                Some(before) if before != hold.value => {
                    moves.push((span.from, unit, before, hold.value, hold.event));
                }
                Some(_) => {}
            }
            before = Some(hold.value);
        }
    }
    moves.sort_by_key(|(day, unit, ..)| (*day, *unit));
    let mut spans: BTreeMap<Holder, Vec<Span<Vec<UnitId>>>> = BTreeMap::new();
    for (holder, units) in &now {
        let begin = behind.remove(holder).unwrap_or_default().into_iter().collect();
        let value = units.iter().copied().collect();
        let span = Span { from: dataset.period.0, until: None, begin, end: Vec::new(), value };
        spans.entry(*holder).or_default().push(span);
    }
    for same_day in moves.chunk_by(|a, b| a.0 == b.0) {
        let day = same_day[0].0;
        let mut changed: BTreeMap<Holder, Vec<EventId>> = BTreeMap::new();
        for (_, unit, giver, taker, event) in same_day {
            now.entry(*giver).or_default().remove(unit);
            now.entry(*taker).or_default().insert(*unit);
            for holder in [giver, taker] {
                let events = changed.entry(*holder).or_default();
                events.extend(event.filter(|event| !events.contains(event)));
            }
        }
        for (holder, mut events) in changed {
            events.sort_unstable();
            let own = spans.entry(holder).or_default();
            if let Some(open) = own.last_mut().filter(|open| open.until.is_none()) {
                open.until = Some(day);
                open.end.clone_from(&events);
            }
            let value: Vec<UnitId> = now.get(&holder).into_iter().flatten().copied().collect();
            if !value.is_empty() {
                own.push(Span { from: day, until: None, begin: events, end: Vec::new(), value });
            }
        }
    }
    spans
}

/// A span in parts that end on these days, where they lie in it. No event begins or ends the parts inside.
pub fn split<T: Clone>(span: Span<T>, days: impl IntoIterator<Item = Day>) -> Vec<Span<T>> {
    let days: BTreeSet<Day> = days
        .into_iter()
        .filter(|day| span.from < *day && span.until.is_none_or(|until| *day < until))
        .collect();
    let mut parts = vec![span];
    for day in days {
        if let Some(last) = parts.last_mut() {
            let mut next = last.clone();
            last.until = Some(day);
            last.end.clear();
            next.from = day;
            next.begin.clear();
            parts.push(next);
        }
    }
    parts
}
