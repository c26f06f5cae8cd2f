//! The faces of a net, and which shapes cover each.

use std::cmp::Ordering;
use std::collections::HashMap;

use rayon::prelude::*;

use super::net::Net;
use super::{Cell, UNIT_M};
use crate::dataset::segments::{Point, degrees};
use crate::geometry::topology::Fast;
use crate::geometry::{area, math};

/// The faces. Half-edge `2e` runs from the first end of line `e` to its second, `2e + 1` back; each has a face on its left.
pub struct Faces {
    /// The face on the left of each half-edge. Face 0 is everything outside.
    pub left: Vec<u32>,
    /// The label of each face.
    pub labels: Vec<u32>,
    /// The shapes that each label stands for, sorted; label 0 is none.
    pub covers: Vec<Vec<u32>>,
    /// Area of each face in m².
    pub m2: Vec<f64>,
    /// The half-edge that follows each with the same face on its left.
    next: Vec<u32>,
}

/// Start of a half-edge.
fn start(net: &Net, half: u32) -> u32 {
    net.edges[half as usize / 2][half as usize % 2]
}

/// End of a half-edge.
fn end(net: &Net, half: u32) -> u32 {
    net.edges[half as usize / 2][1 - half as usize % 2]
}

/// Cuts the net into faces and labels them.
pub fn faces(net: &Net) -> Faces {
    let next = followers(net);
    let halves = next.len();
    // Cycles of half-edges.
    let mut cycle_of = vec![u32::MAX; halves];
    let mut cycles: Vec<Cycle> = Vec::new();
    let sines: Vec<f64> = net.points.par_iter().map(|at| area::sine(degrees(*at)[1])).collect();
    let strips: Vec<f64> = net
        .edges
        .par_iter()
        .map(|ends| {
            let of = |end: u32| (degrees(net.points[end as usize]), sines[end as usize]);
            let [a, b] = ends.map(of);
            area::strip_km2([a.0, b.0], [a.1, b.1]) * 1e6
        })
        .collect();
    for first in 0..halves as u32 {
        if cycle_of[first as usize] != u32::MAX {
            continue;
        }
        let id = cycles.len() as u32;
        let mut cycle =
            Cycle { half: first, area: 0, m2: 0.0, lowest: net.points[start(net, first) as usize] };
        let origin = cycle.lowest;
        let mut half = first;
        loop {
            cycle_of[half as usize] = id;
            let (a, b) = (start(net, half) as usize, end(net, half) as usize);
            let (pa, pb) = (net.points[a], net.points[b]);
            cycle.area += i128::from(pa.0 - origin.0) * i128::from(pb.1 - origin.1)
                - i128::from(pb.0 - origin.0) * i128::from(pa.1 - origin.1);
            let strip = strips[half as usize / 2];
            cycle.m2 += if half.is_multiple_of(2) { strip } else { -strip };
            if pa < cycle.lowest {
                cycle.lowest = pa;
                cycle.half = half;
            }
            half = next[half as usize];
            if half == first {
                break;
            }
        }
        cycles.push(cycle);
    }
    let (face_of, root_label) = nest(net, &cycle_of, &cycles);
    let face_count = face_of.iter().copied().max().map_or(1, |most| most as usize + 1);
    let mut m2 = vec![0.0; face_count];
    for (cycle, face) in cycles.iter().zip(&face_of) {
        m2[*face as usize] += cycle.m2;
    }
    let left: Vec<u32> = cycle_of.iter().map(|cycle| face_of[*cycle as usize]).collect();
    let mut faces = Faces { left, labels: vec![u32::MAX; face_count], covers: Vec::new(), m2, next };
    label(net, &mut faces, &root_label);
    faces
}

struct Cycle {
    /// The half-edge that starts at its lowest point.
    half: u32,
    /// Twice the signed area on the grid; positive if what is on the left is inside.
    area: i128,
    /// Signed area in m².
    m2: f64,
    /// The westernmost, then southernmost point.
    lowest: Point,
}

