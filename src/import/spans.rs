//! The dates of all rows of a collection: how its years are counted, which values mean that there is no end, and what
//! becomes of dates that cannot be. All of it is decided for whole columns, and told once for each.

use std::collections::BTreeMap;

use super::dates::{self, BadDates, Bce, DateFormat, When};
use super::entries::{Row, cleaned};
use super::fit::ToIs;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::Lang;
use crate::time::Day;

/// A date as a row has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Written {
    pub text: String,
    /// The file has it as a number, and so without zeros before it.
    pub is_number: bool,
}

/// How the dates of a collection are read.
#[derive(Clone)]
pub(super) struct Settings<'a> {
    pub format: DateFormat,
    /// The count that somebody asked for.
    pub asked: Option<Bce>,
    /// The count of the collection, with its name.
    pub usual: Option<(Bce, &'static str)>,
    /// The format of the files has ISO's count in it.
    pub is_iso: bool,
    pub open: &'a [String],
    /// Those of them that somebody asked for.
    pub asked_open: &'a [String],
    pub bad: BadDates,
    /// What the two columns are called.
    pub names: [String; 2],
    /// The column is one of snapshots: all rows have a year.
    pub of_snapshots: bool,
}

/// Years from which on a date means that there is no end: 9999, 7999-12-30.
const NO_END: i64 = 3000;
/// Years from which on an end is hardly one.
const FUTURE: i64 = 2050;
/// Numbers that programs write where they have no value.
const NO_VALUE: [i64; 8] = [-1, -9, -99, -999, -9999, -32_768, -99_999, -999_999];

/// A value of a column.
struct Found {
    written: Written,
    /// Its rows, as positions.
    rows: Vec<usize>,
    /// The year as it is written, if there is one.
    year: Option<i64>,
    is_open: bool,
}

/// Reads the dates of all rows. Rows with a date that cannot be are not among those that come back; what is to be said of
/// them is in `bad`, as warnings, each with how many rows it costs.
pub(super) fn read(
    rows: Vec<Row>,
    settings: &Settings<'_>,
    findings: &mut Vec<Diagnostic>,
    bad: &mut Vec<(Diagnostic, usize)>,
) -> Vec<Row> {
    let format = format(&rows, settings, findings);
    let settings = &Settings { format, ..settings.clone() };
    let mut columns: [Vec<Found>; 2] = [0, 1].map(|side| found(&rows, side, settings));
    for value in settings.asked_open {
        let is_there = |one: &&Found| dates::same_value(value, &one.written.text);
        if !rows.is_empty() && columns.iter().flatten().find(is_there).is_none() {
            let message = format!("no date is \"{}\", which is said to mean an open one", cleaned(value));
            findings.push(Diagnostic::new(Severity::Note, "open-values", message));
        }
    }
    if !settings.of_snapshots {
        sentinels(&rows, &mut columns, settings, findings);
    }
    let bce = count(&columns, settings, findings);
    /// A date as it was read: nothing in the field, a date, or what is wrong with it.
    type Read = Option<Result<Option<When>, String>>;
    let mut read: Vec<[Read; 2]> = vec![[None, None]; rows.len()];
    let mut clamped: Vec<usize> = Vec::new();
    let mut example = "";
    for (side, column) in columns.iter().enumerate() {
        for one in column {
            let text = one.written.text.as_str();
            let mut when = match one.is_open {
                true => Ok(None),
                false => dates::read(text, settings.format, bce, settings.open),
            };
            if settings.bad == BadDates::Clamp
                && when.is_err()
                && let Some(end) = dates::clamped(text, settings.format, bce)
            {
                when = Ok(Some(end));
                clamped.extend(&one.rows);
                example = text;
            }
            for row in &one.rows {
                read[*row][side] = Some(when.clone());
            }
        }
    }
    if !clamped.is_empty() {
        let message = format!(
            "{} beyond the end of its month, such as \"{example}\", and taken for the last day of it: {}",
            match clamped.len() {
                1 => "a date is".to_owned(),
                count => format!("{count} dates are each"),
            },
            named(&rows, &clamped)
        );
        findings.push(Diagnostic::new(Severity::Warning, "bad-date", message));
    }
    // A value is told once, whatever the number of its rows.
    for (side, column) in columns.iter().enumerate() {
        for one in column {
            let Some(Some(Err(why))) = one.rows.first().map(|row| read[*row][side].as_ref()) else {
                continue;
            };
            let is_clamped = dates::clamped(&one.written.text, settings.format, bce).is_some();
            bad.push(impossible(&rows, &settings.names[side], one, why, is_clamped));
        }
    }
    let mut kept = Vec::with_capacity(rows.len());
    let mut without_year = Vec::new();
    for (position, read) in read.into_iter().enumerate() {
        let [from, to] = read.map(|one| one.unwrap_or(Ok(None)));
        let is_left_out = settings.of_snapshots && from == Ok(None);
        if is_left_out {
            without_year.push(position);
        }
        kept.push(from.ok().zip(to.ok()).filter(|_| !is_left_out));
    }
    if !without_year.is_empty() {
        let message = format!(
            "\"{}\" of {} is empty, and {} left out: {}",
            settings.names[0],
            super::counted(without_year.len(), "row"),
            if without_year.len() == 1 { "it is" } else { "they are" },
            named(&rows, &without_year)
        );
        bad.push((Diagnostic::new(Severity::Warning, "bad-date", message), without_year.len()));
    }
    let with_dates = rows.into_iter().zip(kept).filter_map(|(mut row, dates)| {
        let (from, to) = dates?;
        // Of files that are snapshots the row has its year already.
        if row.from.is_none() {
            row.entry.by_year = [&from, &to].into_iter().flatten().any(When::is_year);
            (row.from, row.to) = (from, to);
        }
        Some(row)
    });
    with_dates.collect()
}

