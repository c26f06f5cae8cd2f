//! The tables of an SQLite database, read and nothing else: no SQL, no views, no triggers, no C. Pages are followed
//! with a mark on each, so that a damaged tree ends (sqlite.org/fileformat2.html).

use super::budget::Budget;
use super::fault::Fault;

/// A database.
pub(super) struct Database<'a> {
    bytes: &'a [u8],
    page: usize,
    /// Bytes of a page that hold content.
    usable: usize,
    encoding: Text,
    pub tables: Vec<Definition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Utf8,
    Utf16 { little: bool },
}

/// What the schema says of a table or view.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub view: bool,
    pub name: String,
    root: usize,
    sql: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub name: String,
    /// In upper case.
    pub kind: String,
    /// It stands for the number of the row.
    pub rowid: bool,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a [u8]),
    Blob(&'a [u8]),
}

fn damaged(what: impl std::fmt::Display) -> Fault {
    Fault::syntax(format!("the database is damaged: {what}")).help("the file may be cut off: get it again")
}

impl<'a> Database<'a> {
    pub fn open(bytes: &'a [u8], budget: &Budget) -> Result<Database<'a>, Fault> {
        let header = bytes.get(..100).ok_or_else(|| damaged("it has no header"))?;
        let number =
            |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let page = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65536,
            size => usize::from(size),
        };
        if !page.is_power_of_two() || page < 512 {
            return Err(damaged(format!(
                "pages of {page} bytes, allowed are powers of two from 512 to 65536"
            )));
        }
        let usable = page - usize::from(header[20]);
        if usable < 480 {
            return Err(damaged(format!("pages with {usable} bytes of content, at least 480 are needed")));
        }
        let encoding = match number(56) {
            0 | 1 => Text::Utf8,
            2 => Text::Utf16 { little: true },
            3 => Text::Utf16 { little: false },
            other => return Err(damaged(format!("text encoding {other}, allowed are 1 to 3"))),
        };
        let mut database = Database { bytes, page, usable, encoding, tables: Vec::new() };
        let mut tables = Vec::new();
        database.rows(1, budget, |_, cells| {
            let text = |i: usize| cells.get(i).map_or(Ok(String::new()), |cell| database.text(cell));
            let kind = text(0)?;
            if kind == "table" || kind == "view" {
                let root = match cells.get(3) {
                    Some(Cell::Integer(root)) => usize::try_from(*root).unwrap_or(0),
                    _ => 0,
                };
                budget.features(1)?;
                tables.push(Definition { view: kind == "view", name: text(1)?, root, sql: text(4)? });
            }
            Ok(())
        })?;
        database.tables = tables;
        Ok(database)
    }