/// For each half-edge the next around the face on its left.
fn followers(net: &Net) -> Vec<u32> {
    let mut out: Vec<(u32, u32)> = Vec::with_capacity(net.edges.len() * 2);
    for (edge, [a, b]) in net.edges.iter().enumerate() {
        out.push((*a, 2 * edge as u32));
        out.push((*b, 2 * edge as u32 + 1));
    }
    let direction = |half: u32| {
        let (a, b) = (net.points[start(net, half) as usize], net.points[end(net, half) as usize]);
        (b.0 - a.0, b.1 - a.1)
    };
    out.sort_unstable_by(|(a, i), (b, j)| a.cmp(b).then_with(|| by_angle(direction(*i), direction(*j))));
    let mut next = vec![0; net.edges.len() * 2];
    for around in out.chunk_by(|a, b| a.0 == b.0) {
        for (position, (_, half)) in around.iter().enumerate() {
            // Arriving against `half` one leaves by its neighbour clockwise: the face stays on the left.
            let before = around[(position + around.len() - 1) % around.len()].1;
            next[(*half ^ 1) as usize] = before;
        }
    }
    next
}

/// Order of directions counter-clockwise from the east.
fn by_angle(a: (i64, i64), b: (i64, i64)) -> Ordering {
    let half = |d: (i64, i64)| !(0 < d.1 || (d.1 == 0 && 0 < d.0));
    let cross = i128::from(a.0) * i128::from(b.1) - i128::from(a.1) * i128::from(b.0);
    half(a).cmp(&half(b)).then_with(|| 0.cmp(&cross))
}

/// The face of each cycle, and what lies around each component: the cycle in which it lies, or none.
fn nest(net: &Net, cycle_of: &[u32], cycles: &[Cycle]) -> (Vec<u32>, Vec<(u32, Option<u32>)>) {
    // Components: cycles joined over the two sides of a line.
    let mut component: Vec<u32> = (0..cycles.len() as u32).collect();
    for edge in 0..net.edges.len() {
        let (a, b) = (root(&mut component, cycle_of[2 * edge]), root(&mut component, cycle_of[2 * edge + 1]));
        let (low, high) = (a.min(b), a.max(b));
        component[high as usize] = low;
    }
    let component: Vec<u32> = (0..cycles.len() as u32).map(|cycle| root(&mut component, cycle)).collect();
    // The cycle around each component: the one that does not enclose its left side.
    let mut outer: Vec<u32> =
        (0..cycles.len() as u32).filter(|cycle| cycles[*cycle as usize].area <= 0).collect();
    outer.sort_by_key(|cycle| cycles[*cycle as usize].lowest);
    let columns = Columns::new(net);
    let mut face_of = vec![u32::MAX; cycles.len()];
    let mut count = 1;
    for (cycle, face) in cycles.iter().zip(&mut face_of) {
        if 0 < cycle.area {
            *face = count;
            count += 1;
        }
    }
    let mut around = Vec::with_capacity(outer.len());
    for cycle in outer {
        let at = cycles[cycle as usize].lowest;
        let own = component[cycle as usize];
        let below = columns.below(net, at, |half| component[cycle_of[half as usize] as usize] == own);
        let within = below.map(|half| cycle_of[half as usize]);
        // What is below begins farther west, or on the same meridian farther south: its own surroundings are known.
        face_of[cycle as usize] = within.map_or(0, |within| face_of[within as usize]);
        around.push((cycle, within));
    }
    // Every component is labelled from a half-edge of the cycle around it.
    let around = around.into_iter().map(|(cycle, within)| (cycles[cycle as usize].half, within));
    let around = around.map(|(half, within)| (half, within.map(|cycle| cycles[cycle as usize].half)));
    (face_of, around.collect())
}

pub(super) fn root(parents: &mut [u32], mut of: u32) -> u32 {
    while parents[of as usize] != of {
        parents[of as usize] = parents[parents[of as usize] as usize];
        of = parents[of as usize];
    }
    of
}

