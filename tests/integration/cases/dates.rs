//! Dates of rows: counts of years, coarse ends, fields that look like dates, impossible dates, snapshots.

use super::{answer, answer_in, copy};

/// The options of most cases: the fields `from` and `to`.
fn dated(ends: &str) -> Vec<&str> {
    vec!["--from-field", "from", "--to-field", "to", "--to-is", ends]
}

/// Runs a command and looks for texts in what it writes and what it says; texts that begin with `!` must not be there.
fn check(case: &str, arguments: &[&str], code: i32, texts: &[&str]) {
    let answer = answer(case, arguments);
    let all = format!("{}{}", answer.stdout, answer.stderr);
    assert_eq!(answer.code, Some(code), "{case} {arguments:?}: {all}");
    for text in texts {
        match text.strip_prefix('!') {
            Some(not) => assert!(!all.contains(not), "{case} {arguments:?}: {not}: {all}"),
            None => assert!(all.contains(text), "{case} {arguments:?}: {text}: {all}"),
        }
    }
}

#[test]
fn case_05_one_count_of_years_in_one_column() {
    let timeline = |file: &str, more: &[&str], texts: &[&str]| {
        let ends = dated("exclusive");
        let first = ["timeline", "--data", file];
        let arguments = first.iter().chain(&ends).chain(more).copied();
        check("05-bce-one-column-two-counts", &arguments.collect::<Vec<_>>(), 0, texts);
    };
    let iso = "read as ISO counts";
    let historical = "read as historians count";
    timeline("rev.geojson", &[], &["-0450-01-01", "-0450-06-01", iso, "--years-bce", "!-0449"]);
    timeline("approx.geojson", &[], &["-0450", iso, "!-0449"]);
    timeline("mixed.geojson", &[], &["-0500-01-01", "-0450-03-01", iso, "!-0499"]);
    timeline("dec.geojson", &[], &["-0043-01-01", "-0043-07-02", historical, "is in 44 BC"]);
    timeline("bare.geojson", &[], &["-0449-01-01", "-0043-01-01", historical]);
    timeline("zero.geojson", &[], &["-0450-01-01", "0000-01-01", iso, "because one is \"0\""]);
    timeline("bare-approx.geojson", &[], &["-0449", historical, "!-0450"]);
    // Who says it is not told.
    timeline("rev.geojson", &["--years-bce", "historical"], &["-0449-01-01", "-0449-06-01", "!years-bce"]);
    timeline("bare.geojson", &["--years-bce", "astronomical"], &["-0450-01-01", "!read as"]);
    let kml = ["timeline", "--data", "years.kml", "--from-field", "begin", "--to-field", "end"];
    let kml: Vec<&str> = kml.into_iter().chain(["--to-is", "inclusive"]).collect();
    check("05-bce-one-column-two-counts", &kml, 0, &["-0500-01-01", "-0450-03-01", "-0400-12-31", iso]);
}

#[test]
fn case_07_coarse_ends_reach_to_what_begins_in_them() {
    let areas = |file: &str, days: &str, texts: &[&str]| {
        check("07-ohm-end-dates", &["areas", "--data", file, "--date", days], 0, texts);
    };
    let half = "76,788";
    areas("gap.geojson", "1926-06-01", &["Orveld", "!Tarsia  ", "!not known", "--to-is exclusive"]);
    areas("gap.geojson", "1926-09-01", &["!Orveld  ", "Tarsia", "!not known"]);
    areas("short.geojson", "1925-06-01", &["Shortia", half, "!not known", "!left out"]);
    areas("refused.geojson", "1850-06-01", &["Orveld", "Tarsia", "!1849"]);
    areas("month.geojson", "1850-06-20", &["Orveld", "!not known"]);
    areas("month.geojson", "1850-07-05", &["!Orveld  ", "not known"]);
    // Each part goes to who begins on it.
    areas("parts.geojson", "1926-06-01", &["Orveld  ", "Tarsia  ", "!Morland  ", "!not known"]);
    areas("parts.geojson", "1926-10-01", &["!Orveld  ", "Tarsia", "Morland", "!contested"]);
    // A year that ends in the year in which the next begins stands as before.
    areas("years.geojson", "1926-01-01", &["!Orveld  ", "Tarsia", "!contested"]);
    areas("years.geojson", "1930-06-01", &["Morland", "!not known"]);
    // Who says that ends are exclusive has them so.
    let literal = ["areas", "--data", "years.geojson", "--to-is", "exclusive", "--date", "1930-06-01"];
    check("07-ohm-end-dates", &literal, 0, &["!Morland  ", "not known"]);
}

