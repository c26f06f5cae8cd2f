//! Maps of a series hold still: between two of them nothing differs but what changed.

use std::collections::{BTreeMap, BTreeSet};

use marchland::backend::{Canvas, png::paint};
use marchland::dataset::{Dataset, load_builtin};
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, Series, View};
use marchland::scene::{Node, Scene, Text};
use marchland::style::Style;
use marchland::timeline::{State, Timeline};

fn builtin() -> Dataset {
    load_builtin().into_result().expect("the built-in set loads").0
}

/// All texts of a scene by id, and the id of the group of the first level they are in.
fn texts(nodes: &[Node]) -> BTreeMap<String, Text> {
    fn walk(nodes: &[Node], out: &mut BTreeMap<String, Text>) {
        for node in nodes {
            match node {
                Node::Group(group) => walk(&group.nodes, out),
                Node::Text(text) => {
                    out.insert(text.id.clone(), text.clone());
                }
                Node::Path(_) | Node::Circle(_) => {}
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(nodes, &mut out);
    out
}

fn group<'a>(scene: &'a Scene, path: &[&str]) -> &'a [Node] {
    let mut nodes = scene.nodes.as_slice();
    for id in path {
        let found = nodes.iter().find_map(|node| match node {
            Node::Group(group) if group.id == *id => Some(group.nodes.as_slice()),
            _ => None,
        });
        nodes = found.unwrap_or(&[]);
    }
    nodes
}

/// The box of a text, with its band, px.
fn bounds(text: &Text) -> Rect {
    let letters = text.lines.iter().flat_map(|line| text.glyphs(line).into_iter().map(|glyph| glyph.at));
    let reach = 1.6 * text.size + text.halo.map_or(0.0, |(_, width)| width);
    Rect::around(letters).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0)).grown(reach)
}

/// What the fills and hatches of a unit depend on.
fn look(state: &State, unit: usize) -> impl PartialEq + use<> {
    let unit = &state.units[unit];
    let name = unit.name;
    (unit.control.value, unit.control.certainty, unit.status.value.clone(), name, unit.pending.clone())
}

/// The boxes in px of all that may differ between two maps beside the panel.
fn may_differ(
    plan: &Plan<'_>,
    dataset: &Dataset,
    [before, after]: [&Scene; 2],
    [a, b]: [&State; 2],
) -> Vec<Rect> {
    let mut out = Vec::new();
    let px_around = |points: &mut dyn Iterator<Item = [f64; 2]>, reach: f64| {
        let found = Rect::around(points.map(|point| plan.px(point)));
        found.map(|rect| rect.grown(reach))
    };
    for (index, unit) in dataset.units.iter().enumerate() {
        if look(a, index) != look(b, index) {
            // With the lines around it, which are drawn by what is on both sides.
            out.extend(px_around(&mut unit.polygons.iter().flatten().flatten().copied(), 9.0));
        }
    }
    // Names that differ, which the law of labels holds to the land that changed; lines, and what they have of furniture.
    let (old, new) = (texts(group(before, &["map"])), texts(group(after, &["map"])));
    let gone = old.iter().filter(|(id, text)| new.get(*id) != Some(text)).map(|(_, text)| bounds(text));
    let come = new.iter().filter(|(id, text)| old.get(*id) != Some(text)).map(|(_, text)| bounds(text));
    out.extend(gone.chain(come));
    for part in [&["map", "lines"][..], &["map", "towns"], &["map", "labels"], &["furniture"]] {
        let (old, new) = (group(before, part), group(after, part));
        let only = |these: &[Node], those: &[Node]| -> Vec<Rect> {
            these.iter().filter(|node| !those.contains(node)).filter_map(around).collect()
        };
        out.extend(only(old, new));
        out.extend(only(new, old));
    }
    out
}

