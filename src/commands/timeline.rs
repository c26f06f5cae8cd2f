//! `marchland timeline`: events and holdings over time, as table or chart.

use std::path::PathBuf;

use marchland::Error;
use marchland::backend::{self, Format, Options, png::PngOptions};
use marchland::chart::{self, Found, Holding, Spec, Which, find_polity, find_units, table};
use marchland::dataset::{Dataset, PolityId, UnitId};
use marchland::diagnostic::Severity;
use marchland::lang::Lang;
use marchland::layout::PageSize;
use marchland::time::{Day, Span};
use marchland::timeline::{Timeline, Track, unit_of};

use super::given::Given;
use super::output::{self, Bare, Place};
use super::styles::StyleArgs;
use super::write::say;
use super::{
    DataArgs, Outcome, check_lang, check_years, find, make_drawable, named, no_unit_at, parse_lang, render,
    when, write,
};

/// Arguments of `timeline`.
#[derive(clap::Args)]
pub struct Args {
    /// A unit, a group of units or an uezd; may be repeated. Without any, the whole set
    #[arg(long, value_name = "UNIT")]
    unit: Vec<String>,
    /// The unit around a place; may be repeated
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    place: Vec<String>,
    /// What a polity held, gained and lost; may be repeated
    #[arg(long, value_name = "POLITY", conflicts_with_all = ["unit", "place"])]
    polity: Vec<String>,
    /// Years from A to B, both included, such as 1920..1921. Without: all; for a chart those in which nine
    /// tenths of the changes lie
    #[arg(long, value_name = "A..B", value_parser = when::parse_years, allow_hyphen_values = true)]
    years: Option<(i32, i32)>,
    /// Only control (in fact), sovereignty (by the act in force) or claims; without, all, and a chart of more
    /// than three units shows control
    #[arg(long, value_name = "VIEW", value_parser = parse_track)]
    view: Option<Track>,
    /// Which events: effective (those that change a map) or all. A chart marks the effective ones unless told
    #[arg(long, value_name = "KIND", value_parser = parse_which)]
    kind: Option<Which>,
    /// Language of names: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// table, csv, json, svg, png, webp or pdf; without, by the ending of the file (.txt is a table), else table
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    format: Option<Output>,
    /// Size of a chart's page in px; without it, that of the style, such as 1600x1000
    #[arg(long, value_name = "WxH", value_parser = PageSize::parse)]
    size: Option<PageSize>,
    /// Pixels of a PNG per px of the page
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = render::parse_scale)]
    scale: f64,
    #[command(flatten)]
    style: StyleArgs,
    /// File to write; - is standard output. Without: text goes there, a chart to the folder output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a chart even if it was edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// In which form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Table,
    Csv,
    Json,
    Chart(Format),
}

const OUTPUTS: &[(&str, Output)] = &[
    ("table", Output::Table),
    ("csv", Output::Csv),
    ("json", Output::Json),
    ("svg", Output::Chart(Format::Svg)),
    ("png", Output::Chart(Format::Png)),
    ("webp", Output::Chart(Format::Webp)),
    #[cfg(feature = "pdf")]
    ("pdf", Output::Chart(Format::Pdf)),
];

/// Tells or draws.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let output = output(args)?;
    tell_idle(args, output, given);
    let mut dataset = args.data.load(given)?;
    check_lang(&dataset, args.lang)?;
    if let Some((from, to)) = args.years {
        check_years(&dataset, from, to)?;
    }
    if matches!(output, Output::Chart(_)) {
        make_drawable(&mut dataset, &[args.lang]);
    }
    let found = find_asked(args, &dataset)?;
    let polities: Vec<PolityId> = args
        .polity
        .iter()
        .map(|text| find_polity(&dataset, text).map_err(Error::message))
        .collect::<Result<_, _>>()?;
    let timeline = Timeline::new(&dataset);
    let holdings = chart::holdings(&timeline);
    match output {
        Output::Chart(format) => draw(args, &timeline, &holdings, &found, &polities, format)?,
        output => {
            let text = tell(args, &timeline, &holdings, &units(&found), &polities, output);
            write::put(args.output.as_ref(), text.as_bytes())?;
        }
    }
    Ok(Outcome::Done)
}

