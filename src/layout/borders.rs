//! Borders from arcs: each drawn once, by what lies on both sides of it.

use std::collections::BTreeSet;

use super::plan::Plan;
use super::{Fill, Job, View, views};
use crate::dataset::UnitId;
use crate::geometry::area::doubled_area;
use crate::geometry::topology::ArcRef;
use crate::geometry::{bounds, clip, math, union};
use crate::scene::{Node, Path, Piece, Stroke};

/// What kind of line an arc is on one day. The order is the order of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Border {
    /// Between districts of 1917 under one holder.
    Unit,
    /// Around land with a status of its own.
    Status,
    /// Between two holders.
    State,
    /// Along the sea.
    Coast,
}

/// The class of every arc; `None` where no line is drawn.
///
/// A coast is never approximate: it is drawn as the context has it.
pub(super) fn classes(job: &Job<'_>) -> Vec<Option<Border>> {
    let units = &job.dataset().units;
    let strips = coastal_strips(job);
    let all = job.plan.topology.arcs.iter().zip(&job.plan.cut).zip(0u32..).map(|((arc, &cut), index)| {
        let (left, right) = match (arc.left, arc.right) {
            (Some(left), Some(right)) => (left as usize, right as usize),
            _ => return (!cut).then_some(Border::Coast),
        };
        if !job.fills[left].same_holder(job.fills[right]) {
            return (!strips.contains(&index)).then_some(Border::State);
        }
        let (a, b) = (&job.state.units[left], &job.state.units[right]);
        if a.status.value != b.status.value
            || job.status_name(UnitId(left as u32)) != job.status_name(UnitId(right as u32))
        {
            return Some(Border::Status);
        }
        // Inside one district the pieces are parted by later lines, which nobody saw on this day.
        let (a, b) = (&units[left], &units[right]);
        (a.uezd != b.uezd && !(a.surround && b.surround)).then_some(Border::Unit)
    });
    all.map(|class| class.filter(|class| job.content.draws(*class))).collect()
}

/// Thinner than this on average, in px, land is no more than a coast.
const STRIP_PX: f64 = 3.0;

/// The inner arcs of strips of land along a coast whose holder is not known: coasts of other times, drawn otherwise. A
/// strip as thin as a line is none of a state, and is parted by no border from the land whose coast it is.
fn coastal_strips(job: &Job<'_>) -> BTreeSet<u32> {
    let mut strips = BTreeSet::new();
    for (rings, _) in
        job.plan.topology.rings.iter().zip(&job.fills).filter(|(_, fill)| **fill == Fill::NotKnown)
    {
        for strip in pieces(job.plan, rings) {
            let arcs = || strip.rings.iter().flat_map(|ring| ring.iter().map(|edge| edge.arc));
            let is_coast = |arc: u32| job.plan.topology.arcs[arc as usize].right.is_none();
            let thin = 2.0 * strip.area < STRIP_PX * job.plan.page.unit * strip.outline;
            if thin && arcs().any(is_coast) {
                strips.extend(arcs());
            }
        }
    }
    strips
}

/// An outer ring with its holes.
struct Strip<'a> {
    rings: Vec<&'a [ArcRef]>,
    bounds: [f64; 4],
    area: f64,
    outline: f64,
}

/// The pieces of a unit on the map.
fn pieces<'a>(plan: &Plan<'_>, rings: &'a [Vec<ArcRef>]) -> Vec<Strip<'a>> {
    let (mut outer, mut holes): (Vec<Strip<'_>>, Vec<Strip<'_>>) = (Vec::new(), Vec::new());
    for ring in rings {
        let points = union::line(&plan.arcs, ring);
        let length = |w: &[[f64; 2]]| math::sqrt((w[1][0] - w[0][0]).powi(2) + (w[1][1] - w[0][1]).powi(2));
        let outline = points.windows(2).map(length).sum();
        // On the page y grows downwards.
        let area = -doubled_area(&points) / 2.0;
        let strip = Strip { rings: vec![ring], bounds: bounds::of([&points]), area, outline };
        if 0.0 < area { outer.push(strip) } else { holes.push(strip) }
    }
    outer.sort_by(|a, b| a.area.total_cmp(&b.area));
    for hole in holes {
        let [west, south, east, north] = hole.bounds;
        let is_around = |strip: &&mut Strip<'_>| {
            let b = strip.bounds;
            b[0] <= west && b[1] <= south && east <= b[2] && north <= b[3]
        };
        if let Some(around) = outer.iter_mut().find(is_around) {
            around.area += hole.area;
            around.outline += hole.outline;
            around.rings.extend(hole.rings);
        }
    }
    outer
}

/// The strokes of a class, from the bottom up, px of the page.
///
/// The certainty view tells by the line how sure its course is, and by nothing but its weight what it parts.
pub(super) fn strokes(plan: &Plan<'_>, view: View, border: Border, approximate: bool) -> Vec<Stroke> {
    let (style, ground, unit) = (&plan.style.border, &plan.style.ground, plan.page.unit);
    let stroke = |color, width: f64, dash: &[f64]| Stroke {
        color,
        width: width * plan.line_share * unit,
        dash: dash.iter().map(|length| length * unit).collect(),
        round: dash.is_empty(),
    };
    if view == View::Certainty && border != Border::Coast {
        let (width, dash) = match border {
            Border::Unit => (style.unit_px, &style.unit_approximate_dash),
            Border::Status => (style.status_px, &style.status_approximate_dash),
            _ => (style.state_px, &style.state_approximate_dash),
        };
        let dash = if approximate { dash.as_slice() } else { &[] };
        return vec![stroke(plan.style.certainty.line, width, dash)];
    }
    match (border, approximate) {
        (Border::Unit, false) => vec![stroke(style.unit, style.unit_px, &style.unit_dash)],
        (Border::Unit, true) => vec![stroke(style.unit, style.unit_px, &style.unit_approximate_dash)],
        (Border::Status, false) => vec![stroke(style.status, style.status_px, &style.status_dash)],
        (Border::Status, true) => vec![stroke(style.status, style.status_px, &style.status_approximate_dash)],
        (Border::State, _) => {
            let dash = if approximate { style.state_approximate_dash.as_slice() } else { &[] };
            vec![stroke(style.casing, style.casing_px, &[]), stroke(style.state, style.state_px, dash)]
        }
        (Border::Coast, _) => vec![stroke(ground.shore, ground.shore_px, &[])],
    }
}

