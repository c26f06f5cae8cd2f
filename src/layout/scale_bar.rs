//! A scale bar of round length, true at the centre of the map (elsewhere within some tenths of a percent in a
//! region of some hundred km; on an equirectangular map only from west to east).

use super::panel::Column;
use super::plan::Plan;
use super::{Job, rect_piece};
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Text, Type, text_line};
use crate::text::{CAP_HEIGHT, Face};
use crate::words::{number, word};

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

/// A length of a bar or half of one, with as many digits as it has: `2.5`, `0.25`, `1 000`.
fn written(lang: Lang, km: f64) -> String {
    let is_whole = |digits: &usize| {
        let tens = [1.0, 10.0, 100.0][*digits];
        (km * tens - (km * tens).round()).abs() < 1e-6
    };
    number(lang, km, (0..3).find(is_whole).unwrap_or(2))
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
    let end = format!("{} {}", written(lang, km), word(lang, "km"));
    let kind = Type { face: Face::Sans, size, color: ink, class: "scale" };
    let marks = [
        ("0".to_owned(), 0.0, Anchor::Start),
        (written(lang, km / 2.0), 0.5, Anchor::Middle),
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

/// Share of the map's width that a bar on a map without a panel may have.
const SHARE: f64 = 0.16;

/// How a bar on the map writes its length.
fn small_type(plan: &Plan<'_>) -> Type {
    let size = plan.style.panel.small_px * plan.page.unit;
    Type { face: Face::Sans, size, color: plan.style.page.ink, class: "scale" }
}

/// A bar on the map: its length in km, its words, and the size of the box for both in px.
fn small(plan: &Plan<'_>, lang: Lang) -> (f64, String, [f64; 2]) {
    let km = round_km(plan.px_per_km(), plan.page.map.w * SHARE);
    let words = format!("{} {}", written(lang, km), word(lang, "km"));
    let kind = small_type(plan);
    let pad = kind.size * 0.3;
    let width = (km * plan.px_per_km()).max(kind.width(&words)) + 2.0 * pad;
    (km, words, [width, kind.size * (CAP_HEIGHT + 0.35) + 2.0 * pad])
}

/// Size of the box of a bar on the map, in px.
pub(super) fn small_size(plan: &Plan<'_>, lang: Lang) -> [f64; 2] {
    small(plan, lang).2
}

/// A bar on the map: a bracket of a round length with its words over it.
pub(super) fn small_nodes(plan: &Plan<'_>, lang: Lang, rect: Rect) -> Vec<Node> {
    let (km, words, _) = small(plan, lang);
    let kind = small_type(plan);
    let (pad, width) = (kind.size * 0.3, km * plan.px_per_km());
    let ([middle, _], foot) = (rect.center(), rect.bottom() - pad);
    let (left, right, rise) = (middle - width / 2.0, middle + width / 2.0, kind.size * 0.22);
    let points = vec![[left, foot - rise], [left, foot], [right, foot], [right, foot - rise]];
    let line = |class: &str, color, stroke: f64| {
        Node::Path(Path {
            class: class.to_owned(),
            pieces: vec![Piece { points: points.clone(), closed: false }],
            stroke: Some(Stroke { round: false, ..Stroke::new(color, stroke * kind.size) }),
            ..Path::default()
        })
    };
    let halo = plan.style.label.halo;
    let text =
        text_line("scale-0".to_owned(), &words, kind, [middle, foot - kind.size * 0.35], Anchor::Middle);
    let text = match text {
        Node::Text(text) => {
            Node::Text(Text { halo: Some((halo, plan.style.label.halo_px * plan.page.unit)), ..text })
        }
        other => other,
    };
    vec![line("scale-casing", halo, 0.2), line("scale-line", plan.style.page.ink, 0.08), text]
}

#[cfg(test)]
mod tests {
    use super::{round_km, written};
    use crate::lang::Lang;

    #[test]
    fn lengths_are_written_with_the_digits_they_have() {
        for (km, en, ru) in [
            (5.0, "5", "5"),
            (2.5, "2.5", "2,5"),
            (0.5, "0.5", "0,5"),
            (0.25, "0.25", "0,25"),
            (0.1, "0.1", "0,1"),
        ] {
            assert_eq!([written(Lang::EN, km), written(Lang::RU, km)], [en, ru]);
        }
    }

    #[test]
    fn the_bar_is_the_longest_round_length_that_fits() {
        for (px_per_km, max_px, km) in
            [(3.0, 200.0, 50.0), (3.0, 320.0, 100.0), (0.1, 200.0, 2000.0), (100.0, 200.0, 2.0)]
        {
            assert_eq!(round_km(px_per_km, max_px), km, "{px_per_km} px/km, {max_px} px");
        }
    }
}
