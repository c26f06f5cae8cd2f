//! `marchland explain`: who held a place on a day, and who says so.

use std::fmt::Write;

use marchland::Error;
use marchland::areas::unit_areas;
use marchland::cite::{Footnote, Style, footnote};
use marchland::dataset::{self, Dataset, Found, Meaning, Subject};
use marchland::lang::Lang;
use marchland::table::{thousands, wrap};
use marchland::time::{Day, FuzzyDate, write_day, write_out};
use marchland::timeline::{
    Act, ActOn, Explanation, Held, RegionExplanation, Share, Timeline, UnitName, explain, explain_region,
    unit_of,
};

use super::given::Given;
use super::sources::parse_style;
use super::write::say;
use super::{
    DataArgs, Outcome, ReadingArgs, TextFormat, check_day, check_lang, find, no_unit_at, parse_day,
    parse_lang, to_json, write,
};

/// Arguments of `explain`.
#[derive(clap::Args)]
pub struct Args {
    /// A place, unit, region, group of units or uezd by name, or a position lon,lat in degrees. Where a name has several
    /// meanings, place:NAME, unit:NAME, group:NAME and uezd:NAME say which
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
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let dataset = args.data.load(given)?;
    check_lang(&dataset, args.lang)?;
    check_day(&dataset, args.date)?;
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    let text = match asked(&dataset, &args.subject)? {
        Asked::One(subject) => explain_one(args, &timeline, &subject)?,
        Asked::Region(found) => {
            given.idle(&["cite"], true, "a footnote is for one place or unit");
            explain_all(args, &timeline, &found)?
        }
    };
    write::put(None, text.as_bytes())?;
    Ok(Outcome::Done)
}

/// What a question is about.
enum Asked {
    /// A place, a unit or a position: one piece of land.
    One(Subject),
    /// Several pieces.
    Region(Found),
}

/// What a person means; where the name means something else too, or no more is known than a point, that is told.
fn asked(dataset: &Dataset, text: &str) -> Result<Asked, Error> {
    let mut meanings = dataset::meanings(dataset, text);
    // A region may be found by a name that its land has not.
    if let Some(Meaning { kind: "region", subject: Some(Subject::Place(place)), .. }) = meanings.first()
        && meanings.iter().all(|other| other.found.units.len() < 2)
    {
        let by_key = dataset::meanings(dataset, &dataset.place(*place).key);
        meanings.extend(by_key.into_iter().filter(|other| other.found.units.len() > 1));
    }
    let Some(first) = meanings.first() else { return find(dataset, text).map(Asked::One) };
    // A region is all of its land, where the set says which that is.
    let whole = meanings.iter().find(|other| other.found.units.len() > 1);
    let meant = whole.filter(|_| first.kind == "region").unwrap_or(first);
    if meant.kind == "region" {
        let unit = first.found.units.first().map_or("no unit", |unit| dataset.unit(*unit).name.get(Lang::EN));
        say!(
            "note: the data set has a point of \"{text}\" and not its land: the answer is that of {unit}, in which it lies"
        );
    }
    let is_other = |other: &&Meaning| {
        other.found.units != meant.found.units && other.kind != "region" && other.selector != meant.selector
    };
    let others: Vec<String> = meanings
        .iter()
        .filter(is_other)
        .map(|other| {
            let name = other.found.name.get(Lang::EN);
            let count = other.found.units.len();
            let units = if count == 1 { String::new() } else { format!(", {count} units") };
            format!("{} ({} \"{name}\"{units})", other.selector, other.kind)
        })
        .collect();
    if !others.is_empty() {
        let meant = &meant.selector;
        say!("note: \"{text}\" is taken as {meant}; it may also mean {}", others.join(", "));
    }
    Ok(match &meant.subject {
        Some(subject) => Asked::One(subject.clone()),
        None if meant.found.units.len() == 1 => Asked::One(Subject::Unit(meant.found.units[0])),
        None => Asked::Region(meant.found.clone()),
    })
}

/// The answer for one piece of land.
fn explain_one(args: &Args, timeline: &Timeline<'_>, subject: &Subject) -> Result<String, Error> {
    let dataset = timeline.dataset();
    let Some(unit) = unit_of(dataset, subject) else {
        return Err(no_unit_at(dataset, &args.subject));
    };
    let state = timeline.at(args.date);
    let answer = explain(timeline, &state, unit, args.lang);
    let note =
        args.cite.map(|style| footnote(dataset, style, &name_of(dataset, subject, args), &answer, args.lang));
    match args.format {
        TextFormat::Json => to_json(&Cited { answer: &answer, citations: note.as_ref() }),
        TextFormat::Text => {
            Ok(write_answer(dataset, args, &answer) + &note.as_ref().map(write_footnote).unwrap_or_default())
        }
    }
}

