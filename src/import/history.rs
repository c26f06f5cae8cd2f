//! Entries and the cells they cover to units, polities and events.

use std::collections::{BTreeMap, BTreeSet};

use super::clean::Composite;
use super::ends::Ends;
use super::entries::Entry;
use super::names::Keys;
use super::titles::{self, Titles};
use crate::dataset::StatusKind;
use crate::lang::{Lang, Text};
use crate::time::Day;

/// What land is that two entries of one time cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlaps {
    /// One holds it, the others claim it.
    #[default]
    Claims,
    /// The entry that comes later in the file lies over the earlier ones, as layers do.
    Layers,
    /// A mistake, unless one of the two is declared as a claim or as part of the other.
    Error,
}

impl Overlaps {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Overlaps); 3] =
        [("claims", Overlaps::Claims), ("layers", Overlaps::Layers), ("error", Overlaps::Error)];
}

/// Two entries of one time on the same land, neither of which is declared as a claim or as part of the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The entry that was taken to hold the land.
    pub holder: u32,
    /// The one that was taken to claim it.
    pub claimant: u32,
    /// How much land, in km².
    pub km2: f64,
    /// The first day on which both are there; `None` for all days.
    pub from: Option<Day>,
    /// A position in the land, in degrees.
    pub at: [f64; 2],
}

/// A polity to be.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Its id.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// A name short enough for a label; empty for none.
    pub short: Text,
    /// Names of parts of its time.
    pub names: Vec<Named>,
    /// Its first day.
    pub from: Option<Day>,
    /// The first day after it.
    pub until: Option<Day>,
    /// What polities of its family of colours share; empty for nothing.
    pub colour: String,
}

/// The names of a polity in a part of its time.
#[derive(Clone, Debug)]
pub struct Named {
    /// The first day.
    pub from: Day,
    /// The first day after it.
    pub until: Option<Day>,
    /// The name.
    pub name: Text,
    /// A name short enough for a label; empty for none.
    pub short: Text,
}

impl Holder {
    /// Its name on a day.
    pub fn name_on(&self, day: Day, lang: Lang) -> &str {
        let there = |named: &&Named| named.from <= day && named.until.is_none_or(|until| day < until);
        self.names.iter().find(there).map_or(&self.name, |named| &named.name).get(lang)
    }
}

/// An event to be.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its id.
    pub key: String,
    /// The day, or the date as the collection doubts it.
    pub date: String,
    /// The first of the events.
    pub baseline: bool,
    /// Its title.
    pub title: Text,
    /// The rows that say so, as positions of entries.
    pub rows: Vec<u32>,
    /// What changes.
    pub effects: Vec<Outcome>,
}

/// What an event changes for some units.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What changes.
    pub turn: Turn,
    /// The rows that say so of these units.
    pub rows: Vec<u32>,
    /// The units.
    pub units: Vec<u32>,
}

/// What changes for a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// Who holds it from then on; `Some(None)` is not known.
    pub control: Option<Option<u32>>,
    /// To whom it is assigned.
    pub sovereignty: Option<Option<u32>>,
    /// Who starts to claim it.
    pub claim_start: Vec<u32>,
    /// Who stops.
    pub claim_end: Vec<u32>,
    /// Its statuses, with the polity each refers to.
    pub status: Option<Vec<(StatusKey, Option<u32>)>>,
    /// How sure it is.
    pub certainty: Sure,
}

impl Turn {
    /// True if nothing but claims begin or end.
    pub fn is_claim(&self) -> bool {
        self.control.is_none() && self.sovereignty.is_none() && self.status.is_none()
    }
}

/// The spelling of a status.
pub type StatusKey = &'static str;

/// How sure a state is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// The collection says so.
    #[default]
    Stated,
    /// Concluded: the collection has nothing there.
    Inferred,
    /// Two entries say different things.
    Contested,
}

/// Who has or claims a unit: polity, from, until.
pub type Tenure = (u32, Day, Day);

/// The history of all units.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// First and last day.
    pub period: Option<(Day, Day)>,
    /// The polities.
    pub holders: Vec<Holder>,
    /// The events, by day.
    pub changes: Vec<Change>,
    /// Rows of one polity that are there at once under different names, the one whose name stands for it second.
    pub two_names: Vec<(u32, u32)>,
    /// Undeclared overlaps, the largest first.
    pub overlaps: Vec<Overlap>,
    /// What else is to be told of the land of the rows.
    pub found: Found,
    /// How much land each row covers, in km².
    pub areas: Vec<f64>,
    /// Who holds each unit when, for telling neighbours apart.
    pub held: Vec<Vec<Tenure>>,
    /// The same of those who claim it, for telling them from who holds it.
    pub claimed: Vec<Vec<Tenure>>,
}

