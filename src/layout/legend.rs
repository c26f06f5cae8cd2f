//! The legend: what is on the map, in reading order, drawn as it is on the map.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::{Names, hatch_line, hatch_units, hatch_words, paint_of, unit_paint};
use super::borders::{Border, strokes};
use super::labels::mark_scale;
use super::panel::{Column, heading};
use super::plan::Plan;
use super::{Fill, Job, View, lines as treaty_lines, panel, teaching, views};
use crate::dataset::{Confidence, PlaceKind, PolityId, fold};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{self, Circle, Node, Path, Piece, Stroke, Type};
use crate::style::{HatchKey, Paint, PanelPlace};
use crate::text::{Face, words};
use crate::words::{number, word};

/// One entry: a swatch and words.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub id: String,
    pub swatch: Swatch,
    pub words: String,
    /// What it says on other maps of the series.
    pub others: Vec<String>,
    /// It is not on this map, but on others of the series.
    is_absent: bool,
}

impl Entry {
    pub fn new(id: impl Into<String>, swatch: Swatch, words: impl Into<String>) -> Entry {
        Entry { id: id.into(), swatch, words: words.into(), others: Vec::new(), is_absent: false }
    }

    /// True if both stand for the same thing.
    fn is_same(&self, other: &Entry) -> bool {
        let hatchings = matches!((&self.swatch, &other.swatch), (Swatch::Hatch(..), Swatch::Hatch(..)));
        // Hatchings that read the same share an entry; states of one short name do not.
        self.id == other.id
            || (hatchings && (self.words == other.words || self.others.contains(&other.words)))
    }

    /// What it says on this map and on others of the series.
    pub fn all_words(&self) -> String {
        let others = self.others.iter().map(String::as_str);
        [self.words.as_str()].into_iter().chain(others).collect::<Vec<_>>().join(" / ")
    }

    /// Height of the words, in px.
    fn height(&self, kind: Type, width: f64) -> f64 {
        let others = self.others.iter().map(|words| kind.height(words, width));
        others.fold(kind.height(&self.words, width), f64::max)
    }
}

/// The legend of all maps of a series: what is on any of them, in one order.
#[derive(Clone, Debug, Default)]
pub(super) struct FrozenLegend {
    full: Vec<Section>,
    short: Vec<Section>,
    /// The page has no room for all of it in type that can be read: every map has its own part of it, in the same
    /// order.
    pub is_packed: bool,
}

impl FrozenLegend {
    /// What is on any of these maps.
    pub fn new(job: &Job<'_>, maps: Vec<[Vec<Section>; 2]>) -> FrozenLegend {
        let (mut full, mut short) = (Vec::new(), Vec::new());
        for [one, other] in maps {
            full.push(one);
            short.push(other);
        }
        FrozenLegend { full: union(job, full), short: union(job, short), is_packed: false }
    }

    /// What is on any of these maps, in short names; a map shows only its own part of it.
    pub fn packed(job: &Job<'_>, maps: Vec<Vec<Section>>) -> FrozenLegend {
        FrozenLegend { full: Vec::new(), short: union(job, maps), is_packed: true }
    }

    /// All of it, in short names.
    pub fn whole(&self) -> Vec<Section> {
        self.short.clone()
    }

    /// What one map adds to it: its own legend, with full and with short names.
    pub fn of_map(job: &Job<'_>) -> [Vec<Section>; 2] {
        [Names::Full, Names::Short].map(|names| current_sections(job, names))
    }

    /// The legend as it stands on a map that shows `now`.
    pub fn show(&self, now: Vec<Section>, names: Names) -> Vec<Section> {
        let mut all = match names {
            Names::Full => self.full.clone(),
            Names::Short => self.short.clone(),
        };
        for entry in all.iter_mut().flat_map(|(_, entries)| entries) {
            let here = now.iter().flat_map(|(_, entries)| entries).find(|other| other.is_same(entry));
            entry.is_absent = here.is_none();
            if let Some(here) = here {
                // A hatching is shown over the land it is on.
                if matches!(here.swatch, Swatch::Hatch(..)) {
                    entry.swatch = here.swatch.clone();
                }
                let before = std::mem::replace(&mut entry.words, here.words.clone());
                if before != entry.words {
                    entry.others.push(before);
                }
            }
        }
        if self.is_packed {
            all.iter_mut().for_each(|(_, entries)| entries.retain(|entry| !entry.is_absent));
            all.retain(|(_, entries)| !entries.is_empty());
        }
        all
    }
}

/// What the legends of several maps say together. Entries stand in an order that agrees with that of every map.
pub(super) fn union(job: &Job<'_>, mut maps: Vec<Vec<Section>>) -> Vec<Section> {
    let mut headings: Vec<&'static str> = Vec::new();
    for (heading, _) in maps.iter().flatten() {
        if !headings.contains(heading) {
            headings.push(heading);
        }
    }
    // All views have the same sections in the same order; lines and places are the last.
    headings.sort_by_key(|heading| {
        ["lines", "places"].iter().position(|last| last == heading).map_or(0, |i| i + 1)
    });
    let section = |heading: &'static str| {
        let of_map = |sections: &mut Vec<Section>| {
            let at = sections.iter().position(|(known, _)| *known == heading)?;
            Some(sections.swap_remove(at).1)
        };
        (heading, merge(job, maps.iter_mut().filter_map(of_map).collect()))
    };
    headings.into_iter().map(section).collect()
}

