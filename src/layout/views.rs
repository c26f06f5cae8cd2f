//! The views that colour the land by something other than its holder: how sure he is, and how many
//! independent sources support him. And the band that shows how sure a border is.

use std::collections::BTreeMap;

use super::borders::Border;
use super::plan::Plan;
use super::{Job, View};
use crate::dataset::{Certainty, Holder, Relation, UnitId};
use crate::geometry::clip;
use crate::scene::{Node, Path, Piece, Stroke};
use crate::sources::supporting;
use crate::style::{Color, Style};
use crate::timeline::{State, Timeline, UnitState};
use crate::words::word;

/// A class of the land in such a view. The order is the order of legends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// A source states the holder.
    Stated,
    /// A source states him, but a change whose imprecise date includes the day may have come already.
    Imprecise,
    /// He is inferred.
    Inferred,
    /// The sources contradict each other about him.
    Contested,
    /// So many independent sources support him; the last class is four and more.
    Supported(u8),
    /// The data set does not say who held it.
    NotKnown,
}

/// The most sources that have a class of their own are one fewer than this.
const MANY: usize = 4;

/// What a view that does not colour by holder shows of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub class: Class,
    /// How many independent sources support the holder.
    pub sources: usize,
    /// The sources contradict each other about the holder.
    pub contradicted: bool,
}

impl View {
    /// True if the fills do not tell the holders apart.
    pub(crate) fn has_classes(self) -> bool {
        matches!(self, View::Certainty | View::Sources)
    }
}

/// What the view shows of each unit; nothing in a view that colours by holder.
pub(super) fn marks(timeline: &Timeline<'_>, state: &State, view: View) -> Vec<Mark> {
    if !view.has_classes() {
        return Vec::new();
    }
    // Many units have their holder by the same event.
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    let mut mark = |unit: &UnitState| {
        let control = &unit.control;
        let sources =
            control.event.map_or(0, |id| *counts.entry(id).or_insert_with(|| supporting(timeline, id).len()));
        let contested = control.certainty == Certainty::Contested;
        let against = control.event.is_some_and(|id| {
            timeline.dataset().event(id).statements(Relation::Contradicts).next().is_some()
        });
        let class = match (view, control.value, control.certainty) {
            (_, Holder::NotKnown, _) => Class::NotKnown,
            (View::Sources, ..) => Class::Supported(sources.min(MANY) as u8),
            (_, _, Certainty::Contested) => Class::Contested,
            (_, _, Certainty::Inferred) => Class::Inferred,
            (_, _, Certainty::Stated) if is_changing(timeline, unit) => Class::Imprecise,
            (_, _, Certainty::Stated) => Class::Stated,
        };
        let contradicted = contested || (view == View::Sources && against);
        Mark { class, sources, contradicted: contradicted && class != Class::NotKnown }
    };
    state.units.iter().map(|unit| mark(unit)).collect()
}

/// True if another holder may be there already: the day lies within the imprecise date of his coming.
fn is_changing(timeline: &Timeline<'_>, unit: &UnitState) -> bool {
    unit.pending.iter().any(|pending| {
        let coming = timeline.effect_of(pending.event, pending.effect).control;
        coming.is_some_and(|coming| coming != unit.control.value)
    })
}

impl Class {
    /// Colour of its fill.
    pub fn color(self, style: &Style) -> Color {
        match self {
            Class::Stated => style.certainty.stated,
            Class::Imprecise => style.certainty.imprecise,
            Class::Inferred => style.certainty.inferred,
            Class::Contested => style.certainty.contested,
            Class::Supported(count) => style.sources.fills[usize::from(count).min(MANY)],
            Class::NotKnown => style.ground.not_known,
        }
    }

    /// A name for programs, such as `sources-2`.
    pub fn slug(self) -> String {
        match self {
            Class::Stated => "stated".to_owned(),
            Class::Imprecise => "imprecise".to_owned(),
            Class::Inferred => "inferred".to_owned(),
            Class::Contested => "contested".to_owned(),
            Class::Supported(count) => format!("sources-{count}"),
            Class::NotKnown => "not-known".to_owned(),
        }
    }

    /// Its meaning, for legends and readers.
    pub fn words(self, job: &Job<'_>) -> String {
        match self {
            Class::Supported(count) if usize::from(count) == MANY => format!("{count}+"),
            Class::Supported(count) if count > 0 => count.to_string(),
            Class::Contested => word(job.lang, job.dataset().contested_word()).to_owned(),
            _ => word(job.lang, self.key()).to_owned(),
        }
    }

    /// The key of its meaning in the word table; a number of sources but none has no word.
    pub fn key(self) -> &'static str {
        match self {
            Class::Stated => "sure-stated",
            Class::Imprecise => "sure-imprecise",
            Class::Inferred => "sure-inferred",
            Class::Contested => "contested",
            Class::Supported(_) => "sources-none",
            Class::NotKnown => "not-known",
        }
    }
}

