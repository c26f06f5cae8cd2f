//! What is known of a place on a day as one paragraph with citations, for a footnote of a paper.

use super::{Citations, Style};
use crate::dataset::{Source, SourceId};
use crate::lang::Lang;
use crate::time::{FuzzyDate, write_out};
use crate::timeline::{Act, Explanation, Held};
use serde::Serialize;

/// A paragraph and the works it cites.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Footnote {
    /// Name of the style.
    pub style: &'static str,
    /// What held, since when, by what act, who says so and who says otherwise.
    pub paragraph: String,
    /// The works cited, in the order of a bibliography.
    pub works: Vec<Work>,
    /// Every statement behind the answer with its citation, in the order of the answer.
    pub statements: Vec<CitedStatement>,
}

/// A work in a bibliography.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Work {
    /// Source key.
    pub source: String,
    /// Its entry.
    pub entry: String,
}

/// A statement with its citation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CitedStatement {
    /// Event key.
    pub event: String,
    /// `supports`, `contradicts` or `reports`.
    pub relation: &'static str,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// The short citation.
    pub citation: String,
}

/// The answer to "who held `place`" as a paragraph.
pub fn footnote(sources: &[Source], style: Style, place: &str, answer: &Explanation, lang: Lang) -> Footnote {
    let mut writer = Writer {
        sources,
        citations: Citations::new(sources, style),
        lang,
        cited: Vec::new(),
        told: Vec::new(),
    };
    let date = words(&answer.date, lang);
    let unit = &answer.unit.name;
    let of_unit = if place == unit { String::new() } else { format!(" (unit {unit})") };
    let mut out = vec![format!("{place}{of_unit} on {date}.")];
    out.push(writer.held("Control in fact", &answer.control));
    out.push(writer.held("Sovereignty by the act in force", &answer.sovereignty));
    for claim in &answer.claims {
        out.push(writer.held("Claimed by", claim));
    }
    for status in &answer.status {
        let by = status.by.as_ref().map_or(String::new(), |by| format!(" ({by})"));
        let name = status.name.as_ref().map_or(String::new(), |name| format!(", named {name}"));
        let head = format!("Status: {}{by}{name}", status.id);
        out.push(writer.sentence(&head, status.since.as_deref(), status.certainty, status.event.as_ref()));
    }
    for act in &answer.pending {
        let head = format!("May have happened by then, its date being imprecise: {}", words(&act.date, lang));
        out.push(writer.sentence(&head, None, "stated", Some(act)));
    }
    let acts = acts(answer);
    for act in &acts {
        out.extend(writer.against(act));
    }
    let statements = acts.iter().flat_map(|act| {
        act.evidence.iter().map(|one| CitedStatement {
            event: act.id.clone(),
            relation: one.relation,
            source: one.source.clone(),
            place: one.place.clone(),
            citation: writer
                .id(&one.source)
                .map_or(String::new(), |id| writer.citations.short(id, &[&one.place])),
        })
    });
    let works = writer
        .citations
        .sorted(writer.cited.iter().copied())
        .into_iter()
        .map(|id| Work { source: sources[id.index()].key.clone(), entry: writer.citations.entry(id) });
    Footnote {
        style: style.key(),
        paragraph: out.join(" "),
        works: works.collect(),
        statements: statements.collect(),
    }
}

/// The acts of an answer, each once, in order.
fn acts(answer: &Explanation) -> Vec<&Act> {
    let held = [&answer.control, &answer.sovereignty].into_iter().chain(&answer.claims);
    let all = held
        .filter_map(|held| held.event.as_ref())
        .chain(answer.status.iter().filter_map(|status| status.event.as_ref()))
        .chain(&answer.pending);
    let mut acts: Vec<&Act> = Vec::new();
    for act in all {
        if acts.iter().all(|known| known.id != act.id) {
            acts.push(act);
        }
    }
    acts
}

