//! Two states as one figure: an overlay of what changed, the two maps side by side, or both; with numbers on
//! the land, and beside or under the map what they mean.

mod badges;
mod flow;
mod overlay;
mod page;
mod pair;
mod text;

use std::collections::BTreeSet;

use super::legend::Section;
use super::page::Page;
use super::plan::Plan;
use super::{Composed, Fill, Job, KeyEntry, PageSize, View, areas, borders};
use crate::compare::{Comparison, Report, Track};
use crate::dataset::{Dataset, Holder};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Ground, Node, Scene, group};
use crate::style::{PanelPlace, Style};
use crate::timeline::State;
use crate::words::word;

/// How the two states are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// One map: changed land in the tint of the new holder, hatched in the colour of the former one.
    #[default]
    Overlay,
    /// Two whole maps of one scale, with the changed land outlined on both.
    SideBySide,
    /// The overlay, and the two maps smaller.
    Both,
}

impl Arrangement {
    /// All values, in the spelling of the command line and of file names.
    pub const ALL: [(&'static str, Arrangement); 3] = [
        ("overlay", Arrangement::Overlay),
        ("side-by-side", Arrangement::SideBySide),
        ("both", Arrangement::Both),
    ];

    /// Spelling on the command line and in file names.
    pub fn key(self) -> &'static str {
        Arrangement::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// What a figure is to be.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// How the states are drawn.
    pub arrangement: Arrangement,
    /// The page.
    pub size: PageSize,
    /// The page is as high as its content needs; the height of `size` is not used.
    pub free_height: bool,
    /// The part of the land to show: west, south, east, north in degrees; that of the data set where `None`.
    pub extent: Option<[f64; 4]>,
}

/// What the parts of one figure share.
struct Ctx<'a> {
    comparison: &'a Comparison<'a>,
    report: Report,
    dataset: &'a Dataset,
    style: &'a Style,
    spec: Spec,
    lang: Lang,
    /// A plan of the page as it would be for one map: for what is drawn off the maps.
    plan: &'a Plan<'a>,
    states: [State; 2],
    views: [View; 2],
    /// How each unit is filled on both sides.
    fills: [Vec<Fill>; 2],
    /// The entries of each unit, by position.
    entries_of: Vec<Vec<usize>>,
    /// What the legend of two whole maps has.
    sections: Vec<Section>,
    /// The changes that the list has room for: no other has its number on a map. `None` as long as the list is not
    /// set.
    listed: Option<BTreeSet<usize>>,
    /// The maps stand alone, where they are seen from far: a number stands beside small land rather than on it.
    is_alone: bool,
}

/// What is on the maps and so in the legend.
#[derive(Clone, Copy, Debug, Default)]
struct Shown {
    changed: bool,
    ghost: bool,
    new: bool,
    stayed: bool,
    arrow: bool,
    number: bool,
    hollow: bool,
    status: bool,
    outline: bool,
    claim_new: bool,
    claim_old: bool,
    successor: bool,
}

fn view_of(track: Track) -> View {
    match track {
        Track::Control => View::Control,
        Track::Sovereignty => View::Sovereignty,
        Track::Claims => View::Claims,
    }
}

/// Draws a comparison. What finds no room is in `left_out`; the list of changes then ends with a count of the
/// rest, and the report has them all.
pub fn compose(comparison: &Comparison<'_>, style: &Style, spec: Spec, lang: Lang) -> Composed {
    let size = page::nominal(spec, comparison.dataset(), style);
    in_ctx(comparison, style, spec, Page::new(size, style), lang, |mut ctx| {
        if spec.arrangement != Arrangement::Overlay {
            ctx.sections = pair::sections(&ctx);
        }
        let composed = ctx.compose(size);
        // A number that stands for nothing in the list would only be asked about.
        let listed = listed(&composed.scene.nodes);
        if listed.len() == comparison.entries.len() {
            return composed;
        }
        ctx.listed = Some(listed);
        ctx.compose(size)
    })
}

/// Draws the overlay of a comparison alone, as a map that fills its page, for whoever sets the list beside it: only the
/// changes with these numbers have theirs on the map, all where `listed` is `None`.
///
/// No number is set smaller than the least name of a unit.
pub fn overlay_map(
    comparison: &Comparison<'_>,
    style: &Style,
    spec: Spec,
    listed: Option<&BTreeSet<usize>>,
    lang: Lang,
) -> Composed {
    alone(comparison, style, Arrangement::Overlay, spec, listed, lang, |ctx, page| {
        let (mut shown, mut left_out) = (Shown::default(), Vec::new());
        let mut numbered = vec![false; comparison.entries.len()];
        let rect = page.overlay.unwrap_or(ctx.plan.page.map);
        let drawn = overlay::draw(ctx, page, rect, &mut numbered, &mut shown, &mut left_out);
        ctx.not_numbered(&numbered, &mut left_out);
        let scene = ctx.scene([page.width, page.height], Some(drawn.ground), drawn.nodes);
        Composed { scene, left_out }
    })
}

