//! Names on the maps of a series: each is placed once, for all maps on which it stands.
//!
//! A name is the same on two maps if it says the same of the same land; then it stands at the same place on both.
//! Names that are on no map together are not in each other's way. The name of land that changed keeps the place it
//! had on the land before where that is nearly as good, so that little moves. Only a treaty, claim or front line, which is on a few
//! maps, makes names give way on these alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::ink::Ink;
use super::solve::{self, Choice, Standing, Times};
use super::wanted::wanted;
use super::{Candidate, Ground, Labels, Name, Spot, area, point};
use crate::diagnostic::Diagnostic;
use crate::geometry::clip::Rect;
use crate::geometry::math::sqrt;
use crate::layout::borders::Border;
use crate::layout::legend::PlaceMarks;
use crate::layout::plan::Plan;
use crate::layout::{Fill, Job};

/// What names are judged by on one of the maps.
#[derive(Debug)]
pub(in crate::layout) struct Sample {
    /// Which map.
    pub map: usize,
    pub fills: Vec<Fill>,
    pub classes: Vec<Option<Border>>,
}

/// How much worse a place may be for a name that keeps it from the land's earlier shape.
const KEEPING: f64 = 0.9;

/// The names of a series while they are gathered.
pub(in crate::layout) struct Gathered {
    maps: usize,
    items: Vec<(Name, Times)>,
    known: BTreeMap<Key, usize>,
    /// The names on each map, in the order of drawing.
    on_maps: Vec<Vec<usize>>,
}

/// The names that belong on one map.
pub(in crate::layout) struct OnMap(Vec<Name>);

/// What makes two names the same: id, words, the land's mark, the colour of the letters.
type Key = (String, String, u64, [u8; 4]);

impl Gathered {
    /// Nothing yet, for this many maps.
    pub fn new(maps: usize) -> Gathered {
        let on_maps = vec![Vec::new(); maps];
        Gathered { maps, items: Vec::new(), known: BTreeMap::new(), on_maps }
    }

    /// The names of one map.
    pub fn of_map(job: &Job<'_>) -> OnMap {
        OnMap(wanted(job, &point::in_view(job)))
    }

    /// Adds those of the map of this number.
    pub fn add(&mut self, map: usize, OnMap(names): OnMap) {
        let mut at: Vec<usize> = Vec::with_capacity(names.len());
        let mut twins: Vec<(usize, Vec<usize>)> = Vec::new();
        for mut name in names {
            let own = std::mem::take(&mut name.twins);
            let mark = match &name.spot {
                Spot::Land { region, .. } => region.mark,
                Spot::Town(town) => u64::from(town.rank),
                Spot::Lake(_) | Spot::River(..) => 0,
            };
            let color = [name.fill.r, name.fill.g, name.fill.b, name.fill.a];
            let key = (name.id.clone(), name.words.clone(), mark, color);
            let index = *self.known.entry(key).or_insert_with(|| {
                self.items.push((name, Times::none(self.maps)));
                self.items.len() - 1
            });
            self.items[index].1.add(map);
            if !own.is_empty() {
                twins.push((index, own));
            }
            at.push(index);
        }
        for (index, own) in twins {
            for twin in own {
                if !self.items[index].0.twins.contains(&at[twin]) {
                    self.items[index].0.twins.push(at[twin]);
                }
            }
        }
        self.on_maps[map] = at;
    }

    /// Places them. `obstacles` are on all maps.
    pub fn place(self, plan: &Plan<'_>, samples: &[Sample], mut obstacles: Vec<Rect>) -> FrozenLabels {
        let towns: Vec<Arc<point::Town>> = self
            .items
            .iter()
            .filter_map(|(name, _)| match &name.spot {
                Spot::Town(town) => Some(Arc::clone(town)),
                _ => None,
            })
            .collect();
        obstacles.extend(point::obstacles(&towns));
        let classes: Vec<&[Option<Border>]> = samples.iter().map(|one| one.classes.as_slice()).collect();
        let ink = Ink::new(plan, &classes, std::iter::empty());
        let grounds: Vec<Ground<'_>> = self
            .items
            .iter()
            .map(|(_, times)| {
                let on: Vec<&[Fill]> =
                    samples.iter().filter(|one| times.has(one.map)).map(|one| one.fills.as_slice()).collect();
                let all = || samples.iter().map(|one| one.fills.as_slice()).collect();
                Ground::new(plan, &ink, &obstacles, if on.is_empty() { all() } else { on })
            })
            .collect();
        let choices: Vec<Option<Choice>> =
            self.items.par_iter().zip(&grounds).map(|((name, _), ground)| name.choice(ground)).collect();
        let mut items: Vec<Item> = Vec::with_capacity(self.items.len());
        for ((name, times), choice) in self.items.into_iter().zip(choices) {
            let hidden = choice.is_none();
            let choice = choice.unwrap_or(Choice {
                weight: 0.0,
                twins: Vec::new(),
                times: times.clone(),
                candidates: Vec::new(),
            });
            // A name counts by the maps it is on, but not so little that a short-lived state goes unnamed.
            let share = sqrt(times.count() as f64 / self.maps.max(1) as f64);
            items.push(Item { choice: Choice { times, ..choice }, name, place: None, share, hidden });
        }
        place(&mut items);
        settle(&mut items, &grounds);
        FrozenLabels { items, on_maps: self.on_maps }
    }
}

