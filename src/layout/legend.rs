//! The legend: what is on the map, in reading order, drawn as it is on the map.

use super::areas::{Names, hatch_line, hatch_units, hatch_words, paint_of};
use super::borders::{Border, strokes};
use super::labels::shows;
use super::panel::{Column, heading};
use super::{Fill, Job, View, lines as treaty_lines};
use crate::dataset::UnitId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::scene::{self, Circle, Node, Path, Piece, Stroke, Type};
use crate::style::{HatchKey, Paint};
use crate::text::Face;
use crate::words::word;

/// One entry: a swatch and words.
struct Entry {
    id: String,
    swatch: Swatch,
    words: String,
}

enum Swatch {
    Fill(Paint),
    /// A fill with hatching over it.
    Hatch(Paint, HatchKey),
    Line(Vec<Stroke>),
    /// A line, or nothing, with a point on it.
    Point(Vec<Stroke>, Circle),
}

/// How much a legend is pressed together to fit its column.
#[derive(Clone, Copy)]
struct Fit {
    /// Type and gaps, as a share of the style's.
    scale: f64,
    names: Names,
}

/// From a legend as the style wants it to the tightest that can still be read.
const FITS: [Fit; 7] = [
    Fit { scale: 1.0, names: Names::Full },
    Fit { scale: 0.93, names: Names::Full },
    Fit { scale: 0.93, names: Names::Short },
    Fit { scale: 0.86, names: Names::Short },
    Fit { scale: 0.79, names: Names::Short },
    Fit { scale: 0.72, names: Names::Short },
    Fit { scale: 0.65, names: Names::Short },
];

/// Fills the column with the legend, as large as fits above `limit`. Entries for which there is no
/// room even in the smallest type are listed in `left_out`.
pub(super) fn legend(job: &Job<'_>, column: &mut Column<'_, '_>, limit: f64, left_out: &mut Vec<Diagnostic>) {
    let room = limit - column.y;
    let mut chosen = None;
    for fit in FITS {
        let sections = sections(job, fit.names);
        let height: f64 = sections.iter().map(|section| height(job, section, fit, column.rect.w)).sum();
        let fits = height <= room;
        chosen = Some((fit, sections));
        if fits {
            break;
        }
    }
    let Some((fit, sections)) = chosen else { return };
    for section in sections {
        draw_section(job, column, section, fit, limit, left_out);
    }
}

