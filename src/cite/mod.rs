//! Citations in two styles, from the fields of a BibTeX entry. Knows nothing of maps.
//!
//! There are crates that do this from CSL style files. The one that is complete, hayagriva, comes with
//! dependencies under security advisories, and two styles are little code, so they are written here,
//! after the Chicago Manual of Style (17th edition). What an entry does not say is left out, and a year
//! that is not given is "n.d."; nothing is guessed. Fields beyond those of a style are kept: `titleaddon` follows
//! the title in brackets, `language` and `note` end the entry.

mod export;
mod footnote;
mod parts;

pub use export::{bibtex, csl_json};
pub use footnote::{CitedStatement, Footnote, Work, footnote};
pub use parts::places;

use crate::dataset::{Source, SourceId, fold};
use parts::{
    Shape, ending, inverted, issue, lead_label, link, loose, names, note_title, part, quoted, shape,
    straight, year,
};
use std::collections::BTreeMap;

/// A style of citation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Chicago, notes and bibliography.
    #[default]
    ChicagoNotes,
    /// Chicago, author and date.
    AuthorDate,
}

impl Style {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Style); 2] =
        [("chicago-notes", Style::ChicagoNotes), ("author-date", Style::AuthorDate)];

    /// Spelling on the command line.
    pub fn key(self) -> &'static str {
        Style::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// A bibliography that can be cited from.
///
/// Names of authors are read as `Family, Given`; a name without a comma is kept whole, as that of a body.
///
/// ```
/// use marchland::cite::{Citations, Style};
/// use marchland::dataset::{Source, SourceId};
///
/// let fields = [("author", "Rossi, Anna"), ("title", "A Diary"), ("year", "1861"), ("publisher", "The Press")];
/// let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
/// let sources = [Source { key: "diary".into(), kind: "book".into(), fields }];
/// let citations = Citations::new(&sources, Style::AuthorDate);
/// assert_eq!(citations.short(SourceId(0), &["pp. 3-4", "p. 9"]), "Rossi 1861, pp. 3–4, 9");
/// assert_eq!(citations.entry(SourceId(0)), "Rossi, Anna. 1861. A Diary. The Press.");
/// ```
#[derive(Clone, Debug)]
pub struct Citations<'a> {
    sources: &'a [Source],
    style: Style,
    /// What tells apart sources of the same authors and year: "a", "b"; mostly "".
    letters: Vec<String>,
}

