//! Every map of the built-in set, measured from its finished drawing: nothing overlaps, nothing leaves the page,
//! names lie on what they name, and the legend says what is on the map and nothing else.
//!
//! The measuring uses the scene and the fonts alone, not the code that placed the labels.

use std::collections::BTreeSet;

use marchland::compare::{Comparison, Side, Track};
use marchland::dataset::{Dataset, Holder};
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::compare::{self, Arrangement, Spec};
use marchland::layout::{Composed, Moment, MultiplesSpec, PageSize, Paper, Plan, View, multiples};
use marchland::scene::{Group, Line, Node, Scene, Text};
use marchland::style::Style;
use marchland::text::CAP_HEIGHT;
use marchland::time::Day;
use marchland::timeline::{State, Timeline};
use rayon::prelude::*;

use super::builtin;

/// Pages from a thumbnail to a poster.
const SIZES: [(u32, u32); 3] = [(600, 375), (1600, 1000), (2245, 1587)];

/// Half a px of rounding is no overlap.
const TOUCH: f64 = 0.5;
/// How far letters reach below the baseline, as a share of the size: most of the descent, and for figures nothing.
fn foot(text: &Text) -> f64 {
    let is_figures = |line: &Line| line.text.chars().all(|c| c.is_ascii_digit() || "–, ".contains(c));
    if text.lines.iter().all(is_figures) { 0.0 } else { 0.2 }
}

/// A box that may be turned: its corners in order.
#[derive(Clone, Copy, Debug)]
struct Quad([[f64; 2]; 4]);

impl Quad {
    /// A box around a stretch of baseline from `from` to `to`, for letters of this size; `foot` is how far they
    /// reach below it, as a share of the size.
    fn on_baseline(from: [f64; 2], to: [f64; 2], size: f64, foot: f64) -> Quad {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = dx.hypot(dy).max(1e-9);
        let (nx, ny) = (-dy / length, dx / length);
        let at = |p: [f64; 2], down: f64| [p[0] + nx * down, p[1] + ny * down];
        let (top, foot) = (-CAP_HEIGHT * size, foot * size);
        Quad([at(from, top), at(to, top), at(to, foot), at(from, foot)])
    }

    fn of_rect(rect: Rect) -> Quad {
        Quad([
            [rect.x, rect.y],
            [rect.right(), rect.y],
            [rect.right(), rect.bottom()],
            [rect.x, rect.bottom()],
        ])
    }

    /// True if the two share more than a touch: no side of either parts them (separating axes).
    fn overlaps(&self, other: &Quad) -> bool {
        let parted = |a: &Quad, b: &Quad| {
            (0..4).any(|i| {
                let (p, q) = (a.0[i], a.0[(i + 1) % 4]);
                let (dx, dy) = (q[0] - p[0], q[1] - p[1]);
                let length = dx.hypot(dy).max(1e-9);
                let off = |point: &[f64; 2]| ((point[0] - p[0]) * dy - (point[1] - p[1]) * dx) / length;
                // Corners run clockwise on the page: the inside is where `off` is negative.
                b.0.iter().all(|point| off(point) > -TOUCH)
            })
        };
        !parted(self, other) && !parted(other, self)
    }

    fn is_inside(&self, rect: &Rect) -> bool {
        self.0.iter().all(|&point| rect.grown(TOUCH).contains(point))
    }
}

/// The boxes of a text: one a line, or a chain along its course.
fn quads(text: &Text) -> Vec<Quad> {
    if !text.course.is_empty() {
        let stations = along(&text.course, text.lines[0].width, 0.6 * text.size);
        return stations.windows(2).map(|w| Quad::on_baseline(w[0], w[1], text.size, foot(text))).collect();
    }
    let (sin, cos) = text.rotate_deg.to_radians().sin_cos();
    let [cx, cy] = text.lines[0].at;
    let turn = |[x, y]: [f64; 2]| {
        let (dx, dy) = (x - cx, y - cy);
        [cx + dx * cos - dy * sin, cy + dx * sin + dy * cos]
    };
    text.lines
        .iter()
        .map(|line| {
            let (x, y) = (text.start_x(line), line.at[1]);
            Quad::on_baseline(turn([x, y]), turn([x + line.width, y]), text.size, foot(text))
        })
        .collect()
}

/// Points on a course under a text of this width around its middle, `step` px apart.
fn along(course: &[[f64; 2]], width: f64, step: f64) -> Vec<[f64; 2]> {
    let length = |w: &[[f64; 2]]| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]);
    let total: f64 = course.windows(2).map(length).sum();
    let at = |mut way: f64| {
        for edge in course.windows(2) {
            let long = length(edge);
            if way <= long && long > 0.0 {
                let t = way / long;
                let between = |axis: usize| edge[0][axis] + (edge[1][axis] - edge[0][axis]) * t;
                return [between(0), between(1)];
            }
            way -= long;
        }
        course[course.len() - 1]
    };
    let from = (total - width) / 2.0;
    let count = (width / step).ceil().max(1.0) as usize;
    (0..=count).map(|i| at(from + width * i as f64 / count as f64)).collect()
}

