//! Partitions of the plane, drawn as people draw them: each holder for himself, with corners that nearly meet, holes,
//! islands, versions of other times, around poles and over the date line. What cleaning makes of them is held against
//! plain arithmetic.

use std::fmt::Write;

use marchland::dataset::{self, Files};
use marchland::geometry::area::km2;
use marchland::geometry::{Polygon, Ring, ring_contains};
use marchland::import::clean::{CleanOptions, Composite, composite};
use marchland::import::{self, Source};
use marchland::interchange::{Limits, Reading, Settings, read};

use super::plain;

/// Bytes as numbers; zeros when they are used up.
struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    fn below(&mut self, most: u8) -> usize {
        usize::from(self.next() % most.max(1))
    }

    /// From -1 to 1.
    fn share(&mut self) -> f64 {
        f64::from(self.next()) / 127.5 - 1.0
    }
}

/// Where a partition lies.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Inland,
    DateLine,
    SouthPole,
    NorthPole,
}

/// Rows of polygons, each with the group of times it belongs to.
struct Partition {
    place: Place,
    rows: Vec<Vec<Polygon>>,
    times: Vec<usize>,
}

/// Cleans a partition, and holds what comes of it against the rows.
pub fn partition(bytes: &[u8]) {
    let mut bytes = Bytes { bytes, at: 0 };
    let partition = build(&mut bytes);
    let points: Vec<[f64; 2]> = {
        let [west, south, east, north] = bounds(&partition.rows);
        let at = |low: f64, high: f64, share: f64| low + (high - low) * (share + 1.0) / 2.0;
        // Shares of bytes are few; what they leave out is filled by steps that fit into nothing.
        (0..60)
            .map(|i| {
                let (x, y) =
                    (bytes.share() + f64::from(i) * 0.618_033, bytes.share() + f64::from(i) * 0.414_213);
                let fold = |v: f64| (v + 1.0).rem_euclid(2.0) - 1.0;
                [at(west, east, fold(x)), at(south, north, fold(y))]
            })
            .collect()
    };
    if partition.place != Place::DateLine {
        cleaned(&partition, &points);
    }
    imported(&partition, &points);
}

fn bounds(rows: &[Vec<Polygon>]) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    rows.iter()
        .flatten()
        .flatten()
        .flatten()
        .fold(start, |b, [x, y]| [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)])
}

