use super::*;
use crate::dataset::segments::point;
use proptest::prelude::*;

/// A number of cases that PROPTEST_CASES may raise for a longer look.
pub(in crate::import) fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Polygon> {
    vec![vec![vec![[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]]]
}

fn run(shapes: &[Vec<Polygon>], options: &CleanOptions) -> Composite {
    let shapes: Vec<&[Polygon]> = shapes.iter().map(Vec::as_slice).collect();
    composite(&shapes, &|_, _| true, options).expect("a composite")
}

/// Area of closed rings in square degrees; holes count against.
fn area(polygons: &[Polygon]) -> f64 {
    let ring = |ring: &Vec<[f64; 2]>| -> f64 {
        ring.windows(2).map(|e| (e[0][0] * e[1][1] - e[1][0] * e[0][1]) / 2.0).sum::<f64>().abs()
    };
    let polygon = |rings: &Polygon| ring(&rings[0]) - rings[1..].iter().map(ring).sum::<f64>();
    polygons.iter().map(polygon).sum()
}

fn covers(composite: &Composite) -> Vec<(Vec<u32>, f64)> {
    let round = |value: f64| (value * 1e6).round() / 1e6;
    composite.cells.iter().map(|cell| (cell.shapes.clone(), round(area(&cell.polygons)))).collect()
}

#[test]
fn two_that_overlap_are_three_cells() {
    let composite = run(&[rect(0.0, 0.0, 2.0, 1.0), rect(1.0, 0.0, 3.0, 1.0)], &CleanOptions::default());
    assert_eq!(covers(&composite), [(vec![0], 1.0), (vec![0, 1], 1.0), (vec![1], 1.0)]);
    assert_eq!(composite.neighbours, [(0, 1), (1, 2)]);
}

#[test]
fn an_island_in_a_lake_in_a_land() {
    let mut land = rect(0.0, 0.0, 9.0, 9.0);
    land[0].push(vec![[1.0, 1.0], [1.0, 8.0], [8.0, 8.0], [8.0, 1.0], [1.0, 1.0]]);
    let composite = run(&[land, rect(3.0, 3.0, 5.0, 5.0)], &CleanOptions::default());
    assert_eq!(covers(&composite), [(vec![0], 32.0), (vec![1], 4.0), (vec![], 45.0)]);
    assert_eq!(composite.cells[2].polygons[0].len(), 2, "the lake has the island as a hole");
    assert_eq!(composite.cells[0].polygons[0].len(), 2);
}

#[test]
fn cells_that_touch_in_a_point_are_simple_rings() {
    let mut both = rect(0.0, 0.0, 1.0, 1.0);
    both.extend(rect(1.0, 1.0, 2.0, 2.0));
    let composite = run(&[both], &CleanOptions::default());
    assert_eq!(composite.cells.len(), 1);
    assert_eq!(composite.cells[0].polygons.len(), 2);
}

#[test]
fn a_bow_tie_is_two_triangles_and_is_told() {
    let bow = vec![vec![vec![[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0], [0.0, 0.0]]]];
    let composite = run(&[bow], &CleanOptions::default());
    assert_eq!(covers(&composite), [(vec![0], 2.0)]);
    assert_eq!(composite.cells[0].polygons.len(), 2);
    assert_eq!(composite.repairs.len(), 1);
    assert_eq!((composite.repairs[0].kind, composite.repairs[0].at), (RepairKind::SelfCrossing, [1.0, 1.0]));
}

#[test]
fn degenerate_and_duplicate_rings_go_and_are_told() {
    let mut shape = rect(0.0, 0.0, 1.0, 1.0);
    let again = shape[0][0].iter().rev().copied().collect();
    shape[0].push(again);
    shape.push(vec![vec![[5.0, 5.0], [6.0, 5.0], [5.0, 5.0]]]);
    let composite = run(&[shape], &CleanOptions::default());
    assert_eq!(covers(&composite), [(vec![0], 1.0)]);
    let kinds: Vec<RepairKind> = composite.repairs.iter().map(|repair| repair.kind).collect();
    assert_eq!(kinds, [RepairKind::Degenerate, RepairKind::Duplicate]);
}

#[test]
fn spikes_and_holes_outside_are_told() {
    let spike =
        vec![vec![vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [3.0, 2.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]]]];
    let composite = run(&[spike], &CleanOptions::default());
    assert_eq!(covers(&composite), [(vec![0], 4.0)]);
    let told: Vec<_> = composite.repairs.iter().map(|repair| (repair.kind, repair.at)).collect();
    assert_eq!(told, [(RepairKind::Spike, [3.0, 2.0])]);
    assert!((111_000.0..111_400.0).contains(&composite.repairs[0].metres));
    let mut loose = rect(0.0, 0.0, 2.0, 2.0);
    loose[0].push(vec![[0.5, 0.5], [0.5, 1.0], [1.0, 1.0], [1.0, 0.5], [0.5, 0.5]]);
    loose[0].push(vec![[4.0, 0.0], [4.0, 1.0], [5.0, 1.0], [5.0, 0.0], [4.0, 0.0]]);
    // Within the surroundings of the ring, and not within it.
    let corner = vec![vec![
        vec![[0.0, 10.0], [4.0, 10.0], [0.0, 14.0], [0.0, 10.0]],
        vec![[3.0, 13.0], [3.5, 13.0], [3.5, 13.5], [3.0, 13.0]],
    ]];
    let composite = run(&[loose, corner], &CleanOptions::default());
    let told: Vec<_> = composite.repairs.iter().map(|repair| (repair.kind, repair.at)).collect();
    assert_eq!(told, [(RepairKind::LooseHole, [3.0, 13.0]), (RepairKind::LooseHole, [4.0, 0.0])]);
    assert!(composite.repairs.iter().all(|repair| 0.0 < repair.km2));
}

