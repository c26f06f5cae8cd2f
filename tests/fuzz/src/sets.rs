//! Data sets, and what is made of them.

use std::collections::BTreeSet;
use std::fmt::Write;

use marchland::areas::{By, Column, Holding, Question, areas, unit_areas};
use marchland::backend::{self, Format, Options, html, pptx};
use marchland::chart;
use marchland::check;
use marchland::cite::{Citations, Style as CitationStyle};
use marchland::compare::{Comparison, Side, Track};
use marchland::dataset::{self, Dataset, Files, SourceId};
use marchland::deck::Ratio;
use marchland::diagnostic::Severity;
use marchland::edits::Edits;
use marchland::export::{self, Content, Fields, Request, When};
use marchland::import::clean::CleanOptions;
use marchland::import::into::{self, Table};
use marchland::import::{self, Overlaps, Source};
use marchland::interchange::write::{OutputFormat, WriteOptions, write};
use marchland::interchange::{Limits, Reading, read};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::slides::{self, Spec};
use marchland::style::{Style, StyleFile};
use marchland::time::Day;
use marchland::timeline::{self, Timeline};

use super::plain;
use super::world::{changed, unpack};

/// The world as a set with some files replaced, if it reads.
fn world(bytes: &[u8]) -> Option<Dataset> {
    let loaded = dataset::load(&changed(bytes));
    plain(&loaded.diagnostics);
    let broken = loaded.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(broken, loaded.dataset.is_none(), "{:?}", loaded.diagnostics);
    loaded.dataset
}

/// Reads a data set, checks it, and asks it everything that is answered in words.
pub fn dataset(bytes: &[u8]) {
    let Some(set) = world(bytes) else { return };
    plain(&check::check(&set));
    for reading in std::iter::once(None).chain(set.readings.iter().take(3).map(Some)) {
        answers(&Timeline::with_reading(&set, reading));
    }
    for (_, style) in CitationStyle::ALL {
        let citations = Citations::new(&set.sources, style);
        let all: Vec<SourceId> = (0..set.sources.len() as u32).map(SourceId).collect();
        for id in citations.sorted(all) {
            assert!(!citations.entry(id).is_empty() && !citations.short(id, &["p. 3"]).is_empty());
        }
    }
    for place in set.places.iter().take(5) {
        let _ = dataset::find(&set, &place.key);
        let _ = dataset::focus(&set, &place.key);
    }
}

/// Every export of a timeline, which every reader reads back.
fn exported(timeline: &Timeline<'_>, days: &[Day], lang: Lang) {
    let whens = days.iter().take(2).map(|day| When::Day(*day)).chain([When::History]);
    for (when, (i, (_, fields))) in whens.zip(Fields::ALL.into_iter().cycle().enumerate()) {
        let document = export::document(
            timeline,
            &Request {
                when,
                contents: Content::ALL.into_iter().map(|(_, content)| content).collect(),
                holding: Holding::Control,
                fields,
                lang,
                units: None,
                digits: 7,
                id_base: String::new(),
            },
        );
        let (_, format) = OutputFormat::ALL[i % OutputFormat::ALL.len()];
        let mut bytes = Vec::new();
        let options = WriteOptions { quantization: None, wkt: true };
        if write(&document, format, &options, &mut bytes).is_err() {
            continue;
        }
        let file =
            Reading { name: "export", bytes: &bytes, beside: Vec::new(), settings: Default::default() };
        if format != OutputFormat::Csv {
            read(&file, None, &Limits::default()).expect("an export is read");
        }
    }
}

