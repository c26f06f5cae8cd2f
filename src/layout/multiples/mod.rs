//! Small multiples: maps of several moments side by side, with one heading, one legend, one scale bar and one line of
//! credits. All maps have the same extent and scale; what changed from one to the next is marked.

mod arrange;
mod caption;
mod legend;
mod page;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::areas::{self, Names};
use super::labels::{LEAST_PX, OVERVIEW};
use super::legend::{Entry, PlaceMarks, Section, Swatch};
use super::page::Page;
use super::plan::{Plan, shape};
use super::{Composed, Job, LineChoice, Moment, PageSize, Pin, Series, View, borders, changed};
use crate::dataset::{ContextKind, Dataset};
use crate::geometry::math::{ln, sqrt};
use crate::lang::Lang;
use crate::scene::{Group, Node};
use crate::style::{PanelPlace, Style};
use crate::timeline::{State, Timeline};
use crate::words::word;
use arrange::{Arrangement, Ask};
use page::Words;

/// What a sheet of maps is to show.
#[derive(Clone, Debug)]
pub struct MultiplesSpec<'a> {
    /// A map for each; drawn in order of time, each day once.
    pub moments: &'a [Moment],
    /// What the fills show.
    pub view: View,
    /// Language of all words.
    pub lang: Lang,
    /// Size of the page.
    pub size: PageSize,
    /// What each map shows at least: west, south, east, north in degrees; the data set's own where `None`.
    pub extent: Option<[f64; 4]>,
    /// How many maps stand in a row; as the page has most room for where `None`.
    pub columns: Option<usize>,
    /// Land that has changed since the map before is outlined.
    pub mark_changes: bool,
    /// Heading of the page instead of the data set's.
    pub title: Option<&'a str>,
}

/// Sheets of maps.
#[derive(Clone, Debug)]
pub struct Multiples {
    /// The pages: one, or more if the maps would be too small on it.
    pub pages: Vec<Composed>,
    /// How many maps stand in a row.
    pub columns: usize,
    /// How many rows a full page has.
    pub rows: usize,
}

/// Lays out maps of several moments on as few pages as they are readable on.
///
/// # Errors
/// Why the maps do not fit on such a page, and what would.
pub fn multiples(
    timeline: &Timeline<'_>,
    style: &Style,
    spec: &MultiplesSpec<'_>,
) -> Result<Multiples, String> {
    let mut moments = spec.moments.to_vec();
    moments.sort_by_key(|moment| moment.day());
    moments.dedup_by_key(|moment| moment.day());
    if moments.is_empty() {
        return Err("there is no date to draw a map of".to_owned());
    }
    let spec = MultiplesSpec { moments: &moments, ..spec.clone() };
    let (dataset, page) = (timeline.dataset(), Page::new(spec.size, style));
    let states: Vec<State> = timeline.states(moments.iter().map(|moment| moment.day())).collect();
    let of_cell = cell_style(style);
    let shape = shape(dataset, style, spec.extent);

    // The legend is as long as the land it is for: a map of about the size there will be tells how long.
    let area = 0.55 * page.width * page.height / moments.len() as f64;
    let guess = cell_plan(dataset, &of_cell, &page, [sqrt(area * shape), sqrt(area / shape)], spec.extent);
    let first = guess.compose(timeline, moments[0], spec.view, spec.lang);
    let jobs = jobs(&guess, timeline, &spec, &states, drawn_marks(&[first]));
    let sections = sections(&jobs, &spec, Names::Full);
    let words = Words::new(&spec, timeline, style, &page, &jobs);
    let arrangement = Arrangement::of(&Ask {
        count: moments.len(),
        columns: spec.columns,
        shape,
        page: [page.width, page.height],
        unit: page.unit,
        margin: page::margin(style, &page),
        caption: &|width| words.caption.height(width),
        head: &|width, place| words.head_height(width, place),
        foot: &|width| words.foot_height(width),
        legend: &|columns, width, scale| {
            legend::height(&jobs[0], &sections, columns, width, scale * page.unit / guess.page.unit)
        },
    })?;

    let plan = cell_plan(dataset, &of_cell, &page, arrangement.map, spec.extent);
    let series = Series::new(&plan, timeline, &moments, spec.view, spec.lang);
    let maps: Vec<Composed> = moments.par_iter().map(|&moment| series.compose(moment)).collect();
    let jobs = self::jobs(&plan, timeline, &spec, &states, drawn_marks(&maps));
    let pages = page::pages(&spec, &words, &arrangement, &jobs, maps);
    Ok(Multiples { pages, columns: arrangement.columns, rows: arrangement.rows })
}

