//! Attestations, sources, places, known facts: what the events stand on and are held against.

use super::event::{Holder, Status};
use super::ids::{PolityId, SourceId, UnitId};
use crate::lang::{Lang, Text};
use crate::time::{Day, FuzzyDate, Span};

/// One statement of one source.
#[derive(Clone, Debug)]
pub struct Attestation {
    /// Short name used in the data files, such as `E207`.
    pub key: String,
    /// Who says it.
    pub source: SourceId,
    /// Where in the source: `l. 857` (line of the document) or `p. 12`.
    pub place: String,
    /// The date as the source gives it, where it gives one.
    pub date: Option<FuzzyDate>,
    /// What it says, in our own words.
    pub statement: String,
    /// What it is about.
    pub role: AttestationRole,
    /// Remark of the editors.
    pub note: String,
    /// Line of the statement in `attestations.csv`, counted from 1.
    pub line: usize,
}

/// What a statement amounts to, by its own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttestationRole {
    /// Reports a change as having taken effect.
    Executed,
    /// An act that by the source's own account did not take effect.
    Declared,
    /// Offered, asked for or drafted.
    Proposal,
    /// Asserted by one party.
    Claim,
    /// Restates or evidences an existing state.
    Confirms,
    /// No territorial effect of its own.
    Context,
}

impl AttestationRole {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, AttestationRole); 6] = [
        ("executed", AttestationRole::Executed),
        ("declared", AttestationRole::Declared),
        ("proposal", AttestationRole::Proposal),
        ("claim", AttestationRole::Claim),
        ("confirms", AttestationRole::Confirms),
        ("context", AttestationRole::Context),
    ];

    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        AttestationRole::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// A bibliography entry.
#[derive(Clone, Debug)]
pub struct Source {
    /// BibTeX key, such as `ibrahimova-valizada-2019`.
    pub key: String,
    /// BibTeX entry type, such as `article`.
    pub kind: String,
    /// Fields as printed in the file, by lowercase name.
    pub fields: std::collections::BTreeMap<String, String>,
}

impl Source {
    /// A field's text, such as `author`.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// A citation short enough for a credit line: family names and year, else the `shorttitle`, else the key.
    pub fn short(&self) -> String {
        if let Some(short) = self.field("shorthand") {
            return short.to_owned();
        }
        let year = self.field("year").unwrap_or("n.d.");
        match self.field("author") {
            Some(authors) => {
                let families: Vec<&str> =
                    authors.split(" and ").map(|a| a.split(',').next().unwrap_or(a).trim()).collect();
                format!("{} {year}", families.join(" & "))
            }
            None => self.field("shorttitle").or(self.field("title")).unwrap_or(&self.key).to_owned(),
        }
    }
}

/// A town, village, peak, station or river point.
#[derive(Clone, Debug)]
pub struct Place {
    /// Short name used in the data files, such as `goris`.
    pub key: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Position in degrees, WGS84, `[lon, lat]`.
    pub at: [f64; 2],
    /// How sure the position is.
    pub confidence: Confidence,
    /// Weight of its label: 1 is drawn first, 5 last; 0 is never drawn.
    pub rank: u8,
    /// Names with the time they were in use, oldest first.
    pub names: Vec<DatedNames>,
    /// Other spellings that find it.
    pub aliases: Vec<String>,
    /// The unit it lies in, as stated in the file (tested against the polygons).
    pub unit: Option<UnitId>,
    /// Remark of the editors.
    pub note: String,
    /// Line of the place's first row in `places.csv`, counted from 1.
    pub line: usize,
}

/// Names of a place in one period.
#[derive(Clone, Debug)]
pub struct DatedNames {
    /// When they were in use, half-open.
    pub span: Span,
    /// The name by language.
    pub name: Text,
    /// Line of the row in `places.csv`, counted from 1.
    pub line: usize,
}

