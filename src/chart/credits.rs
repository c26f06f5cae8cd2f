//! Sources of what is shown, licence and makers of the data; and the same as metadata.

use std::collections::BTreeSet;

use super::Job;
use crate::dataset::EventId;
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Node, Type, text_lines};
use crate::text::{CAP_HEIGHT, Face};
use crate::timeline::sources_of;
use crate::words::word;

fn short_sources(job: &Job<'_>, events: &[EventId]) -> String {
    let keys: BTreeSet<String> = events.iter().flat_map(|&event| sources_of(job.dataset, event)).collect();
    let cited = job.dataset.sources.iter().filter(|source| keys.contains(&source.key));
    cited.map(|source| source.short()).collect::<Vec<_>>().join("; ")
}

/// The credit lines from the rectangle's top, and their height.
pub(super) fn place(job: &Job<'_>, events: &[EventId], rect: Rect) -> (Vec<Node>, f64) {
    let kind = Type {
        face: Face::Sans,
        size: job.style.panel.small_px * job.px,
        color: job.style.page.muted,
        class: "credits",
    };
    let sources = short_sources(job, events);
    let mut lines = Vec::new();
    if !sources.is_empty() {
        let words = format!("{}: {}.", word(job.lang, "sources"), sources.trim_end_matches('.'));
        lines.extend(kind.wrap(&words, rect.w));
    }
    lines.extend(kind.wrap(&job.dataset.credit_line(job.lang), rect.w));
    let leading = kind.size * 1.3;
    let height = leading * lines.len() as f64;
    let at = [rect.x, rect.y + kind.size * (CAP_HEIGHT + 0.13)];
    (vec![text_lines("credits-text".into(), &lines, kind, at, leading, Anchor::Start)], height)
}

/// Facts about the picture: Dublin Core names and values.
pub(super) fn metadata(job: &Job<'_>, events: &[EventId]) -> Vec<(String, String)> {
    let dataset = job.dataset;
    let mut facts = vec![
        ("date".to_owned(), format!("{}/{}", job.first, job.end.prev())),
        ("language".to_owned(), job.lang.code().to_owned()),
        ("rights".to_owned(), dataset.rights()),
        ("creator".to_owned(), format!("marchland {}", env!("CARGO_PKG_VERSION"))),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    let sources = short_sources(job, events);
    if !sources.is_empty() {
        facts.push(("source".to_owned(), sources));
    }
    facts
}
