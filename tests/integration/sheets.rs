//! Sheets of maps: all maps of a sheet stand on the same ground, and the command writes them as files.

use std::fs;

use marchland::backend::png::paint;
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Moment, MultiplesSpec, PageSize, View, multiples};
use marchland::scene::{Group, Node, Scene};
use marchland::style::Style;
use marchland::timeline::Timeline;

use super::{builtin, run, text};

/// The maps of a page in order, without their names: the clip rectangle of each, and the rings of the land that is
/// marked as changed.
fn bare_maps(scene: &mut Scene) -> Vec<(Rect, Vec<Vec<[f64; 2]>>)> {
    let mut out = Vec::new();
    for node in &mut scene.nodes {
        let Node::Group(part) = node else { continue };
        for node in &mut part.nodes {
            let Node::Group(Group { clip: Some(clip), nodes, .. }) = node else { continue };
            let is_name = |node: &Node| matches!(node, Node::Group(one) if one.id.ends_with("-towns") || one.id.ends_with("-labels"));
            nodes.retain(|node| !is_name(node));
            let mut rings = Vec::new();
            for node in nodes.iter() {
                if let Node::Group(one) = node
                    && one.id.ends_with("-changed")
                    && let Some(Node::Path(path)) = one.nodes.first()
                {
                    let corner = [clip.x, clip.y];
                    let at = |p: &[f64; 2]| [p[0] - corner[0], p[1] - corner[1]];
                    rings.extend(path.pieces.iter().map(|piece| piece.points.iter().map(at).collect()));
                }
            }
            out.push((*clip, rings));
        }
    }
    out
}

/// True if a point lies inside rings or near their line.
fn is_at(rings: &[Vec<[f64; 2]>], [x, y]: [f64; 2], near: f64) -> bool {
    let mut inside = false;
    for ring in rings {
        for i in 0..ring.len() {
            let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
            if (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
                inside = !inside;
            }
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let t = (((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
            if (x - a[0] - t * dx).hypot(y - a[1] - t * dy) < near {
                return true;
            }
        }
    }
    inside
}

/// Outside the land that is marked as changed, two maps of a sheet have the same pixels but for their names.
/// In these years no holder becomes only surer, which a tint shows and no outline, and no dashed border is joined
/// anew, which moves its dashes.
#[test]
fn maps_differ_where_land_is_marked_as_changed_and_nowhere_else() {
    let (dataset, style) = (builtin(), Style::default());
    let timeline = Timeline::new(&dataset);
    let moments: Vec<Moment> = (1923..=1928).map(Moment::YearEnd).collect();
    let spec = MultiplesSpec {
        moments: &moments,
        view: View::Control,
        lang: Lang::EN,
        size: PageSize::px(1600, 1000),
        extent: None,
        columns: None,
        mark_changes: true,
        title: None,
    };
    let mut scene = multiples(&timeline, &style, &spec).expect("a sheet").pages.remove(0).scene;
    let maps = bare_maps(&mut scene);
    assert_eq!(maps.len(), moments.len());
    let picture = paint(&scene, 1.0).expect("it can be painted");
    let pixel = |clip: &Rect, x: u32, y: u32| {
        let pixel = picture.pixel(clip.x as u32 + x, clip.y as u32 + y)?;
        Some([pixel.red(), pixel.green(), pixel.blue()])
    };
    // The painter rounds a line by where it stands on the page.
    let is_alike = |a: Option<[u8; 3]>, b: Option<[u8; 3]>| {
        a.zip(b).is_some_and(|(a, b)| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 16))
    };
    let (mut same, mut changed) = (0, 0);
    for (at, pair) in maps.windows(2).enumerate() {
        let [(a, before), (b, after)] = pair else { continue };
        let rings = [before.clone(), after.clone()].concat();
        let mut differing = 0;
        // The frame is drawn over the outermost pixels.
        for (x, y) in (2..a.w as u32 - 2).flat_map(|x| (2..a.h as u32 - 2).map(move |y| (x, y))) {
            if is_alike(pixel(a, x, y), pixel(b, x, y)) {
                continue;
            }
            differing += 1;
            let point = [f64::from(x) + 0.5, f64::from(y) + 0.5];
            assert!(is_at(&rings, point, 6.0), "{:?}: pixel {x}, {y} differs", moments[at + 1].day());
        }
        if rings.is_empty() {
            assert_eq!(differing, 0);
            same += 1;
        } else if !after.is_empty() {
            assert!(differing > 0, "{:?}", moments[at + 1].day());
            changed += 1;
        }
    }
    assert!(same >= 3 && changed >= 1, "{same} pairs alike, {changed} not");
}

#[test]
fn the_command_writes_a_file_for_each_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = |args: &[&str]| {
        let output = run(folder.path(), args);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
        let entries = fs::read_dir(folder.path().join("out")).expect("the folder").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        (names, said)
    };
    let (names, said) =
        files(&["sheet", "--years", "1920..1922", "--format", "svg", "--lang", "hy", "-o", "out"]);
    assert_eq!(
        (names.as_slice(), said.as_str()),
        (&["south-caucasus_1920-1922_control_sheet_hy.svg".to_owned()][..], "")
    );
    let svg = fs::read_to_string(folder.path().join("out").join(&names[0])).expect("the page");
    for layer in ["inkscape:label=\"1920\"", "inkscape:label=\"1922\"", "id=\"m1921-12-31-map\""] {
        assert!(svg.contains(layer), "{layer}");
    }
    fs::remove_dir_all(folder.path().join("out")).expect("the folder goes");
    let (names, said) = files(&[
        "sheet",
        "--each",
        "change",
        "--years",
        "1920..1921",
        "--size",
        "1000x625",
        "--format",
        "svg",
        "-o",
        "out",
    ]);
    assert!(names.len() > 1 && names[0].ends_with("_control_sheet_1.svg"), "{names:?}");
    assert!(said.contains(&format!("on {} pages", names.len())), "{said}");
}

/// The text alternative says which dates, who held what, and what changed.
#[test]
fn a_sheet_is_told_in_sentences() {
    let (dataset, style) = (builtin(), Style::default());
    let timeline = Timeline::new(&dataset);
    let moments = [1924, 1922, 1923, 1925].map(Moment::YearEnd);
    let spec = MultiplesSpec {
        moments: &moments,
        view: View::Control,
        lang: Lang::EN,
        size: PageSize::px(900, 600),
        extent: None,
        columns: Some(2),
        mark_changes: false,
        title: Some("Two years on"),
    };
    let sheet = multiples(&timeline, &style, &spec).expect("a sheet");
    assert_eq!((sheet.columns, sheet.rows, sheet.pages.len()), (2, 2, 1));
    let scene = &sheet.pages[0].scene;
    for words in [
        "4 maps: Two years on. Control in fact",
        "1922: ",
        "1923: ",
        "Nagorno-Karabakh Autonomous Oblast",
        "1924: 9 February 1924: Nakhchivan ASSR",
        "1925: no change on the map.",
    ] {
        assert!(scene.description.contains(words), "{words:?} is not in {:?}", scene.description);
    }
    let dates: Vec<&str> = scene
        .nodes
        .iter()
        .filter_map(|node| match node {
            Node::Group(part) => part.id.strip_prefix("map-"),
            _ => None,
        })
        .collect();
    assert_eq!(dates, ["1922-12-31", "1923-12-31", "1924-12-31", "1925-12-31"]);
    assert!(scene.metadata.contains(&("date".to_owned(), "1922-12-31/1925-12-31".to_owned())));
}
