//! What a node paints on each tile, from the part of it that lies there.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use tiny_skia::{FillRule, LineCap, LineJoin, PathBuilder, Pixmap, Stroke as SkStroke};

use super::mark::Mark;
use super::patch::{Letters, Patch};
use super::raster::Raster;
use super::stamp::{Stamp, flood};
use super::{Grid, TILE};
use crate::geometry::clip::{self, Rect};
use crate::scene::{Circle, Node, Path, Piece, Stroke};
use crate::style::Color;

/// A node on the tiles.
pub struct Drawn {
    /// What of the page it may paint, in whole pixels.
    clip: Option<Rect>,
    pub parts: Vec<Arc<Part>>,
}

/// A node on one tile.
pub struct Part {
    pub tile: usize,
    pub mark: Mark,
    pub inks: Vec<Ink>,
}

/// One act of painting, in pixels from the tile's upper left corner.
pub enum Ink {
    /// All of the tile.
    Flood(Color),
    Shape(Shape),
    Text(Arc<Patch>),
}

/// An area or a line of one colour.
pub struct Shape {
    path: tiny_skia::Path,
    color: Color,
    kind: Kind,
    /// Its pixels, once it has been painted.
    stamp: OnceLock<Option<Stamp>>,
}

enum Kind {
    Area(FillRule),
    Line(SkStroke),
}

impl Shape {
    fn new(path: tiny_skia::Path, color: Color, kind: Kind) -> Shape {
        Shape { path, color, kind, stamp: OnceLock::new() }
    }

    fn stamp(&self, raster: &mut Raster) -> Option<&Stamp> {
        let make = || match &self.kind {
            Kind::Area(rule) => Some(Stamp::new(&self.path, *rule, raster)),
            // The painter has a way of its own for lines thinner than a pixel, in which where a line begins shows
            // on all of it, and which darkens it where its pieces meet: they are painted as outlines too.
            Kind::Line(stroke) => {
                Some(Stamp::new(&self.path.stroke(stroke, 1.0)?, FillRule::Winding, raster))
            }
        };
        self.stamp.get_or_init(make).as_ref()
    }
}

/// How far beyond a tile areas are cut, in pixels: the cut is never seen.
const MARGIN: f64 = 2.0;

impl Drawn {
    pub fn new(node: &Node, clip: Option<Rect>, grid: Grid, scale: f64, letters: &Letters) -> Drawn {
        let clip = clip.map(|clip| whole(&clip, scale));
        let mut out = Drawn { clip, parts: Vec::new() };
        let page = [f64::from(grid.width), f64::from(grid.height)];
        match node {
            Node::Group(_) => {}
            Node::Path(path) => out.path(path, grid, scale),
            Node::Circle(circle) => out.circle(circle, grid, scale),
            Node::Text(text) => {
                if let Some(patch) = Patch::new(text, scale, letters, page) {
                    let (patch, mark) = (Arc::new(patch), super::mark::of_node(node, clip, scale));
                    let bounds = patch.bounds();
                    out.everywhere(&bounds, grid, mark, |_| vec![Ink::Text(Arc::clone(&patch))]);
                }
            }
        }
        out
    }

    fn add(&mut self, tile: usize, mark: Mark, ink: Ink) {
        self.parts.push(Arc::new(Part { tile, mark, inks: vec![ink] }));
    }

    /// The same on all tiles that a rectangle in pixels touches.
    fn everywhere(&mut self, bounds: &Rect, grid: Grid, mark: Mark, inks: impl Fn([f64; 2]) -> Vec<Ink>) {
        let visible = self.clip.map_or(*bounds, |clip| clip.shared(bounds));
        let Some((columns, rows)) = grid.span(&visible) else { return };
        for (row, column) in (rows[0]..=rows[1]).flat_map(|r| (columns[0]..=columns[1]).map(move |c| (r, c)))
        {
            let tile = row * grid.columns() + column;
            let [x, y] = grid.corner(tile).map(f64::from);
            self.parts.push(Arc::new(Part { tile, mark, inks: inks([x, y]) }));
        }
    }

