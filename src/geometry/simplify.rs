//! Fewer points for the scale of a map.
//!
//! Works on one arc at a time and keeps its ends, so neighbours stay joined whatever the tolerance.

/// The points of a line that matter at `tolerance` (same unit as the points), by Douglas and Peucker
/// (1973). The first and the last point stay; a closed line keeps the point farthest from its start too.
pub fn simplify(points: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    let count = points.len();
    if count < 3 {
        return points.to_vec();
    }
    let mut keep = vec![false; count];
    keep[0] = true;
    keep[count - 1] = true;
    let mut stack = vec![(0, count - 1)];
    if points[0] == points[count - 1] {
        let far = farthest(points, |p| squared(p, points[0])).0;
        keep[far] = true;
        stack = vec![(0, far), (far, count - 1)];
    }
    while let Some((from, to)) = stack.pop() {
        if to - from < 2 {
            continue;
        }
        let (a, b) = (points[from], points[to]);
        let (offset, distance2) = farthest(&points[from + 1..to], |p| segment_squared(p, a, b));
        if distance2 > tolerance * tolerance {
            let middle = from + 1 + offset;
            keep[middle] = true;
            stack.push((from, middle));
            stack.push((middle, to));
        }
    }
    points.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

fn farthest(points: &[[f64; 2]], distance: impl Fn([f64; 2]) -> f64) -> (usize, f64) {
    let mut best = (0, -1.0);
    for (position, &point) in points.iter().enumerate() {
        let d = distance(point);
        if d > best.1 {
            best = (position, d);
        }
    }
    best
}

fn squared(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

fn segment_squared(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let length2 = squared(a, b);
    if length2 == 0.0 {
        return squared(p, a);
    }
    let t = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length2;
    let t = t.clamp(0.0, 1.0);
    squared(p, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_ends_and_what_sticks_out() {
        let line = [[0.0, 0.0], [1.0, 0.05], [2.0, 1.0], [3.0, 0.0], [4.0, 0.0]];
        assert_eq!(simplify(&line, 0.5), [[0.0, 0.0], [2.0, 1.0], [4.0, 0.0]]);
    }

    #[test]
    fn a_closed_line_does_not_collapse() {
        let ring = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]];
        assert_eq!(simplify(&ring, 100.0).len(), 3);
    }
}
