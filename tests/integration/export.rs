//! What is exported is what the data say, in every format; our own readers and other programs read it, and what is
//! imported again answers as before.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use marchland::areas::Holding;
use marchland::dataset::{Dataset, Files, Holder, UnitId, load, load_dir};
use marchland::export::{self, Content, Fields, Request, When};
use marchland::geometry::area::{self, doubled_area};
use marchland::geometry::{contains, union};
use marchland::import::clean::CleanOptions;
use marchland::import::fit::ToIs;
use marchland::import::{self, Mapping, Options, Preset, Source};
use marchland::interchange::write::{
    Cell, Document, Field, FieldKind, Layer, Outline, OutputFormat, Row, ShapeKind, WriteOptions,
    csv_metadata, write,
};
use marchland::interchange::{self, Limits, Reading, Shape};
use marchland::lang::Lang;
use marchland::time::Day;
use marchland::timeline::{Timeline, holder_key};
use proptest::prelude::*;

use super::readers::installed;
use super::{builtin, day, duchy, project, run, text};

fn request(set: &Dataset, when: When, contents: &[Content], fields: Fields) -> Request {
    Request {
        when,
        contents: contents.iter().copied().collect(),
        holding: Holding::Control,
        fields,
        lang: Lang::EN,
        units: None,
        digits: 7,
        id_base: format!("urn:marchland:{}:", set.key),
    }
}

fn document(set: &Dataset, when: When, contents: &[Content], fields: Fields) -> Document {
    export::document(&Timeline::new(set), &request(set, when, contents, fields))
}

fn encoded(document: &Document, format: OutputFormat) -> Vec<u8> {
    let mut out = Vec::new();
    let options = WriteOptions { quantization: None, wkt: true };
    write(document, format, &options, &mut out).expect("it is written");
    out
}

/// The layers of a file, by our readers, which have nothing to remark.
fn read(format: OutputFormat, bytes: &[u8]) -> Vec<interchange::Layer> {
    let name = format!("file.{}", format.key());
    let reading = Reading { name: &name, bytes, beside: Vec::new(), settings: Default::default() };
    let (layers, odd) = interchange::read(&reading, None, &Limits::default()).expect(&name);
    assert_eq!(odd, [], "{name}");
    layers
}

/// The value of a field as a text; `None` if it is empty, or the layer has no such field.
fn value(layer: &interchange::Layer, feature: &interchange::Feature, field: &str) -> Option<String> {
    let at = layer.fields.iter().position(|own| own.name == field)?;
    Some(feature.values[at].shown()).filter(|text| !text.is_empty())
}

/// Rings as sets of positions, from the least on, so that order and direction do not count.
fn rings(polygons: &[Vec<Vec<[f64; 2]>>]) -> Vec<Vec<[u64; 2]>> {
    let canonical = |ring: &Vec<[f64; 2]>| {
        let mut open: Vec<[u64; 2]> = ring[1..].iter().map(|at| at.map(f64::to_bits)).collect();
        let least = (0..open.len()).min_by_key(|i| open[*i]).unwrap_or(0);
        open.rotate_left(least);
        if open.last() < open.get(1) {
            open[1..].reverse();
        }
        open
    };
    let mut rings: Vec<Vec<[u64; 2]>> = polygons.iter().flatten().map(canonical).collect();
    rings.sort();
    rings
}

fn polygons(feature: &interchange::Feature) -> &[Vec<Vec<[f64; 2]>>] {
    match &feature.shape {
        Shape::Polygons(polygons) => polygons,
        other => panic!("polygons, not {other:?}"),
    }
}

/// The state of a day through every format: holders have the land of their units, units the positions they have.
#[test]
fn a_day_reads_back_from_every_format() {
    for set in [duchy(), builtin()] {
        let timeline = Timeline::new(&set);
        let days = timeline.change_days();
        for on in [days[0], days[days.len() / 2], days[days.len() - 1]] {
            let state = timeline.at(on);
            let mut land: BTreeMap<&str, f64> = BTreeMap::new();
            for (unit, state) in set.units.iter().zip(&state.units) {
                *land.entry(holder_key(&set, state.control.value)).or_default() += area::km2(&unit.polygons);
            }
            for (_, format) in OutputFormat::ALL {
                let both: &[&[Content]] = match format {
                    OutputFormat::Csv => &[&[Content::Holders], &[Content::Units]],
                    _ => &[&[Content::Holders, Content::Units]],
                };
                let (mut holders, mut units) = (0, 0);
                for contents in both {
                    let document = document(&set, When::Day(on), contents, Fields::Marchland);
                    for layer in read(format, &encoded(&document, format)) {
                        for feature in &layer.features {
                            let id = value(&layer, feature, "id").expect("an id");
                            let Some(control) = value(&layer, feature, "control") else {
                                holders += 1;
                                let found = area::km2(polygons(feature));
                                let told: f64 = value(&layer, feature, "area_km2")
                                    .expect("an area")
                                    .parse()
                                    .expect("a number");
                                assert!(
                                    (found - land[id.as_str()]).abs() < 0.01,
                                    "{format:?} {on} {id}: {found}"
                                );
                                assert!((found - told).abs() < 0.01, "{format:?} {on} {id}: {told}");
                                continue;
                            };
                            units += 1;
                            let unit = set.unit_by_key(&id).expect("a unit");
                            let own = set.unit(unit);
                            assert_eq!(rings(polygons(feature)), rings(&own.polygons), "{format:?} {id}");
                            assert_eq!(
                                control,
                                holder_key(&set, state.of(unit).control.value),
                                "{format:?} {on} {id}"
                            );
                        }
                    }
                }
                assert_eq!((holders, units), (land.len(), set.units.len()), "{format:?} {on}");
            }
        }
    }
}

/// Every layer has a cell of the right kind for every field, ids are unique, and polygons are valid: closed, outer rings
/// counter-clockwise, holes the other way, no position twice in a ring.
#[test]
fn layers_are_whole() {
    let sets = [duchy(), builtin()];
    for set in &sets {
        for when in [When::Day(set.period.1), When::History] {
            for (_, fields) in Fields::ALL {
                let document = document(set, when, fields.contents(), fields);
                assert_eq!(document.layers.len(), fields.contents().len());
                document.layers.iter().for_each(|layer| check_layer(&document, layer));
            }
        }
    }
}

