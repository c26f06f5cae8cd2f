//! Changes marked as stated that no source states.

use super::{Findings, Job, Rule};
use crate::dataset::{Certainty, Relation};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    id: "unevidenced",
    what: "an event marked \"stated\" that no attestation supports",
    why: "a reader is told that a source says so; what is concluded must be marked as concluded",
    mend: "name the attestations under supports, or set certainty = \"inferred\" (or \"contested\")",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for event in job.dataset.events.iter().filter(|event| event.certainty == Certainty::Stated) {
        if event.evidence.iter().any(|one| one.relation == Relation::Supports) {
            continue;
        }
        let what = match event.evidence.as_slice() {
            [] => "rests on inference alone".to_owned(),
            some if some.iter().any(|one| one.relation == Relation::Contradicts) => {
                "is contradicted and not supported".to_owned()
            }
            _ => "is reported and not supported".to_owned(),
        };
        // What changes no map misleads nobody.
        let severity = if event.effects.is_empty() { Severity::Note } else { Severity::Warning };
        findings.at_event(severity, event, format!("event \"{}\" is marked stated, but {what}", event.key));
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn stated_needs_support() {
        let event = "[[event]]\nid = \"x\"\ndate = \"1910\"\nkind = \"cession\"\ntitle.en = \"X\"\n";
        let effect = "effect = [{ units = [\"a\"], control = \"blue\" }]\n";
        letters("AB").events(&format!("{event}inferred = \"test\"\n{effect}")).finds(
            "unevidenced",
            &["events.toml:9:1: warning: event \"x\" is marked stated, but rests on inference alone"],
        );
        let sourced = |relation: &str| {
            letters("AB")
                .events(&format!("{event}{relation} = [\"E1\"]\n"))
                .file("sources.bib", "@book{s, year = 1900}")
                .file(
                    "attestations.csv",
                    "id,source,place,date,role,statement,note\nE1,s,,,executed,It happened.,\n",
                )
        };
        sourced("supports").finds("unevidenced", &[]);
        sourced("contradicts").finds(
            "unevidenced",
            &["events.toml:9:1: note: event \"x\" is marked stated, but is contradicted and not supported"],
        );
    }
}
