//! Pictures of a small invented world, kept as files beside the test.
//!
//! `UPDATE=1 cargo test` writes them anew, and fails once so that an update is never silent.

use std::fs;

use marchland::backend::png::{PngOptions, encode};
use marchland::backend::svg::{self, SvgOptions, TextMode};
use marchland::chart::{self, Which, find_units};
use marchland::compare::{Comparison, Side, Track};
use marchland::lang::Lang;
use marchland::layout::compare::{self, Arrangement, Spec};
use marchland::layout::{Content, Moment, MultiplesSpec, PageSize, Plan, View, multiples};
use marchland::scene::Scene;
use marchland::style::Style;
use marchland::timeline::{self, Timeline};

use super::{duchy, project};

/// Kept maps: name, which change day (from the end if negative), view and page.
const MAPS: &[(&str, i32, View, (u32, u32))] = &[
    ("control-first", 0, View::Control, (480, 300)),
    ("control-last", -1, View::Control, (480, 300)),
    ("sovereignty-last", -1, View::Sovereignty, (480, 300)),
    ("claims-first", 0, View::Claims, (480, 300)),
    ("certainty", 1, View::Certainty, (480, 300)),
    ("sources", 1, View::Sources, (480, 300)),
    ("tall", -1, View::Control, (360, 480)),
    ("lines", 1, View::Control, (480, 300)),
];

/// Kept comparisons of the first change day with the last: name, arrangement, what is compared, page.
const COMPARISONS: &[(&str, Arrangement, Track, (u32, u32))] = &[
    ("compare", Arrangement::Overlay, Track::Control, (560, 350)),
    ("compare-both", Arrangement::Both, Track::Control, (400, 400)),
    ("compare-claims", Arrangement::Overlay, Track::Claims, (480, 300)),
];

/// A kept chart.
struct Chart {
    name: &'static str,
    /// All units if none.
    unit: Option<&'static str>,
    track: Option<timeline::Track>,
    size: (u32, u32),
}

const CHARTS: &[Chart] = &[
    Chart { name: "timeline", unit: None, track: Some(timeline::Track::Control), size: (640, 400) },
    Chart { name: "timeline-claims", unit: None, track: Some(timeline::Track::Claims), size: (400, 480) },
    Chart { name: "timeline-unit", unit: Some("beta"), track: None, size: (640, 400) },
];

/// Bytes of a kept picture.
const LIMIT: usize = 60_000;

/// Every kept picture, drawn.
fn scenes() -> Vec<(&'static str, Scene)> {
    let (dataset, style) = (duchy(), Style::default());
    let timeline = Timeline::new(&dataset);
    let days = timeline.change_days();
    let mut scenes = Vec::new();
    for &(name, which, view, (width, height)) in MAPS {
        let day = if which < 0 { days[days.len() - 1] } else { days[which as usize] };
        let plan = Plan::new(&dataset, &style, PageSize::px(width, height), None);
        scenes.push((name, plan.compose(&timeline, Moment::Day(day), view, Lang::EN).scene));
    }
    // Maps that ask something, as they are on a worksheet.
    for (name, content) in [("numbered", Content::Numbered), ("outline", Content::Outline)] {
        let plan = Plan::new(&dataset, &style, PageSize::px(480, 300), None).with_content(content);
        let day = days[days.len() - 1];
        scenes.push((name, plan.compose(&timeline, Moment::Day(day), View::Control, Lang::EN).scene));
    }
    let moments: Vec<Moment> = days.iter().take(3).map(|&day| Moment::Day(day)).collect();
    let spec = MultiplesSpec {
        moments: &moments,
        view: View::Control,
        lang: Lang::EN,
        size: PageSize::px(600, 375),
        extent: None,
        columns: None,
        mark_changes: true,
        title: None,
    };
    let sheet = multiples(&timeline, &style, &spec).expect("a sheet");
    scenes.extend(sheet.pages.into_iter().map(|page| ("sheet", page.scene)));
    let km2 = marchland::areas::unit_areas(&dataset);
    for &(name, arrangement, track, (width, height)) in COMPARISONS {
        let side = |day| Side { timeline: &timeline, day, track };
        let found = Comparison::new([side(days[0]), side(days[days.len() - 1])], &km2);
        let spec = Spec { arrangement, size: PageSize::px(width, height), free_height: false, extent: None };
        scenes.push((name, compare::compose(&found, &style, spec, Lang::EN).scene));
    }
    // The overlay alone, with two of its numbers.
    let side = |day| Side { timeline: &timeline, day, track: Track::Control };
    let found = Comparison::new([side(days[0]), side(days[days.len() - 1])], &km2);
    let (arrangement, size) = (Arrangement::Overlay, PageSize::px(320, 200));
    let spec = Spec { arrangement, size, free_height: false, extent: None };
    let listed = [1, 2].into();
    scenes.push(("compare-alone", compare::overlay_map(&found, &style, spec, Some(&listed), Lang::EN).scene));
    let holdings = chart::holdings(&timeline);
    for &Chart { name, unit, track, size: (width, height) } in CHARTS {
        let found = unit.map(|unit| find_units(&dataset, unit).expect("a unit"));
        let spec = chart::Spec {
            subject: found.as_ref().map_or(String::new(), |found| found.name.get(Lang::EN).to_owned()),
            units: found.map_or(dataset.unit_ids().collect(), |found| found.units),
            years: Some((1858, 1863)),
            track,
            which: Which::Effective,
            width: f64::from(width),
            height: f64::from(height),
            least: 0.0,
            more: 0,
            is_part: false,
        };
        scenes.push((name, chart::compose(&timeline, &holdings, &spec, &style, Lang::EN).scene));
    }
    scenes
}

#[test]
fn the_pictures_are_as_kept() {
    let folder = project("tests/refs");
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    // A slide is kept by its own test: its picture would be too large.
    let mut known = vec!["slide.svg".to_owned()];
    for (name, scene) in scenes() {
        let text = svg::encode(&scene, &SvgOptions { text: TextMode::Bare, ..SvgOptions::default() });
        let png =
            encode(&scene, &PngOptions { small: true, ..PngOptions::default() }).expect("it can be painted");
        for (file, bytes) in [(format!("{name}.svg"), text.into_bytes()), (format!("{name}.png"), png)] {
            assert!(bytes.len() < LIMIT, "{file} has {} bytes; keep pictures small", bytes.len());
            let path = folder.join(&file);
            if fs::read(&path).ok().as_deref() != Some(&bytes[..]) {
                let to = if update { path } else { project("output/diff").join(&file) };
                fs::create_dir_all(to.parent().expect("a folder")).expect("the folder");
                fs::write(&to, &bytes).expect("the picture");
                wrong.push(format!("{file} (now in {})", to.display()));
            }
            known.push(file);
        }
    }
    for entry in fs::read_dir(&folder).expect("the kept pictures").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // Kept exports have a test of their own.
        let is_picture = name.ends_with(".svg") || name.ends_with(".png");
        if is_picture && !known.contains(&name) {
            wrong.push(format!("{name} belongs to no case"));
        }
    }
    assert!(
        wrong.is_empty(),
        "changed pictures; look at them, then UPDATE=1 cargo test keeps them:\n{}",
        wrong.join("\n")
    );
}
