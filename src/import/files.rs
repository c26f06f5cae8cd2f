//! The files of a data set, from a history.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::clean::{Cell, Composite, Repair};
use super::colours;
use super::entries::{Entries, Entry, Source, cleaned};
use super::history::{Change, History, Holder, Named, Outcome, Sure, inner_point};
use super::mapping::Collection;
use super::names::Keys;
use crate::dataset::{Certainty, Unit};
use crate::geometry::{Polygon, Ring};
use crate::interchange::csv_field;
use crate::lang::{Lang, Text};

/// What is drawn where the collection has nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Land of others.
    Land,
    /// Sea.
    Sea,
}

impl Outside {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Outside); 2] = [("land", Outside::Land), ("sea", Outside::Sea)];
}

/// The files in the order in which a person reads them, and the units.
pub struct Made {
    /// Name and contents.
    pub files: Vec<(String, String)>,
    /// The units, as `units.geojson` has them, but without their polygons.
    pub units: Vec<Unit>,
    /// The cell of each.
    pub cells: Vec<usize>,
}

/// All that the files are made of.
pub struct Parts<'a> {
    /// What the collection says of itself; key, title and author are filled.
    pub collection: &'a Collection,
    /// Its files.
    pub sources: &'a [Source],
    /// Its rows.
    pub entries: &'a Entries,
    /// Its cells.
    pub composite: &'a Composite,
    /// Its history.
    pub history: &'a History,
    /// What lies outside.
    pub outside: Option<Outside>,
}

/// Makes them.
pub fn make(parts: &Parts<'_>) -> Made {
    let extent = extent(parts.composite);
    let outside =
        parts.outside.unwrap_or(if 180.0 < extent[2] - extent[0] { Outside::Sea } else { Outside::Land });
    let told = || {
        let unit_keys = unit_keys(parts);
        let (cells, units) = units(parts, &unit_keys, outside).into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        let rows = row_keys(parts.entries);
        let mut groups = Groups::new(parts, &units, &unit_keys);
        let events = events(parts, &unit_keys, &rows, &mut groups);
        let header = header(parts, extent, &groups);
        (unit_keys, cells, units, header, events, attestations(parts, &rows))
    };
    let (polities, told) = rayon::join(|| polities(parts), told);
    let (unit_keys, cells, units, header, events, attestations) = told;
    let mut files = vec![
        ("dataset.toml".to_owned(), header),
        ("polities.toml".to_owned(), polities),
        ("events.toml".to_owned(), events),
        ("attestations.csv".to_owned(), attestations),
        ("sources.bib".to_owned(), bibliography(parts)),
    ];
    if let Some(text) = boundaries(parts, &units, &unit_keys) {
        files.push(("boundaries.toml".to_owned(), text));
    }
    if outside == Outside::Sea || !parts.entries.lakes.is_empty() {
        files.push(("context.geojson".to_owned(), context(parts, extent, outside)));
    }
    Made { files, units, cells }
}

/// The units as GeoJSON, one on each line.
pub fn units_geojson(units: &[Unit]) -> String {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (index, unit) in units.iter().enumerate() {
        let mut properties = serde_json::Map::new();
        properties.insert("id".to_owned(), unit.key.clone().into());
        for (lang, name) in unit.name.iter() {
            let key = if lang == Lang::EN { "name".to_owned() } else { format!("name:{lang}") };
            properties.insert(key, name.into());
        }
        properties.insert("basis".to_owned(), unit.basis.clone().into());
        properties.insert("certainty".to_owned(), unit.certainty.key().into());
        properties.insert("rank".to_owned(), unit.rank.into());
        let properties = serde_json::Value::Object(properties);
        let _ = write!(out, "{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":");
        multipolygon(&mut out, &unit.polygons);
        out.push_str(if index + 1 == units.len() { "}\n" } else { "},\n" });
    }
    out.push_str("]}\n");
    out
}

fn multipolygon(out: &mut String, polygons: &[Vec<Vec<[f64; 2]>>]) {
    out.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (i, polygon) in polygons.iter().enumerate() {
        out.push_str(if i == 0 { "[" } else { ",[" });
        for (j, ring) in polygon.iter().enumerate() {
            out.push_str(if j == 0 { "[" } else { ",[" });
            for (k, [lon, lat]) in ring.iter().enumerate() {
                if k != 0 {
                    out.push(',');
                }
                // The shortest digits that read back the same: positions lie on the grid of 1e-7 degrees.
                let _ = write!(out, "[{lon},{lat}]");
            }
            out.push(']');
        }
        out.push(']');
    }
    out.push_str("]}");
}

/// A text in the quotes of TOML.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", letter as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn lang_text(out: &mut String, key: &str, text: &Text) {
    // English is what others fall back to, and must be there.
    if text.exact(Lang::EN).is_none() {
        let _ = writeln!(out, "{key}.en = {}", quoted(text.get(Lang::EN)));
    }
    for (lang, wording) in text.iter() {
        let _ = writeln!(out, "{key}.{lang} = {}", quoted(wording));
    }
}

