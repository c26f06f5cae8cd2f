//! Plans for data sets that have none, and for days that are asked for.

use std::collections::BTreeSet;

use super::moment_of;
use crate::dataset::{Dataset, DeckPlan, Holder, SlideKind, SlidePlan, UnitId, When};
use crate::lang::{Lang, Text};
use crate::layout::Moment;
use crate::time::Day;
use crate::timeline::Timeline;

/// Dates in a plan that is made of the data alone, at most.
const DATES: usize = 8;

/// A plan for a data set: title, where it is, legend, the days on which most land changed hands, a question about the
/// weightiest of them, a chart, sources.
pub fn propose(timeline: &Timeline<'_>, unit_km2: &[f64]) -> DeckPlan {
    let days = weighty_days(timeline, unit_km2);
    let moments: Vec<Moment> = days.iter().map(|(day, _)| Moment::Day(*day)).collect();
    let mut plan = of_moments(timeline.dataset(), &moments);
    // The first day has nothing before it to be asked about.
    let asked = days.iter().skip(1).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    if let Some((day, _)) = asked {
        let is_it = |slide: &&mut SlidePlan| slide.kind == SlideKind::Date(When::Day(*day));
        if let Some(slide) = plan.slides.iter_mut().find(is_it) {
            slide.kind =
                SlideKind::Question { when: When::Day(*day), ask: Text::default(), content: "unlabelled" };
        }
    }
    plan
}

/// A plan with a slide for each moment between title, place and legend before and chart and sources after.
pub fn of_moments(dataset: &Dataset, moments: &[Moment]) -> DeckPlan {
    let mut kinds = vec![SlideKind::Title];
    if !dataset.locator.is_empty() {
        kinds.push(SlideKind::Locator);
    }
    kinds.push(SlideKind::Legend(Vec::new()));
    kinds.extend(moments.iter().map(|moment| {
        SlideKind::Date(match *moment {
            Moment::Day(day) => When::Day(day),
            Moment::YearEnd(year) => When::Year(year),
            Moment::MonthEnd(year, month) => When::Month(year, month),
        })
    }));
    let days = moments.iter().map(|moment| moment.day());
    let years = days.clone().min().zip(days.max()).map(|(first, last)| (first.year(), last.year()));
    kinds.push(SlideKind::Chart { of: Vec::new(), years });
    if !dataset.sources.is_empty() {
        kinds.push(SlideKind::Sources);
    }
    DeckPlan { slides: kinds.into_iter().map(SlidePlan::new).collect(), ..DeckPlan::default() }
}

/// The days on which most land got another holder in fact, with how much in km²; the first and the last day of change
/// are among them.
fn weighty_days(timeline: &Timeline<'_>, unit_km2: &[f64]) -> Vec<(Day, f64)> {
    let dataset = timeline.dataset();
    let (first, last) = dataset.period;
    let mut held = vec![Holder::NotKnown; dataset.units.len()];
    let mut all: Vec<(Day, f64)> = Vec::new();
    timeline.walk(|day, states, touched| {
        let units: BTreeSet<UnitId> = touched.iter().map(|(unit, _)| *unit).collect();
        let moved = units.into_iter().filter(|unit| {
            let now = states[unit.index()].control.value;
            std::mem::replace(&mut held[unit.index()], now) != now && !dataset.unit(*unit).surround
        });
        let weight = moved.map(|unit| unit_km2[unit.index()]).sum();
        if first <= day && day <= last {
            all.push((day, weight));
        }
    });
    let mut order: Vec<usize> = (0..all.len()).collect();
    let ends = |at: usize| at == 0 || at + 1 == all.len();
    order.sort_by(|&a, &b| ends(b).cmp(&ends(a)).then(all[b].1.total_cmp(&all[a].1)).then(a.cmp(&b)));
    order.truncate(DATES);
    order.sort_unstable();
    order.into_iter().map(|at| all[at]).collect()
}

/// What a slide of a plan will show, in a line: for the comments of a plan that is written out.
pub fn about(timeline: &Timeline<'_>, slide: &SlidePlan) -> String {
    let dataset = timeline.dataset();
    let own = slide.title.get(Lang::EN);
    let date = |when: When| {
        let day = moment_of(when).day();
        let mut events = timeline.events_between(day.prev(), day);
        events.retain(|event| timeline.date_of(*event).is_exact());
        let title = events.first().map(|event| dataset.event(*event).title.get(Lang::EN));
        let title = title.filter(|_| matches!(when, When::Day(_)));
        let title = title.map_or(String::new(), |title| format!(": {title}"));
        format!("{}{title}", dataset.dates(Lang::EN).day(day))
    };
    match &slide.kind {
        _ if !own.is_empty() => own.to_owned(),
        SlideKind::Date(when) => date(*when),
        SlideKind::Question { when, .. } => format!("A question, and its answer: {}", date(*when)),
        SlideKind::Compare { from, to, .. } if from == to => format!("Two views of {from}"),
        SlideKind::Compare { from, to, .. } => format!("{from} and {to}"),
        SlideKind::Title => "The first slide".to_owned(),
        SlideKind::Locator => "Where the region lies".to_owned(),
        SlideKind::Legend(_) => "What the colours, hatches and lines mean".to_owned(),
        SlideKind::Chart { .. } => "Who held what from when until when".to_owned(),
        SlideKind::Sources => "The works the slides rest on".to_owned(),
        SlideKind::Text => "Words alone".to_owned(),
    }
}