/// The classes on the map with their units, in the order of the legend.
pub(super) fn classes(job: &Job<'_>) -> BTreeMap<Class, Vec<UnitId>> {
    let mut classes: BTreeMap<Class, Vec<UnitId>> = BTreeMap::new();
    for (index, mark) in job.marks.iter().enumerate() {
        classes.entry(mark.class).or_default().push(UnitId(index as u32));
    }
    classes
}

/// One path per class.
pub(super) fn fills(job: &Job<'_>) -> Vec<Node> {
    let fill = |class: Class| {
        let pieces = job.plan.area(|unit| job.marks[unit as usize].class == class);
        let slug = class.slug();
        (!pieces.is_empty()).then(|| {
            Node::Path(Path {
                id: format!("class-{slug}"),
                class: format!("fill-{slug}"),
                title: class.words(job),
                pieces,
                fill: Some(class.color(job.plan.style)),
                stroke: None,
            })
        })
    };
    classes(job).into_keys().filter_map(fill).collect()
}

/// The units of each class in words, surroundings left out.
pub(super) fn sentences(job: &Job<'_>) -> Vec<String> {
    let named = |unit: &UnitId| {
        let unit = job.dataset().unit(*unit);
        (!unit.surround && (1..=3).contains(&unit.rank)).then(|| unit.name.get(job.lang))
    };
    classes(job)
        .into_iter()
        .filter_map(|(class, units)| {
            let names: Vec<&str> = units.iter().filter_map(named).collect();
            let heading = match class {
                Class::Supported(_) => format!("{}: ", word(job.lang, "sources-heading")),
                _ => String::new(),
            };
            (!names.is_empty()).then(|| format!("{heading}{}: {}.", class.words(job), names.join(", ")))
        })
        .collect()
}

/// The stroke of a band that shows an uncertainty of so many km to each side.
pub(super) fn band(job: &Job<'_>, off_km: f64) -> Stroke {
    Stroke::new(job.plan.style.certainty.band, 2.0 * off_km * job.plan.px_per_km())
}

/// How far the course of the border of two units may be off, in km.
fn accuracies(plan: &Plan<'_>) -> BTreeMap<[UnitId; 2], f64> {
    let mut known: BTreeMap<[UnitId; 2], f64> = BTreeMap::new();
    for note in &plan.dataset.boundaries {
        let off = known.entry(note.units).or_insert(0.0);
        *off = off.max(note.accuracy_km);
    }
    known
}

/// How far each arc may be off, in km; 0 for one whose course is not approximate.
pub(super) fn courses_km(plan: &Plan<'_>) -> Vec<f64> {
    let known = accuracies(plan);
    let off = |(index, arc): (usize, &crate::geometry::topology::Arc)| {
        let (left, right) = arc.left.zip(arc.right).filter(|_| plan.approximate[index])?;
        known.get(&[UnitId(left.min(right)), UnitId(left.max(right))]).copied()
    };
    plan.topology.arcs.iter().enumerate().map(|arc| off(arc).unwrap_or(0.0)).collect()
}

/// How far the course of each approximate border between holders on the map may be off, in km, with its
/// arcs; the widest first.
pub(super) fn uncertain_courses(job: &Job<'_>) -> Vec<(f64, Vec<usize>)> {
    if job.view != View::Certainty {
        return Vec::new();
    }
    let known = accuracies(job.plan);
    let mut courses: Vec<(f64, Vec<usize>)> = Vec::new();
    for (index, arc) in job.plan.topology.arcs.iter().enumerate() {
        let drawn = matches!(job.classes[index], Some(Border::State | Border::Status));
        let Some((left, right)) = arc.left.zip(arc.right).filter(|_| drawn && job.plan.approximate[index])
        else {
            continue;
        };
        let off = known.get(&[UnitId(left.min(right)), UnitId(left.max(right))]).copied().unwrap_or(0.0);
        match courses.iter_mut().find(|(km, _)| *km == off) {
            Some((_, arcs)) => arcs.push(index),
            None => courses.push((off, vec![index])),
        }
    }
    courses.retain(|(km, _)| *km > 0.0);
    courses.sort_by(|a, b| b.0.total_cmp(&a.0));
    courses
}

/// The bands along approximate borders.
pub(super) fn bands(job: &Job<'_>) -> Vec<Node> {
    let km_word = word(job.lang, "km");
    let band_of = |(km, arcs): (f64, Vec<usize>)| {
        let runs = arcs.iter().flat_map(|&arc| clip::runs(&job.plan.arcs[arc], &job.plan.bleed()));
        let pieces: Vec<Piece> = runs.map(|points| Piece { points, closed: false }).collect();
        let name = format!("{km}").replace('.', "-");
        (!pieces.is_empty()).then(|| {
            Node::Path(Path {
                id: format!("course-{name}-km"),
                class: format!("course-{name}-km"),
                title: format!("{}: ±{km} {km_word}", word(job.lang, "border-approximate")),
                pieces,
                fill: None,
                stroke: Some(band(job, km)),
            })
        })
    };
    uncertain_courses(job).into_iter().filter_map(band_of).collect()
}
