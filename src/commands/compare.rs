//! `marchland compare`: what changed hands between two days, or where readings, or fact and law, differ.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::areas::unit_areas;
use marchland::backend::{self, Format, Options, png::PngOptions, svg::SvgOptions, svg::Unit};
use marchland::cite::Style as CiteStyle;
use marchland::compare::{Comparison, Report, Side, Track};
use marchland::dataset::Dataset;
use marchland::diagnostic::Severity;
use marchland::lang::Lang;
use marchland::layout::compare::{Arrangement, Spec, compose};
use marchland::time::Day;
use marchland::timeline::Timeline;

use super::given::Given;
use super::output::{self, Bare, Place};
use super::size::SizeArgs;
use super::sources::parse_style as parse_cite;
use super::styles::StyleArgs;
use super::write::say;
use super::{
    DataArgs, Outcome, ReadingArgs, check_day, check_lang, make_drawable, named, parse_day, parse_lang,
    render, to_json, write,
};

/// Arguments of `compare`.
#[derive(clap::Args)]
#[command(after_help = AFTER)]
pub struct Args {
    /// The first day
    #[arg(value_name = "DAY", value_parser = parse_day)]
    first: Day,
    /// The second day; if it is the earlier one the two change places. Left out with --with-view or --with-reading
    #[arg(value_name = "DAY", value_parser = parse_day)]
    second: Option<Day>,
    /// What is compared: control (who holds it in fact), sovereignty (to whom the act in force assigns it), claims (to
    /// land of others)
    #[arg(long, value_name = "VIEW", value_parser = parse_track, default_value = "control")]
    view: Track,
    /// Compare with this view of the same day: where fact and law differ. control or sovereignty
    #[arg(long, value_name = "VIEW", value_parser = parse_with_view, conflicts_with = "with_reading")]
    with_view: Option<Track>,
    /// Compare with this reading of the same day: where the documents differ. "best" is the default one
    #[arg(long, value_name = "NAME")]
    with_reading: Option<String>,
    /// overlay: one map, changed land in the tint of the new holder, hatched in the colour of the former;
    /// side-by-side: two whole maps; both
    #[arg(long, value_name = "LAYOUT", value_parser = parse_arrangement, default_value = "overlay")]
    layout: Arrangement,
    /// Language of map and tables: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees; the tables count
    /// all land
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    #[command(flatten)]
    size: SizeArgs,
    #[command(flatten)]
    style: StyleArgs,
    /// Formats, separated by commas. Pictures: svg, png, webp, pdf; data: text, csv, json, md (for an article, with
    /// footnotes). Without it, by the ending of the file; else svg,png, and the text on standard output
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_format)]
    format: Vec<Output>,
    /// How the footnotes of md cite: chicago-notes or author-date
    #[arg(long, value_name = "STYLE", value_parser = parse_cite, default_value = "chicago-notes")]
    cite: CiteStyle,
    /// Pixels of PNG and WebP per px of the page; 1, and on paper as many as make 300 to the inch
    #[arg(long, value_name = "N", value_parser = render::parse_scale)]
    scale: Option<f64>,
    /// Folder, or one file whose ending is its format; - writes data to standard output. Without it, pictures go to the
    /// folder output and data to standard output
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
  marchland compare 1920-12-01 1924-02-09
  marchland compare 1918-12-31 1921-12-31 --layout both --lang az
  marchland compare 1920-12-01 --with-view sovereignty
  marchland compare 1920-07-15 --with-reading sutad-38 --layout side-by-side
  marchland compare 1924-12-31 1930-12-31 --format md -o changes.md

Areas are km² on the ellipsoid, lakes included, those of `marchland areas`. Land that changed hands between the days and came
back is told too: in the list under a heading of its own, and in what was gained and lost on the way.";

/// In which form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Picture(Format),
    Text,
    Csv,
    Json,
    Markdown,
}

