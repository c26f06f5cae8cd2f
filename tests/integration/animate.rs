//! Maps one after another, as a person makes them and as readers show them.

use std::fs;
use std::path::Path;
use std::process::Command;

use marchland::animation::{HOLD_RANGE, holds};
use marchland::backend::png::paint;
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, Series, Timebar, View};
use marchland::scene::{Node, Scene, Text};
use marchland::style::{Style, StyleFile, THEMES};
use marchland::text;
use marchland::timeline::Timeline;

use super::{builtin, day, run};

fn years(from: i32, to: i32) -> Vec<Moment> {
    (from..=to).map(Moment::YearEnd).collect()
}

/// The scenes of an animation, as the program makes them.
fn scenes(style: &Style, size: PageSize, moments: &[Moment], lang: Lang, bar: bool) -> Vec<Scene> {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let bar = Timebar::new(&timeline, style, size, moments, (View::Control, lang), bar);
    let plan = Plan::new(&dataset, style, bar.map_page(), None);
    let series = Series::new(&plan, &timeline, moments, View::Control, lang);
    let compose = |(at, moment): (usize, &Moment)| {
        let mut scene = series.compose(*moment).scene;
        bar.add(&mut scene, at);
        scene
    };
    moments.iter().enumerate().map(compose).collect()
}

fn painted(scene: &Scene) -> Vec<[u8; 3]> {
    let pixmap = paint(scene, 1.0).expect("it can be painted");
    pixmap.data().chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

/// Fills without opacity, of paths and dots.
fn fills(nodes: &[Node], found: &mut Vec<[u8; 3]>) {
    for node in nodes {
        let fill = match node {
            Node::Group(group) => {
                fills(&group.nodes, found);
                None
            }
            Node::Path(path) => path.fill,
            Node::Circle(circle) => Some(circle.fill),
            Node::Text(_) => None,
        };
        found.extend(fill.filter(|fill| fill.a == 255).map(|fill| [fill.r, fill.g, fill.b]));
    }
}

/// What a reader shows against what we painted: every fill exactly, and the edges of letters and lines nearly.
fn check_shown(what: &str, scene: &Scene, shown: &[[u8; 3]]) {
    let painted = painted(scene);
    assert_eq!(painted.len(), shown.len(), "{what}");
    let mut exact = vec![[scene.paper.r, scene.paper.g, scene.paper.b]];
    fills(&scene.nodes, &mut exact);
    let (mut off, mut farthest) = (0u64, 0);
    for (painted, shown) in painted.iter().zip(shown) {
        if painted == shown {
            continue;
        }
        assert!(!exact.contains(painted), "{what}: the fill {painted:?} is shown as {shown:?}");
        let far = painted.iter().zip(shown).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        off += u64::from(far);
        farthest = farthest.max(far);
    }
    let mean = off as f64 / painted.len() as f64;
    assert!(mean < 1.5 && farthest < 80, "{what}: {mean:.2} off in the mean, {farthest} at most");
}

/// All pictures of a GIF, as a reader puts them together, with their times in hundredths of a second.
fn of_gif(path: &Path) -> Vec<(Vec<[u8; 3]>, u16)> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(fs::File::open(path).expect("a file")).expect("a GIF");
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let mut canvas = vec![[0u8; 3]; width * height];
    let mut out = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("a frame") {
        let (left, top, w) = (usize::from(frame.left), usize::from(frame.top), usize::from(frame.width));
        for (i, rgba) in frame.buffer.chunks_exact(4).enumerate().filter(|(_, rgba)| rgba[3] > 0) {
            canvas[(top + i / w) * width + left + i % w] = [rgba[0], rgba[1], rgba[2]];
        }
        out.push((canvas.clone(), frame.delay));
    }
    out
}

