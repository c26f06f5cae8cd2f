//! A part of the region, from what a person types.

use super::evidence::{ContextKind, Subject};
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
        return extent.and_then(|focus| shows_something(dataset, focus));
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
            Subject::Point(at) => {
                return shows_something(dataset, of(around(at), "position".to_owned()));
            }
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

/// Refuses an extent in which there is nothing of the data.
fn shows_something(dataset: &Dataset, focus: Focus) -> Result<Focus, String> {
    let Some(units) = of_units(dataset).filter(|units| !meet(*units, focus.extent)) else { return Ok(focus) };
    let hint = swapped(&focus.what).filter(|other| meet(units, other.1));
    let hint = hint.map_or(String::new(), |(other, _)| {
        format!("; longitude comes first: with latitude and longitude swapped it is {other}")
    });
    Err(format!(
        "\"{}\" shows nothing of the data set, whose units lie in {}{hint}",
        focus.what,
        in_words(units)
    ))
}

/// A position or an extent with latitude and longitude swapped, as it is written, and as an extent; `None` if that is none.
pub fn swapped(what: &str) -> Option<(String, [f64; 4])> {
    let parts: Vec<&str> = what.split(',').map(str::trim).collect();
    let other = match parts.as_slice() {
        [lat, lon] => format!("{lon},{lat}"),
        [south, west, north, east] => format!("{west},{south},{east},{north}"),
        _ => return None,
    };
    let numbers: Option<Vec<f64>> = other.split(',').map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [lon, lat] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Some((other, [*lon, *lat, *lon, *lat])),
        [_, _, _, _] => extent(&other)?.ok().map(|focus| (other, focus.extent)),
        _ => None,
    }
}

/// What of an extent lies beyond the data, and what is drawn there, in words; `None` if little does.
pub fn beyond(dataset: &Dataset, focus: &Focus) -> Option<String> {
    // An edge so near to that of the data, as a share of the extent, is meant to be that of the data.
    const LITTLE: f64 = 0.05;
    let [west, south, east, north] = focus.extent;
    let least = LITTLE * (east - west).min(north - south);
    let sides = |data: [f64; 4]| {
        let by = [data[0] - west, data[1] - south, east - data[2], north - data[3]];
        let named = by.iter().zip(["west", "south", "east", "north"]).filter(|(by, _)| least < **by);
        let named: Vec<String> = named.map(|(by, side)| format!("{by:.1}° in the {side}")).collect();
        (!named.is_empty()).then(|| named.join(", "))
    };
    let units = of_units(dataset)?;
    let by = sides(near(units, focus.extent))?;
    let of = |kind: ContextKind| dataset.context.iter().filter(move |one| one.kind == kind);
    let ground = of(ContextKind::Land).chain(of(ContextKind::Sea));
    let ground = surroundings(ground.flat_map(|one| &one.polygons), 0.0);
    // The ground is land if the set draws no land, and else sea.
    let has_land = of(ContextKind::Land).next().is_some();
    let has_sea = of(ContextKind::Sea).next().is_some();
    let there = match (has_land, has_sea) {
        (true, _) => "land that nobody holds, and sea, as far as the set has coasts",
        (false, true) => "land that nobody holds, but for the seas of the set",
        (false, false) => "land that nobody holds, sea too",
    };
    let mut words = format!(
        "reaches beyond the units of the data set ({}) by {by}: what they show is cut off there, and beyond is {there}",
        in_words(units)
    );
    if has_land
        && let Some(ground) = ground
        && let Some(by) = sides(near(ground, focus.extent))
    {
        words += &format!("; its coasts end too ({}), and by {by} all is drawn as sea", in_words(ground));
    }
    Some(words)
}

/// The smallest extent with all units in it.
fn of_units(dataset: &Dataset) -> Option<[f64; 4]> {
    surroundings(dataset.units.iter().flat_map(|unit| &unit.polygons), 0.0)
}

/// An extent on the turn of the globe on which another one lies.
fn near(extent: [f64; 4], other: [f64; 4]) -> [f64; 4] {
    let turned = |turn: f64| [extent[0] + turn, extent[1], extent[2] + turn, extent[3]];
    [0.0, 360.0, -360.0].map(turned).into_iter().find(|turned| overlap(*turned, other)).unwrap_or(extent)
}

fn meet(a: [f64; 4], b: [f64; 4]) -> bool {
    overlap(near(a, b), b)
}

fn overlap([w, s, e, n]: [f64; 4], [west, south, east, north]: [f64; 4]) -> bool {
    w <= east && west <= e && s <= north && south <= n
}

/// `40.8° to 50.4° E, 37.6° to 42.6° N`
fn in_words([west, south, east, north]: [f64; 4]) -> String {
    let range = |from: f64, to: f64, signs: [&str; 2]| {
        let one = |value: f64| {
            let value = if value > 180.0 { value - 360.0 } else { value };
            (format!("{:.1}°", value.abs()), signs[usize::from(value < 0.0)])
        };
        let ((from, a), (to, b)) = (one(from), one(to));
        if a == b { format!("{from} to {to} {b}") } else { format!("{from} {a} to {to} {b}") }
    };
    format!("{}, {}", range(west, east, ["E", "W"]), range(south, north, ["N", "S"]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_positions_and_extents() {
        for (what, other) in [
            ("39.5,46.3", Some("46.3,39.5")),
            ("39, 44, 41, 47", Some("44,39,47,41")),
            ("100,39", None),
            ("Goris", None),
            ("47,44,41,39", None),
        ] {
            assert_eq!(swapped(what).map(|(other, _)| other).as_deref(), other, "{what}");
        }
    }

    #[test]
    fn extents_in_words() {
        for (extent, words) in [
            ([40.8, 37.6, 50.36, 42.6], "40.8° to 50.4° E, 37.6° to 42.6° N"),
            ([-5.0, -10.0, 5.0, -2.0], "5.0° W to 5.0° E, 10.0° to 2.0° S"),
            ([170.0, 0.0, 190.0, 5.0], "170.0° E to 170.0° W, 0.0° to 5.0° N"),
        ] {
            assert_eq!(in_words(extent), words);
        }
    }

    #[test]
    fn the_date_line_parts_nothing() {
        assert!(meet([170.0, 0.0, 190.0, 5.0], [-175.0, 1.0, -172.0, 2.0]));
        assert!(meet([-175.0, 1.0, -172.0, 2.0], [170.0, 0.0, 190.0, 5.0]));
        assert!(!meet([170.0, 0.0, 190.0, 5.0], [0.0, 1.0, 10.0, 2.0]));
    }
}
