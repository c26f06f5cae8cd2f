//! Bars, the soft ends between them, hatching and the names in them.

use std::collections::BTreeMap;

use super::Job;
use super::axis::x;
use super::page::{Page, RowBox};
use super::rows::{Bar, Fill, Group, Row};
use super::write::{flat, rect_piece, strokes};
use crate::geometry::clip::Rect;
use crate::geometry::hatch::{Hatch, lines};
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Type, text_lines};
use crate::style::{Color, HatchKey, HatchLine};
use crate::text::{self, Face};
use crate::time::Day;

/// Hatching on bars is closer than on maps: a bar is low.
const HATCH_SCALE: f64 = 0.62;
/// Least step of a fade, in px at the reference page, and most steps of one.
const FADE_STEP_PX: f64 = 1.5;
const FADE_STEPS: usize = 24;

/// The layers of the bars.
pub(super) struct Bars {
    pub bars: Vec<Node>,
    pub hatches: Vec<Node>,
    pub labels: Vec<Node>,
}

/// Colour of a fill.
pub(super) fn color_of(job: &Job<'_>, fill: Fill) -> Color {
    match fill {
        Fill::Polity { polity, inferred: false } => job.tints[polity.index()].fill,
        Fill::Polity { polity, inferred: true } => job.tints[polity.index()].pale,
        Fill::Claim(polity) => job.tints[polity.index()].pale,
        Fill::Nobody => job.style.ground.nobody,
        Fill::NotKnown => job.style.ground.not_known,
    }
}

/// Draws all bars.
pub(super) fn bars(job: &Job<'_>, page: &Page, groups: &[Group]) -> Bars {
    let mut out = Bars { bars: Vec::new(), hatches: Vec::new(), labels: Vec::new() };
    let mut fades: BTreeMap<(usize, Color), Vec<Piece>> = BTreeMap::new();
    let (mut edges, mut outlines) = (Vec::new(), Vec::new());
    let mut hatches: BTreeMap<HatchKey, Vec<Piece>> = BTreeMap::new();
    for (group, boxes) in groups.iter().zip(&page.rows) {
        let mut labels: Vec<Vec<Label>> = Vec::new();
        for (row, place) in group.rows.iter().zip(boxes) {
            for (lane, rect) in row.lanes.iter().zip(&place.lanes) {
                out.bars.extend(lane_bars(job, page, row, lane, *rect));
                fade(job, page, lane, *rect, &mut fades);
                edge(job, page, lane, *rect, &mut edges);
                outlines.extend(outline(job, page, lane, *rect));
                for bar in lane.iter() {
                    if let Fill::Claim(polity) = bar.fill {
                        let rect = part(job, page, *rect, bar.from, bar.until);
                        hatch(job, HatchKey::Claimed(polity), rect, &mut hatches);
                    }
                }
            }
            for (key, from, until) in &row.hatches {
                hatch(job, *key, part(job, page, place.rect, *from, *until), &mut hatches);
            }
            labels.push(row_labels(job, page, row, place));
        }
        out.labels.extend(draw_labels(job, labels));
    }
    for ((step, color), pieces) in fades {
        let class = format!("fade-{step}");
        out.bars.push(Node::Path(Path { class, pieces, fill: Some(color), ..Path::default() }));
    }
    let ink = job.style.border.state;
    out.bars.push(strokes("bar-edge", edges, flat(ink.alpha(0.75), 0.9 * job.px)));
    out.bars.push(Node::Path(Path {
        class: "bar-outline".into(),
        pieces: outlines.into_iter().map(rect_piece).collect(),
        stroke: Some(flat(ink.alpha(0.45), 0.6 * job.px)),
        ..Path::default()
    }));
    out.bars.retain(|node| !matches!(node, Node::Path(path) if path.pieces.is_empty()));
    for (key, pieces) in hatches {
        let (line, color) = hatch_line(job, key);
        let name = key.slug(job.dataset);
        out.hatches.push(Node::Path(Path {
            id: format!("hatch-{name}"),
            class: format!("hatch-{name}"),
            pieces,
            stroke: Some(hatch_stroke(job, &line, color)),
            ..Path::default()
        }));
    }
    out
}

