//! Cutting shapes where a map of the world ends: along the meridian opposite its middle.
//!
//! A ring that crosses it becomes two, one at each end of the map; a ring around a pole gets the pole as an edge. The
//! edges along the cut are for fills, not for lines.

use super::clip::{self, Rect};
use super::{Polygon, Ring};

/// True if something of the rings lies more than half the globe from `middle` (degrees of longitude), or runs across
/// the meridian of 180 degrees as if it were beside it.
pub fn needs_cut<'a>(mut rings: impl Iterator<Item = &'a [[f64; 2]]>, middle: f64) -> bool {
    rings.any(|ring| {
        ring.iter().any(|[lon, _]| (lon - middle).abs() > 180.0 + 1e-9)
            || ring.windows(2).any(|edge| jumps(edge[0], edge[1]))
    })
}

/// True if an edge goes around the back of the globe. Along a pole it may: there it has no length. One of 360 degrees does
/// not: it goes all around.
fn jumps(a: [f64; 2], b: [f64; 2]) -> bool {
    let long = (a[0] - b[0]).abs();
    180.0 + 1e-9 < long && (long - 360.0).abs() > 1e-9 && !(a[1].abs() == 90.0 && a[1] == b[1])
}

/// True if a position lies where shapes of the globe are cut: opposite `middle`, on the meridian of 180 degrees, where
/// most files are cut already, or at a pole.
pub fn is_on([lon, lat]: [f64; 2], middle: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-7;
    near(lat.abs(), 90.0) || near((lon - middle).abs(), 180.0) || near(lon.abs(), 180.0)
}

/// A longitude within half the globe of `middle`.
pub fn wrap(lon: f64, middle: f64) -> f64 {
    let off = lon - middle;
    if off.abs() <= 180.0 + 1e-9 { lon } else { lon - 360.0 * (off / 360.0).round() }
}

/// Polygons cut opposite `middle`; all their longitudes are within 180 degrees of it. Of what a polygon is cut into the
/// first has the holes.
pub fn cut(polygons: &[Polygon], middle: f64) -> Vec<Polygon> {
    let mut out = Vec::new();
    for polygon in polygons {
        let mut rings = polygon.iter();
        let Some(outer) = rings.next() else { continue };
        let mut pieces = cut_ring(outer, middle).into_iter().map(|piece| vec![piece]);
        let Some(mut first) = pieces.next() else { continue };
        first.extend(rings.flat_map(|hole| cut_ring(hole, middle)));
        out.push(first);
        out.extend(pieces);
    }
    out
}

/// A line cut there.
pub fn cut_line(line: &[[f64; 2]], middle: f64) -> Vec<Vec<[f64; 2]>> {
    let line = unrolled(line, middle);
    let Some(all) = Rect::around(line.iter().copied()) else { return Vec::new() };
    let mut out = Vec::new();
    for (turn, window) in windows(&all, middle) {
        let mut piece: Vec<[f64; 2]> = Vec::new();
        for edge in line.windows(2) {
            // The part of the edge in the window.
            let (a, b) = (edge[0], edge[1]);
            let (mut from, mut to) = (0.0_f64, 1.0_f64);
            let d = b[0] - a[0];
            if d == 0.0 {
                if a[0] < window.x || a[0] > window.right() {
                    continue;
                }
            } else {
                let (t0, t1) = ((window.x - a[0]) / d, (window.right() - a[0]) / d);
                from = from.max(t0.min(t1));
                to = to.min(t0.max(t1));
                if from > to {
                    continue;
                }
            }
            let at = |t: f64| {
                let point = if t <= 0.0 {
                    a
                } else if t >= 1.0 {
                    b
                } else {
                    [a[0] + t * d, a[1] + t * (b[1] - a[1])]
                };
                [point[0] - turn, point[1]]
            };
            let (start, end) = (at(from), at(to));
            if piece.last() != Some(&start) {
                out.push(std::mem::replace(&mut piece, vec![start]));
            }
            piece.push(end);
        }
        out.push(piece);
    }
    out.retain(|piece| piece.len() > 1);
    out
}

/// A ring whose longitudes run on where it crosses the meridian of 180 degrees; `None` if it does not.
pub fn unrolled_if_needed(ring: &[[f64; 2]]) -> Option<Vec<[f64; 2]>> {
    ring.windows(2).any(|edge| jumps(edge[0], edge[1])).then(|| unrolled(ring, 0.0))
}

/// A ring or a line with longitudes that run on where it crosses the meridian of 180 degrees.
fn unrolled(points: &[[f64; 2]], middle: f64) -> Vec<[f64; 2]> {
    let mut out: Vec<[f64; 2]> = Vec::with_capacity(points.len() + 3);
    let mut turn = 0.0;
    for (i, &[lon, lat]) in points.iter().enumerate() {
        if i == 0 {
            turn = wrap(lon, middle) - lon;
        } else {
            let d = lon - points[i - 1][0];
            if d > 180.0 + 1e-9 {
                turn -= 360.0;
            } else if d < -180.0 - 1e-9 {
                turn += 360.0;
            }
        }
        out.push([lon + turn, lat]);
    }
    out
}

