//! One map of what changed: changed land in the tint of the new holder under hatching in the colour of the former,
//! the rest pale; the old border a ghost, the new one strong.

use std::collections::{BTreeMap, BTreeSet};

use super::super::areas::{hatch_line, paint_of};
use super::super::borders::{self, Border};
use super::super::plan::Plan;
use super::super::{Fill, Job, View, furniture, graticule, ground, labels, locator, north};
use super::page::Division;
use super::{Ctx, Shown, badges};
use crate::compare::Condition;
use crate::dataset::{Holder, PolityId, UnitId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::{self, Rect};
use crate::scene::{
    self, Ground, Group, Node, Path, Piece, Stroke, Turn, group, hatch_nodes, hatch_pieces, texture,
};
use crate::style::{Color, HatchKey, HatchLine, Paint, PanelPlace};

/// What an overlay is.
pub(super) struct Drawn {
    pub nodes: Vec<Node>,
    pub ground: Ground,
    pub px_per_km: f64,
}

/// How strongly a unit is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Quiet,
    /// Its status changed, not its holder; or claims to it did; or its holder has a successor.
    Half,
    Full,
}

/// Draws the overlay into its frame.
pub(super) fn draw(
    ctx: &Ctx<'_>,
    page: &Division,
    rect: Rect,
    numbered: &mut [bool],
    shown: &mut Shown,
    left_out: &mut Vec<Diagnostic>,
) -> Drawn {
    let plan = plan_of(ctx, page, rect);
    let (numbers, arrows) = marks(ctx, &plan, shown);
    numbers.iter().for_each(|badge| numbered[badge.entry] = true);
    let covered: Vec<Rect> =
        badges::rects(&plan, &numbers).into_iter().chain(badges::arrow_rects(&plan, &arrows)).collect();

    let mut job = ctx.job(&plan, 1);
    let mut boxes = Boxes::place(ctx, &plan, &covered, left_out);
    job.furniture.extend(&covered);
    job.furniture.append(&mut boxes.rects);
    let labels = labels::labels(&job, left_out);
    let mut map = vec![
        group("sea", "Sea", ground::sea(&plan)),
        group("land", "Land beyond the units", ground::land(&plan)),
        group("holders", "Holders", holders(ctx, &plan)),
        group("hatches", "What changed", hatches(ctx, &plan, shown)),
        group("graticule", "Graticule", graticule::graticule(&plan)),
        group("rivers", "Rivers", ground::rivers(&plan)),
        group("lakes", "Lakes", ground::lakes(&plan)),
        group("borders", "Borders", lines(ctx, &plan, &job, shown)),
        group("arrows", "Arrows", badges::arrow_nodes(ctx, &plan, &arrows)),
        group("towns", "Towns", labels.dots),
        group("labels", "Labels", labels.texts),
        group("changes", "Numbers of changes", badges::nodes(ctx, &plan, &numbers)),
    ];
    map.retain(|node| !matches!(node, Node::Group(group) if group.nodes.is_empty()));
    let map = Group { id: "map".into(), label: "Map".into(), clip: Some(plan.page.map), nodes: map };
    let mut nodes = vec![Node::Group(map)];
    let record = plan.ground(&nodes);
    if !boxes.over.is_empty() {
        nodes.push(group("furniture", "Furniture", boxes.over));
    }
    let mut frame = super::super::page::frame(&plan);
    frame.append(&mut boxes.outside);
    if !frame.is_empty() {
        nodes.push(group("frame", "Frame", frame));
    }
    Drawn { nodes, ground: record, px_per_km: plan.px_per_km() }
}

fn plan_of<'a>(ctx: &Ctx<'a>, page: &Division, rect: Rect) -> Plan<'a> {
    let page = page.page_of(rect, 1.0, PanelPlace::Beside);
    Plan::on_page(ctx.dataset, ctx.style, page, ctx.spec.extent)
        .with_lines(super::super::LineChoice::Only(Vec::new()))
}

