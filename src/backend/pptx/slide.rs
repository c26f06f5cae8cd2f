//! Slides.

use std::fmt::Write;

use super::master::{self, Place, layout_number};
use super::media::Media;
use super::package::Package;
use super::xml::{HEAD, Relations, SPACES, frame, guid, named, office};
use super::{Context, shapes, text};
use crate::deck::{Item, Picture, TextBox, frames};

/// Writes the slide of this number, from 1, with its relations.
pub fn write(context: &Context<'_>, media: &Media, number: usize, package: &mut Package) {
    let slide = &context.deck.slides[number - 1];
    let mut relations = Relations::default();
    relations.to(
        office!("slideLayout"),
        format!("../slideLayouts/slideLayout{}.xml", layout_number(slide.arrangement)),
    );
    if !slide.notes.is_empty() {
        relations.to(office!("notesSlide"), format!("../notesSlides/notesSlide{number}.xml"));
    }
    let mut out = format!("{HEAD}<p:sld {SPACES}><p:cSld name=\"{}\">", super::xml::escape(&slide.id));
    out.push_str(master::TREE);
    // 1 is the tree itself.
    let mut next = 1;
    let mut taken: Vec<Place> = Vec::new();
    for (at, item) in slide.items.iter().enumerate() {
        match item {
            Item::Text(of) => {
                let place = master::place_of(slide.arrangement, context.deck.ratio, of)
                    .filter(|place| !taken.contains(place));
                taken.extend(place);
                next += 1;
                write_text(&mut out, context, slide.arrangement, of, place, next);
            }
            Item::Shapes(of) => shapes::write(&mut out, context, of, &mut next),
            Item::Picture(of) => {
                let place = of
                    .placeholder
                    .filter(|&which| which < frames(slide.arrangement, context.deck.ratio).pictures.len())
                    .map(Place::Picture)
                    .filter(|place| !taken.contains(place));
                taken.extend(place);
                next += 1;
                let [png, svg] = media.of_item(number - 1, at);
                let png = relations.to(office!("image"), format!("../media/{png}"));
                let svg = relations.to(office!("image"), format!("../media/{svg}"));
                write_picture(&mut out, context, slide.arrangement, of, place, next, [&png, &svg]);
            }
        }
    }
    if frames(slide.arrangement, context.deck.ratio).number.is_some() {
        let _ = write!(
            out,
            "<p:sp><p:nvSpPr>{}<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>{}</p:nvPr></p:nvSpPr>\
             <p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{}</a:p></p:txBody></p:sp>",
            named(next + 1, &Place::Number.name(context.deck.lang), None),
            Place::Number.element(),
            number_field(context, &number.to_string())
        );
    }
    out.push_str("</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>");
    if slide.fades {
        out.push_str("<p:transition spd=\"med\"><p:fade/></p:transition>");
    }
    out.push_str("</p:sld>");
    package.add_related(
        &format!("ppt/slides/slide{number}.xml"),
        "application/vnd.openxmlformats-officedocument.presentationml.slide+xml",
        out,
        &relations,
    );
}

/// The number of a slide as a field that programs keep right.
pub fn number_field(context: &Context<'_>, shown: &str) -> String {
    format!(
        "<a:fld id=\"{}\" type=\"slidenum\"><a:rPr lang=\"{}\"/><a:t>{shown}</a:t></a:fld>",
        guid("slide number"),
        context.lang
    )
}

fn write_text(
    out: &mut String,
    context: &Context<'_>,
    arrangement: crate::deck::Arrangement,
    of: &TextBox,
    place: Option<Place>,
    id: u32,
) {
    let look = place.map(|place| context.looks.get(arrangement, place));
    let is_there =
        place.is_some_and(|place| master::rect_of(arrangement, context.deck.ratio, place) == Some(of.rect));
    let own = if is_there { String::new() } else { frame("a", &of.rect) };
    let (kind, properties) = match place {
        Some(place) => (
            format!("<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>{}</p:nvPr>", place.element()),
            own,
        ),
        None => (
            "<p:cNvSpPr txBox=\"1\"/><p:nvPr/>".to_owned(),
            format!("{own}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/>"),
        ),
    };
    let _ = write!(
        out,
        "<p:sp><p:nvSpPr>{}{kind}</p:nvSpPr><p:spPr>{properties}</p:spPr><p:txBody>{}<a:lstStyle/>{}</p:txBody></p:sp>",
        named(id, &of.id, None),
        text::body_properties(of.stands, look.map(|look| look.stands)),
        text::paragraphs(context, &of.paragraphs, look)
    );
}

fn write_picture(
    out: &mut String,
    context: &Context<'_>,
    arrangement: crate::deck::Arrangement,
    of: &Picture,
    place: Option<Place>,
    id: u32,
    [png, svg]: [&str; 2],
) {
    let is_there =
        place.is_some_and(|place| master::rect_of(arrangement, context.deck.ratio, place) == Some(of.rect));
    let own = if is_there { String::new() } else { frame("a", &of.rect) };
    // A placeholder has its shape from the layout.
    let shape = if place.is_some() { "" } else { "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>" };
    let locks = if place.is_some() { " noGrp=\"1\"" } else { "" };
    let _ = write!(
        out,
        "<p:pic><p:nvPicPr>{}<p:cNvPicPr><a:picLocks{locks} noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr>{}</p:nvPr>\
         </p:nvPicPr><p:blipFill><a:blip r:embed=\"{png}\"><a:extLst>\
         <a:ext uri=\"{{28A0092B-C50C-407E-A947-70E740481C1C}}\"><a14:useLocalDpi \
         xmlns:a14=\"http://schemas.microsoft.com/office/drawing/2010/main\" val=\"0\"/></a:ext>\
         <a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
         xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{svg}\"/></a:ext>\
         </a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{own}{shape}</p:spPr></p:pic>",
        named(id, &of.id, Some(&of.alt)),
        place.map_or_else(String::new, |place| place.element()),
    );
}
