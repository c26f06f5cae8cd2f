//! Slides as data: native texts, pictures and shapes in px, with nothing left to look up, ready to be written as
//! PPTX, PDF or HTML. Knows nothing of data sets, dates, projections or file formats.
//!
//! A slide is 1920 x 1080 px or 1440 x 1080 px; two px are one point of type. Nothing on it is set smaller than
//! [`LEAST_PX`].

mod frames;
mod page;

pub use frames::{Arrangement, Frames, frames};
pub use page::{INDENT, LEADING, Meaning};

use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Node, Scene};
use crate::style::Color;

/// Px of a slide in a point of type.
pub const PX_PER_PT: f64 = 2.0;
/// The least size of type on a slide in px: 18 points.
pub const LEAST_PX: f64 = 18.0 * PX_PER_PT;

/// The shape of slides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ratio {
    /// 16 to 9: 1920 x 1080 px, 13.333 x 7.5 inches.
    #[default]
    Wide,
    /// 4 to 3: 1440 x 1080 px, 10 x 7.5 inches.
    Classic,
}

impl Ratio {
    /// All values, in the spelling of the command line and of plans.
    pub const ALL: [(&'static str, Ratio); 2] = [("16:9", Ratio::Wide), ("4:3", Ratio::Classic)];

    /// Spelling on the command line and in plans.
    pub fn key(self) -> &'static str {
        Ratio::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// Width and height of a slide in px.
    pub fn size(self) -> [f64; 2] {
        match self {
            Ratio::Wide => [1920.0, 1080.0],
            Ratio::Classic => [1440.0, 1080.0],
        }
    }
}

/// A set of slides.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    /// Title, for readers and programs.
    pub title: String,
    /// What the slides show, in a sentence or two.
    pub description: String,
    /// Language of the texts.
    pub lang: Lang,
    /// Shape of the slides.
    pub ratio: Ratio,
    /// Colours.
    pub colors: Colors,
    /// Facts about the slides for their metadata: name and value, in order.
    pub metadata: Vec<(String, String)>,
    /// The slides, in order.
    pub slides: Vec<Slide>,
}

/// The colours that slides share; in PPTX the theme's, so that a person can change them in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colors {
    /// Of the slide.
    pub paper: Color,
    /// Of text.
    pub ink: Color,
    /// Of secondary text.
    pub muted: Color,
    /// Of thin rules.
    pub rule: Color,
    /// Of what is to be seen first: the mark of a change, a rule under a title.
    pub accent: Color,
}

/// One slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    /// Name for programs, unique in the deck: letters, digits and hyphens.
    pub id: String,
    /// Which named layout of the master it is made on; its placeholders stand in the frames of [`frames`] unless an
    /// item says otherwise.
    pub arrangement: Arrangement,
    /// Heading of the section it stands in: `1920`. Slides of one section follow each other. Empty for none.
    pub section: String,
    /// What stands on it, in the order in which it is read; later items lie over earlier ones.
    pub items: Vec<Item>,
    /// What the speaker says and needs to know.
    pub notes: Vec<Note>,
    /// It comes by a cross-fade: what changed on a map that stays is then seen changing.
    pub fades: bool,
}

/// A paragraph of notes.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Heading before it; empty for none.
    pub heading: String,
    /// The words.
    pub text: String,
    /// It is one of a list.
    pub bullet: bool,
}

/// A thing on a slide.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Text that a person can edit.
    Text(TextBox),
    /// A drawing.
    Picture(Picture),
    /// Shapes that a person can edit.
    Shapes(Shapes),
}

/// What a text is on its slide; in PPTX its placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The title; each slide has exactly one.
    Title,
    /// The line under the title of the first slide.
    Subtitle,
    /// The text of the slide.
    Body,
    /// The line at the foot: sources.
    Footer,
    /// A text of its own, such as a legend's words or a date on a map.
    Free,
}

/// Text that a person can edit.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    /// Name for programs and people, unique on the slide.
    pub id: String,
    /// What it is.
    pub role: Role,
    /// Where it stands, px; without inner margins. Its paragraphs fit into it with a tenth of the width to spare, since
    /// programs set them in fonts of their own.
    pub rect: Rect,
    /// Where the paragraphs stand if they do not fill it.
    pub stands: Stands,
    /// The paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

/// Where text stands in a box that is higher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stands {
    /// At the top.
    #[default]
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// Its stretches of text.
    pub runs: Vec<Run>,
    /// Size of its type in px, at least [`LEAST_PX`].
    pub size: f64,
    /// It is one of a list.
    pub bullet: bool,
    /// It is set in the middle instead of at the left.
    pub centred: bool,
    /// Space before it in px, unless it is the first.
    pub before: f64,
}

/// A stretch of text in one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Colour.
    pub color: Color,
}

/// A drawing on a slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Name for programs and people, unique on the slide.
    pub id: String,
    /// Where it stands, px: as wide and high as its scene.
    pub rect: Rect,
    /// The drawing.
    pub scene: Scene,
    /// What it shows, in sentences: the text alternative.
    pub alt: String,
    /// It fills the layout's placeholder for pictures of this number, from 0; `None` for a picture of its own.
    pub placeholder: Option<usize>,
}

/// Shapes that a person can edit: paths and dots, no texts, no clips.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapes {
    /// Name for programs and people, unique on the slide.
    pub id: String,
    /// The shapes, in px of the slide.
    pub nodes: Vec<Node>,
    /// What they mean; empty for decoration.
    pub alt: String,
}
