//! Writes a [`Scene`] as SVG text that people can go on editing.
//!
//! Layers for Inkscape, live text, ids from the data, one block of CSS, and the fonts' letters that
//! the text needs. Knows nothing of dates, polities or projections.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::number::{hundredths, push, push_f64};
use super::subset;
use crate::geometry::math::{DEGREE, atan2, cos, sin};
use crate::scene::{
    Anchor, Circle, Glyph, Ground, Group, Line, Node, Path, Piece, RECORD_NAMESPACE, Scene, Stroke, Text,
};
use crate::style::Color;
use crate::text::{self, Face, Pen};

/// Settings of SVG output.
#[derive(Clone, Debug, Default)]
pub struct SvgOptions {
    /// How text is written.
    pub text: TextMode,
    /// In what the size of the page is given.
    pub unit: Unit,
}

/// In what the size of the page is given. All else is in px, of which 96 make an inch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// In px.
    #[default]
    Px,
    /// In mm, for a page of paper.
    Mm,
}

/// How text is written to SVG.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextMode {
    /// As text, with the letters it needs embedded as a font: editable, and right in every browser.
    #[default]
    Live,
    /// As text without an embedded font: smallest; looks right where Noto Sans and Noto Serif are installed.
    Bare,
    /// As outlines: looks the same everywhere, but is no longer text.
    Outlines,
}

/// The scene as SVG.
pub fn encode(scene: &Scene, options: &SvgOptions) -> String {
    let mut writer = Writer {
        out: String::with_capacity(1 << 19),
        styles: Styles::default(),
        clips: 0,
        mode: options.text,
        inside: None,
    };
    // The body first: only then the classes and letters it uses are known.
    for node in &scene.nodes {
        writer.node(node, 1);
    }
    let body = std::mem::take(&mut writer.out);
    let mut out = String::with_capacity(body.len() + (1 << 16));
    head(&mut out, scene, options);
    out.push_str("<style>\n");
    if options.text == TextMode::Live {
        fonts(&mut out, scene);
    }
    out.push_str("text{font-kerning:none;white-space:pre}\n");
    for (css, name) in &writer.styles.sorted() {
        let _ = writeln!(out, ".{name}{{{css}}}");
    }
    out.push_str("</style>\n");
    if scene.paper.a > 0 {
        out.push_str("<rect id=\"paper\" width=\"100%\" height=\"100%\" fill=\"");
        out.push_str(&scene.paper.css());
        out.push_str("\"/>\n");
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

fn head(out: &mut String, scene: &Scene, options: &SvgOptions) {
    let (mut w, mut h) = (String::new(), String::new());
    push_f64(&mut w, scene.width);
    push_f64(&mut h, scene.height);
    let side = |px: f64| {
        let mut out = String::new();
        match options.unit {
            Unit::Px => push_f64(&mut out, px),
            Unit::Mm => {
                push_f64(&mut out, px * 25.4 / 96.0);
                out.push_str("mm");
            }
        }
        out
    };
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {w} {h}\" xml:lang=\"{}\" role=\"img\" aria-labelledby=\"title desc\">\n",
        side(scene.width),
        side(scene.height),
        scene.lang
    );
    let _ = writeln!(out, "<title id=\"title\">{}</title>", escape(&scene.title));
    let _ = writeln!(out, "<desc id=\"desc\">{}</desc>", escape(&scene.description));
    if !scene.metadata.is_empty() {
        out.push_str(
            "<metadata>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<rdf:Description rdf:about=\"\">\n",
        );
        for (name, value) in &scene.metadata {
            let _ = writeln!(out, "<dc:{name}>{}</dc:{name}>", escape(value));
        }
        out.push_str("</rdf:Description>\n</rdf:RDF>\n");
        // Outlines are no labels any more.
        if let (Some(ground), true) = (&scene.ground, options.text != TextMode::Outlines) {
            record(out, scene, ground);
        }
        out.push_str("</metadata>\n");
    }
}

/// What the drawing says of its labels, from which `edits` sees what a person has done to them.
fn record(out: &mut String, scene: &Scene, ground: &Ground) {
    let mut texts = BTreeMap::new();
    find_texts(&scene.nodes, &mut texts);
    let _ = writeln!(out, "<m:labels xmlns:m=\"{RECORD_NAMESPACE}\" px-per-km=\"{:.6}\">", ground.px_per_km);
    for (id, [lon, lat]) in &ground.labels {
        let Some(text) = texts.get(id.as_str()) else { continue };
        let Some(line) = text.lines.first() else { continue };
        let is_curved = text.is_curved();
        let _ = write!(out, "<m:label of=\"{}\" lonlat=\"{lon:.5} {lat:.5}\" at=\"", escape(id));
        // The point its first line is written from, with the text's own turn: see `written_x`.
        let is_from_start = is_curved || text.spacing != 0.0;
        let first = text.glyphs(line).first().map(|glyph| glyph.at).filter(|_| is_from_start);
        let [x, y] = first.unwrap_or(line.at);
        push_f64(out, x);
        out.push(' ');
        push_f64(out, y);
        out.push('"');
        let turn_deg = if is_curved { text.chord_deg(line) } else { text.rotate_deg };
        if turn_deg != 0.0 {
            out.push_str(" turn=\"");
            push_f64(out, turn_deg);
            out.push('"');
        }
        let words: Vec<&str> = text.lines.iter().map(|line| line.text.as_str()).collect();
        let _ = writeln!(out, ">{}</m:label>", escape(&words.join("\n")));
    }
    out.push_str("</m:labels>\n");
}

fn find_texts<'a>(nodes: &'a [Node], texts: &mut BTreeMap<&'a str, &'a Text>) {
    for node in nodes {
        match node {
            Node::Group(group) => find_texts(&group.nodes, texts),
            Node::Text(text) => {
                texts.insert(&text.id, text);
            }
            Node::Path(_) | Node::Circle(_) => {}
        }
    }
}