/// What is found on the way, to be told.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Undeclared overlaps by holder and claimant.
    pub overlaps: BTreeMap<(u32, u32), Overlap>,
    /// Rows that are claims, with the land in km² that each is taken to hold because no other row is there.
    pub alone: BTreeMap<u32, f64>,
    /// Rows of one thing that are there at once on the same land, with how much of it, in km².
    pub twice: BTreeMap<(u32, u32), f64>,
    /// Statuses of the collection that have no meaning here.
    pub unknown_status: BTreeSet<String>,
}

/// The state of a unit.
#[derive(Clone, Debug, Default, PartialEq)]
struct Standing {
    control: Option<u32>,
    sovereignty: Option<u32>,
    claims: BTreeSet<u32>,
    status: Vec<(StatusKey, Option<u32>)>,
    sure: Sure,
}

/// Who is on a piece of land since when, while rows come and go.
#[derive(Default)]
struct Seats {
    /// Since when each polity is there without a break, by whether as a claimant.
    since: BTreeMap<(bool, u32), Option<Day>>,
    /// The row of each thing that lay highest when the thing came.
    layers: BTreeMap<u32, u32>,
    /// The row that holds the land.
    top: Option<u32>,
    /// Pairs of rows of one thing, and claims that hold: each is counted once for a piece of land.
    twice: BTreeSet<(u32, u32)>,
    alone: BTreeSet<u32>,
}

impl Seats {
    /// Lets go who is no longer there, and seats who has come. Of a row `about` says whether it is a claim, whose it is, of
    /// which thing and from when.
    fn keep(&mut self, there: &[u32], about: impl Fn(u32) -> (bool, Option<u32>, u32, Option<Day>)) {
        let (mut polities, mut things) = (BTreeSet::new(), BTreeSet::new());
        for row in there {
            let (claim, polity, thing, _) = about(*row);
            polities.extend(polity.map(|polity| (claim, polity)));
            things.insert(thing);
        }
        self.since.retain(|seat, _| polities.contains(seat));
        self.layers.retain(|thing, _| things.contains(thing));
        let here: BTreeSet<u32> = self.layers.keys().copied().collect();
        for row in there {
            let (claim, polity, thing, from) = about(*row);
            if let Some(polity) = polity {
                let since = self.since.entry((claim, polity)).or_insert(from);
                *since = (*since).min(from);
            }
            if !here.contains(&thing) {
                // Rows are in the order of the file.
                self.layers.insert(thing, *row);
            }
        }
    }
}

pub(super) struct World<'a> {
    pub entries: &'a [Entry],
    ends: &'a Ends,
    areas: Vec<f64>,
    overlaps: Overlaps,
    /// Polity of each entry; `None` where nobody is known.
    polity_of: Vec<Option<u32>>,
    /// Polity that rules each entry, where it is another.
    owner_of: Vec<Option<u32>>,
    /// What each entry is a version of, as a number.
    thing_of: Vec<u32>,
    known: BTreeMap<String, u32>,
    /// Entries of each polity, and those that it rules.
    pub rows_of: Vec<Vec<u32>>,
    pub ruled: Vec<Vec<u32>>,
    /// The language of titles of events.
    lang: Option<Lang>,
}

/// The cells, and until when entries are there in each of them.
#[derive(Clone, Copy)]
pub struct Land<'a> {
    /// The cells.
    pub composite: &'a Composite,
    /// Ends that are not the same in all cells of an entry.
    pub ends: &'a Ends,
    /// The entries are states of years, of which nothing is said between them.
    pub is_snapshots: bool,
}

