//! `marchland export`: the state of a day or the whole history, for other programs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::areas::Holding;
use marchland::dataset::{Dataset, UnitId, focus, units_by};
use marchland::diagnostic::nearest;
use marchland::export::{self, Content, Fields, Request, When};
use marchland::geometry::union;
use marchland::interchange::write::{Document, OutputFormat, WriteOptions, csv_metadata, write as encode};
use marchland::lang::Lang;
use marchland::time::Day;
use marchland::timeline::Timeline;

use super::given::Given;
use super::{
    DataArgs, Outcome, ReadingArgs, check_day, check_lang, check_years, named, parse_day_or_year, parse_lang,
    write,
};

/// Arguments of `export`.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
#[command(group = clap::ArgGroup::new("when").required(true).args(["date", "year", "history"]))]
pub struct Args {
    /// The state on this day
    #[arg(long, value_name = "DAY", value_parser = parse_day_or_year, allow_hyphen_values = true)]
    date: Option<Day>,
    /// The state at the end of this year
    #[arg(long, value_name = "YEAR", allow_hyphen_values = true)]
    year: Option<i32>,
    /// The whole period: a row for each span of days in which nothing changes
    #[arg(long)]
    history: bool,
    /// Layers, separated by commas: holders, units, claims, borders, lines, places, events, sources; all for all of them
    #[arg(long, value_name = "LAYERS", value_parser = parse_contents, default_value = "holders")]
    of: Contents,
    /// Whose land it is: of those who hold it in fact (control) or by the act in force (sovereignty)
    #[arg(long, value_name = "VIEW", value_parser = parse_holding, default_value = "control")]
    view: Holding,
    /// Fields: our own (marchland), Linked Places (lpf), or those of the Atlas of Historical County Boundaries (ahcb)
    #[arg(long, alias = "profile", value_name = "WHOSE", value_parser = parse_fields, default_value = "marchland")]
    fields: Fields,
    /// geojson, topojson, gpkg or csv; by the ending of the file if not said, else geojson
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    format: Option<OutputFormat>,
    /// Language of names: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Only these units: a unit, a group of units, an uezd, the unit a place is in, or those that an extent W,S,E,N touches
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    /// Digits after the point of positions in degrees, 0 to 7. Data sets have 7, so that 7 changes nothing; 5 is about a metre
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=7), default_value = "7")]
    precision: u32,
    /// TopoJSON: round positions to a grid of N columns and rows, such as 100000; without it they are exact
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000_000))]
    quantization: Option<u32>,
    /// CSV: with a column of shapes as well-known text
    #[arg(long)]
    wkt: bool,
    /// Linked Places: what identifiers begin with; urn:marchland:SET: if not said
    #[arg(long, value_name = "URI")]
    id_base: Option<String>,
    /// File; without it, or for "-", standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file even if it was edited or is not one of ours
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

const HELP: &str = "\
A span has the fields from and to; to is the first day after it, and empty if it lasts to the end of the period. Where a
date is known only roughly, from and to are the latest possible days, on which the map changes; from_earliest and
to_earliest are the first possible ones, from_edtf and to_edtf the dates as the data have them. With --fields ahcb,
END_DATE is the last day of a span.

Lists are lists in GeoJSON and TopoJSON, and texts joined by \"; \" in GeoPackage and CSV. Beside a CSV stands
FILE-metadata.json, which says what each column means, and licence and credits; other formats have these inside.

What is exported can be imported: --preset marchland, linked-places or ahcb, which are recognised.";

/// The layers asked for.
#[derive(Clone)]
struct Contents(BTreeSet<Content>);

fn parse_contents(text: &str) -> Result<Contents, String> {
    if text == "all" {
        return Ok(Contents(Content::ALL.iter().map(|(_, content)| *content).collect()));
    }
    text.split(',')
        .map(|one| named("layer", one.trim(), &Content::ALL))
        .collect::<Result<_, _>>()
        .map(Contents)
}

