//! Borders of neighbours that do not share their vertices.

use super::coverage::{Edge, shown};
use super::{Findings, Job, Rule};
use crate::dataset::UnitId;
use crate::dataset::segments::{Grid, Meeting, Point, Segment, degrees};
use crate::diagnostic::Severity;
use crate::geometry::math;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    id: "crossing",
    what: "edges that cross without a common vertex, a vertex of one unit on an edge of another, and vertices that \
           miss a neighbour's border by less than about 10 m",
    why: "a border is stored once and shared by both neighbours; where vertices differ it is stored twice, and \
          tears when it is simplified",
    mend: "put a vertex with the same position into both units",
    find,
};

/// How near to a neighbour's edge a vertex may be without being on it: about 10 m, in 1e-7 degrees.
const NEAR: i64 = 1000;

/// What is wrong between two units, and where it is first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Crossing,
    Touch,
    Near,
}

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let mut found: BTreeMap<(UnitId, UnitId, Kind), Vec<[f64; 2]>> = BTreeMap::new();
    let mut add = |a: UnitId, b: UnitId, kind: Kind, at: [f64; 2]| {
        found.entry((a.min(b), a.max(b), kind)).or_default().push(at);
    };
    for (a, b, meeting) in &job.coverage.meetings {
        match meeting {
            Meeting::Crossing(at) => add(a.unit, b.unit, Kind::Crossing, *at),
            Meeting::Touch(at) => add(a.unit, b.unit, Kind::Touch, *at),
            Meeting::Same => {}
        }
    }
    for (vertex, edge) in near_misses(&job.coverage.lone) {
        add(vertex.unit, edge.unit, Kind::Near, degrees(vertex.from));
    }
    for ((a, b, kind), mut places) in found {
        places.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        places.dedup();
        let Some(first) = places.first() else { continue };
        let at = shown(*first);
        let what = match (kind, a == b) {
            (Kind::Crossing, _) => format!("borders cross at {at} without a common vertex"),
            (Kind::Touch, true) => format!("a vertex lies on another of its edges at {at}"),
            (Kind::Touch, false) => format!("a vertex of one lies on an edge of the other at {at}"),
            (Kind::Near, _) => {
                format!("a vertex of one misses the border of the other by less than 10 m at {at}")
            }
        };
        let more = places.len() - 1;
        let more = if more == 0 { String::new() } else { format!(", and {more} more such places") };
        let of = match a == b {
            true => format!("unit {}", job.unit_list(&[a])),
            false => format!("units {}", job.unit_list(&[a, b])),
        };
        findings.at_unit(Severity::Warning, job.dataset, Some(&b), format!("{of}: {what}{more}"));
    }
}

/// Lone edges that begin near a lone edge of another unit which has no vertex there.
fn near_misses(lone: &[Edge]) -> Vec<(Edge, Edge)> {
    let segments: Vec<Segment> = lone.iter().map(|edge| Segment { a: edge.from, b: edge.to }).collect();
    let vertices: BTreeSet<(Point, UnitId)> = lone.iter().map(|edge| (edge.from, edge.unit)).collect();
    let grid = Grid::new(&segments, NEAR);
    let mut found = Vec::new();
    for vertex in lone {
        for edge in grid.near(vertex.from).map(|index| lone[index]) {
            if edge.unit != vertex.unit
                && !vertices.contains(&(vertex.from, edge.unit))
                && is_near(vertex.from, edge)
            {
                found.push((*vertex, edge));
            }
        }
    }
    found
}

/// True if the point is near the edge, and neither on it nor near its ends' neighbours alone.
fn is_near(at: Point, edge: Edge) -> bool {
    // Degrees of longitude are shorter than those of latitude.
    let squeeze = math::cos(degrees(at)[1] * math::DEGREE);
    let (ux, uy) = ((edge.to.0 - edge.from.0) as f64 * squeeze, (edge.to.1 - edge.from.1) as f64);
    let (vx, vy) = ((at.0 - edge.from.0) as f64 * squeeze, (at.1 - edge.from.1) as f64);
    let along = ((vx * ux + vy * uy) / (ux * ux + uy * uy)).clamp(0.0, 1.0);
    let (dx, dy) = (vx - along * ux, vy - along * uy);
    let distance_squared = dx * dx + dy * dy;
    0.25 < distance_squared && distance_squared < (NEAR * NEAR) as f64
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn shared_vertices_are_no_finding() {
        letters("AAB\nACC").finds("crossing", &[]);
    }

    #[test]
    fn crossing_borders() {
        letters("AB\nAB")
            .moved("b", [0.1, 0.0], [0.11, 0.0])
            .moved("b", [0.1, 0.1], [0.09, 0.1])
            .finds("crossing", &["units.geojson:1:1: warning: units \"a\" and \"b\": borders cross at [0.10000, 0.05000] without a common vertex","units.geojson:1:1: warning: units \"a\" and \"b\": a vertex of one lies on an edge of the other at [0.09000, 0.10000], and 1 more such places"]);
    }

    #[test]
    fn a_vertex_of_one_on_the_edge_of_the_other() {
        // B is one cell of double width: its edge has no vertex where A's two cells meet.
        letters("AA").unit("b", &[[0.0, 0.1], [0.2, 0.1], [0.2, 0.2], [0.0, 0.2], [0.0, 0.1]]).finds("crossing", &[
            "units.geojson:1:1: warning: units \"a\" and \"b\": a vertex of one lies on an edge of the other at [0.10000, 0.10000]",
        ]);
    }

    #[test]
    fn a_slit_open_to_the_outside() {
        letters("AB").moved("b", [0.1, 0.0], [0.10005, 0.0]).finds("crossing", &[
            "units.geojson:1:1: warning: units \"a\" and \"b\": a vertex of one misses the border of the other by less than 10 m at [0.10000, 0.00000], and 1 more such places",
        ]);
    }
}
