//! `marchland areas`: km² by holder over time, and against published figures.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use marchland::Error;
use marchland::areas::{
    Areas, By, Column, FigureGroup, Holding, Published, Question, areas, published, unit_areas,
};
use marchland::cite::{Citations, Style};
use marchland::dataset::{Dataset, SourceId, UnitId};
use marchland::diagnostic::nearest;
use marchland::lang::Lang;
use marchland::layout::Moment;
use marchland::table::{Align, Table, thousands, wrap};
use marchland::time::{FuzzyDate, write_out};
use marchland::timeline::Timeline;

use super::given::Given;
use super::output::{self, Bare, Place};
use super::render::undated_moment;
use super::when::WhenArgs;
use super::{DataArgs, Outcome, check_lang, named, parse_lang, to_json, write};

/// Lines of tables for people are cut or broken after so many letters.
const WIDTH: usize = 118;

/// Arguments of `areas`.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("when").required(false).multiple(true).args(["date", "year", "years", "each", "published"]))]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// Hold the published areas against the polygons instead
    #[arg(long, conflicts_with_all = ["date", "year", "years", "each", "by", "view", "of"])]
    published: bool,
    /// A row per holder; or first per unit, status, uezd (of 1917) or group (of units)
    #[arg(long, value_name = "WHAT", value_parser = parse_by, default_value = "holder")]
    by: By,
    /// Whose land: control (who holds it in fact), sovereignty (to whom the act in force assigns it)
    #[arg(long, value_name = "VIEW", value_parser = parse_holding, default_value = "control")]
    view: Holding,
    /// Count only these units: ids of units or groups or uezd:NAME, separated by commas
    #[arg(long, value_name = "UNITS", value_delimiter = ',')]
    of: Vec<String>,
    /// Language of names: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// For people or for programs; without it, by the ending of the file (.txt is a table), else table
    #[arg(long, value_enum)]
    format: Option<TableFormat>,
    /// File; without it, or for "-", standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// A table for people or for programs.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TableFormat {
    /// In columns, for people
    Table,
    /// A line per day, part and holder
    Csv,
    /// The same and more, as an object
    Json,
}

/// Counts.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let format = format(args)?;
    let dataset = args.data.load(given)?;
    check_lang(&dataset, args.lang)?;
    let text = if args.published {
        let published = published(&dataset, &unit_areas(&dataset));
        match format {
            TableFormat::Table => published_text(&dataset, &published, args.lang),
            TableFormat::Csv => published.to_long_table().to_csv(),
            TableFormat::Json => to_json(&published)?,
        }
    } else {
        let timeline = Timeline::new(&dataset);
        let moments = match args.when.is_empty() {
            true => vec![undated_moment(&dataset, &timeline, "areas")?],
            false => args.when.moments(&dataset, &timeline)?,
        };
        let columns: Vec<Column> = moments.into_iter().map(column).collect();
        let units = units(&dataset, &args.of)?;
        let question = Question { holding: args.view, by: args.by, units: &units, lang: args.lang };
        let areas = areas(&timeline, &unit_areas(&dataset), &columns, &question);
        match format {
            TableFormat::Table => areas_text(&areas, args.lang),
            TableFormat::Csv => areas.to_long_table().to_csv(),
            TableFormat::Json => to_json(&areas)?,
        }
    };
    write::put(args.output.as_ref(), text.as_bytes())?;
    Ok(Outcome::Done)
}

/// The format that --format says, or the ending of the file.
fn format(args: &Args) -> Result<TableFormat, Error> {
    const ENDINGS: [(&str, TableFormat); 3] =
        [("txt", TableFormat::Table), ("csv", TableFormat::Csv), ("json", TableFormat::Json)];
    let asked: Vec<TableFormat> = args.format.into_iter().collect();
    let Some(path) = &args.output else { return Ok(args.format.unwrap_or(TableFormat::Table)) };
    match output::place(path, &asked, &[TableFormat::Table], &ENDINGS, Bare::File)? {
        Place::Stdout(format) | Place::File(_, format) => Ok(format),
        Place::Folder(..) => Ok(TableFormat::Table),
    }
}

fn column(moment: Moment) -> Column {
    let label = match moment {
        Moment::Day(day) => day.to_string(),
        Moment::YearEnd(year) => year.to_string(),
        Moment::MonthEnd(year, month) => format!("{year}-{month:02}"),
    };
    Column { label, day: moment.day() }
}

/// The units that selectors stand for; all, if there is none.
fn units(dataset: &Dataset, selectors: &[String]) -> Result<BTreeSet<UnitId>, Error> {
    if selectors.is_empty() {
        return Ok(dataset.unit_ids().collect());
    }
    let mut units = BTreeSet::new();
    for selector in selectors {
        let uezd = selector.strip_prefix("uezd:");
        let key = selector.strip_prefix("group:").unwrap_or(selector);
        if let Some(uezd) = uezd {
            let of_uezd = |unit: &UnitId| dataset.unit(*unit).uezd.as_deref() == Some(uezd);
            units.extend(dataset.unit_ids().filter(of_uezd));
        } else if let Some(group) = dataset.group_by_key(key) {
            units.extend(&group.units);
        } else {
            units.extend(dataset.unit_by_key(selector));
        }
        let known = match uezd {
            Some(uezd) => dataset.units.iter().any(|unit| unit.uezd.as_deref() == Some(uezd)),
            None => dataset.group_by_key(key).is_some() || dataset.unit_by_key(selector).is_some(),
        };
        if !known {
            let uezds: BTreeSet<String> = dataset
                .units
                .iter()
                .filter_map(|unit| unit.uezd.as_ref())
                .map(|uezd| format!("uezd:{uezd}"))
                .collect();
            let units = dataset.units.iter().map(|unit| unit.key.as_str());
            let groups = dataset.groups.iter().map(|group| group.key.as_str());
            let near = nearest(selector, units.chain(groups).chain(uezds.iter().map(String::as_str)))
                .map_or(String::new(), |near| format!("; nearest is \"{near}\""));
            return Err(Error::message(format!(
                "no unit, group or uezd is called \"{selector}\"{near}; write ids, or uezd:NAME"
            )));
        }
    }
    Ok(units)
}

