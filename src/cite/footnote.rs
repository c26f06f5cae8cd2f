//! What is known of a place on a day as one paragraph with citations, for a footnote of a paper.

use super::{Citations, Style};
use crate::dataset::{Dataset, SourceId, StatusKind};
use crate::lang::Lang;
use crate::time::{Day, FuzzyDate, write_out};
use crate::timeline::{Act, Explanation, Held, OtherReading, Statement};
use crate::words::word;
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
pub fn footnote(dataset: &Dataset, style: Style, place: &str, answer: &Explanation, lang: Lang) -> Footnote {
    let sources = dataset.sources.as_slice();
    let mut writer = Writer {
        dataset,
        citations: Citations::new(sources, style),
        lang,
        cited: Vec::new(),
        told: Vec::new(),
    };
    let date = words(&answer.date, lang);
    let unit = &answer.unit.name;
    let of_unit = if place.starts_with(unit.as_str()) { String::new() } else { format!(" (unit {unit})") };
    let mut out = vec![format!("{place}{of_unit} on {date}.")];
    out.push(writer.held("Control in fact", &answer.control));
    if answer.sovereignty.id == "nobody" {
        let (held, head) = (&answer.sovereignty, "Sovereignty: no act in force assigned it");
        out.push(writer.sentence(head, held.since.as_deref(), held.certainty, held.event.as_ref()));
    } else {
        out.push(writer.held("Sovereignty by the act in force", &answer.sovereignty));
    }
    for claim in &answer.claims {
        out.push(writer.held("Claimed by", claim));
    }
    for status in &answer.status {
        let by = status.by.as_deref().map(|key| polity_name(dataset, key, &answer.date, lang));
        let name = status.name.as_ref().map_or(String::new(), |name| format!(", named {name}"));
        let head = format!("Status: {}{name}", status_words(&status.id, by.as_deref(), lang));
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

fn polity_name(dataset: &Dataset, key: &str, date: &str, lang: Lang) -> String {
    let polity = dataset.polity_by_key(key).map(|id| dataset.polity(id));
    match (polity, date.parse::<Day>()) {
        (Some(polity), Ok(day)) => polity.name_on(day, lang).to_owned(),
        _ => key.to_owned(),
    }
}

/// A status with the party it refers to: "under the protection of Turkey".
fn status_words(id: &str, by: Option<&str>, lang: Lang) -> String {
    let kind = StatusKind::ALL.iter().find(|(key, _)| *key == id).map(|(_, kind)| *kind);
    match (kind, by) {
        (Some(StatusKind::Occupied | StatusKind::Protectorate), Some(by)) => {
            format!("{} {by}", word(lang, id))
        }
        (Some(StatusKind::Occupied), None) => word(lang, "occupied-land").to_owned(),
        (Some(StatusKind::Protectorate), None) => word(lang, "protectorate-land").to_owned(),
        (_, Some(by)) => format!("{} ({by})", word(lang, id)),
        (_, None) => word(lang, id).to_owned(),
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
    dataset: &'a Dataset,
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
        let stated: Vec<String> = [supports, reports].into_iter().filter(|text| !text.is_empty()).collect();
        if !stated.is_empty() {
            out.push_str(&format!(": {}", stated.join("; ")));
        }
        if !inferred.is_empty() {
            out.push_str(&format!("; inferred: {inferred}"));
        }
        out
    }

    /// What speaks against an act, and the readings of it that are not followed.
    fn against(&mut self, act: &Act) -> Vec<String> {
        let variants =
            self.dataset.event_by_key(&act.id).map(|id| self.dataset.event(id).variants.as_slice());
        let statements = |variant: &OtherReading| -> Vec<(&str, &str)> {
            let of = variants.unwrap_or_default().iter().find(|one| one.key == variant.id);
            let ids = of.map(|one| one.attestations.as_slice()).unwrap_or_default();
            let found = ids.iter().map(|id| self.dataset.attestation(*id));
            found.map(|one| (self.dataset.source(one.source).key.as_str(), one.place.as_str())).collect()
        };
        let readings: Vec<Vec<(&str, &str)>> = act.variants.iter().map(statements).collect();
        // A statement that gives a reading is cited with it, and not a second time on its own.
        let told = |one: &Statement| {
            readings.iter().flatten().any(|(source, place)| *source == one.source && *place == one.place)
        };
        let others: Vec<&Statement> =
            act.evidence.iter().filter(|one| one.relation == "contradicts" && !told(one)).collect();
        let mut out = Vec::new();
        for one in &others {
            let cites = self.gathered(&[(&one.source, &one.place)]);
            out.push(format!("Against “{}” ({cites}): {}", act.title, super::ending(&one.says)));
        }
        for (index, (other, statements)) in act.variants.iter().zip(&readings).enumerate() {
            let of = if index == 0 { format!(" of “{}”", act.title) } else { String::new() };
            let cites = self.gathered(statements);
            let cites = if cites.is_empty() { cites } else { format!(" ({cites})") };
            let because = if other.because.is_empty() {
                String::new()
            } else {
                format!(" Not followed: {}", super::ending(&other.because))
            };
            out.push(format!("Another reading{of}{cites}: {}{because}", super::ending(&other.says)));
        }
        out
    }

    /// The statements of one relation, those of one source together.
    fn cite(&mut self, act: &Act, relation: &str) -> String {
        let statements: Vec<(&str, &str)> = act
            .evidence
            .iter()
            .filter(|one| one.relation == relation)
            .map(|one| (one.source.as_str(), one.place.as_str()))
            .collect();
        self.gathered(&statements)
    }

    /// Citations of statements (source key and place), those of one source together.
    fn gathered(&mut self, statements: &[(&str, &str)]) -> String {
        let mut by_source: Vec<(&str, Vec<&str>)> = Vec::new();
        for &(source, place) in statements {
            match by_source.iter_mut().find(|(known, _)| *known == source) {
                Some((_, places)) => places.push(place),
                None => by_source.push((source, vec![place])),
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
            return self.citations.again(id, places);
        }
        self.cited.push(id);
        self.citations.full(id, places)
    }

    fn id(&self, key: &str) -> Option<SourceId> {
        (0u32..)
            .map(SourceId)
            .zip(&self.dataset.sources)
            .find(|(_, source)| source.key == key)
            .map(|(id, _)| id)
    }
}

fn words(date: &str, lang: Lang) -> String {
    FuzzyDate::parse(date).map_or(date.to_owned(), |date| write_out(&date, lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::load_builtin;
    use crate::timeline::{Timeline, explain};

    fn of(unit: &str, day: &str, style: Style) -> Footnote {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let timeline = Timeline::new(&dataset);
        let state = timeline.at(day.parse().expect("a day"));
        let unit = dataset.unit_by_key(unit).expect("a unit");
        let answer = explain(&timeline, &state, unit, Lang::EN);
        footnote(&dataset, style, "The place", &answer, Lang::EN)
    }

    #[test]
    fn what_held_since_when_by_what_act_and_who_says_otherwise() {
        let note = of("nakhchivan", "1920-08-05", Style::AuthorDate);
        let text = &note.paragraph;
        for part in [
            "The place (unit Nakhchivan) on 5 August 1920. Control in fact: ",
            ", since 28 July 1920 (The Red Army enters Nakhchivan: Ibrahimova and Valizada 2019, l. 857; ",
            "Another reading of “The Red Army enters Nakhchivan” (SÜTAD 38, n.d., ll. 373–375): ",
            " Not followed: ",
        ] {
            assert!(text.contains(part), "{part:?} is not in: {text}");
        }
        assert!(!text.contains("..") && !text.contains("  ") && text.ends_with('.'), "{text}");
        assert!(note.statements.iter().any(|one| one.citation == "Ibrahimova and Valizada 2019, l. 857"));
        assert!(note.works.iter().any(|work| work.source == "sutad-38"));
    }

    #[test]
    fn notes_cite_in_full_once_and_then_by_the_authors() {
        let text = of("nakhchivan", "1920-08-05", Style::ChicagoNotes).paragraph;
        assert_eq!(text.matches("Gülzar İbrahimova and Vagif Valizada, “").count(), 1, "{text}");
        assert!(
            text.contains("; İbrahimova and Valizada, l") || text.contains(" İbrahimova and Valizada, l"),
            "{text}"
        );
    }

    #[test]
    fn what_is_inferred_says_so() {
        let note = of("batum", "1919-06-01", Style::AuthorDate);
        assert!(note.paragraph.contains("; inferred: "), "{}", note.paragraph);
        assert!(note.paragraph.contains("Sovereignty: no act in force assigned it"), "{}", note.paragraph);
        assert!(note.paragraph.contains("held by troops of United Kingdom"), "{}", note.paragraph);
    }

    #[test]
    fn every_unit_and_change_day_gives_whole_sentences() {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let timeline = Timeline::new(&dataset);
        for day in timeline.change_days().into_iter().step_by(9) {
            let state = timeline.at(day);
            for unit in dataset.unit_ids() {
                let answer = explain(&timeline, &state, unit, Lang::EN);
                let text = footnote(&dataset, Style::ChicagoNotes, "X", &answer, Lang::EN).paragraph;
                for slip in ["()", "( ", " )", " .", "..", ",,", "; ;", ": ;", ": )", "  "] {
                    assert!(!text.contains(slip), "{day} {slip:?}: {text}");
                }
            }
        }
    }
}
