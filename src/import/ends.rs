//! Ends that are known to the year or the month only: they reach to the end of it, but what begins in it on the same land
//! ends them there.

use std::collections::BTreeMap;

use super::clean::Composite;
use super::entries::Entry;
use crate::time::Day;

/// What became of such ends.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    /// By cell and entry, the first day after it, where that is not the one of the entry.
    earlier: BTreeMap<(u32, u32), Day>,
    /// Entries that give way, somewhere.
    pub yielded: Vec<u32>,
    /// Entries that reach to the end of their year or month, somewhere.
    pub reached: Vec<u32>,
}

impl Ends {
    /// The first day after an entry in a cell.
    pub fn until(&self, cell: u32, (index, entry): (u32, &Entry)) -> Option<Day> {
        match entry.ends_in {
            None => entry.until,
            Some(_) => self.earlier.get(&(cell, index)).copied().or(entry.until),
        }
    }

    /// Whether an entry is there in a cell on a day.
    pub fn holds_on(&self, day: Day, cell: u32, (index, entry): (u32, &Entry)) -> bool {
        entry.from.is_none_or(|from| from <= day)
            && self.until(cell, (index, entry)).is_none_or(|until| day < until)
    }
}

/// Works them out, and ends entries that end earlier on all of their land.
pub fn settle(entries: &mut [Entry], composite: &Composite) -> Ends {
    let mut ends = Ends::default();
    if entries.iter().all(|entry| entry.ends_in.is_none()) {
        return ends;
    }
    // The first of some days in the time in which an entry may have ended.
    let first = |entry: &Entry, days: &mut dyn Iterator<Item = Day>| -> Option<Day> {
        let (sure, until) = (entry.ends_in?, entry.until?);
        days.filter(|day| sure <= *day && *day < until && entry.from.is_none_or(|from| from < *day)).min()
    };
    // A newer version of the same thing is in place of the older one as a whole.
    let mut versions: BTreeMap<&str, Vec<Day>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !entry.thing.is_empty()) {
        versions.entry(entry.thing.as_str()).or_default().extend(entry.from);
    }
    let renewed: Vec<Option<Day>> = entries
        .iter()
        .map(|entry| first(entry, &mut versions.get(entry.thing.as_str()).into_iter().flatten().copied()))
        .collect();
    let mut last: BTreeMap<u32, Day> = BTreeMap::new();
    for (cell, shapes) in composite.cells.iter().map(|cell| &cell.shapes).enumerate() {
        for index in shapes {
            let entry = &entries[*index as usize];
            if entry.ends_in.is_none() {
                continue;
            }
            let takes = |other: &&u32| {
                let other = &entries[**other as usize];
                !other.claim && !entry.claim && !other.holder.is_empty()
            };
            let others = shapes.iter().filter(|other| *other != index).filter(takes);
            let begins = first(entry, &mut others.filter_map(|other| entries[*other as usize].from));
            let until = begins.into_iter().chain(renewed[*index as usize]).min();
            if let Some(day) = until.or(entry.until) {
                let last = last.entry(*index).or_insert(day);
                *last = (*last).max(day);
            }
            match until {
                Some(day) => {
                    ends.earlier.insert((cell as u32, *index), day);
                }
                None => ends.reached.push(*index),
            }
        }
    }
    ends.yielded = ends.earlier.keys().map(|(_, index)| *index).collect();
    for list in [&mut ends.yielded, &mut ends.reached] {
        list.sort_unstable();
        list.dedup();
    }
    for (index, day) in last {
        let entry = &mut entries[index as usize];
        if entry.until.is_some_and(|until| day < until) {
            entry.until = Some(day);
            entry.until_doubt = None;
        }
    }
    ends
}
