//! What the reader looks for, in words: the other half of what `check` explains.

/// One kind of mistake that reading a data set reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderRule {
    /// Short name, as findings give it.
    pub id: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

/// All kinds of mistakes the reader reports, by name. Each stops the set from being used, but for
/// warnings about files and values that are merely useless.
pub const READER_RULES: [ReaderRule; 15] = [
    ReaderRule {
        id: "bad-date",
        what: "a date that is none, such as 1920-13-01, a span that ends before it begins, or an Old Style date that does not fit",
        why: "the order of events, and so every map, hangs on the dates",
        mend: "write EDTF level 1: 1920-07-28, 1920-07, 1920, 1920-06/1920-07, with ~ for about and ? for uncertain",
    },
    ReaderRule {
        id: "duplicate-id",
        what: "an id, or a row of the same key, that stands twice",
        why: "what refers to it could mean either",
        mend: "rename or remove one of the two",
    },
    ReaderRule {
        id: "empty",
        what: "a file or table with nothing in it",
        why: "a set without units, polities or events draws nothing",
        mend: "fill it, or remove the file if the set can do without it",
    },
    ReaderRule {
        id: "encoding",
        what: "a file that is not UTF-8 text",
        why: "names would be garbled",
        mend: "save the file as UTF-8",
    },
    ReaderRule {
        id: "hidden-character",
        what: "a control character, or a mark that turns the direction of letters, in a text",
        why: "nobody sees it; it commands the terminals that the text is shown on, or lets a name be read as another",
        mend: "take it out",
    },
    ReaderRule {
        id: "missing-file",
        what: "a file a data set must have, or one whose name is nearly that of a file it may have",
        why: "without it nothing can be drawn, or what was meant is not read",
        mend: "add the file, or mend its name",
    },
    ReaderRule {
        id: "missing-key",
        what: "a key, column or value that must be there",
        why: "the entry cannot be understood without it",
        mend: "add it",
    },
    ReaderRule {
        id: "no-evidence",
        what: "an event with neither statements of a source nor the reason it is inferred",
        why: "nothing on a map may be without a source or a stated inference",
        mend: "name attestations under supports, contradicts or reports, or give the reason under inferred",
    },
    ReaderRule {
        id: "polity-date",
        what: "an effect that names a polity before it existed or after it ended",
        why: "nobody holds land on a day on which he does not exist",
        mend: "mend the event's date, the polity's from and until, or name the polity of that day",
    },
    ReaderRule {
        id: "ring",
        what: "a ring that is not closed, has too few points, crosses or touches itself, or leaves the globe",
        why: "its area and what lies inside it are undefined",
        mend: "move or remove the vertex named; longitude comes before latitude",
    },
    ReaderRule {
        id: "syntax",
        what: "text that is not TOML, JSON, CSV or BibTeX",
        why: "the rest of the file cannot be read",
        mend: "mend the place named; the first one in a file is often the cause of the others",
    },
    ReaderRule {
        id: "unknown-key",
        what: "a key, column or file the format does not have",
        why: "a misspelled key would be silently without effect",
        mend: "take the nearest one named, or remove it",
    },
    ReaderRule {
        id: "unknown-reference",
        what: "the name of a unit, group, polity, event, statement, source or place that does not exist",
        why: "what it refers to cannot be found",
        mend: "take the nearest name, or add what is named",
    },
    ReaderRule {
        id: "unknown-value",
        what: "a value outside those allowed, or a number out of range",
        why: "it has no meaning",
        mend: "take one of the values named",
    },
    ReaderRule {
        id: "wrong-type",
        what: "a text where a list or number belongs, or the other way round",
        why: "the value cannot be read as what the key means",
        mend: "write it as the finding says",
    },
];

#[cfg(test)]
mod tests {
    use super::READER_RULES;

    #[test]
    fn rules_stand_in_order_and_once() {
        assert!(READER_RULES.windows(2).all(|pair| pair[0].id < pair[1].id));
    }
}
