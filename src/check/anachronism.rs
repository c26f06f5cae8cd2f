//! Names at the wrong time.

use super::{Findings, Job, Rule};
use crate::dataset::{Dataset, DatedNames, Event, Place};
use crate::diagnostic::Severity;
use crate::lang::Lang;
use crate::time::{Day, Span};

pub(super) const RULE: Rule = Rule {
    id: "anachronism",
    what: "a place of rank 1 to 3 that has no name on some days of the period; a name of a polity from a time in which \
           it does not exist; a title or caption that calls a place by a name it does not bear on the day",
    why: "the map would show a name that was not yet, or no longer, in use",
    mend: "give the name the place bore on these days in a further row of places.csv; correct from and until; use the \
           name of the day in the text",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let set = job.dataset;
    for place in set.places.iter().filter(|place| (1..=3).contains(&place.rank)) {
        for (from, last) in nameless(place, set.period) {
            let days = if from == last { format!("on {from}") } else { format!("from {from} to {last}") };
            let message = format!("place \"{}\" is drawn and has no name {days}", place.key);
            findings.at_line(Severity::Warning, "places.csv", place.line, message);
        }
    }
    for polity in &set.polities {
        for dated in polity.names.iter().filter(|dated| !dated.span.overlaps(polity.span)) {
            let message = format!(
                "the name \"{}\" of polity \"{}\" is of {}, and the polity exists {}",
                dated.name.get(Lang::EN),
                polity.key,
                dated.span,
                polity.span
            );
            findings.at_line(Severity::Warning, "polities.toml", dated.line, message);
        }
    }
    for event in &set.events {
        mentions(set, event, findings);
    }
}

/// The days of the period, first and last, on which a place has no name. One day alone between two names
/// is left to the rule `end-date`.
fn nameless(place: &Place, (first, last): (Day, Day)) -> Vec<(Day, Day)> {
    let mut free = Vec::new();
    // Names are in order and do not overlap.
    let mut day = first;
    for Span { from, until } in place.names.iter().map(|dated| dated.span) {
        if let Some(from) = from
            && day < from
            && day <= last
        {
            let slip = day.next() == from && day != first;
            free.extend((!slip).then(|| (day, from.prev().min(last))));
        }
        match until {
            Some(until) => day = day.max(until),
            None => return free,
        }
    }
    if day <= last {
        free.push((day, last));
    }
    free
}

/// Notes names of other times in the words about an event, once for each place.
fn mentions(set: &Dataset, event: &Event, findings: &mut Findings<'_>) {
    let possible = Span { from: Some(event.date.earliest()), until: Some(event.date.latest().next()) };
    for place in set.places.iter().filter(|place| 1 < place.names.len()) {
        let (now, then): (Vec<&DatedNames>, Vec<&DatedNames>) =
            place.names.iter().partition(|dated| dated.span.overlaps(possible));
        let mut said: Vec<String> = Vec::new();
        for (lang, other) in then.iter().flat_map(|dated| dated.name.iter()) {
            let mut names = now.iter().filter_map(|dated| dated.name.exact(lang));
            let texts = || [&event.title, &event.caption].into_iter().filter_map(|text| text.exact(lang));
            // Most texts do not name the place at all: asked first, this saves all other looks.
            if !texts().any(|text| has_word(text, other)) {
                continue;
            }
            let right = texts().any(|text| names.clone().any(|name| has_word(text, name)));
            // A spelling that holds the other one, such as "Goris (Gerusy)", tells nothing apart.
            let alike = names.any(|name| name.contains(other));
            if !right && !alike && !means_else(set, place, other) {
                said.push(format!("\"{other}\" ({lang})"));
            }
        }
        if let (false, Some(now)) = (said.is_empty(), now.first()) {
            let (key, date, said) = (&event.key, &event.date, said.join(", "));
            let name = now.name.get(Lang::EN);
            let message =
                format!("event \"{key}\" of {date} says {said}; the place was then called \"{name}\"");
            findings.at_event(Severity::Note, event, message);
        }
    }
}

/// True if something else has this name at all times: a unit, a group, a lake, another place.
fn means_else(set: &Dataset, place: &Place, name: &str) -> bool {
    let units = set.units.iter().map(|unit| &unit.name).chain(set.groups.iter().map(|group| &group.name));
    let context = set.context.iter().map(|feature| &feature.name);
    let places = set.places.iter().filter(|other| other.key != place.key);
    let places = places.flat_map(|other| other.names.iter().map(|dated| &dated.name));
    units.chain(context).chain(places).any(|text| text.iter().any(|(_, other)| has_word(other, name)))
}

/// True if a word of the text begins with the name; an ending may follow.
fn has_word(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text
            .match_indices(name)
            .any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::super::world::{event, letters};

    const COLUMNS: &str = "id,kind,lon,lat,confidence,rank,from,until,en,aliases,unit,note";

    #[test]
    fn days_without_a_name() {
        let check = |rank: u8, first: &str, second: &str, expected: &[&str]| {
            let rows = format!("x,town,0.05,0.05,high,{rank},{first},Old,,a,\nx,,,,,,{second},New,,,");
            letters("AB").file("places.csv", &format!("{COLUMNS}\n{rows}\n")).finds("anachronism", expected);
        };
        let at = "places.csv:2:1: warning: place \"x\" is drawn and has no name";
        check(1, ",1923", "1923,", &[]);
        check(1, ",1920", "1923,", &[&format!("{at} from 1920-01-01 to 1922-12-31")]);
        check(4, ",1920", "1923,", &[]);
        check(1, ",1922-12-31", "1923,", &[]);
        check(
            3,
            "1905,1920",
            "1920,1950-12-31",
            &[&format!("{at} from 1900-01-01 to 1904-12-31"), &format!("{at} on 1950-12-31")],
        );
        // Beyond the period nobody looks.
        check(1, ",1800", "1900,1951", &[]);
    }

    #[test]
    fn names_of_polities() {
        let polities = "[[polity]]\nid = \"red\"\nname.en = \"Red\"\nkind = \"state\"\ncolour = \"red\"\nuntil = \
                        \"1920\"\n[[polity.names]]\nfrom = \"1920\"\nname.en = \"Redder\"\n";
        letters("AB").file("polities.toml", polities).finds(
            "anachronism",
            &["polities.toml:7:1: warning: the name \"Redder\" of polity \"red\" is of 1920-01-01/.., and the polity \
               exists ../1920-01-01"],
        );
    }

    #[test]
    fn names_in_texts() {
        let check = |title: &str, expected: &[&str]| {
            let one = event("x", "1910", "claim", "units = [\"a\"], claim-start = [\"blue\"]");
            let rows = "x,town,0.05,0.05,high,1,,1923,Oldham,,a,\nx,,,,,,1923,,Newton,,,";
            letters("AB")
                .file("places.csv", &format!("{COLUMNS}\n{rows}\n"))
                .events(&one.replace("title.en = \"x\"", &format!("title.en = \"{title}\"")))
                .finds("anachronism", expected);
        };
        check("To Oldham", &[]);
        check("Oldham, later Newton", &[]);
        check("Upnewton's Newt", &[]);
        check(
            "Newton's fall",
            &[
                "events.toml:9:1: note: event \"x\" of 1910 says \"Newton\" (en); the place was then called \"Oldham\"",
            ],
        );
    }
}
