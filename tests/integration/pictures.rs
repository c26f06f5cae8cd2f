//! The pictures of slides that are no plain maps, measured: no letter under 18 points, nothing over another, nothing
//! beyond the picture; and legends that say what is on the map and nothing else.

use std::collections::BTreeSet;

use marchland::chart::{self, Spec as ChartSpec};
use marchland::compare::{Comparison, Side, Track};
use marchland::dataset::Dataset;
use marchland::deck::LEAST_PX;
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::compare::{self, Arrangement, Spec};
use marchland::layout::{KeyEntry, KeyKind, Moment, PageSize, Plan, Series, View};
use marchland::scene::{Node, Scene};
use marchland::style::Style;
use marchland::timeline::Timeline;

use super::layout::{all_ids, discs_stand_free, group, texts, texts_apart};
use super::{builtin, day, duchy};

const LANGS: [Lang; 5] = [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR];
const SWATCH: [f64; 2] = [72.0, 40.0];

/// A style for a picture of this size on a slide, whatever names it chooses: no label below 18 points.
fn style_of(theme: &str, [width, height]: [f64; 2]) -> Style {
    let mut style = Style::theme(theme).expect("a theme").for_slide([width, height], LEAST_PX);
    let linear = (width * height / 1.6e6).sqrt();
    let unit = if linear < 1.0 { 0.35 + 0.65 * linear } else { linear };
    // The least town and the least river are set so much smaller than the first.
    let (px, label) = (1.001 * LEAST_PX / unit, &mut style.label);
    for size in [&mut label.polity_px, &mut label.polity_min_px, &mut label.unit_px, &mut label.unit_min_px] {
        *size = size.max(px);
    }
    label.town_px = label.town_px.max(px / 0.68);
    label.water_px = label.water_px.max(px / 0.8);
    style.furniture.locator_px = 0.0;
    style.furniture.degrees_px = 0.0;
    style
}

/// Letters that are too small, that lie over others, or beyond the picture; ids that stand twice.
fn faults(scene: &Scene, layers: &[&str]) -> Vec<String> {
    let page = Rect::new(0.0, 0.0, scene.width, scene.height);
    let mut faults = Vec::new();
    let rooms: Vec<(&str, Rect)> = layers.iter().map(|layer| (*layer, page)).collect();
    texts_apart(scene, &rooms, &[], &mut faults);
    let measured: usize = layers
        .iter()
        .map(|layer| texts(group(&scene.nodes, layer).map_or(&[], |group| group.nodes.as_slice())).len())
        .sum();
    let all = texts(&scene.nodes);
    if measured != all.len() {
        faults.push(format!("{} texts, of which {measured} are in known layers", all.len()));
    }
    for text in all.into_iter().filter(|text| text.size < LEAST_PX - 1e-6) {
        faults.push(format!("{} \"{}\" is set in {} px", text.id, text.lines[0].text, text.size));
    }
    let mut ids = BTreeSet::new();
    all_ids(&scene.nodes, &mut |id| {
        if !id.is_empty() && !ids.insert(id.to_owned()) {
            faults.push(format!("id {id} twice"));
        }
    });
    faults
}

/// What is wrong with the swatches of a legend.
fn swatch_faults(key: &[KeyEntry]) -> Vec<String> {
    let bounds = Rect::new(0.0, 0.0, SWATCH[0], SWATCH[1]).grown(0.01);
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for entry in key {
        if !ids.insert(&entry.id) || entry.words.is_empty() || entry.swatch.is_empty() {
            faults.push(format!("{}: twice, or without words or swatch", entry.id));
        }
        for node in &entry.swatch {
            let (points, reach) = match node {
                Node::Path(path) => {
                    let points = path.pieces.iter().flat_map(|piece| piece.points.clone()).collect();
                    // The ends of a line are cut off; it reaches across it alone.
                    (points, path.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0))
                }
                Node::Circle(circle) => {
                    let line = circle.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
                    (vec![circle.center], circle.radius + line)
                }
                Node::Group(_) | Node::Text(_) => {
                    faults.push(format!("{}: a group or a text", entry.id));
                    continue;
                }
            };
            let is_inside =
                |&at: &[f64; 2]| bounds.contains_rect(&Rect::new(at[0], at[1], 0.0, 0.0).grown(reach));
            if !points.iter().all(is_inside) {
                faults.push(format!("{}: leaves its box", entry.id));
            }
        }
    }
    faults
}

fn title_or_class(node: &Node, frame: Rect) -> Option<(String, String)> {
    let Node::Path(path) = node else { return None };
    let mut points = path.pieces.iter().flat_map(|piece| &piece.points);
    points.any(|&at| frame.grown(-2.0).contains(at)).then(|| (path.id.clone(), path.title.clone()))
}

