//! Sea, land beyond the units, rivers, lakes.

use super::grid::EMPTY;
use super::plan::Plan;
use super::rect_piece;
use crate::dataset::ContextKind;
use crate::scene::{Node, Path, Piece, Stroke};

/// Water under everything.
pub(super) fn sea(plan: &Plan<'_>) -> Vec<Node> {
    vec![Node::Path(Path {
        id: "water".into(),
        class: "water".into(),
        pieces: vec![plan.globe().unwrap_or_else(|| rect_piece(plan.page.map))],
        fill: Some(plan.style.ground.water),
        ..Path::default()
    })]
}

/// Land that no unit covers. Where the set has none drawn, all of the ground is land but its seas.
pub(super) fn land(plan: &Plan<'_>) -> Vec<Node> {
    let ground = &plan.style.ground;
    let of = |kind: ContextKind| -> Vec<Piece> {
        let features = plan.dataset.context.iter().zip(&plan.context);
        features.filter(|(feature, _)| feature.kind == kind).flat_map(|(_, px)| px.areas.clone()).collect()
    };
    let path = |id: &str, fill, pieces: Vec<Piece>| {
        (!pieces.is_empty()).then(|| {
            Node::Path(Path { id: id.into(), class: id.into(), pieces, fill: Some(fill), ..Path::default() })
        })
    };
    let land = of(ContextKind::Land);
    if land.is_empty() {
        let seas = of(ContextKind::Sea);
        let all = vec![plan.globe().unwrap_or_else(|| rect_piece(plan.page.map))];
        let all = path("outside", ground.land, all);
        return all.into_iter().chain(path("seas", ground.water, seas)).collect();
    }
    path("outside", ground.land, land).into_iter().collect()
}

/// True if the map shows land beyond the units, more than the slivers along its edge.
pub(super) fn is_uncovered(plan: &Plan<'_>) -> bool {
    let features = || plan.dataset.context.iter().zip(&plan.context);
    let has_land = features().any(|(feature, _)| feature.kind == ContextKind::Land);
    let mut ground = plan.grid.blank();
    if !has_land {
        // Beyond the end of the globe is paper.
        match plan.globe() {
            Some(globe) => ground.fill_rings(vec![globe.points], 0),
            None => ground.cells.fill(0),
        }
    }
    for (feature, px) in features() {
        let value = match feature.kind {
            ContextKind::Land => 0,
            ContextKind::Sea | ContextKind::Lake => EMPTY,
            ContextKind::River | ContextKind::Town => continue,
        };
        ground.fill_rings(px.areas.iter().map(|piece| piece.points.clone()).collect(), value);
    }
    let bare =
        ground.cells.iter().zip(&plan.grid.cells).filter(|(ground, unit)| **ground == 0 && **unit == EMPTY);
    bare.count() > 60
}

/// Rivers, the greater ones wider.
pub(super) fn rivers(plan: &Plan<'_>) -> Vec<Node> {
    let features = plan.dataset.context.iter().zip(&plan.context).enumerate();
    let mut nodes = Vec::new();
    for rank in (1..=5).rev() {
        let mut pieces = Vec::new();
        for (_, (feature, px)) in features.clone() {
            if feature.kind == ContextKind::River && feature.rank == rank {
                pieces.extend(px.lines.iter().map(|line| Piece { points: line.clone(), closed: false }));
            }
        }
        if pieces.is_empty() {
            continue;
        }
        let width = plan.style.ground.river_px * (1.0 - 0.25 * (f64::from(rank) - 1.0)).max(0.3);
        nodes.push(Node::Path(Path {
            id: format!("rivers-{rank}"),
            class: format!("river-{rank}"),
            pieces,
            stroke: Some(Stroke::new(plan.style.ground.river, width * plan.page.unit)),
            ..Path::default()
        }));
    }
    nodes
}

/// Lakes with their shores.
pub(super) fn lakes(plan: &Plan<'_>) -> Vec<Node> {
    let ground = &plan.style.ground;
    let features = plan.dataset.context.iter().zip(&plan.context);
    let pieces: Vec<Piece> = features
        .filter(|(feature, _)| feature.kind == ContextKind::Lake)
        .flat_map(|(_, px)| px.areas.clone())
        .collect();
    if pieces.is_empty() {
        return Vec::new();
    }
    vec![Node::Path(Path {
        id: "lakes-all".into(),
        class: "lake".into(),
        pieces,
        fill: Some(ground.water),
        stroke: Some(Stroke::new(ground.shore, ground.shore_px * plan.page.unit)),
        ..Path::default()
    })]
}