/// What is said of a value that cannot be a date, with how many rows have it.
fn impossible(rows: &[Row], name: &str, one: &Found, why: &str, is_clamped: bool) -> (Diagnostic, usize) {
    let text = &one.written.text;
    let (whose, left_out) = match one.rows.len() {
        1 => (named(rows, &one.rows), "the row is"),
        count => (format!("{count} rows ({})", named(rows, &one.rows)), "they are"),
    };
    let message = format!("\"{name}\" of {whose}: {why}; {left_out} left out");
    let mut finding = Diagnostic::new(Severity::Warning, "bad-date", message);
    finding.place = one.rows.first().map(|row| rows[*row].entry.place.clone());
    finding.help = if is_clamped {
        Some("--bad-dates clamp takes the last day of the month instead".to_owned())
    } else if one.year == Some(0) || text.matches(['-', '/', '.']).count() < 2 {
        Some(format!("--open \"{}\" if it means that the date is open", cleaned(text)))
    } else {
        None
    };
    (finding, one.rows.len())
}

/// How dates are written, where they begin with a day or a month and a slash: which of the two it is, the whole column
/// tells if one of the numbers is above 12.
fn format(rows: &[Row], settings: &Settings<'_>, findings: &mut Vec<Diagnostic>) -> DateFormat {
    if settings.format != DateFormat::Auto {
        return settings.format;
    }
    let (mut day_first, mut month_first) = (None, None);
    for text in rows.iter().flat_map(|row| &row.written).map(|written| written.text.as_str()) {
        // With points it is the day that comes first.
        let numbers = match text.contains('.') {
            true => None,
            false => dates::year_last(text, DateFormat::DayFirst),
        };
        let Some([_, Some(second), Some(first)]) = numbers else { continue };
        if 12 < first && second <= 12 {
            day_first.get_or_insert(text);
        } else if 12 < second && first <= 12 {
            month_first.get_or_insert(text);
        }
    }
    let (format, text, what, other) = match (day_first, month_first) {
        (Some(text), None) => (DateFormat::DayFirst, text, "day", "--dates month-first"),
        (None, Some(text)) => (DateFormat::MonthFirst, text, "month", "--dates day-first"),
        _ => return DateFormat::Auto,
    };
    let message = format!("dates are read with the {what} first, because one is \"{}\"", cleaned(text));
    let finding = Diagnostic::new(Severity::Note, "date-format", message);
    findings.push(finding.help(format!("{other} reads them the other way")));
    format
}

/// The values of a column, each once.
fn found(rows: &[Row], side: usize, settings: &Settings<'_>) -> Vec<Found> {
    let mut values: BTreeMap<&Written, Vec<usize>> = BTreeMap::new();
    for (position, row) in rows.iter().enumerate() {
        values.entry(&row.written[side]).or_default().push(position);
    }
    let is_open =
        |text: &str| dates::is_nothing(text) || settings.open.iter().any(|one| dates::same_value(one, text));
    values
        .into_iter()
        .map(|(written, rows)| {
            let text = written.text.as_str();
            let read = || dates::read(text, settings.format, Bce::Astronomical, &[]).ok().flatten();
            let year = read().map(|when| i64::from(when.first.year()));
            // What is too far away to be a date still is a number.
            let year =
                year.or_else(|| text.parse().ok().filter(|number: &i64| number.unsigned_abs() < 10_000_000));
            Found { written: written.clone(), rows, year, is_open: is_open(text) }
        })
        .filter(|one| !dates::is_nothing(&one.written.text))
        .collect()
}

