//! Well-known binary, as GeoPackage and databases write shapes; ISO and EWKB.

use super::budget::Budget;
use super::bytes::Bytes;
use super::crs::Crs;
use super::fault::{Fault, Oddities};
use super::parts::Parts;

/// What reading a shape needs to know.
pub(super) struct Context<'a> {
    pub crs: &'a Crs,
    pub budget: &'a Budget,
    pub number: usize,
}

/// Adds the shape at `bytes`.
pub(super) fn read(
    bytes: &mut Bytes<'_>,
    context: &Context<'_>,
    parts: &mut Parts,
    odd: &mut Oddities,
) -> Result<(), Fault> {
    geometry(bytes, context, parts, odd, 1)
}

fn cut_off() -> Fault {
    Fault::syntax("a shape in well-known binary is cut off")
}

fn geometry(
    bytes: &mut Bytes<'_>,
    context: &Context<'_>,
    parts: &mut Parts,
    odd: &mut Oddities,
    depth: usize,
) -> Result<(), Fault> {
    context.budget.depth(depth)?;
    let little = match bytes.u8() {
        Some(0) => false,
        Some(1) => true,
        Some(other) => {
            return Err(Fault::syntax(format!("byte order {other} of a shape; allowed are 0 and 1")));
        }
        None => return Err(cut_off()),
    };
    let code = bytes.u32(little).ok_or_else(cut_off)?;
    if code & 0x2000_0000 != 0 {
        bytes.u32(little).ok_or_else(cut_off)?;
    }
    let plain = code & 0x0FFF_FFFF;
    let iso = plain / 1000;
    let more = match iso {
        0 => usize::from(code & 0x8000_0000 != 0) + usize::from(code & 0x4000_0000 != 0),
        1 | 2 => 1,
        3 => 2,
        _ => return Err(kind(code)),
    };
    let axes = 2 + more;
    match plain % 1000 {
        1 => {
            let (x, y) = pair(bytes, little, axes)?;
            // An empty point is written as not-a-number.
            if !(x.is_nan() && y.is_nan()) {
                context.budget.positions(1)?;
                parts.points.push(context.crs.place(x, y)?);
            }
        }
        2 => {
            let line = positions(bytes, little, axes, context)?;
            parts.line(line, context.number, odd);
        }
        3 => {
            let count = count(bytes, little, 4)?;
            let mut rings = Vec::new();
            for _ in 0..count {
                rings.push(positions(bytes, little, axes, context)?);
            }
            parts.polygon(rings, context.number, odd);
        }
        4..=7 => {
            for _ in 0..count(bytes, little, 5)? {
                geometry(bytes, context, parts, odd, depth + 1)?;
            }
        }
        _ => return Err(kind(code)),
    }
    Ok(())
}

fn kind(code: u32) -> Fault {
    let name = match code % 1000 {
        8..=12 => " (a curve or a surface of curves)",
        13..=17 => " (a solid or a net of triangles)",
        _ => "",
    };
    let fault = Fault::syntax(format!("shape of kind {code}{name} is not read"));
    fault.help(
        "allowed are points, lines, polygons and collections; ogr2ogr -nlt CONVERT_TO_LINEAR makes them",
    )
}

/// A count of things that take at least `least` bytes each, so that a lie about it is found before memory is taken.
fn count(bytes: &mut Bytes<'_>, little: bool, least: usize) -> Result<usize, Fault> {
    let count = bytes.u32(little).ok_or_else(cut_off)? as usize;
    if bytes.left() / least < count {
        return Err(Fault::syntax(format!("a shape claims {count} parts, more than fit into the file")));
    }
    Ok(count)
}

fn pair(bytes: &mut Bytes<'_>, little: bool, axes: usize) -> Result<(f64, f64), Fault> {
    let mut read = || {
        let pair = (bytes.f64(little)?, bytes.f64(little)?);
        bytes.take((axes - 2) * 8)?;
        Some(pair)
    };
    read().ok_or_else(cut_off)
}

fn positions(
    bytes: &mut Bytes<'_>,
    little: bool,
    axes: usize,
    context: &Context<'_>,
) -> Result<Vec<[f64; 2]>, Fault> {
    let count = count(bytes, little, axes * 8)?;
    context.budget.positions(count)?;
    let mut list = Vec::with_capacity(count);
    for _ in 0..count {
        let (x, y) = pair(bytes, little, axes)?;
        list.push(context.crs.place(x, y)?);
    }
    Ok(list)
}

/// Bytes spelled as pairs of hexadecimal digits, as databases print shapes.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim().as_bytes();
    if digits.len() < 10 || !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    digits.chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}
