//! Arcs: each border stored once, with a face on each side.
//!
//! Outlines, borders between holders, simplification that does not tear, and what changed between
//! two dates are all filters over arcs (the idea is TopoJSON's and mapshaper's).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;

use super::Polygon;
use super::area::doubled_area;

/// A stretch of border between two junctions, or a whole ring that meets no other.
#[derive(Clone, Debug)]
pub struct Arc {
    /// Points in degrees; a ring without junctions repeats its first point at the end.
    pub points: Vec<[f64; 2]>,
    /// The face on the left when walking along the points.
    pub left: Option<u32>,
    /// The face on the right; `None` at the edge of the coverage.
    pub right: Option<u32>,
}

/// An arc walked forwards or backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArcRef {
    /// Position in [`Topology::arcs`].
    pub arc: u32,
    /// Walked from its last point to its first.
    pub reversed: bool,
}

/// Two faces on the same side of one arc: they overlap there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    /// The face found first.
    pub first: u32,
    /// The face found on the same side.
    pub second: u32,
    /// A point of the arc, in degrees.
    pub at: [f64; 2],
}

/// A coverage as arcs.
///
/// # Guarantees
/// Every ring of every face is the chain of its arc refs; the face lies on the left of each (walked
/// as the ref says). Arcs are in the order in which the faces first walk them.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    /// All arcs.
    pub arcs: Vec<Arc>,
    /// Rings of each face: outer rings and holes alike, as chains of arcs.
    pub rings: Vec<Vec<Vec<ArcRef>>>,
    /// Places where two faces claim the same side of an arc.
    pub conflicts: Vec<Conflict>,
    /// Arcs that more faces walk than have a place on their two sides, each with one of these: arc, face and whether it
    /// walks backwards, in order.
    more: Vec<(u32, u32, bool)>,
}

/// The arcs of a coverage; face `i` is `faces[i]`.
///
/// Points are matched after rounding to 1e-7 degrees (about 1 cm). Faces that share a border must
/// share its vertices; where they do not, the arcs stay apart, each with an empty side, which is
/// what the rules `gap` and `overlap` of `check` look for.
pub fn build<'a>(faces: impl IntoIterator<Item = &'a [Polygon]>) -> Topology {
    build_cut(faces, &|_| false)
}

/// The same, where arcs also end at all points on a line along which the coverage was cut.
pub fn build_cut<'a>(
    faces: impl IntoIterator<Item = &'a [Polygon]>,
    on_cut: &dyn Fn([f64; 2]) -> bool,
) -> Topology {
    let faces: Vec<&[Polygon]> = faces.into_iter().collect();
    let face_count = faces.len();
    let (mut vertices, all) = Vertices::of(&faces);
    let mut rest = all.as_slice();
    // Rings as vertex ids, the face on the left, without the closing repetition.
    let mut rings: Vec<(u32, Vec<u32>)> = Vec::new();
    for (face, polygons) in faces.iter().enumerate() {
        for polygon in *polygons {
            for (position, ring) in polygon.iter().enumerate() {
                let (own, others) = rest.split_at(ring.len());
                rest = others;
                let mut ids = own.to_vec();
                ids.dedup();
                if ids.len() > 1 && ids.first() == ids.last() {
                    ids.pop();
                }
                if ids.len() < 3 {
                    continue;
                }
                let counter_clockwise = doubled_area(ring) > 0.0;
                if counter_clockwise != (position == 0) {
                    ids.reverse();
                }
                rings.push((face as u32, ids));
            }
        }
    }
    vertices.link(&rings);
    for (is_junction, &point) in vertices.junction.iter_mut().zip(&vertices.points) {
        *is_junction |= on_cut(point);
    }

    let mut topology = Topology { rings: vec![Vec::new(); face_count], ..Topology::default() };
    let mut by_first_edge: HashMap<(u32, u32), u32, Fast> = HashMap::default();
    for (face, ids) in &rings {
        let around = from_a_junction(ids, &vertices);
        let (mut chain, mut from) = (Vec::new(), 0);
        for at in 1..around.len() {
            if at + 1 == around.len() || vertices.is_junction(around[at]) {
                chain.push(topology.place(*face, &around[from..=at], &vertices, &mut by_first_edge));
                from = at;
            }
        }
        topology.rings[*face as usize].push(chain);
    }
    topology.more.sort_unstable();
    topology
}

