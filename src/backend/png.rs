//! Paints a [`Scene`] with tiny-skia and writes it as PNG.

use std::io::Write as _;

use tiny_skia::{Pixmap, PremultipliedColorU8};

use super::TooLarge;
use super::canvas::Canvas;
use super::film::Film;
use super::palette::Palette;
use super::transition::Transition;
use crate::scene::Scene;

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
    encode_on(&mut None, scene, options)
}

/// The scene as a PNG file, painted on a canvas as [`paint_on`] does. What is painted is packed while the rest still is
/// being painted.
///
/// # Errors
/// A picture of more pixels than can be painted.
pub fn encode_on(
    canvas: &mut Option<Canvas>,
    scene: &Scene,
    options: &PngOptions,
) -> Result<Vec<u8>, TooLarge> {
    let mut on = suitable(canvas, scene, options.scale)?;
    let [width, height] = [on.pixmap().width(), on.pixmap().height()];
    let out = match options.small {
        true => {
            on.paint(scene);
            small(on.pixmap(), scene, options)
        }
        false => packed([width, height], scene, options, |put| _ = on.paint_to(scene, put)),
    };
    *canvas = Some(on);
    Ok(out)
}

/// The scene as pixels, painted on a canvas that may still bear the map before it in a series: only what differs
/// is painted. The canvas is made, or made anew, if there is none of the scene's size.
///
/// # Errors
/// A picture of more pixels than can be painted.
pub fn paint_on<'c>(
    canvas: &'c mut Option<Canvas>,
    scene: &Scene,
    scale: f64,
) -> Result<&'c Pixmap, TooLarge> {
    let mut on = suitable(canvas, scene, scale)?;
    on.paint(scene);
    Ok(canvas.insert(on).pixmap())
}

/// The canvas, or a new one if it is none of this size.
fn suitable(canvas: &mut Option<Canvas>, scene: &Scene, scale: f64) -> Result<Canvas, TooLarge> {
    match canvas.take().filter(|canvas| canvas.suits(scene, scale)) {
        Some(canvas) => Ok(canvas),
        None => Canvas::new(scene, scale),
    }
}

/// A painted scene as a PNG file of at most 255 colours: those that are drawn exactly as they are, the edges of letters
/// and lines nearly. About a third of the size. One without paper keeps all colours.
pub(super) fn few_colors(pixmap: &Pixmap, scene: &Scene, options: &PngOptions) -> Vec<u8> {
    let (rgb, has_alpha) = pixels(pixmap, scene);
    let mut film = Film::new(pixmap.width(), pixmap.height());
    film.keep_colors(scene);
    if has_alpha || !film.push(rgb.clone(), 0) {
        return write(pixmap, scene, options);
    }
    let palette = Palette::new(&film, &Transition::CUT);
    let mut last = ([0; 3], palette.index([0; 3]));
    let indices: Vec<u8> = rgb
        .chunks_exact(3)
        .map(|color| {
            if last.0 != *color {
                let color = [color[0], color[1], color[2]];
                last = (color, palette.index(color));
            }
            last.1
        })
        .collect();
    let mut out = Vec::with_capacity(1 << 18);
    let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_deflate_compression(png::DeflateCompression::Level(5));
    encoder.set_palette(palette.colors().as_flattened().to_vec());
    // The colours of neighbours in a palette have nothing to do with each other.
    encoder.set_filter(png::Filter::NoFilter);
    finish(encoder, scene, options, &indices);
    out
}

/// A painted scene as a PNG file.
fn write(pixmap: &Pixmap, scene: &Scene, options: &PngOptions) -> Vec<u8> {
    match options.small {
        true => small(pixmap, scene, options),
        false => packed([pixmap.width(), pixmap.height()], scene, options, |put| put(pixmap.pixels())),
    }
}

