//! Sizes of pages: nothing on any of them is set smaller than a reader can read.

use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Paper, Plan, View, shape};
use marchland::scene::Node;
use marchland::style::Style;
use marchland::timeline::Timeline;

/// The smallest type of a drawing, in px, with its words.
fn smallest(nodes: &[Node]) -> (f64, String) {
    let mut least = (f64::MAX, String::new());
    for node in nodes {
        let found = match node {
            Node::Group(group) => smallest(&group.nodes),
            Node::Text(text) => {
                (text.size, text.lines.first().map_or(String::new(), |line| line.text.clone()))
            }
            _ => continue,
        };
        if found.0 < least.0 {
            least = found;
        }
    }
    least
}

#[test]
fn type_is_readable_on_every_size() {
    let dataset = super::builtin();
    let timeline = Timeline::new(&dataset);
    let day = super::day("1920-12-15");
    let mut themes = vec![("default".to_owned(), Style::default())];
    for file in std::fs::read_dir(super::project("styles")).expect("the themes").flatten() {
        let path = file.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).expect("a theme");
            themes.push((
                path.display().to_string(),
                Style::from_toml(&path.display().to_string(), &text).expect("a style"),
            ));
        }
    }
    let mut wrong = Vec::new();
    for (theme, style) in &themes {
        let column = PageSize::of_width_mm(84.0, shape(&dataset, style, None), style).expect("a size");
        // The least size in px; 8 px are 6 points.
        let sizes = [
            ("600x375", PageSize::px(600, 375), 6.0),
            ("1600x1000", PageSize::px(1600, 1000), 6.0),
            ("84 mm", column, 8.0),
            ("a5", Paper::A5.size(false), 8.6),
            ("a4", Paper::A4.size(false), 9.3),
            ("a4 upright", Paper::A4.size(true), 9.3),
            ("a2", Paper::A2.size(false), 9.3),
        ];
        for (name, size, least) in sizes {
            let plan = Plan::new(&dataset, style, size, None);
            for view in [View::Control, View::Sources] {
                let map = plan.compose(&timeline, Moment::Day(day), view, Lang::EN);
                let (found, words) = smallest(&map.scene.nodes);
                if found < least {
                    wrong.push(format!("{theme}, {name}, {}: \"{words}\" is {found:.2} px", view.key()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
