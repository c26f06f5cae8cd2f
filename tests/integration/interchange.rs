//! Files of other programs: the same features through every format are the same, and what is wrong is said. The samples
//! are the start of the fuzzers' corpus; `fuzzed.rs` shows that nothing in them makes the readers fall over.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use flate2::Crc;
use flate2::write::DeflateEncoder;
use marchland::interchange::{InputFormat, Layer, Limits, Reading, Shape, Value, read};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::project;

/// The folders of samples of files of other programs.
const FOLDERS: [&str; 9] =
    ["archive", "csv", "flatgeobuf", "geojson", "geopackage", "kml", "other", "shapefile", "topojson"];

/// All samples: name and bytes, sorted.
fn samples() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for folder in FOLDERS {
        for file in fs::read_dir(project("tests/fuzz/corpus").join(folder)).expect("a folder").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            all.push((name, fs::read(file.path()).expect("a sample")));
        }
    }
    all.sort();
    all
}

fn sample(name: &str) -> Vec<u8> {
    samples().into_iter().find(|(own, _)| own == name).expect(name).1
}

/// The files of a Shapefile out of one: each with its length before it.
fn parts(mut packed: &[u8]) -> (Vec<u8>, Vec<(String, Vec<u8>)>) {
    let mut files = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk::<4>() {
        let (file, rest) = rest.split_at(rest.len().min(u32::from_le_bytes(*length) as usize));
        files.push(file.to_vec());
        packed = rest;
    }
    let mut files = files.into_iter();
    let main = files.next().unwrap_or_default();
    (main, ["dbf", "prj", "cpg"].map(str::to_owned).into_iter().zip(files).collect())
}

/// Reads bytes under a name; those of a packed Shapefile as its files.
fn open(name: &str, bytes: &[u8], limits: &Limits) -> Result<(Vec<Layer>, Vec<String>), String> {
    let (main, beside) = if name.ends_with(".parts") { parts(bytes) } else { (bytes.to_vec(), Vec::new()) };
    match read(&Reading { name, bytes: &main, beside, settings: Default::default() }, None, limits) {
        Ok((layers, findings)) => Ok((layers, findings.iter().map(ToString::to_string).collect())),
        Err(error) => {
            let texts: Vec<String> = error.findings.iter().map(ToString::to_string).collect();
            assert!(!texts.is_empty(), "{name}: an error without a text");
            Err(texts.join("\n"))
        }
    }
}

/// A ring from its least position on, in the direction in which its second is less; rounded.
fn plain_ring(ring: &[[f64; 2]]) -> String {
    assert_eq!(ring.first(), ring.last(), "rings are closed");
    let round = |at: &[f64; 2]| at.map(|x| (x * 1e6).round() as i64);
    let mut open: Vec<[i64; 2]> = ring[1..].iter().map(round).collect();
    let least = (0..open.len()).min_by_key(|i| open[*i]).unwrap_or(0);
    open.rotate_left(least);
    if open.last() < open.get(1) {
        open[1..].reverse();
    }
    format!("{open:?}")
}

/// Features as texts that do not depend on the order and direction of rings, nor on the order of features.
fn plain(layer: &Layer) -> String {
    let mut features: Vec<String> = layer
        .features
        .iter()
        .map(|feature| {
            let Shape::Polygons(polygons) = &feature.shape else {
                panic!("polygons, not {:?}", feature.shape)
            };
            let mut texts: Vec<String> = polygons
                .iter()
                .map(|polygon| {
                    polygon.iter().map(|ring| plain_ring(ring)).collect::<Vec<_>>().join(" without ")
                })
                .collect();
            texts.sort();
            let mut values: Vec<String> = layer
                .fields
                .iter()
                .zip(&feature.values)
                .map(|(field, value)| format!("{}: {:?} = {value:?}", field.name, field.kind))
                // KML has a description, always.
                .filter(|text| !text.starts_with("description"))
                .collect();
            values.sort();
            format!("{}\n  {}", values.join(", "), texts.join(" and "))
        })
        .collect();
    features.sort();
    features.join("\n")
}

