//! The units with their state on all tracks.

use std::sync::Arc;

use super::context::{Column, Context, DAYS, REASONS, SHORT, fields, hundredth};
use super::spans::{self, Span};
use crate::dataset::{EventId, Holder, UnitId};
use crate::interchange::write::{Cell, FieldKind, Layer, Row, ShapeKind};
use crate::time::Day;
use crate::timeline::{Hold, UnitState, holder_key};

const LAND: [Column; 6] = [
    ("uezd", FieldKind::Text, "The uezd or okrug of 1917 it was part of."),
    ("basis", FieldKind::Text, "How its outline was digitized."),
    ("accuracy_km", FieldKind::Number, "How far its outline may be off, in km."),
    ("outline_certainty", FieldKind::Text, "How sure its outline is: stated, inferred or contested."),
    ("surround", FieldKind::Flag, "It is only part of the surroundings, and may be cut off."),
    ("area_km2", FieldKind::Number, "Area in km², edges straight in longitude and latitude."),
];

const STATE: [Column; 19] = [
    ("known", FieldKind::Flag, "False if nobody held it or the data do not say who did."),
    ("control", FieldKind::Text, "Who held it in fact: id of the holder, nobody or not-known."),
    ("control_name", FieldKind::Text, "The name of that holder."),
    ("control_since", FieldKind::Text, "Since when, in EDTF: the date of the event that says so."),
    ("control_event", FieldKind::Text, "Id of that event."),
    ("control_certainty", FieldKind::Text, "How sure that is: stated, inferred or contested."),
    ("control_sources", FieldKind::List, "Keys of the sources that say so."),
    (
        "sovereignty",
        FieldKind::Text,
        "To whom the act in force assigned it: id of the holder, nobody or not-known.",
    ),
    ("sovereignty_name", FieldKind::Text, "The name of that holder."),
    ("sovereignty_since", FieldKind::Text, "Since when, in EDTF."),
    ("sovereignty_event", FieldKind::Text, "Id of the event that says so."),
    ("sovereignty_certainty", FieldKind::Text, "How sure that is: stated, inferred or contested."),
    ("sovereignty_sources", FieldKind::List, "Keys of the sources that say so."),
    ("claims", FieldKind::List, "Ids of those who claimed it."),
    ("status", FieldKind::List, "Its statuses; none is ordinary."),
    (
        "status_by",
        FieldKind::List,
        "By or under whom: ids of holders, in the order of the statuses that have one.",
    ),
    ("status_name", FieldKind::Text, "The name the land bore meanwhile."),
    ("status_certainty", FieldKind::Text, "How sure the status is."),
    (
        "pending",
        FieldKind::List,
        "Ids of events whose rough date includes the day asked for: they may have happened already.",
    ),
];

pub fn layer(context: &Context<'_>) -> Layer {
    let mut all = fields(&[("id", FieldKind::Text, "Id of the unit in the data set.")]);
    all.extend(context.name_fields("name", "Name of the unit."));
    all.extend(fields(&LAND));
    all.extend(fields(&[(
        "holder",
        FieldKind::Text,
        "Who held it in the view asked for: id, nobody or not-known.",
    )]));
    all.extend(context.name_fields("holder_name", "Name of that holder at the time."));
    all.extend(context.name_fields("holder_short", SHORT));
    all.extend(fields(&DAYS));
    all.extend(fields(&REASONS));
    all.extend(fields(&STATE));
    // A new name of the holder begins a new row, as for holders: a row has one name for all its days.
    let by_name = |span: &Span<Arc<UnitState>>| {
        let polity = context.request.holding.hold(&span.value).value.polity();
        let names = polity.into_iter().flat_map(|polity| &context.dataset.polity(polity).names);
        spans::split(span.clone(), names.flat_map(|dated| [dated.span.from, dated.span.until]).flatten())
    };
    let spans: Vec<(UnitId, Span<Arc<UnitState>>)> = context
        .units()
        .flat_map(|unit| context.states[unit.index()].iter().flat_map(by_name).map(move |span| (unit, span)))
        .filter(|(_, span)| context.is_asked(span))
        .collect();
    let rows = context.rows(&spans, |(unit, span)| (row(context, *unit, span), vec![*unit]));
    Layer {
        name: "units",
        title: "Pieces of land that never split, with who held and claimed them.",
        shapes: ShapeKind::Areas,
        fields: all,
        rows,
    }
}

fn row(context: &Context<'_>, id: UnitId, span: &Span<Arc<UnitState>>) -> Row {
    let (dataset, lang) = (context.dataset, context.request.lang);
    let unit = dataset.unit(id);
    let on = context.day_of(span);
    let state = context.state_of(id, on);
    let held = context.request.holding.hold(state);
    let mut cells = vec![Cell::text(&*unit.key)];
    cells.extend(context.name_cells(&unit.name));
    cells.extend([
        Cell::from(unit.uezd.as_deref()),
        Cell::text(&*unit.basis),
        if unit.accuracy_km > 0.0 { Cell::Number(unit.accuracy_km) } else { Cell::Null },
        Cell::text(unit.certainty.key()),
        Cell::Flag(unit.surround),
        Cell::Number(hundredth(context.km2[id.index()])),
        Cell::text(holder_key(dataset, held.value)),
    ]);
    cells.extend(context.holder_cells(held.value, on));
    cells.extend(context.short_cells(held.value, on));
    cells.extend(context.days(span));
    let claimed = state.claims.iter().map(|(_, event)| *event);
    let mut told: Vec<EventId> = [state.control.event, state.sovereignty.event, state.status.event]
        .into_iter()
        .flatten()
        .chain(claimed)
        .collect();
    told.sort_unstable();
    told.dedup();
    cells.extend(context.reasons(&span.begin, &told, &[id]));
    cells.push(Cell::Flag(held.value.polity().is_some()));
    cells.extend(hold(context, &state.control, on));
    cells.extend(hold(context, &state.sovereignty, on));
    let by = state.status.value.iter().filter_map(|status| status.by);
    let named =
        state.name.and_then(|(event, effect)| context.timeline.effect_of(event, effect).name.as_ref());
    let mut pending: Vec<EventId> = state.pending.iter().map(|one| one.event).collect();
    pending.dedup();
    let is_ordinary = state.status.value.is_empty();
    cells.extend([
        Cell::List(state.claims.iter().map(|(polity, _)| dataset.polity(*polity).key.clone()).collect()),
        Cell::List(state.status.value.iter().map(|status| status.kind.key().to_owned()).collect()),
        Cell::List(by.map(|polity| dataset.polity(polity).key.clone()).collect()),
        Cell::from(named.map(|name| name.get(lang))),
        Cell::from((!is_ordinary).then(|| state.status.certainty.key())),
        Cell::List(pending.iter().map(|event| dataset.event(*event).key.clone()).collect()),
    ]);
    Row { id: context.row_id(&unit.key, span), cells, ..Row::default() }
}

fn hold(context: &Context<'_>, hold: &Hold<Holder>, on: Day) -> [Cell; 6] {
    let sources = hold.event.map(|event| context.timeline.sources_of(event)).unwrap_or_default();
    [
        Cell::text(holder_key(context.dataset, hold.value)),
        Cell::text(context.holder_name(hold.value, on)),
        Cell::from(hold.event.map(|event| context.timeline.date_of(event).text())),
        Cell::from(hold.event.map(|event| context.dataset.event(event).key.as_str())),
        Cell::text(hold.certainty.key()),
        Cell::List(sources),
    ]
}
