//! `marchland import`: files of other programs to a data set, and tables into one.

use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::check;
use marchland::dataset::{self, Files};
use marchland::diagnostic::Severity;
use marchland::import::counted;
use marchland::import::into::{self, Table};
use marchland::lang::Text;

use super::given::Given;
use super::layers::{LayerArgs, tell};
use super::output;
use super::write::say;
use super::{Outcome, write};

/// Arguments of `import`.
#[derive(clap::Args)]
#[command(after_long_help = MAPPING_HELP)]
pub struct Args {
    /// Files (GeoJSON, TopoJSON, Shapefile, GeoPackage, KML, FlatGeobuf, CSV), or folders of them; with --into, tables
    /// of events or places
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Folder of the data set to make; it must not be there, or be empty
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["into", "dry_run"], conflicts_with = "into")]
    output: Option<PathBuf>,
    /// Folder of a data set into which rows of CSV files go: events.csv or places.csv, known by their columns
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Say what would be made, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Replace the files of an earlier import, even if they were edited
    #[arg(long)]
    force: bool,
    /// Short name of the set, for file names
    #[arg(long, value_name = "WORD")]
    key: Option<String>,
    /// Title of the set, for maps
    #[arg(long)]
    title: Option<String>,
    /// Licence of the data, such as CC-BY-4.0
    #[arg(long)]
    licence: Option<String>,
    /// Credit line
    #[arg(long)]
    credit: Option<String>,
    #[command(flatten)]
    layers: LayerArgs,
}