/// What is told of a timeline, on some of its days.
fn answers(timeline: &Timeline<'_>) {
    let set = timeline.dataset();
    let days = timeline.change_days();
    assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "days in order, each once");
    let lang = set.languages.first().copied().unwrap_or(Lang::EN);
    let asked: Vec<Day> = days.iter().copied().take(6).chain([set.period.0, set.period.1]).collect();
    for &day in &asked {
        let state = timeline.at(day);
        assert_eq!(state.units.len(), set.units.len());
        for unit in set.unit_ids().take(4) {
            let told = timeline::explain(timeline, &state, unit, lang);
            let _ = serde_json::to_string(&told).expect("an explanation is JSON");
        }
    }
    exported(timeline, &asked, lang);
    let unit_km2 = unit_areas(set);
    let units: BTreeSet<_> = set.unit_ids().collect();
    let columns: Vec<Column> = asked.iter().map(|day| Column { label: day.to_string(), day: *day }).collect();
    let question = Question { holding: Holding::Control, by: By::Holder, units: &units, lang };
    let counted = areas(timeline, &unit_km2, &columns, &question);
    let _ = (counted.to_table(lang).to_text(1, 80), counted.to_long_table().to_csv());
    let side = |day| Side { timeline, day, track: Track::Control };
    let compared = Comparison::new([side(set.period.0), side(set.period.1)], &unit_km2);
    let report = marchland::compare::Report::new(&compared, lang);
    let _ = (report.to_text(lang), report.to_csv(|_| 1.0));
    let holdings = chart::holdings(timeline);
    let rows = chart::table::holding_rows(timeline, &holdings, |_| true, lang);
    let _ = (chart::table::holdings_csv(&rows), chart::table::units_text(&rows, lang));
}

/// Draws a data set: what is drawn is sound XML, whatever the names are.
pub fn draw(bytes: &[u8]) {
    let Some(set) = world(bytes) else { return };
    drawn(&set, &Style::default(), bytes.len());
}

/// One map of a set, and which it is depends on `chance`.
fn drawn(set: &Dataset, style: &Style, chance: usize) {
    let timeline = Timeline::new(set);
    let days = timeline.change_days();
    let day = days.get(chance % (days.len() + 1)).copied().unwrap_or(set.period.1);
    let day = day.clamp(set.period.0, set.period.1);
    let view = View::ALL[chance / 3 % View::ALL.len()].1;
    let lang = set.languages.get(chance % set.languages.len().max(1)).copied().unwrap_or(Lang::EN);
    let plan = Plan::new(set, style, PageSize::px(420, 300), None);
    let map = plan.compose(&timeline, Moment::Day(day), view, lang);
    plain(&map.left_out);
    if let Ok(svg) = backend::encode(&map.scene, Format::Svg, &Options::default()) {
        let text = String::from_utf8(svg).expect("SVG is UTF-8");
        let read = roxmltree::Document::parse(&text);
        let drawing = read.unwrap_or_else(|error| panic!("{error}:\n{text}"));
        for node in drawing.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(!["script", "foreignObject", "iframe"].contains(&name), "<{name}> in a drawing");
            for attribute in node.attributes() {
                assert!(!attribute.name().starts_with("on"), "{} in a drawing", attribute.name());
                assert!(
                    !attribute.value().trim_start().to_ascii_lowercase().starts_with("javascript:"),
                    "{} in a drawing",
                    attribute.value()
                );
            }
        }
        let _ = Edits::read(&text).map(|edits| edits.pins(&plan));
    }
}

