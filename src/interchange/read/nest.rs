//! Which ring of a feature is the hole of which other: what lies in what.

use super::budget::Budget;
use super::fault::{Fault, Oddities};
use crate::geometry::area::doubled_area;
use crate::geometry::bounds;

type Ring = Vec<[f64; 2]>;

/// Polygons of the closed rings of a feature. A ring inside of another is its hole, one inside of the hole is a polygon
/// again, and so on, however the rings turn. Where two rings have all their positions in common, the way they turn decides.
pub(super) fn nest(
    rings: Vec<Ring>,
    feature: usize,
    odd: &mut Oddities,
    budget: &Budget,
) -> Result<Vec<Vec<Ring>>, Fault> {
    let areas: Vec<f64> = rings.iter().map(|ring| doubled_area(ring)).collect();
    let boxes: Vec<[f64; 4]> = rings.iter().map(|ring| bounds::of([ring])).collect();
    let around = around(&rings, &areas, &boxes, budget)?;
    // The larger come first, so that what is around a ring is settled before it.
    let mut order: Vec<usize> = (0..rings.len()).collect();
    order.sort_by(|a, b| areas[*b].abs().total_cmp(&areas[*a].abs()));
    let mut is_hole = vec![false; rings.len()];
    for i in &order {
        if let Some(parent) = around[*i] {
            is_hole[*i] = !is_hole[parent];
            if is_hole[*i] && (areas[*i] < 0.0) == (areas[parent] < 0.0) {
                odd.turned_holes.note(feature);
            }
        } else if order.first().is_some_and(|largest| (areas[*i] < 0.0) != (areas[*largest] < 0.0)) {
            odd.lone_holes.note(feature);
        }
    }
    let mut polygons: Vec<Vec<Ring>> = Vec::new();
    let mut place = vec![0; rings.len()];
    let mut holes = Vec::new();
    for (i, ring) in rings.into_iter().enumerate() {
        if is_hole[i] {
            holes.push((around[i], ring));
        } else {
            place[i] = polygons.len();
            polygons.push(vec![ring]);
        }
    }
    for (parent, ring) in holes {
        if let Some(polygon) = parent.and_then(|parent| polygons.get_mut(place[parent])) {
            polygon.push(ring);
        }
    }
    Ok(polygons)
}

/// The smallest ring around each.
fn around(
    rings: &[Ring],
    areas: &[f64],
    boxes: &[[f64; 4]],
    budget: &Budget,
) -> Result<Vec<Option<usize>>, Fault> {
    // By left edge, with a tree of right edges above, so that only rings are met that reach over the longitudes asked for.
    let mut by_left: Vec<usize> = (0..rings.len()).collect();
    by_left.sort_by(|a, b| boxes[*a][0].total_cmp(&boxes[*b][0]));
    let rights: Vec<f64> = by_left.iter().map(|i| boxes[*i][2]).collect();
    let rights = Rights::of(&rights);
    let mut sides: Vec<Option<Bands>> = (0..rings.len()).map(|_| None).collect();
    let mut found = Vec::new();
    let mut around = Vec::with_capacity(rings.len());
    for (i, ring) in rings.iter().enumerate() {
        let inner = boxes[i];
        found.clear();
        let before = by_left.partition_point(|k| boxes[*k][0] <= inner[0]);
        rights.reaching(inner[2], before, &mut found);
        budget.steps(found.len())?;
        let mut candidates: Vec<usize> = found
            .iter()
            .map(|k| by_left[*k])
            .filter(|k| {
                let outer = boxes[*k];
                // Of two rings of one area the first may hold the other, but not both each other.
                let larger = (areas[i].abs(), *k) < (areas[*k].abs(), i);
                *k != i && larger && outer[1] <= inner[1] && inner[3] <= outer[3]
            })
            .collect();
        candidates.sort_by(|a, b| (areas[*a].abs()).total_cmp(&areas[*b].abs()).then(a.cmp(b)));
        let mut own = None;
        for k in candidates {
            let bands = sides[k].get_or_insert_with(|| Bands::of(&rings[k], boxes[k]));
            let turned_alike = (areas[i] < 0.0) == (areas[k] < 0.0);
            if bands.hold(&rings[k], ring, turned_alike, budget)? {
                own = Some(k);
                break;
            }
        }
        around.push(own);
    }
    Ok(around)
}

/// A tree of the largest right edge among neighbours.
struct Rights {
    /// Leaves stand from here on.
    leaves: usize,
    tree: Vec<f64>,
}

