//! Ends of spans written as the last day instead of the first day after it.

use super::{Findings, Job, Rule};
use crate::diagnostic::Severity;
use crate::time::{Day, Span};

pub(super) const RULE: Rule = Rule {
    id: "end-date",
    what: "a span that begins one day after the one before it ends, or on the last day of it: names of a place or a \
           polity, and a polity and its predecessor",
    why: "\"until\" is the first day on which something no longer holds; an inclusive end leaves one day without a name \
          or a holder, or gives it two",
    mend: "write the day on which the next span begins as the \"until\" of the one before",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    for place in &job.dataset.places {
        for pair in place.names.windows(2) {
            if let Some(what) = slip(pair[0].span, pair[1].span) {
                let message = format!("the names of place \"{}\" {what}", place.key);
                findings.at_line(Severity::Warning, "places.csv", pair[1].line, message);
            }
        }
    }
    for polity in &job.dataset.polities {
        let mut names: Vec<_> = polity.names.iter().collect();
        names.sort_by_key(|dated| dated.span.from);
        for pair in names.windows(2) {
            if let Some(what) = slip(pair[0].span, pair[1].span) {
                let message = format!("the names of polity \"{}\" {what}", polity.key);
                findings.at_line(Severity::Warning, "polities.toml", pair[1].line, message);
            }
        }
        for before in polity.predecessors.iter().map(|id| job.dataset.polity(*id)) {
            if let Some(what) = slip(before.span, polity.span) {
                let message =
                    format!("polity \"{}\" and its predecessor \"{}\" {what}", polity.key, before.key);
                findings.at_line(Severity::Warning, "polities.toml", polity.line, message);
            }
        }
    }
}

/// What is wrong if one span follows the other and misses it by a day.
fn slip(first: Span, second: Span) -> Option<String> {
    let (until, from) = (first.until?, second.from?);
    if until.next() == from {
        return Some(format!("leave one day free: until {until}, from {from}"));
    }
    // Spans that share the day alone on which a year ends are such a slip as well.
    (from.next() == until && Some(from) != first.from).then(|| overlap(until, from))
}

fn overlap(until: Day, from: Day) -> String {
    format!("share one day: until {until}, from {from}")
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn places() {
        let check = |until: &str, from: &str, expected: &[&str]| {
            let columns = "id,kind,lon,lat,confidence,rank,from,until,en,aliases,unit,note";
            let rows = format!("x,town,0.05,0.05,high,1,,{until},Old,,a,\nx,,,,,,{from},,New,,,");
            letters("AB").file("places.csv", &format!("{columns}\n{rows}\n")).finds("end-date", expected);
        };
        check("1923", "1923-01-01", &[]);
        check("1922", "1923", &[]);
        check(
            "1922-12-31",
            "1923",
            &[
                "places.csv:3:1: warning: the names of place \"x\" leave one day free: until 1922-12-31, from 1923-01-01",
            ],
        );
    }

    #[test]
    fn polities() {
        let check = |until: &str, from: &str, more: &str, expected: &[&str]| {
            let polity = |id: &str, more: &str| {
                format!(
                    "[[polity]]\nid = \"{id}\"\nname.en = \"X\"\nkind = \"state\"\ncolour = \"red\"\n{more}\n"
                )
            };
            let red = polity("red", &format!("until = \"{until}\""));
            let blue = polity("blue", &format!("from = \"{from}\"\npredecessor = \"red\"\n{more}"));
            letters("AB").file("polities.toml", &(red + &blue)).finds("end-date", expected);
        };
        check("1920-06-05", "1920-06-05", "", &[]);
        // Two governments at once, for some days.
        check("1920-06-05", "1920-06-02", "", &[]);
        let at = "polities.toml:7:1: warning: polity \"blue\" and its predecessor \"red\"";
        check(
            "1920-06-05",
            "1920-06-06",
            "",
            &[&format!("{at} leave one day free: until 1920-06-05, from 1920-06-06")],
        );
        check(
            "1920-06-05",
            "1920-06-04",
            "",
            &[&format!("{at} share one day: until 1920-06-05, from 1920-06-04")],
        );
        check(
            "1920",
            "1920",
            "[[polity.names]]\nuntil = \"1930-12-31\"\nname.en = \"Y\"\n[[polity.names]]\nfrom = \"1931\"\nname.en = \"Z\"",
            &[
                "polities.toml:17:1: warning: the names of polity \"blue\" leave one day free: until 1930-12-31, from \
               1931-01-01",
            ],
        );
    }
}
