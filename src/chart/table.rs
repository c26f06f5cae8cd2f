//! Holdings and events as rows, and the rows as CSV, JSON and text for people.
//!
//! Dates stand as the data have them, in EDTF; beside an imprecise one stand its first and last possible day.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::holdings::{Holding, Value};
use super::record::Entry;
use crate::dataset::{Dataset, EventId, Holder, PolityId, UnitId};
use crate::interchange::csv_field;
use crate::lang::Lang;
use crate::time::Day;
use crate::timeline::{Timeline, Track, holder_key, sources_of};
use crate::words::word;

/// A date at which a holding begins or ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// The date of the event in EDTF, as written; without an event, the day.
    pub date: String,
    /// First day it can be.
    pub earliest: String,
    /// Last day it can be; the state holds from this day on.
    pub latest: String,
    /// True if the day is not known for sure.
    pub imprecise: bool,
}

/// An event, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Key in the data files.
    pub id: String,
    /// EDTF date.
    pub date: String,
    /// Title.
    pub title: String,
}

/// A holding in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoldingRow {
    /// Key of the unit.
    pub unit: String,
    /// Name of the unit.
    pub unit_name: String,
    /// `control`, `sovereignty`, `claim` or `status`.
    pub track: &'static str,
    /// First day; of an imprecise date the latest possible one.
    pub from: When,
    /// First day after it; none if it held to the end of the period.
    pub until: Option<When>,
    /// Key of the holder or claimant, `nobody` or `not-known`; empty for a status.
    pub holder: String,
    /// Name of the holder on the first day; empty for a status.
    pub holder_name: String,
    /// Statuses in file spelling, with the party behind a colon; for the track `status` only.
    pub status: Vec<String>,
    /// The name the land bore meanwhile; empty if it had none of its own.
    pub name: String,
    /// Is it stated, inferred or contested?
    pub certainty: &'static str,
    /// Who held before; empty for the first holding, for claims and statuses.
    pub gained_from: String,
    /// Who held after; empty for the last holding, for claims and statuses.
    pub lost_to: String,
    /// The event that began it.
    pub event: Option<Named>,
    /// Later events that set the same again.
    pub again: Vec<Named>,
    /// The event that ended it.
    pub ended_by: Option<Named>,
    /// Keys of the sources behind the event that began it.
    pub sources: Vec<String>,
}

/// An event in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// Key in the data files.
    pub id: String,
    /// EDTF date, and its bounds.
    #[serde(flatten)]
    pub when: When,
    /// Kind in file spelling.
    pub kind: &'static str,
    /// Title.
    pub title: String,
    /// True if it changes a map.
    pub effective: bool,
    /// Is it stated, inferred or contested?
    pub certainty: &'static str,
    /// Keys of the units it touches.
    pub units: Vec<String>,
    /// Number of statements that support it.
    pub supports: usize,
    /// Number of statements that contradict it.
    pub contradicts: usize,
    /// Number of statements that only report it.
    pub reports: usize,
    /// Keys of the sources behind it.
    pub sources: Vec<String>,
}

