//! Names on the map: candidates for each, one place chosen for all together, none over another.
//!
//! Land is asked for on the grid: a name goes where its box lies on its own land, as large as the land allows,
//! along it where it is long, or beside it with a leader line. Points have eight places around their dot, rivers
//! any calm stretch of their course. [`solve`] chooses. The same data gives the same map.
//!
//! What is wanted ([`wanted`]) is told apart from where it could stand ([`Name::candidates`]): the maps of a series
//! want the same names again and again, and place each once ([`series`]).

mod area;
mod ink;
mod names;
mod point;
mod series;
mod solve;
mod wanted;
mod water;

use std::sync::Arc;

use area::AreaType;
use ink::Ink;
use point::Town;
use solve::{Choice, Times};

use super::grid::Region;
use super::plan::Plan;
use super::{Fill, Job, Pin};
use crate::diagnostic::{Diagnostic, Severity};
use rayon::prelude::*;

use crate::geometry::clip::Rect;
use crate::geometry::math::{DEGREE, atan2, ln, sqrt};
use crate::scene::{Anchor, Circle, Line, Node, Path, Piece, Stroke, Text};
use crate::style::Color;
use crate::text::Face;

pub(super) use series::{FrozenLabels, Gathered, Moved, Sample};

/// What the labels draw.
#[derive(Default)]
pub(super) struct Labels {
    pub dots: Vec<Node>,
    pub texts: Vec<Node>,
}

/// Labels of a map, and what found no room.
pub(super) fn labels(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Labels {
    if let Some(frozen) = job.frozen.and_then(|frozen| frozen.labels.as_ref()) {
        return frozen.draw(job, left_out);
    }
    let towns = point::in_view(job);
    let ink = Ink::of_map(job);
    // The points of lines and their numbers are there already.
    let mut obstacles: Vec<Rect> = job.lines.iter().flat_map(|line| line.taken()).collect();
    obstacles.extend(&job.furniture);
    obstacles.extend(point::obstacles(&towns));
    let ground = Ground::new(job.plan, &ink, &obstacles, vec![&job.fills]);
    let names = wanted::wanted(job, &towns);
    let placed = names.into_par_iter().filter_map(|name| {
        let choice = name.choice(&ground)?;
        Some((name, choice))
    });
    let (names, choices): (Vec<Name>, Vec<Choice>) = placed.unzip();
    let chosen = solve::solve(&choices.iter().collect::<Vec<_>>());

    let mut labels = Labels::default();
    // The dots of the towns that matter are on the map even where their names are not.
    let always = towns.iter().filter(|town| town.rank <= 1);
    labels.dots.extend(always.map(|town| point::dot(job.plan, town)));
    for ((name, choice), place) in names.iter().zip(&choices).zip(chosen) {
        match place {
            Some(place) => name.draw(job.plan, &choice.candidates[place], &mut labels),
            None => left_out.extend(name.miss()),
        }
    }
    labels
}

/// The marks of all places that may be on the map: key, rank and mark.
pub(super) fn marks(job: &Job<'_>) -> Vec<(String, u8, Node)> {
    let mark = |town: Arc<Town>| (town.id.clone(), town.rank, point::dot(job.plan, &town));
    point::in_view(job).into_iter().map(mark).collect()
}

/// What candidates are judged by.
struct Ground<'a> {
    plan: &'a Plan<'a>,
    ink: &'a Ink,
    /// What no name may stand on, whoever wins.
    obstacles: &'a [Rect],
    /// Px of the page for a px of the style.
    unit: f64,
    /// The fills of the maps on which the name stands, or of some of them.
    fills: Vec<&'a [Fill]>,
}

/// Px per km of an overview on the reference page, for each px of the style.
pub(super) const OVERVIEW: f64 = 3.2;

/// No letter is smaller than this, px: five points, the least that print and screen still show.
pub(super) const LEAST_PX: f64 = 6.7;

/// The size of a town's name on an overview, px of the style.
const TOWN_PX: f64 = 15.0;

/// No letter on a plan's map is smaller than the style asks for, px.
fn least(plan: &Plan<'_>) -> f64 {
    plan.style.label.least_px * plan.page.unit
}

/// How much larger than on an overview letters are set, at least 1.
fn enlarged(plan: &Plan<'_>) -> f64 {
    (plan.style.label.least_px / TOWN_PX).max(1.0)
}

/// From letters so many times as large on, a name stands without the other one that it has in brackets.
const BRIEF: f64 = 1.5;

/// A name as there is room for it.
fn brief<'n>(plan: &Plan<'_>, name: &'n str) -> &'n str {
    let whole = enlarged(plan) < BRIEF || !name.ends_with(')');
    if whole { name } else { name.split_once(" (").map_or(name, |(before, _)| before) }
}

