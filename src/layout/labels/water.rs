//! Names of lakes inside their shores, and of rivers along their course.

use super::names::{block, breaks};
use super::{Candidate, Ground, Place, chain, least};
use crate::geometry::clip::Rect;
use crate::geometry::math::{atan2, sqrt};
use crate::layout::plan::ContextPx;
use crate::scene::Anchor;
use crate::text::{self, CAP_HEIGHT, Face};

/// The face of names of water, as atlases have it.
pub(super) const FACE: Face = Face::SerifItalic;

/// Places of a name inside a lake, those near the middle first.
pub(super) fn in_lake(ground: &Ground<'_>, name: &str, px: &ContextPx) -> Vec<Candidate> {
    let Some(bounds) = Rect::around(px.areas.iter().flat_map(|piece| piece.points.iter().copied())) else {
        return Vec::new();
    };
    let closed = |points: &Vec<[f64; 2]>| points.iter().chain(points.first()).copied().collect();
    let rings: Vec<Vec<Vec<[f64; 2]>>> =
        vec![px.areas.iter().map(|piece| closed(&piece.points)).collect::<Vec<Vec<[f64; 2]>>>()];
    let mut out = Vec::new();
    for (shrink, lines) in
        [1.0, 0.85].into_iter().flat_map(|shrink| breaks(name).into_iter().map(move |lines| (shrink, lines)))
    {
        let size = (shrink * ground.plan.style.label.water_px * ground.unit).max(least(ground.plan));
        let [w, h] = block(FACE, &lines, size, 0.0);
        for (i, j) in (0..9).flat_map(|i| (0..9).map(move |j| (i, j))) {
            let share = |k: i32| f64::from(k) / 8.0;
            let rect =
                Rect::new(bounds.x + (bounds.w - w) * share(i), bounds.y + (bounds.h - h) * share(j), w, h);
            let (x, y) = (rect.x, rect.y);
            let corners = [[x, y], [x + w, y], [x, y + h], [x + w, y + h], rect.center()];
            let in_water = corners.iter().all(|&corner| crate::geometry::contains(&rings, corner));
            if in_water && ground.is_free(&rect) {
                let off = (share(i) - 0.5).abs() + (share(j) - 0.5).abs();
                let cost = off + 0.1 * (lines.len() as f64 - 1.0) + 2.0 * (1.0 - shrink);
                let place = Place::block(FACE, &lines, size, 0.0, rect, Anchor::Middle);
                out.push(Candidate::new(cost, vec![rect], place));
            }
        }
    }
    if out.is_empty() && ground.plan.style.label.least_px > 0.0 {
        out.extend(over_shore(ground, name, bounds, &rings));
    }
    out
}

/// Places of a name over the shore of a lake that is too small for it, as much of it on the water as can be.
fn over_shore(ground: &Ground<'_>, name: &str, bounds: Rect, rings: &[Vec<Vec<[f64; 2]>>]) -> Vec<Candidate> {
    /// The least share of a name that is on the water.
    const WET: f64 = 0.2;
    const STEPS: usize = 8;
    let size = (ground.plan.style.label.water_px * ground.unit).max(least(ground.plan));
    let mut out = Vec::new();
    for lines in breaks(name) {
        let [w, h] = block(FACE, &lines, size, 0.0);
        let share = |i: usize| i as f64 / STEPS as f64;
        for at in 0..(STEPS + 1) * (STEPS + 1) {
            let (column, row) = (share(at % (STEPS + 1)), share(at / (STEPS + 1)));
            let rect =
                Rect::new(bounds.x - w + (bounds.w + w) * column, bounds.y - h + (bounds.h + h) * row, w, h);
            if !ground.is_free(&rect) {
                continue;
            }
            let points = (0..28).map(|i| [(i % 7) as f64 / 6.0, (i / 7) as f64 / 3.0]);
            let points = points.map(|[x, y]| [rect.x + x * w, rect.y + y * h]);
            let wet = points.filter(|&point| crate::geometry::contains(rings, point)).count() as f64 / 28.0;
            if wet >= WET {
                let cost = 1.0
                    + 3.0 * (1.0 - wet)
                    + 0.12 * ground.ink.under(&rect)
                    + 0.1 * (lines.len() as f64 - 1.0);
                let place = Place::block(FACE, &lines, size, 0.0, rect, Anchor::Middle);
                out.push(Candidate::new(cost, vec![rect], place));
            }
        }
    }
    out
}

/// How far a name may bend along a river, radians in all.
const TURNING: f64 = 1.5;
/// And between two letters.
const KINK: f64 = 0.22;
/// Places kept for a river.
const PLACES: usize = 10;

