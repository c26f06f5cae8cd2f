//! A state, a style and a page to a [`Scene`].
//!
//! [`Plan::new`] does once what all dates share (projection, arcs in px, the ground); [`Plan::compose`]
//! adds what one day needs. Pure: the same plan and state give the same scene.

mod areas;
mod borders;
mod changed;
pub mod compare;
mod contrast;
mod credits;
mod furniture;
mod graticule;
mod grid;
mod ground;
mod inside;
mod labels;
mod legend;
mod lines;
mod locator;
mod multiples;
mod north;
mod page;
mod panel;
mod paper;
mod parts;
mod plan;
mod quiet;
mod scale_bar;
mod series;
mod sheet;
mod teaching;
mod timebar;
mod views;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::dataset::{Dataset, EventId, LineId, PolityId, UnitId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Ground, Group, Node, Scene, group, rect_piece};
use crate::time::{DateWords, Day, Eras, FuzzyDate};
use crate::timeline::{State, Timeline};
use crate::words::word;

use series::Frozen;

pub use contrast::{
    LEAST, LEAST_LARGE, LEAST_TEXT, Neighbours, Pair, Side, TextContrast, findings, pairs, texts,
    told_by_texture,
};
pub use credits::shown_events;
pub use multiples::{Multiples, MultiplesSpec, multiples};
pub use paper::{PageSize, Paper};
pub(crate) use parts::{CLASSES, Looks, Meaning};
pub use plan::{Plan, shape};
pub use series::{Series, SeriesLabel};
pub use teaching::{Answer, Content, KeyEntry, KeyKind, MapChanges, Show};
pub use timebar::Timebar;

/// Which track the fills show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Who holds the land in fact.
    #[default]
    Control,
    /// To whom the act in force assigns it.
    Sovereignty,
    /// Who holds it, with the claims of others hatched over.
    Claims,
    /// How sure it is who holds it, and where the borders run.
    Certainty,
    /// How many independent sources support its holder.
    Sources,
}

impl View {
    /// All views, in the spelling of the command line and of file names.
    pub const ALL: [(&'static str, View); 5] = [
        ("control", View::Control),
        ("sovereignty", View::Sovereignty),
        ("claims", View::Claims),
        ("certainty", View::Certainty),
        ("sources", View::Sources),
    ];

    /// Spelling on the command line and in file names.
    pub fn key(self) -> &'static str {
        View::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// What it shows, in words.
    pub(crate) fn words<'a>(self, lang: Lang) -> &'a str {
        word(
            lang,
            match self {
                View::Sources => "sources-view",
                _ => self.key(),
            },
        )
    }
}

/// Which treaty, claim and front lines a map shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LineChoice {
    /// Those whose event is of the day, or before it by no more days than the line asks for.
    #[default]
    NearDay,
    /// These.
    Only(Vec<LineId>),
}

/// Where a person wants a label, by the id it has in the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pin {
    /// Its first line's anchor point, in px of the page.
    At([f64; 2]),
    /// Not at all.
    Hidden,
}

/// What a map is asked to say about its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// One day.
    Day(Day),
    /// The end of a year; the changes of the year are listed.
    YearEnd(i32),
    /// The end of a month; the changes of the month are listed.
    MonthEnd(i32, u8),
}

impl Moment {
    /// The day whose state is drawn.
    pub fn day(self) -> Day {
        match self {
            Moment::Day(day) => day,
            Moment::YearEnd(year) => Day::year_end(year),
            Moment::MonthEnd(year, month) => Day::month_end(year, month),
        }
    }

    /// The last day before the stretch whose changes are listed; `None` for a single day.
    fn before(self) -> Option<Day> {
        match self {
            Moment::Day(_) => None,
            Moment::YearEnd(year) => Some(Day::year_end(year - 1)),
            Moment::MonthEnd(year, 1) => Some(Day::year_end(year - 1)),
            Moment::MonthEnd(year, month) => Some(Day::month_end(year, month - 1)),
        }
    }
}

/// A composed map.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The drawing.
    pub scene: Scene,
    /// Labels and panel lines there was no room for.
    pub left_out: Vec<Diagnostic>,
}

