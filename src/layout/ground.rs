//! Sea, land beyond the units, rivers, lakes, graticule.

use super::plan::Plan;
use super::rect_piece;
use crate::dataset::ContextKind;
use crate::geometry::clip;
use crate::scene::{Node, Path, Piece, Stroke};

/// Water under everything.
pub(super) fn sea(plan: &Plan<'_>) -> Vec<Node> {
    vec![Node::Path(Path {
        id: "water".into(),
        class: "water".into(),
        pieces: vec![rect_piece(plan.page.map)],
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
        let all = path("outside", ground.land, vec![rect_piece(plan.page.map)]);
        return all.into_iter().chain(path("seas", ground.water, seas)).collect();
    }
    path("outside", ground.land, land).into_iter().collect()
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

/// Meridians and parallels at a round step.
pub(super) fn graticule(plan: &Plan<'_>) -> Vec<Node> {
    let ground = &plan.style.ground;
    if ground.graticule_px <= 0.0 {
        return Vec::new();
    }
    let (step, [west, south, east, north]) = graticule_step(plan);
    let mut lines = Vec::new();
    const POINTS: usize = 24;
    let between = |a: f64, b: f64, i: usize| a + (b - a) * i as f64 / POINTS as f64;
    let first = |low: f64| (low / step).ceil() as i64;
    for k in first(west)..=(east / step).floor() as i64 {
        let lon = k as f64 * step;
        lines.push((0..=POINTS).map(|i| plan.px([lon, between(south, north, i)])).collect::<Vec<_>>());
    }
    for k in first(south)..=(north / step).floor() as i64 {
        let lat = k as f64 * step;
        lines.push((0..=POINTS).map(|i| plan.px([between(west, east, i), lat])).collect::<Vec<_>>());
    }
    let pieces = lines
        .iter()
        .flat_map(|line| clip::runs(line, &plan.bleed()))
        .map(|points| Piece { points, closed: false })
        .collect();
    vec![Node::Path(Path {
        id: "graticule-lines".into(),
        class: "graticule".into(),
        pieces,
        stroke: Some(Stroke::new(ground.graticule, ground.graticule_px * plan.page.unit)),
        ..Path::default()
    })]
}

/// Step of the graticule in degrees, and the bounds of the map in degrees.
pub(super) fn graticule_step(plan: &Plan<'_>) -> (f64, [f64; 4]) {
    let map = plan.page.map;
    let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for i in 0..=8 {
        let t = f64::from(i) / 8.0;
        for point in [
            [map.x + map.w * t, map.y],
            [map.x + map.w * t, map.bottom()],
            [map.x, map.y + map.h * t],
            [map.right(), map.y + map.h * t],
        ] {
            let [lon, lat] = plan.lonlat(point);
            bounds = [bounds[0].min(lon), bounds[1].min(lat), bounds[2].max(lon), bounds[3].max(lat)];
        }
    }
    let height = bounds[3] - bounds[1];
    let steps = [10.0, 5.0, 2.0, 1.0, 0.5, 0.25, 0.1, 0.05];
    let step = steps.into_iter().find(|step| height / step >= 2.5).unwrap_or(0.05);
    (step, bounds)
}
