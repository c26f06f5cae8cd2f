//! Rows of layers to dated entries, as a mapping reads them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::date_fields::{self, Side};
use super::dates::{self, BadDates, Bce, DateFormat, When};
use super::exported::{Exported, Told};
use super::fit::{FitReport, ToIs};
use super::languages;
use super::long_edges;
use super::mapping::{Collection, Fields, Mapping, Role};
use super::presets::Preset;
use super::spans::{self, Finest, NoDays, Settings, Written};
use crate::diagnostic::{Diagnostic, Location, Severity, nearest};
use crate::geometry::Polygon;
use crate::interchange::{Feature, Layer, Shape, Value};
use crate::lang::{Lang, Text};
use crate::time::{Day, FuzzyDate};

/// A layer with the file it came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file, as the user would name it.
    pub file: String,
    /// The layer.
    pub layer: Layer,
}

/// A dated polygon.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is a version of, as the collection writes it.
    pub id: String,
    /// The same, apart from ids of another kind: one that stands in for what is missing begins with its field.
    pub thing: String,
    /// Its name; empty if it has none.
    pub name: Text,
    /// The name of who holds it; its own where nothing says otherwise.
    pub holder_name: Text,
    /// A name of the holder short enough for a label; empty where the name is.
    pub short: Text,
    /// Who holds it: entries of one holder are one polity. Empty where the collection says that nobody is known.
    pub holder: String,
    /// It is land of a holder and not itself one: its id and its name are those of the land.
    pub is_land: bool,
    /// The first day of it; `None` if it was there before the collection begins.
    pub from: Option<Day>,
    /// The first day after it; `None` if it is there when the collection ends.
    pub until: Option<Day>,
    /// The first day on which it may have ended, where its end is only known to the year or the month: what begins from
    /// then on takes its land.
    pub ends_in: Option<Day>,
    /// The beginning as the collection doubts it.
    pub from_doubt: Option<FuzzyDate>,
    /// The end as the collection doubts it.
    pub until_doubt: Option<FuzzyDate>,
    /// The dates are years: a year counts from its first day.
    pub by_year: bool,
    /// What it was, in the words of the collection.
    pub status: String,
    /// It is a claim, not a holding; land that no other row covers it holds all the same.
    pub claim: bool,
    /// It is a claim and holds nothing, whatever else is there.
    pub claim_only: bool,
    /// What entries of one family of colours share; empty for nothing.
    pub colour: String,
    /// Who says so, in the words of the collection.
    pub source: String,
    /// What happened, in the words of the collection.
    pub change: String,
    /// The title of the event that began it; empty for none.
    pub event: String,
    /// The larger thing it is part of; empty for none.
    pub parent: String,
    /// Who ruled it; empty for itself.
    pub owner: String,
    /// Its border is only approximate.
    pub approximate: bool,
    /// Where it stands in its file.
    pub place: Location,
    /// Its number in its file, from 1.
    pub number: usize,
    /// The numbers of further rows that are the same but for their land, which is part of it.
    pub more: Vec<usize>,
    /// Its shape.
    pub polygons: Vec<Polygon>,
}

impl Entry {
    /// What people call it: its name, else its id.
    pub fn shown(&self) -> String {
        let name = self.name.get(Lang::EN);
        let shown = if name.is_empty() { cleaned(&self.id) } else { name.to_owned() };
        if shown.is_empty() { format!("row {}", self.number) } else { shown }
    }

    /// True if it is there on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// True if the two are there on some common day, for certain.
    pub fn meets(&self, other: &Entry) -> bool {
        let end = |entry: &Entry| entry.ends_in.or(entry.until);
        let before =
            |a: &Entry, b: &Entry| matches!((end(a), b.from), (Some(until), Some(from)) if until <= from);
        !before(self, other) && !before(other, self)
    }
}

/// The entries of a collection.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// In the order of the files.
    pub entries: Vec<Entry>,
    /// How the ends fit.
    pub fit: FitReport,
    /// Everything to say about the rows; entries are complete only if none is an error.
    pub findings: Vec<Diagnostic>,
    /// The mapping as it was used: with the collection that was recognised, and fields that were guessed.
    pub mapping: Mapping,
    /// The ends that were taken, if any row has one.
    pub to_is: Option<ToIs>,
    /// Rows that are water: nobody's land, drawn over it.
    pub lakes: Vec<Lake>,
}

/// A lake of a collection.
#[derive(Clone, Debug)]
pub struct Lake {
    /// Its name; empty if it has none.
    pub name: Text,
    /// Its shape.
    pub polygons: Vec<Polygon>,
}