/// The part of a lane between two days.
fn part(job: &Job<'_>, page: &Page, lane: Rect, from: Day, until: Day) -> Rect {
    let (left, right) = (x(job, page, from), x(job, page, until));
    Rect::new(left, lane.y, right - left, lane.h)
}

fn lane_bars(job: &Job<'_>, page: &Page, row: &Row, lane: &[Bar], rect: Rect) -> Vec<Node> {
    lane.iter()
        .enumerate()
        .map(|(index, bar)| {
            let name = match bar.fill {
                Fill::Polity { polity, inferred } => {
                    let key = &job.dataset.polity(polity).key;
                    if inferred { format!("{key}-inferred") } else { key.clone() }
                }
                Fill::Claim(polity) => format!("{}-claim", job.dataset.polity(polity).key),
                Fill::Nobody => "nobody".to_owned(),
                Fill::NotKnown => "not-known".to_owned(),
            };
            let id = match bar.fill {
                Fill::Claim(_) => format!("bar-{}-{name}-{}", row.key, index + 1),
                _ => format!("bar-{}-{}", row.key, index + 1),
            };
            Node::Path(Path {
                id,
                class: format!("fill-{name}"),
                title: bar.title.clone(),
                pieces: vec![rect_piece(part(job, page, rect, bar.from, bar.until))],
                fill: Some(color_of(job, bar.fill)),
                stroke: None,
            })
        })
        .collect()
}

/// The bar that ends where this one begins, if one does.
fn before(lane: &[Bar], index: usize) -> Option<&Bar> {
    let earlier = &lane[index.checked_sub(1)?];
    (earlier.until == lane[index].from).then_some(earlier)
}

/// Days between which a bar comes to replace the one before it: the doubt of its date, but not before the
/// one before it had begun itself.
fn soft(lane: &[Bar], index: usize) -> Option<(Day, Day)> {
    let bar = &lane[index];
    let from = match index.checked_sub(1).map(|earlier| &lane[earlier]) {
        Some(earlier) if earlier.until == bar.from => bar.soft_from.max(earlier.from),
        Some(earlier) => bar.soft_from.max(earlier.until),
        None => bar.soft_from,
    };
    (from < bar.from).then_some((from, bar.from))
}

/// A soft end in steps: each step is drawn to the end of the fade, and the next over it, so no seam shows.
fn fade(
    job: &Job<'_>,
    page: &Page,
    lane: &[Bar],
    rect: Rect,
    fades: &mut BTreeMap<(usize, Color), Vec<Piece>>,
) {
    for (index, bar) in lane.iter().enumerate() {
        let Some((from, until)) = soft(lane, index) else { continue };
        let old = before(lane, index).map_or(job.style.page.paper, |earlier| color_of(job, earlier.fill));
        let new = color_of(job, bar.fill);
        let whole = part(job, page, rect, from, until);
        let steps = ((whole.w / (FADE_STEP_PX * job.px)) as usize).clamp(1, FADE_STEPS);
        for step in 0..steps {
            let share = (step as f64 + 0.5) / steps as f64;
            let shift = whole.w * step as f64 / steps as f64;
            let piece = Rect::new(whole.x + shift, whole.y, whole.w - shift, whole.h);
            fades.entry((step, old.mix(new, share))).or_default().push(rect_piece(piece));
        }
    }
}

/// Hard ends: a line where one holder follows another on a known day.
fn edge(job: &Job<'_>, page: &Page, lane: &[Bar], rect: Rect, edges: &mut Vec<[[f64; 2]; 2]>) {
    for (index, bar) in lane.iter().enumerate() {
        let same = before(lane, index).is_some_and(|earlier| earlier.fill.polity() == bar.fill.polity());
        if bar.begins && !same && soft(lane, index).is_none() {
            let at = x(job, page, bar.from);
            edges.push([[at, rect.y], [at, rect.bottom()]]);
        }
    }
}

