//! Title, totals, legend, list of changes, credits.

use std::collections::BTreeSet;

use super::super::legend;
use super::super::panel::{Column, heading};
use super::super::teaching::at_origin;
use super::super::{KeyEntry, KeyKind, credits, scale_bar};
use super::flow::{self, Row};
use super::overlay::{self, full, ghost, half, lost, new, new_statuses, quiet, stayed};
use super::page::Division;
use super::{Arrangement, Ctx, Fill, Shown, badges, pair};
use crate::compare::{Kind, ReportChange, Total, change_words, few, km2_words};
use crate::dataset::Holder;
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Type, text_line};
use crate::style::HatchKey;
use crate::text::{CAP_HEIGHT, Face};
use crate::time::DateWords;
use crate::words::count;

/// Between the former and the new holder in a line of text: the embedded faces have no arrow.
const TO: &str = "›";

/// Sizes of type at a share of the style's, px.
struct Types {
    title: Type,
    date: Type,
    heading: Type,
    body: Type,
    bold: Type,
    small: Type,
    /// Px of a px of the style.
    unit: f64,
}

fn types(ctx: &Ctx<'_>, scale: f64) -> Types {
    let (page, sizes, base) = (&ctx.style.page, &ctx.style.panel, ctx.plan.page);
    let unit = base.unit * scale;
    let kind = |face, px: f64, color, class| Type { face, size: (px * unit).max(base.least), color, class };
    let text = 0.88 * sizes.text_px;
    Types {
        title: kind(Face::SerifBold, sizes.title_px * 0.92, page.ink, "title"),
        date: kind(Face::SerifBold, sizes.date_px * 0.62, page.ink, "date"),
        heading: Type { size: (heading_of(ctx).size * scale).max(base.least), ..heading_of(ctx) },
        body: kind(Face::Sans, text, page.ink, "change"),
        bold: kind(Face::SansBold, text, page.ink, "change-head"),
        small: kind(Face::Sans, 0.9 * text, page.muted, "change-source"),
        unit,
    }
}

fn heading_of(ctx: &Ctx<'_>) -> Type {
    heading(&ctx.job(ctx.plan, 1))
}

/// A row drawn by a column at the origin.
fn row(ctx: &Ctx<'_>, width: f64, air: f64, draw: impl FnOnce(&mut Column<'_, '_>)) -> Row {
    let rect = Rect::new(0.0, 0.0, width, f64::MAX);
    let mut column = Column { plan: ctx.plan, rect, y: 0.0, nodes: Vec::new() };
    draw(&mut column);
    Row { nodes: column.nodes, height: column.y + air, air, keep: false, change: None }
}

/// All rows with the first `listed` changes.
pub(super) fn rows(
    ctx: &Ctx<'_>,
    width: f64,
    scale: f64,
    shown: Shown,
    listed: usize,
    titled: bool,
) -> Vec<Row> {
    let types = types(ctx, scale);
    let mut rows = Vec::new();
    if titled {
        rows.push(row(ctx, width, 10.0 * types.unit, |column| head(ctx, column, &types)));
    }
    totals(ctx, width, &types, &mut rows);
    symbols(ctx, width, &types, shown, &mut rows);
    if ctx.spec.arrangement != Arrangement::Overlay {
        whole_maps(ctx, width, &types, &mut rows);
    }
    changes(ctx, width, &types, listed, &mut rows);
    rows
}

