//! Layers of our own exports: which of them tell who held land, which who claimed it, and which tell of no land.

use super::entries::Source;
use super::presets::Preset;
use crate::diagnostic::{Diagnostic, Severity};
use crate::interchange::{Feature, Layer, Value};

/// What a layer of an export tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// The land of each holder.
    Holders,
    /// Pieces of land with who held them.
    Units,
    /// The land of each claimant: never held for that.
    Claims,
    /// Borders, places, events and so on.
    NoLand,
}

/// The layers of an export.
pub struct Exported<'a> {
    sources: &'a [Source],
    /// Layers that say the same as others that are there.
    twin: Option<Told>,
    /// How many rows there are of what is passed over: the twin, and what tells of no land.
    passed: [usize; 2],
    kinds: Vec<Told>,
}

impl<'a> Exported<'a> {
    /// The layers, if they are those of an export. `own` is what the file says of itself, if it does.
    pub fn of(sources: &'a [Source], own: Option<&crate::interchange::Said>) -> Option<Exported<'a>> {
        let is_own = |source: &Source| Preset::recognise(&source.layer) == Some(Preset::Marchland);
        if own.is_none() && !sources.iter().any(is_own) {
            return None;
        }
        let mut exported = Exported { sources, twin: None, passed: [0; 2], kinds: Vec::new() };
        let rows = sources
            .iter()
            .enumerate()
            .flat_map(|(index, source)| source.layer.features.iter().map(move |feature| (index, feature)));
        let all: Vec<Told> = rows.filter_map(|(index, feature)| exported.kind(index, feature)).collect();
        let count = |kind: Told| all.iter().filter(|one| **one == kind).count();
        if 0 < count(Told::Holders) && 0 < count(Told::Units) {
            // Units know their holders by an id in our own fields alone.
            let knows = sources.iter().any(is_own);
            exported.twin = Some(if knows { Told::Holders } else { Told::Units });
        }
        exported.passed = [exported.twin.map_or(0, count), count(Told::NoLand)];
        exported.kinds = all;
        exported.kinds.sort_unstable();
        exported.kinds.dedup();
        Some(exported)
    }

    /// What a row tells of; `None` if nothing says it.
    fn kind(&self, source: usize, feature: &Feature) -> Option<Told> {
        let layer = &self.sources[source].layer;
        let word = |field: &str| layer.field(field).and_then(|at| feature.values.get(at)).map(Value::shown);
        // Several layers in one file of GeoJSON are told apart row by row.
        let named = word("layer").filter(|word| !word.is_empty()).unwrap_or_else(|| layer.name.clone());
        let of_name = match named.as_str() {
            "holders" => Some(Told::Holders),
            "units" => Some(Told::Units),
            "claims" => Some(Told::Claims),
            "borders" | "lines" | "places" | "events" | "sources" => Some(Told::NoLand),
            _ => None,
        };
        of_name.or_else(|| by_fields(layer)).or_else(|| {
            let id = word("@id")?;
            [("/holder/", Told::Holders), ("/unit/", Told::Units), ("/place/", Told::NoLand)]
                .into_iter()
                .find(|(part, _)| id.contains(part))
                .map(|(_, kind)| kind)
        })
    }

    /// The same; `None` for a row that is passed over.
    pub fn taken(&self, source: usize, feature: &Feature) -> Option<Option<Told>> {
        let kind = self.kind(source, feature);
        (kind != Some(Told::NoLand) && (kind.is_none() || kind != self.twin)).then_some(kind)
    }

    /// What is to be said of what is passed over.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut note = |message: String, help: &str| {
            findings.push(Diagnostic::new(Severity::Note, "exported", message).help(help));
        };
        let rows = |count: usize| super::counted(count, "row");
        if let (Some(twin), [count, _]) = (self.twin, self.passed) {
            let [passed, taken] = match twin {
                Told::Holders => ["holders", "units"],
                _ => ["units", "holders"],
            };
            let message = format!(
                "the layers holders and units of this export tell of the same land: {taken} is taken, {} of {passed} are passed over",
                rows(count)
            );
            note(message, "an export of one layer alone (--of holders) is read as that");
        }
        let [_, count] = self.passed;
        if 0 < count {
            let message = format!(
                "{} of this export tell of borders, places, events or sources and hold no land",
                rows(count)
            );
            note(message, "they are passed over");
        }
        if !self.kinds.is_empty()
            && !self.kinds.iter().any(|kind| matches!(kind, Told::Holders | Told::Units))
        {
            let message = match self.kinds.contains(&Told::Claims) {
                true => {
                    "the layer \"claims\" of this export says who claimed land, and nothing says who held it"
                }
                false => "this export has no layer that says who held land",
            };
            let finding = Diagnostic::new(Severity::Error, "exported", message);
            findings.push(finding.help("export the layer holders or units with it: --of holders,claims"));
        }
        findings
    }
}

/// What a layer of ours tells of, by the fields that no other has.
fn by_fields(layer: &Layer) -> Option<Told> {
    if Preset::recognise(layer) != Some(Preset::Marchland) {
        return None;
    }
    let has = |name: &str| layer.field(name).is_some();
    Some(match (has("against"), has("control") || has("holder")) {
        (true, _) => Told::Claims,
        (false, true) => Told::Units,
        (false, false) => Told::Holders,
    })
}
