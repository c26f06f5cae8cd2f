//! Fills by holder and the hatching over them.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::{Fill, Job, View, views};
use crate::dataset::{Certainty, Holder, PolityId, UnitId};
use crate::geometry::hatch::{Hatch, lines};
use crate::scene::{Node, Path, Piece, Stroke};
use crate::style::{Color, HatchKey, HatchLine};
use crate::timeline::State;
use crate::words::word;

/// How each unit is filled in a view.
pub(super) fn fills(plan: &Plan<'_>, state: &State, view: View) -> Vec<Fill> {
    let fill = |unit: usize| {
        let unit_state = &state.units[unit];
        let hold = match view {
            View::Sovereignty => &unit_state.sovereignty,
            _ => &unit_state.control,
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

/// Colour of a unit in the view of the map.
pub(super) fn unit_color(job: &Job<'_>, unit: UnitId) -> Color {
    match job.marks.get(unit.index()) {
        Some(mark) => mark.class.color(job.plan.style),
        None => color_of(job.plan, job.fills[unit.index()]),
    }
}

/// One path per holder and certainty, or per class of the view.
pub(super) fn holders(job: &Job<'_>) -> Vec<Node> {
    if job.view.has_classes() {
        return views::fills(job);
    }
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
        if let Some(mark) = job.marks.get(index) {
            if mark.contradicted {
                add(HatchKey::Contested);
            }
            continue;
        }
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
            HatchKey::of_status(*status, holder).into_iter().for_each(&mut add);
        }
        for pending in &state.pending {
            let effect = job.timeline.effect_of(pending.event, pending.effect);
            let coming = match job.view {
                View::Sovereignty => effect.sovereignty,
                _ => effect.control,
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
    key.line(plan.style, plan.dataset, &plan.tints)
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
            let name = key.slug(job.dataset());
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
    if job.view == View::Sources && key == HatchKey::Contested {
        return word(job.lang, "contradicted").to_owned();
    }
    // A list of claims is read by its claimants: their short names say it in one line.
    let names = if matches!(key, HatchKey::Claimed(_)) { Names::Short } else { names };
    key.words(job.lang, |polity| names.of(job, polity).to_owned())
}
