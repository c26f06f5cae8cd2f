//! Which grid a page is divided into, so that the maps are as large as they can be: how many columns and rows, and
//! whether the legend stands below the maps, beside them, or in the free end of the last row.

use crate::geometry::clip::Rect;

/// A map is not narrower than this, px of the style.
pub(super) const LEAST_WIDTH: f64 = 150.0;
/// Nor lower.
const LEAST_HEIGHT: f64 = 90.0;
/// More maps stand in no row.
const MOST_COLUMNS: usize = 12;
/// A map is at most so much wider or higher than the land it is for.
const STRETCH: f64 = 1.3;
/// Space between the columns of the legend, px of the style.
const APART: f64 = 20.0;
/// Gaps grow by at most so many times to fill the page.
const SPREAD: f64 = 3.0;
/// What a wholly empty last row would cost: a ragged one looks unfinished.
const RAGGED: f64 = 0.2;

/// What is to be arranged. Lengths in px.
pub(super) struct Ask<'a> {
    /// How many maps.
    pub count: usize,
    /// How many in a row, if a person says so.
    pub columns: Option<usize>,
    /// Width by height of the land that each map is to show.
    pub shape: f64,
    /// Width and height of the page.
    pub page: [f64; 2],
    /// Px of the page for one px of the style.
    pub unit: f64,
    pub margin: f64,
    /// Height of the caption of a map so wide, with the space below it.
    pub caption: &'a dyn Fn(f64) -> f64,
    /// Height of the heading in a width, with the space below it; in a narrow panel it is set for a panel.
    pub head: &'a dyn Fn(f64, Place) -> f64,
    /// Height of the credits in a width, with the space above them.
    pub foot: &'a dyn Fn(f64) -> f64,
    /// Height of the legend in so many columns of a width, at a share of its size.
    pub legend: &'a dyn Fn(usize, f64, f64) -> f64,
}

impl Ask<'_> {
    /// The legend across the page: how many columns, how wide and how high.
    fn strip(&self) -> (usize, f64, f64) {
        let (count, wide) =
            columns_in(self.page[0] - 2.0 * self.margin, 225.0 * self.unit, APART * self.unit);
        (count, wide, (self.legend)(count, wide, 1.0))
    }
}

/// Where the legend stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Across the page, below the maps.
    Below,
    /// In the free end of the last row.
    Corner,
    /// Beside the maps, with heading and credits.
    Beside,
}

/// How a page is divided. Lengths in px; the maps are on whole px.
#[derive(Clone, Debug)]
pub(super) struct Arrangement {
    pub columns: usize,
    pub rows: usize,
    /// How many maps stand on a page.
    pub per_page: usize,
    pub pages: usize,
    pub place: Place,
    /// Width and height of a map.
    pub map: [f64; 2],
    /// From a map to the next in its row, and to the next row.
    pub pitch: [f64; 2],
    /// Top left corner of the first map.
    pub first: [f64; 2],
    pub head: Rect,
    pub foot: Rect,
    /// The columns of the legend, in which it may fill all of the height.
    pub legend: Vec<Rect>,
}

/// From the legend as the style wants it to the tightest that reads well.
pub(super) const SCALES: [f64; 5] = [1.0, 0.93, 0.86, 0.8, 0.74];

impl Arrangement {
    /// The best division of a page.
    ///
    /// # Errors
    /// What does not fit, and what would.
    pub fn of(ask: &Ask<'_>) -> Result<Arrangement, String> {
        let strip = ask.strip();
        let all = |columns: usize| {
            let rows = 1..=ask.count.div_ceil(columns);
            rows.flat_map(move |rows| {
                let corners = (1..columns).map(|free| (Place::Corner, free));
                let places = [(Place::Below, 0), (Place::Beside, 0)].into_iter().chain(corners);
                places.filter_map(move |(place, free)| try_grid(ask, strip, columns, rows, place, free))
            })
        };
        let asked = ask.columns.map(|columns| columns.clamp(1, ask.count.max(1)));
        let widths: Vec<usize> = match asked {
            Some(columns) => vec![columns],
            None => (1..=ask.count.clamp(1, MOST_COLUMNS)).collect(),
        };
        let best = widths.into_iter().flat_map(all).fold(None, |best: Option<(f64, Arrangement)>, next| {
            // As few pages as can be, then the largest maps; of equals the first.
            let is_better = best.as_ref().is_none_or(|(score, known)| {
                next.1.pages < known.pages || (next.1.pages == known.pages && next.0 > score + 1e-9)
            });
            if is_better { Some(next) } else { best }
        });
        best.map(|(_, best)| best).ok_or_else(|| {
            let most = (1..=MOST_COLUMNS).rev().find(|&columns| all(columns).next().is_some());
            match (asked, most) {
                (Some(columns), Some(most)) => format!(
                    "{columns} maps in a row would be too small to read on this page; at most {most} have room"
                ),
                _ => "the page is too small for maps with a legend; a larger one helps".to_owned(),
            }
        })
    }
}

