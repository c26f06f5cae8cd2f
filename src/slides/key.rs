//! Legends of native shapes and texts: beside a map what is on it, on slides of their own what all maps have.

use super::fit::{self, SPARE, line, paragraph, run, text_box};
use super::{Ctx, Made};
use crate::dataset::SlidePlan;
use crate::deck::{Arrangement, Item, LEADING, LEAST_PX, Paragraph, Role, Shapes, Stands, frames};
use crate::geometry::clip::Rect;
use crate::layout::{KeyEntry, KeyKind};
use crate::scene::place;
use crate::words::word;

/// Width and height of a swatch beside a map, px.
pub(super) const SWATCH: [f64; 2] = [54.0, 32.0];
/// From swatch to words, px.
const APART: f64 = 16.0;
/// Between rows, px.
const BETWEEN: f64 = 4.0;

/// A legend set into a box from its top.
pub(super) struct Key {
    /// Swatches, then words.
    pub items: Vec<Item>,
    /// How high it is, px.
    pub height: f64,
}

fn row_height(words: &str, size: f64, width: f64, ctx: &Ctx<'_>) -> f64 {
    let wide = width - SWATCH[0] - APART;
    fit::height(&[paragraph(words, size, ctx.colors.ink)], wide).max(line(size)) + BETWEEN
}

/// How high rows are together in a width, px.
pub(super) fn height(ctx: &Ctx<'_>, entries: &[&KeyEntry], size: f64, width: f64) -> f64 {
    entries.iter().map(|entry| row_height(&entry.words, size, width, ctx)).sum()
}

/// Sets rows of swatches and words at a place, one under the other. `id` begins the names of its items.
pub(super) fn set(
    ctx: &Ctx<'_>,
    id: &str,
    entries: &[&KeyEntry],
    at: [f64; 2],
    size: f64,
    width: f64,
) -> Key {
    let mut nodes = Vec::new();
    let mut items = Vec::new();
    let mut y = at[1];
    for (number, entry) in entries.iter().enumerate() {
        let tall = row_height(&entry.words, size, width, ctx);
        // Beside the first line of the words.
        let top = y + (size * LEADING - SWATCH[1]) / 2.0;
        for node in &entry.swatch {
            let mut node = node.clone();
            place(&mut node, [at[0], top], &format!("{id}-{number}-"));
            nodes.push(node);
        }
        let left = SWATCH[0] + APART;
        let rect = Rect::new(at[0] + left, y, width - left, tall - BETWEEN);
        let words = vec![paragraph(entry.words.as_str(), size, ctx.colors.ink)];
        let name = format!("{id}-{number}");
        items.push(Item::Text(text_box(&name, Role::Free, rect, Stands::Top, words)));
        y += tall;
    }
    if !nodes.is_empty() {
        items.insert(0, Item::Shapes(Shapes { id: format!("{id}-swatches"), nodes, alt: String::new() }));
    }
    Key { items, height: y - at[1] }
}

/// The part of a legend in a plan's spelling.
fn part(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Holder => "holders",
        KeyKind::Status => "statuses",
        KeyKind::Line | KeyKind::Changed => "lines",
        KeyKind::Place => "places",
    }
}

/// Sizes of type on a slide that is a legend, px.
const SIZES: [f64; 2] = [40.0, LEAST_PX];

