//! The floor for a large file: a program that does nothing but read the numbers of a GeoJSON file, project them, fill,
//! stroke and encode.
//!
//! `bare_world FILE OUT.png [all]`: polygons of the whole world in Equal Earth, on 1600 x 1000, one thread. Positions less
//! than 0.4 px from the last one are dropped as they are read, unless `all` are wanted. No fields, no dates, no names, no
//! legend, no check of anything: a file that is not as expected gives a wrong picture.

#![allow(clippy::disallowed_methods, reason = "the floor is measured with what the system has")]

use std::fs;

use tiny_skia::{FillRule, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (Some(file), Some(out)) = (args.get(1), args.get(2)) else {
        eprintln!("usage: bare_world FILE OUT.png [all]");
        std::process::exit(2);
    };
    let least = if args.get(3).is_some() { 0.0 } else { 0.4 };
    let bytes = fs::read(file).expect("a file");
    let mut pixmap = Pixmap::new(1600, 1000).expect("a pixmap");
    pixmap.fill(tiny_skia::Color::from_rgba8(207, 226, 236, 255));
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    let stroke = Stroke { width: 1.0, line_join: LineJoin::Round, ..Stroke::default() };
    let mut shapes = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"\"coordinates\"") {
        at += found + "\"coordinates\"".len();
        let mut path = PathBuilder::new();
        let (mut depth, mut number, mut lon) = (0, 0, 0.0);
        let mut last: Option<[f32; 2]> = None;
        loop {
            match bytes[at] {
                b'[' => {
                    depth += 1;
                    number = 0;
                    at += 1;
                }
                b']' => {
                    // The end of a ring follows the end of a position.
                    if number == 0 && last.take().is_some() {
                        path.close();
                    }
                    number = 0;
                    depth -= 1;
                    at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'-' | b'0'..=b'9' => {
                    let value = decimal(&bytes, &mut at);
                    number += 1;
                    if number == 1 {
                        lon = value;
                    } else if number == 2 {
                        let [x, y] = project(lon, value);
                        match last {
                            None => path.move_to(x, y),
                            Some([x0, y0]) if (x - x0).abs().max((y - y0).abs()) < least => continue,
                            Some(_) => path.line_to(x, y),
                        }
                        last = Some([x, y]);
                    }
                }
                _ => at += 1,
            }
        }
        shapes.extend(path.finish());
    }
    for (index, shape) in shapes.iter().enumerate() {
        let hue = (index * 47 % 90) as u8;
        paint.set_color_rgba8(160 + hue, 250 - hue, 200, 255);
        pixmap.fill_path(shape, &paint, FillRule::EvenOdd, Transform::identity(), None);
    }
    paint.set_color_rgba8(74, 63, 58, 255);
    for shape in &shapes {
        pixmap.stroke_path(shape, &paint, &stroke, Transform::identity(), None);
    }
    let mut picture = Vec::new();
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut encoder = png::Encoder::new(&mut picture, 1600, 1000);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb)).expect("memory");
    fs::write(out, picture).expect("the picture is written");
}

/// A number without exponent; goes over it.
fn decimal(bytes: &[u8], at: &mut usize) -> f64 {
    let negative = bytes[*at] == b'-';
    *at += usize::from(negative);
    let (mut digits, mut places, mut behind) = (0u64, 0i32, false);
    loop {
        match bytes[*at] {
            digit @ b'0'..=b'9' => {
                if digits < 100_000_000_000_000_000 && places < 18 {
                    digits = digits * 10 + u64::from(digit - b'0');
                    places += i32::from(behind);
                }
            }
            b'.' => behind = true,
            _ => break,
        }
        *at += 1;
    }
    const TENS: [f64; 19] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18,
    ];
    let value = digits as f64 / TENS[places as usize];
    if negative { -value } else { value }
}

/// Equal Earth on the page.
fn project(lon: f64, lat: f64) -> [f32; 2] {
    const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];
    let root = 3f64.sqrt() / 2.0;
    let theta = (root * lat.to_radians().sin()).asin();
    let (t2, t6) = (theta * theta, theta.powi(6));
    let x = lon.to_radians() * theta.cos()
        / (root * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)));
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    const SCALE: f64 = 1600.0 / (2.0 * 2.7066);
    [(800.0 + SCALE * x) as f32, (500.0 - SCALE * y) as f32]
}
