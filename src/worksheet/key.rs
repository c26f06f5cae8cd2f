//! The answers: small maps in colour with numbers, and what each stands for.

use std::collections::BTreeSet;

use super::arrange::Measures;
use super::list::{self, Item, Mark};
use super::page::Sheet;
use super::question_plan;
use crate::geometry::clip::Rect;
use crate::layout::{Composed, Content, Moment, Series, Show, shape};
use crate::scene::{Anchor, Node, Scene, Type, group, place, text_line};
use crate::text::{CAP_HEIGHT, Face};

/// Px that a map with its list below needs, at the least size of type: width and height.
const CELL: [f64; 2] = [320.0, 430.0];

/// The pages of the answer key to the maps of a series. What a number stands for is told even where the small map has no
/// room for it.
pub(super) fn pages(sheet: &Sheet<'_>, asked: &Series<'_>, moments: &[Moment]) -> Vec<Composed> {
    let (measures, spec) = (sheet.measures, sheet.spec);
    let shape = shape(sheet.timeline.dataset(), sheet.style, spec.extent);
    let head = |page: usize, pages: usize| {
        let mut filling = sheet.filling();
        let number = if pages > 1 { format!("  ({page} / {pages})") } else { String::new() };
        let title = format!("{}{number}", sheet.word("answer-key"));
        filling.text("title-text", &title, Face::SerifBold, measures.date, sheet.style.page.ink);
        let below = format!("{}  ·  {}", sheet.title(), sheet.view());
        filling.text("view", &below, Face::Sans, measures.text, sheet.style.page.muted);
        filling.space(0.6);
        filling
    };
    let top = head(1, 1).y;
    let inner = measures.inner();
    // Three lines of sources, and those of the credits.
    let foot = sheet.foot_height() + 4.0 * sheet.small().leading();
    let room = Rect::new(inner.x, top, inner.w, inner.bottom() - foot - top);
    let larger = measures.small / 12.0;
    let count =
        |length: f64, least: f64| ((length + measures.gap) / (least * larger)).floor().max(1.0) as usize;
    let (columns, rows) = (count(room.w, CELL[0]), count(room.h, CELL[1]));
    let cell = [
        (room.w - (columns as f64 - 1.0) * 1.5 * measures.gap) / columns as f64,
        (room.h - (rows as f64 - 1.0) * measures.gap) / rows as f64,
    ];
    let date = Type { face: Face::SansBold, size: measures.text, color: sheet.style.page.ink, class: "date" };
    let below_date = 1.6 * measures.text;
    let height = |&moment: &Moment| list::height(&items(asked, moment, measures), measures, cell[0], 1);
    let longest = moments.iter().map(height).fold(0.0, f64::max);
    let height = (cell[1] - below_date - longest - 0.8 * measures.gap).min(cell[0] / shape).floor().max(90.0);
    let size = [(height * shape).min(cell[0]).floor(), height];
    let map_style = sheet.style.for_slide(size, measures.small);
    let plan = question_plan(sheet.timeline, &map_style, size, spec.extent);
    let series = Series::new(&plan, sheet.timeline, moments, spec.view, spec.lang).numbered_as(asked);

    let mut out = Vec::new();
    let per_page = columns * rows;
    let pages = moments.len().div_ceil(per_page);
    for (number, moments) in moments.chunks(per_page).enumerate() {
        let mut filling = head(number + 1, pages);
        let (mut nodes, mut left_out, mut metadata) = (Vec::new(), Vec::new(), Vec::new());
        let mut sources: BTreeSet<String> = BTreeSet::new();
        let mut told = Vec::new();
        for (at, &moment) in moments.iter().enumerate() {
            let corner = [
                (room.x + (at % columns) as f64 * (cell[0] + 1.5 * measures.gap)).round(),
                (room.y + (at / columns) as f64 * (cell[1] + measures.gap)).round(),
            ];
            let words = sheet.dates().day(moment.day());
            let baseline = [corner[0], corner[1] + measures.text * (CAP_HEIGHT + 0.13)];
            let heading = text_line("date".to_owned(), &words, date, baseline, Anchor::Start);
            let map = series.compose_as(moment, Show { content: Content::Numbered, since: None });
            let at_map = [corner[0], (corner[1] + below_date).round()];
            let mut inner = map.scene.nodes;
            inner.iter_mut().for_each(|node| place(node, at_map, ""));
            let answers = asked.answers_in(moment, list::swatch(measures));
            let of_day: Vec<String> =
                answers.iter().map(|one| format!("{} {}", one.number, one.holder)).collect();
            told.push(format!("{words}: {}.", of_day.join("; ")));
            let top = at_map[1] + size[1] + 0.8 * measures.gap;
            let rect = Rect::new(corner[0], top, cell[0], cell[1] - below_date - size[1]);
            let items = items(asked, moment, measures);
            inner.extend(list::draw(&items, measures, &sheet.style.page, (rect, 1), "answer"));
            inner.push(heading);
            let mut inner: Vec<Node> = inner;
            let prefix = format!("k{}-", moment.day());
            inner.iter_mut().for_each(|node| place(node, [0.0; 2], &prefix));
            nodes.push(group(&format!("key-{}", moment.day()), &words, inner));
            for (name, value) in map.scene.metadata {
                match name.as_str() {
                    "source" => sources.extend(value.split("; ").map(str::to_owned)),
                    "date" => {}
                    _ if metadata.iter().any(|(known, _)| *known == name) => {}
                    _ => metadata.push((name, value)),
                }
            }
            left_out.extend(map.left_out.into_iter().filter(|one| one.rule != "number-left-out"));
        }
        let sources: Vec<String> = sources.into_iter().collect();
        sheet.foot(&mut filling);
        if !sources.is_empty() {
            let kind = sheet.small();
            let words = format!("{}: {}.", sheet.word("sources"), sources.join("; ").trim_end_matches('.'));
            filling.y =
                inner.bottom() - sheet.foot_height() - kind.height(&words, inner.w) + 0.3 * measures.gap;
            filling.text("credits-sources", &words, kind.face, kind.size, kind.color);
            metadata.push(("source".to_owned(), sources.join("; ")));
        }
        nodes.insert(0, group("heading", "Heading and sources", filling.nodes));
        let scene = Scene {
            width: measures.size.width,
            height: measures.size.height,
            paper: sheet.style.page.paper,
            title: format!("{}, {}", sheet.word("answer-key"), sheet.title()),
            description: told.join(" "),
            lang: spec.lang.code().to_owned(),
            metadata,
            ground: None,
            nodes,
        };
        out.push(Composed { scene, left_out });
    }
    out
}

/// The answers to a map, each with its number and its colour.
fn items(asked: &Series<'_>, moment: Moment, measures: &Measures) -> Vec<Item> {
    let answers = asked.answers_in(moment, list::swatch(measures)).into_iter();
    answers.map(|one| Item::new(Mark::Both(one.number, one.swatch), Some(one.holder))).collect()
}
