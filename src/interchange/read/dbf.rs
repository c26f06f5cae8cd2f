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
    /// A table; a page that is given counts for more than what the files say.
    pub fn open(
        bytes: &'a [u8],
        cpg: Option<&[u8]>,
        given: Option<Codepage>,
        odd: &mut Oddities,
    ) -> Result<Dbf<'a>, Fault> {
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
        // Any page will do for the places of the fields; their names come after it is known.
        let mut names: Vec<&[u8]> = Vec::new();
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
            names.push(&name[..memchr::memchr(0, name).unwrap_or(name.len())]);
            fields.push(Column { name: String::new(), kind, start, width, places });
            start += width;
        }
        let mut table = Dbf { fields, count, records, length, page: Codepage::Known(encoding_rs::UTF_8) };
        table.page = match given {
            Some(page) => page,
            None => table.page(&names, cpg, language, odd),
        };
        for (i, name) in names.into_iter().enumerate() {
            let mut name = table.page.decode(name).trim().to_owned();
            if name.is_empty() {
                name = format!("field{}", i + 1);
            }
            // Two columns of the same name would be one.
            let mut unique = name.clone();
            let mut n = i + 1;
            while table.fields[..i].iter().any(|field| field.name == unique) {
                unique = format!("{name}_{n}");
                n += 1;
            }
            let kind = table.fields[i].kind;
            if !b"CNFLDIO@B".contains(&kind) {
                let kind = char::from(kind);
                odd.other(format!("field {unique:?} of the .dbf file has kind {kind:?} and is left empty"));
            }
            table.fields[i].name = unique;
        }
        Ok(table)
    }

    /// The encoding: what the files say, unless the texts say otherwise, else a guess. What only ASCII is in is told
    /// nothing about.
    fn page(&self, names: &[&[u8]], cpg: Option<&[u8]>, language: u8, odd: &mut Oddities) -> Codepage {
        let utf8 = Codepage::Known(encoding_rs::UTF_8);
        let texts = || names.iter().copied().chain(self.texts()).filter(|text| !text.is_ascii());
        let Some(first) = texts().next() else { return utf8 };
        let shown = |page: Codepage| page.decode(first).trim().chars().take(40).collect::<String>();
        let is_utf8 = texts().all(|text| match std::str::from_utf8(text) {
            Ok(_) => true,
            // A text may be cut off in the middle of a letter where its field ends.
            Err(error) => error.error_len().is_none() && text.len() < error.valid_up_to() + 4,
        });
        let cpg = cpg.map(|name| String::from_utf8_lossy(name).trim().chars().take(40).collect::<String>());
        let cpg = cpg.filter(|name| !name.is_empty());
        let of_cpg = cpg.as_deref().and_then(Codepage::from_name);
        let (declared, by) = match of_cpg {
            Some(page) => (Some(page), "the .cpg file"),
            None => (Codepage::from_language(language), "the .dbf file"),
        };
        const WAY: &str = "--encoding NAME says which it is";
        match declared {
            Some(page) if is_utf8 && page.name() != "UTF-8" && page.is_single_byte() => {
                odd.other(format!(
                    "{by} names the encoding {}, but all its texts are UTF-8, such as {:?}, and are read so; --encoding {0} keeps to it",
                    page.name(),
                    shown(utf8)
                ));
                utf8
            }
            Some(page) if page.name() != "UTF-8" || is_utf8 => page,
            None if is_utf8 => utf8,
            declared => {
                let page = Codepage::guess(texts());
                let why = match (&cpg, declared) {
                    (_, Some(_)) => format!("{by} names UTF-8, but its texts are not"),
                    (Some(name), None) => format!("the .cpg file names the encoding {name:?}, which is none"),
                    (None, None) => "no .cpg file names the encoding".to_owned(),
                };
                odd.other(format!("{why}: guessed {}, as in {:?}; {WAY}", page.name(), shown(page)));
                page
            }
        }
    }

    /// The texts of all rows.
    fn texts(&self) -> impl Iterator<Item = &'a [u8]> {
        let columns: Vec<(usize, usize)> = self
            .fields
            .iter()
            .filter(|field| field.kind == b'C')
            .map(|field| (field.start, field.width))
            .collect();
        let rows = self.records.chunks_exact(self.length).take(self.count);
        rows.flat_map(move |row| {
            columns.clone().into_iter().map(move |(start, width)| {
                let cell = row.get(start..start + width).unwrap_or_default();
                cell[..memchr::memchr(0, cell).unwrap_or(cell.len())].trim_ascii_end()
            })
        })
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
        // A text may be cut off in the middle of a letter where its field ends.
        let filled = match std::str::from_utf8(filled) {
            Err(error) if self.page.name() == "UTF-8" && error.error_len().is_none() => {
                &filled[..error.valid_up_to()]
            }
            _ => filled,
        };
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
