//! From one picture to the next: at once, as a cross-fade, or as land over which its new colour grows.
//!
//! Only pixels that differ take part, and each goes from its old colour to its new one without turning back:
//! nothing flickers, however long a film is.

use std::collections::BTreeMap;

use super::film::{Run, pixel};

/// How a change is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// At once.
    Cut,
    /// The old picture fades into the new one.
    Fade,
    /// The new colour grows over the changed land from the land of the same colour beside it, or from the
    /// middle where there is none; names and lines fade.
    Grow,
}

impl Kind {
    /// All kinds, in the spelling of the command line.
    pub const ALL: [(&'static str, Kind); 3] =
        [("cut", Kind::Cut), ("fade", Kind::Fade), ("grow", Kind::Grow)];
}

/// A way from each picture to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// How a change is shown.
    pub kind: Kind,
    /// How many pictures are put between two.
    pub steps: u32,
    /// How long each of them is shown.
    pub step_ms: u32,
    /// Where land is: left, top, width and height in pixels. What is outside changes at once: a date must not be
    /// half one and half another.
    pub within: [usize; 4],
}

impl Transition {
    /// None.
    pub const CUT: Transition = Transition { kind: Kind::Cut, steps: 0, step_ms: 0, within: [0; 4] };

    /// How many pictures are put between two that differ.
    pub(super) fn pictures(&self) -> usize {
        if self.kind == Kind::Cut { 0 } else { self.steps as usize }
    }
}

/// Distances are counted in fifths of a pixel, so that steps aslant are nearly as long as they are.
const PER_PIXEL: u32 = 5;
/// Steps to the sixteen nearest pixels: columns, rows, length.
const STEPS: [(isize, isize, u32); 16] = [
    (1, 0, 5),
    (-1, 0, 5),
    (0, 1, 5),
    (0, -1, 5),
    (1, 1, 7),
    (1, -1, 7),
    (-1, 1, 7),
    (-1, -1, 7),
    (2, 1, 11),
    (2, -1, 11),
    (-2, 1, 11),
    (-2, -1, 11),
    (1, 2, 11),
    (1, -2, 11),
    (-1, 2, 11),
    (-1, -2, 11),
];
/// The growing edge is soft over so many pixels.
const SOFT: u32 = 8 * PER_PIXEL;
/// A piece less deep than so many pixels is no land but a letter or a line: it fades.
const DEEP: u32 = 12 * PER_PIXEL;
/// Land of the same colour touches a piece at so many pixels at least.
const BORDER: usize = 6;

/// How far along a pixel is, of [`WHOLE`].
type Share = u32;
const WHOLE: Share = 256;

/// When the changed pixels of one transition take their new colour.
pub(super) struct Course {
    /// Colours before, in the order of the runs.
    old: Vec<u8>,
    arrivals: Vec<Arrival>,
    steps: u32,
}

/// When one pixel takes its new colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    AtOnce,
    /// Bit by bit over the whole time.
    Fading,
    /// When the edge has come so far on a way so long.
    Reached {
        at: u32,
        of: u32,
    },
}

impl Course {
    pub fn new(transition: &Transition, width: usize, canvas: &[u8], runs: &[Run], new: &[u8]) -> Course {
        let old: Vec<u8> =
            runs.iter().flat_map(|run| run.pixels()).flat_map(|at| pixel(canvas, at)).collect();
        let arrivals = match transition.kind {
            Kind::Grow => arrivals(transition.within, width, canvas, runs, new),
            Kind::Fade | Kind::Cut => {
                let land = inside(transition.within, width);
                let arrival = |at| if land(at) { Arrival::Fading } else { Arrival::AtOnce };
                runs.iter().flat_map(|run| run.pixels()).map(arrival).collect()
            }
        };
        Course { old, arrivals, steps: transition.steps }
    }

    /// Puts the colours of a step, from 1 on, on the canvas.
    pub fn show(&self, step: usize, canvas: &mut [u8], runs: &[Run], new: &[u8]) {
        let (step, of) = (step as u32, self.steps + 1);
        let pairs = self.old.chunks_exact(3).zip(new.chunks_exact(3)).zip(&self.arrivals);
        for (at, ((old, new), arrival)) in runs.iter().flat_map(|run| run.pixels()).zip(pairs) {
            let share = arrival.share(step, of);
            for channel in 0..3 {
                canvas[3 * at + channel] = mix(old[channel], new[channel], share);
            }
        }
    }
}