/// Events made of numbers: the state of every day follows from the days of change alone.
pub fn timeline(bytes: &[u8]) {
    const HOLDERS: [&str; 5] = ["savoy", "italy", "france", "nobody", "not-known"];
    const KINDS: [&str; 6] = ["baseline", "cession", "occupation", "treaty", "claim", "annulment"];
    let mut events = String::new();
    for (number, event) in bytes.chunks_exact(6).take(40).enumerate() {
        let [when, day, units, what, holder, more] = [0, 1, 2, 3, 4, 5].map(|at| usize::from(event[at]));
        let (year, month) = (1850 + when % 21, 1 + day % 12);
        let date = match when / 21 {
            0..=5 => format!("{year}-{month:02}-{:02}", 1 + day % 28),
            6 => format!("{year}-{month:02}"),
            7 => format!("{year}"),
            8 => format!("{year}~"),
            9 => format!("{year}-{month:02}/{}", year + day % 7),
            10 => format!("../{year}-{month:02}"),
            _ => format!("{year}?/.."),
        };
        let kind = KINDS[what % KINDS.len()];
        let _ = write!(
            events,
            "[[event]]\nid = \"e{number}\"\ndate = \"{date}\"\nkind = \"{kind}\"\ntitle.en = \"Event\"\n\
             inferred = \"by chance\"\n[[event.effect]]\nunits = ["
        );
        let names = ["alpha", "beta", "gamma", "group:south"];
        for (at, name) in names.iter().enumerate().filter(|(at, _)| units & (1 << at) != 0) {
            let _ = write!(events, "{}\"{name}\"", if at == 0 { "" } else { ", " });
        }
        events.push_str("]\n");
        let holder = |shift: usize| HOLDERS[(holder + shift) % HOLDERS.len()];
        if more & 1 != 0 {
            let _ = writeln!(events, "control = \"{}\"", holder(0));
        }
        if more & 2 != 0 {
            let _ = writeln!(events, "sovereignty = \"{}\"", holder(1));
        }
        if more & 4 != 0 {
            let _ = writeln!(events, "claim-start = [\"{}\"]", holder(2));
        }
        if more & 8 != 0 {
            let _ = writeln!(events, "claim-end = [\"{}\"]", holder(3));
        }
        if more & 16 != 0 {
            let _ = writeln!(events, "status = [{{ kind = \"occupied\", by = \"{}\" }}]", holder(4));
        }
        if more & 32 != 0 {
            events.push_str("status = []\n");
        }
        if more & 64 != 0 {
            events.push_str("name.en = \"Elsewhere\"\n");
        }
    }
    // Nothing else of the world may speak of its events.
    let packed = format!(
        "--- expect.toml\n--- lines.geojson\n--- boundaries.toml\n--- readings.toml\n=== events.toml\n{events}"
    );
    let Some(set) = world(packed.as_bytes()) else { return };
    let timeline = Timeline::new(&set);
    let days = timeline.change_days();
    assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "days in order, each once");
    for (at, &day) in days.iter().enumerate() {
        let state = timeline.at(day);
        assert_eq!(state, Timeline::new(&set).at(day), "what was asked before means nothing");
        // Until the day before the next change, or the end of what the set speaks of, nothing changes.
        let last = days.get(at + 1).map_or(set.period.1, |next| next.prev());
        assert!(timeline::changes(&state, &timeline.at(last)).is_empty(), "{day} to {last}\n{events}");
        if at > 0 {
            // Changes tell all that differs.
            let before = timeline.at(days[at - 1]);
            let told = timeline::changes(&before, &state);
            for (unit, (a, b)) in set.unit_ids().zip(before.units.iter().zip(&state.units)) {
                let same = a.control.value == b.control.value && a.sovereignty.value == b.sovereignty.value;
                assert!(same || told.iter().any(|change| change.unit == unit), "{day}\n{events}");
            }
        }
    }
    // Going through time once tells the same as asking for every day.
    timeline.walk(|day, units, _| {
        let mut asked = timeline.at(day).units;
        asked.iter_mut().for_each(|unit| std::sync::Arc::make_mut(unit).pending.clear());
        assert_eq!(units, asked, "{day}\n{events}");
    });
    let first = days.first().copied().unwrap_or(Day::MAX);
    assert_eq!(timeline.at(Day::MIN).units.len(), timeline.at(Day::MAX).units.len());
    assert!(timeline.events_between(Day::MIN, Day::MAX).len() <= set.events.len());
    if first > Day::MIN {
        let _ = timeline.at(first.prev());
    }
    answers(&timeline);
}

/// Reads a style, and draws with it.
pub fn style(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match StyleFile::read("style.toml", text) {
        Ok(file) => {
            if let Some(set) = world(b"") {
                drawn(&set, &file.style, bytes.len());
            }
        }
        Err(findings) => plain(&findings),
    }
}

