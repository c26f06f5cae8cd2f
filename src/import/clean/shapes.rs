//! Polygons as rings of points of the grid, without rings that enclose nothing.

use std::collections::{BTreeSet, HashMap};

use super::{Repair, RepairKind};
use crate::dataset::segments::{Point, degrees, point};
use crate::geometry::Polygon;
use crate::geometry::topology::Fast;

/// All rings as indices of points.
#[derive(Default)]
pub struct Parts {
    /// Each position once, in the order in which the rings come to it.
    pub points: Vec<Point>,
    /// A polygon of a shape: what is inside an odd number of its rings is in it.
    pub parts: Vec<Part>,
}

/// One polygon.
pub struct Part {
    /// Position of its shape in the list.
    pub shape: u32,
    /// Its rings, without the repetition of the first point.
    pub rings: Vec<Vec<u32>>,
}

/// The rings of all shapes.
pub fn parts(shapes: &[&[Polygon]], repairs: &mut Vec<Repair>) -> Parts {
    let mut ids: HashMap<Point, u32, Fast> = HashMap::default();
    let mut all = Parts::default();
    let mut looks = LOOKS;
    for (shape, polygons) in shapes.iter().enumerate() {
        for polygon in *polygons {
            let mut rings: Vec<Vec<u32>> = Vec::with_capacity(polygon.len());
            let mut known: BTreeSet<Vec<u32>> = BTreeSet::new();
            for ring in polygon {
                // Only what stays gets a number: others would be moved onto the tip of a spike that nobody has.
                let (line, spikes) = without_spikes(ring.iter().map(|position| point(*position)), turns_back);
                let repair = |kind: RepairKind| Repair {
                    kind,
                    at: ring.first().map_or([0.0; 2], |first| degrees(point(*first))),
                    metres: 0.0,
                    km2: 0.0,
                    shapes: vec![shape as u32],
                };
                if line.len() < 3 || is_flat(&line) {
                    repairs.push(repair(RepairKind::Degenerate));
                    continue;
                }
                // Where a shape was cut at the meridian of 180 degrees its pieces may hang together along it.
                let of_cut = |foot: Point, tip: Point| foot.0 == tip.0 && tip.0.abs() == DATE_LINE;
                for [foot, tip] in spikes.into_iter().filter(|[foot, tip]| !of_cut(*foot, *tip)) {
                    let (at, metres) = (degrees(tip), super::metres(foot, tip));
                    // Less is what rounding leaves of a straight line.
                    if 0.5 <= metres {
                        repairs.push(Repair { at, metres, ..repair(RepairKind::Spike) });
                    }
                }
                if !rings.is_empty() && is_loose(&polygon[0], ring, &mut looks) {
                    let km2 = crate::geometry::area::km2(&[vec![ring.clone()]]);
                    repairs.push(Repair { km2, ..repair(RepairKind::LooseHole) });
                }
                let mut id_of = |at: Point| {
                    *ids.entry(at).or_insert_with(|| {
                        all.points.push(at);
                        (all.points.len() - 1) as u32
                    })
                };
                let line: Vec<u32> = line.into_iter().map(&mut id_of).collect();
                // Rings are few in a polygon; only those of many are worth comparing by a normal form.
                if 1 < polygon.len() && !known.insert(normal_form(&line)) {
                    repairs.push(repair(RepairKind::Duplicate));
                    continue;
                }
                rings.push(line);
            }
            if !rings.is_empty() {
                all.parts.push(Part { shape: shape as u32, rings });
            }
        }
    }
    all
}

/// The meridian of 180 degrees on the grid.
const DATE_LINE: i64 = 1_800_000_000;
/// Edges that are looked at for holes outside of their rings; a collection with more of them is not asked.
const LOOKS: usize = 200_000_000;

/// Whether a hole lies outside of its outer ring, so that it encloses land. Pieces of rings that were cut at the
/// meridian of 180 degrees are no holes.
fn is_loose(outer: &[[f64; 2]], hole: &[[f64; 2]], looks: &mut usize) -> bool {
    let bounds = |ring: &[[f64; 2]]| {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        ring.iter().fold(start, |b, [x, y]| [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)])
    };
    if outer.iter().any(|at| at[0].abs() == 180.0) || *looks < 2 * outer.len() + hole.len() {
        return false;
    }
    *looks -= outer.len() + hole.len();
    let (around, own) = (bounds(outer), bounds(hole));
    if own[2] <= around[0] || around[2] <= own[0] || own[3] <= around[1] || around[3] <= own[1] {
        return true;
    }
    // The middles of its edges: a hole that lies partly outside crosses the ring, which is told.
    let outer = [vec![outer.to_vec()]];
    let middles = hole.windows(2).map(|e| [(e[0][0] + e[1][0]) / 2.0, (e[0][1] + e[1][1]) / 2.0]);
    middles.take(1).all(|at| {
        *looks = looks.saturating_sub(outer[0][0].len());
        !crate::geometry::contains(&outer, at)
    })
}

