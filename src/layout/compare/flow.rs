//! Rows of text that flow through columns.

use crate::geometry::clip::Rect;
use crate::scene::Node;

use super::shift;

/// One row: a heading, an entry, a line of a table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Drawn from the upper left corner of the row at the origin.
    pub nodes: Vec<Node>,
    /// With the space below it, px.
    pub height: f64,
    /// Of that, space that the last row of a column does not need, px.
    pub air: f64,
    /// It does not stand last in a column.
    pub keep: bool,
    /// It is one of the changes: the last of these are left out first.
    pub change: Option<usize>,
}

/// The upper left corner of every row, in order, none cut; `None` if they do not fit into the columns.
pub(super) fn places(rows: &[Row], columns: &[Rect]) -> Option<Vec<[f64; 2]>> {
    let mut out = Vec::with_capacity(rows.len());
    let mut column = 0;
    let mut y = columns.first()?.y;
    let tallest = columns.iter().map(|column| column.h).fold(0.0, f64::max);
    let mut at = 0;
    while at < rows.len() {
        // A heading goes where the row after it goes. What no column has room for is parted; a heading still does not
        // stand last.
        let (mut last, mut so_far) = (at, rows[at].height);
        let mut block = so_far - rows[at].air;
        for next in at + 1..rows.len() {
            if !rows[next - 1].keep || (at + 1 < next && tallest + 0.01 < so_far) {
                break;
            }
            so_far += rows[next].height;
            let height = so_far - rows[next].air;
            if next == at + 1 || height <= tallest + 0.01 {
                (last, block) = (next, height);
            }
        }
        while columns[column].bottom() + 0.01 < y + block {
            column += 1;
            y = columns.get(column)?.y;
        }
        for row in &rows[at..=last] {
            out.push([columns[column].x, y]);
            y += row.height;
        }
        at = last + 1;
    }
    Some(out)
}

/// The least height at which the rows fit into `count` columns of one height, the first of which ends so many px
/// earlier.
pub(super) fn height(rows: &[Row], count: usize, first_less: f64) -> f64 {
    let total: f64 = rows.iter().map(|row| row.height).sum();
    let fits = |height: f64| {
        let mut columns: Vec<Rect> = (0..count).map(|i| Rect::new(i as f64, 0.0, 1.0, height)).collect();
        columns[0].h -= first_less;
        places(rows, &columns).is_some()
    };
    let (mut low, mut high) = ((total + first_less) / count as f64 * 0.8, total + first_less + 1.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if fits(middle) { high = middle } else { low = middle }
    }
    high.ceil()
}

/// The rows drawn at their places.
pub(super) fn draw(rows: Vec<Row>, places: &[[f64; 2]]) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (mut row, place) in rows.into_iter().zip(places) {
        shift(&mut row.nodes, *place);
        nodes.append(&mut row.nodes);
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f64, keep: bool) -> Row {
        Row { nodes: Vec::new(), height, air: 1.0, keep, change: None }
    }

    #[test]
    fn a_heading_goes_with_what_follows() {
        let rows = [row(10.0, false), row(5.0, true), row(10.0, false)];
        let columns = [Rect::new(0.0, 0.0, 9.0, 20.0), Rect::new(10.0, 0.0, 9.0, 20.0)];
        assert_eq!(places(&rows, &columns), Some(vec![[0.0, 0.0], [10.0, 0.0], [10.0, 5.0]]));
        assert_eq!(places(&rows, &columns[..1]), None);
        assert_eq!(height(&rows, 1, 0.0), 24.0);
        assert_eq!(height(&rows, 2, 0.0), 14.0);
    }
}
