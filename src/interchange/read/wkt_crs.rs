//! Well-known text of reference systems (OGC 01-009, ESRI .prj, ISO 19162) as a tree.

use super::fault::Fault;

/// A node such as `UNIT["metre",1]`.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// In upper case.
    pub word: String,
    pub texts: Vec<String>,
    pub numbers: Vec<f64>,
    pub children: Vec<Node>,
}

/// Definitions are far shorter and flatter than this.
const LONGEST: usize = 1 << 16;
const DEEPEST: usize = 16;

impl Node {
    pub fn parse(text: &str) -> Result<Node, Fault> {
        if LONGEST < text.len() {
            return Err(Fault::limit("bytes in a reference system", LONGEST as u64));
        }
        let bytes = text.trim_start_matches('\u{feff}').as_bytes();
        let mut at = 0;
        node(bytes, &mut at, 0).ok_or_else(|| {
            let start: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
            Fault::new("reference-system", format!("reference system {start:?} is no well-known text"))
        })
    }

    /// The first child with one of these words.
    pub fn child(&self, words: &[&str]) -> Option<&Node> {
        self.children.iter().find(|child| words.contains(&child.word.as_str()))
    }

    /// The first node with one of these words, however deep.
    pub fn find(&self, words: &[&str]) -> Option<&Node> {
        if words.contains(&self.word.as_str()) {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(words))
    }

    /// Its first text: the name.
    pub fn name(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }
}

fn blank(bytes: &[u8], at: &mut usize) -> Option<u8> {
    while bytes.get(*at).is_some_and(u8::is_ascii_whitespace) {
        *at += 1;
    }
    bytes.get(*at).copied()
}

fn node(bytes: &[u8], at: &mut usize, depth: usize) -> Option<Node> {
    blank(bytes, at)?;
    let start = *at;
    while bytes.get(*at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
        *at += 1;
    }
    let word = std::str::from_utf8(&bytes[start..*at]).ok()?.to_ascii_uppercase();
    let mut node = Node { word, ..Node::default() };
    if !matches!(blank(bytes, at), Some(b'[' | b'(')) {
        // A bare word such as the EAST of an axis.
        return (start < *at).then_some(node);
    }
    if depth == DEEPEST {
        return None;
    }
    *at += 1;
    loop {
        match blank(bytes, at)? {
            b']' | b')' => {
                *at += 1;
                return Some(node);
            }
            b',' => *at += 1,
            b'"' => {
                let mut text = Vec::new();
                loop {
                    *at += 1;
                    match (*bytes.get(*at)?, bytes.get(*at + 1)) {
                        (b'"', Some(b'"')) => {
                            *at += 1;
                            text.push(b'"');
                        }
                        (b'"', _) => break,
                        (byte, _) => text.push(byte),
                    }
                }
                *at += 1;
                node.texts.push(String::from_utf8_lossy(&text).into_owned());
            }
            b'0'..=b'9' | b'-' | b'+' | b'.' => {
                let start = *at;
                while bytes.get(*at).is_some_and(|b| b.is_ascii_digit() || b"+-.eE".contains(b)) {
                    *at += 1;
                }
                let number: f64 = std::str::from_utf8(&bytes[start..*at]).ok()?.parse().ok()?;
                node.numbers.push(number);
            }
            _ => {
                let child = self::node(bytes, at, depth + 1)?;
                node.children.push(child);
            }
        }
    }
}