/// The same features, through every format, are equal layers; those of projected systems up to a tenth of a metre.
#[test]
fn every_format_tells_the_same() {
    let (layers, findings) =
        open("base.geojson", &sample("base.geojson"), &Limits::default()).expect("GeoJSON");
    let (expected, _) = (plain(&layers[0]), assert_eq!(findings, Vec::<String>::new()));
    assert!(expected.contains("from: Integer = Integer(1918)") && expected.contains("Text(\"Нахичевань\")"));
    assert!(
        expected.contains(" without ") && expected.contains(" and "),
        "holes and several polygons\n{expected}"
    );
    for (name, layer) in [
        ("base.geojsonl", "base"),
        ("base.topojson", "base"),
        ("base.parts", "base"),
        ("base.zip", "base"),
        ("web.zip", "web"),
        ("base.kml", "base"),
        ("base.kmz", "base"),
        ("base.gpkg", "base"),
        ("utm.gpkg", "base"),
        ("base.fgb", "base"),
        ("plain.fgb", "base"),
        ("base.csv", "base"),
    ] {
        let (layers, findings) = open(name, &sample(name), &Limits::default()).expect(name);
        assert_eq!(findings, Vec::<String>::new(), "{name}");
        assert_eq!(layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>(), [layer], "{name}");
        assert_eq!(plain(&layers[0]), expected, "{name}");
    }
}

/// A short text of layers: name, fields, and for each feature number, line, shape and values.
fn short(layers: &[Layer]) -> String {
    let mut text = String::new();
    for layer in layers {
        let fields: Vec<String> = layer.fields.iter().map(|f| format!("{}:{:?}", f.name, f.kind)).collect();
        let _ = writeln!(text, "{} ({})", layer.name, fields.join(" "));
        for feature in &layer.features {
            let shape = match &feature.shape {
                Shape::None => "none".to_owned(),
                Shape::Points(points) => format!("points {points:?}"),
                Shape::Lines(lines) => format!("lines {lines:?}"),
                Shape::Polygons(polygons) => format!("polygons {polygons:?}"),
            };
            let values: Vec<String> = feature
                .values
                .iter()
                .map(|value| match value {
                    Value::Null => "-".to_owned(),
                    Value::Flag(flag) => flag.to_string(),
                    Value::Integer(n) => n.to_string(),
                    Value::Number(n) => format!("{n:?}"),
                    Value::Text(text) => format!("{text:?}"),
                })
                .collect();
            let line = feature.line.map_or(String::new(), |line| format!(" line {line}"));
            let _ = writeln!(text, "{}{line}: {shape} | {}", feature.number, values.join(" "));
        }
    }
    text
}

#[test]
fn what_is_in_small_files() {
    for (name, expected) in [
        (
            "mixed.geojson",
            "mixed (a:Number tags:Text id:Integer when:Text b:Flag)\n\
             1 line 2: polygons [[[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]] | 1.0 \"{\\\"x\\\":[1,\\\"\\\\u0041 b\\\"]}\" 7 \"{\\\"start\\\":1}\" -\n\
             2 line 3: lines [[[0.0, 0.0], [1.0, 1.0]]] | 1.5 - - - true\n\
             2 line 3: points [[1.0, -0.25], [3.0, 3.0]] | 1.5 - - - true\n\
             3 line 4: none | - - - - -\n",
        ),
        (
            "bare.geojson",
            "bare ()\n1 line 1: lines [[[1.0, 2.0], [3.0, 4.123456789012345]], [[5.0, 6.0], [7.0, 8.0]]] | \n",
        ),
        (
            "plain.topojson",
            "one (id:Text)\n\
             1 line 2: polygons [[[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]] | \"x\"\n\
             many ()\n\
             2 line 3: none | \n\
             3 line 3: points [[2.0, 3.0]] | \n\
             4 line 3: lines [[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]] | \n\
             5 line 3: lines [[[0.0, 0.0], [1.0, 0.0]]] | \n\
             5 line 3: points [[4.0, 5.0]] | \n",
        ),
        (
            "times.kml",
            "towns & forts (name:Text begin:Text end:Text pop:Integer)\n\
             1 line 2: lines [[[46.0, 40.0], [47.0, 41.0]]] | \"Gəncə\" \"1918-09-15\" \"1920-04-28\" 46090\n\
             1 line 2: points [[46.36, 40.68]] | \"Gəncə\" \"1918-09-15\" \"1920-04-28\" 46090\n\
             stamps (when:Text description:Text)\n\
             2 line 5: none | \"1921-10-13\" \"<b>Kars</b>\"\n",
        ),
        (
            "places.csv",
            "places (name:Text year:Integer)\n\
             1 line 2: points [[46.75, 39.76]] | \"Şuşa\" 1920\n\
             2 line 3: none | \"Nowhere\" -\n",
        ),
        ("hex.csv", "hex (id:Integer)\n1 line 2: points [[45.5, 40.0]] | 1\n"),
    ] {
        let (layers, _) = open(name, &sample(name), &Limits::default()).expect(name);
        assert_eq!(short(&layers), expected, "{name}");
    }
}

