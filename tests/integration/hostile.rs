//! Folders, files and names that mean harm, and places that cannot be written: nothing is read from outside a data set,
//! nothing of others is overwritten, nothing is left by halves, and no name becomes a command.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use marchland::dataset::{Files, load};
use zip::ZipArchive;

use super::{project, run, text};

/// The files of the small invented world.
fn world() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(project("tests/worlds/duchy"))
        .expect("the world")
        .flatten()
        .map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(file.path()).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

/// Writes the world to a folder, some of its texts replaced.
fn put_world(folder: &Path, changes: &[(&str, &str, &str)]) {
    fs::create_dir_all(folder).expect("a folder");
    for (name, mut contents) in world() {
        for (_, old, new) in changes.iter().filter(|(file, ..)| *file == name) {
            assert!(contents.contains(old), "{name}: {old}");
            contents = contents.replace(old, new);
        }
        fs::write(folder.join(name), contents).expect("a file");
    }
}

/// Files in a folder, sorted.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs the program within limits of a shell, such as `ulimit -v 1500000`.
fn run_under(limits: &str, folder: &Path, args: &[&str]) -> Output {
    Command::new("sh")
        .arg("-c")
        .arg(format!("{limits}; exec \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_marchland"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell")
}

/// The names of the world as somebody would write them who means harm.
const NAMES: [(&str, &str, &str); 14] = [
    ("dataset.toml", "title.en = \"The Duchy\"", r#"title.en = "</title><script>alert(1)</script>""#),
    ("dataset.toml", "\"Drawn for the tests\"", r#""]]> --> <img src=x onerror=alert(2)>""#),
    ("polities.toml", "name.en = \"Kingdom of Italy\"", r#"name.en = "\"><img src=x onerror=alert(3)>""#),
    ("polities.toml", "name.en = \"France\"", r#"name.en = "=cmd|' /C calc'!A0""#),
    ("units.geojson", "\"name\": \"Beta\"", r#""name": "&lt;B&#0; ]]> '\"""#),
    ("places.csv", "New Town", "javascript:alert(4)"),
    ("expect.toml", "New Town", "javascript:alert(4)"),
    ("events.toml", "Savoy becomes Italy", "<svg onload=alert(5)>${7*7}{{7*7}}"),
    ("events.toml", "Savoy cedes Beta to France.", "{\\\\rtf1} %PDF </text></svg><script>x</script>"),
    ("sources.bib", "{A Diary}", "{</script><script>alert(6)</script>}"),
    ("sources.bib", "Rossi, Anna", "[Rossi](javascript:alert(7)), A*n*na `x` | y"),
    (
        "dataset.toml",
        "name.en = \"The South\"",
        r##"name.en = "# [South](javascript:alert(9)) |\n| <b>row""##,
    ),
    ("dataset.toml", "\"CC0-1.0\"", r#""CC0 & <script>alert(10)</script>""#),
    ("events.toml", "The state of things in 1850", "@SUM(1) \\\\ \\\"quoted\\\" ~$x$~ &amp;"),
];

/// What is left of Markdown when all that is escaped in it is taken away.
fn bare_markdown(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            letter => out.push(letter),
        }
    }
    out
}

/// Every output carries names as text, and is what it says it is.
#[test]
fn names_are_text_in_every_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &NAMES);
    let plan = "[[slide]]\nkind = \"title\"\n[[slide]]\nkind = \"date\"\ndate = 1861-06-01\n\
                title.en = \"</section><script>alert(8)</script>\"\n[[slide]]\nkind = \"sources\"\n";
    fs::write(at.join("plan.toml"), plan).expect("a file");
    let mut made: Vec<(&str, Vec<u8>)> = Vec::new();
    for (name, args) in [
        ("map.svg", &["render", "--date", "1861-06-01", "--text", "bare", "-o", "map.svg"][..]),
        ("live.svg", &["render", "--date", "1860-06-01", "--view", "claims", "-o", "live.svg"]),
        ("map.png", &["render", "--date", "1861-06-01", "-o", "map.png"]),
        ("map.pdf", &["render", "--date", "1861-06-01", "-o", "map.pdf"]),
        ("atlas.html", &["atlas", "-o", "atlas.html"]),
        ("slides.html", &["slides", "--from", "plan.toml", "-o", "slides.html"]),
        ("slides.pptx", &["slides", "--from", "plan.toml", "-o", "slides.pptx"]),
        ("compare.svg", &["compare", "1855-01-01", "1865-01-01", "-o", "compare.svg"]),
        ("compare.md", &["compare", "1855-01-01", "1865-01-01", "-o", "compare.md"]),
        ("tracks.md", &["compare", "1860-06-01", "--with-view", "sovereignty", "-o", "tracks.md"]),
        ("compare.csv", &["compare", "1855-01-01", "1865-01-01", "-o", "compare.csv"]),
        ("events.csv", &["timeline", "-o", "events.csv"]),
        ("held.csv", &["timeline", "--unit", "beta", "-o", "held.csv"]),
        ("holders.csv", &["export", "--date", "1861-06-01", "-o", "holders.csv"]),
        ("acts.csv", &["export", "--history", "--of", "events", "-o", "acts.csv"]),
        ("own.toml", &["slides", "--print-plan", "-o", "own.toml"]),
        ("sources.json", &["sources", "--format", "csl-json"]),
        ("region.json", &["explain", "group:south", "--date", "1861-06-01", "--format", "json"]),
        ("question.svg", &["worksheet", "--date", "1861-06-01", "--no-key", "-o", "question.svg"]),
        ("page.svg", &["slides", "--from", "plan.toml", "--format", "svg", "-o", "pages/"]),
        ("sheet.svg", &["sheet", "--date", "1855-01-01,1861-06-01", "-o", "sheet.svg"]),
        ("chart.svg", &["timeline", "--unit", "alpha", "--unit", "beta", "-o", "chart.svg"]),
        ("state.geojson", &["export", "--date", "1861-06-01", "-o", "state.geojson"]),
        ("areas.csv", &["areas", "--date", "1861-06-01", "--format", "csv", "-o", "areas.csv"]),
        ("words.json", &["explain", "beta", "--date", "1861-06-01", "--format", "json"]),
        ("words.txt", &["explain", "beta", "--date", "1861-06-01"]),
    ] {
        let mut all = args.to_vec();
        all.extend(["--data", "set"]);
        let output = run(at, &all);
        let said = text(&output.stderr);
        assert!(output.status.success() && !said.contains("panicked"), "{name}: {said}");
        let is_file = args.contains(&"-o");
        if name == "page.svg" {
            let pages = names_in(&at.join("pages"));
            made.extend(pages.iter().map(|page| (name, fs::read(at.join("pages").join(page)).expect(name))));
            continue;
        }
        made.push((name, if is_file { fs::read(at.join(name)).expect(name) } else { output.stdout }));
    }
    let texts = |xml: &str, name: &str| {
        let read = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        for node in read.descendants().filter(roxmltree::Node::is_element) {
            let tag = node.tag_name().name();
            assert!(!["script", "img", "iframe", "foreignObject"].contains(&tag), "{name}: <{tag}>");
            for attribute in node.attributes() {
                let value = attribute.value().trim_start().to_ascii_lowercase();
                assert!(!attribute.name().starts_with("on"), "{name}: {}", attribute.name());
                let leads = matches!(attribute.name(), "href" | "src" | "Target");
                assert!(!leads || !value.starts_with("javascript:"), "{name}: {value}");
            }
        }
        read.descendants().filter_map(|node| node.text()).collect::<Vec<_>>().join("\n")
    };
    for (name, bytes) in made {
        let all = String::from_utf8_lossy(&bytes).into_owned();
        let ending = name.rsplit('.').next().unwrap_or("");
        match ending {
            "svg" => {
                let said = texts(&all, name);
                let has_title = !["chart.svg", "page.svg"].contains(&name);
                assert!(!has_title || said.contains("<script>alert(1)</script>"), "{name}: {said}");
            }
            "html" => {
                // What an HTML reader would take for a tag is no tag of a name.
                for tag in ["<script>alert", "<img src=x", "<svg onload", "</title><script", "<script>x"] {
                    assert!(!all.contains(tag), "{name}: {tag}");
                }
                assert!(all.contains("alert(1)"), "{name}");
            }
            "pptx" => {
                let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a package");
                let mut said = String::new();
                for part in 0..archive.len() {
                    let mut part = archive.by_index(part).expect("a part");
                    let inner = String::from_utf8_lossy(part.name_raw()).into_owned();
                    if inner.ends_with(".xml") || inner.ends_with(".rels") || inner.ends_with(".svg") {
                        let mut xml = String::new();
                        part.read_to_string(&mut xml).expect("XML is UTF-8");
                        said += &texts(&xml, &inner);
                    }
                }
                assert!(said.contains("<script>alert(1)</script>") && said.contains("alert(8)"), "{said}");
            }
            "geojson" | "json" => {
                let value: serde_json::Value = serde_json::from_slice(&bytes).expect(name);
                let is_whole =
                    ["]]>", "alert(6)", "alert(9)"].iter().any(|part| value.to_string().contains(part));
                assert!(is_whole, "{name}");
            }
            "csv" => {
                let formula = |cell: &str| cell.trim_matches('"').starts_with(['=', '@']);
                assert!(!all.lines().flat_map(|line| line.split(',')).any(formula), "{name}: {all}");
            }
            "md" => {
                let bare = bare_markdown(&all);
                for sign in ["<", "](", "`", "\n| row"] {
                    assert!(!bare.contains(sign), "{name}: {sign}: {all}");
                }
                assert!(all.starts_with("# ") && all.contains("alert(1)"), "{name}: {all}");
                // Every row of a table has the cells of its head.
                let rows = bare.lines().filter(|line| line.starts_with('|'));
                for table in
                    rows.collect::<Vec<_>>().chunk_by(|a, b| a.matches('|').count() == b.matches('|').count())
                {
                    assert!(table.len() > 2, "{name}: {table:?}");
                }
            }
            "toml" => {
                let plan: toml::Table = all.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
                assert!(plan.contains_key("slide"), "{name}: {all}");
            }
            "pdf" => assert!(
                bytes.starts_with(b"%PDF-") && !all.contains("/JavaScript") && !all.contains("/Launch")
            ),
            "png" => assert!(bytes.starts_with(b"\x89PNG")),
            _ => assert!(all.contains("]]>"), "{all}"),
        }
    }
}

/// Notation that nests without end, and numbers that are none, are refused with a place.
#[test]
fn no_text_of_a_set_makes_its_reader_fall_over() {
    let check = |file: &str, contents: &[u8], expected: &str| {
        let mut files = Files::new("");
        for (name, own) in world() {
            files = files.with(name, own.into_bytes());
        }
        let begin = Instant::now();
        let loaded = load(&files.with(file, contents));
        let said: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
        assert!(loaded.dataset.is_none(), "{file}: {expected}");
        assert!(said.iter().any(|line| line.contains(expected)), "{file}: {expected:?} is not in {said:#?}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{file}: {expected}: {:?}", begin.elapsed());
    };
    let many = |open: &str, close: &str| format!("{}{}", open.repeat(20_000), close.repeat(20_000));
    check("events.toml", format!("a = {}", many("[", "]")).as_bytes(), "max recursion depth");
    check("polities.toml", format!("a = {}", many("{a=", "}")).as_bytes(), "max recursion depth");
    check("dataset.toml", format!("{} = 1", vec!["a"; 20_000].join(".")).as_bytes(), "recursion limit");
    let unit = |coordinates: &str| {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"id\":\"alpha\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{coordinates}}}}}]}}"
        )
    };
    check("units.geojson", unit(&many("[", "]")).as_bytes(), "recursion limit");
    check("units.geojson", unit("[[[0,0],[1e999,0],[1,1],[0,0]]]").as_bytes(), "number out of range");
    check("units.geojson", unit("[[[0,0],[NaN,0],[1,1],[0,0]]]").as_bytes(), "cannot be read as GeoJSON");
    check("units.geojson", unit("[[[0,0],[1e300,0],[1,1],[0,0]]]").as_bytes(), "units.geojson:1:");
    check("units.geojson", unit("[]").replace("alpha", "\\ud800").as_bytes(), "cannot be read as GeoJSON");
    check("places.csv", b"id,kind,lon,lat,confidence,rank,from,until,en,tr,aliases,unit,note\na,town,nan,inf,high,1,,,A,,,,\n", "\"nan\" in \"lon\" is not a number");
    check("events.toml", "\"\"\"".repeat(50_000).as_bytes(), "events.toml:1:");
    check("sources.bib", format!("@misc{{a, title = {}", "{".repeat(100_000)).as_bytes(), "sources.bib:");
    check("sources.bib", "@string{a = a # a}".repeat(5_000).as_bytes(), "sources.bib:");
    check("attestations.csv", format!("id,{}\n", "x,".repeat(20_000)).as_bytes(), "attestations.csv:1:");
}

/// A drawing of somebody else, whose entities are in entities or lead to files, or which nests without end.
#[test]
fn drawings_that_mean_harm_are_refused() {
    use marchland::edits::Edits;
    let svg = |doctype: &str, body: &str| {
        format!("<!DOCTYPE svg [{doctype}]>\n<svg xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>")
    };
    let laughs: String =
        (1..12).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!ENTITY l0 \"lollollollol\">{laughs}");
    let check = |svg: &str, expected: &str| {
        let begin = Instant::now();
        let error = Edits::read(svg).expect_err(expected).to_string();
        assert!(error.contains(expected), "{expected:?} is not in {error:.300}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{expected}: {:?}", begin.elapsed());
    };
    check(&svg(&laughs, "<text>&l11;</text>"), "entity");
    check(&svg("<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">", "<text>&a;</text>"), "entity");
    check(&svg("<!ENTITY a SYSTEM \"file:///etc/passwd\">", "<text>&a;</text>"), "entity");
    let deep = |times: usize| format!("{}{}", "<g>".repeat(times), "</g>".repeat(times));
    check(&svg("", &deep(600)), "elements nest deeper than 500");
    check(&svg("", &deep(200_000)), "elements nest deeper than 500");
    check(&svg("", &deep(400)), "no map of this program");
}

/// Nothing outside a data set is read, and nothing that never ends.
#[cfg(unix)]
#[test]
fn a_folder_from_elsewhere_reads_nothing_outside_itself() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::write(at.join("secret"), "id,password\n").expect("a file");
    let set = at.join("set");
    let check = |prepare: &dyn Fn(), args: &[&str], expected: Option<&str>| {
        let _ = fs::remove_dir_all(&set);
        put_world(&set, &[]);
        prepare();
        let begin = Instant::now();
        let output = run(at, args);
        let said = text(&output.stderr);
        match expected {
            Some(expected) => {
                assert!(output.status.code() == Some(2) && said.contains(expected), "{expected}: {said}");
                assert!(!said.contains("password"), "{said}");
            }
            None => assert!(output.status.success(), "{said}"),
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "{args:?}");
    };
    let swap = |name: &str, target: &str| {
        let _ = fs::remove_file(set.join(name));
        symlink(target, set.join(name)).expect("a link");
    };
    let fifo = |path: &Path| {
        let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
        assert!(made.success());
    };
    let explain = ["explain", "beta", "--date", "1861-06-01", "--data", "set"];
    check(&|| {}, &explain, None);
    check(
        &|| swap("places.csv", "../secret"),
        &explain,
        Some("set/places.csv is a link that leads out of its folder"),
    );
    check(&|| swap("sources.bib", "/etc/passwd"), &explain, Some("sources.bib is a link that leads out"));
    check(&|| swap("events.toml", "nowhere"), &explain, Some("events.toml: No such file"));
    check(&|| swap("events.toml", "events.toml"), &explain, Some("events.toml: "));
    // A link inside the folder, and a folder that is a link, are the user's own business.
    let moved = || {
        fs::rename(set.join("events.toml"), set.join("events-1.toml")).expect("a file");
        symlink("events-1.toml", set.join("events.toml")).expect("a link");
    };
    check(&moved, &explain, None);
    symlink("set", at.join("linked")).expect("a link");
    check(&|| {}, &["explain", "beta", "--date", "1861-06-01", "--data", "linked"], None);
    check(&|| swap("events.toml", "/dev/zero"), &explain, Some("leads out of its folder, to /dev/zero"));
    let pipe = || {
        fs::remove_file(set.join("events.toml")).expect("a file");
        fifo(&set.join("events.toml"));
    };
    check(&pipe, &explain, Some("events.toml is a device or a pipe"));
    // Paths on the command line.
    fifo(&at.join("pipe"));
    for path in ["/dev/zero", "pipe"] {
        let expected = format!("{path} is a device or a pipe; a file is wanted here");
        let map = ["render", "--date", "1861-06-01", "-o", "m.svg", "--data", "set"];
        for (flag, from) in [("--style", path), ("--keep-edits", path)] {
            // A style is a theme unless it looks like a path.
            let from = if path == "pipe" { "./pipe" } else { from };
            let args: Vec<&str> = map.iter().copied().chain([flag, from]).collect();
            check(&|| {}, &args, Some("is a device or a pipe"));
        }
        check(&|| {}, &["slides", "--data", "set", "--from", path, "-o", "s.pptx"], Some(&expected));
        check(&|| {}, &["import", path, "--dry-run"], Some(&expected));
        check(&|| {}, &["import", path, "--into", "set"], Some(&expected));
        check(&|| {}, &["import", "a.geojson", "--mapping", path, "--dry-run"], Some(&expected));
    }
    check(
        &|| {},
        &["import", "set", "--dry-run", "--mapping", "set"],
        Some("set is a folder; a file is wanted"),
    );
    // Folders of layers: the files of a Shapefile beside each other.
    let layers = at.join("layers");
    fs::create_dir(&layers).expect("a folder");
    symlink("../secret", layers.join("a.csv")).expect("a link");
    check(
        &|| {},
        &["import", "layers", "--dry-run"],
        Some("layers/a.csv is a link that leads out of its folder"),
    );
    fs::remove_file(layers.join("a.csv")).expect("a link");
    fs::write(layers.join("a.shp"), [0, 0, 0x27, 0x0a]).expect("a file");
    symlink("../secret", layers.join("a.dbf")).expect("a link");
    check(
        &|| {},
        &["import", "layers/a.shp", "--dry-run"],
        Some("a.dbf is a link that leads out of its folder"),
    );
}

/// A folder with very many other files is a data set like another.
#[test]
fn other_files_in_a_folder_cost_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    put_world(&folder.path().join("set"), &[]);
    for number in 0..4000 {
        fs::File::create(folder.path().join(format!("set/event{number}.tomlx"))).expect("a file");
    }
    let begin = Instant::now();
    let output = run(folder.path(), &["explain", "beta", "--date", "1861-06-01", "--data", "set"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

/// Nothing is written through links, nothing is left by halves, and every failure is told in a line.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &[]);
    fs::write(at.join("foreign"), "work of a year").expect("a file");
    fs::write(at.join("file"), "x").expect("a file");
    fs::create_dir_all(at.join("dir.svg")).expect("a folder");
    symlink("foreign", at.join("link.svg")).expect("a link");
    fs::write(at.join("fixed.svg"), "").expect("a file");
    fs::set_permissions(at.join("fixed.svg"), fs::Permissions::from_mode(0o444)).expect("permissions");
    let before = names_in(at);
    let long = format!("{}.svg", "n".repeat(300));
    let map = |output: &'static str| vec!["render", "--date", "1861-06-01", "--data", "set", "-o", output];
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (map("file/map.svg"), "file"),
        (map("/proc/none/map.svg"), "/proc/none"),
        (map("/dev/full"), "/dev/full"),
        (map("link.svg"), "link.svg was edited by hand or is not a map of ours"),
        (map("fixed.svg"), "fixed.svg is protected against writing"),
        (vec!["render", "--date", "1861-06-01", "--data", "set", "-o", &long], "name too long"),
        (vec!["atlas", "--data", "set", "-o", "file/a.html"], "file"),
        (vec!["export", "--date", "1861-06-01", "--data", "set", "-o", "set"], "set is a folder"),
        (vec!["areas", "--date", "1861-06-01", "--data", "set", "-o", "set"], "set is a folder"),
        (vec!["timeline", "--unit", "beta", "--data", "set", "-o", "file/x.csv"], "file"),
        (vec!["slides", "--data", "set", "-o", "file/x.pptx"], "file"),
        (vec!["worksheet", "--date", "1861-06-01", "--data", "set", "-o", "file/x.pdf"], "file"),
        (vec!["sheet", "--date", "1855-01-01,1861-06-01", "--data", "set", "-o", "file/x.svg"], "file"),
        (vec!["compare", "1855-01-01", "1865-01-01", "--data", "set", "-o", "file/x.svg"], "file"),
        (vec!["animate", "--date", "1855-01-01,1861-06-01", "--data", "set", "-o", "file/x.gif"], "file"),
        (vec!["new", "file"], "file is a file"),
        (vec!["new", "file/x"], "file"),
        (vec!["new", "set"], "set is not empty"),
        (vec!["styles", "atlas", "--data", "set", "-o", "file/x.svg"], "file"),
    ];
    for (args, expected) in cases {
        let output = run(at, &args);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(expected) && !said.contains("panicked"), "{args:?}: {said}");
        assert_eq!(names_in(at), before, "{args:?}");
    }
    assert_eq!(fs::read_to_string(at.join("foreign")).expect("a file"), "work of a year");
    // With --force the link gives way, and what it leads to stays.
    let mut forced = map("link.svg");
    forced.push("--force");
    assert!(run(at, &forced).status.success());
    assert!(fs::symlink_metadata(at.join("link.svg")).expect("a map").is_file());
    assert_eq!(fs::read_to_string(at.join("foreign")).expect("a file"), "work of a year");
    // Devices and pipes are written to, never replaced.
    let output = run(at, &["areas", "--date", "1861-06-01", "--data", "set", "-o", "/dev/null"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!fs::metadata("/dev/null").expect("a device").is_file());
}

/// A link in the place of the part of a file is not followed.
#[cfg(unix)]
#[test]
fn parts_are_new_files() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &[]);
    fs::write(at.join("foreign"), "work of a year").expect("a file");
    // The process of the shell becomes that of the program: its number is known before.
    let script = "ln -s foreign map.svg.$$.part; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_marchland")])
        .args(["render", "--date", "1861-06-01", "--data", "set", "-o", "map.svg"])
        .current_dir(at)
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(fs::symlink_metadata(at.join("map.svg")).expect("a map").is_file());
    assert_eq!(fs::read_to_string(at.join("foreign")).expect("a file"), "work of a year");
    assert_eq!(names_in(at), ["foreign", "map.svg", "set"]);
    // So is the list of finished files of a series.
    let list = |out: &Path| names_in(out).into_iter().find(|name| name.starts_with(".marchland-finished-"));
    let series =
        ["render", "--each", "year", "--shard", "1/2", "--format", "svg", "--data", "set", "-o", "out"];
    assert!(run(at, &series).status.success());
    let name = list(&at.join("out")).expect("a list");
    fs::remove_dir_all(at.join("out")).expect("a folder");
    fs::create_dir(at.join("out")).expect("a folder");
    symlink("../foreign", at.join("out").join(&name)).expect("a link");
    assert!(run(at, &series).status.success());
    assert_eq!(fs::read_to_string(at.join("foreign")).expect("a file"), "work of a year");
}

