//! Notes of the speaker.

use std::fmt::Write;

use super::Context;
use super::master::TREE;
use super::package::Package;
use super::slide::number_field;
use super::xml::{HEAD, Relations, SPACES, escape, office};
use crate::deck::Ratio;

/// Width and height of a page of notes in EMU: 7.5 x 10 inches, as programs have it.
pub const PAGE: [i64; 2] = [6_858_000, 9_144_000];
/// Left, top, width and height of the notes on it: more of the page than programs give them, since sources in full
/// are long.
const BODY: [i64; 4] = [685_800, 3_017_520, 5_486_400, 5_577_840];
/// Where the number of the page stands.
const NUMBER: [i64; 4] = [3_886_200, 8_686_800, 2_286_000, 274_320];
/// Size of the notes in hundredths of a point. They are read at a desk.
const SIZE: u32 = 1200;

const IMAGE_LOCKS: &str =
    "<p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr>";
const LOCKS: &str = "<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>";

fn place([x, y, w, h]: [i64; 4]) -> String {
    format!(
        "<a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></a:xfrm><a:prstGeom prst=\"rect\">\
         <a:avLst/></a:prstGeom>"
    )
}

/// Writes the master of notes and its theme.
pub fn write_master(context: &Context<'_>, package: &mut Package) {
    let deck = context.deck;
    let [w, h] = match deck.ratio {
        Ratio::Wide => [4_389_120, 2_468_880],
        Ratio::Classic => [3_291_840, 2_468_880],
    };
    let image = [(PAGE[0] - w) / 2, 411_480, w, h];
    let lang = &context.lang;
    let mut out = format!(
        "{HEAD}<p:notesMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>\
         <a:effectLst/></p:bgPr></p:bg>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{}\"/>{IMAGE_LOCKS}\
         <p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr>{}<a:noFill/><a:ln w=\"6350\"><a:solidFill>\
         <a:srgbClr val=\"A0A0A0\"/></a:solidFill></a:ln></p:spPr></p:sp>",
        escape(crate::words::word(deck.lang, "slide")),
        place(image)
    );
    let notes = escape(crate::words::word(deck.lang, "slide-notes"));
    let _ = write!(
        out,
        "<p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"{notes}\"/>{LOCKS}<p:ph type=\"body\" sz=\"quarter\" idx=\"3\"/>\
         </p:nvPr></p:nvSpPr><p:spPr>{}</p:spPr><p:txBody><a:bodyPr vert=\"horz\" lIns=\"0\" tIns=\"0\" rIns=\"0\" \
         bIns=\"0\" rtlCol=\"0\"/><a:lstStyle/><a:p><a:pPr lvl=\"0\"/><a:r><a:rPr lang=\"{lang}\"/><a:t>{notes}</a:t>\
         </a:r></a:p></p:txBody></p:sp>",
        place(BODY)
    );
    let _ = write!(
        out,
        "<p:sp><p:nvSpPr><p:cNvPr id=\"4\" name=\"{}\"/>{LOCKS}<p:ph type=\"sldNum\" sz=\"quarter\" idx=\"5\"/></p:nvPr>\
         </p:nvSpPr><p:spPr>{}</p:spPr><p:txBody><a:bodyPr vert=\"horz\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" \
         anchor=\"b\"/><a:lstStyle><a:lvl1pPr algn=\"r\"><a:defRPr sz=\"{SIZE}\"/></a:lvl1pPr></a:lstStyle><a:p>{}</a:p>\
         </p:txBody></p:sp>",
        escape(crate::words::word(deck.lang, "slide-number")),
        place(NUMBER),
        number_field(context, "‹#›")
    );
    // Paper is white, whatever the slides are: this master has a theme of its own.
    out.push_str(
        "</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" \
         accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" \
         hlink=\"hlink\" folHlink=\"folHlink\"/><p:notesStyle>",
    );
    for level in 1..=9 {
        let left = 171_450 * (level - 1);
        let _ = write!(
            out,
            "<a:lvl{level}pPr marL=\"{left}\" algn=\"l\" defTabSz=\"914400\" rtl=\"0\" eaLnBrk=\"1\" latinLnBrk=\"0\" \
             hangingPunct=\"1\"><a:defRPr sz=\"{SIZE}\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"tx1\"/>\
             </a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/>\
             </a:defRPr></a:lvl{level}pPr>"
        );
    }
    out.push_str("</p:notesStyle></p:notesMaster>");
    let mut relations = Relations::default();
    relations.to(office!("theme"), "../theme/theme2.xml".to_owned());
    package.add_related(
        "ppt/notesMasters/notesMaster1.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml",
        out,
        &relations,
    );
    package.add(
        "ppt/theme/theme2.xml",
        "application/vnd.openxmlformats-officedocument.theme+xml",
        super::theme::Theme::of_notes().xml(&deck.title),
    );
}

