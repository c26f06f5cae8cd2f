//! How much land each holder had on a day, and published areas against those of the polygons.
//!
//! Knows nothing of drawing. Areas are on the ellipsoid, of the land as it is drawn; lakes inside a unit count as its land.

use crate::dataset::{Certainty, Dataset, Effect, Figure, Holder, StatusKind, UnitId};
use crate::geometry::area::km2;
use crate::lang::Lang;
use crate::table::{Align, Table, thousands};
use crate::time::Day;
use crate::timeline::{Hold, State, Timeline, UnitState, holder_key};
use crate::words::word;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The area of each unit in km², in table order.
pub fn unit_areas(dataset: &Dataset) -> Vec<f64> {
    dataset.units.par_iter().map(|unit| km2(&unit.polygons)).collect()
}

/// Whose land is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holding {
    /// Of those who hold it in fact.
    #[default]
    Control,
    /// Of those to whom the act in force assigns it.
    Sovereignty,
}

impl Holding {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Holding); 2] =
        [("control", Holding::Control), ("sovereignty", Holding::Sovereignty)];

    /// Spelling on the command line.
    pub fn key(self) -> &'static str {
        Holding::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// What a state says of it.
    pub fn hold(self, state: &UnitState) -> &Hold<Holder> {
        match self {
            Holding::Control => &state.control,
            Holding::Sovereignty => &state.sovereignty,
        }
    }

    fn of(self, state: &UnitState) -> (Holder, Certainty) {
        let hold = self.hold(state);
        (hold.value, hold.certainty)
    }

    /// True if an effect sets it.
    pub fn set_by(self, effect: &Effect) -> bool {
        match self {
            Holding::Control => effect.control.is_some(),
            Holding::Sovereignty => effect.sovereignty.is_some(),
        }
    }
}

/// What the land is parted by before it is counted by holder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Nothing: one row per holder.
    #[default]
    Holder,
    /// Unit.
    Unit,
    /// Status. Land with two statuses counts under both.
    Status,
    /// Uezd or okrug of 1917.
    Uezd,
    /// Group of units of the data set. Groups may overlap.
    Group,
}

impl By {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, By); 5] = [
        ("holder", By::Holder),
        ("unit", By::Unit),
        ("status", By::Status),
        ("uezd", By::Uezd),
        ("group", By::Group),
    ];

    /// Spelling on the command line.
    pub fn key(self) -> &'static str {
        By::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// A day to count on, with what stands over its column: `1920-12-31`, or `1920` for the end of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Head of the column.
    pub label: String,
    /// The day.
    pub day: Day,
}

/// What to count.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Whose land.
    pub holding: Holding,
    /// Parted by what.
    pub by: By,
    /// The units that count; the others are left out.
    pub units: &'a BTreeSet<UnitId>,
    /// Language of names.
    pub lang: Lang,
}

/// Areas by holder on some days. All lists by day are in the order of `columns`; numbers are km²,
/// rounded to a tenth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Areas {
    /// `control` or `sovereignty`.
    pub view: &'static str,
    /// `holder`, `unit`, `status`, `uezd` or `group`.
    pub by: &'static str,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// The day of each column.
    pub days: Vec<String>,
    /// One per part of the land and holder, on whatever day he held any of it.
    pub rows: Vec<Row>,
    /// All that was counted, once.
    pub total: Total,
    /// Keys of the units counted that are surroundings of the subject: the data may cut them off.
    pub surroundings: Vec<String>,
}

/// The land of one holder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// In which part; absent when the land is not parted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Named>,
    /// Polity key, `nobody` or `not-known`, with the name on the last day on which he held any.
    pub holder: Named,
    /// His name on each day.
    pub names: Vec<String>,
    /// The land by day.
    pub km2: Vec<f64>,
    /// Of that, surroundings.
    pub surroundings_km2: Vec<f64>,
    /// Keys of the units by day.
    pub units: Vec<Vec<String>>,
}

/// A key of the data files with a name for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// The key.
    pub id: String,
    /// The name.
    pub name: String,
}

