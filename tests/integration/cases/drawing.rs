//! Drawn maps, charts, pages and slides of such files: letters, legends, names, years before our era.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::{Answer, DATED, answer_in, copy};

/// Runs a command on a file with the fields of [`DATED`].
fn dated(folder: &Path, command: &str, file: &str, more: &[&str]) -> Answer {
    let mut arguments = vec![command, "--data", file];
    if command == "import" || command == "check" {
        arguments = vec![command, file];
    }
    arguments.extend(DATED);
    arguments.extend(more);
    answer_in(folder, &arguments)
}

fn written(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The words of all texts of an SVG, a line each.
fn words(svg: &str) -> Vec<String> {
    let document = resvg::usvg::roxmltree::Document::parse(svg).expect("an SVG");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let lines = texts.map(|text| {
        let words = text.descendants().filter(|part| part.is_text()).filter_map(|part| part.text());
        words.map(str::trim).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    });
    lines.collect()
}

#[test]
fn case_03_missing_letters_are_told_with_their_names() {
    let folder = copy("03-missing-letters");
    let expected = [
        "the fonts lack",
        "Ε (U+0395)",
        "ệ (U+1EC7)",
        "Ɓ (U+0181)",
        "\"Ελλάς\" (polity)",
        "\"Việt Nam\" (polity)",
    ];
    for (command, more) in [
        ("render", &["--date", "1905-01-01", "--format", "svg", "-o", "a.svg"][..]),
        ("animate", &["--date", "1905-01-01", "--size", "400x300", "-o", "a.gif"]),
        ("sheet", &["--date", "1905-01-01,1906-01-01", "--format", "svg", "-o", "sheet"]),
        ("atlas", &["-o", "a.html"]),
        ("slides", &["-o", "a.pptx"]),
        ("timeline", &["-o", "t.svg"]),
        ("worksheet", &["--date", "1905-01-01", "-o", "w.pdf"]),
        ("import", &["-o", "set"]),
        ("check", &[]),
    ] {
        let answer = dated(folder.path(), command, "names.geojson", more);
        let told = answer.stderr + &answer.stdout;
        for words in expected {
            assert!(told.contains(words), "{command}: no {words} in {told}");
        }
        assert_eq!(told.matches("the fonts lack").count(), 1, "{command}: {told}");
        assert!(!told.contains("საქართველო"), "{command}: Georgian letters are there: {told}");
    }
    let told = answer_in(
        folder.path(),
        &[
            "compare",
            "1905-01-01",
            "1906-01-01",
            "--data",
            "names.geojson",
            "--format",
            "svg",
            "-o",
            "c.svg",
            DATED[0],
            DATED[1],
            DATED[2],
            DATED[3],
            DATED[4],
            DATED[5],
        ],
    );
    assert!(told.stderr.contains("the fonts lack"), "{}", told.stderr);
    // Georgian is never put in capitals.
    let svg = written(folder.path(), "a.svg");
    assert_eq!(words(&svg).iter().filter(|words| words.contains("საქართველო")).count(), 2, "map and legend");
}

#[test]
fn case_06_years_before_our_era_are_written_out_everywhere() {
    let folder = copy("06-bce-drawn");
    let folder = folder.path();
    let run = |command: &str, more: &[&str]| {
        let answer = dated(folder, command, "bc.geojson", more);
        assert_eq!(answer.code, Some(0), "{command}: {}", answer.stderr);
    };
    run("timeline", &["--unit", "orveld", "-o", "c.svg"]);
    let chart = words(&written(folder, "c.svg"));
    assert!(chart.iter().any(|words| words.contains("101–1 BC")), "{chart:?}");
    let is_axis = |words: &&String| words.ends_with(" BC") || words.starts_with("AD ");
    assert!(chart.iter().filter(is_axis).count() >= 6, "{chart:?}");
    assert!(chart.iter().all(|words| !words.starts_with('-') && words != "0"), "{chart:?}");
    run("timeline", &["--years=-100..14", "-o", "d.svg"]);
    let chart = words(&written(folder, "d.svg"));
    assert!(chart.iter().any(|words| words.contains("101 BC – AD 14")), "{chart:?}");
    assert!(chart.iter().any(|words| words == "AD 5" || words == "AD 10"), "{chart:?}");

    run("atlas", &["-o", "a.html"]);
    let page = written(folder, "a.html");
    for expected in
        ["{d} March {y} BC", "{d} March AD {y}", "\"years\":[\"AD {y}\",\"{y} BC\"]", "<b>1 March 101 BC</b>"]
    {
        assert!(page.contains(expected), "{expected}");
    }

    run("sheet", &["--date", "-0100-03-01,0001-03-01", "--format", "svg", "-o", "sheet"]);
    let sheet = fs::read_dir(folder.join("sheet")).expect("sheets").flatten().next().expect("a sheet").path();
    let sheet = words(&fs::read_to_string(sheet).expect("a sheet")).join("\n");
    assert!(sheet.contains("1 March 101 BC") && sheet.contains("1 March AD 1"), "{sheet}");

    let mut compare = vec![
        "compare",
        "-0099-03-01",
        "0001-03-01",
        "--data",
        "bc.geojson",
        "--format",
        "svg",
        "-o",
        "cmp.svg",
    ];
    compare.extend(DATED);
    assert_eq!(answer_in(folder, &compare).code, Some(0));
    let compare = words(&written(folder, "cmp.svg")).join("\n");
    assert!(compare.contains("100 BC") && compare.contains("AD 1"), "{compare}");

    run("animate", &["--each", "change", "--format", "frames", "--size", "640x480", "-o", "frames"]);
    run("slides", &["--format", "svg", "-o", "slides"]);
    let mut slides: Vec<_> =
        fs::read_dir(folder.join("slides")).expect("slides").flatten().map(|file| file.path()).collect();
    slides.sort();
    let all: Vec<String> =
        slides.iter().flat_map(|slide| words(&fs::read_to_string(slide).expect("a slide"))).collect();
    assert!(all.iter().any(|words| words.contains(" BC")), "{all:?}");
    assert!(
        all.iter().all(|words| !words.contains("-100") && !words.contains("-96") && words != "0"),
        "{all:?}"
    );
}

#[test]
fn case_10_sets_without_ranks_have_a_chart() {
    let folder = copy("10-chart-of-imported");
    let answer = dated(folder.path(), "timeline", "three.geojson", &["--format", "svg", "-o", "t.svg"]);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let svg = written(folder.path(), "t.svg");
    let document = resvg::usvg::roxmltree::Document::parse(&svg).expect("an SVG");
    let rows = document.descendants().filter(|node| node.attribute("class") == Some("row-name")).count();
    assert!(rows >= 3 || words(&svg).len() > 6, "{rows} rows: {:?}", words(&svg));
    // Of very many units those with most history have rows, and the others are counted.
    let features: Vec<String> = (0..60)
        .map(|i| {
            let (x, y) = (10 + i % 10, 40 + i / 10);
            let until = 1905 + i % 7;
            format!(
                r#"{{"type":"Feature","properties":{{"name":"Unit {i:02}","from":"1900-01-01","to":"{until}-01-01"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{},{}],[{x},{}],[{x},{y}]]]}}}}"#,
                x + 1, x + 1, y + 1, y + 1
            )
        })
        .collect();
    let many = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    fs::write(folder.path().join("many.geojson"), many).expect("a file");
    let answer = dated(folder.path(), "timeline", "many.geojson", &["-o", "m.svg"]);
    assert!(answer.stderr.contains("12 more have none: --unit"), "{}", answer.stderr);
    assert!(words(&written(folder.path(), "m.svg")).iter().any(|words| words.contains("and 12 more")));
}

#[test]
fn case_11_holders_that_nobody_finds_are_counted_and_named() {
    let folder = copy("11-small-land-without-name");
    let answer =
        dated(folder.path(), "render", "microstates.geojson", &["--date", "1905-01-01", "-o", "a.svg"]);
    let svg = words(&written(folder.path(), "a.svg"));
    assert!(svg.iter().any(|words| words == "and 3 more"), "{svg:?}");
    let note = "3 holders have land too small to be seen at this size, and no place in the legend";
    assert!(answer.stderr.contains(note), "{}", answer.stderr);
    assert!(answer.stderr.contains("\"Islet B\", \"Monako\", \"Pinpoint\""), "{}", answer.stderr);
    // Whose land is in the legend is found there.
    let answer = dated(folder.path(), "render", "enclaves.geojson", &["--date", "1905-01-01", "-o", "b.svg"]);
    let svg = words(&written(folder.path(), "b.svg"));
    let listed = (0..60).filter(|i| svg.iter().any(|words| *words == format!("Encl {i:02}"))).count();
    assert!(listed >= 15 || answer.stderr.contains("no name there"), "{listed}: {}", answer.stderr);
}

#[test]
fn case_12_no_program_that_sets_text_misses_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments =
        ["render", "--date", "1920-08-15", "--style", "article", "--format", "svg", "-o", "a.svg"];
    assert_eq!(answer_in(folder.path(), &arguments).code, Some(0));
    let svg = written(folder.path(), "a.svg");
    assert!(!svg.contains("textPath"), "librsvg draws no text on paths");
    let curved = svg.matches(" rotate=\"").count();
    assert!(curved > 10, "{curved} names along curves");
    // As many places as letters.
    for text in svg.split("<text ").filter(|text| text.contains(" rotate=\"")) {
        let list = |name: &str| {
            text.split_once(&format!(" {name}=\""))
                .and_then(|(_, rest)| rest.split('"').next())
                .map_or(0, |list| list.split(' ').count())
        };
        let letters = text
            .split_once('>')
            .and_then(|(_, rest)| rest.split('<').next())
            .map_or(0, |words| words.chars().count());
        assert_eq!([list("x"), list("y"), list("rotate")], [letters; 3], "{text}");
    }
    if Command::new("rsvg-convert").arg("--version").output().is_err() {
        eprintln!("skipped: rsvg-convert is not installed");
        return;
    }
    // Every name leaves ink: without it, the picture differs.
    let ink = |svg: &str| {
        fs::write(folder.path().join("b.svg"), svg).expect("a file");
        let made =
            Command::new("rsvg-convert").args(["b.svg", "-o", "b.png"]).current_dir(folder.path()).status();
        assert!(made.expect("rsvg-convert runs").success());
        fs::read(folder.path().join("b.png")).expect("a picture")
    };
    let whole = ink(&svg);
    let names: Vec<&str> = svg.lines().filter(|line| line.contains(" rotate=\"")).collect();
    for name in names.iter().step_by(names.len().div_ceil(4)) {
        assert!(ink(&svg.replace(name, "")) != whole, "{name} is not drawn");
    }
}

