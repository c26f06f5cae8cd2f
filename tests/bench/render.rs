//! How long each step of a map takes, and a whole map: `cargo bench`.
//!
//! Whole-process comparisons with a bare tiny-skia program and with other tools are in `compare.sh`.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use marchland::backend::{self, Format, Options};
use marchland::dataset::{Dataset, load_builtin};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::style::Style;
use marchland::time::Day;
use marchland::timeline::Timeline;

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

criterion_group!(benches, steps);
criterion_main!(benches);