fn check_layer(document: &Document, layer: &Layer) {
    let names: BTreeSet<&str> = layer.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names.len(), layer.fields.len(), "{}: {names:?}", layer.name);
    assert!(layer.fields.iter().all(|field| field.about.ends_with(['.', '…']) && field.about.len() > 4));
    let ids: BTreeSet<&str> = layer.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids.len(), layer.rows.len(), "{}", layer.name);
    for row in &layer.rows {
        assert_eq!(row.cells.len(), layer.fields.len(), "{} {}", layer.name, row.id);
        for (cell, field) in row.cells.iter().zip(&layer.fields) {
            let fits = match (cell, field.kind) {
                (Cell::Null, _)
                | (Cell::Flag(_), FieldKind::Flag)
                | (Cell::Integer(_), FieldKind::Integer)
                | (Cell::List(_), FieldKind::List)
                | (Cell::Text(_), FieldKind::Text) => true,
                (Cell::Number(number), FieldKind::Number) => number.is_finite(),
                (Cell::Text(text), FieldKind::Day) => text.parse::<Day>().is_ok(),
                _ => false,
            };
            assert!(fits, "{} {}: {} is {cell:?}", layer.name, row.id, field.name);
        }
        check_outline(document, layer, &row.outline);
    }
}

fn check_outline(document: &Document, layer: &Layer, outline: &Outline) {
    match (outline, layer.shapes) {
        (Outline::None, ShapeKind::None)
        | (Outline::Point(_), ShapeKind::Points)
        | (Outline::Lines(_), ShapeKind::Lines) => {}
        (Outline::Several(shapes), _) => {
            shapes.iter().for_each(|(shape, _)| check_outline(document, layer, shape));
        }
        (Outline::Areas(areas), ShapeKind::Areas) => {
            for polygon in areas {
                for (i, ring) in polygon.iter().enumerate() {
                    let points = document.line(ring);
                    assert_eq!(points.first(), points.last());
                    assert_eq!(doubled_area(&points) > 0.0, i == 0, "{}", layer.name);
                    let different: BTreeSet<[u64; 2]> =
                        points.iter().map(|at| at.map(f64::to_bits)).collect();
                    assert_eq!(different.len(), points.len() - 1, "{}: a ring touches itself", layer.name);
                }
            }
        }
        (outline, kind) => panic!("{}: {outline:?} is not {kind:?}", layer.name),
    }
}

/// A position inside polygons: on the parallel through the middle, in the widest stretch.
fn inside(polygons: &[Vec<Vec<[f64; 2]>>]) -> [f64; 2] {
    let outer = polygons.iter().map(|polygon| &polygon[0]).max_by_key(|ring| ring.len()).expect("a ring");
    let [_, south, _, north] = union::bounds(outer);
    // Off any round number, on which vertices may lie.
    let y = south + (north - south) * 0.487_123_9;
    let mut crossed: Vec<f64> = Vec::new();
    for edge in polygons.iter().flatten().flat_map(|ring| ring.windows(2)) {
        let ([x0, y0], [x1, y1]) = (edge[0], edge[1]);
        if (y0 > y) != (y1 > y) {
            crossed.push(x0 + (y - y0) / (y1 - y0) * (x1 - x0));
        }
    }
    crossed.sort_by(f64::total_cmp);
    let widest =
        crossed.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0]))).expect("a stretch");
    let at = [(widest[0] + widest[1]) / 2.0, y];
    assert!(contains(polygons, at));
    at
}

/// A collection as the program would import it, without cleaning: what we wrote needs none.
fn imported(format: OutputFormat, bytes: &[u8], preset: Preset) -> Dataset {
    let file = format!("history.{}", format.key());
    let sources: Vec<Source> =
        read(format, bytes).into_iter().map(|layer| Source { file: file.clone(), layer }).collect();
    // Linked Places alone says nothing of its ends.
    let to_is = (preset == Preset::LinkedPlaces).then_some(ToIs::Exclusive);
    let options = Options {
        mapping: Mapping { to_is, ..Mapping::default() },
        clean: CleanOptions::none(),
        ..Options::default()
    };
    let imported = import::import(&sources, &options).unwrap_or_else(|findings| panic!("{findings:?}"));
    let told: Vec<String> = imported.findings.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|one| one.contains(&format!("--preset {}", preset.key()))), "{told:?}");
    assert!(!told.iter().any(|one| one.contains("the data obey")), "{told:?}");
    imported.load().into_result().unwrap_or_else(|error| panic!("{error}")).0
}

/// On every day of a change, and the day before it, the holders of all land are the same in both, and have as much of it.
/// Holders go by other ids after an import; each has one.
fn check_same_holders(set: &Dataset, again: &Dataset, what: &str) {
    let (before, after) = (Timeline::new(set), Timeline::new(again));
    let points: Vec<[f64; 2]> = set.units.iter().map(|unit| inside(&unit.polygons)).collect();
    let units: Vec<Option<UnitId>> = points.iter().map(|at| again.unit_at(*at)).collect();
    let (mut known, mut taken) = (BTreeMap::new(), BTreeMap::new());
    let days: BTreeSet<Day> = before.change_days().into_iter().flat_map(|day| [day.prev(), day]).collect();
    let km2: Vec<f64> = set.units.iter().map(|unit| area::km2(&unit.polygons)).collect();
    let km2_again: Vec<f64> = again.units.iter().map(|unit| area::km2(&unit.polygons)).collect();
    let mut compared = 0;
    for on in days.into_iter().filter(|on| set.period.0 <= *on && *on <= again.period.1) {
        let (state, state_again) = (before.at(on), after.at(on));
        let mut land: BTreeMap<Holder, f64> = BTreeMap::new();
        for (i, unit) in state.units.iter().enumerate() {
            let holder = unit.control.value;
            let found = units[i].map_or(Holder::NotKnown, |unit| state_again.of(unit).control.value);
            // What nobody holds is no row, and no row is not known.
            if holder.polity().is_none() {
                assert_eq!(found, Holder::NotKnown, "{what} {on} {}", set.units[i].key);
                continue;
            }
            assert_eq!(*known.entry(holder).or_insert(found), found, "{what} {on} {}", set.units[i].key);
            assert_eq!(*taken.entry(found).or_insert(holder), holder, "{what} {on} {}", set.units[i].key);
            assert!(found.polity().is_some(), "{what} {on} {}", set.units[i].key);
            *land.entry(found).or_default() += km2[i];
            compared += 1;
        }
        for (i, unit) in state_again.units.iter().enumerate() {
            if unit.control.value.polity().is_some() {
                *land.entry(unit.control.value).or_default() -= km2_again[i];
            }
        }
        assert!(land.values().all(|rest| rest.abs() < 0.01), "{what} {on}: {land:?}");
    }
    assert!(compared > 5, "{what}: nothing to compare");
}

