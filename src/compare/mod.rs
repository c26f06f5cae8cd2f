//! What changed hands between two days, or differs between two readings or between fact and law on one day.
//!
//! [`Comparison::new`] finds the units that differ, the act behind each difference, and every step on the way:
//! land that changed hands and came back is told, not lost. [`Report`] gives it names and km² for people and
//! programs. Knows nothing of drawing.

mod balance;
mod course;
mod report;
mod write;

pub use balance::{ActFlow, Balance, Flow};
pub use course::{Condition, Step, Value};
pub(crate) use report::moves;
pub use report::{ActOf, Citation, Party, Report, ReportChange, ReportSide, ReportStep, ReportWay, Total};
pub(crate) use write::few;
pub use write::{change_words, km2_words};

use std::collections::BTreeMap;

use crate::dataset::{Dataset, EventId, Holder, PolityId, UnitId};
use crate::time::Day;
use crate::timeline::Timeline;
use course::{Aspect, Course};

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Track {
    /// Who holds the land in fact, and its statuses.
    #[default]
    Control,
    /// To whom the act in force assigns it, and its statuses.
    Sovereignty,
    /// Claims to land of others.
    Claims,
}

impl Track {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Track); 3] =
        [("control", Track::Control), ("sovereignty", Track::Sovereignty), ("claims", Track::Claims)];

    /// Spelling on the command line and in file names.
    pub fn key(self) -> &'static str {
        Track::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// One of the two states compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The events, as a reading tells them.
    pub timeline: &'a Timeline<'a>,
    /// The day.
    pub day: Day,
    /// What of its state.
    pub track: Track,
}

/// In what the two sides differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In the day: what changed.
    Days,
    /// In the track: where fact and law differ.
    Tracks,
    /// In the reading: where the documents differ.
    Readings,
}

impl Kind {
    /// Spelling in data files.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Days => "days",
            Kind::Tracks => "tracks",
            Kind::Readings => "readings",
        }
    }
}

/// Two states of one data set held against each other.
///
/// # Guarantees
/// Each unit is in at most one [`Entry`] for its holder, one for its statuses and one for each claim. Entries are
/// numbered from 1 in the order of their dates, first those that last, then those that came back. For every
/// [`Balance`], before + gained - lost = after.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The two states.
    pub sides: [Side<'a>; 2],
    /// In what they differ.
    pub kind: Kind,
    /// What differs, grouped by cause.
    pub entries: Vec<Entry>,
    /// The land of each party.
    pub balances: Vec<Balance>,
    /// Land by giver and taker.
    pub flows: Vec<Flow>,
    /// Land by act, giver and taker: every step on the way, in order.
    pub acts: Vec<ActFlow>,
    /// Area of each unit in km², in table order.
    pub unit_km2: Vec<f64>,
}

/// Units that differ in the same way by the same act.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number in figures and tables.
    pub number: usize,
    /// In what they differ.
    pub change: Change,
    /// The same on both sides, but not in between.
    pub returned: bool,
    /// The units, in table order.
    pub units: Vec<UnitId>,
    /// Their area in km².
    pub km2: f64,
    /// The acts that made the difference: between days one, for what came back the last; else that behind the first
    /// side and that behind the second, where there are any.
    pub acts: Vec<Cause>,
    /// How the units came from the one to the other, where there was more than one step: each way with its units.
    pub ways: Vec<Way>,
}

/// An act behind a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The side whose value it set: 0 or 1.
    pub side: usize,
    /// The act.
    pub event: EventId,
}

/// A sequence of steps with the units that took it.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The units, in table order.
    pub units: Vec<UnitId>,
    /// The steps in order, at least one.
    pub steps: Vec<Step>,
}

/// In what an entry's units differ. At least one is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Another holder: from, to.
    pub holder: Option<(Holder, Holder)>,
    /// Another status or name: from, to.
    pub status: Option<(Condition, Condition)>,
    /// A claim that is there on one side only: by whom; true if on the second.
    pub claim: Option<(PolityId, bool)>,
}

