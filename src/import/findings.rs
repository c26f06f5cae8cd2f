//! What is to be told of the land of rows: overlaps, levels, claims without another row. Each is told once, counted, by name.

use std::collections::{BTreeMap, BTreeSet};

use super::clean::Composite;
use super::counted;
use super::entries::{Entry, Source};
use super::history::{History, Overlap, Overlaps};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::area;
use crate::interchange::Value;
use crate::lang::Lang;

/// What is told by name; the others are counted.
const SHOWN: usize = 5;

/// What is found of rows and their land that is no overlap of two holders. Of rows that are several rows or shapes
/// `gathered` says how much land these have one by one, in km², and `slack` which share of it is no overlap.
pub fn of_land(
    history: &History,
    entries: &[Entry],
    composite: &Composite,
    (gathered, slack): (&[(usize, f64)], f64),
) -> Vec<Diagnostic> {
    let entry = |row: u32| &entries[row as usize];
    let mut findings = Vec::new();
    let clashes: Vec<(&Entry, &Entry)> =
        history.two_names.iter().map(|(row, other)| (entry(*row), entry(*other))).collect();
    for (row, other) in clashes.iter().take(SHOWN) {
        let message = format!(
            "\"{}\" and \"{}\" are names of one holder at once; the second is taken",
            row.holder_name.get(Lang::EN),
            other.holder_name.get(Lang::EN)
        );
        findings.push(Diagnostic::new(Severity::Warning, "two-names", message).at(other.place.clone()));
    }
    if let Some(more) = clashes.len().checked_sub(SHOWN).filter(|more| 0 < *more) {
        let holders = counted(more, "more holder");
        let message = format!("{holders} with two names at once; the one that begins later is taken");
        let help = "if the names are those of the land, --holder-field names the field of who holds it";
        findings.push(Diagnostic::new(Severity::Warning, "two-names", message).help(help));
    }
    // Several shapes of one row.
    let of_row: BTreeMap<u32, f64> = gathered.iter().map(|(row, km2)| (*row as u32, *km2)).collect();
    let mut union: BTreeMap<u32, f64> = BTreeMap::new();
    for cell in composite.cells.iter().filter(|cell| cell.shapes.iter().any(|row| of_row.contains_key(row))) {
        let km2 = area::km2(&cell.polygons);
        for row in cell.shapes.iter().filter(|row| of_row.contains_key(row)) {
            *union.entry(*row).or_default() += km2;
        }
    }
    // What cleaning moves is no overlap.
    let doubled = |(row, km2): (&u32, &f64)| {
        let over = *km2 - union.get(row).copied().unwrap_or(*km2);
        (0.01_f64.max(slack * km2) < over).then_some((*row, over))
    };
    let mut doubled: Vec<(String, f64, &Entry)> =
        of_row.iter().filter_map(doubled).map(|(row, km2)| (entry(row).shown(), km2, entry(row))).collect();
    let twice = history.found.twice.iter();
    doubled.extend(twice.map(|((_, row), km2)| (entry(*row).shown(), *km2, entry(*row))));
    doubled.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if let Some((name, km2, largest)) = doubled.first() {
        let what = match doubled.len() {
            1 => {
                format!("shapes of \"{name}\" that have one id and are there at once overlap by {km2:.2} km²")
            }
            count => format!(
                "{count} times shapes that have one id and are there at once overlap, most those of \"{name}\", by {km2:.2} km²"
            ),
        };
        let message = format!("{what}: the land is counted once");
        findings.push(Diagnostic::new(Severity::Warning, "shapes", message).at(largest.place.clone()));
    }
    let alone: Vec<(&Entry, f64)> = history
        .found
        .alone
        .iter()
        .map(|(row, km2)| (entry(*row), *km2))
        .filter(|(_, km2)| 0.0 < *km2)
        .collect();
    if let Some((first, _)) = alone.iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
        let rows = match alone.len() {
            1 => format!("the claim \"{}\" lies", first.shown()),
            count => format!("{count} rows that are claims, such as \"{}\", lie", first.shown()),
        };
        let message = format!(
            "{rows} on land that no other row covers, {:.0} km² in all: it is drawn as held by who claims it",
            alone.iter().map(|(_, km2)| km2).sum::<f64>()
        );
        findings.push(Diagnostic::new(Severity::Note, "claim-alone", message));
    }
    findings
}

/// Rows that lie wholly within others are levels rather than rivals if there are so many.
const LEVELS: usize = 3;

