//! GeoJSON (RFC 7946): one feature a line, so that a person can read it and a diff shows which one changed.

use std::io;

use super::document::{Document, Layer, Outline, Row};
use super::{in_order, json};
use crate::geometry::topology::ArcRef;

pub(super) fn write(document: &Document, out: &mut dyn io::Write) -> io::Result<()> {
    let mut head = String::from("{\"type\":\"FeatureCollection\",\n");
    if let Some(context) = document.context {
        head.push_str("\"@context\":");
        json::text(&mut head, context);
        head.push_str(",\n");
    }
    json::about(&mut head, &document.about);
    let rows = document.layers.iter().flat_map(|layer| &layer.rows);
    if let Some(bounds) = document.bounds_of(rows) {
        head.push_str("\"bbox\":");
        push_bbox(&mut head, bounds);
        head.push_str(",\n");
    }
    head.push_str("\"features\":[\n");
    out.write_all(head.as_bytes())?;
    // In one collection a row says of which layer it is.
    let is_several = 1 < document.layers.len();
    let mut is_first = true;
    for layer in document.layers.iter().filter(|layer| !layer.rows.is_empty()) {
        if !std::mem::take(&mut is_first) {
            out.write_all(b",\n")?;
        }
        // Of shapes that are all of one type most programs make a better layer.
        let is_multiple = layer.rows.iter().any(|row| match &row.outline {
            Outline::Lines(lines) => lines.len() != 1,
            Outline::Areas(areas) => areas.len() != 1,
            Outline::None | Outline::Point(_) | Outline::Several(_) => false,
        });
        let way = Way { document, is_several, is_multiple };
        in_order(&layer.rows, ",\n", out, |row, text| feature(text, &way, layer, row))?;
    }
    out.write_all(b"\n]\n}\n")
}

/// How features are written.
struct Way<'d> {
    document: &'d Document,
    /// The collection has several layers.
    is_several: bool,
    /// Every line and polygon is a multiple one.
    is_multiple: bool,
}

fn push_bbox(out: &mut String, bounds: [f64; 4]) {
    let numbers: Vec<String> = bounds.iter().map(f64::to_string).collect();
    out.push_str(&format!("[{}]", numbers.join(",")));
}

fn feature(out: &mut String, way: &Way<'_>, layer: &Layer, row: &Row) {
    out.push_str("{\"type\":\"Feature\",");
    let id = if way.document.context.is_some() { "\"@id\":" } else { "\"id\":" };
    if !row.id.is_empty() {
        out.push_str(id);
        json::text(out, &row.id);
        out.push(',');
    }
    json::properties(out, &layer.fields, row, way.is_several.then_some(layer.name));
    push_members(out, &row.members);
    out.push_str(",\"geometry\":");
    geometry(out, way, &row.outline, None);
    out.push('}');
}

fn push_members(out: &mut String, members: &serde_json::Map<String, serde_json::Value>) {
    for (name, value) in members {
        out.push(',');
        json::text(out, name);
        out.push(':');
        out.push_str(&value.to_string());
    }
}

fn geometry(
    out: &mut String,
    way: &Way<'_>,
    outline: &Outline,
    members: Option<&serde_json::Map<String, serde_json::Value>>,
) {
    let open = |out: &mut String, kind: &str, inner: &str| {
        out.push_str("{\"type\":\"");
        out.push_str(kind);
        out.push_str("\",\"");
        out.push_str(inner);
        out.push_str("\":");
    };
    match outline {
        Outline::None => return out.push_str("null"),
        Outline::Point(at) => {
            open(out, "Point", "coordinates");
            json::position(out, *at);
        }
        Outline::Lines(lines) => match lines.as_slice() {
            [one] if !way.is_multiple => {
                open(out, "LineString", "coordinates");
                positions(out, way.document, one);
            }
            lines => {
                open(out, "MultiLineString", "coordinates");
                list(out, lines, |out, line| positions(out, way.document, line));
            }
        },
        Outline::Areas(areas) => match areas.as_slice() {
            [one] if !way.is_multiple => {
                open(out, "Polygon", "coordinates");
                list(out, one, |out, ring| positions(out, way.document, ring));
            }
            areas => {
                open(out, "MultiPolygon", "coordinates");
                list(out, areas, |out, polygon| {
                    list(out, polygon, |out, ring| positions(out, way.document, ring));
                });
            }
        },
        // One alone needs no collection, which few programs draw.
        Outline::Several(shapes) if shapes.len() == 1 => {
            return geometry(out, way, &shapes[0].0, Some(&shapes[0].1));
        }
        Outline::Several(shapes) => {
            open(out, "GeometryCollection", "geometries");
            list(out, shapes, |out, (shape, members)| geometry(out, way, shape, Some(members)));
        }
    }
    if let Some(members) = members {
        push_members(out, members);
    }
    out.push('}');
}

fn list<T>(out: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i != 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

fn positions(out: &mut String, document: &Document, chain: &[ArcRef]) {
    list(out, &document.line(chain), |out, at| json::position(out, *at));
}
