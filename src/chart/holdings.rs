//! What held for each unit, from when until when, on each track.

use std::collections::BTreeSet;

use crate::dataset::{Certainty, Dataset, EventId, Holder, PolityId, Status, UnitId};
use crate::time::{Day, Span};
use crate::timeline::{Timeline, Track, UnitState};

/// One value of one track of one unit, from the day it took hold up to, and not on, the day it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The unit.
    pub unit: UnitId,
    /// The track.
    pub track: Track,
    /// What held.
    pub value: Value,
    /// How sure it is.
    pub certainty: Certainty,
    /// First day; for an imprecise date the latest possible one.
    pub from: Day,
    /// First day after it; `None` if it held to the end of the period.
    pub until: Option<Day>,
    /// The event that began it; `None` before any did.
    pub event: Option<EventId>,
    /// The event that ended it; `None` if it held to the end of the period.
    pub ended_by: Option<EventId>,
    /// Later events that set the same value again, in order.
    pub again: Vec<EventId>,
    /// The effect that names the land while a status lasts: event and position of the effect.
    pub name: Option<(EventId, u32)>,
}

/// What held on a track.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Control or sovereignty: the holder.
    Holder(Holder),
    /// A claim: the claimant.
    Claim(PolityId),
    /// The statuses; empty means ordinary.
    Status(Vec<Status>),
}

impl Holding {
    /// The days it held; the end is open if it held to the end of the period.
    pub fn span(&self) -> Span {
        Span { from: Some(self.from), until: self.until }
    }

    /// The polity that held or claimed, if one did.
    pub fn polity(&self) -> Option<PolityId> {
        match &self.value {
            Value::Holder(holder) => holder.polity(),
            Value::Claim(polity) => Some(*polity),
            Value::Status(_) => None,
        }
    }

    /// The first day on which it may have begun: before `from` where the date of its event is imprecise.
    pub fn earliest(&self, dataset: &Dataset) -> Day {
        let date = self.event.map(|event| &dataset.event(event).date);
        date.map_or(self.from, |date| if date.latest() == self.from { date.earliest() } else { self.from })
    }
}

/// The holdings of all units over the period of the data set, by unit, then track, then day.
///
/// Holdings of one unit on one track meet without gap or overlap, but for claims, which may overlap
/// and leave gaps. A holding ends when its value or its certainty changes.
pub fn holdings(timeline: &Timeline<'_>) -> Vec<Holding> {
    let dataset = timeline.dataset();
    let (first, last) = dataset.period;
    let mut all = Vec::new();
    let mut open: Vec<Open> = dataset.unit_ids().map(Open::new).collect();
    for (open, state) in open.iter_mut().zip(&timeline.at(first).units) {
        open.step(timeline, state, first, &mut all);
    }
    timeline.walk(|day, states, touched| {
        if day <= first || last < day {
            return;
        }
        for unit in touched.iter().map(|(unit, _)| unit.index()).collect::<BTreeSet<usize>>() {
            open[unit].step(timeline, &states[unit], day, &mut all);
        }
    });
    all.extend(open.into_iter().flat_map(Open::into_rest));
    all.sort_by_key(|holding: &Holding| (holding.unit, holding.track, holding.from, holding.polity()));
    all
}

/// What still holds for one unit.
struct Open {
    unit: UnitId,
    /// Control, sovereignty and status, in this order, once there is a first state.
    tracks: [Option<Holding>; 3],
    claims: Vec<Holding>,
}

impl Open {
    fn new(unit: UnitId) -> Open {
        Open { unit, tracks: [const { None }; 3], claims: Vec::new() }
    }

    fn step(&mut self, timeline: &Timeline<'_>, found: &UnitState, day: Day, done: &mut Vec<Holding>) {
        let now = [
            self.holding(Track::Control, Value::Holder(found.control.value), day),
            self.holding(Track::Sovereignty, Value::Holder(found.sovereignty.value), day),
            self.holding(Track::Status, Value::Status(found.status.value.clone()), day),
        ];
        let causes = [
            (found.control.event, found.control.certainty),
            (found.sovereignty.event, found.sovereignty.certainty),
            (found.status.event, found.status.certainty),
        ];
        for ((slot, mut now), (event, certainty)) in self.tracks.iter_mut().zip(now).zip(causes) {
            (now.event, now.certainty) = (event, certainty);
            if now.track == Track::Status {
                now.name = found.name;
            }
            let Some(old) = slot else {
                *slot = Some(now);
                continue;
            };
            let lasts = old.value == now.value && old.certainty == now.certainty && old.name == now.name;
            if !lasts {
                old.until = Some(day);
                old.ended_by = now.event;
                done.extend(slot.replace(now));
            } else if let Some(event) = now.event
                && old.event != now.event
                && old.again.last() != Some(&event)
            {
                old.again.push(event);
            }
        }
        self.step_claims(timeline, found, day, done);
    }

    fn step_claims(&mut self, timeline: &Timeline<'_>, found: &UnitState, day: Day, done: &mut Vec<Holding>) {
        let unit = self.unit;
        self.claims.retain_mut(|claim| {
            let Some(polity) = claim.polity() else { return false };
            if found.claims.iter().any(|(known, _)| *known == polity) {
                return true;
            }
            claim.until = Some(day);
            claim.ended_by = claim_end(timeline, unit, polity, day);
            done.push(claim.clone());
            false
        });
        for &(polity, event) in &found.claims {
            if self.claims.iter().any(|claim| claim.polity() == Some(polity)) {
                continue;
            }
            let mut claim = self.holding(Track::Claims, Value::Claim(polity), day);
            claim.event = Some(event);
            claim.certainty = timeline.dataset().event(event).certainty;
            self.claims.push(claim);
        }
    }

    fn holding(&self, track: Track, value: Value, from: Day) -> Holding {
        Holding {
            unit: self.unit,
            track,
            value,
            certainty: Certainty::Stated,
            from,
            until: None,
            event: None,
            ended_by: None,
            again: Vec::new(),
            name: None,
        }
    }

    fn into_rest(self) -> impl Iterator<Item = Holding> {
        self.tracks.into_iter().flatten().chain(self.claims)
    }
}

/// The event that ended a claim on the day it was gone.
fn claim_end(timeline: &Timeline<'_>, unit: UnitId, polity: PolityId, day: Day) -> Option<EventId> {
    let ends = |event: &EventId| {
        let effects = &timeline.dataset().event(*event).effects;
        effects.iter().any(|effect| effect.units.contains(&unit) && effect.claim_end.contains(&polity))
    };
    timeline.events_between(day.prev(), day).into_iter().rev().find(ends)
}
