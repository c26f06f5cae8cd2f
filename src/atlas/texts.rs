//! What the page says, in one language.

use std::collections::BTreeMap;

use serde::Serialize;

use super::drawing::{Drawing, Label};
use super::rows::css;
use super::{Options, VIEWS, spans};
use crate::dataset::EventId;
use crate::lang::Lang;
use crate::layout::{CLASSES, Plan};
use crate::style::HatchKey;
use crate::text::Face;
use crate::time::{DateWords, Day};
use crate::timeline::{State, Timeline};
use crate::words::word;

#[derive(Serialize)]
pub(super) struct Texts {
    /// Name of the language in itself.
    name: String,
    title: String,
    /// The reading followed, or "".
    reading: String,
    /// Days of each month of our era and before it, with `{d}` and `{y}` for day and year.
    months: [Vec<String>; 2],
    /// Years of our era and before it, with `{y}`.
    years: [String; 2],
    /// Makers and licence of the data.
    credits: String,
    units: Vec<String>,
    /// From which key day on: full name, short name.
    polities: Vec<Vec<(usize, [String; 2])>>,
    /// Title and date of each event.
    events: Vec<[String; 2]>,
    /// What the other readings of each event say; nothing for most.
    others: BTreeMap<usize, Vec<String>>,
    /// Names that land bears, by event and effect (`12.0`).
    names: BTreeMap<String, String>,
    lines: Vec<String>,
    /// The numbered points of each set of lines: colour or "", words.
    points: Vec<Vec<[String; 2]>>,
    /// Meaning of the hatchings of each view, with `{}` for a polity.
    hatches: Vec<Vec<String>>,
    /// Names of the views.
    views: Vec<String>,
    words: BTreeMap<&'static str, String>,
    labels: Vec<Label>,
    #[serde(skip)]
    letters: BTreeMap<&'static str, String>,
}

/// The words of the program that the script uses.
const WORDS: &[&str] = &[
    "atlas-all-changes",
    "atlas-between",
    "atlas-choose",
    "atlas-close",
    "atlas-compare",
    "atlas-compare-date",
    "atlas-date",
    "atlas-divider",
    "atlas-evidence",
    "atlas-keys",
    "atlas-land",
    "atlas-language",
    "atlas-legend",
    "atlas-next",
    "atlas-no-day",
    "atlas-none",
    "atlas-pause",
    "atlas-play",
    "atlas-previous",
    "atlas-print",
    "atlas-since",
    "atlas-speed",
    "atlas-table",
    "atlas-view",
    "atlas-whole",
    "atlas-zoom-in",
    "atlas-zoom-out",
    "atlas-other-reading",
    "assigned-to",
    "autonomous",
    "changes-day",
    "changes-last",
    "claimed-by",
    "claims-heading",
    "certainty-heading",
    "contested",
    "contradicts",
    "data",
    "disputed",
    "held-by",
    "inferred",
    "km",
    "lines",
    "map-of",
    "neutral-zone",
    "no-act",
    "nobody",
    "not-covered",
    "not-known",
    "occupied",
    "occupied-land",
    "ordinary",
    "pending",
    "place-main",
    "place-other",
    "place-peak",
    "places",
    "point-inferred",
    "points",
    "protectorate",
    "protectorate-land",
    "reading",
    "reports",
    "self-proclaimed",
    "sources",
    "status",
    "supports",
    "supports-default",
    "sure-imprecise",
    "sure-inferred",
    "sure-stated",
    "border-approximate",
    "course-band",
];

