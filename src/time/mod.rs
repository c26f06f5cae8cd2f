//! Days, spans of days and dates that are not known to the day. Knows nothing of history or maps.
//!
//! All dates are proleptic Gregorian; [`OldStyle`] converts from and to the Julian calendar.

mod day;
mod error;
mod fuzzy;
mod old_style;
mod span;
mod words;

pub use day::Day;
pub use error::DateError;
pub use fuzzy::FuzzyDate;
pub use old_style::OldStyle;
pub use span::Span;
pub use words::{DateWords, Eras, write_day, write_out};
