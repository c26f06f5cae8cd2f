//! Where maps and text stand on the page of a comparison.

use super::super::page::Page;
use super::super::paper::PageSize;
use super::super::plan::shape;
use super::{Arrangement, Ctx, Shown, flow, text};
use crate::dataset::Dataset;
use crate::geometry::clip::Rect;
use crate::style::{PageStyle, PanelPlace, Style};

/// The parts of a page, in px.
pub(super) struct Division {
    pub width: f64,
    pub height: f64,
    base: Page,
    style_unit: f64,
    pub overlay: Option<Rect>,
    pub pair: Option<[Rect; 2]>,
    /// Px of a style's px on the maps of the pair, as a share of that of the page.
    pub pair_scale: f64,
    /// Height of the line over each map of the pair.
    pub caption: f64,
    /// The title over all.
    pub band: Option<Rect>,
    /// Columns of text; the first ends above the foot.
    pub columns: Vec<Rect>,
    /// Scale bar and credits.
    pub foot: Rect,
    /// Size of the text, as a share of the style's.
    pub scale: f64,
}

/// A page that is all map.
pub(super) fn alone(size: PageSize, style: &Style) -> Page {
    let style = Style { page: PageStyle { panel: PanelPlace::None, ..style.page.clone() }, ..style.clone() };
    Page::new(size, &style)
}

impl Division {
    /// One map that fills the page.
    pub fn of_one(ctx: &Ctx<'_>, page: Page) -> Division {
        let empty = Rect::new(0.0, 0.0, 0.0, 0.0);
        Division {
            width: page.width,
            height: page.height,
            base: page,
            style_unit: ctx.plan.page.unit,
            overlay: Some(page.map),
            pair: None,
            pair_scale: 1.0,
            caption: 0.0,
            band: None,
            columns: Vec::new(),
            foot: empty,
            scale: 1.0,
        }
    }

    /// The page as a plan of one of its maps takes it.
    pub fn page_of(&self, rect: Rect, share: f64, panel: PanelPlace) -> Page {
        let (x, y) = (rect.x.round(), rect.y.round());
        let map = Rect::new(x, y, rect.right().round() - x, rect.bottom().round() - y);
        Page {
            width: self.width,
            height: self.height,
            unit: self.style_unit * share,
            panel,
            map,
            column_count: 0,
            ..self.base
        }
    }
}

/// Sizes of text that are tried, from the first that fits.
const SCALES: [f64; 5] = [1.0, 0.93, 0.86, 0.79, 0.72];
/// The least margin in px at the reference page.
const LEAST_MARGIN: f64 = 12.0;
/// Width of a column of text in px at the reference page.
const COLUMN: f64 = 345.0;
/// Narrower than this, all stands in one column.
const NARROW: f64 = 640.0;

/// The page as far as it is known before anything is set: what the size of type follows.
pub(super) fn nominal(spec: super::Spec, dataset: &Dataset, style: &Style) -> PageSize {
    if !spec.free_height {
        return spec.size;
    }
    let width = spec.size.width;
    let of_map = width / shape(dataset, style, spec.extent).max(0.2);
    let narrow = spec.size.print && width < 480.0;
    let height = match (spec.arrangement, narrow) {
        (Arrangement::Overlay, false) => 1.45 * of_map,
        (Arrangement::SideBySide, false) => 0.8 * of_map,
        (Arrangement::Both, false) => of_map,
        (_, true) => 2.0 * of_map,
    };
    PageSize { height: height.clamp(0.45 * width, 6.0 * width), ..spec.size }
}

/// Divides the page; the text is as large as fits with all signs that can be on the maps.
pub(super) fn divide(ctx: &Ctx<'_>, size: PageSize, shown: Shown) -> Division {
    let base = Page::new(size, ctx.style);
    let unit = base.unit;
    // Text needs a margin where the maps of a style go to the edge of the page.
    let margin = ctx.style.page.margin_px.max(LEAST_MARGIN) * unit;
    let empty = Rect::new(0.0, 0.0, 0.0, 0.0);
    let mut out = Division {
        width: size.width,
        height: size.height,
        base,
        style_unit: unit,
        overlay: None,
        pair: None,
        pair_scale: 1.0,
        caption: 0.0,
        band: None,
        columns: Vec::new(),
        foot: empty,
        scale: 1.0,
    };
    let narrow = size.width < NARROW * unit;
    let beside = ctx.spec.arrangement == Arrangement::Overlay
        && !ctx.spec.free_height
        && size.width >= 1.05 * size.height
        && !narrow;
    if beside {
        beside_the_map(ctx, &mut out, margin, shown);
    } else {
        below_the_maps(ctx, &mut out, margin, narrow, shown);
    }
    if let Some([rect, _]) = out.pair {
        // As on a page whose map is of this size.
        let own = PageSize { width: 1.3 * rect.w, height: 1.05 * rect.h, print: size.print };
        out.pair_scale = (Page::new(own, ctx.style).unit / unit).min(1.0);
    }
    out
}

