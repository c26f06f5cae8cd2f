//! Paints a [`Scene`] with tiny-skia and writes it as PNG.

use std::collections::BTreeMap;

use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, PixmapPaint, Rect, Stroke as SkStroke,
    StrokeDash, Transform,
};

use super::TooLarge;
use crate::scene::{Circle, Group, Node, Path, Scene, Stroke, Text};
use crate::style::Color;
use crate::text::{self, Face, Pen};

/// Settings of PNG output.
#[derive(Clone, Debug)]
pub struct PngOptions {
    /// Pixels per px of the scene: 2 paints twice as wide and high. Default: 1.
    pub scale: f64,
    /// Resolution written into the file, dots per inch of the scene's px; times `scale`. Default: 96.
    pub dpi: f64,
    /// Smaller files for about ten times the encoding time. Default: false.
    pub small: bool,
}

impl Default for PngOptions {
    fn default() -> PngOptions {
        PngOptions { scale: 1.0, dpi: 96.0, small: false }
    }
}

/// The scene as a PNG file.
///
/// # Errors
/// A picture of more pixels than can be painted.
pub fn encode(scene: &Scene, options: &PngOptions) -> Result<Vec<u8>, TooLarge> {
    let pixmap = paint(scene, options.scale)?;
    let mut out = Vec::with_capacity(1 << 19);
    let (pixels, has_alpha) = pixels(&pixmap, scene);
    let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(if has_alpha { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(if options.small { png::Compression::High } else { png::Compression::Fast });
    let per_meter = (options.dpi * options.scale / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: png::Unit::Meter,
    }));
    let texts = [("Title", &scene.title), ("Description", &scene.description)];
    let facts = scene.metadata.iter().map(|(name, value)| (name.as_str(), value));
    for (name, value) in texts.into_iter().chain(facts) {
        // A keyword longer than PNG allows is the only way this can fail; then the text stays out.
        let _ = encoder.add_itxt_chunk(name.to_owned(), value.clone());
    }
    // Writing to memory cannot fail.
    if let Ok(mut writer) = encoder.write_header() {
        let _ = writer.write_image_data(&pixels);
        let _ = writer.finish();
    }
    Ok(out)
}

/// The scene as pixels, `scale` of them per px.
///
/// # Errors
/// A picture of more pixels than can be painted.
pub fn paint(scene: &Scene, scale: f64) -> Result<Pixmap, TooLarge> {
    let (width, height) = ((scene.width * scale).round(), (scene.height * scale).round());
    let too_large = TooLarge { width: width as u64, height: height as u64 };
    if !(1.0..=60_000.0).contains(&width) || !(1.0..=60_000.0).contains(&height) || width * height > 1.2e9 {
        return Err(too_large);
    }
    let mut pixmap = Pixmap::new(width as u32, height as u32).ok_or(too_large)?;
    pixmap.fill(color(scene.paper));
    let mut painter = Painter {
        pixmap,
        transform: Transform::from_scale(scale as f32, scale as f32),
        glyphs: BTreeMap::new(),
    };
    for node in &scene.nodes {
        painter.node(node);
    }
    Ok(painter.pixmap)
}

/// The bytes of a painted scene, and whether they are four a pixel. A page is opaque as a rule: three bytes a
/// pixel, which also compress quicker than four.
pub(super) fn pixels(pixmap: &Pixmap, scene: &Scene) -> (Vec<u8>, bool) {
    if scene.paper.a == 255 {
        let rgb = pixmap.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        return (rgb, false);
    }
    let straight = pixmap.pixels().iter().flat_map(|pixel| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    });
    (straight.collect(), true)
}

/// Closed lines.
pub(super) type Contours = Vec<Vec<[f64; 2]>>;

struct Painter {
    pixmap: Pixmap,
    transform: Transform,
    /// Letters as closed lines one em high, by face, glyph and size in pixels.
    glyphs: BTreeMap<(Face, u16, u32), Contours>,
}