/// Land that two rows of one time cover, neither of which is declared as a claim or as part of the other.
pub fn overlaps(
    history: &History,
    entries: &[Entry],
    sources: &[Source],
    overlaps: Overlaps,
) -> Vec<Diagnostic> {
    let severity = match overlaps {
        Overlaps::Error => Severity::Error,
        _ => Severity::Warning,
    };
    let entry = |row: u32| &entries[row as usize];
    let area = |row: u32| history.areas[row as usize];
    let inner = |overlap: &Overlap| match area(overlap.claimant) < area(overlap.holder) {
        true => (overlap.claimant, overlap.holder),
        false => (overlap.holder, overlap.claimant),
    };
    // Of two that are the same neither is within the other.
    let is_within = |overlap: &Overlap| {
        let (small, large) = inner(overlap);
        0.0 < area(small) && 0.99 * area(small) <= overlap.km2 && area(small) < 0.9 * area(large)
    };
    let (mut within, mut rivals): (Vec<&Overlap>, Vec<&Overlap>) =
        history.overlaps.iter().partition(|overlap| is_within(overlap));
    let small: BTreeSet<u32> = within.iter().map(|overlap| inner(overlap).0).collect();
    let mut findings = Vec::new();
    if small.len() < LEVELS {
        rivals = history.overlaps.iter().collect();
        within.clear();
    }
    if let Some(largest) = within.first() {
        let (part, whole) = inner(largest);
        let drawn = match overlaps {
            Overlaps::Error => "",
            _ => ": of the two the one that was there first is drawn as holder, the other as claimant",
        };
        let message = format!(
            "{} lie wholly within others of the same time, such as \"{}\" in \"{}\"{drawn}",
            counted(small.len(), "row"),
            entry(part).shown(),
            entry(whole).shown()
        );
        let finding = Diagnostic::new(severity, "levels", message).at(entry(part).place.clone());
        findings.push(finding.help(level_help(&within, &inner, entries, sources)));
    }
    // Versions of the same two overlap again and again: they are told once, with the largest overlap.
    let mut pairs: BTreeSet<[&str; 2]> = BTreeSet::new();
    let thing = |row: u32| entry(row).thing.as_str();
    let count = rivals.len();
    rivals.retain(|overlap| {
        let [a, b] = [thing(overlap.holder), thing(overlap.claimant)];
        pairs.insert([a.min(b), a.max(b)])
    });
    let again = count - rivals.len();
    for overlap in rivals.iter().take(SHOWN) {
        let (holder, claimant) = (entry(overlap.holder), entry(overlap.claimant));
        let from = overlap.from.map_or(String::new(), |from| format!(" from {from}"));
        let then = match overlaps {
            Overlaps::Error => "",
            _ if holder.from == claimant.from => {
                ": of two that begin together the smaller one is drawn as holder, the other as claimant"
            }
            _ => ": the one that was there first is drawn as holder, the other as claimant",
        };
        let message = format!(
            "\"{}\" and \"{}\" both cover {:.1} km² at {:.3}, {:.3}{from}{then}",
            holder.shown(),
            claimant.shown(),
            overlap.km2,
            overlap.at[0],
            overlap.at[1]
        );
        let finding = Diagnostic::new(severity, "overlap", message).at(claimant.place.clone());
        findings
            .push(finding.help("a claim field, a parent field or --overlaps layers declares what is meant"));
    }
    if let Some(rest) = rivals.get(SHOWN..).filter(|rest| !rest.is_empty()) {
        let km2: f64 = rest.iter().map(|overlap| overlap.km2).sum();
        let what = counted(rest.len(), "smaller overlap");
        findings.push(Diagnostic::new(severity, "overlap", format!("{what}, {km2:.1} km² together")));
    }
    if 0 < again {
        let message = format!("{} of other versions of the same rows", counted(again, "further overlap"));
        findings.push(Diagnostic::new(severity, "overlap", message));
    }
    findings
}

/// Which option chooses a level: the field that has one value for what lies within and another for what lies around.
fn level_help(
    within: &[&Overlap],
    inner: &dyn Fn(&Overlap) -> (u32, u32),
    entries: &[Entry],
    sources: &[Source],
) -> String {
    /// Levels are few.
    const MOST: usize = 12;
    let parent = "\"parent\" in a mapping names the field that says what each is part of";
    let mut rows: BTreeMap<(&str, usize), (usize, usize)> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        for (position, feature) in source.layer.features.iter().enumerate() {
            rows.entry((&source.file, feature.number)).or_insert((index, position));
        }
    }
    let value = |row: u32, field: &str| -> Option<String> {
        let entry = &entries[row as usize];
        let (source, position) = rows.get(&(entry.place.file.as_str(), entry.number))?;
        let layer = &sources[*source].layer;
        let value = layer.features[*position].values.get(layer.field(field)?).map(Value::shown)?;
        Some(value).filter(|value| !value.is_empty())
    };
    let mut best: Option<(usize, &str, BTreeMap<String, usize>)> = None;
    let fields: BTreeSet<&str> =
        sources.iter().flat_map(|source| &source.layer.fields).map(|field| field.name.as_str()).collect();
    for field in fields {
        let apart = |overlap: &&&Overlap| {
            let (small, large) = inner(overlap);
            matches!((value(small, field), value(large, field)), (Some(a), Some(b)) if a != b)
        };
        if within.iter().take(200).filter(apart).count() * 10 < within.len().min(200) * 9 {
            continue;
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in 0..entries.len() as u32 {
            if let Some(value) = value(row, field) {
                *counts.entry(value).or_default() += 1;
            }
            if MOST < counts.len() {
                break;
            }
        }
        if counts.len() <= MOST && best.as_ref().is_none_or(|(count, ..)| counts.len() < *count) {
            best = Some((counts.len(), field, counts));
        }
    }
    let Some((_, field, counts)) = best else {
        return format!(
            "if they are levels, such as counties of states, --rows FIELD=VALUE takes the rows of one, and {parent}"
        );
    };
    let levels: Vec<String> = counts.iter().map(|(value, count)| format!("{value} ({count})")).collect();
    let first = counts.keys().next().map_or("", String::as_str);
    format!(
        "they look like levels: \"{field}\" has {}; --rows {field}={first} takes the rows of one, and {parent}",
        levels.join(", ")
    )
}
