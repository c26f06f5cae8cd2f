//! Colours, and OKLCH, in which tints are chosen.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::geometry::math::{DEGREE, cbrt, cos, pow, sin, sqrt};

/// An sRGB colour with opacity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub r: u8,
    /// Green, 0 to 255.
    pub g: u8,
    /// Blue, 0 to 255.
    pub b: u8,
    /// Opacity, 0 to 255.
    pub a: u8,
}

impl Color {
    /// White.
    pub const WHITE: Color = Color::hex(0xffffff);

    /// An opaque colour from `0xrrggbb`.
    pub const fn hex(rgb: u32) -> Color {
        Color { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// A colour from `0xrrggbbaa`.
    pub const fn hexa(rgba: u32) -> Color {
        Color { r: (rgba >> 24) as u8, g: (rgba >> 16) as u8, b: (rgba >> 8) as u8, a: rgba as u8 }
    }

    /// The opaque colour with OKLCH lightness (0 to 1), chroma (0 to about 0.3) and hue in degrees
    /// (Ottosson 2020). Chroma is lowered until sRGB can show it; lightness and hue stay.
    pub fn oklch(lightness: f64, chroma: f64, hue_deg: f64) -> Color {
        let mut chroma = chroma;
        for _ in 0..40 {
            let linear = oklch_to_linear(lightness, chroma, hue_deg);
            if linear.iter().all(|c| (-0.0005..=1.0005).contains(c)) {
                break;
            }
            chroma *= 0.93;
        }
        Color::from_linear(oklch_to_linear(lightness, chroma, hue_deg))
    }

    /// The opaque colour with this much red, green and blue light, each 0 to 1.
    pub fn from_linear(light: [f64; 3]) -> Color {
        let [r, g, b] = light.map(|c| {
            let c = c.clamp(0.0, 1.0);
            let encoded = if c <= 0.003_130_8 { 12.92 * c } else { 1.055 * pow(c, 1.0 / 2.4) - 0.055 };
            (encoded * 255.0 + 0.5) as u8
        });
        Color { r, g, b, a: 255 }
    }

    /// Its red, green and blue as amounts of light, each 0 to 1.
    pub fn linear(self) -> [f64; 3] {
        [self.r, self.g, self.b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { pow((c + 0.055) / 1.055, 2.4) }
        })
    }

    /// The colour in OKLab: lightness 0 to 1, and the two axes of colour (Ottosson 2020).
    pub fn oklab(self) -> [f64; 3] {
        oklab_of(self.linear())
    }

    /// How different two opaque colours look: their distance in OKLab. Below about 0.02 side by side
    /// they look alike; black and white are 1 apart.
    pub fn difference(self, other: Color) -> f64 {
        distance(self.oklab(), other.oklab())
    }

    /// Relative luminance, 0 to 1 (WCAG 2).
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast of text in one colour on the other, 1 to 21 (WCAG 2). Text is easy to read from 4.5,
    /// large text from 3.
    pub fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The opaque colour that shows where this one lies over another.
    pub fn over(self, under: Color) -> Color {
        under.mix(Color { a: 255, ..self }, self.opacity())
    }

    /// This colour mixed with another; `share` of the other, 0 to 1, in sRGB.
    pub fn mix(self, other: Color, share: f64) -> Color {
        let blend = |x: u8, y: u8| (f64::from(x) * (1.0 - share) + f64::from(y) * share + 0.5) as u8;
        Color {
            r: blend(self.r, other.r),
            g: blend(self.g, other.g),
            b: blend(self.b, other.b),
            a: blend(self.a, other.a),
        }
    }

    /// The same colour with another opacity, 0 to 1.
    pub fn alpha(self, opacity: f64) -> Color {
        Color { a: (opacity.clamp(0.0, 1.0) * 255.0 + 0.5) as u8, ..self }
    }

    /// Opacity, 0 to 1.
    pub fn opacity(self) -> f64 {
        f64::from(self.a) / 255.0
    }

    /// The colour as CSS hex without opacity: `#rrggbb`, or `#rgb` where that is the same.
    pub fn css(self) -> String {
        let short = [self.r, self.g, self.b].iter().all(|c| c >> 4 == c & 15);
        if short {
            format!("#{:x}{:x}{:x}", self.r & 15, self.g & 15, self.b & 15)
        } else {
            format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
        }
    }

    /// Reads `#rgb`, `#rrggbb` or `#rrggbbaa`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#')?;
        if !digits.is_ascii() {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            3 => {
                let c = |shift: u32| ((value >> shift) & 15) * 17;
                Some(Color::hex(c(8) << 16 | c(4) << 8 | c(0)))
            }
            6 => Some(Color::hex(value)),
            8 => Some(Color::hexa(value)),
            _ => None,
        }
    }
}

impl Default for Color {
    /// Black.
    fn default() -> Color {
        Color::hex(0)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)?;
        if self.a < 255 { write!(f, "{:02x}", self.a) } else { Ok(()) }
    }
}

impl fmt::Debug for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
        let text = String::deserialize(deserializer)?;
        Color::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "\"{text}\" is not a colour; write \"#rrggbb\" or, with opacity, \"#rrggbbaa\""
            ))
        })
    }
}

/// OKLab of amounts of red, green and blue light. Light no eye can be sent less of than none counts as none.
pub(super) fn oklab_of(light: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = light.map(|c| c.max(0.0));
    let l = cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

/// Distance in OKLab.
pub(super) fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    sqrt((0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).sum())
}

fn oklch_to_linear(lightness: f64, chroma: f64, hue_deg: f64) -> [f64; 3] {
    let (a, b) = (chroma * cos(hue_deg * DEGREE), chroma * sin(hue_deg * DEGREE));
    let cube = |x: f64| x * x * x;
    let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_colours() {
        for text in ["#2b2a28", "#ffffff99"] {
            assert_eq!(Color::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Color::parse("#fa0"), Some(Color::hex(0xffaa00)));
        assert_eq!(Color::hex(0xffaa00).css(), "#fa0");
        assert_eq!(Color::parse("red"), None);
        assert_eq!(Color::parse("#12345"), None);
    }

    #[test]
    fn distances_and_contrasts() {
        let (black, white) = (Color::hex(0), Color::WHITE);
        assert!((black.difference(white) - 1.0).abs() < 1e-6);
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        // The grey that WCAG names as the lightest to be read on white.
        assert!(Color::hex(0x767676).contrast(white) >= 4.5 && Color::hex(0x777777).contrast(white) < 4.5);
        let [l, a, b] = Color::oklch(0.7, 0.1, 90.0).oklab();
        assert!((l - 0.7).abs() < 0.003 && a.abs() < 0.003 && (b - 0.1).abs() < 0.003);
        assert_eq!(white.alpha(0.5).over(black).css(), "#808080");
    }

    /// Values of the OKLCH reference implementation.
    #[test]
    fn oklch_agrees_with_the_reference() {
        assert_eq!(Color::oklch(1.0, 0.0, 0.0), Color::WHITE);
        assert_eq!(Color::oklch(0.627_955, 0.257_683, 29.233_885).css(), "#f00");
        assert_eq!(Color::oklch(0.0, 0.0, 0.0).css(), "#000");
    }
}
