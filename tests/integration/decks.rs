//! Slides with every kind of thing on them, in several languages and both shapes.

use marchland::dataset::Dataset;
use marchland::deck::{
    Arrangement, Colors, Deck, Item, Note, Paragraph, Picture, Ratio, Role, Run, Shapes, Slide, Stands,
    TextBox, frames,
};
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Moment, PageSize, Plan, Series, View};
use marchland::scene::{Circle, Group, Node, Path, Piece, Scene, Stroke};
use marchland::style::{Color, Style};
use marchland::timeline::Timeline;

pub const COLORS: Colors = Colors {
    paper: Color::hex(0xfdfbf5),
    ink: Color::hex(0x262626),
    muted: Color::hex(0x5a5a5a),
    rule: Color::hex(0xb9b4a6),
    accent: Color::hex(0xa3341f),
};

/// Words in a language: title, subtitle, a sentence, a word.
pub fn words(lang: Lang) -> [&'static str; 4] {
    match lang.code() {
        "az" => [
            "Naxçıvan, Zəngəzur və Qarabağ",
            "1918–1930-cu illər on altı slaydda",
            "Qızıl Ordu şəhərə daxil oldu; səlahiyyət Hərbi İnqilab Komitəsinə keçdi.",
            "Şərur",
        ],
        "hy" => [
            "Նախիջևան, Զանգեզուր և Ղարաբաղ",
            "1918–1930 թվականները տասնվեց սահիկում",
            "Կարմիր բանակը մտավ քաղաք, և իշխանությունն անցավ ռազմահեղափոխական կոմիտեին։",
            "Զանգեզուր",
        ],
        "ru" => [
            "Нахичевань, Зангезур и Карабах",
            "1918–1930 годы на шестнадцати слайдах",
            "Красная армия вошла в город; власть перешла к военно-революционному комитету.",
            "Зангезур",
        ],
        "tr" => [
            "Nahçıvan, Zengezur ve Karabağ",
            "On altı slaytta 1918–1930",
            "Kızıl Ordu şehre girdi; yönetim Askerî Devrim Komitesine geçti.",
            "Zengezur",
        ],
        _ => [
            "Nakhchivan, Zangezur and Karabakh",
            "1918–1930 in sixteen slides",
            "The Red Army entered the town, and authority passed to a military revolutionary committee.",
            "Zangezur",
        ],
    }
}

pub fn run(text: &str) -> Run {
    Run { text: text.to_owned(), bold: false, italic: false, color: COLORS.ink }
}

pub fn paragraph(runs: Vec<Run>, size: f64) -> Paragraph {
    Paragraph { runs, size, bullet: false, centred: false, before: 0.0 }
}

fn plain(text: &str, size: f64, bold: bool, color: Color) -> Paragraph {
    paragraph(vec![Run { bold, color, ..run(text) }], size)
}

pub fn text(id: &str, role: Role, rect: Rect, stands: Stands, paragraphs: Vec<Paragraph>) -> Item {
    Item::Text(TextBox { id: id.to_owned(), role, rect, stands, paragraphs })
}

/// The maps of some years as large as the frames of a layout.
fn maps(dataset: &Dataset, lang: Lang, rect: Rect, years: &[i32]) -> Vec<Scene> {
    let style = Style::default().for_slide([rect.w, rect.h], 36.0);
    let plan = Plan::new(dataset, &style, PageSize::px(rect.w as u32, rect.h as u32), None);
    let timeline = Timeline::new(dataset);
    let moments: Vec<Moment> =
        years.iter().map(|year| Moment::Day(format!("{year}-12-31").parse().expect("a day"))).collect();
    let series = Series::new(&plan, &timeline, &moments, View::Control, lang);
    moments.iter().map(|&moment| series.compose(moment).scene).collect()
}

fn picture(id: &str, rect: Rect, scene: Scene, alt: &str, placeholder: Option<usize>) -> Item {
    Item::Picture(Picture { id: id.to_owned(), rect, scene, alt: alt.to_owned(), placeholder })
}

/// A mark and a line as shapes: a rectangle, a dot, a freeform with a hole, dashes and a line.
fn marks(alt: &str) -> Item {
    let square = |x: f64, y: f64, side: f64| Piece {
        points: vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]],
        closed: true,
    };
    let stroke = Stroke { dash: vec![12.0, 8.0], ..Stroke::new(COLORS.ink, 4.0) };
    let path = |id: &str, pieces: Vec<Piece>, fill, stroke| {
        Node::Path(Path { id: id.to_owned(), pieces, fill, stroke, ..Path::default() })
    };
    let nodes = vec![
        path("swatch", vec![square(1330.0, 700.0, 60.0)], Some(COLORS.accent), None),
        path(
            "ring",
            vec![square(1420.0, 700.0, 60.0), square(1435.0, 715.0, 30.0)],
            Some(Color { a: 128, ..COLORS.accent }),
            Some(stroke.clone()),
        ),
        Node::Group(Group {
            id: "inner".to_owned(),
            nodes: vec![
                Node::Circle(Circle {
                    id: "dot".to_owned(),
                    class: String::new(),
                    title: String::new(),
                    center: [1540.0, 730.0],
                    radius: 24.0,
                    fill: Color::hex(0x3a6ea5),
                    stroke: Some(Stroke::new(COLORS.ink, 3.0)),
                }),
                path(
                    "line",
                    vec![Piece { points: vec![[1600.0, 760.0], [1700.0, 700.0]], closed: false }],
                    None,
                    Some(stroke),
                ),
            ],
            ..Group::default()
        }),
    ];
    Item::Shapes(Shapes { id: "marks".to_owned(), nodes, alt: alt.to_owned() })
}