/// What one compose call works on, handed from layer to layer.
#[derive(Clone)]
struct Job<'a> {
    plan: &'a Plan<'a>,
    timeline: &'a Timeline<'a>,
    state: &'a State,
    view: View,
    moment: Moment,
    lang: Lang,
    /// Who holds each unit; most views fill by it.
    fills: Vec<Fill>,
    /// What else the fills show, in a view that does not fill by holder; empty in the others.
    marks: Vec<views::Mark>,
    /// The class of every arc.
    classes: Vec<Option<borders::Border>>,
    /// The treaty, claim and front lines on the map.
    lines: Vec<lines::Drawn>,
    /// What stands over the map inside its frame, with the air around it, in px: names keep off.
    furniture: Vec<Rect>,
    /// The points of lines have their key on the map, not in the panel.
    key_on_map: bool,
    /// How many sections of the legend, from the last, stand on the map because the panel is full.
    overflow: usize,
    /// There is no room for all of the legend: the sources are in the metadata alone.
    is_crowded: bool,
    /// The marks of places on the map; those that may be on it, as long as the labels are not placed.
    places: legend::PlaceMarks,
    /// What the maps of a series share, if this is one of them; and which of them it is.
    frozen: Option<&'a Frozen>,
    map: usize,
    /// The box on the map for the key of a line's points, which in a series is not on all maps.
    key_ground: Option<Rect>,
    /// How much of the map is told.
    content: Content,
    /// Who has which number on a numbered map, and where the numbers stand, if that is settled already.
    numbers: Option<Arc<teaching::Numbering>>,
    badges: Option<Vec<teaching::Badge>>,
    /// The land to be outlined because it has changed, in table order.
    changed: Vec<UnitId>,
}

/// How a unit is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fill {
    Polity { polity: PolityId, inferred: bool },
    Nobody,
    NotKnown,
}

impl Fill {
    fn polity(self) -> Option<PolityId> {
        match self {
            Fill::Polity { polity, .. } => Some(polity),
            Fill::Nobody | Fill::NotKnown => None,
        }
    }

    /// Fills that are the same holder, however sure.
    fn same_holder(self, other: Fill) -> bool {
        match (self, other) {
            (Fill::Polity { polity: a, .. }, Fill::Polity { polity: b, .. }) => a == b,
            (a, b) => a == b,
        }
    }
}

impl<'a> Job<'a> {
    /// What is asked of one day without drawing it.
    fn bare(
        plan: &'a Plan<'a>,
        timeline: &'a Timeline<'a>,
        state: &'a State,
        view: View,
        fills: Vec<Fill>,
    ) -> Job<'a> {
        let (moment, lang) = (Moment::Day(state.day), Lang::EN);
        Job {
            plan,
            timeline,
            state,
            view,
            moment,
            lang,
            fills,
            marks: views::marks(timeline, state, view),
            classes: Vec::new(),
            lines: Vec::new(),
            furniture: Vec::new(),
            key_on_map: false,
            overflow: 0,
            is_crowded: false,
            places: plan.place_marks,
            frozen: None,
            map: 0,
            key_ground: None,
            content: plan.content,
            numbers: None,
            badges: None,
            changed: Vec::new(),
        }
    }
}

impl Job<'_> {
    fn dataset(&self) -> &Dataset {
        self.plan.dataset
    }

    /// How the dates of the map are written.
    fn dates(&self) -> DateWords {
        self.dataset().dates(self.lang)
    }

    /// The title of a unit's special status on this day, if its status names it.
    fn status_name(&self, unit: UnitId) -> Option<(EventId, u32)> {
        self.state.of(unit).name
    }
}

