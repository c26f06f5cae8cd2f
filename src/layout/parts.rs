//! What the maps of many days are put together from, for a program that draws them itself: what never
//! changes, and what each day has of the rest. The rules are those of [`Plan::compose`].

use std::collections::BTreeMap;

use super::borders::{self, Border};
use super::plan::Plan;
use super::{Fill, Job, View, areas, graticule, ground, labels, lines, views};
use crate::dataset::{LineId, PolityId};
use crate::lang::Lang;
use crate::scene::{Node, Stroke};
use crate::style::{Color, HatchKey, HatchLine, Paint};
use crate::timeline::{State, Timeline};

/// How land is filled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FillLook {
    /// Name for programs.
    pub id: String,
    pub paint: Paint,
    pub meaning: Meaning,
}

/// What a fill says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Held {
        polity: PolityId,
        inferred: bool,
    },
    /// A key of the word table.
    Word(&'static str),
}

/// Values with the number of the day from which on each of them holds.
pub(crate) type Spans<T> = Vec<(usize, T)>;

/// All days of a view. Fills, hatchings and classes are positions in the tables, days in the list of states.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looks {
    /// In the order of legends.
    pub fills: Vec<FillLook>,
    /// In the order of drawing and of legends.
    pub hatches: Vec<HatchKey>,
    /// The fill of each unit.
    pub unit_fills: Vec<Spans<usize>>,
    /// The hatchings of each unit, from the bottom up.
    pub unit_hatches: Vec<Spans<Vec<usize>>>,
    /// The class of each arc, as a position in [`CLASSES`]; `None` where no line is drawn.
    pub arc_classes: Vec<Spans<Option<usize>>>,
    /// The days on which any land has another name than on the day before, and the first; labels depend on it.
    pub holder_days: Vec<usize>,
}

/// The classes of borders in the order of drawing, with their names in the word table.
pub(crate) const CLASSES: [(&str, Border); 4] = [
    ("border-unit", Border::Unit),
    ("border-status", Border::Status),
    ("coast", Border::Coast),
    ("border-state", Border::State),
];

/// Treaty, claim and front lines of a day.
pub(crate) struct LineLook {
    pub id: LineId,
    pub color: Color,
    /// From the bottom up.
    pub strokes: Vec<Stroke>,
    pub has_points: bool,
    pub has_hollow: bool,
}

