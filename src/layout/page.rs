//! The page: where the map is, where the panel, and how large a px of the style is on it.

use super::paper::PageSize;
use super::plan::Plan;
use super::rect_piece;
use crate::geometry::clip::Rect;
use crate::geometry::math::sqrt;
use crate::scene::{Node, Path, Stroke};
use crate::style::{PanelPlace, Style};

/// The parts of a page, in px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub width: f64,
    pub height: f64,
    /// Px of the page for one px of the style, whose lengths are meant for 1600 x 1000.
    pub unit: f64,
    /// It is a page for print.
    pub print: bool,
    /// Nothing is set in smaller type than this.
    pub least: f64,
    /// Where title, legend and credits stand.
    pub panel: PanelPlace,
    /// Inside of the neatline; whole px.
    pub map: Rect,
    /// Columns of the panel: one beside the map on a wide page, three below it on a tall one.
    pub columns: [Rect; 3],
    pub column_count: usize,
}

/// How a page is divided, before anything is put on whole px. Lengths in px.
pub(super) struct Layout {
    unit: f64,
    least: f64,
    margin: f64,
    width: f64,
    /// Width of the panel beside the map with the space before it, or height of the panel below.
    panel: f64,
    /// Where the panel stands.
    place: PanelPlace,
    /// A panel stands beside the map rather than below it.
    beside: bool,
    /// How many columns the panel has.
    columns: usize,
}

/// A page with sides under this share of the reference page's is small.
const SMALL: f64 = 0.55;

/// The side of a page in sides of the reference page.
fn linear(size: PageSize) -> f64 {
    sqrt(size.width * size.height / (1600.0 * 1000.0))
}

/// Px of a page for one px of a style that sets no type too small for it.
pub(super) fn wanted_unit(size: PageSize) -> f64 {
    match (size.print, linear(size)) {
        (true, linear) => 0.5 + 0.5 * linear,
        (false, linear) if linear < 1.0 => 0.35 + 0.65 * linear,
        (false, linear) => linear,
    }
}

/// How a page of this size is divided.
pub(super) fn layout_of(size: PageSize, style: &Style) -> Layout {
    divided(size, style, false)
}

/// How a page of this size is divided; `stacked`: with the panel below the map, however wide the page is.
fn divided(size: PageSize, style: &Style, stacked: bool) -> Layout {
    let PageSize { width, height, print } = size;
    // Type grows with the page, but on a small page slower than it: it must stay readable. Paper is read
    // from where it is read, whatever its size: type grows slower on all of it, and more names have room.
    let linear = linear(size);
    let wanted = wanted_unit(size);
    let least = least_type(size);
    let unit = wanted.max(least / smallest(style));
    let margin = style.page.margin_px * unit;
    // On a small map no legend finds a quiet place.
    let place = match style.page.panel {
        PanelPlace::Inside if linear < SMALL => PanelPlace::Beside,
        place => place,
    };
    // The words of a legend do not shrink as the page does.
    let widened = 1.0 + 0.8 * (1.0 - linear / SMALL).max(0.0);
    let share = match place {
        PanelPlace::Beside => (style.page.panel_share * widened).clamp(0.0, 0.6),
        PanelPlace::Inside | PanelPlace::None => 0.0,
    };
    // On paper the words of the legend do not shrink with the page.
    let (least_width, least_heights) =
        if print { (250.0, [520.0, 420.0, 400.0]) } else { (210.0, [470.0, 350.0, 260.0]) };
    let of_width = if share > 0.0 { (width * share).max(least_width * unit).min(width * 0.45) } else { 0.0 };
    // On a narrow column of paper the panel would press the map into a slit.
    let wide = if print { 1.05 } else { 1.15 };
    if !stacked && width >= wide * height && !(print && width < 600.0 * unit && share > 0.0) {
        let columns = usize::from(share > 0.0);
        return Layout { unit, least, margin, width, panel: of_width, place, beside: true, columns };
    }
    let room = width - margin;
    let columns = ((room / (160.0 * unit + margin)) as usize).clamp(1, 3);
    let needed = least_heights[columns - 1] * unit;
    let panel = if share > 0.0 { (height * (share + 0.06)).max(needed).min(height * 0.7) } else { 0.0 };
    let columns = if share > 0.0 { columns } else { 0 };
    Layout { unit, least, margin, width, panel, place, beside: false, columns }
}

impl Layout {
    /// True if the panel stands beside the map and the map has most of the width.
    pub fn is_mostly_map(&self) -> bool {
        self.beside && 2.2 * self.panel < self.width
    }

    /// The height in px at which the map has this shape, width by height. Beside a panel it is at least as
    /// high as a legend is long.
    pub fn height_for(&self, shape: f64) -> f64 {
        let of_map = |width: f64| width / shape.max(0.1);
        let inner = self.width - 2.0 * self.margin;
        2.0 * self.margin
            + match self.beside {
                true if self.columns > 0 => of_map(inner - self.panel).max(620.0 * self.unit),
                true => of_map(inner),
                false => of_map(inner) + self.panel,
            }
    }
}