fn parse_holding(text: &str) -> Result<Holding, String> {
    named("view", text, &Holding::ALL)
}

fn parse_fields(text: &str) -> Result<Fields, String> {
    named("set of fields", text, &Fields::ALL)
}

fn parse_format(text: &str) -> Result<OutputFormat, String> {
    named("format", text, &OutputFormat::ALL)
}

/// Exports.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let file = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    let format = format(args, file)?;
    check(args, format, file.is_none())?;
    if let Some(path) = file.filter(|path| path.is_dir()) {
        return Err(Error::message(format!(
            "{} is a folder; give the file a name, such as {}",
            path.display(),
            path.join(format!("state.{}", format.key())).display()
        )));
    }
    // A file that must not be replaced is found before the work is done.
    let beside = file.filter(|_| format == OutputFormat::Csv).map(|path| with_ending(path, "-metadata.json"));
    if !args.force
        && let Some(path) = file.into_iter().chain(beside.as_deref()).find(|path| !write::is_ours(path))
    {
        return Err(Error::message(format!(
            "{} was edited by hand or is not a file of ours; --force replaces it",
            path.display()
        )));
    }
    let dataset = args.data.load(given)?;
    let request = request(args, &dataset)?;
    if let Some(path) = file {
        write::make_folder(path.parent().unwrap_or(Path::new("")))?;
        write::probe(path)?;
    }
    given.idle(&["force"], file.is_none(), "standard output replaces no file");
    let has_holders = |content: &Content| {
        matches!(content, Content::Holders | Content::Units | Content::Claims | Content::Borders)
    };
    given.idle(&["view"], !args.of.0.iter().any(has_holders), "these layers are of no holder's land");
    let has_positions = format != OutputFormat::Csv || args.wkt || args.of.0.contains(&Content::Places);
    given.idle(&["precision"], !has_positions, "this table has no positions; --wkt adds them");
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    let document = export::document(&timeline, &request);
    let options = WriteOptions { quantization: args.quantization, wkt: args.wkt };
    let rows: usize = document.layers.iter().map(|layer| layer.rows.len()).sum();
    if rows == 0 {
        write::say!("nothing to export: no row in {}", layers(&document));
    }
    let put = |out: &mut dyn std::io::Write| encode(&document, format, &options, out);
    match (file, &beside) {
        (None, _) => write::stream(&put)?,
        (Some(path), Some(beside)) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            write::table_with_note(path, &put, beside, csv_metadata(&document, &name, args.wkt))?;
        }
        (Some(path), None) if format == OutputFormat::GeoPackage => write::replace_with(path, &put)?,
        (Some(path), None) => write::replace_json(path, &put)?,
    }
    write::wrote(&file.into_iter().chain(beside.as_deref()).collect::<Vec<_>>());
    Ok(Outcome::Done)
}

