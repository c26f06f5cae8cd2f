//! Esri JSON, as map servers answer: features with attributes and rings, paths or points. Times are days.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::budget::Budget;
use super::crs::Crs;
use super::fault::{Fault, Oddities, Place, lines};
use super::geojson::{positions, rings};
use super::json::Cursor;
use super::parts::Parts;
use super::table::Table;
use crate::interchange::{Layer, Value};

/// What stands beside the features.
#[derive(Default)]
struct Head {
    system: Option<Range<usize>>,
    /// Fields whose numbers are milliseconds since 1970.
    times: BTreeSet<String>,
    is_cut: bool,
}

pub(super) fn read(
    stem: &str,
    bytes: &[u8],
    features: &[Range<usize>],
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    let head = head(bytes, budget).map_err(one)?;
    if head.is_cut {
        odd.other("the server has cut the answer off (exceededTransferLimit): features are missing");
    }
    let own = || head.system.as_ref().map_or(Ok(None), |range| system(bytes, range, budget));
    let crs = budget.crs(odd, own, Some("the file names no reference system")).map_err(one)?;
    let mut table = Table::new(stem);
    let mut line = 1;
    let mut before = 0;
    let mut faults = Vec::new();
    for (i, range) in features.iter().enumerate() {
        line += lines(bytes.get(before..range.start).unwrap_or_default());
        before = range.start;
        let read = feature(bytes, range, i + 1, &head, &crs, budget, odd)
            .and_then(|(shapes, values)| table.push((i + 1, Some(line)), shapes, values, budget));
        if let Err(fault) = read {
            faults.push(fault.at(Place::Byte(range.start)));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    table.finish(budget).map(|layer| vec![layer]).map_err(one)
}

fn head(bytes: &[u8], budget: &Budget) -> Result<Head, Fault> {
    let mut head = Head::default();
    let mut cursor = Cursor { bytes, at: 0 };
    cursor.members(|cursor, name| {
        match name.as_ref() {
            "spatialReference" if cursor.next() == Some(b'{') => head.system = Some(cursor.skip(budget)?),
            "exceededTransferLimit" => head.is_cut = cursor.value(budget)? == Value::Flag(true),
            "fields" if cursor.next() == Some(b'[') => cursor.items(|cursor| {
                let (mut field, mut is_time) = (String::new(), false);
                cursor.members(|cursor, name| {
                    match (name.as_ref(), cursor.value(budget)?) {
                        ("name", Value::Text(text)) => field = text,
                        ("type", Value::Text(text)) => is_time = text == "esriFieldTypeDate",
                        _ => {}
                    }
                    Ok(())
                })?;
                if is_time {
                    head.times.insert(field);
                }
                Ok(())
            })?,
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    })?;
    Ok(head)
}

/// The reference system; `None` if it says nothing.
fn system(bytes: &[u8], range: &Range<usize>, budget: &Budget) -> Result<Option<Crs>, Fault> {
    let (mut code, mut latest, mut text) = (None, None, None);
    Cursor::of(bytes, range).members(|cursor, name| {
        match (name.as_ref(), cursor.value(budget)?) {
            ("wkid", Value::Integer(number)) => code = Some(number),
            ("latestWkid", Value::Integer(number)) => latest = Some(number),
            ("wkt" | "wkt2", Value::Text(wkt)) => text = Some(wkt),
            _ => {}
        }
        Ok(())
    })?;
    let crs = match (latest.or(code), text) {
        (None, None) => return Ok(None),
        (None, Some(text)) => Crs::from_wkt(&text),
        (Some(code), text) => match (Crs::from_name(&format!("EPSG:{code}")), text) {
            (Err(_), Some(text)) => Crs::from_wkt(&text),
            (by_code, _) => by_code,
        },
    };
    crs.map(Some).map_err(|fault| fault.at(Place::Byte(range.start)))
}

type Row<'a> = (Vec<crate::interchange::Shape>, Vec<(Cow<'a, str>, Value)>);

fn feature<'a>(
    bytes: &'a [u8],
    range: &Range<usize>,
    number: usize,
    head: &Head,
    crs: &Crs,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Row<'a>, Fault> {
    let (mut values, mut parts) = (Vec::new(), Parts::default());
    Cursor::of(bytes, range).members(|cursor, name| {
        match name.as_ref() {
            "attributes" if cursor.next() == Some(b'{') => cursor.members(|cursor, name| {
                let value = match cursor.value(budget)? {
                    Value::Integer(ms) if head.times.contains(name.as_ref()) => Value::Text(day(ms)),
                    value => value,
                };
                values.push((name, value));
                Ok(())
            })?,
            "geometry" if cursor.next() == Some(b'{') => {
                geometry(cursor, number, crs, budget, &mut parts, odd)?;
            }
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    })?;
    Ok((parts.shapes(number, odd), values))
}

fn geometry(
    cursor: &mut Cursor<'_>,
    number: usize,
    crs: &Crs,
    budget: &Budget,
    parts: &mut Parts,
    odd: &mut Oddities,
) -> Result<(), Fault> {
    let (mut x, mut y) = (None, None);
    let start = cursor.at;
    cursor.members(|cursor, name| {
        match name.as_ref() {
            "rings" => {
                let rings = rings(cursor, crs, budget)?;
                budget.positions(rings.iter().map(Vec::len).sum())?;
                parts.rings(rings, number, odd, budget)?;
            }
            "paths" => {
                let lines = rings(cursor, crs, budget)?;
                budget.positions(lines.iter().map(Vec::len).sum())?;
                lines.into_iter().for_each(|line| parts.line(line, number, odd));
            }
            "points" => {
                let points = positions(cursor, crs, budget)?;
                budget.positions(points.len())?;
                parts.points.extend(points);
            }
            "curveRings" | "curvePaths" => {
                let fault = Fault::syntax("a shape with curves (curveRings) is not read");
                let help = "ask the server for returnTrueCurves=false";
                return Err(fault.help(help).at(Place::Byte(cursor.at)));
            }
            "x" | "y" => {
                if let Value::Integer(_) | Value::Number(_) = {
                    let mut ahead = *cursor;
                    ahead.value(budget)?
                } {
                    let value = cursor.number()?;
                    *(if name == "x" { &mut x } else { &mut y }) = Some(value);
                } else {
                    cursor.skip(budget)?;
                }
            }
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    })?;
    if let (Some(x), Some(y)) = (x, y) {
        budget.positions(1)?;
        parts.points.push(crs.place(x, y).map_err(|fault| fault.at(Place::Byte(start)))?);
    }
    Ok(())
}

/// The day of a time in milliseconds since 1970, as `1905-01-31`; years before the first have a sign.
fn day(ms: i64) -> String {
    // Howard Hinnant's civil_from_days, with years that begin in March.
    let days = ms.div_euclid(86_400_000) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 { (month + 3, year) } else { (month - 9, year + 1) };
    let year = year + era * 400;
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{month:02}-{day:02}", year.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_milliseconds() {
        for (ms, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400_000, "2000-02-29"),
            (-2_208_988_800_000, "1900-01-01"),
            (-62_167_219_200_000, "0000-01-01"),
        ] {
            assert_eq!(day(ms), expected, "{ms}");
        }
        // However large, it is a text.
        assert!(!day(i64::MIN).is_empty() && !day(i64::MAX).is_empty());
    }
}
