//! Claims that end without having begun.

use super::replay::replay;
use super::{Findings, Job, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    id: "claim-end",
    what: "an effect that ends a claim which nobody has made on any of its units",
    why: "either the start of the claim is missing, or the wrong polity or unit is named, and the real claim goes on",
    mend: "add claim-start where the claim began, or correct the polity and the units",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    replay(job.dataset, |step, lands| {
        for polity in &step.effect.claim_end {
            if !step.effect.units.iter().any(|unit| lands[unit.index()].claims.contains(polity)) {
                let (name, units) = (&job.dataset.polity(*polity).key, job.unit_list(&step.effect.units));
                let message = format!("\"{name}\" ends a claim to {units} that it has not made");
                findings.at_event(Severity::Warning, step.event, message);
            }
        }
    });
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
