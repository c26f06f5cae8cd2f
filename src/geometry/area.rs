//! Areas and distances on the WGS84 ellipsoid.
//!
//! An edge of a polygon is a straight line in longitude and latitude (RFC 7946, section 3.1.1): so it is drawn, and so it
//! is exported. Between positions far from each other along a parallel that is far from the shortest way, which is why
//! areas are not those of geodesic polygons.

use std::borrow::Cow;

use geo::{Distance, Geodesic};

use super::{Polygon, math, seam};

/// Area of polygons in km² on the WGS84 ellipsoid, their edges straight in longitude and latitude.
///
/// Ring by ring: it does not depend on how a file winds its rings. Accurate to a billionth; rings that cross the meridian
/// of 180 degrees, or go around a pole, are those of the map.
pub fn km2(polygons: &[Polygon]) -> f64 {
    let polygon = |polygon: &Polygon| match polygon.split_first() {
        Some((outer, holes)) => ring_km2(outer) - holes.iter().map(|hole| ring_km2(hole)).sum::<f64>(),
        None => 0.0,
    };
    polygons.iter().map(polygon).sum()
}

fn ring_km2(ring: &[[f64; 2]]) -> f64 {
    let ring = match seam::unrolled_if_needed(ring) {
        Some(_) => Cow::Owned(seam::rolled_out(ring)),
        None => Cow::Borrowed(ring),
    };
    let mut points = ring.iter().map(|at| (*at, sine(at[1])));
    let Some(mut before) = points.next() else { return 0.0 };
    let mut sum = 0.0;
    for next in points {
        sum += strip_km2([before.0, next.0], [before.1, next.1]);
        before = next;
    }
    sum.abs()
}

/// Sine of a latitude in degrees.
pub(crate) fn sine(lat: f64) -> f64 {
    math::sin(lat * math::DEGREE)
}

/// Area in km² between an edge and the equator, given the sines of the latitudes of its ends: positive if it runs to the
/// west north of the equator, so that those of a ring that runs counter-clockwise add up to its area.
#[inline]
pub(crate) fn strip_km2([a, b]: [[f64; 2]; 2], [sin_a, sin_b]: [f64; 2]) -> f64 {
    let turn = (a[0] - b[0]) * math::DEGREE;
    if turn == 0.0 {
        return 0.0;
    }
    let rise = (b[1] - a[1]).abs();
    let simpson = |low: f64, middle: f64, high: f64| {
        (to_equator_km2(low) + 4.0 * to_equator_km2(middle) + to_equator_km2(high)) / 6.0
    };
    turn * if rise == 0.0 {
        to_equator_km2(sin_a)
    } else if rise <= 1.0 {
        // The sine of the latitude in the middle, from those of the ends: 1 / cos of half the rise.
        let squared = rise * rise * (math::DEGREE * math::DEGREE);
        let secant = 1.0 + squared * (1.0 / 8.0 + squared * (5.0 / 384.0));
        simpson(sin_a, (sin_a + sin_b) / 2.0 * secant, sin_b)
    } else {
        let pieces = rise.ceil();
        let lat = |share: f64| sine(a[1] + (b[1] - a[1]) * (share / pieces));
        let piece = |i: f64| simpson(lat(i), lat(i + 0.5), lat(i + 1.0));
        (0..pieces as usize).map(|i| piece(i as f64)).sum::<f64>() / pieces
    }
}

/// Area in km² from the equator to a parallel, given the sine of its latitude, per radian of longitude: what the authalic
/// latitude is made of (Snyder 1987, equation 3-12), as a series in the eccentricity.
#[inline]
fn to_equator_km2(sin: f64) -> f64 {
    const B2_KM2: f64 = math::WGS84_A_KM * math::WGS84_A_KM * (1.0 - math::WGS84_E2);
    const SERIES: [f64; 6] = [6.0 / 11.0, 5.0 / 9.0, 4.0 / 7.0, 3.0 / 5.0, 2.0 / 3.0, 1.0];
    let power = math::WGS84_E2 * sin * sin;
    B2_KM2 * sin * SERIES.iter().fold(7.0 / 13.0, |sum, term| sum * power + term)
}

/// Twice the area of a closed ring in square degrees; positive if it runs counter-clockwise.
pub fn doubled_area(ring: &[[f64; 2]]) -> f64 {
    // From the first position, so that little is lost by subtraction.
    let [x0, y0] = ring.first().copied().unwrap_or_default();
    ring.windows(2).map(|w| (w[0][0] - x0) * (w[1][1] - y0) - (w[1][0] - x0) * (w[0][1] - y0)).sum()
}

/// Distance between two positions in km, geodesic on WGS84.
pub fn distance_km(a: [f64; 2], b: [f64; 2]) -> f64 {
    Geodesic.distance(geo::Point::from(a), geo::Point::from(b)) / 1e3
}

#[cfg(test)]
mod tests {
    use geo::GeodesicArea;

    use super::*;

    fn boxed(west: f64, south: f64, east: f64, north: f64) -> Polygon {
        vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]]
    }

    #[test]
    fn areas_of_long_edges_follow_the_parallels() {
        // From the closed formula of the ellipsoid (Snyder 1987, equation 3-12).
        for (what, polygon, wanted) in [
            ("the globe", boxed(-180.0, -90.0, 180.0, 90.0), 510_065_621.724),
            ("south of 60 south", boxed(-180.0, -90.0, 180.0, -60.0), 34_415_850.514_9),
            ("a quarter of it", boxed(45.0, -90.0, 135.0, -60.0), 34_415_850.514_9 / 4.0),
            ("a border along 49 north", boxed(-123.0, 40.0, -95.0, 49.0), 2_224_698.661_6),
            ("the tropics", boxed(-180.0, -10.0, 180.0, 10.0), 88_187_925.166_4),
        ] {
            let found = km2(&[polygon]);
            assert!((found / wanted - 1.0).abs() < 1e-9, "{what}: {found} {wanted}");
        }
    }

    #[test]
    fn short_edges_are_geodesics_too() {
        for [lon, lat] in [[0.0, 0.0], [45.0, 40.0], [-100.0, -71.0], [179.0, 80.0]] {
            let at = |dx: f64, dy: f64| [lon + dx * 0.01, lat + dy * 0.01];
            let ring = vec![at(0.0, 0.0), at(1.0, 0.1), at(0.9, 1.1), at(-0.3, 0.7), at(0.0, 0.0)];
            let line: geo::LineString = ring.iter().map(|&[x, y]| geo::Coord { x, y }).collect();
            let geodesic = geo::Polygon::new(line, Vec::new()).geodesic_area_unsigned() / 1e6;
            let found = km2(&[vec![ring]]);
            assert!((found / geodesic - 1.0).abs() < 1e-4, "{lon} {lat}: {found} {geodesic}");
        }
    }

    #[test]
    fn a_slanting_edge_is_the_same_in_pieces() {
        let (a, b) = ([-30.0, -20.0], [80.0, 71.5]);
        let strip = |a: [f64; 2], b: [f64; 2]| strip_km2([a, b], [sine(a[1]), sine(b[1])]);
        for count in [7, 150, 4000] {
            let at = |i: i32| [0, 1].map(|k| a[k] + (b[k] - a[k]) * f64::from(i) / f64::from(count));
            let pieces: f64 = (0..count).map(|i| strip(at(i), at(i + 1))).sum();
            assert!((pieces / strip(a, b) - 1.0).abs() < 1e-9, "{count}");
        }
    }
}