impl Arrival {
    fn share(self, step: u32, steps: u32) -> Share {
        match self {
            Arrival::AtOnce => WHOLE,
            Arrival::Fading => WHOLE * step / steps,
            Arrival::Reached { at, of } => {
                let edge = u64::from(of + SOFT) * u64::from(step) / u64::from(steps);
                let past = (edge as u32).saturating_sub(at).min(SOFT);
                WHOLE * past / SOFT
            }
        }
    }
}

fn mix(old: u8, new: u8, share: Share) -> u8 {
    ((u32::from(old) * (WHOLE - share) + u32::from(new) * share + WHOLE / 2) / WHOLE) as u8
}

/// Tells the pixels of a rectangle in a picture so wide.
fn inside([left, top, w, h]: [usize; 4], width: usize) -> impl Fn(usize) -> bool {
    move |at| {
        let (x, y) = (at % width, at / width);
        (left..left + w).contains(&x) && (top..top + h).contains(&y)
    }
}

/// When each changed pixel is reached as land grows.
fn arrivals(
    within @ [left, top, w, h]: [usize; 4],
    width: usize,
    canvas: &[u8],
    runs: &[Run],
    new: &[u8],
) -> Vec<Arrival> {
    let height = canvas.len() / 3 / width.max(1);
    let (right, bottom) = ((left + w).min(width), (top + h).min(height));
    let mut out = vec![Arrival::AtOnce; new.len() / 3];
    if left >= right || top >= bottom {
        return out;
    }
    let mut field = Field::new(right - left, bottom - top);
    let land = inside(within, width);
    for (place, at) in runs.iter().flat_map(|run| run.pixels()).enumerate().filter(|(_, at)| land(*at)) {
        field.places[(at / width - top) * field.width + at % width - left] = place as u32;
    }
    let ground = |cell: usize| {
        let (x, y) = (left + cell % field.width, top + cell / field.width);
        pixel(canvas, y * width + x)
    };
    let mut distances = vec![FAR; field.places.len()];
    for piece in field.pieces() {
        // Where land of the new colour, which stays as it is, touches the piece.
        let touches = |cell: usize| {
            let wanted = pixel(new, field.places[cell] as usize);
            field.beside(cell).any(|next| field.places[next] == NONE && ground(next) == wanted)
        };
        let mut starts: Vec<usize> = piece.iter().copied().filter(|&cell| touches(cell)).collect();
        if starts.len() < BORDER {
            starts = vec![field.middle(&piece, &mut distances)];
        }
        let of = field.spread(&starts, &mut distances);
        for cell in piece {
            let at = distances[cell];
            out[field.places[cell] as usize] =
                if of < DEEP || at == FAR { Arrival::Fading } else { Arrival::Reached { at, of } };
        }
    }
    out
}

const NONE: u32 = u32::MAX;
const FAR: u32 = u32::MAX;

/// The changed pixels of the land as a grid.
struct Field {
    width: usize,
    height: usize,
    /// The place of each cell among the changed pixels; [`NONE`] for what stays.
    places: Vec<u32>,
}

impl Field {
    fn new(width: usize, height: usize) -> Field {
        Field { width, height, places: vec![NONE; width * height] }
    }

    fn step(&self, cell: usize, dx: isize, dy: isize) -> Option<usize> {
        let x = (cell % self.width).checked_add_signed(dx).filter(|&x| x < self.width)?;
        let y = (cell / self.width).checked_add_signed(dy).filter(|&y| y < self.height)?;
        Some(y * self.width + x)
    }

    /// The four cells that share a side with one.
    fn beside(&self, cell: usize) -> impl Iterator<Item = usize> {
        STEPS[..4].iter().filter_map(move |&(dx, dy, _)| self.step(cell, dx, dy))
    }

