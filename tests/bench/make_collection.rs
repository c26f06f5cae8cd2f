//! Makes invented collections of dated polygons, the same every time: `make_collection counties|countries FILE [SHARE]`.
//!
//! - `counties` is in the layout of the Atlas of Historical County Boundaries: 17,700 rows of 3,900 counties in 50 states
//!   that begin or end on 4,500 days from 1630 on, 3,100 of them there in the end; 0.7 million positions in 37,000 rings,
//!   30 MB. Settlement spreads over a free land; counties are divided, give land to neighbours, are dissolved into them.
//! - `countries` is in the layout of CShapes: 700 rows of 200 countries and colonies of the whole earth since 1886, 1.2
//!   million positions, 45 MB. Colonies become independent, land changes hands, countries break up.
//!
//! SHARE, from 0 to 1, makes a part of that: as many rows, dates and cells, with borders as fine. Neighbours share every
//! position of a border; rows of one day neither overlap nor leave gaps; ends are the last day. Land and names are
//! invented. What is to be reached with them on two quiet cores, as medians of several runs:
//!
//! | | counties | countries |
//! |---|---|---|
//! | `render --data FILE --date ...` | 2.5 s | 0.7 s |
//! | `import FILE -o SET` | 20 s | 4 s |
//! | `check --data SET` | 10 s | |
//! | `compare A B --data SET` | 3 s, 400 MB | |

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};

#[path = "make_world.rs"]
#[allow(dead_code, reason = "the lattice of the world is used, its data sets are not")]
mod make_world;
use make_world::{World, random};

#[allow(dead_code, reason = "the tests make their collections themselves")]
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let share = args.get(2).map_or(Some(1.0), |text| text.parse::<f64>().ok().filter(|share| *share > 0.0));
    let layout = match args.first().map(String::as_str) {
        Some("counties") => Some(Layout::Counties),
        Some("countries") => Some(Layout::Countries),
        _ => None,
    };
    let (Some(layout), Some(file), Some(share)) = (layout, args.get(1), share) else {
        eprintln!("usage: make_collection counties|countries FILE [SHARE]");
        std::process::exit(2);
    };
    let text = make(layout, share);
    let mut out = BufWriter::new(fs::File::create(file).expect("the file can be made"));
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).expect("the file is written");
}

/// Whose layout a collection has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Atlas of Historical County Boundaries.
    Counties,
    /// CShapes.
    Countries,
}

/// How large a collection is and what goes on in it.
struct Size {
    rows: usize,
    dates: usize,
    cells: usize,
    /// Edges of a cell's side.
    steps: usize,
    extent: [f64; 4],
    /// First day and last day, counted from 1600-01-01.
    days: [i64; 2],
    /// Owners at the beginning.
    first: usize,
    /// Cells that have an owner at the beginning, of a hundred.
    settled: usize,
    /// Of a hundred acts: how many divide, how many move a border, how many dissolve. The others give new standing.
    acts: [usize; 3],
    /// Most islets before a coast, and the positions of one.
    islets: f64,
    islet: usize,
    /// Decimals of a degree.
    decimals: usize,
}

impl Layout {
    fn size(self, share: f64) -> Size {
        let of = |whole: usize, least: usize| ((whole as f64 * share).round() as usize).max(least);
        match self {
            Layout::Counties => Size {
                rows: of(17_700, 20),
                dates: of(4_540, 5),
                cells: of(9_000, 30),
                steps: 4,
                extent: [-124.0, 25.0, -67.0, 49.0],
                days: [day(1630, 4, 1), day(2000, 12, 31)],
                first: of(30, 3),
                settled: 6,
                acts: [42, 51, 3],
                islets: 2.0,
                islet: 7,
                decimals: 7,
            },
            Layout::Countries => Size {
                rows: of(710, 20),
                dates: of(190, 5),
                cells: of(1_000, 30),
                steps: 128,
                extent: [-180.0, -84.0, 180.0, 84.0],
                days: [day(1886, 1, 1), day(2019, 12, 31)],
                first: of(150, 6),
                settled: 100,
                acts: [20, 30, 4],
                islets: 9.0,
                islet: 20,
                decimals: 12,
            },
        }
    }
}

