//! Slides of text alone: sources, and what a plan says.

use super::fit::{paragraph, text_box};
use super::notes::ended;
use super::{Ctx, Made, bullet, view_of};
use crate::dataset::{SlideKind, SlidePlan, SourceId};
use crate::deck::{Arrangement, Item, LEAST_PX, Paragraph, Role, Stands};
use crate::geometry::clip::Rect;
use crate::words::word;
use std::collections::BTreeMap;

/// The works that the slides rest on: those most used have room first, in the order of a bibliography.
pub(super) fn sources(ctx: &Ctx<'_>, plan: &SlidePlan) -> Made {
    let mut counts: BTreeMap<SourceId, usize> = BTreeMap::new();
    for slide in &ctx.plan.slides {
        let days = match slide.kind {
            SlideKind::Date(when) | SlideKind::Question { when, .. } => vec![when.day()],
            SlideKind::Compare { from, to, .. } => vec![from, to],
            _ => Vec::new(),
        };
        let view = slide.view.or(ctx.plan.view).map_or_else(Default::default, view_of);
        for day in days {
            let events = crate::layout::shown_events(&ctx.timeline.at(day), view);
            for (source, events) in crate::sources::behind(ctx.dataset, &events) {
                *counts.entry(source).or_default() += events.len();
            }
        }
    }
    if counts.is_empty() {
        let all = ctx.dataset.event_ids().collect::<Vec<_>>();
        counts = crate::sources::behind(ctx.dataset, &all)
            .into_iter()
            .map(|(source, events)| (source, events.len()))
            .collect();
    }
    let mut made = ctx.begin(plan, "sources", Arrangement::Text, word(ctx.lang, "sources"));
    let works = ctx.full.sorted(counts.keys().copied());
    let own = ctx.wording(&plan.text).map(|words| (bullet(words, ctx), usize::MAX));
    let entries = works.iter().map(|source| {
        let entry = Paragraph {
            before: 18.0,
            ..paragraph(ended(&ctx.full.full(*source, &[])), LEAST_PX, ctx.colors.ink)
        };
        (entry, counts[source])
    });
    let list: Vec<(Paragraph, usize)> = own.chain(entries).collect();
    if let Some(body) = made.frames.body {
        made.list(ctx, "works", Role::Body, body, &[44.0, 40.0, LEAST_PX], &list);
    }
    // Makers and licence of the data, over two lines if they need them.
    if let Some(rect) = made.frames.footer {
        let words = vec![paragraph(ctx.licence(), LEAST_PX, ctx.colors.muted)];
        let tall = super::fit::height(&words, rect.w).max(rect.h);
        let rect = Rect::new(rect.x, (1080.0 - 20.0 - tall).min(rect.y), rect.w, tall);
        made.slide.items.push(Item::Text(text_box("footer", Role::Footer, rect, Stands::Middle, words)));
    }
    let mut notes = made.notes(ctx, plan);
    notes.say("", ctx.licence());
    notes.cite(works);
    made.slide.notes = notes.finish();
    made
}

/// A slide of the plan's own words.
pub(super) fn text(ctx: &Ctx<'_>, plan: &SlidePlan) -> Made {
    let mut made = ctx.begin(plan, "text", Arrangement::Text, ctx.deck_title());
    let list: Vec<(Paragraph, usize)> =
        ctx.wording(&plan.text).map(|words| (bullet(words, ctx), 1)).collect();
    let mut notes = made.notes(ctx, plan);
    if let Some(body) = made.frames.body {
        let left = made.list(ctx, "text", Role::Body, body, &[52.0, 48.0, 44.0, 40.0, LEAST_PX], &list);
        let left = left.into_iter().filter_map(|at| plan.text.get(at));
        notes.section(word(ctx.lang, "slide-cut"), left.map(|text| text.get(ctx.lang).to_owned()));
    }
    made.slide.notes = notes.finish();
    made
}
