//! What stands over the map inside its frame: locator, north arrow, the legend of a page without a panel,
//! and the key of a line's points where the panel has no room for it.
//!
//! Where it stands is decided before the labels, which make room for it; it is drawn after them, because the
//! legend says what they show. Place by place the emptiest part of the map is taken, off the land that
//! matters; what finds none is left out and said to be.

use super::areas::Names;
use super::graticule::{self, Degrees};
use super::inside::Inside;
use super::legend::{self, FITS, Fit};
use super::panel::{self, Column};
use super::plan::Plan;
use super::{Job, inside, lines, locator, north, rect_piece, scale_bar};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{Node, Path, Stroke};
use crate::style::PanelPlace;

/// The furniture of one map: where each piece stands, in px.
#[derive(Default)]
pub(super) struct Furniture {
    /// What it covers, with the air around it: names keep off.
    pub rects: Vec<Rect>,
    pub degrees: Degrees,
    /// The legend has no room, neither in the panel nor on the map.
    pub is_crowded: bool,
    /// The scale bar of a page without a panel.
    bar: Option<Rect>,
    locator: Option<Rect>,
    arrow: Option<Rect>,
    inside: Option<Inside>,
    /// The sections of the legend for which the panel has no room: how many from the last, and how they are set.
    rest: Option<(usize, Rect, Fit)>,
    /// The key of the points of lines, and how it is set.
    key: Option<(Rect, f64)>,
}

/// The furniture that is on all maps of a series.
#[derive(Clone, Debug, Default)]
pub(super) struct FrozenFurniture {
    degrees: Degrees,
    bar: Option<Rect>,
    locator: Option<Rect>,
    arrow: Option<Rect>,
    inside: Option<Inside>,
    rest: Option<(usize, Rect, Fit)>,
    /// The locator as it is drawn: finding its names a place is slow.
    drawn: Vec<Node>,
}

impl FrozenFurniture {
    /// Finds the places. `keys` are the sizes that boxes for the keys of lines may have, for each map that needs one;
    /// `taken` is where lines run on any map.
    pub fn place(job: &Job<'_>, keys: &[Vec<[f64; 2]>], taken: &[Rect]) -> FrozenFurniture {
        let (plan, gap) = (job.plan, gap(job.plan));
        let mut taken = taken.to_vec();
        let mut out = FrozenFurniture::default();
        if plan.page.panel == PanelPlace::None {
            out.bar = bar(job, &taken);
            return out;
        }
        if plan.page.panel == PanelPlace::Inside {
            out.inside = Some(inside::place_all(job, &mut taken, &mut Vec::new()));
        }
        let key_of =
            |sizes: &[[f64; 2]], taken: &[Rect]| sizes.iter().find_map(|&size| place(plan, size, gap, taken));
        // The locator is worth less than the key of a line on any map.
        for with_locator in [true, false] {
            let mut boxes = taken.clone();
            let size = locator::size(plan).filter(|&size| with_locator && locator::suits(plan, size));
            out.locator = size.and_then(|size| place(plan, size, gap, &boxes));
            boxes.extend(out.locator);
            out.rest = rest(job, &boxes);
            boxes.extend(out.rest.map(|(_, rect, _)| rect));
            let is_whole = (out.rest.is_some() || panel::legend_overflow(job) == 0)
                && keys.iter().all(|sizes| key_of(sizes, &boxes).is_some());
            if is_whole || !with_locator {
                taken = boxes;
                break;
            }
        }
        out.arrow = north::size(plan).and_then(|size| place(plan, size, gap, &taken));
        taken.extend(out.arrow);
        let boxes = taken.clone();
        taken.extend(keys.iter().filter_map(|sizes| key_of(sizes, &boxes)));
        out.degrees = graticule::degrees(plan, job.lang, &taken);
        out.drawn = out.locator.map_or(Vec::new(), |rect| locator::nodes(plan, job.lang, rect));
        out
    }