    fn circle(&mut self, circle: &Circle, grid: Grid, scale: f64) {
        let [x, y] = circle.center.map(|v| v * scale);
        let radius = circle.radius * scale;
        let width = circle.stroke.as_ref().map_or(0.0, |stroke| stroke.width * scale);
        let bounds = Rect::new(x, y, 0.0, 0.0).grown(radius + width / 2.0 + 1.0);
        let mark = super::mark::of_node(&Node::Circle(circle.clone()), self.clip, scale);
        self.everywhere(&bounds, grid, mark, |[left, top]| {
            let (x, y) = ((x - left) as f32, (y - top) as f32);
            let Some(path) = PathBuilder::from_circle(x, y, radius as f32) else { return Vec::new() };
            let line = circle.stroke.as_ref().map(|stroke| {
                Ink::Shape(Shape::new(path.clone(), stroke.color, Kind::Line(sk_stroke(stroke, scale))))
            });
            let area = Kind::Area(FillRule::Winding);
            let fill = Ink::Shape(Shape::new(path, circle.fill, area));
            [Some(fill), line].into_iter().flatten().collect()
        });
    }

    fn path(&mut self, path: &Path, grid: Grid, scale: f64) {
        let scaled: Vec<Piece>;
        let pieces = if scale == 1.0 {
            &path.pieces
        } else {
            let piece = |piece: &Piece| Piece {
                points: piece.points.iter().map(|[x, y]| [x * scale, y * scale]).collect(),
                closed: piece.closed,
            };
            scaled = path.pieces.iter().map(piece).collect();
            &scaled
        };
        if let Some(color) = path.fill {
            self.fill(pieces, color, grid);
        }
        if let Some(stroke) = &path.stroke {
            self.line(pieces, stroke, grid, scale);
        }
        // The fill of a tile comes before its line.
        self.parts.sort_by_key(|part| part.tile);
    }

    fn fill(&mut self, pieces: &[Piece], color: Color, grid: Grid) {
        let rings: Vec<(&[[f64; 2]], Rect)> = pieces
            .iter()
            .filter_map(|piece| Some((piece.points.as_slice(), Rect::around(piece.points.iter().copied())?)))
            .collect();
        let Some(all) = rings.iter().map(|(_, bounds)| *bounds).reduce(|a, b| a.joined(&b)) else { return };
        let visible = self.clip.map_or(all, |clip| clip.shared(&all));
        let Some((columns, rows)) = grid.span(&visible) else { return };
        for row in rows[0]..=rows[1] {
            // First to the row of tiles, so that every tile need look only at what is in its row.
            let first = grid.rect(row * grid.columns());
            let band = Rect::new(-1e9, first.y - MARGIN, 2e9, first.h + 2.0 * MARGIN);
            let in_row: Vec<(Vec<[f64; 2]>, Rect)> = rings
                .iter()
                .filter(|(_, bounds)| bounds.overlaps(&band))
                .filter_map(|(ring, _)| {
                    let cut = clip::ring(ring, &band);
                    let bounds = Rect::around(cut.iter().copied())?;
                    Some((cut, bounds))
                })
                .collect();
            for column in columns[0]..=columns[1] {
                let tile = row * grid.columns() + column;
                let rect = grid.rect(tile);
                let near = rect.grown(MARGIN);
                let mut flooded = false;
                let mut cut: Vec<Vec<[f64; 2]>> = Vec::new();
                for (ring, _) in in_row.iter().filter(|(_, bounds)| bounds.overlaps(&near)) {
                    let ring = tidy(clip::ring(ring, &near), &near);
                    if ring.len() < 3 {
                        continue;
                    }
                    // A ring that keeps to the edge goes around the tile, or leaves it alone.
                    match keeps_to_edge(&ring, &near) {
                        true => flooded ^= surrounds(&ring, rect.center()),
                        false => cut.push(ring),
                    }
                }
                let mut mark = Mark::new();
                mark.add(1);
                mark.add_color(color);
                mark.add(u64::from(flooded));
                if cut.is_empty() {
                    if flooded {
                        self.add(tile, mark, Ink::Flood(color));
                    }
                    continue;
                }
                if flooded {
                    let (right, bottom) = (near.right(), near.bottom());
                    cut.push(vec![[near.x, near.y], [right, near.y], [right, bottom], [near.x, bottom]]);
                }
                let mut builder = PathBuilder::new();
                for ring in &cut {
                    trace(&mut builder, &mut mark, ring, true, [rect.x, rect.y]);
                }
                if let Some(path) = builder.finish() {
                    let area = Kind::Area(FillRule::EvenOdd);
                    self.add(tile, mark, Ink::Shape(Shape::new(path, color, area)));
                }
            }
        }
    }

