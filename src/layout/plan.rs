//! What all maps of a series share: the page, the projection, and every line in px.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::grid::{Grid, Region};
use super::legend::PlaceMarks;
use super::page::Page;
use super::paper::PageSize;
use super::quiet::Quiet;
use super::{Content, LineChoice, Pin};
use crate::dataset::{ContextKind, Dataset, UnitId};
use rayon::prelude::*;

use crate::geometry::Polygon;
use crate::geometry::clip::{self, Rect};
use crate::geometry::math::sqrt;
use crate::geometry::seam;
use crate::geometry::simplify::simplify;
use crate::geometry::thin::Lattice;
use crate::geometry::topology::{self, ArcRef, Topology};
use crate::projection::Projection;
use crate::scene::Piece;
use crate::style::{Style, Tints};

/// Everything about a map that does not depend on the date.
#[derive(Debug)]
pub struct Plan<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) style: &'a Style,
    pub(super) page: Page,
    pub(super) topology: Topology,
    /// The points of each arc in px, thinned to the scale.
    pub(super) arcs: Vec<Vec<[f64; 2]>>,
    /// Arcs at the edge of the coverage that are not coasts: parts of the frame the set was cut with, or of the
    /// meridian along which the globe is cut.
    pub(super) cut: Vec<bool>,
    /// Arcs whose course is approximate by the boundary notes of its two units.
    pub(super) approximate: Vec<bool>,
    pub(super) lines: LineChoice,
    /// Labels placed by hand, by id.
    pub(super) pins: BTreeMap<String, Pin>,
    /// A name that has no room on its land may stand beside it, with a line that leads there.
    pub(super) leaders: bool,
    /// A name of a town does not reach far onto land of another holder.
    pub(super) at_home: bool,
    /// How much of the map is told.
    pub(super) content: Content,
    /// Where something stands on the map that names keep off, in px.
    pub(super) keep_off: Vec<Rect>,
    pub(super) grid: Grid,
    /// The largest piece of each unit on the grid.
    pub(super) unit_regions: Vec<Option<Arc<Region>>>,
    /// How many cells of the grid each unit has; none for a unit that is not on the map.
    pub(super) unit_cells: Vec<usize>,
    /// Units inside the frame that have no cell, once somebody has asked.
    hidden: OnceLock<Vec<UnitId>>,
    /// How small names of holders are, as a share of what the style says: 1 but on maps of very many holders.
    pub(super) fine: f64,
    /// How narrow borders are, in the same way.
    pub(super) line_share: f64,
    pub(super) context: Vec<ContextPx>,
    /// Where the map has room for furniture.
    pub(super) quiet: Option<Quiet>,
    /// Some of the map is ground that the data say nothing about.
    pub(super) uncovered: bool,
    pub(super) tints: Vec<Tints>,
    /// Where each place of the data set is, in px.
    pub(super) places: Vec<[f64; 2]>,
    /// The marks of places that may be on the map.
    pub(super) place_marks: PlaceMarks,
    regions: Mutex<BTreeMap<Vec<Option<u32>>, Regions>>,
    projection: Projection,
    scale: f64,
    offset: [f64; 2],
    /// What points were moved to, if there are more than the map can show.
    lattice: Option<Lattice>,
}

/// Pieces of land by class.
pub(super) type Regions = Arc<BTreeMap<u32, Vec<Arc<Region>>>>;

/// A context feature in px.
#[derive(Debug)]
pub(super) struct ContextPx {
    pub areas: Vec<Piece>,
    pub lines: Vec<Vec<[f64; 2]>>,
}

/// How far a point may lie from the line that replaces it, in px.
pub(super) const TOLERANCE_PX: f64 = 0.3;
/// Edges over more degrees of longitude than this are followed wherever they lead.
const WIDE: f64 = 60.0;
/// Holders closer to each other than this on average have narrower borders still, in px of the reference page.
const CLOSE_HOLDERS_PX: f64 = 25.0;
/// How far outside the map lines are still drawn, in px, so that no cut shows.
const BLEED_PX: f64 = 12.0;