/// One way to divide the page, with the size of its maps as the score; `None` if it does not do.
fn try_grid(
    ask: &Ask<'_>,
    (strip, strip_width, strip_height): (usize, f64, f64),
    columns: usize,
    rows: usize,
    place: Place,
    free: usize,
) -> Option<(f64, Arrangement)> {
    let ([width, height], unit, margin) = (ask.page, ask.unit, ask.margin);
    let per_page = columns * rows - free;
    let pages = ask.count.div_ceil(per_page);
    let shown = per_page.min(ask.count);
    // Rows that are empty on every page, and free cells that are more than the legend was given.
    if shown + columns <= columns * rows || (place == Place::Corner && pages == 1 && shown < per_page) {
        return None;
    }
    let gap = [(15.0 * unit).round(), (13.0 * unit).round()];
    let apart = APART * unit;
    let inner = Rect::new(margin, margin, width - 2.0 * margin, height - 2.0 * margin);
    let mut body = inner;
    let mut side = Rect::new(inner.right(), inner.y, 0.0, inner.h);
    if place == Place::Beside {
        side.w = (0.2 * width).clamp(215.0 * unit, 330.0 * unit).round();
        side.x = inner.right() - side.w;
        body.w -= side.w + 1.2 * margin;
    } else {
        let head = (ask.head)(inner.w, place);
        body.y += head;
        body.h -= head + (ask.foot)(inner.w);
    }
    if place == Place::Below {
        body.h -= strip_height + gap[1];
    }

    let (n, m) = (columns as f64, rows as f64);
    let cell = [(body.w - gap[0] * (n - 1.0)) / n, (body.h - gap[1] * (m - 1.0)) / m];
    let caption = (ask.caption)(cell[0]);
    let (mut w, mut h) = (cell[0].floor(), (cell[1] - caption).floor());
    w = w.min((STRETCH * ask.shape * h).floor());
    h = h.min((STRETCH * w / ask.shape).floor());
    if w < LEAST_WIDTH * unit || h < LEAST_HEIGHT * unit {
        return None;
    }
    let caption = (ask.caption)(w).round();
    let used = [n * w + (n - 1.0) * gap[0], m * (h + caption) + (m - 1.0) * gap[1]];
    let mut spare = [body.w - used[0], body.h - used[1]];
    // A legend in the corner may need more height than its row has.
    if place == Place::Corner {
        let width = inner.right() - (body.x + (n - free as f64) * (w + gap[0]));
        let (count, wide) = columns_in(width, 190.0 * unit, apart);
        let need = |scale: &f64| (ask.legend)(count, wide, *scale) - h - caption;
        let extra = SCALES.iter().map(need).find(|extra| *extra <= spare[1])?;
        spare[1] -= extra.max(0.0);
    }
    // What the maps leave free is between them first; what is left then is at the right and below.
    let spread = |spare: f64, gap: f64, count: f64| match count > 1.0 {
        true => gap + (spare / (count - 1.0)).clamp(0.0, SPREAD * gap),
        false => gap,
    };
    let pitch =
        [(w + spread(spare[0], gap[0], n)).floor(), (h + caption + spread(spare[1], gap[1], m)).floor()];
    let first = [body.x.round(), (body.y + caption).round()];
    let bottom = first[1] + (m - 1.0) * pitch[1] + h;

    let (head, foot, legend) = match place {
        Place::Beside => {
            let (head, foot) = ((ask.head)(side.w, place), (ask.foot)(side.w));
            let head = Rect { h: head, ..side };
            let foot = Rect { y: side.bottom() - foot, h: foot, ..side };
            let column = Rect { y: head.bottom(), h: foot.y - head.bottom(), ..side };
            (head, foot, vec![column])
        }
        Place::Below | Place::Corner => {
            let head = Rect { h: body.y - inner.y, ..inner };
            let foot = (ask.foot)(inner.w);
            let foot = Rect { y: inner.bottom() - foot, h: foot, ..inner };
            let room = match place {
                Place::Below => Rect { y: bottom + gap[1], h: foot.y - bottom - gap[1], ..inner },
                _ => {
                    let x = first[0] + (n - free as f64) * pitch[0];
                    // Beside the caption of the last row's maps too, and as far as the page goes.
                    let y = first[1] + (m - 1.0) * pitch[1] - caption;
                    Rect::new(x, y, inner.right() - x, foot.y - y)
                }
            };
            let (count, wide) = match place {
                Place::Below => (strip, strip_width),
                _ => columns_in(room.w, 190.0 * unit, apart),
            };
            let column = |i: usize| Rect { x: room.x + i as f64 * (wide + apart), w: wide, ..room };
            (head, foot, (0..count).map(column).collect())
        }
    };
    let column: &Rect = legend.first()?;
    let fits = SCALES.iter().any(|&scale| (ask.legend)(legend.len(), column.w, scale) <= column.h + 0.5);
    if !fits {
        return None;
    }
    let empty = (columns * rows - free - shown) as f64 / n;
    let score = (w / ask.shape).min(h) * (1.0 - RAGGED * empty);
    let arrangement =
        Arrangement { columns, rows, per_page, pages, place, map: [w, h], pitch, first, head, foot, legend };
    Some((score, arrangement))
}

