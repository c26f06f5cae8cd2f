//! Marks: what is drawn, as a number. What has the same mark looks the same.

use crate::geometry::clip::Rect;
use crate::scene::{Circle, Node, Path, Stroke, Text};
use crate::style::Color;

/// A hash of 128 bits. Two different pictures have the same by accident once in more pictures than there will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark([u64; 2]);

impl Mark {
    pub fn new() -> Mark {
        Mark([0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f])
    }

    /// Two lanes that mix by multiplying with different odd numbers and turning the bits.
    pub fn add(&mut self, value: u64) {
        let [a, b] = self.0;
        self.0 = [
            (a ^ value).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(31),
            (b.rotate_left(27) ^ value).wrapping_mul(0x9fb2_1c65_1e98_df25).wrapping_add(a >> 17),
        ];
    }

    pub fn add_number(&mut self, value: f64) {
        self.add(value.to_bits());
    }

    pub fn add_points(&mut self, points: &[[f64; 2]]) {
        self.add(points.len() as u64);
        for [x, y] in points {
            self.add_number(*x);
            self.add_number(*y);
        }
    }

    pub fn add_color(&mut self, color: Color) {
        self.add(u64::from(u32::from_le_bytes([color.r, color.g, color.b, color.a])));
    }

    pub fn add_mark(&mut self, other: Mark) {
        self.add(other.0[0]);
        self.add(other.0[1]);
    }

    pub fn add_stroke(&mut self, stroke: &Stroke) {
        self.add_color(stroke.color);
        self.add_number(stroke.width);
        self.add(u64::from(stroke.round));
        self.add(stroke.dash.len() as u64);
        stroke.dash.iter().for_each(|length| self.add_number(*length));
    }

    fn add_text(&mut self, words: &str) {
        self.add(words.len() as u64);
        for chunk in words.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(bytes));
        }
    }
}

/// The mark of all that shows of a node; its names do not.
pub fn of_node(node: &Node, clip: Option<Rect>, scale: f64) -> Mark {
    let mut mark = Mark::new();
    mark.add_number(scale);
    if let Some(clip) = clip {
        [clip.x, clip.y, clip.w, clip.h].into_iter().for_each(|value| mark.add_number(value));
    }
    match node {
        Node::Group(_) => {}
        Node::Path(path) => of_path(&mut mark, path),
        Node::Circle(circle) => of_circle(&mut mark, circle),
        Node::Text(text) => of_text(&mut mark, text),
    }
    mark
}

fn of_path(mark: &mut Mark, path: &Path) {
    mark.add(1);
    mark.add(path.fill.is_some().into());
    path.fill.into_iter().for_each(|color| mark.add_color(color));
    mark.add(path.stroke.is_some().into());
    path.stroke.iter().for_each(|stroke| mark.add_stroke(stroke));
    for piece in &path.pieces {
        mark.add(piece.closed.into());
        mark.add_points(&piece.points);
    }
}

fn of_circle(mark: &mut Mark, circle: &Circle) {
    mark.add(2);
    mark.add_points(&[circle.center]);
    mark.add_number(circle.radius);
    mark.add_color(circle.fill);
    circle.stroke.iter().for_each(|stroke| mark.add_stroke(stroke));
}

fn of_text(mark: &mut Mark, text: &Text) {
    mark.add(3);
    mark.add(text.face as u64);
    for value in [text.size, text.spacing, text.rotate_deg] {
        mark.add_number(value);
    }
    mark.add(text.anchor as u64);
    mark.add_color(text.fill);
    if let Some((color, width)) = text.halo {
        mark.add_color(color);
        mark.add_number(width);
    }
    mark.add_points(&text.course);
    for line in &text.lines {
        mark.add_text(&line.text);
        mark.add_points(&[line.at]);
        mark.add_number(line.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_different_has_another_mark() {
        let path = |x: f64, closed: bool| {
            let piece = crate::scene::Piece { points: vec![[x, 1.0], [2.0, 3.0]], closed };
            Node::Path(Path { pieces: vec![piece], ..Path::default() })
        };
        let nodes = [path(0.0, false), path(1e-9, false), path(0.0, true)];
        let marks: Vec<Mark> = nodes.iter().map(|node| of_node(node, None, 1.0)).collect();
        assert!(marks[0] != marks[1] && marks[0] != marks[2] && marks[1] != marks[2]);
        assert_ne!(of_node(&nodes[0], None, 2.0), marks[0]);
        // A name is not seen.
        let Node::Path(named) = path(0.0, false) else { return };
        let named = Node::Path(Path { id: "border".into(), title: "A border".into(), ..named });
        assert_eq!(of_node(&named, None, 1.0), marks[0]);
    }
}
