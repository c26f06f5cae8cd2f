//! The pages: heading, maps with their captions, the shared legend, credits; and the same in sentences.

use std::collections::BTreeSet;

use super::super::page::Page;
use super::super::panel::{holdings, reading_words};
use super::super::{Composed, Job, Moment, credits};
use super::arrange::{Arrangement, Place, SCALES};
use super::caption::{Captions, Changes, date_words};
use super::{MultiplesSpec, Names, changed, legend, sections};
use crate::dataset::UnitId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Group, Node, Scene, Type, group, place, text_line, text_lines};
use crate::style::Style;
use crate::text::{CAP_HEIGHT, Face};
use crate::timeline::Timeline;
use crate::words::{count, word};

/// Space around what is on the page, in px.
pub(super) fn margin(style: &Style, page: &Page) -> f64 {
    (style.page.margin_px.max(18.0) * page.unit).round()
}

/// All that is written around the maps.
pub(super) struct Words {
    pub caption: Captions,
    page: Page,
    title: String,
    /// Days, view, reading.
    below: String,
    /// The date of each map.
    dates: Vec<String>,
    credits: Vec<(&'static str, String)>,
    sources: String,
    title_type: Type,
    below_type: Type,
    credits_type: Type,
}

impl Words {
    pub fn new(
        spec: &MultiplesSpec<'_>,
        timeline: &Timeline<'_>,
        style: &Style,
        page: &Page,
        jobs: &[Job<'_>],
    ) -> Words {
        let (dataset, lang) = (timeline.dataset(), spec.lang);
        let only_years = spec.moments.iter().all(|moment| matches!(moment, Moment::YearEnd(_)));
        let (first, last) = (spec.moments[0].day(), spec.moments[spec.moments.len() - 1].day());
        let mut title = dataset.title.get(lang).to_owned();
        let mut below = Vec::new();
        if only_years {
            let years = dataset.dates(lang).years(first.year(), last.year());
            title = format!("{title}, {years}");
        } else if first != last {
            below.push(format!("{} – {}", dataset.dates(lang).day(first), dataset.dates(lang).day(last)));
        }
        let view = spec.view.words(lang);
        below.push(if only_years { format!("{view}, {}", word(lang, "year-ends")) } else { view.to_owned() });
        below.extend(jobs.first().and_then(reading_words));
        let keys: BTreeSet<String> = jobs.iter().flat_map(credits::source_keys).collect();
        let sources = credits::short(dataset, &keys);
        let dates: Vec<String> =
            spec.moments.iter().map(|&moment| date_words(moment, only_years, dataset.dates(lang))).collect();
        let kind = |face, px: f64, color, class| Type { face, size: px * page.unit, color, class };
        let (panel, colors) = (&style.panel, &style.page);
        Words {
            caption: Captions::new(style, page.unit, page.least.min(super::LEAST_PX), &dates),
            page: *page,
            title: spec.title.map_or(title, str::to_owned),
            below: below.join("  ·  "),
            dates,
            credits: credits::in_words(dataset, &sources, lang),
            sources,
            title_type: kind(Face::SerifBold, panel.title_px, colors.ink, "title"),
            below_type: kind(Face::Sans, panel.text_px, colors.muted, "view"),
            credits_type: kind(Face::Sans, panel.small_px * 0.95, colors.muted, "credits"),
        }
    }

    pub fn head_height(&self, width: f64, place: Place) -> f64 {
        self.head(Rect::new(0.0, 0.0, width, 0.0), place, None).1
    }

    /// Title and what is below it, and the height with the space below. In a panel the title has several lines;
    /// across the page it is set smaller before it has two.
    fn head(&self, rect: Rect, place: Place, number: Option<&str>) -> (Vec<Node>, f64) {
        let unit = self.page.unit;
        let most = if place == Place::Beside { 3 } else { 1 };
        let of_size = |share: f64| Type { size: self.title_type.size * share, ..self.title_type };
        let room = rect.w - number.map_or(0.0, |words| self.below_type.width(words) + 16.0 * unit);
        let sizes = [1.0, 0.92, 0.84, 0.76, 0.68];
        let fits = |share: &f64| {
            let lines = of_size(*share).wrap(&self.title, room);
            lines.len() <= most && lines.iter().all(|line| of_size(*share).width(line) <= room)
        };
        let kind = of_size(sizes.into_iter().find(fits).unwrap_or(0.68));
        let mut nodes = Vec::new();
        let mut y = rect.y;
        let mut write = |id: &str, kind: Type, words: &str, width: f64| {
            let (lines, leading) = (kind.wrap(words, width), kind.size * 1.22);
            let at = [rect.x, y + kind.size * (CAP_HEIGHT + 0.1)];
            nodes.push(text_lines(id.to_owned(), &lines, kind, at, leading, Anchor::Start));
            y += leading * lines.len() as f64;
            at[1]
        };
        let baseline = write("title-text", kind, &self.title, room);
        write("view", self.below_type, &self.below, rect.w);
        if let Some(words) = number {
            let at = [rect.right(), baseline];
            nodes.push(text_line("page-number".to_owned(), words, self.below_type, at, Anchor::End));
        }
        (nodes, (y - rect.y + if place == Place::Beside { 14.0 } else { 8.0 } * unit).ceil())
    }

    pub fn foot_height(&self, width: f64) -> f64 {
        let heights = self.credits.iter().map(|(_, words)| self.credits_type.height(words, width));
        (heights.sum::<f64>() + 8.0 * self.page.unit).ceil()
    }

    fn foot(&self, rect: Rect) -> Vec<Node> {
        let kind = self.credits_type;
        let mut y = rect.bottom() - self.foot_height(rect.w) + 8.0 * self.page.unit;
        let paragraph = |(id, words): &(&str, String)| {
            let lines = kind.wrap(words, rect.w);
            let at = [rect.x, y + kind.size * (CAP_HEIGHT + 0.13)];
            y += kind.leading() * lines.len() as f64;
            text_lines(format!("credits-{id}"), &lines, kind, at, kind.leading(), Anchor::Start)
        };
        self.credits.iter().map(paragraph).collect()
    }
}

/// Draws the pages.
pub(super) fn pages(
    spec: &MultiplesSpec<'_>,
    words: &Words,
    arrangement: &Arrangement,
    jobs: &[Job<'_>],
    maps: Vec<Composed>,
) -> Vec<Composed> {
    let changes: Vec<Option<Changes>> =
        (0..jobs.len()).map(|at| (at > 0).then(|| Changes::of(&jobs[at - 1], &jobs[at]))).collect();
    let (legend, note) = shared_legend(spec, words, arrangement, jobs);
    let pages = jobs.len().div_ceil(arrangement.per_page);
    let mut out: Vec<Composed> = Vec::new();
    let mut maps = maps.into_iter();
    for number in 0..pages {
        let from = number * arrangement.per_page;
        let until = (from + arrangement.per_page).min(jobs.len());
        let mut left_out: Vec<Diagnostic> = note.iter().cloned().collect();
        let mut nodes = Vec::new();
        for (place, (at, map)) in (from..until).zip(maps.by_ref()).enumerate() {
            let cell = Cell { at, place, changes: changes[at].as_ref() };
            nodes.push(cell.draw(spec, words, arrangement, &jobs[at], map, &mut left_out));
        }
        let number = (pages > 1).then(|| format!("{} / {pages}", number + 1));
        let (mut panel, _) = words.head(arrangement.head, arrangement.place, number.as_deref());
        panel.extend(legend.iter().cloned());
        panel.extend(words.foot(arrangement.foot));
        nodes.push(group("panel", "Title, legend and credits", panel));
        let title = match &number {
            Some(number) => format!("{} ({number})", words.title),
            None => words.title.clone(),
        };
        let scene = Scene {
            width: words.page.width,
            height: words.page.height,
            paper: jobs[0].plan.style.page.paper,
            description: description(spec, words, &title, &jobs[from..until], &changes[from..until], from),
            title,
            lang: spec.lang.code().to_owned(),
            metadata: metadata(words, &jobs[from..until]),
            ground: None,
            nodes,
        };
        out.push(Composed { scene, left_out });
    }
    out
}

/// The legend in its place, as large as fits; and what to say if it does not.
fn shared_legend(
    spec: &MultiplesSpec<'_>,
    words: &Words,
    arrangement: &Arrangement,
    jobs: &[Job<'_>],
) -> (Vec<Node>, Option<Diagnostic>) {
    let (job, columns) = (&jobs[0], &arrangement.legend);
    let larger = words.page.unit / job.plan.page.unit;
    let sections = sections(jobs, spec, Names::Full);
    let room = columns.first().map_or(Rect::new(0.0, 0.0, 0.0, 0.0), |column| *column);
    let fits =
        |scale: &f64| legend::height(job, &sections, columns.len(), room.w, scale * larger) <= room.h + 1.0;
    // The last ones only if the final maps show more than the ones of the guess did.
    let scale = SCALES.into_iter().chain([0.68, 0.6, 0.5]).find(fits);
    let note = scale.is_none().then(|| {
        Diagnostic::new(Severity::Warning, "legend-left-out", "no room for the whole legend".to_owned())
    });
    (legend::draw(job, &sections, columns, scale.unwrap_or(0.5) * larger), note)
}

/// One map of a sheet.
struct Cell<'a> {
    /// Its position among all maps, and on its page.
    at: usize,
    place: usize,
    changes: Option<&'a Changes>,
}

impl Cell<'_> {
    fn draw(
        &self,
        spec: &MultiplesSpec<'_>,
        words: &Words,
        arrangement: &Arrangement,
        job: &Job<'_>,
        map: Composed,
        left_out: &mut Vec<Diagnostic>,
    ) -> Node {
        let day = job.state.day;
        let (column, row) = (self.place % arrangement.columns, self.place / arrangement.columns);
        let [dx, dy] = arrangement.pitch;
        let corner = [arrangement.first[0] + column as f64 * dx, arrangement.first[1] + row as f64 * dy];
        let mut nodes = map.scene.nodes;
        for node in &mut nodes {
            if let Node::Group(Group { id, nodes, .. }) = node
                && id == "map"
            {
                self.mark(spec, job, nodes);
            }
        }
        let date = &words.dates[self.at];
        let width = arrangement.map[0];
        let (caption, untold) = words.caption.draw(corner, width, date, self.changes, job);
        let note = |message: String, finding: Diagnostic| Diagnostic { message, ..finding };
        left_out.extend(map.left_out.into_iter().map(|one| note(format!("{day}: {}", one.message), one)));
        for event in untold {
            let event = job.dataset().event(event);
            let message = format!("{day}: no room in the caption for: {}", event.title.get(spec.lang));
            left_out.push(Diagnostic::new(Severity::Note, "changes-left-out", message));
        }
        let prefix = format!("m{day}-");
        nodes.iter_mut().for_each(|node| place(node, corner, &prefix));
        let mut caption = group("caption", "Caption", caption);
        place(&mut caption, [0.0; 2], &prefix);
        nodes.push(caption);
        group(&format!("map-{day}"), date, nodes)
    }

    /// Outlines what changed, over the borders and under the names.
    fn mark(&self, spec: &MultiplesSpec<'_>, job: &Job<'_>, map: &mut Vec<Node>) {
        let Some(changes) = self.changes.filter(|_| spec.mark_changes) else { return };
        let outline = changed::outline(job, &changes.units);
        if outline.is_empty() {
            return;
        }
        let is_name =
            |node: &Node| matches!(node, Node::Group(one) if one.id == "towns" || one.id == "labels");
        let at = map.iter().position(is_name).unwrap_or(map.len());
        map.insert(at, group("changed", "Changed since the previous map", outline));
    }
}

/// The page in sentences: what the first map shows, and what changed from each map to the next.
fn description(
    spec: &MultiplesSpec<'_>,
    words: &Words,
    title: &str,
    jobs: &[Job<'_>],
    changes: &[Option<Changes>],
    from: usize,
) -> String {
    let lang = spec.lang;
    let mut sentences = vec![format!("{}: {title}. {}.", count(lang, "maps-of", jobs.len()), words.below)];
    for (at, (job, changes)) in jobs.iter().zip(changes).enumerate() {
        let date = &words.dates[from + at];
        if at == 0 {
            sentences.push(format!("{date}: {}", holdings(job).join(" ")));
        }
        let Some(changes) = changes else { continue };
        let dataset = job.dataset();
        let events = changes.ids().map(|event| {
            let when = dataset.dates(lang).date(job.timeline.date_of(event));
            format!("{when}: {}", dataset.event(event).title.get(lang))
        });
        let events: Vec<String> = events.collect();
        let mut parts = Vec::new();
        if !events.is_empty() {
            parts.push(format!("{}.", events.join("; ")));
        }
        let land = now_of(job, &changes.units);
        if !land.is_empty() {
            parts.push(format!("{}: {}.", word(lang, "changed"), land.join("; ")));
        }
        if parts.is_empty() && changes.is_none {
            parts.push(format!("{}.", word(lang, "no-change")));
        }
        sentences.push(format!("{date}: {}", parts.join(" ")));
    }
    sentences.join(" ")
}

/// Units by what they are shown as now: `Armenian SSR: Goris, Meghri`.
fn now_of(job: &Job<'_>, units: &[UnitId]) -> Vec<String> {
    let dataset = job.dataset();
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for &unit in units {
        let data = dataset.unit(unit);
        if !(1..=3).contains(&data.rank) {
            continue;
        }
        let now = match (job.marks.get(unit.index()), job.fills[unit.index()].polity()) {
            (Some(mark), _) => mark.class.words(job),
            (None, Some(polity)) => dataset.polity(polity).name_on(job.state.day, job.lang).to_owned(),
            (None, None) => match job.fills[unit.index()] {
                super::super::Fill::Nobody => word(job.lang, "nobody").to_owned(),
                _ => word(job.lang, "not-known").to_owned(),
            },
        };
        let name = data.name.get(job.lang);
        match groups.iter_mut().find(|(known, _)| *known == now) {
            Some((_, names)) => names.push(name),
            None => groups.push((now, vec![name])),
        }
    }
    groups.into_iter().map(|(now, names)| format!("{now}: {}", names.join(", "))).collect()
}

/// Facts about the page: those of its first map, but for the dates and the sources of all.
fn metadata(words: &Words, jobs: &[Job<'_>]) -> Vec<(String, String)> {
    let (Some(first), Some(last)) = (jobs.first(), jobs.last()) else { return Vec::new() };
    let mut facts = credits::metadata(first);
    facts.retain(|(name, _)| name != "source");
    for (name, value) in &mut facts {
        if name == "date" && first.state.day != last.state.day {
            *value = format!("{}/{}", first.state.day, last.state.day);
        }
    }
    if !words.sources.is_empty() {
        facts.push(("source".to_owned(), words.sources.clone()));
    }
    facts
}
