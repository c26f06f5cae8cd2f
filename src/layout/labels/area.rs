//! Places for a name on land: straight, or along the way a long piece of land is stretched, or beside it with a
//! leader line.

use super::super::grid::Region;
use super::names::{block, breaks};
use super::{AIR, Candidate, Ground, LEAST_PX, Place, chain, least, mark_scale};
use crate::geometry::clip::Rect;
use crate::geometry::math::{cos, sin, sqrt};
use crate::scene::{Anchor, Line};
use crate::style::Color;
use crate::text::{self, CAP_HEIGHT, DESCENT, Face};

/// How a name on land is set.
#[derive(PartialEq)]
pub(super) struct AreaType {
    pub face: Face,
    /// Largest and least size, px of the style.
    pub sizes: [f64; 2],
    /// Letter spacing as a share of the size.
    pub spacing: f64,
    pub color: Color,
    pub class: &'static str,
    /// How much of the box must lie on the land.
    pub coverage: f64,
}

/// Sizes tried below the first that fits.
const SIZES: usize = 3;
/// Places kept for each size and breaking of lines.
const PLACES: usize = 6;
/// What a name set as small as can be costs against one as large as wanted.
const SMALLNESS: f64 = 1.1;
/// How long a piece of land must be for its width before a name may follow it.
const ELONGATED: f64 = 1.9;

/// The places of a name on its land.
pub(super) fn on_land(ground: &Ground<'_>, name: &str, region: &Region, kind: &AreaType) -> Vec<Candidate> {
    let least = (kind.sizes[1] * ground.unit).max(LEAST_PX).max(least(ground.plan));
    let wanted = wanted_size(ground, region, kind);
    let breakings = breaks(name);
    let mut out = Vec::new();
    let mut size = wanted;
    let mut found = 0;
    loop {
        let before = out.len();
        let smallness = SMALLNESS * (1.0 - size / wanted);
        for lines in &breakings {
            let spacing = kind.spacing * size;
            let [w, h] = block(kind.face, lines, size, spacing);
            for (score, rect) in straight(ground, region, w, h, kind.coverage) {
                // More lines are a little worse: one line reads best.
                let cost = score + smallness + 0.12 * (lines.len() as f64 - 1.0);
                let place = Place::block(kind.face, lines, size, spacing, rect, Anchor::Middle);
                out.push(Candidate::new(cost, vec![rect], place));
            }
        }
        found += usize::from(out.len() > before);
        if found == SIZES || size <= least {
            break;
        }
        size = (size * 0.88).max(least);
    }
    if region.axis.elongation > ELONGATED {
        out.extend(along_axis(ground, name, region, kind, wanted, least));
    }
    out
}

/// The place a name has on other land, if it lies on this land too; with what it costs here.
pub(super) fn carry(
    ground: &Ground<'_>,
    region: &Region,
    kind: &AreaType,
    there: &Candidate,
) -> Option<Candidate> {
    let place = &there.place;
    if place.leader.is_some() || !there.shapes.iter().all(|shape| ground.is_free(&shape.grown(-AIR))) {
        return None;
    }
    // Squares along a curve are larger than its letters.
    let is_straight = place.course.is_empty() && place.rotate_deg == 0.0;
    let least = if is_straight { kind.coverage } else { 0.85 };
    if !there.shapes.iter().all(|shape| region.coverage(&shape.grown(-AIR)) >= least) {
        return None;
    }
    let wanted = wanted_size(ground, region, kind);
    // Larger than the land would have it is as bad as smaller.
    let size = SMALLNESS * (1.0 - place.size / wanted).abs();
    let bounds = there.bounds.grown(-AIR);
    let around = region.coverage(&bounds.grown(0.8 * place.size * (CAP_HEIGHT + DESCENT)));
    let cost =
        off_middle(region, &bounds) + 1.6 * (1.0 - around) + 0.12 * ground.ink.under_all(&there.shapes);
    Some(Candidate { cost: cost + size, ..there.clone() })
}

/// How large a name is set at best, px: not larger than its land is important, about an eighth of the land's side.
fn wanted_size(ground: &Ground<'_>, region: &Region, kind: &AreaType) -> f64 {
    let [largest, least] = kind.sizes.map(|size| (size * ground.unit).max(LEAST_PX).max(least(ground.plan)));
    (sqrt(region.area()) * 0.12).clamp(least, largest.max(least))
}

/// How far the middle of a box is from the middle of the land, as a share of the land's extent.
fn off_middle(region: &Region, rect: &Rect) -> f64 {
    let bounds = region.bounds;
    let diagonal = sqrt(bounds.w * bounds.w + bounds.h * bounds.h).max(1.0);
    let [cx, cy] = rect.center();
    let (dx, dy) = (cx - region.centroid[0], cy - region.centroid[1]);
    sqrt(dx * dx + dy * dy) / diagonal
}