/// The outlines of stretches that bars fill without a gap.
fn outline(job: &Job<'_>, page: &Page, lane: &[Bar], rect: Rect) -> Vec<Rect> {
    let mut spans: Vec<(Day, Day)> = Vec::new();
    for bar in lane {
        match spans.last_mut() {
            Some((_, until)) if *until == bar.from => *until = bar.until,
            _ => spans.push((bar.from, bar.until)),
        }
    }
    spans.into_iter().map(|(from, until)| part(job, page, rect, from, until)).collect()
}

fn hatch(job: &Job<'_>, key: HatchKey, rect: Rect, hatches: &mut BTreeMap<HatchKey, Vec<Piece>>) {
    let (line, _) = hatch_line(job, key);
    hatches.entry(key).or_default().extend(hatch_pieces(job, &line, rect));
}

/// Hatch lines in a rectangle. Level lines lie evenly about its middle, others run on from bar to bar.
pub(super) fn hatch_pieces(job: &Job<'_>, line: &HatchLine, rect: Rect) -> Vec<Piece> {
    let spacing = line.spacing_px * HATCH_SCALE * job.px;
    let phase = if line.angle == 0.0 { rect.center()[1] + spacing / 2.0 } else { 0.0 };
    let hatch = Hatch { angle_deg: line.angle, spacing, phase };
    let dash: Vec<f64> = line.dash.iter().map(|length| length * 0.75 * job.px).collect();
    lines(&[rect_piece(rect).points], hatch, &dash)
        .into_iter()
        .map(|[from, to]| Piece { points: vec![from, to], closed: false })
        .collect()
}

/// The stroke of a hatching.
pub(super) fn hatch_stroke(job: &Job<'_>, line: &HatchLine, color: Color) -> Stroke {
    Stroke {
        color,
        width: line.width_px * 0.75 * job.px,
        dash: line.dash.iter().map(|length| length * 0.75 * job.px).collect(),
        round: line.round,
    }
}

/// How a hatching is drawn, as on the maps: its line and colour.
pub(super) fn hatch_line(job: &Job<'_>, key: HatchKey) -> (HatchLine, Color) {
    key.line(job.style, job.dataset, &job.tints)
}

/// A name in a bar.
#[derive(Clone, PartialEq)]
struct Label {
    lines: Vec<String>,
    /// The run it stands for.
    from: Day,
    until: Day,
    center: [f64; 2],
    size: f64,
    /// The fill under it, where a hatch must not run through it.
    patch: Option<(Rect, Color)>,
}

/// One lane of a row, as labels need it.
#[derive(Clone, Copy)]
struct Place<'a> {
    job: &'a Job<'a>,
    page: &'a Page,
    row: &'a Row,
    lane: &'a [Bar],
    rect: Rect,
}

/// The names of a row: one for each run of one holder, and one for each name of the land in it.
fn row_labels(job: &Job<'_>, page: &Page, row: &Row, place: &RowBox) -> Vec<Label> {
    let mut labels = Vec::new();
    for (lane, rect) in row.lanes.iter().zip(&place.lanes) {
        let place = Place { job, page, row, lane, rect: *rect };
        let mut index = 0;
        while index < lane.len() {
            let polity = lane[index].fill.polity();
            let mut last = index;
            while last + 1 < lane.len()
                && lane[last + 1].from == lane[last].until
                && lane[last + 1].fill.polity() == polity
            {
                last += 1;
            }
            if let Some(polity) = polity {
                let holder = job.dataset.polity(polity).short_on(lane[index].from, job.lang);
                let mut told = false;
                for (from, until, name) in named_parts(row, lane[index].from, lane[last].until) {
                    let words = match name.filter(|name| *name != holder) {
                        Some(name) if told => vec![name.to_owned()],
                        Some(name) => vec![format!("{holder}: {name}"), holder.to_owned(), name.to_owned()],
                        None if told => Vec::new(),
                        None => vec![holder.to_owned()],
                    };
                    let found = label(place, (from, until), &words);
                    told |= found.is_some();
                    labels.extend(found);
                }
            }
            index = last + 1;
        }
    }
    labels
}

