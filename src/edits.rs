//! What a person has done to the labels of a drawing of ours, in Inkscape or a text editor, to be done again to
//! the next drawing.
//!
//! A drawing says in its metadata where each label was set, on the page and on the ground. A label that is
//! found elsewhere was moved; one that is not found was removed; one that says something else was reworded. A
//! moved label is carried by its place on the ground and the way it was moved in km, so another page, part of
//! the region or projection may be drawn from then on. All else that a person may have done (colours, shapes,
//! new elements) is counted and not carried.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use roxmltree::{Document, Node, ParsingOptions};

use crate::geometry::math::{DEGREE, cos, sin, tan};
use crate::lang::Lang;
use crate::layout::{Pin, Plan};
use crate::scene::{self, RECORD_NAMESPACE, Scene};
use crate::text::{self, Face};

const SVG: &str = "http://www.w3.org/2000/svg";
/// A label that is found this near in px to where it was set has not been moved.
const STILL: f64 = 0.05;

/// What a person has done to the labels of a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    moved: BTreeMap<String, Moved>,
    removed: BTreeSet<String>,
    reworded: BTreeMap<String, Vec<String>>,
    /// Language of the drawing, as a two-letter code.
    lang: String,
    /// What was done but cannot be carried, in words.
    pub left: Vec<String>,
    /// Elements that a person added; they are not carried.
    pub added: usize,
}

/// A label in another place.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moved {
    /// Where the program had set it, in degrees.
    from: [f64; 2],
    /// How far to the right and down it was moved, in km at the scale of the drawing.
    by_km: [f64; 2],
}

/// Why a file cannot be read as a drawing of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditsError {
    /// Line and column, from 1, where there is one.
    pub at: Option<(u32, u32)>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for EditsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.at {
            write!(f, "{line}:{column}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl Edits {
    /// Compares a drawing with what it says of itself.
    ///
    /// # Errors
    /// A text that is not XML, not SVG, or says nothing of its labels.
    pub fn read(svg: &str) -> Result<Edits, EditsError> {
        let options = ParsingOptions { allow_dtd: true, nodes_limit: 4_000_000, ..ParsingOptions::default() };
        let document = Document::parse_with_options(svg, options).map_err(|error| {
            let at = error.pos();
            EditsError { at: Some((at.row, at.col)), message: format!("not well-formed XML: {error}") }
        })?;
        let wrong = |message: &str| EditsError { at: None, message: message.to_owned() };
        let root = document.root_element();
        if is_deep(root) {
            return Err(wrong(&format!("elements nest deeper than {DEEPEST}, as in no drawing")));
        }
        if !root.has_tag_name((SVG, "svg")) {
            return Err(wrong(&format!("no SVG: the outermost element is <{}>", root.tag_name().name())));
        }
        let record = root
            .descendants()
            .find(|node| node.has_tag_name((RECORD_NAMESPACE, "labels")))
            .ok_or_else(|| {
                wrong(
                    "it does not say where its labels were set: no map of this program, one with --text outlines, \
                     or saved by a program that leaves out metadata",
                )
            })?;
        Reader::new(&document, root).read(record)
    }

    /// True if there is nothing to carry.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.removed.is_empty() && self.reworded.is_empty()
    }

    /// How many labels were moved, removed and reworded.
    pub fn counts(&self) -> [usize; 3] {
        [self.moved.len(), self.removed.len(), self.reworded.len()]
    }

    /// Where the labels of a plan's maps are to be. With it, in words, the labels whose place is not on them.
    pub fn pins(&self, plan: &Plan<'_>) -> (BTreeMap<String, Pin>, Vec<String>) {
        let mut pins: BTreeMap<String, Pin> =
            self.removed.iter().map(|id| (id.clone(), Pin::Hidden)).collect();
        let mut outside = Vec::new();
        for (id, moved) in &self.moved {
            let ([x, y], scale) = (plan.px(moved.from), plan.px_per_km());
            let at = [x + moved.by_km[0] * scale, y + moved.by_km[1] * scale];
            if plan.is_on_map(at) {
                pins.insert(id.clone(), Pin::At(at));
            } else {
                outside.push(format!("\"{id}\" was moved to a place that is not on this map"));
            }
        }
        (pins, outside)
    }

    /// True if the drawing is in this language.
    pub fn is_in(&self, lang: Lang) -> bool {
        self.lang == lang.code()
    }

    /// Puts the words of a person into a map, if it is of the same language.
    pub fn reword(&self, scene: &mut Scene) {
        if !self.reworded.is_empty() && scene.lang == self.lang {
            reword(&mut scene.nodes, &self.reworded);
        }
    }
}