/// Lists that each have their entries in the same order, as one list in that order.
fn merge(job: &Job<'_>, lists: Vec<Vec<Entry>>) -> Vec<Entry> {
    let ids = |list: &Vec<Entry>| list.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
    let mut orders: Vec<Vec<String>> = lists.iter().map(ids).collect();
    orders.sort_unstable();
    orders.dedup();
    let mut known: Vec<Entry> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for entry in lists.into_iter().flatten() {
        // Only hatchings are the same under other ids.
        let at = match (by_id.get(&entry.id), &entry.swatch) {
            (Some(&at), Swatch::Hatch(..)) => {
                let first = known.iter().position(|one| one.is_same(&entry));
                Some(first.unwrap_or(at))
            }
            (Some(&at), _) => Some(at),
            (None, Swatch::Hatch(..)) => known.iter().position(|one| one.is_same(&entry)),
            (None, _) => None,
        };
        match at {
            Some(at) => join(job, &mut known[at], entry),
            None => {
                by_id.insert(entry.id.clone(), known.len());
                known.push(entry);
            }
        }
    }
    // Next is always what stands behind nothing that is still to come; of several such the first by the data.
    let place_of: BTreeMap<&str, usize> =
        known.iter().enumerate().map(|(at, entry)| (entry.id.as_str(), at)).collect();
    let orders: Vec<Vec<usize>> = orders
        .iter()
        .map(|order| order.iter().filter_map(|id| place_of.get(id.as_str()).copied()).collect())
        .collect();
    // In how many lists an entry is, and in which of them it is the next.
    let mut lists_of = vec![0; known.len()];
    orders.iter().flatten().for_each(|&at| lists_of[at] += 1);
    let mut next_in: Vec<Vec<usize>> = vec![Vec::new(); known.len()];
    let mut positions = vec![0; orders.len()];
    for (list, order) in orders.iter().enumerate() {
        order.first().into_iter().for_each(|&at| next_in[at].push(list));
    }
    let polities = &job.dataset().polities;
    let places: BTreeMap<&str, usize> =
        polities.iter().enumerate().map(|(at, polity)| (polity.key.as_str(), at)).collect();
    let ranks: Vec<_> = known.iter().map(|entry| rank(&places, entry)).collect();
    let mut left: BTreeSet<usize> = (0..known.len()).collect();
    let mut free: BTreeSet<_> =
        left.iter().filter(|&&at| next_in[at].len() == lists_of[at]).map(|&at| (ranks[at], at)).collect();
    let mut order: Vec<usize> = Vec::with_capacity(known.len());
    while let Some(&first) = left.first() {
        // Lists that contradict each other: the first that was seen.
        let at = free.pop_first().map_or(first, |(_, at)| at);
        left.remove(&at);
        order.push(at);
        // Only lists of which it is the next go on; the others pass over it when they come to it.
        for list in std::mem::take(&mut next_in[at]) {
            let rest = &orders[list];
            while positions[list] < rest.len() && !left.contains(&rest[positions[list]]) {
                positions[list] += 1;
            }
            if let Some(&next) = rest.get(positions[list]) {
                next_in[next].push(list);
                if next_in[next].len() == lists_of[next] {
                    free.insert((ranks[next], next));
                }
            }
        }
        // Of what was taken out of turn, the lists in which it stood later count no more.
    }
    let mut known: Vec<Option<Entry>> = known.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| known[at].take()).collect()
}

/// Where an entry stands among others by the data: holders by their table, hatchings by their kind.
fn rank(places: &BTreeMap<&str, usize>, entry: &Entry) -> (usize, Option<HatchKey>) {
    let polity = places.get(entry.id.as_str()).copied();
    let hatch = match entry.swatch {
        Swatch::Hatch(_, key) => Some(key),
        _ => None,
    };
    (polity.unwrap_or(usize::MAX), hatch)
}

/// The same thing on another map: it may have a further tint there, or another name.
fn join(job: &Job<'_>, known: &mut Entry, other: Entry) {
    if known.words != other.words && !known.others.contains(&other.words) {
        known.others.push(other.words);
    }
    let (Swatch::Fill(tints), Swatch::Fill(mut more)) = (&mut known.swatch, other.swatch) else { return };
    more.retain(|tint| !tints.contains(tint));
    // What is no holder ("inferred") is shown by the tint of one.
    let polity = if more.is_empty() { None } else { job.dataset().polity_by_key(&known.id) };
    if let Some(polity) = polity {
        tints.append(&mut more);
        // The full tint first, as on one map.
        tints.sort_by_key(|paint| *paint != paint_of(job.plan, Fill::Polity { polity, inferred: false }));
    }
}

#[derive(Clone, Debug)]
pub(super) enum Swatch {
    /// The tints of one holder side by side: sure land, land of an inferred holder.
    Fill(Vec<Paint>),
    /// A fill with hatching over it.
    Hatch(Paint, HatchKey),
    Line(Vec<Stroke>),
    /// A line, or nothing, with a point on it.
    Point(Vec<Stroke>, Circle),
    /// A peak, of a radius in px.
    Peak(f64),
    /// Nothing: a remark.
    None,
}

/// Which marks of places a map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PlaceMarks {
    main: bool,
    other: bool,
    peak: bool,
}

impl PlaceMarks {
    /// That of one place.
    pub fn of(rank: u8, is_peak: bool) -> PlaceMarks {
        PlaceMarks { main: !is_peak && rank <= 1, other: !is_peak && rank > 1, peak: is_peak }
    }

    /// Those of both.
    pub fn or(self, other: PlaceMarks) -> PlaceMarks {
        PlaceMarks {
            main: self.main || other.main,
            other: self.other || other.other,
            peak: self.peak || other.peak,
        }
    }