/// Cuts a run where the land gets or loses a name of its own.
fn named_parts(row: &Row, from: Day, until: Day) -> Vec<(Day, Day, Option<&str>)> {
    let mut parts: Vec<(Day, Day, Option<&str>)> = Vec::new();
    let mut at = from;
    for (name, start, end) in &row.names {
        let (start, end) = ((*start).max(at), (*end).min(until));
        if end <= start {
            continue;
        }
        if at < start {
            parts.push((at, start, None));
        }
        match parts.last_mut() {
            Some((_, known_end, Some(known))) if *known_end == start && known == name => *known_end = end,
            _ => parts.push((start, end, Some(name))),
        }
        at = end;
    }
    if at < until {
        parts.push((at, until, None));
    }
    parts
}

/// The first of the words that fit between two days, in one line or, in a high bar, in more.
fn label(place: Place<'_>, (from, until): (Day, Day), words: &[String]) -> Option<Label> {
    let Place { job, page, row, lane, rect } = place;
    let bounds = {
        let whole = part(job, page, rect, from, until);
        let (start, end) = (soft_middle(place, from), soft_middle(place, until));
        let (left, right) = (start.unwrap_or(whole.x), end.unwrap_or(whole.right()));
        Rect::new(left, whole.y, (right - left).max(0.0), whole.h)
    };
    let room = bounds.w - 6.0 * job.px;
    // From far the letters matter more than the air around them.
    let high = if job.spec.is_part { 0.9 } else { 0.7 };
    let largest = (rect.h * high).min(job.readable(job.style.panel.text_px * 0.86 * job.px));
    let least = job.spec.least.max(5.5);
    let sizes = [largest, largest * 0.86].into_iter().filter(|size| least - 1e-9 <= *size);
    let width = |lines: &[String], size| {
        lines.iter().map(|line| text::width(Face::Sans, line, size, 0.0)).fold(0.0, f64::max)
    };
    let (lines, size) = sizes
        .flat_map(|size| words.iter().map(move |words| (words, size)))
        .filter_map(|(words, size)| Some((text::wrap_whole(Face::Sans, words, size, room)?, size)))
        .find(|(lines, size)| {
            let high = lines.len() as f64 * size * 1.1 + 0.2 * size;
            lines.len() == 1 || high <= rect.h
        })?;

    let (width, center) = (width(&lines, size), bounds.center());
    let within = |start: Day, end: Day| {
        let (left, right) = (x(job, page, start), x(job, page, end));
        left < center[0] + width / 2.0 && center[0] - width / 2.0 < right
    };
    let under = lane.iter().rfind(|bar| x(job, page, bar.from) <= center[0]);
    let hatched = row.hatches.iter().any(|(_, start, end)| within(*start, *end))
        || under.is_some_and(|bar| matches!(bar.fill, Fill::Claim(_)));
    let (w, h) = (width + 6.0 * job.px, (lines.len() as f64 * size * 1.1 + 0.25 * size).min(rect.h - 1.0));
    let behind = Rect::new(center[0] - w / 2.0, center[1] - h / 2.0, w, h);
    let patch = under.filter(|_| hatched).map(|_| (behind, color_at(place, center[0])));
    Some(Label { lines, from, until, center, size, patch })
}

/// The colour of a lane at a position: in a soft end, that of its step there.
fn color_at(place: Place<'_>, at: f64) -> Color {
    let Place { job, page, lane, .. } = place;
    let x = |day: Day| x(job, page, day);
    let index = lane.iter().rposition(|bar| x(bar.from) <= at).unwrap_or(0);
    let color = lane.get(index).map_or(job.style.page.paper, |bar| color_of(job, bar.fill));
    match lane.get(index + 1).and_then(|next| Some((next, soft(lane, index + 1)?))) {
        Some((next, (from, until))) if x(from) < at => {
            color.mix(color_of(job, next.fill), (at - x(from)) / (x(until) - x(from)).max(1e-9))
        }
        _ => color,
    }
}