/// Puts other words, one below the other, at the place of the texts with these ids.
pub fn reword(nodes: &mut [scene::Node], by_id: &BTreeMap<String, Vec<String>>) {
    for node in nodes {
        match node {
            scene::Node::Group(group) => reword(&mut group.nodes, by_id),
            scene::Node::Text(text) => {
                if let Some(words) = by_id.get(&text.id) {
                    set_words(text, words);
                }
            }
            scene::Node::Path(_) | scene::Node::Circle(_) => {}
        }
    }
}

/// Other words at the place of a text, one below the other as its lines are.
fn set_words(text: &mut scene::Text, words: &[String]) {
    let Some(first) = text.lines.first().map(|line| line.at) else { return };
    let leading = match text.lines.as_slice() {
        [a, b, ..] => b.at[1] - a.at[1],
        _ => text.size * 1.18,
    };
    let joined = [words.join(" ")];
    let words = if text.course.is_empty() { words } else { &joined };
    text.lines = words
        .iter()
        .enumerate()
        .map(|(i, line)| scene::Line {
            text: line.clone(),
            at: [first[0], first[1] + i as f64 * leading],
            width: text::width(text.face, line, text.size, text.spacing),
        })
        .collect();
}

/// A label as the drawing says it was set.
struct Label<'a> {
    id: &'a str,
    at: [f64; 2],
    lonlat: [f64; 2],
    turn_deg: f64,
    is_curved: bool,
    words: &'a str,
}

fn label_of<'a>(node: Node<'a, '_>) -> Option<Label<'a>> {
    let pair = |name: &str| match numbers(node.attribute(name)?)[..] {
        [x, y] => Some([x, y]),
        _ => None,
    };
    Some(Label {
        id: node.attribute("of")?,
        at: pair("at")?,
        lonlat: pair("lonlat")?,
        turn_deg: node.attribute("turn").map_or(Some(0.0), |turn| turn.parse().ok())?,
        is_curved: node.attribute("course").is_some(),
        words: node.text().unwrap_or_default(),
    })
}

struct Reader<'a, 'input> {
    root: Node<'a, 'input>,
    by_id: BTreeMap<&'a str, Node<'a, 'input>>,
    edits: Edits,
}

