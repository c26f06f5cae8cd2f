//! Dates as well as they are known.

use super::day::{Day, YEARS, check_day, check_month};
use super::error::DateError;
use edtf_core::{Bound, BoundDate, Date, Edtf, IntervalEndpoint};
use std::fmt;
use std::str::FromStr;

/// A date as well as it is known: a day, a month, a year, an interval, perhaps approximate or uncertain.
///
/// Written in EDTF, level 1 (ISO 8601-2): `1920-07-28`, `1920-07`, `1921~` (approximate), `1920?`
/// (uncertain), `1921%` (both), `192X`, `1921-21` (spring), `1920-06/1920-07`, `1920-06/..`.
///
/// # Guarantees
/// `earliest() <= latest()`. Qualifiers do not widen the bounds: `1921~` is within 1921.
///
/// ```
/// use marchland::time::FuzzyDate;
/// let summer = FuzzyDate::parse("1920-06/1920-07")?;
/// assert_eq!(summer.earliest().to_string(), "1920-06-01");
/// assert_eq!(summer.latest().to_string(), "1920-07-31");
/// # Ok::<(), marchland::time::DateError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FuzzyDate {
    text: String,
    earliest: Day,
    latest: Day,
    form: Form,
}

/// What was written, for writing it out in words.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    One(Part),
    /// `None` is an end that is open or unknown.
    Interval(Option<Part>, Option<Part>),
}

/// One date, perhaps an end of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Part {
    pub what: What,
    pub approximate: bool,
    pub uncertain: bool,
}

/// To which precision a date is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// A day.
    Day { year: i32, month: u8, day: u8 },
    /// A month, 1-12.
    Month { year: i32, month: u8 },
    /// A season, from 0 for spring to 3 for winter.
    Season { year: i32, season: u8 },
    /// A year.
    Year { year: i32 },
    /// Ten years, named by the first.
    Decade { year: i32 },
    /// A hundred years, named by the first.
    Century { year: i32 },
}

impl FuzzyDate {
    /// Reads a date in EDTF, level 0 or 1, without a time of day.
    ///
    /// # Errors
    /// Says which part is wrong and what is allowed. Years are limited to -9999 to 9999.
    pub fn parse(text: &str) -> Result<FuzzyDate, DateError> {
        let form = read(text)?;
        // An open end reaches as far as days can be named.
        let (earliest, latest) = match form.bounds {
            (None, None) => return Err(open_at_both_ends(text)),
            (earliest, latest) => (earliest.unwrap_or(Day::MIN), latest.unwrap_or(Day::MAX)),
        };
        if latest < earliest {
            return Err(ends_before_it_begins(text));
        }
        Ok(FuzzyDate { text: text.to_owned(), earliest, latest, form: form.form })
    }

    /// A date known to the day.
    pub fn exact(day: Day) -> FuzzyDate {
        let (year, month, dom) = day.ymd();
        let what = What::Day { year, month, day: dom };
        let form = Form::One(Part { what, approximate: false, uncertain: false });
        FuzzyDate { text: day.to_string(), earliest: day, latest: day, form }
    }

    /// The first day it can be, itself included; [`Day::MIN`] for an interval without a start.
    pub fn earliest(&self) -> Day {
        self.earliest
    }

    /// The last day it can be, itself included; [`Day::MAX`] for an interval without an end.
    pub fn latest(&self) -> Day {
        self.latest
    }

    /// The date in EDTF, as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True if it is one day, neither approximate nor uncertain.
    pub fn is_exact(&self) -> bool {
        self.earliest == self.latest && !self.approximate() && !self.uncertain()
    }

    /// True if it was written as approximate, `~` or `%`.
    pub fn approximate(&self) -> bool {
        self.parts().any(|part| part.approximate)
    }

    /// True if it was written as uncertain, `?` or `%`.
    pub fn uncertain(&self) -> bool {
        self.parts().any(|part| part.uncertain)
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    fn parts(&self) -> impl Iterator<Item = Part> {
        let (first, second) = match self.form {
            Form::One(part) => (Some(part), None),
            Form::Interval(start, end) => (start, end),
        };
        first.into_iter().chain(second)
    }
}

/// Writes the EDTF text.
impl fmt::Display for FuzzyDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for FuzzyDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for FuzzyDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<FuzzyDate, DateError> {
        FuzzyDate::parse(text)
    }
}

/// A form with its first and last day; `None` is an open end.
struct Read {
    form: Form,
    bounds: (Option<Day>, Option<Day>),
}

