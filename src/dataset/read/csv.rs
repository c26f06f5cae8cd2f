//! CSV rows, their fields by column name.

use super::report::Report;
use super::text_file::{Found, Spot, TextFile};
use crate::diagnostic::nearest;
use crate::interchange::unguarded;
use crate::lang::{Lang, Text};
use csv::StringRecord;

/// A table with named columns.
pub(super) struct Rows<'a> {
    file: &'a TextFile<'a>,
    columns: Vec<String>,
    records: Vec<(usize, StringRecord)>,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    rows: &'a Rows<'a>,
    record: &'a StringRecord,
    offset: usize,
}

impl<'a> Rows<'a> {
    /// Reads a table with the given columns. With `languages`, a column named by a two-letter code is a
    /// language. Reports columns that are missing or unknown, and rows with too few or too many fields.
    pub fn parse(
        report: &mut Report,
        file: &'a TextFile<'a>,
        columns: &[&'static str],
        languages: bool,
    ) -> Rows<'a> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text.as_bytes());
        let mut rows = Rows { file, columns: Vec::new(), records: Vec::new() };
        let mut record = StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let offset = error.position().map_or(0, |position| position.byte() as usize);
                    report.error("syntax", file.spot(offset), error.to_string(), "");
                    break;
                }
            }
            let offset = record.position().map_or(0, |position| position.byte() as usize);
            let offset = offset + line_breaks(&file.text[offset.min(file.text.len())..]);
            if rows.columns.is_empty() && 1000 < record.len() {
                let message = format!("the table has {} columns", record.len());
                report.error("syntax", file.spot(offset), message, "allowed are 1000");
                break;
            } else if rows.columns.is_empty() {
                rows.columns = record.iter().map(|name| name.trim().to_owned()).collect();
                rows.check_columns(report, offset, columns, languages);
            } else if record.len() != rows.columns.len() {
                let message =
                    format!("the row has {} fields, the first row {}", record.len(), rows.columns.len());
                let help = "put a field with a comma in double quotes";
                report.error("syntax", file.spot(offset), message, help);
            } else {
                let is_guarded = record.iter().any(|cell| unguarded(cell).len() < cell.len());
                let own = if is_guarded { record.iter().map(unguarded).collect() } else { record.clone() };
                rows.records.push((offset, own));
            }
        }
        rows
    }

    fn check_columns(&self, report: &mut Report, offset: usize, columns: &[&'static str], languages: bool) {
        for (index, name) in self.columns.iter().enumerate() {
            let known = columns.contains(&name.as_str()) || (languages && is_language(name));
            let spot = self.file.spot(offset).field(index);
            if !known {
                let help = match nearest(name, columns.iter().copied()) {
                    Some(near) => format!("nearest is \"{near}\""),
                    None => format!("allowed: {}", columns.join(", ")),
                };
                report.error("unknown-key", spot, format!("unknown column \"{name}\""), help);
            } else if self.columns[..index].contains(name) {
                report.error("duplicate-id", spot, format!("column \"{name}\" is there already"), "");
            }
        }
        for column in columns {
            if !self.columns.iter().any(|name| name == column) {
                report.error(
                    "missing-key",
                    self.file.spot(offset),
                    format!("column \"{column}\" is missing"),
                    "",
                );
            }
        }
    }

    /// The rows, without the one that names the columns.
    pub fn iter(&'a self) -> impl Iterator<Item = Row<'a>> {
        self.records.iter().map(|(offset, record)| Row { rows: self, record, offset: *offset })
    }
}

impl<'a> Row<'a> {
    /// Where the row begins.
    pub fn spot(self) -> Spot<'a> {
        self.rows.file.spot(self.offset)
    }

    /// The field in a column, without spaces around it; empty if the column is missing.
    pub fn field(self, column: &str) -> Found<'a, &'a str> {
        let index = self.rows.columns.iter().position(|name| name == column);
        match index {
            Some(index) => self.field_at(index),
            None => Found { value: "", spot: self.spot() },
        }
    }

    /// True if the table has the column.
    pub fn has(self, column: &str) -> bool {
        self.rows.columns.iter().any(|name| name == column)
    }

    /// The field in a column, if it is not empty.
    pub fn filled(self, column: &str) -> Option<Found<'a, &'a str>> {
        let found = self.field(column);
        (!found.value.is_empty()).then_some(found)
    }

    /// The field in a column; reports an empty one.
    pub fn required(self, report: &mut Report, column: &str) -> Option<Found<'a, &'a str>> {
        let found = self.filled(column);
        if found.is_none() && self.has(column) {
            report.error("missing-key", self.field(column).spot, format!("\"{column}\" is empty"), "");
        }
        found
    }

    /// The number in a column; reports an empty field and a text that is no number.
    pub fn required_number(self, report: &mut Report, column: &str) -> Option<Found<'a, f64>> {
        self.required(report, column)?;
        self.number(report, column)
    }

    /// The number in a column, if it is not empty; reports a text that is no number.
    pub fn number(self, report: &mut Report, column: &str) -> Option<Found<'a, f64>> {
        let found = self.filled(column)?;
        match found.value.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(found.with(number)),
            _ => {
                let message = format!("\"{}\" in \"{column}\" is not a number", found.value);
                let help = if found.value.contains(',') { "write the decimal point as \".\"" } else { "" };
                report.error("wrong-type", found.spot, message, help);
                None
            }
        }
    }

    /// The wordings in the columns named by a language.
    pub fn lang_text(self) -> Text {
        let wordings = self.rows.columns.iter().enumerate().filter(|(_, name)| is_language(name)).filter_map(
            |(index, name)| Lang::new(name).map(|lang| (lang, self.field_at(index).value.to_owned())),
        );
        Text::new(wordings)
    }

    fn field_at(self, index: usize) -> Found<'a, &'a str> {
        let value = self.record.get(index).unwrap_or("").trim();
        Found { value, spot: self.spot().field(index) }
    }
}

/// True for the code of a language. "id" is Indonesian as well, and here the id.
fn is_language(column: &str) -> bool {
    column != "id" && column.bytes().all(|b| b.is_ascii_lowercase()) && Lang::new(column).is_some()
}

fn line_breaks(text: &str) -> usize {
    text.bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count()
}

/// The byte at which a field (counted from 0) of the record at the start of `text` begins, its opening
/// quote left out.
pub(super) fn field_offset(text: &str, field: usize) -> usize {
    let mut quoted = false;
    let mut fields = 0;
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if fields == field {
            break;
        }
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                fields += 1;
                start = at + 1;
            }
            b'\n' if !quoted => break,
            _ => {}
        }
    }
    start + usize::from(text.as_bytes().get(start) == Some(&b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_past_quotes() {
        let record = "a,\"b, \"\"c\"\"\",d\nnext";
        for (field, expected) in [(0, "a,"), (1, "b, "), (2, "d\n"), (9, "d\n")] {
            assert!(record[field_offset(record, field)..].starts_with(expected), "{field}");
        }
    }
}
