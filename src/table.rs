//! Tables of text: in columns for people, as CSV for programs. Knows nothing of what is in them.

use crate::interchange::csv_field;
use std::borrow::Cow;

/// Rows of text under a head.
///
/// # Guarantees
/// Every row has as many cells as the head.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// A column of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub head: String,
    /// Where its cells stand.
    pub align: Align,
}

/// Where a cell stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left: words.
    Left,
    /// At the right: numbers.
    Right,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = (impl Into<String>, Align)>) -> Table {
        let columns = columns.into_iter().map(|(head, align)| Column { head: head.into(), align });
        Table { columns: columns.collect(), rows: Vec::new() }
    }

    /// Adds a row. Cells that are missing are empty; cells beyond the last column are left out.
    pub fn push(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        let mut row: Vec<String> = cells.into_iter().map(Into::into).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }

    /// The table in columns two spaces apart, without spaces at the ends of lines.
    ///
    /// If it is wider than `width` letters it is cut into blocks, one under the other; each begins with
    /// the first `fixed` columns. A block has at least one further column, however wide.
    pub fn to_text(&self, fixed: usize, width: usize) -> String {
        let letters = |text: &str| text.chars().count();
        fn line_of(cells: Vec<&str>) -> Vec<Cow<'_, str>> {
            cells.into_iter().map(one_line).collect()
        }
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                self.rows.iter().map(|row| letters(&row[index])).fold(letters(&column.head), usize::max)
            })
            .collect();
        let mut out = String::new();
        for (number, block) in blocks(&widths, fixed, width).iter().enumerate() {
            if 0 < number {
                out.push('\n');
            }
            let heads: Vec<&str> = self.columns.iter().map(|column| column.head.as_str()).collect();
            let lines = std::iter::once(heads)
                .chain(self.rows.iter().map(|row| row.iter().map(String::as_str).collect()));
            for cells in lines.map(line_of) {
                let mut line = String::new();
                for &index in block {
                    if !line.is_empty() || index != block[0] {
                        line.push_str("  ");
                    }
                    let space = " ".repeat(widths[index] - letters(&cells[index]));
                    match self.columns[index].align {
                        Align::Left => line.extend([&*cells[index], &space]),
                        Align::Right => line.extend([&*space, &cells[index]]),
                    }
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        out
    }

    /// The table as CSV (RFC 4180, but lines end as on Unix), heads first.
    pub fn to_csv(&self) -> String {
        let heads: Vec<&str> = self.columns.iter().map(|column| column.head.as_str()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(String::as_str).collect());
        let lines = std::iter::once(heads).chain(rows).map(|cells: Vec<&str>| {
            let cells: Vec<String> = cells.into_iter().map(csv_field).collect();
            cells.join(",") + "\n"
        });
        lines.collect()
    }
}

impl Table {
    /// The table in Markdown, with pipes.
    pub fn to_markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let marks = self.columns.iter().map(|column| match column.align {
            Align::Left => ":---".to_owned(),
            Align::Right => "---:".to_owned(),
        });
        let mut out = line(self.columns.iter().map(|column| markdown(&column.head)).collect());
        out.push_str(&line(marks.collect()));
        for row in &self.rows {
            out.push_str(&line(row.iter().map(|text| markdown(text)).collect()));
        }
        out
    }
}

/// A cell on one line of a table for people: a line break in a name begins no row.
fn one_line(text: &str) -> Cow<'_, str> {
    match text.contains(['\n', '\r', '\t']) {
        true => Cow::Owned(text.replace(['\n', '\r', '\t'], " ")),
        false => Cow::Borrowed(text),
    }
}

