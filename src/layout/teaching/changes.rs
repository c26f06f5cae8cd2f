//! What changed from one map to another, for whoever lists it beside the map.

use super::super::changed;
use super::super::{Job, Plan, View, areas};
use crate::dataset::EventId;
use crate::time::Day;
use crate::timeline::Timeline;

/// What changed on a map between two days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapChanges {
    /// The events that changed something on the map, in order of time, each with its weight: the land it changed, ten
    /// times as much where the change lasts until the later day; surroundings do not count.
    pub events: Vec<(EventId, usize)>,
    /// Land that looks another on the later day is on the map.
    pub is_marked: bool,
}

impl Plan<'_> {
    /// What changed on the map of a view after the first day, up to and on the second.
    pub fn changes(&self, timeline: &Timeline<'_>, view: View, [before, after]: [Day; 2]) -> MapChanges {
        let states = [before, after].map(|day| timeline.at(day));
        let [before, after] = [0, 1].map(|side| {
            let fills = areas::fills(self, &states[side], view);
            Job::bare(self, timeline, &states[side], view, fills)
        });
        let units = changed::units(&before, &after);
        // Land around the subject of the map weighs nothing: it is there to be seen, not to be told of.
        let share = |event: EventId| {
            let units = timeline.effects_of(event).iter().flat_map(|effect| &effect.units);
            let cells = units.map(|unit| {
                let cells = self.unit_cells[unit.index()];
                [cells, if self.dataset.unit(*unit).surround { 0 } else { cells }]
            });
            cells.fold([0, 0], |sum, cells| [sum[0] + cells[0], sum[1] + cells[1]])
        };
        let weighed = changed::events(&before, &after, &units).into_iter().map(|(event, weight)| {
            let [all, own] = share(event);
            (event, weight * own / all.max(1))
        });
        MapChanges { events: weighed.collect(), is_marked: !units.is_empty() }
    }
}
