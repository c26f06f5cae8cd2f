//! Numbers on the land of holders, in place of their names.
//!
//! Which number a holder has is settled by what all maps of a series show, before any of them is laid out; where the
//! numbers stand, by the land of each map: where one stood before, if that is still well inside.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::compare::badges::{around, on_land};
use super::super::grid::{EMPTY, Region};
use super::super::plan::Plan;
use super::super::{Fill, Job};
use crate::dataset::PolityId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::geometry::math::sqrt;
use crate::scene::{Anchor, Circle, Node, Stroke, Type, text_line};
use crate::text::Face;

/// Who has a number: a polity, or nobody. Land whose holder is not known has none: there is nothing to be asked.
pub(in crate::layout) type Owner = Option<PolityId>;

/// Who has a number on a land of this fill.
fn owner(fill: Fill) -> Option<Owner> {
    match fill {
        Fill::Polity { polity, .. } => Some(Some(polity)),
        Fill::Nobody => Some(None),
        Fill::NotKnown => None,
    }
}

/// Who has which number on all maps of a series.
#[derive(Debug)]
pub(in crate::layout) struct Numbering(Vec<Owner>);

impl Numbering {
    /// Numbers from 1 for all whose land is seen on any of the maps with these fills: polities in the order of their
    /// table, then nobody.
    pub fn new<'f>(plan: &Plan<'_>, maps: impl Iterator<Item = &'f [Fill]>) -> Numbering {
        let seen: BTreeSet<(bool, Owner)> = maps
            .flat_map(|fills| pieces(plan, fills))
            .map(|piece| (piece.owner.is_none(), piece.owner))
            .collect();
        Numbering(seen.into_iter().map(|(_, owner)| owner).collect())
    }

    /// The number on land of this fill.
    pub fn of(&self, fill: Fill) -> Option<usize> {
        let owner = owner(fill)?;
        self.0.iter().position(|known| *known == owner).map(|at| at + 1)
    }
}

/// A number on a map.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Badge {
    pub number: usize,
    /// The first piece of the holder's land is the largest.
    piece: usize,
    pub at: [f64; 2],
}

/// A piece of a holder's land.
struct Piece {
    owner: Owner,
    /// Its position among the holder's, the largest first.
    piece: usize,
    region: Arc<Region>,
}

/// Land of less than so many areas of a badge has no number, if it is all its holder's, or one piece of it.
const SEEN: [f64; 2] = [0.5, 2.5];
/// At most so many pieces of one holder's land are numbered.
const PIECES: usize = 6;
/// The air around a number, in radii, the most first; and which shares of it may lie on the land.
const AIR: [(f64, &[f64]); 4] = [(1.9, &[0.99]), (1.4, &[0.98]), (1.0, &[0.97]), (1.0, &[0.85, 0.7, 0.4])];
/// A further number stands on a piece of land that bends so far that much of the straight line between the two is off
/// it: from so many radii on, and from such a share of the line on.
const FAR: f64 = 5.0;
const HIDDEN: f64 = 0.2;

/// Size of the type of numbers, px.
fn size(plan: &Plan<'_>) -> f64 {
    let label = &plan.style.label;
    label.least_px.max(label.town_px) * plan.page.unit
}

fn radius(plan: &Plan<'_>) -> f64 {
    0.8 * size(plan)
}

/// The pieces of land that are large enough for a number, the smallest first: they choose first.
fn pieces(plan: &Plan<'_>, fills: &[Fill]) -> Vec<Piece> {
    const NOBODY: u32 = EMPTY - 1;
    let class = |fill: &Fill| owner(*fill).map(|owner| owner.map_or(NOBODY, |polity| polity.index() as u32));
    let found = plan.regions(&fills.iter().map(class).collect::<Vec<_>>());
    let badge = 4.0 * radius(plan) * radius(plan);
    let mut out = Vec::new();
    for (&class, regions) in found.iter() {
        let owner = (class != NOBODY).then_some(PolityId(class));
        for (piece, region) in regions.iter().enumerate().take(PIECES) {
            // A strip along the frame may have no room for a number wherever the others stand.
            let has_room = || on_land(plan, region, radius(plan), (region.centroid, &[0.4]), &[]).is_some();
            if region.area() >= SEEN[piece.min(1)] * badge && (piece > 0 || has_room()) {
                out.push(Piece { owner, piece, region: Arc::clone(region) });
            }
        }
    }
    out.sort_by_key(|piece| (piece.region.count, piece.owner.is_none(), piece.owner));
    out
}

