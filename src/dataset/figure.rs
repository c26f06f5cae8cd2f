//! Published quantities, to hold the set against.

use super::ids::{SourceId, UnitId};
use crate::time::FuzzyDate;

/// An area, population, height or other quantity that a source prints.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Short name used in the data files, such as `F005`.
    pub key: String,
    /// What is measured or counted.
    pub kind: FigureKind,
    /// Of what: `Nakhchivan ASSR`. Figures with the same subject should agree.
    pub subject: String,
    /// The units that make up the land it is about, in table order; empty if none are named.
    pub units: Vec<UnitId>,
    /// The quantity; `None` where the source prints words.
    pub value: Option<f64>,
    /// The unit of measure as the file has it: `km2`, `persons`, `ft?`.
    pub measure: String,
    /// The time it is about, where that is known.
    pub date: Option<FuzzyDate>,
    /// Who prints it.
    pub source: SourceId,
    /// Where in the source.
    pub place: String,
    /// The number as printed, misprints included; empty if it was counted from the text.
    pub as_printed: String,
    /// Remark of the editors.
    pub note: String,
    /// Line of the figure in `figures.csv`, counted from 1.
    pub line: usize,
}

/// The measure of areas that can be compared with polygons.
pub const KM2: &str = "km2";

impl Figure {
    /// The area in km², if it is one.
    pub fn km2(&self) -> Option<f64> {
        if self.kind == FigureKind::Area && self.measure == KM2 { self.value } else { None }
    }
}

/// What a figure measures or counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureKind {
    /// An area.
    Area,
    /// People living somewhere, or fallen, fled, moved.
    Population,
    /// A height above the sea.
    Height,
    /// A length.
    Distance,
    /// A part of a whole.
    Share,
    /// Strength of troops.
    Troops,
    /// Anything else that was counted.
    Count,
}

impl FigureKind {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, FigureKind); 7] = [
        ("area", FigureKind::Area),
        ("population", FigureKind::Population),
        ("height", FigureKind::Height),
        ("distance", FigureKind::Distance),
        ("share", FigureKind::Share),
        ("troops", FigureKind::Troops),
        ("count", FigureKind::Count),
    ];

    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        FigureKind::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}
