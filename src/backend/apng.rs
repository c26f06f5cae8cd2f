//! Writes a [`Film`] as animated PNG, and single pictures as PNG.

use super::film::Film;
use super::indexed::{Patch, indexed, patches};
use super::palette::{Palette, SAME};
use super::transition::Transition;
use super::{EncodeError, Facts, Loops};

/// Which colours a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// At most 255: fills exactly as they are, edges of letters and lines nearly. About a third of the size.
    Few,
    /// All, as painted.
    All,
}

/// The film as an animated PNG file. Title, description and facts stand in texts; readers that know only PNG
/// show the first picture.
///
/// # Errors
/// A film without a picture, or more pictures than the format counts.
pub fn encode(
    film: &Film,
    transition: &Transition,
    colors: Colors,
    loops: Loops,
    facts: &Facts,
) -> Result<Vec<u8>, EncodeError> {
    let pictures = u32::try_from(film.pictures(transition)).ok().filter(|count| *count > 0);
    let Some(pictures) = pictures else { return Err(EncodeError::of_film(film)) };
    let plays = match loops {
        Loops::Forever => 0,
        Loops::Times(times) => u32::from(times),
    };
    let mut out = Vec::with_capacity(1 << 20);
    let size = [film.width() as u32, film.height() as u32];
    let written = match colors {
        Colors::Few => {
            let palette = Palette::new(film, transition);
            let mut head = head(&mut out, size, png::ColorType::Indexed, facts);
            head.set_palette(table(&palette));
            let mut alpha = vec![255u8; usize::from(SAME)];
            alpha.push(0);
            head.set_trns(alpha);
            // The colours of neighbours in a palette have nothing to do with each other.
            head.set_filter(png::Filter::NoFilter);
            start(head, pictures, plays).and_then(|mut writer| {
                indexed(film, transition, &palette, |patch| add(&mut writer, &patch, &patch.pixels))?;
                writer.finish()
            })
        }
        Colors::All => {
            let same = unused(film, transition);
            let mut head = head(&mut out, size, png::ColorType::Rgb, facts);
            head.set_trns(same.iter().flat_map(|&channel| [0, channel]).collect::<Vec<u8>>());
            start(head, pictures, plays).and_then(|mut writer| {
                patches(
                    film,
                    transition,
                    same,
                    |color| color,
                    |patch| add(&mut writer, &patch, patch.pixels.as_flattened()),
                )?;
                writer.finish()
            })
        }
    };
    written.map(|()| out).map_err(|error| EncodeError::Png(error.to_string()))
}

/// One picture of a film, as painted, as a PNG file.
///
/// # Errors
/// What the writer of PNG says.
pub fn still(rgb: &[u8], [width, height]: [u32; 2], facts: &Facts) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(1 << 19);
    let mut head = head(&mut out, [width, height], png::ColorType::Rgb, facts);
    head.set_compression(png::Compression::Fast);
    let written = head.write_header().and_then(|mut writer| {
        writer.write_image_data(rgb)?;
        writer.finish()
    });
    written.map(|()| out).map_err(|error| EncodeError::Png(error.to_string()))
}

fn head<'a>(
    out: &'a mut Vec<u8>,
    [width, height]: [u32; 2],
    color: png::ColorType,
    facts: &Facts,
) -> png::Encoder<'static, &'a mut Vec<u8>> {
    let mut encoder = png::Encoder::new(out, width, height);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let program = ("Software", concat!("marchland ", env!("CARGO_PKG_VERSION")));
    for (name, value) in std::iter::once(program).chain(facts.all()) {
        // A keyword longer than PNG allows is the only way this can fail; then the text stays out.
        let _ = encoder.add_itxt_chunk(name.to_owned(), value.to_owned());
    }
    encoder
}

fn start<'a>(
    mut head: png::Encoder<'static, &'a mut Vec<u8>>,
    pictures: u32,
    plays: u32,
) -> Result<png::Writer<&'a mut Vec<u8>>, png::EncodingError> {
    head.set_animated(pictures, plays)?;
    head.set_dispose_op(png::DisposeOp::None)?;
    head.set_blend_op(png::BlendOp::Over)?;
    head.write_header()
}