    /// Those that the labels may draw.
    pub fn possible(plan: &Plan<'_>) -> PlaceMarks {
        let mut marks = PlaceMarks::default();
        // A map of a large scale shows places of more ranks than the style says.
        let deepest = plan.style.label.town_rank + 4;
        let places = plan.dataset.places.iter().zip(&plan.places).filter(|(place, at)| {
            (1..=deepest).contains(&place.rank)
                && place.confidence != Confidence::Low
                && plan.page.map.contains(**at)
        });
        for (place, _) in places {
            marks = marks.or(PlaceMarks::of(place.rank, place.kind == PlaceKind::Peak));
        }
        marks
    }

    /// Those that the labels have drawn.
    pub fn drawn(dots: &[Node]) -> PlaceMarks {
        let mut marks = PlaceMarks::default();
        for dot in dots {
            match dot {
                Node::Path(path) if path.class == "peak" => marks.peak = true,
                Node::Circle(circle) if circle.class == "place-1" => marks.main = true,
                Node::Circle(_) => marks.other = true,
                _ => {}
            }
        }
        marks
    }
}

/// How much a legend is pressed together to fit its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    /// Type and gaps, as a share of the style's.
    pub scale: f64,
    pub names: Names,
}

/// From a legend as the style wants it to the tightest that can still be read; the last only where neither the
/// panel nor the map has room for a better one.
pub(super) const FITS: [Fit; 10] = [
    Fit { scale: 1.0, names: Names::Full },
    Fit { scale: 0.93, names: Names::Full },
    Fit { scale: 0.93, names: Names::Short },
    Fit { scale: 0.86, names: Names::Short },
    Fit { scale: 0.79, names: Names::Short },
    Fit { scale: 0.72, names: Names::Short },
    TIGHT,
    Fit { scale: 0.56, names: Names::Short },
    Fit { scale: 0.48, names: Names::Short },
    Fit { scale: 0.4, names: Names::Short },
];

/// Before a legend is pressed together more than this, a part of it goes onto the map.
const TIGHT: Fit = Fit { scale: 0.65, names: Names::Short };

/// How the legend is set in a column: as large as fits above `limit`; a little smaller if it then leaves
/// `wish` px above it for what follows.
pub(super) fn fit(job: &Job<'_>, column: &Column<'_, '_>, limit: f64, wish: f64) -> Fit {
    // The legend of a series is long, and what changed is what its maps are for.
    let least = if job.frozen.is_some() { 0.7 } else { 0.85 };
    let mut little = FITS.into_iter().filter(|fit| fit.scale > least);
    let fitting = little
        .find(|fit| fits_at(job, column, limit - wish, *fit, job.overflow))
        .or_else(|| FITS.into_iter().find(|fit| fits_at(job, column, limit, *fit, job.overflow)));
    fitting.unwrap_or(FITS[FITS.len() - 1])
}

/// Fills the column with the legend in a given size. Entries for which there is no room above `limit` are listed
/// in `left_out`.
pub(super) fn draw(
    job: &Job<'_>,
    column: &mut Column<'_, '_>,
    fit: Fit,
    limit: f64,
    left_out: &mut Vec<Diagnostic>,
) {
    for section in sections(job, fit.names, job.overflow) {
        draw_section(job, column, section, fit, limit, left_out);
    }
}

/// Height in px of the last `count` sections, set together.
pub(super) fn rest_height(job: &Job<'_>, count: usize, fit: Fit, width: f64) -> f64 {
    let rest = last_sections(job, fit.names, count);
    rest.iter().map(|section| height(job, section, fit, width)).sum()
}

/// The sections for which the panel has no room.
pub(super) fn draw_rest(
    job: &Job<'_>,
    column: &mut Column<'_, '_>,
    fit: Fit,
    left_out: &mut Vec<Diagnostic>,
) {
    for section in last_sections(job, fit.names, job.overflow) {
        draw_section(job, column, section, fit, f64::INFINITY, left_out);
    }
}

/// How many sections must go elsewhere, from the last, so that the others fit above `limit` even if pressed
/// together.
pub(super) fn overflow(job: &Job<'_>, column: &Column<'_, '_>, limit: f64) -> usize {
    let all = sections(job, TIGHT.names, 0).len();
    (0..all).find(|&skip| fits_at(job, column, limit, TIGHT, skip)).unwrap_or(all)
}

/// True if no word is wider than a column of this width.
pub(super) fn words_fit(job: &Job<'_>, fit: Fit, width: f64) -> bool {
    let ([head, body], (_, indent)) = (types(job, fit), measures(job, fit));
    sections(job, fit.names, 0).iter().all(|(heading, entries)| {
        let narrow = |kind: Type, line: &str, room: f64| words(line).all(|word| kind.width(word) <= room);
        narrow(head, word(job.lang, heading), width)
            && entries.iter().all(|entry| narrow(body, &entry.words, width - indent))
    })
}

/// Fills columns with the legend, each section where there is most room; `fills_only` leaves out lines and
/// places, which are then listed in `left_out`.
pub(super) fn draw_parts(
    job: &Job<'_>,
    columns: &mut [Column<'_, '_>],
    fit: Fit,
    fills_only: bool,
    left_out: &mut Vec<Diagnostic>,
) {
    for (i, section) in sections(job, fit.names, 0).into_iter().enumerate() {
        // The holders come under the title, the next section beside it.
        let place = if i < columns.len() { i } else { shortest(columns) };
        match columns.get_mut(place) {
            Some(_) if fills_only && ["lines", "places"].contains(&section.0) => {
                left_out.extend(section.1.iter().map(no_room));
            }
            Some(column) => draw_section(job, column, section, fit, f64::INFINITY, left_out),
            None => {}
        }
    }
}

