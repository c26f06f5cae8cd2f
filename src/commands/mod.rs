//! One subcommand per file: its arguments and how it runs. Thin: the work is in the library.

mod animate;
mod areas;
mod atlas;
mod check;
mod compare;
mod explain;
mod export;
pub mod given;
mod import;
mod layers;
mod new;
mod output;
mod picture;
mod render;
mod sheet;
mod size;
mod slides;
mod sources;
mod styles;
mod timeline;
mod when;
pub mod work;
mod worksheet;
pub mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use given::Given;
use marchland::Error;
use marchland::check::{check as check_rules, missing_letters};
use marchland::dataset::{self, DEFAULT_READING, Dataset, Reading, Subject};
use marchland::diagnostic::{Diagnostic, Severity, nearest};
use marchland::interchange::Fineness;
use marchland::lang::Lang;
use marchland::layout::{PageSize, View};
use marchland::time::Day;
use write::say;

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Draw maps: one per date, year, month or change.
    Render(render::Args),
    /// Draw maps one after another: GIF, animated PNG, or frames for a video editor.
    Animate(animate::Args),
    /// Draw maps of several dates side by side on a page, with one legend.
    Sheet(sheet::Args),
    /// Make worksheets for print: maps to be named, numbered, coloured or drawn in, and the answers.
    Worksheet(worksheet::Args),
    /// Make a lesson: slides to edit and to show, with notes for the speaker.
    Slides(slides::Args),
    /// Tell who held a place on a day, in fact and in law, who claimed it, by what act, and who says so.
    Explain(explain::Args),
    /// Tell or draw what happened when, and who held what from when until when.
    Timeline(timeline::Args),
    /// Show and count what changed hands between two days, or where readings, or fact and law, differ.
    Compare(compare::Args),
    /// Find everything wrong with a data set.
    Check(check::Args),
    /// Count km² by holder, unit or status over time, or hold published areas against the polygons.
    Areas(areas::Args),
    /// List the sources of the set or of a map, and audit what rests on them.
    Sources(sources::Args),
    /// List the styles of the program, or check one and draw a sheet of its colours, lines and letters.
    Styles(styles::Args),
    /// Make one page of HTML that needs no network: the map of every day, with a slider, reasons and sources.
    Atlas(atlas::Args),
    /// Write the units with their state on a day, for other programs.
    Export(export::Args),
    /// Make a data set of dated polygons of other programs, or bring tables of events and places into one.
    Import(Box<import::Args>),
    /// Make a small data set to begin with, every file explained.
    New(new::Args),
}

/// How a command ended.
pub enum Outcome {
    /// It did what was asked.
    Done,
    /// It did, and what it looked for was there.
    Findings,
}

/// Runs a command; `given` are the options that were typed.
pub fn run(command: Command, given: &Given) -> Result<Outcome, Error> {
    match command {
        Command::Render(args) => render::run(&args, given),
        Command::Animate(args) => animate::run(&args, given),
        Command::Sheet(args) => sheet::run(&args, given),
        Command::Worksheet(args) => worksheet::run(&args, given),
        Command::Slides(args) => slides::run(&args, given),
        Command::Explain(args) => explain::run(&args, given),
        Command::Timeline(args) => timeline::run(&args, given),
        Command::Compare(args) => compare::run(&args, given),
        Command::Check(args) => check::run(&args, given),
        Command::Areas(args) => areas::run(&args, given),
        Command::Sources(args) => sources::run(&args, given),
        Command::Styles(args) => styles::run(&args, given),
        Command::Atlas(args) => atlas::run(&args, given),
        Command::Export(args) => export::run(&args, given),
        Command::Import(args) => import::run(&args, given),
        Command::New(args) => new::run(&args),
    }
}

/// Which data set a command works on.
#[derive(Args)]
pub struct DataArgs {
    /// Folder of a data set; or a file of polygons (GeoJSON, TopoJSON, Shapefile, GeoPackage, KML, FlatGeobuf), or a folder
    /// of such files, to be drawn as they are. Without it, the built-in set "south-caucasus"
    #[arg(long, value_name = "PATH")]
    pub data: Option<PathBuf>,
    #[command(flatten)]
    pub layers: layers::LayerArgs,
}

impl DataArgs {
    /// Loads the data set; warnings go to the terminal.
    pub fn load(&self, given: &Given) -> Result<Dataset, Error> {
        self.load_for(None, None, given)
    }

    /// The same, to draw it: what a map would show of mistakes in the data is told too.
    pub fn load_to_draw(&self, given: &Given) -> Result<Dataset, Error> {
        self.load_page(None, None, given)
    }