/// The numbers and arrows.
fn marks(ctx: &Ctx<'_>, plan: &Plan<'_>, shown: &mut Shown) -> (Vec<badges::Badge>, Vec<badges::Arrow>) {
    let mut taken = Vec::new();
    let numbers = badges::place(ctx, plan, &mut taken);
    let arrows = badges::arrows(ctx, plan, &mut taken);
    shown.number |= numbers.iter().any(|badge| !ctx.comparison.entries[badge.entry].returned);
    shown.hollow |= numbers.iter().any(|badge| ctx.comparison.entries[badge.entry].returned);
    shown.arrow |= !arrows.is_empty();
    (numbers, arrows)
}

/// Which signs the overlay has, without drawing it.
pub(super) fn signs(ctx: &Ctx<'_>, page: &Division, rect: Rect) -> Shown {
    let mut shown = Shown::default();
    let plan = plan_of(ctx, page, rect);
    marks(ctx, &plan, &mut shown);
    hatches(ctx, &plan, &mut shown);
    lines(ctx, &plan, &ctx.job(&plan, 1), &mut shown);
    shown
}

/// What stands over the map: locator, north arrow, degrees.
struct Boxes {
    rects: Vec<Rect>,
    over: Vec<Node>,
    outside: Vec<Node>,
}

impl Boxes {
    fn place(ctx: &Ctx<'_>, plan: &Plan<'_>, covered: &[Rect], left_out: &mut Vec<Diagnostic>) -> Boxes {
        let gap = furniture::gap(plan);
        let mut taken = covered.to_vec();
        let mut out = Boxes { rects: Vec::new(), over: Vec::new(), outside: Vec::new() };
        let mut missing = |what: &str| {
            let message = format!("the map has no quiet place for {what}");
            left_out.push(Diagnostic::new(Severity::Note, "furniture-left-out", message));
        };
        if let Some(size) = locator::size(plan).filter(|&size| locator::suits(plan, size)) {
            match furniture::place(plan, size, gap, &taken) {
                Some(rect) => {
                    out.over.extend(locator::nodes(plan, ctx.lang, rect));
                    out.rects.push(rect);
                }
                None => missing("the locator"),
            }
        }
        taken.extend(&out.rects);
        if let Some(size) = north::size(plan) {
            match furniture::place(plan, size, gap, &taken) {
                Some(rect) => {
                    out.over.extend(north::nodes(plan, ctx.lang, rect));
                    out.rects.push(rect);
                }
                None => missing("the north arrow"),
            }
        }
        taken.extend(&out.rects);
        let degrees = graticule::degrees(plan, ctx.lang, &taken);
        let air = 4.0 * plan.page.unit;
        out.rects.iter_mut().for_each(|rect| *rect = rect.grown(air));
        out.rects.extend(degrees.rects);
        out.over.extend(degrees.inside);
        out.outside = degrees.outside;
        out
    }
}

/// How a fill is painted where nothing changed.
pub(super) fn quiet(plan: &Plan<'_>, fill: Fill) -> Paint {
    let (share, pale) = (plan.style.compare.quiet_share, plan.style.tint.pale);
    let paint = paint_of(plan, sure(fill));
    Paint {
        color: paint.color.mix(pale, share),
        texture: paint.texture.map(|(line, color)| (line, color.mix(pale, 0.6 * share))),
    }
}

/// How it is painted where it is new.
pub(super) fn full(plan: &Plan<'_>, fill: Fill) -> Paint {
    paint_of(plan, sure(fill))
}

/// How it is painted where its status or a claim to it is new.
pub(super) fn half(plan: &Plan<'_>, fill: Fill) -> Paint {
    let paint = paint_of(plan, sure(fill));
    Paint { color: paint.color.mix(plan.style.tint.pale, 0.3), ..paint }
}

