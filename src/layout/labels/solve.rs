//! Chooses one place for every name so that none lies over another and the whole is as good as it can be found.
//!
//! Point and area labels compete in one pool (Christensen, Marks and Shieber 1995): every name has candidates with
//! a cost and a penalty for being left out. Names are first placed greedily by weight; then names that could stand
//! better push aside those in their way, if these find another place and the sum falls. No chance is involved,
//! so the same map comes out every time.

use super::Candidate;
use crate::geometry::clip::Rect;

/// On which maps of a series a name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Times(Vec<u64>);

impl Times {
    /// On the one map there is.
    pub fn always() -> Times {
        Times(vec![1])
    }

    /// On none of this many maps yet.
    pub fn none(maps: usize) -> Times {
        Times(vec![0; maps.div_ceil(64)])
    }

    /// On this map too.
    pub fn add(&mut self, map: usize) {
        self.0[map / 64] |= 1 << (map % 64);
    }

    pub fn has(&self, map: usize) -> bool {
        self.0[map / 64] & (1 << (map % 64)) != 0
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// True if there is a map on which both stand.
    fn meets(&self, other: &Times) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

/// A name with the places it could have.
pub(super) struct Choice {
    /// What it costs to leave the name out.
    pub weight: f64,
    /// Names that say the same: only one of them stands on the map.
    pub twins: Vec<usize>,
    /// The maps on which it stands: names that are on none together are not in each other's way.
    pub times: Times,
    pub candidates: Vec<Candidate>,
}

impl Choice {
    /// True if a candidate of this name, which is `name`, cannot stand beside another name at a place.
    pub fn clash(&self, name: usize, candidate: &Candidate, other: (usize, &Choice), place: usize) -> bool {
        let (at, other) = other;
        (self.twins.contains(&at) || other.twins.contains(&name) || candidate.hits(&other.candidates[place]))
            && self.times.meets(&other.times)
    }
}

/// How often all names are gone through for a better place.
const ROUNDS: usize = 4;
/// How many names one name may push aside.
const PUSHED: usize = 2;

/// The place chosen for each name; `None` for those left out.
pub(super) fn solve(choices: &[&Choice]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..choices.len()).collect();
    order.sort_by(|&a, &b| choices[b].weight.total_cmp(&choices[a].weight).then(a.cmp(&b)));
    let mut table = Table::new(choices);
    for &name in &order {
        let place = table.best(name, &[], f64::MAX).map(|(place, _)| place);
        table.put(name, place);
    }
    for _ in 0..ROUNDS {
        let changes = order.iter().filter(|&&name| table.improve(name)).count();
        if changes == 0 {
            break;
        }
    }
    table.chosen
}

/// Names with their new places.
type Moves = Vec<(usize, Option<usize>)>;

/// Which names stand where, by square cells of the map: a place has only those to fear that stand near it.
pub(super) struct Standing {
    origin: [f64; 2],
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
}

/// Side of a cell, px: about the length of a name.
const CELL: f64 = 48.0;

impl Standing {
    /// None yet, on a map on which all `places` are.
    pub fn new<'c>(places: impl Iterator<Item = &'c Candidate>) -> Standing {
        let all = places.map(|place| place.bounds).reduce(|a, b| a.joined(&b));
        let all = all.unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
        // A place that is no place must not ask for all memory.
        let count =
            |side: f64| if side.is_finite() { (side / CELL).clamp(0.0, 1000.0) as usize + 1 } else { 1 };
        let (columns, rows) = (count(all.w), count(all.h));
        Standing { origin: [all.x, all.y], columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    /// The cells that a place touches.
    fn cells(&self, place: &Candidate) -> impl Iterator<Item = usize> + use<> {
        let at = |v: f64, origin: f64, count: usize| (((v - origin) / CELL).max(0.0) as usize).min(count - 1);
        let bounds = place.bounds;
        let across =
            at(bounds.x, self.origin[0], self.columns)..=at(bounds.right(), self.origin[0], self.columns);
        let down = at(bounds.y, self.origin[1], self.rows)..=at(bounds.bottom(), self.origin[1], self.rows);
        let columns = self.columns;
        down.flat_map(move |row| across.clone().map(move |column| row * columns + column))
    }

    /// A name stands at a place.
    pub fn put(&mut self, name: usize, place: &Candidate) {
        for cell in self.cells(place) {
            self.cells[cell].push(name as u32);
        }
    }

    /// A name stands there no more.
    pub fn take(&mut self, name: usize, place: &Candidate) {
        for cell in self.cells(place) {
            self.cells[cell].retain(|&known| known != name as u32);
        }
    }

    /// The names that stand near a place; one may come several times.
    pub fn near<'s>(&'s self, place: &Candidate) -> impl Iterator<Item = usize> + use<'s> {
        self.cells(place).flat_map(|cell| self.cells[cell].iter().map(|&name| name as usize))
    }
}

struct Table<'a> {
    choices: &'a [&'a Choice],
    /// For each name those that say the same, whichever of the two knows it.
    twins: Vec<Vec<usize>>,
    chosen: Vec<Option<usize>>,
    standing: Standing,
}

impl<'a> Table<'a> {
    fn new(choices: &'a [&'a Choice]) -> Table<'a> {
        let mut twins: Vec<Vec<usize>> = vec![Vec::new(); choices.len()];
        for (name, choice) in choices.iter().enumerate() {
            for &twin in choice.twins.iter().filter(|&&twin| twin < choices.len()) {
                twins[name].push(twin);
                twins[twin].push(name);
            }
        }
        let standing = Standing::new(choices.iter().flat_map(|choice| &choice.candidates));
        Table { choices, twins, chosen: vec![None; choices.len()], standing }
    }
}

