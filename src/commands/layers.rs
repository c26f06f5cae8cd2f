//! Files of other programs as data: the arguments that say what their fields mean, and reading them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::Args;
use marchland::Error;
use marchland::dataset::{Dataset, read_file, stay_inside};
use marchland::diagnostic::{Diagnostic, Severity};
use marchland::import::clean::CleanOptions;
use marchland::import::dates::{BadDates, Bce, DateFormat};
use marchland::import::fit::ToIs;
use marchland::import::mapping::{Fields, Role};
use marchland::import::{self, Imported, Mapping, Options, Outside, Overlaps, Preset, Source};
use marchland::interchange::{
    self, BESIDE_DATABASE, BESIDE_TABLE, Fineness, Limits, Reading, ReferenceSystem, Said, Settings,
    TextEncoding,
};
use marchland::lang::Lang;
use marchland::time::Day;

use super::named;
use super::write::say;

/// What the fields of a file mean, and what is made of overlaps and slips of the hand.
#[derive(Args, Default)]
#[command(next_help_heading = "Options for files that are no data set")]
pub struct LayerArgs {
    /// A file that says which field means what (see "marchland import --help")
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The collection the file is of: ahcb, cliopatria, cshapes, historical-basemaps, linked-places, marchland, ohm, thenmap.
    /// Recognised by its fields if not said
    #[arg(long, value_name = "NAME", value_parser = parse_preset)]
    preset: Option<Preset>,
    /// The field that says what a row is a version of
    #[arg(long, value_name = "FIELD")]
    id_field: Option<String>,
    /// The field with the name
    #[arg(long, value_name = "FIELD")]
    name_field: Option<String>,
    /// The field that says who holds the land; the id if not said
    #[arg(long, value_name = "FIELD")]
    holder_field: Option<String>,
    /// The field with the first day
    #[arg(long, value_name = "FIELD")]
    from_field: Option<String>,
    /// The field with the end
    #[arg(long, value_name = "FIELD")]
    to_field: Option<String>,
    /// Whether the end belongs to the span: inclusive or exclusive
    #[arg(long, value_name = "WHICH", value_parser = parse_to_is)]
    to_is: Option<ToIs>,
    /// How dates are written: auto, iso, yyyymmdd, year, decimal-year, edtf, day-first, month-first
    #[arg(long, value_name = "FORMAT", value_parser = parse_dates)]
    dates: Option<DateFormat>,
    /// What the coordinates are where a file does not say it or says it wrong: EPSG:3006, ESRI:54030, a definition of PROJ
    /// such as "+proj=utm +zone=33 +datum=WGS84", or the name of a .prj file
    #[arg(long, value_name = "SYSTEM", value_parser = parse_crs, allow_hyphen_values = true)]
    crs: Option<ReferenceSystem>,
    /// The encoding of texts where a file does not name it or names it wrong: UTF-8, windows-1251, ISO-8859-9, cp866 ...
    #[arg(long, value_name = "NAME", value_parser = TextEncoding::new)]
    encoding: Option<TextEncoding>,
    /// How years before our era are counted: historical (-1 is the year before 1) or astronomical (0 is); told by how they are
    /// written if not said
    #[arg(long, value_name = "COUNT", value_parser = parse_bce)]
    years_bce: Option<Bce>,
    /// A date that means that there is none, such as 9999; may be given several times
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    open: Vec<String>,
    /// The field with the year of the snapshot that a row is of: it is there until the year of the next snapshot
    #[arg(long, value_name = "FIELD", conflicts_with_all = ["from_field", "to_field"])]
    year_field: Option<String>,
    /// What becomes of rows with dates that cannot be, such as 31 April: they are left out (leave-out), the last day of the
    /// month is taken (clamp), or the file is refused (refuse)
    #[arg(long, value_name = "HOW", value_parser = parse_bad_dates)]
    bad_dates: Option<BadDates>,
    /// Only rows with this value of the field; may be given several times
    #[arg(long, value_name = "FIELD=VALUE", value_parser = parse_rows)]
    rows: Vec<(String, String)>,
    /// Land that two rows of one time cover: one holds it and the others claim it (claims), the later row lies on top
    /// (layers), or it is a mistake (error)
    #[arg(long, value_name = "HOW", value_parser = parse_overlaps, default_value = "claims")]
    overlaps: Overlaps,
    /// What lies where no row is: land or sea; without it, sea around collections wider than 180 degrees
    #[arg(long, value_name = "WHAT", value_parser = parse_outside)]
    outside: Option<Outside>,
    /// The last day on which rows without an end are there; without it, the end of the last year the file names
    #[arg(long, value_name = "DAY", value_parser = super::parse_day, allow_hyphen_values = true)]
    last_day: Option<Day>,
    /// Vertices and borders nearer to each other than this many metres become one
    #[arg(long, value_name = "M", value_parser = parse_metres, default_value = "1")]
    tolerance: f64,
    /// Pieces between two rows less wide than this many metres on average go to a neighbour
    #[arg(long, value_name = "M", value_parser = parse_metres, default_value = "100")]
    sliver: f64,
    /// Mend nothing: borders are cut where they cross, and that is all; a file without dates is drawn as it is
    #[arg(long, conflicts_with_all = ["tolerance", "sliver", "strict"])]
    no_clean: bool,
    /// Refuse a file in which something would have to be mended or left out
    #[arg(long)]
    strict: bool,
}

