//! The key of events: number, date, title, and where there is room the caption, under headings of years.

use std::collections::BTreeMap;

use super::Job;
use super::marks::Mark;
use crate::dataset::EventId;
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Node, Type, text_line, text_lines};
use crate::text::Face;
use crate::time::{DateWords, FuzzyDate};
use crate::words::{count, word};

/// The key as drawn.
#[derive(Clone, Default)]
pub(super) struct Key {
    pub nodes: Vec<Node>,
    /// Numbers of the events in it.
    pub numbers: BTreeMap<EventId, usize>,
}

/// Sizes of type to try, px at the reference page.
const CAPTION_SIZES: [f64; 4] = [13.5, 13.0, 12.5, 12.0];
const SIZES: [f64; 9] = [14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0];
/// Least size of type on the page, in px.
const LEAST: f64 = 8.0;
const LEADING: f64 = 1.26;

/// Fits as many events as there is room for into the columns, at most `most`. Events that change the fewest
/// rows are left out first, of those the later ones.
pub(super) fn fit(job: &Job<'_>, marks: &[Mark], columns: &[Rect], most: usize) -> Key {
    if columns.is_empty() || marks.is_empty() {
        return Key::default();
    }
    let mut kept: Vec<Mark> = marks.to_vec();
    while most < kept.len() {
        drop_least(&mut kept);
    }
    while !kept.is_empty() {
        let left_out = marks.len() - kept.len();
        let captions = columns.len() > 1 && left_out == 0;
        let with = CAPTION_SIZES.iter().filter(|_| captions).map(|size| (*size, true));
        let sizes = with.chain(SIZES.iter().map(|size| (*size, false)));
        let sizes = sizes.map(|(size, captions)| (size * job.px, captions));
        for (size, captions) in sizes.map(|(size, captions)| (size.max(LEAST), captions)) {
            if let Some(key) = lay(job, &kept, columns, size, captions, left_out) {
                // Columns of even height look better than full ones and an empty last.
                let lower = (1..20).map_while(|step| {
                    let height = columns[0].h * (1.0 - 0.04 * f64::from(step));
                    let columns: Vec<Rect> =
                        columns.iter().map(|column| Rect { h: height, ..*column }).collect();
                    lay(job, &kept, &columns, size, captions, left_out)
                });
                return lower.last().unwrap_or(key);
            }
        }
        drop_least(&mut kept);
    }
    Key::default()
}

fn drop_least(kept: &mut Vec<Mark>) {
    let least = kept.iter().enumerate().min_by_key(|(index, mark)| (mark.weight, usize::MAX - index));
    if let Some(index) = least.map(|(index, _)| index) {
        kept.remove(index);
    }
}

/// A date without the year in whose list it stands: `28 July`. Where nothing is left, the whole date.
fn within_year(date: &FuzzyDate, dates: DateWords) -> String {
    let whole = dates.date(date);
    let year = date.latest().year();
    let sign = if year < 0 { "-" } else { "" };
    let year = FuzzyDate::parse(&format!("{sign}{:04}", year.abs()));
    let year = year.map_or(String::new(), |year| dates.date(&year));
    match whole.strip_suffix(year.as_str()).map(str::trim_end) {
        Some(rest) if !rest.is_empty() && !rest.ends_with(['–', '-']) => rest.to_owned(),
        _ => whole,
    }
}

