//! The panel beside the map: title, date, legend, changes, scale, credits.

use super::legend::Fit;
use super::plan::Plan;
use super::{Job, Moment, View, changes_heading, credits, legend, lines, moment_words, scale_bar, views};
use crate::dataset::{EventId, EventKind, Holder};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Type, text_lines};
use crate::text::{self, CAP_HEIGHT, Face};
use crate::time::Day;
use crate::words::{count, word};

/// A column that is filled from the top.
pub(super) struct Column<'a, 'p> {
    pub plan: &'a Plan<'p>,
    pub rect: Rect,
    pub y: f64,
    pub nodes: Vec<Node>,
}

impl Column<'_, '_> {
    pub fn space(&mut self, px: f64) {
        self.y += px * self.plan.page.unit;
    }

    /// A paragraph, indented by `indent` px, wrapped to the column. Returns its height.
    pub fn text(&mut self, id: &str, words: &str, kind: Type, indent: f64) -> f64 {
        let lines = kind.wrap(words, self.rect.w - indent);
        let height = kind.leading() * lines.len() as f64;
        if !lines.is_empty() {
            let at = [self.rect.x + indent, self.y + kind.size * (0.13 + CAP_HEIGHT)];
            self.nodes.push(text_lines(id.to_owned(), &lines, kind, at, kind.leading(), Anchor::Start));
        }
        self.y += height;
        height
    }

    /// Where a swatch of this height begins that stands beside the next line of words: both have their middle in one height.
    pub fn beside(&self, kind: Type, height: f64) -> f64 {
        // Between the middle of the capitals and that of the small letters.
        self.y + kind.size * (0.13 + CAP_HEIGHT / 2.0 + 0.04) - height / 2.0
    }

    pub fn rule(&mut self) {
        let stroke = Stroke { round: false, ..Stroke::new(self.plan.style.page.rule, self.plan.page.unit) };
        self.nodes.push(Node::Path(Path {
            class: "rule".into(),
            pieces: vec![Piece {
                points: vec![[self.rect.x, self.y], [self.rect.right(), self.y]],
                closed: false,
            }],
            stroke: Some(stroke),
            ..Path::default()
        }));
    }
}

