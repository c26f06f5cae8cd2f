//! Where line segments meet that should not: exact, and fast enough for every edge of a coverage.

use std::collections::BTreeMap;

/// A piece of a border between two positions.
///
/// # Guarantees
/// The ends are on the grid of 1e-7 degrees, held as whole numbers, so every test on them is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Segment {
    pub a: Point,
    pub b: Point,
}

/// A position in 1e-7 degrees.
pub(crate) type Point = (i64, i64);

/// How two segments meet other than end to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meeting {
    /// They cross inside both. The position is in degrees.
    Crossing([f64; 2]),
    /// An end of one lies inside the other. The position is in degrees.
    Touch([f64; 2]),
    /// They have the same ends.
    Same,
}

const PER_DEGREE: f64 = 1e7;

/// A position in degrees on the grid.
pub(crate) fn point([lon, lat]: [f64; 2]) -> Point {
    // Halves away from zero, without a call: this is asked of every position of a set.
    let whole = |degrees: f64| {
        let exact = degrees * PER_DEGREE;
        let whole = exact as i64;
        let rest = exact - whole as f64;
        whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5)
    };
    (whole(lon), whole(lat))
}

/// A point of the grid in degrees.
pub(crate) fn degrees((x, y): Point) -> [f64; 2] {
    [x as f64 / PER_DEGREE, y as f64 / PER_DEGREE]
}

impl Segment {
    fn x_range(self) -> (i64, i64) {
        (self.a.0.min(self.b.0), self.a.0.max(self.b.0))
    }

    fn y_range(self) -> (i64, i64) {
        (self.a.1.min(self.b.1), self.a.1.max(self.b.1))
    }
}

/// All pairs of segments that meet other than end to end, as indices in order, each pair once.
///
/// Segments of no length meet nothing.
pub(crate) fn meetings(segments: &[Segment]) -> Vec<(usize, usize, Meeting)> {
    let mut found = Vec::new();
    Grid::new(segments, 0).each_pair(&mut |i, j| {
        if let Some(meeting) = meet(segments[i], segments[j]) {
            found.push((i, j, meeting));
        }
    });
    found.sort_by_key(|(i, j, _)| (*i, *j));
    found.dedup_by_key(|(i, j, _)| (*i, *j));
    found
}

/// How two segments meet, if other than end to end.
fn meet(p: Segment, q: Segment) -> Option<Meeting> {
    let ((px0, px1), (qx0, qx1)) = (p.x_range(), q.x_range());
    if px1 < qx0 || qx1 < px0 {
        return None;
    }
    let ((py0, py1), (qy0, qy1)) = (p.y_range(), q.y_range());
    if py1 < qy0 || qy1 < py0 || p.a == p.b || q.a == q.b {
        return None;
    }
    if (p.a == q.a && p.b == q.b) || (p.a == q.b && p.b == q.a) {
        return Some(Meeting::Same);
    }
    // Most that are near each other follow each other. Those meet again only where they lie on one line.
    let ends = [(p.a, q.a, p.b, q.b), (p.a, q.b, p.b, q.a), (p.b, q.a, p.a, q.b), (p.b, q.b, p.a, q.a)];
    if let Some((_, _, of_p, of_q)) = ends.into_iter().find(|(a, b, ..)| a == b) {
        if side(p, of_q) != 0 {
            return None;
        }
        let touches = [(p, of_q), (q, of_p)].into_iter().find(|(segment, end)| inside(*segment, *end));
        return touches.map(|(_, end)| Meeting::Touch(degrees(end)));
    }
    let sides = [side(p, q.a), side(p, q.b), side(q, p.a), side(q, p.b)];
    if sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0 {
        return Some(Meeting::Crossing(crossing(p, q)));
    }
    let touching = [(sides[0], p, q.a), (sides[1], p, q.b), (sides[2], q, p.a), (sides[3], q, p.b)];
    touching
        .into_iter()
        .find(|(side, segment, end)| *side == 0 && inside(*segment, *end))
        .map(|(_, _, end)| Meeting::Touch(degrees(end)))
}