/// A short name, if there is one. Where it has no English one, the English name is.
fn short_text(out: &mut String, short: &Text, name: &Text) {
    if short.is_empty() {
        return;
    }
    let english = short.exact(Lang::EN).unwrap_or(name.get(Lang::EN));
    let all = short.iter().map(|(lang, text)| (lang, text.to_owned()));
    lang_text(out, "short", &Text::new(all.chain([(Lang::EN, english.to_owned())])));
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().map(|item| quoted(&item)).collect::<Vec<_>>().join(", "))
}

fn extent(composite: &Composite) -> [f64; 4] {
    // Land on both sides of the meridian of 180 degrees, and nothing over a sixth of the globe: it is no world map.
    const EMPTY: f64 = 60.0;
    let polygons = composite.cells.iter().flat_map(|cell| &cell.polygons);
    let [west, south, east, north] =
        crate::dataset::surroundings(polygons, EMPTY).unwrap_or([180.0, 90.0, -180.0, -90.0]);
    let whole = if 180.0 < east { [-180.0, west + 360.0] } else { [-180.0, 180.0] };
    let (x, y) = ((east - west) * 0.03, (north - south) * 0.03);
    let round = |degrees: f64| (degrees * 100.0).round() / 100.0;
    let (west, east) = ((west - x).floor_to(0.01).max(whole[0]), (east + x).ceil_to(0.01).min(whole[1]));
    let (south, north) = ((south - y).floor_to(0.01).max(-90.0), (north + y).ceil_to(0.01).min(90.0));
    // Of a sliver the rounded edges may be one.
    let apart = |[low, high]: [f64; 2], [least, most]: [f64; 2]| match high - low < 0.02 {
        true => [(low - 0.01).max(least), (high + 0.01).min(most)].map(round),
        false => [low, high].map(round),
    };
    let [west, east] = apart([west, east], whole);
    let [south, north] = apart([south, north], [-90.0, 90.0]);
    [west, south, east, north]
}

trait Steps {
    fn floor_to(self, step: f64) -> f64;
    fn ceil_to(self, step: f64) -> f64;
}

impl Steps for f64 {
    fn floor_to(self, step: f64) -> f64 {
        (self / step).floor() * step
    }

    fn ceil_to(self, step: f64) -> f64 {
        (self / step).ceil() * step
    }
}

/// Ids of the units: that of the land where the collection has one, else after the smallest entry that covers each.
fn unit_keys(parts: &Parts<'_>) -> Vec<String> {
    let areas = &parts.history.areas;
    let mut keys = Keys::default();
    let cells = parts.composite.cells.iter();
    cells
        .map(|cell| {
            let all = named_after(parts.entries, cell);
            let least = all.iter().min_by(|(a, _), (b, _)| areas[*a].total_cmp(&areas[*b]).then(a.cmp(b)));
            match least {
                // Land that only rows of one id cover is what the id is of.
                Some((_, entry)) if entry.is_land && all.iter().all(|(_, row)| row.thing == entry.thing) => {
                    keys.key_like(&entry.id, "unit")
                }
                Some((_, entry)) => {
                    let name = entry.name.get(Lang::EN);
                    keys.key(if name.is_empty() { &entry.id } else { name }, "unit")
                }
                None => keys.key("gap", "gap"),
            }
        })
        .collect()
}

