//! FlatGeobuf 3: a header, an index that is stepped over, and features one after another. The tables of FlatBuffers are
//! read here: each access looks whether it is inside.

use super::budget::Budget;
use super::bytes::Bytes;
use super::crs::Crs;
use super::fault::{Fault, Oddities, Place};
use super::parts::Parts;
use super::table::Table;
use crate::interchange::{Layer, Value};

/// The first bytes; the last one is a patch number.
pub(super) const MAGIC: &[u8] = b"fgb\x03fgb";

fn damaged(what: impl std::fmt::Display) -> Fault {
    Fault::syntax(format!("the FlatGeobuf file is damaged: {what}")).help("it may be cut off: get it again")
}

/// A table of FlatBuffers.
#[derive(Clone, Copy)]
struct Flat<'a> {
    bytes: &'a [u8],
    at: usize,
    fields: &'a [u8],
}

impl<'a> Flat<'a> {
    /// The outermost table of a buffer.
    fn root(bytes: &'a [u8]) -> Option<Flat<'a>> {
        Flat::table(bytes, 0)
    }

    /// The table an offset at `at` leads to.
    fn table(bytes: &'a [u8], at: usize) -> Option<Flat<'a>> {
        let at = at.checked_add(u32_at(bytes, at)? as usize)?;
        let back = u32_at(bytes, at)?.cast_signed();
        let start = usize::try_from(i64::try_from(at).ok()? - i64::from(back)).ok()?;
        let length = usize::from(u16_at(bytes, start)?);
        Some(Flat { bytes, at, fields: bytes.get(start..start.checked_add(length)?)? })
    }

    /// Where a field is; `None` if it has its default.
    fn field(&self, index: usize) -> Option<usize> {
        let offset = usize::from(u16_at(self.fields, 4 + 2 * index)?);
        if offset == 0 { None } else { self.at.checked_add(offset) }
    }

    fn u8(&self, index: usize) -> u8 {
        self.field(index).and_then(|at| self.bytes.get(at).copied()).unwrap_or(0)
    }

    /// Where the items of a list begin, and how many there are, each of so many bytes.
    fn list(&self, index: usize, size: usize) -> Result<Option<(usize, usize)>, Fault> {
        let Some(field) = self.field(index) else { return Ok(None) };
        let found = || {
            let at = field.checked_add(u32_at(self.bytes, field)? as usize)?;
            let count = u32_at(self.bytes, at)? as usize;
            let end = count.checked_mul(size)?.checked_add(at + 4)?;
            (end <= self.bytes.len()).then_some((at + 4, count))
        };
        found().map(Some).ok_or_else(|| damaged("a list leads out of it"))
    }

    fn bytes(&self, index: usize) -> Result<&'a [u8], Fault> {
        Ok(self.list(index, 1)?.map_or(&[], |(at, count)| &self.bytes[at..at + count]))
    }

    fn text(&self, index: usize) -> Result<&'a str, Fault> {
        std::str::from_utf8(self.bytes(index)?)
            .map_err(|_| Fault::new("encoding", "a name in the file is not UTF-8"))
    }

    fn child(&self, index: usize) -> Result<Option<Flat<'a>>, Fault> {
        let Some(field) = self.field(index) else { return Ok(None) };
        Flat::table(self.bytes, field).map(Some).ok_or_else(|| damaged("a table leads out of it"))
    }

    fn children(&self, index: usize) -> Result<Vec<Flat<'a>>, Fault> {
        let Some((at, count)) = self.list(index, 4)? else { return Ok(Vec::new()) };
        (0..count)
            .map(|i| Flat::table(self.bytes, at + 4 * i).ok_or_else(|| damaged("a table leads out of it")))
            .collect()
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_le_bytes)
}

/// A column: position in the layer, and kind.
type Column = (usize, u8);

