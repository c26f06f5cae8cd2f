//! The command line: where results go, what changes nothing, advice that can be followed, frames beyond the data, regions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{answer_in, copy_into, project};

/// A folder with the invented world in `set`.
fn with_world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("set")).expect("a folder");
    copy_into(&project("tests/worlds/duchy"), &folder.path().join("set"));
    folder
}

/// The names of the commands, as the program lists them.
fn commands() -> Vec<String> {
    let help = answer_in(Path::new("."), &["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let names =
        lines.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The options of each command, such as `--data`.
fn options() -> BTreeMap<String, Vec<String>> {
    let of = |name: &str| named_in(&answer_in(Path::new("."), &[name, "--help"]).stdout, name);
    let own = |name: &str, all: Vec<(String, String)>| {
        all.into_iter().filter(|(of, _)| of == name).map(|(_, option)| option).collect()
    };
    commands().into_iter().map(|name| (name.clone(), own(&name, of(&name)))).collect()
}

/// The options that a text names, each with the command it is of: the one called, or another after `marchland`.
fn named_in(text: &str, called: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for line in text.lines().filter(|line| !line.contains("' is an option of ")) {
        let mut command = called.to_owned();
        let mut after_name = false;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        for word in line.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()) {
            if after_name && word.chars().all(|c| c.is_ascii_lowercase()) {
                command = word.to_owned();
            }
            after_name = word == "marchland";
            let name = word.strip_prefix("--").unwrap_or("");
            if name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.ends_with('-') {
                out.push((command.clone(), word.to_owned()));
            }
        }
    }
    out
}

/// Advice names options that the command has, whatever was mistyped (D-M4).
#[test]
fn advice_can_be_followed() {
    let options = options();
    let folder = with_world();
    let at = folder.path();
    fs::write(at.join("rows.geojson"), "{\"type\":\"FeatureCollection\",\"features\":[]}").expect("a file");
    // What people try, on every command.
    let tries: [&[&str]; 13] = [
        &[],
        &["1861"],
        &["1861", "1862"],
        &["--date", "1861"],
        &["beta", "--date", "1861"],
        &["--last-day", "1861"],
        &["--year", "1700"],
        &["--years", "1861"],
        &["--date", "1861-01-01", "--focus", "70,2,71,3"],
        &["--unit", "nowhere"],
        &["--date", "1861-01-01", "-o", "t.xlsx"],
        &["--date", "1861-01-01", "--data", "rows.geojson"],
        &["rows.geojson", "-o", "x"],
    ];
    let mut seen = 0;
    for (command, own) in &options {
        for tried in tries {
            let mut arguments = vec![command.as_str()];
            arguments.extend(tried);
            let said = answer_in(at, &arguments).stderr;
            for (of, option) in named_in(&said, command) {
                if tried.contains(&option.as_str()) {
                    continue;
                }
                let known = options.get(&of).unwrap_or(own);
                assert!(known.contains(&option), "{arguments:?}: {of} has no {option}: {said}");
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "the test looks at what is said: {seen}");
    // Years where a day is wanted.
    for (arguments, has_year) in [
        (&["compare", "1918", "1921"][..], false),
        (&["explain", "Goris", "--date", "1921"], false),
        (&["sources", "--date", "1921"], false),
        (&["render", "--date", "1921"], true),
        (&["export", "--date", "1921"], true),
    ] {
        let said = answer_in(at, arguments).stderr;
        assert!(said.contains("-12-31") && said.contains("--year") == has_year, "{arguments:?}: {said}");
    }
}

/// The same for every word of advice in the source: each is of the command that says it.
#[test]
fn no_advice_in_the_source_names_options_of_other_commands() {
    let options = options();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(project("src/commands")).expect("the commands").flatten() {
        let path = entry.path();
        let command = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        let any: Vec<String> = options.values().flatten().cloned().collect();
        // Options that several commands share are told of by one of them.
        let own = options.get(&command).unwrap_or(&any);
        for line in code.lines().filter(|line| !line.trim_start().starts_with("// ")) {
            for (of, option) in named_in(line, &command) {
                if !options.get(&of).unwrap_or(own).contains(&option) {
                    wrong.push(format!("{command}.rs: {option}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const DAY: [&str; 4] = ["--data", "set", "--date", "1861-06-01"];
const DAYS: [&str; 4] = ["--data", "set", "--date", "1855-01-01,1861-06-01"];
const BETWEEN: [&str; 5] = ["compare", "1855-01-01", "1865-01-01", "--data", "set"];

fn with<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

/// A file is of the kind that its name says, or there is none (B-M9, D-L8).
#[test]
fn no_file_is_written_under_a_name_of_another_kind() {
    let folder = with_world();
    let at = folder.path();
    let before = names(at);
    for (arguments, expected) in [
        (
            with(&[&["areas"], &DAY, &["-o", "t.xlsx"]]),
            ".xlsx is not written here; give a file ending in .txt, .csv, .json",
        ),
        (
            with(&[&["areas"], &DAY, &["-o", "t.csv", "--format", "json"]]),
            "t.csv is named like csv, and --format says json",
        ),
        (vec!["timeline", "--data", "set", "-o", "t.docx"], ".docx is not written here"),
        (vec!["timeline", "--data", "set", "-o", "t.svg", "--format", "png"], "t.svg is named like svg"),
        (
            with(&[&["render"], &DAY, &["-o", "x.png", "--format", "svg"]]),
            "x.png is named like png, and --format says svg",
        ),
        (with(&[&["render"], &DAY, &["-o", "x.tiff"]]), ".tiff is not written here"),
        (with(&[&["render"], &DAY, &["-o", "x.psd"]]), "or a folder (x.psd/ is one)"),
        (with(&[&["sheet"], &DAY, &["-o", "x.xyz"]]), ".xyz is not written here"),
        (with(&[&["worksheet"], &DAY, &["-o", "x.odt"]]), ".odt is not written here"),
        (with(&[&["worksheet"], &DAY, &["-o", "x.pdf", "--format", "png"]]), "x.pdf is named like pdf"),
        (with(&[&["worksheet"], &DAY, &["-o", "x.pdf", "--key", "key.odt"]]), ".odt is not written here"),
        (with(&[&["animate"], &DAYS, &["-o", "x.svg"]]), ".svg is not written here"),
        (with(&[&["animate"], &DAYS, &["-o", "x.gif", "--format", "apng"]]), "x.gif is named like gif"),
        (vec!["slides", "--data", "set", "-o", "x.key"], ".key is not written here"),
        (vec!["slides", "--data", "set", "-o", "x.pptx", "--format", "html"], "x.pptx is named like pptx"),
        (vec!["slides", "--data", "set", "--print-plan", "-o", "x.yaml"], ".toml"),
        (vec!["atlas", "--data", "set", "-o", "x.pdf"], ".pdf is not written here"),
        (with(&[&BETWEEN, &["-o", "x.docx"]]), ".docx is not written here"),
        (with(&[&BETWEEN, &["-o", "x.md", "--format", "csv"]]), "x.md is named like md"),
        (with(&[&["export"], &DAY, &["-o", "x.shp"]]), ".shp is not written"),
        (vec!["styles", "atlas", "-o", "x.gif"], ".gif is not written here"),
        (vec!["styles", "atlas", "--write", "x.css"], ".css is not written here"),
        (vec!["import", "set/units.geojson", "-o", "x.gpkg"], ".gpkg is the ending of a file"),
        (vec!["new", "x.toml"], ".toml is the ending of a file"),
    ] {
        let answer = answer_in(at, &arguments);
        assert_eq!(answer.code, Some(2), "{arguments:?}: {}", answer.stderr);
        assert!(answer.stderr.contains(expected), "{arguments:?}: {}", answer.stderr);
        assert_eq!(names(at), before, "{arguments:?}");
    }
    // The ending alone says the format.
    for (arguments, name, start) in [
        (with(&[&["areas"], &DAY, &["-o", "t.csv"]]), "t.csv", "day,column,"),
        (with(&[&["areas"], &DAY, &["-o", "t.json"]]), "t.json", "{"),
        (with(&[&["areas"], &DAY, &["-o", "t.txt"]]), "t.txt", "km²"),
        (vec!["timeline", "--data", "set", "-o", "e.json"], "e.json", "["),
        (with(&[&BETWEEN, &["-o", "c.txt"]]), "c.txt", "Control in fact"),
        (with(&[&["render"], &DAY, &["-o", "m.svg", "--format", "svg"]]), "m.svg", "<?xml"),
        (vec!["atlas", "--data", "set", "-o", "pages/"], "pages/duchy_atlas.html", "<!doctype html"),
    ] {
        let answer = answer_in(at, &arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.stderr);
        let written = fs::read(at.join(name)).expect(name);
        let begin = String::from_utf8_lossy(&written[..start.len()]).to_lowercase();
        assert_eq!(begin, start.to_lowercase(), "{arguments:?}");
    }
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// `-o -` is standard output wherever one file is written, and an error with the reason where several would be (D-H1).
#[test]
fn a_hyphen_is_standard_output() {
    let folder = with_world();
    let at = folder.path();
    let check = |arguments: &[&str], start: &[u8]| {
        let output = super::run(at, arguments);
        let said = super::text(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        assert!(output.stdout.starts_with(start), "{arguments:?}: {said}");
        assert_eq!(names(at), ["set"], "{arguments:?}");
    };
    let to = |parts: &[&[&'static str]]| [parts.concat(), vec!["-o", "-"]].concat();
    check(&to(&[&["render"], &DAY]), b"<?xml");
    check(&to(&[&["render"], &DAY, &["--format", "png"]]), b"\x89PNG");
    check(&to(&[&["render", "--data", "set", "--year", "1861", "--shard", "1/1"]]), b"<?xml");
    check(&to(&[&["sheet"], &DAYS, &["--format", "webp"]]), b"RIFF");
    #[cfg(feature = "pdf")]
    check(&to(&[&["worksheet"], &DAY]), b"%PDF");
    check(&to(&[&["animate"], &DAYS, &["--size", "320x240"]]), b"GIF8");
    check(&to(&[&["animate"], &DAYS, &["--size", "320x240", "--format", "apng"]]), b"\x89PNG");
    check(&to(&[&["slides", "--data", "set", "--format", "html"]]), b"<!");
    check(&to(&[&["slides", "--data", "set"]]), b"PK");
    check(&to(&[&["slides", "--data", "set", "--print-plan"]]), b"");
    check(&to(&[&["timeline", "--data", "set", "--format", "svg"]]), b"<?xml");
    check(&to(&[&BETWEEN]), b"Control in fact");
    check(&to(&[&BETWEEN, &["--format", "svg"]]), b"<?xml");
    check(&to(&[&["areas"], &DAY]), b"km");
    check(&to(&[&["atlas", "--data", "set"]]), b"<!");
    check(&to(&[&["export"], &DAY]), b"{");
    check(&to(&[&["styles", "atlas", "--data", "set"]]), b"<?xml");
    for (arguments, expected) in [
        (
            to(&[&["render"], &DAYS]),
            "standard output takes one file, and 2 maps are to be written: give a folder",
        ),
        (
            to(&[&["render"], &DAY, &["--format", "svg,png"]]),
            "standard output takes one format, and --format names svg, png",
        ),
        (to(&[&["animate"], &DAYS, &["--format", "frames"]]), "frames are many: give a folder"),
        (to(&[&["slides", "--data", "set", "--format", "png"]]), "every slide is one"),
        (to(&[&BETWEEN, &["--format", "csv,json"]]), "takes one format"),
        (to(&[&["import", "set/units.geojson"]]), "does not fit on standard output"),
    ] {
        let answer = answer_in(at, &arguments);
        assert_eq!(answer.code, Some(2), "{arguments:?}: {}", answer.stderr);
        assert!(answer.stderr.contains(expected), "{arguments:?}: {}", answer.stderr);
        assert_eq!(names(at), ["set"], "{arguments:?}");
    }
}

/// What a run leaves: standard output and the files, but for the data set.
fn left(at: &Path, arguments: &[&str]) -> (BTreeMap<String, Vec<u8>>, String) {
    for name in names(at).into_iter().filter(|name| !["set", "rows.geojson"].contains(&name.as_str())) {
        let path = at.join(name);
        let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        gone.expect("an earlier output");
    }
    let output = super::run(at, arguments);
    let said = super::text(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    let mut all = BTreeMap::from([(String::new(), output.stdout)]);
    let mut folders = vec![at.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("set") {
                folders.push(path);
            } else if path.is_file() && !path.ends_with("rows.geojson") {
                all.insert(path.to_string_lossy().into_owned(), fs::read(&path).expect("a file"));
            }
        }
    }
    (all, said)
}

/// An option that is taken and changes nothing is told of; one that changes something is not.
#[test]
fn no_option_is_taken_in_silence() {
    let folder = with_world();
    let at = folder.path();
    let rows = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":\"a\",\"name\":\"A\"},\
                \"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}";
    fs::write(at.join("rows.geojson"), rows).expect("a file");
    let small: &[&str] = &["--size", "400x300"];
    let (svg, png) = (&["-o", "m.svg"][..], &["-o", "m.png"][..]);
    let render = with(&[&["render"], &DAY, small]);
    let sheet = with(&[&["sheet"], &DAY, &["--size", "600x400", "-o", "s.svg"]]);
    let worksheet = with(&[&["worksheet"], &DAY, &["-o", "w.svg"]]);
    let timeline = vec!["timeline", "--data", "set"];
    let chart = with(&[&timeline, &["-o", "t.svg"]]);
    let beta = with(&[&timeline, &["--unit", "beta"]]);
    let text = with(&[&BETWEEN, &["--format", "text"]]);
    let figure = with(&[&BETWEEN, &["-o", "c.svg"]]);
    let sources = vec!["sources", "--data", "set"];
    let idle: Vec<(Vec<&str>, Vec<&[&str]>)> = vec![
        (with(&[&render, svg]), vec![&["--scale", "2"], &["--dpi", "200"], &["--small"], &["--loose"]]),
        (with(&[&render, png]), vec![&["--text", "bare"], &["--loose"]]),
        (with(&[&render, &["-o", "-"]]), vec![&["--force"], &["--resume"]]),
        (sheet.clone(), vec![&["--scale", "2"], &["--small"], &["--mark-changes", "no"]]),
        (worksheet, vec![&["--dpi", "100"]]),
        (vec!["slides", "--data", "set", "--print-plan"], vec![&["--format", "pdf"], &["--lang", "tr"]]),
        (
            timeline.clone(),
            vec![
                &["--size", "800x500"],
                &["--scale", "2"],
                &["--style", "dark"],
                &["--force"],
                &["--view", "claims"],
            ],
        ),
        (beta.clone(), vec![&["--kind", "all"]]),
        (chart.clone(), vec![&["--scale", "2"]]),
        (
            text.clone(),
            vec![
                &["--layout", "both"],
                &["--focus", "beta"],
                &["--size", "800x500"],
                &["--paper", "a4"],
                &["--style", "dark"],
                &["--scale", "2"],
                &["--cite", "author-date"],
                &["--force"],
            ],
        ),
        (figure.clone(), vec![&["--scale", "2"], &["--cite", "author-date"]]),
        (vec!["check", "--explain", "gap"], vec![&["--format", "json"], &["--tolerance", "3"]]),
        (sources.clone(), vec![&["--lang", "tr"]]),
        (with(&[&sources, &["--single"]]), vec![&["--style", "author-date"]]),
        (with(&[&sources, &["--format", "bibtex"]]), vec![&["--style", "author-date"]]),
        (vec!["styles"], vec![&["--lang", "tr"], &["--format", "svg"], &["--force"], &["--data", "set"]]),
        (
            vec!["styles", "atlas", "--data", "set"],
            vec![&["--format", "svg"], &["--force"], &["--lang", "tr"]],
        ),
        (vec!["styles", "atlas", "--write", "own.toml"], vec![&["--format", "svg"], &["--data", "set"]]),
        (with(&[&["export"], &DAY]), vec![&["--force"]]),
        (
            with(&[&["export"], &DAY, &["--of", "places", "--format", "csv"]]),
            vec![&["--view", "sovereignty"]],
        ),
        (with(&[&["export"], &DAY, &["--of", "holders", "--format", "csv"]]), vec![&["--precision", "2"]]),
        (vec!["atlas", "--data", "set", "-o", "-"], vec![&["--force"]]),
        (
            with(&[&["animate"], &DAY, &["--size", "320x240", "-o", "-"]]),
            vec![&["--transition", "fade"], &["--force"]],
        ),
        (vec!["import", "rows.geojson", "--dry-run"], vec![&["--force"]]),
        (with(&[&["explain", "The South"], &DAY]), vec![&["--cite", "author-date"]]),
    ];
    let busy: Vec<(Vec<&str>, Vec<&[&str]>)> = vec![
        (with(&[&render, png]), vec![&["--scale", "2"], &["--small"], &["--view", "sovereignty"]]),
        (with(&[&render, svg]), vec![&["--text", "bare"], &["--transparent"], &["--content", "blank"]]),
        (sheet, vec![&["--text", "bare"], &["--columns", "1", "--title", "A heading"]]),
        (beta, vec![&["--view", "claims"], &["--lang", "tr"]]),
        (timeline, vec![&["--format", "csv"]]),
        (chart, vec![&["--size", "800x500"], &["--style", "dark"]]),
        (figure, vec![&["--layout", "both"], &["--focus", "beta"]]),
        (with(&[&BETWEEN, &["--format", "md"]]), vec![&["--cite", "author-date"]]),
        (with(&[&sources, &["--single"]]), vec![&["--lang", "tr"]]),
        (sources, vec![&["--style", "author-date"]]),
        (with(&[&["explain", "beta"], &DAY]), vec![&["--cite", "author-date"]]),
        (with(&[&["export"], &DAY, &["--of", "units"]]), vec![&["--lang", "tr"], &["--fields", "lpf"]]),
    ];
    for (is_idle, table) in [(true, idle), (false, busy)] {
        for (base, options) in table {
            let (plain, said) = left(at, &base);
            assert!(!said.contains(" nothing here: "), "{base:?}: {said}");
            for option in options {
                let (other, said) = left(at, &[&base[..], option].concat());
                assert_eq!(
                    plain == other,
                    is_idle,
                    "{base:?} {option:?} should {}: {said}",
                    ["differ", "be the same"][usize::from(is_idle)]
                );
                let told =
                    said.lines().any(|line| line.contains(option[0]) && line.contains(" nothing here: "));
                assert_eq!(told, is_idle, "{base:?} {option:?}: {said}");
            }
        }
    }
    // Options for files of polygons do nothing for a data set.
    for option in
        [&["--tolerance", "5"][..], &["--no-clean"], &["--overlaps", "layers"], &["--to-is", "inclusive"]]
    {
        let said = answer_in(at, &[&["areas"], &DAY[..], option].concat()).stderr;
        assert!(said.contains(option[0]) && said.contains("set is a data set"), "{option:?}: {said}");
    }
}

/// A frame beyond the data, and one that has nothing of them (D-H2, D-M3).
#[test]
fn frames_beyond_the_data_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let map = |focus: &'static str| {
        vec!["render", "--year", "1921", "--format", "svg", "--size", "400x300", "--focus", focus]
    };
    for (focus, code, words) in [
        (
            "36,36,52,48",
            0,
            &[
                "warning: --focus 36,36,52,48 reaches beyond the units",
                "40.8° to 50.4° E, 37.6° to 42.6° N",
                "5.4° in the north",
                "by 2.0° in the north all is drawn as sea",
            ][..],
        ),
        ("44,39,47,41", 0, &[]),
        ("43.3,38.45,48.1,41.35", 0, &[]),
        ("39,44,41,47", 2, &["shows nothing of the data set", "swapped it is 44,39,47,41"]),
        ("39.5,46.3", 2, &["shows nothing of the data set", "swapped it is 46.3,39.5"]),
        ("0,50,5,55", 2, &["shows nothing of the data set, whose units lie in 40.8°"]),
    ] {
        let answer = answer_in(at, &map(focus));
        assert_eq!(answer.code, Some(code), "{focus}: {}", answer.stderr);
        for word in words {
            assert!(answer.stderr.contains(word), "{focus}: {word}: {}", answer.stderr);
        }
        assert!(!words.is_empty() || answer.stderr.is_empty(), "{focus}: {}", answer.stderr);
        assert!(code == 0 || !answer.stderr.contains("swapped") || focus != "0,50,5,55", "{}", answer.stderr);
    }
    // The same for the other commands that take a frame.
    for arguments in [
        &["sheet", "--years", "1920..1921", "--focus", "39,44,41,47"][..],
        &["animate", "--years", "1920..1921", "--focus", "39,44,41,47"],
        &["worksheet", "--year", "1921", "--focus", "39,44,41,47"],
        &["atlas", "--focus", "39,44,41,47"],
        &["slides", "--focus", "39,44,41,47"],
        &["compare", "1920-01-01", "1921-01-01", "--focus", "39,44,41,47"],
        &["export", "--year", "1921", "--focus", "39,44,41,47"],
        &["explain", "39.5,46.3", "--date", "1921-01-01"],
        &["timeline", "--place", "39.5,46.3"],
    ] {
        let answer = answer_in(at, arguments);
        assert_eq!(answer.code, Some(2), "{arguments:?}: {}", answer.stderr);
        assert!(answer.stderr.contains("swapped it is 4"), "{arguments:?}: {}", answer.stderr);
    }
}

/// A region's name answers for the region (B-H3), and of several meanings the others are told.
#[test]
fn a_region_is_all_of_its_land() {
    let at = Path::new(".");
    let explain = |subject: &str, more: &[&str]| {
        let answer = answer_in(at, &[&["explain", subject, "--date", "1921-12-31"], more].concat());
        assert_eq!(answer.code, Some(0), "{subject}: {}", answer.stderr);
        answer
    };
    for name in ["Zangezur", "zangezur", "Zəngəzur", "group:zangezur", "uezd:Zangezur"] {
        // Lines are broken where they are full.
        let words = explain(name, &[]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("Control in fact: divided between"), "{name}: {words}");
        for part in [
            "Armenian Soviet Socialist Republic (",
            "Azerbaijan Soviet Socialist Republic (",
            "Goris",
            "Kapan",
        ] {
            assert!(words.contains(part), "{name}: {part}: {words}");
        }
        assert!(words.contains("Western Zangezur joins the Armenian SSR"), "{words}");
    }
    assert!(explain("Karabakh", &[]).stdout.contains("Region: Karabakh"));
    let json = explain("Zangezur", &["--format", "json"]).stdout;
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    for track in ["control", "sovereignty"] {
        let shares = value[track].as_array().expect("shares");
        let percent: f64 = shares.iter().filter_map(|share| share["percent"].as_f64()).sum();
        assert!((percent - 100.0).abs() < 0.2, "{track}: {percent}");
    }
    assert!(value["control"].as_array().is_some_and(|shares| shares.len() == 2));
    // A place keeps its answer, and what else the name may mean is told.
    let town = explain("Nakhchivan", &[]);
    assert!(town.stdout.contains("Unit: "), "{}", town.stdout);
    assert!(town.stderr.contains("uezd:Nakhchivan"), "{}", town.stderr);
    assert!(explain("Goris", &[]).stderr.is_empty());
    // A region of which only a point is known.
    let point = explain("Artsakh", &[]);
    assert!(point.stderr.contains("has a point of \"Artsakh\" and not its land"), "{}", point.stderr);
}

/// One holder has one name in a table, or its others are told (B-M6).
#[test]
fn renamed_holders_are_told() {
    let at = Path::new(".");
    let table = answer_in(at, &["areas", "--years", "1920..1924"]).stdout;
    assert!(
        table.contains("Republic of Turkey in 1920, 1921, 1922: Turkey (Grand National Assembly)"),
        "{table}"
    );
    let csv = answer_in(at, &["areas", "--years", "1920..1924", "--format", "csv"]).stdout;
    let turkey: Vec<&str> = csv.lines().filter(|line| line.contains(",turkey,")).collect();
    assert!(turkey[0].contains("Turkey (Grand National Assembly)"), "{}", turkey[0]);
    assert!(turkey.last().is_some_and(|line| line.contains("Republic of Turkey")), "{turkey:?}");
    let compared = answer_in(at, &["compare", "1921-12-31", "1924-12-31", "--format", "csv"]);
    assert_eq!(compared.code, Some(0));
    let text = answer_in(at, &["compare", "1921-12-31", "1924-12-31", "--format", "md"]).stdout;
    assert!(text.contains("Turkey (Grand National Assembly) / Republic of Turkey"), "{text}");
}

/// Slips in the files of a set are told where they are, and once (A-L14).
#[test]
fn slips_in_units_are_told_where_they_are() {
    let check = |file: &str, changes: &[(&str, &str)], expected: &[&str], never: &[&str]| {
        let folder = with_world();
        let path = folder.path().join("set").join(file);
        let mut text = fs::read_to_string(&path).expect("a file");
        for (old, new) in changes {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        fs::write(&path, text).expect("a file");
        let answer = answer_in(folder.path(), &["check", "set"]);
        let said = answer.stdout + &answer.stderr;
        for words in expected {
            assert_eq!(said.matches(words).count(), 1, "{words}: {said}");
        }
        for words in never {
            assert!(!said.contains(words), "{words}: {said}");
        }
    };
    for slip in ["acuracy_km", "accuracy", "Accuracy_km", "accuracy-km"] {
        let new = format!("\"{slip}\"");
        let message = format!("property \"{slip}\" is not read, in 3 units; nearest is \"accuracy_km\"");
        check("units.geojson", &[("\"accuracy_km\"", &new)], &[&message, "units.geojson:2:"], &[]);
    }
    check("units.geojson", &[("\"surround\"", "\"population\"")], &[], &["population"]);
    check(
        "units.geojson",
        &[("\"id\": \"beta\"", "\"ID\": \"beta\"")],
        &["its \"ID\" is written \"id\""],
        &[],
    );
    check(
        "dataset.toml",
        &[("extent = [0.0, 0.0, 3.0, 2.0]", "extent = [40.0, 10.0, 41.0, 13.0]")],
        &[],
        &["lies outside the extent"],
    );
    check(
        "units.geojson",
        &[(
            "{\"type\": \"Polygon\", \"coordinates\": [[[2, 1]",
            "{\"type\": \"Polygn\", \"coordinates\": [[[2, 1]",
        )],
        &[
            "the feature \"beta\" has the geometry \"Polygn\", which is none; nearest is \"Polygon\"",
            "an area is a Polygon or MultiPolygon",
        ],
        &[],
    );
    check(
        "units.geojson",
        &[(
            "{\"type\": \"Polygon\", \"coordinates\": [[[2, 1], [3, 1], [3, 2], [2, 2], [2, 1]]]}",
            "{\"type\": \"Point\", \"coordinates\": [2, 1]}",
        )],
        &["unit \"beta\" has the geometry Point; an area is a Polygon or MultiPolygon"],
        &[],
    );
    // A swapped extent is one mistake, not one of every unit.
    let folder = tempfile::tempdir().expect("a folder");
    let made = answer_in(folder.path(), &["new", "set"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let path = folder.path().join("set/dataset.toml");
    let text = fs::read_to_string(&path).expect("the header");
    let line = text.lines().find(|line| line.starts_with("extent")).expect("an extent").to_owned();
    let numbers: Vec<&str> = line.split(['[', ']', ',']).map(str::trim).collect();
    let [west, south, east, north] = [1, 2, 3, 4].map(|at| numbers[at]);
    fs::write(&path, text.replace(&line, &format!("extent = [{south}, {west}, {north}, {east}]")))
        .expect("a file");
    let said = answer_in(folder.path(), &["check", "set"]).stdout;
    let told = said.lines().filter(|line| line.contains("are they swapped?")).count();
    assert!(told == 1 && said.contains("set/dataset.toml:") && said.contains("has none of the"), "{said}");
}

/// A map tells what `check` would find in the set it is drawn from (A-M11).
#[test]
fn a_map_tells_what_is_wrong_with_its_data() {
    let folder = with_world();
    let at = folder.path();
    let map = [&["render"], &DAY[..], &["--size", "400x300", "-o", "m.svg", "--force"]].concat();
    assert!(answer_in(at, &map).stderr.is_empty());
    // A corner that is not quite that of the neighbour.
    let path = at.join("set/units.geojson");
    let text = fs::read_to_string(&path).expect("the units");
    fs::write(
        &path,
        text.replacen(
            "[[[2, 1], [3, 1], [3, 2], [2, 2], [2, 1]]]",
            "[[[2.001, 1.02], [3, 1], [3, 2], [2, 2], [2.001, 1.02]]]",
            1,
        ),
    )
    .expect("a file");
    let found = answer_in(at, &["check", "set"]).stdout;
    assert!(found.contains("[gap]") || found.contains("[sliver]"), "{found}");
    for arguments in [
        map.clone(),
        [&["sheet"], &DAY[..], &["--size", "600x400", "-o", "s.svg"]].concat(),
        vec!["atlas", "--data", "set", "-o", "a.html"],
    ] {
        let said = answer_in(at, &arguments).stderr;
        assert_eq!(said.matches("\"marchland check set\" says where").count(), 1, "{arguments:?}: {said}");
        assert!(said.starts_with("warning: set: ") || said.starts_with("error: set: "), "{said}");
    }
    assert!(!answer_in(at, &with(&[&["areas"], &DAY])).stderr.contains("marchland check"));
}

/// A person at a terminal is told what was written; a pipe is not, and standard output stays clean (D-M5).
#[cfg(target_os = "linux")]
#[test]
fn a_person_is_told_what_was_written() {
    use std::process::{Command, Stdio};
    let folder = with_world();
    let at = folder.path();
    for (arguments, expected) in [
        ("areas --date 1861-06-01 --data set -o t.csv", "t.csv"),
        ("sheet --date 1861-06-01 --data set --size 600x400 -o s.svg", "s.svg"),
        ("render --date 1861-06-01 --data set --size 400x300 -o maps", "maps/duchy_1861-06-01_control.svg"),
        ("render --each year --data set --size 400x300 --format svg -o many", "21 files in many"),
        ("export --date 1861-06-01 --data set -o e.csv", "e.csv-metadata.json"),
        ("slides --data set --format html -o l.html", "l.html"),
        ("atlas --data set -o a.html", "a.html"),
    ] {
        let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_marchland"));
        // A terminal of its own; where the machine has none to give, there is nothing to look at.
        let made = Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .current_dir(at)
            .stdin(Stdio::null())
            .output();
        let Ok(made) = made else { return };
        let said = super::text(&made.stdout);
        assert!(said.contains(expected), "{arguments}: {said}");
    }
    let quiet = answer_in(at, &with(&[&["areas"], &DAY, &["-o", "q.csv"]]));
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{}", quiet.stderr);
}

/// What is mistyped gets a tip that leads somewhere, or none; what is clear is taken (D-M7, D-L9).
#[test]
fn tips_lead_somewhere() {
    let at = Path::new(".");
    for (arguments, expected, never) in [
        (&["map"][..], &["'render'"][..], &[][..]),
        (&["draw", "--year", "1921"], &["'render'"], &[]),
        (&["1921"], &["marchland render --year 1921"], &[]),
        (&["rendr"], &["'render'"], &[]),
        (&["completions"], &["the commands are render"], &["'compare'"]),
        (&["render", "--year", "1921", "--title", "x"], &["'--title' is an option of sheet"], &["'--style'"]),
        (&["render", "--year", "1921", "--formt", "svg"], &["'--format'"], &[]),
    ] {
        let answer = answer_in(at, arguments);
        assert_eq!(answer.code, Some(2), "{arguments:?}");
        for word in expected {
            assert!(answer.stderr.contains(word), "{arguments:?}: {word}: {}", answer.stderr);
        }
        for word in never {
            assert!(!answer.stderr.contains(word), "{arguments:?}: {word}: {}", answer.stderr);
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [
        &["render", "--year", "1921", "--format", "svg", "--width-mm", "174mm"][..],
        &["render", "--year", "1921", "--format", "svg", "--paper", "A3"],
        &["render", "--years", "1921-1922", "--format", "svg", "--size", "400x300"],
    ] {
        let answer = answer_in(folder.path(), arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.stderr);
    }
}

/// What maps tell has the names that people know, not the ids of the data.
#[test]
fn findings_name_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let feature = |column: usize, row: usize| {
        let (number, [west, south]) = (10 * row + column, [column, row]);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"zq{number:03}\",\"name\":\"Margraviate of Upper {}burg\",\
             \"from\":\"{}\",\"to\":\"1900-01-01\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":\
             [[[{west},{south}],[{},{south}],[{},{}],[{west},{}],[{west},{south}]]]}}}}",
            ["Alder", "Birch", "Cedar", "Doe", "Elm", "Fir", "Gorse", "Hazel"][column],
            1800 + row,
            west + 1,
            west + 1,
            south + 1,
            south + 1
        )
    };
    let features: Vec<String> =
        (0..6).flat_map(|row| (0..8).map(move |column| feature(column, row))).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
    fs::write(at.join("rows.geojson"), text).expect("a file");
    let fields = [
        "--id-field",
        "id",
        "--name-field",
        "name",
        "--from-field",
        "from",
        "--to-field",
        "to",
        "--to-is",
        "exclusive",
    ];
    let data = [&["--data", "rows.geojson"], &fields[..]].concat();
    for arguments in [
        &["render", "--date", "1850-01-01", "--size", "320x240", "-o", "m.svg"][..],
        &["render", "--date", "1850-01-01", "--size", "320x240", "--content", "numbered", "-o", "n.svg"],
        &["sheet", "--date", "1801-01-01,1850-01-01", "--size", "600x400", "-o", "s.svg"],
        &["compare", "1801-01-01", "1850-01-01", "--size", "480x360", "-o", "c.svg"],
        &["worksheet", "--date", "1850-01-01", "--paper", "a4", "-o", "w.svg"],
        &["slides", "--date", "1850-01-01", "--format", "html", "-o", "l.html"],
        &["timeline", "--size", "480x320", "-o", "t.svg"],
        &["atlas", "-o", "a.html"],
        &["areas", "--date", "1850-01-01"],
    ] {
        let answer = answer_in(at, &[arguments, &data].concat());
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.stderr);
        assert!(!answer.stderr.contains("\"zq0"), "{arguments:?}: {}", answer.stderr);
    }
}

/// The heading of a figure's text is escaped like every other name (case 29).
#[test]
fn a_title_is_no_html_in_markdown() {
    let answer = super::answer(
        "29-md-title-html",
        &["compare", "1855-01-01", "1865-01-01", "--data", "set", "--format", "md"],
    );
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let heading = answer.stdout.lines().next().expect("a heading");
    assert!(heading.starts_with("# \\<script") && !answer.stdout.contains(" <"), "{heading}");
}
