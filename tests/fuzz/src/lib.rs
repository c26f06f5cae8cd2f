//! What every target does with its bytes. Nothing may panic, take a second or much memory, and what comes out must keep
//! the promises made of it. The tests of the program do the same to the corpus and to some thousand changes of it.

mod dates;
mod layers;
mod partitions;
mod sets;
mod world;

use marchland::diagnostic::Diagnostic;
use marchland::interchange::InputFormat;

/// What is done with bytes.
pub type Target = fn(&[u8]);

/// All targets by name. Each has a folder in the corpus and a file in `targets`.
pub const TARGETS: [(&str, Target); 20] = [
    ("geojson", |bytes| layers::read("a.geojson", Some(InputFormat::GeoJson), bytes)),
    ("topojson", |bytes| layers::read("a.topojson", Some(InputFormat::TopoJson), bytes)),
    ("shapefile", |bytes| layers::read_parts("a.shp", Some(InputFormat::Shapefile), bytes)),
    ("archive", |bytes| layers::read("a.zip", None, bytes)),
    ("kml", |bytes| layers::read("a.kml", Some(InputFormat::Kml), bytes)),
    ("geopackage", |bytes| layers::read("a.gpkg", Some(InputFormat::GeoPackage), bytes)),
    ("flatgeobuf", |bytes| layers::read("a.fgb", Some(InputFormat::FlatGeobuf), bytes)),
    ("csv", |bytes| layers::read("a.csv", Some(InputFormat::Csv), bytes)),
    ("other", |bytes| layers::read("a", None, bytes)),
    ("dates", dates::dates),
    ("dataset", sets::dataset),
    ("draw", sets::draw),
    ("timeline", sets::timeline),
    ("style", sets::style),
    ("plan", sets::plan),
    ("import", sets::import),
    ("into", sets::into),
    ("edits", sets::edits),
    ("package", sets::package),
    ("partition", partitions::partition),
];

/// Runs a target by its name.
pub fn run(name: &str, bytes: &[u8]) {
    for (known, target) in TARGETS {
        if known == name {
            return target(bytes);
        }
    }
    panic!("there is no target {name:?}");
}

/// Findings say something, in letters that a terminal only shows.
pub fn plain(findings: &[Diagnostic]) {
    for finding in findings {
        assert!(!finding.message.is_empty());
        let line = finding.to_string();
        assert!(!line.chars().any(|c| c.is_control()), "{line:?} has control characters");
    }
}
