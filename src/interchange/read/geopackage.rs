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
    let database = Database::open(bytes, budget, odd)?;
    let contents =
        rows(&database, "gpkg_contents", &["table_name", "data_type"], budget)?.ok_or_else(|| {
            let fault = Fault::new(
                "format",
                "this is an SQLite database, but no GeoPackage: it has no table gpkg_contents",
            );
            fault.help("ogr2ogr -f GPKG writes one")
        })?;
    let shapes = rows(&database, "gpkg_geometry_columns", &["table_name", "column_name", "srs_id"], budget)?;
    let systems = rows(
        &database,
        "gpkg_spatial_ref_sys",
        &["srs_id", "organization", "organization_coordsys_id", "definition"],
        budget,
    )?;
    let mut layers = Vec::new();
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
            Some(row) => crs(&row[2], systems.as_deref().unwrap_or_default(), odd)?,
            None => Crs::Degrees,
        };
        let shape = column.map(|row| row[1].as_str());
        layers.push(layer(&database, name, shape, &crs, budget, odd)?);
    }
    Ok(layers)
}

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

fn crs(id: &str, systems: &[Vec<String>], odd: &mut Oddities) -> Result<Crs, Fault> {
    if matches!(id, "0" | "-1" | "4326" | "") {
        return Ok(Crs::Degrees);
    }
    let Some(system) = systems.iter().find(|row| row[0] == id) else {
        return Err(Fault::new(
            "reference-system",
            format!("reference system {id:?} is not defined in the file"),
        ));
    };
    let by_code =
        system[2].parse().ok().filter(|_| system[1].eq_ignore_ascii_case("EPSG")).and_then(Crs::from_epsg);
    if let Some(crs) = by_code {
        return Ok(crs);
    }
    let (crs, warning) = Crs::from_wkt(&system[3])?;
    if let Some(warning) = warning {
        odd.other(warning);
    }
    Ok(crs)
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
    if definition.view {
        let fault = Fault::new("format", format!("layer {name:?} is a view, which is not read"));
        return Err(fault.help("write it as a table: ogr2ogr -f GPKG new.gpkg old.gpkg"));
    }
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
