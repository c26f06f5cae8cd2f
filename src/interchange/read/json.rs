//! A walk over JSON that keeps nothing but where it is, so that a large file costs no more than what is taken from it.

use std::borrow::Cow;
use std::ops::Range;

use super::budget::Budget;
use super::fault::{Fault, Place};
use super::number::{fixed, number};
use crate::interchange::Value;

/// A place in a text of JSON. Cheap to copy, to look ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of a part of a text; places stay those of the text.
    pub fn of(bytes: &'a [u8], part: &Range<usize>) -> Cursor<'a> {
        Cursor { bytes: &bytes[..part.end.min(bytes.len())], at: part.start }
    }

    /// The byte here.
    #[inline]
    pub fn here(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The byte after white space.
    #[inline]
    pub fn next(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.here() {
            self.at += 1;
        }
        self.here()
    }

    /// Goes over `byte` if it is next.
    #[inline]
    pub fn take(&mut self, byte: u8) -> bool {
        let there = self.here() == Some(byte) || self.next() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// Goes over `byte`, which must be next.
    #[inline]
    pub fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.take(byte) { Ok(()) } else { Err(self.unexpected(&format!("{:?}", char::from(byte)))) }
    }

    /// What stands here is not what is expected.
    #[cold]
    pub fn unexpected(&self, expected: &str) -> Fault {
        let found = match self.here() {
            None => "the end of the file or object".to_owned(),
            Some(byte) if byte.is_ascii_graphic() => format!("{:?}", char::from(byte)),
            Some(byte) => format!("byte {byte:#04x}"),
        };
        Fault::syntax(format!("expected {expected}, found {found}")).at(Place::Byte(self.at))
    }

    /// A text.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.expect(b'"')?;
        let start = self.at;
        let end = self.string_end()?;
        let inner = &self.bytes[start..end];
        let Ok(plain) = std::str::from_utf8(inner) else {
            let fault = Fault::new("encoding", "a text is not UTF-8");
            return Err(fault.help("write the file again as UTF-8").at(Place::Byte(start)));
        };
        if let Some(control) = inner.iter().position(|byte| *byte < 0x20) {
            let fault = Fault::syntax(format!("control character {:#04x} in a text", inner[control]));
            return Err(fault.at(Place::Byte(start + control)));
        }
        if memchr::memchr(b'\\', inner).is_none() {
            return Ok(Cow::Borrowed(plain));
        }
        // Rare enough for the library to do it.
        let quoted = std::str::from_utf8(&self.bytes[start - 1..end + 1]).unwrap_or_default();
        match serde_json::from_str::<String>(quoted) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(error) => {
                Err(Fault::syntax(format!("a text has a wrong escape: {error}")).at(Place::Byte(start)))
            }
        }
    }

    /// Goes over the rest of a text and its closing quote; gives where the quote is.
    fn string_end(&mut self) -> Result<usize, Fault> {
        let start = self.at;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            match memchr::memchr2(b'"', b'\\', rest) {
                Some(found) if rest[found] == b'"' => {
                    self.at += found + 1;
                    return Ok(self.at - 1);
                }
                Some(found) => self.at += found + 2,
                None => return Err(Fault::syntax("a text has no end").at(Place::Byte(start))),
            }
        }
    }

    /// A number.
    #[inline]
    pub fn number(&mut self) -> Result<f64, Fault> {
        if !matches!(self.here(), Some(b'0'..=b'9' | b'-')) {
            self.next();
        }
        match number(self.bytes.get(self.at..).unwrap_or_default()) {
            Some((value, length)) if value.is_finite() => {
                self.at += length;
                Ok(value)
            }
            Some((_, length)) => {
                let text =
                    String::from_utf8_lossy(&self.bytes[self.at..self.at + length.min(40)]).into_owned();
                Err(Fault::new("position", format!("number {text} is too large")).at(Place::Byte(self.at)))
            }
            None => Err(self.unexpected("a number")),
        }
    }

    /// A position of two plain numbers in whole 1e-8, and nothing between its parts; goes over it. `None`, and no step, if
    /// it is anything else: the other ways of reading have words for it.
    #[inline]
    pub fn plain_position(&mut self) -> Option<[i64; 2]> {
        let rest = self.bytes.get(self.at..)?.strip_prefix(b"[")?;
        let (x, length) = fixed(rest)?;
        let rest = rest.get(length..)?.strip_prefix(b",")?;
        let (y, more) = fixed(rest)?;
        if rest.get(more) != Some(&b']') {
            return None;
        }
        self.at += length + more + 3;
        Some([x, y])
    }

    /// Calls `each` at every value of a list, as [`Cursor::items`] does, for lists of many small values.
    #[inline]
    pub fn many_items(
        &mut self,
        mut each: impl FnMut(&mut Cursor<'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.expect(b'[')?;
        if self.take(b']') {
            return Ok(());
        }
        loop {
            each(self)?;
            if self.here() == Some(b',') {
                self.at += 1;
            } else if !self.take(b',') {
                return if self.take(b']') { Ok(()) } else { Err(self.unexpected("',' or ']'")) };
            }
            if self.here() != Some(b'[') {
                self.next();
            }
        }
    }

    /// A whole number.
    pub fn integer(&mut self) -> Result<i64, Fault> {
        let start = self.at;
        let value = self.number()?;
        if value.fract() != 0.0 || 9e15 < value.abs() {
            return Err(Fault::syntax(format!("{value} is no whole number")).at(Place::Byte(start)));
        }
        Ok(value as i64)
    }

    /// Goes over a value, whatever it is, and gives where it was.
    pub fn skip(&mut self, budget: &Budget) -> Result<Range<usize>, Fault> {
        self.next();
        let start = self.at;
        let mut depth = 0usize;
        loop {
            match self.next() {
                Some(b'"') => {
                    self.at += 1;
                    self.string_end()?;
                }
                Some(b'{' | b'[') => {
                    self.at += 1;
                    depth += 1;
                    budget.depth(depth).map_err(|fault| fault.at(Place::Byte(self.at)))?;
                }
                Some(b'}' | b']') if 0 < depth => {
                    self.at += 1;
                    depth -= 1;
                }
                Some(b',' | b':') if 0 < depth => {
                    self.at += 1;
                    continue;
                }
                Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'a'..=b'z' | b'A'..=b'Z') => {
                    let rest = &self.bytes[self.at..];
                    let word = |b: &u8| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'+' | b'.');
                    self.at += rest.iter().position(word).unwrap_or(rest.len());
                }
                _ => return Err(self.unexpected("a value")),
            }
            if depth == 0 {
                return Ok(start..self.at);
            }
        }
    }

    /// Goes over an object by its braces and texts alone, which a search finds at the speed of memory.
    pub fn skip_object(&mut self) -> Result<Range<usize>, Fault> {
        self.expect(b'{')?;
        let start = self.at - 1;
        let mut depth = 1usize;
        while 0 < depth {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr3(b'"', b'{', b'}', rest) else {
                return Err(
                    Fault::syntax("an object has no end: the file may be cut off").at(Place::Byte(start))
                );
            };
            self.at += found + 1;
            match rest[found] {
                b'"' => {
                    self.string_end()?;
                }
                b'{' => depth += 1,
                _ => depth -= 1,
            }
        }
        Ok(start..self.at)
    }

    /// Calls `each` at every value of an object, with its name; `each` must go over the value.
    pub fn members(
        &mut self,
        mut each: impl FnMut(&mut Cursor<'a>, Cow<'a, str>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.expect(b'{')?;
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            self.next();
            let name = self.string()?;
            self.expect(b':')?;
            self.next();
            each(self, name)?;
            if !self.take(b',') {
                return if self.take(b'}') { Ok(()) } else { Err(self.unexpected("',' or '}'")) };
            }
        }
    }

    /// Calls `each` at every value of a list; `each` must go over the value.
    pub fn items(&mut self, mut each: impl FnMut(&mut Cursor<'a>) -> Result<(), Fault>) -> Result<(), Fault> {
        self.expect(b'[')?;
        if self.take(b']') {
            return Ok(());
        }
        loop {
            self.next();
            each(self)?;
            if !self.take(b',') {
                return if self.take(b']') { Ok(()) } else { Err(self.unexpected("',' or ']'")) };
            }
        }
    }

    /// A value of a field.
    pub fn value(&mut self, budget: &Budget) -> Result<Value, Fault> {
        match self.next() {
            Some(b'"') => {
                let start = self.at;
                let text = self.string()?;
                budget.value(text.len()).map_err(|fault| fault.at(Place::Byte(start)))?;
                Ok(Value::Text(text.into_owned()))
            }
            Some(b'{' | b'[') => {
                let range = self.skip(budget)?;
                budget.value(range.len()).map_err(|fault| fault.at(Place::Byte(range.start)))?;
                compact(&self.bytes[range.clone()])
                    .map(Value::Text)
                    .map_err(|fault| fault.at(Place::Byte(range.start)))
            }
            Some(b'0'..=b'9' | b'-') => {
                let start = self.at;
                let number = self.number()?;
                let text = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
                Ok(text.parse().map_or(Value::Number(number), Value::Integer))
            }
            _ => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let words: [(&[u8], Value); 3] =
                    [(b"null", Value::Null), (b"true", Value::Flag(true)), (b"false", Value::Flag(false))];
                for (word, value) in words {
                    if rest.starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.unexpected("a value"))
            }
        }
    }
}

/// JSON without white space between its parts; checked.
fn compact(bytes: &[u8]) -> Result<String, Fault> {
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
        return Err(Fault::syntax(format!("a value is no JSON: {error}")));
    }
    let (mut quoted, mut escaped) = (false, false);
    let kept = bytes.iter().copied().filter(|byte| {
        let keep = quoted || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        if escaped {
            escaped = false;
        } else if *byte == b'"' {
            quoted = !quoted;
        } else {
            escaped = quoted && *byte == b'\\';
        }
        keep
    });
    String::from_utf8(kept.collect()).map_err(|_| Fault::new("encoding", "a value is not UTF-8"))
}