/// A full disk, stood for by a limit on the size of files: no broken file, one line, and the old file stays.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &[]);
    let map = ["render", "--date", "1861-06-01", "--data", "set", "-o", "map.svg"];
    assert!(run(at, &map).status.success());
    let whole = fs::read(at.join("map.svg")).expect("a map");
    // Blocks of 512 bytes or of 1 KB, as the shell counts; a map is more than 30 KB.
    let full = "trap '' XFSZ; ulimit -f 8";
    for args in [
        &map[..],
        &["render", "--each", "year", "--format", "svg", "--data", "set", "-o", "series"],
        &["atlas", "--data", "set", "-o", "atlas.html"],
        &["slides", "--data", "set", "-o", "slides.pptx"],
        &["animate", "--date", "1855-01-01,1861-06-01", "--data", "set", "-o", "a.gif"],
    ] {
        let output = run_under(full, at, args);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains("File too large") && said.lines().count() < 4, "{args:?}: {said}");
    }
    assert_eq!(fs::read(at.join("map.svg")).expect("a map"), whole);
    let left = names_in(at);
    assert_eq!(left, ["map.svg", "series", "set"]);
    for name in names_in(&at.join("series")) {
        assert!(!name.ends_with(".part"), "{name}");
    }
    // Killed by the system in the middle of writing: a part is left, no broken file, and the next run takes it away.
    let killed = run_under("ulimit -f 8", at, &map);
    assert_eq!(killed.status.code(), None, "killed by a signal");
    assert_eq!(fs::read(at.join("map.svg")).expect("a map"), whole);
    assert!(names_in(at).iter().any(|name| name.ends_with(".part")));
    assert!(run(at, &map).status.success());
    assert!(!names_in(at).iter().any(|name| name.ends_with(".part")), "{:?}", names_in(at));
}

