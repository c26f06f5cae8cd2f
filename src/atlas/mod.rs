//! The maps of all days as one page of HTML that needs no network: the map, a slider for the date, and who,
//! why and by which source for every piece of land.
//!
//! The page carries tables and not pictures: the arcs once, for each unit, arc and label what it is from
//! which day on, and every text once per language. A small script (`atlas.js`) puts the map of a day
//! together from them. What things look like and mean is decided here, by the rules of all other maps; the
//! script only looks up. The tables speak of *key days*: the days from which on anything is drawn or told
//! otherwise than on the day before.
//!
//! Nothing of a data set is ever read as HTML: texts are inserted as text, and the JSON has no `<`.

mod drawing;
mod history;
mod rows;
mod texts;

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Serialize;

use crate::backend::svg::{escape, font_face};
use crate::dataset::Dataset;
use crate::lang::Lang;
use crate::layout::{self, Moment, PageSize, Plan, View};
use crate::scene::Node;
use crate::style::{PanelPlace, Style};
use crate::text::Face;
use crate::time::Day;
use crate::timeline::{State, Timeline};
use crate::words::word;

/// The views a page can show, in the order of its list.
pub const VIEWS: [View; 4] = [View::Control, View::Sovereignty, View::Claims, View::Certainty];

/// What a page has in it and opens with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Languages, in the order of the list; at least one.
    pub langs: Vec<Lang>,
    /// The one it opens in.
    pub lang: Lang,
    /// The view it opens with, one of [`VIEWS`].
    pub view: View,
    /// Title; that of the data set in the language shown where `None`.
    pub title: Option<String>,
    /// First and last day of the slider.
    pub period: (Day, Day),
    /// The days at which the slider has a tick, in order, each once: where the arrow keys stop.
    pub stops: Vec<Day>,
}

/// Width of the map in px of the page it is laid out on; a browser scales it.
const MAP_WIDTH: f64 = 1120.0;

/// A style as the map of a page needs it: the map alone, since its surroundings are HTML.
pub fn style(style: &Style) -> Style {
    let mut style = style.clone();
    style.page.panel = PanelPlace::None;
    style.page.margin_px = 0.0;
    style.page.neatline_px = 0.0;
    style
}

/// The size of the map of a page: as wide as the program wants it, as high as the land is.
pub fn size(dataset: &Dataset, style: &Style, extent: Option<[f64; 4]>) -> PageSize {
    let shape = layout::shape(dataset, style, extent).clamp(0.5, 2.5);
    PageSize::px(MAP_WIDTH as u32, (MAP_WIDTH / shape).round() as u32)
}

/// Everything the script looks up.
#[derive(Serialize)]
struct Tables {
    /// Position of the initial language and view.
    lang: usize,
    view: usize,
    langs: Vec<String>,
    views: Vec<&'static str>,
    #[serde(flatten)]
    history: history::History,
    #[serde(flatten)]
    drawing: drawing::Drawing,
    text: Vec<texts::Texts>,
}

/// The page. `plan` is made with a style of [`style`] and a size of [`size`]. Same input, same bytes.
pub fn page(plan: &Plan<'_>, style: &Style, timeline: &Timeline<'_>, options: &Options) -> String {
    let days = key_days(timeline, options.period);
    let states: Vec<State> = timeline.states(days.iter().copied()).collect();
    let mut rows = rows::Rows::default();
    let (drawing, labels) = drawing::drawing(plan, timeline, &states, options, &mut rows);
    let text = options
        .langs
        .iter()
        .zip(labels)
        .map(|(&lang, labels)| texts::texts(plan, timeline, &drawing, &states, options, lang, labels))
        .collect();
    let tables = Tables {
        lang: options.langs.iter().position(|&lang| lang == options.lang).unwrap_or(0),
        view: VIEWS.iter().position(|&view| view == options.view).unwrap_or(0),
        langs: options.langs.iter().map(|lang| lang.code().to_owned()).collect(),
        views: VIEWS.iter().map(|view| view.key()).collect(),
        history: history::history(plan, timeline, &days, &states, options),
        drawing: drawing.with(rows),
        text,
    };
    html(plan, style, timeline, options, &tables)
}

/// The days from which on anything is drawn or told otherwise, with the first day of the period, in order.
fn key_days(timeline: &Timeline<'_>, (first, last): (Day, Day)) -> Vec<Day> {
    let dataset = timeline.dataset();
    let mut days = BTreeSet::from([first]);
    for id in dataset.event_ids().filter(|&id| !timeline.effects_of(id).is_empty()) {
        let date = timeline.date_of(id);
        days.extend([date.earliest(), date.latest()]);
    }
    for line in &dataset.lines {
        let date = timeline.date_of(line.event);
        let after = date.latest().julian_day() + i32::from(line.shown_days) + 1;
        days.extend([Some(date.earliest()), Day::from_julian_day(after)].into_iter().flatten());
    }
    days.extend(name_days(dataset));
    days.retain(|day| first <= *day && *day <= last);
    days.into_iter().collect()
}

