//! Land, gaps and overlaps as thin as a slip of the hand.

use super::coverage::{Piece, area_shown, shown, width_km};
use super::{Findings, Job, Rule, UNITS, gap, overlap};
use crate::dataset::UnitId;
use crate::diagnostic::Severity;
use crate::geometry::area;

pub(super) const RULE: Rule = Rule {
    id: "sliver",
    what: "a gap or an overlap less than 100 m wide on average, a piece of a unit as thin as that, and (as a note) a \
           unit narrower than the accuracy of its border",
    why: "a border drawn twice, once for each neighbour, leaves such slivers: they are nobody's land, and show as cracks",
    mend: "snap the vertices of both neighbours together along their border; join a stray piece to its neighbour",
    find,
};

/// Below this width a gap or an overlap is a slip of the hand and not a piece of land.
const WIDTH_KM: f64 = 0.1;

/// True if a piece is so thin that it is a slip.
pub fn is_sliver(piece: &Piece) -> bool {
    piece.width_km < WIDTH_KM
}

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for gap in job.gaps().iter().filter(|gap| is_sliver(&gap.piece)) {
        let message =
            format!("{}, {} wide on average", gap::message(job, gap), width_shown(gap.piece.width_km));
        findings.at_unit(Severity::Warning, job.dataset, gap.units.first(), message);
    }
    for overlap in job.overlaps().iter().filter(|overlap| is_sliver(&overlap.piece)) {
        let width = width_shown(overlap.piece.width_km);
        let message = format!("{}, {width} wide on average", overlap::message(job, overlap));
        findings.at_unit(Severity::Warning, job.dataset, Some(&overlap.units.1), message);
    }
    for (index, unit) in job.dataset.units.iter().enumerate() {
        for polygon in &unit.polygons {
            let km2 = area::km2(std::slice::from_ref(polygon));
            let width = width_km(km2, polygon);
            let (area, width_text, key) = (area_shown(km2), width_shown(width), &unit.key);
            if width < WIDTH_KM {
                // With water all around it is an islet: a slip of the hand lies along a border.
                if polygon.first().is_some_and(|ring| job.coverage.is_lone(UnitId(index as u32), ring)) {
                    continue;
                }
                let at = polygon.first().and_then(|ring| ring.first()).copied().unwrap_or_default();
                let message = format!(
                    "a piece of unit \"{key}\" of {area} at {} is {width_text} wide on average",
                    shown(at)
                );
                findings.at_line(Severity::Warning, UNITS, unit.line, message);
            } else if width < unit.accuracy_km && unit.polygons.len() == 1 {
                let message = format!(
                    "unit \"{key}\" is {width_text} wide on average, less than the accuracy of its border, {} km",
                    unit.accuracy_km
                );
                findings.at_line(Severity::Note, UNITS, unit.line, message);
            }
        }
    }
}

/// A width for a message: km, or m if it is small.
fn width_shown(km: f64) -> String {
    if km < 0.95 { format!("{:.0} m", km * 1e3) } else { format!("{km:.1} km") }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn a_narrow_gap() {
        let world = letters("AB\nAB").moved("b", [0.1, 0.1], [0.1001, 0.1]);
        world.finds(
            "sliver",
            &["units.geojson:1:1: warning: a gap of 0.12 km² at [0.10003, 0.05000], beside \"a\" and \"b\", 6 m wide on \
               average"],
        );
        world.finds("gap", &[]);
    }

    #[test]
    fn two_that_touch_are_two() {
        letters("AB\nAB\nAB\nAB")
            .moved("b", [0.1, 0.1], [0.101, 0.1])
            .moved("b", [0.1, 0.3], [0.101, 0.3])
            .finds(
                "sliver",
                &[
                    "units.geojson:1:1: warning: a gap of 1.23 km² at [0.10025, 0.05000], beside \"a\" and \"b\", 56 m wide on average",
                    "units.geojson:1:1: warning: a gap of 1.23 km² at [0.10050, 0.30000], beside \"a\" and \"b\", 56 m wide on average",
                ],
            );
    }

    #[test]
    fn a_narrow_overlap() {
        let world = letters("AB").moved("b", [0.1, 0.0], [0.0994, 0.0]);
        world.finds(
            "sliver",
            &["units.geojson:1:1: warning: units \"a\" and \"b\" overlap by 0.37 km² at [0.09985, 0.05000], 33 m wide on \
               average"],
        );
        world.finds("overlap", &[]);
    }

    #[test]
    fn a_thin_piece() {
        letters("AB").unit("thin", &[[0.0, 0.1], [0.1, 0.1], [0.0, 0.1002], [0.0, 0.1]]).finds(
            "sliver",
            &["units.geojson:1:1: warning: a piece of unit \"thin\" of 0.12 km² at [0.00000, 0.10000] is 11 m wide on \
               average"],
        );
        letters("AB").finds("sliver", &[]);
        // An islet is small and lies alone.
        letters("AB")
            .unit("islet", &[[5.0, 0.0], [5.001, 0.0], [5.0, 0.001], [5.0, 0.0]])
            .finds("sliver", &[]);
    }
}
