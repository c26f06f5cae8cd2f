//! Math on the sphere and the plane. Knows nothing of history, dates or styles.
//!
//! Polygons come in as rings of `[lon, lat]`; [`topology`] turns them into arcs, each border stored
//! once with the face on either side, and everything drawn is made from those.

pub mod area;
pub mod bounds;
pub mod clip;
pub mod hatch;
pub mod math;
pub mod seam;
pub mod simplify;
pub mod sums;
pub mod thin;
pub mod topology;
pub mod union;

/// A ring: closed (first point = last point).
pub type Ring = Vec<[f64; 2]>;
/// A polygon: an outer ring, then holes.
pub type Polygon = Vec<Ring>;

/// True if the point lies inside the polygons by the even-odd rule. Points on an edge may fall either way.
pub fn contains(polygons: &[Polygon], at: [f64; 2]) -> bool {
    polygons.iter().flatten().fold(false, |inside, ring| inside != ring_contains(ring, at))
}

/// The same for one ring.
pub fn ring_contains(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let mut inside = false;
    for edge in ring.windows(2) {
        let ([x0, y0], [x1, y1]) = (edge[0], edge[1]);
        if (y0 > y) != (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0) {
            inside = !inside;
        }
    }
    inside
}