/// Reads all rows. What is owned of the sources has no shapes any more then: to copy many takes a while. If it is to be
/// strict, a row whose dates cannot be is an error.
pub fn entries(given: &mut Cow<'_, [Source]>, asked: &Mapping, strict: bool) -> Entries {
    let mut reader = Reader { findings: Vec::new(), many: BTreeMap::new(), bad: Vec::new() };
    let mapping = reader.complete(given, asked);
    let mut joined = reader.with_shapes(given, &mapping);
    let sources: &[Source] = joined.as_deref().unwrap_or(given);
    let most: usize = sources.iter().map(|source| source.layer.features.len()).sum();
    let mut rows: Vec<Row> = Vec::with_capacity(most);
    let years = if mapping.year_of_file == Some(true) { reader.years(sources) } else { BTreeMap::new() };
    let levels = reader.levels(sources, &mapping);
    let mut lakes = Vec::new();
    let exported = Exported::of(sources, mapping.said.as_ref());
    reader.findings.extend(exported.iter().flat_map(Exported::findings));
    let is_refused = reader.missing(sources, &mapping);
    let (mut taken, mut lacking) = (0, 0);
    let filled = sources.iter().filter(|source| !source.layer.features.is_empty()).count();
    // What is refused need not be told of each layer too.
    let is_alone = filled < 2 || is_refused;
    for (index, source) in sources.iter().enumerate() {
        if mapping.year_of_file == Some(true) && !years.contains_key(&index) {
            continue;
        }
        let is_passed = |feature: &Feature| {
            exported.as_ref().is_some_and(|exported| exported.taken(index, feature).is_none())
        };
        if exported.is_some() && source.layer.features.iter().all(is_passed) {
            continue;
        }
        let Some(columns) = reader.columns(source, &mapping, is_alone) else {
            lacking += 1;
            continue;
        };
        taken += 1;
        let outside: Vec<Option<[f64; 2]>> = source.layer.features.par_iter().map(not_in_degrees).collect();
        for (number, (feature, outside)) in source.layer.features.iter().zip(outside).enumerate() {
            let place = Location {
                file: source.file.clone(),
                line: feature.line.unwrap_or(feature.number).max(1),
                column: usize::from(feature.line.is_some()),
            };
            let values = Values { columns: &columns, values: &feature.values };
            let told = match exported.as_ref().map(|exported| exported.taken(index, feature)) {
                Some(None) => continue,
                Some(Some(told)) => told,
                None => None,
            };
            if !values.wanted()
                || levels
                    .as_ref()
                    .is_some_and(|(field, level)| values.of_layer(&source.layer, field) != *level)
            {
                continue;
            }
            let Shape::Polygons(polygons) = &feature.shape else {
                let what = match feature.shape {
                    Shape::None => "no shape",
                    Shape::Points(_) => "points, not polygons",
                    _ => "lines, not polygons",
                };
                reader.often("no-area", &place, format!("has {what}, and is left out"));
                continue;
            };
            if let Some(position) = outside {
                reader.outside(position, place);
                continue;
            }
            if values.of(Role::Lake).eq_ignore_ascii_case("lake") {
                lakes.push(Lake { name: values.name(), polygons: polygons.clone() });
                continue;
            }
            if let Some(why) = reader.is_left_out(&source.layer, &values, &mapping) {
                reader.often("left-out", &place, why.to_owned());
                continue;
            }
            // Our own exports say where they know of nobody.
            let is_nobodys =
                told.is_some() && values.of_layer(&source.layer, "known").eq_ignore_ascii_case("false");
            let about = About { values: &values, is_nobodys, is_claim: told == Some(Told::Claims) };
            let of_feature = reader.row(feature.number, place, &about);
            rows.extend(of_feature.into_iter().map(|row| Row { feature: number, ..row }));
        }
        if let Some((year, next)) = years.get(&index) {
            for row in rows.iter_mut().filter(|row| row.source.is_none()) {
                row.from = Some(year.clone());
                row.next = Some(*next);
            }
        }
        for row in rows.iter_mut().filter(|row| row.source.is_none()) {
            row.source = Some(index);
        }
    }
    let dated = rows.len();
    let settings = settings(sources, asked, &mapping, strict);
    let Reader { findings, bad, .. } = &mut reader;
    rows = spans::read(rows, &settings, findings, bad);
    if settings.of_snapshots {
        snapshots(&mut rows);
    }
    let finest = Finest::of(&rows);
    let fit =
        FitReport::of(rows.iter().map(|row| (row.entry.thing.as_str(), row.from.as_ref(), row.to.as_ref())));
    let has_ends = rows.iter().any(|row| row.to.is_some());
    let to_is = has_ends.then_some(mapping.to_is).flatten();
    if has_ends {
        reader.check_ends(&fit, &mapping);
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(rows.len());
    let mut of: Vec<[usize; 2]> = Vec::with_capacity(rows.len());
    for row in rows {
        let place = [row.source.unwrap_or(0), row.feature];
        let ends = (to_is.unwrap_or(ToIs::Inclusive), asked.to_is.is_some(), finest);
        if let Some(entry) = reader.dated(row, ends) {
            entries.push(entry);
            of.push(place);
        }
    }
    reader.judge_bad(dated, settings.bad);
    if mapping.preset == Some(Preset::HistoricalBasemaps) {
        without_shared_shorts(&mut entries);
    }
    match (&mut joined, given) {
        (Some(sources), _) | (None, Cow::Owned(sources)) => {
            // Spans of one thing follow each other.
            let is_last = |i: usize| of.get(i + 1) != Some(&of[i]);
            let taken: Vec<Vec<Polygon>> = of
                .iter()
                .enumerate()
                .map(|(i, [source, feature])| match &mut sources[*source].layer.features[*feature].shape {
                    Shape::Polygons(polygons) if is_last(i) => std::mem::take(polygons),
                    Shape::Polygons(polygons) => polygons.clone(),
                    _ => Vec::new(),
                })
                .collect();
            entries.iter_mut().zip(taken).for_each(|(entry, polygons)| entry.polygons = polygons);
        }
        (None, Cow::Borrowed(sources)) => {
            entries.par_iter_mut().zip(&of).for_each(|(entry, [source, feature])| {
                if let Shape::Polygons(polygons) = &sources[*source].layer.features[*feature].shape {
                    entry.polygons = polygons.clone();
                }
            });
        }
    }
    reader.findings.extend(long_edges::within_the_map(&mut entries, &mut lakes));
    if entries.is_empty() && reader.findings.iter().all(|finding| finding.severity != Severity::Error) {
        let (message, help) = match (0 < most, mapping.only.is_empty()) {
            (true, _) if taken == 0 && 0 < lacking => {
                ("no layer has all of the fields that are named", "the notes above say what each has not")
            }
            (false, _) => ("there is no row", "polygons with fields are wanted"),
            (true, true) => {
                ("no row has a shape that can be drawn", "polygons are wanted, not points or lines")
            }
            (true, false) => {
                ("no row is left that can be drawn", "look at the values of --rows, or \"only\" in a mapping")
            }
        };
        reader.findings.push(Diagnostic::new(Severity::Error, "empty", message).help(help));
    }
    reader.repeated(&entries);
    name_holders(&mut entries, &mapping);
    let entries = joined_rows(entries);
    let findings = reader.finish();
    Entries { entries, fit, findings, mapping, to_is, lakes }
}

/// A row whose dates are not yet turned into days.
pub(super) struct Row {
    /// Without polygons.
    pub entry: Entry,
    /// The feature with its polygons: its position in its layer.
    feature: usize,
    /// Its dates as they are written.
    pub written: [Written; 2],
    /// Its dates as they are read.
    pub from: Option<When>,
    pub to: Option<When>,
    /// The first day of the next snapshot, where the rows are snapshots; `Some(None)` in the last.
    next: Option<Option<Day>>,
    source: Option<usize>,
}

struct Reader {
    findings: Vec<Diagnostic>,
    /// What many rows have in common: how often, and where first.
    many: BTreeMap<(&'static str, String), (usize, Location)>,
    /// What is said of rows that are left out because their dates cannot be, and how many each is of.
    bad: Vec<(Diagnostic, usize)>,
}

/// Which columns of a layer the roles are in.
struct Columns<'a> {
    roles: BTreeMap<Role, Vec<Column>>,
    /// Of the columns of the id what ids of each begin with, to be known from those of the field that is meant.
    kinds: Vec<String>,
    names: BTreeMap<Lang, Vec<Column>>,
    holder_names: BTreeMap<Lang, Vec<Column>>,
    shorts: BTreeMap<Lang, Vec<Column>>,
    only: Vec<(Option<Column>, Vec<String>)>,
    mapping: &'a Mapping,
}

/// One column, or several that are year, month and day of one date.
type Column = Vec<usize>;

/// A row as it is read.
struct About<'a> {
    values: &'a Values<'a>,
    /// It says that nobody is known to hold its land.
    is_nobodys: bool,
    /// It is a claim and nothing else, whatever its fields say.
    is_claim: bool,
}

struct Values<'a> {
    columns: &'a Columns<'a>,
    values: &'a [Value],
}

