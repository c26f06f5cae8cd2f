//! The slide master and the named layouts: one for each [`Arrangement`], with placeholders where its frames are.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Context;
use super::package::Package;
use super::slide::number_field;
use super::text::{self, Look};
use super::xml::{HEAD, Relations, SPACES, escape, frame, hundredths_pt, named, office};
use crate::deck::{Arrangement, Deck, INDENT, Item, LEAST_PX, Ratio, Role, Stands, TextBox, frames};
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::words::word;

/// How every tree of shapes begins.
pub const TREE: &str = "<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>\
    <p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/>\
    <a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// The first number of masters and layouts, which share one range.
pub const FIRST_ID: u64 = 2_147_483_648;

/// A placeholder of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Title,
    Subtitle,
    Body,
    Picture(usize),
    Caption(usize),
    Footer,
    Number,
}

impl Place {
    /// `p:ph`, by which a slide finds its placeholder on the layout, and the layout on the master.
    pub fn element(self) -> String {
        match self {
            Place::Title => "<p:ph type=\"title\"/>".to_owned(),
            Place::Subtitle => "<p:ph type=\"subTitle\" idx=\"1\"/>".to_owned(),
            Place::Body => "<p:ph type=\"body\" idx=\"1\"/>".to_owned(),
            Place::Picture(which) => format!("<p:ph type=\"pic\" idx=\"{}\"/>", 20 + which),
            Place::Caption(which) => format!("<p:ph type=\"body\" sz=\"quarter\" idx=\"{}\"/>", 30 + which),
            Place::Footer => "<p:ph type=\"ftr\" sz=\"quarter\" idx=\"11\"/>".to_owned(),
            Place::Number => "<p:ph type=\"sldNum\" sz=\"quarter\" idx=\"12\"/>".to_owned(),
        }
    }

    /// Its name in a language.
    pub fn name(self, lang: Lang) -> String {
        let (key, number) = match self {
            Place::Title => ("slide-layout-title", None),
            Place::Subtitle => ("slide-subtitle", None),
            Place::Body => ("slide-layout-text", None),
            Place::Picture(which) => ("slide-layout-picture", Some(which)),
            Place::Caption(which) => ("slide-caption", Some(which)),
            Place::Footer => ("sources", None),
            Place::Number => ("slide-number", None),
        };
        let name = word(lang, key);
        number.map_or_else(|| name.to_owned(), |which| format!("{name} {}", which + 1))
    }
}

/// Number of a layout's part, from 1.
pub fn layout_number(arrangement: Arrangement) -> usize {
    Arrangement::ALL.iter().position(|(_, one)| *one == arrangement).unwrap_or(0) + 1
}

/// The placeholder a text goes into; none if it is a box of its own.
pub fn place_of(arrangement: Arrangement, ratio: Ratio, text: &TextBox) -> Option<Place> {
    let frames = frames(arrangement, ratio);
    match text.role {
        Role::Title => Some(Place::Title),
        Role::Subtitle => frames.subtitle.map(|_| Place::Subtitle),
        Role::Body => frames.body.map(|_| Place::Body),
        Role::Footer => frames.footer.map(|_| Place::Footer),
        // A line that stands where the layout has one for a picture is that one.
        Role::Free => frames.captions.iter().position(|rect| *rect == text.rect).map(Place::Caption),
    }
}

/// Where a layout has a placeholder.
pub fn rect_of(arrangement: Arrangement, ratio: Ratio, place: Place) -> Option<Rect> {
    let frames = frames(arrangement, ratio);
    match place {
        Place::Title => Some(frames.title),
        Place::Subtitle => frames.subtitle,
        Place::Body => frames.body,
        Place::Picture(which) => frames.pictures.get(which).copied(),
        Place::Caption(which) => frames.captions.get(which).copied(),
        Place::Footer => frames.footer,
        Place::Number => frames.number,
    }
}

fn places(arrangement: Arrangement, ratio: Ratio) -> Vec<Place> {
    let frames = frames(arrangement, ratio);
    let fixed = [Place::Title, Place::Subtitle, Place::Body].into_iter();
    let pictures = (0..frames.pictures.len()).map(Place::Picture);
    let captions = (0..frames.captions.len()).map(Place::Caption);
    let all = fixed.chain(captions).chain(pictures).chain([Place::Footer, Place::Number]);
    all.filter(|&place| rect_of(arrangement, ratio, place).is_some()).collect()
}

/// How the texts of each placeholder look on most slides: the layouts say it, so that a person changes it once.
pub struct Looks {
    most: BTreeMap<(Arrangement, Place), Look>,
    /// The same without a slide that has such a text.
    default: BTreeMap<(Arrangement, Place), Look>,
}

