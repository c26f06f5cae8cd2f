//! Fields that hold a name in one language each: `name:ru`, `NAME_FR`, `prov_ENG`.

use std::collections::{BTreeMap, BTreeSet};

use super::mapping::Fields;
use crate::interchange::{Layer, Value};
use crate::lang::Lang;

/// What fields with names are called, the likelier first.
const NAMES: [&str; 10] = [
    "name",
    "name_long",
    "name_0",
    "admin",
    "country_name",
    "country",
    "title",
    "label",
    "toponym",
    "full_name",
];

/// Codes of three letters, which some fields end with instead of two.
const CODES: [(&str, &str); 44] = [
    ("ara", "ar"),
    ("arm", "hy"),
    ("aze", "az"),
    ("bel", "be"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gre", "el"),
    ("heb", "he"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kat", "ka"),
    ("kaz", "kk"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("nld", "nl"),
    ("nor", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("zho", "zh"),
];

/// What the name of a field begins with, and the language of the code at its end, if it has one.
pub fn parted(field: &str) -> (&str, Option<Lang>) {
    let Some((stem, code)) = field.rsplit_once([':', '_', '-', '.', ' ']) else { return (field, None) };
    let code = code.to_ascii_lowercase();
    let lang = match code.len() {
        2 => Lang::new(&code),
        3 => CODES.iter().find(|(three, _)| *three == code).and_then(|(_, two)| Lang::new(two)),
        _ => None,
    };
    match lang {
        Some(_) if !stem.is_empty() => (stem, lang),
        _ => (field, None),
    }
}

/// The field that most looks like that of the names, and its language: English before none said, and that before others.
pub fn guessed<'a>(layers: impl Iterator<Item = &'a Layer> + Clone) -> Option<(Lang, String)> {
    let fields = layers.flat_map(|layer| &layer.fields).map(|field| field.name.as_str());
    let fields: Vec<(&str, (&str, Option<Lang>))> = fields.map(|field| (field, parted(field))).collect();
    let of = |wanted: &str, is: &dyn Fn(Option<Lang>) -> bool| {
        // As spelled in small letters before other spellings.
        let fits = |stem: &str| stem.eq_ignore_ascii_case(wanted);
        let all = fields.iter().filter(|(_, (stem, lang))| fits(stem) && is(*lang));
        all.min_by_key(|(_, (stem, _))| *stem != wanted)
            .map(|(field, (_, lang))| (*lang, (*field).to_owned()))
    };
    NAMES.iter().find_map(|wanted| {
        let whole = fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(wanted));
        of(wanted, &|lang| lang == Some(Lang::EN))
            .or_else(|| whole.map(|(field, _)| (None, (*field).to_owned())))
            .or_else(|| of(wanted, &|lang| lang.is_some()))
            .map(|(lang, field)| (lang.unwrap_or(Lang::EN), field))
    })
}

/// Adds the fields that differ from the one given by nothing but their language. Fields without a letter in them, such
/// as ids, hold no names.
pub fn complete<'a>(names: &mut BTreeMap<Lang, Fields>, layers: impl Iterator<Item = &'a Layer> + Clone) {
    let [(own, fields)] = names.iter().collect::<Vec<_>>()[..] else { return };
    let (own, Some(base)) = (*own, fields.names.first().cloned()) else { return };
    let stem = parted(&base).0.to_owned();
    let all: BTreeSet<&str> =
        layers.clone().flat_map(|layer| &layer.fields).map(|field| field.name.as_str()).collect();
    for field in all {
        let (other, Some(lang)) = parted(field) else { continue };
        let has_letters = |layer: &Layer| {
            let Some(at) = layer.field(field) else { return false };
            let text =
                |value: Option<&Value>| value.is_some_and(|one| one.shown().chars().any(char::is_alphabetic));
            layer.features.iter().any(|feature| text(feature.values.get(at)))
        };
        if field == base || !other.eq_ignore_ascii_case(&stem) || !layers.clone().any(has_letters) {
            continue;
        }
        match names.get_mut(&lang) {
            // Beside a field that does not say its language the one that says it is English is better.
            Some(known) if lang == own && !known.names.iter().any(|name| name == field) => {
                known.names.insert(0, field.to_owned());
            }
            Some(_) => {}
            None => {
                let named = Fields { names: vec![field.to_owned()], place: None, required: false };
                names.insert(lang, named);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_names_by_language() {
        for (field, stem, lang) in [
            ("name:ru", "name", "ru"),
            ("NAME_FR", "NAME", "fr"),
            ("prov_ENG", "prov", "en"),
            ("Name_RUS", "Name", "ru"),
            ("name", "name", ""),
            ("Distr_ID", "Distr", "id"),
            ("name_old", "name_old", ""),
            ("_en", "_en", ""),
        ] {
            let (found, code) = parted(field);
            assert_eq!((found, code.as_ref().map_or("", |code| code.code())), (stem, lang), "{field}");
        }
    }
}
