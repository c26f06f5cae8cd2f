//! One small world, and what is said of it when a line is spoiled.

use super::super::*;
use crate::diagnostic::Severity;
use crate::lang::Lang;
use proptest::prelude::*;

const WORLD: [(&str, &str); 10] = [
    ("attestations.csv", include_str!("../../../tests/worlds/duchy/attestations.csv")),
    ("context.geojson", include_str!("../../../tests/worlds/duchy/context.geojson")),
    ("dataset.toml", include_str!("../../../tests/worlds/duchy/dataset.toml")),
    ("events.toml", include_str!("../../../tests/worlds/duchy/events.toml")),
    ("expect.toml", include_str!("../../../tests/worlds/duchy/expect.toml")),
    ("figures.csv", include_str!("../../../tests/worlds/duchy/figures.csv")),
    ("places.csv", include_str!("../../../tests/worlds/duchy/places.csv")),
    ("polities.toml", include_str!("../../../tests/worlds/duchy/polities.toml")),
    ("sources.bib", include_str!("../../../tests/worlds/duchy/sources.bib")),
    ("units.geojson", include_str!("../../../tests/worlds/duchy/units.geojson")),
];

/// Files that speak of the others; kept apart so that a slip in one of those is not told twice.
const MORE: [(&str, &str); 3] = [
    ("readings.toml", include_str!("../../../tests/worlds/duchy/readings.toml")),
    ("lines.geojson", include_str!("../../../tests/worlds/duchy/lines.geojson")),
    ("boundaries.toml", include_str!("../../../tests/worlds/duchy/boundaries.toml")),
];

fn world() -> Files {
    WORLD.into_iter().fold(Files::new(""), |files, (name, text)| files.with(name, text))
}

fn whole_world() -> Files {
    MORE.into_iter().fold(world(), |files, (name, text)| files.with(name, text))
}

fn lines(loaded: &Loaded) -> Vec<String> {
    loaded.diagnostics.iter().map(ToString::to_string).collect()
}

/// Puts `new` for `old` in a file of the world, and compares what is said of it.
fn check(name: &str, old: &str, new: &str, expected: &[&str]) {
    let text = WORLD.iter().find(|(file, _)| *file == name).unwrap().1;
    assert_eq!(text.matches(old).count(), 1, "{old:?} stands once in {name}");
    assert_eq!(lines(&load(&world().with(name, text.replace(old, new)))), expected, "{old:?} -> {new:?}");
}

/// The same for one of the files that speak of the others.
fn check_more(name: &str, old: &str, new: &str, expected: &[&str]) {
    let text = MORE.iter().find(|(file, _)| *file == name).unwrap().1;
    assert_eq!(text.matches(old).count(), 1, "{old:?} stands once in {name}");
    assert_eq!(
        lines(&load(&whole_world().with(name, text.replace(old, new)))),
        expected,
        "{old:?} -> {new:?}"
    );
}

