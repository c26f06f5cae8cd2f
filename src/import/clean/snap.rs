//! Vertices close to each other become one.

use std::collections::HashMap;

use super::shapes::{Parts, tightened};
use super::{Repair, RepairKind, UNIT_M, metres, narrowing};
use crate::dataset::segments::{Point, degrees};
use crate::geometry::topology::Fast;

/// Moves every vertex onto the nearest one within the tolerance that stays. Those that stay are farther from each
/// other than that, so doing it again moves nothing.
pub fn snap(
    parts: &mut Parts,
    together: &dyn Fn(u32, u32) -> bool,
    tolerance_m: f64,
    repairs: &mut Vec<Repair>,
) {
    if tolerance_m <= 0.0 || parts.points.is_empty() {
        return;
    }
    let mut order: Vec<u32> = (0..parts.points.len() as u32).collect();
    order.sort_unstable_by_key(|id| parts.points[*id as usize]);
    let reach = tolerance_m / UNIT_M;
    let rows = (reach.ceil() as i64).max(1);
    // A cell is at least as wide and high as the tolerance: what is near lies in the cell or beside it.
    let cell_of = |at: Point, row: i64| -> (i64, i64) {
        let narrow = narrowing((row * rows).clamp(-900_000_000, 900_000_000));
        let width = ((reach / narrow).ceil() as i64).max(1);
        (row, at.0.div_euclid(width))
    };
    let mut kept: HashMap<(i64, i64), Vec<u32>, Fast> = HashMap::default();
    let mut target: Vec<u32> = (0..parts.points.len() as u32).collect();
    let mut moved = false;
    for id in order {
        let at = parts.points[id as usize];
        let own_row = at.1.div_euclid(rows);
        let mut best: Option<(f64, u32)> = None;
        for row in own_row - 1..=own_row + 1 {
            let (_, column) = cell_of(at, row);
            for column in column - 1..=column + 1 {
                for &other in kept.get(&(row, column)).into_iter().flatten() {
                    let distance = metres(at, parts.points[other as usize]);
                    if distance <= tolerance_m && best.is_none_or(|(least, _)| distance < least) {
                        best = Some((distance, other));
                    }
                }
            }
        }
        match best {
            Some((_, other)) => {
                target[id as usize] = other;
                moved = true;
            }
            None => kept.entry(cell_of(at, own_row)).or_default().push(id),
        }
    }
    if moved {
        apply(parts, &target, together, repairs);
    }
}

fn apply(parts: &mut Parts, target: &[u32], together: &dyn Fn(u32, u32) -> bool, repairs: &mut Vec<Repair>) {
    // Which shape first uses the vertex that stays, for the report.
    let mut user: Vec<u32> = vec![u32::MAX; target.len()];
    for part in &parts.parts {
        for id in part.rings.iter().flatten() {
            let user = &mut user[*id as usize];
            *user = (*user).min(part.shape);
        }
    }
    for part in &mut parts.parts {
        for ring in &mut part.rings {
            if ring.iter().all(|id| target[*id as usize] == *id) {
                continue;
            }
            for id in ring.iter_mut() {
                let to = target[*id as usize];
                if to != *id {
                    let other = user[to as usize];
                    // Versions of different times may differ by a little: they are made one, which is no mistake of
                    // either.
                    if other == part.shape || together(part.shape, other) {
                        let (from, at) = (parts.points[*id as usize], parts.points[to as usize]);
                        let mut shapes = vec![part.shape, other];
                        shapes.sort_unstable();
                        shapes.dedup();
                        let metres = metres(from, at);
                        let repair =
                            Repair { kind: RepairKind::Snapped, at: degrees(at), metres, km2: 0.0, shapes };
                        repairs.push(repair);
                    }
                    *id = to;
                }
            }
            *ring = tightened(std::mem::take(ring));
        }
        let shape = part.shape;
        part.rings.retain(|ring| {
            let keep = 3 <= ring.len();
            if !keep {
                let at = ring.first().map_or([0.0; 2], |id| degrees(parts.points[*id as usize]));
                repairs.push(Repair {
                    kind: RepairKind::Degenerate,
                    at,
                    metres: 0.0,
                    km2: 0.0,
                    shapes: vec![shape],
                });
            }
            keep
        });
    }
    parts.parts.retain(|part| !part.rings.is_empty());
}
