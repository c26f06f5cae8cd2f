//! How much of each pixel a shape covers, worked out from its edges.
//!
//! An edge changes how much is covered of the pixels it goes through, and of all that lie to the right of them by its
//! height there. Both are added where the edge is, to numbers whose sum along a row then is the coverage: exact for shapes
//! that do not overlap themselves within a pixel. Only pixels that an edge goes through are ever looked at; what lies
//! between two of them is covered alike. (The way of Raph Levien's font-rs, with the pixels that count kept as bits.)

use std::cell::RefCell;

use tiny_skia::{FillRule, Path, PathSegment, Point};

/// How far a curve may lie from the straight lines that stand for it, in pixels.
const FLAT: f32 = 0.02;

/// A grid of pixels on which shapes are worked out one after the other.
pub struct Raster {
    width: usize,
    height: usize,
    /// Changes of coverage, row by row; each row has a pixel more, for what lies beyond its end.
    changes: Vec<f32>,
    /// Which changes are to be looked at: a bit for each, row by row in whole words.
    marked: Vec<u64>,
}

/// Larger grids than this many pixels are not kept.
const KEPT: usize = 1 << 20;

thread_local! {
    static OWN: RefCell<Raster> = RefCell::new(Raster::new());
}

impl Raster {
    fn new() -> Raster {
        Raster { width: 0, height: 0, changes: Vec::new(), marked: Vec::new() }
    }

    /// Works with a grid of so many pixels: this thread's own, as asking for memory takes longer than most shapes.
    pub fn with<T>(width: u32, height: u32, work: impl FnOnce(&mut Raster) -> T) -> T {
        let (width, height) = (width as usize, height as usize);
        OWN.with_borrow_mut(|raster| {
            raster.fit(width, height);
            let done = work(raster);
            if width * height > KEPT {
                *raster = Raster::new();
            }
            done
        })
    }

    /// Changes of a row.
    fn stride(&self) -> usize {
        self.width + 1
    }

    /// Words of a row.
    fn words(&self) -> usize {
        self.stride().div_ceil(64)
    }