/// A text of the data in Markdown, on one line: what Markdown, or HTML in it, would take for a sign of its own is none.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '$' => {
                out.extend(['\\', letter])
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The columns of each block: the fixed ones, and as many of the others as there is room for.
fn blocks(widths: &[usize], fixed: usize, width: usize) -> Vec<Vec<usize>> {
    let first: Vec<usize> = (0..fixed.min(widths.len())).collect();
    let wide = |block: &[usize]| block.iter().map(|&index| widths[index] + 2).sum::<usize>();
    let mut blocks = vec![first.clone()];
    for (index, own) in widths.iter().enumerate().skip(fixed) {
        if let Some(block) = blocks.last_mut()
            && (block.len() == first.len() || wide(block) + own <= width)
        {
            block.push(index);
        } else {
            blocks.push(first.iter().copied().chain([index]).collect());
        }
    }
    blocks
}

/// A whole number with commas between thousands: `7,674`; `-0` is `0`.
pub fn thousands(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let sign = if number < 0.0 && digits != "0" { "-" } else { "" };
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}")
}

/// Text in lines of at most `width` letters, each after `indent`; a longer word has a line of its own.
pub fn wrap(text: &str, indent: &str, width: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    // Not at spaces that do not break.
    for word in text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()) {
        let full = indent.chars().count() + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && width < full {
            out.extend([indent, &line, "\n"]);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        out.extend([indent, &line, "\n"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new([
            ("who", Align::Left),
            ("1918", Align::Right),
            ("1919", Align::Right),
            ("x", Align::Left),
        ]);
        table.push(["Հայաստան", "1,200", "7", "a, b"]);
        table.push(["B", "3", "", "\"q\""]);
        table
    }

    #[test]
    fn columns_stand_under_their_heads() {
        let expected =
            "who        1918  1919  x\nՀայաստան  1,200     7  a, b\nB             3        \"q\"\n";
        assert_eq!(sample().to_text(1, 80), expected);
    }

    #[test]
    fn a_wide_table_is_cut_into_blocks_that_repeat_the_first_column() {
        let expected = "who        1918  1919\nՀայաստան  1,200     7\nB             3\n\n\
                        who       x\nՀայաստան  a, b\nB         \"q\"\n";
        assert_eq!(sample().to_text(1, 22), expected);
        assert_eq!(sample().to_text(1, 1).matches("who").count(), 3, "never an endless loop");
    }

    #[test]
    fn csv_runs_no_formula() {
        for (text, wanted) in [
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("\t=1+1", "\"'\t=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2+3+cmd|'x'!A", "\"'-2+3+cmd|'x'!A\""),
            ("+A1", "\"'+A1\""),
            ("-12.5", "-12.5"),
            ("-0044-12-31", "-0044-12-31"),
            ("+3", "+3"),
            ("-", "-"),
            ("- none", "- none"),
            ("a = b", "a = b"),
        ] {
            assert_eq!(csv_field(text), wanted);
        }
    }

    #[test]
    fn csv_quotes_what_needs_it() {
        let expected = "who,1918,1919,x\nՀայաստան,\"1,200\",7,\"a, b\"\nB,3,,\"\"\"q\"\"\"\n";
        assert_eq!(sample().to_csv(), expected);
    }

    #[test]
    fn markdown_has_pipes_and_escapes_them() {
        let mut table = Table::new([("who", Align::Left), ("n", Align::Right)]);
        table.push(["a|b *", "7"]);
        table.push(["a\nb <i>", "8"]);
        assert_eq!(
            table.to_markdown(),
            "| who | n |\n| :--- | ---: |\n| a\\|b \\* | 7 |\n| a b \\<i\\> | 8 |\n"
        );
        assert_eq!(table.to_text(1, 80), "who      n\na|b *    7\na b <i>  8\n");
    }

    #[test]
    fn short_rows_are_filled() {
        let mut table = sample();
        table.push(["only"]);
        assert!(table.to_csv().ends_with("only,,,\n"));
    }

    #[test]
    fn numbers_for_people() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.2, "0"),
            (999.6, "1,000"),
            (7674.12, "7,674"),
            (-1234567.0, "-1,234,567"),
            (123.0, "123"),
        ] {
            assert_eq!(thousands(number), expected);
        }
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrap("one two three", "  ", 9), "  one two\n  three\n");
        assert_eq!(wrap("", "  ", 9), "");
        assert_eq!(wrap("incomprehensible word", "", 5), "incomprehensible\nword\n");
    }
}
