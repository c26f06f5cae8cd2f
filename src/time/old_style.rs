//! Old Style dates: the Julian calendar, which Russia kept until February 1918.

use super::day::Day;
use julian::{Calendar, Month};

/// Conversions from and to the Julian calendar.
///
/// ```
/// use marchland::time::OldStyle;
/// let rising = OldStyle::from_julian_ymd(1917, 10, 25).unwrap();
/// assert_eq!(rising.to_string(), "1917-11-07");
/// assert_eq!(OldStyle::julian_ymd(rising), (1917, 10, 25));
/// ```
pub enum OldStyle {}

impl OldStyle {
    /// The day that a Julian date names, or `None` if there is no such date.
    pub fn from_julian_ymd(year: i32, month: u8, day: u8) -> Option<Day> {
        let month = Month::try_from(u32::from(month)).ok()?;
        let date = Calendar::JULIAN.at_ymd(year, month, u32::from(day)).ok()?;
        Day::from_julian_day(date.julian_day_number())
    }

    /// Year, month (1-12) and day of the month in the Julian calendar.
    pub fn julian_ymd(day: Day) -> (i32, u8, u8) {
        let date = Calendar::JULIAN.at_jdn(day.julian_day());
        (date.year(), date.month().number() as u8, date.day() as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_pairs() {
        for (julian, gregorian) in [
            ((1917, 10, 25), "1917-11-07"),
            ((1917, 2, 23), "1917-03-08"),
            ((1900, 2, 28), "1900-03-12"),
            ((1900, 2, 29), "1900-03-13"),
            ((1828, 2, 10), "1828-02-22"),
            ((1918, 1, 31), "1918-02-13"),
            ((1582, 10, 4), "1582-10-14"),
            ((1492, 10, 12), "1492-10-21"),
        ] {
            let (year, month, day) = julian;
            let found = OldStyle::from_julian_ymd(year, month, day).unwrap();
            assert_eq!((found.to_string().as_str(), OldStyle::julian_ymd(found)), (gregorian, julian));
        }
        assert_eq!(OldStyle::from_julian_ymd(1901, 2, 29), None);
        assert_eq!(OldStyle::from_julian_ymd(1901, 13, 1), None);
    }

    proptest! {
        #[test]
        fn a_day_survives_the_julian_calendar(number in Day::MIN.julian_day()..=Day::MAX.julian_day()) {
            let day = Day::from_julian_day(number).unwrap();
            let (year, month, dom) = OldStyle::julian_ymd(day);
            prop_assert_eq!(OldStyle::from_julian_ymd(year, month, dom), Some(day));
        }
    }
}
