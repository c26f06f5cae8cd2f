//! The floor of a series: a program that does nothing but paint the ground once, then for each date fill and stroke
//! the units whose holder has changed, and encode the picture. `bare_series FOLDER OUT`, on all cores.
//!
//! No events, no styles, no labels, no legend. FOLDER has `units.geojson` (one feature a unit), `context.geojson` and
//! `holders.csv` (a row for each date: the date, then the holder of each unit), as `series.sh` writes them.

#![allow(clippy::disallowed_methods, reason = "the floor is measured with what the system has")]

use std::fs;

use geojson::{FeatureCollection, GeometryValue};
use rayon::prelude::*;
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, out] = args.as_slice() else {
        eprintln!("usage: bare_series FOLDER OUT");
        std::process::exit(2);
    };
    let text = |name: &str| fs::read_to_string(format!("{folder}/{name}")).expect("a file");
    let read = |name: &str| -> FeatureCollection { text(name).parse().expect("GeoJSON") };
    let (units, context, holders) = (read("units.geojson"), read("context.geojson"), text("holders.csv"));
    let rows: Vec<Vec<&str>> = holders.lines().map(|line| line.split(',').collect()).collect();
    let units: Vec<Path> = units.features.iter().filter_map(path).collect();
    let context: Vec<(bool, Path)> = context
        .features
        .iter()
        .filter_map(|feature| {
            let value = &feature.geometry.as_ref()?.value;
            let is_area = matches!(value, GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. });
            Some((is_area, path(feature)?))
        })
        .collect();
    fs::create_dir_all(out).expect("a folder");
    let run = rows.len().div_ceil(rayon::current_num_threads());
    rows.par_chunks(run).for_each(|rows| {
        let mut pixmap = Pixmap::new(1600, 1000).expect("a pixmap");
        pixmap.fill(Color::from_rgba8(207, 226, 236, 255));
        let mut last: Vec<&str> = Vec::new();
        for row in rows {
            let changed: Vec<usize> =
                (0..units.len()).filter(|&unit| last.get(unit + 1) != row.get(unit + 1)).collect();
            for &unit in &changed {
                fill(&mut pixmap, &units[unit], row.get(unit + 1).copied().unwrap_or(""));
            }
            for &unit in &changed {
                line(&mut pixmap, &units[unit], 2.0);
            }
            if last.is_empty() {
                for (is_area, path) in &context {
                    if *is_area {
                        fill(&mut pixmap, path, "water");
                    } else {
                        line(&mut pixmap, path, 1.5);
                    }
                }
            }
            last.clone_from(row);
            write(&pixmap, &format!("{out}/{}.png", row[0]));
        }
    });
}

fn path(feature: &geojson::Feature) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let mut add = |ring: &[geojson::Position], close: bool| {
        for (i, position) in ring.iter().enumerate() {
            let (x, y) = px(position[0], position[1]);
            if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        if close {
            builder.close();
        }
    };
    match &feature.geometry.as_ref()?.value {
        GeometryValue::Polygon { coordinates } => coordinates.iter().for_each(|ring| add(ring, true)),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().for_each(|ring| add(ring, true));
        }
        GeometryValue::LineString { coordinates } => add(coordinates, false),
        GeometryValue::MultiLineString { coordinates } => {
            coordinates.iter().for_each(|line| add(line, false));
        }
        _ => {}
    }
    builder.finish()
}

/// A conformal conic on the sphere, scaled as the map is.
fn px(lon: f64, lat: f64) -> (f32, f32) {
    let (n, lon0, scale) = (0.6427_f64, 45.7_f64, 18_700.0);
    let rho = |lat: f64| scale / (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().powf(n);
    let (r, theta) = (rho(lat), n * (lon - lon0).to_radians());
    ((600.0 + r * theta.sin()) as f32, (500.0 - (rho(39.9) - r * theta.cos())) as f32)
}

fn fill(pixmap: &mut Pixmap, path: &Path, class: &str) {
    let hash = class.bytes().fold(7u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte));
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(160 + hash % 90, 160 + hash / 3, 160 + hash % 70, 255);
    pixmap.fill_path(path, &paint, FillRule::EvenOdd, Transform::identity(), None);
}

fn line(pixmap: &mut Pixmap, path: &Path, width: f32) {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(74, 63, 58, 255);
    let stroke = Stroke { width, line_join: LineJoin::Round, ..Stroke::default() };
    pixmap.stroke_path(path, &paint, &stroke, Transform::identity(), None);
}

fn write(pixmap: &Pixmap, path: &str) {
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1600, 1000);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb)).expect("memory");
    fs::write(path, bytes).expect("the picture is written");
}