/// The ways in which a history can be exported so that it can be imported.
const WAYS: [(OutputFormat, Content, Fields, Preset); 10] = [
    (OutputFormat::GeoJson, Content::Holders, Fields::Marchland, Preset::Marchland),
    (OutputFormat::GeoJson, Content::Units, Fields::Marchland, Preset::Marchland),
    (OutputFormat::TopoJson, Content::Holders, Fields::Marchland, Preset::Marchland),
    (OutputFormat::TopoJson, Content::Units, Fields::Marchland, Preset::Marchland),
    (OutputFormat::GeoPackage, Content::Holders, Fields::Marchland, Preset::Marchland),
    (OutputFormat::Csv, Content::Units, Fields::Marchland, Preset::Marchland),
    (OutputFormat::GeoJson, Content::Holders, Fields::LinkedPlaces, Preset::LinkedPlaces),
    (OutputFormat::GeoJson, Content::Holders, Fields::Ahcb, Preset::Ahcb),
    (OutputFormat::GeoPackage, Content::Holders, Fields::Ahcb, Preset::Ahcb),
    (OutputFormat::Csv, Content::Holders, Fields::Ahcb, Preset::Ahcb),
];

fn check_round_trip(
    set: &Dataset,
    (format, content, fields, preset): (OutputFormat, Content, Fields, Preset),
) {
    let document = document(set, When::History, &[content], fields);
    let again = imported(format, &encoded(&document, format), preset);
    check_same_holders(set, &again, &format!("{format:?} {content:?} {fields:?}"));
}

#[test]
fn a_history_can_be_imported_again() {
    let set = duchy();
    WAYS.iter().for_each(|way| check_round_trip(&set, *way));
}

#[test]
fn the_built_in_history_can_be_imported_again() {
    let set = builtin();
    [WAYS[1], WAYS[4], WAYS[6]].iter().for_each(|way| check_round_trip(&set, *way));
}