/// The issue's own case: thirteen years in a small file, that says what it is and is the same each time.
#[test]
fn thirteen_years_are_a_small_file_that_shows_every_map_as_painted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gif");
    let args = ["animate", "--years", "1918..1930", "-o", "a.gif"];
    let output = run(folder.path(), &args);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", super::text(&output.stderr));
    let bytes = fs::read(&path).expect("the GIF");
    assert!(bytes.len() < 2_000_000, "{} bytes", bytes.len());
    for words in [
        "marchland ",
        "Title: Nakhchivan, Zangezur and Karabakh",
        "Description: Map in motion",
        "NETSCAPE2.0",
    ] {
        let is_there = bytes.windows(words.len()).any(|part| part == words.as_bytes());
        assert!(is_there, "\"{words}\" is not in the file");
    }
    let (moments, size) = (years(1918, 1930), PageSize::px(1200, 750));
    let (shown, scenes) = (of_gif(&path), scenes(&Style::default(), size, &moments, Lang::EN, true));
    assert_eq!(shown.len(), 13);
    let dataset = builtin();
    let times = holds(&Timeline::new(&dataset), &moments, View::Control, 1.6);
    for ((i, (rgb, delay)), time) in shown.iter().enumerate().zip(times) {
        assert_eq!(10 * u32::from(*delay), time, "map {i}");
        check_shown(&format!("map {i}"), &scenes[i], rgb);
    }
    // Once more: it replaces its own file, with the same bytes.
    assert!(run(folder.path(), &args).status.success());
    assert!(bytes == fs::read(&path).expect("the GIF"), "the same bytes");
    pillow_shows(&path, &shown.iter().map(|(rgb, delay)| (rgb, 10 * u32::from(*delay))).collect::<Vec<_>>());
}