pub(super) fn read(
    stem: &str,
    bytes: &[u8],
    budget: &Budget,
    odd: &mut Oddities,
) -> Result<Vec<Layer>, Fault> {
    let mut at = Bytes { all: bytes, at: 8 };
    let mut sized = |what: &str| {
        let size = at.u32(true).map(|size| size as usize);
        size.and_then(|size| at.take(size)).ok_or_else(|| damaged(format!("{what} is longer than the file")))
    };
    let header = Flat::root(sized("the header")?).ok_or_else(|| damaged("its header is no table"))?;
    let start = at.at;
    let name = header.text(0)?;
    let mut table = Table::new(if name.is_empty() { stem } else { name });
    let columns = columns(header.children(7)?, &mut table)?;
    let count = header.field(8).and_then(|at| u64_at(header.bytes, at)).unwrap_or(0);
    let node = header.field(9).map_or(Some(16), |at| u16_at(header.bytes, at)).unwrap_or(16);
    if budget.limits.features as u64 <= count.saturating_sub(1) {
        return Err(Fault::limit("features", budget.limits.features as u64));
    }
    let system = header.child(10)?;
    let own = || system.as_ref().map_or(Ok(None), crs);
    let crs = budget.crs(odd, own, Some("the file names no reference system"))?;
    let index = index_size(count, u64::from(node));
    let skipped =
        usize::try_from(index).ok().and_then(|size| start.checked_add(size)).filter(|at| *at <= bytes.len());
    let mut at =
        Bytes { all: bytes, at: skipped.ok_or_else(|| damaged("its index is longer than the file"))? };
    let kind = header.u8(2);
    let mut number = 0;
    while 0 < at.left() {
        number += 1;
        let here = |fault: Fault| fault.at(Place::Feature(number));
        let size = at.u32(true).map(|size| size as usize);
        let body =
            size.and_then(|size| at.take(size)).ok_or_else(|| here(damaged("the feature is cut off")))?;
        let feature = Flat::root(body).ok_or_else(|| here(damaged("the feature is no table")))?;
        let mut reader =
            Reader { crs: &crs, budget, number, parts: Parts::default(), odd: Oddities::default() };
        if let Some(geometry) = feature.child(0).map_err(here)? {
            reader.geometry(&geometry, kind, 1).map_err(here)?;
        }
        let mut own = Vec::new();
        if feature.field(2).is_some() {
            own = self::columns(feature.children(2).map_err(here)?, &mut table).map_err(here)?;
        }
        let columns = if own.is_empty() { &columns } else { &own };
        let values = values(feature.bytes(1).map_err(here)?, columns, budget).map_err(here)?;
        let Reader { parts, odd: mut own, .. } = reader;
        let shapes = parts.shapes(number, &mut own);
        odd.add(own);
        table.push_row((number, None), shapes, values, budget).map_err(here)?;
    }
    if count != 0 && count != number as u64 {
        return Err(damaged(format!("it claims {count} features, but holds {number}")));
    }
    table.finish(budget).map(|layer| vec![layer])
}

fn columns(list: Vec<Flat<'_>>, table: &mut Table) -> Result<Vec<Column>, Fault> {
    list.iter().map(|column| Ok((table.field(column.text(0)?)?, column.u8(1)))).collect()
}

/// The reference system; `None` if the header names none.
fn crs(system: &Flat<'_>) -> Result<Option<Crs>, Fault> {
    let (org, code) = (system.text(0)?, system.field(1).and_then(|at| u32_at(system.bytes, at)).unwrap_or(0));
    let wkt = system.text(4)?;
    let of_register = org.is_empty() || org.eq_ignore_ascii_case("EPSG") || org.eq_ignore_ascii_case("ESRI");
    if let Some(crs) = Some(code).filter(|code| of_register && *code != 0).and_then(Crs::of_code) {
        return Ok(Some(crs));
    }
    match (org, code, wkt) {
        ("", 0, "") => Ok(None),
        (_, 0, "") => Crs::from_name(system.text(5)?).map(Some),
        (org, code, "") => {
            let org = if org.is_empty() { "EPSG" } else { org };
            Crs::from_name(&format!("{org}:{code}")).map(Some)
        }
        (.., wkt) => Crs::from_wkt(wkt).map(Some),
    }
}

/// Bytes of the packed R-tree: nodes of 40 bytes, level upon level.
fn index_size(count: u64, node: u64) -> u64 {
    if node == 0 || count == 0 {
        return 0;
    }
    let node = node.max(2);
    let (mut level, mut nodes) = (count, count);
    while 1 < level {
        level = level.div_ceil(node);
        nodes = nodes.saturating_add(level);
    }
    // A single feature has a leaf and a root.
    if count == 1 {
        nodes = 2;
    }
    nodes.saturating_mul(40)
}

