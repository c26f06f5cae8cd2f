//! `marchland render`: maps as files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use marchland::Error;
use marchland::backend::{self, Canvas, Format, svg::TextMode};
use marchland::dataset::{Dataset, Reading, few, read_file};
use marchland::diagnostic::Severity;
use marchland::edits::{Edits, reword};
use marchland::lang::Lang;
use marchland::layout::{Composed, Content, LineChoice, Moment, Pin, Plan, Series, UNNAMED, UNSEEN, View};
use marchland::scene::Scene;
use marchland::time::{Day, FuzzyDate, write_out};
use marchland::timeline::Timeline;
use marchland::words::{upper_first, word};
use rayon::prelude::*;

use super::given::Given;
use super::output::{self, Place};
use super::picture::PictureArgs;
use super::size::SizeArgs;
use super::styles::StyleArgs;
use super::when::WhenArgs;
use super::work::{Finished, WorkArgs};
use super::write::say;
use super::{
    DataArgs, Outcome, ReadingArgs, check_lang, make_drawable, named, parse_lang, parse_view, unknown, write,
};

/// Arguments of `render`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// What the fills show: control (in fact), sovereignty (by the act in force), claims, certainty (how sure), sources
    /// (how many)
    #[arg(long, value_name = "VIEW", value_parser = parse_view, default_value = "control")]
    view: View,
    /// How much is told: full, unlabelled (no names), numbered (a number for each holder), outline (borders and waters,
    /// for colouring in), blank (coasts and waters)
    #[arg(long, value_name = "CONTENT", value_parser = parse_content, default_value = "full")]
    content: Content,
    /// Language of the map: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    #[command(flatten)]
    size: SizeArgs,
    /// Treaty, claim and front lines to draw, by name, separated by commas; "none" for none. Without it, those
    /// of events of the last weeks
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    line: Vec<String>,
    #[command(flatten)]
    style: StyleArgs,
    #[command(flatten)]
    picture: PictureArgs,
    /// Lay out every map of a series by itself: names, legend and furniture may then stand elsewhere on each
    #[arg(long)]
    loose: bool,
    /// No paper: what lies under the drawing shows through around the map (the map itself stays filled)
    #[arg(long)]
    transparent: bool,
    /// Folder, or for a single map a file ending in .svg, .png, .webp or .pdf; - is standard output, as SVG or what --format
    /// says
    #[arg(short, long, value_name = "PATH", default_value = "output")]
    output: PathBuf,
    /// Carry what a person did to the labels of an earlier SVG map (moved, removed, reworded) into these maps
    #[arg(long, value_name = "FILE")]
    keep_edits: Option<PathBuf>,
    /// Replace files even if they were edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    work: WorkArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Px of a page in an inch.
pub const CSS_DPI: f64 = 96.0;
/// Pixels per inch of a picture for print, unless others are asked for.
pub const PRINT_DPI: f64 = 300.0;

