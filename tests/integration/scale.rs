//! Long series in parts, interrupted runs, full disks; land across the date line and around a pole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::{day, run, text};
use marchland::dataset::{Files, load};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::scene::{Node, Piece};
use marchland::style::Style;
use marchland::timeline::Timeline;

const SERIES: [&str; 8] =
    ["render", "--years", "1918..1922", "--format", "svg,png", "--size", "640x400", "--data"];

fn render(folder: &Path, more: &[&str]) -> Output {
    let data = super::project("geodata/south-caucasus");
    let data = data.to_str().expect("a path in Unicode");
    let output = run(folder, &[&SERIES[..], &[data], more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    output
}

/// The files of a folder, without lists of what is finished.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().into_string().expect("Unicode"), entry.path()))
        .filter(|(name, _)| !name.starts_with('.'))
        .map(|(name, path)| (name, fs::read(path).expect("a file")))
        .collect()
}

#[test]
fn parts_and_threads_give_the_files_of_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    render(folder.path(), &["-o", "whole"]);
    let whole = files(&at("whole"));
    assert_eq!(whole.len(), 10);
    assert_eq!(fs::read_dir(at("whole")).expect("a folder").count(), 10, "no list is left");
    for jobs in ["1", "3"] {
        render(folder.path(), &["-o", jobs, "--jobs", jobs]);
        assert!(files(&at(jobs)) == whole, "{jobs} threads");
    }
    for part in ["1/3", "2/3", "3/3"] {
        let before = files_if_any(&at("parts")).len();
        render(folder.path(), &["-o", "parts", "--shard", part]);
        assert!(files(&at("parts")).len() > before, "{part}");
    }
    assert!(files(&at("parts")) == whole, "three parts");
    let data = super::project("geodata/south-caucasus");
    let data = data.to_str().expect("a path in Unicode");
    for index in ["0", "1"] {
        let output = Command::new(env!("CARGO_BIN_EXE_marchland"))
            .args(SERIES)
            .args([data, "-o", "tasks", "--shard", "auto/2"])
            .env("JOB_COMPLETION_INDEX", index)
            .env_remove("SLURM_ARRAY_TASK_ID")
            .current_dir(folder.path())
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    assert!(files(&at("tasks")) == whole, "two tasks of a job");
}

fn files_if_any(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    if folder.is_dir() { files(folder) } else { BTreeMap::new() }
}

#[test]
fn an_interrupted_series_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("maps");
    let more = ["-o", "maps", "--resume"];
    render(folder.path(), &more);
    let whole = files(&out);
    // Nothing is left to do.
    assert!(text(&render(folder.path(), &more).stderr).contains("10 of 10 files are finished"));
    // One is missing, one is broken, one was left half written.
    let names: Vec<&String> = whole.keys().collect();
    fs::remove_file(out.join(names[0])).expect("it is there");
    fs::write(out.join(names[1]), &whole[names[1]][..100]).expect("it can be written");
    fs::write(out.join(format!("{}.4194999.part", names[0])), "half").expect("it can be written");
    let said = render(folder.path(), &[&more[..], &["--force"]].concat());
    assert!(text(&said.stderr).contains("8 of 10 files are finished"), "{}", text(&said.stderr));
    assert!(files(&out) == whole);
    // Another style is another map: all is drawn again.
    let said = render(folder.path(), &[&more[..], &["--style", "dark"]].concat());
    assert!(!text(&said.stderr).contains("finished"), "{}", text(&said.stderr));
    assert!(files(&out) != whole);
}

#[test]
fn a_killed_run_leaves_no_broken_file() {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: the size of files is limited as on Linux");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let program = env!("CARGO_BIN_EXE_marchland");
    // The system ends a process that writes more than 8 kB to a file.
    let line = format!("ulimit -f 8; exec {program} render --date 1920-08-15 --format svg -o maps");
    let killed =
        Command::new("bash").args(["-c", &line]).current_dir(folder.path()).output().expect("bash starts");
    assert!(!killed.status.success());
    let maps = folder.path().join("maps");
    let left = files(&maps);
    assert!(left.keys().all(|name| name.ends_with(".part")), "{:?}", left.keys());
    let output = run(folder.path(), &["render", "--date", "1920-08-15", "--format", "svg", "-o", "maps"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let names: Vec<String> = files(&maps).into_keys().collect();
    assert!(matches!(names.as_slice(), [name] if name.ends_with(".svg")), "{names:?}");
}

#[test]
fn a_full_disk_leaves_no_broken_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(&disk)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let output = run(folder.path(), &["render", "--date", "1920-08-15", "--format", "png", "-o", "disk"]);
    let left = files(&disk);
    let unmounted = Command::new("umount").arg(&disk).status().is_ok_and(|status| status.success());
    assert!(unmounted, "the small disk is taken away");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("disk"), "{}", text(&output.stderr));
    assert!(left.is_empty(), "{:?}", left.keys());
}

