//! The floor: a program that does nothing but parse the same files, project, fill, stroke and encode.
//!
//! No events, no topology, no styles, no labels, no legend: `bare FOLDER OUT.png`. The holders of
//! the day, which decide the fills, it gets from the exported GeoJSON, so it fills what the map fills;
//! it strokes every ring of every unit once (shared borders therefore twice), the rivers and the lakes.

#![allow(clippy::disallowed_methods, reason = "the floor is measured with what the system has")]

use std::collections::BTreeMap;
use std::fs;

use geojson::{FeatureCollection, GeometryValue};
use tiny_skia::{Color, FillRule, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, out] = args.as_slice() else {
        eprintln!("usage: bare FOLDER OUT.png");
        std::process::exit(2);
    };
    let read = |name: &str| -> FeatureCollection {
        fs::read_to_string(format!("{folder}/{name}")).expect("a file").parse().expect("GeoJSON")
    };
    let (units, context) = (read("state.geojson"), read("context.geojson"));
    let mut pixmap = Pixmap::new(1600, 1000).expect("a pixmap");
    pixmap.fill(Color::from_rgba8(207, 226, 236, 255));
    // A conformal conic on the sphere, scaled as the map is.
    let (n, lon0, scale) = (0.6427_f64, 45.7_f64, 18_700.0);
    let rho = |lat: f64| scale / (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().powf(n);
    let (rho0, mid) = (rho(39.9), [600.0, 500.0]);
    let px = |lon: f64, lat: f64| {
        let (r, theta) = (rho(lat), n * (lon - lon0).to_radians());
        ((mid[0] + r * theta.sin()) as f32, (mid[1] - (rho0 - r * theta.cos())) as f32)
    };
    let mut rings: BTreeMap<String, PathBuilder> = BTreeMap::new();
    let mut lines = PathBuilder::new();
    let add = |builder: &mut PathBuilder, ring: &[geojson::Position], close: bool| {
        for (i, position) in ring.iter().enumerate() {
            let (x, y) = px(position[0], position[1]);
            if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        if close {
            builder.close();
        }
    };
    for feature in units.features.iter().chain(&context.features) {
        let text = |key: &str| feature.property(key).and_then(|v| v.as_str()).map(str::to_owned);
        let class = text("control").or(text("kind")).unwrap_or_default();
        match &feature.geometry.as_ref().expect("a geometry").value {
            GeometryValue::Polygon { coordinates } => {
                coordinates.iter().for_each(|ring| add(rings.entry(class.clone()).or_default(), ring, true));
            }
            GeometryValue::MultiPolygon { coordinates } => {
                coordinates
                    .iter()
                    .flatten()
                    .for_each(|ring| add(rings.entry(class.clone()).or_default(), ring, true));
            }
            GeometryValue::LineString { coordinates } => add(&mut lines, coordinates, false),
            GeometryValue::MultiLineString { coordinates } => {
                coordinates.iter().for_each(|line| add(&mut lines, line, false));
            }
            _ => {}
        }
    }
    let stroke = |width: f32| Stroke { width, line_join: LineJoin::Round, ..Stroke::default() };
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    let mut shapes: Vec<(String, tiny_skia::Path)> =
        rings.into_iter().filter_map(|(class, builder)| Some((class, builder.finish()?))).collect();
    // Land and sea below everything.
    shapes.sort_by_key(|(class, _)| !matches!(class.as_str(), "sea" | "land"));
    for (class, shape) in &shapes {
        let hash = class.bytes().fold(7u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte));
        paint.set_color_rgba8(160 + hash % 90, 160 + hash / 3, 160 + hash % 70, 255);
        pixmap.fill_path(shape, &paint, FillRule::EvenOdd, Transform::identity(), None);
    }
    paint.set_color_rgba8(74, 63, 58, 255);
    for (_, shape) in shapes.iter().filter(|(class, _)| !matches!(class.as_str(), "sea" | "land")) {
        pixmap.stroke_path(shape, &paint, &stroke(2.0), Transform::identity(), None);
    }
    if let Some(lines) = lines.finish() {
        paint.set_color_rgba8(134, 171, 194, 255);
        pixmap.stroke_path(&lines, &paint, &stroke(1.5), Transform::identity(), None);
    }
    let mut bytes = Vec::new();
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut encoder = png::Encoder::new(&mut bytes, 1600, 1000);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb)).expect("memory");
    fs::write(out, bytes).expect("the picture is written");
}
