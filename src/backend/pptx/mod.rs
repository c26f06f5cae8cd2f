//! Writes a [`Deck`] as PPTX that a person goes on working with: native titles, texts and shapes on named layouts, and
//! each picture as SVG with a PNG for programs that read none. (ECMA-376, 5th edition, parts 1 and 2; the extensions are
//! those of MS-PPTX and MS-ODRAWXML.)
//!
//! A px of a slide is 6350 EMU, and two are one point of type. PowerPoint is strict about the order of elements; where
//! a function writes several, it does so in the schema's order.

mod master;
mod media;
mod notes;
mod package;
mod presentation;
mod properties;
mod shapes;
mod slide;
mod text;
mod theme;
mod xml;

use super::EncodeError;
use crate::deck::Deck;
use master::Looks;
use media::Media;
use package::Package;
use theme::Theme;

pub use package::is_unedited;

/// What all parts of a file are written with.
struct Context<'a> {
    deck: &'a Deck,
    theme: Theme,
    looks: Looks,
    /// Language of the texts as programs of Office name it.
    lang: String,
}

/// The deck as a PPTX file. The same deck gives the same bytes on every machine, and no clock is asked.
///
/// # Errors
/// A deck without slides, or a picture of more pixels than can be painted.
pub fn encode(deck: &Deck) -> Result<Vec<u8>, EncodeError> {
    if deck.slides.is_empty() {
        return Err(EncodeError::Empty);
    }
    let context = Context {
        deck,
        theme: Theme::new(&deck.colors),
        looks: Looks::of(deck),
        lang: xml::office_lang(deck.lang),
    };
    let media = Media::of(deck)?;
    let mut package = Package::default();
    presentation::write(&context, &mut package);
    master::write(&context, &mut package);
    notes::write_master(&context, &mut package);
    for number in 1..=deck.slides.len() {
        slide::write(&context, &media, number, &mut package);
        notes::write(&context, number, &mut package);
    }
    media.write(&mut package);
    properties::write(&context, &mut package);
    package.finish().map_err(EncodeError::Pptx)
}
