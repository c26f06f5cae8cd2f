//! `marchland slides`: a lesson as slides that can be edited.

use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::areas::unit_areas;
use marchland::backend::{self, Format, Options, html, pptx};
use marchland::dataset::{self, Dataset, DeckPlan};
use marchland::deck::{Deck, Ratio};
use marchland::diagnostic::Severity;
use marchland::lang::{Lang, Text};
use marchland::layout::View;
use marchland::slides::{self, Spec};
use marchland::timeline::Timeline;
use rayon::prelude::*;

use super::given::Given;
use super::layers::LARGEST_TEXT;
use super::output::{self, Bare, Place};
use super::render::{FileName, focus};
use super::styles;
use super::when::WhenArgs;
use super::write::say;
use super::{
    DataArgs, Outcome, ReadingArgs, check_lang, make_drawable, named, parse_lang, parse_view, write,
};

/// Arguments of `slides`.
#[derive(clap::Args)]
#[command(after_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// A plan of slides: a file like the one that --print-plan writes
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["date", "year", "years", "each"])]
    from: Option<PathBuf>,
    /// Write the plan that would be used, to start one of your own from, and no slides
    #[arg(long)]
    print_plan: bool,
    /// Formats, separated by commas: pptx, pdf, html; png and svg are a picture of each slide. Without it, by the ending of
    /// the file, and pptx,pdf in a folder
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_format)]
    format: Vec<Output>,
    /// Shape of the slides: 16:9 or 4:3; without it that of the plan, else 16:9
    #[arg(long, value_name = "RATIO", value_parser = parse_ratio)]
    ratio: Option<Ratio>,
    /// What the fills show: control (in fact), sovereignty (by the act in force), claims, certainty (how sure), sources
    /// (how many); without it that of the plan, else control
    #[arg(long, value_name = "VIEW", value_parser = parse_view)]
    view: Option<View>,
    /// Language of slides and notes: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    /// Title of the first slide instead of that of the plan or the data set
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A theme (atlas, article, slide, print-bw, dark) or a style file of your own; without it that of the plan, else
    /// slide
    #[arg(long, value_name = "NAME|FILE")]
    style: Option<String>,
    /// Folder, or a file ending in .pptx, .pdf or .html; for --print-plan a file ending in .toml; - is standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Replace files even if they were edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

const AFTER: &str = "\
Examples:
  marchland slides                                      the data set's own lesson
  marchland slides --lang az --ratio 4:3
  marchland slides --years 1920..1921 --each change     a slide for every day on which something changes
  marchland slides --print-plan -o lesson.toml          a plan to change
  marchland slides --from lesson.toml -o lesson.pptx

Type is never smaller than 18 points: what has no room on a slide is in its notes, with what happened, what is contested
and the sources in full.";

#[cfg(feature = "pdf")]
const USUAL: &[Output] = &[Output::Pptx, Output::Pdf];
#[cfg(not(feature = "pdf"))]
const USUAL: &[Output] = &[Output::Pptx];

/// In which form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Pptx,
    #[cfg(feature = "pdf")]
    Pdf,
    Html,
    Picture(Format),
}

const OUTPUTS: &[(&str, Output)] = &[
    ("pptx", Output::Pptx),
    #[cfg(feature = "pdf")]
    ("pdf", Output::Pdf),
    ("html", Output::Html),
    ("png", Output::Picture(Format::Png)),
    ("svg", Output::Picture(Format::Svg)),
];

fn parse_format(text: &str) -> Result<Output, String> {
    named("format", text, OUTPUTS)
}

fn parse_ratio(text: &str) -> Result<Ratio, String> {
    named("ratio", text, &Ratio::ALL)
}