/// The rows that a piece of land has its id and name from: what is claimed is called after who is there, if anybody is.
fn named_after<'a>(entries: &'a Entries, cell: &Cell) -> Vec<(usize, &'a Entry)> {
    let all = || cell.shapes.iter().map(|row| (*row as usize, &entries.entries[*row as usize]));
    let is_claimed = all().all(|(_, row)| row.claim);
    all().filter(|(_, row)| is_claimed || !row.claim).collect()
}

/// Names of the units, no two alike: what the rows that cover each are called, one after another. Of several pieces of
/// the same the largest has the name alone, the others say where they lie.
fn unit_names(parts: &Parts<'_>) -> Vec<Text> {
    /// More names than this are told by the first and the last.
    const MOST: usize = 3;
    let mut names: Vec<Text> = Vec::with_capacity(parts.composite.cells.len());
    for cell in &parts.composite.cells {
        let rows = named_after(parts.entries, cell).into_iter().map(|(_, row)| row);
        let mut rows: Vec<&Entry> = rows.filter(|row| !row.name.is_empty()).collect();
        // A thing is called what it was called last.
        let mut last: BTreeMap<&str, &Entry> = BTreeMap::new();
        rows.sort_by_key(|row| row.from);
        for row in &rows {
            last.insert(&row.thing, row);
        }
        let mut told: Vec<&Text> = Vec::new();
        for row in &rows {
            let name = &last.get(row.thing.as_str()).unwrap_or(row).name;
            if !told.contains(&name) {
                told.push(name);
            }
        }
        let langs: BTreeSet<Lang> =
            told.iter().flat_map(|name| name.iter().map(|(lang, _)| lang)).chain([Lang::EN]).collect();
        let in_lang = |lang: Lang| match told.as_slice() {
            [] => "land not covered".to_owned(),
            [first, .., last] if MOST < told.len() => format!("{} / … / {}", first.get(lang), last.get(lang)),
            told => told.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(" / "),
        };
        names.push(Text::new(langs.into_iter().map(|lang| (lang, in_lang(lang)))));
    }
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (unit, name) in names.iter().enumerate() {
        alike.entry(name.get(Lang::EN).to_owned()).or_default().push(unit);
    }
    let mut taken: BTreeSet<String> = alike.keys().cloned().collect();
    for mut units in alike.into_values().filter(|units| 1 < units.len()) {
        let cell = |unit: usize| &parts.composite.cells[unit];
        units.sort_by(|a, b| cell(*b).km2.total_cmp(&cell(*a).km2).then(a.cmp(b)));
        let first = usize::from(!cell(units[0]).shapes.is_empty());
        for unit in &units[first..] {
            let [lon, lat] = inner_point(cell(*unit));
            let name = &names[*unit];
            // As many digits as it takes.
            let marks = (1..=5).map(|digits| {
                let side = |degrees: f64, sides: [char; 2]| {
                    format!("{:.digits$}° {}", degrees.abs(), sides[usize::from(degrees < 0.0)])
                };
                format!("{}, {}", side(lat, ['N', 'S']), side(lon, ['E', 'W']))
            });
            let marks = marks.chain((2..).map(|number: usize| format!("{lat:.5}, {lon:.5}, {number}")));
            let with = |mark: &str, text: &str| format!("{text} ({mark})");
            let free = |mark: &String| taken.insert(with(mark, name.get(Lang::EN)));
            let mark = marks.into_iter().find(free).unwrap_or_default();
            names[*unit] = Text::new(name.iter().map(|(lang, text)| (lang, with(&mark, text))));
        }
    }
    names
}

