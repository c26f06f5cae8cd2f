//! Dates as collections write them.

use crate::time::{Day, FuzzyDate};

/// How a field writes dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// Each value by its look: eight digits are year, month and day; up to five a year; with a point, a year and its
    /// share; all else ISO or EDTF.
    #[default]
    Auto,
    /// `1850-09-09`, with or without a time of day; also with slashes.
    Iso,
    /// `18500909`.
    Compact,
    /// `1850`; before our era `-44`.
    Year,
    /// `1850.69`: the year and how much of it is over.
    DecimalYear,
    /// EDTF, level 1.
    Edtf,
}

impl DateFormat {
    /// All values, in the spelling of mappings and of the command line.
    pub const ALL: [(&'static str, DateFormat); 6] = [
        ("auto", DateFormat::Auto),
        ("iso", DateFormat::Iso),
        ("yyyymmdd", DateFormat::Compact),
        ("year", DateFormat::Year),
        ("decimal-year", DateFormat::DecimalYear),
        ("edtf", DateFormat::Edtf),
    ];
}

/// What a year before our era is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bce {
    /// As historians count: -1 is the year before 1, and there is no year 0.
    #[default]
    Historical,
    /// As astronomers and ISO count: 0 is the year before 1.
    Astronomical,
}

impl Bce {
    /// All values, in the spelling of mappings.
    pub const ALL: [(&'static str, Bce); 2] =
        [("historical", Bce::Historical), ("astronomical", Bce::Astronomical)];
}

/// A date of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The first day it can be.
    pub first: Day,
    /// The last day it can be.
    pub last: Day,
    /// The date itself, where doubt is part of it: an approximate or uncertain date, or an interval.
    pub doubtful: Option<FuzzyDate>,
}

impl When {
    fn exact(day: Day) -> When {
        When { first: day, last: day, doubtful: None }
    }

    fn year(year: i32) -> Option<When> {
        let first = Day::from_ymd(year, 1, 1)?;
        Some(When { first, last: Day::year_end(year), doubtful: None })
    }

    /// True if it is a whole year, and no doubt about it.
    pub fn is_year(&self) -> bool {
        let (year, month, day) = self.first.ymd();
        self.doubtful.is_none() && (month, day) == (1, 1) && self.last == Day::year_end(year)
    }
}

/// A date, or `None` for an open end: an empty value, or one of `open`.
///
/// # Errors
/// What is wrong with the value, and what is allowed.
pub fn read(text: &str, format: DateFormat, bce: Bce, open: &[String]) -> Result<Option<When>, String> {
    let text = text.trim();
    if matches!(text, "" | ".." | "open" | "null") || open.iter().any(|one| same_value(one, text)) {
        return Ok(None);
    }
    let format = match format {
        DateFormat::Auto => look(text),
        known => known,
    };
    let when = match format {
        DateFormat::Compact => compact(text),
        DateFormat::Year => year(text, bce),
        DateFormat::DecimalYear => decimal_year(text, bce),
        DateFormat::Iso => iso(text),
        DateFormat::Auto | DateFormat::Edtf => return edtf(text),
    };
    when.map(Some).ok_or_else(|| wrong(text, format))
}

/// Whether a text is a value that a mapping names; 9 and 9.0 are the same.
pub fn same_value(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(x), Ok(y)) if x == y)
}

fn wrong(text: &str, format: DateFormat) -> String {
    let allowed = match format {
        DateFormat::Compact => "eight digits, such as 18500909",
        DateFormat::Year => {
            "a year from -9999 to 9999, such as 1850 or -44; there is no year 0 before our era"
        }
        DateFormat::DecimalYear => "a year with its share, such as 1850.69",
        _ => "a day, such as 1850-09-09",
    };
    format!("\"{text}\" is not {allowed}")
}

fn look(text: &str) -> DateFormat {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if all_digits(digits) {
        return if digits.len() == 8 { DateFormat::Compact } else { DateFormat::Year };
    }
    if let Some((whole, part)) = digits.split_once('.')
        && all_digits(whole)
        && all_digits(part)
    {
        return DateFormat::DecimalYear;
    }
    let b = text.as_bytes();
    if 10 <= b.len() && (b[4] == b'/' && b[7] == b'/' || text.contains('T') || text.contains(' ')) {
        return DateFormat::Iso;
    }
    DateFormat::Edtf
}

