//! Unions of faces as polygons that other programs take for valid: rings that touch themselves nowhere, outer rings
//! counter-clockwise, each hole with the ring around it, nothing across the meridian of 180 degrees (RFC 7946).
//!
//! All shapes are chains of arcs of one [`Net`], so that what is next to each other stays so to the last digit.

use std::borrow::Cow;
use std::collections::HashMap;

use super::area::doubled_area;
use super::topology::{self, ArcRef, Fast};
use super::{Polygon, Ring, ring_contains, seam};

/// Rings of arcs: for each polygon its outer ring, then its holes.
pub type Areas = Vec<Vec<Vec<ArcRef>>>;

/// A coverage as arcs.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// The arcs, in degrees.
    pub arcs: Vec<Vec<[f64; 2]>>,
    /// The faces on the left and on the right of each.
    pub sides: Vec<[Option<u32>; 2]>,
    /// The node at the start and at the end of each.
    ends: Vec<[u32; 2]>,
    /// What each face walks.
    edges: Vec<Vec<ArcRef>>,
}

impl Net {
    /// The net of faces; positions are rounded to so many digits after the point, 7 at most.
    pub fn new(faces: &[&[Polygon]], digits: u32) -> Net {
        let whole: Vec<Cow<'_, [Polygon]>> = faces.iter().map(|face| rounded(tidy(face), digits)).collect();
        let topology = topology::build(whole.iter().map(|face| &face[..]));
        let mut nodes: HashMap<[u64; 2], u32, Fast> = HashMap::default();
        let mut net = Net { edges: Vec::with_capacity(faces.len()), ..Net::default() };
        for arc in topology.arcs {
            let ends = [arc.points.first(), arc.points.last()].map(|point| {
                let count = nodes.len() as u32;
                let [x, y] = point.copied().unwrap_or_default();
                *nodes.entry([x.to_bits(), y.to_bits()]).or_insert(count)
            });
            net.ends.push(ends);
            net.sides.push([arc.left, arc.right]);
            net.arcs.push(arc.points);
        }
        net.edges.extend(topology.rings.into_iter().map(|rings| rings.into_iter().flatten().collect()));
        net
    }

    /// The union of faces as polygons. Borders inside it cancel.
    pub fn union(&self, faces: impl IntoIterator<Item = u32>) -> Areas {
        let mut walked: Vec<(u32, i32)> = Vec::new();
        for face in faces {
            let edges = self.edges.get(face as usize).map_or(&[][..], Vec::as_slice);
            walked.extend(edges.iter().map(|edge| (edge.arc, if edge.reversed { -1 } else { 1 })));
        }
        walked.sort_unstable();
        let mut edges: Vec<ArcRef> = Vec::new();
        for same in walked.chunk_by(|a, b| a.0 == b.0) {
            // Where faces overlap an arc may be walked twice.
            let net: i32 = same.iter().map(|(_, by)| by).sum();
            let edge = ArcRef { arc: same[0].0, reversed: net < 0 };
            edges.extend((0..net.unsigned_abs()).map(|_| edge));
        }
        self.polygons(self.loops(&edges))
    }

    fn node(&self, edge: ArcRef, end: bool) -> u32 {
        self.ends[edge.arc as usize][usize::from(edge.reversed != end)]
    }

    /// Rings without a node that they pass twice. Where more than one way leads on, the one that keeps to the land on
    /// the left is taken, so that land that meets in a point only is in several rings.
    fn loops(&self, edges: &[ArcRef]) -> Vec<Vec<ArcRef>> {
        let mut order: Vec<(u32, u32)> =
            edges.iter().enumerate().map(|(i, edge)| (self.node(*edge, false), i as u32)).collect();
        order.sort_unstable();
        let mut used = vec![false; edges.len()];
        let mut passed: HashMap<u32, usize, Fast> = HashMap::default();
        let (mut loops, mut path): (Vec<Vec<ArcRef>>, Vec<ArcRef>) = (Vec::new(), Vec::new());
        for first in 0..edges.len() {
            if used[first] {
                continue;
            }
            path.clear();
            passed.clear();
            let mut next = Some(first);
            while let Some(i) = next {
                used[i] = true;
                let edge = edges[i];
                passed.insert(self.node(edge, false), path.len());
                path.push(edge);
                let node = self.node(edge, true);
                if let Some(&start) = passed.get(&node) {
                    let ring: Vec<ArcRef> = path.drain(start..).collect();
                    for edge in &ring {
                        passed.remove(&self.node(*edge, false));
                    }
                    loops.push(ring);
                    if path.is_empty() {
                        break;
                    }
                }
                let from = order.partition_point(|(at, _)| *at < node);
                let ways = order[from..].iter().take_while(|(at, _)| *at == node).map(|(_, i)| *i as usize);
                let mut ways = ways.filter(|i| !used[*i]);
                next = match (ways.next(), ways.next()) {
                    (Some(only), None) => Some(only),
                    (Some(one), Some(two)) => {
                        let all = [one, two].into_iter().chain(ways);
                        all.min_by(|a, b| {
                            self.turn(edge, edges[*a]).total_cmp(&self.turn(edge, edges[*b])).then(a.cmp(b))
                        })
                    }
                    _ => None,
                };
            }
        }
        loops
    }

