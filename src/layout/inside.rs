//! The page without a panel: legend and scale bar on the map, and a line of credits along its lower edge.

use super::areas::Names;
use super::furniture::{best_place, gap, ground, place};
use super::legend::{self, FITS, Fit};
use super::panel::{self, Column};
use super::plan::Plan;
use super::{Job, credits, scale_bar};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Node, Text, text_line};
use crate::text::{CAP_HEIGHT, DESCENT};

/// What stands on the map in place of the panel, in px.
#[derive(Clone, Debug)]
pub(super) struct Inside {
    /// The box of the legend, and how it is set.
    legend: Option<(Rect, Setting)>,
    /// The line of credits: its box and its words.
    credits: Option<(Rect, String)>,
    /// The scale bar, where there is no box for it to stand in.
    bar: Option<Rect>,
}

/// Space between a box on the map and what is in it, in px.
pub(super) fn pad(plan: &Plan<'_>) -> f64 {
    9.0 * plan.page.unit
}

/// Finds the places, the credits first: they must be there. What is taken is added to `taken`.
pub(super) fn place_all(job: &Job<'_>, taken: &mut Vec<Rect>, left_out: &mut Vec<Diagnostic>) -> Inside {
    let plan = job.plan;
    let (unit, map) = (plan.page.unit, plan.page.map);
    let mut out = Inside { legend: None, credits: None, bar: None };
    let kind = credits::kind(job);
    let room = map.w - 12.0 * unit;
    let fitting = credits::one_line(job).into_iter().find(|words| kind.width(words) <= room);
    match fitting {
        Some(words) => {
            let (w, h) = (kind.width(&words), kind.size * (CAP_HEIGHT + DESCENT));
            let rect = Rect::new(map.right() - 6.0 * unit - w, map.bottom() - 4.0 * unit - h, w, h);
            taken.push(rect);
            out.credits = Some((rect, words));
        }
        None => note(left_out, "no room for the credits on the map; they are in its metadata"),
    }
    // Better a word in two pieces than no legend.
    let found = |breaks: bool| PARTS.into_iter().find_map(|parts| best(job, parts, breaks, taken));
    out.legend = found(false).or_else(|| found(true));
    taken.extend(out.legend.map(|(rect, _)| rect));
    if out.legend.is_none() {
        note(left_out, "the map has no quiet place for the legend");
        let size = [140.0 * unit, scale_bar::height(plan)];
        out.bar = place(plan, size, gap(plan), taken);
        taken.extend(out.bar);
    }
    out
}

fn note(left_out: &mut Vec<Diagnostic>, message: &str) {
    left_out.push(Diagnostic::new(Severity::Warning, "legend-left-out", message.to_owned()));
}

/// The best place for a legend of some parts: small on the map, in large type, over little. Words wider than its column
/// are broken or keep it off.
fn best(job: &Job<'_>, parts: Parts, breaks: bool, taken: &[Rect]) -> Option<(Rect, Setting)> {
    let (plan, map) = (job.plan, job.plan.page.map);
    let mut best: Option<(f64, Rect, Setting)> = None;
    for setting in settings(parts) {
        let width = setting.width * plan.page.unit;
        let size = [width, height(job, setting, width - 2.0 * pad(plan)) + 2.0 * pad(plan)];
        let column = (width - 2.0 * pad(plan) - APART * plan.page.unit * (setting.columns as f64 - 1.0))
            / setting.columns as f64;
        let is_wide = breaks || legend::words_fit(job, setting.fit, column);
        if size[1] > map.h - 2.0 * gap(plan) || width > 0.5 * map.w || !is_wide {
            continue;
        }
        let Some((cost, rect)) = best_place(plan, size, gap(plan), taken) else { continue };
        let share = size[0] * size[1] / (map.w * map.h);
        let score = 4.0 * cost + 2.0 * (1.0 - setting.fit.scale) + 3.0 * share;
        if best.as_ref().is_none_or(|(known, ..)| score < *known) {
            best = Some((score, rect, setting));
        }
    }
    best.map(|(_, rect, setting)| (rect, setting))
}

/// Space between two columns, px at the reference page.
const APART: f64 = 16.0;

