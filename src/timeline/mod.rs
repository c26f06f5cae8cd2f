//! Who held what on any day. Pure: no disk, no clock, no drawing.

mod changes;
mod explain;
mod region;
mod state;

pub use changes::{Change, Track, changes};
pub use explain::{
    Act, BoundaryOf, Explanation, Held, OtherReading, ReadingOf, Statement, StatusOf, UnitOf, act, explain,
    holder_key, sources_of, unit_of,
};
pub use region::{ActOn, RegionExplanation, RegionOf, Share, UnitName, explain_region};
pub use state::{Hold, Pending, State, Timeline, UnitState};
