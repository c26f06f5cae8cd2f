//! A report as text for a terminal, as CSV, and as Markdown for an article.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::course::Condition;
use super::report::{ActHead, Party, Report, ReportChange, ReportWay, Total, polity_short};
use crate::cite::{Citations, Style};
use crate::dataset::{Dataset, SourceId, StatusKind};
use crate::lang::Lang;
use crate::table::{Align, Table, markdown, wrap};
use crate::time::Day;
use crate::words::{count, number, word};

/// Lines for people are broken after so many letters.
const WIDTH: usize = 100;

/// An area in words, without the unit: whole from 10 km² on, else to a tenth.
pub fn km2_words(km2: f64, lang: Lang) -> String {
    number(lang, km2, usize::from(0.0 < km2.abs() && km2.abs() < 9.95))
}

/// Statuses and name in words: `autonomous (Azerbaijan), "Nakhchivan ASSR"`.
pub(super) fn condition_words(dataset: &Dataset, condition: &Condition, day: Day, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    for status in &condition.statuses {
        let by = status.by.map(|by| polity_short(dataset, by, day, lang));
        parts.push(match (status.kind, by) {
            (StatusKind::Occupied | StatusKind::Protectorate, Some(by)) => {
                format!("{} {by}", word(lang, status.kind.key()))
            }
            (StatusKind::Occupied, None) => word(lang, "occupied-land").to_owned(),
            (StatusKind::Protectorate, None) => word(lang, "protectorate-land").to_owned(),
            (kind, Some(by)) => format!("{} ({by})", word(lang, kind.key())),
            (kind, None) => word(lang, kind.key()).to_owned(),
        });
    }
    if parts.is_empty() {
        parts.push(word(lang, "ordinary").to_owned());
    }
    if let Some(name) = &condition.name {
        parts.push(format!("“{}”", name.get(lang)));
    }
    parts.join(", ")
}

/// What a change is, in words, with `arrow` between the two sides: one line for the holder, one for the status.
pub fn change_words(change: &ReportChange, arrow: &str, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    if change.returned {
        // The longest way tells it; all ways of one entry are the same.
        if let Some(way) = change.ways.first() {
            out.push(way_words(way, arrow));
        }
        return out;
    }
    if let (Some(from), Some(to)) = (&change.from, &change.to) {
        out.push(format!("{} {arrow} {}", from.short, to.short));
    }
    if let (Some(from), Some(to)) = (&change.status_from, &change.status_to) {
        out.push(format!("{from} {arrow} {to}"));
    }
    if let (Some(by), Some(begins)) = (&change.claimant, change.claim_begins) {
        let key = if begins { "compare-claim-begins" } else { "compare-claim-ends" };
        out.push(format!("{} {}", word(lang, key), by.short));
    }
    out
}

/// The values of a way one after the other, each with the date on which it came.
pub(super) fn way_words(way: &ReportWay, arrow: &str) -> String {
    let first = way.steps.first().map_or(String::new(), |step| step.from.clone());
    way.steps.iter().fold(first, |out, step| format!("{out} {arrow} {} ({})", step.to, step.date_words))
}

impl Report {
    /// Title: what is compared with what.
    pub fn title(&self, lang: Lang) -> String {
        let [first, second] = &self.sides;
        let view = |key: &str| word(lang, key).to_owned();
        match self.compared {
            "days" => format!("{}: {} – {}", view(first.view), first.label, second.label),
            "tracks" => format!("{} / {}, {}", first.label, second.label, day_words(&first.day, lang)),
            _ => format!(
                "{}, {}: {} / {}",
                view(first.view),
                day_words(&first.day, lang),
                first.label,
                second.label
            ),
        }
    }

    /// What to say where nothing differs.
    pub fn nothing(&self, lang: Lang) -> String {
        let key = if self.compared == "days" { "compare-nothing" } else { "compare-same" };
        word(lang, key).to_owned()
    }

    /// Heads of the columns of totals: first side, more, less, second side.
    pub fn heads(&self, lang: Lang) -> [String; 4] {
        let [first, second] = &self.sides;
        match (self.compared, first.view) {
            ("days", "claims") => [first.day.clone(), "+".to_owned(), "−".to_owned(), second.day.clone()],
            ("days", _) => [
                first.day.clone(),
                word(lang, "compare-gained").to_owned(),
                word(lang, "compare-lost").to_owned(),
                second.day.clone(),
            ],
            _ => ["1".to_owned(), "+".to_owned(), "−".to_owned(), "2".to_owned()],
        }
    }

