//! Languages and texts that exist in several of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// A language, as its two-letter ISO 639-1 code.
///
/// # Guarantees
/// Two lowercase ASCII letters. It need not be one the program has interface words for: data may be
/// in any language, and whatever a map lacks in it is taken from the text's default.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 2]);

impl Lang {
    /// English, the language every text falls back to.
    pub const EN: Lang = Lang(*b"en");
    /// Azerbaijani.
    pub const AZ: Lang = Lang(*b"az");
    /// Armenian.
    pub const HY: Lang = Lang(*b"hy");
    /// Russian.
    pub const RU: Lang = Lang(*b"ru");
    /// Turkish.
    pub const TR: Lang = Lang(*b"tr");

    /// The language with this code, or `None` if it is not two ASCII letters.
    pub fn new(code: &str) -> Option<Lang> {
        let &[a, b] = code.as_bytes() else { return None };
        (a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
            .then_some(Lang([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
    }

    /// The code, such as `az`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("en")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One text in several languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    by_lang: BTreeMap<Lang, String>,
}

impl Text {
    /// A text with the given wordings; an empty wording counts as absent. Letters with marks become one character where
    /// there is one (NFC).
    pub fn new(by_lang: impl IntoIterator<Item = (Lang, String)>) -> Text {
        let composed = |text: String| {
            let other = match crate::diagnostic::composed(&text) {
                Cow::Owned(composed) => Some(composed),
                Cow::Borrowed(_) => None,
            };
            other.unwrap_or(text)
        };
        let wordings = by_lang.into_iter().filter(|(_, text)| !text.is_empty());
        Text { by_lang: wordings.map(|(lang, text)| (lang, composed(text))).collect() }
    }

    /// A text in English only.
    pub fn english(text: impl Into<String>) -> Text {
        Text::new([(Lang::EN, text.into())])
    }

    /// The wording in `lang`, else the English one, else the first there is, else "".
    pub fn get(&self, lang: Lang) -> &str {
        self.exact(lang)
            .or_else(|| self.exact(Lang::EN))
            .or_else(|| self.by_lang.values().next().map(String::as_str))
            .unwrap_or("")
    }

    /// In which language [`Text::get`] gives the wording; `None` if there is none.
    pub fn lang_of(&self, lang: Lang) -> Option<Lang> {
        let first = self.by_lang.keys().next().copied();
        [lang, Lang::EN].into_iter().find(|lang| self.by_lang.contains_key(lang)).or(first)
    }

    /// The wording in just this language.
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        self.by_lang.get(&lang).map(String::as_str)
    }

    /// All wordings, by language code.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        self.by_lang.iter().map(|(lang, text)| (*lang, text.as_str()))
    }

    /// All wordings, by language code, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Lang, &mut String)> {
        self.by_lang.iter_mut().map(|(lang, text)| (*lang, text))
    }

    /// True if there is no wording at all.
    pub fn is_empty(&self) -> bool {
        self.by_lang.is_empty()
    }
}