#[test]
fn slips_are_mended_and_told() {
    // Half a metre apart; a gap of 50 m; an overlap of 50 m; an honest overlap of 5 km.
    for (shift, kinds) in [
        (4e-6, vec![RepairKind::Snapped, RepairKind::Snapped]),
        // A gap that is open to the sea is a strait.
        (5e-4, vec![]),
        (-5e-4, vec![RepairKind::Crossing, RepairKind::Crossing, RepairKind::Sliver]),
        (-0.05, vec![RepairKind::Crossing, RepairKind::Crossing]),
    ] {
        // The second is higher, so that borders cross where they overlap.
        let right =
            rect(1.0 + shift, if shift < 0.0 { -0.1 } else { 0.0 }, 2.0, if shift < 0.0 { 1.1 } else { 1.0 });
        let composite = run(&[rect(0.0, 0.0, 1.0, 1.0), right.clone()], &CleanOptions::default());
        let told: Vec<RepairKind> = composite.repairs.iter().map(|repair| repair.kind).collect();
        let expected: Vec<RepairKind> = kinds;
        assert_eq!(told, expected, "{shift}");
        let cells = if shift == -0.05 { 3 } else { 2 };
        assert_eq!(composite.cells.len(), cells, "{shift}");
        let exact = run(&[rect(0.0, 0.0, 1.0, 1.0), right], &CleanOptions::none());
        assert_eq!(exact.cells.len(), if shift < 0.0 { 3 } else { 2 }, "{shift}");
    }
}

#[test]
fn a_gap_that_is_enclosed_is_closed() {
    let shapes = |shift: f64| {
        [
            rect(0.0, 0.0, 1.0, 1.0),
            rect(1.0 + shift, 0.0, 2.0, 1.0),
            rect(0.0, -1.0, 2.0, 0.0),
            rect(0.0, 1.0, 2.0, 2.0),
        ]
    };
    let closed = run(&shapes(5e-4), &CleanOptions::default());
    let told: Vec<(RepairKind, Vec<u32>)> =
        closed.repairs.iter().map(|repair| (repair.kind, repair.shapes.clone())).collect();
    assert_eq!(told, [(RepairKind::Gap, vec![0])]);
    assert!((50.0..60.0).contains(&closed.repairs[0].metres) && (5.0..7.0).contains(&closed.repairs[0].km2));
    assert_eq!(closed.cells.len(), 4);
    let open = run(&shapes(0.05), &CleanOptions::default());
    assert_eq!((open.repairs.len(), open.cells.len()), (0, 5));
    assert_eq!(open.cells[4].shapes, [0u32; 0]);
}