impl<'a> Plan<'a> {
    /// Lays out a page for the part of a data set inside `extent` (west, south, east, north in
    /// degrees; the set's own where `None`). The map fills its frame, so it shows at least the extent.
    pub fn new(dataset: &'a Dataset, style: &'a Style, size: PageSize, extent: Option<[f64; 4]>) -> Plan<'a> {
        let page = Page::for_shape(size, style, shape(dataset, style, extent));
        Plan::on_page(dataset, style, page, extent)
    }

    /// The same on a page that is divided already.
    pub(super) fn on_page(
        dataset: &'a Dataset,
        style: &'a Style,
        page: Page,
        extent: Option<[f64; 4]>,
    ) -> Plan<'a> {
        let (projection, bounds) = projected(dataset, style, extent);
        let scale = (page.map.w / bounds.w.max(1e-6)).min(page.map.h / bounds.h.max(1e-6));
        let [cx, cy] = bounds.center();
        let [px, py] = page.map.center();
        let offset = [px - cx * scale, py + cy * scale];

        let to_px = |lonlat: [f64; 2]| {
            let [x, y] = projection.project(lonlat);
            [offset[0] + x * scale, offset[1] - y * scale]
        };
        let middle = projection.middle();
        let to_lonlat =
            |[x, y]: [f64; 2]| projection.unproject([(x - offset[0]) / scale, (offset[1] - y) / scale]);
        let lattice = lattice(dataset, &page, &to_px, &to_lonlat, middle);
        let topology = || {
            let faces = faces(dataset, middle, lattice.as_ref());
            topology::build_cut(faces.iter().map(Cow::as_ref), &|at| seam::is_on(at, middle))
        };
        let (topology, tints) = rayon::join(topology, || style.tints(dataset));
        let mut plan = Plan {
            dataset,
            style,
            page,
            arcs: Vec::new(),
            cut: Vec::new(),
            approximate: Vec::new(),
            lines: LineChoice::default(),
            pins: BTreeMap::new(),
            leaders: style.label.leaders,
            at_home: false,
            content: Content::Full,
            keep_off: Vec::new(),
            grid: Grid::empty(),
            unit_regions: Vec::new(),
            unit_cells: Vec::new(),
            hidden: OnceLock::new(),
            fine: 1.0,
            line_share: 1.0,
            context: Vec::new(),
            quiet: None,
            uncovered: false,
            tints,
            places: Vec::new(),
            place_marks: PlaceMarks::default(),
            regions: Mutex::default(),
            topology,
            projection,
            scale,
            offset,
            lattice,
        };
        let px = |arc: &topology::Arc| simplify(&plan.line(&arc.points), TOLERANCE_PX);
        plan.arcs = plan.topology.arcs.par_iter().with_min_len(64).map(px).collect();
        plan.cut = plan.cut_arcs();
        plan.approximate = plan.approximate_arcs();
        plan.context = dataset.context.par_iter().map(|feature| plan.context_px(feature)).collect();
        plan.grid = Grid::new(&plan);
        let units = dataset.units.len();
        let (regions, quiet) = rayon::join(|| plan.grid.largest_of_units(units), || Quiet::new(&plan));
        plan.unit_regions = regions;
        plan.quiet = Some(quiet);
        plan.unit_cells = plan.grid.cells_of_units(units);
        plan.fine = fineness(&plan);
        plan.line_share = plan.share_of_lines();
        plan.uncovered = super::ground::is_uncovered(&plan);
        plan.places = dataset.places.iter().map(|place| plan.px(place.at)).collect();
        plan.place_marks = PlaceMarks::possible(&plan);
        plan
    }

    /// The same with these treaty, claim and front lines.
    pub fn with_lines(self, lines: LineChoice) -> Plan<'a> {
        Plan { lines, ..self }
    }

    /// The same with these labels where a person put them; the others make room.
    pub fn with_pins(self, pins: BTreeMap<String, Pin>) -> Plan<'a> {
        Plan { pins, ..self }
    }

    /// The same for maps that tell only so much, with a legend that fits.
    pub fn with_content(self, content: Content) -> Plan<'a> {
        Plan { content, ..self }
    }

    /// The same without names beside their land: on a small map they seem to name what they stand on.
    pub(super) fn without_leaders(self) -> Plan<'a> {
        Plan { leaders: false, at_home: true, ..self }
    }

    /// The connected pieces of land of each class, the largest first, given the class of each unit. Maps of one
    /// land ask the same again and again: what was found for the last few hundred questions is kept.
    pub(super) fn regions(&self, classes: &[Option<u32>]) -> Regions {
        // As many as take some tens of MB.
        let most = (1_000_000 / classes.len().max(1)).clamp(8, 256);
        // A thread that panicked has left what it added whole.
        let known = |plan: &Plan<'_>| {
            plan.regions.lock().unwrap_or_else(PoisonError::into_inner).get(classes).cloned()
        };
        if let Some(known) = known(self) {
            return known;
        }
        let found: Regions = Arc::new(self.grid.regions_by(classes));
        let mut kept = self.regions.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < most {
            kept.insert(classes.to_vec(), Arc::clone(&found));
        }
        found
    }

    /// Position on the page in px of a position in degrees (longitude, latitude).
    pub fn px(&self, lonlat: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.projection.project(lonlat);
        [self.offset[0] + x * self.scale, self.offset[1] - y * self.scale]
    }

    /// Position in degrees (longitude, latitude) of a position on the page in px.
    pub fn lonlat(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        self.projection.unproject([(x - self.offset[0]) / self.scale, (self.offset[1] - y) / self.scale])
    }

    /// True if a position on the page lies on the map.
    pub(crate) fn is_on_map(&self, at: [f64; 2]) -> bool {
        self.page.map.contains(at)
    }

    /// True if the map shows the end of the globe or goes around a pole.
    pub(super) fn is_of_the_world(&self) -> bool {
        let map = self.page.map;
        let shows_pole = [-89.5, 89.5].iter().any(|&lat| {
            let far = |lon: f64| map.grown(-0.1 * map.w.min(map.h)).contains(self.px([lon, lat]));
            far(self.middle()) && far(self.middle() + 120.0) && far(self.middle() - 120.0)
        });
        self.globe().is_some() || shows_pole
    }

    /// How much narrower than usual borders are.
    fn share_of_lines(&self) -> f64 {
        let map = self.page.map;
        // The side of the square that each of very many holders would have.
        let room = sqrt(map.w * map.h / self.dataset.polities.len().max(1) as f64) / self.page.unit;
        self.fine.min((room / CLOSE_HOLDERS_PX).clamp(0.3, 1.0))
    }

    /// Units inside the frame whose land is smaller than a cell of the grid: the map shows nothing of them.
    pub(super) fn hidden_units(&self) -> &[UnitId] {
        let find = || {
            let units = self.dataset.unit_ids().filter(|unit| self.unit_cells[unit.index()] == 0);
            let corner = |unit: &UnitId| self.dataset.unit(*unit).polygons.first()?.first()?.first().copied();
            units.filter(|unit| corner(unit).is_some_and(|at| self.page.map.contains(self.px(at)))).collect()
        };
        self.hidden.get_or_init(find)
    }

    /// The meridian in the middle of the projection, degrees.
    pub(super) fn middle(&self) -> f64 {
        self.projection.middle()
    }

    /// Px per km at the centre of the map.
    pub(crate) fn px_per_km(&self) -> f64 {
        self.scale
    }

    /// The projection in words, for metadata.
    pub(super) fn projection_words(&self) -> String {
        self.projection.describe()
    }

    /// The map with the margin in which lines are still drawn.
    pub(super) fn bleed(&self) -> Rect {
        self.page.map.grown(BLEED_PX * self.page.unit)
    }

    /// A line in degrees as a line in px. A long edge is bent as the projection bends it: points are
    /// added until none is farther than a quarter px from its chord.
    pub(super) fn line(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut out = Vec::with_capacity(points.len());
        let mut last: Option<([f64; 2], [f64; 2])> = None;
        for &lonlat in points {
            let px = self.px(lonlat);
            if let Some((from_lonlat, from)) = last {
                self.bend(from_lonlat, from, lonlat, px, 8, &mut out);
            }
            out.push(px);
            last = Some((lonlat, px));
        }
        out
    }

    fn bend(
        &self,
        a: [f64; 2],
        a_px: [f64; 2],
        b: [f64; 2],
        b_px: [f64; 2],
        depth: u8,
        out: &mut Vec<[f64; 2]>,
    ) {
        let long = (a_px[0] - b_px[0]).abs() + (a_px[1] - b_px[1]).abs() > 40.0;
        // Around a pole an edge may end where it began.
        let wide = (a[0] - b[0]).abs() > WIDE;
        if depth == 0 || !long && !wide {
            return;
        }
        let middle = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
        let middle_px = self.px(middle);
        let chord = [(a_px[0] + b_px[0]) / 2.0, (a_px[1] + b_px[1]) / 2.0];
        if !wide && (middle_px[0] - chord[0]).abs() + (middle_px[1] - chord[1]).abs() < 0.25 {
            return;
        }
        self.bend(a, a_px, middle, middle_px, depth - 1, out);
        out.push(middle_px);
        self.bend(middle, middle_px, b, b_px, depth - 1, out);
    }

    /// A chain of arcs in px; the first point is not repeated at the end if the chain is closed.
    pub(super) fn chain_px(&self, chain: &[ArcRef]) -> Vec<[f64; 2]> {
        let mut out: Vec<[f64; 2]> = Vec::new();
        for edge in chain {
            let points = &self.arcs[edge.arc as usize];
            let skip = usize::from(!out.is_empty());
            if edge.reversed {
                out.extend(points.iter().rev().skip(skip));
            } else {
                out.extend(points.iter().skip(skip));
            }
        }
        if out.len() > 1 && out.first() == out.last() {
            out.pop();
        }
        out
    }

    /// The land of all units for which `inside` holds, as closed pieces cut to the map.
    pub(super) fn area(&self, inside: impl Fn(u32) -> bool) -> Vec<Piece> {
        self.pieces(&self.topology.outline(inside))
    }

    /// The land of each class of units, which are numbered from 0 to before `count`: the same for all at once.
    pub(super) fn areas(&self, count: usize, class: impl Fn(u32) -> Option<u32>) -> Vec<Vec<Piece>> {
        self.topology.outlines(count, class).par_iter().map(|chains| self.pieces(chains)).collect()
    }

    fn pieces(&self, chains: &[Vec<ArcRef>]) -> Vec<Piece> {
        chains.iter().filter_map(|chain| self.closed(&self.chain_px(chain))).collect()
    }

    /// The outline of the globe in px, where the map shows the end of it.
    pub(super) fn globe(&self) -> Option<Piece> {
        let map = self.page.map;
        let points: Vec<[f64; 2]> =
            self.projection.globe()?.into_iter().map(|point| self.px(point)).collect();
        let corners =
            [[map.x, map.y], [map.right(), map.y], [map.x, map.bottom()], [map.right(), map.bottom()]];
        let closed = [points.as_slice(), &points[..1]].concat();
        let is_inside = |&corner: &[f64; 2]| crate::geometry::contains(&[vec![closed.clone()]], corner);
        if corners.iter().all(is_inside) {
            return None;
        }
        self.closed(&points)
    }

    /// The outline of the globe in px, where the map shows all of it.
    pub(super) fn whole_globe(&self) -> Option<Piece> {
        let globe = self.globe()?;
        let frame = self.page.map.grown(1.0);
        globe.points.iter().all(|&point| frame.contains(point)).then_some(globe)
    }

    fn closed(&self, ring: &[[f64; 2]]) -> Option<Piece> {
        let points = clip::ring(ring, &self.bleed());
        (points.len() >= 3).then_some(Piece { points, closed: true })
    }

    fn context_px(&self, feature: &crate::dataset::ContextFeature) -> ContextPx {
        let middle = self.projection.middle();
        let areas = face(&feature.polygons, middle, self.lattice.as_ref());
        let areas = areas
            .iter()
            .flatten()
            .filter_map(|ring| self.closed(&simplify(&self.line(ring), TOLERANCE_PX)))
            .collect();
        let tolerance = if feature.kind == ContextKind::River { 2.0 * TOLERANCE_PX } else { TOLERANCE_PX };
        let cut = |line: &Vec<[f64; 2]>| match seam::needs_cut(std::iter::once(line.as_slice()), middle) {
            true => seam::cut_line(line, middle),
            false => vec![line.clone()],
        };
        let thin = |line: Vec<[f64; 2]>| match &self.lattice {
            Some(lattice) => lattice.line(&line),
            None => line,
        };
        let lines = feature
            .lines
            .iter()
            .flat_map(cut)
            .map(thin)
            .flat_map(|line| clip::runs(&simplify(&self.line(&line), tolerance), &self.bleed()))
            .collect();
        ContextPx { areas, lines }
    }

    /// Marks arcs between two units whose boundary notes all say that it is approximate.
    fn approximate_arcs(&self) -> Vec<bool> {
        let mut pairs: BTreeMap<[UnitId; 2], bool> = BTreeMap::new();
        for note in &self.dataset.boundaries {
            *pairs.entry(note.units).or_insert(true) &= note.approximate;
        }
        let is_approximate = |left: u32, right: u32| {
            let pair = [UnitId(left.min(right)), UnitId(left.max(right))];
            pairs.get(&pair).copied().unwrap_or(false)
        };
        let sides = self.topology.arcs.iter().map(|arc| arc.left.zip(arc.right));
        sides.map(|sides| sides.is_some_and(|(left, right)| is_approximate(left, right))).collect()
    }

    /// Marks arcs that run along the rectangle all units together fill: no coast is there.
    fn cut_arcs(&self) -> Vec<bool> {
        let rects = self.topology.arcs.par_iter().filter_map(|arc| Rect::around(arc.points.iter().copied()));
        let Some(frame) = rects.reduce_with(|a, b| a.joined(&b)) else { return Vec::new() };
        let middle = self.projection.middle();
        // Along an edge, not only at it: simple land touches the rectangle around it with most of its corners.
        let along_edge = |a: [f64; 2], b: [f64; 2]| {
            let both =
                |axis: usize, edge: f64| (a[axis] - edge).abs() < 1e-6 && (b[axis] - edge).abs() < 1e-6;
            both(0, frame.x) || both(0, frame.right()) || both(1, frame.y) || both(1, frame.bottom())
        };
        self.topology
            .arcs
            .iter()
            .map(|arc| {
                arc.right.is_none()
                    && (arc.points.windows(2).filter(|edge| along_edge(edge[0], edge[1])).count() * 2
                        > arc.points.len() - 1
                        || arc.points.iter().all(|p| seam::is_on(*p, middle)))
            })
            .collect()
    }
}

