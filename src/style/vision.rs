//! How colours look to people who see them otherwise, and on paper without colour.

use super::Color;
use super::color::{distance, oklab_of};

/// A way of seeing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// All three kinds of cones.
    Normal,
    /// Without the cones for long waves (red).
    Protanopia,
    /// Without the cones for middle waves (green).
    Deuteranopia,
    /// Without the cones for short waves (blue).
    Tritanopia,
    /// Only light and dark, as on a photocopy.
    Grey,
}

impl Sight {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Sight); 5] = [
        ("normal", Sight::Normal),
        ("protanopia", Sight::Protanopia),
        ("deuteranopia", Sight::Deuteranopia),
        ("tritanopia", Sight::Tritanopia),
        ("greyscale", Sight::Grey),
    ];

    /// Its name.
    pub fn key(self) -> &'static str {
        Sight::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// A colour as it is seen; opacity stays.
    pub fn see(self, color: Color) -> Color {
        Color { a: color.a, ..Color::from_linear(self.light(color)) }
    }

    /// How different two opaque colours are as they are seen: their distance in OKLab.
    pub fn difference(self, a: Color, b: Color) -> f64 {
        distance(oklab_of(self.light(a)), oklab_of(self.light(b)))
    }

    /// The light that somebody who sees everything would have to be sent to see what is seen.
    fn light(self, color: Color) -> [f64; 3] {
        let light = color.linear();
        let Some(rows) = self.rows() else { return light };
        rows.map(|row| row[0] * light[0] + row[1] * light[1] + row[2] * light[2])
    }

    /// What is seen of red, green and blue light, in rows of red, green and blue. For dichromats: Machado,
    /// Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
    /// Deficiency", severity 1.0. For grey: the luminance of sRGB.
    fn rows(self) -> Option<[[f64; 3]; 3]> {
        match self {
            Sight::Normal => None,
            Sight::Protanopia => Some([
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ]),
            Sight::Deuteranopia => Some([
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ]),
            Sight::Tritanopia => Some([
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ]),
            Sight::Grey => Some([[0.2126, 0.7152, 0.0722]; 3]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White and black stay; what the missing cones would tell apart comes together.
    #[test]
    fn colours_as_others_see_them() {
        for (_, sight) in Sight::ALL {
            for color in [Color::WHITE, Color::hex(0)] {
                assert!(sight.see(color).difference(color) < 0.005, "{sight:?}");
            }
        }
        let (red, green) = (Color::hex(0xc06050), Color::hex(0x808030));
        let apart = |sight: Sight| sight.difference(red, green);
        assert!(apart(Sight::Deuteranopia) < 0.5 * apart(Sight::Normal));
        assert_eq!(Sight::Grey.see(Color::hex(0x00ff00)).css(), "#dcdcdc");
    }
}
