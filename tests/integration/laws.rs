//! What must hold for any state of any data.

use marchland::dataset::{Holder, UnitId};
use marchland::geometry::{area::km2, topology};
use marchland::timeline::{Timeline, changes};

use super::{builtin, duchy};

/// No unit is lost or counted twice: the holders' areas add up to the whole on every change day.
#[test]
fn areas_of_all_holders_add_up() {
    for dataset in [builtin(), duchy()] {
        let areas: Vec<f64> = dataset.units.iter().map(|unit| km2(&unit.polygons)).collect();
        let whole: f64 = areas.iter().sum();
        let timeline = Timeline::new(&dataset);
        for day in timeline.change_days() {
            let state = timeline.at(day);
            let mut by_holder: std::collections::BTreeMap<Holder, f64> = Default::default();
            for (unit, area) in state.units.iter().zip(&areas) {
                *by_holder.entry(unit.control.value).or_default() += area;
            }
            let sum: f64 = by_holder.values().sum();
            assert!((sum - whole).abs() < 1e-6 * whole, "{day}");
        }
    }
}

/// Two states that differ in no change are the same, and the state of a day does not depend on what
/// was asked before.
#[test]
fn changes_tell_all_differences() {
    for dataset in [builtin(), duchy()] {
        let timeline = Timeline::new(&dataset);
        let days = timeline.change_days();
        for pair in days.windows(2) {
            let (before, after) = (timeline.at(pair[0]), timeline.at(pair[1]));
            assert_eq!(after, timeline.at(pair[1]));
            let differing = changes(&before, &after);
            for (index, (a, b)) in before.units.iter().zip(&after.units).enumerate() {
                let listed = differing.iter().any(|change| change.unit == UnitId(index as u32));
                let same = a.control.value == b.control.value
                    && a.sovereignty.value == b.sovereignty.value
                    && a.status.value == b.status.value
                    && a.name == b.name
                    && a.claims.len() == b.claims.len();
                assert!(listed || same, "{} to {}: unit {index}", pair[0], pair[1]);
            }
        }
    }
}

/// Between change days nothing changes but what is pending.
#[test]
fn the_day_before_a_change_is_as_the_change_before() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    for pair in timeline.change_days().windows(2) {
        let (start, end) = (timeline.at(pair[0]), timeline.at(pair[1].prev()));
        assert!(changes(&start, &end).is_empty(), "between {} and {}", pair[0], pair[1]);
    }
}

/// The outline of all units is the edge of the coverage: every inner border cancels.
#[test]
fn inner_borders_cancel() {
    let dataset = builtin();
    let built = topology::build(dataset.units.iter().map(|unit| unit.polygons.as_slice()));
    assert!(built.conflicts.is_empty(), "{:?}", built.conflicts);
    let edge: usize = built.outline(|_| true).iter().map(Vec::len).sum();
    let single = built.arcs.iter().filter(|arc| arc.right.is_none()).count();
    assert_eq!(edge, single);
}
