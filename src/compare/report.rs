//! A comparison with names, dates and citations in one language.

use std::collections::BTreeSet;

use serde::Serialize;

use super::course::{Condition, Value};
use super::write::condition_words;
use super::{ActFlow, Comparison, Entry, Kind, Side, Track, reading_key};
use crate::cite::{Citations, Style};
use crate::dataset::{
    AttestationId, DEFAULT_READING, Dataset, EventId, Holder, PolityId, Relation, SourceId, UnitId,
};
use crate::lang::Lang;
use crate::sources::places_by_source;
use crate::time::{DateWords, Day};
use crate::timeline::{Timeline, holder_key};
use crate::words::word;

/// What a comparison found. Numbers are km² on the ellipsoid, lakes included, rounded to a thousandth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// `days`, `tracks` or `readings`: in what the sides differ.
    pub compared: &'static str,
    /// The two states.
    pub sides: [ReportSide; 2],
    /// The land of each party: before + gained - lost = after.
    pub totals: Vec<Total>,
    /// Land by giver and taker, the most first. None for claims.
    pub flows: Vec<ReportFlow>,
    /// What differs, numbered.
    pub changes: Vec<ReportChange>,
    /// Every step between two days, by act, giver and taker, kept or not.
    pub acts: Vec<ActOf>,
    /// Keys of units that are surroundings of the subject: the data may cut them off.
    pub surroundings: Vec<String>,
}

/// One of the two states.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportSide {
    /// The day, `1920-12-01`.
    pub day: String,
    /// `control`, `sovereignty` or `claims`.
    pub view: &'static str,
    /// Key of the reading; `best` for the default one.
    pub reading: String,
    /// What tells it from the other side, in words.
    pub label: String,
}

/// A polity, nobody or not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Polity key, `nobody` or `not-known`.
    pub id: String,
    /// Name on the day; in totals those of both days, where it was renamed in between: `Persia / Iran`.
    pub name: String,
    /// Name short enough for a figure.
    pub short: String,
}

/// The land of one party.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Total {
    /// The party.
    pub party: Party,
    /// On the first side.
    pub before_km2: f64,
    /// On the second only.
    pub gained_km2: f64,
    /// On the first only.
    pub lost_km2: f64,
    /// On the second side.
    pub after_km2: f64,
    /// Gained on the way, as often as it was, kept or not.
    pub gross_gained_km2: f64,
    /// Lost on the way, as often as it was.
    pub gross_lost_km2: f64,
    /// Some of it is surroundings.
    pub with_surroundings: bool,
}

/// Land that went from one party to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportFlow {
    /// Who held it on the first side.
    pub from: Party,
    /// Who holds it on the second.
    pub to: Party,
    /// Its area; 0 where it all came back.
    pub km2: f64,
    /// Area of every step from the one to the other on the way.
    pub gross_km2: f64,
    /// Keys of its units.
    pub units: Vec<String>,
}

/// A numbered change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportChange {
    /// Its number.
    pub number: usize,
    /// The same on both sides, but not in between.
    pub returned: bool,
    /// Who held it, if that changed.
    pub from: Option<Party>,
    /// Who holds it, if that changed.
    pub to: Option<Party>,
    /// Its status and name, if they changed, in words.
    pub status_from: Option<String>,
    /// Its status and name then, if they changed, in words.
    pub status_to: Option<String>,
    /// Who claims it, if that changed.
    pub claimant: Option<Party>,
    /// The claim is there on the second side; else on the first.
    pub claim_begins: Option<bool>,
    /// Its area.
    pub km2: f64,
    /// Its units in words; all units of a group by the group's name.
    pub land: Vec<String>,
    /// Keys of its units.
    pub units: Vec<String>,
    /// The acts that made the difference.
    pub acts: Vec<ActHead>,
    /// How it came about, where in more than one step.
    pub ways: Vec<ReportWay>,
}

/// An act with its sources.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActHead {
    /// The side it belongs to: 1 or 2. Between days always 2.
    pub side: usize,
    /// Event key.
    pub id: String,
    /// EDTF date, as the reading has it.
    pub date: String,
    /// The date in words.
    pub date_words: String,
    /// Kind in file spelling.
    pub kind: &'static str,
    /// Title.
    pub title: String,
    /// The statements it rests on.
    pub sources: Vec<Citation>,
}

