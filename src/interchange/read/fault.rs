//! What is wrong with a file or odd about it, before it is known how the file is called.

use super::ReadError;
use crate::diagnostic::{Diagnostic, Location, Severity};

/// Why a file, or one feature of it, cannot be read.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub place: Place,
    pub rule: &'static str,
    pub message: String,
    pub help: String,
}

/// Where in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The file as a whole.
    File,
    /// A byte of a file of text.
    Byte(usize),
    /// A line of a file of text, from 1.
    Line(usize),
    /// A feature by its number, from 1.
    Feature(usize),
}

/// Findings of one file that are told; more are counted.
const TOLD: usize = 20;

impl Fault {
    pub fn new(rule: &'static str, message: impl Into<String>) -> Fault {
        Fault { place: Place::File, rule, message: message.into(), help: String::new() }
    }

    /// The file is not what its format asks for.
    pub fn syntax(message: impl Into<String>) -> Fault {
        Fault::new("syntax", message)
    }

    /// The file asks for more than is allowed.
    pub fn limit(what: &str, allowed: u64) -> Fault {
        Fault::new("limit", format!("more than {allowed} {what}"))
            .help("split the file, or allow more if you trust it")
    }

    pub fn help(self, help: impl Into<String>) -> Fault {
        Fault { help: help.into(), ..self }
    }

    /// The same with a place, if it has none yet.
    pub fn at(self, place: Place) -> Fault {
        if self.place == Place::File { Fault { place, ..self } } else { self }
    }

    fn diagnostic(self, name: &str, bytes: &[u8]) -> Diagnostic {
        let location = |line, column| Location { file: name.to_owned(), line, column };
        let (place, message) = match self.place {
            Place::File => (None, format!("{name}: {}", self.message)),
            Place::Feature(number) => (None, format!("{name}: feature {number}: {}", self.message)),
            Place::Line(line) => (Some(location(line, 1)), self.message),
            Place::Byte(at) => {
                let before = &bytes[..at.min(bytes.len())];
                let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
                // Bytes that go on a character are not counted.
                let column = before[line_start..].iter().filter(|byte| *byte & 0xC0 != 0x80).count() + 1;
                (Some(location(lines(before) + 1, column)), self.message)
            }
        };
        let help = (!self.help.is_empty()).then_some(self.help);
        Diagnostic { severity: Severity::Error, rule: self.rule, place, message, help }
    }
}

/// Line feeds in bytes.
pub(super) fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// The error of a file: the first faults, and how many more there are.
pub(super) fn error(name: &str, bytes: &[u8], mut faults: Vec<Fault>) -> ReadError {
    let more = faults.len().saturating_sub(TOLD);
    faults.truncate(TOLD);
    let mut findings: Vec<Diagnostic> =
        faults.into_iter().map(|fault| fault.diagnostic(name, bytes)).collect();
    if 0 < more {
        let message = format!("{name}: {more} more errors of this kind");
        findings.push(Diagnostic::new(Severity::Error, "syntax", message));
    }
    ReadError { findings }
}

/// A kind of oddity: how often, and in which feature first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    count: usize,
    first: usize,
}

impl Seen {
    pub fn note(&mut self, feature: usize) {
        if self.count == 0 {
            self.first = feature;
        }
        self.count += 1;
    }

    fn add(&mut self, other: Seen) {
        if self.count == 0 {
            self.first = other.first;
        }
        self.count += other.count;
    }
}

/// What was odd about features but could be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Oddities {
    /// Rings and lines with too few positions, left out.
    pub short: Seen,
    /// Rings that did not end where they begin, closed.
    pub open: Seen,
    /// Features with shapes of several kinds, split.
    pub mixed: Seen,
    /// Rings that turn like holes, but lie outside of every other: taken for polygons.
    pub lone_holes: Seen,
    /// Rings that lie inside of another and turn like it: taken for its holes.
    pub turned_holes: Seen,
    /// Empty places in lists of shapes, passed over.
    pub empty: Seen,
    /// Shapes this program has no use for.
    pub unknown: Seen,
    /// Records marked as deleted.
    pub deleted: Seen,
    /// Features with characters that are not seen and do something, replaced.
    pub hidden: Seen,
    /// Anything else that may make the map wrong.
    pub others: Vec<String>,
    /// Anything else worth knowing.
    pub notes: Vec<String>,
}

impl Oddities {
    pub fn add(&mut self, other: Oddities) {
        self.short.add(other.short);
        self.open.add(other.open);
        self.mixed.add(other.mixed);
        self.lone_holes.add(other.lone_holes);
        self.turned_holes.add(other.turned_holes);
        self.empty.add(other.empty);
        self.unknown.add(other.unknown);
        self.deleted.add(other.deleted);
        self.hidden.add(other.hidden);
        for text in other.others {
            self.other(text);
        }
        for text in other.notes {
            self.note(text);
        }
    }

    /// Something worth knowing that happens once in a file.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.notes.len() < TOLD && !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// Something that happens once in a file.
    pub fn other(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.others.len() < TOLD && !self.others.contains(&text) {
            self.others.push(text);
        }
    }

    /// As findings about a file.
    pub fn diagnostics(self, name: &str) -> Vec<Diagnostic> {
        use Severity::{Note, Warning};
        let mut list: Vec<Diagnostic> = self
            .others
            .into_iter()
            .map(|text| Diagnostic::new(Warning, "input", format!("{name}: {text}")))
            .collect();
        let notes = self.notes.into_iter();
        list.extend(notes.map(|text| Diagnostic::new(Note, "input", format!("{name}: {text}"))));
        let counted = [
            (
                self.short,
                Warning,
                "with too few different positions left out",
                "ring or line",
                "rings or lines",
            ),
            (self.open, Note, "closed that did not end where it began", "ring", "rings"),
            (self.mixed, Note, "split because of shapes of several kinds", "feature", "features"),
            (
                self.lone_holes,
                Warning,
                "that turn like holes, but lie in no other ring, taken for polygons",
                "ring",
                "rings",
            ),
            (
                self.turned_holes,
                Note,
                "inside of another of the same feature taken for its hole, though both turn the same way",
                "ring",
                "rings",
            ),
            (self.empty, Note, "in lists of shapes passed over (null)", "empty place", "empty places"),
            (
                self.unknown,
                Warning,
                "of a kind without positions left out (models, tracks)",
                "shape",
                "shapes",
            ),
            (self.deleted, Note, "marked as deleted left out", "record", "records"),
            (
                self.hidden,
                Warning,
                "with control characters or marks that turn the direction of letters: spaces stand for them",
                "feature",
                "features",
            ),
        ];
        for (seen, severity, what, one, many) in counted {
            if 0 < seen.count {
                let noun = if seen.count == 1 { one } else { many };
                let message =
                    format!("{name}: {} {noun} {what}, the first in feature {}", seen.count, seen.first);
                list.push(Diagnostic::new(severity, "input", message));
            }
        }
        list
    }
}
