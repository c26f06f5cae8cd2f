//! Rows as the Atlas of Historical County Boundaries has them: versions of holders or units, with inclusive ends.
//!
//! The fields that begin with capitals and are not the Atlas's own keep what its would lose: dates in EDTF and certainty.

use super::Content;
use super::context::{Column, Context, fields, hundredth};
use super::holders;
use super::spans::Span;
use crate::dataset::{Certainty, EventId, Holder, PolityKind, UnitId};
use crate::interchange::write::{Cell, FieldKind, Layer, Row, ShapeKind};
use crate::time::Day;

const COLUMNS: [Column; 18] = [
    ("ID_NUM", FieldKind::Integer, "Number of the row, from 1."),
    ("NAME", FieldKind::Text, "Name at the time, short enough for a label."),
    ("ID", FieldKind::Text, "Id in the data set, the same for all versions."),
    ("STATE_TERR", FieldKind::Text, "Name of the holder of a unit."),
    ("VERSION", FieldKind::Integer, "Number of the version, by date, from 1."),
    ("START_DATE", FieldKind::Day, "First day of the version; that of the period if it was so before."),
    ("END_DATE", FieldKind::Day, "Last day of the version; that of the period if it is so then."),
    ("CHANGE", FieldKind::Text, "What began the version."),
    ("CITATION", FieldKind::Text, "Who says so and where."),
    ("START_N", FieldKind::Integer, "START_DATE as a number, yyyymmdd."),
    ("END_N", FieldKind::Integer, "END_DATE as a number, yyyymmdd."),
    ("AREA_SQMI", FieldKind::Number, "Area in square miles, edges straight in longitude and latitude."),
    ("TERR_TYPE", FieldKind::Text, "What the holder was."),
    ("FULL_NAME", FieldKind::Text, "Full name at the time."),
    ("CROSS_REF", FieldKind::Text, "Ids of the holders it followed."),
    ("START_EDTF", FieldKind::Text, "When the version began, as well as it is known, in EDTF."),
    (
        "END_EDTF",
        FieldKind::Text,
        "When it was over, as well as it is known, in EDTF: the date of the change, not of the last day.",
    ),
    ("CERTAINTY", FieldKind::Text, "The least sure of it: stated, inferred or contested."),
];

/// Square kilometres of a square mile.
const SQUARE_MILE: f64 = 2.589_988_110_336;

/// A version of something.
struct Version<'c> {
    id: &'c str,
    name: String,
    full_name: String,
    state: Option<String>,
    kind: Option<&'static str>,
    cross_ref: String,
    certainty: Certainty,
    told: Vec<EventId>,
    number: i64,
    span: Span<Vec<UnitId>>,
}