/// Lines by stretches of longitude.
struct Columns {
    west: i64,
    width: i64,
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Columns {
    fn new(net: &Net) -> Columns {
        let range = |edge: &[u32; 2]| {
            let (a, b) = (net.points[edge[0] as usize].0, net.points[edge[1] as usize].0);
            (a.min(b), a.max(b))
        };
        let west = net.edges.iter().map(|edge| range(edge).0).min().unwrap_or(0);
        let east = net.edges.iter().map(|edge| range(edge).1).max().unwrap_or(0);
        let count = (net.edges.len() / 8).clamp(1, 8192);
        let width = (east - west) / count as i64 + 1;
        let mut starts = vec![0u32; count + 1];
        let columns = |edge: &[u32; 2]| {
            let (a, b) = range(edge);
            ((a - west) / width) as usize..=((b - west) / width) as usize
        };
        for edge in &net.edges {
            columns(edge).for_each(|column| starts[column + 1] += 1);
        }
        for column in 1..starts.len() {
            starts[column] += starts[column - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0; starts[count] as usize];
        for (index, edge) in net.edges.iter().enumerate() {
            for column in columns(edge) {
                members[next[column] as usize] = index as u32;
                next[column] += 1;
            }
        }
        Columns { west, width, starts, members }
    }

    /// The half-edge with the face above it on its left, on the line right below a point; lines for which `skip` holds
    /// do not count.
    fn below(&self, net: &Net, at: Point, skip: impl Fn(u32) -> bool) -> Option<u32> {
        let column = ((at.0 - self.west) / self.width) as usize;
        let members = &self.members[self.starts[column] as usize..self.starts[column + 1] as usize];
        let mut best: Option<(Point, Point, u32)> = None;
        for edge in members {
            let [a, b] = net.edges[*edge as usize];
            let (pa, pb) = (net.points[a as usize], net.points[b as usize]);
            let (west, east, half) = if pa.0 <= pb.0 { (pa, pb, 2 * edge) } else { (pb, pa, 2 * edge + 1) };
            // Half-open: of two lines that meet above the meridian one counts, and lines along it do not.
            if !(west.0 <= at.0 && at.0 < east.0) || skip(half) {
                continue;
            }
            let side = cross(west, east, at);
            if side <= 0 {
                continue;
            }
            let higher =
                best.is_none_or(|(w, e, _)| compare_at((west, east), (w, e), at.0) == Ordering::Greater);
            if higher {
                best = Some((west, east, half));
            }
        }
        best.map(|(_, _, half)| half)
    }
}

fn cross(a: Point, b: Point, c: Point) -> i128 {
    i128::from(b.0 - a.0) * i128::from(c.1 - a.1) - i128::from(b.1 - a.1) * i128::from(c.0 - a.0)
}

/// Which of two lines, each from west to east, is higher at a longitude that both pass; a little east of it if they
/// meet there.
fn compare_at((a, b): (Point, Point), (c, d): (Point, Point), x: i64) -> Ordering {
    // y = a.y + (b.y - a.y)(x - a.x)/(b.x - a.x), both over a common denominator.
    let (run_a, run_c) = (i128::from(b.0 - a.0), i128::from(d.0 - c.0));
    let rise = |p: Point, q: Point| i128::from(q.1 - p.1);
    let height_a = i128::from(a.1) * run_a + rise(a, b) * i128::from(x - a.0);
    let height_c = i128::from(c.1) * run_c + rise(c, d) * i128::from(x - c.0);
    (height_a * run_c).cmp(&(height_c * run_a)).then_with(|| (rise(a, b) * run_c).cmp(&(rise(c, d) * run_a)))
}

/// Labels every face with the shapes that cover it: crossing a line enters or leaves the polygons it bounds.
fn label(net: &Net, faces: &mut Faces, around: &[(u32, Option<u32>)]) {
    let mut sets: Sets = Sets::default();
    let nothing = sets.id(&[]);
    let mut inside: Vec<u32> = vec![u32::MAX; faces.labels.len()];
    inside[0] = nothing;
    let mut steps: HashMap<(u32, u32), u32, Fast> = HashMap::default();
    let toggles: Vec<u32> = (0..net.edges.len()).map(|edge| sets.id(net.bounds_of(edge))).collect();
    let mut queue: Vec<u32> = Vec::new();
    let mut seen = vec![false; faces.left.len()];
    for (half, _) in around {
        // The surroundings are labelled: they belong to a component that begins farther west, or are outside.
        queue.push(*half);
        while let Some(half) = queue.pop() {
            if std::mem::replace(&mut seen[half as usize], true) {
                continue;
            }
            let here = inside[faces.left[half as usize] as usize];
            // All around this face.
            let mut at = half;
            loop {
                seen[at as usize] = true;
                let twin = at ^ 1;
                let there = faces.left[twin as usize] as usize;
                if inside[there] == u32::MAX {
                    let toggle = toggles[at as usize / 2];
                    inside[there] =
                        *steps.entry((here, toggle)).or_insert_with(|| sets.toggled(here, toggle));
                }
                if !seen[twin as usize] {
                    queue.push(twin);
                }
                at = faces.next[at as usize];
                if at == half {
                    break;
                }
            }
        }
    }
    // From polygons to shapes.
    let mut shapes = Sets::default();
    shapes.id(&[]);
    let to_shapes: Vec<u32> = sets
        .all
        .iter()
        .map(|parts| {
            let mut of: Vec<u32> = parts.iter().map(|part| net.shape_of[*part as usize]).collect();
            of.sort_unstable();
            of.dedup();
            shapes.id(&of)
        })
        .collect();
    for (face, parts) in faces.labels.iter_mut().zip(&inside) {
        *face = if *parts == u32::MAX { 0 } else { to_shapes[*parts as usize] };
    }
    faces.covers = shapes.all;
}

/// Sets of numbers, each kept once.
#[derive(Default)]
struct Sets {
    all: Vec<Vec<u32>>,
    ids: HashMap<Vec<u32>, u32>,
}

impl Sets {
    fn id(&mut self, set: &[u32]) -> u32 {
        if let Some(id) = self.ids.get(set) {
            return *id;
        }
        let id = self.all.len() as u32;
        self.all.push(set.to_vec());
        self.ids.insert(set.to_vec(), id);
        id
    }

    fn toggled(&mut self, set: u32, by: u32) -> u32 {
        let (set, by) = (&self.all[set as usize], &self.all[by as usize]);
        let mut out = Vec::with_capacity(set.len() + by.len());
        let (mut i, mut j) = (0, 0);
        while i < set.len() || j < by.len() {
            match (set.get(i), by.get(j)) {
                (Some(a), Some(b)) if a == b => (i, j) = (i + 1, j + 1),
                (Some(a), Some(b)) if a < b => {
                    out.push(*a);
                    i += 1;
                }
                (Some(a), None) => {
                    out.push(*a);
                    i += 1;
                }
                (_, Some(b)) => {
                    out.push(*b);
                    j += 1;
                }
                (None, None) => {}
            }
        }
        self.id(&out)
    }
}

/// The cells: faces of the same label together; enclosed land without a shape piece by piece.
pub fn cells(net: &Net, faces: &Faces) -> (Vec<Cell>, Vec<(u32, u32)>) {
    // Land that no shape covers falls into pieces, of which the one that reaches outside is no cell.
    let mut piece: Vec<u32> = (0..faces.labels.len() as u32).collect();
    for edge in 0..net.edges.len() {
        let (a, b) = (faces.left[2 * edge], faces.left[2 * edge + 1]);
        if faces.labels[a as usize] == 0 && faces.labels[b as usize] == 0 {
            let (a, b) = (root(&mut piece, a), root(&mut piece, b));
            piece[a.max(b) as usize] = a.min(b);
        }
    }
    const OUTSIDE: u32 = u32::MAX;
    let mut ids: HashMap<(u32, u32), u32, Fast> = HashMap::default();
    let mut groups: Vec<(u32, f64, Vec<u32>)> = Vec::new();
    let mut group_of = vec![OUTSIDE; faces.labels.len()];
    for face in 0..faces.labels.len() as u32 {
        let label = faces.labels[face as usize];
        let key = if label == 0 { (0, root(&mut piece, face)) } else { (label, 0) };
        if key == (0, 0) {
            continue;
        }
        let id = *ids.entry(key).or_insert_with(|| {
            groups.push((label, 0.0, Vec::new()));
            groups.len() as u32 - 1
        });
        group_of[face as usize] = id;
        groups[id as usize].1 += faces.m2[face as usize];
    }
    let mut neighbours = Vec::new();
    for half in 0..faces.left.len() as u32 {
        let (here, there) = (
            group_of[faces.left[half as usize] as usize],
            group_of[faces.left[(half ^ 1) as usize] as usize],
        );
        if here != there && here != OUTSIDE {
            groups[here as usize].2.push(half);
            if there != OUTSIDE && here < there {
                neighbours.push((here, there));
            }
        }
    }
    let is_border = |half: u32| {
        group_of[faces.left[half as usize] as usize] != group_of[faces.left[(half ^ 1) as usize] as usize]
    };
    let mut used = vec![false; faces.left.len()];
    let mut cells: Vec<Cell> = Vec::with_capacity(groups.len());
    for (label, m2, halves) in &groups {
        let mut rings: Vec<Vec<u32>> = Vec::new();
        for first in halves {
            if used[*first as usize] {
                continue;
            }
            let mut ring = Vec::new();
            let mut half = *first;
            loop {
                used[half as usize] = true;
                ring.push(start(net, half));
                half = faces.next[half as usize];
                while !is_border(half) {
                    half = faces.next[(half ^ 1) as usize];
                }
                if half == *first {
                    break;
                }
            }
            simple_rings(ring, &mut rings);
        }
        let polygons = super::shapes_of_rings(net, rings);
        cells.push(Cell { polygons, shapes: faces.covers[*label as usize].clone(), km2: m2 / 1e6 });
    }
    // In the order of their corners, those that nobody covers last.
    let mut order: Vec<u32> = (0..cells.len() as u32).collect();
    let corner = |cell: &Cell| {
        let points = cell.polygons.iter().flatten().flatten();
        points.map(|at| crate::dataset::segments::point(*at)).min().unwrap_or((0, 0))
    };
    order.sort_by_cached_key(|cell| {
        let cell = &cells[*cell as usize];
        (cell.shapes.is_empty(), corner(cell), cell.shapes.clone())
    });
    let mut place = vec![0u32; cells.len()];
    for (position, cell) in order.iter().enumerate() {
        place[*cell as usize] = position as u32;
    }
    let mut neighbours: Vec<(u32, u32)> = neighbours
        .into_iter()
        .map(|(a, b)| (place[a as usize], place[b as usize]))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    neighbours.sort_unstable();
    neighbours.dedup();
    let mut sorted: Vec<Option<Cell>> = cells.into_iter().map(Some).collect();
    let cells = order.iter().filter_map(|cell| sorted[*cell as usize].take()).collect();
    (cells, neighbours)
}

/// Cuts a ring where it comes to a vertex again.
fn simple_rings(ring: Vec<u32>, out: &mut Vec<Vec<u32>>) {
    let mut position: HashMap<u32, usize, Fast> = HashMap::default();
    let mut way: Vec<u32> = Vec::new();
    for vertex in ring {
        if let Some(at) = position.get(&vertex).copied() {
            let loop_: Vec<u32> = way.drain(at..).collect();
            for one in &loop_ {
                position.remove(one);
            }
            out.push(loop_);
        }
        position.insert(vertex, way.len());
        way.push(vertex);
    }
    out.push(way);
}

/// Lengths of the lines of a net, in metres.
pub fn lengths(net: &Net) -> Vec<f64> {
    let length = |ends: &[u32; 2]| {
        let [a, b] = ends.map(|end| net.points[end as usize]);
        // At the poles the parallels have no length.
        let narrow = math::cos(degrees((0, (a.1 + b.1) / 2))[1] * math::DEGREE).max(0.0);
        let (x, y) = ((b.0 - a.0) as f64 * narrow, (b.1 - a.1) as f64);
        (x * x + y * y).sqrt() * UNIT_M
    };
    net.edges.par_iter().map(length).collect()
}
