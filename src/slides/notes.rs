//! What the speaker needs to know: what happened, by which act, what is doubtful, and the sources in full.

use std::collections::BTreeSet;

use super::Ctx;
use crate::compare::{ActFlow, Comparison, Side, Track, few, km2_words, moves};
use crate::dataset::{AttestationId, Certainty, EventId, Relation, SourceId, UnitId};
use crate::deck::Note;
use crate::lang::{Lang, Text};
use crate::layout::View;
use crate::sources::places_by_source;
use crate::time::Day;
use crate::words::{count, upper_first, word};

/// The notes of one slide, as they grow.
pub(super) struct Notes<'c, 'a> {
    ctx: &'c Ctx<'a>,
    notes: Vec<Note>,
    sources: BTreeSet<SourceId>,
}

/// Names of land in one step at most.
const NAMES: usize = 8;
/// Events that changed nothing on the map, at most.
const WITHOUT_EFFECT: usize = 16;

impl<'c, 'a> Notes<'c, 'a> {
    /// The speaker's own words, from the plan.
    pub fn new(ctx: &'c Ctx<'a>, own: &[Text]) -> Notes<'c, 'a> {
        let notes = own.iter().map(|text| Note {
            heading: String::new(),
            text: text.get(ctx.lang).to_owned(),
            bullet: false,
        });
        Notes { ctx, notes: notes.collect(), sources: BTreeSet::new() }
    }

    /// A section: nothing if it has no paragraphs.
    pub fn section(&mut self, heading: &str, paragraphs: impl IntoIterator<Item = String>) {
        let bullets = paragraphs.into_iter().filter(|text| !text.is_empty());
        for (at, text) in bullets.enumerate() {
            let heading = if at == 0 { heading.to_owned() } else { String::new() };
            self.notes.push(Note { heading, text, bullet: true });
        }
    }

    /// One paragraph under a heading, which may be empty.
    pub fn say(&mut self, heading: &str, text: String) {
        if !text.is_empty() {
            self.notes.push(Note { heading: heading.to_owned(), text, bullet: false });
        }
    }

    /// The sources of events, without a word.
    pub fn cite(&mut self, sources: impl IntoIterator<Item = SourceId>) {
        self.sources.extend(sources);
    }

    /// What happened after a day, up to and on another, and what of it is in doubt.
    pub fn happened(&mut self, view: View, [after, until]: [Day; 2]) {
        let ctx = self.ctx;
        let events = ctx.timeline.events_between(after, until);
        let steps = steps(ctx, view, [after, until]);
        let told: Vec<String> = events.iter().map(|&event| self.event(event, &steps)).collect();
        self.section(word(ctx.lang, "slide-happened"), told);
        let is_quiet = |event: &EventId| {
            let latest = ctx.timeline.date_of(*event).latest();
            after < latest && latest <= until && ctx.timeline.effects_of(*event).is_empty()
        };
        let mut quiet: Vec<EventId> = ctx.dataset.event_ids().filter(is_quiet).collect();
        quiet.sort_by_key(|event| (ctx.timeline.date_of(*event).latest(), *event));
        let left = quiet.len().saturating_sub(WITHOUT_EFFECT);
        let mut told: Vec<String> =
            quiet.iter().take(WITHOUT_EFFECT).map(|&event| self.head(event)).collect();
        if left > 0 {
            told.push(count(ctx.lang, "and-more", left));
        }
        self.section(word(ctx.lang, "slide-no-effect"), told);
        let doubts: Vec<String> = events.iter().flat_map(|&event| self.doubts(event)).collect();
        self.section(word(ctx.lang, "slide-doubts"), doubts);
    }

    /// The land of a map about whose holder the documents contradict each other.
    pub fn contested(&mut self, view: View, day: Day) {
        let ctx = self.ctx;
        let state = ctx.timeline.at(day);
        let is_contested = |unit: &UnitId| {
            let state = state.of(*unit);
            let certainty =
                if view == View::Sovereignty { state.sovereignty.certainty } else { state.control.certainty };
            certainty == Certainty::Contested
        };
        let names: Vec<&str> = ctx
            .dataset
            .unit_ids()
            .filter(is_contested)
            .map(|unit| ctx.dataset.unit(unit).name.get(ctx.lang))
            .collect();
        if !names.is_empty() {
            let heading =
                format!("{} ({})", word(ctx.lang, ctx.dataset.contested_word()), ctx.dates().day(day));
            self.section(&upper_first(&heading), [names.join(", ")]);
        }
    }

    /// `15 May 1920: Soviet Russia declares lands disputed (decision)`.
    fn head(&mut self, event: EventId) -> String {
        let ctx = self.ctx;
        let data = ctx.dataset.event(event);
        let date = ctx.dates().date(ctx.timeline.date_of(event));
        let kind = word(ctx.lang, &format!("kind-{}", data.kind.key())).to_owned();
        let statements = evidence(ctx, event, |relation| relation != Relation::Contradicts);
        let cited = self.cited(&statements);
        let cited = if cited.is_empty() { String::new() } else { format!(" [{cited}]") };
        format!("{date}: {} ({kind}).{cited}", data.title.get(ctx.lang))
    }

