//! OGC GeoPackage: an SQLite database with tables of features (OGC 12-128r18). Tables of attributes are layers without
//! shapes.

use std::collections::BTreeSet;

use super::budget::Budget;
use super::bytes::Bytes;
use super::crs::Crs;
use super::fault::{Fault, Oddities, Place};
use super::parts::Parts;
use super::sqlite::{Cell, Column, Database};
use super::table::Table;
use super::wkb::{self, Context};
use crate::interchange::{Layer, Value};

pub(super) fn read(bytes: &[u8], budget: &Budget, odd: &mut Oddities) -> Result<Vec<Layer>, Fault> {
    let database = Database::open(bytes, budget)?;
    let contents =
        rows(&database, "gpkg_contents", &["table_name", "data_type"], budget)?.ok_or_else(|| {
            let fault = Fault::new(
                "format",
                "this is an SQLite database, but no GeoPackage: it has no table gpkg_contents",
            );
            fault.help("ogr2ogr -f GPKG writes one")
        })?;
    let shapes = rows(&database, "gpkg_geometry_columns", &["table_name", "column_name", "srs_id"], budget)?;
    let mut columns = vec!["srs_id", "organization", "organization_coordsys_id", "definition"];
    // Definitions of well-known text 2 have a column of their own where the file has any (extension CRS WKT).
    let has_new = match database.table("gpkg_spatial_ref_sys") {
        Some(table) => table.columns()?.iter().any(|column| column.name.eq_ignore_ascii_case(NEW_DEFINITION)),
        None => false,
    };
    columns.push("srs_name");
    if has_new {
        columns.push(NEW_DEFINITION);
    }
    let systems = rows(&database, "gpkg_spatial_ref_sys", &columns, budget)?;
    let mut layers = Vec::new();
    let mut views: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in contents {
        let [name, kind] = [&row[0], &row[1]];
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(Fault::syntax(format!("layer {name:?} is listed twice")));
        }
        if kind != "features" && kind != "attributes" {
            odd.other(format!("table {name:?} holds {kind:.40}, not features, and is left out"));
            continue;
        }
        let column = shapes.iter().flatten().find(|row| row[0].eq_ignore_ascii_case(name));
        let crs = match column {
            Some(row) => {
                let own = || crs(&row[2], systems.as_deref().unwrap_or_default());
                let unsaid = format!("layer {name:?} has no reference system");
                budget.crs(odd, own, Some(&unsaid))?
            }
            None => Crs::Degrees,
        };
        let shape = column.map(|row| row[1].as_str());
        if database.table(name).is_some_and(|table| table.view) {
            views.push(name.clone());
            continue;
        }
        layers.push(layer(&database, name, shape, &crs, budget, odd)?);
    }
    const TABLE: &str = "write them as tables: ogr2ogr -f GPKG new.gpkg old.gpkg";
    match views.first() {
        Some(first) if layers.is_empty() => {
            let fault = Fault::new("format", format!("layer {first:?} is a view, which is not read"));
            return Err(fault.help(TABLE));
        }
        Some(_) => {
            let names: Vec<String> = views.iter().take(5).map(|name| format!("{name:?}")).collect();
            let more = if 5 < views.len() { format!(" and {} more", views.len() - 5) } else { String::new() };
            odd.other(format!("views are not read, and left out: {}{more}; {TABLE}", names.join(", ")));
        }
        None => {}
    }
    Ok(layers)
}

const NEW_DEFINITION: &str = "definition_12_063";

/// The texts of some columns of a table; `None` if there is no such table.
pub(super) fn rows(
    database: &Database<'_>,
    name: &str,
    wanted: &[&str],
    budget: &Budget,
) -> Result<Option<Vec<Vec<String>>>, Fault> {
    let Some(table) = database.table(name) else { return Ok(None) };
    let columns = table.columns()?;
    let places: Vec<(usize, bool)> = wanted
        .iter()
        .map(|wanted| match columns.iter().position(|column| column.name.eq_ignore_ascii_case(wanted)) {
            Some(place) => Ok((place, columns[place].rowid)),
            None => Err(Fault::syntax(format!("table {name} has no column {wanted}"))),
        })
        .collect::<Result<_, Fault>>()?;
    let mut rows = Vec::new();
    database.each(table, budget, |rowid, cells| {
        budget.features(1)?;
        let text = |(place, own): &(usize, bool)| match cells.get(*place) {
            Some(Cell::Null) if *own => Ok(rowid.to_string()),
            Some(cell) => database.text(cell),
            None => Ok(String::new()),
        };
        rows.push(places.iter().map(text).collect::<Result<Vec<String>, Fault>>()?);
        Ok(())
    })?;
    Ok(Some(rows))
}

