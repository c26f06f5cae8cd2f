//! Slides that are mostly a map: the first one, those of dates, questions and their answers.

use super::fit::{self, SPARE, line, paragraph, run, text_box};
use super::{Asked, Ctx, Made, Stage, bullet, key, moment_of};
use crate::dataset::{EventId, SlideKind, SlidePlan, When};
use crate::deck::{Arrangement, Item, LEAST_PX, Paragraph, Role, Stands};
use crate::diagnostic::Severity;
use crate::geometry::clip::Rect;
use crate::geometry::math::{DEGREE, cos};
use crate::lang::Text;
use crate::layout::{Composed, Content, KeyEntry, KeyKind, MapChanges, Moment};
use crate::scene::Node;
use crate::time::Day;
use crate::words::word;

/// The map of the first slide: that of the last date.
pub(super) fn of_title(ctx: &Ctx<'_>) -> Moment {
    let moments = ctx.plan.slides.iter().filter_map(|slide| match slide.kind {
        SlideKind::Date(when) | SlideKind::Question { when, .. } => Some(moment_of(when)),
        SlideKind::Compare { to, .. } => Some(Moment::Day(to)),
        _ => None,
    });
    moments.max_by_key(|moment| moment.day()).unwrap_or(Moment::Day(ctx.dataset.period.1))
}

/// The middle of an extent that fills a frame of a size: nothing beyond it is shown.
pub(super) fn filling([west, south, east, north]: [f64; 4], [w, h]: [f64; 2]) -> [f64; 4] {
    // Pictures that fill a frame may show a little more; the margin keeps it inside the extent.
    const SHARE: f64 = 0.94;
    let [lon, lat] = [(west + east) / 2.0, (south + north) / 2.0];
    let narrow = cos(lat * DEGREE).max(0.1);
    let [wide, tall] = [(east - west) * narrow, north - south];
    let scale = (wide / w).min(tall / h) * SHARE / 2.0;
    let [dx, dy] = [w * scale / narrow, h * scale];
    [lon - dx, lat - dy, lon + dx, lat + dy]
}

/// What of the map of a question is told.
pub(super) fn content(key: &str) -> Content {
    Content::ALL.iter().find(|(known, _)| *known == key).map_or(Content::Unlabelled, |(_, content)| *content)
}

/// The first slide.
pub(super) fn title(ctx: &Ctx<'_>, plan: &SlidePlan, map: Composed) -> Made {
    let mut made = ctx.begin(plan, "title", Arrangement::Title, ctx.deck_title());
    let words = ctx.title_or(plan, ctx.deck_title());
    let largest = made.frames.title_px;
    let sizes: Vec<f64> =
        [88.0, 76.0, 64.0, 56.0, 48.0, 40.0, LEAST_PX].into_iter().filter(|&size| size <= largest).collect();
    let (text, is_cut) = fit::title(&words, made.frames.title, &sizes, Stands::Bottom, &ctx.colors);
    made.slide.items = vec![Item::Text(text)];
    made.cut = is_cut.then_some(words);
    made.left_out.clear();
    let own: Vec<&str> = ctx.wording(&plan.text).collect();
    let subtitle = ctx.plan.subtitle.get(ctx.lang);
    let lines = [subtitle].into_iter().filter(|words| !words.is_empty()).chain(own).map(str::to_owned);
    let lines: Vec<(Paragraph, usize)> = lines
        .chain(ctx.reading())
        .map(|words| (Paragraph { before: 10.0, ..paragraph(words, LEAST_PX, ctx.colors.muted) }, 1))
        .collect();
    if let Some(rect) = made.frames.subtitle {
        made.list(ctx, "subtitle", Role::Subtitle, rect, &[48.0, 44.0, 40.0, LEAST_PX], &lines);
    }
    if let Some(rect) = made.frames.footer {
        // Who made the data must be said: the box is as high as that needs.
        let words = vec![paragraph(ctx.licence(), LEAST_PX, ctx.colors.muted)];
        let tall = fit::height(&words, rect.w);
        let rect = Rect::new(rect.x, rect.bottom() - tall, rect.w, tall);
        made.slide.items.push(Item::Text(text_box("footer", Role::Footer, rect, Stands::Bottom, words)));
    }
    let alt = map.scene.description.clone();
    made.picture("map", 0, map, alt);
    let mut notes = made.notes(ctx, plan);
    notes.say("", ctx.licence());
    let state = ctx.timeline.at(of_title(ctx).day());
    notes.cite(ctx.sources_of(&state, ctx.view(plan)));
    made.slide.notes = notes.finish();
    made
}