/// All land that was counted, by day, and how sure its holders are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Total {
    /// All of it.
    pub km2: Vec<f64>,
    /// Where the holder is inferred and not stated by a source.
    pub inferred_km2: Vec<f64>,
    /// Where the sources contradict each other.
    pub contested_km2: Vec<f64>,
    /// Where the holder may have changed already: the date of the change is imprecise.
    pub pending_km2: Vec<f64>,
}

/// Counts the land of each holder on each day.
///
/// `unit_km2` are the areas of all units, from [`unit_areas`].
pub fn areas(
    timeline: &Timeline<'_>,
    unit_km2: &[f64],
    columns: &[Column],
    question: &Question<'_>,
) -> Areas {
    let dataset = timeline.dataset();
    let parts = parts(dataset, question);
    let mut cells: BTreeMap<(usize, Holder), Vec<Cell>> = BTreeMap::new();
    let mut total = Total::default();
    let states = timeline.states(columns.iter().map(|column| column.day));
    for (index, state) in states.enumerate() {
        for &unit in question.units {
            let found = state.of(unit);
            let (holder, _) = question.holding.of(found);
            for part in parts_of(dataset, question.by, unit, found) {
                let days =
                    cells.entry((part, holder)).or_insert_with(|| vec![Cell::default(); columns.len()]);
                days[index].add(unit, unit_km2[unit.index()], dataset.unit(unit).surround);
            }
        }
        total.add(timeline, unit_km2, &state, question);
    }
    let mut rows: Vec<(usize, Holder, Vec<Cell>)> =
        cells.into_iter().map(|((part, holder), days)| (part, holder, days)).collect();
    // Parts in the order of the data; in each the largest holder first, and who is none last.
    let sum = |days: &[Cell]| days.iter().map(|cell| cell.km2).sum::<f64>();
    rows.sort_by(|(part, holder, days), (other_part, other, other_days)| {
        part.cmp(other_part)
            .then(holder.polity().is_none().cmp(&other.polity().is_none()))
            .then(sum(other_days).total_cmp(&sum(days)))
            .then(holder.cmp(other))
    });
    let rows = rows.into_iter().map(|(part, holder, days)| {
        let last = days.iter().rposition(|cell| !cell.units.is_empty()).unwrap_or(0);
        let part = parts.get(part).cloned();
        Row {
            part: part.filter(|_| question.by != By::Holder),
            holder: named(dataset, holder, columns[last].day, question),
            names: columns.iter().map(|column| named(dataset, holder, column.day, question).name).collect(),
            km2: days.iter().map(|cell| tenth(cell.km2)).collect(),
            surroundings_km2: days.iter().map(|cell| tenth(cell.surroundings_km2)).collect(),
            units: days
                .iter()
                .map(|cell| cell.units.iter().map(|unit| dataset.unit(*unit).key.clone()).collect())
                .collect(),
        }
    });
    let surroundings = question.units.iter().map(|unit| dataset.unit(*unit)).filter(|unit| unit.surround);
    Areas {
        view: question.holding.key(),
        by: question.by.key(),
        columns: columns.iter().map(|column| column.label.clone()).collect(),
        days: columns.iter().map(|column| column.day.to_string()).collect(),
        rows: rows.collect(),
        total,
        surroundings: surroundings.map(|unit| unit.key.clone()).collect(),
    }
}

/// What one holder has of one part on one day.
#[derive(Clone, Default)]
struct Cell {
    km2: f64,
    surroundings_km2: f64,
    units: Vec<UnitId>,
}

impl Cell {
    fn add(&mut self, unit: UnitId, km2: f64, surround: bool) {
        self.km2 += km2;
        if surround {
            self.surroundings_km2 += km2;
        }
        self.units.push(unit);
    }
}

impl Total {
    fn add(&mut self, timeline: &Timeline<'_>, unit_km2: &[f64], state: &State, question: &Question<'_>) {
        let sum = |counts: &dyn Fn(&UnitState) -> bool| {
            let units = question.units.iter().filter(|unit| counts(state.of(**unit)));
            tenth(units.map(|unit| unit_km2[unit.index()]).sum())
        };
        let certainty = |wanted: Certainty| move |found: &UnitState| question.holding.of(found).1 == wanted;
        self.km2.push(sum(&|_| true));
        self.inferred_km2.push(sum(&certainty(Certainty::Inferred)));
        self.contested_km2.push(sum(&certainty(Certainty::Contested)));
        self.pending_km2.push(sum(&|found| {
            found
                .pending
                .iter()
                .any(|pending| question.holding.set_by(timeline.effect_of(pending.event, pending.effect)))
        }));
    }
}

