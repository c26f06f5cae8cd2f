//! dBASE tables, as Shapefiles have them for their values.

use super::budget::Budget;
use super::bytes::Bytes;
use super::codepage::Codepage;
use super::fault::{Fault, Oddities};
use crate::interchange::Value;

/// A table.
pub(super) struct Dbf<'a> {
    pub fields: Vec<Column>,
    pub count: usize,
    records: &'a [u8],
    length: usize,
    page: Codepage,
}

/// A column.
pub(super) struct Column {
    pub name: String,
    kind: u8,
    start: usize,
    width: usize,
    places: u8,
}

/// A row.
pub(super) enum Record {
    Values(Vec<Value>),
    Deleted,
    Missing,
}

impl<'a> Dbf<'a> {
    pub fn open(bytes: &'a [u8], cpg: Option<&[u8]>, odd: &mut Oddities) -> Result<Dbf<'a>, Fault> {
        let cut = || Fault::syntax("the .dbf file is cut off in its header");
        let mut at = Bytes::new(bytes);
        at.take(4).ok_or_else(cut)?;
        let count = at.u32(true).ok_or_else(cut)? as usize;
        let header = usize::from(at.u16(true).ok_or_else(cut)?);
        let length = usize::from(at.u16(true).ok_or_else(cut)?);
        at.take(17).ok_or_else(cut)?;
        let language = at.u8().ok_or_else(cut)?;
        at.take(2).ok_or_else(cut)?;
        if header < 33 || length < 1 {
            let message = format!("the .dbf file has a header of {header} bytes and records of {length}");
            return Err(Fault::syntax(message).help("it may be damaged, or not be a dBASE table"));
        }
        let records = bytes.get(header..).ok_or_else(cut)?;
        if records.len() / length < count {
            let there = records.len() / length;
            let fault = Fault::syntax(format!("the .dbf file claims {count} records, but holds {there}"));
            return Err(fault.help("it may be cut off"));
        }
        let page = match cpg.map(|name| String::from_utf8_lossy(name).trim().to_owned()) {
            Some(name) if !name.is_empty() => Codepage::from_name(&name).ok_or_else(|| {
                Fault::new(
                    "encoding",
                    format!("the .cpg file names encoding {:.40?}, which is not known", name),
                )
                .help("allowed are names such as UTF-8, 1251, ISO-8859-9, cp866")
            })?,
            _ => Codepage::from_language(language),
        };
        let mut fields: Vec<Column> = Vec::new();
        let mut start = 1;
        while at.at + 32 <= header && bytes.get(at.at).is_some_and(|first| *first != 0x0D) {
            let name = at.take(11).ok_or_else(cut)?;
            let kind = at.u8().ok_or_else(cut)?;
            at.take(4).ok_or_else(cut)?;
            let (low, high) = (at.u8().ok_or_else(cut)?, at.u8().ok_or_else(cut)?);
            at.take(14).ok_or_else(cut)?;
            // Clipper writes widths of texts above 255 with the places as high byte.
            let (width, places) = match kind {
                b'C' => (usize::from(low) | usize::from(high) << 8, 0),
                _ => (usize::from(low), high),
            };
            if length < start + width {
                let message = format!("the .dbf file's fields are wider than its records of {length} bytes");
                return Err(Fault::syntax(message));
            }
            let name = &name[..memchr::memchr(0, name).unwrap_or(name.len())];
            let mut name = page.decode(name).trim().to_owned();
            if name.is_empty() {
                name = format!("field{}", fields.len() + 1);
            }
            // Two columns of the same name would be one.
            let mut unique = name.clone();
            let mut n = 2;
            while fields.iter().any(|field| field.name == unique) {
                unique = format!("{name}_{n}");
                n += 1;
            }
            if !b"CNFLDIO@B".contains(&kind) {
                let kind = char::from(kind);
                odd.other(format!("field {unique:?} of the .dbf file has kind {kind:?} and is left empty"));
            }
            fields.push(Column { name: unique, kind, start, width, places });
            start += width;
        }
        Ok(Dbf { fields, count, records, length, page })
    }

    /// A row by its position.
    pub fn record(&self, index: usize, budget: &Budget) -> Result<Record, Fault> {
        if self.count <= index {
            return Ok(Record::Missing);
        }
        let start = index.saturating_mul(self.length);
        let Some(bytes) = self.records.get(start..start.saturating_add(self.length)) else {
            return Ok(Record::Missing);
        };
        if bytes.first() == Some(&b'*') {
            return Ok(Record::Deleted);
        }
        let mut values = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let cell = bytes.get(field.start..field.start + field.width).unwrap_or_default();
            budget.value(cell.len())?;
            values.push(self.value(field, cell)?);
        }
        Ok(Record::Values(values))
    }

    fn value(&self, field: &Column, cell: &[u8]) -> Result<Value, Fault> {
        // Some programs fill up with zero bytes.
        let filled = &cell[..memchr::memchr(0, cell).unwrap_or(cell.len())];
        let plain = std::str::from_utf8(filled.trim_ascii()).unwrap_or("");
        Ok(match field.kind {
            b'C' => match self.page.decode(filled.trim_ascii_end()) {
                text if text.trim().is_empty() => Value::Null,
                text => Value::Text(text),
            },
            b'N' | b'F' => {
                // Stars stand for a number that was too wide.
                if plain.is_empty() || plain.bytes().all(|b| b == b'*') {
                    return Ok(Value::Null);
                }
                if field.places == 0
                    && let Ok(n) = plain.parse()
                {
                    return Ok(Value::Integer(n));
                }
                match plain.parse::<f64>() {
                    Ok(n) if n.is_finite() => Value::Number(n),
                    _ => {
                        let message = format!("field {:?} holds {plain:?}, which is no number", field.name);
                        return Err(Fault::syntax(message));
                    }
                }
            }
            b'L' => match plain {
                "T" | "t" | "Y" | "y" => Value::Flag(true),
                "F" | "f" | "N" | "n" => Value::Flag(false),
                _ => Value::Null,
            },
            b'D' => match plain.as_bytes() {
                [] => Value::Null,
                // No date is sometimes written as zeros.
                digits if digits.iter().all(|b| *b == b'0') => Value::Null,
                digits if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) => {
                    Value::Text(format!("{}-{}-{}", &plain[..4], &plain[4..6], &plain[6..]))
                }
                _ => Value::Text(plain.to_owned()),
            },
            b'I' => {
                cell.try_into().map_or(Value::Null, |bytes| Value::Integer(i32::from_le_bytes(bytes).into()))
            }
            b'O' => match cell.try_into().map(f64::from_le_bytes) {
                Ok(n) if n.is_finite() => Value::Number(n),
                _ => Value::Null,
            },
            _ => Value::Null,
        })
    }
}
