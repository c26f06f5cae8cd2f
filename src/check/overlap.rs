//! Units that cover the same land.

use super::coverage::{area_shown, inside, land, pieces, shown};
use super::{Findings, Job, Rule};
use crate::dataset::UnitId;
use crate::dataset::segments::Meeting;
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

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for (a, b) in suspects(job) {
        let common = land(job.dataset.unit(a)).intersection(&land(job.dataset.unit(b)));
        let pieces = pieces(&common);
        let Some((_, largest)) = pieces.iter().max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let total: f64 = pieces.iter().map(|(km2, _)| km2).sum();
        let units = job.unit_list(&[a, b]);
        let at = shown(inside(largest));
        let many = if pieces.len() == 1 { String::new() } else { format!(", in {} pieces", pieces.len()) };
        findings
            .add(Severity::Warning, format!("units {units} overlap by {} at {at}{many}", area_shown(total)));
    }
}

/// Pairs of units that may overlap: their edges double or cross, or one has lone edges inside the other.
fn suspects(job: &Job<'_>) -> BTreeSet<(UnitId, UnitId)> {
    let coverage = &job.coverage;
    let doubled = coverage.doubled.iter().map(|(a, b)| (a.unit, b.unit));
    let crossing = coverage
        .meetings
        .iter()
        .filter(|(_, _, meeting)| matches!(meeting, Meeting::Crossing(_) | Meeting::Touch(_)))
        .map(|(a, b, _)| (a.unit, b.unit));
    let mut pairs: BTreeSet<(UnitId, UnitId)> = doubled.chain(crossing).collect();
    for ring in &coverage.rings {
        let at = inside(&ring.ring);
        let covering: Vec<UnitId> = job
            .dataset
            .unit_ids()
            .filter(|unit| geometry::contains(&job.dataset.unit(*unit).polygons, at))
            .collect();
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
        letters("AB")
            .moved("b", [0.1, 0.0], [0.09, 0.0])
            .finds("overlap", &["warning: units \"a\" and \"b\" overlap by 6.15 km² at [0.09750, 0.05000]"]);
    }

    #[test]
    fn a_unit_inside_another() {
        let pond = [[0.02, 0.02], [0.04, 0.02], [0.04, 0.04], [0.02, 0.02]];
        letters("AB").unit("pond", &pond).finds(
            "overlap",
            &["warning: units \"a\" and \"pond\" overlap by 2.46 km² at [0.03500, 0.03000]"],
        );
    }

    #[test]
    fn the_same_land_twice() {
        let twin = [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.1], [0.0, 0.0]];
        letters("AB").unit("twin", &twin).finds(
            "overlap",
            &["warning: units \"a\" and \"twin\" overlap by 123.09 km² at [0.05000, 0.05000]"],
        );
    }
}