/// A county or country as it is at the moment.
struct Owner {
    key: String,
    name: String,
    /// The state of a county; the empire of a colony, or itself.
    under: usize,
    version: usize,
    since: i64,
    /// What made the version that is in force.
    change: String,
    cells: BTreeSet<usize>,
}

struct Maker {
    layout: Layout,
    size: Size,
    world: World,
    /// The cells of land, and which of them a place on the lattice is.
    land: Vec<[usize; 2]>,
    at: BTreeMap<[usize; 2], usize>,
    /// The owner of each cell of land.
    held: Vec<Option<usize>>,
    owners: Vec<Owner>,
    keys: BTreeSet<String>,
    rows: usize,
    seed: u64,
    out: String,
}

/// A collection as the text of a GeoJSON file.
pub fn make(layout: Layout, share: f64) -> String {
    let size = layout.size(share);
    let world = World::of(size.extent, size.cells, size.steps);
    let land = world.cells(size.cells);
    let at = land.iter().enumerate().map(|(index, cell)| (*cell, index)).collect();
    let mut maker = Maker {
        layout,
        world,
        held: vec![None; land.len()],
        land,
        at,
        owners: Vec::new(),
        keys: BTreeSet::new(),
        rows: 0,
        seed: 1,
        out: String::from("{\"type\":\"FeatureCollection\",\"features\":[\n"),
        size,
    };
    maker.begin();
    maker.go_on();
    maker.end();
    maker.out
}

