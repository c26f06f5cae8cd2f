//! From a plan to slides: titles, maps, lists of what changed, legends, notes and sources, set so that nothing is
//! smaller than can be read from the last row.
//!
//! [`compose`] makes the [`Deck`]; [`propose`] and [`of_moments`] make plans where a data set has none or days are asked
//! for. Knows nothing of file formats.

mod figures;
mod fit;
mod key;
mod maps;
mod notes;
mod pages;
mod propose;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::areas::unit_areas;
use crate::cite::{Citations, Style as CiteStyle};
use crate::dataset::{Dataset, DeckPlan, LineId, SlideKind, SlidePlan, SourceId, When};
use crate::deck::{
    Arrangement, Colors, Deck, Frames, Item, LEAST_PX, Paragraph, Ratio, Role, Slide, Stands, frames,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::lang::{Lang, Text};
use crate::layout::{Composed, Content, LineChoice, Moment, PageSize, Plan, Series, Show, View};
use crate::style::Style;
use crate::time::DateWords;
use crate::timeline::{State, Timeline};
use crate::words::{count, word};
use fit::{fits, paragraph, text_box};
use notes::Notes;
pub use propose::{about, of_moments, propose};

/// What slides are made of.
#[derive(Clone, Copy, Debug)]
pub struct Spec<'a> {
    /// Which slides, in what order.
    pub plan: &'a DeckPlan,
    /// How the maps look; the colours of the slides are those of its page.
    pub style: &'a Style,
    /// Language of all words.
    pub lang: Lang,
    /// Shape of the slides.
    pub ratio: Ratio,
}

/// Slides, with what there was no room for on them.
#[derive(Clone, Debug)]
pub struct Slides {
    /// The slides.
    pub deck: Deck,
    /// What is in the notes only, or nowhere.
    pub left_out: Vec<Diagnostic>,
}

/// What all slides share.
struct Ctx<'a> {
    timeline: &'a Timeline<'a>,
    dataset: &'a Dataset,
    plan: &'a DeckPlan,
    style: &'a Style,
    lang: Lang,
    ratio: Ratio,
    colors: Colors,
    unit_km2: Vec<f64>,
    /// Citations in full, for notes and the slide of sources.
    full: Citations<'a>,
    /// Citations in a few words with places, for notes.
    short: Citations<'a>,
}

/// A map that a slide wants.
#[derive(Clone, Debug, PartialEq)]
struct Sheet {
    /// Width and height in px.
    size: [f64; 2],
    view: View,
    extent: Option<[f64; 4]>,
    lines: LineChoice,
}

/// Maps of one size, view and land, laid out together so that they hold still.
struct Stage<'a> {
    sheet: Sheet,
    plan: &'a Plan<'a>,
    series: Series<'a>,
}

/// What one slide of a plan wants drawn.
#[derive(Clone, Copy, Debug)]
struct Asked {
    stage: usize,
    moment: Moment,
    show: Show,
}

/// A slide in the making.
struct Made {
    slide: Slide,
    frames: Frames,
    /// The title as it was to be, if it had to be cut.
    cut: Option<String>,
    left_out: Vec<Diagnostic>,
    /// The stage of its map, if the next map may follow it by a fade.
    stage: Option<usize>,
}

/// Sizes of a title's type, px, from the largest.
const TITLES: [f64; 5] = [64.0, 56.0, 48.0, 40.0, LEAST_PX];