impl Values<'_> {
    fn first(&self, columns: &[Column]) -> String {
        columns.iter().map(|column| self.one(column)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The value of a column; empty for one that means that there is none.
    fn one(&self, column: &Column) -> String {
        let missing = &self.columns.mapping.missing;
        let value = |at: &usize| {
            let text = self.values.get(*at).map(Value::shown).unwrap_or_default();
            let is_missing = missing.iter().any(|one| dates::same_value(one, &text));
            if is_missing { String::new() } else { text }
        };
        let [first, rest @ ..] = column.as_slice() else { return String::new() };
        let mut out = value(first);
        for at in rest {
            // What is not known of a date is 0 or nothing: a year without a month is a year.
            let part = value(at);
            match part.parse::<f64>() {
                Ok(part) if 0.0 < part && !out.is_empty() => out.push_str(&format!("-{part:02.0}")),
                _ => break,
            }
        }
        out
    }

    fn of(&self, role: Role) -> String {
        self.columns.roles.get(&role).map_or_else(String::new, |columns| self.first(columns))
    }

    /// The id, and the same apart from ids of another kind; empty if there is none.
    fn id(&self) -> (String, String) {
        let columns = self.columns.roles.get(&Role::Id).map_or(&[][..], Vec::as_slice);
        let mut ids = columns.iter().zip(&self.columns.kinds).map(|(column, kind)| (kind, self.one(column)));
        let found = ids.find(|(_, id)| !id.is_empty());
        found.map_or_else(Default::default, |(kind, id)| (id.clone(), format!("{kind}{id}")))
    }

    /// The date of a role.
    fn written(&self, role: Role) -> Written {
        let text = self.of(role);
        let columns = self.columns.roles.get(&role).map_or(&[][..], Vec::as_slice);
        let is_number = |column: &Column| {
            let value = column.first().and_then(|at| self.values.get(*at));
            column.len() == 1 && matches!(value, Some(Value::Integer(_) | Value::Number(_)))
        };
        let column = columns.iter().find(|column| !self.one(column).is_empty());
        Written { is_number: column.is_some_and(is_number), text }
    }

    fn of_layer(&self, layer: &Layer, field: &str) -> String {
        layer.field(field).and_then(|at| self.values.get(at)).map(Value::shown).unwrap_or_default()
    }

    fn wanted(&self) -> bool {
        self.columns.only.iter().all(|(column, wanted)| {
            let value = column.as_ref().map(|column| self.one(column)).unwrap_or_default();
            wanted.iter().any(|one| dates::same_value(one, &value))
        })
    }

    fn name(&self) -> Text {
        self.text(&self.columns.names)
    }

    fn text(&self, fields: &BTreeMap<Lang, Vec<Column>>) -> Text {
        // Cliopatria puts the names of composite polities in brackets.
        let bare = self.columns.mapping.preset == Some(Preset::Cliopatria);
        let name = |columns: &[Column]| {
            let name = cleaned(&self.first(columns));
            if bare { name.replace(['(', ')'], "") } else { name }
        };
        Text::new(fields.iter().map(|(lang, columns)| (*lang, name(columns))))
    }

    /// Empty where the name is short enough in all languages.
    fn short(&self, name: &Text) -> Text {
        let short = |(lang, columns): (&Lang, &Vec<Column>)| (*lang, cleaned(&self.first(columns)));
        let short = Text::new(self.columns.shorts.iter().map(short));
        let is_same = short.iter().all(|(lang, short)| name.exact(lang) == Some(short));
        if is_same { Text::default() } else { short }
    }

    fn is_claim(&self) -> bool {
        let value = self.of(Role::Claim);
        let claims = &self.columns.mapping.claim_values;
        if claims.is_empty() {
            return !matches!(value.to_lowercase().as_str(), "" | "no" | "false" | "0");
        }
        claims.iter().any(|claim| claim.eq_ignore_ascii_case(&value))
    }
}

/// What the value of the field of holders begins with, to be known from an id of a row.
const HOLDER: &str = "holder ";

/// Whether a source is KML, packed or not.
fn is_kml(source: &Source) -> bool {
    let ending = source.file.rsplit('.').next().unwrap_or("");
    ending.eq_ignore_ascii_case("kml") || ending.eq_ignore_ascii_case("kmz")
}

/// Takes away short names that are the name of another row, or short for several: its colonies have that of a power. So it
/// does with what a narrow column has cut off.
fn without_shared_shorts(entries: &mut [Entry]) {
    let mut long: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let both = |entry: &Entry| [&entry.name, &entry.short].map(|text| text.get(Lang::EN).to_owned());
    for [name, short] in entries.iter().map(both) {
        long.entry(name.clone()).or_default().insert(name.clone());
        long.entry(short).or_default().insert(name);
    }
    for entry in entries {
        let [name, short] = both(entry);
        if !short.is_empty()
            && (name.len() <= short.len()
                || is_cut_off(&short, &name)
                || long.get(&short).is_some_and(|all| 1 < all.len()))
        {
            entry.short = Text::default();
        }
    }
}

/// Whether a short name ends in the middle of a word of the name: `Belgian Cong`, `ManchuEmpire`.
fn is_cut_off(short: &str, name: &str) -> bool {
    let run_together = |text: &str| text.split_whitespace().collect::<String>();
    let last = short.split_whitespace().next_back().unwrap_or_default();
    let is_part = |word: &str| word.len() > last.len() && word.starts_with(last);
    run_together(name).starts_with(&run_together(short))
        || 3 < last.len() && name.split_whitespace().any(is_part)
}

/// How the dates of the rows are to be read.
fn settings<'a>(sources: &[Source], asked: &'a Mapping, mapping: &'a Mapping, strict: bool) -> Settings<'a> {
    let of_snapshots = mapping.fields.contains_key(&Role::YearField);
    let name = |role: Role| {
        let names = mapping.fields.get(&role).map_or(&[][..], |fields| fields.names.as_slice());
        let is_there = |name: &&String| sources.iter().any(|source| field(&source.layer, name).is_some());
        names.iter().find(is_there).or(names.first()).cloned().unwrap_or_else(|| role.key().to_owned())
    };
    let usual = mapping.preset.zip(mapping.bce.filter(|_| asked.bce.is_none()));
    Settings {
        format: mapping.dates.unwrap_or_default(),
        asked: asked.bce,
        usual: usual.map(|(preset, bce)| (bce, preset.title())),
        is_iso: !sources.is_empty() && sources.iter().all(is_kml)
            || [Some(DateFormat::Edtf), Some(DateFormat::Iso)].contains(&mapping.dates),
        open: &mapping.open,
        asked_open: &asked.open,
        bad: if strict { BadDates::Refuse } else { mapping.bad_dates.unwrap_or_default() },
        names: [name(if of_snapshots { Role::YearField } else { Role::From }), name(Role::To)],
        of_snapshots,
    }
}

/// Makes each row be there until the year of the next snapshot.
fn snapshots(rows: &mut [Row]) {
    let all: BTreeSet<Day> = rows.iter().filter_map(|row| row.from.as_ref()).map(|when| when.first).collect();
    for row in rows {
        row.to = None;
        row.next = row.from.as_ref().map(|when| all.range(when.first.next()..).next().copied());
    }
}

/// A text on one line, without characters that steer a terminal or a drawing.
pub fn cleaned(text: &str) -> String {
    // Marks of direction would turn what follows around.
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String = text.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Reader {
    /// The mapping over that of its collection, which is recognised if it is not named; a name field is guessed if none
    /// is given. What was recognised or guessed is told.
    fn complete(&mut self, sources: &[Source], mapping: &Mapping) -> Mapping {
        let given = mapping.preset;
        let recognised = sources.iter().find_map(|source| Preset::recognise(&source.layer));
        // Whoever names dates herself has a collection of her own.
        let own = mapping.fields.contains_key(&Role::From) || mapping.fields.contains_key(&Role::To);
        let preset = given.or(recognised.filter(|_| !own));
        let mut mapping = mapping.clone();
        if let Some(preset) = preset {
            if given.is_none() {
                let message = format!(
                    "the fields are those of {}: read with --preset {}",
                    preset.title(),
                    preset.key()
                );
                self.findings.push(Diagnostic::new(Severity::Note, "recognised", message));
            }
            let mut base = preset.mapping();
            // In the fields of a collection, and not of it.
            if mapping.said.is_some() {
                base.collection = Collection::default();
            }
            mapping = mapping.over(base);
        }
        if let Some(said) = &mapping.said {
            let said = Mapping::of_export(said);
            mapping = mapping.over(said);
        }
        let layers = || sources.iter().map(|source| &source.layer);
        if mapping.names.is_empty() {
            let holder = mapping.fields.get(&Role::Holder).or(mapping.fields.get(&Role::Id));
            match (languages::guessed(layers()), holder) {
                (Some((lang, guess)), _) => {
                    let fields = Fields { names: vec![guess.clone()], place: None, required: false };
                    mapping.names.insert(lang, fields);
                    let message =
                        format!("the names are taken from the field \"{guess}\"; --name-field takes another");
                    self.findings.push(Diagnostic::new(Severity::Note, "guessed", message));
                }
                (None, Some(holder)) => {
                    mapping.names.insert(Lang::EN, Fields { required: false, ..holder.clone() });
                }
                (None, None) if layers().all(|layer| layer.features.is_empty()) => {}
                (None, None) => {
                    let known = listed(&field_names(sources));
                    let message = format!("no field looks like a name; the fields are {known}");
                    self.findings.push(
                        Diagnostic::new(Severity::Warning, "guessed", message)
                            .help("name one with --name-field"),
                    );
                }
            }
        }
        // Names in other languages, as OpenStreetMap, Natural Earth and others spell them.
        languages::complete(&mut mapping.names, layers());
        // The field of the holder may be one of several too.
        if mapping.holder_names.is_empty()
            && let Some(holder) = mapping.fields.get(&Role::Holder)
        {
            let (_, lang) = languages::parted(&holder.names[0]);
            let own = Fields { required: false, ..holder.clone() };
            let mut all = BTreeMap::from([(lang.unwrap_or(Lang::EN), own)]);
            languages::complete(&mut all, layers());
            if 1 < all.len() {
                mapping.holder_names = all;
            }
        }
        let is_dated = |mapping: &Mapping| {
            [Role::From, Role::To, Role::YearField].iter().any(|role| mapping.fields.contains_key(role))
        };
        // In KML the format itself says what a time is.
        if !is_dated(&mapping) && mapping.year_of_file.is_none() && sources.iter().all(is_kml) {
            for (role, field) in [(Role::From, "begin"), (Role::To, "end")] {
                if layers().any(|layer| layer.field(field).is_some()) {
                    mapping.fields.insert(role, Fields { required: false, ..Fields::named(field) });
                }
            }
            if is_dated(&mapping) {
                mapping.to_is = mapping.to_is.or(Some(ToIs::Inclusive));
                let message = "rows hold from \"begin\" to the last day of \"end\", the times of KML; --from-field, --to-field and --to-is say otherwise";
                self.findings.push(Diagnostic::new(Severity::Note, "guessed", message));
            }
        }
        let dated = is_dated(&mapping);
        let used: BTreeSet<String> = mapping
            .fields
            .values()
            .chain(mapping.names.values())
            .flat_map(|fields| &fields.names)
            .flat_map(|name| name.split('+').map(|part| part.trim().to_owned()).chain([name.clone()]))
            .collect();
        let has = |role: Role| mapping.fields.contains_key(&role);
        if !dated && mapping.year_of_file.is_none() {
            self.findings.extend(date_fields::all_unused(layers(), &used));
        } else if mapping.preset.is_none() && has(Role::From) != has(Role::To) && !has(Role::YearField) {
            let missing = if has(Role::From) { Side::End } else { Side::Begin };
            self.findings.extend(date_fields::other_end(layers(), &used, missing));
        }
        mapping
    }

    /// Reports fields that no layer has, and says whether there are any. Beside the layer that is meant, a file may have
    /// others.
    fn missing(&mut self, sources: &[Source], mapping: &Mapping) -> bool {
        let found = self.findings.len();
        let lacks =
            |fields: &Fields| fields.required && !sources.iter().any(|source| is_in(&source.layer, fields));
        let of_rows =
            mapping.only.iter().map(|(field, _)| ("the choice of rows", Fields::named(field.as_str())));
        let named = mapping.fields.iter().map(|(role, fields)| (role.key(), fields.clone()));
        let names = mapping.names.values().map(|fields| ("name", fields.clone()));
        for (what, fields) in named.chain(names).chain(of_rows).filter(|(_, fields)| lacks(fields)) {
            let wanted = fields.names.first().map_or("", String::as_str);
            let names = field_names(sources);
            let help = match nearest(wanted, names.iter().copied()) {
                Some(near) => format!("nearest is \"{near}\"; the fields are {}", listed(&names)),
                None => format!("the fields are {}", listed(&names)),
            };
            let has = match sources {
                [] => "there is no".to_owned(),
                [one] => format!("{} has no", one.file),
                [first, rest @ ..] if rest.iter().all(|source| source.file == first.file) => {
                    format!("none of the {} layers of {} has a", sources.len(), first.file)
                }
                _ => format!("none of the {} layers has a", sources.len()),
            };
            let message = format!("{has} field \"{wanted}\" for {what}");
            let mut finding = Diagnostic::new(Severity::Error, "unknown-field", message).help(help);
            finding.place = fields.place.clone();
            self.findings.push(finding);
        }
        found < self.findings.len()
    }

    /// Where each role is found in a layer; `None` for a layer beside others that cannot say whose land it is, or when,
    /// which is told.
    fn columns<'a>(&mut self, source: &Source, mapping: &'a Mapping, is_alone: bool) -> Option<Columns<'a>> {
        let layer = &source.layer;
        let column = |name: &String| -> Option<Column> {
            match field(layer, name) {
                Some(at) => Some(vec![at]),
                None if name.contains('+') => name.split('+').map(|part| field(layer, part.trim())).collect(),
                None => None,
            }
        };
        let find = |fields: &Fields| -> Vec<Column> { fields.names.iter().filter_map(column).collect() };
        let roles: BTreeMap<Role, Vec<Column>> =
            mapping.fields.iter().map(|(role, fields)| (*role, find(fields))).collect();
        let names: BTreeMap<Lang, Vec<Column>> =
            mapping.names.iter().map(|(lang, fields)| (*lang, find(fields))).collect();
        let shorts = mapping.shorts.iter().map(|(lang, fields)| (*lang, find(fields))).collect();
        let holder_names = mapping.holder_names.iter().map(|(lang, fields)| (*lang, find(fields))).collect();
        let kinds = mapping.fields.get(&Role::Id).map_or(&[][..], |fields| &fields.names).iter().enumerate();
        let kinds = kinds.filter(|(_, name)| column(name).is_some());
        let kinds =
            kinds.map(|(at, name)| if at == 0 { String::new() } else { format!("{name} ") }).collect();
        let only: Vec<(Option<Column>, Vec<String>)> = mapping
            .only
            .iter()
            .map(|(field, values)| (find(&Fields::named(field.as_str())).into_iter().next(), values.clone()))
            .collect();
        let lacking = |fields: &Fields| fields.required && find(fields).is_empty();
        let first = |fields: &Fields| fields.names.first().cloned().unwrap_or_default();
        let roles_of = |needed: bool| {
            let is_needed = |role: &Role| [Role::Id, Role::Holder, Role::From, Role::To].contains(role);
            let of = move |(role, _): &(&Role, &Fields)| is_needed(role) == needed;
            mapping
                .fields
                .iter()
                .filter(of)
                .filter(|(_, fields)| lacking(fields))
                .map(|(_, fields)| first(fields))
        };
        let mut needed: Vec<String> = roles_of(true).collect();
        needed.extend(mapping.names.values().filter(|fields| lacking(fields)).map(first));
        let of_rows = mapping.only.iter().zip(&only).filter(|(_, (column, _))| column.is_none());
        needed.extend(of_rows.map(|((field, _), _)| field.clone()));
        let who_is_it =
            [Role::Id, Role::Holder].iter().filter_map(|role| roles.get(role)).chain(names.values());
        let is_nameless = who_is_it.clone().all(|columns| columns.is_empty()) && who_is_it.count() != 0;
        if !is_alone && (is_nameless || !needed.is_empty()) {
            let why = match needed.as_slice() {
                [] => "has no field with a name or an id".to_owned(),
                some => {
                    format!("has no field {}", listed(&some.iter().map(String::as_str).collect::<Vec<_>>()))
                }
            };
            self.left_out_layer(source, &why);
            return None;
        }
        let rest: Vec<String> = roles_of(false).collect();
        if !is_alone && !rest.is_empty() {
            let names = listed(&rest.iter().map(String::as_str).collect::<Vec<_>>());
            let message =
                format!("the layer \"{}\" has no field {names}: its rows have none", cleaned(&layer.name));
            let place = Location { file: source.file.clone(), line: 1, column: 1 };
            self.findings.push(Diagnostic::new(Severity::Note, "layer", message).at(place));
        }
        Some(Columns { roles, kinds, names, holder_names, shorts, only, mapping })
    }

    /// Tells that a layer is passed over, if it had anything to say.
    fn left_out_layer(&mut self, source: &Source, why: &str) {
        let rows = match source.layer.features.len() {
            0 => return,
            1 => "its row is".to_owned(),
            count => format!("its {count} rows are"),
        };
        let name = cleaned(&source.layer.name);
        let message = format!("the layer \"{name}\" {why}: {rows} left out");
        let place = Location { file: source.file.clone(), line: 1, column: 1 };
        self.findings.push(Diagnostic::new(Severity::Note, "layer", message).at(place));
    }

    /// Why the map of the collection itself leaves a row out, unless rows were chosen by hand.
    fn is_left_out(&self, layer: &Layer, values: &Values<'_>, mapping: &Mapping) -> Option<&'static str> {
        let chosen = |names: &[&str]| mapping.only.iter().any(|(field, _)| names.contains(&field.as_str()));
        let value = |field: &str| values.of_layer(layer, field);
        match mapping.preset? {
            Preset::Cliopatria if !chosen(&["MemberOf", "Components"]) && !value("MemberOf").is_empty() => {
                Some(
                    "is part of a larger polity, and is left out; --rows Components= takes the parts instead",
                )
            }
            Preset::Thenmap
                if !chosen(&["version", "versionset"])
                    && !value("versionset").is_empty()
                    && !matches!(value("version").as_str(), "" | "0" | "1") =>
            {
                Some("is another view of the same land, and is left out; --rows version=2 takes it")
            }
            _ => None,
        }
    }

    /// Rows whose shapes are in a layer of their own, with their shapes; `None` if there are no such layers. Of several
    /// layers with the same shapes the most detailed one counts.
    fn with_shapes(&mut self, sources: &[Source], mapping: &Mapping) -> Option<Vec<Source>> {
        let (row_field, shape_field) = mapping.shapes.as_ref()?;
        let find = |layer: &Layer, fields: &Fields| fields.names.iter().find_map(|name| layer.field(name));
        let has_shape = |source: &Source| {
            source.layer.features.iter().any(|feature| !matches!(feature.shape, Shape::None))
        };
        let is_table = |source: &&Source| !has_shape(source) && find(&source.layer, row_field).is_some();
        let tables: Vec<&Source> = sources.iter().filter(is_table).collect();
        let mut with: Vec<(&Source, usize)> = sources
            .iter()
            .filter(|source| has_shape(source))
            .filter_map(|source| Some((source, find(&source.layer, shape_field)?)))
            .collect();
        if tables.is_empty() {
            return None;
        }
        if with.is_empty() {
            let message = format!(
                "{} has no shapes, and no other file has polygons with the field \"{}\"",
                tables[0].file,
                shape_field.names.join("\" or \"")
            );
            let help = "give the table and the file of its shapes together, or the folder they are in";
            self.findings.push(Diagnostic::new(Severity::Error, "no-shapes", message).help(help));
            return None;
        }
        let vertices = |source: &Source| -> usize {
            let count = |feature: &crate::interchange::Feature| match &feature.shape {
                Shape::Polygons(polygons) => polygons.iter().flatten().map(Vec::len).sum(),
                _ => 0,
            };
            source.layer.features.iter().map(count).sum()
        };
        with.sort_by_key(|(source, _)| std::cmp::Reverse(vertices(source)));
        if 1 < with.len() {
            let message = format!(
                "the shapes are those of {}, the most detailed of {} files",
                with[0].0.file,
                with.len()
            );
            self.findings.push(Diagnostic::new(Severity::Note, "shapes", message));
        }
        let (shapes, key) = with[0];
        // Several shapes of one id are all its land.
        let mut by_id: BTreeMap<String, Vec<&Shape>> = BTreeMap::new();
        for feature in &shapes.layer.features {
            let id = feature.values.get(key).map(Value::shown).unwrap_or_default();
            if !id.is_empty() {
                by_id.entry(id).or_default().push(&feature.shape);
            }
        }
        let mut joined = Vec::with_capacity(tables.len());
        for table in tables {
            let mut table = table.clone();
            let Some(column) = find(&table.layer, row_field) else { continue };
            for feature in &mut table.layer.features {
                let id = feature.values.get(column).map(Value::shown).unwrap_or_default();
                match by_id.get(&id) {
                    Some(shapes) => feature.shape = joined_shape(shapes),
                    None => {
                        let place = Location {
                            file: table.file.clone(),
                            line: feature.line.unwrap_or(feature.number).max(1),
                            column: usize::from(feature.line.is_some()),
                        };
                        self.often("no-shape", &place, format!("names a shape that {} has not", shapes.file));
                    }
                }
            }
            joined.push(table);
        }
        Some(joined)
    }

    /// Collections of several levels of administration: the topmost alone, unless rows are chosen.
    fn levels(&mut self, sources: &[Source], mapping: &Mapping) -> Option<(String, String)> {
        const FIELD: &str = "admin_level";
        if mapping.preset != Some(Preset::Ohm) || mapping.only.iter().any(|(field, _)| field == FIELD) {
            return None;
        }
        let mut levels: BTreeSet<(i64, String)> = BTreeSet::new();
        for source in sources {
            let Some(column) = source.layer.field(FIELD) else { continue };
            for feature in &source.layer.features {
                let value = feature.values.get(column).map(Value::shown).unwrap_or_default();
                if let (Shape::Polygons(_), Ok(level)) = (&feature.shape, value.parse::<i64>()) {
                    levels.insert((level, value));
                }
            }
        }
        let (_, lowest) = levels.first()?.clone();
        if 1 < levels.len() {
            let all: Vec<&str> = levels.iter().map(|(_, level)| level.as_str()).collect();
            let message = format!("rows of {FIELD} {lowest} are taken, of {}", all.join(", "));
            let help = "--rows admin_level=4 takes another";
            self.findings.push(Diagnostic::new(Severity::Note, "levels", message).help(help));
        }
        Some((FIELD.to_owned(), lowest))
    }

    /// The year of each file by its name, and the first day of the next one.
    fn years(&mut self, sources: &[Source]) -> BTreeMap<usize, (When, Option<Day>)> {
        let mut years: BTreeMap<usize, When> = BTreeMap::new();
        for (index, source) in sources.iter().enumerate() {
            match year_in_name(&source.file) {
                Some(Some(when)) => {
                    years.insert(index, when);
                }
                Some(None) => {
                    let message = format!("{}: its year is before -9999, and it is left out", source.file);
                    self.findings.push(Diagnostic::new(Severity::Warning, "year-of-file", message));
                }
                None => {
                    let message = format!("{}: its name has no year", source.file);
                    let help = "names such as world_1914.geojson, world_bc500.geojson have one";
                    self.findings.push(Diagnostic::new(Severity::Error, "year-of-file", message).help(help));
                }
            }
        }
        let all: BTreeSet<Day> = years.values().map(|when| when.first).collect();
        years
            .into_iter()
            .map(|(index, when)| {
                let next = all.range(when.first.next()..).next().copied();
                (index, (when, next))
            })
            .collect()
    }

    fn row(
        &mut self,
        number: usize,
        place: Location,
        &About { values, is_nobodys, is_claim }: &About<'_>,
    ) -> Vec<Row> {
        let name = values.name();
        let (mut id, mut thing) = values.id();
        if id.is_empty() {
            id = name.get(Lang::EN).to_owned();
            // A name that is like the id of another does not make it that other.
            let kind = if values.columns.kinds.is_empty() || id.is_empty() { "" } else { "name " };
            thing = format!("{kind}{id}");
        }
        // Land of nobody in a layer of holders has no name of its own.
        let name = if is_nobodys && values.of(Role::Holder).is_empty() { Text::default() } else { name };
        let is_named = !name.is_empty() || is_nobodys;
        // An id without a name is shown as it is.
        let name = if is_named { name } else { Text::english(cleaned(&id)) };
        let given = values.of(Role::Holder);
        let is_land = !given.is_empty() && given != id;
        let said = if is_nobodys { String::new() } else { given };
        let holder = match said.as_str() {
            _ if is_nobodys => String::new(),
            "" => thing.clone(),
            // In our own exports there is one kind of ids for holders.
            said if values.columns.mapping.preset == Some(Preset::Marchland) => said.to_owned(),
            said => format!("{HOLDER}{said}"),
        };
        if holder.is_empty() && !is_nobodys {
            self.often("unnamed", &place, "has no name and no id: its holder is not known".to_owned());
        }
        let holder_name = match values.text(&values.columns.holder_names) {
            named if !named.is_empty() => named,
            _ if said.is_empty() => name.clone(),
            _ => Text::english(cleaned(&said)),
        };
        // Of land that is another's the short name says nothing of the other.
        let short = match values.columns.holder_names.is_empty() && is_land {
            true => Text::default(),
            false => values.short(&holder_name),
        };
        let claim = is_claim || values.is_claim();
        let (from, to) = match values.columns.roles.contains_key(&Role::YearField) {
            true => (values.written(Role::YearField), Written::default()),
            false => (values.written(Role::From), values.written(Role::To)),
        };
        let is_object = |written: &Written| {
            written.text.starts_with(['{', '['])
                && serde_json::from_str::<serde_json::Value>(&written.text).is_ok()
        };
        // A thing that is there in several spans is not there between them: each is a row.
        let written: Vec<[Written; 2]> = if is_object(&from) || is_object(&to) {
            let object = if is_object(&from) { &from } else { &to };
            let text = |text: String| Written { text, is_number: false };
            timespans(&object.text).into_iter().map(|(from, to)| [text(from), text(to)]).collect()
        } else {
            vec![[from, to]]
        };
        let precision = values.of(Role::Precision);
        let entry = Entry {
            holder,
            from: None,
            until: None,
            ends_in: None,
            from_doubt: None,
            until_doubt: None,
            by_year: false,
            status: values.of(Role::Status).to_lowercase(),
            claim,
            claim_only: is_claim,
            colour: values.of(Role::Colour),
            source: cleaned(&values.of(Role::Source)),
            change: cleaned(&values.of(Role::Change)),
            event: cleaned(&values.of(Role::Event)),
            parent: values.of(Role::Parent),
            owner: values.of(Role::Owner),
            approximate: matches!(precision.to_lowercase().as_str(), "1" | "yes" | "approximate" | "true"),
            polygons: Vec::new(),
            id,
            thing,
            short,
            name,
            holder_name,
            is_land,
            place,
            number,
            more: Vec::new(),
        };
        let row = |written: [Written; 2]| Row {
            entry: entry.clone(),
            feature: 0,
            written,
            from: None,
            to: None,
            next: None,
            source: None,
        };
        written.into_iter().map(row).collect()
    }

    /// Says if the ends are not declared, or if the data obey other ones.
    fn check_ends(&mut self, fit: &FitReport, mapping: &Mapping) {
        // A message is one line: those of the table are notes below it.
        let table = fit.to_text();
        let table = table.lines().map(|line| Diagnostic::new(Severity::Note, "to-is", line));
        match (mapping.to_is, fit.verdict()) {
            (None, verdict) => {
                let way = match verdict {
                    Some(to_is) => format!("--to-is {} says what these data obey", to_is.key()),
                    None => "--to-is inclusive or --to-is exclusive says it".to_owned(),
                };
                let message = format!(
                    "whether the end of a span belongs to it is not said; {way}, or \"to-is\" in a mapping"
                );
                self.findings.push(Diagnostic::new(Severity::Error, "to-is", message));
                self.findings.extend(table);
            }
            (Some(said), None) if 0 < fit.inclusive + fit.exclusive => {
                let message = format!(
                    "the ends are taken as {}, and the data do not agree with themselves: a day too many or too few \
                     at each step of the other kind",
                    said.key()
                );
                self.findings.push(Diagnostic::new(Severity::Warning, "to-is", message));
                self.findings.extend(table);
            }
            (Some(said), Some(obeyed)) if said != obeyed => {
                let message = format!(
                    "the ends are taken as {}, and the data obey {}; --to-is {} if that is wrong",
                    said.key(),
                    obeyed.key(),
                    obeyed.key()
                );
                self.findings.push(Diagnostic::new(Severity::Warning, "to-is", message));
                self.findings.extend(table);
            }
            _ => {}
        }
    }

    /// A row with its days. With the ends come whether somebody said so, and how fine the dates of all rows are.
    fn dated(&mut self, row: Row, (to_is, is_asked, finest): (ToIs, bool, Finest)) -> Option<Entry> {
        let label = spans::label(&row);
        let Row { mut entry, written, from, to, next, .. } = row;
        match spans::days(from.as_ref(), to.as_ref(), to_is, is_asked, finest) {
            Ok(days) => {
                (entry.from, entry.until, entry.ends_in) = (days.from, days.until, days.ends_in);
            }
            Err(why) => {
                let [from, to] = written.map(|written| cleaned(&written.text));
                let (message, help) = match why {
                    // A span of no days is what an exclusive end on the day of the beginning makes.
                    NoDays::Empty => (
                        format!(
                            "{label} begins and ends on {from}: with exclusive ends that is no day at all, and it is left out"
                        ),
                        String::new(),
                    ),
                    NoDays::Backwards => (
                        format!(
                            "{label} begins on \"{from}\", and ends on \"{to}\" before that; it is left out"
                        ),
                        format!("if the end means that there is none, --open {to}"),
                    ),
                };
                let rule = if why == NoDays::Empty { "no-days" } else { "bad-date" };
                let mut finding = Diagnostic::new(Severity::Warning, rule, message).at(entry.place);
                finding.help = Some(help).filter(|help| !help.is_empty());
                match why {
                    NoDays::Empty => self.findings.push(finding),
                    NoDays::Backwards => self.bad.push((finding, 1)),
                }
                return None;
            }
        }
        // Of a date in doubt the last day counts; where that is after the end, the doubt says nothing.
        entry.from_doubt =
            from.and_then(|when| when.doubtful).filter(|doubt| Some(doubt.latest()) == entry.from);
        entry.until_doubt = to.and_then(|when| when.doubtful);
        if let Some(next) = next {
            entry.by_year = true;
            entry.until = next;
        }
        Some(entry)
    }

    /// Rows whose dates cannot be are left out, unless they are to be refused, or are so many that the columns must be
    /// other ones or be written otherwise.
    fn judge_bad(&mut self, rows: usize, bad: BadDates) {
        let mut told = std::mem::take(&mut self.bad);
        let lost: usize = told.iter().map(|(_, rows)| rows).sum();
        let most = rows < 2 * lost;
        if most || bad == BadDates::Refuse {
            told.iter_mut().for_each(|(finding, _)| finding.severity = Severity::Error);
        }
        self.findings.extend(told.into_iter().map(|(finding, _)| finding));
        if most && 1 < rows {
            let message = format!("{lost} of {rows} rows have dates that cannot be");
            let help = "look at the fields that are named for them, and at --dates";
            self.findings.push(Diagnostic::new(Severity::Error, "bad-dates", message).help(help));
        } else if bad == BadDates::Refuse && 0 < lost {
            let message = match lost {
                1 => "a row would have to be left out for its dates".to_owned(),
                count => format!("{count} rows would have to be left out for their dates"),
            };
            let help = "without --strict, or --bad-dates refuse, this is done";
            self.findings.push(Diagnostic::new(Severity::Error, "bad-dates", message).help(help));
        }
    }

    /// Says which rows are the same as one before: they change nothing, and are mostly a slip.
    fn repeated(&mut self, entries: &[Entry]) {
        let mut known: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            let size: usize = entry.polygons.iter().flatten().map(Vec::len).sum();
            let alike = known.entry((&entry.holder, entry.from, entry.until, size)).or_default();
            // Rows without names are many, and each is compared with few.
            if alike.iter().take(16).any(|other| other.polygons == entry.polygons) {
                self.often("repeated", &entry.place, "is the same as one before it".to_owned());
            }
            alike.push(entry);
        }
    }

    fn outside(&mut self, [lon, lat]: [f64; 2], place: Location) {
        let help =
            "positions are longitude, latitude in degrees, WGS84; ogr2ogr -t_srs EPSG:4326 makes them so";
        let message = format!("position [{lon}, {lat}] is not in degrees");
        self.findings.push(Diagnostic::new(Severity::Error, "position", message).at(place).help(help));
    }

    fn often(&mut self, rule: &'static str, place: &Location, what: String) {
        self.many.entry((rule, what)).or_insert_with(|| (0, place.clone())).0 += 1;
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        for ((rule, what), (count, place)) in self.many {
            let message = match count {
                1 => format!("the row {what}"),
                _ => format!("{count} rows are like this one, which {what}"),
            };
            self.findings.push(Diagnostic::new(Severity::Warning, rule, message).at(place));
        }
        // Thousands of the same mistake say no more than the first.
        const SHOWN: usize = 50;
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut more: BTreeMap<&'static str, usize> = BTreeMap::new();
        self.findings.retain(|finding| {
            let count = counts.entry(finding.rule).or_default();
            *count += 1;
            if SHOWN < *count {
                *more.entry(finding.rule).or_default() += 1;
            }
            *count <= SHOWN
        });
        for (rule, count) in more {
            self.findings.push(Diagnostic::new(Severity::Note, rule, format!("{count} more like these")));
        }
        self.findings
    }
}

