//! How each unit came from the one side to the other.

use std::sync::Arc;

use super::{Cause, Change, Kind, Side, Track};
use crate::dataset::{EventId, Holder, PolityId, Status, UnitId};
use crate::lang::Text;
use crate::time::Day;
use crate::timeline::{State, Timeline, UnitState};

/// Statuses of a unit with the name it bears meanwhile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// Its statuses, sorted; empty means ordinary.
    pub statuses: Vec<Status>,
    /// Its name while they last.
    pub name: Option<Text>,
}

/// What can differ.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The holder.
    Holder(Holder),
    /// Statuses and name.
    Status(Condition),
    /// A claim is there, or is not.
    Claim(bool),
}

/// One change on the way from the one side to the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The day on which it took hold; for an imprecise date the latest possible one.
    pub day: Day,
    /// The act, if one did it.
    pub event: Option<EventId>,
    /// What was before.
    pub from: Value,
    /// What came.
    pub to: Value,
}

/// Which value of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    Holder,
    Status,
    Claim(PolityId),
}

/// A value of a unit that differs, or differed on the way.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub unit: UnitId,
    pub aspect: Aspect,
    /// The values on both sides.
    pub ends: [Value; 2],
    /// The acts behind the difference.
    pub acts: Vec<Cause>,
    /// Between days, every step; else none.
    pub steps: Vec<Step>,
}

impl Course {
    /// The same on both sides.
    pub fn is_back(&self) -> bool {
        self.ends[0] == self.ends[1]
    }

    /// In what the sides differ; of what came back, what it was.
    pub fn change(&self) -> Change {
        let mut change = Change::default();
        match (self.ends.clone(), self.aspect) {
            ([Value::Holder(from), Value::Holder(to)], _) => change.holder = Some((from, to)),
            ([Value::Status(from), Value::Status(to)], _) => change.status = Some((from, to)),
            ([_, Value::Claim(is)], Aspect::Claim(by)) => change.claim = Some((by, is)),
            _ => {}
        }
        change
    }
}

