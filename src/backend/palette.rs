//! At most 255 colours for all pictures of a film.
//!
//! A map is a few quiet colours, which must not shift by a shade, and the mixtures at the edges of letters and
//! lines, where nobody sees a shade. So the colours of what is drawn, and those that lie flat somewhere, stay exactly
//! as they are, and the others share what is left of the palette. Nothing is dithered.

use std::collections::{BTreeSet, HashMap};

use super::film::{Film, pixel};
use super::transition::Transition;

/// The most colours of a palette; the 256th index means "as before".
const MOST: usize = 255;
/// The index that leaves a pixel as it was.
pub(super) const SAME: u8 = 255;
/// At most so many colours are kept exactly: the mixtures need some too.
const EXACT: usize = 160;
/// How many flat pixels make a colour one to be kept.
const FLAT: u64 = 8;
/// A picture that is held weighs so many times one on the way to the next.
const HELD: u64 = 16;
/// Rounds in which the shared colours move to the middle of those they stand for.
const ROUNDS: usize = 3;

/// The colours of a film, for formats that count them.
#[derive(Clone, Debug)]
pub struct Palette {
    colors: Vec<[u8; 3]>,
    /// The index of every colour of the film.
    indices: HashMap<[u8; 3], u8>,
}

/// How much of a film has a colour.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    /// Pixels.
    all: u64,
    /// Pixels of held pictures whose neighbours to the left and above have the same colour.
    flat: u64,
    /// The same in pictures on the way.
    passing: u64,
}

impl Palette {
    /// The palette for a film as it is played.
    pub fn new(film: &Film, transition: &Transition) -> Palette {
        let mut weights: HashMap<[u8; 3], Weight> = HashMap::new();
        let width = film.width();
        // Runs of one colour are long: one look at the table for each.
        let _: Result<(), ()> = film.play(transition, |picture| {
            let held = picture.shot.is_some();
            for run in picture.changed {
                let (mut color, mut all, mut flat) = (pixel(picture.rgb, run.start), 0, 0);
                let mut note = |color: [u8; 3], all: u64, flat: u64| {
                    let weight = weights.entry(color).or_default();
                    weight.all += if held { HELD * all } else { all };
                    *(if held { &mut weight.flat } else { &mut weight.passing }) += flat;
                };
                for at in run.pixels() {
                    let here = pixel(picture.rgb, at);
                    if here != color {
                        note(color, all, flat);
                        (color, all, flat) = (here, 0, 0);
                    }
                    all += 1;
                    let is_flat = at % width > 0
                        && at >= width
                        && pixel(picture.rgb, at - 1) == here
                        && pixel(picture.rgb, at - width) == here;
                    flat += u64::from(is_flat);
                }
                note(color, all, flat);
            }
            Ok(())
        });
        // From here on in the order of the colours, whatever the order of the table.
        let mut weights: Vec<([u8; 3], Weight)> = weights.into_iter().collect();
        weights.sort_unstable_by_key(|(color, _)| *color);
        Palette::of(&weights, film.kept())
    }

    fn of(weights: &[([u8; 3], Weight)], kept: &BTreeSet<[u8; 3]>) -> Palette {
        let mut colors: Vec<[u8; 3]> = if weights.len() <= MOST {
            weights.iter().map(|(color, _)| *color).collect()
        } else {
            let is_kept = |color: &[u8; 3]| kept.contains(color);
            let is_flat = |weight: &Weight| FLAT <= weight.flat.max(weight.passing);
            let mut flat: Vec<&([u8; 3], Weight)> =
                weights.iter().filter(|(color, weight)| is_kept(color) || is_flat(weight)).collect();
            flat.sort_by_key(|(color, weight)| {
                std::cmp::Reverse((is_kept(color), weight.flat, weight.passing))
            });
            flat.iter().take(EXACT).map(|(color, _)| *color).collect()
        };
        let exact = colors.len();
        if weights.len() > MOST {
            let others: Vec<([u8; 3], u64)> = weights
                .iter()
                .filter(|(color, _)| !colors.contains(color))
                .map(|(color, weight)| (*color, weight.all))
                .collect();
            colors.extend(cut(&others, MOST - exact));
            for _ in 0..ROUNDS {
                settle(&mut colors, exact, &others);
            }
        }
        let indices = weights.iter().map(|(color, _)| (*color, nearest(&colors, *color).0 as u8)).collect();
        Palette { colors, indices }
    }

    /// The colours, by index.
    pub fn colors(&self) -> &[[u8; 3]] {
        &self.colors
    }

    /// The index that a colour is written as: its own, or the nearest.
    pub fn index(&self, color: [u8; 3]) -> u8 {
        self.indices.get(&color).copied().unwrap_or_else(|| nearest(&self.colors, color).0 as u8)
    }
}

/// How far apart two colours are: squares of the differences, weighed as the eye does.
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let square = |channel: usize| u32::from(a[channel].abs_diff(b[channel])).pow(2);
    3 * square(0) + 6 * square(1) + 2 * square(2)
}