/// The parts of the land, in order.
fn parts(dataset: &Dataset, question: &Question<'_>) -> Vec<Named> {
    let lang = question.lang;
    let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
    match question.by {
        By::Holder => Vec::new(),
        By::Unit => dataset.units.iter().map(|unit| named(&unit.key, unit.name.get(lang))).collect(),
        By::Status => std::iter::once(named("ordinary", word(lang, "ordinary")))
            .chain(StatusKind::ALL.iter().map(|(key, kind)| named(key, status_name(*kind, lang))))
            .collect(),
        By::Uezd => {
            let mut parts: Vec<Named> = uezds(dataset).into_iter().map(|uezd| named(uezd, uezd)).collect();
            parts.push(named("", word(lang, "no-uezd")));
            parts
        }
        By::Group => dataset.groups.iter().map(|group| named(&group.key, group.name.get(lang))).collect(),
    }
}

/// A status without the party it refers to.
fn status_name(kind: StatusKind, lang: Lang) -> &'static str {
    match kind {
        StatusKind::Occupied => word(lang, "occupied-land"),
        StatusKind::Protectorate => word(lang, "protectorate-land"),
        other => word(lang, other.key()),
    }
}

/// Uezds in the order in which the units name them.
fn uezds(dataset: &Dataset) -> Vec<&str> {
    let mut uezds: Vec<&str> = Vec::new();
    for uezd in dataset.units.iter().filter_map(|unit| unit.uezd.as_deref()) {
        if !uezds.contains(&uezd) {
            uezds.push(uezd);
        }
    }
    uezds
}

/// Positions in [`parts`] of the parts a unit belongs to.
fn parts_of(dataset: &Dataset, by: By, unit: UnitId, state: &UnitState) -> Vec<usize> {
    match by {
        By::Holder => vec![0],
        By::Unit => vec![unit.index()],
        By::Status => {
            let place = |kind| StatusKind::ALL.iter().position(|(_, known)| *known == kind);
            let kinds: BTreeSet<StatusKind> = state.status.value.iter().map(|status| status.kind).collect();
            let places: Vec<usize> = kinds.into_iter().filter_map(place).map(|place| place + 1).collect();
            if places.is_empty() { vec![0] } else { places }
        }
        By::Uezd => {
            let uezds = uezds(dataset);
            let uezd = dataset.unit(unit).uezd.as_deref();
            let place = uezd.and_then(|uezd| uezds.iter().position(|known| *known == uezd));
            vec![place.unwrap_or(uezds.len())]
        }
        By::Group => {
            let holds = |(index, group): (usize, &crate::dataset::UnitGroup)| {
                group.units.contains(&unit).then_some(index)
            };
            dataset.groups.iter().enumerate().filter_map(holds).collect()
        }
    }
}

fn named(dataset: &Dataset, holder: Holder, day: Day, question: &Question<'_>) -> Named {
    let name = match (holder, question.holding) {
        (Holder::Polity(id), _) => dataset.polity(id).name_on(day, question.lang),
        (Holder::Nobody, Holding::Control) => word(question.lang, "nobody"),
        (Holder::Nobody, Holding::Sovereignty) => word(question.lang, "no-act"),
        (Holder::NotKnown, _) => word(question.lang, "not-known"),
    };
    Named { id: holder_key(dataset, holder).to_owned(), name: name.to_owned() }
}

fn tenth(km2: f64) -> f64 {
    (km2 * 10.0).round() / 10.0
}

impl Areas {
    /// What holders were called on days on which they held land under another name than the one in the table, a sentence
    /// each: `Republic of Turkey in 1920, 1921: Turkey (Grand National Assembly)`.
    pub fn other_names(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for row in &self.rows {
            let mut others: Vec<(&str, Vec<&str>)> = Vec::new();
            for (index, name) in row.names.iter().enumerate() {
                if *name == row.holder.name || row.units[index].is_empty() {
                    continue;
                }
                let column = self.columns[index].as_str();
                match others.iter_mut().find(|(other, _)| other == name) {
                    Some((_, columns)) => columns.push(column),
                    None => others.push((name.as_str(), vec![column])),
                }
            }
            for (other, columns) in others {
                let line = format!("{} in {}: {other}", row.holder.name, columns.join(", "));
                if !out.contains(&line) {
                    out.push(line);
                }
            }
        }
        out
    }

