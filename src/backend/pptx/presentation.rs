//! The list of slides and what holds for all of them.

use std::fmt::Write;

use super::Context;
use super::master::FIRST_ID;
use super::notes;
use super::package::Package;
use super::xml::{HEAD, Relations, SPACES, emu, escape, guid, office};
use crate::deck::{Deck, Ratio};

/// The number of the first slide: the least that is allowed.
const FIRST_SLIDE: usize = 256;

/// Writes the presentation and its settings.
pub fn write(context: &Context<'_>, package: &mut Package) {
    let deck = context.deck;
    let mut relations = Relations::default();
    let master = relations.to(office!("slideMaster"), "slideMasters/slideMaster1.xml".to_owned());
    let mut slides = String::new();
    for at in 0..deck.slides.len() {
        let id = relations.to(office!("slide"), format!("slides/slide{}.xml", at + 1));
        let _ = write!(slides, "<p:sldId id=\"{}\" r:id=\"{id}\"/>", FIRST_SLIDE + at);
    }
    let notes_master = relations.to(office!("notesMaster"), "notesMasters/notesMaster1.xml".to_owned());
    relations.to(office!("presProps"), "presProps.xml".to_owned());
    relations.to(office!("viewProps"), "viewProps.xml".to_owned());
    relations.to(office!("theme"), "theme/theme1.xml".to_owned());
    relations.to(office!("tableStyles"), "tableStyles.xml".to_owned());
    let [width, height] = deck.ratio.size().map(emu);
    let kind = if deck.ratio == Ratio::Classic { " type=\"screen4x3\"" } else { "" };
    let mut styles = format!("<a:defPPr><a:defRPr lang=\"{}\"/></a:defPPr>", context.lang);
    for level in 1..=9 {
        let _ = write!(
            styles,
            "<a:lvl{level}pPr marL=\"{}\" algn=\"l\" defTabSz=\"914400\" rtl=\"0\" eaLnBrk=\"1\" latinLnBrk=\"0\" \
             hangingPunct=\"1\"><a:defRPr sz=\"1800\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill>\
             <a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr>\
             </a:lvl{level}pPr>",
            457_200 * (level - 1)
        );
    }
    let out = format!(
        "{HEAD}<p:presentation {SPACES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"{FIRST_ID}\" \
         r:id=\"{master}\"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"{notes_master}\"/>\
         </p:notesMasterIdLst><p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx=\"{width}\" cy=\"{height}\"{kind}/>\
         <p:notesSz cx=\"{}\" cy=\"{}\"/><p:defaultTextStyle>{styles}</p:defaultTextStyle>{}</p:presentation>",
        notes::PAGE[0],
        notes::PAGE[1],
        sections(deck)
    );
    package.add_related(
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        out,
        &relations,
    );
    for (part, kind, element) in [
        (
            "ppt/presProps.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.presProps+xml",
            "presentationPr",
        ),
        (
            "ppt/viewProps.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.viewProps+xml",
            "viewPr",
        ),
    ] {
        package.add(part, kind, format!("{HEAD}<p:{element} {SPACES}/>"));
    }
    package.add(
        "ppt/tableStyles.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml",
        format!(
            "{HEAD}<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
             def=\"{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}\"/>"
        ),
    );
}

/// The sections. A file that has any has every slide in one; slides without a heading are in one named after the first
/// of them.
fn sections(deck: &Deck) -> String {
    if deck.slides.iter().all(|slide| slide.section.is_empty()) {
        return String::new();
    }
    let mut list = String::new();
    let mut at = 0;
    for slides in deck.slides.chunk_by(|a, b| a.section == b.section) {
        let title = || slides[0].title().filter(|title| !title.trim().is_empty());
        let name = match slides[0].section.as_str() {
            "" => title().unwrap_or_else(|| deck.title.clone()),
            section => section.to_owned(),
        };
        let id = guid(&format!("section {at} {name}"));
        let _ = write!(list, "<p14:section name=\"{}\" id=\"{id}\"><p14:sldIdLst>", escape(&name));
        for _ in slides {
            let _ = write!(list, "<p14:sldId id=\"{}\"/>", FIRST_SLIDE + at);
            at += 1;
        }
        list.push_str("</p14:sldIdLst></p14:section>");
    }
    format!(
        "<p:extLst><p:ext uri=\"{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}\"><p14:sectionLst \
         xmlns:p14=\"http://schemas.microsoft.com/office/powerpoint/2010/main\">{list}</p14:sectionLst></p:ext></p:extLst>"
    )
}
