//! The built-in set says what its sources say, and its polygons have the areas they print.

use std::collections::BTreeMap;
use std::fs;

use marchland::check;
use marchland::dataset::{Holder, PolityId};
use marchland::diagnostic::Severity;
use marchland::geometry::area::km2;
use marchland::timeline::{Timeline, unit_of};

use super::{builtin, project};

#[test]
fn check_finds_no_error_and_no_warning() {
    let findings = check::check(&builtin());
    let bad: Vec<String> =
        findings.iter().filter(|f| f.severity < Severity::Note).map(ToString::to_string).collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// The facts of `expect.toml`, asked the way `explain` asks.
#[test]
fn the_known_facts_hold() {
    let dataset = builtin();
    assert!(dataset.facts.len() >= 100, "{} facts", dataset.facts.len());
    let timeline = Timeline::new(&dataset);
    let mut wrong = Vec::new();
    for fact in &dataset.facts {
        let unit = unit_of(&dataset, &fact.subject).expect("a unit there");
        let state = timeline.at(fact.date);
        let found = state.of(unit);
        let claims: Vec<PolityId> = found.claims.iter().map(|(polity, _)| *polity).collect();
        let mut statuses = found.status.value.clone();
        statuses.sort_unstable();
        let agrees = fact.control.is_none_or(|holder| holder == found.control.value)
            && fact.sovereignty.is_none_or(|holder| holder == found.sovereignty.value)
            && fact.claims.as_ref().is_none_or(|expected| {
                let mut expected = expected.clone();
                expected.sort_unstable();
                expected == claims
            })
            && fact.status.as_ref().is_none_or(|expected| {
                let mut expected = expected.clone();
                expected.sort_unstable();
                expected == statuses
            });
        if !agrees {
            wrong.push(format!("expect.toml:{}: {}: {found:?}", fact.line, fact.date));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Published areas of `digitize/areas.csv`. More than 3 % off is allowed only where the remark says why.
#[test]
fn the_polygons_have_the_published_areas() {
    let dataset = builtin();
    let areas: BTreeMap<&str, f64> =
        dataset.units.iter().map(|unit| (unit.key.as_str(), km2(&unit.polygons))).collect();
    let table = fs::read(project("geodata/south-caucasus/digitize/areas.csv")).expect("the table");
    let mut checked = 0;
    for row in csv::Reader::from_reader(table.as_slice()).records() {
        let row = row.expect("a row");
        let published: f64 = row[1].parse().expect("a number");
        let ours: f64 = row[2].split(' ').map(|unit| areas[unit]).sum();
        let off = (ours - published) / published * 100.0;
        assert!(
            off.abs() <= 3.0 || !row[4].is_empty(),
            "{}: {ours:.0} km2, published {published}, {off:+.1} %",
            &row[0]
        );
        assert!(off.abs() <= 15.0, "{}: {off:+.1} %", &row[0]);
        checked += 1;
    }
    assert!(checked >= 15);
}

/// No map of the period has a hole: on every change day every unit is held by a polity, by nobody,
/// or is marked as not known by an event, never left out.
#[test]
fn every_unit_has_a_value_on_every_change_day() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    for day in timeline.change_days() {
        for (unit, state) in dataset.units.iter().zip(&timeline.at(day).units) {
            assert!(state.control.event.is_some(), "{day}: {} has no control value", unit.key);
            let held = matches!(state.control.value, Holder::Polity(_) | Holder::Nobody | Holder::NotKnown);
            assert!(held);
        }
    }
}

/// Holders exist while they hold.
#[test]
fn holders_exist_on_the_days_they_hold() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    for day in timeline.change_days() {
        for (unit, state) in dataset.units.iter().zip(&timeline.at(day).units) {
            if let Holder::Polity(polity) = state.control.value {
                let polity = &dataset.polities[polity.index()];
                assert!(polity.span.contains(day), "{day}: {} is held by {}", unit.key, polity.key);
            }
        }
    }
}

/// Every statement of the documents is in, and nearly all are evidence of an event.
#[test]
fn all_statements_are_in() {
    let dataset = builtin();
    assert_eq!(dataset.attestations.len(), 451);
    let mut named = vec![false; dataset.attestations.len()];
    for event in &dataset.events {
        let variants = event.variants.iter().flat_map(|variant| &variant.attestations);
        for attestation in event.evidence.iter().map(|evidence| &evidence.attestation).chain(variants) {
            named[attestation.index()] = true;
        }
    }
    let unnamed = named.iter().filter(|named| !**named).count();
    assert!(unnamed <= 3, "{unnamed} statements are evidence of nothing");
}
