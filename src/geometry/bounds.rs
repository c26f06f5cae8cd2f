//! Bounds: west, south, east and north edge.

use rayon::prelude::*;

use super::Ring;

/// Bounds of nothing.
pub const NOWHERE: [f64; 4] = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

/// Bounds of rings; [`NOWHERE`] if there are none.
pub fn of<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> [f64; 4] {
    let positions = rings.into_iter().flatten();
    positions.fold(NOWHERE, |b, [x, y]| [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)])
}

/// Bounds around both.
pub fn joined(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Bounds of each ring that has a position.
pub fn of_each<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> Vec<[f64; 4]> {
    let rings: Vec<&Ring> = rings.into_iter().filter(|ring| !ring.is_empty()).collect();
    rings.into_par_iter().map(|ring| of([ring])).collect()
}
