//! Coverages of more points than a map can show, thinned before anything is made of them.
//!
//! Points are moved to a lattice that is finer than a pixel, and those that follow each other on the same point of it
//! become one. Where a point goes depends on nothing but itself, so neighbours stay joined whatever is thinned.

use super::{Polygon, Ring};

/// Points of the sphere in rows and columns; the meridians of 180 degrees and the poles are among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    /// Columns and rows to a degree.
    per_degree: [f64; 2],
    /// Degrees from column to column and from row to row.
    degrees: [f64; 2],
    /// Bounds (west, south, east, north in degrees) outside which only one row and column in so many counts.
    window: Option<([f64; 4], i64)>,
}

impl Lattice {
    /// A lattice at least so fine, in degrees of longitude and latitude.
    pub fn new(degrees: [f64; 2]) -> Lattice {
        // Finer than 1e-7 degrees, points are alike already.
        let per_degree = degrees.map(|step| (1.0 / step.max(1e-7)).ceil());
        Lattice { per_degree, degrees: per_degree.map(|count| 1.0 / count), window: None }
    }

    /// The same where only what lies in a window (west, south, east, north in degrees) is looked at closely. Still, where
    /// a point goes depends on nothing but itself.
    pub fn within(degrees: [f64; 2], window: [f64; 4]) -> Lattice {
        const COARSER: f64 = 32.0;
        // Of the coarse rows and columns, too, the date line and the poles are some.
        let per_degree = degrees.map(|step| (1.0 / step.max(1e-7) / COARSER).ceil() * COARSER);
        let degrees = per_degree.map(|count| 1.0 / count);
        Lattice { per_degree, degrees, window: Some((window, COARSER as i64)) }
    }

    /// Degrees from column to column and from row to row.
    pub fn step(&self) -> [f64; 2] {
        self.degrees
    }

    /// Column and row of the point of the lattice nearest to a position.
    #[inline]
    pub fn at(&self, [lon, lat]: [f64; 2]) -> [i64; 2] {
        // Half up: whole numbers without a call.
        let round = |v: f64| (v + 0.5 + 4e9) as i64 - 4_000_000_000;
        let at = [round(lon * self.per_degree[0]), round(lat * self.per_degree[1])];
        match self.window {
            Some(([west, south, east, north], coarser)) => {
                // Longitudes may be a turn of the globe away.
                let lon_in = |lon: f64| west <= lon && lon <= east;
                let is_in = (lon_in(lon) || lon_in(lon + 360.0)) && south <= lat && lat <= north;
                if is_in { at } else { at.map(|k| (k + coarser / 2).div_euclid(coarser) * coarser) }
            }
            None => at,
        }
    }

    /// That point, in degrees.
    #[inline]
    pub fn point(&self, [column, row]: [i64; 2]) -> [f64; 2] {
        [column as f64 * self.degrees[0], row as f64 * self.degrees[1]]
    }

    /// Polygons on the lattice. Rings that are no more than a line there are left out.
    pub fn thinned(&self, polygons: &[Polygon]) -> Vec<Polygon> {
        let polygon = |polygon: &Polygon| {
            let mut rings = polygon.iter();
            let outer = self.ring(rings.next()?)?;
            Some([outer].into_iter().chain(rings.filter_map(|hole| self.ring(hole))).collect())
        };
        polygons.iter().filter_map(polygon).collect()
    }

    fn ring(&self, ring: &[[f64; 2]]) -> Option<Ring> {
        let mut way = self.way();
        ring.iter().for_each(|&point| way.go(point));
        way.ring()
    }

    /// The way around a ring, to be gone point by point.
    pub fn way(&self) -> Way<'_> {
        Way { lattice: self, kept: Vec::new() }
    }

    /// A line on the lattice.
    pub fn line(&self, line: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut kept: Vec<[i64; 2]> = line.iter().map(|&point| self.at(point)).collect();
        kept.dedup();
        kept.iter().map(|&at| self.point(at)).collect()
    }
}

/// A ring in the making.
pub struct Way<'a> {
    lattice: &'a Lattice,
    kept: Vec<[i64; 2]>,
}