#[test]
fn case_14_no_word_runs_out_of_its_column() {
    let folder = copy("14-legend-cut-off");
    for (more, file) in
        [(&["--date", "1905-01-01"][..], "a.svg"), (&["--date", "1905-01-01", "--width-mm", "84"], "b.svg")]
    {
        let mut more = more.to_vec();
        more.extend(["-o", file]);
        let answer = dated(folder.path(), "render", "long.geojson", &more);
        assert_eq!(answer.code, Some(0), "{}", answer.stderr);
        let tree = resvg::usvg::Tree::from_str(&written(folder.path(), file), &options()).expect("an SVG");
        let right = texts_end(tree.root());
        assert!(right <= tree.size().width() + 0.5, "{file}: {right} of {}", tree.size().width());
    }
    let svg = words(&written(folder.path(), "b.svg")).join(" ");
    let whole = svg.replace("- ", "").replace('-', "");
    assert!(whole.contains("Donaudampfschifffahrtsgesellschaftskapitänsland"), "{svg}");
}

/// How far to the right the texts of a drawing reach.
fn texts_end(group: &resvg::usvg::Group) -> f32 {
    let ends = group.children().iter().map(|node| match node {
        resvg::usvg::Node::Group(group) => texts_end(group),
        resvg::usvg::Node::Text(text) => text.abs_bounding_box().right(),
        _ => 0.0,
    });
    ends.fold(0.0, f32::max)
}