fn geojson(geometry: &str) -> String {
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{geometry}}}]}}"
    )
}

/// A sample with some bytes replaced.
fn with(name: &str, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut all = sample(name);
    all[at..at + bytes.len()].copy_from_slice(bytes);
    all
}

/// A ZIP archive of deflated files, whose sizes may be lied about.
fn zipped(files: &[(&str, &[u8])], claim: Option<u32>) -> Vec<u8> {
    let (mut all, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("memory");
        let packed = encoder.finish().expect("memory");
        let mut crc = Crc::new();
        crc.update(bytes);
        let size = claim.unwrap_or(bytes.len() as u32);
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
        head.extend(crc.sum().to_le_bytes());
        head.extend((packed.len() as u32).to_le_bytes());
        head.extend(size.to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend((all.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        all.extend(b"PK\x03\x04");
        all.extend(head);
        all.extend(name.as_bytes());
        all.extend(packed);
    }
    let start = all.len() as u32;
    all.extend(&directory);
    all.extend(b"PK\x05\x06\0\0\0\0");
    all.extend((files.len() as u16).to_le_bytes());
    all.extend((files.len() as u16).to_le_bytes());
    all.extend((directory.len() as u32).to_le_bytes());
    all.extend(start.to_le_bytes());
    all.extend([0, 0]);
    all
}

#[test]
fn what_is_wrong_is_said_with_place_and_value() {
    let kml =
        |body: &str| format!("<kml><Document>\n<Placemark>{body}</Placemark></Document></kml>").into_bytes();
    let text = |text: &str| text.as_bytes().to_vec();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let collections = format!(
        "{}{{\"type\":\"Point\",\"coordinates\":[1,1]}}{}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(5000),
        "]}".repeat(5000)
    );
    let folders = format!("<kml>{}{}</kml>", "<Folder>".repeat(100_000), "</Folder>".repeat(100_000));
    let bomb = zipped(&[("doc.kml", &vec![b' '; 200 << 20])], None);
    let liar = zipped(&[("doc.kml", &vec![b' '; 1 << 20])], Some(1000));
    let tail = |name: &str, length: usize| sample(name)[..length].to_vec();
    let topo = |arcs: &str| {
        format!("{{\"type\":\"Topology\",\"arcs\":[[[0,0],[1,1]]],\"objects\":{{\"a\":{{\"type\":\"LineString\",\"arcs\":{arcs}}}}}}}").into_bytes()
    };
    // Every page of tables says that its first child is itself.
    let looped = |name: &str| {
        let mut bytes = sample(name);
        let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
        for number in 1..bytes.len() / page {
            let at = number * page;
            if bytes[at] == 13 {
                bytes[at] = 5;
                bytes[at + 8..at + 12].copy_from_slice(&(number as u32 + 1).to_be_bytes());
            }
        }
        bytes
    };
    // A table of one cell of well-known binary: its kind, and a number that claims too much.
    let wkb = |kind: &[u8], number: u32| {
        let mut hex = format!("geom\n00000000{:02X}", kind[0]);
        let _ = writeln!(hex, "{number:08X}{}", "0".repeat(24));
        hex.into_bytes()
    };
    let nested_wkt =
        format!("wkt\n\"{}POINT(1 1){}\"\n", "GEOMETRYCOLLECTION(".repeat(3000), ")".repeat(3000));
    let mut wrong = Vec::new();
    for (name, bytes, expected) in [
        // GeoJSON.
        ("a.geojson", text(""), "a.geojson: the file is empty"),
        (
            "a.geojson",
            text("{\"type\":\"FeatureCollection\",\"features\":["),
            "a.geojson:1:41: expected a feature, which begins with '{', found the end",
        ),
        (
            "a.geojson",
            text("{\"type\":\"FeatureColection\"}"),
            "type \"FeatureColection\" is no type of GeoJSON; nearest is \"FeatureCollection\"",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Point\",\"coordinates\":[200,95]}")),
            "a.geojson:2:77: position 200 95 is not on Earth; longitude first",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Point\",\"coordinates\":[40,145]}")),
            "latitude may stand first here",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Point\",\"coordinates\":[5000000,145000]}")),
            "these may be metres on a plane: --crs EPSG:n says of which system they are",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Point\",\"coordinates\":[1e999,0]}")),
            "number 1e999 is too large",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Point\",\"coordinates\":[NaN,0]}")),
            "expected a number, found 'N'",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Poligon\",\"coordinates\":[]}")),
            "type \"Poligon\" is no kind of shape; nearest is \"Polygon\"",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Polygon\",\"coordinates\":[1,2]}")),
            "a.geojson:2:79: expected '[', found '1'",
        ),
        ("a.geojson", text(&geojson(&deep)), "levels of nesting"),
        ("a.geojson", text(&geojson(&collections)), "more than 64 levels of nesting"),
        ("a.geojson", text(&geojson("{\"type\":\"Point\"}")), "a Point without \"coordinates\""),
        (
            "a.geojson",
            text(
                "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:99999\"}},\"features\":[]}",
            ),
            "reference system \"EPSG:99999\" is not known",
        ),
        (
            "a.geojson",
            text("{\"type\":\"Feature\",\"properties\":{\"a\":\"\u{1}\"},\"geometry\":null}"),
            "control character 0x01 in a text",
        ),
        (
            "a.geojson",
            text("{\"type\":\"Feature\",\"properties\":{\"a\":\"\\u12\"},\"geometry\":null}"),
            "a text has a wrong escape",
        ),
        ("a.geojson", text("[1,2]"), "this is a JSON list; a GeoJSON file begins with"),
        ("a.json", text("{\"a\":1}"), "this is JSON, but no GeoJSON: it has no \"type\""),
        (
            "a.geojsonl",
            text("{\"type\":\"Point\",\"coordinates\":[1,1]}\n{\"type\":\"Point\",\"coordinates\":[1,1]\n"),
            "a.geojsonl:2:1: an object has no end",
        ),
        // TopoJSON.
        ("a.topojson", topo("[1]"), "arc 1, allowed are 0 to 0 and -1 to -1"),
        ("a.topojson", topo("[-3]"), "arc -3, allowed are"),
        ("a.topojson", topo("[0.5]"), "0.5 is no whole number"),
        ("a.topojson", text("{\"type\":\"Topology\",\"arcs\":[]}"), "a Topology without \"objects\""),
        // KML.
        (
            "a.kml",
            kml("<Point><coordinates>1;2</coordinates></Point>"),
            "a.kml:2:32: a position needs a longitude, a comma and a latitude",
        ),
        (
            "a.kml",
            kml("<Point><coordinates>nan,2</coordinates></Point>"),
            "expected a number, found \"nan,2\"",
        ),
        ("a.kml", kml("<Point><coordinates>1e999,2</coordinates></Point>"), "position inf 2 is not on Earth"),
        ("a.kml", kml("<name>&lol;</name>"), "reference &lol; is not known"),
        ("a.kml", kml("<name>x</nam>"), "</nam> where <name> has to end"),
        (
            "a.kml",
            text("<!DOCTYPE kml [<!ENTITY a \"b\">]><kml/>"),
            "a document type (<!DOCTYPE>) is not allowed",
        ),
        ("a.kml", text(&folders), "more than 64 levels of nesting"),
        ("a.kml", text("<kml><Placemark>"), "element <Placemark> has no end: the file may be cut off"),
        ("a.kml", text("<svg/>"), "this is XML of another kind: <svg>, not <kml>"),
        // Archives.
        ("a.kmz", bomb, "file \"doc.kml\" unpacks to more than 400 times its size"),
        ("a.kmz", liar, "file \"doc.kml\" is damaged: its size or checksum is wrong"),
        ("a.kmz", zipped(&[("../doc.kml", b"<kml/>")], None), "file name \"../doc.kml\" leads out of it"),
        ("a.kmz", zipped(&[("/doc.kml", b"<kml/>")], None), "file name \"/doc.kml\" leads out of it"),
        ("a.kmz", zipped(&[("C:doc.kml", b"<kml/>")], None), "leads out of it"),
        ("a.zip", zipped(&[("a.txt", b"x")], None), "the archive has no .shp or .kml file, but [\"a.txt\"]"),
        ("a.zip", tail("base.zip", 500), "ZIP archive: the table of contents at its end is missing"),
        (
            "a.kmz",
            zipped(&[("doc.kml", b"<kml>\n<a></b></kml>")], None),
            "doc.kml, line 2: </b> where <a> has to end",
        ),
        // Shapefile. The shapes begin at byte 4 of the packed file, the table at 684.
        (
            "a.shp",
            text("\u{0}\u{0}\u{27}\u{0a}"),
            "this is no Shapefile: its first 100 bytes are no header of one",
        ),
        ("a.shp", [0x0a, 0x27, 0, 0].to_vec(), "its byte order is turned round"),
        (
            "a.parts",
            with("base.parts", 4 + 108, &99u32.to_le_bytes()),
            "feature 1: shape of kind 99; allowed are 0, 1, 3",
        ),
        ("a.parts", with("base.parts", 4 + 108 + 40, &u32::MAX.to_le_bytes()), "the record claims"),
        (
            "a.parts",
            with("base.parts", 4 + 108 + 36, &u32::MAX.to_le_bytes()),
            "the record is shorter than what it claims to hold",
        ),
        (
            "a.parts",
            with("base.parts", 4 + 104, &i32::MAX.to_be_bytes()),
            "feature 1: the .shp file is cut off here",
        ),
        (
            "a.parts",
            with("base.parts", 4 + 108 + 52, &f64::NAN.to_le_bytes()),
            "position NaN 39 is not on Earth",
        ),
        (
            "a.parts",
            with("base.parts", 684 + 4, &u32::MAX.to_le_bytes()),
            "the .dbf file claims 4294967295 records, but holds 3",
        ),
        ("a.parts", with("base.parts", 684 + 10, &[0, 0]), "the .dbf file has a header of"),
        ("a.dbf", text("\u{3}abc"), "this is the .dbf part of a Shapefile; give the .shp file"),
        // GeoPackage.
        ("a.gpkg", with("base.gpkg", 16, &[3, 0]), "pages of 768 bytes, allowed are powers of two"),
        ("a.gpkg", with("base.gpkg", 20, &[255]), "pages with 257 bytes of content"),
        ("a.gpkg", tail("base.gpkg", 5000), "the database is damaged: page"),
        ("a.gpkg", tail("base.gpkg", 50), "the database is damaged: it has no header"),
        // Pages that lead to themselves, and counts beyond the file.
        ("a.gpkg", looped("base.gpkg"), "the database is damaged"),
        ("a.topojson", topo("[9999999999999999999]"), "is no whole number"),
        (
            "a.topojson",
            text(
                "{\"type\":\"Topology\",\"transform\":{\"scale\":[1e300,1e300],\"translate\":[0,0]},\"arcs\":[[[9,9],[9,9]]],\"objects\":{\"a\":{\"type\":\"LineString\",\"arcs\":[0]}}}",
            ),
            "is not on Earth",
        ),
        ("a.csv", text("wkt\nPOINT(nan 1)\n"), "well-known text: expected a number"),
        ("a.csv", text("wkt\nPOINT(1e999 1)\n"), "well-known text: expected a number"),
        ("a.csv", wkb(&[3], 0x7FFF_FFFF), "a shape claims 2147483647 parts, more than fit"),
        ("a.csv", wkb(&[1], 0x7FF8_0000), "not on Earth"),
        // Entities in entities, and one that would read a file of this machine.
        (
            "a.kml",
            text(
                "<!DOCTYPE kml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><kml><name>&b;</name></kml>",
            ),
            "a document type (<!DOCTYPE>) is not allowed",
        ),
        (
            "a.kml",
            text(
                "<?xml version=\"1.0\"?><!DOCTYPE kml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><kml><name>&x;</name></kml>",
            ),
            "a document type (<!DOCTYPE>) is not allowed",
        ),
        // FlatGeobuf.
        ("a.fgb", tail("base.fgb", 700), "the FlatGeobuf file is damaged"),
        (
            "a.fgb",
            tail("base.fgb", 1700),
            "feature 3: the FlatGeobuf file is damaged: the feature is cut off",
        ),
        ("a.fgb", with("base.fgb", 8, &u32::MAX.to_le_bytes()), "the header is longer than the file"),
        ("a.fgb", text("fgb\u{2}fgb\u{0}"), "this is FlatGeobuf of another version; only version 3 is read"),
        // CSV.
        ("a.csv", text("a,wkt\n1,POINT(1)\n"), "a.csv:2:1: well-known text: expected a number, found \")\""),
        ("a.csv", text("a,wkt\n1,CIRCLE(1 2)\n"), "expected one of POINT, LINESTRING"),
        ("a.csv", text("wkt\nSRID=99999;POINT(1 2)\n"), "reference system \"EPSG:99999\" is not known"),
        ("a.csv", text(&nested_wkt), "more than 64 levels of nesting"),
        (
            "a.csv",
            text("lon,lat\n44.5,x\n"),
            "a.csv:2:1: latitude \"x\" is no number; allowed are degrees such as 44.51",
        ),
        ("a.csv", text("lon,lat\n44.5,\n"), "latitude \"\" is no number"),
        ("a.csv", text("lon,lat\ninf,0\n"), "longitude \"inf\" is no number"),
        ("a.csv", text("lon,lat\n1,2,3\n"), "3 cells, but the header has 2"),
        // Others.
        ("a.gz", b"\x1f\x8b\x08".to_vec(), "this is a gzip archive; unpack it (gunzip)"),
        ("a.bin", b"abc\0\0".to_vec(), "this is a binary file of an unknown kind; allowed are GeoJSON"),
        ("a.parquet", b"PAR1xx".to_vec(), "this is a Parquet file"),
    ] {
        match open(name, &bytes, &Limits::default()) {
            Ok((layers, _)) => wrong.push(format!("{expected:?} was read: {:.300}", short(&layers))),
            Err(message) if message.contains(expected) => {}
            Err(message) => wrong.push(format!("expected {expected:?}, found {message:.600}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_odd_is_told() {
    let text = |text: &str| text.as_bytes().to_vec();
    let (shp, _) = parts(&sample("base.parts"));
    for (name, bytes, expected) in [
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1]]]}")),
            "1 ring closed that did not end where it began, the first in feature 1",
        ),
        (
            "a.geojson",
            text(&geojson("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}")),
            "1 ring or line with too few different positions left out",
        ),
        (
            "a.geojson",
            sample("mixed.geojson"),
            "1 feature split because of shapes of several kinds, the first in feature 2",
        ),
        ("a.kml", sample("times.kml"), "1 shape of a kind without positions left out"),
        ("a.kml", text("<kml><NetworkLink/></kml>"), "a NetworkLink leads to another file"),
        ("a.shp", shp.clone(), "no .prj file says the reference system"),
        ("a.shp", shp, "no .dbf file is beside it"),
        ("a.csv", sample("base.geojson"), "named like CSV, but the content is GeoJSON"),
        ("a.csv", text("event,date\nwar,1920\n"), "no column of the table holds positions"),
        (
            "a.geojson",
            b"{\"type\":\"Feature\",\"properties\":{\"a\":\"\xff\"},\"geometry\":null}".to_vec(),
            "--encoding",
        ),
        ("a.kml", b"<kml><Placemark><name>\xff</name></Placemark></kml>".to_vec(), "--encoding"),
        ("a.csv", b"a,b\n\xff,1\n".to_vec(), "--encoding"),
    ] {
        let (_, findings) = open(name, &bytes, &Limits::default()).expect(expected);
        assert!(
            findings.iter().any(|finding| finding.contains(expected)),
            "{expected:?} is not in {findings:?}"
        );
    }
    let asked =
        Reading { name: "a.csv", bytes: b"a,b\n1,2\n", beside: Vec::new(), settings: Default::default() };
    let error = read(&asked, Some(InputFormat::Kml), &Limits::default()).expect_err("a contradiction");
    assert_eq!(error.to_string(), "a.csv: this is CSV, not KML");
}