impl Plan<'_> {
    /// Draws the state of one moment.
    ///
    /// Labels that find no room are left out and listed in the result.
    pub fn compose(&self, timeline: &Timeline<'_>, moment: Moment, view: View, lang: Lang) -> Composed {
        let state = timeline.at(moment.day());
        let fills = areas::fills(self, &state, view);
        self.draw(Job { moment, lang, ..Job::bare(self, timeline, &state, view, fills) })
    }

    /// Draws a map.
    fn draw(&self, mut job: Job<'_>) -> Composed {
        let mut left_out = Vec::new();
        let content = job.content;
        let is_numbered = content == Content::Numbered && !job.view.has_classes();
        if is_numbered && job.numbers.is_none() {
            job.numbers = Some(Arc::new(teaching::Numbering::new(self, [job.fills.as_slice()].into_iter())));
        }
        job.classes = borders::classes(&job);
        if content.has_fills() {
            job.lines = lines::lines(&job, &mut left_out);
        }
        // What takes longest, at the same time: what is drawn of the land needs no names, and the names need no drawing.
        let drawn = job.clone();
        let (told, land) = rayon::join(|| self.tell(job, is_numbered, &mut left_out), || self.land(&drawn));
        let Told { job, furniture, labels, badges, panel, mut missing } = told;
        let [sea, beyond, holders, hatches, graticule, rivers, lakes, borders] = land;
        let mut map = vec![
            group("sea", "Sea", sea),
            group("land", "Land beyond the units", beyond),
            group("holders", "Holders", holders),
            group("hatches", "Statuses and claims", hatches),
            group("graticule", "Graticule", graticule),
            group("rivers", "Rivers", rivers),
            group("lakes", "Lakes", lakes),
            group("borders", "Borders", borders),
            group("lines", "Treaty, claim and front lines", lines::nodes(&job)),
            group("changed", "Changed", changed::outline(&job, &job.changed)),
            group("towns", "Towns", labels.dots),
            group("labels", "Labels", labels.texts),
            group("numbers", "Numbers", teaching::number_nodes(&job, &badges)),
        ];
        map.retain(|node| !matches!(node, Node::Group(group) if group.nodes.is_empty()));

        let map = Group { id: "map".into(), label: "Map".into(), clip: Some(self.page.map), nodes: map };
        let mut nodes = vec![Node::Group(map)];
        let over_map = furniture.nodes(&job, &mut left_out);
        left_out.append(&mut missing);
        let mut frame = page::frame(self);
        frame.extend(furniture.degrees.outside);
        for (id, label, content) in
            [("furniture", "Furniture", over_map), ("frame", "Frame", frame), ("panel", "Panel", panel)]
        {
            if !content.is_empty() {
                nodes.push(group(id, label, content));
            }
        }

        if content.is_question() {
            teaching::hush(&mut nodes);
        } else if !job.view.has_classes() {
            left_out.extend(self.unnamed(&job, &nodes));
        }
        let (title, description) = panel::words_for_readers(&job);
        let scene = Scene {
            width: self.page.width,
            height: self.page.height,
            paper: self.style.page.paper,
            title,
            description,
            lang: job.lang.code().to_owned(),
            metadata: credits::metadata(&job),
            ground: Some(self.ground(&nodes)),
            nodes,
        };
        Composed { scene, left_out }
    }

    /// Places what stands over the land of a map, and in the panel.
    fn tell<'j>(&self, mut job: Job<'j>, is_numbered: bool, left_out: &mut Vec<Diagnostic>) -> Told<'j> {
        let content = job.content;
        let furniture = furniture::furniture(&job, left_out);
        job.furniture = furniture.rects.clone();
        job.furniture.extend(&self.keep_off);
        job.key_on_map = furniture.has_key();
        job.overflow = furniture.overflow();
        job.is_crowded = furniture.is_crowded;
        job.key_ground = furniture.key_ground();

        let mut missing = Vec::new();
        let mut labels = labels::labels(&job, &mut missing);
        if content.is_question() {
            // What is left out on purpose is not missed.
            labels.texts.clear();
            missing.clear();
        }
        if !content.has_fills() {
            labels.dots.clear();
        }
        left_out.append(&mut missing);
        let badges = match (job.badges.take(), job.numbers.clone().filter(|_| is_numbered)) {
            (badges, Some(numbering)) => {
                let place = || {
                    let taken = teaching::keep_off(&job, &labels.dots);
                    teaching::place_numbers(&job, &numbering, &taken, std::iter::empty())
                };
                let badges = badges.unwrap_or_else(place);
                left_out.extend(teaching::misses(&job, &numbering, &badges));
                badges
            }
            _ => Vec::new(),
        };
        job.places = match job.frozen {
            Some(frozen) => frozen.places,
            None => legend::PlaceMarks::drawn(&labels.dots),
        };
        let panel = panel::panel(&job, &mut missing);
        Told { job, furniture, labels, badges, panel, missing }
    }

    /// Sea, land beyond the units, holders, hatches, graticule, rivers, lakes and borders.
    fn land(&self, job: &Job<'_>) -> [Vec<Node>; 8] {
        let (areas, rest) = rayon::join(
            || (areas::holders(job), areas::hatches(job)),
            || (graticule::graticule(self), borders::borders(job)),
        );
        let ((holders, hatches), (graticule, borders)) = (areas, rest);
        let [beyond, rivers, lakes] = [ground::land(self), ground::rivers(self), ground::lakes(self)];
        [ground::sea(self), beyond, holders, hatches, graticule, rivers, lakes, borders]
    }
}

