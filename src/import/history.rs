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
    pub effects: Vec<(Turn, Vec<u32>)>,
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
    /// Undeclared overlaps, the largest first.
    pub overlaps: Vec<Overlap>,
    /// Rows of one polity that are there at once under different names, the one whose name stands for it second.
    pub two_names: Vec<(u32, u32)>,
    /// Statuses of the collection that have no meaning here.
    pub unknown_status: BTreeSet<String>,
    /// Who holds each unit when, for telling neighbours apart.
    pub held: Vec<Vec<Tenure>>,
    /// The same of those who claim it, for telling them from who holds it.
    pub claimed: Vec<Vec<Tenure>>,
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

pub(super) struct World<'a> {
    pub entries: &'a [Entry],
    ends: &'a Ends,
    areas: Vec<f64>,
    overlaps: Overlaps,
    /// Polity of each entry; `None` where nobody is known.
    polity_of: Vec<Option<u32>>,
    /// Polity that rules each entry, where it is another.
    owner_of: Vec<Option<u32>>,
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
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut polity_of = Vec::with_capacity(entries.len());
    for entry in entries {
        let polity = (!entry.holder.is_empty()).then(|| {
            *known.entry(entry.holder.clone()).or_insert_with(|| {
                let name = entry.name.get(Lang::EN);
                let key = keys.key(if name.is_empty() { &entry.holder } else { name }, "polity");
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
    // Other ways to name a polity, for owners and parents.
    for (entry, polity) in entries.iter().zip(&polity_of) {
        if let Some(polity) = polity {
            for other in [entry.id.as_str(), entry.name.get(Lang::EN)] {
                known.entry(other.to_owned()).or_insert(*polity);
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
    let world = World { entries, ends, areas, overlaps, polity_of, owner_of, known, rows_of, ruled, lang };
    world.name_holders(&mut history);
    let (first, last) = period(entries, told);
    let is_open = entries.iter().any(|entry| entry.until.is_none());
    let period = (first, last_day.filter(|_| is_open).map_or(last, |asked| asked.max(last)));
    history.period = Some(period);
    let mut found: BTreeMap<(u32, u32), Overlap> = BTreeMap::new();
    let mut changes: BTreeMap<Cause, Gathered> = BTreeMap::new();
    for (unit, cell) in composite.cells.iter().enumerate() {
        let held =
            world.follow(unit as u32, cell, period, &mut changes, &mut found, &mut history.unknown_status);
        history.held.push(held.0);
        history.claimed.push(held.1);
    }
    history.overlaps = found.into_values().collect();
    history
        .overlaps
        .sort_by(|a, b| b.km2.total_cmp(&a.km2).then((a.holder, a.claimant).cmp(&(b.holder, b.claimant))));
    history.changes = world.changes(changes, &history.holders, is_snapshots);
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
    turns: BTreeMap<Turn, Vec<u32>>,
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
                let other =
                    |row: &&u32| named(**row).name != named(last).name && named(**row).meets(named(last));
                rows.iter().find(other).map(|row| (*row, last))
            });
            history.two_names.extend(clash);
            // Successive names; where two are in use at once, the last one stands for all.
            let mut names: Vec<(Option<Day>, Option<Day>, [&Text; 2])> = Vec::new();
            for row in &rows {
                let entry = &self.entries[*row as usize];
                match names.last_mut() {
                    Some((_, until, name)) if *name == [&entry.name, &entry.short] => {
                        *until = match (*until, entry.until) {
                            (Some(a), Some(b)) => Some(a.max(b)),
                            _ => None,
                        };
                    }
                    _ => names.push((entry.from, entry.until, [&entry.name, &entry.short])),
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
    }

    /// Follows a unit through the period.
    fn follow(
        &self,
        unit: u32,
        cell: &super::clean::Cell,
        (first, last): (Day, Day),
        changes: &mut BTreeMap<Cause, Gathered>,
        overlaps: &mut BTreeMap<(u32, u32), Overlap>,
        unknown: &mut BTreeSet<String>,
    ) -> (Vec<Tenure>, Vec<Tenure>) {
        let entry = |index: &u32| &self.entries[*index as usize];
        let ends = |index: &u32| self.ends.until(unit, (*index, entry(index)));
        let mut days: Vec<Day> =
            cell.shapes.iter().flat_map(|e| [entry(e).from, ends(e)]).flatten().collect();
        days.retain(|day| first < *day && *day <= last);
        days.push(first);
        days.sort_unstable();
        days.dedup();
        let at = inner_point(cell);
        let mut held: Vec<Tenure> = Vec::new();
        let mut claimed: Vec<Tenure> = Vec::new();
        let mut before: Option<Standing> = None;
        let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (position, day) in days.iter().enumerate() {
            let holds = |index: &u32| self.ends.holds_on(*day, unit, (*index, entry(index)));
            let there: Vec<u32> = cell.shapes.iter().copied().filter(holds).collect();
            let (standing, top, rivals) = self.standing(&there, unknown);
            for rival in rivals {
                let Some(top) = top else { continue };
                if !seen.insert((top, rival)) {
                    continue;
                }
                let from = [entry(&top).from, entry(&rival).from].into_iter().flatten().max();
                let overlap = overlaps.entry((top, rival)).or_insert(Overlap {
                    holder: top,
                    claimant: rival,
                    km2: 0.0,
                    from,
                    at,
                });
                overlap.km2 += cell.km2;
            }
            let until = days.get(position + 1).copied().unwrap_or(last.next());
            if let Some(polity) = standing.control {
                match held.last_mut() {
                    Some((same, _, end)) if *same == polity && *end == *day => *end = until,
                    _ => held.push((polity, *day, until)),
                }
            }
            claimed.extend(standing.claims.iter().map(|polity| (*polity, *day, until)));
            if before.as_ref() == Some(&standing) {
                continue;
            }
            let turn = turn(before.as_ref(), &standing);
            let (cause, rows) = if *day == first {
                (self.cause(*day, 0, None), there)
            } else {
                let begins = |e: &u32| entry(e).from == Some(*day);
                let new = top.filter(begins).or_else(|| there.iter().copied().find(begins));
                let ended = cell.shapes.iter().copied().find(|e| ends(e) == Some(*day));
                match (new, ended) {
                    (Some(new), _) => (self.cause(*day, 1, Some(new)), vec![new]),
                    (None, ended) => (self.cause(*day, 2, ended), ended.into_iter().collect()),
                }
            };
            let gathered = changes.entry(cause).or_default();
            gathered.rows.extend(rows);
            let nothing = Standing::default();
            let was = before.as_ref().unwrap_or(&nothing);
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
            gathered.turns.entry(turn).or_default().push(unit);
            before = Some(standing);
        }
        (held, claimed)
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

    /// The state of land that these entries cover, the entry that holds it, and those that overlap it undeclared.
    fn standing(&self, there: &[u32], unknown: &mut BTreeSet<String>) -> (Standing, Option<u32>, Vec<u32>) {
        let mut standing = Standing::default();
        let entry = |index: u32| &self.entries[index as usize];
        let polity = |index: u32| self.polity_of[index as usize];
        let holding: Vec<u32> =
            there.iter().copied().filter(|e| !entry(*e).claim && polity(*e).is_some()).collect();
        let is_whole = |one: u32| {
            holding.iter().any(|other| {
                let parent = &entry(*other).parent;
                !parent.is_empty()
                    && polity(*other) != polity(one)
                    && self.known.get(parent).copied() == polity(one)
            })
        };
        let mut rivals = Vec::new();
        let top = if self.overlaps == Overlaps::Layers {
            holding.iter().copied().max()
        } else {
            let candidates: Vec<u32> = holding.iter().copied().filter(|one| !is_whole(*one)).collect();
            let top = candidates.iter().copied().min_by(|a, b| {
                let (ea, eb) = (entry(*a), entry(*b));
                (ea.from.cmp(&eb.from))
                    .then(self.areas[*a as usize].total_cmp(&self.areas[*b as usize]))
                    .then(a.cmp(b))
            });
            if let Some(top) = top {
                rivals.extend(candidates.into_iter().filter(|one| polity(*one) != polity(top)));
            }
            top
        };
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
                        unknown.insert(other.to_owned());
                    }
                },
            }
        } else {
            standing.sure = Sure::Inferred;
        }
        let claims = there.iter().copied().filter(|e| entry(*e).claim && self.overlaps != Overlaps::Layers);
        standing.claims = claims.chain(rivals.iter().copied()).filter_map(polity).collect();
        if let Some(control) = standing.control {
            standing.claims.remove(&control);
        }
        if !rivals.is_empty() {
            standing.sure = Sure::Contested;
        }
        (standing, top, rivals)
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
            self.entries.iter().flat_map(|entry| entry.name.iter().map(|(lang, _)| lang)).collect();
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
                effects: turns.into_iter().collect(),
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
fn inner_point(cell: &super::clean::Cell) -> [f64; 2] {
    let ring = cell.polygons.iter().filter_map(|polygon| polygon.first()).max_by_key(|ring| ring.len());
    let Some(ring) = ring else { return [0.0; 2] };
    let count = (ring.len() - 1).max(1) as f64;
    let sum = ring[1..].iter().fold([0.0; 2], |sum, at| [sum[0] + at[0], sum[1] + at[1]]);
    let round = |degrees: f64| (degrees / count * 1e5).round() / 1e5;
    [round(sum[0]), round(sum[1])]
}
