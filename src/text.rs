//! The embedded fonts: measuring text and getting its letters' outlines.
//!
//! No system font is ever used, so text measures and looks the same on every machine. Letters are
//! placed by their advance widths alone: the fonts carry no kerning, so every program that shows the
//! SVG sets the lines as wide as we measured them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// A face of the embedded fonts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Noto Sans Regular.
    #[default]
    Sans,
    /// Noto Sans SemiBold.
    SansBold,
    /// Noto Serif Italic.
    SerifItalic,
    /// Noto Serif SemiBold.
    SerifBold,
}

impl Face {
    /// All faces.
    pub const ALL: [Face; 4] = [Face::Sans, Face::SansBold, Face::SerifItalic, Face::SerifBold];

    /// The font file. Latin, Cyrillic, Armenian and Georgian; 1000 units per em; SIL Open Font License.
    pub fn data(self) -> &'static [u8] {
        match self {
            Face::Sans => include_bytes!("../styles/fonts/NotoSans-Regular.ttf"),
            Face::SansBold => include_bytes!("../styles/fonts/NotoSans-SemiBold.ttf"),
            Face::SerifItalic => include_bytes!("../styles/fonts/NotoSerif-Italic.ttf"),
            Face::SerifBold => include_bytes!("../styles/fonts/NotoSerif-SemiBold.ttf"),
        }
    }

    /// CSS family, weight and style.
    pub fn css(self) -> (&'static str, u16, &'static str) {
        match self {
            Face::Sans => ("Noto Sans", 400, "normal"),
            Face::SansBold => ("Noto Sans", 600, "normal"),
            Face::SerifItalic => ("Noto Serif", 400, "italic"),
            Face::SerifBold => ("Noto Serif", 600, "normal"),
        }
    }

    /// Families to fall back to where neither the embedded font nor an installed one is there, those of
    /// about the same width first.
    pub fn fallback(self) -> &'static str {
        match self {
            Face::Sans | Face::SansBold => {
                "'Open Sans','Segoe UI','DejaVu Sans Condensed','Liberation Sans',Arial,sans-serif"
            }
            Face::SerifItalic | Face::SerifBold => {
                "'Droid Serif','DejaVu Serif Condensed','Liberation Serif',Georgia,serif"
            }
        }
    }

    fn loaded(self) -> &'static Loaded {
        static FACES: [OnceLock<Loaded>; 4] = [const { OnceLock::new() }; 4];
        FACES[self as usize].get_or_init(|| Loaded::new(self.data()))
    }
}

struct Loaded {
    charmap: skrifa::charmap::Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    outlines: OutlineGlyphCollection<'static>,
}

impl Loaded {
    fn new(data: &'static [u8]) -> Loaded {
        // The files are part of the program and read by the tests; they parse.
        let font = FontRef::new(data).expect("embedded font");
        Loaded {
            charmap: font.charmap(),
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            outlines: font.outline_glyphs(),
        }
    }
}

/// Height of capital letters as a share of the size.
pub const CAP_HEIGHT: f64 = 0.714;
/// How far letters reach below the baseline, as a share of the size.
pub const DESCENT: f64 = 0.24;

const UNITS_PER_EM: f64 = 1000.0;

/// The glyph of a character; 0 (an empty box) if the fonts lack it.
pub fn glyph(face: Face, character: char) -> u16 {
    letter(face, character).0
}

/// The glyph of a character and how far it moves the line on, in units of the font. Layout asks this for every letter of
/// every line it tries; what was looked up once is kept.
fn letter(face: Face, character: char) -> (u16, u16) {
    /// Latin, Cyrillic and Armenian, and the marks between words, are below.
    const COUNT: usize = 0x2100;
    static KNOWN: [[AtomicU64; COUNT]; 4] = [const { [const { AtomicU64::new(0) }; COUNT] }; 4];
    let look_up = || {
        let id = face.loaded().charmap.map(character).map_or(0, |id| id.to_u32() as u16);
        (id, advance_units(face, id) as u16)
    };
    let Some(slot) = KNOWN[face as usize].get(character as usize) else { return look_up() };
    // One word holds both halves and that they are known, so no thread sees the one without the other.
    match slot.load(Ordering::Relaxed) {
        0 => {
            let (id, advance) = look_up();
            slot.store(1 << 32 | u64::from(id) << 16 | u64::from(advance), Ordering::Relaxed);
            (id, advance)
        }
        known => ((known >> 16) as u16, known as u16),
    }
}

