//! What changed between two days: gains and losses balance, the way is told, and the program says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};

use marchland::areas::{By, Column, Holding, Question, areas, unit_areas};
use marchland::cite::Style as CiteStyle;
use marchland::compare::{Comparison, Report, Side, Track};
use marchland::dataset::{Dataset, Holder, UnitId};
use marchland::lang::Lang;
use marchland::time::Day;
use marchland::timeline::{Timeline, holder_key};

use super::{builtin, day, duchy, run, text};

/// Numbers without chance: the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Pairs of days over the whole period, the second mostly later.
fn pairs(dataset: &Dataset, count: usize) -> Vec<[Day; 2]> {
    let (first, last) = dataset.period;
    let days = (last.julian_day() - first.julian_day()) as usize + 1;
    let mut numbers = Numbers(7);
    let mut any = || Day::from_julian_day(first.julian_day() + numbers.below(days) as i32).expect("a day");
    (0..count).map(|_| [any(), any()]).collect()
}

fn between<'a>(
    timeline: &'a Timeline<'a>,
    [first, second]: [Day; 2],
    track: Track,
    km2: &[f64],
) -> Comparison<'a> {
    let side = |day| Side { timeline, day, track };
    Comparison::new([side(first), side(second)], km2)
}

#[test]
fn gains_and_losses_balance() {
    for dataset in [builtin(), duchy()] {
        let (timeline, km2) = (Timeline::new(&dataset), unit_areas(&dataset));
        let all: BTreeSet<UnitId> = dataset.unit_ids().collect();
        for pair in pairs(&dataset, 60) {
            for (track, holding) in
                [(Track::Control, Holding::Control), (Track::Sovereignty, Holding::Sovereignty)]
            {
                let what = format!("{} {} to {} {}", dataset.key, pair[0], pair[1], track.key());
                let found = between(&timeline, pair, track, &km2);
                let sum =
                    |of: fn(&marchland::compare::Balance) -> f64| found.balances.iter().map(of).sum::<f64>();
                let near = |a: f64, b: f64| (a - b).abs() < 0.01;
                assert!(near(sum(|one| one.gained_km2), sum(|one| one.lost_km2)), "{what}");
                assert!(near(sum(|one| one.gross_gained_km2), sum(|one| one.gross_lost_km2)), "{what}");
                for one in &found.balances {
                    let after = one.before_km2 + one.gained_km2 - one.lost_km2;
                    assert!(near(after, one.after_km2), "{what}: {one:?}");
                    let gross = one.before_km2 + one.gross_gained_km2 - one.gross_lost_km2;
                    assert!(near(gross, one.after_km2), "{what}: {one:?}");
                    assert!(one.gained_km2 < one.gross_gained_km2 + 0.01, "{what}: {one:?}");
                    assert!(one.lost_km2 < one.gross_lost_km2 + 0.01, "{what}: {one:?}");
                }
                // The same land as `areas` counts.
                let columns = pair.map(|day| Column { label: String::new(), day });
                let question = Question { holding, by: By::Holder, units: &all, lang: Lang::EN };
                let rows = areas(&timeline, &km2, &columns, &question).rows;
                let tenth = |km2: f64| (km2 * 10.0).round() / 10.0;
                for row in &rows {
                    let of =
                        |one: &&marchland::compare::Balance| holder_key(&dataset, one.party) == row.holder.id;
                    let one = found.balances.iter().find(of).expect("a balance for every holder");
                    assert!(near(tenth(one.before_km2), row.km2[0]), "{what}: {}", row.holder.id);
                    assert!(near(tenth(one.after_km2), row.km2[1]), "{what}: {}", row.holder.id);
                }
                // By pair, by act and by unit it is the same sum.
                let gained = sum(|one| one.gained_km2);
                assert!(near(found.flows.iter().map(|flow| flow.km2).sum(), gained), "{what}");
                let gross = sum(|one| one.gross_gained_km2);
                assert!(near(found.acts.iter().map(|act| act.km2).sum(), gross), "{what}");
                assert!(near(found.flows.iter().map(|flow| flow.gross_km2).sum(), gross), "{what}");
                let moved = found.entries.iter().filter(|one| one.change.holder.is_some() && !one.returned);
                assert!(near(moved.map(|one| one.km2).sum(), gained), "{what}");
            }
        }
    }
}

