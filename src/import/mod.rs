//! Collections of dated polygons to data sets: which field means what ([`mapping`]), which end of a span is meant
//! ([`fit`]), overlaps and slips of the hand ([`clean`]), who held what when ([`history`]).
//!
//! A collection is a list of rows: a polygon with a name, a beginning and an end. A data set is land that never splits
//! (units), and events that change who holds it. Between the two stands the space-time composite: the coarsest pieces
//! of which every polygon of every time is a union. Each beginning and end of a row becomes an event that cites the row.
//!
//! What a collection does not say is not made up: land that no row covers is "not known", ends are only read as the
//! user or the collection's documentation says, and where two rows cover the same land at once the map says that it is
//! contested, unless one of them is declared as a claim or as part of the other.

pub mod clean;
mod colours;
mod date_fields;
pub mod dates;
mod ends;
pub mod entries;
mod exported;
mod files;
mod findings;
pub mod fit;
pub mod history;
pub mod into;
mod languages;
mod long_edges;
pub mod mapping;
mod names;
pub mod presets;
mod renamed;
mod spans;

pub mod starter;
#[cfg(test)]
mod tests;
mod tiling;
mod titles;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

pub use entries::{Entry, Source};
pub use files::Outside;
pub use history::{Overlaps, all_days};
pub use mapping::Mapping;
pub use presets::Preset;

use rayon::prelude::*;

use crate::dataset::segments::{Segment, degrees, meetings, point};
use crate::dataset::{Files, Loaded, Unit, load, load_away};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::{Polygon, Ring, area, bounds};
use crate::interchange::{Fineness, Said, fineness};
use crate::lang::{Lang, Text};
use crate::time::Day;
use crate::words::upper_first;
use clean::{CleanOptions, Composite, Repair, RepairKind};
use fit::{FitReport, ToIs};
use history::History;

/// How a collection is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Which field means what.
    pub mapping: Mapping,
    /// What land is that two rows of one time cover.
    pub overlaps: Overlaps,
    /// What is taken for a slip of the hand.
    pub clean: CleanOptions,
    /// Slips are errors instead of being mended.
    pub strict: bool,
    /// What lies outside the collection; by its size if not said.
    pub outside: Option<Outside>,
    /// The last day on which rows without an end are there, if later than the end of the last year that the collection
    /// names.
    pub last_day: Option<Day>,
    /// Nobody wants more than a picture of so many points: what it cannot show need not be found.
    pub only_drawn: Option<Fineness>,
}

/// A collection as a data set, and all there is to say about how it became one.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Name and contents of the files of the data set but `units.geojson`.
    pub files: Vec<(String, String)>,
    /// The units.
    pub units: Vec<Unit>,
    /// The rows; without their polygons where only a picture was wanted.
    pub entries: Vec<Entry>,
    /// How the ends fit.
    pub fit: FitReport,
    /// The ends that were taken, if any row has one.
    pub to_is: Option<ToIs>,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// Who held what when.
    pub history: History,
    /// Warnings and notes.
    pub findings: Vec<Diagnostic>,
}

/// Makes a data set of a collection.
///
/// # Errors
/// Everything wrong with rows, mapping and polygons; nothing is made by halves.
pub fn import(sources: &[Source], options: &Options) -> Result<Imported, Vec<Diagnostic>> {
    imported(&mut Cow::Borrowed(sources), options)
}

/// The same of sources that are needed for nothing else.
///
/// # Errors
/// The same.
pub fn import_away(sources: Vec<Source>, options: &Options) -> Result<Imported, Vec<Diagnostic>> {
    let mut sources = Cow::Owned(sources);
    let imported = imported(&mut sources, options);
    // Giving back what large files took takes a while too.
    rayon::spawn(move || drop(sources));
    imported
}

