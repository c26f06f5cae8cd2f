//! A slide as one drawing, as it is on a page of PDF or HTML.

use super::{Deck, Item, LEAST_PX, Paragraph, Role, Run, Slide, Stands, TextBox, frames};
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Line, Node, Scene, Text, group, place};
use crate::style::Color;
use crate::text::{self, Face};

/// Distance of baselines as a share of the size of type.
pub const LEADING: f64 = 1.2;
/// Indent of a list's paragraphs as a share of the size of type.
pub const INDENT: f64 = 0.9;
/// How far below the top of its line a baseline is, as a share of the size of type.
const ASCENT: f64 = 0.95;

/// What a group of a slide's drawing is to a reader.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// The title of the slide.
    Title,
    /// A paragraph.
    Paragraph,
    /// A paragraph of a list.
    ListItem,
    /// A picture: its text alternative, and where it stands in px.
    Figure(String, Rect),
    /// Nothing: decoration, or the number of the page.
    Decoration,
}

impl Deck {
    /// A slide as one drawing. Texts are set in the embedded faces. Each item is a group with its id, and in the group
    /// of a text each paragraph is one.
    pub fn page(&self, slide: &Slide) -> Scene {
        let [width, height] = self.ratio.size();
        let mut nodes = Vec::new();
        for item in &slide.items {
            match item {
                Item::Picture(picture) => {
                    // Its scene's paper is the slide's as a rule; where it is not, it is part of the picture.
                    let mut inner = group(&picture.id, "", picture.scene.nodes.clone());
                    place(&mut inner, [picture.rect.x, picture.rect.y], &format!("{}-", picture.id));
                    if let Node::Group(group) = &mut inner {
                        group.id.clone_from(&picture.id);
                        group.nodes.splice(0..0, self.paper_of(picture));
                    }
                    nodes.push(inner);
                }
                Item::Shapes(shapes) => {
                    let mut inner = group("", "", shapes.nodes.clone());
                    place(&mut inner, [0.0, 0.0], &format!("{}-", shapes.id));
                    if let Node::Group(group) = &mut inner {
                        group.id.clone_from(&shapes.id);
                    }
                    nodes.push(inner);
                }
                Item::Text(text) => nodes.push(group(&text.id, "", text.nodes())),
            }
        }
        if let Some(number) = self.number(slide) {
            nodes.push(group(&number.id, "", number.nodes()));
        }
        Scene {
            width,
            height,
            paper: self.colors.paper,
            title: slide.title().unwrap_or_default(),
            description: String::new(),
            lang: self.lang.code().to_owned(),
            metadata: self.metadata.clone(),
            ground: None,
            nodes,
        }
    }

    /// What the groups of a slide's [`Deck::page`] are to a reader, by their ids, in reading order.
    pub fn meanings(&self, slide: &Slide) -> Vec<(String, Meaning)> {
        let mut out = Vec::new();
        for item in &slide.items {
            match item {
                Item::Picture(picture) => {
                    out.push((picture.id.clone(), Meaning::Figure(picture.alt.clone(), picture.rect)));
                }
                Item::Shapes(shapes) if shapes.alt.is_empty() => {
                    out.push((shapes.id.clone(), Meaning::Decoration));
                }
                Item::Shapes(shapes) => {
                    let [w, h] = self.ratio.size();
                    out.push((
                        shapes.id.clone(),
                        Meaning::Figure(shapes.alt.clone(), Rect::new(0.0, 0.0, w, h)),
                    ));
                }
                // A title of several paragraphs is still one title.
                Item::Text(text) if text.role == Role::Title => out.push((text.id.clone(), Meaning::Title)),
                Item::Text(text) => {
                    for (at, paragraph) in text.paragraphs.iter().enumerate() {
                        let meaning = if paragraph.bullet { Meaning::ListItem } else { Meaning::Paragraph };
                        out.push((paragraph_id(&text.id, at), meaning));
                    }
                }
            }
        }
        out.extend(self.number(slide).map(|number| (number.id, Meaning::Decoration)));
        out
    }

