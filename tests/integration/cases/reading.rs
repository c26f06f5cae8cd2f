//! Files of other programs: reference systems, encodings, rings, times of KML, files that were refused whole.

use std::fs;
use std::path::Path;

use super::{Answer, DATED, answer_in, copy};

const DAY: [&str; 2] = ["--date", "1905-01-01"];

/// Areas on a day of a file with the fields of all these cases.
fn areas(folder: &Path, file: &str, more: &[&str]) -> Answer {
    answer_in(folder, &[&["areas", "--data", file], &DATED[..], &DAY, more].concat())
}

/// West, south, east and north of all holders, as they are exported.
fn bounds(folder: &Path, file: &str, more: &[&str]) -> ([f64; 4], String) {
    let words = [&["export", "--data", file], &DATED[..], &DAY, &["--of", "holders"], more].concat();
    let answer = answer_in(folder, &words);
    let json: serde_json::Value = serde_json::from_str(&answer.stdout)
        .unwrap_or_else(|error| panic!("{file}: {error}: {}", answer.stderr));
    let mut all = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let mut open = vec![&json["features"]];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(object) => {
                open.extend(object.get("geometry").or(object.get("coordinates")))
            }
            serde_json::Value::Array(list) => match list.as_slice() {
                [serde_json::Value::Number(x), serde_json::Value::Number(y)] => {
                    let at = [x, y].map(|number| number.as_f64().expect("a number"));
                    all = [all[0].min(at[0]), all[1].min(at[1]), all[2].max(at[0]), all[3].max(at[1])];
                }
                list => open.extend(list),
            },
            _ => {}
        }
    }
    (all, answer.stderr)
}