    /// Nothing is left of a shape that was worked out: any part can be used again.
    fn fit(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width, height);
        let (count, words) = (self.stride() * height, self.words() * height);
        if self.changes.len() < count {
            self.changes.resize(count, 0.0);
        }
        if self.marked.len() < words {
            self.marked.resize(words, 0);
        }
    }

    /// Calls `span` for all stretches of equally covered pixels of a shape, row by row from the left: row, first pixel, the
    /// pixel after the last, coverage from 1 to 255.
    pub fn cover(&mut self, path: &Path, rule: FillRule, mut span: impl FnMut(usize, usize, usize, u8)) {
        self.add(path);
        let bounds = path.bounds();
        let row_at = |y: f32| y.clamp(0.0, self.height as f32) as usize;
        let (top, bottom) = (row_at(bounds.top().floor()), row_at(bounds.bottom().ceil()));
        let of_sum = |sum: f32| {
            let covered = match rule {
                FillRule::Winding => sum.abs().min(1.0),
                FillRule::EvenOdd => {
                    let rest = sum.abs() % 2.0;
                    if rest > 1.0 { 2.0 - rest } else { rest }
                }
            };
            (covered * 255.0 + 0.5) as u8
        };
        let (stride, words) = (self.stride(), self.words());
        for row in top..bottom {
            let changes = &mut self.changes[row * stride..][..stride];
            let (mut sum, mut at) = (0.0, 0);
            let mut told = |from: usize, to: usize, sum: f32| {
                let cover = of_sum(sum);
                if cover > 0 && from < to {
                    span(row, from, to, cover);
                }
            };
            for (word, bits) in self.marked[row * words..][..words].iter_mut().enumerate() {
                let mut left = std::mem::take(bits);
                while left != 0 {
                    let x = word * 64 + left.trailing_zeros() as usize;
                    left &= left - 1;
                    told(at, x, sum);
                    sum += std::mem::take(&mut changes[x]);
                    at = (x + 1).min(self.width);
                    told(x, at, sum);
                }
            }
            told(at, self.width, sum);
        }
    }

    fn add(&mut self, path: &Path) {
        let (mut start, mut at) = (Point::zero(), Point::zero());
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    self.edge(at, start);
                    (start, at) = (to, to);
                }
                PathSegment::LineTo(to) => {
                    self.edge(at, to);
                    at = to;
                }
                PathSegment::QuadTo(a, to) => {
                    let bend = (at - a - a + to).length();
                    // A chord of a curve lies at most an eighth of its second derivative from it.
                    self.curve(at, to, bend / 4.0, |t| {
                        let (p, q) = (between(at, a, t), between(a, to, t));
                        between(p, q, t)
                    });
                    at = to;
                }
                PathSegment::CubicTo(a, b, to) => {
                    let bend = (at - a - a + b).length().max((a - b - b + to).length());
                    self.curve(at, to, bend * 0.75, |t| {
                        let (p, q, r) = (between(at, a, t), between(a, b, t), between(b, to, t));
                        between(between(p, q, t), between(q, r, t), t)
                    });
                    at = to;
                }
                PathSegment::Close => {
                    self.edge(at, start);
                    at = start;
                }
            }
        }
        self.edge(at, start);
    }

    fn curve(&mut self, from: Point, to: Point, bend: f32, at: impl Fn(f32) -> Point) {
        let count = (bend / FLAT).sqrt().ceil().clamp(1.0, 64.0);
        let mut last = from;
        for i in 1..count as usize {
            let next = at(i as f32 / count);
            self.edge(last, next);
            last = next;
        }
        self.edge(last, to);
    }

    fn edge(&mut self, from: Point, to: Point) {
        let (way, a, b) = if from.y < to.y { (1.0, from, to) } else { (-1.0, to, from) };
        let (top, bottom) = (a.y.max(0.0), b.y.min(self.height as f32));
        // So are edges without height.
        if top >= bottom {
            return;
        }
        let slope = (b.x - a.x) / (b.y - a.y);
        let mut x = a.x + (top - a.y) * slope;
        let (first, mut y) = (top as usize, top);
        for row in first..self.height {
            let end = bottom.min((row + 1) as f32);
            let next = if end == b.y { b.x } else { x + slope * (end - y) };
            self.step(row, way * (end - y), x, next);
            if end == bottom {
                break;
            }
            (x, y) = (next, end);
        }
    }

    /// A part of an edge within a row: its height, with its sign, and where it begins and ends.
    fn step(&mut self, row: usize, height: f32, from: f32, to: f32) {
        let (left, right) = if from < to { (from, to) } else { (to, from) };
        let width = self.width as f32;
        if left >= width {
            return;
        }
        if left >= 0.0 && right <= width {
            return self.inner(row, height, left, right);
        }
        if right <= 0.0 {
            return self.change(row, 0, height);
        }
        // It goes over the side: the part beyond the left one covers all of the row.
        let share = height / (right - left);
        if left < 0.0 {
            self.change(row, 0, share * -left);
        }
        let (left, right) = (left.max(0.0), right.min(width));
        self.inner(row, share * (right - left), left, right);
    }

    fn inner(&mut self, row: usize, height: f32, left: f32, right: f32) {
        let first = (left as usize).min(self.width - 1);
        // How many pixels it goes through.
        let count = (right.ceil() as usize).saturating_sub(first).max(1);
        if count == 1 {
            let rest = (0.5 * (left + right) - first as f32) * height;
            self.change(row, first, height - rest);
            return self.change(row, first + 1, rest);
        }
        // Of each pixel the part to the right of the edge; what is added is by how much it is more than that of the last.
        let per_pixel = height / (right - left);
        let here = 1.0 - (left - first as f32);
        let mut known = 0.5 * per_pixel * here * here;
        self.change(row, first, known);
        let mut gone = per_pixel * here;
        for at in 1..count - 1 {
            let covered = gone + 0.5 * per_pixel;
            self.change(row, first + at, covered - known);
            known = covered;
            gone += per_pixel;
        }
        let last = first + count - 1;
        let there = right - last as f32;
        let covered = height - 0.5 * per_pixel * there * there;
        self.change(row, last, covered - known);
        self.change(row, last + 1, height - covered);
    }

    fn change(&mut self, row: usize, x: usize, by: f32) {
        let (stride, words) = (self.stride(), self.words());
        self.changes[row * stride + x] += by;
        self.marked[row * words + x / 64] |= 1 << (x % 64);
    }
}

