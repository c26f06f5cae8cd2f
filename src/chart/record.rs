//! All events in the order in which they take hold, with what they touch and who says so.

use crate::dataset::{Dataset, EventId, Relation, UnitId};
use crate::time::Day;

/// One event of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The event.
    pub event: EventId,
    /// The units its effects touch, in table order; none if it changes nothing on a map.
    pub units: Vec<UnitId>,
    /// Number of statements that support it.
    pub supports: usize,
    /// Number of statements that contradict it.
    pub contradicts: usize,
    /// Number of statements that only report it.
    pub reports: usize,
}

impl Entry {
    /// True if the event changes a map.
    pub fn is_effective(&self) -> bool {
        !self.units.is_empty()
    }
}

/// Which events of a record are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that change a map.
    Effective,
    /// Also proposals, declarations not carried out, fights: all.
    #[default]
    All,
}

impl Which {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Which); 2] = [("effective", Which::Effective), ("all", Which::All)];
}

/// The events that may lie within the days `first` to `last`, both included: by latest possible day,
/// then earliest, then in file order.
pub fn record(dataset: &Dataset, which: Which, (first, last): (Day, Day)) -> Vec<Entry> {
    let mut entries: Vec<Entry> = dataset
        .event_ids()
        .filter(|id| {
            let date = &dataset.event(*id).date;
            date.earliest() <= last && first <= date.latest()
        })
        .map(|id| entry(dataset, id))
        .filter(|entry| which == Which::All || entry.is_effective())
        .collect();
    entries.sort_by_key(|entry| {
        let date = &dataset.event(entry.event).date;
        (date.latest(), date.earliest(), entry.event)
    });
    entries
}

fn entry(dataset: &Dataset, id: EventId) -> Entry {
    let event = dataset.event(id);
    let mut units: Vec<UnitId> = event.effects.iter().flat_map(|effect| effect.units.clone()).collect();
    units.sort_unstable();
    units.dedup();
    let count =
        |relation: Relation| event.evidence.iter().filter(|evidence| evidence.relation == relation).count();
    Entry {
        event: id,
        units,
        supports: count(Relation::Supports),
        contradicts: count(Relation::Contradicts),
        reports: count(Relation::Reports),
    }
}
