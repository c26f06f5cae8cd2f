//! The legend that several maps share: all that any of them shows, each thing once, in the order of the maps' own
//! legends; set in columns.

use super::super::areas::Names;
use super::super::legend::{Entry, Fit, Section, current_sections, draw_entry, measures, types};
use super::super::panel::Column;
use super::super::{Job, scale_bar};
use crate::geometry::clip::Rect;
use crate::scene::{Node, Type};
use crate::words::word;

/// What the legends of several maps say together; where a thing has another name later, both are written.
pub(super) fn union(jobs: &[Job<'_>], names: Names) -> Vec<Section> {
    let Some(first) = jobs.first() else { return Vec::new() };
    let mut all =
        super::super::legend::union(first, jobs.iter().map(|job| current_sections(job, names)).collect());
    for entry in all.iter_mut().flat_map(|(_, entries)| entries) {
        entry.words = entry.all_words();
        entry.others.clear();
    }
    all
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
        let [w, h] = self.swatch;
        let top = column.beside(self.body, h);
        draw_entry(self.job, column, entry, Rect::new(column.rect.x, top, w, h));
        column.text(&format!("legend-text-{}", entry.id), &entry.words, self.body, self.indent);
        column.y += self.gap;
    }
}