/// The least size of type on a page, in px: 6 points on a column of a journal, 7 from A4 on; on a screen,
/// where a reader can come closer, 6 px from a width of 600 px on.
fn least_type(size: PageSize) -> f64 {
    match size.in_mm() {
        Some([width, height]) => {
            let grown = ((width.min(height) - 84.0) / (210.0 - 84.0)).clamp(0.0, 1.0);
            (6.0 + grown) * 96.0 / 72.0
        }
        None => 6.0 * (size.width / 600.0).min(1.0),
    }
}

/// The smallest size that a style sets type in, px at the reference page.
fn smallest(style: &Style) -> f64 {
    let (label, panel) = (&style.label, &style.panel);
    // The least town and the least river are set so much smaller than the first.
    let sizes = [label.polity_min_px, label.unit_min_px, label.town_px * 0.68, label.water_px * 0.8];
    let more = [
        panel.title_px,
        panel.date_px * 0.55,
        panel.heading_px,
        panel.text_px * 0.86,
        panel.small_px,
        style.border.point_number_px,
        style.sources.number_min_px,
    ];
    sizes.into_iter().chain(more).fold(f64::MAX, f64::min).max(3.0)
}

impl Page {
    pub fn new(size: PageSize, style: &Style) -> Page {
        Page::divided(size, layout_of(size, style))
    }

    /// The page for a map of this shape, width by height. Beside a panel a very wide map, such as one of the world,
    /// would leave most of its frame empty: it has the panel below, if it is clearly larger so.
    pub fn for_shape(size: PageSize, style: &Style, shape: f64) -> Page {
        let page = Page::new(size, style);
        let width = |page: &Page| page.map.w.min(page.map.h * shape);
        let empty = 1.0 - width(&page) / shape / page.map.h;
        if page.column_count != 1 || page.panel != PanelPlace::Beside || empty < 0.3 {
            return page;
        }
        let stacked = Page::divided(size, divided(size, style, true));
        if width(&stacked) > 1.1 * width(&page) { stacked } else { page }
    }

    fn divided(size: PageSize, layout: Layout) -> Page {
        let PageSize { width, height, print } = size;
        let Layout { unit, least, margin, panel, place, beside, columns: column_count, .. } = layout;
        let parts = |map: Rect, columns| {
            let map = whole(map);
            Page { width, height, unit, print, least, panel: place, map, columns, column_count }
        };
        let empty = Rect::new(0.0, 0.0, 0.0, 0.0);
        if beside {
            let map = Rect::new(margin, margin, width - 2.0 * margin - panel, height - 2.0 * margin);
            let column = Rect::new(map.right() + margin, margin, (panel - margin).max(0.0), map.h);
            let columns = [column, empty, empty];
            return parts(map, columns);
        }
        let map = Rect::new(margin, margin, width - 2.0 * margin, (height - 2.0 * margin - panel).max(80.0));
        let top = map.bottom() + margin;
        let count = column_count.max(1) as f64;
        let column_width = (map.w - (count - 1.0) * margin) / count;
        let columns = [0.0, 1.0, 2.0].map(|i| {
            Rect::new(margin + i * (column_width + margin), top, column_width, height - margin - top)
        });
        parts(map, columns)
    }
}

impl Page {
    /// A page that is all map, of whole px, for a map among others on a larger page: `unit` px of it are one px of
    /// the style.
    pub fn all_map([width, height]: [f64; 2], unit: f64, of: &Page) -> Page {
        let empty = Rect::new(0.0, 0.0, 0.0, 0.0);
        let (map, columns) = (Rect::new(0.0, 0.0, width, height), [empty; 3]);
        let panel = PanelPlace::None;
        Page { width, height, unit, panel, map, columns, column_count: 0, ..*of }
    }
}

/// The least change that puts a rectangle on whole px.
fn whole(rect: Rect) -> Rect {
    let (x, y) = (rect.x.round(), rect.y.round());
    Rect::new(x, y, rect.right().round() - x, rect.bottom().round() - y)
}

/// The neatline: around the map, or around the globe where the map shows all of it.
pub(super) fn frame(plan: &Plan<'_>) -> Vec<Node> {
    let style = &plan.style.page;
    if style.neatline_px <= 0.0 {
        return Vec::new();
    }
    let stroke = Stroke::new(style.neatline, style.neatline_px * plan.page.unit);
    vec![Node::Path(Path {
        id: "neatline".into(),
        class: "neatline".into(),
        pieces: vec![plan.whole_globe().unwrap_or_else(|| rect_piece(plan.page.map))],
        stroke: Some(stroke),
        ..Path::default()
    })]
}