const OUTPUTS: &[(&str, Output)] = &[
    ("svg", Output::Picture(Format::Svg)),
    ("png", Output::Picture(Format::Png)),
    ("webp", Output::Picture(Format::Webp)),
    #[cfg(feature = "pdf")]
    ("pdf", Output::Picture(Format::Pdf)),
    ("text", Output::Text),
    ("csv", Output::Csv),
    ("json", Output::Json),
    ("md", Output::Markdown),
];

impl Output {
    fn extension(self) -> &'static str {
        match self {
            Output::Picture(format) => format.extension(),
            Output::Text => "txt",
            Output::Csv => "csv",
            Output::Json => "json",
            Output::Markdown => "md",
        }
    }
}

/// Compares.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let has_other = args.with_view.is_some() || args.with_reading.is_some();
    if args.second.is_some() == has_other {
        let wanted = if has_other {
            "two views, or two readings, are compared on one day: give one day, or leave out --with-view and --with-reading"
        } else {
            "one day is compared with nothing: give a second day, or --with-view or --with-reading for the same day"
        };
        return Err(Error::message(wanted.to_owned()));
    }
    let place = place(args)?;
    let mut dataset = args.data.load_to_draw(given)?;
    check_lang(&dataset, args.lang)?;
    let is_picture = |output: &Output| matches!(output, Output::Picture(_));
    let draws = match &place {
        Some(place) => place.formats().iter().any(is_picture),
        None => args.format.is_empty() || args.format.iter().any(is_picture),
    };
    if draws {
        make_drawable(&mut dataset, &[args.lang]);
    }
    check_day(&dataset, args.first)?;
    let mut days = [args.first, args.second.unwrap_or(args.first)];
    check_day(&dataset, days[1])?;
    if days[1] < days[0] {
        days.reverse();
        say!("note: {} is before {}: they have changed places", days[0], days[1]);
    }
    let reading = args.reading.find(&dataset)?;
    let with = match &args.with_reading {
        Some(name) => ReadingArgs { reading: Some(name.clone()) }.find(&dataset)?,
        None => reading,
    };
    let timelines = [Timeline::with_reading(&dataset, reading), Timeline::with_reading(&dataset, with)];
    let sides = [
        Side { timeline: &timelines[0], day: days[0], track: args.view },
        Side { timeline: &timelines[1], day: days[1], track: args.with_view.unwrap_or(args.view) },
    ];
    if args.with_view.is_some_and(|with| with == args.view || args.view == Track::Claims) {
        return Err(Error::message(format!(
            "--with-view {} and --view {} are no two sides; allowed are control with sovereignty and sovereignty with control",
            sides[1].track.key(),
            args.view.key()
        )));
    }
    if args.with_reading.is_some() && key(with) == key(reading) {
        return Err(Error::message(format!(
            "--with-reading {} is the reading of the first side too; name another, or one with --reading",
            key(with)
        )));
    }
    let km2 = unit_areas(&dataset);
    let comparison = Comparison::new(sides, &km2);
    let outputs = outputs(args, place, &dataset, &comparison)?;
    tell_idle(&outputs, given);
    for (path, _) in &outputs {
        if let Some(path) = path.as_ref().filter(|path| !output::is_stdout(path))
            && !args.force
            && !write::is_ours(path)
            && !is_data(path)
        {
            return Err(Error::message(format!(
                "{} was edited by hand or is not a figure of ours; --force replaces it",
                path.display()
            )));
        }
    }
    let composed = outputs
        .iter()
        .any(|(_, output)| matches!(output, Output::Picture(_)))
        .then(|| figure(args, &dataset, &comparison))
        .transpose()?;
    let report = Report::new(&comparison, args.lang);
    // Files first: what a pipe does not take is no reason to lose them.
    let (to_files, to_stdout): (Vec<_>, Vec<_>) =
        outputs.into_iter().partition(|(path, _)| path.as_ref().is_some_and(|path| !output::is_stdout(path)));
    for (path, output) in to_files.iter().chain(&to_stdout) {
        let bytes = match output {
            Output::Picture(format) => {
                let Some((scene, options)) = &composed else { continue };
                let bytes = backend::encode(scene, *format, options);
                write::seal(*format, bytes.map_err(|error| Error::message(error.to_string()))?)
            }
            Output::Text => report.to_text(args.lang).into_bytes(),
            Output::Csv => {
                let by_key: BTreeMap<&str, f64> =
                    dataset.units.iter().map(|unit| unit.key.as_str()).zip(km2.iter().copied()).collect();
                let of = |key: &str| by_key.get(key).copied().unwrap_or(0.0);
                report.to_csv(of).into_bytes()
            }
            Output::Json => to_json(&report)?.into_bytes(),
            Output::Markdown => report.to_markdown(&dataset, args.cite, args.lang).into_bytes(),
        };
        write::put(path.as_ref(), &bytes)?;
    }
    Ok(Outcome::Done)
}

