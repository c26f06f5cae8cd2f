//! All borders as one net of lines that meet only at their ends.

use std::collections::HashMap;

use super::shapes::Parts;
use super::snap::Near;
use super::{Repair, RepairKind, metres, narrowing};
use crate::dataset::segments::{Grid, MOST_MEETINGS, Meeting, Point, Segment, degrees, meetings, point};
use crate::geometry::topology::Fast;

/// The net.
pub struct Net {
    /// Its vertices; some are no longer used.
    pub points: Vec<Point>,
    /// Its lines, the smaller vertex first, in the order of their ends' positions.
    pub edges: Vec<[u32; 2]>,
    /// For each line the polygons it bounds: those that pass it an odd number of times. `bounds[i]` of line `i` begins at
    /// `starts[i]`.
    pub bounds: Vec<u32>,
    /// Where the polygons of each line begin in `bounds`, and where the last end.
    pub starts: Vec<u32>,
    /// The shape of each polygon.
    pub shape_of: Vec<u32>,
}

impl Net {
    /// The polygons a line bounds.
    pub fn bounds_of(&self, edge: usize) -> &[u32] {
        &self.bounds[self.starts[edge] as usize..self.starts[edge + 1] as usize]
    }
}

/// Rounds in which lines are bent to vertices close by; after that all that crosses is brought together at once.
const BENDING_ROUNDS: usize = 24;
/// Once is enough in the plane of real numbers, and the grid is one of whole numbers.
const ROUNDINGS: usize = 4;
/// Pieces that lines may be cut into by that; more would take all memory.
const MOST_CUTS: usize = 40_000_000;

/// In place of a number: a line that was not cut.
const WHOLE: u32 = u32::MAX;

struct Lines<'a> {
    points: Vec<Point>,
    by_point: HashMap<Point, u32, Fast>,
    /// The vertices by cells as wide as the tolerance, once a new one is wanted.
    near: Option<Near>,
    /// Ends of each line, the smaller first, and the polygon it came from.
    lines: Vec<([u32; 2], u32)>,
    by_ends: HashMap<[u32; 2], u32, Fast>,
    /// Where in `pieces` the lines are that each line was cut into; `WHOLE` if it was not.
    cut: Vec<u32>,
    pieces: Vec<Vec<u32>>,
    /// Lines that are not cut.
    leaves: Vec<u32>,
    shape_of: &'a [u32],
}

/// Brings all rings together.
///
/// # Errors
/// Says where borders cross each other so often that they are no borders.
pub fn build(
    parts: &Parts,
    together: &dyn Fn(u32, u32) -> bool,
    tolerance_m: f64,
    repairs: &mut Vec<Repair>,
) -> Result<Net, String> {
    let told = repairs.len();
    match joined(parts, together, tolerance_m, repairs)? {
        Some(net) => Ok(net),
        None => {
            // Lines were bent in circles: without bending there are none.
            repairs.truncate(told);
            let net = joined(parts, together, 0.0, repairs)?;
            net.ok_or_else(|| "borders run in circles; choose another tolerance".to_owned())
        }
    }
}

/// The same; `None` if bending leads a line back to itself.
fn joined(
    parts: &Parts,
    together: &dyn Fn(u32, u32) -> bool,
    tolerance_m: f64,
    repairs: &mut Vec<Repair>,
) -> Result<Option<Net>, String> {
    let shape_of: Vec<u32> = parts.parts.iter().map(|part| part.shape).collect();
    let by_point = parts.points.iter().enumerate().map(|(id, at)| (*at, id as u32)).collect();
    let mut lines = Lines {
        points: parts.points.clone(),
        by_point,
        near: None,
        lines: Vec::new(),
        by_ends: HashMap::default(),
        cut: Vec::new(),
        pieces: Vec::new(),
        leaves: Vec::new(),
        shape_of: &shape_of,
    };
    // The line of each edge of each ring, one after the other.
    let mut given: Vec<u32> = Vec::with_capacity(parts.points.len());
    for (part, rings) in parts.parts.iter().enumerate() {
        for ring in &rings.rings {
            for i in 0..ring.len() {
                given.push(lines.add(ring[i], ring[(i + 1) % ring.len()], part as u32));
            }
        }
    }
    let may_bend = 0.0 < tolerance_m;
    let mut bending = may_bend;
    let mut before = usize::MAX;
    for _ in 0..BENDING_ROUNDS {
        if bending {
            bending = lines.bend(tolerance_m, together, repairs);
            continue;
        }
        let found = lines.cross(tolerance_m, together, repairs)?;
        if found == 0 {
            return Ok(lines.into_net(parts, &given, shape_of.clone()));
        }
        // Every cut bends a line to the grid, and where lines are as near each other as its points that makes as many
        // new crossings: in the end all lines would go through all points.
        if !may_bend && before / 2 < found {
            break;
        }
        (bending, before) = (may_bend, found);
    }
    for _ in 0..ROUNDINGS {
        if !lines.round(together, repairs)? {
            return Ok(lines.into_net(parts, &given, shape_of.clone()));
        }
    }
    Ok(None)
}

