//! Where everything stands on the page.

use super::Job;
use super::axis::{self, Ticks};
use super::bars::{self, Bars};
use super::credits;
use super::key::{self, Key};
use super::legend::{self, Entry};
use super::marks::{self, Mark};
use super::rows::{Group, track_word};
use super::write::{flat, strokes};
use crate::dataset::EventId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::geometry::math::sqrt;
use crate::scene::{Anchor, Node, Type, text_line, text_lines};
use crate::text::Face;
use crate::words::{count, word};

/// The parts of the page, in px.
pub(super) struct Page {
    /// The lane of events; its bottom is the axis line.
    pub lane: Rect,
    /// The bars.
    pub plot: Rect,
    pub ticks: Ticks,
    /// A place for each row of each group.
    pub rows: Vec<Vec<RowBox>>,
    /// Left end of the names of rows, and their width.
    names: (f64, f64),
    /// Left end of the names of groups, and their width; none if no group has a name.
    groups: Option<(f64, f64)>,
    pub marks: Vec<Mark>,
    pub key: Key,
    pub legend: Rect,
    pub credits: Rect,
    /// The events behind what is shown, in order.
    pub shown_events: Vec<EventId>,
    /// Height of a row of one lane, with the gap to the next.
    pitch: f64,
    /// Size of type of the names of rows.
    name_px: f64,
}

/// Where a row is.
#[derive(Clone)]
pub(super) struct RowBox {
    /// All its lanes.
    pub rect: Rect,
    pub lanes: Vec<Rect>,
}

/// Least size of type for names of rows, in px.
const READABLE_PX: f64 = 6.5;
/// Space between groups, in heights of a row.
const GROUP_GAP: f64 = 0.42;

/// Px of the page for one px of the style, whose lengths are meant for 1600 x 1000. Type grows with the
/// page, but on a small page slower than it: it must stay readable.
pub(super) fn px(width: f64, height: f64) -> f64 {
    let linear = sqrt(width * height / (1600.0 * 1000.0));
    if linear < 1.0 { 0.35 + 0.65 * linear } else { linear }
}

/// Title and subtitle.
pub(super) fn title_words(job: &Job<'_>) -> (String, String) {
    let whole = job.dataset.title.get(job.lang);
    let (first, last) = (job.first.year(), job.end.prev().year());
    let years = job.dates().years(first, last);
    let shown = word(job.lang, job.track.map_or("timeline", track_word));
    if job.spec.subject.is_empty() {
        let more = match job.spec.more {
            0 => String::new(),
            more => format!("  ·  {}", count(job.lang, "and-more", more)),
        };
        (whole.to_owned(), format!("{shown}, {years}{more}"))
    } else {
        (job.spec.subject.clone(), format!("{shown}, {years}  ·  {whole}"))
    }
}

fn title_types(job: &Job<'_>) -> (Type, Type) {
    let (page, sizes) = (&job.style.page, &job.style.panel);
    let title =
        Type { face: Face::SerifBold, size: sizes.title_px * 1.12 * job.px, color: page.ink, class: "title" };
    let view =
        Type { face: Face::Sans, size: sizes.text_px * 1.05 * job.px, color: page.muted, class: "view" };
    (title, view)
}

fn title_lines(job: &Job<'_>) -> [(Vec<String>, Type); 2] {
    let (title, view) = title_types(job);
    let (words, shown) = title_words(job);
    let width = job.spec.width - 2.0 * job.style.page.margin_px * job.px;
    [(title.wrap(&words, width), title), (view.wrap(&shown, width), view)]
}

/// The heading of the page.
pub(super) fn title(job: &Job<'_>) -> Vec<Node> {
    let margin = job.style.page.margin_px * job.px;
    let mut y = margin;
    let ids = ["title-text", "view"];
    title_lines(job)
        .into_iter()
        .zip(ids)
        .map(|((lines, kind), id)| {
            let leading = kind.size * 1.25;
            let node =
                text_lines(id.into(), &lines, kind, [margin, y + kind.size * 0.86], leading, Anchor::Start);
            y += leading * lines.len() as f64 + 2.0 * job.px;
            node
        })
        .collect()
}