/// How sure a holder is does not matter here.
pub(super) fn sure(fill: Fill) -> Fill {
    match fill {
        Fill::Polity { polity, .. } => Fill::Polity { polity, inferred: false },
        other => other,
    }
}

fn strength(ctx: &Ctx<'_>, unit: usize) -> Strength {
    let is_half = |&at: &usize| {
        let entry = &ctx.comparison.entries[at];
        !entry.returned && (entry.change.status.is_some() || entry.change.claim.is_some())
    };
    let moved = ctx.moved(unit).and_then(|at| ctx.comparison.entries[at].change.holder);
    if let Some((from, to)) = moved {
        // That a state follows on another on the same land is seen, but gives way to land that changed hands.
        if ctx.succeeds(from, to) { Strength::Half } else { Strength::Full }
    } else if ctx.entries_of[unit].iter().any(is_half) {
        Strength::Half
    } else {
        Strength::Quiet
    }
}

fn fill_key<'a>(ctx: &'a Ctx<'_>, fill: Fill) -> &'a str {
    match fill {
        Fill::Polity { polity, .. } => &ctx.dataset.polity(polity).key,
        Fill::Nobody => "nobody",
        Fill::NotKnown => "not-known",
    }
}

/// A path for each holder and strength, with textures over them.
fn holders(ctx: &Ctx<'_>, plan: &Plan<'_>) -> Vec<Node> {
    let of = |unit: usize| (strength(ctx, unit), sure(ctx.fills[1][unit]));
    let all: Vec<(Strength, Fill)> = (0..ctx.dataset.units.len()).map(of).collect();
    let distinct: BTreeSet<(Strength, Fill)> = all.iter().copied().collect();
    let (mut nodes, mut textures) = (Vec::new(), Vec::new());
    for (strength, fill) in distinct {
        let pieces = plan.area(|unit| all[unit as usize] == (strength, fill));
        if pieces.is_empty() {
            continue;
        }
        let (class, paint) = match strength {
            Strength::Quiet => ("quiet", quiet(plan, fill)),
            Strength::Half => ("half", half(plan, fill)),
            Strength::Full => ("new", full(plan, fill)),
        };
        let key = format!("{class}-{}", fill_key(ctx, fill));
        let rings: Vec<_> = pieces.iter().map(|piece| piece.points.clone()).collect();
        textures.extend(texture(&key, &paint, &rings, plan.page.unit));
        let title = match fill {
            Fill::Polity { polity, .. } => {
                ctx.dataset.polity(polity).name_on(ctx.comparison.sides[1].day, ctx.lang).to_owned()
            }
            Fill::Nobody => ctx.word("nobody").to_owned(),
            Fill::NotKnown => ctx.word("not-known").to_owned(),
        };
        nodes.push(Node::Path(Path {
            id: format!("holder-{key}"),
            class: format!("fill-{key}"),
            title,
            pieces,
            fill: Some(paint.color),
            stroke: None,
        }));
    }
    nodes.extend(textures);
    nodes
}

/// The line and colour that stand for a former holder.
pub(super) fn lost(plan: &Plan<'_>, holder: Holder) -> (HatchLine, Color) {
    let line = plan.style.compare.lost.clone();
    let party = match holder.polity() {
        Some(polity) => plan.tints[polity.index()].hatch,
        None => plan.style.page.muted.alpha(0.7),
    };
    let color = line.color.unwrap_or(party);
    (line, color)
}

/// The same, thinner, where the holder has a successor.
pub(super) fn succeeded(plan: &Plan<'_>, holder: Holder) -> (HatchLine, Color) {
    let (line, color) = lost(plan, holder);
    (HatchLine { width_px: 0.4 * line.width_px, ..line }, color.alpha(0.7 * color.opacity()))
}

