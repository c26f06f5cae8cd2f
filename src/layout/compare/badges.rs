//! Numbers of changes on their land, and arrows from the former holder to the new.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Fill;
use super::super::grid::Region;
use super::super::plan::Plan;
use super::Ctx;
use crate::compare::Kind;
use crate::dataset::{Confidence, Holder, PlaceKind, UnitId};
use crate::geometry::clip::Rect;
use crate::geometry::math::{DEGREE, cos, sin, sqrt};
use crate::scene::{Anchor, Circle, Node, Path, Piece, Stroke, Type, text_line};
use crate::text::Face;

/// A number on the map.
pub(super) struct Badge {
    pub entry: usize,
    pub at: [f64; 2],
    /// The point on its land, where the number stands beside it.
    pub leader: Option<[f64; 2]>,
}

/// Further pieces of the land of one entry have a number of their own from so many areas of a badge on.
const PIECE: f64 = 14.0;
/// A badge covers too much of land that has less than so many areas of it.
const COVERED: f64 = 3.0;
/// At most so many pieces of one entry are numbered.
const PIECES: usize = 5;

/// Radius of a badge on a plan, px.
pub(super) fn radius(plan: &Plan<'_>) -> f64 {
    0.86 * number_size(plan)
}

fn number_size(plan: &Plan<'_>) -> f64 {
    // Whoever reads the names reads the numbers.
    let px = plan.style.compare.number_px.max(plan.style.label.unit_min_px);
    (px * plan.page.unit).max(plan.page.least)
}

/// Finds a place for the number of every entry that is on the map: on its land, else beside it. What is taken is
/// added to `taken`.
pub(super) fn place(ctx: &Ctx<'_>, plan: &Plan<'_>, taken: &mut Vec<Rect>) -> Vec<Badge> {
    let r = radius(plan);
    // Dots of towns that are always drawn, with a little of their names.
    for place in &ctx.dataset.places {
        if (1..=2).contains(&place.rank)
            && place.kind == PlaceKind::Town
            && place.confidence != Confidence::Low
        {
            let [x, y] = plan.px(place.at);
            taken.push(Rect::new(x, y, 0.0, 0.0).grown(6.0 * plan.page.unit));
        }
    }
    let mut pieces: Vec<(usize, usize, Arc<Region>)> = Vec::new();
    for (position, regions) in regions(ctx, plan) {
        let regions = regions.into_iter().enumerate().take(PIECES);
        let least = PIECE * 4.0 * r * r;
        pieces.extend(
            regions
                .filter(|(piece, region)| *piece == 0 || region.area() > least)
                .map(|(piece, region)| (position, piece, region)),
        );
    }
    // Land on which there is little room chooses first.
    pieces.sort_by(|a, b| a.2.count.cmp(&b.2.count).then(a.0.cmp(&b.0)));
    let mut badges = Vec::new();
    for (entry, piece, region) in pieces {
        // Two numbers of one sliver stand together.
        let twin = badges.iter().filter(|badge: &&Badge| {
            ctx.comparison.entries[badge.entry].units == ctx.comparison.entries[entry].units
        });
        let twin = twin.map(|badge| badge.at).find(|at| region.bounds.grown(4.0 * r).contains(*at));
        // Off the middle where it is large, for names stand there.
        let (bounds, [cx, cy]) = (region.bounds, region.centroid);
        let is_large = region.area() > 60.0 * r * r;
        let aim = if is_large { [cx - 0.16 * bounds.w, cy - 0.16 * bounds.h] } else { [cx, cy] };
        let is_hidden = ctx.is_alone && region.area() < COVERED * 4.0 * r * r;
        let found = (piece == 0 && is_hidden)
            .then(|| beside(ctx, plan, &region, r, taken))
            .flatten()
            .or_else(|| on_land(plan, &region, r, (aim, &[0.97, 0.85, 0.7]), taken).map(|at| (at, None)))
            .or_else(|| twin.and_then(|at| next_to(plan, at, r, taken)).map(|at| (at, None)))
            .or_else(|| (piece == 0 && !is_hidden).then(|| beside(ctx, plan, &region, r, taken)).flatten());
        let Some((at, leader)) = found else { continue };
        taken.push(around(at, r));
        taken.extend(leader.into_iter().flat_map(|from| line(from, at, r)));
        badges.push(Badge { entry, at, leader });
    }
    badges.sort_by_key(|badge| badge.entry);
    badges
}

