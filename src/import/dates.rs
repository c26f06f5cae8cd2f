//! Dates as collections write them.

use crate::time::{Day, FuzzyDate, OldStyle};

/// How a field writes dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// Each value by its look: eight digits are year, month and day; up to five a year; with a point, a year and its
    /// share; two points, day, month and year; all else ISO, EDTF or the ways in which OpenStreetMap writes dates. A
    /// month or day of 00 is not known.
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
    /// `31/12/1914`, also with hyphens or points; what is not of this form by its look.
    DayFirst,
    /// `12/31/1914`, in the same way.
    MonthFirst,
}

impl DateFormat {
    /// All values, in the spelling of mappings and of the command line.
    pub const ALL: [(&'static str, DateFormat); 8] = [
        ("auto", DateFormat::Auto),
        ("iso", DateFormat::Iso),
        ("yyyymmdd", DateFormat::Compact),
        ("year", DateFormat::Year),
        ("decimal-year", DateFormat::DecimalYear),
        ("edtf", DateFormat::Edtf),
        ("day-first", DateFormat::DayFirst),
        ("month-first", DateFormat::MonthFirst),
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

/// What is done with a date that cannot be, such as the 31st of April.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadDates {
    /// Its row is left out, which is told.
    #[default]
    LeaveOut,
    /// A day beyond the end of its month is the last of the month; the rest is left out.
    Clamp,
    /// The file is refused.
    Refuse,
}

impl BadDates {
    /// All values, in the spelling of mappings and of the command line.
    pub const ALL: [(&'static str, BadDates); 3] =
        [("leave-out", BadDates::LeaveOut), ("clamp", BadDates::Clamp), ("refuse", BadDates::Refuse)];
}

/// A date, or `None` for an open end: an empty value, or one of `open`.
///
/// # Errors
/// What is wrong with the value, and what is allowed.
pub fn read(text: &str, format: DateFormat, bce: Bce, open: &[String]) -> Result<Option<When>, String> {
    let text = text.trim();
    if is_nothing(text) || open.iter().any(|one| same_value(one, text)) {
        return Ok(None);
    }
    let format = match format {
        DateFormat::DayFirst | DateFormat::MonthFirst => {
            if let Some(numbers) = year_last(text, format) {
                return of_numbers(text, numbers, bce).map(Some);
            }
            look(text)
        }
        DateFormat::Auto => look(text),
        known => known,
    };
    match format {
        DateFormat::Compact => {
            let numbers = compact(text).ok_or_else(|| wrong(text, format))?;
            of_numbers(text, numbers, bce).map(Some)
        }
        DateFormat::Year => {
            if whole_number(text) == Some(0) && bce == Bce::Historical {
                return Err(no_year_0(text));
            }
            let year = whole_number(text).and_then(|year| counted(year, bce));
            year.and_then(When::year).map(Some).ok_or_else(|| wrong(text, format))
        }
        DateFormat::DecimalYear => decimal_year(text, bce).map(Some).ok_or_else(|| wrong(text, format)),
        DateFormat::Iso => {
            let numbers = numbers(text).ok_or_else(|| wrong(text, format))?;
            of_numbers(text, numbers, bce).map(Some)
        }
        _ => {
            if let Some(when) = of_openstreetmap(text, bce)? {
                return Ok(Some(when));
            }
            if let Some(numbers) = numbers(text) {
                return of_numbers(text, numbers, bce).map(Some);
            }
            if year_last(text, DateFormat::DayFirst).is_some() {
                let way = "--dates day-first or --dates month-first says which is which";
                return Err(format!("in \"{text}\" the day cannot be told from the month; {way}"));
            }
            // The mistake is told of what is written.
            edtf(&in_iso_years(text, bce)?).map_err(|why| match edtf(text) {
                Err(why) => why,
                Ok(_) => why,
            })
        }
    }
}

/// Whether a text says that there is no date.
pub fn is_nothing(text: &str) -> bool {
    matches!(text, "" | ".." | "open" | "null")
}

/// Whether a text is a value that a mapping names; 9 and 9.0 are the same, and so is one day in two spellings.
pub fn same_value(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    let same_day = || numbers(a).is_some_and(|day| day[1].is_some() && numbers(b) == Some(day));
    a == b || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(x), Ok(y)) if x == y) || same_day()
}

fn wrong(text: &str, format: DateFormat) -> String {
    let allowed = match format {
        DateFormat::Compact => "eight digits, such as 18500909",
        DateFormat::Year => "a year from -9999 to 9999, such as 1850 or -44",
        DateFormat::DecimalYear => "a year with its share, such as 1850.69",
        _ => "a day, such as 1850-09-09",
    };
    format!("\"{text}\" is not {allowed}")
}

fn no_year_0(text: &str) -> String {
    format!("\"{text}\" is in the year 0, which is not there as historians count; as ISO counts it is")
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn look(text: &str) -> DateFormat {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if all_digits(whole) && all_digits(part) {
        return match (whole.len(), whole == digits) {
            (8, _) => DateFormat::Compact,
            (_, true) => DateFormat::Year,
            (_, false) => DateFormat::DecimalYear,
        };
    }
    if numbers(text).is_some() { DateFormat::Iso } else { DateFormat::Edtf }
}

/// Year, month and day, as they are written; `None` where a value ends before.
pub type Numbers = [Option<i32>; 3];

/// The numbers of `1850-09-09`, with or without a time of day or a zone, also with slashes or points; of `-44-3-15`,
/// `1850-09`, and of `16.08.1920`. With slashes nobody can tell a day that comes first from a month.
fn numbers(text: &str) -> Option<Numbers> {
    let mut words = text.split(['T', ' ']);
    let (date, time) = (words.next()?, words.next());
    if time.is_some_and(|time| !time.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let date = date.strip_suffix('Z').unwrap_or(date);
    let (before, date) = match date.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, date),
    };
    let by = ['-', '/', '.'].into_iter().find(|by| date.contains(*by))?;
    let mut parts: Vec<&str> = date.split(by).collect();
    if !parts.iter().all(|part| all_digits(part)) {
        return None;
    }
    if by == '.' && parts.len() == 3 && parts[2].len() == 4 && !before {
        parts.reverse();
    }
    let is_year = |part: &str| if before { part.len() <= 4 } else { (3..=4).contains(&part.len()) };
    let number = |part: &&str| part.parse::<i32>().ok();
    match parts.as_slice() {
        [year, month, day] if is_year(year) && month.len() <= 2 && day.len() <= 2 => {
            // Of slashes and points four digits are wanted: they are used for other things too.
            if by != '-' && year.len() != 4 {
                return None;
            }
            let year = number(year)?;
            Some([Some(if before { -year } else { year }), number(month), number(day)])
        }
        // A year and a month; in place of the month, 21 to 24 are seasons in EDTF.
        [year, month] if by == '-' && is_year(year) && month.len() <= 2 => {
            let (year, month) = (number(year)?, number(month)?);
            (month <= 12).then_some([Some(if before { -year } else { year }), Some(month), None])
        }
        _ => None,
    }
}

/// The numbers of `31/12/1914`, or of `12/31/1914` where the month comes first, with or without a time of day.
pub fn year_last(text: &str, format: DateFormat) -> Option<Numbers> {
    let date = text.split(['T', ' ']).next()?;
    let by = ['/', '-', '.'].into_iter().find(|by| date.contains(*by))?;
    let parts: Vec<&str> = date.split(by).collect();
    let [a, b, year] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| all_digits(part)) || 2 < a.len() || 2 < b.len() || year.len() != 4 {
        return None;
    }
    let [a, b, year] = [a, b, year].map(|part| part.parse::<i32>().ok());
    Some(if format == DateFormat::MonthFirst { [year, a, b] } else { [year, b, a] })
}

/// The numbers of `18500909`.
fn compact(text: &str) -> Option<Numbers> {
    let number: i32 = i32::try_from(whole_number(text)?).ok()?;
    (10_000..=99_999_999).contains(&number).then_some([
        Some(number / 10_000),
        Some(number / 100 % 100),
        Some(number % 100),
    ])
}

/// The date of numbers. A month or a day of 0 is not known.
fn of_numbers(text: &str, [year, month, day]: Numbers, bce: Bce) -> Result<When, String> {
    let written = year.unwrap_or_default();
    let year = counted(i64::from(written), bce).ok_or_else(|| no_year_0(text))?;
    let out = || format!("the year in \"{text}\" is out of range; years are -9999 to 9999");
    let month = match month {
        None | Some(0) => return When::year(year).ok_or_else(out),
        Some(month) => u8::try_from(month)
            .ok()
            .filter(|month| *month <= 12)
            .ok_or_else(|| format!("month {month:02} in \"{text}\" is out of range; months are 01 to 12"))?,
    };
    let first = Day::from_ymd(year, month, 1).ok_or_else(out)?;
    let end = Day::month_end(year, month);
    let Some(day) = day.filter(|day| *day != 0) else {
        return Ok(When { first, last: end, doubtful: None });
    };
    u8::try_from(day).ok().and_then(|day| Day::from_ymd(year, month, day)).map(When::exact).ok_or_else(|| {
        let last = end.ymd().2;
        let julian = if (month, day) == (2, 29) && year % 4 == 0 {
            "; of the Julian calendar it is one, and is written with j: before it"
        } else {
            ""
        };
        format!(
            "day {day:02} in \"{text}\" is out of range; the days of {written:04}-{month:02} are 01 to {last}{julian}"
        )
    })
}

/// The last day of its month for a day beyond it, such as the 31st of April; `None` for what is not such a day.
pub fn clamped(text: &str, format: DateFormat, bce: Bce) -> Option<When> {
    let text = text.trim();
    let by_format = match format {
        DateFormat::DayFirst | DateFormat::MonthFirst => year_last(text, format),
        _ => None,
    };
    let [year, month, day] = by_format.or_else(|| numbers(text)).or_else(|| compact(text))?;
    let month = u8::try_from(month?).ok().filter(|month| (1..=12).contains(month))?;
    let year = counted(i64::from(year?), bce)?;
    let end = Day::month_end(year, month);
    Day::from_ymd(year, month, 1)?;
    (i32::from(end.ymd().2) < day? && day? <= 31).then(|| When::exact(end))
}

/// A whole number, also with a point and zeros after it.
fn whole_number(text: &str) -> Option<i64> {
    let whole = match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    whole.strip_prefix('+').unwrap_or(whole).parse().ok()
}

/// A year as astronomers count, of one as it is written; `None` for the year that historians do not have.
fn counted(year: i64, bce: Bce) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match bce {
        Bce::Historical if year == 0 => None,
        Bce::Historical if year < 0 => Some(year + 1),
        _ => Some(year),
    }
}

