//! Letters as closed lines.

use crate::text::{self, Face, Pen};

/// Closed lines.
pub(super) type Contours = Vec<Vec<[f64; 2]>>;

/// A letter as closed lines one em high, flattened finely enough for `size` px.
///
/// Straight lines fill and above all stroke (the halo) several times faster than curves.
pub(super) fn outline(face: Face, id: u16, size: f64) -> Contours {
    struct Flatten {
        contours: Contours,
        size: f64,
    }
    impl Flatten {
        fn last(&self) -> [f64; 2] {
            self.contours.last().and_then(|contour| contour.last()).copied().unwrap_or([0.0; 2])
        }
        fn push(&mut self, point: [f64; 2]) {
            if let Some(contour) = self.contours.last_mut() {
                contour.push(point);
            }
        }
        /// Pieces needed so that a curve with this second difference stays within a tenth of a px.
        fn pieces(&self, bend: f64) -> usize {
            ((bend * self.size / 0.8).max(0.0).sqrt().ceil() as usize).clamp(1, 24)
        }
    }
    impl Pen for Flatten {
        fn move_to(&mut self, x: f64, y: f64) {
            self.contours.push(vec![[x, y]]);
        }
        fn line_to(&mut self, x: f64, y: f64) {
            self.push([x, y]);
        }
        fn quad_to(&mut self, cx: f64, cy: f64, x: f64, y: f64) {
            let [x0, y0] = self.last();
            let count = self.pieces((x0 - 2.0 * cx + x).abs() + (y0 - 2.0 * cy + y).abs());
            for i in 1..=count {
                let t = i as f64 / count as f64;
                let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
                self.push([a * x0 + b * cx + c * x, a * y0 + b * cy + c * y]);
            }
        }
        fn cubic_to(&mut self, cx0: f64, cy0: f64, cx1: f64, cy1: f64, x: f64, y: f64) {
            let [x0, y0] = self.last();
            let bend = (x0 - 2.0 * cx0 + cx1).abs() + (y0 - 2.0 * cy0 + cy1).abs();
            let bend = bend.max((cx0 - 2.0 * cx1 + x).abs() + (cy0 - 2.0 * cy1 + y).abs());
            let count = self.pieces(3.0 * bend);
            for i in 1..=count {
                let t = i as f64 / count as f64;
                let u = 1.0 - t;
                let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
                self.push([a * x0 + b * cx0 + c * cx1 + d * x, a * y0 + b * cy0 + c * cy1 + d * y]);
            }
        }
        fn close(&mut self) {}
    }
    let mut flatten = Flatten { contours: Vec::new(), size };
    text::outline(face, id, &mut flatten);
    flatten.contours
}
