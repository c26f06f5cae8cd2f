//! Worlds for tests: land drawn in letters, a letter a unit of square cells a tenth of a degree wide.

use super::check;
use crate::dataset::{Dataset, Files, load};

/// The files of a world.
pub struct World {
    files: Files,
    units: Vec<(String, Vec<Vec<[f64; 2]>>)>,
    lakes: Vec<Vec<[f64; 2]>>,
}

/// `"AAB\nACC"`: the first line is the northernmost; `.` is nothing, `~` a lake that no unit covers.
///
/// The world has the polities `red` and `blue`, and `red` holds everything.
pub fn letters(drawing: &str) -> World {
    let rows: Vec<&str> = drawing.lines().collect();
    let mut units: Vec<(String, Vec<Vec<[f64; 2]>>)> = Vec::new();
    let mut lakes = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        for (column, letter) in line.chars().enumerate() {
            let corner = |right: usize, up: usize| {
                [(column + right) as f64 / 10.0, (rows.len() - 1 - row + up) as f64 / 10.0]
            };
            let cell = vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)];
            let name = letter.to_lowercase().to_string();
            match letter {
                '.' => {}
                '~' => lakes.push(cell),
                _ => match units.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, cells)) => cells.push(cell),
                    None => units.push((name, vec![cell])),
                },
            }
        }
    }
    units.sort_by(|a, b| a.0.cmp(&b.0));
    let files = Files::new("")
        .with(
            "dataset.toml",
            "id = \"w\"\ntitle.en = \"World\"\nperiod = \"1900/1950\"\nextent = [-1, -1, 9, 9]\nlanguages = [\"en\"]",
        )
        .with(
            "polities.toml",
            "[[polity]]\nid = \"red\"\nname.en = \"Red\"\nkind = \"state\"\ncolour = \"red\"\n\
             [[polity]]\nid = \"blue\"\nname.en = \"Blue\"\nkind = \"state\"\ncolour = \"blue\"\n\
             [[polity]]\nid = \"late\"\nname.en = \"Late\"\nkind = \"state\"\ncolour = \"blue\"\nfrom = \
             \"1920\"\nuntil = \"1930\"\n",
        );
    World { files, units, lakes }.events("")
}

/// An event in TOML, without sources, with one effect, on 8 lines.
pub fn event(id: &str, date: &str, kind: &str, effect: &str) -> String {
    format!(
        "[[event]]\nid = \"{id}\"\ndate = \"{date}\"\nkind = \"{kind}\"\ntitle.en = \"{id}\"\ncertainty = \
         \"inferred\"\ninferred = \"test\"\neffect = [{{ {effect} }}]\n"
    )
}

/// A world with nothing wrong in it.
pub fn sound() -> World {
    letters("AAB\nACC")
}

impl World {
    /// The same with another file.
    pub fn file(self, name: &str, text: &str) -> World {
        World { files: self.files.with(name, text), ..self }
    }

    /// The same with further events, in TOML.
    pub fn events(self, more: &str) -> World {
        let keys: Vec<String> = self.units.iter().map(|(key, _)| format!("\"{key}\"")).collect();
        let start = START.replace("UNITS", &keys.join(", "));
        self.file("events.toml", &format!("{start}{more}"))
    }

    /// The same with every vertex of one unit at `from` put at `to`.
    pub fn moved(mut self, unit: &str, from: [f64; 2], to: [f64; 2]) -> World {
        let (_, rings) = self.units.iter_mut().find(|(key, _)| key == unit).expect("the unit is drawn");
        for vertex in rings.iter_mut().flatten().filter(|vertex| **vertex == from) {
            *vertex = to;
        }
        self
    }

    /// The same with one more unit, a single ring.
    pub fn unit(mut self, key: &str, ring: &[[f64; 2]]) -> World {
        self.units.push((key.to_owned(), vec![ring.to_vec()]));
        self.events("")
    }

    /// The data set, which must read well.
    pub fn dataset(&self) -> Dataset {
        let units = self.units.iter().map(|(key, rings)| {
            let polygons: Vec<_> = rings.iter().map(|ring| vec![ring]).collect();
            serde_json::json!({
                "type": "Feature",
                "properties": {"id": key, "name": key, "rank": 1},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            })
        });
        let lakes = self.lakes.iter().map(|ring| {
            serde_json::json!({
                "type": "Feature",
                "properties": {"kind": "lake", "rank": 1},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            })
        });
        let collection = |features: Vec<serde_json::Value>| {
            serde_json::json!({"type": "FeatureCollection", "features": features}).to_string()
        };
        let files = self.files.clone().with("units.geojson", collection(units.collect()));
        let loaded = load(&files.with("context.geojson", collection(lakes.collect())));
        loaded.dataset.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
    }

    /// Compares what one rule finds.
    pub fn finds(&self, rule: &str, expected: &[&str]) {
        let found: Vec<String> =
            check(&self.dataset()).iter().filter(|one| one.rule == rule).map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }
}

const START: &str = "[[event]]
id = \"start\"
date = \"1900-01-01\"
kind = \"baseline\"
title.en = \"Start\"
certainty = \"inferred\"
inferred = \"the test says so\"
effect = [{ units = [UNITS], control = \"red\", sovereignty = \"red\" }]
";