#[test]
fn backwards_gains_are_losses() {
    let dataset = builtin();
    let (timeline, km2) = (Timeline::new(&dataset), unit_areas(&dataset));
    for [first, second] in pairs(&dataset, 25) {
        for (_, track) in Track::ALL {
            let there = between(&timeline, [first, second], track, &km2);
            let back = between(&timeline, [second, first], track, &km2);
            let balances = |found: &Comparison<'_>, turned: bool| -> BTreeMap<Holder, [i64; 6]> {
                let numbers = |one: &marchland::compare::Balance| {
                    let ends = [one.before_km2, one.gained_km2, one.gross_gained_km2];
                    let others = [one.after_km2, one.lost_km2, one.gross_lost_km2];
                    let (a, b) = if turned { (others, ends) } else { (ends, others) };
                    [a[0], a[1], a[2], b[0], b[1], b[2]].map(|km2| (km2 * 100.0).round() as i64)
                };
                found.balances.iter().map(|one| (one.party, numbers(one))).collect()
            };
            assert_eq!(balances(&there, false), balances(&back, true), "{first} {second} {}", track.key());
        }
    }
}

/// What is told of each unit leads from its state on the first day to that on the second.
#[test]
fn every_way_leads_from_the_first_state_to_the_second() {
    let dataset = builtin();
    let (timeline, km2) = (Timeline::new(&dataset), unit_areas(&dataset));
    for mut pair in pairs(&dataset, 25) {
        pair.sort_unstable();
        let states = pair.map(|day| timeline.at(day));
        let found = between(&timeline, pair, Track::Control, &km2);
        let mut seen: BTreeSet<UnitId> = BTreeSet::new();
        for entry in &found.entries {
            for way in &entry.ways {
                for steps in way.steps.windows(2) {
                    assert_eq!(steps[0].to, steps[1].from);
                    assert!(steps[0].day < steps[1].day);
                }
                assert!(way.steps.iter().all(|step| pair[0] < step.day && step.day <= pair[1]));
            }
            let Some((from, to)) = entry.change.holder else { continue };
            for unit in &entry.units {
                assert!(seen.insert(*unit), "{} is told of once", dataset.unit(*unit).key);
                assert_eq!(states[0].of(*unit).control.value, from);
                assert_eq!(states[1].of(*unit).control.value, to);
            }
        }
        for unit in dataset.unit_ids() {
            let differs = states[0].of(unit).control.value != states[1].of(unit).control.value;
            assert!(!differs || seen.contains(&unit), "{}", dataset.unit(unit).key);
        }
        let numbers: Vec<usize> = found.entries.iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, (1..=found.entries.len()).collect::<Vec<_>>());
    }
}

/// Known answers of the built-in set.
#[test]
fn known_changes_are_told() {
    let dataset = builtin();
    let (timeline, km2) = (Timeline::new(&dataset), unit_areas(&dataset));
    let report = |first: &str, second: &str| {
        Report::new(&between(&timeline, [day(first), day(second)], Track::Control, &km2), Lang::EN)
    };
    let villages = report("1924-12-31", "1930-12-31");
    let acts: Vec<&str> = villages.changes.iter().map(|change| change.acts[0].id.as_str()).collect();
    assert_eq!(acts, ["nakhchivan-villages-1929", "lower-zangezur-1929", "meghri-villages-1930"]);
    assert!(villages.changes.iter().all(|change| change.to.as_ref().expect("a holder").id == "armenian-ssr"));
    assert!(villages.changes[0].acts[0].sources.iter().any(|one| one.source == "ibrahimova-valizada-2019"));

    // Sharur went by Turkey, and Arazdayan by three hands; each step is told, in order.
    let years = report("1920-12-01", "1924-02-09");
    let steps = |unit: &str| -> Vec<String> {
        let of_holder = years.changes.iter().filter(|change| change.from.is_some());
        let way =
            of_holder.flat_map(|change| &change.ways).find(|way| way.units.iter().any(|one| one == unit));
        way.expect("a way").steps.iter().map(|step| step.event.clone().expect("an act")).collect()
    };
    assert_eq!(steps("sharur"), ["gumru-1920", "moscow-1921"].map(str::to_owned));
    assert_eq!(steps("arazdayan").len(), 3);
    let status = years
        .changes
        .iter()
        .find(|change| change.units.iter().any(|unit| unit == "nk-shusha") && change.status_to.is_some());
    let status = status.and_then(|change| change.status_to.clone()).expect("a new status");
    assert!(
        status.contains("autonomous") && status.contains("Nagorno-Karabakh Autonomous Oblast"),
        "{status}"
    );

    // What came back is told with what it cost on the way.
    let back = report("1918-12-31", "1921-12-31");
    assert!(back.changes.iter().any(|change| change.returned && change.ways[0].steps.len() > 1));
    let turkey = years.totals.iter().find(|total| total.party.id == "turkey").expect("Turkey");
    assert!(turkey.gained_km2 + 1900.0 < turkey.gross_gained_km2, "{turkey:?}");
}

