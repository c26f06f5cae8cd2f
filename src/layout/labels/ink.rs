//! What is drawn on the map already, as a raster: a name over few lines reads better than one over many.

use super::super::Job;
use super::super::borders::Border;
use crate::dataset::ContextKind;
use crate::geometry::clip::Rect;

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
    columns: usize,
    rows: usize,
    cell: f64,
    origin: [f64; 2],
    sums: Vec<u32>,
}

impl Ink {
    pub fn new(job: &Job<'_>) -> Ink {
        let (grid, map) = (&job.plan.grid, job.plan.page.map);
        let mut ink = Ink {
            columns: grid.columns,
            rows: grid.rows,
            cell: grid.cell,
            origin: [map.x, map.y],
            sums: Vec::new(),
        };
        let mut cells = vec![0u8; grid.columns * grid.rows];
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
        ink.sums = sum_up(&cells, ink.columns, ink.rows);
        ink
    }

    /// Marks the cells under a line.
    fn line(&self, points: &[[f64; 2]], weight: Weight, cells: &mut [u8]) {
        for edge in points.windows(2) {
            let (dx, dy) = (edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]);
            let steps = (dx.abs().max(dy.abs()) / self.cell).ceil().clamp(1.0, 10_000.0);
            for i in 0..=steps as usize {
                let t = i as f64 / steps;
                let column = (edge[0][0] + dx * t - self.origin[0]) / self.cell;
                let row = (edge[0][1] + dy * t - self.origin[1]) / self.cell;
                let inside = column >= 0.0 && row >= 0.0;
                if inside && (column as usize) < self.columns && (row as usize) < self.rows {
                    let cell = &mut cells[row as usize * self.columns + column as usize];
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
        let (c0, c1) =
            (cell(rect.x, self.origin[0], self.columns), cell(rect.right(), self.origin[0], self.columns));
        let (r0, r1) =
            (cell(rect.y, self.origin[1], self.rows), cell(rect.bottom(), self.origin[1], self.rows));
        if c0 >= c1 || r0 >= r1 {
            return 0.0;
        }
        let at = |c: usize, r: usize| f64::from(self.sums[r * (self.columns + 1) + c]);
        let sum = at(c1, r1) - at(c0, r1) - at(c1, r0) + at(c0, r0);
        sum / ((c1 - c0) * (r1 - r0)) as f64
    }

    /// Mean weight under several rectangles.
    pub fn under_all(&self, rects: &[Rect]) -> f64 {
        rects.iter().map(|rect| self.under(rect)).sum::<f64>() / rects.len().max(1) as f64
    }
}

/// The summed-area table of a raster, with a row and a column of zeros before it.
fn sum_up(cells: &[u8], columns: usize, rows: usize) -> Vec<u32> {
    let width = columns + 1;
    let mut sums = vec![0u32; width * (rows + 1)];
    for row in 0..rows {
        let mut along = 0;
        for column in 0..columns {
            along += u32::from(cells[row * columns + column]);
            sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + along;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_the_weights_under_a_rectangle() {
        let ink = Ink {
            columns: 4,
            rows: 2,
            cell: 2.0,
            origin: [10.0, 0.0],
            sums: sum_up(&[0, 8, 0, 0, 0, 8, 0, 4], 4, 2),
        };
        assert_eq!(ink.under(&Rect::new(10.0, 0.0, 4.0, 4.0)), 4.0);
        assert_eq!(ink.under(&Rect::new(14.0, 0.0, 2.0, 4.0)), 0.0);
        assert_eq!(ink.under(&Rect::new(16.0, 2.0, 9.0, 9.0)), 4.0);
        assert_eq!(ink.under(&Rect::new(-90.0, 2.0, 9.0, 9.0)), 0.0);
    }
}
