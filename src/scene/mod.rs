//! The finished drawing: projected, styled, in px, with nothing left to look up. Knows nothing of
//! data sets, dates, projections or file formats.

mod glyphs;
mod paint;
mod place;
mod solid;
mod write;

pub use glyphs::Glyph;
pub(crate) use paint::{Swatch, Turn, hatch_nodes, hatch_pieces, texture};
pub(crate) use place::place;
pub(crate) use solid::boxed;
pub(crate) use write::{Type, group, rect_piece, text_line, text_lines};

use crate::geometry::clip::Rect;
use crate::style::Color;
use crate::text::Face;

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width of the page in px.
    pub width: f64,
    /// Height of the page in px.
    pub height: f64,
    /// Colour of the page; without opacity, there is none.
    pub paper: Color,
    /// Title, for readers and programs.
    pub title: String,
    /// What the picture shows, in sentences: the text alternative.
    pub description: String,
    /// Language of the texts, as a two-letter code.
    pub lang: String,
    /// Facts about the picture for its metadata: name and value, in order.
    pub metadata: Vec<(String, String)>,
    /// For a map: where its labels stand on the ground. A file that people edit says it, so that their edits
    /// can be read back.
    pub ground: Option<Ground>,
    /// What to draw, from the bottom up.
    pub nodes: Vec<Node>,
}

/// The XML name space of what an SVG says of its labels.
pub const RECORD_NAMESPACE: &str = "urn:marchland:labels:1";

/// Where the labels of a map stand on the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// Px of the page per km at the middle of the map.
    pub px_per_km: f64,
    /// Ids of texts, each with longitude and latitude of its first line's point in degrees.
    pub labels: Vec<(String, [f64; 2])>,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Several nodes.
    Group(Group),
    /// Lines and areas.
    Path(Path),
    /// A dot.
    Circle(Circle),
    /// A text.
    Text(Text),
}

/// Several nodes that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Name for programs, unique in the scene.
    pub id: String,
    /// Name for people; a group with a label is a layer in Inkscape.
    pub label: String,
    /// Nothing outside this is drawn. Whole px.
    pub clip: Option<Rect>,
    /// What is in it, from the bottom up.
    pub nodes: Vec<Node>,
}

/// Lines and areas with one paint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// Name for programs; empty for none.
    pub id: String,
    /// What kind of thing it is: paths of one class look alike.
    pub class: String,
    /// What it is, for a tooltip; empty for none.
    pub title: String,
    /// Pieces; filled together by the even-odd rule.
    pub pieces: Vec<Piece>,
    /// Fill.
    pub fill: Option<Color>,
    /// Stroke.
    pub stroke: Option<Stroke>,
}

/// A line, or a closed outline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// Corners in px. A closed piece does not repeat its first.
    pub points: Vec<[f64; 2]>,
    /// Runs back to its first point.
    pub closed: bool,
}

/// How a line is drawn. Joins are round.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in px.
    pub width: f64,
    /// Lengths of dashes and gaps in px; empty for a whole line.
    pub dash: Vec<f64>,
    /// Ends are round instead of cut off.
    pub round: bool,
}

impl Stroke {
    /// A whole line.
    pub fn new(color: Color, width: f64) -> Stroke {
        Stroke { color, width, dash: Vec::new(), round: true }
    }
}

/// A dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// Name for programs; empty for none.
    pub id: String,
    /// What kind of thing it is.
    pub class: String,
    /// What it is, for a tooltip; empty for none.
    pub title: String,
    /// Centre in px.
    pub center: [f64; 2],
    /// Radius in px.
    pub radius: f64,
    /// Fill.
    pub fill: Color,
    /// Stroke.
    pub stroke: Option<Stroke>,
}

/// A text of one or more lines, with its letters already placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Name for programs; empty for none.
    pub id: String,
    /// What kind of thing it is.
    pub class: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// Face.
    pub face: Face,
    /// Size in px.
    pub size: f64,
    /// Extra space after each letter, in px.
    pub spacing: f64,
    /// Where the lines' `x` is: start, middle or end of the line.
    pub anchor: Anchor,
    /// Colour of the letters.
    pub fill: Color,
    /// Band behind the letters: colour, and width on each side in px.
    pub halo: Option<(Color, f64)>,
    /// Turn around the first line's point, degrees clockwise as in SVG.
    pub rotate_deg: f64,
    /// Course of the baseline in px from left to right, for a curved text; empty for straight lines. A curved
    /// text has one line, set around the middle of the course; its `at` is that middle.
    pub course: Vec<[f64; 2]>,
}

/// One line of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Anchor point in px, on the baseline.
    pub at: [f64; 2],
    /// Width in px, with letter spacing between (not after) the letters.
    pub width: f64,
}

impl Text {
    /// Left end of a line's baseline, in px.
    pub fn start_x(&self, line: &Line) -> f64 {
        match self.anchor {
            Anchor::Start => line.at[0],
            Anchor::Middle => line.at[0] - line.width / 2.0,
            Anchor::End => line.at[0] - line.width,
        }
    }
}

/// Which point of a line of text is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}