impl Table<'_> {
    /// Gives a name another place, or none.
    fn put(&mut self, name: usize, place: Option<usize>) {
        let candidates = &self.choices[name].candidates;
        if let Some(old) = self.chosen[name] {
            self.standing.take(name, &candidates[old]);
        }
        if let Some(place) = place {
            self.standing.put(name, &candidates[place]);
        }
        self.chosen[name] = place;
    }

    fn cost(&self, name: usize) -> f64 {
        let choice = &self.choices[name];
        self.chosen[name].map_or(choice.weight, |place| choice.candidates[place].cost)
    }

    /// True if a candidate of a name cannot stand beside another name at a place.
    fn clash(&self, name: usize, candidate: &Candidate, other: usize, place: usize) -> bool {
        self.choices[name].clash(name, candidate, (other, self.choices[other]), place)
    }

    /// The names that stand where they could be in the way of a candidate, some of them several times.
    fn around<'t>(
        &'t self,
        name: usize,
        candidate: &Candidate,
    ) -> impl Iterator<Item = (usize, usize)> + use<'t> {
        let near = self.standing.near(candidate).chain(self.twins[name].iter().copied());
        near.filter(move |&other| other != name).filter_map(|other| Some((other, self.chosen[other]?)))
    }

    /// The names in the way of a candidate; `None` if more than `PUSHED`.
    fn in_the_way(&self, name: usize, candidate: &Candidate) -> Option<Vec<usize>> {
        let mut found: Vec<usize> = Vec::new();
        for (other, place) in self.around(name, candidate) {
            if !found.contains(&other) && self.clash(name, candidate, other, place) {
                if found.len() == PUSHED {
                    return None;
                }
                found.push(other);
            }
        }
        found.sort_unstable();
        Some(found)
    }

    /// The cheapest free place of a name, under `limit`, with other names where they are now but for `moved`.
    fn best(&self, name: usize, moved: &[(usize, Option<usize>)], limit: f64) -> Option<(usize, f64)> {
        let choice = &self.choices[name];
        let is_moved = |other: usize| moved.iter().any(|(moved, _)| *moved == other);
        let mut best: Option<(usize, f64)> = None;
        for (place, candidate) in choice.candidates.iter().enumerate() {
            let bound = best.map_or(limit.min(choice.weight), |(_, cost)| cost);
            if candidate.cost >= bound {
                continue;
            }
            let clashes = |(other, there): (usize, usize)| self.clash(name, candidate, other, there);
            let others = moved.iter().filter(|(other, _)| *other != name);
            let mut others = others.filter_map(|&(other, place)| Some((other, place?)));
            let is_free = !others.any(clashes)
                && !self
                    .around(name, candidate)
                    .any(|(other, there)| !is_moved(other) && clashes((other, there)));
            if is_free {
                best = Some((place, candidate.cost));
            }
        }
        best
    }

    /// Moves a name to a better place if that lowers the sum of costs.
    fn improve(&mut self, name: usize) -> bool {
        let now = self.cost(name);
        let mut best: Option<(f64, Moves)> = None;
        for (place, candidate) in self.choices[name].candidates.iter().enumerate() {
            let gain = now - candidate.cost;
            if gain <= best.as_ref().map_or(1e-9, |(gain, _)| *gain) {
                continue;
            }
            let Some(others) = self.in_the_way(name, candidate) else { continue };
            let mut moved = vec![(name, Some(place))];
            moved.extend(others.iter().map(|&other| (other, None)));
            let mut left = gain;
            for &other in &others {
                let found = self.best(other, &moved, f64::MAX);
                left -= found.map_or(self.choices[other].weight, |(_, cost)| cost) - self.cost(other);
                if let Some(slot) = moved.iter_mut().find(|(moved, _)| *moved == other) {
                    slot.1 = found.map(|(place, _)| place);
                }
            }
            if left > best.as_ref().map_or(1e-9, |(gain, _)| *gain) {
                best = Some((left, moved));
            }
        }
        let Some((_, moved)) = best else { return false };
        for (name, place) in moved {
            self.put(name, place);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    fn at(x: f64, cost: f64) -> Candidate {
        Candidate::new(cost, vec![Rect::new(x, 0.0, 10.0, 10.0)], Place::default())
    }

    fn check(choices: Vec<(f64, Vec<Candidate>)>, expected: &[Option<usize>]) {
        let choice =
            |(weight, candidates)| Choice { weight, twins: Vec::new(), times: Times::always(), candidates };
        let choices: Vec<Choice> = choices.into_iter().map(choice).collect();
        assert_eq!(solve(&choices.iter().collect::<Vec<_>>()), expected);
    }

    #[test]
    fn names_find_their_places() {
        // Alone, the cheapest.
        check(vec![(5.0, vec![at(0.0, 2.0), at(20.0, 1.0)])], &[Some(1)]);
        // The weightier takes the only place both want.
        check(vec![(5.0, vec![at(0.0, 0.0)]), (9.0, vec![at(5.0, 0.0)])], &[None, Some(0)]);
        // It gives way where it can and the sum is lower.
        check(vec![(5.0, vec![at(0.0, 0.0)]), (9.0, vec![at(5.0, 0.0), at(30.0, 1.0)])], &[Some(0), Some(1)]);
        // A place that costs more than leaving the name out is not taken.
        check(vec![(5.0, vec![at(0.0, 6.0)])], &[None]);
        // Two are pushed aside for one.
        check(
            vec![
                (9.0, vec![at(0.0, 0.0), at(40.0, 0.5)]),
                (9.0, vec![at(12.0, 0.0), at(60.0, 0.5)]),
                (8.0, vec![at(6.0, 0.0)]),
            ],
            &[Some(1), Some(1), Some(0)],
        );
    }
}
