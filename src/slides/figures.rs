//! Slides with a figure: where the region lies, two states compared, holders over time.

use std::collections::BTreeSet;

use super::fit::{self, paragraph, run, text_box};
use super::{BEFORE, Ctx, Made, bullet, key, page_size};
use crate::chart;
use crate::compare::{Comparison, Report, ReportChange, Side, Track, change_words, few, km2_words};
use crate::dataset::{SlidePlan, SourceId, UnitId, units_by};
use crate::deck::{Arrangement, Item, LEAST_PX, Paragraph, Role, Stands, frames};
use crate::diagnostic::Severity;
use crate::geometry::clip::Rect;
use crate::layout::compare::{Arrangement as Drawn, Spec, overlay_key, overlay_map, pair_maps};
use crate::layout::{Composed, KeyEntry, Plan, shown_events};
use crate::time::Day;
use crate::words::word;

/// Where the region lies: nothing if the data set has no locator and the plan no words.
pub(super) fn locator(ctx: &Ctx<'_>, plan: &SlidePlan) -> Vec<Made> {
    let mut made = ctx.begin(plan, "locator", Arrangement::Map, word(ctx.lang, "locator-where"));
    let Some(rect) = made.frames.pictures.first().copied() else { return Vec::new() };
    let style = ctx.style.for_slide([rect.w, rect.h], LEAST_PX);
    let extent = ctx.plan.focus.as_ref().map(|focus| focus.extent);
    let drawn = Plan::new(ctx.dataset, &style, page_size([rect.w, rect.h]), extent);
    let Some(mut scene) = drawn.locator_map([rect.w, rect.h], ctx.lang) else {
        return if plan.text.is_empty() { Vec::new() } else { vec![super::pages::text(ctx, plan)] };
    };
    let alt = format!("{}: {}", word(ctx.lang, "slide-region"), ctx.dataset.title.get(ctx.lang));
    if scene.description.is_empty() {
        scene.description = alt.clone();
    }
    let alt = if scene.description.len() > alt.len() { scene.description.clone() } else { alt };
    made.picture("locator", 0, Composed { scene, left_out: Vec::new() }, alt);
    let own: Vec<String> = ctx.wording(&plan.text).map(str::to_owned).collect();
    let told = if own.is_empty() {
        let (first, last) = ctx.dataset.period;
        let days = format!("{} – {}", ctx.dates().day(first), ctx.dates().day(last));
        let of = chart::main_units(ctx.dataset);
        let km2: f64 = of.iter().map(|unit| ctx.unit_km2[unit.index()]).sum();
        let area = format!("{} {}", km2_words(km2, ctx.lang), word(ctx.lang, "km2"));
        vec![ctx.dataset.title.get(ctx.lang).to_owned(), word(ctx.lang, "slide-frame").to_owned(), days, area]
    } else {
        own
    };
    let mut notes = made.notes(ctx, plan);
    if let Some(body) = made.frames.body {
        let list: Vec<(Paragraph, usize)> =
            told.iter().map(|words| (bullet(words.as_str(), ctx), 1)).collect();
        let left = made.list(ctx, "text", Role::Body, body, &[48.0, 44.0, 40.0, LEAST_PX], &list);
        notes.section(word(ctx.lang, "slide-cut"), left.into_iter().map(|at| told[at].clone()));
    }
    made.slide.notes = notes.finish();
    vec![made]
}

fn track(key: &str) -> Track {
    Track::ALL.iter().find(|(known, _)| *known == key).map_or(Track::Control, |(_, track)| *track)
}