fn compact(text: &str) -> Option<When> {
    let whole = text
        .split_once('.')
        .map_or(text, |(whole, part)| if part.bytes().all(|b| b == b'0') { whole } else { text });
    let number: i32 = whole.parse().ok()?;
    if !(10_101..=99_991_231).contains(&number) {
        return None;
    }
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    match (month, day) {
        (0, 0) => When::year(year),
        _ => Day::from_ymd(year, month as u8, day as u8).map(When::exact),
    }
}

fn year_number(text: &str, bce: Bce) -> Option<i32> {
    let year: i32 = text.strip_prefix('+').unwrap_or(text).parse().ok()?;
    match bce {
        Bce::Historical if year == 0 => None,
        Bce::Historical if year < 0 => Some(year + 1),
        _ => Some(year),
    }
}

fn year(text: &str, bce: Bce) -> Option<When> {
    let whole = match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    When::year(year_number(whole, bce)?)
}

fn decimal_year(text: &str, bce: Bce) -> Option<When> {
    let number: f64 = text.parse().ok()?;
    if number.is_nan() || 10_000.0 <= number.abs() {
        return None;
    }
    if number.fract() == 0.0 {
        return year(&format!("{number:.0}"), bce);
    }
    // Before our era the share counts on from the beginning of the year all the same.
    let year = number.floor() as i32;
    let first = Day::from_ymd(year, 1, 1)?.julian_day();
    let days = Day::year_end(year).julian_day() - first + 1;
    let passed = ((number - f64::from(year)) * f64::from(days) + 1e-6).floor() as i32;
    Day::from_julian_day(first + passed.min(days - 1)).map(When::exact)
}

fn iso(text: &str) -> Option<When> {
    let day = text.split(['T', ' ']).next()?.replace('/', "-");
    day.parse::<Day>().ok().map(When::exact)
}

fn edtf(text: &str) -> Result<Option<When>, String> {
    // An interval that is open at its end says no more than where it begins.
    let date = FuzzyDate::parse(text).map_err(|error| error.to_string())?;
    let (first, last) = (date.earliest(), date.latest());
    if first == Day::MIN || last == Day::MAX {
        return Ok(Some(When::exact(if first == Day::MIN { last } else { first })));
    }
    let plain = !date.approximate() && !date.uncertain() && !text.contains(['/', 'X', '[', '{']);
    let doubtful = (!plain).then(|| date.clone());
    Ok(Some(When { first, last, doubtful }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_collections_write_them() {
        for (text, format, expected) in [
            ("1850-09-09", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("1850/09/09", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("1850-09-09T00:00:00Z", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("18500909", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("18500000", DateFormat::Auto, "1850-01-01/1850-12-31"),
            ("1850", DateFormat::Auto, "1850-01-01/1850-12-31"),
            ("1850.0", DateFormat::Auto, "1850-01-01/1850-12-31"),
            ("1850.5", DateFormat::Auto, "1850-07-02/1850-07-02"),
            ("-44", DateFormat::Auto, "-0043-01-01/-0043-12-31"),
            ("-1", DateFormat::Year, "0000-01-01/0000-12-31"),
            ("1850-09", DateFormat::Auto, "1850-09-01/1850-09-30"),
            ("1850~", DateFormat::Auto, "1850-01-01/1850-12-31"),
            ("1850/..", DateFormat::Auto, "1850-01-01/1850-01-01"),
            ("185X", DateFormat::Auto, "1850-01-01/1859-12-31"),
            ("", DateFormat::Auto, "open"),
            ("9", DateFormat::Auto, "open"),
            ("9.0", DateFormat::Auto, "open"),
            ("0", DateFormat::Auto, "error"),
            ("1850-13-01", DateFormat::Auto, "error"),
            ("18501301", DateFormat::Auto, "error"),
            ("-123000", DateFormat::Auto, "error"),
            ("soon", DateFormat::Auto, "error"),
            ("nan", DateFormat::DecimalYear, "error"),
        ] {
            let read = match read(text, format, Bce::Historical, &["9".to_owned()]) {
                Ok(Some(when)) => format!("{}/{}", when.first, when.last),
                Ok(None) => "open".to_owned(),
                Err(_) => "error".to_owned(),
            };
            assert_eq!(read, expected, "{text}");
        }
    }
}