fn parse_preset(text: &str) -> Result<Preset, String> {
    named("collection", text, &Preset::ALL)
}

fn parse_to_is(text: &str) -> Result<ToIs, String> {
    named("end", text, &ToIs::ALL)
}

fn parse_dates(text: &str) -> Result<DateFormat, String> {
    named("format of dates", text, &DateFormat::ALL)
}

fn parse_bce(text: &str) -> Result<Bce, String> {
    named("count of years", text, &Bce::ALL)
}

fn parse_bad_dates(text: &str) -> Result<BadDates, String> {
    named("way with dates", text, &BadDates::ALL)
}

fn parse_overlaps(text: &str) -> Result<Overlaps, String> {
    named("way with overlaps", text, &Overlaps::ALL)
}

fn parse_outside(text: &str) -> Result<Outside, String> {
    named("surrounding", text, &Outside::ALL)
}

/// A system, or the file of one.
fn parse_crs(text: &str) -> Result<ReferenceSystem, String> {
    let path = Path::new(text);
    if !path.is_file() {
        return ReferenceSystem::new(text);
    }
    let bytes = read_file(path, LARGEST_TEXT).map_err(|error| error.to_string())?;
    ReferenceSystem::new(&String::from_utf8_lossy(&bytes))
}

fn parse_rows(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => {
            Ok((field.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(format!("\"{text}\" is not a field with a value, such as admin_level=4")),
    }
}

fn parse_metres(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(metres) if (0.0..=100_000.0).contains(&metres) => Ok(metres),
        _ => Err(format!("\"{text}\" is not a length in metres from 0 to 100000")),
    }
}

/// The names of all options for files that are no data set.
pub fn options_of_files() -> Vec<&'static str> {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let command = LayerArgs::augment_args(clap::Command::new("files"));
        command.get_arguments().filter_map(|option| option.get_long().map(str::to_owned)).collect()
    });
    names.iter().map(String::as_str).collect()
}

impl LayerArgs {
    /// The options of the library: what the command line says, over the mapping file.
    pub fn options(&self) -> Result<Options, Error> {
        let mut mapping = Mapping {
            preset: self.preset,
            to_is: self.to_is,
            dates: self.dates,
            bce: self.years_bce,
            open: self.open.clone(),
            bad_dates: self.bad_dates,
            settings: Settings { crs: self.crs.clone(), encoding: self.encoding },
            ..Mapping::default()
        };
        mapping.set(Role::Id, self.id_field.as_deref());
        mapping.set(Role::Holder, self.holder_field.as_deref());
        mapping.set(Role::From, self.from_field.as_deref());
        mapping.set(Role::To, self.to_field.as_deref());
        mapping.set(Role::YearField, self.year_field.as_deref());
        if let Some(name) = &self.name_field {
            mapping.names.insert(Lang::EN, Fields::named(name.as_str()));
        }
        for (field, value) in &self.rows {
            match mapping.only.iter_mut().find(|(known, _)| known == field) {
                Some((_, values)) => values.push(value.clone()),
                None => mapping.only.push((field.clone(), vec![value.clone()])),
            }
        }
        if let Some(path) = &self.mapping {
            let bytes = read_file(path, LARGEST_TEXT)?;
            let (file, warnings) =
                import::mapping::read(&path.to_string_lossy(), &bytes).map_err(Error::data)?;
            tell(&warnings);
            mapping = mapping.over(file);
        }
        let clean = match self.no_clean {
            true => CleanOptions::none(),
            false => {
                let default = CleanOptions::default();
                // Who wants no slivers mended wants no gaps closed either.
                let gap_km2 = if self.sliver == 0.0 { 0.0 } else { default.gap_km2 };
                CleanOptions { tolerance_m: self.tolerance, sliver_m: self.sliver, gap_km2 }
            }
        };
        let (overlaps, strict, outside, last_day) = (self.overlaps, self.strict, self.outside, self.last_day);
        Ok(Options { mapping, overlaps, clean, strict, outside, last_day, only_drawn: None })
    }