/// One map, and the text in columns beside it.
fn beside_the_map(ctx: &Ctx<'_>, out: &mut Division, margin: f64, shown: Shown) {
    let unit = out.style_unit;
    let (width, height) = (out.width, out.height);
    let gap = 0.8 * margin;
    let all = ctx.comparison.entries.len();
    // More room for the text is taken before it is set much smaller.
    let tries = [
        (1, 372.0, 1.0),
        (1, 372.0, 0.93),
        (1, 390.0, 0.86),
        (2, 300.0, 1.0),
        (2, 300.0, 0.93),
        (2, 300.0, 0.86),
        (2, 320.0, 0.79),
        (2, 330.0, 0.72),
        (2, 340.0, 0.66),
    ];
    let columns = |count: usize, column: f64, foot: f64| -> Vec<Rect> {
        let column = column * unit;
        let panel = count as f64 * column + (count - 1) as f64 * gap;
        let left = width - margin - panel;
        (0..count)
            .map(|i| {
                let less = if i == 0 { foot } else { 0.0 };
                Rect::new(left + i as f64 * (column + gap), margin, column, height - 2.0 * margin - less)
            })
            .collect()
    };
    let mut chosen = None;
    for (count, column, scale) in tries {
        let panel = count as f64 * (column * unit + gap);
        if panel > 0.5 * width {
            continue;
        }
        let foot = text::foot_height(ctx, column * unit, scale);
        let columns = columns(count, column, foot);
        let rows = text::rows(ctx, column * unit, scale, shown, all, true);
        chosen = Some((columns.clone(), foot, scale));
        if flow::places(&rows, &columns).is_some() {
            break;
        }
    }
    let Some((columns, foot, scale)) = chosen else { return };
    let left = columns[0].x;
    out.overlay = Some(Rect::new(margin, margin, left - 2.0 * margin, height - 2.0 * margin));
    out.foot = Rect::new(left, columns[0].bottom(), columns[0].w, foot);
    (out.columns, out.scale) = (columns, scale);
}

/// The maps, and the text below them.
fn below_the_maps(ctx: &Ctx<'_>, out: &mut Division, margin: f64, narrow: bool, shown: Shown) {
    let unit = out.style_unit;
    let inner = out.width - 2.0 * margin;
    let gap = margin;
    let all = ctx.comparison.entries.len();
    let titled = ctx.spec.arrangement != Arrangement::Overlay;
    let band = if titled { text::band_height(ctx, inner) } else { 0.0 };
    let count = (((inner + gap) / (COLUMN * unit + gap)) as usize).clamp(1, 4);
    let column = (inner - (count - 1) as f64 * gap) / count as f64;
    let shape = shape(ctx.dataset, ctx.style, ctx.spec.extent).max(0.2);
    out.caption = text::caption_height(ctx);
    let above = if titled { band + 0.75 * margin } else { 0.0 };
    let top = margin + above;
    // How high the maps are if they are as high as their land.
    let natural = maps(ctx, out, Rect::new(margin, top, inner, 0.0), margin, narrow, shape);
    let mut height = 0.0;
    let mut scale = 1.0;
    let room = out.height - top - 2.0 * margin;
    for tried in SCALES {
        scale = tried;
        let foot = text::foot_height(ctx, column, scale);
        let rows = text::rows(ctx, column, scale, shown, all, !titled);
        height = flow::height(&rows, count, foot);
        if ctx.spec.free_height || height <= 0.5 * room {
            break;
        }
    }
    let mut of_maps = natural;
    if ctx.spec.free_height {
        out.height = (top + natural + margin + height + margin).ceil();
    } else {
        height = height.min(0.6 * room);
        of_maps = room - height;
    }
    maps_into(ctx, out, Rect::new(margin, top, inner, of_maps), margin, narrow, shape);
    let foot = text::foot_height(ctx, column, scale);
    let y = out.height - margin - height;
    out.columns = (0..count)
        .map(|i| {
            let less = if i == 0 { foot } else { 0.0 };
            Rect::new(margin + i as f64 * (column + gap), y, column, height - less)
        })
        .collect();
    out.foot = Rect::new(margin, out.columns[0].bottom(), column, foot);
    out.scale = scale;
    out.band = titled.then(|| Rect::new(margin, margin, inner, band));
}

