//! The legend as data.

use std::collections::BTreeSet;

use super::super::legend::{Entry, FrozenLegend, Section, Swatch, draw_entry};
use super::super::multiples::changed;
use super::super::panel::Column;
use super::super::{Job, Moment, Series, areas};
use crate::geometry::clip::Rect;
use crate::scene::{Node, Path, boxed, place, rect_piece};
use crate::words::word;

/// What an entry of a legend is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// A fill: who holds the land.
    Holder,
    /// A hatch: a status or a claim.
    Status,
    /// A border or a line.
    Line,
    /// The mark of a place.
    Place,
    /// The outline of land that changed.
    Changed,
}

/// An entry of a legend: a swatch and words.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyEntry {
    /// Name for programs, the same for the same thing on all maps of a series.
    pub id: String,
    /// What it is about.
    pub kind: KeyKind,
    /// The words.
    pub words: String,
    /// The swatch: paths and dots inside a box of the size asked for, its upper left corner at the origin.
    pub swatch: Vec<Node>,
    /// Its name stands on the map too, so that the legend can do without it.
    pub is_named: bool,
}

impl Series<'_> {
    /// The legend of one map of the series, or of all of them together, with swatches of a width and height in px.
    ///
    /// One map has only what is on it, in the order that all maps share. The outline of changed land is the last: it is
    /// on maps that were asked for it ([`super::Show::since`]).
    pub fn key(&self, moment: Option<Moment>, swatch: [f64; 2]) -> Vec<KeyEntry> {
        let shared = self.shared_legend();
        match moment {
            Some(moment) => self.ask_labelled(moment, |job, labels| {
                let mut names = BTreeSet::new();
                names_in(&labels.texts, &mut names);
                let sections = sections_of(job, shared, self.moments().contains(&moment));
                entries(job, &sections, swatch, &names)
            }),
            None => {
                // A name must stand on every map that has its holder.
                let mut unnamed: BTreeSet<String> = BTreeSet::new();
                let mut named: BTreeSet<String> = BTreeSet::new();
                for &moment in self.moments() {
                    self.ask_labelled(moment, |job, labels| {
                        let mut names = BTreeSet::new();
                        names_in(&labels.texts, &mut names);
                        let here = sections_of(job, shared, true);
                        let ids = here.into_iter().flat_map(|(_, entries)| entries).map(|entry| entry.id);
                        unnamed.extend(ids.filter(|id| !names.contains(id)));
                        named.extend(names);
                    });
                }
                named.retain(|name| !unnamed.contains(name));
                let Some(&first) = self.moments().first() else { return Vec::new() };
                self.ask_labelled(first, |job, _| entries(job, &shared.whole(), swatch, &named))
            }
        }
    }
}

/// What is on a map, in the order of the series.
fn sections_of(job: &Job<'_>, shared: &FrozenLegend, is_part: bool) -> Vec<Section> {
    let mut now = super::super::legend::current_sections(job, areas::Names::Short);
    if !is_part {
        return now;
    }
    now.retain(|(_, entries)| !entries.is_empty());
    let mut out = shared.show(now, areas::Names::Short);
    // On another map of the series it may say something else.
    out.iter_mut().flat_map(|(_, entries)| entries).for_each(|entry| entry.others.clear());
    out
}

/// Keys of the polities whose names stand on a map.
fn names_in(texts: &[Node], names: &mut BTreeSet<String>) {
    for node in texts {
        match node {
            Node::Group(group) => names_in(&group.nodes, names),
            Node::Text(text) if text.class == "label-polity" => {
                let key = text.id.strip_prefix("label-").unwrap_or(&text.id);
                // The second name of a land in two pieces has a number.
                names.insert(key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned());
            }
            _ => {}
        }
    }
}

fn entries(job: &Job<'_>, sections: &[Section], swatch: [f64; 2], names: &BTreeSet<String>) -> Vec<KeyEntry> {
    let mut out = Vec::new();
    for (heading, entries) in sections {
        for entry in entries {
            let kind = match (*heading, &entry.swatch) {
                ("lines", _) => KeyKind::Line,
                ("places", _) => KeyKind::Place,
                (_, Swatch::Hatch(..)) => KeyKind::Status,
                _ => KeyKind::Holder,
            };
            out.push(KeyEntry {
                id: entry.id.clone(),
                kind,
                words: entry.all_words(),
                swatch: drawn(job, entry, swatch),
                is_named: kind == KeyKind::Holder && names.contains(&entry.id),
            });
        }
    }
    out.extend(outline(job, swatch));
    out
}

/// The swatch of an entry in a box at the origin.
fn drawn(job: &Job<'_>, entry: &Entry, [w, h]: [f64; 2]) -> Vec<Node> {
    let rect = Rect::new(-w / 2.0, -h / 2.0, w, h);
    let mut column = Column { plan: job.plan, rect, y: rect.y, nodes: Vec::new() };
    draw_entry(job, &mut column, entry, rect);
    at_origin(column.nodes, [w, h])
}

/// A drawing around the origin, where hatchings are even on both sides, as one of paths and dots with its corner there.
pub(in crate::layout) fn at_origin(nodes: Vec<Node>, [w, h]: [f64; 2]) -> Vec<Node> {
    let mut nodes = boxed(nodes, &Rect::new(-w / 2.0, -h / 2.0, w, h));
    nodes.iter_mut().for_each(|node| place(node, [w / 2.0, h / 2.0], ""));
    nodes
}

/// The outline of changed land, if the style draws one.
fn outline(job: &Job<'_>, [w, h]: [f64; 2]) -> Option<KeyEntry> {
    let strokes = changed::strokes(job);
    let widest = strokes.iter().map(|stroke| stroke.width).fold(0.0, f64::max);
    let rect = Rect::new(0.0, 0.0, w, h).grown(-widest / 2.0);
    let path = |stroke| {
        let pieces = vec![rect_piece(rect)];
        Node::Path(Path { class: "key-changed".into(), pieces, stroke: Some(stroke), ..Path::default() })
    };
    let swatch: Vec<Node> = strokes.into_iter().map(path).collect();
    (!swatch.is_empty()).then(|| KeyEntry {
        id: "changed".into(),
        kind: KeyKind::Changed,
        words: word(job.lang, "compare-outline").to_owned(),
        swatch,
        is_named: false,
    })
}
