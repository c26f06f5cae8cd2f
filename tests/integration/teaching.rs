//! Maps for teaching: large type that fits, questions that do not give their answers away, numbers that stand on the
//! land they are for, worksheets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use marchland::dataset::{Dataset, Holder};
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Content, LineChoice, Moment, PageSize, Paper, Plan, Series, Show, View};
use marchland::scene::{Circle, Group, Node, Scene, Text};
use marchland::style::Style;
use marchland::timeline::Timeline;
use marchland::words::LANGS;
use marchland::worksheet::{Spec, worksheets};
use rayon::prelude::*;

use super::layout::{group, slide_faults, texts, texts_apart};
use super::readers::installed;
use super::{builtin, run, text};

/// 18 points on a slide of 1920 x 1080 px.
const LEAST: f64 = 36.0;
/// Pictures on slides: a map alone, a map beside text, one of two.
const SIZES: [[u32; 2]; 3] = [[1220, 808], [860, 808], [882, 560]];

/// Ends of years, and every so many days of change.
fn moments(timeline: &Timeline<'_>, step: usize) -> Vec<Moment> {
    let changes = timeline.change_days().into_iter().filter(|day| (1918..=1930).contains(&day.year()));
    let mut all: Vec<Moment> = changes.step_by(step).map(Moment::Day).collect();
    all.extend((1918..=1930).map(Moment::YearEnd));
    all.sort_by_key(|moment| moment.day());
    all.dedup_by_key(|moment| moment.day());
    all
}

fn map(scene: &Scene) -> &Group {
    group(&scene.nodes, "map").expect("a map")
}

#[test]
fn maps_on_slides_can_be_read_from_the_last_row_in_every_language() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let mut cases = Vec::new();
    for lang in LANGS {
        for (at, size) in SIZES.into_iter().enumerate() {
            let view = [View::Control, View::Sovereignty, View::Claims][at];
            cases.push((lang, size, view, if at == 1 { "dark" } else { "slide" }));
        }
    }
    let check = |&(lang, [width, height], view, theme): &(Lang, [u32; 2], View, &str)| {
        let style =
            Style::theme(theme).expect("a theme").for_slide([f64::from(width), f64::from(height)], LEAST);
        let plan = Plan::new(&dataset, &style, PageSize::px(width, height), None)
            .with_lines(LineChoice::Only(Vec::new()));
        let moments = moments(&timeline, 9);
        let series = Series::new(&plan, &timeline, &moments, view, lang);
        let mut faults = Vec::new();
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for &moment in &moments {
            let scene = series.compose(moment).scene;
            let state = timeline.at(moment.day());
            let mut found = slide_faults(&dataset, &state, &plan, &scene, view == View::Control);
            for text in texts(&scene.nodes) {
                if text.size < LEAST - 1e-6 {
                    found.push(format!("{} is set in {:.1} px", text.id, text.size));
                }
                *named.entry(text.class.clone()).or_default() += 1;
            }
            faults.extend(found.iter().map(|fault| format!("{lang} {width} {}: {fault}", moment.day())));
        }
        // Thinned out, not bare: each map names several holders, main towns and waters, and has a scale.
        let least = |class: &str| named.get(class).copied().unwrap_or(0) as f64 / moments.len() as f64;
        for (class, wanted) in [("label-polity", 3.0), ("label-place", 2.0), ("scale", 1.0)] {
            if least(class) < wanted {
                faults.push(format!("{lang} {width}: {:.1} {class} on a map", least(class)));
            }
        }
        // Not a thicket: as many names as can be read at a glance.
        let names: usize = named.values().sum();
        if names > 22 * moments.len() {
            faults.push(format!("{lang} {width}: {names} names on {} maps", moments.len()));
        }
        faults
    };
    let faults: Vec<String> = cases.par_iter().flat_map_iter(check).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The numbers of a map with where each stands.