pub fn group<'a>(nodes: &'a [Node], id: &str) -> Option<&'a Group> {
    nodes.iter().find_map(|node| match node {
        Node::Group(group) if group.id == id => Some(group),
        Node::Group(inner) => group(&inner.nodes, id),
        _ => None,
    })
}

pub fn texts(nodes: &[Node]) -> Vec<&Text> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Group(group) => out.extend(texts(&group.nodes)),
            Node::Text(text) => out.push(text),
            _ => {}
        }
    }
    out
}

/// The measure itself: what lies apart, and what does not.
#[test]
fn overlaps_are_seen() {
    let quad = |x: f64, y: f64| Quad::of_rect(Rect::new(x, y, 10.0, 4.0));
    let turned = Quad::on_baseline([0.0, 10.0], [10.0, 0.0], 4.0, 0.0);
    let cases = [
        ("the same", quad(0.0, 0.0), quad(0.0, 0.0), true),
        ("side by side", quad(0.0, 0.0), quad(10.0, 0.0), false),
        ("one px over", quad(0.0, 0.0), quad(9.0, 0.0), true),
        ("above", quad(0.0, 0.0), quad(0.0, 4.2), false),
        ("a turned text through it", quad(0.0, 3.0), turned, true),
        ("in the corner a turned text leaves", quad(8.0, 8.0), turned, false),
    ];
    for (what, a, b, expected) in cases {
        assert_eq!((a.overlaps(&b), b.overlaps(&a)), (expected, expected), "{what}");
    }
}

/// A fault put into a sound map is found.
#[test]
fn planted_faults_are_found() {
    let (dataset, style) = (builtin(), Style::default());
    let timeline = Timeline::new(&dataset);
    let day = super::day("1921-12-31");
    let (plan, state) = (Plan::new(&dataset, &style, PageSize::px(1000, 625), None), timeline.at(day));
    let sound = plan.compose(&timeline, Moment::Day(day), View::Control, Lang::EN).scene;
    let all_texts = |nodes: &mut Vec<Node>, change: fn(&mut Text)| {
        fn walk(nodes: &mut [Node], change: fn(&mut Text)) {
            for node in nodes {
                match node {
                    Node::Group(group) => walk(&mut group.nodes, change),
                    Node::Text(text) => change(text),
                    _ => {}
                }
            }
        }
        walk(nodes, change);
    };
    type Case = (&'static str, fn(&mut Text));
    let cases: [Case; 4] = [
        ("lies over", |text| {
            if text.id == "label-azerbaijan-ssr" {
                text.size *= 4.0;
                text.lines[0].width *= 4.0;
            }
        }),
        ("leaves its place", |text| {
            if text.id == "label-iran" {
                text.lines[0].at[1] += 9000.0;
            }
        }),
        ("is not on its land", |text| {
            if text.id == "label-unit-daralagez" {
                text.lines[0].at[1] += 60.0;
            }
        }),
        ("is not in the legend", |text| {
            if text.id == "legend-text-turkey" {
                text.id.clear();
            }
        }),
    ];
    let faults = |scene: &Scene| {
        let frame = group(&scene.nodes, "map").and_then(|map| map.clip).expect("a map");
        Map { dataset: &dataset, state: &state, plan: &plan, scene, frame }.faults()
    };
    assert_eq!(faults(&sound), [] as [String; 0]);
    for (words, change) in cases {
        let mut scene = sound.clone();
        all_texts(&mut scene.nodes, change);
        let found = faults(&scene);
        assert!(found.iter().any(|fault| fault.contains(words)), "{words}: {found:?}");
    }
}

/// What is wrong with a map that fills its picture; of a map of control also names that are not on their land.
pub fn slide_faults(
    dataset: &Dataset,
    state: &State,
    plan: &Plan<'_>,
    scene: &Scene,
    is_control: bool,
) -> Vec<String> {
    let frame = Rect::new(0.0, 0.0, scene.width, scene.height);
    let map = Map { dataset, state, plan, scene, frame };
    let mut faults = map.overlaps();
    if is_control {
        map.names_on_their_land(&mut faults);
    }
    faults
}

/// What one map is.
struct Map<'a> {
    dataset: &'a Dataset,
    state: &'a State,
    plan: &'a Plan<'a>,
    scene: &'a Scene,
    frame: Rect,
}

