//! Cutting a TrueType font down to the letters of one drawing.
//!
//! The crates that do this either write fonts for PDF only (without the character map a browser
//! needs) or rewrite the whole font model, which costs more compile time than all our dependencies
//! together. The embedded fonts are plain TrueType without hinting or layout tables, so copying the
//! glyphs and five small tables is enough. (OpenType specification 1.9, chapters glyf, loca, cmap.)

use std::collections::{BTreeMap, BTreeSet};

use skrifa::{FontRef, MetadataProvider};

/// A font with just the letters asked for. Letters it lacks are left out.
pub fn subset(data: &[u8], letters: &BTreeSet<char>) -> Vec<u8> {
    let tables = directory(data);
    let table =
        |tag: &[u8; 4]| tables.get(tag).map_or(&[][..], |&(offset, length)| bytes(data, offset, length));
    let Ok(font) = FontRef::new(data) else { return Vec::new() };
    let charmap = font.charmap();
    let (head, hhea, hmtx, loca, glyf) =
        (table(b"head"), table(b"hhea"), table(b"hmtx"), table(b"loca"), table(b"glyf"));
    let long_offsets = u16_at(head, 50) == 1;
    let glyph_data = |id: u16| {
        let id = usize::from(id);
        let (from, to) = if long_offsets {
            (u32_at(loca, id * 4) as usize, u32_at(loca, id * 4 + 4) as usize)
        } else {
            (usize::from(u16_at(loca, id * 2)) * 2, usize::from(u16_at(loca, id * 2 + 2)) * 2)
        };
        bytes(glyf, from, to.saturating_sub(from))
    };

    // Old glyph ids in their new order: the empty box, then the letters, then the parts they are made of.
    let mut order: Vec<u16> = vec![0];
    let mut new_ids: BTreeMap<u16, u16> = [(0, 0)].into();
    let mut mapping: Vec<(u32, u16)> = Vec::new();
    for &letter in letters {
        if let Some(id) = charmap.map(letter) {
            let new = number(id.to_u32() as u16, &mut order, &mut new_ids);
            mapping.push((letter as u32, new));
        }
    }
    let mut next = 0;
    while next < order.len() {
        for at in component_offsets(glyph_data(order[next])) {
            let part = u16_at(glyph_data(order[next]), at);
            number(part, &mut order, &mut new_ids);
        }
        next += 1;
    }

    let metrics = usize::from(u16_at(hhea, 34)).max(1);
    let (mut new_glyf, mut new_loca, mut new_hmtx) = (Vec::new(), Vec::new(), Vec::new());
    for &old in &order {
        new_loca.extend((new_glyf.len() as u32).to_be_bytes());
        let mut glyph = glyph_data(old).to_vec();
        for at in component_offsets(&glyph) {
            let new = new_ids.get(&u16_at(&glyph, at)).copied().unwrap_or(0);
            glyph[at..at + 2].copy_from_slice(&new.to_be_bytes());
        }
        new_glyf.extend(glyph);
        new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        let old = usize::from(old);
        let advance = u16_at(hmtx, old.min(metrics - 1) * 4);
        let bearing = if old < metrics {
            u16_at(hmtx, old * 4 + 2)
        } else {
            u16_at(hmtx, metrics * 4 + (old - metrics) * 2)
        };
        new_hmtx.extend(advance.to_be_bytes());
        new_hmtx.extend(bearing.to_be_bytes());
    }
    new_loca.extend((new_glyf.len() as u32).to_be_bytes());

    let count = order.len() as u16;
    let mut new_head = head.to_vec();
    set_u16(&mut new_head, 50, 1);
    set_u32(&mut new_head, 8, 0);
    let mut new_hhea = hhea.to_vec();
    set_u16(&mut new_hhea, 34, count);
    let mut new_maxp = table(b"maxp").to_vec();
    set_u16(&mut new_maxp, 4, count);
    // post format 3: no glyph names.
    let mut post = table(b"post").get(..32).unwrap_or(&[0; 32]).to_vec();
    set_u32(&mut post, 0, 0x0003_0000);
    let name = table(b"name").to_vec();

    assemble(&[
        (b"OS/2", table(b"OS/2").to_vec()),
        (b"cmap", cmap(&mapping)),
        (b"glyf", new_glyf),
        (b"head", new_head),
        (b"hhea", new_hhea),
        (b"hmtx", new_hmtx),
        (b"loca", new_loca),
        (b"maxp", new_maxp),
        (b"name", name),
        (b"post", post),
    ])
}

fn number(old: u16, order: &mut Vec<u16>, new_ids: &mut BTreeMap<u16, u16>) -> u16 {
    *new_ids.entry(old).or_insert_with(|| {
        order.push(old);
        (order.len() - 1) as u16
    })
}

