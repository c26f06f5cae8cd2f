//! What all layers are made with: spans, shapes, dates, names and citations.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::spans::{self, Span};
use super::{Request, When};
use crate::areas::unit_areas;
use crate::cite::{Citations, Style};
use crate::dataset::{
    AttestationId, Certainty, Dataset, EventId, EventKind, Holder, Relation, SourceId, UnitId,
};
use crate::geometry::Polygon;
use crate::geometry::union::Net;
use crate::interchange::write::{Cell, Field, FieldKind, Outline, Row};
use crate::lang::{Lang, Text};
use crate::sources::places_by_source;
use crate::time::Day;
use crate::timeline::{State, Timeline, UnitState, holder_key};
use crate::words::word;

pub struct Context<'a> {
    pub timeline: &'a Timeline<'a>,
    pub dataset: &'a Dataset,
    pub request: &'a Request,
    /// All units as arcs, in table order.
    pub net: Net,
    /// Their areas in km².
    pub km2: Vec<f64>,
    /// Their states over time.
    pub states: Vec<Vec<Span<Arc<UnitState>>>>,
    /// The state of the day, if one is asked for.
    pub state: Option<State>,
    pub citations: Citations<'a>,
    /// Languages that names have a field for.
    pub langs: Vec<Lang>,
}

/// A column: name, kind, what it says.
pub type Column = (&'static str, FieldKind, &'static str);

/// The columns of a span of days.
pub const DAYS: [Column; 6] = [
    (
        "from",
        FieldKind::Day,
        "First day of the span: the latest possible one, on which the map changes. If it was so before the period, the first day of that.",
    ),
    (
        "from_earliest",
        FieldKind::Day,
        "First day on which the span may have begun; empty where nothing is known of that.",
    ),
    (
        "from_edtf",
        FieldKind::Text,
        "When the span began, as well as it is known, in EDTF; ../DAY if it was so before the period.",
    ),
    ("to", FieldKind::Day, "First day after the span; empty if it is so when the period ends."),
    ("to_earliest", FieldKind::Day, "First day on which the span may have been over."),
    ("to_edtf", FieldKind::Text, "When the span was over, as well as it is known, in EDTF."),
];

/// The columns of what brought a span about, and who says so.
pub const REASONS: [Column; 4] = [
    ("change", FieldKind::Text, "What began the span: titles of events."),
    ("events", FieldKind::List, "The same as ids of events."),
    ("sources", FieldKind::List, "Who says so: keys of sources."),
    ("citation", FieldKind::Text, "Who says so and where: short citations."),
];

/// What the columns of short names say.
pub const SHORT: &str =
    "Name short enough for a label; by language only where it is another one than the name.";

pub fn fields(columns: &[Column]) -> Vec<Field> {
    columns.iter().map(|(name, kind, about)| Field { name: (*name).to_owned(), kind: *kind, about }).collect()
}

