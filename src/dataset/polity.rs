//! Holders and claimants.

use super::ids::PolityId;
use crate::lang::{Lang, Text};
use crate::time::{Day, Span};

/// A holder or claimant: a state, a Soviet republic, a self-proclaimed state, an army or a council
/// that governed.
#[derive(Clone, Debug)]
pub struct Polity {
    /// Short name used in the data files, such as `azerbaijan-ssr`.
    pub key: String,
    /// Full name.
    pub name: Text,
    /// Name short enough for a label; the full one where none is given.
    pub short: Text,
    /// Names it bore in parts of its existence, if they changed; each overrides `name` in its span.
    pub names: Vec<DatedName>,
    /// What it was.
    pub kind: PolityKind,
    /// When it existed; open ends mean before or after the period covered.
    pub span: Span,
    /// The colour family it is drawn in: successors share it, so that a series keeps its colours.
    pub colour: String,
    /// Which polities it followed.
    pub predecessors: Vec<PolityId>,
    /// Wikidata item, such as `Q126362`.
    pub wikidata: Option<String>,
    /// Note for readers.
    pub note: String,
    /// Line of the polity in `polities.toml`, counted from 1.
    pub line: usize,
}

impl Polity {
    /// Its names on `day`, if they are others than its own.
    pub fn dated_on(&self, day: Day) -> Option<&DatedName> {
        self.names.iter().find(|dated| dated.span.contains(day))
    }

    /// The full name it bore on `day`.
    pub fn name_on(&self, day: Day, lang: Lang) -> &str {
        self.dated_on(day).map_or(&self.name, |dated| &dated.name).get(lang)
    }

    /// The label name on `day`: the dated name's, else the short one, else the full one.
    pub fn short_on(&self, day: Day, lang: Lang) -> &str {
        match self.dated_on(day) {
            Some(dated) if !dated.short.is_empty() => dated.short.get(lang),
            Some(dated) => dated.name.get(lang),
            None if self.short.is_empty() => self.name.get(lang),
            None => self.short.get(lang),
        }
    }
}

/// A name with the time it was in use.
#[derive(Clone, Debug)]
pub struct DatedName {
    /// When it was in use, half-open.
    pub span: Span,
    /// The name.
    pub name: Text,
    /// The name short enough for a label; empty if the name itself is.
    pub short: Text,
    /// Line of the name in `polities.toml`, counted from 1.
    pub line: usize,
}

/// What a polity was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolityKind {
    /// A state, recognized or not, that governed a country.
    State,
    /// A Soviet republic.
    SovietRepublic,
    /// A republic proclaimed by those who held the land, recognized by nobody.
    SelfProclaimed,
    /// An army or a commander.
    Military,
    /// A council or local administration.
    Council,
    /// A federation of states.
    Federation,
}

impl PolityKind {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, PolityKind); 6] = [
        ("state", PolityKind::State),
        ("soviet-republic", PolityKind::SovietRepublic),
        ("self-proclaimed", PolityKind::SelfProclaimed),
        ("military", PolityKind::Military),
        ("council", PolityKind::Council),
        ("federation", PolityKind::Federation),
    ];
}
