//! The arguments that say in which formats pictures are written, and how.

use std::path::Path;

use clap::Args;
use marchland::Error;
use marchland::backend::png::PngOptions;
use marchland::backend::svg::{SvgOptions, TextMode, Unit};
use marchland::backend::{Format, Options};

use super::render::{CSS_DPI, PRINT_DPI, parse_dpi, parse_format, parse_scale, parse_text};
use super::write;

/// Formats, and the settings of each.
#[derive(Args)]
pub struct PictureArgs {
    /// Formats, separated by commas: svg, png, webp, pdf
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_format, default_value = "svg,png")]
    format: Vec<Format>,
    /// How text is written to SVG: live (with embedded letters), bare (without), outlines
    #[arg(long, value_parser = parse_text, default_value = "live")]
    text: TextMode,
    /// Pixels of PNG and WebP per px of the page; 1, and on paper as many as make 300 to the inch
    #[arg(long, value_name = "N", value_parser = parse_scale)]
    scale: Option<f64>,
    /// Pixels of PNG and WebP per inch, of which a page has one for 96 px: another way to say --scale
    #[arg(long, value_name = "N", value_parser = parse_dpi, conflicts_with = "scale")]
    dpi: Option<f64>,
    /// Smaller PNG files, slower
    #[arg(long)]
    small: bool,
}

impl PictureArgs {
    /// The formats, each once, in a fixed order.
    pub fn formats(&self) -> Vec<Format> {
        let mut formats = self.format.clone();
        formats.sort_unstable();
        formats.dedup();
        formats
    }

    /// The settings, for a page on paper or on the screen.
    pub fn options(&self, print: bool) -> Options {
        let (unit, dpi) = if print { (Unit::Mm, PRINT_DPI) } else { (Unit::Px, CSS_DPI) };
        let dpi = self.dpi.unwrap_or(dpi);
        let scale = self.scale.unwrap_or(dpi / CSS_DPI);
        Options {
            svg: SvgOptions { text: self.text, unit },
            png: PngOptions { scale, small: self.small, ..PngOptions::default() },
        }
    }
}

/// The format that the ending of a file says; `None` for a folder.
///
/// # Errors
/// A file of a format that is not written.
pub fn of_file(path: &Path) -> Result<Option<Format>, Error> {
    write::check_ending(path, &Format::ALL.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_ascii_lowercase();
    let format = Format::ALL.iter().find(|(key, _)| *key == ending).map(|(_, format)| *format);
    Ok(format.filter(|_| !path.is_dir()))
}