    /// The definition of a table, by its name without regard to case.
    pub fn table(&self, name: &str) -> Option<&Definition> {
        self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// The text of a cell.
    pub fn text(&self, cell: &Cell<'_>) -> Result<String, Fault> {
        let wrong = || Fault::new("encoding", "a text of the database is not in the encoding it declares");
        match (cell, self.encoding) {
            (Cell::Text(bytes), Text::Utf8) => String::from_utf8(bytes.to_vec()).map_err(|_| wrong()),
            (Cell::Text(bytes), Text::Utf16 { little }) => {
                let encoding = if little { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                if broken { Err(wrong()) } else { Ok(text.into_owned()) }
            }
            (Cell::Integer(n), _) => Ok(n.to_string()),
            (Cell::Real(n), _) => Ok(n.to_string()),
            _ => Ok(String::new()),
        }
    }

    /// Calls `each` for every row of a table, with its number and cells.
    pub fn each(
        &self,
        table: &Definition,
        budget: &Budget,
        each: impl FnMut(i64, &[Cell<'_>]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if table.view || table.root == 0 {
            let message = format!("{:?} is a view or a virtual table, which is not read", table.name);
            return Err(
                Fault::new("format", message).help("write it as a table: ogr2ogr -f GPKG new.gpkg old.gpkg")
            );
        }
        self.rows(table.root, budget, each)
    }

    fn bytes_of(&self, number: usize) -> Result<&'a [u8], Fault> {
        let page = number
            .checked_sub(1)
            .and_then(|before| before.checked_mul(self.page))
            .and_then(|start| self.bytes.get(start..start.checked_add(self.page)?));
        page.ok_or_else(|| damaged(format!("page {number} is not in it")))
    }

    fn rows(
        &self,
        root: usize,
        budget: &Budget,
        mut each: impl FnMut(i64, &[Cell<'_>]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        // A page that was left to be read is never read again: a circle is an error.
        let mut seen = vec![false; self.bytes.len() / self.page + 1];
        let mut waiting = vec![root];
        budget.steps(seen.len() / 8)?;
        // Rows do not share bytes: together they are no longer than the file.
        let mut content = 0usize;
        while let Some(number) = waiting.pop() {
            let page = self.bytes_of(number)?;
            budget.steps(64)?;
            if std::mem::replace(&mut seen[number - 1], true) {
                return Err(damaged(format!("page {number} is used twice")));
            }
            // The first page begins with the header of the file.
            let start = if number == 1 { 100 } else { 0 };
            let head = |at: usize| {
                page.get(start + at..start + at + 2).map(|b| usize::from(u16::from_be_bytes([b[0], b[1]])))
            };
            let count = head(3).ok_or_else(|| damaged("a page has no header"))?;
            let wrong = || damaged(format!("a cell leads out of page {number}"));
            let (leaf, pointers) = match page[start] {
                13 => (true, start + 8),
                5 => (false, start + 12),
                2 | 10 => {
                    let fault =
                        Fault::new("format", "a table without row numbers (WITHOUT ROWID) is not read");
                    return Err(fault.help("ogr2ogr -f GPKG writes one with them"));
                }
                kind => return Err(damaged(format!("page {number} has kind {kind}"))),
            };
            let mut children = Vec::new();
            for i in 0..count {
                let pointer = page.get(pointers + 2 * i..pointers + 2 * i + 2).ok_or_else(wrong)?;
                let cell = page
                    .get(usize::from(u16::from_be_bytes([pointer[0], pointer[1]]))..self.usable)
                    .ok_or_else(wrong)?;
                if leaf {
                    let (length, a) = varint(cell).ok_or_else(wrong)?;
                    let (rowid, b) = varint(&cell[a..]).ok_or_else(wrong)?;
                    content = content.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
                    if self.bytes.len() < content {
                        return Err(damaged("its rows are longer than the file"));
                    }
                    let payload = self.payload(&cell[a + b..], length, budget)?;
                    let cells =
                        record(&payload).ok_or_else(|| damaged(format!("row {rowid} is no record")))?;
                    each(rowid, &cells)?;
                } else {
                    let left = cell.get(..4).ok_or_else(wrong)?;
                    children.push(u32::from_be_bytes([left[0], left[1], left[2], left[3]]) as usize);
                }
            }
            if !leaf {
                let right = page.get(start + 8..start + 12).ok_or_else(wrong)?;
                children.push(u32::from_be_bytes([right[0], right[1], right[2], right[3]]) as usize);
                waiting.extend(children.into_iter().rev());
                if seen.len() < waiting.len() {
                    return Err(damaged("its tree has more branches than pages"));
                }
            }
        }
        Ok(())
    }

    /// The whole of a record: what is in the cell, and what flows over to other pages.
    fn payload(
        &self,
        cell: &'a [u8],
        length: i64,
        budget: &Budget,
    ) -> Result<std::borrow::Cow<'a, [u8]>, Fault> {
        let wrong = || damaged("a row is longer than the file");
        let length =
            usize::try_from(length).ok().filter(|length| *length <= self.bytes.len()).ok_or_else(wrong)?;
        let most = self.usable - 35;
        if length <= most {
            return cell.get(..length).map(std::borrow::Cow::Borrowed).ok_or_else(wrong);
        }
        // Shapes are values too, but those are counted as positions.
        budget.value(length / 64)?;
        let least = (self.usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (self.usable - 4);
        let local = if fitting <= most { fitting } else { least };
        let mut all = cell.get(..local).ok_or_else(wrong)?.to_vec();
        let next = cell.get(local..local + 4).ok_or_else(wrong)?;
        let mut next = u32::from_be_bytes([next[0], next[1], next[2], next[3]]) as usize;
        // Ends, for every page brings bytes.
        while all.len() < length {
            let page = self.bytes_of(next)?;
            next = u32::from_be_bytes([page[0], page[1], page[2], page[3]]) as usize;
            all.extend_from_slice(&page[4..4 + (self.usable - 4).min(length - all.len())]);
        }
        Ok(std::borrow::Cow::Owned(all))
    }
}

/// A number of one to nine bytes, and how many it takes.
fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value = 0u64;
    for (i, byte) in bytes.iter().take(9).enumerate() {
        if i == 8 {
            return Some(((value << 8 | u64::from(*byte)).cast_signed(), 9));
        }
        value = value << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), i + 1));
        }
    }
    None
}