/// The column with most room left; the first of those alike.
pub(super) fn shortest(columns: &[Column<'_, '_>]) -> usize {
    let by_height = |a: &usize, b: &usize| columns[*a].y.total_cmp(&columns[*b].y);
    (0..columns.len()).min_by(by_height).unwrap_or(0)
}

/// True if all of the legend fits into a column above `limit`.
pub(super) fn fits(job: &Job<'_>, column: &Column<'_, '_>, limit: f64) -> bool {
    FITS.into_iter().any(|fit| fits_at(job, column, limit, fit, job.overflow))
}

/// True if the legend of a series can be set so that it leaves `wish` px above `limit`, in type that can be read.
pub(super) fn leaves(job: &Job<'_>, column: &Column<'_, '_>, limit: f64, wish: f64) -> bool {
    let mut fits = FITS.into_iter().filter(|fit| fit.scale > 0.7);
    fits.any(|fit| fits_at(job, column, limit - wish, fit, job.overflow))
}

/// Height in px of the legend as the style wants it, in a column of this width.
pub(super) fn length(job: &Job<'_>, width: f64) -> f64 {
    let sections = sections(job, FITS[0].names, 0);
    sections.iter().map(|section| height(job, section, FITS[0], width)).sum()
}

fn fits_at(job: &Job<'_>, column: &Column<'_, '_>, limit: f64, fit: Fit, skip: usize) -> bool {
    let sections = sections(job, fit.names, skip);
    let total: f64 = sections.iter().map(|section| height(job, section, fit, column.rect.w)).sum();
    // No air is needed below the last.
    column.y + total - 8.0 * job.plan.page.unit * fit.scale <= limit
}