/// The units without polygons, with their cells.
fn units(parts: &Parts<'_>, keys: &[String], outside: Outside) -> Vec<(usize, Unit)> {
    let title = parts.collection.title.get(Lang::EN);
    let mut units = Vec::with_capacity(keys.len());
    let named = parts.composite.cells.iter().zip(keys).zip(unit_names(parts));
    for (index, ((cell, key), name)) in named.enumerate() {
        let gap = cell.shapes.is_empty();
        if gap && outside == Outside::Sea {
            continue;
        }
        let basis = if gap {
            format!("enclosed land that {title} does not cover")
        } else {
            match cell.shapes.len() {
                1 => format!("{title}, one row"),
                count => format!("{title}, the common part of {count} rows"),
            }
        };
        let unit = Unit {
            key: key.clone(),
            name,
            uezd: None,
            basis,
            accuracy_km: 0.0,
            certainty: if gap { Certainty::Inferred } else { Certainty::Stated },
            // Pieces have no names of their own: the holders' names say what they are.
            rank: 0,
            surround: false,
            polygons: Vec::new(),
            line: units.len() + 2,
        };
        units.push((index, unit));
    }
    units
}

/// Ids of the rows: number in the file, and which file where there are several.
fn row_keys(entries: &Entries) -> Vec<String> {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &entries.entries {
        let next = files.len() + 1;
        files.entry(&entry.place.file).or_insert(next);
    }
    let many = 1 < files.len();
    let mut keys = Keys::default();
    let key = |entry: &Entry| {
        if many {
            format!("f{}r{}", files[entry.place.file.as_str()], entry.number)
        } else {
            format!("r{}", entry.number)
        }
    };
    entries.entries.iter().map(|entry| keys.key(&key(entry), "r")).collect()
}

/// Named sets of units: what a row covers, where that is several units.
struct Groups<'a> {
    /// By the units, in order.
    by_units: BTreeMap<Vec<u32>, u32>,
    keys: Keys,
    /// Entry, key, units: those that are used.
    used: BTreeMap<u32, (String, Vec<u32>)>,
    entries: &'a [Entry],
    drawn: BTreeSet<u32>,
}

