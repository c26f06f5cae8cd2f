//! Sizes of pages: px of a screen, sheets of paper, columns of a journal.

use super::page::layout_of;
use crate::style::Style;

/// Px in a mm: a page for print has 96 px to the inch, as CSS and SVG have.
pub(super) const PX_PER_MM: f64 = 96.0 / 25.4;

/// Size of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// It is a size on paper: type and strokes are as large as readers of paper need them.
    pub print: bool,
}

impl Default for PageSize {
    fn default() -> PageSize {
        PageSize::px(1600, 1000)
    }
}

/// The least and the largest width and height of a page, in px.
const RANGE: [[f64; 2]; 2] = [[240.0, 160.0], [20_000.0, 20_000.0]];
/// The same on paper, in mm: below it no type of a readable size has room.
const RANGE_MM: [[f64; 2]; 2] = [[60.0, 50.0], [2_000.0, 2_000.0]];

impl PageSize {
    /// The size a style is made for.
    pub fn of(style: &Style) -> PageSize {
        let [width, height] = style.page.size;
        PageSize::px(width, height)
    }

    /// A size on a screen, in px.
    pub const fn px(width: u32, height: u32) -> PageSize {
        PageSize { width: width as f64, height: height as f64, print: false }
    }

    /// A size on paper, in mm.
    pub fn mm(width: f64, height: f64) -> PageSize {
        PageSize { width: width * PX_PER_MM, height: height * PX_PER_MM, print: true }
    }

    /// Width and height in mm of a size on paper.
    pub fn in_mm(self) -> Option<[f64; 2]> {
        self.print.then_some([self.width / PX_PER_MM, self.height / PX_PER_MM])
    }

    /// Reads `1600x1000`.
    ///
    /// # Errors
    /// What is wrong with the text, and what is allowed.
    pub fn parse(text: &str) -> Result<PageSize, String> {
        let wrong = || format!("\"{text}\" is not a size; write width x height in px, such as 1600x1000");
        let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
        let side = |digits: &str| digits.trim().parse::<u32>().map_err(|_| wrong());
        let size = PageSize::px(side(width)?, side(height)?);
        let [[least_width, least_height], [most, _]] = RANGE;
        if size.is_within(RANGE) {
            Ok(size)
        } else {
            Err(format!(
                "\"{text}\" is out of range; allowed are {least_width}x{least_height} to {most}x{most} px"
            ))
        }
    }

    /// A size on paper whose sides were asked for, in mm.
    ///
    /// # Errors
    /// Which sides are allowed.
    pub fn parse_mm(width: f64, height: f64) -> Result<PageSize, String> {
        let ([[least_width, least_height], [most, _]], at) =
            (RANGE_MM, PageSize { width, height, print: true });
        if at.is_within(RANGE_MM) {
            Ok(PageSize::mm(width, height))
        } else {
            Err(format!(
                "{width:.0} x {height:.0} mm is out of range; allowed are {least_width} x {least_height} to \
                 {most} x {most} mm"
            ))
        }
    }

    /// A size on paper of this width in mm, as high as a map of this shape (width by height) and its panel
    /// need. The panel stands beside the map if that leaves the map most of the page, else below.
    ///
    /// # Errors
    /// Which widths are allowed.
    pub fn of_width_mm(width: f64, shape: f64, style: &Style) -> Result<PageSize, String> {
        // The size of type depends on the page, and the height of the page on the size of type.
        let settle = |start: f64| {
            (0..12).fold((start, false), |(height, _), _| {
                let layout = layout_of(PageSize::mm(width, height), style);
                (layout.height_for(shape) / PX_PER_MM, layout.is_mostly_map())
            })
        };
        let height = match settle(0.6 * width) {
            (height, true) => height,
            (_, false) => settle(1.5 * width).0,
        };
        // Whole mm, as a journal would ask for.
        PageSize::parse_mm(width, height.ceil())
    }

