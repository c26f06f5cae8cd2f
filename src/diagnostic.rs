//! What is wrong with data: where, what, and the way out.

use serde::Serialize;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use unicode_normalization::UnicodeNormalization;

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
    /// Line, counted from 1; the number of a feature where the column is 0; 0 for the file as a whole.
    pub line: usize,
    /// Column in characters, counted from 1; 0 in files that have no lines, or all features on one.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.file),
            (number, 0) => write!(f, "{}: feature {number}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
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
            write!(f, "{}: ", shown(&place.to_string()))?;
        }
        if self.severity != Severity::Error {
            write!(f, "{}: ", self.severity.word())?;
        }
        f.write_str(&shown(&self.message))?;
        if let Some(help) = &self.help {
            write!(f, "; {}", shown(help))?;
        }
        Ok(())
    }
}

/// True for a character that no text of data may hold: it is not seen, and does something. Control characters, of which
/// terminals take commands (but line breaks and tabs may stand); marks that turn the direction of the letters that
/// follow; and the two code points that no file of XML can hold.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// The hidden characters of a text, each with its byte.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Most texts have no byte that begins one.
    let first = text.bytes().position(|b| {
        b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t') || matches!(b, 0x7F | 0xC2 | 0xE2 | 0xEF)
    });
    let from = first.unwrap_or(text.len());
    let characters = text[from..].char_indices().map(move |(at, c)| (from + at, c));
    characters.filter(|(_, c)| is_hidden(*c))
}

/// A text in the form in which letters with marks are one character where there is one (NFC). macOS writes names of files
/// the other way, and what is typed there may be so too.
pub fn composed(text: &str) -> Cow<'_, str> {
    // What lies before the first combining mark is composed already: most texts are looked at in one go.
    if text.bytes().all(|byte| byte < 0xCC) || unicode_normalization::is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// A text on one line of a terminal: what is hidden, and line breaks, are written out as `\u{1b}` and `\n`.
pub fn shown(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !is_hidden(c) && !c.is_control();
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if is_plain(c) => out.push(c),
            '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            c => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
        }
    }
    Cow::Owned(out)
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
    // The work grows with the product of the lengths, and no name is so long.
    const LONGEST: usize = 200;
    if LONGEST < wanted.len() {
        return None;
    }
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    let limit = (wanted.len() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().filter(|candidate| candidate.len() <= 2 * LONGEST) {
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
    fn nothing_hidden_reaches_a_terminal() {
        for (text, wanted) in [
            ("Savoy é Ереван \u{200d}", "Savoy é Ереван \u{200d}"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("a\nb\rc\td", "a\\nb\\rc\\td"),
            ("\u{202e}live\u{9b}1m\0\u{7f}", "\\u{202e}live\\u{9b}1m\\u{0}\\u{7f}"),
        ] {
            assert_eq!(shown(text), wanted);
            let finding = Diagnostic::new(Severity::Error, "x", text).help(text);
            assert_eq!(finding.to_string(), format!("{wanted}; {wanted}"));
        }
        assert_eq!(hidden("é\u{1b}\n\u{202e}").collect::<Vec<_>>(), [(2, '\u{1b}'), (4, '\u{202e}')]);
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
