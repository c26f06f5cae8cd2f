//! Faces too thin to be meant go to a neighbour.

use std::collections::{BTreeMap, BTreeSet};

use super::faces::{Faces, lengths, root};
use super::net::Net;
use super::{CleanOptions, Repair, RepairKind};
use crate::dataset::segments::degrees;

/// Rounds after which what is still thin stays; every round leaves fewer pieces than the one before.
const ROUNDS: usize = 50;

/// Faces of one label that hang together.
struct Region {
    label: u32,
    m2: f64,
    outline_m: f64,
    /// Metres shared with the region on the other side, by its number.
    beside: BTreeMap<u32, f64>,
    /// A line of its outline, for the report.
    line: u32,
}

/// Gives thin pieces to the neighbour with the longest common border. A piece that is most of what a shape has left
/// stays, and so does what has one neighbour only: an islet is no slip.
pub fn merge(net: &Net, faces: &mut Faces, options: &CleanOptions, repairs: &mut Vec<Repair>) {
    if options.sliver_m <= 0.0 && options.gap_km2 <= 0.0 {
        return;
    }
    let lengths = lengths(net);
    for _ in 0..ROUNDS {
        // What a shape has now: the last round judges by the areas that stay.
        let mut area_of: BTreeMap<u32, f64> = BTreeMap::new();
        for (face, label) in faces.labels.iter().enumerate() {
            for shape in &faces.covers[*label as usize] {
                *area_of.entry(*shape).or_default() += faces.m2[face];
            }
        }
        let (region_of, regions) = regions(net, faces, &lengths);
        let mut thin: Vec<u32> = (1..regions.len() as u32)
            .filter(|id| is_thin(&regions[*id as usize], &regions, faces, options, &area_of))
            .collect();
        if thin.is_empty() {
            return;
        }
        thin.sort_by(|a, b| regions[*a as usize].m2.total_cmp(&regions[*b as usize].m2).then(a.cmp(b)));
        let mut new_label: Vec<Option<u32>> = vec![None; regions.len()];
        let thin_set: BTreeSet<u32> = thin.iter().copied().collect();
        let has_firm = |id: &u32| regions[*id as usize].beside.keys().any(|other| !thin_set.contains(other));
        let any_firm = thin.iter().any(has_firm);
        for id in &thin {
            let region = &regions[*id as usize];
            let is_thin = |other: u32| thin_set.contains(&other);
            // A neighbour that changes hands itself is asked only if nothing else is left: two might swap for ever.
            let mut shared: BTreeMap<(bool, u32), f64> = BTreeMap::new();
            for (other, metres) in &region.beside {
                *shared.entry((is_thin(*other), regions[*other as usize].label)).or_default() += metres;
            }
            let firm = shared.keys().any(|(thin, _)| !thin);
            if !firm && (any_firm || new_label.iter().any(Option::is_some)) {
                continue;
            }
            let best = shared
                .into_iter()
                .filter(|((thin, _), _)| !(*thin && firm))
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let Some(((_, label), _)) = best else { continue };
            new_label[*id as usize] = Some(label);
            let (old, new) = (&faces.covers[region.label as usize], &faces.covers[label as usize]);
            let mut shapes: Vec<u32> = old
                .iter()
                .filter(|one| !new.contains(one))
                .chain(new.iter().filter(|one| !old.contains(one)))
                .copied()
                .collect();
            shapes.sort_unstable();
            let [a, b] = net.edges[region.line as usize];
            let (a, b) = (degrees(net.points[a as usize]), degrees(net.points[b as usize]));
            repairs.push(Repair {
                kind: if region.label == 0 { RepairKind::Gap } else { RepairKind::Sliver },
                at: [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0],
                metres: 2.0 * region.m2 / region.outline_m,
                km2: region.m2 / 1e6,
                shapes,
            });
        }
        let mut any = false;
        for face in 0..faces.labels.len() {
            if let Some(label) = new_label[region_of[face] as usize] {
                any |= faces.labels[face] != label;
                faces.labels[face] = label;
            }
        }
        if !any {
            return;
        }
    }
}

/// The region of each face; region 0 is that of the outside.
fn regions(net: &Net, faces: &Faces, lengths: &[f64]) -> (Vec<u32>, Vec<Region>) {
    let mut parents: Vec<u32> = (0..faces.labels.len() as u32).collect();
    let sides = |edge: usize| (faces.left[2 * edge], faces.left[2 * edge + 1]);
    for edge in 0..net.edges.len() {
        let (a, b) = sides(edge);
        if faces.labels[a as usize] == faces.labels[b as usize] {
            let (a, b) = (root(&mut parents, a), root(&mut parents, b));
            parents[a.max(b) as usize] = a.min(b);
        }
    }
    let mut region_of = vec![u32::MAX; faces.labels.len()];
    let mut regions: Vec<Region> = Vec::new();
    for face in 0..faces.labels.len() as u32 {
        let first = root(&mut parents, face) as usize;
        if region_of[first] == u32::MAX {
            region_of[first] = regions.len() as u32;
            let label = faces.labels[face as usize];
            regions.push(Region { label, m2: 0.0, outline_m: 0.0, beside: BTreeMap::new(), line: u32::MAX });
        }
        region_of[face as usize] = region_of[first];
        regions[region_of[face as usize] as usize].m2 += faces.m2[face as usize];
    }
    for (edge, length) in lengths.iter().enumerate() {
        let (a, b) = sides(edge);
        let (a, b) = (region_of[a as usize], region_of[b as usize]);
        if a == b {
            continue;
        }
        for (own, other) in [(a, b), (b, a)] {
            let region = &mut regions[own as usize];
            region.outline_m += length;
            region.line = region.line.min(edge as u32);
            *region.beside.entry(other).or_default() += length;
        }
    }
    (region_of, regions)
}

fn is_thin(
    region: &Region,
    regions: &[Region],
    faces: &Faces,
    options: &CleanOptions,
    area_of: &BTreeMap<u32, f64>,
) -> bool {
    if region.outline_m <= 0.0 {
        return false;
    }
    let width = 2.0 * region.m2 / region.outline_m;
    let small_gap = region.label == 0 && region.m2 < options.gap_km2 * 1e6;
    if !(width < options.sliver_m || small_gap) {
        return false;
    }
    let mut labels = region.beside.keys().map(|other| regions[*other as usize].label);
    let first = labels.next();
    if labels.all(|label| Some(label) == first) {
        return false;
    }
    let covers = &faces.covers[region.label as usize];
    // Half of a shape is no sliver of it.
    covers.iter().all(|shape| region.m2 < 0.5 * area_of.get(shape).copied().unwrap_or(0.0))
}