#[test]
fn case_13_fields_that_look_like_dates_are_told() {
    for (file, fields) in [
        ("START_YEAR", ["START_YEAR", "END_YEAR"]),
        ("gws", ["gwsdate", "gwedate"]),
        ("beg", ["BEG_YR", "END_YR"]),
        ("von", ["von", "bis"]),
        ("founded", ["founded", "dissolved"]),
        ("year_from", ["year_from", "year_to"]),
    ] {
        let [from, to] = fields;
        let told = format!("the fields \"{from}\", \"{to}\" look like dates and are not used");
        let help = format!("--from-field \"{from}\" --to-field \"{to}\" --to-is");
        let data = format!("{file}.geojson");
        let arguments = ["areas", "--data", data.as_str(), "--date", "1902-01-01"];
        check("13-date-fields-unseen", &arguments, 0, &[&told, &help]);
        let named = ["--from-field", from, "--to-field", to, "--to-is", "inclusive"];
        let arguments: Vec<&str> = arguments.into_iter().chain(named).collect();
        check("13-date-fields-unseen", &arguments, 0, &["Orveld", "!Tarsia  ", "!look"]);
    }
    let year = ["areas", "--data", "year.geojson", "--date", "1902-01-01"];
    check(
        "13-date-fields-unseen",
        &year,
        0,
        &["the field \"year\" looks like dates", "--year-field \"year\""],
    );
    let codes = ["areas", "--data", "codes.geojson", "--date", "1902-01-01"];
    check("13-date-fields-unseen", &codes, 0, &["!look"]);
    let alone = ["areas", "--data", "end-alone.geojson", "--from-field", "START", "--date", "1905-06-01"];
    check("13-date-fields-unseen", &alone, 0, &["the field \"END\" looks like ends and is not used"]);
}

#[test]
fn one_impossible_date_costs_one_row() {
    const CASE: &str = "32-impossible-dates";
    let areas = |file: &str, more: &[&str], code: i32, texts: &[&str]| {
        let ends = match file.ends_with("kml") {
            true => vec!["--from-field", "begin", "--to-field", "end", "--to-is", "inclusive"],
            false => dated("inclusive"),
        };
        let first = ["areas", "--data", file, "--date", "1990-11-15"];
        let arguments = first.iter().chain(&ends).chain(more).copied();
        check(CASE, &arguments.collect::<Vec<_>>(), code, texts);
    };
    let told =
        ["day 31 in \"1990-11-31\"", "\"Orveld\"", "left out", "--bad-dates clamp", "Tarsia", "!Orveld  "];
    for file in ["one.geojson", "rows.csv", "rows.kml"] {
        areas(file, &[], 0, &told);
        areas(file, &["--bad-dates", "clamp"], 0, &["Orveld  ", "last day of it", "!left out"]);
        areas(file, &["--strict"], 2, &["day 31 in \"1990-11-31\"", "without --strict"]);
        areas(file, &["--open", "1990-11-31"], 0, &["Orveld  ", "!left out"]);
    }
    areas("month-14.geojson", &[], 0, &["month 14 in \"2010-14-25\"", "left out", "Tarsia"]);
    areas(
        "slashes.geojson",
        &[],
        0,
        &["read with the day first, because one is \"31/12/1980\"", "Orveld", "Tarsia"],
    );
    areas(
        "all.geojson",
        &[],
        2,
        &["in \"02/12/1914\" the day cannot be told", "2 of 2 rows have dates", "--dates day-first"],
    );
    check(
        CASE,
        &["timeline", "--data", "all.geojson", "--from-field", "from", "--dates", "month-first"],
        0,
        &["1914-02-12", "!cannot"],
    );
    let known = ["timeline", "--data", "unknown-day.geojson"]
        .iter()
        .chain(&dated("inclusive"))
        .copied()
        .collect::<Vec<_>>();
    check(CASE, &known, 0, &["1905-01-01", "1910-07-01", "!left out"]);
    let backwards = ["areas", "--data", "backwards.geojson", "--date", "1945-01-01"];
    let backwards: Vec<&str> = backwards.iter().chain(&dated("inclusive")).copied().collect();
    check(CASE, &backwards, 0, &["begins on \"1950\", and ends on \"1940\"", "left out", "!1949", "Tarsia"]);
}