impl Map<'_> {
    /// Everything wrong with the map, in words.
    fn faults(&self) -> Vec<String> {
        let mut faults = self.overlaps();
        self.names_on_their_land(&mut faults);
        self.legend_is_true(&mut faults);
        faults
    }

    fn overlaps(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.texts_apart(&mut faults);
        faults
    }

    fn nodes(&self, id: &str) -> &[Node] {
        group(&self.scene.nodes, id).map_or(&[], |group| group.nodes.as_slice())
    }

    /// No text over another, on the map, on its furniture or beside it; none out of its place.
    fn texts_apart(&self, faults: &mut Vec<String>) {
        let page = Rect::new(0.0, 0.0, self.scene.width, self.scene.height);
        let layers = [
            ("labels", self.frame),
            ("lines", self.frame),
            ("furniture", self.frame),
            ("frame", page),
            ("panel", page),
        ];
        texts_apart(self.scene, &layers, &[self.frame], faults);
        // Labels and what furniture covers besides its texts.
        for rect in self.furniture() {
            for text in texts(self.nodes("labels")) {
                if quads(text).iter().any(|quad| quad.overlaps(&Quad::of_rect(rect))) {
                    faults.push(format!("{} lies under the furniture", text.id));
                }
            }
        }
    }

    /// The boxes furniture covers.
    fn furniture(&self) -> Vec<Rect> {
        fn points(node: &Node) -> Vec<[f64; 2]> {
            match node {
                Node::Group(group) => group.nodes.iter().flat_map(points).collect(),
                Node::Path(path) => path.pieces.iter().flat_map(|piece| piece.points.clone()).collect(),
                _ => Vec::new(),
            }
        }
        let groups = self.nodes("furniture").iter();
        groups.filter_map(|node| Rect::around(points(node))).collect()
    }

    /// A unit's name lies in the unit or a line leads there; a holder's on its land.
    fn names_on_their_land(&self, faults: &mut Vec<String>) {
        for text in texts(self.nodes("labels")) {
            let points = self.middles(text);
            if let Some(key) = text.id.strip_prefix("label-unit-") {
                let unit = self.dataset.unit_by_key(key).expect("a unit");
                let is_on = |point: &[f64; 2]| self.unit_at(*point) == Some(unit);
                let share = points.iter().filter(|point| is_on(point)).count() as f64 / points.len() as f64;
                let is_led =
                    self.leader_end(&format!("leader-end-unit-{key}")).is_some_and(|end| is_on(&end));
                if share < 0.8 && !is_led {
                    faults.push(format!("{} is not on its land ({share:.2}) and not led to it", text.id));
                }
            }
            if text.class == "label-polity" {
                let key =
                    text.id["label-".len()..].trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
                let holder = self.dataset.polity_by_key(key).expect("a polity");
                let is_held = |point: &[f64; 2]| {
                    let unit = self.unit_at(*point);
                    unit.is_some_and(|unit| self.state.of(unit).control.value == Holder::Polity(holder))
                };
                let share = points.iter().filter(|point| is_held(point)).count() as f64 / points.len() as f64;
                if share < 0.8 {
                    faults.push(format!("{} is not on its holder's land ({share:.2})", text.id));
                }
            }
        }
    }

    fn unit_at(&self, px: [f64; 2]) -> Option<marchland::dataset::UnitId> {
        self.dataset.unit_at(self.plan.lonlat(px))
    }

    /// Points along the middle of each line of a text.
    fn middles(&self, text: &Text) -> Vec<[f64; 2]> {
        quads(text)
            .iter()
            .flat_map(|Quad([a, b, c, d])| {
                (0..9).map(move |i| {
                    let t = (f64::from(i) + 0.5) / 9.0;
                    let mid = |axis: usize| {
                        let (top, foot) =
                            (a[axis] + (b[axis] - a[axis]) * t, d[axis] + (c[axis] - d[axis]) * t);
                        (top + foot) / 2.0
                    };
                    [mid(0), mid(1)]
                })
            })
            .collect()
    }

    fn leader_end(&self, id: &str) -> Option<[f64; 2]> {
        self.nodes("labels").iter().find_map(|node| match node {
            Node::Circle(circle) if circle.id == id => Some(circle.center),
            _ => None,
        })
    }

    /// Everything of a layer that shows inside the frame: id and title.
    fn shown(&self, layer: &str) -> BTreeSet<(String, String)> {
        let on_map = |node: &Node| match node {
            Node::Path(path) => path
                .pieces
                .iter()
                .flat_map(|piece| &piece.points)
                .any(|&point| self.frame.grown(-2.0).contains(point))
                .then(|| (path.id.clone(), path.title.clone())),
            _ => None,
        };
        self.nodes(layer).iter().filter_map(on_map).collect()
    }

    /// What the legend explains: the ids of its texts.
    fn explained(&self) -> BTreeSet<String> {
        let all = texts(self.nodes("panel")).into_iter().chain(texts(self.nodes("furniture")));
        all.filter_map(|text| text.id.strip_prefix("legend-text-").map(str::to_owned)).collect()
    }

    fn legend_is_true(&self, faults: &mut Vec<String>) {
        let explained = self.explained();
        let mut on_map: BTreeSet<String> = BTreeSet::new();
        for (id, _) in self.shown("holders") {
            let Some(key) = id.strip_prefix("holder-") else { continue };
            match key.strip_suffix("-inferred") {
                Some(key) => on_map.extend([key.to_owned(), "inferred".to_owned()]),
                None => drop(on_map.insert(key.to_owned())),
            }
        }
        for (id, _) in self.shown("borders") {
            match id.strip_suffix("-approximate") {
                Some(id) => on_map.extend([id.to_owned(), "border-approximate".to_owned()]),
                None if id == "coast" || id == "border-casing" => {}
                None => drop(on_map.insert(id)),
            }
        }
        for (id, _) in self.shown("lines") {
            if id.starts_with("line-") && !id.ends_with("-casing") {
                on_map.insert(id);
            }
        }
        // The bands under hatch lines have no name.
        let hatches = self.shown("hatches").into_iter().map(|(_, title)| title);
        let hatches: BTreeSet<String> = hatches.filter(|title| !title.is_empty()).collect();
        let entries = explained.iter().filter(|id| id.starts_with("hatch-")).count();
        if hatches.len() != entries {
            faults.push(format!(
                "{} hatchings on the map, {entries} in the legend: {hatches:?}",
                hatches.len()
            ));
        }
        let is_other =
            |id: &&String| id.starts_with("hatch-") || id.starts_with("point-") || id.starts_with("place-");
        for id in on_map.difference(&explained) {
            faults.push(format!("{id} is not in the legend"));
        }
        for id in explained.difference(&on_map).filter(|id| !is_other(id)) {
            faults.push(format!("{id} is in the legend and not on the map"));
        }
    }
}