/// What an export says of itself, as a person who imports it gets it again: not only the land.
#[test]
fn the_built_in_set_comes_back_as_itself() {
    let set = builtin();
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let check = |of: &str, fields: &str, file: &str, more: &[&str]| {
        let what = format!("{of} {fields} {file}");
        let args = ["export", "--history", "--of", of, "--fields", fields, "-o", file];
        let made = run(at, &args.iter().chain(more).copied().collect::<Vec<_>>());
        assert_eq!(made.status.code(), Some(0), "{what}: {}", text(&made.stderr));
        let into = format!("set-of-{}", file.replace('.', "-"));
        let read = run(at, &["import", file, "-o", &into]);
        assert_eq!(read.status.code(), Some(0), "{what}: {}", text(&read.stderr));
        let again = load_dir(&at.join(&into)).and_then(|loaded| loaded.into_result()).expect("it reads").0;
        assert_eq!(
            (&again.key, &again.title, &again.licence, &again.credits, again.period),
            (&set.key, &set.title, &set.licence, &set.credits, set.period),
            "{what}"
        );
        check_same_holders(&set, &again, &what);
        again
    };
    for (of, file, more) in [
        ("holders", "h.geojson", &[][..]),
        ("units", "u.topojson", &[]),
        ("holders", "h.gpkg", &[]),
        ("units", "u.csv", &["--wkt"]),
    ] {
        let again = check(of, "marchland", file, more);
        // Whoever holds land bears the same names, long and short, in all languages; rows of units are not told anew
        // where only a name changes.
        let (before, after) = (Timeline::new(&set), Timeline::new(&again));
        let days = before.change_days().into_iter().filter(|on| of == "holders" && set.period.0 <= *on);
        for on in days {
            let (state, state_again) = (before.at(on), after.at(on));
            for (unit, own) in set.units.iter().zip(&state.units) {
                let Some(found) = again.unit_at(inside(&unit.polygons)) else { continue };
                let pair = (own.control.value.polity(), state_again.of(found).control.value.polity());
                let (Some(a), Some(b)) = pair else { continue };
                let (a, b) = (set.polity(a), again.polity(b));
                for lang in set.languages.iter().copied() {
                    assert_eq!(a.name_on(on, lang), b.name_on(on, lang), "{file} {on} {}", a.key);
                    assert_eq!(a.short_on(on, lang), b.short_on(on, lang), "{file} {on} {}", a.key);
                }
            }
        }
        // Events bear the titles they had, where an event gave land to a holder.
        let titles: BTreeSet<&str> = set.events.iter().map(|event| event.title.get(Lang::EN)).collect();
        let known = |title: &str| title.split("; ").all(|one| titles.contains(one));
        let kept = again.events.iter().filter(|event| known(event.title.get(Lang::EN))).count();
        assert!(again.events.len() * 3 <= kept * 4, "{file}: {kept} of {}", again.events.len());
    }
    // The fields of others say less, and the file still says whose it is, and which end is meant.
    check("holders", "ahcb", "a.geojson", &[]);
    check("holders", "lpf", "l.geojson", &[]);
    // Two sets are not one.
    let duchy = duchy();
    let other = document(&duchy, When::History, &[Content::Holders], Fields::Marchland);
    fs::write(at.join("other.geojson"), encoded(&other, OutputFormat::GeoJson)).expect("a file");
    let refused = run(at, &["import", "h.geojson", "other.geojson", "-o", "both"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("exports of two data sets"), "{}", text(&refused.stderr));
}

#[test]
fn files_of_others_say_nothing_of_themselves() {
    let said = |name: &str, bytes: &str| {
        let reading =
            Reading { name, bytes: bytes.as_bytes(), beside: Vec::new(), settings: Default::default() };
        interchange::said(&reading, &Limits::default())
    };
    let check = |text: &str, title: Option<&str>| {
        let found = said("a.geojson", text).map(|said| said.title);
        assert_eq!(found.as_deref(), title, "{text}");
    };
    check(r#"{"type":"FeatureCollection","title":"T","license":"L","features":[]}"#, None);
    check(
        r#"{"type":"FeatureCollection","title":"T","marchland":{"period":"a/b"},"features":[]}"#,
        Some("T"),
    );
    check(
        r#"{"type":"FeatureCollection","title":7,"marchland":{},"attribution":[1,[2]],"features":[]}"#,
        Some("7"),
    );
    // Behind the shapes nobody looks.
    check(r#"{"type":"FeatureCollection","features":[],"title":"T","marchland":{}}"#, None);
    check(r#"{"type":"FeatureCollection","title":"T","marchland":{"#, Some("T"));
    check(r#"{"type":"FeatureCollection","title":"a\u0000b","marchland":[]}"#, None);
}

/// Claims come back as claims, names of a time as such, in all languages.
#[test]
fn claims_and_names_survive_too() {
    let set = duchy();
    let document = document(&set, When::History, &[Content::Holders, Content::Claims], Fields::Marchland);
    for format in [OutputFormat::GeoJson, OutputFormat::TopoJson] {
        let again = imported(format, &encoded(&document, format), Preset::Marchland);
        check_same_holders(&set, &again, "with claims");
        let claimants = |set: &Dataset, on: Day| -> Vec<String> {
            let unit = set.unit_at(inside(&duchy().units[1].polygons)).expect("beta");
            let state = Timeline::new(set).at(on);
            let claims = state.of(unit).claims.iter();
            claims.map(|(polity, _)| set.polity(*polity).name_on(on, Lang::EN).to_owned()).collect()
        };
        for on in ["1860-03-23", "1860-03-24", "1861-03-17", "1861-12-31"] {
            assert_eq!(claimants(&again, day(on)), claimants(&set, day(on)), "{format:?} {on}");
        }
        let savoy = again
            .polities
            .iter()
            .find(|polity| polity.name.get(Lang::EN) == "Duchy of Savoy")
            .expect("Savoy");
        assert_eq!(savoy.name.exact(Lang::new("tr").expect("tr")), Some("Savoya Dükalığı"));
        assert!(again.licence == set.licence || again.licence.is_empty());
    }
}

/// A small invented country: a net of squares, and events that give some of them away.
fn world(events: &[(u16, u8, u8, u8)]) -> Dataset {
    let mut units = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for i in 0..9 {
        let (x, y) = (i % 3, i / 3);
        let comma = if i == 0 { "" } else { ",\n" };
        let _ = write!(
            units,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"id\":\"u{i}\",\"name\":\"Unit {i}\"}},\"geometry\":{{\"type\":\"Polygon\",\
             \"coordinates\":[[[{x},{y}],[{},{y}],[{},{}],[{x},{}],[{x},{y}]]]}}}}",
            x + 1,
            x + 1,
            y + 1,
            y + 1
        );
    }
    units.push_str("]}\n");
    let header = "id = \"w\"\ntitle.en = \"W\"\nperiod = \"1900-01-01/1909-12-31\"\nextent = [0.0, 0.0, 3.0, 3.0]\n\
                  languages = [\"en\"]\nlicence = \"CC0-1.0\"\n";
    let mut polities = String::new();
    for name in ["a", "b", "c"] {
        let _ = write!(
            polities,
            "[[polity]]\nid = \"{name}\"\nname.en = \"Land {name}\"\nkind = \"state\"\ncolour = \"{name}\"\n"
        );
    }
    let mut text = String::from(
        "[[event]]\nid = \"start\"\ndate = \"1900-01-01\"\nkind = \"baseline\"\ntitle.en = \"Start\"\ninferred = \"invented\"\n\
         [[event.effect]]\nunits = [\"u0\", \"u1\", \"u2\", \"u3\", \"u4\"]\ncontrol = \"a\"\nsovereignty = \"a\"\n\
         [[event.effect]]\nunits = [\"u5\", \"u6\", \"u7\"]\ncontrol = \"b\"\nsovereignty = \"b\"\n",
    );
    for (i, (offset, rough, mask, to)) in events.iter().enumerate() {
        let first = day("1900-01-02").julian_day() + i32::from(offset % 3600);
        let on = Day::from_julian_day(first).expect("a day");
        let (year, month, _) = on.ymd();
        let date = match rough % 4 {
            0 => format!("{year}-{month:02}"),
            1 => format!("{year}~"),
            2 => format!("{on}/{}", Day::from_julian_day(first + 40).expect("a day")),
            _ => on.to_string(),
        };
        let to = ["a", "b", "c", "nobody", "not-known"][usize::from(*to % 5)];
        let names: Vec<String> =
            (0..8).filter(|bit| mask >> bit & 1 == 1).map(|bit| format!("\"u{}\"", bit + 1)).collect();
        if names.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "[[event]]\nid = \"e{i}\"\ndate = \"{date}\"\nkind = \"cession\"\ntitle.en = \"Event {i}\"\ninferred = \"invented\"\n\
             [[event.effect]]\nunits = [{}]\ncontrol = \"{to}\"\n",
            names.join(", ")
        );
    }
    let files = Files::new("")
        .with("dataset.toml", header.as_bytes())
        .with("units.geojson", units.as_bytes())
        .with("polities.toml", polities.as_bytes())
        .with("events.toml", text.as_bytes());
    load(&files).into_result().unwrap_or_else(|error| panic!("{error}")).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens in an invented country, its history comes back through every format and set of fields.
    #[test]
    fn any_history_comes_back(
        events in prop::collection::vec(any::<(u16, u8, u8, u8)>(), 0..8),
        way in 0..WAYS.len(),
    ) {
        check_round_trip(&world(&events), WAYS[way]);
    }

    /// Digits that are left out move no border by more than they are worth, and neighbours keep meeting.
    #[test]
    fn rounding_and_grids_stay_within_their_step(digits in 3u32..7, steps in 1000u32..1_000_000) {
        let set = duchy();
        let mut request = request(&set, When::Day(set.period.1), &[Content::Units], Fields::Marchland);
        request.digits = digits;
        let document = export::document(&Timeline::new(&set), &request);
        let far = |layer: &interchange::Layer| -> f64 {
            let mut worst: f64 = 0.0;
            for feature in &layer.features {
                let id = value(layer, feature, "id").expect("an id");
                let own = &set.unit(set.unit_by_key(&id).expect("a unit")).polygons;
                for at in polygons(feature).iter().flatten().flatten() {
                    let near = own.iter().flatten().flatten().map(|own| (own[0] - at[0]).abs().max((own[1] - at[1]).abs()));
                    worst = worst.max(near.fold(f64::INFINITY, f64::min));
                }
            }
            worst
        };
        let step = 0.1f64.powi(digits as i32);
        let plain = read(OutputFormat::GeoJson, &encoded(&document, OutputFormat::GeoJson));
        prop_assert!(far(&plain[0]) <= step * 0.5001);
        let mut out = Vec::new();
        let options = WriteOptions { quantization: Some(steps), wkt: false };
        write(&document, OutputFormat::TopoJson, &options, &mut out).expect("it is written");
        let grid = read(OutputFormat::TopoJson, &out);
        let cell = 3.0 / f64::from(steps - 1);
        prop_assert!(far(&grid[0]) <= step * 0.5001 + cell * 0.5001);
    }
}

/// TopoJSON has every border once: inner ones are used from both sides, one time each way.
#[test]
fn topojson_shares_its_arcs() {
    let set = builtin();
    let document = document(&set, When::Day(set.period.1), &[Content::Units], Fields::Marchland);
    let json: serde_json::Value =
        serde_json::from_slice(&encoded(&document, OutputFormat::TopoJson)).expect("JSON");
    let arcs = json["arcs"].as_array().expect("arcs");
    let mut used: Vec<Vec<bool>> = vec![Vec::new(); arcs.len()];
    fn walk(value: &serde_json::Value, used: &mut [Vec<bool>]) {
        match value {
            serde_json::Value::Array(list) => list.iter().for_each(|one| walk(one, used)),
            other => {
                let number = other.as_i64().expect("a number");
                let arc = if number < 0 { !number } else { number };
                used[arc as usize].push(number < 0);
            }
        }
    }
    for geometry in json["objects"]["units"]["geometries"].as_array().expect("units") {
        walk(&geometry["arcs"], &mut used);
    }
    let both = used.iter().filter(|uses| uses.len() == 2 && uses[0] != uses[1]).count();
    assert!(used.iter().all(|uses| uses.len() == 1 || uses.len() == 2));
    assert!(both * 2 > arcs.len(), "{both} of {} are shared", arcs.len());
}

/// What crosses the meridian of 180 degrees is cut there, as RFC 7946 wants it; a pole gets its edge.
#[test]
fn the_date_line_is_cut() {
    let box_of = |id: &str, west: i32, east: i32, south: i32, north: i32| {
        let wrap = |lon: i32| if lon > 180 { lon - 360 } else { lon };
        let side: Vec<i32> = (west..=east).step_by(2).collect();
        let south = side.iter().map(|lon| format!("[{},{south}]", wrap(*lon)));
        let north = side.iter().rev().map(|lon| format!("[{},{north}]", wrap(*lon)));
        let mut points: Vec<String> = south.chain(north).collect();
        points.push(points[0].clone());
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{id}\",\"name\":\"{id}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            points.join(",")
        )
    };
    let units = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{}]}}\n",
        box_of("east", 170, 190, 0, 10),
        box_of("north", 170, 190, 10, 20)
    );
    let files = Files::new("")
        .with("dataset.toml", b"id = \"w\"\ntitle.en = \"W\"\nperiod = \"1900-01-01/1900-12-31\"\nextent = [165.0, 0.0, 195.0, 20.0]\nlanguages = [\"en\"]\nlicence = \"CC0-1.0\"\n")
        .with("units.geojson", units.as_bytes())
        .with("polities.toml", b"[[polity]]\nid = \"a\"\nname.en = \"A\"\nkind = \"state\"\ncolour = \"a\"\n")
        .with("events.toml", b"[[event]]\nid = \"e\"\ndate = \"1900-01-01\"\nkind = \"baseline\"\ntitle.en = \"E\"\ninferred = \"invented\"\n[[event.effect]]\nunits = [\"east\", \"north\"]\ncontrol = \"a\"\nsovereignty = \"a\"\n");
    let set = load(&files).into_result().unwrap_or_else(|error| panic!("{error}")).0;
    let document = document(&set, When::Day(set.period.1), &[Content::Holders], Fields::Marchland);
    check_layer(&document, &document.layers[0]);
    for (_, format) in OutputFormat::ALL {
        let layers = read(format, &encoded(&document, format));
        let land = polygons(&layers[0].features[0]);
        assert_eq!(land.len(), 2, "{format:?}");
        for polygon in land {
            let [west, south, east, north] = union::bounds(&polygon[0]);
            assert_eq!((south, north), (0.0, 20.0));
            assert!(
                (west, east) == (170.0, 180.0) || (west, east) == (-180.0, -170.0),
                "{format:?}: {west} {east}"
            );
        }
    }
}