/// Pillow reads the same pictures and times from a file.
fn pillow_shows(path: &Path, wanted: &[(&Vec<[u8; 3]>, u32)]) {
    const SCRIPT: &str = "import sys
from PIL import Image
im = Image.open(sys.argv[1])
out = open(sys.argv[2], 'wb')
for i in range(im.n_frames):
    im.seek(i)
    out.write(im.convert('RGB').tobytes())
    print(int(im.info['duration']))
";
    let there = Command::new("python3").args(["-c", "import PIL"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("skipped: Pillow is not installed");
        return;
    }
    let raw = path.with_extension("raw");
    let output = Command::new("python3").arg("-c").arg(SCRIPT).args([path, &raw]).output().expect("python3");
    assert!(output.status.success(), "{}", super::text(&output.stderr));
    let times: Vec<u32> = super::text(&output.stdout).lines().filter_map(|line| line.parse().ok()).collect();
    assert_eq!(times, wanted.iter().map(|(_, ms)| *ms).collect::<Vec<_>>(), "{}", path.display());
    let bytes = fs::read(&raw).expect("the pictures");
    let pictures: Vec<&[u8]> = bytes.chunks_exact(bytes.len() / wanted.len()).collect();
    for (i, (picture, (rgb, _))) in pictures.iter().zip(wanted).enumerate() {
        assert!(*picture == rgb.as_flattened(), "{}: picture {i} is another", path.display());
    }
}

/// Animated PNG: with all colours exactly what is painted, in a transition too; with few, every fill.
#[test]
fn animated_png_shows_every_map_as_painted() {
    let folder = tempfile::tempdir().expect("a folder");
    let days = ["1920-07-28", "1920-12-02", "1921-10-13"];
    let common =
        ["animate", "--date", "1921-10-13,1920-07-28,1920-12-02", "--size", "640x400", "--style", "article"];
    let style =
        THEMES.iter().find(|(key, _)| *key == "article").map(|(key, text)| StyleFile::read(key, text));
    let style = style.expect("the theme").expect("it reads").style;
    let moments: Vec<Moment> = days.iter().map(|text| Moment::Day(day(text))).collect();
    let scenes = scenes(&style, PageSize::px(640, 400), &moments, Lang::EN, true);
    for (name, more) in [
        ("all.apng", &["--all-colors"] as &[&str]),
        ("few.png", &["--loop", "2"]),
        ("grow.apng", &["--transition", "grow", "--transition-ms", "150"]),
    ] {
        let output = run(folder.path(), &[&common[..], more, &["-o", name]].concat());
        assert!(output.status.success(), "{name}: {}", super::text(&output.stderr));
        let path = folder.path().join(name);
        let file = std::io::BufReader::new(fs::File::open(&path).expect("a file"));
        let mut decoder = png::Decoder::new(file);
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().expect("a PNG");
        let control = *reader.info().animation_control().expect("it moves");
        assert_eq!(control.num_plays, if name == "few.png" { 2 } else { 0 }, "{name}");
        let steps = if more.contains(&"--transition") { 3 } else { 0 };
        assert_eq!(control.num_frames, 3 + 2 * steps, "{name}");
        let mut canvas = vec![[0u8; 3]; 640 * 400];
        let mut pictures = Vec::new();
        for i in 0..control.num_frames {
            let mut buffer = vec![0; reader.output_buffer_size().expect("a size")];
            let frame = reader.next_frame(&mut buffer).expect("a frame");
            let at = *reader.info().frame_control().expect("of the animation");
            let w = frame.width as usize;
            let pixels = buffer[..frame.buffer_size()].chunks_exact(4).enumerate();
            for (k, rgba) in pixels.filter(|(_, rgba)| rgba[3] > 0) {
                let (x, y) = (at.x_offset as usize + k % w, at.y_offset as usize + k / w);
                canvas[y * 640 + x] = [rgba[0], rgba[1], rgba[2]];
            }
            if i % (steps + 1) == 0 {
                let scene = &scenes[(i / (steps + 1)) as usize];
                check_shown(name, scene, &canvas);
                assert!(!more.contains(&"--all-colors") || painted(scene) == canvas, "{name}: picture {i}");
            }
            pictures.push((canvas.clone(), 1000 * u32::from(at.delay_num) / u32::from(at.delay_den)));
        }
        pillow_shows(&path, &pictures.iter().map(|(rgb, ms)| (rgb, *ms)).collect::<Vec<_>>());
    }
}

/// A folder for a video editor: one picture for each map with a list of times, or all alike.
#[test]
fn frames_are_a_folder_that_video_editors_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = |name: &str| {
        let mut files: Vec<String> = fs::read_dir(folder.path().join(name))
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        files
    };
    let animate = |more: &[&str]| {
        let args = ["animate", "--years", "1919..1921", "--size", "400x250", "--format", "frames", "-o", "f"];
        run(folder.path(), &[&args, more].concat())
    };
    assert!(animate(&["--transition", "fade", "--transition-ms", "160"]).status.success());
    assert_eq!(files("f").len(), 3 + 2 * 2 + 1, "three maps, two steps between two, and the list");
    let list = fs::read_to_string(folder.path().join("f/frames.txt")).expect("the list");
    assert!(list.starts_with("ffconcat version 1.0\n"), "{list}");
    let times: f64 =
        list.lines().filter_map(|line| line.strip_prefix("duration ")?.parse::<f64>().ok()).sum();
    let dataset = builtin();
    let moments = years(1919, 1921);
    let held: u32 = holds(&Timeline::new(&dataset), &moments, View::Control, 1.6).iter().sum();
    let wanted = f64::from(held) / 1000.0 + 4.0 * 0.08;
    assert!((times - wanted).abs() < 0.05, "{times} s instead of {wanted}");
    for named in list.lines().filter_map(|line| line.strip_prefix("file ")) {
        assert!(folder.path().join("f").join(named).is_file(), "{named}");
    }
    // At a rate: as many as the time needs, and nothing of the run before.
    assert!(animate(&["--fps", "2", "--hold", "1"]).status.success());
    let held: u32 = holds(&Timeline::new(&dataset), &moments, View::Control, 1.0).iter().sum();
    let count = (2 * held).div_ceil(1000) as usize;
    let names: Vec<String> = (1..=count).map(|number| format!("frame-{number:05}.png")).collect();
    assert_eq!(files("f"), names);
    let scenes = scenes(&Style::default(), PageSize::px(400, 250), &moments, Lang::EN, true);
    for (name, scene) in [(&names[0], &scenes[0]), (&names[count - 1], &scenes[2])] {
        let picture = resvg::tiny_skia::Pixmap::load_png(folder.path().join("f").join(name)).expect(name);
        let rgb: Vec<[u8; 3]> = picture.data().chunks_exact(4).map(|p| [p[0], p[1], p[2]]).collect();
        assert!(rgb == painted(scene), "{name} is not what is painted");
    }
    // What is not ours stays, and is not mixed with what is.
    fs::write(folder.path().join("f/frame-00099.png"), "by somebody").expect("a file");
    for more in [&[] as &[&str], &["--force"]] {
        let output = animate(more);
        let said = super::text(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains("frame-00099.png is not of ours"), "{said}");
    }
    assert_eq!(fs::read(folder.path().join("f/frame-00099.png")).expect("it stays"), b"by somebody");
    fs::remove_file(folder.path().join("f/frame-00099.png")).expect("removed");
    ffmpeg_makes_a_video(&folder.path().join("f"), f64::from(held) / 1000.0);
}

