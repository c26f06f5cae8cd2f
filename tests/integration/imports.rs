//! Collections of dated polygons as data sets. The samples are invented: squares on the sea, with the field names and
//! the ways of writing dates of the collections they stand for.

use std::collections::BTreeSet;
use std::fs;

use marchland::check;
use marchland::dataset::{Dataset, Holder, load_dir};
use marchland::diagnostic::Severity;
use marchland::import::fit::ToIs;
use marchland::import::{self, Imported, Mapping, Options, Overlaps, Preset, Source};
use marchland::interchange::{self, Limits, Reading};
use marchland::time::Day;
use marchland::timeline::Timeline;

use super::{day, run, text};

/// A collection of features: properties as JSON, and a rectangle west, south, width, height in whole degrees.
fn collection(rows: &[(&str, [i32; 4])]) -> String {
    let feature = |(properties, [x, y, w, h]): &(&str, [i32; 4])| {
        let (e, n) = (x + w, y + h);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":\
             [[[{x},{y}],[{e},{y}],[{e},{n}],[{x},{n}],[{x},{y}]]]}}}}"
        )
    };
    let features: Vec<String> = rows.iter().map(feature).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

/// States and territories: Alba grows over a territory; one row is a proposed state that overlaps by intent.
pub fn ahcb() -> String {
    collection(&[
        (
            r#""ID":"als","NAME":"ALBA","FULL_NAME":"Alba","VERSION":1,"START_DATE":"1820-03-15","END_DATE":"1829-06-30","CHANGE":"Alba created.","CITATION":"Sample Statutes, ch. 1","TERR_TYPE":"State","AREA_SQMI":1"#,
            [0, 40, 2, 2],
        ),
        (
            r#""ID":"als","NAME":"ALBA","FULL_NAME":"Alba","VERSION":2,"START_DATE":"1829-07-01","END_DATE":"1850-12-31","CHANGE":"Alba gained the east of Boria.","CITATION":"Sample Statutes, ch. 9","TERR_TYPE":"State","AREA_SQMI":2"#,
            [0, 40, 3, 2],
        ),
        (
            r#""ID":"bot","NAME":"BORIA","FULL_NAME":"Boria Territory","VERSION":1,"START_DATE":"1820-03-15","END_DATE":"1829-06-30","CHANGE":"Boria created.","CITATION":"Sample Statutes, ch. 2","TERR_TYPE":"Territory","AREA_SQMI":2"#,
            [2, 40, 3, 2],
        ),
        (
            r#""ID":"bot","NAME":"BORIA","FULL_NAME":"Boria Territory","VERSION":2,"START_DATE":"1829-07-01","END_DATE":"1850-12-31","CHANGE":"Boria lost its east to Alba.","CITATION":"Sample Statutes, ch. 9","TERR_TYPE":"Territory","AREA_SQMI":1"#,
            [3, 40, 2, 2],
        ),
        (
            r#""ID":"des","NAME":"DESERTA","FULL_NAME":"Deserta (proposed)","VERSION":1,"START_DATE":"1840-01-01","END_DATE":"1841-12-31","CHANGE":"Deserta proposed.","CITATION":"Sample Convention","TERR_TYPE":"Other","AREA_SQMI":1"#,
            [4, 40, 1, 2],
        ),
    ])
}

/// A colony becomes a state; a state is occupied for two years.
pub fn cshapes() -> String {
    collection(&[
        (
            r#""gwcode":900,"country_name":"Alba","start":"1886-01-01","end":"2019-12-31","status":"independent","owner":900,"fid":1"#,
            [0, 40, 3, 3],
        ),
        (
            r#""gwcode":910,"country_name":"Boria","start":"1886-01-01","end":"1947-08-14","status":"colony","owner":900,"fid":2"#,
            [4, 40, 2, 3],
        ),
        (
            r#""gwcode":910,"country_name":"Boria","start":"1947-08-15","end":"2019-12-31","status":"independent","owner":910,"fid":3"#,
            [4, 40, 2, 3],
        ),
        (
            r#""gwcode":920,"country_name":"Celia","start":"1918-11-11","end":"1940-04-08","status":"independent","owner":920,"fid":4"#,
            [3, 40, 1, 3],
        ),
        (
            r#""gwcode":920,"country_name":"Celia","start":"1940-04-09","end":"1942-05-01","status":"occupied","owner":900,"fid":5"#,
            [3, 40, 1, 3],
        ),
        (
            r#""gwcode":920,"country_name":"Celia","start":"1942-05-02","end":"2019-12-31","status":"independent","owner":920,"fid":6"#,
            [3, 40, 1, 3],
        ),
    ])
}

