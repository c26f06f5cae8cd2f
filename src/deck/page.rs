//! A slide as one drawing, as it is on a page of PDF.

use super::{Deck, Item, Slide, Stands, TextBox};
use crate::scene::{Anchor, Line, Node, Scene, Text, group, place};
use crate::text::{self, Face};

/// Distance of baselines as a share of the size of type.
pub const LEADING: f64 = 1.2;
/// Indent of a list's paragraphs as a share of the size of type.
pub const INDENT: f64 = 0.9;

impl Deck {
    /// A slide as one drawing. Texts are set in the embedded faces.
    pub fn page(&self, slide: &Slide) -> Scene {
        let [width, height] = self.ratio.size();
        let mut nodes = Vec::new();
        for item in &slide.items {
            match item {
                Item::Picture(picture) => {
                    let mut inner = group(&picture.id, &picture.alt, picture.scene.nodes.clone());
                    place(&mut inner, [picture.rect.x, picture.rect.y], &format!("{}-", picture.id));
                    nodes.push(inner);
                }
                Item::Shapes(shapes) => nodes.push(group(&shapes.id, &shapes.alt, shapes.nodes.clone())),
                Item::Text(text) => nodes.push(group(&text.id, "", text.nodes())),
            }
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
}

impl Slide {
    /// Its title in one line; `None` if it has none.
    pub fn title(&self) -> Option<String> {
        self.items.iter().find_map(|item| match item {
            Item::Text(text) if text.role == super::Role::Title => Some(text.words()),
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
        self.set(width).1
    }

    fn nodes(&self) -> Vec<Node> {
        let (mut nodes, height) = self.set(self.rect.w);
        let down = match self.stands {
            Stands::Top => 0.0,
            Stands::Middle => ((self.rect.h - height) / 2.0).max(0.0),
            Stands::Bottom => (self.rect.h - height).max(0.0),
        };
        for node in &mut nodes {
            if let Node::Text(text) = node {
                text.lines.iter_mut().for_each(|line| {
                    line.at = [line.at[0] + self.rect.x, line.at[1] + self.rect.y + down];
                });
            }
        }
        nodes
    }

    /// Its texts from the origin on, and how high they are together.
    fn set(&self, width: f64) -> (Vec<Node>, f64) {
        let mut nodes = Vec::new();
        let mut y = 0.0;
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            let size = paragraph.size;
            let indent = if paragraph.bullet { INDENT * size } else { 0.0 };
            if at > 0 {
                y += paragraph.before;
            }
            // Words of all runs, each with its look; a break between runs without a space joins them.
            let face = |run: &super::Run| match (run.bold, run.italic) {
                (true, _) => Face::SansBold,
                (false, true) => Face::SerifItalic,
                (false, false) => Face::Sans,
            };
            let mut lines: Vec<Vec<(usize, String, f64)>> = vec![Vec::new()];
            let mut x = indent;
            for (index, run) in paragraph.runs.iter().enumerate() {
                for piece in run.text.split_inclusive(' ') {
                    let wide = text::width(face(run), piece.trim_end(), size, 0.0);
                    if x + wide > width && x > indent {
                        lines.push(Vec::new());
                        x = indent;
                    }
                    let Some(line) = lines.last_mut() else { continue };
                    match line.last_mut() {
                        Some((known, words, _)) if *known == index => words.push_str(piece),
                        _ => line.push((index, piece.to_owned(), x)),
                    }
                    x += text::width(face(run), piece, size, 0.0);
                }
            }
            for (number, line) in lines.iter().enumerate() {
                let baseline = y + size * 0.95;
                let end = line.last().map_or(0.0, |(index, words, x)| {
                    x + text::width(face(&paragraph.runs[*index]), words.trim_end(), size, 0.0)
                });
                let shift = if paragraph.centred { (width - end) / 2.0 } else { 0.0 };
                if number == 0 && paragraph.bullet {
                    let color = paragraph.runs.first().map_or(crate::style::Color::WHITE, |run| run.color);
                    nodes.push(word(self, nodes.len(), "•", Face::Sans, size, color, [0.0, baseline]));
                }
                for (index, words, x) in line {
                    let run = &paragraph.runs[*index];
                    let at = [x + shift, baseline];
                    nodes.push(word(self, nodes.len(), words.trim_end(), face(run), size, run.color, at));
                }
                y += size * LEADING;
            }
        }
        (nodes, y)
    }
}

fn word(
    of: &TextBox,
    number: usize,
    words: &str,
    face: Face,
    size: f64,
    fill: crate::style::Color,
    at: [f64; 2],
) -> Node {
    let width = text::width(face, words, size, 0.0);
    Node::Text(Text {
        id: format!("{}-{number}", of.id),
        class: "slide-text".to_owned(),
        lines: vec![Line { text: words.to_owned(), at, width }],
        face,
        size,
        anchor: Anchor::Start,
        fill,
        ..Text::default()
    })
}