/// The land of each entry that has a number, by its position.
fn regions(ctx: &Ctx<'_>, plan: &Plan<'_>) -> BTreeMap<usize, Vec<Arc<Region>>> {
    let entries = &ctx.comparison.entries;
    let is_listed =
        |at: &usize| ctx.listed.as_ref().is_none_or(|listed| listed.contains(&entries[*at].number));
    let mut left: Vec<usize> = (0..entries.len()).filter(is_listed).collect();
    let mut out = BTreeMap::new();
    // The map is gone over once for all entries that share no unit: mostly all.
    while !left.is_empty() {
        let mut classes: Vec<Option<u32>> = vec![None; plan.unit_cells.len()];
        left.retain(|at| {
            let units = entries[*at].units.iter().map(|unit| unit.index());
            let is_taken = units.clone().any(|unit| classes[unit].is_some());
            if !is_taken {
                units.for_each(|unit| classes[unit] = Some(*at as u32));
            }
            is_taken
        });
        let found = plan.grid.regions_by(&classes);
        out.extend(found.into_iter().map(|(at, regions)| (at as usize, regions)));
    }
    out
}

/// What badges cover.
pub(super) fn rects(plan: &Plan<'_>, badges: &[Badge]) -> Vec<Rect> {
    let r = radius(plan);
    badges
        .iter()
        .flat_map(|badge| {
            let leader =
                badge.leader.into_iter().flat_map(|from| line(from, badge.at, r)).collect::<Vec<_>>();
            leader.into_iter().chain([around(badge.at, r + 2.0 * plan.page.unit)])
        })
        .collect()
}

/// The square around a circle.
pub(in crate::layout) fn around([x, y]: [f64; 2], r: f64) -> Rect {
    Rect::new(x - r, y - r, 2.0 * r, 2.0 * r)
}

/// Squares along a leader line.
fn line(from: [f64; 2], to: [f64; 2], r: f64) -> Vec<Rect> {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let steps = (sqrt(dx * dx + dy * dy) / (0.5 * r)).ceil().clamp(1.0, 60.0) as usize;
    let at = |i: usize| i as f64 / steps as f64;
    (0..=steps).map(|i| around([from[0] + dx * at(i), from[1] + dy * at(i)], 0.2 * r)).collect()
}

/// A place for a circle of a radius on a region, near the point it aims at: with the first of some shares of it on the
/// land for which there is one.
pub(in crate::layout) fn on_land(
    plan: &Plan<'_>,
    region: &Region,
    r: f64,
    (aim, shares): ([f64; 2], &[f64]),
    taken: &[Rect],
) -> Option<[f64; 2]> {
    let map = plan.page.map.grown(-r - 3.0 * plan.page.unit);
    let bounds = region.bounds;
    let diagonal = sqrt(bounds.w * bounds.w + bounds.h * bounds.h).max(1.0);
    let step = (sqrt(region.area()) / 24.0).clamp(1.5, 10.0);
    for &coverage in shares {
        let mut best: Option<(f64, [f64; 2])> = None;
        let mut y = bounds.y + 0.5 * step;
        while y < bounds.bottom() {
            let mut x = bounds.x + 0.5 * step;
            while x < bounds.right() {
                let at = [x, y];
                x += step;
                let rect = around(at, r);
                let air = rect.grown(1.5 * plan.page.unit);
                if !map.contains(at)
                    || !region.contains(at)
                    || region.coverage(&rect) < coverage
                    || taken.iter().any(|other| air.overlaps(other))
                {
                    continue;
                }
                let (dx, dy) = (at[0] - aim[0], at[1] - aim[1]);
                let off = sqrt(dx * dx + dy * dy) / diagonal;
                let score = off + 1.2 * (1.0 - region.coverage(&rect.grown(0.6 * r)));
                if best.is_none_or(|(known, _)| score < known) {
                    best = Some((score, at));
                }
            }
            y += step;
        }
        if let Some((_, at)) = best {
            return Some(at);
        }
    }
    None
}