impl Lines<'_> {
    fn add(&mut self, a: u32, b: u32, part: u32) -> u32 {
        let ends = [a.min(b), a.max(b)];
        if let Some(&line) = self.by_ends.get(&ends) {
            return line;
        }
        let line = self.lines.len() as u32;
        self.by_ends.insert(ends, line);
        self.lines.push((ends, part));
        self.cut.push(WHOLE);
        self.leaves.push(line);
        line
    }

    fn segment(&self, line: u32) -> Segment {
        let [a, b] = self.lines[line as usize].0;
        Segment { a: self.points[a as usize], b: self.points[b as usize] }
    }

    fn segments(&self) -> Vec<Segment> {
        self.leaves.iter().map(|line| self.segment(*line)).collect()
    }

    /// The leaves that meet other than end to end.
    fn meetings(&self, segments: &[Segment]) -> Result<Vec<(usize, usize, Meeting)>, String> {
        let found = meetings(segments);
        match found.first() {
            Some((i, ..)) if MOST_MEETINGS <= found.len() => Err(too_many(segments[*i], found.len())),
            _ => Ok(found),
        }
    }

    /// The vertex at a point, or the nearest one within the tolerance: where three borders nearly meet, their three
    /// crossings are one. A new one if there is none.
    fn vertex(&mut self, at: Point, tolerance_m: f64) -> u32 {
        if let Some(id) = self.by_point.get(&at) {
            return *id;
        }
        if 0.0 < tolerance_m {
            let near = self.near.get_or_insert_with(|| Near::new(&self.points, tolerance_m));
            if let Some((_, id)) = near.nearest(at, &self.points, tolerance_m) {
                return id;
            }
            near.add(at, self.points.len() as u32);
        }
        let id = self.points.len() as u32;
        self.points.push(at);
        self.by_point.insert(at, id);
        id
    }

    /// The shapes of two lines, and whether they are there at the same time.
    fn concerned(&self, a: u32, b: u32, together: &dyn Fn(u32, u32) -> bool) -> Option<Vec<u32>> {
        let shape = |line: u32| self.shape_of[self.lines[line as usize].1 as usize];
        let (a, b) = (shape(a), shape(b));
        (a == b || together(a, b)).then(|| {
            let mut both = vec![a, b];
            both.sort_unstable();
            both.dedup();
            both
        })
    }

    /// Bends lines to vertices that lie beside them within the tolerance; true if there were any.
    fn bend(
        &mut self,
        tolerance_m: f64,
        together: &dyn Fn(u32, u32) -> bool,
        repairs: &mut Vec<Repair>,
    ) -> bool {
        let segments = self.segments();
        let far = segments.iter().flat_map(|line| [line.a.1, line.b.1]).max_by_key(|y| y.abs()).unwrap_or(0);
        let margin = tolerance_m / super::UNIT_M / narrowing(far);
        let grid = Grid::new(&segments, margin.ceil() as i64 + 1);
        let mut line_at: Vec<u32> = vec![u32::MAX; self.points.len()];
        for line in &self.leaves {
            for end in self.lines[*line as usize].0 {
                line_at[end as usize] = line_at[end as usize].min(*line);
            }
        }
        let mut cuts: Vec<(u32, f64, u32)> = Vec::new();
        for (vertex, own) in line_at.iter().enumerate().filter(|(_, own)| **own != u32::MAX) {
            let at = self.points[vertex];
            for near in grid.near(at) {
                let line = self.leaves[near];
                let ends = self.lines[line as usize].0;
                if ends.contains(&(vertex as u32)) {
                    continue;
                }
                let Some((along, aside)) = beside(segments[near], at, tolerance_m) else { continue };
                cuts.push((line, along, vertex as u32));
                if 0.02 < aside
                    && let Some(shapes) = self.concerned(line, *own, together)
                {
                    let kind = RepairKind::Joined;
                    repairs.push(Repair { kind, at: degrees(at), metres: aside, km2: 0.0, shapes });
                }
            }
        }
        self.apply(cuts)
    }

    /// Cuts lines where they cross or touch, and says how often they do.
    fn cross(
        &mut self,
        tolerance_m: f64,
        together: &dyn Fn(u32, u32) -> bool,
        repairs: &mut Vec<Repair>,
    ) -> Result<usize, String> {
        let segments = self.segments();
        let mut cuts: Vec<(u32, f64, u32)> = Vec::new();
        for (i, j, meeting) in self.meetings(&segments)? {
            let lines = [self.leaves[i], self.leaves[j]];
            let at = match meeting {
                Meeting::Crossing(at) | Meeting::Touch(at) => point(at),
                Meeting::Same => continue,
            };
            let ends: Vec<u32> = lines.iter().flat_map(|line| self.lines[*line as usize].0).collect();
            // A crossing right beside an end of one of the two goes through that end.
            let nearest = ends
                .iter()
                .map(|end| (metres(at, self.points[*end as usize]), *end))
                .filter(|(distance, _)| *distance <= tolerance_m)
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let vertex = match nearest {
                Some((_, end)) => end,
                None => self.vertex(at, tolerance_m),
            };
            if matches!(meeting, Meeting::Crossing(_)) {
                repairs.extend(self.crossed(lines, at, together));
            }
            for (line, segment) in lines.into_iter().zip([segments[i], segments[j]]) {
                if !self.lines[line as usize].0.contains(&vertex) {
                    cuts.push((line, share(segment, self.points[vertex as usize]), vertex));
                }
            }
        }
        let found = cuts.len();
        self.apply(cuts);
        Ok(found)
    }

    /// What is told of two lines that cross.
    fn crossed(&self, lines: [u32; 2], at: Point, together: &dyn Fn(u32, u32) -> bool) -> Option<Repair> {
        let shapes = self.concerned(lines[0], lines[1], together)?;
        let kind = if shapes.len() == 1 { RepairKind::SelfCrossing } else { RepairKind::Crossing };
        Some(Repair { kind, at: degrees(at), metres: 0.0, km2: 0.0, shapes })
    }

    /// Brings all that still crosses together at once: around every vertex and every crossing is a square of one unit of
    /// the grid, and a line that passes one goes through its middle (Hobby 1999: "Practical segment intersection with
    /// finite precision output"). True if anything met.
    fn round(
        &mut self,
        together: &dyn Fn(u32, u32) -> bool,
        repairs: &mut Vec<Repair>,
    ) -> Result<bool, String> {
        let segments = self.segments();
        let mut any = false;
        for (i, j, meeting) in self.meetings(&segments)? {
            if let Meeting::Crossing(at) = meeting {
                let at = point(at);
                repairs.extend(self.crossed([self.leaves[i], self.leaves[j]], at, together));
                self.vertex(at, 0.0);
            }
            any |= meeting != Meeting::Same;
        }
        if !any {
            return Ok(false);
        }
        let grid = Grid::new(&segments, 1);
        let mut cuts: Vec<(u32, f64, u32)> = Vec::new();
        for (vertex, at) in self.points.iter().enumerate() {
            for near in grid.near(*at).filter(|near| passes(segments[*near], *at)) {
                let ends = self.lines[self.leaves[near] as usize].0;
                if !ends.contains(&(vertex as u32)) {
                    // A line passes squares in the order of their distances by rows and columns.
                    let start = segments[near].a;
                    let along = (at.0 - start.0).abs() + (at.1 - start.1).abs();
                    cuts.push((self.leaves[near], along as f64, vertex as u32));
                }
            }
            if MOST_CUTS < cuts.len() {
                return Err(too_many(Segment { a: *at, b: *at }, cuts.len()));
            }
        }
        self.apply(cuts);
        Ok(true)
    }

    /// Cuts lines at vertices, in the order along each.
    fn apply(&mut self, mut cuts: Vec<(u32, f64, u32)>) -> bool {
        if cuts.is_empty() {
            return false;
        }
        cuts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        cuts.dedup_by_key(|cut| (cut.0, cut.2));
        for of_line in cuts.chunk_by(|a, b| a.0 == b.0) {
            let line = of_line[0].0;
            let ([a, b], part) = self.lines[line as usize];
            let mut way = vec![a];
            way.extend(of_line.iter().map(|cut| cut.2));
            way.push(b);
            way.dedup();
            let pieces: Vec<u32> = way.windows(2).map(|pair| self.add(pair[0], pair[1], part)).collect();
            self.cut[line as usize] = self.pieces.len() as u32;
            self.pieces.push(pieces);
        }
        let cut = &self.cut;
        self.leaves.retain(|line| cut[*line as usize] == WHOLE);
        true
    }

    /// Adds the lines that a line was cut into in the end; false if that leads in circles.
    fn leaves_of(&self, line: u32, out: &mut Vec<u32>) -> bool {
        let mut stack = vec![line];
        let mut steps = 0usize;
        while let Some(line) = stack.pop() {
            steps += 1;
            if 1_000_000 < steps {
                return false;
            }
            match self.cut[line as usize] {
                WHOLE => out.push(line),
                cut => stack.extend(&self.pieces[cut as usize]),
            }
        }
        true
    }

    /// The net, given the line of each edge of the rings; `None` if lines were bent in circles.
    fn into_net(self, parts: &Parts, given: &[u32], shape_of: Vec<u32>) -> Option<Net> {
        let mut leaves = self.leaves.clone();
        leaves.sort_unstable_by_key(|line| {
            let [a, b] = self.lines[*line as usize].0.map(|end| self.points[end as usize]);
            (a.min(b), a.max(b))
        });
        let mut place: Vec<u32> = vec![0; self.lines.len()];
        for (at, line) in leaves.iter().enumerate() {
            place[*line as usize] = at as u32;
        }
        let mut passed: Vec<(u32, u32)> = Vec::with_capacity(given.len());
        let mut given = given.iter();
        let mut odd = Vec::new();
        for (part, rings) in parts.parts.iter().enumerate() {
            odd.clear();
            for line in given.by_ref().take(rings.rings.iter().map(Vec::len).sum()) {
                match self.cut[*line as usize] {
                    WHOLE => odd.push(*line),
                    _ if !self.leaves_of(*line, &mut odd) => return None,
                    _ => {}
                }
            }
            odd.sort_unstable();
            for same in odd.chunk_by(|a, b| a == b).filter(|same| same.len() % 2 == 1) {
                passed.push((place[same[0] as usize], part as u32));
            }
        }
        passed.sort_unstable();
        // Lines that bound nothing would cut faces for no reason.
        let mut net = Net {
            points: self.points,
            edges: Vec::new(),
            bounds: Vec::with_capacity(passed.len()),
            starts: vec![0],
            shape_of,
        };
        for of_edge in passed.chunk_by(|a, b| a.0 == b.0) {
            net.edges.push(self.lines[leaves[of_edge[0].0 as usize] as usize].0);
            net.bounds.extend(of_edge.iter().map(|(_, part)| *part));
            net.starts.push(net.bounds.len() as u32);
        }
        Some(net)
    }
}

