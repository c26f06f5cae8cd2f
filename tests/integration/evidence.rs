//! What the set says of its own evidence: areas and published figures, sources, coverage, citations.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::{project, run};

fn marchland(args: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), args);
    let left = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(left, 0, "{args:?} left something behind");
    output
}

fn said(args: &[&str]) -> String {
    let output = marchland(args);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaint.is_empty(), "{args:?}: {complaint}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&said(args)).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn wrong_arguments_are_explained() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["areas"], &["areas of which day?", "--date"]),
        (&["areas", "--date", "1921"], &["--year 1921"]),
        (&["areas", "--year", "1800"], &["outside the period"]),
        (&["areas", "--years", "1930..1918"], &["runs backwards", "1918..1930"]),
        (&["areas", "--year", "1921", "--by", "holdr"], &["nearest is \"holder\""]),
        (&["areas", "--year", "1921", "--view", "claims"], &["control, sovereignty"]),
        (&["areas", "--year", "1921", "--of", "zangezr"], &["nearest is \"zangezur\""]),
        (&["areas", "--year", "1921", "--of", "uezd:Shush"], &["nearest is \"uezd:Shusha\""]),
        (&["areas", "--year", "1921", "--lang", "fr"], &["no names in \"fr\""]),
        (&["areas", "--year", "1921", "--format", "xls"], &["csv"]),
        (&["areas", "--published", "--year", "1921"], &["cannot be used with"]),
        (&["areas", "--published", "--by", "unit"], &["cannot be used with"]),
        (&["areas", "--published", "--data", "nowhere"], &["nowhere"]),
        (&["sources", "--date", "1700-01-01"], &["outside the period"]),
        (&["sources", "--view", "control"], &["--date"]),
        (&["sources", "--style", "autor-date"], &["nearest is \"author-date\""]),
        (&["sources", "--single", "--coverage"], &["cannot be used with"]),
        (&["sources", "--single", "--date", "1921-01-01"], &["cannot be used with"]),
        (&["sources", "--coverage", "--format", "bibtex"], &["--format text", "--format json"]),
        (&["explain", "Goris", "--date", "1921-01-01", "--cite", "apa"], &["chicago-notes, author-date"]),
    ];
    for (args, words) in cases {
        let output = marchland(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for word in *words {
            assert!(said.contains(word), "{args:?} should say {word:?}, says: {said}");
        }
        assert!(!said.contains("panicked") && output.stdout.is_empty(), "{said}");
    }
}

