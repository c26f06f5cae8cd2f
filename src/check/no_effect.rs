//! Effects that set what already holds.

use super::replay::{Land, Step, replay};
use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, Holder};
use crate::diagnostic::Severity;
use crate::timeline::holder_key;

pub(super) const RULE: Rule = Rule {
    id: "no-effect",
    what: "an effect after which every one of its units is as it was before",
    why: "either an earlier event has the wrong date, holder or units, or the act changed nothing and needs no effect",
    mend: "correct the earlier event, or take the effect out: an event without effects stays in the record",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    replay(job.dataset, |step, lands| {
        let effect = step.effect;
        // Claims have rules of their own.
        let speaks = effect.control.is_some()
            || effect.sovereignty.is_some()
            || effect.status.is_some()
            || effect.name.is_some();
        let changes = effect.units.iter().any(|unit| changes(job.dataset, step, &lands[unit.index()]));
        if speaks && !changes {
            let units = job.unit_list(&effect.units);
            let message = format!(
                "event \"{}\" changes nothing for {units}: {} already",
                step.event.key,
                as_it_is(job.dataset, step)
            );
            findings.at_event(Severity::Warning, step.event, message);
        }
    });
}

fn changes(set: &Dataset, Step { effect, .. }: Step<'_>, land: &Land) -> bool {
    let name = || {
        let (event, index) = land.name?;
        set.event(event).effects.get(index)?.name.as_ref()
    };
    // A status ends the name that came with the earlier one: that is a change.
    let named = if effect.status.is_some() { effect.name.as_ref() != name() } else { effect.name.is_some() };
    // A new certainty is a change too: what was contested may be settled by a later act.
    let [control, sovereignty, status] = land.certainty.map(|certainty| certainty != effect.certainty);
    effect.control.is_some() && (control || effect.control != land.control)
        || effect.sovereignty.is_some() && (sovereignty || effect.sovereignty != land.sovereignty)
        || effect.status.is_some() && (status || effect.status != land.status)
        || named && effect.name.as_ref() != name()
        || effect.claim_start.iter().any(|polity| !land.claims.contains(polity))
        || effect.claim_end.iter().any(|polity| land.claims.contains(polity))
}

fn as_it_is(set: &Dataset, Step { effect, .. }: Step<'_>) -> String {
    let track = |track: &str, holder: Option<Holder>| {
        holder.map(|holder| format!("{track} is \"{}\"", holder_key(set, holder)))
    };
    let status = effect.status.is_some().then(|| "the status is so".to_owned());
    let name = effect.name.is_some().then(|| "the name is so".to_owned());
    let all = [track("control", effect.control), track("sovereignty", effect.sovereignty), status, name];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::world::{event, letters};

    #[test]
    fn what_holds_already() {
        let check = |effect: &str, expected: &[&str]| {
            letters("AB").events(&event("x", "1910", "cession", effect)).finds("no-effect", expected);
        };
        check("units = [\"a\"], control = \"blue\"", &[]);
        check("units = [\"a\"], control = \"red\", status = [\"disputed\"]", &[]);
        check("units = [\"a\"], control = \"red\", claim-start = [\"blue\"]", &[]);
        check("units = [\"a\"], control = \"red\", certainty = \"contested\"", &[]);
        check("units = [\"a\"], control = \"red\", name.en = \"X\"", &[]);
        check(
            "units = [\"a\", \"b\"], control = \"red\", sovereignty = \"red\"",
            &[
                "events.toml:9:1: warning: event \"x\" changes nothing for \"a\" and \"b\": control is \"red\", \
               sovereignty is \"red\" already",
            ],
        );
    }

    #[test]
    fn the_same_status_again_is_nothing_new() {
        let one = event("x", "1910", "decision", "units = [\"a\"], status = [\"disputed\"], name.en = \"X\"");
        let again = |name: &str| {
            let effect = format!("units = [\"a\"], status = [\"disputed\"]{name}");
            letters("AB").events(&format!("{one}{}", event("y", "1911", "decision", &effect)))
        };
        again("").finds("no-effect", &[]);
        again(", name.en = \"Y\"").finds("no-effect", &[]);
        again(", name.en = \"X\"").finds(
            "no-effect",
            &["events.toml:17:1: warning: event \"y\" changes nothing for \"a\": the status is so, the name is so \
               already"],
        );
    }
}
