//! Paragraphs.

use std::fmt::Write;

use super::Context;
use super::xml::{emu, escape, hundredths_pt};
use crate::deck::{INDENT, LEADING, Paragraph, Run, Stands};
use crate::style::Color;

/// Distance of the baselines of the theme's font as a share of its size: what 100 % of line spacing is.
const FONT_LEADING: f64 = 1.149;

/// How texts look where they do not say otherwise.
#[derive(Clone, Copy, PartialEq)]
pub struct Look {
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
    pub color: Color,
    pub centred: bool,
    pub stands: Stands,
}

/// Distance of lines in thousandths of a percent of what the font asks for. As a share and not in points, so that it
/// goes along when a person changes the size.
pub fn leading() -> String {
    let share = (LEADING / FONT_LEADING * 1000.0).round() as i64 * 100;
    format!("<a:lnSpc><a:spcPct val=\"{share}\"/></a:lnSpc>")
}

/// `a:bodyPr`: no inner margins, and no program changes size of type or box by itself. What the layout says already
/// is left to it.
pub fn body_properties(stands: Stands, inherited: Option<Stands>) -> String {
    if inherited == Some(stands) {
        return "<a:bodyPr><a:noAutofit/></a:bodyPr>".to_owned();
    }
    let anchor = anchor(stands);
    match inherited {
        Some(_) => format!("<a:bodyPr anchor=\"{anchor}\"><a:noAutofit/></a:bodyPr>"),
        None => format!(
            "<a:bodyPr vert=\"horz\" wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" rtlCol=\"0\" \
             anchor=\"{anchor}\"><a:noAutofit/></a:bodyPr>"
        ),
    }
}

fn anchor(stands: Stands) -> &'static str {
    match stands {
        Stands::Top => "t",
        Stands::Middle => "ctr",
        Stands::Bottom => "b",
    }
}

/// The list style of one level that says how a placeholder's text looks.
pub fn list_style(context: &Context<'_>, look: &Look) -> String {
    let align = if look.centred { "ctr" } else { "l" };
    format!(
        "<a:lstStyle><a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"{align}\"><a:buNone/>{}</a:lvl1pPr></a:lstStyle>",
        default_run(context, look)
    )
}

/// `a:defRPr` of a look.
pub fn default_run(context: &Context<'_>, look: &Look) -> String {
    format!(
        "<a:defRPr sz=\"{}\" b=\"{}\" i=\"{}\">{}</a:defRPr>",
        hundredths_pt(look.size),
        u8::from(look.bold),
        u8::from(look.italic),
        context.theme.fill(look.color)
    )
}

/// The paragraphs of a text; what `inherited` has is left to it. Without it, all is said.
pub fn paragraphs(context: &Context<'_>, paragraphs: &[Paragraph], inherited: Option<&Look>) -> String {
    let mut out = String::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        out.push_str("<a:p>");
        out.push_str(&paragraph_properties(paragraph, at > 0, inherited));
        for run in &paragraph.runs {
            push_run(&mut out, context, run, paragraph.size, inherited);
        }
        if paragraph.runs.iter().all(|run| run.text.is_empty()) {
            let _ = write!(
                out,
                "<a:endParaRPr lang=\"{}\" sz=\"{}\"/>",
                context.lang,
                hundredths_pt(paragraph.size)
            );
        }
        out.push_str("</a:p>");
    }
    // A text has at least one paragraph.
    if paragraphs.is_empty() {
        let _ = write!(out, "<a:p><a:endParaRPr lang=\"{}\"/></a:p>", context.lang);
    }
    out
}

fn paragraph_properties(paragraph: &Paragraph, has_before: bool, inherited: Option<&Look>) -> String {
    let mut out = String::from("<a:pPr");
    if paragraph.bullet {
        let indent = emu(INDENT * paragraph.size);
        let _ = write!(out, " marL=\"{indent}\" indent=\"-{indent}\"");
    }
    let centred = inherited.map_or(!paragraph.centred, |look| look.centred) != paragraph.centred;
    if centred {
        out.push_str(if paragraph.centred { " algn=\"ctr\"" } else { " algn=\"l\"" });
    }
    let mut inner = String::new();
    if inherited.is_none() {
        inner.push_str(&leading());
    }
    if has_before && paragraph.before > 0.0 {
        let points = hundredths_pt(paragraph.before).min(158_400);
        let _ = write!(inner, "<a:spcBef><a:spcPts val=\"{points}\"/></a:spcBef>");
    }
    if paragraph.bullet {
        inner.push_str("<a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>");
    }
    if inner.is_empty() {
        out.push_str("/>");
    } else {
        let _ = write!(out, ">{inner}</a:pPr>");
    }
    out
}

fn push_run(out: &mut String, context: &Context<'_>, run: &Run, size: f64, inherited: Option<&Look>) {
    let mut properties = format!("<a:rPr lang=\"{}\"", context.lang);
    if inherited.is_none_or(|look| look.size != size) {
        let _ = write!(properties, " sz=\"{}\"", hundredths_pt(size));
    }
    for (name, is, of) in [
        ("b", run.bold, inherited.map(|look| look.bold)),
        ("i", run.italic, inherited.map(|look| look.italic)),
    ] {
        if of.unwrap_or(false) != is {
            let _ = write!(properties, " {name}=\"{}\"", u8::from(is));
        }
    }
    properties.push_str(" dirty=\"0\"");
    if inherited.is_none_or(|look| look.color != run.color) {
        let _ = write!(properties, ">{}</a:rPr>", context.theme.fill(run.color));
    } else {
        properties.push_str("/>");
    }
    // A line end inside a run is a break of its own.
    for (at, line) in run.text.split(['\n', '\u{b}', '\u{2028}']).enumerate() {
        if at > 0 {
            let _ = write!(out, "<a:br>{properties}</a:br>");
        }
        if !line.is_empty() {
            let _ = write!(out, "<a:r>{properties}<a:t>{}</a:t></a:r>", escape(line));
        }
    }
}
