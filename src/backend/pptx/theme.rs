//! Colours and fonts that a person changes in one place.

use std::fmt::Write;

use super::xml::{HEAD, escape};
use crate::deck::Colors;
use crate::style::Color;

/// Arial is on every Windows and Mac and comes with Office for the Mac; it has Latin with the schwa and Cyrillic, and
/// Office's own theme names it for Armenian. On Linux, Impress sets it in Liberation Sans, whose letters are as wide, and
/// Armenian in a font of its own. Texts are measured in the embedded faces: Arial is 2 to 10 % narrower; DejaVu Sans, in
/// which Linux mostly sets Armenian, 4 to 8 % wider, which the spare tenth of a box takes up.
pub const FONT: &str = "Arial";
/// Scripts for which the theme names a font by itself; programs fall back to one of their own if it lacks letters.
const SCRIPTS: [(&str, &str); 4] = [("Armn", FONT), ("Cyrl", FONT), ("Geor", "Sylfaen"), ("Latn", FONT)];

/// The colours of a theme, in the order of the schema.
pub struct Theme {
    colors: [(&'static str, Color); 12],
}

impl Theme {
    /// The deck's colours, and five more for what a person may add: as light as the accent is, told apart by hue.
    pub fn new(colors: &Colors) -> Theme {
        let is_dark = colors.paper.luminance() < 0.2;
        let lightness = if is_dark { 0.76 } else { 0.50 };
        let hue = |degrees: f64| Color::oklch(lightness, 0.11, degrees);
        Theme {
            colors: [
                ("dk1", opaque(colors.ink, colors.paper)),
                ("lt1", opaque(colors.paper, Color::WHITE)),
                ("dk2", opaque(colors.muted, colors.paper)),
                ("lt2", opaque(colors.rule, colors.paper)),
                ("accent1", opaque(colors.accent, colors.paper)),
                ("accent2", hue(255.0)),
                ("accent3", hue(150.0)),
                ("accent4", hue(70.0)),
                ("accent5", hue(325.0)),
                ("accent6", hue(200.0)),
                ("hlink", hue(255.0)),
                ("folHlink", opaque(colors.muted, colors.paper)),
            ],
        }
    }

    /// The theme of the pages of notes, which are printed: black on white.
    pub fn of_notes() -> Theme {
        let (ink, paper) = (Color::hex(0x000000), Color::WHITE);
        Theme::new(&Colors {
            paper,
            ink,
            muted: Color::hex(0x555555),
            rule: Color::hex(0xbbbbbb),
            accent: Color::hex(0x9a3324),
        })
    }

    /// A colour as `a:solidFill`: by its name if it is one of the theme's.
    pub fn fill(&self, color: Color) -> String {
        format!("<a:solidFill>{}</a:solidFill>", self.color(color))
    }

    /// A colour as an element.
    fn color(&self, color: Color) -> String {
        const NAMES: [&str; 4] = ["tx1", "bg1", "tx2", "bg2"];
        let opaque = Color { a: 255, ..color };
        let at = self.colors[..5].iter().position(|(_, known)| *known == opaque);
        let (tag, value) = match at {
            Some(at) => ("schemeClr", NAMES.get(at).map_or("accent1", |name| name).to_owned()),
            None => ("srgbClr", hex(color)),
        };
        if color.a == 255 {
            return format!("<a:{tag} val=\"{value}\"/>");
        }
        let alpha = (color.opacity() * 100_000.0).round() as i64;
        format!("<a:{tag} val=\"{value}\"><a:alpha val=\"{alpha}\"/></a:{tag}>")
    }

    /// The part of a theme.
    pub fn xml(&self, name: &str) -> String {
        let name = escape(name);
        let mut out = format!(
            "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"{name}\">\
             <a:themeElements><a:clrScheme name=\"{name}\">"
        );
        for (key, color) in &self.colors {
            let _ = write!(out, "<a:{key}><a:srgbClr val=\"{}\"/></a:{key}>", hex(*color));
        }
        let _ = write!(out, "</a:clrScheme><a:fontScheme name=\"{name}\">");
        for kind in ["majorFont", "minorFont"] {
            let _ = write!(
                out,
                "<a:{kind}><a:latin typeface=\"{FONT}\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>"
            );
            for (script, font) in SCRIPTS {
                let _ = write!(out, "<a:font script=\"{script}\" typeface=\"{font}\"/>");
            }
            let _ = write!(out, "</a:{kind}>");
        }
        // A theme must have three of each; plain ones, for a plain look.
        let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
        let line = |width: u32| {
            format!(
                "<a:ln w=\"{width}\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\">{fill}<a:prstDash val=\"solid\"/>\
                 <a:miter lim=\"800000\"/></a:ln>"
            )
        };
        let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
        let _ = write!(
            out,
            "</a:fontScheme><a:fmtScheme name=\"{name}\"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst>\
             <a:lnStyleLst>{}{}{}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst>\
             <a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>\
             <a:objectDefaults/><a:extraClrSchemeLst/></a:theme>",
            line(9525),
            line(19050),
            line(28575)
        );
        out
    }
}

fn opaque(color: Color, under: Color) -> Color {
    if color.a == 255 { color } else { color.over(Color { a: 255, ..under }) }
}

fn hex(color: Color) -> String {
    format!("{:02X}{:02X}{:02X}", color.r, color.g, color.b)
}
