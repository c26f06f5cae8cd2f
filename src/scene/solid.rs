//! Strokes as areas cut to a box: for drawings whose readers know no clip, and draw dashes and ends of lines in ways
//! of their own.

use super::{Circle, Line, Node, Path, Piece, Stroke, Text};
use crate::geometry::clip::{self, Rect};
use crate::geometry::math::{DEGREE, cos, sin, sqrt};
use crate::text::{Pen, outline};

/// Corners of a half circle at the end of a round stroke, and pieces of a curve of a letter.
const STEPS: usize = 8;

/// The straight strokes of a path as areas inside a box: every dash a piece. A path with a fill keeps it, cut.
pub(crate) fn solid(path: Path, bounds: &Rect) -> Path {
    let cut = |points: &[[f64; 2]]| {
        let points = clip::ring(points, bounds);
        (points.len() >= 3).then_some(Piece { points, closed: true })
    };
    let Some(stroke) = &path.stroke else {
        let pieces = path.pieces.iter().filter_map(|piece| cut(&piece.points)).collect();
        return Path { pieces, ..path };
    };
    let mut pieces = Vec::new();
    for piece in &path.pieces {
        for ends in piece.points.windows(2) {
            dashes([ends[0], ends[1]], &stroke.dash, |ends| pieces.extend(cut(&body(ends, stroke))));
        }
    }
    Path { pieces, fill: Some(stroke.color), stroke: None, ..path }
}

