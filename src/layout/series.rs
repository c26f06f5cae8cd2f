//! Maps of one series: what stays the same over all dates stays where it is.
//!
//! The legend holds what is on any of the maps, in one order, with a veil over what a map does not show. Furniture
//! and the parts of the panel have room for the fullest map. Every name is placed once for all maps on which it
//! stands ([`super::labels`]). So two maps of a series differ where land changed, in the names of that land, in a treaty
//! line and its key, in the date, the list of changes and the sources, and in the marks of the legend; nowhere else.

use rayon::prelude::*;

use super::furniture::{self, FrozenFurniture};
use super::labels::{FrozenLabels, Gathered, Sample};
use super::legend::{FITS, Fit, FrozenLegend, PlaceMarks};
use super::panel::{self, HEADS};
use super::{Composed, Job, LineChoice, Moment, Plan, View, areas, borders, lines};
use crate::diagnostic::Diagnostic;
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::Node;
use crate::style::PanelPlace;
use crate::timeline::Timeline;

/// The maps of several moments in one view and language, laid out together.
#[derive(Debug)]
pub struct Series<'a> {
    plan: &'a Plan<'a>,
    timeline: &'a Timeline<'a>,
    moments: Vec<Moment>,
    view: View,
    lang: Lang,
    frozen: Frozen,
}

/// A name on the maps of a series, drawn the same wherever it stands.
#[derive(Clone, Debug)]
pub struct SeriesLabel {
    /// What is drawn: the text, with its leader line or the dot of its town if it has one.
    pub nodes: Vec<Node>,
    /// The moments on whose maps it stands, as positions in [`Series::moments`], in order.
    pub moments: Vec<usize>,
}

/// What the maps of a series share beside the plan. What is `None` is not settled yet.
#[derive(Debug)]
pub(super) struct Frozen {
    pub legend: FrozenLegend,
    pub places: PlaceMarks,
    /// How large title and date are set.
    pub head: Option<f64>,
    /// Where the legend begins at the highest, px.
    pub legend_top: f64,
    /// How the legend is set.
    pub fit: Option<Fit>,
    /// Where scale bar and credits begin, px.
    pub foot: Option<f64>,
    pub is_crowded: bool,
    pub furniture: FrozenFurniture,
    pub labels: Option<FrozenLabels>,
}

/// How many maps tell how much a name's place disturbs, at most: more of them would tell little more.
const SAMPLES: usize = 64;

