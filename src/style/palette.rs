//! Colours of holders.
//!
//! A polity names a colour family; a family is an OKLCH colour. Polities that share a family (a state
//! and its successor) get shades of it, in table order, so a holder keeps its colour over a series.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::color::Color;
use super::{HatchLine, Style};
use crate::dataset::{Dataset, PolityId};

/// OKLCH lightness, chroma and hue in degrees of each colour family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Palette {
    /// Families by name; `tint-1` to `tint-12` are for data whose polities nobody has chosen colours for. A style file's families are added to those of its theme.
    pub families: BTreeMap<String, [f64; 3]>,
}

impl Default for Palette {
    fn default() -> Palette {
        let families = [
            ("armenia", [0.812, 0.091, 58.0]),
            ("azerbaijan", [0.886, 0.074, 147.0]),
            ("britain", [0.745, 0.068, 265.0]),
            ("georgia", [0.923, 0.059, 357.0]),
            ("iran", [0.920, 0.035, 309.0]),
            ("karabakh", [0.760, 0.080, 130.0]),
            ("kars", [0.708, 0.046, 56.0]),
            ("nakhchivan", [0.913, 0.112, 99.0]),
            ("other", [0.850, 0.020, 90.0]),
            ("russia", [0.709, 0.090, 20.0]),
            ("syunik", [0.778, 0.075, 64.0]),
            ("tint-1", [0.890, 0.070, 95.0]),
            ("tint-10", [0.790, 0.055, 285.0]),
            ("tint-11", [0.820, 0.060, 112.0]),
            ("tint-12", [0.800, 0.055, 195.0]),
            ("tint-2", [0.830, 0.075, 150.0]),
            ("tint-3", [0.830, 0.060, 250.0]),
            ("tint-4", [0.880, 0.060, 20.0]),
            ("tint-5", [0.830, 0.080, 62.0]),
            ("tint-6", [0.860, 0.055, 310.0]),
            ("tint-7", [0.890, 0.050, 200.0]),
            ("tint-8", [0.790, 0.075, 12.0]),
            ("tint-9", [0.910, 0.065, 125.0]),
            ("turkey", [0.760, 0.025, 129.0]),
        ];
        Palette { families: families.map(|(name, lch)| (name.to_owned(), lch)).into() }
    }
}

/// Textures over fills, by colour family, and over `not-known` and `nobody` land.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patterns {
    /// Lines by family. A style file's textures are added to those of its theme.
    pub families: BTreeMap<String, HatchLine>,
}

impl Default for Patterns {
    /// Land of which nothing is known is faintly dashed: no tint of a holder is.
    fn default() -> Patterns {
        let line = HatchLine {
            angle: 45.0,
            spacing_px: 13.0,
            width_px: 0.8,
            dash: vec![3.5, 12.5],
            color: Some(Color::hexa(0x6d696259)),
            ..HatchLine::default()
        };
        Patterns { families: [("not-known".to_owned(), line)].into() }
    }
}

/// How the families become fills, hatches and letters: a theme for a dark screen changes these, and
/// every family follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TintStyle {
    /// Lightness of every fill is multiplied by this.
    pub lightness: f64,
    /// And this is added to it.
    pub lightness_shift: f64,
    /// Chroma of every fill is multiplied by this. Zero makes greys.
    pub chroma: f64,
    /// How much lighter each successor in a family is than the one before it.
    pub successor_lightness: f64,
    /// How much more chroma it has.
    pub successor_chroma: f64,
    /// How far its hue is turned, in degrees.
    pub successor_hue: f64,
    /// What a fill is mixed with where the holder is only inferred.
    pub pale: Color,
    /// The share of it, 0 to 1.
    pub pale_share: f64,
    /// How much lighter than the fill the hatch lines of a party are.
    pub hatch_lightness: f64,
    /// How much more chroma they have.
    pub hatch_chroma: f64,
    /// Lightness of holders' names.
    pub text_lightness: f64,
    /// Their chroma, as a share of the fill's.
    pub text_chroma: f64,
}

impl Default for TintStyle {
    fn default() -> TintStyle {
        TintStyle {
            lightness: 1.0,
            lightness_shift: 0.0,
            chroma: 1.0,
            successor_lightness: -0.066,
            successor_chroma: 0.0,
            successor_hue: -9.0,
            pale: Color::hex(0xfaf8f2),
            pale_share: 0.42,
            hatch_lightness: -0.24,
            hatch_chroma: 0.05,
            text_lightness: 0.36,
            text_chroma: 0.5,
        }
    }
}