/// A set of one unit with these polygons as GeoJSON.
fn land(extent: &str, polygons: &str) -> marchland::dataset::Dataset {
    let units = format!(
        r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {{"id": "u", "name": "Land"}},
            "geometry": {{"type": "MultiPolygon", "coordinates": {polygons}}}}}]}}"#
    );
    let header = format!(
        "id = \"w\"\ntitle.en = \"W\"\nperiod = \"1900-01-01/1910-12-31\"\nextent = [{extent}]\nlanguages = [\"en\"]\n\
         licence = \"CC0-1.0\"\ncredits = []\n"
    );
    let polities = "[[polity]]\nid = \"p\"\nname.en = \"P\"\nkind = \"state\"\ncolour = \"other\"\n";
    let events = "[[event]]\nid = \"e\"\ndate = \"1900-01-01\"\nkind = \"baseline\"\ntitle.en = \"E\"\n\
                  inferred = \"invented\"\n[[event.effect]]\nunits = [\"u\"]\ncontrol = \"p\"\n";
    let files = Files::new("w")
        .with("units.geojson", units)
        .with("dataset.toml", header)
        .with("polities.toml", polities)
        .with("events.toml", events);
    load(&files).into_result().expect("the set loads").0
}

/// The pieces of the paths of an id on the map of a set.
fn pieces(dataset: &marchland::dataset::Dataset, id: &str) -> Vec<Piece> {
    fn find(nodes: &[Node], id: &str, out: &mut Vec<Piece>) {
        for node in nodes {
            match node {
                Node::Group(group) => find(&group.nodes, id, out),
                Node::Path(path) if path.id == id => out.extend(path.pieces.iter().cloned()),
                _ => {}
            }
        }
    }
    let style = Style::default();
    let plan = Plan::new(dataset, &style, PageSize::px(800, 500), None);
    let timeline = Timeline::new(dataset);
    let map = plan.compose(&timeline, Moment::Day(day("1905-01-01")), View::Control, Lang::EN);
    let mut out = Vec::new();
    find(&map.scene.nodes, id, &mut out);
    out
}

fn width(pieces: &[Piece]) -> f64 {
    let xs = || pieces.iter().flat_map(|piece| &piece.points).map(|point| point[0]);
    xs().fold(f64::MIN, f64::max) - xs().fold(f64::MAX, f64::min)
}

#[test]
fn land_across_the_date_line_is_whole_where_the_map_goes_across_it() {
    // Cut at the date line, as most files have it; and not cut, with the longitudes jumping.
    let cut = "[[[[170,62],[180,60],[180,70],[172,68],[170,62]]], [[[-180,60],[-170,63],[-172,69],[-180,70],[-180,60]]]]";
    let jumping = "[[[[170,62],[180,60],[-170,63],[-172,69],[180,70],[172,68],[170,62]]]]";
    for polygons in [cut, jumping] {
        let pacific = land("160, 50, 200, 75", polygons);
        for id in ["holder-p", "coast"] {
            let pieces = pieces(&pacific, id);
            assert_eq!(pieces.len(), 1, "{id}: one outline, and no line along the cut");
            assert!((100.0..400.0).contains(&width(&pieces)), "{id}: {}", width(&pieces));
        }
        let world = land("-180, -60, 180, 80", polygons);
        let fills = pieces(&world, "holder-p");
        assert_eq!(fills.len(), 2, "a piece at each end of the world");
        assert!(fills.iter().all(|piece| width(std::slice::from_ref(piece)) < 60.0));
        // The cut is no coast: no line runs along the end of the world.
        let coast = pieces(&world, "coast");
        assert_eq!(coast.len(), 2);
        assert!(coast.iter().all(|piece| !piece.closed));
    }
}

