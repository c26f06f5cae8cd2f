//! An SQLite database, written once from front to back and never changed: tables, and the indexes that constraints of
//! them need (sqlite.org/fileformat2.html). No SQL, no C, no free pages.

use std::io;

/// Bytes of a page.
const PAGE: usize = 4096;
/// Of the first page, bytes of the head of the file.
const HEAD: usize = 100;
/// Longest record that lies whole in a leaf of a table; in one of an index.
const MOST_IN_TABLE: usize = PAGE - 35;
const MOST_IN_INDEX: usize = (PAGE - 12) * 64 / 255 - 23;
/// What of a longer one stays in the leaf at least.
const LEAST: usize = (PAGE - 12) * 32 / 255 - 23;
/// Children of an inner page: so many always fit.
const FANOUT: usize = 200;

/// A value of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
}

/// A database in the making.
pub struct Database {
    /// All pages; the first is filled at the end.
    bytes: Vec<u8>,
    /// Rows of the schema: kind, name, table, root page, SQL.
    schema: Vec<(&'static str, String, String, u32, Option<String>)>,
}

impl Database {
    pub fn new() -> Database {
        Database { bytes: vec![0; PAGE], schema: Vec::new() }
    }

    /// Adds a table, with the numbers and records of its rows in order, as [`record`] makes them.
    pub fn table(&mut self, name: &str, sql: String, rows: impl IntoIterator<Item = (i64, Vec<u8>)>) {
        let root = self.tree(rows, 0);
        self.schema.push(("table", name.to_owned(), name.to_owned(), root, Some(sql)));
    }

