//! Tables of text: positions in columns of longitude and latitude, or of shapes as well-known text or binary.

use std::borrow::Cow;

use super::budget::Budget;
use super::bytes::Bytes;
use super::codepage;
use super::crs::Crs;
use super::fault::{Fault, Oddities, Place};
use super::parts::{Parts, on_earth};
use super::table::{self, Table};
use super::wkb::{self, Context};
use super::wkt;
use crate::interchange::{Layer, Value};
use crate::table::without_guard;

/// Names of columns of longitude with those of latitude, in the order of trust.
const PAIRS: [(&str, &str); 12] = [
    ("longitude", "latitude"),
    ("lon", "lat"),
    ("lng", "lat"),
    ("long", "lat"),
    ("decimallongitude", "decimallatitude"),
    ("lon_deg", "lat_deg"),
    ("londd", "latdd"),
    ("xlong", "ylat"),
    ("x_coord", "y_coord"),
    ("xcoord", "ycoord"),
    ("caplong", "caplat"),
    ("x", "y"),
];

/// Names of columns of shapes.
const SHAPES: [&str; 9] =
    ["wkt", "geowkt", "geom", "geometry", "the_geom", "wkb_geometry", "ewkt", "shape", "polygon"];

/// Where the positions are.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Where {
    Pair(usize, usize),
    Shape(usize),
    Nowhere,
}

pub(super) fn read(
    stem: &str,
    bytes: &[u8],
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Fault> {
    let Some(text) = codepage::text(bytes) else {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let fault = Fault::new("encoding", "the table is not UTF-8");
        return Err(fault
            .help("write it again as UTF-8 (in a spreadsheet: CSV UTF-8)")
            .at(Place::Byte(valid)));
    };
    let delimiter = delimiter(&text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wrong = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Fault::syntax(format!("the table cannot be read: {error}"))
            .at(Place::Line(usize::try_from(line).unwrap_or(1)))
    };
    let headers = reader.headers().map_err(|error| wrong(&error))?.clone();
    let names: Vec<String> = headers.iter().map(|name| name.trim().to_owned()).collect();
    if names.iter().all(String::is_empty) {
        let fault = Fault::syntax("the table has no header").help("the first line names the columns");
        return Err(fault.at(Place::Line(1)));
    }
    let mut place = position(&names);
    let mut table = Table::new(stem);
    let mut fields: Vec<usize> = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(|error| wrong(&error))? {
        number += 1;
        let line = record.position().map_or(1, |place| usize::try_from(place.line()).unwrap_or(1));
        let here = |fault: Fault| fault.at(Place::Line(line));
        if number == 1 {
            if place == Where::Nowhere
                && let Some(at) = record.iter().position(wkt::is_wkt)
            {
                place = Where::Shape(at);
            }
            if place == Where::Nowhere {
                odd.other(
                    "no column of the table holds positions (lon and lat, or wkt): features have no shapes",
                );
            }
            fields = self::fields(&names, place, &mut table)?;
        }
        if names.len() < record.len() && record.iter().skip(names.len()).any(|cell| !cell.is_empty()) {
            let message = format!("{} cells, but the header has {}", record.len(), names.len());
            return Err(here(Fault::syntax(message).help("a cell that holds the delimiter needs quotes")));
        }
        let mut parts = Parts::default();
        shape(&record, place, delimiter, number, budget, &mut parts, odd).map_err(here)?;
        let mut values = Vec::with_capacity(fields.len());
        for ((i, cell), field) in record.iter().enumerate().zip(&fields) {
            budget.value(cell.len()).map_err(here)?;
            let own = match place {
                Where::Pair(lon, lat) => i == lon || i == lat,
                Where::Shape(shape) => i == shape,
                Where::Nowhere => false,
            };
            if !own && !cell.is_empty() {
                values.push((*field, Value::Text(without_guard(cell).to_owned())));
            }
        }
        let shapes = parts.shapes(number, odd);
        table.push_row((number, Some(line)), shapes, values, budget).map_err(here)?;
    }
    if number == 0 {
        self::fields(&names, place, &mut table)?;
    }
    let mut layer = table.finish(budget)?;
    table::infer(&mut layer);
    Ok(vec![layer])
}

/// The sign that parts the cells of the first line: the one there are most of.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0; 4];
    const SIGNS: [u8; 4] = *b",;\t|";
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            byte => {
                if let Some(i) = SIGNS.iter().position(|sign| *sign == byte) {
                    counts[i] += 1;
                }
            }
        }
    }
    // The first of equals.
    let best = (0..4).rev().max_by_key(|i| counts[*i]).unwrap_or(0);
    SIGNS[best]
}

/// Fields of the columns; those of the position are none, but keep a place in the list.
fn fields(names: &[String], place: Where, table: &mut Table) -> Result<Vec<usize>, Fault> {
    let mut fields = Vec::new();
    let mut used: std::collections::BTreeSet<String> = Default::default();
    for (i, name) in names.iter().enumerate() {
        let own = match place {
            Where::Pair(lon, lat) => i == lon || i == lat,
            Where::Shape(shape) => i == shape,
            Where::Nowhere => false,
        };
        if own {
            fields.push(0);
            continue;
        }
        let mut name: Cow<'_, str> =
            if name.is_empty() { Cow::Owned(format!("column{}", i + 1)) } else { Cow::Borrowed(name) };
        let plain = name.clone();
        let mut n = i + 1;
        while used.contains(name.as_ref()) {
            name = Cow::Owned(format!("{plain}_{n}"));
            n += 1;
        }
        fields.push(table.field(&name)?);
        used.insert(name.into_owned());
    }
    Ok(fields)
}

fn position(names: &[String]) -> Where {
    let find = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    if let Some(shape) = SHAPES[..6].iter().find_map(|name| find(name)) {
        return Where::Shape(shape);
    }
    let pair = PAIRS.iter().find_map(|(lon, lat)| Some(Where::Pair(find(lon)?, find(lat)?)));
    pair.or_else(|| SHAPES[6..7].iter().find_map(|name| find(name)).map(Where::Shape))
        .unwrap_or(Where::Nowhere)
}

fn shape(
    record: &csv::StringRecord,
    place: Where,
    delimiter: u8,
    number: usize,
    budget: &Budget,
    parts: &mut Parts,
    odd: &mut Oddities,
) -> Result<(), Fault> {
    match place {
        Where::Nowhere => Ok(()),
        Where::Pair(lon, lat) => {
            let cell = |i: usize| record.get(i).unwrap_or_default().trim();
            if cell(lon).is_empty() && cell(lat).is_empty() {
                return Ok(());
            }
            let value = |text: &str, what: &str| {
                // Where cells are not parted by commas, one may stand in a number.
                let text = if delimiter == b',' {
                    Cow::Borrowed(text)
                } else {
                    Cow::Owned(text.replacen(',', ".", 1))
                };
                text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
                    let shown: String = text.chars().take(40).collect();
                    Fault::new("position", format!("{what} {shown:?} is no number"))
                        .help("allowed are degrees such as 44.51")
                })
            };
            budget.positions(1)?;
            parts.points.push(on_earth(value(cell(lon), "longitude")?, value(cell(lat), "latitude")?)?);
            Ok(())
        }
        Where::Shape(i) => {
            let text = record.get(i).unwrap_or_default().trim();
            if text.is_empty() {
                return Ok(());
            }
            if let Some(binary) = wkb::from_hex(text) {
                let context = Context { crs: &Crs::Degrees, budget, number };
                return wkb::read(&mut Bytes::new(&binary), &context, parts, odd);
            }
            wkt::read(text, budget, number, parts, odd)
        }
    }
}