/// How far bounds are from others, in degrees.
fn off(a: [f64; 4], b: [f64; 4]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// The lines of a table of areas: who holds how much.
fn held(answer: &Answer) -> Vec<String> {
    let lines = answer.stdout.lines().skip(3).take_while(|line| !line.starts_with("total"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn units_of_well_known_text_2() {
    let folder = copy("01-wkt2-units");
    let feet = [-122.0, 37.0, -120.0, 38.0];
    let paris = [3.0, 46.0, 5.0, 47.0];
    for (file, wanted) in [
        ("feet_2227.fgb", feet),
        ("feet_2227_wkt1.shp", feet),
        ("feet_2227_wkt2.shp", feet),
        ("lambert2_27572.fgb", paris),
        ("lambert2_27572.shp", paris),
        ("paris_4807_wkt2simple.shp", paris),
    ] {
        let (found, told) = bounds(folder.path(), file, &[]);
        assert!(off(found, wanted) < 2e-6, "{file}: {found:?} {told}");
    }
}

#[test]
fn datums_are_shifted_and_told_by_every_route() {
    let folder = copy("18-datum-not-told");
    for (name, wanted) in [("pulkovo4284", None), ("nad27_4267", Some([-100.0, 38.0, -98.0, 39.0]))] {
        for ending in ["gpkg", "geojson", "fgb", "shp"] {
            let file = format!("{name}.{ending}");
            let (found, told) = bounds(folder.path(), &file, &[]);
            assert!(told.contains("shifted to WGS 84, exact to some"), "{file}: {told}");
            // Of what the file says itself, some tens of metres may be left.
            if let Some(wanted) = wanted {
                assert!(off(found, wanted) < 5e-5, "{file}: {found:?}");
            }
        }
    }
    for file in
        ["nad83_2011_6318.shp", "posgar_5340.shp", "rgf93_2154.shp", "rgf93_2154.fgb", "posgar_5340.fgb"]
    {
        let (_, told) = bounds(folder.path(), file, &[]);
        assert!(!told.contains("datum") && !told.contains("WGS 84"), "{file}: {told}");
    }
    // A system that is said counts for more than that of the file.
    let (found, told) = bounds(folder.path(), "pulkovo4284.fgb", &["--crs", "EPSG:4326"]);
    assert!(
        off(found, [10.0016, 45.0005, 16.0017, 48.0005]) < 0.0002 && !told.contains("shifted"),
        "{found:?} {told}"
    );
}

#[test]
fn a_reference_system_that_is_said() {
    let folder = copy("16-files-refused-whole");
    let table = "name,from,to,wkt\nOrveld,1900-01-01,1910-01-01,\
                 \"POLYGON((500000 4983000,600000 4983000,600000 5083000,500000 5083000,500000 4983000))\"\n";
    fs::write(folder.path().join("plane.csv"), table).expect("a table");
    for system in ["+proj=utm +zone=33 +datum=WGS84", "EPSG:32633", "32633"] {
        let (found, told) = bounds(folder.path(), "plane.csv", &["--crs", system]);
        assert!(off(found, [15.0, 44.98, 16.30, 45.9]) < 0.02, "{system}: {found:?} {told}");
    }
    let refused = areas(folder.path(), "plane.csv", &[]);
    assert!(refused.stderr.contains("--crs EPSG:n"), "{}", refused.stderr);
    for (system, wanted) in [
        ("EPSG:99999", "reference system \"EPSG:99999\" is not known"),
        ("+proj=utn +zone=33", "map projection \"utn\" is not known; nearest is \"utm\""),
        ("+proj=utm +zome=33", "unknown word \"+zome\" in the reference system; nearest is \"+zone\""),
        ("+proj=utm +zone=77", "+proj=utm needs a +zone from 1 to 60"),
        ("+proj=longlat +datum=NAD28", "nearest is \"NAD27\""),
        ("Nowhere", "reference system \"Nowhere\" is not known"),
    ] {
        let answer = areas(folder.path(), "plane.csv", &["--crs", system]);
        assert!(answer.stderr.contains(wanted), "{system}: {}", answer.stderr);
    }
    let mapping =
        "from = \"from\"\nto = \"to\"\nto-is = \"exclusive\"\ncrs = \"EPSG:32633\"\nencoding = \"UTF-8\"\n";
    fs::write(folder.path().join("m.toml"), mapping).expect("a mapping");
    let words = ["areas", "--data", "plane.csv", "--mapping", "m.toml", "--date", "1905-01-01"];
    let answer = answer_in(folder.path(), &words);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    fs::write(folder.path().join("m.toml"), mapping.replace("UTF-8", "windos-1252")).expect("a mapping");
    let answer = answer_in(folder.path(), &words);
    let wanted = "m.toml:5:13: encoding \"windos-1252\" is not known; nearest is windows-1252";
    assert!(answer.stderr.contains(wanted), "{}", answer.stderr);
}

#[test]
fn encodings_are_read_guessed_and_said() {
    let folder = copy("08-dbf-encoding");
    let names = |answer: &Answer| {
        held(answer)
            .iter()
            .map(|line| line.rsplit_once(' ').expect("an area").0.to_owned())
            .collect::<Vec<_>>()
    };
    const RUSSIAN: [&str; 2] = ["Орвельдия", "Тарсия"];
    const TURKISH: [&str; 2] = ["Ağyröz Eyaleti", "Taşrılı Sancağı"];
    for (file, more, wanted, told) in [
        (
            "cp1251_nothing.shp",
            &[][..],
            RUSSIAN,
            "guessed windows-1251, as in \"Орвельдия\"; --encoding NAME",
        ),
        ("cp1251_nothing.shp", &["--encoding", "cp1251"], RUSSIAN, ""),
        ("cp1254_nothing.shp", &["--encoding", "windows-1254"], TURKISH, ""),
        ("cp1254_nothing.shp", &[], TURKISH, "guessed windows-1254"),
        ("latin1.shp", &[], ["Château-sur-Mer", "Forêt Élevée"], "guessed windows-1252"),
        (
            "utf8_cpg_says_1252.shp",
            &[],
            RUSSIAN,
            "names the encoding windows-1252, but all its texts are UTF-8",
        ),
        ("table1251.csv", &[], RUSSIAN, "guessed windows-1251"),
        ("table1251.csv", &["--encoding", "windows-1251"], RUSSIAN, ""),
        ("table16.csv", &[], RUSSIAN, ""),
    ] {
        let answer = areas(folder.path(), file, more);
        let mut found = names(&answer);
        found.sort();
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{file} {more:?}: {}", answer.stderr);
        if told.is_empty() {
            assert!(!answer.stderr.contains("encoding"), "{file} {more:?}: {}", answer.stderr);
        } else {
            assert!(answer.stderr.contains(told), "{file} {more:?}: {}", answer.stderr);
        }
    }
    // What is beside a table names its encoding in many ways; what names none is told.
    for (name, is_told) in [
        ("1251", false),
        ("ANSI 1251", false),
        ("windows-1251", false),
        ("cp1251\n", false),
        ("System", true),
        ("OEM", true),
        ("UTF-8", true),
    ] {
        fs::write(folder.path().join("cp1251_nothing.cpg"), name).expect("a .cpg file");
        let answer = areas(folder.path(), "cp1251_nothing.shp", &[]);
        assert_eq!(held(&answer).len(), 2);
        assert!(answer.stdout.contains("Орвельдия"), "{name}: {}", answer.stdout);
        assert_eq!(answer.stderr.contains("--encoding NAME"), is_told, "{name}: {}", answer.stderr);
    }
    fs::remove_file(folder.path().join("cp1251_nothing.cpg")).expect("it was there");
    // The byte in the header of the table.
    let path = folder.path().join("cp1251_nothing.dbf");
    let mut table = fs::read(&path).expect("a table");
    for (byte, is_told) in [(0xC9, false), (0x57, true), (0, true)] {
        table[29] = byte;
        fs::write(&path, &table).expect("a table");
        let answer = areas(folder.path(), "cp1251_nothing.shp", &[]);
        assert!(answer.stdout.contains("Орвельдия"), "{byte:#x}: {}", answer.stdout);
        assert_eq!(answer.stderr.contains("guessed"), is_told, "{byte:#x}: {}", answer.stderr);
    }
    let wrong = areas(folder.path(), "table16.csv", &["--encoding", "windos-1251"]);
    assert!(wrong.stderr.contains("nearest is windows-1251"), "{}", wrong.stderr);
}

#[test]
fn rings_inside_of_rings_are_holes() {
    let folder = copy("15-shapefile-winding");
    let enclave = ["Tarsia 76,788", "Orveld 68,255", "Enclavia 8,533"];
    for (file, wanted) in [
        ("enclave_reversed.shp", &enclave[..]),
        ("enclave_all_cw.shp", &enclave),
        ("enclave_all_ccw.shp", &enclave),
        ("hole_cw.shp", &["Tarsia 76,788", "Orveld 68,255", "not known 8,533"]),
        // A lake on an island in a lake on an island in a lake.
        ("levels.shp", &["Tarsia 76,788", "Orveld 48,460", "not known 28,328"]),
    ] {
        let answer = areas(folder.path(), file, &[]);
        assert_eq!(held(&answer), wanted, "{file}: {}", answer.stderr);
        let is_told = answer.stderr.contains("taken for its hole");
        assert_eq!(is_told, file != "enclave_reversed.shp", "{file}: {}", answer.stderr);
    }
}

#[test]
fn files_once_refused_whole() {
    let folder = copy("16-files-refused-whole");
    for (file, told) in [
        ("null_in_geometries.topojson", "1 empty place in lists of shapes passed over (null)"),
        ("null_in_collection.geojson", "1 empty place in lists of shapes passed over (null)"),
        ("esri.json", ""),
        ("esri_metres.json", ""),
        (
            "undefined_srs.gpkg",
            "has no reference system: coordinates are taken for degrees (WGS 84); --crs EPSG:n",
        ),
        ("view.gpkg", "views are not read, and left out: \"v\""),
        ("etrs3d.gpkg", ""),
        ("utf16.geojson", ""),
        ("utf16be.geojson", ""),
        ("bom.geojson", ""),
        ("sep.csv", ""),
    ] {
        let answer = areas(folder.path(), file, &[]);
        assert_eq!(held(&answer), ["Orveld 76,788", "Tarsia 76,788"], "{file}: {}", answer.stderr);
        let warned = answer.stderr.replace("names are taken from", "");
        assert!(warned.contains(told), "{file}: {warned}");
        assert!(!told.is_empty() || !warned.contains("warning"), "{file}: {warned}");
    }
    let answer = areas(folder.path(), "system.shp", &[]);
    assert_eq!(held(&answer), ["Örvéld 76,788", "Tarsía 76,788"], "{}", answer.stderr);
    assert!(answer.stderr.contains("the .cpg file names the encoding \"system\", which is none: guessed"));
    let answer = answer_in(folder.path(), &["areas", "--data", "nested.topojson", "--date", "1905-01-01"]);
    assert_eq!(held(&answer), ["Orveld 76,788", "Tarsia 76,788"], "{}", answer.stderr);
    // All on one line, so that the line would say nothing.
    assert!(
        answer.stderr.contains("nested.topojson: feature 2: warning: the row has no shape"),
        "{}",
        answer.stderr
    );
}

#[test]
fn times_of_folders_in_kml() {
    let folder = copy("04-kml-times");
    let inclusive = ["--from-field", "begin", "--to-field", "end", "--to-is", "inclusive"];
    for more in [&inclusive[..], &[]] {
        for (day, wanted) in [("1905-01-01", ["Morland", "Orveld"]), ("1915-01-01", ["Morland", "Tarsia"])] {
            let words = [&["areas", "--data", "folders.kml", "--date", day], more].concat();
            let answer = answer_in(folder.path(), &words);
            let mut found = held(&answer);
            found.sort();
            assert_eq!(
                found,
                wanted.map(|name| format!("{name} 76,788")),
                "{day} {more:?}: {}",
                answer.stderr
            );
        }
    }
    let stamps = answer_in(folder.path(), &["areas", "--data", "stamps.kml", "--date", "1905-01-01"]);
    assert!(stamps.stderr.contains("\"when\""), "{}", stamps.stderr);
    let document = answer_in(folder.path(), &["timeline", "--data", "document.kml"]);
    assert!(document.stdout.contains("1900-01-01"), "{}", document.stdout);
    // A time of its own counts for more than that of the folder, and the nearest folder for more than one around it.
    let square = |west: u32, name: &str, time: &str| {
        let east = west + 3;
        format!(
            "<Placemark><name>{name}</name>{time}<Polygon><outerBoundaryIs><LinearRing><coordinates>{west},45 {east},45 {east},48 {west},48 {west},45</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        )
    };
    let span =
        |from: u32, to: u32| format!("<gx:TimeSpan><begin>{from}</begin><end>{to}</end></gx:TimeSpan>");
    let text = format!(
        "<kml xmlns=\"k\" xmlns:gx=\"g\"><Document>{}{}<Folder>{}{}{}</Folder></Document></kml>",
        span(1900, 1909),
        square(10, "Orveld", ""),
        span(1920, 1929),
        square(13, "Tarsia", ""),
        square(16, "Morland", &span(1940, 1949)),
    );
    fs::write(folder.path().join("levels.kml"), text).expect("a file");
    for (day, wanted) in [("1905-01-01", "Orveld"), ("1925-01-01", "Tarsia"), ("1945-01-01", "Morland")] {
        let answer = answer_in(folder.path(), &["areas", "--data", "levels.kml", "--date", day]);
        let found: Vec<String> =
            held(&answer).into_iter().filter(|line| !line.starts_with("not known")).collect();
        assert_eq!(found.len(), 1, "{day}: {} {}", answer.stdout, answer.stderr);
        assert!(found[0].starts_with(wanted), "{day}: {} {}", answer.stdout, answer.stderr);
    }
}

#[test]
fn letters_with_marks_are_one_letter() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[10,45],[13,45],[13,48],[10,48],[10,45]]]}}}}"
        )
    };
    for (at, name) in ["Co\u{302}te", "Co\\u0302te"].into_iter().enumerate() {
        let path = format!("a{at}.geojson");
        fs::write(folder.path().join(&path), file(name)).expect("a file");
        let answer = answer_in(folder.path(), &["areas", "--data", &path, "--date", "1905-01-01"]);
        assert_eq!(held(&answer), ["Côte 76,788"], "{}", answer.stderr);
    }
    // In a data set too, in whatever file.
    assert_eq!(answer_in(folder.path(), &["import", "a0.geojson", "-o", "set"]).code, Some(0));
    let polities = folder.path().join("set/polities.toml");
    let text = fs::read_to_string(&polities).expect("a file of the set");
    assert!(text.contains("Côte"), "{text}");
    fs::write(&polities, text.replace("Côte", "Co\u{302}te")).expect("a file of the set");
    let answer = answer_in(folder.path(), &["areas", "--data", "set", "--date", "1905-01-01"]);
    assert_eq!(held(&answer), ["Côte 76,788"], "{}", answer.stderr);
}

