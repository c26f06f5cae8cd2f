//! Layers to the files of other programs, one file per format. All shapes are chains of arcs, so that formats that store
//! a shared border once can, and all others write the same positions on both sides of it.

mod csv;
mod document;
mod geojson;
mod geopackage;
mod json;
mod sqlite;
mod topojson;
mod wkb;

use std::io;

pub use document::{About, Cell, Document, Field, FieldKind, Layer, Outline, Row, ShapeKind};

/// A format that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputFormat {
    /// GeoJSON (RFC 7946): one collection of all layers.
    GeoJson,
    /// TopoJSON: each border once, an object for each layer.
    TopoJson,
    /// OGC GeoPackage 1.3: a table for each layer.
    GeoPackage,
    /// A table of one layer.
    Csv,
}

impl OutputFormat {
    /// All formats, in the spelling of the command line, which is the ending of their files too.
    pub const ALL: [(&'static str, OutputFormat); 4] = [
        ("geojson", OutputFormat::GeoJson),
        ("topojson", OutputFormat::TopoJson),
        ("gpkg", OutputFormat::GeoPackage),
        ("csv", OutputFormat::Csv),
    ];

    /// Spelling on the command line.
    pub fn key(self) -> &'static str {
        OutputFormat::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// Its name, such as `GeoJSON`.
    pub fn name(self) -> &'static str {
        match self {
            OutputFormat::GeoJson => "GeoJSON",
            OutputFormat::TopoJson => "TopoJSON",
            OutputFormat::GeoPackage => "GeoPackage",
            OutputFormat::Csv => "CSV",
        }
    }
}

/// How a format is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// TopoJSON: positions are rounded to a grid of so many columns and rows, and written as small whole numbers. Without
    /// it they are written as they are.
    pub quantization: Option<u32>,
    /// CSV: a column `wkt` with the shapes.
    pub wkt: bool,
}

/// Writes a document. Same document, same bytes.
///
/// # Errors
/// Only what `out` gives. A CSV is that of the first layer.
pub fn write(
    document: &Document,
    format: OutputFormat,
    options: &WriteOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        OutputFormat::GeoJson => geojson::write(document, out),
        OutputFormat::TopoJson => topojson::write(document, options.quantization, out),
        OutputFormat::GeoPackage => out.write_all(&geopackage::encode(document)?),
        OutputFormat::Csv => csv::write(document, options.wkt, out),
    }
}

/// What goes with a CSV as `FILE-metadata.json` (W3C, CSV on the Web): title, licence, credits, and what each column is.
pub fn csv_metadata(document: &Document, file: &str, wkt: bool) -> String {
    csv::metadata(document, file, wkt)
}

/// Rows that are encoded side by side before they are written one after another.
const PORTION: usize = 256;

/// Encodes rows on all cores, and writes them in order, `between` them.
fn in_order<T: Sync>(
    items: &[T],
    between: &str,
    out: &mut dyn io::Write,
    encode: impl Fn(&T, &mut String) + Sync,
) -> io::Result<()> {
    use rayon::prelude::*;
    let mut is_first = true;
    for portion in items.chunks(PORTION) {
        let texts: Vec<String> = portion
            .par_iter()
            .map(|item| {
                let mut text = String::new();
                encode(item, &mut text);
                text
            })
            .collect();
        for text in texts {
            if !std::mem::take(&mut is_first) {
                out.write_all(between.as_bytes())?;
            }
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}