/// Where a straight line of text is set from in the file. Programs disagree whether spacing also follows the
/// last letter, which would move a line that is set from its middle or end; spaced lines are therefore all set
/// from their start.
fn written_x(text: &Text, line: &Line) -> f64 {
    if text.spacing == 0.0 { line.at[0] } else { text.start_x(line) }
}

/// The faces the scene uses, each cut down to the letters it needs.
fn fonts(out: &mut String, scene: &Scene) {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    collect(&scene.nodes, &mut used);
    for (face, letters) in used {
        out.push_str(&font_face(face, &letters));
    }
}

/// The CSS that embeds a face cut down to some letters.
pub(crate) fn font_face(face: Face, letters: &BTreeSet<char>) -> String {
    let (family, weight, style) = face.css();
    let font = BASE64.encode(subset::subset(face.data(), letters));
    format!(
        "@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};\
         src:url(data:font/ttf;base64,{font})}}\n"
    )
}

/// The data of a path.
pub(crate) fn path_data(pieces: &[Piece]) -> String {
    let mut out = String::new();
    pieces.iter().for_each(|piece| push_piece(&mut out, piece));
    out
}

fn collect(nodes: &[Node], used: &mut BTreeMap<Face, BTreeSet<char>>) {
    for node in nodes {
        match node {
            Node::Group(group) => collect(&group.nodes, used),
            Node::Text(text) => {
                let letters = used.entry(text.face).or_default();
                for line in &text.lines {
                    letters.extend(line.text.chars());
                }
            }
            Node::Path(_) | Node::Circle(_) => {}
        }
    }
}

/// CSS rules by text, each with the class name it got.
#[derive(Default)]
struct Styles {
    by_css: BTreeMap<String, String>,
    names: BTreeMap<String, u32>,
}

impl Styles {
    /// The class for a rule: `wanted` if no other rule has it, else `wanted-2` and so on.
    fn class(&mut self, wanted: &str, css: String) -> String {
        if let Some(name) = self.by_css.get(&css) {
            return name.clone();
        }
        let wanted = if wanted.is_empty() { "s" } else { wanted };
        let count = self.names.entry(wanted.to_owned()).or_default();
        *count += 1;
        let name = if *count == 1 { wanted.to_owned() } else { format!("{wanted}-{count}") };
        self.by_css.insert(css, name.clone());
        name
    }

    fn sorted(&self) -> Vec<(String, String)> {
        let mut rules: Vec<(String, String)> =
            self.by_css.iter().map(|(css, name)| (css.clone(), name.clone())).collect();
        rules.sort_by(|a, b| a.1.cmp(&b.1));
        rules
    }
}

