//! What stands over the map inside its frame: locator, inside legend, scale bar, north arrow.
//!
//! It is decided before the labels, which make room for it.

use super::Job;
use crate::diagnostic::Diagnostic;
use crate::geometry::clip::Rect;
use crate::scene::Node;

/// The furniture of one map.
#[derive(Default)]
pub(super) struct Furniture {
    /// Where it stands, with the air around it, in px: names keep off.
    pub rects: Vec<Rect>,
    /// How it is drawn.
    pub nodes: Vec<Node>,
}

/// Places the furniture. What finds no room is in `left_out`.
pub(super) fn furniture(_job: &Job<'_>, _left_out: &mut Vec<Diagnostic>) -> Furniture {
    Furniture::default()
}