/// True if the fonts can write all of the text.
pub fn covers(face: Face, text: &str) -> bool {
    text.chars().all(|character| glyph(face, character) != 0)
}

/// Width of a text in px, with `spacing` px between its letters.
pub fn width(face: Face, text: &str, size: f64, spacing: f64) -> f64 {
    let mut advance = 0.0;
    let mut count = 0usize;
    for character in text.chars() {
        advance += f64::from(letter(face, character).1);
        count += 1;
    }
    advance * size / UNITS_PER_EM + spacing * count.saturating_sub(1) as f64
}

/// The glyphs of a text with the px each stands from the start of the line.
pub fn place(face: Face, text: &str, size: f64, spacing: f64) -> Vec<(u16, f64)> {
    let mut x = 0.0;
    text.chars()
        .map(|character| {
            let (id, advance) = letter(face, character);
            let at = x;
            x += f64::from(advance) * size / UNITS_PER_EM + spacing;
            (id, at)
        })
        .collect()
}

/// How far a glyph moves the line on, in px, without spacing.
pub fn advance(face: Face, id: u16, size: f64) -> f64 {
    advance_units(face, id) * size / UNITS_PER_EM
}

fn advance_units(face: Face, id: u16) -> f64 {
    f64::from(face.loaded().metrics.advance_width(GlyphId::new(u32::from(id))).unwrap_or(0.0))
}

/// Receives a letter's outline in em units (1 = the size), y downwards.
pub trait Pen {
    /// Starts a contour.
    fn move_to(&mut self, x: f64, y: f64);
    /// Straight line.
    fn line_to(&mut self, x: f64, y: f64);
    /// Quadratic curve.
    fn quad_to(&mut self, cx: f64, cy: f64, x: f64, y: f64);
    /// Cubic curve.
    fn cubic_to(&mut self, cx0: f64, cy0: f64, cx1: f64, cy1: f64, x: f64, y: f64);
    /// Ends a contour.
    fn close(&mut self);
}

/// Draws the outline of a glyph.
pub fn outline(face: Face, id: u16, pen: &mut impl Pen) {
    struct Em<'a, P>(&'a mut P);
    impl<P: Pen> OutlinePen for Em<'_, P> {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.move_to(f64::from(x) / UNITS_PER_EM, -f64::from(y) / UNITS_PER_EM);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.line_to(f64::from(x) / UNITS_PER_EM, -f64::from(y) / UNITS_PER_EM);
        }
        fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
            let [cx, cy, x, y] = [cx, -cy, x, -y].map(|v| f64::from(v) / UNITS_PER_EM);
            self.0.quad_to(cx, cy, x, y);
        }
        fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
            let [cx0, cy0, cx1, cy1, x, y] =
                [cx0, -cy0, cx1, -cy1, x, -y].map(|v| f64::from(v) / UNITS_PER_EM);
            self.0.cubic_to(cx0, cy0, cx1, cy1, x, y);
        }
        fn close(&mut self) {
            self.0.close();
        }
    }
    if let Some(glyph) = face.loaded().outlines.get(GlyphId::new(u32::from(id))) {
        // An outline that cannot be drawn (none in the embedded fonts) leaves its letter blank.
        let _ = glyph.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut Em(pen));
    }
}

/// Breaks a text into lines no wider than `max` px, at spaces; a longer word gets a line of its own.
pub fn wrap(face: Face, text: &str, size: f64, max: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(last) = lines.last_mut() {
            let longer = format!("{last} {word}");
            if width(face, &longer, size, 0.0) <= max {
                *last = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_cover_the_alphabets_of_the_maps() {
        let texts = [
            "Naxçıvan Şərur Gəncə Ağdam Göyçə Qubadlı Ə Ğ İ Ö Ü",
            "Нахичевань Елизаветполь Ё ё І ѣ",
            "Նախիջևան Զանգեզուր Արցախ և «»։",
            "თბილისი ბათუმი",
            "1918–1930 · © “a” ʿ ʾ ā ḥ ṣ — … ° ′ №",
        ];
        for face in Face::ALL {
            for text in texts {
                let missing: String = text.chars().filter(|&c| glyph(face, c) == 0).collect();
                assert_eq!(missing, "", "{face:?}: {text}");
            }
        }
    }

    #[test]
    fn wraps_at_spaces() {
        let lines = wrap(Face::Sans, "one two three", 10.0, width(Face::Sans, "one two", 10.0, 0.0));
        assert_eq!(lines, ["one two", "three"]);
    }
}
