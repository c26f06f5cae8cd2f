//! A coarse raster of the map: which unit lies under each cell. Labels ask it where their land is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::plan::Plan;
use crate::dataset::ContextKind;
use crate::geometry::clip::Rect;
use crate::geometry::math::{atan2, sqrt};
use crate::geometry::sums::Sums;

/// About how many cells a map has, however large: labels cost the same on every page.
const CELLS: f64 = 70_000.0;
/// No unit.
pub(super) const EMPTY: u32 = u32::MAX;

/// Unit under each cell of the map, row by row from the top left.
#[derive(Debug)]
pub(super) struct Grid {
    pub columns: usize,
    pub rows: usize,
    pub cells: Vec<u32>,
    /// Side of a cell in px.
    pub cell: f64,
    origin: [f64; 2],
}

impl Grid {
    pub fn empty() -> Grid {
        Grid { columns: 0, rows: 0, cells: Vec::new(), cell: 1.0, origin: [0.0; 2] }
    }

    pub fn new(plan: &Plan<'_>) -> Grid {
        let map = plan.page.map;
        let cell = sqrt(map.w * map.h / CELLS).clamp(1.5, 8.0);
        let (columns, rows) = ((map.w / cell) as usize, (map.h / cell) as usize);
        let mut grid =
            Grid { columns, rows, cells: vec![EMPTY; columns * rows], cell, origin: [map.x, map.y] };
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); rows];
        for (unit, rings) in plan.topology.rings.iter().enumerate() {
            let rings: Vec<Vec<[f64; 2]>> = rings.iter().map(|chain| plan.chain_px(chain)).collect();
            grid.fill(&rings, unit as u32, &mut crossings);
        }
        // A name on land does not reach over a lake.
        for (feature, px) in plan.dataset.context.iter().zip(&plan.context) {
            if feature.kind == ContextKind::Lake {
                let rings: Vec<Vec<[f64; 2]>> = px.areas.iter().map(|piece| piece.points.clone()).collect();
                grid.fill(&rings, EMPTY, &mut crossings);
            }
        }
        grid
    }

    /// A grid of the same cells without a unit.
    pub fn blank(&self) -> Grid {
        Grid {
            columns: self.columns,
            rows: self.rows,
            cells: vec![EMPTY; self.cells.len()],
            cell: self.cell,
            origin: self.origin,
        }
    }

    /// Sets the cells inside rings in px (even-odd).
    pub fn fill_rings(&mut self, rings: Vec<Vec<[f64; 2]>>, value: u32) {
        self.fill(&rings, value, &mut vec![Vec::new(); self.rows]);
    }

    /// Sets the cells inside the rings (even-odd). `crossings` has a list per row, empty before and after.
    fn fill(&mut self, rings: &[Vec<[f64; 2]>], value: u32, crossings: &mut [Vec<f64>]) {
        for ring in rings {
            for i in 0..ring.len() {
                self.cross(ring[i], ring[(i + 1) % ring.len()], crossings);
            }
        }
        for (row, xs) in crossings.iter_mut().enumerate() {
            xs.sort_by(f64::total_cmp);
            for pair in xs.chunks_exact(2) {
                let column = |x: f64| (x - self.origin[0]) / self.cell - 0.5;
                let from = column(pair[0]).ceil().max(0.0) as usize;
                let to = (column(pair[1]).floor() + 1.0).clamp(0.0, self.columns as f64) as usize;
                if from < to {
                    self.cells[row * self.columns + from..row * self.columns + to].fill(value);
                }
            }
            xs.clear();
        }
    }

    /// Notes where an edge crosses the middle lines of rows.
    fn cross(&self, a: [f64; 2], b: [f64; 2], crossings: &mut [Vec<f64>]) {
        let (low, high) = if a[1] < b[1] { (a, b) } else { (b, a) };
        let row_of = |y: f64| ((y - self.origin[1]) / self.cell - 0.5).ceil().max(0.0) as usize;
        for (row, xs) in
            crossings.iter_mut().enumerate().take(row_of(high[1]).min(self.rows)).skip(row_of(low[1]))
        {
            let y = self.origin[1] + (row as f64 + 0.5) * self.cell;
            xs.push(low[0] + (y - low[1]) / (high[1] - low[1]) * (high[0] - low[0]));
        }
    }

    /// Middle of a cell in px.
    pub fn middle(&self, column: usize, row: usize) -> [f64; 2] {
        [self.origin[0] + (column as f64 + 0.5) * self.cell, self.origin[1] + (row as f64 + 0.5) * self.cell]
    }

    /// The connected pieces of the land of some units, the largest first.
    pub fn regions(&self, wanted: impl Fn(u32) -> bool) -> Vec<Arc<Region>> {
        // As many units as a cell can name: those beyond the map's own are on no cell.
        let units = self.cells.iter().filter(|&&unit| unit != EMPTY).max().map_or(0, |&unit| unit + 1);
        let classes: Vec<Option<u32>> = (0..units).map(|unit| wanted(unit).then_some(0)).collect();
        self.regions_by(&classes).remove(&0).unwrap_or_default()
    }

    /// The connected pieces of each class of units, the largest first, given the class of each unit.
    pub fn regions_by(&self, classes: &[Option<u32>]) -> BTreeMap<u32, Vec<Arc<Region>>> {
        let mut out: BTreeMap<u32, Vec<Arc<Region>>> = BTreeMap::new();
        for (class, region) in self.parts(|unit| classes[unit as usize]) {
            out.entry(class).or_default().push(Arc::new(region));
        }
        for regions in out.values_mut() {
            regions.sort_by(|a, b| b.count.cmp(&a.count).then(a.bounds.y.total_cmp(&b.bounds.y)));
        }
        out
    }

    /// How many cells each unit has.
    pub fn cells_of_units(&self, units: usize) -> Vec<usize> {
        let mut counts = vec![0; units];
        for &unit in self.cells.iter().filter(|&&unit| unit != EMPTY) {
            counts[unit as usize] += 1;
        }
        counts
    }

    /// The largest connected part of each unit on the map; `None` for a unit that is not on it.
    pub fn largest_of_units(&self, units: usize) -> Vec<Option<Arc<Region>>> {
        let mut largest: Vec<Option<Arc<Region>>> = (0..units).map(|_| None).collect();
        for (unit, region) in self.parts(Some) {
            let slot = &mut largest[unit as usize];
            if slot.as_ref().is_none_or(|known| known.count < region.count) {
                *slot = Some(Arc::new(region));
            }
        }
        largest
    }

    /// Connected cells of one class, in the order of their first cells. Cells of no class belong to none.
    fn parts(&self, class: impl Fn(u32) -> Option<u32>) -> Vec<(u32, Region)> {
        let mut left: Vec<u32> = self
            .cells
            .iter()
            .map(|&unit| if unit == EMPTY { EMPTY } else { class(unit).unwrap_or(EMPTY) })
            .collect();
        let mut parts = Vec::new();
        let mut cells: Vec<usize> = Vec::new();
        for start in 0..left.len() {
            let class = left[start];
            if class == EMPTY {
                continue;
            }
            cells.clear();
            cells.push(start);
            left[start] = EMPTY;
            let mut next = 0;
            while next < cells.len() {
                let cell = cells[next];
                next += 1;
                let column = cell % self.columns;
                let neighbours = [
                    (column > 0).then(|| cell - 1),
                    (column + 1 < self.columns).then_some(cell + 1),
                    cell.checked_sub(self.columns),
                    Some(cell + self.columns).filter(|&below| below < left.len()),
                ];
                for neighbour in neighbours.into_iter().flatten() {
                    if left[neighbour] == class {
                        left[neighbour] = EMPTY;
                        cells.push(neighbour);
                    }
                }
            }
            parts.push((class, Region::new(self, &cells)));
        }
        parts
    }

    /// The unit under a point in px.
    pub fn unit_at(&self, [x, y]: [f64; 2]) -> Option<u32> {
        let (column, row) = ((x - self.origin[0]) / self.cell, (y - self.origin[1]) / self.cell);
        let inside =
            column >= 0.0 && row >= 0.0 && (column as usize) < self.columns && (row as usize) < self.rows;
        let unit = inside.then(|| self.cells[row as usize * self.columns + column as usize])?;
        (unit != EMPTY).then_some(unit)
    }
}

