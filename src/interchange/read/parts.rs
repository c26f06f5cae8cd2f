//! The pieces of one feature, put together to shapes.

use super::budget::Budget;
use super::fault::{Fault, Oddities};
use crate::geometry::area::doubled_area;
use crate::interchange::Shape;

/// Positions, lines and polygons of a feature.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub points: Vec<[f64; 2]>,
    pub lines: Vec<Vec<[f64; 2]>>,
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

/// Longitudes beyond this are no longitudes. Shapes over the date line may go on beyond 180.
const LON: f64 = 360.0;
/// Rounding by other programs may leave a pole this far behind.
const POLE: f64 = 90.000_001;

/// A position that is on Earth; a latitude beyond a pole by rounding only is put on it.
#[inline]
pub(super) fn on_earth(x: f64, y: f64) -> Result<[f64; 2], Fault> {
    if x.abs() <= LON && y.abs() <= 90.0 {
        return Ok([x, y]);
    }
    off_earth(x, y)
}

#[cold]
fn off_earth(x: f64, y: f64) -> Result<[f64; 2], Fault> {
    if x.abs() <= LON && y.abs() <= POLE {
        return Ok([x, y.clamp(-90.0, 90.0)]);
    }
    let fault = Fault::new("position", format!("position {x} {y} is not on Earth"));
    let allowed = "longitude first, from -360 to 360, then latitude, from -90 to 90";
    Err(if x.is_finite() && y.is_finite() && 360.0 < x.abs().max(y.abs()) {
        fault.help(format!(
            "{allowed}; these may be metres: write the file again with ogr2ogr -t_srs EPSG:4326"
        ))
    } else if x.abs() <= 90.0 && y.abs() <= LON {
        fault.help(format!("{allowed}; latitude may stand first here"))
    } else {
        fault.help(allowed)
    })
}

/// A ring that ends with its first position, or `None` if it has fewer than three different ones.
pub(super) fn ring(mut ring: Vec<[f64; 2]>, feature: usize, odd: &mut Oddities) -> Option<Vec<[f64; 2]>> {
    let first = *ring.first()?;
    if ring.last() != Some(&first) {
        ring.push(first);
        odd.open.note(feature);
    }
    let second = ring.iter().position(|at| *at != first);
    let third = second.is_some_and(|second| ring.iter().any(|at| *at != first && *at != ring[second]));
    if !third {
        odd.short.note(feature);
        return None;
    }
    Some(ring)
}

impl Parts {
    /// Adds the pieces of another.
    pub fn add(&mut self, other: Parts) {
        fn join<T>(own: &mut Vec<T>, other: Vec<T>) {
            if own.is_empty() { *own = other } else { own.extend(other) }
        }
        join(&mut self.points, other.points);
        join(&mut self.lines, other.lines);
        join(&mut self.polygons, other.polygons);
    }

    /// Adds a line; one position is none.
    pub fn line(&mut self, line: Vec<[f64; 2]>, feature: usize, odd: &mut Oddities) {
        match line.len() {
            0 => {}
            1 => odd.short.note(feature),
            _ => self.lines.push(line),
        }
    }

    /// Adds a polygon of an outer ring and holes, as the file has them.
    pub fn polygon(
        &mut self,
        rings: impl IntoIterator<Item = Vec<[f64; 2]>>,
        feature: usize,
        odd: &mut Oddities,
    ) {
        let mut polygon = Vec::new();
        for (i, positions) in rings.into_iter().enumerate() {
            match ring(positions, feature, odd) {
                Some(ring) => polygon.push(ring),
                // Holes of nothing.
                None if i == 0 => return,
                None => {}
            }
        }
        if !polygon.is_empty() {
            self.polygons.push(polygon);
        }
    }