/// A ring without points given twice in a row and without spikes: ways out and back along the same line.
pub fn tightened(ring: Vec<u32>) -> Vec<u32> {
    without_spikes(ring.into_iter(), |before, _, after| before == after).0
}

/// True if the way from one point to the next goes back over itself to a third.
fn turns_back(before: Point, tip: Point, after: Point) -> bool {
    let (ux, uy) = (i128::from(tip.0 - before.0), i128::from(tip.1 - before.1));
    let (vx, vy) = (i128::from(after.0 - tip.0), i128::from(after.1 - tip.1));
    ux * vy == uy * vx && ux * vx + uy * vy < 0
}

/// True if all points lie on one line.
fn is_flat(ring: &[Point]) -> bool {
    let [a, b, rest @ ..] = ring else { return true };
    let turn = |c: &Point| {
        i128::from(b.0 - a.0) * i128::from(c.1 - a.1) - i128::from(b.1 - a.1) * i128::from(c.0 - a.0)
    };
    rest.iter().all(|c| turn(c) == 0)
}

/// The same with the foot and the tip of each spike; `is_back` says whether a way turns back in the second of three.
fn without_spikes<T: Copy + PartialEq>(
    ring: impl ExactSizeIterator<Item = T>,
    is_back: impl Fn(T, T, T) -> bool,
) -> (Vec<T>, Vec<[T; 2]>) {
    let mut spikes: Vec<[T; 2]> = Vec::new();
    // Of a spike of several points the tip is the first that goes.
    let spike = |spikes: &mut Vec<[T; 2]>, foot: T, tip: T| match spikes.last_mut() {
        Some(last) if last[0] == tip => last[0] = foot,
        _ => spikes.push([foot, tip]),
    };
    let mut line: Vec<T> = Vec::with_capacity(ring.len());
    for id in ring {
        while let [.., before, tip] = line.as_slice()
            && is_back(*before, *tip, id)
        {
            spike(&mut spikes, id, *tip);
            line.pop();
        }
        if line.last() != Some(&id) {
            line.push(id);
        }
    }
    // The same over the seam.
    let mut left = line.as_slice();
    loop {
        match left {
            [first, .., last] if first == last => left = &left[..left.len() - 1],
            [first, .., before, tip] if is_back(*before, *tip, *first) => {
                spike(&mut spikes, *first, *tip);
                left = &left[..left.len() - 1];
            }
            [tip, after, .., last] if is_back(*last, *tip, *after) => {
                spike(&mut spikes, *after, *tip);
                left = &left[1..];
            }
            _ => break,
        }
    }
    let line = if left.len() == line.len() { line } else { left.to_vec() };
    (line, spikes)
}

/// The same for a ring from wherever and in whichever direction it is walked.
fn normal_form(ring: &[u32]) -> Vec<u32> {
    let count = ring.len();
    let first = (0..count).min_by_key(|&i| ring[i]).unwrap_or(0);
    let forward: Vec<u32> = (0..count).map(|i| ring[(first + i) % count]).collect();
    let backward: Vec<u32> = (0..count).map(|i| ring[(first + count - i) % count]).collect();
    forward.min(backward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spikes_and_repetitions_go() {
        for (ring, expected) in [
            (vec![1, 2, 3, 1], vec![1, 2, 3]),
            (vec![1, 2, 2, 3, 9, 3, 4, 1], vec![1, 2, 3, 4]),
            (vec![9, 1, 2, 3, 1, 9], vec![1, 2, 3]),
            (vec![1, 2, 1], vec![]),
            (vec![1, 1, 1], vec![]),
        ] {
            let tight = tightened(ring.clone());
            let (_, spikes) = without_spikes(ring.iter().copied(), |before, _, after| before == after);
            let wanted: &[[u32; 2]] = match ring.as_slice() {
                [1, 2, 2, 3, ..] => &[[3, 9]],
                [9, 1, ..] => &[[1, 9]],
                _ => &[],
            };
            assert!(spikes == wanted || expected.is_empty(), "{ring:?} {spikes:?}");
            assert!(tight == expected || (expected.is_empty() && tight.len() < 3), "{ring:?} {tight:?}");
        }
    }
}
