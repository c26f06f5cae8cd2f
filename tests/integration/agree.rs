//! Our PNG painter and resvg, which reads our SVG, must draw the same picture.

use std::io::Cursor;
use std::sync::Arc;

use marchland::backend::png::paint;
use marchland::backend::svg::{self, SvgOptions, TextMode, Unit};
use marchland::backend::{self, Format, Options};
use marchland::chart;
use marchland::lang::Lang;
use marchland::layout::{Moment, MultiplesSpec, PageSize, Plan, View, multiples};
use marchland::scene::Scene;
use marchland::style::Style;
use marchland::text::Face;
use marchland::timeline::Timeline;
use resvg::{tiny_skia, usvg};

use super::{builtin, day, duchy, texts};

fn by_resvg(svg: &str) -> tiny_skia::Pixmap {
    let mut fonts = usvg::fontdb::Database::new();
    for face in Face::ALL {
        fonts.load_font_data(face.data().to_vec());
    }
    let options = usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).expect("our SVG parses");
    let size = tree.size().to_int_size();
    // It works out how much of a pixel is covered by quarters of it; a finer judge is the mean of smaller pixels.
    const FINER: u32 = 4;
    let mut large = tiny_skia::Pixmap::new(size.width() * FINER, size.height() * FINER).expect("a pixmap");
    let scale = tiny_skia::Transform::from_scale(FINER as f32, FINER as f32);
    resvg::render(&tree, scale, &mut large.as_mut());
    let mut pixmap = tiny_skia::Pixmap::new(size.width(), size.height()).expect("a pixmap");
    let (row, rows) = (large.width() as usize * 4, FINER as usize);
    for (to, from) in
        pixmap.data_mut().chunks_exact_mut(row / rows).zip(large.data().chunks_exact(row * rows))
    {
        for (i, channel) in to.iter_mut().enumerate() {
            let (x, part) = (i / 4 * rows * 4, i % 4);
            let one = |k: usize| u32::from(from[k / rows * row + x + k % rows * 4 + part]);
            let count = FINER * FINER;
            *channel = ((0..rows * rows).map(one).sum::<u32>().div_euclid(count)) as u8;
        }
    }
    pixmap
}

/// The mean difference of the channels, 0 to 255, and the share of pixels that differ by more than 32.
fn difference(a: &[u8], b: &[u8]) -> (f64, f64) {
    assert_eq!(a.len(), b.len());
    let sum: u64 = a.iter().zip(b).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let far =
        a.chunks(4).zip(b.chunks(4)).filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 32));
    (sum as f64 / a.len() as f64, far.count() as f64 / (a.len() / 4) as f64)
}

fn check(scene: &Scene, text: TextMode) {
    let ours = paint(scene, 1.0).expect("it can be painted");
    let theirs = by_resvg(&svg::encode(scene, &SvgOptions { text, ..SvgOptions::default() }));
    let (mean, far) = difference(ours.data(), theirs.data());
    // The bands around letters are grown from pixels here, and are strokes there.
    if mean >= 0.9 || far >= 0.008 {
        // What a person looks at: ours, theirs, and where they differ.
        let folder = super::project("output/diff");
        std::fs::create_dir_all(&folder).expect("the folder");
        let mut differing = ours.clone();
        for (pixel, other) in differing.data_mut().chunks_exact_mut(4).zip(theirs.data().chunks_exact(4)) {
            for (a, b) in pixel[..3].iter_mut().zip(other) {
                *a = 255 - a.abs_diff(*b);
            }
        }
        for (name, pixmap) in [("ours", &ours), ("theirs", &theirs), ("difference", &differing)] {
            pixmap.save_png(folder.join(format!("agree-{name}.png"))).expect("the picture");
        }
    }
    assert!(
        mean < 0.9 && far < 0.008,
        "{text:?}: mean difference {mean:.3}, {:.2} % of pixels far off",
        far * 100.0
    );
}