/// The line of a claim: as on a map of claims, or thin and dashed for one that ended.
pub(super) fn claim(plan: &Plan<'_>, by: PolityId, begins: bool) -> (HatchLine, Color) {
    let (line, color) = hatch_line(plan, HatchKey::Claimed(by));
    if begins {
        return (line, color);
    }
    (HatchLine { dash: vec![6.0, 5.0], width_px: 0.75 * line.width_px, ..line }, color)
}

/// The statuses that a change brings, as hatchings.
pub(super) fn new_statuses(
    change: &(Condition, Condition),
    holder: Option<PolityId>,
) -> impl Iterator<Item = HatchKey> + '_ {
    let new = change.1.statuses.iter().filter(|status| !change.0.statuses.contains(status));
    new.filter_map(move |status| HatchKey::of_status(*status, holder))
}

/// Hatching in the colours of former holders, of new statuses and of claims.
fn hatches(ctx: &Ctx<'_>, plan: &Plan<'_>, shown: &mut Shown) -> Vec<Node> {
    let mut former: BTreeMap<(bool, Holder), Vec<UnitId>> = BTreeMap::new();
    let mut statuses: BTreeMap<HatchKey, Vec<UnitId>> = BTreeMap::new();
    let mut claims: BTreeMap<(bool, PolityId), Vec<UnitId>> = BTreeMap::new();
    let on_map = |unit: &UnitId| plan.unit_cells[unit.index()] > 0;
    for entry in ctx.comparison.entries.iter().filter(|entry| !entry.returned) {
        let is_on_map = entry.units.iter().any(on_map);
        if let Some((from, to)) = entry.change.holder {
            let succeeds = ctx.succeeds(from, to);
            former.entry((succeeds, from)).or_default().extend(&entry.units);
            shown.changed |= is_on_map;
            shown.successor |= is_on_map && succeeds;
        }
        if let Some(status) = &entry.change.status {
            shown.status |= is_on_map;
            // On land with another holder his hatching says enough; the list has the rest.
            for &unit in entry.units.iter().filter(|unit| ctx.moved(unit.index()).is_none()) {
                for key in new_statuses(status, ctx.fills[1][unit.index()].polity()) {
                    statuses.entry(key).or_default().push(unit);
                }
            }
        }
        if let Some((by, begins)) = entry.change.claim {
            claims.entry((begins, by)).or_default().extend(&entry.units);
            shown.claim_new |= is_on_map && begins;
            shown.claim_old |= is_on_map && !begins;
        }
    }
    let (mut bands, mut nodes) = (Vec::new(), Vec::new());
    let mut add = |id: String, title: String, (line, color): (HatchLine, Color), units: &[(UnitId, Turn)]| {
        let mut turns: BTreeMap<Turn, BTreeSet<UnitId>> = BTreeMap::new();
        for (unit, turn) in units {
            turns.entry(*turn).or_default().insert(*unit);
        }
        let mut pieces = Vec::new();
        for (turn, units) in turns {
            let area = plan.area(|unit| units.contains(&UnitId(unit)));
            let rings: Vec<Vec<[f64; 2]>> = area.into_iter().map(|piece| piece.points).collect();
            pieces.extend(hatch_pieces(&rings, &line, plan.page.unit, turn));
        }
        let path = Path { class: id.clone(), id, title, pieces, ..Path::default() };
        let mut drawn = hatch_nodes(path, &line, color, ctx.style.page.paper, plan.page.unit);
        nodes.extend(drawn.pop());
        bands.extend(drawn);
    };
    let alone = |units: &[UnitId]| units.iter().map(|unit| (*unit, Turn::ALONE)).collect::<Vec<_>>();
    for ((succeeds, holder), units) in &former {
        let key = crate::timeline::holder_key(ctx.dataset, *holder);
        let title = match holder {
            Holder::Polity(id) => ctx.dataset.polity(*id).name_on(ctx.comparison.sides[0].day, ctx.lang),
            Holder::Nobody => ctx.word("nobody"),
            Holder::NotKnown => ctx.word("not-known"),
        };
        let (id, line) = match succeeds {
            true => (format!("hatch-followed-{key}"), succeeded(plan, *holder)),
            false => (format!("hatch-lost-{key}"), lost(plan, *holder)),
        };
        add(id, title.to_owned(), line, &alone(units));
    }
    for (key, units) in &statuses {
        let words = key.words(ctx.lang, |polity| {
            ctx.dataset.polity(polity).name_on(ctx.comparison.sides[1].day, ctx.lang).to_owned()
        });
        add(format!("hatch-{}", key.slug(ctx.dataset)), words, hatch_line(plan, *key), &alone(units));
    }
    // Claims to one piece of land take turns.
    let of_unit =
        |unit: UnitId| claims.iter().filter(move |(_, units)| units.contains(&unit)).map(|(key, _)| *key);
    for ((begins, by), units) in &claims {
        let turn = |unit: UnitId| {
            let all: Vec<(bool, PolityId)> = of_unit(unit).collect();
            let place = all.iter().position(|key| *key == (*begins, *by)).unwrap_or(0);
            (unit, Turn { place, of: all.len().max(1) })
        };
        let polity = ctx.dataset.polity(*by);
        let kind = if *begins { "new" } else { "former" };
        let title = polity.name_on(ctx.comparison.sides[1].day, ctx.lang).to_owned();
        let units: Vec<(UnitId, Turn)> = units.iter().map(|unit| turn(*unit)).collect();
        add(format!("hatch-claim-{kind}-{}", polity.key), title, claim(plan, *by, *begins), &units);
    }
    bands.extend(nodes);
    bands
}

