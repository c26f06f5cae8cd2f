//! Fills by holder and the hatching over them.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::{Fill, Job, View};
use crate::dataset::{Certainty, Holder, PolityId, StatusKind, UnitId};
use crate::geometry::hatch::{Hatch, lines};
use crate::scene::{Node, Path, Piece, Stroke};
use crate::style::{Color, HatchLine};
use crate::timeline::State;
use crate::words::word;

/// How each unit is filled in a view.
pub(super) fn fills(plan: &Plan<'_>, state: &State, view: View) -> Vec<Fill> {
    let fill = |unit: usize| {
        let unit_state = &state.units[unit];
        let hold = match view {
            View::Control | View::Claims => &unit_state.control,
            View::Sovereignty => &unit_state.sovereignty,
        };
        match hold.value {
            Holder::Polity(polity) => {
                Fill::Polity { polity, inferred: hold.certainty == Certainty::Inferred }
            }
            Holder::Nobody => Fill::Nobody,
            Holder::NotKnown => Fill::NotKnown,
        }
    };
    (0..plan.dataset.units.len()).map(fill).collect()
}

/// Colour of a fill.
pub(super) fn color_of(plan: &Plan<'_>, fill: Fill) -> Color {
    match fill {
        Fill::Polity { polity, inferred: false } => plan.tints[polity.index()].fill,
        Fill::Polity { polity, inferred: true } => plan.tints[polity.index()].pale,
        Fill::Nobody => plan.style.ground.nobody,
        Fill::NotKnown => plan.style.ground.not_known,
    }
}

/// One path per holder and certainty.
pub(super) fn holders(job: &Job<'_>) -> Vec<Node> {
    let mut distinct: Vec<Fill> = job.fills.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
        .into_iter()
        .filter_map(|fill| {
            let pieces = job.plan.area(|unit| job.fills[unit as usize] == fill);
            let key = match fill {
                Fill::Polity { polity, inferred } => {
                    let key = &job.dataset().polities[polity.index()].key;
                    if inferred { format!("{key}-inferred") } else { key.clone() }
                }
                Fill::Nobody => "nobody".to_owned(),
                Fill::NotKnown => "not-known".to_owned(),
            };
            let title = match fill {
                Fill::Polity { polity, .. } => {
                    job.dataset().polities[polity.index()].name_on(job.state.day, job.lang).to_owned()
                }
                Fill::Nobody => word(job.lang, "nobody").to_owned(),
                Fill::NotKnown => word(job.lang, "not-known").to_owned(),
            };
            (!pieces.is_empty()).then(|| {
                Node::Path(Path {
                    id: format!("holder-{key}"),
                    class: format!("fill-{key}"),
                    title,
                    pieces,
                    fill: Some(color_of(job.plan, fill)),
                    stroke: None,
                })
            })
        })
        .collect()
}

/// A kind of hatching, in the colour of a party where it means one. The order is the order of drawing
/// and of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HatchKey {
    Protectorate(PolityId),
    Autonomous(Option<PolityId>),
    SelfProclaimed(Option<PolityId>),
    NeutralZone,
    Occupied(Option<PolityId>),
    Claimed(PolityId),
    Disputed,
    /// The sources contradict each other about the holder.
    Contested,
    Pending(Option<PolityId>),
}

/// The hatchings of a map with the units they cover.
pub(super) fn hatch_units(job: &Job<'_>) -> BTreeMap<HatchKey, Vec<UnitId>> {
    let mut units: BTreeMap<HatchKey, Vec<UnitId>> = BTreeMap::new();
    for (index, state) in job.state.units.iter().enumerate() {
        let unit = UnitId(index as u32);
        let holder = job.fills[index].polity();
        let shown = if job.view == View::Sovereignty { &state.sovereignty } else { &state.control };
        let mut add = |key: HatchKey| {
            let covered = units.entry(key).or_default();
            if covered.last() != Some(&unit) {
                covered.push(unit);
            }
        };
        if job.view == View::Claims {
            for &(claimant, _) in &state.claims {
                if Some(claimant) != holder {
                    add(HatchKey::Claimed(claimant));
                }
            }
            continue;
        }
        if shown.certainty == Certainty::Contested {
            add(HatchKey::Contested);
        }
        for status in &state.status.value {
            match (status.kind, status.by) {
                (StatusKind::Disputed, _) => add(HatchKey::Disputed),
                (StatusKind::NeutralZone, _) => add(HatchKey::NeutralZone),
                // Where the fill already shows the party, a hatch in its colour says nothing new.
                (StatusKind::Occupied | StatusKind::Protectorate, by) if by.is_none() || by == holder => {}
                (StatusKind::Occupied, by) => add(HatchKey::Occupied(by)),
                (StatusKind::Protectorate, by) => {
                    by.into_iter().for_each(|by| add(HatchKey::Protectorate(by)))
                }
                (StatusKind::Autonomous, by) => add(HatchKey::Autonomous(by.or(holder))),
                (StatusKind::SelfProclaimed, by) => add(HatchKey::SelfProclaimed(by.or(holder))),
            }
        }
        for pending in &state.pending {
            let effect = job.timeline.effect_of(pending.event, pending.effect);
            let coming = match job.view {
                View::Sovereignty => effect.sovereignty,
                View::Control | View::Claims => effect.control,
            };
            if let Some(coming) = coming
                && coming.polity() != holder
            {
                add(HatchKey::Pending(coming.polity()));
            }
        }
    }
    units
}