impl<'a, 'input> Reader<'a, 'input> {
    fn new(document: &'a Document<'input>, root: Node<'a, 'input>) -> Reader<'a, 'input> {
        let mut by_id = BTreeMap::new();
        for node in document.descendants() {
            if let Some(id) = node.attribute("id") {
                by_id.entry(id).or_insert(node);
            }
        }
        let lang = root.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).unwrap_or_default();
        Reader { root, by_id, edits: Edits { lang: lang.to_owned(), ..Edits::default() } }
    }

    fn read(mut self, record: Node<'a, 'input>) -> Result<Edits, EditsError> {
        let damaged = |node: Node<'_, '_>, what: &str| {
            let at = node.document().text_pos_at(node.range().start);
            EditsError {
                at: Some((at.row, at.col)),
                message: format!("the record of the labels is damaged: {what}"),
            }
        };
        let px_per_km = record
            .attribute("px-per-km")
            .and_then(|value| value.parse::<f64>().ok())
            .filter(|scale| scale.is_finite() && *scale > 0.0)
            .ok_or_else(|| damaged(record, "px-per-km is to be a number above 0"))?;
        let labels: Vec<Label<'a>> = record
            .children()
            .filter(|node| node.has_tag_name((RECORD_NAMESPACE, "label")))
            .map(|node| {
                let what = "a label needs of=\"ID\", at=\"X Y\" and lonlat=\"LON LAT\"";
                label_of(node).ok_or_else(|| damaged(node, what))
            })
            .collect::<Result<_, _>>()?;
        // What moves the whole map moves no label on it.
        let map = self.by_id.get("map").and_then(|map| matrix_of(*map)).unwrap_or(IDENTITY);
        let from_page = inverse(map).unwrap_or(IDENTITY);
        for label in &labels {
            self.label(label, from_page, px_per_km);
        }
        let ids: BTreeSet<&str> = labels.iter().map(|label| label.id).collect();
        self.edits.added = self.root.descendants().filter(|node| is_added(*node, &ids)).count();
        Ok(self.edits)
    }

    fn label(&mut self, label: &Label<'_>, from_page: Matrix, px_per_km: f64) {
        let id = label.id.to_owned();
        let Some(node) = self.by_id.get(label.id).copied().filter(|node| is_shown(*node)) else {
            self.edits.removed.insert(id);
            return;
        };
        let curved = node.descendants().any(|child| child.has_tag_name((SVG, "textPath")));
        let mut leave = |what: &str| self.edits.left.push(format!("\"{id}\" {what}"));
        if !node.has_tag_name((SVG, "text")) {
            return leave("is no longer a text");
        }
        if curved != label.is_curved {
            return leave(if curved { "was put on a path" } else { "no longer follows its course" });
        }
        let Some(matrix) = matrix_of(node).map(|matrix| times(from_page, matrix)) else {
            return leave("has a transform that cannot be read");
        };
        let (c, s) = (cos(label.turn_deg * DEGREE), sin(label.turn_deg * DEGREE));
        let as_set = [c, s, -s, c];
        if matrix.iter().zip(as_set).any(|(is, was)| (is - was).abs() > 0.005) {
            leave("was turned or scaled: only its place is carried");
        }
        let at = if curved { Some(label.at) } else { position(node) };
        let Some([x, y]) = at.map(|at| apply(matrix, at)) else {
            return leave("has a position that cannot be read");
        };
        let by = [x - label.at[0], y - label.at[1]];
        if by.iter().any(|step| !step.is_finite()) {
            return leave("has a position that cannot be read");
        }
        let words = words_of(node);
        let said = words.join(" ");
        if said != label.words.split_whitespace().collect::<Vec<_>>().join(" ") {
            if said.is_empty() {
                self.edits.removed.insert(id);
                return;
            }
            if text::covers(Face::Sans, &said) {
                self.edits.reworded.insert(id.clone(), words);
            } else {
                leave("has letters that the fonts of the maps lack");
            }
        }
        if by.iter().any(|step| step.abs() > STILL) {
            let by_km = by.map(|step| step / px_per_km);
            self.edits.moved.insert(id, Moved { from: label.lonlat, by_km });
        }
    }
}

/// Elements of drawings are in a few groups; each looks at all that are around it.
const DEEPEST: usize = 500;

/// True if elements nest deeper than in any drawing.
fn is_deep(root: Node<'_, '_>) -> bool {
    let (mut at, mut depth) = (root, 0);
    loop {
        if let Some(child) = at.first_child() {
            (at, depth) = (child, depth + 1);
            if DEEPEST < depth {
                return true;
            }
            continue;
        }
        while at.next_sibling().is_none() {
            match at.parent().filter(|_| depth > 0) {
                Some(parent) => (at, depth) = (parent, depth - 1),
                None => return false,
            }
        }
        match at.next_sibling().filter(|_| depth > 0) {
            Some(next) => at = next,
            None => return false,
        }
    }
}

/// True for what a person drew: all we draw has a class, but the paper.
fn is_added(node: Node<'_, '_>, labels: &BTreeSet<&str>) -> bool {
    const DRAWN: [&str; 10] =
        ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use", "text"];
    const UNSEEN: [&str; 7] = ["defs", "clipPath", "mask", "pattern", "marker", "symbol", "metadata"];
    if node.tag_name().namespace() != Some(SVG) || !DRAWN.contains(&node.tag_name().name()) {
        return false;
    }
    let id = node.attribute("id");
    if id == Some("paper") || node.ancestors().any(|above| UNSEEN.contains(&above.tag_name().name())) {
        return false;
    }
    let is_label = node.has_tag_name((SVG, "text"))
        && node.ancestors().any(|above| above.attribute("id") == Some("labels"));
    if is_label { !id.is_some_and(|id| labels.contains(id)) } else { !node.has_attribute("class") }
}

