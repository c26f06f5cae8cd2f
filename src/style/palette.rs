//! Colours of holders.
//!
//! A polity names a colour family; a family is an OKLCH colour. Polities that share a family (a state
//! and its successor) get shades of it, in table order, so a holder keeps its colour over a series.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::color::Color;
use crate::dataset::{Dataset, PolityId};

/// OKLCH lightness, chroma and hue in degrees of each colour family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Palette {
    /// Families by name. A style file's families are added to the default ones.
    #[serde(deserialize_with = "over_defaults")]
    pub families: BTreeMap<String, [f64; 3]>,
}

fn over_defaults<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, [f64; 3]>, D::Error> {
    let mut families = Palette::default().families;
    families.extend(BTreeMap::<String, [f64; 3]>::deserialize(deserializer)?);
    Ok(families)
}

impl Default for Palette {
    fn default() -> Palette {
        let families = [
            ("armenia", [0.870, 0.080, 70.0]),
            ("azerbaijan", [0.855, 0.070, 160.0]),
            ("britain", [0.780, 0.070, 265.0]),
            ("georgia", [0.865, 0.060, 0.0]),
            ("iran", [0.880, 0.035, 310.0]),
            ("karabakh", [0.760, 0.080, 130.0]),
            ("kars", [0.780, 0.050, 60.0]),
            ("nakhchivan", [0.920, 0.110, 100.0]),
            ("other", [0.850, 0.020, 90.0]),
            ("russia", [0.765, 0.090, 22.0]),
            ("syunik", [0.740, 0.095, 48.0]),
            ("turkey", [0.830, 0.060, 118.0]),
        ];
        Palette { families: families.map(|(name, lch)| (name.to_owned(), lch)).into() }
    }
}

/// The colours one polity is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tints {
    /// Fill of its land.
    pub fill: Color,
    /// Fill of land it is only inferred to hold.
    pub pale: Color,
    /// Hatch lines that stand for it.
    pub hatch: Color,
    /// Its name on the map.
    pub text: Color,
}

impl Palette {
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
        self.tints(dataset)[polity.index()]
    }

    fn shade(&self, family: &str, shade: usize) -> Tints {
        let [l, c, h] = self.families.get(family).copied().unwrap_or_else(|| {
            let hash =
                family.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
            [0.84, 0.06, f64::from(hash % 360)]
        });
        // Successors step down in lightness and turn a little: kin, yet told apart side by side.
        let step = (shade % 4) as f64;
        let (l, c, h) = (l - 0.035 * step, c + 0.012 * step, h - 4.0 * step);
        let fill = Color::oklch(l, c, h);
        Tints {
            fill,
            pale: fill.mix(Color::hex(0xfaf8f2), 0.55),
            hatch: Color::oklch(l - 0.24, c + 0.05, h),
            text: Color::oklch(0.36, 0.5 * c, h),
        }
    }
}