    /// Adds polygons from rings without order, as Shapefiles have them: outer rings run clockwise, holes the other way.
    pub fn rings(
        &mut self,
        rings: Vec<Vec<[f64; 2]>>,
        feature: usize,
        odd: &mut Oddities,
        budget: &Budget,
    ) -> Result<(), Fault> {
        let closed: Vec<Vec<[f64; 2]>> =
            rings.into_iter().filter_map(|positions| ring(positions, feature, odd)).collect();
        if closed.len() == 1 {
            self.polygons.push(closed);
            return Ok(());
        }
        let (mut polygons, mut boxes, mut holes) = (Vec::new(), Vec::new(), Vec::new());
        for ring in closed {
            if doubled_area(&ring) <= 0.0 {
                boxes.push(bounds(&ring));
                polygons.push(vec![ring]);
            } else {
                holes.push(ring);
            }
        }
        // Which outer ring may hold a longitude: sorted by left edge, with the rightmost right edge so far, so that a
        // search can stop.
        let mut by_left: Vec<usize> = (0..boxes.len()).collect();
        by_left.sort_by(|a, b| boxes[*a][0].total_cmp(&boxes[*b][0]));
        let mut reach = f64::NEG_INFINITY;
        let reaches: Vec<f64> = by_left
            .iter()
            .map(|i| {
                reach = reach.max(boxes[*i][2]);
                reach
            })
            .collect();
        let outer = polygons.len();
        for hole in holes {
            let inner = bounds(&hole);
            let mut best: Option<(f64, usize)> = None;
            let mut k = by_left.partition_point(|i| boxes[*i][0] <= inner[0]);
            while 0 < k && inner[2] <= reaches[k - 1] {
                k -= 1;
                let i = by_left[k];
                budget.steps(1)?;
                let around = boxes[i];
                let size = (around[2] - around[0]) * (around[3] - around[1]);
                let inside = around[1] <= inner[1] && inner[2] <= around[2] && inner[3] <= around[3];
                if inside && best.is_none_or(|(least, _)| size < least) {
                    budget.steps(polygons[i][0].len())?;
                    if holds(&polygons[i][0], &hole, budget)? {
                        best = Some((size, i));
                    }
                }
            }
            match best {
                Some((_, i)) => polygons[i].push(hole),
                None => {
                    if 0 < outer {
                        odd.lone_holes.note(feature);
                    }
                    polygons.push(vec![hole]);
                }
            }
        }
        self.polygons.extend(polygons);
        Ok(())
    }

    /// One shape for each kind there is; a feature without any has the shape [`Shape::None`].
    pub fn shapes(self, feature: usize, odd: &mut Oddities) -> Vec<Shape> {
        let mut shapes = Vec::with_capacity(1);
        if !self.polygons.is_empty() {
            shapes.push(Shape::Polygons(self.polygons));
        }
        if !self.lines.is_empty() {
            shapes.push(Shape::Lines(self.lines));
        }
        if !self.points.is_empty() {
            shapes.push(Shape::Points(self.points));
        }
        if 1 < shapes.len() {
            odd.mixed.note(feature);
        }
        if shapes.is_empty() {
            shapes.push(Shape::None);
        }
        shapes
    }
}

/// West, south, east and north edge.
fn bounds(ring: &[[f64; 2]]) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    ring.iter().fold(start, |b, [x, y]| [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)])
}

/// Whether a hole lies in a ring: its first position that is not on the ring decides.
fn holds(ring: &[[f64; 2]], hole: &[[f64; 2]], budget: &Budget) -> Result<bool, Fault> {
    for at in hole {
        budget.steps(ring.len())?;
        match side(ring, *at) {
            Some(inside) => return Ok(inside),
            None => continue,
        }
    }
    Ok(true)
}

/// Whether a position lies in a ring; `None` on it.
fn side(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> Option<bool> {
    let mut inside = false;
    for w in ring.windows(2) {
        let ([ax, ay], [bx, by]) = (w[0], w[1]);
        let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        let in_box = x >= ax.min(bx) && x <= ax.max(bx) && y >= ay.min(by) && y <= ay.max(by);
        if turn == 0.0 && in_box {
            return None;
        }
        if (ay > y) != (by > y) && ((turn > 0.0) == (by > ay)) {
            inside = !inside;
        }
    }
    Some(inside)
}
