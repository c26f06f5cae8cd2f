//! The programs that people open our files with. A test whose program is not installed says so.

use std::fs;
use std::path::Path;
use std::process::Command;

#[cfg(feature = "pdf")]
use marchland::backend::pdf;
use marchland::backend::png::paint;
use marchland::backend::svg::{self, SvgOptions};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
#[cfg(feature = "pdf")]
use marchland::scene::Node;
use marchland::scene::Scene;
use marchland::style::Style;
use marchland::timeline::Timeline;
use resvg::tiny_skia::Pixmap;

use super::{builtin, day, texts};

pub fn installed(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: {program} is not installed");
    }
    there
}

fn scene() -> Scene {
    let (dataset, style) = (builtin(), Style::default());
    let plan = Plan::new(&dataset, &style, PageSize::px(1000, 625), None);
    let timeline = Timeline::new(&dataset);
    plan.compose(&timeline, Moment::Day(day("1920-08-15")), View::Control, Lang::AZ).scene
}

fn write_svg(folder: &Path, scene: &Scene) -> String {
    let path = folder.join("map.svg");
    fs::write(&path, svg::encode(scene, &SvgOptions::default())).expect("the SVG");
    path.to_string_lossy().into_owned()
}

/// Chromium, with the letters embedded in the file, shows what we paint.
#[test]
fn chromium_shows_the_same_picture() {
    if !installed("chromium") {
        return;
    }
    for scene in [scene(), texts::page()] {
        let folder = tempfile::tempdir().expect("a folder");
        let (svg, shot) = (write_svg(folder.path(), &scene), folder.path().join("shot.png"));
        let profile = folder.path().join("profile");
        let output = Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--hide-scrollbars", &format!("--window-size={},{}", scene.width, scene.height)])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("--screenshot={}", shot.display()))
            .arg(format!("file://{svg}"))
            .output()
            .expect("chromium runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let share = share_far_off(&scene, &shot, 48);
        assert!(share < 0.02, "{}: {:.2} % of pixels are far off", scene.title, share * 100.0);
    }
}

/// The share of pixels in which a picture of a scene differs from ours by more than `least`.
fn share_far_off(scene: &Scene, picture: &Path, least: u8) -> f64 {
    let (ours, theirs) =
        (paint(scene, 1.0).expect("it can be painted"), Pixmap::load_png(picture).expect("a picture"));
    assert_eq!((ours.width(), ours.height()), (theirs.width(), theirs.height()));
    let pixels = ours.data().chunks_exact(4).zip(theirs.data().chunks_exact(4));
    let far = pixels.filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > least)).count();
    far as f64 / (ours.data().len() / 4) as f64
}

/// Inkscape finds our layers and texts under their ids.
#[test]
fn inkscape_finds_layers_and_labels() {
    if !installed("inkscape") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let svg = write_svg(folder.path(), &scene());
    let output = Command::new("inkscape").args(["--query-all", &svg]).output().expect("inkscape runs");
    let listed = String::from_utf8_lossy(&output.stdout);
    let ids: Vec<&str> = listed.lines().filter_map(|line| line.split(',').next()).collect();
    for id in ["map", "holders", "borders", "labels", "panel", "holder-armenia", "label-place-goris", "date"]
    {
        assert!(ids.contains(&id), "{id} is not among the objects of Inkscape");
    }
}

/// Poppler finds the words of a PDF, its title and tags, and shows what we paint.
#[cfg(feature = "pdf")]
#[test]
fn poppler_reads_the_pdf() {
    // It answers -v, not --version, and on standard error.
    if !Command::new("pdftotext").arg("-v").output().is_ok_and(|output| output.status.success()) {
        println!("skipped: poppler-utils are not installed");
        return;
    }
    let (dataset, style) = (builtin(), Style::default());
    let plan = Plan::new(&dataset, &style, PageSize::px(1000, 625), None);
    let timeline = Timeline::new(&dataset);
    let map = |lang| plan.compose(&timeline, Moment::Day(day("1921-12-31")), View::Control, lang).scene;
    for scene in [map(Lang::EN), map(Lang::HY), texts::page()] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("map.pdf");
        let bytes = pdf::encode(&scene).expect("a PDF");
        assert!(bytes == pdf::encode(&scene).expect("a PDF"), "the same bytes");
        fs::write(&path, bytes).expect("the PDF");
        let told = |program: &str, args: &[&str]| {
            let output = Command::new(program).args(args).arg(&path).arg("-").output().expect(program);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let said = told("pdftotext", &[]);
        let mut lines = Vec::new();
        lines_of(&scene.nodes, &mut lines);
        for line in lines {
            assert!(said.contains(line), "{line} is not in {said}");
        }
        let info = Command::new("pdfinfo").arg(&path).output().expect("pdfinfo");
        let info = String::from_utf8_lossy(&info.stdout);
        let size = format!("{} x {} pts", scene.width * 0.75, scene.height * 0.75);
        for fact in [scene.title.as_str(), "Tagged:          yes", size.as_str()] {
            assert!(info.contains(fact), "{fact} is not in {info}");
        }
        assert!(!info.contains("CreationDate"), "no clock: {info}");
        let shot = folder.path().join("shot");
        let output = Command::new("pdftoppm")
            .args(["-png", "-r", "96", "-singlefile"])
            .args([&path, &shot])
            .output()
            .expect("pdftoppm");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // It puts thin lines on whole pixels, so the mean is the judge here, not the pixels that differ.
        let mean = mean_difference(&scene, &shot.with_extension("png"));
        assert!(mean < 0.02, "{}: mean difference {:.2} %", scene.title, mean * 100.0);
    }
}

/// The mean difference of the channels between a picture of a scene and ours, 0 to 1.
#[cfg(feature = "pdf")]
fn mean_difference(scene: &Scene, picture: &Path) -> f64 {
    let (ours, theirs) =
        (paint(scene, 1.0).expect("it can be painted"), Pixmap::load_png(picture).expect("a picture"));
    assert_eq!((ours.width(), ours.height()), (theirs.width(), theirs.height()));
    let sum: u64 = ours.data().iter().zip(theirs.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / ours.data().len() as f64 / 255.0
}

#[cfg(feature = "pdf")]
fn lines_of<'a>(nodes: &'a [Node], lines: &mut Vec<&'a str>) {
    for node in nodes {
        match node {
            Node::Group(group) => lines_of(&group.nodes, lines),
            Node::Text(text) => lines.extend(text.lines.iter().map(|line| line.text.as_str())),
            Node::Path(_) | Node::Circle(_) => {}
        }
    }
}

/// No two elements of a drawing have the same id, and every reference to one leads somewhere.
#[test]
fn ids_of_an_svg_are_unique() {
    for scene in [scene(), texts::page()] {
        let svg = svg::encode(&scene, &SvgOptions::default());
        let document = roxmltree::Document::parse(&svg).expect("well-formed");
        let mut ids = std::collections::BTreeSet::new();
        for node in document.descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(id), "{id} twice");
            }
        }
        for node in document.descendants() {
            for attribute in node.attributes() {
                let value = attribute.value();
                let target = value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
                let target = target.or(value.strip_prefix('#').filter(|_| attribute.name() == "href"));
                assert!(target.is_none_or(|id| ids.contains(id)), "{value} leads nowhere");
            }
        }
    }
}