fn key(reading: Option<&marchland::dataset::Reading>) -> &str {
    reading.map_or(marchland::dataset::DEFAULT_READING, |reading| &reading.key)
}

/// A file of data is made anew as those of the other commands are.
fn is_data(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        ["txt", "csv", "json", "md"].contains(&extension.to_ascii_lowercase().as_str())
    })
}

/// The picture and how it is written.
fn figure(
    args: &Args,
    dataset: &Dataset,
    comparison: &Comparison<'_>,
) -> Result<(marchland::scene::Scene, Options), Error> {
    let style = args.style.load()?;
    let extent = args.focus.as_deref().map(|what| render::focus(dataset, what)).transpose()?;
    let extent = extent.map(|focus| focus.extent);
    let size = args.size.page(dataset, &style, extent)?;
    // Two maps and their text are as high as they are, unless a height was asked for.
    let free_height =
        args.size.is_any_height() || args.size.is_default() && args.layout != Arrangement::Overlay;
    let spec = Spec { arrangement: args.layout, size, free_height, extent };
    let composed = compose(comparison, &style, spec, args.lang);
    for finding in composed.left_out.iter().filter(|finding| finding.severity < Severity::Note) {
        say!("warning: {}", finding.message);
    }
    let numbers = |rule: &str| composed.left_out.iter().filter(|finding| finding.rule == rule).count();
    let listed = numbers("changes-left-out");
    if listed > 0 {
        say!(
            "note: the list on the page has no room for {listed} changes; the tables have all, a larger page more"
        );
    }
    let unit = if size.print { Unit::Mm } else { Unit::Px };
    let dpi = if size.print { render::PRINT_DPI } else { render::CSS_DPI };
    let options = Options {
        svg: SvgOptions { unit, ..SvgOptions::default() },
        png: PngOptions { scale: args.scale.unwrap_or(dpi / render::CSS_DPI), ..PngOptions::default() },
    };
    Ok((composed.scene, options))
}

/// Tells which options change nothing in these files.
fn tell_idle(outputs: &[(Option<PathBuf>, Output)], given: &Given) {
    let has = |output: Output| outputs.iter().any(|(_, other)| *other == output);
    let is_picture = |output: &Output| matches!(output, Output::Picture(_));
    let is_drawn = outputs.iter().any(|(_, output)| is_picture(output));
    let of_map = ["layout", "focus", "size", "paper", "width-mm", "style"];
    given.idle(&of_map, !is_drawn, "no picture is drawn, and the tables count all land");
    let has_pixels = has(Output::Picture(Format::Png)) || has(Output::Picture(Format::Webp));
    given.idle(&["scale"], !has_pixels, "neither PNG nor WebP is written");
    given.idle(&["cite"], !has(Output::Markdown), "only Markdown (md) has footnotes");
    let to_file = |path: &Option<PathBuf>| path.as_ref().is_some_and(|path| !output::is_stdout(path));
    given.idle(
        &["force"],
        !outputs.iter().any(|(path, output)| to_file(path) && is_picture(output)),
        "data are written anew without it",
    );
}

