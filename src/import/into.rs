//! Rows of tables into a data set that is there: places and events.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::files::quoted;
use crate::dataset::{Files, load};
use crate::diagnostic::{Diagnostic, Location, Severity, nearest};
use crate::interchange::csv_field;
use crate::lang::Lang;

/// A CSV file.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file, as the user would name it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A data set with rows added.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// The files that change, in the order in which to write them.
    pub files: Vec<(String, String)>,
    /// How many places came.
    pub places: usize,
    /// How many events came.
    pub events: usize,
    /// Warnings.
    pub findings: Vec<Diagnostic>,
}

const PLACES: [&str; 11] =
    ["id", "kind", "lon", "lat", "confidence", "rank", "from", "until", "aliases", "unit", "note"];
const EVENTS: [&str; 19] = [
    "id",
    "date",
    "kind",
    "title",
    "units",
    "control",
    "sovereignty",
    "claim-start",
    "claim-end",
    "status",
    "source",
    "place",
    "statement",
    "role",
    "certainty",
    "inferred",
    "caption",
    "note",
    "old-style",
];
const STATEMENTS: [&str; 7] = ["id", "source", "place", "date", "role", "statement", "note"];

/// Rows with their lines.
struct Rows {
    columns: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

/// Adds the rows of all tables, or says everything that is wrong with them: then nothing is added.
///
/// # Errors
/// Findings with the lines of the tables, and those of the data set itself.
pub fn add(set: Files, tables: &[Table]) -> Result<Added, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let mut added = Added::default();
    let mut texts: BTreeMap<&str, Appended> = BTreeMap::new();
    for name in ["places.csv", "attestations.csv", "events.toml"] {
        let there = set.get(name).map(String::from_utf8_lossy).unwrap_or_default().into_owned();
        texts.insert(name, Appended::new(there));
    }
    for table in tables {
        let Some(rows) = rows(table, &mut findings) else { continue };
        let has = |column: &str| rows.columns.iter().any(|known| known == column);
        // An event has a date, a place a position.
        if has("lon") || has("lat") {
            check_columns(table, &rows, &PLACES, true, &mut findings);
            added.places += places(table, &rows, &mut texts);
        } else if has("date") || has("units") {
            check_columns(table, &rows, &EVENTS, false, &mut findings);
            added.events += events(table, &rows, &mut texts, &mut findings);
        } else {
            let message =
                "this is neither a table of places (with lon and lat) nor of events (with date and units)";
            findings.push(Diagnostic::new(Severity::Error, "unknown-columns", message).at(at(table, 1)));
        }
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    let folder = set.shown("");
    let mut merged = set;
    for (name, text) in &texts {
        if text.grew {
            merged = merged.with(*name, text.text.as_bytes());
        }
    }
    let loaded = load(&merged);
    let mut said: Vec<Diagnostic> = loaded.diagnostics;
    for finding in &mut said {
        let Some(place) = &mut finding.place else { continue };
        let name = place.file.strip_prefix(&folder).unwrap_or(&place.file);
        if let Some(origin) = texts.get(name).and_then(|text| text.origin(place.line)) {
            *place = origin;
        }
    }
    if loaded.dataset.is_none() {
        findings.extend(said);
        return Err(findings);
    }
    findings.extend(said);
    added.findings = findings;
    for name in ["places.csv", "attestations.csv", "events.toml"] {
        if let Some(text) = texts.remove(name).filter(|text| text.grew) {
            added.files.push((name.to_owned(), text.text));
        }
    }
    Ok(added)
}

/// A file that grows at its end, and where each line of that came from.
struct Appended {
    text: String,
    lines: usize,
    origins: Vec<Location>,
    grew: bool,
}

impl Appended {
    fn new(mut text: String) -> Appended {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let lines = text.matches('\n').count();
        Appended { text, lines, origins: Vec::new(), grew: false }
    }