fn areas_text(areas: &Areas, lang: Lang) -> String {
    let table = areas.to_table(lang);
    let fixed = if areas.rows.iter().any(|row| row.part.is_some()) { 2 } else { 1 };
    let mut out = String::from("km² on the ellipsoid, lakes included");
    if areas.columns != areas.days {
        out.push_str("; at the end of each year or month");
    }
    out.push_str("\n\n");
    out.push_str(&table.to_text(fixed, WIDTH));
    let others = areas.other_names();
    if !others.is_empty() {
        let _ = writeln!(out, "\nNames are those of the last date with land. Other names:");
        others.iter().for_each(|line| out.push_str(&wrap(line, "  ", WIDTH)));
    }
    if areas.by == "status" || areas.by == "group" {
        let _ = writeln!(out, "\nLand under two of these counts under both; the total counts it once.");
    }
    if areas.rows.iter().any(|row| row.surroundings_km2.iter().any(|km2| 0.0 < *km2)) {
        let words = format!(
            "* with surroundings of the subject, as far as the data reach: {}.",
            areas.surroundings.join(", ")
        );
        let _ = write!(out, "\n{}", wrap(&words, "", WIDTH));
    }
    out
}

fn published_text(dataset: &Dataset, published: &Published, lang: Lang) -> String {
    if published.groups.is_empty() && published.not_compared.is_empty() {
        return "The data set has no published areas.\n".to_owned();
    }
    let citations = Citations::new(&dataset.sources, Style::AuthorDate);
    let mut out =
        String::from("Published areas and those of the polygons, km²; difference: computed less published\n");
    for group in &published.groups {
        let _ = write!(out, "\n{}", wrap(&group.subjects.join("; "), "", WIDTH));
        group_text(dataset, &citations, group, lang, &mut out);
    }
    if !published.not_compared.is_empty() {
        let _ = writeln!(out, "\nNot compared");
        for one in &published.not_compared {
            let number = one.value.map_or(String::new(), |value| format!(", {value} {}", one.unit));
            let source = cite(dataset, &citations, &one.source, &one.place);
            let words = format!("{} {}{number} ({source}): {}", one.figure, one.subject, one.because);
            out.push_str(&wrap(&words, "  ", WIDTH));
        }
    }
    out
}

fn group_text(
    dataset: &Dataset,
    citations: &Citations<'_>,
    group: &FigureGroup,
    lang: Lang,
    out: &mut String,
) {
    let mut table = Table::new([
        ("", Align::Left),
        ("date", Align::Left),
        ("source", Align::Left),
        ("published", Align::Right),
        ("computed", Align::Right),
        ("difference", Align::Right),
        ("", Align::Right),
    ]);
    for one in &group.figures {
        let date = one.date.as_deref().map_or(String::new(), |date| {
            FuzzyDate::parse(date).map_or(date.to_owned(), |date| write_out(&date, lang))
        });
        let sign = |number: f64, text: String| if 0.0 < number { format!("+{text}") } else { text };
        table.push([
            format!("  {}", one.figure),
            date,
            cite(dataset, citations, &one.source, &one.place),
            thousands(one.published_km2),
            thousands(one.computed_km2),
            sign(one.difference_km2, thousands(one.difference_km2)),
            sign(one.difference_percent, format!("{:.1} %", one.difference_percent)),
        ]);
    }
    out.push_str(&table.to_text(7, WIDTH));
    for spread in &group.spread {
        let values: Vec<String> = spread.values_km2.iter().map(|km2| thousands(*km2)).collect();
        let which = match &spread.units {
            Some(units) => format!("for the same land ({})", units.join(", ")),
            None => "over all, different extents included".to_owned(),
        };
        let words = format!(
            "The figures differ {which}: {}; {} km² or {:.1} % apart.",
            values.join(" / "),
            thousands(spread.km2),
            spread.percent
        );
        out.push_str(&wrap(&words, "  ", WIDTH));
    }
    for one in group.figures.iter().filter(|one| !one.note.is_empty()) {
        out.push_str(&wrap(&format!("{}: {}", one.figure, one.note), "    ", WIDTH));
    }
}

fn cite(dataset: &Dataset, citations: &Citations<'_>, source: &str, place: &str) -> String {
    let id = (0u32..).map(SourceId).zip(&dataset.sources).find(|(_, known)| known.key == source);
    id.map_or(source.to_owned(), |(id, _)| citations.short(id, &[place]))
}

fn parse_by(text: &str) -> Result<By, String> {
    named("part", text, &By::ALL)
}

fn parse_holding(text: &str) -> Result<Holding, String> {
    named("view", text, &Holding::ALL)
}