/// Years, and 9 for what is still there.
pub fn thenmap() -> String {
    collection(&[
        (
            r#""id":1,"shapeid":11,"name":"Alba","class":"nation","sdate":"1900","edate":"1949""#,
            [0, 40, 2, 2],
        ),
        (r#""id":1,"shapeid":12,"name":"Alba","class":"nation","sdate":"1950","edate":9"#, [0, 40, 3, 2]),
        (
            r#""id":2,"shapeid":21,"name":"Boria","class":"nation","sdate":"1900","edate":"1949""#,
            [2, 40, 2, 2],
        ),
        (r#""id":2,"shapeid":22,"name":"Boria","class":"nation","sdate":"1950","edate":9"#, [3, 40, 1, 2]),
    ])
}

/// Years before our era.
pub fn cliopatria() -> String {
    collection(&[
        (
            r#""Name":"Alba","FromYear":-500,"ToYear":-44,"Area":1.0,"Type":"POLITY","Wikipedia":"Alba (sample)","SeshatID":"sample_1""#,
            [0, 40, 2, 2],
        ),
        (
            r#""Name":"Alba","FromYear":-43,"ToYear":120,"Area":2.0,"Type":"POLITY","Wikipedia":"Alba (sample)","SeshatID":"sample_1""#,
            [0, 40, 3, 2],
        ),
        (
            r#""Name":"Boria","FromYear":-500,"ToYear":-44,"Area":2.0,"Type":"POLITY","Wikipedia":"Boria (sample)","SeshatID":"""#,
            [2, 40, 2, 2],
        ),
        (
            r#""Name":"Boria","FromYear":-43,"ToYear":300,"Area":1.0,"Type":"POLITY","Wikipedia":"Boria (sample)","SeshatID":"""#,
            [3, 40, 1, 2],
        ),
    ])
}

/// Half-open spans, a doubtful beginning, two levels of administration, names in two languages.
pub fn ohm() -> String {
    collection(&[
        (
            r#""@id":"relation/1","type":"boundary","boundary":"administrative","admin_level":"2","name":"Alba","name:tr":"Elba","start_date":"1900-05-01","end_date":"1930-01-15","source":"sample survey""#,
            [0, 40, 2, 2],
        ),
        (
            r#""@id":"relation/1","type":"boundary","boundary":"administrative","admin_level":"2","name":"Alba","name:tr":"Elba","start_date":"1930-01-15","end_date":"","source":"sample survey""#,
            [0, 40, 3, 2],
        ),
        (
            r#""@id":"relation/2","type":"boundary","boundary":"administrative","admin_level":"2","name":"Boria","start_date":"1899","start_date:edtf":"1899~","end_date":"1930-01-15""#,
            [2, 40, 2, 2],
        ),
        (
            r#""@id":"relation/2","type":"boundary","boundary":"administrative","admin_level":"2","name":"Boria","start_date":"1930-01-15","end_date":"1945-05-08""#,
            [3, 40, 1, 2],
        ),
        (
            r#""@id":"relation/9","type":"boundary","boundary":"administrative","admin_level":"4","name":"Upper Alba","start_date":"1900-05-01","end_date":"1930-01-15""#,
            [0, 41, 2, 1],
        ),
    ])
}

/// A file for each year.
pub fn basemaps() -> [(&'static str, String); 3] {
    let row = |name: &str, of: &str| {
        let line = format!(
            r#""NAME":"{name}","ABBREVN":"{name}","SUBJECTO":"{of}","PARTOF":"{of}","BORDERPRECISION":1"#
        );
        &*line.leak()
    };
    [
        (
            "world_1900.geojson",
            collection(&[(row("Alba", "Alba"), [0, 40, 2, 2]), (row("Boria", "Alba"), [2, 40, 2, 2])]),
        ),
        (
            "world_1914.geojson",
            collection(&[
                (row("Alba", "Alba"), [0, 40, 3, 2]),
                (row("Boria", "Boria"), [3, 40, 1, 2]),
                (row("Celia", "Celia"), [4, 40, 1, 2]),
            ]),
        ),
        (
            "world_1920.geojson",
            collection(&[(row("Alba", "Alba"), [0, 40, 3, 2]), (row("Boria", "Boria"), [3, 40, 2, 2])]),
        ),
    ]
}

/// Timespans beside the properties.
pub fn linked_places() -> String {
    let feature = |id: u8, title: &str, when: &str, x: u8| {
        format!(
            r#"{{"type":"Feature","@id":"sample/{id}","properties":{{"title":"{title}"}},"when":{{"timespans":[{when}]}},"geometry":{{"type":"Polygon","coordinates":[[[{x},40],[{},40],[{},42],[{x},42],[{x},40]]]}}}}"#,
            x + 2,
            x + 2
        )
    };
    let features = [
        feature(1, "Alba", r#"{"start":{"in":"1850"},"end":{"in":"1870"}}"#, 0),
        feature(2, "Boria", r#"{"start":{"earliest":"1855","latest":"1857"},"end":{"in":"1860-06-30"}}"#, 2),
        feature(3, "Celia", r#"{"start":{"in":"1850"}}"#, 4),
    ];
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

fn sources(files: &[(&str, String)]) -> Vec<Source> {
    let mut sources = Vec::new();
    for (name, text) in files {
        let reading =
            Reading { name, bytes: text.as_bytes(), beside: Vec::new(), settings: Default::default() };
        let (layers, odd) = interchange::read(&reading, None, &Limits::default()).expect("it reads");
        assert_eq!(odd, []);
        sources.extend(layers.into_iter().map(|layer| Source { file: (*name).to_owned(), layer }));
    }
    sources
}

fn said(findings: &[marchland::diagnostic::Diagnostic]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn imported(files: &[(&str, String)], options: &Options) -> Imported {
    import::import(&sources(files), options).unwrap_or_else(|findings| panic!("{}", said(&findings)))
}

fn dataset(imported: &Imported) -> Dataset {
    imported.load().into_result().unwrap_or_else(|error| panic!("{error}")).0
}

/// Who holds land on a day, by id.
fn holders(set: &Dataset, on: Day) -> BTreeSet<String> {
    let timeline = Timeline::new(set);
    let state = timeline.at(on);
    let polity = |holder: Holder| holder.polity().map(|id| set.polity(id).key.clone());
    state.units.iter().filter_map(|unit| polity(unit.control.value)).collect()
}

fn options(preset: Option<Preset>, to_is: Option<ToIs>) -> Options {
    Options { mapping: Mapping { preset, to_is, ..Mapping::default() }, ..Options::default() }
}

/// Rows that are there on a day, counted without the program: ends as texts, "" for none.
fn count(rows: &[(&str, &str)], on: &str, inclusive: bool) -> usize {
    rows.iter()
        .filter(|(from, to)| *from <= on && (to.is_empty() || if inclusive { on <= *to } else { on < *to }))
        .count()
}

#[test]
fn every_collection_is_recognised_and_counts_agree_with_its_own() {
    let one = |name: &'static str, text: String| vec![(name, text)];
    // Name, files, ends where the collection does not say, its rows as days, and days to ask for with who is there.
    type Case<'a> = (
        Preset,
        Vec<(&'a str, String)>,
        Option<ToIs>,
        bool,
        Vec<(&'a str, &'a str)>,
        Vec<(&'a str, Vec<&'a str>)>,
    );
    let cases: Vec<Case<'_>> = vec![
        (
            Preset::Ahcb,
            one("states.geojson", ahcb()),
            None,
            true,
            vec![
                ("1820-03-15", "1829-06-30"),
                ("1829-07-01", "1850-12-31"),
                ("1820-03-15", "1829-06-30"),
                ("1829-07-01", "1850-12-31"),
                ("1840-01-01", "1841-12-31"),
            ],
            vec![
                ("1829-06-30", vec!["alba", "boria-territory"]),
                ("1829-07-01", vec!["alba", "boria-territory"]),
                ("1841-12-31", vec!["alba", "boria-territory"]),
            ],
        ),
        (
            Preset::Cshapes,
            one("cshapes.geojson", cshapes()),
            None,
            true,
            vec![
                ("1886-01-01", "2019-12-31"),
                ("1886-01-01", "1947-08-14"),
                ("1947-08-15", "2019-12-31"),
                ("1918-11-11", "1940-04-08"),
                ("1940-04-09", "1942-05-01"),
                ("1942-05-02", "2019-12-31"),
            ],
            vec![
                ("1900-01-01", vec!["alba"]),
                ("1940-04-09", vec!["alba"]),
                ("1947-08-14", vec!["alba", "celia"]),
                ("1947-08-15", vec!["alba", "boria", "celia"]),
            ],
        ),
        (
            Preset::Thenmap,
            one("thenmap.geojson", thenmap()),
            None,
            true,
            vec![
                ("1900-01-01", "1949-12-31"),
                ("1950-01-01", ""),
                ("1900-01-01", "1949-12-31"),
                ("1950-01-01", ""),
            ],
            vec![
                ("1949-12-31", vec!["alba", "boria"]),
                ("1950-01-01", vec!["alba", "boria"]),
                ("1920-06-01", vec!["alba", "boria"]),
            ],
        ),
        (
            Preset::Ohm,
            one("ohm.geojson", ohm()),
            None,
            false,
            // What is doubtful begins when it must have begun.
            vec![
                ("1900-05-01", "1930-01-15"),
                ("1930-01-15", ""),
                ("1899-12-31", "1930-01-15"),
                ("1930-01-15", "1945-05-08"),
            ],
            vec![
                ("1930-01-14", vec!["alba", "boria"]),
                ("1930-01-15", vec!["alba", "boria"]),
                ("1945-05-08", vec!["alba"]),
            ],
        ),
        (
            Preset::HistoricalBasemaps,
            basemaps().to_vec(),
            None,
            false,
            vec![
                ("1900-01-01", "1914-01-01"),
                ("1900-01-01", "1914-01-01"),
                ("1914-01-01", "1920-01-01"),
                ("1914-01-01", "1920-01-01"),
                ("1914-01-01", "1920-01-01"),
                ("1920-01-01", ""),
                ("1920-01-01", ""),
            ],
            vec![
                ("1913-12-31", vec!["alba", "boria"]),
                ("1914-01-01", vec!["alba", "boria", "celia"]),
                ("1920-06-01", vec!["alba", "boria"]),
            ],
        ),
        (
            Preset::LinkedPlaces,
            one("places.geojson", linked_places()),
            Some(ToIs::Inclusive),
            true,
            vec![("1850-01-01", "1870-12-31"), ("1857-12-31", "1860-06-30"), ("1850-01-01", "")],
            vec![
                ("1860-06-30", vec!["alba", "boria", "celia"]),
                ("1860-07-01", vec!["alba", "celia"]),
                ("1851-01-01", vec!["alba", "celia"]),
            ],
        ),
    ];
    for (preset, files, to_is, inclusive, rows, days) in cases {
        let imported = imported(&files, &options(None, to_is));
        let told = said(&imported.findings);
        assert!(told.contains(&format!("--preset {}", preset.key())), "{preset:?}: {told}");
        let set = dataset(&imported);
        for (on, who) in &days {
            assert_eq!(imported.active(day(on)), count(&rows, on, inclusive), "{preset:?} {on}");
            let expected: BTreeSet<String> = who.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(holders(&set, day(on)), expected, "{preset:?} {on}");
        }
        let wrong: Vec<String> = check::check(&set)
            .iter()
            .filter(|finding| finding.severity < Severity::Note)
            .map(ToString::to_string)
            .collect();
        assert_eq!(wrong, [""; 0], "{preset:?}");
        assert_eq!(imported.repairs, [], "{preset:?}");
    }
}

#[test]
fn years_before_our_era() {
    let imported = imported(&[("cliopatria.geojson", cliopatria())], &options(None, None));
    let set = dataset(&imported);
    // 44 BCE is the year -43 of the calendar of dates.
    for (on, km2_of_alba_grew) in [("-0043-12-31", false), ("-0042-01-01", true)] {
        let timeline = Timeline::new(&set);
        let state = timeline.at(day(on));
        let alba = set.polity_by_key("alba").expect("Alba");
        let held = state.units.iter().filter(|unit| unit.control.value == Holder::Polity(alba)).count();
        assert_eq!(held == 2, km2_of_alba_grew, "{on}");
    }
    assert_eq!(set.period.0, day("-0499-01-01"));
    assert_eq!(holders(&set, day("0121-06-01")), BTreeSet::from(["boria".to_owned()]));
}

#[test]
fn both_ends_on_the_same_rows() {
    let rows = collection(&[
        (r#""name":"Alba","a":"1900-01-01","b":"1910-06-01""#, [0, 40, 2, 2]),
        (r#""name":"Alba","a":"1910-06-01","b":"1920-06-01""#, [0, 40, 3, 2]),
        (r#""name":"Boria","a":"1900-01-01","b":"1915-01-01""#, [4, 40, 2, 2]),
    ]);
    let spans = [("1900-01-01", "1910-06-01"), ("1910-06-01", "1920-06-01"), ("1900-01-01", "1915-01-01")];
    let mut options = options(None, None);
    options.mapping.set(marchland::import::mapping::Role::From, Some("a"));
    options.mapping.set(marchland::import::mapping::Role::To, Some("b"));
    for (to_is, inclusive) in [(ToIs::Inclusive, true), (ToIs::Exclusive, false)] {
        options.mapping.to_is = Some(to_is);
        let imported = imported(&[("rows.geojson", rows.clone())], &options);
        for on in ["1910-05-31", "1910-06-01", "1915-01-01", "1915-01-02", "1920-06-01"] {
            assert_eq!(imported.active(day(on)), count(&spans, on, inclusive), "{to_is:?} {on}");
        }
        assert_eq!(imported.fit.verdict(), Some(ToIs::Exclusive));
        // The data obey the other end: that is told.
        let told = said(&imported.findings);
        assert_eq!(told.contains("the data obey exclusive"), inclusive, "{told}");
    }
    // Nothing is guessed.
    options.mapping.to_is = None;
    let refused = import::import(&sources(&[("rows.geojson", rows)]), &options).expect_err("no ends");
    let told = said(&refused);
    assert!(told.contains("1  next version begins on \"to\""), "{told}");
    assert!(told.contains("the data obey: exclusive"), "{told}");
    assert!(told.contains("--to-is exclusive"), "{told}");
}

/// A file may have layers beside the one that is meant, such as all land as one shape.
#[test]
fn layers_that_lack_the_fields_are_left_out_and_told() {
    use marchland::import::mapping::{Fields, Role};
    use marchland::lang::Lang;
    let countries = collection(&[
        (r#""country":"Alba","begin":1900,"finish":1920,"act":"by treaty""#, [0, 40, 2, 2]),
        (r#""country":"Boria","begin":1900,"finish":1920,"act":"by treaty""#, [2, 40, 2, 2]),
    ]);
    let bare = collection(&[("", [0, 40, 4, 2])]);
    let dated = collection(&[(r#""country":"Celia","begin":1900,"finish":1920"#, [4, 40, 2, 2])]);
    let named = |role: Role, field: &str| {
        let mut options = options(None, Some(ToIs::Inclusive));
        options.mapping.names.insert(Lang::EN, Fields::named("country"));
        options.mapping.set(Role::From, Some("begin"));
        options.mapping.set(Role::To, Some("finish"));
        options.mapping.set(role, Some(field));
        options
    };
    let check = |options: &Options, other: &str, told: &[&str], rows: Option<usize>| {
        let files = [("countries.geojson", countries.clone()), ("land.geojson", other.to_owned())];
        let result = import::import(&sources(&files), options);
        let findings = match &result {
            Ok(imported) => said(&imported.findings),
            Err(findings) => said(findings),
        };
        for one in told {
            assert!(findings.contains(one), "{one}: {findings}");
        }
        assert_eq!(result.ok().map(|imported| imported.entries.len()), rows, "{findings}");
    };
    let dates = named(Role::From, "begin");
    let no_dates = "land.geojson:1:1: note: the layer \"land\" has no field \"begin\", \"finish\", \"country\": its row is left out";
    check(&dates, &bare, &[no_dates], Some(2));
    check(&dates, &dated, &[], Some(3));
    // What a row can do without is missing, and that is all.
    let note = "land.geojson:1:1: note: the layer \"land\" has no field \"act\": its rows have none";
    check(&named(Role::Change, "act"), &dated, &[note], Some(3));
    let wrong = ["none of the 2 layers has a field \"begn\" for from", "nearest is \"begin\""];
    check(&named(Role::From, "begn"), &bare, &wrong, None);
    // The name is guessed: what has none is nobody's.
    let guessed =
        "land.geojson:1:1: note: the layer \"land\" has no field with a name or an id: its row is left out";
    check(&options(None, None), &bare, &[guessed], Some(2));
    let mut only = options(None, None);
    only.mapping.only.push(("act".to_owned(), vec!["by treaty".to_owned()]));
    check(&only, &dated, &["the layer \"land\" has no field \"act\": its row is left out"], Some(2));
    // No layer has all of it.
    let undated = collection(&[(r#""country":"Celia""#, [4, 40, 2, 2])]);
    let files = [("a.geojson", bare.clone()), ("b.geojson", undated)];
    let refused = import::import(&sources(&files), &named(Role::From, "country")).expect_err("no dates");
    assert!(
        said(&refused).contains("none of the 2 layers has a field \"finish\" for to"),
        "{}",
        said(&refused)
    );
}

#[test]
fn overlaps_are_claims_layers_or_mistakes() {
    let rows = collection(&[
        (r#""name":"Alba","a":1900,"b":1920"#, [0, 40, 3, 2]),
        (r#""name":"Boria","a":1905,"b":1920"#, [2, 40, 3, 2]),
    ]);
    let mut options = options(None, Some(ToIs::Inclusive));
    options.mapping.set(marchland::import::mapping::Role::From, Some("a"));
    options.mapping.set(marchland::import::mapping::Role::To, Some("b"));
    let at = |set: &Dataset| {
        let timeline = Timeline::new(set);
        let state = timeline.at(day("1910-01-01"));
        let mut out = Vec::new();
        for unit in set.unit_ids() {
            let unit_state = state.of(unit);
            let holder = unit_state.control.value.polity().map_or("", |id| set.polity(id).key.as_str());
            let claims: Vec<&str> =
                unit_state.claims.iter().map(|(id, _)| set.polity(*id).key.as_str()).collect();
            out.push(format!("{holder} {} {}", claims.join("+"), unit_state.control.certainty.key()));
        }
        out
    };
    let claims = imported(&[("rows.geojson", rows.clone())], &options);
    assert_eq!(at(&dataset(&claims)), ["alba  stated", "alba boria contested", "boria  stated"]);
    assert!(
        said(&claims.findings).contains("\"Alba\" and \"Boria\" both cover"),
        "{}",
        said(&claims.findings)
    );
    let square = marchland::geometry::area::km2(&[vec![vec![
        [2.0, 40.0],
        [3.0, 40.0],
        [3.0, 42.0],
        [2.0, 42.0],
        [2.0, 40.0],
    ]]]);
    assert!((claims.history.overlaps[0].km2 / square - 1.0).abs() < 0.005);
    options.overlaps = Overlaps::Layers;
    assert_eq!(
        at(&dataset(&imported(&[("rows.geojson", rows.clone())], &options))),
        ["alba  stated", "boria  stated", "boria  stated"]
    );
    options.overlaps = Overlaps::Error;
    let refused =
        import::import(&sources(&[("rows.geojson", rows.clone())]), &options).expect_err("an overlap");
    assert!(said(&refused).contains("both cover"), "{}", said(&refused));
    // What is declared is no mistake.
    let declared = rows.replace("\"Boria\",", "\"Boria\",\"kind\":\"claimed\",");
    options.mapping.set(marchland::import::mapping::Role::Claim, Some("kind"));
    let declared = imported(&[("rows.geojson", declared)], &options);
    assert_eq!(
        at(&dataset(&declared)),
        // What no other row covers a claim holds.
        ["alba  stated", "alba boria stated", "boria  stated"]
    );
}

#[test]
fn a_folder_reads_back_as_the_same_history() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, files) in [("cshapes.geojson", cshapes()), ("ohm.geojson", ohm()), ("ahcb.geojson", ahcb())] {
        let imported = imported(&[(name, files)], &options(None, None));
        let path = folder.path().join(name);
        fs::create_dir(&path).expect("a folder");
        for (file, text) in imported.folder() {
            fs::write(path.join(file), text).expect("a file");
        }
        let (read, warnings) =
            load_dir(&path).and_then(|loaded| loaded.into_result()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(said(&warnings), "", "{name}");
        let direct = dataset(&imported);
        let (a, b) = (Timeline::new(&read), Timeline::new(&direct));
        assert_eq!(a.change_days(), b.change_days());
        for day in a.change_days() {
            assert_eq!(a.at(day), b.at(day), "{name} {day}");
        }
        for (one, other) in read.units.iter().zip(&direct.units) {
            assert_eq!((&one.key, &one.name, &one.polygons), (&other.key, &other.name, &other.polygons));
        }
    }
}

#[test]
fn a_person_draws_a_file_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let rows = collection(&[
        (r#""country":"Alba","begin":"1900-01-01","finish":"1910-12-31""#, [0, 40, 2, 2]),
        (r#""country":"Alba","begin":"1911-01-01","finish":"1920-12-31""#, [0, 40, 3, 2]),
        (r#""country":"Boria","begin":"1900-01-01","finish":"1920-12-31""#, [4, 40, 2, 2]),
    ]);
    fs::write(at.join("rows.geojson"), rows).expect("a file");
    let fields = ["--from-field", "begin", "--to-field", "finish", "--size", "480x320", "--format", "svg"];
    let draw = |more: &[&str]| {
        let args: Vec<&str> =
            ["render", "--data", "rows.geojson"].iter().chain(&fields).chain(more).copied().collect();
        run(at, &args)
    };
    let refused = draw(&["--date", "1905-06-01"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--to-is inclusive"), "{}", text(&refused.stderr));
    assert!(!at.join("output").exists(), "nothing half written");
    let drawn = draw(&["--to-is", "inclusive", "--date", "1905-06-01", "-o", "a.svg"]);
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
    let svg = fs::read_to_string(at.join("a.svg")).expect("a map");
    assert!(svg.contains("Alba") && svg.contains("Boria"));
    let slip = draw(&["--to-is", "inclusiv", "--date", "1905-06-01"]);
    assert!(text(&slip.stderr).contains("nearest is \"inclusive\""), "{}", text(&slip.stderr));
    let slip = run(
        at,
        &[
            "render",
            "--data",
            "rows.geojson",
            "--from-field",
            "begn",
            "--to-is",
            "inclusive",
            "--date",
            "1905-06-01",
        ],
    );
    assert!(text(&slip.stderr).contains("nearest is \"begin\""), "{}", text(&slip.stderr));
    // Without dates it is one state for all days; fields that look like dates are not used in silence.
    let all = run(at, &["areas", "--data", "rows.geojson", "--overlaps", "layers", "--date", "1905-06-01"]);
    assert_eq!(all.status.code(), Some(0), "{}", text(&all.stderr));
    // Options for files say so when there is no file.
    let set = run(at, &["render", "--preset", "ohm", "--date", "1920-06-01"]);
    assert_eq!(set.status.code(), Some(2));
    assert!(text(&set.stderr).contains("the built-in set"), "{}", text(&set.stderr));
}

#[test]
fn what_has_no_date_is_drawn_without_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let rows = |dates: [&str; 2]| {
        let row = |name: &str, on: &str| format!(r#""name":"{name}"{on}"#);
        let [alba, boria] = [row("Alba", dates[0]), row("Boria", dates[1])];
        collection(&[(&alba, [0, 40, 2, 2]), (&boria, [2, 40, 2, 2])])
    };
    fs::write(at.join("now.geojson"), rows(["", ""])).expect("a file");
    let years = [r#","begin":"1900-01-01""#, r#","begin":"1905-01-01""#];
    fs::write(at.join("then.geojson"), rows(years)).expect("a file");
    let draw = |file: &str, more: &[&str]| {
        let args = ["render", "--data", file, "--size", "480x320", "--format", "svg"];
        run(at, &args.iter().chain(more).copied().collect::<Vec<_>>())
    };
    // File, arguments, the map, what is on it and what is not; or what is said.
    let check = |file: &str, more: &[&str], made: &str, there: &[&str], not: &[&str]| {
        let drawn = draw(file, more);
        assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
        let svg = fs::read_to_string(at.join(made)).unwrap_or_else(|error| panic!("{made}: {error}"));
        for one in there {
            assert!(svg.contains(one), "{file} {more:?}: {one}");
        }
        for one in not {
            assert!(!svg.contains(one), "{file} {more:?}: {one}");
        }
    };
    let none = ["9999", "0001-01", "December"];
    check("now.geojson", &["-o", "a.svg"], "a.svg", &["Alba", "undated"], &none);
    check("now.geojson", &["-o", "maps"], "maps/now_undated_control.svg", &["undated"], &none);
    check(
        "now.geojson",
        &["-o", "b.svg", "--date", "2000-01-01"],
        "b.svg",
        &["1 January 2000"],
        &["undated"],
    );
    // Letters that names of files do without leave no hyphens behind.
    fs::copy(at.join("now.geojson"), at.join("Карта мира 1.geojson")).expect("a file");
    check("Карта мира 1.geojson", &["-o", "maps"], "maps/1_undated_control.svg", &["Карта мира 1"], &none);
    // A set that was made of such a file has no dates either.
    let made = run(at, &["import", "now.geojson", "-o", "set"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    check("set", &["-o", "c.svg"], "c.svg", &["undated"], &none);
    let refused = draw("then.geojson", &["--from-field", "begin", "-o", "d.svg"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = text(&refused.stderr);
    assert!(told.contains("a map of which day? The data set is of 1900-01-01 to 1905-12-31"), "{told}");
    assert!(!at.join("d.svg").exists());
}

#[test]
fn days_before_our_era_are_no_options() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::write(at.join("c.geojson"), cliopatria()).expect("a file");
    let check = |args: &[&str], code: i32, said: &[&str]| {
        let ran = run(at, &args.iter().copied().chain(["--data", "c.geojson"]).collect::<Vec<_>>());
        let told = format!("{}{}", text(&ran.stdout), text(&ran.stderr));
        assert_eq!(ran.status.code(), Some(code), "{args:?}: {told}");
        for one in said {
            assert!(told.contains(one), "{args:?}: {one}: {told}");
        }
    };
    check(&["compare", "-0100-01-01", "-0042-06-01", "--format", "text"], 0, &["Alba", "Boria"]);
    check(&["compare", "-0100-01-01", "0100-01-01", "--format", "text"], 0, &["Alba"]);
    check(&["compare", "-44", "100"], 2, &["-44", "1921-10-13"]);
    check(&["compare", "-0100-01-01", "--with-veiw", "claims"], 2, &["--with-view"]);
    check(&["timeline", "--years", "-50..-40"], 0, &["-0042-01-01", "Land of Boria to Alba"]);
    check(&["export", "--date", "-0042-06-01"], 0, &["\"Alba\""]);
    check(&["export", "--year", "-42"], 0, &["\"Alba\""]);
    check(&["sources", "--date", "-0042-06-01"], 0, &["Cliopatria"]);
    check(&["areas", "--date", "-0042-06-01"], 0, &["Alba"]);
    check(&["explain", "Alba", "--date", "-0042-06-01"], 0, &["Alba"]);
}

#[test]
fn a_person_begins_with_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let made = run(at, &["new", "mine"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let checked = run(at, &["check", "mine"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    assert!(text(&checked.stdout).contains("0 errors, 0 warnings"));
    let drawn =
        run(at, &["render", "--data", "mine", "--date", "1913-06-01", "--format", "svg", "-o", "map.svg"]);
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
    let again = run(at, &["new", "mine"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("mine is not empty"), "{}", text(&again.stderr));

    // Tables into it: all mistakes at once, and nothing of them is written.
    let before = fs::read_to_string(at.join("mine/events.toml")).expect("events");
    fs::write(
        at.join("events.csv"),
        "id,date,kind,title,units,control,sovereignty,source,statement\n\
         return,1922-13-01,cession,The north returns,nort,old-kingdom,,example-atlas,Invented.\n\
         other,1922-06-01,cesion,Another,south,nobody,nobody,example-atlass,Invented.\n",
    )
    .expect("a table");
    let wrong = run(at, &["import", "--into", "mine", "events.csv"]);
    assert_eq!(wrong.status.code(), Some(2));
    let told = text(&wrong.stderr);
    for part in [
        "events.csv:2:1: month 13",
        "unknown unit \"nort\"; nearest is \"north\"",
        "events.csv:3:1: unknown kind \"cesion\"; nearest is \"cession\"",
        "unknown source \"example-atlass\"; nearest is \"example-atlas\"",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(fs::read_to_string(at.join("mine/events.toml")).expect("events"), before);
    fs::write(
        at.join("events.csv"),
        "id,date,kind,title,units,control,sovereignty,claim-start,status,source,place,statement\n\
         free-harbour,1922-06-01,decision,The south is given up,south,nobody,nobody,republic,disputed,example-atlas,p. 11,\"Invented, again.\"\n",
    )
    .expect("a table");
    fs::write(at.join("places.csv"), "id,kind,lon,lat,en,tr\nhill,peak,-30.9,31.0,Sample Hill,Örnek Tepe\n")
        .expect("a table");
    let added = run(at, &["import", "--into", "mine", "events.csv", "places.csv"]);
    assert_eq!(added.status.code(), Some(0), "{}", text(&added.stderr));
    assert!(text(&added.stdout).contains("1 place, 1 event added"), "{}", text(&added.stdout));
    let checked = run(at, &["check", "mine"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let explained = run(at, &["explain", "Sample Hill", "--data", "mine", "--date", "1921-06-01"]);
    assert_eq!(explained.status.code(), Some(0), "{}", text(&explained.stderr));
    let set = load_dir(&at.join("mine")).and_then(|loaded| loaded.into_result()).expect("it reads").0;
    assert_eq!(holders(&set, day("1922-07-01")).len(), 1, "the south is nobody's");
}

#[test]
fn a_person_imports_a_collection() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::create_dir(at.join("years")).expect("a folder");
    for (name, text) in basemaps() {
        fs::write(at.join("years").join(name), text).expect("a file");
    }
    let args = [
        "import",
        "years",
        "-o",
        "sets/years",
        "--title",
        "Sample years",
        "--key",
        "years",
        "--licence",
        "CC0-1.0",
    ];
    let made = run(at, &args);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("7 rows of 3 holders"), "{}", text(&made.stdout));
    assert!(text(&made.stdout).contains("finds nothing wrong"), "{}", text(&made.stdout));
    assert!(at.join("sets/years/repairs.csv").exists());
    let again = run(at, &args);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("not empty"), "{}", text(&again.stderr));
    let compared = run(at, &["compare", "1913-01-01", "1915-01-01", "--data", "sets/years"]);
    assert_eq!(compared.status.code(), Some(0), "{}", text(&compared.stderr));
    // A mapping with mistakes: all of them, and no folder.
    fs::write(at.join("m.toml"), "presset = \"ohm\"\nto-is = \"inclusiv\"\n").expect("a file");
    let wrong = run(at, &["import", "years", "--mapping", "m.toml", "-o", "x"]);
    assert_eq!(wrong.status.code(), Some(2));
    let told = text(&wrong.stderr);
    assert!(told.contains("m.toml:1:1") && told.contains("m.toml:2:10"), "{told}");
    assert!(!at.join("x").exists());
    // Strict: what would be mended is refused with its place.
    let near = collection(&[(r#""name":"A""#, [0, 40, 1, 1]), (r#""name":"B""#, [1, 40, 1, 1])])
        .replace("[[[1,40]", "[[[1.000004,40]")
        .replace("[1,40]]]", "[1.000004,40]]]");
    fs::write(at.join("near.geojson"), near).expect("a file");
    let strict = run(at, &["import", "near.geojson", "--strict", "-o", "x"]);
    assert_eq!(strict.status.code(), Some(2));
    assert!(text(&strict.stderr).contains("snapped: 0.3"), "{}", text(&strict.stderr));
    let mended = run(at, &["import", "near.geojson", "-o", "x"]);
    assert!(text(&mended.stdout).contains("snapped"), "{}", text(&mended.stdout));
    let list = fs::read_to_string(at.join("x/repairs.csv")).expect("a list");
    assert!(list.starts_with("kind,lon,lat,metres,km2,rows\nsnapped,1.0000000,40.0000000,0.34"), "{list}");
}

#[cfg(unix)]
#[test]
fn what_comes_through_a_pipe_is_drawn() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().expect("a folder");
    let mut drawing = Command::new(env!("CARGO_BIN_EXE_marchland"))
        .args(["render", "--data", "/dev/stdin", "--size", "480x320", "-o", "map.svg"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let rows = collection(&[(r#""name":"Alba""#, [0, 40, 2, 2])]);
    drawing.stdin.take().expect("a pipe").write_all(rows.as_bytes()).expect("it is read");
    let drawn = drawing.wait_with_output().expect("it ends");
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
    let svg = fs::read_to_string(folder.path().join("map.svg")).expect("the map");
    assert!(svg.contains("Alba"), "{svg}");
}
