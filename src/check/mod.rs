//! What can be wrong with a data set that reads well: one rule, one file.
//!
//! Reading a data set (see [`crate::dataset`]) finds what is wrong with single lines; the rules here
//! look at the whole: at the polygons together, at every day on which something changes, and at what
//! the sources are used for.

mod anachronism;
mod claim_end;
mod claim_twice;
mod contradicted;
mod coverage;
mod crossing;
mod end_date;
mod facts;
mod figure_area;
mod gap;
mod giver;
mod letters;
mod no_effect;
mod outside_period;
mod overlap;
mod place_unit;
mod polity_dates;
mod replay;
mod single_source;
mod sliver;
mod status_party;
mod unevidenced;
mod unheld;
mod untranslated;
mod unused_attestation;
mod unused_source;

#[cfg(test)]
mod world;

use crate::dataset::{Dataset, Event, UnitId};
use crate::diagnostic::{self, Diagnostic, Location, Severity};
use crate::timeline::Timeline;
use coverage::Coverage;
use gap::Gap;
use overlap::Overlap;
use std::cell::OnceCell;

pub use letters::missing_letters;

/// One thing to look for.
pub struct Rule {
    /// Short name, as findings give it.
    pub id: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    find: fn(&Job<'_>, &mut Findings),
}

/// All rules, in the order in which their findings come.
static RULES: [Rule; 24] = [
    overlap::RULE,
    gap::RULE,
    sliver::RULE,
    crossing::RULE,
    place_unit::RULE,
    figure_area::RULE,
    unheld::RULE,
    facts::RULE,
    polity_dates::RULE,
    end_date::RULE,
    giver::RULE,
    no_effect::RULE,
    claim_end::RULE,
    claim_twice::RULE,
    status_party::RULE,
    outside_period::RULE,
    unevidenced::RULE,
    contradicted::RULE,
    single_source::RULE,
    unused_attestation::RULE,
    unused_source::RULE,
    anachronism::RULE,
    untranslated::RULE,
    letters::RULE,
];

/// All rules there are.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// Everything the rules find: those with a line first, by file and line, then the others by rule.
///
/// An error is a contradiction in the data, a warning is something the map gets wrong, a note is
/// worth knowing and may be as it should be.
pub fn check(dataset: &Dataset) -> Vec<Diagnostic> {
    let job = Job::new(dataset);
    let mut found = Vec::new();
    for rule in &RULES {
        let mut findings = Findings { rule: rule.id, found: &mut found };
        (rule.find)(&job, &mut findings);
    }
    diagnostic::sort(&mut found);
    found
}

const UNITS: &str = "units.geojson";

/// What the rules look at.
struct Job<'a> {
    dataset: &'a Dataset,
    timeline: Timeline<'a>,
    coverage: Coverage,
    gaps: OnceCell<Vec<Gap>>,
    overlaps: OnceCell<Vec<Overlap>>,
}

impl<'a> Job<'a> {
    fn new(dataset: &'a Dataset) -> Job<'a> {
        Job {
            dataset,
            timeline: Timeline::new(dataset),
            coverage: Coverage::new(&dataset.units),
            gaps: OnceCell::new(),
            overlaps: OnceCell::new(),
        }
    }

    /// The land between units that none covers; worked out once.
    fn gaps(&self) -> &[Gap] {
        self.gaps.get_or_init(|| gap::gaps(self.dataset, &self.coverage))
    }

    /// The land that two units cover; worked out once.
    fn overlaps(&self) -> &[Overlap] {
        self.overlaps.get_or_init(|| overlap::overlaps(self.dataset, &self.coverage))
    }

    /// Names of units for a message: `"goris", "kapan" and 3 more`.
    fn unit_list(&self, units: &[UnitId]) -> String {
        const SHOWN: usize = 4;
        let names: Vec<String> =
            units.iter().take(SHOWN).map(|unit| format!("\"{}\"", self.dataset.unit(*unit).key)).collect();
        let more = units.len().saturating_sub(SHOWN);
        match names.as_slice() {
            [] => "no unit".to_owned(),
            names if 0 < more => format!("{} and {more} more", names.join(", ")),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }
}

/// Where a rule puts what it finds.
struct Findings<'f> {
    rule: &'static str,
    found: &'f mut Vec<Diagnostic>,
}

impl Findings<'_> {
    /// A finding about the data as a whole, or about polygons.
    fn add(&mut self, severity: Severity, message: String) {
        self.found.push(Diagnostic::new(severity, self.rule, message));
    }

    /// A finding about an event.
    fn at_event(&mut self, severity: Severity, event: &Event, message: String) {
        self.at_line(severity, "events.toml", event.line, message);
    }

    /// A finding about a unit, at its line; about the data as a whole if there is none.
    fn at_unit(&mut self, severity: Severity, dataset: &Dataset, unit: Option<&UnitId>, message: String) {
        match unit {
            Some(unit) => self.at_line(severity, UNITS, dataset.unit(*unit).line, message),
            None => self.add(severity, message),
        }
    }

    /// A finding about a line of a file.
    fn at_line(&mut self, severity: Severity, file: &str, line: usize, message: String) {
        let place = Location { file: file.to_owned(), line, column: 1 };
        self.found.push(Diagnostic::new(severity, self.rule, message).at(place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_name_and_says_why_and_how() {
        let mut ids: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rules().len());
        for rule in rules() {
            assert!(!rule.what.is_empty() && !rule.why.is_empty() && !rule.mend.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn the_builtin_set_has_nothing_but_notes() {
        let set = Dataset::builtin().expect("the built-in set reads");
        let findings = check(&set);
        let bad: Vec<String> =
            findings.iter().filter(|one| one.severity != Severity::Note).map(|one| one.to_string()).collect();
        assert_eq!(bad, [""; 0]);
    }

    #[test]
    fn a_sound_world_has_no_findings() {
        let findings = check(&world::sound().dataset());
        assert_eq!(findings, []);
    }
}