/// Draws the maps.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let style = args.style.load()?;
    let place = args.picture.place(&args.output)?;
    // The process ends with the maps, and its memory is given back at once: piece by piece took a twentieth of the time of
    // a large map.
    let mut dataset =
        ManuallyDrop::new(args.data.load_page(args.size.on_screen(&style), args.focus.as_deref(), given)?);
    check_lang(&dataset, args.lang)?;
    make_drawable(&mut dataset, &[args.lang]);
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    check_content(args.content, args.view)?;
    let lines = lines(&args.line, &dataset)?;
    let undated = args.when.is_empty() && is_undated(&dataset);
    let moments = match args.when.is_empty() {
        true => vec![undated_moment(&dataset, &timeline, "a map")?],
        false => args.when.moments(&dataset, &timeline)?,
    };
    let focus = args.focus.as_deref().map(|what| focus(&dataset, what)).transpose()?;
    let size = args.size.page(&dataset, &style, focus.as_ref().map(|focus| focus.extent))?;
    let (mine, part) = args.work.part(moments.len())?;
    let slug = focus.as_ref().map(|focus| focus.slug.as_str());
    let mut files = files(args, &place, &dataset, &moments, slug)?;
    tell_idle(args, &place, moments.len(), given);
    let mine = &moments[mine];
    files.retain(|(_, _, of)| mine.contains(of));
    let to_stdout = matches!(place, Place::Stdout(_));
    let is_kept = !to_stdout && (args.work.shard.is_some() || args.work.resume || moments.len() > 1);
    // A list of what is finished is kept for series: a single map is made as quickly as it is looked for.
    let finished = match is_kept.then(|| files.first().and_then(|(path, ..)| path.parent())).flatten() {
        Some(folder) => Some(Finished::open(folder, part.as_deref(), args.work.resume)?),
        None => None,
    };
    if let Some(finished) = finished.as_ref().filter(|_| args.work.resume) {
        let all = files.len();
        files.retain(|(path, ..)| !finished.has(path));
        if files.len() < all {
            say!("{} of {all} files are finished already", all - files.len());
        }
    }
    let mine: Vec<Moment> =
        mine.iter().copied().filter(|moment| files.iter().any(|(_, _, of)| of == moment)).collect();
    if mine.is_empty() {
        if let Some(part) = part.filter(|_| files.is_empty() && !args.work.resume) {
            super::write::say!(
                "part {}: of {} maps none falls to it",
                part.replace("of", " of "),
                moments.len()
            );
        }
        return Ok(Outcome::Done);
    }
    let edits = args.keep_edits.as_deref().map(read_edits).transpose()?;
    if !args.force
        && !to_stdout
        && let Some((path, _, _)) =
            files.iter().find(|(path, _, _)| !write::is_ours(path) && !is_carried(path, args, edits.as_ref()))
    {
        let hint = if path.extension().is_some_and(|extension| extension == "svg") {
            format!("; --keep-edits {} carries its moved labels into the new map", path.display())
        } else {
            String::new()
        };
        return Err(Error::message(format!(
            "{} was edited by hand or is not a map of ours{hint}; --force replaces it",
            path.display()
        )));
    }
    if !to_stdout {
        write::prepare(files.iter().map(|(path, ..)| path.as_path()))?;
    }

    let extent = focus.map(|focus| focus.extent);
    let plan = Plan::new(&dataset, &style, size, extent).with_lines(lines).with_content(args.content);
    let mut notes = Vec::new();
    let mut moved: BTreeSet<String> = BTreeSet::new();
    let plan = ManuallyDrop::new(match &edits {
        Some(edits) => {
            let (pins, outside) = edits.pins(&plan);
            notes.extend(outside);
            let placed = pins.iter().filter(|(_, pin)| matches!(pin, Pin::At(_)));
            moved.extend(placed.map(|(id, _)| id.clone()));
            plan.with_pins(pins)
        }
        None => plan,
    });
    let options = args.picture.options(size.print);
    let progress = Progress::new(files.len());
    // Maps of a series hold still; a single map has nothing to hold on to.
    let series = (moments.len() > 1 && !args.loose)
        .then(|| Series::new(&plan, &timeline, &moments, args.view, args.lang));
    // Warnings of each map, and the moved labels that are on it.
    let compose = |moment: Moment| -> Composed {
        let mut map = match &series {
            Some(series) => series.compose(moment),
            None => plan.compose(&timeline, moment, args.view, args.lang),
        };
        if args.when.is_empty() {
            let words = match moment {
                _ if undated => word(args.lang, "undated").to_owned(),
                moment => year_words(moment.day().year(), args.lang),
            };
            redate(&mut map.scene, &dataset, args.lang, &words);
            if undated {
                map.scene.metadata.retain(|(name, _)| name != "date");
            }
        }
        if args.transparent {
            map.scene.paper = map.scene.paper.alpha(0.0);
        }
        if let Some(edits) = &edits {
            edits.reword(&mut map.scene);
        }
        map
    };
    let draw = |moment: Moment, canvas: &mut Option<Canvas>| -> Result<ToTell, Error> {
        let Composed { scene, left_out } = compose(moment);
        for (path, format, _) in files.iter().filter(|(_, _, of)| *of == moment) {
            let bytes = match format {
                Format::Png => backend::png::encode_on(canvas, &scene, &options.png).map_err(Into::into),
                _ => backend::encode(&scene, *format, &options),
            };
            let bytes = bytes.map_err(|error| Error::message(error.to_string()))?;
            let bytes = write::seal(*format, bytes);
            if to_stdout {
                write::put(None, &bytes)?;
                continue;
            }
            write::replace(path, &bytes)?;
            if let Some(finished) = &finished {
                finished.add(path, &bytes)?;
            }
            progress.done(path);
        }
        let of_rule = |rule: &'static str| {
            let named = left_out.iter().filter(move |finding| finding.rule == rule);
            named.map(|finding| finding.message.clone()).collect::<Vec<_>>()
        };
        let nameless = [UNSEEN, UNNAMED].map(of_rule);
        let warnings = left_out.iter().filter(|finding| finding.severity < Severity::Note);
        let warnings = warnings.map(|finding| match undated {
            true => finding.message.clone(),
            false => format!("{}: {}", moment.day(), finding.message),
        });
        let labels = scene.ground.iter().flat_map(|ground| &ground.labels);
        let carried = labels.filter(|(id, _)| moved.contains(id)).map(|(id, _)| id.clone());
        Ok((warnings.collect(), carried.collect(), nameless))
    };
    // Maps that follow each other share a canvas, on which only what changed is painted. The runs of maps that are
    // drawn at the same time all begin with the ground of the first.
    let run = mine.len().div_ceil(rayon::current_num_threads()).max(1);
    let mut ground = None;
    if series.is_some() && mine.len() > run && files.iter().any(|(_, format, _)| *format == Format::Png) {
        let first = compose(mine[0]).scene;
        // A page too large to be painted is told of with its file.
        let _ = backend::png::paint_on(&mut ground, &first, options.png.scale);
    }
    let told: Vec<_> = mine
        .par_chunks(run)
        .flat_map_iter(|run| {
            let (mut canvas, draw) = (ManuallyDrop::new(ground.clone()), &draw);
            run.iter().map(move |&moment| draw(moment, &mut canvas))
        })
        .collect::<Result<_, Error>>()?;
    progress.end(&files);
    if let Some(finished) = finished {
        finished.end();
    }
    for id in told.iter().flat_map(|(_, carried, _)| carried) {
        moved.remove(id);
    }
    notes.extend(moved.iter().map(|id| format!("\"{id}\" was moved, but is on none of the new maps")));
    if let (Some(edits), Some(file)) = (&edits, &args.keep_edits) {
        tell_edits(edits, file, args.lang, notes);
    }
    tell_nameless(told.iter().map(|(_, _, nameless)| nameless));
    for line in told.into_iter().flat_map(|(warnings, ..)| warnings) {
        say!("warning: {line}");
    }
    Ok(Outcome::Done)
}

