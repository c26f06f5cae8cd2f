//! Makes invented data sets of any size, the same every time: `make_world FOLDER POSITIONS UNITS DATES [HOLDERS]`.
//!
//! FOLDER becomes a data set as `marchland render --data FOLDER` reads it: a coverage of the whole earth in UNITS units
//! that share fractal borders, with holes, islands and a sea between them; an event on each of DATES days gives some
//! of them to another of HOLDERS holders (a tenth of the units). `holders.csv` has the same as a table for other
//! programs: a row for each year, the number of the holder of each unit. The names are numbers.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};

#[allow(dead_code, reason = "the benchmarks make their worlds themselves")]
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|text| text.parse::<usize>().ok());
    let (Some(folder), Some(positions), Some(units), Some(dates)) =
        (args.first(), number(1), number(2), number(3))
    else {
        eprintln!("usage: make_world FOLDER POSITIONS UNITS DATES [HOLDERS]");
        std::process::exit(2);
    };
    make(folder, positions, units, dates, number(4).unwrap_or((units / 10).max(2)))
        .expect("the folder is written");
}

/// Writes a data set into a folder.
pub fn make(
    folder: &str,
    positions: usize,
    units: usize,
    dates: usize,
    holders: usize,
) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let world = World::new(positions, units);
    let cells = world.cells(units);
    world.write(&format!("{folder}/units.geojson"), &cells)?;
    events(folder, &cells, world.columns, dates, holders)?;
    let header = "id = \"invented\"\ntitle.en = \"An invented world\"\nperiod = \"1500-01-01/2000-12-31\"\n\
                  extent = [-180.0, -85.0, 180.0, 85.0]\nlanguages = [\"en\"]\nlicence = \"CC0-1.0\"\n\
                  credits = [\"Invented for measuring\"]\n";
    fs::write(format!("{folder}/dataset.toml"), header)
}

/// A number from 0 to 1 that depends on nothing but its seed (splitmix64).
pub fn random(seed: u64) -> f64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A lattice of cells, some of them sea.
pub struct World {
    /// Columns of cells.
    pub columns: usize,
    /// Rows of cells.
    pub rows: usize,
    /// Edges of a cell's side: a power of two.
    steps: usize,
    /// West, south, east, north.
    extent: [f64; 4],
}

impl World {
    fn new(positions: usize, units: usize) -> World {
        let steps = (positions as f64 / units as f64 / 4.0).max(1.0);
        World::of([-180.0, -84.0, 180.0, 84.0], units, 1 << steps.log2().round() as u32)
    }

    /// A lattice on a part of the earth.
    pub fn of(extent: [f64; 4], units: usize, steps: usize) -> World {
        // A third of the cells are sea.
        let cells = units as f64 * 1.5 + 4.0;
        let rows = (cells / 2.0).sqrt().ceil() as usize;
        let columns = (cells / rows as f64).ceil() as usize;
        World { columns, rows, steps, extent }
    }

    /// Width and height of a cell, in degrees.
    pub fn cell(&self) -> [f64; 2] {
        let [west, south, east, north] = self.extent;
        [(east - west) / self.columns as f64, (north - south) / self.rows as f64]
    }

    /// The cells that are land, as many as asked for.
    pub fn cells(&self, units: usize) -> Vec<[usize; 2]> {
        let all = (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| [column, row]));
        let mut all: Vec<(u64, [usize; 2])> = all
            .map(|[column, row]| {
                // Coarse noise, so that the land comes in continents.
                let coarse = random((column / 6) as u64 * 7919 + (row / 6) as u64 * 104_729);
                let fine = random((row * self.columns + column) as u64 + 17);
                (((coarse + 0.5 * fine) * 1e9) as u64, [column, row])
            })
            .collect();
        all.sort_unstable();
        let mut land: Vec<[usize; 2]> = all.into_iter().take(units).map(|(_, cell)| cell).collect();
        land.sort_unstable_by_key(|[column, row]| (*row, *column));
        land
    }

    /// Where a corner of the lattice lies, longitude and latitude in degrees.
    pub fn corner(&self, column: usize, row: usize) -> [f64; 2] {
        let seed = (row * (self.columns + 1) + column) as u64 * 2 + 1_000_003;
        let [width, height] = self.cell();
        let inner = |at: usize, most: usize| f64::from(u8::from(at > 0 && at < most));
        [
            self.extent[0]
                + width * (column as f64 + inner(column, self.columns) * 0.35 * (random(seed) - 0.5)),
            self.extent[1] + height * (row as f64 + inner(row, self.rows) * 0.35 * (random(seed + 1) - 0.5)),
        ]
    }

    /// The border from a corner to the next to the right or above, with both ends.
    pub fn side(&self, column: usize, row: usize, up: bool, out: &mut Vec<[f64; 2]>) {
        let (a, b) =
            (self.corner(column, row), self.corner(column + usize::from(!up), row + usize::from(up)));
        let straight = if up { column == 0 || column == self.columns } else { row == 0 || row == self.rows };
        let seed = ((row * (self.columns + 1) + column) as u64 * 2 + u64::from(up)) * 0x1_0000_0001;
        out.clear();
        out.resize(self.steps + 1, a);
        out[self.steps] = b;
        let (mut length, mut share) = (self.steps, if straight { 0.0 } else { 0.07 });
        while length > 1 {
            let half = length / 2;
            for at in (0..self.steps).step_by(length) {
                let (a, b) = (out[at], out[at + length]);
                let by = share * (2.0 * random(seed + (at + half) as u64) - 1.0);
                let middle = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
                out[at + half] = [middle[0] - by * (b[1] - a[1]), middle[1] + by * (b[0] - a[0])];
            }
            (length, share) = (half, share * 0.7);
        }
    }

    fn write(&self, path: &str, cells: &[[usize; 2]]) -> std::io::Result<()> {
        let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
        file.write_all(b"{\"type\": \"FeatureCollection\", \"features\": [\n")?;
        let (mut side, mut ring, mut text) = (Vec::new(), Vec::new(), String::new());
        for (index, &[column, row]) in cells.iter().enumerate() {
            ring.clear();
            for (column, row, up, reversed) in [
                (column, row, false, false),
                (column + 1, row, true, false),
                (column, row + 1, false, true),
                (column, row, true, true),
            ] {
                self.side(column, row, up, &mut side);
                if reversed {
                    side.reverse();
                }
                side.pop();
                ring.extend_from_slice(&side);
            }
            ring.push(ring[0]);
            text.clear();
            let comma = if index == 0 { "" } else { ",\n" };
            let _ = write!(
                text,
                "{comma}{{\"type\": \"Feature\", \"properties\": {{\"id\": \"u{index}\", \"name\": \"Unit {index}\", \
                 \"uezd\": \"D{}\", \"rank\": {}}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[",
                index / 5,
                2 + index % 4
            );
            for (at, [lon, lat]) in ring.iter().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                let _ = write!(text, "{comma}[{lon:.6},{lat:.6}]");
            }
            text.push_str("]]}}");
            file.write_all(text.as_bytes())?;
        }
        file.write_all(b"\n]}\n")?;
        file.flush()
    }
}