impl Plan<'_> {
    /// The page, width and height in px.
    pub(crate) fn page_size(&self) -> [f64; 2] {
        [self.page.width, self.page.height]
    }

    /// Px of the page for one px of the style.
    pub(crate) fn unit(&self) -> f64 {
        self.page.unit
    }

    /// Every arc in px with the units left and right of it.
    pub(crate) fn arcs(&self) -> impl Iterator<Item = (&[[f64; 2]], [Option<u32>; 2])> {
        let sides = self.topology.arcs.iter().map(|arc| [arc.left, arc.right]);
        self.arcs.iter().map(Vec::as_slice).zip(sides)
    }

    /// True for an arc whose course is approximate.
    pub(crate) fn is_approximate(&self, arc: usize) -> bool {
        self.approximate[arc]
    }

    /// How far the course of each arc may be off, in km, and the colour of the band that shows it; 0 for an arc
    /// that is not approximate.
    pub(crate) fn courses_km(&self) -> (Vec<f64>, Color) {
        (views::courses_km(self), self.style.certainty.band)
    }

    /// Where a unit is on the map: the middle of its largest piece; `None` if it is not on the map.
    pub(crate) fn middle_of(&self, unit: usize) -> Option<[f64; 2]> {
        self.unit_regions[unit].as_ref().filter(|_| self.unit_cells[unit] > 0).map(|region| region.centroid)
    }

    /// The ground that no event touches: what lies under the holders, and what lies over them.
    pub(crate) fn ground_nodes(&self) -> [Vec<Node>; 2] {
        let under = ground::sea(self).into_iter().chain(ground::land(self)).collect();
        let over = graticule::graticule(self).into_iter().chain(ground::rivers(self));
        [under, over.chain(ground::lakes(self)).collect()]
    }

    /// True if some of the map is ground that the data say nothing about.
    pub(crate) fn has_bare_land(&self) -> bool {
        self.uncovered
    }

    /// How a class of borders is drawn in a view, from the bottom up.
    pub(crate) fn border_strokes(&self, view: View, class: usize, approximate: bool) -> Vec<Stroke> {
        borders::strokes(self, view, CLASSES[class].1, approximate)
    }

    /// The line of a hatching, with lengths in px of the style, and its colour.
    pub(crate) fn hatch_look(&self, key: HatchKey) -> (HatchLine, Color) {
        areas::hatch_line(self, key)
    }

    /// The marks of the places that may be on the map: key, rank and mark. Those of rank 1 always are, the
    /// others with their names.
    pub(crate) fn place_marks(&self, timeline: &Timeline<'_>, state: &State) -> Vec<(String, u8, Node)> {
        labels::marks(&self.job(timeline, state, View::Control))
    }

    /// The treaty, claim and front lines of a day, and how they are drawn.
    pub(crate) fn lines_of(&self, timeline: &Timeline<'_>, state: &State) -> (Vec<LineLook>, Vec<Node>) {
        let mut job = self.job(timeline, state, View::Control);
        job.lines = lines::lines(&job, &mut Vec::new());
        let look = |line: &lines::Drawn| LineLook {
            id: line.id,
            color: line.color,
            strokes: line.strokes.clone(),
            has_points: !line.marks.is_empty(),
            has_hollow: line.marks.iter().any(|mark| mark.hollow),
        };
        (job.lines.iter().map(look).collect(), lines::nodes(&job))
    }

    /// What the numbered points of the lines of a day are, by line: colour, if there are several, and words.
    pub(crate) fn points_of(
        &self,
        timeline: &Timeline<'_>,
        state: &State,
        lang: Lang,
    ) -> Vec<(Option<Color>, String)> {
        let mut job = Job { lang, ..self.job(timeline, state, View::Control) };
        job.lines = lines::lines(&job, &mut Vec::new());
        lines::key_entries(&job).into_iter().map(|(color, _, words)| (color, words)).collect()
    }

    fn job<'a>(&'a self, timeline: &'a Timeline<'a>, state: &'a State, view: View) -> Job<'a> {
        Job::bare(self, timeline, state, view, areas::fills(self, state, view))
    }

    /// What each day has on the map of a view.
    pub(crate) fn looks(&self, timeline: &Timeline<'_>, states: &[State], view: View) -> Looks {
        let count = self.unit_cells.len();
        let mut looks = Looks::default();
        let mut fills: BTreeMap<Ordered, FillLook> = BTreeMap::new();
        let mut hatches: BTreeMap<HatchKey, usize> = BTreeMap::new();
        // Only what changes is kept of a day: a set may have thousands of both days and units.
        let mut unit_fills: Vec<Spans<Ordered>> = vec![Vec::new(); count];
        let mut unit_hatches: Vec<Spans<Vec<HatchKey>>> = vec![Vec::new(); count];
        looks.arc_classes = vec![Vec::new(); self.topology.arcs.len()];
        let mut holders_before: Option<Vec<Option<PolityId>>> = None;
        for (day, state) in states.iter().enumerate() {
            let job = self.job(timeline, state, view);
            for (unit, own) in unit_fills.iter_mut().enumerate() {
                let id = Ordered::of(&job, unit);
                if push(own, day, id) {
                    fills.entry(id).or_insert_with(|| id.look(&job));
                }
            }
            let mut of_units = vec![Vec::new(); count];
            for (key, units) in areas::hatch_units(&job) {
                hatches.insert(key, 0);
                units.iter().for_each(|unit| of_units[unit.index()].push(key));
            }
            for (own, keys) in unit_hatches.iter_mut().zip(of_units) {
                push(own, day, keys);
            }
            let place = |class: Border| CLASSES.iter().position(|(_, of)| *of == class);
            for (own, class) in looks.arc_classes.iter_mut().zip(borders::classes(&job)) {
                push(own, day, class.and_then(place));
            }
            let holders: Vec<Option<PolityId>> = job.fills.iter().map(|fill| fill.polity()).collect();
            if holders_before.as_ref() != Some(&holders) {
                looks.holder_days.push(day);
                holders_before = Some(holders);
            }
        }
        let order: BTreeMap<Ordered, usize> = fills.keys().enumerate().map(|(at, id)| (*id, at)).collect();
        hatches.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let of_fills = |spans: Spans<Ordered>| -> Spans<usize> {
            spans.into_iter().map(|(day, id)| (day, order[&id])).collect()
        };
        looks.unit_fills = unit_fills.into_iter().map(of_fills).collect();
        let of_keys = |keys: Vec<HatchKey>| keys.iter().map(|key| hatches[key]).collect::<Vec<usize>>();
        let of_hatches = |spans: Spans<Vec<HatchKey>>| -> Spans<Vec<usize>> {
            spans.into_iter().map(|(day, keys)| (day, of_keys(keys))).collect()
        };
        looks.unit_hatches = unit_hatches.into_iter().map(of_hatches).collect();
        looks.hatches = hatches.into_keys().collect();
        looks.fills = fills.into_values().collect();
        looks
    }
}

/// Adds a value from a day on, and says so, unless it is the one before.
fn push<T: PartialEq>(spans: &mut Spans<T>, day: usize, value: T) -> bool {
    let is_new = spans.last().is_none_or(|(_, last)| *last != value);
    if is_new {
        spans.push((day, value));
    }
    is_new
}

/// A fill in the order of legends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ordered {
    Holder(Fill),
    Class(views::Class),
}

impl Ordered {
    fn of(job: &Job<'_>, unit: usize) -> Ordered {
        match job.marks.get(unit) {
            Some(mark) => Ordered::Class(mark.class),
            None => Ordered::Holder(job.fills[unit]),
        }
    }

    fn look(self, job: &Job<'_>) -> FillLook {
        let fill = match self {
            Ordered::Class(class) => {
                let paint = Paint::plain(class.color(job.plan.style));
                return FillLook { id: class.slug(), paint, meaning: Meaning::Word(class.key()) };
            }
            Ordered::Holder(fill) => fill,
        };
        let (id, meaning) = match fill {
            Fill::Polity { polity, inferred } => {
                let key = &job.dataset().polities[polity.index()].key;
                let id = if inferred { format!("{key}-inferred") } else { key.clone() };
                (id, Meaning::Held { polity, inferred })
            }
            Fill::Nobody if job.view == View::Sovereignty => ("nobody".to_owned(), Meaning::Word("no-act")),
            Fill::Nobody => ("nobody".to_owned(), Meaning::Word("nobody")),
            Fill::NotKnown => ("not-known".to_owned(), Meaning::Word("not-known")),
        };
        FillLook { id, paint: areas::paint_of(job.plan, fill), meaning }
    }
}