/// A heading (a key of the word table) and what stands under it.
pub(super) type Section = (&'static str, Vec<Entry>);

/// All sections but the last `skip`.
fn sections(job: &Job<'_>, names: Names, skip: usize) -> Vec<Section> {
    let mut all = all_sections(job, names);
    all.truncate(all.len().saturating_sub(skip));
    all
}

/// The last `count` sections.
fn last_sections(job: &Job<'_>, names: Names, count: usize) -> Vec<Section> {
    let mut all = all_sections(job, names);
    all.split_off(all.len().saturating_sub(count))
}

fn all_sections(job: &Job<'_>, names: Names) -> Vec<Section> {
    let mut sections = match job.frozen {
        Some(frozen) => frozen.legend.show(current_sections(job, names), names),
        None => current_sections(job, names),
    };
    // Which places have marks is known only when their names are placed.
    if job.frozen.is_some() && sections.iter().any(|(heading, _)| *heading == "places") {
        sections.retain(|(heading, _)| *heading != "places");
        let marks = places(job);
        if !marks.is_empty() {
            sections.push(("places", marks));
        }
    }
    sections
}

/// What is on one map.
pub(super) fn current_sections(job: &Job<'_>, names: Names) -> Vec<Section> {
    teaching::legend_of(job, told_sections(job, names))
}

/// The sections of a map that tells everything.
fn told_sections(job: &Job<'_>, names: Names) -> Vec<Section> {
    let (holding, hatching) = match job.view {
        View::Sovereignty => ("assigned-to", "status"),
        View::Control => ("held-by", "status"),
        View::Claims => ("held-by", "claims-heading"),
        View::Certainty => {
            let all = [("certainty-heading", classes(job)), ("lines", all_lines(job))];
            return all.into_iter().filter(|(_, entries)| !entries.is_empty()).collect();
        }
        View::Sources => {
            let all = [("sources-heading", classes(job)), ("lines", all_lines(job))];
            return all.into_iter().filter(|(_, entries)| !entries.is_empty()).collect();
        }
    };
    let all = [
        (holding, holders(job, names)),
        (hatching, hatches(job, names)),
        ("lines", all_lines(job)),
        ("places", places(job)),
    ];
    all.into_iter().filter(|(_, entries)| !entries.is_empty()).collect()
}

pub(super) fn types(job: &Job<'_>, fit: Fit) -> [Type; 2] {
    let (style, unit) = (job.plan.style, job.plan.page.unit * fit.scale);
    let head = heading(job);
    let least = job.plan.page.least;
    let size = (style.panel.text_px * unit).max(least);
    [
        Type { size: (head.size * fit.scale).max(least), ..head },
        Type { face: Face::Sans, size, color: style.page.ink, class: "legend-text" },
    ]
}

/// Size of a swatch and indent of the words beside it, in px.
pub(super) fn measures(job: &Job<'_>, fit: Fit) -> ([f64; 2], f64) {
    let unit = job.plan.page.unit * fit.scale;
    ([30.0 * unit, 17.0 * unit], 40.0 * unit)
}

fn height(job: &Job<'_>, (heading, entries): &Section, fit: Fit, width: f64) -> f64 {
    let ([head, body], (_, indent)) = (types(job, fit), measures(job, fit));
    let gap = 4.0 * job.plan.page.unit * fit.scale;
    if *heading == "places" {
        let rows = flow(job, entries, fit, width).last().map_or(0, |(row, _)| row + 1);
        return head.height(word(job.lang, heading), width)
            + gap
            + rows as f64 * (body.leading() + gap)
            + 2.0 * gap;
    }
    let width_of = strip(job, entries, fit, width);
    let rows: Vec<f64> = entries.iter().map(|entry| entry.height(body, width_of.1 - indent) + gap).collect();
    let rows = rows.chunks(rows_of(entries, width_of.0)).map(|strip| strip.iter().sum()).fold(0.0, f64::max);
    head.height(word(job.lang, heading), width) + gap + rows + 2.0 * gap
}

/// A section of more entries than this stands in strips side by side where its column is wide enough.
const LONG: usize = 24;

/// In how many strips a section stands, and the width of one, in px.
fn strip(job: &Job<'_>, entries: &[Entry], fit: Fit, width: f64) -> (usize, f64) {
    if entries.len() <= LONG {
        return (1, width);
    }
    let unit = job.plan.page.unit * fit.scale;
    let gap = 14.0 * unit;
    let count = (((width + gap) / (150.0 * unit + gap)) as usize).max(1);
    (count, (width + gap) / count as f64 - gap)
}

/// How many entries of a section stand under each other in each of so many strips.
fn rows_of(entries: &[Entry], strips: usize) -> usize {
    entries.len().div_ceil(strips).max(1)
}

/// Row and x of each entry of the section of places, in px from its left: short words stand side by side.
fn flow(job: &Job<'_>, entries: &[Entry], fit: Fit, width: f64) -> Vec<(usize, f64)> {
    let ([_, body], unit) = (types(job, fit), job.plan.page.unit * fit.scale);
    let (mut row, mut x) = (0, 0.0);
    let mut out = Vec::new();
    for entry in entries {
        let needed = PLACE_INDENT * unit + body.width(&entry.words);
        if x > 0.0 && x + needed > width {
            (row, x) = (row + 1, 0.0);
        }
        out.push((row, x));
        x += needed + 16.0 * unit;
    }
    out
}

/// Room for the mark of a place before its words, in px at the reference page.
const PLACE_INDENT: f64 = 14.0;

/// The places: their marks with words, side by side.
fn draw_places(
    job: &Job<'_>,
    column: &mut Column<'_, '_>,
    entries: &[Entry],
    fit: Fit,
    limit: f64,
    left_out: &mut Vec<Diagnostic>,
) {
    let ([head, body], unit) = (types(job, fit), job.plan.page.unit * fit.scale);
    let row_height = body.leading() + 4.0 * unit;
    let heading_height = head.height(word(job.lang, "places"), column.rect.w) + 4.0 * unit;
    let places = flow(job, entries, fit, column.rect.w);
    let rows = places.last().map_or(0, |(row, _)| row + 1);
    if column.y + heading_height + rows as f64 * row_height > limit + 4.0 * unit {
        left_out.extend(entries.iter().map(no_room));
        return;
    }
    column.text("legend-places", word(job.lang, "places"), head, 0.0);
    column.space(4.0 * fit.scale);
    let top = column.y;
    for (entry, (row, x)) in entries.iter().zip(places) {
        column.y = top + row as f64 * row_height;
        let middle = column.y + body.size * 0.65;
        let side = 8.0 * unit;
        let at = column.rect.x + x;
        draw_entry(job, column, entry, Rect::new(at, middle - side / 2.0, side, side));
        column.text(&format!("legend-text-{}", entry.id), &entry.words, body, x + PLACE_INDENT * unit);
    }
    column.y = top + rows as f64 * row_height;
    column.space(8.0 * fit.scale);
}

pub(super) fn no_room(entry: &Entry) -> Diagnostic {
    let message = format!("no room in the legend for \"{}\"", entry.words);
    Diagnostic::new(Severity::Warning, "legend-left-out", message)
}

fn draw_section(
    job: &Job<'_>,
    column: &mut Column<'_, '_>,
    (heading, entries): Section,
    fit: Fit,
    limit: f64,
    left_out: &mut Vec<Diagnostic>,
) {
    if heading == "places" {
        return draw_places(job, column, &entries, fit, limit, left_out);
    }
    let ([head, body], (swatch, indent)) = (types(job, fit), measures(job, fit));
    let heading_height = head.height(word(job.lang, heading), column.rect.w);
    let mut headed = false;
    let (strips, width) = strip(job, &entries, fit, column.rect.w);
    let rows = rows_of(&entries, strips);
    let (whole, mut top_of_strips, mut lowest) = (column.rect, column.y, column.y);
    for (i, entry) in entries.into_iter().enumerate() {
        if strips > 1 && i > 0 && i % rows == 0 {
            lowest = column.y.max(lowest);
            column.y = top_of_strips;
            column.rect.x += width + (whole.w - strips as f64 * width) / (strips - 1) as f64;
        }
        column.rect.w = width;
        let needed = entry.height(body, width - indent);
        let before = if headed { 0.0 } else { heading_height + 4.0 * job.plan.page.unit * fit.scale };
        if column.y + before + needed > limit {
            left_out.extend((!entry.is_absent).then(|| no_room(&entry)));
            continue;
        }
        if !headed {
            column.rect.w = whole.w;
            column.text(&format!("legend-{heading}"), word(job.lang, heading), head, 0.0);
            column.space(4.0 * fit.scale);
            column.rect.w = width;
            headed = true;
            top_of_strips = column.y;
        }
        let top = column.beside(body, swatch[1]);
        let rect = Rect::new(column.rect.x, top, swatch[0], swatch[1]);
        draw_entry(job, column, &entry, rect);
        let words = column.y;
        let body = if entry.is_absent { absent(job, body) } else { body };
        column.text(&format!("legend-text-{}", entry.id), &entry.words, body, indent);
        column.y = words + needed;
        column.space(4.0 * fit.scale);
    }
    column.rect = whole;
    column.y = column.y.max(lowest);
    if headed {
        column.space(8.0 * fit.scale);
    }
}

/// A line as it is shown in a sample of a width in px: a dashed one with shorter dashes if the sample would not show
/// two of them with the gaps after them.
fn in_sample(stroke: &Stroke, width: f64) -> Stroke {
    let period: f64 = stroke.dash.iter().sum();
    let share = (width / (2.4 * period.max(1e-6))).min(1.0);
    Stroke { dash: stroke.dash.iter().map(|length| length * share).collect(), ..stroke.clone() }
}

/// How words are set that stand for nothing on this map.
fn absent(job: &Job<'_>, kind: Type) -> Type {
    Type { color: job.plan.style.page.muted, class: "legend-text-absent", ..kind }
}

pub(super) fn draw_entry(job: &Job<'_>, column: &mut Column<'_, '_>, entry: &Entry, rect: Rect) {
    let (style, unit) = (job.plan.style, job.plan.page.unit);
    let outline = Stroke { round: false, ..Stroke::new(style.border.state.alpha(0.55), 0.8 * unit) };
    let mut framed = |key: &str, rect: Rect, paint: &Paint, hatches: &[_]| {
        let casing = style.page.paper;
        let swatch = scene::Swatch { key, paint, hatches, casing, outline: outline.clone(), unit };
        column.nodes.extend(swatch.draw(rect));
    };
    match &entry.swatch {
        Swatch::Fill(paints) => {
            framed(&entry.id, rect, &paints[0], &[]);
            if let [_, pale] = paints.as_slice() {
                let right = Rect::new(rect.x + rect.w / 2.0, rect.y, rect.w / 2.0, rect.h);
                framed(&format!("{}-inferred", entry.id), right, pale, &[]);
            }
        }
        Swatch::Peak(radius) => {
            let [x, y] = rect.center();
            column.nodes.push(Node::Path(Path {
                class: "legend-peak".into(),
                pieces: vec![Piece {
                    points: vec![
                        [x, y - radius],
                        [x + radius, y + radius * 0.7],
                        [x - radius, y + radius * 0.7],
                    ],
                    closed: true,
                }],
                fill: Some(style.label.unit),
                ..Path::default()
            }));
        }
        Swatch::None => {}
        Swatch::Hatch(paint, key) => framed(&entry.id, rect, paint, &[hatch_line(job.plan, *key)]),
        Swatch::Line(strokes) | Swatch::Point(strokes, _) => {
            let y = rect.center()[1];
            for stroke in strokes {
                let stroke = in_sample(stroke, rect.w);
                column.nodes.push(Node::Path(Path {
                    class: format!("line-{}", entry.id),
                    pieces: vec![Piece { points: vec![[rect.x, y], [rect.right(), y]], closed: false }],
                    stroke: Some(Stroke { round: false, ..stroke }),
                    ..Path::default()
                }));
            }
            if let Swatch::Point(_, circle) = &entry.swatch {
                column.nodes.push(Node::Circle(Circle { center: rect.center(), ..circle.clone() }));
            }
        }
    }
    if entry.is_absent {
        // A veil of paper over the swatch: it is in the legend for the other maps of the series.
        let reach = unit;
        column.nodes.push(Node::Path(Path {
            class: "legend-absent".into(),
            pieces: vec![scene::rect_piece(rect.grown(reach))],
            fill: Some(style.page.paper.alpha(0.68)),
            ..Path::default()
        }));
    }
}

/// In the legend of a set of more polities than this a reader looks for a name, not for a group.
const BY_NAME: usize = 40;

/// Holders on the map, in the order of the polity table or, of very many, of their names; sure ones first.
fn holders(job: &Job<'_>, names: Names) -> Vec<Entry> {
    // How many cells of the map each fill has.
    let mut cells: BTreeMap<Fill, usize> = BTreeMap::new();
    for (&fill, &count) in job.fills.iter().zip(&job.plan.unit_cells).filter(|(_, count)| **count > 0) {
        *cells.entry(fill).or_default() += count;
    }
    let fills: Vec<Fill> = cells.keys().copied().collect();
    let (in_list, further) = listed(job, &cells);
    let is_cut = further > 0;
    let further = further + unseen(job).len();
    let mut entries: Vec<Entry> = Vec::new();
    let mut inferred = None;
    for &fill in fills.iter().filter(|fill| fill.polity().is_none_or(|polity| in_list.contains(&polity))) {
        if let Fill::Polity { polity, inferred: is_inferred } = fill {
            if is_inferred {
                inferred.get_or_insert(fill);
            }
            let id = job.dataset().polities[polity.index()].key.clone();
            // One swatch a holder, in the tints it has on the map.
            match entries.last_mut() {
                Some(Entry { id: last, swatch: Swatch::Fill(tints), .. }) if *last == id => {
                    tints.push(paint_of(job.plan, fill));
                }
                _ => {
                    let words = names.of(job, polity).to_owned();
                    entries.push(Entry::new(id, Swatch::Fill(vec![paint_of(job.plan, fill)]), words));
                }
            }
        }
    }
    // Of many, one is found by the name that is printed.
    if job.dataset().polities.len() > BY_NAME || is_cut {
        entries.sort_by_cached_key(|entry| fold(&entry.words));
    }
    if further > 0 {
        let words = word(job.lang, "legend-further").replace("{n}", &number(job.lang, further as f64, 0));
        entries.push(Entry::new("further", Swatch::None, words));
    }
    if let Some(fill) = inferred {
        let words = word(job.lang, "inferred").to_owned();
        entries.push(Entry::new("inferred", Swatch::Fill(vec![paint_of(job.plan, fill)]), words));
    }
    for (fill, id) in [(Fill::Nobody, "nobody"), (Fill::NotKnown, "not-known")] {
        if fills.contains(&fill) {
            let key = if job.view == View::Sovereignty && fill == Fill::Nobody { "no-act" } else { id };
            let words = word(job.lang, key).to_owned();
            entries.push(Entry::new(id, Swatch::Fill(vec![paint_of(job.plan, fill)]), words));
        }
    }
    if job.plan.uncovered {
        let words = word(job.lang, "not-covered").to_owned();
        let swatch = Swatch::Fill(vec![Paint::plain(job.plan.style.ground.land)]);
        entries.push(Entry::new("not-covered", swatch, words));
    }
    entries
}

/// Holders of land inside the frame of the map of which the map shows nothing: all of it is smaller than a cell of its
/// grid.
pub(super) fn unseen(job: &Job<'_>) -> Vec<PolityId> {
    let hidden = job.plan.hidden_units();
    if hidden.is_empty() {
        return Vec::new();
    }
    let mut seen = vec![false; job.dataset().polities.len()];
    for (fill, cells) in job.fills.iter().zip(&job.plan.unit_cells) {
        if let Some(polity) = fill.polity().filter(|_| *cells > 0) {
            seen[polity.index()] = true;
        }
    }
    let holders = hidden.iter().filter_map(|unit| job.fills[unit.index()].polity());
    let hidden: BTreeSet<PolityId> = holders.filter(|polity| !seen[polity.index()]).collect();
    hidden.into_iter().collect()
}

/// A legend of more holders than this on the reference page is read by nobody; on other pages it is as much of the
/// column.
const MOST_HOLDERS: f64 = 34.0;

/// The holders that the legend lists, and how many others the map shows: those with most of the map if there are more
/// than a reader goes through. Their names stand on the map.
fn listed(job: &Job<'_>, cells: &BTreeMap<Fill, usize>) -> (BTreeSet<PolityId>, usize) {
    let mut by_holder: BTreeMap<PolityId, usize> = BTreeMap::new();
    for (fill, count) in cells {
        if let Some(polity) = fill.polity() {
            *by_holder.entry(polity).or_default() += count;
        }
    }
    let page = &job.plan.page;
    // Where there is width they stand in strips.
    let strips = ((panel::legend_rect(job).w / (165.0 * page.unit)) as usize).max(1) as f64;
    let most = match page.column_count {
        0 | 1 => 0.75 * strips.max(4.0 / 3.0) * MOST_HOLDERS * page.map.h / (956.0 * page.unit),
        _ => strips * (page.columns[1].h - 90.0 * page.unit) / (20.0 * page.unit),
    };
    let most = most.clamp(12.0, 60.0) as usize;
    let mut order: Vec<(PolityId, usize)> = by_holder.into_iter().collect();
    if order.len() > most {
        order.sort_by_key(|&(polity, count)| (std::cmp::Reverse(count), polity));
    }
    let further = order.len().saturating_sub(most);
    (order.into_iter().take(most).map(|(polity, _)| polity).collect(), further)
}

/// The marks of places, as they are drawn.
fn places(job: &Job<'_>) -> Vec<Entry> {
    let (style, unit) = (&job.plan.style.label, job.plan.page.unit * mark_scale(job.plan));
    let dot = |class: &str, radius: f64, fill, width: f64| {
        let stroke = Stroke { round: false, ..Stroke::new(style.town, width * unit) };
        let circle = Circle {
            id: String::new(),
            class: class.to_owned(),
            title: String::new(),
            center: [0.0; 2],
            radius: radius * unit,
            fill,
            stroke: Some(stroke),
        };
        Swatch::Point(Vec::new(), circle)
    };
    let marks = job.places;
    [
        (marks.main, "place-main", dot("legend-place-main", 3.6, style.town, 1.5)),
        (marks.other, "place-other", dot("legend-place-other", 2.6, style.dot, 1.1)),
        (marks.peak, "place-peak", Swatch::Peak(3.3 * unit)),
    ]
    .into_iter()
    .filter(|(shown, ..)| *shown)
    .map(|(_, id, swatch)| Entry::new(id, swatch, word(job.lang, id)))
    .collect()
}

/// Hatchings on the map, over the fill they are seen on most. Those that read the same share an entry.
fn hatches(job: &Job<'_>, names: Names) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (key, units) in hatch_units(job) {
        let Some((unit, cells)) = units
            .iter()
            .map(|unit| (*unit, job.plan.unit_cells[unit.index()]))
            .max_by_key(|(_, cells)| *cells)
        else {
            continue;
        };
        let words = hatch_words(job, key, names);
        if cells == 0 || entries.iter().any(|entry| entry.words == words) {
            continue;
        }
        let id = format!("hatch-{}", key.slug(job.dataset()));
        entries.push(Entry::new(id, Swatch::Hatch(unit_paint(job, unit), key), words));
    }
    entries
}

