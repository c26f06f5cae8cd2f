//! A state, a style and a page to a [`Scene`].
//!
//! [`Plan::new`] does once what all dates share (projection, arcs in px, the ground); [`Plan::compose`]
//! adds what one day needs. Pure: the same plan and state give the same scene.

mod areas;
mod borders;
mod credits;
mod grid;
mod ground;
mod labels;
mod legend;
mod lines;
mod page;
mod panel;
mod plan;
mod scale_bar;

use crate::dataset::{Dataset, EventId, LineId, PolityId, UnitId};
use crate::diagnostic::Diagnostic;
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Ground, Group, Node, Scene, group};
use crate::time::{Day, write_day};
use crate::timeline::{State, Timeline};
use crate::words::word;

pub use credits::shown_events;
pub use page::PageSize;
pub use plan::Plan;

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
}

impl View {
    /// All views, in the spelling of the command line and of file names.
    pub const ALL: [(&'static str, View); 3] =
        [("control", View::Control), ("sovereignty", View::Sovereignty), ("claims", View::Claims)];

    /// Spelling on the command line and in file names.
    pub fn key(self) -> &'static str {
        View::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
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
struct Job<'a> {
    plan: &'a Plan<'a>,
    timeline: &'a Timeline<'a>,
    state: &'a State,
    view: View,
    moment: Moment,
    lang: Lang,
    /// How each unit is filled.
    fills: Vec<Fill>,
    /// The class of every arc.
    classes: Vec<Option<borders::Border>>,
    /// The treaty, claim and front lines on the map.
    lines: Vec<lines::Drawn>,
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

impl Job<'_> {
    fn dataset(&self) -> &Dataset {
        self.plan.dataset
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
        let (classes, lines) = (Vec::new(), Vec::new());
        let mut job = Job { plan: self, timeline, state: &state, view, moment, lang, fills, classes, lines };
        let mut left_out = Vec::new();
        job.classes = borders::classes(&job);
        job.lines = lines::lines(&job, &mut left_out);
        let job = job;

        let labels = labels::labels(&job, &mut left_out);
        let mut map = vec![
            group("sea", "Sea", ground::sea(self)),
            group("land", "Land beyond the units", ground::land(self)),
            group("holders", "Holders", areas::holders(&job)),
            group("hatches", "Statuses and claims", areas::hatches(&job)),
            group("graticule", "Graticule", ground::graticule(self)),
            group("rivers", "Rivers", ground::rivers(self)),
            group("lakes", "Lakes", ground::lakes(self)),
            group("borders", "Borders", borders::borders(&job)),
            group("lines", "Treaty, claim and front lines", lines::nodes(&job)),
            group("towns", "Towns", labels.dots),
            group("labels", "Labels", labels.texts),
        ];
        map.retain(|node| !matches!(node, Node::Group(group) if group.nodes.is_empty()));

        let map = Group { id: "map".into(), label: "Map".into(), clip: Some(self.page.map), nodes: map };
        let mut nodes = vec![Node::Group(map)];
        nodes.push(group("frame", "Frame", page::frame(self)));
        nodes.push(group("panel", "Panel", panel::panel(&job, &mut left_out)));

        let (title, description) = panel::words_for_readers(&job);
        let scene = Scene {
            width: self.page.width,
            height: self.page.height,
            paper: self.style.page.paper,
            title,
            description,
            lang: lang.code().to_owned(),
            metadata: credits::metadata(&job),
            ground: Some(self.ground(&nodes)),
            nodes,
        };
        Composed { scene, left_out }
    }
}

impl Plan<'_> {
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
fn moment_words(moment: Moment, lang: Lang) -> String {
    write_day(moment.day(), lang)
}

/// Heading of the list of changes.
fn changes_heading(moment: Moment, lang: Lang) -> String {
    match moment {
        Moment::Day(_) => word(lang, "changes-last").to_owned(),
        Moment::YearEnd(year) => format!("{} {year}", word(lang, "changes-year")),
        Moment::MonthEnd(year, month) => format!("{} {year}-{month:02}", word(lang, "changes-year")),
    }
}

/// A rectangle as a closed piece.
fn rect_piece(rect: Rect) -> crate::scene::Piece {
    crate::scene::Piece {
        points: vec![
            [rect.x, rect.y],
            [rect.right(), rect.y],
            [rect.right(), rect.bottom()],
            [rect.x, rect.bottom()],
        ],
        closed: true,
    }
}