fn imported(sources: &mut Cow<'_, [Source]>, options: &Options) -> Result<Imported, Vec<Diagnostic>> {
    let mut read = entries::entries(sources, &options.mapping, options.strict);
    let sources: &[Source] = sources;
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    if read.findings.iter().any(is_error) {
        return Err(read.findings);
    }
    let mut findings = std::mem::take(&mut read.findings);
    let undated = read.entries.iter().all(|entry| entry.from.is_none() && entry.until.is_none());
    // Land that several rows or shapes of one id have together may be in more than one of them.
    let several = |entry: &Entry| !entry.more.is_empty() || read.mapping.shapes.is_some();
    let gathered: Vec<(usize, f64)> = read
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| several(entry) && 1 < entry.polygons.len())
        .map(|(row, entry)| {
            (row, entry.polygons.iter().map(|one| area::km2(std::slice::from_ref(one))).sum())
        })
        .collect();
    // What cleaning moves is no overlap, nor what is thinned for a small picture.
    let slack = if options.only_drawn.is_some() { 0.1 } else { 1e-3 };
    let is_short = undated && !read.entries.iter().any(may_overlap_itself);
    let composite = composite(&mut read.entries, is_short, options);
    let Composite { cells, neighbours, repairs } =
        composite.map_err(|message| vec![Diagnostic::new(Severity::Error, "crossing", message)])?;
    let mut composite = Composite { cells, neighbours, repairs: Vec::new() };
    if composite.cells.iter().all(|cell| cell.shapes.is_empty()) {
        return Err(vec![Diagnostic::new(Severity::Error, "empty", "no polygon encloses any land")]);
    }
    if options.strict && !repairs.is_empty() {
        findings.extend(repairs.iter().map(|repair| repair_finding(repair, &read.entries)));
        let places = counted(repairs.len(), "place");
        let message = format!("{places} would have to be mended; without --strict this is done");
        findings.push(Diagnostic::new(Severity::Error, "strict", message));
        return Err(findings);
    }
    let said = read.mapping.said.as_ref();
    let lang = said.and_then(|said| Lang::new(said.more.get("lang")?));
    let told = said.map_or((None, None), told);
    let ends = ends::settle(&mut read.entries, &composite);
    findings.extend(coarse_ends(&ends, &read, options.mapping.to_is));
    let is_snapshots = read.mapping.is_snapshots();
    // Whoever says which field names the holders wants them as they are.
    if is_snapshots && !options.mapping.fields.contains_key(&mapping::Role::Holder) {
        findings.extend(renamings(&renamed::join(&mut read.entries, &composite)));
    }
    let land = history::Land { composite: &composite, ends: &ends, is_snapshots };
    let history = history::history(&read.entries, land, options.overlaps, options.last_day, (told, lang));
    if let (Some(asked), Some((_, last))) = (options.last_day, history.period)
        && asked < last
    {
        let message = format!("the last day {asked} is before {last}, to which the rows themselves reach");
        return Err(vec![Diagnostic::new(Severity::Error, "last-day", message)]);
    }
    let open = read.entries.iter().filter(|entry| entry.until.is_none() && entry.from.is_some()).count();
    if let (None, Some((_, last)), None) = (options.last_day, history.period, told.1)
        && 0 < open
    {
        let rows = match open {
            1 => "a row has no end, and is".to_owned(),
            _ => format!("{open} rows have no end, and are"),
        };
        let message = format!("{rows} taken to {last}; --last-day takes a later one");
        findings.push(Diagnostic::new(Severity::Note, "open", message));
    }
    findings.extend(findings::of_land(&history, &read.entries, &composite, (&gathered, slack)));
    findings.extend(findings::overlaps(&history, &read.entries, sources, options.overlaps));
    if !history.found.unknown_status.is_empty() {
        let words: Vec<String> =
            history.found.unknown_status.iter().map(|word| format!("\"{word}\"")).collect();
        let message = format!(
            "statuses without a meaning here, or without an owner, are not drawn: {}",
            words.join(", ")
        );
        findings.push(Diagnostic::new(Severity::Note, "status", message));
    }
    let of_files = read.mapping.year_of_file == Some(true);
    if read.mapping.is_snapshots() && (1 < sources.len() || !of_files) {
        // Dated as somewhere between two of them, everything that changes would be hatched from the one to the other.
        let what = if of_files { "file" } else { "year" };
        let message = format!(
            "each {what} is held to be true until the next: between two of them nothing is known of the day of a change"
        );
        findings.push(Diagnostic::new(Severity::Note, "year-of-file", message));
    }
    if findings.iter().any(is_error) {
        return Err(findings);
    }
    let collection = collection(&read.mapping, sources);
    let parts = files::Parts {
        collection: &collection,
        sources,
        entries: &read,
        composite: &composite,
        history: &history,
        outside: options.outside,
    };
    let files::Made { files, mut units, cells } = files::make(&parts);
    for (unit, cell) in units.iter_mut().zip(cells) {
        unit.polygons = std::mem::take(&mut composite.cells[cell].polygons);
    }
    let entries::Entries { entries, fit, to_is, .. } = read;
    Ok(Imported { files, units, entries, fit, to_is, repairs, history, findings })
}

