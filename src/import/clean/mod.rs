//! Polygons that overlap, cross and miss each other by a little, to pieces that tile: the space-time composite.
//!
//! The composite of a collection of polygons is the coarsest set of pieces of which each polygon is a union. All
//! borders are brought together into one net of lines on a grid of whole numbers ([`net`]), the net is cut into faces,
//! each labelled with the shapes that cover it ([`faces`]), faces too thin to be meant are given to a neighbour
//! ([`slivers`]), and faces with one label become one cell.
//!
//! Decided on whole numbers of 1e-7 degrees (1 cm) with exact tests, and not with floating-point boolean operations:
//! those move vertices of borders that need no change, so that neighbours no longer share them; and every test here
//! has one answer on every machine. Lines that cross get a common vertex on the grid; bending a line to it may make
//! it cross another, so that is repeated until nothing crosses. The work is that of looking into the cells of a grid
//! that each line passes: it grows with the number of lines, not with its square.
//!
//! Everything that moves a border by more than the grid, or gives away an area, is a [`Repair`].

mod faces;
mod net;
mod shapes;
mod slivers;
mod snap;

use crate::dataset::segments::{Point, degrees};
use crate::geometry::{Polygon, math};

/// What is taken for a slip of the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CleanOptions {
    /// Vertices, and vertices and borders, nearer to each other than this become one; in metres.
    pub tolerance_m: f64,
    /// Pieces between two shapes less wide than this on average, in metres, are slivers.
    pub sliver_m: f64,
    /// Land between shapes that none covers, smaller than this in km², is a gap to be closed.
    pub gap_km2: f64,
}

impl Default for CleanOptions {
    /// A metre, and the width at which `check` speaks of slivers.
    fn default() -> CleanOptions {
        CleanOptions { tolerance_m: 1.0, sliver_m: 100.0, gap_km2: 0.05 }
    }
}

impl CleanOptions {
    /// Nothing is taken for a slip: borders are cut where they cross, and nothing else is done.
    pub fn none() -> CleanOptions {
        CleanOptions { tolerance_m: 0.0, sliver_m: 0.0, gap_km2: 0.0 }
    }
}

/// What was mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepairKind {
    /// A vertex was moved onto one close to it.
    Snapped,
    /// A border was bent to a vertex that lay close to it.
    Joined,
    /// Borders of two shapes of the same time cross: both got a vertex there.
    Crossing,
    /// A ring crosses itself: it became two that touch.
    SelfCrossing,
    /// A ring of fewer than three vertices, or without area, was left out.
    Degenerate,
    /// A ring that is there twice was taken once.
    Duplicate,
    /// A way out and back along the same line was left out.
    Spike,
    /// A hole outside of its outer ring was taken for land.
    LooseHole,
    /// A piece that two shapes both cover, too thin to be meant, was given to one of them.
    Sliver,
    /// A gap between shapes, too thin or small to be meant, was given to one of them.
    Gap,
}

impl RepairKind {
    /// All kinds with the word that reports use, and what it means.
    pub const ALL: [(&'static str, RepairKind, &'static str); 10] = [
        ("snapped", RepairKind::Snapped, "vertices moved onto one close by"),
        ("joined", RepairKind::Joined, "borders bent to a vertex close by"),
        ("crossing", RepairKind::Crossing, "borders of neighbours that cross got a common vertex"),
        ("self-crossing", RepairKind::SelfCrossing, "rings that cross themselves became rings that touch"),
        ("degenerate", RepairKind::Degenerate, "rings without area left out"),
        ("duplicate", RepairKind::Duplicate, "rings given twice taken once"),
        ("spike", RepairKind::Spike, "ways out and back along the same line left out"),
        ("loose-hole", RepairKind::LooseHole, "holes outside of their outer ring taken for land"),
        ("sliver", RepairKind::Sliver, "thin pieces given to the neighbour with the longest common border"),
        ("gap", RepairKind::Gap, "thin or small gaps given to the neighbour with the longest common border"),
    ];

    /// The word for it.
    pub fn key(self) -> &'static str {
        RepairKind::ALL.iter().find(|(_, kind, _)| *kind == self).map_or("", |(key, _, _)| key)
    }
}

/// One thing that was mended.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// What.
    pub kind: RepairKind,
    /// Where, in degrees.
    pub at: [f64; 2],
    /// How far something moved, or how wide it was on average, in metres.
    pub metres: f64,
    /// How much land changed sides, in km².
    pub km2: f64,
    /// The shapes concerned, as positions in the list.
    pub shapes: Vec<u32>,
}

/// A piece of land covered by the same shapes everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its polygons: outer rings counter-clockwise, holes clockwise, all closed, on the grid of 1e-7 degrees.
    pub polygons: Vec<Polygon>,
    /// The shapes that cover it, as positions in the list, sorted; empty for land between shapes that none covers.
    pub shapes: Vec<u32>,
    /// Its area in km², as [`area::km2`](crate::geometry::area::km2) has it.
    pub km2: f64,
}

/// The composite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Composite {
    /// The cells that shapes cover, then enclosed land that none does; in the order of their south-western corners.
    pub cells: Vec<Cell>,
    /// Pairs of cells that share a border, each once, the smaller first.
    pub neighbours: Vec<(u32, u32)>,
    /// What was mended, by kind and place.
    pub repairs: Vec<Repair>,
}

