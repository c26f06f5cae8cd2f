//! Names and titles that lack one of the set's languages.

use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, DeckPlan, SlidePlan};
use crate::diagnostic::Severity;
use crate::lang::{Lang, Text};

pub(super) const RULE: Rule = Rule {
    id: "untranslated",
    what: "names, titles and captions without a wording in a language the set promises",
    why: "a map in that language would show the English wording",
    mend: "add the wording, or take the language out of dataset.toml",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for (what, texts) in tables(job.dataset) {
        for &lang in &job.dataset.languages {
            let lacking: Vec<&str> =
                texts.iter().filter(|(_, text)| text.exact(lang).is_none()).map(|(key, _)| *key).collect();
            let Some(first) = lacking.first() else { continue };
            let count = lacking.len();
            let of = texts.len();
            findings.add(
                Severity::Note,
                format!("{count} of {of} {what} have no wording in {lang}, such as \"{first}\""),
            );
        }
    }
}

type Keyed<'a> = (&'a str, &'a Text);

/// What a map shows, with the id it is found by. A text that is empty in every language is left out:
/// it is optional.
fn tables(set: &Dataset) -> Vec<(&'static str, Vec<Keyed<'_>>)> {
    let there = |(_, text): &Keyed<'_>| text.exact(Lang::EN).is_some();
    let places = set.places.iter().filter(|place| place.rank != 0);
    vec![
        ("unit names", set.units.iter().map(|unit| (unit.key.as_str(), &unit.name)).filter(there).collect()),
        (
            "polity names",
            set.polities.iter().map(|one| (one.key.as_str(), &one.name)).filter(there).collect(),
        ),
        (
            "place names",
            places
                .flat_map(|place| place.names.iter().map(|dated| (place.key.as_str(), &dated.name)))
                .filter(there)
                .collect(),
        ),
        (
            "event titles",
            set.events.iter().map(|event| (event.key.as_str(), &event.title)).filter(there).collect(),
        ),
        (
            "captions",
            set.events.iter().map(|event| (event.key.as_str(), &event.caption)).filter(there).collect(),
        ),
        ("texts of slides", set.plan.iter().flat_map(slide_texts).collect()),
    ]
}

/// The texts of a plan with what they are.
fn slide_texts(plan: &DeckPlan) -> Vec<Keyed<'_>> {
    let own = [("title", &plan.title), ("subtitle", &plan.subtitle)];
    let own = own.into_iter().filter(|(_, text)| !text.is_empty());
    own.chain(plan.slides.iter().flat_map(SlidePlan::texts)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn a_promised_language() {
        let head = "id = \"w\"\ntitle.en = \"World\"\nperiod = \"1900/1950\"\nextent = [-1, -1, 9, 9]\nlanguages = \
                    [\"en\", \"tr\"]";
        letters("AB").file("dataset.toml", head).finds(
            "untranslated",
            &[
                "note: 2 of 2 unit names have no wording in tr, such as \"a\"",
                "note: 3 of 3 polity names have no wording in tr, such as \"red\"",
                "note: 1 of 1 event titles have no wording in tr, such as \"start\"",
            ],
        );
        let slides = "[deck]\ntitle = \"All\"\n[[slide]]\nkind = \"title\"\ntitle.en = \"Only English\"\n";
        letters("AB").file("dataset.toml", head).file("slides.toml", slides).finds(
            "untranslated",
            &[
                "note: 2 of 2 unit names have no wording in tr, such as \"a\"",
                "note: 3 of 3 polity names have no wording in tr, such as \"red\"",
                "note: 1 of 1 event titles have no wording in tr, such as \"start\"",
                "note: 1 of 2 texts of slides have no wording in tr, such as \"title\"",
            ],
        );
    }
}