/// The box around a node, px.
fn around(node: &Node) -> Option<Rect> {
    match node {
        Node::Group(group) => group.nodes.iter().filter_map(around).reduce(|a, b| a.joined(&b)),
        Node::Path(path) => {
            let width = path.stroke.as_ref().map_or(0.0, |stroke| stroke.width);
            Some(
                Rect::around(path.pieces.iter().flat_map(|piece| piece.points.iter().copied()))?
                    .grown(width + 2.0),
            )
        }
        Node::Circle(circle) => {
            let [x, y] = circle.center;
            Some(Rect::new(x, y, 0.0, 0.0).grown(circle.radius + 3.0))
        }
        Node::Text(text) => Some(bounds(text)),
    }
}

/// Pixels differ only where land changed, at names of that land, at lines, and on the panel.
#[test]
fn nothing_moves_but_what_changed() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let moments: Vec<Moment> = timeline.change_days().into_iter().map(Moment::Day).collect();
    let style = Style::default();
    let plan = Plan::new(&dataset, &style, PageSize::px(1200, 750), None);
    let series = Series::new(&plan, &timeline, &moments, View::Control, Lang::EN);
    let mut last: Option<(Scene, State, Vec<u8>)> = None;
    let mut canvas: Option<Canvas> = None;
    let (mut compared, mut same) = (0usize, 0usize);
    for &moment in &moments {
        let scene = series.compose(moment).scene;
        let state = timeline.at(moment.day());
        let canvas = canvas.get_or_insert_with(|| Canvas::new(&scene, 1.0).expect("a small page"));
        canvas.paint(&scene);
        let pixels = canvas.pixmap().data().to_vec();
        if let Some((before, old_state, old)) = &last {
            let allowed = may_differ(&plan, &dataset, [before, &scene], [old_state, &state]);
            let panel = group(&scene, &["panel"]).iter().filter_map(around).reduce(|a, b| a.joined(&b));
            let panel = panel.expect("the page has a panel").grown(8.0);
            let width = canvas.pixmap().width() as usize;
            for (i, (a, b)) in old.chunks_exact(4).zip(pixels.chunks_exact(4)).enumerate() {
                if a == b {
                    same += 1;
                    continue;
                }
                compared += 1;
                let at = [(i % width) as f64 + 0.5, (i / width) as f64 + 0.5];
                let is_allowed = panel.contains(at) || allowed.iter().any(|rect| rect.contains(at));
                assert!(is_allowed, "{}: the pixel at {at:?} changed for no reason", moment.day());
            }
        }
        last = Some((scene, state, pixels));
    }
    assert!(compared > 0 && same > 10 * compared, "{compared} of {} pixels changed", compared + same);
}

/// A name that is on two maps in a row stands where it stood, unless its land, its words, or a line in its way changed.
#[test]
fn names_stay_where_they_are() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let style = Style::default();
    let moments: Vec<Moment> = timeline.change_days().into_iter().map(Moment::Day).collect();
    for (size, view, lang) in [
        (PageSize::px(1600, 1000), View::Control, Lang::EN),
        (PageSize::px(1600, 1000), View::Sovereignty, Lang::new("hy").expect("a language")),
        (PageSize::px(800, 500), View::Claims, Lang::new("ru").expect("a language")),
    ] {
        let plan = Plan::new(&dataset, &style, size, None);
        let series = Series::new(&plan, &timeline, &moments, view, lang);
        let mut last: Option<(BTreeMap<String, Text>, bool)> = None;
        let (mut kept, mut before) = (0, moments[0].day());
        for &moment in &moments {
            let scene = series.compose(moment).scene;
            let names = texts(group(&scene, &["map", "labels"]));
            let has_lines = !group(&scene, &["map", "lines"]).is_empty();
            if let Some((old, had_lines)) = &last {
                let fixed = |id: &String| {
                    ["label-place-", "label-river-", "label-water-", "label-unit-"]
                        .iter()
                        .any(|kind| id.starts_with(kind))
                };
                let ids: BTreeSet<&String> = old.keys().chain(names.keys()).filter(|id| fixed(id)).collect();
                for id in ids {
                    let (a, b) = (old.get(id), names.get(id));
                    // Towns are renamed; units give way to a town or a status of their name.
                    let place = id
                        .strip_prefix("label-place-")
                        .and_then(|key| dataset.places.iter().find(|place| place.key == key));
                    let renamed = place.is_some_and(|place| {
                        place.name_on(before, lang) != place.name_on(moment.day(), lang)
                    });
                    let unit_said = id.starts_with("label-unit-") && (a.is_none() || b.is_none());
                    let hit = has_lines || *had_lines;
                    if a == b {
                        kept += 1;
                    } else {
                        assert!(
                            renamed || unit_said || hit,
                            "{} {}: \"{id}\" moved from {:?} to {:?}",
                            moment.day(),
                            view.key(),
                            a.map(|text| &text.lines),
                            b.map(|text| &text.lines)
                        );
                    }
                }
            }
            last = Some((names, has_lines));
            before = moment.day();
        }
        assert!(kept > 1000, "only {kept} names were compared");
    }
}

