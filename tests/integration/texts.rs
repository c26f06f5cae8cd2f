//! A page of texts set in every way a scene can ask for.

use marchland::geometry::math::{DEGREE, sin};
use marchland::scene::{Anchor, Group, Line, Node, Scene, Stroke, Text};
use marchland::style::Color;
use marchland::text::{self, Face};

/// Texts level, turned, in several lines, spaced, and along a line: bowed, wavy, too short for its words.
pub fn page() -> Scene {
    let mut texts = Vec::new();
    let anchors = [Anchor::Start, Anchor::Middle, Anchor::End];
    for (i, anchor) in anchors.into_iter().enumerate() {
        let x = 150.0 + 250.0 * i as f64;
        texts.push(set(&["Naxçıvan", "Նախիջևան ու"], Face::Sans, 18.0, 0.0, anchor, [x, 40.0]));
        texts.push(set(&["SPACED"], Face::SansBold, 20.0, 7.0, anchor, [x, 100.0]));
        for (j, turn) in [-30.0, 90.0, 155.0].into_iter().enumerate() {
            let at = [60.0 + 260.0 * i as f64 + 80.0 * j as f64, 210.0];
            let turned = set(&["Арагац", "two"], Face::SerifItalic, 15.0, 1.5, anchor, at);
            texts.push(Text { rotate_deg: turn, ..turned });
        }
    }
    let wave = |from: f64, to: f64, y: f64, rise: f64, waves: f64| -> Vec<[f64; 2]> {
        (0..=60)
            .map(|i| f64::from(i) / 60.0)
            .map(|t| [from + (to - from) * t, y - rise * sin(t * waves * 180.0 * DEGREE)])
            .collect()
    };
    for (words, face, size, spacing, course) in [
        ("Azərbaycan Cümhuriyyəti", Face::SansBold, 26.0, 6.0, wave(40.0, 760.0, 380.0, 60.0, 1.0)),
        ("river of many turns", Face::SerifItalic, 16.0, 1.0, wave(40.0, 380.0, 450.0, 18.0, 3.0)),
        ("a course too short", Face::Sans, 18.0, 0.0, wave(560.0, 620.0, 450.0, 6.0, 1.0)),
        ("ՀԱՅԱՍՏԱՆ", Face::SerifBold, 24.0, 20.0, wave(60.0, 740.0, 500.0, -40.0, 1.0)),
    ] {
        let text = set(&[words], face, size, spacing, Anchor::Middle, [0.0, 0.0]);
        texts.push(Text { course, ..text });
    }
    let nodes = texts.into_iter().enumerate().map(|(i, text)| {
        let halo = (i % 2 == 0).then_some((Color::WHITE.alpha(0.8), 2.0));
        Node::Text(Text { id: format!("label-{i}"), halo, ..text })
    });
    Scene {
        width: 800.0,
        height: 580.0,
        paper: Color::hex(0xd8e4c8),
        title: "Texts".into(),
        description: "Texts set in every way".into(),
        lang: "en".into(),
        metadata: vec![("creator".into(), "marchland".into())],
        ground: None,
        nodes: vec![
            Node::Path(marchland::scene::Path {
                class: "ground".into(),
                pieces: vec![marchland::scene::Piece {
                    points: vec![[20.0, 300.0], [780.0, 330.0], [700.0, 560.0], [30.0, 520.0]],
                    closed: true,
                }],
                fill: Some(Color::hex(0x88a0c0).alpha(0.5)),
                stroke: Some(Stroke { dash: vec![8.0, 5.0], ..Stroke::new(Color::hex(0x803020), 3.0) }),
                ..Default::default()
            }),
            Node::Group(Group {
                id: "labels".into(),
                label: "Labels".into(),
                clip: None,
                nodes: nodes.collect(),
            }),
        ],
    }
}

fn set(words: &[&str], face: Face, size: f64, spacing: f64, anchor: Anchor, at: [f64; 2]) -> Text {
    let line = |(i, words): (usize, &&str)| Line {
        text: (*words).to_owned(),
        at: [at[0], at[1] + i as f64 * size * 1.2],
        width: text::width(face, words, size, spacing),
    };
    Text {
        class: "label".into(),
        lines: words.iter().enumerate().map(line).collect(),
        face,
        size,
        spacing,
        anchor,
        fill: Color::hex(0x202028),
        ..Text::default()
    }
}
