//! Which end of a span a collection means: the last day of it, or the first day after it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::counted;
use super::dates::When;

/// Whether the value of the field `to` still belongs to the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToIs {
    /// It is the last day or year of it.
    Inclusive,
    /// It is the first day or year after it.
    Exclusive,
}

impl ToIs {
    /// All values, in the spelling of mappings and of the command line.
    pub const ALL: [(&'static str, ToIs); 2] =
        [("inclusive", ToIs::Inclusive), ("exclusive", ToIs::Exclusive)];

    /// The word for it.
    pub fn key(self) -> &'static str {
        ToIs::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// How the versions of one thing follow each other, counted over a whole collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FitReport {
    /// Pairs of successive versions with an end and a beginning.
    pub steps: usize,
    /// The next begins one day (or year) after the value of `to`: it is inclusive.
    pub inclusive: usize,
    /// The next begins on the value of `to`: it is exclusive.
    pub exclusive: usize,
    /// The next begins later than that.
    pub gaps: usize,
    /// The next begins earlier.
    pub overlaps: usize,
    /// Rows without an end.
    pub open: usize,
    /// Rows whose dates are years.
    pub years: usize,
    /// All rows with a beginning or an end.
    pub rows: usize,
    /// The first pair of each kind as an example, as `id: to, next from`.
    pub examples: [Option<String>; 4],
}

impl FitReport {
    /// Counts. A row is the name of what it is a version of, its beginning and its end.
    pub fn of<'a>(rows: impl Iterator<Item = (&'a str, Option<&'a When>, Option<&'a When>)>) -> FitReport {
        let mut report = FitReport::default();
        let mut versions: BTreeMap<&str, Vec<(&When, Option<&When>)>> = BTreeMap::new();
        for (id, from, to) in rows {
            if from.is_none() && to.is_none() {
                continue;
            }
            report.rows += 1;
            report.open += usize::from(to.is_none());
            report.years += usize::from(from.is_some_and(When::is_year) || to.is_some_and(When::is_year));
            if let Some(from) = from {
                versions.entry(id).or_default().push((from, to));
            }
        }
        for (id, mut of_one) in versions {
            of_one.sort_by_key(|(from, to)| (from.first, to.map(|to| to.last)));
            // Rows of the same span are parts of one version.
            of_one.dedup_by(|b, a| a.0.first == b.0.first && a.1.map(|to| to.last) == b.1.map(|to| to.last));
            for pair in of_one.windows(2) {
                let ((_, Some(to)), (next, _)) = (pair[0], pair[1]) else { continue };
                // What begins within the year in which the one before it ends tells nothing.
                if to.first < next.first && next.first <= to.last {
                    continue;
                }
                report.steps += 1;
                let kind = if next.first == to.last.next() {
                    report.inclusive += 1;
                    0
                } else if next.first == to.first {
                    report.exclusive += 1;
                    1
                } else if to.last < next.first {
                    report.gaps += 1;
                    2
                } else {
                    report.overlaps += 1;
                    3
                };
                report.examples[kind]
                    .get_or_insert_with(|| format!("{id}: to {}, next from {}", shown(to), shown(next)));
            }
        }
        report
    }

    /// What the data obey, if nearly all steps that tell say the same.
    pub fn verdict(&self) -> Option<ToIs> {
        let telling = self.inclusive + self.exclusive;
        let nearly = |count: usize| 0 < telling && telling * 9 <= count * 10;
        if nearly(self.inclusive) {
            Some(ToIs::Inclusive)
        } else if nearly(self.exclusive) {
            Some(ToIs::Exclusive)
        } else {
            None
        }
    }

