//! JSON, as GeoJSON and TopoJSON share it.

use std::fmt::Write;

use super::document::{About, Cell, Field, Row};

/// A text in quotes. Nothing in it can end a script or a comment of a page that holds the file.
pub fn text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// A value.
pub fn cell(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Null => out.push_str("null"),
        Cell::Flag(flag) => {
            let _ = write!(out, "{flag}");
        }
        Cell::Integer(number) => {
            let _ = write!(out, "{number}");
        }
        Cell::Number(number) if number.is_finite() => {
            let _ = write!(out, "{number}");
        }
        Cell::Number(_) => out.push_str("null"),
        Cell::Text(one) => text(out, one),
        Cell::List(texts) => {
            out.push('[');
            for (i, one) in texts.iter().enumerate() {
                if i != 0 {
                    out.push(',');
                }
                text(out, one);
            }
            out.push(']');
        }
    }
}

/// A position, in the shortest digits that read back the same.
pub fn position(out: &mut String, [x, y]: [f64; 2]) {
    let _ = write!(out, "[{x},{y}]");
}

/// `"properties":{...}` of a row; `layer` comes first if there is one.
pub fn properties(out: &mut String, fields: &[Field], row: &Row, layer: Option<&str>) {
    out.push_str("\"properties\":{");
    let mut is_first = true;
    let mut name = |out: &mut String, name: &str| {
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        text(out, name);
        out.push(':');
    };
    if let Some(layer) = layer {
        name(out, "layer");
        text(out, layer);
    }
    for (field, value) in fields.iter().zip(&row.cells) {
        name(out, &field.name);
        cell(out, value);
    }
    out.push('}');
}

/// The members that say where a file comes from, each followed by a comma and a line break.
pub fn about(out: &mut String, about: &About) {
    let mut member = |name: &str, value: &Cell| {
        if !matches!(value, Cell::Null) && *value != Cell::List(Vec::new()) {
            text(out, name);
            out.push(':');
            cell(out, value);
            out.push_str(",\n");
        }
    };
    member("name", &Cell::text(&*about.name));
    member("title", &Cell::text(&*about.title));
    member("description", &Cell::text(&*about.description));
    member("license", &Cell::text(&*about.licence));
    member("attribution", &Cell::List(about.credits.clone()));
    out.push_str("\"marchland\":{");
    for (i, (name, value)) in about.more.iter().enumerate() {
        if i != 0 {
            out.push(',');
        }
        text(out, name);
        out.push(':');
        cell(out, value);
    }
    out.push_str("},\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_read_back_and_end_no_script() {
        for one in ["", "a \"b\" \\ c", "</script><!-- -->", "line\nfeed\t\u{1}\u{7f}\u{2028}", "Նախիջևան"]
        {
            let mut out = String::new();
            text(&mut out, one);
            assert_eq!(serde_json::from_str::<String>(&out).expect("JSON"), one);
            assert!(!out.contains('<') && !out.chars().any(char::is_control), "{out:?}");
        }
    }
}
