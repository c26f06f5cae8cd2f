//! Units and groups of units.

use super::ids::UnitId;
use crate::lang::Text;

/// A piece of land that never splits in the period covered.
///
/// Every map is a set of units; units tile their region, so neighbours share their border to the
/// last digit and no two overlap.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Short name used in the data files, such as `nakhchivan`.
    pub key: String,
    /// Name for people.
    pub name: Text,
    /// The administrative area of 1917 it was part of (`uezd` or `okrug`), if any.
    pub uezd: Option<String>,
    /// How it was digitized, in words.
    pub basis: String,
    /// How far its boundary may be from the truth, in km.
    pub accuracy_km: f64,
    /// How sure we are of its extent.
    pub certainty: Certainty,
    /// Weight of its label: 1 is drawn first, 5 last; 0 is never labelled.
    pub rank: u8,
    /// Surroundings of the map's subject: filled, but without labels of their own.
    pub surround: bool,
    /// Polygons, each an outer ring followed by holes; every ring closed (first point = last point).
    /// Degrees, WGS84, `[lon, lat]`, rounded to 1e-7.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
    /// Line of the unit in `units.geojson`, counted from 1.
    pub line: usize,
}

/// A named set of units, such as an uezd of 1917.
#[derive(Clone, Debug)]
pub struct UnitGroup {
    /// Short name used in the data files.
    pub key: String,
    /// Name for people.
    pub name: Text,
    /// Name on maps that name regions; empty for a group that is none.
    pub label: Text,
    /// The units in it, in table order.
    pub units: Vec<UnitId>,
}

/// How sure a statement is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A source says so.
    #[default]
    Stated,
    /// Concluded from the sources, which do not say it.
    Inferred,
    /// Sources contradict each other.
    Contested,
}

impl Certainty {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, Certainty); 3] = [
        ("stated", Certainty::Stated),
        ("inferred", Certainty::Inferred),
        ("contested", Certainty::Contested),
    ];

    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        Certainty::ALL.iter().find(|(_, value)| *value == self).map_or("stated", |(key, _)| key)
    }
}