impl<'a> Groups<'a> {
    fn new(parts: &Parts<'a>, units: &[Unit], unit_keys: &[String]) -> Groups<'a> {
        let mut covers: Vec<Vec<u32>> = vec![Vec::new(); parts.entries.entries.len()];
        for (unit, cell) in parts.composite.cells.iter().enumerate() {
            for entry in &cell.shapes {
                covers[*entry as usize].push(unit as u32);
            }
        }
        let mut by_units = BTreeMap::new();
        for (entry, covered) in covers.into_iter().enumerate() {
            if 2 < covered.len() {
                by_units.entry(covered).or_insert(entry as u32);
            }
        }
        let there: BTreeSet<&str> = units.iter().map(|unit| unit.key.as_str()).collect();
        let drawn = (0..unit_keys.len() as u32)
            .filter(|unit| there.contains(unit_keys[*unit as usize].as_str()))
            .collect();
        Groups {
            by_units,
            keys: Keys::default(),
            used: BTreeMap::new(),
            entries: &parts.entries.entries,
            drawn,
        }
    }

    /// How an effect names these units; `None` if none of them is drawn.
    fn select(&mut self, units: &[u32], unit_keys: &[String]) -> Option<Vec<String>> {
        let units: Vec<u32> = units.iter().copied().filter(|unit| self.drawn.contains(unit)).collect();
        if units.is_empty() {
            return None;
        }
        let Some(entry) = self.by_units.get(&units) else {
            return Some(units.iter().map(|unit| unit_keys[*unit as usize].clone()).collect());
        };
        let (keys, entries) = (&mut self.keys, self.entries);
        let (key, _) = self.used.entry(*entry).or_insert_with(|| {
            let entry = &entries[*entry as usize];
            let name = entry.name.get(Lang::EN);
            let from = entry.from.map_or(String::new(), |from| format!(" {from}"));
            (keys.key(&format!("{}{from}", if name.is_empty() { &entry.id } else { name }), "row"), units)
        });
        Some(vec![format!("group:{key}")])
    }
}

fn header(parts: &Parts<'_>, extent: [f64; 4], groups: &Groups<'_>) -> String {
    let Parts { collection, history, entries, .. } = parts;
    let mut out = String::from(
        "# Made by \"marchland import\". The files are a data set like any other: edit them by hand, and\n\
         # \"marchland check\" says what does not fit.\n",
    );
    let _ = writeln!(out, "id = {}", quoted(&collection.key));
    lang_text(&mut out, "title", &collection.title);
    if let Some((first, last)) = history.period {
        let _ = writeln!(out, "period = \"{first}/{last}\"");
    }
    let [west, south, east, north] = extent;
    let _ = writeln!(
        out,
        "# West, south, east, north, in degrees.\nextent = [{west:?}, {south:?}, {east:?}, {north:?}]"
    );
    let mut languages: BTreeSet<Lang> = entries
        .entries
        .iter()
        .flat_map(|entry| entry.name.iter().chain(entry.holder_name.iter()).map(|(lang, _)| lang))
        .collect();
    languages.remove(&Lang::EN);
    let languages = [Lang::EN].into_iter().chain(languages);
    let _ = writeln!(out, "languages = {}", list(languages.map(|lang| lang.code().to_owned())));
    if !collection.licence.is_empty() {
        let _ = writeln!(out, "licence = {}", quoted(&collection.licence));
    }
    let credits = match collection.credits.as_slice() {
        [] => vec![collection.title.get(Lang::EN).to_owned()],
        credits => credits.to_vec(),
    };
    let _ = writeln!(out, "credits = {}", list(credits));
    let unit_keys = unit_keys(parts);
    for (entry, (key, units)) in &groups.used {
        let entry = &entries.entries[*entry as usize];
        let _ = writeln!(out, "\n[[group]]\nid = {}", quoted(key));
        let name = if entry.name.is_empty() { Text::english(key.clone()) } else { entry.name.clone() };
        // Versions of one thing have one name: each says from when it is.
        let from = entry.from.filter(|from| Some(*from) != history.period.map(|(first, _)| first));
        let named = |(lang, text): (Lang, &str)| match from {
            Some(from) => (lang, format!("{text} ({from})")),
            None => (lang, text.to_owned()),
        };
        lang_text(&mut out, "name", &Text::new(name.iter().map(named)));
        let _ = writeln!(out, "units = {}", list(units.iter().map(|unit| unit_keys[*unit as usize].clone())));
    }
    out
}

fn polities(parts: &Parts<'_>) -> String {
    let mut out = String::from(
        "# Who holds land. \"until\" is the first day after. The families of colours were chosen so that neighbours differ.\n",
    );
    let families = colours::families(parts.history, &parts.composite.neighbours);
    for (Holder { key, name, short, names, from, until, .. }, family) in
        parts.history.holders.iter().zip(families)
    {
        let _ = writeln!(out, "\n[[polity]]\nid = {}", quoted(key));
        let text = if name.is_empty() { Text::english(key.clone()) } else { name.clone() };
        lang_text(&mut out, "name", &text);
        short_text(&mut out, short, &text);
        out.push_str("kind = \"state\"\n");
        if let Some(from) = from {
            let _ = writeln!(out, "from = \"{from}\"");
        }
        if let Some(until) = until {
            let _ = writeln!(out, "until = \"{until}\"");
        }
        let _ = writeln!(out, "colour = {}", quoted(&family));
        for Named { from, until, name, short } in names {
            out.push_str("\n  [[polity.names]]\n");
            if *from != crate::time::Day::MIN {
                let _ = writeln!(out, "  from = \"{from}\"");
            }
            if let Some(until) = until {
                let _ = writeln!(out, "  until = \"{until}\"");
            }
            let mut text = String::new();
            lang_text(&mut text, "name", name);
            short_text(&mut text, short, name);
            for line in text.lines() {
                let _ = writeln!(out, "  {line}");
            }
        }
    }
    out
}

fn events(parts: &Parts<'_>, unit_keys: &[String], rows: &[String], groups: &mut Groups<'_>) -> String {
    let mut out = String::from(
        "# What changes when: every beginning and end of a row that changes who holds land, with the rows that say so.\n",
    );
    let by_year = parts.entries.entries.iter().any(|entry| entry.by_year);
    for change in &parts.history.changes {
        event(&mut out, parts, change, unit_keys, rows, groups, by_year);
    }
    out
}

fn event(
    out: &mut String,
    parts: &Parts<'_>,
    change: &Change,
    unit_keys: &[String],
    rows: &[String],
    groups: &mut Groups<'_>,
    by_year: bool,
) {
    let effects: Vec<(&Outcome, Vec<String>)> = change
        .effects
        .iter()
        .filter_map(|outcome| Some((outcome, groups.select(&outcome.units, unit_keys)?)))
        .collect();
    if effects.is_empty() {
        return;
    }
    let holder = |polity: u32| parts.history.holders[polity as usize].key.clone();
    let _ = writeln!(out, "\n[[event]]\nid = {}\ndate = {}", quoted(&change.key), quoted(&change.date));
    // What kind of act it was a collection does not say; that it changes hands is all there is.
    let kind = match change.baseline {
        true => "baseline",
        false if effects.iter().all(|(outcome, _)| outcome.turn.is_claim()) => "claim",
        false => "reorganisation",
    };
    let _ = writeln!(out, "kind = \"{kind}\"");
    lang_text(out, "title", &change.title);
    if parts.entries.mapping.is_snapshots() && !change.baseline {
        // Taken as true until the next one, a snapshot says nothing of the years before it.
        out.push_str("note = \"It was between the year of the state before and this one; the collection says no more.\"\n");
    } else if by_year && !change.baseline {
        out.push_str("note = \"The collection gives years; a year counts from its first day.\"\n");
    }
    if change.rows.is_empty() {
        let title = parts.collection.title.get(Lang::EN);
        let why = format!("{title} has no row for this land from this day on.");
        let _ = writeln!(out, "certainty = \"inferred\"\ninferred = {}", quoted(&why));
    }
    let cited = |cited: &[u32]| list(cited.iter().map(|row| rows[*row as usize].clone()));
    // Where each unit has rows of its own, each says of which: a map of the world begins with hundreds.
    let is_of_all = effects.iter().all(|(outcome, _)| outcome.rows == effects[0].0.rows);
    if is_of_all && !change.rows.is_empty() {
        let _ = writeln!(out, "supports = {}", cited(&change.rows));
    }
    for (Outcome { turn, rows: own, .. }, units) in effects {
        let _ = writeln!(out, "\n  [[event.effect]]\n  units = {}", list(units));
        let shown = |polity: Option<u32>| polity.map_or_else(|| "not-known".to_owned(), holder);
        if let Some(control) = turn.control {
            let _ = writeln!(out, "  control = {}", quoted(&shown(control)));
        }
        if let Some(sovereignty) = turn.sovereignty {
            let _ = writeln!(out, "  sovereignty = {}", quoted(&shown(sovereignty)));
        }
        for (key, claimants) in [("claim-start", &turn.claim_start), ("claim-end", &turn.claim_end)] {
            if !claimants.is_empty() {
                let _ = writeln!(out, "  {key} = {}", list(claimants.iter().map(|polity| holder(*polity))));
            }
        }
        if let Some(status) = &turn.status {
            let one = |(key, by): &(&str, Option<u32>)| match by {
                Some(by) => format!("{{ kind = {}, by = {} }}", quoted(key), quoted(&holder(*by))),
                None => quoted(key),
            };
            let _ = writeln!(out, "  status = [{}]", status.iter().map(one).collect::<Vec<_>>().join(", "));
        }
        match turn.certainty {
            Sure::Stated => {}
            Sure::Inferred => out.push_str("  certainty = \"inferred\"\n"),
            Sure::Contested => out.push_str("  certainty = \"contested\"\n"),
        }
        if !is_of_all && !own.is_empty() {
            let _ = writeln!(out, "  supports = {}", cited(own));
        }
    }
}

/// Borders that the collection calls approximate: those of rows that say so of themselves.
fn boundaries(parts: &Parts<'_>, units: &[Unit], unit_keys: &[String]) -> Option<String> {
    let entries = &parts.entries.entries;
    if entries.iter().all(|entry| !entry.approximate) {
        return None;
    }
    let there: BTreeSet<&str> = units.iter().map(|unit| unit.key.as_str()).collect();
    let mut out = String::from("# Borders that the collection calls approximate.\n");
    let mut any = false;
    for (a, b) in &parts.composite.neighbours {
        let (own, other) =
            (&parts.composite.cells[*a as usize].shapes, &parts.composite.cells[*b as usize].shapes);
        // A border is that of the rows that lie on one side of it alone.
        let one_side = own
            .iter()
            .filter(|row| !other.contains(row))
            .chain(other.iter().filter(|row| !own.contains(row)));
        let mut one_side = one_side.map(|row| &entries[*row as usize]).peekable();
        let keys = [&unit_keys[*a as usize], &unit_keys[*b as usize]];
        if one_side.peek().is_none()
            || !one_side.all(|entry| entry.approximate)
            || keys.iter().any(|key| !there.contains(key.as_str()))
        {
            continue;
        }
        any = true;
        let _ = writeln!(
            out,
            "\n[[boundary]]\nunits = [{}, {}]\nfollows = \"as drawn in the collection\"\ncertainty = \"inferred\"\napproximate = true",
            quoted(keys[0]),
            quoted(keys[1])
        );
    }
    any.then_some(out)
}

fn attestations(parts: &Parts<'_>, rows: &[String]) -> String {
    let cited: BTreeSet<u32> =
        parts.history.changes.iter().flat_map(|change| change.rows.iter().copied()).collect();
    let mut out = String::from("id,source,place,date,role,statement,note\n");
    let files: BTreeSet<&str> = parts.entries.entries.iter().map(|entry| entry.place.file.as_str()).collect();
    for row in cited {
        let entry = &parts.entries.entries[row as usize];
        let file = file_name(&entry.place.file);
        let file = if 1 < files.len() { format!("{file}, ") } else { String::new() };
        let place = match entry.more.as_slice() {
            [] => format!("{file}row {}", entry.number),
            more => {
                let numbers: Vec<String> = more.iter().map(usize::to_string).collect();
                format!("{file}rows {}, {}", entry.number, numbers.join(", "))
            }
        };
        let name = entry.name.get(Lang::EN);
        let name = if name.is_empty() { "land without a name" } else { name };
        let span = match (entry.from, entry.until) {
            (Some(from), Some(until)) => format!(" from {from} to {}", until.prev()),
            (Some(from), None) => format!(" from {from}"),
            (None, Some(until)) => format!(" to {}", until.prev()),
            (None, None) => String::new(),
        };
        let status =
            if entry.status.is_empty() { String::new() } else { format!(", {}", cleaned(&entry.status)) };
        let statement = if entry.change.is_empty() {
            format!("Draws {name}{status}{span}.")
        } else {
            entry.change.clone()
        };
        let date = entry.from.map_or(String::new(), |from| from.to_string());
        let role = if entry.claim { "claim" } else { "executed" };
        let fields = [
            rows[row as usize].as_str(),
            &parts.collection.key,
            &place,
            &date,
            role,
            &statement,
            &entry.source,
        ];
        let fields: Vec<String> = fields.iter().map(|field| csv_field(field)).collect();
        let _ = writeln!(out, "{}", fields.join(","));
    }
    out
}

/// The name of a file without its folder. Names of files may have all characters but two: none that steer are left.
pub fn file_name(path: &str) -> String {
    cleaned(path.rsplit(['/', '\\']).next().unwrap_or(""))
}

fn bibliography(parts: &Parts<'_>) -> String {
    let collection = parts.collection;
    let plain = |text: &str| cleaned(text).replace(['{', '}', '\\', '~', '@'], " ");
    let mut out = format!("@misc{{{},\n", collection.key);
    let files: BTreeSet<String> = parts.sources.iter().map(|source| file_name(&source.file)).collect();
    let shown: Vec<&str> = files.iter().map(String::as_str).take(5).collect();
    let more = if shown.len() < files.len() {
        format!(" and {} more", files.len() - shown.len())
    } else {
        String::new()
    };
    let note = format!("Data set; imported from {}{more}", shown.join(", "));
    let fields = [
        ("author", plain(&collection.author)),
        ("title", plain(collection.title.get(Lang::EN))),
        ("year", plain(&collection.year)),
        ("url", plain(&collection.url)),
        ("note", plain(&note)),
    ];
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {key:<6} = {{{value}}},");
    }
    out.push_str("}\n");
    out
}

