//! Straight text and layers as nodes: what maps and charts write alike.

use super::{Anchor, Group, Line, Node, Piece, Text};
use crate::geometry::clip::Rect;
use crate::style::Color;
use crate::text::{self, CAP_HEIGHT, Face};

/// How a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub face: Face,
    /// Px of the page.
    pub size: f64,
    pub color: Color,
    pub class: &'static str,
}

impl Type {
    pub fn width(&self, words: &str) -> f64 {
        text::width(self.face, words, self.size, 0.0)
    }

    pub fn wrap(&self, words: &str, width: f64) -> Vec<String> {
        text::wrap(self.face, words, self.size, width)
    }

    /// Words wrapped to a width in so many lines at most; of longer words as many letters as have room.
    pub fn shortened(&self, words: &str, width: f64, lines: usize) -> Vec<String> {
        let (mut most, mut too_many) = (1, words.chars().count() + 1);
        let cut = |letters: usize| text::shortened(words, letters).unwrap_or_else(|| words.to_owned());
        let whole = self.wrap(words, width);
        if whole.len() <= lines {
            return whole;
        }
        while most + 1 < too_many {
            let letters = usize::midpoint(most, too_many);
            if self.wrap(&cut(letters), width).len() <= lines { most = letters } else { too_many = letters }
        }
        self.wrap(&cut(most), width)
    }

    /// Baseline of a line whose capitals are centred at `y`.
    pub fn centred(&self, y: f64) -> f64 {
        y + self.size * CAP_HEIGHT / 2.0
    }

    /// Height of a paragraph in px, wrapped to a width.
    pub fn height(&self, words: &str, width: f64) -> f64 {
        self.wrap(words, width).len() as f64 * self.leading()
    }

    /// Distance of the baselines of a paragraph in px.
    pub fn leading(&self) -> f64 {
        self.size * 1.3
    }
}

/// A layer.
pub(crate) fn group(id: &str, label: &str, nodes: Vec<Node>) -> Node {
    Node::Group(Group { id: id.into(), label: label.into(), clip: None, nodes })
}

/// Lines of text from the first one's baseline down, `leading` px apart.
pub(crate) fn text_lines(
    id: String,
    lines: &[String],
    kind: Type,
    at: [f64; 2],
    leading: f64,
    anchor: Anchor,
) -> Node {
    let lines = lines
        .iter()
        .enumerate()
        .map(|(i, line)| Line {
            text: line.clone(),
            at: [at[0], at[1] + i as f64 * leading],
            width: kind.width(line),
        })
        .collect();
    Node::Text(Text {
        id,
        class: kind.class.to_owned(),
        lines,
        face: kind.face,
        size: kind.size,
        anchor,
        fill: kind.color,
        ..Text::default()
    })
}

/// One line of text.
pub(crate) fn text_line(id: String, words: &str, kind: Type, at: [f64; 2], anchor: Anchor) -> Node {
    text_lines(id, &[words.to_owned()], kind, at, 0.0, anchor)
}

/// A rectangle as a closed piece.
pub(crate) fn rect_piece(rect: Rect) -> Piece {
    Piece {
        points: vec![
            [rect.x, rect.y],
            [rect.right(), rect.y],
            [rect.right(), rect.bottom()],
            [rect.x, rect.bottom()],
        ],
        closed: true,
    }
}