impl Topology {
    /// Finds or adds the arc with these vertices; `face` lies on its left.
    fn place(
        &mut self,
        face: u32,
        ids: &[u32],
        vertices: &Vertices,
        by_first_edge: &mut HashMap<(u32, u32), u32, Fast>,
    ) -> ArcRef {
        let last = ids.len() - 1;
        if let Some(&arc) = by_first_edge.get(&(ids[last], ids[last - 1])) {
            let known = &mut self.arcs[arc as usize];
            match known.right {
                None => known.right = Some(face),
                Some(first) => {
                    let at = vertices.points[ids[0] as usize];
                    self.conflicts.push(Conflict { first, second: face, at });
                    self.more.push((arc, face, true));
                }
            }
            return ArcRef { arc, reversed: true };
        }
        if let Some(&arc) = by_first_edge.get(&(ids[0], ids[1])) {
            let first = self.arcs[arc as usize].left.unwrap_or(face);
            self.conflicts.push(Conflict { first, second: face, at: vertices.points[ids[0] as usize] });
            self.more.push((arc, face, false));
            return ArcRef { arc, reversed: false };
        }
        let arc = self.arcs.len() as u32;
        by_first_edge.insert((ids[0], ids[1]), arc);
        let points = ids.iter().map(|&id| vertices.points[id as usize]).collect();
        self.arcs.push(Arc { points, left: Some(face), right: None });
        ArcRef { arc, reversed: false }
    }

    /// Chains of arcs around the union of all faces for which `inside` holds.
    ///
    /// Shared borders cancel exactly, so no sliver can appear. Fill the chains by the even-odd rule:
    /// where several meet in one point they may be paired in any way.
    pub fn outline(&self, inside: impl Fn(u32) -> bool) -> Vec<Vec<ArcRef>> {
        self.outlines(1, |face| inside(face).then_some(0)).pop().unwrap_or_default()
    }

    /// The same for each class of faces, which are numbered from 0 to before `count`, in one go.
    pub fn outlines(&self, count: usize, class: impl Fn(u32) -> Option<u32>) -> Vec<Vec<Vec<ArcRef>>> {
        let mut edges: Vec<Vec<ArcRef>> = vec![Vec::new(); count];
        let mut more = self.more.as_slice();
        // What each class walks an arc forwards more often than backwards.
        let mut net: Vec<(u32, i32)> = Vec::new();
        for (index, arc) in self.arcs.iter().enumerate() {
            let (left, right) = (arc.left.and_then(&class), arc.right.and_then(&class));
            let crowd = more.iter().take_while(|(at, ..)| *at as usize == index).count();
            let forward = ArcRef { arc: index as u32, reversed: false };
            let backward = ArcRef { reversed: true, ..forward };
            if crowd == 0 {
                if left != right {
                    left.into_iter().for_each(|class| edges[class as usize].push(forward));
                    right.into_iter().for_each(|class| edges[class as usize].push(backward));
                }
                continue;
            }
            // Faces that overlap, or that have shrunk to a line: every ring still ends where it began, so the sum of
            // all is closed too.
            net.clear();
            let mut walk = |class: Option<u32>, by: i32| {
                let Some(class) = class else { return };
                match net.iter_mut().find(|(known, _)| *known == class) {
                    Some((_, sum)) => *sum += by,
                    None => net.push((class, by)),
                }
            };
            walk(left, 1);
            walk(right, -1);
            more[..crowd].iter().for_each(|&(_, face, back)| walk(class(face), if back { -1 } else { 1 }));
            more = &more[crowd..];
            for &(class, sum) in &net {
                let edge = if sum > 0 { forward } else { backward };
                edges[class as usize].extend((0..sum.unsigned_abs()).map(|_| edge));
            }
        }
        edges.iter().map(|edges| self.chain(edges)).collect()
    }

