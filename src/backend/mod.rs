//! A [`Scene`] to bytes. Uses `scene` and `text` only.

mod number;
pub mod png;
mod subset;
pub mod svg;

use crate::scene::Scene;

/// A picture format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
}

impl Format {
    /// All formats, by file extension.
    pub const ALL: [(&'static str, Format); 2] = [("svg", Format::Svg), ("png", Format::Png)];

    /// File extension.
    pub fn extension(self) -> &'static str {
        Format::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// Settings of all formats; each reads its own.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// For SVG.
    pub svg: svg::SvgOptions,
    /// For PNG.
    pub png: png::PngOptions,
}

/// The scene as a file's bytes. The same scene and options give the same bytes on every machine.
///
/// # Errors
/// A PNG of more pixels than memory can hold.
pub fn encode(scene: &Scene, format: Format, options: &Options) -> Result<Vec<u8>, TooLarge> {
    match format {
        Format::Svg => Ok(svg::encode(scene, &options.svg).into_bytes()),
        Format::Png => png::encode(scene, &options.png),
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
