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
        if is_unseen(character) {
            // The space shows nothing either, and here it has no width.
            return (face.loaded().charmap.map(' ').map_or(0, |id| id.to_u32() as u16), 0);
        }
        let found = face.loaded().charmap.map(character);
        // A space of another width than the fonts have is a space all the same.
        let found = found.or_else(|| face.loaded().charmap.map(' ').filter(|_| character.is_whitespace()));
        let id = found.map_or(0, |id| id.to_u32() as u16);
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

/// The characters of a text that one of the faces lacks, in their order.
pub fn missing(text: &str) -> impl Iterator<Item = char> {
    let lacks = |character: &char| {
        !character.is_ascii()
            && !character.is_whitespace()
            && Face::ALL.iter().any(|&face| glyph(face, *character) == 0)
    };
    text.chars().filter(lacks)
}

/// True for a character that only says how its neighbours are set, and is never seen: soft hyphens, joiners, marks of
/// direction and of variants, the mark at the beginning of a file.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
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

/// Breaks a text into lines no wider than `max` px, at spaces that may break. A word that is wider than a line is parted:
/// after a hyphen or a stroke, else between two letters with a hyphen; only a single letter may be wider than `max`.
pub fn wrap(face: Face, text: &str, size: f64, max: f64) -> Vec<String> {
    let wide = |units: u64| units as f64 * size / UNITS_PER_EM > max;
    let space = units(face, ' ');
    let mut lines: Vec<String> = Vec::new();
    // How wide the last line is, in units of the font, so that no letter is measured twice.
    let mut last = 0;
    for word in words(text) {
        let whole: u64 = word.chars().map(|character| units(face, character)).sum();
        match lines.last_mut() {
            Some(line) if !wide(last + space + whole) => {
                line.push(' ');
                line.push_str(word);
                last += space + whole;
            }
            _ if wide(whole) => last = part(face, word, &wide, &mut lines),
            _ => {
                lines.push(word.to_owned());
                last = whole;
            }
        }
    }
    lines
}

/// The same if no word has to be parted; `None` where one is wider than a line.
pub fn wrap_whole(face: Face, text: &str, size: f64, max: f64) -> Option<Vec<String>> {
    words(text).all(|word| width(face, word, size, 0.0) <= max).then(|| wrap(face, text, size, max))
}

/// The words of a text, between which a line may end.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_break).filter(|word| !word.is_empty())
}

/// Parts a word that is wider than a line into lines. Returns how wide the last of them is, in units of the font.
fn part(face: Face, word: &str, wide: &impl Fn(u64) -> bool, lines: &mut Vec<String>) -> u64 {
    let letters: Vec<char> = word.chars().collect();
    let hyphen = units(face, '-');
    let mut from = 0;
    let mut rest: u64 = letters.iter().map(|&letter| units(face, letter)).sum();
    while wide(rest) && from + 1 < letters.len() {
        // The last places at which the line may end, and what it is wide there.
        let (mut natural, mut hard) = (None, None);
        let mut sum = 0;
        for at in from + 1..letters.len() {
            let before = letters[at - 1];
            sum += units(face, before);
            if is_mark(letters[at]) {
                continue;
            }
            let is_joint = at - from > 1
                && matches!(before, '-' | '\u{2010}' | '–' | '—' | '/' | '_' | '&' | '\u{a0}' | '\u{202f}');
            if is_joint && !wide(sum) {
                natural = Some((at, sum));
            }
            let added = if hyphenates(before, letters[at]) { hyphen } else { 0 };
            if hard.is_none() || !wide(sum + added) {
                // One or two letters alone look lost on a line.
                if hard.is_none() || letters.len() - at > 2 {
                    hard = Some((at, sum));
                }
            }
            if wide(sum) {
                break;
            }
        }
        let Some((end, sum)) = natural.or(hard) else { break };
        let mut line: String = letters[from..end].iter().collect();
        if natural.is_none() && hyphenates(letters[end - 1], letters[end]) && !wide(sum + hyphen) {
            line.push('-');
        }
        lines.push(line.trim_end_matches(['\u{a0}', '\u{202f}']).to_owned());
        rest -= sum;
        from = end;
    }
    lines.push(letters[from..].iter().collect());
    rest
}

/// True for white space at which a line may end.
fn is_break(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// True between two letters that a hyphen may part.
fn hyphenates(before: char, after: char) -> bool {
    before.is_alphabetic() && after.is_alphabetic()
}

/// True for a mark that stands on the letter before it.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn units(face: Face, character: char) -> u64 {
    u64::from(letter(face, character).1)
}

/// A text of at most `most` letters: the words that have room with `…` after them, or the first letters where the words
/// are longer. `None` if it is not longer.
pub fn shortened(text: &str, most: usize) -> Option<String> {
    text.char_indices().nth(most)?;
    let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    let words = text[..end].rfind(is_break).filter(|&space| space > end / 2);
    let kept = text[..words.unwrap_or(end)].trim_end_matches([' ', ',', ';', ':', '(', '–', '-']);
    Some(format!("{kept}…"))
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
    fn wraps_at_spaces_and_parts_what_is_wider() {
        let wrapped = |text: &str, room: &str| {
            let max = width(Face::Sans, room, 10.0, 0.0);
            let lines = wrap(Face::Sans, text, 10.0, max);
            for line in &lines {
                let is_letter = line.chars().filter(|c| !is_mark(*c)).count() == 1;
                assert!(is_letter || width(Face::Sans, line, 10.0, 0.0) <= max, "{line} of {text}");
            }
            lines
        };
        assert_eq!(wrapped("one two three", "one two"), ["one two", "three"]);
        // What stands between thousands and before units does not break.
        let land = "land of 12\u{a0}345\u{202f}km";
        assert_eq!(wrapped(land, "land of 12 345"), ["land of", "12\u{a0}345\u{202f}km"]);
        // After a hyphen that is there; else between letters with one; between digits without.
        let lines = wrapped("Long-Wordington and more", "Long-Wo");
        assert_eq!((lines[0].as_str(), lines[1].ends_with('-')), ("Long-", true), "{lines:?}");
        assert!(
            lines.len() >= 4 && lines.concat().replace(['-', ' '], "") == "LongWordingtonandmore",
            "{lines:?}"
        );
        let lines = wrapped("Landkreisverwaltung", "Landkreis");
        assert!(lines.len() == 3 && lines[0].ends_with('-') && lines[1].ends_with('-'), "{lines:?}");
        assert_eq!(lines.concat().replace('-', ""), "Landkreisverwaltung");
        assert_eq!(wrapped("1234567890", "12345"), ["12345", "67890"]);
        assert_eq!(wrapped("ab", ""), ["a", "b"]);
        assert_eq!(wrapped("", "x"), [""; 0]);
        // A mark goes with its letter.
        assert_eq!(wrapped("e\u{301}1e\u{301}", ""), ["e\u{301}", "1", "e\u{301}"]);
    }

    #[test]
    fn long_texts_are_shortened_at_a_word() {
        assert_eq!(shortened("one two three", 13), None);
        assert_eq!(shortened("one two three", 10).as_deref(), Some("one two…"));
        assert_eq!(shortened("onetwothree", 6).as_deref(), Some("onetw…"));
    }
}