    /// Where the boxes stand, in px.
    fn boxes(&self) -> impl Iterator<Item = Rect> + use<'_> {
        let inside = self.inside.iter().flat_map(Inside::rects);
        let boxes = [self.bar, self.locator, self.rest.map(|(_, rect, _)| rect), self.arrow];
        boxes.into_iter().flatten().chain(inside)
    }

    /// What names keep off, in px.
    pub fn rects(&self, plan: &Plan<'_>) -> Vec<Rect> {
        let air = 4.0 * plan.page.unit;
        let boxes = self.boxes().map(|rect| rect.grown(air));
        boxes.chain(self.degrees.rects.iter().copied()).collect()
    }

    /// How many sections of the legend stand on the map.
    pub fn overflow(&self) -> usize {
        self.rest.map_or(0, |(sections, ..)| sections)
    }

    /// On one map, with the key of its lines.
    fn on(&self, job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Furniture {
        let plan = job.plan;
        let mut out = Furniture {
            rects: self.rects(plan),
            degrees: self.degrees.clone(),
            is_crowded: job.is_crowded,
            bar: self.bar,
            locator: self.locator,
            arrow: self.arrow,
            inside: self.inside.clone(),
            rest: self.rest,
            key: None,
        };
        if needs_key(job) {
            let mut lines: Vec<Rect> = job.lines.iter().flat_map(|line| line.taken()).collect();
            lines.extend(job.lines.iter().flat_map(|line| line.course(3.0 * plan.page.unit)));
            // A line that is drawn must be understood: on its map the key may take the locator's place.
            for without_locator in [false, true] {
                let mut taken = lines.clone();
                taken.extend(self.boxes().filter(|rect| !without_locator || Some(*rect) != self.locator));
                out.key = key_sizes(job)
                    .into_iter()
                    .find_map(|(size, scale)| Some((place(plan, size, gap(plan), &taken)?, scale)));
                if out.key.is_some() {
                    if without_locator {
                        out.locator = None;
                    }
                    break;
                }
            }
            match out.key {
                Some((rect, _)) => out.rects.push(rect.grown(4.0 * plan.page.unit)),
                None => super::lines::miss_key(job, left_out),
            }
        }
        out
    }
}

/// True if the lines of a map have a key for which the panel has no room.
pub(super) fn needs_key(job: &Job<'_>) -> bool {
    let has_panel = job.plan.page.panel != PanelPlace::None;
    has_panel
        && lines::has_key(job)
        && (job.plan.page.panel == PanelPlace::Inside || !panel::has_room_for_key(job))
}

/// The sizes that the box of a key may have in px, the best first, each with the scale of its type.
pub(super) fn key_sizes(job: &Job<'_>) -> Vec<([f64; 2], f64)> {
    let (pad, unit) = (inside::pad(job.plan), job.plan.page.unit);
    let widths = [240.0, 320.0, 420.0].map(|width| width * unit);
    let size = |scale: f64, width: f64| {
        ([width, lines::key_height(job, width - 2.0 * pad, scale) + 2.0 * pad], scale)
    };
    lines::KEY_FITS.into_iter().flat_map(|scale| widths.map(|width| size(scale, width))).collect()
}

/// The box for the sections of the legend for which the panel has no room; `None` if it needs or finds none.
fn rest(job: &Job<'_>, taken: &[Rect]) -> Option<(usize, Rect, Fit)> {
    let overflow = panel::legend_overflow(job);
    if overflow == 0 {
        return None;
    }
    let (pad, unit) = (inside::pad(job.plan), job.plan.page.unit);
    let widths = [190.0, 240.0, 320.0].map(|width| width * unit);
    FITS.into_iter().filter(|fit| fit.names == Names::Short).find_map(|fit| {
        widths.into_iter().find_map(|width| {
            let height = legend::rest_height(job, overflow, fit, width - 2.0 * pad) + 2.0 * pad;
            place(job.plan, [width, height], gap(job.plan), taken).map(|rect| (overflow, rect, fit))
        })
    })
}