#[test]
fn a_log_is_told_where_there_is_one() {
    let folder = copy("16-files-refused-whole");
    let path = folder.path().join("etrs3d.gpkg");
    let mut bytes = fs::read(&path).expect("a database");
    // A database that was written with a log, and closed.
    (bytes[18], bytes[19]) = (2, 2);
    fs::write(&path, bytes).expect("a database");
    assert!(!areas(folder.path(), "etrs3d.gpkg", &[]).stderr.contains("-wal"));
    fs::write(folder.path().join("etrs3d.gpkg-wal"), "something").expect("a log");
    assert!(areas(folder.path(), "etrs3d.gpkg", &[]).stderr.contains("write-ahead log beside it (-wal)"));
}

#[test]
fn no_table_holds_a_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "{\"type\":\"Feature\",\"properties\":{\"name\":\"=1+1\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[10,45],[13,45],[13,48],[10,48],[10,45]]]}}";
    fs::write(folder.path().join("a.geojson"), text).expect("a file");
    let words = ["export", "--data", "a.geojson", "--date", "1905-01-01", "--wkt", "-o", "a.csv"];
    let answer = answer_in(folder.path(), &words);
    assert_eq!(answer.code, Some(0), "{}", answer.stderr);
    let table = fs::read_to_string(folder.path().join("a.csv")).expect("a table");
    assert!(table.contains("\"'=1+1\"") && !table.contains(",=1+1"), "{table}");
    // Read back, it is the name again.
    let answer = answer_in(folder.path(), &["areas", "--data", "a.csv", "--date", "1905-01-01"]);
    assert!(answer.stdout.contains("\n=1+1 "), "{} {}", answer.stdout, answer.stderr);
}