fn layers(document: &Document) -> String {
    document.layers.iter().map(|layer| layer.name).collect::<Vec<_>>().join(", ")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The format that is named, or that of the ending of the file.
fn format(args: &Args, file: Option<&Path>) -> Result<OutputFormat, Error> {
    let Some(path) = file else { return Ok(args.format.unwrap_or(OutputFormat::GeoJson)) };
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_ascii_lowercase();
    let by_ending = OutputFormat::ALL.iter().find(|(key, _)| *key == ending).map(|(_, format)| *format);
    match (args.format, by_ending) {
        (Some(format), Some(other)) if format != other => Err(Error::message(format!(
            "{} is named like {}, and --format says {}; leave one of them out",
            path.display(),
            other.name(),
            format.key()
        ))),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        // TopoJSON is JSON too, but what opens a file by its ending takes it for GeoJSON.
        (None, None) if ending == "json" || ending.is_empty() => Ok(OutputFormat::GeoJson),
        (None, None) => {
            let endings: Vec<String> = OutputFormat::ALL.iter().map(|(key, _)| format!(".{key}")).collect();
            let near = nearest(&ending, OutputFormat::ALL.iter().map(|(key, _)| *key));
            let near = near.map_or(String::new(), |near| format!("; nearest is \".{near}\""));
            Err(Error::message(format!(
                "{}: .{ending} is not written; allowed are {}, and .json{near}",
                path.display(),
                endings.join(", ")
            )))
        }
    }
}

/// Refuses what does not go together.
fn check(args: &Args, format: OutputFormat, to_terminal: bool) -> Result<(), Error> {
    let wrong = |message: String| Err(Error::message(message));
    if format == OutputFormat::GeoPackage && to_terminal {
        return wrong("a GeoPackage is no text; give a file: -o FILE.gpkg".to_owned());
    }
    if args.fields == Fields::LinkedPlaces && format != OutputFormat::GeoJson {
        return wrong(format!("--fields lpf is GeoJSON; {} cannot hold it", format.name()));
    }
    if args.quantization.is_some() && format != OutputFormat::TopoJson {
        return wrong(format!("--quantization is for TopoJSON, not {}", format.name()));
    }
    if args.wkt && format != OutputFormat::Csv {
        return wrong(format!("--wkt is for CSV; {} has shapes anyway", format.name()));
    }
    if args.id_base.is_some() && args.fields != Fields::LinkedPlaces {
        return wrong("--id-base is for --fields lpf".to_owned());
    }
    if format == OutputFormat::Csv && 1 < args.of.0.len() {
        let asked: Vec<&str> = args.of.0.iter().map(|content| content.key()).collect();
        return wrong(format!("a CSV is one table; of {} name one", asked.join(", ")));
    }
    let told = args.fields.contents();
    if let Some(other) = args.of.0.iter().find(|content| !told.contains(content)) {
        let told: Vec<&str> = told.iter().map(|content| content.key()).collect();
        return wrong(format!(
            "--fields {} has no {}; it has {}",
            args.fields.key(),
            other.key(),
            told.join(", ")
        ));
    }
    Ok(())
}

fn request(args: &Args, dataset: &Dataset) -> Result<Request, Error> {
    check_lang(dataset, args.lang)?;
    let when = match (args.date, args.year) {
        (Some(day), _) => {
            check_day(dataset, day)?;
            When::Day(day)
        }
        (None, Some(year)) => {
            check_years(dataset, year, year)?;
            When::Day(Day::year_end(year).min(dataset.period.1))
        }
        (None, None) => When::History,
    };
    let units = args.focus.as_deref().map(|what| units(dataset, what)).transpose()?;
    let id_base = args.id_base.clone().unwrap_or_else(|| format!("urn:marchland:{}:", dataset.key));
    Ok(Request {
        when,
        contents: args.of.0.clone(),
        holding: args.view,
        fields: args.fields,
        lang: args.lang,
        units,
        digits: args.precision,
        id_base,
    })
}

/// The units that are meant: by name, or those that an extent touches.
fn units(dataset: &Dataset, what: &str) -> Result<BTreeSet<UnitId>, Error> {
    let is_extent = what.split(',').count() == 4;
    if !is_extent && let Some(units) = units_by(dataset, what) {
        return Ok(units.into_iter().collect());
    }
    let [west, south, east, north] = focus(dataset, what).map_err(Error::message)?.extent;
    let touches = |unit: &UnitId| {
        let boxes = dataset.unit(*unit).polygons.iter().flatten().map(|ring| union::bounds(ring));
        boxes.into_iter().any(|[w, s, e, n]| {
            // An extent across the date line goes on beyond 180.
            let meets = |turn: f64| w + turn <= east && west <= e + turn;
            s <= north && south <= n && (meets(0.0) || meets(360.0))
        })
    };
    let units: BTreeSet<UnitId> = dataset.unit_ids().filter(touches).collect();
    if units.is_empty() {
        return Err(Error::message(format!("no unit lies in \"{what}\"")));
    }
    Ok(units)
}
