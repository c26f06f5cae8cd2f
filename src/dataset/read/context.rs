//! `context.geojson`: sea, lakes, rivers and land beyond the units; and `locator.geojson`, which says the
//! same of a wider surrounding, for the small map that places the region in it.

use super::geojson::shapes;
use super::report::Report;
use super::rings;
use super::text_file::TextFile;
use crate::dataset::{ContextFeature, ContextKind};

/// Reads all features.
pub(super) fn read<'a>(
    report: &mut Report,
    file: &'a TextFile<'a>,
    kinds: &[(&'static str, ContextKind)],
) -> Vec<ContextFeature> {
    let (shapes, _) = shapes(report, file);
    let mut features = Vec::with_capacity(shapes.len());
    for shape in &shapes {
        let Some(kind) = shape.required_text(report, "kind") else { continue };
        let Some(kind) = report.choice("kind", kind, kinds) else { continue };
        let name = shape.names(report);
        let rank = shape.rank(report, 3);
        if kind == ContextKind::Town {
            let position = shape.position().filter(|&at| rings::is_in_degrees(report, shape, at));
            if shape.position().is_none() {
                let message = format!("the town has the geometry {}", shape.geometry_name());
                report.error("ring", shape.spot(), message, "a town is a Point");
            }
            let (polygons, lines) = (Vec::new(), Vec::new());
            features.push(ContextFeature { kind, name, rank, polygons, lines, position });
            continue;
        }
        let (polygons, lines) = match shape.lines() {
            Some(lines) => (Vec::new(), rings::lines(report, shape, lines)),
            None => (rings::polygons(report, shape, "the feature"), Vec::new()),
        };
        features.push(ContextFeature { kind, name, rank, polygons, lines, position: None });
    }
    features
}
