//! Polities that hold land before they begin or after they end.

use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, EventId, PolityId, UnitId};
use crate::diagnostic::Severity;
use crate::time::{Day, Span};
use crate::timeline::UnitState;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "polity-dates",
    what: "land held by, assigned to or occupied by a polity on a day on which it does not exist",
    why: "a map must not show a state that has ended; its successor is missing an event that takes over",
    mend: "add an event on the day of the succession that names the successor, or correct the polity's from and until",
    find,
};

/// What a polity is to a unit, the event that made it so, and who it is.
type Tie = (PolityId, &'static str, Option<EventId>);

/// A tie of a unit, from a day on, up to and not on another.
struct Tied {
    tie: Tie,
    unit: UnitId,
    from: Day,
    until: Option<Day>,
}

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for ((polity, what, event), (day, units)) in found(job) {
        let polity = job.dataset.polity(polity);
        let units = job.unit_list(&units);
        let message = format!("\"{}\" {what} {units} on {day}, and exists {}", polity.key, polity.span);
        match event {
            Some(event) => findings.at_event(Severity::Warning, job.dataset.event(event), message),
            None => findings.add(Severity::Warning, message),
        }
    }
}

/// The ties that are not in the lifetime of their polity: the first day on which a map shows one, and its units.
fn found(job: &Job<'_>) -> BTreeMap<Tie, (Day, Vec<UnitId>)> {
    let (first, last) = job.dataset.period;
    // The days on which the map is looked at: a tie that no change and no end falls into is on no map.
    let mut days = job.timeline.change_days();
    days.extend(job.dataset.polities.iter().filter_map(|polity| polity.span.until));
    days.retain(|day| first <= *day && *day <= last);
    days.sort_unstable();
    days.dedup();
    // The first of them from a day on, if it comes before another.
    let within = |from: Day, until: Option<Day>| {
        let day = *days.get(days.partition_point(|day| *day < from))?;
        until.is_none_or(|until| day < until).then_some(day)
    };
    let lifetimes = lifetimes(job.dataset);
    let mut found: BTreeMap<Tie, (Day, Vec<UnitId>)> = BTreeMap::new();
    for Tied { tie, unit, from, until } in tied(job) {
        let life = lifetimes[tie.0.index()];
        let too_early =
            life.from.and_then(|begin| within(from, Some(until.map_or(begin, |until| until.min(begin)))));
        let too_late = || life.until.and_then(|end| within(from.max(end), until));
        if let Some(day) = too_early.or_else(too_late) {
            let (earliest, units) = found.entry(tie).or_insert_with(|| (day, Vec::new()));
            *earliest = day.min(*earliest);
            units.push(unit);
        }
    }
    for (_, units) in found.values_mut() {
        units.sort_unstable();
        units.dedup();
    }
    found
}

/// When each polity existed. The one day that an inclusive end leaves free before its successor counts as
/// its own: the rule `end-date` tells of it.
fn lifetimes(set: &Dataset) -> Vec<Span> {
    let mut lives: Vec<Span> = set.polities.iter().map(|polity| polity.span).collect();
    for successor in &set.polities {
        for id in &successor.predecessors {
            let end = set.polity(*id).span.until;
            if let Some(from) = successor.span.from.filter(|from| end.is_some_and(|end| end.next() == *from))
            {
                lives[id.index()].until = Some(from);
            }
        }
    }
    lives
}

/// The ties of all units, each as long as it lasted.
fn tied(job: &Job<'_>) -> Vec<Tied> {
    let mut open: Vec<Vec<(Tie, Day)>> = vec![Vec::new(); job.dataset.units.len()];
    let mut out = Vec::new();
    job.timeline.walk(|day, states, touched| {
        for (unit, _) in touched {
            let (now, own) = (ties(&states[unit.index()]).collect::<Vec<_>>(), &mut open[unit.index()]);
            for (tie, from) in own.extract_if(.., |(tie, _)| !now.contains(tie)) {
                out.push(Tied { tie, unit: *unit, from, until: Some(day) });
            }
            for tie in now {
                if own.iter().all(|(known, _)| *known != tie) {
                    own.push((tie, day));
                }
            }
        }
    });
    for (unit, own) in job.dataset.unit_ids().zip(open) {
        out.extend(own.into_iter().map(|(tie, from)| Tied { tie, unit, from, until: None }));
    }
    out
}

fn ties(unit: &UnitState) -> impl Iterator<Item = Tie> {
    let control = unit.control.value.polity().map(|polity| (polity, "holds", unit.control.event));
    let sovereignty =
        unit.sovereignty.value.polity().map(|polity| (polity, "is assigned", unit.sovereignty.event));
    let claims = unit.claims.iter().map(|(polity, event)| (*polity, "claims", Some(*event)));
    let status = unit.status.value.iter().filter_map(|status| status.by);
    let status = status.map(|polity| (polity, "gives a status to", unit.status.event));
    control.into_iter().chain(sovereignty).chain(claims).chain(status)
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;
    use super::*;

    #[test]
    fn a_successor_that_never_takes_over() {
        let event = "[[event]]
id = \"x\"
date = \"1925-01-01\"
kind = \"cession\"
title.en = \"X\"
certainty = \"inferred\"
inferred = \"test\"
effect = [{ units = [\"a\", \"b\"], control = \"late\" }]
";
        letters("ABC").events(event).finds("polity-dates", &[
            "events.toml:9:1: warning: \"late\" holds \"a\" and \"b\" on 1930-01-01, and exists 1920-01-01/1930-01-01",
        ]);
        let successor = event.replace("\"x\"", "\"y\"").replace("1925", "1930").replace("late", "blue");
        letters("ABC").events(&format!("{event}{successor}")).finds("polity-dates", &[]);
    }

    /// All units on all days.
    fn plain(job: &Job<'_>) -> BTreeMap<Tie, (Day, Vec<UnitId>)> {
        let (first, last) = job.dataset.period;
        let mut days = job.timeline.change_days();
        days.extend(job.dataset.polities.iter().filter_map(|polity| polity.span.until));
        days.retain(|day| first <= *day && *day <= last);
        days.sort_unstable();
        let lifetimes = lifetimes(job.dataset);
        let mut found: BTreeMap<Tie, (Day, Vec<UnitId>)> = BTreeMap::new();
        for state in job.timeline.states(days) {
            for unit in job.dataset.unit_ids() {
                for tie in ties(state.of(unit)).filter(|tie| !lifetimes[tie.0.index()].contains(state.day)) {
                    let (_, units) = found.entry(tie).or_insert_with(|| (state.day, Vec::new()));
                    units.push(unit);
                }
            }
        }
        for (_, units) in found.values_mut() {
            units.sort_unstable();
            units.dedup();
        }
        found
    }

    #[test]
    fn what_is_found_is_what_a_look_at_every_unit_on_every_day_finds() {
        let mut set = Dataset::builtin().expect("the built-in set reads");
        let (first, last) = set.period;
        let length = last.julian_day() - first.julian_day();
        // Lives that are too short in many ways.
        for (index, polity) in set.polities.iter_mut().enumerate() {
            let at = |share: usize| {
                Day::from_julian_day(first.julian_day() + length * ((index * 37 + share) % 100) as i32 / 100)
            };
            let (from, until) = (at(0), at(30));
            polity.span = match index % 3 {
                0 => Span { from: None, until },
                1 => Span { from, until: None },
                _ => Span { from: from.min(until), until: from.max(until) },
            };
        }
        let job = Job::new(&set);
        let expected = plain(&job);
        assert!(expected.len() > 20, "{}", expected.len());
        assert_eq!(found(&job), expected);
    }
}