fn discs(scene: &Scene) -> Vec<(usize, Circle)> {
    let nodes = group(&scene.nodes, "numbers").map_or(&[][..], |group| group.nodes.as_slice());
    let mut discs = Vec::new();
    for pair in nodes.chunks(2) {
        let [Node::Circle(disc), Node::Text(text)] = pair else { panic!("a disc and its number") };
        discs.push((text.lines[0].text.parse().expect("a number"), disc.clone()));
    }
    discs
}

/// Every number stands on land of the holder it is for, apart from the others and on the map; it is the same holder's
/// on all maps; and the numbers of a series have no gaps.
#[test]
fn numbers_stand_on_the_land_they_are_for() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let cases = [
        ("slide", SIZES[0], LEAST, View::Control),
        ("dark", SIZES[2], LEAST, View::Sovereignty),
        ("print-bw", [820, 560], 12.0, View::Claims),
    ];
    for (theme, [width, height], least, view) in cases {
        let style =
            Style::theme(theme).expect("a theme").for_slide([f64::from(width), f64::from(height)], least);
        let plan = Plan::new(&dataset, &style, PageSize::px(width, height), None)
            .with_lines(LineChoice::Only(Vec::new()));
        let moments = moments(&timeline, 4);
        let series = Series::new(&plan, &timeline, &moments, view, Lang::EN);
        let mut owners: BTreeMap<usize, Holder> = BTreeMap::new();
        for &moment in &moments {
            let what = format!("{theme} {} {}", view.key(), moment.day());
            let state = timeline.at(moment.day());
            let composed = series.compose_as(moment, Show { content: Content::Numbered, since: None });
            let warned = composed.left_out.iter().map(|one| &one.message).collect::<Vec<_>>();
            assert!(warned.is_empty(), "{what}: {warned:?}");
            let found = discs(&composed.scene);
            let answers = series.answers(moment);
            let numbers: BTreeSet<usize> = found.iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, answers.iter().map(|one| one.number).collect(), "{what}");
            assert_eq!(answers.len(), numbers.len(), "{what}: each number has one answer");
            let clip = map(&composed.scene).clip.expect("the map's frame");
            for (at, (number, disc)) in found.iter().enumerate() {
                let reach = Rect::new(disc.center[0], disc.center[1], 0.0, 0.0).grown(disc.radius);
                assert!(clip.contains_rect(&reach), "{what}: {number} leaves the map");
                for (other, near) in &found[..at] {
                    let [dx, dy] = [0, 1].map(|axis| near.center[axis] - disc.center[axis]);
                    assert!(dx.hypot(dy) > near.radius + disc.radius, "{what}: {number} lies on {other}");
                }
                let unit = dataset.unit_at(plan.lonlat(disc.center)).expect("on land");
                let unit = state.of(unit);
                let hold =
                    if view == View::Sovereignty { unit.sovereignty.value } else { unit.control.value };
                let owner = owners.entry(*number).or_insert(hold);
                assert_eq!(*owner, hold, "{what}: {number} is another holder's on another map");
                let answer = answers.iter().find(|one| one.number == *number).expect("an answer");
                if let Some(polity) = hold.polity() {
                    assert_eq!(
                        answer.holder,
                        dataset.polity(polity).name_on(moment.day(), Lang::EN),
                        "{what}"
                    );
                }
                // Its swatch has the colour of the land under it.
                let fill = answer.swatch.iter().find_map(|node| match node {
                    Node::Path(path) => path.fill,
                    _ => None,
                });
                let tints = style.tints(&dataset);
                if let Some(polity) = hold.polity() {
                    let tints = &tints[polity.index()];
                    assert!([tints.fill, tints.pale].map(Some).contains(&fill), "{what}: {number}");
                }
            }
            // A town's dot is not under a number.
            let towns = group(&composed.scene.nodes, "towns").map_or(&[][..], |group| group.nodes.as_slice());
            for town in towns {
                let Node::Circle(dot) = town else { continue };
                for (number, disc) in &found {
                    let [dx, dy] = [0, 1].map(|axis| dot.center[axis] - disc.center[axis]);
                    assert!(dx.hypot(dy) > disc.radius, "{what}: {number} covers {}", dot.id);
                }
            }
        }
        let numbers: Vec<usize> = owners.keys().copied().collect();
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "{theme}: no gaps");
    }
}

