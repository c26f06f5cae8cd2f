//! Maps of one series: what stays the same over all dates stays where it is.
//!
//! The legend holds what is on any of the maps, in one order, with a veil over what a map does not show. Furniture
//! and the parts of the panel have room for the fullest map. Every name is placed once for all maps on which it
//! stands ([`super::labels`]). So two maps of a series differ where land changed, in the names of that land, in a treaty
//! line and its key, in the date, the list of changes and the sources, and in the marks of the legend; nowhere else.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::areas::Names;
use super::furniture::{self, FrozenFurniture};
use super::labels::{FrozenLabels, Gathered, Moved, Sample};
use super::legend::{FITS, Fit, FrozenLegend, PlaceMarks, Section};
use super::panel::{self, HEADS};
use super::{Composed, Job, LineChoice, Moment, Plan, View, areas, borders, labels, legend, lines};
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
    /// The map with the longest legend; the first where all have the same.
    fullest: usize,
    /// What is on any of the maps, for legends that stand elsewhere; found when it is first asked for.
    key: OnceLock<FrozenLegend>,
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
            places: plan.place_marks,
            head: None,
            legend_top: 0.0,
            fit: None,
            foot: None,
            is_crowded: false,
            furniture: FrozenFurniture::default(),
            labels: None,
        };
        let (moments, key) = (moments.to_vec(), OnceLock::new());
        let mut series = Series { plan, timeline, moments, view, lang, frozen, fullest: 0, key };
        series.freeze();
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
        let Some(labels) = &self.frozen.labels else { return Vec::new() };
        // Names that make way for a line stand elsewhere on its maps.
        let moved = self.ask_all(|job| (!job.lines.is_empty()).then(|| labels.moved(job)));
        let with_lines: Vec<Moved> = moved.into_iter().flatten().collect();
        let all = labels.all(self.plan, &with_lines).into_iter().map(|(labels, moments)| {
            let nodes = labels.dots.into_iter().chain(labels.texts).collect();
            SeriesLabel { nodes, moments }
        });
        all.collect()
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

    /// Asks something of a map as if it were the only one; of a moment of the series or another.
    fn ask_alone<T>(&self, moment: Moment, question: impl FnOnce(&Job<'_>) -> T) -> T {
        let state = self.timeline.at(moment.day());
        let fills = areas::fills(self.plan, &state, self.view);
        let job = Job::bare(self.plan, self.timeline, &state, self.view, fills);
        let mut job = Job { moment, lang: self.lang, places: self.frozen.places, ..job };
        job.classes = borders::classes(&job);
        job.lines = lines::lines(&job, &mut Vec::new());
        question(&job)
    }

    /// Asks something of a map with the names that stand on it.
    pub(super) fn ask_labelled<T>(
        &self,
        moment: Moment,
        question: impl FnOnce(&Job<'_>, &labels::Labels) -> T,
    ) -> T {
        let map = self.moments.iter().position(|&known| known == moment);
        let named = map.map(|map| self.ask(map, |job| labels::labels(job, &mut Vec::new())));
        self.ask_alone(moment, |job| {
            let labels = named.unwrap_or_else(|| labels::labels(job, &mut Vec::new()));
            let places = PlaceMarks::drawn(&labels.dots);
            question(&Job { places, ..job.clone() }, &labels)
        })
    }

    /// What is on any of the maps, in one order.
    pub(super) fn shared_legend(&self) -> &FrozenLegend {
        self.key.get_or_init(|| {
            let all =
                |&moment: &Moment| self.ask_alone(moment, |job| legend::current_sections(job, Names::Short));
            let maps: Vec<Vec<Section>> = self.moments.par_iter().map(all).collect();
            let first = self.moments.first().copied();
            first.map_or_else(FrozenLegend::default, |first| {
                self.ask_alone(first, |job| FrozenLegend::packed(job, maps))
            })
        })
    }

    /// Asks the same of all maps.
    fn ask_all<T: Send>(&self, question: impl Fn(&Job<'_>) -> T + Sync) -> Vec<T> {
        (0..self.moments.len()).into_par_iter().map(|map| self.ask(map, &question)).collect()
    }

    /// Legend, title and credits: as much room as the map needs that needs most. Then what stands on the map.
    fn freeze(&mut self) {
        let page = self.plan.page;
        if self.moments.is_empty() || page.panel == PanelPlace::None {
            return;
        }
        let mut first = self.ask_all(Needs::of);
        let sections = first.iter_mut().map(|needs| std::mem::take(&mut needs.sections)).collect();
        self.frozen.legend = self.ask(0, |job| FrozenLegend::new(job, sections));
        let taken: Vec<Rect> = first.iter().flat_map(|needs| needs.runs.iter().copied()).collect();
        let with_lines: Vec<usize> = (0..first.len()).filter(|&map| first[map].has_lines).collect();
        self.freeze_panel(&first);
        // A long legend that crowds out what changed is not worth what it tells of other maps.
        let wish =
            first.iter().map(|needs| needs.wish).filter(|wish| *wish > 0.0).fold(f64::INFINITY, f64::min);
        let wish = if wish.is_finite() { wish } else { 0.0 };
        if page.column_count > 0 && !self.ask(0, |job| panel::legend_leaves(job, wish)) {
            self.frozen.legend.is_packed = true;
            let lengths = self.ask_all(panel::legend_length);
            let longest = |a: &usize, b: &usize| lengths[*a].total_cmp(&lengths[*b]).then(b.cmp(a));
            self.fullest = (0..lengths.len()).max_by(longest).unwrap_or(0);
            self.freeze_panel(&first);
        }
        for is_crowded in [false, true] {
            if is_crowded {
                // As on a single map: a page too full for its legend gives up the sources.
                self.frozen.is_crowded = true;
                self.frozen.foot = None;
                self.freeze_panel(&self.ask_all(Needs::of));
            }
            let keys = with_lines.par_iter().filter_map(|&map| {
                self.ask(map, |job| {
                    let sizes = || furniture::key_sizes(job).into_iter().map(|(size, _)| size).collect();
                    furniture::needs_key(job).then(sizes)
                })
            });
            let keys: Vec<Vec<[f64; 2]>> = keys.collect();
            let (placed, overflow) = self.ask(self.fullest, |job| {
                (FrozenFurniture::place(job, &keys, &taken), panel::legend_overflow(job))
            });
            self.frozen.furniture = placed;
            if overflow == self.frozen.furniture.overflow() {
                break;
            }
        }
        // What stands on the map is not in the panel.
        if self.frozen.furniture.overflow() > 0 {
            self.frozen.fit = self.fit(&first);
        }
    }

    fn freeze_panel(&mut self, needs: &[Needs]) {
        if self.plan.page.column_count == 0 {
            return;
        }
        self.frozen.foot = needs.iter().map(|needs| needs.foot).reduce(f64::min);
        let tops: Vec<f64> =
            (0..HEADS.len()).map(|i| needs.iter().map(|needs| needs.tops[i]).fold(0.0, f64::max)).collect();
        (self.frozen.head, self.frozen.legend_top) = (None, 0.0);
        // The first size of title that leaves room for the legend under the highest of the titles.
        let fits = |&i: &usize| self.ask(self.fullest, |job| panel::legend_fits_below(job, tops[i]));
        let head = (0..HEADS.len()).find(fits).unwrap_or(HEADS.len() - 1);
        (self.frozen.head, self.frozen.legend_top) = (Some(HEADS[head]), tops[head]);
        self.frozen.fit = self.fit(needs);
    }

    /// The tightest setting of the legend that any of the maps needs.
    fn fit(&self, needs: &[Needs]) -> Option<Fit> {
        if self.plan.page.column_count == 0 {
            return None;
        }
        let mut wishes: Vec<f64> = needs.iter().map(|needs| needs.wish).collect();
        wishes.sort_by(f64::total_cmp);
        wishes.dedup();
        let place = |fit: &Fit| FITS.iter().position(|known| known == fit).unwrap_or(0);
        let fits = wishes.into_iter().map(|wish| self.ask(self.fullest, |job| panel::legend_fit(job, wish)));
        fits.max_by_key(place)
    }

    fn freeze_labels(&mut self) {
        let count = self.moments.len();
        let step = count.div_ceil(SAMPLES).max(1);
        let mut gathered = Gathered::new(count);
        let mut samples = Vec::new();
        // So many at a time that the names of a long series are not all in memory before they are one.
        let maps: Vec<usize> = (0..count).collect();
        for maps in maps.chunks(SAMPLES) {
            let asked = maps.par_iter().map(|&map| {
                self.ask(map, |job| {
                    let sample = || Sample { map, fills: job.fills.clone(), classes: job.classes.clone() };
                    (Gathered::of_map(job), (map % step == 0).then(sample))
                })
            });
            for (&map, (names, sample)) in maps.iter().zip(asked.collect::<Vec<_>>()) {
                gathered.add(map, names);
                samples.extend(sample);
            }
        }
        let mut obstacles = self.kept_free();
        if self.plan.lines != LineChoice::NearDay && count > 0 {
            // Lines that were asked for are on all maps.
            obstacles.extend(
                self.ask(0, |job| job.lines.iter().flat_map(|line| line.taken()).collect::<Vec<_>>()),
            );
        }
        let labels = gathered.place(self.plan, &samples, obstacles);
        self.frozen.places = labels.marks();
        self.frozen.labels = Some(labels);
    }
}

/// What one map needs of the panel, and where its lines run.
struct Needs {
    sections: [Vec<Section>; 2],
    foot: f64,
    /// Where title and date end, for each size they may have, px.
    tops: [f64; HEADS.len()],
    /// What the legend should leave for the key of points and a few changes, px.
    wish: f64,
    has_lines: bool,
    runs: Vec<Rect>,
}

impl Needs {
    fn of(job: &Job<'_>) -> Needs {
        let is_beside = job.plan.page.column_count > 0;
        let near = 3.0 * job.plan.page.unit;
        Needs {
            sections: FrozenLegend::of_map(job),
            foot: if is_beside { panel::foot(job) } else { 0.0 },
            tops: HEADS.map(|scale| if is_beside { panel::below_head(job, scale).y } else { 0.0 }),
            wish: if is_beside { panel::wish(job) } else { 0.0 },
            has_lines: !job.lines.is_empty(),
            runs: job.lines.iter().flat_map(|line| line.taken().chain(line.course(near))).collect(),
        }
    }
}