/// What the signs on an overlay that stands alone mean, with swatches of a width and height in px: the land that
/// changed, the land that did not, borders, numbers. Holders are named in the list of changes and on the map.
pub fn overlay_key(
    comparison: &Comparison<'_>,
    style: &Style,
    spec: Spec,
    listed: Option<&BTreeSet<usize>>,
    swatch: [f64; 2],
    lang: Lang,
) -> Vec<KeyEntry> {
    alone(comparison, style, Arrangement::Overlay, spec, listed, lang, |ctx, page| {
        let rect = page.overlay.unwrap_or(ctx.plan.page.map);
        text::key(ctx, overlay::signs(ctx, page, rect), swatch)
    })
}

/// Draws the two sides of a comparison as whole maps of one size, given as that of the page, and one scale: the changed
/// land is outlined and numbered on both, and names that stand on both stand in the same place. Only the changes with
/// these numbers have theirs on the maps, all where `listed` is `None`.
pub fn pair_maps(
    comparison: &Comparison<'_>,
    style: &Style,
    spec: Spec,
    listed: Option<&BTreeSet<usize>>,
    lang: Lang,
) -> [Composed; 2] {
    alone(comparison, style, Arrangement::SideBySide, spec, listed, lang, |ctx, _| {
        let mut numbered = vec![false; comparison.entries.len()];
        let drawn = pair::maps(ctx, ctx.plan.page, &mut numbered, &mut Shown::default());
        let mut maps = drawn.maps;
        for map in &mut maps {
            ctx.not_numbered(&numbered, &mut map.left_out);
        }
        maps
    })
}

