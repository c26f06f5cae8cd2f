//! What of a map is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::areas::Names;
use super::super::borders::Border;
use super::super::legend::{self, Entry, Section, Swatch};
use super::super::panel::Column;
use super::super::{Composed, Fill, Job, Moment, Series, View, areas, changed, labels};
use super::numbers::{self, Badge, Numbering};
use crate::dataset::UnitId;
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{self, Group, Node, Stroke, rect_piece};
use crate::style::Paint;
use crate::words::word;

/// How much of a map is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// All of it.
    #[default]
    Full,
    /// Everything but names: fills, hatches, borders, waters, the dots of towns.
    Unlabelled,
    /// The same with a number on the land of each holder; [`Series::answers`] says whose it is.
    Numbered,
    /// Borders of the day and waters, without fills, towns and names: for colouring in.
    Outline,
    /// Land and waters, without borders, fills, towns and names: for drawing in.
    Blank,
}

impl Content {
    /// All values, in the spelling of the command line and of plans.
    pub const ALL: [(&'static str, Content); 5] = [
        ("full", Content::Full),
        ("unlabelled", Content::Unlabelled),
        ("numbered", Content::Numbered),
        ("outline", Content::Outline),
        ("blank", Content::Blank),
    ];

    /// Spelling on the command line, in plans and in file names.
    pub fn key(self) -> &'static str {
        Content::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// True if it asks something: what the map does not tell is not to be read from what is written about it.
    pub fn is_question(self) -> bool {
        self != Content::Full
    }

    /// True if the land has the colours of its holders.
    pub(in crate::layout) fn has_fills(self) -> bool {
        matches!(self, Content::Full | Content::Unlabelled | Content::Numbered)
    }

    /// True if a border of this class is drawn. Districts within a holder's land would be one more puzzle.
    pub(in crate::layout) fn draws(self, border: Border) -> bool {
        match self {
            Content::Full | Content::Unlabelled | Content::Numbered => true,
            Content::Outline => border != Border::Unit,
            Content::Blank => border == Border::Coast,
        }
    }

    /// What such a map shows, in a sentence for readers; nothing of a full one.
    pub(crate) fn told<'a>(self, lang: Lang) -> &'a str {
        match self {
            Content::Full => "",
            Content::Unlabelled => word(lang, "told-unlabelled"),
            Content::Numbered => word(lang, "told-numbered"),
            Content::Outline => word(lang, "told-outline"),
            Content::Blank => word(lang, "told-blank"),
        }
    }
}

/// What of a map of a series is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// How much is told.
    pub content: Content,
    /// Outline the land that has changed since this moment.
    pub since: Option<Moment>,
}

/// What a number on a map stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The number on the map.
    pub number: usize,
    /// The holder's name on the map of that moment, or "nobody", in the language of the series.
    pub holder: String,
    /// The colour of its fill as a swatch at the origin: of 1 x 1 px and without its texture, to be scaled, or of the
    /// size asked for.
    pub swatch: Vec<Node>,
    /// Where its first number stands on the map, px.
    pub at: [f64; 2],
}

