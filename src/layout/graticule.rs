//! Meridians and parallels, and their degrees at the frame.

use super::plan::Plan;
use crate::geometry::clip::{self, Rect};
use crate::lang::Lang;
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Text, Type, text_line};
use crate::text::{CAP_HEIGHT, DESCENT, Face};
use crate::words::word;

/// A line of the graticule in px.
struct GridLine {
    /// Its degree of longitude or latitude.
    degrees: f64,
    is_meridian: bool,
    points: Vec<[f64; 2]>,
}

/// Meridians and parallels at a round step.
pub(super) fn graticule(plan: &Plan<'_>) -> Vec<Node> {
    let ground = &plan.style.ground;
    if ground.graticule_px <= 0.0 {
        return Vec::new();
    }
    let pieces = lines(plan)
        .iter()
        .flat_map(|line| clip::runs(&line.points, &plan.bleed()))
        .map(|points| Piece { points, closed: false })
        .collect();
    vec![Node::Path(Path {
        id: "graticule-lines".into(),
        class: "graticule".into(),
        pieces,
        stroke: Some(Stroke::new(ground.graticule, ground.graticule_px * plan.page.unit)),
        ..Path::default()
    })]
}

fn lines(plan: &Plan<'_>) -> Vec<GridLine> {
    let (step, [west, south, east, north]) = graticule_step(plan);
    // Around a pole meridians would crowd.
    let meridian_step = if pole_on_map(plan).is_some() { step.max(30.0) } else { step };
    // A step farther than the bounds at both ends, so that every line is seen to cross the frame. A bend of three degrees
    // is none.
    let points = |from: f64, to: f64| ((to - from) / 3.0).clamp(24.0, 120.0) as usize;
    let between = |a: f64, b: f64, i: usize| a + (b - a) * (i as f64 - 1.0) / points(a, b) as f64;
    // Beyond the end of the globe a line would come back from the other side.
    let middle = plan.middle();
    let px =
        |lon: f64, lat: f64| plan.px([lon.clamp(middle - 180.0, middle + 180.0), lat.clamp(-90.0, 90.0)]);
    let round = |low: f64, high: f64, step: f64| {
        let range = (low / step).ceil() as i64..=(high / step).floor() as i64;
        range.map(move |k| k as f64 * step)
    };
    // All around a pole the last one is the first.
    let is_first = |lon: &f64| pole_on_map(plan).is_none() || *lon < west + 360.0;
    let meridians = round(west, east, meridian_step).filter(is_first).map(|lon| GridLine {
        degrees: lon,
        is_meridian: true,
        points: (0..=points(south, north) + 2).map(|i| px(lon, between(south, north, i))).collect(),
    });
    let parallels = round(south, north, step).map(|lat| GridLine {
        degrees: lat,
        is_meridian: false,
        points: (0..=points(west, east) + 2).map(|i| px(between(west, east, i), lat)).collect(),
    });
    meridians.chain(parallels).collect()
}

/// The latitude of the pole on a map around which meridians run together.
fn pole_on_map(plan: &Plan<'_>) -> Option<f64> {
    let on_map = |pole: &f64| plan.globe().is_none() && plan.is_on_map(plan.px([plan.middle(), *pole]));
    // Where a pole is a line, both its ends are elsewhere.
    let is_point = |pole: &f64| {
        let [a, b] = [-90.0, 90.0].map(|off| plan.px([plan.middle() + off, *pole]));
        (a[0] - b[0]).abs() + (a[1] - b[1]).abs() < plan.page.map.w / 20.0
    };
    [90.0, -90.0].into_iter().filter(on_map).find(is_point)
}

