//! The parts of citations: names, years, places in a source, what a work stands in.

use std::collections::BTreeSet;

use super::Style;
use crate::dataset::{Source, fold};

/// A person, or a body, whose name is all in `family`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub family: &'a str,
    pub given: &'a str,
}

/// What kind of work it is, as far as its entry looks different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// In an issue of something.
    Periodical,
    /// On its own.
    Book,
    /// In a book.
    Part,
    /// Anything else.
    Loose,
}

pub(super) fn shape(source: &Source) -> Shape {
    match source.kind.as_str() {
        "article" | "periodical" => Shape::Periodical,
        "book" | "booklet" | "manual" | "proceedings" | "collection" | "techreport" | "report" => Shape::Book,
        "incollection" | "inbook" | "inproceedings" | "conference" => Shape::Part,
        _ if source.field("journal").is_some() => Shape::Periodical,
        _ => Shape::Loose,
    }
}

/// The names in a BibTeX list.
pub(super) fn split(list: &str) -> Vec<Name<'_>> {
    let name = |text: &'_ str| text.trim().len();
    list.split(" and ")
        .filter(|text| 0 < name(text))
        .map(|text| match text.trim().split_once(',') {
            Some((family, given)) => Name { family: family.trim(), given: given.trim() },
            None => Name { family: text.trim(), given: "" },
        })
        .collect()
}

/// The authors; if there are none, the editors, and true.
pub(super) fn names(source: &Source) -> (Vec<Name<'_>>, bool) {
    match (source.field("author"), source.field("editor")) {
        (Some(authors), _) => (split(authors), false),
        (None, Some(editors)) => (split(editors), true),
        (None, None) => (Vec::new(), false),
    }
}

impl Name<'_> {
    fn straight(self) -> String {
        if self.given.is_empty() { self.family.to_owned() } else { format!("{} {}", self.given, self.family) }
    }

    fn inverted(self) -> String {
        if self.given.is_empty() {
            self.family.to_owned()
        } else {
            format!("{}, {}", self.family, self.given)
        }
    }
}

