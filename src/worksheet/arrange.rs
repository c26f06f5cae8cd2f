//! Where map and list stand on a page.

use super::list::{self, Item};
use super::page::Sheet;
use crate::geometry::clip::Rect;
use crate::geometry::math::sqrt;
use crate::layout::{Content, PageSize};

/// Sizes on a page of a size, px. Nothing is set smaller than nine points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measures {
    pub size: PageSize,
    /// Space around everything.
    pub margin: f64,
    /// Type of the title.
    pub title: f64,
    /// Type of the date.
    pub date: f64,
    /// Type of the task and of lists.
    pub text: f64,
    /// Type of sources, and the least on the map.
    pub small: f64,
    /// Height of a line to write on: eight millimetres.
    pub line: f64,
    /// Space between parts.
    pub gap: f64,
}

/// Nine points in px: the least type on paper.
const NINE_POINTS: f64 = 12.0;

impl Measures {
    pub fn new(size: PageSize) -> Measures {
        // In sides of an A4 sheet.
        let side = sqrt(size.width * size.height / (1122.5 * 793.7));
        let of = |px: f64, least: f64| (px * (0.4 + 0.6 * side)).max(least);
        Measures {
            size,
            margin: of(48.0, 30.0).round(),
            title: of(19.0, 14.0),
            date: of(27.0, 18.0),
            text: of(15.0, 12.5),
            small: of(NINE_POINTS, NINE_POINTS),
            line: of(32.0, 26.0),
            gap: of(16.0, 10.0).round(),
        }
    }

    /// What is inside the margins.
    pub fn inner(&self) -> Rect {
        Rect::new(0.0, 0.0, self.size.width, self.size.height).grown(-self.margin)
    }
}

/// Where map and list stand.
#[derive(Clone, Debug)]
pub(super) struct Arrangement {
    /// The map; whole px.
    pub map: Rect,
    /// The list, and its columns.
    pub list: Rect,
    pub columns: usize,
    /// How large the map is: the height in px that its extent has on it.
    pub scale: f64,
}

/// By how much the frame of a map may be wider or narrower than its extent.
const STRETCH: f64 = 1.25;
/// The least height of a map in px: below it there is nothing to write on.
const LEAST: f64 = 160.0;

impl Arrangement {
    /// The arrangement with the largest map; `None` if there is no room for any.
    pub fn of(
        sheet: &Sheet<'_>,
        contents: &[Content],
        lists: &[Vec<Item>],
        shape: f64,
    ) -> Option<Arrangement> {
        let measures = sheet.measures;
        let inner = measures.inner();
        let top = inner.y + sheet.head_height(contents);
        let bottom = inner.bottom() - sheet.foot_height();
        let room = Rect::new(inner.x, top, inner.w, bottom - top);
        let longest = |width: f64, columns: usize| {
            lists.iter().map(|items| list::height(items, measures, width, columns)).fold(0.0, f64::max)
        };
        let beside = [0.2, 0.24, 0.28, 0.33].into_iter().filter_map(|share| {
            let width = (room.w * share).max(12.0 * measures.text);
            let list = Rect::new(room.right() - width, room.y, width, room.h);
            let fits = longest(width, 1) <= room.h;
            let map = Rect::new(room.x, room.y, room.w - width - measures.gap * 1.5, room.h);
            fits.then(|| Arrangement::new(map, list, 1, shape))
        });
        let below = (2..=4).rev().filter_map(|columns| {
            let fits = room.w / columns as f64 > 13.0 * measures.text;
            let height = longest(room.w, columns);
            let list = Rect::new(room.x, room.bottom() - height, room.w, height);
            let map = Rect::new(room.x, room.y, room.w, room.h - height - measures.gap);
            fits.then(|| Arrangement::new(map, list, columns, shape))
        });
        let all = beside.chain(below).filter(|one| one.map.h >= LEAST && one.map.w >= LEAST);
        let mut best: Option<Arrangement> = None;
        for one in all {
            if best.as_ref().is_none_or(|known| one.scale > known.scale + 1e-9) {
                best = Some(one);
            }
        }
        // With nothing to list the map has all the room.
        if longest(room.w, 1) == 0.0 && room.h >= LEAST {
            return Some(Arrangement::new(room, Rect::new(room.x, room.bottom(), 0.0, 0.0), 1, shape));
        }
        best
    }

    fn new(room: Rect, list: Rect, columns: usize, shape: f64) -> Arrangement {
        let w = room.w.min(room.h * shape * STRETCH).floor().max(1.0);
        let h = room.h.min(room.w / shape * STRETCH).floor().max(1.0);
        let map = Rect::new((room.x + (room.w - w) / 2.0).round(), room.y.round(), w, h);
        // A list below a map that does not need all its room comes closer.
        let list = if columns > 1 { Rect { y: list.y - (room.h - h) * 0.5, ..list } } else { list };
        Arrangement { map, list, columns, scale: (w / shape).min(h) }
    }
}
