//! The collections of the field in their own layouts (tests/collections), as a person imports and draws them. How many
//! rows there are on a day is counted from the raw rows, by the rule of the collection and without the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use marchland::dataset::load_dir;
use marchland::import::{self, Options, Source};
use marchland::interchange::{self, Limits, Reading, Value};

use super::{day, project, run, text};

/// The fields of a row as texts, empty for none.
type Raw = Vec<(String, String)>;

struct Collection {
    /// File or folder in tests/collections.
    path: &'static str,
    /// What a person has to say.
    said: &'static [&'static str],
    /// The collection that is recognised.
    preset: &'static str,
    /// The files with rows, where the path is a folder.
    rows: &'static [&'static str],
    /// Whether a row is there on a day by the collection's own rule: file, row, day.
    rule: fn(&str, &Raw, &str) -> bool,
    /// Days with the names of who holds land then.
    days: &'static [(&'static str, &'static [&'static str])],
}

fn get<'a>(row: &'a Raw, field: &str) -> &'a str {
    row.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str())
}

/// The year of our calendars of a day of ISO: -43 is 44 before our era, and there is no year 0.
fn year_of(on: &str) -> i64 {
    let astronomical: i64 = on[..on.len() - 6].parse().expect("a year");
    if astronomical <= 0 { astronomical - 1 } else { astronomical }
}

fn ahcb(_: &str, row: &Raw, on: &str) -> bool {
    // The integers beside the dates.
    let on: i64 = on.replace('-', "").parse().expect("a day");
    let number = |field: &str| get(row, field).parse::<i64>().expect("a number");
    number("START_N") <= on && on <= number("END_N")
}

fn cshapes(_: &str, row: &Raw, on: &str) -> bool {
    get(row, "start") <= on && on <= get(row, "end")
}

fn cshapes_before(_: &str, row: &Raw, on: &str) -> bool {
    let list = if get(row, "GWSYEAR") == "-1" { "COW" } else { "GW" };
    let part = |name: &str| get(row, &format!("{list}{name}")).parse::<i64>().expect("a number");
    let on: i64 = on.replace('-', "").parse().expect("a day");
    part("SYEAR") * 10_000 + part("SMONTH") * 100 + part("SDAY") <= on
        && on <= part("EYEAR") * 10_000 + part("EMONTH") * 100 + part("EDAY")
}

fn cliopatria(_: &str, row: &Raw, on: &str) -> bool {
    let number = |field: &str| get(row, field).parse::<i64>().expect("a year");
    // What its own map draws as polities.
    get(row, "MemberOf").is_empty() && number("FromYear") <= year_of(on) && year_of(on) <= number("ToYear")
}

fn thenmap(_: &str, row: &Raw, on: &str) -> bool {
    // Texts are compared, as its program does, and rows of other views are left out.
    let is_other = !get(row, "versionset").is_empty() && 1 < get(row, "version").parse().unwrap_or(0);
    get(row, "class") != "lake" && !is_other && get(row, "sdate") <= on && on <= get(row, "edate")
}

fn basemaps(file: &str, _: &Raw, on: &str) -> bool {
    // A file is true from its year until the year of the next.
    let years = [("bc500", -500), ("1914", 1914), ("1938", 1938)];
    let year = year_of(on);
    years
        .iter()
        .rfind(|(_, from)| *from <= year)
        .is_some_and(|(name, _)| file.ends_with(&format!("world_{name}.geojson")))
}

fn ohm(_: &str, row: &Raw, on: &str) -> bool {
    // Plain dates half-open; what is in doubt begins and ends where it must have.
    let plain = |text: &str| match text {
        "" => String::new(),
        "1899" => "1899-12-31".to_owned(),
        "1906" => "1908-12-31".to_owned(),
        "~1850" => "1850-12-31".to_owned(),
        "before 1855" => "1854-12-31".to_owned(),
        "1920s" => "1929-12-31".to_owned(),
        "1950-06" => "1950-06-01".to_owned(),
        day => day.to_owned(),
    };
    let (from, to) = (plain(get(row, "start_date")), plain(get(row, "end_date")));
    get(row, "admin_level") == "2" && (from.is_empty() || *from <= *on) && (to.is_empty() || *on < *to)
}

