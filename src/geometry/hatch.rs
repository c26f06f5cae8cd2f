//! Hatching: parallel lines cut to an area.
//!
//! Real lines, not a pattern fill: every output format draws the same picture, and the lines of two
//! areas with the same hatch run on into each other.

use super::math;

/// Parallel lines clipped to an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hatch {
    /// Direction of the lines in degrees, counter-clockwise from the x axis as seen on the page.
    pub angle_deg: f64,
    /// Distance between the lines, in px.
    pub spacing: f64,
    /// Shift of the first line across the lines, in px.
    pub phase: f64,
}

/// The pieces of the hatch lines that lie inside the rings (even-odd), from start to end.
///
/// With a `dash` (lengths of dashes and gaps in px, one after the other) every piece begins with a dash,
/// and the dashes of all lines keep step, those of every other line half a dash later: the pattern is as
/// regular as a woven one whatever the shape of the area.
pub fn lines(rings: &[Vec<[f64; 2]>], hatch: Hatch, dash: &[f64]) -> Vec<[[f64; 2]; 2]> {
    if hatch.spacing <= 0.0 {
        return Vec::new();
    }
    let angle = hatch.angle_deg * math::DEGREE;
    // On a page y grows downwards, so the direction that looks counter-clockwise has -sin.
    let (dx, dy) = (math::cos(angle), -math::sin(angle));
    // Coordinates along (u) and across (v) the lines.
    let rotate = |[x, y]: [f64; 2]| [x * dx + y * dy, y * dx - x * dy];
    let back = |u: f64, v: f64| [u * dx - v * dy, u * dy + v * dx];

    let mut crossings: Vec<(i64, f64)> = Vec::new();
    for ring in rings {
        let turned: Vec<[f64; 2]> = ring.iter().map(|&point| rotate(point)).collect();
        for i in 0..turned.len() {
            let (a, b) = (turned[i], turned[(i + 1) % turned.len()]);
            let (low, high) = if a[1] < b[1] { (a, b) } else { (b, a) };
            // Lines at v = phase + k * spacing with low.v <= v < high.v: half-open, so a vertex counts once.
            let first = ((low[1] - hatch.phase) / hatch.spacing).ceil() as i64;
            let mut k = first;
            loop {
                let v = hatch.phase + k as f64 * hatch.spacing;
                if v >= high[1] {
                    break;
                }
                crossings.push((k, low[0] + (v - low[1]) / (high[1] - low[1]) * (high[0] - low[0])));
                k += 1;
            }
        }
    }
    crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out = Vec::with_capacity(crossings.len() / 2);
    let mut i = 0;
    while i + 1 < crossings.len() {
        let ((k, from), (k2, to)) = (crossings[i], crossings[i + 1]);
        if k != k2 {
            i += 1;
            continue;
        }
        // Slivers shorter than half a px are noise.
        if to - from > 0.5 {
            let v = hatch.phase + k as f64 * hatch.spacing;
            in_step(from, to, dash, k, |from, to| out.push([back(from, v), back(to, v)]));
        }
        i += 2;
    }
    out
}

/// Cuts a piece so that its dashes are in step with those of all lines.
fn in_step(from: f64, to: f64, dash: &[f64], line: i64, mut add: impl FnMut(f64, f64)) {
    let period: f64 = dash.iter().sum();
    if period <= 0.0 {
        return add(from, to);
    }
    let shift = if line.rem_euclid(2) == 1 { period / 2.0 } else { 0.0 };
    let count = ((from - shift) / period).floor();
    // A dash that the edge of the area cuts; of one that is cut to a speck nothing is drawn.
    let end = (shift + count * period + dash[0]).min(to);
    if from + 1.0 < end {
        add(from, end);
    }
    let next = shift + (count + 1.0) * period;
    if next < to {
        add(next, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_keep_step() {
        let wedge = vec![[3.0, 0.0], [30.0, 0.0], [30.0, 10.0], [7.5, 10.0]];
        let pieces = lines(&[wedge], Hatch { angle_deg: 0.0, spacing: 5.0, phase: 0.0 }, &[6.0, 4.0]);
        // A cut dash, then whole ones from 10; the next line is half a period later.
        assert_eq!(
            pieces,
            [
                [[3.0, 0.0], [6.0, 0.0]],
                [[10.0, 0.0], [30.0, 0.0]],
                [[5.25, 5.0], [11.0, 5.0]],
                [[15.0, 5.0], [30.0, 5.0]]
            ]
        );
    }

    #[test]
    fn horizontal_lines_in_a_square_with_a_hole() {
        let square = vec![[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        let hole = vec![[4.0, 4.0], [6.0, 4.0], [6.0, 6.0], [4.0, 6.0]];
        let pieces = lines(&[square, hole], Hatch { angle_deg: 0.0, spacing: 5.0, phase: 0.0 }, &[]);
        assert_eq!(pieces, [[[0.0, 0.0], [10.0, 0.0]], [[0.0, 5.0], [4.0, 5.0]], [[6.0, 5.0], [10.0, 5.0]]]);
    }
}
