//! `marchland sheet`: maps of several dates side by side.

use std::path::PathBuf;

use marchland::Error;
use marchland::backend::{self, Format};
use marchland::dataset::Dataset;
use marchland::diagnostic::Severity;
use marchland::lang::Lang;
use marchland::layout::{Composed, Moment, Multiples, MultiplesSpec, View, multiples};
use marchland::timeline::Timeline;
use rayon::prelude::*;

use super::given::Given;
use super::output::{self, Place};
use super::picture::PictureArgs;
use super::render::{FileName, focus};
use super::size::SizeArgs;
use super::styles::StyleArgs;
use super::when::WhenArgs;
use super::write::say;
use super::{DataArgs, Outcome, ReadingArgs, check_lang, make_drawable, parse_lang, parse_view, write};

/// Arguments of `sheet`.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("when").required(true).multiple(true).args(["date", "year", "years", "each"]))]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// What the fills show: control (in fact), sovereignty (by the act in force), claims, certainty (how sure), sources
    /// (how many)
    #[arg(long, value_name = "VIEW", value_parser = parse_view, default_value = "control")]
    view: View,
    /// Language of the page: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    /// Heading of the page instead of the title of the data set
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Maps in a row; without it, as many as make the maps largest
    #[arg(long, value_name = "N", value_parser = parse_columns)]
    columns: Option<usize>,
    /// Outline the land that has changed since the map before
    #[arg(long, value_enum, value_name = "YES|NO", default_value = "yes")]
    mark_changes: YesNo,
    #[command(flatten)]
    size: SizeArgs,
    #[command(flatten)]
    style: StyleArgs,
    #[command(flatten)]
    picture: PictureArgs,
    /// Folder, or for a single page a file ending in .svg, .png, .webp or .pdf; - is standard output, as SVG or what
    /// --format says
    #[arg(short, long, value_name = "PATH", default_value = "output")]
    output: PathBuf,
    /// Replace files even if they were edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// A choice of two.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum YesNo {
    /// Do
    Yes,
    /// Do not
    No,
}

/// Reads how many maps stand in a row.
fn parse_columns(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(columns @ 1..=40) => Ok(columns),
        _ => Err(format!("\"{text}\" is no number of columns; allowed are 1 to 40")),
    }
}

/// Draws the pages.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let place = args.picture.place(&args.output)?;
    let mut dataset = args.data.load_to_draw(given)?;
    check_lang(&dataset, args.lang)?;
    make_drawable(&mut dataset, &[args.lang]);
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    let moments = args.when.moments(&dataset, &timeline)?;
    let style = args.style.load()?;
    let focus = args.focus.as_deref().map(|what| focus(&dataset, what)).transpose()?;
    let extent = focus.as_ref().map(|focus| focus.extent);
    let size = args.size.page(&dataset, &style, extent)?;
    let spec = MultiplesSpec {
        moments: &moments,
        view: args.view,
        lang: args.lang,
        size,
        extent,
        columns: args.columns,
        mark_changes: args.mark_changes == YesNo::Yes,
        title: args.title.as_deref(),
    };
    let Multiples { pages, columns, rows } = multiples(&timeline, &style, &spec).map_err(Error::message)?;
    let slug = focus.as_ref().map(|focus| focus.slug.as_str());
    args.picture.tell_idle(&place.formats(), given);
    given.idle(&["mark-changes"], moments.len() == 1, "there is no map before the only one");
    let options = args.picture.options(size.print);
    let encode = |page: usize, format: Format| {
        let bytes = backend::encode(&pages[page].scene, format, &options);
        bytes.map(|bytes| write::seal(format, bytes)).map_err(|error| Error::message(error.to_string()))
    };
    if let Place::Stdout(format) = place {
        given.idle(&["force"], true, "standard output replaces no file");
        if pages.len() > 1 {
            return Err(output::too_many(&args.output, &format!("{} pages", pages.len())));
        }
        write::put(None, &encode(0, format)?)?;
        tell(&pages);
        return Ok(Outcome::Done);
    }
    let files = files(args, &place, &dataset, &moments, slug, pages.len())?;
    if let Some((path, ..)) = files.iter().find(|(path, ..)| !args.force && !write::is_ours(path)) {
        return Err(Error::message(format!(
            "{} was edited by hand or is not a sheet of ours; --force replaces it",
            path.display()
        )));
    }
    write::prepare(files.iter().map(|(path, ..)| path.as_path()))?;
    files.par_iter().try_for_each(|(path, format, page)| write::replace(path, &encode(*page, *format)?))?;
    write::wrote(&files.iter().map(|(path, ..)| path).collect::<Vec<_>>());
    if pages.len() > 1 {
        say!(
            "{} maps on {} pages of {columns} x {rows}: on fewer they would be too small to read",
            moments.len(),
            pages.len()
        );
    }
    tell(&pages);
    Ok(Outcome::Done)
}

/// Says what had no room, once for all pages.
fn tell(pages: &[Composed]) {
    let mut told: Vec<&str> = Vec::new();
    for finding in pages.iter().flat_map(|page| &page.left_out) {
        if finding.severity < Severity::Note && !told.contains(&finding.message.as_str()) {
            told.push(&finding.message);
            say!("warning: {}", finding.message);
        }
    }
}

/// The files to write: path, format, and which page.
fn files(
    args: &Args,
    place: &Place<Format>,
    dataset: &Dataset,
    moments: &[Moment],
    focus: Option<&str>,
    pages: usize,
) -> Result<Vec<(PathBuf, Format, usize)>, Error> {
    let (folder, formats) = match place {
        Place::Folder(folder, formats) => (folder, formats),
        Place::File(path, format) if pages == 1 => return Ok(vec![(path.clone(), *format, 0)]),
        // The pages of one file are files beside each other.
        Place::File(path, format) => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let name =
                |page: usize| path.with_file_name(format!("{stem}_{}.{}", page + 1, format.extension()));
            return Ok((0..pages).map(|page| (name(page), *format, page)).collect());
        }
        Place::Stdout(_) => return Ok(Vec::new()),
    };
    let name =
        FileName { dataset, focus, view: args.view, lang: args.lang, reading: args.reading.find(dataset)? };
    let stem = name.stem(&span(moments), "_sheet");
    let name = |page: usize, format: Format| {
        let number = if pages > 1 { format!("_{}", page + 1) } else { String::new() };
        folder.join(format!("{stem}{number}.{}", format.extension()))
    };
    let all = (0..pages).flat_map(|page| formats.iter().map(move |&format| (page, format)));
    Ok(all.map(|(page, format)| (name(page, format), format, page)).collect())
}

/// First and last year or day: `1918-1930`, `1920-04-27-1921-10-13`.
pub fn span(moments: &[Moment]) -> String {
    let days = moments.iter().map(|moment| moment.day());
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return String::new() };
    let only_years = moments.iter().all(|moment| matches!(moment, Moment::YearEnd(_)));
    match (only_years, first == last) {
        (true, true) => first.year().to_string(),
        (true, false) => format!("{}-{}", first.year(), last.year()),
        (false, true) => first.to_string(),
        (false, false) => format!("{first}-{last}"),
    }
}
