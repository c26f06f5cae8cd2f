//! What a person did to the labels of a map is done again to the next.

use std::fs;
use std::process::Command;

use marchland::backend::svg::{self, SvgOptions, TextMode};
use marchland::edits::Edits;
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Pin, Plan, View};
use marchland::scene::{Anchor, Ground, Node, Scene, Text};
use marchland::style::Style;
use marchland::timeline::Timeline;

use super::{builtin, day, duchy, readers::installed, run, text, texts};

const SIZE: PageSize = PageSize::px(800, 600);

fn scene(plan: &Plan<'_>, lang: Lang) -> Scene {
    let dataset = duchy();
    plan.compose(&Timeline::new(&dataset), Moment::Day(dataset.period.1), View::Control, lang).scene
}

/// All texts of a scene that have an id.
fn find<'a>(nodes: &'a [Node], id: &str) -> Option<&'a Text> {
    nodes.iter().find_map(|node| match node {
        Node::Group(group) => find(&group.nodes, id),
        Node::Text(text) => (text.id == id).then_some(text),
        Node::Path(_) | Node::Circle(_) => None,
    })
}

/// A plain label of one line, one of several lines, and a turned one, under ids of their own.
struct World {
    svg: String,
    plain: String,
    several: String,
    turned: String,
}

/// The text as a tag of the file.
fn tag<'a>(svg: &'a str, id: &str) -> &'a str {
    let at = svg.find(&format!(" id=\"{id}\"")).expect(id);
    let start = svg[..at].rfind('<').expect("a tag");
    let end = start + svg[start..].find("</text>").expect("its end") + "</text>".len();
    &svg[start..end]
}

