//! Well-known text of shapes, with or without the `SRID=4326;` of databases.

use super::crs::Crs;
use super::fault::{Fault, Oddities};
use super::number::number;
use super::parts::Parts;
use super::wkb::Context;

/// Words that a shape begins with.
const KINDS: [&str; 7] =
    ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];

/// Whether a text looks like a shape.
pub(super) fn is_wkt(text: &str) -> bool {
    let body = text.split_once(';').filter(|(head, _)| is_srid(head)).map_or(text, |(_, body)| body);
    let word: String = body.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    let word = word.to_ascii_uppercase();
    KINDS.iter().any(|kind| word.strip_prefix(kind).is_some_and(|rest| matches!(rest, "" | "Z" | "M" | "ZM")))
}

fn is_srid(head: &str) -> bool {
    head.trim().get(..5).is_some_and(|word| word.eq_ignore_ascii_case("SRID="))
}

/// Adds the shape of a text.
pub(super) fn read(
    text: &str,
    outer: &Context<'_>,
    parts: &mut Parts,
    odd: &mut Oddities,
) -> Result<(), Fault> {
    let (crs, body) = match text.split_once(';') {
        Some((head, body)) if is_srid(head) => {
            let code = head.trim().get(5..).unwrap_or_default().trim();
            let own = || match code {
                "0" | "-1" => Ok(None),
                code => Crs::from_name(&format!("EPSG:{code}")).map(Some),
            };
            (outer.budget.crs(odd, own, None)?, body)
        }
        _ => (outer.crs.clone(), text),
    };
    let context = Context { crs: &crs, ..*outer };
    let mut words = Words { rest: body, whole: body };
    geometry(&mut words, &context, parts, odd, 1)?;
    match words.next() {
        None => Ok(()),
        Some(word) => Err(words.unexpected(Some(word), "the end of the shape")),
    }
}

/// A text cut into words, numbers and signs.
#[derive(Clone, Copy)]
struct Words<'a> {
    rest: &'a str,
    whole: &'a str,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        let end = if matches!(first, '(' | ')' | ',') {
            1
        } else {
            self.rest
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ','))
                .unwrap_or(self.rest.len())
        };
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(word)
    }

    fn peek(&self) -> Option<&'a str> {
        let mut ahead = *self;
        ahead.next()
    }

    fn unexpected(&self, found: Option<&str>, expected: &str) -> Fault {
        let at = self.whole.len() - self.rest.len();
        let found: String = found.unwrap_or("the end").chars().take(30).collect();
        Fault::syntax(format!("well-known text: expected {expected}, found {found:?} near character {at}"))
    }

    fn expect(&mut self, sign: &str) -> Result<(), Fault> {
        match self.next() {
            Some(word) if word == sign => Ok(()),
            other => Err(self.unexpected(other, &format!("{sign:?}"))),
        }
    }

    /// Calls `each` for each part between brackets.
    fn list(&mut self, mut each: impl FnMut(&mut Words<'a>) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.peek().is_some_and(|word| word.eq_ignore_ascii_case("EMPTY")) {
            self.next();
            return Ok(());
        }
        self.expect("(")?;
        loop {
            each(self)?;
            match self.next() {
                Some(",") => {}
                Some(")") => return Ok(()),
                other => return Err(self.unexpected(other, "\",\" or \")\"")),
            }
        }
    }

    /// The number that is next, if it is one.
    fn number(&mut self) -> Option<f64> {
        self.rest = self.rest.trim_ascii_start();
        let bytes = self.rest.as_bytes();
        let ends = |at: usize| {
            bytes.get(at).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'(' | b')' | b','))
        };
        let (value, length) = match number(bytes) {
            Some((value, length)) if ends(length) => (value, length),
            // Spellings such as `+1` and `.5`.
            _ => {
                let mut ahead = *self;
                let word = ahead.next()?;
                (word.parse().ok()?, word.len())
            }
        };
        self.rest = self.rest.get(length..)?;
        value.is_finite().then_some(value)
    }

    fn position(&mut self, context: &Context<'_>) -> Result<[f64; 2], Fault> {
        let mut pair = [0.0; 2];
        for value in &mut pair {
            *value = match self.number() {
                Some(value) => value,
                None => {
                    let word = self.next();
                    return Err(self.unexpected(word, "a number"));
                }
            };
        }
        while self.number().is_some() {}
        context.crs.place(pair[0], pair[1])
    }

    fn positions(&mut self, context: &Context<'_>) -> Result<Vec<[f64; 2]>, Fault> {
        let mut list = Vec::new();
        self.list(|words| {
            list.push(words.position(context)?);
            Ok(())
        })?;
        context.budget.positions(list.len())?;
        Ok(list)
    }
}

fn geometry(
    words: &mut Words<'_>,
    context: &Context<'_>,
    parts: &mut Parts,
    odd: &mut Oddities,
    depth: usize,
) -> Result<(), Fault> {
    context.budget.depth(depth)?;
    let word = words.next();
    let kind = word.unwrap_or_default().to_ascii_uppercase();
    let mut kind = kind.as_str();
    for suffix in ["ZM", "Z", "M"] {
        if let Some(plain) = kind.strip_suffix(suffix).filter(|plain| KINDS.contains(plain)) {
            kind = plain;
            break;
        }
    }
    if words.peek().is_some_and(|word| matches!(word.to_ascii_uppercase().as_str(), "Z" | "M" | "ZM")) {
        words.next();
    }
    let number = context.number;
    match kind {
        "POINT" => words.list(|words| {
            context.budget.positions(1)?;
            parts.points.push(words.position(context)?);
            Ok(())
        }),
        "MULTIPOINT" => words.list(|words| {
            // Each point with or without brackets of its own.
            if words.peek() == Some("(") {
                parts.points.extend(words.positions(context)?);
            } else if words.peek().is_some_and(|word| word.eq_ignore_ascii_case("EMPTY")) {
                words.next();
            } else {
                context.budget.positions(1)?;
                parts.points.push(words.position(context)?);
            }
            Ok(())
        }),
        "LINESTRING" => {
            let line = words.positions(context)?;
            parts.line(line, number, odd);
            Ok(())
        }
        "MULTILINESTRING" => words.list(|words| {
            parts.line(words.positions(context)?, number, odd);
            Ok(())
        }),
        "POLYGON" => polygon(words, context, parts, odd),
        "MULTIPOLYGON" => words.list(|words| polygon(words, context, parts, odd)),
        "GEOMETRYCOLLECTION" => words.list(|words| geometry(words, context, parts, odd, depth + 1)),
        _ => Err(words.unexpected(word, &format!("one of {}", KINDS.join(", ")))),
    }
}

fn polygon(
    words: &mut Words<'_>,
    context: &Context<'_>,
    parts: &mut Parts,
    odd: &mut Oddities,
) -> Result<(), Fault> {
    let mut rings = Vec::new();
    words.list(|words| {
        rings.push(words.positions(context)?);
        Ok(())
    })?;
    parts.polygon(rings, context.number, odd);
    Ok(())
}