/// From so many points on, those that no map of this size can show apart are made one.
const MANY: usize = 250_000;
/// How far apart the points of the lattice are that they are moved to, px.
const LATTICE_PX: f64 = 0.3;

/// The lattice for a map, if its data set has many points.
fn lattice(
    dataset: &Dataset,
    page: &Page,
    px: &dyn Fn([f64; 2]) -> [f64; 2],
    lonlat: &dyn Fn([f64; 2]) -> [f64; 2],
    middle: f64,
) -> Option<Lattice> {
    let of_units = dataset.units.iter().flat_map(|unit| unit.polygons.iter().flatten());
    let of_context =
        dataset.context.iter().flat_map(|feature| feature.polygons.iter().flatten().chain(&feature.lines));
    if of_units.chain(of_context).map(Vec::len).sum::<usize>() < MANY {
        return None;
    }
    // How many px a degree is where it is most, on the map.
    const STEPS: usize = 24;
    let mut most = [1e-6_f64; 2];
    for (i, j) in (0..=STEPS).flat_map(|i| (0..=STEPS).map(move |j| (i, j))) {
        let at = |from: f64, size: f64, i: usize| from + size * i as f64 / STEPS as f64;
        let (x, y) = (at(page.map.x, page.map.w, i), at(page.map.y, page.map.h, j));
        let [lon, lat] = lonlat([x, y]);
        // Corners of the page may lie beyond the end of the globe.
        let lonlat = [lon.clamp(middle - 180.0, middle + 180.0), lat.clamp(-90.0, 90.0)];
        if !lonlat.iter().all(|v| v.is_finite()) {
            continue;
        }
        let [x0, y0] = px(lonlat);
        // Towards the middle of the globe: not across the end of it.
        let inwards = |off: f64| if off > 0.0 { -0.01 } else { 0.01 };
        let steps = [[inwards(lonlat[0] - middle), 0.0], [0.0, inwards(lonlat[1])]];
        for (most, step) in most.iter_mut().zip(steps) {
            let [x1, y1] = px([lonlat[0] + step[0], lonlat[1] + step[1]]);
            let length = sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)) / 0.01;
            if length.is_finite() {
                *most = most.max(length);
            }
        }
    }
    Some(Lattice::new(most.map(|px| LATTICE_PX / px)))
}