/// Works out who holds every cell when.
pub fn history(
    entries: &[Entry],
    Land { composite, ends, is_snapshots }: Land<'_>,
    overlaps: Overlaps,
    last_day: Option<Day>,
    (told, lang): (Told, Option<Lang>),
) -> History {
    let mut history = History::default();
    let mut keys = Keys::default();
    keys.take("nobody");
    keys.take("not-known");
    let mut of_holder: BTreeMap<&str, u32> = BTreeMap::new();
    let mut things: BTreeMap<&str, u32> = BTreeMap::new();
    let mut thing_of = Vec::with_capacity(entries.len());
    let mut polity_of = Vec::with_capacity(entries.len());
    for entry in entries {
        let next = things.len() as u32;
        thing_of.push(*things.entry(&entry.thing).or_insert(next));
        let polity = (!entry.holder.is_empty()).then(|| {
            *of_holder.entry(&entry.holder).or_insert_with(|| {
                let name = entry.holder_name.get(Lang::EN);
                let key = keys.key(if name.is_empty() { &entry.id } else { name }, "polity");
                history.holders.push(Holder {
                    key,
                    name: Text::default(),
                    short: Text::default(),
                    names: Vec::new(),
                    from: None,
                    until: None,
                    colour: String::new(),
                });
                history.holders.len() as u32 - 1
            })
        });
        polity_of.push(polity);
    }
    // Ways to name a polity, for owners and parents: an id comes before a name, and an id of the field that is meant
    // before one that stands in for it.
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let ways: [fn(&Entry) -> &str; 4] = [
        |entry| if entry.thing == entry.id { &entry.id } else { "" },
        |entry| entry.holder_name.get(Lang::EN),
        |entry| entry.name.get(Lang::EN),
        |entry| &entry.id,
    ];
    for way in ways {
        for (entry, polity) in entries.iter().zip(&polity_of) {
            let called = way(entry);
            if let (Some(polity), false) = (polity, called.is_empty()) {
                known.entry(called.to_owned()).or_insert(*polity);
            }
        }
    }
    let owner_of: Vec<Option<u32>> = entries
        .iter()
        .zip(&polity_of)
        .map(|(entry, own)| known.get(&entry.owner).copied().filter(|owner| Some(*owner) != *own))
        .collect();
    let mut areas = vec![0.0; entries.len()];
    for cell in &composite.cells {
        for entry in &cell.shapes {
            areas[*entry as usize] += cell.km2;
        }
    }
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); history.holders.len()];
    for (index, polity) in polity_of.iter().enumerate() {
        if let Some(polity) = polity {
            rows_of[*polity as usize].push(index as u32);
        }
    }
    let mut ruled: Vec<Vec<u32>> = vec![Vec::new(); history.holders.len()];
    for (index, owner) in owner_of.iter().enumerate() {
        if let Some(owner) = owner {
            ruled[*owner as usize].push(index as u32);
        }
    }
    let world =
        World { entries, ends, areas, overlaps, polity_of, owner_of, thing_of, known, rows_of, ruled, lang };
    world.name_holders(&mut history);
    let (first, last) = period(entries, told);
    let is_open = entries.iter().any(|entry| entry.until.is_none());
    let period = (first, last_day.filter(|_| is_open).map_or(last, |asked| asked.max(last)));
    history.period = Some(period);
    let mut changes: BTreeMap<Cause, Gathered> = BTreeMap::new();
    for (unit, cell) in composite.cells.iter().enumerate() {
        let (held, claimed) = world.follow(unit as u32, cell, period, &mut changes, &mut history.found);
        history.held.push(held);
        history.claimed.push(claimed);
    }
    history.overlaps = std::mem::take(&mut history.found.overlaps).into_values().collect();
    history
        .overlaps
        .sort_by(|a, b| b.km2.total_cmp(&a.km2).then((a.holder, a.claimant).cmp(&(b.holder, b.claimant))));
    history.changes = world.changes(changes, &history.holders, is_snapshots);
    history.areas = world.areas;
    history
}

/// What brings a change about: the day, and rows of one polity that begin or end, or the state at the beginning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    day: Day,
    /// 0 the state at the beginning, 1 rows that begin, 2 rows that end.
    kind: u8,
    polity: Option<u32>,
    change: String,
    event: String,
    source: String,
    date: String,
}

#[derive(Default)]
struct Gathered {
    rows: BTreeSet<u32>,
    /// Units by what changes for them and the rows that say so.
    turns: BTreeMap<(Turn, Vec<u32>), Vec<u32>>,
    moves: Vec<Move>,
}

/// What happens to a piece of land.
#[derive(Clone, Debug)]
pub(super) struct Move {
    /// Who held it, and who holds it.
    pub from: Option<u32>,
    pub to: Option<u32>,
    /// Whose it was and is, whoever holds it.
    pub owned: Option<u32>,
    pub own: Option<u32>,
    /// Its statuses before and after.
    pub was: Vec<(StatusKey, Option<u32>)>,
    pub is: Vec<(StatusKey, Option<u32>)>,
    /// Who begins and who ceases to claim it.
    pub claim_start: Vec<u32>,
    pub claim_end: Vec<u32>,
    /// How large it is.
    pub km2: f64,
}

/// First and last day as the collection says them of itself, if it does.
pub type Told = (Option<Day>, Option<Day>);

/// The days of what has no date: those of our era that can be written with four digits.
pub fn all_days() -> (Day, Day) {
    (Day::from_ymd(1, 1, 1).unwrap_or(Day::MIN), Day::MAX)
}