/// Sea around the collection, if it is taken for sea, and its lakes.
fn context(parts: &Parts<'_>, extent: [f64; 4], outside: Outside) -> String {
    let mut features: Vec<String> = Vec::new();
    let mut add = |kind: &str, id: &str, name: &Text, basis: &str, polygons: &[Polygon]| {
        let mut properties = serde_json::Map::new();
        for (key, value) in [("kind", kind), ("id", id), ("basis", basis)] {
            properties.insert(key.to_owned(), value.into());
        }
        for (lang, name) in name.iter() {
            let key = if lang == Lang::EN { "name".to_owned() } else { format!("name:{lang}") };
            properties.insert(key, name.into());
        }
        let properties = serde_json::Value::Object(properties);
        let mut feature = format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":");
        multipolygon(&mut feature, polygons);
        feature.push('}');
        features.push(feature);
    };
    if outside == Outside::Sea {
        let basis = "all that the collection does not cover, taken for sea";
        add("sea", "outside", &Text::default(), basis, &[vec![around(extent)]]);
    }
    let mut keys = Keys::default();
    keys.take("outside");
    let basis = format!("{}, a lake", parts.collection.title.get(Lang::EN));
    for lake in &parts.entries.lakes {
        add("lake", &keys.key(lake.name.get(Lang::EN), "lake"), &lake.name, &basis, &lake.polygons);
    }
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

