//! Sources as BibTeX and as CSL-JSON, for reference managers.

use super::parts::{split, year};
use crate::dataset::Source;
use serde_json::{Map, Value, json};

/// The order of fields in an entry; others follow by name.
const FIRST: [&str; 14] = [
    "author",
    "editor",
    "title",
    "titleaddon",
    "shorttitle",
    "journal",
    "booktitle",
    "volume",
    "number",
    "year",
    "pages",
    "publisher",
    "address",
    "doi",
];

/// Entries that read back as the same sources. Titles are in double braces, so that no style changes their letters.
pub fn bibtex<'a>(sources: impl IntoIterator<Item = &'a Source>) -> String {
    let entries: Vec<String> = sources.into_iter().map(entry).collect();
    entries.join("\n")
}

fn entry(source: &Source) -> String {
    let mut out = format!("@{}{{{}", source.kind, source.key);
    let mut names: Vec<&str> = source.fields.keys().map(String::as_str).collect();
    names.sort_by_key(|name| (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()), *name));
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0);
    for name in names {
        let text = tex(source.field(name).unwrap_or(""));
        let protected = ["title", "booktitle", "shorttitle", "titleaddon"].contains(&name);
        let text = if protected { format!("{{{text}}}") } else { text };
        out.push_str(&format!(",\n  {name:width$} = {{{text}}}"));
    }
    out.push_str("\n}\n");
    out
}

/// Plain text with the signs that TeX reads as commands marked.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '_' | '#' | '$' => out.extend(['\\', letter]),
            '\u{a0}' => out.push('~'),
            '—' => out.push_str("---"),
            '–' => out.push_str("--"),
            letter => out.push(letter),
        }
    }
    out
}

/// A list in CSL-JSON 1.0.
pub fn csl_json<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Value {
    Value::Array(sources.into_iter().map(item).collect())
}

fn item(source: &Source) -> Value {
    let kind = match source.kind.as_str() {
        "article" => "article-journal",
        "book" | "booklet" | "manual" | "proceedings" | "collection" => "book",
        "incollection" | "inbook" => "chapter",
        "inproceedings" | "conference" => "paper-conference",
        "phdthesis" | "mastersthesis" | "thesis" => "thesis",
        "techreport" | "report" => "report",
        "online" => "webpage",
        "unpublished" => "manuscript",
        _ if source.field("journal").is_some() => "article-journal",
        _ => "document",
    };
    let mut out = Map::new();
    out.insert("id".to_owned(), source.key.clone().into());
    out.insert("type".to_owned(), kind.into());
    for (field, variable) in [("author", "author"), ("editor", "editor")] {
        if let Some(list) = source.field(field) {
            let names: Vec<Value> = split(list)
                .into_iter()
                .map(|name| match name.given {
                    "" => json!({ "literal": name.family }),
                    given => json!({ "family": name.family, "given": given }),
                })
                .collect();
            out.insert(variable.to_owned(), names.into());
        }
    }
    if let Some(year) = year(source) {
        let issued = match year.parse::<i32>() {
            Ok(number) => json!({ "date-parts": [[number]] }),
            Err(_) => json!({ "literal": year }),
        };
        out.insert("issued".to_owned(), issued);
    }
    for (fields, variable) in [
        (&["title"][..], "title"),
        (&["shorttitle"], "title-short"),
        (&["journal", "journaltitle", "booktitle"], "container-title"),
        (&["volume"], "volume"),
        (&["number", "issue"], "issue"),
        (&["pages"], "page"),
        (&["publisher", "institution", "school", "organization"], "publisher"),
        (&["address", "location"], "publisher-place"),
        (&["doi"], "DOI"),
        (&["url"], "URL"),
        (&["issn"], "ISSN"),
        (&["isbn"], "ISBN"),
    ] {
        if let Some(text) = fields.iter().find_map(|field| source.field(field)) {
            out.insert(variable.to_owned(), text.into());
        }
    }
    if let Some(language) = source.field("language") {
        out.insert("language".to_owned(), code(language).into());
    }
    // CSL has no place for an addition to the title.
    let notes: Vec<&str> = ["titleaddon", "note"].iter().filter_map(|field| source.field(field)).collect();
    if !notes.is_empty() {
        out.insert("note".to_owned(), notes.join(". ").into());
    }
    Value::Object(out)
}

/// The code of a language that BibTeX calls by its name; a name that is not in the list stays.
fn code(language: &str) -> &str {
    match language.to_ascii_lowercase().as_str() {
        "english" => "en",
        "azerbaijani" | "azeri" => "az",
        "armenian" => "hy",
        "russian" => "ru",
        "turkish" => "tr",
        "georgian" => "ka",
        "persian" => "fa",
        "german" => "de",
        "french" => "fr",
        _ => language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Files, load, load_builtin};

    #[test]
    fn bibtex_reads_back_as_the_same_sources() {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let text = bibtex(&dataset.sources);
        assert!(text.contains("{{Azerbaycan'ın") && text.contains("pages      = {28--}"), "{text}");
        let minimal = crate::dataset::load_builtin();
        assert!(minimal.dataset.is_some());
        let again = load(&Files::new("").with("sources.bib", text));
        let complaints: Vec<String> = again
            .diagnostics
            .iter()
            .filter(|one| one.place.as_ref().is_some_and(|place| place.file == "sources.bib"))
            .map(ToString::to_string)
            .collect();
        assert_eq!(complaints, [""; 0]);
    }

    #[test]
    fn tex_signs_are_marked() {
        assert_eq!(tex("a & b, 5 % – x_1\u{a0}—"), "a \\& b, 5 \\% -- x\\_1~---");
    }

    #[test]
    fn csl_has_what_the_entry_has_and_no_more() {
        let dataset = load_builtin().dataset.expect("the built-in set");
        let list = csl_json(&dataset.sources);
        let first = &list[0];
        assert_eq!(first["id"], "ibrahimova-valizada-2019");
        assert_eq!(first["type"], "article-journal");
        assert_eq!(first["author"][1]["family"], "Valizada");
        assert_eq!(first["issued"]["date-parts"][0][0], 2019);
        assert_eq!(first["language"], "tr");
        let sutad =
            list.as_array().and_then(|all| all.iter().find(|one| one["id"] == "sutad-38")).expect("SÜTAD");
        assert!(sutad.get("author").is_none() && sutad.get("issued").is_none());
    }
}
