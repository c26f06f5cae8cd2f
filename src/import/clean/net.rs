//! All borders as one net of lines that meet only at their ends.

use std::collections::HashMap;

use super::shapes::Parts;
use super::snap::Near;
use super::{Repair, RepairKind, metres, narrowing};
use crate::dataset::segments::{Grid, Meeting, Point, Segment, degrees, meetings, point};
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

/// Rounds in which lines are bent to vertices close by; after that only crossings are cut.
const BENDING_ROUNDS: usize = 24;
/// Rounds after which something is wrong; two to five are usual.
const ROUNDS: usize = 100;

struct Lines<'a> {
    points: Vec<Point>,
    by_point: HashMap<Point, u32, Fast>,
    /// The vertices by cells as wide as the tolerance, once a new one is wanted.
    near: Option<Near>,
    /// Ends of each line, the smaller first, and the polygon it came from.
    lines: Vec<([u32; 2], u32)>,
    by_ends: HashMap<[u32; 2], u32, Fast>,
    /// The way a line was cut into: vertices from its first end to its second.
    cut: HashMap<u32, Vec<u32>, Fast>,
    /// Lines that are not cut.
    leaves: Vec<u32>,
    shape_of: &'a [u32],
}

/// Brings all rings together.
pub fn build(
    parts: &Parts,
    together: &dyn Fn(u32, u32) -> bool,
    tolerance_m: f64,
    repairs: &mut Vec<Repair>,
) -> Result<Net, String> {
    let shape_of: Vec<u32> = parts.parts.iter().map(|part| part.shape).collect();
    let by_point = parts.points.iter().enumerate().map(|(id, at)| (*at, id as u32)).collect();
    let mut lines = Lines {
        points: parts.points.clone(),
        by_point,
        near: None,
        lines: Vec::new(),
        by_ends: HashMap::default(),
        cut: HashMap::default(),
        leaves: Vec::new(),
        shape_of: &shape_of,
    };
    for (part, rings) in parts.parts.iter().enumerate() {
        for ring in &rings.rings {
            for i in 0..ring.len() {
                lines.add(ring[i], ring[(i + 1) % ring.len()], part as u32);
            }
        }
    }
    let mut bending = 0.0 < tolerance_m;
    let mut settled = false;
    for round in 0..ROUNDS {
        let may_bend = 0.0 < tolerance_m && round < BENDING_ROUNDS;
        if bending && may_bend {
            if !lines.bend(tolerance_m, together, repairs) {
                bending = false;
            }
            continue;
        }
        let cuts = lines.cross(if may_bend { tolerance_m } else { 0.0 }, together, repairs);
        if !cuts {
            settled = true;
            break;
        }
        bending = true;
    }
    if !settled {
        let at =
            lines.first_meeting().map_or(String::new(), |at| format!(" near {:.5}, {:.5}", at[0], at[1]));
        return Err(format!("borders{at} cannot be brought together; a larger tolerance may settle it"));
    }
    lines.into_net(parts, shape_of.clone())
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

    fn first_meeting(&self) -> Option<[f64; 2]> {
        let segments = self.segments();
        meetings(&segments).first().map(|(i, _, meeting)| match meeting {
            Meeting::Crossing(at) | Meeting::Touch(at) => *at,
            Meeting::Same => degrees(segments[*i].a),
        })
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
        // Within a degree of the pole metres are no guide to longitude.
        let margin = tolerance_m / super::UNIT_M / narrowing(far.clamp(-890_000_000, 890_000_000));
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

    /// Cuts lines where they cross or touch; true if there were any.
    fn cross(
        &mut self,
        tolerance_m: f64,
        together: &dyn Fn(u32, u32) -> bool,
        repairs: &mut Vec<Repair>,
    ) -> bool {
        let segments = self.segments();
        let mut cuts: Vec<(u32, f64, u32)> = Vec::new();
        for (i, j, meeting) in meetings(&segments) {
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
            if matches!(meeting, Meeting::Crossing(_))
                && let Some(shapes) = self.concerned(lines[0], lines[1], together)
            {
                let kind = if shapes.len() == 1 { RepairKind::SelfCrossing } else { RepairKind::Crossing };
                repairs.push(Repair { kind, at: degrees(at), metres: 0.0, km2: 0.0, shapes });
            }
            for (line, segment) in lines.into_iter().zip([segments[i], segments[j]]) {
                if !self.lines[line as usize].0.contains(&vertex) {
                    cuts.push((line, share(segment, self.points[vertex as usize]), vertex));
                }
            }
        }
        self.apply(cuts)
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
            for pair in way.windows(2) {
                self.add(pair[0], pair[1], part);
            }
            self.cut.insert(line, way);
        }
        let cut = &self.cut;
        self.leaves.retain(|line| !cut.contains_key(line));
        true
    }

    /// Walks from `a` to `b` over the lines that are not cut.
    fn walk(&self, a: u32, b: u32, out: &mut Vec<u32>) -> Result<(), String> {
        // Depth first, the last of the stack is next.
        let mut stack = vec![(a, b)];
        let mut steps = 0usize;
        while let Some((from, to)) = stack.pop() {
            steps += 1;
            if 1_000_000 < steps {
                let at = degrees(self.points[a as usize]);
                return Err(format!(
                    "borders near {:.5}, {:.5} run in circles; choose another tolerance",
                    at[0], at[1]
                ));
            }
            let ends = [from.min(to), from.max(to)];
            match self.by_ends.get(&ends).and_then(|line| self.cut.get(line)) {
                None => out.push(to),
                Some(way) => {
                    let pairs = way.windows(2).map(|pair| (pair[0], pair[1]));
                    if from == ends[0] {
                        stack.extend(pairs.rev());
                    } else {
                        stack.extend(pairs.map(|(a, b)| (b, a)));
                    }
                }
            }
        }
        Ok(())
    }

    fn into_net(self, parts: &Parts, shape_of: Vec<u32>) -> Result<Net, String> {
        let mut edges: Vec<[u32; 2]> = self.leaves.iter().map(|line| self.lines[*line as usize].0).collect();
        edges.sort_unstable_by_key(|[a, b]| {
            let (a, b) = (self.points[*a as usize], self.points[*b as usize]);
            (a.min(b), a.max(b))
        });
        let index: HashMap<[u32; 2], u32, Fast> =
            edges.iter().enumerate().map(|(at, ends)| (*ends, at as u32)).collect();
        let mut passed: Vec<(u32, u32)> = Vec::new();
        let mut way = Vec::new();
        let mut odd = Vec::new();
        for (part, rings) in parts.parts.iter().enumerate() {
            odd.clear();
            for ring in &rings.rings {
                for i in 0..ring.len() {
                    let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                    way.clear();
                    way.push(a);
                    self.walk(a, b, &mut way)?;
                    for pair in way.windows(2) {
                        let ends = [pair[0].min(pair[1]), pair[0].max(pair[1])];
                        odd.extend(index.get(&ends));
                    }
                }
            }
            odd.sort_unstable();
            for same in odd.chunk_by(|a, b| a == b).filter(|same| same.len() % 2 == 1) {
                passed.push((same[0], part as u32));
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
            net.edges.push(edges[of_edge[0].0 as usize]);
            net.bounds.extend(of_edge.iter().map(|(_, part)| *part));
            net.starts.push(net.bounds.len() as u32);
        }
        Ok(net)
    }
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
