//! Paints scenes with tiny-skia, tile by tile, and keeps what does not change from one scene to the next.
//!
//! A page is cut into square tiles. What a node paints on a tile is worked out from the part of it that lies there
//! ([`ink`]) and has a mark (a hash); the marks of all that is painted on a tile, in order, are the mark of the
//! tile. A tile whose mark is that of the last scene is left as it is: of a series of maps only the tiles are
//! painted on which something changed. A tile is always painted alone and from nothing, so the pixels do not depend
//! on what was painted before, nor on how many threads paint: the same scene gives the same picture.

mod ink;
mod mark;
mod patch;
mod raster;
mod stamp;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use tiny_skia::{Pixmap, PremultipliedColorU8};

use super::TooLarge;
use crate::geometry::clip::Rect;
use crate::scene::{Node, Scene};
use crate::style::Color;
use ink::{Drawn, Ink, Part};
use mark::Mark;
use patch::Letters;

/// Side of a tile in pixels: small enough that little is painted anew, large enough that little is painted twice.
const TILE: u32 = 160;

/// A picture in pixels that can be painted again and again. A clone goes on from what is painted.
#[derive(Clone)]
pub struct Canvas {
    scale: f64,
    pixmap: Pixmap,
    grid: Grid,
    paper: Option<Color>,
    /// The nodes of the last scene as they lie on the tiles, by their marks.
    known: BTreeMap<Mark, Arc<Drawn>>,
    /// What was painted on each tile.
    tiles: Vec<Option<Mark>>,
    letters: Arc<Letters>,
}

impl Canvas {
    /// A canvas for scenes of the size of this one, in px, with `scale` pixels to a px.
    ///
    /// # Errors
    /// A picture of more pixels than can be painted.
    pub fn new(scene: &Scene, scale: f64) -> Result<Canvas, TooLarge> {
        let (width, height) = ((scene.width * scale).round(), (scene.height * scale).round());
        let too_large = TooLarge { width: width as u64, height: height as u64 };
        let sides = [width, height].iter().all(|side| (1.0..=60_000.0).contains(side));
        if !sides || width * height > 1.2e9 {
            return Err(too_large);
        }
        let pixmap = Pixmap::new(width as u32, height as u32).ok_or(too_large)?;
        let grid = Grid { width: width as u32, height: height as u32 };
        let tiles = vec![None; grid.count()];
        let letters = Arc::default();
        Ok(Canvas { scale, pixmap, grid, paper: None, known: BTreeMap::new(), tiles, letters })
    }

    /// True if scenes of this one's size can be painted on it at this scale.
    pub fn suits(&self, scene: &Scene, scale: f64) -> bool {
        self.scale == scale
            && (scene.width * self.scale).round() as u32 == self.grid.width
            && (scene.height * self.scale).round() as u32 == self.grid.height
    }

    /// Paints a scene, which has the size of the canvas; all of the last one is gone. Gives how many tiles had to be
    /// painted.
    pub fn paint(&mut self, scene: &Scene) -> usize {
        self.paint_to(scene, |_| {})
    }

    /// The same. Rows of pixels that are finished go to `done`, a band of them at a time from the top, while others are
    /// still being painted.
    pub fn paint_to(&mut self, scene: &Scene, done: impl FnMut(&[PremultipliedColorU8]) + Send) -> usize {
        let mut nodes = Vec::new();
        flatten(&scene.nodes, None, &mut nodes);
        let marks: Vec<Mark> =
            nodes.par_iter().map(|(node, clip)| mark::of_node(node, *clip, self.scale)).collect();
        let (known, grid, scale, letters) = (&self.known, self.grid, self.scale, self.letters.as_ref());
        let parts: BTreeMap<(usize, Mark), &Arc<Part>> = known
            .values()
            .flat_map(|drawn| drawn.parts.iter().map(|part| ((part.tile, part.mark), part)))
            .collect();
        let drawn: Vec<Arc<Drawn>> = nodes
            .par_iter()
            .zip(&marks)
            .map(|((node, clip), mark)| match known.get(mark) {
                Some(drawn) => Arc::clone(drawn),
                None => {
                    let mut drawn = Drawn::new(node, *clip, grid, scale, letters);
                    // Of a node that changed, the parts on most tiles have not.
                    for part in &mut drawn.parts {
                        if let Some(known) = parts.get(&(part.tile, part.mark)) {
                            *part = Arc::clone(known);
                        }
                    }
                    Arc::new(drawn)
                }
            })
            .collect();
        let mut on_tiles: Vec<Vec<(&Drawn, &[Ink])>> = vec![Vec::new(); grid.count()];
        let mut looks = vec![Mark::new(); grid.count()];
        for drawn in &drawn {
            for part in &drawn.parts {
                looks[part.tile].add_mark(part.mark);
                on_tiles[part.tile].push((drawn, &part.inks));
            }
        }
        let paper = scene.paper;
        if self.paper != Some(paper) {
            self.tiles.fill(None);
        }
        let work: Vec<usize> =
            (0..grid.count()).filter(|&tile| self.tiles[tile] != Some(looks[tile])).collect();
        let bands = Bands::new(&mut self.pixmap, grid, &work, done);
        let next = AtomicUsize::new(0);
        // Each thread takes the next tile from the top, so that bands are finished one after the other.
        (0..rayon::current_num_threads()).into_par_iter().with_max_len(1).for_each(|_| {
            while let Some(&tile) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                ink::paint(grid, tile, paper, &on_tiles[tile], |picture| bands.put(tile, picture));
                bands.hand_over();
            }
        });
        bands.hand_over();
        work.iter().for_each(|&tile| self.tiles[tile] = Some(looks[tile]));
        self.paper = Some(paper);
        self.known = marks.into_iter().zip(drawn).collect();
        work.len()
    }

    /// What is painted.
    pub fn pixmap(&self) -> &Pixmap {
        &self.pixmap
    }

    /// What is painted, when nothing more will be.
    pub fn into_pixmap(self) -> Pixmap {
        self.pixmap
    }
}

