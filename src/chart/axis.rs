//! The time axis: years and months, above and below the bars.

use super::Job;
use super::page::Page;
use super::write::{flat, strokes};
use crate::lang::Lang;
use crate::scene::{Anchor, Node, Type, text_line};
use crate::text::Face;
use crate::time::{Day, FuzzyDate, write_out};

/// What of the axis there is room for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ticks {
    /// Years from one labelled tick to the next.
    pub years: i32,
    /// Months from one tick to the next; 0 for none.
    pub months: u8,
    /// Months have labels.
    pub named: bool,
}

/// Types of the labels of years and months.
fn types(job: &Job<'_>) -> (Type, Type) {
    let size = |share: f64| job.readable(job.style.panel.text_px * job.px * share);
    let year = Type { face: Face::SansBold, size: size(0.9), color: job.style.page.ink, class: "year" };
    let month = Type { face: Face::Sans, size: size(0.7), color: job.style.page.muted, class: "month" };
    (year, month)
}

/// The ticks for a plot of this width.
pub(super) fn ticks(job: &Job<'_>, width: f64) -> Ticks {
    let (year, month) = types(job);
    let days = f64::from((job.end.julian_day() - job.first.julian_day()).max(1));
    let per_year = width * 365.25 / days;
    let per_month = per_year / 12.0;
    let years = [job.first.year(), job.end.prev().year()].map(|at| year.width(&job.dates().year(at)));
    let room = years.into_iter().fold(year.width("0000"), f64::max) + (10.0 * job.px).max(0.28 * year.size);
    let step =
        [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|step| room <= f64::from(*step) * per_year);
    let widest = month_names(job.lang, per_month, month)
        .map_or(f64::INFINITY, |names| names.iter().map(|name| month.width(name)).fold(0.0, f64::max));
    Ticks {
        years: step.unwrap_or(1000),
        months: match per_month / job.px {
            space if 4.5 <= space => 1,
            space if 1.6 <= space => 3,
            _ => 0,
        },
        named: widest + 3.0 * job.px <= per_month,
    }
}

/// Height of the axis above the bars.
pub(super) fn height(job: &Job<'_>, ticks: Ticks) -> f64 {
    let (year, month) = types(job);
    let months = if ticks.named { month.size * 1.35 } else { 0.0 };
    year.size * 1.25 + months + 5.0 * job.px
}

/// Height of the axis below the bars.
pub(super) fn foot_height(job: &Job<'_>) -> f64 {
    // Few rows are read from the years above them.
    if job.spec.is_part { 5.0 * job.px } else { types(job).0.size * 1.2 + 6.0 * job.px }
}

/// The longest form of the twelve months that has room: whole names, three letters where they tell the
/// months apart, Roman numerals.
fn month_names(lang: Lang, room: f64, kind: Type) -> Option<Vec<String>> {
    let whole: Vec<String> = (1..=12)
        .map(|month| {
            let date = FuzzyDate::parse(&format!("2001-{month:02}"));
            // In every language the month is the first word of a month's date.
            date.map_or(String::new(), |date| {
                write_out(&date, lang).split_whitespace().next().unwrap_or("").to_owned()
            })
        })
        .collect();
    let mut short: Vec<String> = whole.iter().map(|name| name.chars().take(3).collect()).collect();
    let distinct = |names: &[String]| {
        let mut sorted = names.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.len() == names.len()
    };
    if !distinct(&short) {
        short.clear();
    }
    let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let roman: Vec<String> = roman.map(str::to_owned).to_vec();
    let fits = |names: &Vec<String>| {
        !names.is_empty() && names.iter().all(|name| kind.width(name) + 5.0 * (kind.size / 10.0) <= room)
    };
    [whole, short, roman].into_iter().find(fits)
}

/// Position of a day on the page.
pub(super) fn x(job: &Job<'_>, page: &Page, day: Day) -> f64 {
    let number = |day: Day| f64::from(day.julian_day());
    let share = (number(day) - number(job.first)) / (number(job.end) - number(job.first)).max(1.0);
    page.plot.x + page.plot.w * share.clamp(0.0, 1.0)
}

