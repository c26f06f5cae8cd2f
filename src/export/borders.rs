//! The borders between units, by what they part.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Column, Context, DAYS, fields, hundredth};
use super::spans::Span;
use crate::dataset::{BoundaryNote, Holder, UnitId};
use crate::geometry::area::distance_km;
use crate::geometry::topology::ArcRef;
use crate::interchange::write::{Cell, FieldKind, Layer, Outline, Row, ShapeKind};
use crate::time::Day;
use crate::timeline::{UnitState, holder_key};

const BORDER: [Column; 6] = [
    ("id", FieldKind::Text, "Ids of the two units."),
    (
        "kind",
        FieldKind::Text,
        "What it parts: holder (two holders), status (land of one holder with a status of its own), unit (units of one holder), edge (the edge of the data).",
    ),
    ("left", FieldKind::Text, "Id of the unit on the left."),
    ("right", FieldKind::Text, "Id of the unit on the right; empty at the edge of the data."),
    ("left_holder", FieldKind::Text, "Who held the left: id, nobody or not-known."),
    ("right_holder", FieldKind::Text, "Who held the right."),
];

const COURSE: [Column; 6] = [
    ("length_km", FieldKind::Number, "Geodesic length in km."),
    ("approximate", FieldKind::Flag, "By all notes on it, its course is approximate."),
    (
        "certainty",
        FieldKind::Text,
        "How sure its course is, the least sure of it: stated, inferred or contested.",
    ),
    ("accuracy_km", FieldKind::Number, "How far it may be off, in km, the worst of it."),
    ("follows", FieldKind::Text, "What it follows."),
    ("drawn_after", FieldKind::Text, "What it was drawn after."),
];

/// What a border parts: the kind, and who held both sides.
type Parted = (&'static str, Holder, Option<Holder>);

pub fn layer(context: &Context<'_>) -> Layer {
    let mut pairs: BTreeMap<(u32, Option<u32>), Vec<ArcRef>> = BTreeMap::new();
    for (arc, [left, right]) in context.net.sides.iter().enumerate() {
        let wanted = |side: Option<u32>| side.filter(|unit| context.is_wanted(UnitId(*unit)));
        if wanted(*left).or(wanted(*right)).is_none() || left == right {
            continue;
        }
        let edge = ArcRef { arc: arc as u32, reversed: false };
        match (*left, *right) {
            (Some(a), Some(b)) if b < a => {
                pairs.entry((b, Some(a))).or_default().push(ArcRef { reversed: true, ..edge });
            }
            (Some(a), other) => pairs.entry((a, other)).or_default().push(edge),
            (None, Some(b)) => pairs.entry((b, None)).or_default().push(ArcRef { reversed: true, ..edge }),
            (None, None) => {}
        }
    }
    let mut notes: BTreeMap<[UnitId; 2], Vec<&BoundaryNote>> = BTreeMap::new();
    for note in &context.dataset.boundaries {
        notes.entry(note.units).or_default().push(note);
    }
    let mut rows = Vec::new();
    for ((left, right), arcs) in pairs {
        let (left, right) = (UnitId(left), right.map(UnitId));
        let own = right.and_then(|right| notes.get(&[left, right])).map_or(&[][..], Vec::as_slice);
        let course = course(context, own, &arcs);
        let spans = spans(context, left, right).into_iter().filter(|span| context.is_asked(span));
        rows.extend(spans.map(|span| row(context, left, right, &span, &course, &arcs)));
    }
    let mut all = fields(&BORDER);
    all.extend(fields(&DAYS));
    all.extend(fields(&COURSE));
    Layer {
        name: "borders",
        title: "Borders of units, by what they part.",
        shapes: ShapeKind::Lines,
        fields: all,
        rows,
    }
}

/// What a border parts over time.
fn spans(context: &Context<'_>, left: UnitId, right: Option<UnitId>) -> Vec<Span<Parted>> {
    let of = |unit: UnitId| &context.states[unit.index()];
    let both = || of(left).iter().chain(right.into_iter().flat_map(of));
    let days: BTreeSet<Day> = both().map(|span| span.from).collect();
    let mut out: Vec<Span<Parted>> = Vec::new();
    let on = |unit: UnitId, day: Day| -> &UnitState {
        let spans = of(unit);
        &spans[spans.partition_point(|span| span.from <= day).saturating_sub(1)].value
    };
    let holding = context.request.holding;
    for day in days {
        let a = on(left, day);
        let value = match right.map(|right| on(right, day)) {
            None => ("edge", holding.hold(a).value, None),
            Some(b) => {
                let (one, other) = (holding.hold(a).value, holding.hold(b).value);
                let kind = if one != other {
                    "holder"
                } else if a.status.value != b.status.value {
                    "status"
                } else {
                    "unit"
                };
                (kind, one, Some(other))
            }
        };
        if out.last().is_some_and(|last| last.value == value) {
            continue;
        }
        let mut begin: Vec<_> =
            both().filter(|span| span.from == day).flat_map(|span| &span.begin).copied().collect();
        begin.sort_unstable();
        begin.dedup();
        if let Some(last) = out.last_mut() {
            last.until = Some(day);
            last.end.clone_from(&begin);
        }
        out.push(Span { from: day, until: None, begin, end: Vec::new(), value });
    }
    out
}

fn row(
    context: &Context<'_>,
    left: UnitId,
    right: Option<UnitId>,
    span: &Span<Parted>,
    course: &[Cell],
    arcs: &[ArcRef],
) -> Row {
    let dataset = context.dataset;
    let (kind, one, other) = span.value;
    let key = |unit: UnitId| dataset.unit(unit).key.as_str();
    let id = format!("{}|{}", key(left), right.map_or("", key));
    let mut cells = vec![
        Cell::text(&*id),
        Cell::text(kind),
        Cell::text(key(left)),
        Cell::from(right.map(key)),
        Cell::text(holder_key(dataset, one)),
        Cell::from(other.map(|other| holder_key(dataset, other))),
    ];
    cells.extend(context.days(span));
    cells.extend_from_slice(course);
    let outline = Outline::Lines(arcs.iter().map(|arc| vec![*arc]).collect());
    Row { id: context.row_id(&id, span), outline, cells, ..Row::default() }
}

/// Cells of [`COURSE`].
fn course(context: &Context<'_>, notes: &[&BoundaryNote], arcs: &[ArcRef]) -> [Cell; 6] {
    let of_arc = |edge: &ArcRef| -> f64 {
        context.net.arcs[edge.arc as usize].windows(2).map(|w| distance_km(w[0], w[1])).sum()
    };
    let km = hundredth(arcs.iter().map(of_arc).sum());
    let texts = |text: fn(&BoundaryNote) -> &str| {
        let mut texts: Vec<&str> =
            notes.iter().map(|note| text(note)).filter(|text| !text.is_empty()).collect();
        texts.dedup();
        Cell::text(texts.join("; "))
    };
    let worst = notes.iter().map(|note| note.accuracy_km).fold(0.0, f64::max);
    [
        Cell::Number(km),
        if notes.is_empty() { Cell::Null } else { Cell::Flag(notes.iter().all(|note| note.approximate)) },
        Cell::from(notes.iter().map(|note| note.certainty).max().map(|certainty| certainty.key())),
        if worst > 0.0 { Cell::Number(worst) } else { Cell::Null },
        texts(|note| &note.follows),
        texts(|note| &note.source),
    ]
}