fn linked_places(_: &str, row: &Raw, on: &str) -> bool {
    // The spans as they stand in the file, with the ends in them.
    let span = |id: &str, when: &str| -> &'static [(&'static str, &'static str)] {
        match (id.rsplit('/').next().unwrap_or(""), when.contains("1861"), when.contains("1860")) {
            ("1", ..) => &[("1850-01-01", "1870-12-31"), ("1891-03-01", "1912-12-31")],
            ("2", ..) => &[("1857-12-31", "1860-06-30")],
            ("3", ..) => &[("-0043-01-01", "9")],
            ("4", true, _) => &[("1861-01-01", "9")],
            ("4", false, true) => &[("1800-01-01", "1860-12-31")],
            _ => &[],
        }
    };
    // Texts of years before our era sort backwards.
    let number = |day: &str| match day {
        "9" => i64::MAX,
        day => {
            let (year, rest) = day.split_at(day.len() - 6);
            year.parse::<i64>().expect("a year") * 10_000
                + rest.replace('-', "").parse::<i64>().expect("a day")
        }
    };
    let on = number(on);
    span(get(row, "@id"), get(row, "when")).iter().any(|(from, to)| number(from) <= on && on <= number(to))
}

const COLLECTIONS: [Collection; 8] = [
    Collection {
        path: "US_AtlasHCB_StateTerr_Sample.zip",
        said: &[],
        preset: "ahcb",
        rows: &[],
        rule: ahcb,
        days: &[
            ("1817-12-09", &["Alba Territory", "Celia (unorganized)", "Dovia District"]),
            ("1836-07-04", &["Alba", "Boria Territory", "Celia (unorganized)", "Dovia District"]),
            // The proposed state holds nothing.
            ("1850-01-01", &["Alba", "Boria Territory", "Celia (unorganized)", "Dovia District"]),
            ("1859-02-14", &["Alba", "Boria", "Celia", "Dovia District"]),
        ],
    },
    Collection {
        path: "cshapes-2.0.geojson",
        said: &[],
        preset: "cshapes",
        rows: &[],
        rule: cshapes,
        days: &[
            ("1900-01-01", &["Alba", "Dovia", "Elland"]),
            ("1940-04-09", &["Alba", "Dovia", "Elland"]),
            ("1947-08-14", &["Alba", "Celia", "Dovia", "Elland"]),
            ("1947-08-15", &["Alba", "Boria", "Celia", "Dovia", "Elland"]),
        ],
    },
    Collection {
        path: "cshapes-0.6.zip",
        said: &[],
        preset: "cshapes",
        rows: &[],
        rule: cshapes_before,
        days: &[
            ("1947-08-14", &["Alba", "Celia"]),
            ("1950-05-01", &["Alba", "Boria", "Celia", "Elland"]),
            ("2016-06-30", &["Alba", "Boria", "Celia", "Elland"]),
        ],
    },
    Collection {
        path: "cliopatria.geojson",
        said: &[],
        preset: "cliopatria",
        rows: &[],
        rule: cliopatria,
        days: &[
            // 45 before our era, then 44: the year -43 of ISO.
            ("-0044-12-31", &["Alba", "Boria", "Dovians"]),
            ("-0043-01-01", &["Alban Empire", "Dovians"]),
            ("0000-06-01", &["Alban Empire", "Dovians", "Elland"]),
            ("0001-12-31", &["Alban Empire", "Dovians", "Elland"]),
            ("0200-06-01", &["Alba", "Boria", "Dovians"]),
        ],
    },
    Collection {
        path: "thenmap",
        said: &[],
        preset: "thenmap",
        rows: &["1.csv"],
        rule: thenmap,
        days: &[
            ("1921-06-01", &["Alba", "Boria"]),
            ("1949-12-31", &["Alba", "Boria", "Celia"]),
            // A table of several days has the name of each.
            ("1960-01-01", &["Alba", "Celia", "Republic of Boria"]),
            // Not on the first days: as texts, 1974-07-1 comes after 1974-07-02.
            ("1974-08-01", &["Alba", "Boria", "Celia", "Dovia"]),
        ],
    },
    Collection {
        path: "historical-basemaps",
        said: &[],
        preset: "historical-basemaps",
        rows: &["world_bc500.geojson", "world_1914.geojson", "world_1938.geojson"],
        rule: basemaps,
        days: &[
            ("-0400-01-01", &["Alban hill peoples", "Boria"]),
            ("1914-01-01", &["Alba", "Boria", "Celia"]),
            ("1938-06-01", &["Alba", "Boria", "Celia"]),
        ],
    },
    Collection {
        path: "ohm.geojson",
        said: &[],
        preset: "ohm",
        rows: &[],
        rule: ohm,
        days: &[
            ("1900-04-30", &["Boria", "Celia", "Elland"]),
            ("1930-01-14", &["Alba", "Boria", "Dovia", "Elland"]),
            ("1930-01-15", &["Alba", "Boria", "Dovia", "Elland"]),
            ("1945-05-08", &["Alba", "Dovia", "Elland"]),
        ],
    },
    Collection {
        path: "linked-places.jsonld",
        said: &["--to-is", "inclusive"],
        preset: "linked-places",
        rows: &[],
        rule: linked_places,
        days: &[
            ("-0042-01-01", &["Celia"]),
            ("1860-06-30", &["Alba", "Boria", "Celia", "Dovia"]),
            // Between its two spans there is no Alba.
            ("1880-01-01", &["Celia", "Dovia"]),
            ("1912-12-31", &["Alba", "Celia", "Dovia"]),
        ],
    },
];

