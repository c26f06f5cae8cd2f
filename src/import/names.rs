//! Ids from names.

use std::collections::BTreeSet;

use crate::dataset::fold;

/// Ids that are taken.
#[derive(Default)]
pub struct Keys {
    taken: BTreeSet<String>,
    /// The next number for a stem, so that thousands of the same name are not tried one by one.
    next: std::collections::BTreeMap<String, usize>,
}

impl Keys {
    /// Takes an id that must not be given.
    pub fn take(&mut self, key: &str) {
        self.taken.insert(key.to_owned());
    }

    /// The id that a collection gives, if it can be one as it is and is free; else one like it.
    pub fn key_like(&mut self, id: &str, otherwise: &str) -> String {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !id.is_empty()
            && id.chars().count() <= 60
            && id.chars().all(fits)
            && self.taken.insert(id.to_owned())
        {
            return id.to_owned();
        }
        self.key(id, otherwise)
    }

    /// An id that nothing has yet: from a name, with a number if it is taken; from `otherwise` if the name has no letters.
    pub fn key(&mut self, name: &str, otherwise: &str) -> String {
        let stem = Some(slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| otherwise.to_owned());
        if self.taken.insert(stem.clone()) {
            return stem;
        }
        let next = self.next.entry(stem.clone()).or_insert(2);
        loop {
            let key = format!("{stem}-{next}");
            *next += 1;
            if self.taken.insert(key.clone()) {
                return key;
            }
        }
    }
}

/// A name as an id: letters and digits without diacritics, joined by hyphens, at most 60 letters.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for letter in fold(name).chars().take(60) {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let mut keys = Keys::default();
        for (name, expected) in [
            ("Côte d'Ivoire", "cote-divoire"),
            ("Cote d’Ivoire", "cote-divoire-2"),
            ("…", "x"),
            ("Россия", "россия"),
            ("!", "x-2"),
        ] {
            assert_eq!(keys.key(name, "x"), expected, "{name}");
        }
    }
}