    /// Joins directed arcs end to start into as few chains as possible.
    pub fn chain(&self, edges: &[ArcRef]) -> Vec<Vec<ArcRef>> {
        let mut by_start: HashMap<[u64; 2], Vec<usize>, Fast> = HashMap::default();
        for (position, edge) in edges.iter().enumerate().rev() {
            by_start.entry(bits(self.start(*edge))).or_default().push(position);
        }
        let has_predecessor: HashMap<[u64; 2], (), Fast> =
            edges.iter().map(|edge| (bits(self.end(*edge)), ())).collect();
        let mut used = vec![false; edges.len()];
        let mut chains = Vec::new();
        // Open chains first, from where nothing leads in; what is left are loops.
        let starts = (0..edges.len()).filter(|&i| !has_predecessor.contains_key(&bits(self.start(edges[i]))));
        for first in starts.chain(0..edges.len()) {
            if used[first] {
                continue;
            }
            let mut chain = Vec::new();
            let mut next = Some(first);
            while let Some(position) = next {
                used[position] = true;
                chain.push(edges[position]);
                let end = bits(self.end(edges[position]));
                if end == bits(self.start(chain[0])) {
                    break;
                }
                next = by_start.get_mut(&end).and_then(|candidates| {
                    while let Some(candidate) = candidates.pop() {
                        if !used[candidate] {
                            return Some(candidate);
                        }
                    }
                    None
                });
            }
            chains.push(chain);
        }
        chains
    }

    fn start(&self, edge: ArcRef) -> [f64; 2] {
        let points = &self.arcs[edge.arc as usize].points;
        if edge.reversed { points[points.len() - 1] } else { points[0] }
    }

    fn end(&self, edge: ArcRef) -> [f64; 2] {
        self.start(ArcRef { reversed: !edge.reversed, ..edge })
    }
}

/// A ring from a junction back to it. Without any, from its smallest vertex, so that the face inside and the face around it
/// begin at the same point.
fn from_a_junction(ids: &[u32], vertices: &Vertices) -> Vec<u32> {
    let count = ids.len();
    let junction = (0..count).find(|&i| vertices.is_junction(ids[i]));
    let smallest = || (0..count).min_by_key(|&i| vertices.keys[ids[i] as usize]).unwrap_or(0);
    let first = junction.unwrap_or_else(smallest);
    ids[first..].iter().chain(&ids[..=first]).copied().collect()
}

/// All distinct vertices, and which two others each is joined to.
#[derive(Default)]
struct Vertices {
    keys: Vec<[i32; 2]>,
    points: Vec<[f64; 2]>,
    neighbours: Vec<[u32; 2]>,
    junction: Vec<bool>,
}

const NONE: u32 = u32::MAX;

/// The distinct vertices of a part of the plane.
#[derive(Default)]
struct Shard {
    keys: Vec<[i32; 2]>,
    /// The first position on each.
    first: Vec<u32>,
    /// Of each position in this part, in order, the place of its vertex.
    ids: Vec<u32>,
}