/// The courses of all units, by unit and then aspect.
pub(super) fn courses(sides: &[Side<'_>; 2], kind: Kind) -> Vec<Course> {
    if kind != Kind::Days {
        let states = [sides[0].timeline.at(sides[0].day), sides[1].timeline.at(sides[1].day)];
        return apart(sides, &states, kind);
    }
    let timeline = sides[1].timeline;
    let backwards = sides[1].day < sides[0].day;
    let [first, last] = if backwards { [sides[1].day, sides[0].day] } else { [sides[0].day, sides[1].day] };
    // Each unit as it was at first, and as it was after each day on which an effect touched it.
    let start = timeline.at(first);
    let mut states: Vec<Vec<(Day, Arc<UnitState>)>> =
        start.units.into_iter().map(|state| vec![(first, state)]).collect();
    timeline.walk(|day, now, touched| {
        if day <= first || last < day {
            return;
        }
        for (unit, _) in touched {
            let own = &mut states[unit.index()];
            if own.last().is_none_or(|(known, _)| *known != day) {
                own.push((day, now[unit.index()].clone()));
            }
        }
    });
    let mut out = Vec::new();
    for (unit, of) in timeline.dataset().unit_ids().zip(&states) {
        let mut aspects = of.iter().flat_map(|(_, state)| aspects(state, sides[0].track)).collect::<Vec<_>>();
        aspects.sort_unstable();
        aspects.dedup();
        for aspect in aspects {
            let value = |state: &UnitState| value(timeline, state, sides[0].track, aspect);
            let mut steps: Vec<Step> = of
                .windows(2)
                .filter_map(|pair| {
                    let [(_, before), (day, after)] = [&pair[0], &pair[1]];
                    let [from, to] = [value(before), value(after)];
                    let event = || cause(timeline, (unit, *day), [before, after], sides[0].track, aspect);
                    (from != to).then(|| Step { day: *day, event: event(), from, to })
                })
                .collect();
            if steps.is_empty() {
                continue;
            }
            if backwards {
                steps.reverse();
                steps.iter_mut().for_each(|step| std::mem::swap(&mut step.from, &mut step.to));
            }
            let ends = [steps[0].from.clone(), steps[steps.len() - 1].to.clone()];
            let last = steps[steps.len() - 1].event;
            let acts = last.into_iter().map(|event| Cause { side: 1, event }).collect();
            out.push(Course { unit, aspect, ends, acts, steps });
        }
    }
    out
}

/// The differences of two states of one day; nothing lies between them.
fn apart(sides: &[Side<'_>; 2], states: &[State; 2], kind: Kind) -> Vec<Course> {
    let mut out = Vec::new();
    for unit in sides[0].timeline.dataset().unit_ids() {
        let of = [states[0].of(unit), states[1].of(unit)];
        let mut aspects: Vec<Aspect> =
            of.iter().zip(sides).flat_map(|(state, side)| aspects(state, side.track)).collect();
        aspects.sort_unstable();
        aspects.dedup();
        for aspect in aspects {
            let value = |i: usize| value(sides[i].timeline, of[i], sides[i].track, aspect);
            let ends = [value(0), value(1)];
            if ends[0] == ends[1] {
                continue;
            }
            let acts = [0, 1]
                .map(|side| behind(of[side], sides[side].track, aspect).map(|event| Cause { side, event }));
            let mut acts: Vec<Cause> = acts.into_iter().flatten().collect();
            // An act that set both tracks is told once; two readings tell one act in two ways.
            if kind == Kind::Tracks {
                acts.dedup_by_key(|cause| cause.event);
            }
            out.push(Course { unit, aspect, ends, acts, steps: Vec::new() });
        }
    }
    out
}

/// The aspects of a unit that are compared.
fn aspects(state: &UnitState, track: Track) -> Vec<Aspect> {
    match track {
        Track::Control | Track::Sovereignty => vec![Aspect::Holder, Aspect::Status],
        Track::Claims => state.claims.iter().map(|(polity, _)| Aspect::Claim(*polity)).collect(),
    }
}

fn value(timeline: &Timeline<'_>, state: &UnitState, track: Track, aspect: Aspect) -> Value {
    match (aspect, track) {
        (Aspect::Holder, Track::Sovereignty) => Value::Holder(state.sovereignty.value),
        (Aspect::Holder, _) => Value::Holder(state.control.value),
        (Aspect::Status, _) => {
            let mut statuses = state.status.value.clone();
            statuses.sort_unstable();
            // Acts that give the same name again change nothing.
            let name = state.name.and_then(|(event, effect)| timeline.effect_of(event, effect).name.clone());
            Value::Status(Condition { statuses, name })
        }
        // As maps have it, a claim is one to land of another.
        (Aspect::Claim(by), _) => Value::Claim(
            state.control.value.polity() != Some(by) && state.claims.iter().any(|(polity, _)| *polity == by),
        ),
    }
}

/// The act behind a value.
fn behind(state: &UnitState, track: Track, aspect: Aspect) -> Option<EventId> {
    match (aspect, track) {
        (Aspect::Holder, Track::Sovereignty) => state.sovereignty.event,
        (Aspect::Holder, _) => state.control.event,
        (Aspect::Status, _) => state.status.event,
        (Aspect::Claim(by), _) => {
            state.claims.iter().find(|(polity, _)| *polity == by).map(|(_, event)| *event)
        }
    }
}

/// The act behind a step to the state of a day.
fn cause(
    timeline: &Timeline<'_>,
    (unit, day): (UnitId, Day),
    [before, after]: [&UnitState; 2],
    track: Track,
    aspect: Aspect,
) -> Option<EventId> {
    match aspect {
        Aspect::Holder => behind(after, track, aspect),
        Aspect::Status if before.status.value == after.status.value => {
            after.name.map(|(event, _)| event).or(after.status.event)
        }
        Aspect::Status => after.status.event,
        Aspect::Claim(by) => {
            let had = |state: &UnitState| state.claims.iter().any(|(polity, _)| *polity == by);
            match (had(before), had(after)) {
                // The claim stays; the land came to the claimant, or went from him.
                (true, true) => after.control.event,
                (false, _) => behind(after, track, aspect),
                (true, false) => {
                    let ends = |event: &EventId| {
                        let effects = timeline.effects_of(*event).iter();
                        effects
                            .clone()
                            .any(|effect| effect.claim_end.contains(&by) && effect.units.contains(&unit))
                    };
                    timeline.events_between(day.prev(), day).into_iter().find(ends).or(after.control.event)
                }
            }
        }
    }
}
