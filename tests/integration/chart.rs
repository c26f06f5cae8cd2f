//! Holdings and events as tables, on the invented world and on the built-in set.

use marchland::chart::{self, Value, Which, find_polity, find_units, table};
use marchland::lang::Lang;
use marchland::timeline::{Timeline, Track};

use super::{builtin, day, duchy};

/// The holdings of a unit on a track of the invented world, a line each.
fn check(unit: &str, track: Option<Track>, expected: &[&str]) {
    let dataset = duchy();
    let timeline = Timeline::new(&dataset);
    let holdings = chart::holdings(&timeline);
    let units = find_units(&dataset, unit).expect("a unit").units;
    let wanted = |holding: &chart::Holding| table::of_units(holding, &units, track);
    let rows = table::holding_rows(&timeline, &holdings, wanted, Lang::EN);
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let until = row.until.as_ref().map_or("", |until| until.date.as_str());
            let event = row.event.as_ref().map_or("", |event| event.id.as_str());
            let ended = row.ended_by.as_ref().map_or("", |event| event.id.as_str());
            format!(
                "{} {} {}/{until} {}{} {} {event}>{ended} <{} {}>",
                row.unit,
                row.track,
                row.from.date,
                row.holder,
                row.status.join("+"),
                row.certainty,
                row.gained_from,
                row.lost_to
            )
        })
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn holdings_of_a_unit_follow_each_other() {
    check(
        "beta",
        None,
        &[
            "beta control 1850-01-01/1860-03-24 savoy stated start>turin < france>",
            "beta control 1860-03-24/ france contested turin> <savoy >",
            "beta sovereignty 1850-01-01/1861-03-17 savoy stated start>kingdom < italy>",
            "beta sovereignty 1861-03-17/ italy stated kingdom> <savoy >",
            "beta claim 1860-03-24/1861-03-17 savoy stated turin>kingdom < >",
            "beta claim 1861-03-17/ italy inferred kingdom> < >",
            "beta status 1850-01-01/1860-03-24  stated start>turin < >",
            "beta status 1860-03-24/ disputed+occupied:france contested turin> < >",
        ],
    );
    check(
        "The South",
        Some(Track::Sovereignty),
        &[
            "alpha sovereignty 1850-01-01/1861-03-17 savoy stated start>kingdom < italy>",
            "alpha sovereignty 1861-03-17/ italy stated kingdom> <savoy >",
            "alpha status 1850-01-01/  stated start> < >",
            "gamma sovereignty 1850-01-01/1861-03-17 savoy stated start>kingdom < italy>",
            "gamma sovereignty 1861-03-17/ italy stated kingdom> <savoy >",
            "gamma status 1850-01-01/  stated start> < >",
        ],
    );
}

#[test]
fn what_a_polity_held_is_told_once_for_units_of_one_story() {
    let dataset = duchy();
    let timeline = Timeline::new(&dataset);
    let holdings = chart::holdings(&timeline);
    let italy = find_polity(&dataset, "kingdom of ITALY").expect("Italy");
    let wanted = |holding: &chart::Holding| table::of_polities(holding, &[italy], Some(Track::Control));
    let rows = table::holding_rows(&timeline, &holdings, wanted, Lang::EN);
    let text = table::polities_text(&dataset, &rows, Lang::EN);
    assert!(text.starts_with("Kingdom of Italy (italy)\n"), "{text}");
    assert!(text.contains("1861-03-17 ..   Alpha, Gamma"), "{text}");
    assert!(text.contains("+ from savoy: Savoy becomes Italy (kingdom)"), "{text}");
    let csv = table::holdings_csv(&rows);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().expect("a header").len(), 22);
    assert_eq!(reader.records().map(|row| row.expect("a row").len()).collect::<Vec<_>>(), [22, 22]);
}

#[test]
fn events_stand_in_the_order_in_which_they_take_hold() {
    let dataset = duchy();
    let all = chart::record(&dataset, Which::All, dataset.period);
    let rows = table::event_rows(&dataset, &all, Lang::EN);
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            format!("{} {} {}/{}/{}", row.id, row.units.len(), row.supports, row.contradicts, row.reports)
        })
        .collect();
    assert_eq!(told, ["start 3 0/0/0", "turin 1 1/1/0", "kingdom 3 0/0/1"]);
    assert_eq!(chart::record(&dataset, Which::All, (day("1860-01-01"), day("1860-12-31"))).len(), 1);
    let text = table::events_text(&rows);
    assert!(text.contains("changes beta; 1 for, 1 against, 0 reporting: turin-1860"), "{text}");
    let builtin = builtin();
    let effective = chart::record(&builtin, Which::Effective, builtin.period);
    let all = chart::record(&builtin, Which::All, builtin.period);
    assert!(effective.len() < all.len() && all.len() == builtin.events.len());
    let csv = table::events_csv(&table::event_rows(&builtin, &all, Lang::AZ));
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().flatten().count(), all.len());
}

/// What the holdings say of a day is what the timeline says of it, on every change day.
#[test]
fn holdings_and_states_agree() {
    for dataset in [builtin(), duchy()] {
        let timeline = Timeline::new(&dataset);
        let holdings = chart::holdings(&timeline);
        for day in timeline.change_days() {
            let state = timeline.at(day);
            for unit in dataset.unit_ids() {
                let found = state.of(unit);
                let here = || holdings.iter().filter(|h| h.unit == unit && h.span().contains(day));
                let on = |track: Track| -> Vec<&Value> {
                    here().filter(|holding| holding.track == track).map(|holding| &holding.value).collect()
                };
                assert_eq!(on(Track::Control), [&Value::Holder(found.control.value)], "{day}");
                assert_eq!(on(Track::Sovereignty), [&Value::Holder(found.sovereignty.value)], "{day}");
                assert_eq!(on(Track::Status), [&Value::Status(found.status.value.clone())], "{day}");
                let mut claims: Vec<_> = here().filter(|h| h.track == Track::Claims).collect();
                claims.sort_by_key(|holding| holding.polity());
                let claimants: Vec<_> = claims.iter().filter_map(|holding| holding.polity()).collect();
                assert_eq!(claimants, found.claims.iter().map(|(polity, _)| *polity).collect::<Vec<_>>());
            }
        }
        // Where a claim ends, the event that ended it is known.
        let ended = holdings.iter().filter(|h| h.track == Track::Claims && h.until.is_some());
        assert!(ended.clone().count() > 0 || dataset.key == "duchy");
        for claim in ended {
            assert!(claim.ended_by.is_some(), "{claim:?}");
        }
    }
}

#[test]
fn units_and_polities_are_found_by_any_spelling() {
    let dataset = builtin();
    for (text, count) in
        [("nakhchivan", 1), ("Naxçıvan", 1), ("zangezur", 13), ("Zangezur uezd", 13), ("Borchali", 1)]
    {
        assert_eq!(find_units(&dataset, text).map(|found| found.units.len()), Ok(count), "{text}");
    }
    let wrong = find_units(&dataset, "zangezour").expect_err("no such unit");
    assert!(wrong.contains("nearest is \"zangezur\""), "{wrong}");
    assert!(find_polity(&dataset, "Soviet Russia").is_ok());
}
