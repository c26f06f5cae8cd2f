//! What is written: layers of rows, whose shapes are chains of arcs.

use crate::geometry::topology::ArcRef;
use crate::geometry::union::{self, Areas};

/// Layers, and what is to be said of all of them.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Where it comes from.
    pub about: About,
    /// The arcs of all shapes, in degrees.
    pub arcs: Vec<Vec<[f64; 2]>>,
    /// The layers.
    pub layers: Vec<Layer>,
    /// `@context` of a GeoJSON that is JSON-LD too.
    pub context: Option<&'static str>,
}

/// Where a document comes from, and what may be done with it.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Short name, for files and layers.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it is, in a sentence.
    pub description: String,
    /// Licence.
    pub licence: String,
    /// Whom to credit, each once.
    pub credits: Vec<String>,
    /// What else there is to say, such as the day and the reading, by short names.
    pub more: Vec<(String, Cell)>,
}

/// A table of features.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Short name: letters, digits and underscores.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub title: &'static str,
    /// What its shapes are.
    pub shapes: ShapeKind,
    /// Its columns.
    pub fields: Vec<Field>,
    /// Its rows, each with a cell for every field.
    pub rows: Vec<Row>,
}

/// What the shapes of a layer are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShapeKind {
    /// It has none.
    #[default]
    None,
    /// Positions.
    Points,
    /// Lines.
    Lines,
    /// Polygons.
    Areas,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: FieldKind,
    /// What it says, in a sentence.
    pub about: &'static str,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// True or false.
    Flag,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Texts that are days, `1920-04-28`.
    Day,
    /// Lists of texts.
    List,
}

/// A feature.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it is called in formats in which features have an id; empty for none.
    pub id: String,
    /// Its shape.
    pub outline: Outline,
    /// Its values.
    pub cells: Vec<Cell>,
    /// Further members of the feature, for GeoJSON alone.
    pub members: serde_json::Map<String, serde_json::Value>,
}

/// A shape.
#[derive(Clone, Debug, Default)]
pub enum Outline {
    /// None.
    #[default]
    None,
    /// A position in degrees.
    Point([f64; 2]),
    /// Lines.
    Lines(Vec<Vec<ArcRef>>),
    /// Polygons: valid after RFC 7946.
    Areas(Areas),
    /// Several shapes, each with members of its own, for GeoJSON alone.
    Several(Vec<(Outline, serde_json::Map<String, serde_json::Value>)>),
}

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// None.
    #[default]
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A text or a day.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl Document {
    /// The positions of a chain of arcs.
    pub fn line(&self, chain: &[ArcRef]) -> Vec<[f64; 2]> {
        union::line(&self.arcs, chain)
    }

    /// West, south, east and north of a shape; `None` if it has no position.
    pub fn bounds(&self, outline: &Outline) -> Option<[f64; 4]> {
        let of = |chains: &mut dyn Iterator<Item = &Vec<ArcRef>>| {
            chains
                .flatten()
                .map(|edge| union::bounds(&self.arcs[edge.arc as usize]))
                .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
        };
        match outline {
            Outline::None => None,
            Outline::Point([x, y]) => Some([*x, *y, *x, *y]),
            Outline::Lines(lines) => of(&mut lines.iter()),
            // Holes lie in their polygons.
            Outline::Areas(areas) => of(&mut areas.iter().filter_map(|polygon| polygon.first())),
            Outline::Several(shapes) => joined(shapes.iter().filter_map(|(shape, _)| self.bounds(shape))),
        }
    }

    /// The same for rows together.
    pub fn bounds_of<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Option<[f64; 4]> {
        joined(rows.filter_map(|row| self.bounds(&row.outline)))
    }
}

fn joined(boxes: impl Iterator<Item = [f64; 4]>) -> Option<[f64; 4]> {
    boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

impl Cell {
    /// A text, or nothing if it is empty.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Null } else { Cell::Text(text) }
    }

    /// The value on one line of a table: lists are joined by semicolons.
    pub fn flat(&self) -> String {
        match self {
            Cell::Null => String::new(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::Integer(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::List(texts) => texts.join("; "),
        }
    }
}

impl<T: Into<String>> From<Option<T>> for Cell {
    fn from(text: Option<T>) -> Cell {
        text.map_or(Cell::Null, |text| Cell::text(text))
    }
}