#[test]
fn an_islet_a_corridor_and_an_enclave_stay() {
    // 50 m wide: an islet in the sea, an enclave in a land, and a state that is a strip between two.
    let wide = 5e-4;
    let shapes = [
        rect(0.0, 0.0, 1.0, 1.0),
        rect(3.0, 3.0, 3.0 + wide, 3.0 + wide),
        rect(0.5, 0.5, 0.5 + wide, 0.5 + wide),
        rect(1.0, 0.0, 1.0 + wide, 1.0),
        rect(1.0 + wide, 0.0, 2.0, 1.0),
    ];
    let composite = run(&shapes, &CleanOptions::default());
    assert_eq!(composite.repairs, []);
    assert_eq!(composite.cells.len(), 5);
}

#[test]
fn a_vertex_beside_a_long_border_bends_it() {
    let left = vec![vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]];
    // The neighbour has one vertex more on the common border, half a metre off.
    let right =
        vec![vec![vec![[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.000_004, 0.5], [1.0, 0.0]]]];
    let composite =
        run(&[left, right], &CleanOptions { sliver_m: 0.0, gap_km2: 0.0, ..CleanOptions::default() });
    assert_eq!(composite.cells.len(), 2);
    assert_eq!(composite.repairs.len(), 1);
    let repair = &composite.repairs[0];
    assert_eq!((repair.kind, repair.shapes.as_slice()), (RepairKind::Joined, &[0, 1][..]));
    assert!((0.3..0.6).contains(&repair.metres), "{repair:?}");
}

#[test]
fn lines_that_nearly_meet_in_one_point_get_one_vertex() {
    // Three bars whose borders cross each other within half a metre: three vertices there would be snapped next time.
    let bar = |a: [f64; 2], b: [f64; 2], c: [f64; 2]| vec![vec![vec![a, b, c, a]]];
    let shapes = [
        bar([-1.0, 0.0], [1.0, 0.0], [0.0, -1.0]),
        bar([0.0, -1.5], [0.000_003, 1.0], [1.0, 1.0]),
        bar([-1.0, -1.0], [1.0, 1.000_004], [-1.0, 1.0]),
    ];
    let first = run(&shapes, &CleanOptions::default());
    let near = |at: &[f64; 2]| at[0].abs() < 1e-4 && at[1].abs() < 1e-4;
    let mut vertices: Vec<[u64; 2]> = first
        .cells
        .iter()
        .flat_map(|cell| cell.polygons.iter().flatten().flatten())
        .filter(|at| near(at))
        .map(|at| [at[0].to_bits(), at[1].to_bits()])
        .collect();
    vertices.sort_unstable();
    vertices.dedup();
    assert_eq!(vertices.len(), 1);
    let cells: Vec<Vec<Polygon>> = first.cells.iter().map(|cell| cell.polygons.clone()).collect();
    assert_eq!(run(&cells, &CleanOptions::default()).repairs, []);
}

/// Shapes of a drawing: crosses, rectangles and stars with corners on and off a coarse grid.
fn drawing() -> impl Strategy<Value = Vec<Vec<Polygon>>> {
    let corner = (0i32..400, 0i32..400);
    let star = prop::collection::vec(corner, 3..7).prop_map(|corners| {
        let mut ring: Vec<[f64; 2]> =
            corners.iter().map(|(x, y)| [f64::from(*x) * 0.0137, 40.0 + f64::from(*y) * 0.0111]).collect();
        ring.push(ring[0]);
        vec![vec![ring]]
    });
    let rectangle = (0i32..20, 0i32..20, 1i32..9, 1i32..9).prop_map(|(x, y, w, h)| {
        let at = |n: i32| f64::from(n) * 0.25;
        rect(at(x), 40.0 + at(y), at(x + w), 40.0 + at(y + h))
    });
    prop::collection::vec(prop_oneof![star, rectangle], 1..9)
}

