//! How fine shapes have to be of which nobody wants more than a picture.

use std::f64::consts::FRAC_PI_2;

use crate::geometry::Polygon;
use crate::geometry::math;
use crate::geometry::thin::Lattice;

/// A picture of so many points: what it cannot show apart may become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fineness {
    /// Points across and down.
    pub px: [f64; 2],
    /// What of the shapes it shows (west, south, east, north in degrees; east may be more than 180); all if `None`.
    pub extent: Option<[f64; 4]>,
}

/// From so many positions on it is worth the trouble.
pub(crate) const MANY: usize = 250_000;
/// Parts of a point that are told apart: as many as maps tell apart when they thin what they are given.
const SHARE: f64 = 0.3;

impl Fineness {
    /// The lattice for shapes within bounds (west, south, east, north in degrees), or within more.
    pub(crate) fn lattice(&self, bounds: [f64; 4]) -> Lattice {
        let [west, south, east, north] = self.extent.unwrap_or(bounds);
        let across = width([west, south, east, north]) / self.px[0].max(1.0);
        let down = (north - south).max(0.0) / self.px[1].max(1.0);
        let step = [SHARE * across.max(down); 2];
        match self.extent {
            // Maps show more than they are asked for where their frame has another shape.
            Some(_) => {
                let by = (east - west).max(north - south);
                Lattice::within(step, [west - by, south - by, east + by, north + by])
            }
            None => Lattice::new(step),
        }
    }
}

/// How wide land within bounds is at its middle, in degrees of latitude: on a map in which parallels are arcs, from end to
/// end of the arc.
fn width([west, south, east, north]: [f64; 4]) -> f64 {
    let (degrees, middle) = ((east - west).clamp(0.0, 360.0), (south + north) / 2.0 * math::DEGREE);
    // Half of the arc in the plane, which cones make shorter than on the globe.
    let half = degrees / 2.0 * math::DEGREE * math::sin(middle).abs();
    let chord = match half {
        0.0..0.01 => 1.0,
        // Of more than half a circle, across it.
        _ => math::sin(half.min(FRAC_PI_2)) / half,
    };
    degrees * math::cos(middle) * chord
}

/// Thins polygons. What would vanish stays as it is: it is small, and somebody counts the rows.
pub(crate) fn thin(polygons: &mut Vec<Polygon>, lattice: &Lattice) {
    let thinned = lattice.thinned(polygons);
    if !thinned.is_empty() {
        *polygons = thinned;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_land_is_thinned_less() {
        let fineness = Fineness { px: [1600.0, 1000.0], extent: None };
        let step = |bounds: [f64; 4]| fineness.lattice(bounds).step()[1];
        let world = step([-180.0, -90.0, 180.0, 90.0]);
        assert!((0.06..0.07).contains(&world), "{world}");
        for inner in [[-180.0, -60.0, 180.0, 80.0], [10.0, 40.0, 50.0, 60.0], [5.0, 5.0, 5.0, 5.0]] {
            assert!(step(inner) < world, "{inner:?}");
        }
        // Around a pole parallels are circles: one of 60 degrees is 60 across, as the pole is 30 away on either side.
        let cap = width([-180.0, 60.0, 180.0, 90.0]);
        assert!((25.0..60.0).contains(&cap), "{cap}");
        // Bounds of nothing are no reason to panic.
        assert!(step(crate::geometry::bounds::NOWHERE) > 0.0);
    }
}