/// Makes the slides.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let place = if args.print_plan { None } else { Some(place(args)?) };
    let mut dataset = args.data.load_to_draw(given)?;
    check_lang(&dataset, args.lang)?;
    make_drawable(&mut dataset, &[args.lang]);
    let reading = args.reading.find(&dataset)?;
    let timeline = Timeline::with_reading(&dataset, reading);
    let (plan, name) = plan(args, &dataset, &timeline)?;
    let Some(place) = place else {
        given.idle(&["format"], true, "a plan is written, and no slides");
        given.idle(&["lang"], true, "a plan has the words of all languages");
        return print(args, &dataset, &timeline, &plan);
    };
    let ratio = plan.ratio.and_then(|key| Ratio::ALL.iter().find(|(known, _)| *known == key));
    let ratio = ratio.map_or(Ratio::Wide, |(_, ratio)| *ratio);
    let view = plan.view.and_then(|key| View::ALL.iter().find(|(known, _)| *known == key));
    let view = view.map_or(View::Control, |(_, view)| *view);
    let style = args.style.as_deref().or(plan.theme).unwrap_or("slide");
    let style = styles::load(style)?.style;
    let focus = plan.focus.as_ref().map(|focus| focus.slug.as_str());
    let file = FileName { dataset: &dataset, focus, view, lang: args.lang, reading };
    let to_stdout = matches!(place, Place::Stdout(_));
    given.idle(&["force"], to_stdout, "standard output replaces no file");
    let outputs = outputs(place, &file.stem(&years(&plan), "_slides"));
    if !to_stdout {
        write::prepare(outputs.iter().map(|(path, _)| path.as_path()))?;
    }

    let made = slides::compose(&timeline, &Spec { plan: &plan, style: &style, lang: args.lang, ratio });
    let files = files(&outputs, &made.deck);
    if let Some((path, _)) = files.iter().find(|(path, _)| !args.force && !to_stdout && !write::is_ours(path))
    {
        return Err(Error::message(format!(
            "{} was edited by hand or is not a file of ours; --force replaces it",
            path.display()
        )));
    }
    // Nothing is written before all of it is there.
    let all: Vec<(PathBuf, Vec<u8>)> = files
        .into_par_iter()
        .map(|(path, what)| Ok((path, encode(&made.deck, what)?)))
        .collect::<Result<_, Error>>()?;
    match all.first() {
        Some((_, bytes)) if to_stdout => write::put(None, bytes)?,
        _ => {
            all.par_iter().try_for_each(|(path, bytes)| write::replace(path, bytes))?;
            write::wrote(&all.iter().map(|(path, _)| path).collect::<Vec<_>>());
        }
    }

    for (what, line) in plan.untranslated(args.lang) {
        let at = if line == 0 { name.clone() } else { format!("{name}:{line}") };
        say!("warning: {at}: the {what} has no wording in {}: another language's stands there", args.lang);
    }
    for finding in made.left_out.iter().filter(|finding| finding.severity < Severity::Note) {
        say!("warning: {}", finding.message);
    }
    Ok(Outcome::Done)
}

/// The plan that the arguments ask for, and the name of its file.
fn plan(args: &Args, dataset: &Dataset, timeline: &Timeline<'_>) -> Result<(DeckPlan, String), Error> {
    let own = "slides.toml".to_owned();
    let (mut plan, name) = if let Some(path) = &args.from {
        let text = dataset::read_file(path, LARGEST_TEXT)?;
        let name = path.display().to_string();
        let read = dataset::read_plan(&name, &text, dataset);
        let Some(plan) = read.plan else { return Err(Error::data(read.diagnostics)) };
        read.diagnostics.iter().for_each(|finding| say!("{finding}"));
        (plan, name)
    } else if !args.when.is_empty() {
        let moments = args.when.moments(dataset, timeline)?;
        (slides::of_moments(dataset, &moments), own)
    } else {
        let plan = dataset.plan.clone();
        (plan.unwrap_or_else(|| slides::propose(timeline, &unit_areas(dataset))), own)
    };
    // What is asked for on the command line holds for the whole deck.
    if let Some(view) = args.view {
        plan.view = Some(view.key());
    }
    if let Some(ratio) = args.ratio {
        plan.ratio = Some(ratio.key());
    }
    if let Some(what) = &args.focus {
        plan.focus = Some(focus(dataset, what)?);
    }
    if let Some(title) = &args.title {
        plan.title = Text::new(dataset.languages.iter().map(|lang| (*lang, title.clone())));
    }
    if let Some(theme) =
        args.style.as_deref().and_then(|style| dataset::THEMES.iter().find(|key| **key == style))
    {
        plan.theme = Some(theme);
    }
    Ok((plan, name))
}