/// Writes the notes of the slide of this number, if it has any.
pub fn write(context: &Context<'_>, number: usize, package: &mut Package) {
    let slide = &context.deck.slides[number - 1];
    if slide.notes.is_empty() {
        return;
    }
    let lang = &context.lang;
    let mut words = String::new();
    for (at, note) in slide.notes.iter().enumerate() {
        let before = if at == 0 { "" } else { "<a:spcBef><a:spcPts val=\"600\"/></a:spcBef>" };
        if !note.heading.is_empty() {
            let _ = write!(
                words,
                "<a:p><a:pPr>{before}</a:pPr><a:r><a:rPr lang=\"{lang}\" b=\"1\" dirty=\"0\"/><a:t>{}</a:t></a:r></a:p>",
                escape(&note.heading)
            );
        }
        if note.text.is_empty() {
            continue;
        }
        let properties = if note.bullet {
            "<a:pPr marL=\"171450\" indent=\"-171450\"><a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/></a:pPr>"
                .to_owned()
        } else if note.heading.is_empty() {
            format!("<a:pPr>{before}</a:pPr>")
        } else {
            "<a:pPr/>".to_owned()
        };
        for line in note.text.split('\n') {
            let _ = write!(
                words,
                "<a:p>{properties}<a:r><a:rPr lang=\"{lang}\" dirty=\"0\"/><a:t>{}</a:t></a:r></a:p>",
                escape(line)
            );
        }
    }
    if words.is_empty() {
        let _ = write!(words, "<a:p><a:endParaRPr lang=\"{lang}\"/></a:p>");
    }
    let image = escape(crate::words::word(context.deck.lang, "slide"));
    let notes = escape(crate::words::word(context.deck.lang, "slide-notes"));
    let numbered = escape(crate::words::word(context.deck.lang, "slide-number"));
    let out = format!(
        "{HEAD}<p:notes {SPACES}><p:cSld>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{image}\"/>{IMAGE_LOCKS}\
         <p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id=\"3\" \
         name=\"{notes}\"/>{LOCKS}<p:ph type=\"body\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>\
         <a:lstStyle/>{words}</p:txBody></p:sp><p:sp><p:nvSpPr><p:cNvPr id=\"4\" name=\"{numbered}\"/>{LOCKS}\
         <p:ph type=\"sldNum\" sz=\"quarter\" idx=\"5\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>\
         <a:lstStyle/><a:p>{}</a:p></p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/>\
         </p:clrMapOvr></p:notes>",
        number_field(context, &number.to_string())
    );
    let mut relations = Relations::default();
    relations.to(office!("notesMaster"), "../notesMasters/notesMaster1.xml".to_owned());
    relations.to(office!("slide"), format!("../slides/slide{number}.xml"));
    package.add_related(
        &format!("ppt/notesSlides/notesSlide{number}.xml"),
        "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml",
        out,
        &relations,
    );
}
