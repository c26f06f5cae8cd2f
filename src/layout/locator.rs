//! The locator: a small map that places the region among seas, rivers and lakes.

use super::plan::{Plan, TOLERANCE_PX};
use super::rect_piece;
use crate::dataset::{ContextFeature, ContextKind, Dataset};
use crate::geometry::clip::{self, Rect};
use crate::geometry::contains;
use crate::geometry::simplify::simplify;
use crate::lang::Lang;
use crate::projection::{Projection, ProjectionName};
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Type, text_lines};
use crate::style::Color;
use crate::text::{CAP_HEIGHT, DESCENT, Face};

/// The projection and frame of a locator.
#[derive(Debug)]
pub(super) struct Frame {
    projection: Projection,
    /// Lower left and upper right corner, in km.
    low: [f64; 2],
    high: [f64; 2],
}

impl Frame {
    /// The frame of a data set's small map; equirectangular, so that data cut along degrees fill it.
    fn new(dataset: &Dataset) -> Option<Frame> {
        Frame::of(dataset.locator_extent.or_else(|| bounds(dataset))?)
    }

    /// The frame of an area in degrees: west, south, east, north.
    fn of(extent: [f64; 4]) -> Option<Frame> {
        let projection = Projection::fit(ProjectionName::Equirectangular, extent, None);
        let low = projection.project([extent[0], extent[1]]);
        let high = projection.project([extent[2], extent[3]]);
        (high[0] - low[0] > 1.0 && high[1] - low[1] > 1.0).then_some(Frame { projection, low, high })
    }

    /// The largest frame of a shape, width by height, in what the data set has, as near to the middle of an area in
    /// degrees as that allows.
    pub fn of_shape(dataset: &Dataset, shape: f64, [west, south, east, north]: [f64; 4]) -> Option<Frame> {
        let all = Frame::of(bounds(dataset)?)?;
        let size = [all.high[0] - all.low[0], all.high[1] - all.low[1]];
        let size = [size[0].min(size[1] * shape), size[1].min(size[0] / shape)];
        let middle = all.projection.project([(west + east) / 2.0, (south + north) / 2.0]);
        let low = [0, 1]
            .map(|axis| (middle[axis] - size[axis] / 2.0).clamp(all.low[axis], all.high[axis] - size[axis]));
        Some(Frame { high: [low[0] + size[0], low[1] + size[1]], low, ..all })
    }

    /// Height over width.
    fn aspect(&self) -> f64 {
        (self.high[1] - self.low[1]) / (self.high[0] - self.low[0])
    }

    /// Px per km in a frame of a width in px, in the middle.
    pub fn px_per_km(&self, inner: &Rect) -> f64 {
        inner.h / (self.high[1] - self.low[1])
    }

    pub fn px(&self, inner: &Rect, lonlat: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.projection.project(lonlat);
        let share = |v: f64, axis: usize| (v - self.low[axis]) / (self.high[axis] - self.low[axis]);
        [inner.x + inner.w * share(x, 0), inner.bottom() - inner.h * share(y, 1)]
    }
}

/// The degrees that a data set's areas and lines around the region fill: west, south, east, north.
fn bounds(dataset: &Dataset) -> Option<[f64; 4]> {
    let rings = dataset.locator.iter().flat_map(|feature| feature.polygons.iter().flatten());
    let lines = dataset.locator.iter().flat_map(|feature| &feature.lines);
    let bounds = Rect::around(rings.chain(lines).flatten().copied())?;
    Some([bounds.x, bounds.y, bounds.right(), bounds.bottom()])
}

/// Width of the paper between the little map and its neatline, in px at the reference page.
const MAT: f64 = 2.5;

/// Size of the box in px, if the data set has a locator and the style wants it.
pub(super) fn size(plan: &Plan<'_>) -> Option<[f64; 2]> {
    let wanted = plan.style.furniture.locator_px;
    let frame = Frame::new(plan.dataset).filter(|_| wanted > 0.0)?;
    let (width, mat) = ((wanted * plan.page.unit).round(), MAT * plan.page.unit);
    Some([width, ((width - 2.0 * mat) * frame.aspect() + 2.0 * mat).round()])
}

