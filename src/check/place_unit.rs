//! Places outside the unit their row names.

use super::{Findings, Job, Rule};
use crate::dataset::Confidence;
use crate::diagnostic::Severity;
use crate::geometry;
use crate::geometry::area::distance_km;

pub(super) const RULE: Rule = Rule {
    id: "place-unit",
    what: "a place that does not lie in the unit its row names",
    why: "either the position, the unit or the unit's border is wrong, and the map answers wrongly for the place",
    mend: "correct the place's lon and lat or its unit, or the border in units.geojson",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for place in &job.dataset.places {
        let Some(stated) = place.unit else { continue };
        let unit = job.dataset.unit(stated);
        if geometry::contains(&unit.polygons, place.at) {
            continue;
        }
        // A position that is a guess says nothing against a border.
        let severity = if place.confidence == Confidence::Low { Severity::Note } else { Severity::Warning };
        let lies = match job.dataset.unit_at(place.at) {
            Some(other) => format!("in \"{}\"", job.dataset.unit(other).key),
            None => "in no unit".to_owned(),
        };
        let distance = unit
            .polygons
            .iter()
            .flatten()
            .flatten()
            .map(|vertex| distance_km(*vertex, place.at))
            .min_by(f64::total_cmp)
            .unwrap_or(0.0);
        findings.at_line(
            severity,
            "places.csv",
            place.line,
            format!(
                "place \"{}\" lies {lies}, its row says \"{}\" (nearest vertex {distance:.1} km away)",
                place.key, unit.key
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    const COLUMNS: &str = "id,kind,lon,lat,confidence,rank,from,until,en,aliases,unit,note\n";

    #[test]
    fn inside_and_outside() {
        let place = |row: &str| letters("AB").file("places.csv", &format!("{COLUMNS}{row}\n"));
        place("x,town,0.05,0.05,high,1,,,X,,a,").finds("place-unit", &[]);
        place("x,town,0.15,0.05,high,1,,,X,,,").finds("place-unit", &[]);
        place("x,town,0.15,0.05,high,1,,,X,,a,").finds(
            "place-unit",
            &["places.csv:2:1: warning: place \"x\" lies in \"b\", its row says \"a\" (nearest vertex 7.8 km away)"],
        );
        place("x,town,0.1,0.2,low,1,,,X,,a,").finds(
            "place-unit",
            &["places.csv:2:1: note: place \"x\" lies in no unit, its row says \"a\" (nearest vertex 11.1 km away)"],
        );
    }
}
