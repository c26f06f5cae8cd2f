//! Each mistake is found, where it is and by the right rule, and nothing else is.
//!
//! Every broken set is the small sound world with one change in one file.

use std::fs;

use marchland::check;
use marchland::dataset::{Files, Loaded, load};
use marchland::diagnostic::{Diagnostic, Severity};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::style::Style;
use marchland::timeline::Timeline;

use super::{project, run, text};

/// What is done to one file of the sound world.
enum Change {
    /// One text, which stands once, is replaced.
    Replace(&'static str, &'static str),
    /// The file has other bytes.
    Bytes(&'static [u8]),
    /// The file goes.
    Remove,
    /// The file has another name.
    Rename(&'static str),
}

use Change::{Bytes, Remove, Rename, Replace};

/// Rule, place as `file:line`, and a part of the message with its help.
type Expected = (&'static str, &'static str, &'static str);

/// What is broken, in which file, how, and all errors and warnings that must come of it.
type Case = (&'static str, &'static str, Change, &'static [Expected]);

const BETA: &str = "[[[2, 1], [3, 1], [3, 2], [2, 2], [2, 1]]]";
const LAST: &str = "claim-start = [\"italy\"]\n";

const CASES: &[Case] = &[
    // Names that stand for nothing.
    (
        "unknown polity",
        "events.toml",
        Replace("control = \"france\"", "control = \"farnce\""),
        &[("unknown-reference", "events.toml:26", "unknown polity \"farnce\"; nearest is \"france\"")],
    ),
    (
        "unknown unit in an effect",
        "events.toml",
        Replace("units = [\"beta\"]\ncontrol", "units = [\"betta\"]\ncontrol"),
        &[("unknown-reference", "events.toml:25", "unknown unit \"betta\"; nearest is \"beta\"")],
    ),
    (
        "unknown group",
        "events.toml",
        Replace("group:south", "group:suoth"),
        &[("unknown-reference", "events.toml:48", "unknown group \"suoth\"; nearest is \"south\"")],
    ),
    (
        "unknown uezd",
        "dataset.toml",
        Replace("uezd:Low", "uezd:Lwo"),
        &[("unknown-reference", "dataset.toml:14", "unknown uezd \"Lwo\"; nearest is \"Low\"")],
    ),
    (
        "attestation of an unknown source",
        "attestations.csv",
        Replace("E2,diary", "E2,dairy"),
        &[("unknown-reference", "attestations.csv:3", "unknown source \"dairy\"; nearest is \"diary\"")],
    ),
    (
        "unknown attestation",
        "events.toml",
        Replace("contradicts = [\"E2\"]", "contradicts = [\"E4\"]"),
        &[("unknown-reference", "events.toml:22", "unknown attestation \"E4\"; nearest is \"E1\"")],
    ),
    (
        "fact of an unknown place",
        "expect.toml",
        Replace("place = \"New Town\"", "place = \"Nev Town\""),
        &[("unknown-reference", "expect.toml:2", "unknown place \"Nev Town\"; nearest is \"New Town\"")],
    ),
    (
        "unknown predecessor",
        "polities.toml",
        Replace("predecessor = \"savoy\"", "predecessor = \"savoi\""),
        &[("unknown-reference", "polities.toml:16", "unknown polity \"savoi\"; nearest is \"savoy\"")],
    ),
    // What is not seen and does something.
    (
        "a sequence for terminals in a name",
        "polities.toml",
        Replace("name.en = \"France\"", "name.en = \"\\u001B[2JFrance\""),
        &[("hidden-character", "polities.toml:25", "the hidden character U+001B stands in a text")],
    ),
    (
        "a mark that turns letters, in an escape",
        "units.geojson",
        Replace("\"name\": \"Beta\"", "\"name\": \"B\\u202eeta\""),
        &[("hidden-character", "units.geojson:3", "the hidden character U+202E stands in a text")],
    ),
    (
        "a mark that turns letters, in a table",
        "places.csv",
        Replace("on a hill", "on \u{2067}a hill"),
        &[("hidden-character", "places.csv:4", "the hidden character U+2067 stands in a text")],
    ),
    (
        "a control character of eight bits",
        "sources.bib",
        Replace("A Diary", "A \u{9b}Diary"),
        &[("hidden-character", "sources.bib:12", "U+009B stands in a text; take it out; line breaks and tabs")],
    ),
    (
        "an id that leads elsewhere",
        "dataset.toml",
        Replace("id = \"duchy\"", "id = \"../../duchy\""),
        &[("unknown-value", "dataset.toml:2", "\"../../duchy\" cannot be part of a file name")],
    ),
    // Keys, values, ids.
    (
        "unknown key",
        "events.toml",
        Replace("control = \"france\"", "contrl = \"france\""),
        &[("unknown-key", "events.toml:26", "unknown key \"contrl\" in effect; nearest is \"control\"")],
    ),
    (
        "unknown column",
        "places.csv",
        Replace("aliases,unit,note", "aliases,unit,nota"),
        &[
            ("missing-key", "places.csv:1", "column \"note\" is missing"),
            ("unknown-key", "places.csv:1", "unknown column \"nota\"; nearest is \"note\""),
        ],
    ),
    (
        "unknown kind",
        "events.toml",
        Replace("kind = \"treaty\"", "kind = \"treeaty\""),
        &[("unknown-value", "events.toml:18", "unknown kind \"treeaty\"; nearest is \"treaty\"")],
    ),
    (
        "unknown status",
        "events.toml",
        Replace("[\"disputed\", {", "[\"contested\", {"),
        &[("unknown-value", "events.toml:28", "unknown status \"contested\"; allowed: autonomous, disputed")],
    ),
    (
        "duplicate event",
        "events.toml",
        Replace("id = \"kingdom\"", "id = \"turin\""),
        &[("duplicate-id", "events.toml:41", "event \"turin\" is there already, on line 14")],
    ),
    (
        "duplicate unit",
        "units.geojson",
        Replace("\"id\": \"gamma\"", "\"id\": \"beta\""),
        &[("duplicate-id", "units.geojson:4", "unit \"beta\" is there already")],
    ),
    (
        "duplicate polity",
        "polities.toml",
        Replace("id = \"france\"", "id = \"italy\""),
        &[
            ("unknown-reference", "events.toml:26", "unknown polity \"france\""),
            ("unknown-reference", "events.toml:28", "unknown polity \"france\""),
            ("unknown-reference", "expect.toml:13", "unknown polity \"france\""),
            ("unknown-reference", "expect.toml:15", "unknown polity \"france\""),
            ("duplicate-id", "polities.toml:24", "polity \"italy\" is there already"),
        ],
    ),
    (
        "duplicate attestation",
        "attestations.csv",
        Replace("\nE2,diary", "\nE1,diary"),
        &[
            ("duplicate-id", "attestations.csv:3", "attestation \"E1\" is there already"),
            ("unknown-reference", "events.toml:22", "unknown attestation \"E2\""),
            ("unknown-reference", "events.toml:37", "unknown attestation \"E2\""),
        ],
    ),
    (
        "no English title",
        "events.toml",
        Replace("title.en = \"Treaty of Turin\"", "title.tr = \"Torino\""),
        &[("missing-key", "events.toml:14", "event has no \"title.en\"")],
    ),
    (
        "text without quotes",
        "polities.toml",
        Replace("colour = \"green\"", "colour = green"),
        &[("syntax", "polities.toml:27", "a text stands in quotes: \"green\"")],
    ),
    // Dates.
    (
        "month 13",
        "events.toml",
        Replace("date = \"1860-03-24\"", "date = \"1920-13-01\""),
        &[("bad-date", "events.toml:16", "month 13 in \"1920-13-01\" is out of range; months are 01 to 12")],
    ),
    (
        "30 February",
        "events.toml",
        Replace("date = \"1861-03-17\"", "date = \"1921-02-30\""),
        &[(
            "bad-date",
            "events.toml:42",
            "day 30 in \"1921-02-30\" is out of range; the days of 1921-02 are 01 to 28",
        )],
    ),
    (
        "30 February in a table",
        "attestations.csv",
        Replace("1860-03-24", "1921-02-30"),
        &[("bad-date", "attestations.csv:2", "day 30 in \"1921-02-30\" is out of range")],
    ),
    (
        "event before its polity exists",
        "events.toml",
        Replace("claim-start = [\"savoy\"]", "claim-start = [\"italy\"]"),
        &[("polity-date", "events.toml:27", "polity \"italy\" begins on 1861-03-17, the event is of 1860-03-24")],
    ),
    (
        "event after its polity ended",
        "events.toml",
        Replace("control = \"italy\"", "control = \"savoy\""),
        &[("polity-date", "events.toml:49", "polity \"savoy\" ended on 1861-03-17, the event is of 1861-03-17")],
    ),
    (
        "status by a polity that does not exist yet",
        "events.toml",
        Replace("by = \"france\"", "by = \"italy\""),
        &[("polity-date", "events.toml:28", "polity \"italy\" begins on 1861-03-17")],
    ),
    (
        "giver that ends on the day: nothing is wrong",
        "events.toml",
        Replace("control = \"italy\"\n", "from = \"savoy\"\ncontrol = \"italy\"\n"),
        &[],
    ),
    (
        "names of a place that overlap",
        "places.csv",
        Replace(",,1861,Old Town", ",,1861-01-02,Old Town"),
        &[("bad-date", "places.csv:3", "the names of \"capital\" overlap: ../1861-01-02 and 1861-01-01/..")],
    ),
    (
        "names of a polity that overlap",
        "polities.toml",
        Replace("name.en = \"New Kingdom\"", "name.en = \"A\"\n[[polity.names]]\nfrom = 1865\nname.en = \"B\""),
        &[("bad-date", "polities.toml:23", "the names of \"italy\" overlap: ../1866-01-01 and 1865-01-01/..")],
    ),
    (
        "end of a name written as its last day",
        "places.csv",
        Replace(",,1861,Old Town", ",,1860-12-31,Old Town"),
        &[("end-date", "places.csv:3", "leave one day free: until 1860-12-31, from 1861-01-01")],
    ),
    (
        "end of a polity written as its last day",
        "polities.toml",
        Replace("until = 1861-03-17", "until = 1861-03-16"),
        &[("end-date", "polities.toml:10", "\"savoy\" leave one day free: until 1861-03-16, from 1861-03-17")],
    ),
    (
        "event outside the period",
        "events.toml",
        Replace(LAST, concat!(
            "claim-start = [\"italy\"]\n[[event]]\nid = \"late\"\ndate = \"1875\"\nkind = \"claim\"\n",
            "title.en = \"Late\"\ncertainty = \"inferred\"\ninferred = \"test\"\n",
            "effect = [{ units = [\"alpha\"], claim-start = [\"france\"] }]\n",
        )),
        &[("outside-period", "events.toml:57", "event \"late\" of 1875 is not within 1850-01-01/1870-12-31")],
    ),
    // Files.
    (
        "required file missing",
        "polities.toml",
        Remove,
        &[("missing-file", "polities.toml:1", "the file is missing; a data set has dataset.toml, units.geojson")],
    ),
    (
        "file missing that another needs",
        "attestations.csv",
        Remove,
        &[("missing-file", "attestations.csv:1", "events.toml:21:14 refers to attestation \"E1\"")],
    ),
    (
        "file with a slip in its name",
        "places.csv",
        Rename("place.csv"),
        &[
            ("missing-file", "place.csv:1", "the file is not read; nearest is \"places.csv\""),
            ("missing-file", "places.csv:1", "expect.toml:2:10 refers to place \"New Town\""),
        ],
    ),
    (
        "empty file",
        "units.geojson",
        Bytes(b""),
        &[("syntax", "units.geojson:1", "cannot be read as GeoJSON: EOF")],
    ),
    (
        "not UTF-8",
        "places.csv",
        Bytes(b"id,kind,lon,lat,confidence,rank,from,until,en,tr,aliases,unit,note\nx,town,0.5,0.5,high,1,,,\xDEu,,,,\n"),
        &[("encoding", "places.csv:2", "the text is not UTF-8 (byte 0xDE); save it as UTF-8")],
    ),
    (
        "UTF-16",
        "sources.bib",
        Bytes(b"\xFF\xFE@\0b\0"),
        &[("encoding", "sources.bib:1", "the text is UTF-16; save it as UTF-8")],
    ),
    (
        "row with a field too many",
        "places.csv",
        Replace("\"Fort, the\"", "Fort, the"),
        &[("syntax", "places.csv:4", "the row has 14 fields, the first row 13")],
    ),
    (
        "row with a field too few",
        "attestations.csv",
        Replace("executed,\"The treaty", "\"The treaty"),
        &[("syntax", "attestations.csv:2", "the row has 6 fields, the first row 7")],
    ),
    (
        "entry of the bibliography broken",
        "sources.bib",
        Replace("title = {A Diary},", "title = {A Diary}"),
        &[("syntax", "sources.bib:13", "expected \",\" or \"}\", found \"y\"")],
    ),
    (
        "brace of the bibliography open",
        "sources.bib",
        Replace("{The {Treaty} of Turin}", "{The {Treaty of Turin}"),
        &[("syntax", "sources.bib:5", "the text runs to line 8, then expected \",\" or \"}\", found \"@\"; is it closed?")],
    ),
    // Polygons.
    (
        "self-crossing polygon",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 2], [3, 1], [2, 2], [2, 1]]]"),
        &[("ring", "units.geojson:3", "a ring of unit \"beta\" crosses itself at [2.5, 1.5]")],
    ),
    (
        "open ring",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1], [3, 2], [2, 2]]]"),
        &[("ring", "units.geojson:3", "a ring of unit \"beta\" is not closed: it begins at [2, 1] and ends at [2, 2]")],
    ),
    (
        "latitude first",
        "units.geojson",
        Replace(BETA, "[[[1, 2.5], [2, 2.5], [2, 3], [1, 3], [1, 2.5]]]"),
        &[("ring", "units.geojson:3", "lies outside the extent of the set; longitude comes first: are they swapped?")],
    ),
    (
        "position beyond the pole",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1], [2, 95], [2, 2], [2, 1]]]"),
        &[("ring", "units.geojson:3", "position [2, 95] is not in degrees; longitude comes first")],
    ),
    (
        "coordinate that is no number",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, NaN], [3, 2], [2, 2], [2, 1]]]"),
        &[("syntax", "units.geojson:3", "cannot be read as GeoJSON: expected")],
    ),
    (
        "coordinate without end",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1e999], [3, 2], [2, 2], [2, 1]]]"),
        &[("syntax", "units.geojson:3", "number out of range")],
    ),
    (
        "place without end",
        "places.csv",
        Replace("fort,peak,2.5,1.5", "fort,peak,inf,1.5"),
        &[("wrong-type", "places.csv:4", "\"inf\" in \"lon\" is not a number")],
    ),
    (
        "overlap",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1], [3, 2], [2, 2], [1.8, 1.5], [2, 1]]]"),
        &[("overlap", "units.geojson:3", "units \"alpha\" and \"beta\" overlap by")],
    ),
    (
        "gap",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1], [3, 2], [2, 2], [2.2, 1.5], [2, 1]]]"),
        &[("gap", "units.geojson:2", "beside \"alpha\" and \"beta\"")],
    ),
    (
        "T-junction",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1], [3, 2], [2, 2], [2, 1.5], [2, 1]]]"),
        &[("crossing", "units.geojson:3", "a vertex of one lies on an edge of the other at [2.00000, 1.50000]")],
    ),
    (
        "sliver",
        "units.geojson",
        Replace(BETA, "[[[2, 1], [3, 1], [3, 2], [2, 2], [2.0005, 1.5], [2, 1]]]"),
        &[("sliver", "units.geojson:2", "28 m wide on average")],
    ),
    (
        "place outside its unit",
        "places.csv",
        Replace("fort,peak,2.5,1.5", "fort,peak,2.5,0.5"),
        &[("place-unit", "places.csv:4", "place \"fort\" lies in \"gamma\", its row says \"beta\"")],
    ),
    (
        "area off the published one",
        "figures.csv",
        Replace(",\"A comma, for thousands.\"", ","),
        &[("figure-area", "figures.csv:2", "+24.3 % off the 49500 km² of figure \"F1\"")],
    ),
    (
        "figure of an unknown unit",
        "figures.csv",
        Replace("alpha uezd:Low", "alhpa uezd:Low"),
        &[("unknown-reference", "figures.csv:2", "unknown unit \"alhpa\"; nearest is \"alpha\"")],
    ),
    // What the events say together.
    (
        "unit nobody holds",
        "events.toml",
        Replace("[\"uezd:High\", \"uezd:Low\"]", "[\"uezd:High\"]"),
        &[("unheld", "units.geojson:4", "unit \"gamma\" has no holder in fact up to 1860-03-24")],
    ),
    (
        "fact that fails",
        "expect.toml",
        Replace("date = 1861-03-16\ncontrol = \"savoy\"", "date = 1861-03-16\ncontrol = \"france\""),
        &[("facts", "expect.toml:1", "control is \"savoy\", by event \"start\", the fact says \"france\"")],
    ),
    (
        "state without a successor",
        "events.toml",
        Replace("units = [\"group:south\"]", "units = [\"alpha\"]"),
        &[
            ("polity-dates", "events.toml:1", "\"savoy\" holds \"gamma\" on 1861-03-17, and exists ../1861-03-17"),
            ("polity-dates", "events.toml:1", "\"savoy\" is assigned \"gamma\" on 1861-03-17"),
            ("facts", "expect.toml:18", "control is \"savoy\", by event \"start\", the fact says \"italy\""),
        ],
    ),
    (
        "giver that does not hold what it gives",
        "events.toml",
        Replace("control = \"france\"", "from = \"france\"\ncontrol = \"france\""),
        &[("giver", "events.toml:14", "takes \"beta\" from \"france\", but \"savoy\" holds it in fact, by event \"start\"")],
    ),
    (
        "cession of what the receiver holds",
        "events.toml",
        Replace(
            LAST,
            concat!(
                "claim-start = [\"italy\"]\n[[event]]\nid = \"gift\"\ndate = \"1865\"\nkind = \"cession\"\n",
                "title.en = \"Gift\"\ncertainty = \"inferred\"\ninferred = \"test\"\n",
                "effect = [{ units = [\"beta\"], control = \"france\", claim-end = [\"italy\"] }]\n",
            ),
        ),
        &[("giver", "events.toml:57", "event \"gift\" cedes \"beta\" to its holder: \"france\" holds it in fact")],
    ),
    (
        "effect that changes nothing",
        "events.toml",
        Replace(LAST, "claim-start = [\"italy\"]\n[[event.effect]]\nunits = [\"alpha\"]\ncontrol = \"italy\"\n"),
        &[("no-effect", "events.toml:40", "event \"kingdom\" changes nothing for \"alpha\": control is \"italy\" already")],
    ),
    (
        "claim that ends and never began",
        "events.toml",
        Replace("claim-end = [\"savoy\"]", "claim-end = [\"savoy\", \"france\"]"),
        &[("claim-end", "events.toml:40", "\"france\" ends a claim to \"beta\" that it has not made")],
    ),
    (
        "claim that begins twice",
        "events.toml",
        Replace(LAST, "claim-start = [\"italy\"]\n[[event.effect]]\nunits = [\"beta\"]\nclaim-start = [\"italy\"]\n"),
        &[("claim-twice", "events.toml:40", "\"italy\" starts a claim to \"beta\" that it makes already")],
    ),
    (
        "occupied by nobody",
        "events.toml",
        Replace(LAST, "claim-start = [\"italy\"]\n[[event.effect]]\nunits = [\"gamma\"]\nstatus = [\"occupied\"]\n"),
        &[("status-party", "events.toml:40", "makes \"gamma\" occupied and does not say by whom")],
    ),
    // What the sources say.
    (
        "event without evidence",
        "events.toml",
        Replace("inferred = \"where the record begins\"\n", ""),
        &[("no-evidence", "events.toml:1", "event \"start\" has no evidence; name attestations under \"supports\"")],
    ),
    (
        "stated by nobody",
        "events.toml",
        Replace("supports = [\"E1\"]", "reports = [\"E1\"]"),
        &[("unevidenced", "events.toml:14", "event \"turin\" is marked stated, but is contradicted and not supported")],
    ),
    (
        "attestation tied to nothing",
        "attestations.csv",
        Replace("E2,diary", "E3,diary,,,declared,It was said.,\nE2,diary"),
        &[("unused-attestation", "attestations.csv:3", "attestation \"E3\" (declared) is named by no event")],
    ),
    (
        "contradicted and unresolved",
        "events.toml",
        Replace("attestations = [\"E2\"]\n", ""),
        &[("contradicted", "events.toml:14", "E2 contradicts event \"turin\", and neither a variant nor a note answers")],
    ),
    (
        "reading not followed without a reason",
        "events.toml",
        Replace("because = \"The treaty itself has March.\"\n", ""),
        &[("contradicted", "events.toml:14", "variant \"C01\" of event \"turin\" does not say under \"because\"")],
    ),
    (
        "place without a name for years",
        "places.csv",
        Replace(",1861,,New Town", ",1865,,New Town"),
        &[("anachronism", "places.csv:2", "\"capital\" is drawn and has no name from 1861-01-01 to 1864-12-31")],
    ),
    (
        "name of a polity before it exists",
        "polities.toml",
        Replace("until = 1866\n", "until = 1860\n"),
        &[("anachronism", "polities.toml:19", "is of ../1860-01-01, and the polity exists 1861-03-17/..")],
    ),
    (
        "name in letters that the fonts lack",
        "polities.toml",
        Replace("name.en = \"France\"", "name.en = \"Γαλλία\""),
        &[("missing-letters", "", "Γ (U+0393)")],
    ),
];