/// The days between which the changes of a map lie: after the map before it, or from the beginning of its year or month,
/// or of the record.
fn span(ctx: &Ctx<'_>, asked: Asked) -> [Day; 2] {
    let day = asked.moment.day();
    let before = ctx.dataset.period.0.prev();
    // Of a deck that begins late, what happened in the year before its first map is enough.
    let after = asked.show.since.map_or_else(|| before.max(a_year_before(day)), Moment::day);
    [after.min(day), day]
}

/// The last day of the twelve months before those that a day ends.
fn a_year_before(day: Day) -> Day {
    let (year, month, date) = day.ymd();
    let date = if (month, date) == (2, 29) { 28 } else { date };
    Day::from_ymd(year - 1, month, date).unwrap_or(day)
}

/// A map of a date with what changed.
pub(super) fn date(
    ctx: &Ctx<'_>,
    plan: &SlidePlan,
    stages: &[Stage<'_>],
    asked: Asked,
    when: When,
    map: Composed,
) -> Made {
    map_slide(ctx, plan, stages, asked, &format!("date-{}", when.day()), map, &[])
}

/// A map with what changed, or the answers to a question, in the column beside it.
fn map_slide(
    ctx: &Ctx<'_>,
    plan: &SlidePlan,
    stages: &[Stage<'_>],
    asked: Asked,
    id: &str,
    map: Composed,
    answers: &[KeyEntry],
) -> Made {
    let stage = &stages[asked.stage];
    let view = stage.sheet.view;
    let days = span(ctx, asked);
    let changes = stage.plan.changes(ctx.timeline, view, days);
    let date = ctx.dates().day(days[1]);
    let mut made = ctx.begin(plan, id, Arrangement::Map, &auto_title(ctx, &changes, days[1]));
    made.stage = Some(asked.stage);
    made.slide.section = ctx.dates().year(days[1].year());
    let alt = map.scene.description.clone();
    made.picture("map", 0, map, alt);

    let mut notes = made.notes(ctx, plan);
    let Some(body) = made.frames.body else { return made };
    // The date stands above the list unless the title is the date.
    let mut top = body.y;
    if !plan.title.is_empty() {
        let head =
            Paragraph { runs: vec![run(date, true, ctx.colors.ink)], ..paragraph("", 40.0, ctx.colors.ink) };
        let tall = fit::height(std::slice::from_ref(&head), body.w);
        let rect = Rect::new(body.x, top, body.w, tall);
        made.slide.items.push(Item::Text(text_box("date", Role::Free, rect, Stands::Top, vec![head])));
        top += tall + 4.0;
    }
    if !answers.is_empty() {
        let wanted: Vec<&KeyEntry> = answers.iter().collect();
        let fitting = fitting(ctx, &wanted, body.w, body.bottom() - top);
        let set = key::set(ctx, "answer", &wanted[..fitting], [body.x, top], LEAST_PX, body.w);
        top += set.height + 12.0;
        made.slide.items.extend(set.items);
        if fitting < wanted.len() {
            made.left(Severity::Warning, format!("{} answers have no room", wanted.len() - fitting));
        }
    }

    let own: Vec<(Paragraph, usize)> = ctx.wording(&plan.text).map(|words| (bullet(words, ctx), 1)).collect();
    let is_own = !own.is_empty();
    let list = if is_own { own } else { changed(ctx, &changes, days, plan.title.is_empty()) };
    // What is on the map without its name there must be in the legend; the rest if there is room.
    let entries = stage.series.key(Some(asked.moment), key::SWATCH);
    let is_marked = asked.show.since.is_some() && changes.is_marked;
    let entries: Vec<&KeyEntry> =
        entries.iter().filter(|entry| entry.kind != KeyKind::Changed || is_marked).collect();
    let entries: Vec<&KeyEntry> = if answers.is_empty() {
        entries
    } else {
        entries.into_iter().filter(|entry| entry.kind != KeyKind::Holder).collect()
    };
    let room = body.bottom() - top;
    let plain: Vec<Paragraph> = list.iter().map(|(paragraph, _)| paragraph.clone()).collect();
    let wanted =
        if plain.is_empty() || !answers.is_empty() { 0.0 } else { fit::height(&plain, body.w) + GAP };
    let is_told = ctx.plan.slides.iter().any(|slide| matches!(slide.kind, SlideKind::Legend(_)));
    let (shown, rest) = share(ctx, &entries, is_told, body.w, room, wanted);
    let tall = key::height(ctx, &shown, LEAST_PX, body.w);
    let rect = Rect::new(body.x, top, body.w, (room - tall - GAP).max(0.0));
    if rect.h >= line(LEAST_PX) && answers.is_empty() {
        let left = made.list(ctx, "changes", Role::Body, rect, &[40.0, LEAST_PX], &list);
        if is_own {
            let left = left.into_iter().filter_map(|at| plan.text.get(at));
            let left: Vec<String> = left.map(|text| text.get(ctx.lang).to_owned()).collect();
            notes.section(word(ctx.lang, "slide-cut"), left);
        }
    }
    let at = [body.x, (body.bottom() - tall).floor()];
    made.slide.items.extend(key::set(ctx, "legend", &shown, at, LEAST_PX, body.w).items);
    if !rest.is_empty() {
        let words: Vec<&str> = rest.iter().map(|entry| entry.words.as_str()).collect();
        notes.say(word(ctx.lang, "slide-also"), words.join("; "));
    }

    let state = ctx.timeline.at(days[1]);
    let sources = ctx.sources_of(&state, view);
    ctx.footer(&mut made, &sources);
    notes.happened(view, days);
    notes.contested(view, days[1]);
    notes.cite(sources);
    made.slide.notes = notes.finish();
    made
}

/// Between the list and the legend, px.
const GAP: f64 = 20.0;

/// How many entries from the first stand in a height.
fn fitting(ctx: &Ctx<'_>, entries: &[&KeyEntry], width: f64, room: f64) -> usize {
    (0..=entries.len())
        .rev()
        .find(|&count| key::height(ctx, &entries[..count], LEAST_PX, width) <= room)
        .unwrap_or(0)
}

/// The entries of a legend for which there is room beside a list that wants a height: those whose name is not on the map
/// first. Then those left out. What `is_told` on a slide of its own takes no room from the list.
fn share<'e>(
    ctx: &Ctx<'_>,
    entries: &[&'e KeyEntry],
    is_told: bool,
    width: f64,
    room: f64,
    wanted: f64,
) -> (Vec<&'e KeyEntry>, Vec<&'e KeyEntry>) {
    // A half of the column at most, more if the list leaves it.
    let left = room - wanted;
    let must = left.max(room * 0.5);
    // Hatches say what nothing else says; borders and towns explain themselves.
    let weight = |entry: &KeyEntry| match entry.kind {
        KeyKind::Holder if ["inferred", "not-known", "nobody"].contains(&entry.id.as_str()) => 3,
        KeyKind::Holder if !entry.is_named => 0,
        KeyKind::Status => 1,
        KeyKind::Changed => 2,
        KeyKind::Line => 4,
        KeyKind::Place => 5,
        KeyKind::Holder => 6,
    };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&at| (weight(entries[at]), at));
    let mut taken = vec![false; entries.len()];
    for at in order {
        taken[at] = true;
        let now: Vec<&KeyEntry> =
            entries.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(entry, _)| *entry).collect();
        let most = if is_told && weight(entries[at]) > 2 { left } else { must };
        taken[at] = key::height(ctx, &now, LEAST_PX, width) <= most;
    }
    let (shown, rest): (Vec<_>, Vec<_>) = entries.iter().zip(taken).partition(|(_, taken)| *taken);
    let plain = |pairs: Vec<(&&'e KeyEntry, bool)>| pairs.into_iter().map(|(entry, _)| *entry).collect();
    (plain(shown), plain(rest))
}

/// The date, with what changed most if that has room on one line.
fn auto_title(ctx: &Ctx<'_>, changes: &MapChanges, day: Day) -> String {
    let date = ctx.dates().day(day);
    // A pupil takes the event of a title for that of its day: one of another day, or of a day that is not sure, is told in
    // the list alone.
    let is_of_day = |(event, _): &&(EventId, usize)| {
        let of = ctx.timeline.date_of(*event);
        of.is_exact() && of.latest() == day
    };
    let heaviest = changes
        .events
        .iter()
        .filter(is_of_day)
        .max_by_key(|(event, weight)| (*weight, std::cmp::Reverse(*event)));
    let Some((event, _)) = heaviest else { return date };
    let words = format!("{date}: {}", ctx.dataset.event(*event).title.get(ctx.lang));
    let frame = crate::deck::frames(Arrangement::Map, ctx.ratio).title;
    let width = crate::text::width(crate::text::Face::SansBold, &words, 48.0, 0.0);
    if width <= frame.w * SPARE { words } else { date }
}

/// What changed, as a list with weights.
fn changed(
    ctx: &Ctx<'_>,
    changes: &MapChanges,
    [_, day]: [Day; 2],
    title_is_date: bool,
) -> Vec<(Paragraph, usize)> {
    if changes.events.is_empty() {
        return vec![(paragraph(word(ctx.lang, "no-change"), LEAST_PX, ctx.colors.ink), 1)];
    }
    let one = |(event, weight): &(EventId, usize)| {
        let date = ctx.timeline.date_of(*event);
        let title = ctx.dataset.event(*event).title.get(ctx.lang);
        // The day of the title need not be said again.
        let same = title_is_date && date.is_exact() && date.latest() == day;
        let when = if same { String::new() } else { format!("{}: ", ctx.dates().date(date)) };
        let runs =
            [(when, true), (title.to_owned(), false)].into_iter().filter(|(words, _)| !words.is_empty());
        let runs = runs.map(|(words, bold)| run(words, bold, ctx.colors.ink)).collect();
        (Paragraph { runs, ..bullet("", ctx) }, *weight)
    };
    changes.events.iter().map(one).collect()
}

/// A question, and the answer after it.
pub(super) fn question(
    ctx: &Ctx<'_>,
    plan: &SlidePlan,
    stages: &[Stage<'_>],
    asked: [Asked; 2],
    (when, ask, content): (When, &Text, &str),
    (mut bare, full): (Composed, Composed),
) -> Vec<Made> {
    let stage = &stages[asked[0].stage];
    let answers = if content == "numbered" { stage.series.answers(asked[0].moment) } else { Vec::new() };
    let date = ctx.dates().day(when.day());
    let expected: Vec<String> = if answers.is_empty() {
        vec![full.scene.description.clone()]
    } else {
        answers.iter().map(|answer| format!("{}: {}", answer.number, answer.holder)).collect()
    };

    let default = word(ctx.lang, &format!("slide-ask-{content}")).to_owned();
    let prompt = if ask.is_empty() { default } else { ask.get(ctx.lang).to_owned() };
    let mut made = ctx.begin(plan, &format!("question-{}", when.day()), Arrangement::Map, &date);
    made.stage = Some(asked[0].stage);
    made.slide.section = ctx.dates().year(when.day().year());
    // Neither the text alternative nor what a program shows of the drawing may tell.
    let alt =
        format!("{}: {}, {date}. {prompt}", word(ctx.lang, "slide-unnamed"), ctx.dataset.title.get(ctx.lang));
    bare.scene.title = alt.clone();
    bare.scene.description = alt.clone();
    bare.scene.metadata.retain(|(name, _)| name != "description");
    bare.scene.nodes.iter_mut().for_each(hush);
    made.picture("map", 0, bare, alt);
    if let Some(body) = made.frames.body {
        let head = |words: &str, bold| Paragraph {
            runs: vec![run(words, bold, ctx.colors.ink)],
            before: 24.0,
            ..paragraph("", LEAST_PX, ctx.colors.ink)
        };
        let mut lines = Vec::new();
        if !plan.title.is_empty() {
            lines.push((head(&date, true), 2));
        }
        lines.push((head(&prompt, false), 2));
        lines.extend(ctx.wording(&plan.text).map(|words| (bullet(words, ctx), 1)));
        // A line to write on for each number.
        lines.extend(answers.iter().map(|answer| (head(&format!("{}   …………", answer.number), false), 1)));
        made.list(ctx, "question", Role::Body, body, &[52.0, 48.0, 44.0, 40.0, LEAST_PX], &lines);
    }
    let mut notes = made.notes(ctx, plan);
    notes.section(word(ctx.lang, "slide-expected"), expected);
    notes.cite(ctx.sources_of(&ctx.timeline.at(when.day()), stage.sheet.view));
    made.slide.notes = notes.finish();

    let entries: Vec<KeyEntry> = answers
        .iter()
        .map(|answer| KeyEntry {
            id: format!("answer-{}", answer.number),
            kind: KeyKind::Holder,
            words: format!("{}  {}", answer.number, short_name(ctx, &answer.holder, when.day())),
            swatch: scaled(&answer.swatch),
            is_named: false,
        })
        .collect();
    let own = SlidePlan { text: Vec::new(), notes: Vec::new(), ..plan.clone() };
    let id = format!("answer-{}", when.day());
    vec![made, map_slide(ctx, &own, stages, asked[1], &id, full, &entries)]
}

/// The name of a holder as short as on the maps.
fn short_name<'n>(ctx: &Ctx<'n>, name: &'n str, day: Day) -> &'n str {
    let polities = &ctx.dataset.polities;
    let known = polities.iter().find(|polity| polity.name_on(day, ctx.lang) == name);
    known.map_or(name, |polity| polity.short_on(day, ctx.lang))
}

/// A swatch of 1 x 1 px in the size of a legend's.
fn scaled(nodes: &[Node]) -> Vec<Node> {
    let [w, h] = key::SWATCH;
    let scale = |point: &mut [f64; 2]| *point = [point[0] * w, point[1] * h];
    fn each(node: &mut Node, scale: &impl Fn(&mut [f64; 2]), unit: f64) {
        match node {
            Node::Group(group) => group.nodes.iter_mut().for_each(|node| each(node, scale, unit)),
            Node::Path(path) => {
                path.pieces.iter_mut().flat_map(|piece| &mut piece.points).for_each(scale);
            }
            Node::Circle(circle) => {
                scale(&mut circle.center);
                circle.radius *= unit;
            }
            Node::Text(_) => {}
        }
    }
    let mut nodes = nodes.to_vec();
    nodes.iter_mut().for_each(|node| each(node, &scale, h));
    nodes
}

/// Takes away what a drawing says of its parts to those who point at them.
fn hush(node: &mut Node) {
    match node {
        Node::Group(group) => group.nodes.iter_mut().for_each(hush),
        Node::Path(path) => path.title.clear(),
        Node::Circle(circle) => circle.title.clear(),
        Node::Text(_) => {}
    }
}
