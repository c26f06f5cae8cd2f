//! Letters that the fonts of the program lack.

use std::collections::BTreeSet;

use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, SlidePlan, few};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{Lang, Text};
use crate::text;

pub(super) const RULE: Rule = Rule {
    id: "missing-letters",
    what: "names and titles with letters that the fonts of the program lack",
    why: "pictures show an empty box for each of them",
    mend: "add a wording in letters that the fonts have (Latin, Cyrillic, Armenian, Georgian), as a language of its own",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    if let Some(finding) = missing_letters(job.dataset, &[]) {
        findings.add(finding.severity, finding.message);
    }
}

/// Which letters the fonts lack, and the names they are in: in the wordings that are drawn in some languages, or
/// in all wordings if none is given.
pub fn missing_letters(dataset: &Dataset, langs: &[Lang]) -> Option<Diagnostic> {
    let mut letters: BTreeSet<char> = BTreeSet::new();
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut look = |what: &str, words: &str| {
        let before = known.len();
        let found: BTreeSet<char> = text::missing(words).collect();
        if found.is_empty() {
            return;
        }
        letters.extend(found);
        known.insert(words.to_owned());
        if known.len() > before {
            let shown = text::shortened(words, 60).unwrap_or_else(|| words.to_owned());
            names.push(format!("\"{shown}\" ({what})"));
        }
    };
    let mut of_text = |what: &str, text: &Text| match langs {
        [] => text.iter().for_each(|(_, words)| look(what, words)),
        langs => langs.iter().for_each(|&lang| look(what, text.get(lang))),
    };
    for (what, text) in dataset.drawn_texts() {
        of_text(what, text);
    }
    if let Some(plan) = &dataset.plan {
        let own = [("title", &plan.title), ("subtitle", &plan.subtitle)];
        for (_, text) in own.into_iter().chain(plan.slides.iter().flat_map(SlidePlan::texts)) {
            of_text("slide", text);
        }
    }
    dataset.sources.iter().for_each(|source| look("source", &source.short()));
    dataset.credits.iter().for_each(|words| look("credit", words));
    look("licence", &dataset.licence);
    if names.is_empty() {
        return None;
    }
    let shown: Vec<String> = letters.iter().map(|&letter| written(letter)).collect();
    let message = format!(
        "the fonts lack {} {}, drawn as empty boxes: {}; in {} {}: {}",
        letters.len(),
        if letters.len() == 1 { "letter" } else { "letters" },
        few(&shown, 12),
        names.len(),
        if names.len() == 1 { "name" } else { "names" },
        few(&names, 5)
    );
    Some(Diagnostic::new(Severity::Warning, RULE.id, message))
}

/// A letter with its number in Unicode; a mark stands on a circle.
fn written(letter: char) -> String {
    let ring = if matches!(letter, '\u{300}'..='\u{36f}') { "\u{25cc}" } else { "" };
    format!("{ring}{letter} (U+{:04X})", letter as u32)
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn letters_and_names_are_told_once() {
        letters("AB").finds("missing-letters", &[]);
        let head = "id = \"w\"\ntitle.en = \"Ελ\"\nperiod = \"1900/1950\"\nextent = [-1, -1, 9, 9]\n";
        letters("AB").file("dataset.toml", head).finds(
            "missing-letters",
            &["warning: the fonts lack 2 letters, drawn as empty boxes: Ε (U+0395), λ (U+03BB); in 1 name: \"Ελ\" (title)"],
        );
    }
}