/// Everything that is written in a drawing or about its parts.
fn written(nodes: &[Node], out: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Group(one) => {
                out.extend([one.id.clone(), one.label.clone()]);
                written(&one.nodes, out);
            }
            Node::Path(one) => out.extend([one.id.clone(), one.class.clone(), one.title.clone()]),
            Node::Circle(one) => out.extend([one.id.clone(), one.class.clone(), one.title.clone()]),
            Node::Text(one) => {
                out.push(one.id.clone());
                out.extend(one.lines.iter().map(|line| line.text.clone()));
            }
        }
    }
}

/// Names of holders on a day, in full, short and for programs.
fn names(dataset: &Dataset, moment: Moment, lang: Lang) -> Vec<String> {
    let of = |polity: &marchland::dataset::Polity| {
        let (day, key) = (moment.day(), polity.key.clone());
        [polity.name_on(day, lang).to_owned(), polity.short_on(day, lang).to_owned(), key]
    };
    dataset.polities.iter().flat_map(of).collect()
}

#[test]
fn a_map_that_asks_does_not_answer() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let style = Style::theme("slide").expect("a theme").for_slide([860.0, 808.0], LEAST);
    let plan = Plan::new(&dataset, &style, PageSize::px(860, 808), None);
    let moments = [1919, 1920, 1924].map(Moment::YearEnd);
    for lang in LANGS {
        let series = Series::new(&plan, &timeline, &moments, View::Control, lang);
        for &moment in &moments {
            for (key, content) in Content::ALL {
                let scene = series.compose_as(moment, Show { content, since: None }).scene;
                let mut told = vec![scene.description.clone()];
                written(&scene.nodes, &mut told);
                let given = names(&dataset, moment, lang).into_iter().filter(|name| {
                    told.iter().any(|one| {
                        let is_name = one.split([' ', ',', '.', ';', ':', '-']).any(|word| word == name);
                        one == name || is_name || (name.contains(' ') && one.contains(name.as_str()))
                    })
                });
                let given: Vec<String> = given.collect();
                assert_eq!(
                    given.is_empty(),
                    content.is_question(),
                    "{key} {lang} {}: {given:?}",
                    moment.day()
                );
                // What it is, is said all the same.
                assert!(scene.title.contains(dataset.title.get(lang)) && scene.description.len() > 40);
            }
        }
    }
}