/// A heading (a key of the word table) and what stands under it.
type Section = (&'static str, Vec<Entry>);

fn sections(job: &Job<'_>, names: Names) -> Vec<Section> {
    let (holding, hatching) = match job.view {
        View::Sovereignty => ("assigned-to", "status"),
        View::Control => ("held-by", "status"),
        View::Claims => ("held-by", "claims-heading"),
    };
    let all = [(holding, holders(job, names)), (hatching, hatches(job, names)), ("lines", all_lines(job))];
    all.into_iter().filter(|(_, entries)| !entries.is_empty()).collect()
}

fn types(job: &Job<'_>, fit: Fit) -> [Type; 2] {
    let (style, unit) = (job.plan.style, job.plan.page.unit * fit.scale);
    let head = heading(job);
    let size = style.panel.text_px * unit;
    [
        Type { size: head.size * fit.scale, ..head },
        Type { face: Face::Sans, size, color: style.page.ink, class: "legend-text" },
    ]
}

/// Size of a swatch and indent of the words beside it, in px.
fn measures(job: &Job<'_>, fit: Fit) -> ([f64; 2], f64) {
    let unit = job.plan.page.unit * fit.scale;
    ([30.0 * unit, 17.0 * unit], 40.0 * unit)
}

fn height(job: &Job<'_>, (heading, entries): &Section, fit: Fit, width: f64) -> f64 {
    let ([head, body], (_, indent)) = (types(job, fit), measures(job, fit));
    let gap = 4.0 * job.plan.page.unit * fit.scale;
    let rows: f64 = entries.iter().map(|entry| body.height(&entry.words, width - indent) + gap).sum();
    head.height(word(job.lang, heading), width) + gap + rows + 2.0 * gap
}

fn draw_section(
    job: &Job<'_>,
    column: &mut Column<'_, '_>,
    (heading, entries): Section,
    fit: Fit,
    limit: f64,
    left_out: &mut Vec<Diagnostic>,
) {
    let ([head, body], (swatch, indent)) = (types(job, fit), measures(job, fit));
    let heading_height = head.height(word(job.lang, heading), column.rect.w);
    let mut headed = false;
    for entry in entries {
        let needed = body.height(&entry.words, column.rect.w - indent);
        let before = if headed { 0.0 } else { heading_height + 4.0 * job.plan.page.unit * fit.scale };
        if column.y + before + needed > limit {
            let message = format!("no room in the legend for \"{}\"", entry.words);
            left_out.push(Diagnostic::new(Severity::Warning, "legend-left-out", message));
            continue;
        }
        if !headed {
            column.text(&format!("legend-{heading}"), word(job.lang, heading), head, 0.0);
            column.space(4.0 * fit.scale);
            headed = true;
        }
        let top = column.y + (body.size * 1.3 - swatch[1]) / 2.0 + 0.5 * job.plan.page.unit;
        let rect = Rect::new(column.rect.x, top, swatch[0], swatch[1]);
        draw(job, column, &entry, rect);
        column.text(&format!("legend-text-{}", entry.id), &entry.words, body, indent);
        column.space(4.0 * fit.scale);
    }
    if headed {
        column.space(8.0 * fit.scale);
    }
}

fn draw(job: &Job<'_>, column: &mut Column<'_, '_>, entry: &Entry, rect: Rect) {
    let (style, unit) = (job.plan.style, job.plan.page.unit);
    let outline = Stroke { round: false, ..Stroke::new(style.border.state.alpha(0.55), 0.8 * unit) };
    let mut framed = |paint: &Paint, hatches: &[_]| {
        let (key, casing) = (entry.id.as_str(), style.page.paper);
        let swatch = scene::Swatch { key, paint, hatches, casing, outline: outline.clone(), unit };
        column.nodes.extend(swatch.draw(rect));
    };
    match &entry.swatch {
        Swatch::Fill(paint) => framed(paint, &[]),
        Swatch::Hatch(paint, key) => framed(paint, &[hatch_line(job.plan, *key)]),
        Swatch::Line(strokes) | Swatch::Point(strokes, _) => {
            let y = rect.center()[1];
            for stroke in strokes {
                column.nodes.push(Node::Path(Path {
                    class: format!("line-{}", entry.id),
                    pieces: vec![Piece { points: vec![[rect.x, y], [rect.right(), y]], closed: false }],
                    stroke: Some(Stroke { round: false, ..stroke.clone() }),
                    ..Path::default()
                }));
            }
            if let Swatch::Point(_, circle) = &entry.swatch {
                column.nodes.push(Node::Circle(Circle { center: rect.center(), ..circle.clone() }));
            }
        }
    }
}

/// Holders on the map, in the order of the polity table, sure ones first.
fn holders(job: &Job<'_>, names: Names) -> Vec<Entry> {
    let mut fills: Vec<Fill> = job.fills.clone();
    fills.sort_unstable();
    fills.dedup();
    fills.retain(|&fill| shows(job, fill));
    let mut entries: Vec<Entry> = Vec::new();
    let mut inferred = None;
    for &fill in &fills {
        if let Fill::Polity { polity, inferred: is_inferred } = fill {
            if is_inferred {
                inferred.get_or_insert(fill);
            }
            let id = job.dataset().polities[polity.index()].key.clone();
            if entries.last().is_some_and(|last| last.id == id) {
                continue;
            }
            // One swatch a holder, in its full colour; the lighter tint has its own entry below.
            let full = paint_of(job.plan, Fill::Polity { polity, inferred: false });
            let words = names.of(job, polity).to_owned();
            entries.push(Entry { id, swatch: Swatch::Fill(full), words });
        }
    }
    if let Some(fill) = inferred {
        let words = word(job.lang, "inferred").to_owned();
        entries.push(Entry { id: "inferred".into(), swatch: Swatch::Fill(paint_of(job.plan, fill)), words });
    }
    for (fill, id) in [(Fill::Nobody, "nobody"), (Fill::NotKnown, "not-known")] {
        if fills.contains(&fill) {
            let key = if job.view == View::Sovereignty && fill == Fill::Nobody { "no-act" } else { id };
            let words = word(job.lang, key).to_owned();
            entries.push(Entry { id: id.into(), swatch: Swatch::Fill(paint_of(job.plan, fill)), words });
        }
    }
    entries
}

/// Hatchings on the map, over the fill they are seen on most. Those that read the same share an entry.
fn hatches(job: &Job<'_>, names: Names) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (key, units) in hatch_units(job) {
        let seen =
            |unit: &UnitId| job.plan.grid.cells.iter().filter(|&&cell| u32::from(cell) == unit.0).count();
        let Some((fill, cells)) =
            units.iter().map(|unit| (job.fills[unit.index()], seen(unit))).max_by_key(|(_, cells)| *cells)
        else {
            continue;
        };
        let words = hatch_words(job, key, names);
        if cells == 0 || entries.iter().any(|entry| entry.words == words) {
            continue;
        }
        let id = format!("hatch-{}", entries.len() + 1);
        entries.push(Entry { id, swatch: Swatch::Hatch(paint_of(job.plan, fill), key), words });
    }
    entries
}

