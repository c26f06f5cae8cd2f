//! Fills by holder and the hatching over them.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::{Fill, Job, View, views};
use crate::dataset::{Certainty, Holder, PolityId, UnitId};
use crate::scene::{Node, Path, Turn, hatch_nodes, hatch_pieces, texture};
use crate::style::{Color, HatchKey, HatchLine, Paint};
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

/// How a fill is painted.
pub(super) fn paint_of(plan: &Plan<'_>, fill: Fill) -> Paint {
    match fill {
        Fill::Polity { polity, inferred } => plan.tints[polity.index()].paint(inferred),
        Fill::Nobody => plan.style.nobody(),
        Fill::NotKnown => plan.style.not_known(),
    }
}

/// How a unit is painted in the view of the map.
pub(super) fn unit_paint(job: &Job<'_>, unit: UnitId) -> Paint {
    match job.marks.get(unit.index()) {
        Some(mark) => Paint::plain(mark.class.color(job.plan.style)),
        None => paint_of(job.plan, job.fills[unit.index()]),
    }
}

/// One path per holder and certainty with the textures over them, or one per class of the view.
pub(super) fn holders(job: &Job<'_>) -> Vec<Node> {
    if !job.content.has_fills() {
        return vec![Node::Path(Path {
            id: "paper".into(),
            class: "paper".into(),
            pieces: job.plan.area(|_| true),
            fill: Some(job.plan.style.page.paper),
            ..Path::default()
        })];
    }
    if job.view.has_classes() {
        return views::fills(job);
    }
    let mut distinct: Vec<Fill> = job.fills.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let class = |fill: &Fill| distinct.binary_search(fill).ok().map(|at| at as u32);
    let classes: Vec<Option<u32>> = job.fills.iter().map(class).collect();
    let areas = job.plan.areas(distinct.len(), |unit| classes[unit as usize]);
    let mut textures = Vec::new();
    let mut nodes: Vec<Node> = distinct
        .into_iter()
        .zip(areas)
        .filter_map(|(fill, pieces)| {
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
            let paint = paint_of(job.plan, fill);
            if paint.texture.is_some() {
                let rings: Vec<_> = pieces.iter().map(|piece| piece.points.clone()).collect();
                textures.extend(texture(&key, &paint, &rings, job.plan.page.unit));
            }
            (!pieces.is_empty()).then(|| {
                Node::Path(Path {
                    id: format!("holder-{key}"),
                    class: format!("fill-{key}"),
                    title,
                    pieces,
                    fill: Some(paint.color),
                    stroke: None,
                })
            })
        })
        .collect();
    nodes.extend(textures);
    nodes
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
    let all = if job.content.has_fills() { hatch_units(job) } else { BTreeMap::new() };
    let unit = job.plan.page.unit;
    // The bands of all come first, or those of one would cut the lines of another.
    let (mut bands, mut nodes) = (Vec::new(), Vec::new());
    for (&key, units) in &all {
        let (line, color) = hatch_line(job.plan, key);
        let mut turns: BTreeMap<Turn, Vec<UnitId>> = BTreeMap::new();
        for &id in units {
            turns.entry(turn(&all, key, id)).or_default().push(id);
        }
        let mut pieces = Vec::new();
        for (turn, units) in turns {
            let area = job.plan.area(|unit| units.binary_search(&UnitId(unit)).is_ok());
            let rings: Vec<Vec<[f64; 2]>> = area.into_iter().map(|piece| piece.points).collect();
            pieces.extend(hatch_pieces(&rings, &line, unit, turn));
        }
        let name = key.slug(job.dataset());
        let path = Path {
            id: format!("hatch-{name}"),
            class: format!("hatch-{name}"),
            title: hatch_words(job, key, Names::Full),
            pieces,
            ..Path::default()
        };
        let mut drawn = hatch_nodes(path, &line, color, job.plan.style.page.paper, unit);
        nodes.extend(drawn.pop());
        bands.extend(drawn);
    }
    bands.extend(nodes);
    bands
}

/// The turn of a claim among all claims to a unit; everything else is drawn whole.
fn turn(all: &BTreeMap<HatchKey, Vec<UnitId>>, key: HatchKey, unit: UnitId) -> Turn {
    if !matches!(key, HatchKey::Claimed(_)) {
        return Turn::ALONE;
    }
    let claims = all
        .iter()
        .filter(|(key, units)| matches!(key, HatchKey::Claimed(_)) && units.binary_search(&unit).is_ok());
    let claims: Vec<HatchKey> = claims.map(|(key, _)| *key).collect();
    let place = claims.iter().position(|other| *other == key).unwrap_or(0);
    Turn { place, of: claims.len().max(1) }
}

/// Which names of polities are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    if key == HatchKey::Contested {
        return word(job.lang, job.dataset().contested_word()).to_owned();
    }
    // A list of claims is read by its claimants: their short names say it in one line.
    let names = if matches!(key, HatchKey::Claimed(_)) { Names::Short } else { names };
    key.words(job.lang, |polity| names.of(job, polity).to_owned())
}