struct Writer {
    out: String,
    styles: Styles,
    clips: u32,
    mode: TextMode,
    /// For drawings inside a page of HTML.
    inside: Option<Inside>,
}

/// What drawings inside one page know of each other.
#[derive(Default)]
struct Inside {
    /// How often each path is drawn, by its class and data.
    counts: BTreeMap<String, u32>,
    /// Names of the paths that are drawn more than once.
    names: BTreeMap<String, usize>,
    /// Further attributes of groups, by id.
    roles: BTreeMap<String, String>,
}

/// A path shorter than this is not worth a reference.
const WORTH_SHARING: usize = 120;

/// Drawings inside one page of HTML. They share classes and letters, and a path that several of them draw stands in the
/// page once. All are counted first and then written.
pub(crate) struct Fragments {
    writer: Writer,
    letters: BTreeMap<Face, BTreeSet<char>>,
}

impl Default for Fragments {
    fn default() -> Fragments {
        let writer = Writer {
            out: String::new(),
            styles: Styles::default(),
            clips: 0,
            mode: TextMode::Bare,
            inside: Some(Inside::default()),
        };
        Fragments { writer, letters: BTreeMap::new() }
    }
}

impl Fragments {
    /// Counts what a drawing draws.
    pub fn count(&mut self, nodes: &[Node]) {
        collect(nodes, &mut self.letters);
        self.writer.count(nodes);
    }

    /// A drawing as elements of SVG. `roles` are further attributes of groups, by id.
    pub fn write(&mut self, nodes: &[Node], roles: &[(String, String)]) -> String {
        if let Some(inside) = &mut self.writer.inside {
            inside.roles = roles.iter().cloned().collect();
        }
        for node in nodes {
            self.writer.node(node, 1);
        }
        std::mem::take(&mut self.writer.out)
    }

    /// The paths that drawings share, once they are all written; to stand in the page before them.
    pub fn shared(&self) -> String {
        let Some(inside) = &self.writer.inside else { return String::new() };
        let mut paths: Vec<(&usize, &String)> =
            inside.names.iter().map(|(path, name)| (name, path)).collect();
        paths.sort();
        let mut out = String::from("<svg class=\"unseen\" aria-hidden=\"true\"><defs>\n");
        for (name, path) in paths {
            let (class, data) = path.split_once(' ').unwrap_or(("", path));
            let _ = writeln!(out, "<path id=\"d{name}\" class=\"{class}\" d=\"{data}\"/>");
        }
        out.push_str("</defs></svg>\n");
        out
    }

    /// Faces and classes of all drawings.
    pub fn css(&self) -> String {
        let mut out = String::new();
        for (face, letters) in &self.letters {
            out.push_str(&font_face(*face, letters));
        }
        out.push_str("text{font-kerning:none;white-space:pre}\n");
        for (css, name) in &self.writer.styles.sorted() {
            let _ = writeln!(out, ".{name}{{{css}}}");
        }
        out
    }
}

impl Writer {
    fn node(&mut self, node: &Node, depth: usize) {
        match node {
            Node::Group(group) => self.group(group, depth),
            Node::Path(path) => self.path(path),
            Node::Circle(circle) => self.circle(circle),
            Node::Text(text) => self.text(text),
        }
    }

    fn group(&mut self, group: &Group, depth: usize) {
        if let Some(clip) = group.clip {
            self.clips += 1;
            let _ = write!(self.out, "<clipPath id=\"clip-{}\"><rect", self.clips);
            for (name, value) in [("x", clip.x), ("y", clip.y), ("width", clip.w), ("height", clip.h)] {
                self.attribute(name, value);
            }
            self.out.push_str("/></clipPath>\n");
        }
        self.out.push_str("<g");
        self.id(&group.id);
        if let Some(inside) = &self.inside {
            self.out.push_str(inside.roles.get(&group.id).map_or("", String::as_str));
        } else if !group.label.is_empty() {
            let _ =
                write!(self.out, " inkscape:groupmode=\"layer\" inkscape:label=\"{}\"", escape(&group.label));
        }
        if group.clip.is_some() {
            let _ = write!(self.out, " clip-path=\"url(#clip-{})\"", self.clips);
        }
        self.out.push_str(">\n");
        for node in &group.nodes {
            self.node(node, depth + 1);
        }
        self.out.push_str("</g>\n");
    }

