//! Slides: every text fits and can be read, nothing lies over another, questions do not tell, notes name their sources.

use std::collections::BTreeSet;

use marchland::areas::unit_areas;
use marchland::backend::svg::{self, SvgOptions, TextMode};
use marchland::dataset::{self, Dataset, DeckPlan, SlideKind, SlidePlan, When, read_plan};
use marchland::deck::{Deck, Item, LEAST_PX, Ratio, Role, Slide, TextBox};
use marchland::geometry::clip::Rect;
use marchland::lang::Lang;
use marchland::layout::{Content, Moment, View};
use marchland::scene::Node;
use marchland::slides::{Slides, Spec, about, compose, of_moments, propose};
use marchland::style::{Style, StyleFile, THEMES};
use marchland::text::{Face, covers, width};
use marchland::timeline::Timeline;
use marchland::words::{LANGS, word};

use super::{builtin, day, duchy, project, run, text};

fn theme(name: &str) -> Style {
    let (file, text) = THEMES.iter().find(|(key, _)| *key == name).expect("a theme");
    StyleFile::read(file, text).expect("a sound theme").style
}

fn made(dataset: &Dataset, plan: &DeckPlan, lang: Lang, ratio: Ratio) -> Slides {
    let timeline = Timeline::new(dataset);
    compose(&timeline, &Spec { plan, style: &theme("slide"), lang, ratio })
}

fn texts(slide: &Slide) -> impl Iterator<Item = &TextBox> {
    slide.items.iter().filter_map(|item| match item {
        Item::Text(text) => Some(text),
        _ => None,
    })
}

/// Boxes of texts and pictures.
fn rects(slide: &Slide) -> Vec<(String, Rect)> {
    let rect = |item: &Item| match item {
        Item::Text(text) => Some((text.id.clone(), text.rect)),
        Item::Picture(picture) => Some((picture.id.clone(), picture.rect)),
        Item::Shapes(_) => None,
    };
    slide.items.iter().filter_map(rect).collect()
}

