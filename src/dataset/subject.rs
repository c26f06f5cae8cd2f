//! From what a person types to units and polities.

use super::find::spellings;
use super::{Dataset, PlaceId, PlaceKind, PolityId, Subject, Unit, UnitGroup, UnitId, find, fold};
use crate::diagnostic::nearest;
use crate::lang::Text;

/// Units with the name they were found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Name of the unit or of the group.
    pub name: Text,
    /// The units, in table order.
    pub units: Vec<UnitId>,
}

/// The units that `text` names: a unit or a group of units by key or name, or an uezd by its name.
/// Case and diacritics do not matter.
///
/// # Errors
/// What was not found, with the nearest name there is.
pub fn find_units(dataset: &Dataset, text: &str) -> Result<Found, String> {
    let wanted = fold(text);
    let named = |name: &Text| name.iter().any(|(_, name)| fold(name) == wanted);
    let one = |id: UnitId| Found { name: dataset.unit(id).name.clone(), units: vec![id] };
    let many = |group: &UnitGroup| Found { name: group.name.clone(), units: group.units.clone() };
    if let Some(unit) = dataset.unit_by_key(text) {
        return Ok(one(unit));
    }
    if let Some(group) = dataset.group_by_key(text) {
        return Ok(many(group));
    }
    let is_it = |unit: &Unit| fold(&unit.key) == wanted || named(&unit.name);
    if let Some(unit) = dataset.unit_ids().find(|id| is_it(dataset.unit(*id))) {
        return Ok(one(unit));
    }
    let is_it = |group: &&UnitGroup| fold(&group.key) == wanted || named(&group.name);
    if let Some(group) = dataset.groups.iter().find(is_it) {
        return Ok(many(group));
    }
    let in_uezd = |id: &UnitId| dataset.unit(*id).uezd.as_ref().is_some_and(|uezd| fold(uezd) == wanted);
    let units: Vec<UnitId> = dataset.unit_ids().filter(in_uezd).collect();
    if !units.is_empty() {
        return Ok(Found { name: Text::english(text), units });
    }
    let keys: Vec<&str> = dataset
        .units
        .iter()
        .map(|unit| unit.key.as_str())
        .chain(dataset.groups.iter().map(|group| group.key.as_str()))
        .collect();
    let names = dataset
        .units
        .iter()
        .flat_map(|unit| unit.name.iter())
        .chain(dataset.groups.iter().flat_map(|group| group.name.iter()))
        .map(|(_, name)| name);
    let near = nearest_of(&wanted, &keys, names);
    Err(format!("no unit or group of units is called \"{text}\"{near}"))
}

/// One of the things that a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// What it is: `place`, `region` (a place that is none), `unit`, `group` or `uezd`.
    pub kind: &'static str,
    /// How it is asked for where its name alone means another, such as `group:south`.
    pub selector: String,
    /// Its name, and its units: of a place the one around it, if there is one.
    pub found: Found,
    /// The place or unit that it is; none for several units.
    pub subject: Option<Subject>,
}

