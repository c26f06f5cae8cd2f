//! Fields that look like dates and are not used. Neither names nor values tell it alone: populations, codes and road
//! numbers look like years too. So a field is told where its name and its values agree, or where its values can be
//! nothing else. Nothing is ever read because of it.

use std::collections::BTreeSet;

use super::dates::{self, Bce, DateFormat};
use super::entries::cleaned;
use crate::diagnostic::{Diagnostic, Severity};
use crate::interchange::{Layer, Value};

/// What a field seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Begin,
    End,
    /// A date that is neither by its name.
    One,
    /// Begin and end in one value.
    Span,
}

/// A field that looks like a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub name: String,
    pub side: Side,
}

/// What is said of fields that look like dates where no field of dates is used, if there are any.
pub(super) fn all_unused<'a>(
    layers: impl Iterator<Item = &'a Layer>,
    used: &BTreeSet<String>,
) -> Option<Diagnostic> {
    let seen = seen(layers, used);
    if seen.is_empty() {
        return None;
    }
    let names: Vec<String> = seen.iter().map(|one| format!("\"{}\"", cleaned(&one.name))).collect();
    let message = match names.as_slice() {
        [one] => format!("the field {one} looks like dates and is not used: one state for all days"),
        all => {
            format!("the fields {} look like dates and are not used: one state for all days", all.join(", "))
        }
    };
    let of = |side: Side| seen.iter().find(|one| one.side == side).map(|one| cleaned(&one.name));
    let help = match (of(Side::Begin), of(Side::End), of(Side::One)) {
        (Some(from), Some(to), _) => format!(
            "--from-field \"{from}\" --to-field \"{to}\" --to-is inclusive (or exclusive) uses them"
        ),
        (Some(from), None, _) => format!("--from-field \"{from}\" uses it as the beginning"),
        (None, Some(to), _) => format!("--to-field \"{to}\" --to-is inclusive (or exclusive) uses it as the end"),
        (None, None, Some(one)) => format!(
            "--year-field \"{one}\" if each row is a state of that time, --from-field \"{one}\" if it begins then"
        ),
        (None, None, None) => {
            "a span in one field is not read: write its begin and its end in two, for --from-field and --to-field"
                .to_owned()
        }
    };
    Some(Diagnostic::new(Severity::Warning, "guessed", message).help(help))
}

/// What is said of a field that looks like the other end of the dates that are used.
pub(super) fn other_end<'a>(
    layers: impl Iterator<Item = &'a Layer>,
    used: &BTreeSet<String>,
    missing: Side,
) -> Option<Diagnostic> {
    let other = seen(layers, used).into_iter().find(|one| one.side == missing)?;
    let name = cleaned(&other.name);
    let (what, option) = match missing {
        Side::End => ("ends", format!("--to-field \"{name}\" --to-is inclusive (or exclusive)")),
        _ => ("beginnings", format!("--from-field \"{name}\"")),
    };
    let message = format!("the field \"{name}\" looks like {what} and is not used");
    Some(Diagnostic::new(Severity::Warning, "guessed", message).help(format!("{option} uses it")))
}

/// The fields of layers that look like dates, each once, in the order of the file.
fn seen<'a>(layers: impl Iterator<Item = &'a Layer>, used: &BTreeSet<String>) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    for layer in layers.filter(|layer| !layer.features.is_empty()) {
        let columns: Vec<Column<'_>> = (0..layer.fields.len())
            .filter(|at| !used.contains(&layer.fields[*at].name))
            .map(|at| Column::of(layer, at))
            .collect();
        let mut found: Vec<Option<Side>> = columns.iter().map(Column::side).collect();
        chained(&columns, &mut found);
        for (column, side) in columns.iter().zip(found) {
            let Some(side) = side else { continue };
            if !all.iter().any(|known| known.name == column.name) {
                all.push(Seen { name: column.name.to_owned(), side });
            }
        }
    }
    all
}

/// What the name of a field says.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    begin: bool,
    end: bool,
    date: bool,
    /// It names something else.
    other: bool,
    /// It is of the record, not of what is recorded.
    record: bool,
}