/// The polygons of all units as a map shows them.
fn faces<'d>(dataset: &'d Dataset, middle: f64, lattice: Option<&Lattice>) -> Vec<Cow<'d, [Polygon]>> {
    dataset.units.par_iter().map(|unit| face(&unit.polygons, middle, lattice)).collect()
}

/// Polygons cut where the globe is, and thinned.
fn face<'d>(polygons: &'d [Polygon], middle: f64, lattice: Option<&Lattice>) -> Cow<'d, [Polygon]> {
    let rings = polygons.iter().flatten().map(Vec::as_slice);
    let polygons = match seam::needs_cut(rings, middle) {
        true => Cow::Owned(seam::cut(polygons, middle)),
        false => Cow::Borrowed(polygons),
    };
    match lattice {
        Some(lattice) => Cow::Owned(lattice.thinned(&polygons)),
        None => polygons,
    }
}

/// A map of more holders than this is drawn finer than the style says, ...
const MANY_HOLDERS: f64 = 60.0;
/// ... but not finer than this.
const FINEST: f64 = 0.55;

/// Lines and names share the land: of four times as many holders each has half the width and height. Of all holders
/// of all days, so that the maps of a series are alike.
fn fineness(plan: &Plan<'_>) -> f64 {
    let shown = plan.unit_cells.iter().filter(|&&cells| cells > 0).count();
    let holders = shown.min(plan.dataset.polities.len()).max(1) as f64;
    sqrt(MANY_HOLDERS / holders).clamp(FINEST, 1.0)
}

