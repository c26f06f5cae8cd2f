//! `marchland sources`: the bibliography of the set or of a map, and what rests on it.

use std::collections::BTreeMap;
use std::fmt::Write;

use marchland::Error;
use marchland::cite::{self, Citations, Style, bibtex, csl_json};
use marchland::dataset::{Dataset, EventId, Source, SourceId};
use marchland::lang::Lang;
use marchland::layout::{View, shown_events};
use marchland::sources::{Counts, Coverage, Single, SingleEvent, behind, coverage, single};
use marchland::table::{Align, Table, wrap};
use marchland::time::{Day, FuzzyDate, write_out};
use marchland::timeline::Timeline;

use super::given::Given;
use super::{
    DataArgs, Outcome, check_day, check_lang, named, parse_day, parse_lang, parse_view, to_json, write,
};

/// Lines for people are broken after so many letters.
const WIDTH: usize = 118;

/// Arguments of `sources`.
#[derive(clap::Args)]
pub struct Args {
    /// Only the sources behind what a map of this day shows
    #[arg(long, value_name = "DAY", value_parser = parse_day, allow_hyphen_values = true, conflicts_with_all = ["single", "coverage"])]
    date: Option<Day>,
    /// What that map shows: control, sovereignty, claims, certainty, sources
    #[arg(long, value_name = "VIEW", value_parser = parse_view, default_value = "control", requires = "date")]
    view: View,
    /// The events that rest on one source only, and those that rest on none
    #[arg(long, conflicts_with = "coverage")]
    single: bool,
    /// How many statements are tied to events, and the contradictions that are kept
    #[arg(long)]
    coverage: bool,
    /// Style of the text: chicago-notes or author-date
    #[arg(long, value_name = "STYLE", value_parser = parse_style, default_value = "chicago-notes")]
    style: Style,
    /// Language of titles: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// For people, for reference managers or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    data: DataArgs,
}

/// How the answer is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// BibTeX entries
    Bibtex,
    /// A list in CSL-JSON
    CslJson,
    /// For programs
    Json,
}

/// Lists or audits.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    tell_idle(args, given);
    let dataset = args.data.load(given)?;
    check_lang(&dataset, args.lang)?;
    let text = if args.single {
        let found = single(&dataset, args.lang);
        audit(args, "--single", &found, || single_text(&dataset, &found, args.lang))?
    } else if args.coverage {
        let found = coverage(&dataset);
        audit(args, "--coverage", &found, || coverage_text(&found))?
    } else {
        bibliography(args, &dataset)?
    };
    write::put(None, text.as_bytes())?;
    Ok(Outcome::Done)
}

/// Tells which options change nothing in this answer.
fn tell_idle(args: &Args, given: &Given) {
    let is_list = !args.single && !args.coverage;
    let is_data = matches!(args.format, Format::Bibtex | Format::CslJson);
    given.idle(&["style"], !is_list, "no bibliography is written");
    given.idle(&["style"], is_list && is_data, "these entries are data, which other programs set in a style");
    given.idle(&["lang"], !args.single, "only the titles of --single have languages");
}

fn audit<T: serde::Serialize>(
    args: &Args,
    what: &str,
    found: &T,
    words: impl Fn() -> String,
) -> Result<String, Error> {
    match args.format {
        Format::Text => Ok(words()),
        Format::Json => to_json(found),
        Format::Bibtex | Format::CslJson => Err(Error::message(format!(
            "{what} is no list of sources; allowed are --format text and --format json"
        ))),
    }
}

#[derive(serde::Serialize)]
struct Listed<'a> {
    source: &'a str,
    short: String,
    entry: String,
    /// Statements of the source in the set.
    statements: usize,
    /// Keys of the events of the map, or of the set, that it supports or reports.
    events: Vec<&'a str>,
}