/// True if a box of a size is small beside the map, and the map shows a part of what the locator shows.
pub(super) fn suits(plan: &Plan<'_>, [w, h]: [f64; 2]) -> bool {
    let inner = Rect::new(0.0, 0.0, w, h);
    let here = Frame::new(plan.dataset).and_then(|frame| {
        let shown = clip::ring(&extent(plan, &frame, &inner), &inner);
        Rect::around(shown)
    });
    let is_part = here.is_some_and(|here| here.w * here.h < 0.5 * w * h);
    is_part && w <= 0.26 * plan.page.map.w && h <= 0.3 * plan.page.map.h
}

/// Draws the locator into its box.
pub(super) fn nodes(plan: &Plan<'_>, lang: Lang, rect: Rect) -> Vec<Node> {
    let (style, unit) = (plan.style, plan.page.unit);
    let Some(frame) = Frame::new(plan.dataset) else { return Vec::new() };
    let inner = rect.grown(-MAT * unit);
    let neatline = Stroke { round: false, ..Stroke::new(style.page.neatline, 0.9 * unit) };
    let mut nodes =
        vec![path("locator-ground", vec![rect_piece(rect)], Some(style.page.paper), Some(neatline))];
    nodes.extend(ground(plan, &frame, &inner, unit));
    let here = clip::ring(&extent(plan, &frame, &inner), &inner);
    let avoid: Vec<Rect> = Rect::around(here.iter().copied()).into_iter().collect();
    for feature in plan.dataset.locator.iter().filter(|one| one.kind == ContextKind::Sea && one.rank == 1) {
        let sizes = [1.0, 0.88, 0.78].map(|share| (9.5 * share * unit).max(plan.page.least).max(6.0));
        let rings = rings(&frame, &inner, feature);
        let words = feature.name.get(lang);
        if let Some(name) = on_water(plan, words, &rings, &inner, &avoid, &sizes, 2.0 * unit, 0.0) {
            nodes.push(name.node(feature, None));
        }
    }
    if here.len() >= 3 {
        let color = style.furniture.locator_extent;
        let pieces = vec![Piece { points: here, closed: true }];
        let line = Stroke::new(color, 1.3 * unit);
        nodes.push(path("locator-extent", pieces, Some(color.alpha(0.14)), Some(line)));
    }
    nodes
}

fn path(class: &str, pieces: Vec<Piece>, fill: Option<Color>, stroke: Option<Stroke>) -> Node {
    let (id, class) = (class.to_owned(), class.to_owned());
    Node::Path(Path { id, class, pieces, fill, stroke, ..Path::default() })
}

/// The areas of a feature in px, cut to the frame and as fine as can be seen.
pub(super) fn rings(frame: &Frame, inner: &Rect, feature: &ContextFeature) -> Vec<Vec<[f64; 2]>> {
    let rings = feature.polygons.iter().flatten();
    let px = rings.map(|ring| {
        let points: Vec<[f64; 2]> = ring.iter().map(|&at| frame.px(inner, at)).collect();
        let mut points = simplify(&points, TOLERANCE_PX);
        points.pop();
        clip::ring(&points, inner)
    });
    px.filter(|ring| ring.len() >= 3).collect()
}

/// The lines of a feature in px, cut to the frame.
pub(super) fn courses(frame: &Frame, inner: &Rect, feature: &ContextFeature) -> Vec<Vec<[f64; 2]>> {
    let lines = feature.lines.iter();
    let px = lines.flat_map(|line| {
        let points: Vec<[f64; 2]> = line.iter().map(|&at| frame.px(inner, at)).collect();
        clip::runs(&simplify(&points, TOLERANCE_PX), inner)
    });
    px.collect()
}