/// Lines that texts describe, then borders.
fn all_lines(job: &Job<'_>) -> Vec<Entry> {
    let mut entries = text_lines(job);
    entries.extend(lines(job));
    entries
}

/// Border classes on the map, and that some of them are approximate there.
fn lines(job: &Job<'_>) -> Vec<Entry> {
    let map = job.plan.page.map;
    let mut seen: Vec<(Border, bool)> = job
        .classes
        .iter()
        .zip(&job.plan.approximate)
        .zip(&job.plan.arcs)
        .filter(|(_, points)| points.iter().any(|&point| map.contains(point)))
        .filter_map(|((class, approximate), _)| Some(((*class)?, *approximate)))
        .filter(|(class, _)| *class != Border::Coast)
        .collect();
    seen.sort_unstable();
    seen.dedup();
    let mut entries: Vec<Entry> = Vec::new();
    for &(class, _) in seen.iter().rev() {
        let id = match class {
            Border::State => "border-state",
            Border::Status => "border-status",
            Border::Unit => "border-unit",
            Border::Coast => continue,
        };
        if entries.last().is_some_and(|last| last.id == id) {
            continue;
        }
        let swatch = Swatch::Line(strokes(job.plan, class, false));
        entries.push(Entry { id: id.to_owned(), swatch, words: word(job.lang, id).to_owned() });
    }
    // One entry for all classes, drawn as the weightiest of them.
    if let Some((class, _)) = seen.iter().rev().find(|(_, approximate)| *approximate) {
        let id = "border-approximate";
        let swatch = Swatch::Line(strokes(job.plan, *class, true));
        entries.push(Entry { id: id.to_owned(), swatch, words: word(job.lang, id).to_owned() });
    }
    entries
}

/// The treaty, claim and front lines on the map, each as it is drawn.
fn text_lines(job: &Job<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in &job.lines {
        let data = job.dataset().line(line.id);
        let swatch = match line.marks.is_empty() {
            true => Swatch::Line(line.strokes.clone()),
            false => Swatch::Point(line.strokes.clone(), treaty_lines::circle(job.plan, line.color, false)),
        };
        entries.push(Entry {
            id: format!("line-{}", data.key),
            swatch,
            words: data.name.get(job.lang).to_owned(),
        });
    }
    if job.lines.iter().flat_map(|line| &line.marks).any(|mark| mark.hollow) {
        let ink = job.plan.style.page.ink;
        entries.push(Entry {
            id: "point-inferred".to_owned(),
            swatch: Swatch::Point(Vec::new(), treaty_lines::circle(job.plan, ink, true)),
            words: word(job.lang, "point-inferred").to_owned(),
        });
    }
    entries
}