/// Places the numbers of one map. `taken` is what they keep off, `before` where numbers of other maps stand: the first
/// of a number that is well inside its land here is taken again.
pub(in crate::layout) fn place<'b>(
    job: &Job<'_>,
    numbering: &Numbering,
    taken: &[Rect],
    before: impl Iterator<Item = &'b Badge> + Clone,
) -> Vec<Badge> {
    let (plan, r) = (job.plan, radius(job.plan));
    let mut taken: Vec<Rect> = taken.to_vec();
    let inner = plan.page.map.grown(-1.1 * r);
    let mut badges = Vec::new();
    for Piece { owner, piece, region } in pieces(plan, &job.fills) {
        let Some(number) = numbering.0.iter().position(|known| *known == owner).map(|at| at + 1) else {
            continue;
        };
        let is_free = |at: [f64; 2], r: f64| !taken.iter().any(|other| around(at, r).overlaps(other));
        let is_well_inside = |at: [f64; 2]| region.coverage(&around(at, 1.4 * r)) > 0.98 && is_free(at, r);
        let mut kept = before.clone().filter(|badge| badge.number == number).map(|badge| badge.at);
        let wide = |(air, shares)| on_land(plan, &region, air * r, (region.centroid, shares), &taken);
        // A lesser piece is numbered where the number finds a place inside.
        let tries = AIR.into_iter().take(if piece == 0 { 4 } else { 3 });
        let found =
            kept.find(|&at| is_well_inside(at)).or_else(|| tries.into_iter().find_map(wide)).or_else(|| {
                Some(region.deepest()).filter(|&at| piece == 0 && inner.contains(at) && is_free(at, r))
            });
        let Some(at) = found else { continue };
        taken.push(around(at, 1.15 * r));
        badges.push(Badge { number, piece, at });
        let again = before.clone().filter(|badge| badge.number == number && badge.piece >= PIECES);
        if let Some(at) = around_the_bend(plan, &region, (at, r), again.map(|badge| badge.at), &taken) {
            taken.push(around(at, 1.15 * r));
            badges.push(Badge { number, piece: PIECES + piece, at });
        }
    }
    badges.sort_by_key(|badge| (badge.number, badge.piece));
    badges
}

/// A second place on a piece of land, well inside, that is not seen from the first; the farthest, or where one was
/// before.
fn around_the_bend(
    plan: &Plan<'_>,
    region: &Region,
    (first, r): ([f64; 2], f64),
    before: impl Iterator<Item = [f64; 2]>,
    taken: &[Rect],
) -> Option<[f64; 2]> {
    let suits = |at: [f64; 2]| {
        let [dx, dy] = [at[0] - first[0], at[1] - first[1]];
        let far = sqrt(dx * dx + dy * dy);
        let steps = (far / (0.3 * r)).ceil().max(1.0);
        let is_hidden = || {
            let points = (1..steps as usize).map(|i| i as f64 / steps);
            let points = points.map(|t| [first[0] + t * dx, first[1] + t * dy]);
            // A lake parts no land.
            let is_off = |&at: &[f64; 2]| plan.grid.unit_at(at).is_some() && !region.contains(at);
            points.filter(is_off).count() as f64 > HIDDEN * steps
        };
        let is_inside = far > FAR * r
            && region.coverage(&around(at, 1.4 * r)) > 0.98
            && !taken.iter().any(|other| around(at, 1.2 * r).overlaps(other));
        (is_inside && is_hidden()).then_some(far)
    };
    let mut before = before;
    if let Some(at) = before.find(|&at| suits(at).is_some()) {
        return Some(at);
    }
    let (bounds, step) = (region.bounds, 0.5 * r);
    let count = |length: f64| (length / step) as usize;
    let places = (1..count(bounds.h)).flat_map(|row| (1..count(bounds.w)).map(move |column| (column, row)));
    let places = places.map(|(column, row)| [bounds.x + column as f64 * step, bounds.y + row as f64 * step]);
    let found = places.filter_map(|at| Some((suits(at)?, at)));
    found.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
}

/// What dots of towns cover, with air around them.
pub(in crate::layout) fn keep_off(job: &Job<'_>, dots: &[Node]) -> Vec<Rect> {
    let air = 2.0 * job.plan.page.unit;
    let dot = |node: &Node| match node {
        Node::Circle(circle) => Some(around(circle.center, circle.radius + air)),
        Node::Path(path) => Rect::around(path.pieces.iter().flat_map(|piece| piece.points.iter().copied()))
            .map(|rect| rect.grown(air)),
        Node::Group(_) | Node::Text(_) => None,
    };
    let lines = job.lines.iter().flat_map(|line| line.taken());
    dots.iter().filter_map(dot).chain(job.furniture.iter().copied()).chain(lines).collect()
}

/// The numbers as they are drawn.
pub(in crate::layout) fn nodes(job: &Job<'_>, badges: &[Badge]) -> Vec<Node> {
    let (page, size, r) = (&job.plan.style.page, size(job.plan), radius(job.plan));
    let kind = Type { face: Face::SansBold, size, color: page.ink, class: "number" };
    let draw = |badge: &Badge| {
        let name = match badge.piece {
            0 => badge.number.to_string(),
            piece => format!("{}-{piece}", badge.number),
        };
        let words = badge.number.to_string();
        let disc = Node::Circle(Circle {
            id: format!("number-disc-{name}"),
            class: "number-disc".into(),
            title: String::new(),
            center: badge.at,
            radius: r,
            fill: page.paper,
            stroke: Some(Stroke::new(page.ink, 0.07 * size)),
        });
        let at = [badge.at[0], kind.centred(badge.at[1])];
        [disc, text_line(format!("number-{name}"), &words, kind, at, Anchor::Middle)]
    };
    badges.iter().flat_map(draw).collect()
}

/// That holders on the map have no number because there is no room.
pub(in crate::layout) fn misses(job: &Job<'_>, numbering: &Numbering, badges: &[Badge]) -> Vec<Diagnostic> {
    let seen = pieces(job.plan, &job.fills).into_iter().filter(|piece| piece.piece == 0);
    let numbers = seen.filter_map(|piece| numbering.0.iter().position(|known| *known == piece.owner));
    let without = numbers.filter(|at| !badges.iter().any(|badge| badge.number == at + 1));
    let note = |at: usize| {
        let message = format!("no room on the map for the number {}", at + 1);
        Diagnostic::new(Severity::Warning, "number-left-out", message)
    };
    without.map(note).collect()
}