/// The days from which on a polity or a place bears another name.
fn name_days(dataset: &Dataset) -> BTreeSet<Day> {
    let of_polities = dataset.polities.iter().flat_map(|polity| &polity.names).map(|name| name.span);
    let of_places = dataset.places.iter().flat_map(|place| &place.names).map(|name| name.span);
    of_polities.chain(of_places).flat_map(|span| [span.from, span.until]).flatten().collect()
}

/// From which position on which value: a value is written where it differs from the one before.
fn spans<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(usize, T)> {
    let mut out: Vec<(usize, T)> = Vec::new();
    for (at, value) in values.enumerate() {
        if out.last().is_none_or(|(_, last)| *last != value) {
            out.push((at, value));
        }
    }
    out
}

/// Position of a value in a table, where it is added if it is new.
fn intern<T: PartialEq>(table: &mut Vec<T>, value: T) -> usize {
    table.iter().position(|known| *known == value).unwrap_or_else(|| {
        table.push(value);
        table.len() - 1
    })
}

const TEMPLATE: &str = include_str!("page.html");
const CSS: &str = include_str!("atlas.css");
const SCRIPT: &str = include_str!("atlas.js");

/// The template with everything in its place.
fn html(
    plan: &Plan<'_>,
    style: &Style,
    timeline: &Timeline<'_>,
    options: &Options,
    tables: &Tables,
) -> String {
    let json = serde_json::to_string(tables).unwrap_or_default();
    let [width, height] = plan.page_size();
    let title = options.title.clone();
    let title = title.unwrap_or_else(|| timeline.dataset().title.get(options.lang).to_owned());
    let [under, over] = plan.ground_nodes();
    let value = |name: &str| -> String {
        match name {
            "lang" => options.lang.code().to_owned(),
            "title" => escape(&title),
            "css" => {
                fonts(&json, tables)
                    + &rows::colours(style, plan.unit())
                    + CSS
                    + &drawing::ground_css(&under, &over)
            }
            "box" => format!("0 0 {width} {height}"),
            "width" => width.to_string(),
            "height" => height.to_string(),
            "under" => drawing::ground_svg(&under),
            "over" => drawing::ground_svg(&over),
            "no-script" => no_script(timeline, options),
            "data" => guarded(&json),
            "script" => SCRIPT.to_owned(),
            _ => String::new(),
        }
    };
    let mut out = String::with_capacity(json.len() + (1 << 19));
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or(("", after));
        out.push_str(before);
        out.push_str(&value(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// JSON that ends no script and begins no tag, whatever the texts are.
fn guarded(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 1024);
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            _ => out.push(letter),
        }
    }
    out
}

/// The faces of the maps, each with the letters that the page can show in it.
fn fonts(json: &str, tables: &Tables) -> String {
    let plain: BTreeSet<char> = (' '..='~')
        .chain("·–—…±°×’“”«»№².".chars())
        .chain(json.chars().filter(|c| !c.is_control()))
        .collect();
    let of_labels = |face: Face| tables.text.iter().flat_map(move |text| text.letters_of(face));
    let heads = tables.text.iter().flat_map(texts::Texts::letters_of_heads);
    let serif: BTreeSet<char> = ('0'..='9').chain(" ,.–-".chars()).chain(heads).collect();
    let italic: BTreeSet<char> = of_labels(Face::SerifItalic).collect();
    font_face(Face::Sans, &plain)
        + &font_face(Face::SansBold, &plain)
        + &font_face(Face::SerifBold, &serif)
        + &font_face(Face::SerifItalic, &italic)
}

/// All changes with their sources, for readers without the script.
fn no_script(timeline: &Timeline<'_>, options: &Options) -> String {
    let (dataset, lang) = (timeline.dataset(), options.lang);
    let mut out = format!("<p>{}</p>\n<ol>\n", escape(word(lang, "atlas-no-script")));
    let (first, last) = options.period;
    for id in timeline.events_between(first.prev(), last) {
        let date = dataset.dates(lang).date(timeline.date_of(id));
        let title = dataset.event(id).title.get(lang);
        let _ = write!(out, "<li><b>{}</b> {}", escape(&date), escape(title));
        let sources = timeline.sources_of(id);
        let shorts = dataset.sources.iter().filter(|source| sources.contains(&source.key));
        let shorts: Vec<String> = shorts.map(|source| source.short()).collect();
        if !shorts.is_empty() {
            let _ = write!(
                out,
                " <small>{}: {}</small>",
                escape(word(lang, "sources")),
                escape(&shorts.join("; "))
            );
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
    let _ = writeln!(out, "<p>{}</p>", escape(&dataset.credit_line(lang)));
    out
}

/// The moments of the maps of some days.
fn moments(days: &[Day]) -> Vec<Moment> {
    days.iter().map(|&day| Moment::Day(day)).collect()
}

/// All nodes, groups opened.
fn leaves(nodes: &[Node]) -> Vec<&Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Group(group) => out.extend(leaves(&group.nodes)),
            node => out.push(node),
        }
    }
    out
}
