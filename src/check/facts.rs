//! Known facts that the data set does not answer.

use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, Fact, Holder, PolityId, Status, Subject};
use crate::diagnostic::Severity;
use crate::timeline::{UnitState, holder_key, unit_of};

pub(super) const RULE: Rule = Rule {
    id: "facts",
    what: "a fact of expect.toml that the events do not give",
    why: "each fact is stated by a source and holds whatever else is edited: a wrong answer is a wrong map",
    mend: "correct the event, its date or its units; correct the fact only if its source is misread",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for fact in &job.dataset.facts {
        let line = |findings: &mut Findings<'_>, message: String| {
            findings.at_line(Severity::Error, "expect.toml", fact.line, message);
        };
        let about = subject(job.dataset, fact);
        let Some(unit) = unit_of(job.dataset, &fact.subject) else {
            line(findings, format!("{about} lies in no unit ({})", fact.source));
            continue;
        };
        let state = job.timeline.at(fact.date);
        for difference in differences(job.dataset, fact, state.of(unit)) {
            line(findings, format!("{about} on {}: {difference} ({})", fact.date, fact.source));
        }
    }
}

fn differences(set: &Dataset, fact: &Fact, state: &UnitState) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |track: &str, expected: Option<String>, is: String, event: Option<&str>| {
        if let Some(expected) = expected
            && expected != is
        {
            let by = event.map_or(String::new(), |event| format!(", by event \"{event}\""));
            found.push(format!("{track} is {is}{by}, the fact says {expected}"));
        }
    };
    let holder = |holder: Holder| format!("\"{}\"", holder_key(set, holder));
    let event = |id: Option<crate::dataset::EventId>| id.map(|id| set.event(id).key.as_str());
    compare("control", fact.control.map(holder), holder(state.control.value), event(state.control.event));
    compare(
        "sovereignty",
        fact.sovereignty.map(holder),
        holder(state.sovereignty.value),
        event(state.sovereignty.event),
    );
    let claimants: Vec<PolityId> = state.claims.iter().map(|(polity, _)| *polity).collect();
    compare("the claim", fact.claims.as_ref().map(|list| claims(set, list)), claims(set, &claimants), None);
    let status = statuses(set, &state.status.value);
    compare(
        "the status",
        fact.status.as_ref().map(|list| statuses(set, list)),
        status,
        event(state.status.event),
    );
    found
}

fn subject(set: &Dataset, fact: &Fact) -> String {
    match &fact.subject {
        Subject::Place(place) => format!("place \"{}\"", set.place(*place).key),
        Subject::Unit(unit) => format!("unit \"{}\"", set.unit(*unit).key),
        Subject::Point([lon, lat]) => format!("position [{lon}, {lat}]"),
    }
}

fn claims(set: &Dataset, polities: &[PolityId]) -> String {
    list(polities.iter().map(|polity| format!("\"{}\"", set.polity(*polity).key)).collect(), "nobody's")
}

fn statuses(set: &Dataset, statuses: &[Status]) -> String {
    let one = |status: &Status| match status.by {
        Some(by) => format!("{} (\"{}\")", status.kind.key(), set.polity(by).key),
        None => status.kind.key().to_owned(),
    };
    list(statuses.iter().map(one).collect(), "ordinary")
}

/// Sorted, for neither claims nor statuses have an order.
fn list(mut names: Vec<String>, none: &str) -> String {
    names.sort_unstable();
    if names.is_empty() { none.to_owned() } else { names.join(" and ") }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    const CESSION: &str = "[[event]]
id = \"cession\"
date = \"1910-05-05\"
kind = \"cession\"
title.en = \"Cession\"
certainty = \"inferred\"
inferred = \"test\"
effect = [{ units = [\"b\"], control = \"blue\", claim-start = [\"red\"], status = [\"disputed\"] }]
";

    fn check(fact: &str, expected: &[&str]) {
        let facts = format!("[[fact]]\n{fact}\nsource = \"test\"\n");
        letters("AB").events(CESSION).file("expect.toml", &facts).finds("facts", expected);
    }

    #[test]
    fn facts_that_hold() {
        check("unit = \"b\"\ndate = \"1910-05-05\"\ncontrol = \"blue\"\nsovereignty = \"red\"", &[]);
        check("unit = \"b\"\ndate = \"1910-05-04\"\ncontrol = \"red\"\nclaims = []\nstatus = []", &[]);
        check("at = [0.15, 0.05]\ndate = \"1910-05-05\"\nclaims = [\"red\"]\nstatus = [\"disputed\"]", &[]);
    }

    #[test]
    fn facts_that_do_not() {
        check(
            "unit = \"b\"\ndate = \"1910-05-05\"\ncontrol = \"red\"\nclaims = []",
            &[
                "expect.toml:1:1: unit \"b\" on 1910-05-05: control is \"blue\", by event \"cession\", the fact says \"red\" \
             (test)",
                "expect.toml:1:1: unit \"b\" on 1910-05-05: the claim is \"red\", the fact says nobody's (test)",
            ],
        );
        check(
            "at = [5, 5]\ndate = \"1910-05-05\"\ncontrol = \"red\"",
            &["expect.toml:1:1: position [5, 5] lies in no unit (test)"],
        );
    }
}