impl Looks {
    pub fn of(deck: &Deck) -> Looks {
        let mut seen: BTreeMap<(Arrangement, Place), Vec<(Look, usize)>> = BTreeMap::new();
        for slide in &deck.slides {
            for item in &slide.items {
                let Item::Text(text) = item else { continue };
                let Some(place) = place_of(slide.arrangement, deck.ratio, text) else { continue };
                let looks = seen.entry((slide.arrangement, place)).or_default();
                for paragraph in &text.paragraphs {
                    for run in &paragraph.runs {
                        let look = Look {
                            size: paragraph.size,
                            bold: run.bold,
                            italic: run.italic,
                            color: run.color,
                            centred: paragraph.centred,
                            stands: text.stands,
                        };
                        let letters = run.text.chars().count();
                        match looks.iter_mut().find(|(known, _)| *known == look) {
                            Some((_, count)) => *count += letters,
                            None => looks.push((look, letters)),
                        }
                    }
                }
            }
        }
        let mut most = BTreeMap::new();
        for (key, looks) in seen {
            let best = looks.iter().map(|(_, count)| *count).max();
            if let Some((look, _)) = looks.iter().find(|(_, count)| Some(*count) == best) {
                most.insert(key, *look);
            }
        }
        let mut default = BTreeMap::new();
        for (_, arrangement) in Arrangement::ALL {
            for place in places(arrangement, deck.ratio) {
                default.insert((arrangement, place), default_look(deck, arrangement, place));
            }
        }
        Looks { most, default }
    }

    /// How texts of a placeholder look if they do not say otherwise.
    pub fn get(&self, arrangement: Arrangement, place: Place) -> &Look {
        const PLAIN: Look = Look {
            size: LEAST_PX,
            bold: false,
            italic: false,
            color: crate::style::Color::hex(0),
            centred: false,
            stands: Stands::Top,
        };
        let key = (arrangement, place);
        self.most.get(&key).or_else(|| self.default.get(&key)).unwrap_or(&PLAIN)
    }
}

fn default_look(deck: &Deck, arrangement: Arrangement, place: Place) -> Look {
    let title_px = frames(arrangement, deck.ratio).title_px;
    let (ink, muted) = (deck.colors.ink, deck.colors.muted);
    let (size, bold, color, stands) = match place {
        Place::Title => (title_px, true, ink, Stands::Middle),
        Place::Subtitle => (44.0, false, muted, Stands::Top),
        Place::Body | Place::Picture(_) => (40.0, false, ink, Stands::Top),
        Place::Caption(_) => (40.0, true, ink, Stands::Middle),
        Place::Footer | Place::Number => (LEAST_PX, false, muted, Stands::Middle),
    };
    Look { size, bold, italic: false, color, centred: false, stands }
}

/// Writes the master, its theme and the layouts.
pub fn write(context: &Context<'_>, package: &mut Package) {
    let deck = context.deck;
    package.add(
        "ppt/theme/theme1.xml",
        "application/vnd.openxmlformats-officedocument.theme+xml",
        context.theme.xml(&deck.title),
    );
    let mut relations = Relations::default();
    let mut list = String::new();
    for (at, _) in Arrangement::ALL.iter().enumerate() {
        let id = relations.to(office!("slideLayout"), format!("../slideLayouts/slideLayout{}.xml", at + 1));
        let _ = write!(list, "<p:sldLayoutId id=\"{}\" r:id=\"{id}\"/>", FIRST_ID + 1 + at as u64);
    }
    relations.to(office!("theme"), "../theme/theme1.xml".to_owned());
    let mut out = format!(
        "{HEAD}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>\
         <a:effectLst/></p:bgPr></p:bg>{TREE}"
    );
    let places = [Place::Title, Place::Body, Place::Footer, Place::Number];
    for (at, place) in places.into_iter().enumerate() {
        push_placeholder(&mut out, context, Arrangement::Text, place, at as u32 + 2, true);
    }
    let _ = write!(
        out,
        "</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" \
         accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" \
         hlink=\"hlink\" folHlink=\"folHlink\"/><p:sldLayoutIdLst>{list}</p:sldLayoutIdLst>{}</p:sldMaster>",
        text_styles(context)
    );
    package.add_related(
        "ppt/slideMasters/slideMaster1.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml",
        out,
        &relations,
    );
    for (_, arrangement) in Arrangement::ALL {
        write_layout(context, arrangement, package);
    }
}

fn write_layout(context: &Context<'_>, arrangement: Arrangement, package: &mut Package) {
    let (key, kind) = match arrangement {
        Arrangement::Title => ("slide-layout-title", " type=\"title\""),
        Arrangement::Map => ("slide-layout-map", ""),
        Arrangement::Picture => ("slide-layout-picture", ""),
        Arrangement::Pair => ("slide-layout-pair", ""),
        Arrangement::Text => ("slide-layout-text", " type=\"tx\""),
    };
    let name = escape(word(context.deck.lang, key));
    let mut out = format!(
        "{HEAD}<p:sldLayout {SPACES}{kind} preserve=\"1\" userDrawn=\"1\"><p:cSld name=\"{name}\">{TREE}"
    );
    for (at, place) in places(arrangement, context.deck.ratio).into_iter().enumerate() {
        push_placeholder(&mut out, context, arrangement, place, at as u32 + 2, false);
    }
    out.push_str("</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>");
    let mut relations = Relations::default();
    relations.to(office!("slideMaster"), "../slideMasters/slideMaster1.xml".to_owned());
    package.add_related(
        &format!("ppt/slideLayouts/slideLayout{}.xml", layout_number(arrangement)),
        "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml",
        out,
        &relations,
    );
}

