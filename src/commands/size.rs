//! How large a page is asked for: in px, as a sheet of paper, or in mm.

use marchland::Error;
use marchland::dataset::Dataset;
use marchland::layout::{PageSize, Paper, shape};
use marchland::style::Style;

use super::named;

/// Arguments for the size of the page.
#[derive(clap::Args)]
pub struct SizeArgs {
    /// Size of the page in px; without it, that of the style, such as 1600x1000
    #[arg(long, value_name = "WxH", value_parser = PageSize::parse, conflicts_with_all = ["paper", "width_mm"])]
    size: Option<PageSize>,
    /// A sheet of paper, on its side: a2, a3, a4, a5, letter, legal
    #[arg(long, value_name = "SHEET", value_parser = parse_paper, conflicts_with = "width_mm")]
    paper: Option<Paper>,
    /// The sheet on its side, as without this
    #[arg(long, requires = "paper", conflicts_with = "portrait")]
    landscape: bool,
    /// The sheet upright
    #[arg(long, requires = "paper")]
    portrait: bool,
    /// Width in mm, such as that of a journal's column; as high as the map needs
    #[arg(long, value_name = "MM", value_parser = parse_mm)]
    width_mm: Option<f64>,
    /// Height in mm
    #[arg(long, value_name = "MM", requires = "width_mm", value_parser = parse_mm)]
    height_mm: Option<f64>,
}

fn parse_paper(text: &str) -> Result<Paper, String> {
    let found = named("sheet of paper", text, &Paper::ALL);
    // "A3" is a3.
    found.or_else(|error| named("sheet of paper", &text.to_lowercase(), &Paper::ALL).map_err(|_| error))
}

/// Reads a length in mm, with its unit or without.
fn parse_mm(text: &str) -> Result<f64, String> {
    let number = text.trim();
    let number = number.strip_suffix("mm").or(number.strip_suffix("MM")).unwrap_or(number).trim_end();
    let mm: Option<f64> = number.parse().ok().filter(|mm: &f64| mm.is_finite());
    mm.ok_or_else(|| format!("\"{text}\" is no length in mm; write 84, or 84mm"))
}

impl SizeArgs {
    /// True if no size was asked for.
    pub fn is_default(&self) -> bool {
        self.size.is_none() && self.paper.is_none() && self.width_mm.is_none()
    }

    /// True if a width was asked for and any height will do.
    pub fn is_any_height(&self) -> bool {
        self.width_mm.is_some() && self.height_mm.is_none()
    }

    /// The sizes that a page for print may have: upright or on its side, if neither is asked for. A4 where no size is.
    pub fn sheets(&self) -> Result<Vec<PageSize>, Error> {
        if let Some(size) = self.size {
            return Ok(vec![size]);
        }
        match (self.width_mm, self.height_mm) {
            (Some(width), Some(height)) => {
                return Ok(vec![PageSize::parse_mm(width, height).map_err(Error::message)?]);
            }
            (Some(_), None) => {
                return Err(Error::message("--width-mm needs --height-mm here: a page has both".to_owned()));
            }
            _ => {}
        }
        let paper = self.paper.unwrap_or(Paper::A4);
        Ok(match (self.landscape, self.portrait) {
            (true, _) => vec![paper.size(false)],
            (_, true) => vec![paper.size(true)],
            _ => vec![paper.size(false), paper.size(true)],
        })
    }

    /// The size in px, if that is how it is asked for.
    pub fn on_screen(&self, style: &Style) -> Option<PageSize> {
        let is_print = self.paper.is_some() || self.width_mm.is_some();
        (!is_print).then(|| self.size.unwrap_or_else(|| PageSize::of(style)))
    }

    /// The size for a map of an extent in a style.
    pub fn page(
        &self,
        dataset: &Dataset,
        style: &Style,
        extent: Option<[f64; 4]>,
    ) -> Result<PageSize, Error> {
        if let Some(paper) = self.paper {
            return Ok(paper.size(self.portrait));
        }
        match (self.width_mm, self.height_mm) {
            (Some(width), Some(height)) => PageSize::parse_mm(width, height).map_err(Error::message),
            (Some(width), None) => {
                PageSize::of_width_mm(width, shape(dataset, style, extent), style).map_err(Error::message)
            }
            _ => Ok(self.size.unwrap_or_else(|| PageSize::of(style))),
        }
    }
}
