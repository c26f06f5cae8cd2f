//! Units that cover the same land.

use super::coverage::{Coverage, Piece, area_shown, inside, land, pieces, shown};
use super::sliver::is_sliver;
use super::{Findings, Job, Rule};
use crate::dataset::segments::Meeting;
use crate::dataset::{Dataset, UnitId};
use crate::diagnostic::Severity;
use crate::geometry;
use geo::BooleanOps;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "overlap",
    what: "land that two units cover",
    why: "units tile their region: land in two units would have two holders, and be counted twice",
    mend: "give both units the same vertices along their border",
    find,
};

/// The land that two units both cover.
pub struct Overlap {
    pub units: (UnitId, UnitId),
    /// All of it together; the ring is that of the largest piece.
    pub piece: Piece,
    /// Of how many pieces it is.
    pub pieces: usize,
}

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for overlap in job.overlaps().iter().filter(|overlap| !is_sliver(&overlap.piece)) {
        findings.at_unit(Severity::Warning, job.dataset, Some(&overlap.units.1), message(job, overlap));
    }
}

/// Says how large an overlap is and where.
pub fn message(job: &Job<'_>, overlap: &Overlap) -> String {
    let units = job.unit_list(&[overlap.units.0, overlap.units.1]);
    let (area, at) = (area_shown(overlap.piece.km2), shown(inside(&overlap.piece.ring)));
    let many = if overlap.pieces == 1 { String::new() } else { format!(", in {} pieces", overlap.pieces) };
    format!("units {units} overlap by {area} at {at}{many}")
}

/// All overlaps, by pair of units.
pub fn overlaps(dataset: &Dataset, coverage: &Coverage) -> Vec<Overlap> {
    let mut overlaps = Vec::new();
    for units in suspects(dataset, coverage) {
        let all = pieces(&land(dataset.unit(units.0)).intersection(&land(dataset.unit(units.1))));
        let count = all.len();
        let km2: f64 = all.iter().map(|piece| piece.km2).sum();
        // The width of strips laid end to end.
        let length: f64 = all.iter().map(|piece| piece.km2 / piece.width_km).sum();
        let Some(largest) = all.into_iter().max_by(|a, b| a.km2.total_cmp(&b.km2)) else { continue };
        overlaps.push(Overlap {
            units,
            piece: Piece { km2, width_km: km2 / length, ..largest },
            pieces: count,
        });
    }
    overlaps
}

/// Pairs of units that may overlap: their edges double or cross, or one has lone edges inside the other.
fn suspects(dataset: &Dataset, coverage: &Coverage) -> BTreeSet<(UnitId, UnitId)> {
    let doubled = coverage.doubled.iter().map(|(a, b)| (a.unit, b.unit));
    let crossing = coverage
        .meetings
        .iter()
        .filter(|(_, _, meeting)| matches!(meeting, Meeting::Crossing(_) | Meeting::Touch(_)))
        .map(|(a, b, _)| (a.unit, b.unit));
    let mut pairs: BTreeSet<(UnitId, UnitId)> = doubled.chain(crossing).collect();
    for ring in &coverage.rings {
        let at = inside(&ring.ring);
        let covering: Vec<UnitId> =
            dataset.unit_ids().filter(|unit| geometry::contains(&dataset.unit(*unit).polygons, at)).collect();
        for (index, a) in covering.iter().enumerate() {
            pairs.extend(covering[index + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn neighbours_that_share_their_border_do_not_overlap() {
        letters("AAB\nACC").finds("overlap", &[]);
    }

    #[test]
    fn a_vertex_too_far() {
        letters("AB").moved("b", [0.1, 0.0], [0.09, 0.0]).finds(
            "overlap",
            &["units.geojson:1:1: warning: units \"a\" and \"b\" overlap by 6.15 km² at [0.09750, 0.05000]"],
        );
    }

    #[test]
    fn a_unit_inside_another() {
        let pond = [[0.02, 0.02], [0.04, 0.02], [0.04, 0.04], [0.02, 0.02]];
        letters("AB").unit("pond", &pond).finds(
            "overlap",
            &["units.geojson:1:1: warning: units \"a\" and \"pond\" overlap by 2.46 km² at [0.03500, 0.03000]"],
        );
    }

    #[test]
    fn the_same_land_twice() {
        let twin = [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.1], [0.0, 0.0]];
        letters("AB").unit("twin", &twin).finds(
            "overlap",
            &["units.geojson:1:1: warning: units \"a\" and \"twin\" overlap by 123.09 km² at [0.05000, 0.05000]"],
        );
    }
}
