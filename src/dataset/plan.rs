//! Plans of slides: which slides a deck has, in what order, with what said on them.

use std::fmt::Write;

use super::focus::Focus;
use super::{Dataset, LineId};
use crate::lang::{Lang, Text};
use crate::time::Day;

/// A plan of slides. What it leaves open, whoever makes the slides decides.
///
/// # Guarantees
/// At least one slide; days, years and months within the period of the data set; names of values are of the lists
/// [`VIEWS`], [`THEMES`], [`RATIOS`], [`CONTENTS`] and [`ARRANGEMENTS`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeckPlan {
    /// Title of the whole; that of the data set if empty.
    pub title: Text,
    /// The line under it.
    pub subtitle: Text,
    /// What the fills of the maps show.
    pub view: Option<&'static str>,
    /// How the maps look.
    pub theme: Option<&'static str>,
    /// Shape of the slides.
    pub ratio: Option<&'static str>,
    /// The part of the region the maps show.
    pub focus: Option<Focus>,
    /// The treaty, claim and front lines on all maps; none where `None`.
    pub lines: Option<Vec<LineId>>,
    /// The slides, in order.
    pub slides: Vec<SlidePlan>,
}

/// One slide; for a question two, with the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SlidePlan {
    /// What it shows.
    pub kind: SlideKind,
    /// Its title; one that fits what it shows if empty.
    pub title: Text,
    /// Its text, in paragraphs; what fits what it shows if there is none.
    pub text: Vec<Text>,
    /// What the speaker should say beside what the data say, in paragraphs.
    pub notes: Vec<Text>,
    /// What the fills of its map show, if not what those of the deck do.
    pub view: Option<&'static str>,
    /// The part of the region its map shows, if not that of the deck.
    pub focus: Option<Focus>,
    /// The treaty, claim and front lines on its map, if not those of the deck.
    pub lines: Option<Vec<LineId>>,
    /// Line of the slide in its file, counted from 1; 0 for none.
    pub line: usize,
}

/// What a slide shows.
#[derive(Clone, Debug, PartialEq)]
pub enum SlideKind {
    /// Title and subtitle beside a map.
    Title,
    /// Where the region lies.
    Locator,
    /// What the colours and hatches of the maps mean: of these [`KEYS`], or of all if there is none.
    Legend(Vec<&'static str>),
    /// The map of a date, with what changed.
    Date(When),
    /// Two dates, or fact and law on one, held against each other.
    Compare {
        /// The first day.
        from: Day,
        /// The second day; that of the first where fact and law are compared.
        to: Day,
        /// The view on the second side, if it is another.
        with_view: Option<&'static str>,
        /// One map of what changed, or two.
        arrangement: &'static str,
    },
    /// Who held what from when until when.
    Chart {
        /// Units, groups, uezds or places, a row for each unit; the main units if there is none.
        of: Vec<String>,
        /// First and last year.
        years: Option<(i32, i32)>,
    },
    /// A map that does not tell all, with a question; on the next slide the answer.
    Question {
        /// The date of the map.
        when: When,
        /// The question; one that fits what the map leaves out if empty.
        ask: Text,
        /// What of the map is told.
        content: &'static str,
    },
    /// The works the slides rest on.
    Sources,
    /// Text alone.
    Text,
}

/// The date of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Day),
    /// The end of a year.
    Year(i32),
    /// The end of a month.
    Month(i32, u8),
}

impl When {
    /// The day whose state is meant.
    pub fn day(self) -> Day {
        match self {
            When::Day(day) => day,
            When::Year(year) => Day::year_end(year),
            When::Month(year, month) => Day::month_end(year, month),
        }
    }
}

/// The views a plan may name; a test holds them to those of the program.
pub const VIEWS: [&str; 5] = ["control", "sovereignty", "claims", "certainty", "sources"];
/// The views two sides may be compared in.
pub const COMPARED: [&str; 3] = ["control", "sovereignty", "claims"];
/// The themes a plan may name.
pub const THEMES: [&str; 5] = ["atlas", "article", "slide", "print-bw", "dark"];
/// The shapes of slides.
pub const RATIOS: [&str; 2] = ["16:9", "4:3"];
/// What the map of a question may tell.
pub const CONTENTS: [&str; 4] = ["unlabelled", "numbered", "outline", "blank"];
/// How two dates may be shown.
pub const ARRANGEMENTS: [&str; 2] = ["overlay", "pair"];
/// The parts of a legend.
pub const KEYS: [&str; 4] = ["holders", "statuses", "lines", "places"];
/// The kinds of slides. The answer to a question has no kind of its own: it follows its question.
pub const KINDS: [&str; 9] =
    ["title", "locator", "legend", "date", "compare", "chart", "question", "sources", "text"];

/// More letters than these find no room on one slide in any language.
pub const LONGEST_TITLE: usize = 90;

impl SlideKind {
    /// Spelling in a plan.
    pub fn key(&self) -> &'static str {
        match self {
            SlideKind::Title => "title",
            SlideKind::Locator => "locator",
            SlideKind::Legend(_) => "legend",
            SlideKind::Date(_) => "date",
            SlideKind::Compare { .. } => "compare",
            SlideKind::Chart { .. } => "chart",
            SlideKind::Question { .. } => "question",
            SlideKind::Sources => "sources",
            SlideKind::Text => "text",
        }
    }
}

impl SlidePlan {
    /// A slide of a kind with everything else left open.
    pub fn new(kind: SlideKind) -> SlidePlan {
        SlidePlan {
            kind,
            title: Text::default(),
            text: Vec::new(),
            notes: Vec::new(),
            view: None,
            focus: None,
            lines: None,
            line: 0,
        }
    }

