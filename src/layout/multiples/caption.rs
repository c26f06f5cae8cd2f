//! The caption above each map: its date, and as much of what changed since the map before as has room.

use super::super::{Job, Moment};
use super::changed;
use crate::dataset::{EventId, UnitId};
use crate::scene::{Anchor, Node, Type, text_line};
use crate::style::Style;
use crate::text::{CAP_HEIGHT, Face};
use crate::time::DateWords;
use crate::words::word;

/// How captions are set, the same on all maps of a sheet.
pub(super) struct Captions {
    unit: f64,
    least: f64,
    date: Type,
    change: Type,
    /// Width of the widest date, in px at a size of 1 px.
    widest: f64,
    /// There are changes to tell of.
    tells: bool,
}

/// The least width for a line of what changed, px of the style; beside a date, and below it.
const LEAST_LINE: [f64; 2] = [180.0, 120.0];

impl Captions {
    pub fn new(style: &Style, unit: f64, least: f64, dates: &[String]) -> Captions {
        let (ink, muted, panel) = (style.page.ink, style.page.muted, &style.panel);
        let date = Type { face: Face::SerifBold, size: panel.text_px * unit, color: ink, class: "caption" };
        let change =
            Type { face: Face::Sans, size: panel.small_px * unit, color: muted, class: "caption-change" };
        let at_one = Type { size: 1.0, ..date };
        let widest = dates.iter().map(|words| at_one.width(words)).fold(0.0, f64::max);
        Captions { unit, least, date, change, widest, tells: dates.len() > 1 }
    }

    /// Type of the date and of the changes above a map so wide: larger over a larger map.
    fn types(&self, width: f64) -> [Type; 2] {
        let grown = (width / (300.0 * self.unit)).clamp(0.88, 1.5);
        let size = (self.date.size * 1.08 * grown).min(width / self.widest.max(1e-6)).max(self.least);
        let small = (self.change.size * (0.5 + 0.5 * grown)).max(self.least);
        [Type { size, ..self.date }, Type { size: small, ..self.change }]
    }

    /// Where the line of changes begins and whether it stands beside the date; `None` without room for it.
    fn line(&self, width: f64) -> Option<(f64, bool)> {
        let date = self.types(width)[0];
        let taken = self.widest * date.size + 8.0 * self.unit;
        if !self.tells {
            None
        } else if taken < 0.3 * width && width - taken > LEAST_LINE[0] * self.unit {
            Some((taken, true))
        } else {
            (width > LEAST_LINE[1] * self.unit).then_some((0.0, false))
        }
    }

    /// Height with the space below, in px.
    pub fn height(&self, width: f64) -> f64 {
        let [date, change] = self.types(width);
        let below = if matches!(self.line(width), Some((_, false))) { change.size * 1.3 } else { 0.0 };
        (date.size * 1.12 + below + 3.5 * self.unit).ceil()
    }

    /// The caption above a map, whose top left corner and width are given in px, with the events for which there
    /// is no room.
    pub fn draw(
        &self,
        [x, y]: [f64; 2],
        width: f64,
        date_words: &str,
        changes: Option<&Changes>,
        job: &Job<'_>,
    ) -> (Vec<Node>, Vec<EventId>) {
        let [date, change] = self.types(width);
        let top = y - self.height(width);
        let baseline = top + date.size * (CAP_HEIGHT + 0.16);
        let mut nodes = vec![text_line("date".to_owned(), date_words, date, [x, baseline], Anchor::Start)];
        let Some(changes) = changes else { return (nodes, Vec::new()) };
        let Some((from, beside)) = self.line(width) else { return (nodes, changes.ids().collect()) };
        let (words, left) = changes.fitting(change, width - from, job);
        let at = if beside { baseline } else { baseline + 0.2 * date.size + 1.12 * change.size };
        if !words.is_empty() {
            nodes.push(text_line("change".to_owned(), &words, change, [x + from, at], Anchor::Start));
        }
        (nodes, left)
    }
}

/// What changed from one map to the next.
pub(super) struct Changes {
    /// The land.
    pub units: Vec<UnitId>,
    /// The events in order, with their weight.
    pub events: Vec<(EventId, usize)>,
    /// Nothing at all: the two maps show the same.
    pub is_none: bool,
}

impl Changes {
    pub fn of(before: &Job<'_>, after: &Job<'_>) -> Changes {
        let units = changed::units(before, after);
        let events = changed::events(before, after, &units);
        let is_none = events.is_empty() && changed::are_same(before, after);
        Changes { units, events, is_none }
    }

    pub fn ids(&self) -> impl Iterator<Item = EventId> {
        self.events.iter().map(|(event, _)| *event)
    }

    /// The titles of as many events as fit into a line, those of most weight, in order of time; and the events that
    /// are not, or not wholly, told.
    fn fitting(&self, kind: Type, width: f64, job: &Job<'_>) -> (String, Vec<EventId>) {
        if self.events.is_empty() {
            let words = if self.is_none { word(job.lang, "no-change") } else { "" };
            let words = if kind.width(words) <= width { words } else { "" };
            return (words.to_owned(), Vec::new());
        }
        let title = |event: EventId| job.dataset().event(event).title.get(job.lang);
        let mut heaviest: Vec<usize> = (0..self.events.len()).collect();
        heaviest.sort_by_key(|&at| std::cmp::Reverse(self.events[at].1));
        let words = |chosen: &[bool]| {
            let told = self.ids().zip(chosen).filter(|(_, chosen)| **chosen).map(|(event, _)| title(event));
            let told = told.collect::<Vec<_>>().join("; ");
            let more = chosen.iter().filter(|chosen| !**chosen).count();
            if more > 0 { format!("{told}; … +{more}") } else { told }
        };
        let mut chosen = vec![false; self.events.len()];
        for &at in &heaviest {
            chosen[at] = true;
            chosen[at] = kind.width(&words(&chosen)) <= width;
        }
        let left = self.ids().zip(&chosen).filter(|(_, chosen)| !**chosen).map(|(event, _)| event);
        let left: Vec<EventId> = left.collect();
        if chosen.contains(&true) {
            return (words(&chosen), left);
        }
        // Not even one: the heaviest is cut after a word.
        let more = self.events.len() - 1;
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        (cut(kind, title(self.events[heaviest[0]].0), &more, width), left)
    }
}

/// As many words of a text as fit, with an ellipsis and `more` after them; nothing if not even one does.
fn cut(kind: Type, text: &str, more: &str, width: f64) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = |count: usize| {
        let kept = words[..count].join(" ");
        format!("{}…{more}", kept.trim_end_matches([',', ';', ':', '(', '–', '-', ' ']))
    };
    (1..words.len()).rev().map(first).find(|cut| kind.width(cut) <= width).unwrap_or_default()
}

/// The date of a map: the year alone where all maps are of years.
pub(super) fn date_words(moment: Moment, only_years: bool, dates: DateWords) -> String {
    match moment {
        Moment::YearEnd(year) if only_years => dates.year(year),
        _ => dates.day(moment.day()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Color;

    #[test]
    fn a_text_is_cut_between_words_only() {
        let kind = Type { face: Face::Sans, size: 10.0, color: Color::WHITE, class: "" };
        let text = "The Red Army, and others";
        for (room, more, expected) in [
            ("The Red Army…", "", "The Red Army…"),
            ("The Red Armyxx", "", "The Red Army…"),
            ("The Red Arm", "", "The Red…"),
            ("The Red… +12", " +12", "The Red… +12"),
            ("The", "", ""),
        ] {
            assert_eq!(cut(kind, text, more, kind.width(room)), expected, "{room}");
        }
    }
}