impl Place {
    /// The name it bore on `day`; the nearest period's if none covers the day.
    pub fn name_on(&self, day: Day, lang: Lang) -> &str {
        self.names
            .iter()
            .find(|dated| dated.span.contains(day))
            .or_else(|| self.names.iter().rfind(|dated| dated.span.from.is_none_or(|from| from <= day)))
            .or_else(|| self.names.first())
            .map_or("", |dated| dated.name.get(lang))
    }

    /// Everything it is or was called: its names in all languages and periods, then its aliases.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter().flat_map(|dated| dated.name.iter().map(|(_, name)| name));
        names.chain(self.aliases.iter().map(String::as_str))
    }
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A town or city.
    Town,
    /// A village.
    Village,
    /// A mountain.
    Peak,
    /// A pass or gorge.
    Pass,
    /// A railway station.
    Station,
    /// A bridge.
    Bridge,
    /// A monastery.
    Monastery,
    /// A point on a river or lake, or the water itself.
    Water,
    /// A region: found by name, not drawn as a point.
    Region,
}

impl PlaceKind {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, PlaceKind); 9] = [
        ("town", PlaceKind::Town),
        ("village", PlaceKind::Village),
        ("peak", PlaceKind::Peak),
        ("pass", PlaceKind::Pass),
        ("station", PlaceKind::Station),
        ("bridge", PlaceKind::Bridge),
        ("monastery", PlaceKind::Monastery),
        ("water", PlaceKind::Water),
        ("region", PlaceKind::Region),
    ];
}

/// How sure a position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Well known, or looked up.
    High,
    /// Identified, within about 5 km.
    Medium,
    /// Inferred from a boundary text; 10-20 km off at worst. Never used for geometry.
    Low,
}

impl Confidence {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, Confidence); 3] =
        [("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];
}

/// A known fact the set must answer: who held a point on a day.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The point asked for: a place, a unit, or a position.
    pub subject: Subject,
    /// The day.
    pub date: Day,
    /// Expected holder in fact, if the fact speaks of it.
    pub control: Option<Holder>,
    /// Expected holder in law, if the fact speaks of it.
    pub sovereignty: Option<Holder>,
    /// Expected claimants, all of them, if the fact speaks of them.
    pub claims: Option<Vec<PolityId>>,
    /// Expected statuses, all of them, if the fact speaks of them.
    pub status: Option<Vec<Status>>,
    /// Where the fact is stated, in words.
    pub source: String,
    /// Line in `expect.toml`, counted from 1.
    pub line: usize,
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A place of the set.
    Place(super::ids::PlaceId),
    /// A unit of the set.
    Unit(UnitId),
    /// A position in degrees, `[lon, lat]`.
    Point([f64; 2]),
}

/// A piece of the ground that no event touches: sea, lake, river, land beyond the units.
#[derive(Clone, Debug)]
pub struct ContextFeature {
    /// What it is.
    pub kind: ContextKind,
    /// Name for people; empty if it is not labelled.
    pub name: Text,
    /// Weight: 1 is the most important (river width, label order), 5 the least.
    pub rank: u8,
    /// Areas: polygons of closed rings, outer first. Empty for lines.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
    /// Lines, for rivers and graticule-like features. Empty for areas.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// Where it is, for a town; `None` for areas and lines.
    pub position: Option<[f64; 2]>,
}

/// What a context feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContextKind {
    /// Land that no unit covers.
    Land,
    /// Sea.
    Sea,
    /// Lake, drawn over the units.
    Lake,
    /// River.
    River,
    /// A town by which people find their way; only on locators.
    Town,
}

impl ContextKind {
    /// All values of `context.geojson`, in file spelling.
    pub const ALL: [(&'static str, ContextKind); 4] = [
        ("land", ContextKind::Land),
        ("sea", ContextKind::Sea),
        ("lake", ContextKind::Lake),
        ("river", ContextKind::River),
    ];
    /// All values of `locator.geojson`, in file spelling.
    pub const ON_LOCATOR: [(&'static str, ContextKind); 5] = [
        ("land", ContextKind::Land),
        ("sea", ContextKind::Sea),
        ("lake", ContextKind::Lake),
        ("river", ContextKind::River),
        ("town", ContextKind::Town),
    ];
}
