//! Events that change the map on days the data set does not speak of.

use super::{Findings, Job, Rule};
use crate::diagnostic::Severity;

pub(super) const RULE: Rule = Rule {
    id: "outside-period",
    what: "an event with effects whose date is not within the period of the set",
    why: "series and checks cover the period only: the change would be on no map",
    mend: "correct the date, or widen the period in dataset.toml",
    find,
};

fn find(job: &Job<'_>, findings: &mut Findings<'_>) {
    let (first, last) = job.dataset.period;
    for event in job.dataset.events.iter().filter(|event| !event.effects.is_empty()) {
        if event.date.earliest() < first || last < event.date.latest() {
            let message = format!("event \"{}\" of {} is not within {first}/{last}", event.key, event.date);
            findings.at_event(Severity::Warning, event, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::letters;

    #[test]
    fn a_date_too_late() {
        let event = "[[event]]\nid = \"x\"\ndate = \"1951\"\nkind = \"cession\"\ntitle.en = \"X\"\ncertainty = \
                     \"inferred\"\ninferred = \"test\"\n";
        letters("AB").events(event).finds("outside-period", &[]);
        let effect = "effect = [{ units = [\"a\"], control = \"blue\" }]\n";
        letters("AB").events(&format!("{event}{effect}")).finds(
            "outside-period",
            &["events.toml:9:1: warning: event \"x\" of 1951 is not within 1900-01-01/1950-12-31"],
        );
    }
}