/// Values that nobody can have meant as dates are open dates, and values far in the future are told.
fn sentinels(
    rows: &[Row],
    columns: &mut [Vec<Found>; 2],
    settings: &Settings<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let is_before =
        |one: &Found| !one.is_open && one.year.is_some_and(|year| year < 0 && !NO_VALUE.contains(&year));
    let has_before = columns.iter().flatten().any(is_before);
    let years: [BTreeMap<usize, i64>; 2] = [0, 1].map(|side| {
        let mut years = BTreeMap::new();
        for one in &columns[side] {
            years.extend(one.year.iter().flat_map(|year| one.rows.iter().map(|row| (*row, *year))));
        }
        years
    });
    for (side, column) in columns.iter_mut().enumerate() {
        let name = &settings.names[side];
        let what = ["beginning", "end"][side];
        for one in column.iter_mut().filter(|one| !one.is_open) {
            let Some(year) = one.year else { continue };
            let ends_before = |row: &usize| years[0].get(row).is_some_and(|from| year < *from);
            let is_none = match year {
                NO_END.. => true,
                _ if settings.asked.is_some() || settings.is_iso || has_before => false,
                0 | ..=-9999 => true,
                year if !NO_VALUE.contains(&year) => false,
                _ if side == 1 => one.rows.iter().any(ends_before),
                _ => 1 < one.rows.len(),
            };
            let is_future = side == 1 && (FUTURE..NO_END).contains(&year);
            if !is_none && !is_future {
                continue;
            }
            one.is_open = is_none;
            let text = &one.written.text;
            let taken = match is_none {
                true => format!("taken for no {what}"),
                false => "taken as it is written".to_owned(),
            };
            let rows = match one.rows.len() {
                1 => named(rows, &one.rows),
                count => format!("{count} rows ({})", named(rows, &one.rows)),
            };
            let message = format!("\"{name}\" of {rows} is \"{text}\", which is {taken}");
            let help = match is_none {
                true => format!("--open {text} says so"),
                false => format!("--open {text} if it means that there is no end"),
            };
            let severity = if NO_END <= year { Severity::Note } else { Severity::Warning };
            findings.push(Diagnostic::new(severity, "open-values", message).help(help));
        }
    }
}

/// How years before our era are counted: one count for all, because nobody changes it from row to row.
fn count(columns: &[Vec<Found>; 2], settings: &Settings<'_>, findings: &mut Vec<Diagnostic>) -> Bce {
    let of_years = || columns.iter().flatten().filter(|one| !one.is_open);
    let text = |one: &Found| one.written.text.clone();
    let before: Vec<&Found> = of_years()
        .filter(|one| one.year.is_some_and(|year| year < 0) && one.written.text.starts_with('-'))
        .collect();
    let zero = of_years().find(|one| one.year == Some(0) && !one.written.text.to_lowercase().contains('b'));
    let usual = settings.usual.map(|(bce, _)| bce);
    if let Some(asked) = settings.asked {
        return asked;
    }
    // With a month, a day or a doubt, or zeros up to four digits, it is as ISO and EDTF write it.
    let is_iso = |one: &&&Found| {
        let digits = one.written.text[1..].bytes().take_while(u8::is_ascii_digit).count();
        let bare = one.written.text.len() == digits + 1 || one.written.text.contains('.');
        digits == 4 && (one.written.text.starts_with("-0") || !bare)
    };
    let iso = before.iter().find(is_iso);
    let four_digits = |one: &&Found| one.written.text.len() == 5 && !one.written.is_number;
    let (bce, why) = match (settings.usual, zero, iso, before.first()) {
        (Some((bce, title)), ..) => (bce, format!("as {title} has them")),
        (None, Some(zero), ..) => (Bce::Astronomical, format!("because one is \"{}\"", text(zero))),
        (None, None, Some(iso), _) => {
            (Bce::Astronomical, format!("because \"{}\" is as ISO writes them", text(iso)))
        }
        (None, None, None, Some(first)) if settings.is_iso => {
            (Bce::Astronomical, format!("as the format of the file has them, such as \"{}\"", text(first)))
        }
        (None, None, None, Some(first)) if before.iter().all(four_digits) => {
            (Bce::Astronomical, format!("because they are of four digits, such as \"{}\"", text(first)))
        }
        (None, None, None, Some(first)) => (
            Bce::Historical,
            format!("because there is no year 0, and none as ISO writes them: \"{}\"", text(first)),
        ),
        (None, None, None, None) => (usual.unwrap_or_default(), String::new()),
    };
    let example = before.first().copied().or(zero);
    if let Some(example) = example {
        let year = example.year.unwrap_or_default();
        let means = |bce: Bce| match bce {
            Bce::Historical if year == 0 => "no year".to_owned(),
            Bce::Historical => format!("{} BC", -year),
            Bce::Astronomical => format!("{} BC", 1 - year),
        };
        let other = match bce {
            Bce::Historical => Bce::Astronomical,
            Bce::Astronomical => Bce::Historical,
        };
        let key = |bce: Bce| Bce::ALL.iter().find(|(_, value)| *value == bce).map_or("", |(key, _)| key);
        let counts = match bce {
            Bce::Historical => "as historians count, without a year 0",
            Bce::Astronomical => "as ISO counts, with a year 0",
        };
        let message = format!(
            "years before our era are read {counts}, {why}: \"{}\" is in {}",
            text(example),
            means(bce)
        );
        let help = format!(
            "--years-bce {} says so, --years-bce {} takes it for {}",
            key(bce),
            key(other),
            means(other)
        );
        findings.push(Diagnostic::new(Severity::Note, "years-bce", message).help(help));
    }
    bce
}

