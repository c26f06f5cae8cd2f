//! The programs that people open our files with. A test whose program is not installed says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use marchland::backend::png::paint;
use marchland::backend::svg::{self, SvgOptions};
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::scene::Scene;
use marchland::style::Style;
use marchland::timeline::Timeline;
use resvg::tiny_skia::Pixmap;

use super::{builtin, day, texts};

fn installed(program: &str) -> bool {
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