/// Fonts of the program for resvg.
fn options() -> resvg::usvg::Options<'static> {
    let mut options = resvg::usvg::Options::default();
    for face in marchland::text::Face::ALL {
        options.fontdb_mut().load_font_data(face.data().to_vec());
    }
    options
}

#[test]
fn case_19_no_credit_line_has_a_hole() {
    let folder = copy("06-bce-drawn");
    let folder = folder.path();
    for (command, more, file) in [
        ("atlas", &["-o", "a.html"][..], "a.html"),
        ("timeline", &["-o", "t.svg"], "t.svg"),
        ("render", &["--date", "-0099-01-01", "-o", "r.svg"], "r.svg"),
        ("worksheet", &["--date", "-0099-01-01", "--format", "svg", "-o", "w"], ""),
    ] {
        let answer = dated(folder, command, "bc.geojson", more);
        assert_eq!(answer.code, Some(0), "{command}: {}", answer.stderr);
        let text = match file {
            "" => fs::read_dir(folder.join("w"))
                .expect("pages")
                .flatten()
                .map(|page| fs::read_to_string(page.path()).expect("a page"))
                .collect(),
            file => written(folder, file),
        };
        assert!(text.contains("Data: Bc. marchland"), "{command}");
        assert!(!text.contains("; ."), "{command}");
    }
}

