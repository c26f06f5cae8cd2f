use proptest::prelude::*;

use super::fit::ToIs;
use super::mapping::Role;
use super::*;
use crate::dataset::Holder;
use crate::geometry::area::km2;
use crate::interchange::{Feature, Field, FieldKind, Fineness, Layer, Shape, Value};
use crate::timeline::Timeline;

/// West, south, width, height, first year, years; the name is one of four.
type Row = (i32, i32, i32, i32, i32, i32, usize);

fn source(rows: &[Row]) -> Source {
    const NAMES: [&str; 4] = ["Alba", "Boria", "Celia", "Dovia"];
    let field = |name: &str, kind: FieldKind| Field { name: name.to_owned(), kind };
    let fields =
        vec![field("name", FieldKind::Text), field("a", FieldKind::Integer), field("b", FieldKind::Integer)];
    let feature = |(index, (x, y, w, h, from, years, name)): (usize, &Row)| {
        let at = |n: i32| f64::from(n) * 0.5;
        let (w0, s0, e0, n0) = (at(*x), 40.0 + at(*y), at(x + w), 40.0 + at(y + h));
        let ring = vec![[w0, s0], [e0, s0], [e0, n0], [w0, n0], [w0, s0]];
        Feature {
            number: index + 1,
            line: Some(index + 2),
            shape: Shape::Polygons(vec![vec![ring]]),
            values: vec![
                Value::Text(NAMES[*name].to_owned()),
                Value::Integer(i64::from(*from)),
                Value::Integer(i64::from(from + years)),
            ],
        }
    };
    let features = rows.iter().enumerate().map(feature).collect();
    Source { file: "rows.geojson".to_owned(), layer: Layer { name: "rows".to_owned(), fields, features } }
}

/// Area in the plane of longitude and latitude, in which the edges of files are straight. On the ellipsoid an edge
/// along a parallel and the same edge with a vertex in it are two different lines.
fn square_degrees(polygons: &[crate::geometry::Polygon]) -> f64 {
    let twice =
        |ring: &Vec<[f64; 2]>| ring.windows(2).map(|e| e[0][0] * e[1][1] - e[1][0] * e[0][1]).sum::<f64>();
    let polygon = |rings: &crate::geometry::Polygon| {
        twice(&rings[0]).abs() - rings[1..].iter().map(|ring| twice(ring).abs()).sum::<f64>()
    };
    polygons.iter().map(polygon).sum::<f64>() / 2.0
}

fn options() -> Options {
    let mut options = Options::default();
    options.mapping.set(Role::From, Some("a"));
    options.mapping.set(Role::To, Some("b"));
    options.mapping.to_is = Some(ToIs::Inclusive);
    options
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0i32..8, 0i32..8, 1i32..5, 1i32..5, 1900i32..1920, 0i32..20, 0usize..4);
    prop::collection::vec(row, 1..10)
}

