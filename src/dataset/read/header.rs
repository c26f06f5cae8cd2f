//! `dataset.toml`: what the set is, and its groups of units.

use super::names::Known;
use super::report::Report;
use super::toml::Table;
use crate::dataset::UnitGroup;
use crate::diagnostic::Location;
use crate::lang::{Lang, Text};
use crate::time::Day;

/// What the set says of itself.
pub(super) struct Header {
    pub key: String,
    pub title: Text,
    pub period: (Day, Day),
    pub extent: [f64; 4],
    /// Where the extent stands, if it does.
    pub extent_at: Option<Location>,
    pub languages: Vec<Lang>,
    pub licence: String,
    pub credits: Vec<String>,
    pub parallels: Option<[f64; 2]>,
    pub locator_extent: Option<[f64; 4]>,
}

impl Default for Header {
    fn default() -> Header {
        Header {
            key: String::new(),
            title: Text::default(),
            period: (Day::MIN, Day::MAX),
            extent: [-180.0, -90.0, 180.0, 90.0],
            extent_at: None,
            languages: Vec::new(),
            licence: String::new(),
            credits: Vec::new(),
            parallels: None,
            locator_extent: None,
        }
    }
}

/// Reads everything but the groups.
pub(super) fn read(report: &mut Report, root: &mut Table<'_>) -> Header {
    let id = root.required_text(report, "id");
    id.into_iter().for_each(|id| report.file_part(id));
    let mut header = Header {
        key: id.map_or_else(String::new, |id| id.value.to_owned()),
        title: root.required_lang_text(report, "title"),
        licence: root.text_or_empty(report, "licence"),
        ..Header::default()
    };
    if let Some(text) = root.required_text(report, "period")
        && let Some(period) = report.date(text)
    {
        header.period = (period.earliest(), period.latest());
    }
    match area(report, root, "extent") {
        Some((extent, place)) => {
            header.extent = extent;
            header.extent_at = Some(place);
        }
        None if !root.has("extent") => root.missing(report, "extent"),
        None => {}
    }
    header.locator_extent = area(report, root, "locator-extent").map(|(extent, _)| extent);
    for code in root.texts(report, "languages").unwrap_or_default() {
        match Lang::new(code.value) {
            Some(lang) => header.languages.push(lang),
            None => {
                let message = format!("\"{}\" is not a language", code.value);
                report.error("unknown-value", code.spot, message, "languages are two letters, such as en");
            }
        }
    }
    if header.languages.is_empty() {
        header.languages.push(Lang::EN);
    }
    let credits = root.texts(report, "credits").unwrap_or_default();
    header.credits = credits.iter().map(|credit| credit.value.to_owned()).collect();
    header.parallels = root.numbers::<2>(report, "parallels").map(|found| found.value);
    header
}

/// An area in degrees (west, south, east, north), and where it stands.
fn area(report: &mut Report, root: &mut Table<'_>, key: &'static str) -> Option<([f64; 4], Location)> {
    let found = root.numbers::<4>(report, key)?;
    let [west, south, east, north] = found.value;
    // East of the date line longitudes go on: 190 is 170 degrees west.
    let degrees = west.abs() <= 180.0
        && (-180.0..=west + 360.0).contains(&east)
        && south.abs() <= 90.0
        && north.abs() <= 90.0;
    if degrees && west < east && south < north {
        return Some((found.value, found.spot.into()));
    }
    let message = format!("the {} {:?} is not an area", key.replace('-', " "), found.value);
    let help = "write west, south, east, north in degrees; across the date line, the east as more than 180";
    report.error("unknown-value", found.spot, message, help);
    None
}

/// Reads the groups, after the units are known, and reports keys nobody asked for.
pub(super) fn read_groups(report: &mut Report, mut root: Table<'_>, known: &mut Known) -> Vec<UnitGroup> {
    let mut groups = Vec::new();
    for mut table in root.tables(report, "group").unwrap_or_default() {
        let key = table.required_text(report, "id");
        let name = table.required_lang_text(report, "name");
        let label = table.lang_text(report, "label");
        let selectors = table.texts(report, "units").unwrap_or_default();
        let units = known.select(report, &selectors);
        if selectors.is_empty() {
            table.missing(report, "units");
        }
        table.finish(report);
        let Some(key) = key else { continue };
        if known.groups.insert(key.value.to_owned(), units.clone()).is_some() {
            let message = format!("group \"{}\" is there already", key.value);
            report.error("duplicate-id", key.spot, message, "every id stands once");
        }
        groups.push(UnitGroup { key: key.value.to_owned(), name, label, units });
    }
    root.finish(report);
    groups
}