/// Makes the slides of a plan.
pub fn compose(timeline: &Timeline<'_>, spec: &Spec<'_>) -> Slides {
    let dataset = timeline.dataset();
    let page = &spec.style.page;
    let ctx = Ctx {
        timeline,
        dataset,
        plan: spec.plan,
        style: spec.style,
        lang: spec.lang,
        ratio: spec.ratio,
        colors: Colors {
            paper: page.paper,
            ink: page.ink,
            muted: page.muted,
            rule: page.rule,
            accent: spec.style.border.changed,
        },
        unit_km2: unit_areas(dataset),
        full: Citations::new(&dataset.sources, CiteStyle::ChicagoNotes),
        short: Citations::new(&dataset.sources, CiteStyle::AuthorDate),
    };
    // Which maps are wanted, and which of them are laid out together.
    let mut sheets: Vec<(Sheet, Vec<Moment>)> = Vec::new();
    let asked: Vec<Vec<Asked>> = ctx.asked(&mut sheets);
    let styles: Vec<Style> =
        sheets.iter().map(|(sheet, _)| ctx.style.for_slide(sheet.size, LEAST_PX)).collect();
    let plans: Vec<Plan<'_>> = sheets
        .par_iter()
        .zip(&styles)
        .map(|((sheet, _), style)| {
            let plan = Plan::new(dataset, style, page_size(sheet.size), sheet.extent);
            plan.with_lines(sheet.lines.clone())
        })
        .collect();
    let stages: Vec<Stage<'_>> = sheets
        .into_par_iter()
        .zip(&plans)
        .enumerate()
        .map(|(at, ((sheet, moments), plan))| {
            let numbered = asked.iter().flatten().filter(|one| one.stage == at);
            let numbered = numbered.filter(|one| one.show.content == Content::Numbered);
            let numbered: Vec<Moment> = numbered.map(|one| one.moment).collect();
            let series = Series::new(plan, timeline, &moments, sheet.view, ctx.lang).numbered_for(&numbered);
            Stage { sheet, plan, series }
        })
        .collect();
    let maps: Vec<Vec<Composed>> = asked
        .par_iter()
        .map(|asked| {
            asked.iter().map(|one| stages[one.stage].series.compose_as(one.moment, one.show)).collect()
        })
        .collect();

    let parts: Vec<Vec<Made>> = spec
        .plan
        .slides
        .par_iter()
        .zip(maps.into_par_iter().zip(&asked))
        .map(|(plan, (maps, asked))| ctx.slides_of(plan, &stages, asked, maps))
        .collect();
    ctx.bind(parts.into_iter().flatten().collect())
}

/// The size of a picture, px.
fn page_size([width, height]: [f64; 2]) -> PageSize {
    PageSize { width, height, print: false }
}

/// The moment a plan means.
fn moment_of(when: When) -> Moment {
    match when {
        When::Day(day) => Moment::Day(day),
        When::Year(year) => Moment::YearEnd(year),
        When::Month(year, month) => Moment::MonthEnd(year, month),
    }
}

/// The view of this name.
fn view_of(key: &str) -> View {
    View::ALL.iter().find(|(known, _)| *known == key).map_or(View::Control, |(_, view)| *view)
}

impl<'a> Ctx<'a> {
    /// How dates are written.
    fn dates(&self) -> DateWords {
        self.dataset.dates(self.lang)
    }

    fn view(&self, slide: &SlidePlan) -> View {
        slide.view.or(self.plan.view).map_or(View::Control, view_of)
    }

    fn extent(&self, slide: &SlidePlan) -> Option<[f64; 4]> {
        slide.focus.as_ref().or(self.plan.focus.as_ref()).map(|focus| focus.extent)
    }

    fn lines(&self, slide: &SlidePlan) -> LineChoice {
        let lines: Option<&Vec<LineId>> = slide.lines.as_ref().or(self.plan.lines.as_ref());
        LineChoice::Only(lines.cloned().unwrap_or_default())
    }

    /// The maps that each slide of the plan wants, and the sheets they are on with all their moments.
    fn asked(&self, sheets: &mut Vec<(Sheet, Vec<Moment>)>) -> Vec<Vec<Asked>> {
        let mut stage = |sheet: Sheet, moment: Moment| {
            let at = sheets.iter().position(|(known, _)| *known == sheet).unwrap_or_else(|| {
                sheets.push((sheet, Vec::new()));
                sheets.len() - 1
            });
            let moments = &mut sheets[at].1;
            if !moments.contains(&moment) {
                moments.push(moment);
            }
            at
        };
        let size = |arrangement| {
            let frames = frames(arrangement, self.ratio);
            frames.pictures.first().map_or([0.0; 2], |rect| [rect.w, rect.h])
        };
        let mut before: Option<Moment> = None;
        let mut asked = Vec::new();
        for slide in &self.plan.slides {
            let sheet = |arrangement| Sheet {
                size: size(arrangement),
                view: self.view(slide),
                extent: self.extent(slide),
                lines: self.lines(slide),
            };
            asked.push(match &slide.kind {
                SlideKind::Title => {
                    let size = size(Arrangement::Title);
                    let sheet = Sheet {
                        extent: Some(maps::filling(self.extent(slide).unwrap_or(self.dataset.extent), size)),
                        lines: LineChoice::Only(Vec::new()),
                        ..sheet(Arrangement::Title)
                    };
                    let moment = maps::of_title(self);
                    vec![Asked { stage: stage(sheet, moment), moment, show: Show::default() }]
                }
                SlideKind::Date(when) => {
                    let moment = moment_of(*when);
                    // A step back in time shows no change.
                    let since = before.filter(|before| before.day() < moment.day());
                    before = Some(moment);
                    let stage = stage(sheet(Arrangement::Map), moment);
                    vec![Asked { stage, moment, show: Show { since, ..Show::default() } }]
                }
                SlideKind::Question { when, content, .. } => {
                    let moment = moment_of(*when);
                    let mut sheet = sheet(Arrangement::Map);
                    if maps::content(content) == Content::Numbered && sheet.view.has_classes() {
                        // Only holders have numbers.
                        sheet.view = View::Control;
                    }
                    let stage = stage(sheet, moment);
                    let since = before.filter(|before| before.day() < moment.day());
                    before = Some(moment);
                    let show = |content, since| Asked { stage, moment, show: Show { content, since } };
                    vec![show(maps::content(content), None), show(Default::default(), since)]
                }
                _ => Vec::new(),
            });
        }
        asked
    }

