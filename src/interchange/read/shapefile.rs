//! ESRI Shapefile: the shapes of .shp, the values of .dbf, the reference system of .prj, the encoding of .cpg
//! (ESRI white paper of July 1998).

use super::Reading;
use super::budget::Budget;
use super::bytes::Bytes;
use super::crs::Crs;
use super::dbf;
use super::fault::{Fault, Oddities, Place};
use super::parts::Parts;
use super::table::Table;
use super::zip::Archive;
use crate::interchange::Layer;

/// The files of a Shapefile.
struct Set<'a> {
    stem: &'a str,
    shp: &'a [u8],
    dbf: Option<&'a [u8]>,
    prj: Option<&'a [u8]>,
    cpg: Option<&'a [u8]>,
}

pub(super) fn read(
    stem: &str,
    file: &Reading<'_>,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Fault> {
    let beside = |ending: &str| {
        let known = |(own, _): &&(String, Vec<u8>)| own.trim_start_matches('.').eq_ignore_ascii_case(ending);
        file.beside.iter().find(known).map(|(_, bytes)| bytes.as_slice())
    };
    let set = Set { stem, shp: file.bytes, dbf: beside("dbf"), prj: beside("prj"), cpg: beside("cpg") };
    layer(&set, budget, odd).map(|layer| vec![layer])
}

/// Every Shapefile of an archive is a layer.
pub(super) fn read_zip(
    archive: &mut Archive<'_>,
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Fault> {
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    let ending =
        |name: &str| name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let mut layers = Vec::new();
    for name in names.iter().filter(|name| ending(name) == "shp") {
        let stem = &name[..name.len() - 4];
        let beside = |wanted: &str| {
            names.iter().find(|other| {
                other
                    .strip_prefix(stem)
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|own| own.eq_ignore_ascii_case(wanted))
            })
        };
        let (dbf, prj, cpg) = (beside("dbf"), beside("prj"), beside("cpg"));
        let mut unpack = |name: Option<&String>| name.map(|name| archive.unpack(name)).transpose();
        let (shp, dbf, prj, cpg) =
            (unpack(Some(name))?.unwrap_or_default(), unpack(dbf)?, unpack(prj)?, unpack(cpg)?);
        let set = Set {
            stem: stem.rsplit('/').next().unwrap_or(stem),
            shp: &shp,
            dbf: dbf.as_deref(),
            prj: prj.as_deref(),
            cpg: cpg.as_deref(),
        };
        let layer = layer(&set, budget, odd)
            .map_err(|fault| Fault { message: format!("{name}: {}", fault.message), ..fault })?;
        layers.push(layer);
    }
    Ok(layers)
}

fn layer(set: &Set<'_>, budget: &Budget, odd: &mut Oddities) -> Result<Layer, Fault> {
    let own = || match set.prj {
        Some(prj) if !prj.trim_ascii().is_empty() => Crs::from_text(&String::from_utf8_lossy(prj)).map(Some),
        _ => Ok(None),
    };
    let crs = budget.crs(odd, own, Some("no .prj file says the reference system"))?;
    let mut header = Bytes::new(set.shp);
    let code = header.u32(false);
    if code != Some(9994) || set.shp.len() < 100 {
        let turned = code == Some(9994u32.swap_bytes());
        let why = if turned {
            "its byte order is turned round"
        } else {
            "its first 100 bytes are no header of one"
        };
        return Err(Fault::syntax(format!("this is no Shapefile: {why}")));
    }
    let table = match set.dbf {
        Some(bytes) => Some(dbf::Dbf::open(bytes, set.cpg, budget.encoding, odd)?),
        None => {
            odd.other("no .dbf file is beside it: features have no fields");
            None
        }
    };
    let mut layer = Table::new(set.stem);
    if let Some(table) = &table {
        for field in &table.fields {
            layer.field(&field.name)?;
        }
    }
    // What stands behind the length in the header is no record.
    let mut length = Bytes { all: set.shp, at: 24 };
    let length = length.u32(false).map_or(0, |words| u64::from(words) * 2);
    let end = usize::try_from(length)
        .ok()
        .filter(|end| (100..set.shp.len()).contains(end))
        .unwrap_or(set.shp.len());
    let mut at = Bytes { all: &set.shp[..end], at: 100 };
    let mut index = 0;
    while 0 < at.left() {
        let number = index + 1;
        let here = Place::Feature(number);
        let (shape, own) = record(&mut at, number, &crs, budget).map_err(|fault| fault.at(here))?;
        let known = table
            .as_ref()
            .map(|table| table.record(index, budget))
            .transpose()
            .map_err(|fault| fault.at(here))?;
        index += 1;
        let values = match known {
            Some(dbf::Record::Deleted) => {
                odd.deleted.note(number);
                continue;
            }
            Some(dbf::Record::Missing) => {
                let table = table.as_ref().map_or(0, |table| table.count);
                let fault =
                    Fault::syntax(format!("the .dbf file ends with record {table}, the .shp file goes on"));
                return Err(fault.help("the two files must belong together and be whole").at(here));
            }
            Some(dbf::Record::Values(values)) => values.into_iter().enumerate().collect(),
            None => Vec::new(),
        };
        odd.add(own);
        layer.push_row((number, None), shape, values, budget).map_err(|fault| fault.at(here))?;
    }
    if let Some(table) = &table
        && index < table.count
    {
        let message = format!("the .shp file has {index} shapes, the .dbf file {} records", table.count);
        return Err(Fault::syntax(message).help("the two files must belong together and be whole"));
    }
    layer.finish(budget)
}

