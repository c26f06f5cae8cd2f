//! Files of other programs: reading ends with sound layers or with an error that says something.

use super::plain;
use marchland::diagnostic::hidden;
use marchland::interchange::{
    FieldKind, InputFormat, Layer, Limits, Reading, Shape, Value, read as read_file, said,
};

/// Small, so that a run takes no time; a file within them must not take more memory than a few megabytes.
pub const LIMITS: Limits =
    Limits { bytes: 1 << 20, positions: 50_000, features: 2000, depth: 32, value_bytes: 10_000 };

/// Reads one file. With a format, nothing but that is tried.
pub fn read(name: &str, format: Option<InputFormat>, bytes: &[u8]) {
    check(&Reading { name, bytes, beside: Vec::new(), settings: Default::default() }, format);
}

/// Reads a file and those beside it, each with its length before it.
pub fn read_parts(name: &str, format: Option<InputFormat>, mut packed: &[u8]) {
    let mut files = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk::<4>() {
        let (file, rest) = rest.split_at(rest.len().min(u32::from_le_bytes(*length) as usize));
        files.push(file);
        packed = rest;
    }
    let mut files = files.into_iter();
    let bytes = files.next().unwrap_or_default();
    let beside =
        ["dbf", "prj", "cpg"].into_iter().zip(files).map(|(own, file)| (own.to_owned(), file.to_vec()));
    check(&Reading { name, bytes, beside: beside.collect(), settings: Default::default() }, format);
}

fn check(file: &Reading<'_>, format: Option<InputFormat>) {
    if let Some(said) = said(file, &LIMITS) {
        let texts = [&said.title, &said.licence].into_iter().chain(&said.credits).chain(said.more.values());
        assert!(texts.into_iter().all(|text| hidden(text).next().is_none()));
    }
    match read_file(file, format, &LIMITS) {
        Ok((layers, findings)) => {
            sound(&layers);
            plain(&findings);
        }
        Err(error) => {
            assert!(!error.findings.is_empty());
            plain(&error.findings);
        }
    }
}

/// What the reader promises of layers.
fn sound(layers: &[Layer]) {
    let on_earth = |list: &[[f64; 2]]| assert!(list.iter().all(|[x, y]| x.abs() <= 360.0 && y.abs() <= 90.0));
    for layer in layers {
        for feature in &layer.features {
            match &feature.shape {
                Shape::None => {}
                Shape::Points(points) => on_earth(points),
                Shape::Lines(lines) => lines.iter().for_each(|line| on_earth(line)),
                Shape::Polygons(polygons) => polygons.iter().flatten().for_each(|ring| {
                    assert!(4 <= ring.len() && ring.first() == ring.last());
                    on_earth(ring);
                }),
            }
            assert_eq!(layer.fields.len(), feature.values.len());
            for (field, value) in layer.fields.iter().zip(&feature.values) {
                assert!(match value {
                    Value::Null => true,
                    Value::Flag(_) => field.kind == FieldKind::Flag,
                    Value::Integer(_) => field.kind == FieldKind::Integer,
                    Value::Number(_) => field.kind == FieldKind::Number,
                    Value::Text(text) => {
                        assert!(hidden(text).next().is_none(), "{text:?}");
                        field.kind == FieldKind::Text
                    }
                });
            }
        }
    }
    assert!(layers.iter().map(|layer| layer.features.len()).sum::<usize>() <= LIMITS.features);
}
