//! The data set that is built into the program: Nakhchivan, Zangezur and Karabakh.

use super::Files;

macro_rules! embedded {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../geodata/south-caucasus/", $name)))),*]
    };
}

/// Its files.
pub(super) fn files() -> Files {
    let contents = embedded![
        "dataset.toml" "units.geojson" "context.geojson" "places.csv" "polities.toml" "events.toml"
        "attestations.csv" "sources.bib" "expect.toml" "figures.csv" "readings.toml" "lines.geojson"
        "boundaries.toml" "locator.geojson" "slides.toml"
    ];
    contents
        .into_iter()
        .fold(Files::new("south-caucasus"), |files, (name, text)| files.with_static(name, text))
}