/// A deck of all layouts with as many maps as there are years.
pub fn deck(dataset: &Dataset, lang: Lang, ratio: Ratio, years: &[i32]) -> Deck {
    let [title, subtitle, sentence, word] = words(lang);
    let frames_of = |arrangement| frames(arrangement, ratio);
    let of_map = frames_of(Arrangement::Map);
    let maps_large = maps(dataset, lang, of_map.pictures[0], years);
    let heading = |arrangement: Arrangement, words: &str| {
        let frames = frames_of(arrangement);
        text(
            "title",
            Role::Title,
            frames.title,
            Stands::Middle,
            vec![plain(words, frames.title_px, true, COLORS.ink)],
        )
    };
    let footer = |arrangement: Arrangement| {
        let rect = frames_of(arrangement).footer.expect("a footer");
        let italic = Run { italic: true, color: COLORS.muted, ..run("Kazemzadeh 1951") };
        let rest = Run { color: COLORS.muted, ..run(", 267; Hovannisian 1996, 373–403") };
        text("sources", Role::Footer, rect, Stands::Middle, vec![paragraph(vec![italic, rest], 36.0)])
    };
    let note = |heading: &str, words: &str, bullet| Note {
        heading: heading.to_owned(),
        text: words.to_owned(),
        bullet,
    };
    let notes = || {
        vec![
            note(word, sentence, false),
            note(title, "", false),
            note("", "<Kazemzadeh> & \"Hovannisian\" \u{1} 1951", true),
            note("", "Hovannisian 1996", true),
        ]
    };
    let mut slides = Vec::new();
    let first = frames_of(Arrangement::Title);
    slides.push(Slide {
        id: "title".to_owned(),
        arrangement: Arrangement::Title,
        section: String::new(),
        items: vec![
            picture(
                "cover",
                first.pictures[0],
                maps(dataset, lang, first.pictures[0], &years[..1]).remove(0),
                sentence,
                Some(0),
            ),
            heading(Arrangement::Title, title),
            text(
                "subtitle",
                Role::Subtitle,
                first.subtitle.expect("a subtitle"),
                Stands::Top,
                vec![plain(subtitle, 48.0, false, COLORS.muted)],
            ),
        ],
        notes: notes(),
        fades: false,
    });
    for (at, scene) in maps_large.iter().enumerate() {
        let year = years[at].to_string();
        let bullet =
            |words: &str| Paragraph { bullet: true, before: 12.0, ..plain(words, 40.0, false, COLORS.ink) };
        let bold = Run { bold: true, color: COLORS.accent, ..run(word) };
        let centred =
            Paragraph {
                centred: true, before: 20.0, ..paragraph(vec![run("— "), bold, run(" —")], 40.0)
            };
        let mut items = vec![
            heading(Arrangement::Map, &format!("{word}, {year}")),
            picture("map", of_map.pictures[0], scene.clone(), &format!("{sentence} ({year})"), Some(0)),
            text(
                "text",
                Role::Body,
                of_map.body.expect("a body"),
                Stands::Top,
                vec![plain(&year, 56.0, true, COLORS.accent), bullet(sentence), bullet(word), centred],
            ),
            footer(Arrangement::Map),
        ];
        if ratio == Ratio::Wide {
            items.push(marks(if at % 2 == 0 { "" } else { sentence }));
            items.push(text(
                "label",
                Role::Free,
                Rect::new(1330.0, 780.0, 500.0, 100.0),
                Stands::Bottom,
                vec![plain(word, 36.0, false, COLORS.muted)],
            ));
        }
        slides.push(Slide {
            id: format!("map-{}", at + 1),
            arrangement: Arrangement::Map,
            section: year.clone(),
            items,
            notes: notes(),
            fades: at > 0,
        });
    }
    let pair = frames_of(Arrangement::Pair);
    let ends = [years[0], years[years.len() - 1]];
    let small = maps(dataset, lang, pair.pictures[0], &ends);
    let mut items = vec![heading(Arrangement::Pair, title)];
    for (at, scene) in small.into_iter().enumerate() {
        let caption = plain(&ends[at].to_string(), 40.0, true, COLORS.ink);
        items.push(text(
            &format!("caption-{at}"),
            Role::Free,
            pair.captions[at],
            Stands::Middle,
            vec![caption],
        ));
        items.push(picture(&format!("map-{at}"), pair.pictures[at], scene, word, Some(at)));
    }
    items.push(text(
        "text",
        Role::Body,
        pair.body.expect("a body"),
        Stands::Top,
        vec![plain(sentence, 40.0, false, COLORS.ink)],
    ));
    items.push(footer(Arrangement::Pair));
    slides.push(Slide {
        id: "pair".to_owned(),
        arrangement: Arrangement::Pair,
        section: String::new(),
        items,
        notes: notes(),
        fades: false,
    });
    let of_text = frames_of(Arrangement::Text);
    let paragraphs = [sentence, subtitle, title].into_iter().map(|words| Paragraph {
        bullet: true,
        before: 10.0,
        ..plain(words, 40.0, false, COLORS.ink)
    });
    slides.push(Slide {
        id: "sources".to_owned(),
        arrangement: Arrangement::Text,
        section: String::new(),
        items: vec![
            heading(Arrangement::Text, subtitle),
            text("text", Role::Body, of_text.body.expect("a body"), Stands::Top, paragraphs.collect()),
        ],
        notes: Vec::new(),
        fades: false,
    });
    Deck {
        title: title.to_owned(),
        description: sentence.to_owned(),
        lang,
        ratio,
        colors: COLORS,
        metadata: vec![("source".to_owned(), "Kazemzadeh 1951".to_owned())],
        slides,
    }
}
