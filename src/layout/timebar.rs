//! The strip below the map of an animation: what changed, and where in time the map is.
//!
//! It stands below the page of the map, which is laid out so much lower, so it covers nothing in any style. A
//! page without a panel has its date there, large: a viewer has a second or two to find it.

use super::page::Page;
use super::paper::PageSize;
use super::{Moment, View, moment_words, rect_piece};
use crate::areas::unit_areas;
use crate::dataset::EventId;
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Anchor, Circle, Node, Path, Piece, Scene, Stroke, Type, group, text_line, text_lines};
use crate::style::{PanelPlace, Style};
use crate::text::{self, CAP_HEIGHT, DESCENT, Face};
use crate::time::{DateWords, Day};
use crate::timeline::Timeline;
use crate::words::count;

/// The strip below the maps of several moments, which all have it in the same place.
#[derive(Debug)]
pub struct Timebar<'a> {
    timeline: &'a Timeline<'a>,
    style: &'a Style,
    moments: Vec<Moment>,
    lang: Lang,
    /// The whole page in px, and how large a px of the style is on it.
    page: PageSize,
    unit: f64,
    /// Space at both sides, in px.
    margin: f64,
    /// The page of the map has no panel with the date.
    has_date: bool,
    has_bar: bool,
    /// How much land each event moves in this view, in km², surroundings left out.
    weights: Vec<f64>,
}

/// Lengths at the reference page, in px: space above the caption, between it and the bar, and below.
const ABOVE: f64 = 3.0;
const BETWEEN: f64 = 8.0;
const BELOW: f64 = 7.0;
/// Above a caption that stands at the very edge of a map without a frame.
const ABOVE_DATE: f64 = 10.0;
/// Least space at the sides.
const MARGIN: f64 = 16.0;
/// The bar from the top of its marker to the foot of its labels.
const BAR: f64 = 32.0;
/// Half the height of the marker, and of a tick.
const MARKER: f64 = 7.0;
const TICK: f64 = 4.5;
/// Space around a label.
const AIR: f64 = 9.0;

