//! Shapes that reach around the globe: edges over more than half of it, and rings over the meridian of 180 degrees.
//!
//! An edge is a straight line in longitude and latitude, however long it is (RFC 7946, section 3.1.1), and a shape over
//! the meridian of 180 degrees is to be cut there (section 3.1.9). Many files do not cut: in them a step from 179 to -179
//! is two degrees long. Which of the two is meant is seen from the ring, and told where a file could mean either.

use rayon::prelude::*;

use super::entries::{Entry, Lake, cleaned};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::area::doubled_area;
use crate::geometry::{Polygon, Ring, seam};
use crate::lang::Lang;

/// Half the globe, with what rounding leaves.
const HALF: f64 = 180.0 + 1e-9;
/// All of it, likewise.
const WHOLE: f64 = 360.0 - 1e-9;
/// An edge that is straight up to here is no longer than it would be the other way by three to one.
const CLEAR: f64 = 270.0;
/// A step over the meridian of 180 degrees up to this long is nothing to be told.
const STEP: f64 = 5.0;

/// What the long edges of a ring are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Straight.
    Straight,
    /// The short way, over the meridian of 180 degrees.
    Over,
}

/// A long edge that could be meant otherwise.
struct Told {
    way: Way,
    edge: [[f64; 2]; 2],
}

/// Brings all shapes between the meridians of 180 degrees, and says which edges could be meant otherwise.
///
/// What is inside an odd number of rings is inside: so all rings of a polygon that is cut stay together, whichever end of
/// the map they are at.
pub fn within_the_map(entries: &mut [Entry], lakes: &mut [Lake]) -> Vec<Diagnostic> {
    let is_plain = |polygons: &[Polygon]| {
        let in_range = |ring: &Ring| ring.iter().all(|[lon, _]| lon.abs() <= HALF);
        polygons.iter().flatten().all(|ring| in_range(ring) && !edges(ring).any(is_long))
    };
    let plain: Vec<bool> = entries.par_iter().map(|entry| is_plain(&entry.polygons)).collect();
    if plain.iter().all(|plain| *plain) && lakes.iter().all(|lake| is_plain(&lake.polygons)) {
        return Vec::new();
    }
    // How the file winds its rings: by those without long edges.
    let turns = |(entry, plain): (&Entry, &bool)| match plain {
        true => entry.polygons.iter().filter_map(|polygon| polygon.first()).map(|ring| sign(ring)).sum(),
        false => 0,
    };
    let turns: i64 = entries.par_iter().zip(&plain).map(turns).sum();
    for lake in lakes {
        resolve(&mut lake.polygons, turns);
    }
    let told: Vec<Option<Told>> = entries
        .par_iter_mut()
        .zip(&plain)
        .map(|(entry, plain)| if *plain { None } else { resolve(&mut entry.polygons, turns) })
        .collect();
    [Way::Straight, Way::Over].into_iter().filter_map(|way| finding(entries, &told, way)).collect()
}

fn finding(entries: &[Entry], told: &[Option<Told>], way: Way) -> Option<Diagnostic> {
    let mut of_way = entries.iter().zip(told).filter_map(|(entry, told)| {
        let told = told.as_ref().filter(|told| told.way == way)?;
        Some((entry, told))
    });
    let (entry, Told { edge: [a, b], .. }) = of_way.next()?;
    let more = match of_way.count() {
        0 => String::new(),
        more => format!(", and {more} more such rows"),
    };
    let name = if entry.name.is_empty() { &entry.id } else { entry.name.get(Lang::EN) };
    let (name, long) = (cleaned(name), (a[0] - b[0]).abs());
    let (severity, taken) = match way {
        Way::Straight => {
            (Severity::Warning, "it is drawn straight, along the latitudes between them".to_owned())
        }
        Way::Over => {
            let short = 360.0 - long;
            (
                Severity::Note,
                format!("it is taken for the {short:.1} degrees over the meridian of 180 degrees"),
            )
        }
    };
    let message = format!(
        "an edge of \"{name}\" from [{}, {}] to [{}, {}] is {long:.1} degrees long: {taken}{more}",
        a[0], a[1], b[0], b[1]
    );
    let finding = Diagnostic::new(severity, "long-edge", message).at(entry.place.clone());
    Some(finding.help("vertices in between, no more than 180 degrees apart, say which way is meant"))
}

