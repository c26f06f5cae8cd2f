//! The arguments that say in which formats pictures are written, and how.

use std::path::Path;

use clap::Args;
use marchland::Error;
use marchland::backend::png::PngOptions;
use marchland::backend::svg::{SvgOptions, TextMode, Unit};
use marchland::backend::{Format, Options};

use super::given::Given;
use super::output::{self, Bare, Place};
use super::render::{CSS_DPI, PRINT_DPI, parse_dpi, parse_format, parse_scale, parse_text};

/// Formats, and the settings of each.
#[derive(Args)]
pub struct PictureArgs {
    /// Formats, separated by commas: svg, png, webp, pdf; without it, by the ending of the file, and svg,png in a folder
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_format)]
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
    /// Where the pictures go, and in which formats, in a fixed order.
    pub fn place(&self, output: &Path) -> Result<Place<Format>, Error> {
        let mut asked = self.format.clone();
        asked.sort_unstable();
        output::place(output, &asked, &[Format::Svg, Format::Png], Format::ALL, Bare::Folder)
    }

    /// Tells which settings change nothing in these formats.
    pub fn tell_idle(&self, formats: &[Format], given: &Given) {
        let has = |format: Format| formats.contains(&format);
        let has_pixels = has(Format::Png) || has(Format::Webp);
        given.idle(&["scale", "dpi"], !has_pixels, "neither PNG nor WebP is written");
        given.idle(&["small"], !has(Format::Png), "no PNG is written");
        given.idle(&["text"], !has(Format::Svg), "no SVG is written");
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