/// Names that are taken for new ones of what was there before.
fn renamings(renamed: &[renamed::Renamed]) -> Option<Diagnostic> {
    if renamed.is_empty() {
        return None;
    }
    let told = renamed.iter().map(|one| {
        let [before, after] = [&one.before, &one.after].map(|name| entries::cleaned(name));
        let year = crate::time::FuzzyDate::parse(&year_text(one.from));
        let year = year.map_or_else(|_| one.from.to_string(), |year| crate::time::write_out(&year, Lang::EN));
        format!("\"{before}\" is \"{after}\" from {year} on")
    });
    let names = match renamed.len() {
        1 => "a name is taken for a new one".to_owned(),
        count => format!("{count} names are taken for new ones"),
    };
    let message = format!(
        "{names} of what was there before, because they are alike or of the same power, on the same land: {}",
        told.collect::<Vec<_>>().join(", ")
    );
    let help = "--holder-field with the field of the names keeps them apart";
    Some(Diagnostic::new(Severity::Note, "renamed", message).help(help))
}

/// The year of a day, in EDTF.
pub(crate) fn year_text(day: Day) -> String {
    let year = day.year();
    format!("{}{:04}", if year < 0 { "-" } else { "" }, year.abs())
}

/// What became of ends that are known to the year or the month only, where it is not plain.
fn coarse_ends(ends: &ends::Ends, read: &entries::Entries, asked: Option<ToIs>) -> Option<Diagnostic> {
    let mut all: Vec<u32> = ends.yielded.clone();
    // To the end of its last year is what an inclusive end means.
    if read.to_is == Some(ToIs::Exclusive) {
        all.extend(&ends.reached);
        all.sort_unstable();
        all.dedup();
    }
    if all.is_empty() {
        return None;
    }
    let label = |index: &u32| {
        let entry = &read.entries[*index as usize];
        format!("\"{}\"", entries::cleaned(entry.name.get(Lang::EN)))
    };
    let rows = match all.len() {
        1 => "a row ends".to_owned(),
        count => format!("{count} rows end"),
    };
    let message = format!(
        "{rows} in a year or a month, without a day: taken to the end of it, or to what begins in it on the same land: {}",
        spans::examples(all.iter().map(label), all.len())
    );
    let help = match (read.to_is, asked) {
        (Some(ToIs::Exclusive), None) => "--to-is exclusive ends them where it begins",
        _ => "an end with its day is read as it is",
    };
    Some(Diagnostic::new(Severity::Note, "coarse-ends", message).help(help))
}

/// First and last day of one of our own exports. One of a day says of other days only some of what is so on them.
fn told(said: &Said) -> history::Told {
    let period = said.more.get("period").and_then(|period| period.split_once('/'));
    let Some((first, last)) = period else { return (None, None) };
    let first = if said.more.contains_key("date") { None } else { first.parse().ok() };
    (first, last.parse().ok())
}

/// Of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// From so many positions on, a file to be drawn is looked at first.
const SOME: usize = 2_000;

