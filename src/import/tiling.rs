//! Whether shapes lie side by side as far as a picture can show, and which are neighbours.
//!
//! Cutting all borders where they meet ([`super::clean`]) is most of the work of drawing a file. Of shapes that overlap
//! nowhere it changes nothing that can be seen; and whether they do can be seen on a raster.

use rayon::prelude::*;

use crate::geometry::Polygon;

/// How many cells the raster has: about the pixels of a page.
const CELLS: f64 = 1_500_000.0;

/// What is seen of shapes on the raster.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// They lie side by side. Pairs of neighbours, each once, the smaller first.
    SideBySide(Vec<(u32, u32)>),
    /// Some overlap: those, and all that share a border with one of them.
    Over(Vec<bool>),
    /// They enclose land that none covers.
    Gap,
}

/// Looks at shapes in a window (west, south, east, north in degrees). Two overlap if both cover four cells that meet in a
/// point; gaps are looked for only where they matter.
pub fn look(shapes: &[&[Polygon]], window: [f64; 4], gaps: bool) -> Seen {
    let raster = Raster::new(window);
    let (rows, mut pairs) = rayon::join(|| raster.painted(shapes), || common_edges(shapes));
    if gaps && raster.has_gap(&rows) {
        return Seen::Gap;
    }
    if let Some(over) = overlapping(&rows, shapes.len()) {
        let mut near = over.clone();
        for (a, b) in pairs {
            near[a as usize] |= over[b as usize];
            near[b as usize] |= over[a as usize];
        }
        return Seen::Over(near);
    }
    // Shapes drawn without regard to each other share no edge with anybody: there it counts who is beside whom.
    let mut alone = vec![true; shapes.len()];
    for (a, b) in &pairs {
        alone[*a as usize] = false;
        alone[*b as usize] = false;
    }
    if alone.contains(&true) {
        pairs.extend(beside(&rows, &alone));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Seen::SideBySide(pairs)
}

/// Which shapes cover with another four cells that meet in a point; `None` if none does.
fn overlapping(rows: &[Vec<Span>], shapes: usize) -> Option<Vec<bool>> {
    let twice: Vec<Vec<[Span; 2]>> = rows.par_iter().map(|spans| twice(spans)).collect();
    let mut found: Option<Vec<bool>> = None;
    let shared = |[a, b]: &[Span; 2]| (b.from, a.to.min(b.to));
    for rows in twice.windows(2).filter(|rows| rows.iter().all(|row| !row.is_empty())) {
        for (above, below) in rows[0].iter().flat_map(|above| rows[1].iter().map(move |below| (above, below)))
        {
            let (a, b) = (shared(above), shared(below));
            if a.0.max(b.0) + 2 <= a.1.min(b.1) {
                let found = found.get_or_insert_with(|| vec![false; shapes]);
                above.iter().chain(below).for_each(|span| found[span.shape as usize] = true);
            }
        }
    }
    found
}

/// Spans of a row, sorted by where they begin, that cover two cells or more together, in pairs.
fn twice(spans: &[Span]) -> Vec<[Span; 2]> {
    let mut out = Vec::new();
    // Those that reach beyond where the next one begins.
    let mut open: Vec<Span> = Vec::new();
    for span in spans {
        open.retain(|other| span.from + 2 <= other.to);
        out.extend(open.iter().filter(|other| other.shape != span.shape).map(|other| [*other, *span]));
        open.push(*span);
    }
    out
}

/// Pairs of shapes on cells side by side, if one of them is `alone`; the smaller first.
fn beside(rows: &[Vec<Span>], alone: &[bool]) -> Vec<(u32, u32)> {
    let pair = |a: &Span, b: &Span| {
        let counts = a.shape != b.shape && (alone[a.shape as usize] || alone[b.shape as usize]);
        counts.then_some((a.shape.min(b.shape), a.shape.max(b.shape)))
    };
    let of_row = |(index, row): (usize, &Vec<Span>)| {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        pairs.extend(
            row.windows(2).filter(|two| two[1].from <= two[0].to).filter_map(|two| pair(&two[0], &two[1])),
        );
        let below = rows.get(index + 1).map_or(&[][..], Vec::as_slice);
        let mut first = 0;
        for span in row {
            // Those that end before this one begins end before all that follow.
            first += below[first..].iter().take_while(|other| other.to <= span.from).count();
            let under = below[first..].iter().take_while(|other| other.from < span.to);
            pairs.extend(under.filter_map(|other| pair(span, other)));
        }
        pairs.dedup();
        pairs
    };
    rows.par_iter().enumerate().flat_map_iter(of_row).collect()
}

/// Pairs of shapes that share an edge, each once, the smaller first.
pub fn common_edges(shapes: &[&[Polygon]]) -> Vec<(u32, u32)> {
    let mark = |[lon, lat]: [f64; 2]| {
        let whole = |degrees: f64| ((degrees * 1e7) as i64 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (whole(lon).rotate_left(23) ^ whole(lat)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        mixed ^ (mixed >> 32)
    };
    // The same number for both directions, then the shape in the lowest bits. That two of so few edges get one number by
    // chance is not to be expected, and would cost no more than a colour.
    let bits = 64 - (shapes.len() as u64).leading_zeros();
    let shape_of = |edge: u64| (edge & ((1 << bits) - 1)) as u32;
    let of_shape = |(shape, polygons): (usize, &&[Polygon])| {
        let mut edges: Vec<u64> = Vec::new();
        for ring in polygons.iter().flatten() {
            let mut last = None;
            for at in ring {
                let here = mark(*at);
                if let Some(last) = last.replace(here).filter(|last| *last != here) {
                    edges.push(last.wrapping_add(here) << bits | shape as u64);
                }
            }
        }
        edges
    };
    let all: Vec<Vec<u64>> = shapes.par_iter().enumerate().map(of_shape).collect();
    let mut parts: Vec<Vec<u64>> = vec![Vec::new(); 16];
    all.iter().flatten().for_each(|edge| parts[(edge >> 60) as usize].push(*edge));
    let of_part = |edges: &mut Vec<u64>| {
        edges.sort_unstable();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for edge in edges.windows(2).filter(|edge| edge[0] >> bits == edge[1] >> bits) {
            let pair = (shape_of(edge[0]), shape_of(edge[1]));
            if pair.0 != pair.1 && pairs.last() != Some(&pair) {
                pairs.push(pair);
            }
        }
        pairs
    };
    let mut pairs: Vec<(u32, u32)> = parts.par_iter_mut().flat_map_iter(of_part).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

struct Raster {
    columns: usize,
    rows: usize,
    west: f64,
    north: f64,
    /// Side of a cell in degrees.
    cell: f64,
}

/// A stretch of a row of cells that a shape covers.
#[derive(Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
    shape: u32,
}

impl Raster {
    fn new([west, south, east, north]: [f64; 4]) -> Raster {
        let (width, height) = ((east - west).clamp(1e-6, 720.0), (north - south).clamp(1e-6, 180.0));
        // No cell is thinner than a thousandth of the whole.
        let cell = (width * height / CELLS).sqrt().max(width.max(height) / 10_000.0);
        let count = |length: f64| (length / cell) as usize + 1;
        Raster { columns: count(width), rows: count(height), west, north, cell }
    }

    /// The cells of each row that shapes cover, sorted by where they begin.
    fn painted(&self, shapes: &[&[Polygon]]) -> Vec<Vec<Span>> {
        let of_shape = |(shape, polygons): (usize, &&[Polygon])| self.spans(shape as u32, polygons);
        let all: Vec<Vec<(u32, Span)>> = shapes.par_iter().enumerate().map(of_shape).collect();
        let mut rows: Vec<Vec<Span>> = vec![Vec::new(); self.rows];
        all.iter().flatten().for_each(|(row, span)| rows[*row as usize].push(*span));
        rows.par_iter_mut().for_each(|row| row.sort_unstable_by_key(|span| (span.from, span.to, span.shape)));
        rows
    }

    /// The cells whose middles lie inside polygons (even-odd), by rows.
    fn spans(&self, shape: u32, polygons: &[Polygon]) -> Vec<(u32, Span)> {
        let mut spans = Vec::new();
        let mut crossings: Vec<(u32, f64)> = Vec::new();
        // The first row whose middle is at a latitude or below it. Rounded up without a call; beyond the raster it is the
        // first row, or the one after the last.
        let (rows, to_rows) = (self.rows as f64, 1.0 / self.cell);
        let row_of = |lat: f64| {
            let row = ((self.north - lat) * to_rows - 0.5).clamp(0.0, rows);
            let whole = row as usize;
            whole + usize::from(whole as f64 != row)
        };
        for polygon in polygons {
            crossings.clear();
            for ring in polygon {
                let mut last: Option<([f64; 2], usize)> = None;
                for &at in ring {
                    let row = row_of(at[1]);
                    if let Some((before, from)) = last.replace((at, row)).filter(|(_, from)| *from != row) {
                        let (high, low) = if from < row { (before, at) } else { (at, before) };
                        for row in from.min(row)..from.max(row) {
                            let lat = self.north - (row as f64 + 0.5) * self.cell;
                            let along = (lat - low[1]) / (high[1] - low[1]);
                            crossings.push((row as u32, low[0] + along * (high[0] - low[0])));
                        }
                    }
                }
            }
            crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            for of_row in crossings.chunk_by(|a, b| a.0 == b.0) {
                for pair in of_row.chunks_exact(2) {
                    let column = |lon: f64| ((lon - self.west) / self.cell - 0.5).ceil().max(0.0) as usize;
                    let (from, to) = (column(pair[0].1), column(pair[1].1).min(self.columns));
                    if from < to {
                        spans.push((pair[0].0, Span { from: from as u32, to: to as u32, shape }));
                    }
                }
            }
        }
        spans
    }

    /// True if four cells that meet in a point are all so.
    fn has_block(&self, is: impl Fn(usize) -> bool) -> bool {
        (0..self.rows.saturating_sub(1)).any(|row| {
            (0..self.columns.saturating_sub(1)).any(|column| {
                let at = row * self.columns + column;
                is(at) && is(at + 1) && is(at + self.columns) && is(at + self.columns + 1)
            })
        })
    }

    /// True if shapes enclose land of four cells that no shape covers.
    fn has_gap(&self, spans: &[Vec<Span>]) -> bool {
        let (columns, rows) = (self.columns, self.rows);
        let mut covered = vec![false; columns * rows];
        for (row, span) in
            spans.iter().enumerate().flat_map(|(row, spans)| spans.iter().map(move |span| (row, span)))
        {
            covered[row * columns..][span.from as usize..span.to as usize].fill(true);
        }
        let mut outside = vec![false; covered.len()];
        let mut queue: Vec<usize> = Vec::new();
        let edge = (0..columns).flat_map(|column| [column, (rows - 1) * columns + column]);
        let edge = edge.chain((0..rows).flat_map(|row| [row * columns, row * columns + columns - 1]));
        for at in edge {
            if !covered[at] && !std::mem::replace(&mut outside[at], true) {
                queue.push(at);
            }
        }
        while let Some(at) = queue.pop() {
            let column = at % columns;
            let around = [
                (column > 0).then(|| at - 1),
                (column + 1 < columns).then_some(at + 1),
                at.checked_sub(columns),
                Some(at + columns).filter(|below| *below < covered.len()),
            ];
            for next in around.into_iter().flatten() {
                if !covered[next] && !std::mem::replace(&mut outside[next], true) {
                    queue.push(next);
                }
            }
        }
        self.has_block(|at| !covered[at] && !outside[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::bounds;

    fn square(west: f64, south: f64, size: f64) -> Polygon {
        let (east, north) = (west + size, south + size);
        vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]]
    }

    fn check(what: &str, shapes: &[Polygon], gaps: bool, wanted: Option<&[(u32, u32)]>) {
        let shapes: Vec<&[Polygon]> = shapes.iter().map(std::slice::from_ref).collect();
        let bounds = shapes.iter().map(|polygons| bounds::of(polygons.iter().flatten()));
        let bounds = bounds.fold(bounds::NOWHERE, bounds::joined);
        let found = match look(&shapes, bounds, gaps) {
            Seen::SideBySide(pairs) => Some(pairs),
            Seen::Over(_) | Seen::Gap => None,
        };
        assert_eq!(found.as_deref(), wanted, "{what}");
    }

    #[test]
    fn what_overlaps_is_seen_and_who_is_beside_whom() {
        let row = [square(0.0, 0.0, 1.0), square(1.0, 0.0, 1.0), square(2.0, 0.0, 1.0)];
        check("side by side", &row, true, Some(&[(0, 1), (1, 2)]));
        check("apart", &[square(0.0, 0.0, 1.0), square(5.0, 5.0, 1.0)], true, Some(&[]));
        check("one over the other", &[square(0.0, 0.0, 2.0), square(1.0, 1.0, 2.0)], false, None);
        check("one in the other", &[square(0.0, 0.0, 9.0), square(4.0, 4.0, 1.0)], false, None);
        // Less than a cell, and without a common edge.
        let wide = square(0.999_99, 0.0, 1.0);
        check("by a hair", &[square(0.0, 0.0, 1.0), wide], true, Some(&[(0, 1)]));
        let mut ring = square(0.0, 0.0, 3.0);
        ring.extend(square(1.0, 1.0, 1.0));
        let island = square(1.0, 1.0, 1.0);
        check("in its hole", &[ring.clone(), island], true, Some(&[(0, 1)]));
        check("around nothing", &[ring.clone()], true, None);
        check("around water", &[ring], false, Some(&[]));
        check("nothing", &[], true, Some(&[]));
        check("without area", &[vec![vec![[1.0, 1.0]; 4]]], true, Some(&[]));
    }

    #[test]
    fn those_that_overlap_are_told_with_their_neighbours() {
        // Two that overlap, a neighbour of one of them, and one that has nothing to do with it.
        let shapes =
            [square(0.0, 0.0, 2.0), square(1.0, 1.0, 2.0), square(3.0, 1.0, 2.0), square(8.0, 8.0, 1.0)];
        let shapes: Vec<&[Polygon]> = shapes.iter().map(std::slice::from_ref).collect();
        assert_eq!(look(&shapes, [0.0, 0.0, 9.0, 9.0], false), Seen::Over(vec![true, true, true, false]));
    }
}
