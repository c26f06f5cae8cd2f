//! Native shapes that a person can recolour and move.

use std::fmt::Write;

use super::Context;
use super::xml::{emu, frame, named};
use crate::deck::Shapes;
use crate::geometry::clip::Rect;
use crate::scene::{Circle, Node, Path, Piece, Stroke};

/// Writes the shapes of an item as one group, or as one shape if there is but one.
pub fn write(out: &mut String, context: &Context<'_>, shapes: &Shapes, next: &mut u32) {
    let mut writer = Writer { out, context, next };
    match shapes.nodes.as_slice() {
        [node @ (Node::Path(_) | Node::Circle(_))] => writer.node(node, &shapes.id, Some(&shapes.alt)),
        nodes => writer.group(nodes, &shapes.id, Some(&shapes.alt)),
    }
}

struct Writer<'o, 'c> {
    out: &'o mut String,
    context: &'o Context<'c>,
    next: &'o mut u32,
}

impl Writer<'_, '_> {
    fn id(&mut self) -> u32 {
        *self.next += 1;
        *self.next
    }

    fn node(&mut self, node: &Node, name: &str, alt: Option<&str>) {
        match node {
            Node::Group(group) => self.group(&group.nodes, name, alt),
            Node::Path(path) => self.path(path, name, alt),
            Node::Circle(circle) => self.circle(circle, name, alt),
            // Texts are text boxes, which stand beside shapes.
            Node::Text(_) => {}
        }
    }

    fn group(&mut self, nodes: &[Node], name: &str, alt: Option<&str>) {
        let Some(bounds) = bounds(nodes) else { return };
        let id = self.id();
        // A group whose inner measures are those of the slide.
        let outer = frame("a", &bounds);
        let inner = outer.replace("a:off", "a:chOff").replace("a:ext", "a:chExt");
        let both = outer.replace("</a:xfrm>", inner.trim_start_matches("<a:xfrm>"));
        let _ = write!(
            self.out,
            "<p:grpSp><p:nvGrpSpPr>{}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>{both}</p:grpSpPr>",
            named(id, name, alt)
        );
        for (at, node) in nodes.iter().enumerate() {
            let own = match node {
                Node::Group(group) => &group.id,
                Node::Path(path) => &path.id,
                Node::Circle(circle) => &circle.id,
                Node::Text(text) => &text.id,
            };
            let own = if own.is_empty() { format!("{name} {}", at + 1) } else { own.clone() };
            self.node(node, &own, None);
        }
        self.out.push_str("</p:grpSp>");
    }

    fn path(&mut self, path: &Path, name: &str, alt: Option<&str>) {
        let Some(bounds) = path_bounds(path) else { return };
        let id = self.id();
        let paint = self.paint(path.fill.map(|fill| self.context.theme.fill(fill)), path.stroke.as_ref());
        if let Some([from, to]) = straight(path) {
            let flip = if (to[0] - from[0]) * (to[1] - from[1]) < 0.0 { " flipV=\"1\"" } else { "" };
            let frame = frame("a", &bounds).replace("<a:xfrm>", &format!("<a:xfrm{flip}>"));
            let _ = write!(
                self.out,
                "<p:cxnSp><p:nvCxnSpPr>{}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>{frame}\
                 <a:prstGeom prst=\"line\"><a:avLst/></a:prstGeom>{paint}</p:spPr></p:cxnSp>",
                named(id, name, alt)
            );
            return;
        }
        let geometry = if is_rect(path) { preset("rect") } else { freeform(path, &bounds) };
        self.shape(id, name, alt, &bounds, &geometry, &paint);
    }

    fn circle(&mut self, circle: &Circle, name: &str, alt: Option<&str>) {
        let id = self.id();
        let bounds = circle_bounds(circle);
        let paint = self.paint(Some(self.context.theme.fill(circle.fill)), circle.stroke.as_ref());
        self.shape(id, name, alt, &bounds, &preset("ellipse"), &paint);
    }