/// The field of a name, also by the ten letters that a Shapefile leaves of it.
pub fn field(layer: &Layer, name: &str) -> Option<usize> {
    layer.field(name).or_else(|| {
        name.get(..10).filter(|short| short.len() < name.len()).and_then(|short| layer.field(short))
    })
}

/// Rows without a holder of their own that another row names as its holder are that holder; and a holder whose rows
/// know it only by a code has the name of its rows, where they have but one at a time.
fn name_holders(entries: &mut [Entry], mapping: &Mapping) {
    if !mapping.fields.contains_key(&Role::Holder) {
        return;
    }
    let named: BTreeSet<String> =
        entries.iter().filter(|entry| entry.is_land).map(|entry| entry.holder.clone()).collect();
    for entry in entries.iter_mut().filter(|entry| !entry.holder.starts_with(HOLDER)) {
        let as_holder = format!("{HOLDER}{}", entry.name.get(Lang::EN));
        if !entry.holder.is_empty() && named.contains(&as_holder) {
            entry.holder = as_holder;
        }
    }
    let is_code = |holder: &str| {
        let said = holder.strip_prefix(HOLDER).unwrap_or(holder);
        let bare = said.strip_prefix(['Q', 'q']).unwrap_or(said);
        said.contains("://") || !bare.chars().any(char::is_alphabetic)
    };
    if !mapping.holder_names.is_empty() || !named.iter().all(|holder| is_code(holder)) {
        return;
    }
    let mut rows_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.holder.is_empty()) {
        rows_of.entry(entry.holder.clone()).or_default().push(index);
    }
    for rows in rows_of.into_values() {
        let mut in_order = rows.clone();
        in_order.sort_by_key(|row| entries[*row].from);
        // A row that begins while one of another name is there. The last end of each name is enough to know.
        let mut ends: BTreeMap<&str, Option<Day>> = BTreeMap::new();
        let mut clash = false;
        for entry in in_order.iter().map(|row| &entries[*row]) {
            let name = entry.name.get(Lang::EN);
            let goes_on =
                |until: &Option<Day>| until.is_none_or(|until| entry.from.is_none_or(|from| from < until));
            clash = clash || ends.iter().any(|(other, until)| *other != name && goes_on(until));
            if clash {
                break;
            }
            let end = ends.entry(name).or_insert(entry.until);
            *end = end.zip(entry.until).map(|(a, b)| a.max(b));
        }
        for row in rows.into_iter().filter(|_| !clash) {
            entries[row].holder_name = entries[row].name.clone();
        }
    }
}