/// A place that touches another number.
fn next_to(plan: &Plan<'_>, [x, y]: [f64; 2], r: f64, taken: &[Rect]) -> Option<[f64; 2]> {
    let map = plan.page.map.grown(-r - 3.0 * plan.page.unit);
    let far = 2.0 * r + 1.2 * plan.page.unit;
    let sides = [[far, 0.0], [-far, 0.0], [0.0, far], [0.0, -far]];
    let places = sides.map(|[dx, dy]| [x + dx, y + dy]);
    places
        .into_iter()
        .find(|&at| map.contains(at) && !taken.iter().any(|other| around(at, r).overlaps(other)))
}

/// A place beside a sliver, with the point on it that a line leads to.
fn beside(
    ctx: &Ctx<'_>,
    plan: &Plan<'_>,
    region: &Region,
    r: f64,
    taken: &[Rect],
) -> Option<([f64; 2], Option<[f64; 2]>)> {
    let map = plan.page.map.grown(-r - 3.0 * plan.page.unit);
    let from = region.deepest();
    // The end of the line is to be seen: not under another number.
    if !plan.page.map.contains(from) || taken.iter().any(|other| other.w > 1.5 * r && other.contains(from)) {
        return None;
    }
    let mut best: Option<(f64, [f64; 2])> = None;
    for ring in 0..12 {
        let far = r * (1.9 + 0.7 * f64::from(ring));
        for turn in 0..24 {
            let angle = f64::from(turn) * 15.0 * DEGREE;
            let at = [from[0] + far * cos(angle), from[1] - far * sin(angle)];
            let air = around(at, r + 1.5 * plan.page.unit);
            let course = line(from, at, r);
            if !map.contains(at)
                || taken.iter().any(|other| air.overlaps(other))
                // The end of the line may stand by a town, the rest of it may cross nothing.
                || course[1..].iter().any(|square| taken.iter().any(|other| square.overlaps(other)))
            {
                continue;
            }
            // Rather on land that did not change, and not on the land of another number.
            let on = plan.grid.unit_at(at).map(|unit| !ctx.entries_of[unit as usize].is_empty());
            let score = f64::from(ring) + if on == Some(true) { 3.0 } else { 0.0 };
            if best.is_none_or(|(known, _)| score < known) {
                best = Some((score, at));
            }
        }
    }
    best.map(|(_, at)| (at, Some(from)))
}

/// The badges with their leader lines.
pub(super) fn nodes(ctx: &Ctx<'_>, plan: &Plan<'_>, badges: &[Badge]) -> Vec<Node> {
    let style = ctx.style;
    let r = radius(plan);
    // As strong as the numbers are large.
    let unit = number_size(plan) / 12.5;
    let mut lines = Vec::new();
    let mut out = Vec::new();
    for (position, badge) in badges.iter().enumerate() {
        let entry = &ctx.comparison.entries[badge.entry];
        let piece = badges[..position].iter().filter(|other| other.entry == badge.entry).count();
        let id = match piece {
            0 => format!("change-{}", entry.number),
            piece => format!("change-{}-{piece}", entry.number),
        };
        if let Some(from) = badge.leader {
            for (class, color, width) in
                [("change-leader-casing", style.page.paper, 2.6), ("change-leader", style.page.ink, 1.0)]
            {
                lines.push(Node::Path(Path {
                    class: class.into(),
                    pieces: vec![Piece { points: vec![from, badge.at], closed: false }],
                    stroke: Some(Stroke::new(color, width * unit)),
                    ..Path::default()
                }));
            }
            lines.push(Node::Circle(Circle {
                id: format!("{id}-end"),
                class: "change-leader-end".into(),
                title: String::new(),
                center: from,
                radius: 2.0 * unit,
                fill: style.page.ink,
                stroke: Some(Stroke::new(style.page.paper, 0.8 * unit)),
            }));
        }
        out.extend(draw(ctx, plan, badge.at, r, entry.number, entry.returned, &id));
    }
    lines.extend(out);
    lines
}

