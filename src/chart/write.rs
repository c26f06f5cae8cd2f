//! Pieces of a scene that every part of a chart needs, and the chart in sentences.

use super::Job;
use super::rows::{Fill, Group as Rows};
pub(super) use crate::scene::rect_piece;
use crate::scene::{Node, Path, Piece, Stroke};
use crate::style::Color;
use crate::words::word;

/// Straight lines with one stroke.
pub(super) fn strokes(class: &str, lines: Vec<[[f64; 2]; 2]>, stroke: Stroke) -> Node {
    let pieces = lines.into_iter().map(|line| Piece { points: line.to_vec(), closed: false }).collect();
    Node::Path(Path { class: class.into(), pieces, stroke: Some(stroke), ..Path::default() })
}

/// A line of this colour and width with its ends cut off.
pub(super) fn flat(color: Color, width: f64) -> Stroke {
    Stroke { round: false, ..Stroke::new(color, width) }
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