/// The pieces of which all rows are made.
///
/// For a picture there is a short way: rows without dates that lie side by side as far as it can show are such pieces,
/// and of many positions those that it cannot show apart become one. Slips finer than that are no news then.
fn composite(entries: &mut [Entry], undated: bool, options: &Options) -> Result<Composite, String> {
    fn shapes(entries: &[Entry]) -> Vec<&[Polygon]> {
        entries.iter().map(|entry| entry.polygons.as_slice()).collect()
    }
    if undated && options.clean == CleanOptions::none() {
        let neighbours = surroundings(&shapes(entries));
        let copies = match options.only_drawn {
            Some(_) => entries.iter().map(|entry| entry.polygons.clone()).collect(),
            // What is written must read again.
            None => entries.par_iter().map(|entry| simple(&entry.polygons)).collect(),
        };
        return Ok(as_they_are(copies, neighbours));
    }
    let positions: usize =
        entries.iter().flat_map(|entry| entry.polygons.iter().flatten()).map(Vec::len).sum();
    let must_look = options.strict || options.overlaps == Overlaps::Error;
    let drawn = options.only_drawn.filter(|_| !must_look && SOME <= positions);
    let mut mended = options.clean;
    if let Some(fineness) = drawn {
        let rows = shapes(entries);
        let bounds = rows.iter().map(|polygons| bounds::of(polygons.iter().flatten()));
        let bounds = bounds.fold(bounds::NOWHERE, bounds::joined);
        // Around maps of the world is sea, and so are their gaps.
        let gaps = match options.outside {
            Some(outside) => outside == Outside::Land,
            None => bounds[2] - bounds[0] <= 180.0,
        };
        // A window may cut a gap, or lie across the date line, where no row does.
        let window = match fineness.extent {
            Some(extent) => (!gaps && extent[2] <= 180.0).then_some(extent),
            None => Some(bounds),
        };
        let seen = window.filter(|_| undated).map(|window| tiling::look(&rows, window, gaps));
        let near = match seen {
            Some(tiling::Seen::SideBySide(neighbours)) => {
                drop(rows);
                return Ok(as_they_are(taken(entries), neighbours));
            }
            Some(tiling::Seen::Over(near)) => Some(near),
            Some(tiling::Seen::Gap) | None => None,
        };
        if fineness::MANY <= positions && options.clean != CleanOptions::none() {
            let lattice = fineness.lattice(bounds);
            entries.par_iter_mut().for_each(|entry| fineness::thin(&mut entry.polygons, &lattice));
            // What has moved by half a step may have left slivers of a step.
            let step_km = lattice.step()[1] * KM_PER_DEGREE;
            mended.tolerance_m = mended.tolerance_m.max(100.0 * step_km);
            mended.sliver_m = mended.sliver_m.max(1000.0 * step_km);
            mended.gap_km2 = mended.gap_km2.max(step_km * step_km);
        }
        if let Some(near) = near {
            return around(taken(entries), &near, &mended);
        }
    }
    let entries: &[Entry] = entries;
    let together = |a: u32, b: u32| entries[a as usize].meets(&entries[b as usize]);
    let mut composite = clean::composite(&shapes(entries), &together, &mended)?;
    if mended != options.clean {
        composite.repairs.clear();
    }
    Ok(composite)
}

/// Whether the surroundings of polygons that come from several rows meet: then they may overlap, and must be cut.
fn may_overlap_itself(entry: &Entry) -> bool {
    if entry.more.is_empty() {
        return false;
    }
    let mut boxes: Vec<[f64; 4]> = entry.polygons.iter().map(|polygon| bounds::of(polygon.iter())).collect();
    boxes.sort_by(|a, b| a[0].total_cmp(&b[0]));
    boxes.iter().enumerate().any(|(at, one)| {
        let near = boxes[at + 1..].iter().take_while(|other| other[0] < one[2]);
        near.into_iter().any(|other| other[1] < one[3] && one[1] < other[3])
    })
}

/// The polygons of rows, which nothing needs any more that is to be drawn. To copy many takes a while.
fn taken(entries: &mut [Entry]) -> Vec<Vec<Polygon>> {
    entries.iter_mut().map(|entry| std::mem::take(&mut entry.polygons)).collect()
}