struct Writer<'a> {
    sources: &'a [Source],
    citations: Citations<'a>,
    lang: Lang,
    /// Works in the order in which they were cited first.
    cited: Vec<SourceId>,
    /// Events whose evidence has been given.
    told: Vec<String>,
}

impl Writer<'_> {
    fn held(&mut self, head: &str, held: &Held) -> String {
        let head = format!("{head}: {}", held.name);
        self.sentence(&head, held.since.as_deref(), held.certainty, held.event.as_ref())
    }

    fn sentence(&mut self, head: &str, since: Option<&str>, certainty: &str, act: Option<&Act>) -> String {
        let since = since.map_or(String::new(), |date| format!(", since {}", words(date, self.lang)));
        let certainty = if certainty == "stated" { String::new() } else { format!(", {certainty}") };
        let by = act.map_or(String::new(), |act| format!(" ({})", self.act(act)));
        format!("{head}{since}{certainty}{by}.")
    }

    /// Title of an act with the statements for it; the second time the title alone.
    fn act(&mut self, act: &Act) -> String {
        if self.told.contains(&act.id) {
            return format!("{}, as above", act.title);
        }
        self.told.push(act.id.clone());
        let mut out = act.title.clone();
        let supports = self.cite(act, "supports");
        let reports = self.cite(act, "reports");
        let inferred = act.inferred.trim_end_matches('.');
        let reports = if reports.is_empty() { reports } else { format!("reported in {reports}") };
        let inferred = if inferred.is_empty() { String::new() } else { format!("inferred: {inferred}") };
        let reasons: Vec<String> =
            [supports, reports, inferred].into_iter().filter(|text| !text.is_empty()).collect();
        if !reasons.is_empty() {
            out.push_str(": ");
            out.push_str(&reasons.join("; "));
        }
        out
    }

    /// What speaks against an act, and the readings of it that are not followed.
    fn against(&mut self, act: &Act) -> Vec<String> {
        let mut out = Vec::new();
        let cites = self.cite(act, "contradicts");
        if !cites.is_empty() {
            out.push(format!("Against “{}”: {cites}.", act.title));
        }
        for other in &act.variants {
            let sources: Vec<SourceId> = other.sources.iter().filter_map(|key| self.id(key)).collect();
            let cites: Vec<String> = sources.into_iter().map(|id| self.citation(id, &[])).collect();
            let cites = if cites.is_empty() { String::new() } else { format!(" ({})", cites.join("; ")) };
            let because = if other.because.is_empty() {
                String::new()
            } else {
                format!(" Not followed: {}", super::ending(&other.because))
            };
            out.push(format!("Another reading{cites}: {}{because}", super::ending(&other.says)));
        }
        out
    }

    /// The statements of one relation, those of one source together.
    fn cite(&mut self, act: &Act, relation: &str) -> String {
        let mut by_source: Vec<(&str, Vec<&str>)> = Vec::new();
        for one in act.evidence.iter().filter(|one| one.relation == relation) {
            match by_source.iter_mut().find(|(source, _)| *source == one.source) {
                Some((_, places)) => places.push(&one.place),
                None => by_source.push((&one.source, vec![&one.place])),
            }
        }
        let mut citations = Vec::new();
        for (source, places) in by_source {
            if let Some(id) = self.id(source) {
                citations.push(self.citation(id, &places));
            }
        }
        citations.join("; ")
    }

    /// In full the first time, short after it.
    fn citation(&mut self, id: SourceId, places: &[&str]) -> String {
        if self.cited.contains(&id) {
            return self.citations.short(id, places);
        }
        self.cited.push(id);
        self.citations.full(id, places)
    }

    fn id(&self, key: &str) -> Option<SourceId> {
        (0u32..).map(SourceId).zip(self.sources).find(|(_, source)| source.key == key).map(|(id, _)| id)
    }
}

fn words(date: &str, lang: Lang) -> String {
    FuzzyDate::parse(date).map_or(date.to_owned(), |date| write_out(&date, lang))
}
