//! What all parts are written with.

use std::fmt::Write;

use crate::backend::svg;
use crate::geometry::clip::Rect;
use crate::lang::Lang;

/// The first line of every part.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The name spaces of slides, layouts and masters, to stand in their first element.
pub const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

/// EMU in a px of a slide.
const EMU: f64 = 6350.0;

/// A length of px in EMU. PowerPoint takes lengths within 32 bits.
pub fn emu(px: f64) -> i64 {
    (px * EMU).round().clamp(-2_147_483_648.0, 2_147_483_647.0) as i64
}

/// A size of type in hundredths of a point.
pub fn hundredths_pt(px: f64) -> i64 {
    // PowerPoint knows sizes from 1 to 4000 points.
    (px / crate::deck::PX_PER_PT * 100.0).round().clamp(100.0, 400_000.0) as i64
}

/// Text fit for an element or an attribute. Line ends in attributes would be read as spaces.
pub fn escape(text: &str) -> String {
    svg::escape(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// `a:xfrm` of a rectangle; `prefix` is the name space of the element.
pub fn frame(prefix: &str, rect: &Rect) -> String {
    // Both ends are rounded, so that frames that touch go on touching.
    let [x, y] = [emu(rect.x), emu(rect.y)];
    let [w, h] = [(emu(rect.right()) - x).max(0), (emu(rect.bottom()) - y).max(0)];
    format!("<{prefix}:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></{prefix}:xfrm>")
}

/// Name, number and text alternative of a thing on a slide. Decoration is marked, so that no program asks for its
/// alternative and no reader reads it.
pub fn named(id: u32, name: &str, alt: Option<&str>) -> String {
    let mut out = format!("<p:cNvPr id=\"{id}\" name=\"{}\"", escape(name));
    match alt {
        None => out.push_str("/>"),
        Some("") => out.push_str(
            "><a:extLst><a:ext uri=\"{C183D7F6-B498-43B3-948B-1728B52AA6E4}\"><adec:decorative \
             xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\" val=\"1\"/></a:ext>\
             </a:extLst></p:cNvPr>",
        ),
        Some(alt) => {
            let _ = write!(out, " descr=\"{}\"/>", escape(alt));
        }
    }
    out
}

/// The relations of a part: ids count from `rId1`.
#[derive(Default)]
pub struct Relations(Vec<(&'static str, String)>);

impl Relations {
    /// The id of a relation of a kind to a part, as seen from the one that has it.
    pub fn to(&mut self, kind: &'static str, target: String) -> String {
        let relation = (kind, target);
        let at = self.0.iter().position(|known| *known == relation).unwrap_or_else(|| {
            self.0.push(relation);
            self.0.len() - 1
        });
        format!("rId{}", at + 1)
    }

    /// The part that lists them.
    pub fn xml(&self) -> String {
        let mut out = format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        );
        for (at, (kind, target)) in self.0.iter().enumerate() {
            let _ = write!(out, "<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", at + 1);
        }
        out.push_str("</Relationships>");
        out
    }
}

/// A kind of relation of ECMA-376.
macro_rules! office {
    ($kind:literal) => {
        concat!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/", $kind)
    };
}
pub(super) use office;

/// A language as programs of Office name it: with the country whose spelling is meant.
pub fn office_lang(lang: Lang) -> String {
    let known = [
        (Lang::EN, "en-GB"),
        (Lang::AZ, "az-Latn-AZ"),
        (Lang::HY, "hy-AM"),
        (Lang::RU, "ru-RU"),
        (Lang::TR, "tr-TR"),
    ];
    known
        .iter()
        .find(|(known, _)| *known == lang)
        .map_or_else(|| lang.code().to_owned(), |(_, name)| (*name).to_owned())
}

/// Goes on with a hash (FNV-1a, 64 bit): enough to notice an edit.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let seed = seed ^ 0xcbf2_9ce4_8422_2325;
    bytes.iter().fold(seed, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A GUID that a text stands for, the same on every machine.
pub fn guid(text: &str) -> String {
    let (a, b) = (hash(0, text.as_bytes()), hash(1, text.as_bytes()));
    // Version 8 and the variant of RFC 9562: bits of our own choice.
    format!(
        "{{{:08X}-{:04X}-8{:03X}-{:04X}-{:012X}}}",
        a >> 32,
        a >> 16 & 0xffff,
        a & 0xfff,
        0x8000 | (b >> 48 & 0x3fff),
        b & 0xffff_ffff_ffff
    )
}
