//! Events and holdings over time: as rows of a table, and drawn as a chart.
//!
//! [`holdings`] and [`record`] ask the timeline; [`table`] writes what they give as text, CSV or JSON;
//! [`compose`] draws it: a row per unit, holders as bars in the tints of the maps, imprecise dates as soft
//! ends, events as numbers on a lane with a key. Pure; knows nothing of maps, projections or file formats.

mod axis;
mod bars;
mod credits;
mod holdings;
mod key;
mod legend;
mod marks;
mod page;
mod record;
mod rows;
pub mod table;
mod write;

use std::collections::BTreeSet;

use crate::dataset::{Dataset, PolityId, Unit, UnitId};
use crate::diagnostic::Diagnostic;
use crate::geometry::math::sqrt;
use crate::lang::Lang;
use crate::scene::{Node, Scene, group};
use crate::style::{Style, Tints};
use crate::time::{DateWords, Day};
use crate::timeline::{Timeline, Track};
use crate::words::word;

pub use crate::dataset::{Found, find_polity, find_units};
pub use holdings::{Holding, Value, holdings};
pub use record::{Entry, Which, record};

/// What a chart is to show.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The units, a row each, in any order.
    pub units: Vec<UnitId>,
    /// What the chart is of, for its title; the data set's title if empty.
    pub subject: String,
    /// First and last year; `None` for [`busy_years`].
    pub years: Option<(i32, i32)>,
    /// What the bars show: control, sovereignty, or with claims, control under a hatch of claims.
    /// `None` is control; for up to [`FEW`] units it is a row for each.
    pub track: Option<Track>,
    /// Which events are marked.
    pub which: Which,
    /// Width of the page in px.
    pub width: f64,
    /// Height of the page in px.
    pub height: f64,
    /// No type is smaller than this, in px; zero leaves it to the page.
    pub least: f64,
    /// How many further units the set has that have no row here; the subtitle says so.
    pub more: usize,
    /// It stands among other things that say the rest: rows, bars and years alone, and as much of the legend as there is
    /// room for; no title, events, key or sources. The rows stand in the order of `units`, without headings.
    pub is_part: bool,
}

impl Spec {
    /// A chart for a picture on a slide of a width and height in px, with no type smaller than `least` px: who held each
    /// of a few units, a row each, in their order. Names that find no room in a bar are in the legend.
    pub fn on_slide(units: Vec<UnitId>, [width, height]: [f64; 2], least: f64) -> Spec {
        Spec {
            units,
            subject: String::new(),
            years: None,
            track: Some(Track::Control),
            which: Which::Effective,
            width,
            height,
            least,
            more: 0,
            is_part: true,
        }
    }
}

impl Job<'_> {
    /// How dates are written: those of both eras say of which they are.
    fn dates(&self) -> DateWords {
        self.dataset.dates(self.lang)
    }

    /// A size of type in px, no smaller than the chart may have.
    fn readable(&self, size: f64) -> f64 {
        size.max(self.spec.least)
    }
}

/// Up to so many units have a row for each track, unless a track is asked for.
pub const FEW: usize = 3;

/// A chart.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The drawing.
    pub scene: Scene,
    /// What there was no room for.
    pub left_out: Vec<Diagnostic>,
}

/// What the parts of one chart share.
struct Job<'a> {
    dataset: &'a Dataset,
    timeline: &'a Timeline<'a>,
    holdings: &'a [Holding],
    style: &'a Style,
    spec: &'a Spec,
    lang: Lang,
    tints: Vec<Tints>,
    /// The track shown; `None` for a row per track.
    track: Option<Track>,
    /// First day of the chart.
    first: Day,
    /// First day after it.
    end: Day,
    /// Px of the page for one px of the style.
    px: f64,
}

/// The units that a set is about: those of rank 1 to 3 without the surroundings; of a set that gives no ranks, as imported
/// ones, all its units.
pub fn main_units(dataset: &Dataset) -> Vec<UnitId> {
    let of = |is_main: &dyn Fn(&Unit) -> bool| -> Vec<UnitId> {
        dataset.unit_ids().filter(|id| is_main(dataset.unit(*id))).collect()
    };
    let ways: [&dyn Fn(&Unit) -> bool; 3] =
        [&|unit| !unit.surround && (1..=3).contains(&unit.rank), &|unit| !unit.surround, &|_| true];
    ways.into_iter().map(of).find(|units| !units.is_empty()).unwrap_or_default()
}

/// More rows than this of units without rank are too many for a chart of the whole set.
const MOST_ROWS: usize = 48;

/// The rows of a chart of the whole set, and how many other units it has: all main units, but of very many without rank
/// only those with the most history.
pub fn whole_set(dataset: &Dataset) -> (Vec<UnitId>, usize) {
    let all = main_units(dataset);
    let is_ranked = all.iter().any(|unit| (1..=3).contains(&dataset.unit(*unit).rank));
    if is_ranked || all.len() <= MOST_ROWS {
        return (all, 0);
    }
    let rows = main_rows(dataset, MOST_ROWS);
    let more = all.len() - rows.len();
    (rows, more)
}

