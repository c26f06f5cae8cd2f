//! Land given away by one who does not hold it.

use super::replay::{Land, Step, replay};
use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, EventId, EventKind, Holder, PolityId, StatusKind, UnitId};
use crate::diagnostic::Severity;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "giver",
    what: "an effect with \"from\" whose giver does not hold the units just before; a cession of land that no polity \
           holds, or that the receiver holds already; a withdrawal from land that no polity leaves",
    why: "nobody gives what he does not have: an earlier event is missing, or has the wrong date, holder or units",
    mend: "add or correct the earlier event, name the true giver under \"from\", or give the event another kind",
    find,
};

/// What is wrong with the hold of a unit: the track, who has it, by which event.
type Wrong = (&'static str, Option<Holder>, Option<EventId>);

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    replay(job.dataset, |step, lands| {
        let mut found: BTreeMap<Wrong, Vec<UnitId>> = BTreeMap::new();
        for unit in &step.effect.units {
            for wrong in wrongs(step, &lands[unit.index()]) {
                found.entry(wrong).or_default().push(*unit);
            }
        }
        for ((track, holder, event), units) in found {
            let message = message(job, step, (track, holder, event), &units);
            findings.at_event(Severity::Warning, step.event, message);
        }
    });
}

const CONTROL: &str = "in fact";
const SOVEREIGNTY: &str = "in law";

fn wrongs(step: Step<'_>, land: &Land) -> Vec<Wrong> {
    let effect = step.effect;
    let mut tracks = Vec::new();
    // An effect on the status alone ends or begins somebody's control of another kind.
    if effect.control.is_some() || (effect.from.is_some() && effect.sovereignty.is_none()) {
        tracks.push((CONTROL, land.control, land.control_by, effect.control));
    }
    if effect.sovereignty.is_some() {
        tracks.push((SOVEREIGNTY, land.sovereignty, land.sovereignty_by, effect.sovereignty));
    }
    let held = |holder: Option<Holder>| holder.and_then(Holder::polity);
    match (effect.from, step.event.kind) {
        (Some(giver), _) => {
            tracks.retain(|(_, holder, _, _)| held(*holder) != Some(giver));
        }
        (None, EventKind::Cession) => {
            tracks.retain(|(_, holder, _, receiver)| held(*holder).is_none() || holder == receiver);
        }
        (None, EventKind::Withdrawal) => {
            let occupier = land.status.iter().flatten().find(|status| status.kind == StatusKind::Occupied);
            let ends = occupier.is_some() && effect.status.is_some() && effect.status != land.status;
            tracks.retain(|(track, holder, _, receiver)| {
                *track == CONTROL && !ends && (held(*holder).is_none() || holder == receiver)
            });
        }
        (None, _) => tracks.clear(),
    }
    tracks.into_iter().map(|(track, holder, event, _)| (track, holder, event)).collect()
}

fn message(job: &Job<'_>, step: Step<'_>, (track, holder, event): Wrong, units: &[UnitId]) -> String {
    let set = job.dataset;
    let (key, units) = (&step.event.key, job.unit_list(units));
    let by = event.map_or(String::new(), |event| format!(", by event \"{}\"", set.event(event).key));
    let is = match holder {
        Some(Holder::Polity(polity)) => format!("\"{}\" holds it {track}{by}", set.polity(polity).key),
        Some(Holder::Nobody) => format!("nobody holds it {track}{by}"),
        Some(Holder::NotKnown) => format!("it is not known who holds it {track}{by}"),
        None => format!("no earlier event says who holds it {track}"),
    };
    match (step.effect.from, step.event.kind, holder) {
        (Some(giver), _, holder) => {
            let kin = holder.and_then(Holder::polity).and_then(|holder| kinship(set, giver, holder));
            let kin = kin.map_or(String::new(), |kin| format!(", its {kin}"));
            format!("event \"{key}\" takes {units} from \"{}\", but {is}{kin}", set.polity(giver).key)
        }
        (None, EventKind::Withdrawal, _) => {
            format!("event \"{key}\" is a withdrawal from {units} that no polity leaves: {is}")
        }
        (None, _, Some(Holder::Polity(_))) => format!("event \"{key}\" cedes {units} to its holder: {is}"),
        (None, _, _) => format!("event \"{key}\" cedes {units} that no polity holds: {is}"),
    }
}

/// What `other` is to `polity`: its predecessor or successor.
fn kinship(set: &Dataset, polity: PolityId, other: PolityId) -> Option<&'static str> {
    if set.polity(polity).predecessors.contains(&other) {
        Some("predecessor")
    } else if set.polity(other).predecessors.contains(&polity) {
        Some("successor")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::{event, letters};

    fn check(events: &[String], expected: &[&str]) {
        letters("AB").events(&events.concat()).finds("giver", expected);
    }

    #[test]
    fn the_giver_named_must_hold_it() {
        let cession = |from: &str| {
            event("x", "1910", "treaty", &format!("units = [\"a\"], from = \"{from}\", control = \"late\""))
                .replace("1910", "1925")
        };
        check(&[cession("red")], &[]);
        check(
            &[cession("blue")],
            &[
                "events.toml:9:1: warning: event \"x\" takes \"a\" from \"blue\", but \"red\" holds it in fact, by event \
               \"start\"",
            ],
        );
    }

    #[test]
    fn both_tracks_count() {
        let taken = event("w", "1909", "occupation", "units = [\"a\"], control = \"blue\"");
        let effect = "units = [\"a\", \"b\"], from = \"red\", control = \"nobody\", sovereignty = \"nobody\"";
        check(
            &[taken, event("x", "1910", "treaty", effect)],
            &[
                "events.toml:17:1: warning: event \"x\" takes \"a\" from \"red\", but \"blue\" holds it in fact, by event \
               \"w\"",
            ],
        );
    }

    #[test]
    fn a_cession_needs_a_holder_and_another_receiver() {
        let cession = event("x", "1910", "cession", "units = [\"a\"], control = \"blue\"");
        check(std::slice::from_ref(&cession), &[]);
        let lost = event("w", "1909", "military", "units = [\"a\"], control = \"nobody\"");
        check(
            &[lost, cession.clone()],
            &[
                "events.toml:17:1: warning: event \"x\" cedes \"a\" that no polity holds: nobody holds it in fact, by event \
               \"w\"",
            ],
        );
        let taken = event("w", "1909", "occupation", "units = [\"a\"], control = \"blue\"");
        check(
            &[taken, cession],
            &[
                "events.toml:17:1: warning: event \"x\" cedes \"a\" to its holder: \"blue\" holds it in fact, by event \"w\"",
            ],
        );
    }

    #[test]
    fn a_withdrawal_needs_someone_to_leave() {
        let leave = event("x", "1910", "withdrawal", "units = [\"a\"], control = \"nobody\", status = []");
        check(std::slice::from_ref(&leave), &[]);
        let gone = |status: &str| {
            event("w", "1909", "military", &format!("units = [\"a\"], control = \"nobody\"{status}"))
        };
        check(&[gone(", status = [{ kind = \"occupied\", by = \"blue\" }]"), leave.clone()], &[]);
        check(
            &[gone(""), leave],
            &[
                "events.toml:17:1: warning: event \"x\" is a withdrawal from \"a\" that no polity leaves: nobody holds it in \
               fact, by event \"w\"",
            ],
        );
    }
}
