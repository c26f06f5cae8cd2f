//! Files to one checked [`Dataset`]. Knows nothing of maps, pixels or styles.

mod boundary;
mod builtin;
mod bytes;
mod drawn;
mod event;
mod evidence;
mod figure;
mod find;
mod focus;
mod ids;
mod load;
mod plan;
mod polity;
pub(crate) mod read;
mod reading;
mod rules;
pub(crate) mod segments;
mod subject;
mod unit;

pub use boundary::*;
pub use bytes::Bytes;
pub use drawn::{MOST_LETTERS, few};
pub use event::*;
pub use evidence::*;
pub use figure::*;
pub use find::{find, fold};
pub(crate) use focus::surroundings;
pub use focus::{Focus, beyond, extent, focus, slug, swapped};
pub use ids::*;
pub(crate) use load::load_away;
pub use load::{
    Files, Loaded, ReadPlan, files_of, load, load_builtin, load_dir, read_file, read_plan, stay_inside,
};
pub use plan::*;
pub use polity::*;
pub use reading::*;
pub use rules::{READER_RULES, ReaderRule};
pub use subject::{Found, Meaning, find_polity, find_units, meanings, units_by};
pub use unit::*;

use crate::geometry;

use crate::lang::{Lang, Text};
use crate::time::{DateWords, Day, Eras};
use crate::words::word;

/// Everything a data set says, checked and resolved: no name left to look up.
///
/// # Guarantees
/// Every id points into its table; events are in file order; every effect names at least one unit;
/// all positions are finite degrees.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Short name, used in file names: `south-caucasus`.
    pub key: String,
    /// Title for maps.
    pub title: Text,
    /// First and last day the set speaks of.
    pub period: (Day, Day),
    /// The default view, in degrees: west, south, east, north.
    pub extent: [f64; 4],
    /// Languages the set has names in.
    pub languages: Vec<Lang>,
    /// Licence of the data, for a credit line.
    pub licence: String,
    /// Who made the lines it rests on, for a credit line ("© OpenStreetMap contributors").
    pub credits: Vec<String>,
    /// Standard parallels of the map projection in degrees, if the set wants its own.
    pub parallels: Option<[f64; 2]>,
    /// Units.
    pub units: Vec<Unit>,
    /// Named sets of units.
    pub groups: Vec<UnitGroup>,
    /// Sea, lakes, rivers and land beyond the units.
    pub context: Vec<ContextFeature>,
    /// Seas, lakes, rivers, land and towns of a map that places the region; empty for none.
    pub locator: Vec<ContextFeature>,
    /// What of it the small map on other maps shows, in degrees: west, south, east, north; all where `None`.
    pub locator_extent: Option<[f64; 4]>,
    /// Holders and claimants.
    pub polities: Vec<Polity>,
    /// Events in file order.
    pub events: Vec<Event>,
    /// Statements of the sources.
    pub attestations: Vec<Attestation>,
    /// Places.
    pub places: Vec<Place>,
    /// Bibliography.
    pub sources: Vec<Source>,
    /// Known facts the set must answer.
    pub facts: Vec<Fact>,
    /// Published quantities.
    pub figures: Vec<Figure>,
    /// Sets of choices where the sources differ, in file order.
    pub readings: Vec<Reading>,
    /// Lines that a text describes, in file order.
    pub lines: Vec<BoundaryLine>,
    /// What the borders of neighbouring units follow, in file order.
    pub boundaries: Vec<BoundaryNote>,
    /// The slides the set proposes for itself.
    pub plan: Option<DeckPlan>,
}