fn decimal_year(text: &str, bce: Bce) -> Option<When> {
    let number: f64 = text.parse().ok()?;
    if number.is_nan() || 10_000.0 <= number.abs() {
        return None;
    }
    // Before our era the share counts on from the beginning of the year all the same.
    let year = counted(number.floor() as i64, bce)?;
    if number.fract() == 0.0 {
        return When::year(year);
    }
    let first = Day::from_ymd(year, 1, 1)?.julian_day();
    let days = Day::year_end(year).julian_day() - first + 1;
    let passed = ((number - number.floor()) * f64::from(days) + 1e-6).floor() as i32;
    Day::from_julian_day(first + passed.min(days - 1)).map(When::exact)
}

/// EDTF with years of four digits, as ISO counts them: `-450~` as a historian writes it is `-0449~`.
fn in_iso_years(text: &str, bce: Bce) -> Result<String, String> {
    let one = |part: &str| -> Result<String, String> {
        let (before, rest) = match part.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, part),
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (year, more) = rest.split_at(digits);
        let ends = more.is_empty() || more.starts_with(['-', '~', '?', '%']);
        if !(1..=4).contains(&digits) || !ends {
            // Of a decade or a century the years are not known one by one.
            return match before && bce == Bce::Historical && 0 < digits {
                true => Err(format!("\"{part}\" cannot be told before our era as historians count")),
                false => Ok(part.to_owned()),
            };
        }
        let year: i64 = year.parse().unwrap_or_default();
        let year = counted(if before { -year } else { year }, bce).ok_or_else(|| no_year_0(part))?;
        let sign = if year < 0 { "-" } else { "" };
        Ok(format!("{sign}{:04}{more}", year.abs()))
    };
    let parts: Result<Vec<String>, String> = text.split('/').map(one).collect();
    parts.map(|parts| parts.join("/"))
}

