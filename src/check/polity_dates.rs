//! Polities that hold land before they begin or after they end.

use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, EventId, PolityId, UnitId};
use crate::diagnostic::Severity;
use crate::time::{Day, Span};
use crate::timeline::State;
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

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let (first, last) = job.dataset.period;
    let mut days = job.timeline.change_days();
    days.extend(job.dataset.polities.iter().filter_map(|polity| polity.span.until));
    days.retain(|day| first <= *day && *day <= last);
    days.sort_unstable();
    days.dedup();
    let mut found: BTreeMap<Tie, (Day, Vec<UnitId>)> = BTreeMap::new();
    for day in days {
        let state = job.timeline.at(day);
        for unit in job.dataset.unit_ids() {
            for tie in ties(&state, unit) {
                if !lifetime(job.dataset, tie.0).contains(day) {
                    let (_, units) = found.entry(tie).or_insert_with(|| (day, Vec::new()));
                    if !units.contains(&unit) {
                        units.push(unit);
                    }
                }
            }
        }
    }
    for ((polity, what, event), (day, mut units)) in found {
        units.sort_unstable();
        let polity = job.dataset.polity(polity);
        let units = job.unit_list(&units);
        let message = format!("\"{}\" {what} {units} on {day}, and exists {}", polity.key, polity.span);
        match event {
            Some(event) => findings.at_event(Severity::Warning, job.dataset.event(event), message),
            None => findings.add(Severity::Warning, message),
        }
    }
}

/// When a polity existed. The one day that an inclusive end leaves free before its successor counts as
/// its own: the rule `end-date` tells of it.
fn lifetime(set: &Dataset, id: PolityId) -> Span {
    let span = set.polity(id).span;
    let successor = set
        .polities
        .iter()
        .filter(|other| other.predecessors.contains(&id))
        .filter_map(|other| other.span.from)
        .find(|from| span.until.is_some_and(|until| until.next() == *from));
    Span { until: successor.or(span.until), ..span }
}

fn ties(state: &State, unit: UnitId) -> impl Iterator<Item = Tie> {
    let unit = state.of(unit);
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
}
