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
    // The first of some sorted days in the time in which an entry may have ended, and after it began.
    let first = |entry: &Entry, days: &[Day]| -> Option<Day> {
        let (sure, until) = (entry.ends_in?, entry.until?);
        let least = entry.from.map_or(sure, |from| sure.max(from.next()));
        let at = days.partition_point(|day| *day < least);
        days.get(at).copied().filter(|day| *day < until)
    };
    // A newer version of the same thing on some of its land is in place of the older one as a whole.
    let mut renewed: Vec<Option<Day>> = vec![None; entries.len()];
    for cell in &composite.cells {
        let mut versions: BTreeMap<&str, Vec<Day>> = BTreeMap::new();
        for entry in cell.shapes.iter().map(|index| &entries[*index as usize]) {
            versions.entry(entry.thing.as_str()).or_default().extend(entry.from);
        }
        versions.values_mut().for_each(|days| days.sort_unstable());
        for index in &cell.shapes {
            let entry = &entries[*index as usize];
            let own = versions.get(entry.thing.as_str()).filter(|_| !entry.thing.is_empty());
            let day = own.and_then(|days| first(entry, days));
            let known = &mut renewed[*index as usize];
            *known = known.iter().copied().chain(day).min();
        }
    }
    let mut last: BTreeMap<u32, Day> = BTreeMap::new();
    for (cell, shapes) in composite.cells.iter().map(|cell| &cell.shapes).enumerate() {
        let holders = shapes.iter().map(|index| &entries[*index as usize]);
        let holders = holders.filter(|entry| !entry.claim && !entry.holder.is_empty());
        let mut begins: Vec<Day> = holders.filter_map(|entry| entry.from).collect();
        begins.sort_unstable();
        for index in shapes {
            let entry = &entries[*index as usize];
            if entry.ends_in.is_none() {
                continue;
            }
            let begins = if entry.claim { None } else { first(entry, &begins) };
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
