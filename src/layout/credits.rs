//! Sources of what is shown, licence and makers of the data; and the same as metadata.

use std::collections::BTreeSet;

use super::panel::Column;
use super::{Job, View};
use crate::dataset::{Dataset, EventId};
use crate::lang::Lang;
use crate::scene::Type;
use crate::text::Face;
use crate::timeline::State;
use crate::words::word;

/// The events behind what a map of a state shows, each once, in table order.
pub fn shown_events(state: &State, view: View) -> Vec<EventId> {
    let mut events = BTreeSet::new();
    for state in &state.units {
        let fill = if view == View::Sovereignty { state.sovereignty.event } else { state.control.event };
        events.extend(fill);
        let pending = state.pending.iter().map(|pending| pending.event);
        match view {
            View::Claims => events.extend(state.claims.iter().map(|(_, event)| *event)),
            View::Certainty => events.extend(pending),
            View::Sources => {}
            View::Control | View::Sovereignty => {
                events.extend(state.status.event.filter(|_| !state.status.value.is_empty()));
                events.extend(pending);
            }
        }
    }
    events.into_iter().collect()
}

/// Keys of the sources behind the map.
pub(super) fn source_keys(job: &Job<'_>) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = shown_events(job.state, job.view)
        .into_iter()
        .flat_map(|event| job.timeline.sources_of(event))
        .collect();
    let of_lines = job.lines.iter().filter_map(|line| job.dataset().line(line.id).source);
    keys.extend(of_lines.map(|source| job.dataset().source(source).key.clone()));
    keys
}

/// Short citations of the sources behind the map, in table order.
fn short_sources(job: &Job<'_>) -> String {
    short(job.dataset(), &source_keys(job))
}

/// Short citations of sources, in table order.
pub(super) fn short(dataset: &Dataset, keys: &BTreeSet<String>) -> String {
    let cited = dataset.sources.iter().filter(|source| keys.contains(&source.key));
    cited.map(|source| source.short()).collect::<Vec<_>>().join("; ")
}

fn paragraphs(job: &Job<'_>) -> Vec<(&'static str, String)> {
    let sources = if job.is_crowded { String::new() } else { short_sources(job) };
    in_words(job.dataset(), &sources, job.lang)
}

/// Sources, if there are any, and licence in words.
pub(super) fn in_words(dataset: &Dataset, sources: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if !sources.is_empty() {
        out.push(("sources", format!("{}: {}.", word(lang, "sources"), sources.trim_end_matches('.'))));
    }
    out.push(("licence", dataset.credit_line(lang)));
    out
}

/// The credits as one line, the fullest form first.
pub(super) fn one_line(job: &Job<'_>) -> Vec<String> {
    let paragraphs: Vec<String> = paragraphs(job).into_iter().map(|(_, words)| words).collect();
    let licence = paragraphs.last().cloned();
    let mut forms = vec![paragraphs.join(" ")];
    forms.extend(licence);
    forms
}

/// How credits are set.
pub(super) fn kind(job: &Job<'_>) -> Type {
    Type {
        face: Face::Sans,
        size: job.plan.style.panel.small_px * job.plan.page.unit,
        color: job.plan.style.page.muted,
        class: "credits",
    }
}

/// Height of the credits in a column of this width, in px.
pub(super) fn height(job: &Job<'_>, width: f64) -> f64 {
    paragraphs(job).iter().map(|(_, words)| kind(job).height(words, width) + 3.0 * job.plan.page.unit).sum()
}

/// The credit lines.
pub(super) fn credits(job: &Job<'_>, column: &mut Column<'_, '_>) {
    for (id, words) in paragraphs(job) {
        column.text(&format!("credits-{id}"), &words, kind(job), 0.0);
        column.space(3.0);
    }
}

/// Facts about the picture: Dublin Core names and values.
pub(super) fn metadata(job: &Job<'_>) -> Vec<(String, String)> {
    let dataset = job.dataset();
    let [west, south, east, north] = super::graticule::graticule_step(job.plan).1;
    let mut facts = vec![
        ("date".to_owned(), job.state.day.to_string()),
        ("language".to_owned(), job.lang.code().to_owned()),
        ("rights".to_owned(), dataset.rights()),
        (
            "coverage".to_owned(),
            format!(
                "westlimit={west:.4}; southlimit={south:.4}; eastlimit={east:.4}; northlimit={north:.4}; projection={}",
                job.plan.projection_words()
            ),
        ),
        ("creator".to_owned(), format!("marchland {}", env!("CARGO_PKG_VERSION"))),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    if let Some(reading) = job.timeline.reading() {
        let name = reading.name.get(job.lang);
        facts.push(("description".to_owned(), format!("{}: {name}", word(job.lang, "reading"))));
    }
    let sources = short_sources(job);
    if !sources.is_empty() {
        facts.push(("source".to_owned(), sources));
    }
    facts
}