impl<'a> Timebar<'a> {
    /// The strip for an animation of these moments, in order, on pages of this size. `bar` is whether it shows
    /// where in time each is.
    pub fn new(
        timeline: &'a Timeline<'a>,
        style: &'a Style,
        size: PageSize,
        moments: &[Moment],
        (view, lang): (View, Lang),
        bar: bool,
    ) -> Timebar<'a> {
        let page = Page::new(size, style);
        let km2 = unit_areas(timeline.dataset());
        let events = (0..timeline.dataset().events.len()).map(|i| EventId(i as u32));
        let weight = |event: EventId| -> f64 {
            let moves = timeline.effects_of(event).iter().filter(|effect| match view {
                View::Sovereignty => effect.sovereignty.is_some(),
                View::Control | View::Claims | View::Certainty | View::Sources => effect.control.is_some(),
            });
            let units = moves.flat_map(|effect| &effect.units).map(|unit| unit.index());
            units.filter(|&unit| !timeline.dataset().units[unit].surround).map(|unit| km2[unit]).sum()
        };
        Timebar {
            timeline,
            style,
            moments: moments.to_vec(),
            lang,
            page: size,
            unit: page.unit,
            margin: (style.page.margin_px).max(MARGIN) * page.unit,
            has_date: page.panel != PanelPlace::Beside,
            // A single moment has no course to show.
            has_bar: bar && moments.len() > 1,
            weights: events.map(weight).collect(),
        }
    }

    /// What of the page is left for the map.
    pub fn map_page(&self) -> PageSize {
        PageSize { height: self.page.height - self.height(), ..self.page }
    }

    /// Height of the strip; whole px.
    fn height(&self) -> f64 {
        let bar = if self.has_bar { (BETWEEN + BAR) * self.unit } else { 0.0 };
        (self.above() + self.caption_height() + bar + BELOW * self.unit).ceil()
    }

    /// How dates are written.
    fn dates(&self) -> DateWords {
        self.timeline.dataset().dates(self.lang)
    }

    fn above(&self) -> f64 {
        (if self.has_date { ABOVE_DATE } else { ABOVE }) * self.unit
    }

    fn date_type(&self) -> Type {
        let size = self.style.panel.date_px * self.unit;
        Type { face: Face::SerifBold, size, color: self.style.page.ink, class: "date" }
    }

    fn caption_type(&self) -> Type {
        let size = self.style.panel.text_px * 1.12 * self.unit;
        Type { face: Face::Sans, size, color: self.style.page.ink, class: "caption" }
    }

    /// Room for the words: one line, or beside a date two.
    fn caption_height(&self) -> f64 {
        let caption = self.caption_type();
        if self.has_date {
            (self.date_type().size * (CAP_HEIGHT + DESCENT)).max(2.0 * caption.leading())
        } else {
            caption.leading()
        }
    }

    /// The strip under the map of one of the moments, which becomes as high as the whole page.
    pub fn add(&self, scene: &mut Scene, at: usize) {
        let Some(&moment) = self.moments.get(at) else { return };
        let top = scene.height + self.above();
        scene.height = self.page.height;
        let mut nodes = self.words(moment, at, top);
        if self.has_bar {
            nodes.extend(self.bar(at, top + self.caption_height() + BETWEEN * self.unit));
        }
        scene.nodes.push(group("timebar", "Timeline", nodes));
    }

    /// The date where the page has none, and what changed.
    fn words(&self, moment: Moment, at: usize, top: f64) -> Vec<Node> {
        let (date, caption) = (self.date_type(), self.caption_type());
        let (mut left, right) = (self.margin, self.page.width - self.margin);
        let mut nodes = Vec::new();
        let mut lines = 1;
        if self.has_date {
            let written = |moment: &Moment| moment_words(*moment, self.dates());
            // On a narrow page it is smaller, so that something beside it can be read.
            let widest = self.moments.iter().map(|moment| date.width(&written(moment))).fold(0.0, f64::max);
            let shrink = (0.5 * (right - left) / widest.max(1.0)).min(1.0);
            let kind = Type { size: date.size * shrink, ..date };
            let at = [left, top + 0.5 * self.caption_height() + kind.size * CAP_HEIGHT / 2.0];
            nodes.push(text_line("timebar-date".to_owned(), &written(&moment), kind, at, Anchor::Start));
            left += widest * shrink + 22.0 * self.unit;
            lines = 2;
        }
        let words = self.caption(moment, at, &|words| caption.wrap(words, right - left).len() <= lines);
        let words = caption.wrap(&words, right - left);
        if !words.is_empty() {
            let height = caption.leading() * (words.len() as f64 - 1.0);
            let y = top + (self.caption_height() - height) / 2.0;
            let at = [left, caption.centred(y)];
            nodes.push(text_lines(
                "timebar-caption".to_owned(),
                &words,
                caption,
                at,
                caption.leading(),
                Anchor::Start,
            ));
        }
        nodes
    }

    /// What happened since the moment before, as much of it as fits: the events that moved most land, in order
    /// of time, and how many more there were.
    fn caption(&self, moment: Moment, at: usize, fits: &dyn Fn(&str) -> bool) -> String {
        let day = moment.day();
        let after = match at.checked_sub(1).and_then(|before| self.moments.get(before)) {
            Some(before) => before.day(),
            None => moment.before().unwrap_or(day.prev()),
        };
        let events = self.timeline.events_between(after, day);
        let mut ranked: Vec<usize> = (0..events.len()).collect();
        let weight = |&i: &usize| self.weights.get(events[i].index()).copied().unwrap_or(0.0);
        // Of two that moved as much, the later one.
        ranked.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(b.cmp(a)));
        let words = |chosen: &[usize]| {
            let mut sorted = chosen.to_vec();
            sorted.sort_unstable();
            let mut parts: Vec<String> =
                sorted.into_iter().map(|i| self.event_words(events[i], day)).collect();
            let rest = events.len() - chosen.len();
            if rest > 0 && !chosen.is_empty() {
                parts.push(count(self.lang, "and-more", rest));
            }
            parts.join(" · ")
        };
        let mut chosen: Vec<usize> = Vec::new();
        for i in ranked {
            let more: Vec<usize> = chosen.iter().copied().chain([i]).collect();
            if fits(&words(&more)) {
                chosen = more;
            } else if chosen.is_empty() {
                // Nothing fits whole: the most important one is cut short.
                return shortened(&words(&more), fits);
            }
        }
        words(&chosen)
    }

    /// An event with its date, unless that is the day of the map.
    fn event_words(&self, event: EventId, day: Day) -> String {
        let (date, title) =
            (self.timeline.date_of(event), self.timeline.dataset().event(event).title.get(self.lang));
        let date = self.dates().date(date);
        if date == self.dates().day(day) { title.to_owned() } else { format!("{date}: {title}") }
    }

    /// The bar: time past and to come, a tick for each map, a marker at this one, and the years.
    fn bar(&self, at: usize, top: f64) -> Vec<Node> {
        let (page, unit) = (&self.style.page, self.unit);
        let scale =
            TimeScale::new(&self.moments, [self.margin, self.page.width - self.margin], unit, self.dates());
        let y = (top + MARKER * unit).round();
        let now = scale.x(self.moments[at].day());
        let bar = |class: &str, from: f64, to: f64, height: f64, color| {
            Node::Path(Path {
                class: class.to_owned(),
                pieces: vec![rect_piece(Rect::new(from, y - height / 2.0, to - from, height))],
                fill: Some(color),
                ..Path::default()
            })
        };
        let [left, right] = scale.ends;
        let mut nodes = vec![
            bar("time-coming", left, right, 2.0 * unit, page.rule),
            bar("time-past", left, now, 4.0 * unit, page.muted),
        ];
        let stroke = |color, width: f64| Some(Stroke { round: false, ..Stroke::new(color, width * unit) });
        let upright = |x: f64, up: f64, down: f64| Piece {
            points: vec![[x, y - up * unit], [x, y + down * unit]],
            closed: false,
        };
        let turns = scale.turns.iter().map(|&x| upright(x, 0.0, 1.6 * TICK)).collect::<Vec<_>>();
        nodes.push(Node::Path(Path {
            class: "time-turns".into(),
            pieces: turns,
            stroke: stroke(page.muted, 0.9),
            ..Path::default()
        }));
        for (class, color, range) in
            [("time-ticks", page.ink, 0..at), ("time-ticks-coming", page.muted, at + 1..self.moments.len())]
        {
            let pieces: Vec<Piece> =
                self.moments[range].iter().map(|moment| upright(scale.x(moment.day()), TICK, TICK)).collect();
            if !pieces.is_empty() {
                let stroke = stroke(color, 1.5);
                nodes.push(Node::Path(Path { class: class.into(), pieces, stroke, ..Path::default() }));
            }
        }
        nodes.push(Node::Circle(Circle {
            id: "timebar-now".into(),
            class: "time-now".into(),
            title: String::new(),
            center: [now, y],
            radius: (MARKER - 1.0) * unit,
            fill: self.style.furniture.locator_extent,
            stroke: Some(Stroke::new(page.paper, 1.6 * unit)),
        }));
        nodes.extend(self.labels(&scale, at, y));
        nodes
    }

    /// The years, or on a short bar the months too. That of the map is in stronger type.
    fn labels(&self, scale: &TimeScale, at: usize, y: f64) -> Vec<Node> {
        let size = self.style.panel.text_px * 0.92 * self.unit;
        let baseline = y + (BAR - MARKER) * self.unit - 0.12 * size;
        let day = self.moments[at].day();
        let mut nodes = Vec::new();
        let step = scale.step(Type { face: Face::SansBold, size, ..self.caption_type() }, self.unit);
        for label in &scale.labels {
            let current = label.first <= day && day <= label.last;
            let year = label.first.year();
            if label.is_year && !self.dates().is_tick(year, step) {
                continue;
            }
            let strong = Type { face: Face::SansBold, size, color: self.style.page.ink, class: "time" };
            let plain = Type { face: Face::Sans, color: self.style.page.muted, ..strong };
            // Among months, the year stands out.
            let kind = match (current, label.is_year || label.is_numeral) {
                (true, _) => strong,
                (false, true) => plain,
                (false, false) => Type { color: plain.color, ..strong },
            };
            let half = strong.width(&label.words) / 2.0;
            // At the ends of the bar a label stays on the page.
            let x = label.x.clamp(0.25 * self.margin + half, self.page.width - 0.25 * self.margin - half);
            nodes.push(text_line(String::new(), &label.words, kind, [x, baseline], Anchor::Middle));
        }
        nodes
    }
}

