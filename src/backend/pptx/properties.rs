//! What a file says of itself.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Context;
use super::package::{Package, SEAL};
use super::xml::{HEAD, escape};
use crate::deck::Ratio;

/// Writes title, description, language and facts. No date: the same deck is the same file.
pub fn write(context: &Context<'_>, package: &mut Package) {
    let deck = context.deck;
    let fact =
        |name: &str| deck.metadata.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    package.add(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        format!(
            "{HEAD}<cp:coreProperties \
             xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
             xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
             <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:description>{}</dc:description>\
             <dc:language>{}</dc:language></cp:coreProperties>",
            escape(&deck.title),
            escape(fact("creator").unwrap_or("marchland")),
            escape(&deck.description),
            context.lang
        ),
    );
    let with_notes = deck.slides.iter().filter(|slide| !slide.notes.is_empty()).count();
    let format = match deck.ratio {
        Ratio::Wide => "Widescreen",
        Ratio::Classic => "On-screen Show (4:3)",
    };
    package.add(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        format!(
            "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
             <PresentationFormat>{format}</PresentationFormat><Slides>{}</Slides><Notes>{with_notes}</Notes>\
             <HiddenSlides>0</HiddenSlides><Application>marchland</Application></Properties>",
            deck.slides.len()
        ),
    );
    let mut custom = format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">"
    );
    let mut names = BTreeSet::from(["marchland".to_owned()]);
    // Numbers below 2 are kept for other things.
    let mut push = |name: &str, value: &str, pid: &mut u32| {
        let _ = write!(
            custom,
            "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{pid}\" name=\"{}\"><vt:lpwstr>{}\
             </vt:lpwstr></property>",
            escape(name),
            escape(value)
        );
        *pid += 1;
    };
    let mut pid = 2;
    push("marchland", SEAL, &mut pid);
    for (name, value) in &deck.metadata {
        // Names are the same whether in capitals or not.
        if !name.trim().is_empty() && names.insert(name.to_lowercase()) {
            push(name, value, &mut pid);
        }
    }
    custom.push_str("</Properties>");
    package.add_sealed(custom);
}