    fn shape(&mut self, id: u32, name: &str, alt: Option<&str>, bounds: &Rect, geometry: &str, paint: &str) {
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr>{}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{}{geometry}{paint}</p:spPr></p:sp>",
            named(id, name, alt),
            frame("a", bounds)
        );
    }

    fn paint(&self, fill: Option<String>, stroke: Option<&Stroke>) -> String {
        let mut out = fill.unwrap_or_else(|| "<a:noFill/>".to_owned());
        let Some(stroke) = stroke.filter(|stroke| stroke.width > 0.0) else {
            out.push_str("<a:ln><a:noFill/></a:ln>");
            return out;
        };
        let cap = if stroke.round { "rnd" } else { "flat" };
        let width = emu(stroke.width).min(20_116_800);
        let _ = write!(out, "<a:ln w=\"{width}\" cap=\"{cap}\">{}", self.context.theme.fill(stroke.color));
        if !stroke.dash.is_empty() {
            // Dashes and gaps in thousandths of a percent of the line's width. An odd list is run through twice.
            let share = |length: f64| (length / stroke.width * 100_000.0).round() as i64;
            let lengths: Vec<f64> = if stroke.dash.len().is_multiple_of(2) {
                stroke.dash.clone()
            } else {
                stroke.dash.iter().chain(&stroke.dash).copied().collect()
            };
            out.push_str("<a:custDash>");
            for pair in lengths.chunks_exact(2) {
                let _ = write!(out, "<a:ds d=\"{}\" sp=\"{}\"/>", share(pair[0]), share(pair[1]));
            }
            out.push_str("</a:custDash>");
        }
        out.push_str("<a:round/></a:ln>");
        out
    }
}

fn preset(name: &str) -> String {
    format!("<a:prstGeom prst=\"{name}\"><a:avLst/></a:prstGeom>")
}

/// A path as it is. Areas of one path are filled by the even-odd rule there too.
fn freeform(path: &Path, bounds: &Rect) -> String {
    let [left, top] = [emu(bounds.x), emu(bounds.y)];
    let [w, h] = [(emu(bounds.right()) - left).max(1), (emu(bounds.bottom()) - top).max(1)];
    let fill = if path.fill.is_none() { " fill=\"none\"" } else { "" };
    let mut out = format!(
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/>\
         <a:pathLst><a:path w=\"{w}\" h=\"{h}\"{fill}>"
    );
    for piece in &path.pieces {
        for (at, [x, y]) in piece.points.iter().enumerate() {
            let tag = if at == 0 { "moveTo" } else { "lnTo" };
            let [x, y] = [emu(*x) - left, emu(*y) - top];
            let _ = write!(out, "<a:{tag}><a:pt x=\"{x}\" y=\"{y}\"/></a:{tag}>");
        }
        if piece.closed && !piece.points.is_empty() {
            out.push_str("<a:close/>");
        }
    }
    out.push_str("</a:path></a:pathLst></a:custGeom>");
    out
}

/// The ends of a path that is one straight line.
fn straight(path: &Path) -> Option<[[f64; 2]; 2]> {
    match path.pieces.as_slice() {
        [Piece { points, closed: false }] if path.fill.is_none() => match points.as_slice() {
            [from, to] => Some([*from, *to]),
            _ => None,
        },
        _ => None,
    }
}

fn is_rect(path: &Path) -> bool {
    let [Piece { points, closed: true }] = path.pieces.as_slice() else { return false };
    let [a, b, c, d] = points.as_slice() else { return false };
    let level = |p: &[f64; 2], q: &[f64; 2]| p[1] == q[1];
    let upright = |p: &[f64; 2], q: &[f64; 2]| p[0] == q[0];
    (level(a, b) && upright(b, c) && level(c, d) && upright(d, a))
        || (upright(a, b) && level(b, c) && upright(c, d) && level(d, a))
}

fn circle_bounds(circle: &Circle) -> Rect {
    let ([x, y], r) = (circle.center, circle.radius);
    Rect::new(x - r, y - r, 2.0 * r, 2.0 * r)
}

fn path_bounds(path: &Path) -> Option<Rect> {
    let mut points = path.pieces.iter().flat_map(|piece| &piece.points);
    let first = points.next()?;
    let start = Rect::new(first[0], first[1], 0.0, 0.0);
    Some(points.fold(start, |rect, point| both(&rect, &Rect::new(point[0], point[1], 0.0, 0.0))))
}

/// The smallest rectangle around nodes; `None` if there is nothing to see.
fn bounds(nodes: &[Node]) -> Option<Rect> {
    let of = |node: &Node| match node {
        Node::Group(group) => bounds(&group.nodes),
        Node::Path(path) => path_bounds(path),
        Node::Circle(circle) => Some(circle_bounds(circle)),
        Node::Text(_) => None,
    };
    nodes.iter().filter_map(of).reduce(|a, b| both(&a, &b))
}

fn both(a: &Rect, b: &Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect::new(x, y, a.right().max(b.right()) - x, a.bottom().max(b.bottom()) - y)
}