/// The best places of a box on a region, apart from each other: near its middle, far from its edge, over few
/// lines. Each with its cost.
fn straight(ground: &Ground<'_>, region: &Region, w: f64, h: f64, coverage: f64) -> Vec<(f64, Rect)> {
    let bounds = region.bounds;
    let step = (sqrt(region.area()) / 18.0).clamp(3.0, 18.0);
    let mut all: Vec<(f64, Rect)> = Vec::new();
    let mut y = bounds.y;
    while y + h <= bounds.bottom() + h * 0.3 {
        let mut x = bounds.x;
        while x + w <= bounds.right() + w * 0.1 {
            let rect = Rect::new(x, y, w, h);
            x += step;
            if region.coverage(&rect) < coverage || !ground.is_free(&rect) {
                continue;
            }
            let around = region.coverage(&rect.grown(h * 0.8));
            all.push((
                off_middle(region, &rect) + 1.6 * (1.0 - around) + 0.12 * ground.ink.under(&rect),
                rect,
            ));
        }
        y += step;
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut kept: Vec<(f64, Rect)> = Vec::new();
    for (score, rect) in all {
        let apart = |(_, other): &(f64, Rect)| {
            (rect.x - other.x).abs() > 0.35 * w || (rect.y - other.y).abs() > 0.8 * h
        };
        if kept.iter().all(apart) {
            kept.push((score, rect));
            if kept.len() == PLACES {
                break;
            }
        }
    }
    kept
}

/// The middle line of a long region: offset from the axis as a quadratic of the way along it.
struct Spine {
    origin: [f64; 2],
    /// Unit vectors along the axis and across it, to the right of it (down on the page).
    along: [f64; 2],
    across: [f64; 2],
    /// Offset = `bend[0] + bend[1] t + bend[2] t²`.
    bend: [f64; 3],
    /// Where along the axis there is land.
    reach: [f64; 2],
}

impl Spine {
    fn new(region: &Region, step: f64) -> Option<Spine> {
        let angle = region.axis.angle;
        let (along, across) = ([cos(angle), sin(angle)], [-sin(angle), cos(angle)]);
        let origin = region.centroid;
        let bounds = region.bounds;
        let half = 0.5 * (bounds.w + bounds.h);
        let count = (half / step).ceil().min(120.0) as i32;
        let at = |t: f64, v: f64| {
            [origin[0] + along[0] * t + across[0] * v, origin[1] + along[1] * t + across[1] * v]
        };
        // The widest stretch of land across each station.
        let mut stations: Vec<[f64; 3]> = Vec::new();
        for i in -count..=count {
            let t = f64::from(i) * step;
            let (mut best, mut run) = ([0.0; 2], None::<f64>);
            for j in -count..=count + 1 {
                let v = f64::from(j) * step;
                match (region.contains(at(t, v)), run) {
                    (true, None) => run = Some(v),
                    (false, Some(from)) => {
                        if v - from > best[1] - best[0] {
                            best = [from, v - step];
                        }
                        run = None;
                    }
                    _ => {}
                }
            }
            if best[1] > best[0] {
                stations.push([t, (best[0] + best[1]) / 2.0, best[1] - best[0]]);
            }
        }
        let (first, last) = (stations.first()?[0], stations.last()?[0]);
        let bend = quadratic(&stations)?;
        Some(Spine { origin, along, across, bend, reach: [first, last] })
    }

    fn point(&self, t: f64) -> [f64; 2] {
        let v = self.bend[0] + t * (self.bend[1] + t * self.bend[2]);
        [
            self.origin[0] + self.along[0] * t + self.across[0] * v,
            self.origin[1] + self.along[1] * t + self.across[1] * v,
        ]
    }
}

/// The parabola nearest to points (t, v) with weights, by the normal equations.
fn quadratic(points: &[[f64; 3]]) -> Option<[f64; 3]> {
    let reach = points.iter().map(|point| point[0].abs()).fold(0.0, f64::max);
    if points.len() < 5 || reach == 0.0 {
        return None;
    }
    let mut m = [[0.0; 4]; 3];
    for &[t, v, weight] in points {
        let powers = [1.0, t / reach, (t / reach) * (t / reach)];
        for row in 0..3 {
            for column in 0..3 {
                m[row][column] += weight * powers[row] * powers[column];
            }
            m[row][3] += weight * powers[row] * v;
        }
    }
    for pivot in 0..3 {
        if m[pivot][pivot].abs() < 1e-9 {
            return None;
        }
        for row in 0..3 {
            if row != pivot {
                let factor = m[row][pivot] / m[pivot][pivot];
                let pivot_row = m[pivot];
                for (value, above) in m[row].iter_mut().zip(pivot_row).skip(pivot) {
                    *value -= factor * above;
                }
            }
        }
    }
    let [a, b, c] = [0, 1, 2].map(|i| m[i][3] / m[i][i]);
    Some([a, b / reach, c / (reach * reach)])
}

/// Places along the middle line of a long region.
fn along_axis(
    ground: &Ground<'_>,
    name: &str,
    region: &Region,
    kind: &AreaType,
    wanted: f64,
    least: f64,
) -> Vec<Candidate> {
    let Some(spine) = Spine::new(region, ground.plan.grid.cell) else { return Vec::new() };
    let tilt = sin(region.axis.angle).abs();
    let mut out = Vec::new();
    let mut size = wanted;
    let mut found = 0;
    while found < SIZES {
        let spacing = kind.spacing * size;
        let width = text::width(kind.face, name, size, spacing);
        let slack = spine.reach[1] - spine.reach[0] - width;
        let before = out.len();
        if slack > 0.0 {
            for share in [0.5, 0.38, 0.62, 0.25, 0.75] {
                let from = spine.reach[0] + slack * share;
                let Some(course) = course(region, &spine, from, width, size) else { continue };
                // Squares along a slope leave notches, which are seen between large letters.
                let wide = if ground.plan.style.label.least_px > 0.0 { 1.12 } else { 1.0 };
                let shapes = chain(&course.middle, wide * size * (CAP_HEIGHT + DESCENT));
                if !shapes.iter().all(|rect| ground.is_free(rect)) {
                    continue;
                }
                let cost = 0.3
                    + 0.35 * tilt
                    + SMALLNESS * (1.0 - size / wanted)
                    + 0.6 * (share - 0.5_f64).abs()
                    + 0.12 * ground.ink.under_all(&shapes);
                out.push(Candidate::new(cost, shapes, course.place(name, width, size, spacing)));
            }
        }
        found += usize::from(out.len() > before);
        if size <= least {
            break;
        }
        size = (size * 0.88).max(least);
    }
    out
}

/// A stretch of a spine that a name can follow.
struct Course {
    middle: Vec<[f64; 2]>,
    baseline: Vec<[f64; 2]>,
    /// How far the baseline leaves its chord, px.
    bow: f64,
}

/// The stretch of a spine that starts at `from` and is as long as the name; `None` if it leaves the land.
fn course(region: &Region, spine: &Spine, from: f64, width: f64, size: f64) -> Option<Course> {
    // A little longer than the name at both ends, so that no rounding pushes a letter off it.
    let (from, width) = (from - 0.02 * width, 1.04 * width);
    let steps = ((width / (0.5 * size)).ceil() as usize).clamp(4, 64);
    let middle: Vec<[f64; 2]> =
        (0..=steps).map(|i| spine.point(from + width * i as f64 / steps as f64)).collect();
    let half = 0.5 * size * (CAP_HEIGHT + DESCENT);
    let (mut inside, mut all) = (0, 0);
    let mut baseline = Vec::with_capacity(middle.len());
    for (i, &[x, y]) in middle.iter().enumerate() {
        let (a, b) = (middle[i.saturating_sub(1)], middle[(i + 1).min(steps)]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = sqrt(dx * dx + dy * dy).max(1e-9);
        let down = [-dy / length, dx / length];
        for offset in [-half, 0.0, half] {
            all += 1;
            inside += usize::from(region.contains([x + down[0] * offset, y + down[1] * offset]));
        }
        let drop = 0.5 * CAP_HEIGHT * size;
        baseline.push([x + down[0] * drop, y + down[1] * drop]);
    }
    if (inside as f64) < 0.95 * f64::from(all) {
        return None;
    }
    let (first, last) = (baseline[0], baseline[steps]);
    let (dx, dy) = (last[0] - first[0], last[1] - first[1]);
    let length = sqrt(dx * dx + dy * dy).max(1e-9);
    let bow = baseline
        .iter()
        .map(|p| ((p[0] - first[0]) * dy - (p[1] - first[1]) * dx).abs() / length)
        .fold(0.0, f64::max);
    // Letters on a sharp bend fall apart.
    (bow < 0.28 * width).then_some(Course { middle, baseline, bow })
}

impl Course {
    fn place(self, name: &str, width: f64, size: f64, spacing: f64) -> Place {
        let (first, last) = (self.baseline[0], self.baseline[self.baseline.len() - 1]);
        // A course that is as good as straight is written as turned text, which is easier to edit.
        if self.bow < 0.02 * width {
            let at = [(first[0] + last[0]) / 2.0, (first[1] + last[1]) / 2.0];
            return Place::turned(name, at, [last[0] - first[0], last[1] - first[1]], width, size, spacing);
        }
        Place::curved(name, self.baseline, width, size, spacing)
    }
}

/// Places beside land that is too small for its name, each with a line that leads to it.
pub(super) fn led(ground: &Ground<'_>, name: &str, region: &Region, kind: &AreaType) -> Vec<Candidate> {
    const DIRECTIONS: usize = 16;
    let unit = ground.unit;
    let size = (kind.sizes[1] * unit).max(LEAST_PX).max(least(ground.plan));
    let target = region.deepest();
    let spacing = kind.spacing * size;
    // Large letters have no room in one line beside anything.
    let breakings = if ground.plan.leaders { vec![vec![name.to_owned()]] } else { breaks(name) };
    let mut out = Vec::new();
    let distances = [9.0, 17.0, 28.0, 42.0].map(|px| px * unit * mark_scale(ground.plan));
    for (lines, distance) in breakings.iter().flat_map(|lines| distances.map(|distance| (lines, distance))) {
        let [w, h] = block(kind.face, lines, size, spacing);
        for i in 0..DIRECTIONS {
            let angle = std::f64::consts::TAU * i as f64 / DIRECTIONS as f64;
            let (dx, dy) = (cos(angle), sin(angle));
            // From the edge of the land in this direction to the near edge of the box.
            let mut out_of_land = 0.0;
            while region.contains([target[0] + dx * out_of_land, target[1] + dy * out_of_land]) {
                out_of_land += ground.plan.grid.cell;
            }
            let center = [
                target[0]
                    + dx * (out_of_land + distance)
                    + dx.signum() * (dx.abs() > 0.2) as u8 as f64 * w / 2.0,
                target[1]
                    + dy * (out_of_land + distance)
                    + dy.signum() * (dy.abs() > 0.2) as u8 as f64 * h / 2.0,
            ];
            let rect = Rect::new(center[0] - w / 2.0, center[1] - h / 2.0, w, h);
            let place = Place {
                leader: Some(target),
                ..Place::block(kind.face, lines, size, spacing, rect, Anchor::Middle)
            };
            let Some([from, to]) = place.leader_line(&rect, unit) else { continue };
            let (lx, ly) = (to[0] - from[0], to[1] - from[1]);
            let length = sqrt(lx * lx + ly * ly);
            let dots = (length / (3.0 * unit)).ceil().max(1.0);
            let mut shapes = vec![rect];
            shapes.extend((0..=dots as usize).map(|i| {
                let t = i as f64 / dots;
                Rect::new(from[0] + lx * t, from[1] + ly * t, 0.0, 0.0).grown(unit)
            }));
            if !shapes.iter().all(|rect| ground.is_free(rect)) {
                continue;
            }
            // On another holder's land the name looks as if it belonged there, line or not; a large one even more.
            let home = ground.plan.grid.unit_at(target);
            let abroad = 0.8 * ground.abroad(rect.center(), home);
            let steps = |i: usize| rect.x + rect.w * (i % 5) as f64 / 4.0;
            let points = (0..15).map(|i| [steps(i), rect.y + rect.h * (i / 5) as f64 / 2.0]);
            if !ground.plan.leaders && points.map(|at| ground.abroad(at, home)).sum::<f64>() > 0.0 {
                continue;
            }
            let cost = 2.0 + abroad + 0.02 * length / unit + 0.25 * ground.ink.under(&rect);
            out.push(Candidate::new(cost, shapes, place));
        }
    }
    out
}

impl Place {
    /// Lines of text in a box.
    pub(super) fn block(
        face: Face,
        lines: &[String],
        size: f64,
        spacing: f64,
        rect: Rect,
        anchor: Anchor,
    ) -> Place {
        let x = match anchor {
            Anchor::Start => rect.x,
            Anchor::Middle => rect.center()[0],
            Anchor::End => rect.right(),
        };
        let lines = lines.iter().enumerate().map(|(i, line)| Line {
            text: line.clone(),
            at: [x, rect.y + size * CAP_HEIGHT + i as f64 * size * super::names::LEADING],
            width: text::width(face, line, size, spacing),
        });
        Place { lines: lines.collect(), anchor, size, spacing, ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::quadratic;

    #[test]
    fn a_parabola_is_found_again() {
        let points: Vec<[f64; 3]> = (-5..=5)
            .map(|t| {
                let t = f64::from(t);
                [t, 2.0 - 0.5 * t + 0.1 * t * t, 1.0 + t.abs()]
            })
            .collect();
        let [a, b, c] = quadratic(&points).unwrap();
        assert!((a - 2.0).abs() < 1e-9 && (b + 0.5).abs() < 1e-9 && (c - 0.1).abs() < 1e-9);
        assert_eq!(quadratic(&points[..3]), None);
    }
}