/// Dates that are known roughly are not made exact, and Linked Places have all they need.
#[test]
fn linked_places_are_linked_places() {
    let set = builtin();
    let document = document(&set, When::History, Fields::LinkedPlaces.contents(), Fields::LinkedPlaces);
    let json: serde_json::Value =
        serde_json::from_slice(&encoded(&document, OutputFormat::GeoJson)).expect("JSON");
    assert!(json["@context"].as_str().is_some_and(|context| context.ends_with(".jsonld")));
    let features = json["features"].as_array().expect("features");
    let mut ids = BTreeSet::new();
    let (mut spans, mut rough, mut open) = (0, 0, 0);
    for feature in features {
        let id = feature["@id"].as_str().expect("an id");
        assert!(id.starts_with("urn:marchland:south-caucasus:") && ids.insert(id), "{id}");
        assert!(feature["properties"]["title"].as_str().is_some_and(|title| !title.is_empty()), "{id}");
        let names = feature["names"].as_array().expect("names");
        assert!(names[0]["citations"][0]["label"].is_string(), "{id}");
        assert!(names.iter().all(|name| name["toponym"].is_string() && name["lang"].is_string()), "{id}");
        let mut whens: Vec<&serde_json::Value> = Vec::new();
        for part in [&feature["geometry"]["geometries"], &feature["relations"], &feature["names"]] {
            whens.extend(part.as_array().into_iter().flatten().filter_map(|one| one.get("when")));
        }
        whens.extend(feature.get("when"));
        for span in whens.iter().flat_map(|when| when["timespans"].as_array().expect("timespans")) {
            spans += 1;
            // Without an end it would mean its start alone.
            let (start, end) = (&span["start"], &span["end"]);
            assert!(start.is_object() && end.is_object(), "{id}: {span}");
            for side in [start, end] {
                let keys: Vec<&str> =
                    side.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
                assert!(
                    matches!(keys.as_slice(), ["in"] | ["earliest"] | ["latest"] | ["earliest", "latest"]),
                    "{span}"
                );
            }
            rough += usize::from(start.get("earliest").is_some());
            open += usize::from(start.get("in").is_none() && start.get("earliest").is_none());
        }
        for relation in feature["relations"].as_array().into_iter().flatten() {
            assert!(relation["relationTo"].as_str().is_some_and(|to| to.starts_with("urn:")), "{relation}");
        }
    }
    assert!(spans > 100 && rough > 5 && open > 5, "{spans} spans, {rough} rough, {open} open");
    // Whatever a relation leads to is there.
    let targets = features.iter().flat_map(|feature| feature["relations"].as_array().into_iter().flatten());
    let of_units = targets.filter(|relation| relation["relationType"] == "gvp:broaderPartitive");
    for relation in of_units {
        assert!(ids.contains(relation["relationTo"].as_str().expect("a target")), "{relation}");
    }
}

