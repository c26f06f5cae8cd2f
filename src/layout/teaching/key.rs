//! The legend as data.

use super::super::{Moment, Series};
use crate::scene::Node;

/// What an entry of a legend is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// A fill: who holds the land.
    Holder,
    /// A hatch: a status or a claim.
    Status,
    /// A border or a line.
    Line,
    /// The mark of a place.
    Place,
    /// The outline of land that changed.
    Changed,
}

/// An entry of a legend: a swatch and words.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyEntry {
    /// Name for programs, the same for the same thing on all maps of a series.
    pub id: String,
    /// What it is about.
    pub kind: KeyKind,
    /// The words.
    pub words: String,
    /// The swatch: paths and dots inside a box of the size asked for, its upper left corner at the origin.
    pub swatch: Vec<Node>,
    /// Its name stands on the map too, so that the legend can do without it.
    pub is_named: bool,
}

impl Series<'_> {
    /// The legend of one map of the series, or of all of them together, with swatches of a width and height in px.
    pub fn key(&self, _moment: Option<Moment>, _swatch: [f64; 2]) -> Vec<KeyEntry> {
        Vec::new()
    }
}