/// The turns of the globe that something covers: by how much each is turned, and its rectangle in degrees.
fn windows(all: &Rect, middle: f64) -> impl Iterator<Item = (f64, Rect)> {
    let left = middle - 180.0;
    let turn = |lon: f64| ((lon - left) / 360.0).floor().clamp(-9.0, 9.0) as i32;
    let (first, last) = (turn(all.x), turn(all.right() - 1e-9));
    (first..=last.max(first)).map(move |k| {
        let turn = f64::from(k) * 360.0;
        (turn, Rect::new(left + turn, -200.0, 360.0, 400.0))
    })
}

/// A ring whose longitudes run on where it crosses the meridian of 180 degrees, closed over the pole if it goes around one.
pub(super) fn rolled_out(ring: &[[f64; 2]]) -> Ring {
    over_the_pole(unrolled(ring, 0.0))
}

fn over_the_pole(mut points: Ring) -> Ring {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return points };
    if (last[0] - first[0]).abs() > 180.0 {
        // It goes around a pole: over it and back.
        let south = points.iter().map(|point| point[1]).sum::<f64>() < 0.0;
        let pole = if south { -90.0 } else { 90.0 };
        points.extend([[last[0], pole], [first[0], pole], first]);
    }
    points
}

fn cut_ring(ring: &[[f64; 2]], middle: f64) -> Vec<Ring> {
    let points = over_the_pole(unrolled(ring, middle));
    let Some(all) = Rect::around(points.iter().copied()) else { return Vec::new() };
    let mut out = Vec::new();
    for (turn, window) in windows(&all, middle) {
        let mut piece = clip::ring(&points, &window);
        piece.iter_mut().for_each(|point| point[0] -= turn);
        piece.dedup();
        if piece.len() > 1 && piece.first() != piece.last() {
            piece.push(piece[0]);
        }
        if piece.len() > 3 {
            out.push(piece);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::area::km2;
    use super::*;

    fn box_of(west: f64, south: f64, east: f64, north: f64) -> Ring {
        let wrapped = |lon: f64| wrap(lon, 0.0);
        let mut ring = Vec::new();
        // A point every degree, so that geodesics and straight lines in degrees are nearly the same.
        let steps = |a: f64, b: f64| {
            let count = (b - a).abs().ceil() as i32;
            (0..count).map(move |i| a + (b - a) * f64::from(i) / f64::from(count))
        };
        ring.extend(steps(west, east).map(|lon| [wrapped(lon), south]));
        ring.extend(steps(south, north).map(|lat| [wrapped(east), lat]));
        ring.extend(steps(east, west).map(|lon| [wrapped(lon), north]));
        ring.extend(steps(north, south).map(|lat| [wrapped(west), lat]));
        ring.push(ring[0]);
        ring
    }

    #[test]
    fn area_is_the_same_after_cutting() {
        let cases: [(&str, Vec<Polygon>); 4] = [
            ("across the date line", vec![vec![box_of(170.0, 60.0, 195.0, 70.0)]]),
            (
                "with a hole on it",
                vec![vec![box_of(170.5, 60.0, 195.0, 70.0), box_of(176.5, 63.0, 184.0, 66.0)]],
            ),
            ("away from it", vec![vec![box_of(10.0, -5.0, 20.0, 5.0)]]),
            ("wide", vec![vec![box_of(-100.0, 20.0, 100.0, 30.0)]]),
        ];
        for (what, polygons) in cases {
            let before = km2(&polygons);
            for middle in [0.0, 45.0, 150.0, -175.0, 180.0] {
                let cut = cut(&polygons, middle);
                let lons = || cut.iter().flatten().flatten().map(|point| point[0]);
                assert!(lons().all(|lon| (lon - middle).abs() <= 180.0 + 1e-6), "{what} {middle}");
                // Holes of a piece may lie in another: the sum of outer rings less that of holes.
                let after: f64 = cut
                    .iter()
                    .map(|polygon| {
                        let area = |ring: &Ring| km2(&[vec![ring.clone()]]);
                        area(&polygon[0]) - polygon[1..].iter().map(area).sum::<f64>()
                    })
                    .sum();
                assert!((after / before - 1.0).abs() < 2e-3, "{what} {middle}: {before} {after}");
            }
        }
    }

    #[test]
    fn a_ring_around_a_pole_gets_the_pole() {
        let ring: Ring = (0..=36).map(|i| [wrap(f64::from(i) * 10.0, 0.0), -70.0]).collect();
        for middle in [0.0, 90.0] {
            let cut = cut(&[vec![ring.clone()]], middle);
            let points: Vec<[f64; 2]> = cut.iter().flatten().flatten().copied().collect();
            assert!(points.iter().any(|point| point[1] == -90.0));
            let width = Rect::around(points).map(|all| all.w);
            assert!(width.is_some_and(|width| (width - 360.0).abs() < 1e-6), "{width:?}");
        }
    }

    #[test]
    fn a_line_is_cut() {
        let line = [[170.0, 0.0], [-170.0, 10.0], [-160.0, 10.0]];
        assert_eq!(
            cut_line(&line, 0.0),
            [vec![[170.0, 0.0], [180.0, 5.0]], vec![[-180.0, 5.0], [-170.0, 10.0], [-160.0, 10.0]]]
        );
        assert_eq!(cut_line(&line, 180.0), [vec![[170.0, 0.0], [190.0, 10.0], [200.0, 10.0]]]);
    }
}