fn title_height(job: &Job<'_>) -> f64 {
    title_lines(job).iter().map(|(lines, kind)| kind.size * 1.25 * lines.len() as f64 + 2.0 * job.px).sum()
}

/// Divides the page. A page too small for its rows does without numbers and key: events are dots only.
pub(super) fn lay_out(
    job: &Job<'_>,
    groups: &[Group],
    legend: &[Entry],
    events: &[Mark],
    left_out: &mut Vec<Diagnostic>,
) -> Page {
    let mut page = divide(job, groups, legend, events, true);
    if page.name_px < READABLE_PX && !events.is_empty() {
        page = divide(job, groups, legend, events, false);
    }
    if page.name_px < READABLE_PX {
        left_out.push(Diagnostic::new(
            Severity::Warning,
            "rows-too-low",
            "the rows are too many to be read on this page; a higher --size helps".to_owned(),
        ));
    }
    for mark in events.iter().filter(|mark| !page.key.numbers.contains_key(&mark.event)) {
        let event = job.dataset.event(mark.event);
        left_out.push(Diagnostic::new(
            Severity::Note,
            "events-left-out",
            format!("no room in the key for: {}, {}", event.date, event.title.get(job.lang)),
        ));
    }
    page
}

fn divide(job: &Job<'_>, groups: &[Group], legend: &[Entry], events: &[Mark], keyed: bool) -> Page {
    let (px, width, height) = (job.px, job.spec.width, job.spec.height);
    let margin = job.style.page.margin_px * px;
    let shown_events: Vec<EventId> = {
        let before = job.holdings.iter().filter(|holding| job.spec.units.contains(&holding.unit));
        let before = before.filter(|holding| holding.from < job.end);
        let before = before.filter(|holding| holding.until.is_none_or(|until| job.first < until));
        let mut all: Vec<EventId> = before.filter_map(|holding| holding.event).collect();
        all.extend(events.iter().map(|mark| mark.event));
        all.sort_unstable();
        all.dedup();
        all
    };

    let rows: f64 = groups.iter().flat_map(|group| &group.rows).map(|row| row.weight).sum();
    let rows = (rows + GROUP_GAP * groups.len().saturating_sub(1) as f64).max(1.0);
    let few = rows <= 12.0;
    let tallest = if few { 50.0 } else { 30.0 } * px;
    // Few rows leave room below for a key with captions; many need the height, and the key stands beside.
    let keyed = keyed && !events.is_empty();
    let beside = keyed && width >= 1.15 * height && 0.40 * height < rows * tallest;
    let panel = if beside { width * 0.285 } else { 0.0 };
    let chart_w = width - 2.0 * margin - if beside { panel + margin } else { 0.0 };

    let top = margin + title_height(job) + 10.0 * px;
    let (_, credits_h) = credits::place(job, &shown_events, Rect::new(0.0, 0.0, chart_w, 0.0));
    let (_, legend_h) = legend::place(job, legend, Rect::new(0.0, 0.0, chart_w, 0.0));
    let lane_h = if keyed { marks::height(job) } else { 5.0 * px };
    let guess = axis::ticks(job, chart_w * 0.8);
    let rows_top = top + lane_h + axis::height(job, guess);
    let foot = axis::foot_height(job) + legend_h + 14.0 * px + 8.0 * px + credits_h + margin;
    let room = (height - rows_top - foot).max(40.0 * px);
    let rows_h = if beside || !keyed { room } else { room * 0.5 };
    let pitch = (rows_h / rows).min(tallest);
    let rows_h = pitch * rows;

    // Names of rows and groups.
    let (name, group) = name_types(job, pitch);
    let name_lines = |words: &str| row_name_lines(name, words, pitch, 170.0 * px, px);
    let widest = |lines: &[String], kind: Type| lines.iter().map(|line| kind.width(line)).fold(0.0, f64::max);
    let names_w = groups
        .iter()
        .flat_map(|group| &group.rows)
        .map(|row| widest(&name_lines(&row.name), name))
        .fold(0.0, f64::max);
    // The heading of the only group says what the title says.
    let has_groups = groups.len() > 1 && groups.iter().any(|group| !group.name.is_empty());
    let groups_w = groups
        .iter()
        .filter(|_| has_groups)
        .map(|g| widest(&group_lines(group, g, pitch, px), group))
        .fold(0.0, f64::max);
    let groups_at = has_groups.then_some((margin, groups_w));
    let names_x = margin + if has_groups { groups_w + 16.0 * px } else { 0.0 };
    let plot_x = names_x + names_w + 10.0 * px;
    let plot = Rect::new(plot_x, rows_top, margin + chart_w - plot_x, rows_h);
    let mut ticks = axis::ticks(job, plot.w);
    // The height was reserved for the guess.
    ticks.named &= guess.named;
    let axis_top = plot.y - axis::height(job, ticks);
    let lane = Rect::new(plot.x, axis_top - lane_h, plot.w, lane_h);
    let legend_rect =
        Rect::new(margin, plot.bottom() + axis::foot_height(job) + 14.0 * px, chart_w, legend_h);
    let credits_rect = Rect::new(margin, height - margin - credits_h, chart_w, credits_h);
    let columns = if !keyed {
        Vec::new()
    } else if beside {
        let x = width - margin - panel;
        vec![Rect::new(x, top, panel, height - margin - top)]
    } else {
        let y = legend_rect.bottom() + 14.0 * px;
        let count = ((chart_w / (365.0 * px)) as usize).clamp(1, 4);
        let gap = 26.0 * px;
        let w = (chart_w - gap * (count - 1) as f64) / count as f64;
        let h = (credits_rect.y - 8.0 * px - y).max(0.0);
        (0..count).map(|i| Rect::new(margin + i as f64 * (w + gap), y, w, h)).collect()
    };
    let key = key::fit(job, events, &columns, marks::capacity(job, plot.w));
    Page {
        lane,
        plot,
        ticks,
        rows: boxes(groups, plot, pitch, px),
        names: (names_x, names_w),
        groups: groups_at,
        marks: events.to_vec(),
        key,
        legend: legend_rect,
        credits: credits_rect,
        shown_events,
        pitch,
        name_px: name.size,
    }
}

