//! What the page draws: arcs, and what each day has of fills, hatchings, borders, lines and labels.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::rows::{Rows, css, pattern, stroke, tenths};
use super::{Options, VIEWS, intern, leaves, moments, name_days, spans};
use crate::backend::svg::{escape, path_data};
use crate::dataset::LineId;
use crate::lang::Lang;
use crate::layout::{CLASSES, Looks, Meaning, Plan, Series, SeriesLabel, View};
use crate::scene::Node;
use crate::style::HatchKey;
use crate::time::Day;
use crate::timeline::{State, Timeline};

#[derive(Serialize)]
pub(super) struct Drawing {
    /// Width and height of the map, and px per km.
    size: [f64; 2],
    scale: f64,
    /// Points of each arc in tenths of a px: the first, then steps.
    arcs: Vec<Vec<i64>>,
    /// Units left and right of each arc, -1 for none.
    sides: Vec<[i32; 2]>,
    /// Arcs whose course is approximate.
    approximate: Vec<usize>,
    /// How far each arc may be off in km, and the colour of the band that shows it.
    courses: Vec<f64>,
    band: String,
    /// Hatchings and textures.
    patterns: Vec<Value>,
    /// By view.
    looks: Vec<Look>,
    /// Sets of treaty, claim and front lines: rows of what is drawn.
    lines: Vec<Vec<Value>>,
    /// Lines of each set for the legend: line, strokes, colour, has points, has a hollow point.
    line_legend: Vec<Vec<Value>>,
    /// From which key day on which set.
    line_days: Vec<usize>,
    /// Marks of places: key, rank, row.
    places: Vec<Value>,
    bare: bool,
    bare_color: String,
    #[serde(flatten)]
    rows: Option<Rows>,
    #[serde(skip)]
    pub hatch_keys: Vec<Vec<HatchKey>>,
    /// A key day of each set of lines.
    #[serde(skip)]
    pub line_state: Vec<usize>,
}

/// What the days have in one view.
#[derive(Serialize)]
struct Look {
    /// Name, colour, texture (or -1), polity (or -1), inferred, key of the word table (or "").
    fills: Vec<Value>,
    /// Pattern, polity (or -1), whether its short name is written.
    hatches: Vec<Value>,
    /// Sets of hatchings that land can have together.
    sets: Vec<Vec<usize>>,
    /// Strokes of each class of borders: whole and approximate.
    borders: Vec<Value>,
    unit_fills: Vec<Vec<usize>>,
    unit_hatches: Vec<Vec<usize>>,
    /// Class of each arc, -1 where no line is drawn.
    arc_classes: Vec<Vec<i64>>,
}

/// A label of one language: what is drawn, its mark's place (or -1), and the key days on which it stands,
/// for each view that has labels of its own (see [`LABEL_VIEWS`]): from, until, from, until, ...
#[derive(Clone, Serialize)]
pub(super) struct Label(pub Vec<Value>, pub i64, pub Vec<Vec<usize>>);

/// Views whose labels differ; the others have those of control.
const LABEL_VIEWS: [View; 2] = [View::Control, View::Sovereignty];

impl Drawing {
    pub fn with(self, rows: Rows) -> Drawing {
        Drawing { rows: Some(rows), ..self }
    }
}

