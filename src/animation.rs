//! How long each map of an animation is shown, and what the whole says of itself to readers and programs.
//!
//! Knows nothing of pixels or file formats.

use crate::areas::unit_areas;
use crate::lang::Lang;
use crate::layout::{Moment, View};
use crate::timeline::{State, Timeline, Track, changes};
use crate::words::word;

/// A map on which nothing changes is held so much shorter.
const UNCHANGED: f64 = 0.75;
/// How much longer a map is held on which all land changes hands; some land counts by the root of its share.
const CHANGED: f64 = 2.0;
/// The first map is held longer, so that a viewer finds the way about it,
const FIRST: f64 = 1.5;
/// and the last, so that it is seen where all has led.
const LAST: f64 = 2.0;

/// The least and the longest time a map may be held where nothing special changes, in seconds. The least keeps an
/// animation under three changes a second, which nobody's eyes take for flashes.
pub const HOLD_RANGE: [f64; 2] = [0.5, 60.0];

/// How long the map of each moment is shown, in ms, in hundredths of a second.
///
/// A map is held `base_s` seconds, times 1 + 2 √s, where s is the share of the land (surroundings left out) whose
/// holder in this view differs from the map before. Where nothing at all differs, it is held 0.75 of the time. The
/// first map is held 1.5 times as long, the last twice.
pub fn holds(timeline: &Timeline<'_>, moments: &[Moment], view: View, base_s: f64) -> Vec<u32> {
    let dataset = timeline.dataset();
    let mut km2 = unit_areas(dataset);
    if dataset.units.iter().any(|unit| !unit.surround) {
        let surroundings = km2.iter_mut().zip(&dataset.units).filter(|(_, unit)| unit.surround);
        surroundings.for_each(|(km2, _)| *km2 = 0.0);
    }
    let whole: f64 = km2.iter().sum();
    let holders = if view == View::Sovereignty { Track::Sovereignty } else { Track::Control };
    let mut before: Option<State> = None;
    let last = moments.len().saturating_sub(1);
    let hold = |(i, moment): (usize, &Moment)| {
        let state = timeline.at(moment.day());
        let factor = match &before {
            None => FIRST,
            Some(before) => {
                let changes = changes(before, &state);
                let moved = changes.iter().filter(|change| change.track == holders);
                let share = moved.map(|change| km2[change.unit.index()]).sum::<f64>() / whole.max(1e-9);
                if changes.is_empty() { UNCHANGED } else { 1.0 + CHANGED * share.clamp(0.0, 1.0).sqrt() }
            }
        };
        before = Some(state);
        let factor = if i == last && 0 < i { factor.max(1.0) * LAST } else { factor };
        10 * (base_s * factor * 100.0).round() as u32
    };
    moments.iter().enumerate().map(hold).collect()
}

/// Title and text alternative of an animation: between which days, and what happens from map to map.
pub fn words_for_readers(
    timeline: &Timeline<'_>,
    moments: &[Moment],
    view: View,
    lang: Lang,
) -> (String, String) {
    let dataset = timeline.dataset();
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return (dataset.title.get(lang).to_owned(), String::new());
    };
    let (from, to) = (first.day(), last.day());
    let dates = if from == to {
        dataset.dates(lang).day(from)
    } else {
        format!("{} – {}", dataset.dates(lang).day(from), dataset.dates(lang).day(to))
    };
    let title = format!("{}, {dates}", dataset.title.get(lang));
    let mut sentences = vec![format!("{}: {title}. {}.", word(lang, "animation-of"), view.words(lang))];
    if let Some(reading) = timeline.reading() {
        sentences.push(format!("{}: {}.", word(lang, "reading"), reading.name.get(lang)));
    }
    for event in timeline.events_between(from, to) {
        let date = dataset.dates(lang).date(timeline.date_of(event));
        sentences.push(format!("{date}: {}.", dataset.event(event).title.get(lang)));
    }
    (title, sentences.join(" "))
}