/// True if a point is in a shape by the even-odd rule, and how far it is from any edge, in degrees.
fn inside(polygons: &[Polygon], at: [f64; 2]) -> bool {
    crate::geometry::contains(polygons, at)
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn every_shape_is_the_union_of_its_cells(shapes in drawing()) {
        let composite = run(&shapes, &CleanOptions::none());
        for (index, shape) in shapes.iter().enumerate() {
            let union: f64 = composite
                .cells
                .iter()
                .filter(|cell| cell.shapes.contains(&(index as u32)))
                .map(|cell| area(&cell.polygons))
                .sum();
            // Even-odd area by counting points would be coarse; a rectangle's is known.
            if shape[0][0].len() == 5 && shape[0][0][0][0] == shape[0][0][3][0] && shape[0][0][0][1] == shape[0][0][1][1] {
                prop_assert!((union - area(shape)).abs() < 1e-5, "{} {}", union, area(shape));
            }
        }
        // A point lies in just one cell, and that names the shapes that have it inside.
        for i in 0..40u32 {
            for j in 0..40u32 {
                let at = [0.061_3 + f64::from(i) * 0.143_7, 40.013_1 + f64::from(j) * 0.121_9];
                let expected: Vec<u32> =
                    (0..shapes.len() as u32).filter(|s| inside(&shapes[*s as usize], at)).collect();
                let found: Vec<&Cell> = composite.cells.iter().filter(|cell| inside(&cell.polygons, at)).collect();
                let near_edge = shapes.iter().flatten().flatten().any(|ring| {
                    ring.windows(2).any(|e| {
                        let (ux, uy) = (e[1][0] - e[0][0], e[1][1] - e[0][1]);
                        let length = (ux * ux + uy * uy).sqrt().max(1e-12);
                        ((at[0] - e[0][0]) * uy - (at[1] - e[0][1]) * ux).abs() / length < 1e-5
                    })
                });
                if near_edge { continue; }
                if expected.is_empty() {
                    prop_assert!(found.iter().all(|cell| cell.shapes.is_empty()));
                } else {
                    prop_assert_eq!(found.len(), 1);
                    prop_assert_eq!(&found[0].shapes, &expected);
                }
            }
        }
    }

    #[test]
    fn cleaning_again_changes_nothing(shapes in drawing()) {
        let first = run(&shapes, &CleanOptions::default());
        let cells: Vec<Vec<Polygon>> = first.cells.iter().filter(|cell| !cell.shapes.is_empty()).map(|cell| cell.polygons.clone()).collect();
        let second = run(&cells, &CleanOptions::default());
        prop_assert_eq!(&second.repairs, &Vec::new());
        let again: Vec<Vec<Polygon>> = second.cells.iter().filter(|cell| !cell.shapes.is_empty()).map(|cell| cell.polygons.clone()).collect();
        prop_assert_eq!(again, cells);
    }

    #[test]
    fn cells_tile_and_their_rings_are_simple(shapes in drawing()) {
        let composite = run(&shapes, &CleanOptions::default());
        let segments: Vec<crate::dataset::segments::Segment> = composite
            .cells
            .iter()
            .flat_map(|cell| cell.polygons.iter().flatten())
            .flat_map(|ring| ring.windows(2))
            .map(|edge| crate::dataset::segments::Segment { a: point(edge[0]), b: point(edge[1]) })
            .collect();
        // Common borders are the same lines; nothing else meets but at ends.
        for (_, _, meeting) in crate::dataset::segments::meetings(&segments) {
            prop_assert!(matches!(meeting, crate::dataset::segments::Meeting::Same), "{meeting:?}");
        }
        for ring in composite.cells.iter().flat_map(|cell| cell.polygons.iter().flatten()) {
            let mut corners: Vec<[u64; 2]> = ring[1..].iter().map(|at| [at[0].to_bits(), at[1].to_bits()]).collect();
            corners.sort_unstable();
            let count = corners.len();
            corners.dedup();
            prop_assert_eq!(corners.len(), count);
            prop_assert_eq!(ring.first(), ring.last());
        }
    }
}