#[test]
fn edits_are_read() {
    let (dataset, style) = (duchy(), Style::default());
    let plan = Plan::new(&dataset, &style, SIZE, None);
    let mut scene = scene(&plan, Lang::EN);
    // The labels of the test: whatever the layout does, one of each kind is there.
    let Some(Node::Group(map)) = scene.nodes.first_mut() else { panic!("a map") };
    let Some(Node::Group(labels)) = map.nodes.last_mut() else { panic!("labels") };
    assert_eq!(labels.id, "labels");
    let Node::Group(page) = &texts::page().nodes[1] else { panic!("texts") };
    let mut ground = Ground { px_per_km: 2.0, labels: Vec::new() };
    labels.nodes = page.nodes.clone();
    let (mut plain, mut several, mut turned, mut curved) = Default::default();
    for node in &labels.nodes {
        let Node::Text(text) = node else { continue };
        ground.labels.push((text.id.clone(), [1.4, 1.0]));
        match (text.lines.len(), text.rotate_deg != 0.0, text.course.is_empty()) {
            (_, true, _) if text.anchor == Anchor::Middle => turned = text.id.clone(),
            (1, false, true) => plain = text.id.clone(),
            (2, false, _) => several = text.id.clone(),
            (1, false, false) => curved = text.id.clone(),
            _ => {}
        }
    }
    scene.ground = Some(ground);
    let svg = svg::encode(&scene, &SvgOptions::default());
    let untouched = Edits::read(&svg).expect("our own map");
    assert_eq!((untouched.is_empty(), untouched.added, untouched.left.len()), (true, 0, 0), "{untouched:?}");

    let world = World { svg, plain, several, turned };
    let change = |id: &str, from: &str, to: &str| {
        let old = tag(&world.svg, id);
        assert!(old.contains(from), "{from:?} is not in {old}");
        world.svg.replace(old, &old.replacen(from, to, 1))
    };
    // How far each is to be from where it was, in px.
    let moved = |svg: &str, id: &str, by: [f64; 2]| {
        let edits = Edits::read(svg).expect(id);
        assert_eq!(edits.counts(), [1, 0, 0], "{id}: {edits:?}");
        let (pins, outside) = edits.pins(&plan);
        let at = match pins.get(id) {
            Some(Pin::At(at)) => *at,
            other => panic!("{id}: {other:?}, {outside:?}"),
        };
        let unmoved = plan_px(&plan, [1.4, 1.0]);
        let scale = scale_of(&plan) / 2.0;
        let off = (0..2).map(|i| (at[i] - unmoved[i] - by[i] * scale).abs()).fold(0.0, f64::max);
        assert!(off < 0.05, "{id}: moved by {at:?} from {unmoved:?}, expected {by:?} times {scale}");
    };
    let near = world.plain.as_str();
    for (from, to, by) in [
        ("<text", "<text transform=\"translate(7,-4)\"", [7.0, -4.0]),
        ("<text", "<text transform=\" translate( 3 )\n,translate(0 2.5) \"", [3.0, 2.5]),
        ("<text", "<text transform=\"matrix(1 0 0 1 -1 0.5)\"", [-1.0, 0.5]),
    ] {
        for id in [near, &world.several] {
            moved(&change(id, from, to), id, by);
        }
    }
    // A turned label, and one along a curve, keeps its turn and is put elsewhere.
    for id in [&world.turned, &curved] {
        let old = tag(&world.svg, id).to_owned();
        let start = old.find("transform=\"").expect("a turn") + "transform=\"".len();
        let shifted = format!("{}translate(5 6) {}", &old[..start], &old[start..]);
        moved(&world.svg.replace(&old, &shifted), id, [5.0, 6.0]);
    }
    // The layer of the labels, and the whole map: the one moves labels, the other does not.
    let layer = world.svg.replace("<g id=\"labels\"", "<g transform=\"translate(1 1)\" id=\"labels\"");
    assert_eq!(Edits::read(&layer).expect("a map").counts()[0], page.nodes.len());
    let all = world.svg.replace("<g id=\"map\"", "<g transform=\"translate(1 1) scale(2)\" id=\"map\"");
    assert!(Edits::read(&all).expect("a map").is_empty());
    // Removed, hidden, emptied.
    let gone = world.svg.replace(tag(&world.svg, near), "");
    for svg in
        [gone, change(near, "<text", "<text style=\"fill:red; display : none\""), change(near, "SPACED", "")]
    {
        assert_eq!(Edits::read(&svg).expect("a map").counts(), [0, 1, 0]);
    }
    // Reworded; in another alphabet that the fonts have, too.
    for words in ["Spaced otherwise", "Արցախ"] {
        let edits = Edits::read(&change(near, "SPACED", words)).expect("a map");
        assert_eq!(edits.counts(), [0, 0, 1]);
        let mut next = scene.clone();
        edits.reword(&mut next);
        assert_eq!(find(&next.nodes, near).expect("the label").lines[0].text, words);
        next.lang = "hy".into();
        next.nodes = scene.nodes.clone();
        edits.reword(&mut next);
        assert_eq!(next.nodes, scene.nodes, "other languages keep their words");
    }
    // What is seen and not carried.
    for (svg, left, added) in [
        (change(near, "<text", "<text transform=\"rotate(20)\""), 1, 0),
        (change(near, "<text", "<text transform=\"turn(20)\""), 1, 0),
        (change(near, "SPACED", "漢字"), 1, 0),
        (change(near, "x=\"", "x=\"2em\" dx=\""), 1, 0),
        (world.svg.replace("</svg>", "<path d=\"M0 0\"/><g><rect/></g></svg>"), 0, 2),
        (change(near, "<text", "<text class=\"label\" id=\"text1\">copy</text><text"), 0, 1),
    ] {
        let edits = Edits::read(&svg).expect("a map");
        assert_eq!((edits.left.len(), edits.added), (left, added), "{edits:?}");
    }
}

/// Where a plan puts a position, seen through a pin of a label that was not moved far.
fn plan_px(plan: &Plan<'_>, lonlat: [f64; 2]) -> [f64; 2] {
    probe(plan, lonlat, 0.0)
}

fn scale_of(plan: &Plan<'_>) -> f64 {
    let (a, b) = (probe(plan, [1.4, 1.0], 0.0), probe(plan, [1.4, 1.0], 10.0));
    (b[0] - a[0]) / 10.0
}