/// All lines between units, the weightier over the lighter.
pub(super) fn borders(job: &Job<'_>) -> Vec<Node> {
    let pieces_of = |wanted: Border, approximate: Option<bool>| -> Vec<Piece> {
        let lines = job
            .classes
            .iter()
            .zip(&job.plan.approximate)
            .zip(&job.plan.arcs)
            .filter(|((class, is), _)| {
                **class == Some(wanted) && approximate.is_none_or(|approximate| approximate == **is)
            })
            .map(|(_, points)| points.clone());
        // Dashes that run on from arc to arc would move along a whole border when one arc of it changes, and a
        // line that is gone along the other way is not the same to the last pixel: in a series every arc is drawn
        // for itself. With round ends that is not seen; dashes begin anew at every fork.
        let lines = match job.frozen {
            Some(_) => lines.collect(),
            None => join(lines.collect()),
        };
        lines
            .iter()
            .flat_map(|line| clip::runs(line, &job.plan.bleed()))
            .map(|points| {
                // There and back again, as a speck of an island becomes, is a line: drawn as a ring, its joins would be
                // spikes.
                let returns = points.len() > 2 && points.first() == points.last();
                let count = points.len() - usize::from(returns);
                Piece { points: points[..count].to_vec(), closed: returns && count > 2 }
            })
            .collect()
    };
    let path = |id: &str, pieces: Vec<Piece>, stroke: Option<Stroke>| {
        let stroke = stroke.filter(|stroke| stroke.width > 0.0)?;
        (!pieces.is_empty()).then(|| {
            Node::Path(Path {
                id: id.into(),
                class: id.into(),
                pieces,
                stroke: Some(stroke),
                ..Path::default()
            })
        })
    };
    let line = |border, approximate| strokes(job.plan, job.view, border, approximate).pop();
    // The last stroke is the line itself; what is below it is the casing.
    let casing = strokes(job.plan, job.view, Border::State, false).into_iter().rev().nth(1);
    let both = |id: &str, border: Border| {
        [(false, ""), (true, "-approximate")].map(|(approximate, suffix)| {
            path(&format!("{id}{suffix}"), pieces_of(border, Some(approximate)), line(border, approximate))
        })
    };
    let [unit, unit_approximate] = both("border-unit", Border::Unit);
    let [status, status_approximate] = both("border-status", Border::Status);
    let [state, state_approximate] = both("border-state", Border::State);
    let lines = [
        unit,
        unit_approximate,
        // The band goes under the gaps of a dashed border too, so that it still reads as one line.
        path("border-casing", pieces_of(Border::State, None), casing),
        status,
        status_approximate,
        path("coast", pieces_of(Border::Coast, None), line(Border::Coast, false)),
        state,
        state_approximate,
    ];
    views::bands(job).into_iter().chain(lines.into_iter().flatten()).collect()
}

/// Lines joined end to end where just two of them meet, so that dashes run on.
pub(super) fn join(lines: Vec<Vec<[f64; 2]>>) -> Vec<Vec<[f64; 2]>> {
    use crate::geometry::topology::Fast;
    use std::collections::HashMap;
    let key = |p: [f64; 2]| [p[0].to_bits(), p[1].to_bits()];
    let ends = |line: &Vec<[f64; 2]>| [line[0], line[line.len() - 1]];
    // Looked up, never walked.
    let mut at: HashMap<[u64; 2], Vec<usize>, Fast> = HashMap::default();
    for (i, line) in lines.iter().enumerate() {
        for end in ends(line) {
            at.entry(key(end)).or_default().push(i);
        }
    }
    let mut used = vec![false; lines.len()];
    let mut out = Vec::new();
    for first in 0..lines.len() {
        if used[first] {
            continue;
        }
        used[first] = true;
        let mut line = lines[first].clone();
        // Once from the end, and, turned round, once from the start.
        for _ in 0..2 {
            while line[0] != line[line.len() - 1] {
                let end = line[line.len() - 1];
                let Some([a, b]) = at.get(&key(end)).map(Vec::as_slice) else { break };
                let Some(next) = [*a, *b].into_iter().find(|&i| !used[i]) else { break };
                used[next] = true;
                let more = &lines[next];
                if more[0] == end {
                    line.extend(more.iter().skip(1));
                } else {
                    line.extend(more.iter().rev().skip(1));
                }
            }
            line.reverse();
        }
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_lines_but_not_through_a_fork() {
        let lines = vec![
            vec![[0.0, 0.0], [1.0, 0.0]],
            vec![[2.0, 0.0], [1.0, 0.0]],
            vec![[2.0, 0.0], [3.0, 1.0]],
            vec![[2.0, 0.0], [3.0, -1.0]],
        ];
        let joined = join(lines);
        assert_eq!(joined.len(), 3);
        assert_eq!(joined[0], [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]);
    }
}