/// As many of the first words as fit, with a sign that there were more; of a word that is longer, its first letters.
fn shortened(words: &str, fits: &dyn Fn(&str) -> bool) -> String {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let short = |n: usize| format!("{} …", parts[..n].join(" ").trim_end_matches([',', ';', ':']));
    let letters = || (2..words.chars().count()).rev().filter_map(|most| text::shortened(words, most));
    let fitting = (1..parts.len()).rev().map(short).find(|words| fits(words));
    fitting.or_else(|| letters().find(|words| fits(words))).unwrap_or_default()
}

/// Where days stand on the bar.
struct TimeScale {
    first: Day,
    last: Day,
    /// Left and right end in px.
    ends: [f64; 2],
    /// Where a year or month begins, in px.
    turns: Vec<f64>,
    labels: Vec<Label>,
    /// Px from one year to the next.
    per_year: f64,
    /// How years are written.
    dates: DateWords,
}

/// A word under the bar, and the days it stands for.
struct Label {
    words: String,
    x: f64,
    first: Day,
    last: Day,
    /// It stands for a whole year.
    is_year: bool,
    /// It is the number of a month.
    is_numeral: bool,
}

impl TimeScale {
    fn new(moments: &[Moment], [left, right]: [f64; 2], unit: f64, dates: DateWords) -> TimeScale {
        let days = || moments.iter().map(|moment| moment.day());
        let (earliest, latest) =
            (days().min().unwrap_or(Day::year_end(1900)), days().max().unwrap_or(Day::year_end(1900)));
        // Where all maps are of the ends of years, a year is a point; else it is a stretch.
        let is_yearly = moments.iter().all(|moment| matches!(moment, Moment::YearEnd(_)));
        let inset = 2.2 * MARKER * unit;
        let (first, last, ends) = if is_yearly {
            (earliest, latest, [left + inset, right - inset])
        } else {
            (Day::year_end(earliest.year() - 1).next(), Day::year_end(latest.year()), [left, right])
        };
        let years = first.year()..=last.year();
        let count = f64::from((last.julian_day() - first.julian_day()).max(1));
        let per_year = (ends[1] - ends[0]) * 365.25 / count;
        let mut scale =
            TimeScale { first, last, ends, turns: Vec::new(), labels: Vec::new(), per_year, dates };
        if is_yearly {
            scale.labels = years.map(|year| scale.label(year, None, is_yearly)).collect();
            return scale;
        }
        // The months of one or two years have room for their numbers.
        let has_months = per_year / 12.0 >= 34.0 * unit;
        for year in years {
            scale.turns.push(scale.x(Day::year_end(year - 1).next()));
            if has_months {
                for month in 1..=12 {
                    scale.turns.push(scale.x(Day::month_end(year, month).next()));
                    scale.labels.push(scale.label(year, Some(month), false));
                }
            } else {
                scale.labels.push(scale.label(year, None, false));
            }
        }
        let end = scale.x(last);
        scale.turns.push(end);
        scale
    }

