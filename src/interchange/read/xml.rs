//! A walk over XML that keeps no tree: tags and texts in their order. Documents that declare entities are refused, for
//! entities are how small files become huge ones; namespaces are dropped, for KML's elements have names of their own.

use std::borrow::Cow;

use super::budget::Budget;
use super::fault::{Fault, Place};

/// What comes next.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// The start of an element, without the prefix of its name.
    Start { name: &'a str, attributes: &'a str },
    /// The end of an element.
    End,
    /// A piece of text, with references resolved.
    Text(Cow<'a, str>),
}

/// A place in a document.
#[derive(Debug)]
pub(super) struct Xml<'a> {
    text: &'a str,
    pub at: usize,
    /// Names of the elements that are open, with their prefixes.
    open: Vec<&'a str>,
    /// An element without content has to end yet.
    empty: bool,
    began: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Xml<'a> {
        Xml { text, at: 0, open: Vec::new(), empty: false, began: false }
    }

    fn fault(&self, at: usize, message: impl Into<String>) -> Fault {
        Fault::syntax(message).at(Place::Byte(at))
    }

    /// The document.
    pub fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// Elements that are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next event; `None` at the end of the document.
    pub fn next(&mut self, budget: &Budget) -> Result<Option<Event<'a>>, Fault> {
        if self.empty {
            self.empty = false;
            self.open.pop();
            return Ok(Some(Event::End));
        }
        loop {
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return match self.open.last() {
                    Some(name) => Err(self
                        .fault(self.at, format!("element <{name:.40}> has no end: the file may be cut off"))),
                    None if self.began => Ok(None),
                    None => Err(self.fault(0, "this is no XML: it has no element")),
                };
            }
            if !rest.starts_with('<') {
                let length = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                let start = self.at;
                self.at += length;
                if self.open.is_empty() {
                    if rest[..length].trim_start_matches('\u{feff}').trim().is_empty() {
                        continue;
                    }
                    return Err(self.fault(start, "text outside of every element"));
                }
                return Ok(Some(Event::Text(unescape(&rest[..length], start)?)));
            }
            if let Some(body) = rest.strip_prefix("<!--") {
                self.at += 7 + self.until(body, "-->", "comment")?;
            } else if let Some(body) = rest.strip_prefix("<![CDATA[") {
                let length = self.until(body, "]]>", "CDATA section")?;
                self.at += 12 + length;
                if self.open.is_empty() {
                    return Err(self.fault(self.at, "text outside of every element"));
                }
                return Ok(Some(Event::Text(Cow::Borrowed(&body[..length]))));
            } else if let Some(body) = rest.strip_prefix("<?") {
                self.at += 4 + self.until(body, "?>", "instruction")?;
            } else if rest.starts_with("<!") {
                let fault = self
                    .fault(self.at, "a document type (<!DOCTYPE>) is not allowed, nor entities of one's own");
                return Err(fault.help("take the declaration out of the file"));
            } else if let Some(body) = rest.strip_prefix("</") {
                let length = self.until(body, ">", "tag")?;
                let name = body[..length].trim_end();
                match self.open.pop() {
                    Some(open) if open == name => {}
                    Some(open) => {
                        return Err(
                            self.fault(self.at, format!("</{name:.40}> where <{open:.40}> has to end"))
                        );
                    }
                    None => return Err(self.fault(self.at, format!("</{name:.40}> without its beginning"))),
                }
                self.at += 3 + length;
                return Ok(Some(Event::End));
            } else {
                return self.start(&rest[1..], budget).map(Some);
            }
        }
    }

    fn until(&self, body: &str, end: &str, what: &str) -> Result<usize, Fault> {
        memchr::memmem::find(body.as_bytes(), end.as_bytes())
            .ok_or_else(|| self.fault(self.at, format!("a {what} has no end: the file may be cut off")))
    }

    fn start(&mut self, body: &'a str, budget: &Budget) -> Result<Event<'a>, Fault> {
        // A '>' within quotes does not end a tag.
        let (bytes, mut end) = (body.as_bytes(), 0);
        loop {
            match memchr::memchr3(b'>', b'"', b'\'', &bytes[end..]) {
                Some(found) if bytes[end + found] == b'>' => {
                    end += found;
                    break;
                }
                Some(found) => {
                    let quote = end + found;
                    match memchr::memchr(bytes[quote], &bytes[quote + 1..]) {
                        Some(length) => end = quote + length + 2,
                        None => return Err(self.fault(self.at, "a tag has no end")),
                    }
                }
                None => return Err(self.fault(self.at, "a tag has no end")),
            }
        }
        let (inner, empty) = match body[..end].strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (&body[..end], false),
        };
        let length = inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(length);
        if name.is_empty() || name.contains(['<', '&', '"', '\'', '=']) {
            return Err(self.fault(self.at, "'<' that begins no tag"));
        }
        if self.open.is_empty() && self.began {
            return Err(self.fault(self.at, format!("a second outermost element <{name:.40}>")));
        }
        budget.depth(self.open.len() + 1).map_err(|fault| fault.at(Place::Byte(self.at)))?;
        self.began = true;
        self.open.push(name);
        self.empty = empty;
        self.at += end + 2;
        Ok(Event::Start { name: name.rsplit_once(':').map_or(name, |(_, local)| local), attributes })
    }

    /// The text of the element that has just begun, up to its end; texts of elements in it are part of it.
    pub fn content(&mut self, budget: &Budget) -> Result<Cow<'a, str>, Fault> {
        let (depth, start) = (self.depth(), self.at);
        let mut content: Cow<'a, str> = Cow::Borrowed("");
        while let Some(event) = self.next(budget)? {
            match event {
                Event::Text(text) if content.is_empty() => content = text,
                Event::Text(text) => {
                    let length = content.len() + text.len();
                    budget.value(length).map_err(|fault| fault.at(Place::Byte(start)))?;
                    content.to_mut().push_str(&text);
                }
                Event::End if self.depth() < depth => break,
                Event::End | Event::Start { .. } => {}
            }
        }
        Ok(content)
    }

    /// Goes over the rest of the element that has just begun.
    pub fn skip(&mut self, budget: &Budget) -> Result<(), Fault> {
        let depth = self.depth();
        while let Some(event) = self.next(budget)? {
            if matches!(event, Event::End) && self.depth() < depth {
                break;
            }
        }
        Ok(())
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        let name = name.trim();
        if name.rsplit(':').next() == Some(wanted) {
            return unescape(value, 0).ok();
        }
        rest = next;
    }
}

/// Resolves the references every document knows.
fn unescape(text: &str, at: usize) -> Result<Cow<'_, str>, Fault> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Ok(Cow::Borrowed(text)) };
    let mut plain = String::with_capacity(text.len());
    plain.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(body) = rest.strip_prefix('&') {
        let here = Place::Byte(at + text.len() - rest.len());
        // Longer names are none of the known ones.
        let end = body.bytes().take(12).position(|b| b == b';');
        let name = end.and_then(|end| body.get(..end)).unwrap_or_default();
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        });
        let letter = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => {
                number.and_then(char::from_u32).filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
            }
        };
        rest = match letter {
            Some(letter) => {
                plain.push(letter);
                &body[name.len() + 1..]
            }
            None if name.is_empty() => {
                // A bare '&' is a mistake every browser forgives.
                plain.push('&');
                body
            }
            None => {
                let fault = Fault::syntax(format!("reference &{name}; is not known"));
                return Err(fault
                    .help("allowed are &amp; &lt; &gt; &quot; &apos; and numbers such as &#233;")
                    .at(here));
            }
        };
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        plain.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Ok(Cow::Owned(plain))
}
