//! Which format a file has: by its first bytes; the name only where they leave a choice.

use super::fault::Fault;
use super::flatgeobuf;
use super::json::Cursor;
use super::zip::Archive;
use super::{InputFormat, budget::Budget};

/// What a file is.
pub(super) struct Found<'a> {
    pub format: InputFormat,
    /// The archive it is in.
    pub archive: Option<Archive<'a>>,
}

/// The format of a file.
pub(super) fn detect<'a>(name: &str, bytes: &'a [u8], budget: &Budget) -> Result<Found<'a>, Fault> {
    let plain = |format| Ok(Found { format, archive: None });
    let other = |what: &str, help: &str| Err(Fault::new("format", format!("this is {what}")).help(help));
    const ALLOWED: &str =
        "allowed are GeoJSON, TopoJSON, Shapefile, GeoPackage, KML, KMZ, FlatGeobuf and CSV";
    if bytes.is_empty() {
        return Err(Fault::new("format", "the file is empty"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let archive = Archive::open(bytes, &budget.limits)?;
        let has = |ending: &str| archive.names().any(|name| name.to_ascii_lowercase().ends_with(ending));
        let format = match (has(".shp"), has(".kml")) {
            (true, false) => InputFormat::Shapefile,
            (false, true) => InputFormat::Kml,
            (true, true) => {
                let fault = Fault::new("format", "the archive has both .shp and .kml files");
                return Err(fault.help("unpack it, and give the one that is meant"));
            }
            (false, false) => {
                let names: Vec<&str> = archive.names().take(3).collect();
                let fault =
                    Fault::new("format", format!("the archive has no .shp or .kml file, but {names:?}"));
                return Err(fault.help("unpack it, and give the file in it"));
            }
        };
        return Ok(Found { format, archive: Some(archive) });
    }
    if bytes.starts_with(flatgeobuf::MAGIC) {
        return plain(InputFormat::FlatGeobuf);
    }
    if bytes.starts_with(b"fgb") {
        return other("FlatGeobuf of another version", "only version 3 is read");
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return plain(InputFormat::GeoPackage);
    }
    if bytes.starts_with(&9994u32.to_be_bytes()) || bytes.starts_with(&9994u32.to_le_bytes()) {
        return plain(InputFormat::Shapefile);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return other("a gzip archive", "unpack it (gunzip), and give the file in it");
    }
    for (magic, what) in [
        (&b"PAR1"[..], "a Parquet file"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"Rar!", "a RAR archive"),
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"BZh", "a bzip2 archive"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    ] {
        if bytes.starts_with(magic) {
            return other(what, ALLOWED);
        }
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    if matches!(ending.as_str(), "dbf" | "prj" | "shx" | "cpg") {
        return other(
            &format!("the .{ending} part of a Shapefile"),
            "give the .shp file; the others are found beside it",
        );
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return plain(if ending == "kml" { InputFormat::Kml } else { InputFormat::Csv });
    }
    let body = body(bytes);
    match bytes.get(body) {
        Some(b'{' | 0x1E) => {
            plain(if is_topology(bytes, body, budget) { InputFormat::TopoJson } else { InputFormat::GeoJson })
        }
        Some(b'[') => other("a JSON list", "a GeoJSON file begins with '{' and \"type\""),
        Some(b'<') => plain(InputFormat::Kml),
        None => Err(Fault::new("format", "the file is empty")),
        Some(_) if bytes.iter().take(4096).any(|byte| *byte == 0) => {
            other("a binary file of an unknown kind", ALLOWED)
        }
        Some(_) => plain(InputFormat::Csv),
    }
}

/// The first byte that is neither a byte order mark nor white space.
pub(super) fn body(bytes: &[u8]) -> usize {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    start + bytes[start..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Whether a JSON object is a topology: the kind mostly stands first, so that little is read.
fn is_topology(bytes: &[u8], body: usize, budget: &Budget) -> bool {
    let mut cursor = Cursor { bytes, at: body };
    while cursor.next() == Some(0x1E) {
        cursor.at += 1;
    }
    let mut topology = None;
    // An error ends the search early; what is really wrong is found by the reader.
    let _ = cursor.members(|cursor, name| {
        match name.as_ref() {
            "type" if cursor.next() == Some(b'"') => {
                topology = Some(cursor.string()? == "Topology");
                return Err(Fault::syntax(""));
            }
            // Only GeoJSON has these.
            "features" | "geometry" | "coordinates" => {
                topology = Some(false);
                return Err(Fault::syntax(""));
            }
            _ => {
                cursor.skip(budget)?;
            }
        }
        Ok(())
    });
    topology == Some(true)
}

/// The formats that a name promises.
pub(super) fn by_name(name: &str) -> Option<InputFormat> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "geojson" | "geojsonl" | "geojsons" | "ndjson" | "jsonld" => InputFormat::GeoJson,
        "topojson" => InputFormat::TopoJson,
        "shp" => InputFormat::Shapefile,
        "gpkg" => InputFormat::GeoPackage,
        "kml" | "kmz" => InputFormat::Kml,
        "fgb" => InputFormat::FlatGeobuf,
        "csv" | "tsv" => InputFormat::Csv,
        _ => return None,
    })
}
