//! Treaty, claim and front lines, with the numbered points of their texts.
//!
//! A point whose place is only inferred is hollow. Points too close to be told apart at the scale share
//! a circle; what that hides is in `left_out`.

use super::panel::{Column, heading};
use super::plan::Plan;
use super::{Job, LineChoice, legend};
use crate::dataset::{Confidence, LineId, LineKind, LinePoint, PlaceKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::{self, Rect};
use crate::geometry::math::sqrt;
use crate::geometry::simplify::simplify;
use crate::scene::{Anchor, Circle, Line, Node, Path, Piece, Stroke, Text, Type};
use crate::style::Color;
use crate::text::{self, CAP_HEIGHT, Face};
use crate::words::word;

/// A line on a map.
#[derive(Clone)]
pub(super) struct Drawn {
    pub id: LineId,
    pub color: Color,
    /// From the bottom up.
    pub strokes: Vec<Stroke>,
    pub marks: Vec<Mark>,
    pieces: Vec<Piece>,
}

/// A point of a line, or several that are one at this scale.
#[derive(Clone)]
pub(super) struct Mark {
    /// The place of any of them is only inferred.
    pub hollow: bool,
    /// Positions in the line's points.
    points: Vec<usize>,
    at: [f64; 2],
    reach: f64,
    /// Where its number stands, if there was room.
    number: Option<Rect>,
}

impl Drawn {
    /// What names must keep off: the points and their numbers.
    pub fn taken(&self) -> impl Iterator<Item = Rect> {
        self.marks.iter().flat_map(|mark| [Some(mark.bounds()), mark.number]).flatten()
    }

    /// The course, in px.
    pub fn courses(&self) -> impl Iterator<Item = &[[f64; 2]]> {
        self.pieces.iter().map(|piece| piece.points.as_slice())
    }
}

impl Drawn {
    /// What boxes on the map must keep off besides: the course, as little squares of a reach in px along it.
    pub fn course(&self, reach: f64) -> Vec<Rect> {
        let around = |[x, y]: [f64; 2]| Rect::new(x - reach, y - reach, 2.0 * reach, 2.0 * reach);
        samples(&self.pieces, 2.0 * reach).into_iter().map(around).collect()
    }
}

impl Mark {
    fn bounds(&self) -> Rect {
        Rect::new(self.at[0] - self.reach, self.at[1] - self.reach, 2.0 * self.reach, 2.0 * self.reach)
    }
}

/// The lines of a map in file order, those of which something is in view.
pub(super) fn lines(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = Vec::new();
    let mut taken: Vec<Rect> = Vec::new();
    for id in chosen(job) {
        let line = job.dataset().line(id);
        let before = drawn.iter().filter(|other| job.dataset().line(other.id).kind == line.kind).count();
        let Some(mut one) = draw(job, id, before) else { continue };
        note_points(job, &one, left_out);
        taken.extend(one.marks.iter().map(Mark::bounds));
        one.strokes.retain(|stroke| stroke.width > 0.0);
        drawn.push(one);
    }
    if drawn.is_empty() {
        return drawn;
    }
    taken.extend(towns(job));
    for line in &mut drawn {
        number(job, line, &mut taken, left_out);
    }
    drawn
}

fn chosen(job: &Job<'_>) -> Vec<LineId> {
    let all = (0..job.dataset().lines.len() as u32).map(LineId);
    match &job.plan.lines {
        LineChoice::Only(ids) => all.filter(|id| ids.contains(id)).collect(),
        LineChoice::NearDay => {
            let day = job.state.day.julian_day();
            // A line that is not there yet would be an anachronism on a dated map.
            let is_near = |id: &LineId| {
                let line = job.dataset().line(*id);
                let date = job.timeline.date_of(line.event);
                let until = date.latest().julian_day() + i32::from(line.shown_days);
                date.earliest().julian_day() <= day && day <= until
            };
            all.filter(is_near).collect()
        }
    }
}

/// A line in px; `before` counts the lines of its kind that are on the map already. `None` if it is out of view.
fn draw(job: &Job<'_>, id: LineId, before: usize) -> Option<Drawn> {
    let (plan, line) = (job.plan, job.dataset().line(id));
    let (style, unit) = (&plan.style.border, plan.page.unit);
    let (color, width, dash) = match line.kind {
        LineKind::Treaty => (style.treaty, style.treaty_px, &style.treaty_dash),
        LineKind::Claim => (style.claim, style.claim_px, &style.claim_dash),
        LineKind::Front => (style.front, style.front_px, &style.front_dash),
    };
    let runs = line.course.iter().flat_map(|course| {
        clip::runs(&simplify(&plan.line(course), super::plan::TOLERANCE_PX), &plan.bleed())
    });
    let pieces: Vec<Piece> = runs.map(|points| Piece { points, closed: false }).collect();
    let in_view = pieces.iter().flat_map(|piece| &piece.points).any(|&point| plan.page.map.contains(point));
    if !in_view {
        return None;
    }
    let further =
        before.checked_sub(1).and_then(|place| style.further.get(place % style.further.len().max(1)));
    let color = further.copied().unwrap_or(color);
    let dash: Vec<f64> = dash.iter().map(|length| length * unit).collect();
    let stroke = |color, width: f64, dash| Stroke { color, width: width * unit, dash, round: false };
    let casing = stroke(style.line_casing, width + 2.0 * style.line_casing_px, Vec::new());
    // A further line of a kind is thinner and has no band: where two run together both are seen.
    let strokes = match before {
        0 => vec![casing, stroke(color, width, dash)],
        _ => vec![stroke(color, 0.6 * width, dash)],
    };
    let marks = marks(plan, &line.points);
    Some(Drawn { id, color, strokes, marks, pieces })
}

/// The points in view, those that would touch each other as one.
fn marks(plan: &Plan<'_>, points: &[LinePoint]) -> Vec<Mark> {
    let (radius, unit) = (plan.style.border.point_px * plan.page.unit, plan.page.unit);
    let mut marks: Vec<(Vec<[f64; 2]>, Mark)> = Vec::new();
    if radius <= 0.0 {
        return Vec::new();
    }
    for (index, point) in points.iter().enumerate() {
        let Some(at) = point.at.map(|at| plan.px(at)) else { continue };
        if !plan.page.map.grown(-radius - unit).contains(at) {
            continue;
        }
        let hollow = point.confidence == Confidence::Low;
        let near = |(members, _): &&mut (Vec<[f64; 2]>, Mark)| {
            members.iter().any(|&member| distance(member, at) < 2.0 * radius + 1.5 * unit)
        };
        match marks.iter_mut().find(near) {
            Some((members, mark)) => {
                members.push(at);
                mark.points.push(index);
                mark.hollow |= hollow;
                let mean = |axis: usize| {
                    members.iter().map(|member| member[axis]).sum::<f64>() / members.len() as f64
                };
                mark.at = [mean(0), mean(1)];
            }
            None => {
                let mark = Mark { hollow, points: vec![index], at, reach: radius + unit, number: None };
                marks.push((vec![at], mark));
            }
        }
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}

/// What the points of a line keep from the reader.
fn note_points(job: &Job<'_>, drawn: &Drawn, left_out: &mut Vec<Diagnostic>) {
    let line = job.dataset().line(drawn.id);
    let mut note = |message: String| left_out.push(Diagnostic::new(Severity::Note, "line-point", message));
    for point in line.points.iter().filter(|point| point.at.is_none()) {
        let name = point.name.get(job.lang);
        note(format!("point {} of line \"{}\" has no position: {name}", point.order, line.key));
    }
    for mark in drawn.marks.iter().filter(|mark| mark.points.len() > 1) {
        let numbers = numbers(mark, &line.points);
        note(format!("points {numbers} of line \"{}\" are one circle at this scale", line.key));
    }
}

/// The dots of the towns that matter: no number stands on them.
fn towns(job: &Job<'_>) -> Vec<Rect> {
    let reach = 4.5 * job.plan.page.unit;
    let drawn = job.dataset().places.iter().zip(&job.plan.places).filter(|(place, _)| {
        (1..=2).contains(&place.rank) && place.kind == PlaceKind::Town && place.confidence != Confidence::Low
    });
    let at = drawn.map(|(_, at)| *at);
    at.map(|[x, y]| Rect::new(x - reach, y - reach, 2.0 * reach, 2.0 * reach)).collect()
}

/// Finds places for the numbers of a line: free, near, and off the line where that can be had.
fn number(job: &Job<'_>, line: &mut Drawn, taken: &mut Vec<Rect>, left_out: &mut Vec<Diagnostic>) {
    let (plan, data) = (job.plan, job.dataset().line(line.id));
    let size = plan.style.border.point_number_px * plan.page.unit;
    let course = samples(&line.pieces, 3.0 * plan.page.unit);
    for mark in &mut line.marks {
        let words = numbers(mark, &data.points);
        let (w, h) = (text::width(Face::SansBold, &words, size, 0.0), size * CAP_HEIGHT);
        let gap = mark.reach + plan.page.unit;
        let [x, y] = mark.at;
        let [left, right, middle] = [x - gap - w, x + gap, x - w / 2.0];
        let (above, below, level) = (y - gap - h, y + gap, y - h / 2.0);
        let near = 0.75 * gap;
        let places = [
            [x + near, y - near - h],
            [x - near - w, y - near - h],
            [x + near, y + near],
            [x - near - w, y + near],
            [middle, above],
            [middle, below],
            [right, level],
            [left, level],
        ];
        let best = places
            .into_iter()
            .enumerate()
            .map(|(place, [x, y])| (place, Rect::new(x, y, w, h)))
            .filter(|(_, rect)| {
                plan.page.map.grown(-2.0 * plan.page.unit).contains_rect(rect)
                    && !taken.iter().any(|other| rect.grown(0.5 * plan.page.unit).overlaps(other))
            })
            .min_by_key(|(place, rect)| {
                let crossed = course.iter().filter(|&&point| rect.contains(point)).count();
                (3 * crossed + place, *place)
            });
        match best {
            Some((_, rect)) => {
                taken.push(rect);
                mark.number = Some(rect);
            }
            None => left_out.push(Diagnostic::new(
                Severity::Note,
                "line-point",
                format!("no room for the number {words} of line \"{}\"", data.key),
            )),
        }
    }
}

/// Points along a line, no farther than `step` px from each other.
fn samples(pieces: &[Piece], step: f64) -> Vec<[f64; 2]> {
    let mut out = Vec::new();
    for edge in pieces.iter().flat_map(|piece| piece.points.windows(2)) {
        let count = (distance(edge[0], edge[1]) / step).ceil().max(1.0);
        for i in 0..count as usize {
            let t = i as f64 / count;
            let between = |axis: usize| edge[0][axis] + t * (edge[1][axis] - edge[0][axis]);
            out.push([between(0), between(1)]);
        }
    }
    out
}

/// The numbers of a mark's points: `4`, `2–11`, `1–3, 5`.
fn numbers(mark: &Mark, points: &[LinePoint]) -> String {
    let mut runs: Vec<[u16; 2]> = Vec::new();
    for order in mark.points.iter().map(|&index| points[index].order) {
        match runs.last_mut() {
            Some([_, last]) if *last + 1 == order => *last = order,
            _ => runs.push([order, order]),
        }
    }
    let words =
        runs.iter().map(|[from, to]| if from == to { from.to_string() } else { format!("{from}–{to}") });
    words.collect::<Vec<_>>().join(", ")
}

/// The nodes of all lines: first the courses, then the points over them.
pub(super) fn nodes(job: &Job<'_>) -> Vec<Node> {
    let mut nodes = Vec::new();
    for line in &job.lines {
        let data = job.dataset().line(line.id);
        let last = line.strokes.len().saturating_sub(1);
        for (i, stroke) in line.strokes.iter().enumerate() {
            let part = if i < last { "-casing" } else { "" };
            nodes.push(Node::Path(Path {
                id: format!("line-{}{part}", data.key),
                class: format!("line-{}{part}", data.kind.key()),
                title: if i < last { String::new() } else { data.name.get(job.lang).to_owned() },
                pieces: line.pieces.clone(),
                fill: None,
                stroke: Some(stroke.clone()),
            }));
        }
    }
    for line in &job.lines {
        let data = job.dataset().line(line.id);
        for mark in &line.marks {
            let first = data.points[mark.points[0]].order;
            nodes.push(Node::Circle(Circle {
                id: format!("point-{}-{first}", data.key),
                title: mark_words(job, line.id, mark),
                center: mark.at,
                ..circle(job.plan, line.color, mark.hollow)
            }));
        }
    }
    for line in &job.lines {
        nodes.extend(line.marks.iter().filter_map(|mark| number_node(job, line, mark)));
    }
    nodes
}

fn number_node(job: &Job<'_>, line: &Drawn, mark: &Mark) -> Option<Node> {
    let (data, style) = (job.dataset().line(line.id), job.plan.style);
    let (rect, unit) = (mark.number?, job.plan.page.unit);
    let size = style.border.point_number_px * unit;
    let first = data.points[mark.points[0]].order;
    Some(Node::Text(Text {
        id: format!("number-{}-{first}", data.key),
        class: "line-number".into(),
        lines: vec![Line {
            text: numbers(mark, &data.points),
            at: [rect.center()[0], rect.y + size * CAP_HEIGHT],
            width: rect.w,
        }],
        face: Face::SansBold,
        size,
        spacing: 0.0,
        anchor: Anchor::Middle,
        fill: line.color,
        halo: Some((style.label.halo, style.label.halo_px * unit)),
        ..Text::default()
    }))
}

/// What stands under a circle, for a tooltip.
fn mark_words(job: &Job<'_>, id: LineId, mark: &Mark) -> String {
    let points = &job.dataset().line(id).points;
    let words = mark.points.iter().map(|&index| point_words(job, &points[index]));
    words.collect::<Vec<_>>().join("; ")
}

fn point_words(job: &Job<'_>, point: &LinePoint) -> String {
    let height = point.height.map_or(String::new(), |height| format!(" ({height})"));
    let name = point.name.get(job.lang);
    // A height that is part of the name already is not said twice.
    let height = if name.contains(height.trim_matches([' ', '(', ')'])) { String::new() } else { height };
    format!("{} {name}{height}", point.order)
}

/// A point of a line, without id and place.
pub(super) fn circle(plan: &Plan<'_>, color: Color, hollow: bool) -> Circle {
    let unit = plan.page.unit;
    let stroke = match hollow {
        true => Stroke { round: false, ..Stroke::new(color, 1.4 * unit) },
        false => Stroke { round: false, ..Stroke::new(plan.style.label.dot, unit) },
    };
    Circle {
        id: String::new(),
        class: if hollow { "line-point-inferred" } else { "line-point" }.into(),
        title: String::new(),
        center: [0.0; 2],
        radius: plan.style.border.point_px * unit,
        fill: if hollow { plan.style.label.dot } else { color },
        stroke: Some(stroke),
    }
}

/// Sizes the key of the points may be set in, as shares of the style's.
pub(super) const KEY_FITS: [f64; 3] = [1.0, 0.91, 0.83];

/// The names of the numbered points of each line: colour, line and words.
pub(super) fn key_entries(job: &Job<'_>) -> Vec<(Option<Color>, String, String)> {
    let with_points = job.lines.iter().filter(|line| !line.marks.is_empty());
    let several = with_points.clone().count() > 1;
    with_points
        .map(|line| {
            let data = job.dataset().line(line.id);
            let mut shown: Vec<usize> =
                line.marks.iter().flat_map(|mark| mark.points.iter().copied()).collect();
            shown.sort_unstable();
            let words = shown.iter().map(|&index| point_words(job, &data.points[index]));
            let words = words.collect::<Vec<_>>().join("; ");
            let name = data.name.get(job.lang);
            let words = if several { format!("{name}: {words}") } else { words };
            (several.then_some(line.color), data.key.clone(), words)
        })
        .collect()
}

fn key_type(job: &Job<'_>, scale: f64) -> Type {
    let style = job.plan.style;
    let size = style.panel.small_px * scale * job.plan.page.unit;
    Type { face: Face::Sans, size, color: style.page.ink, class: "line-key" }
}

/// Space between the paragraphs of the key, in px at the reference page.
const KEY_GAP: f64 = 4.0;

/// True if the lines of a map need a key: for their points and, in a series, for themselves.
pub(super) fn has_key(job: &Job<'_>) -> bool {
    let has_points = job.lines.iter().any(|line| !line.marks.is_empty());
    has_points || (legend::in_key(job) && job.lines.iter().any(|line| !line.strokes.is_empty()))
}

/// Height of the key in px, without a rule above it; 0 if no line on the map has one.
pub(super) fn key_height(job: &Job<'_>, width: f64, scale: f64) -> f64 {
    let lines = if legend::in_key(job) { legend::text_lines_height(job, width, scale) } else { 0.0 };
    lines + points_height(job, width, scale)
}

fn points_height(job: &Job<'_>, width: f64, scale: f64) -> f64 {
    let (entries, body, unit) = (key_entries(job), key_type(job, scale), job.plan.page.unit);
    if entries.is_empty() {
        return 0.0;
    }
    let head = heading(job).height(word(job.lang, "points"), width) + KEY_GAP * unit;
    head + entries.iter().map(|(_, _, words)| body.height(words, width)).sum::<f64>()
        + KEY_GAP * unit * (entries.len() as f64 - 1.0)
}

/// The key: heading and paragraphs, in a column that has room for it; under a rule if `ruled`.
pub(super) fn key(job: &Job<'_>, column: &mut Column<'_, '_>, scale: f64, ruled: bool) {
    let body = key_type(job, scale);
    if ruled {
        column.rule();
        column.space(10.0);
    }
    if legend::in_key(job) {
        legend::draw_text_lines(job, column, scale);
    }
    if job.lines.iter().all(|line| line.marks.is_empty()) {
        return;
    }
    column.text("points", word(job.lang, "points"), heading(job), 0.0);
    column.space(KEY_GAP);
    for (color, key, words) in key_entries(job) {
        let kind = Type { color: color.unwrap_or(body.color), ..body };
        column.text(&format!("points-{key}"), &words, kind, 0.0);
        column.space(KEY_GAP);
    }
}

/// Says that the key is on no part of the page.
pub(super) fn miss_key(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) {
    for (_, key, words) in key_entries(job) {
        let message = format!("no room on the page for the points of line \"{key}\": {words}");
        left_out.push(Diagnostic::new(Severity::Note, "line-point", message));
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Lang, Text};

    #[test]
    fn numbers_that_follow_each_other_are_a_range() {
        let point = |order| LinePoint {
            order,
            as_written: String::new(),
            name: Text::new(vec![(Lang::EN, "Point".to_owned())]),
            height: None,
            confidence: Confidence::High,
            note: String::new(),
            at: None,
        };
        let points: Vec<LinePoint> = [1, 2, 3, 5, 9, 10].map(point).into();
        let words = |members: &[usize]| {
            let points_of = members.to_vec();
            let mark = Mark { hollow: false, points: points_of, at: [0.0; 2], reach: 1.0, number: None };
            numbers(&mark, &points)
        };
        assert_eq!(words(&[3]), "5");
        assert_eq!(words(&[0, 1, 2]), "1–3");
        assert_eq!(words(&[0, 1, 3, 4, 5]), "1–2, 5, 9–10");
    }
}