    /// The same for pages of a size on which it is drawn, all of it or what `focus` names, and nothing else is done with it.
    pub fn load_page(
        &self,
        page: Option<PageSize>,
        focus: Option<&str>,
        given: &Given,
    ) -> Result<Dataset, Error> {
        let dataset = self.load_for(page, focus, given)?;
        if let Some(folder) = self.data.as_ref().filter(|path| !layers::is_layers(path)) {
            tell_findings(&dataset, folder);
        }
        Ok(dataset)
    }

    /// Loads it for a page, or for whatever may come.
    fn load_for(&self, page: Option<PageSize>, focus: Option<&str>, given: &Given) -> Result<Dataset, Error> {
        // On larger pages than on screens the raster that looks for overlaps is too coarse.
        let page = page.filter(|page| !page.print && page.width.max(page.height) <= 2400.0);
        if let Some(path) = self.data.as_ref().filter(|path| layers::is_layers(path)) {
            let load = |fineness| self.layers.load(std::slice::from_ref(path), fineness);
            let all = page.map(|page| Fineness { px: [page.width, page.height], extent: None });
            let (Some(all), Some(focus)) = (all, focus) else { return load(all) };
            let part = |focus: dataset::Focus| Some(Fineness { extent: Some(focus.extent), ..all });
            // An extent says where it is; where a name is, the shapes have to say.
            return match dataset::extent(focus) {
                Some(extent) => load(part(extent.map_err(Error::message)?)),
                None if layers::is_large(path) => {
                    let all = self.layers.load_quietly(std::slice::from_ref(path), Some(all))?;
                    let found = dataset::focus(&all, focus).map_err(Error::message)?;
                    load(part(found))
                }
                None => load(None),
            };
        }
        let typed = given.of(&layers::options_of_files());
        if let Some(option) = typed.first() {
            let what =
                self.data.as_ref().map_or("the built-in set".to_owned(), |path| path.display().to_string());
            return Err(Error::message(format!(
                "{what} is a data set, and --{option} is for files of polygons, which --data takes too"
            )));
        }
        let Some(folder) = &self.data else { return Ok(dataset::load_builtin().into_result()?.0) };
        let (dataset, findings) = dataset::load_dir(folder)?.into_result()?;
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Warning) {
            say!("{finding}");
        }
        Ok(dataset)
    }
}

/// Makes a data set ready to be drawn in some languages: names of no sane length are shortened, and letters that the fonts
/// lack are told of.
pub fn make_drawable(dataset: &mut Dataset, langs: &[Lang]) {
    // Of a name that is shortened only the letters count that are drawn.
    let long = dataset.shorten(langs);
    for finding in long.into_iter().chain(missing_letters(dataset, langs)) {
        say!("{finding}");
    }
}

/// Says in a line what `check` finds in a data set: a map shows it as it is, such as a corner that is not quite that of its
/// neighbour as a shore.
fn tell_findings(dataset: &Dataset, folder: &Path) {
    // What is drawn by hand is smaller; of larger sets, which were imported, the import has told, and looking at them again
    // takes longer than the map.
    const MOST_POSITIONS: usize = 100_000;
    const MOST_EFFECTS: usize = 2_000;
    let rings = dataset.units.iter().flat_map(|unit| &unit.polygons).flatten();
    let effects: usize = dataset.events.iter().map(|event| event.effects.len()).sum();
    if rings.map(Vec::len).sum::<usize>() > MOST_POSITIONS || effects > MOST_EFFECTS {
        return;
    }
    // Letters are told of by name as soon as it is known which languages are drawn.
    let is_told =
        |finding: &Diagnostic| finding.severity < Severity::Note && finding.rule != "missing-letters";
    let found: Vec<Diagnostic> = check_rules(dataset).into_iter().filter(is_told).collect();
    let Some(worst) = found.iter().map(|finding| finding.severity).min() else { return };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &found {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    let folder = folder.display();
    say!(
        "{}: {folder}: maps show what is wrong with the data ({}); \"marchland check {folder}\" says where, and how to mend it",
        worst.word(),
        counts.join(", ")
    );
}

/// Which reading of the sources a command follows.
#[derive(Args)]
pub struct ReadingArgs {
    /// Where the sources differ, follow this reading of the data set, such as one source's; "best" is the default
    #[arg(long, value_name = "NAME")]
    pub reading: Option<String>,
}

impl ReadingArgs {
    /// The reading of a data set; `None` is the default one.
    pub fn find<'a>(&self, dataset: &'a Dataset) -> Result<Option<&'a Reading>, Error> {
        let Some(name) = self.reading.as_deref().filter(|name| *name != DEFAULT_READING) else {
            return Ok(None);
        };
        if let Some(reading) = dataset.reading_by_key(name) {
            return Ok(Some(reading));
        }
        let others = dataset.readings.iter().map(|reading| reading.key.as_str());
        let known: Vec<&str> =
            [DEFAULT_READING].into_iter().chain(others.filter(|key| *key != DEFAULT_READING)).collect();
        Err(Error::message(unknown("reading", name, &known)))
    }
}