/// Killed in the middle of a series: every file that has its name is whole, and the next run clears the rest.
#[cfg(unix)]
#[test]
fn a_killed_series_leaves_whole_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &[]);
    let args =
        ["render", "--each", "month", "--format", "svg", "--text", "bare", "--data", "set", "-o", "out"];
    for wait in [150, 300] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_marchland"))
            .args(args)
            .current_dir(at)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("a child");
        child.wait().expect("a child");
        let Ok(entries) = fs::read_dir(at.join("out")) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "svg")) {
            let svg = fs::read_to_string(entry.path()).expect("a map");
            assert!(svg.trim_end().ends_with("-->") && roxmltree::Document::parse(&svg).is_ok());
        }
    }
    // Parts with the numbers of processes that are gone.
    fs::create_dir_all(at.join("out")).expect("a folder");
    let name = "duchy_1855-01-31_control.svg";
    fs::write(at.join("out").join(format!("{name}.4194999.part")), "half").expect("a file");
    let last = ["render", "--date", "1855-01-31", "--format", "svg", "--data", "set", "-o", "out"];
    let output = run(at, &last);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(names_in(&at.join("out")).contains(&name.to_owned()), "{:?}", names_in(&at.join("out")));
    assert!(!at.join("out").join(format!("{name}.4194999.part")).exists());
}