/// The shapes of a record, and what is odd about them.
fn record(
    at: &mut Bytes<'_>,
    number: usize,
    crs: &Crs,
    budget: &Budget,
) -> Result<(Vec<crate::interchange::Shape>, Oddities), Fault> {
    let cut = || Fault::syntax("the .shp file is cut off here");
    let _own_number = at.u32(false).ok_or_else(cut)?;
    let words = at.u32(false).ok_or_else(cut)?;
    let length = usize::try_from(u64::from(words) * 2).map_err(|_| cut())?;
    let mut body = Bytes::new(at.take(length).ok_or_else(cut)?);
    let (mut parts, mut odd) = (Parts::default(), Oddities::default());
    let short = || Fault::syntax("the record is shorter than what it claims to hold");
    let kind = body.u32(true).ok_or_else(short)?;
    match kind {
        0 => {}
        1 | 11 | 21 => {
            let (x, y) = (body.f64(true).ok_or_else(short)?, body.f64(true).ok_or_else(short)?);
            budget.positions(1)?;
            parts.points.push(crs.place(x, y)?);
        }
        8 | 18 | 28 => {
            body.take(32).ok_or_else(short)?;
            let count = body.u32(true).ok_or_else(short)? as usize;
            parts.points = positions(&mut body, count, crs, budget)?;
        }
        3 | 5 | 13 | 15 | 23 | 25 => {
            body.take(32).ok_or_else(short)?;
            let (pieces, count) = (body.u32(true).ok_or_else(short)?, body.u32(true).ok_or_else(short)?);
            let starts =
                body.take(usize::try_from(u64::from(pieces) * 4).map_err(|_| short())?).ok_or_else(short)?;
            let mut starts = Bytes::new(starts);
            let starts: Vec<usize> =
                std::iter::from_fn(|| starts.u32(true)).map(|start| start as usize).collect();
            let mut lines = Vec::with_capacity(starts.len());
            let count = count as usize;
            if starts.first().is_some_and(|first| *first != 0) {
                return Err(Fault::syntax("the first part does not begin with the first position"));
            }
            for (i, start) in starts.iter().enumerate() {
                let end = starts.get(i + 1).copied().unwrap_or(count);
                let Some(length) = end.checked_sub(*start).filter(|_| end <= count) else {
                    let message = format!("part {} goes from position {start} to {end} of {count}", i + 1);
                    return Err(Fault::syntax(message));
                };
                lines.push(positions(&mut body, length, crs, budget)?);
            }
            if matches!(kind, 3 | 13 | 23) {
                for line in lines {
                    parts.line(line, number, &mut odd);
                }
            } else {
                parts.rings(lines, number, &mut odd, budget)?;
            }
        }
        31 => {
            let fault = Fault::syntax("shapes of kind 31 (multipatch) are not read");
            return Err(
                fault.help("allowed are points, lines and polygons: ogr2ogr -nlt MULTIPOLYGON makes them")
            );
        }
        other => {
            let fault = Fault::syntax(format!("shape of kind {other}"));
            return Err(fault.help("allowed are 0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25 and 28"));
        }
    }
    Ok((parts.shapes(number, &mut odd), odd))
}

fn positions(body: &mut Bytes<'_>, count: usize, crs: &Crs, budget: &Budget) -> Result<Vec<[f64; 2]>, Fault> {
    if body.left() / 16 < count {
        return Err(Fault::syntax(format!("the record claims {count} positions, more than fit into it")));
    }
    budget.positions(count)?;
    let mut list = Vec::with_capacity(count);
    while let Some((x, y)) = (list.len() < count).then(|| Some((body.f64(true)?, body.f64(true)?))).flatten()
    {
        list.push(crs.place(x, y)?);
    }
    Ok(list)
}