/// A source with the places that say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Source key.
    pub source: String,
    /// Where in it.
    pub places: Vec<String>,
    /// The work in short: authors and year.
    pub work: String,
    /// The same with the places.
    pub short: String,
}

/// A sequence of steps and the units that took it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportWay {
    /// Its units in words.
    pub land: Vec<String>,
    /// Keys of its units.
    pub units: Vec<String>,
    /// The steps in order.
    pub steps: Vec<ReportStep>,
}

/// One change on the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportStep {
    /// Event key.
    pub event: Option<String>,
    /// EDTF date.
    pub date: String,
    /// The date in words.
    pub date_words: String,
    /// Title of the act.
    pub title: String,
    /// What was before, in words.
    pub from: String,
    /// What came, in words.
    pub to: String,
}

/// Land that one act moved from one party to another, kept or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActOf {
    /// The act; `None` where the data name none.
    pub act: Option<ActHead>,
    /// The day on which it took hold.
    pub day: String,
    /// Who held the land before.
    pub from: Party,
    /// Who held it then.
    pub to: Party,
    /// Its area.
    pub km2: f64,
    /// Keys of its units.
    pub units: Vec<String>,
}

impl Report {
    /// A comparison in a language.
    pub fn new(comparison: &Comparison<'_>, lang: Lang) -> Report {
        let writer = Writer::new(comparison, lang);
        let [first, second] = comparison.sides;
        let dataset = comparison.dataset();
        let keys = |units: &[UnitId]| units.iter().map(|unit| dataset.unit(*unit).key.clone()).collect();
        let is_claims = first.track == Track::Claims;
        let with_surroundings = with_surroundings(comparison);
        let totals = comparison.balances.iter().map(|balance| {
            // A party has the name of the side on which it holds land; both, where it was renamed in between.
            let side = if balance.after_km2 > 0.0 { second } else { first };
            let mut party = writer.party(balance.party, side.day, side.track);
            if balance.before_km2 > 0.0 && balance.after_km2 > 0.0 {
                let before = writer.party(balance.party, first.day, first.track);
                let both = |before: &str, after: &str| match before == after {
                    true => after.to_owned(),
                    false => format!("{before} / {after}"),
                };
                party.name = both(&before.name, &party.name);
                party.short = both(&before.short, &party.short);
            }
            Total {
                party,
                before_km2: round(balance.before_km2),
                gained_km2: round(balance.gained_km2),
                lost_km2: round(balance.lost_km2),
                after_km2: round(balance.after_km2),
                gross_gained_km2: round(balance.gross_gained_km2),
                gross_lost_km2: round(balance.gross_lost_km2),
                with_surroundings: with_surroundings.contains(&balance.party),
            }
        });
        let flows = comparison.flows.iter().filter(|_| !is_claims).map(|flow| ReportFlow {
            from: writer.party(flow.from, first.day, first.track),
            to: writer.party(flow.to, second.day, second.track),
            km2: round(flow.km2),
            gross_km2: round(flow.gross_km2),
            units: keys(&flow.units),
        });
        let acts = comparison.acts.iter().map(|act| ActOf {
            act: act.event.map(|event| writer.act(1, event)),
            day: act.day.to_string(),
            from: writer.party(act.from, act.day.prev(), second.track),
            to: writer.party(act.to, act.day, second.track),
            km2: round(act.km2),
            units: keys(&act.units),
        });
        let surroundings = dataset.units.iter().filter(|unit| unit.surround);
        Report {
            compared: comparison.kind.key(),
            sides: [0, 1].map(|side| writer.side(side)),
            totals: totals.collect(),
            flows: flows.collect(),
            changes: comparison.entries.iter().map(|entry| writer.change(entry)).collect(),
            acts: acts.collect(),
            surroundings: surroundings.map(|unit| unit.key.clone()).collect(),
        }
    }
}