/// A row for people: its name, or its number.
pub(super) fn label(row: &Row) -> String {
    let name = row.entry.name.get(Lang::EN);
    match name.is_empty() {
        true => format!("row {}", row.entry.number),
        false => format!("\"{name}\""),
    }
}

/// The first of some rows by name, and how many more there are.
fn named(rows: &[Row], some: &[usize]) -> String {
    examples(some.iter().map(|row| label(&rows[*row])), some.len())
}

/// The first of some names, each once, and how many rows are of others.
pub(super) fn examples(names: impl Iterator<Item = String>, all: usize) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = Vec::new();
    let mut told = 0;
    for name in names {
        if !shown.contains(&name) {
            if shown.len() == SHOWN {
                break;
            }
            shown.push(name);
        }
        told += 1;
    }
    match all.saturating_sub(told) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Which of the dates of a collection are finer than a year, and than a month.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Finest {
    pub month: bool,
    pub day: bool,
}

impl Finest {
    pub fn of(rows: &[Row]) -> Finest {
        let mut finest = Finest::default();
        for when in rows.iter().flat_map(|row| [&row.from, &row.to]).flatten() {
            let is_day = when.first == when.last;
            finest.day |= is_day;
            finest.month |= is_day || is_in_month(when);
        }
        finest
    }

    /// Whether dates are finer than this one.
    fn than(self, when: &When) -> bool {
        if is_in_month(when) { self.day } else { self.month }
    }
}

fn is_in_month(when: &When) -> bool {
    let ((year, month, _), (to_year, to_month, _)) = (when.first.ymd(), when.last.ymd());
    (year, month) == (to_year, to_month)
}

fn is_interval(when: &When) -> bool {
    when.doubtful.as_ref().is_some_and(|date| date.text().contains('/'))
}

/// The days of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub from: Option<Day>,
    pub until: Option<Day>,
    /// See [`super::Entry::ends_in`].
    pub ends_in: Option<Day>,
}

/// Why a row has no days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDays {
    /// It ends before it begins.
    Backwards,
    /// It ends on the day on which it begins, and that day is not of it.
    Empty,
}

/// From which day until which a row is there. An end that is a year or a month is somewhere in it: it reaches to the end
/// of it, and gives way to what begins in it; unless it is said that ends are exclusive, and all dates are as coarse.
pub(super) fn days(
    from: Option<&When>,
    to: Option<&When>,
    to_is: ToIs,
    is_literal: bool,
    finest: Finest,
) -> Result<Days, NoDays> {
    let begins = from.map(|from| if from.doubtful.is_some() { from.last } else { from.first });
    let Some(to) = to else { return Ok(Days { from: begins, until: None, ends_in: None }) };
    let is_coarse = to.first < to.last;
    let after = to.last.next();
    let (until, ends_in) = match to_is {
        ToIs::Inclusive => (after, is_coarse.then(|| to.first.next())),
        // An interval of two days is as exact as its writer could be: it ends on the last of them at the latest.
        ToIs::Exclusive if is_coarse && !is_interval(to) && (!is_literal || finest.than(to)) => {
            (after, Some(to.first))
        }
        ToIs::Exclusive if to.doubtful.is_some() => (to.last, Some(to.first)),
        ToIs::Exclusive => (to.first, None),
    };
    let (Some(begins), Some(from)) = (begins, from) else {
        return Ok(Days { from: begins, until: Some(until), ends_in });
    };
    if begins < until {
        return Ok(Days { from: Some(begins), until: Some(until), ends_in });
    }
    if to.last < from.first {
        return Err(NoDays::Backwards);
    }
    // Begin and end share a year or a month: the row is there in it.
    if is_coarse || from.first < from.last {
        let begins = if begins < after { begins } else { from.first };
        return Ok(Days {
            from: Some(begins),
            until: Some(after),
            ends_in: Some(to.first.max(begins.next())),
        });
    }
    Err(NoDays::Empty)
}