/// Rows of one thing and one time that are the same but for their land as one row with all of it.
fn joined_rows(entries: Vec<Entry>) -> Vec<Entry> {
    let mut first: BTreeMap<(String, Option<Day>, Option<Day>), Vec<usize>> = BTreeMap::new();
    let mut joined: Vec<Entry> = Vec::with_capacity(entries.len());
    for mut entry in entries {
        let alike = |other: &Entry| {
            let texts = |entry: &Entry| {
                [&entry.holder, &entry.status, &entry.colour, &entry.source, &entry.change, &entry.event]
                    .map(String::clone)
            };
            let rest = |entry: &Entry| {
                (
                    (entry.claim, entry.approximate, entry.place.file.clone()),
                    (entry.parent.clone(), entry.owner.clone()),
                    (entry.from_doubt.clone(), entry.until_doubt.clone()),
                )
            };
            (&other.name, &other.holder_name) == (&entry.name, &entry.holder_name)
                && texts(other) == texts(&entry)
                && rest(other) == rest(&entry)
        };
        let same = first.entry((entry.thing.clone(), entry.from, entry.until)).or_default();
        // What has no id is not known to be one thing; and of those that differ few are compared.
        let is_known = !entry.thing.is_empty();
        match same.iter().take(16).find(|other| is_known && alike(&joined[**other])) {
            Some(other) => {
                let other = &mut joined[*other];
                // One given twice is told, and is there once.
                if !entry.polygons.iter().all(|polygon| other.polygons.contains(polygon)) {
                    other.polygons.append(&mut entry.polygons);
                }
                other.more.push(entry.number);
            }
            None => {
                same.push(joined.len());
                joined.push(entry);
            }
        }
    }
    joined
}

fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 30;
    let more = names.len().saturating_sub(SHOWN);
    let names = names.iter().take(SHOWN).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    if 0 < more {
        format!("{names} and {more} more")
    } else if names.is_empty() {
        "none".to_owned()
    } else {
        names
    }
}

/// Shapes as one. What is no land counts only where nothing is.
fn joined_shape(shapes: &[&Shape]) -> Shape {
    if let [one] = shapes {
        return (*one).clone();
    }
    let polygons = shapes.iter().filter_map(|shape| match shape {
        Shape::Polygons(polygons) => Some(polygons.iter().cloned()),
        _ => None,
    });
    let polygons: Vec<Polygon> = polygons.flatten().collect();
    match shapes.first() {
        Some(first) if polygons.is_empty() => (*first).clone(),
        _ => Shape::Polygons(polygons),
    }
}

/// The fields of all layers, each once.
fn field_names(sources: &[Source]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let all = sources.iter().flat_map(|source| &source.layer.fields);
    names.extend(all.map(|field| field.name.as_str()).filter(|name| known.insert(name)));
    names
}

/// Whether a layer has one of the fields.
fn is_in(layer: &Layer, fields: &Fields) -> bool {
    fields.names.iter().any(|name| {
        field(layer, name).is_some()
            || (name.contains('+') && name.split('+').all(|part| field(layer, part.trim()).is_some()))
    })
}