/// Classes on the map, in a view that does not fill by holder.
fn classes(job: &Job<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (class, units) in views::classes(job) {
        if units.iter().all(|unit| job.plan.unit_cells[unit.index()] == 0) {
            continue;
        }
        let paint = Paint::plain(class.color(job.plan.style));
        let swatch = match class {
            views::Class::Contested => Swatch::Hatch(paint, HatchKey::Contested),
            _ => Swatch::Fill(vec![paint]),
        };
        entries.push(Entry::new(class.slug(), swatch, class.words(job)));
    }
    if job.view == View::Sources {
        // Below the scale what is on any of its steps, and how it counts.
        let at = entries.iter().position(|entry| entry.id == "not-known").unwrap_or(entries.len());
        let hatched = hatches(job, Names::Full);
        entries.splice(at..at, hatched);
        let words = word(job.lang, "sources-counted").to_owned();
        entries.push(Entry::new("counted", Swatch::None, words));
    }
    entries
}

/// Lines that texts describe, then borders.
fn all_lines(job: &Job<'_>) -> Vec<Entry> {
    // The legend of a series has no room for every line that is on some map: they stand in the key of their map.
    let mut entries = if in_key(job) { Vec::new() } else { text_lines(job) };
    entries.extend(lines(job));
    entries
}