/// All that `text` stands for: places in any of their spellings (the weightiest first, regions last), a unit, a group of
/// units and an uezd, by key or name. `place:`, `unit:`, `group:` or `uezd:` before it asks for one of these alone.
pub fn meanings(dataset: &Dataset, text: &str) -> Vec<Meaning> {
    let (only, text) = match text.split_once(':') {
        Some((kind, rest)) if ["place", "unit", "group", "uezd"].contains(&kind) => (Some(kind), rest),
        _ => (None, text),
    };
    let wanted = fold(text);
    let named =
        |key: &str, name: &Text| fold(key) == wanted || name.iter().any(|(_, name)| fold(name) == wanted);
    let is_asked = |kind: &str| only.is_none_or(|only| only == kind);
    let mut out = Vec::new();
    if is_asked("place") {
        let ids = (0..dataset.places.len() as u32).map(PlaceId);
        let is_it = |id: &PlaceId| spellings(dataset.place(*id)).any(|spelling| fold(spelling) == wanted);
        let mut places: Vec<PlaceId> = ids.filter(is_it).collect();
        let weight = |id: &PlaceId| match dataset.place(*id).rank {
            0 => u8::MAX,
            rank => rank,
        };
        places.sort_by_key(|id| (dataset.place(*id).kind == PlaceKind::Region, weight(id), *id));
        for id in places {
            let place = dataset.place(id);
            let units = dataset.unit_at(place.at).or(place.unit).into_iter().collect();
            let name = place.names.first().map(|dated| dated.name.clone()).unwrap_or_default();
            let kind = if place.kind == PlaceKind::Region { "region" } else { "place" };
            let (selector, subject) = (format!("place:{}", place.key), Some(Subject::Place(id)));
            out.push(Meaning { kind, selector, found: Found { name, units }, subject });
        }
    }
    let exact = |key: &str| key != text;
    if is_asked("unit") {
        let units = dataset.unit_ids().filter(|id| named(&dataset.unit(*id).key, &dataset.unit(*id).name));
        if let Some(id) = units.min_by_key(|id| exact(&dataset.unit(*id).key)) {
            let unit = dataset.unit(id);
            let found = Found { name: unit.name.clone(), units: vec![id] };
            let (selector, subject) = (format!("unit:{}", unit.key), Some(Subject::Unit(id)));
            // A key names a unit exactly, unless a place has the same key: then the place is in it or near.
            let is_exact = unit.key == text && dataset.places.iter().all(|place| place.key != text);
            let at = if is_exact { 0 } else { out.len() };
            out.insert(at, Meaning { kind: "unit", selector, found, subject });
        }
    }
    if is_asked("group") {
        // Its label is what maps call it.
        let is_it = |group: &&UnitGroup| named(&group.key, &group.name) || named(&group.key, &group.label);
        let groups = dataset.groups.iter().filter(is_it);
        if let Some(group) = groups.min_by_key(|group| exact(&group.key)) {
            let found = Found { name: group.name.clone(), units: group.units.clone() };
            let selector = format!("group:{}", group.key);
            out.push(Meaning { kind: "group", selector, found, subject: None });
        }
    }
    if is_asked("uezd") {
        let uezd = |id: &UnitId| dataset.unit(*id).uezd.as_deref().filter(|uezd| fold(uezd) == wanted);
        let units: Vec<UnitId> = dataset.unit_ids().filter(|id| uezd(id).is_some()).collect();
        if let Some(name) = units.first().and_then(uezd) {
            let (selector, name) = (format!("uezd:{name}"), Text::english(name));
            out.push(Meaning { kind: "uezd", selector, found: Found { name, units }, subject: None });
        }
    }
    out
}

/// The units that `text` names: a unit, a group of units, an uezd, or a place in one. `None` if there is none.
pub fn units_by(dataset: &Dataset, what: &str) -> Option<Vec<UnitId>> {
    if let Ok(found) = find_units(dataset, what) {
        return Some(found.units);
    }
    match find(dataset, what).ok()? {
        Subject::Unit(unit) => Some(vec![unit]),
        Subject::Place(place) => {
            let place = dataset.place(place);
            dataset.unit_at(place.at).or(place.unit).map(|unit| vec![unit])
        }
        Subject::Point(at) => dataset.unit_at(at).map(|unit| vec![unit]),
    }
}

/// The polity that `text` names, by key, name or short name. Of several that bear a name the first is meant.
///
/// # Errors
/// What was not found, with the nearest name there is.
pub fn find_polity(dataset: &Dataset, text: &str) -> Result<PolityId, String> {
    if let Some(polity) = dataset.polity_by_key(text) {
        return Ok(polity);
    }
    let wanted = fold(text);
    let named = |name: &Text| name.iter().any(|(_, name)| fold(name) == wanted);
    let found = dataset.polity_ids().find(|id| {
        let polity = dataset.polity(*id);
        fold(&polity.key) == wanted
            || named(&polity.name)
            || named(&polity.short)
            || polity.names.iter().any(|dated| named(&dated.name))
    });
    found.ok_or_else(|| {
        let keys: Vec<&str> = dataset.polities.iter().map(|polity| polity.key.as_str()).collect();
        let names = dataset.polities.iter().flat_map(|polity| polity.name.iter().chain(polity.short.iter()));
        let near = nearest_of(&wanted, &keys, names.map(|(_, name)| name));
        format!("no polity is called \"{text}\"{near}; polities are {}", keys.join(", "))
    })
}

/// The nearest spelling, keys before names, as the end of a sentence; empty if nothing is near.
fn nearest_of<'a>(wanted: &str, keys: &[&'a str], names: impl Iterator<Item = &'a str>) -> String {
    let spellings: Vec<&str> = keys.iter().copied().chain(names).collect();
    let folded: Vec<String> = spellings.iter().map(|name| fold(name)).collect();
    nearest(wanted, folded.iter().map(String::as_str))
        .and_then(|near| folded.iter().position(|name| name == near))
        .map_or(String::new(), |at| format!("; nearest is \"{}\"", spellings[at]))
}
