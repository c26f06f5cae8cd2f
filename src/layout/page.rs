//! The page: where the map is, where the panel, and how large a px of the style is on it.

use super::plan::Plan;
use super::rect_piece;
use crate::geometry::clip::Rect;
use crate::geometry::math::sqrt;
use crate::scene::{Node, Path, Stroke};
use crate::style::{PanelPlace, Style};

/// Size of a page in px.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Default for PageSize {
    fn default() -> PageSize {
        PageSize { width: 1600, height: 1000 }
    }
}

impl PageSize {
    /// The size a style is made for.
    pub fn of(style: &Style) -> PageSize {
        let [width, height] = style.page.size;
        PageSize { width, height }
    }

    /// Reads `1600x1000`.
    ///
    /// # Errors
    /// What is wrong with the text, and what is allowed.
    pub fn parse(text: &str) -> Result<PageSize, String> {
        let wrong = || format!("\"{text}\" is not a size; write width x height in px, such as 1600x1000");
        let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
        let side = |digits: &str| digits.trim().parse::<u32>().map_err(|_| wrong());
        let size = PageSize { width: side(width)?, height: side(height)? };
        if !(320..=20_000).contains(&size.width) || !(240..=20_000).contains(&size.height) {
            return Err(format!("\"{text}\" is out of range; allowed are 320x240 to 20000x20000 px"));
        }
        Ok(size)
    }
}

/// The parts of a page, in px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub width: f64,
    pub height: f64,
    /// Px of the page for one px of the style, whose lengths are meant for 1600 x 1000.
    pub unit: f64,
    /// Inside of the neatline; whole px.
    pub map: Rect,
    /// Columns of the panel: one beside the map on a wide page, three below it on a tall one.
    pub columns: [Rect; 3],
    pub column_count: usize,
}

impl Page {
    pub fn new(size: PageSize, style: &Style) -> Page {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        // Type grows with the page, but on a small page slower than it: it must stay readable.
        let linear = sqrt(width * height / (1600.0 * 1000.0));
        let unit = if linear < 1.0 { 0.35 + 0.65 * linear } else { linear };
        let margin = style.page.margin_px * unit;
        let beside = style.page.panel == PanelPlace::Beside;
        let share = if beside { style.page.panel_share.clamp(0.0, 0.6) } else { 0.0 };
        let empty = Rect::new(0.0, 0.0, 0.0, 0.0);
        if width >= 1.15 * height {
            let panel = if share > 0.0 { (width * share).max(210.0 * unit).min(width * 0.45) } else { 0.0 };
            let map = Rect::new(margin, margin, width - 2.0 * margin - panel, height - 2.0 * margin);
            let column = Rect::new(map.right() + margin, margin, (panel - margin).max(0.0), map.h);
            return Page {
                width,
                height,
                unit,
                map: whole(map),
                columns: [column, empty, empty],
                column_count: usize::from(share > 0.0),
            };
        }
        let panel = if share > 0.0 { (height * (share + 0.06)).max(260.0 * unit) } else { 0.0 };
        let map = Rect::new(margin, margin, width - 2.0 * margin, (height - 2.0 * margin - panel).max(80.0));
        let top = map.bottom() + margin;
        let column_width = (map.w - 2.0 * margin) / 3.0;
        let columns = [0.0, 1.0, 2.0].map(|i| {
            Rect::new(margin + i * (column_width + margin), top, column_width, height - margin - top)
        });
        Page { width, height, unit, map: whole(map), columns, column_count: if share > 0.0 { 3 } else { 0 } }
    }
}

/// The least change that puts a rectangle on whole px.
fn whole(rect: Rect) -> Rect {
    let (x, y) = (rect.x.round(), rect.y.round());
    Rect::new(x, y, rect.right().round() - x, rect.bottom().round() - y)
}

/// The neatline.
pub(super) fn frame(plan: &Plan<'_>) -> Vec<Node> {
    let style = &plan.style.page;
    if style.neatline_px <= 0.0 {
        return Vec::new();
    }
    let stroke = Stroke::new(style.neatline, style.neatline_px * plan.page.unit);
    vec![Node::Path(Path {
        id: "neatline".into(),
        class: "neatline".into(),
        pieces: vec![rect_piece(plan.page.map)],
        stroke: Some(stroke),
        ..Path::default()
    })]
}