/// The panel's nodes. Changes for which there is no room are counted on the panel and listed in `left_out`.
pub(super) fn panel(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Vec<Node> {
    lay_out(job, left_out).0
}

/// True if the key of the points of lines finds room in the panel.
pub(super) fn has_room_for_key(job: &Job<'_>) -> bool {
    lay_out(job, &mut Vec::new()).1
}

/// The panel, and whether the key of the points of lines is on it.
fn lay_out(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> (Vec<Node>, bool) {
    let plan = job.plan;
    let page = plan.page;
    if page.column_count == 0 {
        return (Vec::new(), false);
    }
    let mut columns: Vec<Column> = page.columns[..page.column_count]
        .iter()
        .map(|&rect| Column { plan, rect, y: rect.y, nodes: Vec::new() })
        .collect();
    let one = columns.len() == 1;
    // From below: what must be there whatever else is.
    let foot = foot(job);
    let last = columns.len() - 1;
    let legend_column = if one { 0 } else { 1 };
    if !one {
        columns[legend_column].rect = legend_rect(job);
    }
    head(job, &mut columns[0], head_scale(job));
    if let Some(frozen) = job.frozen {
        columns[0].y = columns[0].y.max(frozen.legend_top);
    }
    let limit = if legend_column == 0 { foot } else { columns[legend_column].rect.bottom() };
    let fit = match job.frozen.and_then(|frozen| frozen.fit) {
        Some(fit) => fit,
        None => legend::fit(job, &columns[legend_column], limit, wish(job)),
    };
    legend::draw(job, &mut columns[legend_column], fit, limit, left_out);
    if one {
        columns[0].space(8.0);
    }
    let limit = if last == 0 { foot } else { columns[last].rect.bottom() };
    let key = key_fit(job, &columns[last], limit);
    let key_height = key.map_or(0.0, |(_, height)| height);
    // Where nothing ever changes the legend has the column of the changes too.
    let is_free = last == legend_column || columns[legend_column].rect.right() < columns[last].rect.x;
    if is_free {
        changes(job, &mut columns[last], limit - key_height, left_out);
    }
    if let Some((scale, _)) = key {
        lines::key(job, &mut columns[last], scale, true);
    }

    columns[0].y = foot;
    scale_bar::scale_bar(job, &mut columns[0], 0.62);
    credits::credits(job, &mut columns[0]);
    (columns.into_iter().flat_map(|column| column.nodes).collect(), key.is_some())
}

/// How large title and date are set, as shares of the style's sizes, from the first that fits.
pub(super) const HEADS: [f64; 3] = [1.0, 0.8, 0.65];

/// The first of these sizes that leaves room for the legend: a large title is not worth one with gaps.
pub(super) fn head_scale(job: &Job<'_>) -> f64 {
    let page = job.plan.page;
    if let Some(scale) = job.frozen.and_then(|frozen| frozen.head) {
        return scale;
    }
    let fits = |&scale: &f64| page.column_count != 1 || legend::fits(job, &below_head(job, scale), foot(job));
    HEADS.into_iter().find(fits).unwrap_or(HEADS[HEADS.len() - 1])
}

/// The first column with title and date.
pub(super) fn below_head<'a, 'p>(job: &Job<'a>, scale: f64) -> Column<'a, 'p>
where
    'a: 'p,
{
    let rect = job.plan.page.columns[0];
    let mut column = Column { plan: job.plan, rect, y: rect.y, nodes: Vec::new() };
    head(job, &mut column, scale);
    column
}

/// How the legend is best set below title and date if it should leave `wish` px.
pub(super) fn legend_fit(job: &Job<'_>, wish: f64) -> Fit {
    let page = job.plan.page;
    if page.column_count == 1 {
        return legend::fit(
            job,
            &column_from(job, job.frozen.map_or(0.0, |frozen| frozen.legend_top)),
            foot(job),
            wish,
        );
    }
    let rect = legend_rect(job);
    let column = Column { plan: job.plan, rect, y: rect.y, nodes: Vec::new() };
    legend::fit(job, &column, rect.bottom(), 0.0)
}

/// Where the legend stands in a panel of one column or of several. Where nothing ever changes it has the column of the
/// changes too.
pub(super) fn legend_rect(job: &Job<'_>) -> Rect {
    let page = job.plan.page;
    let columns = &page.columns[..page.column_count];
    let rect = page.columns[usize::from(columns.len() > 1)];
    let is_still = || {
        let dataset = job.dataset();
        dataset.lines.is_empty() && dataset.events.iter().all(|event| event.kind == EventKind::Baseline)
    };
    match columns.last().filter(|_| columns.len() > 2 && is_still()) {
        Some(last) => Rect::new(rect.x, rect.y, last.right() - rect.x, rect.h),
        None => rect,
    }
}

/// How long the legend is in its column, px, in a setting that serves to compare.
pub(super) fn legend_length(job: &Job<'_>) -> f64 {
    let page = job.plan.page;
    match page.column_count {
        0 => 0.0,
        _ => legend::length(job, legend_rect(job).w),
    }
}

/// True if the legend, as it stands in the panels of a series, leaves `wish` px for what follows it.
pub(super) fn legend_leaves(job: &Job<'_>, wish: f64) -> bool {
    let top = job.frozen.map_or(0.0, |frozen| frozen.legend_top);
    job.plan.page.column_count != 1 || legend::leaves(job, &column_from(job, top), foot(job), wish)
}

/// True if the legend finds room from `y` px of the first column on, or stands in a column of its own.
pub(super) fn legend_fits_below(job: &Job<'_>, y: f64) -> bool {
    job.plan.page.column_count != 1 || legend::fits(job, &column_from(job, y), foot(job))
}

/// The first column, filled down to `y` px.
fn column_from<'a>(job: &Job<'a>, y: f64) -> Column<'a, 'a> {
    Column { plan: job.plan, rect: job.plan.page.columns[0], y, nodes: Vec::new() }
}

/// Title and date, and above a legend a rule below them.
fn head(job: &Job<'_>, column: &mut Column<'_, '_>, scale: f64) {
    title(job, column, scale);
    if job.plan.page.column_count == 1 {
        column.space(10.0 * scale);
        column.rule();
        column.space(12.0 * scale);
    }
}

/// Where scale bar and credits begin, which are there whatever else is.
pub(super) fn foot(job: &Job<'_>) -> f64 {
    if let Some(foot) = job.frozen.and_then(|frozen| frozen.foot) {
        return foot;
    }
    let column = job.plan.page.columns[0];
    column.bottom() - credits::height(job, column.w) - scale_bar::height(job.plan)
}

/// How many sections of the legend, from the last, have no room in the panel.
pub(super) fn legend_overflow(job: &Job<'_>) -> usize {
    let page = job.plan.page;
    if page.column_count == 0 {
        return 0;
    }
    let one = page.column_count == 1;
    let rect = legend_rect(job);
    let mut column = Column { plan: job.plan, rect, y: rect.y, nodes: Vec::new() };
    if one {
        head(job, &mut column, HEADS[HEADS.len() - 1]);
    }
    legend::overflow(job, &column, if one { foot(job) } else { rect.bottom() })
}

/// Room for a few changes, in px at the reference page.
const SOME_CHANGES: f64 = 80.0;

/// What the legend should leave for the key of points and a few changes, in px.
pub(super) fn wish(job: &Job<'_>) -> f64 {
    let (unit, width) = (job.plan.page.unit, job.plan.page.columns[0].w);
    if job.plan.page.column_count != 1 {
        return 0.0;
    }
    let has_key = !job.key_on_map && lines::has_key(job);
    let key = if has_key { lines::key_height(job, width, 1.0) + 18.0 * unit } else { 0.0 };
    let changes = if listed_events(job).is_empty() { 0.0 } else { (SOME_CHANGES + 20.0) * unit };
    key + changes
}

/// How large the key of points is set and how high it is with its rule. A line that is drawn must be
/// understood, so it comes before the list of changes, of which it leaves a little where it can.
fn key_fit(job: &Job<'_>, column: &Column<'_, '_>, limit: f64) -> Option<(f64, f64)> {
    if job.key_on_map || !lines::has_key(job) {
        return None;
    }
    let unit = job.plan.page.unit;
    let fits = |left: f64| {
        lines::KEY_FITS.into_iter().find_map(|scale| {
            let height = lines::key_height(job, column.rect.w, scale) + 18.0 * unit;
            (column.y + left + height <= limit).then_some((scale, height))
        })
    };
    fits(SOME_CHANGES * unit).or_else(|| fits(0.0))
}

/// How headings in the panel are set.
pub(super) fn heading(job: &Job<'_>) -> Type {
    let style = job.plan.style;
    let size = style.panel.heading_px * job.plan.page.unit;
    Type { face: Face::SansBold, size, color: style.page.ink, class: "heading" }
}

/// Title, date, view and reading, at a share of the style's sizes.
pub(super) fn title(job: &Job<'_>, column: &mut Column<'_, '_>, scale: f64) {
    let (style, unit) = (job.plan.style, job.plan.page.unit * scale);
    let (page, sizes) = (&style.page, &style.panel);
    let kind = |face, size: f64, color, class| Type { face, size: size * unit, color, class };
    // A title of many lines would take the room of the legend: it is set smaller, down to the
    // size of the text, until it has two.
    let words = job.dataset().title.get(job.lang);
    let title = |share| kind(Face::SerifBold, sizes.title_px * share, page.ink, "title");
    let long = |share: &f64| title(*share).wrap(words, column.rect.w).len() > 2;
    let share = if job.plan.page.print {
        [1.0, 0.9, 0.8, 0.7].into_iter().find(|share| !long(share))
    } else {
        Some(1.0)
    };
    let share = share.unwrap_or(0.62);
    column.text("title-text", words, title(share), 0.0);
    column.space(6.0 * scale);
    // The date stays on one line, smaller if it must.
    let date = moment_words(job.moment, job.dates());
    let wanted = text::width(Face::SerifBold, &date, sizes.date_px * unit, 0.0);
    let shrink = (column.rect.w / wanted.max(1.0)).clamp(0.55, 1.0).min(share);
    column.text("date", &date, kind(Face::SerifBold, sizes.date_px * shrink * 0.998, page.ink, "date"), 0.0);
    column.space(2.0);
    let view = job.view.words(job.lang);
    // Small type is not made smaller in the same measure.
    let text_px = sizes.text_px * scale.max(0.86) / scale;
    column.text("view", view, kind(Face::Sans, text_px, page.muted, "view"), 0.0);
    if let Some(words) = reading_words(job) {
        column.text("reading", &words, kind(Face::SansBold, text_px, page.muted, "reading"), 0.0);
    }
}

/// The reading a map follows, if it is not the default one.
pub(super) fn reading_words(job: &Job<'_>) -> Option<String> {
    let reading = job.timeline.reading()?;
    Some(format!("{}: {}", word(job.lang, "reading"), reading.name.get(job.lang)))
}

/// The events a map lists: of its year or month, or the latest ones before its day; the last last.
///
/// None on a map that asks something: they would answer it.
pub(super) fn listed_events(job: &Job<'_>) -> Vec<EventId> {
    if job.content.is_question() {
        return Vec::new();
    }
    match job.moment.before() {
        Some(before) => job.timeline.events_between(before, job.state.day),
        None => {
            let day = job.state.day;
            let first = Day::year_end(day.ymd().0 - 2);
            let events = job.timeline.events_between(first, day);
            let skip = events.len().saturating_sub(4);
            events[skip..].to_vec()
        }
    }
}

/// How many cells of the grid an event gave another holder, in the view of the map; surroundings count for nothing.
fn moved_cells(job: &Job<'_>, event: EventId) -> usize {
    let units = job.timeline.effects_of(event).iter().filter(|effect| {
        let holder = if job.view == View::Sovereignty { effect.sovereignty } else { effect.control };
        holder.is_some()
    });
    let units =
        units.flat_map(|effect| &effect.units).filter(|unit| !job.dataset().units[unit.index()].surround);
    units.map(|unit| job.plan.unit_cells[unit.index()]).sum()
}

/// The list of what changed, as much of it as there is room for.
fn changes(job: &Job<'_>, column: &mut Column<'_, '_>, limit: f64, left_out: &mut Vec<Diagnostic>) {
    let (style, unit) = (job.plan.style, job.plan.page.unit);
    let events = listed_events(job);
    // Where nothing ever changes, that the data begin is no change.
    let changes = |event: &crate::dataset::Event| event.kind != EventKind::Baseline;
    if events.is_empty() || !job.dataset().events.iter().any(changes) {
        return;
    }
    let head = heading(job);
    let date = Type {
        face: Face::SansBold,
        size: style.panel.text_px * 0.86 * unit,
        color: style.page.muted,
        class: "change-date",
    };
    let body = Type {
        face: Face::Sans,
        size: style.panel.text_px * 0.92 * unit,
        color: style.page.ink,
        class: "change",
    };
    let gap = 5.0 * unit;
    let entry = |id: EventId| {
        let date = job.dates().date(job.timeline.date_of(id));
        (date, job.dataset().event(id).title.get(job.lang).to_owned())
    };
    let height = |event: EventId| {
        let (when, what) = entry(event);
        date.height(&when, column.rect.w) + body.height(&what, column.rect.w) + gap
    };
    let more_height = body.leading() + gap;
    let mut room = limit - column.y - head.size * 1.3 - 14.0 * unit;
    // The latest events are the ones a reader needs; as many of them as fit, then in order of time.
    let total: f64 = events.iter().map(|&event| height(event)).sum();
    if total > room {
        room -= more_height;
    }
    // Of a year those that moved most land; on a day, the latest.
    let mut order: Vec<usize> = (0..events.len()).rev().collect();
    if job.moment.before().is_some() {
        let moved = |i: usize| moved_cells(job, events[i]);
        order.sort_by_key(|&i| (std::cmp::Reverse(moved(i)), std::cmp::Reverse(i)));
    }
    let mut shown = vec![false; events.len()];
    for i in order {
        let needed = height(events[i]);
        if needed > room && job.moment.before().is_none() {
            break;
        }
        if needed > room {
            continue;
        }
        room -= needed;
        shown[i] = true;
    }
    let left = shown.iter().filter(|shown| !**shown).count();
    if left == events.len() {
        left_out.push(Diagnostic::new(
            Severity::Note,
            "changes-left-out",
            "no room for the list of changes".to_owned(),
        ));
        return;
    }
    column.rule();
    column.space(10.0);
    column.text("changes", &changes_heading(job.moment, job.dates()), head, 0.0);
    column.space(4.0);
    for (&event, _) in events.iter().zip(&shown).filter(|(_, shown)| **shown) {
        let (when, what) = entry(event);
        let key = &job.dataset().events[event.index()].key;
        column.text("", &when, date, 0.0);
        column.text(&format!("change-{key}"), &what, body, 0.0);
        column.y += gap;
    }
    if left > 0 {
        let muted = Type { color: style.page.muted, ..body };
        let words = if job.moment.before().is_some() { "and-more" } else { "earlier" };
        column.text("changes-more", &count(job.lang, words, left), muted, 0.0);
        column.y += gap;
        for (&event, _) in events.iter().zip(&shown).filter(|(_, shown)| !**shown) {
            let (when, what) = entry(event);
            left_out.push(Diagnostic::new(
                Severity::Note,
                "changes-left-out",
                format!("no room in the panel for: {when}, {what}"),
            ));
        }
    }
}

/// Title and text alternative of the picture.
pub(super) fn words_for_readers(job: &Job<'_>) -> (String, String) {
    let dataset = job.dataset();
    let title = format!("{}, {}", dataset.title.get(job.lang), moment_words(job.moment, job.dates()));
    let mut sentences = vec![format!("{} {title}. {}.", word(job.lang, "map-of"), job.view.words(job.lang))];
    sentences.extend(reading_words(job).map(|words| format!("{words}.")));
    if job.content.is_question() {
        sentences.push(job.content.told(job.lang).to_owned());
        return (title, sentences.join(" "));
    }
    sentences.extend(holdings(job));
    if !matches!(job.moment, Moment::Day(_)) {
        for id in listed_events(job) {
            let date = job.dates().date(job.timeline.date_of(id));
            sentences.push(format!("{date}: {}.", dataset.event(id).title.get(job.lang)));
        }
    }
    if !job.lines.is_empty() {
        let names = job.lines.iter().map(|line| dataset.line(line.id).name.get(job.lang));
        let names: Vec<&str> = names.collect();
        sentences.push(format!("{}: {}.", word(job.lang, "lines"), names.join("; ")));
    }
    (title, sentences.join(" "))
}

/// Who holds what, in sentences: the units of each holder or class, surroundings left out.
pub(super) fn holdings(job: &Job<'_>) -> Vec<String> {
    if job.view.has_classes() {
        return views::sentences(job);
    }
    let dataset = job.dataset();
    let mut holders: Vec<(Holder, Vec<&str>)> = Vec::new();
    for (unit, fill) in dataset.units.iter().zip(&job.fills) {
        let Some(polity) = fill.polity().filter(|_| !unit.surround && (1..=3).contains(&unit.rank)) else {
            continue;
        };
        let name = unit.name.get(job.lang);
        match holders.iter_mut().find(|(holder, _)| *holder == Holder::Polity(polity)) {
            Some((_, units)) => units.push(name),
            None => holders.push((Holder::Polity(polity), vec![name])),
        }
    }
    let sentence = |(holder, units): (Holder, Vec<&str>)| {
        let name = dataset.polities[holder.polity()?.index()].name_on(job.state.day, job.lang);
        Some(format!("{name}: {}.", units.join(", ")))
    };
    holders.into_iter().filter_map(sentence).collect()
}
