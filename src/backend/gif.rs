//! Writes a [`Film`] as GIF: one palette for all pictures, and of each picture only what changes.

use ::gif::{AnyExtension, DisposalMethod, Encoder, EncodingError, Extension, Frame, Repeat};

use super::film::Film;
use super::indexed::indexed;
use super::palette::{Palette, SAME};
use super::transition::Transition;
use super::{EncodeError, Facts, Loops};

/// The largest width and height, in pixels.
const MOST: usize = 65_535;

/// The film as a GIF file. Title, description and facts stand in comments. Times are rounded to hundredths of a
/// second, the least is two: what is shorter, browsers show longer.
///
/// # Errors
/// A film without a picture, or one too large for the format.
pub fn encode(
    film: &Film,
    transition: &Transition,
    loops: Loops,
    facts: &Facts,
) -> Result<Vec<u8>, EncodeError> {
    if film.is_empty() || film.width() > MOST || film.height() > MOST {
        return Err(EncodeError::of_film(film));
    }
    let palette = Palette::new(film, transition);
    write(film, transition, &palette, loops, facts).map_err(|error| EncodeError::Gif(error.to_string()))
}

fn write(
    film: &Film,
    transition: &Transition,
    palette: &Palette,
    loops: Loops,
    facts: &Facts,
) -> Result<Vec<u8>, EncodingError> {
    let mut out = Vec::with_capacity(1 << 20);
    // The index that means "as before" stands at the end of a whole table.
    let mut colors: Vec<u8> = palette.colors().iter().flatten().copied().collect();
    colors.resize(3 * 256, 0);
    let mut encoder = Encoder::new(&mut out, film.width() as u16, film.height() as u16, &colors)?;
    // A still picture says nothing of repeating.
    if film.len() > 1 {
        encoder.set_repeat(match loops {
            Loops::Forever => Repeat::Infinite,
            // The format counts how often the film is played again.
            Loops::Times(times) => Repeat::Finite(times.saturating_sub(1)),
        })?;
    }
    // The first says whose file it is, in one piece, so that it can be found.
    let mut comments = vec![format!("marchland {}", env!("CARGO_PKG_VERSION"))];
    comments.extend(facts.all().map(|(name, value)| format!("{name}: {value}")));
    for comment in &comments {
        encoder.write_raw_extension(AnyExtension::from(Extension::Comment), &[comment.as_bytes()])?;
    }
    indexed(film, transition, palette, |patch| {
        let [left, top, width, height] = patch.rect.map(|side| side as u16);
        encoder.write_frame(&Frame {
            delay: hundredths(patch.ms),
            dispose: DisposalMethod::Keep,
            transparent: Some(SAME),
            left,
            top,
            width,
            height,
            buffer: patch.pixels.into(),
            ..Frame::default()
        })
    })?;
    drop(encoder);
    Ok(out)
}

/// A time as GIF counts it.
fn hundredths(ms: u32) -> u16 {
    u16::try_from((ms + 5) / 10).unwrap_or(u16::MAX).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::film::tests::{film, pictures, played, transitions};
    use crate::backend::transition::Kind;
    use proptest::prelude::*;

    /// All pictures of a GIF as a reader shows them, with their times in ms.
    pub fn decoded(bytes: &[u8]) -> Vec<(Vec<u8>, u32)> {
        let mut options = ::gif::DecodeOptions::new();
        options.set_color_output(::gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(bytes).expect("a GIF");
        let width = usize::from(decoder.width());
        let mut canvas = vec![0u8; 3 * width * usize::from(decoder.height())];
        let mut out = Vec::new();
        while let Some(frame) = decoder.read_next_frame().expect("a frame") {
            for (i, rgba) in frame.buffer.chunks_exact(4).enumerate().filter(|(_, rgba)| rgba[3] > 0) {
                let (x, y) = (i % usize::from(frame.width), i / usize::from(frame.width));
                let at = 3 * ((y + usize::from(frame.top)) * width + x + usize::from(frame.left));
                canvas[at..at + 3].copy_from_slice(&rgba[..3]);
            }
            out.push((canvas.clone(), 10 * u32::from(frame.delay)));
        }
        out
    }

    proptest! {
        /// A reader shows the pictures of the film in the colours of its palette, each for its time; and with
        /// few colours, exactly those.
        #[test]
        fn a_gif_shows_the_film((width, shots) in pictures()) {
            let film = film(width, &shots);
            for transition in transitions() {
                let palette = Palette::new(&film, &transition);
                let bytes = encode(&film, &transition, Loops::Forever, &Facts::default()).expect("a GIF");
                let (shown, wanted) = (decoded(&bytes), played(&film, &transition));
                prop_assert_eq!(shown.len(), wanted.len());
                for ((rgb, ms), (wanted, wanted_ms, _)) in shown.iter().zip(&wanted) {
                    let quantised = wanted.chunks_exact(3).flat_map(|color| {
                        palette.colors()[usize::from(palette.index([color[0], color[1], color[2]]))]
                    });
                    prop_assert!(rgb.iter().copied().eq(quantised) && ms == wanted_ms);
                    prop_assert!(transition.kind != Kind::Cut || rgb == wanted);
                }
            }
        }
    }

    #[test]
    fn times_are_hundredths_within_what_the_format_holds() {
        for (ms, wanted) in [(0, 2), (14, 2), (50, 5), (1234, 123), (1235, 124), (u32::MAX - 5, u16::MAX)] {
            assert_eq!(hundredths(ms), wanted, "{ms}");
        }
    }
}