/// Whoever reads the output may go away at any time.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &[]);
    for command in [
        "explain beta --date 1861-06-01 --data set",
        "check set",
        "areas --date 1861-06-01 --data set",
        "new fresh",
        "styles",
        "timeline --unit beta --data set",
    ] {
        let script = format!(
            "\"$0\" {command} | true; \"$0\" {command} 2>&1 >/dev/null | true; exec 2>&-; \"$0\" {command} >/dev/null; true"
        );
        let output = Command::new("bash")
            .args([
                "-c",
                &format!("set -o pipefail; ({script}) 2>err; cat err"),
                env!("CARGO_BIN_EXE_marchland"),
            ])
            .current_dir(at)
            .output()
            .expect("a shell");
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains("panicked"), "{command}: {said}");
    }
}

/// Hostile files end with an error within a limit of memory that a small machine has.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_stay_within_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let deep = |open: &str, times: usize| open.repeat(times).into_bytes();
    let mut gpkg = fs::read(project("tests/fuzz/corpus/geopackage/base.gpkg")).expect("a sample");
    // It says that it has four billion pages.
    gpkg[28..32].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut fgb = fs::read(project("tests/fuzz/corpus/flatgeobuf/base.fgb")).expect("a sample");
    fgb.truncate(900);
    let features = |count: usize| {
        let one = "{\"type\":\"Feature\",\"properties\":{\"a\":1},\"geometry\":null}";
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", vec![one; count].join(","))
            .into_bytes()
    };
    let fields = (0..40_000).map(|n| format!("\"f{n}\":1")).collect::<Vec<_>>().join(",");
    for (name, bytes) in [
        ("deep.geojson", deep("[", 6_000_000)),
        ("deep.topojson", deep("{\"type\":\"Topology\",\"objects\":", 500_000)),
        ("deep.kml", deep("<Folder>", 1_000_000)),
        ("deep.csv", [b"wkt\n\"".to_vec(), deep("GEOMETRYCOLLECTION(", 1_000_000)].concat()),
        ("wide.csv", deep("a,", 2_000_000)),
        ("quote.csv", [b"a,b\n\"".to_vec(), vec![b'x'; 20_000_000]].concat()),
        ("empty.geojson", features(60_000)),
        (
            "fields.geojson",
            format!("{{\"type\":\"Feature\",\"properties\":{{{fields}}},\"geometry\":null}}").into_bytes(),
        ),
        ("pages.gpkg", gpkg),
        ("cut.fgb", fgb),
        ("zeros.shp", [vec![0, 0, 0x27, 0x0a], vec![0; 10_000_000]].concat()),
        ("braces.json", deep("{", 6_000_000)),
    ] {
        fs::write(at.join(name), bytes).expect("a file");
        let begin = Instant::now();
        let output = run_under("ulimit -v 1500000", at, &["import", name, "--dry-run"]);
        let said = text(&output.stderr);
        // That a database claims too many pages says nothing.
        let code = if name == "pages.gpkg" { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(code), "{name}: {said:.600}");
        assert!(!said.contains("panicked") && !said.contains("memory"), "{name}: {said:.600}");
        assert!(begin.elapsed() < Duration::from_secs(20), "{name}: {:?}", begin.elapsed());
        fs::remove_file(at.join(name)).expect("a file");
    }
}

/// What a bibliography says is read again as it stood.
#[test]
fn a_bibliography_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    put_world(&at.join("set"), &NAMES);
    let first = run(at, &["sources", "--format", "bibtex", "--data", "set"]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    fs::write(at.join("set/sources.bib"), &first.stdout).expect("a file");
    let second = run(at, &["sources", "--format", "bibtex", "--data", "set"]);
    assert!(second.status.success(), "{}", text(&second.stderr));
    assert_eq!(text(&first.stdout), text(&second.stdout));
}
