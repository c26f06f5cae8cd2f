//! `slides.toml`, or any other plan of slides.

use super::report::Report;
use super::text_file::{Found, Spot, TextFile};
use super::toml::{Document, Table};
use crate::dataset::{
    ARRANGEMENTS, COMPARED, CONTENTS, Dataset, DeckPlan, Focus, KEYS, KINDS, LONGEST_TITLE, LineId, RATIOS,
    SlideKind, SlidePlan, THEMES, VIEWS, When, focus, units_by,
};
use crate::lang::Text;
use crate::time::Day;

/// Reads a plan for a data set. If not all of the set could be read, names it may have are not held against it.
pub(super) fn read(report: &mut Report, file: &TextFile<'_>, dataset: &Dataset, complete: bool) -> DeckPlan {
    let document = Document::parse(report, file);
    let mut root = document.root("the plan");
    let reader = Reader { dataset, complete };
    let mut plan = DeckPlan::default();
    if let Some(mut deck) = root.one_table(report, "deck") {
        plan.title = reader.title(report, &mut deck);
        plan.subtitle = reader.words(report, &mut deck, "subtitle");
        plan.view = choice(report, &mut deck, "view", &VIEWS);
        plan.theme = choice(report, &mut deck, "theme", &THEMES);
        plan.ratio = choice(report, &mut deck, "ratio", &RATIOS);
        plan.focus = reader.focus(report, &mut deck);
        plan.lines = reader.lines(report, &mut deck);
        deck.finish(report);
    }
    let has_slides = root.has("slide");
    let slides = root.tables(report, "slide").unwrap_or_default();
    if !has_slides || slides.is_empty() {
        let help = format!("write [[slide]] with a kind: {}", KINDS.join(", "));
        report.error("empty", root.spot(), "the plan has no slides", help);
    }
    for mut slide in slides {
        plan.slides.extend(reader.slide(report, &mut slide));
    }
    root.finish(report);
    plan
}

struct Reader<'k> {
    dataset: &'k Dataset,
    complete: bool,
}

/// A value of a list, by its spelling.
fn choice(
    report: &mut Report,
    table: &mut Table<'_>,
    key: &'static str,
    all: &[&'static str],
) -> Option<&'static str> {
    let found = table.text(report, key)?;
    pick(report, key, found, all)
}

fn pick(
    report: &mut Report,
    what: &str,
    found: Found<'_, &str>,
    all: &[&'static str],
) -> Option<&'static str> {
    let value = all.iter().find(|known| **known == found.value).copied();
    if value.is_none() {
        report.unknown("unknown-value", what, found, all.iter().copied());
    }
    value
}