    /// Reads files, and makes a data set of them in memory; what is to be said goes to the terminal. If nobody wants more
    /// than a picture, what it cannot show may be missing.
    pub fn load(&self, paths: &[PathBuf], only_drawn: Option<Fineness>) -> Result<Dataset, Error> {
        let options = self.options()?;
        let must_look = self.no_clean || self.strict || self.overlaps == Overlaps::Error;
        let mut imported =
            self.import(paths, Options { only_drawn: only_drawn.filter(|_| !must_look), ..options })?;
        tell(&imported.findings);
        if !imported.repairs.is_empty() {
            let report = imported.report();
            let repairs = report.split_once("repairs: ").map_or("", |(_, repairs)| repairs);
            say!("repairs: {}", repairs.trim_end());
            say!("  \"marchland import\" writes a list of them; --no-clean mends nothing");
        }
        let (dataset, findings) = imported.load_away().into_result()?;
        tell(&findings);
        // Giving back what large files took takes a while too.
        rayon::spawn(move || drop(imported));
        Ok(dataset)
    }

    /// The same without a word, to look something up in it.
    pub fn load_quietly(&self, paths: &[PathBuf], only_drawn: Option<Fineness>) -> Result<Dataset, Error> {
        let mut options = Options { only_drawn, ..self.options()? };
        let (sources, said) = sources(paths, only_drawn, &options.mapping.settings, &|_| {})?;
        options.mapping.said = said;
        let mut imported = import::import_away(sources, &options).map_err(Error::data)?;
        imported.load_away().into_result().map(|(dataset, _)| dataset)
    }

    /// Reads files, and works out the data set.
    pub fn import(&self, paths: &[PathBuf], mut options: Options) -> Result<Imported, Error> {
        let (sources, said) = sources(paths, options.only_drawn, &options.mapping.settings, &tell)?;
        options.mapping.said = said;
        import::import_away(sources, &options).map_err(Error::data)
    }
}

/// Findings that are no errors, to the terminal.
pub fn tell(findings: &[Diagnostic]) {
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Error) {
        say!("{finding}");
    }
}

/// The largest file of settings that is read.
pub const LARGEST_TEXT: u64 = 16 << 20;

/// Endings of files that are read, in lower case.
const ENDINGS: [&str; 15] = [
    "geojson", "geojsonl", "geojsons", "ndjson", "json", "jsonld", "topojson", "shp", "gpkg", "kml", "kmz",
    "fgb", "csv", "tsv", "zip",
];

/// Whether a file is so large that reading it twice is quicker than working with all of it.
pub fn is_large(path: &Path) -> bool {
    const LARGE: u64 = 16 << 20;
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() >= LARGE)
}

/// Whether a path is to be read as layers, and not as the folder of a data set.
pub fn is_layers(path: &Path) -> bool {
    if !path.is_dir() {
        // What comes through a pipe too.
        return path.exists();
    }
    const SET: [&str; 4] = ["dataset.toml", "units.geojson", "polities.toml", "events.toml"];
    SET.iter().all(|name| !path.join(name).exists()) && files_of(path).is_ok_and(|files| !files.is_empty())
}