/// True if the treaty, claim and front lines of a map are explained with their points instead of in the legend.
pub(super) fn in_key(job: &Job<'_>) -> bool {
    job.frozen.is_some() && job.plan.page.panel != PanelPlace::Inside
}

/// Height in px of the lines that texts describe, each as it is drawn.
pub(super) fn text_lines_height(job: &Job<'_>, width: f64, scale: f64) -> f64 {
    let fit = Fit { scale, names: Names::Full };
    let ([_, body], (_, indent)) = (types(job, fit), measures(job, fit));
    let gap = 4.0 * job.plan.page.unit * scale;
    text_lines(job).iter().map(|entry| entry.height(body, width - indent) + gap).sum()
}

/// Fills the column with them.
pub(super) fn draw_text_lines(job: &Job<'_>, column: &mut Column<'_, '_>, scale: f64) {
    let fit = Fit { scale, names: Names::Full };
    let ([_, body], (swatch, indent)) = (types(job, fit), measures(job, fit));
    for entry in text_lines(job) {
        let top = column.beside(body, swatch[1]);
        draw_entry(job, column, &entry, Rect::new(column.rect.x, top, swatch[0], swatch[1]));
        column.text(&format!("legend-text-{}", entry.id), &entry.words, body, indent);
        column.space(4.0 * scale);
    }
}

