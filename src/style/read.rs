//! Style files: the themes of the program and those of users, read by the same reader.
//!
//! A file names only what it changes. It lies over the theme it names with `extends = "dark"`, else over
//! `atlas`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Style;
use crate::diagnostic::{Diagnostic, Location, Severity, nearest};

/// The themes of the program: name, and the text of its file. The first is the default and says all
/// that can be set.
pub const THEMES: [(&str, &str); 5] = [
    (ATLAS, include_str!("../../styles/atlas.toml")),
    ("article", include_str!("../../styles/article.toml")),
    ("slide", include_str!("../../styles/slide.toml")),
    ("print-bw", include_str!("../../styles/print-bw.toml")),
    ("dark", include_str!("../../styles/dark.toml")),
];

const ATLAS: &str = "atlas";
/// Keys of a style file that say something of the file.
const ABOUT: &str = "about";
const EXTENDS: &str = "extends";

/// A style with what its file says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StyleFile {
    /// What it is for, in a line.
    pub about: String,
    /// The theme it lies over.
    pub extends: String,
    /// The whole style.
    pub style: Style,
}

impl Style {
    /// The theme of this name, if there is one.
    pub fn theme(name: &str) -> Option<Style> {
        let (name, text) = THEMES.iter().find(|(key, _)| *key == name)?;
        // A test reads all of them.
        StyleFile::read(name, text).ok().map(|file| file.style)
    }

    /// The style of a style file's text; `file` is its name for findings.
    ///
    /// # Errors
    /// All mistakes: unknown keys and wrong values, each with its place.
    pub fn from_toml(file: &str, text: &str) -> Result<Style, Vec<Diagnostic>> {
        StyleFile::read(file, text).map(|read| read.style)
    }
}

/// What to say of a theme that is not there: which themes there are and which is nearest.
fn unknown_theme(name: &str) -> (String, String) {
    let names: Vec<&str> = THEMES.iter().map(|(key, _)| *key).collect();
    let near = nearest(name, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!("; nearest is \"{near}\""));
    (format!("unknown theme \"{name}\""), format!("themes are {}{near}", names.join(", ")))
}

impl StyleFile {
    /// Reads the text of a style file; `file` is its name for findings.
    ///
    /// # Errors
    /// All mistakes: unknown keys and wrong values, each with its place.
    pub fn read(file: &str, text: &str) -> Result<StyleFile, Vec<Diagnostic>> {
        let mut reader = Reader { file, text, findings: Vec::new() };
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            reader.error("syntax", error.span(), lower_first(error.message()), None);
        }
        let mut table = root;
        let (about, _) = reader.take(&mut table, ABOUT);
        let (extends, at) = reader.take(&mut table, EXTENDS);
        let extends = extends.unwrap_or_else(|| ATLAS.to_owned());
        // The default theme lies over the defaults of the code, with which it agrees.
        let under = match THEMES.iter().find(|(key, _)| *key == extends) {
            _ if at.is_none() => Style::default(),
            Some((key, base)) if *base != text => StyleFile::read(key, base)?.style,
            _ => {
                let (message, help) = unknown_theme(&extends);
                reader.error("unknown-reference", at, message, Some(help));
                Style::default()
            }
        };
        reader.numbers(table.get_ref(), "");
        reader.values(table);
        if !reader.findings.is_empty() {
            crate::diagnostic::sort(&mut reader.findings);
            return Err(reader.findings);
        }
        let style = overlay(&under, text).map_err(|error| {
            vec![Diagnostic::new(Severity::Error, "style", format!("{file}: {}", error.message()))]
        })?;
        Ok(StyleFile { about: about.unwrap_or_default(), extends, style })
    }
}

/// A style with the values of a style file in place of its own.
fn overlay(under: &Style, text: &str) -> Result<Style, toml::de::Error> {
    let mut all = toml::Table::try_from(under).map_err(serde::de::Error::custom)?;
    let mut over: toml::Table = text.parse()?;
    over.remove(ABOUT);
    over.remove(EXTENDS);
    lay(&mut all, over);
    all.try_into()
}