/// Shapes of a collection that have a time each are features of their own; what they share is counted for each.
#[test]
fn shapes_with_a_time_each_are_features_each() {
    let file = |name: &str, shapes: usize| {
        let shape = |i: usize| {
            format!(
                "{{\"type\":\"Polygon\",\"coordinates\":[[[{i},0],[{},0],[{},1],[{i},0]]],\"when\":{{\"timespans\":[{{\"start\":{{\"in\":\"190{}\"}}}}]}}}}",
                i + 1,
                i + 1,
                i % 10
            )
        };
        let shapes: Vec<String> = (0..shapes).map(|i| shape(i % 100)).collect();
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"title\":\"{name}\"}},\"when\":{{}},\"geometry\":{{\"type\":\"GeometryCollection\",\"geometries\":[{},\
             {{\"type\":\"Polygon\",\"coordinates\":[[[0,5],[1,5],[1,6],[0,5]]]}}]}}}}",
            shapes.join(",")
        )
    };
    let layer = &read(OutputFormat::GeoJson, file("Alba", 2).as_bytes())[0];
    let told: Vec<(String, String)> = layer
        .features
        .iter()
        .map(|feature| {
            (value(layer, feature, "title").expect("a title"), value(layer, feature, "when").expect("a time"))
        })
        .collect();
    let when = |year: u16| format!("{{\"timespans\":[{{\"start\":{{\"in\":\"{year}\"}}}}]}}");
    let expected = [when(1900), when(1901), "{}".to_owned()].map(|when| ("Alba".to_owned(), when));
    assert_eq!(told, expected);
    let limits = Limits { positions: 10_000, ..Limits::default() };
    let bomb = file(&"long ".repeat(10_000), 1000);
    let reading = Reading {
        name: "bomb.geojson",
        bytes: bomb.as_bytes(),
        beside: Vec::new(),
        settings: Default::default(),
    };
    let error = interchange::read(&reading, None, &limits).expect_err("a limit").to_string();
    assert!(error.contains("values"), "{error}");
}

/// A doubtful date in our own fields: the day of the change, the first possible one, and the date as it is written.
#[test]
fn doubt_is_kept() {
    let set = builtin();
    let document = document(&set, When::History, &[Content::Units], Fields::Marchland);
    let layers = read(OutputFormat::GeoPackage, &encoded(&document, OutputFormat::GeoPackage));
    let layer = &layers[0];
    let row = |id: &str, number: usize| {
        let own = |feature: &&interchange::Feature| value(layer, feature, "id").as_deref() == Some(id);
        layer.features.iter().filter(own).nth(number).expect("a row")
    };
    let of = |feature, field: &str| value(layer, feature, field).unwrap_or_default();
    let first = row("nakhchivan", 0);
    let shown = |feature| {
        ["from", "from_earliest", "from_edtf", "to", "to_earliest", "to_edtf"].map(|field| of(feature, field))
    };
    assert_eq!(shown(first)[..3], ["1918-05-28".to_owned(), String::new(), "../1918-05-28".to_owned()]);
    let second = row("nakhchivan", 1);
    assert_eq!(shown(first)[3..], shown(second)[..3], "one ends as the other begins");
    let rough = layer
        .features
        .iter()
        .find(|feature| of(feature, "from_edtf") == "1918-06/1918-08")
        .expect("a rough date");
    assert_eq!(shown(rough)[..2], ["1918-08-31".to_owned(), "1918-06-01".to_owned()]);
    let certainties: BTreeSet<String> =
        layer.features.iter().map(|feature| of(feature, "control_certainty")).collect();
    assert_eq!(certainties.into_iter().collect::<Vec<_>>(), ["contested", "inferred", "stated"]);
    assert!(layer.features.iter().any(|feature| of(feature, "control") == "not-known"));
}

