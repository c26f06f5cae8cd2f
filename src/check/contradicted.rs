//! Contradictions without an answer.

use super::{Findings, Job, Rule};
use crate::dataset::{AttestationId, Relation};
use crate::diagnostic::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "contradicted",
    what: "an event that an attestation contradicts, with neither a variant that has it nor a note; a variant that does \
           not say why the map does not follow it",
    why: "where sources contradict each other both stay, and a reader must see which reading the map follows and why",
    mend: "add an [[event.variant]] with the other reading, its attestations and because; or say in the note why the \
           statement weighs nothing",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for event in &job.dataset.events {
        let in_variants: BTreeSet<AttestationId> =
            event.variants.iter().flat_map(|variant| variant.attestations.iter().copied()).collect();
        let open: Vec<&str> = event
            .evidence
            .iter()
            .filter(|one| one.relation == Relation::Contradicts && !in_variants.contains(&one.attestation))
            .map(|one| job.dataset.attestation(one.attestation).key.as_str())
            .collect();
        if !open.is_empty() && event.note.is_empty() {
            let verb = if open.len() == 1 { "contradicts" } else { "contradict" };
            let message = format!(
                "{} {verb} event \"{}\", and neither a variant nor a note answers",
                open.join(", "),
                event.key
            );
            findings.at_event(Severity::Warning, event, message);
        }
        for variant in event.variants.iter().filter(|variant| variant.because.is_empty()) {
            let message = format!(
                "variant \"{}\" of event \"{}\" does not say under \"because\" why the map does not follow it",
                variant.key, event.key
            );
            findings.at_event(Severity::Warning, event, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn a_variant_or_a_note_answers() {
        let check = |more: &str, expected: &[&str]| {
            let event = format!(
                "[[event]]\nid = \"x\"\ndate = \"1910\"\nkind = \"cession\"\ntitle.en = \"X\"\nsupports = \
                 [\"E1\"]\ncontradicts = [\"E2\", \"E3\"]\n{more}"
            );
            let statements = "id,source,place,date,role,statement,note\nE1,s,,,executed,Yes.,\nE2,s,,,executed,No.,\n\
                              E3,s,,,executed,No.,\n";
            letters("AB")
                .events(&event)
                .file("sources.bib", "@book{s, year = 1900}")
                .file("attestations.csv", statements)
                .finds("contradicted", expected);
        };
        let variant = |attestations: &str, because: &str| {
            format!(
                "[[event.variant]]\nid = \"C1\"\nsays.en = \"No.\"\nattestations = [{attestations}]\nbecause = \
                 \"{because}\"\n"
            )
        };
        check("note = \"Hearsay.\"", &[]);
        check(&variant("\"E2\", \"E3\"", "Hearsay."), &[]);
        check(
            "",
            &[
                "events.toml:9:1: warning: E2, E3 contradict event \"x\", and neither a variant nor a note answers",
            ],
        );
        check(
            &variant("\"E2\"", "Hearsay."),
            &[
                "events.toml:9:1: warning: E3 contradicts event \"x\", and neither a variant nor a note answers",
            ],
        );
        check(
            &variant("\"E2\", \"E3\"", ""),
            &[
                "events.toml:9:1: warning: variant \"C1\" of event \"x\" does not say under \"because\" why the map does \
               not follow it",
            ],
        );
    }
}
