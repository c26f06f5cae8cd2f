//! The program as a person runs it.

use std::fs;
use std::process::{Command, Stdio};

use super::{run, text};

/// Runs in an empty folder and expects a failure with these words, and the folder empty after it.
fn check_fails(args: &[&str], words: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), args);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
    for word in words {
        assert!(said.contains(word), "{args:?} should say {word:?}, says: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0, "{args:?} left something behind");
}

#[test]
fn wrong_arguments_are_explained() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["render", "--date", "1920-13-01"], &["1920-13-01", "month"]),
        (&["render", "--date", "1921-02-30"], &["1921-02-30", "day"]),
        (&["render", "--date", "1921"], &["--year 1921"]),
        (&["render", "--date", "yesterday"], &["yesterday"]),
        (&["render", "--date", "1700-01-01"], &["outside the period", "1918-05-28"]),
        (&["render", "--years", "1930..1918"], &["runs backwards", "1918..1930"]),
        (&["render", "--years", "1918"], &["1918..1930"]),
        (&["render", "--year", "1800"], &["outside the period"]),
        (&["render"], &["--date"]),
        (&["render", "--year", "1921", "--view", "contrl"], &["nearest is \"control\""]),
        (&["render", "--year", "1921", "--lang", "fr"], &["no names in \"fr\"", "hy"]),
        (
            &["render", "--year", "1921", "--content", "numberd"],
            &["nearest is \"numbered\"", "outline, blank"],
        ),
        (
            &["render", "--year", "1921", "--content", "numbered", "--view", "sources"],
            &["\"sources\" does not show", "control, sovereignty or claims"],
        ),
        (&["worksheet"], &["--date"]),
        (&["worksheet", "--year", "1921", "--content", "full"], &["asks nothing", "numbered, unlabelled"]),
        (&["worksheet", "--year", "1921", "--view", "certainty"], &["take control, sovereignty or claims"]),
        (&["worksheet", "--year", "1921", "--key", "answers"], &["the key is a file ending in"]),
        (&["worksheet", "--year", "1921", "--key", "key.svg", "--no-key"], &["cannot be used with"]),
        (
            &["worksheet", "--year", "1921", "--key", "a.svg", "-o", "a.svg"],
            &["a.svg would hold the worksheets and the key"],
        ),
        (&["worksheet", "--year", "1921", "-o", "a.docx"], &[".docx is not written here"]),
        (&["worksheet", "--year", "1921", "--width-mm", "200"], &["--width-mm needs --height-mm"]),
        (&["render", "--year", "1921", "--size", "100x100"], &["out of range"]),
        (&["render", "--year", "1921", "--size", "big"], &["1600x1000"]),
        (
            &["render", "--year", "1921", "--size", "800x500", "--paper", "a4"],
            &["cannot be used with", "--paper"],
        ),
        (
            &["render", "--year", "1921", "--paper", "a4", "--width-mm", "84"],
            &["cannot be used with", "--width-mm"],
        ),
        (
            &["render", "--year", "1921", "--paper", "b5"],
            &["sheet of paper \"b5\"", "a2, a3, a4, a5, letter, legal"],
        ),
        (&["render", "--year", "1921", "--portrait"], &["--paper"]),
        (&["render", "--year", "1921", "--width-mm", "9"], &["9 x", "out of range", "60 x 50"]),
        (&["timeline", "--view", "certainty"], &["control, sovereignty, claims"]),
        (&["render", "--year", "1921", "--format", "gif"], &["svg, png, webp"]),
        (&["render", "--year", "1921", "--dpi", "9"], &["10 to 1500"]),
        (&["render", "--year", "1921", "--dpi", "300", "--scale", "2"], &["--scale"]),
        (&["render", "--year", "1921", "--keep-edits", "no.svg"], &["no.svg"]),
        (&["render", "--year", "1921", "--focus", "Gorris"], &["nearest is", "oris"]),
        (&["render", "--year", "1921", "--focus", "46,39,45,40"], &["west,south,east,north"]),
        (&["render", "--year", "1921", "--style", "no.toml"], &["no.toml"]),
        (&["render", "--years", "1920..1921", "-o", "one.svg"], &["give a folder"]),
        (&["render", "--year", "1921", "--data", "nowhere"], &["nowhere"]),
        (&["render", "--year", "1921", "--data", "."], &["dataset.toml"]),
        (
            &["render", "--year", "1921", "--reading", "sutad"],
            &["unknown reading \"sutad\"", "best", "sutad-38"],
        ),
        (&["render", "--year", "1921", "--line", "kars-1922"], &["nearest is \"kars-1921\"", "none"]),
        (&["render", "--year", "1921", "--line", "none,kars-1921"], &["stands alone"]),
        (&["slides", "--from", "no.toml"], &["no.toml"]),
        (&["slides", "--from", "a.toml", "--year", "1920"], &["--from", "--year"]),
        (&["slides", "--ratio", "3:2"], &["unknown ratio \"3:2\"", "16:9, 4:3"]),
        (&["slides", "--format", "odp"], &["pptx", "html"]),
        (&["slides", "-o", "lesson.key.docx"], &[".docx is not written here"]),
        (&["slides", "-o", "one.png"], &["one picture", "--format png"]),
        (&["slides", "--lang", "fr"], &["no names in \"fr\""]),
        (&["slides", "--year", "1700"], &["outside the period"]),
        (&["slides", "--style", "slides"], &["nearest is \"slide\""]),
        (&["slides", "--print-plan", "-o", "plan.pdf"], &[".toml"]),
        (&["sheet"], &["--date"]),
        (&["sheet", "--years", "1918..1930", "--columns", "0"], &["\"0\"", "1 to 40"]),
        (&["sheet", "--years", "1918..1930", "--columns", "20"], &["in a row", "at most 9"]),
        (&["sheet", "--years", "1918..1930", "--size", "240x160"], &["too small"]),
        (&["sheet", "--year", "1921", "--mark-changes", "perhaps"], &["yes", "no"]),
        (&["explain", "Goris", "--date", "1921-01-01", "--reading", "bset"], &["nearest is \"best\""]),
        (&["export", "--date", "1921-01-01", "--reading", "nobody"], &["ismayilov-2019"]),
        (&["explain", "Atlantis", "--date", "1921-01-01"], &["Atlantis"]),
        (&["explain", "0,0", "--date", "1921-01-01"], &["no unit"]),
        (&["explain", "200,0", "--date", "1921-01-01"], &["longitude"]),
        (&["export", "--date", "1921-01-01", "--format", "shp"], &["geojson"]),
        (&["timeline", "--unit", "nakhchivn"], &["nearest is \"nakhchivan\""]),
        (&["timeline", "--polity", "armenian-sr"], &["nearest is \"armenian-ssr\""]),
        (&["timeline", "--place", "Gorris", "--format", "svg"], &["nearest is", "oris"]),
        (&["timeline", "--unit", "goris", "--polity", "armenia"], &["--unit"]),
        (&["timeline", "--years", "1700..1701"], &["outside the period", "1918"]),
        (&["timeline", "--view", "contrl"], &["nearest is \"control\""]),
        (&["timeline", "--kind", "efective"], &["nearest is \"effective\""]),
        (&["timeline", "--format", "gif"], &["table, csv, json, svg, png, webp"]),
        (&["check", "--explain", "ovrlap"], &["nearest is \"overlap\""]),
    ];
    for (args, words) in cases {
        check_fails(args, words);
    }
}