/// True if the maps of both arrangements stand beside each other.
fn stands_wide(ctx: &Ctx<'_>, out: &Division, narrow: bool) -> bool {
    !narrow && (ctx.spec.free_height || out.width >= 0.95 * out.height)
}

/// How high the maps are at the width of a rectangle, each as high as its land.
fn maps(ctx: &Ctx<'_>, out: &Division, rect: Rect, margin: f64, narrow: bool, shape: f64) -> f64 {
    let w = rect.w;
    match ctx.spec.arrangement {
        Arrangement::Overlay => w / shape,
        Arrangement::SideBySide if narrow => 2.0 * (out.caption + w / shape) + 0.5 * margin,
        Arrangement::SideBySide => out.caption + (w - margin) / 2.0 / shape,
        Arrangement::Both if stands_wide(ctx, out, narrow) => {
            let small = SMALL * (w - margin);
            2.0 * (out.caption + small / shape) + 0.5 * margin
        }
        Arrangement::Both if narrow => 3.0 * w / shape + 2.0 * out.caption + margin,
        Arrangement::Both => w / shape + 0.7 * margin + out.caption + (w - margin) / 2.0 / shape,
    }
}

/// Width of the smaller maps of both, as a share.
const SMALL: f64 = 0.345;

/// Puts the maps into a rectangle.
fn maps_into(ctx: &Ctx<'_>, out: &mut Division, rect: Rect, margin: f64, narrow: bool, shape: f64) {
    let caption = out.caption;
    let stacked = |x: f64, y: f64, w: f64, h: f64| {
        let each = (h - 2.0 * caption - 0.5 * margin) / 2.0;
        [Rect::new(x, y + caption, w, each), Rect::new(x, y + 2.0 * caption + 0.5 * margin + each, w, each)]
    };
    let abreast = |y: f64, h: f64| {
        let each = ((rect.w - margin) / 2.0).floor();
        [
            Rect::new(rect.x, y + caption, each, h - caption),
            Rect::new(rect.x + rect.w - each, y + caption, each, h - caption),
        ]
    };
    match ctx.spec.arrangement {
        Arrangement::Overlay => out.overlay = Some(rect),
        Arrangement::SideBySide if narrow => out.pair = Some(stacked(rect.x, rect.y, rect.w, rect.h)),
        Arrangement::SideBySide => out.pair = Some(abreast(rect.y, rect.h)),
        Arrangement::Both if stands_wide(ctx, out, narrow) => {
            let each = (rect.h - 2.0 * caption - 0.5 * margin) / 2.0;
            let small = (each * shape).clamp(0.2 * rect.w, SMALL * (rect.w - margin)).round();
            let large = rect.w - margin - small;
            out.overlay = Some(Rect::new(rect.x, rect.y, large, rect.h));
            out.pair = Some(stacked(rect.right() - small, rect.y, small, rect.h));
        }
        Arrangement::Both if narrow => {
            let each = (rect.h - 2.0 * caption - margin) / 3.0;
            out.overlay = Some(Rect::new(rect.x, rect.y, rect.w, each));
            let y = rect.y + each + 0.5 * margin;
            out.pair = Some(stacked(rect.x, y, rect.w, rect.bottom() - y));
        }
        Arrangement::Both => {
            // The pair has half the scale.
            let share = (rect.h - 0.7 * margin - caption) / 3.0;
            let large = 2.0 * share;
            out.overlay = Some(Rect::new(rect.x, rect.y, rect.w, large));
            let y = rect.y + large + 0.7 * margin;
            out.pair = Some(abreast(y, rect.bottom() - y));
        }
    }
    // Whole px, and both maps of one size.
    if let Some(pair) = &mut out.pair {
        let [w, h] = [pair[0].w.floor(), pair[0].h.floor()];
        *pair = pair.map(|rect| Rect::new(rect.x.round(), rect.y.round(), w, h));
    }
}
