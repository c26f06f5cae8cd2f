//! What changed from one map to the next: the land, and the events behind it.

use std::collections::BTreeMap;

use super::areas::hatch_units;
use super::views::Mark;
use super::{Job, View};
use crate::dataset::{Effect, EventId, PolityId, UnitId};
use crate::scene::{Node, Path, Stroke};
use crate::style::HatchKey;

/// How the land of a unit is shown, as far as a change of it is a change of the land: its holder, its statuses and
/// the claims to it, or its class.
#[derive(PartialEq)]
struct Look {
    holder: Option<Option<PolityId>>,
    hatches: Vec<HatchKey>,
    mark: Option<Mark>,
}

fn looks(job: &Job<'_>) -> Vec<Look> {
    let mut looks: Vec<Look> = job
        .fills
        .iter()
        .enumerate()
        .map(|(unit, fill)| {
            let mark = job.marks.get(unit).copied();
            Look { holder: mark.is_none().then(|| fill.polity()), hatches: Vec::new(), mark }
        })
        .collect();
    for (key, units) in hatch_units(job) {
        // That a change may come, or is in dispute between sources, is no change of the land.
        if job.marks.is_empty() && !matches!(key, HatchKey::Pending(_) | HatchKey::Contested) {
            for unit in units {
                looks[unit.index()].hatches.push(key);
            }
        }
    }
    looks
}

/// The units on the map whose land has changed from one map to another, in table order.
pub(in crate::layout) fn units(before: &Job<'_>, after: &Job<'_>) -> Vec<UnitId> {
    let cells = &after.plan.unit_cells;
    let looks = looks(before).into_iter().zip(looks(after)).enumerate();
    let changed = looks.filter(|(unit, (a, b))| cells[*unit] > 0 && a != b);
    changed.map(|(unit, _)| UnitId(unit as u32)).collect()
}

/// True if two maps show the same of the land, with all doubts, borders and names.
pub(super) fn are_same(before: &Job<'_>, after: &Job<'_>) -> bool {
    let names = |job: &Job<'_>| job.state.units.iter().map(|unit| unit.name).collect::<Vec<_>>();
    before.fills == after.fills
        && before.marks == after.marks
        && before.classes == after.classes
        && names(before) == names(after)
        && hatch_units(before) == hatch_units(after)
}

/// True if an effect changes what a view shows.
fn is_shown(effect: &Effect, view: View) -> bool {
    let claims = !effect.claim_start.is_empty() || !effect.claim_end.is_empty();
    match view {
        View::Control => effect.control.is_some() || effect.status.is_some(),
        View::Sovereignty => effect.sovereignty.is_some() || effect.status.is_some(),
        View::Claims => effect.control.is_some() || claims,
        View::Certainty | View::Sources => effect.control.is_some(),
    }
}

/// The events between two maps that changed something on them, in order, each with its weight: the land it changed,
/// ten times as much where the change lasts until the later map.
pub(in crate::layout) fn events(
    before: &Job<'_>,
    after: &Job<'_>,
    changed: &[UnitId],
) -> Vec<(EventId, usize)> {
    let timeline = after.timeline;
    let mut weights: BTreeMap<EventId, usize> = BTreeMap::new();
    let all = timeline.events_between(before.state.day, after.state.day);
    for &event in &all {
        for effect in timeline.effects_of(event).iter().filter(|effect| is_shown(effect, after.view)) {
            for unit in &effect.units {
                let cells = after.plan.unit_cells[unit.index()];
                let state = after.state.of(*unit);
                let lasting = [state.control.event, state.sovereignty.event, state.status.event];
                let counts = if changed.contains(unit) && lasting.contains(&Some(event)) { 10 } else { 1 };
                if cells > 0 {
                    *weights.entry(event).or_default() += cells * counts;
                }
            }
        }
    }
    all.into_iter().filter_map(|event| Some((event, *weights.get(&event)?))).collect()
}

/// The strokes around changed land, from the bottom up; none if the style gives them no width.
pub(in crate::layout) fn strokes(job: &Job<'_>) -> Vec<Stroke> {
    let (style, unit) = (&job.plan.style.border, job.plan.page.unit);
    if style.changed_px <= 0.0 {
        return Vec::new();
    }
    let casing = style.changed_px + 2.0 * style.changed_casing_px;
    let line = Stroke::new(style.changed, style.changed_px * unit);
    let band = Stroke::new(style.changed_casing, casing * unit);
    if style.changed_casing_px > 0.0 { vec![band, line] } else { vec![line] }
}

/// The outline of changed land.
pub(super) fn outline(job: &Job<'_>, changed: &[UnitId]) -> Vec<Node> {
    let pieces = job.plan.area(|unit| changed.binary_search(&UnitId(unit)).is_ok());
    if pieces.is_empty() {
        return Vec::new();
    }
    let path = |(at, stroke): (usize, Stroke)| {
        let name = if at == 0 { "changed-casing" } else { "changed-line" };
        Node::Path(Path {
            id: name.to_owned(),
            class: name.to_owned(),
            pieces: pieces.clone(),
            stroke: Some(stroke),
            ..Path::default()
        })
    };
    let strokes = strokes(job);
    let first = 2 - strokes.len().min(2);
    strokes.into_iter().enumerate().map(|(at, stroke)| path((at + first, stroke))).collect()
}