fn is_shown(node: Node<'_, '_>) -> bool {
    !node.ancestors().any(|above| {
        above.attribute("display") == Some("none")
            || above.attribute("style").is_some_and(|style| {
                style.split(';').any(|rule| {
                    rule.split_once(':')
                        .is_some_and(|(key, value)| key.trim() == "display" && value.trim() == "none")
                })
            })
    })
}

/// The anchor point of a text's first line, before any transform: the innermost x and y count.
fn position(text: Node<'_, '_>) -> Option<[f64; 2]> {
    let (mut x, mut y) = (text.attribute("x"), text.attribute("y"));
    let mut inner = text;
    while let Some(child) = inner
        .children()
        .find(|child| child.is_element() || child.text().is_some_and(|words| !words.trim().is_empty()))
    {
        if !child.has_tag_name((SVG, "tspan")) {
            break;
        }
        (x, y) = (child.attribute("x").or(x), child.attribute("y").or(y));
        inner = child;
    }
    Some([length(x?)?, length(y?)?])
}

/// The lines of a text.
fn words_of(text: Node<'_, '_>) -> Vec<String> {
    let all = |node: Node<'_, '_>| {
        let words: String =
            node.descendants().filter(|part| part.is_text()).filter_map(|part| part.text()).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<String> = text
        .children()
        .filter(|child| child.has_tag_name((SVG, "tspan")))
        .map(all)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > 1 {
        return lines;
    }
    Some(all(text)).filter(|line| !line.is_empty()).into_iter().collect()
}

/// The first of a list of lengths, in px.
fn length(value: &str) -> Option<f64> {
    let value = value.trim().split([' ', ',']).next()?;
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let px = match &value[digits.len()..] {
        "" | "px" => 1.0,
        "in" => 96.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    Some(digits.parse::<f64>().ok()? * px)
}

fn numbers(list: &str) -> Vec<f64> {
    let parts = list.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    // One that is none spoils all: the caller counts them.
    parts.map(str::parse).collect::<Result<_, _>>().unwrap_or_default()
}

/// `a b c d e f` as in SVG.
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(m: Matrix, n: Matrix) -> Matrix {
    let [e, f] = apply(m, [n[4], n[5]]);
    [
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        e,
        f,
    ]
}

fn apply(m: Matrix, [x, y]: [f64; 2]) -> [f64; 2] {
    [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]]
}

fn inverse([a, b, c, d, e, f]: Matrix) -> Option<Matrix> {
    let det = a * d - b * c;
    (det.is_finite() && det.abs() > 1e-12)
        .then(|| [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det])
}

/// The transforms of an element and all around it as one.
fn matrix_of(node: Node<'_, '_>) -> Option<Matrix> {
    node.ancestors()
        .filter_map(|above| above.attribute("transform"))
        .try_fold(IDENTITY, |inner, list| Some(times(transform(list)?, inner)))
}

/// A list of transforms, such as `translate(1 2) rotate(30)`.
fn transform(list: &str) -> Option<Matrix> {
    let mut all = IDENTITY;
    let mut rest = list.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('(')?;
        let (inside, after) = after.split_once(')')?;
        let turn = |degrees: f64| {
            let (c, s) = (cos(degrees * DEGREE), sin(degrees * DEGREE));
            [c, s, -s, c, 0.0, 0.0]
        };
        let shift = |x: f64, y: f64| [1.0, 0.0, 0.0, 1.0, x, y];
        let one = match (name.trim(), numbers(inside).as_slice()) {
            ("matrix", &[a, b, c, d, e, f]) => [a, b, c, d, e, f],
            ("translate", &[x]) => shift(x, 0.0),
            ("translate", &[x, y]) => shift(x, y),
            ("scale", &[s]) => [s, 0.0, 0.0, s, 0.0, 0.0],
            ("scale", &[x, y]) => [x, 0.0, 0.0, y, 0.0, 0.0],
            ("rotate", &[degrees]) => turn(degrees),
            ("rotate", &[degrees, x, y]) => times(times(shift(x, y), turn(degrees)), shift(-x, -y)),
            ("skewX", &[degrees]) => [1.0, 0.0, tan(degrees * DEGREE), 1.0, 0.0, 0.0],
            ("skewY", &[degrees]) => [1.0, tan(degrees * DEGREE), 0.0, 1.0, 0.0, 0.0],
            _ => return None,
        };
        all = times(all, one);
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    Some(all)
}
