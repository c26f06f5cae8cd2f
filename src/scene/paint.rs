//! Areas as they are painted: fills, textures and hatchings, the same on maps, in legends and on the
//! sheet of a style.

use super::{Node, Path, Piece, Stroke};
use crate::geometry::clip::Rect;
use crate::geometry::hatch::{Hatch, lines};
use crate::style::{Color, HatchLine, Paint};

/// Which lines of a hatching are drawn, where several share an area: they take turns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    pub place: usize,
    pub of: usize,
}

impl Turn {
    /// A hatching that has its area to itself.
    pub const ALONE: Turn = Turn { place: 0, of: 1 };
}

/// The lines of a hatching inside rings; `unit` is px of the page for one px of the style.
pub(crate) fn hatch_pieces(rings: &[Vec<[f64; 2]>], line: &HatchLine, unit: f64, turn: Turn) -> Vec<Piece> {
    let spacing = line.spacing_px * unit;
    let hatch = Hatch {
        angle_deg: line.angle,
        spacing: spacing * turn.of.max(1) as f64,
        phase: spacing * turn.place as f64,
    };
    let dash: Vec<f64> = line.dash.iter().map(|length| length * unit).collect();
    lines(rings, hatch, &dash)
        .into_iter()
        .map(|[from, to]| Piece { points: vec![from, to], closed: false })
        .collect()
}

/// The stroke of a hatching.
pub(crate) fn hatch_stroke(line: &HatchLine, color: Color, unit: f64) -> Stroke {
    Stroke {
        color,
        width: line.width_px * unit,
        dash: line.dash.iter().map(|length| length * unit).collect(),
        round: line.round,
    }
}

/// The lines of a hatching as nodes, over a band in `casing` colour where the style asks for one.
pub(crate) fn hatch_nodes(path: Path, line: &HatchLine, color: Color, casing: Color, unit: f64) -> Vec<Node> {
    if path.pieces.is_empty() {
        return Vec::new();
    }
    let stroke = hatch_stroke(line, color, unit);
    let band = (0.0 < line.casing_px).then(|| {
        let wide =
            Stroke { color: casing, width: stroke.width + 2.0 * line.casing_px * unit, ..stroke.clone() };
        Node::Path(Path {
            id: String::new(),
            class: format!("{}-casing", path.class),
            title: String::new(),
            stroke: Some(wide),
            ..path.clone()
        })
    });
    band.into_iter().chain([Node::Path(Path { stroke: Some(stroke), fill: None, ..path })]).collect()
}

/// The texture over an area, if its paint has one.
pub(crate) fn texture(key: &str, paint: &Paint, rings: &[Vec<[f64; 2]>], unit: f64) -> Option<Node> {
    let (line, color) = paint.texture.as_ref()?;
    let pieces = hatch_pieces(rings, line, unit, Turn::ALONE);
    (!pieces.is_empty()).then(|| {
        Node::Path(Path {
            class: format!("texture-{key}"),
            pieces,
            stroke: Some(hatch_stroke(line, *color, unit)),
            ..Path::default()
        })
    })
}

/// A swatch: a framed rectangle in a paint, with hatchings over it.
pub(crate) struct Swatch<'a> {
    /// For ids and classes.
    pub key: &'a str,
    pub paint: &'a Paint,
    pub hatches: &'a [(HatchLine, Color)],
    /// Colour of the bands under hatchings that have one.
    pub casing: Color,
    pub outline: Stroke,
    pub unit: f64,
}

impl Swatch<'_> {
    /// Draws it, the frame last.
    pub fn draw(&self, rect: Rect) -> Vec<Node> {
        let piece = super::rect_piece(rect);
        let rings = [piece.points.clone()];
        let mut nodes = vec![Node::Path(Path {
            id: format!("swatch-{}", self.key),
            class: format!("swatch-{}", self.key),
            pieces: vec![piece],
            fill: Some(self.paint.color),
            stroke: Some(self.outline.clone()),
            ..Path::default()
        })];
        nodes.extend(texture(self.key, self.paint, &rings, self.unit));
        for (line, color) in self.hatches {
            let pieces = hatch_pieces(&rings, line, self.unit, Turn::ALONE);
            let path = Path { class: format!("swatch-hatch-{}", self.key), pieces, ..Path::default() };
            nodes.extend(hatch_nodes(path, line, *color, self.casing, self.unit));
        }
        nodes
    }
}