pub(super) fn texts(
    plan: &Plan<'_>,
    timeline: &Timeline<'_>,
    drawing: &Drawing,
    states: &[State],
    options: &Options,
    lang: Lang,
    labels: Vec<Label>,
) -> Texts {
    let dataset = timeline.dataset();
    let dates = dataset.dates(lang);
    let polities = dataset.polities.iter().map(|polity| {
        let on = |day: Day| [polity.name_on(day, lang).to_owned(), polity.short_on(day, lang).to_owned()];
        spans(states.iter().map(|state| on(state.day)))
    });
    let mut names = BTreeMap::new();
    for (event, effect) in states.iter().flat_map(|state| &state.units).filter_map(|unit| unit.name) {
        names.entry(format!("{}.{effect}", event.index())).or_insert_with(|| {
            let name = timeline.effect_of(event, effect).name.as_ref();
            name.map_or(String::new(), |name| name.get(lang).to_owned())
        });
    }
    let others = dataset.event_ids().filter_map(|id| {
        let followed = timeline.variant_of(id).map(|variant| &variant.key);
        let variants = dataset.event(id).variants.iter().filter(|variant| Some(&variant.key) != followed);
        let says: Vec<String> = variants.map(|variant| variant.says.get(lang).to_owned()).collect();
        (!says.is_empty()).then_some((id.index(), says))
    });
    let points = drawing.line_state.iter().map(|&state| {
        let words = plan.points_of(timeline, &states[state], lang);
        words.into_iter().map(|(color, words)| [color.map(css).unwrap_or_default(), words]).collect()
    });
    let hatches = drawing.hatch_keys.iter().map(|keys| {
        let of = |key: &HatchKey| match key {
            HatchKey::Contested => word(lang, dataset.contested_word()).to_owned(),
            key => key.words(lang, |_| "{}".to_owned()),
        };
        keys.iter().map(of).collect()
    });
    let classes = CLASSES.iter().map(|(key, _)| *key).filter(|key| *key != "coast");
    let spoken = |key: &'static str| if key == "contested" { dataset.contested_word() } else { key };
    let words = WORDS.iter().copied().chain(classes).map(|key| (key, word(lang, spoken(key)).to_owned()));
    let event =
        |id: EventId| [dataset.event(id).title.get(lang).to_owned(), dates.date(timeline.date_of(id))];
    let reading = timeline.reading().map(|reading| reading.name.get(lang).to_owned());
    let mut letters: BTreeMap<&'static str, String> = BTreeMap::new();
    for label in &labels {
        for row in &label.0 {
            if let Some(lines) = row.get(3).and_then(|lines| lines.as_array()) {
                let words = lines.iter().filter_map(|line| line.get(0).and_then(|words| words.as_str()));
                letters.entry("labels").or_default().extend(words);
            }
        }
    }
    let title = options.title.clone().unwrap_or_else(|| dataset.title.get(lang).to_owned());
    let years = [1111, BEFORE].map(|year| dates.year(year).replace("1111", "{y}"));
    let months = [1111, BEFORE].map(|year| (1..=12).map(|month| month_of(year, month, dates)).collect());
    letters.insert(
        "heads",
        format!("{title}{}", months.each_ref().map(|era: &Vec<String>| era.concat()).concat()),
    );
    Texts {
        name: name_of(lang),
        title,
        reading: reading.unwrap_or_default(),
        months,
        years,
        credits: dataset.credit_line(lang),
        units: dataset.units.iter().map(|unit| unit.name.get(lang).to_owned()).collect(),
        polities: polities.collect(),
        events: dataset.event_ids().map(event).collect(),
        others: others.collect(),
        names,
        lines: dataset.lines.iter().map(|line| line.name.get(lang).to_owned()).collect(),
        points: points.collect(),
        hatches: hatches.collect(),
        views: VIEWS.iter().map(|view| word(lang, view.key()).to_owned()).collect(),
        words: words.collect(),
        labels,
        letters,
    }
}

impl Texts {
    /// Letters of labels; those of any face, since few differ.
    pub fn letters_of(&self, _face: Face) -> impl Iterator<Item = char> {
        self.letters.get("labels").map_or("", String::as_str).chars()
    }

    /// Letters of title and date.
    pub fn letters_of_heads(&self) -> impl Iterator<Item = char> {
        self.letters.get("heads").map_or("", String::as_str).chars()
    }
}

/// The year 1111 before our era.
const BEFORE: i32 = -1110;

/// A day of a month in words, in the era of a year, with `{d}` and `{y}` for day and year.
fn month_of(year: i32, month: u8, dates: DateWords) -> String {
    let day = Day::from_ymd(year, month, 22).map(|day| dates.day(day)).unwrap_or_default();
    day.replace("1111", "{y}").replace("22", "{d}")
}

/// What those who speak it call a language; else its code.
fn name_of(lang: Lang) -> String {
    let name = match lang {
        Lang::EN => "English",
        Lang::AZ => "Azərbaycanca",
        Lang::HY => "Հայերեն",
        Lang::RU => "Русский",
        Lang::TR => "Türkçe",
        _ => lang.code(),
    };
    name.to_owned()
}