fn read(text: &str) -> Result<Read, DateError> {
    check_shape(text)?;
    let edtf = Edtf::parse(text).map_err(|error| match error.message {
        "interval needs at least one dated endpoint" => open_at_both_ends(text),
        "interval end precedes interval start" => ends_before_it_begins(text),
        reason => DateError::new(format!("\"{text}\" is not a date ({reason}); {FORMS}"), error.offset),
    })?;
    if 1 < edtf.level() {
        return Err(DateError::new(format!("\"{text}\" is EDTF level 2, which is not read; {FORMS}"), 0));
    }
    let form = match &edtf {
        Edtf::Date(date) => Form::One(part(text, date)?),
        Edtf::Interval(interval) => Form::Interval(end(text, &interval.start)?, end(text, &interval.end)?),
        Edtf::DateTime(_) => {
            return Err(DateError::new(format!("\"{text}\" has a time of day; write the date alone"), 0));
        }
        Edtf::Set(_) => {
            return Err(DateError::new(format!("\"{text}\" is a set of dates; {FORMS}"), 0));
        }
    };
    let bounds = edtf.bounds();
    Ok(Read { form, bounds: (bound(text, bounds.earliest)?, bound(text, bounds.latest)?) })
}

fn open_at_both_ends(text: &str) -> DateError {
    DateError::new(format!("\"{text}\" is open at both ends; give one of them"), 0)
}

fn ends_before_it_begins(text: &str) -> DateError {
    DateError::new(format!("\"{text}\" ends before it begins; write the earlier date first"), 0)
}

const FORMS: &str = "write 1921-10-13, 1921-10, 1921, 1921~, 1921?, 192X or 1920-06/1920-07";

/// Finds the commonest mistakes, to name them better than "not a date".
fn check_shape(text: &str) -> Result<(), DateError> {
    let mut offset = 0;
    for one in text.split('/') {
        let plain = one.trim_end_matches(['?', '~', '%']);
        let fields: Vec<&str> = plain.split('-').collect();
        let digits =
            fields.iter().all(|field| !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit()));
        if let [year, month, rest @ ..] = fields.as_slice()
            && digits
            && year.len() == 4
            && month.len() == 2
        {
            let (year, month): (i32, u8) = (year.parse().unwrap_or(0), month.parse().unwrap_or(0));
            // In place of a month, 21 to 24 are the seasons; they have no days.
            if !(rest.is_empty() && (21..=24).contains(&month)) {
                check_month(plain, month, 5).map_err(|error| error.shifted(offset))?;
            }
            if let [day] = rest
                && day.len() == 2
            {
                check_day(plain, year, month, day.parse().unwrap_or(0), 8).map_err(|e| e.shifted(offset))?;
            }
        }
        if let Some(iso) = dotted(plain) {
            return Err(DateError::new(format!("\"{text}\" is not a date; write {iso}"), offset));
        }
        offset += one.len() + 1;
    }
    Ok(())
}