    fn path(&mut self, path: &Path) {
        if path.pieces.is_empty() {
            return;
        }
        let class = self.styles.class(&path.class, paint_css(path.fill, path.stroke.as_ref(), true));
        if let Some(inside) = &mut self.inside {
            let key = format!("{class} {}", path_data(&path.pieces));
            if inside.counts.get(&key).is_some_and(|count| *count > 1) {
                let next = inside.names.len() + 1;
                let name = *inside.names.entry(key).or_insert(next);
                self.out.push_str("<use");
                self.id(&path.id);
                let _ = write!(self.out, " href=\"#d{name}");
                return self.close_tag("use", &path.title);
            }
        }
        let _ = write!(self.out, "<path class=\"{class}\"");
        self.id(&path.id);
        self.out.push_str(" d=\"");
        for piece in &path.pieces {
            push_piece(&mut self.out, piece);
        }
        self.close_tag("path", &path.title);
    }

    /// Counts the paths of nodes that are worth sharing.
    fn count(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => self.count(&group.nodes),
                Node::Path(path) if !path.pieces.is_empty() => {
                    let class =
                        self.styles.class(&path.class, paint_css(path.fill, path.stroke.as_ref(), true));
                    let data = path_data(&path.pieces);
                    if let (Some(inside), true) = (&mut self.inside, data.len() >= WORTH_SHARING) {
                        *inside.counts.entry(format!("{class} {data}")).or_default() += 1;
                    }
                }
                Node::Path(_) | Node::Circle(_) | Node::Text(_) => {}
            }
        }
    }

    fn circle(&mut self, circle: &Circle) {
        let class =
            self.styles.class(&circle.class, paint_css(Some(circle.fill), circle.stroke.as_ref(), false));
        let _ = write!(self.out, "<circle class=\"{class}\"");
        self.id(&circle.id);
        for (name, value) in [("cx", circle.center[0]), ("cy", circle.center[1]), ("r", circle.radius)] {
            self.attribute(name, value);
        }
        if circle.title.is_empty() {
            self.out.push_str("/>\n");
        } else {
            let _ = writeln!(self.out, "><title>{}</title></circle>", escape(&circle.title));
        }
    }

    fn text(&mut self, text: &Text) {
        if self.mode == TextMode::Outlines {
            return self.outlined(text);
        }
        let (family, weight, style) = text.face.css();
        let mut css = format!("font-family:'{family}',{};", text.face.fallback());
        if weight != 400 {
            let _ = write!(css, "font-weight:{weight};");
        }
        if style != "normal" {
            let _ = write!(css, "font-style:{style};");
        }
        css.push_str("font-size:");
        push_f64(&mut css, text.size);
        css.push_str("px;");
        if text.spacing != 0.0 {
            css.push_str("letter-spacing:");
            push_f64(&mut css, text.spacing);
            css.push_str("px;");
        }
        // See `written_x`; and the letters of a text on a course have their own places.
        let is_curved = text.is_curved();
        let anchor = if text.spacing == 0.0 && !is_curved { text.anchor } else { Anchor::Start };
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => css.push_str("text-anchor:middle;"),
            Anchor::End => css.push_str("text-anchor:end;"),
        }
        css.push_str(&text_paint_css(text));
        let class = self.styles.class(&text.class, css);
        if let ([line], true) = (text.lines.as_slice(), is_curved) {
            return self.on_course(text, line, &class);
        }
        let _ = write!(self.out, "<text class=\"{class}\"");
        self.id(&text.id);
        if let [line] = text.lines.as_slice() {
            self.attribute("x", written_x(text, line));
            self.attribute("y", line.at[1]);
            self.rotate(text);
            let _ = writeln!(self.out, ">{}</text>", escape(&line.text));
            return;
        }
        self.rotate(text);
        self.out.push('>');
        for line in &text.lines {
            self.out.push_str("<tspan");
            self.attribute("x", written_x(text, line));
            self.attribute("y", line.at[1]);
            let _ = write!(self.out, ">{}</tspan>", escape(&line.text));
        }
        self.out.push_str("</text>\n");
    }

    /// A text along a curve: one text whose letters each have their place and turn. It is turned as a whole from its first
    /// letter to its last, so that programs which know no places of letters (librsvg, which draws SVG on Wikipedia) set it
    /// straight along the curve, and do not leave it out as they do texts on paths.
    fn on_course(&mut self, text: &Text, line: &Line, class: &str) {
        let glyphs = text.glyphs(line);
        let Some(origin) = glyphs.first().map(|glyph| glyph.at) else { return };
        let turn_deg = text.chord_deg(line);
        let (c, s) = (cos(turn_deg * DEGREE), sin(turn_deg * DEGREE));
        let _ = write!(self.out, "<text class=\"{class}\"");
        self.id(&text.id);
        let mut lists = [String::new(), String::new(), String::new()];
        let mut is_straight = true;
        for glyph in &glyphs {
            let (dx, dy) = (glyph.at[0] - origin[0], glyph.at[1] - origin[1]);
            let place = [origin[0] + dx * c + dy * s, origin[1] - dx * s + dy * c];
            let turn = atan2(glyph.along[1], glyph.along[0]) / DEGREE - turn_deg;
            let turn = turn - 360.0 * (turn / 360.0).round();
            is_straight &= turn.abs() < 0.05;
            for (list, value) in lists.iter_mut().zip([place[0], place[1], turn]) {
                if !list.is_empty() {
                    list.push(' ');
                }
                push_f64(list, value);
            }
        }
        // Along a straight course the first place is enough.
        if is_straight {
            self.attribute("x", origin[0]);
            self.attribute("y", origin[1]);
        } else {
            for (name, list) in ["x", "y", "rotate"].into_iter().zip(lists) {
                let _ = write!(self.out, " {name}=\"{list}\"");
            }
        }
        self.rotated(turn_deg, origin);
        let _ = writeln!(self.out, ">{}</text>", escape(&line.text));
    }

    /// A text as outlines: its halo as a path of its own under them, since few programs that need outlines paint the
    /// stroke before the fill.
    fn outlined(&mut self, text: &Text) {
        let mut out = String::new();
        for line in &text.lines {
            for glyph in text.glyphs(line) {
                let mut pen = PathPen { out: &mut out, glyph, size: text.size, start: [0; 2], last: [0; 2] };
                text::outline(text.face, glyph.id, &mut pen);
            }
        }
        if out.is_empty() {
            return;
        }
        if let Some((halo, width)) = text.halo {
            let wanted = if text.class.is_empty() { String::new() } else { format!("{}-halo", text.class) };
            let stroke = Stroke::new(halo, width * 2.0);
            let class = self.styles.class(&wanted, paint_css(None, Some(&stroke), false));
            let _ = writeln!(self.out, "<path class=\"{class}\" d=\"{out}\"/>");
        }
        let class = self.styles.class(&text.class, paint_css(Some(text.fill), None, false));
        let _ = write!(self.out, "<path class=\"{class}\"");
        self.id(&text.id);
        let words: Vec<&str> = text.lines.iter().map(|line| line.text.as_str()).collect();
        let _ = write!(self.out, " aria-label=\"{}\" d=\"{}\"/>", escape(&words.join(" ")), out);
        self.out.push('\n');
    }

    fn rotate(&mut self, text: &Text) {
        if text.rotate_deg == 0.0 {
            return;
        }
        self.rotated(text.rotate_deg, text.lines[0].at);
    }

    fn rotated(&mut self, deg: f64, [x, y]: [f64; 2]) {
        self.out.push_str(" transform=\"rotate(");
        for (i, value) in [deg, x, y].into_iter().enumerate() {
            if i > 0 {
                self.out.push(' ');
            }
            push_f64(&mut self.out, value);
        }
        self.out.push_str(")\"");
    }

    fn id(&mut self, id: &str) {
        if !id.is_empty() {
            let _ = write!(self.out, " id=\"{}\"", escape(id));
        }
    }

    fn attribute(&mut self, name: &str, value: f64) {
        let _ = write!(self.out, " {name}=\"");
        push_f64(&mut self.out, value);
        self.out.push('"');
    }

    fn close_tag(&mut self, name: &str, title: &str) {
        if title.is_empty() {
            self.out.push_str("\"/>\n");
        } else {
            let _ = writeln!(self.out, "\"><title>{}</title></{name}>", escape(title));
        }
    }
}

