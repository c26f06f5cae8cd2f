//! `lines.geojson`: lines that a text describes, with the points it names.
//!
//! A feature of the kind `line` has the course; features of the kind `point` name their line and their
//! place in its text.

use super::geojson::{Shape, shapes};
use super::names::{Known, Names};
use super::report::Report;
use super::rings;
use super::text_file::{Found, TextFile};
use crate::dataset::{BoundaryLine, Confidence, LineId, LineKind, LinePoint};

#[derive(Clone, Copy)]
enum Kind {
    Line,
    Point,
}

const KINDS: [(&str, Kind); 2] = [("line", Kind::Line), ("point", Kind::Point)];

/// How close to its event a line is shown where the file does not say, in days.
const SHOWN_DAYS: f64 = 30.0;

/// Reads all lines, in file order, each with its points in the order of the text.
pub(super) fn read<'a>(report: &mut Report, file: &'a TextFile<'a>, known: &Known) -> Vec<BoundaryLine> {
    let (shapes, complete) = shapes(report, file);
    let mut names: Names<LineId> = Names::new("line");
    names.complete = complete;
    let mut lines: Vec<BoundaryLine> = Vec::new();
    let mut points = Vec::new();
    for shape in &shapes {
        let kind = shape.required_text(report, "kind");
        match kind.and_then(|kind| report.choice("kind", kind, &KINDS)) {
            Some(Kind::Line) => match line(report, shape, known) {
                Some((key, line)) => {
                    names.add(report, key, LineId(lines.len() as u32));
                    lines.push(line);
                }
                None => names.complete = false,
            },
            Some(Kind::Point) => points.push(shape),
            None => names.complete = false,
        }
    }
    // A point may stand before its line.
    for shape in points {
        let line = shape.required_text(report, "line").and_then(|line| names.get(report, line));
        let Some((order, point)) = point(report, shape) else { continue };
        let Some(line) = line.and_then(|line| lines.get_mut(line.index())) else { continue };
        match line.points.binary_search_by_key(&point.order, |known| known.order) {
            Ok(_) => {
                let message = format!("point {} of line \"{}\" is there already", point.order, line.key);
                report.error("duplicate-id", order.spot, message, "every number stands once in its line");
            }
            Err(at) => line.points.insert(at, point),
        }
    }
    lines
}

fn line<'s>(
    report: &mut Report,
    shape: &'s Shape<'_>,
    known: &Known,
) -> Option<(Found<'s, &'s str>, BoundaryLine)> {
    let key = shape.required_text(report, "id");
    let name = shape.names(report);
    if name.is_empty() {
        report.error("missing-key", shape.spot(), "the line has no \"name\"", "");
    }
    let kind = shape.required_text(report, "line");
    let kind = kind.and_then(|kind| report.choice("kind of line", kind, &LineKind::ALL));
    let event = shape.required_text(report, "event");
    let event = event.and_then(|event| known.events.get(report, event));
    let source = shape.text(report, "source").and_then(|source| known.sources.get(report, source));
    let shown_days = match shape.number(report, "shown_days") {
        None => SHOWN_DAYS,
        Some(found) if (0.0..=10_000.0).contains(&found.value) && found.value.fract() == 0.0 => found.value,
        Some(found) => {
            let message = format!("shown_days {} is out of range", found.value);
            report.error("unknown-value", found.spot, message, "write whole days, 0 to 10000");
            SHOWN_DAYS
        }
    };
    let course = match shape.lines() {
        Some(course) => rings::lines(report, shape, course),
        None => {
            let message = format!("the line has the geometry {}", shape.geometry_name());
            report.error("ring", shape.spot(), message, "a line is a LineString or MultiLineString");
            Vec::new()
        }
    };
    let mut text = |name: &str| shape.text(report, name).map_or("", |found| found.value).to_owned();
    let (place, note) = (text("place"), text("note"));
    let key = key?;
    let line = BoundaryLine {
        key: key.value.to_owned(),
        name,
        kind: kind?,
        event: event?,
        shown_days: shown_days as u16,
        source,
        place,
        note,
        course,
        points: Vec::new(),
    };
    Some((key, line))
}

fn point<'s>(report: &mut Report, shape: &'s Shape<'_>) -> Option<(Found<'s, f64>, LinePoint)> {
    let order = shape.number(report, "order");
    if order.is_none() {
        report.error("missing-key", shape.spot(), "the point has no \"order\"", "number the points from 1");
    }
    let order = order.filter(|found| {
        let fits = (1.0..=999.0).contains(&found.value) && found.value.fract() == 0.0;
        if !fits {
            let message = format!("order {} is out of range", found.value);
            report.error("unknown-value", found.spot, message, "points are numbered 1, 2, 3, ...");
        }
        fits
    });
    let name = shape.names(report);
    if name.is_empty() {
        report.error("missing-key", shape.spot(), "the point has no \"name\"", "");
    }
    let confidence = shape.required_text(report, "confidence");
    let confidence =
        confidence.and_then(|confidence| report.choice("confidence", confidence, &Confidence::ALL));
    let height = shape.number(report, "height").map(|found| found.value);
    let mut text = |name: &str| shape.text(report, name).map_or("", |found| found.value).to_owned();
    let (as_written, note) = (text("as_written"), text("note"));
    let at = match (shape.position(), shape.geometry_name()) {
        (Some(at), _) => rings::is_in_degrees(report, shape, at).then_some(at),
        (None, "null") => None,
        (None, geometry) => {
            let message = format!("the point has the geometry {geometry}");
            report.error(
                "ring",
                shape.spot(),
                message,
                "a point is a Point, or null where it has no position",
            );
            None
        }
    };
    let order = order?;
    let point =
        LinePoint { order: order.value as u16, as_written, name, height, confidence: confidence?, note, at };
    Some((order, point))
}
