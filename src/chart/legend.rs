//! The legend: the holders and hatchings of a chart in the order of the maps' legends, set in lines.

use super::Job;
use super::bars::{color_of, hatch_line, hatch_pieces, hatch_stroke};
use super::rows::{Fill, Group, Row};
use super::write::{flat, rect_piece};
use crate::dataset::PolityId;
use crate::geometry::clip::Rect;
use crate::scene::{Anchor, Node, Path, Type, text_line};
use crate::style::{Color, HatchKey};
use crate::text::{self, Face};
use crate::timeline::Track;
use crate::words::word;

/// One entry: a swatch and words.
pub(super) struct Entry {
    swatch: Swatch,
    pub words: String,
}

impl Entry {
    /// The holder it stands for has a name in the bars.
    pub fn is_told(&self, labels: &[crate::scene::Node]) -> bool {
        let says = |node: &crate::scene::Node| match node {
            crate::scene::Node::Text(text) => {
                let words: Vec<&str> = text.lines.iter().map(|line| line.text.as_str()).collect();
                words.join(" ") == self.words
            }
            _ => false,
        };
        matches!(self.swatch, Swatch::Fill(_)) && labels.iter().any(says)
    }
}

enum Swatch {
    Fill(Color),
    Hatch(Color, HatchKey),
    Fade(Color, Color),
}

/// What the rows show, each once.
pub(super) fn entries(job: &Job<'_>, groups: &[Group]) -> Vec<Entry> {
    let rows: Vec<&Row> = groups.iter().flat_map(|group| &group.rows).collect();
    let bars = || rows.iter().flat_map(|row| row.lanes.iter().flatten());
    let mut fills: Vec<Fill> = bars().map(|bar| bar.fill).collect();
    fills.sort_unstable();
    fills.dedup();
    // The name in the bars, of the day on which the polity is first seen.
    let name = |polity: PolityId| {
        let bars = bars().filter(|bar| bar.fill.polity() == Some(polity)).map(|bar| bar.from);
        let hatches = rows.iter().flat_map(|row| &row.hatches);
        let hatches = hatches.filter(|(key, ..)| key.polity() == Some(polity)).map(|(_, from, _)| *from);
        let day = bars.min().or(hatches.min()).unwrap_or(job.first);
        job.dataset.polity(polity).short_on(day, job.lang).to_owned()
    };

    let mut entries: Vec<Entry> = Vec::new();
    let mut polities: Vec<PolityId> = Vec::new();
    let mut inferred = None;
    for &fill in &fills {
        if let Fill::Polity { polity, inferred: is_inferred } = fill {
            if is_inferred {
                inferred.get_or_insert(fill);
            }
            if !polities.contains(&polity) {
                polities.push(polity);
                let full = color_of(job, Fill::Polity { polity, inferred: false });
                entries.push(Entry { swatch: Swatch::Fill(full), words: name(polity) });
            }
        }
    }
    if let Some(fill) = inferred {
        let swatch = Swatch::Fill(color_of(job, fill));
        entries.push(Entry { swatch, words: word(job.lang, "inferred").to_owned() });
    }
    for (fill, id) in [(Fill::Nobody, "nobody"), (Fill::NotKnown, "not-known")] {
        if fills.contains(&fill) {
            let in_law = matches!(job.track, None | Some(Track::Sovereignty));
            let key = if in_law && fill == Fill::Nobody { "no-act" } else { id };
            let swatch = Swatch::Fill(color_of(job, fill));
            entries.push(Entry { swatch, words: word(job.lang, key).to_owned() });
        }
    }

    let mut hatches: Vec<(HatchKey, Fill)> = Vec::new();
    for row in &rows {
        for (key, from, until) in &row.hatches {
            let under = row.lanes[0].iter().find(|bar| bar.from < *until && *from < bar.until);
            hatches.extend(under.map(|bar| (*key, bar.fill)));
        }
    }
    let claims = fills.iter().filter_map(|fill| match fill {
        Fill::Claim(polity) => Some((HatchKey::Claimed(*polity), *fill)),
        _ => None,
    });
    hatches.extend(claims);
    hatches.sort();
    hatches.dedup_by_key(|(key, _)| *key);
    for (key, fill) in hatches {
        let words = key.words(job.lang, name);
        if entries.iter().all(|entry| entry.words != words) {
            entries.push(Entry { swatch: Swatch::Hatch(color_of(job, fill), key), words });
        }
    }

    let soft = rows.iter().flat_map(|row| &row.lanes).find_map(|lane| {
        let (before, bar) =
            lane.iter().zip(lane.iter().skip(1)).find(|(_, bar)| bar.soft_from < bar.from && bar.begins)?;
        Some((color_of(job, before.fill), color_of(job, bar.fill)))
    });
    if let Some((from, to)) = soft {
        entries.push(Entry { swatch: Swatch::Fade(from, to), words: word(job.lang, "soft-date").to_owned() });
    }
    entries
}