/// The way a region is stretched: its principal axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// Direction from left to right, radians clockwise from the x axis of the page.
    pub angle: f64,
    /// Length by width; 1 for a disc or a square.
    pub elongation: f64,
}

impl Axis {
    /// From the count of points and the sums of x, y, and of xx, xy, yy.
    fn new(count: f64, [sx, sy]: [f64; 2], [sxx, sxy, syy]: [f64; 3]) -> Axis {
        let (mx, my) = (sx / count, sy / count);
        let (xx, xy, yy) = (sxx / count - mx * mx, sxy / count - mx * my, syy / count - my * my);
        let spread = sqrt((xx - yy) * (xx - yy) / 4.0 + xy * xy);
        let (long, short) = ((xx + yy) / 2.0 + spread, ((xx + yy) / 2.0 - spread).max(1e-9));
        Axis { angle: 0.5 * atan2(2.0 * xy, xx - yy), elongation: sqrt((long / short).max(1.0)) }
    }
}

/// A connected piece of land on the grid.
#[derive(Debug)]
pub(super) struct Region {
    /// How many cells.
    pub count: usize,
    /// Bounds in px.
    pub bounds: Rect,
    /// Centre of gravity in px.
    pub centroid: [f64; 2],
    /// The way it is stretched.
    pub axis: Axis,
    /// Tells it from other pieces of land of the same grid: a hash (FNV-1a) of its cells.
    pub mark: u64,
    cell: f64,
    origin: [f64; 2],
    /// 1 for each cell of it.
    sums: Sums,
}