/// Border classes on the map, and that some of them are approximate there.
fn lines(job: &Job<'_>) -> Vec<Entry> {
    let map = job.plan.page.map;
    let mut seen: Vec<(Border, bool)> = job
        .classes
        .iter()
        .zip(&job.plan.approximate)
        .zip(&job.plan.arcs)
        .filter(|(_, points)| points.iter().any(|&point| map.contains(point)))
        .filter_map(|((class, approximate), _)| Some(((*class)?, *approximate)))
        .filter(|(class, approximate)| *class != Border::Coast && is_drawn(job, *class, *approximate))
        .collect();
    seen.sort_unstable();
    seen.dedup();
    let mut entries: Vec<Entry> = Vec::new();
    for &(class, _) in seen.iter().rev() {
        let id = match class {
            Border::State => "border-state",
            Border::Status => "border-status",
            Border::Unit => "border-unit",
            Border::Coast => continue,
        };
        if entries.last().is_some_and(|last| last.id == id) {
            continue;
        }
        let swatch = Swatch::Line(strokes(job.plan, job.view, class, false));
        entries.push(Entry::new(id, swatch, word(job.lang, id)));
    }
    // One entry for all classes, drawn as the weightiest of them.
    if let Some((class, _)) = seen.iter().rev().find(|(_, approximate)| *approximate) {
        let id = "border-approximate";
        let swatch = Swatch::Line(strokes(job.plan, job.view, *class, true));
        entries.push(Entry::new(id, swatch, word(job.lang, id)));
        if views::uncertain_courses(job)
            .iter()
            .flat_map(|(_, arcs)| arcs)
            .any(|&arc| job.plan.arcs[arc].iter().any(|&point| map.contains(point)))
        {
            let id = "course-band";
            let band = Stroke { width: 13.0 * job.plan.page.unit, ..views::band(job, 0.0) };
            let mut strokes = strokes(job.plan, job.view, *class, true);
            strokes.insert(0, band);
            entries.push(Entry::new(id, Swatch::Line(strokes), word(job.lang, id)));
        }
    }
    entries
}

/// False for a class of border to which the style gives no width.
fn is_drawn(job: &Job<'_>, class: Border, approximate: bool) -> bool {
    strokes(job.plan, job.view, class, approximate).last().is_some_and(|stroke| stroke.width > 0.0)
}

/// The treaty, claim and front lines on the map, each as it is drawn.
fn text_lines(job: &Job<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in &job.lines {
        let data = job.dataset().line(line.id);
        if line.strokes.is_empty() && line.marks.is_empty() {
            continue;
        }
        let swatch = match line.marks.is_empty() {
            true => Swatch::Line(line.strokes.clone()),
            false => Swatch::Point(line.strokes.clone(), treaty_lines::circle(job.plan, line.color, false)),
        };
        entries.push(Entry::new(format!("line-{}", data.key), swatch, data.name.get(job.lang)));
    }
    if job.lines.iter().flat_map(|line| &line.marks).any(|mark| mark.hollow) {
        let ink = job.plan.style.page.ink;
        let swatch = Swatch::Point(Vec::new(), treaty_lines::circle(job.plan, ink, true));
        entries.push(Entry::new("point-inferred", swatch, word(job.lang, "point-inferred")));
    }
    entries
}