/// The cells of a record.
fn record(payload: &[u8]) -> Option<Vec<Cell<'_>>> {
    let (header, mut at) = varint(payload)?;
    let header = usize::try_from(header).ok()?;
    let mut body = header;
    let mut cells = Vec::new();
    payload.get(..header)?;
    while at < header {
        let (kind, length) = varint(&payload[at..header])?;
        at += length;
        let mut take = |length: usize| {
            let bytes = payload.get(body..body.checked_add(length)?)?;
            body += length;
            Some(bytes)
        };
        let integer = |bytes: &[u8]| {
            let start = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { -1 } else { 0 };
            bytes.iter().fold(start, |n: i64, byte| n << 8 | i64::from(*byte))
        };
        cells.push(match kind {
            0 => Cell::Null,
            1..=4 => Cell::Integer(integer(take(usize::try_from(kind).ok()?)?)),
            5 => Cell::Integer(integer(take(6)?)),
            6 => Cell::Integer(integer(take(8)?)),
            7 => Cell::Real(f64::from_be_bytes(take(8)?.try_into().ok()?)),
            8 => Cell::Integer(0),
            9 => Cell::Integer(1),
            n if 12 <= n => {
                let bytes = take(usize::try_from((n - 12) / 2).ok()?)?;
                if n % 2 == 0 { Cell::Blob(bytes) } else { Cell::Text(bytes) }
            }
            _ => return None,
        });
    }
    Some(cells)
}

impl Definition {
    /// The columns, from the statement that made the table.
    pub fn columns(&self) -> Result<Vec<Column>, Fault> {
        let wrong = || Fault::syntax(format!("the definition of table {:?} cannot be read", self.name));
        let words = words(&self.sql).ok_or_else(wrong)?;
        let open = words.iter().position(|word| *word == Word::Sign('(')).ok_or_else(wrong)?;
        let mut columns: Vec<Column> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        let (mut depth, mut item): (usize, Vec<&Word>) = (1, Vec::new());
        for word in &words[open + 1..] {
            match word {
                Word::Sign('(') => depth += 1,
                Word::Sign(')') => depth -= 1,
                _ => {}
            }
            if depth == 0 || depth == 1 && *word == Word::Sign(',') {
                column(&item, &mut columns, &mut keys).map_err(|()| {
                    let message = format!("table {:?} has generated columns, which are not read", self.name);
                    Fault::new("format", message)
                })?;
                item.clear();
                if depth == 0 {
                    break;
                }
            } else {
                item.push(word);
            }
        }
        if let [key] = keys.as_slice() {
            for column in &mut columns {
                column.rowid |= column.name.eq_ignore_ascii_case(key) && column.kind == "INTEGER";
            }
        }
        if columns.is_empty() { Err(wrong()) } else { Ok(columns) }
    }
}

/// A piece of SQL.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Plain(String),
    Quoted(String),
    Sign(char),
}

impl Word {
    fn is(&self, keyword: &str) -> bool {
        matches!(self, Word::Plain(word) if word.eq_ignore_ascii_case(keyword))
    }