/// The first position of a row's polygons that cannot be one in degrees.
fn not_in_degrees(feature: &Feature) -> Option<[f64; 2]> {
    let Shape::Polygons(polygons) = &feature.shape else { return None };
    // Shapes across the meridian of 180 degrees may go on beyond it: they are cut there.
    let is_fine = |[lon, lat]: &[f64; 2]| lon.abs() <= 360.0 && lat.abs() <= 90.0;
    polygons.iter().flatten().flatten().find(|at| !is_fine(at)).copied()
}

/// Start and end of each timespan of a `when` of Linked Places, as texts; one span without either if it has none.
fn timespans(json: &str) -> Vec<(String, String)> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(json) else { return Vec::new() };
    let spans = match &value {
        serde_json::Value::Array(spans) => spans.clone(),
        object => object.get("timespans").and_then(|spans| spans.as_array()).cloned().unwrap_or_default(),
    };
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let side = |span: &serde_json::Value, side: &str, keys: [&str; 3]| -> String {
        let Some(end) = span.get(side) else { return String::new() };
        // Earliest and latest together are an interval of doubt.
        match (end.get("earliest"), end.get("latest"), end.get("in")) {
            (Some(earliest), Some(latest), None) => format!("{}/{}", text(earliest), text(latest)),
            _ if end.is_object() => keys.iter().find_map(|key| end.get(*key)).map(text).unwrap_or_default(),
            _ => text(end),
        }
    };
    let both = |span: &serde_json::Value| {
        (side(span, "start", ["in", "earliest", "latest"]), side(span, "end", ["in", "latest", "earliest"]))
    };
    if spans.is_empty() { vec![Default::default()] } else { spans.iter().map(both).collect() }
}