/// One badge: filled, or hollow for what came back.
pub(super) fn draw(
    ctx: &Ctx<'_>,
    plan: &Plan<'_>,
    at: [f64; 2],
    r: f64,
    number: usize,
    hollow: bool,
    id: &str,
) -> [Node; 2] {
    let (page, unit) = (&ctx.style.page, plan.page.unit);
    let (fill, ink, ring) =
        if hollow { (page.paper, page.ink, page.ink) } else { (page.ink, page.paper, page.paper) };
    let entry = ctx.report.changes.get(number.wrapping_sub(1));
    let title = entry.and_then(|entry| entry.acts.first()).map_or(String::new(), |act| act.title.clone());
    let size = r / 0.86;
    let words = number.to_string();
    // Three figures are set smaller: every number has the same disc.
    let size = if words.len() > 2 { 0.76 * size } else { size };
    let kind = Type { face: Face::SansBold, size, color: ink, class: "change-number" };
    [
        Node::Circle(Circle {
            id: if id.is_empty() { String::new() } else { format!("{id}-disc") },
            class: if hollow { "change-disc-hollow".into() } else { "change-disc".into() },
            title,
            center: at,
            radius: r,
            fill,
            stroke: Some(Stroke { round: false, ..Stroke::new(ring, 1.1 * unit) }),
        }),
        text_line(id.to_owned(), &words, kind, [at[0], kind.centred(at[1])], Anchor::Middle),
    ]
}

/// An arrow on the map.
pub(super) struct Arrow {
    entry: usize,
    tail: [f64; 2],
    head: [f64; 2],
}