/// How much larger the marks of places are beside such letters.
pub(super) fn mark_scale(plan: &Plan<'_>) -> f64 {
    sqrt(enlarged(plan))
}

/// How many ranks of names more, or fewer, the scale has room for than an overview on the reference page.
fn density(plan: &Plan<'_>) -> i32 {
    // A map of twice the scale has room for the next ranks of places, a small one for fewer, and so has one with
    // letters of twice the size.
    let closer = (plan.px_per_km() / plan.page.unit / OVERVIEW / enlarged(plan)).max(0.1);
    (1.6 * ln(closer) / std::f64::consts::LN_2 + 0.3).floor().clamp(-2.0, 4.0) as i32
}

impl<'a> Ground<'a> {
    fn new(plan: &'a Plan<'a>, ink: &'a Ink, obstacles: &'a [Rect], fills: Vec<&'a [Fill]>) -> Ground<'a> {
        Ground { plan, ink, obstacles, unit: plan.page.unit, fills }
    }

    /// True if no obstacle is in the way and the map goes all around.
    fn is_free(&self, rect: &Rect) -> bool {
        self.is_free_but(rect, None)
    }

    /// The same, where a thing does not stand in its own way.
    fn is_free_but(&self, rect: &Rect, own: Option<&Rect>) -> bool {
        let grown = rect.grown(1.5 * self.unit);
        self.plan.page.map.grown(-4.0 * self.unit).contains_rect(rect)
            && !self.obstacles.iter().any(|taken| Some(taken) != own && grown.overlaps(taken))
    }

    /// On what share of the maps a point in px lies on the land of another holder than `home`; over water on none.
    fn abroad(&self, at: [f64; 2], home: Option<u32>) -> f64 {
        let Some(there) = self.plan.grid.unit_at(at).map(|unit| unit as usize) else { return 0.0 };
        let Some(home) = home.map(|unit| unit as usize) else { return 1.0 };
        if there == home {
            return 0.0;
        }
        let other = self.fills.iter().filter(|fills| fills[there].polity() != fills[home].polity()).count();
        other as f64 / self.fills.len().max(1) as f64
    }
}

/// A place a name could have.
#[derive(Clone, Debug)]
struct Candidate {
    /// Less is better; more than the name's weight is never taken.
    cost: f64,
    /// What it covers, with half the air between two names.
    shapes: Vec<Rect>,
    bounds: Rect,
    place: Place,
}

/// Half the space between two names, px.
const AIR: f64 = 1.0;

impl Candidate {
    fn new(cost: f64, shapes: Vec<Rect>, place: Place) -> Candidate {
        let shapes: Vec<Rect> = shapes.iter().map(|shape| shape.grown(AIR)).collect();
        let corners = shapes.iter().flat_map(|shape| [[shape.x, shape.y], [shape.right(), shape.bottom()]]);
        let bounds = Rect::around(corners).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
        Candidate { cost, shapes, bounds, place }
    }

    /// More air around it, px.
    fn keep_off(&mut self, air: f64) {
        self.shapes.iter_mut().for_each(|shape| *shape = shape.grown(air));
        self.bounds = self.bounds.grown(air);
    }

    fn hits(&self, other: &Candidate) -> bool {
        self.bounds.overlaps(&other.bounds)
            && self.shapes.iter().any(|a| other.shapes.iter().any(|b| a.overlaps(b)))
    }
}

/// How a name stands at a place: straight lines, one turned line, or one along a course.
#[derive(Clone, Debug, Default, PartialEq)]
struct Place {
    lines: Vec<Line>,
    anchor: Anchor,
    size: f64,
    spacing: f64,
    rotate_deg: f64,
    course: Vec<[f64; 2]>,
    /// The point on its land that a leader line runs to.
    leader: Option<[f64; 2]>,
}

impl Place {
    /// One line turned around the middle of its baseline, in this direction.
    fn turned(name: &str, at: [f64; 2], [dx, dy]: [f64; 2], width: f64, size: f64, spacing: f64) -> Place {
        Place {
            lines: vec![Line { text: name.to_owned(), at, width }],
            anchor: Anchor::Middle,
            size,
            spacing,
            rotate_deg: atan2(dy, dx) / DEGREE,
            ..Place::default()
        }
    }

    /// One line along a course.
    fn curved(name: &str, course: Vec<[f64; 2]>, width: f64, size: f64, spacing: f64) -> Place {
        let at = middle_of(&course);
        let line = Line { text: name.to_owned(), at, width };
        Place { lines: vec![line], anchor: Anchor::Middle, size, spacing, course, ..Place::default() }
    }