impl Way<'_> {
    /// Goes to a position.
    #[inline]
    pub fn go(&mut self, position: [f64; 2]) {
        let at = self.lattice.at(position);
        match self.kept.as_slice() {
            [.., last] if *last == at => {}
            // There and back again is no area.
            [.., before, _] if *before == at => drop(self.kept.pop()),
            _ => self.kept.push(at),
        }
    }

    /// The ring; `None` if it is no more than a line.
    pub fn ring(self) -> Option<Ring> {
        // There and back again where the ring begins.
        let mut kept = self.kept.as_slice();
        while let [_, second, .., last_but_one, _] = kept
            && second == last_but_one
        {
            kept = &kept[1..kept.len() - 1];
        }
        (kept.len() > 3).then(|| kept.iter().map(|&at| self.lattice.point(at)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::topology;
    use super::*;

    /// Cells of a row that share wiggling borders.
    fn row(cells: usize, steps: usize) -> Vec<Vec<Polygon>> {
        let side = |x: usize| -> Vec<[f64; 2]> {
            let wave = |i: usize| ((i * 37 + x * 11) % 17) as f64 * 0.003;
            (0..=steps).map(|i| [x as f64 + wave(i), i as f64 / steps as f64]).collect()
        };
        let cell = |x: usize| {
            let (left, mut right) = (side(x), side(x + 1));
            right.reverse();
            let mut ring: Vec<[f64; 2]> = left.into_iter().chain(right).collect();
            ring.push(ring[0]);
            vec![vec![ring]]
        };
        (0..cells).map(cell).collect()
    }

    /// The area of all cells together, from their outline.
    fn whole(cells: &[Vec<Polygon>]) -> f64 {
        let topology = topology::build(cells.iter().map(Vec::as_slice));
        let area = |chain: &Vec<topology::ArcRef>| {
            let points = |edge: &topology::ArcRef| {
                let mut points = topology.arcs[edge.arc as usize].points.clone();
                if edge.reversed {
                    points.reverse();
                }
                points
            };
            let points: Vec<[f64; 2]> = chain.iter().flat_map(points).collect();
            assert_eq!(points.first(), points.last(), "an outline is closed");
            points.windows(2).map(|e| e[0][0] * e[1][1] - e[1][0] * e[0][1]).sum::<f64>() / 2.0
        };
        topology.outline(|_| true).iter().map(area).sum()
    }

    #[test]
    fn neighbours_stay_joined() {
        let cells = row(6, 400);
        let before = whole(&cells);
        for step in [0.3, 0.02, 0.004, 1e-5] {
            let lattice = Lattice::new([step; 2]);
            let thinned: Vec<Vec<Polygon>> = cells.iter().map(|cell| lattice.thinned(cell)).collect();
            // All together have one outline, whatever has become of the borders between them; each side of it may
            // have moved by half a step.
            let after = whole(&thinned);
            assert!((after - before).abs() < 7.0 * step, "step {step}: {before} {after}");
        }
    }

    #[test]
    fn neighbours_stay_joined_at_the_edge_of_a_window() {
        let cells = row(6, 400);
        let before = whole(&cells);
        for (step, east) in [(0.01, 2.5), (0.003, 3.01), (0.001, 0.0)] {
            let lattice = Lattice::within([step; 2], [-1.0, 0.2, east, 0.7]);
            let thinned: Vec<Vec<Polygon>> = cells.iter().map(|cell| lattice.thinned(cell)).collect();
            assert!((whole(&thinned) - before).abs() < 7.0 * 32.0 * step, "step {step}");
            let points =
                |cells: &[Vec<Polygon>]| cells.iter().flatten().flatten().map(Vec::len).sum::<usize>();
            assert!(points(&thinned) < points(&cells));
        }
        let lattice = Lattice::within([0.01, 0.01], [170.0, -10.0, 190.0, 10.0]);
        assert_eq!(lattice.at([-175.0, 0.011]), lattice.at([-175.0, 0.009]));
        assert_ne!(lattice.at([-175.0, 0.031]), lattice.at([-175.0, 0.009]));
        assert_eq!(lattice.at([160.0, 0.031]), lattice.at([160.0, 0.009]));
        assert_eq!(lattice.point(lattice.at([-180.0, -90.0])), [-180.0, -90.0]);
    }

    #[test]
    fn the_date_line_and_the_poles_stay_where_they_are() {
        let lattice = Lattice::new([0.0731, 0.0517]);
        let ring = vec![
            [-180.0, -90.0],
            [180.0, -90.0],
            [180.0, -60.02],
            [0.0, -70.0],
            [-180.0, -60.02],
            [-180.0, -90.0],
        ];
        let thinned = lattice.thinned(&[vec![ring]]);
        let ring = &thinned[0][0];
        assert_eq!(
            (ring[0], ring[1], ring[2][0], ring[4][0]),
            ([-180.0, -90.0], [180.0, -90.0], 180.0, -180.0)
        );
        assert!(
            lattice.thinned(&[vec![vec![[1.0, 1.0], [1.001, 1.0], [1.0, 1.001], [1.0, 1.0]]]]).is_empty()
        );
    }

    #[test]
    fn spurs_go_wherever_the_ring_begins() {
        let ring =
            [[2.0, 2.0], [4.0, 2.0], [4.0, 4.0], [2.0, 4.0], [2.0, 2.0], [1.0, 1.0], [0.0, 1.0], [1.0, 1.0]];
        for turn in 0..ring.len() {
            let mut ring: Vec<[f64; 2]> = ring.iter().cycle().skip(turn).take(ring.len()).copied().collect();
            ring.push(ring[0]);
            let thinned = Lattice::new([0.1; 2]).thinned(&[vec![ring]]);
            assert_eq!(thinned[0][0].len(), 5, "{turn}: {thinned:?}");
        }
    }
}
