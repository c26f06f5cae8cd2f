//! Statements of a change that no event takes up.

use super::{Findings, Job, Rule};
use crate::dataset::{AttestationId, AttestationRole};
use crate::diagnostic::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "unused-attestation",
    what: "an attestation of an act or a change that no event and no variant names",
    why: "what a source says of a change belongs to an event, as support, contradiction or report",
    mend: "name it in the event it is about, or give it the role context",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let events = &job.dataset.events;
    let evidence = events.iter().flat_map(|event| event.evidence.iter().map(|one| one.attestation));
    let variants = events.iter().flat_map(|event| event.variants.iter().flat_map(|one| &one.attestations));
    let used: BTreeSet<AttestationId> = evidence.chain(variants.copied()).collect();
    let unused: Vec<&str> = (0u32..)
        .zip(&job.dataset.attestations)
        .filter(|(index, one)| {
            matches!(one.role, AttestationRole::Executed | AttestationRole::Declared)
                && !used.contains(&AttestationId(*index))
        })
        .map(|(_, one)| one.key.as_str())
        .collect();
    if !unused.is_empty() {
        let noun = if unused.len() == 1 { "attestation is" } else { "attestations are" };
        findings
            .add(Severity::Note, format!("{} {noun} named by no event: {}", unused.len(), unused.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn acts_count_and_context_does_not() {
        let statements = "id,source,place,date,role,statement,note\nE1,s,,,executed,Yes.,\nE2,s,,,context,Well.,\n\
                          E3,s,,,declared,Yes.,\n";
        letters("AB")
            .file("sources.bib", "@book{s, year = 1900}")
            .file("attestations.csv", statements)
            .finds("unused-attestation", &["note: 2 attestations are named by no event: E1, E3"]);
    }
}