fn bibliography(args: &Args, dataset: &Dataset) -> Result<String, Error> {
    let events: Vec<EventId> = match args.date {
        Some(day) => {
            check_day(dataset, day)?;
            shown_events(&Timeline::new(dataset).at(day), args.view)
        }
        None => dataset.event_ids().collect(),
    };
    let mut sources: BTreeMap<SourceId, Vec<EventId>> = behind(dataset, &events);
    if args.date.is_none() {
        // The bibliography of the set has all of it, also what no event cites.
        for id in (0..dataset.sources.len() as u32).map(SourceId) {
            sources.entry(id).or_default();
        }
    }
    let citations = Citations::new(&dataset.sources, args.style);
    let sorted = citations.sorted(sources.keys().copied());
    let entries: Vec<&Source> = sorted.iter().map(|id| dataset.source(*id)).collect();
    Ok(match args.format {
        Format::Bibtex => bibtex(entries),
        Format::CslJson => to_json(&csl_json(entries))?,
        Format::Json => {
            let listed: Vec<Listed<'_>> = sorted
                .iter()
                .map(|id| Listed {
                    source: &dataset.source(*id).key,
                    short: citations.short(*id, &[]),
                    entry: citations.entry(*id),
                    statements: dataset.attestations.iter().filter(|one| one.source == *id).count(),
                    events: sources[id].iter().map(|event| dataset.event(*event).key.as_str()).collect(),
                })
                .collect();
            to_json(&listed)?
        }
        Format::Text if sorted.is_empty() => "No source: what is shown is inferred.\n".to_owned(),
        // An entry is one line: it is pasted into a document, which breaks lines itself.
        Format::Text => sorted.iter().map(|id| citations.entry(*id)).collect::<Vec<_>>().join("\n\n") + "\n",
    })
}

fn single_text(dataset: &Dataset, found: &Single, lang: Lang) -> String {
    let citations = Citations::new(&dataset.sources, Style::AuthorDate);
    let map = |events: &[SingleEvent]| events.iter().filter(|event| event.effects).count();
    let mut out = format!(
        "{} of {} events rest on one source only; {} of these change the map (marked +)\n",
        found.one.len(),
        found.events,
        map(&found.one)
    );
    for (id, source) in (0u32..).map(SourceId).zip(&dataset.sources) {
        let events: Vec<&SingleEvent> = found.one.iter().filter(|event| event.source == source.key).collect();
        if events.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{}: {}", citations.short(id, &[]), events.len());
        for event in events {
            let places: Vec<&str> = event.places.iter().map(String::as_str).collect();
            line(&mut out, event, &[event.title.clone(), cite::places(&places)].join(", "), lang);
        }
    }
    if !found.none.is_empty() {
        let _ = writeln!(
            out,
            "\n{} rest on no source and are inferred; {} of these change the map",
            found.none.len(),
            map(&found.none)
        );
        for event in &found.none {
            line(&mut out, event, &event.title, lang);
        }
    }
    out
}

fn line(out: &mut String, event: &SingleEvent, words: &str, lang: Lang) {
    let date = FuzzyDate::parse(&event.date).map_or(event.date.clone(), |date| write_out(&date, lang));
    let mark = if event.effects { "+" } else { " " };
    let _ = writeln!(out, "{mark} {}: {date}: {words}", event.id);
}

fn coverage_text(found: &Coverage) -> String {
    let columns = ["all", "supports", "contradicts", "reports", "variants only", "context", "unaccounted"];
    let heads = columns.map(|head| (head, Align::Right));
    let mut table = Table::new(std::iter::once(("statements", Align::Left)).chain(heads));
    let mut row = |name: &str, counts: &Counts| {
        let numbers = [
            counts.all,
            counts.supports,
            counts.contradicts,
            counts.reports,
            counts.variants_only,
            counts.context,
            counts.unaccounted,
        ];
        table.push(std::iter::once(name.to_owned()).chain(numbers.map(|number| number.to_string())));
    };
    for one in &found.by_source {
        row(&one.source, &one.counts);
    }
    row("all", &found.all);
    let mut out = table.to_text(1, WIDTH);
    let _ = writeln!(out, "\n{} of {} statements accounted for", found.all.accounted(), found.all.all);
    for one in &found.unaccounted {
        let note = if one.note.is_empty() { String::new() } else { format!(": {}", one.note) };
        let _ = writeln!(out, "  {} ({}) is named by no event and is no context{note}", one.id, one.role);
    }
    let readings: usize = found.contradictions.iter().map(|one| one.readings).sum();
    let count = found.contradictions.len();
    let _ =
        writeln!(out, "\n{count} contradictions kept, with {readings} readings that the map does not follow");
    let mut table = Table::new([
        ("", Align::Left),
        ("readings", Align::Right),
        ("statements", Align::Right),
        ("events", Align::Left),
    ]);
    for one in &found.contradictions {
        table.push([
            one.id.clone(),
            one.readings.to_string(),
            one.statements.to_string(),
            one.events.join(", "),
        ]);
    }
    if !found.contradictions.is_empty() {
        out.push_str(&table.to_text(4, WIDTH));
    }
    if !found.contradictions_left_out.is_empty() {
        let words = format!("Numbers left out: {}", found.contradictions_left_out.join(", "));
        let _ = write!(out, "\n{}", wrap(&words, "", WIDTH));
    }
    out
}

/// A style of citation by its name.
pub fn parse_style(text: &str) -> Result<Style, String> {
    named("style", text, &Style::ALL)
}