/// The ways in which OpenStreetMap and its historical sister write dates that are no EDTF, or of a level of it that is
/// not read elsewhere: `~1850`, `1850s`, `C18`, `before 1855`, `after 1823`, `1914..1918`, `[1906..1908]`, `480 BC`,
/// `j:1918-01-31`. What they leave open becomes bounds of doubt; of `early`, `mid` and `late` the whole is taken.
fn of_openstreetmap(text: &str, bce: Bce) -> Result<Option<When>, String> {
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
    const ERAS: [(&str, bool); 11] = [
        ("bce", true),
        ("bc", true),
        ("b.c.", true),
        ("v. chr.", true),
        ("до н. э.", true),
        ("до н.э.", true),
        ("ce", false),
        ("ad", false),
        ("n. chr.", false),
        ("н. э.", false),
        ("н.э.", false),
    ];
    let of_era = |(era, before): &(&str, bool)| {
        let year = low.strip_suffix(era).or_else(|| low.strip_prefix(era).filter(|_| *era == "ad"))?;
        all_digits(year.trim()).then(|| (year.trim().to_owned(), *before))
    };
    if let Some((year, before)) = ERAS.iter().find_map(of_era) {
        let number = year.parse::<i32>().ok().filter(|year| 0 < *year);
        return Ok(number.and_then(|year| When::year(if before { 1 - year } else { year })));
    }
    if let Some(rest) = low.strip_prefix("before ") {
        // The day is not in it, and nothing says how long before.
        let Some(when) = read(rest, DateFormat::Auto, bce, &[])? else { return Ok(None) };
        return Ok(Some(When::exact(when.first.prev())));
    }
    if let Some(rest) = low.strip_prefix("after ") {
        let Some(when) = read(rest, DateFormat::Auto, bce, &[])? else { return Ok(None) };
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
        let end = |text: &str| read(text, DateFormat::Auto, bce, &[]);
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
        return edtf(&in_iso_years(&format!("{rest}~"), bce)?);
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
            ("12/31/1914", DateFormat::MonthFirst, "1914-12-31/1914-12-31"),
            ("31/12/1914", DateFormat::DayFirst, "1914-12-31/1914-12-31"),
            ("31-12-1914 00:00:00", DateFormat::DayFirst, "1914-12-31/1914-12-31"),
            ("1914-12-31", DateFormat::DayFirst, "1914-12-31/1914-12-31"),
            ("12/31/1914", DateFormat::DayFirst, "error"),
            ("~", DateFormat::Auto, "error"),
            ("", DateFormat::Auto, "open"),
            ("9", DateFormat::Auto, "open"),
            ("9.0", DateFormat::Auto, "open"),
            ("0", DateFormat::Auto, "error"),
            ("1850-13-01", DateFormat::Auto, "error"),
            ("1905-00-00", DateFormat::Auto, "1905-01-01/1905-12-31"),
            ("1905-06-00", DateFormat::Auto, "1905-06-01/1905-06-30"),
            ("1905-00", DateFormat::Auto, "1905-01-01/1905-12-31"),
            ("18500600", DateFormat::Auto, "1850-06-01/1850-06-30"),
            ("18500909.0", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("800-12-25", DateFormat::Auto, "0800-12-25/0800-12-25"),
            ("-44-3-15", DateFormat::Auto, "-0043-03-15/-0043-03-15"),
            ("-450~", DateFormat::Auto, "-0449-01-01/-0449-12-31"),
            ("-0450-06", DateFormat::Auto, "-0449-06-01/-0449-06-30"),
            ("-43.5", DateFormat::Auto, "-0043-07-02/-0043-07-02"),
            ("-44.0", DateFormat::Auto, "-0043-01-01/-0043-12-31"),
            ("1850-09-09Z", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("1850.09.09", DateFormat::Auto, "1850-09-09/1850-09-09"),
            ("AD 14", DateFormat::Auto, "0014-01-01/0014-12-31"),
            ("44 v. Chr.", DateFormat::Auto, "-0043-01-01/-0043-12-31"),
            ("1990-11-31", DateFormat::Auto, "error"),
            ("2010-14-25", DateFormat::Auto, "error"),
            ("31.04.1920", DateFormat::Auto, "error"),
            ("1900-02-29", DateFormat::Auto, "error"),
            ("0000-01-01", DateFormat::Auto, "error"),
            ("0.5", DateFormat::Auto, "error"),
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