#[test]
fn the_legend_of_a_map_is_true_and_that_of_a_series_has_all() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let moments: Vec<Moment> =
        ["1918-06-04", "1918-11-20", "1920-06-20", "1920-08-10", "1920-12-01", "1921-07-05", "1924-02-09"]
            .map(|date| Moment::Day(day(date)))
            .into();
    let other = Moment::Day(day("1919-09-01"));
    let cases = [
        ("slide", View::Control, Lang::EN),
        ("slide", View::Claims, Lang::HY),
        ("dark", View::Control, Lang::RU),
        ("print-bw", View::Control, Lang::AZ),
        ("slide", View::Sovereignty, Lang::TR),
        ("slide", View::Certainty, Lang::EN),
    ];
    let mut wrong = Vec::new();
    for (theme, view, lang) in cases {
        let style = style_of(theme, [1220.0, 808.0]);
        let plan = Plan::new(&dataset, &style, PageSize::px(1220, 808), None);
        let series = Series::new(&plan, &timeline, &moments, view, lang);
        let whole = series.key(None, SWATCH);
        let order: Vec<&str> = whole.iter().map(|entry| entry.id.as_str()).collect();
        let mut say = |fault: String| wrong.push(format!("{theme} {} {lang}: {fault}", view.key()));
        swatch_faults(&whole).into_iter().for_each(&mut say);
        assert_eq!(whole.last().map(|entry| entry.kind), Some(KeyKind::Changed));
        for &moment in moments.iter().chain([&other]) {
            let key = series.key(Some(moment), SWATCH);
            let map = series.compose(moment).scene;
            let frame = group(&map.nodes, "map").and_then(|map| map.clip).expect("a map");
            let name = moment.day();
            swatch_faults(&key).into_iter().for_each(|fault| say(format!("{name}: {fault}")));
            let ids: Vec<&str> = key.iter().map(|entry| entry.id.as_str()).collect();
            if moment != other {
                let places: Vec<Option<usize>> =
                    ids.iter().map(|id| order.iter().position(|known| known == id)).collect();
                if places.iter().any(Option::is_none) || !places.is_sorted() {
                    say(format!("{name}: {ids:?} stand in another order in {order:?}"));
                }
            }
            // What is filled and hatched on the map is in its legend, and nothing else.
            let of = |layer: &str| {
                let nodes = group(&map.nodes, layer).map_or(&[][..], |group| &group.nodes);
                nodes.iter().filter_map(|node| title_or_class(node, frame)).collect::<BTreeSet<_>>()
            };
            let fills: BTreeSet<String> = of("holders")
                .into_iter()
                .filter_map(|(id, _)| {
                    let id = id.strip_prefix("holder-").or(id.strip_prefix("class-"))?.to_owned();
                    Some(id.strip_suffix("-inferred").unwrap_or(&id).to_owned())
                })
                .collect();
            let told: BTreeSet<String> = key
                .iter()
                .filter(|entry| {
                    entry.kind == KeyKind::Holder && !["inferred", "not-covered"].contains(&&*entry.id)
                })
                .map(|entry| entry.id.clone())
                .collect();
            if !view.key().contains("certainty") && fills != told {
                say(format!("{name}: {fills:?} on the map, {told:?} in the legend"));
            }
            let hatches: BTreeSet<String> =
                of("hatches").into_iter().map(|(_, title)| title).filter(|title| !title.is_empty()).collect();
            let entries = key.iter().filter(|entry| entry.id.starts_with("hatch-")).count();
            if view != View::Certainty && hatches.len() != entries {
                say(format!("{name}: {} hatchings on the map, {entries} in the legend", hatches.len()));
            }
            // Named is what has its name on the map.
            for entry in key.iter().filter(|entry| entry.kind == KeyKind::Holder) {
                let labels = texts(group(&map.nodes, "labels").map_or(&[], |group| group.nodes.as_slice()));
                let named = labels.iter().any(|text| {
                    let id = text.id.trim_start_matches("label-");
                    text.class == "label-polity"
                        && id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-') == entry.id
                });
                if named != entry.is_named {
                    say(format!("{name}: {} is named: {named}, and not as it says", entry.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// The measure of swatches sees what is wrong with one.
#[test]
fn planted_faults_of_swatches_are_found() {
    let dataset = duchy();
    let timeline = Timeline::new(&dataset);
    let style = style_of("slide", [800.0, 500.0]);
    let plan = Plan::new(&dataset, &style, PageSize::px(800, 500), None);
    let moments: Vec<Moment> = timeline.change_days().into_iter().map(Moment::Day).collect();
    let sound = Series::new(&plan, &timeline, &moments, View::Control, Lang::EN).key(None, SWATCH);
    assert_eq!(swatch_faults(&sound), [] as [String; 0]);
    let mut twice = sound.clone();
    twice.push(sound[0].clone());
    assert!(swatch_faults(&twice)[0].contains("twice"));
    let mut beyond = sound;
    if let Some(Node::Path(path)) = beyond[0].swatch.first_mut() {
        path.pieces[0].points[0][0] -= 5.0;
    }
    assert!(swatch_faults(&beyond)[0].contains("leaves its box"));
}

/// Two comparisons: of few changes and of many.
fn comparisons<'a>(timeline: &'a Timeline<'a>, km2: &[f64]) -> [Comparison<'a>; 2] {
    [("1920-12-01", "1924-02-09"), ("1918-12-31", "1921-12-31")].map(|(first, second)| {
        let side = |date: &str| Side { timeline, day: day(date), track: Track::Control };
        Comparison::new([side(first), side(second)], km2)
    })
}

#[test]
fn figures_of_two_days_are_read_from_the_last_row() {
    let dataset = builtin();
    let (timeline, km2) = (Timeline::new(&dataset), marchland::areas::unit_areas(&dataset));
    let mut wrong = Vec::new();
    for (at, found) in comparisons(&timeline, &km2).iter().enumerate() {
        let listed: BTreeSet<usize> = found.entries.iter().map(|entry| entry.number).take(8).collect();
        for (i, lang) in LANGS.into_iter().enumerate() {
            let theme = ["slide", "dark"][i % 2];
            let spec = |width: u32, height: u32| Spec {
                arrangement: Arrangement::Overlay,
                size: PageSize::px(width, height),
                free_height: false,
                extent: None,
            };
            let style = style_of(theme, [1220.0, 808.0]);
            let alone = compare::overlay_map(found, &style, spec(1220, 808), Some(&listed), lang);
            let style = style_of(theme, [882.0, 560.0]);
            let [before, after] = compare::pair_maps(found, &style, spec(882, 560), Some(&listed), lang);
            for (name, composed) in [("overlay", &alone), ("before", &before), ("after", &after)] {
                let scene = &composed.scene;
                let mut found = faults(scene, &["labels", "changes", "lines"]);
                let numbers = group(&scene.nodes, "changes").map_or(&[][..], |group| &group.nodes);
                discs_stand_free(scene, "", numbers, &mut found);
                let drawn: BTreeSet<usize> =
                    texts(numbers).iter().filter_map(|text| text.lines[0].text.parse().ok()).collect();
                if drawn.is_empty() || !drawn.is_subset(&listed) {
                    found.push(format!("numbers {drawn:?} of {listed:?}"));
                }
                for number in listed.difference(&drawn) {
                    let said = |message: &str| message.starts_with(&format!("change {number}: its number"));
                    if !composed.left_out.iter().any(|one| said(&one.message)) {
                        found.push(format!("nobody says why {number} is not there"));
                    }
                }
                wrong.extend(found.into_iter().map(|fault| format!("{at} {name} {lang}: {fault}")));
            }
            // Land that stayed is drawn alike on both, at one scale.
            let coast = |scene: &Scene| {
                let lakes = group(&scene.nodes, "lakes").map(|group| group.nodes.clone());
                (scene.width, scene.height, lakes)
            };
            assert_eq!(coast(&before.scene), coast(&after.scene));
            let style = style_of(theme, [1220.0, 808.0]);
            let key = compare::overlay_key(found, &style, spec(1220, 808), Some(&listed), SWATCH, lang);
            wrong.extend(swatch_faults(&key).into_iter().map(|fault| format!("{at} key {lang}: {fault}")));
            for id in ["changed", "quiet", "number", "border-new"] {
                if !key.iter().any(|entry| entry.id == id) {
                    wrong.push(format!("{at} key {lang}: {id} is missing"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_locator_shows_where_the_region_lies() {
    let dataset = builtin();
    let mut wrong = Vec::new();
    for size in [[1220.0, 808.0], [1800.0, 808.0], [860.0, 808.0]] {
        for (i, lang) in LANGS.into_iter().enumerate() {
            let style = style_of(["slide", "dark"][i % 2], size);
            let page = PageSize::px(size[0] as u32, size[1] as u32);
            let scene = Plan::new(&dataset, &style, page, None).locator_map(size, lang).expect("a locator");
            let name = format!("{}x{} {lang}", size[0], size[1]);
            wrong.extend(faults(&scene, &["labels"]).into_iter().map(|fault| format!("{name}: {fault}")));
            assert_eq!([scene.width, scene.height], size);
            let title = dataset.title.get(lang);
            assert!(scene.title.contains(title) && scene.description.contains(title), "{name}");
            let mut ids = BTreeSet::new();
            all_ids(&scene.nodes, &mut |id| {
                ids.insert(id.to_owned());
            });
            for id in
                ["locator-region", "locator-name-black-sea", "locator-name-caspian-sea", "locator-extent"]
            {
                if !ids.contains(id) {
                    wrong.push(format!("{name}: no {id}"));
                }
            }
            let towns = ids.iter().filter(|id| id.starts_with("locator-town-")).count();
            if towns < 4 {
                wrong.push(format!("{name}: {towns} towns"));
            }
            // What is named is told to who does not see the picture.
            for text in texts(&scene.nodes).iter().filter(|text| text.id.starts_with("locator-town-")) {
                assert!(scene.description.contains(&text.lines[0].text), "{name}: {}", text.lines[0].text);
            }
            // A degree of longitude is as long as it is at the parallel in the middle: nothing is squeezed.
            let dot = |key: &str| {
                let nodes = group(&scene.nodes, "towns").map_or(&[][..], |group| &group.nodes);
                nodes.iter().find_map(|node| match node {
                    Node::Circle(circle) if circle.id == format!("locator-dot-{key}") => Some(circle.center),
                    _ => None,
                })
            };
            if let (Some(mosul), Some(tehran)) = (dot("mosul"), dot("tehran")) {
                let shape = (tehran[0] - mosul[0]) / 8.28 / ((tehran[1] - mosul[1]) / 0.68);
                assert!((0.72..0.8).contains(&shape), "{name}: {shape}");
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    // A set without a locator has none.
    let (small, style) = (duchy(), Style::default());
    assert!(
        Plan::new(&small, &style, PageSize::px(800, 500), None)
            .locator_map([800.0, 500.0], Lang::EN)
            .is_none()
    );
}

#[test]
fn charts_on_slides_are_read_from_the_last_row() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let holdings = chart::holdings(&timeline);
    let mut wrong = Vec::new();
    for (count, size) in [(3, [1320.0, 808.0]), (5, [1800.0, 808.0]), (8, [1800.0, 808.0])] {
        let units = chart::main_rows(&dataset, count);
        for (i, lang) in LANGS.into_iter().enumerate() {
            let style = Style::theme(["slide", "dark"][i % 2]).expect("a theme");
            let spec =
                ChartSpec { years: Some((1918, 1930)), ..ChartSpec::on_slide(units.clone(), size, LEAST_PX) };
            let drawn = chart::compose(&timeline, &holdings, &spec, &style, lang);
            let name = format!("{count} rows {lang}");
            let layers = ["rows", "axis", "bar-labels", "legend"];
            wrong.extend(faults(&drawn.scene, &layers).into_iter().map(|fault| format!("{name}: {fault}")));
            for gone in ["title", "events", "key", "credits"] {
                assert!(group(&drawn.scene.nodes, gone).is_none(), "{name}: {gone}");
            }
            let words =
                |layer: &str| group(&drawn.scene.nodes, layer).map_or(0, |group| texts(&group.nodes).len());
            assert_eq!(words("rows"), count, "{name}");
            // Rows of one story share a name.
            if words("bar-labels") < 2 {
                wrong.push(format!("{name}: {} names in bars", words("bar-labels")));
            }
            if drawn.left_out.iter().any(|one| one.rule == "rows-too-low") {
                wrong.push(format!("{name}: rows too low"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    // What there is no room for is said.
    let all = ChartSpec::on_slide(chart::main_units(&dataset), [1320.0, 808.0], LEAST_PX);
    let drawn = chart::compose(&timeline, &holdings, &all, &Style::default(), Lang::EN);
    assert!(drawn.left_out.iter().any(|one| one.rule == "rows-too-low"));
    assert!(drawn.left_out.iter().any(|one| one.rule == "legend-left-out"));
}

#[test]
fn the_main_rows_are_of_different_stories() {
    let keys = |dataset: &Dataset, count: usize| -> Vec<String> {
        chart::main_rows(dataset, count).iter().map(|unit| dataset.unit(*unit).key.clone()).collect()
    };
    assert_eq!(keys(&duchy(), 2).len(), 2);
    assert_eq!(keys(&duchy(), 99), ["alpha", "beta"]);
    let five = keys(&builtin(), 5);
    assert_eq!(five.len(), 5);
    assert!(five.contains(&"nakhchivan".to_owned()), "{five:?}");
    assert_eq!(keys(&builtin(), 0), [] as [String; 0]);
}