fn push_placeholder(
    out: &mut String,
    context: &Context<'_>,
    arrangement: Arrangement,
    place: Place,
    id: u32,
    on_master: bool,
) {
    let Some(rect) = rect_of(arrangement, context.deck.ratio, place) else { return };
    let lang = &context.lang;
    let name = place.name(context.deck.lang);
    let look = context.looks.get(arrangement, place);
    // The master's title and text have their looks from its text styles.
    let has_own_style = !(on_master && matches!(place, Place::Title | Place::Body));
    let style = match place {
        _ if !has_own_style => "<a:lstStyle/>".to_owned(),
        Place::Number => text::list_style(context, look).replace("algn=\"l\"", "algn=\"r\""),
        _ => text::list_style(context, look),
    };
    let words = match place {
        Place::Number => format!("<a:p>{}</a:p>", number_field(context, "‹#›")),
        // The sources of a slide are its own.
        Place::Footer => format!("<a:p><a:endParaRPr lang=\"{lang}\"/></a:p>"),
        _ => format!("<a:p><a:r><a:rPr lang=\"{lang}\"/><a:t>{}</a:t></a:r></a:p>", escape(&name)),
    };
    let _ = write!(
        out,
        "<p:sp><p:nvSpPr>{}<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>{}</p:nvPr></p:nvSpPr><p:spPr>{}\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody>{}{style}{words}</p:txBody></p:sp>",
        named(id, &name, None),
        place.element(),
        frame("a", &rect),
        text::body_properties(look.stands, None)
    );
}

/// `p:txStyles`: the first level is plain text, the others are lists.
fn text_styles(context: &Context<'_>) -> String {
    let get = |place| context.looks.get(Arrangement::Text, place);
    let (title, body) = (get(Place::Title), get(Place::Body));
    let head = format!(
        "{}<a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:spcAft><a:spcPts val=\"0\"/></a:spcAft>",
        text::leading()
    );
    let run = |look: &Look| {
        format!(
            "<a:defRPr sz=\"{}\" b=\"{}\" i=\"{}\" kern=\"1200\">{}",
            hundredths_pt(look.size),
            u8::from(look.bold),
            u8::from(look.italic),
            context.theme.fill(look.color)
        )
    };
    let fonts = |kind: &str| {
        format!(
            "<a:latin typeface=\"+{kind}-lt\"/><a:ea typeface=\"+{kind}-ea\"/><a:cs typeface=\"+{kind}-cs\"/></a:defRPr>"
        )
    };
    let align = |look: &Look| if look.centred { "ctr" } else { "l" };
    let mut out = format!(
        "<p:txStyles><p:titleStyle><a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"{}\" defTabSz=\"914400\" rtl=\"0\" \
         eaLnBrk=\"1\" latinLnBrk=\"0\" hangingPunct=\"1\">{head}<a:buNone/>{}{}</a:lvl1pPr></p:titleStyle><p:bodyStyle>",
        align(title),
        run(title),
        fonts("mj")
    );
    let indent = super::xml::emu(INDENT * body.size);
    for level in 1..=9i64 {
        // A hanging indent for each level below the first.
        let (left, hang, bullet) = match level {
            1 => (0, 0, "<a:buNone/>"),
            _ => (indent * (level - 1), -indent, "<a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>"),
        };
        let _ = write!(
            out,
            "<a:lvl{level}pPr marL=\"{left}\" indent=\"{hang}\" algn=\"{}\" defTabSz=\"914400\" rtl=\"0\" \
             eaLnBrk=\"1\" latinLnBrk=\"0\" hangingPunct=\"1\">{head}{bullet}{}{}</a:lvl{level}pPr>",
            align(body),
            run(body),
            fonts("mn")
        );
    }
    out.push_str("</p:bodyStyle><p:otherStyle>");
    let _ = write!(
        out,
        "<a:defPPr><a:defRPr lang=\"{}\"/></a:defPPr><a:lvl1pPr marL=\"0\" algn=\"l\" defTabSz=\"914400\" rtl=\"0\" \
         eaLnBrk=\"1\" latinLnBrk=\"0\" hangingPunct=\"1\"><a:defRPr sz=\"1800\" kern=\"1200\"><a:solidFill>\
         <a:schemeClr val=\"tx1\"/></a:solidFill>{}</a:lvl1pPr></p:otherStyle></p:txStyles>",
        context.lang,
        fonts("mn")
    );
    out
}