    /// The paper of a picture that is not the slide's.
    fn paper_of(&self, picture: &super::Picture) -> Option<Node> {
        let paper = picture.scene.paper;
        (paper.a > 0 && paper != self.colors.paper).then(|| {
            Node::Path(crate::scene::Path {
                id: format!("{}-paper", picture.id),
                class: "paper".to_owned(),
                pieces: vec![crate::scene::rect_piece(picture.rect)],
                fill: Some(paper),
                ..crate::scene::Path::default()
            })
        })
    }

    /// The number of a slide, where its layout has one; at the right end of its frame.
    fn number(&self, slide: &Slide) -> Option<TextBox> {
        let at = self.slides.iter().position(|one| one.id == slide.id)?;
        let rect = frames(slide.arrangement, self.ratio).number?;
        let words = (at + 1).to_string();
        let wide = text::width(Face::Sans, &words, LEAST_PX, 0.0);
        let run = Run { text: words, bold: false, italic: false, color: self.colors.muted };
        let paragraph =
            Paragraph { runs: vec![run], size: LEAST_PX, bullet: false, centred: false, before: 0.0 };
        Some(TextBox {
            id: "slide-number".to_owned(),
            role: Role::Free,
            rect: Rect::new(rect.right() - wide, rect.y, wide, rect.h),
            stands: Stands::Middle,
            paragraphs: vec![paragraph],
        })
    }
}

impl Slide {
    /// Its title in one line; `None` if it has none.
    pub fn title(&self) -> Option<String> {
        self.items.iter().find_map(|item| match item {
            Item::Text(text) if text.role == Role::Title => Some(text.words()),
            _ => None,
        })
    }
}

impl TextBox {
    /// Its words, paragraphs apart by a space.
    pub fn words(&self) -> String {
        let paragraphs = self
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.runs.iter().map(|run| run.text.as_str()).collect::<String>());
        paragraphs.collect::<Vec<_>>().join(" ")
    }

    /// Height of its paragraphs in px, wrapped to a width in px.
    pub fn height(&self, width: f64) -> f64 {
        self.set(width).iter().map(|set| set.before + set.height).sum()
    }

    /// A group for each paragraph, where it stands on the slide.
    fn nodes(&self) -> Vec<Node> {
        let set = self.set(self.rect.w);
        let height: f64 = set.iter().map(|set| set.before + set.height).sum();
        let mut y = self.rect.y
            + match self.stands {
                Stands::Top => 0.0,
                Stands::Middle => ((self.rect.h - height) / 2.0).max(0.0),
                Stands::Bottom => (self.rect.h - height).max(0.0),
            };
        let mut out = Vec::new();
        for (at, set) in set.into_iter().enumerate() {
            y += set.before;
            let id = paragraph_id(&self.id, at);
            let pieces = set.pieces.into_iter().enumerate().map(|(number, piece)| {
                let at = [self.rect.x + piece.at[0], y + piece.at[1]];
                Node::Text(Text {
                    id: format!("{id}-{}", number + 1),
                    class: "slide-text".to_owned(),
                    lines: vec![Line {
                        width: text::width(piece.face, &piece.words, set.size, 0.0),
                        text: piece.words,
                        at,
                    }],
                    face: piece.face,
                    size: set.size,
                    anchor: Anchor::Start,
                    fill: piece.color,
                    ..Text::default()
                })
            });
            out.push(group(&id, "", pieces.collect()));
            y += set.height;
        }
        out
    }

    /// Its paragraphs, broken into lines.
    fn set(&self, width: f64) -> Vec<Set> {
        let before = |at: usize, paragraph: &Paragraph| if at > 0 { paragraph.before } else { 0.0 };
        self.paragraphs
            .iter()
            .enumerate()
            .map(|(at, paragraph)| Set::new(paragraph, width, before(at, paragraph)))
            .collect()
    }
}

