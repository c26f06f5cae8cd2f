//! `marchland explain`: who held a place on a day, and who says so.

use std::fmt::Write;

use marchland::Error;
use marchland::cite::{Footnote, Style, footnote};
use marchland::dataset::{Dataset, Subject};
use marchland::lang::Lang;
use marchland::time::{Day, FuzzyDate, write_day, write_out};
use marchland::timeline::{Act, Explanation, Held, Timeline, explain, unit_of};

use super::sources::parse_style;
use super::{
    DataArgs, Outcome, ReadingArgs, TextFormat, check_day, check_lang, find, parse_day, parse_lang, to_json,
    write,
};

/// Arguments of `explain`.
#[derive(clap::Args)]
pub struct Args {
    /// A place or unit by name, or a position lon,lat in degrees
    #[arg(value_name = "PLACE|LON,LAT", allow_hyphen_values = true)]
    subject: String,
    /// The day
    #[arg(long, value_name = "DAY", value_parser = parse_day, allow_hyphen_values = true)]
    date: Day,
    /// Language of names: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: TextFormat,
    /// Add a paragraph with citations for a footnote: chicago-notes or author-date
    #[arg(long, value_name = "STYLE", value_parser = parse_style)]
    cite: Option<Style>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// An answer with its citations, if they were asked for.
#[derive(serde::Serialize)]
struct Cited<'a> {
    #[serde(flatten)]
    answer: &'a Explanation,
    #[serde(skip_serializing_if = "Option::is_none")]
    citations: Option<&'a Footnote>,
}

/// Explains.
pub fn run(args: &Args) -> Result<Outcome, Error> {
    let dataset = args.data.load()?;
    check_lang(&dataset, args.lang)?;
    check_day(&dataset, args.date)?;
    let subject = find(&dataset, &args.subject)?;
    let Some(unit) = unit_of(&dataset, &subject) else {
        return Err(Error::message(format!("no unit of the data set lies at \"{}\"", args.subject)));
    };
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    let state = timeline.at(args.date);
    let answer = explain(&timeline, &state, unit, args.lang);
    let note = args
        .cite
        .map(|style| footnote(&dataset, style, &name_of(&dataset, &subject, args), &answer, args.lang));
    let text = match args.format {
        TextFormat::Json => to_json(&Cited { answer: &answer, citations: note.as_ref() })?,
        TextFormat::Text => {
            write_answer(&dataset, args, &answer) + &note.as_ref().map(write_footnote).unwrap_or_default()
        }
    };
    write::put(None, text.as_bytes())?;
    Ok(Outcome::Done)
}

fn write_answer(dataset: &Dataset, args: &Args, answer: &Explanation) -> String {
    let mut out = String::new();
    let unit = &answer.unit;
    let uezd = unit.uezd.as_ref().map_or(String::new(), |uezd| format!("; {uezd} uezd of 1917"));
    let _ = writeln!(out, "{} on {}", args.subject, write_day(args.date, args.lang));
    let _ = writeln!(
        out,
        "Unit: {} ({}{uezd}; outline good to {} km: {})",
        unit.name, unit.id, unit.accuracy_km, unit.basis
    );
    if !dataset.readings.is_empty() {
        let _ = writeln!(out, "Reading: {} ({})", answer.reading.name, answer.reading.id);
    }
    let mut told: Vec<String> = Vec::new();
    held(dataset, args, &mut out, "Control in fact", &answer.control, &mut told);
    held(dataset, args, &mut out, "Sovereignty", &answer.sovereignty, &mut told);
    if answer.claims.is_empty() {
        let _ = writeln!(out, "\nClaims: none recorded");
    }
    for claim in &answer.claims {
        held(dataset, args, &mut out, "Claimed by", claim, &mut told);
    }
    if answer.status.is_empty() {
        let _ = writeln!(out, "\nStatus: ordinary");
    }
    for status in &answer.status {
        let by = status.by.as_ref().map_or(String::new(), |by| format!(" ({by})"));
        let name = status.name.as_ref().map_or(String::new(), |name| format!(", named {name}"));
        let _ = writeln!(out, "\nStatus: {}{by}{name}{}", status.id, since(args, status.since.as_deref()));
        if let Some(act) = &status.event {
            tell(dataset, &mut out, act, &mut told);
        }
    }
    for act in &answer.pending {
        let _ = writeln!(out, "\nMay already have happened by then (its date is imprecise):");
        tell(dataset, &mut out, act, &mut told);
    }
    boundaries(&mut out, answer);
    out
}

