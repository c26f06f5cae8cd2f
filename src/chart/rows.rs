//! The rows of a chart: which units in which groups, and what each row shows when.

use std::collections::BTreeMap;

use super::Job;
use super::holdings::{Holding, Value};
use super::table::holder_name;
use crate::dataset::{Certainty, EventId, Holder, PolityId, UnitId};
use crate::style::HatchKey;
use crate::time::Day;
use crate::timeline::Track;
use crate::words::word;

/// Rows under one heading.
pub(super) struct Group {
    /// The heading; empty for none.
    pub name: String,
    pub rows: Vec<Row>,
}

/// One row: bars on one or more lanes.
pub(super) struct Row {
    /// Key for ids.
    pub key: String,
    pub name: String,
    /// Height in rows of one lane.
    pub weight: f64,
    /// Bars, which meet on each lane.
    pub lanes: Vec<Vec<Bar>>,
    /// Hatching over the bars.
    pub hatches: Vec<(HatchKey, Day, Day)>,
    /// Names the land bore.
    pub names: Vec<(String, Day, Day)>,
}

/// A stretch of time with one fill, cut to the range of the chart.
pub(super) struct Bar {
    pub from: Day,
    /// First day after it.
    pub until: Day,
    /// The day from which on it may have begun; `from` if that is known.
    pub soft_from: Day,
    pub fill: Fill,
    /// What it is, for a tooltip.
    pub title: String,
    /// It began within the range: its left end is a change.
    pub begins: bool,
}

/// How a bar is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fill {
    Polity { polity: PolityId, inferred: bool },
    Claim(PolityId),
    Nobody,
    NotKnown,
}

impl Fill {
    pub fn polity(self) -> Option<PolityId> {
        match self {
            Fill::Polity { polity, .. } | Fill::Claim(polity) => Some(polity),
            Fill::Nobody | Fill::NotKnown => None,
        }
    }
}

/// The events at which something shown begins or ends, with the number of rows they change.
pub(super) fn changing_events(job: &Job<'_>) -> BTreeMap<EventId, usize> {
    let mut events: BTreeMap<EventId, usize> = BTreeMap::new();
    let mut count = |event: Option<EventId>, day: Day| {
        if let Some(event) = event.filter(|_| job.first <= day && day < job.end) {
            *events.entry(event).or_default() += 1;
        }
    };
    for holding in job.holdings.iter().filter(|holding| shown(job, holding)) {
        // An ordinary status at the beginning is no change.
        let plain = holding.value == Value::Status(Vec::new()) && holding.from == job.dataset.period.0;
        if !plain {
            count(holding.event, holding.from);
        }
        if let (Track::Claims, Some(until)) = (holding.track, holding.until) {
            count(holding.ended_by, until);
        }
    }
    events
}

/// True if a holding is drawn.
fn shown(job: &Job<'_>, holding: &Holding) -> bool {
    let on_track = match job.track {
        None => true,
        Some(Track::Claims) => matches!(holding.track, Track::Claims | Track::Control),
        Some(Track::Sovereignty) => matches!(holding.track, Track::Sovereignty | Track::Status),
        Some(Track::Control | Track::Status) => matches!(holding.track, Track::Control | Track::Status),
    };
    on_track && job.spec.units.contains(&holding.unit)
}

