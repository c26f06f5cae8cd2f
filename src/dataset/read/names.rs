//! Names of the data files and what they stand for.

use super::report::Report;
use super::text_file::{Found, start_of};
use crate::dataset::{
    AttestationId, EventId, Files, Holder, PlaceId, PolityId, SourceId, Status, StatusKind, Unit, UnitId,
};
use crate::diagnostic::Location;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The ids of one table.
pub(super) struct Names<Id> {
    what: &'static str,
    ids: BTreeMap<String, Id>,
    /// False if the table could not be read as a whole: then nothing is known to be missing from it.
    pub complete: bool,
    /// True if the file is not there.
    pub absent: bool,
    /// The first name asked for that would stand in the absent file, and where.
    wanted: RefCell<Option<(String, Location)>>,
}

impl<Id: Copy> Names<Id> {
    /// An empty table of what findings call "unit", "polity" and so on.
    pub fn new(what: &'static str) -> Names<Id> {
        Names { what, ids: BTreeMap::new(), complete: true, absent: false, wanted: RefCell::new(None) }
    }

    /// Adds an id; reports one that is taken or not spelled as an id.
    pub fn add(&mut self, report: &mut Report, key: Found<'_, &str>, id: Id) {
        match self.ids.entry(key.value.to_owned()) {
            Entry::Occupied(_) => {
                let message = format!("{} \"{}\" is there already", self.what, key.value);
                report.error("duplicate-id", key.spot, message, "every id stands once");
            }
            Entry::Vacant(slot) => {
                slot.insert(id);
            }
        }
    }

    /// Adds an id without a word; of two that are the same the first stays.
    pub fn set(&mut self, key: &str, id: Id) {
        self.ids.entry(key.to_owned()).or_insert(id);
    }

    /// What a name stands for; reports one that stands for nothing.
    pub fn get(&self, report: &mut Report, key: Found<'_, &str>) -> Option<Id> {
        let id = self.ids.get(key.value).copied();
        if id.is_none() && self.absent {
            // Said once for the file, not for every name.
            self.wanted.borrow_mut().get_or_insert_with(|| (key.value.to_owned(), key.spot.location()));
        } else if id.is_none() && self.complete {
            report.unknown("unknown-reference", self.what, key, self.keys());
        }
        id
    }

    /// Reports the absent file if a name was asked for that would stand in it.
    pub fn report_absent(&self, report: &mut Report, files: &Files, name: &str) {
        if let Some((key, place)) = &*self.wanted.borrow() {
            let help = format!("{place} refers to {} \"{key}\"", self.what);
            report.error("missing-file", start_of(files, name), "the file is missing", help);
        }
    }

    /// All names, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.keys().map(String::as_str)
    }
}

/// Every name that can be referred to.
pub(super) struct Known {
    pub units: Names<UnitId>,
    pub uezds: BTreeMap<String, Vec<UnitId>>,
    pub groups: BTreeMap<String, Vec<UnitId>>,
    /// False if the file of the groups could not be read as a whole.
    pub groups_complete: bool,
    pub polities: Names<PolityId>,
    pub sources: Names<SourceId>,
    pub attestations: Names<AttestationId>,
    pub places: Names<PlaceId>,
    pub events: Names<EventId>,
}

impl Default for Known {
    fn default() -> Known {
        Known {
            units: Names::new("unit"),
            uezds: BTreeMap::new(),
            groups: BTreeMap::new(),
            groups_complete: true,
            polities: Names::new("polity"),
            sources: Names::new("source"),
            attestations: Names::new("attestation"),
            places: Names::new("place"),
            events: Names::new("event"),
        }
    }
}

impl Known {
    /// Makes the uezd of a unit known.
    pub fn add_uezd(&mut self, id: UnitId, unit: &Unit) {
        if let Some(uezd) = &unit.uezd {
            self.uezds.entry(uezd.clone()).or_default().push(id);
        }
    }

    /// The units that selectors stand for, in table order, each once.
    ///
    /// A selector is a unit's id, `uezd:NAME` or `group:KEY`.
    pub fn select(&self, report: &mut Report, selectors: &[Found<'_, &str>]) -> Vec<UnitId> {
        let mut units = Vec::new();
        for &selector in selectors {
            if let Some(uezd) = selector.value.strip_prefix("uezd:") {
                self.extend(report, &mut units, ("uezd", &self.uezds, true), selector.with(uezd));
            } else if let Some(group) = selector.value.strip_prefix("group:") {
                let groups = ("group", &self.groups, self.groups_complete);
                self.extend(report, &mut units, groups, selector.with(group));
            } else {
                units.extend(self.units.get(report, selector));
            }
        }
        units.sort_unstable();
        units.dedup();
        units
    }

    fn extend(
        &self,
        report: &mut Report,
        units: &mut Vec<UnitId>,
        (what, sets, complete): (&str, &BTreeMap<String, Vec<UnitId>>, bool),
        key: Found<'_, &str>,
    ) {
        match sets.get(key.value) {
            Some(set) => units.extend(set),
            None if self.units.complete && complete => {
                report.unknown("unknown-reference", what, key, sets.keys().map(String::as_str));
            }
            None => {}
        }
    }

    /// A polity, `nobody` or `not-known`.
    pub fn holder(&self, report: &mut Report, key: Found<'_, &str>) -> Option<Holder> {
        match key.value {
            "nobody" => Some(Holder::Nobody),
            "not-known" => Some(Holder::NotKnown),
            _ => self.polities.get(report, key).map(Holder::Polity),
        }
    }

    /// A status that refers to nobody.
    pub fn status(&self, report: &mut Report, kind: Found<'_, &str>, by: Option<PolityId>) -> Option<Status> {
        report.choice("status", kind, &StatusKind::ALL).map(|kind| Status { kind, by })
    }
}
