//! BibTeX entries with their places.
//!
//! Reads what a bibliography of a data set needs: entries, `@string` abbreviations, braces, quotes and
//! `#`. It is written here because a finding needs a line, which the readers at hand do not give.

use super::report::Report;
use super::text_file::{Found, TextFile};
use std::collections::BTreeMap;

/// One entry.
pub(super) struct Entry<'a> {
    pub kind: Found<'a, &'a str>,
    pub key: Found<'a, &'a str>,
    /// Fields by lowercase name, in file order.
    pub fields: Vec<(Found<'a, &'a str>, String)>,
}

/// Reads all entries; reports mistakes and goes on at the next `@`.
pub(super) fn parse<'a>(report: &mut Report, file: &'a TextFile<'a>) -> Vec<Entry<'a>> {
    let mut reader = Reader { file, at: 0, strings: BTreeMap::new() };
    let mut entries = Vec::new();
    while let Some(start) = file.text[reader.at..].find('@') {
        let start = reader.at + start;
        reader.at = start + 1;
        match reader.entry() {
            Ok(entry) => entries.extend(entry),
            Err(mistake) => {
                let kind_of_entry = file.spot(mistake.at);
                report.error("syntax", kind_of_entry, mistake.message, "");
                // Text up to the next entry is unreadable; an "@" elsewhere is an e-mail address.
                reader.at =
                    file.text[reader.at..].find("\n@").map_or(file.text.len(), |next| reader.at + next);
            }
        }
    }
    entries
}

struct Mistake {
    at: usize,
    message: String,
}

struct Reader<'a> {
    file: &'a TextFile<'a>,
    at: usize,
    strings: BTreeMap<String, String>,
}

impl<'a> Reader<'a> {
    fn entry(&mut self) -> Result<Option<Entry<'a>>, Mistake> {
        let kind = self.word("the kind of an entry, as in @article")?;
        self.expect('{')?;
        match kind.value.to_ascii_lowercase().as_str() {
            "comment" | "preamble" => {
                self.at -= 1;
                self.braced()?;
                return Ok(None);
            }
            "string" => {
                let name = self.word("a name")?;
                self.expect('=')?;
                let text = self.value()?;
                self.strings.insert(name.value.to_ascii_lowercase(), text);
                self.expect('}')?;
                return Ok(None);
            }
            _ => {}
        }
        let key = self.word("the key of the entry")?;
        let mut fields = Vec::new();
        let mut value = self.at;
        loop {
            self.skip_space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {
                    self.at += 1;
                    return Ok(Some(Entry { kind, key, fields }));
                }
                _ => return Err(self.mistake_after(value)),
            }
            self.skip_space();
            if self.peek() == Some('}') {
                continue;
            }
            let name = self.word("the name of a field")?;
            self.expect('=')?;
            self.skip_space();
            value = self.at;
            fields.push((name, self.value()?));
        }
    }

    fn value(&mut self) -> Result<String, Mistake> {
        let mut text = String::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some('{') => text.push_str(self.braced()?),
                Some('"') => text.push_str(self.quoted()?),
                _ => {
                    let word = self.word("a value in braces or quotes")?;
                    let number = word.value.bytes().all(|b| b.is_ascii_digit());
                    match self.strings.get(&word.value.to_ascii_lowercase()) {
                        Some(full) => text.push_str(full),
                        None if number => text.push_str(word.value),
                        None => {
                            let message = format!("\"{}\" is no @string; put a text in braces", word.value);
                            return Err(Mistake { at: self.at - word.value.len(), message });
                        }
                    }
                }
            }
            self.skip_space();
            if self.peek() != Some('#') {
                return Ok(plain(&text));
            }
            self.at += 1;
        }
    }

    /// What stands between this brace and its partner.
    fn braced(&mut self) -> Result<&'a str, Mistake> {
        let start = self.at;
        let mut depth = 0;
        for (offset, letter) in self.rest().char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 1 => {
                    self.at = start + offset + 1;
                    return Ok(&self.file.text[start + 1..start + offset]);
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        Err(Mistake { at: start, message: "the brace is not closed".to_owned() })
    }

    fn quoted(&mut self) -> Result<&'a str, Mistake> {
        let start = self.at;
        let mut depth = 0;
        for (offset, letter) in self.rest().char_indices().skip(1) {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                '"' if depth == 0 => {
                    self.at = start + offset + 1;
                    return Ok(&self.file.text[start + 1..start + offset]);
                }
                _ => {}
            }
        }
        Err(Mistake { at: start, message: "the quote is not closed".to_owned() })
    }

    fn word(&mut self, what: &str) -> Result<Found<'a, &'a str>, Mistake> {
        self.skip_space();
        let start = self.at;
        let rest = self.rest();
        let len = rest
            .find(|c: char| {
                c.is_whitespace() || matches!(c, ',' | '{' | '}' | '=' | '"' | '#' | '@' | '(' | ')')
            })
            .unwrap_or(rest.len());
        if len == 0 {
            return Err(self.mistake(&format!("expected {what}")));
        }
        self.at += len;
        Ok(Found { value: &rest[..len], spot: self.file.spot(start) })
    }

    fn expect(&mut self, letter: char) -> Result<(), Mistake> {
        self.skip_space();
        if self.peek() != Some(letter) {
            return Err(self.mistake(&format!("expected \"{letter}\"")));
        }
        self.at += letter.len_utf8();
        Ok(())
    }

    /// What to say if neither `,` nor `}` follows a value. One that runs over the end of a line is most
    /// likely left open, and swallowed what follows.
    fn mistake_after(&self, value: usize) -> Mistake {
        let mistake = self.mistake("expected \",\" or \"}\"");
        let end = self.file.spot(self.file.text[..self.at].trim_end().len().saturating_sub(1)).line();
        if self.file.spot(value).line() == end {
            return mistake;
        }
        let message = format!("the text runs to line {end}, then {}; is it closed?", mistake.message);
        Mistake { at: value, message }
    }

    fn mistake(&self, wanted: &str) -> Mistake {
        let found = match self.peek() {
            Some(letter) => format!("found \"{letter}\""),
            None => "the file ends".to_owned(),
        };
        Mistake { at: self.at, message: format!("{wanted}, {found}") }
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'a str {
        &self.file.text[self.at..]
    }
}

/// A field for people: without braces, its white space and TeX signs made plain.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' => {}
            '\\' if letters.peek().is_some_and(|next| matches!(next, '&' | '%' | '_' | '#' | '$')) => {}
            '~' => out.push('\u{a0}'),
            letter if letter.is_whitespace() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
    }
    let dashes = out.replace("---", "—").replace("--", "–");
    dashes.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn tex_signs_become_plain() {
        for (text, expected) in [
            ("{The {Republic} of\n   Araz}", "The Republic of Araz"),
            ("pp. 12--34", "pp. 12–34"),
            ("a \\& b", "a & b"),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