impl Rights {
    fn of(rights: &[f64]) -> Rights {
        let leaves = rights.len().next_power_of_two();
        let mut tree = vec![f64::NEG_INFINITY; 2 * leaves];
        tree[leaves..leaves + rights.len()].copy_from_slice(rights);
        for node in (1..leaves).rev() {
            tree[node] = tree[2 * node].max(tree[2 * node + 1]);
        }
        Rights { leaves, tree }
    }

    /// Adds the places before `end` whose right edge is not left of `right`.
    fn reaching(&self, right: f64, end: usize, found: &mut Vec<usize>) {
        let mut open = vec![(1, 0, self.leaves)];
        while let Some((node, start, length)) = open.pop() {
            if end <= start || self.tree.get(node).is_none_or(|most| *most < right) {
                continue;
            }
            if length == 1 {
                found.push(start);
            } else {
                let half = length / 2;
                open.push((2 * node + 1, start + half, half));
                open.push((2 * node, start, half));
            }
        }
    }
}

/// The edges of a ring in bands of latitude, so that few are looked at for each position.
struct Bands {
    south: f64,
    height: f64,
    /// Where the edges of each band begin in the list.
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Bands {
    fn of(ring: &[[f64; 2]], [_, south, _, north]: [f64; 4]) -> Bands {
        let edges = ring.len().saturating_sub(1);
        let climb: f64 = ring.windows(2).map(|w| (w[1][1] - w[0][1]).abs()).sum();
        // So many that an edge is in four of them on average, however steep the edges are.
        let most = if 0.0 < climb { 3.0 * edges as f64 * (north - south) / climb } else { 1.0 };
        let count = (most as usize).clamp(1, edges / 4 + 1);
        let mut bands = Bands {
            south,
            height: (north - south) / count as f64,
            starts: vec![0; count + 1],
            edges: Vec::new(),
        };
        let spans: Vec<(usize, usize)> = ring
            .windows(2)
            .map(|w| (bands.band(w[0][1].min(w[1][1])), bands.band(w[0][1].max(w[1][1]))))
            .collect();
        for (low, high) in &spans {
            for band in *low..=*high {
                bands.starts[band + 1] += 1;
            }
        }
        for band in 0..count {
            bands.starts[band + 1] += bands.starts[band];
        }
        let mut next = bands.starts.clone();
        bands.edges = vec![0; next[count] as usize];
        for (edge, (low, high)) in spans.iter().enumerate() {
            for place in &mut next[*low..=*high] {
                bands.edges[*place as usize] = edge as u32;
                *place += 1;
            }
        }
        bands
    }

    fn band(&self, y: f64) -> usize {
        let band = (y - self.south) / self.height;
        if band.is_finite() { (band.max(0.0) as usize).min(self.starts.len() - 2) } else { 0 }
    }

    /// Whether a ring lies in this one. If they turn to different sides, its first position that is not on this one
    /// decides; else all must be inside, as parts of a feature may lie over each other.
    fn hold(&self, ring: &[[f64; 2]], inner: &[[f64; 2]], all: bool, budget: &Budget) -> Result<bool, Fault> {
        let mut inside = false;
        let mut decided = false;
        for at in inner {
            match self.side(ring, *at, budget)? {
                Some(false) => return Ok(false),
                Some(true) if !all => return Ok(true),
                Some(true) => (inside, decided) = (true, true),
                None => {}
            }
        }
        Ok(if decided { inside } else { !all })
    }

    /// Whether a position lies in the ring; `None` on it.
    fn side(&self, ring: &[[f64; 2]], [x, y]: [f64; 2], budget: &Budget) -> Result<Option<bool>, Fault> {
        let band = self.band(y);
        let edges = &self.edges[self.starts[band] as usize..self.starts[band + 1] as usize];
        budget.steps(edges.len())?;
        let mut inside = false;
        for edge in edges {
            let ([ax, ay], [bx, by]) = (ring[*edge as usize], ring[*edge as usize + 1]);
            let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
            let in_box = x >= ax.min(bx) && x <= ax.max(bx) && y >= ay.min(by) && y <= ay.max(by);
            if turn == 0.0 && in_box {
                return Ok(None);
            }
            if (ay > y) != (by > y) && ((turn > 0.0) == (by > ay)) {
                inside = !inside;
            }
        }
        Ok(Some(inside))
    }
}