    /// The changed cells in pieces that hang together, each piece from its first cell on.
    fn pieces(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.places.len()];
        let mut out = Vec::new();
        for start in 0..self.places.len() {
            if self.places[start] == NONE || std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let mut piece = vec![start];
            let mut next = 0;
            while let Some(&cell) = piece.get(next) {
                next += 1;
                for &(dx, dy, _) in &STEPS {
                    let Some(other) = self.step(cell, dx, dy) else { continue };
                    if self.places[other] != NONE && !std::mem::replace(&mut seen[other], true) {
                        piece.push(other);
                    }
                }
            }
            out.push(piece);
        }
        out
    }

    /// The cell of a piece that is farthest from its edge; the first, where several are.
    fn middle(&self, piece: &[usize], distances: &mut [u32]) -> usize {
        let is_edge = |cell: usize| {
            self.beside(cell).count() < 4 || self.beside(cell).any(|next| self.places[next] == NONE)
        };
        let edge: Vec<usize> = piece.iter().copied().filter(|&cell| is_edge(cell)).collect();
        self.spread(&edge, distances);
        let deepest = piece.iter().copied().max_by_key(|&cell| (distances[cell], std::cmp::Reverse(cell)));
        piece.iter().for_each(|&cell| distances[cell] = FAR);
        deepest.unwrap_or(0)
    }

    /// The way from the starts to each changed cell that can be reached from them; the longest is returned.
    fn spread(&self, starts: &[usize], distances: &mut [u32]) -> u32 {
        let mut open: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &start in starts {
            distances[start] = 0;
        }
        open.insert(0, starts.to_vec());
        let mut longest = 0;
        while let Some((distance, cells)) = open.pop_first() {
            for cell in cells {
                if distances[cell] < distance {
                    continue;
                }
                longest = distance;
                for &(dx, dy, length) in &STEPS {
                    let Some(next) = self.step(cell, dx, dy) else { continue };
                    let there = distance + length;
                    if self.places[next] != NONE && there < distances[next] {
                        distances[next] = there;
                        open.entry(there).or_default().push(next);
                    }
                }
            }
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [u8; 3] = [200, 40, 40];
    const NEW: [u8; 3] = [40, 200, 40];
    const GROUND: [u8; 3] = [250, 250, 240];

    /// A picture of 60 x 40 in which the columns from 20 to 50 of the rows from 5 to 35 change; what lies left
    /// of them is in `beside`. Answers the shares of the row in the middle after half the time.
    fn half_way(kind: Kind, beside: [u8; 3]) -> Vec<u8> {
        let (width, height) = (60, 40);
        let mut canvas = Vec::new();
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let inside = (5..35).contains(&y);
            canvas.extend(match x {
                20..50 if inside => OLD,
                0..20 if inside => beside,
                _ => GROUND,
            });
        }
        let runs: Vec<Run> = (5..35).map(|y| Run { start: y * width + 20, length: 30 }).collect();
        let new = NEW.repeat(30 * 30);
        let transition = Transition { kind, steps: 9, step_ms: 50, within: [0, 0, width, height] };
        let course = Course::new(&transition, width, &canvas, &runs, &new);
        course.show(5, &mut canvas, &runs, &new);
        // How green each pixel of the middle row is by now, in tenths.
        (20..50)
            .map(|x| {
                let green = u32::from(pixel(&canvas, 20 * width + x)[1]) - u32::from(OLD[1]);
                (10 * green / u32::from(NEW[1] - OLD[1])) as u8
            })
            .collect()
    }

    #[test]
    fn a_fade_is_half_way_everywhere() {
        assert_eq!(half_way(Kind::Fade, NEW), [5; 30]);
    }

    #[test]
    fn land_grows_from_the_land_of_its_new_holder() {
        let shares = half_way(Kind::Grow, NEW);
        assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
        assert!(shares[..10].iter().all(|&share| share == 10), "{shares:?}");
        assert!(shares[22..].iter().all(|&share| share == 0), "{shares:?}");
    }

    #[test]
    fn land_without_such_a_neighbour_grows_from_its_middle() {
        let shares = half_way(Kind::Grow, GROUND);
        assert!(shares[13..17].iter().all(|&share| share == 10), "{shares:?}");
        assert!(shares[0] == 0 && shares[29] == 0, "{shares:?}");
    }

    #[test]
    fn what_stands_outside_the_land_changes_at_once_and_letters_fade() {
        let runs = [Run { start: 0, length: 2 }, Run { start: 15, length: 3 }];
        let canvas = GROUND.repeat(20);
        let arrivals = arrivals([10, 0, 10, 1], 20, &canvas, &runs, &NEW.repeat(5));
        assert_eq!(arrivals[..2], [Arrival::AtOnce; 2]);
        assert_eq!(arrivals[2..], [Arrival::Fading; 3]);
    }
}
