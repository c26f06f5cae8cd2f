//! Half-open spans of days.

use super::day::Day;
use std::fmt;

/// The days from `from` up to, and not on, `until`; an open end has no limit.
///
/// Spans that meet leave no day out and share none: what ends on a day has ended on that day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First day in it; `None` is open.
    pub from: Option<Day>,
    /// First day after it; `None` is open.
    pub until: Option<Day>,
}

impl Span {
    /// All days.
    pub const ALWAYS: Span = Span { from: None, until: None };

    /// The span between two days, or `None` if it holds no day.
    pub fn new(from: Option<Day>, until: Option<Day>) -> Option<Span> {
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            return None;
        }
        Some(Span { from, until })
    }

    /// True on the days in it.
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// True if some day is in both.
    pub fn overlaps(self, other: Span) -> bool {
        let before = |until: Option<Day>, from: Option<Day>| match (until, from) {
            (Some(until), Some(from)) => until <= from,
            _ => false,
        };
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

/// Writes both ends, `..` for an open one: `1918-05-28/1920-04-28`, `1921-02-09/..`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |f: &mut fmt::Formatter<'_>, day: Option<Day>| match day {
            Some(day) => write!(f, "{day}"),
            None => f.write_str(".."),
        };
        write(f, self.from)?;
        f.write_str("/")?;
        write(f, self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_day_is_outside() {
        let span = Span::new(Some(day("1918-05-28")), Some(day("1920-04-28"))).unwrap();
        assert!(span.contains(day("1918-05-28")) && span.contains(day("1920-04-27")));
        assert!(!span.contains(day("1920-04-28")) && !span.contains(day("1918-05-27")));
        assert_eq!(span.to_string(), "1918-05-28/1920-04-28");
    }

    #[test]
    fn an_empty_or_reversed_span_is_refused() {
        assert_eq!(Span::new(Some(day("1920-01-01")), Some(day("1920-01-01"))), None);
        assert_eq!(Span::new(Some(day("1920-01-02")), Some(day("1920-01-01"))), None);
        assert_eq!(Span::new(None, None), Some(Span::ALWAYS));
    }

    #[test]
    fn spans_that_meet_do_not_overlap() {
        let first = Span { from: None, until: Some(day("1920-01-01")) };
        let second = Span { from: Some(day("1920-01-01")), until: None };
        assert!(!first.overlaps(second) && !second.overlaps(first));
        assert!(first.overlaps(Span::ALWAYS) && second.overlaps(second));
    }
}