    /// The slides that one slide of the plan becomes.
    fn slides_of(
        &self,
        plan: &SlidePlan,
        stages: &[Stage<'_>],
        asked: &[Asked],
        maps: Vec<Composed>,
    ) -> Vec<Made> {
        let mut maps = maps.into_iter();
        let mut next = || maps.next();
        match &plan.kind {
            SlideKind::Title => next().map(|map| maps::title(self, plan, map)).into_iter().collect(),
            SlideKind::Date(when) => {
                let map = next().zip(asked.first());
                let made = map.map(|(map, asked)| maps::date(self, plan, stages, *asked, *when, map));
                made.into_iter().collect()
            }
            SlideKind::Question { when, ask, content } => {
                let (question, answer) = (next(), next());
                match (question.zip(answer), asked) {
                    (Some(maps), [first, second]) => {
                        maps::question(self, plan, stages, [*first, *second], (*when, ask, content), maps)
                    }
                    _ => Vec::new(),
                }
            }
            SlideKind::Locator => figures::locator(self, plan),
            SlideKind::Legend(of) => {
                let entries = self.whole_key(stages);
                key::slides(self, plan, of, &entries)
            }
            SlideKind::Compare { from, to, with_view, arrangement } => {
                vec![figures::compare(self, plan, [*from, *to], *with_view, arrangement)]
            }
            SlideKind::Chart { of, years } => vec![figures::chart(self, plan, of, *years)],
            SlideKind::Sources => vec![pages::sources(self, plan)],
            SlideKind::Text => vec![pages::text(self, plan)],
        }
    }

    /// What the maps of all dates show, each once.
    fn whole_key(&self, stages: &[Stage<'_>]) -> Vec<crate::layout::KeyEntry> {
        let of_maps = frames(Arrangement::Map, self.ratio);
        let size = of_maps.pictures.first().map(|rect| [rect.w, rect.h]);
        let mut entries: Vec<crate::layout::KeyEntry> = Vec::new();
        for stage in stages.iter().filter(|stage| Some(stage.sheet.size) == size) {
            for entry in stage.series.key(None, key::SWATCH) {
                if entries.iter().all(|known| known.id != entry.id || known.words != entry.words) {
                    entries.push(entry);
                }
            }
        }
        let marks = |slide: &SlidePlan| matches!(slide.kind, SlideKind::Date(_) | SlideKind::Question { .. });
        let several = self.plan.slides.iter().filter(|slide| marks(slide)).count() > 1;
        entries.retain(|entry| several || entry.kind != crate::layout::KeyKind::Changed);
        entries
    }

    /// The title of the whole.
    fn deck_title(&self) -> &'a str {
        let title = self.plan.title.get(self.lang);
        if title.is_empty() { self.dataset.title.get(self.lang) } else { title }
    }

    /// The plan's title of a slide, or another.
    fn title_or(&self, plan: &SlidePlan, default: &str) -> String {
        let own = plan.title.get(self.lang);
        if own.is_empty() { default.to_owned() } else { own.to_owned() }
    }

    /// A slide with its title.
    fn begin(&self, plan: &SlidePlan, id: &str, arrangement: Arrangement, default: &str) -> Made {
        let slide = Slide {
            id: id.to_owned(),
            arrangement,
            section: String::new(),
            items: Vec::new(),
            notes: Vec::new(),
            fades: false,
        };
        let frames = frames(arrangement, self.ratio);
        let mut made = Made { slide, frames, cut: None, left_out: Vec::new(), stage: None };
        made.retitle(self, &self.title_or(plan, default));
        made
    }

    /// Paragraphs of the plan in the language of the deck.
    fn wording(&self, texts: &'a [Text]) -> impl Iterator<Item = &'a str> {
        texts.iter().map(|text| text.get(self.lang))
    }

    /// The sources behind a map, those of most of its events first.
    fn sources_of(&self, state: &State, view: View) -> Vec<SourceId> {
        let events = crate::layout::shown_events(state, view);
        let mut counts: BTreeMap<SourceId, usize> = BTreeMap::new();
        for key in events.into_iter().flat_map(|event| self.timeline.sources_of(event)) {
            if let Some(at) = self.dataset.sources.iter().position(|source| source.key == key) {
                *counts.entry(SourceId(at as u32)).or_default() += 1;
            }
        }
        let mut sources: Vec<SourceId> = counts.keys().copied().collect();
        sources.sort_by_key(|source| (std::cmp::Reverse(counts[source]), *source));
        sources
    }

    /// The line at the foot: the works in short, or who made the data where there are none.
    fn footer(&self, made: &mut Made, sources: &[SourceId]) {
        let Some(rect) = made.frames.footer else { return };
        let works: Vec<String> = sources.iter().map(|source| self.dataset.source(*source).short()).collect();
        let rest = word(self.lang, "slide-full-list");
        let words = fit::works(word(self.lang, "sources"), &works, rest, rect.w, LEAST_PX);
        if works.is_empty() || words.is_empty() {
            return;
        }
        let words = vec![paragraph(words, LEAST_PX, self.colors.muted)];
        let text = text_box("footer", Role::Footer, rect, Stands::Middle, words);
        made.slide.items.push(Item::Text(text));
    }

    /// Makers and licence of the data.
    fn licence(&self) -> String {
        self.dataset.credit_line(self.lang)
    }

    /// What is said of paragraphs that have no room.
    fn more(&self, left: usize) -> Paragraph {
        Paragraph {
            before: BEFORE,
            ..paragraph(count(self.lang, "slide-more", left), LEAST_PX, self.colors.muted)
        }
    }

    /// The slides as one deck: names once each, sections by year, fades between maps in one frame.
    fn bind(&self, made: Vec<Made>) -> Slides {
        let mut left_out = Vec::new();
        let mut slides: Vec<Slide> = Vec::new();
        let mut ids: BTreeSet<String> = BTreeSet::new();
        let mut stage_before = None;
        let mut sections: Vec<String> = Vec::new();
        for Made { mut slide, left_out: mut left, stage, .. } in made {
            let base = slide.id.clone();
            let mut number = 1;
            while !ids.insert(slide.id.clone()) {
                number += 1;
                slide.id = format!("{base}-{number}");
            }
            slide.fades = stage.is_some() && stage == stage_before;
            stage_before = stage;
            // A section stays together: a slide that goes back in time stands in the one it follows.
            if sections.last() != Some(&slide.section) && sections.contains(&slide.section) {
                slide.section = sections.last().cloned().unwrap_or_default();
            }
            if sections.last() != Some(&slide.section) {
                sections.push(slide.section.clone());
            }
            for finding in &mut left {
                finding.message = format!("slide {} ({}): {}", slides.len() + 1, slide.id, finding.message);
            }
            left_out.append(&mut left);
            slides.push(slide);
        }
        let days = self.plan.slides.iter().filter_map(|slide| match slide.kind {
            SlideKind::Date(when) | SlideKind::Question { when, .. } => Some(when.day()),
            _ => None,
        });
        let days: Vec<_> = days.collect();
        let mut description =
            format!("{}. {}.", self.deck_title(), count(self.lang, "slide-count", slides.len()));
        if let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) {
            let [first, last] = [first, last].map(|day| self.dates().day(*day));
            let span = if first == last { first } else { format!("{first} – {last}") };
            description.push_str(&format!(" {span}."));
        }
        let mut metadata = vec![
            ("language".to_owned(), self.lang.code().to_owned()),
            ("rights".to_owned(), self.dataset.rights()),
            ("creator".to_owned(), format!("marchland {}", env!("CARGO_PKG_VERSION"))),
        ];
        metadata.retain(|(_, value)| !value.is_empty());
        if let Some(words) = self.reading() {
            metadata.push(("description".to_owned(), words));
        }
        Slides {
            deck: Deck {
                title: self.deck_title().to_owned(),
                description,
                lang: self.lang,
                ratio: self.ratio,
                colors: self.colors,
                metadata,
                slides,
            },
            left_out,
        }
    }

    /// The reading that the maps follow, if it is not the default one.
    fn reading(&self) -> Option<String> {
        let reading = self.timeline.reading()?;
        Some(format!("{}: {}", word(self.lang, "reading"), reading.name.get(self.lang)))
    }
}

/// Space before a paragraph of a list, px.
const BEFORE: f64 = 12.0;

impl Made {
    /// Sets the title.
    fn retitle(&mut self, ctx: &Ctx<'_>, words: &str) {
        let (text, is_cut) = fit::title(words, self.frames.title, &TITLES, Stands::Middle, &ctx.colors);
        self.slide.items.retain(|item| !matches!(item, Item::Text(text) if text.role == Role::Title));
        self.slide.items.insert(0, Item::Text(text));
        self.cut = is_cut.then(|| words.to_owned());
        if is_cut {
            self.left(Severity::Warning, format!("the title is too long and was cut: \"{words}\""));
        }
    }