impl<'a> Citations<'a> {
    /// Citations of these sources; ids are positions in them.
    pub fn new(sources: &'a [Source], style: Style) -> Citations<'a> {
        let mut citations = Citations { sources, style, letters: vec![String::new(); sources.len()] };
        // Notes name works by their titles: nobody looks for a letter after the year.
        if style == Style::ChicagoNotes {
            return citations;
        }
        let mut same: BTreeMap<String, Vec<SourceId>> = BTreeMap::new();
        for (index, source) in sources.iter().enumerate() {
            same.entry(parts::label(source, "")).or_default().push(SourceId(index as u32));
        }
        for ids in same.into_values().filter(|ids| 1 < ids.len()) {
            // In the order in which the list has them.
            for (position, id) in citations.sorted(ids).into_iter().enumerate() {
                citations.letters[id.index()] = letters(position);
            }
        }
        citations
    }

    /// The style.
    pub fn style(&self) -> Style {
        self.style
    }

    /// The short form with places in the source: `Ismayilov 2019, ll. 5, 20–22`. Without places, the work alone.
    pub fn short(&self, id: SourceId, at: &[&str]) -> String {
        let Some(source) = self.sources.get(id.index()) else { return String::new() };
        let at = places(at);
        match self.style {
            Style::AuthorDate => {
                let label = parts::label(source, &self.letters[id.index()]);
                if at.is_empty() { label } else { format!("{label}, {at}") }
            }
            Style::ChicagoNotes => {
                let (authors, _) = names(source);
                let title = note_title(source);
                let nameless = authors.is_empty() && title.is_empty();
                let who = if nameless { source.key.clone() } else { parts::families(&authors) };
                let mut out = who;
                let title = match shape(source) {
                    _ if title.is_empty() => String::new(),
                    Shape::Book => format!("{title}{}", if at.is_empty() { "" } else { "," }),
                    _ => quoted(title, if at.is_empty() { "" } else { "," }),
                };
                for piece in [title, at].into_iter().filter(|piece| !piece.is_empty()) {
                    if !out.is_empty() {
                        out.push_str(if out.ends_with([',', '”']) { " " } else { ", " });
                    }
                    out.push_str(&piece);
                }
                out
            }
        }
    }

    /// The form for a further mention in one note: in notes style the authors alone, where that is clear.
    pub fn again(&self, id: SourceId, at: &[&str]) -> String {
        let authors = |source: &Source| parts::families(&names(source).0);
        let Some(who) = self.sources.get(id.index()).map(authors) else { return String::new() };
        let clear = self.sources.iter().filter(|source| authors(source) == who).count() == 1;
        if self.style == Style::AuthorDate || who.is_empty() || !clear || at.is_empty() {
            return self.short(id, at);
        }
        format!("{who}, {}", places(at))
    }

    /// The form for the first note that cites a work. In author and date it is the short form.
    pub fn full(&self, id: SourceId, at: &[&str]) -> String {
        let Some(source) = self.sources.get(id.index()) else { return String::new() };
        if self.style == Style::AuthorDate {
            return self.short(id, at);
        }
        let (authors, of_editors) = names(source);
        let mut who = straight(&authors);
        if of_editors && !who.is_empty() {
            who.push_str(if authors.len() == 1 { ", ed." } else { ", eds." });
        }
        let title = source.field("title").unwrap_or("");
        if who.is_empty() && title.is_empty() {
            who = source.key.clone();
        }
        let year = self.year(id);
        let (title, rest) = match shape(source) {
            Shape::Book => {
                let imprint = parts::imprint(source, Some(&year));
                (title.to_owned(), format!("({imprint})"))
            }
            Shape::Part => (quoted(title, ","), part(source, false, Some(&year))),
            Shape::Periodical => (quoted(title, ","), issue(source, self.style, Some(&year), false)),
            Shape::Loose => (quoted(title, ","), loose(source, Some(&year))),
        };
        let mut out = who;
        for piece in [title, rest, places(at)].into_iter().filter(|piece| !piece.is_empty()) {
            if !out.is_empty() {
                let joined = out.ends_with([',', '”']) || piece.starts_with('(');
                out.push_str(if joined { " " } else { ", " });
            }
            out.push_str(&piece);
        }
        out
    }

    /// The entry for a bibliography.
    pub fn entry(&self, id: SourceId) -> String {
        let Some(source) = self.sources.get(id.index()) else { return String::new() };
        let (authors, of_editors) = names(source);
        let mut lead = inverted(&authors);
        if of_editors && !lead.is_empty() {
            lead.push_str(if authors.len() == 1 { ", ed." } else { ", eds." });
        }
        if lead.is_empty() && self.style == Style::AuthorDate {
            // A citation "SÜTAD 38, n.d." is looked for under "SÜTAD 38".
            lead = lead_label(source).unwrap_or("").to_owned();
        }
        if lead.is_empty() && source.field("title").is_none() {
            lead = source.key.clone();
        }
        let year = self.year(id);
        let addon = source.field("titleaddon").map_or(String::new(), |addon| format!(" [{addon}]"));
        let title = match (source.field("title"), shape(source)) {
            (None, _) => String::new(),
            (Some(title), Shape::Book) => format!("{title}{addon}"),
            (Some(title), _) if addon.is_empty() => quoted(title, "."),
            (Some(title), _) => format!("{}{addon}", quoted(title, "")),
        };
        let inner = (self.style == Style::ChicagoNotes).then_some(year.as_str());
        let published = match shape(source) {
            Shape::Periodical => issue(source, self.style, inner, true),
            Shape::Book => parts::imprint(source, inner),
            Shape::Part => part(source, true, inner),
            Shape::Loose => loose(source, inner),
        };
        let edited = source.field("editor").filter(|_| !of_editors && shape(source) != Shape::Part);
        let edited = edited.map(|editor| format!("Edited by {}", straight(&parts::split(editor))));
        let language = source.field("language").map(|language| {
            let mut letters = language.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            format!("In {first}{}", letters.as_str())
        });
        let head = match self.style {
            Style::ChicagoNotes => vec![lead, title],
            Style::AuthorDate if lead.is_empty() => vec![title, year],
            Style::AuthorDate => vec![lead, year, title],
        };
        let tail = [edited, Some(published), link(source), language, source.field("note").map(str::to_owned)];
        let sentences: Vec<String> = head
            .into_iter()
            .chain(tail.into_iter().flatten())
            .filter(|sentence| !sentence.is_empty())
            .map(|sentence| ending(&sentence))
            .collect();
        sentences.join(" ")
    }

    /// Ids in the order of a bibliography: by what the entry begins with, regardless of diacritics and quotes.
    pub fn sorted(&self, ids: impl IntoIterator<Item = SourceId>) -> Vec<SourceId> {
        let key = |id: &SourceId| (fold(self.entry(*id).trim_start_matches('“')), *id);
        let mut ids: Vec<SourceId> = ids.into_iter().collect();
        ids.sort_by_cached_key(key);
        ids.dedup();
        ids
    }

    fn year(&self, id: SourceId) -> String {
        let year = self.sources.get(id.index()).and_then(year).unwrap_or("n.d.");
        format!("{year}{}", self.letters[id.index()])
    }
}

/// What tells the works of one year apart, from 0: a to z, then aa, ab.
fn letters(position: usize) -> String {
    let last = char::from(b'a' + (position % 26) as u8);
    match position / 26 {
        0 => last.to_string(),
        before => letters(before - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::load_builtin;

    fn source(kind: &str, fields: &[(&str, &str)]) -> Source {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Source { key: "key".to_owned(), kind: kind.to_owned(), fields }
    }

    /// Entry, full note and short note of one source, in one style.
    fn check(style: Style, source: &Source, expected: [&str; 3]) {
        let sources = [source.clone()];
        let citations = Citations::new(&sources, style);
        let id = SourceId(0);
        let found = [citations.entry(id), citations.full(id, &["p. 7"]), citations.short(id, &["p. 7"])];
        assert_eq!(found, expected);
    }

    fn article() -> Source {
        source(
            "article",
            &[
                ("author", "Rossi, Anna and Bianchi, Carlo and The Academy"),
                ("title", "Who Held Nice?"),
                ("journal", "Border Studies"),
                ("volume", "4"),
                ("number", "2"),
                ("year", "1961"),
                ("pages", "12–34"),
                ("doi", "10.1/x"),
            ],
        )
    }

    #[test]
    fn an_article() {
        check(
            Style::ChicagoNotes,
            &article(),
            [
                "Rossi, Anna, Carlo Bianchi, and The Academy. “Who Held Nice?” Border Studies 4, no. 2 (1961): 12–34. https://doi.org/10.1/x.",
                "Anna Rossi, Carlo Bianchi, and The Academy, “Who Held Nice?” Border Studies 4, no. 2 (1961), p. 7",
                "Rossi, Bianchi, and The Academy, “Who Held Nice?” p. 7",
            ],
        );
        check(
            Style::AuthorDate,
            &article(),
            [
                "Rossi, Anna, Carlo Bianchi, and The Academy. 1961. “Who Held Nice?” Border Studies 4 (2): 12–34. https://doi.org/10.1/x.",
                "Rossi, Bianchi, and The Academy 1961, p. 7",
                "Rossi, Bianchi, and The Academy 1961, p. 7",
            ],
        );
    }

    #[test]
    fn a_book_a_part_and_an_edited_book() {
        let book = [
            ("author", "Rossi, Anna"),
            ("title", "A Diary: 1860"),
            ("publisher", "Press"),
            ("address", "Nice"),
            ("year", "1861"),
        ];
        check(
            Style::ChicagoNotes,
            &source("book", &book),
            [
                "Rossi, Anna. A Diary: 1860. Nice: Press, 1861.",
                "Anna Rossi, A Diary: 1860 (Nice: Press, 1861), p. 7",
                "Rossi, A Diary, p. 7",
            ],
        );
        let part = [
            ("author", "Rossi, Anna"),
            ("title", "Nice"),
            ("booktitle", "Borders"),
            ("editor", "Bianchi, Carlo"),
            ("pages", "1–9"),
            ("publisher", "Press"),
            ("year", "1861"),
        ];
        check(
            Style::AuthorDate,
            &source("incollection", &part),
            [
                "Rossi, Anna. 1861. “Nice.” In Borders, edited by Carlo Bianchi, 1–9. Press.",
                "Rossi 1861, p. 7",
                "Rossi 1861, p. 7",
            ],
        );
        let edited = [("editor", "Bianchi, Carlo and Rossi, Anna"), ("title", "Borders")];
        check(
            Style::ChicagoNotes,
            &source("book", &edited),
            [
                "Bianchi, Carlo, and Anna Rossi, eds. Borders. n.d.",
                "Carlo Bianchi and Anna Rossi, eds., Borders (n.d.), p. 7",
                "Bianchi and Rossi, Borders, p. 7",
            ],
        );
    }

    #[test]
    fn nothing_is_invented() {
        for (fields, notes, dated) in [
            (
                &[][..],
                ["key. n.d.", "key, n.d., p. 7", "key, p. 7"],
                ["key. n.d.", "key, n.d., p. 7", "key, n.d., p. 7"],
            ),
            (
                &[("author", "Rossi, Anna")],
                ["Rossi, Anna. n.d.", "Anna Rossi, n.d., p. 7", "Rossi, p. 7"],
                ["Rossi, Anna. n.d.", "Rossi n.d., p. 7", "Rossi n.d., p. 7"],
            ),
            (
                &[("title", "A Text")],
                ["“A Text.” n.d.", "“A Text,” n.d., p. 7", "“A Text,” p. 7"],
                ["“A Text.” n.d.", "A Text, n.d., p. 7", "A Text, n.d., p. 7"],
            ),
            (
                &[("title", "A Text"), ("year", "1900")],
                ["“A Text.” 1900.", "“A Text,” 1900, p. 7", "“A Text,” p. 7"],
                ["“A Text.” 1900.", "A Text 1900, p. 7", "A Text 1900, p. 7"],
            ),
            (
                &[("title", "A Text"), ("shorttitle", "Review 5"), ("journal", "Review"), ("number", "5")],
                ["“A Text.” Review, no. 5 (n.d.).", "“A Text,” Review, no. 5 (n.d.), p. 7", "“A Text,” p. 7"],
                ["Review 5. n.d. “A Text.” Review, no. 5.", "Review 5, n.d., p. 7", "Review 5, n.d., p. 7"],
            ),
        ] {
            check(Style::ChicagoNotes, &source("misc", fields), notes);
            check(Style::AuthorDate, &source("misc", fields), dated);
        }
    }

    #[test]
    fn works_of_one_year_are_told_apart() {
        let titled = |title: &str| {
            let mut source = article();
            source.key = title.to_owned();
            source.fields.insert("title".to_owned(), title.to_owned());
            source
        };
        // Letters follow the list, which is by title, and not the file.
        let sources = [titled("Who"), titled("How")];
        let citations = Citations::new(&sources, Style::AuthorDate);
        assert_eq!(citations.short(SourceId(1), &[]), "Rossi, Bianchi, and The Academy 1961a");
        assert!(citations.entry(SourceId(0)).contains(". 1961b. "));
        let notes = Citations::new(&sources, Style::ChicagoNotes);
        for text in [notes.entry(SourceId(0)), notes.full(SourceId(0), &[]), notes.short(SourceId(0), &[])] {
            assert!(!text.contains("1961a") && !text.contains("1961b"), "{text}");
        }
        // More works than letters.
        let many: Vec<Source> = (0..60).map(|number| titled(&format!("Part {number:02}"))).collect();
        let citations = Citations::new(&many, Style::AuthorDate);
        let label = |at: u32| citations.short(SourceId(at), &[]);
        for (at, letter) in [(0, "1961a"), (25, "1961z"), (26, "1961aa"), (51, "1961az"), (52, "1961ba")] {
            assert!(label(at).ends_with(letter), "{at}: {}", label(at));
        }
    }

    #[test]
    fn the_sources_of_the_builtin_set() {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let id = |key: &str| {
            (0u32..).map(SourceId).zip(&dataset.sources).find(|(_, one)| one.key == key).expect(key).0
        };
        let dated = Citations::new(&dataset.sources, Style::AuthorDate);
        for (key, expected) in [
            ("ibrahimova-valizada-2019", "Ibrahimova and Valizada 2019, l. 857"),
            ("ismayilov-2019", "Ismayilov 2019, l. 857"),
            ("zangezur-karabakh-nd", "Zangezur and Karabakh, n.d., l. 857"),
            ("sutad-38", "SÜTAD 38, n.d., l. 857"),
            ("karabakh-chronology-nd", "Karabakh chronology, n.d., l. 857"),
        ] {
            assert_eq!(dated.short(id(key), &["l. 857"]), expected);
        }
        assert!(dated.entry(id("sutad-38")).starts_with("SÜTAD 38. n.d. “Sovyet Rusya"));
        let entry = dated.entry(id("ibrahimova-valizada-2019"));
        assert!(entry.starts_with("İbrahimova, Gülzar, and Vagif Valizada. 2019. “Azerbaycan'ın"), "{entry}");
        assert!(
            entry.contains("(Nevşehir) IV (I): 28–. https://doi.org/10.26899/inciss.225. In Turkish. "),
            "{entry}"
        );
        let notes = Citations::new(&dataset.sources, Style::ChicagoNotes);
        let entry = notes.entry(id("zangezur-karabakh-nd"));
        assert!(
            entry.starts_with("“On Zangezur and Karabakh, 1918-1922.” n.d. In Azerbaijani. Author, title"),
            "{entry}"
        );
        let all = notes.sorted((0..5).map(SourceId));
        let keys: Vec<&str> = all.iter().map(|id| dataset.source(*id).key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "ibrahimova-valizada-2019",
                "ismayilov-2019",
                "zangezur-karabakh-nd",
                "karabakh-chronology-nd",
                "sutad-38"
            ]
        );
    }
}