fn boxes(groups: &[Group], plot: Rect, pitch: f64, px: f64) -> Vec<Vec<RowBox>> {
    let gap = (pitch * 0.13).clamp(1.0, 4.0 * px);
    let mut y = plot.y;
    groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            y += if index > 0 { GROUP_GAP * pitch } else { 0.0 };
            group
                .rows
                .iter()
                .map(|row| {
                    // Whole px keep the edges of bars sharp.
                    let (top, bottom) =
                        ((y + gap / 2.0).round(), (y + row.weight * pitch - gap / 2.0).round());
                    y += row.weight * pitch;
                    let rect = Rect::new(plot.x, top, plot.w, (bottom - top).max(1.0));
                    let count = row.lanes.len().max(1) as f64;
                    let between = if count > 1.0 { gap * 0.6 } else { 0.0 };
                    let h = (rect.h - between * (count - 1.0)) / count;
                    let lanes = (0..row.lanes.len())
                        .map(|i| Rect::new(plot.x, top + i as f64 * (h + between), plot.w, h))
                        .collect();
                    RowBox { rect, lanes }
                })
                .collect()
        })
        .collect()
}

/// Types of the names of rows and of groups.
fn name_types(job: &Job<'_>, pitch: f64) -> (Type, Type) {
    let (page, text) = (&job.style.page, job.style.panel.text_px * job.px);
    let size = job.readable(text * 0.95).min((pitch * 0.82).max(job.spec.least));
    let name = Type { face: Face::Sans, size, color: page.ink, class: "row-name" };
    let group = Type {
        face: Face::SansBold,
        size: (text * 0.8).min(pitch * 0.7),
        color: page.muted,
        class: "group-name",
    };
    (name, group)
}

