//! What a file of our own export says of itself: title, licence, whom to credit, and for when it is.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::fault::Fault;
use super::json::Cursor;
use super::sqlite::Database;
use super::{InputFormat, Limits, Reading, detect, geopackage, mark};
use crate::diagnostic::is_hidden;

/// What beside a table says what it is: the table's name with this behind it.
pub const BESIDE_TABLE: &str = "-metadata.json";

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Title.
    pub title: String,
    /// Licence.
    pub licence: String,
    /// Whom to credit.
    pub credits: Vec<String>,
    /// What else there is, by short names: `period`, `ends`, `lang` ...
    pub more: BTreeMap<String, String>,
}

/// What a file says of itself, if `marchland export` has written it; `None` for files of others, whatever they say. A file
/// beside a table is given by [`BESIDE_TABLE`] in place of an ending.
pub fn said(file: &Reading<'_>, limits: &Limits) -> Option<Said> {
    let budget = Budget::new(limits);
    let bytes = &file.bytes[mark(file.bytes)..];
    let mut said = match detect::detect(file.name, file.bytes, &budget).ok()?.format {
        InputFormat::GeoJson | InputFormat::TopoJson => of_json(bytes, &budget),
        InputFormat::GeoPackage => of_database(file.bytes, &budget),
        InputFormat::Csv => {
            let beside = file.beside.iter().find(|(ending, _)| ending == BESIDE_TABLE);
            beside.and_then(|(_, bytes)| of_table(&bytes[mark(bytes)..]))
        }
        InputFormat::Shapefile | InputFormat::Kml | InputFormat::FlatGeobuf => None,
    }?;
    let texts = [&mut said.title, &mut said.licence].into_iter().chain(&mut said.credits);
    for text in texts.chain(said.more.values_mut()) {
        *text = text.replace(is_hidden, " ").trim().to_owned();
    }
    said.credits.retain(|credit| !credit.is_empty());
    Some(said)
}

/// Members of the outermost object up to the first that holds shapes: we write these first.
fn of_json(bytes: &[u8], budget: &Budget) -> Option<Said> {
    let mut said = Said::default();
    let mut is_ours = false;
    // The end of it is no mistake here, and whoever reads the shapes tells mistakes.
    let _ = Cursor { bytes, at: 0 }.members(|cursor, name| {
        match name.as_ref() {
            "title" => said.title = cursor.value(budget)?.shown(),
            "license" => said.licence = cursor.value(budget)?.shown(),
            "attribution" if cursor.next() == Some(b'[') => cursor.items(|cursor| {
                said.credits.push(cursor.value(budget)?.shown());
                Ok(())
            })?,
            "marchland" if cursor.next() == Some(b'{') => {
                is_ours = true;
                cursor.members(|cursor, name| {
                    said.more.insert(name.into_owned(), cursor.value(budget)?.shown());
                    Ok(())
                })?;
            }
            "features" | "objects" | "arcs" => return Err(Fault::syntax("shapes")),
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    });
    is_ours.then_some(said)
}

/// Lines of names and values in the metadata of a GeoPackage.
fn of_database(bytes: &[u8], budget: &Budget) -> Option<Said> {
    let database = Database::open(bytes, budget).ok()?;
    let rows = geopackage::rows(&database, "gpkg_metadata", &["metadata"], budget).ok()??;
    let note = rows.into_iter().flatten().find(|text| text.lines().any(|line| line.starts_with(OURS)))?;
    let mut said = Said::default();
    for (name, value) in note.lines().filter_map(|line| line.split_once(": ")) {
        match name {
            "title" => said.title = value.to_owned(),
            "license" => said.licence = value.to_owned(),
            "attribution" => said.credits.push(value.to_owned()),
            _ => {
                if let Some(name) = name.strip_prefix(OURS) {
                    said.more.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }
    Some(said)
}

/// What names of our own begin with.
const OURS: &str = "marchland:";

/// The W3C's metadata of a table.
fn of_table(bytes: &[u8]) -> Option<Said> {
    let json: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let own = |name: &str| json.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let more = json.get("notes")?.get(0)?.as_object()?;
    if !["data", "fields", "ends"].iter().all(|name| more.contains_key(*name)) {
        return None;
    }
    let credits = match json.get("dc:rights") {
        Some(serde_json::Value::Array(list)) => list.iter().map(text).collect(),
        Some(one) => vec![text(one)],
        None => Vec::new(),
    };
    let more = more.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    Some(Said { title: own("dc:title"), licence: own("dc:license"), credits, more })
}