/// Files that only speak of the others: a slip in those would be told a second time for these. Their own
/// slips are tested beside their readers.
const APART: [&str; 3] = ["readings.toml", "lines.geojson", "boundaries.toml"];

/// The files of the sound world, in order of their names.
fn world() -> Vec<(String, Vec<u8>)> {
    let folder = project("tests/worlds/duchy");
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .expect("the world")
        .flatten()
        .map(|entry| {
            let bytes = fs::read(entry.path()).expect("a file of the world");
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .filter(|(name, _)| !APART.contains(&name.as_str()))
        .collect();
    files.sort();
    files
}

/// The files of a broken world.
fn broken(name: &str, file: &str, change: &Change) -> Vec<(String, Vec<u8>)> {
    let mut files = world();
    let at = files.iter().position(|(known, _)| known == file).expect("a file of the world");
    match change {
        Replace(old, new) => {
            let text = String::from_utf8(files[at].1.clone()).expect("a text");
            assert_eq!(text.matches(old).count(), 1, "{name}: {old:?} stands once in {file}");
            files[at].1 = text.replace(old, new).into_bytes();
        }
        Bytes(bytes) => files[at].1 = bytes.to_vec(),
        Remove => drop(files.remove(at)),
        Rename(other) => files[at].0 = (*other).to_owned(),
    }
    files
}

fn reads(files: &[(String, Vec<u8>)]) -> Loaded {
    load(&files.iter().fold(Files::new(""), |all, (name, bytes)| all.with(name, bytes.clone())))
}

/// All that reading and checking say of a set.
fn findings(files: &[(String, Vec<u8>)]) -> Vec<Diagnostic> {
    let loaded = reads(files);
    let mut found = loaded.diagnostics;
    found.extend(loaded.dataset.iter().flat_map(check::check));
    found
}

/// Errors and warnings.
fn bad(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.into_iter().filter(|one| one.severity < Severity::Note).collect()
}

fn place(finding: &Diagnostic) -> String {
    finding.place.as_ref().map_or(String::new(), |place| format!("{}:{}", place.file, place.line))
}

#[test]
fn the_world_itself_is_sound() {
    let found: Vec<String> = bad(findings(&world())).iter().map(ToString::to_string).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn each_mistake_is_found_and_nothing_else() {
    assert!(24 <= CASES.iter().filter(|(.., expected)| !expected.is_empty()).count());
    let mut wrong = Vec::new();
    for (name, file, change, expected) in CASES {
        let found = bad(findings(&broken(name, file, change)));
        let as_expected = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(one, (rule, at, part))| {
                one.rule == *rule && place(one) == *at && one.to_string().contains(part)
            });
        if !as_expected {
            let found: Vec<String> = found.iter().map(|one| format!("\n    {one} [{}]", one.rule)).collect();
            wrong.push(format!("{name}: expected {expected:#?}, found{}", found.concat()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every rule that can find more than a note has a broken set above.
#[test]
fn every_rule_is_tried() {
    // What these find is a note at worst.
    let notes = ["single-source", "unused-source", "untranslated"];
    let tried = |rule: &str| CASES.iter().any(|(.., expected)| expected.iter().any(|(id, ..)| *id == rule));
    for rule in check::rules() {
        assert!(notes.contains(&rule.id) != tried(rule.id), "{}", rule.id);
    }
}

#[test]
fn byte_order_marks_and_carriage_returns_are_fine() {
    let before: Vec<String> = findings(&world()).iter().map(ToString::to_string).collect();
    let windows: Vec<(String, Vec<u8>)> = world()
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).expect("a text").replace('\n', "\r\n");
            (name, format!("\u{feff}{text}").into_bytes())
        })
        .collect();
    let after: Vec<String> = findings(&windows).iter().map(ToString::to_string).collect();
    assert_eq!(after, before);
}

/// What `check` prints for every broken set, and that the other commands refuse what cannot be read.
#[test]
fn the_program_says_the_same() {
    for (number, (name, file, change, expected)) in CASES.iter().enumerate() {
        let folder = tempfile::tempdir().expect("a folder");
        let set = folder.path().join("set");
        fs::create_dir(&set).expect("a folder");
        for (file, bytes) in broken(name, file, change) {
            fs::write(set.join(file), bytes).expect("a file");
        }
        let output = run(folder.path(), &["check", "set/"]);
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(i32::from(!expected.is_empty())), "{name}: {said}");
        assert_eq!(text(&output.stderr), "", "{name}");
        for (rule, at, part) in *expected {
            // A finding about names in several files stands at none of them.
            let begins = if at.is_empty() { "warning: ".to_owned() } else { format!("set/{at}:") };
            let line = said.lines().find(|line| line.contains(part) && line.starts_with(&begins));
            assert!(line.is_some_and(|line| line.ends_with(&format!("[{rule}]"))), "{name}: {said}");
        }
        // What reads stops no map. One set in three is enough to see it, for each run takes a process.
        if reads(&broken(name, file, change)).dataset.is_some() || number % 3 != 0 {
            continue;
        }
        let commands: [&[&str]; 3] = [
            &["render", "--date", "1865-01-01", "--data", "set"],
            &["explain", "0.5,0.5", "--date", "1865-01-01", "--data", "set"],
            &["export", "--date", "1865-01-01", "--data", "set", "-o", "state.geojson"],
        ];
        for command in commands {
            let output = run(folder.path(), command);
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{name}: {command:?}: {said}");
            assert_eq!(text(&output.stdout), "", "{name}: {command:?}");
            assert!(!said.contains("panicked"), "{said}");
            for (_, at, part) in *expected {
                assert!(
                    said.lines().any(|line| line.starts_with(&format!("set/{at}:")) && line.contains(part)),
                    "{name}: {said}"
                );
            }
            assert!(said.trim_end().ends_with("found"), "{name}: {said}");
        }
        assert_eq!(
            fs::read_dir(folder.path()).expect("the folder").count(),
            1,
            "{name} left something behind"
        );
    }
}

#[test]
fn findings_come_worst_first_and_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, bytes) in broken("", "places.csv", &Rename("place.csv")) {
        fs::write(folder.path().join(file), bytes).expect("a file");
    }
    let said = text(&run(folder.path(), &["check", "."]).stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].contains("the file is missing") && lines[1].contains("warning: "), "{said}");
    assert!(
        lines[2].starts_with("1 error, 1 warning, 0 notes; the rules for the whole set come once"),
        "{said}"
    );
    let json = run(folder.path(), &["check", ".", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(
        (json[0]["severity"].as_str(), json[1]["severity"].as_str()),
        (Some("error"), Some("warning"))
    );
    assert_eq!(json[0]["place"]["file"], "./places.csv");
}

#[test]
fn a_folder_without_a_set_is_named() {
    for args in [&["check", "."][..], &["render", "--year", "1860", "--data", "."], &["check", "nowhere"]] {
        let folder = tempfile::tempdir().expect("a folder");
        let output = run(folder.path(), args);
        let said = text(&output.stderr);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""), "{said}");
        let words =
            if args[1] == "nowhere" { "nowhere: " } else { "no data set here; it needs dataset.toml" };
        assert!(said.starts_with("marchland: ") && said.contains(words), "{said}");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// One byte or one line changed at random.
fn mutated(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8] = b"\"'[]{}(),.:;=#@\\/-+~?%0123456789eExX\n\r\t \0\xC3\xFF";
    let at = random.below(bytes.len());
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let (line, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(7) {
        0 => [&bytes[..at], &bytes[at + 1..]].concat(),
        1 => [&bytes[..at], &[LETTERS[random.below(LETTERS.len())]], &bytes[at..]].concat(),
        2 | 3 => [&bytes[..at], &[LETTERS[random.below(LETTERS.len())]], &bytes[at + 1..]].concat(),
        4 => {
            lines.remove(line);
            lines.concat()
        }
        5 => {
            lines.insert(other, lines[line]);
            lines.concat()
        }
        _ => {
            lines.swap(line, other);
            lines.concat()
        }
    }
}

/// Whatever happens to a file, nothing panics, and what loads can be checked and drawn.
#[test]
fn three_hundred_random_mutations_do_no_harm() {
    let world = world();
    let style = Style::default();
    let mut random = Random(1920);
    let (mut drawn, mut refused) = (0, 0);
    for _ in 0..300 {
        let mut files = world.clone();
        let which = random.below(files.len());
        files[which].1 = mutated(&mut random, &files[which].1);
        let loaded = reads(&files);
        let errors = loaded.diagnostics.iter().any(|one| one.severity == Severity::Error);
        assert_eq!(loaded.dataset.is_none(), errors, "{:?}", loaded.diagnostics);
        let Some(dataset) = loaded.dataset else {
            refused += 1;
            continue;
        };
        check::check(&dataset);
        let timeline = Timeline::new(&dataset);
        let plan = Plan::new(&dataset, &style, PageSize::px(320, 200), None);
        for (view, day) in [(View::Control, dataset.period.1), (View::Claims, dataset.period.0)] {
            let map = plan.compose(&timeline, Moment::Day(day), view, Lang::EN);
            assert!(!map.scene.nodes.is_empty());
        }
        drawn += 1;
    }
    // Both ways are taken often.
    assert!(60 < drawn && 60 < refused, "{drawn} drawn, {refused} refused");
}

/// Whatever a finding is called, `check --explain` knows it.
#[test]
fn every_finding_can_be_explained() {
    let known: Vec<&str> = marchland::dataset::READER_RULES
        .iter()
        .map(|rule| rule.id)
        .chain(marchland::check::rules().iter().map(|rule| rule.id))
        .collect();
    let mut unknown = Vec::new();
    let mut folders = vec![project("src/dataset/read"), project("src/dataset")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("sources").flatten().filter(|entry| entry.path().is_file()) {
            let text = fs::read_to_string(entry.path()).expect("a source file");
            let calls = [".error(", ".warning("].iter().flat_map(|call| text.split(call).skip(1));
            for rest in calls {
                let id = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                unknown.extend(id.filter(|id| !known.contains(id)).map(str::to_owned));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}
