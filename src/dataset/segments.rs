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

/// So many are no borders of countries any more, and would take all memory.
pub(crate) const MOST_MEETINGS: usize = 10_000_000;

/// All pairs of segments that meet other than end to end, as indices in order, each pair once.
///
/// Segments of no length meet nothing. After [`MOST_MEETINGS`] no more are looked for.
pub(crate) fn meetings(segments: &[Segment]) -> Vec<(usize, usize, Meeting)> {
    let mut found = Vec::new();
    Grid::new(segments, 0).each_pair(segments, &mut |i, j| {
        if found.len() < MOST_MEETINGS
            && let Some(meeting) = meet(segments[i], segments[j])
        {
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

/// Where two crossing segments cross, in degrees: the point of the grid nearest to it, exactly.
fn crossing(p: Segment, q: Segment) -> [f64; 2] {
    let whole = |value: i64| i128::from(value);
    let (ux, uy) = (whole(p.b.0 - p.a.0), whole(p.b.1 - p.a.1));
    let (vx, vy) = (whole(q.b.0 - q.a.0), whole(q.b.1 - q.a.1));
    let (wx, wy) = (whole(q.a.0 - p.a.0), whole(q.a.1 - p.a.1));
    let (share, all) = (wx * vy - wy * vx, ux * vy - uy * vx);
    // Nothing on Earth is longer than 2^33 of the grid, so this stays below 2^102. Halves go up.
    let along = |length: i128| {
        let (share, all) = (share * length * all.signum(), all.abs());
        (2 * share + all).div_euclid(2 * all) as i64
    };
    degrees((p.a.0 + along(ux), p.a.1 + along(uy)))
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
    /// Segments that crowd a cell which dividing does not thin out, as those of a bundle do. Kept by the whole grid.
    bundled: Vec<u32>,
}

/// A cell with more segments than this is divided, if that leaves fewer pairs to be looked at.
const CROWDED: usize = 48;
/// The most cells to a segment on average: long segments side by side would each be in the same long row of them.
const CELLS: usize = 8;
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
        let bounds = [x0 - margin, y0 - margin, x1 + margin, y1 + margin];
        let mut bundled = vec![false; segments.len()];
        let mut grid = Grid::over(bounds, segments.len(), margin);
        let cells = loop {
            match grid.cells(segments, &all, margin) {
                Some(cells) => break cells,
                None => grid.resize(bounds, grid.cell * 4),
            }
        };
        grid.fill(segments, cells, margin, DIVISIONS, &mut bundled);
        grid.bundled = all.into_iter().filter(|index| bundled[*index as usize]).collect();
        grid
    }

    /// An empty grid over a box for so many segments; what they have outside of it counts as at its edge.
    fn over(bounds: [i64; 4], count: usize, margin: i64) -> Grid {
        let [x0, y0, x1, y1] = bounds;
        let (width, height) = (x1 - x0 + 1, y1 - y0 + 1);
        // As many cells as segments; more would cost memory and gain nothing.
        let area = width as f64 * height as f64 / count.max(1) as f64;
        let longest = width.max(height) as f64 / (4 * count.max(1)) as f64;
        let mut grid = Grid {
            origin: (x0, y0),
            cell: 0,
            per_cell: 0.0,
            columns: 0,
            rows: 0,
            starts: Vec::new(),
            members: Vec::new(),
            finer: BTreeMap::new(),
            bundled: Vec::new(),
        };
        grid.resize(bounds, (area.sqrt().max(longest) as i64).max(1).max(2 * margin));
        grid
    }

    fn resize(&mut self, [x0, y0, x1, y1]: [i64; 4], cell: i64) {
        self.cell = cell;
        self.per_cell = 1.0 / cell as f64;
        self.columns = ((x1 - x0 + 1) / cell + 1) as usize;
        self.rows = ((y1 - y0 + 1) / cell + 1) as usize;
    }

    /// The cells of some of the segments; `None` if they are too many.
    fn cells(&self, segments: &[Segment], some: &[u32], margin: i64) -> Option<Vec<(u32, u32)>> {
        let most = if self.columns * self.rows == 1 { usize::MAX } else { CELLS * some.len() };
        let mut cells = Vec::with_capacity(some.len() * 2);
        for index in some {
            self.each_cell(segments[*index as usize], margin, |cell| cells.push((cell as u32, *index)));
            if most < cells.len() {
                return None;
            }
        }
        Some(cells)
    }

    /// Puts segments into their cells, and divides those that are crowded. Of cells that dividing does not thin out, the
    /// segments are `bundled`.
    fn fill(
        &mut self,
        segments: &[Segment],
        cells: Vec<(u32, u32)>,
        margin: i64,
        divisions: usize,
        bundled: &mut [bool],
    ) {
        let count = self.columns * self.rows;
        self.starts = vec![0; count + 1];
        for (cell, _) in &cells {
            self.starts[*cell as usize + 1] += 1;
        }
        for cell in 1..self.starts.len() {
            self.starts[cell] += self.starts[cell - 1];
        }
        let mut next = self.starts.clone();
        self.members = vec![0; cells.len()];
        for (cell, index) in cells {
            self.members[next[cell as usize] as usize] = index;
            next[cell as usize] += 1;
        }
        for number in 0..count {
            let members = self.members_of(number);
            if members.len() <= CROWDED {
                continue;
            }
            let divided = (0 < divisions && 2 * margin < self.cell && 1 < count).then(|| {
                let (column, row) = ((number % self.columns) as i64, (number / self.columns) as i64);
                let (west, south) = (self.origin.0 + column * self.cell, self.origin.1 + row * self.cell);
                let own = [west, south, west + self.cell - 1, south + self.cell - 1];
                let mut finer = Grid::over(own, members.len(), margin);
                let cells = finer.cells(segments, members, margin)?;
                finer.fill(segments, cells, margin, divisions - 1, bundled);
                (2 * finer.pairs() <= members.len().pow(2)).then_some(finer)
            });
            match divided.flatten() {
                Some(finer) => drop(self.finer.insert(number as u32, finer)),
                None => members.iter().for_each(|index| bundled[*index as usize] = true),
            }
        }
    }

    /// Twice the pairs that share a cell.
    fn pairs(&self) -> usize {
        let of_cell = |cell: usize| match self.finer.get(&(cell as u32)) {
            Some(finer) => finer.pairs(),
            None => self.members_of(cell).len().pow(2),
        };
        (0..self.starts.len() - 1).map(of_cell).sum()
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
    pub fn each_pair(&self, segments: &[Segment], visit: &mut impl FnMut(usize, usize)) {
        self.each_in_cells(visit);
        // Those of a bundle are in many of the same cells: each pair is looked at once, from west to east.
        let mut bundled: Vec<(i64, u32)> =
            self.bundled.iter().map(|index| (segments[*index as usize].x_range().0, *index)).collect();
        bundled.sort_unstable();
        for (at, (_, i)) in bundled.iter().enumerate() {
            let east = segments[*i as usize].x_range().1;
            for (_, j) in bundled[at + 1..].iter().take_while(|(west, _)| *west <= east) {
                visit((*i).min(*j) as usize, (*i).max(*j) as usize);
            }
        }
    }

    fn each_in_cells(&self, visit: &mut impl FnMut(usize, usize)) {
        for cell in 0..self.starts.len() - 1 {
            if let Some(finer) = self.finer.get(&(cell as u32)) {
                finer.each_in_cells(visit);
                continue;
            }
            let members = self.members_of(cell);
            if CROWDED < members.len() {
                continue;
            }
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