/// A value as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// A bare number that can be a year.
    Year(i64),
    /// A date that nothing else looks like.
    Date(i64),
    Span,
    No,
}

struct Column<'a> {
    name: &'a str,
    named: Named,
    looks: Vec<Option<Look>>,
}

/// So many rows tell what a field is.
const ROWS: usize = 20_000;

impl<'a> Column<'a> {
    fn of(layer: &'a Layer, at: usize) -> Column<'a> {
        let name = layer.fields[at].name.as_str();
        let named = named(name);
        let look_at = |feature: &crate::interchange::Feature| {
            let text = feature.values.get(at).unwrap_or(&Value::Null).shown();
            (!dates::is_nothing(&text)).then(|| look(&text))
        };
        // Of most columns the first values tell enough: a table may have hundreds.
        const FIRST: usize = 24;
        let first: Vec<Look> = layer.features.iter().filter_map(look_at).take(FIRST).collect();
        let dates = first.iter().filter(|look| **look != Look::No).count();
        let looks = match named.other || dates * 2 < first.len() {
            true => Vec::new(),
            false => layer.features.iter().take(ROWS).map(look_at).collect(),
        };
        Column { name, named, looks }
    }

    fn filled(&self) -> impl Iterator<Item = Look> {
        self.looks.iter().copied().flatten()
    }

    fn side(&self) -> Option<Side> {
        let Named { begin, end, date, other, record } = self.named;
        let all = self.filled().count();
        let share = |fits: &dyn Fn(Look) -> bool| {
            let count = self.filled().filter(|look| fits(*look)).count();
            0 < count && all * 8 <= count * 10
        };
        let year = |look: Look| match look {
            Look::Year(year) | Look::Date(year) => Some(year),
            _ => None,
        };
        if other || all == 0 {
            return None;
        }
        // When a record was made or changed is of our time.
        if record && self.filled().filter_map(year).all(|year| 1950 <= year) {
            return None;
        }
        if share(&|look| look == Look::Span) && (date || begin || end) {
            return Some(Side::Span);
        }
        let side = match (begin, end) {
            (true, false) => Side::Begin,
            (false, true) => Side::End,
            _ => Side::One,
        };
        let is_written = |look: Look| matches!(look, Look::Date(_) | Look::Span);
        let is_date = |look: Look| look != Look::No;
        // Of names such as "from" and "to" small numbers are something else.
        let is_large = |look: Look| year(look).is_none_or(|year| 100 <= year.abs() || year == 0);
        let fits = match (date, begin || end) {
            (true, _) => share(&is_date),
            (false, true) => share(&|look| is_date(look) && is_large(look)),
            (false, false) => share(&is_written) || self.is_of_years(),
        };
        fits.then_some(side)
    }

    /// Whether bare numbers under a name that says nothing are years: within some centuries, and the same for several rows,
    /// as ids are not; nor as round as counts are.
    fn is_of_years(&self) -> bool {
        let years: Vec<i64> = self
            .filled()
            .filter_map(|look| if let Look::Year(year) = look { Some(year) } else { None })
            .collect();
        let distinct: BTreeSet<i64> = years.iter().copied().collect();
        let is_round = years.iter().all(|year| year % 50 == 0);
        4 <= years.len()
            && years.len() == self.filled().count()
            && years.iter().all(|year| (1200..=2035).contains(year))
            && 1 < distinct.len()
            && distinct.len() < years.len()
            && !is_round
    }
}

/// Two neighbouring columns of numbers of which the second follows the first in every row, and which go on from row to
/// row: where one ends, another begins.
fn chained(columns: &[Column<'_>], found: &mut [Option<Side>]) {
    for at in 1..columns.len() {
        let [from, to] = [&columns[at - 1], &columns[at]];
        if found[at - 1].is_some() || found[at].is_some() || from.named.other || to.named.other {
            continue;
        }
        let year = |look: &Option<Look>| match look {
            Some(Look::Year(year)) => Some(*year),
            _ => None,
        };
        let pairs: Vec<(i64, i64)> =
            from.looks.iter().zip(&to.looks).filter_map(|(a, b)| Some((year(a)?, year(b)?))).collect();
        let is_span = |(a, b): &(i64, i64)| {
            (500..=2035).contains(a) && (a <= b || *b == 0) && (*b <= 2100 || *b == 9999)
        };
        let begins: BTreeSet<i64> = pairs.iter().map(|pair| pair.0).collect();
        let goes_on =
            pairs.iter().filter(|(a, b)| a < b && (begins.contains(b) || begins.contains(&(b + 1)))).count();
        let all = from.filled().count().max(to.filled().count());
        if 3 <= pairs.len() && pairs.len() == all && pairs.iter().all(is_span) && pairs.len() < goes_on * 5 {
            (found[at - 1], found[at]) = (Some(Side::Begin), Some(Side::End));
        }
    }
    // Of two dates without a word about which is which, the one that never is later begins.
    let ones: Vec<usize> = (0..found.len()).filter(|at| found[*at] == Some(Side::One)).collect();
    if let [a, b] = ones.as_slice()
        && !found.iter().any(|side| matches!(side, Some(Side::Begin | Side::End)))
    {
        let year = |look: &Option<Look>| match look {
            Some(Look::Year(year) | Look::Date(year)) => Some(*year),
            _ => None,
        };
        let pairs: Vec<(i64, i64)> = (columns[*a].looks.iter().zip(&columns[*b].looks))
            .filter_map(|(one, other)| Some((year(one)?, year(other)?)))
            .collect();
        if !pairs.is_empty() && pairs.iter().any(|(one, other)| one < other) {
            if pairs.iter().all(|(one, other)| one <= other) {
                (found[*a], found[*b]) = (Some(Side::Begin), Some(Side::End));
            }
        } else if pairs.iter().any(|(one, other)| other < one)
            && pairs.iter().all(|(one, other)| other <= one)
        {
            (found[*a], found[*b]) = (Some(Side::End), Some(Side::Begin));
        }
    }
}

fn look(text: &str) -> Look {
    const LONGEST: usize = 40;
    if !text.bytes().any(|b| b.is_ascii_digit()) || LONGEST < text.len() && !text.starts_with(['{', '[']) {
        return Look::No;
    }
    if text.starts_with(['{', '[']) {
        return if text.contains("\"start\"") || text.contains("\"timespans\"") {
            Look::Date(0)
        } else {
            Look::No
        };
    }
    if let Ok(number) = text.parse::<f64>() {
        // Eight digits are a day where they can be one.
        let is_day = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) && number < 21_000_000.0;
        return match dates::read(text, DateFormat::Auto, Bce::Astronomical, &[]) {
            Ok(Some(when)) if is_day && 5_000_000.0 <= number => Look::Date(i64::from(when.first.year())),
            _ if number.abs() <= 9999.0 => Look::Year(number.floor() as i64),
            _ => Look::No,
        };
    }
    // A span is two years or more with a dash or a slash between them.
    let dashed = text.replace(['–', '—'], "-");
    let is_year = |part: &str| {
        let part = part.trim();
        (3..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let parts = dashed.split_once('/').or(dashed.split_once("..")).or(dashed.split_once('-'));
    if let Some((a, b)) = parts {
        let is_open = |part: &str| matches!(part.trim(), "" | ".." | "present");
        let is_date = |part: &str| {
            let read = || dates::read(part, DateFormat::Auto, Bce::Astronomical, &[]);
            8 <= part.len() && matches!(read(), Ok(Some(_)))
        };
        let of_dates = dashed.contains('/') && is_date(a) && (is_date(b) || is_open(b));
        if is_year(a) && (is_year(b) || is_open(b)) || of_dates {
            return Look::Span;
        }
    }
    if let Ok(Some(when)) = dates::read(text, DateFormat::Auto, Bce::Astronomical, &[]) {
        return Look::Date(i64::from(when.first.year()));
    }
    // As people write them: 31/12/1914, 5 May 1890, ca. 1850.
    let year = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| (3..=4).contains(&digits.len()));
    let year = year.filter_map(|digits| digits.parse::<i64>().ok()).find(|year| (500..=2100).contains(year));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    let words = text.split_whitespace().count();
    let slashed = letters == 0 && numbers == 3 && text.matches(['/', '.', '-']).count() == 2;
    let spelled = 0 < letters && letters <= 10 && numbers <= 2 && (2..=4).contains(&words);
    let about = text.to_lowercase().trim_start_matches(['c', 'a', '.', ' ', '~']).len() == 4 && numbers == 1;
    match year {
        Some(year) if slashed || about || spelled && has_month(text) => Look::Date(year),
        _ => Look::No,
    }
}

/// Whether a text names a month, by its first letters in some languages.
fn has_month(text: &str) -> bool {
    const MONTHS: [&str; 30] = [
        "jan", "feb", "fev", "fév", "mar", "mär", "apr", "avr", "may", "mai", "mei", "jun", "jui", "jul",
        "aug", "aoû", "ago", "sep", "oct", "okt", "out", "nov", "dec", "dez", "déc", "dic", "янв", "фев",
        "мар", "апр",
    ];
    let low = text.to_lowercase();
    low.split(|c: char| !c.is_alphabetic()).any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
}

const BEGIN: &[&str] = &[
    "from",
    "start",
    "starts",
    "started",
    "starting",
    "begin",
    "begins",
    "began",
    "begun",
    "beginning",
    "beg",
    "bgn",
    "strt",
    "since",
    "founded",
    "founding",
    "foundation",
    "established",
    "inception",
    "formed",
    "formation",
    "created",
    "creation",
    "incorporated",
    "earliest",
    "first",
    "min",
    "lower",
    "von",
    "ab",
    "seit",
    "anfang",
    "beginn",
    "gegrundet",
    "gegruendet",
    "grundung",
    "debut",
    "depuis",
    "deb",
    "desde",
    "inicio",
    "inicial",
    "fundado",
    "inizio",
    "dal",
    "vanaf",
    "fra",
    "fran",
    "od",
    "poczatek",
    "zacatek",
    "pocetak",
    "baslangic",
    "baslama",
    "baslangici",
    "с",
    "от",
    "начало",
    "начала",
    "основан",
    "від",
    "սկիզբ",
    "από",
    "始",
    "起",
    "起始",
    "开始",
    "開始",
];

const END: &[&str] = &[
    "to",
    "end",
    "ends",
    "ended",
    "ending",
    "until",
    "till",
    "thru",
    "through",
    "upto",
    "dissolved",
    "dissolution",
    "abolished",
    "disestablished",
    "terminated",
    "termination",
    "ceased",
    "closed",
    "expired",
    "expires",
    "expiry",
    "latest",
    "last",
    "max",
    "upper",
    "bis",
    "ende",
    "aufgelost",
    "aufgeloest",
    "fin",
    "jusque",
    "jusqu",
    "hasta",
    "final",
    "fine",
    "al",
    "tot",
    "einde",
    "eind",
    "til",
    "till",
    "slut",
    "slutt",
    "do",
    "koniec",
    "konec",
    "kraj",
    "bitis",
    "son",
    "sonu",
    "по",
    "до",
    "конец",
    "окончание",
    "кінець",
    "վերջ",
    "ավարտ",
    "έως",
    "终",
    "止",
    "終",
    "结束",
    "結束",
    "终止",
    "終了",
];

const DATE: &[&str] = &[
    "date",
    "dates",
    "datum",
    "dat",
    "dt",
    "datetime",
    "year",
    "years",
    "yr",
    "yrs",
    "yyyy",
    "jahr",
    "jahre",
    "annee",
    "annees",
    "anno",
    "ano",
    "fecha",
    "data",
    "day",
    "tag",
    "when",
    "time",
    "period",
    "timespan",
    "timeperiod",
    "timeperiods",
    "epoch",
    "era",
    "rok",
    "god",
    "год",
    "года",
    "дата",
    "рік",
    "tarix",
    "tarih",
    "yil",
    "il",
    "aar",
    "ar",
    "jaar",
    "godina",
    "valid",
    "validity",
    "validite",
    "gueltig",
    "gultig",
    "edtf",
    "century",
    "decade",
    "snapshot",
    "år",
    "տարի",
    "ամսաթիվ",
    "έτος",
    "年",
    "年份",
    "年代",
    "日期",
    "年月日",
];

/// What a number or a text under such a name is instead.
const OTHER: &[&str] = &[
    "id",
    "ids",
    "gid",
    "fid",
    "oid",
    "uid",
    "uuid",
    "objectid",
    "code",
    "codes",
    "fips",
    "nr",
    "num",
    "number",
    "no",
    "nummer",
    "ref",
    "key",
    "index",
    "idx",
    "pop",
    "popul",
    "population",
    "inhabitants",
    "people",
    "persons",
    "residents",
    "einw",
    "einwohner",
    "bev",
    "bevolkerung",
    "bevoelkerung",
    "habitants",
    "habitantes",
    "hab",
    "abitanti",
    "nufus",
    "ehali",
    "население",
    "area",
    "areas",
    "sqmi",
    "sqkm",
    "sqm",
    "km",
    "km2",
    "kmq",
    "ha",
    "acres",
    "acre",
    "mi",
    "miles",
    "flaeche",
    "flache",
    "superficie",
    "площадь",
    "shape",
    "length",
    "len",
    "leng",
    "perimeter",
    "perim",
    "elev",
    "elevation",
    "alt",
    "altitude",
    "height",
    "hoehe",
    "hohe",
    "width",
    "depth",
    "lat",
    "lon",
    "lng",
    "long",
    "latitude",
    "longitude",
    "node",
    "edge",
    "road",
    "route",
    "hwy",
    "highway",
    "line",
    "track",
    "count",
    "cnt",
    "total",
    "sum",
    "rank",
    "level",
    "scale",
    "gdp",
    "income",
    "census",
    "votes",
    "zip",
    "plz",
    "postal",
    "postcode",
    "phone",
    "tel",
    "isbn",
    "qid",
    "wikidata",
    "wiki",
    "osm",
    "geonames",
    "geonameid",
    "url",
    "uri",
    "link",
    "precision",
    "accuracy",
    "certainty",
    "source",
    "src",
    "note",
    "notes",
    "comment",
    "remark",
    "label",
    "name",
    "type",
    "class",
    "color",
    "colour",
    "order",
    "sort",
    "price",
    "cost",
    "size",
    "weight",
    "score",
    "page",
    "pages",
    "vol",
    "version",
    "zone",
    "distance",
    "dist",
    "speed",
    "angle",
    "temp",
    "households",
    "houses",
    "families",
    "taxes",
    "births",
    "deaths",
    "sheet",
];

/// Words of dates of the record.
const RECORD: &[&str] = &[
    "created",
    "creation",
    "updated",
    "update",
    "modified",
    "modification",
    "modif",
    "edited",
    "edit",
    "editdate",
    "changed",
    "timestamp",
    "accessed",
    "access",
    "retrieved",
    "imported",
    "import",
    "uploaded",
    "upload",
    "published",
    "publication",
    "lifespan",
    "revision",
    "revised",
    "entry",
    "entered",
    "recorded",
    "saved",
    "checked",
    "verified",
    "digitized",
    "release",
];

/// What the words of a name say, however they are put together: `START_YEAR`, `validFrom`, `gwsdate`, `jahr_von`.
fn named(name: &str) -> Named {
    let mut found = Named::default();
    for word in words(name) {
        let word = word.as_str();
        let is_in = |list: &[&str]| list.contains(&word);
        let is_record = is_in(RECORD) || word.ends_with("update") || word.starts_with("modif");
        found.record |= is_record;
        if is_in(DATE) || is_in(BEGIN) || is_in(END) {
            found.date |= is_in(DATE);
            found.begin |= is_in(BEGIN);
            found.end |= is_in(END);
            continue;
        }
        if is_in(OTHER) || is_record {
            found.other |= is_in(OTHER);
            continue;
        }
        // Two words in one.
        const LONG: usize = 3;
        let long = |list: &'static [&'static str]| list.iter().filter(|one| LONG <= one.len()).copied();
        let of = |rest: &str| -> Option<(bool, bool)> {
            let rest = rest.trim_matches(|c: char| c == '_' || c == '-');
            match rest {
                _ if BEGIN.contains(&rest) => Some((true, false)),
                _ if END.contains(&rest) => Some((false, true)),
                // As in sdate, edate, and with the letters of a collection before them: gwsdate, cowedate.
                "s" | "b" | "f" | "st" | "v" => Some((true, false)),
                "e" | "t" | "en" => Some((false, true)),
                "min" => Some((true, false)),
                "max" => Some((false, true)),
                _ => None,
            }
        };
        let with_date = long(DATE).find_map(|date| {
            let before = word.strip_suffix(date).map(|rest| {
                of(rest).or_else(|| match rest.chars().last() {
                    Some('s' | 'b') if rest.len() <= 4 => Some((true, false)),
                    Some('e') if rest.len() <= 4 => Some((false, true)),
                    _ => None,
                })
            });
            before.or_else(|| word.strip_prefix(date).map(of)).flatten()
        });
        if let Some((begin, end)) = with_date {
            found.date = true;
            found.begin |= begin;
            found.end |= end;
        } else if ["pop", "area", "fips", "elev", "geoname", "wiki", "census", "osm"]
            .iter()
            .any(|one| word.starts_with(one))
            || ["code", "nummer", "number", "sqmi", "sqkm", "km2"].iter().any(|one| word.ends_with(one))
            || word.len() <= 5 && word.ends_with("id")
        {
            found.other = true;
        }
    }
    found
}

/// The words of a name in small letters without marks: at signs, at capitals and between letters and digits.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        let is_hump = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        let turns =
            before.is_some_and(|before| before.is_ascii_digit() != c.is_ascii_digit()) && !word.is_empty();
        if (is_hump || turns || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase().map(plain));
        }
    }
    words.push(word);
    // `km2` is one word.
    let mut joined: Vec<String> = Vec::new();
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        match joined.last_mut() {
            Some(last) if word == "2" && last == "km" => last.push('2'),
            _ => joined.push(word),
        }
    }
    joined
}

fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'š' | 'ş' | 'ș' | 'ś' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' => 'u',
        'ğ' => 'g',
        'ý' => 'y',
        'ž' | 'ż' | 'ź' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::{Feature, Field, FieldKind};

    fn layer(columns: &[(&str, &[&str])]) -> Layer {
        let field = |(name, _): &(&str, &[&str])| Field { name: (*name).to_owned(), kind: FieldKind::Text };
        let value = |text: &str| match text.parse::<i64>() {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Text(text.to_owned()),
        };
        let rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        let feature = |row: usize| Feature {
            values: columns.iter().map(|(_, values)| value(values[row])).collect(),
            ..Feature::default()
        };
        Layer {
            name: String::new(),
            fields: columns.iter().map(field).collect(),
            features: (0..rows).map(feature).collect(),
        }
    }

    fn found(columns: &[(&str, &[&str])]) -> String {
        let layer = layer(columns);
        let sides = seen([&layer].into_iter(), &BTreeSet::new());
        let word = |seen: &Seen| format!("{} {:?}", seen.name, seen.side);
        sides.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn pairs_of_dates_by_their_names() {
        for pair in [
            ["START_YEAR", "END_YEAR"],
            ["gwsdate", "gwedate"],
            ["sdate", "edate"],
            ["BEG_YR", "END_YR"],
            ["von", "bis"],
            ["founded", "dissolved"],
            ["year_from", "year_to"],
            ["startDate", "endDate"],
            ["validFrom", "validTo"],
            ["valid_since", "valid_until"],
            ["gueltig_ab", "gueltig_bis"],
            ["JAHR_VON", "JAHR_BIS"],
            ["début", "fin"],
            ["date_deb", "date_fin"],
            ["desde", "hasta"],
            ["año_inicio", "año_final"],
            ["начало", "конец"],
            ["başlangıç", "bitiş"],
            ["起始年", "终止年"],
            ["minDate", "maxDate"],
            ["fromyear", "toyear"],
            ["yearstart", "yearend"],
            ["START_N", "END_N"],
            ["syear", "eyear"],
            ["dateBegin", "dateEnd"],
            ["od_roku", "do_roku"],
            ["first_year", "last_year"],
        ] {
            let columns =
                [(pair[0], &["1900", "1905", "1900"][..]), (pair[1], &["1904", "1910", "1910"][..])];
            let expected = format!("{} Begin, {} End", pair[0], pair[1]);
            assert_eq!(found(&columns), expected, "{pair:?}");
        }
    }

    #[test]
    fn single_fields_and_values() {
        for (name, values, expected) in [
            ("year", &["1900", "1905", "1900"][..], "year One"),
            ("date", &["1900-01-01", "1905-06-01"], "date One"),
            ("when", &["1900", "1905"], "when One"),
            ("sdate", &["1900", "1905"], "sdate Begin"),
            ("Jahr", &["1900", "1905"], "Jahr One"),
            ("period", &["1900-1904", "1905–1910"], "period Span"),
            ("when", &["1900/1904", "1905/.."], "when Span"),
            ("thing", &["1900-01-01", "1905-06-01"], "thing One"),
            ("thing", &["31/12/1914", "01/06/1920"], "thing One"),
            ("thing", &["5 May 1890", "1 June 1905"], "thing One"),
            ("thing", &["1871", "1871", "1919", "1938"], "thing One"),
            ("year", &["-450", "-27", "14"], "year One"),
            // What is none.
            ("POP", &["1871", "1871", "1919", "1938"], ""),
            ("AREA_SQMI", &["1871", "1871", "1919", "1938"], ""),
            ("FIPS", &["1001", "1001", "1003", "1005"], ""),
            ("FIPS", &["01001", "01001", "01003", "01005"], ""),
            ("wikidata", &["1900", "1905", "1905", "1910"], ""),
            ("route", &["1201", "1201", "1305", "1400"], ""),
            ("gwcode", &["1900", "1900", "1905", "1910"], ""),
            ("pop1900", &["1871", "1871", "1919", "1938"], ""),
            ("ID_NUM", &["1871", "1871", "1919", "1938"], ""),
            ("from_node", &["1871", "1871", "1919", "1938"], ""),
            ("inhabitants", &["1500", "1700", "1500", "1510"], ""),
            ("from", &["Berlin", "Paris"], ""),
            ("to", &["3", "5", "9"], ""),
            ("last_update", &["2019-01-01", "2020-01-01"], ""),
            ("created_at", &["2019-01-01T10:00:00Z", "2020-01-01T10:00:00Z"], ""),
            ("beginLifespanVersion", &["2019-01-01", "2020-01-01"], ""),
            ("thing", &["1200", "1300", "1300", "1400"], ""),
            ("thing", &["1871", "1872", "1873", "1874"], ""),
            ("name", &["Orveld", "Tarsia"], ""),
            ("note", &["in 1900 founded", "1905"], ""),
        ] {
            assert_eq!(found(&[(name, values)]), expected, "{name} {values:?}");
        }
        // By values alone.
        let columns = [("a", &["1900", "1905", "1900"][..]), ("b", &["1904", "1910", "1910"][..])];
        assert_eq!(found(&columns), "a Begin, b End");
        let columns = [("a", &["1900-01-01", "1905-01-01"][..]), ("b", &["1904-12-31", "1910-12-31"][..])];
        assert_eq!(found(&columns), "a Begin, b End");
        let populations = [("a", &["1200", "1801", "900"][..]), ("b", &["1300", "1900", "1905"][..])];
        assert_eq!(found(&populations), "");
    }
}
