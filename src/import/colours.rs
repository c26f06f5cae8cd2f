//! Families of colours for polities nobody has chosen colours for: neighbours never share one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::history::History;
use crate::time::Day;

/// How many families there are for this: see `Palette::default`.
const FAMILIES: usize = 12;

/// A family for each polity. Polities of the same declared family share one; polities that hold land side by side on
/// some day get different ones as far as there are enough, those with most neighbours first, and each the one that the
/// fewest others have. The order of the polities decides all else, so the same collection has the same colours.
pub fn families(history: &History, neighbours: &[(u32, u32)]) -> Vec<String> {
    // Polities of one declared family are coloured as one.
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = 0;
    let mut group_of = Vec::with_capacity(history.holders.len());
    for holder in &history.holders {
        let group = if holder.colour.is_empty() { None } else { Some(holder.colour.as_str()) };
        let id = match group {
            Some(name) => *groups.entry(name).or_insert_with(|| {
                count += 1;
                count - 1
            }),
            None => {
                count += 1;
                count - 1
            }
        };
        group_of.push(id);
    }
    let mut beside: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    for (a, b) in neighbours {
        for (p, from, until) in &history.held[*a as usize] {
            for (q, other_from, other_until) in &history.held[*b as usize] {
                let (p, q) = (group_of[*p as usize], group_of[*q as usize]);
                if p != q && common((*from, *until), (*other_from, *other_until)) {
                    beside[p].insert(q);
                    beside[q].insert(p);
                }
            }
        }
    }
    // The lines of a claim lie on the tint of who holds the land.
    for (held, claimed) in history.held.iter().zip(&history.claimed) {
        for (p, from, until) in held {
            for (q, other_from, other_until) in claimed {
                let (p, q) = (group_of[*p as usize], group_of[*q as usize]);
                if p != q && common((*from, *until), (*other_from, *other_until)) {
                    beside[p].insert(q);
                    beside[q].insert(p);
                }
            }
        }
    }
    let mut colour: Vec<Option<usize>> = vec![None; count];
    let mut used = [0usize; FAMILIES];
    // The one with most colours around it next (Brelaz 1979), of those the one with most neighbours, then the first.
    let mut around: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    let weight =
        |one: usize, around: &[BTreeSet<usize>]| (around[one].len(), beside[one].len(), Reverse(one));
    let mut left: BTreeSet<(usize, usize, Reverse<usize>)> =
        (0..count).map(|one| weight(one, &around)).collect();
    while let Some((.., Reverse(next))) = left.pop_last() {
        let conflicts =
            |family: usize| beside[next].iter().filter(|other| colour[**other] == Some(family)).count();
        let family =
            (0..FAMILIES).min_by_key(|family| (conflicts(*family), used[*family], *family)).unwrap_or(0);
        colour[next] = Some(family);
        used[family] += 1;
        for other in &beside[next] {
            let before = weight(*other, &around);
            if around[*other].insert(family) && left.remove(&before) {
                left.insert(weight(*other, &around));
            }
        }
    }
    let mut members = vec![0usize; count];
    for group in &group_of {
        members[*group] += 1;
    }
    // Kin by declaration are told apart by shades; strangers that share a family only far from each other are not.
    let kin = |group: usize| if 1 < members[group] { "-kin" } else { "" };
    let family = |group: &usize| format!("tint-{}{}", colour[*group].unwrap_or(0) + 1, kin(*group));
    group_of.iter().map(family).collect()
}

fn common(a: (Day, Day), b: (Day, Day)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::history::Holder;
    use crate::lang::Text;

    #[test]
    fn neighbours_differ_and_kin_agree() {
        let day = |year: i32| Day::from_ymd(year, 1, 1).expect("a day");
        let holder = |colour: &str| Holder {
            key: String::new(),
            name: Text::default(),
            short: Text::default(),
            names: Vec::new(),
            from: None,
            until: None,
            colour: colour.to_owned(),
        };
        // A strip of 30 units, each with a holder of its own; the first and third are kin.
        let mut holders: Vec<Holder> = (0..30).map(|_| holder("")).collect();
        holders[0] = holder("empire");
        holders[2] = holder("empire");
        let held = (0..30).map(|p| vec![(p, day(1900), day(1950))]).collect();
        // The last claims the land of the first, far away.
        let claimed = vec![vec![(29, day(1900), day(1950))]];
        let history = History { holders, held, claimed, ..History::default() };
        let neighbours: Vec<(u32, u32)> = (0..29).map(|unit| (unit, unit + 1)).collect();
        let families = families(&history, &neighbours);
        assert_eq!(families[0], families[2]);
        assert_ne!(
            families[29],
            families[0].trim_end_matches("-kin"),
            "lines of a claim on a tint of their own"
        );
        assert!(families[0].ends_with("-kin") && !families[1].ends_with("-kin"));
        assert!(families.windows(2).all(|pair| pair[0] != pair[1]), "{families:?}");
    }
}