#[test]
fn the_world_itself_is_right() {
    let loaded = load(&whole_world());
    assert_eq!(lines(&loaded), [""; 0]);
    let set = loaded.dataset.unwrap();
    assert_eq!((set.key.as_str(), set.title.get(Lang::TR)), ("duchy", "Dukalık"));
    assert_eq!(set.period.0.to_string() + "/" + &set.period.1.to_string(), "1850-01-01/1870-12-31");
    assert_eq!((set.units.len(), set.context.len(), set.events.len(), set.places.len()), (3, 2, 3, 2));
    assert_eq!(set.groups[0].units, [UnitId(0), UnitId(2)]);
    assert_eq!(set.polity(PolityId(1)).predecessors, [PolityId(0)]);
    assert_eq!(set.polity(PolityId(1)).span.to_string(), "1861-03-17/..");
    assert_eq!(set.polity(PolityId(1)).name_on("1865-12-31".parse().unwrap(), Lang::EN), "New Kingdom");
    assert_eq!(set.units[2].polygons[0][0].len(), 7);

    let turin = &set.events[1];
    assert_eq!((turin.key.as_str(), turin.line, turin.kind), ("turin", 14, EventKind::Treaty));
    assert_eq!(turin.effects[0].control, Some(Holder::Polity(PolityId(2))));
    let occupied = Status { kind: StatusKind::Occupied, by: Some(PolityId(2)) };
    assert_eq!(turin.effects[0].status.as_ref().unwrap()[1], occupied);
    assert_eq!(turin.evidence[1].relation, Relation::Contradicts);
    assert_eq!(turin.variants[0].effects.as_ref().map(Vec::len), Some(0));
    assert_eq!(set.events[0].effects[0].status, Some(vec![]));
    assert_eq!(set.events[2].effects[0].status, None);

    assert_eq!(set.attestations[0].statement, "The treaty gives Beta to France, at once.");
    assert_eq!(set.source(set.attestations[1].source).short(), "Rossi & Bianchi 1861");
    assert_eq!(set.sources[0].field("title"), Some("The Treaty of Turin"));
    assert_eq!(set.sources[0].field("publisher"), Some("The Press"));

    let capital = set.place_by_key("capital").unwrap();
    assert_eq!(set.place(capital).spellings().collect::<Vec<_>>()[3..], ["Ville", "Town"]);
    assert_eq!(set.place(capital).name_on("1860-12-31".parse().unwrap(), Lang::EN), "Old Town");
    assert_eq!(set.place(capital).name_on("1861-01-01".parse().unwrap(), Lang::TR), "New Town");
    assert_eq!(set.unit_at([1.5, 0.5]), Some(UnitId(2)));
    assert_eq!(set.unit_at([9.0, 9.0]), None);
    assert_eq!(set.facts[0].subject, Subject::Place(capital));

    assert!(set.readings[0].is_default() && set.readings[0].choices.is_empty());
    assert_eq!(set.reading_by_key("diary").unwrap().choices, [(EventId(1), Choice::Variant(0))]);
    assert_eq!(set.readings[2].choices, [(EventId(2), Choice::Nothing)]);

    let line = set.line(set.line_by_key("turin-line").unwrap());
    assert_eq!((line.kind, line.event, line.shown_days), (LineKind::Treaty, EventId(1), 10));
    assert_eq!(line.points.iter().map(|point| point.order).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((line.points[1].height, line.points[2].at), (Some(812.0), None));
    assert_eq!((set.lines[1].course.len(), set.lines[1].shown_days), (2, 30));

    assert_eq!(set.boundaries_of(UnitId(1)).count(), 3);
    assert_eq!(set.boundaries[1].units, [UnitId(1), UnitId(2)]);
    assert_eq!((set.boundaries[1].accuracy_km, set.boundaries[1].approximate), (0.5, false));
    assert_eq!(set.boundaries[2].certainty, Certainty::Contested);
}

#[test]
fn figures_are_read() {
    let set = load(&world()).dataset.unwrap();
    let [south, again, fort, beta] = set.figures.as_slice() else { panic!("{:?}", set.figures) };
    assert_eq!((south.units.as_slice(), south.km2()), ([UnitId(0), UnitId(2)].as_slice(), Some(49500.0)));
    assert_eq!((again.units.as_slice(), again.line), (south.units.as_slice(), 3));
    assert_eq!((south.as_printed.as_str(), south.note.as_str()), ("49,500", "A comma, for thousands."));
    assert_eq!((fort.kind, fort.km2(), fort.date.is_none()), (FigureKind::Height, None, true));
    assert_eq!((beta.value, beta.as_printed.as_str()), (None, "many"));
}

#[test]
fn slips_in_figures() {
    let check = |old: &str, new: &str, expected: &[&str]| check("figures.csv", old, new, expected);
    check("F2,area", "F1,area", &["figures.csv:3:1: figure \"F1\" is there already; every id stands once"]);
    check("F2,area", "F2,aera", &["figures.csv:3:4: unknown kind \"aera\"; nearest is \"area\""]);
    check(
        "alpha uezd:Low",
        "alhpa uezd:Low",
        &["figures.csv:2:19: unknown unit \"alhpa\"; nearest is \"alpha\""],
    );
    check(
        "alpha uezd:Low",
        "alpha uezd:Lov",
        &["figures.csv:2:25: unknown uezd \"Lov\"; nearest is \"Low\""],
    );
    check("group:south", "group:sout", &["figures.csv:3:19: unknown group \"sout\"; nearest is \"south\""]);
    check(
        "49500",
        "\"49,500\"",
        &["figures.csv:2:35: \"49,500\" in \"value\" is not a number; write the decimal point as \".\""],
    );
    check("49500", "-1", &["figures.csv:2:34: -1 is no area"]);
    check(
        "49500,km2",
        "49500,ha",
        &[
            "figures.csv:2:40: an area of named units is in km2, not in \"ha\"; convert it, and note what is printed",
        ],
    );
    check(
        "1861,turin-1860",
        "1861-13,turin-1860",
        &["figures.csv:3:48: month 13 in \"1861-13\" is out of range; months are 01 to 12"],
    );
    check(
        "1861,turin-1860",
        "1861,turin-1680",
        &["figures.csv:3:48: unknown source \"turin-1680\"; nearest is \"turin-1860\""],
    );
    check(
        "l. 6,many",
        "l. 6,",
        &[
            "figures.csv:5:1: both \"value\" and \"as_printed\" are empty; give the number, or the words that are printed instead",
        ],
    );
    check("The South,alpha", ",alpha", &["figures.csv:2:9: \"subject\" is empty"]);
    check(
        "as_printed",
        "as-printed",
        &[
            "figures.csv:1:1: column \"as_printed\" is missing",
            "figures.csv:1:52: unknown column \"as-printed\"; nearest is \"as_printed\"",
        ],
    );
}

#[test]
fn slips_in_toml() {
    check(
        "events.toml",
        "control = \"france\"",
        "control = \"farnce\"",
        &["events.toml:26:12: unknown polity \"farnce\"; nearest is \"france\""],
    );
    check(
        "events.toml",
        "control = \"france\"",
        "contrl = \"france\"",
        &["events.toml:26:1: unknown key \"contrl\" in effect; nearest is \"control\""],
    );
    check(
        "events.toml",
        "date = \"1860-03-24\"",
        "date = \"1860-13-24\"",
        &["events.toml:16:14: month 13 in \"1860-13-24\" is out of range; months are 01 to 12"],
    );
    check(
        "events.toml",
        "kind = \"treaty\"",
        "kind = \"treety\"",
        &["events.toml:18:9: unknown kind \"treety\"; nearest is \"treaty\""],
    );
    check("events.toml", "kind = \"treaty\"\n", "", &["events.toml:14:1: event has no \"kind\""]);
    check(
        "events.toml",
        "kind = \"treaty\"",
        "kind = 7",
        &["events.toml:18:8: \"kind\" is an integer, not a text in quotes"],
    );
    check(
        "events.toml",
        "kind = \"treaty\"",
        "kind = treaty",
        &["events.toml:18:8: a text stands in quotes: \"treaty\""],
    );
    check(
        "events.toml",
        "title.en = \"Treaty of Turin\"",
        "title.tr = \"Torino\"",
        &["events.toml:14:1: event has no \"title.en\"; English is what other languages fall back to"],
    );
    check(
        "events.toml",
        "title.en = \"Treaty of Turin\"",
        "title.en = \"T\"\ntitle.english = \"T\"",
        &[
            "events.toml:20:7: \"english\" is not a language; languages are two letters, such as en, az, hy, ru, tr",
        ],
    );
    check(
        "events.toml",
        "id = \"kingdom\"",
        "id = \"turin\"",
        &["events.toml:41:7: event \"turin\" is there already, on line 14; every id stands once"],
    );
    check(
        "events.toml",
        "supports = [\"E1\"]",
        "supports = [\"E3\"]",
        &["events.toml:21:14: unknown attestation \"E3\"; nearest is \"E1\""],
    );
    check(
        "events.toml",
        "inferred = \"where the record begins\"\n",
        "",
        &[
            "events.toml:1:1: event \"start\" has no evidence; name attestations under \"supports\", or give the reason \
         under \"inferred\"",
        ],
    );
    check(
        "events.toml",
        "\"uezd:High\"",
        "\"uezd:Hihg\"",
        &["events.toml:9:11: unknown uezd \"Hihg\"; nearest is \"High\""],
    );
    check(
        "events.toml",
        "\"group:south\"",
        "\"group:north\"",
        &["events.toml:48:11: unknown group \"north\"; allowed: south"],
    );
    check(
        "events.toml",
        "by = \"france\"",
        "from = \"france\"",
        &["events.toml:28:44: unknown key \"from\" in status; allowed: kind, by"],
    );
    check(
        "events.toml",
        "old-style = \"1860-03-12\"",
        "old-style = \"1860-03-11\"",
        &["events.toml:17:14: warning: 1860-03-11 Old Style is 1860-03-23, the event is of 1860-03-24"],
    );
    check(
        "polities.toml",
        "wikidata = \"Q172579\"",
        "wikidata = \"172579\"",
        &["polities.toml:17:13: \"172579\" is not a Wikidata item; write Q and a number, as in Q126362"],
    );
    check(
        "polities.toml",
        "from = \"1861-03-17\"",
        "from = \"1861-03-17\"\nuntil = \"1861\"",
        &["polities.toml:15:10: the time ends on 1861 before it begins; \"until\" is the first day after it"],
    );
    check(
        "dataset.toml",
        "extent = [0.0, 0.0, 3.0, 2.0]",
        "extent = [0.0, 3.0]",
        &["dataset.toml:6:10: \"extent\" is not a list of 4 numbers"],
    );
    check(
        "dataset.toml",
        "period = \"1850-01-01/1870-12-31\"\n",
        "",
        &["dataset.toml:1:1: dataset.toml has no \"period\""],
    );
    check(
        "expect.toml",
        "place = \"New Town\"",
        "place = \"New Twon\"",
        &["expect.toml:2:10: unknown place \"New Twon\"; nearest is \"New Town\""],
    );
    check(
        "expect.toml",
        "unit = \"beta\"",
        "unit = \"beta\"\nat = [1, 1]",
        &["expect.toml:10:1: the fact has 2 subjects; give it one of place, unit, at"],
    );
    check(
        "expect.toml",
        "date = \"1860-03-24\"",
        "date = \"1860-03\"",
        &["expect.toml:12:9: \"1860-03\" is not a day; write year, month and day as in 1921-10-13"],
    );
}

#[test]
fn polities_act_only_while_they_exist() {
    check(
        "events.toml",
        "control = \"italy\"",
        "control = \"savoy\"",
        &[
            "events.toml:49:12: polity \"savoy\" ended on 1861-03-17, the event is of 1861-03-17; name its predecessor or \
         successor, or mend its dates",
        ],
    );
    check(
        "events.toml",
        "claim-start = [\"savoy\"]",
        "claim-start = [\"italy\"]",
        &[
            "events.toml:27:17: polity \"italy\" begins on 1861-03-17, the event is of 1860-03-24; name its predecessor or \
         successor, or mend its dates",
        ],
    );
    // A date known to the year may lie in the polity's time.
    check("events.toml", "date = \"1861-03-17\"", "date = \"1861\"", &[]);
}

#[test]
fn an_effect_may_name_who_gives_the_land_up() {
    let text = WORLD[3].1;
    let set = |from: &str| {
        let events = text.replace("control = \"italy\"", &format!("from = \"{from}\"\ncontrol = \"italy\""));
        load(&world().with("events.toml", events))
    };
    // It may end on the day of the event.
    let given = set("savoy").dataset.unwrap();
    assert_eq!(given.events[2].effects[0].from, given.polity_by_key("savoy"));
    assert_eq!(given.events[1].effects[0].from, None);
    assert_eq!(lines(&set("savoi")), ["events.toml:49:9: unknown polity \"savoi\"; nearest is \"savoy\""]);
    let earlier = text.replace("control = \"france\"", "from = \"italy\"\ncontrol = \"france\"");
    assert_eq!(
        lines(&load(&world().with("events.toml", earlier))),
        [
            "events.toml:26:9: polity \"italy\" begins on 1861-03-17, the event is of 1860-03-24; name its predecessor or \
             successor, or mend its dates"
        ]
    );
}

#[test]
fn slips_in_tables() {
    check(
        "places.csv",
        "id,kind,lon",
        "id,kind,long",
        &[
            "places.csv:1:1: column \"lon\" is missing",
            "places.csv:1:9: unknown column \"long\"; nearest is \"lon\"",
        ],
    );
    check(
        "places.csv",
        "fort,peak,2.5",
        "fort,paek,\"2,5\"",
        &[
            "places.csv:4:6: unknown kind \"paek\"; nearest is \"peak\"",
            "places.csv:4:12: \"2,5\" in \"lon\" is not a number; write the decimal point as \".\"",
        ],
    );
    check(
        "places.csv",
        "\"Fort, the\"",
        "Fort, the",
        &[
            "places.csv:4:1: the row has 14 fields, the first row 13; put a field with a comma in double quotes",
        ],
    );
    check(
        "places.csv",
        ",beta,on a hill",
        ",betta,on a hill",
        &["places.csv:4:44: unknown unit \"betta\"; nearest is \"beta\""],
    );
    check(
        "places.csv",
        "fort,peak",
        "capital,peak",
        &["places.csv:4:1: place \"capital\" is there already; every id stands once"],
    );
    check(
        "places.csv",
        ",1861,,New Town",
        ",1860,,New Town",
        &[
            "places.csv:3:14: the names of \"capital\" overlap: ../1861-01-01 and 1860-01-01/..; \"until\" is the first day \
         after a name was in use",
        ],
    );
    check(
        "attestations.csv",
        "E2,diary",
        "E2,dairy",
        &["attestations.csv:3:4: unknown source \"dairy\"; nearest is \"diary\""],
    );
    check(
        "attestations.csv",
        "1860-06,executed",
        "1860-06,exected",
        &["attestations.csv:3:23: unknown role \"exected\"; nearest is \"executed\""],
    );
    check(
        "sources.bib",
        "@book{diary,",
        "@book{turin-1860,",
        &[
            "attestations.csv:3:4: unknown source \"diary\"; allowed: turin-1860",
            "sources.bib:10:7: source \"turin-1860\" is there already; every id stands once",
        ],
    );
    check(
        "sources.bib",
        "title = {A Diary},",
        "title = {A Diary}",
        &["sources.bib:13:3: expected \",\" or \"}\", found \"y\""],
    );
}

#[test]
fn slips_in_readings() {
    check_more(
        "readings.toml",
        "source = \"diary\"",
        "source = \"dairy\"",
        &["readings.toml:8:11: unknown source \"dairy\"; nearest is \"diary\""],
    );
    check_more(
        "readings.toml",
        "kingdom = \"none\"",
        "kindgom = \"none\"",
        &["readings.toml:14:12: unknown event \"kindgom\"; nearest is \"kingdom\""],
    );
    check_more(
        "readings.toml",
        "turin = \"best\"",
        "turin = \"C02\"",
        &["readings.toml:14:39: unknown variant of event \"turin\" \"C02\"; nearest is \"C01\""],
    );
    check_more(
        "readings.toml",
        "choose = { kingdom = \"none\", turin = \"best\" }",
        "",
        &[
            "readings.toml:11:1: the reading chooses nothing; give it a \"source\", or a table \"choose\" of events and variants",
        ],
    );
    check_more(
        "readings.toml",
        "name.en = \"best supported\"",
        "name.en = \"best supported\"\nsource = \"diary\"",
        &[
            "readings.toml:4:11: the reading \"best\" follows no variant; leave out \"choose\" and \"source\", or give the \
         reading another id",
        ],
    );
    check_more(
        "readings.toml",
        "id = \"by-hand\"",
        "id = \"diary\"",
        &["readings.toml:12:7: reading \"diary\" is there already, on line 5; every id stands once"],
    );
    check_more(
        "readings.toml",
        "id = \"by-hand\"",
        "id = \"by/hand\"",
        &["readings.toml:12:7: \"by/hand\" cannot be part of a file name; write letters, digits, - and ."],
    );
    check_more(
        "readings.toml",
        "source = \"diary\"",
        "source = \"turin-1860\"",
        &[
            "readings.toml:8:11: warning: no variant of an event is attested by \"turin-1860\"; the reading is the \
         default one",
        ],
    );
}

/// A variant that only moves an event may move it out of the time of its polities.
#[test]
fn a_reading_moves_no_event_out_of_the_time_of_its_polities() {
    let events = WORLD[3].1.replace("attestations = [\"E2\"]\neffect = []", "attestations = [\"E2\"]");
    let events = events.replace("date = \"1860-06~\"", "date = \"1862\"");
    assert_eq!(
        lines(&load(&whole_world().with("events.toml", events))),
        [
            "readings.toml:8:11: variant \"C01\" moves event \"turin\" to 1862, when there is no polity \"savoy\"; give the \
         variant effects of its own, or choose \"best\"",
        ]
    );
}

#[test]
fn slips_in_lines_and_boundaries() {
    check_more(
        "lines.geojson",
        "\"line\": \"treaty\"",
        "\"line\": \"traety\"",
        &["lines.geojson:2:136: unknown kind of line \"traety\"; nearest is \"treaty\""],
    );
    check_more(
        "lines.geojson",
        "\"event\": \"turin\"",
        "\"event\": \"turim\"",
        &["lines.geojson:2:154: unknown event \"turim\"; nearest is \"turin\""],
    );
    check_more(
        "lines.geojson",
        "\"shown_days\": 10",
        "\"shown_days\": -1",
        &["lines.geojson:2:172: shown_days -1 is out of range; write whole days, 0 to 10000"],
    );
    check_more(
        "lines.geojson",
        "\"line\": \"turin-line\", \"order\": 2",
        "\"line\": \"turin-lime\", \"order\": 1.5",
        &[
            "lines.geojson:3:53: unknown line \"turin-lime\"; nearest is \"turin-line\"",
            "lines.geojson:3:75: order 1.5 is out of range; points are numbered 1, 2, 3, ...",
        ],
    );
    check_more(
        "lines.geojson",
        "\"order\": 2",
        "\"order\": 1",
        &[
            "lines.geojson:4:75: point 1 of line \"turin-line\" is there already; every number stands once in its line",
        ],
    );
    check_more(
        "lines.geojson",
        "{\"type\": \"Point\", \"coordinates\": [2, 1.1]}",
        "{\"type\": \"LineString\", \"coordinates\": [[2, 1.1], [2, 2]]}",
        &[
            "lines.geojson:3:1: the point has the geometry LineString; a point is a Point, or null where it has no position",
        ],
    );
    check_more(
        "lines.geojson",
        "\"coordinates\": [2, 1.1]",
        "\"coordinates\": [1, 112]",
        &[
            "lines.geojson:3:210: position [1, 112] is not in degrees; longitude comes first: are they swapped?",
        ],
    );
    check_more(
        "boundaries.toml",
        "[\"alpha\", \"beta\"]",
        "[\"alpha\", \"betta\"]",
        &["boundaries.toml:2:20: unknown unit \"betta\"; nearest is \"beta\""],
    );
    check_more(
        "boundaries.toml",
        "[\"alpha\", \"beta\"]",
        "[\"alpha\", \"alpha\"]",
        &["boundaries.toml:2:20: unit \"alpha\" is no neighbour of itself; a border has two sides"],
    );
    check_more(
        "boundaries.toml",
        "[\"alpha\", \"beta\"]",
        "[\"alpha\"]",
        &["boundaries.toml:1:1: \"units\" names 1 units; a border has two sides: units = [\"a\", \"b\"]"],
    );
    check_more(
        "boundaries.toml",
        "accuracy_km = 3",
        "accuracy_km = \"3\"",
        &["boundaries.toml:4:15: \"accuracy_km\" is a string, not a number"],
    );
    check_more(
        "boundaries.toml",
        "certainty = \"inferred\"\napproximate = true",
        "certainty = \"infered\"\napproximate = \"yes\"",
        &[
            "boundaries.toml:5:14: unknown certainty \"infered\"; nearest is \"inferred\"",
            "boundaries.toml:6:15: \"approximate\" is a string, not true or false",
        ],
    );
}

#[test]
fn slips_in_geometry() {
    let beta = "[[[2, 1], [3, 1], [3, 2], [2, 2], [2, 1]]]";
    let ring = |ring: &str, expected: &[&str]| check("units.geojson", beta, ring, expected);
    ring(
        "[[[2, 1], [3, 1], [3, 2], [2, 2]]]",
        &[
            "units.geojson:3:247: a ring of unit \"beta\" is not closed: it begins at [2, 1] and ends at [2, 2]; \
         repeat the first position at the end",
        ],
    );
    ring(
        "[[[2, 1], [3, 1], [2, 1]]]",
        &[
            "units.geojson:3:223: a ring of unit \"beta\" has 3 positions; it needs at least 4, the last like the first",
        ],
    );
    ring(
        "[[[2, 1], [3, 2], [3, 1], [2, 2], [2, 1]]]",
        &[
            "units.geojson:3:223: a ring of unit \"beta\" crosses itself at [2.5, 1.5]; edges 1 and 3 of the ring meet",
        ],
    );
    ring(
        "[[[2, 1], [3, 1], [3, 2], [200, 2], [2, 1]]]",
        &[
            "units.geojson:3:247: position [200, 2] is not in degrees; positions are [longitude, latitude] in degrees, \
         WGS84",
        ],
    );
    ring(
        "[[[2, 1], [3, 1], [2, 95], [2, 2], [2, 1]]]",
        &[
            "units.geojson:3:239: position [2, 95] is not in degrees; longitude comes first: are they swapped?",
        ],
    );
    ring(
        "[[[1, 2.5], [2, 2.5], [2, 3], [1, 3], [1, 2.5]]]",
        &[
            "units.geojson:3:223: unit \"beta\" lies outside the extent of the set; longitude comes first: are they swapped?",
        ],
    );
    ring("[[[2, 1], [3, 1], [3, 1], [3, 2], [2, 2], [2, 1]]]", &[]);
    ring(
        "[[2, 1], [3, 1]]",
        &[
            "units.geojson:3:238: the Polygon of the feature \"beta\" cannot be read: Encountered geometry type: `Polygon` with unexpected coordinates dimensions: 1; an area is a Polygon or MultiPolygon",
        ],
    );
    check(
        "units.geojson",
        "\"accuracy_km\": 2.5",
        "\"acuracy_km\": \"2.5\"",
        &["units.geojson:4:101: warning: property \"acuracy_km\" is not read; nearest is \"accuracy_km\""],
    );
    check(
        "units.geojson",
        "\"id\": \"gamma\"",
        "\"id\": \"beta\"",
        &["units.geojson:4:36: unit \"beta\" is there already; every id stands once"],
    );
    check(
        "context.geojson",
        "\"kind\": \"river\"",
        "\"kind\": \"rivr\"",
        &["context.geojson:3:36: unknown kind \"rivr\"; nearest is \"river\""],
    );
}

#[test]
fn a_locator_is_read_like_the_context_and_may_be_missing() {
    let feature = |kind: &str, ring: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"kind\":\"{kind}\",\"name\":\"S\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}"
        )
    };
    let square = "[[1,1],[2,1],[2,2],[1,1]]";
    let file = |features: &[String]| {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
    };
    let read = |text: String| load(&whole_world().with("locator.geojson", text));
    let whole = read(file(&[feature("sea", square)])).dataset.expect("a set");
    assert_eq!(whole.locator.len(), 1);
    assert!(load(&whole_world()).dataset.is_some_and(|set| set.locator.is_empty()));
    // Towns stand on locators only.
    let town = |place: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"kind\":\"town\",\"name\":\"T\"}},\
             \"geometry\":{{\"type\":\"Point\",\"coordinates\":{place}}}}}"
        )
    };
    let whole = read(file(&[feature("sea", square), town("[1.5,1.2]")])).dataset.expect("a set");
    assert_eq!(whole.locator[1].position, Some([1.5, 1.2]));
    assert_eq!(whole.locator_extent, None);
    let broken = lines(&read(file(&[town("[15,120]"), feature("town", square)])));
    assert!(broken[0].contains("not in degrees"), "{broken:?}");
    assert!(broken[1].contains("the town has the geometry Polygon"), "{broken:?}");
    let in_context = lines(&load(&whole_world().with("context.geojson", file(&[town("[1,1]")]))));
    assert!(in_context[0].contains("unknown kind \"town\""), "{in_context:?}");
    // Every mistake at once.
    let broken = lines(&read(file(&[feature("see", square), feature("sea", "[[1,1],[2,1]]")])));
    assert_eq!(broken.len(), 2, "{broken:?}");
    assert!(broken[0].starts_with("locator.geojson:2:") && broken[0].contains("nearest is \"sea\""));
    assert!(broken[1].starts_with("locator.geojson:3:"), "{broken:?}");
}

