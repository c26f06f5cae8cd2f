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
                let line = tightened(line);
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

/// A ring without points given twice in a row and without spikes: ways out and back along the same line.
pub fn tightened(ring: Vec<u32>) -> Vec<u32> {
    let mut line: Vec<u32> = Vec::with_capacity(ring.len());
    for id in ring {
        if line.last() == Some(&id) {
            continue;
        }
        if 2 <= line.len() && line[line.len() - 2] == id {
            line.pop();
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
            line.truncate(count - 2);
        } else if 3 <= count && line[1] == line[count - 1] {
            line.remove(0);
            line.pop();
        } else {
            return line;
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
            assert!(tight == expected || (expected.is_empty() && tight.len() < 3), "{ring:?} {tight:?}");
        }
    }
}