/// A piece as path data: the first point absolute, the others relative, on the grid of hundredths,
/// so rounding does not add up.
fn push_piece(out: &mut String, piece: &Piece) {
    let mut last = [0i64; 2];
    for (i, point) in piece.points.iter().enumerate() {
        let now = [hundredths(point[0]), hundredths(point[1])];
        let step = [now[0] - last[0], now[1] - last[1]];
        match i {
            0 => out.push('M'),
            _ if step == [0, 0] => continue,
            1 => out.push('l'),
            _ if step[0] >= 0 => out.push(' '),
            _ => {}
        }
        push(out, step[0]);
        if step[1] >= 0 {
            out.push(' ');
        }
        push(out, step[1]);
        last = now;
    }
    if piece.closed {
        out.push('z');
    }
}

/// Writes letters as path data, as [`push_piece`] does: relative and on the grid.
struct PathPen<'a> {
    out: &'a mut String,
    glyph: Glyph,
    size: f64,
    /// Where the contour began, in hundredths of a px.
    start: [i64; 2],
    last: [i64; 2],
}

impl PathPen<'_> {
    fn on_grid(&self, (x, y): (f64, f64)) -> [i64; 2] {
        self.glyph.point([x, y], self.size).map(hundredths)
    }

    fn points(&mut self, command: char, points: &[(f64, f64)]) {
        self.out.push(command);
        let mut end = self.last;
        for (i, &point) in points.iter().enumerate() {
            end = self.on_grid(point);
            for (axis, (at, from)) in end.iter().zip(self.last).enumerate() {
                if at - from >= 0 && i + axis > 0 {
                    self.out.push(' ');
                }
                push(self.out, at - from);
            }
        }
        self.last = end;
    }
}

