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

/// What one day has on the map of a view. Positions are those of the tables of [`Looks`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayLook {
    /// The fill of each unit.
    pub fills: Vec<usize>,
    /// The hatchings of each unit, from the bottom up.
    pub hatches: Vec<Vec<usize>>,
    /// The class of each arc, as a position in [`CLASSES`]; `None` where no line is drawn.
    pub borders: Vec<Option<usize>>,
    /// Pieces of land whose names are the same have the same number; labels depend on it.
    pub holders: Vec<Option<PolityId>>,
}

/// All days of a view.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looks {
    /// In the order of legends.
    pub fills: Vec<FillLook>,
    /// In the order of drawing and of legends.
    pub hatches: Vec<HatchKey>,
    pub days: Vec<DayLook>,
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
        let mut looks = Looks::default();
        let mut fills: BTreeMap<Ordered, FillLook> = BTreeMap::new();
        let mut hatches: BTreeMap<HatchKey, usize> = BTreeMap::new();
        let mut days: Vec<(Vec<Ordered>, Vec<Vec<HatchKey>>, DayLook)> = Vec::new();
        for state in states {
            let job = self.job(timeline, state, view);
            let ids: Vec<Ordered> = (0..job.fills.len()).map(|unit| Ordered::of(&job, unit)).collect();
            for &id in &ids {
                fills.entry(id).or_insert_with(|| id.look(&job));
            }
            let mut of_units = vec![Vec::new(); ids.len()];
            for (key, units) in areas::hatch_units(&job) {
                hatches.insert(key, 0);
                units.iter().for_each(|unit| of_units[unit.index()].push(key));
            }
            let place = |class: Border| CLASSES.iter().position(|(_, of)| *of == class);
            let classes = borders::classes(&job).into_iter().map(|class| class.and_then(place));
            let holders = job.fills.iter().map(|fill| fill.polity()).collect();
            let day = DayLook { fills: Vec::new(), hatches: Vec::new(), borders: classes.collect(), holders };
            days.push((ids, of_units, day));
        }
        let order: BTreeMap<Ordered, usize> = fills.keys().enumerate().map(|(at, id)| (*id, at)).collect();
        hatches.values_mut().enumerate().for_each(|(at, place)| *place = at);
        looks.days = days
            .into_iter()
            .map(|(ids, of_units, day)| DayLook {
                fills: ids.iter().map(|id| order[id]).collect(),
                hatches: of_units.iter().map(|keys| keys.iter().map(|key| hatches[key]).collect()).collect(),
                ..day
            })
            .collect();
        looks.hatches = hatches.into_keys().collect();
        looks.fills = fills.into_values().collect();
        looks
    }
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