#[test]
fn fact_and_law_and_readings_are_compared_on_one_day() {
    let dataset = builtin();
    let km2 = unit_areas(&dataset);
    let timeline = Timeline::new(&dataset);
    let other = Timeline::with_reading(&dataset, dataset.reading_by_key("sutad-38"));
    let check = |sides: [Side<'_>; 2], compared: &str, unit: &str, from: &str, to: &str| {
        let report = Report::new(&Comparison::new(sides, &km2), Lang::EN);
        assert_eq!(report.compared, compared);
        let has = |change: &&marchland::compare::ReportChange| change.units.iter().any(|one| one == unit);
        let change =
            report.changes.iter().filter(|change| change.from.is_some()).find(has).expect("a change");
        let ids = [&change.from, &change.to].map(|party| party.as_ref().map(|party| party.id.as_str()));
        assert_eq!(ids, [Some(from), Some(to)]);
        assert!(change.ways.is_empty(), "nothing lies between two states of a day");
        assert!(report.acts.is_empty());
    };
    let side = |timeline, day, track| Side { timeline, day, track };
    let (first, second) = (day("1920-12-01"), day("1920-07-15"));
    let sides = [side(&timeline, first, Track::Control), side(&timeline, first, Track::Sovereignty)];
    check(sides, "tracks", "goris", "mountainous-armenia", "nobody");
    let sides = [side(&timeline, second, Track::Control), side(&other, second, Track::Control)];
    check(sides, "readings", "nakhchivan", "nakhchivan-council", "rsfsr");
}

#[test]
fn tables_hold_every_change() {
    let dataset = builtin();
    let (timeline, km2) = (Timeline::new(&dataset), unit_areas(&dataset));
    let days = [day("1918-12-31"), day("1921-12-31")];
    for lang in [Lang::EN, Lang::AZ, Lang::HY, Lang::RU, Lang::TR] {
        let report = Report::new(&between(&timeline, days, Track::Control, &km2), lang);
        let text = report.to_text(lang);
        let markdown = report.to_markdown(&dataset, CiteStyle::ChicagoNotes, lang);
        let csv = report.to_csv(|key| km2[dataset.unit_by_key(key).expect("a unit").index()]);
        let units: usize = report.changes.iter().map(|change| change.units.len()).sum();
        assert_eq!(csv.lines().count(), units + 1, "a line per unit and change");
        for change in &report.changes {
            assert!(text.lines().any(|line| line.starts_with(&format!("{:>4}  ", change.number))), "{lang}");
            assert!(markdown.contains(&format!("\n{}. ", change.number)), "{lang} {}", change.number);
            // A footnote that is called is there, and the other way round.
            let called = markdown.matches(&format!("[^{}]", change.number)).count();
            let sourced = change.acts.iter().any(|act| !act.sources.is_empty());
            assert_eq!(called, if sourced { 2 } else { 0 }, "{lang} {}", change.number);
        }
        assert!(text.lines().all(|line| line.chars().count() <= 200), "no line of a terminal is endless");
        assert!(!text.contains("compare-"), "every word is there: {text}");
    }
}