fn build(bytes: &mut Bytes<'_>) -> Partition {
    let place =
        [Place::Inland, Place::Inland, Place::DateLine, Place::SouthPole, Place::NorthPole][bytes.below(5)];
    let (columns, lines) = (2 + bytes.below(4), 1 + bytes.below(4));
    let holders = 1 + bytes.below(6);
    let drawings = 1 + bytes.below(3);
    // How far drawings of one corner are apart, in degrees: from less than the grid to kilometres.
    let slip = [0.0, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-2][bytes.below(7)];
    let [west, south, east, north] = match place {
        Place::Inland => [10.0, 40.0, 14.0, 43.0],
        Place::DateLine => [177.0, -20.0, 183.0, -15.0],
        Place::SouthPole => [-180.0, -90.0, 180.0, -75.0],
        Place::NorthPole => [-180.0, 78.0, 180.0, 90.0],
    };
    let (wide, high) = ((east - west) / columns as f64, (north - south) / lines as f64);
    let mut corners: Vec<Vec<[f64; 2]>> = Vec::new();
    for line in 0..=lines {
        let row = (0..=columns).map(|column| {
            let inner = |i: usize, most: usize| if 0 < i && i < most { 0.3 } else { 0.0 };
            // Corners on the frame stay on it: at the poles and at the date line it is an edge of the map.
            let x = west + wide * (column as f64 + inner(column, columns) * bytes.share());
            let y = south + high * (line as f64 + inner(line, lines) * bytes.share());
            [x, y]
        });
        corners.push(row.collect());
    }
    let round = |v: f64| (v * 1e7).round() / 1e7;
    let (mut rows, mut times) = (Vec::new(), Vec::new());
    for drawing in 0..drawings {
        let mut of: Vec<Vec<Polygon>> = vec![Vec::new(); holders];
        for line in 0..lines {
            for column in 0..columns {
                let holder = bytes.below(holders as u8 + 1);
                if holder == holders {
                    // Nobody's.
                    continue;
                }
                let mut corner = |line: usize, column: usize| {
                    let [x, y] = corners[line][column];
                    let at = [x + slip * bytes.share(), y + slip * bytes.share()];
                    [round(at[0].clamp(west, east)), round(at[1].clamp(south, north))]
                };
                let mut ring: Ring = vec![
                    corner(line, column),
                    corner(line, column + 1),
                    corner(line + 1, column + 1),
                    corner(line + 1, column),
                ];
                ring.push(ring[0]);
                let mut polygon = vec![ring];
                let middle = [corners[line][column][0] + 0.5 * wide, corners[line][column][1] + 0.5 * high];
                let kind = bytes.below(6);
                let size = [0.05 * wide, 0.05 * high];
                let square = |at: [f64; 2]| -> Ring {
                    let to = |x: f64, y: f64| [round(at[0] + x * size[0]), round(at[1] + y * size[1])];
                    vec![to(-1.0, -1.0), to(-1.0, 1.0), to(1.0, 1.0), to(1.0, -1.0), to(-1.0, -1.0)]
                };
                // A hole that leaves its ring is taken for land where it does.
                let fits = square(middle).iter().all(|at| ring_contains(&polygon[0], *at));
                if kind == 1 && fits {
                    polygon.push(square(middle));
                }
                if kind == 2 && fits {
                    // A hole that somebody fills.
                    polygon.push(square(middle));
                    let other = bytes.below(holders as u8);
                    if other != holder {
                        of[other].push(vec![square(middle)]);
                    }
                }
                if kind == 3 {
                    // Out and back along the same line.
                    let at = polygon[0][2];
                    let tip = [round((at[0] + 0.2 * wide).clamp(west, east)), at[1]];
                    polygon[0].splice(3..3, [tip, at]);
                }
                of[holder].push(polygon);
            }
        }
        if bytes.below(3) == 0 {
            // A land over others.
            let (x, y) = (west + (east - west) * 0.4, south + (north - south) * 0.4);
            let to = |dx: f64, dy: f64| [round(x + dx * wide), round(y + dy * high)];
            let by = 0.2 * bytes.share();
            of.push(vec![vec![vec![
                to(by, 0.1),
                to(0.9, 0.0),
                to(0.8, 0.9),
                to(0.1, 0.7 + by),
                to(by, 0.1),
            ]]]);
        }
        for polygons in of.into_iter().filter(|polygons| !polygons.is_empty()) {
            rows.push(polygons);
            times.push(drawing);
        }
    }
    Partition { place, rows, times }
}

/// True if a point is in polygons.
fn is_in(polygons: &[Polygon], at: [f64; 2]) -> bool {
    polygons.iter().any(|polygon| polygon.iter().filter(|ring| ring_contains(ring, at)).count() % 2 == 1)
}

/// True if a point is so near an edge that cleaning may have moved the edge over it.
fn is_near_edge(rows: &[Vec<Polygon>], at: [f64; 2], reach: f64) -> bool {
    rows.iter().flatten().flatten().flat_map(|ring| ring.windows(2)).any(|edge| {
        let ([ax, ay], [bx, by]) = (edge[0], edge[1]);
        let (ux, uy, vx, vy) = (bx - ax, by - ay, at[0] - ax, at[1] - ay);
        let along = ((ux * vx + uy * vy) / (ux * ux + uy * uy).max(1e-30)).clamp(0.0, 1.0);
        let (dx, dy) = (vx - along * ux, vy - along * uy);
        dx * dx + dy * dy < reach * reach
    })
}

fn made(rows: &[Vec<Polygon>], times: &[usize], options: &CleanOptions) -> Option<Composite> {
    let shapes: Vec<&[Polygon]> = rows.iter().map(Vec::as_slice).collect();
    let together = |a: u32, b: u32| times[a as usize] == times[b as usize];
    composite(&shapes, &together, options).ok()
}

