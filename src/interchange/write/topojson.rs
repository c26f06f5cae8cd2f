//! TopoJSON: the arcs once, each row a list of their numbers. Exact, unless a grid is asked for.
//!
//! Outer rings run clockwise here, as d3-geo wants them and as the files of its atlases are.

use std::fmt::Write;
use std::io;

use super::document::{Document, Layer, Outline, Row};
use super::{in_order, json};
use crate::geometry::topology::ArcRef;
use crate::geometry::union::turned;

/// The grid positions are rounded to.
struct Grid {
    origin: [f64; 2],
    step: [f64; 2],
}

pub(super) fn write(
    document: &Document,
    quantization: Option<u32>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let rows = || document.layers.iter().flat_map(|layer| &layer.rows);
    let bounds = document.bounds_of(rows());
    let grid = quantization.zip(bounds).map(|(count, [w, s, e, n])| {
        let step = |size: f64| if 0.0 < size { size / f64::from(count.max(2) - 1) } else { 1.0 };
        Grid { origin: [w, s], step: [step(e - w), step(n - s)] }
    });
    // Arcs that no row uses stay out.
    let mut used = vec![false; document.arcs.len()];
    rows().for_each(|row| mark(&row.outline, &mut used));
    let mut count = 0u32;
    let number = |used: &bool| {
        let own = count;
        count += u32::from(*used);
        own
    };
    let numbers: Vec<u32> = used.iter().map(number).collect();

    let mut head = String::from("{\"type\":\"Topology\",\n");
    json::about(&mut head, &document.about);
    if let Some([w, s, e, n]) = bounds {
        let _ = writeln!(head, "\"bbox\":[{w},{s},{e},{n}],");
    }
    if let Some(Grid { origin, step }) = &grid {
        let _ = writeln!(
            head,
            "\"transform\":{{\"scale\":[{},{}],\"translate\":[{},{}]}},",
            step[0], step[1], origin[0], origin[1]
        );
    }
    head.push_str("\"objects\":{\n");
    out.write_all(head.as_bytes())?;
    let is_several = 1 < document.layers.len();
    for (i, layer) in document.layers.iter().enumerate() {
        let mut open = String::from(if i == 0 { "" } else { ",\n" });
        json::text(&mut open, layer.name);
        open.push_str(":{\"type\":\"GeometryCollection\",\"geometries\":[\n");
        out.write_all(open.as_bytes())?;
        in_order(&layer.rows, ",\n", out, |row, text| {
            geometry(text, &numbers, &grid, layer, row, is_several);
        })?;
        out.write_all(b"\n]}")?;
    }
    out.write_all(b"\n},\n\"arcs\":[\n")?;
    let arcs: Vec<&Vec<[f64; 2]>> =
        document.arcs.iter().zip(&used).filter(|(_, used)| **used).map(|(arc, _)| arc).collect();
    in_order(&arcs, ",\n", out, |arc, text| push_arc(text, arc, &grid))?;
    out.write_all(b"\n]\n}\n")
}

fn mark(outline: &Outline, used: &mut [bool]) {
    let chains: Box<dyn Iterator<Item = &Vec<ArcRef>>> = match outline {
        Outline::Lines(lines) => Box::new(lines.iter()),
        Outline::Areas(areas) => Box::new(areas.iter().flatten()),
        Outline::None | Outline::Point(_) | Outline::Several(_) => return,
    };
    chains.flatten().for_each(|edge| used[edge.arc as usize] = true);
}

fn push_arc(out: &mut String, arc: &[[f64; 2]], grid: &Option<Grid>) {
    out.push('[');
    match grid {
        None => {
            for (i, at) in arc.iter().enumerate() {
                if i != 0 {
                    out.push(',');
                }
                json::position(out, *at);
            }
        }
        Some(grid) => {
            let mut last = [0, 0];
            let mut written = 0;
            for (i, at) in arc.iter().enumerate() {
                let here = on_grid(*at, grid);
                let by = [here[0] - last[0], here[1] - last[1]];
                // Positions that fall together are one; an arc keeps its two ends.
                let is_end = i + 1 == arc.len() && written < 2;
                if written == 0 || by != [0, 0] || is_end {
                    let _ = write!(out, "{}[{},{}]", if written == 0 { "" } else { "," }, by[0], by[1]);
                    written += 1;
                    last = here;
                }
            }
        }
    }
    out.push(']');
}

fn on_grid([x, y]: [f64; 2], Grid { origin, step }: &Grid) -> [i64; 2] {
    [((x - origin[0]) / step[0]).round() as i64, ((y - origin[1]) / step[1]).round() as i64]
}

fn geometry(
    out: &mut String,
    numbers: &[u32],
    grid: &Option<Grid>,
    layer: &Layer,
    row: &Row,
    is_several: bool,
) {
    let kind = |out: &mut String, kind: &str, member: &str| {
        let _ = write!(out, "{{\"type\":\"{kind}\",\"{member}\":");
    };
    let chain = |out: &mut String, chain: &[ArcRef]| {
        out.push('[');
        for (i, edge) in chain.iter().enumerate() {
            let number = i64::from(numbers[edge.arc as usize]);
            let number = if edge.reversed { !number } else { number };
            let _ = write!(out, "{}{number}", if i == 0 { "" } else { "," });
        }
        out.push(']');
    };
    let chains = |out: &mut String, chains: &[Vec<ArcRef>], clockwise: bool| {
        out.push('[');
        for (i, one) in chains.iter().enumerate() {
            if i != 0 {
                out.push(',');
            }
            if clockwise { chain(out, &turned(one)) } else { chain(out, one) }
        }
        out.push(']');
    };
    match &row.outline {
        Outline::None | Outline::Several(_) => out.push_str("{\"type\":null"),
        Outline::Point(at) => {
            kind(out, "Point", "coordinates");
            match grid {
                None => json::position(out, *at),
                Some(grid) => {
                    let [x, y] = on_grid(*at, grid);
                    let _ = write!(out, "[{x},{y}]");
                }
            }
        }
        Outline::Lines(lines) => match lines.as_slice() {
            [one] => {
                kind(out, "LineString", "arcs");
                chain(out, one);
            }
            lines => {
                kind(out, "MultiLineString", "arcs");
                chains(out, lines, false);
            }
        },
        Outline::Areas(areas) => match areas.as_slice() {
            [one] => {
                kind(out, "Polygon", "arcs");
                chains(out, one, true);
            }
            areas => {
                kind(out, "MultiPolygon", "arcs");
                out.push('[');
                for (i, polygon) in areas.iter().enumerate() {
                    if i != 0 {
                        out.push(',');
                    }
                    chains(out, polygon, true);
                }
                out.push(']');
            }
        },
    }
    if !row.id.is_empty() {
        out.push_str(",\"id\":");
        json::text(out, &row.id);
    }
    out.push(',');
    json::properties(out, &layer.fields, row, is_several.then_some(layer.name));
    out.push('}');
}
