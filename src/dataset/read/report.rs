//! The list of everything wrong.

use super::text_file::{Found, Spot};
use crate::diagnostic::{self, Diagnostic, Location, Severity, nearest};
use crate::time::{Day, FuzzyDate};
use std::collections::BTreeSet;

/// Collects findings while reading goes on.
#[derive(Default)]
pub(crate) struct Report {
    found: Vec<Diagnostic>,
    /// How many errors and other findings there was no room for.
    more: [usize; 2],
}

/// Findings of one set that are kept; more are counted. Nobody reads so many, and each takes more memory than what is
/// wrong.
const MOST: usize = 5000;
/// After so many findings no nearest names are looked for: each search goes through all names.
const HELPED: usize = 500;

impl From<Spot<'_>> for Location {
    fn from(spot: Spot<'_>) -> Location {
        spot.location()
    }
}

impl Report {
    /// All findings, sorted by place. Where the notation of a line is wrong, what follows from that is left out.
    pub fn into_found(mut self) -> Vec<Diagnostic> {
        let line =
            |finding: &Diagnostic| finding.place.as_ref().map(|place| (place.file.clone(), place.line));
        let garbled: BTreeSet<_> =
            self.found.iter().filter(|finding| finding.rule == "syntax").map(line).collect();
        self.found.retain(|finding| finding.rule == "syntax" || !garbled.contains(&line(finding)));
        diagnostic::sort(&mut self.found);
        for (more, severity) in self.more.into_iter().zip([Severity::Error, Severity::Warning]) {
            if 0 < more {
                let message = format!("{more} more {}s are not told", severity.word());
                self.found.push(Diagnostic::new(severity, "syntax", message));
            }
        }
        self.found
    }

    /// True if something found so far is an error.
    pub fn is_broken(&self) -> bool {
        self.more[0] != 0 || self.found.iter().any(|one| one.severity == Severity::Error)
    }

    /// True if a part of the file could not be read, so that names may be missing from it.
    pub fn is_garbled(&self, file: &str) -> bool {
        let in_file = |one: &&Diagnostic| one.place.as_ref().is_some_and(|place| place.file == file);
        self.found.iter().filter(in_file).any(|one| {
            one.severity == Severity::Error && matches!(one.rule, "syntax" | "encoding" | "missing-key")
        })
    }

    /// Adds an error; an empty `help` is none.
    pub fn error(
        &mut self,
        rule: &'static str,
        place: impl Into<Location>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, rule, place, message.into(), help.into());
    }

    /// Adds a warning; an empty `help` is none.
    pub fn warning(
        &mut self,
        rule: &'static str,
        place: impl Into<Location>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, rule, place, message.into(), help.into());
    }

    fn add(
        &mut self,
        severity: Severity,
        rule: &'static str,
        place: impl Into<Location>,
        message: String,
        help: String,
    ) {
        if MOST <= self.found.len() {
            self.more[usize::from(severity != Severity::Error)] += 1;
            return;
        }
        let place = place.into();
        let help = (!help.is_empty()).then_some(help);
        self.found.push(Diagnostic { severity, rule, place: Some(place), message, help });
    }

    /// Reports a value that is not in a list: `unknown <what> "<value>"`, with the nearest one or the choices.
    pub fn unknown<'c>(
        &mut self,
        rule: &'static str,
        what: &str,
        found: Found<'_, &str>,
        choices: impl IntoIterator<Item = &'c str> + Clone,
    ) {
        let near = if self.found.len() < HELPED { nearest(found.value, choices.clone()) } else { None };
        let help = match near {
            Some(near) => format!("nearest is \"{near}\""),
            None => {
                let all: Vec<&str> = choices.into_iter().take(19).collect();
                if all.is_empty() {
                    format!("no {what} is known")
                } else if all.len() <= 18 {
                    format!("allowed: {}", all.join(", "))
                } else {
                    String::new()
                }
            }
        };
        self.error(rule, found.spot, format!("unknown {what} \"{}\"", found.value), help);
    }

    /// One of a closed set of values, by its spelling.
    pub fn choice<T: Copy>(
        &mut self,
        what: &str,
        found: Found<'_, &str>,
        all: &[(&'static str, T)],
    ) -> Option<T> {
        let value = all.iter().find(|(key, _)| *key == found.value).map(|(_, value)| *value);
        if value.is_none() {
            self.unknown("unknown-value", what, found, all.iter().map(|(key, _)| *key));
        }
        value
    }

    /// Reports an id that cannot be part of a file name: with it files would be written elsewhere.
    pub fn file_part(&mut self, key: Found<'_, &str>) {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !key.value.chars().all(fits) || key.value.starts_with('.') || 100 < key.value.len() {
            let message = format!("\"{}\" cannot be part of a file name", key.value);
            let help = match key.value {
                value if 100 < value.len() => "write at most 100 bytes",
                value if value.starts_with('.') => "begin with a letter or digit",
                _ => "write letters, digits, - and .",
            };
            self.error("unknown-value", key.spot, message, help);
        }
    }

    /// A date in EDTF.
    pub fn date(&mut self, found: Found<'_, &str>) -> Option<FuzzyDate> {
        match FuzzyDate::parse(found.value) {
            Ok(date) => Some(date),
            Err(error) => {
                self.error("bad-date", found.spot.on(error.offset()), error.to_string(), "");
                None
            }
        }
    }

    /// A date known to the day.
    pub fn day(&mut self, found: Found<'_, &str>) -> Option<Day> {
        match found.value.parse::<Day>() {
            Ok(day) => Some(day),
            Err(error) => {
                self.error("bad-date", found.spot.on(error.offset()), error.to_string(), "");
                None
            }
        }
    }
}