/// Rows that are there at the same time, of which only those that are `near` an overlap are cut.
fn around(mut shapes: Vec<Vec<Polygon>>, near: &[bool], clean: &CleanOptions) -> Result<Composite, String> {
    let of = |wanted: bool| -> Vec<u32> {
        (0..shapes.len() as u32).filter(|row| near[*row as usize] == wanted).collect()
    };
    let (near, far) = (of(true), of(false));
    let cut: Vec<&[Polygon]> = near.iter().map(|row| shapes[*row as usize].as_slice()).collect();
    // Nothing is moved: borders with those that are far stay common. Nor are gaps closed: one that is far may lie there.
    let clean = CleanOptions { tolerance_m: 0.0, gap_km2: 0.0, ..*clean };
    let mut composite = clean::composite(&cut, &|_, _| true, &clean)?;
    for cell in &mut composite.cells {
        cell.shapes.iter_mut().for_each(|shape| *shape = near[*shape as usize]);
    }
    let rest = far.iter().map(|row| std::mem::take(&mut shapes[*row as usize])).collect();
    let mut rest = as_they_are(rest, Vec::new()).cells;
    rest.iter_mut().zip(&far).for_each(|(cell, row)| cell.shapes = vec![*row]);
    composite.cells.append(&mut rest);
    let cells: Vec<&[Polygon]> = composite.cells.iter().map(|cell| cell.polygons.as_slice()).collect();
    let neighbours = tiling::common_edges(&cells);
    Ok(Composite { cells: composite.cells, neighbours, repairs: Vec::new() })
}

/// Each row is a piece of land as it is. Of rows that overlap the later one is drawn over the earlier.
fn as_they_are(shapes: Vec<Vec<Polygon>>, neighbours: Vec<(u32, u32)>) -> Composite {
    let cells: Vec<clean::Cell> = shapes
        .into_par_iter()
        .enumerate()
        .map(|(row, polygons)| {
            let mut polygons = in_pieces(polygons);
            polygons.retain(|polygon| !polygon.is_empty());
            clean::Cell { polygons, shapes: vec![row as u32], km2: 0.0 }
        })
        .collect();
    if cells.iter().all(|cell| !cell.polygons.is_empty()) {
        return Composite { cells, neighbours, repairs: Vec::new() };
    }
    let mut place: Vec<Option<u32>> = Vec::with_capacity(cells.len());
    let mut next = 0;
    for cell in &cells {
        let is_there = !cell.polygons.is_empty();
        place.push(is_there.then_some(next));
        next += u32::from(is_there);
    }
    let neighbours =
        neighbours.into_iter().filter_map(|(a, b)| Some((place[a as usize]?, place[b as usize]?))).collect();
    let gone = cells.iter().filter(|cell| cell.polygons.is_empty());
    let repairs = gone.map(|cell| Repair {
        kind: RepairKind::Degenerate,
        at: [0.0; 2],
        metres: 0.0,
        km2: 0.0,
        shapes: cell.shapes.clone(),
    });
    let repairs = repairs.collect();
    let cells = cells.into_iter().filter(|cell| !cell.polygons.is_empty()).collect();
    Composite { cells, neighbours, repairs }
}

/// Polygons on the grid, cut where rings cross themselves or each other; others as they are.
fn simple(polygons: &[Polygon]) -> Vec<Polygon> {
    let on_grid = |ring: &Ring| {
        let mut ring: Ring = ring.iter().map(|at| degrees(point(*at))).collect();
        ring.dedup();
        ring
    };
    let rounded: Vec<Polygon> =
        polygons.iter().map(|polygon| polygon.iter().map(on_grid).collect()).collect();
    let edges = rounded.iter().flatten().flat_map(|ring| ring.windows(2));
    let segments: Vec<Segment> = edges.map(|edge| Segment { a: point(edge[0]), b: point(edge[1]) }).collect();
    let is_sound = rounded.iter().flatten().all(|ring| 3 < ring.len()) && meetings(&segments).is_empty();
    if is_sound {
        return rounded;
    }
    match clean::composite(&[&rounded], &|_, _| true, &CleanOptions::none()) {
        Ok(one) => {
            let covered = one.cells.into_iter().filter(|cell| !cell.shapes.is_empty());
            covered.flat_map(|cell| cell.polygons).collect()
        }
        Err(_) => rounded,
    }
}