/// Step of the graticule in degrees, and the bounds of the map in degrees.
pub(super) fn graticule_step(plan: &Plan<'_>) -> (f64, [f64; 4]) {
    let map = plan.page.map;
    let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for i in 0..=8 {
        let t = f64::from(i) / 8.0;
        for point in [
            [map.x + map.w * t, map.y],
            [map.x + map.w * t, map.bottom()],
            [map.x, map.y + map.h * t],
            [map.right(), map.y + map.h * t],
        ] {
            let [lon, lat] = plan.lonlat(point);
            // Corners beyond the end of the globe.
            let lon = lon.clamp(plan.middle() - 180.0, plan.middle() + 180.0);
            bounds = [bounds[0].min(lon), bounds[1].min(lat), bounds[2].max(lon), bounds[3].max(lat)];
        }
    }
    if let Some(pole) = pole_on_map(plan) {
        let (south, north) = if pole > 0.0 { (bounds[1], pole) } else { (pole, bounds[3]) };
        bounds = [plan.middle() - 180.0, south, plan.middle() + 180.0, north];
    }
    let height = bounds[3] - bounds[1];
    let steps = [30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.25, 0.1, 0.05];
    let step =
        steps.into_iter().find(|step| height / step >= if *step > 10.0 { 4.5 } else { 2.5 }).unwrap_or(0.05);
    (step, bounds)
}

/// Degrees at the frame.
#[derive(Clone, Debug, Default)]
pub(super) struct Degrees {
    /// In the margin, outside the frame.
    pub outside: Vec<Node>,
    /// On the map, along its top and left edge, where the margin has no room.
    pub inside: Vec<Node>,
    /// What those on the map cover.
    pub rects: Vec<Rect>,
}

/// Writes the degrees where the drawn lines meet the frame; those that would stand on something `taken`,
/// or at a corner, are left out.
pub(super) fn degrees(plan: &Plan<'_>, lang: Lang, taken: &[Rect]) -> Degrees {
    let mut out = Degrees::default();
    let (style, unit, map) = (plan.style, plan.page.unit, plan.page.map);
    // Lines that end with the globe do not come to the frame, but for one or two.
    if style.furniture.degrees_px <= 0.0 || style.ground.graticule_px <= 0.0 || plan.globe().is_some() {
        return out;
    }
    // Below 7 px nobody reads it.
    let size = (style.furniture.degrees_px * unit).max(7.0).max(plan.page.least);
    let kind = Type { face: Face::Sans, size, color: style.page.muted, class: "degrees" };
    let (cap, gap) = (size * CAP_HEIGHT, 3.5 * unit + style.page.neatline_px * unit);
    let in_margin = style.page.margin_px * unit >= cap + gap + 2.0 * unit;
    let lines = lines(plan);
    // Where each line meets the frame, and how wide its label is.
    struct End<'a> {
        line: &'a GridLine,
        side: &'static str,
        edge: f64,
        along: f64,
        words: String,
        width: f64,
    }
    let ends = lines.iter().flat_map(|line| {
        let words = degrees_words(line.degrees, line.is_meridian, lang);
        let width = kind.width(&words);
        let sides = match line.is_meridian {
            true => [("top", map.y), ("bottom", map.bottom())],
            false => [("left", map.x), ("right", map.right())],
        };
        sides.into_iter().filter_map(move |(side, edge)| {
            let along = meets(&line.points, usize::from(line.is_meridian), edge)?;
            Some(End { line, side, edge, along, words: words.clone(), width })
        })
    });
    let ends: Vec<End<'_>> = ends.collect();
    for end in &ends {
        let &End { line, side, edge, along, ref words, width } = end;
        // Where meridians run together nobody sees which of them a label belongs to.
        let is_crowded = |other: &End<'_>| {
            other.side == side
                && other.line.degrees != line.degrees
                && (other.along - along).abs() < (width + other.width) / 2.0 + gap
        };
        if ends.iter().any(is_crowded) {
            continue;
        }
        let (low, high) = if line.is_meridian { (map.x, map.right()) } else { (map.y, map.bottom()) };
        let id = format!("degrees-{side}-{}", minutes_of(line.degrees));
        if in_margin {
            if along - width / 2.0 < low + 2.0 * unit || along + width / 2.0 > high - 2.0 * unit {
                continue;
            }
            let at = match side {
                "top" => [along, edge - gap],
                "bottom" => [along, edge + gap + cap],
                "left" => [edge - gap, along],
                _ => [edge + gap + cap, along],
            };
            let node = text_line(id, words, kind, at, Anchor::Middle);
            // At the sides the degrees read upwards.
            out.outside.push(match node {
                Node::Text(text) if !line.is_meridian => Node::Text(Text { rotate_deg: -90.0, ..text }),
                node => node,
            });
            continue;
        }
        let (at, rect) = match side {
            "top" => {
                let at = [along + gap, edge + gap + cap];
                (at, Rect::new(at[0], edge + gap, width, cap))
            }
            "left" => {
                let at = [edge + gap, along - gap];
                (at, Rect::new(at[0], at[1] - cap, width, cap))
            }
            _ => continue,
        };
        let is_near_corner = along < low + 3.0 * size || along > high - 3.0 * size - width;
        let air = Rect::new(rect.x, rect.y, rect.w, cap + DESCENT * size).grown(2.0 * unit);
        if is_near_corner || taken.iter().any(|other| air.overlaps(other)) {
            continue;
        }
        out.rects.push(air);
        let halo = Some((style.label.halo, style.label.halo_px * unit));
        if let Node::Text(text) = text_line(id, words, kind, at, Anchor::Start) {
            out.inside.push(Node::Text(Text { halo, ..text }));
        }
    }
    out
}

