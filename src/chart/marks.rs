//! The lane of events above the axis: a dot on the axis, and a number fanned out above it.

use std::collections::BTreeMap;

use super::Job;
use super::axis::x;
use super::page::Page;
use super::record::{Which, record};
use super::rows::changing_events;
use super::write::{flat, strokes};
use crate::dataset::EventId;
use crate::scene::{Anchor, Circle, Node, Stroke, Type, text_line};
use crate::text::Face;
use crate::time::Day;

/// An event to mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub event: EventId,
    pub earliest: Day,
    pub latest: Day,
    /// How many rows it changes; those with the least lose their number first.
    pub weight: usize,
}

/// Radius of a number's circle, px at the reference page.
const RADIUS_PX: f64 = 7.6;
/// Least distance from number to number; they alternate between two heights.
const SPACING_PX: f64 = 9.2;
/// Height of the zone in which leaders slant.
const FAN_PX: f64 = 26.0;

/// Height of the lane.
pub(super) fn height(job: &Job<'_>) -> f64 {
    (4.0 * RADIUS_PX + 3.0 + FAN_PX) * job.px
}

/// How many numbers fit side by side.
pub(super) fn capacity(job: &Job<'_>, width: f64) -> usize {
    (width / (SPACING_PX * job.px)) as usize + 1
}

/// The events to mark, in order.
pub(super) fn events(job: &Job<'_>) -> Vec<Mark> {
    let changing = changing_events(job);
    let whole = job.spec.units.len() > super::FEW && job.spec.subject.is_empty();
    let entries = record(job.dataset, job.spec.which, (job.first, job.end.prev()));
    entries
        .iter()
        .filter_map(|entry| {
            let event = job.dataset.event(entry.event);
            let weight = changing.get(&entry.event).copied();
            let named = || {
                let variants = event.variants.iter().filter_map(|variant| variant.effects.as_ref()).flatten();
                let mut effects = event.effects.iter().chain(variants);
                effects.any(|effect| effect.units.iter().any(|unit| job.spec.units.contains(unit)))
            };
            // Of an event that changed nothing nobody can say which unit it is about, but for its variants.
            let wanted = job.spec.which == Which::All && (whole || named());
            if weight.is_none() && !wanted {
                return None;
            }
            Some(Mark {
                event: entry.event,
                earliest: event.date.earliest(),
                latest: event.date.latest(),
                weight: weight.unwrap_or(0),
            })
        })
        .collect()
}

/// Where the numbers stand: as near to their days as their spacing allows (least squares, by pooling
/// neighbours that would be too close), inside the plot.
fn spread(targets: &[f64], spacing: f64, left: f64, right: f64) -> Vec<f64> {
    // Blocks of numbers that touch, as (sum of targets less their place in line, count).
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (index, target) in targets.iter().enumerate() {
        blocks.push((target - index as f64 * spacing, 1));
        while let [.., (a, n), (b, m)] = blocks[..]
            && b / m as f64 <= a / n as f64
        {
            blocks.pop();
            blocks.pop();
            blocks.push((a + b, n + m));
        }
    }
    let room = (right - left - targets.len().saturating_sub(1) as f64 * spacing).max(0.0);
    blocks
        .iter()
        .flat_map(|&(sum, count)| std::iter::repeat_n(sum / count as f64, count))
        .enumerate()
        .map(|(index, start)| start.clamp(left, left + room) + index as f64 * spacing)
        .collect()
}