    /// How far one turns clockwise at a node from looking back along an edge to looking along the next: grows from 0 to
    /// 4 as the angle does; straight back is 4.
    fn turn(&self, edge: ArcRef, next: ArcRef) -> f64 {
        let back = self.leaving(ArcRef { reversed: !edge.reversed, ..edge });
        let on = self.leaving(next);
        let (along, across) = (back[0] * on[0] + back[1] * on[1], back[1] * on[0] - back[0] * on[1]);
        let share = along / (along.abs() + across.abs());
        match across {
            a if a > 0.0 => 1.0 - share,
            a if a < 0.0 => 3.0 + share,
            _ if along > 0.0 => 4.0,
            _ => 2.0,
        }
    }

    /// The direction in which an arc leaves its start.
    fn leaving(&self, edge: ArcRef) -> [f64; 2] {
        let points = &self.arcs[edge.arc as usize];
        let count = points.len();
        let (a, b) =
            if edge.reversed { (points[count - 1], points[count - 2]) } else { (points[0], points[1]) };
        [b[0] - a[0], b[1] - a[1]]
    }

    fn polygons(&self, loops: Vec<Vec<ArcRef>>) -> Areas {
        let mut outer: Vec<(f64, Ring, Vec<ArcRef>)> = Vec::new();
        let mut holes: Vec<(Ring, Vec<ArcRef>)> = Vec::new();
        for ring in loops {
            let points = line(&self.arcs, &ring);
            let area = doubled_area(&points);
            if points.len() < 4 || area == 0.0 {
                continue;
            }
            if area > 0.0 {
                outer.push((area, points, ring));
            } else {
                holes.push((points, ring));
            }
        }
        let boxes: Vec<[f64; 4]> = outer.iter().map(|(_, points, _)| bounds(points)).collect();
        let mut areas: Areas = outer.iter().map(|(_, _, ring)| vec![ring.clone()]).collect();
        for (points, ring) in holes {
            let within = bounds(&points);
            let at = middle(&points);
            let around = (0..outer.len())
                .filter(|i| is_within(&within, &boxes[*i]))
                .filter(|i| ring_contains(&outer[*i].1, at))
                .min_by(|a, b| outer[*a].0.total_cmp(&outer[*b].0));
            match around {
                Some(i) => areas[i].push(ring),
                // A hole in nothing is land that was walked the wrong way round.
                None => areas.push(vec![turned(&ring)]),
            }
        }
        areas
    }
}

/// A ring or line the other way round.
pub fn turned(ring: &[ArcRef]) -> Vec<ArcRef> {
    ring.iter().rev().map(|edge| ArcRef { reversed: !edge.reversed, ..*edge }).collect()
}

/// The positions of arcs one after another.
pub fn line(arcs: &[Vec<[f64; 2]>], chain: &[ArcRef]) -> Vec<[f64; 2]> {
    let mut out: Vec<[f64; 2]> = Vec::new();
    for edge in chain {
        let points = &arcs[edge.arc as usize];
        let skip = usize::from(!out.is_empty());
        if edge.reversed {
            out.extend(points.iter().rev().skip(skip));
        } else {
            out.extend(points.iter().skip(skip));
        }
    }
    out
}

/// West, south, east and north of positions.
pub fn bounds(points: &[[f64; 2]]) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    points.iter().fold(start, |b, [x, y]| [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)])
}

fn is_within(a: &[f64; 4], b: &[f64; 4]) -> bool {
    b[0] <= a[0] && b[1] <= a[1] && a[2] <= b[2] && a[3] <= b[3]
}