    /// A table for people: a row per holder, a column per day; below it what is doubtful.
    pub fn to_table(&self, lang: Lang) -> Table {
        let parted = self.rows.iter().any(|row| row.part.is_some());
        let mut heads: Vec<(String, Align)> = Vec::new();
        if parted {
            heads.push((self.by.to_owned(), Align::Left));
        }
        heads.push((
            word(lang, if self.view == "control" { "held-by" } else { "assigned-to" }).to_owned(),
            Align::Left,
        ));
        heads.extend(self.columns.iter().map(|label| (label.clone(), Align::Right)));
        let mut table = Table::new(heads);
        let mut above: Option<&Named> = None;
        for row in &self.rows {
            let mut cells = Vec::new();
            if let Some(part) = &row.part {
                cells.push(if above == Some(part) { String::new() } else { part.name.clone() });
                above = Some(part);
            }
            cells.push(row.holder.name.clone());
            cells.extend(row.km2.iter().zip(&row.surroundings_km2).map(|(km2, surroundings)| {
                if *km2 == 0.0 {
                    return String::new();
                }
                let mark = if 0.0 < *surroundings { "*" } else { "" };
                format!("{mark}{}", thousands(*km2))
            }));
            table.push(cells);
        }
        let totals = [
            ("total", &self.total.km2),
            ("of which inferred", &self.total.inferred_km2),
            ("of which contested", &self.total.contested_km2),
            ("of which change pending", &self.total.pending_km2),
        ];
        for (name, days) in totals {
            if name == "total" || days.iter().any(|km2| *km2 != 0.0) {
                let cells = days.iter().map(|km2| if *km2 == 0.0 { String::new() } else { thousands(*km2) });
                let names = if parted { vec![name.to_owned(), String::new()] } else { vec![name.to_owned()] };
                table.push(names.into_iter().chain(cells));
            }
        }
        table
    }

    /// A table for programs: a line per day, part and holder.
    pub fn to_long_table(&self) -> Table {
        let heads = [
            "day",
            "column",
            "view",
            "by",
            "part",
            "part_name",
            "holder",
            "holder_name",
            "km2",
            "surroundings_km2",
            "units",
        ];
        let mut table = Table::new(heads.map(|head| (head, Align::Left)));
        for (index, (day, column)) in self.days.iter().zip(&self.columns).enumerate() {
            for row in self.rows.iter().filter(|row| !row.units[index].is_empty()) {
                let part = row.part.as_ref().map_or(("", ""), |part| (&part.id, &part.name));
                let (units, holder) = (row.units[index].join(" "), &row.names[index]);
                let (km2, surroundings) = (row.km2[index], row.surroundings_km2[index]);
                let numbers = [format!("{km2:.1}"), format!("{surroundings:.1}")];
                table.push([
                    day,
                    column,
                    self.view,
                    self.by,
                    part.0,
                    part.1,
                    &row.holder.id,
                    holder,
                    &numbers[0],
                    &numbers[1],
                    &units,
                ]);
            }
        }
        table
    }
}

/// Published areas against those of the polygons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Published {
    /// Figures that speak of the same subject or of the same units, together.
    pub groups: Vec<FigureGroup>,
    /// Area figures that cannot be compared, with the reason.
    pub not_compared: Vec<NotCompared>,
}

/// Published areas of one subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureGroup {
    /// What the figures say they are about; each wording once.
    pub subjects: Vec<String>,
    /// The figures, in file order.
    pub figures: Vec<Compared>,
    /// How far they lie apart, if they do: for each land on its own, then for all together.
    pub spread: Vec<Spread>,
}

/// One published area and that of the polygons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Key in the data files.
    pub figure: String,
    /// Of what.
    pub subject: String,
    /// EDTF date.
    pub date: Option<String>,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// As printed.
    pub as_printed: String,
    /// Keys of the units it is held against.
    pub units: Vec<String>,
    /// As published, in km².
    pub published_km2: f64,
    /// Of the polygons, in km².
    pub computed_km2: f64,
    /// Computed less published.
    pub difference_km2: f64,
    /// The same in per cent of the published area.
    pub difference_percent: f64,
    /// Remark of the editors.
    pub note: String,
}

