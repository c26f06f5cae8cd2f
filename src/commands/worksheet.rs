//! `marchland worksheet`: maps that ask something, on pages for print.

use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::backend::png::PngOptions;
use marchland::backend::svg::{SvgOptions, Unit};
use marchland::backend::{self, Format, Options};
use marchland::diagnostic::Severity;
use marchland::lang::Lang;
use marchland::layout::{Composed, Content, View};
use marchland::scene::Scene;
use marchland::timeline::Timeline;
use marchland::worksheet::{Spec, Worksheets, worksheets};

use super::given::Given;
use super::output::{self, Bare, Place};
use super::render::{CSS_DPI, FileName, PRINT_DPI, focus, parse_content, parse_dpi, parse_format};
use super::sheet::span;
use super::size::SizeArgs;
use super::styles::StyleArgs;
use super::when::WhenArgs;
use super::write::say;
use super::{DataArgs, Outcome, ReadingArgs, check_lang, make_drawable, parse_lang, parse_view, write};

/// What is written if nothing else is asked for.
#[cfg(feature = "pdf")]
const USUAL: Format = Format::Pdf;
/// What is written if nothing else is asked for.
#[cfg(not(feature = "pdf"))]
const USUAL: Format = Format::Svg;

/// Arguments of `worksheet`.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("when").required(true).multiple(true).args(["date", "year", "years", "each"]))]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// What the maps ask, separated by commas; a sheet of each for every date: numbered (write the names next to the
    /// numbers), unlabelled (next to the colours), outline (colour it in), blank (draw the borders)
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_question, default_value = "numbered")]
    content: Vec<Content>,
    /// Ask for the date instead of telling it
    #[arg(long)]
    hide_dates: bool,
    /// What is asked for: control (who holds it in fact), sovereignty (by the act in force), claims
    #[arg(long, value_name = "VIEW", value_parser = parse_view, default_value = "control")]
    view: View,
    /// Language of the pages: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    /// Heading of the pages instead of the title of the data set
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// No answer key; without this it is on the last pages
    #[arg(long)]
    no_key: bool,
    /// Write the answer key to a file of its own
    #[arg(long, value_name = "FILE", conflicts_with = "no_key")]
    key: Option<PathBuf>,
    #[command(flatten)]
    size: SizeArgs,
    #[command(flatten)]
    style: StyleArgs,
    /// Formats, separated by commas: pdf (all pages in one file), svg, png, webp (a file for each page); without it, by the
    /// ending of the file, and pdf in a folder
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_format)]
    format: Vec<Format>,
    /// Pixels of PNG and WebP per inch
    #[arg(long, value_name = "N", value_parser = parse_dpi)]
    dpi: Option<f64>,
    /// Folder, or a file ending in .pdf, .svg, .png or .webp; - is standard output
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

/// Reads what a worksheet asks.
fn parse_question(text: &str) -> Result<Content, String> {
    match parse_content(text) {
        Ok(Content::Full) => {
            Err("a full map asks nothing; allowed are numbered, unlabelled, outline, blank".to_owned())
        }
        other => other,
    }
}

/// A file with its pages.
struct File<'a> {
    path: PathBuf,
    format: Format,
    pages: Vec<&'a Scene>,
}