/// Two states held against each other.
pub(super) fn compare(
    ctx: &Ctx<'_>,
    plan: &SlidePlan,
    [from, to]: [Day; 2],
    with_view: Option<&'static str>,
    arrangement: &str,
) -> Made {
    let is_pair = arrangement == "pair";
    let first = track(ctx.view(plan).key());
    let tracks = match with_view.map(track) {
        None => [first; 2],
        // In a deck of the view that a slide holds against fact, fact is held against it all the same.
        Some(other) if other == first && first != Track::Control => [Track::Control, other],
        Some(other) => [first, other],
    };
    let sides = [0, 1].map(|at| Side { timeline: ctx.timeline, day: [from, to][at], track: tracks[at] });
    let comparison = Comparison::new(sides, &ctx.unit_km2);
    let report = Report::new(&comparison, ctx.lang);
    let of = if is_pair { Arrangement::Pair } else { Arrangement::Map };
    let id = if from == to { format!("compare-{from}") } else { format!("compare-{from}-{to}") };
    let mut made = ctx.begin(plan, &id, of, &report.title(ctx.lang));
    made.slide.section = ctx.dates().year(to.year());
    let Some(rect) = made.frames.pictures.first().copied() else { return made };
    let body = made.frames.body.unwrap_or(rect);
    let style = ctx.style.for_slide([rect.w, rect.h], LEAST_PX);
    let spec = Spec {
        arrangement: if is_pair { Drawn::SideBySide } else { Drawn::Overlay },
        size: page_size([rect.w, rect.h]),
        free_height: false,
        extent: ctx.extent(plan),
    };

    // The list first: what has no room there has no number on the map either.
    let heads: Vec<(Paragraph, usize)> =
        ctx.wording(&plan.text).map(|words| (bullet(words, ctx), 1)).collect();
    let is_own = !heads.is_empty();
    let mut lines: Vec<(Paragraph, usize)> = heads;
    let mut numbers: Vec<Option<usize>> = vec![None; lines.len()];
    if !is_own {
        if !is_pair {
            let [one, two] = &report.sides;
            // The legend calls the sides of what is no change 1 and 2.
            let [a, b] = if from == to { ["1: ", "2: "] } else { ["", ""] };
            let head = format!("{a}{} {TO} {b}{}", one.label, two.label);
            let runs = vec![run(head, true, ctx.colors.ink)];
            lines.push((Paragraph { runs, ..paragraph("", LEAST_PX, ctx.colors.ink) }, usize::MAX));
            numbers.push(None);
        }
        if report.changes.is_empty() {
            lines.push((paragraph(report.nothing(ctx.lang), LEAST_PX, ctx.colors.ink), 1));
            numbers.push(None);
        }
        for (entry, change) in comparison.entries.iter().zip(&report.changes) {
            lines.push((change_line(ctx, change), weight(ctx, &entry.units)));
            numbers.push(Some(change.number));
        }
    }
    let key = |listed: Option<&BTreeSet<usize>>| -> Vec<KeyEntry> {
        if is_pair {
            return Vec::new();
        }
        overlay_key(&comparison, &style, spec, listed, key::SWATCH, ctx.lang)
    };
    let all = key(None);
    let entries: Vec<&KeyEntry> = all.iter().collect();
    let plain: Vec<Paragraph> = lines.iter().map(|(paragraph, _)| paragraph.clone()).collect();
    let (shown, tall) = legend_room(ctx, &entries, body, body.h - fit::height(&plain, body.w) - 16.0);
    let list = Rect::new(body.x, body.y, body.w, (body.h - tall - 16.0).max(0.0));
    let left = made.list(ctx, "changes", Role::Body, list, &[40.0, LEAST_PX], &lines);
    let listed: BTreeSet<usize> = numbers
        .iter()
        .enumerate()
        .filter(|(at, _)| !left.contains(at))
        .filter_map(|(_, number)| *number)
        .collect();
    let at = [body.x, (body.bottom() - tall).floor()];
    made.slide.items.extend(key::set(ctx, "legend", &shown, at, LEAST_PX, body.w).items);

    if is_pair {
        let maps = pair_maps(&comparison, &style, spec, Some(&listed), ctx.lang);
        for (number, map) in maps.into_iter().enumerate() {
            if let Some(rect) = made.frames.captions.get(number).copied() {
                let label = &report.sides[number].label;
                let words = Paragraph {
                    runs: vec![run(label.as_str(), true, ctx.colors.ink)],
                    ..paragraph("", LEAST_PX, ctx.colors.ink)
                };
                let id = format!("caption-{}", number + 1);
                made.slide.items.push(Item::Text(text_box(
                    &id,
                    Role::Free,
                    rect,
                    Stands::Middle,
                    vec![words],
                )));
            }
            let alt = map.scene.description.clone();
            made.picture(&format!("map-{}", number + 1), number, map, alt);
        }
    } else {
        let map = overlay_map(&comparison, &style, spec, Some(&listed), ctx.lang);
        let alt = map.scene.description.clone();
        made.picture("map", 0, map, alt);
    }

    let view = ctx.view(plan);
    let mut notes = made.notes(ctx, plan);
    let whole = report.changes.iter().map(|change| {
        let acts = change.acts.iter().map(|act| {
            let sources: Vec<&str> = act.sources.iter().map(|source| source.short.as_str()).collect();
            let cited = if sources.is_empty() { String::new() } else { format!(" [{}]", sources.join("; ")) };
            format!("{}{}, {}{cited}", report.side_mark(act), act.date_words, act.title)
        });
        let acts: Vec<String> = acts.collect();
        format!(
            "{}. {}: {}. {}",
            change.number,
            moved(ctx, change),
            few(&change.land, 12, ctx.lang),
            acts.join("; ")
        )
    });
    notes.section(&report.title(ctx.lang), whole);
    notes.say("", legend_words(&entries, &shown));
    let mut sources: Vec<SourceId> = Vec::new();
    for citation in report.changes.iter().flat_map(|change| &change.acts).flat_map(|act| &act.sources) {
        let known = ctx.dataset.sources.iter().position(|source| source.key == citation.source);
        if let Some(source) = known.map(|at| SourceId(at as u32)).filter(|source| !sources.contains(source)) {
            sources.push(source);
        }
    }
    ctx.footer(&mut made, &sources);
    for side in &sides {
        let state = ctx.timeline.at(side.day);
        let events = shown_events(&state, view);
        notes.cite(crate::sources::behind(ctx.dataset, &events).into_keys());
    }
    notes.contested(view, to);
    made.slide.notes = notes.finish();
    if !left.is_empty() {
        made.left(Severity::Note, format!("{} changes have no number on the map", left.len()));
    }
    made
}