/// Width by height of the part of a data set inside `extent`, as a map of this style shows it.
pub fn shape(dataset: &Dataset, style: &Style, extent: Option<[f64; 4]>) -> f64 {
    let bounds = projected(dataset, style, extent).1;
    bounds.w / bounds.h.max(1e-6)
}

/// The projection of an extent, and the rectangle around it there.
fn projected(dataset: &Dataset, style: &Style, extent: Option<[f64; 4]>) -> (Projection, Rect) {
    let extent = extent.unwrap_or(dataset.extent);
    let projection = Projection::fit(style.projection, extent, dataset.parallels);
    let outline = border_of(extent).map(|point| projection.project(point));
    let bounds = Rect::around(outline).unwrap_or(Rect::new(-1.0, -1.0, 2.0, 2.0));
    (projection, bounds)
}

/// Points along the border of an extent, dense enough to find how far a projection carries it.
fn border_of([west, south, east, north]: [f64; 4]) -> impl Iterator<Item = [f64; 2]> + Clone {
    const STEPS: usize = 16;
    let at = move |i: usize| i as f64 / STEPS as f64;
    (0..=STEPS).flat_map(move |i| {
        let (lon, lat) = (west + (east - west) * at(i), south + (north - south) * at(i));
        [[lon, south], [lon, north], [west, lat], [east, lat]]
    })
}
