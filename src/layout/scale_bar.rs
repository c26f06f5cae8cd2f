//! A scale bar of round length, true at the centre of the map (elsewhere within some tenths of a percent in a
//! region of some hundred km; on an equirectangular map only from west to east).

use super::panel::Column;
use super::plan::Plan;
use super::{Job, rect_piece};
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Anchor, Node, Path, Stroke, Type, text_line};
use crate::text::{CAP_HEIGHT, Face};
use crate::words::word;

/// Space below the bar, in px at the reference page.
pub(super) const SPACE_BELOW: f64 = 14.0;

/// Height in px, with the space below.
pub(super) fn height(plan: &Plan<'_>) -> f64 {
    (plan.style.panel.small_px * 1.1 + 5.0 + 6.0 + SPACE_BELOW) * plan.page.unit
}

/// The longest round length that fits into `max_px`, in km.
pub(super) fn round_km(px_per_km: f64, max_px: f64) -> f64 {
    let max_km = max_px / px_per_km;
    let lengths = [2000.0, 1000.0, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5];
    lengths.into_iter().find(|km| *km <= max_km).unwrap_or(0.2)
}

/// A bar in two parts, with its length in km; at most a share of the column long.
pub(super) fn scale_bar(job: &Job<'_>, column: &mut Column<'_, '_>, share: f64) {
    scaled(job, column, share, 1.0);
}

/// The same, set larger or smaller than the map's own type.
pub(super) fn scaled(job: &Job<'_>, column: &mut Column<'_, '_>, share: f64, scale: f64) {
    scale_bar_of(job.plan, job.lang, job.plan.px_per_km(), column, [share, scale]);
}

/// The same for a map of another scale on the page of a plan: at most a share of the column long, its type at a
/// scale of the map's.
pub(super) fn scale_bar_of(
    plan: &Plan<'_>,
    lang: Lang,
    px_per_km: f64,
    column: &mut Column<'_, '_>,
    [share, scale]: [f64; 2],
) {
    let unit = plan.page.unit * scale;
    let km = round_km(px_per_km, column.rect.w * share);
    let width = km * px_per_km;
    let (ink, size) = (plan.style.page.ink, plan.style.panel.small_px * unit);
    let (x, top) = (column.rect.x, column.y + size * 1.1 + 5.0 * unit);
    let bar = 6.0 * unit;
    let stroke = Stroke { round: false, ..Stroke::new(ink, 0.9 * unit) };
    for (part, fill) in [(0.0, Some(ink)), (0.5, None)] {
        column.nodes.push(Node::Path(Path {
            class: if fill.is_some() { "scale-dark".into() } else { "scale-light".into() },
            pieces: vec![rect_piece(Rect::new(x + part * width, top, width / 2.0, bar))],
            fill,
            stroke: Some(stroke.clone()),
            ..Path::default()
        }));
    }
    let write = |km: f64| if km < 1.0 { format!("{km:.1}") } else { format!("{km:.0}") };
    let end = format!("{} {}", write(km), word(lang, "km"));
    let kind = Type { face: Face::Sans, size, color: ink, class: "scale" };
    let marks = [
        ("0".to_owned(), 0.0, Anchor::Start),
        (write(km / 2.0), 0.5, Anchor::Middle),
        (end, 1.0, Anchor::Middle),
    ];
    let needed: f64 = marks.iter().map(|(words, ..)| kind.width(words)).sum();
    for (i, (words, share, anchor)) in marks.into_iter().enumerate() {
        // A short bar has no number at its middle.
        if i == 1 && width < 1.4 * needed {
            continue;
        }
        let at = [x + share * width, column.y + size * (CAP_HEIGHT + 0.1)];
        column.nodes.push(text_line(format!("scale-{i}"), &words, kind, at, anchor));
    }
    column.y += height(plan) * scale;
}

#[cfg(test)]
mod tests {
    use super::round_km;

    #[test]
    fn the_bar_is_the_longest_round_length_that_fits() {
        for (px_per_km, max_px, km) in
            [(3.0, 200.0, 50.0), (3.0, 320.0, 100.0), (0.1, 200.0, 2000.0), (100.0, 200.0, 2.0)]
        {
            assert_eq!(round_km(px_per_km, max_px), km, "{px_per_km} px/km, {max_px} px");
        }
    }
}
