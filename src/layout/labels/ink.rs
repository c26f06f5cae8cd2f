//! What is drawn on the map already, as a raster: a name over few lines reads better than one over many.

use super::super::Job;
use super::super::borders::Border;
use crate::dataset::ContextKind;
use crate::geometry::clip::Rect;
use crate::geometry::sums::Sums;

/// How much a name disturbs and is disturbed where it crosses a line, as a weight per cell.
#[derive(Clone, Copy)]
enum Weight {
    River = 2,
    UnitBorder = 3,
    Shore = 4,
    StatusBorder = 5,
    StateBorder = 8,
    TreatyLine = 10,
}

/// Weights of the lines on the grid, summed from the top left.
pub(super) struct Ink {
    cell: f64,
    origin: [f64; 2],
    sums: Sums,
}

impl Ink {
    pub fn new(job: &Job<'_>) -> Ink {
        let (grid, map) = (&job.plan.grid, job.plan.page.map);
        let (columns, rows) = (grid.columns, grid.rows);
        let mut ink = Ink { cell: grid.cell, origin: [map.x, map.y], sums: Sums::new([], columns, rows) };
        let mut cells = vec![0u8; columns * rows];
        for (feature, px) in job.dataset().context.iter().zip(&job.plan.context) {
            match feature.kind {
                ContextKind::River if feature.rank <= 3 => {
                    px.lines.iter().for_each(|line| ink.line(line, Weight::River, &mut cells));
                }
                ContextKind::Lake => {
                    px.areas.iter().for_each(|piece| ink.line(&piece.points, Weight::Shore, &mut cells));
                }
                _ => {}
            }
        }
        for (class, points) in job.classes.iter().zip(&job.plan.arcs) {
            let weight = match class {
                None => continue,
                Some(Border::Unit) => Weight::UnitBorder,
                Some(Border::Coast) => Weight::Shore,
                Some(Border::Status) => Weight::StatusBorder,
                Some(Border::State) => Weight::StateBorder,
            };
            ink.line(points, weight, &mut cells);
        }
        for line in job.lines.iter().flat_map(|line| line.courses()) {
            ink.line(line, Weight::TreatyLine, &mut cells);
        }
        ink.sums = Sums::new(cells.into_iter().map(u32::from), columns, rows);
        ink
    }

    /// Marks the cells under a line.
    fn line(&self, points: &[[f64; 2]], weight: Weight, cells: &mut [u8]) {
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
                    *cell = (*cell).max(weight as u8);
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