/// What becomes of a line between two units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// A border of a district.
    Unit,
    /// Between two changes under one holder.
    Inner,
    /// Around land with a status of its own.
    Status,
    /// A coast.
    Coast,
    /// Between holders on both sides.
    Stayed,
    /// On the first side only.
    Ghost,
    /// On the second side only.
    New,
}

/// The stroke of borders that stayed.
pub(super) fn stayed(plan: &Plan<'_>) -> Stroke {
    let border = &plan.style.border;
    Stroke::new(border.state.mix(plan.style.tint.pale, 0.3), 0.62 * border.state_px * plan.page.unit)
}

/// The stroke of borders that are no more.
pub(super) fn ghost(plan: &Plan<'_>) -> Stroke {
    let (compare, unit) = (&plan.style.compare, plan.page.unit);
    Stroke {
        color: plan.style.border.state.alpha(compare.ghost_opacity),
        width: compare.ghost_px * unit,
        dash: compare.ghost_dash.iter().map(|length| length * unit).collect(),
        round: compare.ghost_dash.is_empty(),
    }
}

/// The stroke of new borders, and the band under it.
pub(super) fn new(plan: &Plan<'_>) -> [Stroke; 2] {
    let (border, width) = (&plan.style.border, plan.style.compare.new_px);
    let casing = Stroke::new(border.casing, (border.casing_px + width - border.state_px) * plan.page.unit);
    [casing, Stroke::new(border.state, width * plan.page.unit)]
}