/// Each limit, reached by a sample, names itself.
#[test]
fn limits_hold() {
    let all = Limits::default();
    for (name, limits, expected) in [
        ("base.geojson", Limits { bytes: 100, ..all }, "more than 100 bytes in a file"),
        ("base.geojson", Limits { positions: 8, ..all }, "more than 8 positions"),
        ("base.geojson", Limits { features: 2, ..all }, "more than 2 features"),
        ("base.geojson", Limits { value_bytes: 3, ..all }, "more than 3 bytes in one value"),
        ("mixed.geojson", Limits { depth: 1, ..all }, "more than 1 levels of nesting"),
        ("base.topojson", Limits { positions: 25, ..all }, "more than 25 positions"),
        ("base.parts", Limits { positions: 8, ..all }, "more than 8 positions"),
        ("base.parts", Limits { features: 2, ..all }, "more than 2 features"),
        ("base.kmz", Limits { bytes: 1000, ..all }, "more than 1000 bytes unpacked from a ZIP archive"),
        ("base.kml", Limits { depth: 3, ..all }, "more than 3 levels of nesting"),
        ("base.gpkg", Limits { positions: 8, ..all }, "more than 8 positions"),
        ("base.fgb", Limits { features: 2, ..all }, "more than 2 features"),
        ("base.fgb", Limits { positions: 8, ..all }, "more than 8 positions"),
        ("base.csv", Limits { positions: 8, ..all }, "more than 8 positions"),
        ("base.csv", Limits { value_bytes: 50, ..all }, "more than 50 bytes in one value"),
    ] {
        match open(name, &sample(name), &limits) {
            Ok(_) => panic!("{name}: {expected:?} is not found"),
            Err(message) => {
                assert!(message.contains(expected), "{name}: expected {expected:?}, found {message}")
            }
        }
    }
    // A field for each feature, so that the table would grow with its square.
    let mut text = String::new();
    for i in 0..9000 {
        let _ =
            writeln!(text, "{{\"type\":\"Feature\",\"geometry\":null,\"properties\":{{\"field {i}\":1}}}}");
    }
    let limits = Limits { positions: 1_000_000, ..all };
    let message = open("a.geojsonl", text.as_bytes(), &limits).expect_err("too many cells");
    assert!(message.contains("more than 500000 values, empty ones too"), "{message}");
}

