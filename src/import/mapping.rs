//! Which field of a collection means what.

use std::collections::BTreeMap;

use super::dates::{BadDates, Bce, DateFormat};
use super::entries::cleaned;
use super::fit::ToIs;
use super::presets::Preset;
use crate::dataset::Files;
use crate::dataset::read::report::Report;
use crate::dataset::read::text_file::{Found, TextFile};
use crate::dataset::read::toml::{Document, Table};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::interchange::{ReferenceSystem, Said, Settings, TextEncoding};
use crate::lang::{Lang, Text};

/// What a field can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What a row is a version of.
    Id,
    /// Who holds the land: rows of the same value are one polity.
    Holder,
    /// When the row begins to hold.
    From,
    /// When it ends; [`ToIs`] says whether that day belongs to it.
    To,
    /// The year of the snapshot that the row is of: it is there until the year of the next snapshot.
    YearField,
    /// What it was: independent, colony, occupied ...
    Status,
    /// By its value, that the row is a claim and no holding.
    Claim,
    /// Rows of the same value share a family of colours.
    Colour,
    /// Who says so.
    Source,
    /// What happened, in the words of the collection.
    Change,
    /// The title of the event that began the row: rows that begin on one day with the same title are one event.
    Event,
    /// The larger thing it is part of: land of the part is not disputed by the whole.
    Parent,
    /// Who ruled it: the `id`, holder or name of another row.
    Owner,
    /// How exact its border is: 1 approximate, 2 moderately, 3 exact.
    Precision,
    /// By its value, that the row is a lake and nobody's land.
    Lake,
}

impl Role {
    /// All roles in the spelling of mapping files.
    pub const ALL: [(&'static str, Role); 15] = [
        ("id", Role::Id),
        ("holder", Role::Holder),
        ("from", Role::From),
        ("to", Role::To),
        ("year-field", Role::YearField),
        ("status", Role::Status),
        ("claim", Role::Claim),
        ("colour", Role::Colour),
        ("source", Role::Source),
        ("change", Role::Change),
        ("event", Role::Event),
        ("parent", Role::Parent),
        ("owner", Role::Owner),
        ("precision", Role::Precision),
        ("lake", Role::Lake),
    ];

    /// The word for it.
    pub fn key(self) -> &'static str {
        Role::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// Which fields a role is in: the first that has a value counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Names of fields, the first that has a value counts. `YEAR+MONTH+DAY` is a date in three fields.
    pub names: Vec<String>,
    /// Where a mapping file names them; `None` for the command line and for presets.
    pub place: Option<Location>,
    /// It is an error if the collection has none of them.
    pub required: bool,
}

impl Fields {
    /// Fields that must be there, as a person names them.
    pub fn named(name: impl Into<String>) -> Fields {
        Fields { names: vec![name.into()], place: None, required: true }
    }
}

/// What the fields of a collection mean. What is not said is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// Which fields each role is in.
    pub fields: BTreeMap<Role, Fields>,
    /// Which fields the name in each language is in.
    pub names: BTreeMap<Lang, Fields>,
    /// Which fields the name of who holds the land is in, by language; the value of the field of holders if not said.
    pub holder_names: BTreeMap<Lang, Fields>,
    /// Which fields a name short enough for a label is in, by language.
    pub shorts: BTreeMap<Lang, Fields>,
    /// How the dates are written.
    pub dates: Option<DateFormat>,
    /// How years before our era are counted.
    pub bce: Option<Bce>,
    /// Whether the value of `to` belongs to the span.
    pub to_is: Option<ToIs>,
    /// Values that mean that there is no end.
    pub open: Vec<String>,
    /// What is done with dates that cannot be.
    pub bad_dates: Option<BadDates>,
    /// Values that mean that there is none, in any field.
    pub missing: Vec<String>,
    /// Where the shapes are in a layer of their own: the field of the rows that names a shape, and the field of the
    /// shapes that it names.
    pub shapes: Option<(Fields, Fields)>,
    /// Values of the claim field that mean a claim; none: any value but an empty one, "no", "false" and "0".
    pub claim_values: Vec<String>,
    /// Only rows in which the field has one of the values.
    pub only: Vec<(String, Vec<String>)>,
    /// Each file is the state of the year in its name.
    pub year_of_file: Option<bool>,
    /// What the coordinates and the texts of its files are, where they do not say it or say it wrong.
    pub settings: Settings,
    /// The collection it is for.
    pub preset: Option<Preset>,
    /// What the collection says of itself.
    pub collection: Collection,
    /// What the file says of itself, if it is one of our own exports.
    pub said: Option<Said>,
}