/// The legend of every map lists the same, in the same places; what a map does not show is veiled.
#[test]
fn the_legend_is_one() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let style = Style::default();
    let plan = Plan::new(&dataset, &style, PageSize::px(1600, 1000), None);
    let moments: Vec<Moment> = (1918..=1930).map(Moment::YearEnd).collect();
    let series = Series::new(&plan, &timeline, &moments, View::Control, Lang::EN);
    let legend = |moment: Moment| -> Vec<(String, [f64; 2], bool)> {
        let scene = series.compose(moment).scene;
        let texts = texts(group(&scene, &["panel"]));
        let entries = texts.into_iter().filter(|(id, _)| id.starts_with("legend-text-"));
        entries.map(|(id, text)| (id, text.lines[0].at, text.class == "legend-text-absent")).collect()
    };
    let first = legend(moments[0]);
    assert!(first.len() > 12, "{first:?}");
    let mut veiled = BTreeSet::new();
    for &moment in &moments {
        let here = legend(moment);
        for ((id, at, _), (other, there, is_absent)) in first.iter().zip(&here) {
            assert_eq!((id, at), (other, there), "{}", moment.day());
            veiled.extend(is_absent.then(|| other.clone()));
        }
        assert_eq!(first.len(), here.len());
        // Veiled is what is not on the map, and nothing else.
        let alone = plan.compose(&timeline, moment, View::Control, Lang::EN).scene;
        let alone = texts(group(&alone, &["panel"]));
        // Places have their marks by the names that found room; treaty lines stand in the key of their map.
        let elsewhere = ["place-", "line-", "point-", "hatch-"];
        for (id, _, is_absent) in
            here.iter().filter(|(id, ..)| !elsewhere.iter().any(|part| id.contains(part)))
        {
            assert_eq!(!alone.contains_key(id), *is_absent, "{}: {id}", moment.day());
        }
    }
    assert!(veiled.len() > 3, "{veiled:?}");
}

/// What is painted over the last map of a series is, pixel by pixel, what would be painted on bare ground.
#[test]
fn a_canvas_forgets() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let style = Style::default();
    for (size, scale) in [(PageSize::px(900, 600), 1.0), (PageSize::px(500, 400), 1.7)] {
        let plan = Plan::new(&dataset, &style, size, None);
        let moments: Vec<Moment> = [1918, 1919, 1920, 1920, 1921, 1924, 1930].map(Moment::YearEnd).into();
        let series = Series::new(&plan, &timeline, &moments, View::Control, Lang::EN);
        let mut canvas: Option<Canvas> = None;
        for &moment in &moments {
            let scene = series.compose(moment).scene;
            let is_first = canvas.is_none();
            let canvas = canvas.get_or_insert_with(|| Canvas::new(&scene, scale).expect("a small page"));
            let painted = canvas.paint(&scene);
            let again = canvas.paint(&scene);
            assert!(painted > 0 || !is_first);
            assert_eq!(again, 0, "the same map again needs no paint");
            let fresh = paint(&scene, scale).expect("a small page");
            assert!(canvas.pixmap().data() == fresh.data(), "{}: the pictures differ", moment.day());
        }
    }
}