    /// For a terminal.
    pub fn to_text(&self, lang: Lang) -> String {
        let mut out = self.title(lang) + "\n";
        if self.compared != "days" {
            for (position, side) in self.sides.iter().enumerate() {
                let _ = writeln!(out, "{}: {}", position + 1, side.label);
            }
        }
        if self.changes.is_empty() {
            let _ = writeln!(out, "\n{}", self.nothing(lang));
        }
        let _ = writeln!(out, "\n{}\n", word(lang, self.totals_head()));
        out.push_str(&self.totals_table(lang, |party| &party.short).to_text(1, WIDTH + 20));
        if self.totals.iter().any(|total| total.with_surroundings) {
            let _ = writeln!(out, "{}", word(lang, "compare-surroundings"));
        }
        if !self.flows.is_empty() {
            let _ = writeln!(out, "\n{}\n", word(lang, "compare-pairs"));
            out.push_str(&self.flows_table(lang).to_text(4, WIDTH + 20));
        }
        let mut heading = None;
        for change in &self.changes {
            let key = self.changes_head(change.returned);
            if heading != Some(key) {
                let _ = writeln!(out, "\n{}", word(lang, key));
                heading = Some(key);
            }
            self.change_text(change, lang, &mut out);
        }
        if !self.acts.is_empty() {
            let _ = writeln!(out, "\n{}\n", word(lang, "compare-every"));
            out.push_str(&self.acts_table(lang).to_text(6, 4 * WIDTH));
        }
        out
    }

    fn change_text(&self, change: &ReportChange, lang: Lang, out: &mut String) {
        let km2 = format!("{} {}", km2_words(change.km2, lang), word(lang, "km2"));
        let indent = "      ";
        for (position, act) in change.acts.iter().enumerate() {
            let number = if position == 0 { change.number.to_string() } else { String::new() };
            let head = format!("{number:>4}  {}", act.date_words);
            let _ = writeln!(out, "{head}{}", if position == 0 { format!("  {km2}") } else { String::new() });
            out.push_str(&wrap(&format!("{}{} ({})", self.side_mark(act), act.title, act.id), indent, WIDTH));
        }
        if change.acts.is_empty() {
            let _ = writeln!(out, "{:>4}  {km2}", change.number);
        }
        for line in change_words(change, "->", lang) {
            out.push_str(&wrap(&line, indent, WIDTH));
        }
        out.push_str(&wrap(&change.land.join(", "), indent, WIDTH));
        if !change.returned {
            for way in &change.ways {
                let words = format!("{} {}", word(lang, "compare-way"), way_words(way, "->"));
                let whole = way.units.len() == change.units.len();
                let land = if whole { String::new() } else { format!(" [{}]", way.land.join(", ")) };
                out.push_str(&wrap(&(words + &land), indent, WIDTH));
            }
        }
        let sources: Vec<&str> =
            change.acts.iter().flat_map(|act| &act.sources).map(|source| source.short.as_str()).collect();
        out.push_str(&wrap(&sources.join("; "), indent, WIDTH));
    }

    /// Where both sides have an act of their own, which one: `1: `.
    pub fn side_mark(&self, act: &ActHead) -> String {
        if self.compared == "days" { String::new() } else { format!("{}: ", act.side) }
    }