/// The drawable nodes in the order of painting, each with the clip of its group.
fn flatten<'a>(nodes: &'a [Node], clip: Option<Rect>, out: &mut Vec<(&'a Node, Option<Rect>)>) {
    for node in nodes {
        match node {
            Node::Group(group) => {
                let both = match (clip, group.clip) {
                    (Some(a), Some(b)) => Some(a.shared(&b)),
                    (a, b) => a.or(b),
                };
                flatten(&group.nodes, both, out);
            }
            _ => out.push((node, clip)),
        }
    }
}

fn copy(from: &Pixmap, to: &mut Pixmap, left: u32, top: u32) {
    let row = to.width() as usize;
    copy_rows(from, &mut to.pixels_mut()[top as usize * row..], row, left as usize);
}

/// Puts a picture on the first of rows of pixels, `left` of their left edge.
fn copy_rows(from: &Pixmap, to: &mut [PremultipliedColorU8], row: usize, left: usize) {
    let lines = from.pixels().chunks_exact(from.width() as usize);
    lines.zip(to.chunks_mut(row)).for_each(|(line, to)| to[left..][..line.len()].copy_from_slice(line));
}

/// The rows of tiles of a picture while it is painted.
struct Bands<'p, F> {
    grid: Grid,
    pixels: Vec<Mutex<&'p mut [PremultipliedColorU8]>>,
    /// How many tiles of each are still to be painted.
    open: Vec<AtomicUsize>,
    /// How many were handed over, and to whom.
    done: Mutex<(usize, F)>,
}

impl<'p, F: FnMut(&[PremultipliedColorU8])> Bands<'p, F> {
    fn new(pixmap: &'p mut Pixmap, grid: Grid, work: &[usize], done: F) -> Bands<'p, F> {
        let mut open = vec![0; grid.rows()];
        work.iter().for_each(|tile| open[tile / grid.columns()] += 1);
        let band = grid.width as usize * TILE as usize;
        Bands {
            grid,
            pixels: pixmap.pixels_mut().chunks_mut(band).map(Mutex::new).collect(),
            open: open.into_iter().map(AtomicUsize::new).collect(),
            done: Mutex::new((0, done)),
        }
    }

    /// Puts what is painted of a tile in its place.
    fn put(&self, tile: usize, picture: &Pixmap) {
        let band = tile / self.grid.columns();
        let mut pixels = self.pixels[band].lock().unwrap_or_else(PoisonError::into_inner);
        copy_rows(picture, &mut pixels, self.grid.width as usize, self.grid.corner(tile)[0] as usize);
        self.open[band].fetch_sub(1, Ordering::AcqRel);
    }

    /// Hands over what is finished, unless another thread is at it.
    fn hand_over(&self) {
        let Ok(mut done) = self.done.try_lock() else { return };
        let (next, done) = &mut *done;
        while self.open.get(*next).is_some_and(|open| open.load(Ordering::Acquire) == 0) {
            done(&self.pixels[*next].lock().unwrap_or_else(PoisonError::into_inner));
            *next += 1;
        }
    }
}

/// The tiles of a picture, row by row from the top left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    width: u32,
    height: u32,
}

impl Grid {
    fn columns(self) -> usize {
        self.width.div_ceil(TILE) as usize
    }

    fn rows(self) -> usize {
        self.height.div_ceil(TILE) as usize
    }

    fn count(self) -> usize {
        self.columns() * self.rows()
    }

    /// Upper left corner of a tile, in pixels.
    fn corner(self, tile: usize) -> [u32; 2] {
        [(tile % self.columns()) as u32 * TILE, (tile / self.columns()) as u32 * TILE]
    }

    /// Size of a tile: those at the right and lower edge may be smaller.
    fn size(self, tile: usize) -> [u32; 2] {
        let [left, top] = self.corner(tile);
        [TILE.min(self.width - left), TILE.min(self.height - top)]
    }

    /// A tile in pixels.
    fn rect(self, tile: usize) -> Rect {
        let ([x, y], [w, h]) = (self.corner(tile), self.size(tile));
        Rect::new(f64::from(x), f64::from(y), f64::from(w), f64::from(h))
    }

    /// First and last column and row that a rectangle in pixels touches; `None` if it is beside the picture.
    fn span(self, rect: &Rect) -> Option<([usize; 2], [usize; 2])> {
        let range = |from: f64, to: f64, count: usize| {
            let side = f64::from(TILE);
            let (from, to) = ((from / side).floor().max(0.0), (to / side).floor().min(count as f64 - 1.0));
            (from <= to).then_some([from as usize, to as usize])
        };
        Some((range(rect.x, rect.right(), self.columns())?, range(rect.y, rect.bottom(), self.rows())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_a_picture_without_overlap() {
        for (width, height) in [(1, 1), (256, 256), (257, 600), (1600, 1000)] {
            let grid = Grid { width, height };
            let area: u32 = (0..grid.count()).map(|tile| grid.size(tile).iter().product::<u32>()).sum();
            assert_eq!(area, width * height);
            let all = grid.span(&Rect::new(-9.0, -9.0, 9e3, 9e3));
            assert_eq!(all, Some(([0, grid.columns() - 1], [0, grid.rows() - 1])));
            assert_eq!(grid.span(&Rect::new(-9.0, 0.0, 8.0, 9.0)), None);
        }
    }
}