pub(super) fn drawing(
    plan: &Plan<'_>,
    timeline: &Timeline<'_>,
    states: &[State],
    options: &Options,
    rows: &mut Rows,
) -> (Drawing, Vec<Vec<Label>>) {
    let looks: Vec<Looks> = VIEWS.iter().map(|&view| plan.looks(timeline, states, view)).collect();
    let mut patterns: Vec<Value> = Vec::new();
    let tables =
        looks.iter().zip(VIEWS).map(|(looks, view)| look(plan, looks, view, &mut patterns)).collect();

    // Sets of lines, each once, with what is drawn.
    let (mut line_ids, mut line_state, mut lines, mut line_legend) = (vec![], vec![], vec![], vec![]);
    let of_day = |(at, state): (usize, &State)| {
        let (look, nodes) = plan.lines_of(timeline, state);
        let ids: Vec<LineId> = look.iter().map(|line| line.id).collect();
        let known = line_ids.len();
        let set = intern(&mut line_ids, ids);
        if set == known {
            line_state.push(at);
            lines.push(nodes.iter().map(|node| rows.row(node)).collect());
            let legend = look.iter().map(|line| {
                let strokes: Vec<Value> = line.strokes.iter().map(stroke).collect();
                json!([line.id.index(), strokes, css(line.color), line.has_points, line.has_hollow])
            });
            line_legend.push(legend.collect());
        }
        set
    };
    let line_of_day: Vec<usize> = states.iter().enumerate().map(of_day).collect();

    let marks = states.first().map(|state| plan.place_marks(timeline, state)).unwrap_or_default();
    let keys: Vec<String> = marks.iter().map(|(key, ..)| key.clone()).collect();
    let places = marks.iter().map(|(key, rank, node)| json!([key, rank, rows.row(node)])).collect();
    let labels = labels(plan, timeline, states, &looks, &line_of_day, options);
    let labels = labels.into_iter().map(|of_views| rows_of(of_views, &keys, rows)).collect();

    let all: Vec<(Vec<i64>, [i32; 2])> = plan
        .arcs()
        .map(|(points, sides)| (steps(points), sides.map(|side| side.map_or(-1, |unit| unit as i32))))
        .collect();
    let (arcs, sides): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let (courses, band) = plan.courses_km();
    let drawing = Drawing {
        courses,
        band: css(band),
        size: plan.page_size(),
        scale: plan.px_per_km(),
        approximate: (0..arcs.len()).filter(|&arc| plan.is_approximate(arc)).collect(),
        arcs,
        sides,
        patterns,
        looks: tables,
        lines,
        line_legend,
        line_days: flat(spans(line_of_day.into_iter())),
        places,
        bare: plan.has_bare_land(),
        bare_color: land_color(plan),
        rows: None,
        hatch_keys: looks.into_iter().map(|looks| looks.hatches).collect(),
        line_state,
    };
    (drawing, labels)
}

/// The colour of land beyond the units.
fn land_color(plan: &Plan<'_>) -> String {
    let [under, _] = plan.ground_nodes();
    let land = under.iter().find_map(|node| match node {
        Node::Path(path) if path.id == "outside" => path.fill,
        _ => None,
    });
    land.map(css).unwrap_or_default()
}

/// Spans as one row: from, value, from, value, ...
fn flat<T>(spans: Vec<(usize, T)>) -> Vec<T>
where
    T: TryFrom<usize>,
{
    spans.into_iter().filter_map(|(day, value)| Some([T::try_from(day).ok()?, value])).flatten().collect()
}

/// The first point, then the steps from each to the next, in tenths of a px.
fn steps(points: &[[f64; 2]]) -> Vec<i64> {
    let mut out = Vec::with_capacity(2 * points.len());
    let mut last = [0; 2];
    for (i, point) in points.iter().enumerate() {
        let now = point.map(tenths);
        let step = [now[0] - last[0], now[1] - last[1]];
        if i == 0 || i + 1 == points.len() || step != [0, 0] {
            out.extend(step);
        }
        last = now;
    }
    out
}

fn look(plan: &Plan<'_>, looks: &Looks, view: View, patterns: &mut Vec<Value>) -> Look {
    let unit = plan.unit();
    let fills = looks.fills.iter().map(|fill| {
        let texture = fill.paint.texture.as_ref().map(|(line, color)| pattern(line, *color, unit));
        let texture = texture.map_or(-1, |texture| intern(patterns, texture) as i64);
        let (polity, inferred, word) = match fill.meaning {
            Meaning::Held { polity, inferred } => (polity.index() as i64, inferred, ""),
            Meaning::Word(key) => (-1, false, key),
        };
        json!([fill.id, css(fill.paint.color), texture, polity, u8::from(inferred), word])
    });
    let fills = fills.collect();
    let hatches = looks.hatches.iter().map(|&key| {
        let (line, color) = plan.hatch_look(key);
        let polity = key.polity().map_or(-1, |polity| polity.index() as i64);
        let short = matches!(key, HatchKey::Claimed(_));
        json!([intern(patterns, pattern(&line, color, unit)), polity, u8::from(short)])
    });
    let hatches = hatches.collect();
    let strokes = |class: usize| {
        let of = |approximate: bool| -> Vec<Value> {
            plan.border_strokes(view, class, approximate).iter().map(stroke).collect()
        };
        json!([CLASSES[class].0, of(false), of(true)])
    };
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    let mut set_of = |spans: &Vec<(usize, Vec<usize>)>| {
        flat(spans.iter().map(|(day, hatches)| (*day, intern(&mut sets, hatches.clone()))).collect())
    };
    let unit_hatches = looks.unit_hatches.iter().map(&mut set_of).collect();
    let class_of = |(day, class): &(usize, Option<usize>)| (*day, class.map_or(-1, |class| class as i64));
    Look {
        fills,
        hatches,
        borders: (0..CLASSES.len()).map(strokes).collect(),
        unit_fills: looks.unit_fills.iter().map(|spans| flat(spans.clone())).collect(),
        unit_hatches,
        arc_classes: looks
            .arc_classes
            .iter()
            .map(|spans| flat(spans.iter().map(class_of).collect()))
            .collect(),
        sets,
    }
}

