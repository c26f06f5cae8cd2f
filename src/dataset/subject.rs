//! From what a person types to units and polities.

use super::{Dataset, PolityId, Subject, Unit, UnitGroup, UnitId, find, fold};
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
    Err(format!(
        "no unit or group of units is called \"{text}\"{near}; --place finds a unit by a place in it"
    ))
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