/// First and last day that a collection speaks of.
fn period(entries: &[Entry], (told_first, told_last): Told) -> (Day, Day) {
    let froms = || entries.iter().filter_map(|entry| entry.from);
    let untils = || entries.iter().filter_map(|entry| entry.until);
    let first = froms().min().or_else(|| untils().min().map(|day| start_of_year(day.prev())));
    let Some(first) = first else {
        // Without dates it is one state.
        return all_days();
    };
    let end = untils().max().map(Day::prev);
    let last_start = froms().max().map(|day| Day::year_end(day.year()));
    let is_open = entries.iter().any(|entry| entry.until.is_none());
    // What has no end is there to the end of the last year the collection names.
    let last = match (end, last_start) {
        (Some(end), Some(start)) if is_open => Day::year_end(end.year()).max(start),
        (Some(end), _) => end,
        (None, Some(start)) => start,
        (None, None) => Day::year_end(first.year()),
    };
    // What has no end is there to the last day that is told; rows may reach beyond it.
    let last = told_last.map_or(last, |told| {
        let known = froms().max().into_iter().chain(end);
        known.fold(told, Day::max)
    });
    let first = told_first.map_or(first, |told| told.min(first));
    (first, last.max(first))
}

fn start_of_year(day: Day) -> Day {
    Day::from_ymd(day.year(), 1, 1).unwrap_or(day)
}