/// What must hold for any deck.
fn check(deck: &Deck, what: &str) {
    let [page_width, page_height] = deck.ratio.size();
    let mut ids = BTreeSet::new();
    for slide in &deck.slides {
        let what = format!("{what}, {} {}, {}", deck.lang, deck.ratio.key(), slide.id);
        assert!(ids.insert(&slide.id), "{what}: the id stands twice");
        let is_id = |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        assert!(is_id(&slide.id), "{what}");
        let titles = texts(slide).filter(|text| text.role == Role::Title).count();
        assert_eq!(titles, 1, "{what}: titles");
        let mut items = BTreeSet::new();
        for text in texts(slide) {
            let what = format!("{what}, {}", text.id);
            assert!(is_id(&text.id) && items.insert(&text.id), "{what}: no id of its own");
            let (needed, room) = (text.height(0.9 * text.rect.w), text.rect.h);
            assert!(needed <= room + 0.01, "{what}: {needed:.0} px high in {room:.0}: {}", text.words());
            for paragraph in &text.paragraphs {
                assert!(paragraph.size >= LEAST_PX, "{what}: {} px", paragraph.size);
                for run in &paragraph.runs {
                    let face = if run.bold { Face::SansBold } else { Face::Sans };
                    assert!(covers(face, &run.text), "{what}: {}", run.text);
                    let contrast = run.color.contrast(deck.colors.paper);
                    assert!(contrast >= 4.5, "{what}: contrast {contrast:.1}");
                    for piece in run.text.split(' ') {
                        let wide = width(face, piece, paragraph.size, 0.0);
                        assert!(wide <= text.rect.w, "{what}: {piece} is {wide:.0} px wide");
                    }
                }
            }
        }
        let rects = rects(slide);
        for (at, (one, rect)) in rects.iter().enumerate() {
            let inside = rect.x >= 0.0 && rect.y >= 0.0;
            let inside = inside && rect.right() <= page_width && rect.bottom() <= page_height;
            assert!(inside, "{what}: {one} leaves the slide: {rect:?}");
            for (other, second) in &rects[at + 1..] {
                assert!(!rect.grown(-0.5).overlaps(&second.grown(-0.5)), "{what}: {one} and {other} overlap");
            }
        }
        for item in &slide.items {
            if let Item::Picture(picture) = item {
                assert!(!picture.alt.trim().is_empty(), "{what}: a picture without words");
                assert_eq!(
                    [picture.scene.width, picture.scene.height],
                    [picture.rect.w, picture.rect.h],
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn the_lesson_of_the_set_has_sixteen_slides_in_every_language_and_shape() {
    let dataset = builtin();
    let plan = dataset.plan.clone().expect("the set has a plan");
    for lang in LANGS {
        assert!(plan.untranslated(lang).is_empty(), "{lang}: {:?}", plan.untranslated(lang));
        for (_, ratio) in Ratio::ALL {
            let Slides { deck, left_out } = made(&dataset, &plan, lang, ratio);
            let ids: Vec<&str> = deck.slides.iter().map(|slide| slide.id.as_str()).collect();
            assert_eq!(ids.len(), 16, "{lang} {}: {ids:?}", ratio.key());
            check(&deck, "the lesson");
            let cut: Vec<_> =
                left_out.iter().filter(|one| one.message.contains("title is too long")).collect();
            assert!(cut.is_empty(), "{lang}: {cut:?}");
            questions_do_not_tell(&dataset, &deck);
            for slide in deck.slides.iter().filter(|slide| slide.id.starts_with("date-")) {
                let heading = word(lang, "slide-sources-full");
                let at = slide.notes.iter().position(|note| note.heading == heading);
                let sources = at.map_or(&[][..], |at| &slide.notes[at..]);
                let named = sources
                    .iter()
                    .any(|note| note.text.contains("Ibrahimova") || note.text.contains("İbrahimova"));
                assert!(named, "{lang} {}: {:?}", slide.id, slide.notes);
            }
            // Maps of one frame follow each other by a fade; the answer its question.
            let answer =
                deck.slides.iter().position(|slide| slide.id.starts_with("answer-")).expect("an answer");
            assert!(deck.slides[answer].fades && deck.slides[answer - 1].id.starts_with("question-"));
            let sections: Vec<&str> = deck.slides.iter().map(|slide| slide.section.as_str()).collect();
            assert_eq!(sections[4..8], ["1918", "1919", "1920", "1920"], "{sections:?}");
        }
    }
}

/// The text and the text alternative of a question name no holder of the map.
fn questions_do_not_tell(dataset: &Dataset, deck: &Deck) {
    let timeline = Timeline::new(dataset);
    for slide in deck.slides.iter().filter(|slide| slide.id.starts_with("question-")) {
        let asked = day(slide.id.trim_start_matches("question-"));
        let state = timeline.at(asked);
        let polities: BTreeSet<_> =
            state.units.iter().filter_map(|unit| unit.control.value.polity()).collect();
        let mut seen: Vec<String> = texts(slide).map(TextBox::words).collect();
        for item in &slide.items {
            if let Item::Picture(picture) = item {
                seen.extend(
                    [&picture.alt, &picture.scene.title, &picture.scene.description].map(Clone::clone),
                );
                titles(&picture.scene.nodes, &mut seen);
            }
        }
        for polity in polities {
            for name in [
                dataset.polity(polity).name_on(asked, deck.lang),
                dataset.polity(polity).short_on(asked, deck.lang),
            ] {
                let told = seen.iter().find(|words| words.contains(name));
                assert!(told.is_none(), "{} {}: {name} is told by {told:?}", deck.lang, slide.id);
            }
        }
    }
}

/// What a drawing says of its parts.
fn titles(nodes: &[Node], out: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Group(group) => titles(&group.nodes, out),
            Node::Path(path) => out.push(path.title.clone()),
            Node::Circle(circle) => out.push(circle.title.clone()),
            Node::Text(_) => {}
        }
    }
}

/// The names on the map of a slide that is of this id.
fn labels(deck: &Deck, id: &str) -> Vec<(String, [f64; 2])> {
    let slide = deck.slides.iter().find(|slide| slide.id == id).expect("the slide");
    let picture = slide.items.iter().find_map(|item| match item {
        Item::Picture(picture) => Some(picture),
        _ => None,
    });
    let ground = picture.and_then(|picture| picture.scene.ground.as_ref()).expect("a map");
    ground.labels.clone()
}

#[test]
fn maps_of_one_frame_hold_still() {
    let dataset = builtin();
    let plan = dataset.plan.clone().expect("the set has a plan");
    let deck = made(&dataset, &plan, Lang::EN, Ratio::Wide).deck;
    let [first, second] = ["date-1924-02-09", "date-1930-12-31"].map(|id| labels(&deck, id));
    let shared = first.iter().filter(|(id, _)| second.iter().any(|(other, _)| id == other));
    // The name of an autonomy stands where its land is, and that changed.
    let shared = shared.filter(|(id, _)| !id.starts_with("label-status-"));
    let moved: Vec<_> = shared.clone().filter(|label| !second.contains(label)).collect();
    assert!(shared.count() >= 5 && moved.is_empty(), "{moved:?}");
}

#[test]
fn a_slide_for_every_change() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let moments: Vec<Moment> = timeline
        .change_days()
        .into_iter()
        .filter(|day| (1918..=1930).contains(&day.year()))
        .map(Moment::Day)
        .collect();
    let deck = made(&dataset, &of_moments(&dataset, &moments), Lang::EN, Ratio::Wide).deck;
    assert!(deck.slides.len() >= moments.len() + 5 && moments.len() > 50, "{}", deck.slides.len());
    check(&deck, "every change");
}

#[test]
fn a_set_without_a_plan_has_slides() {
    let dataset = duchy();
    assert!(dataset.plan.is_none() && dataset.locator.is_empty());
    let plan = propose(&Timeline::new(&dataset), &unit_areas(&dataset));
    for (_, ratio) in Ratio::ALL {
        let deck = made(&dataset, &plan, Lang::EN, ratio).deck;
        check(&deck, "the duchy");
        let kinds: Vec<&str> =
            deck.slides.iter().map(|slide| slide.id.split('-').next().unwrap_or("")).collect();
        assert_eq!(kinds, ["title", "legend", "date", "date", "question", "answer", "chart", "sources"]);
    }
    let mut plan = plan;
    plan.slides.retain(|slide| matches!(slide.kind, SlideKind::Legend(_)));
    assert!(made(&dataset, &plan, Lang::EN, Ratio::Wide).deck.slides.is_empty(), "a legend of no map");
}

/// A plan with everything a plan may have.
const ALL: &str = r#"
[deck]
title = "All, with a \"quote\""
subtitle.en = "In English"
subtitle.tr = "Türkçe"
view = "sovereignty"
theme = "dark"
ratio = "4:3"
focus = "beta"
lines = ["turin-line"]

[[slide]]
kind = "title"

[[slide]]
kind = "legend"
of = ["holders", "lines"]

[[slide]]
kind = "date"
date = 1860-03-24
title.en = "A day"
title.tr = "Bir gün"
view = "claims"
focus = "0,0,2,2"
lines = []
text = ["One.", "Two."]

[[slide]]
kind = "date"
year = 1861
text = [{ en = "One.", tr = "Bir." }, "Two."]

[[slide]]
kind = "date"
month = "1861-03"
notes = "Say this."

[[slide]]
kind = "compare"
from = 1850-01-01
to = 1861-03-17

[[slide]]
kind = "compare"
date = 1860-12-31
with-view = "sovereignty"
view = "control"
arrangement = "pair"

[[slide]]
kind = "chart"
of = ["south", "New Town"]
years = "1850..1862"

[[slide]]
kind = "question"
date = 1861-03-17
ask = "Who?"
content = "outline"

[[slide]]
kind = "text"
title = "Words"
text = "Only words."

[[slide]]
kind = "sources"
"#;

fn plan_of(text: &str, dataset: &Dataset) -> DeckPlan {
    let read = read_plan("plan.toml", text.as_bytes(), dataset);
    let said: Vec<String> = read.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(said, [""; 0], "{text}");
    let mut plan = read.plan.expect("a plan");
    plan.slides.iter_mut().for_each(|slide| slide.line = 0);
    plan
}

#[test]
fn a_plan_that_is_written_reads_back_to_the_same() {
    let (set, small) = (builtin(), duchy());
    let timeline = Timeline::new(&set);
    let moments = [Moment::Day(day("1920-08-15")), Moment::YearEnd(1921), Moment::MonthEnd(1924, 2)];
    let mut own = set.plan.clone().expect("the set has a plan");
    own.slides.iter_mut().for_each(|slide| slide.line = 0);
    for (dataset, plan) in [
        (&set, own),
        (&set, propose(&timeline, &unit_areas(&set))),
        (&set, of_moments(&set, &moments)),
        (&small, plan_of(ALL, &small)),
    ] {
        let timeline = Timeline::new(dataset);
        let text = plan.to_toml(dataset, |_, slide: &SlidePlan| about(&timeline, slide));
        assert_eq!(plan_of(&text, dataset), plan, "{text}");
    }
}

#[test]
fn a_plan_with_everything_is_composed() {
    let dataset = duchy();
    let plan = plan_of(ALL, &dataset);
    assert_eq!(plan.slides[3].kind, SlideKind::Date(When::Year(1861)));
    for lang in [Lang::EN, Lang::TR] {
        let deck = made(&dataset, &plan, lang, Ratio::Classic).deck;
        check(&deck, "all kinds");
        // Eleven slides, and the answer to the question.
        assert_eq!(deck.slides.len(), 12);
        let words: Vec<String> = texts(&deck.slides[3]).map(TextBox::words).collect();
        let own = if lang == Lang::EN { "One." } else { "Bir." };
        assert!(words.iter().any(|words| words.contains(own)), "{words:?}");
        assert!(deck.slides[4].notes.iter().any(|note| note.text == "Say this."));
    }
    assert_eq!(plan.untranslated(Lang::TR), []);
    assert_eq!(plan.untranslated(Lang::AZ).len(), 11);
}

#[test]
fn what_has_no_room_is_in_the_notes() {
    let dataset = duchy();
    let long = "A very long sentence that says again and again what has been said already. ".repeat(4);
    let list: Vec<String> = (1..=9).map(|number| format!("\"{number}: {long}\"")).collect();
    let text = format!("[[slide]]\nkind = \"text\"\ntitle = \"Much\"\ntext = [{}]\n", list.join(", "));
    let Slides { deck, left_out } = made(&dataset, &plan_of(&text, &dataset), Lang::EN, Ratio::Wide);
    check(&deck, "much text");
    let body = texts(&deck.slides[0]).find(|text| text.role == Role::Body).expect("a text").words();
    let kept = (1..=9).filter(|number| body.contains(&format!("{number}: A very"))).count();
    assert!(
        0 < kept && kept < 9 && body.ends_with(&format!("… and {} more, see the notes", 9 - kept)),
        "{body}"
    );
    assert_eq!(deck.slides[0].notes.len(), 9 - kept);
    assert_eq!(left_out.len(), 1, "{left_out:?}");
}

#[test]
fn plans_know_the_values_of_the_program() {
    fn keys<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
        all.iter().map(|(key, _)| *key).collect()
    }
    assert_eq!(keys(&View::ALL), dataset::VIEWS);
    assert_eq!(keys(&THEMES), dataset::THEMES);
    assert_eq!(keys(&Ratio::ALL), dataset::RATIOS);
    let mut contents = keys(&Content::ALL);
    contents.retain(|key| *key != "full");
    contents.sort_unstable();
    let mut known = dataset::CONTENTS;
    known.sort_unstable();
    assert_eq!(contents, known);
    assert_eq!(keys(&marchland::compare::Track::ALL), dataset::COMPARED);
}

/// Every theme's text can be read on its paper.
#[test]
fn every_theme_makes_slides_that_can_be_read() {
    let dataset = duchy();
    let timeline = Timeline::new(&dataset);
    let plan = propose(&timeline, &unit_areas(&dataset));
    for (name, _) in THEMES {
        let spec = Spec { plan: &plan, style: &theme(name), lang: Lang::EN, ratio: Ratio::Wide };
        check(&compose(&timeline, &spec).deck, name);
    }
}

#[test]
fn a_slide_is_as_it_was() {
    let dataset = duchy();
    let plan = plan_of("[[slide]]\nkind = \"date\"\ndate = 1860-03-24\n", &dataset);
    let deck = made(&dataset, &plan, Lang::EN, Ratio::Wide).deck;
    let page = deck.page(&deck.slides[0]);
    let drawn = svg::encode(&page, &SvgOptions { text: TextMode::Bare, ..SvgOptions::default() });
    let path = project("tests/refs/slide.svg");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != drawn && std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &drawn).expect("written");
    }
    assert!(kept == drawn, "the slide differs from {}", path.display());
}