#[test]
fn svg_and_png_of_the_builtin_set_agree() {
    let (dataset, style) = (builtin(), Style::default());
    let plan = Plan::new(&dataset, &style, PageSize::px(1000, 625), None);
    let timeline = Timeline::new(&dataset);
    for (date, view, lang) in [
        ("1920-08-15", View::Control, Lang::EN),
        ("1921-12-31", View::Sovereignty, Lang::HY),
        ("1919-12-31", View::Claims, Lang::AZ),
    ] {
        let scene = plan.compose(&timeline, Moment::Day(day(date)), view, lang).scene;
        check(&scene, TextMode::Live);
        check(&scene, TextMode::Outlines);
    }
}

#[test]
fn svg_and_png_of_a_sheet_agree() {
    let (dataset, style) = (builtin(), Style::default());
    let spec = MultiplesSpec {
        moments: &[1920, 1921, 1923].map(Moment::YearEnd),
        view: View::Control,
        lang: Lang::RU,
        size: PageSize::px(1000, 625),
        extent: None,
        columns: None,
        mark_changes: true,
        title: None,
    };
    let sheet = multiples(&Timeline::new(&dataset), &style, &spec).expect("a sheet");
    check(&sheet.pages[0].scene, TextMode::Live);
}

#[test]
fn svg_and_png_of_a_chart_agree() {
    let (dataset, style) = (builtin(), Style::default());
    let timeline = Timeline::new(&dataset);
    let spec = chart::Spec {
        units: chart::main_units(&dataset),
        subject: String::new(),
        years: Some((1918, 1924)),
        track: None,
        which: chart::Which::Effective,
        width: 1200.0,
        height: 800.0,
        least: 0.0,
        more: 0,
        is_part: false,
    };
    let scene = chart::compose(&timeline, &chart::holdings(&timeline), &spec, &style, Lang::EN).scene;
    check(&scene, TextMode::Live);
}

#[test]
fn svg_and_png_of_a_small_page_agree() {
    let (dataset, style) = (duchy(), Style::default());
    let plan = Plan::new(&dataset, &style, PageSize::px(480, 640), None);
    let timeline = Timeline::new(&dataset);
    let scene = plan.compose(&timeline, Moment::Day(dataset.period.1), View::Control, Lang::EN).scene;
    check(&scene, TextMode::Live);
}

#[test]
fn svg_and_png_of_texts_agree() {
    let scene = texts::page();
    check(&scene, TextMode::Live);
    check(&scene, TextMode::Outlines);
}

/// WebP has the pixels of the PNG, with paper and without; without paper the map stays filled.
#[test]
fn pictures_of_pixels_are_the_same_with_and_without_paper() {
    let (dataset, style) = (duchy(), Style::default());
    let plan = Plan::new(&dataset, &style, PageSize::px(400, 300), None);
    let timeline = Timeline::new(&dataset);
    let mut scene = plan.compose(&timeline, Moment::Day(dataset.period.1), View::Control, Lang::EN).scene;
    for (opacity, channels) in [(1.0, 3), (0.0, 4)] {
        scene.paper = scene.paper.alpha(opacity);
        let encode = |format| backend::encode(&scene, format, &Options::default()).expect("a picture");
        let webp = encode(Format::Webp);
        let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&webp)).expect("WebP");
        let mut pixels = vec![0; decoder.output_buffer_size().expect("a size")];
        decoder.read_image(&mut pixels).expect("its pixels");
        let xmp = decoder.xmp_metadata().expect("metadata").expect("a text alternative");
        assert!(String::from_utf8_lossy(&xmp).contains(&scene.title));
        let png = encode(Format::Png);
        let mut reader = png::Decoder::new(Cursor::new(&png)).read_info().expect("PNG");
        let mut expected = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut expected).expect("its pixels");
        assert_eq!(expected.len(), 400 * 300 * channels);
        assert!(pixels == expected, "{channels} channels");
        let svg = svg::encode(&scene, &SvgOptions { unit: Unit::Mm, ..SvgOptions::default() });
        assert_eq!(svg.contains("id=\"paper\""), channels == 3);
        assert!(svg.contains("width=\"105.83mm\" height=\"79.38mm\" viewBox=\"0 0 400 300\""));
        if channels == 4 {
            assert_eq!(pixels[3], 0, "the corner of the page");
            let middle = (150 * 400 + 120) * 4;
            assert_eq!(pixels[middle + 3], 255, "the map");
        }
    }
}