proptest! {
    #![proptest_config(super::clean::tests::cases(48))]

    #[test]
    fn land_is_held_where_and_when_a_row_covers_it(rows in rows()) {
        let imported = import(&[source(&rows)], &options()).expect("it imports");
        let (set, said) = imported.load().into_result().expect("it reads");
        prop_assert_eq!(said, vec![]);
        let timeline = Timeline::new(&set);
        for year in 1900..1941 {
            let Some(day) = Day::from_ymd(year, 7, 1).filter(|day| set.period.0 <= *day && *day <= set.period.1) else {
                continue;
            };
            let state = timeline.at(day);
            // Each half degree by itself: its middle lies in one unit or none.
            for x in 0..12 {
                for y in 0..12 {
                    let at = [f64::from(x) * 0.5 + 0.25, 40.0 + f64::from(y) * 0.5 + 0.25];
                    let covers = |(x0, y0, w, h, from, years, _): &&Row| {
                        (*x0..x0 + w).contains(&x) && (*y0..y0 + h).contains(&y) && (*from..=from + years).contains(&year)
                    };
                    let there: Vec<&Row> = rows.iter().filter(covers).collect();
                    let unit = set.unit_ids().find(|id| crate::geometry::contains(&set.unit(*id).polygons, at));
                    let held = unit.map(|unit| state.of(unit));
                    let Some(held) = held else {
                        prop_assert!(there.is_empty());
                        continue;
                    };
                    let key = |holder: Holder| holder.polity().map(|id| set.polity(id).key.clone());
                    let mut parties: Vec<String> = key(held.control.value).into_iter().collect();
                    parties.extend(held.claims.iter().map(|(id, _)| set.polity(*id).key.clone()));
                    parties.sort();
                    let mut expected: Vec<&str> = there.iter().map(|row| ["alba", "boria", "celia", "dovia"][row.6]).collect();
                    expected.sort_unstable();
                    expected.dedup();
                    prop_assert_eq!(parties, expected);
                }
            }
        }
    }

    #[test]
    fn a_row_is_the_union_of_its_units(rows in rows()) {
        let imported = import(&[source(&rows)], &options()).expect("it imports");
        for entry in &imported.entries {
            let middle_in = |unit: &&Unit| {
                // Units are unions of half-degree squares: one of them tells.
                let ring = &unit.polygons[0][0];
                let inside = [ring[0][0] + 0.25, ring[0][1] + 0.25];
                crate::geometry::contains(&entry.polygons, inside)
            };
            // Rows of one id and one time are one entry, whose shapes may overlap: squares are counted once.
            let squares = (0..12).flat_map(|x| (0..16).map(move |y| [0.25 + 0.5 * f64::from(x), 40.25 + 0.5 * f64::from(y)]));
            let covered = squares.filter(|at| crate::geometry::contains(&entry.polygons, *at)).count();
            let own = 0.25 * covered as f64;
            let union: f64 = imported.units.iter().filter(middle_in).map(|unit| square_degrees(&unit.polygons)).sum();
            prop_assert!((union - own).abs() < 1e-6, "{} {}", union, own);
        }
    }

    #[test]
    fn the_same_rows_give_the_same_files(rows in rows()) {
        let once = import(&[source(&rows)], &options()).expect("it imports").folder();
        let twice = import(&[source(&rows)], &options()).expect("it imports").folder();
        prop_assert_eq!(once, twice);
    }
}

