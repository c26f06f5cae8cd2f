//! Who holds land when rows are renewed, overlap or share an id, and what they are called.

use super::{Answer, DATED, answer, answer_in, copy};

/// Arguments with those of dated rows.
fn dated<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(DATED).collect()
}

fn done(case: &str, arguments: &[&str]) -> Answer {
    let answer = answer(case, arguments);
    assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.stderr);
    answer
}

/// The holders of a day with their km², from a table of areas.
fn areas(case: &str, arguments: &[&str]) -> Vec<(String, f64)> {
    let all: Vec<&str> = ["areas", "--format", "csv", "--data"].iter().chain(arguments).copied().collect();
    let csv = done(case, &all).stdout;
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let at = |name: &str| headers.iter().position(|header| header == name).expect("a column");
    let (name, km2) = (at("holder_name"), at("km2"));
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| (row[name].to_owned(), row[km2].parse().expect("km²"))).collect()
}

fn names(rows: &[(String, f64)]) -> Vec<&str> {
    let mut names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn who_held_land_the_day_before_keeps_it() {
    let check = |file: &str, more: &[&str], at: &str, day: &str, expected: &str| {
        let arguments = [&["explain", at, "--data", file, "--date", day], more].concat();
        let told = done("21-renewed-row", &dated(&arguments)).stdout;
        let holder = told.lines().find(|line| line.contains("ontrol")).unwrap_or_default();
        assert!(holder.contains(expected), "{file} {more:?} {day}: {told}");
    };
    for day in ["1905-06-01", "1915-06-01", "1919-12-31", "1920-01-01", "1930-06-01"] {
        check("rows.geojson", &[], "11.5,41", day, "Orveld");
        check("versions.geojson", &[], "11.5,41", day, "Orveld");
    }
    // When it goes, who has been there longest is next.
    check("versions.geojson", &[], "11.5,41", "1940-01-01", "Tarsia");
    // With layers the later in the file lies on top, and stays there when one below is renewed.
    for day in ["1915-06-01", "1920-01-01", "1930-06-01"] {
        check("rows.geojson", &["--overlaps", "layers"], "11.5,41", day, "Tarsia");
        check("versions.geojson", &["--overlaps", "layers"], "11.5,41", day, "Orveld");
    }
    // A piece of land may change its holder: whoever follows in it has it, not a rival.
    let units = ["--id-field", "unit", "--holder-field", "holder"];
    check("units.geojson", &units, "11.5,41", "1919-12-31", "Orveld");
    check("units.geojson", &units, "11.5,41", "1920-01-01", "Celia");
    // Nothing happens on the days on which rows are renewed.
    for (file, days) in
        [("rows.geojson", ["1910-01-01", "1920-01-01"]), ("versions.geojson", ["1910-01-01", "1940-01-01"])]
    {
        let set = copy("21-renewed-row");
        let made = answer_in(set.path(), &dated(&["import", file, "-o", "set"]));
        assert_eq!(made.code, Some(0), "{}", made.stderr);
        let events = std::fs::read_to_string(set.path().join("set/events.toml")).expect("events");
        let dates: Vec<&str> = events.lines().filter_map(|line| line.strip_prefix("date = ")).collect();
        let expected: Vec<String> =
            ["1900-01-01"].iter().chain(&days).map(|day| format!("\"{day}\"")).collect();
        assert_eq!(dates, expected, "{file}");
    }
}

#[test]
fn a_claim_holds_what_no_other_row_covers() {
    let rows = areas(
        "21-renewed-row",
        &dated(&["claims.geojson", "--mapping", "claims.toml", "--date", "1905-01-01"]),
    );
    assert_eq!(names(&rows), ["Orveld", "Tarsia"]);
    let of = |name: &str| rows.iter().find(|row| row.0 == name).expect("it is there").1;
    assert!((of("Orveld") / of("Tarsia") - 1.0).abs() < 0.01, "{rows:?}");
}

#[test]
fn ids_of_different_kinds_are_different() {
    for (at, expected) in [("11,41", "Orveld"), ("21,41", "Old Tarsia")] {
        let told = done("22-fallback-id", &["explain", at, "--data", ".", "--date", "1900-06-01"]).stdout;
        assert!(told.contains(expected), "{told}");
    }
    let both = areas("22-fallback-id", &[".", "--date", "1900-06-01"]);
    assert_eq!(names(&both), ["Old Tarsia", "Orveld"]);
    // A name that is like an id, and a holder that is like one.
    let rows = areas("22-fallback-id-names", &["names.geojson", "--id-field", "id"]);
    assert_eq!(names(&rows), ["408", "Boria", "Orveld", "Tarsia"]);
    let rows =
        areas("22-fallback-id-names", &["names.geojson", "--id-field", "id", "--holder-field", "holder"]);
    assert_eq!(rows.len(), 4, "{rows:?}");
}

#[test]
fn all_shapes_of_one_id_are_its_land() {
    let rows = areas("23-one-id-many-shapes", &[".", "--date", "1900-06-01"]);
    assert_eq!(names(&rows), ["Orveld"]);
    assert!((37_000.0..38_000.0).contains(&rows[0].1), "{rows:?}");
    let folder = copy("23-rows");
    let made = answer_in(folder.path(), &dated(&["import", "rows.geojson", "-o", "set"]));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(made.stdout.starts_with("4 rows of 2 holders"), "{}", made.stdout);
    assert!(made.stdout.contains("became 2 units"), "{}", made.stdout);
    assert!(
        made.stderr.contains("shapes of \"Tarsia\" that have one id and are there at once overlap"),
        "{}",
        made.stderr
    );
}

#[test]
fn the_field_of_the_holder_names_it() {
    let options = ["--holder-field", "prov_ENG", "--name-field", "Name_ENG"];
    let rows = areas("24-holder-field", &[&["rows.geojson"][..], &options].concat());
    assert_eq!(names(&rows), ["Minsk", "Yakutia"]);
    let folder = copy("24-holder-field");
    let with = |arguments: &[&str]| answer_in(folder.path(), arguments);
    let made =
        with(&[&["import", "rows.geojson", "-o", "set", "--id-field", "Distr_ID"][..], &options].concat());
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(!made.stderr.contains("warning"), "{}", made.stderr);
    let units = std::fs::read_to_string(folder.path().join("set/units.geojson")).expect("units");
    for (id, name) in [("1", "Kolymskii"), ("2", "Olekmskii"), ("3", "Minskii")] {
        assert!(
            units.contains(&format!("\"id\":\"{id}\"")) && units.contains(&format!("\"name\":\"{name}\"")),
            "{units}"
        );
    }
    // Names by language, without a word of the user's.
    let made = with(&["import", "languages.geojson", "-o", "two", "--holder-field", "prov_ENG"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let read = |file: &str| std::fs::read_to_string(folder.path().join("two").join(file)).expect("a file");
    assert!(read("polities.toml").contains("name.ru = \"Якутия\""), "{}", read("polities.toml"));
    assert!(read("units.geojson").contains("\"name:ru\":\"Колымский\""), "{}", read("units.geojson"));
    // Those of one name have something more to be known by.
    let rows = areas("24-holder-field", &["alike.geojson", "--mapping", "alike.toml"]);
    assert_eq!(names(&rows), ["Lincoln", "Washington (Orveld)", "Washington (Tarsia)"]);
}

#[test]
fn levels_are_told_with_the_option_that_chooses_one() {
    let folder = copy("24-holder-field");
    let made = answer_in(folder.path(), &["import", "levels.geojson", "-o", "set"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(made.stderr.contains("6 rows lie wholly within others"), "{}", made.stderr);
    assert!(made.stderr.contains("\"rank\" has 1 (3), 2 (6); --rows rank=1"), "{}", made.stderr);
    let made = answer_in(folder.path(), &["import", "levels.geojson", "-o", "one", "--rows", "rank=2"]);
    assert!(!made.stderr.contains("within"), "{}", made.stderr);
}

#[test]
fn what_import_writes_is_read_whatever_names_and_ids_are() {
    let folder = copy("24-holder-field");
    let with = |arguments: &[&str]| {
        let answer = answer_in(folder.path(), arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}{}", answer.stdout, answer.stderr);
    };
    let title = "A \"title\" \\ with { braces } and \u{202e}marks";
    with(&["import", "hostile.geojson", "-o", "set", "--id-field", "id", "--title", title]);
    with(&["check", "set"]);
    with(&["render", "--data", "set", "--size", "300x200", "-o", "m.svg"]);
    with(&["import", "hostile.geojson", "-o", "land", "--id-field", "id", "--holder-field", "name"]);
    with(&["check", "land"]);
    with(&["areas", "--data", "land"]);
}

#[test]
fn a_whole_export_read_again_has_the_same_holders() {
    let folder = tempfile::tempdir().expect("a folder");
    let with = |arguments: &[&str]| {
        let answer = answer_in(folder.path(), arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}{}", answer.stdout, answer.stderr);
        answer
    };
    let dates = "1918-06-04,1919-05-28,1920-08-10,1921-10-13,1936-12-05";
    let table = |data: &[&str]| {
        let all = [&["areas", "--format", "csv", "--date", dates], data].concat();
        let csv = with(&all).stdout;
        let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
        let headers = reader.headers().expect("a header").clone();
        let at = |name: &str| headers.iter().position(|header| header == name).expect("a column");
        let columns = [at("day"), at("holder_name"), at("km2")];
        let mut rows: Vec<[String; 3]> = reader
            .records()
            .map(|row| row.expect("a row"))
            .map(|row| columns.map(|column| row[column].to_owned()))
            .collect();
        rows.sort();
        rows
    };
    let own = table(&[]);
    for of in [&["--of", "all"][..], &["--of", "units,claims"], &[]] {
        let export = [&["export", "--history", "-o", "all.gpkg", "--force"][..], of].concat();
        with(&export);
        let again = table(&["--data", "all.gpkg"]);
        assert_eq!(own.len(), again.len(), "{of:?} {own:?} {again:?}");
        for (one, other) in own.iter().zip(&again) {
            assert_eq!(one[..2], other[..2], "{of:?}");
            let km2 = |row: &[String; 3]| row[2].parse::<f64>().expect("km²");
            assert!((km2(one) - km2(other)).abs() <= 0.5, "{of:?} {one:?} {other:?}");
        }
    }
    // Claims alone say nothing of who held the land.
    with(&["export", "--history", "--of", "claims", "-o", "claims.gpkg"]);
    let refused = answer_in(folder.path(), &["areas", "--data", "claims.gpkg"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    assert!(refused.stderr.contains("who claimed land"), "{}", refused.stderr);
}