/// The rows of the files, read by the readers and by nothing of the import.
fn raw(collection: &Collection) -> (Vec<(String, Raw)>, Vec<Source>) {
    let root = project("tests/collections").join(collection.path);
    let mut files: Vec<_> = if root.is_dir() {
        let all = fs::read_dir(&root).expect("a folder").map(|entry| entry.expect("an entry").path());
        all.filter(|path| path.file_name().is_some_and(|name| name != "i18n.json")).collect()
    } else {
        vec![root]
    };
    files.sort();
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    for path in files {
        let bytes = fs::read(&path).expect("a file");
        let name = path.to_string_lossy().replace('\\', "/");
        let reading =
            Reading { name: &name, bytes: &bytes, beside: Vec::new(), settings: Default::default() };
        let (layers, _) = interchange::read(&reading, None, &Limits::default()).expect("it reads");
        for layer in layers {
            let wanted = collection.rows.is_empty() || collection.rows.iter().any(|end| name.ends_with(end));
            for feature in layer.features.iter().filter(|_| wanted) {
                let shown = |value: &Value| match value {
                    Value::Null => String::new(),
                    Value::Text(text) => text.clone(),
                    Value::Integer(number) => number.to_string(),
                    Value::Number(number) => number.to_string(),
                    Value::Flag(flag) => flag.to_string(),
                };
                // A place is also a point.
                if !matches!(feature.shape, interchange::Shape::Points(_)) {
                    let names = layer.fields.iter().map(|field| field.name.clone());
                    rows.push((name.clone(), names.zip(feature.values.iter().map(shown)).collect()));
                }
            }
            sources.push(Source { file: name.clone(), layer });
        }
    }
    (rows, sources)
}

