//! Boundaries: what the borders of the units follow, and lines that a text describes.

use super::ids::{EventId, SourceId, UnitId};
use super::{Certainty, Confidence};
use crate::lang::Text;

/// What the border of two neighbouring units, or a stretch of it, follows.
#[derive(Clone, Debug)]
pub struct BoundaryNote {
    /// The two units, in table order.
    pub units: [UnitId; 2],
    /// What it follows: a river, a watershed, a treaty text, an old administrative line.
    pub follows: String,
    /// How far it may be from the truth, in km.
    pub accuracy_km: f64,
    /// How sure its course is.
    pub certainty: Certainty,
    /// It is to be drawn as approximate.
    pub approximate: bool,
    /// What it was drawn after, in words.
    pub source: String,
    /// Remark of the editors.
    pub note: String,
    /// The digitized line it is part of, where the border is made of several.
    pub along: String,
}

/// A line that a text describes as a list of points: a treaty's, a claim's, a front's.
#[derive(Clone, Debug)]
pub struct BoundaryLine {
    /// Short name used in the data files and on the command line, such as `kars-1921`.
    pub key: String,
    /// Name for legends.
    pub name: Text,
    /// What kind of line it is.
    pub kind: LineKind,
    /// The event whose text describes it.
    pub event: EventId,
    /// Maps of the event's day and of this many days after it show the line unless told otherwise.
    pub shown_days: u16,
    /// The source that gives the text.
    pub source: Option<SourceId>,
    /// Where in the source.
    pub place: String,
    /// Remark of the editors.
    pub note: String,
    /// Its course in degrees, `[lon, lat]`.
    pub course: Vec<Vec<[f64; 2]>>,
    /// The points the text names, in its order.
    pub points: Vec<LinePoint>,
}

/// A point that the text of a line names.
#[derive(Clone, Debug)]
pub struct LinePoint {
    /// Its number in the text, from 1.
    pub order: u16,
    /// As the source spells it.
    pub as_written: String,
    /// Name for people.
    pub name: Text,
    /// The height printed with it; its unit is not printed.
    pub height: Option<f64>,
    /// How sure its position is.
    pub confidence: Confidence,
    /// Remark of the editors.
    pub note: String,
    /// Its position in degrees, `[lon, lat]`; `None` if it is no point or cannot be placed.
    pub at: Option<[f64; 2]>,
}

/// What kind of line a text describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// Agreed in a treaty.
    Treaty,
    /// Asserted by one party.
    Claim,
    /// Between troops.
    Front,
}

impl LineKind {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, LineKind); 3] =
        [("treaty", LineKind::Treaty), ("claim", LineKind::Claim), ("front", LineKind::Front)];

    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        LineKind::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}
