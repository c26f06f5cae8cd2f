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
    let mut kept = Near::new(&[], tolerance_m);
    let mut target: Vec<u32> = (0..parts.points.len() as u32).collect();
    let mut moved = false;
    for id in order {
        let at = parts.points[id as usize];
        match kept.nearest(at, &parts.points, tolerance_m) {
            Some((_, other)) => {
                target[id as usize] = other;
                moved = true;
            }
            None => kept.add(at, id),
        }
    }
    if moved {
        apply(parts, &target, together, repairs);
    }
}

/// Points by cells that are at least as wide and high as the tolerance: what is near lies in the cell or beside it.
pub struct Near {
    reach: f64,
    rows: i64,
    cells: HashMap<(i64, i64), Vec<u32>, Fast>,
}

impl Near {
    /// All points, for asking within the tolerance.
    pub fn new(points: &[Point], tolerance_m: f64) -> Near {
        let reach = tolerance_m / UNIT_M;
        let mut near = Near { reach, rows: (reach.ceil() as i64).max(1), cells: HashMap::default() };
        for (id, at) in points.iter().enumerate() {
            near.add(*at, id as u32);
        }
        near
    }

    fn column(&self, at: Point, row: i64) -> i64 {
        let narrow = narrowing((row * self.rows).clamp(-900_000_000, 900_000_000));
        at.0.div_euclid(((self.reach / narrow).ceil() as i64).max(1))
    }

    /// One more point.
    pub fn add(&mut self, at: Point, id: u32) {
        let row = at.1.div_euclid(self.rows);
        self.cells.entry((row, self.column(at, row))).or_default().push(id);
    }

    /// The nearest of the points within the tolerance, with its distance in metres; of equals the one that came first.
    pub fn nearest(&self, at: Point, points: &[Point], tolerance_m: f64) -> Option<(f64, u32)> {
        let own_row = at.1.div_euclid(self.rows);
        let mut best: Option<(f64, u32)> = None;
        for row in own_row - 1..=own_row + 1 {
            let column = self.column(at, row);
            for column in column - 1..=column + 1 {
                for &other in self.cells.get(&(row, column)).into_iter().flatten() {
                    let distance = metres(at, points[other as usize]);
                    if distance <= tolerance_m && best.is_none_or(|(least, _)| distance < least) {
                        best = Some((distance, other));
                    }
                }
            }
        }
        best
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
    // Those that moved are no vertices any more: a crossing beside one of them would make it one again.
    let mut place: Vec<u32> = vec![u32::MAX; parts.points.len()];
    let mut points = Vec::with_capacity(parts.points.len());
    for id in parts.parts.iter_mut().flat_map(|part| part.rings.iter_mut().flatten()) {
        let place = &mut place[*id as usize];
        if *place == u32::MAX {
            *place = points.len() as u32;
            points.push(parts.points[*id as usize]);
        }
        *id = *place;
    }
    parts.points = points;
}
