//! Which names belong on a map.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::area::AreaType;
use super::names::capitals;
use super::point::Town;
use super::{Led, Name, Spot, brief, density, least, water};
use crate::dataset::{ContextKind, PolityId, UnitId, fold};
use crate::layout::grid::Region;
use crate::layout::views::Class;
use crate::layout::{Fill, Job, View};
use crate::style::Color;
use crate::text::{self, Face};

/// Every name that belongs on the map, in the order of drawing.
pub(super) fn wanted(job: &Job<'_>, towns: &[Arc<Town>]) -> Vec<Name> {
    let mut names = Vec::new();
    holders(job, &mut names);
    named_statuses(job, &mut names);
    counts(job, &mut names);
    waters(job, &mut names);
    units(job, towns, &mut names);
    let first_town = names.len();
    for town in towns {
        let weight = [40.0, 14.0, 5.0, 3.0, 2.0][usize::from(town.rank.clamp(1, 5)) - 1];
        let look = ("label-place", town.face, job.plan.style.label.town);
        let spot = Spot::Town(Arc::clone(town));
        names.push(name(job, format!("label-place-{}", town.id), &town.name, look, weight, spot));
    }
    // A unit called after a town on the map needs no second name; without the town, it gets it.
    for at in 0..first_town {
        if names[at].class == "label-unit" {
            let unit = &names[at].words;
            let is_twin = |town: &str| {
                town.strip_prefix(unit.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
            };
            if let Some(twin) = (first_town..names.len()).find(|&town| is_twin(&names[town].words)) {
                names[at].twins.push(twin);
                names[at].weight = 1.5;
                names[at].must_report = false;
            }
        }
    }
    regions(job, &mut names);
    names
}

/// A name with the halo and the duty to be reported that most have.
fn name(
    job: &Job<'_>,
    id: String,
    words: &str,
    (class, face, fill): (&'static str, Face, Color),
    weight: f64,
    spot: Spot,
) -> Name {
    let style = &job.plan.style.label;
    Name {
        id,
        words: words.to_owned(),
        class,
        face,
        fill,
        halo: (style.halo, style.halo_px * job.plan.page.unit),
        weight,
        twins: Vec::new(),
        must_report: true,
        spot,
    }
}

/// A name on land.
fn on_land(
    job: &Job<'_>,
    id: String,
    words: &str,
    weight: f64,
    (region, kind, led): (&Arc<Region>, AreaType, Led),
) -> Name {
    let look = (kind.class, kind.face, kind.color);
    name(job, id, words, look, weight, Spot::Land { region: Arc::clone(region), kind, led })
}

/// Names of holders on each larger piece of their land.
fn holders(job: &Job<'_>, names: &mut Vec<Name>) {
    let (style, unit) = (&job.plan.style.label, job.plan.page.unit);
    let named: Vec<bool> =
        (0..job.fills.len() as u32).map(|unit| job.status_name(UnitId(unit)).is_some()).collect();
    // Land that bears a name of its own is left to that name, if the holder has other land.
    let mut has_plain = vec![false; job.dataset().polities.len()];
    for (index, fill) in job.fills.iter().enumerate() {
        if let Some(polity) = fill.polity().filter(|_| job.plan.unit_cells[index] > 0 && !named[index]) {
            has_plain[polity.index()] = true;
        }
    }
    let class = |(index, fill): (usize, &Fill)| {
        let polity = fill.polity()?;
        (!named[index] || !has_plain[polity.index()]).then_some(polity.0)
    };
    let found = job.plan.regions(&job.fills.iter().enumerate().map(class).collect::<Vec<_>>());
    let mut pieces: Vec<(PolityId, usize, &Arc<Region>)> = Vec::new();
    for (&polity, regions) in found.iter() {
        for (i, region) in regions.iter().enumerate() {
            if i == 0 || region.area() > 6000.0 * unit * unit {
                pieces.push((PolityId(polity), i, region));
            }
        }
    }
    pieces.sort_by(|a, b| b.2.count.cmp(&a.2.count).then(a.0.cmp(&b.0)));
    for (polity, piece, region) in pieces {
        // A piece whose land is all one named status (an autonomous republic) bears that name instead.
        let middle = job.plan.grid.unit_at(region.centroid);
        if piece > 0 && middle.is_some_and(|unit| named[unit as usize]) {
            continue;
        }
        let data = &job.dataset().polities[polity.index()];
        let words = capitals(Face::SansBold, data.short_on(job.state.day, job.lang), job.lang);
        let kind = AreaType {
            face: Face::SansBold,
            sizes: [style.polity_px, style.polity_min_px]
                .map(|size| (size * job.plan.fine).max(job.plan.page.least / unit)),
            spacing: style.polity_spacing,
            color: job.plan.tints[polity.index()].text,
            class: "label-polity",
            coverage: 0.97,
        };
        let id =
            if piece == 0 { format!("label-{}", data.key) } else { format!("label-{}-{piece}", data.key) };
        let weight = if piece == 0 { 30.0 } else { 8.0 };
        let name = on_land(job, id, &words, weight, (region, kind, Led::Never));
        names.push(Name { must_report: piece == 0, ..name });
    }
}

/// Names that land bears while its status lasts, such as an autonomous republic's.
fn named_statuses(job: &Job<'_>, names: &mut Vec<Name>) {
    let style = &job.plan.style.label;
    // Several acts may give land the same name; it is written once.
    let mut statuses: Vec<(String, &str)> = Vec::new();
    let mut classes = vec![None; job.fills.len()];
    for (index, class) in classes.iter_mut().enumerate() {
        let Some((event, effect)) = job.status_name(UnitId(index as u32)) else { continue };
        let Some(name) = job.timeline.effect_of(event, effect).name.as_ref() else { continue };
        let words = name.get(job.lang);
        let at = statuses.iter().position(|(_, known)| *known == words).unwrap_or_else(|| {
            let id = format!("label-status-{}-{effect}", job.dataset().events[event.index()].key);
            statuses.push((id, words));
            statuses.len() - 1
        });
        *class = Some(at as u32);
    }
    if statuses.is_empty() {
        return;
    }
    let found = job.plan.regions(&classes);
    for (at, (id, words)) in statuses.into_iter().enumerate() {
        let Some(region) = found.get(&(at as u32)).and_then(|pieces| pieces.first()) else { continue };
        let unit = classes.iter().position(|class| *class == Some(at as u32));
        let holder = unit.and_then(|unit| job.fills[unit].polity());
        let kind = AreaType {
            face: Face::SansBold,
            sizes: [style.polity_px * 0.62, style.unit_min_px],
            spacing: 0.03,
            color: holder.map_or(style.unit, |polity| job.plan.tints[polity.index()].text),
            class: "label-status",
            coverage: 0.93,
        };
        names.push(on_land(job, id, words, 25.0, (region, kind, Led::AnyHow)));
    }
}

/// In the sources view, how many sources support the holder of each unit, where the number fits.
fn counts(job: &Job<'_>, names: &mut Vec<Name>) {
    let style = &job.plan.style.sources;
    for (index, mark) in job.marks.iter().enumerate() {
        let Some(region) = job.plan.unit_regions[index].as_ref() else { continue };
        if job.view != View::Sources || mark.class == Class::NotKnown {
            continue;
        }
        let kind = AreaType {
            face: Face::SansBold,
            sizes: [style.number_px, style.number_min_px],
            spacing: 0.0,
            color: style.number,
            class: "label-count",
            coverage: 0.9,
        };
        let id = format!("label-count-{}", job.dataset().units[index].key);
        names.push(on_land(job, id, &mark.sources.to_string(), 20.0, (region, kind, Led::Apart)));
    }
}

/// Names of lakes and rivers.
fn waters(job: &Job<'_>, names: &mut Vec<Name>) {
    let (style, page_unit) = (&job.plan.style.label, job.plan.page.unit);
    let mut features: Vec<usize> = (0..job.dataset().context.len()).collect();
    features.sort_by_key(|&index| job.dataset().context[index].rank);
    for index in features {
        let (feature, px) = (&job.dataset().context[index], &job.plan.context[index]);
        let words = brief(job.plan, feature.name.get(job.lang));
        if words.is_empty() {
            continue;
        }
        match feature.kind {
            ContextKind::Lake if feature.rank <= style.water_rank && !px.areas.is_empty() => {
                let look = ("label-water", water::FACE, style.water);
                names.push(name(job, format!("label-water-{index}"), words, look, 10.0, Spot::Lake(index)));
            }
            ContextKind::River if feature.rank <= style.water_rank.min(3) && !px.lines.is_empty() => {
                // A river drawn in several features bears its name once, on the first with room.
                let twin = names.iter_mut().find(|name| name.class == "label-river" && name.words == words);
                if let Some(Spot::River(features, _)) = twin.map(|name| &mut name.spot) {
                    features.push(index);
                    continue;
                }
                let size = style.water_px * (1.0 - 0.1 * f64::from(feature.rank - 1)) * page_unit;
                let size = size.max(least(job.plan));
                let weight = [8.0, 5.0, 3.0][usize::from(feature.rank.clamp(1, 3)) - 1];
                let halo = (style.halo.alpha(0.75 * style.halo.opacity()), 0.7 * style.halo_px * page_unit);
                let look = ("label-river", water::FACE, style.water);
                let spot = Spot::River(vec![index], size);
                let river = name(job, format!("label-river-{index}"), words, look, weight, spot);
                names.push(Name { halo, must_report: false, ..river });
            }
            _ => {}
        }
    }
}

/// On a map of more units than this none has its name beside it.
const MOST_LED: usize = 300;

/// Names of units, those of weight first.
fn units(job: &Job<'_>, towns: &[Arc<Town>], names: &mut Vec<Name>) {
    let style = &job.plan.style.label;
    let mut order: Vec<usize> = (0..job.dataset().units.len()).collect();
    let deepest = i32::from(style.unit_rank.min(5)) + density(job.plan).min(0);
    order.retain(|&unit| {
        let unit = &job.dataset().units[unit];
        unit.rank > 0 && i32::from(unit.rank) <= deepest && !unit.surround
    });
    order.sort_by_key(|&unit| job.dataset().units[unit].rank);
    // Hundreds of names beside their land, each with its line, are a thicket.
    let in_view = order.iter().filter(|&&unit| job.plan.unit_cells[unit] > 0).count();
    let is_thick = in_view > MOST_LED;
    // The name is on the map already if the town it is called after is, or the land that bears it.
    let said_before = names.iter().filter(|name| name.class != "label-polity").map(|name| name.words.clone());
    let mut said: BTreeSet<String> = said_before.collect();
    said.extend(towns.iter().filter(|town| town.rank <= 2).map(|town| town.name.clone()));
    for unit in order {
        let data = &job.dataset().units[unit];
        let Some(region) = &job.plan.unit_regions[unit] else { continue };
        let words = brief(job.plan, data.name.get(job.lang));
        // Of thousands of units only those are asked for that their names could fit on.
        let least = (style.unit_min_px * job.plan.page.unit).max(least(job.plan));
        let room = || 0.6 * least * text::width(Face::SerifItalic, words, least, 0.04 * least);
        if is_thick && region.area() < room() || !said.insert(words.to_owned()) {
            continue;
        }
        let shrink = 1.0 - 0.06 * f64::from(data.rank.saturating_sub(1));
        let kind = AreaType {
            face: Face::SerifItalic,
            sizes: [style.unit_px * shrink, style.unit_min_px],
            spacing: 0.04,
            color: style.unit,
            class: "label-unit",
            coverage: 0.96,
        };
        // A sliver of little weight is left to closer maps.
        let led = if i32::from(data.rank) < deepest && !is_thick { Led::IfFew } else { Led::Never };
        let weight = [15.0, 12.0, 6.0, 3.5, 2.0][usize::from(data.rank.clamp(1, 5)) - 1];
        names.push(on_land(job, format!("label-unit-{}", data.key), words, weight, (region, kind, led)));
    }
}

/// Names of regions, in a style that names them, on the land of all their units whoever holds it. Where a town, a
/// holder or a status says the name already, that is enough.
fn regions(job: &Job<'_>, names: &mut Vec<Name>) {
    let style = &job.plan.style.label;
    if style.region_px <= 0.0 {
        return;
    }
    for group in job.dataset().groups.iter().filter(|group| !group.label.is_empty()) {
        let inside = |unit: usize| group.units.binary_search(&UnitId(unit as u32)).is_ok().then_some(0);
        let found = job.plan.regions(&(0..job.fills.len()).map(inside).collect::<Vec<_>>());
        let Some(region) = found.get(&0).and_then(|pieces| pieces.first()) else { continue };
        let words = group.label.get(job.lang);
        let kind = AreaType {
            face: Face::SerifItalic,
            sizes: [style.region_px, style.unit_min_px],
            spacing: style.region_spacing,
            color: style.unit,
            class: "label-region",
            coverage: 0.93,
        };
        let id = format!("label-region-{}", group.key);
        let mut name = on_land(job, id, words, 12.0, (region, kind, Led::Never));
        let is_said = |other: &Name| {
            ["label-polity", "label-status", "label-place", "label-unit"].contains(&other.class)
                && fold(&other.words).contains(&fold(words))
        };
        name.twins = (0..names.len()).filter(|&at| is_said(&names[at])).collect();
        name.must_report = false;
        names.push(name);
    }
}