/// Different areas published for the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Keys of the units, if they are the same ones; `None` over different extents.
    pub units: Option<Vec<String>>,
    /// The different values, largest first.
    pub values_km2: Vec<f64>,
    /// Largest less smallest.
    pub km2: f64,
    /// The same in per cent of the largest.
    pub percent: f64,
}

/// A published area that was not held against polygons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotCompared {
    /// Key in the data files.
    pub figure: String,
    /// Of what.
    pub subject: String,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// The number, if there is one.
    pub value: Option<f64>,
    /// Its measure.
    pub unit: String,
    /// Why.
    pub because: &'static str,
}

/// Holds every published area whose units are named against the polygons.
///
/// `unit_km2` are the areas of all units, from [`unit_areas`].
pub fn published(dataset: &Dataset, unit_km2: &[f64]) -> Published {
    let areas = dataset.figures.iter().filter(|figure| figure.kind == crate::dataset::FigureKind::Area);
    let (mut compared, mut not_compared) = (Vec::new(), Vec::new());
    for figure in areas {
        match figure.km2() {
            Some(km2) if !figure.units.is_empty() => compared.push((figure, km2)),
            Some(_) => not_compared.push((figure, "no units are named")),
            None if figure.value.is_none() => not_compared.push((figure, "no number is printed")),
            None => not_compared.push((figure, "its unit is not km2")),
        }
    }
    // A figure joins the first group that speaks of its subject or of its units; groups it ties together become one.
    let mut groups: Vec<Vec<(&Figure, f64)>> = Vec::new();
    for one in compared {
        let same = |other: &(&Figure, f64)| other.0.subject == one.0.subject || other.0.units == one.0.units;
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.iter().any(same));
        let at = apart
            .iter()
            .position(|group| joined.first().is_some_and(|first| first[0].0.line < group[0].0.line));
        let mut group: Vec<_> = joined.into_iter().flatten().chain([one]).collect();
        group.sort_by_key(|(figure, _)| figure.line);
        groups = apart;
        groups.insert(at.unwrap_or(groups.len()), group);
    }
    let not_compared = not_compared.into_iter().map(|(figure, because)| NotCompared {
        figure: figure.key.clone(),
        subject: figure.subject.clone(),
        source: dataset.source(figure.source).key.clone(),
        place: figure.place.clone(),
        value: figure.value,
        unit: figure.measure.clone(),
        because,
    });
    Published {
        groups: groups.iter().map(|group| figure_group(dataset, unit_km2, group)).collect(),
        not_compared: not_compared.collect(),
    }
}

fn figure_group(dataset: &Dataset, unit_km2: &[f64], group: &[(&Figure, f64)]) -> FigureGroup {
    let mut subjects: Vec<String> = Vec::new();
    let mut lands: Vec<&[UnitId]> = Vec::new();
    for (figure, _) in group {
        if !subjects.contains(&figure.subject) {
            subjects.push(figure.subject.clone());
        }
        if !lands.contains(&figure.units.as_slice()) {
            lands.push(&figure.units);
        }
    }
    let keys =
        |units: &[UnitId]| units.iter().map(|unit| dataset.unit(*unit).key.clone()).collect::<Vec<_>>();
    let figures = group.iter().map(|(figure, published)| {
        let computed: f64 = figure.units.iter().map(|unit| unit_km2[unit.index()]).sum();
        Compared {
            figure: figure.key.clone(),
            subject: figure.subject.clone(),
            date: figure.date.as_ref().map(|date| date.text().to_owned()),
            source: dataset.source(figure.source).key.clone(),
            place: figure.place.clone(),
            as_printed: figure.as_printed.clone(),
            units: keys(&figure.units),
            published_km2: *published,
            computed_km2: tenth(computed),
            difference_km2: tenth(computed - published),
            difference_percent: tenth((computed - published) / published * 100.0),
            note: figure.note.clone(),
        }
    });
    let of_land = |units: &&[UnitId]| {
        let values = group.iter().filter(|(figure, _)| figure.units == *units).map(|(_, km2)| *km2);
        spread(values).map(|spread| Spread { units: Some(keys(units)), ..spread })
    };
    let mut apart: Vec<Spread> = lands.iter().filter_map(of_land).collect();
    if 1 < lands.len() {
        apart.extend(spread(group.iter().map(|(_, km2)| *km2)));
    }
    FigureGroup { subjects, figures: figures.collect(), spread: apart }
}

