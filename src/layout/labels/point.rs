//! Towns, villages, stations, monasteries and peaks: dots with a name beside them.

use std::sync::Arc;

use super::{Candidate, Ground, Place, brief, density, least, mark_scale};
use crate::dataset::{Confidence, PlaceKind};
use crate::geometry::clip::Rect;
use crate::layout::Job;
use crate::layout::legend::PlaceMarks;
use crate::layout::plan::Plan;
use crate::scene::{Anchor, Circle, Node, Path, Piece, Stroke};
use crate::text::{self, CAP_HEIGHT, DESCENT, Face};

/// A town or another point, ready to be drawn.
#[derive(PartialEq)]
pub(super) struct Town {
    pub id: String,
    pub name: String,
    pub rank: u8,
    pub size: f64,
    pub face: Face,
    at: [f64; 2],
    radius: f64,
    peak: bool,
}

impl Town {
    /// The dot with a little air: nothing stands on it but what is its own.
    pub fn bounds(&self) -> Rect {
        Rect::new(self.at[0], self.at[1], 0.0, 0.0).grown(1.25 * self.radius)
    }

    /// The mark it has in the legend.
    pub fn mark(&self) -> PlaceMarks {
        PlaceMarks::of(self.rank, self.peak)
    }

    /// True if something in px covers it.
    pub fn is_under(&self, rect: &Rect) -> bool {
        rect.contains(self.at)
    }
}

/// The points in view that the scale has room for, the weightier first.
pub(super) fn in_view(job: &Job<'_>) -> Vec<Arc<Town>> {
    let (style, unit) = (&job.plan.style.label, job.plan.page.unit);
    let deepest = (i32::from(style.town_rank) + density(job.plan)).max(1) as u8;
    let mut towns: Vec<Arc<Town>> = Vec::new();
    for (place, &at) in job.dataset().places.iter().zip(&job.plan.places) {
        let drawn = matches!(
            place.kind,
            PlaceKind::Town
                | PlaceKind::Village
                | PlaceKind::Station
                | PlaceKind::Peak
                | PlaceKind::Monastery
        );
        if !drawn || place.rank == 0 || place.rank > deepest || place.confidence == Confidence::Low {
            continue;
        }
        let is_covered = job.furniture.iter().any(|rect| rect.contains(at));
        if is_covered || !job.plan.page.map.grown(-6.0 * unit).contains(at) {
            continue;
        }
        let step = 1.0 - 0.08 * (f64::from(place.rank) - 1.0);
        towns.push(Arc::new(Town {
            id: place.key.clone(),
            name: brief(job.plan, place.name_on(job.state.day, job.lang)).to_owned(),
            at,
            rank: place.rank,
            radius: [3.6, 2.9, 2.2, 1.8, 1.6][usize::from(place.rank.clamp(1, 5)) - 1]
                * unit
                * mark_scale(job.plan),
            size: (style.town_px * step * unit).max(least(job.plan)),
            face: if place.rank <= 1 { Face::SansBold } else { Face::Sans },
            peak: place.kind == PlaceKind::Peak,
        }));
    }
    towns.sort_by(|a, b| a.rank.cmp(&b.rank).then(a.id.cmp(&b.id)));
    towns
}

/// The dots of towns that are on the map whether their names find room or not.
pub(super) fn obstacles(towns: &[Arc<Town>]) -> impl Iterator<Item = Rect> {
    towns.iter().filter(|town| town.rank <= 1).map(|town| town.bounds())
}

/// Eight places around the dot, the best first as atlases have it: beside and above on the right, then below,
/// then the left.
pub(super) fn around(ground: &Ground<'_>, town: &Town) -> Vec<Candidate> {
    let unit = ground.unit;
    let width = text::width(town.face, &town.name, town.size, 0.0);
    let height = town.size * (CAP_HEIGHT + DESCENT);
    let gap = town.radius + 2.6 * unit;
    let [x, y] = town.at;
    // The capitals, not the tails, are centred on the dot.
    let level = y - 0.5 * town.size * CAP_HEIGHT;
    let near = 0.8 * gap;
    let places = [
        (0.0, [x + gap, level], Anchor::Start),
        (0.25, [x + near, y - gap * 0.4 - height], Anchor::Start),
        (0.4, [x + near, y + gap * 0.5], Anchor::Start),
        (0.75, [x - gap - width, level], Anchor::End),
        (0.8, [x - near - width, y - gap * 0.4 - height], Anchor::End),
        (1.0, [x - near - width, y + gap * 0.5], Anchor::End),
        (1.0, [x - width / 2.0, y - gap - height], Anchor::Middle),
        (1.2, [x - width / 2.0, y + gap], Anchor::Middle),
    ];
    let own = town.bounds();
    let home = ground.plan.grid.unit_at(town.at);
    let lines = [town.name.clone()];
    let mut out = Vec::new();
    for (cost, [x, y], anchor) in places {
        let rect = Rect::new(x, y, width, height);
        // The dot of a great town is an obstacle for all others; that of a lesser one comes and goes with its name.
        if !ground.is_free_but(&rect, Some(&own)) || (town.rank > 1 && !ground.is_free(&own)) {
            continue;
        }
        // A name that reaches over a border looks as if it belonged to the other side.
        let abroad = (0..=6).map(|i| {
            let at = [rect.x + rect.w * f64::from(i) / 6.0, rect.center()[1]];
            ground.abroad(at, home)
        });
        let abroad: f64 = abroad.sum();
        // On a small map, where towns stand close, a name that lies on another's land seems to name its town.
        if ground.plan.at_home && abroad > 1.5 {
            continue;
        }
        let cost = cost + 0.6 * abroad + 0.2 * ground.ink.under(&rect);
        let place = Place::block(town.face, &lines, town.size, 0.0, rect, anchor);
        let shapes = if town.rank > 1 { vec![rect, own] } else { vec![rect] };
        out.push(Candidate::new(cost, shapes, place));
    }
    out
}

/// The dot, or the triangle of a peak.
pub(super) fn dot(plan: &Plan<'_>, town: &Town) -> Node {
    let (style, unit) = (&plan.style.label, plan.page.unit);
    if town.peak {
        let [x, y] = town.at;
        let r = town.radius * 1.5;
        return Node::Path(Path {
            id: format!("place-{}", town.id),
            class: "peak".into(),
            pieces: vec![Piece {
                points: vec![[x, y - r], [x + r, y + r * 0.7], [x - r, y + r * 0.7]],
                closed: true,
            }],
            fill: Some(style.unit),
            ..Path::default()
        });
    }
    let width = if town.rank <= 1 { 1.5 } else { 1.1 } * unit * mark_scale(plan);
    Node::Circle(Circle {
        id: format!("place-{}", town.id),
        class: format!("place-{}", town.rank),
        center: town.at,
        radius: town.radius,
        title: String::new(),
        fill: if town.rank <= 1 { style.town } else { style.dot },
        stroke: Some(Stroke { round: false, ..Stroke::new(style.town, width) }),
    })
}
