//! The texts of a data set that stand on maps, charts, pages and slides: which there are, and the longest of them made
//! shorter.

use super::Dataset;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{Lang, Text};
use crate::text::shortened;

/// No text of a drawing has more letters: a longer name is no name, and finds room nowhere.
pub const MOST_LETTERS: usize = 300;

/// A list of all texts in several languages that may be drawn, each with what it is the text of, in the order of the
/// tables; written once for reading and for changing them.
macro_rules! texts {
    ($dataset:expr, $iter:ident $(, $mutable:tt)?) => {{
        let dataset = $dataset;
        let mut texts = vec![("title", & $($mutable)? dataset.title)];
        for polity in dataset.polities.$iter() {
            texts.extend([("polity", & $($mutable)? polity.name), ("polity", & $($mutable)? polity.short)]);
            for dated in polity.names.$iter() {
                texts.extend([("polity", & $($mutable)? dated.name), ("polity", & $($mutable)? dated.short)]);
            }
        }
        texts.extend(dataset.units.$iter().map(|unit| ("unit", & $($mutable)? unit.name)));
        for group in dataset.groups.$iter() {
            texts.extend([("region", & $($mutable)? group.name), ("region", & $($mutable)? group.label)]);
        }
        let features = dataset.context.$iter().chain(dataset.locator.$iter());
        texts.extend(features.map(|feature| ("water or land", & $($mutable)? feature.name)));
        for place in dataset.places.$iter() {
            texts.extend(place.names.$iter().map(|dated| ("place", & $($mutable)? dated.name)));
        }
        for event in dataset.events.$iter() {
            texts.extend([("event", & $($mutable)? event.title), ("caption", & $($mutable)? event.caption)]);
            let names = event.effects.$iter().flat_map(|effect| effect.name.$iter());
            texts.extend(names.map(|name| ("status", name)));
        }
        for line in dataset.lines.$iter() {
            texts.push(("line", & $($mutable)? line.name));
            texts.extend(line.points.$iter().map(|point| ("point of a line", & $($mutable)? point.name)));
        }
        texts.extend(dataset.readings.$iter().map(|reading| ("reading", & $($mutable)? reading.name)));
        texts
    }};
}

impl Dataset {
    /// All texts of the tables that may be drawn, with what each is the text of: names, titles, captions.
    pub fn drawn_texts(&self) -> Vec<(&'static str, &Text)> {
        texts!(self, iter)
    }

    /// Shortens names, titles and works of more than [`MOST_LETTERS`] letters for drawings, and says which they were.
    /// `langs` are the languages that are drawn.
    pub fn shorten(&mut self, langs: &[Lang]) -> Option<Diagnostic> {
        let mut long: Vec<(usize, String)> = Vec::new();
        let mut cut = |what: &str, words: &mut String, is_drawn: bool| {
            if let Some(short) = shortened(words, MOST_LETTERS) {
                let begin = shortened(words, 40).unwrap_or_default();
                if is_drawn {
                    long.push((words.chars().count(), format!("\"{begin}\" ({what})")));
                }
                *words = short;
            }
        };
        for (what, text) in texts!(&mut *self, iter_mut, mut) {
            let shown: Vec<Lang> = langs.iter().filter_map(|&lang| text.lang_of(lang)).collect();
            text.iter_mut().for_each(|(of, words)| cut(what, words, shown.contains(&of)));
        }
        for source in &mut self.sources {
            source.fields.values_mut().for_each(|words| cut("source", words, true));
        }
        self.credits.iter_mut().for_each(|words| cut("credit", words, true));
        cut("licence", &mut self.licence, true);
        let longest = long.iter().map(|(letters, _)| *letters).max()?;
        let mut names: Vec<String> = long.into_iter().map(|(_, name)| name).collect();
        names.dedup();
        Some(Diagnostic::new(
            Severity::Warning,
            "long-name",
            format!(
                "longer than {MOST_LETTERS} letters (up to {longest}), and drawn shortened: {}",
                few(&names, 3)
            ),
        ))
    }
}

/// The first of some names, and how many more there are.
pub fn few(names: &[String], most: usize) -> String {
    let first = names[..names.len().min(most)].join(", ");
    match names.len().saturating_sub(most) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
