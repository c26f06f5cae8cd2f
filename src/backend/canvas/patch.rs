//! Texts as small pictures: letters painted once, with the band behind them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tiny_skia::{FillRule, PathBuilder, Pixmap, Rect as SkRect, Transform};

use super::super::outlines::{Contours, outline};
use super::raster::Raster;
use super::stamp::over;
use crate::geometry::clip::Rect;
use crate::scene::Text;
use crate::style::Color;
use crate::text::Face;

/// Letters as closed lines one em high, by face, glyph and size in pixels.
#[derive(Default)]
pub struct Letters(Mutex<BTreeMap<(Face, u16, u32), Arc<Contours>>>);

impl Letters {
    fn get(&self, face: Face, glyph: u16, px: f64) -> Arc<Contours> {
        // What a thread that panicked has put in is whole: entries are only ever added.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let letter = known.entry((face, glyph, px as u32));
        Arc::clone(letter.or_insert_with(|| Arc::new(outline(face, glyph, px))))
    }
}

/// A text as it stands on the page.
pub struct Patch {
    /// Its upper left corner, in pixels of the page.
    left: i32,
    top: i32,
    width: i32,
    color: Color,
    /// How much of each pixel the letters cover, 0 to 255.
    letters: Vec<u8>,
    /// Colour of the band, and how much of each pixel it covers, 0 to 255.
    band: Option<(Color, Vec<u8>)>,
}

impl Patch {
    /// Paints a text; `None` if there is nothing to see.
    pub fn new(text: &Text, scale: f64, known: &Letters, page: [f64; 2]) -> Option<Patch> {
        let px = (text.size * scale).ceil();
        let mut letters: Vec<tiny_skia::Path> = Vec::new();
        let mut bounds: Option<SkRect> = None;
        for line in &text.lines {
            for glyph in text.glyphs(line) {
                let contours = known.get(text.face, glyph.id, px);
                let mut builder = PathBuilder::new();
                for contour in contours.iter() {
                    let mut points = contour.iter().map(|&point| {
                        let [x, y] = glyph.point(point, text.size);
                        ((x * scale) as f32, (y * scale) as f32)
                    });
                    if let Some((x, y)) = points.next() {
                        builder.move_to(x, y);
                    }
                    points.for_each(|(x, y)| builder.line_to(x, y));
                    builder.close();
                }
                if let Some(letter) = builder.finish() {
                    let own = letter.bounds();
                    bounds = bounds.map_or(Some(own), |all| all.join(&own));
                    letters.push(letter);
                }
            }
        }
        let bounds = bounds?;
        let radius = text.halo.map(|(_, width)| width * scale);
        let reach = radius.map_or(1.0, |radius| radius as f32 + 2.0);
        // A text may reach over the edge of the page, but not without end.
        let (left, top) =
            ((bounds.left() - reach).floor().max(-64.0), (bounds.top() - reach).floor().max(-64.0));
        let right = (bounds.right() + reach).ceil().min(page[0] as f32 + 64.0);
        let bottom = (bounds.bottom() + reach).ceil().min(page[1] as f32 + 64.0);
        if left >= right || top >= bottom {
            return None;
        }
        let (width, height) = ((right - left) as u32, (bottom - top) as u32);
        let mut covered = vec![0u8; (width * height) as usize];
        Raster::with(width, height, |raster| {
            // Letter by letter: where two touch, both count.
            for letter in letters {
                let Some(letter) = letter.transform(Transform::from_translate(-left, -top)) else { continue };
                raster.cover(&letter, FillRule::Winding, |row, from, to, cover| {
                    for pixel in &mut covered[row * width as usize..][from..to] {
                        let bare = (255 - u32::from(*pixel)) * (255 - u32::from(cover));
                        *pixel = (255 - (bare + 127) / 255) as u8;
                    }
                });
            }
        });
        let band =
            text.halo.zip(radius).map(|((color, _), radius)| (color, grow(&covered, width as i32, radius)));
        let (left, top, width) = (left as i32, top as i32, width as i32);
        Some(Patch { left, top, width, color: text.fill, letters: covered, band })
    }

    fn height(&self) -> i32 {
        self.letters.len() as i32 / self.width
    }

    /// Where it stands, in pixels of the page.
    pub fn bounds(&self) -> Rect {
        let [w, h] = [self.width, self.height()].map(f64::from);
        Rect::new(f64::from(self.left), f64::from(self.top), w, h)
    }

    /// Lays it on a picture whose upper left corner has this place on the page, in pixels.
    pub fn lay(&self, on: &mut Pixmap, [x, y]: [i32; 2]) {
        let (left, top) = (self.left - x, self.top - y);
        let (width, height) = (self.width, self.height());
        let columns = left.max(0)..(left + width).min(on.width() as i32);
        let rows = top.max(0)..(top + height).min(on.height() as i32);
        if columns.is_empty() {
            return;
        }
        let stride = on.width() as usize;
        let data = on.data_mut();
        for row in rows {
            let from = ((row - top) * width + columns.start - left) as usize;
            let to = row as usize * stride + columns.start as usize;
            let count = columns.len();
            let pixels = data[to * 4..(to + count) * 4].chunks_exact_mut(4);
            let letters = &self.letters[from..from + count];
            let band = self.band.as_ref().map(|(color, covered)| (*color, &covered[from..from + count]));
            for (i, (pixel, &letter)) in pixels.zip(letters).enumerate() {
                if let Some((color, covered)) = band
                    && covered[i] > 0
                {
                    let alpha = u32::from(covered[i]) * u32::from(color.a) / 255;
                    over(pixel, color, alpha);
                }
                if letter > 0 {
                    over(pixel, self.color, (u32::from(letter) * u32::from(self.color.a) + 127) / 255);
                }
            }
        }
    }
}

/// How much of each pixel lies within `radius` of what is painted on a patch, 0 to 255.
///
/// The band is grown from the pixels of the letters: stroking their outlines gives the same picture and took two
/// thirds of the time of a whole map.
fn grow(letters: &[u8], columns: i32, radius: f64) -> Vec<u8> {
    let rows = letters.len() as i32 / columns;
    let mut out = vec![0u8; letters.len()];
    let reach = (radius + 0.5).ceil() as i32;
    // Offsets with the share of a pixel that a disc around the origin covers there.
    let mut disc: Vec<(i32, i32, u32)> = Vec::new();
    for (dx, dy) in (-reach..=reach).flat_map(|dx| (-reach..=reach).map(move |dy| (dx, dy))) {
        let share = (radius + 0.5 - f64::from(dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
        if share > 0.0 {
            disc.push((dx, dy, (share * 256.0) as u32));
        }
    }
    for y in 0..rows {
        for x in 0..columns {
            // Stems of small type cover no pixel wholly, yet their band is as strong as a large letter's.
            let painted = (u32::from(letters[(y * columns + x) as usize]) * 2).min(255);
            if painted < 24 {
                continue;
            }
            for &(dx, dy, share) in &disc {
                let (x, y) = (x + dx, y + dy);
                if (0..columns).contains(&x) && (0..rows).contains(&y) {
                    let slot = &mut out[(y * columns + x) as usize];
                    *slot = (*slot).max((painted * share / 256) as u8);
                }
            }
        }
    }
    out
}
