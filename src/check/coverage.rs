//! The units' polygons together: which edges two units share, and which stand alone.

use crate::dataset::segments::{Meeting, Point, Segment, degrees, meetings};
use crate::dataset::{Unit, UnitId, segments};
use crate::geometry::area::{self, distance_km};
use crate::geometry::math;
use geo::orient::{Direction, Orient};
use geo::{InteriorPoint, MultiPolygon};
use std::collections::BTreeMap;

/// One edge of one unit, the unit's land on its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: Point,
    pub to: Point,
    pub unit: UnitId,
}

/// All edges of all units, sorted out.
pub struct Coverage {
    /// Edges without a partner on the other side: coast, frame, and every mistake.
    pub lone: Vec<Edge>,
    /// Pairs of units that both have their land on the same side of an edge.
    pub doubled: Vec<(Edge, Edge)>,
    /// Edges that meet other than end to end.
    pub meetings: Vec<(Edge, Edge, Meeting)>,
    /// The rings that the lone edges form.
    pub rings: Vec<LoneRing>,
}

/// A ring of lone edges.
pub struct LoneRing {
    /// Its positions in degrees, closed.
    pub ring: Vec<[f64; 2]>,
    /// True if the units' land is outside it: the ring is a hole.
    pub hole: bool,
}

impl Edge {
    fn segment(self) -> Segment {
        Segment { a: self.from.min(self.to), b: self.from.max(self.to) }
    }

    fn forward(self) -> bool {
        self.from < self.to
    }
}

impl Coverage {
    /// Sorts the edges of all units: about 10 ms for 30 000 vertices.
    pub fn new(units: &[Unit]) -> Coverage {
        let mut edges = edges(units);
        edges.sort_unstable_by_key(|edge| (edge.segment(), edge.forward(), edge.unit));
        let mut lone = Vec::new();
        let mut doubled = Vec::new();
        let mut distinct: Vec<Edge> = Vec::with_capacity(edges.len() / 2);
        for same in edges.chunk_by(|a, b| a.segment() == b.segment()) {
            distinct.extend(same.first());
            let back = same.partition_point(|edge| !edge.forward());
            let (backward, forward) = same.split_at(back);
            for one_way in [backward, forward] {
                doubled.extend(one_way.windows(2).map(|pair| (pair[0], pair[1])));
            }
            // An edge and its reverse cancel out; what is left over stands alone.
            let paired = backward.len().min(forward.len());
            lone.extend(backward[paired..].iter().chain(&forward[paired..]));
        }
        lone.sort_unstable();
        let segments: Vec<Segment> = distinct.iter().map(|edge| edge.segment()).collect();
        let meetings = meetings(&segments)
            .into_iter()
            .map(|(i, j, meeting)| (distinct[i], distinct[j], meeting))
            .collect();
        let rings = rings(&lone);
        Coverage { lone, doubled, meetings, rings }
    }
}

impl Coverage {
    /// True if no edge of a ring of a unit is one of another unit too.
    pub fn is_lone(&self, unit: UnitId, ring: &[[f64; 2]]) -> bool {
        let has = |from: Point, to: Point| self.lone.binary_search(&Edge { from, to, unit }).is_ok();
        let points: Vec<Point> = ring.iter().map(|at| segments::point(*at)).collect();
        points
            .windows(2)
            .filter(|pair| pair[0] != pair[1])
            .all(|pair| has(pair[0], pair[1]) || has(pair[1], pair[0]))
    }

    /// True if all edges meet end to end, and none has land of two units on one side.
    pub fn is_joined(&self) -> bool {
        self.meetings.is_empty() && self.doubled.is_empty()
    }
}

/// The edges of all units, each polygon wound so that its land is on the left.
fn edges(units: &[Unit]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let unit_id = UnitId(index as u32);
        for polygon in &unit.polygons {
            for (ring_index, ring) in polygon.iter().enumerate() {
                let points: Vec<Point> = ring.iter().map(|position| segments::point(*position)).collect();
                let anticlockwise = 0 < doubled_area(&points);
                let outer = ring_index == 0;
                for pair in points.windows(2).filter(|pair| pair[0] != pair[1]) {
                    let (from, to) =
                        if anticlockwise == outer { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
                    edges.push(Edge { from, to, unit: unit_id });
                }
            }
        }
    }
    edges
}

/// Twice the signed area of a closed ring: positive if it runs anticlockwise.
fn doubled_area(points: &[Point]) -> i128 {
    points
        .windows(2)
        .map(|pair| {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            i128::from(x0) * i128::from(y1) - i128::from(x1) * i128::from(y0)
        })
        .sum()
}