#[test]
fn one_bad_file_does_not_hide_the_mistakes_of_another() {
    let events = WORLD[3].1.replace("control = \"france\"", "control = \"farnce\"");
    let files = world().with("units.geojson", "{").with("events.toml", events);
    assert_eq!(
        lines(&load(&files)),
        [
            "events.toml:26:12: unknown polity \"farnce\"; nearest is \"france\"",
            "units.geojson:1:1: cannot be read as GeoJSON: EOF while parsing an object",
        ]
    );
}

#[test]
fn encodings() {
    let events = WORLD[3].1;
    let with = |bytes: Vec<u8>| lines(&load(&world().with("events.toml", bytes)));
    assert_eq!(with(format!("\u{feff}{}", events.replace('\n', "\r\n")).into_bytes()), [""; 0]);
    assert_eq!(
        with(b"a = 1\nb = \"\xE9\"".to_vec()),
        ["events.toml:2:6: the text is not UTF-8 (byte 0xE9); save it as UTF-8",]
    );
    assert_eq!(with(vec![0xFF, 0xFE, b'a', 0]), ["events.toml:1:1: the text is UTF-16; save it as UTF-8"]);
}

#[test]
fn missing_files() {
    let files = Files::new("maps/duchy").with("event.toml", "").with("dataset.toml", WORLD[2].1);
    assert_eq!(
        lines(&load(&files)),
        [
            "maps/duchy/events.toml:1:1: the file is missing; rename \"event.toml\" to \"events.toml\" if that is it",
            "maps/duchy/polities.toml:1:1: the file is missing; a data set has dataset.toml, units.geojson, polities.toml, \
         events.toml",
            "maps/duchy/units.geojson:1:1: the file is missing; a data set has dataset.toml, units.geojson, polities.toml, \
         events.toml",
        ]
    );
}

