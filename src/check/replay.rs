//! The effects one after the other, each with the state it meets.

use crate::dataset::{Certainty, Dataset, Effect, Event, EventId, Holder, PolityId, Status};
use std::collections::BTreeSet;

/// A unit as an effect finds it. `None` is a track that no event has spoken of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Land {
    pub control: Option<Holder>,
    pub sovereignty: Option<Holder>,
    pub claims: BTreeSet<PolityId>,
    pub status: Option<Vec<Status>>,
    /// The effect whose name it bears: event and position of the effect.
    pub name: Option<(EventId, usize)>,
    /// The event that gave it its holder in fact.
    pub control_by: Option<EventId>,
    /// The event that assigned it.
    pub sovereignty_by: Option<EventId>,
    /// How sure control, sovereignty and status are.
    pub certainty: [Certainty; 3],
}

/// One effect, about to take hold.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    pub event: &'a Event,
    pub effect: &'a Effect,
}

/// Shows every effect together with all units as they are before it, in the order in which a timeline
/// applies them: by latest possible day, earliest, event, effect. Returns the units as they are in the end.
pub fn replay<'a>(set: &'a Dataset, mut look: impl FnMut(Step<'a>, &[Land])) -> Vec<Land> {
    let mut order: Vec<EventId> = set.event_ids().collect();
    order.sort_by_key(|id| (set.event(*id).date.latest(), set.event(*id).date.earliest(), *id));
    let mut lands = vec![Land::default(); set.units.len()];
    for id in order {
        let event = set.event(id);
        for (index, effect) in event.effects.iter().enumerate() {
            look(Step { event, effect }, &lands);
            for unit in &effect.units {
                apply(&mut lands[unit.index()], effect, id, index);
            }
        }
    }
    lands
}

fn apply(land: &mut Land, effect: &Effect, event: EventId, index: usize) {
    if effect.control.is_some() {
        (land.control, land.control_by) = (effect.control, Some(event));
        land.certainty[0] = effect.certainty;
    }
    if effect.sovereignty.is_some() {
        (land.sovereignty, land.sovereignty_by) = (effect.sovereignty, Some(event));
        land.certainty[1] = effect.certainty;
    }
    land.claims.retain(|polity| !effect.claim_end.contains(polity));
    land.claims.extend(&effect.claim_start);
    if effect.status.is_some() {
        (land.status, land.name) = (effect.status.clone(), None);
        land.certainty[2] = effect.certainty;
    }
    if effect.name.is_some() {
        land.name = Some((event, index));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Day;
    use crate::timeline::Timeline;

    #[test]
    fn it_ends_where_the_timeline_ends() {
        let set = Dataset::builtin().expect("the built-in set reads");
        let last = replay(&set, |_, _| {});
        let state = Timeline::new(&set).at(Day::MAX);
        for (land, unit) in last.iter().zip(&state.units) {
            assert_eq!(land.control, Some(unit.control.value));
            assert_eq!(land.sovereignty, Some(unit.sovereignty.value));
            assert!(land.claims.iter().eq(unit.claims.iter().map(|(polity, _)| polity)));
            assert_eq!(land.status.clone().unwrap_or_default(), unit.status.value);
            assert_eq!(land.name, unit.name.map(|(event, effect)| (event, effect as usize)));
        }
    }
}
