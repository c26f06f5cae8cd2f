//! The legend that several maps share: all that any of them shows, each thing once, in the order of the maps' own
//! legends; set in columns.

use super::super::areas::{Names, paint_of};
use super::super::legend::{Entry, Fit, Section, Swatch, all_sections, draw_entry, measures, types};
use super::super::panel::Column;
use super::super::{Fill, Job, scale_bar};
use crate::dataset::Dataset;
use crate::geometry::clip::Rect;
use crate::scene::{Node, Type};
use crate::style::{HatchKey, Paint};
use crate::words::word;

/// What the legends of several maps say together. Entries stand in an order that agrees with that of every map;
/// where a thing has another name later, both are written.
pub(super) fn union(jobs: &[Job<'_>], names: Names) -> Vec<Section> {
    let mut headings: Vec<&'static str> = Vec::new();
    let mut lists: Vec<Vec<Section>> = jobs.iter().map(|job| all_sections(job, names)).collect();
    for (heading, _) in lists.iter().flatten() {
        if !headings.contains(heading) {
            headings.push(heading);
        }
    }
    // All views have the same sections in the same order; lines and places are the last.
    headings.sort_by_key(|heading| {
        ["lines", "places"].iter().position(|last| last == heading).map_or(0, |i| i + 1)
    });
    let Some(first) = jobs.first() else { return Vec::new() };
    let section = |heading: &'static str| {
        let of_map = |sections: &mut Vec<Section>| {
            let at = sections.iter().position(|(known, _)| *known == heading)?;
            Some(sections.swap_remove(at).1)
        };
        let lists = lists.iter_mut().filter_map(of_map).collect();
        (heading, merge(first, lists))
    };
    headings.into_iter().map(section).collect()
}

/// Lists that each have their entries in the same order, as one list in that order.
fn merge(job: &Job<'_>, lists: Vec<Vec<Entry>>) -> Vec<Entry> {
    let ids = |list: &[Entry]| list.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
    let orders: Vec<Vec<String>> = lists.iter().map(|list| ids(list)).collect();
    let mut known: Vec<Entry> = Vec::new();
    for entry in lists.into_iter().flatten() {
        match known.iter().position(|one| one.id == entry.id) {
            Some(at) => join(job, &mut known[at], entry),
            // Hatchings that read the same share an entry, as on one map.
            None if entry.id.starts_with("hatch-") && known.iter().any(|one| one.words == entry.words) => {}
            None => known.push(entry),
        }
    }
    let mut out: Vec<Entry> = Vec::new();
    while !known.is_empty() {
        // Next is what stands behind nothing that is still to come; of several such the first by the data.
        let waits = |entry: &Entry| {
            orders.iter().any(|order| {
                let mut before = order.iter().take_while(|id| **id != entry.id);
                order.contains(&entry.id) && before.any(|id| known.iter().any(|one| one.id == *id))
            })
        };
        let free = (0..known.len()).filter(|&at| !waits(&known[at]));
        let next = free.min_by_key(|&at| (rank(job.dataset(), &known[at]), at)).unwrap_or(0);
        out.push(known.remove(next));
    }
    out
}

/// Where an entry stands among others by the data: holders by their table, hatchings by their kind.
fn rank(dataset: &Dataset, entry: &Entry) -> (usize, Option<HatchKey>) {
    let polity = dataset.polities.iter().position(|polity| polity.key == entry.id);
    let hatch = match entry.swatch {
        Swatch::Hatch(_, key) => Some(key),
        _ => None,
    };
    (polity.unwrap_or(usize::MAX), hatch)
}

/// The same thing on another map: it may have a further tint there, or another name.
fn join(job: &Job<'_>, known: &mut Entry, other: Entry) {
    if !known.words.split(" / ").any(|words| words == other.words) {
        known.words = format!("{} / {}", known.words, other.words);
    }
    if let (Swatch::Fill(tints), Swatch::Fill(more)) = (&mut known.swatch, other.swatch) {
        for tint in more {
            if !tints.contains(&tint) {
                tints.push(tint);
            }
        }
        // The full tint first, as on one map.
        let inferred = |paint: &Paint| {
            job.dataset()
                .polity_by_key(&known.id)
                .is_some_and(|polity| *paint != paint_of(job.plan, Fill::Polity { polity, inferred: false }))
        };
        tints.sort_by_key(inferred);
    }
}

/// What stands in a column: nothing of it is parted.
enum Block<'a> {
    /// A heading with the entry below it.
    Head(&'static str, &'a Entry),
    Entry(&'a Entry),
    /// The scale bar.
    Bar,
}

/// How a legend is set in columns.
struct Setting<'a, 'j> {
    job: &'a Job<'j>,
    fit: Fit,
    width: f64,
    head: Type,
    body: Type,
    swatch: [f64; 2],
    indent: f64,
    gap: f64,
}