/// The year in the name of a file; `Some(None)` if it is before the first that can be named.
fn year_in_name(file: &str) -> Option<Option<When>> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let bytes = stem.as_bytes();
    let end = bytes.iter().rposition(u8::is_ascii_digit)? + 1;
    let start = bytes[..end].iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |at| at + 1);
    let digits = &stem[start..end];
    let before = stem[..start].trim_end_matches(['_', '-', ' ']);
    let bce = before.ends_with("bc")
        || before.ends_with("bce")
        || stem[end..].trim_start_matches(['_', '-', ' ']).starts_with("bc");
    let year = if bce { format!("-{digits}") } else { digits.to_owned() };
    match dates::read(&year, DateFormat::Year, Bce::Historical, &[]) {
        Ok(Some(when)) => Some(Some(when)),
        _ if bce => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_names() {
        for (file, expected) in [
            ("geojson/world_1914.geojson", "1914-01-01"),
            ("world_bc500.geojson", "-0499-01-01"),
            ("1938.json", "1938-01-01"),
            ("europe-44-bc.geojson", "-0043-01-01"),
            ("world_bc123000.geojson", "too early"),
            ("world.geojson", "none"),
        ] {
            let year = match year_in_name(file) {
                Some(Some(when)) => when.first.to_string(),
                Some(None) => "too early".to_owned(),
                None => "none".to_owned(),
            };
            assert_eq!(year, expected, "{file}");
        }
    }

    #[test]
    fn short_names_that_are_cut_off() {
        for (short, name, expected) in [
            ("Belgian Cong", "Belgian Congo", true),
            ("Br Somalilan", "British Somaliland", true),
            ("ManchuEmpire", "Manchu Empire", true),
            ("Papua N Guin", "Papua New Guinea", true),
            ("Fr W Africa", "French West Africa", false),
            ("USSR", "Union of Soviet Socialist Republics", false),
            ("Neth Indies", "Dutch East Indies", false),
        ] {
            assert_eq!(is_cut_off(short, name), expected, "{short}");
        }
    }

    #[test]
    fn timespans_of_linked_places() {
        let when = r#"{"timespans":[{"start":{"in":"1850"},"end":{"in":"1861"}},{"start":{"earliest":"1840","latest":"1845"}}]}"#;
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(timespans(when), [pair("1850", "1861"), pair("1840/1845", "")]);
        assert_eq!(
            timespans(r#"{"timespans":[{"start":"1850","end":{"in":1861}}]}"#),
            [pair("1850", "1861")]
        );
        assert_eq!(timespans(r#"{"periods":[]}"#), [pair("", "")]);
    }
}
