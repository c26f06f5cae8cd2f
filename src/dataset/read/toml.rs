//! TOML tables read key by key: a mistake in one key leaves the others readable.

use super::report::Report;
use super::text_file::{Found, Spot, TextFile};
use crate::diagnostic::{hidden, nearest};
use crate::lang::{Lang, Text};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A parsed file that owns its tables.
pub(crate) struct Document<'a> {
    file: &'a TextFile<'a>,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Document<'a> {
    /// Parses a file; reports every mistake in the notation and keeps what can be read.
    pub fn parse(report: &mut Report, file: &'a TextFile<'a>) -> Document<'a> {
        Document::of(report, file, Parsed::of(file))
    }

    /// The same of what is parsed already.
    pub fn of(report: &mut Report, file: &'a TextFile<'a>, Parsed(root, errors): Parsed<'a>) -> Document<'a> {
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            let message = unquoted(file.text, offset).unwrap_or_else(|| lower_first(error.message()));
            report.error("syntax", file.spot(offset), message, "");
        }
        // What stands there openly was found when the file was opened.
        if file.text.contains('\\') && hidden(file.text).next().is_none() {
            refuse_hidden(report, file, root.get_ref());
        }
        Document { file, root }
    }

    /// The table of the whole file.
    pub fn root<'d>(&'d self, what: &'static str) -> Table<'d> {
        Table { file: self.file, table: self.root.get_ref(), offset: 0, what, asked: Vec::new() }
    }
}

/// A file that is parsed, and its mistakes in the notation: that takes longest, and several files can be parsed at once.
pub(crate) struct Parsed<'a>(Spanned<DeTable<'a>>, Vec<toml::de::Error>);

impl<'a> Parsed<'a> {
    /// Parses a file.
    pub fn of(file: &TextFile<'a>) -> Parsed<'a> {
        let (root, errors) = DeTable::parse_recoverable(file.text);
        Parsed(root, errors)
    }
}

/// Reports what is hidden in the keys and texts of a table by `\\u`.
fn refuse_hidden<'a>(report: &mut Report, file: &'a TextFile<'a>, table: &DeTable<'a>) {
    for (key, value) in table {
        file.refuse_hidden(report, key.get_ref(), key.span().start);
        refuse_in(report, file, value);
    }
}

fn refuse_in<'a>(report: &mut Report, file: &'a TextFile<'a>, value: &Spanned<DeValue<'a>>) {
    match value.get_ref() {
        DeValue::String(text) => file.refuse_hidden(report, text, value.span().start),
        DeValue::Array(items) => items.iter().for_each(|item| refuse_in(report, file, item)),
        DeValue::Table(table) => refuse_hidden(report, file, table),
        _ => {}
    }
}

/// What to say if a value is a text without quotes.
fn unquoted(text: &str, offset: usize) -> Option<String> {
    let (before, value) = (text.get(..offset)?, text.get(offset..)?);
    let line = value.lines().next()?.trim_end();
    let word = line.starts_with(char::is_alphabetic) && !line.contains(['"', '=', '[', ']']);
    (word && before.trim_end().ends_with('=')).then(|| format!("a text stands in quotes: \"{line}\""))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// One table, with the keys asked for so far.
pub(crate) struct Table<'d> {
    file: &'d TextFile<'d>,
    table: &'d DeTable<'d>,
    offset: usize,
    what: &'static str,
    asked: Vec<&'static str>,
}

/// A text or a table, where a list may hold both.
pub(crate) enum Item<'d> {
    Text(Found<'d, &'d str>),
    Table(Table<'d>),
}

/// A key with its list of texts.
pub(crate) type TextsByKey<'d> = (Found<'d, &'d str>, Vec<Found<'d, &'d str>>);

type Entry<'d> = (&'d Spanned<std::borrow::Cow<'d, str>>, &'d Spanned<DeValue<'d>>);