/// ffmpeg makes a video as long as it should be of a folder of frames at two a second.
fn ffmpeg_makes_a_video(folder: &Path, seconds: f64) {
    if !Command::new("ffmpeg").arg("-version").output().is_ok_and(|output| output.status.success()) {
        println!("skipped: ffmpeg is not installed");
        return;
    }
    let output = Command::new("ffmpeg")
        .args(["-framerate", "2", "-i", "frame-%05d.png", "-vf", "format=yuv420p", "map.mp4"])
        .current_dir(folder)
        .output()
        .expect("ffmpeg");
    assert!(output.status.success(), "{}", super::text(&output.stderr));
    let told = Command::new("ffmpeg").args(["-i", "map.mp4"]).current_dir(folder).output().expect("ffmpeg");
    let told = super::text(&told.stderr);
    let duration = told.split("Duration: 00:00:").nth(1).and_then(|rest| rest.get(..5)?.parse::<f64>().ok());
    assert!(duration.is_some_and(|duration| (duration - seconds).abs() <= 0.5), "{told}");
}

#[test]
fn what_cannot_be_is_said_with_what_can() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mine.gif"), "GIF89a by somebody").expect("a file");
    fs::write(folder.path().join("file"), "").expect("a file");
    let check = |args: &str, wanted: &[&str]| {
        let args: Vec<&str> = ["animate"].into_iter().chain(args.split(' ')).collect();
        let output = run(folder.path(), &args);
        let said = super::text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for words in wanted {
            assert!(said.contains(words), "{args:?}: {words} is not in {said}");
        }
    };
    check("--lang en", &["--years"]);
    check("--year 1920 --size 100x100", &["100x100", "320x240"]);
    check("--year 1920 --size 300x200", &["300x200", "320x240"]);
    check("--year 1920 --size 5000x400", &["5000x400", "3840x3840"]);
    check("--year 1920 --size wide", &["wide", "1600x1000"]);
    check("--year 1920 --format frames --fps 0", &["0 is out of range", "1 to 60", "nearest is 1"]);
    check("--year 1920 --format frames --fps 2.5", &["2.5", "whole number"]);
    check("--year 1920 --fps 25", &["--fps belongs to --format frames"]);
    check("--year 1920 --loop 2 --format frames", &["--loop belongs to"]);
    check("--year 1920 --loop 0", &["\"0\"", "forever", "65535"]);
    check("--year 1920 --hold 0.1", &["0.1", "0.5 to 60", "nearest is 0.5"]);
    check("--year 1920 --transition fad", &["fad", "cut, fade, grow", "nearest is \"fade\""]);
    check("--year 1920 --transition-ms 200", &["--transition-ms belongs to --transition"]);
    check("--year 1920 --transition fade --transition-ms 20", &["20", "100 to 5000", "nearest is 100"]);
    check("--year 1920 --format mp4", &["mp4", "gif, apng, frames"]);
    check("--year 1920 --all-colors", &["--all-colors belongs to"]);
    check("--year 1920 -o a.mp4", &["a.mp4", "--format frames"]);
    check("--year 1920 -o a.svg", &["a.svg", ".gif"]);
    check("--year 1920 --format frames -o a.gif", &["a.gif", "folder"]);
    check("--year 1920 --format apng -o a.gif", &["a.gif", "apng"]);
    check("--year 1920 -o mine.gif", &["mine.gif", "--force"]);
    check("--year 1920 -o file/a.gif", &["file"]);
    check("--year 1920 --format frames -o file", &["file"]);
    check("--year 2500", &["2500"]);
    check(
        "--each month --transition grow --transition-ms 5000",
        &["pictures are too many", "3000", "--transition"],
    );
    check("--each month --format frames --fps 60 --hold 60", &["pictures are too many", "20000", "--fps"]);
    // Nothing was written, and what was there is as it was.
    let left = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(left, 2);
    assert_eq!(fs::read(folder.path().join("mine.gif")).expect("a file"), b"GIF89a by somebody");
}