/// How a hatching is drawn: its line and colour.
pub(super) fn hatch_line(plan: &Plan<'_>, key: HatchKey) -> (HatchLine, Color) {
    let style = &plan.style.hatch;
    let neutral = plan.style.border.status;
    let party = |polity: Option<PolityId>| polity.map_or(neutral, |polity| plan.tints[polity.index()].hatch);
    let (line, color) = match key {
        HatchKey::Protectorate(by) => (&style.protectorate, party(Some(by))),
        HatchKey::Autonomous(of) => (&style.autonomous, party(of)),
        HatchKey::SelfProclaimed(of) => (&style.self_proclaimed, party(of)),
        HatchKey::NeutralZone => (&style.neutral_zone, neutral),
        HatchKey::Occupied(by) => (&style.occupied, party(by)),
        HatchKey::Claimed(by) => (&style.claimed, party(Some(by))),
        HatchKey::Disputed => (&style.disputed, neutral),
        HatchKey::Contested => (&style.contested, neutral),
        HatchKey::Pending(by) => (&style.pending, party(by)),
    };
    let mut line = line.clone();
    if let HatchKey::Claimed(by) = key {
        // The angle belongs to the colour family, so a claimant keeps it over a series.
        let dataset = plan.dataset;
        let mut families: Vec<&str> = dataset.polities.iter().map(|polity| polity.colour.as_str()).collect();
        families.sort_unstable();
        families.dedup();
        let place =
            families.iter().position(|family| *family == dataset.polities[by.index()].colour).unwrap_or(0);
        line.angle += style.claim_turn_deg * place as f64;
    }
    let color = line.color.unwrap_or(color);
    (line, color)
}

/// Hatching over the fills.
pub(super) fn hatches(job: &Job<'_>) -> Vec<Node> {
    hatch_units(job)
        .into_iter()
        .filter_map(|(key, units)| {
            let area = job.plan.area(|unit| units.binary_search(&UnitId(unit)).is_ok());
            let rings: Vec<Vec<[f64; 2]>> = area.into_iter().map(|piece| piece.points).collect();
            let (line, color) = hatch_line(job.plan, key);
            let pieces = hatch_pieces(&rings, &line, job.plan.page.unit);
            let name = hatch_name(job, key);
            (!pieces.is_empty()).then(|| {
                Node::Path(Path {
                    id: format!("hatch-{name}"),
                    class: format!("hatch-{name}"),
                    title: hatch_words(job, key, Names::Full),
                    pieces,
                    fill: None,
                    stroke: Some(hatch_stroke(&line, color, job.plan.page.unit)),
                })
            })
        })
        .collect()
}

/// Hatch lines inside rings.
pub(super) fn hatch_pieces(rings: &[Vec<[f64; 2]>], line: &HatchLine, unit: f64) -> Vec<Piece> {
    let hatch = Hatch { angle_deg: line.angle, spacing: line.spacing_px * unit, phase: 0.0 };
    lines(rings, hatch)
        .into_iter()
        .map(|[from, to]| Piece { points: vec![from, to], closed: false })
        .collect()
}

/// The stroke of a hatching.
pub(super) fn hatch_stroke(line: &HatchLine, color: Color, unit: f64) -> Stroke {
    Stroke {
        color,
        width: line.width_px * unit,
        dash: line.dash.iter().map(|length| length * unit).collect(),
        round: false,
    }
}

/// Which names of polities are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Full,
    Short,
}

impl Names {
    /// A polity's name on the day of the map.
    pub fn of<'a>(self, job: &'a Job<'_>, polity: PolityId) -> &'a str {
        let polity = &job.dataset().polities[polity.index()];
        match self {
            Names::Full => polity.name_on(job.state.day, job.lang),
            Names::Short => polity.short_on(job.state.day, job.lang),
        }
    }
}

/// A hatching in words, for the legend.
pub(super) fn hatch_words(job: &Job<'_>, key: HatchKey, names: Names) -> String {
    let name = |polity: PolityId| names.of(job, polity);
    let with = |key: &str, polity: PolityId| format!("{} {}", word(job.lang, key), name(polity));
    match key {
        HatchKey::Protectorate(by) => with("protectorate", by),
        HatchKey::Autonomous(_) => word(job.lang, "autonomous").to_owned(),
        HatchKey::SelfProclaimed(_) => word(job.lang, "self-proclaimed").to_owned(),
        HatchKey::NeutralZone => word(job.lang, "neutral-zone").to_owned(),
        HatchKey::Occupied(Some(by)) => with("occupied", by),
        HatchKey::Occupied(None) => word(job.lang, "occupied").to_owned(),
        HatchKey::Claimed(by) => with("claimed-by", by),
        HatchKey::Disputed => word(job.lang, "disputed").to_owned(),
        HatchKey::Contested => word(job.lang, "contested").to_owned(),
        HatchKey::Pending(Some(by)) => format!("{}: {}", word(job.lang, "pending"), name(by)),
        HatchKey::Pending(None) => word(job.lang, "pending").to_owned(),
    }
}

fn hatch_name(job: &Job<'_>, key: HatchKey) -> String {
    let of = |kind: &str, polity: Option<PolityId>| match polity {
        Some(polity) => format!("{kind}-{}", job.dataset().polities[polity.index()].key),
        None => kind.to_owned(),
    };
    match key {
        HatchKey::Protectorate(by) => of("protectorate", Some(by)),
        HatchKey::Autonomous(by) => of("autonomous", by),
        HatchKey::SelfProclaimed(by) => of("self-proclaimed", by),
        HatchKey::NeutralZone => "neutral-zone".to_owned(),
        HatchKey::Occupied(by) => of("occupied", by),
        HatchKey::Claimed(by) => of("claimed", Some(by)),
        HatchKey::Disputed => "disputed".to_owned(),
        HatchKey::Contested => "contested".to_owned(),
        HatchKey::Pending(by) => of("pending", by),
    }
}
