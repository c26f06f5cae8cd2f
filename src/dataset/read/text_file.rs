//! The text of one file, and places in it.

use super::report::Report;
use crate::dataset::Files;
use crate::diagnostic::{Location, hidden, nearest};
use std::sync::OnceLock;

/// The text of one file, without byte order mark.
pub(crate) struct TextFile<'a> {
    /// The file, as the user would name it.
    pub name: String,
    /// What is in it.
    pub text: &'a str,
    line_starts: OnceLock<Vec<usize>>,
    /// Characters before each block of [`BLOCK`] bytes: a file of one line may have many findings.
    counts: OnceLock<Vec<usize>>,
}

const BLOCK: usize = 4096;

/// How many characters begin in bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| *byte & 0xC0 != 0x80).count()
}

/// The file that seems to be meant as the optional file `name`, which is not there.
fn misspelled<'f>(files: &'f Files, name: &str) -> Option<&'f str> {
    let names = || super::REQUIRED.into_iter().chain(super::OPTIONAL);
    files.names().find(|other| !super::is_read(other) && nearest(other, names()) == Some(name))
}

/// The first place in a file, whether it is there or not.
pub(crate) fn start_of(files: &Files, name: &str) -> Location {
    Location { file: files.shown(name), line: 1, column: 1 }
}

/// A byte in a file, or a field of the CSV record that begins there.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    file: &'a TextFile<'a>,
    offset: usize,
    field: Option<usize>,
    /// Bytes on from there.
    within: usize,
}

/// A value with its place.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a, T> {
    pub value: T,
    pub spot: Spot<'a>,
}

impl<'a> TextFile<'a> {
    /// The text of the file `name`; reports a required file that is missing and a text that is not UTF-8.
    pub fn open(report: &mut Report, files: &'a Files, name: &str) -> Option<TextFile<'a>> {
        let shown = files.shown(name);
        let start = start_of(files, name);
        let Some(bytes) = files.get(name) else {
            if super::REQUIRED.contains(&name) {
                let others = files.names().filter(|other| !super::REQUIRED.contains(other));
                let help = match nearest(name, others) {
                    Some(other) => format!("rename \"{other}\" to \"{name}\" if that is it"),
                    None => format!("a data set has {}", super::REQUIRED.join(", ")),
                };
                report.error("missing-file", start, "the file is missing", help);
            } else if let Some(other) = misspelled(files, name) {
                let place = start_of(files, other);
                report.warning(
                    "missing-file",
                    place,
                    "the file is not read",
                    format!("nearest is \"{name}\""),
                );
            }
            return None;
        };
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            report.error("encoding", start, "the text is UTF-16", "save it as UTF-8");
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                let (line_starts, counts) = (OnceLock::new(), OnceLock::new());
                let file = TextFile { name: shown, text, line_starts, counts };
                file.refuse_hidden(report, text, 0);
                Some(file)
            }
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let line = good.matches('\n').count() + 1;
                let column = good.rsplit('\n').next().unwrap_or("").chars().count() + 1;
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
                let place = Location { line, column, ..start };
                let message = format!("the text is not UTF-8 (byte 0x{byte:02X})");
                report.error("encoding", place, message, "save it as UTF-8");
                None
            }
        }
    }

    /// Reports characters that are not seen and do something: in a text that begins at a byte, or in one that was
    /// written there with `\\u`.
    pub fn refuse_hidden(&self, report: &mut Report, text: &str, offset: usize) {
        // A file full of them says so often enough.
        for (at, c) in hidden(text).take(5) {
            // Where `\\u` stands, bytes of the text are not those of the file.
            let at = if self.text.get(offset..).is_some_and(|rest| rest.starts_with(text)) { at } else { 0 };
            let message = format!("the hidden character U+{:04X} stands in a text", u32::from(c));
            let help = "take it out; line breaks and tabs are allowed, other control characters and marks that \
                        turn the direction of letters are not";
            report.error("hidden-character", self.spot(offset + at), message, help);
        }
    }

    /// The place at a byte.
    pub fn spot(&'a self, offset: usize) -> Spot<'a> {
        Spot { file: self, offset, field: None, within: 0 }
    }

    /// Characters before a byte.
    fn chars_before(&self, byte: usize) -> usize {
        let bytes = self.text.as_bytes();
        let counts = self.counts.get_or_init(|| {
            let mut sum = 0;
            let before = bytes.chunks(BLOCK).map(|block| {
                let here = sum;
                sum += count(block);
                here
            });
            before.collect()
        });
        let block = byte / BLOCK;
        match counts.get(block) {
            Some(before) => before + count(&bytes[block * BLOCK..byte]),
            None => counts.last().map_or(0, |before| before + count(&bytes[(block - 1) * BLOCK..byte])),
        }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        })
    }
}

impl<'a> Spot<'a> {
    /// The same place, some bytes on.
    pub fn on(self, bytes: usize) -> Spot<'a> {
        Spot { within: self.within + bytes, ..self }
    }

    /// A field (counted from 0) of the CSV record that begins here.
    pub fn field(self, field: usize) -> Spot<'a> {
        Spot { field: Some(field), ..self }
    }

    /// The line, counted from 1.
    pub fn line(self) -> usize {
        self.file.line_starts().partition_point(|start| *start <= self.byte())
    }

    /// File, line and column.
    pub fn location(self) -> Location {
        let text = self.file.text;
        let mut byte = self.byte().min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let starts = self.file.line_starts();
        let line = starts.partition_point(|start| *start <= byte);
        let start = starts.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        let column = self.file.chars_before(byte) - self.file.chars_before(start) + 1;
        Location { file: self.file.name.clone(), line, column }
    }

    fn byte(self) -> usize {
        let start = match self.field {
            Some(field) => self.offset + super::csv::field_offset(&self.file.text[self.offset..], field),
            None => self.offset,
        };
        start + self.within
    }
}

impl<'a, T> Found<'a, T> {
    /// The same place with another value.
    pub fn with<U>(self, value: U) -> Found<'a, U> {
        Found { value, spot: self.spot }
    }
}
