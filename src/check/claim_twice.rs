//! Claims that begin while they last.

use super::replay::replay;
use super::{Findings, Job, Rule};
use crate::dataset::UnitId;
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    id: "claim-twice",
    what: "an effect that starts a claim which the polity makes already to every unit of the effect",
    why: "either the claim was dropped in between, and the map shows it too long, or the wrong polity or unit is named",
    mend: "add claim-end where the claim was dropped; take the claim-start out if the claim is only repeated",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    replay(job.dataset, |step, lands| {
        for polity in &step.effect.claim_start {
            let claims = |unit: &UnitId| {
                let land = &lands[unit.index()];
                land.claims.contains(polity) && !step.effect.claim_end.contains(polity)
            };
            if step.effect.units.iter().all(claims) {
                let (name, units) = (&job.dataset.polity(*polity).key, job.unit_list(&step.effect.units));
                let message = format!("\"{name}\" starts a claim to {units} that it makes already");
                findings.at_event(Severity::Warning, step.event, message);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::world::{event, letters};

    #[test]
    fn a_claim_begins_once() {
        let claim = |id: &str, units: &str, track: &str| {
            event(id, "1910", "claim", &format!("units = [{units}], {track} = [\"blue\"]"))
        };
        let first = claim("x", "\"a\"", "claim-start");
        let check = |more: &str, expected: &[&str]| {
            letters("AB").events(&format!("{first}{more}")).finds("claim-twice", expected);
        };
        check(&claim("y", "\"a\", \"b\"", "claim-start"), &[]);
        check(&(claim("y", "\"a\"", "claim-end") + &claim("z", "\"a\"", "claim-start")), &[]);
        check(
            &claim("y", "\"a\"", "claim-start"),
            &["events.toml:17:1: warning: \"blue\" starts a claim to \"a\" that it makes already"],
        );
    }
}
