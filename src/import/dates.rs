//! Dates as collections write them.

use crate::time::{Day, FuzzyDate, OldStyle};

/// How a field writes dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// Each value by its look: eight digits are year, month and day; up to five a year; with a point, a year and its
    /// share; two points, day, month and year; all else ISO, EDTF or the ways in which OpenStreetMap writes dates.
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
    if format == DateFormat::Edtf
        && let Some(when) = of_openstreetmap(text)?
    {
        return Ok(Some(when));
    }
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
    if day_first(text).is_some() || (text.len() < 10 && short_day(text).is_some()) {
        return DateFormat::Iso;
    }
    let has_time = matches!(b.get(10), Some(b'T' | b' '));
    if 10 <= b.len() && (b[4], b[7]) == (b'/', b'/') || has_time && (b[4], b[7]) == (b'-', b'-') {
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

/// `1861-1-5`: a day or month of one digit.
fn short_day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = parts.next().is_none() && year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    if !fits || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `16.08.1920`, with or without a time of day. With slashes nobody can tell a day from a month.
fn day_first(text: &str) -> Option<Day> {
    let mut parts = text.split([' ', 'T']).next()?.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = parts.next().is_none() && day.len() <= 2 && month.len() <= 2 && year.len() == 4;
    if !fits {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn iso(text: &str) -> Option<When> {
    if let Some(day) = day_first(text) {
        return Some(When::exact(day));
    }
    let day = text.split(['T', ' ']).next()?.replace('/', "-");
    day.parse::<Day>().ok().or_else(|| short_day(&day)).map(When::exact)
}

/// The ways in which OpenStreetMap and its historical sister write dates that are no EDTF, or of a level of it that is
/// not read elsewhere: `~1850`, `1850s`, `C18`, `before 1855`, `after 1823`, `1914..1918`, `[1906..1908]`, `480 BC`,
/// `j:1918-01-31`. What they leave open becomes bounds of doubt; of `early`, `mid` and `late` the whole is taken.
fn of_openstreetmap(text: &str) -> Result<Option<When>, String> {
    let low = text.to_lowercase();
    if let Some(day) = low.strip_prefix("j:") {
        let mut parts = day.split('-').map(str::parse::<i32>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Ok(None);
        };
        let part = |number: i32| u8::try_from(number).unwrap_or(0);
        return Ok(OldStyle::from_julian_ymd(year, part(month), part(day)).map(When::exact));
    }
    if let Some(number) = low.strip_prefix("jd:") {
        return Ok(number.trim().parse().ok().and_then(Day::from_julian_day).map(When::exact));
    }
    let era = [(" bce", true), (" bc", true), (" ce", false), (" ad", false)];
    if let Some((year, before)) =
        era.iter().find_map(|(end, before)| low.strip_suffix(end).map(|year| (year.trim(), *before)))
    {
        let number = year.parse::<i32>().ok().filter(|year| 0 < *year);
        return Ok(number.and_then(|year| When::year(if before { 1 - year } else { year })));
    }
    if let Some(rest) = low.strip_prefix("before ") {
        // The day is not in it, and nothing says how long before.
        let Some(when) = read(rest, DateFormat::Auto, Bce::Astronomical, &[])? else { return Ok(None) };
        return Ok(Some(When::exact(when.first.prev())));
    }
    if let Some(rest) = low.strip_prefix("after ") {
        let Some(when) = read(rest, DateFormat::Auto, Bce::Astronomical, &[])? else { return Ok(None) };
        return Ok(Some(When::exact(when.last.next())));
    }
    // One of several, or somewhere between two.
    let inner = ["[]", "{}"].iter().find_map(|pair| low.strip_prefix(&pair[..1])?.strip_suffix(&pair[1..]));
    let inner = inner.unwrap_or(&low);
    let ends = inner
        .split_once("..")
        .or_else(|| Some((inner.split_once(',')?.0, inner.rsplit_once(',')?.1)))
        .filter(|_| !low.contains('/'));
    if let Some((a, b)) = ends {
        let end = |text: &str| read(text, DateFormat::Auto, Bce::Astronomical, &[]);
        return match (end(a)?, end(b)?) {
            (Some(a), Some(b)) if a.first <= b.last => between(a.first, b.last).map(Some),
            // Open to one side: it is no more than the other.
            (None, Some(b)) => Ok(Some(When::exact(b.last))),
            (Some(a), None) => Ok(Some(When::exact(a.first))),
            _ => Ok(None),
        };
    }
    let (about, rest) = low.strip_prefix('~').map_or((false, low.as_str()), |rest| (true, rest.trim()));
    let part = ["early ", "mid ", "late "].iter().find_map(|part| rest.strip_prefix(part));
    let rest = part.unwrap_or(rest);
    let number = |text: &str| {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<i32>().ok()).flatten()
    };
    let span = |first: i32, years: i32| {
        let first_day = Day::from_ymd(first, 1, 1)?;
        (first + years - 1 <= 9999).then(|| (first_day, Day::year_end(first + years - 1)))
    };
    if let Some((first, last)) = rest.strip_suffix('s').and_then(number).and_then(|year| span(year, 10)) {
        return between(first, last).map(Some);
    }
    let century = rest.strip_prefix('c').and_then(number).filter(|number| (1..=99).contains(number));
    if let Some((first, last)) = century.and_then(|number| span(number * 100 - 99, 100)) {
        return between(first, last).map(Some);
    }
    if about {
        return edtf(&format!("{rest}~"));
    }
    Ok(None)
}

/// A date somewhere between two days, themselves included.
fn between(first: Day, last: Day) -> Result<When, String> {
    let (from, to) = (first.ymd(), last.ymd());
    let years = (from.1, from.2) == (1, 1) && last == Day::year_end(to.0) && 0 <= from.0;
    let text = match years {
        true if from.0 == to.0 => format!("{:04}", from.0),
        true => format!("{:04}/{:04}", from.0, to.0),
        false => format!("{first}/{last}"),
    };
    let doubtful = FuzzyDate::parse(&text).map_err(|error| error.to_string())?;
    Ok(When { first, last, doubtful: Some(doubtful) })
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
            ("1861-01-1", DateFormat::Auto, "1861-01-01/1861-01-01"),
            ("16.08.1920", DateFormat::Auto, "1920-08-16/1920-08-16"),
            ("01.01.1886 00:00:00", DateFormat::Auto, "1886-01-01/1886-01-01"),
            ("~1850", DateFormat::Auto, "1850-01-01/1850-12-31"),
            ("~1850-03", DateFormat::Auto, "1850-03-01/1850-03-31"),
            ("1850s", DateFormat::Auto, "1850-01-01/1859-12-31"),
            ("late 1920s", DateFormat::Auto, "1920-01-01/1929-12-31"),
            ("C18", DateFormat::Auto, "1701-01-01/1800-12-31"),
            ("before 1855", DateFormat::Auto, "1854-12-31/1854-12-31"),
            ("before 1910-01-20", DateFormat::Auto, "1910-01-19/1910-01-19"),
            ("after 1823", DateFormat::Auto, "1824-01-01/1824-01-01"),
            ("1914..1918", DateFormat::Auto, "1914-01-01/1918-12-31"),
            ("[1906..1908]", DateFormat::Edtf, "1906-01-01/1908-12-31"),
            ("[..1800]", DateFormat::Edtf, "1800-12-31/1800-12-31"),
            ("[1667,1668,1670]", DateFormat::Auto, "1667-01-01/1670-12-31"),
            ("480 BC", DateFormat::Auto, "-0479-01-01/-0479-12-31"),
            ("1066 CE", DateFormat::Auto, "1066-01-01/1066-12-31"),
            ("j:1918-01-31", DateFormat::Auto, "1918-02-13/1918-02-13"),
            ("jd:2455511", DateFormat::Auto, "2010-11-10/2010-11-10"),
            ("1918..1914", DateFormat::Auto, "error"),
            ("12/31/1914", DateFormat::Auto, "error"),
            ("~", DateFormat::Auto, "error"),
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