impl Reader<'_> {
    fn slide(&self, report: &mut Report, table: &mut Table<'_>) -> Option<SlidePlan> {
        let line = table.spot().line();
        let kind = table.required_text(report, "kind");
        let kind = kind.and_then(|kind| pick(report, "kind of slide", kind, &KINDS));
        // Without a kind it is not known which keys there are.
        let kind = kind?;
        let kind = match kind {
            "title" => Some(SlideKind::Title),
            "locator" => Some(SlideKind::Locator),
            "legend" => {
                let of = table.texts(report, "of").unwrap_or_default();
                let of = of.into_iter().filter_map(|key| pick(report, "part of the legend", key, &KEYS));
                Some(SlideKind::Legend(of.collect()))
            }
            "date" => self.when(report, table).map(SlideKind::Date),
            "compare" => self.compare(report, table),
            "chart" => Some(self.chart(report, table)),
            "question" => {
                let content = choice(report, table, "content", &CONTENTS).unwrap_or(CONTENTS[0]);
                let ask = self.words(report, table, "ask");
                self.when(report, table).map(|when| SlideKind::Question { when, ask, content })
            }
            "sources" => Some(SlideKind::Sources),
            _ => Some(SlideKind::Text),
        };
        let mut slide = SlidePlan::new(SlideKind::Text);
        slide.line = line;
        slide.title = self.title(report, table);
        slide.text = self.paragraphs(report, table, "text");
        slide.notes = self.paragraphs(report, table, "notes");
        let has_map = !matches!(
            kind,
            Some(SlideKind::Sources | SlideKind::Text | SlideKind::Chart { .. } | SlideKind::Locator)
        );
        if has_map {
            let views: &[&'static str] =
                if matches!(kind, Some(SlideKind::Compare { .. })) { &COMPARED } else { &VIEWS };
            slide.view = choice(report, table, "view", views);
            slide.focus = self.focus(report, table);
            slide.lines = self.lines(report, table);
        }
        if matches!(kind, Some(SlideKind::Text)) && slide.title.is_empty() && slide.text.is_empty() {
            report.error("missing-key", table.spot(), "the slide has neither \"title\" nor \"text\"", "");
        }
        table.check_keys(report);
        slide.kind = kind?;
        Some(slide)
    }

    /// `date`, `year` or `month`: one of them.
    fn when(&self, report: &mut Report, table: &mut Table<'_>) -> Option<When> {
        let given: Vec<&str> = ["date", "year", "month"].into_iter().filter(|key| table.has(key)).collect();
        let day = table.text(report, "date");
        let year = table.text(report, "year");
        let month = table.text(report, "month");
        if given.len() != 1 {
            let help = "write one of date = 1920-08-15, year = 1920, month = \"1920-08\"";
            let message = match given.as_slice() {
                [] => "the slide has no date".to_owned(),
                _ => format!("the slide has more than one date: {}", given.join(", ")),
            };
            report.error("missing-key", table.spot(), message, help);
            return None;
        }
        if let Some(day) = day {
            return self.day(report, day).map(When::Day);
        }
        if let Some(found) = year {
            let year = found.value.parse::<i32>().ok().filter(|_| found.value.len() <= 5);
            let Some(year) = year else {
                let message = format!("\"{}\" is not a year", found.value);
                report.error("bad-date", found.spot, message, "write year = 1920");
                return None;
            };
            return self.year(report, found.spot, year).then_some(When::Year(year));
        }
        let found = month?;
        let parsed = found.value.split_once('-').and_then(|(year, month)| {
            let month =
                month.parse::<u8>().ok().filter(|number| month.len() == 2 && (1..=12).contains(number));
            Some((year.parse::<i32>().ok()?, month?))
        });
        let Some((year, month)) = parsed else {
            let message = format!("\"{}\" is not a month", found.value);
            report.error("bad-date", found.spot, message, "write month = \"1920-08\"");
            return None;
        };
        self.inside(report, found.spot, Day::month_end(year, month)).then_some(When::Month(year, month))
    }

    fn day(&self, report: &mut Report, found: Found<'_, &str>) -> Option<Day> {
        let day = report.day(found)?;
        self.inside(report, found.spot, day).then_some(day)
    }

    fn inside(&self, report: &mut Report, spot: Spot<'_>, day: Day) -> bool {
        let (first, last) = self.dataset.period;
        let inside = !self.complete || (first <= day && day <= last);
        if !inside {
            let message = format!("{day} is outside the period of the data set");
            report.error("unknown-value", spot, message, format!("the period is {first} to {last}"));
        }
        inside
    }

    fn year(&self, report: &mut Report, spot: Spot<'_>, year: i32) -> bool {
        let (first, last) = (self.dataset.period.0.year(), self.dataset.period.1.year());
        let inside = !self.complete || (first..=last).contains(&year);
        if !inside {
            let message = format!("{year} is outside the period of the data set");
            report.error("unknown-value", spot, message, format!("the period is {first} to {last}"));
        }
        inside
    }

    fn compare(&self, report: &mut Report, table: &mut Table<'_>) -> Option<SlideKind> {
        let arrangement = choice(report, table, "arrangement", &ARRANGEMENTS).unwrap_or(ARRANGEMENTS[0]);
        let with_view = choice(report, table, "with-view", &COMPARED[..2]);
        let asked = table.has("with-view");
        let mut day = |report: &mut Report, key: &'static str| {
            let found = table.text(report, key);
            found.and_then(|found| self.day(report, found).map(|day| found.with(day)))
        };
        let (date, from, to) = (day(report, "date"), day(report, "from"), day(report, "to"));
        let (first, second) = if asked { (date, date) } else { (from, to) };
        let there = |key| table.has(key);
        let has_days = if asked { there("date") } else { there("from") && there("to") };
        if !has_days {
            let help = "write from = 1920-12-01 and to = 1924-02-09, or date = 1920-12-01 and with-view = \"sovereignty\"";
            report.error("missing-key", table.spot(), "the slide has nothing to compare", help);
            return None;
        }
        let (from, to) = (first?, second?);
        if from.value > to.value {
            let message = format!("{} is before {}", to.value, from.value);
            report.error("bad-date", to.spot, message, "from is the earlier day");
            return None;
        }
        if !asked && from.value == to.value {
            let message = format!("{} is held against itself", to.value);
            report.error("bad-date", to.spot, message, "give another day, or with-view = \"sovereignty\"");
            return None;
        }
        Some(SlideKind::Compare { from: from.value, to: to.value, with_view, arrangement })
    }

    fn chart(&self, report: &mut Report, table: &mut Table<'_>) -> SlideKind {
        let mut of = Vec::new();
        for found in table.texts(report, "of").unwrap_or_default() {
            if self.complete && units_by(self.dataset, found.value).is_none() {
                let dataset = self.dataset;
                let keys = dataset.units.iter().map(|unit| unit.key.as_str());
                let keys = keys.chain(dataset.groups.iter().map(|group| group.key.as_str()));
                let keys = keys.chain(dataset.places.iter().map(|place| place.key.as_str()));
                report.unknown("unknown-reference", "unit, group or place", found, keys);
            }
            of.push(found.value.to_owned());
        }
        let years = table.text(report, "years").and_then(|found| {
            let parsed = found.value.split_once("..").and_then(|(from, to)| {
                Some((from.trim().parse::<i32>().ok()?, to.trim().parse::<i32>().ok()?))
            });
            match parsed {
                Some((from, to)) if from <= to => {
                    let inside = [from, to].map(|year| self.year(report, found.spot, year));
                    inside.iter().all(|inside| *inside).then_some((from, to))
                }
                Some((from, to)) => {
                    let message = format!("\"{}\" runs backwards", found.value);
                    report.error("bad-date", found.spot, message, format!("write \"{to}..{from}\""));
                    None
                }
                None => {
                    let message = format!("\"{}\" is not a range of years", found.value);
                    report.error("bad-date", found.spot, message, "write \"1918..1930\"");
                    None
                }
            }
        });
        SlideKind::Chart { of, years }
    }

    fn focus(&self, report: &mut Report, table: &mut Table<'_>) -> Option<Focus> {
        let found = table.text(report, "focus")?;
        match focus(self.dataset, found.value) {
            Ok(focus) => Some(focus),
            Err(message) => {
                if self.complete {
                    report.error("unknown-reference", found.spot, message, "");
                }
                None
            }
        }
    }

    fn lines(&self, report: &mut Report, table: &mut Table<'_>) -> Option<Vec<LineId>> {
        let found = table.texts(report, "lines")?;
        let line = |key: Found<'_, &str>| {
            let line = self.dataset.line_by_key(key.value);
            if line.is_none() && self.complete {
                let keys = self.dataset.lines.iter().map(|line| line.key.as_str());
                report.unknown("unknown-reference", "line", key, keys);
            }
            line
        };
        Some(found.into_iter().filter_map(line).collect())
    }

    fn words(&self, report: &mut Report, table: &mut Table<'_>, key: &'static str) -> Text {
        let found = table.plain_or_lang_text(report, key, &self.dataset.languages);
        found.map_or_else(Text::default, |found| found.value)
    }

    fn paragraphs(&self, report: &mut Report, table: &mut Table<'_>, key: &'static str) -> Vec<Text> {
        table.plain_or_lang_texts(report, key, &self.dataset.languages)
    }

    /// A title, which must fit into a line or two.
    fn title(&self, report: &mut Report, table: &mut Table<'_>) -> Text {
        let Some(found) = table.plain_or_lang_text(report, "title", &self.dataset.languages) else {
            return Text::default();
        };
        let longest = found.value.iter().max_by_key(|(_, words)| words.chars().count());
        if let Some((lang, words)) = longest.filter(|(_, words)| words.chars().count() > LONGEST_TITLE) {
            let message = format!(
                "the title has {} letters in {lang}: a slide has room for {LONGEST_TITLE}",
                words.chars().count()
            );
            report.warning(
                "unknown-value",
                found.spot,
                message,
                "what does not fit is cut and goes to the notes",
            );
        }
        found.value
    }
}
