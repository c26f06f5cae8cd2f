//! Statements of a change that no event takes up.

use super::{Findings, Job, Rule};
use crate::dataset::{AttestationId, AttestationRole};
use crate::diagnostic::Severity;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "unused-attestation",
    what: "an attestation, other than of context, that no event and no variant names",
    why: "what a source says of a change belongs to an event, as support, contradiction or report",
    mend: "name it in the event it is about, or give it the role context",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let events = &job.dataset.events;
    let evidence = events.iter().flat_map(|event| event.evidence.iter().map(|one| one.attestation));
    let variants = events.iter().flat_map(|event| event.variants.iter().flat_map(|one| &one.attestations));
    let used: BTreeSet<AttestationId> = evidence.chain(variants.copied()).collect();
    for (id, one) in (0u32..).map(AttestationId).zip(&job.dataset.attestations) {
        let severity = match one.role {
            AttestationRole::Context => continue,
            AttestationRole::Executed | AttestationRole::Declared => Severity::Warning,
            AttestationRole::Proposal | AttestationRole::Claim | AttestationRole::Confirms => Severity::Note,
        };
        if !used.contains(&id) {
            let message = format!("attestation \"{}\" ({}) is named by no event", one.key, one.role.key());
            findings.at_line(severity, "attestations.csv", one.line, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn acts_count_and_context_does_not() {
        let statements = "id,source,place,date,role,statement,note\nE1,s,,,executed,Yes.,\nE2,s,,,context,Well.,\n\
                          E3,s,,,claim,Yes.,\n";
        letters("AB")
            .file("sources.bib", "@book{s, year = 1900}")
            .file("attestations.csv", statements)
            .finds(
                "unused-attestation",
                &[
                    "attestations.csv:2:1: warning: attestation \"E1\" (executed) is named by no event",
                    "attestations.csv:4:1: note: attestation \"E3\" (claim) is named by no event",
                ],
            );
    }
}