/// What a reader of a paper would call it.
fn name_of(dataset: &Dataset, subject: &Subject, args: &Args) -> String {
    match subject {
        Subject::Place(place) => dataset.place(*place).name_on(args.date, args.lang).to_owned(),
        Subject::Unit(unit) => dataset.unit(*unit).name.get(args.lang).to_owned(),
        Subject::Point([lon, lat]) => {
            let (east, north) = (if *lon < 0.0 { "W" } else { "E" }, if *lat < 0.0 { "S" } else { "N" });
            format!("{}° {east}, {}° {north}", lon.abs(), lat.abs())
        }
    }
}

/// What the borders with the neighbours follow.
fn boundaries(out: &mut String, answer: &Explanation) {
    if answer.boundaries.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nBorders of {}:", answer.unit.name);
    for border in &answer.boundaries {
        let certainty = if border.certainty == "stated" { "" } else { border.certainty };
        let approximate = if border.approximate { "drawn as approximate" } else { "" };
        let doubts: Vec<&str> =
            [certainty, approximate].into_iter().filter(|words| !words.is_empty()).collect();
        let doubts = if doubts.is_empty() { String::new() } else { format!(" [{}]", doubts.join(", ")) };
        let (with, follows) = (&border.name, &border.follows);
        let _ = writeln!(out, "  with {with}: {follows}; good to {} km{doubts}", border.accuracy_km);
        if !border.source.is_empty() {
            let _ = writeln!(out, "      after: {}", border.source);
        }
    }
}

/// Paragraph and works, each on one line: they are pasted into a document, which breaks lines itself.
fn write_footnote(note: &Footnote) -> String {
    let mut out = format!("\nFootnote ({}):\n{}\n", note.style, note.paragraph);
    if !note.works.is_empty() {
        out.push_str("\nWorks cited:\n");
        let entries: Vec<&str> = note.works.iter().map(|work| work.entry.as_str()).collect();
        out.push_str(&entries.join("\n\n"));
        out.push('\n');
    }
    out
}

fn since(args: &Args, date: Option<&str>) -> String {
    let words =
        date.map(|date| FuzzyDate::parse(date).map_or(date.to_owned(), |date| write_out(&date, args.lang)));
    words.map_or(String::new(), |words| format!(", since {words}"))
}

fn held(dataset: &Dataset, args: &Args, out: &mut String, track: &str, held: &Held, told: &mut Vec<String>) {
    let certainty = if held.certainty == "stated" { "" } else { held.certainty };
    let certainty = if certainty.is_empty() { String::new() } else { format!(" [{certainty}]") };
    let _ = writeln!(out, "\n{track}: {}{}{certainty}", held.name, since(args, held.since.as_deref()));
    if let Some(act) = &held.event {
        tell(dataset, out, act, told);
    }
}

/// An act with its evidence; the second time only its title.
fn tell(dataset: &Dataset, out: &mut String, act: &Act, told: &mut Vec<String>) {
    let default = act.default_date.as_ref();
    let default = default.map_or(String::new(), |date| format!("; in the default reading {date}"));
    let old = &act.old_style;
    let old = if old.is_empty() { String::new() } else { format!(", {old} Old Style") };
    let _ = writeln!(out, "  by: {} ({}{old}, {}{default})", act.title, act.date, act.kind);
    if told.contains(&act.id) {
        let _ = writeln!(out, "      (evidence as above)");
        return;
    }
    told.push(act.id.clone());
    if !act.inferred.is_empty() {
        let _ = writeln!(out, "  inferred: {}", act.inferred);
    }
    if !act.note.is_empty() {
        let _ = writeln!(out, "  note: {}", act.note);
    }
    let short = |key: &str| {
        dataset
            .sources
            .iter()
            .find(|source| source.key == key)
            .map_or(key.to_owned(), |source| source.short())
    };
    if let Some(followed) = &act.follows {
        let sources: Vec<String> = followed.sources.iter().map(|key| short(key)).collect();
        let _ = writeln!(out, "  as told in {} ({}): {}", followed.id, sources.join("; "), followed.says);
        if !followed.because.is_empty() {
            let _ = writeln!(out, "      the default reading does not follow it: {}", followed.because);
        }
    }
    for statement in &act.evidence {
        let (source, place) = (short(&statement.source), &statement.place);
        let _ = writeln!(out, "  {}: {source}, {place}: {}", statement.relation, statement.says);
    }
    for other in &act.variants {
        let sources: Vec<String> = other.sources.iter().map(|key| short(key)).collect();
        let _ = writeln!(out, "  other reading {} ({}): {}", other.id, sources.join("; "), other.says);
        if !other.because.is_empty() {
            let _ = writeln!(out, "      not followed: {}", other.because);
        }
    }
}