/// What of the legend stands on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    All,
    /// The legend without title and date.
    Untitled,
    /// Holders and hatchings alone.
    Fills,
}

/// The fullest that finds a place is drawn.
const PARTS: [Parts; 3] = [Parts::All, Parts::Untitled, Parts::Fills];

/// How a legend is set on the map.
#[derive(Clone, Copy, Debug)]
struct Setting {
    parts: Parts,
    fit: Fit,
    /// Width of the box in px at the reference page.
    width: f64,
    /// One column, or two: holders in the first, all else in the second.
    columns: usize,
}

/// All settings that are tried; names of holders are short, so that the box is small.
fn settings(parts: Parts) -> impl Iterator<Item = Setting> {
    let fits = FITS.into_iter().filter(|fit| fit.names == Names::Short && fit.scale > 0.7);
    let sizes = [(180.0, 1), (210.0, 1), (250.0, 1), (360.0, 2), (420.0, 2), (500.0, 2)];
    fits.flat_map(move |fit| sizes.map(|(width, columns)| Setting { parts, fit, width, columns }))
}

/// What stands in the box, from its upper left corner down; and how far down it reaches.
fn fill(job: &Job<'_>, inner: Rect, setting: Setting, left_out: &mut Vec<Diagnostic>) -> (Vec<Node>, f64) {
    let unit = job.plan.page.unit;
    let count = setting.columns as f64;
    let apart = APART * unit;
    let width = (inner.w - apart * (count - 1.0)) / count;
    let mut columns: Vec<Column> = (0..setting.columns)
        .map(|i| {
            let rect = Rect { x: inner.x + i as f64 * (width + apart), w: width, ..inner };
            Column { plan: job.plan, rect, y: inner.y, nodes: Vec::new() }
        })
        .collect();
    if job.plan.style.furniture.inside_title && setting.parts == Parts::All {
        panel::title(job, &mut columns[0], 0.62);
        columns[0].space(7.0);
    }
    legend::draw_parts(job, &mut columns, setting.fit, setting.parts == Parts::Fills, left_out);
    let shortest = legend::shortest(&columns);
    scale_bar::scale_bar(job, &mut columns[shortest], 0.8);
    columns[shortest].space(-scale_bar::SPACE_BELOW);
    let bottom = columns.iter().map(|column| column.y).fold(inner.y, f64::max);
    (columns.into_iter().flat_map(|column| column.nodes).collect(), bottom)
}

fn height(job: &Job<'_>, setting: Setting, width: f64) -> f64 {
    fill(job, Rect::new(0.0, 0.0, width, 0.0), setting, &mut Vec::new()).1
}

impl Inside {
    /// What it covers.
    pub fn rects(&self) -> impl Iterator<Item = Rect> + use<'_> {
        let pieces =
            [self.legend.map(|(rect, _)| rect), self.credits.as_ref().map(|(rect, _)| *rect), self.bar];
        pieces.into_iter().flatten()
    }

    /// How it is drawn.
    pub fn nodes(&self, job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Vec<Node> {
        let plan = job.plan;
        let mut nodes = Vec::new();
        if let Some((rect, setting)) = self.legend {
            let (content, bottom) = fill(job, rect.grown(-pad(plan)), setting, left_out);
            // The map may show less than was allowed for: the box is as high as what is in it.
            let used = (bottom + pad(plan) - rect.y).min(rect.h);
            nodes.push(ground(plan, "legend-ground", Rect { h: used, ..rect }));
            nodes.extend(content);
        }
        if let Some(rect) = self.bar {
            let mut column = Column { plan, rect, y: rect.y, nodes: Vec::new() };
            scale_bar::scale_bar(job, &mut column, 0.8);
            nodes.append(&mut column.nodes);
        }
        if let Some((rect, words)) = &self.credits {
            let kind = credits::kind(job);
            let at = [rect.right(), rect.y + kind.size * CAP_HEIGHT];
            if let Node::Text(text) = text_line("credits-line".to_owned(), words, kind, at, Anchor::End) {
                let halo = Some((plan.style.label.halo, plan.style.label.halo_px * plan.page.unit));
                nodes.push(Node::Text(Text { halo, ..text }));
            }
        }
        nodes
    }
}
