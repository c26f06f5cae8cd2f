//! Polygons whose area is not the published one.

use super::{Findings, Job, Rule};
use crate::dataset::{Figure, UnitId};
use crate::diagnostic::Severity;
use crate::geometry::area;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "figure-area",
    what: "land whose area by the polygons is more than 3 % off every area that is published for it; a note if the \
           figure says why",
    why: "a published area is the best test of a digitized outline: one that is off has a border in the wrong place, or \
          the figure is of other land",
    mend: "correct the border in units.geojson or the units of the figure in figures.csv, or say in its note what differs",
    find,
};

/// What a hand-digitized outline may be off by, in per cent.
const TOLERANCE_PERCENT: f64 = 3.0;

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    // Figures of the same land may contradict each other: the polygons can agree with one of them only.
    let mut of_land: BTreeMap<&[UnitId], Vec<(f64, &Figure)>> = BTreeMap::new();
    for figure in job.dataset.figures.iter().filter(|figure| !figure.units.is_empty()) {
        if let Some(published) = figure.km2().filter(|km2| 0.0 < *km2) {
            of_land.entry(&figure.units).or_default().push((published, figure));
        }
    }
    for (units, figures) in of_land {
        let km2: f64 = units.iter().map(|unit| area::km2(&job.dataset.unit(*unit).polygons)).sum();
        let off_percent = |published: f64| (km2 - published) / published * 100.0;
        let nearest =
            figures.iter().min_by(|(a, _), (b, _)| off_percent(*a).abs().total_cmp(&off_percent(*b).abs()));
        let Some(&(published, figure)) = nearest else { continue };
        let off = off_percent(published);
        if off.abs() <= TOLERANCE_PERCENT {
            continue;
        }
        let explained = figures.iter().any(|(_, figure)| !figure.note.is_empty());
        let severity = if explained { Severity::Note } else { Severity::Warning };
        let others = match figures.iter().filter(|(value, _)| *value != published).count() {
            0 => "",
            _ => ", and others are further off",
        };
        let message = format!(
            "{} {} {km2:.0} km² by the polygons, {off:+.1} % off the {published} km² of figure \"{}\"{others}",
            job.unit_list(units),
            if units.len() == 1 { "has" } else { "have" },
            figure.key
        );
        findings.at_line(severity, "figures.csv", figure.line, message);
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn the_nearest_figure_counts() {
        let check = |rows: &str, expected: &[&str]| {
            let heads = "id,kind,subject,units,value,unit,date,source,place,as_printed,note";
            letters("AB")
                .file("sources.bib", "@book{s, year = 1900}")
                .file("figures.csv", &format!("{heads}\n{rows}\n"))
                .finds("figure-area", expected);
        };
        // A cell at the equator has 123.1 km².
        let row = |id: &str, units: &str, km2: &str, note: &str| {
            format!("{id},area,X,{units},{km2},km2,,s,p. 1,{km2},{note}\n")
        };
        check(&row("F1", "a", "126", ""), &[]);
        check(
            &row("F1", "a", "130", ""),
            &[
                "figures.csv:2:1: warning: \"a\" has 123 km² by the polygons, -5.3 % off the 130 km² of figure \"F1\"",
            ],
        );
        check(
            &row("F1", "a b", "200", "Without lakes."),
            &[
                "figures.csv:2:1: note: \"a\" and \"b\" have 246 km² by the polygons, +23.1 % off the 200 km² of figure \"F1\"",
            ],
        );
        check(&(row("F1", "a", "150", "") + &row("F2", "a", "123", "")), &[]);
        check(
            &(row("F1", "a", "150", "") + &row("F2", "a", "140", "")),
            &[
                "figures.csv:3:1: warning: \"a\" has 123 km² by the polygons, -12.1 % off the 140 km² of figure \"F2\", \
               and others are further off",
            ],
        );
        check(&row("F1", "", "5", ""), &[]);
    }
}