/// What stands over the land of a map, and in the panel.
struct Told<'a> {
    job: Job<'a>,
    furniture: furniture::Furniture,
    labels: labels::Labels,
    badges: Vec<teaching::Badge>,
    panel: Vec<Node>,
    /// What the panel has no room for.
    missing: Vec<Diagnostic>,
}

/// The rule of findings that name a holder whom neither the map nor its legend names, with the name as its message.
pub const UNNAMED: &str = "holder-unnamed";
/// The same for a holder of whose land the map shows nothing.
pub const UNSEEN: &str = "holder-unseen";

impl Plan<'_> {
    /// The holders of the day whom a reader does not find: no name on the map, and none in the legend.
    fn unnamed(&self, job: &Job<'_>, nodes: &[Node]) -> Vec<Diagnostic> {
        fn named<'n>(nodes: &'n [Node], found: &mut BTreeSet<&'n str>) {
            for node in nodes {
                match node {
                    Node::Group(group) => named(&group.nodes, found),
                    Node::Text(text) => {
                        let key =
                            ["legend-text-", "label-"].iter().find_map(|kind| text.id.strip_prefix(kind));
                        found.extend(key);
                    }
                    Node::Path(_) | Node::Circle(_) => {}
                }
            }
        }
        let mut found = BTreeSet::new();
        named(nodes, &mut found);
        let unseen = legend::unseen(job);
        let seen = job.fills.iter().zip(&self.unit_cells).filter(|(_, cells)| **cells > 0);
        let seen: BTreeSet<PolityId> = seen.filter_map(|(fill, _)| fill.polity()).collect();
        let all = seen.into_iter().map(|polity| (polity, UNNAMED));
        let all = all.chain(unseen.into_iter().map(|polity| (polity, UNSEEN)));
        let missed = all.filter(|(polity, _)| !found.contains(self.dataset.polity(*polity).key.as_str()));
        let names = missed.map(|(polity, rule)| {
            let name = self.dataset.polity(polity).name_on(job.state.day, job.lang);
            Diagnostic::new(Severity::Note, rule, name)
        });
        names.collect()
    }

    /// Where the labels stand on the ground: all texts of the map that have an id.
    fn ground(&self, nodes: &[Node]) -> Ground {
        fn collect(plan: &Plan<'_>, nodes: &[Node], labels: &mut Vec<(String, [f64; 2])>) {
            for node in nodes {
                match node {
                    Node::Group(group) => collect(plan, &group.nodes, labels),
                    Node::Text(text) if text.id.starts_with("label-") => {
                        if let Some(line) = text.lines.first() {
                            labels.push((text.id.clone(), plan.lonlat(line.at)));
                        }
                    }
                    Node::Text(_) | Node::Path(_) | Node::Circle(_) => {}
                }
            }
        }
        let mut labels = Vec::new();
        collect(self, nodes, &mut labels);
        Ground { px_per_km: self.px_per_km(), labels }
    }
}

/// The moment in words: `31 December 1921`.
fn moment_words(moment: Moment, dates: DateWords) -> String {
    dates.day(moment.day())
}

/// Heading of the list of changes.
fn changes_heading(moment: Moment, dates: DateWords) -> String {
    let lang = dates.lang;
    match moment {
        Moment::Day(_) => word(lang, "changes-last").to_owned(),
        Moment::YearEnd(year) => format!("{} {}", word(lang, "changes-year"), dates.year(year)),
        Moment::MonthEnd(year, month) if dates.eras == Eras::One && 0 < year => {
            format!("{} {year}-{month:02}", word(lang, "changes-year"))
        }
        Moment::MonthEnd(year, month) => {
            let sign = if year < 0 { "-" } else { "" };
            let whole = FuzzyDate::parse(&format!("{sign}{:04}-{month:02}", year.abs()));
            let month = whole.map_or_else(|_| dates.year(year), |month| dates.date(&month));
            format!("{} {month}", word(lang, "changes-year"))
        }
    }
}