/// Between what was and what came; the fonts have no arrow.
const TO: &str = "›";

/// How much of the subject's own land changed, in tenths of a km².
fn weight(ctx: &Ctx<'_>, units: &[UnitId]) -> usize {
    let own = units.iter().filter(|unit| !ctx.dataset.unit(**unit).surround);
    (own.map(|unit| ctx.unit_km2[unit.index()]).sum::<f64>() * 10.0) as usize
}

/// From whom to whom, with its area.
fn moved(ctx: &Ctx<'_>, change: &ReportChange) -> String {
    let words = change_words(change, TO, ctx.lang).join("; ");
    format!("{words}, {} {}", km2_words(change.km2, ctx.lang), word(ctx.lang, "km2"))
}

/// A change as an entry of the list: its number, from whom to whom, its land.
fn change_line(ctx: &Ctx<'_>, change: &ReportChange) -> Paragraph {
    let land = few(&change.land, 2, ctx.lang);
    let words = change_words(change, TO, ctx.lang).join("; ");
    let ink = ctx.colors.ink;
    let runs =
        vec![run(format!("{}. ", change.number), true, ink), run(format!("{words}: {land}"), false, ink)];
    Paragraph { runs, before: BEFORE, ..paragraph("", LEAST_PX, ink) }
}