    /// All its texts with what they are.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let ask = match &self.kind {
            SlideKind::Question { ask, .. } => Some(("question", ask)),
            _ => None,
        };
        let own = [("title", &self.title)].into_iter().chain(ask);
        let all = own.chain(self.text.iter().map(|text| ("text", text)));
        all.chain(self.notes.iter().map(|text| ("notes", text))).filter(|(_, text)| !text.is_empty())
    }
}

impl DeckPlan {
    /// The texts of the whole plan that have no wording in a language: what they are, with the line of their slide.
    pub fn untranslated(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        let own = [("title", &self.title), ("subtitle", &self.subtitle)];
        let own = own.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| (what, text, 0));
        let slides = self.slides.iter();
        let slides = slides.flat_map(|slide| slide.texts().map(|(what, text)| (what, text, slide.line)));
        let lacking = own.chain(slides).filter(|(_, text, _)| text.exact(lang).is_none());
        lacking.map(|(what, _, line)| (what, line)).collect()
    }

    /// The plan as a file that reads back to the same. `about` is put over each slide as a comment.
    pub fn to_toml(&self, dataset: &Dataset, about: impl Fn(usize, &SlidePlan) -> String) -> String {
        let mut out = String::from(
            "# A plan of slides. Every key but \"kind\" and the dates may be left out.\n\
             # Texts are one text for all languages, or one each: title.en = \"...\".\n\n[deck]\n",
        );
        text(&mut out, "title", &self.title, dataset);
        text(&mut out, "subtitle", &self.subtitle, dataset);
        for (key, value) in [("view", self.view), ("theme", self.theme), ("ratio", self.ratio)] {
            name(&mut out, key, value);
        }
        name(&mut out, "focus", self.focus.as_ref().map(|focus| focus.what.as_str()));
        lines(&mut out, self.lines.as_deref(), dataset);
        for (at, slide) in self.slides.iter().enumerate() {
            let _ = writeln!(out, "\n# {}\n[[slide]]", about(at, slide).replace('\n', " "));
            slide.write(&mut out, dataset);
        }
        out
    }
}

impl SlidePlan {
    fn write(&self, out: &mut String, dataset: &Dataset) {
        name(out, "kind", Some(self.kind.key()));
        match &self.kind {
            SlideKind::Title | SlideKind::Locator | SlideKind::Sources | SlideKind::Text => {}
            SlideKind::Legend(of) => names(out, "of", of),
            SlideKind::Date(when) => write_when(out, *when),
            SlideKind::Compare { from, to, with_view, arrangement } => {
                let _ = match with_view {
                    Some(_) => writeln!(out, "date = {from}"),
                    None => writeln!(out, "from = {from}\nto = {to}"),
                };
                name(out, "with-view", *with_view);
                name(out, "arrangement", Some(arrangement));
            }
            SlideKind::Chart { of, years } => {
                names(out, "of", of);
                if let Some((from, to)) = years {
                    let _ = writeln!(out, "years = \"{from}..{to}\"");
                }
            }
            SlideKind::Question { when, ask, content } => {
                write_when(out, *when);
                name(out, "content", Some(content));
                text(out, "ask", ask, dataset);
            }
        }
        text(out, "title", &self.title, dataset);
        name(out, "view", self.view);
        name(out, "focus", self.focus.as_ref().map(|focus| focus.what.as_str()));
        lines(out, self.lines.as_deref(), dataset);
        for (key, paragraphs) in [("text", &self.text), ("notes", &self.notes)] {
            write_paragraphs(out, key, paragraphs, dataset);
        }
    }
}

fn write_when(out: &mut String, when: When) {
    let _ = match when {
        When::Day(day) => writeln!(out, "date = {day}"),
        When::Year(year) => writeln!(out, "year = {year}"),
        When::Month(year, month) => writeln!(out, "month = \"{year:04}-{month:02}\""),
    };
}

/// Paragraphs: as one list if they are the same in all languages, else as a table for each, which must come last.
fn write_paragraphs(out: &mut String, key: &str, paragraphs: &[Text], dataset: &Dataset) {
    let plain: Option<Vec<&str>> = paragraphs.iter().map(|text| one_for_all(text, dataset)).collect();
    match plain {
        Some(plain) => names(out, key, &plain),
        None => {
            for paragraph in paragraphs {
                let _ = writeln!(out, "\n[[slide.{key}]]");
                for (lang, words) in paragraph.iter() {
                    name(out, lang.code(), Some(words));
                }
            }
        }
    }
}

/// The wording of a text that is the same in all languages of the set.
fn one_for_all<'t>(text: &'t Text, dataset: &Dataset) -> Option<&'t str> {
    let wordings: Vec<(Lang, &str)> = text.iter().collect();
    let first = wordings.first()?.1;
    let all = dataset.languages.iter().all(|lang| text.exact(*lang) == Some(first));
    (all && wordings.len() == dataset.languages.len()).then_some(first)
}

fn text(out: &mut String, key: &str, text: &Text, dataset: &Dataset) {
    match one_for_all(text, dataset) {
        Some(words) => name(out, key, Some(words)),
        None => text.iter().for_each(|(lang, words)| name(out, &format!("{key}.{lang}"), Some(words))),
    }
}

fn name(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    }
}

fn names(out: &mut String, key: &str, values: &[impl AsRef<str>]) {
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|value| quoted(value.as_ref())).collect();
        let _ = writeln!(out, "{key} = [{}]", values.join(", "));
    }
}

fn lines(out: &mut String, lines: Option<&[LineId]>, dataset: &Dataset) {
    if let Some(lines) = lines {
        let keys: Vec<String> = lines.iter().map(|line| quoted(&dataset.line(*line).key)).collect();
        let _ = writeln!(out, "lines = [{}]", keys.join(", "));
    }
}

/// A text of TOML in quotes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