/// A chart that stands among other things: rows, bars and years, and below them as much of the legend as there is room
/// for, first what no bar has the name of.
pub(super) fn part(
    job: &Job<'_>,
    groups: &[Group],
    legend: &mut Vec<Entry>,
    left_out: &mut Vec<Diagnostic>,
) -> (Page, Bars) {
    let bare = divide_part(job, groups, 0.0, 0.0);
    let rows: f64 = groups.iter().flat_map(|group| &group.rows).map(|row| row.weight).sum();
    let gap = 0.5 * job.readable(1.0);
    let above = bare.plot.y + axis::foot_height(job) + gap;
    let most = job.spec.height - above - LEAST_PITCH * job.readable(1.0) * rows;
    // What the lowest bars still name, higher ones do as well.
    let lowest = divide_part(job, groups, most.max(0.0), gap);
    let named = bars::bars(job, &lowest, groups).labels;
    legend.retain(|entry| !entry.is_told(&named));
    let width = Rect::new(0.0, 0.0, job.spec.width, 0.0);
    let mut rest = Vec::new();
    let height = loop {
        let height = legend::place(job, legend, width).1;
        let is_wide = legend::place(job, legend, width).0.iter().any(|node| match node {
            Node::Text(text) => {
                text.lines.iter().any(|line| text.start_x(line) + line.width > job.spec.width + 0.5)
            }
            _ => false,
        });
        if legend.is_empty() || height <= most && !is_wide {
            break height;
        }
        rest.extend(legend.pop());
    };
    for entry in rest.iter().rev() {
        let message = format!("no room in the legend for \"{}\"", entry.words);
        left_out.push(Diagnostic::new(Severity::Note, "legend-left-out", message));
    }
    if bare.pitch < LEAST_PITCH * job.spec.least {
        left_out.push(Diagnostic::new(
            Severity::Warning,
            "rows-too-low",
            "the rows are too many to be read on this page; fewer rows help".to_owned(),
        ));
    }
    let page = divide_part(job, groups, height, if legend.is_empty() { 0.0 } else { gap });
    let drawn = bars::bars(job, &page, groups);
    (page, drawn)
}

/// Least distance of rows, as a share of the least type.
const LEAST_PITCH: f64 = 1.5;

/// Divides the page of a chart that stands among other things.
fn divide_part(job: &Job<'_>, groups: &[Group], legend_h: f64, gap: f64) -> Page {
    let (width, height) = (job.spec.width, job.spec.height);
    let unit = job.readable(1.0);
    let rows: f64 = groups.iter().flat_map(|group| &group.rows).map(|row| row.weight).sum();
    let rows = (rows + GROUP_GAP * groups.len().saturating_sub(1) as f64).max(1.0);
    let guess = axis::ticks(job, width * 0.78);
    let top = axis::height(job, guess);
    let room = height - top - axis::foot_height(job) - legend_h - gap - 0.15 * unit;
    let pitch = (room / rows).min(MOST_PITCH * unit).max(1.0);
    let (name, _) = name_types(job, pitch);
    let most = NAMES_SHARE * width;
    let names_w = groups
        .iter()
        .flat_map(|group| &group.rows)
        .flat_map(|row| row_name_lines(name, &row.name, pitch, most, job.px))
        .map(|line| name.width(&line))
        .fold(0.0, f64::max);
    let plot_x = names_w + 0.4 * unit;
    let plot = Rect::new(plot_x, top, (width - plot_x - 1.0).max(10.0), pitch * rows);
    let mut ticks = axis::ticks(job, plot.w);
    ticks.named &= guess.named;
    let legend = Rect::new(0.0, plot.bottom() + axis::foot_height(job) + gap, width, legend_h);
    Page {
        lane: Rect::new(plot.x, 0.0, plot.w, 0.0),
        plot,
        ticks,
        rows: boxes(groups, plot, pitch, job.px),
        names: (0.0, names_w),
        groups: None,
        marks: Vec::new(),
        key: Key::default(),
        legend,
        credits: Rect::new(0.0, height, width, 0.0),
        shown_events: Vec::new(),
        pitch,
        name_px: name.size,
    }
}

