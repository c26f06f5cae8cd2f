//! Names as they are set: capitals, line breaks, the size of a block of lines.

use crate::lang::Lang;
use crate::text::{self, CAP_HEIGHT, DESCENT, Face};

/// Distance of baselines as a share of the size.
pub(super) const LEADING: f64 = 1.18;

/// Width and height of lines of text from the top of the capitals to the lowest letter.
pub(super) fn block(face: Face, lines: &[String], size: f64, spacing: f64) -> [f64; 2] {
    let width = lines.iter().map(|line| text::width(face, line, size, spacing)).fold(0.0, f64::max);
    [width, size * (CAP_HEIGHT + DESCENT) + (lines.len() as f64 - 1.0) * size * LEADING]
}

/// A name in one line, and broken at its spaces into two and three lines of the most even length: of such breakings the
/// one whose first line, then second line, is the shortest.
pub(super) fn breaks(name: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = text::words(name).collect();
    let mut out = vec![vec![words.join(" ")]];
    // Where each word begins if all stand in one line, in letters.
    let mut starts = vec![0];
    for word in &words {
        starts.push(starts[starts.len() - 1] + word.chars().count() + 1);
    }
    let length = |from: usize, to: usize| starts[to] - starts[from] - 1;
    let count = words.len();
    if count >= 2 {
        let longest = |cut: &usize| length(0, *cut).max(length(*cut, count));
        out.extend((1..count).min_by_key(longest).map(|cut| lines(&words, &[cut])));
    }
    if count >= 3 {
        // Of the words after the first cut: a later second cut makes the second line longer and the third shorter.
        let second = |first: usize| {
            let seconds: Vec<usize> = (first + 1..count).collect();
            let even = seconds.partition_point(|&cut| length(first, cut) < length(cut, count));
            let near = [even.saturating_sub(1), even].into_iter().filter_map(|at| seconds.get(at));
            let best = near.map(|&cut| length(first, cut).max(length(cut, count))).min().unwrap_or(0);
            let best = best.max(length(0, first));
            (best, first + 1 + seconds.partition_point(|&cut| best < length(cut, count)))
        };
        let cuts =
            (1..count - 1).map(|first| (second(first), first)).min_by_key(|((longest, _), _)| *longest);
        out.extend(cuts.map(|((_, second), first)| lines(&words, &[first, second])));
    }
    out
}

/// Words in lines that end at some of them.
fn lines(words: &[&str], cuts: &[usize]) -> Vec<String> {
    let ends = cuts.iter().copied().chain([words.len()]);
    let starts = [0].into_iter().chain(cuts.iter().copied());
    starts.zip(ends).map(|(from, to)| words[from..to].join(" ")).collect()
}

/// A name in capital letters. Turkish and Azerbaijani keep the dot of i. Georgian stays as it is: its capitals are for
/// headlines of a few books, and hardly a font has them; so do letters whose capitals `face` lacks.
pub(super) fn capitals(face: Face, name: &str, lang: Lang) -> String {
    let dotted = lang == Lang::AZ || lang == Lang::TR;
    name.chars()
        .flat_map(|c| {
            let upper: Vec<char> = match c {
                'i' if dotted => vec!['İ'],
                // The Armenian ligature has no capital of its own in a word set in capitals.
                'և' => vec!['Ե', 'Վ'],
                'ა'..='ჿ' => vec![c],
                c => c.to_uppercase().collect(),
            };
            let is_there = upper.iter().all(|&upper| text::glyph(face, upper) != 0);
            if is_there { upper } else { vec![c] }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_evenly() {
        let lines = breaks("Nagorno-Karabakh Autonomous Oblast");
        assert_eq!(lines[1], ["Nagorno-Karabakh", "Autonomous Oblast"]);
        assert_eq!(lines[2], ["Nagorno-Karabakh", "Autonomous", "Oblast"]);
        assert_eq!(breaks("Kars"), [["Kars"]]);
        assert_eq!(breaks("a b c")[2], ["a", "b", "c"]);
        assert_eq!(breaks("one two\u{a0}three")[1], ["one", "two\u{a0}three"]);
        // A name as long as a page takes no longer than reading it.
        assert_eq!(breaks(&"word ".repeat(20_000)).len(), 3);
    }

    /// Every way to break a name, the slow way.
    #[test]
    fn no_breaking_is_more_even() {
        for name in [
            "a bb ccc dddd",
            "aaaa b c d e",
            "one three five seven eleven",
            "x yy x yy x yy x",
            "aaaaaaaa b b",
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            let longest = |lines: &[String]| lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
            let all = (1..words.len()).flat_map(|a| (a + 1..words.len()).map(move |b| [a, b]));
            let mut best: Option<Vec<String>> = None;
            for cuts in all {
                let lines = lines(&words, &cuts);
                if best.as_ref().is_none_or(|known| longest(&lines) < longest(known)) {
                    best = Some(lines);
                }
            }
            assert_eq!(Some(&breaks(name)[2]), best.as_ref(), "{name}");
        }
    }

    #[test]
    fn capitals_follow_the_language() {
        assert_eq!(capitals(Face::SansBold, "Azərbaycan SSR i ı", Lang::AZ), "AZƏRBAYCAN SSR İ I");
        assert_eq!(capitals(Face::SansBold, "Türkiye", Lang::TR), "TÜRKİYE");
        assert_eq!(capitals(Face::SansBold, "Turkey i", Lang::EN), "TURKEY I");
        assert_eq!(capitals(Face::SansBold, "Երևան", Lang::HY), "ԵՐԵՎԱՆ");
        assert_eq!(capitals(Face::SansBold, "თბილისი", Lang::EN), "თბილისი");
    }
}