/// A record of one label that was moved by `km` to the right (and a hair, so that it counts as moved).
fn probe(plan: &Plan<'_>, [lon, lat]: [f64; 2], km: f64) -> [f64; 2] {
    let hair = 1e-3;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata><m:labels xmlns:m=\"urn:marchland:labels:1\" \
         px-per-km=\"1000\"><m:label of=\"a\" at=\"0 0\" lonlat=\"{lon} {lat}\">a</m:label></m:labels></metadata>\
         <text id=\"a\" x=\"{}\" y=\"0\">a</text></svg>",
        (km + hair) * 1000.0
    );
    match Edits::read(&svg).expect("a record").pins(plan).0.get("a") {
        Some(Pin::At(at)) => *at,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_map_of_ours_is_told() {
    let bare = |svg: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{svg}</svg>");
    let record =
        |inside: &str| bare(&format!("<m:labels xmlns:m=\"urn:marchland:labels:1\" {inside}</m:labels>"));
    let (dataset, style) = (duchy(), Style::default());
    let outlines = SvgOptions { text: TextMode::Outlines, ..SvgOptions::default() };
    let outlined = svg::encode(&scene(&Plan::new(&dataset, &style, SIZE, None), Lang::EN), &outlines);
    for (svg, words) in [
        ("<svg><g></svg>".to_owned(), "1:9"),
        (String::new(), "XML"),
        ("<html/>".to_owned(), "<html>"),
        (bare(""), "where its labels were set"),
        (outlined, "--text outlines"),
        (record(">"), "px-per-km"),
        (record("px-per-km='-1'>"), "above 0"),
        (record("px-per-km='2'><m:label of='a' at='1' lonlat='1 2'/>"), "at=\"X Y\""),
    ] {
        let error = Edits::read(&svg).expect_err(words).to_string();
        assert!(error.contains(words), "{error} should say {words}");
    }
}

#[test]
fn a_map_is_drawn_anew_with_its_edits() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, path) = (super::project("tests/worlds/duchy"), folder.path().join("map.svg"));
    let (dataset, data) = (duchy(), data.to_string_lossy());
    let date = dataset.period.1.to_string();
    let render = |more: &[&str]| {
        let args = ["render", "--data", &data, "--date", &date, "--size", "800x600", "--format", "svg"];
        run(folder.path(), &[&args[..], more].concat())
    };
    let read = || fs::read_to_string(&path).expect("the map");
    assert!(render(&["-o", "map.svg"]).status.success());
    // A town and a unit of the map, by the record.
    let svg = read();
    let first = |kind: &str| {
        let rest = svg.split(&format!("<m:label of=\"{kind}")).nth(1).expect(kind);
        format!("{kind}{}", rest.split('"').next().unwrap_or(""))
    };
    let (moved, gone) = (&first("label-place-"), &first("label-unit-"));
    let old = tag(&svg, moved);
    let shifted = old.replacen("<text", "<text transform=\"translate(6,-8)\"", 1);
    fs::write(&path, svg.replace(old, &shifted).replace(tag(&svg, gone), "")).expect("an edit");

    let refused = render(&["-o", "map.svg"]);
    assert!(text(&refused.stderr).contains("--keep-edits map.svg"), "{}", text(&refused.stderr));
    let output = render(&["-o", "map.svg", "--keep-edits", "map.svg"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("1 moved, 1 removed"), "{}", text(&output.stderr));
    let anew = read();
    assert!(!anew.contains(&format!(" id=\"{gone}\"")), "the removed label stays away");
    let number = |tag: &str, name: &str| -> f64 {
        let rest = tag.split(&format!(" {name}=\"")).nth(1).expect(name);
        rest.split('"').next().and_then(|digits| digits.parse().ok()).expect(name)
    };
    let now = tag(&anew, moved);
    for (name, by) in [("x", 6.0), ("y", -8.0)] {
        let step = number(now, name) - number(old, name);
        assert!((step - by).abs() < 0.1, "{name} moved by {step}: {old} {now}");
    }
    // A series, another page: the label is where it was moved to on the ground.
    let output = run(
        folder.path(),
        &["render", "--data", &data, "--date", &date, "--size", "1000x800", "--keep-edits", "map.svg"],
    );
    assert!(output.status.success(), "{}", text(&output.stderr));

    // What is drawn by hand is lost only when told so.
    let drawn = read().replace("</svg>", "<path id=\"mine\" d=\"M0 0l9 9\"/></svg>");
    fs::write(&path, &drawn).expect("an edit");
    let refused = render(&["-o", "map.svg", "--keep-edits", "map.svg"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(read(), drawn);
    let forced = render(&["-o", "map.svg", "--keep-edits", "map.svg", "--force"]);
    assert!(
        text(&forced.stderr).contains("drawn by hand, which are not carried: 1"),
        "{}",
        text(&forced.stderr)
    );

    fs::write(folder.path().join("map.png"), b"\x89PNG\xff").expect("a file");
    for (file, words) in [("nowhere.svg", "nowhere.svg"), ("map.png", "no SVG text")] {
        let output = render(&["-o", "other.svg", "--keep-edits", file]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
}

/// A moved label that the new map has no room for is named, not lost in silence.
#[test]
fn a_moved_label_that_is_on_no_new_map_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let render = |more: &[&str]| {
        let output = run(folder.path(), &[&["render", "--year", "1921", "--format", "svg"], more].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    render(&["-o", "map.svg"]);
    let path = folder.path().join("map.svg");
    let svg = fs::read_to_string(&path).expect("the map");
    let old = tag(&svg, "label-place-berd");
    let moved = old.replacen("<text", "<text transform=\"translate(9,9)\"", 1);
    fs::write(&path, svg.replace(old, &moved)).expect("an edit");
    let cases = [("1600x1000", false), ("600x375", true)];
    for (size, is_lost) in cases {
        let said = render(&["-o", "new.svg", "--force", "--size", size, "--keep-edits", "map.svg"]);
        let words = "\"label-place-berd\" was moved, but is on none of the new maps";
        assert_eq!(said.contains(words), is_lost, "{size}: {said}");
    }
}

/// Labels moved and removed in Inkscape and saved by it.
#[test]
fn edits_made_in_inkscape_are_read() {
    if !installed("inkscape") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (dataset, style) = (builtin(), Style::default());
    let plan = Plan::new(&dataset, &style, SIZE, None);
    let timeline = Timeline::new(&dataset);
    let scene = plan.compose(&timeline, Moment::Day(day("1920-08-15")), View::Control, Lang::AZ).scene;
    let mut scene = scene;
    // One label of each kind: plain, of several lines, turned and spaced, on a course.
    let Node::Group(page) = texts::page().nodes.swap_remove(1) else { panic!("texts") };
    let ids: Vec<String> =
        ["label-0", "label-1", "label-2", "label-3", "label-15"].map(str::to_owned).to_vec();
    let Some(Node::Group(map)) = scene.nodes.first_mut() else { panic!("a map") };
    let Some(Node::Group(labels)) = map.nodes.last_mut() else { panic!("labels") };
    labels.nodes = page.nodes;
    map.clip = Some(Rect::new(0.0, 0.0, 800.0, 600.0));
    scene.ground = Some(Ground {
        px_per_km: 2.0,
        labels: (0..19)
            .map(|i| (format!("label-{i}"), [44.0, 40.0]))
            .filter(|(id, _)| find(&map.nodes, id).is_some())
            .collect(),
    });
    let count = scene.ground.as_ref().map_or(0, |ground| ground.labels.len());
    fs::write(folder.path().join("map.svg"), svg::encode(&scene, &SvgOptions::default())).expect("the map");
    let mut actions = String::new();
    for id in &ids {
        actions += &format!("select-by-id:{id};transform-translate:6,-4;select-clear;");
    }
    actions += "select-by-id:label-5;delete;select-clear;export-filename:edited.svg;export-do";
    let output = Command::new("inkscape")
        .args([&format!("--actions={actions}"), "map.svg"])
        .current_dir(folder.path())
        .output()
        .expect("inkscape runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let edited = fs::read_to_string(folder.path().join("edited.svg")).expect("the edited map");
    let edits = Edits::read(&edited).expect("what Inkscape saved");
    assert!(edits.left.is_empty() && edits.added == 0, "{edits:?}");
    assert_eq!(edits.counts(), [ids.len(), 1, 0], "{edits:?} of {count}");
    let (pins, _) = edits.pins(&plan);
    let first = pins.get(&ids[0]).expect("a pin");
    for id in &ids {
        let (Some(Pin::At(a)), Pin::At(b)) = (pins.get(id), first) else { panic!("{id} {pins:?}") };
        assert!((a[0] - b[0]).abs() < 0.2 && (a[1] - b[1]).abs() < 0.2, "{id}: {a:?} {b:?}");
    }
}