/// A position on a ring that no other ring of a coverage passes: the middle of its longest edge.
fn middle(ring: &[[f64; 2]]) -> [f64; 2] {
    let length = |w: &&[[f64; 2]]| (w[0][0] - w[1][0]).abs() + (w[0][1] - w[1][1]).abs();
    let longest = ring.windows(2).max_by(|a, b| length(a).total_cmp(&length(b)));
    longest.map_or([0.0; 2], |w| [(w[0][0] + w[1][0]) / 2.0, (w[0][1] + w[1][1]) / 2.0])
}

/// A position with so many digits after the point.
pub fn round([lon, lat]: [f64; 2], digits: u32) -> [f64; 2] {
    const POWERS: [f64; 8] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    let power = POWERS[(digits as usize).min(7)];
    // Adding nothing turns -0 into 0.
    [lon, lat].map(|degrees| (degrees * power).round() / power + 0.0)
}

fn rounded(polygons: Cow<'_, [Polygon]>, digits: u32) -> Cow<'_, [Polygon]> {
    if 7 <= digits {
        return polygons;
    }
    let mut polygons = polygons.into_owned();
    polygons.iter_mut().flatten().flatten().for_each(|point| *point = round(*point, digits));
    Cow::Owned(polygons)
}

/// Polygons of which the first ring is the outer one and none crosses the meridian of 180 degrees.
fn tidy(polygons: &[Polygon]) -> Cow<'_, [Polygon]> {
    if seam::needs_cut(polygons.iter().flatten().map(Vec::as_slice), 0.0) {
        return Cow::Owned(cut(polygons));
    }
    // Of a shape that was cut there the pieces may have stayed one polygon.
    let is_sound = |polygon: &Polygon| match polygon.split_first() {
        Some((outer, holes)) if !holes.is_empty() => {
            let around = bounds(outer);
            holes.iter().all(|hole| is_within(&bounds(hole), &around) && ring_contains(outer, middle(hole)))
        }
        _ => true,
    };
    if polygons.iter().all(is_sound) {
        return Cow::Borrowed(polygons);
    }
    let nested = |polygon: &Polygon| if is_sound(polygon) { vec![polygon.clone()] } else { nest(polygon) };
    Cow::Owned(polygons.iter().flat_map(nested).collect())
}

/// Rings in any order as polygons: what lies in an odd number of others is a hole.
fn nest(rings: &[Ring]) -> Vec<Polygon> {
    let boxes: Vec<[f64; 4]> = rings.iter().map(|ring| bounds(ring)).collect();
    let around: Vec<Vec<usize>> = (0..rings.len())
        .map(|i| {
            let at = middle(&rings[i]);
            let others = (0..rings.len()).filter(|j| *j != i && is_within(&boxes[i], &boxes[*j]));
            others.filter(|j| ring_contains(&rings[*j], at)).collect()
        })
        .collect();
    let mut places = vec![0; rings.len()];
    let mut polygons: Vec<Polygon> = Vec::new();
    for (i, ring) in rings.iter().enumerate().filter(|(i, _)| around[*i].len().is_multiple_of(2)) {
        places[i] = polygons.len();
        polygons.push(vec![ring.clone()]);
    }
    for (i, ring) in rings.iter().enumerate().filter(|(i, _)| !around[*i].len().is_multiple_of(2)) {
        // The innermost of those around it lies in all the others.
        if let Some(outer) = around[i].iter().max_by_key(|j| around[**j].len()) {
            polygons[places[*outer]].push(ring.clone());
        }
    }
    polygons
}

/// A part of a ring between two crossings of the meridian of 180 degrees; its ends lie on it.
struct Part {
    points: Vec<[f64; 2]>,
    /// True for an end at 180 degrees, false for one at -180.
    starts_east: bool,
    ends_east: bool,
}

/// Polygons cut along the meridian of 180 degrees, their pieces as polygons of their own.
fn cut(polygons: &[Polygon]) -> Vec<Polygon> {
    let pieces = |polygon: &Polygon| match cut_rings(polygon) {
        Some(rings) => nest(&rings),
        None => {
            seam::cut(std::slice::from_ref(polygon), 0.0).into_iter().flat_map(|one| nest(&one)).collect()
        }
    };
    polygons.iter().flat_map(pieces).collect()
}