/// Land, rivers and water inside a frame; `unit` is px of a px of the style.
pub(super) fn ground(plan: &Plan<'_>, frame: &Frame, inner: &Rect, unit: f64) -> Vec<Node> {
    let ground = &plan.style.ground;
    let thin = |color, width: f64| Stroke::new(color, width * unit);
    let of = |kind: ContextKind| plan.dataset.locator.iter().filter(move |feature| feature.kind == kind);
    let closed = |points: Vec<[f64; 2]>| Piece { points, closed: true };
    let open = |points: Vec<[f64; 2]>| Piece { points, closed: false };
    let land: Vec<Piece> =
        of(ContextKind::Land).flat_map(|feature| rings(frame, inner, feature)).map(closed).collect();
    // A set that draws the land itself has water around it.
    let bare = if land.is_empty() { ground.land } else { ground.water };
    let mut nodes = vec![path("locator-land", vec![rect_piece(*inner)], Some(bare), None)];
    if !land.is_empty() {
        nodes.push(path("locator-lands", land, Some(ground.land), Some(thin(ground.shore, 0.5))));
    }
    let rivers: Vec<Piece> =
        of(ContextKind::River).flat_map(|feature| courses(frame, inner, feature)).map(open).collect();
    if !rivers.is_empty() {
        nodes.push(path("locator-rivers", rivers, None, Some(thin(ground.river, 0.6))));
    }
    let water = of(ContextKind::Sea).chain(of(ContextKind::Lake));
    let water: Vec<Vec<[f64; 2]>> = water.flat_map(|feature| rings(frame, inner, feature)).collect();
    if !water.is_empty() {
        // The shores, without the edge along which the data were cut.
        let shores: Vec<Piece> =
            water.iter().flat_map(|ring| shores(ring, inner, 0.2 * unit)).map(open).collect();
        let water = water.into_iter().map(closed).collect();
        nodes.push(path("locator-water", water, Some(ground.water), None));
        nodes.push(path("locator-shores", shores, None, Some(thin(ground.shore, 0.6))));
    }
    nodes
}