impl Painter {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Group(group) => self.group(group),
            Node::Path(path) => self.path(path),
            Node::Circle(circle) => self.circle(circle),
            Node::Text(text) => self.text(text),
        }
    }

    fn group(&mut self, group: &Group) {
        let Some(clip) = group.clip else {
            for node in &group.nodes {
                self.node(node);
            }
            return;
        };
        // A clip is a rectangle of whole px: painting into a pixmap of that size and copying it
        // costs less than a mask on every path.
        let scale = f64::from(self.transform.sx);
        let (x, y) = ((clip.x * scale).round(), (clip.y * scale).round());
        let (w, h) = ((clip.right() * scale).round() - x, (clip.bottom() * scale).round() - y);
        let Some(inner) = Pixmap::new(w.max(1.0) as u32, h.max(1.0) as u32) else { return };
        let outer = std::mem::replace(&mut self.pixmap, inner);
        let transform = self.transform;
        self.transform = transform.post_translate(-x as f32, -y as f32);
        for node in &group.nodes {
            self.node(node);
        }
        self.transform = transform;
        let inner = std::mem::replace(&mut self.pixmap, outer);
        let paint = PixmapPaint::default();
        self.pixmap.draw_pixmap(x as i32, y as i32, inner.as_ref(), &paint, Transform::identity(), None);
    }

    fn path(&mut self, path: &Path) {
        let mut builder = PathBuilder::new();
        for piece in &path.pieces {
            let mut points = piece.points.iter();
            let Some(first) = points.next() else { continue };
            builder.move_to(first[0] as f32, first[1] as f32);
            for point in points {
                builder.line_to(point[0] as f32, point[1] as f32);
            }
            if piece.closed {
                builder.close();
            }
        }
        if let Some(shape) = builder.finish() {
            self.shape(&shape, path.fill, path.stroke.as_ref(), FillRule::EvenOdd);
        }
    }

    fn circle(&mut self, circle: &Circle) {
        let [x, y] = circle.center;
        if let Some(shape) = PathBuilder::from_circle(x as f32, y as f32, circle.radius as f32) {
            self.shape(&shape, Some(circle.fill), circle.stroke.as_ref(), FillRule::Winding);
        }
    }

    fn shape(
        &mut self,
        shape: &tiny_skia::Path,
        fill: Option<Color>,
        stroke: Option<&Stroke>,
        rule: FillRule,
    ) {
        if let Some(fill) = fill {
            // A rectangle that covers whole pixels needs no edges smoothed.
            let mut paint = solid(fill);
            paint.anti_alias = !is_whole_rect(shape, self.transform);
            self.pixmap.fill_path(shape, &paint, rule, self.transform, None);
        }
        if let Some(stroke) = stroke {
            self.pixmap.stroke_path(shape, &solid(stroke.color), &sk_stroke(stroke), self.transform, None);
        }
    }

    /// Letter by letter: the scan converter's work grows with the square of the edges on a line, so
    /// many small paths are far quicker than one long one.
    fn text(&mut self, text: &Text) {
        let px = (text.size * f64::from(self.transform.sx)).ceil();
        let mut letters = Vec::new();
        for line in &text.lines {
            for glyph in text.glyphs(line) {
                let contours = self
                    .glyphs
                    .entry((text.face, glyph.id, px as u32))
                    .or_insert_with(|| outline(text.face, glyph.id, px));
                let mut builder = PathBuilder::new();
                for contour in contours.iter() {
                    let mut points = contour.iter().map(|&point| {
                        let [x, y] = glyph.point(point, text.size);
                        (x as f32, y as f32)
                    });
                    if let Some((x, y)) = points.next() {
                        builder.move_to(x, y);
                    }
                    for (x, y) in points {
                        builder.line_to(x, y);
                    }
                    builder.close();
                }
                letters.extend(builder.finish());
            }
        }
        let transform = self.transform;
        let Some((halo, width)) = text.halo else {
            let paint = solid(text.fill);
            for letter in &letters {
                self.pixmap.fill_path(letter, &paint, FillRule::Winding, transform, None);
            }
            return;
        };
        self.with_halo(text.fill, halo, width * f64::from(self.transform.sx), &letters, transform);
    }

    /// Letters over a band of `radius` pixels around them.
    ///
    /// The band is grown from the pixels of the letters: stroking their outlines gives the same
    /// picture and took two thirds of the time of a whole map.
    fn with_halo(
        &mut self,
        fill: Color,
        halo: Color,
        radius: f64,
        letters: &[tiny_skia::Path],
        transform: Transform,
    ) {
        let Some(bounds) = letters
            .iter()
            .filter_map(|letter| letter.bounds().transform(transform))
            .reduce(|a, b| a.join(&b).unwrap_or(a))
        else {
            return;
        };
        let reach = radius as f32 + 2.0;
        let (width, height) = (self.pixmap.width() as f32, self.pixmap.height() as f32);
        let (left, right) =
            ((bounds.left() - reach).floor().max(0.0), (bounds.right() + reach).ceil().min(width));
        let (top, bottom) =
            ((bounds.top() - reach).floor().max(0.0), (bounds.bottom() + reach).ceil().min(height));
        if left >= right || top >= bottom {
            return;
        }
        let Some(mut patch) = Pixmap::new((right - left) as u32, (bottom - top) as u32) else { return };
        let (paint, placed) = (solid(fill), transform.post_translate(-left, -top));
        for letter in letters {
            patch.fill_path(letter, &paint, FillRule::Winding, placed, None);
        }
        let grown = grow(&patch, radius);
        let columns = patch.width() as usize;
        let stride = self.pixmap.width() as usize * 4;
        let start = top as usize * stride + left as usize * 4;
        let data = self.pixmap.data_mut();
        for (row, coverages) in grown.chunks_exact(columns).enumerate() {
            let pixels = data[start + row * stride..].chunks_exact_mut(4);
            for (pixel, &coverage) in pixels.zip(coverages) {
                if coverage == 0 {
                    continue;
                }
                let alpha = u32::from(coverage) * u32::from(halo.a) / 255;
                for (channel, value) in pixel.iter_mut().zip([halo.r, halo.g, halo.b, 255]) {
                    *channel =
                        ((u32::from(value) * alpha + u32::from(*channel) * (255 - alpha) + 127) / 255) as u8;
                }
            }
        }
        let paint = PixmapPaint::default();
        self.pixmap.draw_pixmap(left as i32, top as i32, patch.as_ref(), &paint, Transform::identity(), None);
    }
}