impl Pen for PathPen<'_> {
    fn move_to(&mut self, x: f64, y: f64) {
        self.start = self.on_grid((x, y));
        self.last = self.start;
        self.out.push('M');
        push(self.out, self.start[0]);
        self.out.push(' ');
        push(self.out, self.start[1]);
    }
    fn line_to(&mut self, x: f64, y: f64) {
        self.points('l', &[(x, y)]);
    }
    fn quad_to(&mut self, cx: f64, cy: f64, x: f64, y: f64) {
        self.points('q', &[(cx, cy), (x, y)]);
    }
    fn cubic_to(&mut self, cx0: f64, cy0: f64, cx1: f64, cy1: f64, x: f64, y: f64) {
        self.points('c', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }
    fn close(&mut self) {
        self.out.push('z');
        self.last = self.start;
    }
}

fn text_paint_css(text: &Text) -> String {
    let mut css = paint_css(Some(text.fill), None, false);
    if let Some((halo, width)) = text.halo {
        // The stroke is painted under the letters, so one element is both letters and halo.
        css.push_str("paint-order:stroke;");
        css.push_str(&stroke_css(&Stroke::new(halo, width * 2.0)));
    }
    css
}

fn paint_css(fill: Option<Color>, stroke: Option<&Stroke>, even_odd: bool) -> String {
    let mut css = String::new();
    match fill {
        Some(fill) => {
            let _ = write!(css, "fill:{};", fill.css());
            opacity(&mut css, "fill-opacity", fill);
            if even_odd {
                css.push_str("fill-rule:evenodd;");
            }
        }
        None => css.push_str("fill:none;"),
    }
    if let Some(stroke) = stroke {
        css.push_str(&stroke_css(stroke));
    }
    css
}

fn stroke_css(stroke: &Stroke) -> String {
    let mut css = format!("stroke:{};", stroke.color.css());
    opacity(&mut css, "stroke-opacity", stroke.color);
    css.push_str("stroke-width:");
    push_f64(&mut css, stroke.width);
    css.push_str(";stroke-linejoin:round;");
    if stroke.round {
        css.push_str("stroke-linecap:round;");
    }
    if !stroke.dash.is_empty() {
        css.push_str("stroke-dasharray:");
        for (i, &length) in stroke.dash.iter().enumerate() {
            if i > 0 {
                css.push(' ');
            }
            push_f64(&mut css, length);
        }
        css.push(';');
    }
    css
}

fn opacity(css: &mut String, name: &str, color: Color) {
    if color.a < 255 {
        let _ = write!(css, "{name}:");
        push_f64(css, color.opacity());
        css.push(';');
    }
}

/// Text fit for element content and attributes. Characters XML cannot hold are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}