fn between(a: Point, b: Point, t: f32) -> Point {
    Point::from_xy(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_skia::{PathBuilder, Rect};

    const SIDE: u32 = 70;

    fn covers(path: &Path, rule: FillRule) -> Vec<u8> {
        let mut out = vec![0; (SIDE * SIDE) as usize];
        Raster::with(SIDE, SIDE, |raster| {
            raster.cover(path, rule, |row, from, to, cover| {
                let line = &mut out[row * SIDE as usize..][..SIDE as usize];
                assert!(line[from..to].iter().all(|before| *before == 0), "a pixel is told once");
                line[from..to].fill(cover);
            });
        });
        out
    }

    fn polygon(rings: &[&[[f32; 2]]]) -> Path {
        let mut builder = PathBuilder::new();
        for ring in rings {
            builder.move_to(ring[0][0], ring[0][1]);
            ring[1..].iter().for_each(|&[x, y]| builder.line_to(x, y));
            builder.close();
        }
        builder.finish().expect("a path")
    }

    /// How much of a pixel is covered, by 64 by 64 points in it.
    fn counted(path: &Path, rule: FillRule, column: usize, row: usize) -> f64 {
        let mut lines: Vec<(Point, Point)> = Vec::new();
        let (mut start, mut at) = (Point::zero(), Point::zero());
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => (start, at) = (to, to),
                PathSegment::LineTo(to) => {
                    lines.push((at, to));
                    at = to;
                }
                _ => lines.push((at, start)),
            }
        }
        let points = (0..64).flat_map(|i| (0..64).map(move |j| (f64::from(i) + 0.5, f64::from(j) + 0.5)));
        let inside = points.filter(|(i, j)| {
            let (x, y) = (column as f64 + i / 64.0, row as f64 + j / 64.0);
            let mut winding = 0;
            for (a, b) in &lines {
                let (a, b) = ([f64::from(a.x), f64::from(a.y)], [f64::from(b.x), f64::from(b.y)]);
                if (a[1] > y) != (b[1] > y) && a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) < x {
                    winding += if b[1] > a[1] { 1 } else { -1 };
                }
            }
            match rule {
                FillRule::Winding => winding != 0,
                FillRule::EvenOdd => winding % 2 != 0,
            }
        });
        inside.count() as f64 / 4096.0
    }

    #[test]
    fn coverage_is_the_area_of_the_shape_in_the_pixel() {
        let shapes: [&[&[[f32; 2]]]; 6] = [
            // A triangle with steep and flat sides; one far over all edges; one with a hole; slivers; a whole rectangle.
            &[&[[3.3, 2.1], [60.7, 8.4], [20.2, 66.6]]],
            &[&[[-500.0, -30.0], [300.0, 20.5], [-40.0, 900.0]]],
            &[
                &[[5.0, 5.0], [65.0, 6.0], [64.0, 64.0], [4.0, 60.0]],
                &[[20.0, 20.5], [40.0, 21.5], [30.0, 50.0]],
            ],
            &[&[[1.0, 1.0], [69.0, 1.2], [69.0, 1.3]], &[[10.2, 5.0], [10.3, 60.0], [10.4, 60.0]]],
            &[&[[10.0, 12.0], [30.0, 12.0], [30.0, 40.0], [10.0, 40.0]]],
            &[&[[-9.0, 30.0], [-3.0, 40.0], [-5.0, 45.0]], &[[75.0, 3.0], [90.0, 3.0], [80.0, 60.0]]],
        ];
        for (i, rings) in shapes.into_iter().enumerate() {
            let path = polygon(rings);
            let found = covers(&path, FillRule::EvenOdd);
            for (at, &cover) in found.iter().enumerate() {
                let wanted = counted(&path, FillRule::EvenOdd, at % SIDE as usize, at / SIDE as usize);
                let off = (f64::from(cover) / 255.0 - wanted).abs();
                assert!(off < 0.02, "shape {i} at {at}: {cover}, {wanted}");
            }
            // Nothing of it is left for the next one.
            assert_eq!(found, covers(&path, FillRule::EvenOdd), "shape {i}");
        }
    }

    #[test]
    fn overlaps_follow_the_rule() {
        let square = |at: f32| [[at, at], [at + 20.0, at], [at + 20.0, at + 20.0], [at, at + 20.0]];
        let path = polygon(&[&square(10.0), &square(20.0)]);
        for (rule, wanted) in [(FillRule::Winding, 255), (FillRule::EvenOdd, 0)] {
            let found = covers(&path, rule);
            assert_eq!(found[25 * SIDE as usize + 25], wanted);
            assert_eq!(found[12 * SIDE as usize + 12], 255);
            assert_eq!(found[5 * SIDE as usize + 5], 0);
        }
    }

    #[test]
    fn curves_are_followed() {
        let circle = PathBuilder::from_circle(35.0, 35.0, 20.0).expect("a circle");
        let oval = PathBuilder::from_oval(Rect::from_xywh(15.0, 15.0, 40.0, 40.0).expect("a square"))
            .expect("an oval");
        let mut cubic = PathBuilder::new();
        let k = 20.0 * 0.552_285;
        cubic.move_to(55.0, 35.0);
        cubic.cubic_to(55.0, 35.0 + k, 35.0 + k, 55.0, 35.0, 55.0);
        cubic.cubic_to(35.0 - k, 55.0, 15.0, 35.0 + k, 15.0, 35.0);
        cubic.cubic_to(15.0, 35.0 - k, 35.0 - k, 15.0, 35.0, 15.0);
        cubic.cubic_to(35.0 + k, 15.0, 55.0, 35.0 - k, 55.0, 35.0);
        for path in [circle, oval, cubic.finish().expect("a curve")] {
            let found = covers(&path, FillRule::Winding);
            let area = found.iter().map(|&cover| f64::from(cover)).sum::<f64>() / 255.0;
            assert!((area / (std::f64::consts::PI * 400.0) - 1.0).abs() < 0.003, "{area}");
        }
    }
}