/// 1 if `at` is left of the segment, -1 if right, 0 if on its line.
fn side(segment: Segment, at: Point) -> i8 {
    let (ax, ay) = segment.a;
    let (ux, uy) = (segment.b.0 - ax, segment.b.1 - ay);
    let (vx, vy) = (at.0 - ax, at.1 - ay);
    // Twice the square of this still is a number of 64 bits.
    const SMALL: u64 = 2_000_000_000;
    if [ux, uy, vx, vy].into_iter().all(|length| length.unsigned_abs() <= SMALL) {
        return (ux * vy - uy * vx).signum() as i8;
    }
    (i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx)).signum() as i8
}

/// True if a point on the line of the segment is between its ends, and neither of them.
fn inside(segment: Segment, at: Point) -> bool {
    let ((x0, x1), (y0, y1)) = (segment.x_range(), segment.y_range());
    at != segment.a && at != segment.b && (x0..=x1).contains(&at.0) && (y0..=y1).contains(&at.1)
}

/// Where two crossing segments cross, in degrees to 1e-7.
fn crossing(p: Segment, q: Segment) -> [f64; 2] {
    let (ux, uy) = ((p.b.0 - p.a.0) as f64, (p.b.1 - p.a.1) as f64);
    let (vx, vy) = ((q.b.0 - q.a.0) as f64, (q.b.1 - q.a.1) as f64);
    let (wx, wy) = ((q.a.0 - p.a.0) as f64, (q.a.1 - p.a.1) as f64);
    let t = (wx * vy - wy * vx) / (ux * vy - uy * vx);
    degrees(((p.a.0 as f64 + t * ux).round() as i64, (p.a.1 as f64 + t * uy).round() as i64))
}

/// Segments sorted into square cells, about one segment to a cell. Where borders are much denser than elsewhere, a cell
/// is a grid of its own: a detailed coast in a coarse world costs no more than it would alone.
pub(crate) struct Grid {
    origin: Point,
    cell: i64,
    /// 1 / `cell`. What lies on the edge of a cell may come to one side or the other, and always to the same.
    per_cell: f64,
    columns: usize,
    rows: usize,
    /// Where the list of each cell begins in `members`, and where the last one ends.
    starts: Vec<u32>,
    members: Vec<u32>,
    /// The grids of crowded cells.
    finer: BTreeMap<u32, Grid>,
}

/// A cell with more segments than this is divided.
const CROWDED: usize = 48;
/// Segments that still share a cell after so many divisions meet in nearly one point.
const DIVISIONS: usize = 4;

impl Grid {
    /// A grid in which a segment is in every cell it passes within `margin` (in 1e-7 degrees) of.
    pub fn new(segments: &[Segment], margin: i64) -> Grid {
        let bounds = segments.iter().fold(None, |bounds: Option<[i64; 4]>, segment| {
            let ((x0, x1), (y0, y1)) = (segment.x_range(), segment.y_range());
            Some(bounds.map_or([x0, y0, x1, y1], |[a, b, c, d]| [a.min(x0), b.min(y0), c.max(x1), d.max(y1)]))
        });
        let [x0, y0, x1, y1] = bounds.unwrap_or([0; 4]);
        let all: Vec<u32> = (0..segments.len() as u32).collect();
        Grid::within(segments, &all, [x0 - margin, y0 - margin, x1 + margin, y1 + margin], margin, DIVISIONS)
    }

