//! Writes a [`Deck`] as one page of HTML that presents itself: offline, by keys, mouse or finger.
//!
//! The slides are drawings inside the page with their letters as text, in faces that stand in the page once for all of
//! them; a shape that is drawn again and again, such as the coast on every map of a series, stands in it once too.
//! Without a script the slides stand under each other with their notes, and so they are printed: one to a page. Nothing of
//! a deck is read as HTML, and the page may ask no network for anything.

use std::fmt::Write;

use super::EncodeError;
use super::svg::{Fragments, escape};
use crate::deck::{Deck, Meaning, Note, Slide};
use crate::scene::{group, place};
use crate::words::word;

const TEMPLATE: &str = include_str!("page.html");
const CSS: &str = include_str!("slides.css");
const SCRIPT: &str = include_str!("slides.js");

/// The deck as HTML in one file that asks for nothing else. Same deck, same bytes.
///
/// # Errors
/// A deck without slides.
pub fn encode(deck: &Deck) -> Result<Vec<u8>, EncodeError> {
    if deck.slides.is_empty() {
        return Err(EncodeError::Empty);
    }
    let mut fragments = Fragments::default();
    let drawn: Vec<_> =
        deck.slides.iter().enumerate().map(|(at, slide)| drawing(deck, slide, at + 1)).collect();
    for (nodes, _) in &drawn {
        fragments.count(nodes);
    }
    let mut slides = String::with_capacity(1 << 20);
    let [width, height] = deck.ratio.size();
    for (at, (slide, (nodes, roles))) in deck.slides.iter().zip(&drawn).enumerate() {
        let number = at + 1;
        let name = format!("{} {number}: {}", word(deck.lang, "slide"), slide.title().unwrap_or_default());
        let _ = write!(
            slides,
            "<section class=\"slide\" id=\"s{number}\" aria-label=\"{}\" tabindex=\"-1\"{}>\n\
             <svg viewBox=\"0 0 {width} {height}\" role=\"group\">\n<rect class=\"slide-paper\" width=\"{width}\" \
             height=\"{height}\"/>\n{}</svg>\n{}</section>\n",
            escape(&name),
            if slide.fades { " data-fades" } else { "" },
            fragments.write(nodes, roles),
            notes(&slide.notes)
        );
    }
    let shared = fragments.shared();
    let css = format!(
        "{}{CSS}.slide-paper{{fill:{}}}\n@page{{size:{}in {}in;margin:0}}\n",
        fragments.css(),
        deck.colors.paper.css(),
        width / 144.0,
        height / 144.0
    );
    let value = |name: &str| match name {
        "lang" => escape(deck.lang.code()),
        "title" => escape(&deck.title),
        "description" => escape(&deck.description),
        "css" => css.clone(),
        "shared" => shared.clone(),
        "slides" => slides.clone(),
        "rows" => rows(deck),
        "script" => SCRIPT.to_owned(),
        name => escape(word(deck.lang, &format!("slide-{name}"))),
    };
    let mut out = String::with_capacity(slides.len() + css.len() + (1 << 15));
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or(("", after));
        out.push_str(before);
        out.push_str(&value(name));
        rest = after;
    }
    out.push_str(rest);
    Ok(out.into_bytes())
}

/// What is drawn of a slide, with ids that no other slide has, and what its groups are to a reader.
fn drawing(deck: &Deck, slide: &Slide, number: usize) -> (Vec<crate::scene::Node>, Vec<(String, String)>) {
    let prefix = format!("s{number}-");
    let mut all = group("all", "", deck.page(slide).nodes);
    place(&mut all, [0.0, 0.0], &prefix);
    let roles = deck.meanings(slide).into_iter().map(|(id, meaning)| {
        let role = match meaning {
            Meaning::Title => " role=\"heading\" aria-level=\"2\"".to_owned(),
            Meaning::Paragraph | Meaning::ListItem => " role=\"paragraph\"".to_owned(),
            Meaning::Figure(alt, _) => format!(" role=\"img\" aria-label=\"{}\"", escape(&alt)),
            Meaning::Decoration => " aria-hidden=\"true\"".to_owned(),
        };
        (format!("{prefix}{id}"), role)
    });
    (vec![all], roles.collect())
}

fn notes(notes: &[Note]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let mut out = String::from("<div class=\"notes\">\n");
    let mut in_list = false;
    for note in notes {
        if in_list && (!note.bullet || !note.heading.is_empty()) {
            out.push_str("</ul>\n");
            in_list = false;
        }
        if !note.heading.is_empty() {
            let _ = writeln!(out, "<h3>{}</h3>", escape(&note.heading));
        }
        if note.text.is_empty() {
            continue;
        }
        if note.bullet && !in_list {
            out.push_str("<ul>\n");
            in_list = true;
        }
        let tag = if note.bullet { "li" } else { "p" };
        let _ = writeln!(out, "<{tag}>{}</{tag}>", escape(&note.text));
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    out.push_str("</div>\n");
    out
}

/// The keys and what they do.
fn rows(deck: &Deck) -> String {
    let space = word(deck.lang, "slide-space");
    let keys: [(&[&str], &str); 7] = [
        (&["→", "↓", "PgDn", space], "slide-next"),
        (&["←", "↑", "PgUp"], "slide-back"),
        (&["Home"], "slide-first"),
        (&["End"], "slide-last"),
        (&["F"], "slide-full"),
        (&["N"], "slide-notes"),
        (&["?"], "slide-keys"),
    ];
    let mut out = String::new();
    for (keys, action) in keys {
        let keys: Vec<String> = keys.iter().map(|key| format!("<kbd>{}</kbd>", escape(key))).collect();
        let _ =
            writeln!(out, "<tr><td>{}</td><td>{}</td></tr>", keys.join(" "), escape(word(deck.lang, action)));
    }
    out
}
