//! The list beside a map: numbers or colours with lines to write on, or names with boxes to colour in.

use super::arrange::Measures;
use crate::geometry::clip::Rect;
use crate::layout::{Content, Moment, Series};
use crate::scene::{Anchor, Node, Path, Piece, Stroke, Type, place, rect_piece, text_line, text_lines};
use crate::style::PageStyle;
use crate::text::Face;

/// One line of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub mark: Mark,
    /// What is written there; `None` for a line to write on.
    pub words: Option<String>,
    /// It explains a sign, in smaller type, and asks nothing.
    pub is_note: bool,
}

impl Item {
    pub fn new(mark: Mark, words: Option<String>) -> Item {
        Item { mark, words, is_note: false }
    }

    /// Size of its type, px.
    fn size(&self, measures: &Measures) -> f64 {
        if self.is_note { measures.small } else { measures.text }
    }

    fn swatch(&self, measures: &Measures) -> [f64; 2] {
        if self.is_note { note_swatch(measures) } else { swatch(measures) }
    }
}

/// What an item begins with.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// A number.
    Number(usize),
    /// A swatch at the origin.
    Swatch(Vec<Node>),
    /// A box to be coloured in.
    Empty,
    /// A number and a swatch.
    Both(usize, Vec<Node>),
}

/// Width and height of a swatch, px.
pub(super) fn swatch(measures: &Measures) -> [f64; 2] {
    [2.2 * measures.text, 1.3 * measures.text]
}

fn note_swatch(measures: &Measures) -> [f64; 2] {
    [2.2 * measures.small, 1.3 * measures.small]
}

/// What is listed beside a map that asks something.
pub(super) fn items(series: &Series<'_>, moment: Moment, content: Content, measures: &Measures) -> Vec<Item> {
    let answers = series.answers_in(moment, swatch(measures)).into_iter();
    let item = Item::new;
    let mut items: Vec<Item> = match content {
        Content::Numbered => answers.map(|one| item(Mark::Number(one.number), None)).collect(),
        Content::Unlabelled => answers.map(|one| item(Mark::Swatch(one.swatch), None)).collect(),
        Content::Outline => answers.map(|one| item(Mark::Empty, Some(one.holder))).collect(),
        Content::Full | Content::Blank => return Vec::new(),
    };
    if matches!(content, Content::Numbered | Content::Unlabelled) {
        let signs = series.signs_in(moment, note_swatch(measures)).into_iter();
        let note = |(words, swatch)| Item { is_note: true, ..item(Mark::Swatch(swatch), Some(words)) };
        items.extend(signs.map(note));
    }
    items
}

/// Space after the mark, in sizes of the text.
const AFTER: f64 = 0.6;

fn indent(item: &Item, measures: &Measures) -> f64 {
    let (number, size) = (1.9 * measures.text, item.size(measures));
    match item.mark {
        Mark::Number(_) => number,
        Mark::Swatch(_) | Mark::Empty => item.swatch(measures)[0] + AFTER * size,
        Mark::Both(..) => number + item.swatch(measures)[0] + AFTER * size,
    }
}

fn kind(item: &Item, measures: &Measures, page: &PageStyle) -> Type {
    Type { face: Face::Sans, size: item.size(measures), color: page.ink, class: "list" }
}

/// Height of one item in a column of this width, px, without the space after it.
fn item_height(item: &Item, measures: &Measures, width: f64) -> f64 {
    let kind = kind(item, measures, &PageStyle::default());
    let words = item.words.as_ref();
    // A line that is written on needs more room than one that is read.
    let height = words.map_or(measures.line, |words| kind.height(words, width - indent(item, measures)));
    height.max(item.swatch(measures)[1])
}

/// Space before an item that follows another, px.
fn space(items: &[Item], at: usize, measures: &Measures) -> f64 {
    let is_first = at == 0;
    match items[at].is_note {
        _ if is_first => 0.0,
        true if !items[at - 1].is_note => 1.4 * measures.text,
        _ => 0.35 * measures.text,
    }
}

