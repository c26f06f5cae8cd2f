//! `marchland styles`: which styles there are, whether one is fit to be used, and what it looks like.

use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::backend::{self, Format, Options};
use marchland::dataset;
use marchland::lang::Lang;
use marchland::layout::{self, Neighbours, PageSize, Pair, Plan, TextContrast};
use marchland::scene::Scene;
use marchland::style::{Sight, Style, StyleFile, THEMES};
use marchland::table::{Align, Table};
use marchland::timeline::Timeline;

use super::given::Given;
use super::layers::LARGEST_TEXT;
use super::output::{self, Bare, Place};
use super::render::parse_format;
use super::write::say;
use super::{DataArgs, Outcome, check_lang, parse_lang, unknown, write};

/// Which style a command draws with.
#[derive(clap::Args)]
pub struct StyleArgs {
    /// A theme (atlas, article, slide, print-bw, dark) or a style file of your own; see `marchland styles`
    #[arg(long, value_name = "NAME|FILE", default_value = "atlas", hide_default_value = true)]
    style: String,
}

impl StyleArgs {
    /// The whole style.
    pub fn load(&self) -> Result<Style, Error> {
        load(&self.style).map(|file| file.style)
    }
}

/// A theme by its name, or a style file.
pub fn load(name: &str) -> Result<StyleFile, Error> {
    let (file, text) = match THEMES.iter().find(|(key, _)| *key == name) {
        Some((key, text)) => (format!("styles/{key}.toml"), (*text).to_owned()),
        None => {
            // What looks like a path is one; any other word is a theme misspelt.
            let path = Path::new(name);
            if !path.exists() && !name.contains(['.', '/', std::path::MAIN_SEPARATOR]) {
                let names: Vec<&str> = THEMES.iter().map(|(key, _)| *key).collect();
                return Err(Error::message(unknown("style", name, &names) + "; or the path of a style file"));
            }
            let bytes = dataset::read_file(path, LARGEST_TEXT)?;
            let text = String::from_utf8(bytes.into())
                .map_err(|_| Error::message(format!("{}: a style is text in UTF-8", path.display())))?;
            (path.display().to_string(), text)
        }
    };
    StyleFile::read(&file, &text).map_err(Error::data)
}

/// Arguments of `styles`.
#[derive(clap::Args)]
pub struct Args {
    /// A theme or a style file to check; without it, the themes are listed
    #[arg(value_name = "NAME|FILE")]
    name: Option<String>,
    /// Draw a sheet of all its colours, lines and letters: a file ending in .svg, .png, .webp or .pdf, or a folder
    #[arg(short, long, value_name = "PATH", requires = "name")]
    output: Option<PathBuf>,
    /// Formats of the sheet, separated by commas: svg, png, webp, pdf; without it, by the ending of the file, and svg,png in
    /// a folder
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_format)]
    format: Vec<Format>,
    /// Write the text of the theme to this file, to start a style of your own from
    #[arg(long, value_name = "FILE", requires = "name", conflicts_with = "output")]
    write: Option<PathBuf>,
    /// Language of names on the sheet: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Replace a sheet or file even if it was edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Lists, or checks and draws.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let of_data: Vec<&str> = std::iter::once("data").chain(super::layers::options_of_files()).collect();
    let Some(name) = &args.name else {
        given.idle(&["format", "lang", "force"], true, "the styles are listed");
        given.idle(&of_data, true, "the styles are listed");
        write::put(None, list()?.as_bytes())?;
        return Ok(Outcome::Done);
    };
    if let Some(path) = &args.write {
        given.idle(&["format", "lang"], true, "the text of a style is written");
        given.idle(&of_data, true, "the text of a style is written");
        return copy(name, path, args.force);
    }
    let place = args.output.as_ref().map(|output| {
        output::place(output, &args.format, &[Format::Svg, Format::Png], Format::ALL, Bare::Folder)
    });
    let place = place.transpose()?;
    given.idle(&["format", "lang", "force"], place.is_none(), "without -o no sheet is drawn");
    let StyleFile { about, style, .. } = load(name)?;
    let dataset = args.data.load(given)?;
    check_lang(&dataset, args.lang)?;
    // At the size the lengths of a style are meant for.
    let plan = Plan::new(&dataset, &style, PageSize::default(), None);
    let pairs = layout::pairs(&Neighbours::of(&plan, &Timeline::new(&dataset)), &style, &dataset);
    let texts = layout::texts(&style, &dataset);
    let mut out = format!("{name}: {about}\n\n");
    tell(&mut out, &pairs, &texts);
    // A sheet on standard output has it for itself.
    if !matches!(place, Some(Place::Stdout(_))) {
        write::put(None, out.as_bytes())?;
    }
    for finding in layout::findings(&pairs, &texts) {
        say!("{finding}");
    }
    if let Some(place) = &place {
        let title =
            Path::new(name).file_stem().map_or(name.clone(), |stem| stem.to_string_lossy().into_owned());
        draw(args, &plan.sheet(&title, &about, args.lang), place, &title)?;
    }
    Ok(Outcome::Done)
}