    /// A grid over a box with some of the segments; what they have outside of it counts as at its edge.
    fn within(segments: &[Segment], some: &[u32], bounds: [i64; 4], margin: i64, divisions: usize) -> Grid {
        let [x0, y0, x1, y1] = bounds;
        let (width, height) = (x1 - x0 + 1, y1 - y0 + 1);
        // As many cells as segments; more would cost memory and gain nothing.
        let area = width as f64 * height as f64 / some.len().max(1) as f64;
        let longest = width.max(height) as f64 / (4 * some.len().max(1)) as f64;
        let cell = (area.sqrt().max(longest) as i64).max(1).max(2 * margin);
        let columns = (width / cell + 1) as usize;
        let rows = (height / cell + 1) as usize;
        let mut grid = Grid {
            origin: (x0, y0),
            cell,
            per_cell: 1.0 / cell as f64,
            columns,
            rows,
            starts: vec![0; columns * rows + 1],
            members: Vec::new(),
            finer: BTreeMap::new(),
        };
        let mut cells = Vec::with_capacity(some.len() * 2);
        for index in some {
            grid.each_cell(segments[*index as usize], margin, |cell| cells.push((cell as u32, *index)));
        }
        for (cell, _) in &cells {
            grid.starts[*cell as usize + 1] += 1;
        }
        for cell in 1..grid.starts.len() {
            grid.starts[cell] += grid.starts[cell - 1];
        }
        let mut next = grid.starts.clone();
        grid.members = vec![0; cells.len()];
        for (cell, index) in cells {
            grid.members[next[cell as usize] as usize] = index;
            next[cell as usize] += 1;
        }
        if 0 < divisions && 2 * margin < cell && 1 < columns * rows {
            for number in 0..columns * rows {
                let members = grid.members_of(number);
                if CROWDED < members.len() {
                    let (column, row) = ((number % columns) as i64, (number / columns) as i64);
                    let (west, south) = (x0 + column * cell, y0 + row * cell);
                    let own = [west, south, west + cell - 1, south + cell - 1];
                    let finer = Grid::within(segments, members, own, margin, divisions - 1);
                    grid.finer.insert(number as u32, finer);
                }
            }
        }
        grid
    }

