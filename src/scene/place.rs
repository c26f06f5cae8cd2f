//! A drawing put into another: moved, and with names that stay unique there.

use super::Node;
use crate::geometry::clip::Rect;

/// Parts of a px that points are put on: such points stay the same in single precision wherever on a page they
/// are moved, so the same drawing has the same pixels in two places.
const PARTS: f64 = 256.0;

/// Moves a node by so many whole px, and puts `prefix` before every id in it.
pub(crate) fn place(node: &mut Node, by: [f64; 2], prefix: &str) {
    let moved = |point: &mut [f64; 2]| {
        *point = [0, 1].map(|axis| (point[axis] * PARTS).round() / PARTS + by[axis]);
    };
    let named = |id: &mut String| {
        if !id.is_empty() {
            id.insert_str(0, prefix);
        }
    };
    match node {
        Node::Group(group) => {
            named(&mut group.id);
            group.clip = group.clip.map(|clip| Rect::new(clip.x + by[0], clip.y + by[1], clip.w, clip.h));
            group.nodes.iter_mut().for_each(|node| place(node, by, prefix));
        }
        Node::Path(path) => {
            named(&mut path.id);
            path.pieces.iter_mut().flat_map(|piece| &mut piece.points).for_each(moved);
        }
        Node::Circle(circle) => {
            named(&mut circle.id);
            moved(&mut circle.center);
        }
        Node::Text(text) => {
            named(&mut text.id);
            text.lines.iter_mut().map(|line| &mut line.at).chain(&mut text.course).for_each(moved);
        }
    }
}