impl Series<'_> {
    /// The map of one moment of the series, with what is asked for; of another moment a map by itself.
    ///
    /// A map that asks something has no names in its title, its description and the names of its parts either.
    pub fn compose_as(&self, moment: Moment, show: Show) -> Composed {
        let (plan, timeline) = (self.plan, self.timeline);
        let state = timeline.at(moment.day());
        let fills = areas::fills(plan, &state, self.view);
        let bare = Job::bare(plan, timeline, &state, self.view, fills);
        let mut job = Job { content: show.content, moment, lang: self.lang, ..bare };
        if let Some(since) = show.since {
            job.changed = self.changed(since, &job);
        }
        let Some(map) = self.moments.iter().position(|&known| known == moment) else {
            return plan.draw(job);
        };
        let mut job = self.as_part(job, map);
        if job.numbers.is_some() {
            job.badges = self.badges().get(map).cloned();
        }
        plan.draw(job)
    }

    /// The land that has changed from one moment to the map of another.
    fn changed(&self, since: Moment, job: &Job<'_>) -> Vec<UnitId> {
        let state = self.timeline.at(since.day());
        let fills = areas::fills(self.plan, &state, self.view);
        changed::units(&Job::bare(self.plan, self.timeline, &state, self.view, fills), job)
    }

    /// True if any land of the map of `moment` has changed since another.
    pub fn has_changed(&self, moment: Moment, since: Moment) -> bool {
        let state = self.timeline.at(moment.day());
        let fills = areas::fills(self.plan, &state, self.view);
        !self.changed(since, &Job::bare(self.plan, self.timeline, &state, self.view, fills)).is_empty()
    }

    /// What the numbers of a numbered map stand for, in their order. A holder has the same number on all maps of the
    /// series.
    pub fn answers(&self, moment: Moment) -> Vec<Answer> {
        let plain = |job: &Job<'_>, fill: Fill| {
            let paint = areas::paint_of(job.plan, fill);
            let square = rect_piece(Rect::new(0.0, 0.0, 1.0, 1.0));
            vec![Node::Path(scene::Path {
                pieces: vec![square],
                fill: Some(paint.color),
                ..scene::Path::default()
            })]
        };
        self.answers_by(moment, plain)
    }

    /// The same with framed swatches of a width and height in px, with their textures, as legends have them.
    pub fn answers_in(&self, moment: Moment, [width, height]: [f64; 2]) -> Vec<Answer> {
        let framed = |job: &Job<'_>, fill: Fill| {
            let (style, unit) = (job.plan.style, job.plan.page.unit);
            let outline = Stroke { round: false, ..Stroke::new(style.border.state.alpha(0.55), 0.8 * unit) };
            let paint = areas::paint_of(job.plan, fill);
            let casing = style.page.paper;
            let swatch = scene::Swatch { key: "", paint: &paint, hatches: &[], casing, outline, unit };
            let mut nodes = swatch.draw(Rect::new(0.0, 0.0, width, height));
            nodes.iter_mut().for_each(unnamed);
            nodes
        };
        self.answers_by(moment, framed)
    }

    /// What else a map that asks for holders has to explain: statuses, claims and fainter tints, without the names of
    /// parties, and land whose holder is not known; each with a swatch at the origin of a width and height in px.
    pub(crate) fn signs_in(&self, moment: Moment, [width, height]: [f64; 2]) -> Vec<(String, Vec<Node>)> {
        let Some(map) = self.moments.iter().position(|&known| known == moment) else { return Vec::new() };
        let state = self.timeline.at(moment.day());
        let fills = areas::fills(self.plan, &state, self.view);
        let bare = Job::bare(self.plan, self.timeline, &state, self.view, fills);
        let job = self.as_part(Job { content: Content::Numbered, ..bare }, map);
        let rect = Rect::new(0.0, 0.0, width, height);
        let sections = legend::current_sections(&job, Names::Short).into_iter();
        let sections = sections.filter(|(heading, _)| !["lines", "places"].contains(heading));
        let entries = sections.flat_map(|(_, entries)| entries);
        let draw = |entry: Entry| {
            let mut column = Column { plan: job.plan, rect, y: 0.0, nodes: Vec::new() };
            legend::draw_entry(&job, &mut column, &entry, rect);
            column.nodes.iter_mut().for_each(unnamed);
            (entry.words, column.nodes)
        };
        entries.filter(|entry| !entry.id.starts_with("number-")).map(draw).collect()
    }

    fn answers_by(&self, moment: Moment, swatch: impl Fn(&Job<'_>, Fill) -> Vec<Node>) -> Vec<Answer> {
        let Some(map) = self.moments.iter().position(|&known| known == moment) else { return Vec::new() };
        let badges = self.badges();
        self.ask(map, |job| {
            let mut answers: Vec<Answer> = Vec::new();
            for badge in &badges[map] {
                let unit = job.plan.grid.unit_at(badge.at).map(|unit| unit as usize);
                let Some(fill) = unit.map(|unit| job.fills[unit]) else { continue };
                if answers.iter().any(|known| known.number == badge.number) {
                    continue;
                }
                let holder = match fill {
                    Fill::Polity { polity, .. } => {
                        job.dataset().polity(polity).name_on(job.state.day, job.lang)
                    }
                    Fill::Nobody | Fill::NotKnown => nobody(job),
                };
                let (holder, swatch) = (holder.to_owned(), swatch(job, fill));
                answers.push(Answer { number: badge.number, holder, swatch, at: badge.at });
            }
            answers
        })
    }

    /// The series with the numbers that holders have in another one of the same data, whose maps are larger or smaller.
    pub(crate) fn numbered_as(self, other: &Series<'_>) -> Self {
        // They are settled only when first asked for, so there are none yet.
        let _ = self.numbering.set(other.numbering());
        self
    }

    /// The series with numbers from 1 for those alone whose land is on the maps of these moments: of the others there is
    /// nothing to be asked.
    pub(crate) fn numbered_for(self, moments: &[Moment]) -> Self {
        // They are settled only when first asked for, so there are none yet.
        let _ = self.numbering.set(self.numbers_of(moments));
        self
    }

    fn numbers_of(&self, moments: &[Moment]) -> Arc<Numbering> {
        let of = |&moment: &Moment| areas::fills(self.plan, &self.timeline.at(moment.day()), self.view);
        let fills: Vec<Vec<Fill>> = moments.iter().map(of).collect();
        Arc::new(Numbering::new(self.plan, fills.iter().map(Vec::as_slice)))
    }

    /// Who has which number.
    pub(in crate::layout) fn numbering(&self) -> Arc<Numbering> {
        Arc::clone(self.numbering.get_or_init(|| self.numbers_of(&self.moments)))
    }

    /// Where the numbers stand on each map.
    fn badges(&self) -> &[Vec<Badge>] {
        self.badges.get_or_init(|| {
            let mut maps: Vec<Vec<Badge>> = Vec::new();
            if self.view.has_classes() {
                return vec![Vec::new(); self.moments.len()];
            }
            let numbering = self.numbering();
            for map in 0..self.moments.len() {
                let badges = self.ask(map, |job| {
                    let taken = numbers::keep_off(job, &labels::labels(job, &mut Vec::new()).dots);
                    let before = maps.iter().rev().flatten();
                    numbers::place(job, &numbering, &taken, before)
                });
                maps.push(badges);
            }
            maps
        })
    }
}

