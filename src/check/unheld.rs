//! Units that nobody said anything about yet.

use super::{Findings, Job, Rule};
use crate::diagnostic::Severity;
use crate::time::Day;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "unheld",
    what: "a unit that no event has given a holder in fact, on a day on which something changes",
    why: "the map would show \"not known\" although the data set does not say so",
    mend: "give the unit a holder in a baseline event at the start of the period; \"not-known\" if that is so",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let first = job.dataset.period.0;
    let mut days = job.timeline.change_days();
    if days.first() != Some(&first) {
        days.insert(0, first);
    }
    // Once held, always held: the last day without a holder is enough.
    let mut held: Vec<Option<Day>> = vec![None; job.dataset.units.len()];
    job.timeline.walk(|day, states, touched| {
        for (unit, _) in touched {
            if states[unit.index()].control.event.is_some() {
                held[unit.index()].get_or_insert(day);
            }
        }
    });
    let last = job.dataset.unit_ids().zip(held).filter_map(|(unit, held)| {
        let before = days.partition_point(|day| held.is_none_or(|held| *day < held));
        Some((unit, *days.get(before.checked_sub(1)?)?))
    });
    let mut by_day: BTreeMap<Day, Vec<_>> = BTreeMap::new();
    for (unit, day) in last {
        by_day.entry(day).or_default().push(unit);
    }
    for (day, units) in by_day {
        let (noun, verb) = if units.len() == 1 { ("unit", "has") } else { ("units", "have") };
        findings.at_unit(
            Severity::Warning,
            job.dataset,
            units.first(),
            format!("{noun} {} {verb} no holder in fact up to {day}", job.unit_list(&units)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn a_unit_forgotten_in_the_baseline() {
        let event = |date: &str| {
            format!(
                "[[event]]\nid = \"x\"\ndate = \"{date}\"\nkind = \"baseline\"\ntitle.en = \"X\"\ncertainty = \
                 \"inferred\"\ninferred = \"test\"\neffect = [{{ units = [\"a\"], control = \"red\" }}]\n"
            )
        };
        letters("AB").file("events.toml", &event("1900-01-01")).finds(
            "unheld",
            &["units.geojson:1:1: warning: unit \"b\" has no holder in fact up to 1900-01-01"],
        );
        letters("AB").file("events.toml", &event("1901-01-01")).finds(
            "unheld",
            &[
                "units.geojson:1:1: warning: unit \"a\" has no holder in fact up to 1900-01-01",
                "units.geojson:1:1: warning: unit \"b\" has no holder in fact up to 1901-01-01",
            ],
        );
    }
}