    fn is_within(self, [[least_width, least_height], [most_width, most_height]]: [[f64; 2]; 2]) -> bool {
        (least_width..=most_width).contains(&self.width)
            && (least_height..=most_height).contains(&self.height)
    }
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// ISO A2.
    A2,
    /// ISO A3.
    A3,
    /// ISO A4.
    A4,
    /// ISO A5.
    A5,
    /// US letter.
    Letter,
    /// US legal.
    Legal,
}

impl Paper {
    /// All sheets, in the spelling of the command line.
    pub const ALL: [(&'static str, Paper); 6] = [
        ("a2", Paper::A2),
        ("a3", Paper::A3),
        ("a4", Paper::A4),
        ("a5", Paper::A5),
        ("letter", Paper::Letter),
        ("legal", Paper::Legal),
    ];

    /// The size of the sheet, upright or, as maps mostly want it, on its side.
    pub fn size(self, portrait: bool) -> PageSize {
        let [short, long] = match self {
            Paper::A2 => [420.0, 594.0],
            Paper::A3 => [297.0, 420.0],
            Paper::A4 => [210.0, 297.0],
            Paper::A5 => [148.0, 210.0],
            Paper::Letter => [215.9, 279.4],
            Paper::Legal => [215.9, 355.6],
        };
        if portrait { PageSize::mm(short, long) } else { PageSize::mm(long, short) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_as_large_in_px_as_in_mm() {
        let check = |size: PageSize, px: [f64; 2], mm: [f64; 2]| {
            let found = size.in_mm().expect("a size on paper");
            for i in 0..2 {
                assert!(([size.width, size.height][i] - px[i]).abs() < 0.05, "{size:?} is not {px:?} px");
                assert!((found[i] - mm[i]).abs() < 0.1, "{size:?} is not {mm:?} mm");
            }
        };
        let sheets = [
            (Paper::A2, [2245.0, 1587.4], [594.0, 420.0]),
            (Paper::A3, [1587.4, 1122.5], [420.0, 297.0]),
            (Paper::A4, [1122.5, 793.7], [297.0, 210.0]),
            (Paper::A5, [793.7, 559.4], [210.0, 148.0]),
            (Paper::Letter, [1056.0, 816.0], [279.4, 215.9]),
            (Paper::Legal, [1344.0, 816.0], [355.6, 215.9]),
        ];
        for (paper, [width, height], [width_mm, height_mm]) in sheets {
            check(paper.size(false), [width, height], [width_mm, height_mm]);
            check(paper.size(true), [height, width], [height_mm, width_mm]);
        }
        check(PageSize::mm(84.0, 130.0), [317.5, 491.3], [84.0, 130.0]);
    }

    #[test]
    fn a_page_of_a_given_width_is_as_high_as_its_map() {
        let style = Style::default();
        let check = |width: f64, shape: f64, least: f64, most: f64| {
            let size = PageSize::of_width_mm(width, shape, &style).expect("a size");
            let [found, height] = size.in_mm().expect("mm");
            assert!((found - width).abs() < 0.1 && (least..=most).contains(&height), "{width} x {height} mm");
        };
        // A column: the panel is below. A full page: beside.
        check(84.0, 1.2, 110.0, 180.0);
        check(84.0, 2.0, 90.0, 160.0);
        check(174.0, 1.2, 130.0, 165.0);
        assert!(PageSize::of_width_mm(10.0, 1.2, &style).is_err());
    }

    #[test]
    fn sizes_are_read_exactly() {
        for (text, expected) in [
            ("1600x1000", Ok(PageSize::px(1600, 1000))),
            ("240 × 160", Ok(PageSize::px(240, 160))),
            ("239x160", Err("allowed are 240x160 to 20000x20000 px")),
            ("big", Err("write width x height in px")),
            ("-1x5", Err("write width x height in px")),
        ] {
            match (PageSize::parse(text), expected) {
                (Ok(found), Ok(size)) => assert_eq!(found, size),
                (Err(found), Err(words)) => assert!(found.contains(words), "{found}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