/// Ticks, labels, and thin lines over the bars at the turns of years.
pub(super) fn axis(job: &Job<'_>, page: &Page) -> Vec<Node> {
    let (px, style) = (job.px, job.style);
    let (year_type, month_type) = types(job);
    let plot = page.plot;
    let ticks = page.ticks;
    let top = plot.y - height(job, ticks);
    let month_start = |year: i32, month: u8| {
        Day::from_ymd(year, month, 1).filter(|day| job.first <= *day && *day < job.end)
    };

    let (mut over, mut over_months) = (Vec::new(), Vec::new());
    let (mut long, mut short) = (Vec::new(), Vec::new());
    let mut labels = Vec::new();
    let (first_year, last_year) = (job.first.year(), job.end.prev().year());
    let per_month = plot.w / f64::from((job.end.julian_day() - job.first.julian_day()).max(1)) * 30.44;
    let names = if ticks.named { month_names(job.lang, per_month, month_type) } else { None };
    for year in first_year..=last_year {
        let labelled = job.dates().is_tick(year, ticks.years);
        if labelled && let Some(day) = month_start(year, 1) {
            let at = x(job, page, day);
            over.push([[at, plot.y], [at, plot.bottom()]]);
            long.push([[at, top], [at, plot.y]]);
            long.push([[at, plot.bottom()], [at, plot.bottom() + 5.0 * px]]);
        }
        if labelled {
            labels.extend(year_label(job, page, year, year_type, top));
        }
        for month in 1..=12u8 {
            let on_tick = ticks.months > 0 && (month - 1).is_multiple_of(ticks.months);
            let Some(day) = month_start(year, month).filter(|_| on_tick) else { continue };
            let at = x(job, page, day);
            if month > 1 {
                let quarter = (month - 1).is_multiple_of(3);
                let length = if quarter { 5.0 * px } else { 3.0 * px };
                short.push([[at, plot.y - length], [at, plot.y]]);
                short.push([[at, plot.bottom()], [at, plot.bottom() + length * 0.8]]);
                if ticks.named {
                    over_months.push([[at, plot.y], [at, plot.bottom()]]);
                }
            }
            if let Some(names) = &names {
                let name = &names[usize::from(month - 1)];
                let next = x(job, page, Day::month_end(year, month).next());
                let middle = [(at + next) / 2.0, plot.y - 6.5 * px];
                labels.push(text_line(String::new(), name, month_type, middle, Anchor::Middle));
            }
        }
    }
    let ink = style.border.state;
    let mut nodes = vec![
        strokes("month-line", over_months, flat(ink.alpha(0.10), 0.6 * px)),
        strokes("year-line", over, flat(ink.alpha(0.28), 0.8 * px)),
        strokes("month-tick", short, flat(style.page.muted, 0.7 * px)),
        strokes("year-tick", long, flat(style.page.muted, 0.9 * px)),
        strokes(
            "axis",
            vec![
                [[plot.x, top], [plot.right(), top]],
                [[plot.x, plot.bottom()], [plot.right(), plot.bottom()]],
            ],
            flat(style.page.neatline, 0.9 * px),
        ),
    ];
    nodes.retain(|node| !matches!(node, Node::Path(path) if path.pieces.is_empty()));
    nodes.extend(labels);
    nodes
}

/// A year's label, above and below: in the middle of the year, or at its beginning where years are narrow.
fn year_label(job: &Job<'_>, page: &Page, year: i32, kind: Type, top: f64) -> Vec<Node> {
    let words = job.dates().year(year);
    let start = Day::year_end(year - 1).next().max(job.first);
    let end = Day::year_end(year).next().min(job.end);
    let (from, to) = (x(job, page, start), x(job, page, end));
    let half = kind.width(&words) / 2.0;
    let at = if page.ticks.years == 1 {
        if to - from < 2.0 * half + 4.0 * job.px {
            return Vec::new();
        }
        (from + to) / 2.0
    } else {
        let at = from + half + 4.0 * job.px;
        if page.plot.right() < at + half {
            return Vec::new();
        }
        at
    };
    let above = top + kind.size * 1.02;
    let below = page.plot.bottom() + kind.size + 6.0 * job.px;
    let sides = [(above, "top"), (below, "foot")];
    let count = if job.spec.is_part { 1 } else { 2 };
    sides[..count]
        .iter()
        .map(|(y, side)| text_line(format!("year-{side}-{year}"), &words, kind, [at, *y], Anchor::Middle))
        .collect()
}
