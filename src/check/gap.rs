//! Land between units that no unit covers.

use super::coverage::{Edge, area_shown, inside, land, pieces, shown};
use super::{Findings, Job, Rule};
use crate::dataset::segments::point;
use crate::dataset::{ContextKind, UnitId};
use crate::diagnostic::Severity;
use crate::geometry;
use crate::geometry::area::geodesic_km2;
use geo::{MultiPolygon, unary_union};

pub(super) const RULE: Rule = Rule {
    id: "gap",
    what: "a hole between units that no unit, lake or sea covers",
    why: "units tile their region: land in no unit has no holder, and shows as a crack in the map",
    mend: "give the units around it the same vertices along their border, or draw the lake in context.geojson",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for (km2, hole) in holes(job) {
        let at = inside(&hole);
        // Land in context.geojson is the ground beneath the units: it fills no gap.
        let mut water =
            job.dataset.context.iter().filter(|one| matches!(one.kind, ContextKind::Lake | ContextKind::Sea));
        if water.any(|feature| geometry::contains(&feature.polygons, at)) {
            continue;
        }
        let (area, at, units) = (area_shown(km2), shown(at), job.unit_list(&beside(job, &hole)));
        findings.add(Severity::Warning, format!("a gap of {area} at {at}, beside {units}"));
    }
}

/// The holes in the land of all units together, with their size in km².
fn holes(job: &Job<'_>) -> Vec<(f64, geometry::Ring)> {
    if job.coverage.is_joined() {
        let holes = job.coverage.rings.iter().filter(|ring| ring.hole);
        return holes.map(|hole| (geodesic_km2(&[vec![hole.ring.clone()]]), hole.ring.clone())).collect();
    }
    // Where borders cross, one ring of lone edges runs around gaps and overlaps alike; then only the
    // union of all units, which takes ten times as long, tells them apart.
    let lands: Vec<MultiPolygon> = job.dataset.units.iter().map(land).collect();
    let union = unary_union(&lands);
    let holes = union.iter().flat_map(|piece| piece.interiors());
    let holes = holes.map(|hole| geo::Polygon::new(hole.clone(), Vec::new())).collect();
    let mut holes = pieces(&MultiPolygon(holes));
    holes.sort_by(|(_, a), (_, b)| a[0][0].total_cmp(&b[0][0]).then(a[0][1].total_cmp(&b[0][1])));
    holes
}

/// The units with lone edges at a hole.
fn beside(job: &Job<'_>, hole: &[[f64; 2]]) -> Vec<UnitId> {
    // The union rounds positions; this is more than it rounds by.
    const ROUNDING: i64 = 10;
    let xs = || hole.iter().map(|position| point(*position).0);
    let ys = || hole.iter().map(|position| point(*position).1);
    let (Some(x0), Some(x1), Some(y0), Some(y1)) = (xs().min(), xs().max(), ys().min(), ys().max()) else {
        return Vec::new();
    };
    let near = |edge: &&Edge| {
        let ((ax, ay), (bx, by)) = (edge.from, edge.to);
        ax.min(bx) <= x1 + ROUNDING
            && x0 - ROUNDING <= ax.max(bx)
            && ay.min(by) <= y1 + ROUNDING
            && y0 - ROUNDING <= ay.max(by)
    };
    let mut units: Vec<UnitId> = job.coverage.lone.iter().filter(near).map(|edge| edge.unit).collect();
    units.sort_unstable();
    units.dedup();
    units
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn holes_and_lakes() {
        letters("AAA\nA.B\nBBB")
            .finds("gap", &["warning: a gap of 123.09 km² at [0.15000, 0.15000], beside \"a\" and \"b\""]);
        letters("AAA\nA~B\nBBB").finds("gap", &[]);
        // A bay is not a hole.
        letters("AAA\nA..\nBBB").finds("gap", &[]);
    }

    #[test]
    fn a_sliver() {
        letters("AB\nAB")
            .moved("b", [0.1, 0.1], [0.1001, 0.1])
            .finds("gap", &["warning: a gap of 0.12 km² at [0.10003, 0.05000], beside \"a\" and \"b\""]);
    }

    #[test]
    fn a_gap_and_an_overlap_in_one_ring() {
        letters("AB\nAB\nAB")
            .moved("b", [0.1, 0.1], [0.11, 0.1])
            .moved("b", [0.1, 0.2], [0.09, 0.2])
            .finds("gap", &["warning: a gap of 9.23 km² at [0.10375, 0.07500], beside \"a\" and \"b\""]);
    }

    #[test]
    fn two_slivers_that_touch_are_two() {
        letters("AB\nAB\nAB\nAB")
            .moved("b", [0.1, 0.1], [0.101, 0.1])
            .moved("b", [0.1, 0.3], [0.101, 0.3])
            .finds(
                "gap",
                &[
                    "warning: a gap of 1.23 km² at [0.10025, 0.05000], beside \"a\" and \"b\"",
                    "warning: a gap of 1.23 km² at [0.10050, 0.30000], beside \"a\" and \"b\"",
                ],
            );
    }
}
