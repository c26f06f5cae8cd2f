//! Cells of tables that people open with a spreadsheet.

/// A cell of CSV. A text that a spreadsheet would run as a formula begins with an apostrophe, which spreadsheets take away,
/// and [`unguarded`] too; numbers are numbers.
pub(crate) fn csv_field(text: &str) -> String {
    if is_formula(text) {
        return format!("\"'{}\"", text.replace('"', "\"\""));
    }
    if text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The text of a cell, without the apostrophe that [`csv_field`] puts before what looks like a formula.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

/// Whether a spreadsheet would run a text.
fn is_formula(text: &str) -> bool {
    let bare = text.trim_start();
    match bare.chars().next() {
        Some('=' | '@') => true,
        Some('+' | '-') => {
            // Numbers, and days before the year 1, are nothing else.
            let is_number = |c: char| c.is_ascii_digit() || "-.:/".contains(c);
            bare.parse::<f64>().is_err()
                && bare[1..].starts_with(|c: char| !c.is_whitespace())
                && !bare[1..].chars().all(is_number)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarded_cell_reads_back() {
        for text in ["=1+1", "@cmd", "-Altay", "+x", "'s-Hertogenbosch", "-5", "plain", "-0044-03-15"] {
            let cell = csv_field(text);
            assert_eq!(unguarded(cell.trim_matches('"')), text, "{cell}");
        }
    }
}