#[test]
fn one_date_is_a_still_picture_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), &["animate", "--date", "1920-12-01", "--size", "400x250"]);
    assert!(output.status.success() && super::text(&output.stderr).contains("still picture"));
    let path = folder.path().join("output/south-caucasus_1920-12-01_control.gif");
    assert_eq!(of_gif(&path).len(), 1);
    let bytes = fs::read(&path).expect("the GIF");
    assert!(!bytes.windows(8).any(|part| part == b"NETSCAPE"), "nothing repeats");
}

#[test]
fn maps_on_which_more_happens_are_held_longer() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let [least, _] = HOLD_RANGE;
    let check = |days: &[&str], view: View, wanted: &[(f64, f64)]| {
        let moments: Vec<Moment> = days.iter().map(|text| Moment::Day(day(text))).collect();
        let times = holds(&timeline, &moments, view, 2.0);
        assert_eq!(times.len(), wanted.len());
        for (i, (ms, (from, to))) in times.iter().zip(wanted).enumerate() {
            let factor = f64::from(*ms) / 2000.0;
            assert!((*from..=*to).contains(&factor), "{view:?} {}: {factor} times", days[i]);
            assert_eq!(ms % 10, 0, "hundredths of a second");
        }
        let fast = holds(&timeline, &moments, view, least);
        assert!(fast.iter().all(|ms| 3 * ms > 1000), "more than three changes a second: {fast:?}");
    };
    // First; nothing changes; Soviet power in Baku and what follows; nothing; last.
    let days = ["1925-01-01", "1925-01-02", "1926-01-01"];
    check(&days, View::Control, &[(1.5, 1.5), (0.75, 0.75), (2.0, 6.0)]);
    check(&["1920-01-01", "1921-12-31", "1921-12-31"], View::Control, &[(1.5, 1.5), (2.2, 3.0), (2.0, 2.0)]);
    check(&["1920-12-01"], View::Sovereignty, &[(1.5, 1.5)]);
}

/// All texts of a scene.
fn texts<'a>(nodes: &'a [Node], found: &mut Vec<&'a Text>) {
    for node in nodes {
        match node {
            Node::Group(group) => texts(&group.nodes, found),
            Node::Text(text) => found.push(text),
            Node::Path(_) | Node::Circle(_) => {}
        }
    }
}