/// The files of a folder that can be read, by name.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let beside_table = format!(".csv{BESIDE_TABLE}");
    for entry in fs::read_dir(folder).map_err(|error| Error::io(folder, error))? {
        let path = entry.map_err(|error| Error::io(folder, error))?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_ascii_lowercase();
        // What is said of a table is read with it.
        let is_beside = path.to_string_lossy().to_ascii_lowercase().ends_with(&beside_table);
        if path.is_file() && ENDINGS.contains(&ending.as_str()) && !is_beside {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The layers of files, and of all files in folders, and what they say of themselves; what was odd about them goes to the
/// terminal. Mistakes of all files come together.
pub fn sources(
    paths: &[PathBuf],
    only_drawn: Option<Fineness>,
    settings: &Settings,
    tell: &dyn Fn(&[Diagnostic]),
) -> Result<(Vec<Source>, Option<Said>), Error> {
    let mut files = Vec::new();
    let mut of_folders = std::collections::BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            if path.join("dataset.toml").is_file() {
                let path = path.display();
                return Err(Error::message(format!(
                    "{path} is a data set already: --data {path} takes it as it is"
                )));
            }
            let found = files_of(path)?;
            if found.is_empty() {
                let message = format!(
                    "{}: no file here that can be read; endings are {}",
                    path.display(),
                    ENDINGS.join(", ")
                );
                return Err(Error::message(message));
            }
            for file in &found {
                stay_inside(file, &[path])?;
            }
            of_folders.extend(found.iter().cloned());
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    let mut sources = Vec::new();
    let mut said: Vec<Said> = Vec::new();
    let mut wrong = Vec::new();
    for path in files {
        let bytes = read_file(&path, Limits::default().bytes)?;
        let name = path.to_string_lossy().replace('\\', "/");
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if is_json && of_folders.contains(&path) && !has_shapes(&bytes) {
            say!("note: {name}: no GeoJSON and no TopoJSON, and passed over");
            continue;
        }
        let reading =
            Reading { name: &name, bytes: &bytes, beside: beside(&path)?, settings: settings.clone() };
        let limits = Limits::default();
        said.extend(interchange::said(&reading, &limits));
        let read = match only_drawn {
            Some(fineness) => interchange::read_to_draw(&reading, None, &limits, fineness),
            None => interchange::read(&reading, None, &limits),
        };
        match read {
            Ok((layers, odd)) => {
                tell(&odd);
                sources.extend(layers.into_iter().map(|layer| Source { file: name.clone(), layer }));
            }
            Err(error) => wrong.extend(error.findings),
        }
    }
    if wrong.is_empty() { Ok((sources, together(said)?)) } else { Err(Error::data(wrong)) }
}

/// What several exports say of themselves together: they must be of one set, or who is to be credited for what is not
/// to be told.
fn together(all: Vec<Said>) -> Result<Option<Said>, Error> {
    let mut all = all.into_iter();
    let Some(mut first) = all.next() else { return Ok(None) };
    for other in all {
        let [a, b] = [&first, &other].map(|said| (&said.title, &said.licence));
        if a != b {
            return Err(Error::message(format!(
                "the files are exports of two data sets, \"{}\" ({}) and \"{}\" ({}); import them one by one",
                a.0, a.1, b.0, b.1
            )));
        }
        for credit in other.credits {
            if !first.credits.contains(&credit) {
                first.credits.push(credit);
            }
        }
        if first.more.get("date") != other.more.get("date") {
            first.more.remove("date");
        }
    }
    Ok(Some(first))
}

/// Whether a JSON file is one of shapes: folders of collections have others too, such as names and lists.
fn has_shapes(bytes: &[u8]) -> bool {
    ["\"FeatureCollection\"", "\"Feature\"", "\"Topology\"", "\"coordinates\"", "\"esriGeometry"]
        .iter()
        .any(|sign| bytes.windows(sign.len()).any(|window| window == sign.as_bytes()))
}

/// Files beside one with the same stem: those that belong to a Shapefile.
fn beside(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let folder_of = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).to_owned()
    };
    if ending(path).as_deref() == Some("csv") {
        let mut name = path.as_os_str().to_owned();
        name.push(BESIDE_TABLE);
        let about = PathBuf::from(name);
        if !about.is_file() {
            return Ok(Vec::new());
        }
        stay_inside(&about, &[&folder_of(&about)])?;
        return Ok(vec![(BESIDE_TABLE.to_owned(), read_file(&about, LARGEST_TEXT)?.into())]);
    }
    if ending(path).as_deref() == Some("gpkg") {
        let mut log = path.as_os_str().to_owned();
        log.push(BESIDE_DATABASE);
        // That there is something in it is all that is asked.
        let has_log = fs::metadata(PathBuf::from(log)).is_ok_and(|log| 0 < log.len());
        return Ok(if has_log { vec![(BESIDE_DATABASE.to_owned(), Vec::new())] } else { Vec::new() });
    }
    if ending(path).as_deref() != Some("shp") {
        return Ok(Vec::new());
    }
    let folder = folder_of(path);
    // A link to a Shapefile has links to its other files beside it.
    let real = path.canonicalize().map_or(folder.clone(), |real| folder_of(&real));
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|error| Error::io(&folder, error))? {
        let other = entry.map_err(|error| Error::io(&folder, error))?.path();
        let Some(kind) = ending(&other).filter(|kind| ["dbf", "prj", "cpg", "shx"].contains(&kind.as_str()))
        else {
            continue;
        };
        if other.file_stem() == path.file_stem() {
            stay_inside(&other, &[&folder, &real])?;
            found.push((kind, read_file(&other, Limits::default().bytes)?.into()));
        }
    }
    found.sort();
    Ok(found)
}