/// Where the files go, if that was said.
fn place(args: &Args) -> Result<Option<Place<Output>>, Error> {
    let Some(path) = &args.output else { return Ok(None) };
    let pictures = [Output::Picture(Format::Svg), Output::Picture(Format::Png)];
    let usual = if output::is_stdout(path) { &[Output::Text][..] } else { &pictures };
    let endings: Vec<(&str, Output)> =
        OUTPUTS.iter().map(|(_, output)| (output.extension(), *output)).collect();
    output::place(path, &args.format, usual, &endings, Bare::Folder).map(Some)
}

/// What to write, and where to; nowhere is standard output.
fn outputs(
    args: &Args,
    place: Option<Place<Output>>,
    dataset: &Dataset,
    comparison: &Comparison<'_>,
) -> Result<Vec<(Option<PathBuf>, Output)>, Error> {
    let with_text = args.format.is_empty();
    let (folder, formats) = match place {
        Some(Place::Stdout(format)) => return Ok(vec![(None, format)]),
        Some(Place::File(path, format)) => return Ok(vec![(Some(path), format)]),
        Some(Place::Folder(folder, formats)) => (folder, formats),
        None if with_text => {
            (PathBuf::from("output"), vec![Output::Picture(Format::Svg), Output::Picture(Format::Png)])
        }
        None => (PathBuf::from("output"), args.format.clone()),
    };
    let stem = stem(args, dataset, comparison);
    let mut out: Vec<(Option<PathBuf>, Output)> = Vec::new();
    for format in formats {
        if out.iter().any(|(_, known)| *known == format) {
            continue;
        }
        let is_picture = matches!(format, Output::Picture(_));
        let path = (is_picture || args.output.is_some())
            .then(|| folder.join(format!("{stem}.{}", format.extension())));
        out.push((path, format));
    }
    if with_text {
        out.push((None, Output::Text));
    }
    if out.iter().filter(|(path, _)| path.is_none()).count() > 1 {
        return Err(Error::message(
            "standard output takes one format of data: give a folder with -o for several".to_owned(),
        ));
    }
    Ok(out)
}

/// The name of a figure: set, focus, both sides, view, layout, language.
fn stem(args: &Args, dataset: &Dataset, comparison: &Comparison<'_>) -> String {
    let [first, second] = comparison.sides;
    let mut stem = dataset.key.clone();
    if let Some(focus) = &args.focus {
        let numbers = focus.split(',').all(|part| part.trim().parse::<f64>().is_ok());
        stem.push_str(&format!("_{}", if numbers { "extent".to_owned() } else { render::slug(focus) }));
    }
    stem.push_str(&format!("_{}", first.day));
    if first.day != second.day {
        stem.push_str(&format!("_{}", second.day));
    }
    stem.push_str(&format!("_{}", first.track.key()));
    if first.track != second.track {
        stem.push_str(&format!("-{}", second.track.key()));
    }
    let readings = comparison.sides.map(|side| key(side.timeline.reading()));
    if readings[0] != readings[1] {
        stem.push_str(&format!("_{}_{}", readings[0], readings[1]));
    } else if readings[0] != marchland::dataset::DEFAULT_READING {
        stem.push_str(&format!("_{}", readings[0]));
    }
    stem.push_str(&format!("_{}", args.layout.key()));
    if args.lang != dataset.languages.first().copied().unwrap_or(Lang::EN) {
        stem.push_str(&format!("_{}", args.lang));
    }
    stem
}

fn parse_track(text: &str) -> Result<Track, String> {
    named("view", text, &Track::ALL)
}

fn parse_with_view(text: &str) -> Result<Track, String> {
    named("view", text, &Track::ALL[..2])
}

fn parse_arrangement(text: &str) -> Result<Arrangement, String> {
    named("layout", text, &Arrangement::ALL)
}

fn parse_format(text: &str) -> Result<Output, String> {
    named("format", text, OUTPUTS)
}