/// Where in a composite glyph the ids of its parts stand. Empty for a simple glyph.
fn component_offsets(glyph: &[u8]) -> Vec<usize> {
    const ARGS_ARE_WORDS: u16 = 1;
    const HAS_SCALE: u16 = 8;
    const MORE: u16 = 0x20;
    const HAS_XY_SCALE: u16 = 0x40;
    const HAS_MATRIX: u16 = 0x80;
    let mut offsets = Vec::new();
    if glyph.len() < 14 || (u16_at(glyph, 0) as i16) >= 0 {
        return offsets;
    }
    let mut at = 10;
    while at + 4 <= glyph.len() {
        let flags = u16_at(glyph, at);
        offsets.push(at + 2);
        at += 4 + if flags & ARGS_ARE_WORDS != 0 { 4 } else { 2 };
        at += match flags {
            f if f & HAS_SCALE != 0 => 2,
            f if f & HAS_XY_SCALE != 0 => 4,
            f if f & HAS_MATRIX != 0 => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            break;
        }
    }
    offsets
}

/// A character map of format 4 (all our letters lie in the basic plane), one segment a letter.
fn cmap(mapping: &[(u32, u16)]) -> Vec<u8> {
    let letters: Vec<(u16, u16)> =
        mapping.iter().filter_map(|&(letter, id)| u16::try_from(letter).ok().map(|l| (l, id))).collect();
    let segments = letters.len() as u16 + 1;
    let power = 1u16 << (15 - segments.leading_zeros().min(15));
    let mut table: Vec<u16> = vec![4, 16 + segments * 8, 0, segments * 2];
    table.extend([power * 2, power.trailing_zeros() as u16, (segments - power) * 2]);
    table.extend(letters.iter().map(|(letter, _)| *letter));
    table.extend([0xffff, 0]);
    table.extend(letters.iter().map(|(letter, _)| *letter));
    table.push(0xffff);
    table.extend(letters.iter().map(|(letter, id)| id.wrapping_sub(*letter)));
    table.push(1);
    table.extend(std::iter::repeat_n(0, usize::from(segments)));
    // Version 0, one table: platform 3 (Windows), encoding 1 (Unicode), at offset 12.
    let mut out: Vec<u8> = [0u16, 1, 3, 1, 0, 12].iter().flat_map(|v| v.to_be_bytes()).collect();
    out.extend(table.iter().flat_map(|v| v.to_be_bytes()));
    out
}

fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = 1u16 << (15 - count.leading_zeros());
    let mut out: Vec<u8> = 0x0001_0000u32.to_be_bytes().to_vec();
    for value in [count, power * 16, power.trailing_zeros() as u16, (count - power) * 16] {
        out.extend(value.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, table) in tables {
        out.extend(*tag);
        out.extend(checksum(table).to_be_bytes());
        out.extend((offset as u32).to_be_bytes());
        out.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    let mut head_at = 0;
    for (tag, table) in tables {
        if *tag == b"head" {
            head_at = out.len();
        }
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xb1b0_afba_u32.wrapping_sub(checksum(&out));
    set_u32(&mut out, head_at + 8, adjustment);
    out
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn directory(data: &[u8]) -> BTreeMap<[u8; 4], (usize, usize)> {
    (0..usize::from(u16_at(data, 4)))
        .filter_map(|i| {
            let at = 12 + 16 * i;
            let tag: [u8; 4] = data.get(at..at + 4)?.try_into().ok()?;
            Some((tag, (u32_at(data, at + 8) as usize, u32_at(data, at + 12) as usize)))
        })
        .collect()
}

fn bytes(data: &[u8], offset: usize, length: usize) -> &[u8] {
    data.get(offset..offset.saturating_add(length)).unwrap_or(&[])
}

fn u16_at(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]))
}

fn u32_at(data: &[u8], at: usize) -> u32 {
    data.get(at..at + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

fn set_u16(data: &mut [u8], at: usize, value: u16) {
    if let Some(slot) = data.get_mut(at..at + 2) {
        slot.copy_from_slice(&value.to_be_bytes());
    }
}

fn set_u32(data: &mut [u8], at: usize, value: u32) {
    if let Some(slot) = data.get_mut(at..at + 4) {
        slot.copy_from_slice(&value.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Face;
    use skrifa::instance::{LocationRef, Size};

    #[test]
    fn the_cut_font_reads_and_keeps_letters_and_widths() {
        for face in Face::ALL {
            let letters: BTreeSet<char> = "Naxçıvan Нахичевань Նախիջևան İÖé".chars().collect();
            let cut = subset(face.data(), &letters);
            assert!(cut.len() < face.data().len() / 3, "{face:?}: {} bytes", cut.len());
            let (old, new) = (FontRef::new(face.data()).unwrap(), FontRef::new(&cut).unwrap());
            let width = |font: &FontRef, c: char| {
                let id = font.charmap().map(c)?;
                font.glyph_metrics(Size::unscaled(), LocationRef::default()).advance_width(id)
            };
            for &letter in &letters {
                assert_eq!(width(&new, letter), width(&old, letter), "{face:?} {letter}");
                let id = new.charmap().map(letter).unwrap();
                assert!(new.outline_glyphs().get(id).is_some(), "{face:?} {letter}");
            }
            assert_eq!(new.charmap().map('Z'), None);
        }
    }
}