fn lay(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => lay(below, above),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn error(&mut self, rule: &'static str, at: Option<Range<usize>>, message: String, help: Option<String>) {
        let start = at.map_or(0, |span| span.start).min(self.text.len());
        let before = self.text.get(..start).unwrap_or("");
        let place = Location {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().unwrap_or("").chars().count() + 1,
        };
        let finding = Diagnostic::new(Severity::Error, rule, message).at(place);
        self.findings.push(Diagnostic { help, ..finding });
    }

    /// Takes a text out of the outermost table, with its place.
    fn take(
        &mut self,
        table: &mut Spanned<DeTable<'_>>,
        key: &str,
    ) -> (Option<String>, Option<Range<usize>>) {
        let Some(value) = table.get_mut().remove(key) else { return (None, None) };
        let span = Some(value.span());
        match value.get_ref() {
            DeValue::String(text) => (Some(text.to_string()), span),
            other => {
                let message = format!("{key} is a text in quotes, not {}", other.type_str());
                self.error("wrong-type", span.clone(), message, None);
                (None, None)
            }
        }
    }

    /// Finds numbers no picture can be drawn with.
    fn numbers(&mut self, table: &DeTable<'_>, path: &str) {
        for (key, value) in table.iter() {
            let key = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(inner) => self.numbers(inner, key),
                DeValue::Array(items) if path != "palette" => {
                    for item in items.iter() {
                        self.number(key, item);
                    }
                }
                DeValue::Array(items) => {
                    let parts = [("lightness", 0.0, 1.0), ("chroma", 0.0, 0.4), ("hue", -360.0, 720.0)];
                    for (item, (name, low, high)) in items.iter().zip(parts) {
                        self.within(&format!("{name} of {key}"), item, low, high);
                    }
                }
                _ => self.number(key, value),
            }
        }
    }

    fn number(&mut self, key: &str, value: &Spanned<DeValue<'_>>) {
        let (low, high) = match key {
            "spacing-px" => (1.0, 500.0),
            "dash" | "unit-dash" | "status-dash" => (0.0, 500.0),
            "size" => (240.0, 20_000.0),
            "pale-share" | "polity-spacing" | "region-spacing" => (0.0, 1.0),
            "panel-share" => (0.0, 0.6),
            "town-rank" | "unit-rank" | "water-rank" => (0.0, 9.0),
            _ if key.ends_with("-px") || key.ends_with("-dash") => (0.0, 500.0),
            _ => (-1000.0, 1000.0),
        };
        self.within(key, value, low, high);
    }

    fn within(&mut self, name: &str, value: &Spanned<DeValue<'_>>, low: f64, high: f64) {
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Integer(integer) => integer.as_str().replace('_', "").parse::<f64>().ok(),
            _ => None,
        };
        if let Some(number) = number
            && !(low..=high).contains(&number)
        {
            let message = format!("{name} is {number}; allowed are {low} to {high}");
            self.error("out-of-range", Some(value.span()), message, None);
        }
    }

    /// Finds unknown keys and values of the wrong kind, one after the other: each is taken out, and the
    /// rest is read again.
    fn values(&mut self, mut table: Spanned<DeTable<'_>>) {
        loop {
            let read: Result<Style, toml::de::Error> =
                serde::Deserialize::deserialize(toml::de::Deserializer::from(table.clone()));
            let Err(error) = read else { return };
            let span = error.span();
            let (message, help) = in_words(error.message());
            self.error("style", span.clone(), message, help);
            let taken = span.is_some_and(|span| take_at(table.get_mut(), span.start));
            if !taken {
                return;
            }
        }
    }
}

/// Takes out what is at a place in the text: a key with its value, or what holds the value.
fn take_at(table: &mut DeTable<'_>, at: usize) -> bool {
    let here = |span: Range<usize>| span.start <= at && at < span.end.max(span.start + 1);
    let key = table.iter().find(|(key, value)| here(key.span()) || (here(value.span()) && !is_table(value)));
    if let Some(key) = key.map(|(key, _)| key.clone()) {
        return table.remove(&key).is_some();
    }
    table.iter_mut().any(|(_, value)| match value.get_mut() {
        DeValue::Table(inner) => take_at(inner, at),
        _ => false,
    })
}

fn is_table(value: &Spanned<DeValue<'_>>) -> bool {
    matches!(value.get_ref(), DeValue::Table(_))
}

