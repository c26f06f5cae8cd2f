//! One day of the proleptic Gregorian calendar.

use super::error::DateError;
use std::fmt;
use std::str::FromStr;

/// One day of the proleptic Gregorian calendar.
///
/// # Guarantees
/// Between [`Day::MIN`] and [`Day::MAX`], which are the first day of the year -9999 and the last of
/// 9999. Days order as time does.
///
/// ```
/// use marchland::time::Day;
/// let kars: Day = "1921-10-13".parse()?;
/// assert_eq!(kars.ymd(), (1921, 10, 13));
/// assert_eq!(kars.next().to_string(), "1921-10-14");
/// # Ok::<(), marchland::time::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    julian_day: i32,
}

pub(super) const YEARS: std::ops::RangeInclusive<i32> = -9999..=9999;

impl Day {
    /// The first day the program can name, `-9999-01-01`.
    pub const MIN: Day = Day { julian_day: -1_930_999 };
    /// The last day the program can name, `9999-12-31`.
    pub const MAX: Day = Day { julian_day: 5_373_484 };

    /// The day with this year, month (1-12) and day of the month, or `None` if there is none.
    ///
    /// Year 0 is the year before year 1; -1 is the one before that.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Day> {
        if !YEARS.contains(&year) || !(1..=12).contains(&month) || day < 1 || days_in_month(year, month) < day
        {
            return None;
        }
        Some(Day { julian_day: julian_day(year, month, day) })
    }

    /// The day with this Julian day number (the one that begins at its noon), or `None` outside the
    /// years -9999 to 9999.
    pub fn from_julian_day(number: i32) -> Option<Day> {
        let day = Day { julian_day: number };
        (Day::MIN <= day && day <= Day::MAX).then_some(day)
    }

    /// The Julian day number. Differences of it count days.
    pub fn julian_day(self) -> i32 {
        self.julian_day
    }

    /// Year, month (1-12) and day of the month.
    pub fn ymd(self) -> (i32, u8, u8) {
        // Days since 1 March of year 0, so that the leap day ends the year; then 400-year eras of 146 097 days.
        let days = self.julian_day - JULIAN_DAY_OF_ERA_START;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u8, day as u8)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// The day after; [`Day::MAX`] stays.
    pub fn next(self) -> Day {
        if self < Day::MAX { Day { julian_day: self.julian_day + 1 } } else { self }
    }

    /// The day before; [`Day::MIN`] stays.
    pub fn prev(self) -> Day {
        if Day::MIN < self { Day { julian_day: self.julian_day - 1 } } else { self }
    }

    /// 31 December of `year`. A year outside -9999 to 9999 gives the nearest one's.
    pub fn year_end(year: i32) -> Day {
        Day::month_end(year, 12)
    }

    /// The last day of a month (1-12). A year or month out of range gives the nearest one's.
    pub fn month_end(year: i32, month: u8) -> Day {
        let (year, month) = (year.clamp(*YEARS.start(), *YEARS.end()), month.clamp(1, 12));
        Day { julian_day: julian_day(year, month, days_in_month(year, month)) }
    }
}

/// Julian day number of 1 March of year 0.
const JULIAN_DAY_OF_ERA_START: i32 = 1_721_120;

fn julian_day(year: i32, month: u8, day: u8) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (i32::from(month) + 9) % 12;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month_from_march + 2) / 5 + i32::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era + JULIAN_DAY_OF_ERA_START
}