    fn push(&mut self, line: &str, origin: &Location) {
        self.text.push_str(line);
        self.text.push('\n');
        self.origins.push(origin.clone());
        self.grew = true;
    }

    /// Where a line of the file (from 1) came from, if it was added.
    fn origin(&self, line: usize) -> Option<Location> {
        self.origins.get(line.checked_sub(self.lines + 1)?).cloned()
    }
}

fn at(table: &Table, line: usize) -> Location {
    Location { file: table.name.clone(), line, column: 1 }
}

fn rows(table: &Table, findings: &mut Vec<Diagnostic>) -> Option<Rows> {
    let Ok(text) = std::str::from_utf8(&table.bytes) else {
        let finding = Diagnostic::new(Severity::Error, "encoding", "the text is not UTF-8").at(at(table, 1));
        findings.push(finding.help("save it as UTF-8"));
        return None;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Rows { columns: Vec::new(), rows: Vec::new() };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, |position| position.line() as usize);
                findings
                    .push(Diagnostic::new(Severity::Error, "syntax", error.to_string()).at(at(table, line)));
                return None;
            }
        };
        let line = record.position().map_or(1, |position| position.line() as usize);
        let fields: Vec<String> = record.iter().map(super::entries::cleaned).collect();
        if rows.columns.is_empty() {
            rows.columns = fields;
        } else if fields.len() != rows.columns.len() {
            let message =
                format!("the row has {} fields, the first row {}", fields.len(), rows.columns.len());
            let finding = Diagnostic::new(Severity::Error, "syntax", message).at(at(table, line));
            findings.push(finding.help("put a field with a comma in double quotes"));
        } else if fields.iter().any(|field| !field.is_empty()) {
            rows.rows.push((line, fields));
        }
    }
    if rows.rows.is_empty() && findings.is_empty() {
        findings.push(Diagnostic::new(Severity::Error, "empty", "the table has no rows").at(at(table, 1)));
    }
    Some(rows)
}

fn check_columns(
    table: &Table,
    rows: &Rows,
    known: &[&str],
    languages: bool,
    findings: &mut Vec<Diagnostic>,
) {
    for (index, column) in rows.columns.iter().enumerate() {
        let is_lang = languages && column.len() == 2 && column != "id" && Lang::new(column).is_some();
        let mut wrong = |rule: &'static str, message: String, help: String| {
            findings.push(Diagnostic::new(Severity::Error, rule, message).at(at(table, 1)).help(help));
        };
        if rows.columns[..index].contains(column) {
            wrong(
                "duplicate-id",
                format!("column \"{column}\" is there already"),
                "remove one of the two".to_owned(),
            );
        } else if !is_lang && !known.contains(&column.as_str()) {
            let help = match nearest(column, known.iter().copied()) {
                Some(near) => format!("nearest is \"{near}\""),
                None => format!("allowed: {}", known.join(", ")),
            };
            wrong("unknown-key", format!("unknown column \"{column}\""), help);
        }
    }
    let needed: &[&str] =
        if languages { &["id", "kind", "lon", "lat"] } else { &["id", "date", "kind", "title", "units"] };
    for column in needed.iter().filter(|column| !rows.columns.iter().any(|known| known == *column)) {
        let message = format!("column \"{column}\" is missing");
        findings.push(Diagnostic::new(Severity::Error, "missing-key", message).at(at(table, 1)));
    }
}

/// The columns of a CSV file of the set, or `otherwise` for a file that is not there yet.
fn header(text: &str, otherwise: Vec<String>) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let first = reader.records().next().and_then(Result::ok);
    first.map_or(otherwise, |record| record.iter().map(|name| name.trim().to_owned()).collect())
}

