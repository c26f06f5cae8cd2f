//! The small invented world that the targets change.

use std::collections::BTreeMap;

use marchland::dataset::Files;

/// Its files.
const WORLD: [(&str, &str); 13] = [
    ("attestations.csv", include_str!("../../worlds/duchy/attestations.csv")),
    ("boundaries.toml", include_str!("../../worlds/duchy/boundaries.toml")),
    ("context.geojson", include_str!("../../worlds/duchy/context.geojson")),
    ("dataset.toml", include_str!("../../worlds/duchy/dataset.toml")),
    ("events.toml", include_str!("../../worlds/duchy/events.toml")),
    ("expect.toml", include_str!("../../worlds/duchy/expect.toml")),
    ("figures.csv", include_str!("../../worlds/duchy/figures.csv")),
    ("lines.geojson", include_str!("../../worlds/duchy/lines.geojson")),
    ("places.csv", include_str!("../../worlds/duchy/places.csv")),
    ("polities.toml", include_str!("../../worlds/duchy/polities.toml")),
    ("readings.toml", include_str!("../../worlds/duchy/readings.toml")),
    ("sources.bib", include_str!("../../worlds/duchy/sources.bib")),
    ("units.geojson", include_str!("../../worlds/duchy/units.geojson")),
];

/// The files in a text: each begins with a line `=== name`. What stands before the first has no name.
pub fn unpack(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut name = String::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(b"=== ") {
            Some(rest) => name = String::from_utf8_lossy(rest).trim().to_owned(),
            None => files.entry(name.clone()).or_default().extend_from_slice(line),
        }
    }
    files
}

/// The world with some of its files replaced; one that is named without contents, as `--- name`, is not there.
pub fn changed(bytes: &[u8]) -> Files {
    let mut files: BTreeMap<String, Vec<u8>> =
        WORLD.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    for (name, contents) in unpack(bytes) {
        for gone in String::from_utf8_lossy(&contents).lines().filter_map(|line| line.strip_prefix("--- ")) {
            files.remove(gone.trim());
        }
        files.insert(name, contents);
    }
    files.into_iter().fold(Files::new("set"), |files, (name, bytes)| files.with(name, bytes))
}
