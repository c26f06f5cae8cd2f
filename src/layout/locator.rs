//! The locator: a small map that places the region among seas, rivers and lakes.

use super::plan::Plan;
use super::rect_piece;
use crate::dataset::{ContextFeature, ContextKind};
use crate::geometry::clip::{self, Rect};
use crate::geometry::contains;
use crate::lang::Lang;
use crate::projection::{Projection, ProjectionName};
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Type, text_lines};
use crate::text::{CAP_HEIGHT, DESCENT, Face};

/// The little map's own projection.
#[derive(Debug)]
struct Frame {
    projection: Projection,
    /// Lower left and upper right corner, in km.
    low: [f64; 2],
    high: [f64; 2],
}

impl Frame {
    /// The frame of all features; equirectangular, so that data cut along degrees fill it.
    fn new(features: &[ContextFeature]) -> Option<Frame> {
        let rings = features.iter().flat_map(|feature| feature.polygons.iter().flatten());
        let lines = features.iter().flat_map(|feature| &feature.lines);
        let bounds = Rect::around(rings.chain(lines).flatten().copied())?;
        let extent = [bounds.x, bounds.y, bounds.right(), bounds.bottom()];
        let projection = Projection::fit(ProjectionName::Equirectangular, extent, None);
        let low = projection.project([extent[0], extent[1]]);
        let high = projection.project([extent[2], extent[3]]);
        (high[0] - low[0] > 1.0 && high[1] - low[1] > 1.0).then_some(Frame { projection, low, high })
    }

    /// Height over width.
    fn aspect(&self) -> f64 {
        (self.high[1] - self.low[1]) / (self.high[0] - self.low[0])
    }

    fn px(&self, inner: &Rect, lonlat: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.projection.project(lonlat);
        let share = |v: f64, axis: usize| (v - self.low[axis]) / (self.high[axis] - self.low[axis]);
        [inner.x + inner.w * share(x, 0), inner.bottom() - inner.h * share(y, 1)]
    }
}

/// Width of the paper between the little map and its neatline, in px at the reference page.
const MAT: f64 = 2.5;

/// Size of the box in px, if the data set has a locator and the style wants it.
pub(super) fn size(plan: &Plan<'_>) -> Option<[f64; 2]> {
    let wanted = plan.style.furniture.locator_px;
    let frame = Frame::new(&plan.dataset.locator).filter(|_| wanted > 0.0)?;
    let (width, mat) = ((wanted * plan.page.unit).round(), MAT * plan.page.unit);
    Some([width, ((width - 2.0 * mat) * frame.aspect() + 2.0 * mat).round()])
}

/// True if a box of a size is small beside the map, and the map shows a part of what the locator shows.
pub(super) fn suits(plan: &Plan<'_>, [w, h]: [f64; 2]) -> bool {
    let inner = Rect::new(0.0, 0.0, w, h);
    let here = Frame::new(&plan.dataset.locator).and_then(|frame| {
        let shown = clip::ring(&extent(plan, &frame, &inner), &inner);
        Rect::around(shown)
    });
    let is_part = here.is_some_and(|here| here.w * here.h < 0.5 * w * h);
    is_part && w <= 0.26 * plan.page.map.w && h <= 0.3 * plan.page.map.h
}

/// Draws the locator into its box.
pub(super) fn nodes(plan: &Plan<'_>, lang: Lang, rect: Rect) -> Vec<Node> {
    let (style, unit) = (plan.style, plan.page.unit);
    let Some(frame) = Frame::new(&plan.dataset.locator) else { return Vec::new() };
    let inner = rect.grown(-MAT * unit);
    let ground = &style.ground;
    let thin = |color, width: f64| Stroke::new(color, width * unit);
    let path = |class: &str, pieces: Vec<Piece>, fill, stroke| {
        let (id, class) = (class.to_owned(), class.to_owned());
        Node::Path(Path { id, class, pieces, fill, stroke, ..Path::default() })
    };
    let neatline = Stroke { round: false, ..thin(style.page.neatline, 0.9) };
    let mut nodes = vec![
        path("locator-ground", vec![rect_piece(rect)], Some(style.page.paper), Some(neatline)),
        path("locator-land", vec![rect_piece(inner)], Some(ground.land), None),
    ];
    let of = |kind: ContextKind| -> Vec<&ContextFeature> {
        plan.dataset.locator.iter().filter(|feature| feature.kind == kind).collect()
    };
    let rings = |features: &[&ContextFeature]| -> Vec<Vec<[f64; 2]>> {
        let rings = features.iter().flat_map(|feature| feature.polygons.iter().flatten());
        let px = rings.map(|ring| ring.iter().map(|&at| frame.px(&inner, at)).collect());
        px.collect()
    };
    let closed = |features: &[&ContextFeature]| -> Vec<Piece> {
        let open = rings(features).into_iter().map(|mut points| {
            points.pop();
            Piece { points, closed: true }
        });
        open.collect()
    };
    let land = closed(&of(ContextKind::Land));
    if !land.is_empty() {
        // A set that draws the land itself has water around it.
        nodes[1] = path("locator-land", vec![rect_piece(inner)], Some(ground.water), None);
        nodes.push(path("locator-lands", land, Some(ground.land), Some(thin(ground.shore, 0.5))));
    }
    let seas = of(ContextKind::Sea);
    let water: Vec<&ContextFeature> = seas.iter().copied().chain(of(ContextKind::Lake)).collect();
    let rivers: Vec<Piece> = of(ContextKind::River)
        .iter()
        .flat_map(|feature| &feature.lines)
        .map(|line| Piece { points: line.iter().map(|&at| frame.px(&inner, at)).collect(), closed: false })
        .collect();
    if !rivers.is_empty() {
        nodes.push(path("locator-rivers", rivers, None, Some(thin(ground.river, 0.6))));
    }
    let pieces = closed(&water);
    if !pieces.is_empty() {
        nodes.push(path("locator-water", pieces, Some(ground.water), None));
        // The shores, without the edge along which the data were cut.
        let shores: Vec<Piece> = rings(&water)
            .iter()
            .flat_map(|ring| shores(ring, &inner, 0.2 * unit))
            .map(|points| Piece { points, closed: false })
            .collect();
        nodes.push(path("locator-shores", shores, None, Some(thin(ground.shore, 0.6))));
    }
    let here = clip::ring(&extent(plan, &frame, &inner), &inner);
    for feature in seas {
        if feature.rank == 1
            && let Some(node) = name(plan, lang, feature, &rings(&[feature]), &inner, &here)
        {
            nodes.push(node);
        }
    }
    if here.len() >= 3 {
        let color = style.furniture.locator_extent;
        let pieces = vec![Piece { points: here, closed: true }];
        nodes.push(path("locator-extent", pieces, Some(color.alpha(0.14)), Some(thin(color, 1.3))));
    }
    nodes
}