/// Id of the group of a paragraph.
fn paragraph_id(of: &str, at: usize) -> String {
    format!("{of}-p{}", at + 1)
}

/// A paragraph broken into lines.
struct Set {
    /// Space before it in px.
    before: f64,
    height: f64,
    size: f64,
    pieces: Vec<Piece>,
}

/// Words in one look on one line.
struct Piece {
    words: String,
    face: Face,
    color: Color,
    /// Start of its baseline from the upper left of the paragraph, px.
    at: [f64; 2],
}

/// What stays together on a line: letters, each with the number of its run, and the spaces after them.
#[derive(Default)]
struct Word {
    letters: Vec<(usize, char)>,
    /// A new line begins after it, whether there is room or not.
    ends_line: bool,
}

impl Set {
    fn new(paragraph: &Paragraph, width: f64, before: f64) -> Set {
        let size = paragraph.size;
        let indent = if paragraph.bullet { INDENT * size } else { 0.0 };
        let room = (width - indent).max(size);
        let faces: Vec<Face> = paragraph.runs.iter().map(face).collect();
        let wide = |letters: &[(usize, char)]| -> f64 {
            let mut buffer = [0; 4];
            letters
                .iter()
                .map(|(run, letter)| text::width(faces[*run], letter.encode_utf8(&mut buffer), size, 0.0))
                .sum()
        };
        let mut lines: Vec<Vec<(usize, char)>> = vec![Vec::new()];
        for word in words(&paragraph.runs) {
            let seen = inked(&word.letters);
            let fits = |line: &[(usize, char)]| wide(line) + wide(seen) <= room + 1e-6;
            if lines.last().is_some_and(|line| !line.is_empty() && !fits(line)) {
                lines.push(Vec::new());
            }
            // A word longer than a line is broken where it must be.
            for &letter in &word.letters {
                let Some(line) = lines.last_mut() else { continue };
                let is_full = !letter.1.is_whitespace() && wide(line) + wide(&[letter]) > room + 1e-6;
                if is_full && !line.is_empty() {
                    lines.push(vec![letter]);
                } else {
                    line.push(letter);
                }
            }
            if word.ends_line {
                lines.push(Vec::new());
            }
        }
        let mut pieces = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let baseline = number as f64 * size * LEADING + size * ASCENT;
            let free = if paragraph.centred { (room - wide(inked(line))).max(0.0) / 2.0 } else { 0.0 };
            if number == 0 && paragraph.bullet && !line.is_empty() {
                let color = paragraph.runs[line[0].0].color;
                pieces.push(Piece { words: "•".to_owned(), face: Face::Sans, color, at: [free, baseline] });
            }
            let mut x = indent + free;
            for part in line.chunk_by(|a, b| a.0 == b.0) {
                let run = part[0].0;
                // Spaces at the ends of lines stay: who copies or hears the words needs them.
                let words: String = part.iter().map(|(_, letter)| letter).collect();
                let color = paragraph.runs[run].color;
                pieces.push(Piece { words, face: faces[run], color, at: [x, baseline] });
                x += wide(part);
            }
        }
        Set { before, height: lines.len() as f64 * size * LEADING, size, pieces }
    }
}

fn face(run: &Run) -> Face {
    match (run.bold, run.italic) {
        (true, _) => Face::SansBold,
        (false, true) => Face::SerifItalic,
        (false, false) => Face::Sans,
    }
}

/// Letters without the spaces after them.
fn inked(letters: &[(usize, char)]) -> &[(usize, char)] {
    let end = letters.iter().rposition(|(_, letter)| !letter.is_whitespace()).map_or(0, |last| last + 1);
    &letters[..end]
}

