//! New names in snapshots: what had another name in the year before, on the same land.

use std::collections::BTreeMap;

use super::clean::Composite;
use super::entries::Entry;
use crate::lang::Lang;
use crate::time::Day;

/// A name that is taken for a new one of what was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The name before.
    pub before: String,
    /// The name after.
    pub after: String,
    /// From when on.
    pub from: Day,
}

/// Finds what stays on its land from one snapshot to the next under another name, and makes it one holder: where the
/// names are alike, or where the land is the same and both are under the same other power.
pub fn join(entries: &mut [Entry], composite: &Composite) -> Vec<Renamed> {
    // Rows of one day and holder are one state of it: how much land it has, and how much of it another has from then on.
    let mut areas: BTreeMap<(Day, &str), f64> = BTreeMap::new();
    let mut last: BTreeMap<(Day, &str), f64> = BTreeMap::new();
    let mut common: BTreeMap<(Day, &str, &str), f64> = BTreeMap::new();
    let mut row_of: BTreeMap<(Day, &str), usize> = BTreeMap::new();
    let named = |index: &u32| {
        Some(&entries[*index as usize]).filter(|entry| !entry.holder.is_empty() && !entry.claim)
    };
    for (index, entry) in entries.iter().enumerate() {
        if let Some(from) = entry.from {
            row_of.entry((from, entry.holder.as_str())).or_insert(index);
        }
    }
    for cell in &composite.cells {
        for a in cell.shapes.iter().filter_map(named) {
            if let Some(from) = a.from {
                *areas.entry((from, a.holder.as_str())).or_default() += cell.km2;
            }
            let Some(day) = a.until else { continue };
            *last.entry((day, a.holder.as_str())).or_default() += cell.km2;
            for b in
                cell.shapes.iter().filter_map(named).filter(|b| b.from == Some(day) && b.holder != a.holder)
            {
                *common.entry((day, a.holder.as_str(), b.holder.as_str())).or_default() += cell.km2;
            }
        }
    }
    let mut found: Vec<(String, String, Renamed)> = Vec::new();
    for ((day, before, after), km2) in &common {
        // It is there under its own name in both.
        if areas.contains_key(&(*day, *before)) || last.contains_key(&(*day, *after)) {
            continue;
        }
        let (had, has) = (last[&(*day, *before)], areas[&(*day, *after)]);
        let ends = |entry: &&Entry| entry.holder == *before && entry.until == Some(*day);
        let Some(old) = entries.iter().find(ends) else { continue };
        let Some(new) = row_of.get(&(*day, *after)).map(|index| &entries[*index]) else { continue };
        let (old_name, new_name) = (old.name.get(Lang::EN), new.name.get(Lang::EN));
        let is_under_another = !old.colour.is_empty()
            && old.colour == new.colour
            && old.colour != old_name
            && new.colour != new_name;
        let is_same_land = 0.9 * had.max(has) <= *km2;
        let stays = 0.8 * had.min(has) <= *km2 && 0.6 * had.max(has) <= *km2;
        if stays && are_alike(old_name, new_name) || is_same_land && is_under_another {
            let renamed = Renamed { before: old_name.to_owned(), after: new_name.to_owned(), from: *day };
            found.push(((*before).to_owned(), (*after).to_owned(), renamed));
        }
    }
    // Two at one time are two.
    let mut days: BTreeMap<String, Vec<Day>> = BTreeMap::new();
    for entry in entries.iter() {
        days.entry(entry.holder.clone()).or_default().extend(entry.from);
    }
    let mut is_now: BTreeMap<String, String> = BTreeMap::new();
    let mut told = Vec::new();
    for (before, after, renamed) in found {
        let root = |mut name: String, is_now: &BTreeMap<String, String>| {
            while let Some(earlier) = is_now.get(&name) {
                name.clone_from(earlier);
            }
            name
        };
        let (one, other) = (root(before, &is_now), root(after, &is_now));
        let (Some(of_one), Some(of_other)) = (days.get(&one), days.get(&other)) else { continue };
        if one == other || of_one.iter().any(|day| of_other.contains(day)) {
            continue;
        }
        let moved = of_other.clone();
        days.entry(one.clone()).or_default().extend(moved);
        is_now.insert(other, one);
        told.push(renamed);
    }
    for entry in entries {
        while let Some(earlier) = is_now.get(&entry.holder) {
            entry.holder.clone_from(earlier);
        }
    }
    told
}

/// So many of the words of [`KINDS`] are small ones.
const SMALL: usize = 7;

/// Words that say what kind of state it is, and are no name; first the small ones.
const KINDS: [&str; 30] = [
    "of",
    "the",
    "and",
    "de",
    "du",
    "des",
    "la",
    "kingdom",
    "empire",
    "republic",
    "state",
    "states",
    "union",
    "federation",
    "duchy",
    "grand",
    "principality",
    "county",
    "sultanate",
    "khanate",
    "caliphate",
    "imperial",
    "people",
    "peoples",
    "s",
    "democratic",
    "federal",
    "islamic",
    "socialist",
    "dominion",
];

/// Whether two names are of one thing: without the words for kinds of states, and without what stands in brackets, the words
/// of one are among those of the other. `Empire of Japan` and `Imperial Japan (Japan)` are; so are `Russia` and `Russian Empire`.
fn are_alike(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let bare = name.split('(').next().unwrap_or(name).to_lowercase();
        let all: Vec<String> = bare
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        // What is united is named by its kind, such as the United States.
        let is_united = all.iter().any(|word| word == "united");
        let kinds = &KINDS[..if is_united { SMALL } else { KINDS.len() }];
        let is_kind = |word: &String| kinds.contains(&word.as_str());
        all.into_iter().filter(|word| !is_kind(word)).collect()
    };
    let is_same = |one: &str, other: &str| {
        let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        let long = one.chars().count().max(other.chars().count());
        one == other || 5 <= common && long <= common + 3
    };
    let (a, b) = (words(a), words(b));
    let (fewer, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !fewer.is_empty() && fewer.iter().all(|word| more.iter().any(|other| is_same(word, other)))
}

#[cfg(test)]
mod tests {
    use super::are_alike;

    #[test]
    fn names_of_one_thing() {
        for (a, b, expected) in [
            ("United States", "United States of America", true),
            ("Empire of Japan", "Imperial Japan (Japan)", true),
            ("Russia", "Russian Empire", true),
            ("Kingdom of Orveld", "Orveld", true),
            ("Algeria (FR)", "Algeria", true),
            ("Orveld", "Tarsia", false),
            ("United Kingdom", "United States", false),
            ("Kingdom of Tarsia", "Kingdom of Orveld", false),
            ("Republic", "Empire", false),
            ("", "Orveld", false),
        ] {
            assert_eq!(are_alike(a, b), expected, "{a} / {b}");
        }
    }
}