/// Pairs of rows whose surroundings meet: enough to choose colours, where nobody looks at borders.
fn surroundings(shapes: &[&[Polygon]]) -> Vec<(u32, u32)> {
    let boxes =
        shapes.iter().enumerate().map(|(row, polygons)| (bounds::of(polygons.iter().flatten()), row as u32));
    let mut boxes: Vec<([f64; 4], u32)> = boxes.collect();
    // Sorted by their west, only those that follow can meet one.
    boxes.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]).then(a.1.cmp(&b.1)));
    let mut neighbours = Vec::new();
    for (at, (one, row)) in boxes.iter().enumerate() {
        for (other, next) in boxes[at + 1..].iter().take_while(|(other, _)| other[0] <= one[2]) {
            if other[1] <= one[3] && one[1] <= other[3] {
                neighbours.push(((*row).min(*next), (*row).max(*next)));
            }
        }
    }
    neighbours.sort_unstable();
    neighbours
}

/// Polygons whose rings were cut at the meridian of 180 degrees, as one polygon for each piece; others as they are.
fn in_pieces(polygons: Vec<Polygon>) -> Vec<Polygon> {
    let at_seam = |ring: &Ring| ring.iter().any(|at| at[0].abs() == 180.0);
    let was_cut = |rings: &Polygon| 1 < rings.len() && rings.iter().any(at_seam);
    if !polygons.iter().any(was_cut) {
        return polygons;
    }
    let alone = clean::composite(&[&polygons], &|_, _| true, &CleanOptions::none());
    match alone.map(|one| one.cells.into_iter().filter(|cell| !cell.shapes.is_empty()).collect::<Vec<_>>()) {
        Ok(cells) if !cells.is_empty() => cells.into_iter().flat_map(|cell| cell.polygons).collect(),
        _ => polygons,
    }
}

impl Imported {
    /// The data set, without a detour over `units.geojson`.
    pub fn load(&self) -> Loaded {
        load(&self.texts().with_units(self.units.clone()))
    }

    /// The same, and the units are in it, not here any more: large ones take a while to be copied.
    pub fn load_away(&mut self) -> Loaded {
        let units = std::mem::take(&mut self.units);
        load_away(self.texts().with_units(units))
    }

    fn texts(&self) -> Files {
        self.files.iter().fold(Files::new(""), |files, (name, text)| files.with(name, text.as_bytes()))
    }

    /// All files of the data set, with a table of what was mended.
    pub fn folder(&self) -> Vec<(String, String)> {
        let mut files = self.files.clone();
        files.push(("units.geojson".to_owned(), files::units_geojson(&self.units)));
        files.push(("repairs.csv".to_owned(), files::repairs_csv(&self.repairs, &self.entries)));
        files
    }

    /// What was mended, a note for each kind.
    pub fn repair_notes(&self) -> Vec<Diagnostic> {
        let note = |(word, what, of_kind, largest): (&str, &str, usize, &Repair)| {
            let largest_text = repair_text(largest, &self.entries);
            let message = format!("{of_kind} {word}: {what}; the largest: {largest_text}");
            let finding = Diagnostic::new(Severity::Note, "repair", message);
            match largest.shapes.first() {
                Some(shape) => finding.at(self.entries[*shape as usize].place.clone()),
                None => finding,
            }
        };
        by_kind(&self.repairs).map(note).collect()
    }

    /// How many rows are there on a day.
    pub fn active(&self, day: Day) -> usize {
        self.entries.iter().filter(|entry| entry.holds_on(day)).map(|entry| 1 + entry.more.len()).sum()
    }

    /// What was done, for people: counts, how the ends fit, repairs by kind with the largest of each.
    pub fn report(&self) -> String {
        let mut out = String::new();
        let period =
            self.history.period.map_or(String::new(), |(first, last)| format!(", {first} to {last}"));
        let dated = self.entries.iter().any(|entry| entry.from.is_some() || entry.until.is_some());
        let period = if dated { period } else { ", without dates".to_owned() };
        let _ = writeln!(
            out,
            "{} of {}{period}\nbecame {} and {}",
            counted(self.entries.iter().map(|entry| 1 + entry.more.len()).sum(), "row"),
            counted(self.history.holders.len(), "holder"),
            counted(self.units.len(), "unit"),
            counted(self.history.changes.len(), "event")
        );
        if let Some(to_is) = self.to_is {
            let _ = writeln!(out, "ends: {}", to_is.key());
        }
        if self.fit.open < self.fit.rows {
            out.push_str(&self.fit.to_text());
        }
        if self.repairs.is_empty() {
            out.push_str("repairs: none\n");
        } else {
            let _ = writeln!(out, "repairs: {}", self.repairs.len());
            for (word, what, of_kind, largest) in by_kind(&self.repairs) {
                let largest = repair_text(largest, &self.entries);
                let _ = writeln!(out, "  {of_kind:>7}  {word:<13} {what}; the largest: {largest}");
            }
        }
        out
    }
}

