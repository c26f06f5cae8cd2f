//! A part of the region, from what a person types.

use super::evidence::Subject;
use super::find::{find, fold};
use super::{Dataset, UnitId};
use crate::geometry::{Polygon, bounds};

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
    if let Some(extent) = extent(what) {
        return extent;
    }
    let of = |extent: [f64; 4], slug: String| Focus { what: what.to_owned(), extent, slug };
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
    let polygons = units.iter().flat_map(|&unit| &dataset.unit(unit).polygons);
    let extent = surroundings(polygons, 0.0).unwrap_or([f64::MAX, f64::MAX, f64::MIN, f64::MIN]);
    // A margin of a tenth on each side shows what the land borders on.
    let (dx, dy) = ((extent[2] - extent[0]) * 0.1, (extent[3] - extent[1]) * 0.1);
    let [south, north] = [extent[1] - dy, extent[3] + dy].map(|lat| lat.clamp(-90.0, 90.0));
    Ok(of([extent[0] - dx, south, extent[2] + dx, north], slug(what)))
}

/// The part that an extent `W,S,E,N` in degrees names, without a data set; `None` for what is no four numbers.
pub fn extent(what: &str) -> Option<Result<Focus, String>> {
    let numbers: Option<Vec<f64>> = what.split(',').map(|part| part.trim().parse().ok()).collect();
    let extent: [f64; 4] = numbers?.try_into().ok()?;
    let [west, south, east, north] = extent;
    let valid = extent.iter().all(|value| value.is_finite())
        && west < east
        && south < north
        && (-180.0..=180.0).contains(&west)
        && east <= west + 360.0
        && south >= -90.0
        && north <= 90.0;
    if !valid {
        return Some(Err(format!(
            "\"{what}\" is no extent: write west,south,east,north in degrees with west < east and south < north; across the \
             date line, the east as more than 180"
        )));
    }
    Some(Ok(Focus { what: what.to_owned(), extent, slug: "extent".to_owned() }))
}

/// The smallest extent (west, south, east, north in degrees) with all of these in it; across the date line its east is
/// beyond 180, if that leaves at least so many degrees `empty`. `None` if there are none.
pub(crate) fn surroundings<'a>(polygons: impl Iterator<Item = &'a Polygon>, empty: f64) -> Option<[f64; 4]> {
    let boxes = bounds::of_each(polygons.flatten());
    let mut extent = boxes.iter().copied().reduce(bounds::joined)?;
    if extent[2] - extent[0] > 180.0 {
        let stretches = boxes.iter().map(|[west, _, east, _]| [*west, *east]).collect();
        let [west, east] = narrowest(stretches, [extent[0], extent[2]]);
        if east - west <= 360.0 - empty {
            [extent[0], extent[2]] = [west, east];
        }
    }
    Some(extent)
}

/// The shortest stretch of longitudes with all of these (from west to east) in it, across the date line beyond 180, if it
/// is shorter than `whole`, which has them all.
fn narrowest(mut stretches: Vec<[f64; 2]>, whole: [f64; 2]) -> [f64; 2] {
    stretches.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]));
    let mut reached = whole[0];
    let mut widest = [0.0; 2];
    for [west, east] in stretches {
        if west - reached > widest[1] - widest[0] {
            widest = [reached, west];
        }
        reached = reached.max(east);
    }
    if widest[1] - widest[0] > whole[0] + 360.0 - whole[1] { [widest[1], widest[0] + 360.0] } else { whole }
}

/// A text as a part of a file name.
pub fn slug(text: &str) -> String {
    fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}