/// Many rings, each around the next, end at a limit and not after hours.
#[test]
fn rings_within_rings_end() {
    let rings = 20_000u32;
    let (mut starts, mut positions) = (Vec::new(), Vec::new());
    for i in 0..rings {
        starts.extend((i * 5).to_le_bytes());
        let r = 80.0 - f64::from(i) * 0.003;
        // Every second one runs the way of holes.
        let corners = [[-r, -r], [-r, r], [r, r], [r, -r], [-r, -r]];
        for k in 0..5 {
            let [x, y] = corners[if i % 2 == 0 { k } else { 4 - k }];
            positions.extend(x.to_le_bytes());
            positions.extend(y.to_le_bytes());
        }
    }
    let mut body = 5u32.to_le_bytes().to_vec();
    body.extend([0; 32]);
    body.extend(rings.to_le_bytes());
    body.extend((rings * 5).to_le_bytes());
    body.extend(starts);
    body.extend(positions);
    let mut shp = 9994u32.to_be_bytes().to_vec();
    shp.resize(100, 0);
    shp.extend(1u32.to_be_bytes());
    shp.extend((body.len() as u32 / 2).to_be_bytes());
    shp.extend(body);
    let begin = Instant::now();
    let limits = Limits { positions: 1_000_000, ..Limits::default() };
    let message = open("a.shp", &shp, &limits).expect_err("too many steps");
    assert!(message.contains("steps of a search"), "{message}");
    assert!(begin.elapsed().as_secs() < 10);
}