    fn members_of(&self, cell: usize) -> &[u32] {
        &self.members[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// Calls `visit` with every cell a segment passes within `margin` of; row by row, so that a long
    /// slanting segment is not in every cell of its bounding box.
    fn each_cell(&self, segment: Segment, margin: i64, mut visit: impl FnMut(usize)) {
        let (low, high) =
            if segment.a.1 <= segment.b.1 { (segment.a, segment.b) } else { (segment.b, segment.a) };
        let (x0, x1) = segment.x_range();
        let (first, last) = (self.row(low.1 - margin), self.row(high.1 + margin));
        for row in first..=last {
            let (mut left, mut right) = (x0, x1);
            // A level segment is all in one height: what is near it is near all of it.
            if first != last && low.1 != high.1 {
                let bottom = self.origin.1 + row as i64 * self.cell - margin;
                let top = bottom + self.cell + 2 * margin;
                let slope = (high.0 - low.0) as f64 / (high.1 - low.1).max(1) as f64;
                let x_at = |y: i64| low.0 as f64 + slope * (y.clamp(low.1, high.1) - low.1) as f64;
                let (start, end) = (x_at(bottom), x_at(top));
                // One unit wider, for what the division rounds away.
                left = left.max(start.min(end) as i64 - 1);
                right = right.min(start.max(end) as i64 + 1);
            }
            for column in self.column(left - margin)..=self.column(right + margin) {
                visit(row * self.columns + column);
            }
        }
    }

    fn column(&self, x: i64) -> usize {
        (((x - self.origin.0).max(0) as f64 * self.per_cell) as usize).min(self.columns - 1)
    }

    fn row(&self, y: i64) -> usize {
        (((y - self.origin.1).max(0) as f64 * self.per_cell) as usize).min(self.rows - 1)
    }

    /// Calls `visit` with every two segments that share a cell, the smaller index first; a pair that
    /// shares several cells comes several times.
    pub fn each_pair(&self, visit: &mut impl FnMut(usize, usize)) {
        for cell in 0..self.starts.len() - 1 {
            if let Some(finer) = self.finer.get(&(cell as u32)) {
                finer.each_pair(visit);
                continue;
            }
            let members = self.members_of(cell);
            for (index, i) in members.iter().enumerate() {
                for j in &members[index + 1..] {
                    visit(*i as usize, *j as usize);
                }
            }
        }
    }

    /// The segments in the cell of a point: all that pass within the margin of it, and others.
    pub fn near(&self, at: Point) -> impl Iterator<Item = usize> {
        let mut grid = self;
        let cell = loop {
            let cell = grid.row(at.1) * grid.columns + grid.column(at.0);
            match grid.finer.get(&(cell as u32)) {
                Some(finer) => grid = finer,
                None => break cell,
            }
        };
        grid.members_of(cell).iter().map(|i| *i as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(x0: i64, y0: i64, x1: i64, y1: i64) -> Segment {
        Segment { a: (x0, y0), b: (x1, y1) }
    }

    #[test]
    fn how_two_segments_meet() {
        let base = segment(0, 0, 10, 0);
        for (other, expected) in [
            (segment(5, -5, 5, 5), Some(Meeting::Crossing([5e-7, 0.0]))),
            (segment(5, 0, 5, 5), Some(Meeting::Touch([5e-7, 0.0]))),
            (segment(10, 0, 20, 0), None),
            (segment(10, 0, 10, 7), None),
            (segment(4, 0, 20, 0), Some(Meeting::Touch([4e-7, 0.0]))),
            (segment(0, 0, 20, 0), Some(Meeting::Touch([10e-7, 0.0]))),
            (segment(10, 0, 0, 0), Some(Meeting::Same)),
            (segment(3, 1, 7, 1), None),
            (segment(11, 0, 20, 0), None),
            (segment(5, 0, 5, 0), None),
        ] {
            assert_eq!(meet(base, other), expected, "{other:?}");
            assert_eq!(meet(other, base).is_some(), expected.is_some(), "{other:?}");
        }
    }

    #[test]
    fn a_level_segment_is_near_all_along() {
        // Rows of the grid change at every second unit, and the segment is near two of them.
        let mut segments = vec![segment(90, 10, 0, 10), segment(0, 0, 0, 1)];
        segments.extend((0..60).map(|i| segment(i, 40 + i, i + 1, 40 + i)));
        let grid = Grid::new(&segments, 3);
        for y in 7..=13 {
            for x in 0..=90 {
                assert!(grid.near((x, y)).any(|index| index == 0), "{x} {y}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_grid_finds_what_trying_all_pairs_finds(
            ends in prop::collection::vec((0i64..60, 0i64..60, 0i64..60, 0i64..9), 0..40),
        ) {
            let segments: Vec<Segment> =
                ends.iter().map(|(x, y, to, by)| segment(*x, *y, *to, y + by - 4)).collect();
            let mut expected = Vec::new();
            for i in 0..segments.len() {
                for j in i + 1..segments.len() {
                    expected.extend(meet(segments[i], segments[j]).map(|meeting| (i, j, meeting)));
                }
            }
            prop_assert_eq!(meetings(&segments), expected);
        }

        #[test]
        fn crowded_cells_find_the_same(
            ends in prop::collection::vec((0i64..40, 0i64..40, -9i64..9, -9i64..9), 150..220),
            far in 1_000i64..1_000_000,
        ) {
            // All but one crowd in a corner of the plane.
            let mut segments: Vec<Segment> = ends.iter().map(|(x, y, u, v)| segment(*x, *y, x + u, y + v)).collect();
            segments.push(segment(far, far, far + 1, far));
            let mut expected = Vec::new();
            for i in 0..segments.len() {
                for j in i + 1..segments.len() {
                    expected.extend(meet(segments[i], segments[j]).map(|meeting| (i, j, meeting)));
                }
            }
            prop_assert_eq!(meetings(&segments), expected);
            let grid = Grid::new(&segments, 2);
            for at in [(3, 3), (20, 20), (39, 1)] {
                let near: Vec<usize> = grid.near(at).collect();
                for (index, segment) in segments.iter().enumerate() {
                    let (x, y) = (segment.x_range(), segment.y_range());
                    let ends = [segment.a, segment.b].iter().any(|end| (end.0 - at.0).abs() <= 2 && (end.1 - at.1).abs() <= 2);
                    prop_assert!(!ends || near.contains(&index), "{:?} {:?} {:?}", at, x, y);
                }
            }
        }
    }
}
