//! Linked Places: GeoJSON that is JSON-LD too, one feature for each thing with all it ever was: names, shapes and relations
//! each with its `when`.
//!
//! A date that is known to the day is `in`, any other `earliest` and `latest`. What was so before the period has a `latest`
//! start only, what is so when it ends an `earliest` end only: without an end, a timespan would mean its start alone.

use serde_json::{Map, Value, json};

use std::sync::Arc;

use super::context::{Context, fields};
use super::holders::held;
use super::places;
use super::spans::Span;
use super::{Content, When};
use crate::dataset::{
    Certainty, DatedName, EventId, Holder, PlaceKind, Polity, PolityKind, SourceId, UnitId,
};
use crate::geometry::union;
use crate::interchange::write::{Cell, Field, FieldKind, Layer, Outline, Row, ShapeKind};
use crate::lang::{Lang, Text};
use crate::time;
use crate::time::Day;
use crate::timeline::UnitState;

/// What the names of the format mean.
pub const CONTEXT: &str =
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld";

pub fn layer(context: &Context<'_>, content: Content) -> Layer {
    let (name, title, shapes, rows) = match content {
        Content::Units => ("units", "Units with whom they belonged to.", ShapeKind::Areas, units(context)),
        Content::Places => ("places", "Places with their names.", ShapeKind::Points, points(context)),
        _ => ("holders", "Holders with their land.", ShapeKind::Areas, holders(context)),
    };
    Layer { name, title, shapes, fields: columns(), rows }
}

fn columns() -> Vec<Field> {
    fields(&[
        ("title", FieldKind::Text, "Name."),
        ("id", FieldKind::Text, "Id in the data set."),
        ("fclasses", FieldKind::List, "Feature classes, after GeoNames."),
    ])
}

fn cells(title: &str, id: &str, class: &str) -> Vec<Cell> {
    vec![Cell::text(title), Cell::text(id), Cell::List(vec![class.to_owned()])]
}

fn uri(context: &Context<'_>, kind: &str, id: &str) -> String {
    format!("{}{kind}/{id}", context.request.id_base)
}

fn holders(context: &Context<'_>) -> Vec<Row> {
    let all = held(context, false);
    let mut rows = Vec::new();
    for own in all.chunk_by(|a, b| a.0 == b.0) {
        let Holder::Polity(id) = own[0].0 else { continue };
        let polity = context.dataset.polity(id);
        let spans: Vec<&Span<Vec<UnitId>>> = own.iter().map(|(_, span)| span).collect();
        let last = spans[spans.len() - 1];
        // Of several names the last it bore.
        let on = match context.request.when {
            When::Day(day) => day,
            When::History => last.until.map_or(context.dataset.period.1, Day::prev),
        };
        let shapes = spans.iter().map(|span| {
            let on = context.day_of(span);
            let told = context.holding_events(&span.value, on);
            let mut members = Map::new();
            members.insert("when".to_owned(), when(context, &[span]));
            members.insert("certainty".to_owned(), certainty(context.certainty(&span.value, on)).into());
            insert(&mut members, "citations", citations(context, &told, &span.value));
            (context.area(&span.value), members)
        });
        let outline = Outline::Several(shapes.collect());
        let mut members = Map::new();
        members.insert("when".to_owned(), when(context, &spans));
        members.insert("names".to_owned(), polity_names(context, polity));
        let kind = PolityKind::ALL.iter().find(|(_, kind)| *kind == polity.kind).map_or("", |(key, _)| *key);
        members.insert("types".to_owned(), types(kind));
        let before = polity.predecessors.iter().map(|id| {
            let before = context.dataset.polity(*id);
            json!({
                "relationType": "gvp:tgn3000_related_to",
                "relationTo": uri(context, "holder", &before.key),
                "label": format!("preceded by {}", before.name.get(Lang::EN)),
            })
        });
        insert(&mut members, "relations", before.collect());
        let link = polity.wikidata.as_ref().map(|item| {
            json!({ "type": "closeMatch", "identifier": format!("http://www.wikidata.org/entity/{item}") })
        });
        insert(&mut members, "links", link.into_iter().collect());
        insert(&mut members, "descriptions", description(&polity.note));
        let title = polity.name_on(on, context.request.lang);
        rows.push(Row {
            id: uri(context, "holder", &polity.key),
            outline,
            cells: cells(title, &polity.key, "A"),
            members,
        });
    }
    rows
}

