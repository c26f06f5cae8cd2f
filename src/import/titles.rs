//! Titles of changes that the collection has no title for: what happens to which land, as far as its rows tell. Nothing
//! is said of why, and no side is taken: who had land, and who has it.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{Holder, Move, StatusKey, World};
use crate::lang::{Lang, Text};
use crate::time::{Day, FuzzyDate, write_out};
use crate::words::{LANGS, count, word};

pub struct Titles<'a> {
    pub world: &'a World<'a>,
    pub holders: &'a [Holder],
    /// How much land each gave on each day, to whomever, in km².
    pub given: &'a BTreeMap<(Day, u32), f64>,
    /// Languages in which rows have names.
    pub langs: &'a BTreeSet<Lang>,
}

/// What can happen, by what one phrase tells together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    /// It gets land.
    Gets(u32),
    /// Its land is nobody's that is known.
    Loses(u32),
    /// Its land is under somebody, or not any more.
    Status(u32, bool, StatusKey, Option<u32>),
    /// It claims land of another.
    Claims(u32),
    /// It does not any more.
    ClaimEnds(u32),
}

/// How much land in km² was whose.
type Shares = BTreeMap<Option<u32>, f64>;

/// Names that are told of several.
const NAMES: usize = 3;
/// Phrases that are told of several.
const PHRASES: usize = 3;

impl Titles<'_> {
    /// The title of what happens on a day, mostly to a polity, in English and in the languages of the rows.
    pub fn title(&self, day: Day, polity: Option<u32>, moves: &[Move]) -> Text {
        Text::new(self.spoken().map(|lang| (lang, self.title_in(lang, day, polity, moves))))
    }

    /// The title of the first state: its day stands beside it.
    pub fn beginning(&self) -> Text {
        Text::new(self.spoken().map(|lang| (lang, word(lang, "import-first").to_owned())))
    }

    fn spoken(&self) -> impl Iterator<Item = Lang> {
        LANGS.into_iter().filter(|lang| *lang == Lang::EN || self.langs.contains(lang))
    }

    fn title_in(&self, lang: Lang, day: Day, polity: Option<u32>, moves: &[Move]) -> String {
        // How much land, and of whom.
        let mut happenings: BTreeMap<Happening, (f64, Shares)> = BTreeMap::new();
        for one in moves {
            for (happening, of) in happening(one) {
                let (all, by) = happenings.entry(happening).or_default();
                *all += one.km2;
                *by.entry(of).or_default() += one.km2;
            }
        }
        // What claims change beside the land is no news of its own.
        if happenings.keys().any(|one| matches!(one, Happening::Gets(_) | Happening::Status(..))) {
            happenings.retain(|one, _| !matches!(one, Happening::Claims(_) | Happening::ClaimEnds(_)));
        }
        let mut order: Vec<(Happening, (f64, Shares))> = happenings.into_iter().collect();
        order.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
        let phrases: Vec<String> =
            order.iter().map(|(happening, (_, of))| self.phrase(lang, day, happening, of)).collect();
        match phrases.as_slice() {
            [] => match polity {
                Some(polity) => {
                    filled(lang, "import-changes", &[self.holders[polity as usize].name_on(day, lang)])
                }
                None => word(lang, "not-known").to_owned(),
            },
            [one] => one.clone(),
            [one, other] => format!("{one}; {other}"),
            all => {
                let mut told = all[..PHRASES].join("; ");
                if PHRASES < all.len() {
                    told = format!("{told} {}", count(lang, "and-more", all.len() - PHRASES));
                }
                filled(lang, "import-several", &[&all.len().to_string(), &told])
            }
        }
    }

    fn phrase(&self, lang: Lang, day: Day, what: &Happening, of: &Shares) -> String {
        let name = |polity: u32| self.holders[polity as usize].name_on(day, lang);
        let mut known: Vec<(u32, f64)> = of.iter().filter_map(|(one, km2)| Some(((*one)?, *km2))).collect();
        known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let former = |polity: u32| self.holders[polity as usize].name_on(day.prev(), lang);
        let told: Vec<&str> = known.iter().take(NAMES).map(|(one, _)| former(*one)).collect();
        let more = known.len().saturating_sub(told.len());
        let mut names = told.join(", ");
        if 0 < more {
            names = format!("{names} {}", count(lang, "and-more", more));
        }
        match what {
            Happening::Gets(taker) => {
                let all_of = |(one, km2): &(u32, f64)| {
                    let given = self.given.get(&(day, *one)).copied().unwrap_or_default();
                    self.is_over(*one, day) && given <= km2 * (1.0 + 1e-9)
                };
                let whole = !of.contains_key(&None) && known.iter().all(all_of);
                let taker_name = name(*taker);
                match (self.is_new(*taker, day), known.is_empty(), whole) {
                    (false, true, _) if self.is_over(*taker, day.prev()) => {
                        filled(lang, "import-again", &[taker_name])
                    }
                    (true, true, _) => filled(lang, "import-begins", &[taker_name]),
                    (true, false, true) => filled(lang, "import-in-place", &[taker_name, &names]),
                    (true, false, false) => filled(lang, "import-begins-on", &[taker_name, &names]),
                    (false, true, _) => filled(lang, "import-grows", &[taker_name]),
                    (false, false, true) => filled(lang, "import-whole", &[&names, taker_name]),
                    (false, false, false) => filled(lang, "import-land", &[&names, taker_name]),
                }
            }
            Happening::Loses(giver) if self.is_over(*giver, day) => {
                filled(lang, "import-ends", &[former(*giver)])
            }
            Happening::Loses(giver) => {
                filled(lang, "import-lost", &[former(*giver), word(lang, "not-known")])
            }
            Happening::Status(own, begins, status, by) => {
                let mut words = word(lang, status).to_owned();
                if let Some(by) = by {
                    words = format!("{words} {}", name(*by));
                }
                match begins {
                    true => format!("{}: {words}", name(*own)),
                    false => filled(lang, "import-status-ends", &[name(*own), &words]),
                }
            }
            Happening::Claims(claimant) if known.is_empty() => {
                filled(lang, "import-claims", &[name(*claimant)])
            }
            Happening::Claims(claimant) => filled(lang, "import-claims-of", &[name(*claimant), &names]),
            Happening::ClaimEnds(claimant) => filled(lang, "import-claim-ends", &[former(*claimant)]),
        }
    }

    fn rows(&self, polity: u32) -> impl Iterator<Item = &super::Entry> {
        let (own, ruled) = (&self.world.rows_of[polity as usize], &self.world.ruled[polity as usize]);
        own.iter().chain(ruled).map(|row| &self.world.entries[*row as usize])
    }

    /// True if there was nothing of it before.
    fn is_new(&self, polity: u32, day: Day) -> bool {
        self.rows(polity).all(|row| row.from.is_some_and(|from| day <= from))
    }

    /// True if there is nothing of it any more, for now.
    fn is_over(&self, polity: u32, day: Day) -> bool {
        !self.rows(polity).any(|row| row.holds_on(day))
    }
}

