//! Text into boxes: type is never made smaller than [`LEAST_PX`]; what has no room is left to the notes.

use crate::deck::{Colors, INDENT, LEADING, LEAST_PX, Paragraph, Role, Run, Stands, TextBox};
use crate::geometry::clip::Rect;
use crate::style::Color;
use crate::text::{self, Face};

/// How much of a box text may fill: other programs set it in fonts of their own, which may be wider.
pub(super) const SPARE: f64 = 0.9;

/// A stretch of text.
pub(super) fn run(words: impl Into<String>, bold: bool, color: Color) -> Run {
    Run { text: words.into(), bold, italic: false, color }
}

/// A paragraph of one look.
pub(super) fn paragraph(words: impl Into<String>, size: f64, color: Color) -> Paragraph {
    Paragraph { runs: vec![run(words, false, color)], size, bullet: false, centred: false, before: 0.0 }
}

/// A box of text in which no word is wider than it is.
pub(super) fn text_box(
    id: &str,
    role: Role,
    rect: Rect,
    stands: Stands,
    paragraphs: Vec<Paragraph>,
) -> TextBox {
    let paragraphs = paragraphs.into_iter().map(|paragraph| unbroken(paragraph, rect.w * SPARE)).collect();
    TextBox { id: id.to_owned(), role, rect, stands, paragraphs }
}

/// True if the text fits its box with room to spare.
pub(super) fn fits(text: &TextBox) -> bool {
    text.height(text.rect.w * SPARE) <= text.rect.h * SPARE + 0.01
}

/// Height of a box for paragraphs, with room to spare.
pub(super) fn height(paragraphs: &[Paragraph], width: f64) -> f64 {
    let rect = Rect::new(0.0, 0.0, width, 0.0);
    let text = text_box("", Role::Free, rect, Stands::Top, paragraphs.to_vec());
    (text.height(width * SPARE) / SPARE).ceil()
}

/// The paragraph with words that are wider than a line parted by hyphens.
fn unbroken(mut paragraph: Paragraph, width: f64) -> Paragraph {
    let room = width - if paragraph.bullet { INDENT * paragraph.size } else { 0.0 };
    for run in &mut paragraph.runs {
        let face = if run.bold { Face::SansBold } else { Face::Sans };
        let wide = |words: &str| text::width(face, words, paragraph.size, 0.0) > room;
        if run.text.split(' ').any(wide) {
            let parted = |word: &str| text::wrap(face, word, paragraph.size, room).join(" ");
            let words: Vec<String> = run.text.split(' ').map(parted).collect();
            run.text = words.join(" ");
        }
    }
    paragraph
}

/// A title in the largest of some sizes in which it fits, and what of it had to be cut.
pub(super) fn title(
    words: &str,
    rect: Rect,
    sizes: &[f64],
    stands: Stands,
    colors: &Colors,
) -> (TextBox, bool) {
    let set = |words: &str, size: f64| {
        let paragraph =
            Paragraph { runs: vec![run(words, true, colors.ink)], ..paragraph("", size, colors.ink) };
        text_box("title", Role::Title, rect, stands, vec![paragraph])
    };
    if let Some(text) = sizes.iter().map(|&size| set(words, size)).find(fits) {
        return (text, false);
    }
    // As many letters as fit: twice as many as are tried do not fit, or all of them.
    let cut = |letters: usize| text::shortened(words, letters).unwrap_or_else(|| words.to_owned());
    let (mut most, mut too_many) = (1, words.chars().count());
    while most + 1 < too_many {
        let letters = usize::midpoint(most, too_many);
        if fits(&set(&cut(letters), LEAST_PX)) { most = letters } else { too_many = letters }
    }
    (set(&cut(most), LEAST_PX), true)
}