/// The days for which a view's labels are placed, and the key days from which each of them stands for the rest;
/// last the number of all key days.
struct LabelDays {
    view: View,
    days: Vec<Day>,
    starts: Vec<usize>,
}

/// The labels of one view: what stands, and on which key days.
type OfView = (Vec<SeriesLabel>, Vec<usize>);

/// The labels of each language in each view that has its own. Their places are found once for all days on
/// which nothing differs that they depend on.
fn labels(
    plan: &Plan<'_>,
    timeline: &Timeline<'_>,
    states: &[State],
    looks: &[Looks],
    lines: &[usize],
    options: &Options,
) -> Vec<Vec<OfView>> {
    let renamed: BTreeSet<Day> = name_days(timeline.dataset());
    let of_view = |&view: &View| {
        let looks = &looks[VIEWS.iter().position(|&of| of == view).unwrap_or(0)];
        let named = |state: &State| state.units.iter().map(|unit| unit.name).collect::<Vec<_>>();
        let depends = |day: usize| {
            let state = &states[day];
            let holders = looks.holder_days.partition_point(|change| *change <= day);
            (holders, named(state), lines[day], renamed.range(..=state.day).count())
        };
        let starts = spans((0..states.len()).map(depends));
        let mut starts: Vec<usize> = starts.into_iter().map(|(day, _)| day).collect();
        let days: Vec<Day> = starts.iter().map(|&day| states[day].day).collect();
        starts.push(states.len());
        LabelDays { view, days, starts }
    };
    let views: Vec<LabelDays> = LABEL_VIEWS.iter().map(of_view).collect();
    let jobs: Vec<(Lang, &LabelDays)> =
        options.langs.iter().flat_map(|&lang| views.iter().map(move |of| (lang, of))).collect();
    let solved: Vec<OfView> = jobs
        .par_iter()
        .map(|(lang, of)| {
            let series = Series::new(plan, timeline, &moments(&of.days), of.view, *lang);
            (series.labels(), of.starts.clone())
        })
        .collect();
    let mut solved = solved.into_iter();
    options.langs.iter().map(|_| solved.by_ref().take(LABEL_VIEWS.len()).collect()).collect()
}

/// The labels of one language as rows; one that is the same in several views is there once.
fn rows_of(of_views: Vec<OfView>, places: &[String], rows: &mut Rows) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let count = of_views.len();
    for (view, (found, starts)) in of_views.into_iter().enumerate() {
        for SeriesLabel { nodes, moments } in found {
            let place = leaves(&nodes).into_iter().find_map(|node| match node {
                Node::Text(text) => text.id.strip_prefix("label-place-"),
                _ => None,
            });
            let place = place.and_then(|key| places.iter().position(|known| known == key));
            // The mark of a place is drawn once, apart from its name, which grows and shrinks with the scale.
            let is_mark = |node: &Node| match node {
                Node::Circle(_) => true,
                Node::Path(path) => path.class == "peak",
                _ => false,
            };
            let of_name = leaves(&nodes).into_iter().filter(|node| place.is_none() || !is_mark(node));
            let drawn: Vec<Value> = of_name.map(|node| rows.row(node)).collect();
            let place = place.map_or(-1, |place| place as i64);
            let next = labels.len();
            let at = *known.entry(format!("{place}{}", Value::Array(drawn.clone()))).or_insert(next);
            if at == next {
                labels.push(Label(drawn, place, vec![Vec::new(); count]));
            }
            let days = &mut labels[at].2[view];
            for moment in moments {
                let (from, until) = (starts[moment], starts[moment + 1]);
                match days.last_mut() {
                    Some(last) if *last == from => *last = until,
                    _ => days.extend([from, until]),
                }
            }
        }
    }
    labels
}

/// How the ground looks, by class.
pub(super) fn ground_css(under: &[Node], over: &[Node]) -> String {
    let mut out = String::new();
    for node in under.iter().chain(over) {
        let Node::Path(path) = node else { continue };
        let _ = write!(out, ".{}{{fill:{};", path.class, path.fill.map_or("none".to_owned(), css));
        if let Some(line) = &path.stroke {
            let _ =
                write!(out, "stroke:{};stroke-width:calc({:.2}px*var(--k));", css(line.color), line.width);
        }
        out.push_str("}\n");
    }
    out
}

/// The ground as SVG.
pub(super) fn ground_svg(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        if let Node::Path(path) = node {
            let _ =
                writeln!(out, "<path class=\"{}\" d=\"{}\"/>", escape(&path.class), path_data(&path.pieces));
        }
    }
    out
}
