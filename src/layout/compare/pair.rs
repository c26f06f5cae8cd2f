//! Two whole maps of one scale and extent, with the changed land outlined and numbered on both.

use super::super::areas::Names;
use super::super::borders;
use super::super::legend::{Section, Swatch, current_sections};
use super::super::page::Page;
use super::super::plan::Plan;
use super::super::{Composed, LineChoice, Moment, Series};
use super::page::Division;
use super::{Ctx, Shown, badges, rename, shift};
use crate::compare::Kind;
use crate::diagnostic::Diagnostic;
use crate::geometry::clip::{self, Rect};
use crate::scene::{Node, Path, Piece, Stroke, group};
use crate::style::PanelPlace;

/// What tells the ids on the two maps apart.
const SUFFIXES: [&str; 2] = ["-before", "-after"];

/// What the pair is.
pub(super) struct Drawn {
    pub nodes: Vec<Node>,
    pub px_per_km: f64,
}

/// Sections of the legend of both maps: what is on either. Places are left to the reader.
pub(super) fn sections(ctx: &Ctx<'_>) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    for side in [0, 1] {
        let job = ctx.job(ctx.plan, side);
        for (heading, entries) in current_sections(&job, Names::Short) {
            if heading == "places" {
                continue;
            }
            let at = out.iter().position(|(known, _)| *known == heading).unwrap_or_else(|| {
                out.push((heading, Vec::new()));
                out.len() - 1
            });
            for entry in entries {
                match out[at].1.iter_mut().find(|known| known.id == entry.id) {
                    // A holder with sure and inferred land on either map has both tints.
                    Some(known) => {
                        if let (Swatch::Fill(tints), Swatch::Fill(others)) = (&mut known.swatch, entry.swatch)
                            && tints.len() < others.len()
                        {
                            *tints = others;
                        }
                    }
                    None => out[at].1.push(entry),
                }
            }
        }
    }
    out
}

/// Both maps, and what they share.
pub(super) struct Maps {
    /// The maps and their frames, without furniture.
    pub maps: [Composed; 2],
    pub px_per_km: f64,
}

/// The two maps on pages of their own.
pub(super) fn maps(ctx: &Ctx<'_>, page: Page, numbered: &mut [bool], shown: &mut Shown) -> Maps {
    let mut plan = Plan::on_page(ctx.dataset, ctx.style, page, ctx.spec.extent);
    plan.lines = LineChoice::Only(Vec::new());
    let mut taken = Vec::new();
    let numbers = badges::place(ctx, &plan, &mut taken);
    numbers.iter().for_each(|badge| numbered[badge.entry] = true);
    shown.number |= numbers.iter().any(|badge| !ctx.comparison.entries[badge.entry].returned);
    shown.hollow |= numbers.iter().any(|badge| ctx.comparison.entries[badge.entry].returned);
    plan.keep_off = badges::rects(&plan, &numbers);
    let plan = plan;
    let moments = ctx.comparison.sides.map(|side| Moment::Day(side.day));
    let mut maps: [Composed; 2] = match ctx.comparison.kind {
        // Names stand in the same places on both.
        Kind::Days => {
            let timeline = ctx.comparison.sides[1].timeline;
            let series = Series::new(&plan, timeline, &moments, ctx.views[1], ctx.lang);
            moments.map(|moment| series.compose(moment))
        }
        _ => [0, 1].map(|side| {
            let of = &ctx.comparison.sides[side];
            plan.compose(of.timeline, moments[side], ctx.views[side], ctx.lang)
        }),
    };
    let outline = outline(ctx, &plan);
    shown.outline |= outline.iter().any(|node| match node {
        Node::Path(path) => {
            path.pieces.iter().flat_map(|piece| &piece.points).any(|point| plan.page.map.contains(*point))
        }
        _ => false,
    });
    for (side, composed) in maps.iter_mut().enumerate() {
        let nodes = &mut composed.scene.nodes;
        nodes.retain(|node| matches!(node, Node::Group(group) if group.id == "map" || group.id == "frame"));
        for node in nodes {
            if let Node::Group(map) = node
                && map.id == "map"
            {
                let at = |id: &str| {
                    map.nodes.iter().position(|node| matches!(node, Node::Group(group) if group.id == id))
                };
                let under = at("towns").or(at("labels")).unwrap_or(map.nodes.len());
                map.nodes.insert(under, group("outlines", "Outlines of changes", outline.clone()));
                let numbers = badges::nodes(ctx, &plan, &numbers);
                map.nodes.push(group("changes", "Numbers of changes", numbers));
                map.label = ctx.report.sides[side].label.clone();
            }
        }
    }
    Maps { maps, px_per_km: plan.px_per_km() }
}