    fn line(&mut self, pieces: &[Piece], stroke: &Stroke, grid: Grid, scale: f64) {
        let mut style = Mark::new();
        style.add(2);
        style.add_stroke(stroke);
        let mut lines =
            Lines { grid, clip: self.clip, reach: stroke.width * scale + 2.0, style, tiles: Vec::new() };
        lines.tiles.resize_with(grid.count(), || None);
        let dash: Vec<f64> = stroke.dash.iter().map(|length| length * scale).collect();
        for piece in pieces {
            if dash.iter().sum::<f64>() > 0.05 {
                // Cut here and not by the painter: what lies on a tile then depends on nothing beyond it.
                let around = piece.points.iter().chain(piece.points.first().filter(|_| piece.closed));
                dashes(around.copied(), &dash, |part| lines.add(part, false));
            } else if let [from, to] = piece.points[..] {
                lines.add(&in_steps(from, to), false);
            } else {
                lines.add(&piece.points, piece.closed);
            }
        }
        for (tile, (mark, builder)) in
            lines.tiles.into_iter().enumerate().filter_map(|(i, one)| Some((i, one?)))
        {
            if let Some(path) = builder.finish() {
                let line = Kind::Line(sk_stroke(stroke, scale));
                self.add(tile, mark, Ink::Shape(Shape::new(path, stroke.color, line)));
            }
        }
    }
}

/// The lines of one stroke as they fall on tiles.
struct Lines {
    grid: Grid,
    clip: Option<Rect>,
    /// How far from its course a line may be seen, in pixels.
    reach: f64,
    style: Mark,
    tiles: Vec<Option<(Mark, PathBuilder)>>,
}

impl Lines {
    fn add(&mut self, points: &[[f64; 2]], is_closed: bool) {
        let Some(bounds) = Rect::around(points.iter().copied()) else { return };
        let bounds = bounds.grown(self.reach);
        let visible = self.clip.map_or(bounds, |clip| clip.shared(&bounds));
        let Some((columns, rows)) = self.grid.span(&visible) else { return };
        let is_small = columns[0] == columns[1] && rows[0] == rows[1];
        let closed: Vec<[f64; 2]>;
        let around = if is_closed && !is_small {
            closed = points.iter().chain(points.first()).copied().collect();
            &closed
        } else {
            points
        };
        for (row, column) in (rows[0]..=rows[1]).flat_map(|r| (columns[0]..=columns[1]).map(move |c| (r, c)))
        {
            let tile = row * self.grid.columns() + column;
            let rect = self.grid.rect(tile);
            let (mark, builder) = self.tiles[tile].get_or_insert_with(|| (self.style, PathBuilder::new()));
            if is_small {
                trace_line(builder, mark, points, is_closed, [rect.x, rect.y]);
                continue;
            }
            for run in clip::runs(around, &rect.grown(self.reach)) {
                let whole = is_closed && run.len() == around.len();
                trace_line(builder, mark, &run[..run.len() - usize::from(whole)], whole, [rect.x, rect.y]);
            }
        }
    }
}