#[test]
fn the_command_writes_pictures_and_plans() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = project("tests/worlds/duchy");
    let data = data.to_str().expect("a path");
    let args = |more: &[&'static str]| -> Vec<String> {
        let own = ["slides", "--data", data].map(str::to_owned);
        own.into_iter().chain(more.iter().map(|text| (*text).to_owned())).collect()
    };
    let start = |more: &[&'static str]| {
        let args = args(more);
        run(folder.path(), &args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let plan = start(&["--print-plan", "-o", "lesson.toml", "--ratio", "4:3"]);
    assert!(plan.status.success(), "{}", text(&plan.stderr));
    let again = start(&["--print-plan", "-o", "lesson.toml"]);
    assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
    let slides = start(&["--from", "lesson.toml", "--format", "svg", "-o", "out"]);
    assert!(slides.status.success(), "{}", text(&slides.stderr));
    let mut names: Vec<String> = std::fs::read_dir(folder.path().join("out"))
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names.len(), 8, "{names:?}");
    assert_eq!(names[0], "duchy_1850-1861_control_slides_01.svg");
    let first = folder.path().join("out").join(&names[0]);
    let drawn = std::fs::read_to_string(&first).expect("a drawing");
    assert!(drawn.contains("width=\"1440\""), "the plan says 4:3");
    std::fs::write(&first, drawn.replace("width=\"1440\"", "width=\"1400\"")).expect("edited");
    let refused = start(&["--from", "lesson.toml", "--format", "svg", "-o", "out"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--force"), "{}", text(&refused.stderr));
    // Another language's text stands in for one that lacks: said once for each.
    std::fs::write(
        folder.path().join("half.toml"),
        "[[slide]]\nkind = \"text\"\ntitle.en = \"Only English\"\n",
    )
    .expect("written");
    let half = start(&["--from", "half.toml", "--lang", "tr", "--format", "svg", "-o", "half"]);
    let said = text(&half.stderr);
    assert!(half.status.success() && said.contains("half.toml:1: the title has no wording in tr"), "{said}");
}

/// A pupil learns what stands beside a date.
#[test]
fn a_title_with_a_date_and_an_event_is_of_that_event() {
    let dataset = builtin();
    let timeline = Timeline::new(&dataset);
    let days: Vec<Moment> = timeline.change_days().into_iter().map(Moment::Day).collect();
    for plan in [propose(&timeline, &unit_areas(&dataset)), of_moments(&dataset, &days[..days.len().min(40)])]
    {
        let titled = made(&dataset, &plan, Lang::EN, Ratio::Wide).deck.slides.into_iter().filter(|slide| {
            let Some(title) = texts(slide).find(|text| text.role == Role::Title) else { return false };
            let words = title.words();
            let Some((date, event)) = words.split_once(": ") else { return false };
            if !date.chars().next().is_some_and(|c| c.is_ascii_digit()) {
                return false;
            }
            let is_of_day = dataset.event_ids().any(|id| {
                let of = timeline.date_of(id);
                of.is_exact()
                    && marchland::time::write_day(of.latest(), Lang::EN) == date
                    && dataset.event(id).title.get(Lang::EN) == event
            });
            assert!(is_of_day, "{words}");
            true
        });
        assert!(titled.count() > 0, "no title has an event");
    }
}