    /// True if another name stands on the same side of the same dot.
    fn is_beside(&self, other: &Place) -> bool {
        let at = |place: &Place| place.lines.first().map(|line| line.at);
        self.anchor == other.anchor && at(self) == at(other)
    }

    fn moved(&mut self, [dx, dy]: [f64; 2]) {
        let points = self.lines.iter_mut().map(|line| &mut line.at).chain(&mut self.course);
        for point in points {
            *point = [point[0] + dx, point[1] + dy];
        }
    }

    /// The leader line, from the land to just before the box of the words; `None` if it would be too short to see.
    fn leader_line(&self, words: &Rect, unit: f64) -> Option<[[f64; 2]; 2]> {
        let from = self.leader?;
        let near = words.grown(1.5 * unit);
        let to = [from[0].clamp(near.x, near.right()), from[1].clamp(near.y, near.bottom())];
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        (sqrt(dx * dx + dy * dy) > 4.0 * unit).then_some([from, to])
    }
}

/// The point in the middle of a course's length.
fn middle_of(course: &[[f64; 2]]) -> [f64; 2] {
    let length = |edge: &[[f64; 2]]| {
        let (dx, dy) = (edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]);
        sqrt(dx * dx + dy * dy)
    };
    let mut left = course.windows(2).map(length).sum::<f64>() / 2.0;
    for edge in course.windows(2) {
        let long = length(edge);
        if left <= long && long > 0.0 {
            let t = left / long;
            return [edge[0][0] + (edge[1][0] - edge[0][0]) * t, edge[0][1] + (edge[1][1] - edge[0][1]) * t];
        }
        left -= long;
    }
    course.last().copied().unwrap_or_default()
}

/// Squares along a line that cover letters of this height on it, however it is turned.
fn chain(line: &[[f64; 2]], height: f64) -> Vec<Rect> {
    let side = 1.2 * height;
    let mut out: Vec<Rect> = Vec::new();
    let mut last: Option<[f64; 2]> = None;
    for (i, &[x, y]) in line.iter().enumerate() {
        let far = last.is_none_or(|[lx, ly]| (x - lx).abs().max((y - ly).abs()) > 0.45 * side);
        if far || i + 1 == line.len() {
            out.push(Rect::new(x - side / 2.0, y - side / 2.0, side, side));
            last = Some([x, y]);
        }
    }
    out
}

/// A name that belongs on the map.
struct Name {
    id: String,
    words: String,
    class: &'static str,
    face: Face,
    fill: Color,
    halo: (Color, f64),
    /// What it costs to leave it out.
    weight: f64,
    /// Names that say the same, by their position among the names: only one of them stands on the map.
    twins: Vec<usize>,
    must_report: bool,
    spot: Spot,
}

/// What a name names: where it can stand.
enum Spot {
    /// Land.
    Land { region: Arc<Region>, kind: AreaType, led: Led },
    /// A lake, by its position in the context.
    Lake(usize),
    /// The first of some features of a river along which there is room, and the size of the letters, px.
    River(Vec<usize>, f64),
    /// A town or another point.
    Town(Arc<Town>),
}

/// When a name on land may stand beside it, with a leader line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Led {
    Never,
    /// If there is no place on the land, even where names of lesser weight are not led to theirs.
    AnyHow,
    /// If there are few.
    IfFew,
    /// Never, and on the land it stands level and apart from other names.
    Apart,
}

/// A name with this many places on its land needs no leader line.
const CROWDED: usize = 5;

impl Name {
    /// The places it could have.
    fn candidates(&self, ground: &Ground<'_>) -> Vec<Candidate> {
        match &self.spot {
            Spot::Land { region, kind, led } => {
                let mut candidates = area::on_land(ground, &self.words, region, kind);
                if self.class == "label-region" {
                    // Letters so far apart run into those of a neighbour of the same look.
                    candidates.iter_mut().for_each(|one| one.keep_off(0.4 * one.place.size));
                }
                match led {
                    Led::Never => {}
                    Led::IfFew if !ground.plan.leaders => {}
                    Led::AnyHow if ground.plan.at_home || !candidates.is_empty() => {}
                    Led::IfFew if candidates.len() >= CROWDED => {}
                    // A sliver that matters is led to.
                    Led::AnyHow | Led::IfFew => {
                        candidates.extend(area::led(ground, &self.words, region, kind));
                    }
                    Led::Apart => {
                        // A number is read level; close to a name it would read as a part of it.
                        candidates.retain(|one| one.place.rotate_deg == 0.0 && one.place.course.is_empty());
                        candidates.iter_mut().for_each(|candidate| candidate.keep_off(4.0 * ground.unit));
                    }
                }
                candidates
            }
            Spot::Lake(index) => water::in_lake(ground, &self.words, &ground.plan.context[*index]),
            Spot::River(features, size) => {
                let along = |&index: &usize| {
                    water::along_river(ground, &self.words, &ground.plan.context[index], *size)
                };
                features.iter().map(along).find(|found| !found.is_empty()).unwrap_or_default()
            }
            Spot::Town(town) => point::around(ground, town),
        }
    }