/// The frame of the map on the locator, bent as the projections bend it; never too small to be seen.
fn extent(plan: &Plan<'_>, frame: &Frame, inner: &Rect) -> Vec<[f64; 2]> {
    const STEPS: usize = 8;
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

/// The parts of a ring that do not run along the edge of a rectangle.
fn shores(ring: &[[f64; 2]], inner: &Rect, tolerance: f64) -> Vec<Vec<[f64; 2]>> {
    let along = |a: [f64; 2], b: [f64; 2], axis: usize, edge: f64| {
        (a[axis] - edge).abs() < tolerance && (b[axis] - edge).abs() < tolerance
    };
    let mut out: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut open = false;
    for ends in ring.windows(2) {
        let (a, b) = (ends[0], ends[1]);
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

/// The name of a sea where it lies wholly on its water, in as few lines as that takes.
fn name(
    plan: &Plan<'_>,
    lang: Lang,
    sea: &ContextFeature,
    rings: &[Vec<[f64; 2]>],
    inner: &Rect,
    here: &[[f64; 2]],
) -> Option<Node> {
    let words = sea.name.get(lang);
    let here = Rect::around(here.iter().copied());
    let polygon = vec![rings.to_vec()];
    let bounds = Rect::around(rings.iter().flatten().copied())?;
    if words.is_empty() {
        return None;
    }
    let apart: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    for share in [1.0, 0.88, 0.78] {
        let size = (9.5 * share * plan.page.unit).max(plan.page.least).max(6.0);
        let kind =
            Type { face: Face::SerifItalic, size, color: plan.style.label.water, class: "locator-name" };
        for lines in [vec![words.to_owned()], apart.clone()] {
            let w = lines.iter().map(|line| kind.width(line)).fold(0.0, f64::max);
            let leading = 1.12 * size;
            let h = size * (CAP_HEIGHT + DESCENT) + leading * (lines.len() as f64 - 1.0);
            let mut best: Option<(f64, Rect)> = None;
            const STEPS: usize = 24;
            for (i, j) in (0..=STEPS).flat_map(|i| (0..=STEPS).map(move |j| (i, j))) {
                let x = bounds.x + (bounds.w - w) * i as f64 / STEPS as f64;
                let y = bounds.y + (bounds.h - h) * j as f64 / STEPS as f64;
                let rect = Rect::new(x, y, w, h);
                let air = rect.grown(2.0 * plan.page.unit);
                let samples =
                    (0..=4).flat_map(|i| (0..=2).map(move |j| (f64::from(i) / 4.0, f64::from(j) / 2.0)));
                let wet = |rect: &Rect| {
                    samples
                        .clone()
                        .all(|(s, t)| contains(&polygon, [rect.x + s * rect.w, rect.y + t * rect.h]))
                };
                if !inner.contains_rect(&air) || here.is_some_and(|here| here.overlaps(&air)) || !wet(&rect) {
                    continue;
                }
                // Water all around it, else near the middle.
                let [dx, dy] = [rect.center()[0] - bounds.center()[0], rect.center()[1] - bounds.center()[1]];
                let score = dx.abs() / bounds.w + dy.abs() / bounds.h + if wet(&air) { 0.0 } else { 0.5 };
                if best.is_none_or(|(known, _)| score < known) {
                    best = Some((score, rect));
                }
            }
            if let Some((_, rect)) = best {
                let at = [rect.center()[0], rect.y + size * CAP_HEIGHT];
                let id = format!("locator-name-{}", sea.name.get(Lang::EN).to_lowercase().replace(' ', "-"));
                return Some(text_lines(id, &lines, kind, at, leading, Anchor::Middle));
            }
        }
    }
    None
}