/// The colours one polity is drawn in.
#[derive(Clone, Debug, PartialEq)]
pub struct Tints {
    /// Fill of its land.
    pub fill: Color,
    /// Fill of land it is only inferred to hold.
    pub pale: Color,
    /// Hatch lines that stand for it.
    pub hatch: Color,
    /// Its name on the map.
    pub text: Color,
    /// Texture over its fill, with its colour over the full and over the pale fill.
    pub texture: Option<(HatchLine, [Color; 2])>,
}

/// How an area is painted: a colour, and lines over it if the style gives it a texture.
#[derive(Clone, Debug, PartialEq)]
pub struct Paint {
    /// The fill.
    pub color: Color,
    /// The lines over it, with their colour.
    pub texture: Option<(HatchLine, Color)>,
}

impl Paint {
    /// A fill without lines.
    pub fn plain(color: Color) -> Paint {
        Paint { color, texture: None }
    }
}

impl Tints {
    /// How the land of the polity is painted, or land it is only inferred to hold.
    pub fn paint(&self, inferred: bool) -> Paint {
        Paint {
            color: if inferred { self.pale } else { self.fill },
            texture: self.texture.clone().map(|(line, colors)| (line, colors[usize::from(inferred)])),
        }
    }
}

impl Style {
    /// Tints of every polity of a data set, in table order.
    ///
    /// A family the palette does not know gets a hue from its name, the same in every run.
    pub fn tints(&self, dataset: &Dataset) -> Vec<Tints> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        dataset
            .polities
            .iter()
            .map(|polity| {
                let shade = seen.entry(&polity.colour).or_default();
                let tints = self.shade(&polity.colour, *shade);
                *shade += 1;
                tints
            })
            .collect()
    }

    /// Tints of one polity of a data set.
    pub fn tints_of(&self, dataset: &Dataset, polity: PolityId) -> Tints {
        self.tints(dataset).swap_remove(polity.index())
    }

    /// Tints of a colour family; successors are counted from 0.
    pub fn shade(&self, family: &str, successor: usize) -> Tints {
        let tint = &self.tint;
        let base = family.strip_suffix("-kin").filter(|base| base.starts_with("tint-")).unwrap_or(family);
        let [l, c, h] = self.palette.families.get(base).copied().unwrap_or_else(|| {
            let hash =
                family.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
            [0.84, 0.06, f64::from(hash % 360)]
        });
        let (l, c) = (l * tint.lightness + tint.lightness_shift, c * tint.chroma);
        // Successors step down in lightness and turn a little: kin, yet told apart side by side.
        // The families for data without chosen colours are shared by strangers: a shade is enough, and no dark one.
        let is_tint = base == family && family.starts_with("tint-");
        let stride = if is_tint { 0.4 } else { 1.0 };
        let step = (successor % 4) as f64 * stride;
        let (l, h) = (l + tint.successor_lightness * step, h + tint.successor_hue * step);
        let c = c + tint.successor_chroma * tint.chroma * step;
        let fill = Color::oklch(l, c, h);
        let hatch = Color::oklch(l + tint.hatch_lightness, c + tint.hatch_chroma * tint.chroma, h);
        let texture = self.pattern.families.get(family).map(|line| {
            let color = line.color.unwrap_or(hatch);
            (line.clone(), [color, color.mix(tint.pale, tint.pale_share)])
        });
        Tints {
            fill,
            pale: fill.mix(tint.pale, tint.pale_share),
            hatch,
            text: Color::oklch(tint.text_lightness, tint.text_chroma * c, h),
            texture,
        }
    }

    /// How land is painted that nobody held, or that no act in force assigned.
    pub fn nobody(&self) -> Paint {
        self.textured("nobody", self.ground.nobody)
    }

    /// How land is painted whose holder the data set does not state.
    pub fn not_known(&self) -> Paint {
        self.textured("not-known", self.ground.not_known)
    }

    fn textured(&self, key: &str, color: Color) -> Paint {
        let texture = self.pattern.families.get(key);
        Paint { color, texture: texture.map(|line| (line.clone(), line.color.unwrap_or(self.border.status))) }
    }
}