    /// The name with its places, as a person wants it; `None` if it is not wanted at all.
    fn choice(&self, ground: &Ground<'_>) -> Option<Choice> {
        let mut candidates = self.candidates(ground);
        let mut weight = self.weight;
        match (ground.plan.pins.get(&self.id), candidates.first()) {
            (Some(Pin::Hidden), _) => return None,
            (Some(Pin::At(at)), Some(first)) => {
                candidates = vec![self.pinned(*at, first.clone())];
                weight = f64::MAX / 4.0;
            }
            _ => {}
        }
        Some(Choice { weight, twins: self.twins.clone(), times: Times::always(), candidates })
    }

    /// A candidate moved to where a person wants it.
    fn pinned(&self, at: [f64; 2], mut candidate: Candidate) -> Candidate {
        let now = candidate.place.lines.first().map_or(at, |line| line.at);
        let by = [at[0] - now[0], at[1] - now[1]];
        candidate.place.moved(by);
        // The dot of a town stays; what moves is the name, which is the first shape but for a chain.
        let moving = if matches!(self.spot, Spot::Town(_)) { 1 } else { candidate.shapes.len() };
        for shape in candidate.shapes.iter_mut().take(moving) {
            *shape = Rect::new(shape.x + by[0], shape.y + by[1], shape.w, shape.h);
        }
        let shapes = candidate.shapes.iter().map(|shape| shape.grown(-AIR)).collect();
        Candidate::new(-1.0, shapes, candidate.place)
    }

    /// That there is no room for it, if it must be said.
    fn miss(&self) -> Option<Diagnostic> {
        let message = format!("no room for the label \"{}\"", self.words);
        self.must_report.then(|| Diagnostic::new(Severity::Note, "label-left-out", message))
    }

    /// The text, the leader line if it has one, and the dot that is there for its sake.
    fn draw(&self, plan: &Plan<'_>, candidate: &Candidate, out: &mut Labels) {
        if let Spot::Town(town) = &self.spot
            && town.rank > 1
        {
            out.dots.push(point::dot(plan, town));
        }
        let (place, unit) = (&candidate.place, plan.page.unit);
        let words = candidate.shapes[0].grown(-AIR);
        if let Some(line) = place.leader_line(&words, unit) {
            let key = self.id.strip_prefix("label-").unwrap_or(&self.id);
            let style = &plan.style.label;
            out.texts.push(Node::Path(Path {
                id: format!("leader-{key}"),
                class: "leader".into(),
                pieces: vec![Piece { points: line.to_vec(), closed: false }],
                stroke: Some(Stroke::new(style.unit, 0.8 * unit * enlarged(plan))),
                ..Path::default()
            }));
            out.texts.push(Node::Circle(Circle {
                id: format!("leader-end-{key}"),
                class: "leader-end".into(),
                title: String::new(),
                center: line[0],
                radius: 1.5 * unit * enlarged(plan),
                fill: style.unit,
                stroke: None,
            }));
        }
        out.texts.push(Node::Text(Text {
            id: self.id.clone(),
            class: self.class.to_owned(),
            lines: place.lines.clone(),
            face: self.face,
            size: place.size,
            spacing: place.spacing,
            anchor: place.anchor,
            fill: self.fill,
            halo: Some(self.halo),
            rotate_deg: place.rotate_deg,
            course: place.course.clone(),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_course_is_in_the_middle_of_its_length() {
        assert_eq!(middle_of(&[[0.0, 0.0], [4.0, 0.0], [4.0, 2.0]]), [3.0, 0.0]);
        assert_eq!(middle_of(&[]), [0.0, 0.0]);
    }

    #[test]
    fn a_chain_covers_its_line() {
        let line: Vec<[f64; 2]> = (0..=20).map(|i| [f64::from(i) * 2.0, f64::from(i)]).collect();
        let squares = chain(&line, 10.0);
        assert!(line.iter().all(|point| squares.iter().any(|square| square.contains(*point))));
        assert!(squares.len() < 12);
        // The corners of the letters too.
        assert!(line.iter().all(|[x, y]| squares.iter().any(|square| square.contains([x - 2.0, y + 4.0]))));
    }
}