/// As many whole works of a list as stand on one line, those first that are wanted most; `rest` is said after them
/// where some are left.
pub(super) fn works(before: &str, works: &[String], rest: &str, width: f64, size: f64) -> String {
    let fits = |words: &str| text::width(Face::Sans, words, size, 0.0) <= width * SPARE;
    let line = |count: usize, rest: &str| {
        let mut parts = works[..count].to_vec();
        if count < works.len() {
            parts.push(format!("…{rest}"));
        }
        format!("{before}: {}", parts.join("; "))
    };
    // No more than stand there without a word on the others.
    let mut room = width * SPARE - text::width(Face::Sans, before, size, 0.0);
    let most = works.iter().take_while(|work| {
        room -= text::width(Face::Sans, work, size, 0.0);
        0.0 <= room
    });
    let most = most.count();
    // Better one work and no word on where the others are than none.
    let told = format!(" ({rest})");
    let forms = (1..=most).rev().map(|count| line(count, &told));
    let short = (1..=most).rev().map(|count| line(count, ""));
    forms.chain(short).chain([line(0, &told)]).find(|line| fits(line)).unwrap_or_default()
}

/// Which of some paragraphs fit into a height: the weightiest, in their order. `more` is the paragraph after them where
/// some are left.
pub(super) fn choose(
    paragraphs: &[(Paragraph, usize)],
    more: impl Fn(usize) -> Paragraph,
    width: f64,
    room: f64,
) -> Vec<bool> {
    let mut order: Vec<usize> = (0..paragraphs.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(paragraphs[at].1), at));
    let mut chosen = vec![false; paragraphs.len()];
    for at in order {
        chosen[at] = true;
        if height(&listed(paragraphs, &chosen, &more), width) > room {
            chosen[at] = false;
        }
    }
    chosen
}

/// The chosen paragraphs, with what is said of the others after them.
pub(super) fn listed(
    paragraphs: &[(Paragraph, usize)],
    chosen: &[bool],
    more: &impl Fn(usize) -> Paragraph,
) -> Vec<Paragraph> {
    let kept = paragraphs.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|((one, _), _)| one.clone());
    let mut kept: Vec<Paragraph> = kept.collect();
    let left = chosen.iter().filter(|chosen| !**chosen).count();
    if left > 0 {
        kept.push(more(left));
    }
    kept
}

/// Height of one line of type with room to spare.
pub(super) fn line(size: f64) -> f64 {
    (size * LEADING / SPARE).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colors() -> Colors {
        let ink = Color::hex(0);
        Colors { paper: Color::WHITE, ink, muted: ink, rule: ink, accent: ink }
    }

    #[test]
    fn a_title_gets_smaller_and_then_shorter() {
        let rect = Rect::new(0.0, 0.0, 900.0, 100.0);
        let set = |words: &str| title(words, rect, &[64.0, 48.0, LEAST_PX], Stands::Top, &colors());
        for (words, size, is_cut) in [
            ("Short", 64.0, false),
            ("A title that is a little longer", 48.0, false),
            ("A title that needs two lines because it tells of more than one thing", LEAST_PX, false),
        ] {
            let (text, cut) = set(words);
            assert_eq!((text.paragraphs[0].size, cut), (size, is_cut), "{words}");
            assert!(fits(&text), "{words}");
        }
        let (text, cut) = set(&"word ".repeat(60));
        assert!(cut && fits(&text) && text.words().ends_with("word…"), "{}", text.words());
    }

    #[test]
    fn a_word_wider_than_its_box_is_parted() {
        let rect = Rect::new(0.0, 0.0, 200.0, 400.0);
        let words = "a самопровозглашённая b";
        let text = text_box("t", Role::Free, rect, Stands::Top, vec![paragraph(words, 36.0, Color::WHITE)]);
        let parts = text.words();
        assert_eq!(parts.replace("- ", ""), words);
        for piece in parts.split(' ') {
            assert!(text::width(Face::Sans, piece, 36.0, 0.0) <= 200.0 * SPARE, "{piece}");
        }
    }

    #[test]
    fn works_are_left_out_whole() {
        let names = ["Rossi 1861".to_owned(), "Bianchi 1862".to_owned(), "Verdi 1863".to_owned()];
        for (width, expected) in [
            (900.0, "Sources: Rossi 1861; Bianchi 1862; Verdi 1863"),
            (700.0, "Sources: Rossi 1861; … (in the notes)"),
            (430.0, "Sources: Rossi 1861; …"),
            (100.0, ""),
        ] {
            assert_eq!(works("Sources", &names, "in the notes", width, 36.0), expected, "{width}");
        }
    }
}