/// The middle of the soft end at which one bar of a lane comes to replace another on a day.
fn soft_middle(place: Place<'_>, day: Day) -> Option<f64> {
    let index = place.lane.iter().position(|bar| bar.from == day)?;
    let (from, until) = soft(place.lane, index)?;
    Some((x(place.job, place.page, from) + x(place.job, place.page, until)) / 2.0)
}

/// Draws the names of a group. Where rows one below the other would say the same at the same place, the
/// middle one of them says it.
fn draw_labels(job: &Job<'_>, rows: Vec<Vec<Label>>) -> Vec<Node> {
    let same = |a: &Label, b: &Label| a.lines == b.lines && a.from == b.from && a.until == b.until;
    let mut nodes = Vec::new();
    for (index, labels) in rows.iter().enumerate() {
        for label in labels {
            let says = |row: usize| rows[row].iter().any(|other| same(other, label));
            let first = (0..index).rev().take_while(|row| says(*row)).last().unwrap_or(index);
            let last = (index..rows.len()).take_while(|row| says(*row)).last().unwrap_or(index);
            if job.track.is_some() && index != first + (last - first) / 2 {
                continue;
            }
            if let Some((rect, fill)) = label.patch {
                nodes.push(Node::Path(Path {
                    class: "patch".into(),
                    pieces: vec![rect_piece(rect)],
                    fill: Some(fill),
                    ..Path::default()
                }));
            }
            let kind =
                Type { face: Face::Sans, size: label.size, color: job.style.page.ink, class: "bar-label" };
            let leading = label.size * 1.1;
            let first = kind.centred(label.center[1]) - leading * (label.lines.len() - 1) as f64 / 2.0;
            let at = [label.center[0], first];
            nodes.push(text_lines(String::new(), &label.lines, kind, at, leading, Anchor::Middle));
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn bar(soft_from: &str, from: &str, until: &str) -> Bar {
        Bar {
            from: day(from),
            until: day(until),
            soft_from: day(soft_from),
            fill: Fill::Nobody,
            title: String::new(),
            begins: true,
        }
    }

    #[test]
    fn a_soft_end_begins_with_the_doubt_but_not_before_the_bar_it_ends() {
        let lane = [
            bar("1918-05-28", "1918-05-28", "1918-08-31"),
            bar("1918-06-01", "1918-08-31", "1918-11-30"),
            bar("1918-08-01", "1918-11-30", "1919-05-01"),
            bar("1919-05-01", "1919-05-01", "1920-01-01"),
        ];
        assert_eq!(soft(&lane, 0), None);
        assert_eq!(soft(&lane, 1), Some((day("1918-06-01"), day("1918-08-31"))));
        assert_eq!(soft(&lane, 2), Some((day("1918-08-31"), day("1918-11-30"))));
        assert_eq!(soft(&lane, 3), None);
    }

    #[test]
    fn a_run_is_cut_where_the_land_gets_a_name() {
        let names = vec![
            ("SSR".to_owned(), day("1921-10-13"), day("1923-02-27")),
            ("SSR".to_owned(), day("1923-02-27"), day("1923-06-16")),
            ("krai".to_owned(), day("1923-06-16"), day("1924-02-09")),
        ];
        let row = Row {
            key: String::new(),
            name: String::new(),
            weight: 1.0,
            lanes: Vec::new(),
            hatches: Vec::new(),
            names,
        };
        let parts = named_parts(&row, day("1921-03-16"), day("1925-01-01"));
        let told: Vec<_> =
            parts.iter().map(|(from, _, name)| (from.to_string(), name.unwrap_or(""))).collect();
        let expected =
            [("1921-03-16", ""), ("1921-10-13", "SSR"), ("1923-06-16", "krai"), ("1924-02-09", "")];
        assert_eq!(told, expected.map(|(from, name)| (from.to_owned(), name)));
    }
}