/// Greatest distance of rows, in sizes of the least type.
const MOST_PITCH: f64 = 3.0;
/// Width of the names of rows at most, as a share of the page.
const NAMES_SHARE: f64 = 0.24;

/// A row's name in one line, or in two if the row is high enough and the name long.
fn row_name_lines(kind: Type, words: &str, pitch: f64, most: f64, px: f64) -> Vec<String> {
    if kind.width(words) <= most {
        vec![words.to_owned()]
    } else if pitch < 2.3 * kind.size + 2.0 * px {
        kind.shortened(words, 2.0 * most, 1)
    } else {
        kind.shortened(words, most, ((pitch / (1.15 * kind.size)) as usize).max(2))
    }
}

/// A group's name in as many lines as its rows allow.
fn group_lines(kind: Type, group: &Group, pitch: f64, px: f64) -> Vec<String> {
    if group.name.is_empty() {
        return Vec::new();
    }
    let height: f64 = group.rows.iter().map(|row| row.weight * pitch).sum();
    let lines = kind.wrap(&group.name, 92.0 * px);
    if lines.len() as f64 * kind.size * 1.15 <= height {
        lines
    } else {
        kind.shortened(&group.name, 340.0 * px, 1)
    }
}

/// Names of rows, and of groups with a line along their rows.
pub(super) fn names(job: &Job<'_>, page: &Page, groups: &[Group]) -> Vec<Node> {
    let px = job.px;
    let mut nodes = Vec::new();
    let mut brackets = Vec::new();
    for (group, boxes) in groups.iter().zip(&page.rows) {
        let (Some(first), Some(last)) = (boxes.first(), boxes.last()) else { continue };
        let pitch = page.pitch;
        let (name, group_type) = name_types(job, pitch);
        for (row, place) in group.rows.iter().zip(boxes) {
            let most = if job.spec.is_part { NAMES_SHARE * job.spec.width } else { 170.0 * px };
            let lines = row_name_lines(name, &row.name, pitch, most, px);
            let leading = name.size * 1.15;
            let y = name.centred(place.rect.center()[1]) - leading * (lines.len() - 1) as f64 / 2.0;
            nodes.push(text_lines(
                format!("row-{}", row.key),
                &lines,
                name,
                [page.names.0, y],
                leading,
                Anchor::Start,
            ));
        }
        let Some((left, width)) = page.groups.filter(|_| !group.name.is_empty()) else { continue };
        let (top, bottom) = (first.rect.y, last.rect.bottom());
        let lines = group_lines(group_type, group, pitch, px);
        let leading = group_type.size * 1.15;
        let y = group_type.centred((top + bottom) / 2.0) - leading * (lines.len() - 1) as f64 / 2.0;
        for (i, line) in lines.iter().enumerate() {
            let at = [left + width, y + i as f64 * leading];
            nodes.push(text_line(String::new(), line, group_type, at, Anchor::End));
        }
        let x = left + width + 7.0 * px;
        brackets.push([[x, top], [x, bottom]]);
    }
    if !brackets.is_empty() {
        nodes.push(strokes("bracket", brackets, flat(job.style.page.rule, 1.6 * px)));
    }
    nodes
}
