//! Pieces of a scene that every part of a chart needs, and the chart in sentences.

use super::Job;
use super::rows::{Fill, Group as Rows};
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Group, Line, Node, Path, Piece, Stroke, Text};
use crate::style::Color;
use crate::text::{self, CAP_HEIGHT, Face};
use crate::words::word;

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Type {
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

    /// Baseline of a line whose capitals are centred at `y`.
    pub fn centred(&self, y: f64) -> f64 {
        y + self.size * CAP_HEIGHT / 2.0
    }
}

/// A layer.
pub(super) fn group(id: &str, label: &str, nodes: Vec<Node>) -> Node {
    Node::Group(Group { id: id.into(), label: label.into(), clip: None, nodes })
}

/// Lines of text from the first one's baseline down, `leading` px apart.
pub(super) fn text_lines(
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
        spacing: 0.0,
        anchor,
        fill: kind.color,
        halo: None,
        rotate_deg: 0.0,
    })
}

/// One line of text.
pub(super) fn text_line(id: String, words: &str, kind: Type, at: [f64; 2], anchor: Anchor) -> Node {
    text_lines(id, &[words.to_owned()], kind, at, 0.0, anchor)
}

/// Straight lines with one stroke.
pub(super) fn strokes(class: &str, lines: Vec<[[f64; 2]; 2]>, stroke: Stroke) -> Node {
    let pieces = lines.into_iter().map(|line| Piece { points: line.to_vec(), closed: false }).collect();
    Node::Path(Path { class: class.into(), pieces, stroke: Some(stroke), ..Path::default() })
}

/// A line of this colour and width with its ends cut off.
pub(super) fn flat(color: Color, width: f64) -> Stroke {
    Stroke { round: false, ..Stroke::new(color, width) }
}

/// A rectangle as a closed piece.
pub(super) fn rect_piece(rect: Rect) -> Piece {
    let (right, bottom) = (rect.right(), rect.bottom());
    Piece { points: vec![[rect.x, rect.y], [right, rect.y], [right, bottom], [rect.x, bottom]], closed: true }
}

/// The chart in sentences: each row's holders in order.
pub(super) fn description(job: &Job<'_>, groups: &[Rows]) -> String {
    let mut sentences = Vec::new();
    for row in groups.iter().flat_map(|group| &group.rows) {
        let mut told: Vec<String> = Vec::new();
        let mut last: Option<Fill> = None;
        for bar in row.lanes.iter().flatten() {
            let same = |fill: Fill| match (fill.polity(), bar.fill.polity()) {
                (Some(a), Some(b)) => a == b,
                _ => fill == bar.fill,
            };
            if last.is_some_and(same) {
                continue;
            }
            last = Some(bar.fill);
            let who = match bar.fill {
                Fill::Polity { polity, .. } | Fill::Claim(polity) => {
                    job.dataset.polity(polity).short_on(bar.from, job.lang)
                }
                Fill::Nobody => word(job.lang, "nobody"),
                Fill::NotKnown => word(job.lang, "not-known"),
            };
            told.push(format!("{who} ({})", bar.from));
        }
        sentences.push(format!("{}: {}.", row.name, told.join(", ")));
    }
    sentences.join(" ")
}