    /// Adds the index that a `PRIMARY KEY` or `UNIQUE` of a small table needs, the first being number 1, with the keys of
    /// its rows and the number of the row each.
    ///
    /// # Errors
    /// If it does not fit on a page.
    pub fn index(&mut self, table: &str, number: usize, rows: &[(Vec<Datum<'_>>, i64)]) -> io::Result<()> {
        let mut rows: Vec<&(Vec<Datum<'_>>, i64)> = rows.iter().collect();
        rows.sort_by_cached_key(|(key, row)| {
            let texts = key.iter().map(|datum| match datum {
                Datum::Text(text) => Some(text.as_bytes().to_vec()),
                _ => None,
            });
            (texts.collect::<Vec<_>>(), *row)
        });
        let mut page = Page::new(10);
        for (key, row) in rows {
            let mut data = key.clone();
            data.push(Datum::Integer(*row));
            let payload = record(&data);
            let mut cell = Vec::new();
            varint(&mut cell, payload.len() as u64);
            cell.extend(&payload);
            if MOST_IN_INDEX < payload.len() || !page.fits(cell.len(), 0) {
                return Err(io::Error::other("a name is too long for an index"));
            }
            page.push(&cell);
        }
        let root = self.add(&page.finish(0, None));
        self.schema.push((
            "index",
            format!("sqlite_autoindex_{table}_{number}"),
            table.to_owned(),
            root,
            None,
        ));
        Ok(())
    }

    /// The whole file. Its kind is told by the number of the application and that of its version.
    pub fn finish(mut self, application: u32, version: u32) -> Vec<u8> {
        let schema = std::mem::take(&mut self.schema);
        let rows = schema.iter().zip(1..).map(|((kind, name, table, root, sql), number)| {
            let sql = sql.as_deref().map_or(Datum::Null, Datum::Text);
            let data = [
                Datum::Text(kind),
                Datum::Text(name),
                Datum::Text(table),
                Datum::Integer(i64::from(*root)),
                sql,
            ];
            (number, record(&data))
        });
        self.tree(rows.collect::<Vec<_>>(), HEAD);
        let pages = (self.bytes.len() / PAGE) as u32;
        let head = &mut self.bytes[..HEAD];
        head[..16].copy_from_slice(b"SQLite format 3\0");
        head[16..18].copy_from_slice(&(PAGE as u16).to_be_bytes());
        // Written and read without a log; all of a page is content; shares that the format fixes.
        head[18..24].copy_from_slice(&[1, 1, 0, 64, 32, 32]);
        let mut set = |at: usize, value: u32| head[at..at + 4].copy_from_slice(&value.to_be_bytes());
        // Count of changes, and of those after which the size and the version below were right.
        set(24, 1);
        set(92, 1);
        set(28, pages);
        // Cookie and format of the schema; UTF-8.
        set(40, 1);
        set(44, 4);
        set(56, 1);
        set(60, version);
        set(68, application);
        set(96, 3_040_001);
        self.bytes
    }

    fn add(&mut self, page: &[u8; PAGE]) -> u32 {
        self.bytes.extend(page);
        (self.bytes.len() / PAGE) as u32
    }

    /// Writes the pages of a table; gives its root. With room for a head, the root is the first page of the file.
    fn tree(&mut self, rows: impl IntoIterator<Item = (i64, Vec<u8>)>, head: usize) -> u32 {
        let mut leaf = Page::new(13);
        let mut last = 0;
        // Pages of a level, with the greatest number in each.
        let mut level: Vec<(u32, i64)> = Vec::new();
        for (number, payload) in rows {
            let cell = self.cell(number, &payload);
            // The first leaf is the root, unless there are more.
            if !leaf.fits(cell.len(), if level.is_empty() { head } else { 0 }) {
                let page = self.add(&std::mem::replace(&mut leaf, Page::new(13)).finish(0, None));
                level.push((page, last));
            }
            leaf.push(&cell);
            last = number;
        }
        if level.is_empty() {
            return self.root(&leaf.finish(head, None), head);
        }
        level.push((self.add(&leaf.finish(0, None)), last));
        loop {
            let mut above: Vec<(u32, i64)> = Vec::new();
            let count = level.len().div_ceil(FANOUT);
            // Evenly, so that none has a single child.
            for i in 0..count {
                let children = &level[level.len() * i / count..level.len() * (i + 1) / count];
                let Some(((right, most), left)) = children.split_last() else { continue };
                let mut page = Page::new(5);
                for (child, number) in left {
                    let mut cell = child.to_be_bytes().to_vec();
                    varint(&mut cell, number.cast_unsigned());
                    page.push(&cell);
                }
                if count == 1 {
                    return self.root(&page.finish(head, Some(*right)), head);
                }
                above.push((self.add(&page.finish(0, Some(*right))), *most));
            }
            level = above;
        }
    }

    fn root(&mut self, page: &[u8; PAGE], head: usize) -> u32 {
        if head == 0 {
            return self.add(page);
        }
        self.bytes[head..PAGE].copy_from_slice(&page[head..]);
        1
    }

    /// A cell of a leaf; what is too long goes on in pages of its own.
    fn cell(&mut self, number: i64, payload: &[u8]) -> Vec<u8> {
        let mut cell = Vec::with_capacity(payload.len().min(PAGE) + 18);
        varint(&mut cell, payload.len() as u64);
        varint(&mut cell, number.cast_unsigned());
        if payload.len() <= MOST_IN_TABLE {
            cell.extend(payload);
            return cell;
        }
        let fitting = LEAST + (payload.len() - LEAST) % (PAGE - 4);
        let own = if fitting <= MOST_IN_TABLE { fitting } else { LEAST };
        cell.extend(&payload[..own]);
        let first = (self.bytes.len() / PAGE) as u32 + 1;
        cell.extend(first.to_be_bytes());
        let rest = payload[own..].chunks(PAGE - 4);
        let count = rest.len() as u32;
        for (part, i) in rest.zip(1..) {
            let next = if i == count { 0 } else { first + i };
            self.bytes.extend(next.to_be_bytes());
            self.bytes.extend(part);
            self.bytes.resize(self.bytes.len().next_multiple_of(PAGE), 0);
        }
        cell
    }
}

/// A page of a tree in the making: cells from its end, pointers to them from its start.
struct Page {
    bytes: [u8; PAGE],
    kind: u8,
    /// Where each cell begins, the last one lowest.
    cells: Vec<u16>,
    content: usize,
}

impl Page {
    fn new(kind: u8) -> Page {
        Page { bytes: [0; PAGE], kind, cells: Vec::new(), content: PAGE }
    }

    /// Length of the head of the page, which is longer if it leads on.
    fn own(&self) -> usize {
        if self.kind == 5 { 12 } else { 8 }
    }

    /// True if a further cell fits, where the page begins with a head of the file.
    fn fits(&self, length: usize, head: usize) -> bool {
        head + self.own() + 2 * (self.cells.len() + 1) + length <= self.content
    }

    fn push(&mut self, cell: &[u8]) {
        self.content -= cell.len();
        self.bytes[self.content..self.content + cell.len()].copy_from_slice(cell);
        self.cells.push(self.content as u16);
    }

    /// The page, with what it leads on to at its right.
    fn finish(mut self, head: usize, right: Option<u32>) -> [u8; PAGE] {
        let own = self.own();
        let count = self.cells.len();
        let start = &mut self.bytes[head..];
        start[0] = self.kind;
        start[3..5].copy_from_slice(&(count as u16).to_be_bytes());
        start[5..7].copy_from_slice(&(self.content as u16).to_be_bytes());
        if let Some(right) = right {
            start[8..12].copy_from_slice(&right.to_be_bytes());
        }
        for (pointer, cell) in start[own..].chunks_exact_mut(2).zip(&self.cells) {
            pointer.copy_from_slice(&cell.to_be_bytes());
        }
        self.bytes
    }
}

/// A number in one to nine bytes.
fn varint(out: &mut Vec<u8>, value: u64) {
    if value >> 56 != 0 {
        let high = value >> 8;
        out.extend((0..8).rev().map(|i| (high >> (7 * i)) as u8 & 0x7F | 0x80));
        out.push(value as u8);
        return;
    }
    let bits = 64 - value.leading_zeros();
    let count = bits.div_ceil(7).max(1);
    out.extend((0..count).rev().map(|i| {
        let part = (value >> (7 * i)) as u8 & 0x7F;
        if i == 0 { part } else { part | 0x80 }
    }));
}

/// Values as a record: their kinds, then their contents.
pub fn record(data: &[Datum<'_>]) -> Vec<u8> {
    let mut kinds: Vec<u8> = Vec::new();
    let mut contents: Vec<u8> = Vec::new();
    for datum in data {
        match datum {
            Datum::Null => varint(&mut kinds, 0),
            Datum::Integer(number @ (0 | 1)) => varint(&mut kinds, 8 + number.cast_unsigned()),
            Datum::Integer(number) => {
                let sizes = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 8)];
                let fits = |bytes: usize| *number == number << (64 - 8 * bytes) >> (64 - 8 * bytes);
                let (kind, bytes) = sizes.into_iter().find(|(_, bytes)| fits(*bytes)).unwrap_or((6, 8));
                varint(&mut kinds, kind);
                contents.extend(&number.to_be_bytes()[8 - bytes..]);
            }
            Datum::Real(number) => {
                varint(&mut kinds, 7);
                contents.extend(number.to_be_bytes());
            }
            Datum::Text(text) => {
                varint(&mut kinds, 13 + 2 * text.len() as u64);
                contents.extend(text.as_bytes());
            }
            Datum::Blob(blob) => {
                varint(&mut kinds, 12 + 2 * blob.len() as u64);
                contents.extend(*blob);
            }
        }
    }
    // The length of the head counts itself.
    let length = kinds.len() as u64;
    let own = if length + 1 < 128 { 1 } else { 2 };
    let mut out = Vec::with_capacity(kinds.len() + contents.len() + 2);
    varint(&mut out, length + own);
    out.extend(kinds);
    out.extend(contents);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_few_bytes() {
        for (value, bytes) in [
            (0, &[0x00][..]),
            (127, &[0x7F]),
            (128, &[0x81, 0x00]),
            (0x3FFF, &[0xFF, 0x7F]),
            ((1 << 56) - 1, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
            (1 << 56, &[0x80, 0xC0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00][..]),
            (u64::MAX, &[0xFF; 9]),
        ] {
            let mut out = Vec::new();
            varint(&mut out, value);
            assert_eq!(out, bytes, "{value}");
        }
    }

    #[test]
    fn records() {
        let data = [
            Datum::Null,
            Datum::Integer(0),
            Datum::Integer(1),
            Datum::Integer(-1),
            Datum::Integer(300),
            Datum::Integer(1 << 40),
            Datum::Real(1.5),
            Datum::Text("ab"),
            Datum::Blob(&[7]),
        ];
        let expected = [
            &[10, 0, 8, 9, 1, 2, 5, 7, 17, 14][..],
            &[0xFF, 1, 44, 1, 0, 0, 0, 0, 0],
            &1.5f64.to_be_bytes(),
            b"ab",
            &[7],
        ];
        assert_eq!(record(&data), expected.concat());
    }
}
