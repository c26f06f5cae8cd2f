//! Cutting lines and rings to a rectangle.

/// A rectangle in px, or in any plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A rectangle from its corner and size.
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Rect {
        Rect { x, y, w, h }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Centre.
    pub fn center(&self) -> [f64; 2] {
        [self.x + self.w / 2.0, self.y + self.h / 2.0]
    }

    /// The rectangle grown on all sides.
    pub fn grown(&self, by: f64) -> Rect {
        Rect::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    /// True if the two share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// True if the point lies inside or on the edge.
    pub fn contains(&self, [x, y]: [f64; 2]) -> bool {
        self.x <= x && x <= self.right() && self.y <= y && y <= self.bottom()
    }

    /// True if the other lies wholly inside.
    pub fn contains_rect(&self, other: &Rect) -> bool {
        self.x <= other.x
            && other.right() <= self.right()
            && self.y <= other.y
            && other.bottom() <= self.bottom()
    }

    /// What the two share; of no width or height if that is nothing.
    pub fn shared(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        Rect::new(x, y, (right - x).max(0.0), (bottom - y).max(0.0))
    }

    /// The least rectangle around both.
    pub fn joined(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect::new(x, y, right - x, bottom - y)
    }

    /// The least rectangle around the points, if there are any.
    pub fn around(points: impl IntoIterator<Item = [f64; 2]>) -> Option<Rect> {
        let mut bounds: Option<[f64; 4]> = None;
        for [x, y] in points {
            let b = bounds.get_or_insert([x, y, x, y]);
            *b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
        }
        bounds.map(|[x0, y0, x1, y1]| Rect::new(x0, y0, x1 - x0, y1 - y0))
    }
}

/// A ring cut to a rectangle (Sutherland and Hodgman 1974); empty if nothing is left.
///
/// Where the ring leaves the rectangle the cut runs along its edge, so only fills, never strokes,
/// may be made from it.
pub fn ring(points: &[[f64; 2]], rect: &Rect) -> Vec<[f64; 2]> {
    let Some(bounds) = Rect::around(points.iter().copied()) else { return Vec::new() };
    if rect.contains_rect(&bounds) {
        return points.to_vec();
    }
    if !rect.overlaps(&bounds) {
        return Vec::new();
    }
    let mut current = points.to_vec();
    // Each side as (axis, limit, sign): inside is where sign * (p[axis] - limit) >= 0.
    let sides = [(0, rect.x, 1.0), (0, rect.right(), -1.0), (1, rect.y, 1.0), (1, rect.bottom(), -1.0)];
    for (axis, limit, sign) in sides {
        let inside = |p: [f64; 2]| sign * (p[axis] - limit) >= 0.0;
        let mut next = Vec::with_capacity(current.len());
        for (i, &point) in current.iter().enumerate() {
            let previous = current[if i == 0 { current.len() - 1 } else { i - 1 }];
            if inside(point) != inside(previous) {
                let t = (limit - previous[axis]) / (point[axis] - previous[axis]);
                let mut cut =
                    [previous[0] + t * (point[0] - previous[0]), previous[1] + t * (point[1] - previous[1])];
                cut[axis] = limit;
                next.push(cut);
            }
            if inside(point) {
                next.push(point);
            }
        }
        current = next;
        if current.is_empty() {
            return current;
        }
    }
    current
}

/// The runs of a line that touch a rectangle. Segments are kept whole, so the ends of a run may lie
/// outside by one segment; dashes and joins then do not show where the cut is.
pub fn runs(points: &[[f64; 2]], rect: &Rect) -> Vec<Vec<[f64; 2]>> {
    let mut out: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut open = false;
    for segment in points.windows(2) {
        let (a, b) = (segment[0], segment[1]);
        let touches = a[0].min(b[0]) <= rect.right()
            && a[0].max(b[0]) >= rect.x
            && a[1].min(b[1]) <= rect.bottom()
            && a[1].max(b[1]) >= rect.y;
        if !touches {
            open = false;
        } else if open {
            if let Some(run) = out.last_mut() {
                run.push(b);
            }
        } else {
            out.push(vec![a, b]);
            open = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_cut_to_the_rectangle() {
        let rect = Rect::new(0.0, 0.0, 2.0, 2.0);
        let cut = ring(&[[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]], &rect);
        let bounds = Rect::around(cut).unwrap();
        assert_eq!(bounds, Rect::new(0.0, 0.0, 1.0, 1.0));
        assert!(ring(&[[5.0, 5.0], [6.0, 5.0], [6.0, 6.0], [5.0, 5.0]], &rect).is_empty());
    }

    #[test]
    fn a_line_is_cut_into_runs() {
        let rect = Rect::new(0.0, 0.0, 1.0, 1.0);
        let line = [[-3.0, 0.5], [-2.0, 0.5], [0.5, 0.5], [3.0, 0.5], [4.0, 3.0], [0.5, 3.0], [0.5, 0.2]];
        let runs = runs(&line, &rect);
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0], [[-2.0, 0.5], [0.5, 0.5], [3.0, 0.5]]);
    }
}
