//! The north arrow: on maps where north is not up.

use super::plan::Plan;
use crate::geometry::clip::Rect;
use crate::geometry::math::{DEGREE, atan2, cos, sin};
use crate::lang::Lang;
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Text, Type, text_line};
use crate::style::NorthArrow;
use crate::text::{CAP_HEIGHT, Face};
use crate::words::word;

/// From this angle between north and up at a corner of the map on, degrees, readers are told where north is.
const ASKEW_DEG: f64 = 10.0;

/// Direction of north at a point of the page, radians clockwise from up.
fn north_at(plan: &Plan<'_>, at: [f64; 2]) -> f64 {
    let [lon, lat] = plan.lonlat(at);
    let [x, y] = plan.px([lon, lat + 0.01]);
    atan2(x - at[0], at[1] - y)
}

/// Size of the arrow's box in px, if this map has one.
pub(super) fn size(plan: &Plan<'_>) -> Option<[f64; 2]> {
    let map = plan.page.map;
    let corners = [[map.x, map.y], [map.right(), map.y], [map.x, map.bottom()], [map.right(), map.bottom()]];
    let askew = corners.into_iter().any(|at| north_at(plan, at).abs() > ASKEW_DEG * DEGREE);
    let wanted = match plan.style.furniture.north_arrow {
        // On a map of the world or around a pole no one arrow tells where north is.
        NorthArrow::Auto => askew && !plan.is_of_the_world(),
        NorthArrow::Always => true,
        NorthArrow::Never => false,
    };
    wanted.then(|| [30.0, 46.0].map(|px| px * plan.page.unit))
}

/// A needle, dark on one side, that points north as it is at its place, and the letter of north.
pub(super) fn nodes(plan: &Plan<'_>, lang: Lang, rect: Rect) -> Vec<Node> {
    let (style, unit) = (plan.style, plan.page.unit);
    let size = style.panel.small_px * unit;
    let foot = Rect::new(rect.x, rect.y + size, rect.w, rect.h - size);
    let [x, y] = foot.center();
    let angle = north_at(plan, foot.center());
    let turn = |dx: f64, dy: f64| {
        let (dx, dy) = (dx * unit, dy * unit);
        [x + dx * cos(angle) - dy * sin(angle), y + dx * sin(angle) + dy * cos(angle)]
    };
    let (tip, heart) = (turn(0.0, -15.0), turn(0.0, 7.0));
    let stroke = Stroke { round: false, ..Stroke::new(style.page.ink, 0.8 * unit) };
    let half = |class: &str, side: f64, fill| {
        let points = vec![tip, turn(side * 6.5, 13.0), heart];
        let (id, class) = (class.to_owned(), class.to_owned());
        let pieces = vec![Piece { points, closed: true }];
        Node::Path(Path {
            id,
            class,
            pieces,
            fill: Some(fill),
            stroke: Some(stroke.clone()),
            ..Path::default()
        })
    };
    let kind = Type { face: Face::SansBold, size, color: style.page.ink, class: "north" };
    let at = [turn(0.0, -18.0)[0], (turn(0.0, -18.0)[1]).max(rect.y + size * CAP_HEIGHT)];
    let letter = text_line("north-letter".to_owned(), word(lang, "north"), kind, at, Anchor::Middle);
    let letter = match letter {
        Node::Text(text) => {
            let halo = Some((style.label.halo, style.label.halo_px * unit));
            Node::Text(Text { halo, ..text })
        }
        node => node,
    };
    vec![half("north-dark", -1.0, style.page.ink), half("north-light", 1.0, style.page.paper), letter]
}
