//! A [`Scene`] to bytes. Uses `scene` and `text`, and cuts lines and areas with `geometry`.

pub mod apng;
mod canvas;
pub mod film;
pub mod gif;
pub mod html;
mod indexed;
mod number;
mod outlines;
mod palette;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod png;
pub mod pptx;
mod subset;
pub mod svg;
pub mod transition;
pub mod webp;

use std::fmt;

use crate::scene::Scene;

pub use canvas::Canvas;

/// A picture format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// WebP, without loss.
    Webp,
    /// Portable Document Format.
    #[cfg(feature = "pdf")]
    Pdf,
}

impl Format {
    /// All formats, by file extension.
    pub const ALL: &[(&'static str, Format)] = &[
        ("svg", Format::Svg),
        ("png", Format::Png),
        ("webp", Format::Webp),
        #[cfg(feature = "pdf")]
        ("pdf", Format::Pdf),
    ];

    /// File extension.
    pub fn extension(self) -> &'static str {
        Format::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// Settings of all formats; each reads its own. PDF has none: a px is 1/96 inch.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// For SVG.
    pub svg: svg::SvgOptions,
    /// For PNG, and what of it concerns the pixels of WebP.
    pub png: png::PngOptions,
}

/// The scene as a file's bytes. The same scene and options give the same bytes on every machine. Paper
/// without opacity is no paper: what lies under the drawing shows through.
///
/// # Errors
/// A picture of more pixels than memory or the format can hold.
pub fn encode(scene: &Scene, format: Format, options: &Options) -> Result<Vec<u8>, EncodeError> {
    match format {
        Format::Svg => Ok(svg::encode(scene, &options.svg).into_bytes()),
        Format::Png => Ok(png::encode(scene, &options.png)?),
        Format::Webp => webp::encode(scene, &options.png),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::encode(scene),
    }
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// Too many pixels.
    TooLarge(TooLarge),
    /// What the writer of WebP says.
    Webp(String),
    /// What the writer of PDF says.
    Pdf(String),
    /// What the writer of PPTX says.
    Pptx(String),
    /// What the writer of GIF says.
    Gif(String),
    /// What the writer of animated PNG says.
    Png(String),
    /// There is no picture to show.
    Empty,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::TooLarge(size) => {
                write!(f, "a picture of {} x {} px is too large", size.width, size.height)
            }
            EncodeError::Webp(why) => write!(f, "the WebP cannot be written: {why}"),
            EncodeError::Pdf(why) => write!(f, "the PDF cannot be written: {why}"),
            EncodeError::Pptx(why) => write!(f, "the PPTX cannot be written: {why}"),
            EncodeError::Gif(why) => write!(f, "the GIF cannot be written: {why}"),
            EncodeError::Png(why) => write!(f, "the PNG cannot be written: {why}"),
            EncodeError::Empty => write!(f, "there is no picture to show"),
        }
    }
}

impl EncodeError {
    /// Why a film cannot be written: it has no picture, or too many pixels.
    fn of_film(film: &film::Film) -> EncodeError {
        if film.is_empty() {
            return EncodeError::Empty;
        }
        EncodeError::TooLarge(TooLarge { width: film.width() as u64, height: film.height() as u64 })
    }
}

impl std::error::Error for EncodeError {}

impl From<TooLarge> for EncodeError {
    fn from(size: TooLarge) -> EncodeError {
        EncodeError::TooLarge(size)
    }
}

/// How often a film is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loops {
    /// Again and again.
    Forever,
    /// So many times.
    Times(u16),
}

/// What a file of pixels says of itself, for readers and programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Title.
    pub title: String,
    /// What it shows, in sentences: the text alternative.
    pub description: String,
    /// Further facts: name and value, in order.
    pub metadata: Vec<(String, String)>,
}

impl Facts {
    /// All that it says something of, with names as PNG has them.
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = [("Title", self.title.as_str()), ("Description", self.description.as_str())];
        let facts = self.metadata.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        texts.into_iter().chain(facts).filter(|(_, value)| !value.is_empty())
    }
}

/// The picture has more pixels than can be painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Width in px.
    pub width: u64,
    /// Height in px.
    pub height: u64,
}