/// Takes the names from a part of a swatch, which say what it stands for.
fn unnamed(node: &mut Node) {
    if let Node::Path(path) = node {
        (path.id, path.class) = (String::new(), String::new());
    }
}

fn nobody<'a>(job: &Job<'a>) -> &'a str {
    word(job.lang, if job.view == View::Sovereignty { "no-act" } else { "nobody" })
}

/// The line on which a pupil writes a name.
const WRITE_HERE: &str = "______________";

/// The legend of a map that tells only so much.
pub(in crate::layout) fn legend_of(job: &Job<'_>, sections: Vec<Section>) -> Vec<Section> {
    let is_holders = |heading: &str| heading == "held-by" || heading == "assigned-to";
    let keep = |(heading, entries): Section| -> Option<Section> {
        let entries: Vec<Entry> = match job.content {
            Content::Full | Content::Unlabelled => entries,
            Content::Numbered => {
                let mut told: Vec<Entry> = Vec::new();
                for entry in entries.into_iter().filter_map(|entry| hidden(job, entry)) {
                    if !told.iter().any(|known| known.id == entry.id) {
                        told.push(entry);
                    }
                }
                told
            }
            Content::Outline if is_holders(heading) => {
                entries.into_iter().filter_map(|one| boxed(job, one)).collect()
            }
            Content::Outline if heading == "lines" => entries,
            Content::Outline | Content::Blank => Vec::new(),
        };
        (!entries.is_empty()).then_some((heading, entries))
    };
    sections.into_iter().filter_map(keep).collect()
}

/// An entry without the name of a holder: his number, and a line to write his name on.
fn hidden(job: &Job<'_>, mut entry: Entry) -> Option<Entry> {
    if let Swatch::Hatch(_, key) = &entry.swatch {
        (entry.id, entry.words) = (format!("hatch-{}", key.kind()), key.words_of_kind(job.lang).to_owned());
        return Some(entry);
    }
    let fill = match job.dataset().polity_by_key(&entry.id) {
        Some(polity) => Fill::Polity { polity, inferred: false },
        None if entry.id == "nobody" => Fill::Nobody,
        None => return Some(entry),
    };
    let number = job.numbers.as_ref()?.of(fill)?;
    (entry.id, entry.words) = (format!("number-{number}"), format!("{number}  {WRITE_HERE}"));
    Some(entry)
}

/// A holder with an empty box, to be coloured in; what a map without fills does not show is left out.
fn boxed(job: &Job<'_>, mut entry: Entry) -> Option<Entry> {
    let is_held = entry.id == "nobody" || job.dataset().polity_by_key(&entry.id).is_some();
    let paint = Paint::plain(job.plan.style.page.paper);
    entry.swatch = Swatch::Fill(vec![paint]);
    is_held.then_some(entry)
}

/// Takes the names of holders, statuses and towns out of the names of a map's parts, which programs show.
pub(in crate::layout) fn hush(nodes: &mut [Node]) {
    const PARTS: [&str; 3] = ["holders", "hatches", "towns"];
    for node in nodes {
        let Node::Group(Group { id, nodes, .. }) = node else { continue };
        if !PARTS.contains(&id.as_str()) {
            hush(nodes);
            continue;
        }
        // Parts of one class keep looking alike.
        let mut classes: BTreeMap<String, usize> = BTreeMap::new();
        for (at, node) in nodes.iter_mut().enumerate() {
            let (name, class, title) = match node {
                Node::Path(path) => (&mut path.id, &mut path.class, &mut path.title),
                Node::Circle(circle) => (&mut circle.id, &mut circle.class, &mut circle.title),
                Node::Group(_) | Node::Text(_) => continue,
            };
            if !name.is_empty() {
                *name = format!("{id}-part-{}", at + 1);
            }
            let next = classes.len() + 1;
            *class = format!("{id}-look-{}", classes.entry(class.clone()).or_insert(next));
            title.clear();
        }
    }
}