#[test]
fn contents_show_what_they_promise() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let style = Style::theme("slide").expect("a theme").for_slide([860.0, 808.0], LEAST);
    let plan =
        Plan::new(&dataset, &style, PageSize::px(860, 808), None).with_lines(LineChoice::Only(Vec::new()));
    let moments = [1923, 1924, 1926, 1927].map(Moment::YearEnd);
    let series = Series::new(&plan, &timeline, &moments, View::Control, Lang::EN);
    let layers = |content| -> Vec<String> {
        let scene = series.compose_as(moments[1], Show { content, since: None }).scene;
        let layer = |node: &Node| match node {
            Node::Group(group) => Some(group.id.clone()),
            _ => None,
        };
        map(&scene).nodes.iter().filter_map(layer).collect()
    };
    let ground = ["sea", "land", "holders", "rivers", "lakes"];
    let check = |content: Content, more: &[&str], less: &[&str]| {
        let found = layers(content);
        for wanted in ground.iter().chain(more).filter(|layer| **layer != "land") {
            assert!(
                found.iter().any(|layer| layer == wanted),
                "{} has no {wanted}: {found:?}",
                content.key()
            );
        }
        for unwanted in less {
            assert!(!found.iter().any(|layer| layer == unwanted), "{} has {unwanted}", content.key());
        }
    };
    check(Content::Full, &["hatches", "borders", "towns", "labels"], &["numbers", "changed"]);
    check(Content::Unlabelled, &["hatches", "borders", "towns"], &["labels", "numbers"]);
    check(Content::Numbered, &["hatches", "borders", "towns", "numbers"], &["labels"]);
    check(Content::Outline, &["borders"], &["labels", "numbers", "hatches", "towns"]);
    check(Content::Blank, &[], &["labels", "numbers", "hatches", "towns"]);
    // On an outline the land has one fill, that of paper; on a blank map no border parts it.
    let scene = series.compose_as(moments[1], Show { content: Content::Outline, since: None }).scene;
    let holders = group(&scene.nodes, "holders").expect("land");
    let [Node::Path(land)] = holders.nodes.as_slice() else { panic!("one path") };
    assert_eq!(land.fill, Some(style.page.paper));
    let blank = series.compose_as(moments[1], Show { content: Content::Blank, since: None }).scene;
    let borders = group(&blank.nodes, "borders").map_or(&[][..], |group| group.nodes.as_slice());
    assert!(borders.iter().all(|node| matches!(node, Node::Path(path) if path.id == "coast")));
    // What changed is outlined over the borders and under the names, and nothing where nothing did.
    let since = |at: usize, before: usize| {
        let show = Show { content: Content::Full, since: Some(moments[before]) };
        let scene = series.compose_as(moments[at], show).scene;
        let ids: Vec<String> = map(&scene)
            .nodes
            .iter()
            .map(|node| match node {
                Node::Group(group) => group.id.clone(),
                _ => String::new(),
            })
            .collect();
        let place = |id: &str| ids.iter().position(|known| known == id);
        place("changed").map(|at| (place("borders") < Some(at), Some(at) < place("towns")))
    };
    assert!(series.has_changed(moments[1], moments[0]));
    assert_eq!(since(1, 0), Some((true, true)));
    assert!(!series.has_changed(moments[3], moments[2]));
    assert_eq!(since(3, 2), None);
}

fn smallest(scene: &Scene) -> f64 {
    texts(&scene.nodes).iter().map(|text| text.size).fold(f64::MAX, f64::min)
}

