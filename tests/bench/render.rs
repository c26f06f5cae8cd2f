//! How long each step of a map takes, and a whole map: `cargo bench`.
//!
//! Whole-process comparisons with a bare tiny-skia program and with other tools are in `compare.sh`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use marchland::backend::{self, Format, Options};
use marchland::dataset::{Dataset, load_builtin, load_dir};
use marchland::geometry::topology;
use marchland::interchange::{self, Fineness, Limits, Reading, Shape};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::style::Style;
use marchland::time::Day;
use marchland::timeline::Timeline;

#[path = "make_world.rs"]
mod make_world;

/// The steps on invented worlds of growing size: their times should grow no faster than the size.
fn sizes(criterion: &mut Criterion) {
    let style = Style::default();
    let day: Day = "1800-01-01".parse().expect("a day");
    for (positions, units, holders) in [(10_000, 100, 20), (100_000, 500, 60), (1_000_000, 2_500, 200)] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_str().expect("a path in Unicode");
        make_world::make(path, positions, units, 100, holders).expect("the world is written");
        let load = || load_dir(folder.path()).and_then(|loaded| loaded.into_result()).expect("it loads").0;
        let dataset = load();
        let timeline = Timeline::new(&dataset);
        let plan = || Plan::new(&dataset, &style, PageSize::default(), None);
        let shared = plan();
        let compose = || shared.compose(&timeline, Moment::Day(day), View::Control, Lang::EN).scene;
        let scene = compose();
        let encode = || backend::encode(&scene, Format::Png, &Options::default()).expect("it can be painted");
        let mut group = criterion.benchmark_group(format!("world of {positions} positions"));
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(3))
            .warm_up_time(Duration::from_millis(300));
        group.bench_function("load", |b| b.iter(|| black_box(load())));
        group.bench_function("topology", |b| {
            b.iter(|| topology::build(dataset.units.iter().map(|unit| unit.polygons.as_slice())));
        });
        group.bench_function("plan", |b| b.iter(|| black_box(plan())));
        group.bench_function("state of a day", |b| b.iter(|| black_box(timeline.at(day))));
        group.bench_function("a map of a day, from the files", |b| {
            b.iter(|| {
                let dataset = load();
                let timeline = Timeline::new(&dataset);
                let plan = Plan::new(&dataset, &style, PageSize::default(), None);
                let scene = plan.compose(&timeline, Moment::Day(day), View::Control, Lang::EN).scene;
                black_box(
                    backend::encode(&scene, Format::Png, &Options::default()).expect("it can be painted"),
                )
            })
        });
        group.bench_function("labels and scene", |b| b.iter(|| black_box(compose())));
        group.bench_function("paint", |b| b.iter(|| black_box(encode())));
        group.finish();
    }
}

fn steps(criterion: &mut Criterion) {
    let load = || -> Dataset { load_builtin().into_result().expect("the built-in set loads").0 };
    let (dataset, style) = (load(), Style::default());
    let timeline = Timeline::new(&dataset);
    let day: Day = "1920-08-15".parse().expect("a day");
    let size = PageSize::default();
    let plan = Plan::new(&dataset, &style, size, None);
    let compose = || plan.compose(&timeline, Moment::Day(day), View::Control, Lang::EN).scene;
    let scene = compose();
    let encode = |format| backend::encode(&scene, format, &Options::default()).expect("it can be painted");

    let mut group = criterion.benchmark_group("map 1600x1000");
    group.sample_size(20).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    group.bench_function("load the built-in set", |b| b.iter(|| black_box(load())));
    group.bench_function("state of a day", |b| b.iter(|| black_box(timeline.at(day))));
    group.bench_function("plan", |b| b.iter(|| black_box(Plan::new(&dataset, &style, size, None))));
    group.bench_function("compose", |b| b.iter(|| black_box(compose())));
    group.bench_function("paint", |b| b.iter(|| black_box(backend::png::paint(&scene, 1.0))));
    group.bench_function("png", |b| b.iter(|| black_box(encode(Format::Png))));
    group.bench_function("svg", |b| b.iter(|| black_box(encode(Format::Svg))));
    group.finish();
}