/// Writes the plan.
fn print(args: &Args, dataset: &Dataset, timeline: &Timeline<'_>, plan: &DeckPlan) -> Result<Outcome, Error> {
    let text = plan.to_toml(dataset, |_, slide| slides::about(timeline, slide));
    if let Some(path) = &args.output {
        let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        if path.as_os_str() != "-" && (!is_toml || path.is_dir()) {
            return Err(Error::message(format!(
                "{} is no name for a plan; give a file ending in .toml",
                path.display()
            )));
        }
        if path.exists() && !args.force {
            return Err(Error::message(format!("{} is there already; --force replaces it", path.display())));
        }
    }
    write::put(args.output.as_ref(), text.as_bytes())?;
    Ok(Outcome::Done)
}

/// First and last year of the maps, or the day of a single one.
fn years(plan: &DeckPlan) -> String {
    use marchland::dataset::SlideKind;
    let days = plan.slides.iter().flat_map(|slide| match slide.kind {
        SlideKind::Date(when) | SlideKind::Question { when, .. } => vec![when.day()],
        SlideKind::Compare { from, to, .. } => vec![from, to],
        _ => Vec::new(),
    });
    let days: Vec<_> = days.collect();
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) if first.year() == last.year() => first.year().to_string(),
        (Some(first), Some(last)) => format!("{}-{}", first.year(), last.year()),
        _ => "undated".to_owned(),
    }
}

/// Where the slides go.
fn place(args: &Args) -> Result<Place<Output>, Error> {
    let output = args.output.clone().unwrap_or_else(|| PathBuf::from("output"));
    let shown = output.display();
    let is_plan = output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    if is_plan && !output.is_dir() {
        return Err(Error::message(format!(
            "{shown} is a plan, and slides are to be written; --print-plan writes one"
        )));
    }
    let place = output::place(&output, &args.format, USUAL, OUTPUTS, Bare::Folder)?;
    if let Place::File(_, Output::Picture(format)) | Place::Stdout(Output::Picture(format)) = place {
        let key = format.extension();
        let one = if output::is_stdout(&output) { "standard output" } else { &*output.to_string_lossy() };
        return Err(Error::message(format!(
            "{one} is one picture, and every slide is one: give a folder with --format {key}"
        )));
    }
    Ok(place)
}

/// The files by format; of pictures, that of the first before its number.
fn outputs(place: Place<Output>, stem: &str) -> Vec<(PathBuf, Output)> {
    match place {
        Place::Stdout(what) => vec![(PathBuf::from("-"), what)],
        Place::File(path, what) => vec![(path, what)],
        Place::Folder(folder, formats) => {
            let name = |what: &Output| {
                let ending = OUTPUTS.iter().find(|(_, known)| known == what).map_or("", |(key, _)| *key);
                folder.join(format!("{stem}.{ending}"))
            };
            formats.iter().map(|what| (name(what), *what)).collect()
        }
    }
}

/// A file, or one of a slide's pictures.
#[derive(Clone, Copy)]
enum File {
    Whole(Output),
    Page(Format, usize),
}

fn files(outputs: &[(PathBuf, Output)], deck: &Deck) -> Vec<(PathBuf, File)> {
    let width = deck.slides.len().to_string().len().max(2);
    let mut files = Vec::new();
    for (path, what) in outputs {
        let Output::Picture(format) = what else {
            files.push((path.clone(), File::Whole(*what)));
            continue;
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let number = |at: usize| {
            let name = format!("{stem}_{:0width$}.{}", at + 1, format.extension());
            path.parent().unwrap_or(Path::new("")).join(name)
        };
        files.extend((0..deck.slides.len()).map(|at| (number(at), File::Page(*format, at))));
    }
    files
}

fn encode(deck: &Deck, what: File) -> Result<Vec<u8>, Error> {
    let bytes = match what {
        File::Whole(Output::Pptx) => pptx::encode(deck),
        #[cfg(feature = "pdf")]
        File::Whole(Output::Pdf) => {
            backend::pdf::encode_deck(deck).map(|bytes| write::seal(Format::Pdf, bytes))
        }
        File::Whole(Output::Html) => html::encode(deck).map(write::seal_html),
        File::Whole(Output::Picture(_)) => Ok(Vec::new()),
        File::Page(format, at) => {
            let page = deck.page(&deck.slides[at]);
            backend::encode(&page, format, &Options::default()).map(|bytes| write::seal(format, bytes))
        }
    };
    bytes.map_err(|error| Error::message(error.to_string()))
}