/// Writes holdings out. `all` are the holdings of the set, in which the holders before and after are looked up.
pub fn holding_rows(
    timeline: &Timeline<'_>,
    all: &[Holding],
    wanted: impl Fn(&Holding) -> bool,
    lang: Lang,
) -> Vec<HoldingRow> {
    let dataset = timeline.dataset();
    let neighbour = |holding: &Holding, at: Option<&Holding>| {
        let at = at.filter(|other| other.unit == holding.unit && other.track == holding.track);
        match (&holding.value, at.map(|other| &other.value)) {
            // A holding that only grew surer was gained from nobody and lost to nobody.
            (Value::Holder(here), Some(Value::Holder(there))) if here != there => {
                holder_key(dataset, *there).to_owned()
            }
            _ => String::new(),
        }
    };
    let mut rows = Vec::new();
    for (index, holding) in all.iter().enumerate().filter(|(_, holding)| wanted(holding)) {
        let (holder, holder_name) = match &holding.value {
            Value::Holder(holder) => {
                (holder_key(dataset, *holder).to_owned(), holder_name(dataset, *holder, holding.from, lang))
            }
            Value::Claim(polity) => (
                dataset.polity(*polity).key.clone(),
                dataset.polity(*polity).name_on(holding.from, lang).to_owned(),
            ),
            Value::Status(_) => (String::new(), String::new()),
        };
        let status = match &holding.value {
            Value::Status(statuses) => statuses
                .iter()
                .map(|status| match status.by {
                    Some(by) => format!("{}:{}", status.kind.key(), dataset.polity(by).key),
                    None => status.kind.key().to_owned(),
                })
                .collect(),
            _ => Vec::new(),
        };
        let name = holding.name.and_then(|(event, effect)| timeline.effect_of(event, effect).name.as_ref());
        rows.push(HoldingRow {
            unit: dataset.unit(holding.unit).key.clone(),
            unit_name: dataset.unit(holding.unit).name.get(lang).to_owned(),
            track: track_key(holding.track),
            from: when(dataset, holding.event, holding.from),
            until: holding.until.map(|day| when(dataset, holding.ended_by, day)),
            holder,
            holder_name,
            status,
            name: name.map_or("", |name| name.get(lang)).to_owned(),
            certainty: holding.certainty.key(),
            gained_from: neighbour(holding, index.checked_sub(1).and_then(|at| all.get(at))),
            lost_to: neighbour(holding, all.get(index + 1)),
            event: holding.event.map(|event| named(dataset, event, lang)),
            again: holding.again.iter().map(|event| named(dataset, *event, lang)).collect(),
            ended_by: holding.ended_by.map(|event| named(dataset, event, lang)),
            sources: holding.event.map(|event| sources_of(dataset, event)).unwrap_or_default(),
        });
    }
    rows
}

/// Writes events out.
pub fn event_rows(dataset: &Dataset, entries: &[Entry], lang: Lang) -> Vec<EventRow> {
    entries
        .iter()
        .map(|entry| {
            let event = dataset.event(entry.event);
            EventRow {
                id: event.key.clone(),
                when: when(dataset, Some(entry.event), event.date.latest()),
                kind: event.kind.key(),
                title: event.title.get(lang).to_owned(),
                effective: entry.is_effective(),
                certainty: event.certainty.key(),
                units: entry.units.iter().map(|unit| dataset.unit(*unit).key.clone()).collect(),
                supports: entry.supports,
                contradicts: entry.contradicts,
                reports: entry.reports,
                sources: sources_of(dataset, entry.event),
            }
        })
        .collect()
}

/// Rows as a JSON array.
pub fn json<T: Serialize>(rows: &[T]) -> String {
    // Rows hold texts, numbers and lists only: writing them to memory cannot fail.
    let mut text = serde_json::to_string_pretty(rows).unwrap_or_default();
    text.push('\n');
    text
}

/// Holdings as CSV with a header. Several values in a cell are separated by `|`.
pub fn holdings_csv(rows: &[HoldingRow]) -> String {
    let header = "unit,unit_name,track,from,from_earliest,from_latest,until,until_earliest,until_latest,imprecise,\
                  holder,holder_name,status,name,certainty,gained_from,lost_to,event,event_title,again,ended_by,\
                  sources";
    let ids = |events: &[Named]| events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>().join("|");
    let lines = rows.iter().map(|row| {
        let [until, until_earliest, until_latest] = match &row.until {
            Some(until) => [until.date.clone(), until.earliest.clone(), until.latest.clone()],
            None => [const { String::new() }; 3],
        };
        let imprecise = match (row.from.imprecise, row.until.as_ref().is_some_and(|until| until.imprecise)) {
            (false, false) => "",
            (true, false) => "from",
            (false, true) => "until",
            (true, true) => "from|until",
        };
        vec![
            row.unit.clone(),
            row.unit_name.clone(),
            row.track.to_owned(),
            row.from.date.clone(),
            row.from.earliest.clone(),
            row.from.latest.clone(),
            until,
            until_earliest,
            until_latest,
            imprecise.to_owned(),
            row.holder.clone(),
            row.holder_name.clone(),
            row.status.join("|"),
            row.name.clone(),
            row.certainty.to_owned(),
            row.gained_from.clone(),
            row.lost_to.clone(),
            row.event.as_ref().map_or("", |event| &event.id).to_owned(),
            row.event.as_ref().map_or("", |event| &event.title).to_owned(),
            ids(&row.again),
            row.ended_by.as_ref().map_or("", |event| &event.id).to_owned(),
            row.sources.join("|"),
        ]
    });
    csv(header, lines)
}

