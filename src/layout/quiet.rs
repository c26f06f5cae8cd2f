//! Where the map has least to show: room for what stands over it.
//!
//! It is asked of the grid of the plan, so the answer is the same for all dates of a series.

use super::grid::EMPTY;
use super::plan::Plan;
use crate::dataset::{Confidence, ContextKind, PlaceKind};
use crate::geometry::clip::Rect;
use crate::geometry::sums::Sums;

/// What a cell of the grid costs that is covered: lake, border or coast, river, town of weight.
const LAKE: u32 = 3;
const ARC: u32 = 2;
const RIVER: u32 = 1;
const TOWN: u32 = 8;
/// A place along an edge is as good as a corner that costs so much more a cell.
const EDGE: f64 = 0.25;

/// The map's cells that must not be covered, and what it costs to cover the others.
#[derive(Debug)]
pub(super) struct Quiet {
    map: Rect,
    /// Side of a cell in px.
    cell: f64,
    matters: Sums,
    cost: Sums,
}

impl Quiet {
    /// Land that matters is that of units which are not surroundings.
    pub fn new(plan: &Plan<'_>) -> Quiet {
        let (grid, map) = (&plan.grid, plan.page.map);
        let (columns, rows, side) = (grid.columns, grid.rows, grid.cell);
        let units = &plan.dataset.units;
        let matters = grid.cells.iter().map(|&unit| unit != EMPTY && !units[unit as usize].surround);
        let matters = Sums::new(matters.map(u32::from), columns, rows);
        let mut cost = vec![0u32; columns * rows];
        let mut add = |[x, y]: [f64; 2], reach: f64, price: u32| {
            let cell = |v: f64, origin: f64| ((v - origin) / side).floor();
            let (c0, c1) = (cell(x - reach, map.x), cell(x + reach, map.x));
            let (r0, r1) = (cell(y - reach, map.y), cell(y + reach, map.y));
            for row in (r0.max(0.0) as usize)..((r1 + 1.0).clamp(0.0, rows as f64) as usize) {
                for column in (c0.max(0.0) as usize)..((c1 + 1.0).clamp(0.0, columns as f64) as usize) {
                    let known = &mut cost[row * columns + column];
                    *known = (*known).max(price);
                }
            }
        };
        let mut course = |points: &[[f64; 2]], price: u32| {
            for edge in points.windows(2) {
                let [dx, dy] = [edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]];
                let steps = (dx.abs().max(dy.abs()) / side).ceil().clamp(1.0, 10_000.0);
                for i in 0..=steps as usize {
                    let t = i as f64 / steps;
                    add([edge[0][0] + t * dx, edge[0][1] + t * dy], 0.0, price);
                }
            }
        };
        plan.arcs.iter().for_each(|arc| course(arc, ARC));
        for (feature, px) in plan.dataset.context.iter().zip(&plan.context) {
            if feature.kind == ContextKind::River {
                px.lines.iter().for_each(|line| course(line, RIVER));
            }
        }
        let towns = plan.dataset.places.iter().filter(|place| {
            (1..=2).contains(&place.rank)
                && place.kind == PlaceKind::Town
                && place.confidence != Confidence::Low
        });
        for place in towns {
            // The dot, and some of the name that stands beside it.
            add(plan.px(place.at), 12.0 * plan.page.unit, TOWN);
        }
        let mut lakes = grid.blank();
        for (feature, px) in plan.dataset.context.iter().zip(&plan.context) {
            if feature.kind == ContextKind::Lake {
                lakes.fill_rings(px.areas.iter().map(|piece| piece.points.clone()).collect(), 0);
            }
        }
        for (cost, &lake) in cost.iter_mut().zip(&lakes.cells) {
            if lake != EMPTY {
                *cost = (*cost).max(LAKE);
            }
        }
        Quiet { map, cell: side, matters, cost: Sums::new(cost, columns, rows) }
    }

    /// The best place for a box of a size: a corner of the map, else along its edge, `gap` px inside the
    /// frame, off the land that matters and off what is `taken`, over as little else as possible. With what it
    /// costs: 0 for a bare corner.
    pub fn place(&self, [w, h]: [f64; 2], gap: f64, taken: &[Rect]) -> Option<(f64, Rect)> {
        let inner = self.map.grown(-gap);
        if w > inner.w || h > inner.h {
            return None;
        }
        let (right, bottom) = (inner.right() - w, inner.bottom() - h);
        let corners = [[right, bottom], [inner.x, bottom], [inner.x, inner.y], [right, inner.y]];
        let mut best: Option<(f64, Rect)> = None;
        let mut offer = |[x, y]: [f64; 2], penalty: f64| {
            let rect = Rect::new(x, y, w, h);
            let air = rect.grown(gap);
            if self.sum(&self.matters, &air) > 0 || taken.iter().any(|other| air.overlaps(other)) {
                return;
            }
            let cells = (w / self.cell) * (h / self.cell);
            let score = penalty + f64::from(self.sum(&self.cost, &air)) / cells.max(1.0);
            if best.as_ref().is_none_or(|(known, _)| score < *known) {
                best = Some((score, rect));
            }
        };
        corners.into_iter().for_each(|at| offer(at, 0.0));
        let steps = |from: f64, to: f64| {
            let count = ((to - from) / (2.0 * self.cell)).floor().max(0.0) as usize;
            (1..count).map(move |i| from + i as f64 * 2.0 * self.cell)
        };
        for x in steps(inner.x, right) {
            offer([x, bottom], EDGE);
            offer([x, inner.y], EDGE);
        }
        for y in steps(inner.y, bottom) {
            offer([right, y], EDGE);
            offer([inner.x, y], EDGE);
        }
        best
    }

    /// Sum over the cells a rectangle touches.
    fn sum(&self, sums: &Sums, rect: &Rect) -> u32 {
        let [columns, rows] = sums.size();
        let cell = |v: f64, origin: f64, max: usize| ((v - origin) / self.cell).clamp(0.0, max as f64);
        let span = |from: f64, to: f64| [from.floor() as usize, to.ceil() as usize];
        let (left, top) = (self.map.x, self.map.y);
        let across = span(cell(rect.x, left, columns), cell(rect.right(), left, columns));
        let down = span(cell(rect.y, top, rows), cell(rect.bottom(), top, rows));
        sums.over(across, down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: f64 = 4.0;

    /// A map of 10 x 10 cells on which the left half matters and the bottom right corner costs.
    fn half() -> Quiet {
        let cells =
            |wanted: fn(usize, usize) -> u32| Sums::new((0..100).map(|i| wanted(i % 10, i / 10)), 10, 10);
        Quiet {
            map: Rect::new(0.0, 0.0, 10.0 * CELL, 10.0 * CELL),
            cell: CELL,
            matters: cells(|column, _| u32::from(column < 5)),
            cost: cells(|column, row| u32::from(column > 7 && row > 7)),
        }
    }

    #[test]
    fn a_box_stands_in_the_cheapest_corner_off_the_land_that_matters() {
        let at = |x: f64, y: f64, w: f64, h: f64| Rect::new(x * CELL, y * CELL, w * CELL, h * CELL);
        type Case<'a> = (&'a str, [f64; 2], &'a [Rect], Option<Rect>);
        let cases: [Case; 4] = [
            ("the free corner", [3.0, 3.0], &[], Some(at(7.0, 0.0, 3.0, 3.0))),
            ("the other corner, if that is taken", [3.0, 3.0], &[at(7.0, 0.0, 3.0, 2.0)], None),
            ("too wide", [6.0, 3.0], &[], None),
            ("larger than the map", [3.0, 11.0], &[], None),
        ];
        for (what, [w, h], taken, wanted) in cases {
            let found = half().place([w * CELL, h * CELL], 0.0, taken).map(|(_, rect)| rect);
            match wanted {
                None if !taken.is_empty() => assert!(found.is_some_and(|rect| rect.y > 0.0), "{what}"),
                wanted => assert_eq!(found, wanted, "{what}"),
            }
        }
    }
}