/// Sets the entries in columns of equal width inside the rectangle's width, from its top. Gives the height
/// it takes as well.
pub(super) fn place(job: &Job<'_>, entries: &[Entry], rect: Rect) -> (Vec<Node>, f64) {
    if entries.is_empty() {
        return (Vec::new(), 0.0);
    }
    let px = job.px;
    let kind = Type {
        face: Face::Sans,
        size: job.readable(job.style.panel.text_px * 0.78 * px),
        color: job.style.page.ink,
        class: "legend-text",
    };
    // Large type has large swatches.
    let px = if job.spec.is_part { kind.size / 17.0 } else { px };
    let swatch = [26.0 * px, 12.0 * px];
    let indent = swatch[0] + 7.0 * px;
    let gap = 20.0 * px;
    let line = kind.size * 1.2;
    // As many columns as fit, each as wide as its widest entry; long entries take two lines.
    let lines: Vec<Vec<String>> =
        entries.iter().map(|entry| broken(kind, &entry.words, 215.0 * px)).collect();
    let widths: Vec<f64> = lines
        .iter()
        .map(|lines| indent + lines.iter().map(|line| kind.width(line)).fold(0.0, f64::max))
        .collect();
    let columns = |rows: usize| -> Vec<f64> {
        widths.chunks(rows).map(|column| column.iter().copied().fold(0.0, f64::max)).collect()
    };
    let fits = |columns: &[f64]| {
        columns.iter().sum::<f64>() + gap * columns.len().saturating_sub(1) as f64 <= rect.w
    };
    let rows = (1..entries.len()).find(|rows| fits(&columns(*rows))).unwrap_or(entries.len());
    let columns = columns(rows);

    let mut nodes = Vec::new();
    let mut bottom = rect.y;
    let mut left = rect.x;
    for ((column, entries), lines) in columns.iter().zip(entries.chunks(rows)).zip(lines.chunks(rows)) {
        let mut y = rect.y;
        for (entry, lines) in entries.iter().zip(lines) {
            let index = nodes.len();
            let place = Rect::new(left, y + (line - swatch[1]) / 2.0, swatch[0], swatch[1]);
            nodes.extend(draw(job, entry, place, index));
            for (i, words) in lines.iter().enumerate() {
                let at = [left + indent, kind.centred(y + line * (i as f64 + 0.5))];
                nodes.push(text_line(String::new(), words, kind, at, Anchor::Start));
            }
            y += line * lines.len().max(1) as f64 + 3.5 * px;
        }
        bottom = bottom.max(y);
        left += column + gap;
    }
    (nodes, bottom - rect.y)
}

/// Words in one line, or broken into lines of about the same width if they are wider than `most`.
fn broken(kind: Type, words: &str, most: f64) -> Vec<String> {
    let width = kind.width(words);
    if width <= most {
        return vec![words.to_owned()];
    }
    // As few lines as the limit asks for, and as even as words break.
    let count = kind.wrap(words, most).len();
    let narrower = |share: u32| most * f64::from(share) / 100.0;
    let mut even =
        (50..100).filter_map(|share| text::wrap_whole(kind.face, words, kind.size, narrower(share)));
    even.find(|lines| lines.len() == count).unwrap_or_else(|| kind.wrap(words, most))
}

fn draw(job: &Job<'_>, entry: &Entry, rect: Rect, index: usize) -> Vec<Node> {
    let framed = |fill: Option<Color>, outlined: bool| {
        Node::Path(Path {
            class: format!("swatch-{index}"),
            pieces: vec![rect_piece(rect)],
            fill,
            stroke: outlined.then(|| flat(job.style.border.state.alpha(0.55), 0.7 * job.px)),
            ..Path::default()
        })
    };
    match entry.swatch {
        Swatch::Fill(fill) => vec![framed(Some(fill), true)],
        Swatch::Hatch(fill, key) => {
            let (line, color) = hatch_line(job, key);
            let lines = Node::Path(Path {
                class: "swatch-hatch".into(),
                pieces: hatch_pieces(job, &line, rect),
                stroke: Some(hatch_stroke(job, &line, color)),
                ..Path::default()
            });
            vec![framed(Some(fill), true), lines]
        }
        Swatch::Fade(from, to) => {
            let mut nodes = vec![framed(Some(from), false)];
            const STEPS: usize = 10;
            for step in 0..STEPS {
                let shift = rect.w * (0.15 + 0.7 * step as f64 / STEPS as f64);
                let piece = Rect::new(rect.x + shift, rect.y, rect.w - shift, rect.h);
                nodes.push(Node::Path(Path {
                    class: "swatch-fade".into(),
                    pieces: vec![rect_piece(piece)],
                    fill: Some(from.mix(to, (step as f64 + 1.0) / STEPS as f64)),
                    ..Path::default()
                }));
            }
            nodes.push(framed(None, true));
            nodes
        }
    }
}