#[test]
fn folders() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/worlds/duchy");
    assert!(load_dir(folder.as_ref()).unwrap().dataset.is_some());
    let empty = tempfile::tempdir().unwrap();
    let message = load_dir(empty.path()).unwrap_err().to_string();
    assert!(message.contains("no data set here; it needs dataset.toml, units.geojson"), "{message}");
    let missing = load_dir(&empty.path().join("x")).unwrap_err();
    assert_eq!(missing.path(), Some(empty.path().join("x").as_path()));
}

proptest! {
    /// Whatever stands in a file, it is read or reported, and a set is given if and only if nothing is wrong.
    #[test]
    fn a_spoiled_file_is_read_or_reported(
        file in 0usize..12,
        at in 0.0f64..1.0,
        cut in 0usize..40,
        put in "[\\[\\]{}\",=\\\\\\-#\n0-9eé]{0,3}",
    ) {
        let (name, text) = WORLD.into_iter().chain(MORE).nth(file).unwrap();
        let letters: Vec<char> = text.chars().collect();
        let from = (at * letters.len() as f64) as usize;
        let rest = letters.get(from + cut..).unwrap_or_default();
        let spoiled: String = letters[..from].iter().copied().chain(put.chars()).chain(rest.iter().copied()).collect();
        let loaded = load(&whole_world().with(name, spoiled));
        let errors = loaded.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        prop_assert_eq!(loaded.dataset.is_some(), errors == 0);
        if let Some(set) = loaded.dataset {
            crate::check::check(&set);
        }
    }
}