fn places(table: &Table, rows: &Rows, texts: &mut BTreeMap<&str, Appended>) -> usize {
    let Some(text) = texts.get_mut("places.csv") else { return 0 };
    let mut wanted: Vec<String> = PLACES.iter().map(|name| (*name).to_owned()).collect();
    wanted.extend(rows.columns.iter().filter(|column| !PLACES.contains(&column.as_str())).cloned());
    let columns = header(&text.text, wanted.clone());
    let new: Vec<&String> = wanted.iter().filter(|column| !columns.contains(column)).collect();
    let columns: Vec<String> = if text.text.is_empty() {
        text.push(&columns.join(","), &at(table, 1));
        columns
    } else if new.is_empty() {
        columns
    } else {
        // A language the file has not: every row gets an empty field for it.
        let extra: String = new.iter().map(|_| ",").collect();
        let mut lines = text.text.clone();
        let widened: Vec<String> = {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(lines.as_bytes());
            let records = reader.records().filter_map(Result::ok);
            records
                .enumerate()
                .map(|(index, record)| {
                    let fields: Vec<String> = record.iter().map(csv_field).collect();
                    let more = if index == 0 {
                        new.iter().map(|column| format!(",{column}")).collect::<String>()
                    } else {
                        extra.clone()
                    };
                    fields.join(",") + &more
                })
                .collect()
        };
        lines.clear();
        for line in &widened {
            let _ = writeln!(lines, "{line}");
        }
        let grew = std::mem::replace(text, Appended::new(lines));
        text.origins = Vec::new();
        text.grew = grew.grew;
        columns.into_iter().chain(new.into_iter().cloned()).collect()
    };
    let mut count = 0;
    for (line, fields) in &rows.rows {
        let value = |column: &String| {
            let own = rows
                .columns
                .iter()
                .position(|known| known == column)
                .map_or("", |index| fields[index].as_str());
            // A position without a word about it is as good as the table.
            match (column.as_str(), own) {
                ("confidence", "") if has_kind(rows, fields) => "high".to_owned(),
                ("rank", "") if has_kind(rows, fields) => "3".to_owned(),
                (_, own) => csv_field(own),
            }
        };
        let text_line: Vec<String> = columns.iter().map(value).collect();
        text.push(&text_line.join(","), &at(table, *line));
        count += 1;
    }
    count
}

fn has_kind(rows: &Rows, fields: &[String]) -> bool {
    rows.columns.iter().position(|known| known == "kind").is_some_and(|index| !fields[index].is_empty())
}

