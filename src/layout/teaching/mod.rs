//! Maps for teaching: with as much told as an exercise wants, with what changed marked, large type, and the legend
//! as data for whoever sets it beside the map.

mod changes;
mod content;
mod key;
mod locate;
mod numbers;
mod type_size;

pub use changes::MapChanges;
pub use content::{Answer, Content, Show};
pub(super) use content::{hush, legend_of};
pub(super) use key::at_origin;
pub use key::{KeyEntry, KeyKind};
pub(super) use numbers::{Badge, Numbering, keep_off, misses, nodes as number_nodes, place as place_numbers};