impl World<'_> {
    /// Names and spans of the polities.
    fn name_holders(&self, history: &mut History) {
        for ((holder, mut rows), ruled) in
            history.holders.iter_mut().zip(self.rows_of.clone()).zip(&self.ruled)
        {
            let all = || rows.iter().chain(ruled).map(|row| &self.entries[*row as usize]);
            holder.from = all().map(|entry| entry.from).min().flatten();
            holder.until = match all().any(|entry| entry.until.is_none()) {
                true => None,
                false => all().filter_map(|entry| entry.until).max(),
            };
            // Of several families the one that most rows name, of those the last.
            let mut named: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
            for row in rows.iter().filter(|row| !self.entries[**row as usize].colour.is_empty()) {
                let (count, last) = named.entry(&self.entries[*row as usize].colour).or_default();
                (*count, *last) = (*count + 1, *row);
            }
            let most = named.into_iter().max_by_key(|(_, weight)| *weight);
            holder.colour = most.map_or_else(String::new, |(family, _)| family.to_owned());
            rows.sort_by_key(|row| (self.entries[*row as usize].from, *row));
            let last = rows.iter().copied().max_by_key(|row| (self.entries[*row as usize].from, *row));
            let named = |row: u32| &self.entries[row as usize];
            let clash = last.and_then(|last| {
                let other = |row: &&u32| {
                    named(**row).holder_name != named(last).holder_name && named(**row).meets(named(last))
                };
                rows.iter().find(other).map(|row| (*row, last))
            });
            history.two_names.extend(clash);
            // Successive names; where two are in use at once, the last one stands for all.
            let mut names: Vec<(Option<Day>, Option<Day>, [&Text; 2])> = Vec::new();
            for row in &rows {
                let entry = &self.entries[*row as usize];
                match names.last_mut() {
                    Some((_, until, name)) if *name == [&entry.holder_name, &entry.short] => {
                        *until = match (*until, entry.until) {
                            (Some(a), Some(b)) => Some(a.max(b)),
                            _ => None,
                        };
                    }
                    _ => names.push((entry.from, entry.until, [&entry.holder_name, &entry.short])),
                }
            }
            let [name, short] = names.last().map(|(_, _, both)| both.map(Text::clone)).unwrap_or_default();
            (holder.name, holder.short) = (name, short);
            let follow = names
                .windows(2)
                .all(|pair| matches!((pair[0].1, pair[1].0), (Some(until), Some(from)) if until <= from));
            if 1 < names.len() && follow {
                names.pop();
                holder.names = names
                    .into_iter()
                    .map(|(from, until, [name, short])| Named {
                        from: from.unwrap_or(Day::MIN),
                        until,
                        name: name.clone(),
                        short: short.clone(),
                    })
                    .collect();
            }
        }
        self.tell_apart(&mut history.holders);
    }

    /// Gives holders of one time that have the same name something to know them by: what they are part of, else their id.
    /// The name alone stays for labels.
    fn tell_apart(&self, holders: &mut [Holder]) {
        let names_of = |holder: &Holder| -> BTreeSet<String> {
            let dated = holder.names.iter().map(|named| &named.name).chain([&holder.name]);
            dated.map(|name| name.get(Lang::EN).to_owned()).filter(|name| !name.is_empty()).collect()
        };
        let mut alike: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (index, holder) in holders.iter().enumerate() {
            for name in names_of(holder) {
                alike.entry(name).or_default().push(index as u32);
            }
        }
        for (name, mut of_name) in alike {
            of_name.sort_by_key(|one| (holders[*one as usize].from, *one));
            // Those that come one after another are no mistake for each other.
            let mut until = Some(Day::MIN);
            let mut meet = false;
            for one in of_name.iter().map(|one| &holders[*one as usize]) {
                meet |= until.is_none_or(|until| one.from.is_none_or(|from| from < until));
                until = until.zip(one.until).map(|(a, b)| a.max(b));
            }
            if of_name.len() < 2 || !meet {
                continue;
            }
            let rows = |one: u32| self.rows_of[one as usize].iter().map(|row| &self.entries[*row as usize]);
            let of = |one: u32| rows(one).max_by_key(|entry| entry.from);
            let part_of = |one: u32| of(one).map_or("", |entry| entry.parent.as_str());
            let id = |one: u32| of(one).map_or("", |entry| entry.id.as_str());
            let mut marks: Vec<String> = of_name.iter().map(|one| part_of(*one).to_owned()).collect();
            if marks.iter().any(String::is_empty) || marks.iter().collect::<BTreeSet<_>>().len() < marks.len()
            {
                let both = |one: &u32| match part_of(*one) {
                    "" => id(*one).to_owned(),
                    part_of => format!("{part_of}, {}", id(*one)),
                };
                marks = of_name.iter().map(both).collect();
            }
            for (one, mark) in of_name.iter().zip(marks) {
                let mark = super::entries::cleaned(&mark);
                if mark.is_empty() || mark == name {
                    continue;
                }
                let holder = &mut holders[*one as usize];
                let dated = holder.names.iter_mut().map(|named| (&mut named.name, &mut named.short));
                for (own, short) in dated.chain([(&mut holder.name, &mut holder.short)]) {
                    if own.get(Lang::EN) == name {
                        if short.is_empty() {
                            *short = own.clone();
                        }
                        *own = Text::new(own.iter().map(|(lang, text)| (lang, format!("{text} ({mark})"))));
                    }
                }
            }
        }
    }

    /// Follows a unit through the period: from one day on which a row begins or ends to the next.
    fn follow(
        &self,
        unit: u32,
        cell: &super::clean::Cell,
        (first, last): (Day, Day),
        changes: &mut BTreeMap<Cause, Gathered>,
        found: &mut Found,
    ) -> (Vec<Tenure>, Vec<Tenure>) {
        let entry = |row: u32| &self.entries[row as usize];
        let until = |row: u32| self.ends.until(unit, (row, entry(row)));
        let holds_on = |row: u32, day: Day| self.ends.holds_on(day, unit, (row, entry(row)));
        let ends = |row: u32| [entry(row).from, until(row)].into_iter().flatten().map(move |day| (day, row));
        let mut steps: Vec<(Day, u32)> = cell.shapes.iter().copied().flat_map(ends).collect();
        steps.retain(|(day, _)| first < *day && *day <= last);
        steps.sort_unstable();
        let mut steps = steps.chunk_by(|a, b| a.0 == b.0).peekable();
        let mut there: Vec<u32> = cell.shapes.iter().copied().filter(|row| holds_on(*row, first)).collect();
        let mut seats = Seats::default();
        let at = inner_point(cell);
        let mut held: Vec<Tenure> = Vec::new();
        let mut claimed: Vec<Tenure> = Vec::new();
        let mut before: Option<Standing> = None;
        let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut day = first;
        let mut changed: &[(Day, u32)] = &[];
        loop {
            let giver = seats.top;
            let (standing, rivals) = self.standing(&there, &mut seats, (cell.km2, found));
            for (top, rival) in
                seats.top.into_iter().flat_map(|top| rivals.iter().map(move |rival| (top, *rival)))
            {
                if !seen.insert((top, rival)) {
                    continue;
                }
                let from = [entry(top).from, entry(rival).from].into_iter().flatten().max();
                let new = Overlap { holder: top, claimant: rival, km2: 0.0, from, at };
                found.overlaps.entry((top, rival)).or_insert(new).km2 += cell.km2;
            }
            let until = steps.peek().map_or(last.next(), |step| step[0].0);
            if let Some(polity) = standing.control {
                match held.last_mut() {
                    Some((same, _, end)) if *same == polity && *end == day => *end = until,
                    _ => held.push((polity, day, until)),
                }
            }
            claimed.extend(standing.claims.iter().map(|polity| (*polity, day, until)));
            if before.as_ref() != Some(&standing) {
                let turn = turn(before.as_ref(), &standing);
                let nothing = Standing::default();
                let was = before.as_ref().unwrap_or(&nothing);
                let (cause, rows) = match before {
                    None => (self.cause(day, 0, None), there.clone()),
                    Some(_) => self.reason(day, changed, giver, seats.top, (was, &standing)),
                };
                let gathered = changes.entry(cause).or_default();
                gathered.rows.extend(&rows);
                gathered.moves.push(Move {
                    from: was.control,
                    to: standing.control,
                    owned: was.sovereignty,
                    own: standing.sovereignty,
                    was: was.status.clone(),
                    is: standing.status.clone(),
                    claim_start: turn.claim_start.clone(),
                    claim_end: turn.claim_end.clone(),
                    km2: cell.km2,
                });
                gathered.turns.entry((turn, rows)).or_default().push(unit);
                before = Some(standing);
            }
            let Some(step) = steps.next() else { break };
            (day, changed) = (step[0].0, step);
            for (_, row) in step {
                match (there.binary_search(row), holds_on(*row, day)) {
                    (Err(at), true) => there.insert(at, *row),
                    (Ok(at), false) => {
                        there.remove(at);
                    }
                    _ => {}
                }
            }
        }
        (held, claimed)
    }

    /// What brings about that land is not as it was before: of all rows that begin or end on the day those that have to
    /// do with it.
    fn reason(
        &self,
        day: Day,
        changed: &[(Day, u32)],
        giver: Option<u32>,
        top: Option<u32>,
        (was, is): (&Standing, &Standing),
    ) -> (Cause, Vec<u32>) {
        let entry = |row: u32| &self.entries[row as usize];
        let polity = |row: u32| self.polity_of[row as usize];
        let begun: Vec<u32> =
            changed.iter().map(|step| step.1).filter(|row| entry(*row).from == Some(day)).collect();
        let ended: Vec<u32> =
            changed.iter().map(|step| step.1).filter(|row| entry(*row).from != Some(day)).collect();
        let of = |rows: &[u32], polities: &dyn Fn(u32) -> bool| -> Vec<u32> {
            rows.iter().copied().filter(|row| polity(*row).is_some_and(polities)).collect()
        };
        let is_moved =
            (was.control, was.sovereignty, &was.status) != (is.control, is.sovereignty, &is.status);
        let mut rows: Vec<u32> = Vec::new();
        let mut gone: Vec<u32> = Vec::new();
        if is_moved {
            rows.extend(top.filter(|top| begun.contains(top)));
            if rows.is_empty() {
                gone = of(&ended, &|one| giver.and_then(polity) == Some(one));
            }
        }
        rows.extend(of(&begun, &|one| is.claims.contains(&one) && !was.claims.contains(&one)));
        if rows.is_empty() && gone.is_empty() {
            gone = of(&ended, &|one| was.claims.contains(&one) && !is.claims.contains(&one));
        }
        if rows.is_empty() && gone.is_empty() {
            // What is there now may depend on any of them: the part ends, and the whole is left.
            (rows, gone) = (begun, ended);
            rows.truncate(1);
            gone.truncate(1);
        }
        match rows.first() {
            Some(first) => (self.cause(day, 1, Some(*first)), rows),
            None => (self.cause(day, 2, gone.first().copied()), gone),
        }
    }

    fn cause(&self, day: Day, kind: u8, row: Option<u32>) -> Cause {
        let Some(row) = row else {
            return Cause {
                day,
                kind,
                polity: None,
                change: String::new(),
                event: String::new(),
                source: String::new(),
                date: day.to_string(),
            };
        };
        let entry = &self.entries[row as usize];
        let doubt = if kind == 1 { &entry.from_doubt } else { &entry.until_doubt };
        // A date in doubt counts from its last day: where the change is the day after, the day is what can be written.
        let doubt = doubt.as_ref().filter(|doubt| doubt.latest() == day);
        // One event may give land to several.
        let named = kind == 1 && !entry.event.is_empty();
        let unless_named = |text: &String| if named { String::new() } else { text.clone() };
        Cause {
            day,
            kind,
            polity: self.polity_of[row as usize].filter(|_| !named),
            change: unless_named(&entry.change),
            event: if named { entry.event.clone() } else { String::new() },
            source: unless_named(&entry.source),
            date: doubt.map_or_else(|| day.to_string(), |doubt| doubt.text().to_owned()),
        }
    }

    /// The state of land that these entries cover, and those that overlap undeclared the one that holds it.
    ///
    /// Of several the one holds it whose holder held it the day before: that a row is renewed, or one begins beside it,
    /// moves nobody. Of those that come, one that follows a row of the same thing is first, then who was there first,
    /// then the smaller row; with layers, the row that lay on top when it came. A claim holds what no other row has.
    fn standing(
        &self,
        there: &[u32],
        seats: &mut Seats,
        (km2, found): (f64, &mut Found),
    ) -> (Standing, Vec<u32>) {
        let mut standing = Standing::default();
        let entry = |index: u32| &self.entries[index as usize];
        let polity = |index: u32| self.polity_of[index as usize];
        let thing = |index: u32| self.thing_of[index as usize];
        seats.keep(there, |row| (entry(row).claim, polity(row), thing(row), entry(row).from));
        let holding: Vec<u32> =
            there.iter().copied().filter(|e| !entry(*e).claim && polity(*e).is_some()).collect();
        for (position, a) in holding.iter().enumerate() {
            for b in holding[position + 1..].iter().filter(|b| thing(*a) == thing(**b)) {
                *found.twice.entry((*a, *b)).or_default() +=
                    if seats.twice.insert((*a, *b)) { km2 } else { 0.0 };
            }
        }
        let is_whole = |one: u32| {
            holding.iter().any(|other| {
                let parent = &entry(*other).parent;
                !parent.is_empty()
                    && polity(*other) != polity(one)
                    && self.known.get(parent).copied() == polity(one)
            })
        };
        let is_layers = self.overlaps == Overlaps::Layers;
        let mut candidates: Vec<u32> = match is_layers {
            true => holding.clone(),
            false => holding.iter().copied().filter(|one| !is_whole(*one)).collect(),
        };
        if candidates.is_empty() {
            candidates = holding;
        }
        // Land that a row gives to nobody stays nobody's, whoever claims it.
        let is_nobodys = there.iter().any(|row| !entry(*row).claim && polity(*row).is_none());
        let is_alone = candidates.is_empty() && !is_nobodys;
        if is_alone {
            let may_hold = |row: &u32| entry(*row).claim && !entry(*row).claim_only && polity(*row).is_some();
            candidates = there.iter().copied().filter(may_hold).collect();
        }
        let held_by = seats.top.and_then(polity);
        let was = seats.top.map(thing);
        let top = match is_layers {
            true => candidates.iter().copied().max_by_key(|row| (seats.layers.get(&thing(*row)), *row)),
            false => candidates.iter().copied().min_by(|a, b| {
                let seat = |row: u32| {
                    let since = polity(row).and_then(|polity| seats.since.get(&(entry(row).claim, polity)));
                    (polity(row) != held_by, Some(thing(row)) != was, since)
                };
                (seat(*a).cmp(&seat(*b)))
                    .then(self.areas[*a as usize].total_cmp(&self.areas[*b as usize]))
                    .then(a.cmp(b))
            }),
        };
        seats.top = top;
        let mut rivals = Vec::new();
        if let (Some(top), false) = (top, is_layers) {
            rivals.extend(candidates.into_iter().filter(|one| polity(*one) != polity(top)));
        }
        if let (Some(top), true) = (top, is_alone) {
            *found.alone.entry(top).or_default() += if seats.alone.insert(top) { km2 } else { 0.0 };
        }
        if let Some(top) = top {
            let own = polity(top);
            (standing.control, standing.sovereignty) = (own, own);
            let owner = self.owner_of[top as usize];
            match (entry(top).status.as_str(), owner) {
                ("" | "independent", _) => {}
                // The land of a colony is its owner's; land under occupation stays its own by law.
                ("colony" | "leased" | "dependency", Some(owner)) => {
                    (standing.control, standing.sovereignty) = (Some(owner), Some(owner));
                }
                ("occupied", Some(owner)) => {
                    standing.control = Some(owner);
                    standing.status.push(("occupied", Some(owner)));
                }
                ("protectorate" | "mandate" | "trusteeship", Some(owner)) => {
                    standing.status.push(("protectorate", Some(owner)));
                }
                (other, owner) => match StatusKind::ALL.iter().find(|(key, _)| *key == other) {
                    Some((
                        key,
                        StatusKind::Disputed | StatusKind::NeutralZone | StatusKind::SelfProclaimed,
                    )) => {
                        standing.status.push((key, None));
                    }
                    Some((key, StatusKind::Autonomous)) => standing.status.push((key, owner.or(own))),
                    _ => {
                        found.unknown_status.insert(other.to_owned());
                    }
                },
            }
        } else {
            standing.sure = Sure::Inferred;
        }
        let claims = there.iter().copied().filter(|e| entry(*e).claim && !is_layers);
        standing.claims = claims.chain(rivals.iter().copied()).filter_map(polity).collect();
        for own in [standing.control, top.and_then(polity)].into_iter().flatten() {
            standing.claims.remove(&own);
        }
        if !rivals.is_empty() {
            standing.sure = Sure::Contested;
        }
        (standing, rivals)
    }

    fn changes(
        &self,
        gathered: BTreeMap<Cause, Gathered>,
        holders: &[Holder],
        is_snapshots: bool,
    ) -> Vec<Change> {
        let days: BTreeSet<Day> = self.entries.iter().filter_map(|entry| entry.from).collect();
        let mut keys = Keys::default();
        let mut changes = Vec::with_capacity(gathered.len());
        let langs: BTreeSet<Lang> =
            self.entries.iter().flat_map(|entry| entry.holder_name.iter().map(|(lang, _)| lang)).collect();
        let mut given: BTreeMap<(Day, u32), f64> = BTreeMap::new();
        for (cause, gathered) in &gathered {
            for one in &gathered.moves {
                if let Some(giver) = titles::giver(one) {
                    *given.entry((cause.day, giver)).or_default() += one.km2;
                }
            }
        }
        let titles = Titles { world: self, holders, given: &given, langs: &langs };
        for (cause, Gathered { rows, turns, moves }) in gathered {
            let name = cause.polity.map(|polity| holders[polity as usize].name.get(Lang::EN));
            // What began all that is there at the beginning, if it has a title.
            let start: BTreeSet<&str> = match cause.kind {
                0 => rows.iter().map(|row| self.entries[*row as usize].event.as_str()).collect(),
                _ => BTreeSet::new(),
            };
            let event = match (start.len(), start.first()) {
                (1, Some(event)) => (*event).to_owned(),
                _ => cause.event.clone(),
            };
            let title = match (cause.kind, event.as_str()) {
                (0, "") => titles.beginning(),
                (_, "") => {
                    let title = titles.title(cause.day, cause.polity, &moves);
                    let before = days.range(..cause.day).next_back().filter(|_| is_snapshots);
                    before.map_or_else(|| title.clone(), |before| titles::between(&title, *before, cause.day))
                }
                (_, title) => self.titled(title),
            };
            let wanted = match (cause.kind, name, event.as_str()) {
                (0, ..) => "baseline".to_owned(),
                (_, _, event) if !event.is_empty() => format!("{} {event:.60}", cause.day),
                (_, name, _) => format!("{} {}", cause.day, name.unwrap_or("not known")),
            };
            changes.push(Change {
                key: keys.key(&wanted, "event"),
                date: cause.date,
                baseline: cause.kind == 0,
                title,
                rows: rows.into_iter().collect(),
                effects: turns
                    .into_iter()
                    .map(|((turn, rows), units)| Outcome { turn, rows, units })
                    .collect(),
            });
        }
        changes
    }

    /// A title in the words of the collection, in the language it is in.
    fn titled(&self, title: &str) -> Text {
        let lang = self.lang.unwrap_or(Lang::EN);
        Text::new([(Lang::EN, title.to_owned()), (lang, title.to_owned())])
    }
}

