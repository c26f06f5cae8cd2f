//! Laws of the themes: over all dates of the built-in set, in three views, whatever touches can be told
//! apart in five ways of seeing, and every text can be read.

use marchland::dataset::Dataset;
use marchland::layout::{Neighbours, PageSize, Plan, findings, pairs, texts};
use marchland::style::{HatchKey, Paint, Sight, Style, THEMES};
use marchland::timeline::Timeline;

use super::{builtin, run, text};

fn neighbours(dataset: &Dataset) -> Neighbours {
    let style = Style::default();
    let plan = Plan::new(dataset, &style, PageSize::default(), None);
    Neighbours::of(&plan, &Timeline::new(dataset))
}

fn theme(name: &str) -> Style {
    Style::theme(name).expect("a theme")
}

#[test]
fn neighbours_can_be_told_apart_and_texts_read_in_every_theme() {
    let dataset = builtin();
    let found = neighbours(&dataset);
    assert!(found.fills.len() > 100 && !found.claimants.is_empty(), "the set has neighbours");
    let mut wrong = Vec::new();
    for (name, _) in THEMES {
        let style = theme(name);
        let warnings = findings(&pairs(&found, &style, &dataset), &texts(&style, &dataset));
        wrong.extend(warnings.iter().map(|warning| format!("{name}: {}", warning.message)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// On a photocopy tints vanish: there neighbours differ by texture, or by lightness that five greys keep.
#[test]
fn black_and_white_needs_no_colour() {
    let (dataset, style) = (builtin(), theme("print-bw"));
    for tints in style.tints(&dataset) {
        for color in [tints.fill, tints.pale, tints.hatch, tints.text] {
            assert!(color.r == color.g && color.g == color.b, "{color} is a grey");
        }
    }
    let pairs = pairs(&neighbours(&dataset), &style, &dataset);
    // Only successors of one family share a texture.
    for pair in pairs.iter().filter(|pair| pair.sight == Sight::Grey) {
        assert!(0.025 <= pair.difference, "{:?} are {:.3} apart", pair.names, pair.difference);
    }
}

/// Land nobody held, land not known, land not covered and water are different things.
#[test]
fn kinds_of_empty_land_are_distinct() {
    let dataset = builtin();
    for (name, _) in THEMES {
        let style = theme(name);
        let kinds = [
            ("nobody", style.nobody()),
            ("not known", style.not_known()),
            ("not covered", Paint::plain(style.ground.land)),
            ("water", Paint::plain(style.ground.water)),
        ];
        let apart = |a: &Paint, b: &Paint| {
            a.color.difference(b.color).max(if a.texture != b.texture { 0.03 } else { 0.0 })
        };
        for (i, (a, one)) in kinds.iter().enumerate() {
            for (b, other) in &kinds[i + 1..] {
                assert!(0.012 <= apart(one, other), "{name}: {a} and {b}");
            }
            for (polity, tints) in dataset.polities.iter().zip(style.tints(&dataset)) {
                let least = apart(one, &tints.paint(false)).min(apart(one, &tints.paint(true)));
                assert!(0.02 <= least, "{name}: {a} and {}: {least:.3}", polity.key);
            }
        }
    }
}

/// Hatchings of unlike meaning on the same land differ in direction or form; those that may be in any
/// colour are seen on any fill.
#[test]
fn hatchings_that_meet_differ() {
    let dataset = builtin();
    let mut meet: Vec<(HatchKey, HatchKey)> = Vec::new();
    let found = neighbours(&dataset);
    for (a, on_a) in found.hatched.keys() {
        for (b, on_b) in found.hatched.keys() {
            let kinds = std::mem::discriminant(a) != std::mem::discriminant(b);
            let claims = matches!(a, HatchKey::Claimed(_)) || matches!(b, HatchKey::Claimed(_));
            if a < b && on_a == on_b && kinds && !claims {
                meet.push((*a, *b));
            }
        }
    }
    assert!(!meet.is_empty());
    for (name, _) in THEMES {
        let style = theme(name);
        let tints = style.tints(&dataset);
        for (a, b) in &meet {
            let ((one, _), (other, _)) = (a.line(&style, &dataset, &tints), b.line(&style, &dataset, &tints));
            let turn = (one.angle - other.angle).rem_euclid(180.0);
            let form = (one.round, one.dash.is_empty()) != (other.round, other.dash.is_empty());
            assert!(form || (20.0..=160.0).contains(&turn), "{name}: {a:?} and {b:?}");
        }
        for (key, _) in found.hatched.keys() {
            let (_, color) = key.line(&style, &dataset, &tints);
            assert!(0.3 < color.opacity(), "{name}: {key:?}");
        }
    }
}

/// A map of 1918 and one of 1930 can be laid side by side: a colour is the polity's, not the day's.
#[test]
fn colours_do_not_depend_on_the_date() {
    let dataset = builtin();
    for (name, _) in THEMES {
        let style = theme(name);
        let plan = Plan::new(&dataset, &style, PageSize::px(480, 300), None);
        let timeline = Timeline::new(&dataset);
        let mut known = std::collections::BTreeMap::new();
        for day in timeline.change_days().into_iter().step_by(9) {
            let moment = marchland::layout::Moment::Day(day);
            let map =
                plan.compose(&timeline, moment, marchland::layout::View::Control, marchland::lang::Lang::EN);
            fills(&map.scene.nodes, &mut |class, color| {
                let before = *known.entry(class.to_owned()).or_insert(color);
                assert_eq!(before, color, "{name}: {class} on {day}");
            });
        }
    }
}

fn fills(nodes: &[marchland::scene::Node], see: &mut impl FnMut(&str, marchland::style::Color)) {
    for node in nodes {
        match node {
            marchland::scene::Node::Group(group) => fills(&group.nodes, see),
            marchland::scene::Node::Path(path) if path.class.starts_with("fill-") => {
                path.fill.into_iter().for_each(|color| see(&path.class, color));
            }
            _ => {}
        }
    }
}

/// The command as a person uses it: arguments, whether it succeeds, and what it says.
#[test]
fn styles_are_listed_checked_and_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = folder.path().join("mine.toml");
    std::fs::write(&mine, "extends = \"dark\"\n[border]\nstate-pxx = 2\n[page]\nink = \"red\"\n")
        .expect("a file");
    std::fs::write(
        folder.path().join("pale.toml"),
        "[page]\nmuted = \"#e0e0e0\"\n[palette]\narmenia = [0.864, 0.066, 178.0]\n",
    )
    .expect("a file");
    let checks: &[(&[&str], bool, &[&str])] = &[
        (&["styles"], true, &["atlas", "print-bw", "photocopied"]),
        (&["styles", "dark"], true, &["deuteranopia", "greyscale", "label.town"]),
        (&["styles", "drak"], false, &["unknown style \"drak\"", "nearest is \"dark\""]),
        (
            &["styles", "mine.toml"],
            false,
            &["mine.toml:3:1: unknown key \"state-pxx\"; nearest is \"state-px\"", "mine.toml:5:7:"],
        ),
        (&["styles", "pale.toml"], true, &["warning: normal:", "page.muted on page.paper: contrast 1.3"]),
        (&["styles", "atlas", "-o", "sheet.svg"], true, &[]),
        (&["styles", "slide", "-o", "sheets", "--format", "png", "--lang", "hy"], true, &[]),
        (&["styles", "dark", "--write", "own.toml"], true, &[]),
        (&["styles", "dark", "--write", "own.toml"], false, &["--force"]),
        (&["styles", "own.toml"], true, &[]),
        (
            &["render", "--date", "1921-12-31", "--style", "own.toml", "--size", "640x400", "-o", "map.png"],
            true,
            &[],
        ),
        (&["render", "--date", "1921-12-31", "--style", "nite"], false, &["unknown style \"nite\""]),
    ];
    for (args, succeeds, says) in checks {
        let output = run(folder.path(), args);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.success(), *succeeds, "{args:?}: {said}");
        for words in *says {
            assert!(said.contains(words), "{args:?} does not say {words}: {said}");
        }
    }
    for file in ["sheet.svg", "sheets/style_slide.png", "map.png"] {
        assert!(folder.path().join(file).exists(), "{file}");
    }
}