/// Draws both maps into their frames, which are of one size.
pub(super) fn draw(
    ctx: &Ctx<'_>,
    page: &Division,
    rects: [Rect; 2],
    numbered: &mut [bool],
    shown: &mut Shown,
    left_out: &mut Vec<Diagnostic>,
) -> Drawn {
    let first = page.page_of(rects[0], page.pair_scale, PanelPlace::None);
    let Maps { maps, px_per_km } = maps(ctx, first, numbered, shown);
    let mut nodes = Vec::new();
    for (side, composed) in maps.into_iter().enumerate() {
        // The overlay has larger maps' worth of names; what a small map leaves out beside it is no loss.
        if page.overlay.is_none() {
            left_out.extend(
                composed
                    .left_out
                    .into_iter()
                    .filter(|finding| !left_out.contains(finding))
                    .collect::<Vec<_>>(),
            );
        }
        let mut map = composed.scene.nodes;
        shift(&mut map, [rects[side].x - rects[0].x, rects[side].y - rects[0].y]);
        rename(&mut map, SUFFIXES[side]);
        nodes.append(&mut map);
    }
    Drawn { nodes, px_per_km }
}

/// The outlines of changed land; between two changes, too.
fn outline(ctx: &Ctx<'_>, plan: &Plan<'_>) -> Vec<Node> {
    let width = ctx.style.compare.outline_px * plan.page.unit;
    let kept = |unit: Option<u32>| -> Vec<usize> {
        let entries = unit.map_or(&[][..], |unit| ctx.entries_of[unit as usize].as_slice());
        entries.iter().copied().filter(|at| !ctx.comparison.entries[*at].returned).collect()
    };
    let arcs = plan.topology.arcs.iter().zip(&plan.arcs).zip(&plan.cut);
    let lines = arcs.filter(|((arc, _), cut)| !**cut && kept(arc.left) != kept(arc.right));
    let pieces: Vec<Piece> = borders::join(lines.map(|((_, points), _)| points.clone()).collect())
        .iter()
        .flat_map(|line| clip::runs(line, &plan.bleed()))
        .map(|points| {
            let closed = points.len() > 2 && points.first() == points.last();
            let count = points.len() - usize::from(closed);
            Piece { points: points[..count].to_vec(), closed }
        })
        .collect();
    if pieces.is_empty() || width <= 0.0 {
        return Vec::new();
    }
    let path = |class: &str, stroke: Stroke| {
        Node::Path(Path {
            class: class.into(),
            pieces: pieces.clone(),
            stroke: Some(stroke),
            ..Path::default()
        })
    };
    strokes(plan)
        .into_iter()
        .zip(["outline-casing", "outline"])
        .map(|(stroke, class)| path(class, stroke))
        .collect()
}

/// The strokes of an outline.
pub(super) fn strokes(plan: &Plan<'_>) -> [Stroke; 2] {
    let border = &plan.style.border;
    let width = plan.style.compare.outline_px * plan.page.unit;
    [
        Stroke::new(border.line_casing, width + 2.0 * border.line_casing_px * plan.page.unit),
        Stroke::new(border.treaty, width),
    ]
}