/// Whether a data set has no dates: all its days are one state.
fn is_undated(dataset: &Dataset) -> bool {
    dataset.period == marchland::import::all_days()
}

/// What a map leaves to be told: its warnings, the labels in which a person's changes stand, and the holders that are too
/// small to be seen or have no name.
type ToTell = (Vec<String>, Vec<String>, [Vec<String>; 2]);

/// Says once for all maps which holders a reader does not find on them.
fn tell_nameless<'m>(maps: impl Iterator<Item = &'m [Vec<String>; 2]>) {
    let mut names: [BTreeSet<&str>; 2] = Default::default();
    for map in maps {
        for (all, here) in names.iter_mut().zip(map) {
            all.extend(here.iter().map(String::as_str));
        }
    }
    let ways = [
        "land too small to be seen at this size, and no place in the legend; --focus or a larger --size shows it",
        "land on a map, but no name there and no place in the legend",
    ];
    for (names, what) in names.into_iter().zip(ways) {
        let names: Vec<String> = names.into_iter().map(|name| format!("\"{name}\"")).collect();
        if !names.is_empty() {
            let holders =
                if names.len() == 1 { "1 holder has" } else { &format!("{} holders have", names.len()) };
            say!("note: {holders} {what}: {}", few(&names, 8));
        }
    }
}

/// Tells which options change nothing in these maps.
fn tell_idle(args: &Args, place: &Place<Format>, maps: usize, given: &Given) {
    args.picture.tell_idle(&place.formats(), given);
    given.idle(&["loose"], maps == 1, "a single map is laid out by itself");
    given.idle(&["force"], matches!(place, Place::Stdout(_)), "standard output replaces no file");
    given.idle(&["resume", "shard"], matches!(place, Place::Stdout(_)), "one map goes to standard output");
}

/// What is drawn or counted if no day is asked for: the one state of what has no dates, or of a year in which nothing changes.
pub fn undated_moment(dataset: &Dataset, timeline: &Timeline<'_>, what: &str) -> Result<Moment, Error> {
    let (first, last) = dataset.period;
    let year = first.year();
    let is_one_year = first.ymd() == (year, 1, 1) && last == Day::year_end(year);
    if is_one_year && timeline.change_days().iter().all(|day| *day == first) {
        return Ok(Moment::Day(last));
    }
    // Its last day: what is there from its first day on has not changed lately.
    if is_undated(dataset) {
        return Ok(Moment::Day(last));
    }
    Err(Error::message(format!(
        "{what} of which day? The data set is of {first} to {last}: --date, --year, --years or --each says it"
    )))
}