/// The rings that a polygon is cut into; `None` if its rings cross each other on the meridian.
fn cut_rings(polygon: &Polygon) -> Option<Vec<Ring>> {
    let (mut rings, mut parts): (Vec<Ring>, Vec<Part>) = (Vec::new(), Vec::new());
    for (i, ring) in polygon.iter().enumerate() {
        let mut points = seam::rolled_out(ring);
        if (doubled_area(&points) > 0.0) != (i == 0) {
            points.reverse();
        }
        cut_ring(&points, &mut rings, &mut parts);
    }
    // Along the meridian land begins and ends by turns.
    let mut next: Vec<Option<usize>> = vec![None; parts.len()];
    for east in [false, true] {
        let mut ends: Vec<(f64, usize, bool)> = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            if part.starts_east == east {
                ends.push((part.points[0][1], i, true));
            }
            if part.ends_east == east {
                ends.push((part.points[part.points.len() - 1][1], i, false));
            }
        }
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for pair in ends.chunks(2) {
            match pair {
                [(_, start, true), (_, end, false)] | [(_, end, false), (_, start, true)] => {
                    next[*end] = Some(*start);
                }
                _ => return None,
            }
        }
    }
    let mut used = vec![false; parts.len()];
    for first in 0..parts.len() {
        let (mut ring, mut at): (Ring, usize) = (Vec::new(), first);
        while !used[at] {
            used[at] = true;
            ring.extend(&parts[at].points);
            at = next[at]?;
        }
        ring.dedup();
        if ring.first() != ring.last() {
            ring.extend(ring.first().copied());
        }
        if ring.len() > 3 && doubled_area(&ring) != 0.0 {
            rings.push(ring);
        }
    }
    Some(rings)
}

/// Adds a closed ring whose longitudes run on beyond 180 degrees: whole, or in parts.
fn cut_ring(points: &[[f64; 2]], rings: &mut Vec<Ring>, parts: &mut Vec<Part>) {
    // A position on the meridian belongs to the west of it.
    let turn_of = |lon: f64| -((180.0 - lon) / 360.0).floor();
    let shifted = |[lon, lat]: [f64; 2], turn: f64| [lon - 360.0 * turn, lat];
    let Some(&start) = points.first() else { return };
    let mut turn = turn_of(start[0]);
    let mut current = vec![shifted(start, turn)];
    let mut entered: Option<bool> = None;
    let mut own: Vec<Part> = Vec::new();
    let mut head: Option<(Vec<[f64; 2]>, bool)> = None;
    for edge in points.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let goal = turn_of(b[0]);
        while turn != goal {
            let east = turn < goal;
            let lon = 360.0 * turn + if east { 180.0 } else { -180.0 };
            let lat = a[1] + (b[1] - a[1]) * ((lon - a[0]) / (b[0] - a[0]));
            let [_, lat] = round([0.0, lat], 7);
            current.push([if east { 180.0 } else { -180.0 }, lat]);
            let points = std::mem::take(&mut current);
            match entered {
                Some(starts_east) => own.push(Part { points, starts_east, ends_east: east }),
                // The first part goes on where the ring ends.
                None => head = Some((points, east)),
            }
            turn += if east { 1.0 } else { -1.0 };
            entered = Some(!east);
            current.push([if east { -180.0 } else { 180.0 }, lat]);
        }
        current.push(shifted(b, turn));
    }
    match (head, entered) {
        (Some((points, ends_east)), Some(starts_east)) => {
            current.extend(points.into_iter().skip(1));
            own.push(Part { points: current, starts_east, ends_east });
        }
        _ => rings.push(current),
    }
    parts.extend(own);
}

#[cfg(test)]
mod tests {
    use super::super::area::km2;
    use super::*;