/// A ring around the map, in steps that a projection can bend: wider than the extent, because the map shows more than
/// that where its frame has another shape, and the globe where the map is wide or lies across the meridian of 180 degrees.
fn around([west, south, east, north]: [f64; 4]) -> Ring {
    let margin = (east - west).max(north - south).max(5.0);
    let (w, s, e, n) = if 180.0 < east || 90.0 < east - west {
        (-180.0, -90.0, 180.0, 90.0)
    } else {
        (
            (west - margin).max(-180.0),
            (south - margin).max(-90.0),
            (east + margin).min(180.0),
            (north + margin).min(90.0),
        )
    };
    let steps = |from: f64, to: f64| (0..32).map(move |i| from + (to - from) * f64::from(i) / 32.0);
    let round = |at: [f64; 2]| at.map(|degrees| (degrees * 1e5).round() / 1e5);
    let mut ring: Vec<[f64; 2]> = Vec::new();
    ring.extend(steps(w, e).map(|x| [x, s]));
    ring.extend(steps(s, n).map(|y| [e, y]));
    ring.extend(steps(e, w).map(|x| [x, n]));
    ring.extend(steps(n, s).map(|y| [w, y]));
    let mut ring: Vec<[f64; 2]> = ring.into_iter().map(round).collect();
    ring.push(ring[0]);
    ring
}

/// All repairs as a table.
pub fn repairs_csv(repairs: &[Repair], entries: &[Entry]) -> String {
    let mut out = String::from("kind,lon,lat,metres,km2,rows\n");
    for repair in repairs {
        let rows: Vec<String> = repair
            .shapes
            .iter()
            .map(|shape| {
                let entry = &entries[*shape as usize];
                format!("{} ({})", entry.shown(), entry.place)
            })
            .collect();
        let _ = writeln!(
            out,
            "{},{:.7},{:.7},{:.2},{:.4},{}",
            repair.kind.key(),
            repair.at[0],
            repair.at[1],
            repair.metres,
            repair.km2,
            csv_field(&rows.join("; "))
        );
    }
    out
}
