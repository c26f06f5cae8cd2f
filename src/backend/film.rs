//! Pictures one after another: what the writers of moving formats read.
//!
//! A series of maps holds still but for what changes, so a [`Film`] keeps its first picture and, of each later
//! one, only the pixels that differ. It is played as often as a writer needs, picture by picture.

use std::collections::BTreeSet;

use super::transition::{Course, Transition};
use crate::scene::{Node, Scene};
use crate::style::Color;

/// Some pixels of one row beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first, counted row by row from the upper left.
    pub start: usize,
    /// How many.
    pub length: usize,
}

impl Run {
    /// The pixels.
    pub fn pixels(self) -> std::ops::Range<usize> {
        self.start..self.start + self.length
    }

    /// The bytes of the pixels, three each.
    fn bytes(self) -> std::ops::Range<usize> {
        3 * self.start..3 * (self.start + self.length)
    }
}

/// Pictures of one size, each with how long it is shown.
#[derive(Clone, Debug)]
pub struct Film {
    width: usize,
    height: usize,
    first: Vec<u8>,
    /// What differs from shot to shot; nothing in the first.
    shots: Vec<Shot>,
    last: Vec<u8>,
    kept: BTreeSet<[u8; 3]>,
}

#[derive(Clone, Debug)]
struct Shot {
    hold_ms: u32,
    runs: Vec<Run>,
    /// The new colours of the pixels of the runs.
    pixels: Vec<u8>,
}

/// One picture as it is played.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// All pixels, row by row from the upper left, three bytes each.
    pub rgb: &'a [u8],
    /// All pixels in which it differs from the picture before, and perhaps some in which it does not; of the
    /// first picture, all.
    pub changed: &'a [Run],
    /// How long it is shown.
    pub ms: u32,
    /// Which of the pictures put into the film it is; `None` for one on the way to the next.
    pub shot: Option<usize>,
}

impl Film {
    /// An empty film of pictures of this size in pixels.
    pub fn new(width: u32, height: u32) -> Film {
        let (width, height) = (width as usize, height as usize);
        Film { width, height, first: Vec::new(), shots: Vec::new(), last: Vec::new(), kept: BTreeSet::new() }
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// How many pictures were put into it.
    pub fn len(&self) -> usize {
        self.shots.len()
    }

    /// True before the first picture.
    pub fn is_empty(&self) -> bool {
        self.shots.is_empty()
    }

    /// Adds a picture: its pixels row by row, three bytes each. One that is not of the film's size is not added,
    /// and the answer is false.
    #[must_use]
    pub fn push(&mut self, rgb: Vec<u8>, hold_ms: u32) -> bool {
        if rgb.len() != 3 * self.width * self.height || rgb.is_empty() {
            return false;
        }
        if self.shots.is_empty() {
            self.shots.push(Shot { hold_ms, runs: Vec::new(), pixels: Vec::new() });
            self.first.clone_from(&rgb);
        } else {
            let runs = differences(&self.last, &rgb, self.width);
            let pixels = runs.iter().flat_map(|run| &rgb[run.bytes()]).copied().collect();
            self.shots.push(Shot { hold_ms, runs, pixels });
        }
        self.last = rgb;
        true
    }

    /// Keeps the colours of what a scene draws exact, where a format cannot keep all.
    pub fn keep_colors(&mut self, scene: &Scene) {
        self.keep(scene.paper);
        self.keep_of(&scene.nodes);
    }

    fn keep_of(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => self.keep_of(&group.nodes),
                Node::Path(path) => path.fill.into_iter().for_each(|fill| self.keep(fill)),
                Node::Circle(circle) => self.keep(circle.fill),
                Node::Text(text) => self.keep(text.fill),
            }
        }
    }

    fn keep(&mut self, color: Color) {
        // What lies under a colour with some opacity shows through: it is on no picture.
        if color.a == 255 {
            self.kept.insert([color.r, color.g, color.b]);
        }
    }

    /// The colours to be kept exact.
    pub(super) fn kept(&self) -> &BTreeSet<[u8; 3]> {
        &self.kept
    }

    /// How many pictures are played.
    pub fn pictures(&self, transition: &Transition) -> usize {
        let moving = self.shots.iter().skip(1).filter(|shot| !shot.runs.is_empty()).count();
        self.shots.len() + moving * transition.pictures()
    }

    /// How long it runs.
    pub fn duration_ms(&self, transition: &Transition) -> u64 {
        let held: u64 = self.shots.iter().map(|shot| u64::from(shot.hold_ms)).sum();
        let between = (self.pictures(transition) - self.shots.len()) as u64;
        held + between * u64::from(transition.step_ms)
    }

    /// Shows all pictures in order, with those of the transitions between them. An error ends it.
    ///
    /// # Errors
    /// What `show` says.
    pub fn play<E>(
        &self,
        transition: &Transition,
        mut show: impl FnMut(Picture<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut canvas = self.first.clone();
        let rows = |row| Run { start: row * self.width, length: self.width };
        let all: Vec<Run> = (0..self.height).map(rows).collect();
        for (index, shot) in self.shots.iter().enumerate() {
            if index == 0 {
                show(Picture { rgb: &canvas, changed: &all, ms: shot.hold_ms, shot: Some(0) })?;
                continue;
            }
            if transition.pictures() > 0 && !shot.runs.is_empty() {
                let course = Course::new(transition, self.width, &canvas, &shot.runs, &shot.pixels);
                for step in 1..=transition.pictures() {
                    course.show(step, &mut canvas, &shot.runs, &shot.pixels);
                    let ms = transition.step_ms;
                    show(Picture { rgb: &canvas, changed: &shot.runs, ms, shot: None })?;
                }
            }
            let mut pixels = shot.pixels.as_slice();
            for run in &shot.runs {
                let (these, rest) = pixels.split_at(3 * run.length);
                canvas[run.bytes()].copy_from_slice(these);
                pixels = rest;
            }
            show(Picture { rgb: &canvas, changed: &shot.runs, ms: shot.hold_ms, shot: Some(index) })?;
        }
        Ok(())
    }
}

