//! Claims that end without having begun.

use super::{Findings, Job, Rule};
use crate::dataset::{EventId, PolityId, UnitId};
use crate::diagnostic::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "claim-end",
    what: "an effect that ends a claim which nobody has made on any of its units",
    why: "either the start of the claim is missing, or the wrong polity or unit is named, and the real claim goes on",
    mend: "add claim-start where the claim began, or correct the polity and the units",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let events = &job.dataset.events;
    let mut order: Vec<EventId> = job.dataset.event_ids().collect();
    order.sort_by_key(|id| (events[id.index()].date.latest(), events[id.index()].date.earliest(), *id));
    let mut claims: BTreeSet<(PolityId, UnitId)> = BTreeSet::new();
    for id in order {
        let event = job.dataset.event(id);
        for effect in &event.effects {
            for polity in &effect.claim_end {
                let ended = effect.units.iter().filter(|unit| claims.remove(&(*polity, **unit))).count();
                if ended == 0 {
                    let (name, units) = (&job.dataset.polity(*polity).key, job.unit_list(&effect.units));
                    let message = format!("\"{name}\" ends a claim to {units} that it has not made");
                    findings.at_event(Severity::Warning, event, message);
                }
            }
            for polity in &effect.claim_start {
                claims.extend(effect.units.iter().map(|unit| (*polity, *unit)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn a_claim_ends_once_and_after_it_began() {
        let event = |id: &str, date: &str, effect: &str| {
            format!(
                "[[event]]\nid = \"{id}\"\ndate = \"{date}\"\nkind = \"claim\"\ntitle.en = \"X\"\ncertainty = \
                 \"inferred\"\ninferred = \"test\"\neffect = [{{ units = [\"a\"], {effect} = [\"blue\"] }}]\n"
            )
        };
        let (start, end) = (event("x", "1910", "claim-start"), event("y", "1911", "claim-end"));
        letters("AB").events(&format!("{end}{start}")).finds("claim-end", &[]);
        letters("AB").events(&end).finds(
            "claim-end",
            &["events.toml:9:1: warning: \"blue\" ends a claim to \"a\" that it has not made"],
        );
    }
}