impl Vertices {
    /// The distinct vertices, and the vertex of each position of all faces, in order.
    fn of(faces: &[&[Polygon]]) -> (Vertices, Vec<u32>) {
        // As many whatever the threads: the numbers of vertices depend on nothing else.
        const SHARDS: usize = 4;
        // Positions that one thread looks at together.
        const PART: usize = 1 << 14;
        let count = |polygons: &&[Polygon]| polygons.iter().flatten().map(Vec::len).sum::<usize>();
        let mut keys = vec![[0; 2]; faces.iter().map(count).sum()];
        let mut rest = keys.as_mut_slice();
        let of_faces: Vec<&mut [[i32; 2]]> =
            faces.iter().map(|polygons| rest.split_off_mut(..count(polygons)).unwrap_or_default()).collect();
        of_faces.into_par_iter().zip(faces).with_min_len(16).for_each(|(keys, polygons)| {
            let points = polygons.iter().flatten().flatten();
            keys.iter_mut().zip(points).for_each(|(key, point)| *key = key_of(*point));
        });
        // Squares of some sixtieths of the whole, dealt out: those that follow each other on a ring mostly stay together.
        let wide = |axis: usize| {
            let all = || keys.par_iter().with_min_len(PART).map(|key| i64::from(key[axis]));
            all().max().unwrap_or(0) - all().min().unwrap_or(0)
        };
        let shift = wide(0).max(wide(1)).max(1).ilog2().saturating_sub(6);
        let shard_of = |[x, y]: [i32; 2]| {
            let square = [x >> shift, y >> shift].map(|v| v as u32);
            let mixed = square[0].wrapping_mul(0x9e37_79b9) ^ square[1].wrapping_mul(0x85eb_ca6b);
            (mixed.wrapping_mul(0xc2b2_ae35) >> 30) as usize
        };
        // The positions of each part by shard.
        let dealt = |(part, keys): (usize, &[[i32; 2]])| {
            let mut positions: [Vec<u32>; SHARDS] = Default::default();
            for (at, &key) in keys.iter().enumerate() {
                positions[shard_of(key)].push((part * PART + at) as u32);
            }
            positions
        };
        let parts: Vec<[Vec<u32>; SHARDS]> = keys.par_chunks(PART).enumerate().map(dealt).collect();
        let shard = |number: usize| {
            // Most vertices are on two rings.
            let count = parts.iter().map(|part| part[number].len()).sum::<usize>() * 2 / 3;
            let mut known: HashMap<[i32; 2], u32, Fast> =
                HashMap::with_capacity_and_hasher(count, Fast::default());
            let mut shard = Shard::default();
            let mut last = 0_u32;
            for &position in parts.iter().flat_map(|part| &part[number]) {
                let key = keys[position as usize];
                // Along a common border the vertex before or after the last one is next.
                let beside = [last.wrapping_sub(1), last + 1];
                let found = beside.into_iter().find(|&id| shard.keys.get(id as usize) == Some(&key));
                last = found.unwrap_or_else(|| {
                    *known.entry(key).or_insert_with(|| {
                        shard.keys.push(key);
                        shard.first.push(position);
                        (shard.first.len() - 1) as u32
                    })
                });
                shard.ids.push(last);
            }
            shard
        };
        let shards: Vec<Shard> = (0..SHARDS).into_par_iter().map(shard).collect();
        let mut before = [0; SHARDS];
        for number in 1..SHARDS {
            before[number] = before[number - 1] + shards[number - 1].first.len() as u32;
        }
        let mut sum = [0; SHARDS];
        let starts = parts.iter().map(|part| {
            let start = sum;
            sum.iter_mut().zip(part).for_each(|(sum, positions)| *sum += positions.len());
            start
        });
        let starts: Vec<[usize; SHARDS]> = starts.collect();
        let mut ids = vec![0; keys.len()];
        ids.par_chunks_mut(PART).enumerate().for_each(|(part, ids)| {
            for (number, shard) in shards.iter().enumerate() {
                let of_part = parts[part][number].iter().zip(&shard.ids[starts[part][number]..]);
                of_part
                    .for_each(|(&position, id)| ids[position as usize - part * PART] = before[number] + id);
            }
        });
        let mut rings: Vec<(usize, &[[f64; 2]])> = Vec::new();
        let mut start = 0;
        for ring in faces.iter().flat_map(|polygons| polygons.iter().flatten()) {
            rings.push((start, ring));
            start += ring.len();
        }
        let points_of = |shard: &Shard| -> Vec<[f64; 2]> {
            // Their positions are in order, as the rings are.
            let mut at = 0;
            let point = |&position: &u32| {
                at += rings[at..].iter().take_while(|(start, _)| *start <= position as usize).count().max(1)
                    - 1;
                let (start, ring) = rings[at];
                ring[position as usize - start]
            };
            shard.first.iter().map(point).collect()
        };
        let points: Vec<Vec<[f64; 2]>> = shards.par_iter().map(points_of).collect();
        let keys = shards.into_iter().flat_map(|shard| shard.keys).collect();
        (Vertices { keys, points: points.concat(), ..Vertices::default() }, ids)
    }

    fn link(&mut self, rings: &[(u32, Vec<u32>)]) {
        self.neighbours = vec![[NONE; 2]; self.points.len()];
        self.junction = vec![false; self.points.len()];
        for (_, ids) in rings {
            for i in 0..ids.len() {
                let (a, b) = (ids[i], ids[(i + 1) % ids.len()]);
                self.join(a, b);
                self.join(b, a);
                // Where a ring turns back on itself an arc ends, even if another ring goes on from there.
                if a == ids[(i + 2) % ids.len()] {
                    self.junction[b as usize] = true;
                }
            }
        }
    }