    /// Heading of the totals.
    pub fn totals_head(&self) -> &'static str {
        if self.sides[0].view == "claims" { "compare-claims" } else { "compare-balance" }
    }

    /// Heading of the changes that last, or of those that came back.
    pub fn changes_head(&self, returned: bool) -> &'static str {
        match (returned, self.compared) {
            (true, _) => "compare-returned",
            (false, "days") => "compare-changes",
            _ => "compare-differences",
        }
    }

    fn totals_table(&self, lang: Lang, name: fn(&Party) -> &String) -> Table {
        let [before, gained, lost, after] = self.heads(lang);
        let mut heads = vec![
            (String::new(), Align::Left),
            (before, Align::Right),
            (gained, Align::Right),
            (lost, Align::Right),
            (after, Align::Right),
        ];
        let is_days = self.compared == "days";
        if is_days {
            let gross = ["compare-gross-gained", "compare-gross-lost"];
            heads.extend(gross.map(|key| (word(lang, key).to_owned(), Align::Right)));
        }
        let mut table = Table::new(heads);
        let cell = |km2: f64| if km2 == 0.0 { String::new() } else { km2_words(km2, lang) };
        for total in &self.totals {
            let mark = if total.with_surroundings { " *" } else { "" };
            let mut cells = vec![format!("{}{mark}", name(&total.party))];
            cells.extend([total.before_km2, total.gained_km2, total.lost_km2, total.after_km2].map(cell));
            if is_days {
                cells.extend([total.gross_gained_km2, total.gross_lost_km2].map(cell));
            }
            table.push(cells);
        }
        let sum = |of: fn(&Total) -> f64| cell(self.totals.iter().map(of).sum());
        if self.sides[0].view != "claims" {
            let mut cells = vec![word(lang, "compare-total").to_owned()];
            cells.extend([
                sum(|total| total.before_km2),
                sum(|total| total.gained_km2),
                sum(|total| total.lost_km2),
                sum(|total| total.after_km2),
            ]);
            if is_days {
                cells.extend([sum(|total| total.gross_gained_km2), sum(|total| total.gross_lost_km2)]);
            }
            table.push(cells);
        }
        table
    }

    fn flows_table(&self, lang: Lang) -> Table {
        let head = |key: &str| word(lang, key).to_owned();
        let mut heads = vec![
            (head("compare-from"), Align::Left),
            (head("compare-to"), Align::Left),
            (head("km2"), Align::Right),
        ];
        if self.compared == "days" {
            heads.push((head("compare-gross"), Align::Right));
        }
        let mut table = Table::new(heads);
        for flow in &self.flows {
            let mut cells = vec![flow.from.name.clone(), flow.to.name.clone(), km2_words(flow.km2, lang)];
            if self.compared == "days" {
                cells.push(km2_words(flow.gross_km2, lang));
            }
            table.push(cells);
        }
        table
    }

    fn acts_table(&self, lang: Lang) -> Table {
        let head = |key: &str| word(lang, key).to_owned();
        let mut table = Table::new([
            (head("compare-date"), Align::Left),
            (head("compare-act"), Align::Left),
            (head("compare-from"), Align::Left),
            (head("compare-to"), Align::Left),
            (head("km2"), Align::Right),
        ]);
        for act in &self.acts {
            let (date, title) = head_words(act.act.as_ref(), &act.day);
            let (from, to) = (act.from.short.clone(), act.to.short.clone());
            table.push([date, title, from, to, km2_words(act.km2, lang)]);
        }
        table
    }

    /// For programs: a line per unit and change, those that came back too.
    pub fn to_csv(&self, unit_km2: impl Fn(&str) -> f64) -> String {
        let heads = [
            "number",
            "returned",
            "unit",
            "km2",
            "from",
            "to",
            "status_from",
            "status_to",
            "claimant",
            "claim",
            "event",
            "date",
            "title",
            "steps",
            "sources",
        ];
        let mut table = Table::new(heads.map(|head| (head, Align::Left)));
        let id = |party: &Option<Party>| party.as_ref().map_or(String::new(), |party| party.id.clone());
        for change in &self.changes {
            let join =
                |of: &dyn Fn(&ActHead) -> String| change.acts.iter().map(of).collect::<Vec<_>>().join("; ");
            let mut ways: BTreeMap<&str, &ReportWay> = BTreeMap::new();
            for way in change.ways.iter().rev() {
                ways.extend(way.units.iter().map(|unit| (unit.as_str(), way)));
            }
            for unit in &change.units {
                let way = ways.get(unit.as_str()).copied();
                let sources = |act: &ActHead| {
                    act.sources.iter().map(|source| source.short.clone()).collect::<Vec<_>>().join("; ")
                };
                table.push([
                    change.number.to_string(),
                    change.returned.to_string(),
                    unit.clone(),
                    format!("{:.3}", unit_km2(unit)),
                    id(&change.from),
                    id(&change.to),
                    change.status_from.clone().unwrap_or_default(),
                    change.status_to.clone().unwrap_or_default(),
                    id(&change.claimant),
                    change
                        .claim_begins
                        .map_or("", |begins| if begins { "begins" } else { "ends" })
                        .to_owned(),
                    join(&|act| act.id.clone()),
                    join(&|act| act.date.clone()),
                    join(&|act| act.title.clone()),
                    way.map_or(String::new(), |way| way_words(way, "->")),
                    join(&sources),
                ]);
            }
        }
        table.to_csv()
    }

    /// For an article: tables, and the changes with their sources in footnotes.
    pub fn to_markdown(&self, dataset: &Dataset, style: Style, lang: Lang) -> String {
        let mut out = format!("# {}\n\n{}\n", markdown(dataset.title.get(lang)), markdown(&self.title(lang)));
        if self.changes.is_empty() {
            let _ = writeln!(out, "\n{}", self.nothing(lang));
        }
        let _ = writeln!(out, "\n## {}\n", word(lang, self.totals_head()));
        out.push_str(&self.totals_table(lang, |party| &party.name).to_markdown());
        if self.totals.iter().any(|total| total.with_surroundings) {
            let _ = writeln!(out, "\n{}", markdown(word(lang, "compare-surroundings")));
        }
        if !self.flows.is_empty() {
            let _ = writeln!(out, "\n## {}\n", word(lang, "compare-pairs"));
            out.push_str(&self.flows_table(lang).to_markdown());
        }
        let mut notes =
            Notes { dataset, citations: Citations::new(&dataset.sources, style), cited: Vec::new() };
        let mut foot = String::new();
        let mut heading = None;
        for change in &self.changes {
            let key = self.changes_head(change.returned);
            if heading != Some(key) {
                let _ = writeln!(out, "\n## {}\n", word(lang, key));
                heading = Some(key);
            }
            let note = change.acts.iter().map(|act| notes.of(act)).filter(|note| !note.is_empty());
            let note = note.collect::<Vec<_>>().join("; ");
            let mark = if note.is_empty() { String::new() } else { format!("[^{}]", change.number) };
            if !note.is_empty() {
                let stop = if note.ends_with('.') { "" } else { "." };
                let _ = writeln!(foot, "[^{}]: {note}{stop}", change.number);
            }
            let acts: Vec<String> = change
                .acts
                .iter()
                .map(|act| {
                    format!("{}{}: {}", self.side_mark(act), markdown(&act.date_words), markdown(&act.title))
                })
                .collect();
            let mut words = acts.join("; ");
            if !words.is_empty() {
                words.push_str(". ");
            }
            let said: Vec<String> =
                change_words(change, "→", lang).iter().map(|line| markdown(line)).collect();
            let km2 = format!("{} {}", km2_words(change.km2, lang), word(lang, "km2"));
            let land = markdown(&change.land.join(", "));
            let _ = writeln!(out, "{}. {words}{}. {land}: {km2}.{mark}", change.number, said.join("; "));
            if !change.returned {
                for way in &change.ways {
                    let land = if way.units.len() == change.units.len() {
                        String::new()
                    } else {
                        format!("{}: ", markdown(&way.land.join(", ")))
                    };
                    let words = markdown(&way_words(way, "→"));
                    let _ = writeln!(out, "    - {land}{} {words}", word(lang, "compare-way"));
                }
            }
        }
        if !self.acts.is_empty() {
            let _ = writeln!(out, "\n## {}\n", word(lang, "compare-every"));
            out.push_str(&self.acts_table(lang).to_markdown());
        }
        if !foot.is_empty() {
            let _ = write!(out, "\n{foot}");
        }
        let works = notes.citations.sorted(notes.cited.iter().copied());
        if !works.is_empty() {
            let _ = writeln!(out, "\n## {}\n", word(lang, "sources"));
            for work in works {
                let _ = writeln!(out, "- {}", markdown(&notes.citations.entry(work)));
            }
        }
        out
    }
}