/// The words of all runs together: a line may end after a space that is not a no-break space, and after a hyphen
/// between letters; not where one run ends and another begins.
fn words(runs: &[Run]) -> Vec<Word> {
    let letters: Vec<(usize, char)> = runs
        .iter()
        .enumerate()
        .flat_map(|(at, run)| run.text.chars().map(move |letter| (at, letter)))
        .collect();
    let mut out = vec![Word::default()];
    for (at, &(run, letter)) in letters.iter().enumerate() {
        let next = letters.get(at + 1).map(|(_, next)| *next);
        let Some(word) = out.last_mut() else { continue };
        match letter {
            '\n' | '\u{b}' | '\u{2028}' => {
                word.ends_line = true;
                out.push(Word::default());
            }
            // A zero-width space is a place to break and nothing to see.
            '\u{200b}' => out.push(Word::default()),
            letter if letter.is_control() => {
                if letter == '\t' {
                    word.letters.push((run, ' '));
                }
            }
            letter => {
                word.letters.push((run, letter));
                let is_break = letter == ' ' && next != Some(' ');
                let before = at.checked_sub(1).map(|before| letters[before].1);
                let is_hyphen = letter == '-'
                    && before.is_some_and(char::is_alphabetic)
                    && next.is_some_and(char::is_alphabetic);
                if is_break || is_hyphen {
                    out.push(Word::default());
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(runs: &[(&str, bool)], bullet: bool, width: f64) -> Vec<String> {
        let run = |(text, bold): &(&str, bool)| Run {
            text: (*text).to_owned(),
            bold: *bold,
            italic: false,
            color: Color::default(),
        };
        let paragraph = Paragraph {
            runs: runs.iter().map(run).collect(),
            size: 40.0,
            bullet,
            centred: false,
            before: 0.0,
        };
        let text = TextBox {
            id: "text".to_owned(),
            role: Role::Free,
            rect: Rect::new(0.0, 0.0, width, 400.0),
            stands: Stands::Top,
            paragraphs: vec![paragraph],
        };
        let set = text.set(width).remove(0);
        for piece in &set.pieces {
            let end = piece.at[0] + text::width(piece.face, piece.words.trim_end(), 40.0, 0.0);
            assert!(end <= width + 1e-6, "{} ends at {end}", piece.words);
        }
        let mut out: Vec<(f64, String)> = Vec::new();
        for piece in set.pieces.iter().filter(|piece| piece.words != "•") {
            match out.last_mut() {
                Some((y, words)) if *y == piece.at[1] => words.push_str(&piece.words),
                _ => out.push((piece.at[1], piece.words.clone())),
            }
        }
        assert!((text.height(width) - out.len() as f64 * 40.0 * LEADING).abs() < 1e-9);
        out.into_iter().map(|(_, words)| words.trim_end().to_owned()).collect()
    }

    fn check(runs: &[(&str, bool)], bullet: bool, like: &str, expected: &[&str]) {
        let indent = if bullet { INDENT * 40.0 } else { 0.0 };
        let width = text::width(Face::Sans, like, 40.0, 0.0) + indent + 0.001;
        assert_eq!(lines(runs, bullet, width), expected, "{runs:?}");
    }

    #[test]
    fn lines_end_where_they_may() {
        let plain = |text| [(text, false)];
        check(&plain("one two three"), false, "one two", &["one two", "three"]);
        check(&plain("one two three"), true, "one two", &["one two", "three"]);
        check(&plain("one two\u{a0}three"), false, "one two", &["one", "two\u{a0}thr", "ee"]);
        check(&plain("two\u{a0}three"), false, "two three", &["two\u{a0}three"]);
        check(&plain("north-west land"), false, "north-", &["north-", "west", "land"]);
        check(&plain("1918-30 on"), false, "1918-30", &["1918-30", "on"]);
        check(&plain("a\nb"), false, "a b c", &["a", "b"]);
        check(&plain("Nakhchivan"), false, "Nakhc", &["Nakhc", "hivan"]);
        // A run that ends inside a word ends no line.
        check(
            &[("one ", false), ("two", true), (",", false), (" three", false)],
            false,
            "one two,,,",
            &["one two,", "three"],
        );
    }
}
