//! Units that cover the same land.

use super::coverage::{Coverage, Piece, area_shown, inside, land, pieces, shown};
use super::sliver::is_sliver;
use super::{Findings, Job, Rule};
use crate::dataset::segments::Meeting;
use crate::dataset::{Dataset, Unit, UnitId};
use crate::diagnostic::Severity;
use crate::geometry;
use crate::geometry::clip::Rect;
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
    let bands = Bands::new(dataset);
    for ring in &coverage.rings {
        let covering: Vec<UnitId> = bands.covering(dataset, inside(&ring.ring));
        for (index, a) in covering.iter().enumerate() {
            pairs.extend(covering[index + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect()
}

/// The units by the bands of latitude that they reach into, so that few of many are asked what they cover.
struct Bands {
    south: f64,
    /// Of each band, in degrees.
    height: f64,
    bounds: Vec<Option<Rect>>,
    bands: Vec<Vec<UnitId>>,
}

impl Bands {
    const COUNT: usize = 512;

    fn new(dataset: &Dataset) -> Bands {
        let around = |unit: &Unit| Rect::around(unit.polygons.iter().flatten().flatten().copied());
        let bounds: Vec<Option<Rect>> = dataset.units.iter().map(around).collect();
        let south = bounds.iter().flatten().map(|bounds| bounds.y).fold(90.0, f64::min);
        let north = bounds.iter().flatten().map(Rect::bottom).fold(south, f64::max);
        let height = ((north - south) / Bands::COUNT as f64).max(1e-9);
        let mut out = Bands { south, height, bounds, bands: vec![Vec::new(); Bands::COUNT] };
        for (unit, bounds) in dataset.unit_ids().zip(&out.bounds) {
            if let Some(bounds) = bounds {
                let (first, last) = (out.band(bounds.y), out.band(bounds.bottom()));
                out.bands[first..=last].iter_mut().for_each(|band| band.push(unit));
            }
        }
        out
    }

    fn band(&self, lat: f64) -> usize {
        ((lat - self.south) / self.height).clamp(0.0, (Bands::COUNT - 1) as f64) as usize
    }

    /// The units that cover a position, in table order.
    fn covering(&self, dataset: &Dataset, at: [f64; 2]) -> Vec<UnitId> {
        let near = self.bands[self.band(at[1])].iter().copied();
        let near = near.filter(|unit| self.bounds[unit.index()].is_some_and(|bounds| bounds.contains(at)));
        near.filter(|unit| geometry::contains(&dataset.unit(*unit).polygons, at)).collect()
    }
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