/// Family names as a short citation has them: from four on, the first and "et al."
pub(super) fn families(names: &[Name<'_>]) -> String {
    listed(names, 3, 1, |_, name| name.family.to_owned(), false)
}

/// Names as a note has them: `Anna Rossi and Carlo Bianchi`.
pub(super) fn straight(names: &[Name<'_>]) -> String {
    listed(names, 3, 1, |_, name| name.straight(), false)
}

/// Names as a bibliography has them, the first one inverted: `Rossi, Anna, and Carlo Bianchi`.
pub(super) fn inverted(names: &[Name<'_>]) -> String {
    listed(names, 10, 7, |index, name| if index == 0 { name.inverted() } else { name.straight() }, true)
}

/// Names in a row; if there are more than `most`, only `kept` of them. BibTeX writes "others" for "et al."
fn listed(
    names: &[Name<'_>],
    most: usize,
    kept: usize,
    write: impl Fn(usize, Name<'_>) -> String,
    comma_before_second: bool,
) -> String {
    let others = names.last().is_some_and(|name| name.family == "others" && name.given.is_empty());
    let all = if others { &names[..names.len() - 1] } else { names };
    let cut = others || most < all.len();
    let shown = if most < all.len() { kept } else { all.len() };
    let texts: Vec<String> =
        all.iter().take(shown).enumerate().map(|(index, name)| write(index, *name)).collect();
    if cut {
        let comma = if 1 < texts.len() || comma_before_second { "," } else { "" };
        return format!("{}{comma} et al.", texts.join(", "));
    }
    match texts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] if comma_before_second && names[0].given.is_empty() => {
            format!("{first} and {second}")
        }
        [first, second] => format!("{first}{} and {second}", if comma_before_second { "," } else { "" }),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

/// The year as given.
pub(super) fn year(source: &Source) -> Option<&str> {
    let date = || source.field("date").and_then(|date| date.split('-').next());
    source.field("year").or_else(date).filter(|year| !year.is_empty())
}

/// What author-date citations call a work; `letter` is put after its year.
pub(super) fn label(source: &Source, letter: &str) -> String {
    if let Some(shorthand) = source.field("shorthand") {
        return format!("{shorthand}{letter}");
    }
    let year = year(source).unwrap_or("n.d.");
    let short = source.field("shorttitle");
    // A short title that ends in the year is a label that whoever made the bibliography chose.
    if let Some(short) = short.filter(|short| short.ends_with(year)) {
        return format!("{short}{letter}");
    }
    let (authors, _) = names(source);
    if !authors.is_empty() {
        return format!("{} {year}{letter}", families(&authors));
    }
    let title = short.or(source.field("title")).unwrap_or(&source.key);
    let comma = if year == "n.d." { "," } else { "" };
    format!("{title}{comma} {year}{letter}")
}

/// What the entry of a work without an author begins with, so that its label is found:
/// the short title, unless the title itself begins with it.
pub(super) fn lead_label(source: &Source) -> Option<&str> {
    let short = source.field("shorthand").or(source.field("shorttitle"))?;
    let short = short.strip_suffix(year(source).unwrap_or("n.d.")).unwrap_or(short);
    let short = short.trim_end_matches([' ', ',']);
    let leads = source.field("title").is_some_and(|title| fold(title).starts_with(&fold(short)));
    (!leads && !short.is_empty()).then_some(short)
}

/// The title in short notes: the short title if it is a part of the title, else the title up to a colon or parenthesis.
pub(super) fn note_title(source: &Source) -> &str {
    let title = source.field("title").unwrap_or("");
    let part = |short: &&str| fold(title).contains(&fold(short));
    match source.field("shorttitle").filter(part) {
        Some(short) => short,
        None => title.split([':', '(']).next().unwrap_or(title).trim_end(),
    }
}

/// A title in quotes with a mark in them, unless it ends in a mark of its own.
pub(super) fn quoted(title: &str, mark: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    let mark = if title.ends_with(['.', '?', '!']) { "" } else { mark };
    format!("“{title}{mark}”")
}

/// The text with a full stop, unless it ends in a mark.
pub(super) fn ending(text: &str) -> String {
    let inner = text.trim_end_matches('”');
    if inner.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// Place, publisher and year, as far as they are given: `Nice: Press, 1861`.
pub(super) fn imprint(source: &Source, year: Option<&str>) -> String {
    let publisher = ["publisher", "institution", "school", "organization"];
    let publisher = publisher.into_iter().find_map(|field| source.field(field));
    let address = source.field("address").or(source.field("location"));
    let house = match (address, publisher) {
        (Some(address), Some(publisher)) => Some(format!("{address}: {publisher}")),
        (one, other) => one.or(other).map(str::to_owned),
    };
    house.into_iter().chain(year.map(str::to_owned)).collect::<Vec<_>>().join(", ")
}

/// Journal, volume, number, year, pages: `Border Studies 4, no. 2 (1961): 12–34`.
pub(super) fn issue(source: &Source, style: Style, year: Option<&str>, with_pages: bool) -> String {
    let container = ["journal", "journaltitle", "booktitle"];
    let container = container.into_iter().find_map(|field| source.field(field));
    let mut out = container.unwrap_or("").to_owned();
    if let Some(address) = source.field("address").or(source.field("location")) {
        out.push_str(&format!("{}({address})", if out.is_empty() { "" } else { " " }));
    }
    let number = source.field("number").or(source.field("issue"));
    let volume = source.field("volume");
    if let Some(volume) = volume {
        out.push_str(&if out.is_empty() { format!("Vol. {volume}") } else { format!(" {volume}") });
    }
    match (number, volume, style) {
        (Some(number), Some(_), Style::AuthorDate) => out.push_str(&format!(" ({number})")),
        (Some(number), _, _) if out.is_empty() => out.push_str(&format!("No. {number}")),
        (Some(number), _, _) => out.push_str(&format!(", no. {number}")),
        (None, _, _) => {}
    }
    if let Some(year) = year {
        out.push_str(&if out.is_empty() { year.to_owned() } else { format!(" ({year})") });
    }
    if let Some(pages) = source.field("pages").filter(|_| with_pages) {
        out.push_str(&if out.is_empty() { pages.to_owned() } else { format!(": {pages}") });
    }
    out
}

/// The book a part stands in.
pub(super) fn part(source: &Source, entry: bool, year: Option<&str>) -> String {
    let mut inside: Vec<String> = Vec::new();
    inside.extend(
        source.field("booktitle").map(|title| format!("{} {title}", if entry { "In" } else { "in" })),
    );
    let word = if entry { "edited by" } else { "ed." };
    inside.extend(source.field("editor").map(|editor| format!("{word} {}", straight(&split(editor)))));
    if entry {
        inside.extend(source.field("pages").map(str::to_owned));
    }
    let inside = inside.join(", ");
    let imprint = imprint(source, year);
    match (inside.is_empty(), imprint.is_empty(), entry) {
        (true, _, _) => imprint,
        (_, true, _) => inside,
        (_, _, true) => format!("{} {imprint}", ending(&inside)),
        (_, _, false) => format!("{inside} ({imprint})"),
    }
}

/// What else is known of where a work is to be had.
pub(super) fn loose(source: &Source, year: Option<&str>) -> String {
    let pieces = ["type", "howpublished", "eventtitle"].into_iter().filter_map(|field| source.field(field));
    let mut pieces: Vec<String> = pieces.map(str::to_owned).collect();
    pieces.push(imprint(source, year));
    pieces.retain(|piece| !piece.is_empty());
    pieces.join(", ")
}

/// Where it is on the web.
pub(super) fn link(source: &Source) -> Option<String> {
    if let Some(doi) = source.field("doi") {
        return Some(format!("https://doi.org/{}", doi.trim_start_matches("https://doi.org/")));
    }
    let url = source.field("url")?;
    Some(match source.field("urldate") {
        Some(day) => format!("Accessed {day}. {url}"),
        None => url.to_owned(),
    })
}

/// Places in a source as one text: `l. 5` and `ll. 20-22` are `ll. 5, 20–22`, in order, each once.
pub fn places(places: &[&str]) -> String {
    let kinds = [("l.", "ll."), ("p.", "pp.")];
    for (one, many) in kinds {
        let numbers: Option<Vec<&str>> = places
            .iter()
            .map(|place| place.strip_prefix(many).or_else(|| place.strip_prefix(one)).map(str::trim))
            .collect();
        let Some(mut numbers) = numbers.filter(|numbers| !numbers.is_empty()) else { continue };
        numbers.sort_by_key(|text| range(text).map_or(u64::MAX, |(first, _)| first));
        numbers.dedup();
        let numbers = joined(&numbers);
        let several = 1 < numbers.len() || numbers[0].contains(['-', ',', '–']);
        return format!("{} {}", if several { many } else { one }, dashed(&numbers.join(", ")));
    }
    let mut told = BTreeSet::new();
    let places = places.iter().filter(|place| !place.is_empty()).map(|place| dashed(place));
    let unique: Vec<String> = places.filter(|place| told.insert(place.clone())).collect();
    unique.join(", ")
}

/// First and last number of `12` or `12-34`.
fn range(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// Sorted places, those that meet made one: `12-14` and `14-20` are `12-20`.
fn joined(numbers: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in numbers {
        let meets = out.last().and_then(|last| range(last)).zip(range(text));
        match (meets, out.last_mut()) {
            (Some(((first, end), (start, stop))), Some(last)) if start <= end => {
                if end < stop {
                    *last = format!("{first}-{stop}");
                }
            }
            _ => out.push((*text).to_owned()),
        }
    }
    out
}

/// A dash between numbers.
fn dashed(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit =
        |index: Option<usize>| index.and_then(|index| letters.get(index)).is_some_and(char::is_ascii_digit);
    let dash = |(index, letter): (usize, &char)| {
        let between = digit(index.checked_sub(1)) && digit(Some(index + 1));
        if *letter == '-' && between { '–' } else { *letter }
    };
    letters.iter().enumerate().map(dash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_gathered() {
        for (given, expected) in [
            (&["l. 857"][..], "l. 857"),
            (&["ll. 467-469"], "ll. 467–469"),
            (&["ll. 20-22", "l. 5", "l. 5"], "ll. 5, 20–22"),
            (&["p. 3", "pp. 1-2"], "pp. 1–2, 3"),
            (&["ll. 12-14", "ll. 14-20", "l. 13", "l. 21"], "ll. 12–20, 21"),
            (&["p. iv", "pp. 3-4"], "pp. 3–4, iv"),
            (&["l. 3", "fol. 2"], "l. 3, fol. 2"),
            (&["", "map"], "map"),
            (&[""], ""),
            (&[], ""),
        ] {
            assert_eq!(places(given), expected, "{given:?}");
        }
    }

    #[test]
    fn many_names_are_cut() {
        let four = split("A, B and C, D and E, F and G, H");
        assert_eq!(families(&four), "A et al.");
        assert_eq!(inverted(&four), "A, B, D C, F E, and H G");
        let others = split("A, B and others");
        assert_eq!((families(&others).as_str(), inverted(&others).as_str()), ("A et al.", "A, B, et al."));
        assert_eq!(families(&split("")), "");
    }
}