#[test]
fn the_program_compares() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let ok = |args: &[&str]| {
        let output = run(path, args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    };
    // Pictures go to the folder, the table to the terminal.
    let (table, _) = ok(&["compare", "1924-12-31", "1930-12-31", "--size", "700x450"]);
    assert!(table.contains("732") && table.contains("nakhchivan-villages-1929"), "{table}");
    let stem = "output/south-caucasus_1924-12-31_1930-12-31_control_overlay";
    assert!(path.join(format!("{stem}.svg")).is_file() && path.join(format!("{stem}.png")).is_file());
    // The same again is no overwriting; what a person edited is left alone.
    ok(&["compare", "1924-12-31", "1930-12-31", "--size", "700x450", "--format", "svg"]);
    fs::write(path.join(format!("{stem}.svg")), "<svg/>").expect("an edit");
    let output = run(path, &["compare", "1924-12-31", "1930-12-31", "--format", "svg"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--force"));

    // Backwards is said, and is the same.
    let (there, quiet) = ok(&["compare", "1920-12-01", "1924-02-09", "--format", "csv"]);
    let (back, note) = ok(&["compare", "1924-02-09", "1920-12-01", "--format", "csv"]);
    assert!(there == back && quiet.is_empty() && note.contains("changed places"), "{note}");

    let (nothing, _) = ok(&["compare", "1921-01-15", "1921-01-15", "--format", "text"]);
    assert!(nothing.contains("Nothing changed."));
    let (nothing, _) = ok(&["compare", "1921-01-15", "1921-01-15", "--format", "svg", "-o", "no.svg"]);
    assert!(
        nothing.is_empty()
            && fs::read_to_string(path.join("no.svg")).is_ok_and(|svg| svg.contains("Nothing changed."))
    );

    let (json, _) = ok(&["compare", "1920-12-01", "--with-view", "sovereignty", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["compared"], "tracks");
    let sum = |key: &str| {
        json["totals"].as_array().expect("totals").iter().map(|one| one[key].as_f64().unwrap()).sum::<f64>()
    };
    assert!((sum("gained_km2") - sum("lost_km2")).abs() < 0.01);

    let (_, told) = ok(&["compare", "1918-12-31", "1921-12-31", "--size", "600x375", "-o", "small.png"]);
    assert!(told.contains("no room for"), "a full page says so: {told}");
    ok(&[
        "compare",
        "1920-07-15",
        "--with-reading",
        "sutad-38",
        "--lang",
        "hy",
        "--format",
        "md",
        "-o",
        "a.md",
    ]);
    assert!(fs::read_to_string(path.join("a.md")).is_ok_and(|text| text.starts_with("# ")));
}

#[test]
fn what_cannot_be_compared_is_explained() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["compare", "1920-12-01"], &["a second day", "--with-view"]),
        (&["compare", "1900-12-01", "1921-12-31"], &["1900-12-01", "outside the period", "1918-05-28"]),
        (&["compare", "1920-12-01", "2100-01-01"], &["2100-01-01", "outside the period"]),
        (&["compare", "1920", "1921"], &["1920-12-31"]),
        (&["compare", "1920-12-01", "--with-reading", "sutad"], &["unknown reading", "sutad-38"]),
        (&["compare", "1920-12-01", "--with-reading", "best"], &["the reading of the first side too"]),
        (&["compare", "1920-12-01", "--with-view", "control"], &["no two sides"]),
        (&["compare", "1920-12-01", "--with-view", "claims"], &["allowed are control, sovereignty"]),
        (&["compare", "1920-12-01", "1921-12-31", "--with-view", "sovereignty"], &["compared on one day"]),
        (&["compare", "1920-12-01", "1921-12-31", "--layout", "beside"], &["overlay, side-by-side, both"]),
        (&["compare", "1920-12-01", "1921-12-31", "--view", "certainty"], &["control, sovereignty, claims"]),
        (&["compare", "1920-12-01", "1921-12-31", "--format", "gif"], &["svg, png, webp"]),
        (&["compare", "1920-12-01", "1921-12-31", "--format", "csv,json"], &["-o"]),
        (&["compare", "1920-12-01", "1921-12-31", "--format", "csv,json", "-o", "a.csv"], &["give a folder"]),
        (&["compare", "1920-12-01", "1921-12-31", "-o", "/proc/no/where.svg"], &["/proc/no"]),
        (&["compare", "1920-12-01", "1921-12-31", "--lang", "fr"], &["no names in \"fr\""]),
    ];
    for (args, words) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let output = run(folder.path(), args);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for word in *words {
            assert!(said.contains(word), "{args:?} should say {word:?}, says: {said}");
        }
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0, "{args:?} left something");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let full = fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_marchland"))
        .args(["compare", "1924-12-31", "1930-12-31", "--format", "text"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(full)
        .output()
        .expect("the program starts");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("standard output") && !said.contains("panicked"), "{said}");
}