/// The reference system by its number in the file; `None` if it is undefined.
fn crs(id: &str, systems: &[Vec<String>]) -> Result<Option<Crs>, Fault> {
    if matches!(id, "0" | "-1" | "") {
        return Ok(None);
    }
    let Some(system) = systems.iter().find(|row| row[0] == id) else {
        // Some writers leave out those that everybody knows.
        return Crs::from_name(&format!("EPSG:{id}")).map(Some).map_err(|fault| Fault {
            message: format!("reference system {id:?} is not defined in the file"),
            ..fault
        });
    };
    let [_, organization, code, old, name, new] =
        [0, 1, 2, 3, 4, 5].map(|i| system.get(i).map_or("", String::as_str));
    let of_register = organization.eq_ignore_ascii_case("EPSG") || organization.eq_ignore_ascii_case("ESRI");
    let by_code = code.parse().ok().filter(|_| of_register).and_then(Crs::of_code);
    if let Some(crs) = by_code {
        return Ok(Some(crs));
    }
    let is_undefined = |text: &str| {
        let text = text.trim();
        text.is_empty() || text.eq_ignore_ascii_case("undefined")
    };
    let no_system =
        name.to_ascii_lowercase().contains("undefined") || name.to_ascii_lowercase().contains("unknown srs");
    match (is_undefined(old), is_undefined(new)) {
        (true, true) if !of_register => Ok(None),
        (true, true) => Crs::from_name(&format!("{organization}:{code}")).map(Some),
        (false, _) => match Crs::from_wkt(old) {
            Err(_) if !is_undefined(new) => Crs::from_wkt(new).map(Some),
            // What GDAL writes where nobody has told it.
            Err(_) if no_system || old.contains("Undefined") => Ok(None),
            crs => crs.map(Some),
        },
        (true, false) => Crs::from_wkt(new).map(Some),
    }
}

fn layer(
    database: &Database<'_>,
    name: &str,
    shape: Option<&str>,
    crs: &Crs,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Layer, Fault> {
    let named = |fault: Fault| Fault { message: format!("layer {name:?}: {}", fault.message), ..fault };
    let Some(definition) = database.table(name) else {
        return Err(Fault::syntax(format!("layer {name:?} is listed, but its table is missing")));
    };
    let columns = definition.columns().map_err(named)?;
    let mut table = Table::new(name);
    let mut places: Vec<Option<usize>> = Vec::new();
    for column in &columns {
        let is_shape = shape.is_some_and(|shape| column.name.eq_ignore_ascii_case(shape));
        // The number of the row is no field unless it has a name of its own.
        let is_key = column.rowid && matches!(column.name.to_ascii_lowercase().as_str(), "fid" | "ogc_fid");
        places.push(if is_shape || is_key { None } else { Some(table.field(&column.name)?) });
    }
    let shape_at =
        columns.iter().position(|column| shape.is_some_and(|shape| column.name.eq_ignore_ascii_case(shape)));
    let mut number = 0;
    let mut own = Oddities::default();
    let result = database.each(definition, budget, |rowid, cells| {
        number += 1;
        let here = |fault: Fault| fault.at(Place::Feature(number));
        let mut parts = Parts::default();
        match shape_at.and_then(|at| cells.get(at)) {
            Some(Cell::Blob(blob)) => {
                read_blob(blob, crs, budget, number, &mut parts, &mut own).map_err(here)?;
            }
            Some(Cell::Null) | None => {}
            Some(_) => return Err(here(Fault::syntax("its shape is no blob"))),
        }
        let mut values = Vec::with_capacity(places.len());
        for ((column, place), cell) in columns.iter().zip(&places).zip(cells) {
            if let Some(place) = place {
                values.push((*place, value(database, column, cell, rowid, budget).map_err(here)?));
            }
        }
        let shapes = parts.shapes(number, &mut own);
        table.push_row((number, None), shapes, values, budget).map_err(here)
    });
    odd.add(own);
    result.map_err(named)?;
    table.finish(budget)
}

fn value(
    database: &Database<'_>,
    column: &Column,
    cell: &Cell<'_>,
    rowid: i64,
    budget: &Budget,
) -> Result<Value, Fault> {
    Ok(match cell {
        Cell::Null if column.rowid => Value::Integer(rowid),
        Cell::Null => Value::Null,
        Cell::Integer(n) if column.kind == "BOOLEAN" => Value::Flag(*n != 0),
        // SQLite stores whole numbers of such columns as integers.
        Cell::Integer(n) if matches!(column.kind.as_str(), "DOUBLE" | "FLOAT" | "REAL") => {
            Value::Number(*n as f64)
        }
        Cell::Integer(n) => Value::Integer(*n),
        Cell::Real(n) if n.is_finite() => Value::Number(*n),
        Cell::Real(_) => Value::Null,
        Cell::Text(bytes) => {
            budget.value(bytes.len())?;
            Value::Text(database.text(cell)?)
        }
        // Pictures and the like say nothing here.
        Cell::Blob(_) => Value::Null,
    })
}

/// The shape of a blob: a header of the GeoPackage, then well-known binary.
fn read_blob(
    blob: &[u8],
    crs: &Crs,
    budget: &Budget,
    number: usize,
    parts: &mut Parts,
    odd: &mut Oddities,
) -> Result<(), Fault> {
    let mut bytes = Bytes::new(blob);
    let cut = || Fault::syntax("its shape is cut off");
    if bytes.take(2).ok_or_else(cut)? != b"GP" {
        return Err(Fault::syntax("its shape does not begin with \"GP\""));
    }
    let _version = bytes.u8().ok_or_else(cut)?;
    let flags = bytes.u8().ok_or_else(cut)?;
    if flags & 0x20 != 0 {
        return Err(Fault::new("format", "its shape is of an extended kind, which is not read"));
    }
    bytes.take(4).ok_or_else(cut)?;
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        other => {
            return Err(Fault::syntax(format!(
                "its shape has an envelope of kind {other}, allowed are 0 to 4"
            )));
        }
    };
    bytes.take(envelope).ok_or_else(cut)?;
    wkb::read(&mut bytes, &Context { crs, budget, number }, parts, odd)
}