impl Dataset {
    /// The key in the word table of what is contested: one source alone contradicts nobody, its rows overlap.
    pub fn contested_word(&self) -> &'static str {
        if self.sources.len() < 2 { "contested-rows" } else { "contested" }
    }

    /// How its dates are written: where it is of both eras, all of them say of which they are.
    pub fn dates(&self, lang: Lang) -> DateWords {
        DateWords { lang, eras: Eras::of(self.period) }
    }

    /// Who made the data and what its licence is, as far as it says: `© OpenStreetMap contributors; ODbL 1.0`.
    pub fn rights(&self) -> String {
        let parts = self.credits.iter().map(String::as_str);
        let made_by = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let parts = [made_by.as_str(), self.licence.as_str()].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("; ")
    }

    /// The credit line of everything that is made of the set: `Data: © OpenStreetMap contributors; ODbL 1.0. marchland`.
    pub fn credit_line(&self, lang: Lang) -> String {
        match self.rights() {
            rights if rights.is_empty() => "marchland".to_owned(),
            rights => format!("{}: {}. marchland", word(lang, "data"), rights.trim_end_matches('.')),
        }
    }

    /// The unit with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// The polity with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn polity(&self, id: PolityId) -> &Polity {
        &self.polities[id.index()]
    }

    /// The event with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.index()]
    }

    /// The attestation with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn attestation(&self, id: AttestationId) -> &Attestation {
        &self.attestations[id.index()]
    }

    /// The source with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// The place with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.index()]
    }

    /// The line with this id.
    ///
    /// # Panics
    /// If the id is another data set's.
    pub fn line(&self, id: LineId) -> &BoundaryLine {
        &self.lines[id.index()]
    }

    /// Ids of all units, in table order.
    pub fn unit_ids(&self) -> impl DoubleEndedIterator<Item = UnitId> + ExactSizeIterator + use<> {
        (0..self.units.len() as u32).map(UnitId)
    }

    /// Ids of all polities, in table order.
    pub fn polity_ids(&self) -> impl DoubleEndedIterator<Item = PolityId> + ExactSizeIterator + use<> {
        (0..self.polities.len() as u32).map(PolityId)
    }

    /// Ids of all events, in file order.
    pub fn event_ids(&self) -> impl DoubleEndedIterator<Item = EventId> + ExactSizeIterator + use<> {
        (0..self.events.len() as u32).map(EventId)
    }

    /// The unit with this short name.
    pub fn unit_by_key(&self, key: &str) -> Option<UnitId> {
        self.units.iter().position(|unit| unit.key == key).map(|index| UnitId(index as u32))
    }

    /// The polity with this short name.
    pub fn polity_by_key(&self, key: &str) -> Option<PolityId> {
        self.polities.iter().position(|polity| polity.key == key).map(|index| PolityId(index as u32))
    }

    /// The event with this short name.
    pub fn event_by_key(&self, key: &str) -> Option<EventId> {
        self.events.iter().position(|event| event.key == key).map(|index| EventId(index as u32))
    }

    /// The place with this short name.
    pub fn place_by_key(&self, key: &str) -> Option<PlaceId> {
        self.places.iter().position(|place| place.key == key).map(|index| PlaceId(index as u32))
    }

    /// The reading with this short name.
    pub fn reading_by_key(&self, key: &str) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.key == key)
    }

    /// The line with this short name.
    pub fn line_by_key(&self, key: &str) -> Option<LineId> {
        self.lines.iter().position(|line| line.key == key).map(|index| LineId(index as u32))
    }

    /// What the borders of a unit with its neighbours follow, in file order.
    pub fn boundaries_of(&self, unit: UnitId) -> impl Iterator<Item = &BoundaryNote> {
        self.boundaries.iter().filter(move |note| note.units.contains(&unit))
    }

    /// The group with this short name.
    pub fn group_by_key(&self, key: &str) -> Option<&UnitGroup> {
        self.groups.iter().find(|group| group.key == key)
    }

    /// The unit a position (`[lon, lat]` in degrees) lies in; on a border, either neighbour.
    pub fn unit_at(&self, at: [f64; 2]) -> Option<UnitId> {
        self.unit_ids().find(|id| geometry::contains(&self.unit(*id).polygons, at))
    }
}