fn lay(
    job: &Job<'_>,
    marks: &[Mark],
    columns: &[Rect],
    size: f64,
    captions: bool,
    left_out: usize,
) -> Option<Key> {
    let page = &job.style.page;
    let heading = Type {
        face: Face::SansBold,
        size: job.style.panel.heading_px * job.px,
        color: page.ink,
        class: "heading",
    };
    let year_type = Type { face: Face::SerifBold, size: size * 1.12, color: page.ink, class: "key-year" };
    let number_type = Type { face: Face::SansBold, size: size * 0.9, color: page.ink, class: "key-number" };
    let date_type = Type { face: Face::Sans, size, color: page.muted, class: "key-date" };
    let title_type = Type {
        face: if captions { Face::SansBold } else { Face::Sans },
        size,
        color: page.ink,
        class: "key-title",
    };
    let caption_type = Type { face: Face::Sans, size: size * 0.94, color: page.ink, class: "key-caption" };
    let leading = size * LEADING;

    let dates: Vec<String> =
        marks.iter().map(|mark| within_year(&job.dataset.event(mark.event).date, job.dates())).collect();
    let width = columns[0].w;
    let number_w = number_type.width("000") + 0.4 * size;
    // A long interval takes two lines rather than room from all titles; other dates take one.
    let least = |date: &String| {
        let parts: Vec<&str> =
            if date.contains('–') { date.split_whitespace().collect() } else { vec![date.as_str()] };
        parts.into_iter().map(|part| date_type.width(part)).fold(0.0, f64::max)
    };
    let room = dates.iter().map(least).fold(0.0, f64::max).max(width * 0.2) + 0.01 * size;
    let dates: Vec<Vec<String>> = dates.iter().map(|date| date_type.wrap(date, room)).collect();
    let widest = dates.iter().flatten().map(|line| date_type.width(line)).fold(0.0, f64::max);
    let date_w = widest + 0.8 * size;
    let title_w = width - number_w - date_w;

    let mut key = Key::default();
    let mut column = 0;
    let top = columns[0].y + heading.size * 1.7;
    let mut y = top;
    key.nodes.push(text_line(
        "key-heading".into(),
        word(job.lang, "events"),
        heading,
        [columns[0].x, columns[0].y + heading.size],
        Anchor::Start,
    ));
    let mut year = None;
    for (index, (mark, date)) in marks.iter().zip(&dates).enumerate() {
        let event = job.dataset.event(mark.event);
        let title = title_type.wrap(event.title.get(job.lang), title_w);
        let caption = if captions {
            caption_type.wrap(event.caption.get(job.lang), width - number_w)
        } else {
            Vec::new()
        };
        let text_h = leading * title.len().max(date.len()) as f64;
        let gap = size * if captions { 0.4 } else { 0.08 };
        let height = text_h + caption.len() as f64 * leading * 0.97 + gap;
        let year_h = size * 1.12 * 1.55;
        let here = Some(mark.latest.year());
        let last = index + 1 == marks.len();
        let more_h = if last && left_out > 0 { leading * 2.2 } else { 0.0 };
        let mut needed = height + more_h + if here == year { 0.0 } else { year_h };
        if columns[column].bottom() < y + needed {
            column += 1;
            if column == columns.len() {
                return None;
            }
            y = top;
            year = None;
            needed = height + more_h + year_h;
            if columns[column].bottom() < y + needed {
                return None;
            }
        }
        let left = columns[column].x;
        if here != year {
            y += if y == top { 0.0 } else { size * 0.35 };
            let words = job.dates().year(mark.latest.year());
            key.nodes.push(text_line(
                String::new(),
                &words,
                year_type,
                [left, y + year_type.size * 0.92],
                Anchor::Start,
            ));
            y += year_type.size * 1.3;
            year = here;
        }
        let base = y + size * 0.95;
        key.numbers.insert(mark.event, index + 1);
        let number = (index + 1).to_string();
        let number_x = left + number_w - 0.6 * size;
        key.nodes.push(text_line(String::new(), &number, number_type, [number_x, base], Anchor::End));
        key.nodes.push(text_lines(
            String::new(),
            date,
            date_type,
            [left + number_w, base],
            leading,
            Anchor::Start,
        ));
        key.nodes.push(text_lines(
            format!("key-{}", event.key),
            &title,
            title_type,
            [left + number_w + date_w, base],
            leading,
            Anchor::Start,
        ));
        if !caption.is_empty() {
            let at = [left + number_w, base + text_h];
            key.nodes.push(text_lines(
                String::new(),
                &caption,
                caption_type,
                at,
                leading * 0.97,
                Anchor::Start,
            ));
        }
        y += height;
    }
    if left_out > 0 {
        let muted = Type { color: page.muted, ..date_type };
        let lines = muted.wrap(&count(job.lang, "unnumbered", left_out), width);
        let at = [columns[column].x, y + size * 1.2];
        key.nodes.push(text_lines("key-more".into(), &lines, muted, at, leading, Anchor::Start));
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::time::Eras;

    #[test]
    fn dates_within_a_year() {
        for (edtf, lang, expected) in [
            ("1920-07-28", Lang::EN, "28 July"),
            ("1920-07-28", Lang::RU, "28 июля"),
            ("1920-06", Lang::HY, "հունիս"),
            ("1920-06-25/1920-07-11", Lang::EN, "25 June – 11 July"),
            ("1920", Lang::EN, "1920"),
            ("1918/1920", Lang::EN, "1918–1920"),
            ("1921~", Lang::TR, "1921 civarı"),
        ] {
            assert_eq!(
                within_year(&FuzzyDate::parse(edtf).unwrap(), DateWords { lang, eras: Eras::One }),
                expected
            );
        }
    }
}