/// A straight line in steps that begin at the same places on whatever line along this one. The painter rounds the
/// slope of a long line by its ends: the lines of a hatching would change a little wherever they are seen when the area
/// ends elsewhere.
fn in_steps(from: [f64; 2], to: [f64; 2]) -> Vec<[f64; 2]> {
    const STEP: f64 = 8.0;
    let by = [to[0] - from[0], to[1] - from[1]];
    let axis = usize::from(by[1].abs() > by[0].abs());
    let mut out = vec![from];
    if by[axis].abs() > STEP {
        let (low, high) = (from[axis].min(to[axis]), from[axis].max(to[axis]));
        let (first, last) = ((low / STEP).floor() as i64 + 1, (high / STEP).ceil() as i64 - 1);
        let at = |k: i64| {
            let t = (k as f64 * STEP - from[axis]) / by[axis];
            let mut at = [from[0] + t * by[0], from[1] + t * by[1]];
            at[axis] = k as f64 * STEP;
            at
        };
        match by[axis] > 0.0 {
            true => out.extend((first..=last).map(at)),
            false => out.extend((first..=last).rev().map(at)),
        }
    }
    out.push(to);
    out
}

/// The dashes of a line, one after the other. `pattern` has lengths of dashes and gaps in turn; one of an odd
/// count is gone through twice, as in SVG.
fn dashes(points: impl Iterator<Item = [f64; 2]>, pattern: &[f64], mut add: impl FnMut(&[[f64; 2]])) {
    let pattern = if pattern.len() % 2 == 1 { pattern.repeat(2) } else { pattern.to_vec() };
    let (mut at, mut left) = (0, pattern[0]);
    let mut dash: Vec<[f64; 2]> = Vec::new();
    let mut last: Option<[f64; 2]> = None;
    for point in points {
        let Some(from) = last.replace(point) else {
            dash.push(point);
            continue;
        };
        let (dx, dy) = (point[0] - from[0], point[1] - from[1]);
        let length = (dx * dx + dy * dy).sqrt();
        if length == 0.0 {
            continue;
        }
        let mut gone = 0.0;
        while gone + left <= length {
            gone += left;
            let here = [from[0] + dx * gone / length, from[1] + dy * gone / length];
            if at % 2 == 0 {
                dash.push(here);
                add(&dash);
            }
            dash.clear();
            at = (at + 1) % pattern.len();
            left = pattern[at];
            if at % 2 == 0 {
                dash.push(here);
            }
        }
        left -= length - gone;
        if at % 2 == 0 {
            dash.push(point);
        }
    }
    if dash.len() > 1 {
        add(&dash);
    }
}