/// So many units at most for a chart with few rows, such as one on a slide, in the order of the data set: of each of
/// its groups, the first ones first, the unit that had the most different holders on most land; no two of one story as
/// long as there are others.
pub fn main_rows(dataset: &Dataset, count: usize) -> Vec<UnitId> {
    let timeline = Timeline::new(dataset);
    let mut stories: Vec<Vec<(Day, Option<PolityId>)>> = vec![Vec::new(); dataset.units.len()];
    for one in holdings(&timeline).iter().filter(|one| one.track == Track::Control) {
        if let Value::Holder(holder) = one.value {
            stories[one.unit.index()].push((one.from, holder.polity()));
        }
    }
    let areas = crate::areas::unit_areas(dataset);
    let mut all: Vec<(UnitId, f64)> = main_units(dataset)
        .into_iter()
        .map(|unit| {
            let holders = stories[unit.index()].iter().filter_map(|(_, holder)| *holder);
            let holders: BTreeSet<PolityId> = holders.collect();
            let km2 = areas.get(unit.index()).copied().unwrap_or(0.0).max(0.0);
            let rank = f64::from(dataset.unit(unit).rank.max(1));
            (unit, holders.len() as f64 * sqrt(km2) / rank)
        })
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let of_groups = dataset.groups.iter().filter_map(|group| {
        all.iter().map(|(unit, _)| *unit).find(|unit| group.units.binary_search(unit).is_ok())
    });
    let wanted: Vec<UnitId> = of_groups.chain(all.iter().map(|(unit, _)| *unit)).collect();
    let mut chosen: BTreeSet<UnitId> = BTreeSet::new();
    let mut told: BTreeSet<&[(Day, Option<PolityId>)]> = BTreeSet::new();
    for distinct in [true, false] {
        for &unit in &wanted {
            let story = stories[unit.index()].as_slice();
            if chosen.len() < count && !chosen.contains(&unit) && !(distinct && told.contains(story)) {
                chosen.insert(unit);
                told.insert(story);
            }
        }
    }
    chosen.into_iter().collect()
}

/// The years in which nine tenths of the days lie on which something changes for these units, from the beginning of the period on.
pub fn busy_years(dataset: &Dataset, holdings: &[Holding], units: &[UnitId]) -> (i32, i32) {
    let (first, last) = dataset.period;
    let mut days: Vec<Day> = holdings
        .iter()
        .filter(|holding| units.contains(&holding.unit) && first < holding.from)
        .map(|holding| holding.from)
        .collect();
    days.sort_unstable();
    days.dedup();
    let at = (days.len() * 9).div_ceil(10).saturating_sub(1);
    let until = days.get(at).map_or(last.year(), |day| day.year() + 1);
    (first.year(), until.min(last.year()))
}

/// Draws a chart.
///
/// Events for whose number or line in the key there is no room are marked without, and listed in the result.
pub fn compose(
    timeline: &Timeline<'_>,
    holdings: &[Holding],
    spec: &Spec,
    style: &Style,
    lang: Lang,
) -> Drawn {
    let dataset = timeline.dataset();
    let (first_year, last_year) = spec.years.unwrap_or_else(|| busy_years(dataset, holdings, &spec.units));
    let track = match spec.track {
        None if spec.units.len() <= FEW => None,
        track => Some(track.unwrap_or(Track::Control)),
    };
    let job = Job {
        dataset,
        timeline,
        holdings,
        style,
        spec,
        lang,
        tints: style.tints(dataset),
        track,
        first: Day::year_end(first_year - 1).next().max(dataset.period.0),
        end: Day::year_end(last_year).min(dataset.period.1).next(),
        px: page::px(spec.width, spec.height),
    };
    let groups = rows::groups(&job);
    let events = if spec.is_part { Vec::new() } else { marks::events(&job) };
    let mut legend = legend::entries(&job, &groups);
    let mut left_out = Vec::new();
    let (page, mut drawn) = if spec.is_part {
        page::part(&job, &groups, &mut legend, &mut left_out)
    } else {
        let page = page::lay_out(&job, &groups, &legend, &events, &mut left_out);
        let drawn = bars::bars(&job, &page, &groups);
        (page, drawn)
    };

    let title = if spec.is_part { Vec::new() } else { page::title(&job) };
    let mut nodes = vec![
        group("title", "Title", title),
        group("rows", "Names of rows", page::names(&job, &page, &groups)),
    ];
    nodes.push(group("bars", "Bars", std::mem::take(&mut drawn.bars)));
    nodes.push(group("hatches", "Statuses and claims", drawn.hatches));
    nodes.push(group("axis", "Time", axis::axis(&job, &page)));
    nodes.push(group("bar-labels", "Names of holders", drawn.labels));
    nodes.push(group("events", "Events", marks::marks(&job, &page)));
    nodes.push(group("key", "Key of events", page.key.nodes.clone()));
    nodes.push(group("legend", "Legend", legend::place(&job, &legend, page.legend).0));
    if !spec.is_part {
        nodes.push(group("credits", "Sources", credits::place(&job, &page.shown_events, page.credits).0));
    }
    nodes.retain(|node| !matches!(node, Node::Group(group) if group.nodes.is_empty()));

    let title = page::title_words(&job);
    let scene = Scene {
        width: spec.width,
        height: spec.height,
        paper: style.page.paper,
        ground: None,
        description: write::description(&job, &groups),
        title: format!("{}: {}, {}", word(lang, "timeline"), title.0, title.1),
        lang: lang.code().to_owned(),
        metadata: credits::metadata(&job, &page.shown_events),
        nodes,
    };
    Drawn { scene, left_out }
}
