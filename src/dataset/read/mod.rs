//! Texts to one checked [`Dataset`]: every name resolved, every mistake reported at once.
//!
//! One file of a data set, one module here. Nothing in this folder touches the disk.

mod attestations;
mod bib;
mod boundaries;
mod context;
mod csv;
mod events;
mod facts;
mod figures;
mod geojson;
mod header;
mod lines;
mod names;
mod places;
mod plan;
mod polities;
mod readings;
pub(crate) mod report;
mod rings;
mod sources;
#[cfg(test)]
mod tests;
pub(crate) mod text_file;
pub(crate) mod toml;
mod units;

use super::{ContextKind, Dataset, Files, Loaded, ReadPlan, Unit};
use crate::diagnostic::Severity;
use names::Known;
use report::Report;
use text_file::TextFile;
use toml::{Document, Parsed};

/// Files that every data set has; the others may be missing.
pub(super) const REQUIRED: [&str; 4] = ["dataset.toml", "units.geojson", "polities.toml", "events.toml"];

/// Files that a data set may have.
pub(super) const OPTIONAL: [&str; 11] = [
    "context.geojson",
    "places.csv",
    "attestations.csv",
    "sources.bib",
    "expect.toml",
    "figures.csv",
    "readings.toml",
    "lines.geojson",
    "boundaries.toml",
    "locator.geojson",
    PLAN,
];

/// The slides a data set proposes for itself.
const PLAN: &str = "slides.toml";

/// True if a file of this name is part of a data set.
pub(super) fn is_read(name: &str) -> bool {
    REQUIRED.contains(&name) || OPTIONAL.contains(&name)
}

/// Reads the files of a data set, in the order in which they refer to each other.
pub(super) fn read(files: &Files, made: Option<Vec<Unit>>) -> Loaded {
    let mut report = Report::default();
    let report = &mut report;
    let mut open = |name: &str| TextFile::open(report, files, name);
    let header_file = open("dataset.toml");
    let units_file = if made.is_some() { None } else { open("units.geojson") };
    let (polities_file, events_file) = (open("polities.toml"), open("events.toml"));
    let (context_file, places_file) = (open("context.geojson"), open("places.csv"));
    let (attestations_file, sources_file) = (open("attestations.csv"), open("sources.bib"));
    let (facts_file, readings_file) = (open("expect.toml"), open("readings.toml"));
    let (lines_file, boundaries_file) = (open("lines.geojson"), open("boundaries.toml"));
    let (figures_file, locator_file) = (open("figures.csv"), open("locator.geojson"));
    let plan_file = open(PLAN);

    let mut known = Known::default();
    known.units.complete = units_file.is_some() || made.is_some();
    known.polities.complete = polities_file.is_some();
    known.events.complete = events_file.is_some();
    known.groups_complete = header_file.is_some();
    known.sources.complete = sources_file.is_some();
    known.attestations.complete = attestations_file.is_some();
    known.places.complete = places_file.is_some();
    known.sources.absent = files.get("sources.bib").is_none();
    known.attestations.absent = files.get("attestations.csv").is_none();
    known.places.absent = files.get("places.csv").is_none();
    // The largest files of tables, at the same time.
    let (parsed_polities, parsed_events) =
        rayon::join(|| polities_file.as_ref().map(Parsed::of), || events_file.as_ref().map(Parsed::of));
    let document = header_file.as_ref().map(|file| Document::parse(report, file));
    let mut root = document.as_ref().map(|document| document.root("dataset.toml"));
    let header = root.as_mut().map(|root| header::read(report, root)).unwrap_or_default();
    let units = match (&units_file, made) {
        (Some(file), _) => units::read(report, file, &mut known, &header),
        (None, Some(units)) => units::made(units, &mut known),
        (None, None) => Vec::new(),
    };
    known.groups_complete &= !report.is_garbled(&files.shown("dataset.toml"));
    let groups = root.map(|root| header::read_groups(report, root, &mut known)).unwrap_or_default();
    let context =
        context_file.as_ref().map(|file| context::read(report, file, &ContextKind::ALL)).unwrap_or_default();
    let locator = locator_file
        .as_ref()
        .map(|file| context::read(report, file, &ContextKind::ON_LOCATOR))
        .unwrap_or_default();
    let polities = match (&polities_file, parsed_polities) {
        (Some(file), Some(parsed)) => polities::read(report, file, parsed, &mut known),
        _ => Vec::new(),
    };

    let sources = match &sources_file {
        Some(file) => sources::read(report, file, &mut known),
        None => Vec::new(),
    };
    known.sources.complete &= !report.is_garbled(&files.shown("sources.bib"));
    let attestations = match &attestations_file {
        Some(file) => attestations::read(report, file, &mut known),
        None => Vec::new(),
    };
    known.attestations.complete &= !report.is_garbled(&files.shown("attestations.csv"));
    let events = match (&events_file, parsed_events) {
        (Some(file), Some(parsed)) => events::read(report, file, parsed, &mut known, &polities),
        _ => Vec::new(),
    };
    let places = match &places_file {
        Some(file) => places::read(report, file, &mut known),
        None => Vec::new(),
    };
    known.places.complete &= !report.is_garbled(&files.shown("places.csv"));
    let facts = match &facts_file {
        Some(file) => facts::read(report, file, &known, &places),
        None => Vec::new(),
    };
    let figures = figures_file.as_ref().map(|file| figures::read(report, file, &known)).unwrap_or_default();
    let readings = match &readings_file {
        Some(file) => readings::read(report, file, &known, &events, &attestations, &polities),
        None => Vec::new(),
    };
    let lines = lines_file.as_ref().map(|file| lines::read(report, file, &known)).unwrap_or_default();
    let boundaries =
        boundaries_file.as_ref().map(|file| boundaries::read(report, file, &known)).unwrap_or_default();

    known.sources.report_absent(report, files, "sources.bib");
    known.attestations.report_absent(report, files, "attestations.csv");
    known.places.report_absent(report, files, "places.csv");

    let mut dataset = Dataset {
        key: header.key,
        title: header.title,
        period: header.period,
        extent: header.extent,
        languages: header.languages,
        licence: header.licence,
        credits: header.credits,
        parallels: header.parallels,
        locator_extent: header.locator_extent,
        units,
        groups,
        context,
        locator,
        polities,
        events,
        attestations,
        places,
        sources,
        facts,
        figures,
        readings,
        lines,
        boundaries,
        plan: None,
    };
    let complete = !report.is_broken();
    dataset.plan = plan_file.map(|file| plan::read(report, &file, &dataset, complete));
    let diagnostics = std::mem::take(report).into_found();
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Loaded { dataset: (!broken).then_some(dataset), diagnostics }
}

/// Reads a plan of slides for a data set.
pub(super) fn read_plan(name: &str, text: &[u8], dataset: &Dataset) -> ReadPlan {
    let files = Files::new("").with(name, text);
    let mut report = Report::default();
    let file = TextFile::open(&mut report, &files, name);
    let plan = file.map(|file| plan::read(&mut report, &file, dataset, true));
    let diagnostics = report.into_found();
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    ReadPlan { plan: plan.filter(|_| !broken), diagnostics }
}
