//! Cleaning: spikes, near-coincident borders, poles, long edges, areas.

use std::time::{Duration, Instant};

use super::{Answer, DATED, answer, answer_in, copy};

/// The areas that `areas` tells of a file, by name.
fn areas(case: &str, file: &str) -> Vec<(String, f64)> {
    let arguments = ["areas", "--data", file, "--date", "1905-01-01", "--format", "csv"];
    let told = answer(case, &[&arguments[..], &DATED[..]].concat());
    assert_eq!(told.code, Some(0), "{file}: {}", told.stderr);
    let rows = told.stdout.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let km2 = cells.iter().find_map(|cell| cell.parse::<f64>().ok());
        (line.to_owned(), km2.unwrap_or_default())
    });
    rows.collect()
}

fn area_of(rows: &[(String, f64)], name: &str) -> f64 {
    let row = rows.iter().find(|(line, _)| line.contains(name));
    row.unwrap_or_else(|| panic!("{name} has an area: {rows:?}")).1
}

fn import(case: &str, file: &str, more: &[&str]) -> (tempfile::TempDir, Answer) {
    let folder = copy(case);
    let told = answer_in(folder.path(), &[&["import", file, "-o", "out"], more].concat());
    (folder, told)
}

#[test]
fn case_20_spikes_and_flat_rings_are_told() {
    for (file, told) in [
        ("panic.geojson", "spike"),
        ("panic_one.geojson", "spike"),
        ("flat.geojson", "degenerate"),
        ("over_the_seam.geojson", "spike"),
    ] {
        let answer = answer("20-spike-panic", &["check", file]);
        assert!(matches!(answer.code, Some(0 | 1)), "{file}: {}", answer.stderr);
        assert!(answer.stdout.contains(&format!(" {told}: ")), "{file}: {}", answer.stdout);
    }
}

#[test]
fn case_25_what_is_written_reads() {
    for (file, units) in [("in.geojson", 1), ("rounded.geojson", 1)] {
        let (folder, told) = import("25-noclean-unreadable-set", file, &["--no-clean"]);
        assert_eq!(told.code, Some(0), "{file}: {}", told.stderr);
        let checked = answer_in(folder.path(), &["check", "out"]);
        assert_eq!(checked.code, Some(0), "{file}: {} {}", checked.stdout, checked.stderr);
        assert!(
            checked.stdout.contains("0 errors") || checked.stderr.contains("0 errors"),
            "{}",
            checked.stdout
        );
        let drawn = answer_in(folder.path(), &["render", "--data", "out", "-o", "m.svg"]);
        assert_eq!(drawn.code, Some(0), "{file}: {}", drawn.stderr);
        let text = std::fs::read_to_string(folder.path().join("out/units.geojson")).expect("units");
        assert_eq!(text.lines().filter(|line| line.contains("\"Feature\"")).count(), units, "{file}");
    }
}

#[test]
fn case_26_both_ends_of_a_pole_stay() {
    for tolerance in ["1", "30", "41", "50", "1000"] {
        let (folder, told) = import("26-pole-tolerance", "in.geojson", &["--tolerance", tolerance]);
        assert_eq!(told.code, Some(0), "{tolerance}: {}", told.stderr);
        let text = std::fs::read_to_string(folder.path().join("out/units.geojson")).expect("units");
        let land = text.lines().find(|line| line.contains("antarctica")).expect("the land");
        assert!(land.contains("[180,-90]") && land.contains("[-180,-90]"), "{tolerance}: {land}");
        assert_eq!(land.matches("],[").count(), 7, "{tolerance}: {land}");
        let (_folder, told) = import("26-pole-tolerance", "sectors.geojson", &["--tolerance", tolerance]);
        assert_eq!(told.code, Some(0), "{tolerance}: {}", told.stderr);
        assert!(told.stdout.contains("became 14 units"), "{tolerance}: {}", told.stdout);
        assert!(told.stdout.contains("repairs: none"), "{tolerance}: {}", told.stdout);
    }
}