/// Chooses a place for each.
fn place(items: &mut [Item]) {
    // The solver weighs by the sum over all maps.
    let scale = |items: &mut [Item], by: fn(f64) -> f64| {
        for item in items {
            let by = by(item.share);
            item.choice.weight *= by;
            item.choice.candidates.iter_mut().for_each(|candidate| candidate.cost *= by);
        }
    };
    scale(items, |share| share);
    let choices: Vec<&Choice> = items.iter().map(|item| &item.choice).collect();
    let chosen = solve::solve(&choices);
    for (item, place) in items.iter_mut().zip(chosen) {
        item.place = place;
    }
    scale(items, |share| 1.0 / share);
}

/// Gives names that say the same of land that changed, and the names of one town, one place, where it is nearly as good for all.
fn settle(items: &mut [Item], grounds: &[Ground<'_>]) {
    let mut standing = Standing::new(items.iter().flat_map(|item| &item.choice.candidates));
    for (at, item) in items.iter().enumerate() {
        if let Some(place) = item.place {
            standing.put(at, &item.choice.candidates[place]);
        }
    }
    let mut families: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let words = match item.name.spot {
            Spot::Land { .. } => item.name.words.clone(),
            // A town that is given another name keeps the side of its dot.
            Spot::Town(_) => String::new(),
            Spot::Lake(_) | Spot::River(..) => continue,
        };
        if item.place.is_some() {
            families.entry((item.name.id.clone(), words)).or_default().push(at);
        }
    }
    for mut family in families.into_values().filter(|family| family.len() > 1) {
        // Those that are on most maps lead; the others follow where they can.
        family.sort_by_key(|&at| (std::cmp::Reverse(items[at].choice.times.count()), at));
        for follower in 1..family.len() {
            let at = family[follower];
            let Some(now) = items[at].place else { continue };
            let limit = items[at].choice.candidates[now].cost + KEEPING;
            let wanted = family[..follower].iter().find_map(|&leader| {
                let place = items[leader].place?;
                let there = &items[leader].choice.candidates[place];
                let own = match &items[at].name.spot {
                    Spot::Land { region, kind, .. } => area::carry(&grounds[at], region, kind, there)?,
                    _ => items[at]
                        .choice
                        .candidates
                        .iter()
                        .find(|own| own.place.is_beside(&there.place))?
                        .clone(),
                };
                (own.cost <= limit && is_free(items, &standing, at, &own)).then_some(own)
            });
            if let Some(candidate) = wanted {
                let item = &mut items[at];
                standing.take(at, &item.choice.candidates[now]);
                standing.put(at, &candidate);
                item.place = Some(item.choice.candidates.len());
                item.choice.candidates.push(candidate);
            }
        }
    }
}

/// True if no other name is in the way of a candidate on any map.
fn is_free(items: &[Item], standing: &Standing, at: usize, candidate: &Candidate) -> bool {
    let choice = &items[at].choice;
    let clashes = |other: usize| {
        let item = &items[other];
        item.place
            .is_some_and(|place| other != at && choice.clash(at, candidate, (other, &item.choice), place))
    };
    // A twin is in the way wherever it stands; that only the other of the two knows it is told by its class.
    let mut twins = choice.twins.iter().copied();
    let knows = |item: &Item| item.choice.twins.contains(&at);
    let is_taken = standing.near(candidate).any(clashes)
        || twins.any(clashes)
        || matches!(items[at].name.spot, Spot::Town(_))
            && items.iter().enumerate().any(|(other, item)| knows(item) && clashes(other));
    !is_taken
}

/// A name with its place.
struct Item {
    name: Name,
    choice: Choice,
    place: Option<usize>,
    /// The root of the share of the maps on which it stands.
    share: f64,
    /// A person does not want it.
    hidden: bool,
}

/// The names that stand elsewhere on a map with lines, or nowhere: their numbers and their places.
pub(in crate::layout) struct Moved {
    map: usize,
    names: Vec<(usize, Option<Candidate>)>,
}

/// Every name of the maps of a series at its place.
pub(in crate::layout) struct FrozenLabels {
    items: Vec<Item>,
    on_maps: Vec<Vec<usize>>,
}

impl std::fmt::Debug for FrozenLabels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} names on {} maps", self.items.len(), self.on_maps.len())
    }
}