    fn text(&self) -> &str {
        match self {
            Word::Plain(text) | Word::Quoted(text) => text,
            Word::Sign(_) => "",
        }
    }
}

fn words(sql: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
        } else if let '"' | '\'' | '`' | '[' = first {
            let close = if first == '[' { ']' } else { first };
            let (mut text, mut body) = (String::new(), &rest[1..]);
            loop {
                let (part, after) = body.split_once(close)?;
                text.push_str(part);
                match after.strip_prefix(close) {
                    // Doubled, it stands for itself.
                    Some(more) if first != '[' => {
                        text.push(close);
                        body = more;
                    }
                    _ => {
                        rest = after;
                        break;
                    }
                }
            }
            words.push(Word::Quoted(text));
        } else if first.is_alphanumeric() || first == '_' {
            let end =
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
            words.push(Word::Plain(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            words.push(Word::Sign(first));
            rest = &rest[first.len_utf8()..];
        }
        rest = rest.trim_start();
    }
    Some(words)
}

fn column(item: &[&Word], columns: &mut Vec<Column>, keys: &mut Vec<String>) -> Result<(), ()> {
    let Some(first) = item.first() else { return Ok(()) };
    if ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|keyword| first.is(keyword)) {
        if let Some(at) = item.iter().position(|word| word.is("PRIMARY")) {
            let list = item[at..].iter().skip_while(|word| ***word != Word::Sign('(')).skip(1);
            keys.extend(
                list.take_while(|word| ***word != Word::Sign(')'))
                    .map(|word| word.text().to_owned())
                    .filter(|text| !text.is_empty()),
            );
        }
        return Ok(());
    }
    if item.iter().any(|word| word.is("GENERATED") || word.is("AS")) {
        return Err(());
    }
    let kind = item
        .get(1)
        .filter(|word| !matches!(word, Word::Sign(_)))
        .map_or(String::new(), |word| word.text().to_ascii_uppercase());
    let primary = item.windows(2).any(|pair| pair[0].is("PRIMARY") && pair[1].is("KEY"));
    columns.push(Column { name: first.text().to_owned(), rowid: primary && kind == "INTEGER", kind });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_definitions() {
        for (sql, expected) in [
            (
                r#"CREATE TABLE "a b" ( "fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON, name TEXT(20) DEFAULT 'x, y', [odd name] REAL, `tick``s` BOOLEAN, CONSTRAINT u UNIQUE (name))"#,
                "fid:INTEGER:rowid geom:MULTIPOLYGON name:TEXT odd name:REAL tick`s:BOOLEAN",
            ),
            (
                "CREATE TABLE t (a, b INTEGER, -- a comment, with a comma\n c /* ) */ DATE, PRIMARY KEY (b))",
                "a: b:INTEGER:rowid c:DATE",
            ),
            ("CREATE TABLE t (\"say \"\"hi\"\"\" TEXT CHECK (length(x) < 5))", "say \"hi\":TEXT"),
        ] {
            let table = Definition { view: false, name: "t".into(), root: 2, sql: sql.into() };
            let columns = table.columns().expect(sql).into_iter().map(|column| {
                format!("{}:{}{}", column.name, column.kind, if column.rowid { ":rowid" } else { "" })
            });
            assert_eq!(columns.collect::<Vec<_>>().join(" "), expected);
        }
        for sql in [
            "",
            "CREATE TABLE t",
            "CREATE TABLE t (\"a",
            "CREATE TABLE t (a INT, b AS (a + 1))",
            "CREATE TABLE t ()",
        ] {
            let table = Definition { view: false, name: "t".into(), root: 2, sql: sql.into() };
            assert!(table.columns().is_err(), "{sql}");
        }
    }

    #[test]
    fn numbers_of_one_to_nine_bytes() {
        for (bytes, expected) in [
            (&[0x05][..], Some((5, 1))),
            (&[0x81, 0x00], Some((128, 2))),
            (&[0xFF; 9], Some((-1, 9))),
            (&[0x80], None),
            (&[], None),
        ] {
            assert_eq!(varint(bytes), expected);
        }
    }
}
