//! Readings: consistent sets of choices where the sources differ.

use super::ids::{EventId, SourceId};
use crate::lang::Text;

/// The default reading: every event as it stands in `events.toml`, no variant followed.
pub const DEFAULT_READING: &str = "best";

/// In a reading: the event is not in it.
pub const NO_EVENT: &str = "none";

/// A consistent set of choices among the variants of events.
///
/// # Guarantees
/// `choices` is sorted by event, names every event at most once, and points to variants that are there.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Short name used on the command line and in file names, such as `sutad-38`.
    pub key: String,
    /// Name for people.
    pub name: Text,
    /// What it follows and why.
    pub note: String,
    /// The source it tells the events after, if it is one source's.
    pub source: Option<SourceId>,
    /// Where it departs from the default reading; every other event it takes as it stands.
    pub choices: Vec<(EventId, Choice)>,
    /// Line of the reading in `readings.toml`, counted from 1.
    pub line: usize,
}

/// What a reading makes of an event that it does not take as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It follows a variant: its position in the event.
    Variant(u32),
    /// It does not have the event: the event changes nothing.
    Nothing,
}

impl Reading {
    /// True if it is the default reading, which follows no variant.
    pub fn is_default(&self) -> bool {
        self.key == DEFAULT_READING
    }

    /// What it makes of an event; `None` if it takes it as it stands.
    pub fn choice_of(&self, event: EventId) -> Option<Choice> {
        let at = self.choices.binary_search_by_key(&event, |(event, _)| *event).ok()?;
        Some(self.choices[at].1)
    }
}
