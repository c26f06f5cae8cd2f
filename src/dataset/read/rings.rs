//! Rings as read: closed, long enough, in degrees, and not crossing themselves.

use super::geojson::{Area, Shape};
use super::report::Report;
use crate::dataset::segments::{Meeting, Point, Segment, meetings, point};
use crate::geometry::seam;

/// The polygons of a shape, reporting every ring that cannot be one. Positions given twice in a row
/// count once.
pub(super) fn polygons(report: &mut Report, shape: &Shape<'_>, owner: &str) -> Vec<Vec<Vec<[f64; 2]>>> {
    let Some(Area { mut polygons, is_sound }) = shape.take_area() else {
        let message = format!("{owner} has the geometry {}", shape.geometry_name());
        report.error("ring", shape.spot(), message, "an area is a Polygon or MultiPolygon");
        return Vec::new();
    };
    if polygons.iter().all(Vec::is_empty) {
        report.error("ring", shape.spot(), format!("{owner} has no ring"), "");
    }
    let mut first = 0;
    for ring in polygons.iter_mut().flatten() {
        let len = ring.len();
        if !is_sound && positions_are_degrees(report, shape, first, ring) {
            check_ring(report, shape, owner, first, ring);
        }
        ring.dedup();
        first += len;
    }
    polygons
}

/// The lines of a shape, reporting those that cannot be one.
pub(super) fn lines(report: &mut Report, shape: &Shape<'_>, lines: Vec<Vec<[f64; 2]>>) -> Vec<Vec<[f64; 2]>> {
    let mut first = 0;
    for line in &lines {
        if positions_are_degrees(report, shape, first, line) && line.len() < 2 {
            report.error("ring", shape.position_spot(first), "a line has at least 2 positions", "");
        }
        first += line.len();
    }
    lines
}

/// Reports a position that is not in degrees.
pub(super) fn is_in_degrees(report: &mut Report, shape: &Shape<'_>, at: [f64; 2]) -> bool {
    positions_are_degrees(report, shape, 0, &[at])
}

/// True if nothing would be reported of a ring.
pub(super) fn is_sound(ring: &[[f64; 2]]) -> bool {
    let in_degrees = ring.iter().all(|[lon, lat]| lon.abs() <= 180.0 && lat.abs() <= 90.0);
    in_degrees && ring.len() >= 4 && ring.first() == ring.last() && meetings(&segments(ring)).is_empty()
}

fn segments(ring: &[[f64; 2]]) -> Vec<Segment> {
    // Across the date line an edge is as short as it is on the globe.
    let unrolled = seam::unrolled_if_needed(ring);
    let ring = unrolled.as_deref().unwrap_or(ring);
    let points: Vec<Point> = ring.iter().map(|at| point(*at)).collect();
    points.windows(2).map(|edge| Segment { a: edge[0], b: edge[1] }).collect()
}

fn positions_are_degrees(report: &mut Report, shape: &Shape<'_>, first: usize, line: &[[f64; 2]]) -> bool {
    // One finding per ring is enough: a file in metres would give thousands.
    let bad = line.iter().position(|[lon, lat]| !(lon.abs() <= 180.0 && lat.abs() <= 90.0));
    let Some(index) = bad else { return true };
    let [lon, lat] = line[index];
    let help = if lon.abs() <= 90.0 && lat.abs() <= 180.0 {
        "longitude comes first: are they swapped?"
    } else {
        "positions are [longitude, latitude] in degrees, WGS84"
    };
    let message = format!("position [{lon}, {lat}] is not in degrees");
    report.error("ring", shape.position_spot(first + index), message, help);
    false
}

fn check_ring(report: &mut Report, shape: &Shape<'_>, owner: &str, first: usize, ring: &[[f64; 2]]) {
    let (Some(start), Some(end)) = (ring.first(), ring.last()) else {
        report.error("ring", shape.spot(), format!("a ring of {owner} is empty"), "");
        return;
    };
    if start != end {
        let message = format!(
            "a ring of {owner} is not closed: it begins at [{}, {}] and ends at [{}, {}]",
            start[0], start[1], end[0], end[1]
        );
        let help = "repeat the first position at the end";
        report.error("ring", shape.position_spot(first + ring.len() - 1), message, help);
        return;
    }
    if ring.len() < 4 {
        let message = format!("a ring of {owner} has {} positions", ring.len());
        report.error(
            "ring",
            shape.position_spot(first),
            message,
            "it needs at least 4, the last like the first",
        );
        return;
    }
    for (a, b, meeting) in meetings(&segments(ring)) {
        let (what, at) = match meeting {
            Meeting::Crossing(at) => ("crosses itself", at),
            Meeting::Touch(at) => ("touches itself", at),
            Meeting::Same => ("runs twice along the same edge", ring[a]),
        };
        let message = format!("a ring of {owner} {what} at [{}, {}]", at[0], at[1]);
        let other = shape.position_spot(first + b).line();
        let spot = shape.position_spot(first + a);
        let help = format!("edges {} and {} of the ring meet", a + 1, b + 1);
        let help = if spot.line() == other { help } else { format!("{help}; the other is on line {other}") };
        report.error("ring", spot, message, help);
    }
}