const MAPPING_HELP: &str = "\
A mapping file says which field means what; all keys may be missing:
  preset = \"ahcb\"               begin with what is known of a collection
  id = \"ID\"                     what a row is a version of
  name.en = [\"FULL\", \"NAME\"]    names by language; of several fields the first that has a value
  holder = \"POLITY\"             who holds the land; the id if not said
  holder-name.en = \"POLITY_EN\"  names of the holder by language; the value of \"holder\" if not said
  from = \"START\"                the first day; \"YEAR+MONTH+DAY\" is a date in three fields
  to = \"END\"                    the end
  to-is = \"inclusive\"           or \"exclusive\": does the end belong to the span? Never guessed
  date-format = \"auto\"          iso, yyyymmdd, year, decimal-year, edtf, day-first, month-first
  crs = \"EPSG:3006\"             what the coordinates are, where a file does not say it or says it wrong; as --crs
  encoding = \"windows-1251\"     the encoding of texts, likewise; as --encoding
  years-bce = \"historical\"      -1 is the year before 1; or \"astronomical\": 0 is; told by how they are written
  open = [\"9\"]                  dates that mean none; years from 3000 on do anyway
  bad-dates = \"leave-out\"       rows of 31 April and the like; or \"clamp\" to the end of the month, \"refuse\"
  missing = [\"-1\"]              values that mean nothing, in any field
  year-field = \"YEAR\"           each row is of the snapshot of this year, and is there until the next
  year-of-file = true           each file is the state of the year in its name
  only.LEVEL = [\"2\"]            only rows with these values
  claim = \"TYPE\"                the field that says that a row is a claim ...
  claim-values = [\"proposed\"]   ... by these values
  parent = \"PART_OF\"            the larger thing: land of the part is not disputed by the whole
  shape, shape-id               where the shapes are in another file: the field of the table that names one, and theirs
  lake = \"class\"                rows with the value \"lake\" are water
  short.en = \"ABBREV\"          a name short enough for a label
  event = \"ACT\"                 the title of what began the row: rows of one day and title are one event
  owner, status, colour, source, change, precision
  key, title.en, licence, credit, author, year, url: what the collection says of itself

Tables for --into have the columns
  places: id, kind, lon, lat, confidence, rank, and en or another language; from, until, aliases, unit, note
  events: id, date, kind, title, units (separated by |), control, sovereignty, and source or inferred;
          claim-start, claim-end, status, place, statement, certainty, caption, note
Rows of events with the same id are effects of one event.";

/// Imports.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    if let Some(folder) = &args.output {
        output::check_folder(folder, "\"marchland export\" writes files for other programs")?;
    }
    let of_set = ["key", "title", "licence", "credit", "force"];
    given.idle(&["force"], args.dry_run && args.into.is_none(), "nothing is written");
    match &args.into {
        Some(folder) => {
            given.idle(&of_set, true, "rows are added to a set that is there");
            given.idle(
                &super::layers::options_of_files(),
                true,
                "tables of events and places have columns of fixed names",
            );
            add(args, folder)
        }
        None => make(args),
    }
}

fn make(args: &Args) -> Result<Outcome, Error> {
    let output = args.output.as_deref();
    if let Some(folder) = output.filter(|_| !args.force && !args.dry_run) {
        write::check_new(folder)?;
    }
    let mut options = args.layers.options()?;
    let collection = &mut options.mapping.collection;
    let set = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    if let Some(key) = &args.key
        && (key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    {
        return Err(Error::message(format!(
            "\"{key}\" cannot be part of a file name; write letters, digits and -"
        )));
    }
    set(&mut collection.key, &args.key);
    set(&mut collection.licence, &args.licence);
    if let Some(credit) = &args.credit {
        collection.credits = vec![credit.clone()];
    }
    if let Some(title) = &args.title {
        collection.title = Text::english(title.as_str());
    }
    let imported = args.layers.import(&args.files, options)?;
    tell(&imported.findings);
    // What is written must read, and is what is checked: otherwise the mistake is ours, and nothing is written.
    let files = imported.folder();
    let texts = files.iter().fold(Files::new(""), |files, (name, text)| files.with(name, text.as_bytes()));
    let (set, _) = dataset::load(&texts).into_result()?;
    // Of what the check finds only the number is told; letters are told here, where a field of other names may still be chosen.
    if let Some(finding) = check::missing_letters(&set, &[]) {
        say!("{finding}");
    }
    let mut told = imported.report();
    let found = check::check(&set);
    let count = |severity: Severity| found.iter().filter(|finding| finding.severity == severity).count();
    let counts = (count(Severity::Error), count(Severity::Warning));
    if let Some(folder) = output.filter(|_| !args.dry_run) {
        let files: Vec<(String, Vec<u8>)> =
            files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        if args.force && folder.is_dir() {
            for (name, bytes) in &files {
                write::replace(&folder.join(name), bytes)?;
            }
        } else {
            write::new_folder(folder, &files)?;
        }
        let shown = folder.display();
        let found = match counts {
            (0, 0) => "nothing wrong".to_owned(),
            (errors, warnings) => {
                format!("{} and {}", counted(errors, "error"), counted(warnings, "warning"))
            }
        };
        told += &format!(
            "{shown}: {} files; repairs.csv lists what was mended\n\"marchland check {shown}\" finds {found}\n",
            files.len()
        );
    }
    write::put(None, told.as_bytes())?;
    Ok(Outcome::Done)
}

fn add(args: &Args, folder: &Path) -> Result<Outcome, Error> {
    let mut tables = Vec::new();
    for path in &args.files {
        let bytes = dataset::read_file(path, 1 << 30)?.into();
        tables.push(Table { name: path.to_string_lossy().replace('\\', "/"), bytes });
    }
    let files = dataset::files_of(folder)?;
    let added = into::add(files, &tables).map_err(Error::data)?;
    tell(&added.findings);
    if !args.dry_run {
        // Statements before the events that name them: a process that is killed in between leaves a set that reads.
        for (name, text) in &added.files {
            write::replace(&folder.join(name), text.as_bytes())?;
        }
    }
    let verb = if args.dry_run { "would be added" } else { "added" };
    let (places, events) = (counted(added.places, "place"), counted(added.events, "event"));
    let told = format!("{}: {places}, {events} {verb}\n", folder.display());
    write::put(None, told.as_bytes())?;
    Ok(Outcome::Done)
}
