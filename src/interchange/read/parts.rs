//! The pieces of one feature, put together to shapes.

use super::budget::Budget;
use super::fault::{Fault, Oddities};
use super::nest::nest;
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
            "{allowed}; these may be metres on a plane: --crs EPSG:n says of which system they are"
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

    /// Adds polygons from rings without order, as Shapefiles and Esri JSON have them: what lies in what decides, as
    /// writers that know other formats better turn rings the other way.
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
        } else {
            self.polygons.extend(nest(closed, feature, odd, budget)?);
        }
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