/// No text of these layers over another, none outside the room of its layer; none of the panel on a map.
pub fn texts_apart(scene: &Scene, layers: &[(&str, Rect)], maps: &[Rect], faults: &mut Vec<String>) {
    let mut boxes: Vec<(String, Vec<Quad>)> = Vec::new();
    for &(layer, room) in layers {
        for text in texts(group(&scene.nodes, layer).map_or(&[], |group| group.nodes.as_slice())) {
            let quads = quads(text);
            let name = format!("{layer} {} \"{}\"", text.id, text.lines[0].text);
            if !quads.iter().all(|quad| quad.is_inside(&room)) {
                faults.push(format!("{name} leaves its place"));
            }
            let is_on_map = |quad: &Quad| maps.iter().any(|map| quad.overlaps(&Quad::of_rect(*map)));
            if layer == "panel" && quads.iter().any(is_on_map) {
                faults.push(format!("{name} reaches into the map"));
            }
            boxes.push((name, quads));
        }
    }
    for (i, (a, quads)) in boxes.iter().enumerate() {
        for (b, others) in &boxes[..i] {
            if quads.iter().any(|quad| others.iter().any(|other| quad.overlaps(other))) {
                faults.push(format!("{a} lies over {b}"));
            }
        }
    }
}

fn themes() -> Vec<(&'static str, Style)> {
    marchland::style::THEMES.iter().map(|(name, _)| (*name, Style::theme(name).expect("a theme"))).collect()
}