impl<'a> Context<'a> {
    pub fn new(timeline: &'a Timeline<'a>, request: &'a Request) -> Context<'a> {
        let dataset = timeline.dataset();
        let faces: Vec<&[Polygon]> = dataset.units.iter().map(|unit| unit.polygons.as_slice()).collect();
        let day = match request.when {
            When::Day(day) => Some(day),
            When::History => None,
        };
        // Languages in which anything has a name, in the order of the data set.
        let texts = || {
            let units = dataset.units.iter().map(|unit| &unit.name);
            units.chain(dataset.polities.iter().map(|polity| &polity.name))
        };
        let is_used = |lang: &&Lang| texts().any(|text| text.exact(**lang).is_some());
        Context {
            timeline,
            dataset,
            request,
            net: Net::new(&faces, request.digits),
            km2: unit_areas(dataset),
            states: spans::of_units(timeline),
            state: day.map(|day| timeline.at(day)),
            citations: Citations::new(&dataset.sources, Style::AuthorDate),
            langs: dataset.languages.iter().filter(is_used).copied().collect(),
        }
    }

    pub fn is_wanted(&self, unit: UnitId) -> bool {
        self.request.units.as_ref().is_none_or(|units| units.contains(&unit))
    }

    pub fn units(&self) -> impl Iterator<Item = UnitId> {
        self.dataset.unit_ids().filter(|unit| self.is_wanted(*unit))
    }

    /// True if a span is asked for.
    pub fn is_asked<T>(&self, span: &Span<T>) -> bool {
        match self.request.when {
            When::Day(day) => span.contains(day),
            When::History => true,
        }
    }

    /// The day for which the values of a span are told: the one asked for, or its first.
    pub fn day_of<T>(&self, span: &Span<T>) -> Day {
        match self.request.when {
            When::Day(day) => day,
            When::History => span.from,
        }
    }

    /// The state of a unit on a day.
    pub fn state_of(&self, unit: UnitId, day: Day) -> &UnitState {
        if let Some(state) = self.state.as_ref().filter(|state| state.day == day) {
            return state.of(unit);
        }
        let spans = &self.states[unit.index()];
        let at = spans.partition_point(|span| span.from <= day).saturating_sub(1);
        &spans[at].value
    }

    /// The land of units together.
    pub fn area(&self, units: &[UnitId]) -> Outline {
        let areas = self.net.union(units.iter().map(|unit| unit.0));
        if areas.is_empty() { Outline::None } else { Outline::Areas(areas) }
    }

    /// Rows with the land of units each, in order, made on all cores.
    pub fn rows<T: Sync>(&self, items: &[T], make: impl Fn(&T) -> (Row, Vec<UnitId>) + Sync) -> Vec<Row> {
        items
            .par_iter()
            .map(|item| {
                let (mut row, units) = make(item);
                row.outline = self.area(&units);
                row
            })
            .collect()
    }

    /// What a row is called: the id, and where it has several rows the first day.
    pub fn row_id<T>(&self, id: &str, span: &Span<T>) -> String {
        match self.request.when {
            When::Day(_) => id.to_owned(),
            When::History => format!("{id}@{}", span.from),
        }
    }

    /// The area of units in km², to a hundredth.
    pub fn km2(&self, units: impl Iterator<Item = UnitId>) -> Cell {
        Cell::Number(hundredth(units.map(|unit| self.km2[unit.index()]).sum()))
    }

    /// Cells of [`DAYS`].
    pub fn days<T>(&self, span: &Span<T>) -> [Cell; 6] {
        let (earliest, edtf) = self.began(span);
        let [to, to_earliest, to_edtf] = match span.until {
            None => [Cell::Null, Cell::Null, Cell::Null],
            Some(until) => {
                let (earliest, edtf) = self.date(until, &span.end);
                [Cell::text(until.to_string()), day(earliest), Cell::text(edtf)]
            }
        };
        [Cell::text(span.from.to_string()), day(earliest), Cell::text(edtf), to, to_earliest, to_edtf]
    }

    /// When a span may have begun at the earliest, if that is known, and when it began in EDTF.
    pub fn began<T>(&self, span: &Span<T>) -> (Option<Day>, String) {
        let baseline = |event: &EventId| self.dataset.event(*event).kind == EventKind::Baseline;
        if span.from == self.dataset.period.0 && span.begin.iter().all(baseline) {
            return (None, format!("../{}", span.from));
        }
        self.date(span.from, &span.begin)
    }

    /// The least exact date of events that took hold on a day.
    pub fn date(&self, day: Day, events: &[EventId]) -> (Option<Day>, String) {
        let dates = events.iter().map(|event| self.timeline.date_of(*event));
        let loose = dates
            .max_by_key(|date| (date.latest().julian_day() - date.earliest().julian_day(), !date.is_exact()));
        match loose {
            Some(date) => {
                let earliest = Some(date.earliest()).filter(|earliest| *earliest != Day::MIN);
                (earliest, date.text().to_owned())
            }
            None => (Some(day), day.to_string()),
        }
    }

    /// Cells of [`REASONS`]: what began the span, and the sources of the events told, as far as they concern the units.
    pub fn reasons(&self, begin: &[EventId], told: &[EventId], units: &[UnitId]) -> [Cell; 4] {
        let titles: Vec<&str> =
            begin.iter().map(|event| self.dataset.event(*event).title.get(self.request.lang)).collect();
        let keys = begin.iter().map(|event| self.dataset.event(*event).key.clone()).collect();
        let (sources, citation) = self.cited(told, Some(units));
        [Cell::text(titles.join("; ")), Cell::List(keys), Cell::List(sources), Cell::text(citation)]
    }

    /// The sources of events, as far as they concern the units if some are given: their keys, and short citations with
    /// the places in them.
    pub fn cited(&self, events: &[EventId], units: Option<&[UnitId]>) -> (Vec<String>, String) {
        let cited = self.statements(events, units);
        let keys = cited.iter().map(|(source, _)| self.dataset.source(*source).key.clone()).collect();
        let short = |(source, places): &(SourceId, Vec<&str>)| self.citations.short(*source, places);
        (keys, cited.iter().map(short).collect::<Vec<_>>().join("; "))
    }

    /// The sources behind events as the reading tells them, each once, with the places in them; of some units, what
    /// concerns them.
    pub fn statements(&self, events: &[EventId], units: Option<&[UnitId]>) -> Vec<(SourceId, Vec<&'a str>)> {
        let of_event = |event: &EventId| -> Vec<AttestationId> {
            match self.timeline.variant_of(*event).filter(|variant| variant.changes_the_map()) {
                Some(variant) => variant.attestations.clone(),
                None => {
                    let evidence = match units {
                        Some(units) => self.timeline.evidence_on(*event, units),
                        None => self.dataset.event(*event).evidence.clone(),
                    };
                    let kept = evidence.iter().filter(|one| one.relation != Relation::Contradicts);
                    kept.map(|one| one.attestation).collect()
                }
            }
        };
        let mut sources = places_by_source(self.dataset, events.iter().flat_map(of_event));
        sources.sort_by_key(|(source, _)| *source);
        sources.iter_mut().for_each(|(_, places)| places.retain(|place| !place.is_empty()));
        sources
    }

    /// The events that say who held units on a day, each once.
    pub fn holding_events(&self, units: &[UnitId], day: Day) -> Vec<EventId> {
        let events: BTreeSet<EventId> = units
            .iter()
            .filter_map(|unit| self.request.holding.hold(self.state_of(*unit, day)).event)
            .collect();
        events.into_iter().collect()
    }

    /// Columns of a name in the language asked for and in each.
    pub fn name_fields(&self, name: &str, about: &'static str) -> Vec<Field> {
        let one = |name: String| Field { name, kind: FieldKind::Text, about };
        let each = self.langs.iter().map(|lang| one(format!("{name}_{lang}")));
        std::iter::once(one(name.to_owned())).chain(each).collect()
    }

    /// Cells of a text in the language asked for and in each.
    pub fn name_cells(&self, text: &Text) -> Vec<Cell> {
        let each = self.langs.iter().map(|lang| Cell::from(text.exact(*lang)));
        std::iter::once(Cell::text(text.get(self.request.lang))).chain(each).collect()
    }

    /// The same of a holder on a day.
    pub fn holder_cells(&self, holder: Holder, on: Day) -> Vec<Cell> {
        match holder {
            Holder::Polity(id) => {
                let polity = self.dataset.polity(id);
                self.name_cells(polity.dated_on(on).map_or(&polity.name, |dated| &dated.name))
            }
            none => {
                let key = holder_key(self.dataset, none);
                self.name_cells(&Text::new(
                    self.langs
                        .iter()
                        .chain([&self.request.lang])
                        .map(|lang| (*lang, word(*lang, key).to_owned())),
                ))
            }
        }
    }

    /// The short name of a holder on a day: in the language asked for, and in each that has one of its own.
    pub fn short_cells(&self, holder: Holder, on: Day) -> Vec<Cell> {
        let Some(polity) = holder.polity().map(|id| self.dataset.polity(id)) else {
            let nothing = self.langs.iter().map(|_| Cell::Null);
            return std::iter::once(Cell::text(self.holder_name(holder, on))).chain(nothing).collect();
        };
        let short = polity.dated_on(on).map_or(&polity.short, |dated| &dated.short);
        let each = self.langs.iter().map(|lang| Cell::from(short.exact(*lang)));
        std::iter::once(Cell::text(polity.short_on(on, self.request.lang))).chain(each).collect()
    }

    /// The name of a holder on a day.
    pub fn holder_name(&self, holder: Holder, on: Day) -> String {
        match holder {
            Holder::Polity(id) => self.dataset.polity(id).name_on(on, self.request.lang).to_owned(),
            none => word(self.request.lang, holder_key(self.dataset, none)).to_owned(),
        }
    }

    /// Keys of units.
    pub fn keys(&self, units: &[UnitId]) -> Cell {
        Cell::List(units.iter().map(|unit| self.dataset.unit(*unit).key.clone()).collect())
    }

    /// The least sure of how it is known that units were held by whom they were.
    pub fn certainty(&self, units: &[UnitId], day: Day) -> Certainty {
        let all = units.iter().map(|unit| self.request.holding.hold(self.state_of(*unit, day)).certainty);
        all.max().unwrap_or_default()
    }
}

fn day(day: Option<Day>) -> Cell {
    Cell::from(day.map(|day| day.to_string()))
}

pub fn hundredth(value: f64) -> f64 {
    // The sum of nothing is -0.
    (value * 100.0).round() / 100.0 + 0.0
}