/// The program that all others are measured by reads the same features.
#[test]
fn ogr_reads_the_same() {
    if !super::readers::installed("ogr2ogr") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for name in
        ["base.geojson", "base.topojson", "base.gpkg", "utm.gpkg", "base.fgb", "base.kml", "mixed.geojson"]
    {
        let (path, out) = (folder.path().join(name), folder.path().join("out.geojson"));
        fs::write(&path, sample(name)).expect("a file");
        let _ = fs::remove_file(&out);
        let made = Command::new("ogr2ogr")
            // TopoJSON says nothing of its reference system.
            .args(if name.ends_with(".topojson") { &["-s_srs", "EPSG:4326"][..] } else { &[] })
            .args(["-f", "GeoJSON", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=9"])
            .args([&out, &path])
            .output()
            .expect("ogr2ogr starts");
        assert!(made.status.success(), "{name}: {}", super::text(&made.stderr));
        let (theirs, _) =
            open("out.geojson", &fs::read(&out).expect("a file"), &Limits::default()).expect("GeoJSON");
        let (ours, _) = open(name, &sample(name), &Limits::default()).expect(name);
        if name == "mixed.geojson" {
            let count = |layer: &Layer| layer.features.iter().map(|f| f.number).max();
            assert_eq!(count(&ours[0]), count(&theirs[0]));
            continue;
        }
        let shapes = |layer: &Layer| {
            let bare = layer
                .features
                .iter()
                .map(|f| marchland::interchange::Feature { values: Vec::new(), ..f.clone() });
            plain(&Layer { name: String::new(), fields: Vec::new(), features: bare.collect() })
        };
        assert_eq!(shapes(&ours[0]), shapes(&theirs[0]), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What serde_json writes we read back to the bit.
    #[test]
    fn geojson_of_any_polygons(
        polygons in prop::collection::vec(prop::collection::vec((-180.0..180.0f64, -90.0..90.0f64), 3..20), 1..8),
        // Characters that end a line become spaces, and are told: they are not read back.
        name in "[^\\p{C}\\p{Zl}\\p{Zp}]{0,12}",
        pretty in any::<bool>(),
    ) {
        let closed: Vec<Vec<[f64; 2]>> = polygons
            .iter()
            .map(|ring| ring.iter().chain(ring.first()).map(|(x, y)| [*x, *y]).collect())
            .collect();
        let features: Vec<serde_json::Value> = closed
            .iter()
            .map(|ring| serde_json::json!({
                "type": "Feature", "properties": {"name": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }))
            .collect();
        let file = serde_json::json!({"type": "FeatureCollection", "features": features});
        let text = if pretty { serde_json::to_string_pretty(&file) } else { serde_json::to_string(&file) };
        let (layers, _) = open("a.geojson", text.expect("JSON").as_bytes(), &Limits::default()).expect("GeoJSON");
        prop_assert_eq!(layers[0].features.len(), closed.len());
        for (feature, ring) in layers[0].features.iter().zip(closed) {
            // A ring without any land is left out.
            let is_flat = ring.iter().map(|[x, y]| (x.to_bits(), y.to_bits())).collect::<std::collections::BTreeSet<_>>().len() < 3;
            let expected = if is_flat { Shape::None } else { Shape::Polygons(vec![vec![ring]]) };
            prop_assert_eq!(&feature.shape, &expected);
            prop_assert_eq!(&feature.values, &[Value::Text(name.nfc().collect())]);
        }
    }
}