/// How much of each pixel lies within `radius` of what is painted on a patch, 0 to 255.
fn grow(patch: &Pixmap, radius: f64) -> Vec<u8> {
    let (columns, rows) = (patch.width() as i32, patch.height() as i32);
    let mut out = vec![0u8; (columns * rows) as usize];
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
            let painted = (u32::from(patch.data()[(y * columns + x) as usize * 4 + 3]) * 2).min(255);
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

/// A letter as closed lines one em high, flattened finely enough for `size` px.
///
/// Straight lines fill and above all stroke (the halo) several times faster than curves.
pub(super) fn outline(face: Face, id: u16, size: f64) -> Contours {
    struct Flatten {
        contours: Contours,
        size: f64,
    }
    impl Flatten {
        fn last(&self) -> [f64; 2] {
            self.contours.last().and_then(|contour| contour.last()).copied().unwrap_or([0.0; 2])
        }
        fn push(&mut self, point: [f64; 2]) {
            if let Some(contour) = self.contours.last_mut() {
                contour.push(point);
            }
        }
        /// Pieces needed so that a curve with this second difference stays within a tenth of a px.
        fn pieces(&self, bend: f64) -> usize {
            ((bend * self.size / 0.8).max(0.0).sqrt().ceil() as usize).clamp(1, 24)
        }
    }
    impl Pen for Flatten {
        fn move_to(&mut self, x: f64, y: f64) {
            self.contours.push(vec![[x, y]]);
        }
        fn line_to(&mut self, x: f64, y: f64) {
            self.push([x, y]);
        }
        fn quad_to(&mut self, cx: f64, cy: f64, x: f64, y: f64) {
            let [x0, y0] = self.last();
            let count = self.pieces((x0 - 2.0 * cx + x).abs() + (y0 - 2.0 * cy + y).abs());
            for i in 1..=count {
                let t = i as f64 / count as f64;
                let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
                self.push([a * x0 + b * cx + c * x, a * y0 + b * cy + c * y]);
            }
        }
        fn cubic_to(&mut self, cx0: f64, cy0: f64, cx1: f64, cy1: f64, x: f64, y: f64) {
            let [x0, y0] = self.last();
            let bend = (x0 - 2.0 * cx0 + cx1).abs() + (y0 - 2.0 * cy0 + cy1).abs();
            let bend = bend.max((cx0 - 2.0 * cx1 + x).abs() + (cy0 - 2.0 * cy1 + y).abs());
            let count = self.pieces(3.0 * bend);
            for i in 1..=count {
                let t = i as f64 / count as f64;
                let u = 1.0 - t;
                let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
                self.push([a * x0 + b * cx0 + c * cx1 + d * x, a * y0 + b * cy0 + c * cy1 + d * y]);
            }
        }
        fn close(&mut self) {}
    }
    let mut flatten = Flatten { contours: Vec::new(), size };
    text::outline(face, id, &mut flatten);
    flatten.contours
}

fn is_whole_rect(shape: &tiny_skia::Path, transform: Transform) -> bool {
    let whole = |v: f32| (v - v.round()).abs() < 1e-3;
    let bounds = shape.bounds();
    shape.len() == 5
        && shape.points().iter().all(|p| {
            (p.x == bounds.left() || p.x == bounds.right()) && (p.y == bounds.top() || p.y == bounds.bottom())
        })
        && Rect::from_ltrb(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
            .and_then(|rect| rect.transform(transform))
            .is_some_and(|r| whole(r.left()) && whole(r.top()) && whole(r.right()) && whole(r.bottom()))
}

fn solid(c: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color(c));
    paint.anti_alias = true;
    paint
}

fn color(c: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(c.r, c.g, c.b, c.a)
}

fn sk_stroke(stroke: &Stroke) -> SkStroke {
    let dash = (!stroke.dash.is_empty())
        .then(|| {
            let mut lengths: Vec<f32> = stroke.dash.iter().map(|&length| length as f32).collect();
            if lengths.len() % 2 == 1 {
                lengths.extend(lengths.clone());
            }
            StrokeDash::new(lengths, 0.0)
        })
        .flatten();
    SkStroke {
        width: stroke.width as f32,
        line_cap: if stroke.round { LineCap::Round } else { LineCap::Butt },
        // At the widths of a map a mitre cut at a wide angle cannot be told from a round join, and
        // takes a third of the time.
        line_join: LineJoin::MiterClip,
        miter_limit: 1.6,
        dash,
    }
}