pub fn layer(context: &Context<'_>, content: Content) -> Layer {
    let mut versions = match content {
        Content::Units => units(context),
        _ => holders(context),
    };
    versions.retain(|version| context.is_asked(&version.span));
    let numbered: Vec<(i64, Version<'_>)> = (1..).zip(versions).collect();
    let rows = context
        .rows(&numbered, |(number, version)| (row(context, *number, version), version.span.value.clone()));
    let (name, title) = match content {
        Content::Units => ("units", "Versions of units: spans of one holder."),
        _ => ("holders", "Versions of holders: spans of one extent and name."),
    };
    Layer { name, title, shapes: ShapeKind::Areas, fields: fields(&COLUMNS), rows }
}

/// The versions of all holders, numbered; of the whole history, so that a day's have their own numbers.
fn holders<'c>(context: &'c Context<'_>) -> Vec<Version<'c>> {
    let (dataset, lang) = (context.dataset, context.request.lang);
    let mut out: Vec<Version<'c>> = Vec::new();
    for (holder, span) in holders::all(context, true) {
        let Holder::Polity(id) = holder else { continue };
        let polity = dataset.polity(id);
        let on = context.day_of(&span);
        let before: Vec<&str> =
            polity.predecessors.iter().map(|id| dataset.polity(*id).key.as_str()).collect();
        out.push(Version {
            id: &polity.key,
            name: polity.short_on(on, lang).to_owned(),
            full_name: polity.name_on(on, lang).to_owned(),
            state: None,
            kind: PolityKind::ALL.iter().find(|(_, kind)| *kind == polity.kind).map(|(key, _)| *key),
            cross_ref: before.join("; "),
            certainty: context.certainty(&span.value, on),
            told: context.holding_events(&span.value, on),
            number: out.last().filter(|last| last.id == polity.key).map_or(1, |last| last.number + 1),
            span,
        });
    }
    out
}

/// The versions of all units that a polity holds.
fn units<'c>(context: &'c Context<'_>) -> Vec<Version<'c>> {
    let (dataset, lang) = (context.dataset, context.request.lang);
    let mut out: Vec<Version<'c>> = Vec::new();
    for id in context.units() {
        let unit = dataset.unit(id);
        let mut number = 0;
        let mut last: Option<Holder> = None;
        for span in &context.states[id.index()] {
            let hold = context.request.holding.hold(&span.value);
            if last == Some(hold.value) {
                // Something else changed.
                if let Some(open) = out.last_mut().filter(|_| hold.value.polity().is_some()) {
                    open.span.until = span.until;
                    open.span.end.clone_from(&span.end);
                }
                continue;
            }
            last = Some(hold.value);
            if hold.value.polity().is_none() {
                continue;
            }
            number += 1;
            out.push(Version {
                id: &unit.key,
                name: unit.name.get(lang).to_owned(),
                full_name: unit.name.get(lang).to_owned(),
                state: Some(context.holder_name(hold.value, span.from)),
                kind: None,
                cross_ref: String::new(),
                certainty: hold.certainty,
                told: hold.event.into_iter().collect(),
                number,
                span: Span {
                    from: span.from,
                    until: span.until,
                    begin: hold.event.into_iter().collect(),
                    end: span.end.clone(),
                    value: vec![id],
                },
            });
        }
    }
    out
}

fn row(context: &Context<'_>, number: i64, version: &Version<'_>) -> Row {
    let span = &version.span;
    let last = span.until.map_or(context.dataset.period.1, Day::prev);
    let [change, _, _, citation] = context.reasons(&span.begin, &version.told, &span.value);
    let km2: f64 = span.value.iter().map(|unit| context.km2[unit.index()]).sum();
    let ended = span.until.map(|until| context.date(until, &span.end).1);
    let cells = vec![
        Cell::Integer(number),
        Cell::text(&*version.name),
        Cell::text(version.id),
        Cell::from(version.state.as_deref()),
        Cell::Integer(version.number),
        Cell::text(span.from.to_string()),
        Cell::text(last.to_string()),
        change,
        citation,
        Cell::Integer(compact(span.from)),
        Cell::Integer(compact(last)),
        Cell::Number(hundredth(km2 / SQUARE_MILE)),
        Cell::from(version.kind),
        Cell::text(&*version.full_name),
        Cell::text(&*version.cross_ref),
        Cell::text(context.began(span).1),
        Cell::from(ended),
        Cell::text(version.certainty.key()),
    ];
    Row { id: context.row_id(version.id, span), cells, ..Row::default() }
}

/// A day as a number, yyyymmdd.
fn compact(day: Day) -> i64 {
    let (year, month, day) = day.ymd();
    let (year, rest) = (i64::from(year), i64::from(month) * 100 + i64::from(day));
    if year < 0 { year * 10_000 - rest } else { year * 10_000 + rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_numbers() {
        for (day, number) in [("1850-09-09", 18_500_909), ("0001-01-01", 10_101), ("-0043-03-15", -430_315)] {
            assert_eq!(compact(day.parse().unwrap()), number);
        }
    }
}