#[test]
fn case_30_and_31_long_names_and_titles_take_no_time() {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, name) in
        [("words", "word ".repeat(3000)), ("one", "o".repeat(15_000)), ("cyrillic", "слово-".repeat(2500))]
    {
        let feature = |name: &str, x: u32| {
            format!(
                r#"{{"type":"Feature","properties":{{"name":"{name}","from":"1900-01-01","to":"1910-01-01"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},40],[{},40],[{},44],[{x},44],[{x},40]]]}}}}"#,
                x + 4,
                x + 4
            )
        };
        let file = format!("{kind}.geojson");
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
            feature(name.trim(), 10),
            feature("Short", 14)
        );
        fs::write(folder.path().join(&file), text).expect("a file");
        for (command, more) in [
            ("render", &["--date", "1905-01-01", "--format", "svg", "-o", "a.svg", "--force"][..]),
            ("slides", &["-o", "a.pptx", "--force"]),
            ("atlas", &["-o", "a.html", "--force"]),
            ("timeline", &["-o", "t.svg", "--force"]),
        ] {
            let begin = Instant::now();
            let answer = dated(folder.path(), command, &file, more);
            assert_eq!(answer.code, Some(0), "{command}: {}", answer.stderr);
            assert!(answer.stderr.contains("longer than 300 letters"), "{command}: {}", answer.stderr);
            assert!(answer.stderr.len() < 4000, "{command} tells it all: {}", answer.stderr.len());
            // Not a measurement: the tests run in several at a time, and without optimisation.
            assert!(begin.elapsed().as_secs() < 20, "{command}, {kind}: {:?}", begin.elapsed());
        }
    }
}

#[test]
fn a_large_gif_tells_the_size_that_wikipedia_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let small = ["animate", "--date", "1918-12-31,1920-12-31", "--size", "400x300", "-o", "a.gif"];
    assert!(!answer_in(folder.path(), &small).stderr.contains("Wikipedia"));
}