/// The repairs by kind: its word, what it means, how many there are, and the largest.
fn by_kind(repairs: &[Repair]) -> impl Iterator<Item = (&'static str, &'static str, usize, &Repair)> {
    RepairKind::ALL.into_iter().filter_map(|(word, kind, what)| {
        let of_kind = || repairs.iter().filter(move |repair| repair.kind == kind);
        let size = |repair: &&Repair| repair.km2.max(repair.metres / 1e6);
        let largest = of_kind().max_by(|a, b| size(a).total_cmp(&size(b)))?;
        Some((word, what, of_kind().count(), largest))
    })
}

/// `1 row`, `2 rows`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Where and how large a repair is, and of which rows.
fn repair_text(repair: &Repair, entries: &[Entry]) -> String {
    let size = match repair.kind {
        RepairKind::Snapped | RepairKind::Joined => format!("{:.2} m ", repair.metres),
        RepairKind::Spike => format!("{:.0} m long, ", repair.metres),
        RepairKind::LooseHole => format!("{:.3} km², ", repair.km2),
        RepairKind::Sliver | RepairKind::Gap => {
            format!("{:.3} km², {:.0} m wide, ", repair.km2, repair.metres)
        }
        _ => String::new(),
    };
    const SHOWN: usize = 4;
    let mut rows: Vec<String> = Vec::new();
    for shape in &repair.shapes {
        let row = format!("\"{}\"", entries[*shape as usize].shown());
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    let more = if 0 < more { format!(" and {more} more") } else { String::new() };
    format!("{size}at {:.5}, {:.5}, {}{more}", repair.at[0], repair.at[1], rows.join(", "))
}

fn repair_finding(repair: &Repair, entries: &[Entry]) -> Diagnostic {
    let message = format!("{}: {}", repair.kind.key(), repair_text(repair, entries));
    let finding = Diagnostic::new(Severity::Error, "repair", message);
    match repair.shapes.first() {
        Some(shape) => finding.at(entries[*shape as usize].place.clone()),
        None => finding,
    }
}

/// What the collection says of itself, with what is missing taken from the names of its files.
fn collection(mapping: &Mapping, sources: &[Source]) -> mapping::Collection {
    let mut collection = mapping.collection.clone();
    // What a person types or copies may hold marks that nobody sees, and a set must not.
    let texts = [&mut collection.licence, &mut collection.author, &mut collection.year, &mut collection.url];
    for text in texts.into_iter().chain(&mut collection.credits) {
        *text = entries::cleaned(text);
    }
    let title = collection.title.iter().map(|(lang, title)| (lang, entries::cleaned(title)));
    collection.title = Text::new(title);
    let name = sources.first().map_or_else(String::new, |source| files::file_name(&source.file));
    let mut stem = name.split('.').next().unwrap_or("");
    // Several files of one folder are called what the folder is.
    let folder = |source: &Source| source.file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let folders: BTreeSet<Option<String>> = sources.iter().map(folder).collect();
    let folder = match (sources.iter().all(|source| source.file == sources[0].file), folders.first()) {
        (false, Some(Some(folder))) if folders.len() == 1 => files::file_name(folder),
        _ => String::new(),
    };
    if folder.chars().any(char::is_alphanumeric) {
        stem = &folder;
    }
    if collection.title.is_empty() {
        let title = stem.replace(['_', '-'], " ");
        let title = upper_first(&entries::cleaned(&title));
        collection.title = Text::english(if title.is_empty() { "Imported data".to_owned() } else { title });
    }
    if collection.key.is_empty() {
        collection.key = names::slug(collection.title.get(Lang::EN));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let key: String = collection.key.chars().filter(|c| fits(*c)).collect();
    // Of names in other letters nothing but hyphens may be left, and a file that begins with one looks like an option.
    collection.key = key.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if collection.key.is_empty() {
        collection.key = "imported".to_owned();
    }
    collection
}