/// A format for programs or for people.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TextFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A result of the library as JSON, with a line break at its end.
fn to_json(value: &impl serde::Serialize) -> Result<String, Error> {
    let json = serde_json::to_string_pretty(value);
    json.map(|json| json + "\n").map_err(|error| Error::message(format!("cannot write JSON: {error}")))
}

/// Reads a day, for a command that has no `--year`.
fn parse_day(text: &str) -> Result<Day, String> {
    day(text, "")
}

/// Reads a day, for a command that has `--year` too.
fn parse_day_or_year(text: &str) -> Result<Day, String> {
    day(text, &format!(", or --year {text}"))
}

/// Reads a day; of a year it says how a day in it is written, or what `or` adds.
fn day(text: &str, or: &str) -> Result<Day, String> {
    // A minus sign, as people and `compare` write it.
    let text = text.replace('\u{2212}', "-");
    let text = text.as_str();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if digits(text) && text.len() == 4 {
        return Err(format!("\"{text}\" is a year, and a day is wanted: write {text}-12-31{or}"));
    }
    text.parse::<Day>().map_err(|error| error.to_string())
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::new(text)
        .ok_or_else(|| format!("\"{text}\" is not a two-letter language code, such as en, az, hy, ru, tr"))
}

fn parse_view(text: &str) -> Result<View, String> {
    named("view", text, &View::ALL)
}

/// A value by its name, or which names there are and which is nearest.
pub fn named<T: Copy>(what: &str, text: &str, all: &[(&'static str, T)]) -> Result<T, String> {
    all.iter().find(|(key, _)| *key == text).map(|(_, value)| *value).ok_or_else(|| {
        let keys: Vec<&str> = all.iter().map(|(key, _)| *key).collect();
        unknown(what, text, &keys)
    })
}

/// What to say of a name that is not there: which names there are and which is nearest.
fn unknown(what: &str, text: &str, keys: &[&str]) -> String {
    let near = nearest(text, keys.iter().copied());
    let near = near.map_or(String::new(), |near| format!("; nearest is \"{near}\""));
    format!("unknown {what} \"{text}\"; allowed are {}{near}", keys.join(", "))
}

/// A language the set has names in, or an error that says which it has.
fn check_lang(dataset: &Dataset, lang: Lang) -> Result<(), Error> {
    if dataset.languages.contains(&lang) {
        return Ok(());
    }
    let known: Vec<&str> = dataset.languages.iter().map(Lang::code).collect();
    Err(Error::message(format!("the data set has no names in \"{lang}\"; it has {}", known.join(", "))))
}

/// A day the set speaks of, or an error that says which days those are.
fn check_day(dataset: &Dataset, day: Day) -> Result<(), Error> {
    let (first, last) = dataset.period;
    if first <= day && day <= last {
        return Ok(());
    }
    Err(Error::message(format!("{day} is outside the period of the data set, {first} to {last}")))
}

/// Years the set speaks of, or an error that says which those are.
fn check_years(dataset: &Dataset, from: i32, to: i32) -> Result<(), Error> {
    let (first, last) = (dataset.period.0.year(), dataset.period.1.year());
    match [from, to].into_iter().find(|year| !(first..=last).contains(year)) {
        Some(year) => {
            Err(Error::message(format!("{year} is outside the period of the data set, {first} to {last}")))
        }
        None => Ok(()),
    }
}

fn find(dataset: &Dataset, text: &str) -> Result<Subject, Error> {
    dataset::find(dataset, text).map_err(Error::message)
}

/// What to say of a position or place in no unit; if latitude and longitude seem to be swapped, how it is written.
fn no_unit_at(dataset: &Dataset, text: &str) -> Error {
    let swapped =
        dataset::swapped(text).filter(|(_, [lon, lat, ..])| dataset.unit_at([*lon, *lat]).is_some());
    let hint = swapped.map_or(String::new(), |(other, _)| {
        format!("; longitude comes first: with latitude and longitude swapped it is {other}")
    });
    Error::message(format!("no unit of the data set lies at \"{text}\"{hint}"))
}