/// The holders, what they hold at first, and an event on each of some days.
fn events(
    folder: &str,
    cells: &[[usize; 2]],
    columns: usize,
    dates: usize,
    holders: usize,
) -> std::io::Result<()> {
    let mut polities = String::new();
    for holder in 0..holders {
        let _ = write!(
            polities,
            "[[polity]]\nid = \"h{holder}\"\nname.en = \"Holder {holder}\"\nkind = \"state\"\ncolour = \"h{holder}\"\n\n"
        );
    }
    fs::write(format!("{folder}/polities.toml"), polities)?;
    // Holders begin as compact as districts are.
    let across = (holders as f64).sqrt().ceil() as usize;
    let rows = cells.iter().map(|[_, row]| row + 1).max().unwrap_or(1);
    let mut held: Vec<usize> = cells
        .iter()
        .map(|[column, row]| (row * across / rows * across + column * across / columns) % holders)
        .collect();
    let mut by_holder: Vec<Vec<usize>> = vec![Vec::new(); holders];
    held.iter().enumerate().for_each(|(unit, &holder)| by_holder[holder].push(unit));
    let mut text = String::from(
        "[[event]]\nid = \"start\"\ndate = \"1500-01-01\"\nkind = \"baseline\"\ntitle.en = \"The beginning\"\n\
         inferred = \"invented\"\ncertainty = \"inferred\"\n",
    );
    for (holder, units) in by_holder.iter().enumerate().filter(|(_, units)| !units.is_empty()) {
        let units: Vec<String> = units.iter().map(|unit| format!("\"u{unit}\"")).collect();
        let _ = write!(
            text,
            "[[event.effect]]\nunits = [{}]\ncontrol = \"h{holder}\"\nsovereignty = \"h{holder}\"\n",
            units.join(", ")
        );
    }
    let mut table = String::new();
    let mut year = 1500;
    let mut note = |until: usize, held: &[usize]| {
        while year <= until.min(2000) {
            let row: Vec<String> = held.iter().map(usize::to_string).collect();
            let _ = writeln!(table, "{year},{}", row.join(","));
            year += 1;
        }
    };
    for date in 1..=dates {
        // Days spread over five hundred years of 12 months of 28 days.
        let day = date * (500 * 336) / (dates + 1);
        let (y, month, day) = (1500 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
        if y > 1500 {
            note(y - 1, &held);
        }
        let first = (random(date as u64 * 31) * held.len() as f64) as usize;
        let taker = held[(first + 1) % held.len()];
        let count = 1 + (random(date as u64 * 37) * 3.0) as usize;
        let mut units = Vec::new();
        for unit in (first..held.len()).take(count) {
            held[unit] = taker;
            units.push(format!("\"u{unit}\""));
        }
        let _ = write!(
            text,
            "[[event]]\nid = \"e{date}\"\ndate = \"{y}-{month:02}-{day:02}\"\nkind = \"treaty\"\ntitle.en = \"Change \
             {date}\"\ninferred = \"invented\"\n[[event.effect]]\nunits = [{}]\ncontrol = \"h{taker}\"\nsovereignty = \
             \"h{taker}\"\n",
            units.join(", ")
        );
    }
    note(2000, &held);
    fs::write(format!("{folder}/events.toml"), text)?;
    fs::write(format!("{folder}/holders.csv"), table)
}