    /// The label of a year or month: a month is a Roman numeral, and January the year.
    fn label(&self, year: i32, month: Option<u8>, is_point: bool) -> Label {
        const NUMERALS: [&str; 12] =
            ["", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        let (first, last) = match month {
            None => (Day::year_end(year - 1).next(), Day::year_end(year)),
            Some(1) => (Day::year_end(year - 1).next(), Day::month_end(year, 1)),
            Some(month) => (Day::month_end(year, month - 1).next(), Day::month_end(year, month)),
        };
        let numeral = month.and_then(|month| NUMERALS.get(usize::from(month) - 1)).filter(|n| !n.is_empty());
        let words = numeral.map_or_else(|| self.dates.year(year), |numeral| (*numeral).to_owned());
        let x = if is_point { self.x(last) } else { (self.x(first) + self.x(last)) / 2.0 };
        Label { words, x, first, last, is_year: month.is_none(), is_numeral: numeral.is_some() }
    }

    /// Position of a day in px.
    fn x(&self, day: Day) -> f64 {
        let number = |day: Day| f64::from(day.julian_day());
        let share = (number(day) - number(self.first)) / (number(self.last) - number(self.first)).max(1.0);
        self.ends[0] + (self.ends[1] - self.ends[0]) * share.clamp(0.0, 1.0)
    }

    /// Years from one label to the next, so that they stand apart.
    fn step(&self, kind: Type, unit: f64) -> i32 {
        let ends = [self.first, self.last].map(|day| kind.width(&self.dates.year(day.year())));
        let room = ends.into_iter().fold(kind.width("0000"), f64::max) + AIR * unit;
        let fits = |step: &i32| room <= f64::from(*step) * self.per_year;
        [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(fits).unwrap_or(1000)
    }
}