/// Calls `draw` with what a figure that fills its page is made of.
fn alone<T>(
    comparison: &Comparison<'_>,
    style: &Style,
    arrangement: Arrangement,
    spec: Spec,
    listed: Option<&BTreeSet<usize>>,
    lang: Lang,
    draw: impl FnOnce(&Ctx<'_>, &page::Division) -> T,
) -> T {
    let spec = Spec { arrangement, free_height: false, ..spec };
    let page = page::alone(spec.size, style);
    in_ctx(comparison, style, spec, page, lang, |mut ctx| {
        ctx.listed = listed.cloned();
        ctx.is_alone = true;
        let division = page::Division::of_one(&ctx, page);
        draw(&ctx, &division)
    })
}

/// Calls `draw` with what the parts of a figure share; `page` is that of one map.
fn in_ctx<T>(
    comparison: &Comparison<'_>,
    style: &Style,
    spec: Spec,
    page: Page,
    lang: Lang,
    draw: impl FnOnce(Ctx<'_>) -> T,
) -> T {
    let dataset = comparison.dataset();
    let states = comparison.sides.map(|side| side.timeline.at(side.day));
    let views = comparison.sides.map(|side| view_of(side.track));
    let plan = Plan::on_page(dataset, style, Page { panel: PanelPlace::None, ..page }, spec.extent);
    let fills = [0, 1].map(|i| areas::fills(&plan, &states[i], views[i]));
    let mut entries_of = vec![Vec::new(); dataset.units.len()];
    for (position, entry) in comparison.entries.iter().enumerate() {
        entry.units.iter().for_each(|unit| entries_of[unit.index()].push(position));
    }
    draw(Ctx {
        comparison,
        report: Report::new(comparison, lang),
        dataset,
        style,
        spec,
        lang,
        plan: &plan,
        states,
        views,
        fills,
        entries_of,
        sections: Vec::new(),
        listed: None,
        is_alone: false,
    })
}

/// The numbers of the changes in the list beside the maps.
fn listed(nodes: &[Node]) -> BTreeSet<usize> {
    let of = |node: &Node| match node {
        Node::Group(group) => listed(&group.nodes),
        Node::Text(text) => {
            text.id.strip_prefix("entry-").and_then(|number| number.parse().ok()).into_iter().collect()
        }
        Node::Path(_) | Node::Circle(_) => BTreeSet::new(),
    };
    nodes.iter().flat_map(of).collect()
}

impl Ctx<'_> {
    fn compose(&self, size: PageSize) -> Composed {
        let mut left_out = Vec::new();
        let all = Shown {
            changed: true,
            ghost: true,
            new: true,
            stayed: true,
            arrow: true,
            number: true,
            hollow: self.comparison.entries.iter().any(|entry| entry.returned),
            status: self.comparison.entries.iter().any(|entry| entry.change.status.is_some()),
            outline: self.spec.arrangement != Arrangement::Overlay,
            claim_new: self.views[1] == View::Claims,
            claim_old: self.views[1] == View::Claims,
            successor: self.comparison.entries.iter().any(|entry| {
                entry.change.holder.is_some_and(|(from, to)| !entry.returned && self.succeeds(from, to))
            }),
        };
        let page = page::divide(self, size, all);
        let mut nodes = Vec::new();
        let mut shown = Shown::default();
        let mut ground = None;
        let mut px_per_km = 1.0;
        let mut numbered = vec![false; self.comparison.entries.len()];
        if let Some(rect) = page.overlay {
            let drawn = overlay::draw(self, &page, rect, &mut numbered, &mut shown, &mut left_out);
            px_per_km = drawn.px_per_km;
            ground = Some(drawn.ground);
            nodes.extend(drawn.nodes);
        }
        if let Some(rects) = page.pair {
            let drawn = pair::draw(self, &page, rects, &mut numbered, &mut shown, &mut left_out);
            if page.overlay.is_none() {
                px_per_km = drawn.px_per_km;
            }
            nodes.extend(drawn.nodes);
        }
        nodes.push(group("panel", "Panel", text::panel(self, &page, shown, px_per_km, &mut left_out)));
        self.not_numbered(&numbered, &mut left_out);
        Composed { scene: self.scene([page.width, page.height], ground, nodes), left_out }
    }

    /// Says which changes have no number on a map.
    fn not_numbered(&self, numbered: &[bool], left_out: &mut Vec<Diagnostic>) {
        for (entry, _) in self.comparison.entries.iter().zip(numbered).filter(|(_, numbered)| !**numbered) {
            let off = entry.units.iter().all(|unit| self.plan.unit_cells[unit.index()] == 0);
            let is_listed = self.listed.as_ref().is_none_or(|listed| listed.contains(&entry.number));
            let why = match (off, is_listed) {
                (true, _) => "lies off the map",
                (false, true) => "finds no place on its land",
                (false, false) => "is not drawn, since the list has no room for the change",
            };
            let message = format!("change {}: its number {why}", entry.number);
            left_out.push(Diagnostic::new(Severity::Note, "number-left-out", message));
        }
    }

    /// The figure as a picture.
    fn scene(&self, [width, height]: [f64; 2], ground: Option<Ground>, nodes: Vec<Node>) -> Scene {
        let (title, description) = text::for_readers(self);
        Scene {
            width,
            height,
            paper: self.style.page.paper,
            title,
            description,
            lang: self.lang.code().to_owned(),
            metadata: text::metadata(self),
            ground,
            nodes,
        }
    }

    /// What is drawn of one side on a plan.
    fn job<'b>(&'b self, plan: &'b Plan<'b>, side: usize) -> Job<'b> {
        let of = &self.comparison.sides[side];
        let bare =
            Job::bare(plan, of.timeline, &self.states[side], self.views[side], self.fills[side].clone());
        let mut job = Job { lang: self.lang, ..bare };
        job.classes = borders::classes(&job);
        job
    }

    fn word(&self, key: &'static str) -> &'static str {
        word(self.lang, key)
    }

    /// True for a holder and his successor: they share a family of colours.
    fn succeeds(&self, from: Holder, to: Holder) -> bool {
        let family = |holder: Holder| holder.polity().map(|polity| &self.dataset.polity(polity).colour);
        from != to && family(from).is_some() && family(from) == family(to)
    }

    /// The entry by which the holder of a unit is another on the second side.
    fn moved(&self, unit: usize) -> Option<usize> {
        self.entries_of[unit].iter().copied().find(|&at| {
            let entry = &self.comparison.entries[at];
            entry.change.holder.is_some() && !entry.returned
        })
    }
}

/// The same nodes elsewhere on the page.
fn shift(nodes: &mut [Node], [dx, dy]: [f64; 2]) {
    let by = |point: &mut [f64; 2]| *point = [point[0] + dx, point[1] + dy];
    for node in nodes {
        match node {
            Node::Group(group) => {
                group.clip = group.clip.map(|clip| Rect::new(clip.x + dx, clip.y + dy, clip.w, clip.h));
                shift(&mut group.nodes, [dx, dy]);
            }
            Node::Path(path) => path.pieces.iter_mut().flat_map(|piece| &mut piece.points).for_each(by),
            Node::Circle(circle) => by(&mut circle.center),
            Node::Text(text) => {
                text.lines.iter_mut().map(|line| &mut line.at).chain(&mut text.course).for_each(by);
            }
        }
    }
}

/// The same nodes with ids of their own.
fn rename(nodes: &mut [Node], suffix: &str) {
    let name = |id: &mut String| {
        if !id.is_empty() {
            id.push_str(suffix);
        }
    };
    for node in nodes {
        match node {
            Node::Group(group) => {
                name(&mut group.id);
                rename(&mut group.nodes, suffix);
            }
            Node::Path(path) => name(&mut path.id),
            Node::Circle(circle) => name(&mut circle.id),
            Node::Text(text) => name(&mut text.id),
        }
    }
}
