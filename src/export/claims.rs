//! The land that each claimant claims, by the event that started the claim.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Column, Context, DAYS, REASONS, SHORT, fields};
use super::spans::{self, Span};
use crate::dataset::{EventId, PolityId, UnitId};
use crate::interchange::write::{Cell, FieldKind, Layer, Row, ShapeKind};
use crate::time::Day;
use crate::timeline::holder_key;

const CLAIM: [Column; 4] = [
    ("known", FieldKind::Flag, "True: a claim always has a claimant."),
    ("certainty", FieldKind::Text, "How sure the claim is: stated, inferred or contested."),
    (
        "against",
        FieldKind::List,
        "Who held the land: ids of holders, on the first day of the span or on the day asked for.",
    ),
    ("units", FieldKind::List, "Ids of the units claimed."),
];

/// Who claims, by which event, from when until when, and what ended it.
type Key = (PolityId, Day, Option<Day>, EventId, Vec<EventId>);

pub fn layer(context: &Context<'_>) -> Layer {
    let mut claimed: BTreeMap<Key, Vec<UnitId>> = BTreeMap::new();
    for unit in context.units() {
        let spans = &context.states[unit.index()];
        let mut open: BTreeMap<(PolityId, EventId), Day> = BTreeMap::new();
        for span in spans {
            let now: BTreeSet<(PolityId, EventId)> = span.value.claims.iter().copied().collect();
            let over: Vec<(PolityId, EventId)> =
                open.keys().filter(|claim| !now.contains(claim)).copied().collect();
            for (polity, event) in over {
                if let Some(from) = open.remove(&(polity, event)) {
                    let key = (polity, from, Some(span.from), event, span.begin.clone());
                    claimed.entry(key).or_default().push(unit);
                }
            }
            now.into_iter().for_each(|claim| {
                open.entry(claim).or_insert(span.from);
            });
        }
        for ((polity, event), from) in open {
            claimed.entry((polity, from, None, event, Vec::new())).or_default().push(unit);
        }
    }
    // A new name of the claimant begins a new row, as for holders.
    let mut spans: Vec<(PolityId, EventId, Span<Vec<UnitId>>)> = Vec::new();
    for ((polity, from, until, event, end), value) in claimed {
        let span = Span { from, until, begin: vec![event], end, value };
        let names = context.dataset.polity(polity).names.iter();
        let days = names.flat_map(|dated| [dated.span.from, dated.span.until]).flatten();
        spans.extend(spans::split(span, days).into_iter().map(|span| (polity, event, span)));
    }
    spans.retain(|(.., span)| context.is_asked(span));
    let mut all = fields(&[
        ("id", FieldKind::Text, "Id of the claimant in the data set."),
        ("holder", FieldKind::Text, "The same."),
    ]);
    all.extend(context.name_fields("name", "Name of the claimant at the time."));
    all.extend(context.name_fields("short", SHORT));
    all.extend(fields(&DAYS));
    all.extend(fields(&REASONS));
    all.extend(fields(&CLAIM));
    all.extend(fields(&[(
        "area_km2",
        FieldKind::Number,
        "Area in km², edges straight in longitude and latitude.",
    )]));
    let rows = context
        .rows(&spans, |(polity, event, span)| (row(context, *polity, *event, span), span.value.clone()));
    Layer {
        name: "claims",
        title: "The land that each claimant claims.",
        shapes: ShapeKind::Areas,
        fields: all,
        rows,
    }
}

fn row(context: &Context<'_>, polity: PolityId, event: EventId, span: &Span<Vec<UnitId>>) -> Row {
    let (dataset, units) = (context.dataset, &span.value);
    let on = context.day_of(span);
    let key = &dataset.polity(polity).key;
    let mut cells = vec![Cell::text(&**key), Cell::text(&**key)];
    cells.extend(context.holder_cells(crate::dataset::Holder::Polity(polity), on));
    cells.extend(context.short_cells(crate::dataset::Holder::Polity(polity), on));
    cells.extend(context.days(span));
    cells.extend(context.reasons(&span.begin, &[event], units));
    let against: BTreeSet<&str> = units
        .iter()
        .map(|unit| holder_key(dataset, context.request.holding.hold(context.state_of(*unit, on)).value))
        .collect();
    let event = dataset.event(event);
    cells.extend([
        Cell::Flag(true),
        Cell::text(event.certainty.key()),
        Cell::List(against.into_iter().map(str::to_owned).collect()),
        context.keys(units),
        context.km2(units.iter().copied()),
    ]);
    Row { id: context.row_id(&format!("{key}/{}", event.key), span), cells, ..Row::default() }
}