#[test]
fn values_that_mean_open() {
    const CASE: &str = "33-open-values";
    let areas = |file: &str, day: &str, more: &[&str], texts: &[&str]| {
        let ends = dated("exclusive");
        let first = ["areas", "--data", file, "--date", day];
        let arguments = first.iter().chain(&ends).chain(more).copied();
        check(CASE, &arguments.collect::<Vec<_>>(), 0, texts);
    };
    let told = [
        "\"from\" of \"Orveld\" is \"0\", which is taken for no beginning",
        "\"to\" of \"Morland\" is \"0\", which is taken for no end",
        "\"to\" of \"Tarsia\" is \"9999\"",
        "--open 0",
        "Orveld",
        "Morland",
    ];
    areas("zeros.geojson", "1851-06-01", &[], &told);
    areas("zeros.geojson", "1851-06-01", &["--open", "0", "--open", "9999"], &["Orveld", "!taken for no"]);
    areas(
        "future.geojson",
        "1945-06-01",
        &[],
        &["\"2050-01-01\", which is taken as it is written", "--open 2050-01-01"],
    );
    areas("future.geojson", "1950-12-30", &["--open", "2050-01-01"], &["Orveld", "!2050"]);
    areas("future.geojson", "1945-06-01", &["--open", "-1"], &["no date is \"-1\""]);
    // The same in a mapping.
    let folder = copy(CASE);
    std::fs::write(
        folder.path().join("m.toml"),
        "from = \"from\"\nto = \"to\"\nto-is = \"exclusive\"\nopen = [\"0\", \"9999\"]\n",
    )
    .expect("a file");
    let answer = answer_in(
        folder.path(),
        &["areas", "--data", "zeros.geojson", "--mapping", "m.toml", "--date", "1851-06-01"],
    );
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    assert!(!answer.stderr.contains("taken for no"), "{}", answer.stderr);
}

#[test]
fn snapshots_in_a_column_and_in_files() {
    const CASE: &str = "34-snapshots";
    let year = |command: &[&str], code: i32, texts: &[&str]| {
        let data = ["--data", "years.geojson", "--year-field", "year"];
        let arguments = command.iter().chain(&data);
        check(CASE, &arguments.copied().collect::<Vec<_>>(), code, texts);
    };
    year(&["areas", "--date", "1890-06-01"], 0, &["Orveld", "Morland", "!not used"]);
    year(&["areas", "--date", "1910-06-01"], 0, &["Orveld", "!Morland  ", "!not known"]);
    year(&["areas", "--date", "1930-06-01"], 0, &["Tarsia", "Orveld"]);
    year(&["timeline"], 0, &["(between 1880 and 1900)", "(between 1900 and 1930)"]);
    year(&["areas", "--date", "1890-06-01", "--to-field", "year"], 2, &["cannot be used with"]);
    // A like name on the same land is a new name; what else ends does so at some time between the two.
    let maps = ["timeline", "--data", "maps"];
    check(
        CASE,
        &maps,
        0,
        &[
            "\"United Orveld\" is \"United Orveld of Tarsia\" from 1900 on",
            "Velmark in place of Morland (between 1880 and 1900)",
            "!United Orveld ends",
        ],
    );
    let apart = ["timeline", "--data", "maps", "--holder-field", "NAME"];
    check(CASE, &apart, 0, &["United Orveld of Tarsia in place of United Orveld"]);
    // One of the files is the map of its year.
    let folder = copy(CASE);
    let drawn = answer_in(
        folder.path(),
        &["render", "--data", "maps/world_1880.geojson", "-o", "a.svg", "--size", "480x320"],
    );
    assert_eq!(drawn.code, Some(0), "{}", drawn.stderr);
    let svg = std::fs::read_to_string(folder.path().join("a.svg")).expect("the map");
    assert!(svg.contains("1880") && !svg.contains("undated"));
}