/// Splits or cuts the long edges of polygons; an edge that could be meant otherwise is handed back.
fn resolve(polygons: &mut [Polygon], turns: i64) -> Option<Told> {
    let mut told: Option<Told> = None;
    for polygon in polygons {
        let mut over = false;
        for (index, ring) in polygon.iter_mut().enumerate() {
            let Some((way, edge)) = way(ring, if index == 0 { turns } else { -turns }, index == 0) else {
                continue;
            };
            let long = (edge[0][0] - edge[1][0]).abs();
            let is_clear = WHOLE <= long || (way == Way::Over && 360.0 - long <= STEP);
            if told.is_none() && !is_clear {
                told = Some(Told { way, edge });
            }
            match way {
                Way::Straight => *ring = split(ring),
                Way::Over => over = true,
            }
        }
        if over || polygon.iter().flatten().any(|[lon, _]| HALF < lon.abs()) {
            *polygon = seam::cut(std::slice::from_ref(polygon), 0.0).into_iter().flatten().collect();
        }
    }
    told
}

fn edges(ring: &[[f64; 2]]) -> impl Iterator<Item = [[f64; 2]; 2]> {
    ring.windows(2).map(|edge| [edge[0], edge[1]])
}

/// True if an edge is longer than half the globe, and not along a pole.
fn is_long([a, b]: [[f64; 2]; 2]) -> bool {
    HALF < (a[0] - b[0]).abs() && !(a[1].abs() == 90.0 && a[1] == b[1])
}

/// 1 if a ring runs counter-clockwise, -1 if clockwise.
fn sign(ring: &[[f64; 2]]) -> i64 {
    let doubled = doubled_area(ring);
    i64::from(0.0 < doubled) - i64::from(doubled < 0.0)
}

/// What the long edges of a ring are, with the longest of them; `None` if it has none. `turns` says whether rings of its
/// kind run counter-clockwise in this file, as far as that is known.
fn way(ring: &[[f64; 2]], turns: i64, is_outer: bool) -> Option<(Way, [[f64; 2]; 2])> {
    let length = |edge: &[[f64; 2]; 2]| (edge[0][0] - edge[1][0]).abs();
    let longest = edges(ring).filter(|edge| is_long(*edge)).max_by(|a, b| length(a).total_cmp(&length(b)))?;
    let long = length(&longest);
    if WHOLE <= long {
        // From 180 to -180: one place, if the way there and the way on run the other way.
        let all: Vec<[[f64; 2]; 2]> = edges(ring).collect();
        let east = |i: usize| {
            let [a, b] = all[i % all.len()];
            b[0] - a[0]
        };
        let goes_on = (0..all.len()).filter(|i| is_long(all[*i])).all(|i| {
            let (before, own, after) = (east(i + all.len() - 1), east(i), east(i + 1));
            before * own < 0.0 && after * own < 0.0
        });
        return Some((if goes_on { Way::Over } else { Way::Straight }, longest));
    }
    // Steps over the meridian of 180 degrees come in pairs, there and back, but around a pole.
    let jumps = edges(ring).map(|[a, b]| b[0] - a[0]).filter(|east| HALF < east.abs());
    if jumps.map(f64::signum).sum::<f64>() != 0.0 {
        let lats = || ring.iter().map(|at| at[1]);
        let (south, north) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
        let to_pole = if 0.0 < south { 90.0 - north } else { 90.0 + south };
        let is_polar = match long <= CLEAR {
            // As a shape of the plane it would be next to nothing.
            true => doubled_area(ring).abs() / 2.0 < 0.05 * 360.0 * to_pole,
            false => true,
        };
        let one_side = 30.0 < south || north < -30.0;
        return Some((if one_side && is_polar { Way::Over } else { Way::Straight }, longest));
    }
    let wanted = match (turns.signum(), is_outer) {
        (0, true) => 1,
        (0, false) => -1,
        (turns, _) => turns,
    };
    let is_straight = long <= CLEAR || sign(ring) == wanted;
    Some((if is_straight { Way::Straight } else { Way::Over }, longest))
}