#[test]
fn a_map_is_written_under_a_name_that_sorts() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), &["render", "--date", "1921-10-13", "--size", "800x500"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let svg = fs::read_to_string(folder.path().join("output/south-caucasus_1921-10-13_control.svg"))
        .expect("the SVG");
    assert!(svg.contains("<title") && svg.contains("Nakhchivan") && svg.ends_with("-->\n"));
    let png = fs::read(folder.path().join("output/south-caucasus_1921-10-13_control.png")).expect("the PNG");
    assert!(png.starts_with(b"\x89PNG"));
    assert!(output.stdout.is_empty(), "quiet in a pipe");
}

#[test]
fn a_reading_is_named_in_the_file_the_panel_and_the_metadata() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = ["render", "--date", "1920-07-05", "--format", "svg", "--size", "800x500"];
    for reading in ["best", "sutad-38"] {
        let output = run(folder.path(), &[&args[..], &["--reading", reading]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    let read = |name: &str| fs::read_to_string(folder.path().join("output").join(name)).expect(name);
    let told = read("south-caucasus_1920-07-05_control_sutad-38.svg");
    let best = read("south-caucasus_1920-07-05_control.svg");
    assert_eq!(told.matches("Reading: SÜTAD 38").count(), 3, "panel, text alternative, metadata");
    assert!(!best.contains("Reading"));
    let export = run(folder.path(), &["export", "--date", "1920-07-05", "--reading", "sutad-38"]);
    assert!(text(&export.stdout).contains("\"reading\":\"sutad-38\""));
}

#[test]
fn lines_are_drawn_when_asked_for_and_in_the_weeks_after_their_event() {
    for (args, drawn) in [
        (&["--date", "1921-10-13"][..], &["kars-1921"][..]),
        (&["--date", "1921-10-12"], &[]),
        (&["--date", "1921-10-13", "--line", "none"], &[]),
        (&["--date", "1925-01-01", "--line", "gumru-1920,kars-1921"], &["gumru-1920", "kars-1921"]),
        (&["--date", "1920-07-05"], &["claim-1920-07-02"]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut all = vec!["render", "--format", "svg", "--text", "bare", "-o", "map.svg"];
        all.extend(args);
        let output = run(folder.path(), &all);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let svg = fs::read_to_string(folder.path().join("map.svg")).expect("the map");
        for line in ["gumru-1920", "kars-1921", "claim-1920-07-02", "agreement-1920-08-10"] {
            let there = svg.contains(&format!("id=\"line-{line}\""));
            assert_eq!(there, drawn.contains(&line), "{args:?}: {line}");
            assert_eq!(svg.contains(&format!("id=\"legend-text-line-{line}\"")), there, "{args:?}: {line}");
        }
    }
}

#[test]
fn a_series_has_a_map_for_each_year_month_or_change() {
    for (args, count) in [
        (&["--years", "1920..1922"][..], 3),
        (&["--years", "1921..1921", "--each", "month"], 12),
        (&["--years", "1925..1926", "--each", "year"], 2),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut all = vec!["render", "--size", "320x240", "--format", "svg", "--text", "bare", "-o", "maps"];
        all.extend(args);
        let output = run(folder.path(), &all);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(fs::read_dir(folder.path().join("maps")).expect("the maps").count(), count, "{args:?}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let (a, b) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for folder in [&a, &b] {
        let output = run(folder.path(), &["render", "--years", "1920..1921", "--size", "640x400", "-o", "."]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    let mut count = 0;
    for entry in fs::read_dir(a.path()).expect("the maps") {
        let name = entry.expect("a map").file_name();
        assert_eq!(fs::read(a.path().join(&name)).ok(), fs::read(b.path().join(&name)).ok(), "{name:?}");
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn an_edited_map_is_not_replaced_unless_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = ["render", "--year", "1921", "--size", "400x300", "-o", "map.svg"];
    assert!(run(folder.path(), &args).status.success());
    assert!(run(folder.path(), &args).status.success(), "its own map it may replace");
    let path = folder.path().join("map.svg");
    let edited = fs::read_to_string(&path).expect("the map").replace("Zangezur", "Zangezur!");
    fs::write(&path, &edited).expect("an edit");
    let output = run(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("edited by hand"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(&path).expect("the map"), edited);
    let mut forced = args.to_vec();
    forced.push("--force");
    assert!(run(folder.path(), &forced).status.success());
    assert_ne!(fs::read_to_string(&path).expect("the map"), edited);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("taken"), "a file").expect("a file");
    let output = run(folder.path(), &["render", "--year", "1921", "-o", "taken/maps"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("taken"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("taken")).expect("the file"), "a file");
}

#[test]
fn explain_answers_in_words_and_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = ["explain", "Goris", "--date", "1921-12-31"];
    let words = run(folder.path(), &args);
    assert!(words.status.success(), "{}", text(&words.stderr));
    let said = text(&words.stdout);
    assert!(said.contains("Control in fact") && said.contains("supports:"), "{said}");
    let json = run(folder.path(), &["explain", "Goris", "--date", "1921-12-31", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(answer["unit"]["id"], "goris");
    for track in ["control", "sovereignty"] {
        assert_eq!(answer[track]["id"], "armenian-ssr", "{track}");
        assert!(answer[track]["since"].is_string() && answer[track]["event"]["id"].is_string());
        assert!(!answer[track]["sources"].as_array().expect("sources").is_empty());
    }
    assert!(answer["claims"].is_array() && answer["status"].is_array());
    // The same place by position and by another spelling.
    for other in ["46.342,39.511", "GORUS"] {
        let same = run(folder.path(), &["explain", other, "--date", "1921-12-31", "--format", "json"]);
        let same: serde_json::Value = serde_json::from_slice(&same.stdout).expect("JSON");
        assert_eq!(same["control"], answer["control"], "{other}");
    }
}

#[test]
fn check_ends_with_0_for_the_builtin_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), &["check"]);
    let said = text(&output.stdout);
    assert!(output.status.success() && said.contains("0 errors, 0 warnings"), "{said}");
}

#[test]
fn export_writes_geojson_that_reads_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let output =
        run(folder.path(), &["export", "--date", "1924-12-31", "--of", "units", "-o", "state.geojson"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = fs::read_to_string(folder.path().join("state.geojson")).expect("the file");
    let collection: geojson::FeatureCollection = written.parse().expect("GeoJSON");
    let unit = collection
        .features
        .iter()
        .find(|feature| feature.property("id").and_then(|id| id.as_str()) == Some("nakhchivan"))
        .expect("Nakhchivan");
    assert_eq!(unit.property("control").and_then(|value| value.as_str()), Some("azerbaijan-ssr"));
    assert!(unit.property("status").is_some_and(|value| value.to_string().contains("autonomous")));
}

#[test]
fn timeline_tells_and_draws() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = |args: &[&str]| {
        let output = run(folder.path(), args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let table = done(&["timeline", "--place", "Goris", "--years", "1920..1921"]);
    assert!(table.contains("Control in fact") && table.contains("* imprecise"), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&done(&["timeline", "--unit", "nakhchivan", "--format", "json"])).expect("JSON");
    let rows = json.as_array().expect("a list");
    let held = |track: &str| rows.iter().filter(|row| row["track"] == track).count();
    assert!(held("control") > 5 && held("sovereignty") > 3 && held("claim") > 2 && held("status") > 5);
    assert_eq!(rows[1]["from"]["date"], "1918-06/1918-08");
    assert_eq!(rows[1]["from"]["imprecise"], true);
    assert_eq!(rows[1]["gained_from"], "not-known");
    done(&["timeline", "--kind", "effective", "-o", "events.csv"]);
    let csv = fs::read_to_string(folder.path().join("events.csv")).expect("the table");
    assert!(csv.starts_with("date,earliest,latest,") && csv.contains("moscow-1921"));

    done(&["timeline", "--years", "1920..1921", "--format", "svg", "--lang", "hy"]);
    let path = folder.path().join("output/south-caucasus_timeline_1920-1921_hy.svg");
    let svg = fs::read_to_string(&path).expect("the chart");
    assert!(svg.contains("<title") && svg.contains("Նախիջևան") && svg.ends_with("-->\n"));
    fs::write(&path, svg.replace("Նախիջևան", "?")).expect("an edit");
    let output =
        run(folder.path(), &["timeline", "--years", "1920..1921", "--format", "svg", "--lang", "hy"]);
    assert_eq!(output.status.code(), Some(2), "an edited chart is kept");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let command = format!(
        "{} explain Goris --date 1921-12-31 | true; test ${{PIPESTATUS[0]}} -eq 0",
        env!("CARGO_BIN_EXE_marchland")
    );
    let output = Command::new("bash").args(["-c", &command]).output().expect("bash");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_in_words() {
    let full = fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let output = Command::new(env!("CARGO_BIN_EXE_marchland"))
        .args(["explain", "Goris", "--date", "1921-12-31"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("standard output"), "{}", text(&output.stderr));
}