/// How many columns of at least a width have room side by side, and how wide they are.
fn columns_in(room: f64, least: f64, apart: f64) -> (usize, f64) {
    let count = ((room + apart) / (least + apart)).floor().clamp(1.0, 8.0);
    (count as usize, (room - apart * (count - 1.0)) / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of a sheet with a legend of thirty lines.
    fn arranged(count: usize, page: [f64; 2], columns: Option<usize>) -> Result<Arrangement, String> {
        Arrangement::of(&Ask {
            count,
            columns,
            shape: 1.28,
            page,
            unit: 1.0,
            margin: 20.0,
            caption: &|_| 22.0,
            head: &|_, place| if place == Place::Beside { 110.0 } else { 55.0 },
            foot: &|width| if width < 400.0 { 60.0 } else { 36.0 },
            legend: &|columns, width, scale| {
                let lines = if width < 230.0 { 38.0 } else { 30.0 };
                (lines * 20.0 * scale / columns as f64).ceil() + 20.0
            },
        })
    }

    /// All parts lie on the page and apart.
    fn check_apart(of: &Arrangement, page: [f64; 2], what: &str) {
        let mut parts = vec![of.head, of.foot];
        parts.extend(&of.legend);
        for at in 0..of.per_page {
            let (column, row) = ((at % of.columns) as f64, (at / of.columns) as f64);
            let [x, y] = [of.first[0] + column * of.pitch[0], of.first[1] + row * of.pitch[1]];
            assert!(x.fract() == 0.0 && y.fract() == 0.0, "{what}: a map is off the whole px");
            parts.push(Rect::new(x, y - 22.0, of.map[0], of.map[1] + 22.0));
        }
        let whole = Rect::new(0.0, 0.0, page[0], page[1]);
        for (i, part) in parts.iter().enumerate() {
            assert!(whole.contains_rect(part), "{what}: {part:?} leaves the page");
            for other in &parts[..i] {
                assert!(!part.grown(-0.5).overlaps(&other.grown(-0.5)), "{what}: {part:?} on {other:?}");
            }
        }
    }

    #[test]
    fn the_grid_suits_the_count_and_the_page() {
        let (wide, a4, upright, small) = ([1600.0, 1000.0], [1122.0, 794.0], [794.0, 1122.0], [900.0, 560.0]);
        // Maps, page, then columns, rows, pages, place of the legend.
        let cases = [
            (1, wide, (1, 1, 1, Place::Beside)),
            (2, wide, (2, 1, 1, Place::Below)),
            (3, wide, (2, 2, 1, Place::Corner)),
            (4, wide, (2, 2, 1, Place::Beside)),
            (13, wide, (5, 3, 1, Place::Corner)),
            (1, upright, (1, 1, 1, Place::Below)),
            (4, upright, (2, 2, 1, Place::Below)),
            (13, a4, (4, 4, 1, Place::Beside)),
            (13, upright, (4, 4, 1, Place::Corner)),
            (24, wide, (7, 4, 1, Place::Corner)),
            (91, wide, (9, 6, 2, Place::Corner)),
            (13, small, (4, 2, 3, Place::Corner)),
        ];
        let mut wrong = Vec::new();
        for (count, page, expected) in cases {
            let found = arranged(count, page, None).expect("an arrangement");
            check_apart(&found, page, &format!("{count} on {page:?}"));
            assert!(found.per_page * found.pages >= count && found.map[0] >= LEAST_WIDTH);
            let is = (found.columns, found.rows, found.pages, found.place);
            if is != expected {
                wrong.push(format!("{count} maps on {page:?}: {is:?}, not {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn columns_asked_for_are_kept_or_refused() {
        for columns in [1, 3, 6] {
            let found = arranged(13, [1600.0, 1000.0], Some(columns)).expect("an arrangement");
            assert_eq!(found.columns, columns);
            check_apart(&found, [1600.0, 1000.0], &format!("{columns} columns"));
        }
        let error = arranged(13, [1600.0, 1000.0], Some(13)).expect_err("too many");
        assert!(error.contains("13 maps in a row") && error.contains("at most 9"), "{error}");
        assert!(arranged(2, [240.0, 160.0], None).is_err());
    }
}