/// A year in words, as it stands on a map of one.
fn year_words(year: i32, lang: Lang) -> String {
    let text = format!("{}{:04}", if year < 0 { "-" } else { "" }, year.abs());
    FuzzyDate::parse(&text).map_or(text, |date| write_out(&date, lang))
}

/// Puts other words where a map has its date: data without dates, or of one year, say nothing of a day.
fn redate(scene: &mut Scene, dataset: &Dataset, lang: Lang, words: &str) {
    reword(&mut scene.nodes, &BTreeMap::from([("date".to_owned(), vec![upper_first(words)])]));
    let title = format!("{}, {words}", dataset.title.get(lang));
    scene.description = scene.description.replacen(&scene.title, &title, 1);
    scene.title = title;
}

/// The largest drawing whose edits are read: ours are a hundred times smaller.
const LARGEST_DRAWING: u64 = 64 << 20;

/// What a person did to an earlier map.
fn read_edits(path: &Path) -> Result<Edits, Error> {
    let bytes = read_file(path, LARGEST_DRAWING)?;
    let text = String::from_utf8(bytes.into()).map_err(|_| {
        Error::message(format!(
            "{}: no SVG text (in UTF-8); edits are read from SVG maps only",
            path.display()
        ))
    })?;
    Edits::read(&text).map_err(|error| {
        let space = if error.at.is_some() { "" } else { " " };
        Error::message(format!("{}:{space}{error}", path.display()))
    })
}

/// True for the drawing whose edits are all carried: it may be replaced by the new one.
fn is_carried(path: &Path, args: &Args, edits: Option<&Edits>) -> bool {
    let same = |other: &PathBuf| match (other.canonicalize(), path.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    };
    args.keep_edits.as_ref().is_some_and(same)
        && edits.is_some_and(|edits| edits.left.is_empty() && edits.added == 0)
}

/// Says what was carried from a drawing and what was not.
fn tell_edits(edits: &Edits, file: &Path, lang: Lang, notes: Vec<String>) {
    let file = file.display();
    let [moved, removed, reworded] = edits.counts();
    if edits.is_empty() {
        say!("{file}: no label was moved, removed or reworded");
    } else {
        say!("{file}: labels carried: {moved} moved, {removed} removed, {reworded} reworded");
    }
    if !edits.is_in(lang) && reworded > 0 {
        say!("warning: {file}: the map is in another language: reworded labels are not carried");
    }
    for note in edits.left.iter().chain(&notes) {
        say!("warning: {file}: {note}");
    }
    if edits.added > 0 {
        say!("warning: {file}: elements drawn by hand, which are not carried: {}", edits.added);
    }
}

/// Reads how much of a map is told.
pub fn parse_content(text: &str) -> Result<Content, String> {
    named("content", text, &Content::ALL)
}

/// Refuses numbers for holders on a map that does not show them.
pub fn check_content(content: Content, view: View) -> Result<(), Error> {
    if content == Content::Numbered && matches!(view, View::Certainty | View::Sources) {
        return Err(Error::message(format!(
            "numbers stand for holders, which the view \"{}\" does not show; take control, sovereignty or claims",
            view.key()
        )));
    }
    Ok(())
}

/// Which lines the maps show.
pub fn lines(names: &[String], dataset: &Dataset) -> Result<LineChoice, Error> {
    const NONE: &str = "none";
    match names {
        [] => return Ok(LineChoice::NearDay),
        [name] if name == NONE => return Ok(LineChoice::Only(Vec::new())),
        names if names.iter().any(|name| name == NONE) => {
            return Err(Error::message("\"none\" draws no line: it stands alone".to_owned()));
        }
        _ => {}
    }
    let line = |name: &String| {
        dataset.line_by_key(name.trim()).ok_or_else(|| {
            let keys: Vec<&str> = dataset.lines.iter().map(|line| line.key.as_str()).chain([NONE]).collect();
            Error::message(unknown("line", name, &keys))
        })
    };
    Ok(LineChoice::Only(names.iter().map(line).collect::<Result<_, _>>()?))
}

pub use marchland::dataset::{Focus, slug};

/// Reads what `--focus` names.
pub fn focus(dataset: &Dataset, what: &str) -> Result<Focus, Error> {
    let focus = marchland::dataset::focus(dataset, what).map_err(Error::message)?;
    // Surroundings that have a name are as large as the data make them; a frame in degrees may be any.
    if focus.slug == "extent"
        && let Some(beyond) = marchland::dataset::beyond(dataset, &focus)
    {
        say!("warning: --focus {what} {beyond}");
    }
    Ok(focus)
}