fn units(context: &Context<'_>) -> Vec<Row> {
    let (dataset, lang) = (context.dataset, context.request.lang);
    let mut rows = Vec::new();
    for id in context.units() {
        let unit = dataset.unit(id);
        let spans: Vec<&Span<Arc<UnitState>>> =
            context.states[id.index()].iter().filter(|span| context.is_asked(span)).collect();
        let mut relations = Vec::new();
        for same in spans.chunk_by(|a, b| is_same_holder(context, a, b)) {
            let (first, last) = (same[0], same[same.len() - 1]);
            let hold = context.request.holding.hold(context.state_of(id, context.day_of(first)));
            let Holder::Polity(holder) = hold.value else { continue };
            let span = Span { until: last.until, end: last.end.clone(), ..first.clone() };
            let events: Vec<EventId> = hold.event.into_iter().collect();
            let mut relation = Map::new();
            relation.insert("relationType".to_owned(), "gvp:broaderPartitive".into());
            relation
                .insert("relationTo".to_owned(), uri(context, "holder", &dataset.polity(holder).key).into());
            let name = context.holder_name(hold.value, context.day_of(first));
            relation.insert("label".to_owned(), name.into());
            relation.insert("when".to_owned(), when(context, &[&span]));
            relation.insert("certainty".to_owned(), certainty(hold.certainty).into());
            insert(&mut relation, "citations", citations(context, &events, &[id]));
            relations.push(Value::Object(relation));
        }
        let mut members = Map::new();
        members.insert("names".to_owned(), names(context, &unit.name));
        members.insert("types".to_owned(), types("territory"));
        insert(&mut members, "relations", relations);
        insert(&mut members, "descriptions", description(&unit.basis));
        let mut of_shape = Map::new();
        of_shape.insert("certainty".to_owned(), certainty(unit.certainty).into());
        rows.push(Row {
            id: uri(context, "unit", &unit.key),
            outline: Outline::Several(vec![(context.area(&[id]), of_shape)]),
            cells: cells(unit.name.get(lang), &unit.key, "A"),
            members,
        });
    }
    rows
}

fn is_same_holder(context: &Context<'_>, a: &Span<Arc<UnitState>>, b: &Span<Arc<UnitState>>) -> bool {
    let hold = |span: &Span<Arc<UnitState>>| {
        let hold = context.request.holding.hold(&span.value);
        (hold.value, hold.certainty)
    };
    hold(a) == hold(b)
}

fn points(context: &Context<'_>) -> Vec<Row> {
    let lang = context.request.lang;
    let mut rows = Vec::new();
    for (place, unit) in places::wanted(context) {
        let on = match context.request.when {
            When::Day(day) => day,
            When::History => context.dataset.period.1,
        };
        let mut all = Vec::new();
        for dated in &place.names {
            let asked = match context.request.when {
                When::Day(day) => dated.span.contains(day) || place.names.len() == 1,
                When::History => true,
            };
            if asked {
                all.extend(named(&dated.name, plain(context, dated.span)));
            }
        }
        let mut members = Map::new();
        members.insert("names".to_owned(), cited(context, all));
        members.insert("types".to_owned(), types(places::kind_of(place)));
        if let Some(unit) = unit {
            let unit = context.dataset.unit(unit);
            let relation = json!({
                "relationType": "gvp:broaderPartitive",
                "relationTo": uri(context, "unit", &unit.key),
                "label": unit.name.get(lang),
            });
            members.insert("relations".to_owned(), json!([relation]));
        }
        insert(&mut members, "descriptions", description(&place.note));
        let class = match place.kind {
            PlaceKind::Town | PlaceKind::Village => "P",
            PlaceKind::Peak | PlaceKind::Pass => "T",
            PlaceKind::Station | PlaceKind::Bridge | PlaceKind::Monastery => "S",
            PlaceKind::Water => "H",
            PlaceKind::Region => "L",
        };
        rows.push(Row {
            id: uri(context, "place", &place.key),
            outline: Outline::Point(union::round(place.at, context.request.digits)),
            cells: cells(place.name_on(on, lang), &place.key, class),
            members,
        });
    }
    rows
}

/// Adds a list, unless it is empty.
fn insert(members: &mut Map<String, Value>, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        members.insert(name.to_owned(), Value::Array(list));
    }
}

fn description(note: &str) -> Vec<Value> {
    if note.is_empty() { Vec::new() } else { vec![json!({ "value": note, "lang": "en" })] }
}