/// The database is sound with thousands of rows on several levels of pages and values that fill many: our reader finds
/// everything, and SQLite nothing wrong.
#[test]
fn a_large_geopackage_is_sound() {
    let long = "long ".repeat(30_000);
    let text = |number: i64| match number {
        777 => long.clone(),
        // Around the length from which a record goes on in further pages.
        4000..4200 => "x".repeat(usize::try_from(number).expect("a length")),
        number => format!("row {number}"),
    };
    let row = |number: i64| Row {
        cells: vec![
            Cell::Integer(number * number * number - 5),
            Cell::text(text(number)),
            Cell::Number(number as f64 / 8.0),
            if number % 3 == 0 { Cell::Null } else { Cell::Flag(number % 2 == 0) },
        ],
        ..Row::default()
    };
    let kinds = [
        ("cube", FieldKind::Integer),
        ("text", FieldKind::Text),
        ("eighth", FieldKind::Number),
        ("even", FieldKind::Flag),
    ];
    let fields = kinds.map(|(name, kind)| Field { name: name.to_owned(), kind, about: "" }).to_vec();
    let rows: Vec<Row> = (0..30_000).map(row).collect();
    let layer = Layer { name: "many", title: "Many.", fields, rows, ..Layer::default() };
    let document = Document { layers: vec![layer], ..Document::default() };
    let bytes = encoded(&document, OutputFormat::GeoPackage);
    let layers = read(OutputFormat::GeoPackage, &bytes);
    assert_eq!(layers[0].features.len(), 30_000);
    for (number, feature) in (0..).zip(&layers[0].features) {
        let flag = if number % 3 == 0 {
            interchange::Value::Null
        } else {
            interchange::Value::Flag(number % 2 == 0)
        };
        let expected = [
            interchange::Value::Integer(number * number * number - 5),
            interchange::Value::Text(text(number)),
            interchange::Value::Number(number as f64 / 8.0),
            flag,
        ];
        assert_eq!(feature.values, expected, "{number}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.gpkg");
    fs::write(&path, bytes).expect("the file");
    sqlite_finds_nothing(&path, &[("many", 30_000)]);
}

/// SQLite itself, through Python: the file is sound, its keys are, and its tables have so many rows.
fn sqlite_finds_nothing(path: &Path, tables: &[(&str, usize)]) {
    if !installed("python3") {
        return;
    }
    let mut script = String::from(
        "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n\
         assert c.execute('PRAGMA integrity_check').fetchall() == [('ok',)], c.execute('PRAGMA integrity_check').fetchall()\n\
         assert c.execute('PRAGMA foreign_key_check').fetchall() == []\n\
         assert c.execute('PRAGMA application_id').fetchone() == (0x47504B47,)\n\
         assert c.execute('PRAGMA user_version').fetchone() == (10300,)\n",
    );
    for (table, rows) in tables {
        let _ =
            writeln!(script, "assert c.execute('SELECT count(*) FROM \"{table}\"').fetchone() == ({rows},)");
        let _ = writeln!(
            script,
            "n = c.execute(\"SELECT identifier FROM gpkg_contents WHERE table_name = '{table}'\").fetchall()"
        );
        let _ = writeln!(script, "assert n == [('{table}',)], n");
    }
    // It can be written to, as an editor would.
    script.push_str("c.execute(\"UPDATE gpkg_contents SET description = 'edited'\")\nc.commit()\n");
    script.push_str("assert c.execute('PRAGMA integrity_check').fetchall() == [('ok',)]\n");
    let output = Command::new("python3").arg("-c").arg(script).arg(path).output().expect("python3 runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// GDAL, with which QGIS reads: every layer with its features, its type and its extent, and not one warning.
#[test]
fn gdal_reads_what_we_write() {
    if !installed("ogrinfo") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let set = builtin();
    for when in [When::Day(day("1921-10-13")), When::History] {
        for (_, format) in OutputFormat::ALL {
            let all = Fields::Marchland.contents();
            let each: Vec<&[Content]> = match format {
                // One table in a file; one type of shapes.
                OutputFormat::Csv | OutputFormat::GeoJson => all.chunks(1).collect(),
                OutputFormat::TopoJson => all[..5].chunks(5).collect(),
                OutputFormat::GeoPackage => vec![all],
            };
            for contents in each {
                let document = document(&set, when, contents, Fields::Marchland);
                let path = folder.path().join(format!("{}.{}", contents[0].key(), format.key()));
                fs::write(&path, encoded(&document, format)).expect("the file");
                let output = Command::new("ogrinfo")
                    .args(["-ro", "-so", "-al"])
                    .arg(&path)
                    .output()
                    .expect("ogrinfo runs");
                let (told, warned) = (text(&output.stdout), text(&output.stderr));
                assert!(output.status.success() && warned.is_empty(), "{}: {warned}", path.display());
                check_ogrinfo(&document, format, &told);
                if format == OutputFormat::GeoPackage {
                    let tables: Vec<(&str, usize)> =
                        document.layers.iter().map(|layer| (layer.name, layer.rows.len())).collect();
                    assert!(told.contains("license: ODbL"), "{told}");
                    sqlite_finds_nothing(&path, &tables);
                }
            }
        }
    }
}

/// What ogrinfo tells of each layer, in the order of the file.
fn check_ogrinfo(document: &Document, format: OutputFormat, told: &str) {
    let mut layers: Vec<&str> = told.split("\nLayer name: ").skip(1).collect();
    assert_eq!(layers.len(), document.layers.len(), "{told}");
    for layer in &document.layers {
        let at = layers
            .iter()
            .position(|told| told.starts_with(&format!("{}\n", layer.name)))
            // In GeoJSON it is called after the collection.
            .unwrap_or(0);
        let told = layers.remove(at);
        let what = format!("{format:?} {}: {told}", layer.name);
        assert!(told.contains(&format!("Feature Count: {}\n", layer.rows.len())), "{what}");
        let (one, several) = match layer.shapes {
            ShapeKind::None => ("None", "None"),
            ShapeKind::Points => ("Point", "Point"),
            ShapeKind::Lines => ("Line String", "Multi Line String"),
            ShapeKind::Areas => ("Polygon", "Multi Polygon"),
        };
        let kind = told.lines().find_map(|line| line.strip_prefix("Geometry: ")).unwrap_or("");
        // TopoJSON declares no type; of points in a CSV GDAL makes columns.
        let open = matches!(format, OutputFormat::TopoJson | OutputFormat::Csv);
        let open = open
            || format == OutputFormat::GeoJson && (layer.shapes == ShapeKind::None || layer.rows.is_empty());
        assert!(kind == one || kind == several || open, "{what}");
        if layer.shapes != ShapeKind::None && format != OutputFormat::Csv && !layer.rows.is_empty() {
            let [w, s, e, n] = document.bounds_of(layer.rows.iter()).expect("an extent");
            assert!(told.contains(&format!("Extent: ({w:.6}, {s:.6}) - ({e:.6}, {n:.6})")), "{what}");
        }
        // Without a row GeoJSON tells no fields.
        for field in layer.fields.iter().filter(|_| !layer.rows.is_empty()) {
            assert!(told.contains(&format!("\n{}: ", field.name)), "{}: {what}", field.name);
        }
        if format == OutputFormat::GeoPackage && field_of(layer, "from") {
            assert!(told.contains("\nfrom: Date"), "{what}");
        }
    }
}

fn field_of(layer: &Layer, name: &str) -> bool {
    layer.fields.iter().any(|field| field.name == name && field.kind == FieldKind::Day)
}

/// Small exports of the invented world, kept as files. `UPDATE=1` writes them anew, and fails once.
#[test]
fn kept_exports() {
    let set = duchy();
    let on = When::Day(day("1861-06-01"));
    let texts = |document: &Document, format: OutputFormat, options: WriteOptions| {
        let mut out = Vec::new();
        write(document, format, &options, &mut out).expect("it is written");
        String::from_utf8(out).expect("UTF-8")
    };
    let plain = WriteOptions::default();
    let both = [Content::Holders, Content::Borders, Content::Places];
    let csv = document(&set, When::History, &[Content::Holders], Fields::Marchland);
    let kept = [
        (
            "export-day.geojson",
            texts(&document(&set, on, &both, Fields::Marchland), OutputFormat::GeoJson, plain),
        ),
        (
            "export-units.topojson",
            texts(
                &document(&set, on, &[Content::Units, Content::Lines], Fields::Marchland),
                OutputFormat::TopoJson,
                WriteOptions { quantization: Some(1001), wkt: false },
            ),
        ),
        ("export-history.csv", texts(&csv, OutputFormat::Csv, WriteOptions { wkt: true, ..plain })),
        ("export-history.csv-metadata.json", csv_metadata(&csv, "export-history.csv", true)),
        (
            "export-ahcb.csv",
            texts(
                &document(&set, When::History, &[Content::Holders], Fields::Ahcb),
                OutputFormat::Csv,
                plain,
            ),
        ),
        (
            "export-lpf.geojson",
            texts(
                &document(&set, When::History, Fields::LinkedPlaces.contents(), Fields::LinkedPlaces),
                OutputFormat::GeoJson,
                plain,
            ),
        ),
    ];
    let mut changed = Vec::new();
    for (name, made) in kept {
        // A new version of the program changes no export.
        let made = made.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"VERSION\"");
        let path = project("tests/refs").join(name);
        if fs::read_to_string(&path).ok().as_deref() == Some(&*made) {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, made).expect("the file");
        }
        changed.push(name);
    }
    assert!(changed.is_empty(), "these differ, or were written anew: {changed:?}; UPDATE=1 writes them");
}

#[test]
fn the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let there = |name: &str| folder.path().join(name);
    let done = |args: &[&str]| {
        let output = run(folder.path(), &[&["export"], args].concat());
        assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    // To standard output, with and without "-", the format by name.
    let plain = done(&["--date", "1924-12-31"]);
    assert!(
        plain.contains("\"license\":\"ODbL") && plain.contains("\"date\":\"1924-12-31\""),
        "{}",
        &plain[..400]
    );
    assert_eq!(done(&["--date", "1924-12-31", "-o", "-"]), plain);
    assert!(done(&["--year", "1924", "--of", "sources", "--format", "csv"]).starts_with("id,kind,author,"));
    assert!(
        done(&["--history", "--format", "topojson", "--quantization", "10000"]).contains("\"transform\"")
    );
    // The same bytes each time, and a file of ours may be written again.
    for name in ["a/state.geojson", "state.topojson", "state.gpkg", "state.csv"] {
        let args = ["--date", "1924-12-31", "-o", name];
        done(&args);
        let first = fs::read(there(name)).expect(name);
        done(&args);
        assert!(fs::read(there(name)).expect(name) == first, "{name}");
        serde_json::from_slice::<serde_json::Value>(&first)
            .map_or_else(|_| assert!(!name.ends_with("json")), |_| ());
    }
    let note = fs::read_to_string(there("state.csv-metadata.json")).expect("the note");
    let note: serde_json::Value = serde_json::from_str(&note).expect("JSON");
    assert_eq!(note["url"], "state.csv");
    assert_eq!(note["tableSchema"]["columns"][0]["name"], "id");
    // What somebody edited stays.
    let kept = |name: &str, bytes: Vec<u8>| {
        fs::write(there(name), &bytes).expect(name);
        let output = run(folder.path(), &["export", "--date", "1924-12-31", "-o", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains("--force"), "{name}: {}", text(&output.stderr));
        assert!(fs::read(there(name)).expect(name) == bytes, "{name}");
        done(&["--date", "1924-12-31", "-o", name, "--force"]);
        assert!(fs::read(there(name)).expect(name) != bytes, "{name}");
    };
    for name in ["a/state.geojson", "state.topojson", "state.csv"] {
        let edited = String::from_utf8(fs::read(there(name)).expect(name)).expect("UTF-8").replacen(
            "azerbaijan",
            "azerbaycan",
            1,
        );
        kept(name, edited.into_bytes());
    }
    let mut counted = fs::read(there("state.gpkg")).expect("the file");
    counted[27] = 2;
    kept("state.gpkg", counted);
    // Only a part.
    let part = done(&["--date", "1924-12-31", "--of", "units", "--focus", "nakhchivan"]);
    assert_eq!(part.matches("\"type\":\"Feature\"").count(), 1);
    assert!(part.contains("\"id\":\"nakhchivan\""));
    let reading = done(&["--date", "1920-07-05", "--of", "units", "--reading", "sutad-38", "--lang", "az"]);
    assert!(reading.contains("\"reading\":\"sutad-38\"") && reading.contains("Naxçıvan"));
}

#[test]
fn wrong_requests_say_what_is_allowed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("taken.gpkg")).expect("a folder");
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &["--date", "--history"]),
        (&["--date", "1921-01-01", "--history"], &["cannot be used with"]),
        (&["--date", "1721-01-01"], &["1721-01-01", "1918-05-28"]),
        (&["--year", "2021"], &["2021", "1918"]),
        (&["--date", "1921-01-01", "-o", "state.shp"], &[".shp", ".gpkg"]),
        (&["--date", "1921-01-01", "-o", "state.geojsn"], &["nearest is \".geojson\""]),
        (&["--date", "1921-01-01", "--format", "gpgk"], &["nearest is \"gpkg\""]),
        (&["--date", "1921-01-01", "--format", "csv", "-o", "state.gpkg"], &["GeoPackage", "csv"]),
        (&["--date", "1921-01-01", "--format", "gpkg"], &["-o FILE.gpkg"]),
        (&["--date", "1921-01-01", "--of", "unit"], &["nearest is \"units\""]),
        (
            &["--date", "1921-01-01", "--of", "units,holders", "--format", "csv"],
            &["one table", "holders, units"],
        ),
        (&["--date", "1921-01-01", "--fields", "ahbc"], &["nearest is \"ahcb\""]),
        (&["--date", "1921-01-01", "--fields", "ahcb", "--of", "borders"], &["borders", "holders, units"]),
        (&["--date", "1921-01-01", "--fields", "lpf", "-o", "a.gpkg"], &["GeoJSON", "GeoPackage"]),
        (&["--date", "1921-01-01", "--precision", "9"], &["9", "7"]),
        (&["--date", "1921-01-01", "--quantization", "1000"], &["TopoJSON"]),
        (&["--date", "1921-01-01", "--wkt"], &["CSV"]),
        (&["--date", "1921-01-01", "--id-base", "x:"], &["lpf"]),
        (&["--date", "1921-01-01", "--view", "claims"], &["control, sovereignty"]),
        (&["--date", "1921-01-01", "--focus", "Atlantis"], &["Atlantis"]),
        (&["--date", "1921-01-01", "--focus", "0,0,1,1"], &["shows nothing of the data set"]),
        (&["--date", "1921-01-01", "-o", "taken.gpkg"], &["taken.gpkg"]),
    ];
    for (args, words) in cases {
        let output = run(folder.path(), &[&["export"], *args].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(words.iter().all(|word| said.contains(word)), "{args:?}: {said}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    // Nothing is left behind.
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["taken.gpkg"]);
}
