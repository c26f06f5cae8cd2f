//! Gains and losses: by party, by pair of parties, by act.

use std::collections::BTreeMap;

use super::course::{Aspect, Course, Value};
use super::{Side, Track};
use crate::dataset::{EventId, Holder, UnitId};
use crate::time::Day;

/// The land of one party on both sides, or with claims the land it claims. Km².
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// A polity, nobody or not known.
    pub party: Holder,
    /// On the first side.
    pub before_km2: f64,
    /// On the second side and not on the first.
    pub gained_km2: f64,
    /// On the first side and not on the second.
    pub lost_km2: f64,
    /// On the second side.
    pub after_km2: f64,
    /// Gained on the way, as often as it was, whether or not it was kept.
    pub gross_gained_km2: f64,
    /// Lost on the way, as often as it was.
    pub gross_lost_km2: f64,
}

/// Land that went from one party to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Who held it on the first side.
    pub from: Holder,
    /// Who holds it on the second.
    pub to: Holder,
    /// Its area; 0 where it all came back.
    pub km2: f64,
    /// Its units, in table order.
    pub units: Vec<UnitId>,
    /// The area of every step from the one to the other on the way.
    pub gross_km2: f64,
}

/// Land that one act moved from one party to another, kept or not.
#[derive(Clone, Debug, PartialEq)]
pub struct ActFlow {
    /// The day on which it took hold; for an imprecise date the latest possible one.
    pub day: Day,
    /// The act, if one did it.
    pub event: Option<EventId>,
    /// Who held it before.
    pub from: Holder,
    /// Who held it then.
    pub to: Holder,
    /// Its area.
    pub km2: f64,
    /// Its units, in table order.
    pub units: Vec<UnitId>,
}

fn holders(values: &[Value; 2]) -> Option<(Holder, Holder)> {
    match values {
        [Value::Holder(from), Value::Holder(to)] => Some((*from, *to)),
        _ => None,
    }
}

/// The parties with their land, the largest first, who is none last.
pub(super) fn balances(sides: &[Side<'_>; 2], courses: &[Course], unit_km2: &[f64]) -> Vec<Balance> {
    let mut all: BTreeMap<Holder, Balance> = BTreeMap::new();
    let mut change = |party: Holder, change: &dyn Fn(&mut Balance)| {
        change(all.entry(party).or_insert(Balance {
            party,
            before_km2: 0.0,
            gained_km2: 0.0,
            lost_km2: 0.0,
            after_km2: 0.0,
            gross_gained_km2: 0.0,
            gross_lost_km2: 0.0,
        }));
    };
    for (position, side) in sides.iter().enumerate() {
        let state = side.timeline.at(side.day);
        for (state, km2) in state.units.iter().zip(unit_km2) {
            let parties: Vec<Holder> = match side.track {
                Track::Control => vec![state.control.value],
                Track::Sovereignty => vec![state.sovereignty.value],
                Track::Claims => {
                    let others = state.claims.iter().map(|(polity, _)| Holder::Polity(*polity));
                    others.filter(|claimant| *claimant != state.control.value).collect()
                }
            };
            for party in parties {
                change(party, &|balance| match position {
                    0 => balance.before_km2 += km2,
                    _ => balance.after_km2 += km2,
                });
            }
        }
    }
    for course in courses {
        let km2 = unit_km2[course.unit.index()];
        if let (Aspect::Claim(by), [_, to]) = (course.aspect, &course.ends) {
            let party = Holder::Polity(by);
            if !course.is_back() {
                change(party, &|balance| match to {
                    Value::Claim(true) => balance.gained_km2 += km2,
                    _ => balance.lost_km2 += km2,
                });
            }
            if course.steps.is_empty() {
                change(party, &|balance| match to {
                    Value::Claim(true) => balance.gross_gained_km2 += km2,
                    _ => balance.gross_lost_km2 += km2,
                });
            }
            for step in &course.steps {
                change(party, &|balance| match step.to {
                    Value::Claim(true) => balance.gross_gained_km2 += km2,
                    _ => balance.gross_lost_km2 += km2,
                });
            }
        }
        if let Some((from, to)) = holders(&course.ends).filter(|(from, to)| from != to) {
            change(from, &|balance| balance.lost_km2 += km2);
            change(to, &|balance| balance.gained_km2 += km2);
            // Nothing lies between two states of one day: there is just this step.
            if course.steps.is_empty() {
                change(from, &|balance| balance.gross_lost_km2 += km2);
                change(to, &|balance| balance.gross_gained_km2 += km2);
            }
        }
        for step in &course.steps {
            if let Some((from, to)) = holders(&[step.from.clone(), step.to.clone()]) {
                change(from, &|balance| balance.gross_lost_km2 += km2);
                change(to, &|balance| balance.gross_gained_km2 += km2);
            }
        }
    }
    let mut all: Vec<Balance> = all.into_values().collect();
    all.sort_by(|a, b| {
        let size = |balance: &Balance| balance.before_km2 + balance.after_km2;
        let none = |balance: &Balance| balance.party.polity().is_none();
        none(a).cmp(&none(b)).then(size(b).total_cmp(&size(a))).then(a.party.cmp(&b.party))
    });
    all
}

/// Land by giver and taker, the most first.
pub(super) fn flows(courses: &[Course], unit_km2: &[f64]) -> Vec<Flow> {
    let mut all: BTreeMap<(Holder, Holder), Flow> = BTreeMap::new();
    let blank = |(from, to)| Flow { from, to, km2: 0.0, units: Vec::new(), gross_km2: 0.0 };
    for course in courses {
        let km2 = unit_km2[course.unit.index()];
        if let Some(pair) = holders(&course.ends).filter(|(from, to)| from != to) {
            let flow = all.entry(pair).or_insert_with(|| blank(pair));
            flow.km2 += km2;
            flow.units.push(course.unit);
            if course.steps.is_empty() {
                flow.gross_km2 += km2;
            }
        }
        for step in &course.steps {
            if let Some(pair) = holders(&[step.from.clone(), step.to.clone()]) {
                all.entry(pair).or_insert_with(|| blank(pair)).gross_km2 += km2;
            }
        }
    }
    let mut all: Vec<Flow> = all.into_values().collect();
    all.sort_by(|a, b| b.km2.total_cmp(&a.km2).then(b.gross_km2.total_cmp(&a.gross_km2)));
    all
}

/// Land by act, in order of the days.
pub(super) fn acts(courses: &[Course], unit_km2: &[f64]) -> Vec<ActFlow> {
    let mut all: BTreeMap<(Day, Option<EventId>, Holder, Holder), Vec<UnitId>> = BTreeMap::new();
    for course in courses {
        for step in &course.steps {
            if let Some((from, to)) = holders(&[step.from.clone(), step.to.clone()]) {
                all.entry((step.day, step.event, from, to)).or_default().push(course.unit);
            }
        }
    }
    let flow = |((day, event, from, to), units): ((Day, Option<EventId>, Holder, Holder), Vec<UnitId>)| {
        let km2 = units.iter().map(|unit| unit_km2[unit.index()]).sum();
        ActFlow { day, event, from, to, km2, units }
    };
    all.into_iter().map(flow).collect()
}