/// How far values lie apart; `None` if they are all the same.
fn spread(values: impl Iterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values.dedup();
    let (largest, smallest) = (*values.first()?, *values.last()?);
    let km2 = tenth(largest - smallest);
    let percent = tenth((largest - smallest) / largest * 100.0);
    (smallest < largest).then_some(Spread { units: None, values_km2: values, km2, percent })
}

impl Published {
    /// A table for programs: a line per figure.
    pub fn to_long_table(&self) -> Table {
        let heads = [
            "figure",
            "subject",
            "date",
            "source",
            "place",
            "as_printed",
            "published_km2",
            "computed_km2",
            "difference_km2",
            "difference_percent",
            "group",
            "units",
            "note",
        ];
        let mut table = Table::new(heads.map(|head| (head, Align::Left)));
        for (number, group) in self.groups.iter().enumerate() {
            for one in &group.figures {
                table.push([
                    one.figure.clone(),
                    one.subject.clone(),
                    one.date.clone().unwrap_or_default(),
                    one.source.clone(),
                    one.place.clone(),
                    one.as_printed.clone(),
                    one.published_km2.to_string(),
                    format!("{:.1}", one.computed_km2),
                    format!("{:.1}", one.difference_km2),
                    format!("{:.1}", one.difference_percent),
                    (number + 1).to_string(),
                    one.units.join(" "),
                    one.note.clone(),
                ]);
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Files, load};

    /// Two units of 100 and 50 km², one of them held by nobody from 1901 on.
    fn world() -> Dataset {
        let ring = |west: f64| {
            let east = west + 1.0;
            format!("[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]")
        };
        let unit = |id: &str, west: f64, more: &str| {
            format!(
                r#"{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":{}}},"properties":{{"id":"{id}","name":"{id}","uezd":null,"basis":"test","accuracy_km":1,"certainty":"stated","rank":1,"surround":{more}}}}}"#,
                ring(west)
            )
        };
        let units = format!(
            r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
            unit("a", 0.0, "false"),
            unit("b", 1.0, "true")
        );
        let files = Files::new("")
            .with("dataset.toml", "id = \"w\"\ntitle.en = \"W\"\nperiod = \"1900-01-01/1910-12-31\"\nextent = [0.0, 0.0, 2.0, 1.0]\nlanguages = [\"en\"]\nlicence = \"x\"\n")
            .with("units.geojson", units)
            .with("polities.toml", "[[polity]]\nid = \"red\"\nname.en = \"Red\"\nkind = \"state\"\ncolour = \"blue\"\n")
            .with("sources.bib", "@book{s, year = 1900}")
            .with(
                "events.toml",
                "[[event]]\nid = \"x\"\ndate = \"1900-01-01\"\nkind = \"baseline\"\ntitle.en = \"X\"\ninferred = \"test\"\n\
                 effect = [{ units = [\"a\", \"b\"], control = \"red\", sovereignty = \"red\" }]\n\
                 [[event]]\nid = \"y\"\ndate = \"1901-06\"\nkind = \"withdrawal\"\ntitle.en = \"Y\"\ninferred = \"test\"\n\
                 effect = [{ units = [\"b\"], control = \"nobody\", status = [\"disputed\", \"neutral-zone\"], certainty = \"inferred\" }]\n",
            )
            .with(
                "figures.csv",
                "id,kind,subject,units,value,unit,date,source,place,as_printed,note\n\
                 F1,area,A,a,110,km2,,s,p. 1,110,\n\
                 F2,area,Land of A,a,100,km2,,s,p. 2,100,\n\
                 F3,area,B,b,50,km2,,s,p. 3,50,\n\
                 F4,area,A,a b,150,km2,,s,p. 4,150,\n\
                 F5,area,C,,7,km2,,s,p. 5,7,\n",
            );
        let (dataset, _) = load(&files).into_result().unwrap_or_else(|error| panic!("{error}"));
        dataset
    }

    fn ask(by: By, days: &[&str]) -> Areas {
        let dataset = world();
        let columns: Vec<Column> = days
            .iter()
            .map(|day| Column { label: (*day).to_owned(), day: day.parse().expect("a day") })
            .collect();
        let units: BTreeSet<UnitId> = dataset.unit_ids().collect();
        let question = Question { holding: Holding::Control, by, units: &units, lang: Lang::EN };
        areas(&Timeline::new(&dataset), &[100.0, 50.0], &columns, &question)
    }

    #[test]
    fn holders_and_doubts_by_day() {
        let found = ask(By::Holder, &["1900-12-31", "1901-06-15", "1901-12-31"]);
        let rows: Vec<(&str, &[f64])> =
            found.rows.iter().map(|row| (row.holder.id.as_str(), row.km2.as_slice())).collect();
        assert_eq!(rows, [("red", &[150.0, 150.0, 100.0][..]), ("nobody", &[0.0, 0.0, 50.0])]);
        assert_eq!(found.total.km2, [150.0; 3]);
        assert_eq!(found.total.pending_km2, [0.0, 50.0, 0.0]);
        assert_eq!(found.total.inferred_km2, [0.0, 0.0, 50.0]);
        let text = found.to_table(Lang::EN).to_text(1, 100);
        let expected = "\
Held by                  1900-12-31  1901-06-15  1901-12-31
Red                            *150        *150         100
nobody                                                  *50
total                           150         150         150
of which inferred                                        50
of which change pending                      50
";
        assert_eq!(text, expected);
        let csv = found.to_long_table().to_csv();
        assert!(csv.ends_with("1901-12-31,1901-12-31,control,holder,,,nobody,nobody,50.0,50.0,b\n"), "{csv}");
        assert_eq!(csv.lines().count(), 5, "a holder without land has no line");
    }

    #[test]
    fn land_with_two_statuses_counts_under_both_and_once_in_the_total() {
        let found = ask(By::Status, &["1902-01-01"]);
        let rows: Vec<(&str, &str, f64)> = found
            .rows
            .iter()
            .map(|row| {
                (row.part.as_ref().map_or("", |part| part.id.as_str()), row.holder.id.as_str(), row.km2[0])
            })
            .collect();
        assert_eq!(
            rows,
            [("ordinary", "red", 100.0), ("disputed", "nobody", 50.0), ("neutral-zone", "nobody", 50.0)]
        );
        assert_eq!(found.total.km2, [150.0]);
    }

    #[test]
    fn units_and_uezds_are_parts() {
        let found = ask(By::Unit, &["1902-01-01"]);
        let names: Vec<&str> =
            found.rows.iter().filter_map(|row| row.part.as_ref()).map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        let found = ask(By::Uezd, &["1902-01-01"]);
        assert_eq!(found.rows.len(), 2);
        assert!(found.rows.iter().all(|row| row.part.as_ref().is_some_and(|part| part.id.is_empty())));
        assert!(ask(By::Group, &["1902-01-01"]).rows.is_empty());
    }

    #[test]
    fn figures_of_one_subject_or_one_land_stand_together() {
        let found = published(&world(), &[100.0, 50.0]);
        let groups: Vec<Vec<&str>> = found
            .groups
            .iter()
            .map(|group| group.figures.iter().map(|one| one.figure.as_str()).collect())
            .collect();
        assert_eq!(groups, [vec!["F1", "F2", "F4"], vec!["F3"]]);
        let first = &found.groups[0];
        assert_eq!(first.subjects, ["A", "Land of A"]);
        assert_eq!((first.figures[0].difference_km2, first.figures[0].difference_percent), (-10.0, -9.1));
        let spreads: Vec<(bool, f64, f64)> =
            first.spread.iter().map(|spread| (spread.units.is_some(), spread.km2, spread.percent)).collect();
        assert_eq!(spreads, [(true, 10.0, 9.1), (false, 50.0, 33.3)]);
        assert!(found.groups[1].spread.is_empty());
        assert_eq!(found.not_compared.len(), 1);
        assert_eq!(found.to_long_table().to_csv().lines().count(), 5);
    }
}