/// The other views, closer maps and sheets of paper.
#[test]
fn nothing_overlaps_in_any_view_or_on_paper() {
    let (dataset, style) = (builtin(), Style::default());
    let timeline = Timeline::new(&dataset);
    let close = Some([44.6, 38.7, 46.6, 40.0]);
    let column = PageSize::of_width_mm(84.0, marchland::layout::shape(&dataset, &style, None), &style);
    let pages = [
        ("1600x1000", PageSize::px(1600, 1000), None),
        ("close", PageSize::px(1600, 1000), close),
        ("tall", PageSize::px(900, 1300), None),
        ("a4", Paper::A4.size(false), None),
        ("a4 upright", Paper::A4.size(true), close),
        ("column", column.expect("a size"), None),
    ];
    let faults: Vec<String> = pages
        .par_iter()
        .flat_map_iter(|&(name, size, extent)| {
            let plan = Plan::new(&dataset, &style, size, extent);
            let mut faults = Vec::new();
            for (key, view) in View::ALL {
                for day in timeline.change_days() {
                    let state = timeline.at(day);
                    let scene = plan.compose(&timeline, Moment::Day(day), view, Lang::EN).scene;
                    let frame = group(&scene.nodes, "map").and_then(|map| map.clip).expect("a map");
                    let map = Map { dataset: &dataset, state: &state, plan: &plan, scene: &scene, frame };
                    let found = map.overlaps().into_iter();
                    faults.extend(found.map(|fault| format!("{name} {key} {day}: {fault}")));
                }
            }
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

#[test]
fn nothing_overlaps_and_the_legend_is_true() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let days: Vec<Day> = timeline.change_days();
    let states: Vec<State> = days.iter().map(|&day| timeline.at(day)).collect();
    let themes = themes();
    let mut cases: Vec<(&str, &Style, (u32, u32))> = Vec::new();
    for (theme, style) in &themes {
        cases.extend(SIZES.map(|size| (*theme, style, size)));
    }
    let mut faults: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|&(theme, style, (width, height))| {
            let plan = Plan::new(&dataset, style, PageSize::px(width, height), None);
            let mut faults = Vec::new();
            for lang in [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR] {
                for (day, state) in days.iter().zip(&states) {
                    let composed = plan.compose(&timeline, Moment::Day(*day), View::Control, lang);
                    let scene = &composed.scene;
                    let frame = group(&scene.nodes, "map").and_then(|map| map.clip).expect("a map");
                    let map = Map { dataset: &dataset, state, plan: &plan, scene, frame };
                    let faulty = map.faults().into_iter();
                    faults.extend(
                        faulty.map(|fault| format!("{theme} {width}x{height} {lang} {day}: {fault}")),
                    );
                }
            }
            faults
        })
        .collect();
    faults.sort();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

/// A sheet of several maps: faults in words.
fn sheet_faults(scene: &Scene) -> Vec<String> {
    let mut faults = Vec::new();
    let page = Rect::new(0.0, 0.0, scene.width, scene.height);
    // Each text with the maps' frame it must stay in, or none if it must stay out of all.
    let mut boxes: Vec<(String, Vec<Quad>)> = Vec::new();
    let mut clips: Vec<Rect> = Vec::new();
    let mut outside: Vec<(String, Vec<Quad>)> = Vec::new();
    for node in &scene.nodes {
        let Node::Group(part) = node else { continue };
        let map = part.nodes.iter().find_map(|node| match node {
            Node::Group(group) => group.clip.map(|clip| (group, clip)),
            _ => None,
        });
        let within = map.map_or(Vec::new(), |(group, _)| texts(&group.nodes));
        for text in texts(&part.nodes) {
            let quads = quads(text);
            let name = format!("{} {} \"{}\"", part.id, text.id, text.lines[0].text);
            let is_within = within.iter().any(|other| std::ptr::eq(*other, text));
            let room = map.filter(|_| is_within).map_or(page, |(_, clip)| clip);
            if !quads.iter().all(|quad| quad.is_inside(&room)) {
                faults.push(format!("{name} leaves its place"));
            }
            if text.size < 6.65 {
                faults.push(format!("{name} is set in {} px", text.size));
            }
            if !is_within {
                outside.push((name.clone(), quads.clone()));
            }
            boxes.push((name, quads));
        }
        clips.extend(map.map(|(_, clip)| clip));
    }
    for (i, (a, quads)) in boxes.iter().enumerate() {
        for (b, others) in &boxes[..i] {
            if quads.iter().any(|quad| others.iter().any(|other| quad.overlaps(other))) {
                faults.push(format!("{a} lies over {b}"));
            }
        }
    }
    for (i, clip) in clips.iter().enumerate() {
        if !page.contains_rect(clip) || [clip.x, clip.y, clip.w, clip.h].iter().any(|v| v.fract() != 0.0) {
            faults.push(format!("map {i} is not on whole px of the page"));
        }
        if clips[..i].iter().any(|other| clip.overlaps(other)) {
            faults.push(format!("map {i} lies over another"));
        }
        if [clip.w, clip.h] != [clips[0].w, clips[0].h] {
            faults.push(format!("map {i} has another size"));
        }
        let on_it =
            outside.iter().filter(|(_, quads)| quads.iter().any(|q| q.overlaps(&Quad::of_rect(*clip))));
        faults.extend(on_it.map(|(name, _)| format!("{name} lies over map {i}")));
    }
    let mut ids = BTreeSet::new();
    all_ids(&scene.nodes, &mut |id: &str| {
        if !id.is_empty() && !ids.insert(id.to_owned()) {
            faults.push(format!("two things are called {id}"));
        }
    });
    sheet_legend_is_true(scene, &mut faults);
    faults
}

/// Every holder and line on a map of a page is in the legend.
fn sheet_legend_is_true(scene: &Scene, faults: &mut Vec<String>) {
    let panel = group(&scene.nodes, "panel").map_or(Vec::new(), |panel| texts(&panel.nodes));
    let explained: BTreeSet<&str> =
        panel.iter().filter_map(|text| text.id.strip_prefix("legend-text-")).collect();
    for node in &scene.nodes {
        let Node::Group(part) = node else { continue };
        let Some(day) = part.id.strip_prefix("map-") else { continue };
        let clip = part.nodes.iter().find_map(|node| match node {
            Node::Group(group) => group.clip,
            _ => None,
        });
        let clip = clip.expect("a map").grown(-2.0);
        for layer in ["holders", "borders", "changed"] {
            let Some(layer) = group(&part.nodes, &format!("m{day}-{layer}")) else { continue };
            for node in &layer.nodes {
                let Node::Path(path) = node else { continue };
                let points = path.pieces.iter().flat_map(|piece| &piece.points);
                let id = path.id.strip_prefix(&format!("m{day}-")).unwrap_or("");
                let key = match id {
                    "" | "coast" | "border-casing" | "changed-casing" => continue,
                    // The bands of uncertain courses have one entry together.
                    _ if id.starts_with("course-") => "course-band",
                    "changed-line" => "changed",
                    _ if id.ends_with("-approximate") => "border-approximate",
                    _ => {
                        let key = id.trim_start_matches("holder-").trim_start_matches("class-");
                        key.trim_end_matches("-inferred")
                    }
                };
                if points.into_iter().any(|&point| clip.contains(point)) && !explained.contains(key) {
                    faults.push(format!("{day}: {key} is not in the legend"));
                }
            }
        }
    }
}

/// Sheets of maps on pages of all kinds, in all themes and languages.
#[test]
fn sheets_of_maps_are_sound() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let years = |from: i32, to: i32| (from..=to).map(Moment::YearEnd).collect::<Vec<_>>();
    let in_years = |day: &Day| (1920..=1921).contains(&day.ymd().0);
    let changes: Vec<Moment> = timeline.change_days().into_iter().filter(in_years).map(Moment::Day).collect();
    let two: Vec<Moment> = ["1920-12-01", "1924-02-09"].map(|day| Moment::Day(super::day(day))).into();
    let themes = themes();
    let atlas = &themes[0].1;
    let nakhchivan = Some([44.6, 38.7, 46.6, 40.0]);
    let (wide, a4) = (PageSize::px(1600, 1000), Paper::A4.size(false));
    let spec = |moments, size, lang| MultiplesSpec {
        moments,
        view: View::Control,
        lang,
        size,
        extent: None,
        columns: None,
        mark_changes: true,
        title: None,
    };
    let (long, short) = (years(1918, 1930), years(1918, 1921));
    let mut cases: Vec<(String, &Style, MultiplesSpec)> = Vec::new();
    for (name, style) in &themes {
        cases.push((format!("{name} a4"), style, spec(&long, a4, Lang::EN)));
    }
    for lang in [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR] {
        cases.push((format!("{lang} wide"), atlas, spec(&long, wide, lang)));
    }
    for (key, view) in View::ALL {
        cases.push((key.to_owned(), atlas, MultiplesSpec { view, ..spec(&short, wide, Lang::EN) }));
    }
    cases.push(("a4 upright".into(), atlas, spec(&long, Paper::A4.size(true), Lang::HY)));
    cases.push(("a3".into(), atlas, spec(&long, Paper::A3.size(false), Lang::RU)));
    cases.push(("changes".into(), atlas, spec(&changes, wide, Lang::EN)));
    cases.push(("two".into(), atlas, spec(&two, wide, Lang::EN)));
    cases.push(("one".into(), atlas, spec(&two[..1], Paper::A5.size(true), Lang::EN)));
    cases.push(("close".into(), atlas, MultiplesSpec { extent: nakhchivan, ..spec(&long, wide, Lang::EN) }));
    cases.push((
        "three columns".into(),
        atlas,
        MultiplesSpec { columns: Some(3), ..spec(&long, wide, Lang::AZ) },
    ));
    let faults: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|(name, style, spec)| {
            let sheet = multiples(&timeline, style, spec).expect("a sheet");
            let shown: usize = sheet.pages.iter().map(|page| maps_on(&page.scene)).sum();
            assert_eq!(shown, spec.moments.len(), "{name}");
            let warnings = sheet.pages.iter().flat_map(|page| &page.left_out);
            let warnings = warnings.filter(|finding| finding.rule == "legend-left-out");
            let mut faults: Vec<String> =
                warnings.map(|finding| format!("{name}: {}", finding.message)).collect();
            for page in &sheet.pages {
                faults.extend(sheet_faults(&page.scene).into_iter().map(|fault| format!("{name}: {fault}")));
            }
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

fn maps_on(scene: &Scene) -> usize {
    scene.nodes.iter().filter(|node| matches!(node, Node::Group(part) if part.id.starts_with("map-"))).count()
}

/// The measure of sheets sees what is wrong with one.
#[test]
fn planted_faults_of_a_sheet_are_found() {
    let dataset = super::duchy();
    let timeline = Timeline::new(&dataset);
    let moments: Vec<Moment> = timeline.change_days().into_iter().map(Moment::Day).collect();
    let spec = MultiplesSpec {
        moments: &moments,
        view: View::Control,
        lang: Lang::EN,
        size: PageSize::px(1000, 625),
        extent: None,
        columns: None,
        mark_changes: true,
        title: Some("A sheet"),
    };
    let sound = multiples(&timeline, &Style::default(), &spec).expect("a sheet").pages[0].scene.clone();
    assert_eq!(sheet_faults(&sound), [] as [String; 0]);
    let second = |scene: &mut Scene, change: &dyn Fn(&mut Group)| {
        if let Some(Node::Group(part)) = scene.nodes.get_mut(1) {
            change(part);
        }
    };
    let text_of = |part: &mut Group, change: fn(&mut Text)| {
        for node in &mut part.nodes {
            if let Node::Group(inner) = node
                && inner.id.ends_with("caption")
                && let Some(Node::Text(text)) = inner.nodes.first_mut()
            {
                change(text);
            }
        }
    };
    type Plant<'a> = (&'a str, &'a dyn Fn(&mut Group));
    let cases: [Plant<'_>; 4] = [
        ("lies over map", &|part| text_of(part, |text| text.lines[0].at[1] += 60.0)),
        ("leaves its place", &|part| text_of(part, |text| text.lines[0].at[0] += 5000.0)),
        ("two things are called", &|part| part.id = "panel".to_owned()),
        ("lies over another", &|part| {
            for node in &mut part.nodes {
                if let Node::Group(inner) = node
                    && let Some(clip) = &mut inner.clip
                {
                    clip.x -= 150.0;
                }
            }
        }),
    ];
    for (words, change) in cases {
        let mut scene = sound.clone();
        second(&mut scene, change);
        let found = sheet_faults(&scene);
        assert!(found.iter().any(|fault| fault.contains(words)), "{words}: {found:?}");
    }
}

/// What is wrong with a drawn comparison.
fn comparison_faults(found: &Comparison<'_>, composed: &Composed) -> Vec<String> {
    let (scene, mut faults) = (&composed.scene, Vec::new());
    let page = Rect::new(0.0, 0.0, scene.width, scene.height);
    let mut names: Vec<(String, Rect)> = Vec::new();
    let mut maps = Vec::new();
    for suffix in ["", "-before", "-after"] {
        let Some(frame) = group(&scene.nodes, &format!("map{suffix}")).and_then(|map| map.clip) else {
            continue;
        };
        maps.push(frame);
        for layer in ["labels", "changes", "furniture"] {
            names.push((format!("{layer}{suffix}"), frame));
        }
        names.push((format!("frame{suffix}"), page));
        let numbers = group(&scene.nodes, &format!("changes{suffix}")).map_or(&[][..], |group| &group.nodes);
        discs_stand_free(scene, suffix, numbers, &mut faults);
    }
    names.push(("panel".to_owned(), page));
    let layers: Vec<(&str, Rect)> = names.iter().map(|(name, room)| (name.as_str(), *room)).collect();
    texts_apart(scene, &layers, &maps, &mut faults);

    // Every id once.
    let mut ids = BTreeSet::new();
    all_ids(&scene.nodes, &mut |id| {
        if !id.is_empty() && !ids.insert(id.to_owned()) {
            faults.push(format!("id {id} twice"));
        }
    });
    // Every change has its number on the land and its line in the list, or it is said that it has not.
    let left = |rules: &[&str], number: usize| {
        let said = composed.left_out.iter().filter(|one| rules.contains(&one.rule));
        said.map(|one| &one.message).any(|message| message.starts_with(&format!("change {number}: ")))
    };
    for entry in &found.entries {
        let number = entry.number;
        let on_map =
            ["", "-before", "-after"].iter().any(|suffix| ids.contains(&format!("change-{number}{suffix}")));
        if on_map == left(&["number-left-out"], number) {
            faults.push(format!("number {number}: on the map {on_map}, and left out is not {on_map}"));
        }
        let in_list = ids.contains(&format!("entry-{number}"));
        if in_list == left(&["changes-left-out", "changes-off-map"], number) {
            faults.push(format!("number {number}: in the list {in_list}, and left out is not {in_list}"));
        }
    }
    faults
}

/// No label under a number, no number under another.
pub(super) fn discs_stand_free(scene: &Scene, suffix: &str, numbers: &[Node], faults: &mut Vec<String>) {
    let discs: Vec<(&str, [f64; 2], f64)> = numbers
        .iter()
        .filter_map(|node| match node {
            Node::Circle(circle) if circle.class.starts_with("change-disc") => {
                Some((circle.id.as_str(), circle.center, circle.radius))
            }
            _ => None,
        })
        .collect();
    for (i, (a, [x, y], r)) in discs.iter().enumerate() {
        for (b, [ox, oy], other) in &discs[..i] {
            if (x - ox).hypot(y - oy) < r + other - TOUCH {
                faults.push(format!("{a} lies over {b}"));
            }
        }
        // The square in the disc: a label may come near its round corners.
        let square = Quad::of_rect(Rect::new(*x, *y, 0.0, 0.0).grown(0.7 * r));
        let labels = group(&scene.nodes, &format!("labels{suffix}")).map_or(&[][..], |group| &group.nodes);
        for text in texts(labels) {
            if quads(text).iter().any(|quad| quad.overlaps(&square)) {
                faults.push(format!("{} lies under {a}", text.id));
            }
        }
    }
}

pub(super) fn all_ids(nodes: &[Node], see: &mut impl FnMut(&str)) {
    for node in nodes {
        match node {
            Node::Group(group) => {
                see(&group.id);
                all_ids(&group.nodes, see);
            }
            Node::Path(path) => see(&path.id),
            Node::Circle(circle) => see(&circle.id),
            Node::Text(text) => see(&text.id),
        }
    }
}

/// Comparisons on all sorts of pages: several pairs of days, both kinds of one day, every arrangement, language and theme.
#[test]
fn nothing_overlaps_in_comparisons() {
    let dataset = builtin();
    let km2 = marchland::areas::unit_areas(&dataset);
    let best = Timeline::new(&dataset);
    let other = Timeline::with_reading(&dataset, dataset.reading_by_key("sutad-38"));
    let day = super::day;
    let side = |timeline, date: &str, track| Side { timeline, day: day(date), track };
    let days = |first: &str, second: &str, track| [side(&best, first, track), side(&best, second, track)];
    let pairs = [
        days("1920-12-01", "1924-02-09", Track::Control),
        days("1918-12-31", "1921-12-31", Track::Control),
        days("1924-12-31", "1930-12-31", Track::Sovereignty),
        days("1920-06-20", "1920-08-20", Track::Claims),
        [side(&best, "1920-12-01", Track::Control), side(&best, "1920-12-01", Track::Sovereignty)],
        [side(&best, "1920-07-15", Track::Control), side(&other, "1920-07-15", Track::Control)],
        days("1921-01-15", "1921-01-15", Track::Control),
    ];
    let themes = themes();
    let mm = |width: f64| PageSize::mm(width, 1.4 * width);
    let pages = [
        (PageSize::px(1600, 1000), false),
        (PageSize::px(1600, 1000), true),
        (PageSize::px(900, 1300), false),
        (mm(84.0), true),
        (Paper::A4.size(true), false),
    ];
    let langs = [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR];
    // Not all with all: each page and arrangement with each pair, and languages and themes in turn.
    let mut cases = Vec::new();
    for (i, pair) in pairs.iter().enumerate() {
        for (j, (size, free_height)) in pages.iter().enumerate() {
            for (k, (_, arrangement)) in Arrangement::ALL.iter().enumerate() {
                let (lang, theme) = (langs[(i + j + k) % 5], &themes[(i + 2 * j + 3 * k) % themes.len()]);
                let close = (i + j + k).is_multiple_of(4).then_some([44.6, 38.7, 46.9, 40.2]);
                let spec =
                    Spec { arrangement: *arrangement, size: *size, free_height: *free_height, extent: close };
                cases.push((i, *pair, spec, lang, theme));
            }
        }
    }
    let mut faults: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|(i, pair, spec, lang, (theme, style))| {
            let found = Comparison::new(*pair, &km2);
            let composed = compare::compose(&found, style, *spec, *lang);
            let name = format!(
                "pair {i} {} {:.0}x{:.0} {} {lang} {theme}",
                spec.arrangement.key(),
                spec.size.width,
                spec.size.height,
                if spec.free_height { "free" } else { "fixed" },
            );
            comparison_faults(&found, &composed).into_iter().map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    faults.sort();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

/// The checks of comparisons find a number that was moved or taken away.
#[test]
fn planted_faults_of_comparisons_are_found() {
    let dataset = builtin();
    let km2 = marchland::areas::unit_areas(&dataset);
    let timeline = Timeline::new(&dataset);
    let sides = ["1920-12-01", "1924-02-09"].map(|date| Side {
        timeline: &timeline,
        day: super::day(date),
        track: Track::Control,
    });
    let found = Comparison::new(sides, &km2);
    let spec = Spec {
        arrangement: Arrangement::Overlay,
        size: PageSize::px(1600, 1000),
        free_height: false,
        extent: None,
    };
    let sound = compare::compose(&found, &Style::default(), spec, Lang::EN);
    assert_eq!(comparison_faults(&found, &sound), [] as [String; 0]);
    type Case = (&'static str, fn(&mut Vec<Node>));
    let cases: [Case; 2] = [
        ("left out is not", |nodes| {
            nodes.retain(|node| !matches!(node, Node::Text(text) if text.id == "change-4"))
        }),
        ("lies over", |nodes| {
            let at = nodes.iter().find_map(|node| match node {
                Node::Circle(circle) if circle.id == "change-1-disc" => Some(circle.center),
                _ => None,
            });
            for node in nodes {
                if let (Node::Circle(circle), Some(at)) = (node, at)
                    && circle.id == "change-2-disc"
                {
                    circle.center = at;
                }
            }
        }),
    ];
    for (words, change) in cases {
        let mut composed = sound.clone();
        fn walk(nodes: &mut Vec<Node>, change: fn(&mut Vec<Node>)) {
            for node in nodes {
                if let Node::Group(group) = node {
                    if group.id == "changes" {
                        change(&mut group.nodes);
                    }
                    walk(&mut group.nodes, change);
                }
            }
        }
        walk(&mut composed.scene.nodes, change);
        let faults = comparison_faults(&found, &composed);
        assert!(faults.iter().any(|fault| fault.contains(words)), "{words}: {faults:?}");
    }
}