fn turn(before: Option<&Standing>, now: &Standing) -> Turn {
    let nothing = Standing::default();
    let old = before.unwrap_or(&nothing);
    let is_new = before.is_none();
    let sure = old.sure != now.sure;
    Turn {
        control: (is_new || sure || old.control != now.control).then_some(now.control),
        sovereignty: (is_new || sure || old.sovereignty != now.sovereignty).then_some(now.sovereignty),
        claim_start: now.claims.difference(&old.claims).copied().collect(),
        claim_end: old.claims.difference(&now.claims).copied().collect(),
        status: (old.status != now.status).then(|| now.status.clone()),
        certainty: now.sure,
    }
}

/// A position in a cell, for reports: its first corner would lie in its neighbours as well.
pub(super) fn inner_point(cell: &super::clean::Cell) -> [f64; 2] {
    let ring = cell.polygons.iter().filter_map(|polygon| polygon.first()).max_by_key(|ring| ring.len());
    let Some(ring) = ring else { return [0.0; 2] };
    let count = (ring.len() - 1).max(1) as f64;
    let sum = ring[1..].iter().fold([0.0; 2], |sum, at| [sum[0] + at[0], sum[1] + at[1]]);
    let round = |degrees: f64| (degrees / count * 1e5).round() / 1e5;
    [round(sum[0]), round(sum[1])]
}
