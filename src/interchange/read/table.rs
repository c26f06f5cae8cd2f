//! Rows with named values, gathered to a layer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::budget::Budget;
use super::fault::Fault;
use crate::interchange::{Feature, Field, FieldKind, Layer, Shape, Value};

/// More fields than this are keys that are data.
const MOST_FIELDS: usize = 10_000;

/// A layer in the making.
#[derive(Debug, Default)]
pub(super) struct Table {
    name: String,
    names: Vec<String>,
    index: BTreeMap<String, usize>,
    rows: Vec<Row>,
    /// Field of each value of the last row: rows mostly look like the one before.
    last: Vec<usize>,
}

#[derive(Debug)]
struct Row {
    number: usize,
    line: Option<usize>,
    shape: Shape,
    values: Vec<(usize, Value)>,
}

impl Table {
    pub fn new(name: impl Into<String>) -> Table {
        Table { name: name.into(), ..Table::default() }
    }

    /// Position of a field, made if it is new.
    pub fn field(&mut self, name: &str) -> Result<usize, Fault> {
        if let Some(i) = self.index.get(name) {
            return Ok(*i);
        }
        if self.names.len() == MOST_FIELDS {
            let help = "names of fields seem to be data here: put them into a value";
            return Err(Fault::limit("fields", MOST_FIELDS as u64).help(help));
        }
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), self.names.len() - 1);
        Ok(self.names.len() - 1)
    }

    /// A row for each shape of a feature. Of values with the same name the last one counts.
    pub fn push(
        &mut self,
        (number, line): (usize, Option<usize>),
        shapes: Vec<Shape>,
        values: Vec<(Cow<'_, str>, Value)>,
        budget: &Budget,
    ) -> Result<(), Fault> {
        let mut fields = std::mem::take(&mut self.last);
        fields.truncate(values.len());
        for (k, (name, _)) in values.iter().enumerate() {
            match fields.get(k) {
                Some(guess) if self.names[*guess] == name.as_ref() => {}
                Some(_) => fields[k] = self.field(name)?,
                None => {
                    let field = self.field(name)?;
                    fields.push(field);
                }
            }
        }
        let row = fields.iter().copied().zip(values.into_iter().map(|(_, value)| value)).collect();
        self.last = fields;
        self.push_row((number, line), shapes, row, budget)
    }

    /// The same with values by position of their field.
    pub fn push_row(
        &mut self,
        (number, line): (usize, Option<usize>),
        mut shapes: Vec<Shape>,
        values: Vec<(usize, Value)>,
        budget: &Budget,
    ) -> Result<(), Fault> {
        budget.features(shapes.len())?;
        let last = shapes.pop();
        for shape in shapes {
            self.rows.push(Row { number, line, shape, values: values.clone() });
        }
        if let Some(shape) = last {
            self.rows.push(Row { number, line, shape, values });
        }
        Ok(())
    }

    /// The layer: every row with a value for every field, and the values of a field of one kind.
    pub fn finish(self, budget: &Budget) -> Result<Layer, Fault> {
        budget.cells(self.rows.len().saturating_mul(self.names.len()))?;
        let mut seen = vec![Kinds::default(); self.names.len()];
        for (field, value) in self.rows.iter().flat_map(|row| &row.values) {
            seen[*field].add(value);
        }
        let kinds: Vec<FieldKind> = seen.iter().map(Kinds::kind).collect();
        let width = self.names.len();
        let features = self.rows.into_iter().map(|row| {
            let mut values = Vec::with_capacity(width);
            values.resize(width, Value::Null);
            for (field, value) in row.values {
                values[field] = of_kind(value, kinds[field]);
            }
            Feature { number: row.number, line: row.line, shape: row.shape, values }
        });
        let features = features.collect();
        let fields = self.names.into_iter().zip(&kinds).map(|(name, kind)| Field { name, kind: *kind });
        Ok(Layer { name: self.name, fields: fields.collect(), features })
    }
}

/// Which kinds of values a field has.
#[derive(Clone, Copy, Debug, Default)]
struct Kinds {
    flag: bool,
    integer: bool,
    number: bool,
    text: bool,
}

impl Kinds {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Flag(_) => self.flag = true,
            Value::Integer(_) => self.integer = true,
            Value::Number(_) => self.number = true,
            Value::Text(_) => self.text = true,
        }
    }

    fn kind(&self) -> FieldKind {
        match (self.flag, self.integer, self.number, self.text) {
            (true, false, false, false) => FieldKind::Flag,
            (false, true, false, false) => FieldKind::Integer,
            (false, _, true, false) => FieldKind::Number,
            _ => FieldKind::Text,
        }
    }
}

/// A value as the kind of its field asks.
fn of_kind(value: Value, kind: FieldKind) -> Value {
    match (kind, value) {
        (FieldKind::Number, Value::Integer(n)) => Value::Number(n as f64),
        (FieldKind::Text, Value::Flag(flag)) => Value::Text(flag.to_string()),
        (FieldKind::Text, Value::Integer(n)) => Value::Text(n.to_string()),
        (FieldKind::Text, Value::Number(n)) => Value::Text(n.to_string()),
        (_, value) => value,
    }
}

/// Turns columns of text into numbers where every value reads back as the same text, so that codes such as `007` stay
/// texts.
pub(super) fn infer(layer: &mut Layer) {
    for (i, field) in layer.fields.iter_mut().enumerate() {
        let mut kinds = Kinds::default();
        for feature in &layer.features {
            kinds.add(&feature.values.get(i).map_or(Value::Null, typed));
        }
        let kind = kinds.kind();
        if kind == FieldKind::Text {
            continue;
        }
        field.kind = kind;
        for value in layer.features.iter_mut().filter_map(|feature| feature.values.get_mut(i)) {
            *value = of_kind(typed(value), kind);
        }
    }
}

fn typed(value: &Value) -> Value {
    let Value::Text(text) = value else { return value.clone() };
    let plain = text.len() <= 24 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'.');
    if plain && let Ok(n) = text.parse::<i64>() {
        if n.to_string() == *text {
            return Value::Integer(n);
        }
    } else if plain
        && let Ok(n) = text.parse::<f64>()
        && n.to_string() == text.trim_end_matches('0').trim_end_matches('.')
    {
        return Value::Number(n);
    }
    Value::Text(text.clone())
}
