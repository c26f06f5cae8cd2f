//! Drawn things as rows of numbers, and colours as CSS.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::backend::svg::path_data;
use crate::scene::{Anchor, Circle, Node, Stroke, Text};
use crate::style::{Color, HatchLine, Style};

/// Tables that rows point into.
#[derive(Default, Serialize)]
pub(super) struct Rows {
    /// Data of paths.
    paths: Vec<String>,
    /// How letters look: class, family, weight, slant, size, spacing, colour, halo, its width, anchor.
    types: Vec<Value>,
    #[serde(skip)]
    known: BTreeMap<String, usize>,
}

impl Rows {
    fn path(&mut self, data: String) -> usize {
        let next = self.paths.len();
        let place = *self.known.entry(format!("d{data}")).or_insert(next);
        if place == next {
            self.paths.push(data);
        }
        place
    }

    fn kind(&mut self, text: &Text) -> usize {
        let (family, weight, slant) = text.face.css();
        let (halo, width) = text.halo.unwrap_or((text.fill, 0.0));
        let class = text.class.trim_start_matches("label-");
        // As in an SVG: a spaced text, and one on a course, is set from its start.
        let anchor = match text.anchor {
            _ if text.spacing != 0.0 || text.whole_course().is_some() => 0,
            Anchor::Start => 0,
            Anchor::Middle => 1,
            Anchor::End => 2,
        };
        let size = (text.size * 100.0).round() / 100.0;
        let spacing = (text.spacing * 100.0).round() / 100.0;
        let halo_width = (width * 200.0).round() / 100.0;
        let kind = json!([
            class,
            family,
            weight,
            slant,
            size,
            spacing,
            css(text.fill),
            css(halo),
            halo_width,
            anchor
        ]);
        let next = self.types.len();
        let place = *self.known.entry(format!("t{kind}")).or_insert(next);
        if place == next {
            self.types.push(kind);
        }
        place
    }

    /// A drawn thing: `["p", path, fill, stroke]`, `["c", x, y, radius, fill, stroke]` or `["t", type, turn,
    /// lines, course, start]`, where a line is words, x, y and width. Lengths in px; points in tenths.
    pub fn row(&mut self, node: &Node) -> Value {
        match node {
            Node::Group(_) => Value::Null,
            Node::Path(path) => {
                let stroke = path.stroke.as_ref().map_or(json!(0), stroke);
                json!(["p", self.path(path_data(&path.pieces)), path.fill.map(css), stroke])
            }
            Node::Circle(Circle { center, radius, fill, stroke: line, .. }) => {
                let line = line.as_ref().map_or(json!(0), stroke);
                json!(["c", tenths(center[0]), tenths(center[1]), hundredth(*radius), css(*fill), line])
            }
            Node::Text(text) => {
                let course = text.whole_course();
                let lines: Vec<Value> = text
                    .lines
                    .iter()
                    .map(|line| {
                        let x = if text.spacing == 0.0 { line.at[0] } else { text.start_x(line) };
                        json!([line.text, tenths(x), tenths(line.at[1]), line.width.round() as i64])
                    })
                    .collect();
                let kind = self.kind(text);
                match course.zip(text.lines.first()) {
                    Some((course, line)) => {
                        let start = text.course_start(line, &course).round() as i64;
                        let piece = crate::scene::Piece { points: course, closed: false };
                        json!(["t", kind, 0, lines, self.path(path_data(&[piece])), start])
                    }
                    None => {
                        let turn = (text.rotate_deg * 10.0).round() / 10.0;
                        // A turned text turns around its first line's point, not around where it is written from.
                        let around =
                            text.lines.first().map(|line| line.at.map(tenths)).filter(|_| turn != 0.0);
                        json!(["t", kind, turn, lines, around])
                    }
                }
            }
        }
    }
}

fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A coordinate in tenths of a px.
pub(super) fn tenths(px: f64) -> i64 {
    (px * 10.0).round() as i64
}

/// Colour, width, dash, whether its ends are round.
pub(super) fn stroke(stroke: &Stroke) -> Value {
    let dash: Vec<f64> = stroke.dash.iter().map(|length| hundredth(*length)).collect();
    json!([css(stroke.color), hundredth(stroke.width), dash, u8::from(stroke.round)])
}

/// A hatching or texture: angle, spacing, width, dash, round ends, colour, reach of the band under it.
pub(super) fn pattern(line: &HatchLine, color: Color, unit: f64) -> Value {
    let dash: Vec<f64> = line.dash.iter().map(|length| hundredth(length * unit)).collect();
    json!([
        line.angle,
        hundredth(line.spacing_px * unit),
        hundredth(line.width_px * unit),
        dash,
        u8::from(line.round),
        css(color),
        hundredth(line.casing_px * unit)
    ])
}

/// The colour as CSS, with its opacity.
pub(super) fn css(color: Color) -> String {
    if color.a == 255 {
        color.css()
    } else {
        format!("#{:02x}{:02x}{:02x}{:02x}", color.r, color.g, color.b, color.a)
    }
}

/// The colours of a style as CSS variables.
pub(super) fn colours(style: &Style, unit: f64) -> String {
    let page = &style.page;
    let dark = page.paper.luminance() < 0.2;
    let variables = [
        ("paper", css(page.paper)),
        ("ink", css(page.ink)),
        ("muted", css(page.muted)),
        ("rule", css(page.rule)),
        ("frame", css(page.neatline)),
        ("water", css(style.ground.water)),
        ("strong", css(style.border.treaty)),
        ("label", css(style.label.unit)),
        ("hair", format!("{}px", hundredth(0.8 * unit))),
        ("raised", css(page.paper.mix(if dark { Color::WHITE } else { page.ink }, 0.05))),
        ("pressed", css(page.paper.mix(page.ink, 0.13))),
    ];
    let variables: Vec<String> = variables.iter().map(|(name, value)| format!("--{name}:{value}")).collect();
    let scheme = if dark { "dark" } else { "light" };
    format!(":root{{color-scheme:{scheme};{}}}\n", variables.join(";"))
}