fn lines(ctx: &Ctx<'_>, plan: &Plan<'_>, job: &Job<'_>, shown: &mut Shown) -> Vec<Node> {
    let before = ctx.job(plan, 0);
    let is_different = |left: u32, right: u32| {
        let kept = |unit: u32| {
            let entries = ctx.entries_of[unit as usize].iter();
            entries.filter(|at| !ctx.comparison.entries[**at].returned).collect::<Vec<_>>()
        };
        kept(left) != kept(right)
    };
    let fate = |arc: usize| -> Option<Fate> {
        let sides = plan.topology.arcs[arc].left.zip(plan.topology.arcs[arc].right);
        match (before.classes[arc], job.classes[arc]) {
            (Some(Border::State), Some(Border::State)) => Some(Fate::Stayed),
            (_, Some(Border::State)) => Some(Fate::New),
            (Some(Border::State), _) => Some(Fate::Ghost),
            (_, Some(Border::Coast)) => Some(Fate::Coast),
            (Some(Border::Status), Some(Border::Status)) => Some(Fate::Status),
            (Some(Border::Status), _) if ctx.views[1] != View::Claims => Some(Fate::Ghost),
            (_, Some(Border::Status)) => Some(Fate::Status),
            _ if sides.is_some_and(|(left, right)| is_different(left, right)) => Some(Fate::Inner),
            (_, Some(Border::Unit)) => Some(Fate::Unit),
            _ => None,
        }
    };
    let fates: Vec<Option<Fate>> = (0..plan.arcs.len()).map(fate).collect();
    let pieces = |wanted: Fate| -> Vec<Piece> {
        let arcs = fates.iter().zip(&plan.arcs).filter(|(fate, _)| **fate == Some(wanted));
        borders::join(arcs.map(|(_, points)| points.clone()).collect())
            .iter()
            .flat_map(|line| clip::runs(line, &plan.bleed()))
            .map(|points| {
                let closed = points.len() > 2 && points.first() == points.last();
                let count = points.len() - usize::from(closed);
                Piece { points: points[..count].to_vec(), closed }
            })
            .collect()
    };
    let on_map = |pieces: &[Piece]| {
        let mut points = pieces.iter().flat_map(|piece| &piece.points);
        points.any(|point| plan.page.map.contains(*point))
    };
    let style = &plan.style.border;
    let unit = plan.page.unit;
    let inner = Stroke::new(style.unit, 1.3 * style.unit_px * unit);
    let of = |border| borders::strokes(plan, View::Control, border, false);
    let [casing, strong] = new(plan);
    let mut nodes = Vec::new();
    for (fate, id, strokes) in [
        (Fate::Unit, "border-unit", of(Border::Unit)),
        (Fate::Inner, "border-inner", vec![inner]),
        (Fate::Status, "border-status", of(Border::Status)),
        (Fate::Coast, "coast", of(Border::Coast)),
        (Fate::Stayed, "border-stayed", vec![stayed(plan)]),
        (Fate::New, "border-new", vec![casing, strong]),
        // Over the hatching it is seen only with a band of its own.
        (
            Fate::Ghost,
            "border-ghost",
            vec![Stroke::new(style.casing, ghost(plan).width + 2.2 * unit), ghost(plan)],
        ),
    ] {
        let pieces = pieces(fate);
        if pieces.is_empty() {
            continue;
        }
        let is_on_map = on_map(&pieces);
        match fate {
            Fate::Stayed => shown.stayed |= is_on_map,
            Fate::New => shown.new |= is_on_map,
            Fate::Ghost => shown.ghost |= is_on_map && strokes[1].width > 0.0,
            _ => {}
        }
        let last = strokes.len() - 1;
        for (position, stroke) in strokes.into_iter().enumerate().filter(|(_, stroke)| stroke.width > 0.0) {
            let name = if position == last { id.to_owned() } else { format!("{id}-casing") };
            nodes.push(Node::Path(Path {
                id: name.clone(),
                class: name,
                pieces: pieces.clone(),
                stroke: Some(stroke),
                ..Path::default()
            }));
        }
    }
    nodes
}

/// A framed swatch for a legend.
pub(super) fn swatch(
    ctx: &Ctx<'_>,
    key: &str,
    rect: Rect,
    paint: &Paint,
    hatches: &[(HatchLine, Color)],
) -> Vec<Node> {
    let unit = ctx.plan.page.unit;
    let outline = Stroke { round: false, ..Stroke::new(ctx.style.border.state.alpha(0.55), 0.8 * unit) };
    scene::Swatch { key, paint, hatches, casing: ctx.style.page.paper, outline, unit }.draw(rect)
}