/// What each act moved, with the short names of giver and taker.
pub(crate) fn moves<'c>(comparison: &'c Comparison<'_>, lang: Lang) -> Vec<(&'c ActFlow, [String; 2])> {
    let (writer, track) = (Writer::new(comparison, lang), comparison.sides[1].track);
    let short = |act: &ActFlow| {
        [(act.from, act.day.prev()), (act.to, act.day)]
            .map(|(holder, day)| writer.party(holder, day, track).short)
    };
    comparison.acts.iter().map(|act| (act, short(act))).collect()
}

/// The parties that hold surroundings of the subject on either side.
fn with_surroundings(comparison: &Comparison<'_>) -> BTreeSet<Holder> {
    let dataset = comparison.dataset();
    let mut parties = BTreeSet::new();
    for side in comparison.sides {
        let state = side.timeline.at(side.day);
        for unit in dataset.unit_ids().filter(|unit| dataset.unit(*unit).surround) {
            match side.track {
                Track::Control => parties.insert(state.of(unit).control.value),
                Track::Sovereignty => parties.insert(state.of(unit).sovereignty.value),
                Track::Claims => false,
            };
        }
    }
    parties
}

/// Km² as they are written to files.
fn round(km2: f64) -> f64 {
    (km2 * 1000.0).round() / 1000.0
}

/// What gives names.
struct Writer<'c, 'a> {
    comparison: &'c Comparison<'a>,
    dataset: &'a Dataset,
    citations: Citations<'a>,
    lang: Lang,
}

impl<'c, 'a> Writer<'c, 'a> {
    fn new(comparison: &'c Comparison<'a>, lang: Lang) -> Writer<'c, 'a> {
        let dataset = comparison.dataset();
        let citations = Citations::new(&dataset.sources, Style::AuthorDate);
        Writer { comparison, dataset, citations, lang }
    }

    fn dates(&self) -> DateWords {
        self.dataset.dates(self.lang)
    }

    fn side(&self, position: usize) -> ReportSide {
        let side = &self.comparison.sides[position];
        let label = match self.comparison.kind {
            Kind::Days => self.dates().day(side.day),
            Kind::Tracks => word(self.lang, side.track.key()).to_owned(),
            Kind::Readings => self.reading_name(side),
        };
        ReportSide {
            day: side.day.to_string(),
            view: side.track.key(),
            reading: reading_key(side).unwrap_or(DEFAULT_READING).to_owned(),
            label,
        }
    }

    fn reading_name(&self, side: &Side<'_>) -> String {
        let reading = side.timeline.reading().or_else(|| self.dataset.reading_by_key(DEFAULT_READING));
        reading.map_or(word(self.lang, "reading-best"), |reading| reading.name.get(self.lang)).to_owned()
    }

    fn party(&self, holder: Holder, day: Day, track: Track) -> Party {
        let (name, short) = match (holder, track) {
            (Holder::Polity(id), _) => {
                let polity = self.dataset.polity(id);
                (polity.name_on(day, self.lang), polity.short_on(day, self.lang))
            }
            (Holder::Nobody, Track::Sovereignty) => (word(self.lang, "no-act"), word(self.lang, "no-act")),
            (Holder::Nobody, _) => (word(self.lang, "nobody"), word(self.lang, "nobody")),
            (Holder::NotKnown, _) => (word(self.lang, "not-known"), word(self.lang, "not-known")),
        };
        let id = holder_key(self.dataset, holder).to_owned();
        Party { id, name: name.to_owned(), short: short.to_owned() }
    }

    fn change(&self, entry: &Entry) -> ReportChange {
        let [first, second] = self.comparison.sides;
        let holder = entry.change.holder;
        let status = entry.change.status.as_ref();
        let claim = entry.change.claim;
        let words = |condition: &Condition| condition_words(self.dataset, condition, second.day, self.lang);
        let acts = entry.acts.iter();
        let ways = entry.ways.iter().map(|way| ReportWay {
            land: self.land(&way.units),
            units: self.keys(&way.units),
            steps: way.steps.iter().map(|step| self.step(step)).collect(),
        });
        ReportChange {
            number: entry.number,
            returned: entry.returned,
            from: holder.map(|(from, _)| self.party(from, first.day, first.track)),
            to: holder.map(|(_, to)| self.party(to, second.day, second.track)),
            status_from: status.map(|(from, _)| words(from)),
            status_to: status.map(|(_, to)| words(to)),
            claimant: claim.map(|(by, _)| self.party(Holder::Polity(by), second.day, second.track)),
            claim_begins: claim.map(|(_, begins)| begins),
            km2: round(entry.km2),
            land: self.land(&entry.units),
            units: self.keys(&entry.units),
            acts: acts.map(|act| self.act(act.side, act.event)).collect(),
            ways: ways.collect(),
        }
    }