    fn square(x: f64, y: f64, size: f64) -> Ring {
        vec![[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    }

    fn shapes(net: &Net, faces: &[u32]) -> Vec<Polygon> {
        let rings = |polygon: &Vec<Vec<ArcRef>>| polygon.iter().map(|ring| line(&net.arcs, ring)).collect();
        net.union(faces.iter().copied()).iter().map(rings).collect()
    }

    /// Outer rings run counter-clockwise, holes the other way, each lies in its outer ring, and none passes a position twice.
    fn check_valid(polygons: &[Polygon]) {
        for polygon in polygons {
            for (i, ring) in polygon.iter().enumerate() {
                assert_eq!(ring.first(), ring.last());
                assert_eq!(doubled_area(ring) > 0.0, i == 0, "{ring:?}");
                let mut points: Vec<[u64; 2]> = ring[1..].iter().map(|p| p.map(f64::to_bits)).collect();
                points.sort_unstable();
                points.dedup();
                assert_eq!(points.len(), ring.len() - 1, "{ring:?} touches itself");
                assert!(ring.iter().all(|[lon, _]| lon.abs() <= 180.0));
            }
        }
    }

    #[test]
    fn unions_are_valid() {
        // A ring of eight squares around a hole; of the hole's corners two may be left out.
        let grid = |x: i32, y: i32| vec![vec![square(f64::from(x), f64::from(y), 1.0)]];
        let faces: Vec<Vec<Polygon>> = (0..9).map(|i| grid(i % 3, i / 3)).collect();
        let faces: Vec<&[Polygon]> = faces.iter().map(Vec::as_slice).collect();
        let net = Net::new(&faces, 7);
        for (what, chosen, polygons, rings) in [
            ("all", &[0, 1, 2, 3, 4, 5, 6, 7, 8][..], 1, 1),
            ("a hole", &[0, 1, 2, 3, 5, 6, 7, 8], 1, 2),
            ("two that meet in a corner", &[0, 4], 2, 2),
            ("five that meet in corners", &[0, 2, 4, 6, 8], 5, 5),
            ("a hole that touches the outside", &[1, 2, 3, 5, 6, 7, 8], 1, 2),
            ("pinched twice: two pieces and no hole", &[1, 2, 3, 5, 6, 7], 2, 2),
            ("nothing", &[], 0, 0),
        ] {
            let found = shapes(&net, chosen);
            check_valid(&found);
            let counts = (found.len(), found.iter().map(Vec::len).sum::<usize>());
            assert_eq!(counts, (polygons, rings), "{what}");
            let doubled: f64 = found.iter().flatten().map(|ring| doubled_area(ring)).sum();
            assert_eq!(doubled / 2.0, chosen.len() as f64, "{what}");
        }
    }

    #[test]
    fn a_hole_that_touches_its_ring_in_a_point_stays_a_hole() {
        let outer = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 2.0], [0.0, 0.0]];
        let inner = vec![[0.0, 2.0], [1.0, 1.0], [2.0, 2.0], [1.0, 3.0], [0.0, 2.0]];
        let faces: [Vec<Polygon>; 2] = [vec![vec![outer, inner.clone()]], vec![vec![inner]]];
        let net = Net::new(&[&faces[0], &faces[1]], 7);
        let found = shapes(&net, &[0]);
        check_valid(&found);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
        assert_eq!(shapes(&net, &[0, 1]).iter().map(Vec::len).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn nothing_crosses_the_date_line() {
        // A shape like a C open to the east, its arms and a hole across the line; wound either way.
        let c = vec![
            [170.0, 0.0],
            [-170.0, 0.0],
            [-170.0, 10.0],
            [175.0, 10.0],
            [175.0, 20.0],
            [-170.0, 20.0],
            [-170.0, 30.0],
            [170.0, 30.0],
            [170.0, 0.0],
        ];
        let hole = vec![[178.0, 3.0], [178.0, 6.0], [-178.0, 6.0], [-178.0, 3.0], [178.0, 3.0]];
        let pole: Ring = (0..=36).map(|i| [seam::wrap(f64::from(i) * 10.0, 0.0), -70.0]).collect();
        let backwards = |ring: &Ring| ring.iter().rev().copied().collect::<Ring>();
        for (what, polygon, pieces) in [
            ("C", vec![c.clone(), hole.clone()], 3),
            ("C backwards", vec![backwards(&c), backwards(&hole)], 3),
            ("pole", vec![pole.clone()], 1),
            ("pole backwards", vec![backwards(&pole)], 1),
        ] {
            let faces = [vec![polygon.clone()]];
            let net = Net::new(&[&faces[0]], 7);
            let found = shapes(&net, &[0]);
            check_valid(&found);
            assert_eq!(found.len(), pieces, "{what}");
            if !what.starts_with("pole") {
                // Along parallels straight lines in degrees and geodesics differ a little: 0.7 % on edges of 20 degrees.
                let (before, after) = (km2(&[polygon]), km2(&found));
                assert!((after / before - 1.0).abs() < 1e-2, "{what}: {before} {after}");
            }
        }
    }

    #[test]
    fn pieces_of_a_cut_shape_are_polygons_of_their_own() {
        let both = vec![square(-180.0, 0.0, 5.0), square(175.0, 0.0, 5.0), square(176.0, 1.0, 1.0)];
        let faces = [vec![both]];
        let found = shapes(&Net::new(&[&faces[0]], 7), &[0]);
        check_valid(&found);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn rounding_keeps_neighbours_together() {
        let faces = [vec![vec![square(0.04, 0.0, 1.0)]], vec![vec![square(1.04, 0.0, 1.0)]]];
        let net = Net::new(&[&faces[0], &faces[1]], 1);
        let found = shapes(&net, &[0, 1]);
        assert_eq!(
            found,
            [vec![vec![[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0]]]]
        );
    }
}
