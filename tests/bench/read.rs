//! How fast files of map data become layers: `cargo run --release --example read -- FILE` prints seconds, positions and
//! peak memory; with `tree` behind it, those of serde_json's tree of values; `make N` writes a GeoJSON file of about N
//! positions in 5,000 polygons with 15 decimals.

use std::fmt::Write as _;
use std::time::Instant;

use marchland::interchange::{Limits, Reading, Shape, read};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = arguments.first() else {
        println!("FILE [tree], or: FILE make N");
        return;
    };
    if arguments.get(1).is_some_and(|word| word == "make") {
        let count = arguments.get(2).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
        std::fs::write(path, make(count)).expect("the file can be written");
        return;
    }
    let bytes = std::fs::read(path).expect("the file can be read");
    let start = Instant::now();
    if arguments.get(1).is_some_and(|word| word == "tree") {
        let tree: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{seconds:.3} s, tree of {} members, {} MB at most",
            tree.as_object().map_or(0, |o| o.len()),
            peak()
        );
        return;
    }
    if arguments.get(1).is_some_and(|word| word == "crate") {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let parsed: geojson::GeoJson = text.parse().expect("GeoJSON");
        let seconds = start.elapsed().as_secs_f64();
        println!("{seconds:.3} s, the geojson crate, {} MB at most", peak());
        drop(parsed);
        return;
    }
    let ending = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let beside = ["dbf", "prj", "cpg"]
        .into_iter()
        .filter_map(|own| Some((own.to_owned(), std::fs::read(format!("{ending}.{own}")).ok()?)))
        .collect();
    let file = Reading { name: path, bytes: &bytes, beside, settings: Default::default() };
    match read(&file, None, &Limits::default()) {
        Ok((layers, findings)) => {
            let seconds = start.elapsed().as_secs_f64();
            let positions: usize =
                layers.iter().flat_map(|layer| &layer.features).map(|f| count(&f.shape)).sum();
            for layer in &layers {
                println!("{}: {} features, {} fields", layer.name, layer.features.len(), layer.fields.len());
            }
            let size = bytes.len() as f64 / 1e6;
            println!(
                "{seconds:.3} s, {positions} positions, {:.0} MB/s, {} MB at most",
                size / seconds,
                peak()
            );
            findings.iter().take(10).for_each(|finding| println!("{finding}"));
        }
        Err(error) => println!("{error}"),
    }
}

fn count(shape: &Shape) -> usize {
    match shape {
        Shape::None => 0,
        Shape::Points(points) => points.len(),
        Shape::Lines(lines) => lines.iter().map(Vec::len).sum(),
        Shape::Polygons(polygons) => polygons.iter().flatten().map(Vec::len).sum(),
    }
}

/// Most memory this process has had, in MB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1000
}

/// Rough circles on a grid.
fn make(positions: usize) -> String {
    let (polygons, mut text) = (5_000, String::from("{\"type\":\"FeatureCollection\",\"features\":[\n"));
    let each = positions / polygons;
    let mut seed = 1u64;
    for i in 0..polygons {
        let (x, y) = ((i % 100) as f64 * 3.5 - 175.0, (i / 100) as f64 * 3.2 - 80.0);
        let _ = write!(
            text,
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"unit {i}\",\"from\":{}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[",
            1800 + i % 200
        );
        let mut first = String::new();
        for k in 0..each {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let angle = k as f64 / each as f64 * std::f64::consts::TAU;
            let radius = 1.2 + (seed >> 40) as f64 / 1e9;
            let position = format!("[{},{}]", x + radius * libm::cos(angle), y + radius * libm::sin(angle));
            if k == 0 {
                first.clone_from(&position);
            }
            text.push_str(&position);
            text.push(',');
        }
        let _ = writeln!(text, "{first}]]}}}}{}", if i + 1 < polygons { "," } else { "" });
    }
    text.push_str("]}\n");
    text
}