    fn keys(&self, units: &[UnitId]) -> Vec<String> {
        units.iter().map(|unit| self.dataset.unit(*unit).key.clone()).collect()
    }

    /// Names of land: a group whose units are all there by its own name, the largest group first, then the other
    /// units by their weight.
    fn land(&self, units: &[UnitId]) -> Vec<String> {
        let mut left: Vec<UnitId> = units.to_vec();
        let mut groups: Vec<_> = self.dataset.groups.iter().filter(|group| group.units.len() > 1).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.units.len()));
        let mut names = Vec::new();
        for group in groups {
            if group.units.iter().all(|unit| left.contains(unit)) {
                names.push(group.name.get(self.lang).to_owned());
                left.retain(|unit| !group.units.contains(unit));
            }
        }
        left.sort_by_key(|unit| {
            let rank = self.dataset.unit(*unit).rank;
            (if rank == 0 { u8::MAX } else { rank }, *unit)
        });
        names.extend(left.iter().map(|unit| self.dataset.unit(*unit).name.get(self.lang).to_owned()));
        names
    }

    fn step(&self, step: &super::Step) -> ReportStep {
        let timeline = self.comparison.sides[1].timeline;
        let track = self.comparison.sides[1].track;
        let words = |value: &Value, day: Day| match value {
            Value::Holder(holder) => self.party(*holder, day, track).short,
            Value::Status(condition) => condition_words(self.dataset, condition, day, self.lang),
            Value::Claim(true) => word(self.lang, "compare-claimed").to_owned(),
            Value::Claim(false) => word(self.lang, "compare-not-claimed").to_owned(),
        };
        let event = step.event;
        ReportStep {
            event: event.map(|event| self.dataset.event(event).key.clone()),
            date: event.map_or(step.day.to_string(), |event| timeline.date_of(event).text().to_owned()),
            date_words: event
                .map_or(self.dates().day(step.day), |event| self.dates().date(timeline.date_of(event))),
            title: event
                .map_or(String::new(), |event| self.dataset.event(event).title.get(self.lang).to_owned()),
            from: words(&step.from, step.day.prev()),
            to: words(&step.to, step.day),
        }
    }

    fn act(&self, side: usize, event: EventId) -> ActHead {
        let timeline = self.comparison.sides[side].timeline;
        let data = self.dataset.event(event);
        let date = timeline.date_of(event);
        ActHead {
            side: side + 1,
            id: data.key.clone(),
            date: date.text().to_owned(),
            date_words: self.dates().date(date),
            kind: data.kind.key(),
            title: data.title.get(self.lang).to_owned(),
            sources: self.sources(timeline, event),
        }
    }

    /// What an act rests on, as the reading tells it: statements for it, or else those that report it.
    fn sources(&self, timeline: &Timeline<'_>, event: EventId) -> Vec<Citation> {
        let data = self.dataset.event(event);
        let mut statements: Vec<AttestationId> = match timeline.variant_of(event) {
            Some(variant) if variant.changes_the_map() => variant.attestations.clone(),
            _ => data.statements(Relation::Supports).collect(),
        };
        if statements.is_empty() {
            statements = data.statements(Relation::Reports).collect();
        }
        let citation = |(source, places): (SourceId, Vec<&str>)| Citation {
            source: self.dataset.source(source).key.clone(),
            work: self.citations.short(source, &[]),
            short: self.citations.short(source, &places),
            places: places.into_iter().map(str::to_owned).collect(),
        };
        places_by_source(self.dataset, statements).into_iter().map(citation).collect()
    }
}

/// The name of a polity, as statuses refer to it.
pub(super) fn polity_short(dataset: &Dataset, polity: PolityId, day: Day, lang: Lang) -> String {
    dataset.polity(polity).short_on(day, lang).to_owned()
}