    /// Tells that something had no room.
    fn left(&mut self, severity: Severity, message: String) {
        self.left_out.push(Diagnostic::new(severity, "slide-left-out", message));
    }

    /// The notes to begin with: what the plan says, and a title that had to be cut.
    fn notes<'c, 'a>(&self, ctx: &'c Ctx<'a>, plan: &SlidePlan) -> Notes<'c, 'a> {
        let mut notes = Notes::new(ctx, &plan.notes);
        notes.say(word(ctx.lang, "slide-cut"), self.cut.clone().unwrap_or_default());
        notes
    }

    /// Paragraphs as a list in a box: all in the largest size in which they fit, else the weightiest. What has no
    /// room is given back.
    fn list(
        &mut self,
        ctx: &Ctx<'_>,
        id: &str,
        role: Role,
        rect: Rect,
        sizes: &[f64],
        paragraphs: &[(Paragraph, usize)],
    ) -> Vec<usize> {
        if paragraphs.is_empty() {
            return Vec::new();
        }
        let sized = |size: f64| -> Vec<(Paragraph, usize)> {
            let one =
                |(paragraph, weight): &(Paragraph, usize)| (Paragraph { size, ..paragraph.clone() }, *weight);
            paragraphs.iter().map(one).collect()
        };
        let whole = |size: f64| {
            let all = sized(size).into_iter().map(|(paragraph, _)| paragraph).collect();
            text_box(id, role, rect, Stands::Top, all)
        };
        if let Some(text) = sizes.iter().map(|&size| whole(size)).find(fits) {
            self.slide.items.push(Item::Text(text));
            return Vec::new();
        }
        let small = sized(LEAST_PX);
        let more = |left: usize| ctx.more(left);
        let chosen = fit::choose(&small, more, rect.w, rect.h);
        let kept = fit::listed(&small, &chosen, &more);
        self.slide.items.push(Item::Text(text_box(id, role, rect, Stands::Top, kept)));
        let left: Vec<usize> = (0..chosen.len()).filter(|&at| !chosen[at]).collect();
        self.left(
            Severity::Note,
            format!("{} of {} entries are in the notes only", left.len(), chosen.len()),
        );
        left
    }

    /// A picture in a frame of the layout.
    fn picture(&mut self, id: &str, number: usize, map: Composed, alt: String) {
        let Some(rect) = self.frames.pictures.get(number).copied() else { return };
        self.left_out.extend(map.left_out);
        let picture = crate::deck::Picture {
            id: id.to_owned(),
            rect,
            scene: map.scene,
            alt,
            placeholder: Some(number),
        };
        self.slide.items.push(Item::Picture(picture));
    }
}

/// A text of a deck as a list's paragraph.
fn bullet(words: impl Into<String>, ctx: &Ctx<'_>) -> Paragraph {
    Paragraph { bullet: true, before: BEFORE, ..paragraph(words, LEAST_PX, ctx.colors.ink) }
}
