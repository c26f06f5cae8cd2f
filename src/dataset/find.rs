//! From what a person types to a place, a unit or a position.

use super::evidence::Subject;
use super::{Dataset, PlaceId, UnitId};
use crate::diagnostic::nearest;

/// What `text` means in a data set: `45.41,39.21` (longitude, latitude in degrees), a place in any of
/// its spellings, or a unit. Case and diacritics do not matter, so `Igdir` finds Iğdır.
///
/// # Errors
/// What was not found, with the nearest name there is.
pub fn find(dataset: &Dataset, text: &str) -> Result<Subject, String> {
    if let Some(position) = position(text)? {
        return Ok(Subject::Point(position));
    }
    let wanted = fold(text);
    if let Some(unit) = dataset.units.iter().position(|unit| unit.key == text) {
        // A key names a unit exactly, unless a place has the same key: then the place is in it or near.
        if dataset.places.iter().all(|place| place.key != text) {
            return Ok(Subject::Unit(UnitId(unit as u32)));
        }
    }
    // Of places with the same name the weightier one is meant; regions come last.
    let weight = |rank: u8| if rank == 0 { 9 } else { rank };
    let place = dataset
        .places
        .iter()
        .enumerate()
        .filter(|(_, place)| spellings(place).any(|spelling| fold(spelling) == wanted))
        .min_by_key(|(index, place)| (weight(place.rank), *index));
    if let Some((index, _)) = place {
        return Ok(Subject::Place(PlaceId(index as u32)));
    }
    let unit = dataset
        .units
        .iter()
        .position(|unit| fold(&unit.key) == wanted || unit.name.iter().any(|(_, name)| fold(name) == wanted));
    if let Some(unit) = unit {
        return Ok(Subject::Unit(UnitId(unit as u32)));
    }
    let names: Vec<&str> = dataset
        .places
        .iter()
        .flat_map(spellings)
        .chain(dataset.units.iter().map(|unit| unit.key.as_str()))
        .collect();
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let near = nearest(&wanted, folded.iter().map(String::as_str))
        .and_then(|near| folded.iter().position(|name| name == near))
        .map_or(String::new(), |at| format!("; nearest is \"{}\"", names[at]));
    Err(format!(
        "no place or unit is called \"{text}\"{near}; a position is written lon,lat in degrees, such as 45.41,39.21"
    ))
}

pub(super) fn spellings(place: &super::Place) -> impl Iterator<Item = &str> {
    let names = place.names.iter().flat_map(|dated| dated.name.iter().map(|(_, name)| name));
    [place.key.as_str()].into_iter().chain(names).chain(place.aliases.iter().map(String::as_str))
}

pub(super) fn position(text: &str) -> Result<Option<[f64; 2]>, String> {
    let Some((lon, lat)) = text.split_once(',') else { return Ok(None) };
    let (Ok(lon), Ok(lat)) = (lon.trim().parse::<f64>(), lat.trim().parse::<f64>()) else { return Ok(None) };
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(format!(
            "\"{text}\" is no position: longitude is -180 to 180, latitude -90 to 90 degrees"
        ));
    }
    Ok(Some([lon, lat]))
}

/// Lowercase without the diacritics of the languages in use, so that spellings can be compared.
pub fn fold(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| {
            Some(match c {
                'ə' | 'é' | 'è' | 'ê' | 'ë' => 'e',
                'ı' | 'î' | 'í' => 'i',
                'ğ' => 'g',
                'ş' | 'š' => 's',
                'ç' | 'č' => 'c',
                'ö' | 'ó' | 'ô' => 'o',
                'ü' | 'û' | 'ú' => 'u',
                'â' | 'á' | 'à' | 'ä' | 'ā' => 'a',
                'ž' => 'z',
                'ё' => 'е',
                '’' | '‘' | 'ʻ' | 'ʼ' | '\'' | '\u{307}' => return None,
                '-' | '_' => ' ',
                c => c,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_after_folding() {
        for (a, b) in
            [("Iğdır", "igdir"), ("Şuşa", "SUSA"), ("İrəvan", "irevan"), ("Bash-Norashen", "bash norashen")]
        {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn positions() {
        assert_eq!(position("45.41, 39.21"), Ok(Some([45.41, 39.21])));
        assert_eq!(position("Goris, Zangezur"), Ok(None));
        assert!(position("200,10").is_err());
    }
}