#[test]
fn as_many_rows_on_a_day_as_the_collection_has() {
    for collection in &COLLECTIONS {
        let (rows, sources) = raw(collection);
        let mut options = Options::default();
        if collection.said.contains(&"inclusive") {
            options.mapping.to_is = Some(import::fit::ToIs::Inclusive);
        }
        let imported = import::import(&sources, &options).unwrap_or_else(|found| panic!("{found:?}"));
        assert_eq!(imported.repairs, [], "{}", collection.path);
        let told: Vec<String> = imported.findings.iter().map(ToString::to_string).collect();
        assert!(
            told.iter().any(|line| line.contains(&format!("--preset {}", collection.preset))),
            "{told:?}"
        );
        let mut counts = BTreeSet::new();
        for (on, _) in collection.days {
            let expected = rows.iter().filter(|(file, row)| (collection.rule)(file, row, on)).count();
            assert_eq!(imported.active(day(on)), expected, "{} {on}", collection.path);
            counts.insert(expected);
        }
        assert!(0 < *counts.first().expect("days"), "{}", collection.path);
        // Dated as an interval between two files, a change would be hatched as pending from the one to the other.
        let between = imported.history.changes.iter().filter(|change| change.date.contains('/')).count();
        assert_eq!(
            between == 0,
            !["ohm", "linked-places"].contains(&collection.preset),
            "{}",
            collection.path
        );
    }
}

/// The holders of a table of areas.
fn holders(csv: &str, on: &str) -> BTreeSet<String> {
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("a column");
    let (date, key, name) = (column("day"), column("holder"), column("holder_name"));
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.filter(|row| &row[date] == on && &row[key] != "not-known").map(|row| row[name].to_owned()).collect()
}

#[test]
fn a_person_imports_and_draws_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for collection in &COLLECTIONS {
        let path = project("tests/collections").join(collection.path);
        let path = path.to_string_lossy().into_owned();
        let name = collection.path.replace(['.', '/'], "-");
        let with = |args: &[&str]| -> Vec<String> {
            args.iter().chain(collection.said).map(|arg| (*arg).to_owned()).collect()
        };
        let go = |args: &[String]| {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let done = run(at, &args);
            assert_eq!(done.status.code(), Some(0), "{args:?}: {}", text(&done.stderr));
            text(&done.stdout).to_owned()
        };
        let made = go(&with(&["import", &path, "-o", &name]));
        assert!(made.contains("finds nothing wrong"), "{made}");
        let checked = go(&["check", &name].map(str::to_owned));
        assert!(checked.contains("0 errors, 0 warnings"), "{checked}");
        assert!(load_dir(&at.join(&name)).is_ok());
        let list = fs::read_to_string(at.join(&name).join("repairs.csv")).expect("a list");
        assert_eq!(list.lines().count(), 1, "{list}");
        let dates = collection.days.iter().map(|(on, _)| *on).collect::<Vec<_>>().join(",");
        let areas = go(&with(&["areas", "--data", &path, "--date", &dates, "--format", "csv"]));
        let again = go(&["areas", "--data", &name, "--date", &dates, "--format", "csv"].map(str::to_owned));
        assert_eq!(areas, again, "{}", collection.path);
        for (on, who) in collection.days {
            let expected: BTreeSet<String> = who.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(holders(&areas, on), expected, "{} {on}\n{areas}", collection.path);
        }
        // Drawn as it is, and drawn from the data set that was made of it: the same to the byte.
        let draw = |data: &str, said: &[&str], out: &str| {
            let args = [
                "render", "--data", data, "--date", &dates, "--size", "480x320", "--format", "svg", "-o", out,
            ];
            go(&args.iter().chain(said).map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        };
        draw(&path, collection.said, "direct");
        draw(&name, &[], "set");
        assert_eq!(drawings(&at.join("direct")), drawings(&at.join("set")), "{}", collection.path);
        fs::remove_dir_all(at.join("direct")).expect("maps");
        fs::remove_dir_all(at.join("set")).expect("maps");
    }
}

/// The maps of a folder by name.
fn drawings(folder: &Path) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fs::read_dir(folder)
        .expect("maps")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "svg"))
        .map(|path| {
            let svg = fs::read_to_string(&path).expect("a map");
            (path.file_name().expect("a name").to_string_lossy().into_owned(), svg)
        })
        .collect();
    all.sort();
    assert!(3 <= all.len(), "{}", folder.display());
    all
}