impl Maker {
    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.seed += 1;
        ((random(self.seed * 0x2545_f491) * most as f64) as usize).min(most.saturating_sub(1))
    }

    fn neighbours(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        let [column, row] = self.land[cell];
        let (left, below) = (column.checked_sub(1), row.checked_sub(1));
        let beside = [left.map(|left| [left, row]), Some([column + 1, row]), below.map(|row| [column, row])];
        beside
            .into_iter()
            .flatten()
            .chain([[column, row + 1]])
            .filter_map(|place| self.at.get(&place).copied())
    }

    fn begin(&mut self) {
        let day = self.size.days[0];
        let across = (self.size.first as f64).sqrt().ceil().max(1.0) as usize;
        let settled = (self.land.len() * self.size.settled / 100).max(self.size.first).min(self.land.len());
        // What is settled first lies in the east.
        let mut order: Vec<usize> = (0..self.land.len()).collect();
        order.sort_by_key(|cell| (std::cmp::Reverse(self.land[*cell][0]), self.land[*cell][1]));
        order.truncate(settled);
        let (columns, rows) = (self.world.columns, self.world.rows);
        let from = order.iter().map(|cell| self.land[*cell][0]).min().unwrap_or(0);
        let mut blocks: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for cell in order {
            let [column, row] = self.land[cell];
            let block = row * across / rows * across + (column - from) * across / (columns - from);
            blocks.entry(block).or_default().insert(cell);
        }
        for cells in blocks.into_values() {
            let under = self.owners.len();
            self.found(cells, under, day, "created as an original county".to_owned());
        }
        // Two of three countries are colonies of one of the first.
        if self.layout == Layout::Countries {
            for owner in 0..self.owners.len() {
                if owner % 3 != 0 {
                    self.owners[owner].under =
                        self.below(self.owners.len().div_ceil(9)) * 3 % self.owners.len();
                }
            }
        }
    }

    /// A new owner of cells, which are free.
    fn found(&mut self, cells: BTreeSet<usize>, under: usize, day: i64, change: String) -> usize {
        const A: [&str; 16] = [
            "Al", "Bor", "Cael", "Dun", "Er", "Fen", "Gar", "Hol", "Ist", "Jor", "Kel", "Lom", "Mar", "Nor",
            "Ost", "Per",
        ];
        const B: [&str; 12] = ["a", "bel", "den", "fol", "gar", "hen", "is", "lan", "mer", "o", "ren", "tul"];
        const C: [&str; 8] = ["by", "don", "field", "ia", "mark", "ridge", "ton", "wick"];
        let owner = self.owners.len();
        let name = format!("{}{}{}", A[self.below(16)], B[self.below(12)], C[self.below(8)]);
        let mut key = match self.layout {
            Layout::Counties => format!("s{:02}_{}", under % 50, name.to_lowercase()),
            Layout::Countries => (owner * 4 + 2).to_string(),
        };
        if !self.keys.insert(key.clone()) {
            let _ = write!(key, "{owner}");
            self.keys.insert(key.clone());
        }
        for &cell in &cells {
            self.held[cell] = Some(owner);
        }
        self.owners.push(Owner { key, name, under, version: 1, since: day, change, cells });
        owner
    }

    /// Ends the version of an owner that is in force, unless it began on that day.
    fn touch(&mut self, owner: usize, day: i64, change: &str) {
        if self.owners[owner].since < day {
            self.row(owner, day - 1);
            let owner = &mut self.owners[owner];
            (owner.version, owner.since) = (owner.version + 1, day);
            owner.change = change.to_owned();
        }
    }

    fn go_on(&mut self) {
        let [first, last] = self.size.days;
        for date in 1..=self.size.dates {
            let day = first + (last - first) * date as i64 / (self.size.dates as i64 + 1);
            // What there is in the end are rows too.
            let there = self.owners.iter().filter(|owner| !owner.cells.is_empty()).count();
            let wanted =
                (self.size.rows * date / self.size.dates).saturating_sub(there * date / self.size.dates);
            let mut tries = 0;
            while tries == 0 || (self.rows < wanted && tries < 50) {
                self.act(day);
                tries += 1;
            }
        }
    }

    fn act(&mut self, day: i64) {
        let owner = self.below(self.owners.len());
        if self.owners[owner].cells.is_empty() {
            return;
        }
        let name = self.owners[owner].name.clone();
        let [divide, move_border, dissolve] = self.size.acts;
        let act = self.below(100);
        let free: Option<usize> = (self.layout == Layout::Counties)
            .then(|| {
                let cells = self.owners[owner].cells.iter();
                cells.flat_map(|cell| self.neighbours(*cell)).find(|cell| self.held[*cell].is_none())
            })
            .flatten();
        if let Some(free) = free {
            let mut cells = BTreeSet::from([free]);
            while cells.len() < 12 {
                let next = cells.iter().flat_map(|cell| self.neighbours(*cell));
                let next = next.filter(|cell| self.held[*cell].is_none() && !cells.contains(cell)).min();
                let Some(next) = next else { break };
                cells.insert(next);
            }
            let under = self.owners[owner].under + usize::from(self.below(20) == 0);
            self.found(cells, under, day, "created from non-county area".to_owned());
        } else if act < divide {
            let mut cells: Vec<usize> = self.owners[owner].cells.iter().copied().collect();
            if cells.len() < 2 {
                return;
            }
            let along = |axis: usize| {
                let places = || cells.iter().map(|cell| self.land[*cell][axis]);
                places().max().unwrap_or(0) - places().min().unwrap_or(0)
            };
            let axis = usize::from(along(1) > along(0));
            cells.sort_by_key(|cell| (self.land[*cell][axis], *cell));
            let part: BTreeSet<usize> = cells.split_off(cells.len().div_ceil(2)).into_iter().collect();
            self.touch(owner, day, &format!("{name} divided"));
            self.owners[owner].cells.retain(|cell| !part.contains(cell));
            let under = match self.layout {
                Layout::Counties => self.owners[owner].under,
                Layout::Countries => self.owners.len(),
            };
            self.found(part, under, day, format!("created from {name}"));
        } else if act < divide + move_border + dissolve {
            // A cell, or all of them, to a neighbour.
            let cells = self.owners[owner].cells.iter();
            let beside = cells.flat_map(|cell| self.neighbours(*cell).map(|other| (*cell, other)));
            let beside: Vec<(usize, usize)> = beside
                .filter_map(|(cell, other)| Some((cell, self.held[other].filter(|other| *other != owner)?)))
                .collect();
            if beside.is_empty() {
                return;
            }
            let (cell, taker) = beside[self.below(beside.len())];
            let all = act >= divide + move_border;
            if !all && self.owners[owner].cells.len() < 2 || all && self.owners[owner].cells.len() > 6 {
                return;
            }
            let gone = if all { self.owners[owner].cells.clone() } else { BTreeSet::from([cell]) };
            let to = self.owners[taker].name.clone();
            self.touch(owner, day, &format!("{name} lost to {to}"));
            self.touch(taker, day, &format!("{to} gained from {name}"));
            for cell in gone {
                self.owners[owner].cells.remove(&cell);
                self.owners[taker].cells.insert(cell);
                self.held[cell] = Some(taker);
            }
        } else {
            self.touch(owner, day, &format!("{name} reorganised"));
            match self.layout {
                Layout::Counties => {}
                // A colony becomes independent.
                Layout::Countries => self.owners[owner].under = owner,
            }
        }
    }

    fn end(&mut self) {
        for owner in 0..self.owners.len() {
            if !self.owners[owner].cells.is_empty() {
                self.row(owner, self.size.days[1]);
            }
        }
        self.out.push_str("\n]}\n");
    }

    /// Writes the version in force as a row that ends on a day.
    fn row(&mut self, owner: usize, until: i64) {
        if self.owners[owner].cells.is_empty() {
            return;
        }
        let Owner { key, name, under, version, since, change, cells } = &self.owners[owner];
        let (from, to) = (date(*since), date(until));
        self.rows += 1;
        let number = self.rows;
        let values = match self.layout {
            Layout::Counties => {
                let state = under % 50;
                let square_miles = cells.len() * 200;
                format!(
                    "\"ID_NUM\":{number},\"NAME\":\"{}\",\"ID\":\"{key}\",\"STATE_TERR\":\"State {state}\",\
                     \"FIPS\":\"{state:02}{:03}\",\"VERSION\":{version},\"START_DATE\":\"{from}\",\"END_DATE\":\"{to}\",\
                     \"CHANGE\":\"{change}.\",\"CITATION\":\"(Laws of State {state}, {}, ch. {}, p. {})\",\
                     \"START_N\":{},\"END_N\":{},\"AREA_SQMI\":{square_miles},\"CNTY_TYPE\":\"County\",\
                     \"FULL_NAME\":\"{}\",\"CROSS_REF\":\"{key}_{version}_Invented\",\"NAME_START\":\"{name} ({from})\"",
                    name.to_uppercase(),
                    owner % 1000,
                    &from[..4],
                    since % 211 + 1,
                    owner % 97 + 1,
                    from.replace('-', ""),
                    to.replace('-', ""),
                    name.to_uppercase(),
                )
            }
            Layout::Countries => {
                let status = if *under == owner { "independent" } else { "colony" };
                format!(
                    "\"gwcode\":{key},\"country_name\":\"{name}\",\"start\":\"{from}\",\"end\":\"{to}\",\
                     \"status\":\"{status}\",\"owner\":\"{}\",\"capname\":\"{name} City\",\"b_def\":1,\"fid\":{number}",
                    self.owners[*under].key
                )
            }
        };
        let comma = if number == 1 { "" } else { ",\n" };
        let mut text = format!(
            "{comma}{{\"type\":\"Feature\",\"properties\":{{{values}}},\"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":["
        );
        self.shape(cells, &mut text);
        text.push_str("]}}");
        self.out.push_str(&text);
    }

    /// The outline of cells, part by part, and the islets before their coasts.
    fn shape(&self, cells: &BTreeSet<usize>, text: &mut String) {
        let mut rest = cells.clone();
        let mut parts = 0;
        while let Some(first) = rest.pop_first() {
            let (mut part, mut next) = (BTreeSet::from([first]), vec![first]);
            while let Some(cell) = next.pop() {
                for other in self.neighbours(cell).filter(|other| rest.contains(other)).collect::<Vec<_>>() {
                    rest.remove(&other);
                    part.insert(other);
                    next.push(other);
                }
            }
            text.push_str(if parts == 0 { "[" } else { ",[" });
            for (index, ring) in self.rings(&part).into_iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_ring(&ring, self.size.decimals, text);
            }
            text.push(']');
            parts += 1;
        }
        for &cell in cells {
            for islet in self.islets(cell) {
                text.push_str(",[");
                write_ring(&islet, self.size.decimals, text);
                text.push(']');
            }
        }
    }

    /// The rings around cells that hang together, the outer one first; all closed.
    fn rings(&self, cells: &BTreeSet<usize>) -> Vec<Vec<[f64; 2]>> {
        // From corner to corner, with the land on the left; a ring turns right where two cells meet in a corner alone,
        // so that it does not touch itself: what it goes around there is a hole.
        let mut sides: BTreeMap<[usize; 2], Vec<[usize; 2]>> = BTreeMap::new();
        let inside =
            |column: usize, row: usize| self.at.get(&[column, row]).is_some_and(|at| cells.contains(at));
        for &cell in cells {
            let [column, row] = self.land[cell];
            let (right, up) = (column + 1, row + 1);
            let mut side = |from: [usize; 2], to: [usize; 2], other: bool| {
                if !other {
                    sides.entry(from).or_default().push(to);
                }
            };
            side([column, row], [right, row], row > 0 && inside(column, row.wrapping_sub(1)));
            side([right, row], [right, up], inside(right, row));
            side([right, up], [column, up], inside(column, up));
            side([column, up], [column, row], column > 0 && inside(column.wrapping_sub(1), row));
        }
        let mut rings: Vec<(f64, Vec<[f64; 2]>)> = Vec::new();
        while let Some((&start, _)) = sides.first_key_value() {
            let (mut corner, mut ring, mut line) = (start, Vec::new(), Vec::new());
            let mut heading = [0i64; 2];
            let mut corners = vec![start];
            while let Some(ways) = sides.get_mut(&corner) {
                let turn = |way: &[usize; 2]| {
                    let to = [0, 1].map(|axis| way[axis] as i64 - corner[axis] as i64);
                    heading[0] * to[1] - heading[1] * to[0]
                };
                let best = (0..ways.len()).min_by_key(|way| turn(&ways[*way])).unwrap_or(0);
                let to = ways.swap_remove(best);
                if ways.is_empty() {
                    sides.remove(&corner);
                }
                self.line(corner, to, &mut line);
                line.pop();
                ring.extend_from_slice(&line);
                heading = [0, 1].map(|axis| to[axis] as i64 - corner[axis] as i64);
                corner = to;
                corners.push(to);
                if corner == start {
                    break;
                }
            }
            let area: i64 = corners
                .windows(2)
                .map(|pair| pair[0][0] as i64 * pair[1][1] as i64 - pair[1][0] as i64 * pair[0][1] as i64)
                .sum();
            ring.push(ring[0]);
            rings.push((area as f64, ring));
        }
        // The outer ring is the only one with the land inside.
        rings.sort_by(|a, b| b.0.total_cmp(&a.0));
        rings.into_iter().map(|(_, ring)| ring).collect()
    }

    /// The border between two corners that lie side by side, in that direction.
    fn line(&self, from: [usize; 2], to: [usize; 2], out: &mut Vec<[f64; 2]>) {
        let forward = to > from;
        let [a, b] = if forward { [from, to] } else { [to, from] };
        self.world.side(a[0], a[1], a[0] == b[0], out);
        if !forward {
            out.reverse();
        }
    }

    /// Islets of a cell of the coast, in the cells of sea beside it.
    fn islets(&self, cell: usize) -> Vec<Vec<[f64; 2]>> {
        let [column, row] = self.land[cell];
        let seed = (row * self.world.columns + column) as u64 * 128 + 5;
        let sea = [
            [column + 1, row],
            [column, row + 1],
            [column.wrapping_sub(1), row],
            [column, row.wrapping_sub(1)],
        ];
        let is_sea = |[column, row]: [usize; 2]| {
            column < self.world.columns && row < self.world.rows && !self.at.contains_key(&[column, row])
        };
        let mut out = Vec::new();
        for (side, [column, row]) in sea.into_iter().enumerate().filter(|(_, place)| is_sea(*place)) {
            let corners =
                [[0, 0], [1, 0], [1, 1], [0, 1]].map(|[x, y]| self.world.corner(column + x, row + y));
            let middle = [0, 1].map(|axis| corners.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0);
            let [width, height] = self.world.cell();
            // Each side of the sea has a quarter of its own, so that islets of two coasts do not meet.
            let by = [[-0.12, 0.0], [0.0, -0.12], [0.12, 0.0], [0.0, 0.12]][side];
            let seed = seed + side as u64 * 32;
            for islet in 0..(random(seed) * self.size.islets) as usize {
                let seed = seed + 1 + islet as u64 * 3;
                let place = [islet % 3, islet / 3].map(|at| 0.035 * (at as f64 - 1.0));
                let at = [0, 1].map(|axis| middle[axis] + [width, height][axis] * (by[axis] + place[axis]));
                let radius = [width, height].map(|size| size * 0.012 * (0.4 + 0.6 * random(seed)));
                let mut ring: Vec<[f64; 2]> = (0..self.size.islet)
                    .map(|step| {
                        let angle = step as f64 * std::f64::consts::TAU / self.size.islet as f64;
                        let rough = 0.8 + 0.2 * random(seed * 1009 + step as u64);
                        [0, 1].map(|axis| {
                            let angle = angle - axis as f64 * std::f64::consts::FRAC_PI_2;
                            at[axis] + radius[axis] * rough * cosine(angle)
                        })
                    })
                    .collect();
                ring.push(ring[0]);
                out.push(ring);
            }
        }
        out
    }
}