fn add<T>(
    writer: &mut png::Writer<&mut Vec<u8>>,
    patch: &Patch<T>,
    pixels: &[u8],
) -> Result<(), png::EncodingError> {
    let [left, top, width, height] = patch.rect.map(|side| side as u32);
    writer.reset_frame_position()?;
    writer.set_frame_dimension(width, height)?;
    writer.set_frame_position(left, top)?;
    // A minute does not fit into 16 bits of thousandths of a second.
    match u16::try_from(patch.ms) {
        Ok(ms) => writer.set_frame_delay(ms, 1000)?,
        Err(_) => writer.set_frame_delay(u16::try_from(patch.ms / 100).unwrap_or(u16::MAX), 10)?,
    }
    writer.write_image_data(pixels)
}

/// All 256 colours as the format wants them.
fn table(palette: &Palette) -> Vec<u8> {
    let mut table: Vec<u8> = palette.colors().iter().flatten().copied().collect();
    table.resize(3 * 256, 0);
    table
}

/// A colour that no picture has: it marks the pixels that stay as they were.
fn unused(film: &Film, transition: &Transition) -> [u8; 3] {
    let mut used = vec![0u64; 1 << 18];
    let number = |[r, g, b]: [u8; 3]| usize::from(r) << 16 | usize::from(g) << 8 | usize::from(b);
    let _: Result<(), ()> = film.play(transition, |picture| {
        for at in picture.changed.iter().flat_map(|run| run.pixels()) {
            let color = number(super::film::pixel(picture.rgb, at));
            used[color >> 6] |= 1 << (color & 63);
        }
        Ok(())
    });
    let free = (0..1usize << 24).find(|&color| used[color >> 6] >> (color & 63) & 1 == 0).unwrap_or(0);
    [(free >> 16) as u8, (free >> 8) as u8, free as u8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::film::tests::{film, pictures, played, transitions};
    use proptest::prelude::*;

    /// All pictures of an animated PNG as a reader shows them, with their times in ms.
    fn decoded(bytes: &[u8]) -> Vec<(Vec<u8>, u32)> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().expect("a PNG");
        let (width, height) = (reader.info().width as usize, reader.info().height as usize);
        let count = reader.info().animation_control().expect("it moves").num_frames;
        let mut canvas = vec![0u8; 3 * width * height];
        let mut out = Vec::new();
        for _ in 0..count {
            let mut buffer = vec![0; reader.output_buffer_size().expect("a size")];
            let frame = reader.next_frame(&mut buffer).expect("a frame");
            let control = *reader.info().frame_control().expect("of the animation");
            let (left, top) = (control.x_offset as usize, control.y_offset as usize);
            let pixels = buffer[..frame.buffer_size()].chunks_exact(4).enumerate();
            for (i, rgba) in pixels.filter(|(_, rgba)| rgba[3] > 0) {
                let (x, y) = (i % frame.width as usize, i / frame.width as usize);
                let at = 3 * ((y + top) * width + x + left);
                canvas[at..at + 3].copy_from_slice(&rgba[..3]);
            }
            let ms = 1000 * u32::from(control.delay_num) / u32::from(control.delay_den);
            out.push((canvas.clone(), ms));
        }
        out
    }

    proptest! {
        /// A reader shows the pictures of the film, each for its time: exactly, or in the colours of its palette.
        #[test]
        fn an_apng_shows_the_film((width, shots) in pictures()) {
            let film = film(width, &shots);
            for (transition, colors) in transitions().into_iter().zip([Colors::All, Colors::Few, Colors::All]) {
                let bytes =
                    encode(&film, &transition, colors, Loops::Forever, &Facts::default()).expect("a PNG");
                let palette = Palette::new(&film, &transition);
                let (shown, wanted) = (decoded(&bytes), played(&film, &transition));
                prop_assert_eq!(shown.len(), wanted.len());
                for ((rgb, ms), (wanted, wanted_ms, _)) in shown.iter().zip(&wanted) {
                    let quantised = wanted.chunks_exact(3).flat_map(|color| match colors {
                        Colors::All => [color[0], color[1], color[2]],
                        Colors::Few => {
                            palette.colors()[usize::from(palette.index([color[0], color[1], color[2]]))]
                        }
                    });
                    prop_assert!(rgb.iter().copied().eq(quantised) && ms == wanted_ms);
                }
            }
        }
    }

    #[test]
    fn the_colour_that_means_as_before_is_none_of_the_film() {
        let film = film(2, &[vec![0, 0, 0, 0, 0, 1], vec![0, 0, 2, 0, 0, 0]]);
        assert_eq!(unused(&film, &Transition::CUT), [0, 0, 3]);
    }
}