/// Arrows on land that came from one polity to another, towards where the new holder already was; where there is
/// room. Their squares are added to `taken`.
pub(super) fn arrows(ctx: &Ctx<'_>, plan: &Plan<'_>, taken: &mut Vec<Rect>) -> Vec<Arrow> {
    let length = ctx.style.compare.arrow_px * plan.page.unit;
    if length <= 0.0 || ctx.comparison.kind != Kind::Days {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (position, entry) in ctx.comparison.entries.iter().enumerate() {
        let Some((Holder::Polity(from), Holder::Polity(to))) =
            entry.change.holder.filter(|_| !entry.returned)
        else {
            continue;
        };
        let inside = |unit: u32| entry.units.binary_search(&UnitId(unit)).is_ok();
        for region in plan.grid.regions(inside).into_iter().take(2) {
            let polity = |fills: &[Fill], unit: u32| fills[unit as usize].polity();
            let touches = |wanted: &dyn Fn(u32) -> bool| -> Vec<[f64; 2]> {
                let arcs = plan.topology.arcs.iter().zip(&plan.arcs).filter(|(arc, _)| {
                    let sides = [(arc.left, arc.right), (arc.right, arc.left)];
                    sides.into_iter().any(|(own, other)| match (own, other) {
                        (Some(own), Some(other)) => inside(own) && !inside(other) && wanted(other),
                        _ => false,
                    })
                });
                let near = region.bounds.grown(3.0 * plan.page.unit);
                arcs.flat_map(|(_, points)| points.iter().copied())
                    .filter(|point| near.contains(*point) && plan.page.map.contains(*point))
                    .collect()
            };
            let to_new = touches(&|other| polity(&ctx.fills[0], other) == Some(to));
            let to_old = touches(&|other| polity(&ctx.fills[1], other) == Some(from));
            let arrow = [1.0, 0.75, 0.55].into_iter().find_map(|share| {
                let length = share * length;
                let is_room = region.area() > 2.0 * length * length;
                is_room.then(|| pointed(plan, &region, length, [&to_old, &to_new], taken)).flatten()
            });
            if let Some((tail, head)) = arrow {
                taken.extend(squares(tail, head, plan.page.unit));
                out.push(Arrow { entry: position, tail, head });
            }
        }
    }
    out
}

/// Tail and head of an arrow on a region, near the border with the new holder.
fn pointed(
    plan: &Plan<'_>,
    region: &Region,
    length: f64,
    [to_old, to_new]: [&[[f64; 2]]; 2],
    taken: &[Rect],
) -> Option<([f64; 2], [f64; 2])> {
    let mean = |points: &[[f64; 2]]| {
        let count = points.len() as f64;
        [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / count)
    };
    if to_new.is_empty() {
        return None;
    }
    let target = mean(to_new);
    let origin = if to_old.is_empty() { region.centroid } else { mean(to_old) };
    let (dx, dy) = (target[0] - origin[0], target[1] - origin[1]);
    let far = sqrt(dx * dx + dy * dy);
    if far < 0.35 * length {
        return None;
    }
    let [ux, uy] = [dx / far, dy / far];
    let map = plan.page.map.grown(-4.0 * plan.page.unit);
    let step = (length / 5.0).max(2.0);
    let mut best: Option<(f64, [f64; 2])> = None;
    let mut y = region.bounds.y;
    while y < region.bounds.bottom() {
        let mut x = region.bounds.x;
        while x < region.bounds.right() {
            let at = [x, y];
            x += step;
            let point = |way: f64| [at[0] + ux * way * length, at[1] + uy * way * length];
            let on_land = [-0.5, -0.25, 0.0, 0.25, 0.5].into_iter().all(|way| region.contains(point(way)));
            if !on_land || !map.contains(point(0.5)) || !map.contains(point(-0.5)) {
                continue;
            }
            let covered = squares(point(-0.5), point(0.5), plan.page.unit);
            if covered.iter().any(|square| taken.iter().any(|other| square.overlaps(other))) {
                continue;
            }
            let [hx, hy] = point(0.5);
            let (off_x, off_y) = (hx - target[0], hy - target[1]);
            let score = sqrt(off_x * off_x + off_y * off_y);
            if best.is_none_or(|(known, _)| score < known) {
                best = Some((score, at));
            }
        }
        y += step;
    }
    best.map(|(_, at)| {
        let point = |way: f64| [at[0] + ux * way * length, at[1] + uy * way * length];
        (point(-0.5), point(0.5))
    })
}

/// Squares along an arrow.
fn squares(tail: [f64; 2], head: [f64; 2], unit: f64) -> Vec<Rect> {
    (0..=4)
        .map(|i| {
            let t = f64::from(i) / 4.0;
            around([tail[0] + (head[0] - tail[0]) * t, tail[1] + (head[1] - tail[1]) * t], 6.0 * unit)
        })
        .collect()
}

/// What arrows cover.
pub(super) fn arrow_rects(plan: &Plan<'_>, arrows: &[Arrow]) -> Vec<Rect> {
    arrows.iter().flat_map(|arrow| squares(arrow.tail, arrow.head, plan.page.unit)).collect()
}

/// The arrows.
pub(super) fn arrow_nodes(ctx: &Ctx<'_>, plan: &Plan<'_>, arrows: &[Arrow]) -> Vec<Node> {
    let mut counts = vec![0; ctx.comparison.entries.len()];
    arrows
        .iter()
        .map(|arrow| {
            counts[arrow.entry] += 1;
            let number = ctx.comparison.entries[arrow.entry].number;
            let id = format!("arrow-{number}-{}", counts[arrow.entry]);
            arrow_node(ctx, arrow.tail, arrow.head, plan.page.unit, &id)
        })
        .collect()
}

/// One arrow: shaft and head as one outline, with a band of paper around it.
pub(super) fn arrow_node(ctx: &Ctx<'_>, tail: [f64; 2], head: [f64; 2], unit: f64, id: &str) -> Node {
    let (dx, dy) = (head[0] - tail[0], head[1] - tail[1]);
    let long = sqrt(dx * dx + dy * dy).max(1e-6);
    let ([ux, uy], [vx, vy]) = ([dx / long, dy / long], [-dy / long, dx / long]);
    let point =
        |along: f64, across: f64| [tail[0] + ux * along + vx * across, tail[1] + uy * along + vy * across];
    let (shaft, wing, tip) = (1.7 * unit, 5.2 * unit, (9.5 * unit).min(0.5 * long));
    let neck = long - tip;
    let points = vec![
        point(0.0, -0.6 * shaft),
        point(neck, -shaft),
        point(neck - 0.1 * tip, -wing),
        point(long, 0.0),
        point(neck - 0.1 * tip, wing),
        point(neck, shaft),
        point(0.0, 0.6 * shaft),
    ];
    Node::Path(Path {
        id: id.to_owned(),
        class: "change-arrow".into(),
        pieces: vec![Piece { points, closed: true }],
        fill: Some(ctx.style.page.ink),
        stroke: Some(Stroke::new(ctx.style.page.paper, 1.0 * unit)),
        ..Path::default()
    })
}