#[test]
fn land_around_a_pole_is_an_island_there_and_a_strip_on_a_map_of_the_world() {
    let ring: Vec<String> =
        (0..36).map(|i| format!("[{},-{}]", (i * 10 + 180) % 360 - 180, 70 + i % 3)).collect();
    let polygons = format!("[[[{},{}]]]", ring.join(","), ring[0]);
    let pole = land("-180, -90, 180, -55", &polygons);
    let island = pieces(&pole, "coast");
    assert_eq!(island.len(), 1, "one shore all around, with no line to the pole");
    let world = land("-180, -90, 180, 84", &polygons);
    let strip = pieces(&world, "holder-p");
    assert_eq!(strip.len(), 1);
    assert!(width(&strip) > 250.0, "{}", width(&strip));
}

/// A GeoJSON file of more than 6 MB: a row of squares with borders in small steps, a speck, and numbers that look like
/// positions and are none.
fn large_file() -> String {
    const STEPS: usize = 9_000;
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    let at = |x: usize, i: usize| {
        let wave = ((i * 37 + x * 11) % 17) as f64 * 0.0001;
        format!("[{:.15},{:.15}]", x as f64 * 9.0 - 40.0 + wave, i as f64 * 20.0 / STEPS as f64)
    };
    for x in 0..9 {
        let mut ring: Vec<String> = (0..=STEPS).map(|i| at(x, i)).collect();
        ring.extend((0..=STEPS).rev().map(|i| at(x + 1, i)));
        ring.push(at(x, 0));
        let values = "\"name\":\"Square\",\"list\":[[1,2],[-170.5,-80.5],[3,4]]";
        out += &format!(
            "{{\"type\":\"Feature\",\"properties\":{{{values}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}},\n",
            ring.join(",")
        );
    }
    let speck = "[[50,50],[50.0001,50],[50.0001,50.0001],[50,50]]";
    let speck = format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[[{speck}]]}}");
    out + &format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"Speck\"}},\"geometry\":{speck}}}\n]}}\n"
    )
}

#[test]
fn a_large_file_is_thinned_as_it_is_read_to_be_drawn() {
    use marchland::interchange::{Fineness, Limits, Reading, Shape, read, read_to_draw};
    let text = large_file();
    assert!(text.len() > 6 << 20, "{}", text.len());
    let file =
        |bytes| Reading { name: "squares.geojson", bytes, beside: Vec::new(), settings: Default::default() };
    let (exact, _) = read(&file(text.as_bytes()), None, &Limits::default()).expect("it reads");
    for (px, extent) in
        [([1600.0, 1000.0], None), ([400.0, 250.0], None), ([800.0, 500.0], Some([-10.0, 5.0, 10.0, 15.0]))]
    {
        let fineness = Fineness { px, extent };
        let (layers, odd) =
            read_to_draw(&file(text.as_bytes()), None, &Limits::default(), fineness).expect("it reads");
        assert_eq!(odd, []);
        let shapes = |layers: &[marchland::interchange::Layer]| -> Vec<Vec<Vec<Vec<[f64; 2]>>>> {
            let features = layers[0].features.iter().map(|feature| match &feature.shape {
                Shape::Polygons(polygons) => polygons.clone(),
                other => panic!("{other:?}"),
            });
            features.collect()
        };
        let (before, after) = (shapes(&exact), shapes(&layers));
        assert_eq!((before.len(), &before[9]), (after.len(), &after[9]), "the speck stays as it is");
        let values = |layers: &[marchland::interchange::Layer]| -> Vec<_> {
            layers[0]
                .features
                .iter()
                .map(|feature| (feature.number, feature.line, feature.values.clone()))
                .collect()
        };
        assert_eq!(values(&exact), values(&layers));
        let count = |shapes: &[Vec<Vec<Vec<[f64; 2]>>>]| {
            shapes.iter().flatten().flatten().map(Vec::len).sum::<usize>()
        };
        assert!(count(&after) * 4 < count(&before), "{} of {}", count(&after), count(&before));
        // Neighbours share every position of their border, and it is where it was, to less than a third of a point.
        let step = 0.3 * 50.0 / px[1];
        for pair in after[..9].windows(2) {
            let [a, b] = [&pair[0][0][0], &pair[1][0][0]];
            let shared = a.iter().filter(|at| b.contains(at)).count();
            assert!(shared > 10, "{shared}");
            assert!(a.iter().all(|at| (at[0] - a[0][0]).abs() < 9.0 + 4.0 * step));
        }
        let open = after[..9].iter().flatten().flatten().filter(|ring| ring.first() != ring.last()).count();
        assert_eq!(open, 0);
    }
}