/// What the name of a map's file is made of, beside its date.
pub struct FileName<'a> {
    /// The data set.
    pub dataset: &'a Dataset,
    /// The name of the part that is shown.
    pub focus: Option<&'a str>,
    /// What the fills show.
    pub view: View,
    /// Language.
    pub lang: Lang,
    /// The reading, if it is not the default one.
    pub reading: Option<&'a Reading>,
}

impl FileName<'_> {
    /// The name without its ending, for a date or dates; `kind` tells what is no single map, such as `_sheet`.
    pub fn stem(&self, dates: &str, kind: &str) -> String {
        let (key, view) = (&self.dataset.key, self.view.key());
        let focus = self.focus.map_or(String::new(), |focus| format!("_{focus}"));
        let is_first = self.lang == self.dataset.languages.first().copied().unwrap_or(Lang::EN);
        let lang = if is_first { String::new() } else { format!("_{}", self.lang) };
        let reading = self.reading.map_or(String::new(), |reading| format!("_{}", reading.key));
        format!("{key}{focus}_{dates}_{view}{kind}{reading}{lang}")
    }
}

/// The files to write: path, format, and which map. Names sort by date.
fn files(
    args: &Args,
    place: &Place<Format>,
    dataset: &Dataset,
    moments: &[Moment],
    focus: Option<&str>,
) -> Result<Vec<(PathBuf, Format, Moment)>, Error> {
    let only = || match moments {
        [moment] => Ok(*moment),
        _ => Err(output::too_many(&args.output, &format!("{} maps", moments.len()))),
    };
    let (folder, formats) = match place {
        Place::Folder(folder, formats) => (folder, formats),
        Place::File(path, format) => return Ok(vec![(path.clone(), *format, only()?)]),
        Place::Stdout(format) => return Ok(vec![(args.output.clone(), *format, only()?)]),
    };
    let name =
        FileName { dataset, focus, view: args.view, lang: args.lang, reading: args.reading.find(dataset)? };
    let kind = if args.content.is_question() { format!("_{}", args.content.key()) } else { String::new() };
    Ok(moments
        .iter()
        .flat_map(|&moment| {
            let date = match args.when.is_empty() {
                true if is_undated(dataset) => "undated".to_owned(),
                true => moment.day().year().to_string(),
                false => moment.day().to_string(),
            };
            let stem = name.stem(&date, &kind);
            formats
                .iter()
                .map(move |&format| (folder.join(format!("{stem}.{}", format.extension())), format, moment))
                .collect::<Vec<_>>()
        })
        .collect())
}

/// Tells a person at a terminal what is written; in a pipe it is quiet.
struct Progress {
    total: usize,
    count: AtomicUsize,
    shown: bool,
}

impl Progress {
    fn new(total: usize) -> Progress {
        Progress { total, count: AtomicUsize::new(0), shown: std::io::stderr().is_terminal() }
    }

    fn done(&self, path: &Path) {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.shown {
            return;
        }
        // A long series is one line that changes; a few files are named one by one.
        if self.total > 6 {
            write::show_line(&format!("{count}/{} {}", self.total, path.display()));
        } else {
            say!("{}", path.display());
        }
    }

    /// What is left of the line that changed names the folder of all.
    fn end(&self, files: &[(PathBuf, Format, Moment)]) {
        if self.shown && self.total > 6 {
            write::clear_line();
            write::wrote(&files.iter().map(|(path, ..)| path).collect::<Vec<_>>());
        }
    }
}

/// Reads the name of a picture format.
pub fn parse_format(text: &str) -> Result<Format, String> {
    named("format", text, Format::ALL)
}

/// Reads how text is written to SVG.
pub fn parse_text(text: &str) -> Result<TextMode, String> {
    named(
        "text mode",
        text,
        &[("live", TextMode::Live), ("bare", TextMode::Bare), ("outlines", TextMode::Outlines)],
    )
}

/// Reads a factor of enlargement.
pub fn parse_scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| format!("\"{text}\" is not a number; write 1, 1.5, 2, ..."))?;
    if (0.1..=16.0).contains(&scale) {
        Ok(scale)
    } else {
        Err(format!("{text} is out of range; allowed are 0.1 to 16"))
    }
}

/// Reads a resolution.
pub fn parse_dpi(text: &str) -> Result<f64, String> {
    let dpi: f64 =
        text.parse().map_err(|_| format!("\"{text}\" is not a number; write 96, 150, 300, ..."))?;
    if (10.0..=1500.0).contains(&dpi) {
        Ok(dpi)
    } else {
        Err(format!("{text} is out of range; allowed are 10 to 1500 pixels per inch"))
    }
}
