//! Tables without shapes: events and sources.

use std::collections::BTreeSet;

use super::When;
use super::context::{Column, Context, fields};
use crate::dataset::{Relation, SourceId, UnitId};
use crate::interchange::write::{Cell, FieldKind, Layer, Row, ShapeKind};

const EVENT: [Column; 16] = [
    ("id", FieldKind::Text, "Id of the event in the data set."),
    ("date", FieldKind::Text, "When it was, in EDTF."),
    ("earliest", FieldKind::Day, "The first day it can have been."),
    ("latest", FieldKind::Day, "The last day it can have been, on which the map changes."),
    ("old_style", FieldKind::Text, "The date in the Julian calendar, as cited."),
    ("kind", FieldKind::Text, "What kind of act or happening it was."),
    ("title", FieldKind::Text, "Title."),
    ("caption", FieldKind::Text, "What happened, in a sentence."),
    ("certainty", FieldKind::Text, "How sure it is: stated, inferred or contested."),
    ("inferred", FieldKind::Text, "Why it is in the data, where no source states it."),
    ("units", FieldKind::List, "Ids of the units it changed; none changed nothing."),
    ("sources", FieldKind::List, "Keys of the sources that say or report it."),
    ("contradicted_by", FieldKind::List, "Keys of the sources that say otherwise."),
    ("citation", FieldKind::Text, "Short citations with the places in the sources."),
    ("variants", FieldKind::List, "Ids of other readings of it that are not followed."),
    ("note", FieldKind::Text, "Remark of the editors."),
];

/// The events, up to the day asked for.
pub fn events(context: &Context<'_>) -> Layer {
    let (dataset, timeline, lang) = (context.dataset, context.timeline, context.request.lang);
    let mut rows = Vec::new();
    for id in dataset.event_ids() {
        let (event, date) = (dataset.event(id), timeline.date_of(id));
        let units: BTreeSet<UnitId> =
            timeline.effects_of(id).iter().flat_map(|effect| &effect.units).copied().collect();
        let is_elsewhere =
            context.request.units.is_some() && !units.iter().any(|unit| context.is_wanted(*unit));
        if is_elsewhere || matches!(context.request.when, When::Day(day) if day < date.earliest()) {
            continue;
        }
        let (sources, citation) = context.cited(&[id], None);
        let mut against: Vec<String> = Vec::new();
        for statement in event.statements(Relation::Contradicts) {
            let key = &dataset.source(dataset.attestation(statement).source).key;
            if !against.contains(key) {
                against.push(key.clone());
            }
        }
        let followed = timeline.variant_of(id).map(|variant| &variant.key);
        let others = event.variants.iter().map(|variant| &variant.key).filter(|key| Some(*key) != followed);
        let units: Vec<UnitId> = units.into_iter().collect();
        let cells = vec![
            Cell::text(&*event.key),
            Cell::text(date.text()),
            Cell::text(date.earliest().to_string()),
            Cell::text(date.latest().to_string()),
            Cell::text(&*event.old_style),
            Cell::text(event.kind.key()),
            Cell::text(event.title.get(lang)),
            Cell::text(event.caption.get(lang)),
            Cell::text(event.certainty.key()),
            Cell::text(&*event.inferred),
            context.keys(&units),
            Cell::List(sources),
            Cell::List(against),
            Cell::text(citation),
            Cell::List(others.cloned().collect()),
            Cell::text(&*event.note),
        ];
        rows.push((date.latest(), Row { id: event.key.clone(), cells, ..Row::default() }));
    }
    rows.sort_by_key(|(day, _)| *day);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Layer { name: "events", title: "What happened.", shapes: ShapeKind::None, fields: fields(&EVENT), rows }
}

const SOURCE: [Column; 7] = [
    ("id", FieldKind::Text, "Key of the source."),
    ("kind", FieldKind::Text, "Type of entry, after BibTeX."),
    ("author", FieldKind::Text, "Who wrote it."),
    ("title", FieldKind::Text, "Title."),
    ("year", FieldKind::Text, "Year of publication."),
    ("url", FieldKind::Text, "Where it is found."),
    ("citation", FieldKind::Text, "Entry of a bibliography."),
];

pub fn sources(context: &Context<'_>) -> Layer {
    let row = |(index, source): (usize, &crate::dataset::Source)| {
        let field = |name: &str| Cell::from(source.field(name));
        let cells = vec![
            Cell::text(&*source.key),
            Cell::text(&*source.kind),
            field("author"),
            field("title"),
            field("year"),
            field("url"),
            Cell::text(context.citations.entry(SourceId(index as u32))),
        ];
        Row { id: source.key.clone(), cells, ..Row::default() }
    };
    let rows = context.dataset.sources.iter().enumerate().map(row).collect();
    Layer {
        name: "sources",
        title: "The bibliography.",
        shapes: ShapeKind::None,
        fields: fields(&SOURCE),
        rows,
    }
}