/// What a collection says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// Short name of the set that is made, for file names.
    pub key: String,
    /// Title for maps.
    pub title: Text,
    /// Licence.
    pub licence: String,
    /// Whom to credit.
    pub credits: Vec<String>,
    /// Who made it, in the notation of BibTeX.
    pub author: String,
    /// When it was published.
    pub year: String,
    /// Where it is found.
    pub url: String,
}

impl Mapping {
    /// This one, and what it leaves open by another.
    pub fn over(mut self, base: Mapping) -> Mapping {
        for (role, fields) in base.fields {
            self.fields.entry(role).or_insert(fields);
        }
        if self.names.is_empty() {
            self.names = base.names;
        }
        if self.holder_names.is_empty() {
            self.holder_names = base.holder_names;
        }
        if self.shorts.is_empty() {
            self.shorts = base.shorts;
        }
        self.dates = self.dates.or(base.dates);
        self.bce = self.bce.or(base.bce);
        self.to_is = self.to_is.or(base.to_is);
        self.year_of_file = self.year_of_file.or(base.year_of_file);
        self.preset = self.preset.or(base.preset);
        self.settings = self.settings.over(base.settings);
        self.said = self.said.or(base.said);
        let or = |own: Vec<String>, base: Vec<String>| if own.is_empty() { base } else { own };
        // What is open in a collection stays so.
        self.open.extend(base.open);
        self.bad_dates = self.bad_dates.or(base.bad_dates);
        self.missing = or(self.missing, base.missing);
        self.shapes = self.shapes.or(base.shapes);
        self.claim_values = or(self.claim_values, base.claim_values);
        if self.only.is_empty() {
            self.only = base.only;
        }
        let (own, base) = (self.collection, base.collection);
        let text = |own: String, base: String| if own.is_empty() { base } else { own };
        self.collection = Collection {
            key: text(own.key, base.key),
            title: if own.title.is_empty() { base.title } else { own.title },
            licence: text(own.licence, base.licence),
            credits: if own.credits.is_empty() { base.credits } else { own.credits },
            author: text(own.author, base.author),
            year: text(own.year, base.year),
            url: text(own.url, base.url),
        };
        self
    }

    /// What one of our own exports says of itself.
    pub fn of_export(said: &Said) -> Mapping {
        let more = |name: &str| said.more.get(name).map_or("", String::as_str);
        let of_lang = |(name, title): (&String, &String)| {
            let lang = name.strip_prefix("title_").and_then(Lang::new)?;
            Some((lang, cleaned(title)))
        };
        // The one in the language of the export comes first: where there are several, it is among them.
        let own = (Lang::new(more("lang")).unwrap_or(Lang::EN), cleaned(&said.title));
        let collection = Collection {
            key: more("data").to_owned(),
            title: Text::new([own].into_iter().chain(said.more.iter().filter_map(of_lang))),
            licence: said.licence.clone(),
            credits: said.credits.clone(),
            ..Collection::default()
        };
        let to_is = ToIs::ALL.iter().find(|(key, _)| *key == more("ends")).map(|(_, ends)| *ends);
        Mapping { collection, to_is, ..Mapping::default() }
    }

    /// True if each row is the state of a year, and is held to be true until that of the next.
    pub fn is_snapshots(&self) -> bool {
        self.year_of_file == Some(true) || self.fields.contains_key(&Role::YearField)
    }

    /// Sets the field of a role, unless it is empty.
    pub fn set(&mut self, role: Role, name: Option<&str>) {
        if let Some(name) = name {
            self.fields.insert(role, Fields::named(name));
        }
    }
}

