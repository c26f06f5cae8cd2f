//! A shape as the pixels it covers: worked out once, laid as often as the tile is painted.

use tiny_skia::{FillRule, Mask, Path, Pixmap, Transform};

use super::TILE;
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
const SOLID: usize = 8;

impl Stamp {
    /// The pixels of a tile that a shape covers.
    pub fn new(path: &Path, rule: FillRule, smooth: bool) -> Stamp {
        let mut out = Stamp { runs: Vec::new(), cover: Vec::new() };
        let bounds = path.bounds();
        let side = |v: f32| v.clamp(0.0, TILE as f32);
        let (left, top) = (side(bounds.left().floor() - 1.0), side(bounds.top().floor() - 1.0));
        let (right, bottom) = (side(bounds.right().ceil() + 1.0), side(bounds.bottom().ceil() + 1.0));
        if left >= right || top >= bottom {
            return out;
        }
        let Some(mut mask) = Mask::new((right - left) as u32, (bottom - top) as u32) else { return out };
        mask.fill_path(path, rule, smooth, Transform::from_translate(-left, -top));
        let width = mask.width() as usize;
        for (row, line) in mask.data().chunks_exact(width).enumerate() {
            let y = top as u16 + row as u16;
            let mut x = 0;
            while x < width {
                // Eight pixels without paint at a time.
                if line[x] == 0 {
                    let rest = &line[x..];
                    let empty = rest.chunks_exact(8).take_while(|eight| **eight == [0; 8]).count() * 8;
                    x += empty.max(1);
                    continue;
                }
                let solid = line[x..].iter().take_while(|&&cover| cover == 255).count();
                if solid >= SOLID {
                    out.runs.push(Run { x: left as u16 + x as u16, y, length: solid as u16, at: None });
                    x += solid;
                    continue;
                }
                // As far as the next bare pixel, or the next long run of covered ones.
                let mut end = x + solid.max(1);
                let mut covered = 0;
                while end < width && line[end] != 0 {
                    covered = if line[end] == 255 { covered + 1 } else { 0 };
                    end += 1;
                    if covered == SOLID {
                        end -= SOLID;
                        break;
                    }
                }
                let at = Some(out.cover.len() as u32);
                out.runs.push(Run { x: left as u16 + x as u16, y, length: (end - x) as u16, at });
                out.cover.extend_from_slice(&line[x..end]);
                x = end;
            }
        }
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
    blend(pixel, [color.r, color.g, color.b, 255].map(|value| u32::from(value) * alpha), alpha);
}

/// Lays a colour, times its opacity and times 255, over a pixel.
pub fn blend(pixel: &mut [u8], color: [u32; 4], alpha: u32) {
    for (channel, value) in pixel.iter_mut().zip(color) {
        *channel = ((value + u32::from(*channel) * (255 - alpha) + 127) / 255) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_skia::{Paint, PathBuilder};

    /// What is laid is what the painter itself paints, but for the rounding of a channel.
    #[test]
    fn a_stamp_is_what_the_painter_paints() {
        let mut ragged = PathBuilder::new();
        ragged.move_to(-20.0, 10.3);
        for (x, y) in [(200.7, 30.2), (120.4, 90.9), (300.0, 250.5), (40.2, 400.0), (60.6, 120.1)] {
            ragged.line_to(x, y);
        }
        ragged.close();
        let shapes = [ragged.finish(), PathBuilder::from_circle(30.5, 40.25, 3.3)];
        for (path, alpha) in shapes.into_iter().flatten().flat_map(|path| [(path.clone(), 255), (path, 90)]) {
            let color = Color { r: 200, g: 30, b: 120, a: alpha };
            let ground = tiny_skia::Color::from_rgba8(250, 250, 240, 255);
            let mut wanted = Pixmap::new(TILE, TILE).expect("a tile");
            wanted.fill(ground);
            let mut found = wanted.clone();
            let mut paint = Paint::default();
            paint.set_color_rgba8(color.r, color.g, color.b, color.a);
            paint.anti_alias = true;
            wanted.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
            Stamp::new(&path, FillRule::Winding, true).lay(&mut found, [0, 0], color);
            let most = found.data().iter().zip(wanted.data()).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(most <= Some(2), "off by {most:?}");
            // A part of the tile is the same as the part of it.
            let area = tiny_skia::IntRect::from_xywh(17, 35, 60, 80).expect("a part");
            let mut part = Pixmap::new(60, 80).expect("a part");
            part.fill(ground);
            Stamp::new(&path, FillRule::Winding, true).lay(&mut part, [17, 35], color);
            assert_eq!(found.clone_rect(area).map(|cut| cut.data().to_vec()), Some(part.data().to_vec()));
        }
    }
}