#[test]
fn all_mistakes_come_at_once() {
    let mut wrong =
        source(&[(0, 0, 1, 1, 1900, 10, 0), (1, 0, 1, 1, 1900, 10, 1), (2, 0, 1, 1, 1900, 10, 2)]);
    wrong.layer.features[0].values[1] = Value::Text("190O".to_owned());
    wrong.layer.features[1].values[2] = Value::Integer(1890);
    if let Shape::Polygons(polygons) = &mut wrong.layer.features[2].shape {
        polygons[0][0][1] = [4_000_000.0, 5_000_000.0];
    }
    let found = import(&[wrong], &options()).expect_err("mistakes");
    let errors: Vec<String> =
        found.iter().filter(|one| one.severity == Severity::Error).map(ToString::to_string).collect();
    let expected = [
        "rows.geojson:4:1: position [4000000, 5000000] is not in degrees",
        "rows.geojson:2:1: \"a\" of \"Alba\": \"190O\" is not a date",
        "rows.geojson:3:1: \"Boria\" begins on \"1900\", and ends on \"1890\" before that",
        "2 of 2 rows have dates that cannot be",
    ];
    assert_eq!(errors.len(), expected.len(), "{errors:?}");
    for (error, expected) in errors.iter().zip(expected) {
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn what_is_odd_about_rows_is_told() {
    let told = |rows: &[Row], options: &Options| -> Vec<String> {
        let imported = import(&[source(rows)], options).expect("it imports");
        imported
            .findings
            .iter()
            .filter(|one| one.severity == Severity::Warning)
            .map(ToString::to_string)
            .collect()
    };
    let one = (0, 0, 1, 1, 1900, 10, 0);
    assert_eq!(told(&[one], &options()), [""; 0]);
    assert_eq!(
        told(&[one, one, one], &options()),
        ["rows.geojson:3:1: warning: 2 rows are like this one, which is the same as one before it"]
    );
    // Two things of one id, which is the field of the beginning.
    let mut of_one_id = options();
    of_one_id.mapping.set(Role::Id, Some("a"));
    assert_eq!(
        told(&[one, (2, 0, 1, 1, 1900, 10, 1)], &of_one_id),
        [
            "rows.geojson:3:1: warning: \"Alba\" and \"Boria\" are names of one holder at once; the second is taken"
        ]
    );
    // One step says inclusive, another exclusive.
    let mixed = [one, (0, 0, 2, 1, 1911, 4, 0), (0, 0, 3, 1, 1915, 4, 0)];
    let found = told(&mixed, &options());
    assert!(found.iter().any(|line| line.contains("the data do not agree with themselves")), "{found:?}");
}

#[test]
fn titles_say_what_happens() {
    let of = |rows: &[Row]| -> Vec<String> {
        let imported = import(&[source(rows)], &options()).expect("it imports");
        let changes = imported.history.changes.iter().filter(|change| !change.baseline);
        changes.map(|change| change.title.get(Lang::EN).to_owned()).collect()
    };
    let (alba, boria, celia, dovia) = (0, 1, 2, 3);
    // West, width, first year, years, and who.
    let row = |x: i32, w: i32, from: i32, years: i32, who: usize| (x, 0, w, 2, from, years, who);
    let check = |what: &[Row], expected: &[&str]| assert_eq!(of(what), expected);
    check(
        &[
            row(0, 2, 1900, 9, alba),
            row(0, 3, 1910, 9, alba),
            row(2, 2, 1900, 9, boria),
            row(3, 1, 1910, 9, boria),
        ],
        &["Land of Boria to Alba"],
    );
    check(
        &[row(0, 2, 1900, 9, alba), row(2, 2, 1900, 9, boria), row(0, 4, 1910, 9, alba)],
        &["Boria: to Alba"],
    );
    check(&[row(0, 2, 1900, 9, alba), row(0, 2, 1910, 9, boria)], &["Boria in place of Alba"]);
    check(
        &[row(0, 3, 1900, 9, alba), row(0, 2, 1910, 9, alba), row(2, 1, 1910, 9, boria)],
        &["Boria begins, on land of Alba"],
    );
    check(&[row(0, 2, 1900, 19, alba), row(3, 2, 1910, 9, boria)], &["Boria begins"]);
    check(&[row(0, 2, 1900, 19, alba), row(2, 2, 1900, 9, boria)], &["Boria ends"]);
    check(&[row(0, 3, 1900, 9, alba), row(0, 2, 1910, 9, alba)], &["Land of Alba: holder not known"]);
    check(&[row(0, 2, 1900, 9, alba), row(0, 3, 1910, 9, alba)], &["Alba grows"]);
    // Whoever is there again is not new.
    check(
        &[row(0, 2, 1900, 4, alba), row(0, 2, 1905, 4, boria), row(0, 2, 1910, 9, alba)],
        &["Boria in place of Alba", "Boria: to Alba"],
    );
    check(
        &[
            row(0, 1, 1900, 9, boria),
            row(1, 2, 1900, 9, celia),
            row(3, 3, 1900, 9, dovia),
            row(0, 6, 1910, 9, alba),
        ],
        &["Alba in place of Dovia, Celia, Boria"],
    );
    check(&[row(0, 2, 1900, 4, alba), row(0, 2, 1910, 4, alba)], &["Alba ends", "Alba again"]);
    // What falls to two goes to neither as a whole.
    check(
        &[row(0, 4, 1900, 9, alba), row(0, 2, 1910, 9, boria), row(2, 2, 1910, 9, celia)],
        &["Boria begins, on land of Alba", "Celia begins, on land of Alba"],
    );
    // Land of one that was there first is held by it, and claimed by the other.
    check(&[row(0, 3, 1900, 19, alba), row(2, 3, 1910, 9, boria)], &["Boria begins"]);
    check(&[row(0, 3, 1900, 19, alba), row(1, 1, 1910, 9, boria)], &["Boria claims land of Alba"]);
}

#[test]
fn events_with_titles_are_events() {
    let mut rows = source(&[
        (0, 0, 2, 2, 1900, 9, 0),
        (2, 0, 2, 2, 1900, 9, 1),
        (0, 0, 2, 2, 1910, 9, 2),
        (2, 0, 2, 2, 1910, 9, 3),
    ]);
    rows.layer.fields.push(Field { name: "act".to_owned(), kind: FieldKind::Text });
    for feature in &mut rows.layer.features {
        let is_first = feature.values[1] == Value::Integer(1900);
        let title = if is_first { "How it was" } else { "Treaty of the Harbour" };
        feature.values.push(Value::Text(title.to_owned()));
    }
    let mut options = options();
    options.mapping.set(Role::Event, Some("act"));
    let imported = import(&[rows], &options).expect("it imports");
    let titles: Vec<&str> =
        imported.history.changes.iter().map(|change| change.title.get(Lang::EN)).collect();
    assert_eq!(titles, ["How it was", "Treaty of the Harbour"]);
    assert_eq!(imported.history.changes[1].rows.len(), 2, "both rows say so");
    assert_eq!(imported.history.changes[1].key, "1910-01-01-treaty-of-the-harbour");
}

#[test]
fn land_on_both_sides_of_the_date_line_is_no_map_of_the_world() {
    let mut rows = source(&[(0, 0, 1, 1, 1900, 10, 0)]);
    let ring = |west: f64, east: f64| {
        vec![vec![[west, -19.0], [east, -19.0], [east, -16.0], [west, -16.0], [west, -19.0]]]
    };
    for ring in [ring(177.0, -178.0), ring(177.0, 182.0), ring(-183.0, -178.0)] {
        rows.layer.features[0].shape = Shape::Polygons(vec![ring]);
        let imported = import(&[rows.clone()], &options()).expect("it imports");
        let set = imported.load().into_result().expect("it reads").0;
        assert_eq!(set.extent, [176.85, -19.09, 182.15, -15.91]);
    }
}

#[test]
fn fields_are_found_by_the_ten_letters_of_a_shapefile() {
    let mut rows = source(&[(0, 0, 1, 1, 1900, 10, 0)]);
    rows.layer.fields[0].name = "country_na".to_owned();
    let mut options = options();
    options.mapping.names.insert(Lang::EN, mapping::Fields::named("country_name"));
    let imported = import(&[rows], &options).expect("it imports");
    assert_eq!(imported.entries[0].name.get(Lang::EN), "Alba");
}

#[test]
fn a_row_across_the_seam_is_cut_there() {
    let mut rows = source(&[(0, 0, 1, 1, 1900, 10, 0)]);
    // From 170 degrees east to 170 west, as most files have it.
    let ring = vec![[170.0, 50.0], [-170.0, 50.0], [-170.0, 60.0], [170.0, 60.0], [170.0, 50.0]];
    let hole = vec![[-178.0, 52.0], [-178.0, 58.0], [-172.0, 58.0], [-172.0, 52.0], [-178.0, 52.0]];
    rows.layer.features[0].shape = Shape::Polygons(vec![vec![ring, hole]]);
    let mut as_it_is = options();
    as_it_is.clean = CleanOptions::none();
    as_it_is.mapping = Mapping::default();
    let undated = import(std::slice::from_ref(&rows), &as_it_is).expect("it imports");
    assert_eq!(undated.units[0].polygons.len(), 2, "a polygon on each side");
    let imported = import(&[rows], &options()).expect("it imports");
    assert_eq!(imported.repairs, []);
    let unit = &imported.units[0];
    assert!(unit.polygons.iter().flatten().flatten().all(|at| 169.0 < at[0].abs()));
    assert!(crate::geometry::contains(&unit.polygons, [175.0, 55.0]));
    assert!(crate::geometry::contains(&unit.polygons, [-179.0, 55.0]));
    assert!(!crate::geometry::contains(&unit.polygons, [-175.0, 55.0]), "the hole");
    assert!(!crate::geometry::contains(&unit.polygons, [0.0, 55.0]));
}

/// Cells of a wavy chequerboard that share their borders, each a holder of its own, in so many steps along each side.
fn board(side: usize, steps: usize) -> Source {
    let at = |x: usize, y: usize| {
        let wave = |i: usize, j: usize| ((i * 37 + j * 11) % 17) as f64 * 0.02 / steps as f64;
        [x as f64 / steps as f64 + wave(x, y), 40.0 + y as f64 / steps as f64 + wave(y, x)]
    };
    let features = (0..side * side).map(|index| {
        let (x, y) = (index % side * steps, index / side * steps);
        let mut ring: Vec<[f64; 2]> = (0..steps).map(|i| at(x + i, y)).collect();
        ring.extend((0..steps).map(|i| at(x + steps, y + i)));
        ring.extend((0..steps).map(|i| at(x + steps - i, y + steps)));
        ring.extend((0..steps).map(|i| at(x, y + steps - i)));
        ring.push(ring[0]);
        Feature {
            number: index + 1,
            line: None,
            shape: Shape::Polygons(vec![vec![ring]]),
            values: vec![Value::Text(format!("Land {index}"))],
        }
    });
    let fields = vec![Field { name: "name".to_owned(), kind: FieldKind::Text }];
    let layer = Layer { name: "board".to_owned(), fields, features: features.collect() };
    Source { file: "board.geojson".to_owned(), layer }
}

#[test]
fn what_is_only_drawn_has_the_same_holders_and_colours() {
    let only_drawn =
        Options { only_drawn: Some(Fineness { px: [800.0, 500.0], extent: None }), ..Options::default() };
    let check = |source: Source, overlaps: bool| {
        let file = |imported: &Imported, wanted: &str| {
            let found = imported.files.iter().find(|(name, _)| name == wanted);
            found.map(|(_, text)| text.clone()).expect("the file is there")
        };
        let whole = import(std::slice::from_ref(&source), &Options::default()).expect("it imports");
        let drawn = import(&[source], &only_drawn).expect("it imports");
        assert_eq!(file(&drawn, "polities.toml"), file(&whole, "polities.toml"));
        assert_eq!(file(&drawn, "dataset.toml"), file(&whole, "dataset.toml"));
        assert_eq!(drawn.units.len(), whole.units.len());
        assert_eq!(drawn.history.overlaps.is_empty(), !overlaps);
        drawn
    };
    // 22,500 positions: enough for the short way.
    let short = check(board(5, 225), false);
    assert!(short.units.iter().map(|unit| unit.name.get(Lang::EN)).eq((0..25).map(|i| format!("Land {i}"))));
    // A row over others: all borders have to be cut.
    let mut over = board(5, 225);
    let ring = vec![[0.5, 40.5], [2.5, 40.5], [2.5, 42.5], [0.5, 42.5], [0.5, 40.5]];
    let shape = Shape::Polygons(vec![vec![ring]]);
    over.layer.features.push(Feature {
        number: 26,
        line: None,
        shape,
        values: vec![Value::Text("Over".to_owned())],
    });
    check(over, true);
}

#[test]
fn a_collection_with_dates_is_thinned_before_it_is_cut() {
    // Of the years of one collection with 260,000 positions, drawn small.
    let mut dated = board(10, 650);
    for (name, from) in [("a", 1900), ("b", 1950)] {
        dated.layer.fields.push(Field { name: name.to_owned(), kind: FieldKind::Integer });
        dated.layer.features.iter_mut().for_each(|feature| feature.values.push(Value::Integer(from)));
    }
    let small = Options { only_drawn: Some(Fineness { px: [200.0, 150.0], extent: None }), ..options() };
    let imported = import(&[dated], &small).expect("it imports");
    assert_eq!(imported.units.len(), 100, "borders of neighbours stay common");
    assert!(imported.history.overlaps.is_empty() && imported.repairs.is_empty());
    let positions: usize =
        imported.units.iter().flat_map(|unit| unit.polygons.iter().flatten()).map(Vec::len).sum();
    assert!(positions < 60_000, "{positions}");
    let areas: Vec<f64> = imported.units.iter().map(|unit| km2(&unit.polygons)).collect();
    assert!(areas.iter().all(|km2| (km2 / areas[0] - 1.0).abs() < 0.2), "{areas:?}");
}
