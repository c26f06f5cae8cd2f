//! Statuses whose party is missing or cannot be it.

use super::replay::replay;
use super::{Findings, Job, Rule};
use crate::dataset::{Holder, StatusKind, UnitId};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    id: "status-party",
    what: "land occupied or under protection that names no party under \"by\"; land occupied by the polity to which the \
           act in force assigns it",
    why: "the map cannot say whose troops or whose protection it is; and nobody occupies what is his in law",
    mend: "write { kind = \"occupied\", by = \"polity\" }; or correct the sovereignty, or take the status out",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    replay(job.dataset, |step, lands| {
        let effect = step.effect;
        for status in effect.status.iter().flatten() {
            let kind = status.kind.key();
            let key = &step.event.key;
            match (status.kind, status.by) {
                (StatusKind::Occupied | StatusKind::Protectorate, None) => {
                    let units = job.unit_list(&effect.units);
                    let message = format!("event \"{key}\" makes {units} {kind} and does not say by whom");
                    findings.at_event(Severity::Warning, step.event, message);
                }
                (StatusKind::Occupied, Some(by)) => {
                    let lawful = |unit: &&UnitId| {
                        let before = lands[unit.index()].sovereignty;
                        effect.sovereignty.or(before) == Some(Holder::Polity(by))
                    };
                    let units: Vec<UnitId> = effect.units.iter().filter(lawful).copied().collect();
                    if !units.is_empty() {
                        let (units, by) = (job.unit_list(&units), &job.dataset.polity(by).key);
                        let message =
                            format!("event \"{key}\" makes {units} occupied by \"{by}\", whose it is in law");
                        findings.at_event(Severity::Warning, step.event, message);
                    }
                }
                _ => {}
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::world::{event, letters};

    #[test]
    fn who_occupies_what() {
        let check = |effect: &str, expected: &[&str]| {
            let effect = format!("units = [\"a\", \"b\"], control = \"blue\", {effect}");
            letters("AB").events(&event("x", "1910", "occupation", &effect)).finds("status-party", expected);
        };
        check("status = [{ kind = \"occupied\", by = \"blue\" }, \"disputed\"]", &[]);
        check(
            "status = [\"occupied\"]",
            &[
                "events.toml:9:1: warning: event \"x\" makes \"a\" and \"b\" occupied and does not say by whom",
            ],
        );
        let own = "events.toml:9:1: warning: event \"x\" makes \"a\" and \"b\" occupied by";
        check(
            "status = [{ kind = \"occupied\", by = \"red\" }]",
            &[&format!("{own} \"red\", whose it is in law")],
        );
        check(
            "sovereignty = \"blue\", status = [{ kind = \"occupied\", by = \"blue\" }]",
            &[&format!("{own} \"blue\", whose it is in law")],
        );
    }
}
