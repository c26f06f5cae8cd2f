//! What is wrong with data: where, what, and the way out.

use serde::Serialize;
use std::fmt;

/// One finding about data, for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Which rule found it, such as `unknown-reference` or `overlap`.
    pub rule: &'static str,
    /// Where it is, if it is in one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Location>,
    /// What is wrong, with the value; lower case, no full stop.
    pub message: String,
    /// The way out: the nearest right value, or what is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The data cannot be used.
    Error,
    /// The data can be used, and the map may be wrong.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it, such as `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Location {
    /// The file, as the user would name it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Diagnostic {
    /// A finding without place or help.
    pub fn new(severity: Severity, rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity, rule, place: None, message: message.into(), help: None }
    }

    /// The same with a place.
    pub fn at(self, place: Location) -> Diagnostic {
        Diagnostic { place: Some(place), ..self }
    }

    /// The same with a way out.
    pub fn help(self, help: impl Into<String>) -> Diagnostic {
        Diagnostic { help: Some(help.into()), ..self }
    }
}

/// Writes one line: `events.toml:41:12: unknown polity "savoia"; nearest is "savoy"`.
///
/// Findings that are no errors say so: `events.toml:41:12: warning: …`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        if self.severity != Severity::Error {
            write!(f, "{}: ", self.severity.word())?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

/// Sorts findings by file, line and column; those without a place come last, in their order.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (a.place.is_none(), &a.place).cmp(&(b.place.is_none(), &b.place)));
}

/// The candidate that `wanted` is most likely a misspelling of, or `None` if none is near.
///
/// Counts letters put in, left out, replaced and swapped with their neighbour; case does not count.
/// Among equally near candidates the first wins.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    let limit = (wanted.len() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        if limit < letters.len().abs_diff(wanted.len()) {
            continue;
        }
        let distance = edit_distance(&wanted, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The smallest number of letters put in, left out, replaced or swapped with their neighbour.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    // Rows of the usual table: two back, one back, the current one.
    let mut two_back = vec![0; b.len() + 1];
    let mut back: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let replaced = back[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(back[j] + 1).min(row[j - 1] + 1);
            if 1 < i && 1 < j && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_back[j - 2] + 1);
            }
        }
        std::mem::swap(&mut two_back, &mut back);
        std::mem::swap(&mut back, &mut row);
    }
    back[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_value_or_none() {
        let known = ["savoy", "sardinia", "france", "nobody"];
        for (wanted, expected) in [
            ("savoia", Some("savoy")),
            ("Savoy", Some("savoy")),
            ("frnace", Some("france")),
            ("x", None),
            ("", None),
            ("republic-of-venice", None),
        ] {
            assert_eq!(nearest(wanted, known), expected, "{wanted}");
        }
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [("", "", 0), ("ab", "ba", 1), ("kitten", "sitting", 3), ("", "abc", 3)] {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!((edit_distance(&a, &b), edit_distance(&b, &a)), (expected, expected));
        }
    }

    #[test]
    fn one_line_per_finding() {
        let place = Location { file: "events.toml".into(), line: 41, column: 12 };
        let finding = Diagnostic::new(Severity::Error, "unknown-reference", "unknown polity \"savoia\"")
            .at(place)
            .help("nearest is \"savoy\"");
        assert_eq!(finding.to_string(), "events.toml:41:12: unknown polity \"savoia\"; nearest is \"savoy\"");
        let warning = Diagnostic { severity: Severity::Warning, place: None, ..finding };
        assert_eq!(warning.to_string(), "warning: unknown polity \"savoia\"; nearest is \"savoy\"");
    }
}