/// Days in a month (1-12).
pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Writes the ISO form, such as `1921-10-13` or `-0043-03-15`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.abs())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads the ISO form, such as `1921-10-13`.
impl FromStr for Day {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Day, DateError> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let shift = text.len() - digits.len();
        let parts: Vec<&str> = digits.split('-').collect();
        let shaped = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        let &[year, month, day] = parts.as_slice() else {
            return Err(not_a_day(text));
        };
        if !(shaped(year, 4) && shaped(month, 2) && shaped(day, 2)) {
            return Err(not_a_day(text));
        }
        let year: i32 = sign * year.parse::<i32>().map_err(|_| not_a_day(text))?;
        let month: u8 = month.parse().map_err(|_| not_a_day(text))?;
        let day: u8 = day.parse().map_err(|_| not_a_day(text))?;
        check_month(text, month, shift + 5)?;
        check_day(text, year, month, day, shift + 8)?;
        Day::from_ymd(year, month, day).ok_or_else(|| not_a_day(text))
    }
}

fn not_a_day(text: &str) -> DateError {
    DateError::new(format!("\"{text}\" is not a day; write year, month and day as in 1921-10-13"), 0)
}

/// An error if the month of `text`, at byte `offset`, is not 1-12.
pub(super) fn check_month(text: &str, month: u8, offset: usize) -> Result<(), DateError> {
    if (1..=12).contains(&month) {
        return Ok(());
    }
    Err(DateError::new(
        format!("month {month:02} in \"{text}\" is out of range; months are 01 to 12"),
        offset,
    ))
}

/// An error if the day of `text`, at byte `offset`, is not in its month (1-12).
pub(super) fn check_day(text: &str, year: i32, month: u8, day: u8, offset: usize) -> Result<(), DateError> {
    let last = days_in_month(year, month);
    if (1..=last).contains(&day) {
        return Ok(());
    }
    let message = format!(
        "day {day:02} in \"{text}\" is out of range; the days of {year:04}-{month:02} are 01 to {last}"
    );
    Err(DateError::new(message, offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_julian_day_numbers() {
        for (text, number) in [
            ("-9999-01-01", Day::MIN.julian_day()),
            ("9999-12-31", Day::MAX.julian_day()),
            ("-4713-11-24", 0),
            ("1582-10-15", 2_299_161),
            ("1970-01-01", 2_440_588),
            ("2000-01-01", 2_451_545),
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!((day.julian_day(), day.to_string()), (number, text.to_owned()));
        }
    }

    #[test]
    fn mistakes_name_the_part_and_what_is_allowed() {
        for (text, message) in [
            ("1920-13-01", "month 13 in \"1920-13-01\" is out of range; months are 01 to 12"),
            ("1920-00-01", "month 00 in \"1920-00-01\" is out of range; months are 01 to 12"),
            ("1921-02-29", "day 29 in \"1921-02-29\" is out of range; the days of 1921-02 are 01 to 28"),
            ("1920-06-31", "day 31 in \"1920-06-31\" is out of range; the days of 1920-06 are 01 to 30"),
            ("1920-6-1", "\"1920-6-1\" is not a day; write year, month and day as in 1921-10-13"),
            ("", "\"\" is not a day; write year, month and day as in 1921-10-13"),
            ("1920-07", "\"1920-07\" is not a day; write year, month and day as in 1921-10-13"),
        ] {
            assert_eq!(text.parse::<Day>().unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn ends_of_months_and_years() {
        assert_eq!(Day::month_end(1920, 2).to_string(), "1920-02-29");
        assert_eq!(Day::month_end(1900, 2).to_string(), "1900-02-28");
        assert_eq!(Day::year_end(1921).to_string(), "1921-12-31");
        assert_eq!(Day::year_end(123_456), Day::MAX);
        assert_eq!((Day::MAX.next(), Day::MIN.prev()), (Day::MAX, Day::MIN));
    }

    proptest! {
        #[test]
        fn a_day_survives_its_year_month_and_day(number in Day::MIN.julian_day()..=Day::MAX.julian_day()) {
            let day = Day::from_julian_day(number).unwrap();
            let (year, month, dom) = day.ymd();
            prop_assert_eq!(Day::from_ymd(year, month, dom), Some(day));
            prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
            prop_assert!(day.next() == day || day.next().prev() == day);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            let _ = text.parse::<Day>();
        }
    }
}