fn values(bytes: &[u8], columns: &[Column], budget: &Budget) -> Result<Vec<(usize, Value)>, Fault> {
    let mut at = Bytes::new(bytes);
    let mut values = Vec::new();
    while 0 < at.left() {
        let cut = || damaged("its values are cut off");
        let index = usize::from(at.u16(true).ok_or_else(cut)?);
        let Some((place, kind)) = columns.get(index) else {
            return Err(damaged(format!("value of column {index}, but there are {}", columns.len())));
        };
        let size = match kind {
            0..=2 => 1,
            3 | 4 => 2,
            5 | 6 | 9 => 4,
            7 | 8 | 10 => 8,
            11..=14 => at.u32(true).ok_or_else(cut)? as usize,
            kind => return Err(damaged(format!("a column of kind {kind}, allowed are 0 to 14"))),
        };
        let cell = at.take(size).ok_or_else(cut)?;
        budget.value(cell.len())?;
        let mut wide = [0; 8];
        if let Some(low) = wide.get_mut(..size.min(8)) {
            low.copy_from_slice(&cell[..size.min(8)]);
        }
        let bits = u64::from_le_bytes(wide);
        let number = |n: f64| if n.is_finite() { Value::Number(n) } else { Value::Null };
        let value = match kind {
            0 => Value::Integer(i64::from(bits as u8 as i8)),
            2 => Value::Flag(bits != 0),
            3 => Value::Integer(i64::from(bits as u16 as i16)),
            5 => Value::Integer(i64::from(bits as u32 as i32)),
            1 | 4 | 6 => Value::Integer(bits.cast_signed()),
            7 => Value::Integer(bits.cast_signed()),
            8 => i64::try_from(bits).map_or(Value::Number(bits as f64), Value::Integer),
            9 => number(f64::from(f32::from_bits(bits as u32))),
            10 => number(f64::from_bits(bits)),
            11..=13 => match std::str::from_utf8(cell) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => return Err(Fault::new("encoding", "a value is not UTF-8")),
            },
            _ => Value::Null,
        };
        values.push((*place, value));
    }
    Ok(values)
}

/// Reads the shapes of one feature.
struct Reader<'b> {
    crs: &'b Crs,
    budget: &'b Budget,
    number: usize,
    parts: Parts,
    odd: Oddities,
}

impl Reader<'_> {
    /// A shape whose kind is that of the layer unless it says its own.
    fn geometry(&mut self, flat: &Flat<'_>, layer: u8, depth: usize) -> Result<(), Fault> {
        self.budget.depth(depth)?;
        // Offsets may lead to the same part again and again.
        self.budget.steps(100)?;
        let kind = match flat.u8(6) {
            0 => layer,
            own => own,
        };
        match kind {
            1 | 4 => {
                let points = self.positions(flat, 0, None)?;
                self.parts.points.extend(points.into_iter().filter(|at| !at[0].is_nan()));
            }
            2 => {
                let line = self.positions(flat, 0, None)?;
                self.parts.line(line, self.number, &mut self.odd);
            }
            3 | 5 => {
                let lines = self.lines(flat)?;
                if kind == 3 {
                    self.parts.polygon(lines, self.number, &mut self.odd);
                } else {
                    for line in lines {
                        self.parts.line(line, self.number, &mut self.odd);
                    }
                }
            }
            6 | 7 => {
                let parts = flat.children(7)?;
                self.budget.steps(parts.len())?;
                for part in parts {
                    let inner = if kind == 6 { 3 } else { 0 };
                    self.geometry(&part, inner, depth + 1)?;
                }
            }
            0 => return Err(damaged("a shape without a kind")),
            other => {
                let fault = Fault::syntax(format!("shape of kind {other} (a curve or surface) is not read"));
                return Err(fault.help("allowed are points, lines, polygons and collections"));
            }
        }
        Ok(())
    }

    fn positions(&self, flat: &Flat<'_>, from: usize, to: Option<usize>) -> Result<Vec<[f64; 2]>, Fault> {
        let Some((at, count)) = flat.list(1, 8)? else { return Ok(Vec::new()) };
        let to = to.unwrap_or(count / 2);
        let cells = from
            .checked_mul(16)
            .zip(to.checked_mul(16))
            .and_then(|(from, to)| flat.bytes.get(at..at + count * 8)?.get(from..to));
        let cells = cells.ok_or_else(|| damaged(format!("positions {from} to {to} of {}", count / 2)))?;
        self.budget.positions(cells.len() / 16)?;
        let mut list = Vec::with_capacity(cells.len() / 16);
        let mut cells = Bytes::new(cells);
        while let (Some(x), Some(y)) = (cells.f64(true), cells.f64(true)) {
            if x.is_nan() && y.is_nan() && count == 2 {
                // An empty point.
                continue;
            }
            list.push(self.crs.place(x, y)?);
        }
        Ok(list)
    }

    fn lines(&self, flat: &Flat<'_>) -> Result<Vec<Vec<[f64; 2]>>, Fault> {
        let Some((at, count)) = flat.list(0, 4)? else { return Ok(vec![self.positions(flat, 0, None)?]) };
        let mut lines = Vec::with_capacity(count);
        let mut from = 0;
        for i in 0..count {
            let to = u32_at(flat.bytes, at + 4 * i).unwrap_or(0) as usize;
            lines.push(self.positions(flat, from, Some(to))?);
            from = to;
        }
        Ok(lines)
    }
}