#[test]
fn cases_27_and_28_bundles_of_borders_take_a_moment() {
    let years = [
        "--from-field",
        "start",
        "--to-field",
        "end",
        "--to-is",
        "exclusive",
        "--dates",
        "year",
        "--id-field",
        "id",
    ];
    let dated = [&["import", "in.geojson", "--dry-run"], &years[..]].concat();
    let exact = [&dated[..], &["--no-clean"]].concat();
    for (case, arguments) in [
        ("27-near-coincident-memory", dated.clone()),
        ("27-near-coincident-memory", exact.clone()),
        ("27-near-coincident-memory", vec!["check", "undated.geojson"]),
        ("28-noclean-cascade", dated),
        ("28-noclean-cascade", exact),
    ] {
        let start = Instant::now();
        let told = answer(case, &arguments);
        let found = if arguments[0] == "check" { 1 } else { 0 };
        assert_eq!(told.code, Some(found), "{case} {arguments:?}: {}", told.stderr);
        assert!(start.elapsed() < Duration::from_secs(20), "{case} {arguments:?}: {:?}", start.elapsed());
    }
}

#[test]
fn case_02_edges_are_straight_however_long() {
    // Of the ellipsoid, from the closed formula.
    for (file, wanted) in [
        ("band360.geojson", &[("Tropika", 88_187_925.2)][..]),
        ("band360_alone.geojson", &[("Tropika", 88_187_925.2)]),
        ("band359.geojson", &[("Tropika", 88_138_932.0)]),
        ("antarctic.geojson", &[("Treatia", 34_415_850.5)]),
        ("antarctic_wide.geojson", &[("Half", 18_163_921.1), ("Rest", 7_647_966.8)]),
        ("wide200.geojson", &[("Widia", 96_535_367.2)]),
        ("wide200_clockwise.geojson", &[("Widia", 96_535_367.2)]),
        ("two_bands.geojson", &[("Norda", 44_093_962.6)]),
        ("island.geojson", &[("Fidia", 70_513.7)]),
    ] {
        let found = areas("02-wider-than-180", file);
        for (name, km2) in wanted {
            let area = area_of(&found, name);
            assert!((area / km2 - 1.0).abs() < 5e-3, "{file}: {name} {area} {km2}");
        }
        let arguments = ["render", "--data", file, "--date", "1905-01-01", "-o", "m.svg"];
        let folder = copy("02-wider-than-180");
        let drawn = answer_in(folder.path(), &[&arguments[..], &DATED[..]].concat());
        assert_eq!(drawn.code, Some(0), "{file}: {}", drawn.stderr);
        let map = std::fs::read_to_string(folder.path().join("m.svg")).expect("a map");
        for (name, _) in wanted {
            assert!(map.contains(&format!(">{name}<")), "{file}: {name} is in the legend");
        }
        let told = drawn.stderr.contains("degrees long");
        let is_long =
            ["band359.geojson", "antarctic_wide.geojson", "wide200.geojson", "wide200_clockwise.geojson"];
        assert_eq!(told, is_long.contains(&file), "{file}: {}", drawn.stderr);
        assert!(!drawn.stderr.contains("overlap") || file == "two_bands.geojson", "{file}: {}", drawn.stderr);
    }
}

#[test]
fn case_09_areas_are_of_the_land_that_is_drawn() {
    for (file, wanted) in [
        ("parallel49.geojson", &[("Usia", 2_224_698.7)][..]),
        ("antarctic_claims.geojson", &[("Aust", 8_699_562.2), ("Norv", 6_213_973.0), ("Brit", 5_735_975.1)]),
    ] {
        let found = areas("09-area-of-long-edges", file);
        for (name, km2) in wanted {
            let area = area_of(&found, name);
            assert!((area / km2 - 1.0).abs() < 1e-6, "{file}: {name} {area} {km2}");
        }
    }
}