/// Events as CSV with a header. Several values in a cell are separated by `|`.
pub fn events_csv(rows: &[EventRow]) -> String {
    let header = "date,earliest,latest,imprecise,kind,event,title,effective,certainty,units,supports,contradicts,\
                  reports,sources";
    let lines = rows.iter().map(|row| {
        vec![
            row.when.date.clone(),
            row.when.earliest.clone(),
            row.when.latest.clone(),
            if row.when.imprecise { "yes" } else { "no" }.to_owned(),
            row.kind.to_owned(),
            row.id.clone(),
            row.title.clone(),
            if row.effective { "yes" } else { "no" }.to_owned(),
            row.certainty.to_owned(),
            row.units.join("|"),
            row.supports.to_string(),
            row.contradicts.to_string(),
            row.reports.to_string(),
            row.sources.join("|"),
        ]
    });
    csv(header, lines)
}

fn csv(header: &str, lines: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = format!("{header}\n");
    for line in lines {
        for (index, cell) in line.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            out.push_str(&csv_field(cell));
        }
        out.push('\n');
    }
    out
}

/// Holdings of units as text: unit by unit, track by track.
pub fn units_text(rows: &[HoldingRow], lang: Lang) -> String {
    let mut out = String::new();
    let mut last: Option<(&str, &str)> = None;
    let widths = widths(rows.iter().map(|row| [span(row), what(row)]));
    for row in rows {
        let here = (row.unit.as_str(), row.track);
        if last.is_none_or(|(unit, _)| unit != row.unit) {
            if last.is_some() {
                out.push('\n');
            }
            let _ = writeln!(out, "{} ({})", row.unit_name, row.unit);
        }
        if last != Some(here) {
            let _ = writeln!(out, "\n  {}", word(lang, track_word(row.track)));
        }
        last = Some(here);
        line(&mut out, widths, &[span(row), what(row)], &cause(row));
        for event in &row.again {
            line(&mut out, widths, &[String::new(), String::new()], &format!("again: {}", told(event)));
        }
    }
    foot(&mut out, rows.iter().any(marked));
    out
}

