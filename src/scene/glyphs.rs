//! Where each letter of a text stands: the one answer that PNG, outlines and PDF draw from.

use super::{Line, Text};
use crate::geometry::math::{DEGREE, atan2, cos, sin, sqrt};
use crate::text;

/// A letter in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// Its origin on the baseline, in px of the page.
    pub at: [f64; 2],
    /// Direction of the baseline there: cosine and sine of the turn, clockwise as the page is seen.
    pub along: [f64; 2],
}

impl Glyph {
    /// Position on the page of a point of the letter's outline, given in em.
    pub fn point(&self, [x, y]: [f64; 2], size: f64) -> [f64; 2] {
        let [c, s] = self.along;
        [self.at[0] + (x * c - y * s) * size, self.at[1] + (x * s + y * c) * size]
    }
}

impl Text {
    /// The letters of a line, one for each of its characters.
    pub fn glyphs(&self, line: &Line) -> Vec<Glyph> {
        let placed = text::place(self.face, &line.text, self.size, self.spacing);
        if let Some(course) = self.whole_course() {
            let start = self.course_start(line, &course);
            return placed
                .into_iter()
                .map(|(id, x)| {
                    // As SVG sets text on a path: the middle of a letter's advance is on the course, and the
                    // letter is turned as the course runs there.
                    let half = text::advance(self.face, id, self.size) / 2.0;
                    let ([px, py], along) = point_on(&course, start + x + half);
                    Glyph { id, at: [px - along[0] * half, py - along[1] * half], along }
                })
                .collect();
        }
        let start = self.start_x(line);
        if self.rotate_deg == 0.0 {
            let glyph = |(id, x)| Glyph { id, at: [start + x, line.at[1]], along: [1.0, 0.0] };
            return placed.into_iter().map(glyph).collect();
        }
        let turn = self.rotate_deg * DEGREE;
        let along = [cos(turn), sin(turn)];
        let [ax, ay] = self.lines.first().map_or(line.at, |first| first.at);
        let glyph = |(id, x)| {
            let (dx, dy) = (start + x - ax, line.at[1] - ay);
            let at = [ax + dx * along[0] - dy * along[1], ay + dx * along[1] + dy * along[0]];
            Glyph { id, at, along }
        };
        placed.into_iter().map(glyph).collect()
    }

    /// True if its letters stand along a curve.
    pub fn is_curved(&self) -> bool {
        self.whole_course().is_some()
    }

    /// The direction from the first letter of a line to the end of its last, in degrees clockwise; in hundredths, as files
    /// have it.
    pub fn chord_deg(&self, line: &Line) -> f64 {
        let glyphs = self.glyphs(line);
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return 0.0 };
        let advance = text::advance(self.face, last.id, self.size);
        let end = [last.at[0] + last.along[0] * advance, last.at[1] + last.along[1] * advance];
        (atan2(end[1] - first.at[1], end[0] - first.at[0]) / DEGREE * 100.0).round() / 100.0
    }

    /// The course of a curved text, carried on straight at both ends if the words are longer than it: a letter
    /// beyond the end of a path would not be drawn. `None` for a straight text.
    pub fn whole_course(&self) -> Option<Vec<[f64; 2]>> {
        let mut course = self.course.clone();
        course.dedup();
        let width = self.lines.first().map_or(0.0, |line| line.width);
        let missing = (width - length(&course)) / 2.0 + self.size;
        let [.., before, last] = course[..] else { return None };
        if missing > self.size / 2.0 {
            let beyond = |from: [f64; 2], to: [f64; 2]| {
                let share = missing / distance(from, to);
                [to[0] + (to[0] - from[0]) * share, to[1] + (to[1] - from[1]) * share]
            };
            let first = beyond(course[1], course[0]);
            course.push(beyond(before, last));
            course.insert(0, first);
        }
        Some(course)
    }

    /// How far from the start of the course its words begin, in px.
    pub fn course_start(&self, line: &Line, course: &[[f64; 2]]) -> f64 {
        (length(course) - line.width) / 2.0
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))
}

fn length(course: &[[f64; 2]]) -> f64 {
    course.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
}

/// The point at a distance along a line of different points, and its direction there.
fn point_on(course: &[[f64; 2]], at: f64) -> ([f64; 2], [f64; 2]) {
    let mut rest = at;
    let last = course.len().saturating_sub(2);
    for (i, pair) in course.windows(2).enumerate() {
        let step = distance(pair[0], pair[1]);
        if rest <= step || i == last {
            let along = [(pair[1][0] - pair[0][0]) / step, (pair[1][1] - pair[0][1]) / step];
            return ([pair[0][0] + along[0] * rest, pair[0][1] + along[1] * rest], along);
        }
        rest -= step;
    }
    (course.first().copied().unwrap_or_default(), [1.0, 0.0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Anchor;
    use crate::text::Face;

    fn text(words: &str, anchor: Anchor, rotate_deg: f64, course: Vec<[f64; 2]>) -> Text {
        let (size, spacing) = (20.0, 3.0);
        let width = text::width(Face::Sans, words, size, spacing);
        let lines = vec![Line { text: words.into(), at: [100.0, 50.0], width }];
        Text { lines, size, spacing, anchor, rotate_deg, course, ..Text::default() }
    }

    fn check(text: &Text, first: [f64; 2], last: [f64; 2], along: [f64; 2]) {
        let glyphs = text.glyphs(&text.lines[0]);
        assert_eq!(glyphs.len(), text.lines[0].text.chars().count());
        let near = |a: [f64; 2], b: [f64; 2]| assert!(distance(a, b) < 1e-6, "{a:?} is not {b:?}");
        near(glyphs[0].at, first);
        near(glyphs[glyphs.len() - 1].point([text::advance(Face::Sans, glyphs[0].id, 1.0), 0.0], 20.0), last);
        near(glyphs[0].along, along);
    }

    #[test]
    fn letters_stand_where_the_line_says() {
        let w = text::width(Face::Sans, "oooo", 20.0, 3.0);
        let level = |y: f64, from: f64, to: f64| vec![[from, y], [(from + to) / 2.0, y], [to, y]];
        check(&text("oooo", Anchor::Start, 0.0, vec![]), [100.0, 50.0], [100.0 + w, 50.0], [1.0, 0.0]);
        check(&text("oooo", Anchor::End, 0.0, vec![]), [100.0 - w, 50.0], [100.0, 50.0], [1.0, 0.0]);
        check(&text("oooo", Anchor::Start, 90.0, vec![]), [100.0, 50.0], [100.0, 50.0 + w], [0.0, 1.0]);
        // On a level course the words stand around its middle, whether it is long enough or not.
        for (from, to) in [(0.0, 400.0), (195.0, 205.0)] {
            let text = text("oooo", Anchor::Middle, 0.0, level(70.0, from, to));
            check(&text, [200.0 - w / 2.0, 70.0], [200.0 + w / 2.0, 70.0], [1.0, 0.0]);
        }
        let down = text("oooo", Anchor::Middle, 0.0, vec![[10.0, 0.0], [10.0, 0.0], [10.0, 300.0]]);
        check(&down, [10.0, 150.0 - w / 2.0], [10.0, 150.0 + w / 2.0], [0.0, 1.0]);
        // A course without a length is none.
        check(
            &text("oooo", Anchor::Start, 0.0, vec![[7.0, 7.0]]),
            [100.0, 50.0],
            [100.0 + w, 50.0],
            [1.0, 0.0],
        );
    }
}