#[test]
fn the_sea_around_a_pole_is_all_around_it() {
    use marchland::dataset::ContextKind;
    let ring: Vec<String> = (0..36).map(|i| format!("[{},-70]", (i * 10 + 180) % 360 - 180)).collect();
    let mut pole = land("-180, -90, 180, -55", &format!("[[[{},{}]]]", ring.join(","), ring[0]));
    // The sea of all the world, as files of the whole world have it.
    let edge = |from: [f64; 2], to: [f64; 2]| {
        (0..32).map(move |i| [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * f64::from(i) / 32.0))
    };
    let corners = [[-180.0, -90.0], [180.0, -90.0], [180.0, 90.0], [-180.0, 90.0], [-180.0, -90.0]];
    let mut sea: Vec<[f64; 2]> = corners.windows(2).flat_map(|pair| edge(pair[0], pair[1])).collect();
    sea.push(sea[0]);
    pole.context.push(marchland::dataset::ContextFeature {
        kind: ContextKind::Sea,
        name: marchland::lang::Text::default(),
        rank: 1,
        polygons: vec![vec![sea]],
        lines: Vec::new(),
        position: None,
    });
    let seas = pieces(&pole, "seas");
    let area = |piece: &Piece| {
        let at = |i: usize| piece.points[i % piece.points.len()];
        (0..piece.points.len()).map(|i| at(i)[0] * at(i + 1)[1] - at(i + 1)[0] * at(i)[1]).sum::<f64>().abs()
            / 2.0
    };
    // All of the map, which is half of 800 by 500 at least.
    assert!(
        seas.iter().map(area).sum::<f64>() > 200_000.0,
        "{:?}",
        seas.iter().map(area).collect::<Vec<_>>()
    );
}

#[test]
fn land_around_the_other_pole_is_far_from_this_one() {
    // As files of the world have it: along the date line to the pole, and from one end of the map to the other there.
    let coast: Vec<String> = (0..=36).map(|i| format!("[{},-70]", 180 - i * 10)).collect();
    let ring = format!("[[[[-180,-90],[180,-90],{},[-180,-90]]]]", coast.join(","));
    for (extent, is_there) in [("-180, -90, 180, -55", true), ("-180, 55, 180, 90", false)] {
        let holders = pieces(&land(extent, &ring), "holder-p");
        assert!(!holders.is_empty() || !is_there, "{extent}");
        let [x, y] = [270.0, 250.0];
        let crossed = holders.iter().flat_map(|piece| {
            let next = piece.points.iter().cycle().skip(1);
            piece.points.iter().zip(next).filter(|(a, b)| {
                (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            })
        });
        assert_eq!(crossed.count() % 2 == 1, is_there, "{extent}");
    }
}

#[test]
fn around_a_pole_each_meridian_is_told_once() {
    fn degrees(nodes: &[Node], out: &mut Vec<String>) {
        for node in nodes {
            match node {
                Node::Group(group) => degrees(&group.nodes, out),
                Node::Text(text) if text.id.starts_with("degrees-") => {
                    out.extend(text.lines.iter().map(|line| line.text.clone()));
                }
                _ => {}
            }
        }
    }
    let north = land("-180, 55, 180, 90", "[[[[10,60],[40,60],[40,75],[10,75],[10,60]]]]");
    let style = Style::default();
    let plan = Plan::new(&north, &style, PageSize::px(1600, 1000), None);
    let map = plan.compose(&Timeline::new(&north), Moment::Day(day("1905-01-01")), View::Control, Lang::EN);
    let mut found = Vec::new();
    degrees(&map.scene.nodes, &mut found);
    for meridian in ["180°", "0°", "150°W", "150°E"] {
        assert_eq!(found.iter().filter(|words| *words == meridian).count(), 1, "{meridian}: {found:?}");
    }
}