/// The frame of the map on the locator, bent as the projections bend it; never too small to be seen.
pub(super) fn extent(plan: &Plan<'_>, frame: &Frame, inner: &Rect) -> Vec<[f64; 2]> {
    let map = plan.page.map;
    let corners = [[map.x, map.y], [map.right(), map.y], [map.right(), map.bottom()], [map.x, map.bottom()]];
    let mut points = Vec::with_capacity(4 * STEPS);
    for side in 0..4 {
        let (a, b) = (corners[side], corners[(side + 1) % 4]);
        for i in 0..STEPS {
            let t = i as f64 / STEPS as f64;
            let at = plan.lonlat([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
            points.push(frame.px(inner, at));
        }
    }
    let least = 6.0 * plan.page.unit;
    match Rect::around(points.iter().copied()) {
        Some(bounds) if bounds.w < least || bounds.h < least => {
            let ([x, y], w, h) = (bounds.center(), bounds.w.max(least), bounds.h.max(least));
            rect_piece(Rect::new(x - w / 2.0, y - h / 2.0, w, h)).points
        }
        _ => points,
    }
}

/// Points on a side of the frame of the map.
const STEPS: usize = 8;

/// The parts of a ring that do not run along the edge of a rectangle.
fn shores(ring: &[[f64; 2]], inner: &Rect, tolerance: f64) -> Vec<Vec<[f64; 2]>> {
    let along = |a: [f64; 2], b: [f64; 2], axis: usize, edge: f64| {
        (a[axis] - edge).abs() < tolerance && (b[axis] - edge).abs() < tolerance
    };
    let mut out: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut open = false;
    for (at, &a) in ring.iter().enumerate() {
        let b = ring[(at + 1) % ring.len()];
        let on_edge = along(a, b, 0, inner.x)
            || along(a, b, 0, inner.right())
            || along(a, b, 1, inner.y)
            || along(a, b, 1, inner.bottom());
        match out.last_mut() {
            _ if on_edge => open = false,
            Some(run) if open => run.push(b),
            _ => {
                out.push(vec![a, b]);
                open = true;
            }
        }
    }
    out
}

/// Words that lie on water.
pub(super) struct OnWater {
    kind: Type,
    lines: Vec<String>,
    pub rect: Rect,
    leading: f64,
}

impl OnWater {
    /// The name of a sea, with a halo of a colour and a width in px if there is one.
    pub fn node(self, sea: &ContextFeature, halo: Option<(Color, f64)>) -> Node {
        let at = [self.rect.center()[0], self.rect.y + self.kind.size * CAP_HEIGHT];
        let id = format!("locator-name-{}", sea.name.get(Lang::EN).to_lowercase().replace(' ', "-"));
        let mut node = text_lines(id, &self.lines, self.kind, at, self.leading, Anchor::Middle);
        if let Node::Text(text) = &mut node {
            text.halo = halo;
        }
        node
    }
}

/// A place for the name of a sea where it lies wholly on its water, `air` px from what it avoids, in the first of the
/// sizes that fits and in as few lines as that takes. A share of it, `dry`, may reach over the shore.
#[allow(clippy::too_many_arguments)]
pub(super) fn on_water(
    plan: &Plan<'_>,
    words: &str,
    rings: &[Vec<[f64; 2]>],
    inner: &Rect,
    avoid: &[Rect],
    sizes: &[f64],
    air: f64,
    dry: f64,
) -> Option<OnWater> {
    let close = |ring: &Vec<[f64; 2]>| ring.iter().chain(ring.first()).copied().collect();
    let polygon = vec![rings.iter().map(close).collect::<Vec<Vec<[f64; 2]>>>()];
    let bounds = Rect::around(rings.iter().flatten().copied())?;
    if words.is_empty() {
        return None;
    }
    let apart: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    for &size in sizes {
        let kind =
            Type { face: Face::SerifItalic, size, color: plan.style.label.water, class: "locator-name" };
        for lines in [vec![words.to_owned()], apart.clone()] {
            let w = lines.iter().map(|line| kind.width(line)).fold(0.0, f64::max);
            let leading = 1.12 * size;
            let h = size * (CAP_HEIGHT + DESCENT) + leading * (lines.len() as f64 - 1.0);
            let mut best: Option<(f64, Rect)> = None;
            const STEPS: usize = 32;
            // As close as letters: no island is hidden.
            let across = (w / size).ceil().max(4.0) as usize;
            let share = |i: usize, of: usize| i as f64 / of as f64;
            for (i, j) in (0..=STEPS).flat_map(|i| (0..=STEPS).map(move |j| (i, j))) {
                let x = bounds.x + (bounds.w - w) * i as f64 / STEPS as f64;
                let y = bounds.y + (bounds.h - h) * j as f64 / STEPS as f64;
                let rect = Rect::new(x, y, w, h);
                let free = rect.grown(air);
                let samples =
                    (0..=across).flat_map(|i| (0..=2).map(move |j| (share(i, across), share(j, 2))));
                let most = (dry * 3.0 * (across + 1) as f64) as usize;
                let wet = |rect: &Rect, most: usize| {
                    let dry = samples
                        .clone()
                        .filter(|(s, t)| !contains(&polygon, [rect.x + s * rect.w, rect.y + t * rect.h]));
                    dry.take(most + 1).count() <= most
                };
                if !inner.contains_rect(&free)
                    || avoid.iter().any(|other| other.overlaps(&free))
                    || !wet(&rect, most)
                {
                    continue;
                }
                // Water all around it, else near the middle.
                let [dx, dy] = [rect.center()[0] - bounds.center()[0], rect.center()[1] - bounds.center()[1]];
                let score = dx.abs() / bounds.w + dy.abs() / bounds.h + if wet(&free, 0) { 0.0 } else { 0.5 };
                if best.is_none_or(|(known, _)| score < known) {
                    best = Some((score, rect));
                }
            }
            if let Some((_, rect)) = best {
                return Some(OnWater { kind, lines, rect, leading });
            }
        }
    }
    None
}