/// The cosine by its series, which is the same on every machine.
fn cosine(angle: f64) -> f64 {
    let angle = angle - if angle > std::f64::consts::PI { std::f64::consts::TAU } else { 0.0 };
    let square = angle * angle;
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..14 {
        term *= -square / f64::from((2 * n - 1) * (2 * n));
        sum += term;
    }
    sum
}

fn write_ring(ring: &[[f64; 2]], decimals: usize, text: &mut String) {
    text.push('[');
    for (index, [lon, lat]) in ring.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}[{lon:.decimals$},{lat:.decimals$}]");
    }
    text.push(']');
}

/// The number of a day, counted from 1600-01-01.
fn day(year: i64, month: usize, of_month: i64) -> i64 {
    let past = year - 1600;
    let leap_days = (past + 3) / 4 - (past + 99) / 100 + (past + 399) / 400;
    past * 365 + leap_days + months(year)[..month - 1].iter().sum::<i64>() + of_month - 1
}

fn months(year: i64) -> [i64; 12] {
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

fn date(number: i64) -> String {
    let mut year = 1600 + number / 366;
    while day(year + 1, 1, 1) <= number {
        year += 1;
    }
    let mut rest = number - day(year, 1, 1);
    let mut month = 0;
    while rest >= months(year)[month] {
        rest -= months(year)[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, rest + 1)
}