/// Places of a name along a river, beside its line.
pub(super) fn along_river(ground: &Ground<'_>, name: &str, px: &ContextPx, size: f64) -> Vec<Candidate> {
    let spacing = 0.06 * size;
    let width = text::width(FACE, name, size, spacing);
    let mut all: Vec<Candidate> = Vec::new();
    for line in &px.lines {
        let step = 0.4 * size;
        let smooth = smoothed(&resampled(line, step), 4);
        let count = (1.1 * width / step).ceil() as usize;
        if smooth.len() <= count {
            continue;
        }
        for from in (0..smooth.len() - count).step_by(3) {
            let mut middle = smooth[from..=from + count].to_vec();
            if middle[0][0] > middle[count][0] {
                middle.reverse();
            }
            let turns = turns(&middle);
            let turning: f64 = turns.iter().map(|turn| turn.abs()).sum();
            if turning > TURNING || turns.iter().any(|turn| turn.abs() > KINK) {
                continue;
            }
            let tilt = {
                let (dx, dy) = (middle[count][0] - middle[0][0], middle[count][1] - middle[0][1]);
                dy.abs() / sqrt(dx * dx + dy * dy).max(1e-9)
            };
            let lift = 0.28 * size + ground.unit;
            // Above the line, or below it with the capitals under the line.
            for (side, lift) in [(0.0, -lift), (0.25, lift + CAP_HEIGHT * size)] {
                let baseline = shifted(&middle, lift);
                // Inside a bend the baseline is shorter than the river.
                if length(&baseline) < 1.01 * width {
                    continue;
                }
                let shapes = chain(&shifted(&middle, lift - 0.24 * size), 0.95 * size);
                if !shapes.iter().all(|rect| ground.is_free(rect)) {
                    continue;
                }
                let cost = side + 0.6 * turning + 0.7 * tilt + 0.35 * ground.ink.under_all(&shapes);
                let place = Place::curved(name, baseline, width, size, spacing);
                all.push(Candidate::new(cost, shapes, place));
            }
        }
    }
    all.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    // Neighbouring stretches are as good as one: places apart give the other names a choice.
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in all {
        let apart = |other: &Candidate| {
            let ([ax, ay], [bx, by]) = (candidate.bounds.center(), other.bounds.center());
            (ax - bx).abs() + (ay - by).abs() > 0.4 * width
        };
        if kept.iter().all(apart) {
            kept.push(candidate);
            if kept.len() == PLACES {
                break;
            }
        }
    }
    kept
}

fn length(line: &[[f64; 2]]) -> f64 {
    let edge = |edge: &[[f64; 2]]| {
        let (dx, dy) = (edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]);
        sqrt(dx * dx + dy * dy)
    };
    line.windows(2).map(edge).sum()
}

/// A line with a point every `step` px.
fn resampled(line: &[[f64; 2]], step: f64) -> Vec<[f64; 2]> {
    let mut out: Vec<[f64; 2]> = line.first().copied().into_iter().collect();
    let mut left = step;
    for edge in line.windows(2) {
        let (dx, dy) = (edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]);
        let length = sqrt(dx * dx + dy * dy);
        let mut at = left;
        while at <= length {
            out.push([edge[0][0] + dx * at / length, edge[0][1] + dy * at / length]);
            at += step;
        }
        left = at - length;
    }
    out
}

/// The line with each point moved to the mean of its neighbours up to `reach` away.
fn smoothed(line: &[[f64; 2]], reach: usize) -> Vec<[f64; 2]> {
    (0..line.len())
        .map(|i| {
            // As many on both sides, so that the ends stay where they are.
            let reach = reach.min(i).min(line.len() - 1 - i);
            let near = &line[i - reach..=i + reach];
            [0, 1].map(|axis| near.iter().map(|point| point[axis]).sum::<f64>() / near.len() as f64)
        })
        .collect()
}

/// The turn at each inner point, radians.
fn turns(line: &[[f64; 2]]) -> Vec<f64> {
    line.windows(3)
        .map(|p| {
            let (ax, ay) = (p[1][0] - p[0][0], p[1][1] - p[0][1]);
            let (bx, by) = (p[2][0] - p[1][0], p[2][1] - p[1][1]);
            atan2(ax * by - ay * bx, ax * bx + ay * by)
        })
        .collect()
}

/// A line moved to its right (down, for a line from left to right) by some px.
fn shifted(line: &[[f64; 2]], by: f64) -> Vec<[f64; 2]> {
    (0..line.len())
        .map(|i| {
            let (a, b) = (line[i.saturating_sub(1)], line[(i + 1).min(line.len() - 1)]);
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let length = sqrt(dx * dx + dy * dy).max(1e-9);
            [line[i][0] - dy / length * by, line[i][1] + dx / length * by]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_resampled_smoothed_and_shifted() {
        let line = resampled(&[[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]], 2.0);
        assert_eq!(line, [[0.0, 0.0], [2.0, 0.0], [3.0, 1.0], [3.0, 3.0]]);
        assert_eq!(smoothed(&[[0.0, 0.0], [1.0, 3.0], [2.0, 0.0]], 4), [[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]);
        assert_eq!(shifted(&[[0.0, 0.0], [5.0, 0.0]], 2.0), [[0.0, 2.0], [5.0, 2.0]]);
        let turn = turns(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]);
        assert!((turn[0] - std::f64::consts::FRAC_PI_2).abs() < 1e-12);
    }
}