/// The rings that edges form. Where several leave a vertex, the ring turns right as sharply as it can,
/// so that two holes that touch stay two.
fn rings(edges: &[Edge]) -> Vec<LoneRing> {
    let mut leaving: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
    for (index, edge) in edges.iter().enumerate() {
        leaving.entry(edge.from).or_default().push(index);
    }
    let mut used = vec![false; edges.len()];
    let mut rings = Vec::new();
    for start in 0..edges.len() {
        if used[start] {
            continue;
        }
        let mut path = vec![start];
        used[start] = true;
        // Every vertex is left as often as it is reached, so the path comes back to its start.
        while edges[path[path.len() - 1]].to != edges[start].from {
            let last = edges[path[path.len() - 1]];
            let next = leaving
                .get(&last.to)
                .into_iter()
                .flatten()
                .copied()
                .filter(|next| !used[*next])
                .min_by(|a, b| turn(last, edges[*a]).total_cmp(&turn(last, edges[*b])));
            let Some(next) = next else { break };
            used[next] = true;
            path.push(next);
        }
        let mut points: Vec<Point> = path.iter().map(|index| edges[*index].from).collect();
        points.push(edges[path[path.len() - 1]].to);
        let hole = doubled_area(&points) < 0;
        rings.push(LoneRing { ring: points.into_iter().map(degrees).collect(), hole });
    }
    rings
}

/// Angle by which the way turns left from one edge to the next, in radians.
fn turn(edge: Edge, next: Edge) -> f64 {
    let (ux, uy) = ((edge.to.0 - edge.from.0) as f64, (edge.to.1 - edge.from.1) as f64);
    let (vx, vy) = ((next.to.0 - next.from.0) as f64, (next.to.1 - next.from.1) as f64);
    math::atan2(ux * vy - uy * vx, ux * vx + uy * vy)
}

/// A position inside a ring, in degrees; a vertex of it if there is none.
pub fn inside(ring: &[[f64; 2]]) -> [f64; 2] {
    match geo::Polygon::new(line(ring), Vec::new()).interior_point() {
        Some(point) => [point.x(), point.y()],
        None => ring.first().copied().unwrap_or_default(),
    }
}

/// A unit's land, for operations on areas: outer rings anticlockwise, holes clockwise, as `unary_union` needs.
pub fn land(unit: &Unit) -> MultiPolygon {
    let polygon = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.iter().map(|ring| line(ring));
        rings.next().map(|outer| geo::Polygon::new(outer, rings.collect()))
    };
    MultiPolygon(unit.polygons.iter().filter_map(polygon).collect()).orient(Direction::Default)
}

/// A piece of an area.
pub struct Piece {
    pub km2: f64,
    /// Its mean width.
    pub width_km: f64,
    /// Its outer ring in degrees, closed.
    pub ring: Vec<[f64; 2]>,
}

impl Piece {
    /// A piece with this outer ring and no hole.
    pub fn new(ring: Vec<[f64; 2]>) -> Piece {
        let polygon = vec![ring];
        let km2 = area::km2(std::slice::from_ref(&polygon));
        let width_km = width_km(km2, &polygon);
        Piece { km2, width_km, ring: polygon.into_iter().next().unwrap_or_default() }
    }
}

/// The mean width in km of a polygon of this size: the width of the strip with the same area and outline.
pub fn width_km(km2: f64, polygon: &[Vec<[f64; 2]>]) -> f64 {
    let outline_km: f64 =
        polygon.iter().flat_map(|ring| ring.windows(2)).map(|edge| distance_km(edge[0], edge[1])).sum();
    if outline_km == 0.0 { 0.0 } else { 2.0 * km2 / outline_km }
}

/// The pieces of an area, without those that come from rounding positions.
pub fn pieces(area: &MultiPolygon) -> Vec<Piece> {
    // A border of 10 km rounded by 1e-7 degrees encloses about 100 m²; real slivers are longer or wider.
    const ROUNDING_KM2: f64 = 1e-4;
    let ring = |piece: &geo::Polygon| piece.exterior().coords().map(|c| [c.x, c.y]).collect::<Vec<_>>();
    area.iter().map(ring).map(Piece::new).filter(|piece| ROUNDING_KM2 < piece.km2).collect()
}

fn line(ring: &[[f64; 2]]) -> geo::LineString {
    ring.iter().map(|&[x, y]| geo::Coord { x, y }).collect()
}

/// A position for a message: five decimals, about a metre.
pub fn shown([lon, lat]: [f64; 2]) -> String {
    format!("[{lon:.5}, {lat:.5}]")
}

/// An area for a message: km², or m² if it is small.
pub fn area_shown(km2: f64) -> String {
    if km2 < 0.01 { format!("{:.0} m²", km2 * 1e6) } else { format!("{km2:.2} km²") }
}