/// `28.07.1920` as `1920-07-28`.
fn dotted(text: &str) -> Option<Day> {
    let fields: Vec<&str> = text.split('.').collect();
    let &[day, month, year] = fields.as_slice() else {
        return None;
    };
    (year.len() == 4).then_some(())?;
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn end(text: &str, end: &IntervalEndpoint) -> Result<Option<Part>, DateError> {
    match end {
        IntervalEndpoint::Date(date) => part(text, date).map(Some),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => Ok(None),
        IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => {
            Err(DateError::new(format!("\"{text}\" is EDTF level 2, which is not read; {FORMS}"), 0))
        }
    }
}

fn part(text: &str, date: &Date) -> Result<Part, DateError> {
    let what = what(date).ok_or_else(|| {
        DateError::new(format!("the year in \"{text}\" is out of range; years are -9999 to 9999"), 0)
    })?;
    Ok(Part { what, approximate: date.is_approximate(), uncertain: date.is_uncertain() })
}

fn what(date: &Date) -> Option<What> {
    let edtf_core::YearKind::Standard { negative, digits } = date.year.kind else {
        return None;
    };
    let year = digits.iter().fold(0, |year, digit| year * 10 + i32::from(digit.unwrap_or(0)));
    let year = if negative { -year } else { year };
    if digits[2].is_none() {
        return Some(What::Century { year });
    }
    if digits[3].is_none() {
        return Some(What::Decade { year });
    }
    let month = date.month.and_then(|month| month.value());
    let day = date.day.and_then(|day| day.value());
    Some(match (month, day) {
        (Some(month), Some(day)) => What::Day { year, month, day },
        (Some(month @ 1..=12), None) => What::Month { year, month },
        (Some(month @ 21..=24), None) => What::Season { year, season: month - 21 },
        _ => What::Year { year },
    })
}

fn bound(text: &str, bound: Bound) -> Result<Option<Day>, DateError> {
    match bound {
        Bound::Date(BoundDate { year, month, day }) => i32::try_from(year)
            .ok()
            .filter(|year| YEARS.contains(year))
            .and_then(|year| Day::from_ymd(year, month, day))
            .map(Some)
            .ok_or_else(|| {
                DateError::new(format!("the year in \"{text}\" is out of range; years are -9999 to 9999"), 0)
            }),
        Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bounds_and_qualifiers() {
        for (text, earliest, latest, flags) in [
            ("1920-07-28", "1920-07-28", "1920-07-28", ""),
            ("1920-07-28~", "1920-07-28", "1920-07-28", "~"),
            ("1920-07", "1920-07-01", "1920-07-31", ""),
            ("1921~", "1921-01-01", "1921-12-31", "~"),
            ("1920?", "1920-01-01", "1920-12-31", "?"),
            ("1921%", "1921-01-01", "1921-12-31", "~?"),
            ("192X", "1920-01-01", "1929-12-31", ""),
            ("1920-XX", "1920-01-01", "1920-12-31", ""),
            ("1920-07-XX", "1920-07-01", "1920-07-31", ""),
            ("1921-21", "1921-03-01", "1921-05-31", ""),
            ("1920-06/1920-07", "1920-06-01", "1920-07-31", ""),
            ("1920-06-05/1920-07~", "1920-06-05", "1920-07-31", "~"),
            ("1920-06/..", "1920-06-01", "9999-12-31", ""),
            ("../1920-06", "-9999-01-01", "1920-06-30", ""),
            ("1920-06/", "1920-06-01", "9999-12-31", ""),
        ] {
            let date = FuzzyDate::parse(text).unwrap();
            let mut found = String::new();
            found.extend(date.approximate().then_some('~'));
            found.extend(date.uncertain().then_some('?'));
            let bounds = (date.earliest().to_string(), date.latest().to_string());
            assert_eq!(
                (bounds.0.as_str(), bounds.1.as_str(), found.as_str()),
                (earliest, latest, flags),
                "{text}"
            );
            assert_eq!((date.text(), date.is_exact()), (text, text == "1920-07-28"));
        }
    }

    #[test]
    fn mistakes_say_what_is_allowed() {
        for (text, message, offset) in [
            ("1920-13-01", "month 13 in \"1920-13-01\" is out of range; months are 01 to 12", 5),
            ("1920-13", "month 13 in \"1920-13\" is out of range; months are 01 to 12", 5),
            (
                "1920-06/1920-06-31",
                "day 31 in \"1920-06-31\" is out of range; the days of 1920-06 are 01 to 30",
                16,
            ),
            ("28.07.1920", "\"28.07.1920\" is not a date; write 1920-07-28", 0),
            ("1920-07/1920-06", "\"1920-07/1920-06\" ends before it begins; write the earlier date first", 0),
            ("../..", "\"../..\" is open at both ends; give one of them", 0),
            ("1920-07-28T12:00:00", "\"1920-07-28T12:00:00\" has a time of day; write the date alone", 0),
            ("Y12345", "the year in \"Y12345\" is out of range; years are -9999 to 9999", 0),
        ] {
            let error = FuzzyDate::parse(text).unwrap_err();
            assert_eq!((error.to_string().as_str(), error.offset()), (message, offset));
        }
        for text in ["", "soon", "1920-7", "1920?-07", "[1920,1921]", "192", "1920-06--1920-07", "/"] {
            let message = FuzzyDate::parse(text).unwrap_err().to_string();
            assert!(message.starts_with(&format!("\"{text}\" ")), "{message}");
        }
    }

    #[test]
    fn an_exact_date_reads_as_written() {
        let day: Day = "1921-10-13".parse().unwrap();
        assert_eq!(FuzzyDate::exact(day), FuzzyDate::parse("1921-10-13").unwrap());
    }

    proptest! {
        #[test]
        fn bounds_are_ordered(text in "[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?[?~%]?(/([12][0-9]{3}|\\.\\.)?)?") {
            if let Ok(date) = FuzzyDate::parse(&text) {
                prop_assert!(date.earliest() <= date.latest());
                prop_assert_eq!(date.text(), text);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9X./?~%Y\\PC -]{0,14}") {
            let _ = FuzzyDate::parse(&text);
        }
    }
}