/// A style for a map among others: nothing but the map, and the names that matter most.
fn cell_style(style: &Style) -> Style {
    let mut style = style.clone();
    style.page.panel = PanelPlace::None;
    style.border.point_px = 0.0;
    style.furniture.scale_bar = false;
    style.label.town_rank = style.label.town_rank.saturating_sub(1).max(1);
    // Towns help to find one's way; the holders are what a sheet is about.
    style.label.town_px *= 0.9;
    style.label.water_px *= 1.1;
    style
}

/// The plan of one map of a size in px among others on a page.
fn cell_plan<'a>(
    dataset: &'a Dataset,
    style: &'a Style,
    page: &Page,
    [width, height]: [f64; 2],
    extent: Option<[f64; 4]>,
) -> Plan<'a> {
    let share = sqrt(width * height / (page.width * page.height));
    // Lines and letters shrink slower than the map, the letters not below what can be read.
    let shrunk = page.unit * if page.print { 0.5 + 0.5 * share } else { 0.35 + 0.65 * share };
    let label = &style.label;
    // A town of the second rank, and the name of a lake that is set smaller to fit.
    let smallest = label.polity_min_px.min(0.92 * label.town_px).min(0.8 * label.water_px);
    let unit = shrunk.max(LEAST_PX / smallest);
    let cell = Page::all_map([width.floor(), height.floor()], unit, page);
    let plan = Plan::on_page(dataset, style, cell, extent).with_lines(LineChoice::Only(Vec::new()));
    let pins = hidden(&plan);
    plan.with_pins(pins).without_leaders()
}

/// Places of this rank and above may stand on a small map.
const TOWN_RANK: u8 = 2;

/// The names a small map does without: of rivers and lesser places, and of the units of little weight for its scale.
fn hidden(plan: &Plan<'_>) -> BTreeMap<String, Pin> {
    let closer = (plan.px_per_km() / plan.page.unit / OVERVIEW).max(0.05);
    let deepest = ((2.0 * ln(closer) / std::f64::consts::LN_2).floor() + 2.0).min(2.0);
    let dataset = plan.dataset;
    let units = dataset.units.iter().filter(|unit| f64::from(unit.rank) > deepest);
    let units = units.map(|unit| format!("label-unit-{}", unit.key));
    let features = dataset.context.iter().enumerate();
    let rivers = features.filter(|(_, feature)| feature.kind == ContextKind::River);
    let rivers = rivers.map(|(at, _)| format!("label-river-{at}"));
    let places = dataset.places.iter().filter(|place| place.rank > TOWN_RANK);
    let places = places.map(|place| format!("label-place-{}", place.key));
    units.chain(rivers).chain(places).map(|id| (id, Pin::Hidden)).collect()
}

/// The marks of places that any of the maps has drawn.
fn drawn_marks(maps: &[Composed]) -> PlaceMarks {
    let map = maps.iter().flat_map(|map| &map.scene.nodes);
    let layers = map.filter_map(|node| match node {
        Node::Group(Group { id, nodes, .. }) if id == "map" => Some(nodes),
        _ => None,
    });
    let towns = layers.flatten().filter_map(|node| match node {
        Node::Group(Group { id, nodes, .. }) if id == "towns" => Some(nodes.as_slice()),
        _ => None,
    });
    PlaceMarks::drawn(&towns.flatten().cloned().collect::<Vec<_>>())
}

/// What is asked of each map besides its drawing.
fn jobs<'a>(
    plan: &'a Plan<'a>,
    timeline: &'a Timeline<'a>,
    spec: &MultiplesSpec<'_>,
    states: &'a [State],
    places: PlaceMarks,
) -> Vec<Job<'a>> {
    let of_map = |(state, &moment)| {
        let fills = areas::fills(plan, state, spec.view);
        let bare = Job::bare(plan, timeline, state, spec.view, fills);
        let mut job = Job { moment, lang: spec.lang, places, ..bare };
        job.classes = borders::classes(&job);
        job
    };
    states.iter().zip(spec.moments).map(of_map).collect()
}

/// The shared legend, with what the outline of changed land means.
fn sections(jobs: &[Job<'_>], spec: &MultiplesSpec<'_>, names: Names) -> Vec<Section> {
    let mut sections = legend::union(jobs, names);
    let strokes = changed::strokes(&jobs[0]);
    let any = || jobs.windows(2).any(|pair| !changed::units(&pair[0], &pair[1]).is_empty());
    if spec.mark_changes && !strokes.is_empty() && any() {
        let words = word(spec.lang, "changed").to_owned();
        let entry = Entry::new("changed", Swatch::Line(strokes), words);
        match sections.iter_mut().find(|(heading, _)| *heading == "lines") {
            Some((_, entries)) => entries.push(entry),
            None => sections.push(("lines", vec![entry])),
        }
    }
    sections
}