/// Adds a line to a path, in pixels from a tile's corner.
fn trace(
    builder: &mut PathBuilder,
    mark: &mut Mark,
    points: &[[f64; 2]],
    closed: bool,
    [left, top]: [f64; 2],
) {
    mark.add(points.len() as u64 * 2 + u64::from(closed));
    for (i, [x, y]) in points.iter().enumerate() {
        // The mark is that of what the painter sees.
        let (x, y) = ((x - left) as f32, (y - top) as f32);
        mark.add(u64::from(x.to_bits()) << 32 | u64::from(y.to_bits()));
        if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    if closed {
        builder.close();
    }
}

/// A line to be stroked, in pieces that end where it turns back on itself: there the painter's joins are spikes as long as
/// the page.
fn trace_line(
    builder: &mut PathBuilder,
    mark: &mut Mark,
    points: &[[f64; 2]],
    closed: bool,
    corner: [f64; 2],
) {
    // Steps that the painter goes over as if they were none would hide a turn.
    let is_step = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).abs().max((a[1] - b[1]).abs()) > 1e-3;
    let stepped: Vec<[f64; 2]>;
    let points = if points.windows(2).all(|pair| is_step(pair[0], pair[1])) {
        points
    } else {
        let mut kept: Vec<[f64; 2]> = Vec::with_capacity(points.len());
        for &point in points {
            if kept.last().is_none_or(|&last| is_step(last, point)) {
                kept.push(point);
            }
        }
        stepped = kept;
        // A line of no length may have round ends.
        if stepped.len() > 1 { &stepped } else { points }
    };
    let count = points.len();
    let turns_back = |at: usize| {
        if !closed && (at == 0 || at + 1 == count) {
            return false;
        }
        let (before, here, after) = (points[(at + count - 1) % count], points[at], points[(at + 1) % count]);
        let (a, b) = ([here[0] - before[0], here[1] - before[1]], [after[0] - here[0], after[1] - here[1]]);
        let along = a[0] * b[0] + a[1] * b[1];
        // The painter takes an angle of 1.3 degrees for none: twice that.
        let square = (a[0] * a[0] + a[1] * a[1]) * (b[0] * b[0] + b[1] * b[1]);
        along < 0.0 && along * along > 0.998 * square
    };
    let Some(first) = (0..count).find(|&at| turns_back(at)) else {
        return trace(builder, mark, points, closed, corner);
    };
    let (start, steps) = if closed { (first, count) } else { (0, count - 1) };
    let mut piece = vec![points[start]];
    for step in 1..=steps {
        let at = (start + step) % count;
        piece.push(points[at]);
        if step == steps || turns_back(at) {
            trace(builder, mark, &piece, false, corner);
            piece.drain(..piece.len() - 1);
        }
    }
}

/// The sides of a rectangle that a point lies on, as bits; `None` for a point that lies on none.
fn on_edge([x, y]: [f64; 2], rect: &Rect) -> Option<u8> {
    let sides = [x == rect.x, x == rect.right(), y == rect.y, y == rect.bottom()];
    let bits = sides.iter().enumerate().map(|(i, &on)| u8::from(on) << i).sum();
    (bits != 0).then_some(bits)
}

/// True if all of a ring runs along the sides of a rectangle.
fn keeps_to_edge(ring: &[[f64; 2]], rect: &Rect) -> bool {
    let side = |i: usize| on_edge(ring[i % ring.len()], rect).unwrap_or(0);
    (0..ring.len()).all(|i| side(i) & side(i + 1) != 0)
}

/// A cut ring without the points in the middle of its runs along one side of the cut, which tell of what is far
/// from the tile.
fn tidy(ring: Vec<[f64; 2]>, rect: &Rect) -> Vec<[f64; 2]> {
    let side = |point: [f64; 2]| on_edge(point, rect).unwrap_or(0);
    let mut out: Vec<[f64; 2]> = Vec::with_capacity(ring.len());
    for point in ring {
        while out.last() == Some(&point)
            || matches!(out[..], [.., a, b] if side(a) & side(b) & side(point) != 0)
        {
            out.pop();
        }
        out.push(point);
    }
    // The same across the start.
    while let [a, .., b, c] = out[..]
        && (c == a || side(a) & side(b) & side(c) != 0)
    {
        out.pop();
    }
    while let [a, b, .., c] = out[..]
        && side(a) & side(b) & side(c) != 0
    {
        out.remove(0);
    }
    out
}

/// True if a ring goes around a point (even-odd).
fn surrounds(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let mut inside = false;
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        if (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
            inside = !inside;
        }
    }
    inside
}

/// The pixels of a clip.
fn whole(rect: &Rect, scale: f64) -> Rect {
    let (x, y) = ((rect.x * scale).round(), (rect.y * scale).round());
    Rect::new(x, y, (rect.right() * scale).round() - x, (rect.bottom() * scale).round() - y)
}

thread_local! {
    /// What this thread painted last: asking for memory takes as long as painting a tile.
    static PICTURE: RefCell<Option<Pixmap>> = const { RefCell::new(None) };
}

