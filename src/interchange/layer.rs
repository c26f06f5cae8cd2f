//! A table of features.

/// A layer: features that have the same fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Its name in the file; that of the file where the format has none.
    pub name: String,
    /// The fields in the order of the file; in formats without a schema in the order in which they first appear.
    pub fields: Vec<Field>,
    /// The features in the order of the file.
    pub features: Vec<Feature>,
}

/// A column of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name, as the file spells it.
    pub name: String,
    /// What its values are; [`FieldKind::Text`] where they differ.
    pub kind: FieldKind,
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// True or false.
    Flag,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Texts; dates too.
    #[default]
    Text,
}

/// A row of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feature {
    /// Where it is in the file: its number from 1, and its line in formats of text.
    pub number: usize,
    /// Line of its beginning, from 1; `None` in binary formats, and where all features stand on one line.
    pub line: Option<usize>,
    /// Its shape.
    pub shape: Shape,
    /// Its values, one for each field of the layer.
    pub values: Vec<Value>,
}

/// A shape in degrees.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    /// None.
    #[default]
    None,
    /// Positions.
    Points(Vec<[f64; 2]>),
    /// Lines.
    Lines(Vec<Vec<[f64; 2]>>),
    /// Polygons: for each its outer ring, then its holes; each ring ends with its first position.
    Polygons(Vec<Vec<Vec<[f64; 2]>>>),
}

/// A value of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// None.
    #[default]
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A text. What a format nests (lists, objects) is JSON here.
    Text(String),
}

impl Value {
    /// As a text, without air around it; empty for none.
    pub fn shown(&self) -> String {
        match self {
            Value::Null => String::new(),
            Value::Flag(flag) => flag.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.trim().to_owned(),
        }
    }
}

impl Layer {
    /// Position of a field by its name: as spelled, else without regard to case.
    pub fn field(&self, name: &str) -> Option<usize> {
        let exact = self.fields.iter().position(|field| field.name == name);
        exact.or_else(|| self.fields.iter().position(|field| field.name.eq_ignore_ascii_case(name)))
    }
}