/// Compares what is said of a plan for the world.
fn check_plan(text: &str, expected: &[&str]) {
    let set = load(&whole_world()).dataset.unwrap();
    let read = read_plan("plan.toml", text.as_bytes(), &set);
    let said: Vec<String> = read.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(said, expected, "{text}");
    let broken = read.diagnostics.iter().any(|one| one.severity == Severity::Error);
    assert_eq!(read.plan.is_none(), broken, "{text}");
}

#[test]
fn slips_in_plans() {
    let kinds = "title, locator, legend, date, compare, chart, question, sources, text";
    let check = |text: &str, expected: &[&str]| check_plan(text, expected);
    check("", &[&format!("plan.toml:1:1: the plan has no slides; write [[slide]] with a kind: {kinds}")]);
    check("[[slide]]\n", &["plan.toml:1:1: slide has no \"kind\""]);
    check(
        "[[slide]]\nkind = \"dat\"",
        &["plan.toml:2:9: unknown kind of slide \"dat\"; nearest is \"date\""],
    );
    check(
        "[[slide]]\nkind = \"answer\"",
        &[&format!("plan.toml:2:9: unknown kind of slide \"answer\"; allowed: {kinds}")],
    );
    check(
        "[deck]\nveiw = \"control\"\ntheme = \"drak\"\nratio = \"16:10\"\n[[slide]]\nkind = \"title\"\n",
        &[
            "plan.toml:2:1: unknown key \"veiw\" in deck; nearest is \"view\"",
            "plan.toml:3:10: unknown theme \"drak\"; nearest is \"dark\"",
            "plan.toml:4:10: unknown ratio \"16:10\"; allowed: 16:9, 4:3",
        ],
    );
    check(
        "[[slide]]\nkind = \"date\"\ndate = 1849-12-31\ntilte = \"A\"\n[[slide]]\nkind = \"date\"\nyear = 1900\n",
        &[
            "plan.toml:3:8: 1849-12-31 is outside the period of the data set; the period is 1850-01-01 to 1870-12-31",
            "plan.toml:4:1: unknown key \"tilte\" in slide; nearest is \"title\"",
            "plan.toml:7:8: 1900 is outside the period of the data set; the period is 1850 to 1870",
        ],
    );
    check(
        "[[slide]]\nkind = \"date\"\n",
        &[
            "plan.toml:1:1: the slide has no date; write one of date = 1920-08-15, year = 1920, month = \"1920-08\"",
        ],
    );
    check(
        "[[slide]]\nkind = \"date\"\nyear = 1860\nmonth = \"1860-01\"",
        &[
            "plan.toml:1:1: the slide has more than one date: year, month; write one of date = 1920-08-15, year = 1920, \
           month = \"1920-08\"",
        ],
    );
    check(
        "[[slide]]\nkind = \"date\"\nmonth = \"1860-13\"",
        &["plan.toml:3:10: \"1860-13\" is not a month; write month = \"1920-08\""],
    );
    check(
        "[[slide]]\nkind = \"date\"\ndate = \"1860-02-30\"",
        &["plan.toml:3:17: day 30 in \"1860-02-30\" is out of range; the days of 1860-02 are 01 to 29"],
    );
    check(
        "[[slide]]\nkind = \"compare\"\nfrom = 1861-01-01\nto = 1860-01-01",
        &["plan.toml:4:6: 1860-01-01 is before 1861-01-01; from is the earlier day"],
    );
    check(
        "[[slide]]\nkind = \"compare\"\nfrom = 1861-01-01\nto = 1861-01-01",
        &[
            "plan.toml:4:6: 1861-01-01 is held against itself; give another day, or with-view = \"sovereignty\"",
        ],
    );
    check(
        "[[slide]]\nkind = \"compare\"\nfrom = 1861-01-01\nwith-view = \"claims\"\narrangement = \"both\"",
        &[
            "plan.toml:1:1: the slide has nothing to compare; write from = 1920-12-01 and to = 1924-02-09, or date = \
             1920-12-01 and with-view = \"sovereignty\"",
            "plan.toml:4:14: unknown with-view \"claims\"; allowed: control, sovereignty",
            "plan.toml:5:16: unknown arrangement \"both\"; allowed: overlay, pair",
        ],
    );
    check(
        "[[slide]]\nkind = \"chart\"\nof = [\"bata\", \"south\", \"Low\"]\nyears = \"1862..1860\"",
        &[
            "plan.toml:3:8: unknown unit, group or place \"bata\"; nearest is \"beta\"",
            "plan.toml:4:10: \"1862..1860\" runs backwards; write \"1860..1862\"",
        ],
    );
    check(
        "[[slide]]\nkind = \"question\"\nyear = 1860\ncontent = \"full\"\nlines = [\"turin-lin\"]\nfocus = \"1,2,3\"",
        &[
            "plan.toml:4:12: unknown content \"full\"; allowed: unlabelled, numbered, outline, blank",
            "plan.toml:5:11: unknown line \"turin-lin\"; nearest is \"turin-line\"",
            "plan.toml:6:10: no place or unit is called \"1,2,3\"; a position is written lon,lat in degrees, such as \
             45.41,39.21; groups of units are south",
        ],
    );
    check(
        "[[slide]]\nkind = \"legend\"\nof = \"holder\"\n[[slide]]\nkind = \"text\"\n",
        &[
            "plan.toml:3:7: unknown part of the legend \"holder\"; nearest is \"holders\"",
            "plan.toml:4:1: the slide has neither \"title\" nor \"text\"",
        ],
    );
    check(
        "[[slide]]\nkind = \"text\"\ntitle = { en = \"A\", eng = \"B\" }\ntext = [1, \"two\"]",
        &[
            "plan.toml:3:21: \"eng\" is not a language; languages are two letters, such as en, az, hy, ru, tr",
            "plan.toml:4:9: \"text\" is an integer, not a text in quotes",
        ],
    );
    let long = "long ".repeat(20);
    check(
        &format!("[[slide]]\nkind = \"text\"\ntitle = \"{long}\""),
        &[
            "plan.toml:3:9: warning: the title has 99 letters in en: a slide has room for 90; what does not fit is cut and \
           goes to the notes",
        ],
    );
}

#[test]
fn a_data_set_may_have_a_plan() {
    let with = |text: &str| load(&whole_world().with("slides.toml", text));
    let loaded = with("[[slide]]\nkind = \"title\"");
    assert_eq!(lines(&loaded), [""; 0]);
    assert_eq!(loaded.dataset.unwrap().plan.unwrap().slides.len(), 1);
    assert_eq!(
        lines(&with("[[slide]]\nkind = \"titel\"")),
        ["slides.toml:2:9: unknown kind of slide \"titel\"; nearest is \"title\""]
    );
    // Names are not held against a set that could not be read.
    let files = whole_world()
        .with("units.geojson", "{")
        .with("slides.toml", "[[slide]]\nkind = \"chart\"\nof = \"beta\"");
    assert_eq!(
        lines(&load(&files)),
        ["units.geojson:1:1: cannot be read as GeoJSON: EOF while parsing an object"]
    );
}