/// Paints a tile with all that is on it, and hands it over.
pub fn paint(grid: Grid, tile: usize, paper: Color, drawn: &[(&Drawn, &[Ink])], done: impl FnOnce(&Pixmap)) {
    let [width, height] = grid.size(tile);
    PICTURE.with_borrow_mut(|last| {
        let known = last.take().filter(|known| [known.width(), known.height()] == [width, height]);
        if let Some(mut picture) = known.or_else(|| Pixmap::new(width, height)) {
            Raster::with(TILE, TILE, |raster| lay_all(&mut picture, grid, tile, paper, drawn, raster));
            done(&picture);
            *last = Some(picture);
        }
    });
}

/// Paints over all of a tile, whatever is on it.
fn lay_all(
    picture: &mut Pixmap,
    grid: Grid,
    tile: usize,
    paper: Color,
    drawn: &[(&Drawn, &[Ink])],
    raster: &mut Raster,
) {
    // What all of a tile is flooded with hides what is below.
    let bottom = drawn.iter().rposition(|(drawn, inks)| {
        let is_open = drawn.clip.is_none_or(|clip| clip.contains_rect(&grid.rect(tile)));
        is_open && matches!(inks, [Ink::Flood(color)] if color.a == 255)
    });
    if bottom.is_none() {
        picture.fill(color_of(paper));
    }
    let corner = grid.corner(tile).map(|v| v as i32);
    let mut rest = &drawn[bottom.unwrap_or(0)..];
    while let Some(((first, _), _)) = rest.split_first() {
        let count = rest.iter().take_while(|(drawn, _)| drawn.clip == first.clip).count();
        let (run, later) = rest.split_at(count);
        rest = later;
        let rect = grid.rect(tile);
        match first.clip.filter(|clip| !clip.contains_rect(&rect)) {
            None => run
                .iter()
                .flat_map(|(_, inks)| *inks)
                .for_each(|ink| ink.lay(picture, [0, 0], corner, raster)),
            // A clip that cuts the tile: its part is painted by itself and put back.
            Some(clip) => {
                let part = clip.shared(&rect);
                let at = [(part.x - rect.x) as i32, (part.y - rect.y) as i32];
                let area = tiny_skia::IntRect::from_xywh(at[0], at[1], part.w as u32, part.h as u32);
                let Some(mut inner) = area.and_then(|area| picture.clone_rect(area)) else { continue };
                run.iter()
                    .flat_map(|(_, inks)| *inks)
                    .for_each(|ink| ink.lay(&mut inner, at, corner, raster));
                super::copy(&inner, picture, at[0] as u32, at[1] as u32);
            }
        }
    }
}

impl Ink {
    /// Paints on a picture that begins `at` of the tile, whose own corner is at `corner` of the page.
    fn lay(&self, on: &mut Pixmap, at: [i32; 2], corner: [i32; 2], raster: &mut Raster) {
        match self {
            Ink::Flood(color) => flood(on.data_mut(), *color),
            Ink::Shape(shape) => {
                shape.stamp(raster).into_iter().for_each(|stamp| stamp.lay(on, at, shape.color));
            }
            Ink::Text(patch) => patch.lay(on, [corner[0] + at[0], corner[1] + at[1]]),
        }
    }
}

fn color_of(c: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(c.r, c.g, c.b, c.a)
}