/// The title of what was at some time between two snapshots, of which only the days are known.
pub fn between(title: &Text, before: Day, after: Day) -> Text {
    let written = |day: Day, lang: Lang| {
        let is_year = day.ymd() == (day.year(), 1, 1);
        let text = if is_year { super::year_text(day) } else { day.to_string() };
        FuzzyDate::parse(&text).map_or(text, |date| write_out(&date, lang))
    };
    let told = |(lang, title): (Lang, &str)| {
        (lang, filled(lang, "import-between", &[title, &written(before, lang), &written(after, lang)]))
    };
    Text::new(title.iter().map(told))
}

/// Who gives land to another or to nobody that is known.
pub fn giver(land: &Move) -> Option<u32> {
    land.from.filter(|from| land.to != Some(*from))
}

/// What happens to a piece of land, and of whom it is told.
fn happening(land: &Move) -> Vec<(Happening, Option<u32>)> {
    // A status of land that stays whose it is says more than who holds it by that.
    if let (Some(own), true) = (land.own, land.own == land.owned)
        && land.was != land.is
    {
        let status = |begins: bool| {
            move |(key, by): &(StatusKey, Option<u32>)| {
                (Happening::Status(own, begins, key, by.filter(|by| *by != own)), None)
            }
        };
        let new: Vec<_> = land.is.iter().filter(|one| !land.was.contains(one)).map(status(true)).collect();
        let old = land.was.iter().filter(|one| !land.is.contains(one)).map(status(false));
        return if new.is_empty() { old.collect() } else { new };
    }
    let (from, to) = match land.from == land.to {
        false => (land.from, land.to),
        true => (land.owned, land.own),
    };
    match (from, to) {
        (from, Some(to)) if from != Some(to) => return vec![(Happening::Gets(to), from)],
        (Some(from), None) => return vec![(Happening::Loses(from), None)],
        _ => {}
    }
    let starts = land.claim_start.iter().map(|one| (Happening::Claims(*one), land.to));
    starts.chain(land.claim_end.iter().map(|one| (Happening::ClaimEnds(*one), land.to))).collect()
}

/// The word with `{0}`, `{1}` replaced.
fn filled(lang: Lang, key: &str, with: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = word(lang, key);
    // In one pass, because a name may have braces of its own.
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (number, after) = after.split_once('}').unwrap_or(("", after));
        out.push_str(number.parse::<usize>().ok().and_then(|at| with.get(at)).copied().unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}
