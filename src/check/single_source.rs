//! Changes that one source alone states.

use super::{Findings, Job, Rule};
use crate::dataset::{Event, Relation, SourceId};
use crate::diagnostic::Severity;
use crate::sources::independent;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "single-source",
    what: "an event that changes the map and that one source alone supports",
    why: "a date or an extent with one witness is weaker than it looks on the map",
    mend: "look for a second source; if there is none, leave it: this is a note",
    find,
};

/// Of more events that rest on one source their number says more than a list of them.
const LISTED: usize = 20;

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let changes = || job.dataset.events.iter().filter(|event| !event.effects.is_empty());
    let mut by_source: BTreeMap<SourceId, Vec<&Event>> = BTreeMap::new();
    for event in changes() {
        let sources = independent(job.dataset, event.statements(Relation::Supports));
        if let (Some(source), 1) = (sources.first(), sources.len()) {
            by_source.entry(*source).or_default().push(event);
        }
    }
    for (source, events) in by_source {
        let source = job.dataset.source(source);
        if LISTED < events.len() {
            let name = source.field("title").unwrap_or(&source.key);
            let message = format!(
                "{} of {} events that change the map rest on \"{name}\" alone",
                events.len(),
                changes().count()
            );
            findings.add(Severity::Note, message);
            continue;
        }
        for event in events {
            let message = format!("event \"{}\" rests on \"{}\" alone", event.key, source.key);
            findings.at_event(Severity::Note, event, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn one_witness_or_two() {
        let check = |supports: &str, expected: &[&str]| {
            let event = format!(
                "[[event]]\nid = \"x\"\ndate = \"1910\"\nkind = \"cession\"\ntitle.en = \"X\"\nsupports = \
                 [{supports}]\neffect = [{{ units = [\"a\"], control = \"blue\" }}]\n"
            );
            let statements = "id,source,place,date,role,statement,note\nE1,s,,,executed,Yes.,\nE2,s,,,executed,Yes.,\n\
                              E3,t,,,executed,Yes.,\nE4,r,,,executed,Yes.,\n";
            letters("AB")
                .events(&event)
                .file(
                    "sources.bib",
                    "@book{s, year = 1900}\n@book{t, year = 1901}\n@book{r, year = 1950, related = {s}, \
                     relatedtype = {reprintof}}",
                )
                .file("attestations.csv", statements)
                .finds("single-source", expected);
        };
        check("\"E1\", \"E2\"", &["events.toml:9:1: note: event \"x\" rests on \"s\" alone"]);
        check("\"E1\", \"E3\"", &[]);
        // A reprint is no second witness.
        check("\"E1\", \"E4\"", &["events.toml:9:1: note: event \"x\" rests on \"s\" alone"]);
    }
}