fn events(
    table: &Table,
    rows: &Rows,
    texts: &mut BTreeMap<&str, Appended>,
    findings: &mut Vec<Diagnostic>,
) -> usize {
    let mut statements: Vec<(Location, Vec<String>)> = Vec::new();
    let mut out: Vec<(String, Location)> = Vec::new();
    let mut by_id: BTreeMap<String, Vec<&(usize, Vec<String>)>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let column = |fields: &[String], name: &str| -> String {
        rows.columns
            .iter()
            .position(|known| known == name)
            .map_or_else(String::new, |index| fields[index].clone())
    };
    for row in &rows.rows {
        let id = column(&row.1, "id");
        if id.is_empty() {
            findings.push(
                Diagnostic::new(Severity::Error, "missing-key", "\"id\" is empty").at(at(table, row.0)),
            );
            continue;
        }
        if !by_id.contains_key(&id) {
            order.push(id.clone());
        }
        by_id.entry(id).or_default().push(row);
    }
    for id in &order {
        let of_event = &by_id[id];
        let (first_line, first) = of_event[0];
        let origin = at(table, *first_line);
        let mut line = |text: String, origin: &Location| out.push((text, origin.clone()));
        line(String::new(), &origin);
        line("[[event]]".to_owned(), &origin);
        line(format!("id = {}", quoted(id)), &origin);
        for key in ["date", "kind", "old-style", "note", "certainty", "inferred"] {
            let value = column(first, key);
            if !value.is_empty() {
                line(format!("{key} = {}", quoted(&value)), &origin);
            }
        }
        for (column_name, key) in [("title", "title.en"), ("caption", "caption.en")] {
            let value = column(first, column_name);
            if !value.is_empty() {
                line(format!("{key} = {}", quoted(&value)), &origin);
            }
        }
        let mut supports = Vec::new();
        for (number, (row_line, fields)) in of_event.iter().enumerate() {
            let source = column(fields, "source");
            if source.is_empty() {
                continue;
            }
            let key = if number == 0 { id.clone() } else { format!("{id}-{}", number + 1) };
            let or =
                |text: String, otherwise: &str| if text.is_empty() { otherwise.to_owned() } else { text };
            let title = column(first, "title");
            let statement = or(column(fields, "statement"), &title);
            let role = or(column(fields, "role"), "executed");
            let values = [
                key.clone(),
                source,
                column(fields, "place"),
                column(first, "date"),
                role,
                statement,
                String::new(),
            ];
            statements.push((at(table, *row_line), values.to_vec()));
            supports.push(key);
        }
        if !supports.is_empty() {
            let list: Vec<String> = supports.iter().map(|key| quoted(key)).collect();
            line(format!("supports = [{}]", list.join(", ")), &origin);
        }
        for (row_line, fields) in of_event {
            let origin = at(table, *row_line);
            for key in ["date", "kind", "title"] {
                let (own, whole) = (column(fields, key), column(first, key));
                if !own.is_empty() && own != whole {
                    let message = format!(
                        "event \"{id}\" has the {key} \"{whole}\" on line {first_line}, and \"{own}\" here"
                    );
                    let finding =
                        Diagnostic::new(Severity::Error, "duplicate-id", message).at(origin.clone());
                    findings.push(finding.help("rows of one event agree, or leave the field empty"));
                }
            }
            let units = column(fields, "units");
            if units.is_empty() {
                continue;
            }
            let list = |text: &str| {
                let items: Vec<String> =
                    text.split('|').map(str::trim).filter(|item| !item.is_empty()).map(quoted).collect();
                format!("[{}]", items.join(", "))
            };
            line("  [[event.effect]]".to_owned(), &origin);
            line(format!("  units = {}", list(&units)), &origin);
            for key in ["control", "sovereignty"] {
                let value = column(fields, key);
                if !value.is_empty() {
                    line(format!("  {key} = {}", quoted(&value)), &origin);
                }
            }
            for key in ["claim-start", "claim-end"] {
                let value = column(fields, key);
                if !value.is_empty() {
                    line(format!("  {key} = {}", list(&value)), &origin);
                }
            }
            let status = column(fields, "status");
            if !status.is_empty() {
                // "occupied by france|disputed"; "ordinary" ends what there was.
                let one = |text: &str| match text.split_once(" by ") {
                    Some((kind, by)) => {
                        format!("{{ kind = {}, by = {} }}", quoted(kind.trim()), quoted(by.trim()))
                    }
                    None => quoted(text),
                };
                let items: Vec<String> = status
                    .split('|')
                    .map(str::trim)
                    .filter(|item| !item.is_empty() && *item != "ordinary")
                    .map(one)
                    .collect();
                line(format!("  status = [{}]", items.join(", ")), &origin);
            }
        }
    }
    if let Some(text) = texts.get_mut("events.toml") {
        for (line, origin) in &out {
            text.push(line, origin);
        }
    }
    if let Some(text) = texts.get_mut("attestations.csv")
        && !statements.is_empty()
    {
        let own: Vec<String> = STATEMENTS.iter().map(|name| (*name).to_owned()).collect();
        let columns = header(&text.text, own.clone());
        if text.text.is_empty() {
            text.push(&columns.join(","), &at(table, 1));
        }
        for (origin, values) in &statements {
            let value = |column: &String| {
                own.iter()
                    .position(|known| known == column)
                    .map_or_else(String::new, |index| csv_field(&values[index]))
            };
            let line: Vec<String> = columns.iter().map(value).collect();
            text.push(&line.join(","), origin);
        }
    }
    order.len()
}