/// The first of the nearest colours, and how far it is.
fn nearest(colors: &[[u8; 3]], color: [u8; 3]) -> (usize, u32) {
    let found = colors.iter().enumerate().map(|(i, known)| (distance(*known, color), i)).min();
    found.map_or((0, u32::MAX), |(far, i)| (i, far))
}

/// Colours that stand for many: the boxes of a median cut, each cut where it is widest.
fn cut(colors: &[([u8; 3], u64)], most: usize) -> Vec<[u8; 3]> {
    let mut boxes: Vec<Vec<([u8; 3], u64)>> = vec![colors.to_vec()];
    let mut spreads: Vec<(u64, usize)> = vec![spread(&boxes[0])];
    while boxes.len() < most {
        let Some((widest, &(by, channel))) =
            spreads.iter().enumerate().max_by_key(|(i, (by, _))| (*by, std::cmp::Reverse(*i)))
        else {
            break;
        };
        if by == 0 {
            break;
        }
        let mean = mean(&boxes[widest])[channel];
        let (low, high): (Vec<_>, Vec<_>) =
            boxes[widest].iter().copied().partition(|(color, _)| color[channel] <= mean);
        if low.is_empty() || high.is_empty() {
            spreads[widest].0 = 0;
            continue;
        }
        spreads[widest] = spread(&low);
        spreads.push(spread(&high));
        boxes[widest] = low;
        boxes.push(high);
    }
    boxes.iter().filter(|colors| !colors.is_empty()).map(|colors| mean(colors)).collect()
}

/// The mean of weighed colours.
fn mean(colors: &[([u8; 3], u64)]) -> [u8; 3] {
    let total: u64 = colors.iter().map(|(_, weight)| weight).sum();
    [0, 1, 2].map(|channel| {
        let sum: u64 = colors.iter().map(|(color, weight)| u64::from(color[channel]) * weight).sum();
        ((sum + total / 2) / total.max(1)) as u8
    })
}

/// How wide weighed colours lie apart in the channel in which they do most, and that channel.
fn spread(colors: &[([u8; 3], u64)]) -> (u64, usize) {
    let mean = mean(colors);
    let in_channel = |channel: usize| -> u64 {
        let square = |color: &[u8; 3]| u64::from(color[channel].abs_diff(mean[channel])).pow(2);
        let eye = [3, 6, 2][channel];
        // A color that is rare still has its letter to draw: weight counts by its root.
        colors.iter().map(|(color, weight)| eye * square(color) * weight.isqrt()).sum()
    };
    let (by, channel) =
        [0, 1, 2].map(|channel| (in_channel(channel), channel)).into_iter().max().unwrap_or((0, 0));
    (by, channel)
}

/// Moves each shared colour to the mean of the colours that are nearest to it.
fn settle(colors: &mut [[u8; 3]], exact: usize, others: &[([u8; 3], u64)]) {
    let mut of: Vec<Vec<([u8; 3], u64)>> = vec![Vec::new(); colors.len()];
    for &(color, weight) in others {
        of[nearest(colors, color).0].push((color, weight.isqrt()));
    }
    for (color, members) in colors.iter_mut().zip(of).skip(exact) {
        if !members.is_empty() {
            *color = mean(&members);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A colour that is drawn, but lies flat nowhere.
    const KEPT: [[u8; 3]; 1] = [[86, 86, 86]];

    fn check(what: &str, weights: &[([u8; 3], Weight)], exact: &[[u8; 3]], farthest: u32) {
        let palette = Palette::of(weights, &BTreeSet::from(KEPT));
        assert!(palette.colors.len() <= MOST, "{what}");
        for color in exact {
            assert_eq!(palette.colors[usize::from(palette.index(*color))], *color, "{what}");
        }
        for (color, _) in weights {
            let far = distance(palette.colors[usize::from(palette.index(*color))], *color);
            assert!(far <= farthest, "{what}: {color:?} is {far} off");
        }
    }

    #[test]
    fn flat_colours_stay_and_the_others_are_near() {
        let thin = |all| Weight { all, ..Weight::default() };
        let flat = Weight { all: 900, flat: 800, passing: 0 };
        let few: Vec<_> = (0..255u8).map(|i| ([i, 9, 255 - i], thin(1))).collect();
        let all: Vec<_> = few.iter().map(|(color, _)| *color).collect();
        check("few colours are all exact", &few, &all, 0);
        // 16 x 16 x 16 mixtures, and three fills between them.
        let mut many: Vec<_> = (0..4096u32)
            .map(|i| ([(i >> 8) as u8 * 17, (i >> 4 & 15) as u8 * 17, (i & 15) as u8 * 17], thin(3)))
            .collect();
        let fills = [[140, 200, 141], [141, 200, 141], [253, 251, 245]];
        many.extend(fills.map(|fill| (fill, flat)));
        many.extend(KEPT.map(|color| (color, thin(1))));
        many.sort_unstable_by_key(|(color, _)| *color);
        check("fills are exact, however near", &many, &fills, 11 * 34 * 34);
        check("so is what is drawn thinly", &many, &KEPT, 11 * 34 * 34);
    }
}
