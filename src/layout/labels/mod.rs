//! Names on the map: candidates for each, one place chosen for all together, none over another.
//!
//! Land is asked for on the grid: a name goes where its box lies on its own land, as large as the land allows,
//! along it where it is long, or beside it with a leader line. Points have eight places around their dot, rivers
//! any calm stretch of their course. [`solve`] chooses. The same data gives the same map.

mod area;
mod ink;
mod names;
mod point;
mod solve;
mod water;

use area::AreaType;
use ink::Ink;
use names::capitals;
use point::Town;
use solve::Choice;

use super::grid::Region;
use super::views::Class;
use super::{Fill, Job, Pin, View};
use crate::dataset::{ContextKind, PolityId, UnitId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::geometry::math::{DEGREE, atan2, ln, sqrt};
use crate::scene::{Anchor, Circle, Line, Node, Path, Piece, Stroke, Text};
use crate::style::Color;
use crate::text::Face;

/// What the labels draw.
#[derive(Default)]
pub(super) struct Labels {
    pub dots: Vec<Node>,
    pub texts: Vec<Node>,
}

/// Labels of a map, and what found no room.
pub(super) fn labels(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Labels {
    let mut ground = Ground::new(job);
    let towns = point::in_view(&ground);
    ground.obstacles.extend(towns.iter().filter(|town| town.rank <= 1).map(Town::bounds));
    let mut names = wanted(&ground, &towns);
    names.retain_mut(|name| name.pin(&ground));
    let chosen = solve::solve(&names.iter().map(|name| &name.choice).collect::<Vec<_>>());

    let mut labels = Labels::default();
    // The dots of the towns that matter are on the map even where their names are not.
    let always = towns.iter().filter(|town| town.rank <= 1);
    labels.dots.extend(always.map(|town| point::dot(&ground, town)));
    for (name, place) in names.into_iter().zip(chosen) {
        let Some(place) = place else {
            if name.must_report {
                left_out.push(miss(&name.words));
            }
            continue;
        };
        if let Some(town) = name.town.map(|town| &towns[town]).filter(|town| town.rank > 1) {
            labels.dots.push(point::dot(&ground, town));
        }
        name.draw(&ground, place, &mut labels.texts);
    }
    labels
}

/// The marks of all places that may be on the map: key, rank and mark.
pub(super) fn marks(job: &Job<'_>) -> Vec<(String, u8, Node)> {
    let ground = Ground::new(job);
    let mark = |town: Town| (town.id.clone(), town.rank, point::dot(&ground, &town));
    point::in_view(&ground).into_iter().map(mark).collect()
}

fn miss(name: &str) -> Diagnostic {
    Diagnostic::new(Severity::Note, "label-left-out", format!("no room for the label \"{name}\""))
}

/// What candidates are judged by.
struct Ground<'a> {
    job: &'a Job<'a>,
    ink: Ink,
    /// What no name may stand on, whoever wins.
    obstacles: Vec<Rect>,
    /// Px of the page for a px of the style.
    unit: f64,
    /// How many ranks of names more, or fewer, the scale has room for than an overview on the reference page.
    density: i32,
}

/// Px per km of an overview on the reference page, for each px of the style.
const OVERVIEW: f64 = 3.2;

/// No letter is smaller than this, px: five points, the least that print and screen still show.
const LEAST_PX: f64 = 6.7;

impl<'a> Ground<'a> {
    fn new(job: &'a Job<'a>) -> Ground<'a> {
        // The points of lines and their numbers are there already.
        let mut obstacles: Vec<Rect> = job.lines.iter().flat_map(|line| line.taken()).collect();
        obstacles.extend(&job.furniture);
        let unit = job.plan.page.unit;
        // A map of twice the scale has room for the next ranks of places, a small one for fewer.
        let closer = (job.plan.px_per_km() / unit / OVERVIEW).max(0.1);
        let density = (1.6 * ln(closer) / std::f64::consts::LN_2 + 0.3).floor().clamp(-2.0, 4.0) as i32;
        Ground { job, ink: Ink::new(job), obstacles, unit, density }
    }

    /// True if no obstacle is in the way and the map goes all around.
    fn is_free(&self, rect: &Rect) -> bool {
        self.is_free_but(rect, None)
    }

    /// The same, where a thing does not stand in its own way.
    fn is_free_but(&self, rect: &Rect, own: Option<&Rect>) -> bool {
        let grown = rect.grown(1.5 * self.unit);
        self.job.plan.page.map.grown(-4.0 * self.unit).contains_rect(rect)
            && !self.obstacles.iter().any(|taken| Some(taken) != own && grown.overlaps(taken))
    }

    /// Who holds the land under a point in px; nothing over water.
    fn holder_at(&self, at: [f64; 2]) -> Option<Option<PolityId>> {
        self.job.plan.grid.unit_at(at).map(|unit| self.job.fills[usize::from(unit)].polity())
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
#[derive(Clone, Debug, Default)]
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

/// A name that belongs on the map, and where it could stand.
struct Name {
    id: String,
    words: String,
    class: &'static str,
    face: Face,
    fill: Color,
    halo: (Color, f64),
    choice: Choice,
    /// The town it names.
    town: Option<usize>,
    must_report: bool,
}

impl Name {
    /// Puts the name where a person wants it. False if it is not wanted at all.
    fn pin(&mut self, ground: &Ground<'_>) -> bool {
        match ground.job.plan.pins.get(&self.id) {
            None => true,
            Some(Pin::Hidden) => false,
            Some(Pin::At(at)) => {
                let Some(mut candidate) = self.choice.candidates.first().cloned() else { return true };
                let now = candidate.place.lines.first().map_or(*at, |line| line.at);
                let by = [at[0] - now[0], at[1] - now[1]];
                candidate.place.moved(by);
                // The dot of a town stays; what moves is the name, which is the first shape but for a chain.
                let moving = if self.town.is_some() { 1 } else { candidate.shapes.len() };
                for shape in candidate.shapes.iter_mut().take(moving) {
                    *shape = Rect::new(shape.x + by[0], shape.y + by[1], shape.w, shape.h);
                }
                let shapes = candidate.shapes.iter().map(|shape| shape.grown(-AIR)).collect();
                self.choice.candidates = vec![Candidate::new(-1.0, shapes, candidate.place)];
                self.choice.weight = f64::MAX / 4.0;
                true
            }
        }
    }

    /// The text, and the leader line if it has one.
    fn draw(&self, ground: &Ground<'_>, place: usize, out: &mut Vec<Node>) {
        let candidate = &self.choice.candidates[place];
        let place = &candidate.place;
        let words = candidate.shapes[0].grown(-AIR);
        if let Some(line) = place.leader_line(&words, ground.unit) {
            let key = self.id.strip_prefix("label-").unwrap_or(&self.id);
            let style = &ground.job.plan.style.label;
            out.push(Node::Path(Path {
                id: format!("leader-{key}"),
                class: "leader".into(),
                pieces: vec![Piece { points: line.to_vec(), closed: false }],
                stroke: Some(Stroke::new(style.unit, 0.8 * ground.unit)),
                ..Path::default()
            }));
            out.push(Node::Circle(Circle {
                id: format!("leader-end-{key}"),
                class: "leader-end".into(),
                title: String::new(),
                center: line[0],
                radius: 1.5 * ground.unit,
                fill: style.unit,
                stroke: None,
            }));
        }
        out.push(Node::Text(Text {
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

/// Every name that belongs on the map, in the order of drawing.
fn wanted(ground: &Ground<'_>, towns: &[Town]) -> Vec<Name> {
    let mut names = Vec::new();
    holders(ground, &mut names);
    named_statuses(ground, &mut names);
    counts(ground, &mut names);
    water(ground, &mut names);
    units(ground, towns, &mut names);
    let first_town = names.len();
    for (index, town) in towns.iter().enumerate() {
        names.push(Name {
            town: Some(index),
            ..name(
                ground,
                format!("label-place-{}", town.id),
                &town.name,
                ("label-place", town.face, ground.job.plan.style.label.town),
                [40.0, 14.0, 5.0, 3.0, 2.0][usize::from(town.rank.clamp(1, 5)) - 1],
                point::around(ground, town),
            )
        });
    }
    // A unit called after a town on the map needs no second name; without the town, it gets it.
    for at in 0..first_town {
        if names[at].class == "label-unit" {
            let unit = &names[at].words;
            let is_twin = |town: &str| {
                town.strip_prefix(unit.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
            };
            let twin = (first_town..names.len()).find(|&town| is_twin(&names[town].words));
            if twin.is_some() {
                names[at].choice.twin = twin;
                names[at].choice.weight = 1.5;
                names[at].must_report = false;
            }
        }
    }
    names
}

/// A name with the halo and the duty to be reported that most have.
fn name(
    ground: &Ground<'_>,
    id: String,
    words: &str,
    (class, face, fill): (&'static str, Face, Color),
    weight: f64,
    candidates: Vec<Candidate>,
) -> Name {
    let style = &ground.job.plan.style.label;
    Name {
        id,
        words: words.to_owned(),
        class,
        face,
        fill,
        halo: (style.halo, style.halo_px * ground.unit),
        choice: Choice { weight, twin: None, candidates },
        town: None,
        must_report: true,
    }
}

/// Names of holders on each larger piece of their land.
fn holders(ground: &Ground<'_>, names: &mut Vec<Name>) {
    let (job, style) = (ground.job, &ground.job.plan.style.label);
    let mut holders: Vec<PolityId> = job.fills.iter().filter_map(|fill| fill.polity()).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut pieces: Vec<(PolityId, usize, Region)> = Vec::new();
    for polity in holders {
        let held = |unit: u16| job.fills[usize::from(unit)].polity() == Some(polity);
        // Land that bears a name of its own is left to that name, if the holder has other land.
        let plain = |unit: u16| held(unit) && job.status_name(UnitId(u32::from(unit))).is_none();
        let mut units = job.plan.unit_cells.iter().enumerate();
        let has_plain = units.any(|(unit, &cells)| cells > 0 && plain(unit as u16));
        let held = |unit: u16| if has_plain { plain(unit) } else { held(unit) };
        for (i, region) in job.plan.grid.regions(held).into_iter().enumerate() {
            if i == 0 || region.area() > 6000.0 * ground.unit * ground.unit {
                pieces.push((polity, i, region));
            }
        }
    }
    pieces.sort_by(|a, b| b.2.count.cmp(&a.2.count).then(a.0.cmp(&b.0)));
    for (polity, piece, region) in pieces {
        // A piece whose land is all one named status (an autonomous republic) bears that name instead.
        if piece > 0 && is_all_named(job, &region) {
            continue;
        }
        let data = &job.dataset().polities[polity.index()];
        let words = capitals(data.short_on(job.state.day, job.lang), job.lang);
        let kind = AreaType {
            face: Face::SansBold,
            sizes: [style.polity_px, style.polity_min_px],
            spacing: style.polity_spacing,
            color: job.plan.tints[polity.index()].text,
            class: "label-polity",
            coverage: 0.97,
        };
        let id =
            if piece == 0 { format!("label-{}", data.key) } else { format!("label-{}-{piece}", data.key) };
        let weight = if piece == 0 { 30.0 } else { 8.0 };
        let candidates = area::on_land(ground, &words, &region, &kind);
        names.push(Name {
            must_report: piece == 0,
            ..name(ground, id, &words, (kind.class, kind.face, kind.color), weight, candidates)
        });
    }
}

/// True if the middle of a region lies on land that a status names.
fn is_all_named(job: &Job<'_>, region: &Region) -> bool {
    let [lon, lat] = job.plan.lonlat(region.centroid);
    let units = &job.dataset().units;
    let hit = units.iter().position(|unit| crate::geometry::contains(&unit.polygons, [lon, lat]));
    hit.is_some_and(|unit| job.status_name(UnitId(unit as u32)).is_some())
}

/// Names that land bears while its status lasts, such as an autonomous republic's.
fn named_statuses(ground: &Ground<'_>, names: &mut Vec<Name>) {
    let (job, style) = (ground.job, &ground.job.plan.style.label);
    let count = job.dataset().units.len() as u32;
    // Several acts may give land the same name; it is written once.
    let mut statuses: Vec<(String, &str)> = Vec::new();
    let words_of = |unit: u32| {
        let (event, effect) = job.status_name(UnitId(unit))?;
        let words = job.timeline.effect_of(event, effect).name.as_ref()?.get(job.lang);
        Some((format!("label-status-{}-{effect}", job.dataset().events[event.index()].key), words))
    };
    for (id, words) in (0..count).filter_map(words_of) {
        if !statuses.iter().any(|(_, known)| *known == words) {
            statuses.push((id, words));
        }
    }
    for (id, words) in statuses {
        let named = |unit: u16| words_of(u32::from(unit)).is_some_and(|(_, found)| found == words);
        let Some(region) = job.plan.grid.regions(named).into_iter().next() else { continue };
        let holder =
            (0..count as usize).find(|&unit| named(unit as u16)).and_then(|unit| job.fills[unit].polity());
        let kind = AreaType {
            face: Face::SansBold,
            sizes: [style.polity_px * 0.62, style.unit_min_px],
            spacing: 0.03,
            color: holder.map_or(style.unit, |polity| job.plan.tints[polity.index()].text),
            class: "label-status",
            coverage: 0.93,
        };
        let mut candidates = area::on_land(ground, words, &region, &kind);
        if candidates.is_empty() {
            candidates = area::led(ground, words, &region, &kind);
        }
        names.push(name(ground, id, words, (kind.class, kind.face, kind.color), 25.0, candidates));
    }
}

/// In the sources view, how many sources support the holder of each unit, where the number fits.
fn counts(ground: &Ground<'_>, names: &mut Vec<Name>) {
    let (job, style) = (ground.job, &ground.job.plan.style.sources);
    for (index, mark) in job.marks.iter().enumerate() {
        let Some(region) = job.plan.unit_regions[index].as_ref() else { continue };
        if job.view != View::Sources || mark.class == Class::NotKnown {
            continue;
        }
        let kind = AreaType {
            face: Face::SansBold,
            sizes: [style.number_px, style.number_min_px],
            spacing: 0.0,
            color: style.number,
            class: "label-count",
            coverage: 0.9,
        };
        let data = &job.dataset().units[index];
        let (id, words) = (format!("label-count-{}", data.key), mark.sources.to_string());
        let mut candidates = area::on_land(ground, &words, region, &kind);
        // A number is read level.
        candidates.retain(|candidate| candidate.place.rotate_deg == 0.0 && candidate.place.course.is_empty());
        // A number close to a name would read as a part of it.
        candidates.iter_mut().for_each(|candidate| candidate.keep_off(4.0 * ground.unit));
        names.push(name(ground, id, &words, (kind.class, kind.face, kind.color), 20.0, candidates));
    }
}

/// Names of lakes and rivers.
fn water(ground: &Ground<'_>, names: &mut Vec<Name>) {
    let (job, style) = (ground.job, &ground.job.plan.style.label);
    let mut features: Vec<usize> = (0..job.dataset().context.len()).collect();
    features.sort_by_key(|&index| job.dataset().context[index].rank);
    for index in features {
        let (feature, px) = (&job.dataset().context[index], &job.plan.context[index]);
        let words = feature.name.get(job.lang);
        if words.is_empty() {
            continue;
        }
        match feature.kind {
            ContextKind::Lake if !px.areas.is_empty() => {
                let candidates = water::in_lake(ground, words, px);
                let id = format!("label-water-{index}");
                names.push(name(
                    ground,
                    id,
                    words,
                    ("label-water", water::FACE, style.water),
                    10.0,
                    candidates,
                ));
            }
            ContextKind::River if feature.rank <= 3 && !px.lines.is_empty() => {
                // A river drawn in several features bears its name once.
                if names.iter().any(|name| name.class == "label-river" && name.words == words) {
                    continue;
                }
                let size = style.water_px * (1.0 - 0.1 * f64::from(feature.rank - 1)) * ground.unit;
                let candidates = water::along_river(ground, words, px, size);
                if candidates.is_empty() {
                    continue;
                }
                let weight = [8.0, 5.0, 3.0][usize::from(feature.rank.clamp(1, 3)) - 1];
                let halo = (style.halo.alpha(0.75 * style.halo.opacity()), 0.7 * style.halo_px * ground.unit);
                names.push(Name {
                    halo,
                    must_report: false,
                    ..name(
                        ground,
                        format!("label-river-{index}"),
                        words,
                        ("label-river", water::FACE, style.water),
                        weight,
                        candidates,
                    )
                });
            }
            _ => {}
        }
    }
}

/// A name with this many places on its land needs no leader line.
const CROWDED: usize = 5;

/// Names of units, those of weight first.
fn units(ground: &Ground<'_>, towns: &[Town], names: &mut Vec<Name>) {
    let (job, style) = (ground.job, &ground.job.plan.style.label);
    let mut order: Vec<usize> = (0..job.dataset().units.len()).collect();
    let deepest = 5 + ground.density.min(0);
    order.retain(|&unit| {
        let unit = &job.dataset().units[unit];
        unit.rank > 0 && i32::from(unit.rank) <= deepest && !unit.surround
    });
    order.sort_by_key(|&unit| job.dataset().units[unit].rank);
    for unit in order {
        let data = &job.dataset().units[unit];
        let Some(region) = &job.plan.unit_regions[unit] else { continue };
        let words = data.name.get(job.lang);
        // The name is on the map already if the town it is called after is, or the land that bears it.
        let is_said = names.iter().any(|name| name.class != "label-polity" && name.words == words)
            || towns.iter().any(|town| town.rank <= 2 && town.name == words);
        if is_said {
            continue;
        }
        let shrink = 1.0 - 0.06 * f64::from(data.rank.saturating_sub(1));
        let kind = AreaType {
            face: Face::SerifItalic,
            sizes: [style.unit_px * shrink, style.unit_min_px],
            spacing: 0.04,
            color: style.unit,
            class: "label-unit",
            coverage: 0.96,
        };
        let mut candidates = area::on_land(ground, words, region, &kind);
        // A sliver that matters is led to; one of little weight is left to closer maps.
        if i32::from(data.rank) < deepest && candidates.len() < CROWDED {
            candidates.extend(area::led(ground, words, region, &kind));
        }
        let weight = [15.0, 12.0, 6.0, 3.5, 2.0][usize::from(data.rank.clamp(1, 5)) - 1];
        let id = format!("label-unit-{}", data.key);
        names.push(name(ground, id, words, (kind.class, kind.face, kind.color), weight, candidates));
    }
}

/// True if a map shows land of this holder.
pub(super) fn shows(job: &Job<'_>, fill: Fill) -> bool {
    job.plan.unit_cells.iter().zip(&job.fills).any(|(&cells, &of)| cells > 0 && of == fill)
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