/// Reads a plan of slides, writes it, and makes the slides.
pub fn plan(bytes: &[u8]) {
    let Some(set) = world(b"") else { return };
    let found = dataset::read_plan("slides.toml", bytes, &set);
    plain(&found.diagnostics);
    let Some(plan) = found.plan else { return };
    let text = plan.to_toml(&set, |_, _| String::new());
    let again = dataset::read_plan("slides.toml", text.as_bytes(), &set);
    assert!(again.plan.is_some(), "{:?}\n{text}", again.diagnostics);
    if plan.slides.len() > 4 {
        return;
    }
    let timeline = Timeline::new(&set);
    let spec = Spec { plan: &plan, style: &Style::default(), lang: Lang::EN, ratio: Ratio::Wide };
    let made = slides::compose(&timeline, &spec);
    plain(&made.left_out);
    // Painting the pictures of a PPTX takes longer than all else.
    if plan.slides.len() == 1
        && let Ok(file) = pptx::encode(&made.deck)
    {
        assert!(pptx::is_unedited(&file));
    }
    if let Ok(page) = html::encode(&made.deck) {
        let page = String::from_utf8(page).expect("HTML is UTF-8");
        assert_eq!(page.matches("<script").count(), page.matches("</script").count());
    }
}

/// Layers, by a mapping, to a data set.
pub fn import(bytes: &[u8]) {
    let limits = Limits { bytes: 1 << 16, positions: 1500, features: 40, depth: 16, value_bytes: 2000 };
    let chance = bytes.first().copied().unwrap_or_default();
    let mut options = import::Options::default();
    let mut sources = Vec::new();
    for (name, contents) in unpack(bytes) {
        if name == "mapping.toml" {
            match import::mapping::read(&name, &contents) {
                Ok((mapping, findings)) => {
                    plain(&findings);
                    options.mapping = mapping;
                }
                Err(findings) => plain(&findings),
            }
        } else if !name.is_empty() {
            let reading =
                Reading { name: &name, bytes: &contents, beside: Vec::new(), settings: Default::default() };
            if let Ok((layers, _)) = read(&reading, None, &limits) {
                sources.extend(layers.into_iter().map(|layer| Source { file: name.clone(), layer }));
            }
        }
    }
    options.overlaps = Overlaps::ALL[usize::from(chance) % Overlaps::ALL.len()].1;
    if chance & 16 != 0 {
        options.clean = CleanOptions::none();
    }
    options.strict = chance & 32 != 0;
    match import::import(&sources, &options) {
        Ok(imported) => {
            plain(&imported.findings);
            assert!(!imported.report().is_empty());
            let folder = imported.folder();
            let files = folder
                .iter()
                .fold(Files::new("set"), |files, (name, text)| files.with(name, text.as_bytes()));
            let loaded = dataset::load(&files);
            plain(&loaded.diagnostics);
            assert!(loaded.dataset.is_some(), "what is written reads: {:?}", loaded.diagnostics);
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            plain(&findings);
        }
    }
}

/// Tables into a data set: what comes of it reads.
pub fn into(bytes: &[u8]) {
    let tables: Vec<Table> = unpack(bytes)
        .into_iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, bytes)| Table { name, bytes })
        .collect();
    let set = changed(b"");
    match into::add(set.clone(), &tables) {
        Ok(added) => {
            plain(&added.findings);
            let files = added.files.iter().fold(set, |files, (name, text)| files.with(name, text.as_bytes()));
            let loaded = dataset::load(&files);
            assert!(loaded.dataset.is_some(), "what is made reads: {:?}", loaded.diagnostics);
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            plain(&findings);
        }
    }
}

/// Reads what a person did to a drawing.
pub fn edits(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Edits::read(text) {
        Ok(edits) => {
            let Some(set) = world(b"") else { return };
            let style = Style::default();
            let plan = Plan::new(&set, &style, PageSize::px(420, 300), None);
            let (pins, _) = edits.pins(&plan);
            let plan = plan.with_pins(pins);
            let timeline = Timeline::new(&set);
            let mut map = plan.compose(&timeline, Moment::Day(set.period.1), View::Control, Lang::EN);
            edits.reword(&mut map.scene);
            let svg = backend::encode(&map.scene, Format::Svg, &Options::default()).expect("SVG");
            let svg = String::from_utf8(svg).expect("SVG is UTF-8");
            roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}:\n{svg}"));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Whether slides are as we wrote them.
pub fn package(bytes: &[u8]) {
    let _ = pptx::is_unedited(bytes);
}