/// Reads a mapping file.
///
/// # Errors
/// Everything wrong with it, each with its line.
pub fn read(name: &str, bytes: &[u8]) -> Result<(Mapping, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut report = Report::default();
    let mapping = read_with(&mut report, name, bytes);
    let found = report.into_found();
    match mapping {
        Some(mapping) if found.iter().all(|finding| finding.severity != Severity::Error) => {
            Ok((mapping, found))
        }
        _ => Err(found),
    }
}

fn read_with(report: &mut Report, name: &str, bytes: &[u8]) -> Option<Mapping> {
    let files = Files::new("").with(name, bytes);
    let file = TextFile::open(report, &files, name)?;
    let document = Document::parse(report, &file);
    let mut root = document.root("the mapping");
    let mut mapping = Mapping::default();
    for (key, role) in Role::ALL {
        let Some(found) = root.texts(report, key) else { continue };
        mapping.fields.extend(fields(report, key, &found).map(|fields| (role, fields)));
    }
    mapping.names = fields_by_lang(report, &mut root, "name");
    mapping.holder_names = fields_by_lang(report, &mut root, "holder-name");
    mapping.shorts = fields_by_lang(report, &mut root, "short");
    let preset = root.text(report, "preset");
    mapping.preset = preset.and_then(|preset| report.choice("preset", preset, &Preset::ALL));
    let dates = root.text(report, "date-format");
    mapping.dates = dates.and_then(|dates| report.choice("date-format", dates, &DateFormat::ALL));
    let bce = root.text(report, "years-bce");
    mapping.bce = bce.and_then(|bce| report.choice("years-bce", bce, &Bce::ALL));
    if let Some(crs) = root.text(report, "crs") {
        match ReferenceSystem::new(crs.value) {
            Ok(system) => mapping.settings.crs = Some(system),
            Err(message) => report.error("unknown-value", crs.spot, message, ""),
        }
    }
    if let Some(encoding) = root.text(report, "encoding") {
        match TextEncoding::new(encoding.value) {
            Ok(encoding) => mapping.settings.encoding = Some(encoding),
            Err(message) => report.error("unknown-value", encoding.spot, message, ""),
        }
    }
    let to_is = root.text(report, "to-is");
    mapping.to_is = to_is.and_then(|to_is| report.choice("to-is", to_is, &ToIs::ALL));
    mapping.open = values(root.texts(report, "open"));
    let bad = root.text(report, "bad-dates");
    mapping.bad_dates = bad.and_then(|bad| report.choice("bad-dates", bad, &BadDates::ALL));
    mapping.missing = values(root.texts(report, "missing"));
    let mut named = |key: &'static str| root.texts(report, key).and_then(|found| fields(report, key, &found));
    mapping.shapes = match (named("shape"), named("shape-id")) {
        (Some(row), shape) => {
            let shape = shape.unwrap_or_else(|| row.clone());
            Some((row, shape))
        }
        (None, _) => None,
    };
    mapping.claim_values = values(root.texts(report, "claim-values"));
    mapping.year_of_file = root.has("year-of-file").then(|| root.flag(report, "year-of-file"));
    for (field, wanted) in root.texts_by_key(report, "only", "") {
        mapping.only.push((field.value.to_owned(), values(Some(wanted))));
    }
    let collection = &mut mapping.collection;
    collection.key = root.text_or_empty(report, "key");
    collection.title = root.lang_text(report, "title");
    collection.licence = root.text_or_empty(report, "licence");
    collection.credits = values(root.texts(report, "credit"));
    collection.author = root.text_or_empty(report, "author");
    collection.year = root.text_or_empty(report, "year");
    collection.url = root.text_or_empty(report, "url");
    let no_field = mapping.fields.is_empty() && mapping.names.is_empty() && mapping.preset.is_none();
    // Title and credit alone are worth a mapping too: the fields may be plain.
    if no_field
        && mapping.year_of_file.is_none()
        && mapping.settings == Settings::default()
        && mapping.collection == Collection::default()
    {
        let help = "name a field under \"name\", \"from\" or another role, or a \"preset\"";
        report.error("empty", file.spot(0), "the mapping names no field", help);
    }
    root.finish(report);
    Some(mapping)
}