#[test]
fn areas_add_up_and_stay_over_the_years() {
    let areas = json(&["areas", "--years", "1918..1930", "--format", "json"]);
    let totals = areas["total"]["km2"].as_array().expect("totals");
    assert_eq!(totals.len(), 13);
    for (column, total) in totals.iter().enumerate() {
        assert_eq!(total, &totals[0], "no land comes or goes");
        let rows = areas["rows"].as_array().expect("rows");
        let sum: f64 = rows.iter().map(|row| number(&row["km2"][column])).sum();
        assert!((sum - number(total)).abs() < 2.0, "{sum} {total}");
    }
    // What Armenia gained in 1929 is what Azerbaijan lost.
    let row = |id: &str| {
        let rows = areas["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["holder"]["id"] == id).expect(id).clone()
    };
    let gained = |id: &str| number(&row(id)["km2"][11]) - number(&row(id)["km2"][10]);
    assert!(100.0 < gained("armenian-ssr"), "{}", gained("armenian-ssr"));
    assert!((gained("armenian-ssr") + gained("azerbaijan-ssr")).abs() < 0.5);
}

#[test]
fn areas_by_part_as_table_and_csv() {
    let by_uezd =
        said(&["areas", "--year", "1930", "--by", "uezd", "--of", "uezd:Zangezur", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(by_uezd.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let holders: Vec<(&str, &str)> = rows.iter().map(|row| (&row[4], &row[6])).collect();
    assert_eq!(holders, [("Zangezur", "armenian-ssr"), ("Zangezur", "azerbaijan-ssr")]);
    assert_eq!(&rows[0][1], "1930");
    for by in ["holder", "unit", "status", "uezd", "group"] {
        for view in ["control", "sovereignty"] {
            let table = said(&["areas", "--date", "1920-08-15", "--by", by, "--view", view]);
            assert!(table.contains("total") && table.contains("1920-08-15"), "{by} {view}: {table}");
        }
    }
    let wide = said(&["areas", "--each", "month", "--years", "1920..1921", "--lang", "hy"]);
    assert!(wide.lines().all(|line| line.chars().count() <= 118), "{wide}");
    assert_eq!(wide.matches("1921-12").count(), 1);
}

#[test]
fn published_areas_are_held_against_the_polygons() {
    let found = json(&["areas", "--published", "--format", "json"]);
    let groups = found["groups"].as_array().expect("groups");
    let of_republic = groups
        .iter()
        .find(|group| group["subjects"].as_array().is_some_and(|all| all.contains(&"Nakhchivan ASSR".into())))
        .expect("the republic");
    let spread = of_republic["spread"].as_array().expect("spread").last().expect("one over all").clone();
    let values: Vec<f64> = spread["values_km2"].as_array().expect("values").iter().map(number).collect();
    assert_eq!(values, [5988.0, 5979.0, 5488.0, 5365.0, 5200.0]);
    assert!(spread["units"].is_null());
    for group in groups {
        for figure in group["figures"].as_array().expect("figures") {
            assert!(number(&figure["difference_percent"]).abs() <= 15.0, "{figure}");
            assert!(figure["source"].is_string() && figure["place"].is_string());
        }
    }
    assert!(!found["not_compared"].as_array().expect("a list").is_empty());
    let table = said(&["areas", "--published"]);
    assert!(table.contains("5,988 / 5,979 / 5,488;") && table.contains("Ibrahimova and Valizada 2019, l"));
    let figures = json_count(groups);
    let csv = said(&["areas", "--published", "--format", "csv"]);
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), figures);
}

fn json_count(groups: &[Value]) -> usize {
    groups.iter().map(|group| group["figures"].as_array().map_or(0, Vec::len)).sum()
}

#[test]
fn every_statement_is_accounted_for() {
    let found = json(&["sources", "--coverage", "--format", "json"]);
    assert_eq!((found["all"]["all"].as_u64(), found["all"]["unaccounted"].as_u64()), (Some(451), Some(0)));
    let parts = ["supports", "contradicts", "reports", "variants_only", "context", "unaccounted"];
    for counts in found["by_source"].as_array().expect("sources").iter().chain([&found["all"]]) {
        let sum: u64 = parts.iter().filter_map(|part| counts[part].as_u64()).sum();
        assert_eq!(Some(sum), counts["all"].as_u64(), "{counts}");
    }
    let kept = found["contradictions"].as_array().expect("contradictions");
    let ids: Vec<&str> = kept.iter().filter_map(|one| one["id"].as_str()).collect();
    for id in ["C01", "C08", "C08b", "C12c", "C72"] {
        assert!(ids.contains(&id), "{id}");
    }
    let words = said(&["sources", "--coverage"]);
    assert!(words.contains("451 of 451 statements accounted for"), "{words}");
    assert!(words.contains(&format!("{} contradictions kept", kept.len())), "{words}");
}

#[test]
fn the_bibliography_in_four_formats() {
    let notes = said(&["sources"]);
    assert!(
        notes.starts_with("İbrahimova, Gülzar, and Vagif Valizada. “")
            && notes.contains("SÜTAD, no. 38 (n.d.)")
    );
    let dated = said(&["sources", "--style", "author-date"]);
    assert!(dated.contains("Ismayilov, Kamran. 2019. “"), "{dated}");
    let csl = json(&["sources", "--format", "csl-json"]);
    assert_eq!(csl.as_array().map(Vec::len), Some(5));
    assert!(
        csl.as_array().expect("a list").iter().all(|one| one["id"].is_string() && one["type"].is_string())
    );
    // BibTeX that comes back is what went in.
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(project("tests/worlds/duchy")).expect("the world").flatten() {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
    }
    let world = folder.path().to_str().expect("a path");
    let first = said(&["sources", "--format", "bibtex", "--data", world]);
    std::fs::write(folder.path().join("sources.bib"), &first).expect("the copy");
    assert_eq!(said(&["sources", "--format", "bibtex", "--data", world]), first);
}

#[test]
fn the_sources_of_one_map_are_those_of_its_events() {
    let of_map = json(&["sources", "--date", "1918-06-04", "--view", "control", "--format", "json"]);
    let of_set = json(&["sources", "--format", "json"]);
    let (of_map, of_set) = (of_map.as_array().expect("a list"), of_set.as_array().expect("a list"));
    assert!(!of_map.is_empty() && of_map.len() < of_set.len(), "{} {}", of_map.len(), of_set.len());
    assert!(of_map.iter().all(|one| one["events"].as_array().is_some_and(|events| !events.is_empty())));
}

#[test]
fn events_with_one_witness_are_listed() {
    let found = json(&["sources", "--single", "--format", "json"]);
    let one = found["one"].as_array().expect("a list");
    assert!(one.iter().any(|event| event["id"] == "karki-1990" || event["id"] == "gunnut-2018"), "{one:?}");
    let words = said(&["sources", "--single", "--lang", "az"]);
    let count = found["events"].as_u64().expect("a number");
    assert!(
        words.starts_with(&format!("{} of {count} events rest on one source only", one.len())),
        "{words}"
    );
}

#[test]
fn explain_gives_a_footnote() {
    let args = ["explain", "Goris", "--date", "1921-12-31", "--cite", "author-date"];
    let words = said(&args);
    let note = words.split("Footnote (author-date):\n").nth(1).expect("a footnote");
    let paragraph = note.lines().next().expect("a line");
    assert!(paragraph.starts_with("Goris") && paragraph.contains(" on 31 December 1921. "), "{paragraph}");
    assert!(paragraph.contains("Control in fact: Armenian Soviet Socialist Republic, since "), "{paragraph}");
    assert!(paragraph.contains(", n.d., l") || paragraph.contains(" 2019, l"), "{paragraph}");
    assert!(note.contains("Works cited:\n"), "{note}");
    let answer = json(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(answer["citations"]["style"], "author-date");
    assert_eq!(answer["citations"]["paragraph"], paragraph);
    assert!(answer["control"]["event"]["id"].is_string(), "the answer itself is still there");
    let plain = json(&["explain", "Goris", "--date", "1921-12-31", "--format", "json"]);
    assert!(plain.get("citations").is_none());
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    for args in
        ["areas --published", "areas --each change", "sources --coverage", "sources --format csl-json"]
    {
        let command = format!(
            "{} {args} | true; test ${{PIPESTATUS[0]}} -eq 0",
            Path::new(env!("CARGO_BIN_EXE_marchland")).display()
        );
        let output = Command::new("bash").args(["-c", &command]).output().expect("bash");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.is_empty(), "{args}: {said}");
    }
}
