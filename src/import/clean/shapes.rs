//! Polygons as rings of points of the grid, without rings that enclose nothing.

use std::collections::HashMap;

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
            let mut known: Vec<Vec<u32>> = Vec::new();
            for ring in polygon {
                let mut line: Vec<u32> = Vec::with_capacity(ring.len());
                for position in ring {
                    let at = point(*position);
                    let id = *ids.entry(at).or_insert_with(|| {
                        all.points.push(at);
                        (all.points.len() - 1) as u32
                    });
                    line.push(id);
                }
                let (line, spikes) = without_spikes(line);
                let repair = |kind: RepairKind| Repair {
                    kind,
                    at: ring.first().map_or([0.0; 2], |first| degrees(point(*first))),
                    metres: 0.0,
                    km2: 0.0,
                    shapes: vec![shape as u32],
                };
                if line.len() < 3 {
                    repairs.push(repair(RepairKind::Degenerate));
                    continue;
                }
                for [foot, tip] in spikes {
                    let (foot, tip) = (all.points[foot as usize], all.points[tip as usize]);
                    let (at, metres) = (degrees(tip), super::metres(foot, tip));
                    repairs.push(Repair { at, metres, ..repair(RepairKind::Spike) });
                }
                if !rings.is_empty() && is_loose(&polygon[0], ring, &mut looks) {
                    let km2 = crate::geometry::area::geodesic_km2(&[vec![ring.clone()]]);
                    repairs.push(Repair { km2, ..repair(RepairKind::LooseHole) });
                }
                // Rings are few in a polygon; only those of many are worth comparing by a normal form.
                if 1 < polygon.len() {
                    let normal = normal_form(&line);
                    if known.contains(&normal) {
                        repairs.push(repair(RepairKind::Duplicate));
                        continue;
                    }
                    known.push(normal);
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
    without_spikes(ring).0
}

/// The same with the foot and the tip of each spike.
fn without_spikes(ring: Vec<u32>) -> (Vec<u32>, Vec<[u32; 2]>) {
    let mut spikes: Vec<[u32; 2]> = Vec::new();
    let mut line: Vec<u32> = Vec::with_capacity(ring.len());
    for id in ring {
        if line.last() == Some(&id) {
            continue;
        }
        if 2 <= line.len() && line[line.len() - 2] == id {
            // Of a spike of several points the tip is the first that goes.
            if let Some(tip) = line.pop() {
                match spikes.last_mut() {
                    Some(last) if last[0] == tip => last[0] = id,
                    _ => spikes.push([id, tip]),
                }
            }
            continue;
        }
        line.push(id);
    }
    // The same over the seam.
    loop {
        let count = line.len();
        if 2 <= count && line[0] == line[count - 1] {
            line.pop();
        } else if 3 <= count && line[0] == line[count - 2] {
            spikes.push([line[0], line[count - 1]]);
            line.truncate(count - 2);
        } else if 3 <= count && line[1] == line[count - 1] {
            spikes.push([line[1], line[0]]);
            line.remove(0);
            line.pop();
        } else {
            return (line, spikes);
        }
    }
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
            let (_, spikes) = without_spikes(ring.clone());
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