fn sk_stroke(stroke: &Stroke, scale: f64) -> SkStroke {
    SkStroke {
        width: (stroke.width * scale) as f32,
        line_cap: if stroke.round { LineCap::Round } else { LineCap::Butt },
        // At the widths of a map a mitre cut at a wide angle cannot be told from a round join, and
        // takes a third of the time.
        line_join: LineJoin::MiterClip,
        miter_limit: 1.6,
        dash: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_turns_back_has_no_spikes() {
        let stroke = Stroke::new(Color::WHITE, 2.0);
        for (points, closed) in [
            (vec![[40.0, 10.0], [40.01, 14.0], [40.02, 11.0], [44.0, 12.0]], false),
            (vec![[40.0, 10.0], [40.01, 14.0], [40.0, 10.01]], true),
            (vec![[40.0, 10.0], [42.0, 14.0], [40.02, 10.0], [41.0, 12.03]], true),
            (vec![[40.0, 10.0], [42.0, 14.0]], true),
            (vec![[40.0, 10.0], [40.01, 14.0], [40.0101, 14.0], [40.0, 10.01]], false),
        ] {
            let (mut builder, mut mark) = (PathBuilder::new(), Mark::new());
            trace_line(&mut builder, &mut mark, &points, closed, [0.0; 2]);
            let outline = builder.finish().and_then(|path| path.stroke(&sk_stroke(&stroke, 1.0), 1.0));
            let bounds = outline.expect("a line has an outline").bounds();
            let near =
                bounds.left() > 37.0 && bounds.right() < 47.0 && bounds.top() > 7.0 && bounds.bottom() < 17.0;
            assert!(near, "{points:?}: {bounds:?}");
        }
    }

    #[test]
    fn runs_along_a_cut_lose_their_middle() {
        let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
        let ring = vec![[0.0, 2.0], [5.0, 5.0], [10.0, 2.0], [10.0, 0.0], [7.0, 0.0], [3.0, 0.0], [0.0, 0.0]];
        let tidied = vec![[0.0, 2.0], [5.0, 5.0], [10.0, 2.0], [10.0, 0.0], [0.0, 0.0]];
        assert_eq!(tidy(ring.clone(), &rect), tidied);
        // Wherever the ring begins.
        for turn in 1..ring.len() {
            let mut ring = ring.clone();
            ring.rotate_left(turn);
            let mut found = tidy(ring, &rect);
            let start = found.iter().position(|point| *point == [0.0, 2.0]).expect("the point is kept");
            found.rotate_left(start);
            assert_eq!(found, tidied, "turned by {turn}");
        }
    }

    #[test]
    fn a_line_goes_in_steps_that_do_not_depend_on_its_ends() {
        assert_eq!(in_steps([3.0, 0.0], [19.0, 0.0]), [[3.0, 0.0], [8.0, 0.0], [16.0, 0.0], [19.0, 0.0]]);
        assert_eq!(in_steps([0.0, 17.0], [0.0, 0.0]), [[0.0, 17.0], [0.0, 16.0], [0.0, 8.0], [0.0, 0.0]]);
        assert_eq!(in_steps([1.0, 1.0], [2.0, 3.0]), [[1.0, 1.0], [2.0, 3.0]]);
    }

    #[test]
    fn dashes_run_around_corners() {
        let line = [[0.0, 0.0], [5.0, 0.0], [5.0, 10.0]];
        let mut found: Vec<Vec<[f64; 2]>> = Vec::new();
        dashes(line.into_iter(), &[4.0, 2.0], |dash| found.push(dash.to_vec()));
        let wanted =
            [vec![[0.0, 0.0], [4.0, 0.0]], vec![[5.0, 1.0], [5.0, 5.0]], vec![[5.0, 7.0], [5.0, 10.0]]];
        assert_eq!(found, wanted);
        found.clear();
        // Three lengths are six.
        dashes([[0.0, 0.0], [9.0, 0.0]].into_iter(), &[1.0, 2.0, 3.0], |dash| found.push(dash.to_vec()));
        assert_eq!(found, [[[0.0, 0.0], [1.0, 0.0]], [[3.0, 0.0], [6.0, 0.0]], [[7.0, 0.0], [9.0, 0.0]]]);
    }

    #[test]
    fn a_band_across_a_tile_does_not_keep_to_its_edge() {
        let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(!keeps_to_edge(&[[0.0, 4.0], [10.0, 4.0], [10.0, 6.0], [0.0, 6.0]], &rect));
        assert!(keeps_to_edge(&[[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]], &rect));
    }

    #[test]
    fn a_ring_around_a_point_is_told_from_one_beside_it() {
        let ring = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]];
        assert!(surrounds(&ring, [2.0, 2.0]));
        assert!(!surrounds(&ring, [5.0, 2.0]));
    }
}