impl FrozenLabels {
    /// The labels of one map, and what found no room.
    pub fn draw(&self, job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Labels {
        let mut labels = Labels::default();
        let on_map = self.on_maps.get(job.map).map_or(&[][..], Vec::as_slice);
        let is_seen = |town: &point::Town| !job.furniture.iter().any(|rect| town.is_under(rect));
        for &at in on_map {
            if let Spot::Town(town) = &self.items[at].name.spot
                && town.rank <= 1
                && is_seen(town)
            {
                labels.dots.push(point::dot(job.plan, town));
            }
        }
        let places = self.places(job, on_map);
        for (&at, candidate) in on_map.iter().zip(places) {
            let item = &self.items[at];
            match candidate {
                Some(candidate) => item.name.draw(job.plan, candidate, &mut labels),
                None if item.hidden => {}
                None => left_out.extend(item.name.miss()),
            }
        }
        labels
    }

    /// The place of each name on a map. Those that a line of this map, or its key, is in the way of find another.
    fn places(&self, job: &Job<'_>, on_map: &[usize]) -> Vec<Option<&Candidate>> {
        let candidate = |at: usize| {
            let item = &self.items[at];
            item.place.map(|place| &item.choice.candidates[place])
        };
        let mut places: Vec<Option<&Candidate>> = on_map.iter().map(|&at| candidate(at)).collect();
        let mut obstacles: Vec<Rect> = job.lines.iter().flat_map(|line| line.taken()).collect();
        obstacles.extend(job.key_ground);
        if obstacles.is_empty() {
            return places;
        }
        let air = 1.5 * job.plan.page.unit;
        let is_hit = |candidate: &Candidate| {
            let mut shapes = candidate.shapes.iter();
            shapes.any(|shape| obstacles.iter().any(|taken| shape.grown(air).overlaps(taken)))
        };
        let mut hit: Vec<usize> = (0..places.len()).filter(|&i| places[i].is_some_and(is_hit)).collect();
        for &i in &hit {
            places[i] = None;
        }
        hit.sort_by(|&a, &b| {
            let weight = |i: usize| self.items[on_map[i]].name.weight;
            weight(b).total_cmp(&weight(a)).then(a.cmp(&b))
        });
        for i in hit {
            let item = &self.items[on_map[i]];
            let mut free: Vec<&Candidate> = item
                .choice
                .candidates
                .iter()
                .filter(|candidate| candidate.cost < item.choice.weight && !is_hit(candidate))
                .filter(|candidate| !places.iter().flatten().any(|other| candidate.hits(other)))
                .collect();
            free.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            places[i] = free.first().copied();
        }
        places
    }

    /// The names that stand elsewhere on a map with lines: their numbers, and where.
    pub fn moved(&self, job: &Job<'_>) -> Moved {
        let on_map = self.on_maps.get(job.map).map_or(&[][..], Vec::as_slice);
        let places = on_map.iter().zip(self.places(job, on_map));
        let moved = places.filter(|&(&at, place)| {
            let item = &self.items[at];
            let usual = item.place.map(|place| &item.choice.candidates[place]);
            !usual.map_or(place.is_none(), |usual| place.is_some_and(|place| std::ptr::eq(usual, place)))
        });
        Moved { map: job.map, names: moved.map(|(&at, place)| (at, place.cloned())).collect() }
    }

    /// The names with the maps on which they stand. `elsewhere` has the maps on which some have moved.
    pub fn all(&self, plan: &Plan<'_>, elsewhere: &[Moved]) -> Vec<(Labels, Vec<usize>)> {
        let mut out = Vec::new();
        let mut draw = |name: &Name, candidate: &Candidate, maps: Vec<usize>| {
            let mut labels = Labels::default();
            name.draw(plan, candidate, &mut labels);
            out.push((labels, maps));
        };
        for (at, item) in self.items.iter().enumerate() {
            let Some(place) = item.place else { continue };
            let mut maps: Vec<usize> = Vec::new();
            let mut others: Vec<(&Candidate, Vec<usize>)> = Vec::new();
            for map in (0..self.on_maps.len()).filter(|&map| item.choice.times.has(map)) {
                let moved = elsewhere.iter().find(|moved| moved.map == map);
                match moved.and_then(|moved| moved.names.iter().find(|(other, _)| *other == at)) {
                    None => maps.push(map),
                    Some((_, None)) => {}
                    Some((_, Some(there))) => {
                        match others.iter_mut().find(|(one, _)| one.place == there.place) {
                            Some((_, maps)) => maps.push(map),
                            None => others.push((there, vec![map])),
                        }
                    }
                }
            }
            for (candidate, maps) in others {
                draw(&item.name, candidate, maps);
            }
            if !maps.is_empty() {
                draw(&item.name, &item.choice.candidates[place], maps);
            }
        }
        out
    }

    /// The marks of places that are on any of the maps.
    pub fn marks(&self) -> PlaceMarks {
        let dots = self.items.iter().filter_map(|item| match &item.name.spot {
            Spot::Town(town) if town.rank <= 1 || item.place.is_some() => Some(town.mark()),
            _ => None,
        });
        dots.reduce(PlaceMarks::or).unwrap_or_default()
    }
}