/// The pixels in which two pictures differ.
fn differences(old: &[u8], new: &[u8], width: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (row, (old, new)) in old.chunks_exact(3 * width).zip(new.chunks_exact(3 * width)).enumerate() {
        // Most rows of most maps are as they were.
        if old == new {
            continue;
        }
        let mut open: Option<Run> = None;
        for (column, (old, new)) in old.chunks_exact(3).zip(new.chunks_exact(3)).enumerate() {
            if old == new {
                runs.extend(open.take());
            } else {
                let at = row * width + column;
                open.get_or_insert(Run { start: at, length: 0 }).length += 1;
            }
        }
        runs.extend(open);
    }
    runs
}

/// The pixel at a place.
pub(super) fn pixel(rgb: &[u8], at: usize) -> [u8; 3] {
    [rgb[3 * at], rgb[3 * at + 1], rgb[3 * at + 2]]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::convert::Infallible;

    use crate::backend::transition::Kind;

    /// A few small pictures in few colours: patches that come and go on a ground.
    pub(in crate::backend) fn pictures() -> impl Strategy<Value = (usize, Vec<Vec<u8>>)> {
        let patch = (0usize..12, 0usize..9, 1usize..9, 1usize..7, any::<[u8; 3]>());
        (8usize..14, prop::collection::vec(prop::collection::vec(patch, 0..4), 1..5)).prop_map(
            |(width, shots)| {
                let height = 9;
                let mut canvas = vec![200u8; 3 * width * height];
                let shots = shots.into_iter().map(|patches| {
                    for (x, y, w, h, color) in patches {
                        for row in y..(y + h).min(height) {
                            for column in x.min(width)..(x + w).min(width) {
                                let at = 3 * (row * width + column);
                                canvas[at..at + 3].copy_from_slice(&color);
                            }
                        }
                    }
                    canvas.clone()
                });
                (width, shots.collect())
            },
        )
    }

    pub(in crate::backend) fn film(width: usize, shots: &[Vec<u8>]) -> Film {
        let mut film = Film::new(width as u32, (shots[0].len() / 3 / width) as u32);
        for (i, shot) in shots.iter().enumerate() {
            assert!(film.push(shot.clone(), 500 + 10 * i as u32));
        }
        film
    }

    /// Everything that is shown.
    pub(in crate::backend) fn played(
        film: &Film,
        transition: &Transition,
    ) -> Vec<(Vec<u8>, u32, Option<usize>)> {
        let mut out = Vec::new();
        let end: Result<(), Infallible> = film.play(transition, |picture| {
            out.push((picture.rgb.to_vec(), picture.ms, picture.shot));
            Ok(())
        });
        assert!(end.is_ok());
        out
    }

    pub(in crate::backend) fn transitions() -> [Transition; 3] {
        let with = |kind| Transition { kind, steps: 3, step_ms: 50, within: [0, 0, 10, 6] };
        [Transition::CUT, with(Kind::Fade), with(Kind::Grow)]
    }

    #[test]
    fn a_picture_of_another_size_is_refused() {
        let mut film = Film::new(2, 2);
        assert!(!film.push(vec![0; 11], 100) && film.push(vec![0; 12], 100) && film.len() == 1);
    }

    proptest! {
        /// What goes in comes out, in order and for as long; on the way nothing but the changed pixels moves,
        /// and each channel goes one way: nothing flickers.
        #[test]
        fn a_film_plays_what_was_put_into_it((width, shots) in pictures()) {
            let film = film(width, &shots);
            for transition in transitions() {
                let shown = played(&film, &transition);
                prop_assert_eq!(shown.len(), film.pictures(&transition));
                let ms: u64 = shown.iter().map(|(_, ms, _)| u64::from(*ms)).sum();
                prop_assert_eq!(ms, film.duration_ms(&transition));
                let keys: Vec<_> = shown.iter().filter(|(.., shot)| shot.is_some()).collect();
                prop_assert_eq!(keys.len(), shots.len());
                for (i, (rgb, ms, shot)) in keys.into_iter().enumerate() {
                    prop_assert!(rgb == &shots[i] && *ms == 500 + 10 * i as u32 && *shot == Some(i));
                }
                let mut next = 1;
                for pair in shown.windows(2) {
                    let (from, to) = (&shots[next - 1], &shots[next]);
                    for (at, (a, b)) in pair[0].0.iter().zip(&pair[1].0).enumerate() {
                        let between = |v: u8| (from[at].min(to[at])..=from[at].max(to[at])).contains(&v);
                        prop_assert!(between(*a) && between(*b));
                        prop_assert!(a.abs_diff(to[at]) >= b.abs_diff(to[at]));
                    }
                    next += usize::from(pair[1].2.is_some());
                }
            }
        }
    }
}