/// What polities held, gained and lost as text: by polity, track and day, units with the same story together.
pub fn polities_text(dataset: &Dataset, rows: &[HoldingRow], lang: Lang) -> String {
    let mut out = String::new();
    let mut stories: Vec<(&HoldingRow, Vec<&str>)> = Vec::new();
    // The stories of a holder that begin on one day.
    let mut begun: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for row in rows {
        let begun = begun.entry((&row.holder, row.track, &row.from.latest)).or_default();
        let same = |known: &HoldingRow| {
            (&known.holder, known.track, &known.from, &known.until, known.certainty)
                == (&row.holder, row.track, &row.from, &row.until, row.certainty)
                && (&known.gained_from, &known.lost_to, &known.event, &known.ended_by)
                    == (&row.gained_from, &row.lost_to, &row.event, &row.ended_by)
        };
        match begun.iter().copied().find(|at| same(stories[*at].0)) {
            Some(at) => stories[at].1.push(&row.unit_name),
            None => {
                begun.push(stories.len());
                stories.push((row, vec![&row.unit_name]));
            }
        }
    }
    let until = |row: &HoldingRow| row.until.as_ref().map(|until| until.latest.clone());
    stories.sort_by(|(a, _), (b, _)| {
        let key = |row: &HoldingRow| (row.holder.clone(), row.track, row.from.latest.clone(), until(row));
        key(a).cmp(&key(b))
    });
    let mut last: Option<(&str, &str)> = None;
    let widths = widths(stories.iter().map(|(row, _)| [span(row), String::new()]));
    for (row, units) in &stories {
        let here = (row.holder.as_str(), row.track);
        if last.is_none_or(|(holder, _)| holder != row.holder) {
            if last.is_some() {
                out.push('\n');
            }
            let polity = dataset.polity_by_key(&row.holder);
            let name = polity.map_or(row.holder_name.as_str(), |id| dataset.polity(id).name.get(lang));
            let _ = writeln!(out, "{name} ({})", row.holder);
        }
        if last != Some(here) {
            let _ = writeln!(out, "\n  {}", word(lang, track_word(row.track)));
        }
        last = Some(here);
        let certainty =
            if row.certainty == "stated" { String::new() } else { format!(" [{}]", row.certainty) };
        line(&mut out, widths, &[span(row)], &format!("{}{certainty}", units.join(", ")));
        let party = |key: &str, side: &str| {
            if key.is_empty() { String::new() } else { format!(" {side} {key}") }
        };
        let gained = row.event.as_ref().map_or(String::new(), told);
        line(
            &mut out,
            widths,
            &[String::new()],
            &format!("+{}: {gained}{}", party(&row.gained_from, "from"), sources(row)),
        );
        if let Some(event) = &row.ended_by {
            line(
                &mut out,
                widths,
                &[String::new()],
                &format!("-{}: {}", party(&row.lost_to, "to"), told(event)),
            );
        }
    }
    foot(&mut out, rows.iter().any(marked));
    out
}

/// Events as text.
pub fn events_text(rows: &[EventRow]) -> String {
    let mut out = String::new();
    let mark = |row: &EventRow| format!("{}{}", row.when.date, if row.when.imprecise { " *" } else { "" });
    let widths = widths(rows.iter().map(|row| [mark(row), row.kind.to_owned()]));
    for row in rows {
        line(&mut out, widths, &[mark(row), row.kind.to_owned()], &format!("{} ({})", row.title, row.id));
        let changes = match row.units.len() {
            0 => "changes nothing on the map".to_owned(),
            1..=8 => format!("changes {}", row.units.join(", ")),
            n => format!("changes {n} units: {}, ...", row.units[..6].join(", ")),
        };
        let certainty =
            if row.certainty == "stated" { String::new() } else { format!(" [{}]", row.certainty) };
        let sources =
            if row.sources.is_empty() { String::new() } else { format!(": {}", row.sources.join(", ")) };
        let statements =
            format!("{} for, {} against, {} reporting{sources}", row.supports, row.contradicts, row.reports);
        let empty = [String::new(), String::new()];
        line(&mut out, widths, &empty, &format!("{changes}{certainty}; {statements}"));
    }
    foot(&mut out, rows.iter().any(|row| row.when.imprecise));
    out
}

fn foot(out: &mut String, marked: bool) {
    if marked {
        out.push_str(
            "\n* imprecise: the state holds from the latest possible day on; until then the earlier one is kept\n",
        );
    }
}

/// One line: columns padded to their widths, then the rest.
fn line(out: &mut String, widths: [usize; 2], columns: &[String], rest: &str) {
    out.push_str("    ");
    for (column, width) in columns.iter().zip(widths) {
        let pad = width.saturating_sub(column.chars().count());
        let _ = write!(out, "{column}{}  ", " ".repeat(pad));
    }
    out.push_str(rest);
    out.truncate(out.trim_end().len());
    out.push('\n');
}

