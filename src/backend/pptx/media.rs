//! Pictures as files: each as SVG, and as PNG for programs that read none. Pictures that are the same are stored once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::package::Package;
use crate::backend::EncodeError;
use crate::backend::png::{self, PngOptions};
use crate::backend::svg::{self, SvgOptions, TextMode};
use crate::deck::{Deck, Item};
use crate::scene::Scene;

/// Pixels of a PNG per px of a slide.
const SCALE: f64 = 1.0;

/// The pictures of a deck.
pub struct Media {
    /// PNG and SVG of each.
    files: Vec<[Vec<u8>; 2]>,
    /// Which picture an item is, by slide and place on it.
    of: BTreeMap<(usize, usize), usize>,
}

impl Media {
    /// Draws all pictures.
    pub fn of(deck: &Deck) -> Result<Media, EncodeError> {
        let mut scenes: Vec<((usize, usize), &Scene)> = Vec::new();
        for (slide, items) in deck.slides.iter().map(|slide| &slide.items).enumerate() {
            for (at, item) in items.iter().enumerate() {
                if let Item::Picture(picture) = item {
                    scenes.push(((slide, at), &picture.scene));
                }
            }
        }
        // PowerPoint does not read letters that are embedded in a drawing; as outlines they look the same everywhere.
        let options = SvgOptions { text: TextMode::Outlines, ..SvgOptions::default() };
        let drawn: Vec<String> = scenes.par_iter().map(|(_, scene)| svg::encode(scene, &options)).collect();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let mut first: Vec<usize> = Vec::new();
        let mut of = BTreeMap::new();
        for (at, svg) in drawn.iter().enumerate() {
            let which = *known.entry(svg).or_insert_with(|| {
                first.push(at);
                first.len() - 1
            });
            of.insert(scenes[at].0, which);
        }
        // Maps of one size are painted one after another on one canvas: only what changed is painted anew.
        let mut sizes: BTreeMap<[u64; 2], Vec<usize>> = BTreeMap::new();
        for (which, &at) in first.iter().enumerate() {
            let scene = scenes[at].1;
            sizes.entry([scene.width.to_bits(), scene.height.to_bits()]).or_default().push(which);
        }
        let sizes: Vec<Vec<usize>> = sizes.into_values().collect();
        let painted: Result<Vec<Painted>, EncodeError> =
            sizes.par_iter().map(|group| paint(group, |which| scenes[first[which]].1)).collect();
        let mut pngs: BTreeMap<usize, Vec<u8>> = painted?.into_iter().flatten().collect();
        let mut files = Vec::with_capacity(first.len());
        let mut drawn: Vec<Option<String>> = drawn.into_iter().map(Some).collect();
        for (which, &at) in first.iter().enumerate() {
            let svg = drawn[at].take().unwrap_or_default().into_bytes();
            files.push([pngs.remove(&which).unwrap_or_default(), svg]);
        }
        Ok(Media { files, of })
    }

    /// Names of the PNG and the SVG of an item.
    pub fn of_item(&self, slide: usize, at: usize) -> [String; 2] {
        let number = self.of.get(&(slide, at)).map_or(0, |which| which + 1);
        ["png", "svg"].map(|ending| format!("image{number}.{ending}"))
    }

    /// Adds the files.
    pub fn write(self, package: &mut Package) {
        for (at, [png, svg]) in self.files.into_iter().enumerate() {
            package.add_media(format!("ppt/media/image{}.png", at + 1), png);
            package.add_media(format!("ppt/media/image{}.svg", at + 1), svg);
        }
    }
}

/// Pictures by their numbers, as PNG.
type Painted = Vec<(usize, Vec<u8>)>;

/// Paints pictures of one size one after another, and packs them side by side.
fn paint<'a>(group: &[usize], scene: impl Fn(usize) -> &'a Scene + Sync) -> Result<Painted, EncodeError> {
    let options = PngOptions { scale: SCALE, dpi: 144.0, small: false };
    let mut canvas = None;
    let mut painted = Vec::with_capacity(group.len());
    for &which in group {
        painted.push((which, png::paint_on(&mut canvas, scene(which), SCALE)?.clone()));
    }
    Ok(painted
        .into_par_iter()
        .map(|(which, pixmap)| (which, png::few_colors(&pixmap, scene(which), &options)))
        .collect())
}
