//! A small data set to begin with: an invented island of two provinces and four events, with every file explained.

/// Name and contents of its files. They stand in `src/import/starter/` as they are written.
pub fn files() -> Vec<(&'static str, &'static str)> {
    macro_rules! embedded {
        ($($name:literal)*) => {
            vec![$(($name, include_str!(concat!("set/", $name)))),*]
        };
    }
    embedded![
        "README.md" "dataset.toml" "units.geojson" "context.geojson" "polities.toml" "events.toml" "attestations.csv"
        "sources.bib" "places.csv" "expect.toml"
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::dataset::{Files, load};
    use crate::diagnostic::Severity;

    #[test]
    fn it_reads_without_a_word_and_passes_the_check() {
        let set =
            files().into_iter().fold(Files::new("new"), |set, (name, text)| set.with(name, text.as_bytes()));
        let loaded = load(&set);
        let said: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(said, [""; 0]);
        let dataset = loaded.dataset.expect("a data set");
        let found: Vec<String> = check::check(&dataset)
            .iter()
            .filter(|finding| finding.severity < Severity::Note)
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, [""; 0]);
    }
}
