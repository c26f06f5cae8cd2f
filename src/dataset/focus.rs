//! A part of the region, from what a person types.

use super::evidence::Subject;
use super::find::{find, fold};
use super::{Dataset, UnitId};

/// A part of the region to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Focus {
    /// As it was asked for.
    pub what: String,
    /// West, south, east, north in degrees.
    pub extent: [f64; 4],
    /// Its name in file names.
    pub slug: String,
}

/// Half the width and height of the surroundings of a place, in degrees: about 60 km to each side.
const AROUND: [f64; 2] = [0.7, 0.54];

/// What `what` names: the surroundings of a place, a unit or a group of units, or an extent `W,S,E,N` in degrees.
///
/// # Errors
/// What was not found or is no extent, with the nearest name there is.
pub fn focus(dataset: &Dataset, what: &str) -> Result<Focus, String> {
    let of = |extent: [f64; 4], slug: String| Focus { what: what.to_owned(), extent, slug };
    let numbers: Vec<Result<f64, _>> = what.split(',').map(|part| part.trim().parse::<f64>()).collect();
    if let [Ok(west), Ok(south), Ok(east), Ok(north)] = numbers.as_slice() {
        let extent = [*west, *south, *east, *north];
        let valid = extent.iter().all(|value| value.is_finite())
            && west < east
            && south < north
            && (-180.0..=180.0).contains(west)
            && *east <= 180.0
            && *south >= -89.0
            && *north <= 89.0;
        if !valid {
            return Err(format!(
                "\"{what}\" is no extent: write west,south,east,north in degrees with west < east and south < north"
            ));
        }
        return Ok(of(extent, "extent".to_owned()));
    }
    let around = |[lon, lat]: [f64; 2]| [lon - AROUND[0], lat - AROUND[1], lon + AROUND[0], lat + AROUND[1]];
    let units: Vec<UnitId> = if let Some(group) = dataset.group_by_key(what) {
        group.units.clone()
    } else if let Some(unit) = dataset.unit_by_key(what) {
        vec![unit]
    } else {
        match find(dataset, what).map_err(|error| {
            let groups: Vec<&str> = dataset.groups.iter().map(|group| group.key.as_str()).collect();
            format!("{error}; groups of units are {}", groups.join(", "))
        })? {
            Subject::Unit(unit) => vec![unit],
            Subject::Place(place) => return Ok(of(around(dataset.place(place).at), slug(what))),
            Subject::Point(at) => return Ok(of(around(at), "position".to_owned())),
        }
    };
    let points = units.iter().flat_map(|&unit| dataset.unit(unit).polygons.iter().flatten().flatten());
    let mut extent = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for &[lon, lat] in points {
        extent = [extent[0].min(lon), extent[1].min(lat), extent[2].max(lon), extent[3].max(lat)];
    }
    // A margin of a tenth on each side shows what the land borders on.
    let (dx, dy) = ((extent[2] - extent[0]) * 0.1, (extent[3] - extent[1]) * 0.1);
    Ok(of([extent[0] - dx, extent[1] - dy, extent[2] + dx, extent[3] + dy], slug(what)))
}

/// A text as a part of a file name.
pub fn slug(text: &str) -> String {
    fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}
