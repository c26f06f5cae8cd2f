//! The land of each holder.

use super::context::{Column, Context, DAYS, REASONS, SHORT, fields};
use super::spans::{self, Span};
use crate::dataset::{Certainty, Holder, PolityKind, UnitId};
use crate::interchange::write::{Cell, FieldKind, Layer, Row, ShapeKind};
use crate::timeline::holder_key;

/// A holder with the units it had in a span.
pub type Held = (Holder, Span<Vec<UnitId>>);

const BEFORE: [Column; 5] = [
    (
        "kind",
        FieldKind::Text,
        "What it was: state, soviet-republic, self-proclaimed, military, council, federation.",
    ),
    ("colour", FieldKind::Text, "Family of colours; successors share it."),
    ("wikidata", FieldKind::Text, "Wikidata item."),
    ("predecessors", FieldKind::List, "Ids of the holders it followed."),
    ("known", FieldKind::Flag, "False for nobody and not-known: no holder, or none that the data know."),
];

const AFTER: [Column; 6] = [
    ("units", FieldKind::List, "Ids of the units it held."),
    ("area_km2", FieldKind::Number, "Area in km², edges straight in longitude and latitude."),
    (
        "inferred_km2",
        FieldKind::Number,
        "Of that, where no source states the holder; on the first day of the span.",
    ),
    (
        "contested_km2",
        FieldKind::Number,
        "Of that, where sources contradict each other; on the first day of the span.",
    ),
    (
        "pending_km2",
        FieldKind::Number,
        "Of that, where the holder may have changed already, the date of the change being rough; on the day asked for.",
    ),
    ("certainty", FieldKind::Text, "The least sure of it: stated, inferred or contested."),
];

/// The spans asked for, by holder and day. With `by_name`, a new name begins a new span.
pub fn held(context: &Context<'_>, by_name: bool) -> Vec<Held> {
    let mut all = all(context, by_name);
    all.retain(|(_, span)| context.is_asked(span));
    all
}

/// The spans of the whole period.
pub fn all(context: &Context<'_>, by_name: bool) -> Vec<Held> {
    let (dataset, request) = (context.dataset, context.request);
    let wanted = |unit: UnitId| context.is_wanted(unit);
    let all = spans::of_holders(dataset, &context.states, request.holding, &wanted);
    let mut out = Vec::new();
    for (holder, own) in all {
        let polity = holder.polity().map(|id| dataset.polity(id)).filter(|_| by_name);
        let names = polity.into_iter().flat_map(|polity| &polity.names);
        let days: Vec<_> = names.flat_map(|dated| [dated.span.from, dated.span.until]).flatten().collect();
        let parts = own.into_iter().flat_map(|span| spans::split(span, days.iter().copied()));
        out.extend(parts.map(|span| (holder, span)));
    }
    out
}

pub fn layer(context: &Context<'_>) -> Layer {
    let mut all = fields(&[(
        "id",
        FieldKind::Text,
        "Id of the holder in the data set; nobody where it is known that there was none, not-known where the data do not say.",
    )]);
    all.extend(context.name_fields("name", "Name of the holder at the time."));
    all.extend(context.name_fields("short", SHORT));
    all.extend(fields(&BEFORE));
    all.extend(fields(&DAYS));
    all.extend(fields(&REASONS));
    all.extend(fields(&AFTER));
    let rows = context.rows(&held(context, true), |held| (row(context, held), held.1.value.clone()));
    Layer { name: "holders", title: "The land of each holder.", shapes: ShapeKind::Areas, fields: all, rows }
}

fn row(context: &Context<'_>, (holder, span): &Held) -> Row {
    let (dataset, units) = (context.dataset, &span.value);
    let on = context.day_of(span);
    let id = holder_key(dataset, *holder);
    let mut cells = vec![Cell::text(id)];
    cells.extend(context.holder_cells(*holder, on));
    cells.extend(context.short_cells(*holder, on));
    match holder.polity() {
        Some(polity) => {
            let polity = dataset.polity(polity);
            let kind = PolityKind::ALL.iter().find(|(_, kind)| *kind == polity.kind);
            let before = polity.predecessors.iter().map(|id| dataset.polity(*id).key.clone());
            cells.extend([
                Cell::from(kind.map(|(key, _)| *key)),
                Cell::text(&*polity.colour),
                Cell::from(polity.wikidata.as_deref()),
                Cell::List(before.collect()),
                Cell::Flag(true),
            ]);
        }
        None => {
            let list = Cell::List(Vec::new());
            cells.extend([Cell::Null, Cell::Null, Cell::Null, list, Cell::Flag(false)]);
        }
    }
    cells.extend(context.days(span));
    cells.extend(context.reasons(&span.begin, &context.holding_events(units, on), units));
    let sure = |wanted: Certainty| {
        let of =
            |unit: &&UnitId| context.request.holding.hold(context.state_of(**unit, on)).certainty == wanted;
        context.km2(units.iter().filter(of).copied())
    };
    let pending = context.state.as_ref().map(|state| {
        let of = |unit: &&UnitId| {
            let pending = &state.of(**unit).pending;
            let turns = |effect: &crate::dataset::Effect| context.request.holding.set_by(effect);
            pending.iter().any(|one| turns(context.timeline.effect_of(one.event, one.effect)))
        };
        context.km2(units.iter().filter(of).copied())
    });
    cells.extend([
        context.keys(units),
        context.km2(units.iter().copied()),
        sure(Certainty::Inferred),
        sure(Certainty::Contested),
        pending.unwrap_or_default(),
        Cell::text(context.certainty(units, on).key()),
    ]);
    Row { id: context.row_id(id, span), cells, ..Row::default() }
}
