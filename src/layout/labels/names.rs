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

/// A name in one line, and broken at its spaces into two and three lines of the most even length.
pub(super) fn breaks(name: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut out = vec![vec![words.join(" ")]];
    let longest = |lines: &[String]| lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    for count in 2..=words.len().min(3) {
        let mut best: Option<Vec<String>> = None;
        let mut cut_at = |cuts: &[usize]| {
            let mut lines = Vec::new();
            let mut from = 0;
            for &to in cuts.iter().chain([&words.len()]) {
                lines.push(words[from..to].join(" "));
                from = to;
            }
            if best.as_ref().is_none_or(|known| longest(&lines) < longest(known)) {
                best = Some(lines);
            }
        };
        for first in 1..words.len() {
            if count == 2 {
                cut_at(&[first]);
            } else {
                for second in first + 1..words.len() {
                    cut_at(&[first, second]);
                }
            }
        }
        out.extend(best);
    }
    out
}

/// A name in capital letters. Turkish and Azerbaijani keep the dot of i.
pub(super) fn capitals(name: &str, lang: Lang) -> String {
    let dotted = lang == Lang::AZ || lang == Lang::TR;
    name.chars()
        .flat_map(|c| {
            let upper: Vec<char> = match c {
                'i' if dotted => vec!['İ'],
                // The Armenian ligature has no capital of its own in a word set in capitals.
                'և' => vec!['Ե', 'Վ'],
                c => c.to_uppercase().collect(),
            };
            upper
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
    }

    #[test]
    fn capitals_follow_the_language() {
        assert_eq!(capitals("Azərbaycan SSR i ı", Lang::AZ), "AZƏRBAYCAN SSR İ I");
        assert_eq!(capitals("Türkiye", Lang::TR), "TÜRKİYE");
        assert_eq!(capitals("Turkey i", Lang::EN), "TURKEY I");
        assert_eq!(capitals("Երևան", Lang::HY), "ԵՐԵՎԱՆ");
    }
}