    fn join(&mut self, a: u32, b: u32) {
        let pair = &mut self.neighbours[a as usize];
        if pair[0] == b || pair[1] == b {
            return;
        }
        if pair[0] == NONE {
            pair[0] = b;
        } else if pair[1] == NONE {
            pair[1] = b;
        } else {
            self.junction[a as usize] = true;
        }
    }

    fn is_junction(&self, id: u32) -> bool {
        self.junction[id as usize]
    }
}

/// A position in whole 1e-7 degrees. Of longitudes that are whole turns of 429 degrees apart one would pass for the
/// other: no map is so wide.
fn key_of([lon, lat]: [f64; 2]) -> [i32; 2] {
    // Half up: whole numbers without a call.
    [lon, lat].map(|degrees| ((degrees * 1e7 + 0.5 + 9e9) as i64 - 9_000_000_000) as i32)
}

fn bits(point: [f64; 2]) -> [u64; 2] {
    [point[0].to_bits(), point[1].to_bits()]
}

/// A quick hash for keys of small integers. Maps that use it are only looked up, never walked.
pub(crate) type Fast = BuildHasherDefault<Multiply>;

#[derive(Default)]
pub(crate) struct Multiply(u64);

impl Hasher for Multiply {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_i32(&mut self, value: i32) {
        self.write_u64(value as u32 as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, size: f64) -> Vec<[f64; 2]> {
        vec![[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    }

    #[test]
    fn two_squares_share_one_arc() {
        let faces = [vec![vec![square(0.0, 0.0, 1.0)]], vec![vec![square(1.0, 0.0, 1.0)]]];
        let topology = build(faces.iter().map(Vec::as_slice));
        assert_eq!(topology.arcs.len(), 3);
        let shared: Vec<_> =
            topology.arcs.iter().filter(|arc| arc.left.is_some() && arc.right.is_some()).collect();
        assert_eq!(shared.len(), 1);
        assert_eq!(shared[0].points.len(), 2);
        assert!(topology.conflicts.is_empty());
        assert_eq!(topology.outline(|_| true).len(), 1);
        assert_eq!(topology.outline(|face| face == 0)[0].len(), 2);
    }

    #[test]
    fn an_island_and_its_hole_are_one_arc_whichever_way_they_wind() {
        let mut hole = square(1.0, 1.0, 1.0);
        hole.reverse();
        let faces = [vec![vec![square(0.0, 0.0, 3.0), hole]], vec![vec![square(1.0, 1.0, 1.0)]]];
        let topology = build(faces.iter().map(Vec::as_slice));
        assert_eq!(topology.arcs.len(), 2);
        assert_eq!((topology.arcs[1].left, topology.arcs[1].right), (Some(0), Some(1)));
        assert_eq!(topology.outline(|_| true).len(), 1);
    }

    #[test]
    fn a_spur_along_the_border_of_another_is_no_border_of_its_own() {
        // The second square has a spur along an edge of the first.
        let mut spurred = square(1.0, 1.0, 1.0);
        spurred.splice(0..1, [[1.0, 0.5], [1.0, 1.0]]);
        spurred.push([1.0, 0.5]);
        let mut first = square(0.0, 0.0, 1.0);
        first.insert(2, [1.0, 0.5]);
        for faces in [[first.clone(), spurred.clone()], [spurred, first]] {
            let faces = faces.map(|ring| vec![vec![ring]]);
            let topology = build(faces.iter().map(Vec::as_slice));
            for face in 0..2 {
                for chain in topology.outline(|other| other == face) {
                    let start = topology.start(chain[0]);
                    assert_eq!(topology.end(chain[chain.len() - 1]), start, "an outline is closed");
                }
            }
        }
    }

    #[test]
    fn faces_on_the_same_side_are_conflicts() {
        let faces = [vec![vec![square(0.0, 0.0, 1.0)]], vec![vec![square(0.0, 0.0, 1.0)]]];
        let topology = build(faces.iter().map(Vec::as_slice));
        assert_eq!(topology.conflicts.len(), 1);
        assert_eq!((topology.conflicts[0].first, topology.conflicts[0].second), (0, 1));
    }
}
