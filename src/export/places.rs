//! Places with their names, and lines that texts describe.

use super::When;
use super::context::{Column, Context, fields};
use crate::dataset::{Confidence, DatedNames, LineId, Place, PlaceKind, UnitId};
use crate::geometry::topology::ArcRef;
use crate::geometry::{contains, seam, union};
use crate::interchange::write::{Cell, FieldKind, Layer, Outline, Row, ShapeKind};
use crate::time::Day;

const PLACE: [Column; 8] = [
    ("kind", FieldKind::Text, "What it is: town, village, peak and so on."),
    ("rank", FieldKind::Integer, "Weight on maps: 1 is the greatest, 0 is never drawn."),
    ("confidence", FieldKind::Text, "How sure its position is: high, medium (within about 5 km) or low."),
    ("unit", FieldKind::Text, "Id of the unit it lies in."),
    ("aliases", FieldKind::List, "Other spellings."),
    ("from", FieldKind::Day, "First day on which it bore the name; empty where that is open."),
    ("to", FieldKind::Day, "First day on which it no longer did; empty where that is open."),
    ("note", FieldKind::Text, "Remark of the editors."),
];

/// The places asked for, each with its unit: the one its row names, else the one it lies in.
pub fn wanted<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (&'c Place, Option<UnitId>)> {
    let dataset = context.dataset;
    let boxes: Vec<Vec<[f64; 4]>> = dataset
        .units
        .iter()
        .map(|unit| {
            unit.polygons
                .iter()
                .filter_map(|polygon| polygon.first())
                .map(|ring| union::bounds(ring))
                .collect()
        })
        .collect();
    let unit_of = move |place: &Place| {
        let [x, y] = place.at;
        let may = |[w, s, e, n]: &[f64; 4]| *w <= x && x <= *e && *s <= y && y <= *n;
        let near = |unit: &UnitId| boxes[unit.index()].iter().any(may);
        let around =
            || dataset.unit_ids().filter(near).find(|unit| contains(&dataset.unit(*unit).polygons, place.at));
        place.unit.or_else(around)
    };
    let all = dataset.places.iter().map(move |place| (place, unit_of(place)));
    all.filter(|(_, unit)| {
        context.request.units.is_none() || unit.is_some_and(|unit| context.is_wanted(unit))
    })
}

/// The spelling of a kind of place.
pub fn kind_of(place: &Place) -> &'static str {
    PlaceKind::ALL.iter().find(|(_, kind)| *kind == place.kind).map_or("", |(key, _)| key)
}

/// The names of a place that are asked for.
fn names<'p>(context: &Context<'_>, place: &'p Place) -> Vec<&'p DatedNames> {
    match context.request.when {
        When::History => place.names.iter().collect(),
        When::Day(day) => {
            let now = place.names.iter().find(|dated| dated.span.contains(day));
            let last = || place.names.iter().rfind(|dated| dated.span.from.is_none_or(|from| from <= day));
            now.or_else(last).or(place.names.first()).into_iter().collect()
        }
    }
}

pub fn layer(context: &Context<'_>) -> Layer {
    let mut all = fields(&[("id", FieldKind::Text, "Id of the place in the data set.")]);
    all.extend(context.name_fields("name", "Name of the place at the time."));
    all.extend(fields(&PLACE));
    let mut rows = Vec::new();
    for (place, unit) in wanted(context) {
        for dated in names(context, place) {
            let mut cells = vec![Cell::text(&*place.key)];
            cells.extend(context.name_cells(&dated.name));
            let day = |day: Option<Day>| Cell::from(day.map(|day| day.to_string()));
            let confidence = Confidence::ALL.iter().find(|(_, value)| *value == place.confidence);
            cells.extend([
                Cell::text(kind_of(place)),
                Cell::Integer(i64::from(place.rank)),
                Cell::from(confidence.map(|(key, _)| *key)),
                Cell::from(unit.map(|unit| context.dataset.unit(unit).key.as_str())),
                Cell::List(place.aliases.clone()),
                day(dated.span.from),
                day(dated.span.until),
                Cell::text(&*place.note),
            ]);
            let id = match (context.request.when, dated.span.from) {
                (When::History, Some(from)) if 1 < place.names.len() => format!("{}@{from}", place.key),
                _ => place.key.clone(),
            };
            let outline = Outline::Point(union::round(place.at, context.request.digits));
            rows.push(Row { id, outline, cells, ..Row::default() });
        }
    }
    Layer { name: "places", title: "Places with their names.", shapes: ShapeKind::Points, fields: all, rows }
}

const LINE: [Column; 9] = [
    ("kind", FieldKind::Text, "What it is: treaty, claim or front."),
    ("event", FieldKind::Text, "Id of the event whose text describes it."),
    ("title", FieldKind::Text, "Title of that event."),
    ("date", FieldKind::Text, "When that was, in EDTF."),
    ("earliest", FieldKind::Day, "The first day it can have been."),
    ("latest", FieldKind::Day, "The last day it can have been."),
    ("source", FieldKind::Text, "Key of the source that gives the text."),
    ("citation", FieldKind::Text, "Short citation."),
    ("note", FieldKind::Text, "Remark of the editors."),
];

/// The lines of events up to the day asked for; their arcs follow those of the units.
pub fn lines(context: &Context<'_>, arcs: &mut Vec<Vec<[f64; 2]>>) -> Layer {
    let dataset = context.dataset;
    let mut all = fields(&[("id", FieldKind::Text, "Id of the line in the data set.")]);
    all.extend(context.name_fields("name", "Name of the line."));
    all.extend(fields(&LINE));
    let mut rows = Vec::new();
    for id in (0..dataset.lines.len() as u32).map(LineId) {
        let line = dataset.line(id);
        let date = context.timeline.date_of(line.event);
        if matches!(context.request.when, When::Day(day) if day < date.earliest()) {
            continue;
        }
        let mut courses: Vec<Vec<[f64; 2]>> = Vec::new();
        for course in &line.course {
            if seam::needs_cut(std::iter::once(course.as_slice()), 0.0) {
                courses.extend(seam::cut_line(course, 0.0));
            } else {
                courses.push(course.clone());
            }
        }
        let mut chains = Vec::new();
        for mut course in courses {
            course.iter_mut().for_each(|at| *at = union::round(*at, context.request.digits));
            course.dedup();
            if course.len() > 1 {
                let arc = (context.net.arcs.len() + arcs.len()) as u32;
                chains.push(vec![ArcRef { arc, reversed: false }]);
                arcs.push(course);
            }
        }
        let mut cells = vec![Cell::text(&*line.key)];
        cells.extend(context.name_cells(&line.name));
        let event = dataset.event(line.event);
        let places: &[&str] = if line.place.is_empty() { &[] } else { &[&line.place] };
        cells.extend([
            Cell::text(line.kind.key()),
            Cell::text(&*event.key),
            Cell::text(event.title.get(context.request.lang)),
            Cell::text(date.text()),
            Cell::text(date.earliest().to_string()),
            Cell::text(date.latest().to_string()),
            Cell::from(line.source.map(|source| dataset.source(source).key.as_str())),
            Cell::from(line.source.map(|source| context.citations.short(source, places))),
            Cell::text(&*line.note),
        ]);
        let outline = if chains.is_empty() { Outline::None } else { Outline::Lines(chains) };
        rows.push(Row { id: line.key.clone(), outline, cells, ..Row::default() });
    }
    let title = "Lines that treaties, claims and reports describe.";
    Layer { name: "lines", title, shapes: ShapeKind::Lines, fields: all, rows }
}