/// The form that --format says, or the ending of the file.
fn output(args: &Args) -> Result<Output, Error> {
    let asked: Vec<Output> = args.format.into_iter().collect();
    let Some(path) = &args.output else { return Ok(args.format.unwrap_or(Output::Table)) };
    let endings: Vec<(&str, Output)> = OUTPUTS
        .iter()
        .map(|(key, output)| (if *output == Output::Table { "txt" } else { *key }, *output))
        .collect();
    match output::place(path, &asked, &[Output::Table], &endings, Bare::File)? {
        Place::Stdout(output) | Place::File(_, output) => Ok(output),
        Place::Folder(..) => Ok(Output::Table),
    }
}

/// Tells which options change nothing in this form.
fn tell_idle(args: &Args, output: Output, given: &Given) {
    let is_chart = matches!(output, Output::Chart(_));
    let has_pixels = matches!(output, Output::Chart(Format::Png | Format::Webp));
    let of_chart = "no chart is drawn; --format svg draws one";
    given.idle(&["size", "style", "force"], !is_chart, of_chart);
    given.idle(&["scale"], is_chart && !has_pixels, "neither PNG nor WebP is written");
    given.idle(&["scale"], !is_chart, of_chart);
    let has_rows = !(args.unit.is_empty() && args.place.is_empty() && args.polity.is_empty());
    given.idle(&["kind"], !is_chart && has_rows, "a table of holdings has no events");
    given.idle(
        &["view"],
        !is_chart && !has_rows,
        "a table of events has no holdings; --unit or --polity asks for one",
    );
}

/// What was asked for: units and groups of units, in the order typed.
fn find_asked(args: &Args, dataset: &Dataset) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for text in &args.unit {
        let hint = |error: String| Error::message(format!("{error}; --place finds a unit by a place in it"));
        found.push(find_units(dataset, text).map_err(hint)?);
    }
    for text in &args.place {
        let unit = unit_of(dataset, &find(dataset, text)?).ok_or_else(|| no_unit_at(dataset, text))?;
        found.push(Found { name: dataset.unit(unit).name.clone(), units: vec![unit] });
    }
    Ok(found)
}

/// The units in table order, each once.
fn units(found: &[Found]) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = found.iter().flat_map(|found| found.units.clone()).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// What a timeline can be of, in the spelling of the command line and of file names.
const TRACKS: [(&str, Track); 3] =
    [("control", Track::Control), ("sovereignty", Track::Sovereignty), ("claims", Track::Claims)];

fn parse_track(text: &str) -> Result<Track, String> {
    named("view", text, &TRACKS)
}

fn tell(
    args: &Args,
    timeline: &Timeline<'_>,
    holdings: &[Holding],
    units: &[UnitId],
    polities: &[PolityId],
    output: Output,
) -> String {
    let dataset = timeline.dataset();
    let (first, last) = dataset.period;
    let (from, to) = args.years.map_or((first, last), |(from, to)| {
        (Day::year_end(from - 1).next().max(first), Day::year_end(to).min(last))
    });
    if units.is_empty() && polities.is_empty() {
        let entries = chart::record(dataset, args.kind.unwrap_or_default(), (from, to));
        let rows = table::event_rows(dataset, &entries, args.lang);
        return match output {
            Output::Csv => table::events_csv(&rows),
            Output::Json => table::json(&rows),
            _ => table::events_text(&rows),
        };
    }
    let range = Span { from: Some(from), until: Some(to.next()) };
    let track = args.view;
    let wanted = |holding: &Holding| {
        let asked = if polities.is_empty() {
            table::of_units(holding, units, track)
        } else {
            table::of_polities(holding, polities, track)
        };
        asked && holding.span().overlaps(range)
    };
    let rows = table::holding_rows(timeline, holdings, wanted, args.lang);
    match output {
        Output::Csv => table::holdings_csv(&rows),
        Output::Json => table::json(&rows),
        _ if polities.is_empty() => table::units_text(&rows, args.lang),
        _ => table::polities_text(dataset, &rows, args.lang),
    }
}