    /// The same with what it did: in a sentence, and land by land.
    fn event(&mut self, event: EventId, steps: &[(EventId, String)]) -> String {
        let caption = self.ctx.dataset.event(event).caption.get(self.ctx.lang).to_owned();
        let land: Vec<&str> =
            steps.iter().filter(|(of, _)| *of == event).map(|(_, words)| words.as_str()).collect();
        let mut out = self.head(event);
        if !caption.is_empty() {
            out.push_str(&format!(" {caption}"));
        }
        if !land.is_empty() {
            out.push_str(&format!(" {}.", land.join("; ")));
        }
        out
    }

    /// What is contested or inferred of an event. Remarks of the data are in English.
    fn doubts(&mut self, event: EventId) -> Vec<String> {
        let ctx = self.ctx;
        let data = ctx.dataset.event(event);
        let title = data.title.get(ctx.lang);
        let is_english = ctx.lang == Lang::EN;
        let mut out = Vec::new();
        let effects = ctx.timeline.effects_of(event);
        let is =
            |certainty| data.certainty == certainty || effects.iter().any(|one| one.certainty == certainty);
        let remark =
            |text: &str| if is_english && !text.is_empty() { format!(": {text}") } else { String::new() };
        if is(Certainty::Contested) {
            out.push(format!("{title}: {}", word(ctx.lang, ctx.dataset.contested_word())));
        }
        if is(Certainty::Inferred) {
            out.push(format!("{title}: {}{}", word(ctx.lang, "sure-inferred"), remark(&data.inferred)));
        }
        let against = evidence(ctx, event, |relation| relation == Relation::Contradicts);
        if !against.is_empty() {
            let cited = self.cited(&against);
            out.push(format!("{title}: {} [{cited}]", word(ctx.lang, "contradicted")));
        }
        let followed = ctx.timeline.variant_of(event).map(|variant| variant.key.as_str());
        for variant in data.variants.iter().filter(|variant| Some(variant.key.as_str()) != followed) {
            let cited = self.cited(&variant.attestations);
            let because = if is_english && !variant.because.is_empty() {
                format!(" ({})", variant.because)
            } else {
                String::new()
            };
            let other = word(ctx.lang, "atlas-other-reading");
            out.push(format!("{title}: {other}: {} [{cited}]{because}", variant.says.get(ctx.lang)));
        }
        if is_english && !data.note.is_empty() && !out.is_empty() {
            out.push(format!("{title}: {}", data.note));
        }
        out
    }

    /// Statements as short citations with their places.
    fn cited(&mut self, statements: &[AttestationId]) -> String {
        let by_source = places_by_source(self.ctx.dataset, statements.iter().copied());
        self.sources.extend(by_source.iter().map(|(source, _)| *source));
        let cite = |(source, places): &(SourceId, Vec<&str>)| self.ctx.short.short(*source, places);
        by_source.iter().map(cite).collect::<Vec<_>>().join("; ")
    }

    /// All of them, with the sources in full at the end.
    pub fn finish(mut self) -> Vec<Note> {
        let full = &self.ctx.full;
        let entries = full.sorted(std::mem::take(&mut self.sources));
        let entries: Vec<String> = entries.into_iter().map(|source| ended(&full.full(source, &[]))).collect();
        self.section(word(self.ctx.lang, "slide-sources-full"), entries);
        self.notes
    }
}

/// The statements about an event as the reading tells it, of some relations.
fn evidence(ctx: &Ctx<'_>, event: EventId, wanted: impl Fn(Relation) -> bool) -> Vec<AttestationId> {
    if let Some(variant) = ctx.timeline.variant_of(event).filter(|variant| variant.changes_the_map()) {
        return if wanted(Relation::Supports) { variant.attestations.clone() } else { Vec::new() };
    }
    let all = ctx.dataset.event(event).evidence.iter();
    all.filter(|one| wanted(one.relation)).map(|one| one.attestation).collect()
}

/// What each event moved from whom to whom, in words: `Armenia › Azerbaijan SSR, 1,234 km² (Goris, Kapan)`.
fn steps(ctx: &Ctx<'_>, view: View, [after, until]: [Day; 2]) -> Vec<(EventId, String)> {
    let track = match view {
        View::Sovereignty => Track::Sovereignty,
        _ => Track::Control,
    };
    let sides = [after, until].map(|day| Side { timeline: ctx.timeline, day, track });
    let comparison = Comparison::new(sides, &ctx.unit_km2);
    let words = |(flow, [from, to]): (&ActFlow, [String; 2])| {
        let names: Vec<String> =
            flow.units.iter().map(|unit| ctx.dataset.unit(*unit).name.get(ctx.lang).to_owned()).collect();
        let km2 = format!("{} {}", km2_words(flow.km2, ctx.lang), word(ctx.lang, "km2"));
        let land = few(&names, NAMES, ctx.lang);
        Some((flow.event?, format!("{from} › {to}, {km2} ({land})")))
    };
    moves(&comparison, ctx.lang).into_iter().filter_map(words).collect()
}

/// The text with a full stop at its end, which an abbreviation there already is.
pub(super) fn ended(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}