/// Reading files of other programs: the same 100,000 positions in the formats that are easily written, and small files of
/// the others.
fn reading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path in Unicode");
    make_world::make(path, 100_000, 500, 1, 60).expect("the world is written");
    let geojson = std::fs::read(folder.path().join("units.geojson")).expect("it was written");
    let read = |name: &str, bytes: &[u8]| {
        let beside = if name.ends_with(".shp") { vec![("prj".to_owned(), b"".to_vec())] } else { Vec::new() };
        interchange::read(
            &Reading { name, bytes, beside, settings: Default::default() },
            None,
            &Limits::default(),
        )
        .expect("it reads")
        .0
    };
    let rings: Vec<Vec<[f64; 2]>> = read("a.geojson", &geojson)
        .into_iter()
        .flat_map(|layer| layer.features)
        .filter_map(|feature| match feature.shape {
            Shape::Polygons(polygons) => polygons.into_iter().flatten().next(),
            _ => None,
        })
        .collect();
    let small = |name: &str| {
        let path = format!("{}/tests/fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).expect("a file of the corpus")
    };
    let mut group = criterion.benchmark_group("reading");
    group.sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(300));
    for (name, bytes) in [
        ("100,000.geojson", geojson.clone()),
        ("100,000.topojson", topojson(&rings)),
        ("100,000.kml", kml(&rings)),
        ("100,000.csv", csv(&rings)),
        ("100,000.shp", shapefile(&rings)),
        ("small.gpkg", small("geopackage/base.gpkg")),
        ("small.fgb", small("flatgeobuf/base.fgb")),
    ] {
        group.throughput(criterion::Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |b| b.iter(|| black_box(read(name, &bytes))));
    }
    let fineness = Fineness { px: [1600.0, 1000.0], extent: None };
    group.bench_function("100,000.geojson to draw", |b| {
        let file = || Reading {
            name: "a.geojson",
            bytes: &geojson,
            beside: Vec::new(),
            settings: Default::default(),
        };
        b.iter(|| black_box(interchange::read_to_draw(&file(), None, &Limits::default(), fineness)));
    });
    group.finish();
}

fn listed(ring: &[[f64; 2]], between: [&str; 2]) -> String {
    let positions: Vec<String> = ring.iter().map(|[x, y]| format!("{x}{}{y}", between[0])).collect();
    positions.join(between[1])
}

fn topojson(rings: &[Vec<[f64; 2]>]) -> Vec<u8> {
    let arcs: Vec<String> = rings.iter().map(|ring| format!("[[{}]]", listed(ring, [",", "],["]))).collect();
    let shapes: Vec<String> = (0..rings.len())
        .map(|i| format!("{{\"type\":\"Polygon\",\"arcs\":[[{i}]],\"properties\":{{\"name\":\"u{i}\"}}}}"))
        .collect();
    let objects =
        format!("{{\"u\":{{\"type\":\"GeometryCollection\",\"geometries\":[{}]}}}}", shapes.join(","));
    format!("{{\"type\":\"Topology\",\"objects\":{objects},\"arcs\":[{}]}}", arcs.join(",")).into_bytes()
}

fn kml(rings: &[Vec<[f64; 2]>]) -> Vec<u8> {
    let places = rings.iter().enumerate().map(|(i, ring)| {
        format!(
            "<Placemark><name>u{i}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing>\
             </outerBoundaryIs></Polygon></Placemark>",
            listed(ring, [",", " "])
        )
    });
    let places: String = places.collect();
    format!("<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{places}</Document></kml>").into_bytes()
}

fn csv(rings: &[Vec<[f64; 2]>]) -> Vec<u8> {
    let rows = rings
        .iter()
        .enumerate()
        .map(|(i, ring)| format!("u{i},\"POLYGON(({}))\"\n", listed(ring, [" ", ","])));
    format!("name,wkt\n{}", rows.collect::<String>()).into_bytes()
}

/// Polygons as a .shp file.
fn shapefile(rings: &[Vec<[f64; 2]>]) -> Vec<u8> {
    let mut records = Vec::new();
    for (i, ring) in rings.iter().enumerate() {
        let length = 44 + 4 + ring.len() * 16;
        records.extend((i as u32 + 1).to_be_bytes());
        records.extend((length as u32 / 2).to_be_bytes());
        records.extend(5u32.to_le_bytes());
        let edge = |axis: usize, pick: fn(f64, f64) -> f64| {
            ring.iter().map(|at| at[axis]).reduce(pick).unwrap_or(0.0)
        };
        for value in [edge(0, f64::min), edge(1, f64::min), edge(0, f64::max), edge(1, f64::max)] {
            records.extend(value.to_le_bytes());
        }
        records.extend(1u32.to_le_bytes());
        records.extend((ring.len() as u32).to_le_bytes());
        records.extend(0u32.to_le_bytes());
        // Outer rings run clockwise.
        ring.iter().rev().flatten().for_each(|value| records.extend(value.to_le_bytes()));
    }
    let mut file = Vec::new();
    file.extend(9994u32.to_be_bytes());
    file.extend([0; 20]);
    file.extend(((100 + records.len()) as u32 / 2).to_be_bytes());
    file.extend(1000u32.to_le_bytes());
    file.extend(5u32.to_le_bytes());
    for value in [-180.0f64, -90.0, 180.0, 90.0, 0.0, 0.0, 0.0, 0.0] {
        file.extend(value.to_le_bytes());
    }
    file.extend(records);
    file
}

criterion_group!(benches, steps, reading, sizes);
criterion_main!(benches);
