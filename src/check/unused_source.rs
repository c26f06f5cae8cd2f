//! Sources that nothing cites.

use super::{Findings, Job, Rule};
use crate::dataset::SourceId;
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    id: "unused-source",
    what: "a source of sources.bib that no attestation and no fact cites",
    why: "a credit line would name a source that the map does not rest on",
    mend: "take it out, or add what it states to attestations.csv",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for (id, source) in (0u32..).map(SourceId).zip(&job.dataset.sources) {
        let attested = job.dataset.attestations.iter().any(|one| one.source == id);
        // A fact gives its source in words.
        let named = job.dataset.facts.iter().any(|fact| fact.source.contains(&source.key));
        if !attested && !named {
            findings.add(Severity::Note, format!("source \"{}\" is cited by nothing", source.key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn attestations_and_facts_cite() {
        letters("AB")
            .file("sources.bib", "@book{s, year = 1900}\n@book{t, year = 1901}\n@book{u, year = 1902}")
            .file("attestations.csv", "id,source,place,date,role,statement,note\nE1,s,,,context,Well.,\n")
            .file(
                "expect.toml",
                "[[fact]]\nunit = \"a\"\ndate = \"1905-01-01\"\ncontrol = \"red\"\nsource = \"t, p. 3\"\n",
            )
            .finds("unused-source", &["note: source \"u\" is cited by nothing"]);
    }
}
