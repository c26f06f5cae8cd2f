//! Many rows, many dates, long names: done in bounded time.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use tempfile::TempDir;

use super::answer_in;
use make_collection::{Layout, make};
use marchland::dataset::{Dataset, load_dir};
use marchland::timeline::Timeline;

#[path = "../../bench/make_collection.rs"]
#[allow(dead_code, reason = "what its own program needs")]
mod make_collection;

/// A folder with a tenth of the counties as a data set: 1,770 rows, 450 dates.
fn counties() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("counties.geojson"), make(Layout::Counties, 0.1)).expect("a file");
    let import = answer_in(folder.path(), &["import", "counties.geojson", "-o", "set"]);
    assert_eq!(import.code, Some(0), "{}", import.stderr);
    assert!(import.stdout.contains("1771 rows with dates"), "{}", import.stdout);
    assert!(import.stdout.contains("repairs: none"), "what is shared needs no mending: {}", import.stdout);
    folder
}

fn set(folder: &TempDir) -> Dataset {
    load_dir(&folder.path().join("set")).expect("a folder of a set").into_result().expect("the set loads").0
}

#[test]
fn each_effect_is_applied_once_on_the_way_through_all_days() {
    let folder = counties();
    let set = set(&folder);
    let timeline = Timeline::new(&set);
    let days = timeline.change_days();
    assert!((400..500).contains(&days.len()), "{}", days.len());
    let states: Vec<_> = timeline.states(days.iter().copied()).collect();
    for state in states.iter().step_by(29) {
        assert_eq!(*state, timeline.at(state.day), "{}", state.day);
    }
    // What an effect makes of a unit is made once, whatever the number of days: all states together have one for each.
    let effects = set.events.iter().flat_map(|event| &event.effects);
    let applied: usize = effects.map(|effect| effect.units.len()).sum();
    let made: BTreeSet<*const _> = states.iter().flat_map(|state| &state.units).map(Arc::as_ptr).collect();
    assert!(made.len() <= applied + 1, "{} of {applied}", made.len());
    assert!(made.len() * 50 < days.len() * set.units.len(), "{}", made.len());
}

#[test]
fn commands_go_through_many_dates() {
    let folder = counties();
    for (arguments, expected) in [
        (&["check", "set"][..], "0 errors, 0 warnings"),
        (&["compare", "1750-01-01", "1900-01-01", "--data", "set", "--format", "csv", "-o", "-"], "number,"),
        (&["export", "--history", "--of", "holders", "--data", "set", "--format", "csv", "-o", "-"], "id,"),
        (&["slides", "--data", "set", "--print-plan"], "[[slide]]"),
        (&["areas", "--each", "year", "--data", "set", "--format", "csv"], "holder"),
    ] {
        let answer = answer_in(folder.path(), arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.stderr);
        assert!(answer.stdout.contains(expected), "{arguments:?}: {:.300}", answer.stdout);
    }
}

#[test]
fn made_collections_are_as_their_header_says() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("countries.geojson"), make(Layout::Countries, 0.1)).expect("a file");
    let import = answer_in(folder.path(), &["import", "countries.geojson", "-o", "set"]);
    assert_eq!(import.code, Some(0), "{}", import.stderr);
    assert!(import.stdout.contains("repairs: none"), "{}", import.stdout);
}
