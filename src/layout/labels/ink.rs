//! What is drawn on the map already, as a raster: a name over few lines reads better than one over many.

use super::super::Job;
use super::super::borders::Border;
use super::super::plan::Plan;
use crate::dataset::ContextKind;
use crate::geometry::clip::Rect;
use crate::geometry::sums::Sums;

/// How much a name disturbs and is disturbed where it crosses a line, as a weight per cell.
const RIVER: u32 = 2;
const SHORE: u32 = 4;
const TREATY_LINE: u32 = 10;

fn weight(border: Border) -> u32 {
    match border {
        Border::Unit => 3,
        Border::Coast => SHORE,
        Border::Status => 5,
        Border::State => 8,
    }
}

/// Weights of the lines on the grid, summed from the top left.
pub(super) struct Ink {
    cell: f64,
    origin: [f64; 2],
    sums: Sums,
}

impl Ink {
    /// The ink of one map.
    pub fn of_map(job: &Job<'_>) -> Ink {
        let lines = job.lines.iter().flat_map(|line| line.courses());
        Ink::new(job.plan, &[&job.classes], lines)
    }

    /// The ink of several maps with these classes of arcs, each line as heavy as it is on most of them; and
    /// `lines` that are on all of them.
    pub fn new<'l>(
        plan: &Plan<'_>,
        maps: &[&[Option<Border>]],
        lines: impl Iterator<Item = &'l [[f64; 2]]>,
    ) -> Ink {
        let (grid, map) = (&plan.grid, plan.page.map);
        let (columns, rows) = (grid.columns, grid.rows);
        let mut ink = Ink { cell: grid.cell, origin: [map.x, map.y], sums: Sums::new([], columns, rows) };
        let mut cells = vec![0u32; columns * rows];
        for (feature, px) in plan.dataset.context.iter().zip(&plan.context) {
            match feature.kind {
                ContextKind::River if feature.rank <= 3 => {
                    px.lines.iter().for_each(|line| ink.line(line, RIVER, &mut cells));
                }
                ContextKind::Lake => {
                    px.areas.iter().for_each(|piece| ink.line(&piece.points, SHORE, &mut cells));
                }
                _ => {}
            }
        }
        for (arc, points) in plan.arcs.iter().enumerate() {
            let sum: u32 = maps.iter().filter_map(|classes| classes[arc]).map(weight).sum();
            let count = maps.len().max(1) as u32;
            // A border of a few of the maps counts little, but it counts.
            let mean = (sum + count / 2) / count;
            match mean.max(u32::from(sum > 0)) {
                0 => {}
                mean => ink.line(points, mean, &mut cells),
            }
        }
        lines.for_each(|line| ink.line(line, TREATY_LINE, &mut cells));
        ink.sums = Sums::new(cells, columns, rows);
        ink
    }

    /// Marks the cells under a line.
    fn line(&self, points: &[[f64; 2]], weight: u32, cells: &mut [u32]) {
        let [columns, rows] = self.sums.size();
        for edge in points.windows(2) {
            let (dx, dy) = (edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]);
            let steps = (dx.abs().max(dy.abs()) / self.cell).ceil().clamp(1.0, 10_000.0);
            for i in 0..=steps as usize {
                let t = i as f64 / steps;
                let column = (edge[0][0] + dx * t - self.origin[0]) / self.cell;
                let row = (edge[0][1] + dy * t - self.origin[1]) / self.cell;
                let inside = column >= 0.0 && row >= 0.0;
                if inside && (column as usize) < columns && (row as usize) < rows {
                    let cell = &mut cells[row as usize * columns + column as usize];
                    *cell = (*cell).max(weight);
                }
            }
        }
    }

    /// Mean weight under a rectangle in px; 0 on clear ground.
    pub fn under(&self, rect: &Rect) -> f64 {
        let cell = |v: f64, origin: f64, most: usize| {
            ((((v - origin) / self.cell) + 0.5).max(0.0) as usize).min(most)
        };
        let [columns, rows] = self.sums.size();
        let across = [cell(rect.x, self.origin[0], columns), cell(rect.right(), self.origin[0], columns)];
        let down = [cell(rect.y, self.origin[1], rows), cell(rect.bottom(), self.origin[1], rows)];
        if across[0] >= across[1] || down[0] >= down[1] {
            return 0.0;
        }
        let cells = (across[1] - across[0]) * (down[1] - down[0]);
        f64::from(self.sums.over(across, down)) / cells as f64
    }

    /// Mean weight under several rectangles.
    pub fn under_all(&self, rects: &[Rect]) -> f64 {
        rects.iter().map(|rect| self.under(rect)).sum::<f64>() / rects.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_the_weights_under_a_rectangle() {
        let ink = Ink { cell: 2.0, origin: [10.0, 0.0], sums: Sums::new([0, 8, 0, 0, 0, 8, 0, 4], 4, 2) };
        assert_eq!(ink.under(&Rect::new(10.0, 0.0, 4.0, 4.0)), 4.0);
        assert_eq!(ink.under(&Rect::new(14.0, 0.0, 2.0, 4.0)), 0.0);
        assert_eq!(ink.under(&Rect::new(16.0, 2.0, 9.0, 9.0)), 4.0);
        assert_eq!(ink.under(&Rect::new(-90.0, 2.0, 9.0, 9.0)), 0.0);
    }
}