fn cleaned(partition: &Partition, points: &[[f64; 2]]) {
    let rows = &partition.rows;
    let exact =
        made(rows, &partition.times, &CleanOptions::none()).expect("without bending all comes together");
    for at in points.iter().filter(|at| !is_near_edge(rows, **at, 2e-6)) {
        let wanted: Vec<u32> =
            (0..rows.len() as u32).filter(|row| is_in(&rows[*row as usize], *at)).collect();
        let found: Vec<&[u32]> = exact
            .cells
            .iter()
            .filter(|cell| is_in(&cell.polygons, *at))
            .map(|cell| cell.shapes.as_slice())
            .collect();
        match wanted.is_empty() {
            true => assert!(found.iter().all(|shapes| shapes.is_empty()), "{at:?} {found:?}"),
            false => assert_eq!(found, [wanted.as_slice()], "{at:?}"),
        }
    }
    // What a row covers is what its pieces cover. Polygons of a row may lie over each other where corners nearly meet.
    let is_short = |ring: &Ring| ring.windows(2).all(|edge| (edge[0][0] - edge[1][0]).abs() <= 180.0);
    for (row, polygons) in
        rows.iter().enumerate().filter(|(_, polygons)| polygons.iter().flatten().all(is_short))
    {
        let cells = exact.cells.iter().filter(|cell| cell.shapes.contains(&(row as u32)));
        let (pieces, counted) = cells
            .fold((0.0, 0.0), |(pieces, counted), cell| (pieces + km2(&cell.polygons), counted + cell.km2));
        let whole = km2(polygons);
        let edges = polygons.iter().flatten().map(Vec::len).sum::<usize>() as f64;
        let slack = 1e-4 * whole + edges * 0.02 + if polygons.len() > 1 { 0.01 * whole } else { 0.0 };
        assert!((pieces - whole).abs() <= slack, "row {row}: {pieces} {whole}");
        assert!((pieces - counted).abs() <= 1e-6 * whole + 1e-6, "row {row}: {pieces} {counted}");
    }
    for options in [CleanOptions::none(), CleanOptions::default()] {
        let Some(first) = made(rows, &partition.times, &options) else { continue };
        let cells = |made: &Composite| -> Vec<Vec<Polygon>> {
            let covered = made.cells.iter().filter(|cell| !cell.shapes.is_empty());
            covered.map(|cell| cell.polygons.clone()).collect()
        };
        let (once, same) = (cells(&first), vec![0; first.cells.len()]);
        if once.is_empty() {
            continue;
        }
        let second = made(&once, &same, &options).expect("what is clean comes together");
        assert_eq!(second.repairs, [], "nothing is left to be mended");
        assert_eq!(cells(&second), once, "cleaning again changes nothing");
    }
}

/// The rows as a file, read, made a data set of, written, and read again.
fn imported(partition: &Partition, points: &[[f64; 2]]) {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (row, (polygons, time)) in partition.rows.iter().zip(&partition.times).enumerate() {
        let comma = if row == 0 { "" } else { "," };
        let (from, to) = (1900 + 10 * time, 1910 + 10 * time);
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"name\":\"R{row}\",\"from\":\"{from}-01-01\",\"to\":\"{to}-01-01\"}},\
             \"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":{polygons:?}}}}}"
        );
    }
    text.push_str("]}");
    let reading = Reading {
        name: "a.geojson",
        bytes: text.as_bytes(),
        beside: Vec::new(),
        settings: Settings::default(),
    };
    let Ok((layers, _)) = read(&reading, None, &Limits::default()) else {
        panic!("a file that reads: {text}")
    };
    let sources: Vec<Source> =
        layers.into_iter().map(|layer| Source { file: "a.geojson".to_owned(), layer }).collect();
    let (mapping, _) = import::mapping::read(
        "m.toml",
        b"name.en = \"name\"\nfrom = \"from\"\nto = \"to\"\nto-is = \"exclusive\"\n",
    )
    .expect("a mapping");
    let options = import::Options { mapping, ..import::Options::default() };
    let made = match import::import(&sources, &options) {
        Ok(made) => made,
        Err(findings) => {
            // Nothing but the holders' not being there is a reason to refuse.
            assert!(
                partition.rows.is_empty() || findings.iter().any(|finding| finding.rule == "empty"),
                "{findings:?}"
            );
            return;
        }
    };
    plain(&made.findings);
    let folder = made.folder();
    let files =
        folder.iter().fold(Files::new("set"), |files, (name, text)| files.with(name, text.as_bytes()));
    let loaded = dataset::load(&files);
    plain(&loaded.diagnostics);
    let Some(set) = loaded.dataset else { panic!("what is written reads: {:?}", loaded.diagnostics) };
    // As far as slips are mended: a sliver may be 100 m wide.
    let reach = 2e-2;
    for at in points.iter().filter(|at| !is_near_edge(&partition.rows, **at, reach)) {
        let wanted = partition.rows.iter().any(|polygons| is_in(polygons, *at));
        let turned = [if 180.0 < at[0] { at[0] - 360.0 } else { at[0] }, at[1]];
        let found: Vec<&str> = set
            .units
            .iter()
            .filter(|unit| is_in(&unit.polygons, turned) && !unit.basis.starts_with("enclosed land"))
            .map(|unit| unit.key.as_str())
            .collect();
        assert_eq!(found.len(), usize::from(wanted), "{at:?} {found:?}");
    }
}