/// Date and title of an act; without one the day it took hold.
fn head_words(act: Option<&ActHead>, day: &str) -> (String, String) {
    match act {
        Some(act) => (act.date_words.clone(), act.title.clone()),
        None => (day.to_owned(), String::new()),
    }
}

fn day_words(day: &str, lang: Lang) -> String {
    day.parse::<Day>().map_or(day.to_owned(), |day| crate::time::write_day(day, lang))
}

/// Footnotes: a work in full the first time, in short after it.
struct Notes<'a> {
    dataset: &'a Dataset,
    citations: Citations<'a>,
    cited: Vec<SourceId>,
}

impl Notes<'_> {
    fn of(&mut self, act: &ActHead) -> String {
        let mut out = Vec::new();
        for source in &act.sources {
            let all = (0u32..).map(SourceId).zip(&self.dataset.sources);
            let Some((id, _)) = all.clone().find(|(_, known)| known.key == source.source) else { continue };
            let places: Vec<&str> = source.places.iter().map(String::as_str).collect();
            out.push(if self.cited.contains(&id) {
                self.citations.short(id, &places)
            } else {
                self.cited.push(id);
                self.citations.full(id, &places)
            });
        }
        markdown(&out.join("; "))
    }
}

/// How many names of land are written at most; then `and 3 more`.
pub(crate) fn few(names: &[String], most: usize, lang: Lang) -> String {
    if names.len() <= most + 1 {
        return names.join(", ");
    }
    format!("{} {}", names[..most].join(", "), count(lang, "compare-more", names.len() - most))
}
