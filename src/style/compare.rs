//! How comparisons look.

use serde::{Deserialize, Serialize};

use super::HatchLine;

/// Comparisons of two states. Lengths in px at the reference page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CompareStyle {
    /// How far the fill of unchanged land is mixed with the pale of the tints, 0 to 1.
    pub quiet_share: f64,
    /// Hatching of changed land, in the colour of the former holder.
    pub lost: HatchLine,
    /// Width of a border that is no more, in the colour of borders between holders. Zero draws none.
    pub ghost_px: f64,
    /// Its dash; empty draws a whole line.
    pub ghost_dash: Vec<f64>,
    /// How much of its colour it has, 0 to 1.
    pub ghost_opacity: f64,
    /// Width of a border that is new.
    pub new_px: f64,
    /// Width of the outline of changed land where two whole maps stand side by side.
    pub outline_px: f64,
    /// Size of the numbers of changes.
    pub number_px: f64,
    /// Length of the arrows from the former holder to the new. Zero draws none.
    pub arrow_px: f64,
}

impl Default for CompareStyle {
    fn default() -> CompareStyle {
        CompareStyle {
            quiet_share: 0.68,
            lost: HatchLine::new(45.0, 9.0, 2.2),
            ghost_px: 1.9,
            ghost_dash: vec![5.0, 4.0],
            ghost_opacity: 0.85,
            new_px: 3.2,
            outline_px: 2.2,
            number_px: 12.5,
            arrow_px: 34.0,
        }
    }
}