impl<'d> Table<'d> {
    /// Where the table begins.
    pub fn spot(&self) -> Spot<'d> {
        self.file.spot(self.offset)
    }

    /// A text.
    pub fn text(&mut self, report: &mut Report, key: &'static str) -> Option<Found<'d, &'d str>> {
        let (_, value) = self.ask(key)?;
        self.as_text(report, key, value)
    }

    /// A text that must be there and not be empty.
    pub fn required_text(&mut self, report: &mut Report, key: &'static str) -> Option<Found<'d, &'d str>> {
        if self.ask(key).is_none() {
            self.missing(report, key);
            return None;
        }
        let found = self.text(report, key)?;
        if found.value.trim().is_empty() {
            report.error("missing-key", found.spot, format!("\"{key}\" is empty"), "");
            return None;
        }
        Some(found)
    }

    /// A text, or "" if there is none.
    pub fn text_or_empty(&mut self, report: &mut Report, key: &'static str) -> String {
        self.text(report, key).map_or_else(String::new, |found| found.value.trim().to_owned())
    }

    /// Texts; one alone need not stand in brackets. `None` if the key is missing.
    pub fn texts(&mut self, report: &mut Report, key: &'static str) -> Option<Vec<Found<'d, &'d str>>> {
        let (_, value) = self.ask(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            return Some(self.as_text(report, key, value).into_iter().collect());
        };
        Some(items.iter().filter_map(|item| self.as_text(report, key, item)).collect())
    }

    /// Numbers, as many as `N`.
    pub fn numbers<const N: usize>(
        &mut self,
        report: &mut Report,
        key: &'static str,
    ) -> Option<Found<'d, [f64; N]>> {
        let (_, value) = self.ask(key)?;
        let spot = self.file.spot(value.span().start);
        let numbers: Option<Vec<f64>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| number(item.get_ref())).collect(),
            _ => None,
        };
        match numbers.and_then(|numbers| <[f64; N]>::try_from(numbers).ok()) {
            Some(value) => Some(Found { value, spot }),
            None => {
                report.error("wrong-type", spot, format!("\"{key}\" is not a list of {N} numbers"), "");
                None
            }
        }
    }

    /// A number.
    pub fn number(&mut self, report: &mut Report, key: &'static str) -> Option<Found<'d, f64>> {
        let (_, value) = self.ask(key)?;
        match number(value.get_ref()) {
            Some(number) => Some(Found { value: number, spot: self.file.spot(value.span().start) }),
            None => {
                self.wrong_type(report, key, value, "a number");
                None
            }
        }
    }

    /// True or false; false if the key is missing.
    pub fn flag(&mut self, report: &mut Report, key: &'static str) -> bool {
        let Some((_, value)) = self.ask(key) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => {
                self.wrong_type(report, key, value, "true or false");
                false
            }
        }
    }

    /// A table of texts under keys of any name, in the order of the keys; `None` if the key is missing.
    pub fn pairs(
        &mut self,
        report: &mut Report,
        key: &'static str,
    ) -> Option<Vec<(Found<'d, &'d str>, Found<'d, &'d str>)>> {
        let (_, value) = self.ask(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(report, key, value, "a table");
            return None;
        };
        let mut pairs = Vec::new();
        for (name, value) in table {
            let span = name.span();
            let quoted = self.file.text.get(span.clone()).is_some_and(|text| text.starts_with(['"', '\'']));
            let spot = self.file.spot(span.start + usize::from(quoted));
            if let Some(text) = self.as_text(report, name.get_ref(), value) {
                pairs.push((Found { value: name.get_ref().as_ref(), spot }, text));
            }
        }
        Some(pairs)
    }

    /// Lists of texts under keys of any name, in the order of the keys; one alone need not stand in brackets. A text
    /// instead of a table stands under `alone`, unless that is "". Empty if the key is missing.
    pub fn texts_by_key(
        &mut self,
        report: &mut Report,
        key: &'static str,
        alone: &'static str,
    ) -> Vec<TextsByKey<'d>> {
        let Some((name, value)) = self.ask(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            if alone.is_empty() {
                self.wrong_type(report, key, value, "a table");
                return Vec::new();
            }
            let spot = self.file.spot(name.span().start);
            let texts = self.texts(report, key).unwrap_or_default();
            return vec![(Found { value: alone, spot }, texts)];
        };
        let mut lists = Vec::new();
        for (name, value) in table {
            let found = Found { value: name.get_ref().as_ref(), spot: self.file.spot(name.span().start) };
            let items = match value.get_ref() {
                DeValue::Array(items) => items.as_ref(),
                _ => std::slice::from_ref(value),
            };
            let texts = items.iter().filter_map(|item| self.as_text(report, key, item)).collect();
            lists.push((found, texts));
        }
        lists
    }

    /// A text by language, written `key.en = "…"`; empty if the key is missing.
    pub fn lang_text(&mut self, report: &mut Report, key: &'static str) -> Text {
        let Some((_, value)) = self.ask(key) else { return Text::default() };
        self.by_lang(report, key, value)
    }

    fn by_lang(&self, report: &mut Report, key: &'static str, value: &'d Spanned<DeValue<'d>>) -> Text {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(report, key, value, &format!("texts by language, as {key}.en = \"…\""));
            return Text::default();
        };
        let mut by_lang = Vec::new();
        for (code, value) in table {
            let Some(lang) = Lang::new(code.get_ref()) else {
                let message = format!("\"{}\" is not a language", code.get_ref());
                let help = "languages are two letters, such as en, az, hy, ru, tr";
                report.error("unknown-key", self.file.spot(code.span().start), message, help);
                continue;
            };
            if let Some(found) = self.as_text(report, key, value) {
                by_lang.push((lang, found.value.trim().to_owned()));
            }
        }
        Text::new(by_lang)
    }

    /// A text by language, or one text for all of `langs`; `None` if the key is missing or wrong.
    pub fn plain_or_lang_text(
        &mut self,
        report: &mut Report,
        key: &'static str,
        langs: &[Lang],
    ) -> Option<Found<'d, Text>> {
        let (_, value) = self.ask(key)?;
        let spot = self.file.spot(value.span().start);
        if value.get_ref().is_table() {
            let text = self.lang_text(report, key);
            return (!text.is_empty()).then_some(Found { value: text, spot });
        }
        let found = self.as_text(report, key, value)?;
        let words = found.value.trim();
        let text = Text::new(langs.iter().map(|lang| (*lang, words.to_owned())));
        (!text.is_empty()).then_some(Found { value: text, spot })
    }

    /// A list of such texts; one alone need not stand in brackets. Empty if the key is missing.
    pub fn plain_or_lang_texts(
        &mut self,
        report: &mut Report,
        key: &'static str,
        langs: &[Lang],
    ) -> Vec<Text> {
        let Some((_, value)) = self.ask(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            return self
                .plain_or_lang_text(report, key, langs)
                .into_iter()
                .map(|found| found.value)
                .collect();
        };
        let mut texts = Vec::new();
        for item in items {
            if item.get_ref().is_table() {
                let text = self.by_lang(report, key, item);
                texts.extend((!text.is_empty()).then_some(text));
            } else if let Some(found) = self.as_text(report, key, item) {
                let words = found.value.trim();
                let text = Text::new(langs.iter().map(|lang| (*lang, words.to_owned())));
                texts.extend((!text.is_empty()).then_some(text));
            }
        }
        texts
    }

    /// A table of its own, written `[key]`; `None` if the key is missing.
    pub fn one_table(&mut self, report: &mut Report, key: &'static str) -> Option<Table<'d>> {
        let (_, value) = self.ask(key)?;
        self.as_table(report, key, value)
    }

    /// A text by language that must have an English wording.
    pub fn required_lang_text(&mut self, report: &mut Report, key: &'static str) -> Text {
        let there = self.ask(key).is_some();
        let text = self.lang_text(report, key);
        if !there || (text.exact(Lang::EN).is_none() && self.is_table(key)) {
            let message = format!("{} has no \"{key}.en\"", self.what);
            report.error("missing-key", self.spot(), message, "English is what other languages fall back to");
        }
        text
    }

    /// The tables of a list of tables, written `[[key]]`; `None` if the key is missing.
    pub fn tables(&mut self, report: &mut Report, key: &'static str) -> Option<Vec<Table<'d>>> {
        let (_, value) = self.ask(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(report, key, value, "a list of tables");
            return None;
        };
        Some(items.iter().filter_map(|item| self.as_table(report, key, item)).collect())
    }

    /// A list of texts and tables; `None` if the key is missing.
    pub fn items(&mut self, report: &mut Report, key: &'static str) -> Option<Vec<Item<'d>>> {
        let (_, value) = self.ask(key)?;
        let items = match value.get_ref() {
            DeValue::Array(items) => items.as_ref(),
            _ => std::slice::from_ref(value),
        };
        let item = |item: &'d Spanned<DeValue<'d>>, report: &mut Report| match item.get_ref() {
            DeValue::Table(_) => self.as_table(report, key, item).map(Item::Table),
            _ => self.as_text(report, key, item).map(Item::Text),
        };
        Some(items.iter().filter_map(|one| item(one, report)).collect())
    }

    /// True if the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports a required key that is missing.
    pub fn missing(&self, report: &mut Report, key: &str) {
        report.error("missing-key", self.spot(), format!("{} has no \"{key}\"", self.what), "");
    }

    /// Reports every key that was not asked for. Call it last.
    pub fn finish(self, report: &mut Report) {
        self.check_keys(report);
    }

    /// The same where the table is still wanted.
    pub fn check_keys(&self, report: &mut Report) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let help = match nearest(name, self.asked.iter().copied()) {
                Some(near) => format!("nearest is \"{near}\""),
                None => format!("allowed: {}", self.asked.join(", ")),
            };
            let message = format!("unknown key \"{name}\" in {}", self.what);
            report.error("unknown-key", self.file.spot(key.span().start), message, help);
        }
    }

    fn ask(&mut self, key: &'static str) -> Option<Entry<'d>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get_key_value(key)
    }

    fn is_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    fn as_text(
        &self,
        report: &mut Report,
        key: &str,
        value: &'d Spanned<DeValue<'d>>,
    ) -> Option<Found<'d, &'d str>> {
        let span = value.span();
        let source = self.file.text.get(span.clone()).unwrap_or("");
        let (text, quote) = match value.get_ref() {
            DeValue::String(text) => (text.as_ref(), if source.starts_with("\"\"\"") { 3 } else { 1 }),
            // A date need not stand in quotes.
            DeValue::Datetime(_) => (source, 0),
            // Nor does a year.
            DeValue::Integer(_) if matches!(key, "date" | "from" | "until" | "year") => (source, 0),
            _ => {
                self.wrong_type(report, key, value, "a text in quotes");
                return None;
            }
        };
        Some(Found { value: text, spot: self.file.spot(span.start + quote) })
    }

    fn as_table(
        &self,
        report: &mut Report,
        key: &'static str,
        value: &'d Spanned<DeValue<'d>>,
    ) -> Option<Table<'d>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(report, key, value, "a table");
            return None;
        };
        Some(Table { file: self.file, table, offset: value.span().start, what: key, asked: Vec::new() })
    }

    fn wrong_type(&self, report: &mut Report, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("\"{key}\" is {}, not {wanted}", with_article(value.get_ref().type_str()));
        report.error("wrong-type", self.file.spot(value.span().start), message, "");
    }
}

fn with_article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    text.parse().ok().filter(|number: &f64| number.is_finite())
}