impl<'a, 'j> Setting<'a, 'j> {
    fn new(job: &'a Job<'j>, scale: f64, width: f64) -> Setting<'a, 'j> {
        let fit = Fit { scale, names: Names::Full };
        let ([head, body], (swatch, indent)) = (types(job, fit), measures(job, fit));
        let gap = 4.0 * job.plan.page.unit * scale;
        Setting { job, fit, width, head, body, swatch, indent, gap }
    }

    fn blocks(&self, sections: &'a [Section]) -> Vec<(Block<'a>, f64)> {
        let entry = |entry: &Entry| self.body.height(&entry.words, self.width - self.indent) + self.gap;
        let mut out = Vec::new();
        for (heading, entries) in sections {
            for (i, one) in entries.iter().enumerate() {
                if i == 0 {
                    let head = self.head.height(word(self.job.lang, heading), self.width);
                    out.push((Block::Head(heading, one), head + self.gap + entry(one)));
                } else {
                    out.push((Block::Entry(one), entry(one)));
                }
            }
        }
        out.push((Block::Bar, scale_bar::height(self.job.plan) * self.bar_scale()));
        out
    }

    /// The scale bar is set as the legend is, but its numbers not below the least type.
    fn bar_scale(&self) -> f64 {
        let plan = self.job.plan;
        self.fit.scale.max(plan.page.least / (plan.style.panel.small_px * plan.page.unit))
    }

    /// Space before a block that is not the first of its column.
    fn before(&self, block: &Block<'_>) -> f64 {
        match block {
            Block::Head(..) => 2.0 * self.gap,
            Block::Bar => 2.5 * self.gap,
            Block::Entry(_) => 0.0,
        }
    }

    /// The column of each block if none is higher than `most`; `None` if they need more columns than there are.
    fn fill(&self, blocks: &[(Block<'_>, f64)], most: f64, columns: usize) -> Option<Vec<usize>> {
        let (mut at, mut y) = (0, 0.0);
        let mut out = Vec::with_capacity(blocks.len());
        for (block, height) in blocks {
            let before = if y > 0.0 { self.before(block) } else { 0.0 };
            if y > 0.0 && y + before + height > most + 0.01 {
                (at, y) = (at + 1, *height);
            } else {
                y += before + height;
            }
            if at >= columns || *height > most + 0.01 {
                return None;
            }
            out.push(at);
        }
        Some(out)
    }

    /// The least height at which the blocks fill the columns, with the column of each.
    fn balanced(&self, blocks: &[(Block<'_>, f64)], columns: usize) -> (f64, Vec<usize>) {
        let total: f64 = blocks.iter().map(|(block, height)| height + self.before(block)).sum();
        let step = (total / 200.0).max(0.5);
        let from = (total / columns as f64 * 0.8 / step).floor();
        (0..=400)
            .map(|i| (from + f64::from(i)) * step)
            .find_map(|most| self.fill(blocks, most, columns).map(|places| (most, places)))
            .unwrap_or((total, vec![0; blocks.len()]))
    }
}

/// Height of a legend in so many columns of a width; `scale` is a share of the type of the map.
pub(super) fn height(job: &Job<'_>, sections: &[Section], columns: usize, width: f64, scale: f64) -> f64 {
    let setting = Setting::new(job, scale, width);
    setting.balanced(&setting.blocks(sections), columns).0
}

/// Draws a legend into columns of the same size, filled to the same height, with the scale bar at its end.
pub(super) fn draw(job: &Job<'_>, sections: &[Section], columns: &[Rect], scale: f64) -> Vec<Node> {
    let Some(first) = columns.first() else { return Vec::new() };
    let setting = Setting::new(job, scale, first.w);
    let blocks = setting.blocks(sections);
    // One column is filled from the top; several are even.
    let (_, places) = setting.balanced(&blocks, columns.len());
    let mut nodes = Vec::new();
    for (at, rect) in columns.iter().enumerate() {
        let mut column = Column { plan: job.plan, rect: *rect, y: rect.y, nodes: Vec::new() };
        for ((block, _), _) in blocks.iter().zip(&places).filter(|(_, place)| **place == at) {
            if column.y > rect.y {
                column.y += setting.before(block);
            }
            match block {
                Block::Head(heading, entry) => {
                    let words = word(job.lang, heading);
                    column.text(&format!("legend-{heading}"), words, setting.head, 0.0);
                    column.y += setting.gap;
                    setting.entry(&mut column, entry);
                }
                Block::Entry(entry) => setting.entry(&mut column, entry),
                Block::Bar => scale_bar::scaled(job, &mut column, 0.62, setting.bar_scale()),
            }
        }
        nodes.append(&mut column.nodes);
    }
    nodes
}

impl Setting<'_, '_> {
    fn entry(&self, column: &mut Column<'_, '_>, entry: &Entry) {
        let ([w, h], unit) = (self.swatch, self.job.plan.page.unit);
        let top = column.y + (self.body.size * 1.3 - h) / 2.0 + 0.5 * unit;
        draw_entry(self.job, column, entry, Rect::new(column.rect.x, top, w, h));
        column.text(&format!("legend-text-{}", entry.id), &entry.words, self.body, self.indent);
        column.y += self.gap;
    }
}