/// What is told of borders that meet too often.
fn too_many(line: Segment, times: usize) -> String {
    let [lon, lat] = degrees(line.a);
    format!(
        "borders near {lon:.5}, {lat:.5} cross each other {times} times and more, as several drawings of the same lines do; \
         a larger tolerance makes them one"
    )
}

/// True if a line passes the square of one unit around a point of the grid; of the edges of the square the left and the
/// lower one belong to it.
fn passes(line: Segment, at: Point) -> bool {
    // In half units, from the middle of the square.
    let half = |end: Point| (2 * (end.0 - at.0), 2 * (end.1 - at.1));
    let ((ax, ay), (bx, by)) = (half(line.a), half(line.b));
    if ax.max(bx) < -1 || 1 <= ax.min(bx) || ay.max(by) < -1 || 1 <= ay.min(by) {
        return false;
    }
    let side = |x: i64, y: i64| {
        (i128::from(bx - ax) * i128::from(y - ay) - i128::from(by - ay) * i128::from(x - ax)).signum()
    };
    let corners = [side(-1, -1), side(1, -1), side(-1, 1), side(1, 1)];
    corners[0] == 0 || (corners.contains(&1) && corners.contains(&-1))
}

/// How far along a line, as a share, the foot of a point is, in a plane where a metre is as long in both directions.
fn share(line: Segment, at: Point) -> f64 {
    let narrow = narrowing(at.1);
    let (ux, uy) = ((line.b.0 - line.a.0) as f64 * narrow, (line.b.1 - line.a.1) as f64);
    let (vx, vy) = ((at.0 - line.a.0) as f64 * narrow, (at.1 - line.a.1) as f64);
    (ux * vx + uy * vy) / (ux * ux + uy * uy)
}

/// The share along a line and the distance in metres from it, of a point that lies beside it within the tolerance, and
/// farther than that from both ends.
fn beside(line: Segment, at: Point, tolerance_m: f64) -> Option<(f64, f64)> {
    let narrow = narrowing(at.1);
    let (ux, uy) = ((line.b.0 - line.a.0) as f64 * narrow, (line.b.1 - line.a.1) as f64);
    let (vx, vy) = ((at.0 - line.a.0) as f64 * narrow, (at.1 - line.a.1) as f64);
    let length = (ux * ux + uy * uy).sqrt();
    if length == 0.0 {
        return None;
    }
    let along = (ux * vx + uy * vy) / length;
    let aside = (ux * vy - uy * vx).abs() / length * super::UNIT_M;
    let ends = tolerance_m / super::UNIT_M;
    (aside <= tolerance_m && ends < along && along < length - ends).then_some((along / length, aside))
}