/// A heading or an entry on a slide that is a legend.
enum Row<'e> {
    Head(&'static str),
    Entry(&'e KeyEntry),
}

/// Slides that tell what the maps show: one, or as many as it takes.
pub(super) fn slides(
    ctx: &Ctx<'_>,
    plan: &SlidePlan,
    of: &[&'static str],
    entries: &[KeyEntry],
) -> Vec<Made> {
    let parts: Vec<&'static str> = crate::dataset::KEYS
        .into_iter()
        .filter(|key| of.is_empty() || of.contains(key))
        .filter(|key| entries.iter().any(|entry| part(entry.kind) == *key))
        .collect();
    let rows: Vec<Row<'_>> = parts
        .iter()
        .flat_map(|key| {
            let head = (parts.len() > 1).then_some(Row::Head(key));
            let own = entries.iter().filter(move |entry| part(entry.kind) == *key).map(Row::Entry);
            head.into_iter().chain(own)
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let rect = frames(Arrangement::Text, ctx.ratio).body.unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
    let most = if rect.w > 1500.0 { 3 } else { 2 };
    let tries = SIZES.iter().flat_map(|&size| (1..=most).map(move |columns| (size, columns)));
    // The widest columns in which all has room; else as many slides as the most columns need.
    let (size, columns, pages) = tries
        .map(|(size, columns)| (size, columns, divide(ctx, &rows, size, columns, rect)))
        .find(|(.., pages)| pages.len() == 1)
        .unwrap_or_else(|| (LEAST_PX, most, divide(ctx, &rows, LEAST_PX, most, rect)));
    let default = match parts.as_slice() {
        ["holders"] => "slide-who",
        parts if !parts.contains(&"holders") => "slide-how",
        _ => "slide-key",
    };
    let count = pages.len();
    let pages = pages.into_iter().enumerate().map(|(page, content)| {
        let mut made = ctx.begin(plan, "legend", Arrangement::Text, word(ctx.lang, default));
        if count > 1 {
            made.retitle(
                ctx,
                &format!("{} ({}/{count})", ctx.title_or(plan, word(ctx.lang, default)), page + 1),
            );
        }
        let wide = column_width(rect, columns);
        for (column, rows) in content.iter().enumerate() {
            let x = rect.x + column as f64 * (wide + GUTTER);
            made.slide.items.extend(set_column(ctx, column, rows, [x, rect.y], size, wide));
        }
        made.slide.notes = made.notes(ctx, plan).finish();
        made
    });
    pages.collect()
}

/// Between columns, px.
const GUTTER: f64 = 48.0;

fn column_width(rect: Rect, columns: usize) -> f64 {
    (rect.w - GUTTER * (columns - 1) as f64) / columns as f64
}

/// Rows into columns, and columns into slides.
fn divide<'r, 'e>(
    ctx: &Ctx<'_>,
    rows: &'r [Row<'e>],
    size: f64,
    columns: usize,
    rect: Rect,
) -> Vec<Vec<Vec<&'r Row<'e>>>> {
    let wide = column_width(rect, columns);
    let tall = |row: &Row<'_>| match row {
        Row::Head(_) => line(size) + HEAD_GAP,
        Row::Entry(entry) => row_height(&entry.words, size, wide, ctx),
    };
    // A column for each part, if there are columns enough and each has room in one.
    let parts: Vec<&[Row<'_>]> =
        rows.chunk_by(|_, next| !matches!(next, Row::Head(_))).filter(|part| !part.is_empty()).collect();
    let has_room = |part: &&[Row<'_>]| part.iter().map(tall).sum::<f64>() <= rect.h * SPARE;
    if parts.len() == columns && parts.iter().all(has_room) {
        return vec![parts.into_iter().map(|part| part.iter().collect()).collect()];
    }
    let mut filled: Vec<Vec<&Row<'_>>> = vec![Vec::new()];
    let mut y = 0.0;
    for (at, row) in rows.iter().enumerate() {
        // A heading stands with what it heads.
        let next = rows.get(at + 1).filter(|_| matches!(row, Row::Head(_)));
        if y + tall(row) + next.map_or(0.0, tall) > rect.h * SPARE && y > 0.0 {
            filled.push(Vec::new());
            y = 0.0;
        }
        if let Some(column) = filled.last_mut() {
            column.push(row);
        }
        y += tall(row);
    }
    let mut pages = Vec::new();
    let mut filled = filled.into_iter().peekable();
    while filled.peek().is_some() {
        pages.push(filled.by_ref().take(columns).collect());
    }
    pages
}

/// Above a heading, px.
const HEAD_GAP: f64 = 14.0;

fn set_column(
    ctx: &Ctx<'_>,
    column: usize,
    rows: &[&Row<'_>],
    at: [f64; 2],
    size: f64,
    width: f64,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut y = at[1];
    let mut rows = rows.iter().peekable();
    let mut block = 0;
    while let Some(row) = rows.peek() {
        if let Row::Head(part) = row {
            let key = match *part {
                "holders" => "held-by",
                "statuses" => "status",
                part => part,
            };
            let head = Paragraph {
                runs: vec![run(word(ctx.lang, key), true, ctx.colors.muted)],
                ..paragraph("", size, ctx.colors.muted)
            };
            let above = if y > at[1] { HEAD_GAP } else { 0.0 };
            let rect = Rect::new(at[0], y + above, width, line(size));
            let id = format!("legend-{column}-head-{part}");
            items.push(Item::Text(text_box(&id, Role::Free, rect, Stands::Top, vec![head])));
            y += line(size) + HEAD_GAP;
            rows.next();
        }
        let mut entries = Vec::new();
        while let Some(Row::Entry(entry)) = rows.peek() {
            entries.push(*entry);
            rows.next();
        }
        let key = set(ctx, &format!("legend-{column}-{block}"), &entries, [at[0], y], size, width);
        items.extend(key.items);
        y += key.height;
        block += 1;
    }
    items
}