/// The entries of a legend that stand in what a list leaves of a column, and their height: at least the first, which
/// says what the hatches mean.
fn legend_room<'e>(
    ctx: &Ctx<'_>,
    entries: &[&'e KeyEntry],
    body: Rect,
    room: f64,
) -> (Vec<&'e KeyEntry>, f64) {
    let fitting = |count: &usize| key::height(ctx, &entries[..*count], LEAST_PX, body.w) <= room;
    let count = (0..=entries.len()).rev().find(fitting).unwrap_or(0).max(entries.len().min(1));
    (entries[..count].to_vec(), key::height(ctx, &entries[..count], LEAST_PX, body.w))
}

/// The entries that have no room, in words.
fn legend_words(all: &[&KeyEntry], shown: &[&KeyEntry]) -> String {
    let rest = all.iter().filter(|entry| shown.iter().all(|known| known.id != entry.id));
    rest.map(|entry| entry.words.as_str()).collect::<Vec<_>>().join("; ")
}

/// Rows of a chart whose plan names no units.
const ROWS: usize = 8;

/// Who held what from when until when.
pub(super) fn chart(ctx: &Ctx<'_>, plan: &SlidePlan, of: &[String], years: Option<(i32, i32)>) -> Made {
    let mut units: Vec<UnitId> = of.iter().filter_map(|what| units_by(ctx.dataset, what)).flatten().collect();
    if units.is_empty() {
        units = chart::main_rows(ctx.dataset, ROWS);
    }
    let mut seen: BTreeSet<UnitId> = BTreeSet::new();
    units.retain(|unit| seen.insert(*unit));
    let rect = frames(Arrangement::Picture, ctx.ratio).pictures[0];
    let holdings = chart::holdings(ctx.timeline);
    let spec = chart::Spec { years, ..chart::Spec::on_slide(units, [rect.w, rect.h], LEAST_PX) };
    let drawn = chart::compose(ctx.timeline, &holdings, &spec, ctx.style, ctx.lang);
    let mut made = ctx.begin(plan, "chart", Arrangement::Picture, word(ctx.lang, "timeline"));
    let alt = drawn.scene.description.clone();
    let dates: Vec<String> = drawn.left_out.iter().map(|finding| finding.message.clone()).collect();
    let more = if of.is_empty() { chart::main_units(ctx.dataset).len() - spec.units.len() } else { 0 };
    if more > 0 {
        made.left(Severity::Note, format!("{more} more units have no row on the chart"));
    }
    made.picture("chart", 0, Composed { scene: drawn.scene, left_out: Vec::new() }, alt.clone());
    for message in dates {
        made.left(Severity::Note, message);
    }
    let mut notes = made.notes(ctx, plan);
    notes.section(word(ctx.lang, "slide-cut"), ctx.wording(&plan.text).map(str::to_owned));
    notes.say("", alt);
    let (first, last) = years.unwrap_or_else(|| chart::busy_years(ctx.dataset, &holdings, &spec.units));
    let days = (
        Day::year_end(first - 1).next().max(ctx.dataset.period.0),
        Day::year_end(last).min(ctx.dataset.period.1),
    );
    let events: Vec<_> = chart::record(ctx.dataset, chart::Which::Effective, days)
        .into_iter()
        .filter(|entry| entry.units.iter().any(|unit| spec.units.contains(unit)))
        .map(|entry| entry.event)
        .collect();
    let behind = crate::sources::behind(ctx.dataset, &events);
    let mut sources: Vec<SourceId> = behind.keys().copied().collect();
    sources.sort_by_key(|source| (std::cmp::Reverse(behind[source].len()), *source));
    notes.section(
        word(ctx.lang, "events"),
        events.iter().map(|event| {
            let date = ctx.dates().date(ctx.timeline.date_of(*event));
            format!("{date}: {}", ctx.dataset.event(*event).title.get(ctx.lang))
        }),
    );
    ctx.footer(&mut made, &sources);
    notes.cite(sources);
    made.slide.notes = notes.finish();
    made
}
