//! Land between units that no unit covers.

use super::coverage::{Coverage, Edge, Piece, area_shown, inside, land, pieces, shown};
use super::sliver::is_sliver;
use super::{Findings, Job, Rule};
use crate::dataset::segments::point;
use crate::dataset::{ContextKind, Dataset, UnitId};
use crate::diagnostic::Severity;
use crate::geometry;
use geo::{MultiPolygon, unary_union};

pub(super) const RULE: Rule = Rule {
    id: "gap",
    what: "a hole between units that no unit, lake or sea covers",
    why: "units tile their region: land in no unit has no holder, and shows as a crack in the map",
    mend: "give the units around it the same vertices along their border, or draw the lake in context.geojson",
    find,
};

/// A hole that nothing fills.
pub struct Gap {
    pub piece: Piece,
    /// The units beside it, in table order.
    pub units: Vec<UnitId>,
}

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for gap in job.gaps().iter().filter(|gap| !is_sliver(&gap.piece)) {
        findings.at_unit(Severity::Warning, job.dataset, gap.units.first(), message(job, gap));
    }
}

/// Says how large a gap is and where.
pub fn message(job: &Job<'_>, gap: &Gap) -> String {
    let at = shown(inside(&gap.piece.ring));
    format!("a gap of {} at {at}, beside {}", area_shown(gap.piece.km2), job.unit_list(&gap.units))
}

/// All holes between units that are not water, from west to east.
pub fn gaps(dataset: &Dataset, coverage: &Coverage) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for piece in holes(dataset, coverage) {
        let at = inside(&piece.ring);
        // Land in context.geojson is the ground beneath the units: it fills no gap.
        let mut water =
            dataset.context.iter().filter(|one| matches!(one.kind, ContextKind::Lake | ContextKind::Sea));
        if !water.any(|feature| geometry::contains(&feature.polygons, at)) {
            let units = beside(coverage, &piece.ring);
            gaps.push(Gap { piece, units });
        }
    }
    gaps
}

/// The holes in the land of all units together.
fn holes(dataset: &Dataset, coverage: &Coverage) -> Vec<Piece> {
    if coverage.is_joined() {
        let holes = coverage.rings.iter().filter(|ring| ring.hole);
        return holes.map(|hole| Piece::new(hole.ring.clone())).collect();
    }
    // Where borders cross, one ring of lone edges runs around gaps and overlaps alike; then only the
    // union of all units, which takes ten times as long, tells them apart.
    let lands: Vec<MultiPolygon> = dataset.units.iter().map(land).collect();
    let union = unary_union(&lands);
    let holes = union.iter().flat_map(|piece| piece.interiors());
    let holes = holes.map(|hole| geo::Polygon::new(hole.clone(), Vec::new())).collect();
    let mut holes = pieces(&MultiPolygon(holes));
    let first = |piece: &Piece| piece.ring.first().copied().unwrap_or_default();
    holes.sort_by(|a, b| first(a)[0].total_cmp(&first(b)[0]).then(first(a)[1].total_cmp(&first(b)[1])));
    holes
}

/// The units with lone edges at a hole.
fn beside(coverage: &Coverage, hole: &[[f64; 2]]) -> Vec<UnitId> {
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
    let mut units: Vec<UnitId> = coverage.lone.iter().filter(near).map(|edge| edge.unit).collect();
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
            .finds("gap", &["units.geojson:1:1: warning: a gap of 123.09 km² at [0.15000, 0.15000], beside \"a\" and \"b\""]);
        letters("AAA\nA~B\nBBB").finds("gap", &[]);
        // A bay is not a hole.
        letters("AAA\nA..\nBBB").finds("gap", &[]);
    }

    #[test]
    fn a_gap_and_an_overlap_in_one_ring() {
        letters("AB\nAB\nAB").moved("b", [0.1, 0.1], [0.11, 0.1]).moved("b", [0.1, 0.2], [0.09, 0.2]).finds(
            "gap",
            &["units.geojson:1:1: warning: a gap of 9.23 km² at [0.10375, 0.07500], beside \"a\" and \"b\""],
        );
    }
}