/// The strip below the map, in every theme, language and kind of series: words as wide as they say, on the page,
/// below the map and not over each other; and the map is the map without it.
#[test]
fn the_strip_below_the_map_is_whole_and_covers_nothing() {
    let days = |list: &[&str]| list.iter().map(|text| Moment::Day(day(text))).collect::<Vec<_>>();
    let series = [
        years(1918, 1930),
        days(&["1920-04-27", "1920-05-28", "1920-08-10", "1920-12-02"]),
        (1..=12).map(|month| Moment::MonthEnd(1920, month)).collect(),
        days(&["1918-06-04", "1930-01-01"]),
        days(&["1921-10-13"]),
    ];
    let langs = [Lang::EN, Lang::HY, Lang::RU, Lang::AZ, Lang::TR];
    let mut dated = 0;
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    for (i, (key, theme)) in THEMES.iter().enumerate() {
        let style = StyleFile::read(key, theme).expect("a theme").style;
        for (k, moments) in series.iter().enumerate() {
            let lang = langs[(i + k) % langs.len()];
            let size =
                [PageSize::px(1200, 750), PageSize::px(480, 360), PageSize::px(720, 1280)][(i + k) % 3];
            // The first and the last tell as much as all.
            let ends = if moments.len() > 1 {
                vec![moments[0], moments[moments.len() - 1]]
            } else {
                moments.clone()
            };
            for moments in [moments, &ends] {
                let bar = Timebar::new(&timeline, &style, size, moments, (View::Control, lang), k != 2);
                let top = bar.map_page().height;
                assert!(top > 0.72 * size.height, "{key} {k}: the map has {top} of {}", size.height);
                for at in [0, moments.len() - 1] {
                    let mut scene =
                        Scene { width: size.width, height: top, ..scene_without_map(&style, lang) };
                    bar.add(&mut scene, at);
                    assert_eq!(scene.height, size.height);
                    let mut found = Vec::new();
                    texts(&scene.nodes, &mut found);
                    let what = format!("{key} {k} {lang} {at}");
                    dated += usize::from(found.iter().any(|text| text.id == "timebar-date"));
                    check_texts(&what, &found, Rect::new(0.0, top, size.width, size.height - top));
                }
            }
        }
    }
    assert!(dated > 0, "pages without a panel have their date in the strip");
}

fn scene_without_map(style: &Style, lang: Lang) -> Scene {
    Scene {
        width: 0.0,
        height: 0.0,
        paper: style.page.paper,
        title: String::new(),
        description: String::new(),
        lang: lang.code().to_owned(),
        metadata: Vec::new(),
        ground: None,
        nodes: Vec::new(),
    }
}

/// Texts have true widths, stand inside a rectangle and not over each other.
fn check_texts(what: &str, texts: &[&Text], within: Rect) {
    let mut boxes: Vec<(Rect, &str)> = Vec::new();
    for text in texts {
        for line in &text.lines {
            let width = text::width(text.face, &line.text, text.size, text.spacing);
            assert!((width - line.width).abs() < 0.01, "{what}: {}", line.text);
            let (cap, deep) = (text.size * text::CAP_HEIGHT, text.size * text::DESCENT);
            let rect = Rect::new(text.start_x(line), line.at[1] - cap, line.width, cap + deep);
            let is_inside = within.x <= rect.x
                && rect.right() <= within.right() + 0.01
                && within.y <= rect.y
                && rect.bottom() <= within.bottom() + 0.01;
            assert!(is_inside, "{what}: \"{}\" at {rect:?} is not in {within:?}", line.text);
            if let Some((_, other)) = boxes.iter().find(|(known, _)| known.overlaps(&rect)) {
                panic!("{what}: \"{}\" stands over \"{other}\"", line.text);
            }
            boxes.push((rect, &line.text));
        }
    }
}