/// The answer for several pieces of land.
fn explain_all(args: &Args, timeline: &Timeline<'_>, found: &Found) -> Result<String, Error> {
    let state = timeline.at(args.date);
    let km2 = unit_areas(timeline.dataset());
    let region = (found.name.get(args.lang), found.units.as_slice());
    let answer = explain_region(timeline, &state, region, &km2, args.lang);
    match args.format {
        TextFormat::Json => to_json(&answer),
        TextFormat::Text => Ok(write_region(timeline.dataset(), args, &answer)),
    }
}

/// Names of units in a line.
fn names_of(units: &[UnitName]) -> String {
    units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn write_region(dataset: &Dataset, args: &Args, answer: &RegionExplanation) -> String {
    const WIDTH: usize = 118;
    let mut out = String::new();
    let region = &answer.region;
    let _ = writeln!(out, "{} on {}", args.subject, write_day(args.date, args.lang));
    let (km2, count) = (thousands(region.km2), region.units.len());
    let _ = writeln!(out, "Region: {}, {km2} km² in {count} units", region.name);
    if !dataset.readings.is_empty() {
        let _ = writeln!(out, "Reading: {} ({})", answer.reading.name, answer.reading.id);
    }
    let part =
        |share: &Share| format!("{} ({} km², {:.1} %)", share.name, thousands(share.km2), share.percent);
    let act = |out: &mut String, act: &ActOn| {
        let certainty =
            if act.certainty == "stated" { String::new() } else { format!(" [{}]", act.certainty) };
        let head = format!("{}{}{certainty}", names_of(&act.units), since(args, act.since.as_deref()));
        out.push_str(&wrap(&head, "    ", WIDTH));
        if let (Some(title), Some(event)) = (&act.title, &act.event) {
            let sources: Vec<String> = act.sources.iter().map(|key| short(dataset, key)).collect();
            let sources = if sources.is_empty() { "inferred".to_owned() } else { sources.join("; ") };
            out.push_str(&wrap(&format!("by: {title} ({event}); {sources}"), "      ", WIDTH));
        }
    };
    for (track, shares) in [("Control in fact", &answer.control), ("Sovereignty", &answer.sovereignty)] {
        match shares.as_slice() {
            [one] => {
                let _ = writeln!(out, "\n{track}: {}, all of it", one.name);
            }
            shares => {
                let parts: Vec<String> = shares.iter().map(part).collect();
                let _ = writeln!(out);
                out.push_str(&wrap(&format!("{track}: divided between {}", and(&parts)), "", WIDTH));
            }
        }
        for share in shares {
            let _ = writeln!(out, "  {}", share.name);
            share.acts.iter().for_each(|one| act(&mut out, one));
        }
    }
    for (what, none, shares) in [
        ("Claimed by", "Claims: none recorded", &answer.claims),
        ("Status", "Status: ordinary", &answer.status),
    ] {
        if shares.is_empty() {
            let _ = writeln!(out, "\n{none}");
        }
        for share in shares {
            let _ = writeln!(out, "\n{what}: {}", part(share));
            share.acts.iter().for_each(|one| act(&mut out, one));
        }
    }
    if !answer.pending.is_empty() {
        let _ = writeln!(out, "\nMay already have happened by then (their dates are imprecise):");
        answer.pending.iter().for_each(|one| act(&mut out, one));
    }
    let unit = region.units.first().map_or("", |unit| unit.id.as_str());
    let _ =
        writeln!(out, "\nOne unit with all its evidence: marchland explain unit:{unit} --date {}", args.date);
    out
}

/// `a, b and c`
fn and(parts: &[String]) -> String {
    match parts {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        parts => parts.concat(),
    }
}

/// A source as it is called in text.
fn short(dataset: &Dataset, key: &str) -> String {
    let source = dataset.sources.iter().find(|source| source.key == key);
    source.map_or(key.to_owned(), |source| source.short())
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
        let name = |key: &str| {
            let polity = dataset.polity_by_key(key).map(|id| dataset.polity(id));
            polity.map_or(key.to_owned(), |polity| polity.name_on(args.date, args.lang).to_owned())
        };
        let by = status.by.as_ref().map_or(String::new(), |by| format!(" ({})", name(by)));
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
    let short = |key: &str| short(dataset, key);
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
