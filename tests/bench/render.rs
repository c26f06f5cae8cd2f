//! How long each step of a map takes, and a whole map: `cargo bench`.
//!
//! Whole-process comparisons with a bare tiny-skia program and with other tools are in `compare.sh`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use marchland::backend::{self, Format, Options};
use marchland::dataset::{Dataset, load_builtin, load_dir};
use marchland::geometry::topology;
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

criterion_group!(benches, steps, sizes);
criterion_main!(benches);
