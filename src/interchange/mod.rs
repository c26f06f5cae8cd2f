//! Data of other programs: layers of features with fields, read from and written to their file formats. Knows nothing of data sets,
//! dates, projections or drawing. Positions are degrees, longitude first.

mod cell;
pub(crate) mod fineness;
mod layer;
pub mod limits;
pub mod read;
pub mod write;

pub(crate) use cell::{csv_field, unguarded};
pub use fineness::Fineness;
pub use layer::{Feature, Field, FieldKind, Layer, Shape, Value};
pub use limits::Limits;
pub use read::{
    BESIDE_DATABASE, BESIDE_TABLE, InputFormat, ReadError, Reading, ReferenceSystem, Said, Settings,
    TextEncoding, read, read_to_draw, said,
};