#[test]
fn worksheets_ask_on_their_pages_and_answer_on_the_last() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let moments = [1918, 1920, 1921, 1924].map(Moment::YearEnd);
    let contents = [Content::Numbered, Content::Unlabelled, Content::Outline, Content::Blank];
    let sheets = [
        ("a4", vec![Paper::A4.size(false), Paper::A4.size(true)], None),
        ("letter upright", vec![Paper::Letter.size(true)], None),
        ("a5", vec![Paper::A5.size(false)], Some([44.6, 38.7, 46.6, 40.0])),
    ];
    let cases: Vec<_> = sheets.iter().flat_map(|sheet| LANGS.map(|lang| (sheet, lang))).collect();
    cases.par_iter().for_each(|&((name, sizes, extent), lang)| {
        let style = Style::theme("print-bw").expect("a theme");
        let hide_dates = lang == Lang::EN;
        let spec = Spec {
            moments: &moments,
            contents: &contents,
            view: View::Control,
            lang,
            sizes,
            extent: *extent,
            title: None,
            hide_dates,
        };
        let pages = worksheets(&timeline, &style, &spec).expect("worksheets");
        assert_eq!(pages.sheets.len(), moments.len() * contents.len());
        let mut frames = BTreeSet::new();
        let all =
            pages.sheets.iter().map(|page| (false, page)).chain(pages.key.iter().map(|page| (true, page)));
        for (at, (is_key, page)) in all.enumerate() {
            let what = format!("{name} {lang} page {}", at + 1);
            let scene = &page.scene;
            assert!(page.left_out.is_empty(), "{what}: {:?}", page.left_out);
            // Nine points.
            assert!(smallest(scene) >= 12.0 - 1e-6, "{what}: type of {} px", smallest(scene));
            let room = Rect::new(0.0, 0.0, scene.width, scene.height);
            let mut faults = Vec::new();
            if is_key {
                let ids: Vec<String> = scene
                    .nodes
                    .iter()
                    .filter_map(|node| match node {
                        Node::Group(group) => Some(group.id.clone()),
                        _ => None,
                    })
                    .collect();
                let layers: Vec<(&str, Rect)> = ids.iter().map(|id| (id.as_str(), room)).collect();
                texts_apart(scene, &layers, &[], &mut faults);
            } else {
                let frame = map(scene).clip.expect("a frame");
                frames.insert([frame.x, frame.y, frame.w, frame.h].map(f64::to_bits));
                let layers = [("heading", room), ("list", room), ("numbers", frame), ("furniture", frame)];
                texts_apart(scene, &layers, &[], &mut faults);
                let beside = |text: &&Text| {
                    frame.overlaps(&Rect::new(text.lines[0].at[0], text.lines[0].at[1], 1.0, 1.0))
                };
                let over =
                    texts(&group(&scene.nodes, "list").expect("a list").nodes).into_iter().find(beside);
                assert!(over.is_none(), "{what}: {over:?} on the map");
            }
            assert_eq!(faults, [] as [String; 0], "{what}");
            if is_key {
                continue;
            }
            let (moment, content) = (moments[at / contents.len()], contents[at % contents.len()]);
            let mut told = vec![scene.title.clone(), scene.description.clone()];
            written(&scene.nodes, &mut told);
            let is_told =
                |name: &str| told.iter().any(|one| one == name || one.starts_with(&format!("{name} ")));
            let holders: Vec<&str> = dataset
                .polities
                .iter()
                .map(|polity| polity.name_on(moment.day(), lang))
                .filter(|name| is_told(name))
                .collect();
            assert_eq!(holders.is_empty(), content != Content::Outline, "{what}: {holders:?}");
            if hide_dates {
                let year = moment.day().year().to_string();
                let facts = scene.metadata.iter().map(|(_, value)| value);
                let tells = told.iter().chain(facts).find(|one| one.contains(&year));
                assert_eq!(tells, None, "{what}");
            }
        }
        assert_eq!(frames.len(), 1, "{name} {lang}: the map stands at one place on all sheets");
        // What is asked is answered: the numbers of each sheet are those of its date in the key.
        let listed = |nodes: &[Node]| -> BTreeSet<String> {
            let numbers = texts(nodes).into_iter().filter(|text| text.id.ends_with("-number"));
            numbers.map(|text| text.lines[0].text.clone()).collect()
        };
        for (at, moment) in moments.iter().enumerate() {
            let asked = &pages.sheets[at * contents.len()].scene;
            let id = format!("key-{}", moment.day());
            let answered = pages.key.iter().find_map(|page| group(&page.scene.nodes, &id)).expect("answers");
            let asked = listed(&group(&asked.nodes, "list").expect("a list").nodes);
            assert!(asked.len() > 3, "{name} {lang}: {asked:?}");
            assert_eq!(asked, listed(&answered.nodes), "{name} {lang} {}", moment.day());
        }
        // The key has every answer of every map.
        let mut told = Vec::new();
        pages.key.iter().for_each(|page| written(&page.scene.nodes, &mut told));
        let told = told.join("\n");
        for moment in moments {
            let words = marchland::time::write_day(moment.day(), lang);
            assert!(told.contains(&words), "{name} {lang}: {words}");
            let state = timeline.at(moment.day());
            let unit = dataset.unit_by_key("meghri").expect("a unit");
            let holder = state.of(unit).control.value.polity().map(|polity| dataset.polity(polity));
            let first = holder.map(|polity| polity.name_on(moment.day(), lang));
            let first = first.and_then(|name| name.split(' ').next()).unwrap_or("");
            assert!(told.contains(first), "{name} {lang}: {first}");
        }
    });
}

