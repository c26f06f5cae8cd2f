//! A film in colours of a palette: of each picture the smallest rectangle that changes, and in it only the pixels
//! that do.

use super::film::{Film, Picture, Run, pixel};
use super::palette::{Palette, SAME};
use super::transition::Transition;

/// What is written of one picture.
pub(super) struct Patch<T> {
    /// Left, top, width and height in pixels; at least one pixel.
    pub rect: [usize; 4],
    /// The rectangle row by row.
    pub pixels: Vec<T>,
    /// How long the picture is shown.
    pub ms: u32,
}

/// Plays a film as patches: the first is the whole picture. `code` says how a colour is written, `same` what is
/// written where a pixel stays as it was.
pub(super) fn patches<T: Copy + PartialEq, E>(
    film: &Film,
    transition: &Transition,
    same: T,
    code: impl Fn([u8; 3]) -> T,
    mut show: impl FnMut(Patch<T>) -> Result<(), E>,
) -> Result<(), E> {
    let width = film.width();
    let mut shown: Vec<T> = Vec::new();
    film.play(transition, |Picture { rgb, changed, ms, .. }| {
        if shown.is_empty() {
            shown = codes(rgb, changed, &code).collect();
            let rect = [0, 0, width, film.height()];
            return show(Patch { rect, pixels: shown.clone(), ms });
        }
        let places = changed.iter().flat_map(|run| run.pixels());
        let new: Vec<(usize, T)> =
            places.zip(codes(rgb, changed, &code)).filter(|&(at, code)| shown[at] != code).collect();
        // A picture in which nothing changes is still shown: as one pixel that stays.
        let mut bounds = [0, 0, 1, 1];
        if let (Some(&(first, _)), Some(&(last, _))) = (new.first(), new.last()) {
            let columns = || new.iter().map(|&(at, _)| at % width);
            let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
            let (top, bottom) = (first / width, last / width);
            bounds = [left, top, right - left + 1, bottom - top + 1];
        }
        let [left, top, w, h] = bounds;
        let mut pixels = vec![same; w * h];
        for (at, code) in new {
            pixels[(at / width - top) * w + at % width - left] = code;
            shown[at] = code;
        }
        show(Patch { rect: bounds, pixels, ms })
    })
}

/// The codes of the pixels of runs, in order.
fn codes<T: Copy>(rgb: &[u8], runs: &[Run], code: impl Fn([u8; 3]) -> T) -> impl Iterator<Item = T> {
    let mut last: Option<([u8; 3], T)> = None;
    runs.iter().flat_map(|run| run.pixels()).map(move |at| {
        let color = pixel(rgb, at);
        match last {
            Some((known, code)) if known == color => code,
            _ => {
                let found = code(color);
                last = Some((color, found));
                found
            }
        }
    })
}

/// The same in the colours of a palette.
pub(super) fn indexed<E>(
    film: &Film,
    transition: &Transition,
    palette: &Palette,
    show: impl FnMut(Patch<u8>) -> Result<(), E>,
) -> Result<(), E> {
    patches(film, transition, SAME, |color| palette.index(color), show)
}