/// Where a line meets the line on which one axis has the value `edge`: the other axis' value there.
fn meets(points: &[[f64; 2]], axis: usize, edge: f64) -> Option<f64> {
    points.windows(2).find_map(|ends| {
        let (a, b) = (ends[0], ends[1]);
        let crosses = (a[axis] - edge) * (b[axis] - edge) <= 0.0 && a[axis] != b[axis];
        let t = (edge - a[axis]) / (b[axis] - a[axis]);
        crosses.then(|| a[1 - axis] + t * (b[1 - axis] - a[1 - axis]))
    })
}

fn minutes_of(degrees: f64) -> i64 {
    (degrees * 60.0).round() as i64
}

/// 180 degrees, in minutes.
const HALF_TURN: i64 = 180 * 60;

/// `44°E`, `38°30′N`, `44° в. д.`
fn degrees_words(degrees: f64, is_meridian: bool, lang: Lang) -> String {
    // Across the date line a map counts on.
    let minutes = match minutes_of(degrees) {
        minutes if is_meridian => (minutes + HALF_TURN).rem_euclid(2 * HALF_TURN) - HALF_TURN,
        minutes => minutes,
    };
    let key = match (is_meridian, minutes) {
        (_, 0) => "",
        (true, minutes) if minutes == -HALF_TURN => "",
        (true, 1..) => "degrees-east",
        (true, _) => "degrees-west",
        (false, 1..) => "degrees-north",
        (false, _) => "degrees-south",
    };
    let letter = if key.is_empty() { "" } else { word(lang, key) };
    let (whole, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("{whole}°{letter}") } else { format!("{whole}°{rest:02}′{letter}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_written_as_the_language_does() {
        for (degrees, is_meridian, lang, words) in [
            (44.0, true, Lang::EN, "44°E"),
            (38.5, false, Lang::EN, "38°30′N"),
            (-0.05, true, Lang::EN, "0°03′W"),
            (0.0, false, Lang::EN, "0°"),
            (200.0, true, Lang::EN, "160°W"),
            (-180.0, true, Lang::EN, "180°"),
            (180.0, true, Lang::EN, "180°"),
            (-190.0, true, Lang::EN, "170°E"),
            (44.0, true, Lang::RU, "44° в. д."),
            (39.25, false, Lang::TR, "39°15′K"),
            (39.0, false, Lang::AZ, "39° şm. e."),
            (39.0, false, Lang::HY, "39°"),
            (182.5, true, Lang::EN, "177°30′W"),
            (-183.0, true, Lang::EN, "177°E"),
            (180.0, true, Lang::EN, "180°"),
        ] {
            assert_eq!(degrees_words(degrees, is_meridian, lang), words);
        }
    }

    #[test]
    fn a_line_meets_the_frame_where_it_is_drawn() {
        let line = [[0.0, 0.0], [1.0, 10.0], [4.0, 20.0]];
        assert_eq!(meets(&line, 1, 15.0), Some(2.5));
        assert_eq!(meets(&line, 0, 0.5), Some(5.0));
        assert_eq!(meets(&line, 1, 25.0), None);
    }
}