/// Draws dots, leaders and numbers.
pub(super) fn marks(job: &Job<'_>, page: &Page) -> Vec<Node> {
    let (px, style) = (job.px, job.style);
    if page.marks.is_empty() {
        return Vec::new();
    }
    let bottom = page.lane.bottom();
    let day = |day: Day| x(job, page, day.max(job.first).min(job.end));
    let radius = RADIUS_PX * px;
    let upper = page.lane.y + radius + 0.5 * px;
    let lower = upper + 2.0 * radius + 2.0 * px;

    let numbers: &BTreeMap<EventId, usize> = &page.key.numbers;
    let numbered: Vec<&Mark> = page.marks.iter().filter(|mark| numbers.contains_key(&mark.event)).collect();
    let targets: Vec<f64> = numbered.iter().map(|mark| day(mark.latest)).collect();
    let inset = radius * 0.4;
    let places = spread(&targets, SPACING_PX * px, page.plot.x + inset, page.plot.right() - inset);

    let mut leaders = Vec::new();
    let mut circles = Vec::new();
    let mut texts = Vec::new();
    // The lower height is taken where it is free, so that lone events stand alike.
    let mut free = [f64::NEG_INFINITY; 2];
    for ((mark, target), place) in numbered.iter().zip(&targets).zip(&places) {
        let high = place - free[0] < 2.0 * radius + 1.5 * px;
        let y = if high { upper } else { lower };
        free[usize::from(high)] = *place;
        leaders.push([[*place, y + radius], [*place, lower + radius + 3.0 * px]]);
        leaders.push([[*place, lower + radius + 3.0 * px], [*target, bottom - 1.5 * px]]);
        let effective = mark.weight > 0;
        let color = if effective { style.page.ink } else { style.page.muted };
        let key = &job.dataset.event(mark.event).key;
        if effective {
            circles.push(Node::Circle(Circle {
                title: String::new(),
                id: format!("mark-{key}"),
                class: "mark".into(),
                center: [*place, y],
                radius,
                fill: style.page.paper,
                stroke: Some(Stroke::new(style.border.state, 0.9 * px)),
            }));
        }
        let kind = Type {
            face: if effective { Face::SansBold } else { Face::Sans },
            size: 9.0 * px,
            color,
            class: if effective { "mark-number" } else { "mark-number-plain" },
        };
        let number = numbers.get(&mark.event).copied().unwrap_or(0).to_string();
        // Three figures are set smaller, to stay in the circle.
        let kind = if number.len() > 2 { Type { size: 7.6 * px, ..kind } } else { kind };
        texts.push(text_line(
            format!("number-{key}"),
            &number,
            kind,
            [*place, kind.centred(y)],
            Anchor::Middle,
        ));
    }
    let mut nodes = Vec::new();
    if !leaders.is_empty() {
        nodes.push(strokes("leader", leaders, flat(style.border.state.alpha(0.5), 0.6 * px)));
    }

    // Doubt of a date: a bar on the axis from the earliest to the latest day.
    let doubts: Vec<[[f64; 2]; 2]> = page
        .marks
        .iter()
        .filter(|mark| mark.earliest < mark.latest)
        .map(|mark| [[day(mark.earliest), bottom], [day(mark.latest), bottom]])
        .filter(|[from, to]| from[0] + px < to[0])
        .collect();
    if !doubts.is_empty() {
        nodes.push(strokes("doubt", doubts, flat(style.border.state.alpha(0.35), 3.2 * px)));
    }
    for mark in &page.marks {
        let plain = !numbers.contains_key(&mark.event);
        nodes.push(Node::Circle(Circle {
            title: String::new(),
            id: if plain { format!("mark-{}", job.dataset.event(mark.event).key) } else { String::new() },
            class: "dot".into(),
            center: [day(mark.latest), bottom],
            radius: if mark.weight > 0 { 1.9 * px } else { 1.3 * px },
            fill: style.border.state,
            stroke: None,
        }));
    }
    nodes.extend(circles);
    nodes.extend(texts);
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(targets: &[f64], expected: &[f64]) {
        assert_eq!(spread(targets, 10.0, 0.0, 100.0), expected, "{targets:?}");
    }

    #[test]
    fn numbers_keep_their_distance_and_stay_near() {
        check(&[], &[]);
        check(&[20.0, 60.0], &[20.0, 60.0]);
        check(&[50.0, 50.0], &[45.0, 55.0]);
        check(&[50.0, 52.0, 54.0], &[42.0, 52.0, 62.0]);
        check(&[0.0, 0.0], &[0.0, 10.0]);
        check(&[100.0, 100.0, 100.0], &[80.0, 90.0, 100.0]);
    }
}