/// The dashes of a stretch, which begins with one.
fn dashes([from, to]: [[f64; 2]; 2], dash: &[f64], mut add: impl FnMut([[f64; 2]; 2])) {
    let length = distance(from, to);
    let period: f64 = dash.iter().sum();
    if dash.is_empty() || period <= 1e-6 {
        return add([from, to]);
    }
    let at = |way: f64| [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * way / length.max(1e-9));
    let (mut way, mut turn) = (0.0, 0);
    while way < length {
        let end = (way + dash[turn % dash.len()]).min(length);
        if turn % 2 == 0 {
            add([at(way), at(end)]);
        }
        (way, turn) = (way + dash[turn % dash.len()].max(1e-3), turn + 1);
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    sqrt(dx * dx + dy * dy)
}

/// What one dash covers.
fn body([from, to]: [[f64; 2]; 2], stroke: &Stroke) -> Vec<[f64; 2]> {
    let half = stroke.width / 2.0;
    let length = distance(from, to).max(1e-9);
    let [dx, dy] = [0, 1].map(|axis| (to[axis] - from[axis]) / length * half);
    // Across the line, and along it by so much.
    let at = |[x, y]: [f64; 2], across: f64, along: f64| {
        [x - dy * across + dx * along, y + dx * across + dy * along]
    };
    let steps = if stroke.round { STEPS } else { 1 };
    let angle = |i: usize| 180.0 * DEGREE * i as f64 / steps as f64;
    let round = |i: usize| if stroke.round { sin(angle(i)) } else { 0.0 };
    let forth = (0..=steps).map(|i| at(to, cos(angle(i)), round(i)));
    let back = (0..=steps).map(|i| at(from, -cos(angle(i)), -round(i)));
    forth.chain(back).collect()
}

/// The letters of a text as areas.
pub(crate) fn letters(text: &Text) -> Path {
    struct Flat {
        pieces: Vec<Piece>,
    }
    impl Flat {
        fn add(&mut self, point: [f64; 2]) {
            if let Some(piece) = self.pieces.last_mut() {
                piece.points.push(point);
            }
        }
        fn last(&self) -> [f64; 2] {
            self.pieces.last().and_then(|piece| piece.points.last().copied()).unwrap_or_default()
        }
    }
    impl Pen for Flat {
        fn move_to(&mut self, x: f64, y: f64) {
            self.pieces.push(Piece { points: vec![[x, y]], closed: true });
        }
        fn line_to(&mut self, x: f64, y: f64) {
            self.add([x, y]);
        }
        fn quad_to(&mut self, cx: f64, cy: f64, x: f64, y: f64) {
            let [ax, ay] = self.last();
            for i in 1..=STEPS {
                let t = i as f64 / STEPS as f64;
                let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
                self.add([a * ax + b * cx + c * x, a * ay + b * cy + c * y]);
            }
        }
        fn cubic_to(&mut self, cx0: f64, cy0: f64, cx1: f64, cy1: f64, x: f64, y: f64) {
            let [ax, ay] = self.last();
            for i in 1..=STEPS {
                let t = i as f64 / STEPS as f64;
                let u = 1.0 - t;
                let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
                self.add([a * ax + b * cx0 + c * cx1 + d * x, a * ay + b * cy0 + c * cy1 + d * y]);
            }
        }
        fn close(&mut self) {}
    }
    let mut pieces = Vec::new();
    let of_line = |line: &Line, pieces: &mut Vec<Piece>| {
        for glyph in text.glyphs(line) {
            let mut pen = Flat { pieces: Vec::new() };
            outline(text.face, glyph.id, &mut pen);
            for piece in &mut pen.pieces {
                piece.points.iter_mut().for_each(|point| *point = glyph.point(*point, text.size));
            }
            pieces.append(&mut pen.pieces);
        }
    };
    text.lines.iter().for_each(|line| of_line(line, &mut pieces));
    Path { class: text.class.clone(), pieces, fill: Some(text.fill), ..Path::default() }
}

/// A small drawing made of paths and dots alone, all of its ink inside a box; frames of areas lie over what is in them.
pub(crate) fn boxed(nodes: Vec<Node>, bounds: &Rect) -> Vec<Node> {
    let (mut out, mut frames) = (Vec::new(), Vec::new());
    for node in nodes {
        match node {
            // A framed area; what is in it comes after it.
            Node::Path(path) if path.fill.is_some() && path.stroke.is_some() && is_rect(&path) => {
                let half = path.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
                let inner = bounds.grown(-half);
                let pull =
                    |[x, y]: [f64; 2]| [x.clamp(inner.x, inner.right()), y.clamp(inner.y, inner.bottom())];
                let pieces: Vec<Piece> = path
                    .pieces
                    .iter()
                    .map(|piece| Piece {
                        points: piece.points.iter().copied().map(pull).collect(),
                        ..piece.clone()
                    })
                    .collect();
                frames.push(Node::Path(Path {
                    id: String::new(),
                    class: "key-frame".into(),
                    title: String::new(),
                    pieces: pieces.clone(),
                    fill: None,
                    stroke: path.stroke.clone(),
                }));
                out.push(Node::Path(Path { pieces, stroke: None, ..path }));
            }
            Node::Path(path) if path.pieces.iter().all(|piece| piece.closed) && path.stroke.is_some() => {
                out.push(Node::Path(shrunk(path, bounds)));
            }
            Node::Path(path) => out.push(Node::Path(solid(path, bounds))),
            Node::Text(text) => out.push(Node::Path(letters(&text))),
            Node::Group(group) => out.extend(boxed(group.nodes, bounds)),
            Node::Circle(circle) => {
                let half = circle.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
                let [x, y] = circle.center;
                let room = [x - bounds.x, bounds.right() - x, y - bounds.y, bounds.bottom() - y];
                let most = room.into_iter().fold(f64::INFINITY, f64::min) - half;
                out.push(Node::Circle(Circle { radius: circle.radius.min(most.max(0.0)), ..circle }));
            }
        }
    }
    out.extend(frames);
    out.retain(|node| !matches!(node, Node::Path(path) if path.pieces.is_empty()));
    out
}

/// An outlined area as much smaller as it must be for its line to stay in the box.
fn shrunk(path: Path, bounds: &Rect) -> Path {
    let half = path.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
    let ([cx, cy], inner) = (bounds.center(), bounds.grown(-half));
    let far = |axis: usize, middle: f64| {
        let points = path.pieces.iter().flat_map(|piece| &piece.points);
        points.map(|point| (point[axis] - middle).abs()).fold(1e-9, f64::max)
    };
    let share = (inner.w / 2.0 / far(0, cx)).min(inner.h / 2.0 / far(1, cy)).clamp(0.0, 1.0);
    let mut path = path;
    for point in path.pieces.iter_mut().flat_map(|piece| &mut piece.points) {
        *point = [cx + share * (point[0] - cx), cy + share * (point[1] - cy)];
    }
    path
}

fn is_rect(path: &Path) -> bool {
    matches!(path.pieces.as_slice(), [piece] if piece.closed && piece.points.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Color;

    fn stroke(width: f64, dash: &[f64], round: bool) -> Stroke {
        Stroke { color: Color::hex(0x102030), width, dash: dash.to_vec(), round }
    }

    fn areas(points: &[[f64; 2]], stroke: Stroke) -> Vec<f64> {
        let pieces = vec![Piece { points: points.to_vec(), closed: false }];
        let path = Path { pieces, stroke: Some(stroke), ..Path::default() };
        let bounds = Rect::new(0.0, 0.0, 40.0, 20.0);
        let out = solid(path, &bounds);
        assert!(out.stroke.is_none() && out.fill.is_some());
        out.pieces
            .iter()
            .map(|piece| {
                assert!(piece.points.iter().all(|point| bounds.grown(1e-9).contains(*point)), "{piece:?}");
                let n = piece.points.len();
                let cross = |i: usize| {
                    let (a, b) = (piece.points[i], piece.points[(i + 1) % n]);
                    a[0] * b[1] - b[0] * a[1]
                };
                (0..n).map(cross).sum::<f64>().abs() / 2.0
            })
            .collect()
    }

    #[test]
    fn strokes_become_areas_of_their_size_inside_the_box() {
        let check = |points: &[[f64; 2]], stroke: Stroke, expected: &[f64]| {
            let found = areas(points, stroke);
            assert_eq!(found.len(), expected.len(), "{found:?}");
            found.iter().zip(expected).for_each(|(a, b)| assert!((a - b).abs() < 0.05, "{found:?}"));
        };
        check(&[[5.0, 10.0], [35.0, 10.0]], stroke(4.0, &[], false), &[120.0]);
        // Cut by the box on both sides.
        check(&[[-10.0, 10.0], [60.0, 10.0]], stroke(4.0, &[], false), &[160.0]);
        check(&[[0.0, 0.0], [40.0, 0.0]], stroke(4.0, &[], false), &[80.0]);
        // Dashes of ten with gaps of five; the last is cut short.
        check(&[[0.0, 10.0], [35.0, 10.0]], stroke(2.0, &[10.0, 5.0], false), &[20.0, 20.0, 10.0]);
        // A dot: nearly a circle of radius three.
        check(&[[10.0, 10.0], [10.1, 10.0]], stroke(6.0, &[], true), &[28.15]);
        check(&[[50.0, 50.0], [60.0, 60.0]], stroke(2.0, &[], false), &[]);
    }
}
