//! Tables as CSV (RFC 4180, but lines end as on Unix), and what goes with them: the W3C's metadata for tables.

use std::fmt::Write;
use std::io;

use super::document::{Cell, Document, FieldKind, Layer, Outline, Row, ShapeKind};
use super::{in_order, json};
use crate::geometry::topology::ArcRef;
use crate::interchange::csv_field;

pub(super) fn write(document: &Document, wkt: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(layer) = document.layers.first() else { return Ok(()) };
    let mut head = String::new();
    for (i, (name, ..)) in columns(layer, wkt).iter().enumerate() {
        if i != 0 {
            head.push(',');
        }
        push(&mut head, name);
    }
    head.push('\n');
    out.write_all(head.as_bytes())?;
    in_order(&layer.rows, "", out, |row, text| line(text, document, layer, row, wkt))
}

/// The columns: those of the layer, then those of its shapes.
fn columns(layer: &Layer, wkt: bool) -> Vec<(&str, FieldKind, &str)> {
    let fields = layer.fields.iter().map(|field| (field.name.as_str(), field.kind, field.about));
    let mut columns: Vec<(&str, FieldKind, &str)> = fields.collect();
    if layer.shapes == ShapeKind::Points {
        columns.push(("lon", FieldKind::Number, "Longitude in degrees, WGS84."));
        columns.push(("lat", FieldKind::Number, "Latitude in degrees, WGS84."));
    } else if wkt && layer.shapes != ShapeKind::None {
        columns.push((
            "wkt",
            FieldKind::Text,
            "Shape as well-known text: longitude, latitude in degrees, WGS84.",
        ));
    }
    columns
}

fn line(out: &mut String, document: &Document, layer: &Layer, row: &Row, wkt: bool) {
    for (i, cell) in row.cells.iter().enumerate() {
        if i != 0 {
            out.push(',');
        }
        push(out, &cell.flat());
    }
    if layer.shapes == ShapeKind::Points {
        match &row.outline {
            Outline::Point([x, y]) => {
                let _ = write!(out, ",{x},{y}");
            }
            _ => out.push_str(",,"),
        }
    } else if wkt && layer.shapes != ShapeKind::None {
        out.push_str(",\"");
        push_wkt(out, document, &row.outline);
        out.push('"');
    }
    out.push('\n');
}

/// A cell; in quotes where it needs them, and no formula of a spreadsheet.
fn push(out: &mut String, text: &str) {
    let cell = csv_field(text);
    // Spreadsheets of many lands part cells by semicolons.
    if text.contains(';') && !cell.starts_with('"') {
        let _ = write!(out, "\"{cell}\"");
    } else {
        out.push_str(&cell);
    }
}

fn push_wkt(out: &mut String, document: &Document, outline: &Outline) {
    let positions = |out: &mut String, chain: &Vec<ArcRef>| {
        out.push('(');
        for (i, [x, y]) in document.line(chain).into_iter().enumerate() {
            let _ = write!(out, "{}{x} {y}", if i == 0 { "" } else { "," });
        }
        out.push(')');
    };
    let all = |out: &mut String, chains: &[Vec<ArcRef>]| {
        out.push('(');
        for (i, chain) in chains.iter().enumerate() {
            if i != 0 {
                out.push(',');
            }
            positions(out, chain);
        }
        out.push(')');
    };
    match outline {
        Outline::None | Outline::Several(_) => {}
        Outline::Point([x, y]) => {
            let _ = write!(out, "POINT ({x} {y})");
        }
        Outline::Lines(lines) => {
            out.push_str("MULTILINESTRING ");
            all(out, lines);
        }
        Outline::Areas(areas) => match areas.as_slice() {
            [one] => {
                out.push_str("POLYGON ");
                all(out, one);
            }
            areas => {
                out.push_str("MULTIPOLYGON (");
                for (i, polygon) in areas.iter().enumerate() {
                    if i != 0 {
                        out.push(',');
                    }
                    all(out, polygon);
                }
                out.push(')');
            }
        },
    }
}

pub(super) fn metadata(document: &Document, file: &str, wkt: bool) -> String {
    let mut out = String::from("{\n\"@context\":\"http://www.w3.org/ns/csvw\",\n\"url\":");
    json::text(&mut out, file);
    let about = &document.about;
    let mut member = |name: &str, value: &Cell| {
        if *value != Cell::Null {
            out.push_str(",\n");
            json::text(&mut out, name);
            out.push(':');
            json::cell(&mut out, value);
        }
    };
    member("dc:title", &Cell::text(&*about.title));
    member("dc:description", &Cell::text(&*about.description));
    member("dc:license", &Cell::text(&*about.licence));
    let credits = match about.credits.as_slice() {
        [] => Cell::Null,
        [one] => Cell::text(&**one),
        several => Cell::List(several.to_vec()),
    };
    member("dc:rights", &credits);
    out.push_str(",\n\"notes\":[{");
    for (i, (name, value)) in about.more.iter().enumerate() {
        if i != 0 {
            out.push(',');
        }
        json::text(&mut out, name);
        out.push(':');
        json::cell(&mut out, value);
    }
    out.push_str("}]");
    out.push_str(",\n\"tableSchema\":{\"columns\":[");
    let columns = document.layers.first().map(|layer| columns(layer, wkt)).unwrap_or_default();
    for (i, (name, kind, what)) in columns.into_iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str("{\"name\":");
        json::text(&mut out, name);
        let datatype = match kind {
            FieldKind::Flag => "boolean",
            FieldKind::Integer => "integer",
            FieldKind::Number => "double",
            FieldKind::Text | FieldKind::List => "string",
            FieldKind::Day => "date",
        };
        let _ = write!(out, ",\"datatype\":\"{datatype}\"");
        if kind == FieldKind::List {
            out.push_str(",\"separator\":\"; \"");
        }
        out.push_str(",\"dc:description\":");
        json::text(&mut out, what);
        out.push('}');
    }
    out.push_str("\n]}\n}\n");
    out
}