fn widths(rows: impl Iterator<Item = [String; 2]>) -> [usize; 2] {
    rows.fold([0, 0], |widest, row| {
        let width = |i: usize| row[i].chars().count();
        [widest[0].max(width(0)), widest[1].max(width(1))]
    })
}

fn span(row: &HoldingRow) -> String {
    let end = |when: &When| format!("{}{}", when.date, if when.imprecise { " *" } else { "" });
    format!("{} .. {}", end(&row.from), row.until.as_ref().map_or(String::new(), end))
}

fn marked(row: &HoldingRow) -> bool {
    row.from.imprecise || row.until.as_ref().is_some_and(|until| until.imprecise)
}

fn what(row: &HoldingRow) -> String {
    let mut text = if row.track == "status" {
        if row.status.is_empty() { "-".to_owned() } else { row.status.join(", ") }
    } else {
        row.holder_name.clone()
    };
    if !row.name.is_empty() {
        let _ = write!(text, " \"{}\"", row.name);
    }
    let silent = row.holder == "not-known" || (row.track == "status" && row.status.is_empty());
    if row.certainty != "stated" && !silent {
        let _ = write!(text, " [{}]", row.certainty);
    }
    text
}

fn told(event: &Named) -> String {
    format!("{} ({})", event.title, event.id)
}

fn sources(row: &HoldingRow) -> String {
    if row.sources.is_empty() { String::new() } else { format!("; {}", row.sources.join(", ")) }
}

fn cause(row: &HoldingRow) -> String {
    format!("{}{}", row.event.as_ref().map_or("-".to_owned(), told), sources(row))
}

fn track_key(track: Track) -> &'static str {
    match track {
        Track::Control => "control",
        Track::Sovereignty => "sovereignty",
        Track::Claims => "claim",
        Track::Status => "status",
    }
}

/// The word for a track, by its key.
fn track_word(track: &str) -> &str {
    if track == "claim" { "claims-track" } else { track }
}

fn when(dataset: &Dataset, event: Option<EventId>, day: Day) -> When {
    let date = event.map(|event| &dataset.event(event).date);
    // What held before the period began is known from its first day on, whatever began it.
    match date.filter(|date| date.latest() == day) {
        Some(date) => When {
            date: date.text().to_owned(),
            earliest: date.earliest().to_string(),
            latest: date.latest().to_string(),
            imprecise: !date.is_exact(),
        },
        None => When {
            date: day.to_string(),
            earliest: day.to_string(),
            latest: day.to_string(),
            imprecise: false,
        },
    }
}

fn named(dataset: &Dataset, event: EventId, lang: Lang) -> Named {
    let event = dataset.event(event);
    Named {
        id: event.key.clone(),
        date: event.date.text().to_owned(),
        title: event.title.get(lang).to_owned(),
    }
}

/// A holder's name on a day.
pub(super) fn holder_name(dataset: &Dataset, holder: Holder, day: Day, lang: Lang) -> String {
    match holder {
        Holder::Polity(id) => dataset.polity(id).name_on(day, lang).to_owned(),
        Holder::Nobody => word(lang, "nobody").to_owned(),
        Holder::NotKnown => word(lang, "not-known").to_owned(),
    }
}

/// True if a holding is of one of the units, on the track asked for. With control or sovereignty go the statuses.
pub fn of_units(holding: &Holding, units: &[UnitId], track: Option<Track>) -> bool {
    units.contains(&holding.unit) && on_track(holding.track, track)
}

/// True if one of the polities holds or claims, on the track asked for.
pub fn of_polities(holding: &Holding, polities: &[PolityId], track: Option<Track>) -> bool {
    holding.polity().is_some_and(|polity| polities.contains(&polity)) && on_track(holding.track, track)
}

fn on_track(track: Track, asked: Option<Track>) -> bool {
    match asked {
        None => true,
        Some(Track::Claims) => track == Track::Claims,
        Some(asked) => track == asked || track == Track::Status,
    }
}