impl Region {
    fn new(grid: &Grid, cells: &[usize]) -> Region {
        let column = |cell: usize| cell % grid.columns;
        let row = |cell: usize| cell / grid.columns;
        let (left, right) = bounds(cells.iter().map(|&c| column(c)));
        let (top, bottom) = bounds(cells.iter().map(|&c| row(c)));
        let (columns, rows) = (right - left + 1, bottom - top + 1);
        let cell_px = grid.cell;
        let mut mask = vec![0u32; columns * rows];
        let (mut sx, mut sy) = (0.0, 0.0);
        let mut squares = [0.0; 3];
        for &cell in cells {
            mask[(row(cell) - top) * columns + column(cell) - left] = 1;
            let [x, y] = grid.middle(column(cell), row(cell));
            sx += x;
            sy += y;
            for (sum, product) in squares.iter_mut().zip([x * x, x * y, y * y]) {
                *sum += product;
            }
        }
        let mut mark = 0xcbf2_9ce4_8422_2325_u64;
        for &cell in cells {
            mark = (mark ^ cell as u64).wrapping_mul(0x100_0000_01b3);
        }
        let count = cells.len();
        let origin = [grid.origin[0] + left as f64 * cell_px, grid.origin[1] + top as f64 * cell_px];
        Region {
            count,
            bounds: Rect::new(origin[0], origin[1], columns as f64 * cell_px, rows as f64 * cell_px),
            centroid: [sx / count as f64, sy / count as f64],
            axis: Axis::new(count as f64, [sx, sy], squares),
            mark,
            cell: grid.cell,
            origin,
            sums: Sums::new(mask, columns, rows),
        }
    }

    /// Area in px².
    pub fn area(&self) -> f64 {
        self.count as f64 * self.cell * self.cell
    }

    /// True if a point in px lies on the region.
    pub fn contains(&self, [x, y]: [f64; 2]) -> bool {
        let (column, row) = ((x - self.origin[0]) / self.cell, (y - self.origin[1]) / self.cell);
        let [columns, rows] = self.sums.size();
        if column < 0.0 || row < 0.0 || column as usize >= columns || row as usize >= rows {
            return false;
        }
        let (c, r) = (column as usize, row as usize);
        self.sums.over([c, c + 1], [r, r + 1]) > 0
    }

    /// The point of the region that is farthest from its edge, to the grid: where a leader line ends.
    pub fn deepest(&self) -> [f64; 2] {
        let mut best = (0.0, self.centroid);
        let [columns, rows] = self.sums.size();
        for row in 0..rows {
            for column in 0..columns {
                let point = [
                    self.origin[0] + (column as f64 + 0.5) * self.cell,
                    self.origin[1] + (row as f64 + 0.5) * self.cell,
                ];
                if !self.contains(point) {
                    continue;
                }
                let mut reach = self.cell * 0.5;
                while self.coverage(&Rect::new(point[0], point[1], 0.0, 0.0).grown(reach + self.cell))
                    >= 0.999
                {
                    reach += self.cell;
                }
                // Of equally deep points the one nearest the middle.
                let (dx, dy) = (point[0] - self.centroid[0], point[1] - self.centroid[1]);
                let depth = reach - 0.01 * sqrt(dx * dx + dy * dy);
                if depth > best.0 {
                    best = (depth, point);
                }
            }
        }
        best.1
    }

    /// The share of a rectangle that lies on the region.
    pub fn coverage(&self, rect: &Rect) -> f64 {
        // Labels ask this more often than anything else: whole numbers, no calls.
        let inverse = 1.0 / self.cell;
        let cell = |v: f64, origin: f64| ((v - origin) * inverse + 0.5 + 1024.0) as i64 - 1024;
        let (c0, c1) = (cell(rect.x, self.origin[0]), cell(rect.right(), self.origin[0]));
        let (r0, r1) = (cell(rect.y, self.origin[1]), cell(rect.bottom(), self.origin[1]));
        let (c1, r1) = (c1.max(c0 + 1), r1.max(r0 + 1));
        let whole = (c1 - c0) * (r1 - r0);
        let [columns, rows] = self.sums.size();
        let within = |from: i64, to: i64, most: usize| [from, to].map(|v| v.clamp(0, most as i64) as usize);
        let (across, down) = (within(c0, c1, columns), within(r0, r1, rows));
        if across[0] >= across[1] || down[0] >= down[1] {
            return 0.0;
        }
        f64::from(self.sums.over(across, down)) / whole as f64
    }
}

fn bounds(values: impl Iterator<Item = usize>) -> (usize, usize) {
    values.fold((usize::MAX, 0), |(low, high), v| (low.min(v), high.max(v)))
}