fn column_width(width: f64, columns: usize, measures: &Measures) -> f64 {
    (width - (columns as f64 - 1.0) * measures.gap * 1.5) / columns as f64
}

/// Height of a list in so many columns, px.
pub(super) fn height(items: &[Item], measures: &Measures, width: f64, columns: usize) -> f64 {
    let rows = items.len().div_ceil(columns.max(1)).max(1);
    let width = column_width(width, columns, measures);
    let item =
        |items: &[Item], at: usize| space(items, at, measures) + item_height(&items[at], measures, width);
    let column = |items: &[Item]| (0..items.len()).map(|at| item(items, at)).sum::<f64>();
    items.chunks(rows).map(column).fold(0.0, f64::max)
}

/// Draws a list; `name` begins the ids.
pub(super) fn draw(
    items: &[Item],
    measures: &Measures,
    page: &PageStyle,
    (rect, columns): (Rect, usize),
    name: &str,
) -> Vec<Node> {
    let rows = items.len().div_ceil(columns.max(1)).max(1);
    let width = column_width(rect.w, columns, measures);
    let mut nodes = Vec::new();
    for (column, items) in items.chunks(rows).enumerate() {
        let x = rect.x + column as f64 * (width + measures.gap * 1.5);
        let mut y = rect.y;
        for (row, item) in items.iter().enumerate() {
            let id = format!("{name}-{}", column * rows + row + 1);
            let kind = kind(item, measures, page);
            let bold = Type { face: Face::SansBold, ..kind };
            let [swatch_width, swatch_height] = item.swatch(measures);
            y += space(items, row, measures);
            let height = item_height(item, measures, width);
            let left = x + indent(item, measures);
            // Marks stand on the line that is written, or beside the first line of words.
            let baseline = match item.words {
                None => y + height - 0.15 * measures.text,
                Some(_) => kind.centred(y + 0.5 * kind.leading().max(swatch_height)),
            };
            if let Mark::Number(number) | Mark::Both(number, _) = &item.mark {
                let at = [x + 1.35 * measures.text, baseline];
                nodes.push(text_line(format!("{id}-number"), &number.to_string(), bold, at, Anchor::End));
            }
            let corner = [
                (left - swatch_width - AFTER * kind.size).round(),
                baseline - kind.size * 0.36 - swatch_height / 2.0,
            ];
            let corner = [corner[0], corner[1].round()];
            match &item.mark {
                Mark::Swatch(swatch) | Mark::Both(_, swatch) => {
                    nodes.extend(swatch.iter().cloned().map(|mut node| {
                        place(&mut node, corner, &format!("{id}-"));
                        node
                    }));
                }
                Mark::Empty => nodes.push(Node::Path(Path {
                    id: format!("{id}-box"),
                    class: "box".into(),
                    pieces: vec![rect_piece(Rect::new(corner[0], corner[1], swatch_width, swatch_height))],
                    fill: Some(page.paper),
                    stroke: Some(Stroke { round: false, ..Stroke::new(page.ink, 1.2) }),
                    ..Path::default()
                })),
                Mark::Number(_) => {}
            }
            match &item.words {
                Some(words) => {
                    let lines = kind.wrap(words, width - indent(item, measures));
                    let at = [left, baseline];
                    nodes.push(text_lines(
                        format!("{id}-words"),
                        &lines,
                        kind,
                        at,
                        kind.leading(),
                        Anchor::Start,
                    ));
                }
                None => nodes.push(rule([left, baseline + 3.0], x + width, page)),
            }
            y += height;
        }
    }
    nodes
}

/// A line to write on.
pub(super) fn rule([x, y]: [f64; 2], right: f64, page: &PageStyle) -> Node {
    Node::Path(Path {
        class: "write-here".into(),
        pieces: vec![Piece { points: vec![[x, y], [right, y]], closed: false }],
        stroke: Some(Stroke { round: false, ..Stroke::new(page.muted, 1.0) }),
        ..Path::default()
    })
}