fn types(kind: &str) -> Value {
    json!([{ "label": kind, "sourceLabels": [{ "label": kind, "lang": "en" }] }])
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Stated => "certain",
        Certainty::Inferred => "less-certain",
        Certainty::Contested => "uncertain",
    }
}

/// The time of spans; those that follow each other directly are one.
fn when<T>(context: &Context<'_>, spans: &[&Span<T>]) -> Value {
    let mut timespans: Vec<Value> = Vec::new();
    for run in spans.chunk_by(|a, b| a.until == Some(b.from)) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let start = match context.began(first) {
            (None, text) if text.starts_with("../") => json!({ "latest": first.from.to_string() }),
            (earliest, text) => point(first.from, earliest, &text),
        };
        let end = match last.until {
            Some(until) => {
                let (earliest, text) = context.date(until, &last.end);
                point(until, earliest, &text)
            }
            None => json!({ "earliest": context.dataset.period.1.next().to_string() }),
        };
        timespans.push(json!({ "start": start, "end": end }));
    }
    json!({ "timespans": timespans })
}

/// A date of which the latest possible day is given.
fn point(latest: Day, earliest: Option<Day>, edtf: &str) -> Value {
    // What is only approximate or uncertain says so behind each date.
    let sign = edtf.chars().rev().find(|c| matches!(c, '~' | '?' | '%')).map_or(String::new(), String::from);
    match earliest {
        Some(earliest) if earliest == latest => json!({ "in": format!("{latest}{sign}") }),
        Some(earliest) if earliest < latest => {
            json!({ "earliest": format!("{earliest}{sign}"), "latest": format!("{latest}{sign}") })
        }
        // An event from before the period.
        Some(_) | None => json!({ "latest": format!("{latest}{sign}") }),
    }
}

/// The time in which a name was in use. What is open was so when the period began, and is when it ends.
fn plain(context: &Context<'_>, span: time::Span) -> Option<Value> {
    let (first, last) = context.dataset.period;
    let start = match (span.from, span.until) {
        (None, None) => return None,
        (Some(from), _) => json!({ "in": from.to_string() }),
        (None, Some(until)) => json!({ "latest": first.min(until.prev()).to_string() }),
    };
    let end = match (span.until, span.from) {
        (Some(until), _) => json!({ "in": until.to_string() }),
        (None, from) => json!({ "earliest": last.max(from.unwrap_or(last)).next().to_string() }),
    };
    Some(json!({ "timespans": [{ "start": start, "end": end }] }))
}

fn named(name: &Text, when: Option<Value>) -> Vec<Value> {
    let one = |(lang, toponym): (Lang, &str)| {
        let mut one = json!({ "toponym": toponym, "lang": lang.code() });
        if let Some(when) = &when {
            one["when"] = when.clone();
        }
        one
    };
    name.iter().map(one).collect()
}

/// Names, of which the first at least has to be cited: by the data set.
fn cited(context: &Context<'_>, mut names: Vec<Value>) -> Value {
    if let Some(first) = names.first_mut() {
        first["citations"] = json!([{ "label": context.dataset.title.get(Lang::EN) }]);
    }
    Value::Array(names)
}

fn names(context: &Context<'_>, name: &Text) -> Value {
    cited(context, named(name, None))
}

fn polity_names(context: &Context<'_>, polity: &Polity) -> Value {
    let is_asked = |dated: &&DatedName| match context.request.when {
        When::Day(day) => dated.span.contains(day),
        When::History => true,
    };
    let mut all: Vec<Value> = polity
        .names
        .iter()
        .filter(is_asked)
        .flat_map(|dated| named(&dated.name, plain(context, dated.span)))
        .collect();
    // The name of all times in which it had no other.
    if all.is_empty() || context.request.when == When::History {
        all.extend(named(&polity.name, None));
    }
    cited(context, all)
}

/// The sources of events as far as they concern the units, with the places in them, and where they are found.
fn citations(context: &Context<'_>, events: &[EventId], units: &[UnitId]) -> Vec<Value> {
    let one = |(id, places): (SourceId, Vec<&str>)| {
        let source = context.dataset.source(id);
        let mut one = json!({ "label": context.citations.short(id, &places) });
        let link = source
            .field("doi")
            .map(|doi| format!("https://doi.org/{}", doi.trim_start_matches("https://doi.org/")))
            .or(source.field("url").map(str::to_owned));
        if let Some(link) = link {
            one["@id"] = link.into();
        }
        one
    };
    context.statements(events, Some(units)).into_iter().map(one).collect()
}