/// The fields under a key that has one of its own for each language; alone they are English.
fn fields_by_lang(report: &mut Report, root: &mut Table<'_>, key: &'static str) -> BTreeMap<Lang, Fields> {
    let mut out = BTreeMap::new();
    for (code, found) in root.texts_by_key(report, key, "en") {
        match Lang::new(code.value) {
            Some(lang) => out.extend(fields(report, key, &found).map(|fields| (lang, fields))),
            None => {
                let message = format!("\"{}\" is not a language", code.value);
                let help = "languages are two letters, such as en, az, hy, ru, tr";
                report.error("unknown-key", code.spot, message, help);
            }
        }
    }
    out
}

fn fields(report: &mut Report, key: &str, found: &[Found<'_, &str>]) -> Option<Fields> {
    if let Some(empty) = found.iter().find(|name| name.value.trim().is_empty()) {
        report.error("missing-key", empty.spot, format!("\"{key}\" names no field"), "");
    }
    let first = found.first()?;
    let names = found.iter().map(|name| name.value.to_owned()).collect();
    Some(Fields { names, place: Some(first.spot.location()), required: true })
}

fn values(found: Option<Vec<Found<'_, &str>>>) -> Vec<String> {
    found.unwrap_or_default().iter().map(|value| value.value.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_mapping() {
        let text = "preset = \"ahcb\"\nid = \"ID\"\nname.en = [\"FULL_NAME\", \"NAME\"]\nname.ru = \"NAME_RU\"\nfrom = \"START\"\n\
                    to = \"END\"\nto-is = \"inclusive\"\ndate-format = \"yyyymmdd\"\nopen = [\"9\"]\nonly.LEVEL = [\"2\", \"4\"]\n\
                    title.en = \"Counties\"\nlicence = \"CC0\"\n";
        let (mapping, found) = read("mapping.toml", text.as_bytes()).expect("it reads");
        assert_eq!(found, []);
        assert_eq!(mapping.fields[&Role::Id].names, ["ID"]);
        assert_eq!(mapping.names[&Lang::EN].names, ["FULL_NAME", "NAME"]);
        assert_eq!(mapping.to_is, Some(ToIs::Inclusive));
        assert_eq!(mapping.only, [("LEVEL".to_owned(), vec!["2".to_owned(), "4".to_owned()])]);
        assert_eq!(mapping.collection.title.get(Lang::EN), "Counties");
        // A name without a language is English.
        let (plain, _) = read("m.toml", b"name = \"NAME\"\n").expect("it reads");
        assert_eq!(plain.names[&Lang::EN].names, ["NAME"]);
        let (told, _) = read("m.toml", b"title.en = \"A\"\ncredit = \"B\"\n").expect("it reads");
        assert_eq!(told.collection.credits, ["B"]);
        let nothing = read("m.toml", b"to-is = \"inclusive\"\n").expect_err("no field");
        assert!(nothing[0].to_string().contains("names no field"), "{}", nothing[0]);
    }

    #[test]
    fn all_mistakes_at_once() {
        let text = "presett = \"ahcb\"\nfrom = 7\nto-is = \"inclusiv\"\ndate-format = \"iso8601\"\nname.english = \"X\"\nid = \"\"\n";
        let found: Vec<String> =
            read("m.toml", text.as_bytes()).expect_err("mistakes").iter().map(ToString::to_string).collect();
        let expected = [
            "m.toml:1:1: unknown key \"presett\" in the mapping; nearest is \"preset\"",
            "m.toml:3:10: unknown to-is \"inclusiv\"; nearest is \"inclusive\"",
            "m.toml:4:16: unknown date-format \"iso8601\"; allowed: auto, iso, yyyymmdd, year, decimal-year, edtf, day-first, month-first",
            "m.toml:5:6: \"english\" is not a language; languages are two letters, such as en, az, hy, ru, tr",
            "m.toml:6:7: \"id\" names no field",
        ];
        assert_eq!(found, expected);
    }
}