impl<'a> Comparison<'a> {
    /// Compares two states of one data set; `unit_km2` is from [`crate::areas::unit_areas`].
    ///
    /// Sides that differ in their day are followed from change to change. If the second day is before the first,
    /// the way is told backwards.
    pub fn new(sides: [Side<'a>; 2], unit_km2: &[f64]) -> Comparison<'a> {
        let kind = if sides[0].track != sides[1].track {
            Kind::Tracks
        } else if sides[0].day == sides[1].day && reading_key(&sides[0]) != reading_key(&sides[1]) {
            Kind::Readings
        } else {
            Kind::Days
        };
        let courses = course::courses(&sides, kind);
        let balances = balance::balances(&sides, &courses, unit_km2);
        let flows = balance::flows(&courses, unit_km2);
        let acts = if kind == Kind::Days { balance::acts(&courses, unit_km2) } else { Vec::new() };
        let mut out = Comparison {
            sides,
            kind,
            entries: Vec::new(),
            balances,
            flows,
            acts,
            unit_km2: unit_km2.to_vec(),
        };
        out.entries = out.grouped(&courses);
        out
    }

    /// The data set.
    pub fn dataset(&self) -> &'a Dataset {
        self.sides[0].timeline.dataset()
    }

    /// True if nothing differs and nothing came back.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Entries from courses: what one act did to units in one way is one entry.
    fn grouped(&self, courses: &[Course]) -> Vec<Entry> {
        let mut entries: Vec<(Entry, Vec<&Course>)> = Vec::new();
        // The entries of the same acts.
        let mut by_acts: BTreeMap<Vec<(usize, EventId)>, Vec<usize>> = BTreeMap::new();
        for of_unit in courses.chunk_by(|a, b| a.unit == b.unit) {
            for (index, course) in of_unit.iter().enumerate() {
                let returned = course.is_back();
                let mut change = course.change();
                let acts = course.acts.clone();
                // What the same act did to the holder and the status of a unit is told together.
                let twin = |aspect: Aspect| {
                    move |other: &&Course| {
                        other.aspect == aspect && !returned && !other.is_back() && other.acts == course.acts
                    }
                };
                match course.aspect {
                    Aspect::Status if of_unit[..index].iter().any(|other| twin(Aspect::Holder)(&other)) => {
                        continue;
                    }
                    Aspect::Holder => {
                        let status = of_unit[index + 1..].iter().find(twin(Aspect::Status));
                        change.status = status.and_then(|status| status.change().status);
                    }
                    _ => {}
                }
                let key = acts.iter().map(|act| (act.side, act.event)).collect();
                let known = by_acts.entry(key).or_default();
                // What came back is one entry if it went the same way.
                let same = known.iter().copied().find(|at| {
                    let (entry, of) = &entries[*at];
                    entry.returned == returned
                        && entry.change == change
                        && (!returned || of[0].steps == course.steps)
                });
                match same {
                    Some(at) => {
                        entries[at].0.units.push(course.unit);
                        entries[at].1.push(course);
                    }
                    None => {
                        known.push(entries.len());
                        let units = vec![course.unit];
                        let entry =
                            Entry { number: 0, change, returned, units, km2: 0.0, acts, ways: Vec::new() };
                        entries.push((entry, vec![course]));
                    }
                }
            }
        }
        let mut entries: Vec<Entry> = entries
            .into_iter()
            .map(|(entry, of)| Entry {
                km2: entry.units.iter().map(|unit| self.unit_km2[unit.index()]).sum(),
                ways: ways(&of),
                ..entry
            })
            .collect();
        entries.sort_by_key(|entry| (entry.returned, self.date_key(entry), entry.units[0]));
        for (index, entry) in entries.iter_mut().enumerate() {
            entry.number = index + 1;
        }
        entries
    }

    /// When the difference came about: latest possible day, earliest, act.
    fn date_key(&self, entry: &Entry) -> (Day, Day, Option<EventId>) {
        let dated = entry.acts.iter().map(|act| {
            let date = self.sides[act.side].timeline.date_of(act.event);
            (date.latest(), date.earliest(), Some(act.event))
        });
        dated.max().unwrap_or((self.sides[0].day, self.sides[0].day, None))
    }
}

/// The key of the reading a side follows.
pub(crate) fn reading_key<'a>(side: &Side<'a>) -> Option<&'a str> {
    side.timeline.reading().map(|reading| reading.key.as_str())
}

/// The ways of courses that took more than one step, each with its units.
fn ways(courses: &[&Course]) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for course in courses.iter().filter(|course| course.steps.len() > 1) {
        match ways.iter_mut().find(|way| way.steps == course.steps) {
            Some(way) => way.units.push(course.unit),
            None => ways.push(Way { units: vec![course.unit], steps: course.steps.clone() }),
        }
    }
    ways
}