fn draw(
    args: &Args,
    timeline: &Timeline<'_>,
    holdings: &[Holding],
    found: &[Found],
    polities: &[PolityId],
    format: Format,
) -> Result<(), Error> {
    let dataset = timeline.dataset();
    let mut more = 0;
    let shown: Vec<UnitId> = if !polities.is_empty() {
        let track = args.view.or(Some(Track::Control));
        let held = |unit: &UnitId| {
            holdings
                .iter()
                .any(|holding| holding.unit == *unit && table::of_polities(holding, polities, track))
        };
        dataset.unit_ids().filter(held).collect()
    } else if found.is_empty() {
        let (rows, others) = chart::whole_set(dataset);
        more = others;
        rows
    } else {
        units(found)
    };
    if shown.is_empty() {
        let title = dataset.title.get(args.lang);
        return Err(Error::message(match args.polity.as_slice() {
            [] => format!("the data set \"{title}\" has no unit: no chart to draw"),
            names => {
                format!("{} holds no unit of \"{title}\" in this view: no chart to draw", names.join(", "))
            }
        }));
    }
    if more > 0 {
        say!(
            "note: the chart has rows for the {} units with the most history; {more} more have none: --unit draws others",
            shown.len()
        );
    }
    let names: Vec<&str> = if polities.is_empty() {
        found.iter().map(|found| found.name.get(args.lang)).collect()
    } else {
        polities.iter().map(|polity| dataset.polity(*polity).name.get(args.lang)).collect()
    };
    let style = args.style.load()?;
    let size = args.size.unwrap_or_else(|| PageSize::of(&style));
    let spec = Spec {
        units: shown,
        // A long list is no title.
        subject: if names.len() <= 6 { names.join(", ") } else { format!("{}, …", names[..5].join(", ")) },
        years: args.years,
        track: args.view,
        which: args.kind.unwrap_or(Which::Effective),
        width: size.width,
        height: size.height,
        least: 0.0,
        more,
        is_part: false,
    };
    let drawn = chart::compose(timeline, holdings, &spec, &style, args.lang);
    for finding in drawn.left_out.iter().filter(|finding| finding.severity < Severity::Note) {
        say!("warning: {}", finding.message);
    }
    let options =
        Options { png: PngOptions { scale: args.scale, ..PngOptions::default() }, ..Options::default() };
    let bytes =
        backend::encode(&drawn.scene, format, &options).map_err(|error| Error::message(error.to_string()))?;
    let bytes = write::seal(format, bytes);
    let path = args.output.clone().unwrap_or_else(|| file_name(args, dataset, format));
    if !args.force && !output::is_stdout(&path) && !write::is_ours(&path) {
        return Err(Error::message(format!(
            "{} was edited by hand or is not a chart of ours; --force replaces it",
            path.display()
        )));
    }
    write::put(Some(&path), &bytes)
}

/// The name of a chart: set, `timeline`, what it is of, years, view, language.
fn file_name(args: &Args, dataset: &Dataset, format: Format) -> PathBuf {
    let mut stem = format!("{}_timeline", dataset.key);
    for subject in args.unit.iter().chain(&args.place).chain(&args.polity).take(4) {
        stem.push('_');
        stem.push_str(&render::slug(subject));
    }
    if let Some((from, to)) = args.years {
        stem.push_str(&format!("_{from}-{to}"));
    }
    if let Some((view, _)) = TRACKS.iter().find(|(_, track)| Some(*track) == args.view) {
        stem.push_str(&format!("_{view}"));
    }
    if args.lang != dataset.languages.first().copied().unwrap_or(Lang::EN) {
        stem.push_str(&format!("_{}", args.lang));
    }
    PathBuf::from("output").join(format!("{stem}.{}", format.extension()))
}

fn parse_which(text: &str) -> Result<Which, String> {
    named("kind", text, &Which::ALL)
}

fn parse_format(text: &str) -> Result<Output, String> {
    named("format", text, OUTPUTS)
}
