//! What differs between two states.

use super::state::State;
use crate::dataset::{EventId, UnitId};

/// One of the four tracks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    /// Who holds it in fact.
    Control,
    /// To whom the act in force assigns it.
    Sovereignty,
    /// Who claims it.
    Claims,
    /// Ordinary, autonomous, disputed and so on.
    Status,
}

/// A unit that differs between two days on one track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The unit.
    pub unit: UnitId,
    /// The track.
    pub track: Track,
    /// The event that set the later value, if an event did.
    pub event: Option<EventId>,
}

/// What differs between two states of the same data set, by unit and then by track.
pub fn changes(before: &State, after: &State) -> Vec<Change> {
    let mut out = Vec::new();
    for (index, (a, b)) in before.units.iter().zip(&after.units).enumerate() {
        let unit = UnitId(index as u32);
        if a.control.value != b.control.value {
            out.push(Change { unit, track: Track::Control, event: b.control.event });
        }
        if a.sovereignty.value != b.sovereignty.value {
            out.push(Change { unit, track: Track::Sovereignty, event: b.sovereignty.event });
        }
        let claimants = |claims: &[(crate::dataset::PolityId, EventId)]| -> Vec<_> {
            claims.iter().map(|(polity, _)| *polity).collect()
        };
        if claimants(&a.claims) != claimants(&b.claims) {
            let new = b.claims.iter().find(|(polity, _)| a.claims.iter().all(|(known, _)| known != polity));
            out.push(Change { unit, track: Track::Claims, event: new.map(|(_, event)| *event) });
        }
        if a.status.value != b.status.value || a.name != b.name {
            out.push(Change { unit, track: Track::Status, event: b.status.event });
        }
    }
    out
}
