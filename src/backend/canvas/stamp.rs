//! A shape as the pixels it covers: worked out once, laid as often as the tile is painted.

use tiny_skia::{FillRule, Path, Pixmap};

use super::raster::Raster;
use crate::style::Color;

/// Pixels of a tile in runs, with how much of each is covered.
pub struct Stamp {
    runs: Vec<Run>,
    /// Coverage of the pixels of all runs that are not wholly covered, 0 to 255.
    cover: Vec<u8>,
}

/// Pixels side by side.
struct Run {
    x: u16,
    y: u16,
    length: u16,
    /// Where its coverage begins; `None` if all of it is covered.
    at: Option<u32>,
}

/// Wholly covered pixels are kept as a run of their own from this many on.
const SOLID: u16 = 8;

impl Stamp {
    /// The pixels of a tile that a shape covers.
    pub fn new(path: &Path, rule: FillRule, raster: &mut Raster) -> Stamp {
        let mut out = Stamp { runs: Vec::new(), cover: Vec::new() };
        let mut last = (0, 0);
        raster.cover(path, rule, |y, from, to, cover| {
            let length = (to - from) as u16;
            if cover == 255 && length >= SOLID {
                out.runs.push(Run { x: from as u16, y: y as u16, length, at: None });
                return;
            }
            match out.runs.last_mut().filter(|run| run.at.is_some() && last == (y, from)) {
                Some(run) => run.length += length,
                None => {
                    let at = Some(out.cover.len() as u32);
                    out.runs.push(Run { x: from as u16, y: y as u16, length, at });
                }
            }
            out.cover.resize(out.cover.len() + to - from, cover);
            last = (y, to);
        });
        out
    }

    /// Lays a colour where the shape is, on a picture that begins `at` of the tile.
    pub fn lay(&self, on: &mut Pixmap, at: [i32; 2], color: Color) {
        let (width, height) = (on.width() as i32, on.height() as i32);
        let data = on.data_mut();
        for run in &self.runs {
            let (y, start) = (i32::from(run.y) - at[1], i32::from(run.x) - at[0]);
            let (from, to) = (start.max(0), (start + i32::from(run.length)).min(width));
            if !(0..height).contains(&y) || from >= to {
                continue;
            }
            let first = (y * width + from) as usize * 4;
            let pixels = &mut data[first..first + (to - from) as usize * 4];
            match run.at {
                None => flood(pixels, color),
                Some(at) => {
                    let skipped = at as usize + (from - start) as usize;
                    let cover = &self.cover[skipped..skipped + (to - from) as usize];
                    for (pixel, &cover) in pixels.chunks_exact_mut(4).zip(cover) {
                        let alpha = (u32::from(cover) * u32::from(color.a) + 127) / 255;
                        over(pixel, color, alpha);
                    }
                }
            }
        }
    }
}

/// Lays a colour over pixels.
pub fn flood(pixels: &mut [u8], color: Color) {
    if color.a == 255 {
        let one = [color.r, color.g, color.b, 255];
        pixels.chunks_exact_mut(4).for_each(|pixel| pixel.copy_from_slice(&one));
    } else {
        pixels.chunks_exact_mut(4).for_each(|pixel| over(pixel, color, u32::from(color.a)));
    }
}

/// Lays a colour of this opacity, 0 to 255, over a pixel.
pub fn over(pixel: &mut [u8], color: Color, alpha: u32) {
    for (channel, value) in pixel.iter_mut().zip([color.r, color.g, color.b, 255]) {
        *channel = ((u32::from(value) * alpha + u32::from(*channel) * (255 - alpha) + 127) / 255) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::super::TILE;
    use super::*;
    use tiny_skia::{Paint, PathBuilder, Transform};

    /// What is laid is what tiny-skia paints, which works with quarters of a pixel: the mean of many smaller pixels of it.
    #[test]
    fn a_stamp_is_what_the_painter_paints() {
        let mut ragged = PathBuilder::new();
        ragged.move_to(-20.0, 10.3);
        for (x, y) in [(200.7, 30.2), (120.4, 90.9), (300.0, 250.5), (40.2, 400.0), (60.6, 120.1)] {
            ragged.line_to(x, y);
        }
        ragged.close();
        let stamp =
            |path: &Path| Raster::with(TILE, TILE, |raster| Stamp::new(path, FillRule::Winding, raster));
        let shapes = [ragged.finish(), PathBuilder::from_circle(30.5, 40.25, 3.3)];
        for (path, alpha) in shapes.into_iter().flatten().flat_map(|path| [(path.clone(), 255), (path, 90)]) {
            let color = Color { r: 200, g: 30, b: 120, a: alpha };
            let ground = tiny_skia::Color::from_rgba8(250, 250, 240, 255);
            const FINER: u32 = 8;
            let mut large = Pixmap::new(TILE * FINER, TILE * FINER).expect("a large tile");
            large.fill(ground);
            let mut found = Pixmap::new(TILE, TILE).expect("a tile");
            found.fill(ground);
            let mut paint = Paint::default();
            paint.set_color_rgba8(color.r, color.g, color.b, color.a);
            paint.anti_alias = true;
            let scale = Transform::from_scale(FINER as f32, FINER as f32);
            large.fill_path(&path, &paint, FillRule::Winding, scale, None);
            stamp(&path).lay(&mut found, [0, 0], color);
            for (at, channel) in found.data().iter().enumerate() {
                let (pixel, part) = (at as u32 / 4, at % 4);
                let (x, y) = (pixel % TILE * FINER, pixel / TILE * FINER);
                let smaller = (0..FINER * FINER).map(|k| (y + k / FINER) * TILE * FINER + x + k % FINER);
                let sum: u32 = smaller.map(|k| u32::from(large.data()[k as usize * 4 + part])).sum();
                let wanted = sum as f64 / f64::from(FINER * FINER);
                assert!((f64::from(*channel) - wanted).abs() < 3.0, "{pixel}: {channel}, {wanted}");
            }
            // A part of the tile is the same as the part of it.
            let area = tiny_skia::IntRect::from_xywh(17, 35, 60, 80).expect("a part");
            let mut part = Pixmap::new(60, 80).expect("a part");
            part.fill(ground);
            stamp(&path).lay(&mut part, [17, 35], color);
            assert_eq!(found.clone_rect(area).map(|cut| cut.data().to_vec()), Some(part.data().to_vec()));
        }
    }
}