/// The composite of shapes. `together` says of two shapes whether they are there at the same time: crossing borders of
/// two that are not is how history goes, and no mistake.
///
/// # Errors
/// Says where borders still cross after many rounds of mending, which a larger tolerance settles.
pub fn composite(
    shapes: &[&[Polygon]],
    together: &(dyn Fn(u32, u32) -> bool + Sync),
    options: &CleanOptions,
) -> Result<Composite, String> {
    let mut repairs = Vec::new();
    let mut parts = shapes::parts(shapes, &mut repairs);
    snap::snap(&mut parts, together, options.tolerance_m, &mut repairs);
    let net = net::build(&parts, together, options.tolerance_m, &mut repairs)?;
    let mut faces = faces::faces(&net);
    slivers::merge(&net, &mut faces, options, &mut repairs);
    let (cells, neighbours) = faces::cells(&net, &faces);
    repairs.sort_by(|a, b| {
        let place = |repair: &Repair| [repair.at[0], repair.at[1]];
        (a.kind.cmp(&b.kind))
            .then(place(a)[0].total_cmp(&place(b)[0]))
            .then(place(a)[1].total_cmp(&place(b)[1]))
            .then(a.shapes.cmp(&b.shapes))
    });
    repairs.dedup();
    Ok(Composite { cells, neighbours, repairs })
}

/// Polygons from rings of vertices: those that run counter-clockwise are outer rings, the others holes.
fn shapes_of_rings(net: &net::Net, rings: Vec<Vec<u32>>) -> Vec<Polygon> {
    let area = |ring: &[u32]| -> i128 {
        let at = |i: usize| net.points[ring[i % ring.len()] as usize];
        let origin = at(0);
        let wedge = |i: usize| {
            let (a, b) = (at(i), at(i + 1));
            i128::from(a.0 - origin.0) * i128::from(b.1 - origin.1)
                - i128::from(b.0 - origin.0) * i128::from(a.1 - origin.1)
        };
        (0..ring.len()).map(wedge).sum()
    };
    let closed = |ring: &[u32]| -> Vec<[f64; 2]> {
        // From the least point, so that the same land is written the same way whatever came before it.
        let first = (0..ring.len()).min_by_key(|&i| net.points[ring[i] as usize]).unwrap_or(0);
        (0..=ring.len()).map(|i| degrees(net.points[ring[(first + i) % ring.len()] as usize])).collect()
    };
    let mut outer: Vec<(i128, [Point; 2], Polygon)> = Vec::new();
    let mut holes: Vec<(i128, Vec<[f64; 2]>)> = Vec::new();
    for ring in rings {
        match area(&ring) {
            0 => {}
            size if 0 < size => outer.push((size, bounds(net, &ring), vec![closed(&ring)])),
            size => holes.push((size, closed(&ring))),
        }
    }
    // The smallest outer ring around a hole is its own.
    outer.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    for (size, hole) in holes {
        // The middle of an edge of a hole lies on no outer ring.
        let at = [(hole[0][0] + hole[1][0]) / 2.0, (hole[0][1] + hole[1][1]) / 2.0];
        let on_grid = crate::dataset::segments::point(at);
        let around = outer.iter_mut().find(|(area, [low, high], polygon)| {
            -size < *area
                && (low.0..=high.0).contains(&on_grid.0)
                && (low.1..=high.1).contains(&on_grid.1)
                && crate::geometry::contains(std::slice::from_ref(&polygon[..1].to_vec()), at)
        });
        if let Some((_, _, polygon)) = around {
            polygon.push(hole);
        }
    }
    outer.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut polygons: Vec<Polygon> = outer.into_iter().map(|(_, _, polygon)| polygon).collect();
    for polygon in &mut polygons {
        polygon[1..].sort_by(|a, b| a[0][0].total_cmp(&b[0][0]).then(a[0][1].total_cmp(&b[0][1])));
    }
    polygons
}

fn bounds(net: &net::Net, ring: &[u32]) -> [Point; 2] {
    let points = || ring.iter().map(|id| net.points[*id as usize]);
    let least = |of: fn(&Point) -> i64| points().map(|at| of(&at)).min().unwrap_or(0);
    let most = |of: fn(&Point) -> i64| points().map(|at| of(&at)).max().unwrap_or(0);
    [(least(|at| at.0), least(|at| at.1)), (most(|at| at.0), most(|at| at.1))]
}

/// Metres of a unit of the grid along a meridian.
const UNIT_M: f64 = 0.011_131_949_079_327_36;
/// How much shorter a degree of longitude is at this latitude, for telling what is near: within a degree of a pole metres
/// are no guide to longitude. Ends of an edge along it are in one place, and are both needed.
fn narrowing(y: i64) -> f64 {
    const A_DEGREE_OFF: f64 = 0.017_452_406_437_283_51;
    math::cos(degrees((0, y))[1] * math::DEGREE).max(A_DEGREE_OFF)
}

/// Metres between two points of the grid that are near each other.
fn metres(a: Point, b: Point) -> f64 {
    let narrow = narrowing((a.1 + b.1) / 2);
    let (x, y) = ((b.0 - a.0) as f64 * narrow, (b.1 - a.1) as f64);
    (x * x + y * y).sqrt() * UNIT_M
}

#[cfg(test)]
pub(in crate::import) mod tests;
