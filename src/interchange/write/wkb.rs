//! Well-known binary in the wrapping of GeoPackage: a head with the bounds, then the shape.

use super::document::{Document, Outline};
use crate::geometry::topology::ArcRef;

/// WGS84, as the standard numbers it.
pub const SRS: i32 = 4326;

/// The blob of a shape; `None` if it has none. Lines and areas are always multiple ones, so that all rows of a layer have
/// one type.
pub fn blob(document: &Document, outline: &Outline) -> Option<Vec<u8>> {
    let [w, s, e, n] = document.bounds(outline)?;
    let is_point = matches!(outline, Outline::Point(_));
    // Little end first; an envelope of x and y, which points do without.
    let mut out = vec![b'G', b'P', 0, if is_point { 1 } else { 3 }];
    out.extend(SRS.to_le_bytes());
    if !is_point {
        [w, e, s, n].iter().for_each(|value| out.extend(value.to_le_bytes()));
    }
    match outline {
        Outline::None | Outline::Several(_) => return None,
        Outline::Point([x, y]) => {
            kind(&mut out, 1);
            out.extend(x.to_le_bytes());
            out.extend(y.to_le_bytes());
        }
        Outline::Lines(lines) => {
            kind(&mut out, 5);
            count(&mut out, lines.len());
            for line in lines {
                kind(&mut out, 2);
                positions(&mut out, document, line);
            }
        }
        Outline::Areas(areas) => {
            kind(&mut out, 6);
            count(&mut out, areas.len());
            for polygon in areas {
                kind(&mut out, 3);
                count(&mut out, polygon.len());
                polygon.iter().for_each(|ring| positions(&mut out, document, ring));
            }
        }
    }
    Some(out)
}

fn kind(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

fn count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

fn positions(out: &mut Vec<u8>, document: &Document, chain: &[ArcRef]) {
    let line = document.line(chain);
    count(out, line.len());
    for [x, y] in line {
        out.extend(x.to_le_bytes());
        out.extend(y.to_le_bytes());
    }
}