/// The rows in groups: by uezd, or for a few units by unit with a row per track.
pub(super) fn groups(job: &Job<'_>) -> Vec<Group> {
    let Some(track) = job.track else {
        return job
            .spec
            .units
            .iter()
            .map(|&unit| {
                let rows = [Track::Control, Track::Sovereignty, Track::Claims].map(|track| {
                    let key = format!("{}-{track:?}", job.dataset.unit(unit).key).to_lowercase();
                    let words = if track == Track::Claims { "claims-track" } else { track_word(track) };
                    let name = word(job.lang, words).to_owned();
                    if track == Track::Claims {
                        claims_row(job, unit, key, name)
                    } else {
                        row(job, unit, track, key, name)
                    }
                });
                let rows = rows.into_iter().filter(|row| !row.lanes.is_empty()).collect();
                let name =
                    if job.spec.units.len() > 1 { job.dataset.unit(unit).name.get(job.lang) } else { "" };
                Group { name: name.to_owned(), rows }
            })
            .collect();
    };
    if job.spec.is_part {
        let rows = job.spec.units.iter().map(|&id| {
            let unit = job.dataset.unit(id);
            row(job, id, track, unit.key.clone(), unit.name.get(job.lang).to_owned())
        });
        return vec![Group { name: String::new(), rows: rows.collect() }];
    }
    let mut groups: Vec<(Option<&str>, Group)> = Vec::new();
    let mut uezds: Vec<Option<&str>> = Vec::new();
    for unit in &job.dataset.units {
        if !uezds.contains(&unit.uezd.as_deref()) {
            uezds.push(unit.uezd.as_deref());
        }
    }
    for uezd in uezds {
        let units: Vec<UnitId> = job
            .spec
            .units
            .iter()
            .copied()
            .filter(|id| job.dataset.unit(*id).uezd.as_deref() == uezd)
            .collect();
        if units.is_empty() {
            continue;
        }
        let rows: Vec<Row> = units
            .iter()
            .map(|&id| {
                let unit = job.dataset.unit(id);
                row(job, id, track, unit.key.clone(), unit.name.get(job.lang).to_owned())
            })
            .collect();
        // A lone unit that gave its uezd the name needs no heading; several such stand together.
        let lone = units.len() == 1
            && uezd.is_none_or(|uezd| {
                let unit = job.dataset.unit(units[0]);
                crate::dataset::fold(uezd) == crate::dataset::fold(&unit.key)
            });
        match groups.last_mut() {
            Some((None, last)) if lone => last.rows.extend(rows),
            _ if lone => groups.push((None, Group { name: String::new(), rows })),
            _ => groups.push((uezd, Group { name: uezd_name(job, uezd), rows })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// An uezd's name: that of the group of its units, else of the unit that has its name, else as it is.
fn uezd_name(job: &Job<'_>, uezd: Option<&str>) -> String {
    let Some(uezd) = uezd else { return String::new() };
    let members: Vec<UnitId> =
        job.dataset.unit_ids().filter(|id| job.dataset.unit(*id).uezd.as_deref() == Some(uezd)).collect();
    let group = job.dataset.groups.iter().find(|group| group.units == members);
    let fold = crate::dataset::fold;
    let unit = members.iter().map(|id| job.dataset.unit(*id)).find(|unit| fold(&unit.key) == fold(uezd));
    let name = group.map(|group| &group.name).or(unit.map(|unit| &unit.name));
    name.map_or(uezd, |name| name.get(job.lang)).to_owned()
}

fn row(job: &Job<'_>, unit: UnitId, track: Track, key: String, name: String) -> Row {
    let base = if track == Track::Sovereignty { Track::Sovereignty } else { Track::Control };
    let of = |wanted: Track| {
        job.holdings.iter().filter(move |holding| holding.unit == unit && holding.track == wanted)
    };
    let mut lane = Vec::new();
    for holding in of(base) {
        let Value::Holder(holder) = holding.value else { continue };
        let fill = match holder {
            Holder::Polity(polity) => {
                Fill::Polity { polity, inferred: holding.certainty == Certainty::Inferred }
            }
            Holder::Nobody => Fill::Nobody,
            Holder::NotKnown => Fill::NotKnown,
        };
        lane.extend(bar(job, holding, fill));
    }
    let mut row = Row { key, name, weight: 1.0, lanes: vec![lane], hatches: Vec::new(), names: Vec::new() };
    if track == Track::Claims {
        for claim in of(Track::Claims) {
            let Some(claimant) = claim.polity() else { continue };
            // A holder's own claim says nothing new.
            let others = row.lanes[0].iter().filter(|bar| bar.fill.polity() != Some(claimant));
            let pieces = others.filter_map(|bar| common((bar.from, bar.until), span(job, claim)));
            row.hatches.extend(pieces.map(|(from, until)| (HatchKey::Claimed(claimant), from, until)));
        }
        return row;
    }
    // Where control and sovereignty stand one below the other, control alone shows the statuses.
    if job.track.is_none() && track == Track::Sovereignty {
        return row;
    }
    for holding in of(Track::Status) {
        let Value::Status(statuses) = &holding.value else { continue };
        let here = span(job, holding);
        for bar in &row.lanes[0] {
            let Some((from, until)) = common((bar.from, bar.until), here) else { continue };
            let keys = statuses.iter().filter_map(|status| HatchKey::of_status(*status, bar.fill.polity()));
            row.hatches.extend(keys.map(|key| (key, from, until)));
        }
        let named =
            holding.name.and_then(|(event, effect)| job.timeline.effect_of(event, effect).name.as_ref());
        if let Some(name) = named
            && here.0 < here.1
        {
            row.names.push((name.get(job.lang).to_owned(), here.0, here.1));
        }
    }
    row
}

/// A lane per claimant; successors, who share a colour family, go on in the lane of their predecessor.
fn claims_row(job: &Job<'_>, unit: UnitId, key: String, name: String) -> Row {
    let mut lanes: Vec<(PolityId, Vec<Bar>)> = Vec::new();
    for claim in job.holdings.iter().filter(|h| h.unit == unit && h.track == Track::Claims) {
        let Some(claimant) = claim.polity() else { continue };
        let Some(bar) = bar(job, claim, Fill::Claim(claimant)) else { continue };
        let family = |polity: PolityId| &job.dataset.polity(polity).colour;
        let free = |bars: &[Bar]| bars.last().is_none_or(|last| last.until <= bar.from);
        match lanes.iter_mut().find(|(known, bars)| family(*known) == family(claimant) && free(bars)) {
            Some((_, bars)) => bars.push(bar),
            None => lanes.push((claimant, vec![bar])),
        }
    }
    let lanes: Vec<Vec<Bar>> = lanes.into_iter().map(|(_, bars)| bars).collect();
    let weight = (lanes.len() as f64 * 0.62).max(1.0);
    Row { key, name, weight, lanes, hatches: Vec::new(), names: Vec::new() }
}

/// A holding as a bar, if it lies within the range.
fn bar(job: &Job<'_>, holding: &Holding, fill: Fill) -> Option<Bar> {
    let (from, until) = span(job, holding);
    if until <= from {
        return None;
    }
    let title = {
        let who = match &holding.value {
            Value::Holder(holder) => holder_name(job.dataset, *holder, holding.from, job.lang),
            Value::Claim(polity) => holder_name(job.dataset, Holder::Polity(*polity), holding.from, job.lang),
            Value::Status(_) => String::new(),
        };
        let began = holding.event.map_or(holding.from.to_string(), |event| {
            let event = job.dataset.event(event);
            let date = job.dates().date(&event.date);
            format!("{date}, {}", event.title.get(job.lang))
        });
        format!("{}: {who} ({began})", job.dataset.unit(holding.unit).name.get(job.lang))
    };
    Some(Bar {
        from,
        until,
        soft_from: holding.earliest(job.dataset).max(job.first).min(from),
        fill,
        title,
        begins: job.first < holding.from,
    })
}

/// The part of a holding within the range; empty if it begins after it.
fn span(job: &Job<'_>, holding: &Holding) -> (Day, Day) {
    (holding.from.max(job.first), holding.until.map_or(job.end, |until| until.min(job.end)))
}

fn common(a: (Day, Day), b: (Day, Day)) -> Option<(Day, Day)> {
    let (from, until) = (a.0.max(b.0), a.1.min(b.1));
    (from < until).then_some((from, until))
}

pub(super) fn track_word(track: Track) -> &'static str {
    match track {
        Track::Control => "control",
        Track::Sovereignty => "sovereignty",
        Track::Claims => "claims",
        Track::Status => "status",
    }
}
