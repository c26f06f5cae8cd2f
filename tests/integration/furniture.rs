//! What stands over a map keeps off its names and its land, and stays where it is from date to date.

use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, View};
use marchland::scene::{Anchor, Node, Scene, Text};
use marchland::style::{NorthArrow, PanelPlace, Style};
use marchland::timeline::Timeline;

use super::{builtin, day};

/// All nodes that are no groups, with the id of the layer they are in.
fn walk<'a>(nodes: &'a [Node], layer: &str, out: &mut Vec<(String, &'a Node)>) {
    for node in nodes {
        match node {
            Node::Group(group) => walk(&group.nodes, &group.id, out),
            node => out.push((layer.to_owned(), node)),
        }
    }
}

fn nodes(scene: &Scene) -> Vec<(String, &Node)> {
    let mut out = Vec::new();
    walk(&scene.nodes, "", &mut out);
    out
}

/// Bounds of the paths with this id.
fn bounds(scene: &Scene, id: &str) -> Option<Rect> {
    let nodes = nodes(scene);
    let points = nodes.iter().filter_map(|(_, node)| match node {
        Node::Path(path) if path.id == id => Some(&path.pieces),
        _ => None,
    });
    Rect::around(points.flatten().flat_map(|piece| piece.points.iter().copied()))
}

/// Boxes of the lines of a straight text.
fn boxes(text: &Text) -> Vec<Rect> {
    let of_line = |line: &marchland::scene::Line| {
        let x = line.at[0] - line.width * [0.0, 0.5, 1.0][text.anchor as usize];
        Rect::new(x, line.at[1] - 0.71 * text.size, line.width, 0.71 * text.size)
    };
    text.lines.iter().map(of_line).collect()
}

#[test]
fn furniture_keeps_off_names_and_does_not_jump() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let beside = Style::default();
    let mut inside = Style::default();
    inside.page.panel = PanelPlace::Inside;
    for (style, ground) in [(&beside, "locator-ground"), (&inside, "legend-ground")] {
        let plan = Plan::new(&dataset, style, PageSize::default(), None);
        let mut known: Option<Rect> = None;
        for (date, lang) in [("1918-12-31", Lang::EN), ("1921-10-13", Lang::HY), ("1930-12-31", Lang::RU)] {
            let map = plan.compose(&timeline, Moment::Day(day(date)), View::Control, lang);
            let what = format!("{ground} {date} {lang}");
            let rect = bounds(&map.scene, ground).unwrap_or_else(|| panic!("{what} is not there"));
            if ground == "locator-ground" {
                assert_eq!(*known.get_or_insert(rect), rect, "{what} jumped");
            }
            for (layer, node) in nodes(&map.scene) {
                let Node::Text(text) = node else { continue };
                if layer == "labels" && text.anchor != Anchor::End && text.rotate_deg == 0.0 {
                    let clear = boxes(text).iter().all(|line| !line.overlaps(&rect));
                    assert!(clear, "{what}: {} is under it", text.id);
                }
            }
        }
    }
}

#[test]
fn an_arrow_points_north_where_north_is_not_up_or_where_it_is_wanted() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let wide = Some([20.0, 35.0, 72.0, 60.0]);
    for (extent, wanted, there) in [
        (None, NorthArrow::Auto, false),
        (None, NorthArrow::Always, true),
        (wide, NorthArrow::Auto, true),
        (wide, NorthArrow::Never, false),
    ] {
        let mut style = Style::default();
        style.furniture.north_arrow = wanted;
        let plan = Plan::new(&dataset, &style, PageSize::default(), extent);
        let map = plan.compose(&timeline, Moment::Day(day("1921-10-13")), View::Control, Lang::EN);
        assert_eq!(bounds(&map.scene, "north-dark").is_some(), there, "{extent:?} {wanted:?}");
    }
}

#[test]
fn a_page_without_a_panel_has_nothing_over_its_map() {
    let dataset = builtin();
    let mut style = Style::default();
    style.page.panel = PanelPlace::None;
    let plan = Plan::new(&dataset, &style, PageSize::default(), None);
    let timeline = Timeline::new(&dataset);
    let map = plan.compose(&timeline, Moment::Day(day("1921-10-13")), View::Control, Lang::EN);
    let layers: Vec<String> = nodes(&map.scene).into_iter().map(|(layer, _)| layer).collect();
    assert!(!layers.iter().any(|layer| layer == "furniture" || layer == "panel"), "{layers:?}");
}