    /// The counts as a table, with the verdict.
    pub fn to_text(&self) -> String {
        let unit = if self.years * 2 > self.rows { "year" } else { "day" };
        let rows = [
            (self.inclusive, format!("next version begins one {unit} after \"to\""), "inclusive"),
            (self.exclusive, "next version begins on \"to\"".to_owned(), "exclusive"),
            (self.gaps, "gap between two versions".to_owned(), ""),
            (self.overlaps, "two versions overlap".to_owned(), ""),
        ];
        let mut out = format!(
            "how the ends fit: {} with dates, {} without an end, {} from one version to the next\n",
            counted(self.rows, "row"),
            self.open,
            counted(self.steps, "step")
        );
        for ((count, what, means), example) in rows.into_iter().zip(&self.examples) {
            let example = example.as_ref().map_or(String::new(), |example| format!("  e.g. {example}"));
            let line = format!("  {count:>7}  {what:<42}  {means:<9}{example}");
            let _ = writeln!(out, "{}", line.trim_end());
        }
        let verdict = match self.verdict() {
            Some(to_is) => format!("  the data obey: {}\n", to_is.key()),
            None if self.inclusive + self.exclusive == 0 => {
                "  no version follows another directly: the data do not tell; ask their documentation\n"
                    .to_owned()
            }
            None => "  the data do not agree with themselves; ask their documentation\n".to_owned(),
        };
        out + &verdict
    }
}

/// As exactly as it is known, and no more.
fn shown(when: &When) -> String {
    let month = when.first.to_string();
    match &when.doubtful {
        Some(date) => date.text().to_owned(),
        None if when.is_year() => when.first.year().to_string(),
        None if when.first < when.last => month[..month.len() - 3].to_owned(),
        None => when.first.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::dates::{Bce, DateFormat, read};

    fn fit(rows: &[(&str, &str, &str)]) -> FitReport {
        let date = |text: &str| read(text, DateFormat::Auto, Bce::Historical, &[]).expect("a date");
        let rows: Vec<_> = rows.iter().map(|(id, from, to)| (*id, date(from), date(to))).collect();
        FitReport::of(rows.iter().map(|(id, from, to)| (*id, from.as_ref(), to.as_ref())))
    }

    #[test]
    fn what_the_data_obey() {
        for (rows, verdict, counts) in [
            (
                vec![("a", "1850-01-01", "1850-05-31"), ("a", "1850-06-01", "")],
                Some(ToIs::Inclusive),
                [1, 0, 0, 0],
            ),
            (
                vec![("a", "1850-01-01", "1850-06-01"), ("a", "1850-06-01", "")],
                Some(ToIs::Exclusive),
                [0, 1, 0, 0],
            ),
            (
                vec![("a", "1850", "1859"), ("a", "1860", "1869"), ("b", "1860", "")],
                Some(ToIs::Inclusive),
                [1, 0, 0, 0],
            ),
            (
                vec![("a", "1850", "1860"), ("a", "1860", "1870"), ("a", "1880", "")],
                Some(ToIs::Exclusive),
                [0, 1, 1, 0],
            ),
            (vec![("a", "1850", "1860"), ("b", "1860", "1870")], None, [0, 0, 0, 0]),
            (vec![("a", "1850", "1870"), ("a", "1860", "")], None, [0, 0, 0, 1]),
            (
                vec![("a", "1850", "1860"), ("a", "1850", "1860"), ("a", "1861", "")],
                Some(ToIs::Inclusive),
                [1, 0, 0, 0],
            ),
        ] {
            let report = fit(&rows);
            let found = [report.inclusive, report.exclusive, report.gaps, report.overlaps];
            assert_eq!((report.verdict(), found), (verdict, counts), "{rows:?}");
        }
    }

    #[test]
    fn the_table_says_the_verdict() {
        let text = fit(&[("a", "1850", "1859"), ("a", "1860", "1869"), ("a", "1875", "")]).to_text();
        assert!(text.contains("3 rows with dates, 1 without an end, 2 steps"), "{text}");
        assert!(text.contains("1  next version begins one year after \"to\""), "{text}");
        assert!(text.contains("the data obey: inclusive"), "{text}");
    }
}