/// The themes with what they are for.
fn list() -> Result<String, Error> {
    let mut table = Table::new([("style", Align::Left), ("", Align::Left)]);
    for (name, text) in THEMES {
        let file = StyleFile::read(name, text).map_err(Error::data)?;
        table.push([name.to_owned(), file.about]);
    }
    Ok(table.to_text(2, 120))
}

/// The hardest cases of a style.
fn tell(out: &mut String, pairs: &[Pair], texts: &[TextContrast]) {
    let mut table = Table::new([
        ("seen with", Align::Left),
        ("hardest neighbours to tell apart", Align::Left),
        ("first on", Align::Left),
        ("apart", Align::Right),
        ("least", Align::Right),
    ]);
    for (key, sight) in Sight::ALL {
        // Those that only lightness tells apart are all that count in grey; there may be none.
        let Some(pair) = pairs.iter().find(|pair| pair.sight == sight) else {
            table.push([
                key.into(),
                "all differ by texture".into(),
                String::new(),
                String::new(),
                String::new(),
            ]);
            continue;
        };
        table.push([
            key.to_owned(),
            pair.names.join(" / "),
            format!("{} ({})", pair.day, pair.view.key()),
            format!("{:.3}", pair.difference),
            format!("{:.3}", pair.least),
        ]);
    }
    out.push_str(&table.to_text(5, 120));
    out.push('\n');
    let mut table = Table::new([
        ("text or line", Align::Left),
        ("on its worst ground", Align::Left),
        ("contrast", Align::Right),
        ("least", Align::Right),
    ]);
    let mut told: Vec<&str> = Vec::new();
    for text in texts {
        if !told.contains(&text.key.as_str()) {
            told.push(&text.key);
            let contrast = format!("{:.1}", text.contrast);
            table.push([text.key.clone(), text.on.clone(), contrast, format!("{:.1}", text.least)]);
        }
    }
    out.push_str(&table.to_text(4, 120));
}

/// Writes the sheet as one file, or into a folder in each format.
fn draw(args: &Args, sheet: &Scene, place: &Place<Format>, title: &str) -> Result<(), Error> {
    let files: Vec<(PathBuf, Format)> = match place {
        Place::Stdout(format) => vec![(PathBuf::from("-"), *format)],
        Place::File(path, format) => vec![(path.clone(), *format)],
        Place::Folder(folder, formats) => {
            let name = |format: Format| folder.join(format!("style_{title}.{}", format.extension()));
            formats.iter().map(|&format| (name(format), format)).collect()
        }
    };
    let to_files = files.iter().map(|(path, _)| path).filter(|path| !output::is_stdout(path));
    check_ours(to_files, args.force)?;
    for (path, format) in files {
        let bytes = backend::encode(sheet, format, &Options::default())
            .map_err(|error| Error::message(error.to_string()))?;
        write::put(Some(&path), &write::seal(format, bytes))?;
    }
    Ok(())
}

/// Copies the text of a theme: the start of a style of one's own.
fn copy(name: &str, path: &PathBuf, force: bool) -> Result<Outcome, Error> {
    let names: Vec<&str> = THEMES.iter().map(|(key, _)| *key).collect();
    let (_, text) = THEMES
        .iter()
        .find(|(key, _)| *key == name)
        .ok_or_else(|| Error::message(unknown("theme", name, &names)))?;
    output::place(path, &[], &[()], &[("toml", ())], Bare::File)?;
    if path.exists() && !force {
        return Err(Error::message(format!("{} is there already; --force replaces it", path.display())));
    }
    write::put(Some(path), text.as_bytes())?;
    Ok(Outcome::Done)
}

fn check_ours<'a>(paths: impl Iterator<Item = &'a PathBuf>, force: bool) -> Result<(), Error> {
    match paths.into_iter().find(|path| !force && !write::is_ours(path)) {
        Some(path) => Err(Error::message(format!(
            "{} was edited by hand or is not a sheet of ours; --force replaces it",
            path.display()
        ))),
        None => Ok(()),
    }
}