/// The reader's message, shorter: of a long list of keys the nearest is enough.
fn in_words(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted.as_slice() {
        [wrong, known @ ..] if message.starts_with("unknown field") => {
            let near = nearest(wrong, known.iter().copied());
            let help = match near {
                Some(near) => format!("nearest is \"{near}\""),
                None => format!("allowed are {}", known.join(", ")),
            };
            (format!("unknown key \"{wrong}\""), Some(help))
        }
        [wrong, known @ ..] if message.starts_with("unknown variant") => {
            (format!("unknown value \"{wrong}\""), Some(format!("allowed are {}", known.join(", "))))
        }
        _ => (lower_first(message), None),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Color, PageStyle, PanelPlace};

    #[test]
    fn the_file_of_the_default_style_says_what_the_code_says() {
        let (_, file) = THEMES[0];
        let read = StyleFile::read("atlas.toml", file).unwrap();
        assert_eq!(read.style, Style::default());
        assert!(!read.about.is_empty());
        // And it says all of it: every key of the code stands in the file.
        let mut table: toml::Table = file.parse().unwrap();
        table.remove(ABOUT);
        let code = toml::Table::try_from(Style::default()).unwrap();
        assert_eq!(table, code);
    }

    #[test]
    fn every_theme_can_be_read_and_says_what_it_is_for() {
        for (name, text) in THEMES {
            let read = StyleFile::read(name, text).unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
            assert!(!read.about.is_empty() && read.about.chars().count() < 110, "{name}: {}", read.about);
            assert_eq!(Style::theme(name), Some(read.style));
        }
        assert_eq!(Style::theme("atlantic"), None);
    }

    #[test]
    fn an_overlay_changes_only_what_it_names() {
        let style =
            Style::from_toml("a", "[border]\nstate-px = 3.5\n[hatch.occupied]\nwidth-px = 3\n").unwrap();
        assert_eq!(style.border.state_px, 3.5);
        assert_eq!(style.page, PageStyle::default());
        assert_eq!((style.hatch.occupied.width_px, style.hatch.occupied.angle), (3.0, -45.0));
        let over = "extends = \"dark\"\n[page]\npanel = \"none\"\n[palette]\nutopia = [0.8, 0.1, 5.0]\n";
        let (mine, dark) = (Style::from_toml("a", over).unwrap(), Style::theme("dark").unwrap());
        assert_eq!(mine.page.panel, PanelPlace::None);
        assert_eq!((mine.page.paper, &mine.label), (dark.page.paper, &dark.label));
        assert!(mine.palette.families.contains_key("utopia") && mine.palette.families.contains_key("iran"));
        assert_ne!(dark.page.paper, Color::WHITE);
    }

    /// Every mistake with its place, in one go.
    #[test]
    fn mistakes_are_named_with_their_places() {
        for (text, expected) in [
            ("[border]\n\nstate-width = 3\n", "x:3:1: unknown key \"state-width\"; allowed are "),
            ("[border]\nstatepx = 3\n", "x:2:1: unknown key \"statepx\"; nearest is \"state-px\""),
            ("[bordr]\nstate-px = 3\n", "x:1:2: unknown key \"bordr\"; nearest is \"border\""),
            ("[page]\nink = \"black\"\n", "x:2:7: \"black\" is not a colour"),
            ("[page]\npanel = \"left\"\n", "x:2:9: unknown value \"left\"; allowed are beside"),
            ("[hatch.occupied]\nspacing-px = 0\n", "x:2:14: spacing-px is 0; allowed are 1 to 500"),
            ("[palette]\niran = [8.8, 0, 0]\n", "x:2:9: lightness of iran is 8.8"),
            ("[palette]\niran = [0.8, 0]\n", "x:2:8: invalid length 2"),
            ("extends = \"drak\"\n", "x:1:11: unknown theme \"drak\"; themes are atlas, article"),
            ("[page\n", "x:1:"),
            ("projection = \"mercator\"\n", "x:1:14: unknown projection"),
        ] {
            let findings = StyleFile::read("x", text).unwrap_err();
            assert!(findings[0].to_string().starts_with(expected), "{text}: {}", findings[0]);
        }
        let text = "[border]\nstatepx = 3\n[page]\nink = \"x\"\npaper = 3\n[palette]\niran = 3\n";
        assert_eq!(StyleFile::read("x", text).unwrap_err().len(), 4);
    }
}
