//! The named layouts of slides: where title, pictures, text and foot stand. The slide master has the same.

use super::Ratio;
use crate::geometry::clip::Rect;

/// A named layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arrangement {
    /// The first slide: title and subtitle beside a picture.
    Title,
    /// A map with text beside it.
    Map,
    /// A picture as wide as the slide.
    Picture,
    /// Two pictures side by side, with a line of text under each and text below.
    Pair,
    /// Text alone.
    Text,
}

impl Arrangement {
    /// All values with their English names, in the order in which the master has them.
    pub const ALL: [(&'static str, Arrangement); 5] = [
        ("Title", Arrangement::Title),
        ("Map and text", Arrangement::Map),
        ("Picture", Arrangement::Picture),
        ("Two maps", Arrangement::Pair),
        ("Text", Arrangement::Text),
    ];
}

/// Where the parts of a layout stand, px of the slide. What a layout has not is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Frames {
    /// The title.
    pub title: Rect,
    /// Size of the title's type.
    pub title_px: f64,
    /// The subtitle of the first slide.
    pub subtitle: Option<Rect>,
    /// Pictures, in reading order.
    pub pictures: Vec<Rect>,
    /// A line for each picture of two.
    pub captions: Vec<Rect>,
    /// The text.
    pub body: Option<Rect>,
    /// The line of sources at the foot.
    pub footer: Option<Rect>,
    /// The slide's number.
    pub number: Option<Rect>,
}

/// Space at the edges of a slide, px.
const MARGIN: f64 = 60.0;
/// Space between parts, px.
const GAP: f64 = 36.0;
/// Top and bottom of what stands between title and foot, px.
const CONTENT: [f64; 2] = [156.0, 964.0];

/// The frames of a layout on slides of a shape.
pub fn frames(arrangement: Arrangement, ratio: Ratio) -> Frames {
    let [width, height] = ratio.size();
    let inner = width - 2.0 * MARGIN;
    let [top, bottom] = CONTENT;
    let tall = bottom - top;
    let all = Rect::new(MARGIN, top, inner, tall);
    let mut frames = Frames {
        title: Rect::new(MARGIN, 36.0, inner, 100.0),
        title_px: 64.0,
        subtitle: None,
        pictures: Vec::new(),
        captions: Vec::new(),
        body: None,
        footer: Some(Rect::new(MARGIN, 988.0, inner - 140.0, 56.0)),
        number: Some(Rect::new(width - MARGIN - 120.0, 988.0, 120.0, 56.0)),
    };
    match arrangement {
        Arrangement::Title => {
            let half = (width / 2.0).round();
            frames.title = Rect::new(MARGIN, 240.0, half - 2.0 * MARGIN, 330.0);
            frames.title_px = if ratio == Ratio::Wide { 88.0 } else { 72.0 };
            frames.subtitle = Some(Rect::new(MARGIN, 594.0, half - 2.0 * MARGIN, 250.0));
            frames.pictures = vec![Rect::new(half, 0.0, width - half, height)];
            frames.footer = Some(Rect::new(MARGIN, 900.0, half - 2.0 * MARGIN, 144.0));
            frames.number = None;
        }
        Arrangement::Map => {
            let of_map = if ratio == Ratio::Wide { 1100.0 } else { 800.0 };
            frames.pictures = vec![Rect::new(MARGIN, top, of_map, tall)];
            frames.body = Some(Rect::new(MARGIN + of_map + GAP, top, inner - of_map - GAP, tall));
        }
        Arrangement::Picture => frames.pictures = vec![all],
        Arrangement::Pair => {
            let one = ((inner - GAP) / 2.0).round();
            // On the narrower slide a caption may need two lines.
            let (of_map, caption) = if ratio == Ratio::Wide { (560.0, 56.0) } else { (440.0, 96.0) };
            for left in [MARGIN, MARGIN + one + GAP] {
                frames.captions.push(Rect::new(left, top, one, caption));
                frames.pictures.push(Rect::new(left, top + caption + 4.0, one, of_map));
            }
            let below = top + caption + 4.0 + of_map + 16.0;
            frames.body = Some(Rect::new(MARGIN, below, inner, bottom - below));
        }
        Arrangement::Text => frames.body = Some(all),
    }
    frames
}