/// A ring with vertices in its long edges, at every quarter of the globe: neighbours get the same.
fn split(ring: &[[f64; 2]]) -> Ring {
    const QUARTER: f64 = 90.0;
    let mut out: Ring = Vec::with_capacity(ring.len() + 12);
    out.extend(ring.first());
    for [a, b] in edges(ring) {
        if HALF < (a[0] - b[0]).abs() {
            let (west, east) = if a[0] < b[0] { (a, b) } else { (b, a) };
            let lat = |lon: f64| {
                let exact = west[1] + (east[1] - west[1]) * ((lon - west[0]) / (east[0] - west[0]));
                (exact * 1e7).round() / 1e7
            };
            let first = (west[0] / QUARTER).floor() as i32 + 1;
            let last = (east[0] / QUARTER).ceil() as i32 - 1;
            let between =
                (first..=last).map(|quarter| f64::from(quarter) * QUARTER).map(|lon| [lon, lat(lon)]);
            match a[0] < b[0] {
                true => out.extend(between),
                false => out.extend(between.rev()),
            }
        }
        out.push(b);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(west: f64, south: f64, east: f64, north: f64) -> Ring {
        vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
    }

    fn turned(ring: Ring) -> Ring {
        ring.into_iter().rev().collect()
    }

    #[test]
    fn which_way_is_meant() {
        let over = vec![[179.0, -19.0], [-179.0, -19.0], [-179.0, -16.0], [179.0, -16.0], [179.0, -19.0]];
        // The same with vertices on the meridian, on either side of it.
        let both = vec![
            [179.0, -19.0],
            [180.0, -19.0],
            [-180.0, -19.0],
            [-179.0, -19.0],
            [-179.0, -16.0],
            [-180.0, -16.0],
            [180.0, -16.0],
            [179.0, -16.0],
            [179.0, -19.0],
        ];
        let polar: Ring = (0..=8).map(|i| [seam::wrap(f64::from(i) * 45.0 + 20.0, 0.0), -70.0]).collect();
        for (what, ring, turns, wanted) in [
            ("wide", boxed(-100.0, -20.0, 100.0, 20.0), 1, Some(Way::Straight)),
            ("wide, wound otherwise", turned(boxed(-100.0, -20.0, 100.0, 20.0)), 1, Some(Way::Straight)),
            ("a band", boxed(-180.0, -10.0, 180.0, 10.0), 1, Some(Way::Straight)),
            ("a band backwards", turned(boxed(-180.0, -10.0, 180.0, 10.0)), 1, Some(Way::Straight)),
            ("a cap", boxed(-180.0, -90.0, 180.0, -60.0), 1, Some(Way::Straight)),
            ("nearly a band", boxed(-179.9, -10.0, 179.9, 10.0), 1, Some(Way::Straight)),
            ("nearly a band, clockwise", turned(boxed(-179.9, -10.0, 179.9, 10.0)), -1, Some(Way::Straight)),
            ("half a cap", boxed(-90.0, -90.0, 100.0, -60.0), 1, Some(Way::Straight)),
            ("an island on the meridian", over.clone(), 1, Some(Way::Over)),
            ("the same, clockwise", turned(over.clone()), -1, Some(Way::Over)),
            ("the same, with nothing to tell", over, 0, Some(Way::Over)),
            ("with vertices on it", both.clone(), 1, Some(Way::Over)),
            ("with vertices on it, backwards", turned(both), 1, Some(Way::Over)),
            ("around a pole", polar.clone(), 1, Some(Way::Over)),
            ("around a pole backwards", turned(polar), 1, Some(Way::Over)),
            (
                "a triangle",
                vec![[-100.0, 0.0], [100.0, 0.0], [0.0, 50.0], [-100.0, 0.0]],
                1,
                Some(Way::Straight),
            ),
            ("a coast along a pole", boxed(-180.0, -90.0, 0.0, -60.0), 1, None),
        ] {
            assert_eq!(way(&ring, turns, true).map(|(way, _)| way), wanted, "{what}");
        }
    }

    #[test]
    fn long_edges_are_split_alike_from_both_sides() {
        let ring = boxed(-100.0, -20.0, 100.0, 20.0);
        let there = split(&ring);
        assert_eq!(there.len(), ring.len() + 6);
        assert_eq!(split(&turned(ring)), turned(there));
    }
}