/// What takes all the time that it needs to become small.
fn small(pixmap: &Pixmap, scene: &Scene, options: &PngOptions) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 << 19);
    let mut encoder = encoder(&mut out, [pixmap.width(), pixmap.height()], scene);
    // Sets a filter too.
    encoder.set_compression(png::Compression::High);
    finish(encoder, scene, options, &pixels(pixmap, scene).0);
    out
}

/// Where rows of pixels are put, as many at a time as one likes.
type Put<'a> = &'a mut (dyn FnMut(&[PremultipliedColorU8]) + Send);

/// Packed as quickly as is reasonable, whenever some rows of pixels come.
fn packed(
    [width, height]: [u32; 2],
    scene: &Scene,
    options: &PngOptions,
    rows: impl FnOnce(Put<'_>),
) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 << 19);
    let mut encoder = encoder(&mut out, [width, height], scene);
    encoder.set_compression(png::Compression::Fast);
    // Of the rows of a map hardly one is packed better by another filter, and trying them all costs as much as packing.
    encoder.set_filter(png::Filter::Up);
    let is_opaque = scene.paper.a == 255;
    // Writing to memory cannot fail.
    let _ = header(encoder, scene, options).and_then(|mut writer| {
        let mut stream = writer.stream_writer_with_size(1 << 18)?;
        // Row by row: a copy of all pixels takes as long as packing them.
        rows(&mut |pixels| {
            for row in pixels.chunks_exact(width as usize) {
                let _ = stream.write_all(&bytes(row, is_opaque));
            }
        });
        stream.finish()
    });
    out
}

/// An encoder of all colours.
fn encoder<'a>(
    out: &'a mut Vec<u8>,
    [width, height]: [u32; 2],
    scene: &Scene,
) -> png::Encoder<'a, &'a mut Vec<u8>> {
    let mut encoder = png::Encoder::new(out, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_color(if scene.paper.a == 255 { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder
}

/// Writes resolution, texts and pixels.
fn finish(encoder: png::Encoder<'_, &mut Vec<u8>>, scene: &Scene, options: &PngOptions, pixels: &[u8]) {
    // Writing to memory cannot fail.
    let _ = header(encoder, scene, options).and_then(|mut writer| {
        writer.write_image_data(pixels)?;
        writer.finish()
    });
}

/// Writes resolution and texts.
fn header<'a>(
    mut encoder: png::Encoder<'a, &'a mut Vec<u8>>,
    scene: &Scene,
    options: &PngOptions,
) -> Result<png::Writer<&'a mut Vec<u8>>, png::EncodingError> {
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
    encoder.write_header()
}

/// The scene as pixels, `scale` of them per px.
///
/// # Errors
/// A picture of more pixels than can be painted.
pub fn paint(scene: &Scene, scale: f64) -> Result<Pixmap, TooLarge> {
    let mut canvas = Canvas::new(scene, scale)?;
    canvas.paint(scene);
    Ok(canvas.into_pixmap())
}

/// The bytes of a painted scene, and whether they are four a pixel. A page is opaque as a rule: three bytes a
/// pixel, which also compress quicker than four.
pub(super) fn pixels(pixmap: &Pixmap, scene: &Scene) -> (Vec<u8>, bool) {
    let is_opaque = scene.paper.a == 255;
    (bytes(pixmap.pixels(), is_opaque), !is_opaque)
}

fn bytes(pixels: &[PremultipliedColorU8], is_opaque: bool) -> Vec<u8> {
    let mut out = vec![0; pixels.len() * if is_opaque { 3 } else { 4 }];
    if is_opaque {
        for (bytes, pixel) in out.chunks_exact_mut(3).zip(pixels) {
            bytes.copy_from_slice(&[pixel.red(), pixel.green(), pixel.blue()]);
        }
    } else {
        for (bytes, pixel) in out.chunks_exact_mut(4).zip(pixels) {
            let color = pixel.demultiply();
            bytes.copy_from_slice(&[color.red(), color.green(), color.blue(), color.alpha()]);
        }
    }
    out
}