impl<'a> Series<'a> {
    /// Lays out the maps of `moments`.
    pub fn new(
        plan: &'a Plan<'a>,
        timeline: &'a Timeline<'a>,
        moments: &[Moment],
        view: View,
        lang: Lang,
    ) -> Series<'a> {
        let frozen = Frozen {
            legend: FrozenLegend::default(),
            places: PlaceMarks::possible(plan),
            head: None,
            legend_top: 0.0,
            fit: None,
            foot: None,
            is_crowded: false,
            furniture: FrozenFurniture::default(),
            labels: None,
        };
        let mut series = Series { plan, timeline, moments: moments.to_vec(), view, lang, frozen };
        series.freeze_panel();
        series.freeze_furniture();
        series.freeze_labels();
        series
    }

    /// The moments of the series, in order.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The map of one moment of the series; of another moment a map by itself.
    pub fn compose(&self, moment: Moment) -> Composed {
        let Some(map) = self.moments.iter().position(|&known| known == moment) else {
            return self.plan.compose(self.timeline, moment, self.view, self.lang);
        };
        let state = self.timeline.at(moment.day());
        let fills = areas::fills(self.plan, &state, self.view);
        let job = Job::bare(self.plan, self.timeline, &state, self.view, fills);
        self.plan.draw(self.as_part(job, map))
    }

    /// Every name of the maps with the moments on whose maps it stands, in no order that matters.
    pub fn labels(&self) -> Vec<SeriesLabel> {
        let all = self.frozen.labels.iter().flat_map(|labels| labels.all(self.plan));
        all.map(|(labels, moments)| {
            let nodes = labels.dots.into_iter().chain(labels.texts).collect();
            SeriesLabel { nodes, moments }
        })
        .collect()
    }

    /// What names keep off on all maps, px.
    fn kept_free(&self) -> Vec<Rect> {
        let mut rects = self.frozen.furniture.rects(self.plan);
        rects.extend(&self.plan.keep_off);
        rects
    }

    /// A job as the map of this number.
    fn as_part<'j>(&'j self, job: Job<'j>, map: usize) -> Job<'j> {
        Job {
            moment: self.moments[map],
            lang: self.lang,
            frozen: Some(&self.frozen),
            map,
            overflow: self.frozen.furniture.overflow(),
            is_crowded: self.frozen.is_crowded,
            places: self.frozen.places,
            furniture: self.kept_free(),
            ..job
        }
    }

    /// Asks something of one map, with its lines and the classes of its arcs.
    fn ask<T>(&self, map: usize, question: impl FnOnce(&Job<'_>) -> T) -> T {
        let state = self.timeline.at(self.moments[map].day());
        let fills = areas::fills(self.plan, &state, self.view);
        let job = Job::bare(self.plan, self.timeline, &state, self.view, fills);
        let mut job = self.as_part(job, map);
        job.classes = borders::classes(&job);
        job.lines = lines::lines(&job, &mut Vec::new());
        question(&job)
    }

    /// Asks the same of all maps.
    fn ask_all<T: Send>(&self, question: impl Fn(&Job<'_>) -> T + Sync) -> Vec<T> {
        (0..self.moments.len()).into_par_iter().map(|map| self.ask(map, &question)).collect()
    }

    /// Legend, title and credits: as much room as the map needs that needs most.
    fn freeze_panel(&mut self) {
        let maps = self.ask_all(FrozenLegend::of_map);
        if !maps.is_empty() {
            self.frozen.legend = self.ask(0, |job| FrozenLegend::new(job, maps));
        }
        if self.plan.page.column_count == 0 {
            return;
        }
        self.freeze_heights();
    }

    fn freeze_heights(&mut self) {
        (self.frozen.foot, self.frozen.head, self.frozen.legend_top, self.frozen.fit) =
            (None, None, 0.0, None);
        let feet = self.ask_all(panel::foot);
        self.frozen.foot = feet.into_iter().reduce(f64::min);
        let scales = self.ask_all(panel::head_scale);
        self.frozen.head = scales.into_iter().reduce(f64::min);
        let head = self.frozen.head.unwrap_or(HEADS[0]);
        let tops = self.ask_all(|job| panel::below_head(job, head).y);
        self.frozen.legend_top = tops.into_iter().fold(0.0, f64::max);
    }

    fn freeze_furniture(&mut self) {
        if self.moments.is_empty() {
            return;
        }
        let runs = self.ask_all(|job| {
            let near = 3.0 * job.plan.page.unit;
            job.lines.iter().flat_map(|line| line.taken().chain(line.course(near))).collect::<Vec<Rect>>()
        });
        let taken = runs.concat();
        for is_crowded in [false, true] {
            if is_crowded {
                // As on a single map: a page too full for its legend gives up the sources.
                self.frozen.is_crowded = true;
                self.freeze_heights();
            }
            self.frozen.fit = self.fit();
            let keys = self.ask_all(|job| {
                let sizes = || furniture::key_sizes(job).into_iter().map(|(size, _)| size).collect();
                let has_furniture = job.plan.page.panel != PanelPlace::None;
                (has_furniture && furniture::needs_key(job)).then(sizes)
            });
            let keys: Vec<Vec<[f64; 2]>> = keys.into_iter().flatten().collect();
            let placed =
                self.ask(0, |job| (FrozenFurniture::place(job, &keys, &taken), panel::legend_overflow(job)));
            self.frozen.furniture = placed.0;
            if placed.1 == self.frozen.furniture.overflow() {
                break;
            }
        }
        // What stands on the map is not in the panel.
        if self.frozen.furniture.overflow() > 0 {
            self.frozen.fit = self.fit();
        }
    }

    /// The tightest setting of the legend that any of the maps needs.
    fn fit(&mut self) -> Option<Fit> {
        self.frozen.fit = None;
        let beside = self.plan.page.column_count > 0;
        let fits = self.ask_all(|job| beside.then(|| panel::legend_fit(job)));
        let place = |fit: &Fit| FITS.iter().position(|known| known == fit).unwrap_or(0);
        fits.into_iter().flatten().max_by_key(place)
    }

    fn freeze_labels(&mut self) {
        let count = self.moments.len();
        let step = count.div_ceil(SAMPLES).max(1);
        let mut gathered = Gathered::new(count);
        let mut samples = Vec::new();
        for map in 0..count {
            self.ask(map, |job| {
                gathered.add(job);
                samples.extend((map % step == 0).then(|| Sample {
                    map,
                    fills: job.fills.clone(),
                    classes: job.classes.clone(),
                }));
            });
        }
        let mut obstacles = self.kept_free();
        if self.plan.lines != LineChoice::NearDay && count > 0 {
            // Lines that were asked for are on all maps.
            obstacles.extend(
                self.ask(0, |job| job.lines.iter().flat_map(|line| line.taken()).collect::<Vec<_>>()),
            );
        }
        let labels = gathered.place(self.plan, &samples, obstacles);
        self.frozen.labels = Some(labels);
        let marks = self.ask_all(|job| {
            let labels = self.frozen.labels.as_ref();
            let drawn = labels.map(|labels| labels.draw(job, &mut Vec::<Diagnostic>::new()));
            drawn.map(|drawn| PlaceMarks::drawn(&drawn.dots))
        });
        let marks = marks.into_iter().flatten().reduce(PlaceMarks::or);
        self.frozen.places = marks.unwrap_or_default();
    }
}