/// Makes the pages.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    // A path that cannot be written to is told of before the work is done.
    let place = {
        let mut asked = args.format.clone();
        asked.sort_unstable();
        output::place(&args.output, &asked, &[USUAL], Format::ALL, Bare::Folder)?
    };
    let key = args.key.as_deref().map(key_format).transpose()?;
    let mut dataset = args.data.load_to_draw(given)?;
    check_lang(&dataset, args.lang)?;
    make_drawable(&mut dataset, &[args.lang]);
    let reading = args.reading.find(&dataset)?;
    let timeline = Timeline::with_reading(&dataset, reading);
    let moments = args.when.moments(&dataset, &timeline)?;
    let style = args.style.load()?;
    let focus = args.focus.as_deref().map(|what| focus(&dataset, what)).transpose()?;
    let sizes = args.size.sheets()?;
    let mut contents: Vec<Content> = Vec::new();
    for &content in &args.content {
        if !contents.contains(&content) {
            contents.push(content);
        }
    }
    let spec = Spec {
        moments: &moments,
        contents: &contents,
        view: args.view,
        lang: args.lang,
        sizes: &sizes,
        extent: focus.as_ref().map(|focus| focus.extent),
        title: args.title.as_deref(),
        hide_dates: args.hide_dates,
    };
    let Worksheets { sheets, key: answers } = worksheets(&timeline, &style, &spec).map_err(Error::message)?;

    let scenes =
        |pages: &'_ [Composed]| -> Vec<Scene> { pages.iter().map(|page| page.scene.clone()).collect() };
    let (mut sheet_pages, key_pages) = (scenes(&sheets), scenes(&answers));
    let mut files: Vec<File<'_>> = Vec::new();
    let apart = args.no_key || args.key.is_some();
    let count = sheet_pages.len();
    if !apart {
        sheet_pages.extend(key_pages.iter().cloned());
    }
    match &place {
        Place::File(path, format) => files.extend(of_pages(path, *format, &sheet_pages)),
        Place::Stdout(format) => files.extend(of_pages(&args.output, *format, &sheet_pages)),
        Place::Folder(folder, formats) => {
            let focus = focus.as_ref().map(|focus| focus.slug.as_str());
            let name = FileName { dataset: &dataset, focus, view: args.view, lang: args.lang, reading };
            let stem = name.stem(&span(&moments), "_worksheet");
            for &format in formats {
                let path = folder.join(format!("{stem}.{}", format.extension()));
                files.extend(of_pages(&path, format, &sheet_pages));
            }
        }
    }
    let to_stdout = matches!(place, Place::Stdout(_));
    if to_stdout && files.len() > 1 {
        return Err(output::too_many(&args.output, &format!("{} pages", files.len())));
    }
    if let (Some(path), Some(format)) = (&args.key, key) {
        files.extend(of_pages(path, format, &key_pages));
    }
    let written: Vec<Format> = files.iter().map(|file| file.format).collect();
    let has_pixels = written.iter().any(|format| matches!(format, Format::Png | Format::Webp));
    given.idle(&["dpi"], !has_pixels, "neither PNG nor WebP is written");
    given.idle(&["force"], to_stdout && args.key.is_none(), "standard output replaces no file");
    let to_files = || files.iter().filter(|file| !output::is_stdout(&file.path));
    if let Some(file) = to_files().find(|file| !args.force && !write::is_ours(&file.path)) {
        return Err(Error::message(format!(
            "{} was edited by hand or is not a worksheet of ours; --force replaces it",
            file.path.display()
        )));
    }
    let is_twice = |at: usize| files[..at].iter().any(|other| other.path == files[at].path);
    if let Some(at) = (0..files.len()).find(|&at| is_twice(at)) {
        return Err(Error::message(format!(
            "{} would hold the worksheets and the key; give the key another name",
            files[at].path.display()
        )));
    }
    let dpi = args.dpi.unwrap_or(if sizes.iter().all(|size| size.print) { PRINT_DPI } else { CSS_DPI });
    let unit = if sizes.iter().all(|size| size.print) { Unit::Mm } else { Unit::Px };
    let options = Options {
        svg: SvgOptions { unit, ..SvgOptions::default() },
        png: PngOptions { scale: dpi / CSS_DPI, ..PngOptions::default() },
    };
    write::prepare(to_files().map(|file| file.path.as_path()))?;
    for file in &files {
        let bytes = write::seal(file.format, encode(file, &options)?);
        match output::is_stdout(&file.path) {
            true => write::put(None, &bytes)?,
            false => write::replace(&file.path, &bytes)?,
        }
    }
    write::wrote(&to_files().map(|file| &file.path).collect::<Vec<_>>());
    let mut told: Vec<&str> = Vec::new();
    for finding in sheets.iter().take(count).chain(&answers).flat_map(|page| &page.left_out) {
        if finding.severity < Severity::Note && !told.contains(&finding.message.as_str()) {
            told.push(&finding.message);
            say!("warning: {}", finding.message);
        }
    }
    Ok(Outcome::Done)
}

/// The format of the file for the key.
fn key_format(path: &Path) -> Result<Format, Error> {
    match output::place(path, &[], &[USUAL], Format::ALL, Bare::Folder)? {
        Place::File(_, format) => Ok(format),
        Place::Stdout(_) | Place::Folder(..) => {
            let endings: Vec<String> = Format::ALL.iter().map(|(key, _)| format!(".{key}")).collect();
            Err(Error::message(format!(
                "{}: the key is a file ending in {}",
                path.display(),
                endings.join(", ")
            )))
        }
    }
}

/// The files of some pages: all in one PDF; of the other formats one for each page, numbered if there are several.
fn of_pages<'a>(path: &Path, format: Format, pages: &'a [Scene]) -> Vec<File<'a>> {
    #[cfg(feature = "pdf")]
    if format == Format::Pdf {
        return vec![File { path: path.to_owned(), format, pages: pages.iter().collect() }];
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |page: usize| match pages.len() {
        1 => path.to_owned(),
        _ => path.with_file_name(format!("{stem}_{}.{}", page + 1, format.extension())),
    };
    pages.iter().enumerate().map(|(at, page)| File { path: name(at), format, pages: vec![page] }).collect()
}

/// The bytes of a file.
fn encode(file: &File<'_>, options: &Options) -> Result<Vec<u8>, Error> {
    let failed = |error: backend::EncodeError| Error::message(error.to_string());
    #[cfg(feature = "pdf")]
    if file.format == Format::Pdf {
        let pages: Vec<Scene> = file.pages.iter().map(|page| (*page).clone()).collect();
        let title = pages.first().map_or(String::new(), |page| page.title.clone());
        return backend::pdf::encode_pages(&pages, &title).map_err(failed);
    }
    let page = file.pages.first().ok_or(backend::EncodeError::Empty).map_err(failed)?;
    backend::encode(page, file.format, options).map_err(failed)
}