/// Places the furniture. What finds no room is in `left_out`.
pub(super) fn furniture(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Furniture {
    let (plan, panel) = (job.plan, job.plan.page.panel);
    let mut out = Furniture::default();
    if let Some(frozen) =
        job.frozen.filter(|frozen| panel != PanelPlace::None || frozen.furniture.bar.is_some())
    {
        return frozen.furniture.on(job, left_out);
    }
    if panel == PanelPlace::None {
        let taken: Vec<Rect> = job.lines.iter().flat_map(|line| line.taken()).collect();
        out.bar = bar(job, &taken);
        out.rects.extend(out.bar.map(|rect| rect.grown(4.0 * plan.page.unit)));
        return out;
    }
    let gap = gap(plan);
    // Lines that a text describes stay to be seen, with their points and numbers.
    let mut taken: Vec<Rect> = job.lines.iter().flat_map(|line| line.taken()).collect();
    taken.extend(job.lines.iter().flat_map(|line| line.course(3.0 * plan.page.unit)));
    if panel == PanelPlace::Inside {
        out.inside = Some(inside::place_all(job, &mut taken, left_out));
    }
    // The locator has its place before the others, so that it stands there on all dates of a series; where
    // they find none beside it, they come first: a line that is drawn must be understood.
    let boxes = Some(Boxes::place(job, &taken, true)).filter(|boxes| boxes.is_whole);
    let boxes = boxes.unwrap_or_else(|| Boxes::place(job, &taken, false));
    taken.extend(boxes.rects());
    let mut missing = |what: &str| {
        let message = format!("the map has no quiet place for {what}");
        left_out.push(Diagnostic::new(Severity::Note, "furniture-left-out", message));
    };
    if boxes.needs_locator && boxes.locator.is_none() {
        missing("the locator");
    }
    if let Some(size) = north::size(plan) {
        match place(plan, size, gap, &taken) {
            Some(rect) => out.arrow = Some(rect),
            None => missing("the north arrow"),
        }
        taken.extend(out.arrow);
    }
    if boxes.needs_rest && boxes.rest.is_none() {
        out.is_crowded = true;
        let message = "the legend leaves no room for the sources; they are in the metadata".to_owned();
        left_out.push(Diagnostic::new(Severity::Note, "furniture-left-out", message));
    }
    if boxes.needs_key && boxes.key.is_none() {
        lines::miss_key(job, left_out);
    }
    out.degrees = graticule::degrees(plan, job.lang, &taken);
    out.rects = boxes.rects().chain(out.arrow).collect();
    (out.locator, out.rest, out.key) = (boxes.locator, boxes.rest, boxes.key);
    out.rects.extend(out.inside.iter().flat_map(Inside::rects));
    let air = 4.0 * plan.page.unit;
    out.rects.iter_mut().for_each(|rect| *rect = rect.grown(air));
    out.rects.extend(&out.degrees.rects);
    out
}

/// The boxes on the map beside a panel: what each needs, and its place.
#[derive(Default)]
struct Boxes {
    needs_locator: bool,
    needs_rest: bool,
    needs_key: bool,
    locator: Option<Rect>,
    rest: Option<(usize, Rect, Fit)>,
    key: Option<(Rect, f64)>,
    /// Nothing that a reader cannot do without has been left out.
    is_whole: bool,
}

impl Boxes {
    /// Finds the places, the locator's first or last.
    fn place(job: &Job<'_>, taken: &[Rect], locator_first: bool) -> Boxes {
        let plan = job.plan;
        let gap = gap(plan);
        let mut taken = taken.to_vec();
        let mut out = Boxes::default();
        let locator = locator::size(plan).filter(|&size| locator::suits(plan, size));
        out.needs_locator = locator.is_some();
        let place_locator = |taken: &mut Vec<Rect>| {
            let found = locator.and_then(|size| place(plan, size, gap, taken));
            taken.extend(found);
            found
        };
        if locator_first {
            out.locator = place_locator(&mut taken);
        }
        out.needs_rest = panel::legend_overflow(job) > 0;
        out.rest = rest(job, &taken);
        taken.extend(out.rest.map(|(_, rect, _)| rect));
        out.needs_key = needs_key(job);
        if out.needs_key {
            out.key = key_sizes(job)
                .into_iter()
                .find_map(|(size, scale)| Some((place(plan, size, gap, &taken)?, scale)));
            taken.extend(out.key.map(|(rect, _)| rect));
        }
        if !locator_first {
            out.locator = place_locator(&mut taken);
        }
        out.is_whole = (out.rest.is_some() || !out.needs_rest) && (out.key.is_some() || !out.needs_key);
        out
    }

    fn rects(&self) -> impl Iterator<Item = Rect> + use<> {
        let boxes = [self.locator, self.rest.map(|(_, rect, _)| rect), self.key.map(|(rect, _)| rect)];
        boxes.into_iter().flatten()
    }
}

impl Furniture {
    /// True if the points of lines have their key on the map.
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// The box on the map for that key, with the air around it, in px.
    pub fn key_ground(&self) -> Option<Rect> {
        self.key.map(|(rect, _)| rect)
    }

    /// How many sections of the legend stand on the map.
    pub fn overflow(&self) -> usize {
        self.rest.map_or(0, |(sections, ..)| sections)
    }

    /// How it is drawn.
    pub fn nodes(&self, job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Vec<Node> {
        let mut nodes = Vec::new();
        nodes.extend(self.bar.into_iter().flat_map(|rect| scale_bar::small_nodes(job.plan, job.lang, rect)));
        match (self.locator, job.frozen) {
            (Some(_), Some(frozen)) => nodes.extend(frozen.furniture.drawn.iter().cloned()),
            (Some(rect), None) => nodes.extend(locator::nodes(job.plan, job.lang, rect)),
            (None, _) => {}
        }
        if let Some(rect) = self.arrow {
            nodes.extend(north::nodes(job.plan, job.lang, rect));
        }
        if let Some((_, rect, fit)) = self.rest {
            nodes.push(ground(job.plan, "legend-ground", rect));
            let inner = rect.grown(-inside::pad(job.plan));
            let mut column = Column { plan: job.plan, rect: inner, y: inner.y, nodes: Vec::new() };
            legend::draw_rest(job, &mut column, fit, left_out);
            nodes.append(&mut column.nodes);
        }
        if let Some((rect, scale)) = self.key {
            nodes.push(ground(job.plan, "points-ground", rect));
            let inner = rect.grown(-inside::pad(job.plan));
            let mut column = Column { plan: job.plan, rect: inner, y: inner.y, nodes: Vec::new() };
            lines::key(job, &mut column, scale, false);
            nodes.append(&mut column.nodes);
        }
        if let Some(inside) = &self.inside {
            nodes.extend(inside.nodes(job, left_out));
        }
        nodes.extend(self.degrees.inside.iter().cloned());
        nodes
    }
}

/// The place of the scale bar on a map without a panel, if the style wants one there.
fn bar(job: &Job<'_>, taken: &[Rect]) -> Option<Rect> {
    let plan = job.plan;
    let size = plan.style.furniture.scale_bar.then(|| scale_bar::small_size(plan, job.lang))?;
    place(plan, size, gap(plan) / 2.0, taken)
}

/// Air between furniture and the frame, and around furniture, in px.
pub(super) fn gap(plan: &Plan<'_>) -> f64 {
    (9.0 * plan.page.unit).round()
}

/// The emptiest place for a box; whole px.
pub(super) fn place(plan: &Plan<'_>, [w, h]: [f64; 2], gap: f64, taken: &[Rect]) -> Option<Rect> {
    best_place(plan, [w, h], gap, taken).map(|(_, rect)| rect)
}

/// The same with what it costs: 0 for a bare corner.
pub(super) fn best_place(plan: &Plan<'_>, [w, h]: [f64; 2], gap: f64, taken: &[Rect]) -> Option<(f64, Rect)> {
    let (cost, rect) = plan.quiet.as_ref()?.place([w.ceil(), h.ceil()], gap, taken)?;
    Some((cost, Rect::new(rect.x.round(), rect.y.round(), rect.w, rect.h)))
}

/// The paper under words on the map, with a thin rule around it.
pub(super) fn ground(plan: &Plan<'_>, id: &str, rect: Rect) -> Node {
    let stroke = Stroke { round: false, ..Stroke::new(plan.style.page.rule, 0.9 * plan.page.unit) };
    Node::Path(Path {
        id: id.to_owned(),
        class: "inside-ground".into(),
        pieces: vec![rect_piece(rect)],
        fill: Some(plan.style.furniture.inside_ground),
        stroke: Some(stroke),
        ..Path::default()
    })
}