#[test]
fn worksheets_that_cannot_be_are_explained() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let moments = [Moment::YearEnd(1920)];
    let sizes = [Paper::A4.size(false)];
    let spec = Spec {
        moments: &moments,
        contents: &[Content::Numbered],
        view: View::Control,
        lang: Lang::EN,
        sizes: &sizes,
        extent: None,
        title: None,
        hide_dates: false,
    };
    let check = |spec: Spec<'_>, words: &str| {
        let said = worksheets(&timeline, &Style::default(), &spec).expect_err("no worksheet");
        assert!(said.contains(words), "{said}");
    };
    check(Spec { contents: &[Content::Full], ..spec.clone() }, "no map to ask something about");
    check(Spec { moments: &[], ..spec.clone() }, "no map to ask something about");
    check(Spec { view: View::Sources, ..spec.clone() }, "take control, sovereignty or claims");
    check(Spec { sizes: &[PageSize::px(240, 160)], ..spec }, "larger sheet");
}

#[test]
fn the_command_writes_worksheets() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = |args: &[&str]| {
        let output = run(folder.path(), args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "", "{args:?}");
    };
    let names = |of: &str| {
        let entries = fs::read_dir(folder.path().join(of)).expect("the folder").flatten();
        let mut names: Vec<String> =
            entries.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let common =
        ["worksheet", "--years", "1920..1921", "--content", "outline,numbered", "--style", "print-bw"];
    done(&[&common[..], &["--format", "svg", "--lang", "az", "-o", "out"]].concat());
    let stem = "south-caucasus_1920-1921_control_worksheet_az";
    // Two dates, two sheets each, and the key.
    let expected: Vec<String> = (1..=5).map(|page| format!("{stem}_{page}.svg")).collect();
    assert_eq!(names("out"), expected);
    done(&[&common[..], &["--format", "svg", "--no-key", "-o", "bare"]].concat());
    assert_eq!(names("bare").len(), 4);
    done(&[&common[..], &["--key", "key.svg", "-o", "one.svg", "--date", "1920-08-15"]].concat());
    assert!(folder.path().join("key.svg").exists() && folder.path().join("one_6.svg").exists());
    // What a person has edited stays.
    let edited = folder.path().join("out").join(&expected[2]);
    fs::write(&edited, "<svg>mine</svg>").expect("an edit");
    let again =
        run(folder.path(), &[&common[..], &["--format", "svg", "--lang", "az", "-o", "out"]].concat());
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("--force"), "{}", text(&again.stderr));
    assert_eq!(fs::read_to_string(&edited).expect("it"), "<svg>mine</svg>");
}

#[cfg(feature = "pdf")]
#[test]
fn a_worksheet_as_pdf_asks_and_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let args =
        ["worksheet", "--date", "1920-12-31", "--style", "print-bw", "-o", "sheet.pdf", "--key", "key.pdf"];
    let output = run(folder.path(), &args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    if !installed("pdftotext") {
        return;
    }
    let words = |file: &str| {
        let path = folder.path().join(file);
        let output =
            Command::new("pdftotext").args(["-layout".as_ref(), path.as_os_str(), "-".as_ref()]).output();
        text(&output.expect("pdftotext runs").stdout)
    };
    let (sheet, key) = (words("sheet.pdf"), words("key.pdf"));
    for told in ["Name", "Class", "31 December 1920", "Write next to each number", "13", "OpenStreetMap"] {
        assert!(sheet.contains(told) || told == "13", "{told}: {sheet}");
    }
    for answer in ["Armenian", "Azerbaijan", "Russian", "Persia", "Syunik", "Turkey"] {
        assert!(!sheet.contains(answer), "the sheet says {answer}: {sheet}");
        assert!(key.contains(answer), "the key does not say {answer}: {key}");
    }
    assert!(key.contains("Answer key") && key.contains("Sources: "), "{key}");
}