/// How many changes there is room for.
fn listed(ctx: &Ctx<'_>, columns: &[Rect], scale: f64, shown: Shown, titled: bool) -> usize {
    let all = ctx.listable().count();
    let fits = |listed: usize| {
        flow::places(&rows(ctx, columns[0].w, scale, shown, listed, titled), columns).is_some()
    };
    if fits(all) {
        return all;
    }
    let (mut low, mut high) = (0, all);
    while low + 1 < high {
        let middle = (low + high) / 2;
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

/// All text of a page.
pub(super) fn panel(
    ctx: &Ctx<'_>,
    page: &Division,
    shown: Shown,
    px_per_km: f64,
    left_out: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    if let Some(band) = page.band {
        nodes.extend(draw_band(ctx, band));
    }
    if let Some(rects) = page.pair {
        let types = types(ctx, 1.0);
        for (side, rect) in rects.into_iter().enumerate() {
            let kind = Type { class: "caption", ..fitting(types.date, &caption(ctx, side), rect.w, &types) };
            let at = [rect.x, rect.y - 0.36 * page.caption];
            nodes.push(text_line(
                format!("caption-{}", side + 1),
                &caption(ctx, side),
                kind,
                at,
                Anchor::Start,
            ));
        }
    }
    if page.columns.is_empty() {
        return nodes;
    }
    let width = page.columns[0].w;
    // The page was divided for all signs there can be; those that are not on the maps leave room.
    let listed = listed(ctx, &page.columns, page.scale, shown, page.band.is_none());
    let mut rows = rows(ctx, width, page.scale, shown, listed, page.band.is_none());
    let places = loop {
        match flow::places(&rows, &page.columns) {
            Some(places) => break places,
            None => match rows.pop() {
                // The page has room for less than a legend.
                Some(_) => left_out.push(Diagnostic::new(
                    Severity::Warning,
                    "legend-left-out",
                    "no room for all of the legend; a larger page helps".to_owned(),
                )),
                None => break Vec::new(),
            },
        }
    };
    let drawn: Vec<usize> = rows.iter().filter_map(|row| row.change).collect();
    let is_part = ctx.spec.extent.is_some();
    for change in ctx.report.changes.iter().filter(|change| !drawn.contains(&change.number)) {
        let what = change.acts.first().map_or(String::new(), |act| format!(" ({})", act.title));
        let (rule, why) = match is_part && change.is_off(ctx) {
            true => ("changes-off-map", "not on the map and not in the list"),
            false => ("changes-left-out", "no room in the list"),
        };
        left_out.push(Diagnostic::new(
            Severity::Note,
            rule,
            format!("change {}: {why}{what}", change.number),
        ));
    }
    left_out.dedup();
    nodes.extend(flow::draw(rows, &places));
    foot(ctx, page.foot, page.scale, px_per_km, &mut nodes);
    nodes
}

/// What stands over one of two whole maps.
fn caption(ctx: &Ctx<'_>, side: usize) -> String {
    match ctx.comparison.kind {
        Kind::Days => ctx.report.sides[side].label.clone(),
        _ => format!("{}  {}", side + 1, ctx.report.sides[side].label),
    }
}

/// The type as much smaller as the words need to be on one line.
fn fitting(kind: Type, words: &str, width: f64, types: &Types) -> Type {
    let share = (width / kind.width(words).max(1.0)).min(1.0);
    Type { size: (kind.size * share * 0.999).max(types.small.size * 0.9), ..kind }
}

/// Height of the line over a map of the pair, px.
pub(super) fn caption_height(ctx: &Ctx<'_>) -> f64 {
    types(ctx, 1.0).date.size * 1.5
}

/// Lines under the title: what is compared.
fn subtitle(ctx: &Ctx<'_>) -> Vec<String> {
    let [first, second] = &ctx.report.sides;
    let day = ctx.dates().day(ctx.comparison.sides[1].day);
    let mut lines = match ctx.comparison.kind {
        Kind::Days => vec![format!("{} – {}", first.label, second.label), ctx.word(first.view).to_owned()],
        Kind::Tracks => vec![day, format!("1: {}", first.label), format!("2: {}", second.label)],
        Kind::Readings => {
            let readings = format!("{}: 1: {}; 2: {}", ctx.word("reading"), first.label, second.label);
            vec![day, ctx.word(first.view).to_owned(), readings]
        }
    };
    if ctx.comparison.kind != Kind::Readings
        && let Some(reading) = ctx.comparison.sides[1].timeline.reading()
    {
        lines.push(format!("{}: {}", ctx.word("reading"), reading.name.get(ctx.lang)));
    }
    lines
}

/// Title and what is compared, at the head of the first column.
fn head(ctx: &Ctx<'_>, column: &mut Column<'_, '_>, types: &Types) {
    let words = ctx.dataset.title.get(ctx.lang);
    let title = [1.0, 0.9, 0.8, 0.7].map(|share| Type { size: types.title.size * share, ..types.title });
    let kind = title.into_iter().find(|kind| kind.wrap(words, column.rect.w).len() <= 2).unwrap_or(title[3]);
    column.text("title-text", words, kind, 0.0);
    column.y += 4.0 * types.unit;
    for (position, line) in subtitle(ctx).iter().enumerate() {
        let kind = match position {
            0 => types.date,
            _ => Type { class: "view", color: ctx.style.page.muted, ..types.body },
        };
        let id = ["date", "view", "view-2", "view-3"][position.min(3)];
        column.text(id, line, kind, 0.0);
        column.y += 1.5 * types.unit;
    }
}

fn band_rows(ctx: &Ctx<'_>, width: f64) -> Row {
    let types = types(ctx, 1.0);
    row(ctx, width, 0.0, |column| {
        column.text("title-text", ctx.dataset.title.get(ctx.lang), types.title, 0.0);
        let lines = subtitle(ctx);
        let (first, rest) = lines
            .split_first()
            .map_or((String::new(), String::new()), |(first, rest)| (first.clone(), rest.join("  ·  ")));
        let date = Type { size: 0.9 * types.date.size, ..types.date };
        let muted = Type { class: "view", color: ctx.style.page.muted, ..types.body };
        let together = date.width(&first) + 24.0 * types.unit + muted.width(&rest);
        if together <= width {
            let base = column.y + date.size * 1.0;
            column.nodes.push(text_line("date".into(), &first, date, [0.0, base], Anchor::Start));
            let x = date.width(&first) + 24.0 * types.unit;
            column.nodes.push(text_line("view".into(), &rest, muted, [x, base], Anchor::Start));
            column.y += date.leading();
        } else {
            column.text("date", &first, date, 0.0);
            column.text("view", &rest, muted, 0.0);
        }
    })
}

/// Height of the title over all, px.
pub(super) fn band_height(ctx: &Ctx<'_>, width: f64) -> f64 {
    band_rows(ctx, width).height
}

fn draw_band(ctx: &Ctx<'_>, rect: Rect) -> Vec<Node> {
    flow::draw(vec![band_rows(ctx, rect.w)], &[[rect.x, rect.y]])
}

/// Rows that are not parted where a column has room for all, with space below them.
fn together(rows: &mut [Row], space: f64) {
    rows.iter_mut().for_each(|row| row.keep = true);
    if let Some(last) = rows.last_mut() {
        last.keep = false;
        (last.height, last.air) = (last.height + space, last.air + space);
    }
}

fn head_row(ctx: &Ctx<'_>, width: f64, types: &Types, id: &str, words: &str) -> Row {
    let mut row = row(ctx, width, 0.0, |column| {
        column.rule();
        column.y += 6.0 * types.unit;
        column.text(id, words, types.heading, 0.0);
        column.y += 3.0 * types.unit;
    });
    row.keep = true;
    row
}

/// The land of every party with its swatches: kept, gained, lost.
fn totals(ctx: &Ctx<'_>, width: f64, types: &Types, rows: &mut Vec<Row>) {
    let unit = types.unit;
    let body = Type { class: "total", ..types.body };
    let small = Type { class: "total-head", ..types.small };
    let mut heads = ctx.report.heads(ctx.lang);
    let cell = |km2: f64, sign: &str| {
        if km2 == 0.0 { String::new() } else { format!("{sign}{}", km2_words(km2, ctx.lang)) }
    };
    let of_total = |total: &Total| {
        [
            cell(total.before_km2, ""),
            cell(total.gained_km2, "+"),
            cell(total.lost_km2, "−"),
            cell(total.after_km2, ""),
        ]
    };
    let on_map = ctx.holders_on_map();
    let is_shown = |(total, party): &(&Total, Holder)| {
        // Who came and went between the days stands in the list.
        let differs = total.gained_km2 + total.lost_km2 > 0.0;
        differs || ctx.views[1] != super::View::Claims && on_map.contains(party)
    };
    let parties = ctx.comparison.balances.iter().map(|balance| balance.party);
    let shown = ctx.report.totals.iter().zip(parties).filter(is_shown);
    let all: Vec<&Total> = shown.map(|(total, _)| total).collect();
    if all.is_empty() {
        return;
    }
    let name =
        |total: &Total| format!("{}{}", total.party.short, if total.with_surroundings { "*" } else { "" });
    let gap = 9.0 * unit;
    let widths_of = |heads: &[String; 4]| -> [f64; 4] {
        std::array::from_fn(|at| {
            let cells = all.iter().map(|total| body.width(&of_total(total)[at]));
            cells.fold(small.width(&heads[at]), f64::max)
        })
    };
    let swatch = [15.0 * unit, 11.0 * unit];
    let count = match (ctx.spec.arrangement, ctx.views[1]) {
        (_, super::View::Claims) => 2.0,
        (Arrangement::SideBySide, _) => 1.0,
        _ => 3.0,
    };
    let names_x = count * (swatch[0] + 2.5 * unit) + 6.0 * unit;
    let widest = all.iter().map(|total| body.width(&name(total))).fold(0.0, f64::max);
    // Names of one line each beside the numbers, or above them where these leave no room.
    let names_of = |widths: &[f64; 4]| width - names_x - widths.iter().sum::<f64>() - 4.0 * gap;
    let mut widths = widths_of(&heads);
    // In a narrow column the years stand for the days, which the title has.
    let years = [0, 1].map(|side| ctx.dates().year(ctx.comparison.sides[side].day.year()));
    if ctx.comparison.kind == Kind::Days && names_of(&widths) < widest && years[0] != years[1] {
        [heads[0], heads[3]] = years;
        widths = widths_of(&heads);
    }
    let names_w = names_of(&widths);
    let words = all.iter().flat_map(|total| name(total).split(' ').map(str::to_owned).collect::<Vec<_>>());
    let longest = words.map(|word| body.width(&word)).fold(0.0, f64::max);
    let two_lines = names_w < widest.min(88.0 * unit).max(longest);
    let right = |at: usize| width - widths[at + 1..].iter().sum::<f64>() - (3 - at) as f64 * gap;
    let mut out = vec![head_row(ctx, width, types, "totals", ctx.word(ctx.report.totals_head()))];
    let mut head = row(ctx, width, 2.0 * unit, |column| {
        let base = small.size * CAP_HEIGHT;
        for (at, head) in heads.iter().enumerate() {
            let id = format!("totals-head-{}", at + 1);
            column.nodes.push(text_line(id, head, small, [right(at), base], Anchor::End));
        }
        column.y = small.size * 1.15;
    });
    head.keep = true;
    out.push(head);
    for total in &all {
        let drawn = row(ctx, width, 3.5 * unit, |column| {
            let words = name(total);
            let room = if two_lines { width - names_x } else { names_w };
            let lines = body.wrap(&words, room);
            let base = body.size * 0.86;
            let side = |at: usize| {
                let x = at as f64 * (swatch[0] + 2.5 * unit);
                Rect::new(x, base - body.size * CAP_HEIGHT / 2.0 - swatch[1] / 2.0, swatch[0], swatch[1])
            };
            column.nodes.extend(party_swatches(ctx, &total.party.id, side));
            let id = format!("total-{}", total.party.id);
            for (at, line) in lines.iter().enumerate() {
                let id = if at == 0 { id.clone() } else { format!("{id}-line-{}", at + 1) };
                let y = base + at as f64 * body.leading() * 0.92;
                column.nodes.push(text_line(id, line, body, [names_x, y], Anchor::Start));
            }
            let extra = if two_lines { lines.len() } else { 0 };
            let y = base + extra as f64 * body.leading() * 0.92;
            for (at, words) in of_total(total).iter().enumerate().filter(|(_, words)| !words.is_empty()) {
                let id = format!("{id}-{}", at + 1);
                column.nodes.push(text_line(id, words, body, [right(at), y], Anchor::End));
            }
            column.y = (lines.len().max(1) + usize::from(two_lines)) as f64 * body.leading() * 0.92;
        });
        out.push(drawn);
    }
    if all.iter().any(|total| total.with_surroundings) {
        out.push(row(ctx, width, 2.0 * unit, |column| {
            column.text("totals-note", ctx.word("compare-surroundings"), small, 0.0);
        }));
    }
    together(&mut out, 8.0 * unit);
    rows.append(&mut out);
}

impl Ctx<'_> {
    /// How dates are written.
    fn dates(&self) -> DateWords {
        self.comparison.sides[0].timeline.dataset().dates(self.lang)
    }

    /// The changes for the list: all, or on a map of a part of the land those on it.
    fn listable(&self) -> impl Iterator<Item = &ReportChange> {
        let is_part = self.spec.extent.is_some();
        self.report.changes.iter().filter(move |change| !(is_part && change.is_off(self)))
    }

    /// The party of a total.
    fn party(&self, id: &str) -> Holder {
        match (id, self.dataset.polity_by_key(id)) {
            (_, Some(polity)) => Holder::Polity(polity),
            ("nobody", _) => Holder::Nobody,
            _ => Holder::NotKnown,
        }
    }

    fn fill_of(&self, party: Holder) -> Fill {
        match party {
            Holder::Polity(polity) => Fill::Polity { polity, inferred: false },
            Holder::Nobody => Fill::Nobody,
            Holder::NotKnown => Fill::NotKnown,
        }
    }

    /// The parties of whom the maps show land.
    fn holders_on_map(&self) -> BTreeSet<Holder> {
        let cells = self.plan.unit_cells.iter().enumerate().filter(|(_, cells)| **cells > 0);
        let fills = cells.flat_map(|(unit, _)| self.fills.iter().map(move |fills| fills[unit]));
        let holder = |fill: Fill| match fill {
            Fill::Polity { polity, .. } => Holder::Polity(polity),
            Fill::Nobody => Holder::Nobody,
            Fill::NotKnown => Holder::NotKnown,
        };
        fills.map(holder).collect()
    }
}

/// Swatches of a party: its land as it is where it stayed, where it came, and where it went.
fn party_swatches(ctx: &Ctx<'_>, id: &str, place: impl Fn(usize) -> Rect) -> Vec<Node> {
    let party = ctx.party(id);
    let fill = ctx.fill_of(party);
    if ctx.spec.arrangement == Arrangement::SideBySide && ctx.views[1] != super::View::Claims {
        let paint = full(ctx.plan, fill);
        return overlay::swatch(ctx, &format!("party-{id}"), place(0), &paint, &[]);
    }
    let paper = crate::style::Paint::plain(ctx.style.page.paper);
    let mut nodes = overlay::swatch(ctx, &format!("kept-{id}"), place(0), &quiet(ctx.plan, fill), &[]);
    if let (super::View::Claims, Some(polity)) = (ctx.views[1], party.polity()) {
        let gained = [overlay::claim(ctx.plan, polity, true)];
        let lost = [overlay::claim(ctx.plan, polity, false)];
        nodes.clear();
        nodes.extend(overlay::swatch(ctx, &format!("gained-{id}"), place(0), &paper, &gained));
        nodes.extend(overlay::swatch(ctx, &format!("lost-{id}"), place(1), &paper, &lost));
        return nodes;
    }
    nodes.extend(overlay::swatch(ctx, &format!("gained-{id}"), place(1), &full(ctx.plan, fill), &[]));
    nodes.extend(overlay::swatch(ctx, &format!("lost-{id}"), place(2), &paper, &[lost(ctx.plan, party)]));
    nodes
}

/// What the signs mean.
fn symbols(ctx: &Ctx<'_>, width: f64, types: &Types, shown: Shown, rows: &mut Vec<Row>) {
    let unit = types.unit;
    let kind = Type { class: "legend-text", ..types.body };
    let size = [30.0 * unit, 15.0 * unit];
    let indent = 40.0 * unit;
    let mut out: Vec<Row> = Vec::new();
    let mut add = |id: &str, words: &str, draw: &dyn Fn(Rect) -> Vec<Node>| {
        out.push(row(ctx, width, 3.5 * unit, |column| {
            let base = kind.size * (CAP_HEIGHT + 0.13);
            let top = base - kind.size * CAP_HEIGHT / 2.0 - size[1] / 2.0;
            column.nodes.extend(draw(Rect::new(0.0, top, size[0], size[1])));
            column.text(&format!("legend-text-{id}"), words, kind, indent);
        }));
    };
    signs(ctx, shown, unit, size[1], &mut add);
    together(&mut out, 6.0 * unit);
    rows.append(&mut out);
}

/// What the signs mean, as the legend of maps that stand alone.
pub(super) fn key(ctx: &Ctx<'_>, shown: Shown, [w, h]: [f64; 2]) -> Vec<KeyEntry> {
    let mut out = Vec::new();
    let mut add = |id: &str, words: &str, draw: &dyn Fn(Rect) -> Vec<Node>| {
        let kind = match id {
            "changed" | "successor" | "number" | "hollow" | "outline" => KeyKind::Changed,
            "arrow" => KeyKind::Line,
            id if id.starts_with("border-") => KeyKind::Line,
            "quiet" => KeyKind::Holder,
            _ => KeyKind::Status,
        };
        let swatch = at_origin(draw(Rect::new(-w / 2.0, -h / 2.0, w, h)), [w, h]);
        let (id, words) = (id.to_owned(), words.to_owned());
        out.push(KeyEntry { id, kind, words, swatch, is_named: false });
    };
    signs(ctx, shown, ctx.plan.page.unit, h, &mut add);
    out
}

/// Takes a sign: its id, its meaning, and how it is drawn into a rectangle.
type Add<'f> = dyn FnMut(&str, &str, &dyn Fn(Rect) -> Vec<Node>) + 'f;

/// Tells of each sign its id, its meaning and how it is drawn into a rectangle of a height in px; `unit` is px of a px
/// of the style.
fn signs(ctx: &Ctx<'_>, shown: Shown, unit: f64, height: f64, add: &mut Add<'_>) {
    let plan = ctx.plan;
    let line = |id: &str, strokes: Vec<Stroke>| {
        let id = id.to_owned();
        move |rect: Rect| -> Vec<Node> {
            let y = rect.center()[1];
            let node = |stroke: &Stroke| {
                Node::Path(Path {
                    class: format!("line-{id}"),
                    pieces: vec![Piece { points: vec![[rect.x, y], [rect.right(), y]], closed: false }],
                    stroke: Some(Stroke { round: false, ..stroke.clone() }),
                    ..Path::default()
                })
            };
            strokes.iter().map(node).collect()
        }
    };
    let days = ctx.comparison.kind == Kind::Days;
    if ctx.spec.arrangement != Arrangement::SideBySide {
        // The example is what there is most of.
        let entries = ctx.comparison.entries.iter().filter(|entry| !entry.returned);
        let on_map = |units: &[crate::dataset::UnitId]| -> usize {
            units.iter().map(|unit| plan.unit_cells[unit.index()]).sum()
        };
        let most = entries.clone().filter(|entry| entry.change.holder.is_some()).max_by_key(|entry| {
            let clear = entry.change.holder.is_some_and(|(from, to)| {
                from.polity().is_some() && to.polity().is_some() && !ctx.succeeds(from, to)
            });
            (clear && on_map(&entry.units) > 0, on_map(&entry.units))
        });
        if let Some((from, to)) = most.filter(|_| shown.changed).and_then(|entry| entry.change.holder) {
            let paint = full(plan, ctx.fill_of(to));
            let hatch = [lost(plan, from)];
            let words = ctx.word(if days { "compare-tint" } else { "compare-tint-two" });
            add("changed", words, &|rect| overlay::swatch(ctx, "changed", rect, &paint, &hatch));
            if shown.successor {
                let (paint, hatch) = (half(plan, ctx.fill_of(to)), [overlay::succeeded(plan, to)]);
                add("successor", ctx.word("compare-successor"), &|rect| {
                    overlay::swatch(ctx, "successor", rect, &paint, &hatch)
                });
            }
            let of = [to, from].into_iter().find(|party| party.polity().is_some()).unwrap_or(to);
            let paint = quiet(plan, ctx.fill_of(of));
            let words = ctx.word(if days { "compare-quiet" } else { "compare-alike" });
            add("quiet", words, &|rect| overlay::swatch(ctx, "quiet", rect, &paint, &[]));
        }
        if shown.status {
            let mut keys: Vec<(HatchKey, Fill)> = Vec::new();
            for entry in entries.clone() {
                let on_map = entry.units.iter().any(|unit| plan.unit_cells[unit.index()] > 0);
                let Some(status) = entry.change.status.as_ref().filter(|_| on_map) else { continue };
                if entry.units.iter().all(|unit| ctx.moved(unit.index()).is_some()) {
                    continue;
                }
                for unit in &entry.units {
                    let fill = ctx.fills[1][unit.index()];
                    for key in new_statuses(status, fill.polity()) {
                        if keys.iter().all(|(known, _)| known.slug(ctx.dataset) != key.slug(ctx.dataset)) {
                            keys.push((key, fill));
                        }
                    }
                }
            }
            let mut told: Vec<String> = Vec::new();
            for (key, fill) in keys {
                let words = key.words(ctx.lang, |polity| {
                    ctx.dataset.polity(polity).short_on(ctx.comparison.sides[1].day, ctx.lang).to_owned()
                });
                if told.contains(&words) {
                    continue;
                }
                let (paint, hatch) = (half(plan, fill), [super::super::areas::hatch_line(plan, key)]);
                let id = format!("hatch-{}", key.slug(ctx.dataset));
                add(&id, &words, &|rect| overlay::swatch(ctx, &id, rect, &paint, &hatch));
                told.push(words);
            }
            let holder =
                entries.clone().find(|entry| entry.change.status.is_some() && entry.change.holder.is_none());
            if let Some(fill) = holder.map(|entry| ctx.fills[1][entry.units[0].index()]) {
                let paint = half(plan, fill);
                add("status", ctx.word("compare-status"), &|rect| {
                    overlay::swatch(ctx, "status", rect, &paint, &[])
                });
            }
        }
        for (begins, on, key) in
            [(true, shown.claim_new, "compare-claim-new"), (false, shown.claim_old, "compare-claim-old")]
        {
            let by = entries.clone().filter_map(|entry| entry.change.claim).find(|(_, is)| *is == begins);
            if let Some((by, _)) = by.filter(|_| on) {
                let paint = crate::style::Paint::plain(ctx.style.page.paper);
                let hatch = [overlay::claim(plan, by, begins)];
                add(key, ctx.word(key), &|rect| overlay::swatch(ctx, key, rect, &paint, &hatch));
            }
        }
        let keys = if days {
            ["compare-new", "compare-ghost"]
        } else {
            ["compare-border-two", "compare-border-one"]
        };
        if shown.new {
            add("border-new", ctx.word(keys[0]), &line("border-new", new(plan).to_vec()));
        }
        if shown.ghost {
            add("border-ghost", ctx.word(keys[1]), &line("border-ghost", vec![ghost(plan)]));
        }
        if shown.stayed {
            add("border-stayed", ctx.word("compare-stayed"), &line("border-stayed", vec![stayed(plan)]));
        }
        if shown.arrow {
            add("arrow", ctx.word("compare-arrow"), &|rect| {
                let y = rect.center()[1];
                vec![badges::arrow_node(ctx, [rect.x, y], [rect.right(), y], 0.9 * unit, "")]
            });
        }
    }
    if shown.outline {
        add("outline", ctx.word("compare-outline"), &line("outline", pair::strokes(plan).to_vec()));
    }
    let r = (0.5 * height).min(badges::radius(plan) * unit / plan.page.unit);
    if shown.number {
        add("number", ctx.word("compare-number"), &|rect| {
            badges::draw(ctx, plan, [rect.center()[0], rect.center()[1]], r, 1, false, "").to_vec()
        });
    }
    if shown.hollow {
        let number =
            ctx.comparison.entries.iter().find(|entry| entry.returned).map_or(1, |entry| entry.number);
        add("hollow", ctx.word("compare-hollow"), &|rect| {
            badges::draw(ctx, plan, [rect.center()[0], rect.center()[1]], r, number, true, "").to_vec()
        });
    }
}

/// What the two whole maps show besides the holders, which stand in the totals.
fn whole_maps(ctx: &Ctx<'_>, width: f64, types: &Types, rows: &mut Vec<Row>) {
    let unit = types.unit;
    let kind = Type { class: "legend-text", ..types.body };
    let job = ctx.job(ctx.plan, 1);
    for (heading, entries) in &ctx.sections {
        // The totals have the holders' tints; those of claims have the claims.
        let is_holders = ["held-by", "assigned-to"].contains(heading) && ctx.views[1] != super::View::Claims;
        let told = |id: &str| {
            is_holders && ctx.report.totals.iter().any(|total| total.party.id == id)
                || rows
                    .iter()
                    .flat_map(|row| &row.nodes)
                    .any(|node| matches!(node, Node::Text(text) if text.id == format!("legend-text-{id}")))
        };
        let entries: Vec<_> = entries.iter().filter(|entry| !told(&entry.id)).collect();
        if entries.is_empty() {
            continue;
        }
        let mut out = Vec::new();
        if !is_holders {
            out.push(head_row(ctx, width, types, &format!("legend-{heading}"), ctx.word(heading)));
        }
        for entry in entries {
            out.push(row(ctx, width, 3.5 * unit, |column| {
                let base = kind.size * (CAP_HEIGHT + 0.13);
                let top = base - kind.size * CAP_HEIGHT / 2.0 - 7.5 * unit;
                legend::draw_entry(&job, column, entry, Rect::new(0.0, top, 30.0 * unit, 15.0 * unit));
                column.text(&format!("legend-text-{}", entry.id), &entry.words, kind, 40.0 * unit);
            }));
        }
        together(&mut out, 6.0 * unit);
        rows.append(&mut out);
    }
}

/// The list of changes, the first `listed` of them.
fn changes(ctx: &Ctx<'_>, width: f64, types: &Types, listed: usize, rows: &mut Vec<Row>) {
    if ctx.report.changes.is_empty() {
        let words = ctx.report.nothing(ctx.lang);
        rows.push(row(ctx, width, 0.0, |column| {
            column.rule();
            column.y += 6.0 * types.unit;
            column.text("nothing", &words, types.bold, 0.0);
        }));
        return;
    }
    let mut heading = None;
    let mut above: Option<&ReportChange> = None;
    for change in ctx.listable().take(listed) {
        let key = ctx.report.changes_head(change.returned);
        if heading != Some(key) {
            rows.push(head_row(ctx, width, types, key, ctx.word(key)));
            (heading, above) = (Some(key), None);
        }
        // What one act did stands under it.
        if ctx.comparison.kind == Kind::Days {
            if above.is_none_or(|above| above.acts != change.acts) {
                rows.push(act(ctx, width, types, change));
            }
            above = Some(change);
        }
        rows.push(entry(ctx, width, types, change));
    }
    let all = ctx.listable().count();
    let mut more = |id: &str, key: &str, rest: usize| {
        if rest > 0 {
            rows.push(row(ctx, width, 0.0, |column| {
                let muted = Type { color: ctx.style.page.muted, ..types.body };
                column.text(id, &count(ctx.lang, key, rest), muted, 0.0);
            }));
        }
    };
    more("changes-more", "compare-rest", all - listed.min(all));
    more("changes-off", "compare-rest-off", ctx.report.changes.len() - all);
}

/// Names of land in one entry at most.
const NAMES: usize = 7;
/// Works cited in one entry at most.
const WORKS: usize = 3;
/// Values between the two sides in one entry at most.
const STEPS: usize = 4;

/// An act with its date and who says so, above what it did.
fn act(ctx: &Ctx<'_>, width: f64, types: &Types, change: &ReportChange) -> Row {
    let mut row = row(ctx, width, 1.5 * types.unit, |column| {
        column.y += 3.0 * types.unit;
        for act in &change.acts {
            let id = format!("act-{}", change.number);
            let words = format!("{}: {}", act.date_words, act.title);
            column.text(&id, &words, types.bold, 0.0);
            column.text(&format!("{id}-source"), &works(ctx, change), types.small, 0.0);
        }
    });
    row.keep = true;
    row
}

/// The works behind a change, in short.
fn works(ctx: &Ctx<'_>, change: &ReportChange) -> String {
    let mut works: Vec<String> = Vec::new();
    for source in change.acts.iter().flat_map(|act| &act.sources) {
        if !works.contains(&source.work) {
            works.push(source.work.clone());
        }
    }
    few(&works, WORKS, ctx.lang)
}

/// One change: its number and area, from whom to whom, what land; where readings or fact and law differ, by what acts.
fn entry(ctx: &Ctx<'_>, width: f64, types: &Types, change: &ReportChange) -> Row {
    let unit = types.unit;
    let r = badges::radius(ctx.plan) * types.unit / ctx.plan.page.unit * 0.92;
    let indent = 2.0 * r + 8.0 * unit;
    let id = format!("entry-{}", change.number);
    let days = ctx.comparison.kind == Kind::Days;
    let head = if days { Type { class: "change", ..types.body } } else { types.bold };
    let muted = Type { color: ctx.style.page.muted, ..types.body };
    let mut row = row(ctx, width, 5.0 * unit, |column| {
        let base = head.size * (CAP_HEIGHT + 0.13);
        let middle = base - head.size * CAP_HEIGHT / 2.0;
        let at = [r + 0.5 * unit, middle.max(r)];
        column.nodes.extend(badges::draw(ctx, ctx.plan, at, r, change.number, change.returned, &id));
        let top = at[1] - middle;
        let km2 = format!("{} {}", km2_words(change.km2, ctx.lang), ctx.word("km2"));
        let room = width - indent - muted.width(&km2) - 10.0 * unit;
        column.nodes.push(text_line(format!("{id}-km2"), &km2, muted, [width, top + base], Anchor::End));
        let mut narrow = Column {
            plan: ctx.plan,
            rect: Rect { w: indent + room, ..column.rect },
            y: top,
            nodes: Vec::new(),
        };
        let words = short_words(ctx, change);
        for (at, line) in words.iter().enumerate() {
            narrow.text(&format!("{id}-change-{}", at + 1), line, head, indent);
        }
        let mut land = few(&change.land, NAMES, ctx.lang);
        if change.is_off(ctx) {
            land = format!("{land} ({})", ctx.word("compare-off-map"));
        }
        let beside = words.last().map_or(0.0, |line| head.width(line)) + 12.0 * unit;
        let fits = words.len() == 1 && beside + muted.width(&land) <= room;
        if fits {
            let at = [indent + beside, top + base];
            narrow.nodes.push(text_line(format!("{id}-land"), &land, muted, at, Anchor::Start));
        }
        column.y = narrow.y.max(top + head.leading());
        column.nodes.append(&mut narrow.nodes);
        if !fits {
            column.text(&format!("{id}-land"), &land, muted, indent);
        }
        if !days {
            for (at, act) in change.acts.iter().enumerate() {
                let words = format!("{}{}, {}", ctx.report.side_mark(act), act.title, act.date_words);
                column.text(&format!("{id}-act-{}", at + 1), &words, types.body, indent);
            }
            column.text(&format!("{id}-source"), &works(ctx, change), types.small, indent);
        }
        let between = between(change);
        if !between.is_empty() {
            let words = format!("{} {}", ctx.word("compare-way"), few(&between, STEPS, ctx.lang));
            column.text(&format!("{id}-way"), &words, types.small, indent);
        }
    });
    row.change = Some(change.number);
    row
}

impl ReportChange {
    /// True if no map shows its land.
    fn is_off(&self, ctx: &Ctx<'_>) -> bool {
        let entry = &ctx.comparison.entries[self.number - 1];
        entry.units.iter().all(|unit| ctx.plan.unit_cells[unit.index()] == 0)
    }
}

/// From what to what. A long way that led back is told by its first steps and its last; the tables have all.
fn short_words(ctx: &Ctx<'_>, change: &ReportChange) -> Vec<String> {
    let steps = change.ways.first().map_or(0, |way| way.steps.len());
    if !change.returned || steps <= STEPS {
        return change_words(change, TO, ctx.lang);
    }
    let mut short = change.clone();
    let way = &mut short.ways[0];
    let last = way.steps.split_off(way.steps.len() - 1);
    way.steps.truncate(STEPS - 2);
    let mut words = change_words(&short, TO, ctx.lang);
    if let (Some(line), Some(step)) = (words.first_mut(), last.first()) {
        line.push_str(&format!(" {TO} … {TO} {} ({})", step.to, step.date_words));
    }
    words
}

/// What lay between the two sides for most of the land of a change.
fn between(change: &ReportChange) -> Vec<String> {
    let way = change.ways.iter().filter(|_| !change.returned).max_by_key(|way| way.units.len());
    way.map_or(Vec::new(), |way| way.steps[1..].iter().map(|step| step.from.clone()).collect())
}

/// Works behind the changes, then makers and licence of the data.
fn credit_lines(ctx: &Ctx<'_>) -> Vec<(&'static str, String)> {
    let mut keys: Vec<&str> = Vec::new();
    for source in ctx.report.changes.iter().flat_map(|change| &change.acts).flat_map(|act| &act.sources) {
        if !keys.contains(&source.source.as_str()) {
            keys.push(&source.source);
        }
    }
    let cited = ctx.dataset.sources.iter().filter(|source| keys.contains(&source.key.as_str()));
    let works: Vec<String> = cited.map(|source| source.short()).collect();
    credits::in_words(ctx.dataset, &works.join("; "), ctx.lang)
}

fn credit_kind(ctx: &Ctx<'_>, scale: f64) -> Type {
    let base = credits::kind(&ctx.job(ctx.plan, 1));
    Type { size: (base.size * scale.max(0.86)).max(ctx.plan.page.least), ..base }
}

/// Height of scale bar and credits with the space above, px.
pub(super) fn foot_height(ctx: &Ctx<'_>, width: f64, scale: f64) -> f64 {
    let kind = credit_kind(ctx, scale);
    let lines: f64 =
        credit_lines(ctx).iter().map(|(_, words)| kind.height(words, width) + 3.0 * ctx.plan.page.unit).sum();
    8.0 * ctx.plan.page.unit + scale_bar::height(ctx.plan) + lines
}

fn foot(ctx: &Ctx<'_>, rect: Rect, scale: f64, px_per_km: f64, nodes: &mut Vec<Node>) {
    let y = rect.y + 8.0 * ctx.plan.page.unit;
    let mut column = Column { plan: ctx.plan, rect, y, nodes: Vec::new() };
    scale_bar::scale_bar_of(ctx.plan, ctx.lang, px_per_km, &mut column, [0.62, 1.0]);
    let kind = credit_kind(ctx, scale);
    for (id, words) in credit_lines(ctx) {
        column.text(&format!("credits-{id}"), &words, kind, 0.0);
        column.space(3.0);
    }
    nodes.append(&mut column.nodes);
}

/// Title and text alternative of the picture.
pub(super) fn for_readers(ctx: &Ctx<'_>) -> (String, String) {
    let title = format!("{}. {}", ctx.dataset.title.get(ctx.lang), ctx.report.title(ctx.lang));
    let mut sentences = vec![format!("{}: {title}.", ctx.word("compare"))];
    if ctx.report.changes.is_empty() {
        sentences.push(ctx.report.nothing(ctx.lang));
    }
    let km2 = |km2: f64| format!("{} {}", km2_words(km2, ctx.lang), ctx.word("km2"));
    let [_, gained, lost, _] = ctx.report.heads(ctx.lang);
    for total in ctx.report.totals.iter().filter(|total| total.gained_km2 + total.lost_km2 > 0.0) {
        let mut parts = Vec::new();
        for (head, area) in [(&gained, total.gained_km2), (&lost, total.lost_km2)] {
            if area > 0.0 {
                parts.push(format!("{head} {}", km2(area)));
            }
        }
        sentences.push(format!("{}: {}.", total.party.name, parts.join(", ")));
    }
    for change in &ctx.report.changes {
        let acts: Vec<String> =
            change.acts.iter().map(|act| format!("{}, {}", act.date_words, act.title)).collect();
        let mut parts = vec![change_words(change, "→", ctx.lang).join("; "), change.land.join(", ")];
        parts.retain(|part| !part.is_empty());
        let came_back =
            if change.returned { format!(" ({})", ctx.word("compare-hollow")) } else { String::new() };
        let words = parts.join("; ");
        sentences.push(format!(
            "{}{came_back}. {}: {words}: {}.",
            change.number,
            acts.join("; "),
            km2(change.km2)
        ));
    }
    (title, sentences.join(" "))
}

/// Facts about the picture.
pub(super) fn metadata(ctx: &Ctx<'_>) -> Vec<(String, String)> {
    let mut facts = credits::metadata(&ctx.job(ctx.plan, 1));
    facts.retain(|(name, _)| name != "source");
    let [first, second] = &ctx.report.sides;
    if let Some((_, date)) =
        facts.iter_mut().find(|(name, _)| name == "date").filter(|_| first.day != second.day)
    {
        *date = format!("{}/{}", first.day, second.day);
    }
    facts.push(("description".to_owned(), ctx.report.title(ctx.lang)));
    let sources = credit_lines(ctx).into_iter().find(|(id, _)| *id == "sources");
    facts.extend(sources.map(|(_, words)| ("source".to_owned(), words)));
    facts
}
