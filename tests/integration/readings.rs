//! Maps by what one source says: where readings differ from the default, and by whose word.

use marchland::dataset::{Dataset, Holder, Subject, find};
use marchland::lang::Lang;
use marchland::timeline::{Explanation, Timeline, changes, explain, holder_key, unit_of};

use super::{builtin, day, duchy};

fn timeline<'a>(dataset: &'a Dataset, reading: &str) -> Timeline<'a> {
    Timeline::with_reading(dataset, Some(dataset.reading_by_key(reading).expect(reading)))
}

fn control(dataset: &Dataset, reading: &str, unit: &str, date: &str) -> String {
    let unit = dataset.unit_by_key(unit).expect(unit);
    let holder: Holder = timeline(dataset, reading).at(day(date)).of(unit).control.value;
    holder_key(dataset, holder).to_owned()
}

fn explained(dataset: &Dataset, reading: &str, place: &str, date: &str) -> Explanation {
    let timeline = timeline(dataset, reading);
    let subject: Subject = find(dataset, place).expect(place);
    let unit = unit_of(dataset, &subject).expect("a unit there");
    explain(&timeline, &timeline.at(day(date)), unit, Lang::EN)
}

#[test]
fn every_document_has_its_reading() {
    let dataset = builtin();
    for source in &dataset.sources {
        let reading = dataset.reading_by_key(&source.key).expect(&source.key);
        assert_eq!(reading.source.map(|source| &dataset.source(source).key), Some(&source.key));
    }
    let best = timeline(&dataset, "best");
    let new = Timeline::new(&dataset);
    assert!(best.reading().is_none());
    for day in new.change_days() {
        assert_eq!(best.at(day), new.at(day), "{day}");
    }
}

/// What each document tells otherwise, and what the default has on the same day.
#[test]
fn documents_differ_where_they_say_so() {
    let dataset = builtin();
    for (reading, unit, date, told, default) in [
        // The XI Army enters Nakhchivan on 28 June 1920, not on 28 July (C01; ll. 373-375 of the document).
        ("sutad-38", "nakhchivan", "1920-06-28", "rsfsr", "kalbali-khan"),
        ("sutad-38", "nakhchivan", "1920-07-05", "rsfsr", "nakhchivan-council"),
        // Kars belongs to the Araz Republic (C45; l. 301).
        ("sutad-38", "kars", "1918-12-31", "araz-republic", "south-west-caucasus"),
        // No return of Armenian troops to Goris in August 1920 (C03).
        ("ismayilov-2019", "goris", "1920-08-08", "rsfsr", "armenia"),
        // The Red Army takes Goris only on 9 August 1920 (C03; l. 19).
        ("karabakh-chronology-nd", "goris", "1920-07-20", "armenia", "rsfsr"),
        ("karabakh-chronology-nd", "goris", "1920-08-09", "rsfsr", "rsfsr"),
        // Meghri stays with Nakhchivan until 18 February 1929 (C14; l. 3192).
        ("ibrahimova-valizada-2019", "meghri", "1925-12-31", "azerbaijan-ssr", "armenian-ssr"),
        ("ibrahimova-valizada-2019", "meghri", "1929-02-18", "armenian-ssr", "armenian-ssr"),
        // The villages of Meghri come with western Zangezur (C13).
        ("zangezur-karabakh-nd", "aldara", "1922-12-31", "armenian-ssr", "azerbaijan-ssr"),
    ] {
        assert_eq!(control(&dataset, reading, unit, date), told, "{reading}: {unit} on {date}");
        assert_eq!(control(&dataset, "best", unit, date), default, "best: {unit} on {date}");
    }
}

/// Every reading is as whole as the default: a value for every unit on every day, by holders who exist.
#[test]
fn a_reading_leaves_no_hole() {
    let dataset = builtin();
    for reading in &dataset.readings {
        let timeline = Timeline::with_reading(&dataset, Some(reading));
        for day in timeline.change_days() {
            for (unit, state) in dataset.units.iter().zip(&timeline.at(day).units) {
                let key = &reading.key;
                assert!(state.control.event.is_some(), "{key}, {day}: {} has no control value", unit.key);
                if let Holder::Polity(polity) = state.control.value {
                    let polity = dataset.polity(polity);
                    assert!(
                        polity.span.contains(day),
                        "{key}, {day}: {} is held by {}",
                        unit.key,
                        polity.key
                    );
                }
            }
        }
    }
}

#[test]
fn a_value_is_attributed_to_the_variant_it_follows() {
    let dataset = builtin();
    let told = explained(&dataset, "sutad-38", "Nakhchivan", "1920-07-05");
    assert_eq!((told.reading.id.as_str(), told.reading.name.as_str()), ("sutad-38", "SÜTAD 38"));
    assert_eq!(told.control.since.as_deref(), Some("1920-06-28"));
    assert_eq!(told.control.sources, ["sutad-38"]);
    let act = told.control.event.expect("an act");
    assert_eq!(act.default_date.as_deref(), Some("1920-07-28"));
    assert_eq!(act.follows.expect("a variant").id, "C01");
    assert_eq!((act.evidence[0].relation, act.evidence[0].source.as_str()), ("supports", "sutad-38"));
    assert!(act.evidence[1..].iter().all(|statement| statement.relation != "supports"));

    let default = explained(&dataset, "best", "Nakhchivan", "1920-08-05");
    assert_eq!(default.reading.id, "best");
    let act = default.control.event.expect("an act");
    assert!(act.follows.is_none() && act.default_date.is_none());
    assert!(act.variants.iter().any(|variant| variant.id == "C01"));
}

#[test]
fn variants_replace_what_they_give() {
    let dataset = duchy();
    let beta = dataset.unit_by_key("beta").expect("beta");
    let state = |reading: &str, date: &str| timeline(&dataset, reading).at(day(date)).of(beta).clone();
    // The diary has no cession: its variant has effects, and they are none.
    assert_eq!(holder_key(&dataset, state("best", "1860-12-31").control.value), "france");
    assert_eq!(holder_key(&dataset, state("diary", "1860-12-31").control.value), "savoy");
    // An event that is not in a reading changes nothing.
    let (all, without) = (timeline(&dataset, "best"), timeline(&dataset, "by-hand"));
    let last = dataset.period.1;
    assert!(changes(&all.at(day("1861-03-16")), &without.at(last)).is_empty());
    assert!(!changes(&all.at(last), &without.at(last)).is_empty());
    assert_eq!(timeline(&dataset, "by-hand").change_days().len(), all.change_days().len() - 1);
}

#[test]
fn boundary_notes_are_told_for_each_neighbour() {
    let dataset = duchy();
    let told = explained(&dataset, "best", "beta", "1855-01-01");
    let with: Vec<&str> = told.boundaries.iter().map(|border| border.with.as_str()).collect();
    assert_eq!(with, ["alpha", "gamma", "gamma"]);
    assert_eq!((told.boundaries[0].certainty, told.boundaries[0].approximate), ("inferred", true));
}
