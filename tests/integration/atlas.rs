//! The page of `atlas`: its tables against the timeline, its size, and the page itself in a browser.

use std::fs;
use std::path::Path;

use marchland::atlas::{self, Options, VIEWS};
use marchland::dataset::{Dataset, EventId, Holder, load_dir};
use marchland::lang::Lang;
use marchland::layout::{Plan, View};
use marchland::style::Style;
use marchland::time::{Day, write_day};
use marchland::timeline::{Hold, Timeline, explain};
use resvg::tiny_skia::Pixmap;
use serde_json::{Value, json};

use super::browser::Browser;
use super::readers::installed;
use super::{builtin, day, duchy, project, run, text};

fn page(dataset: &Dataset, langs: &[Lang], style: &Style) -> String {
    let style = atlas::style(style);
    let plan = Plan::new(dataset, &style, atlas::size(dataset, &style, None), None);
    let timeline = Timeline::new(dataset);
    let options = Options {
        langs: langs.to_vec(),
        lang: langs[0],
        view: View::Control,
        title: None,
        period: dataset.period,
        stops: timeline.change_days(),
    };
    atlas::page(&plan, &style, &timeline, &options)
}

/// The tables of a page.
fn tables(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("the tables");
    let (json, _) = rest.split_once("</script>").expect("their end");
    serde_json::from_str(json).expect("JSON")
}

/// The value of spans at a position, as the script finds it.
fn at(spans: &Value, position: usize) -> usize {
    let spans = spans.as_array().expect("spans");
    let pair =
        spans.chunks(2).rev().find(|pair| pair[0].as_u64().is_some_and(|from| from as usize <= position));
    pair.and_then(|pair| pair[1].as_u64()).expect("a value from the first key day on") as usize
}

fn told<'a>(tables: &'a Value, track: &str, unit: usize, key: usize) -> &'a Value {
    &tables[track]["values"][at(&tables[track]["units"][unit], key)]
}

/// Every key day, change day and the days around and between: who holds, owns and claims each unit, its
/// status, what is pending.
fn check_law(dataset: &Dataset, tables: &Value) {
    let timeline = Timeline::new(dataset);
    let first = dataset.period.0.julian_day();
    let keys: Vec<i32> =
        tables["days"].as_array().expect("days").iter().map(|d| d.as_i64().unwrap() as i32).collect();
    let mut days: Vec<i32> = keys.iter().flat_map(|&key| [key - 1, key, key + 1]).collect();
    days.extend(keys.windows(2).map(|pair| (pair[0] + pair[1]) / 2));
    days.push(dataset.period.1.julian_day() - first);
    days.retain(|&d| 0 <= d && d <= dataset.period.1.julian_day() - first);
    let event = |id: Option<EventId>| id.map_or(-1, |id| id.index() as i64);
    let held = |hold: &Hold<Holder>| {
        let holder = match hold.value {
            Holder::Polity(id) => id.index() as i64,
            Holder::Nobody => -1,
            Holder::NotKnown => -2,
        };
        json!([holder, event(hold.event), hold.certainty as usize])
    };
    for offset in days {
        let state = timeline.at(Day::from_julian_day(first + offset).expect("a day"));
        let key = keys.iter().rposition(|&from| from <= offset).expect("the first day is a key day");
        for (unit, is) in state.units.iter().enumerate() {
            let same = |track: &str, expected: Value| {
                assert_eq!(*told(tables, track, unit, key), expected, "{track} of {unit} on {}", state.day);
            };
            same("control", held(&is.control));
            same("sovereignty", held(&is.sovereignty));
            let claims = is.claims.iter().map(|(polity, event)| json!([polity.index(), event.index()]));
            same("claims", claims.collect());
            let mut pending: Vec<usize> = is.pending.iter().map(|one| one.event.index()).collect();
            pending.dedup();
            same("pending", json!(pending));
            let status = told(tables, "status", unit, key);
            let kinds = is
                .status
                .value
                .iter()
                .map(|status| json!([status.kind.key(), status.by.map_or(-1, |by| by.index() as i64)]));
            assert_eq!(status["kinds"], kinds.collect::<Value>(), "status of {unit} on {}", state.day);
            assert_eq!(status["event"], json!(event(is.status.event)));
            assert_eq!(status["name"], json!(is.name.map(|(event, effect)| (event.index(), effect))));
        }
    }
}

/// What the card of a unit is made of is what `explain` answers.
fn check_explained(dataset: &Dataset, tables: &Value, lang: Lang) {
    let timeline = Timeline::new(dataset);
    let first = dataset.period.0.julian_day();
    let keys = tables["days"].as_array().expect("days");
    let texts = &tables["text"][0];
    for (key, offset) in keys.iter().enumerate().step_by(7) {
        let state =
            timeline.at(Day::from_julian_day(first + offset.as_i64().unwrap() as i32).expect("a day"));
        for (index, unit) in dataset.unit_ids().enumerate() {
            let answer = explain(&timeline, &state, unit, lang);
            assert_eq!(texts["units"][index], json!(answer.unit.name));
            for (track, held) in [("control", &answer.control), ("sovereignty", &answer.sovereignty)] {
                let row = told(tables, track, index, key);
                if let Some(polity) = row[0].as_u64() {
                    assert_eq!(tables["polities"][polity as usize], json!(held.id));
                    let spans = texts["polities"][polity as usize].as_array().expect("names");
                    let name = spans.iter().rev().find(|span| span[0].as_u64().unwrap() as usize <= key);
                    assert_eq!(name.expect("a name")[1][0], json!(held.name), "on {}", state.day);
                }
                let Some(act) = &held.event else { continue };
                let event = row[1].as_u64().expect("an event") as usize;
                assert_eq!(tables["events"][event]["key"], json!(act.id));
                assert_eq!(texts["events"][event][0], json!(act.title));
                let sources = tables["events"][event]["sources"].as_array().expect("sources");
                let sources = sources
                    .iter()
                    .map(|source| tables["sources"][source.as_u64().unwrap() as usize]["key"].clone());
                let mut sources: Vec<Value> = sources.collect();
                let mut expected: Vec<Value> = held.sources.iter().map(|key| json!(key)).collect();
                sources.sort_by_key(Value::to_string);
                expected.sort_by_key(Value::to_string);
                assert_eq!(sources, expected);
                assert_eq!(
                    tables["events"][event]["says"].as_array().map(Vec::len),
                    Some(act.evidence.len())
                );
            }
        }
    }
}

/// Borders of the page are those of the maps: no line but between different fills, statuses or districts, and
/// a state border wherever two holders meet.
fn check_borders(tables: &Value) {
    for look in tables["looks"].as_array().expect("looks").iter().take(2) {
        for key in 0..tables["days"].as_array().expect("days").len() {
            let polity = |unit: usize| {
                let fill = &look["fills"][at(&look["unit_fills"][unit], key)];
                (fill[3].clone(), if fill[3] == json!(-1) { fill[0].clone() } else { Value::Null })
            };
            for (arc, sides) in tables["sides"].as_array().expect("sides").iter().enumerate() {
                let class = look["arc_classes"][arc].as_array().expect("spans");
                let pair = class
                    .chunks(2)
                    .rev()
                    .find(|pair| pair[0].as_u64().unwrap() as usize <= key)
                    .expect("a class");
                let (Some(left), Some(right)) = (sides[0].as_u64(), sides[1].as_u64()) else { continue };
                let is_state = pair[1] == json!(3);
                assert_eq!(
                    is_state,
                    polity(left as usize) != polity(right as usize),
                    "arc {arc} on key day {key}"
                );
            }
        }
    }
}

/// Well-formed as far as it can be: every piece that is set aside for a script is one, no text breaks out.
fn check_form(page: &str) {
    assert!(page.starts_with("<!doctype html>\n"));
    assert!(!page.contains("{{"), "a hole in the template");
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script>").count(), 2);
    for at in [
        "src=\"http",
        "src='http",
        "href=\"http",
        "@import",
        "url(http",
        "url(//",
        "fetch(",
        "XMLHttpRequest",
        "eval(",
    ] {
        assert!(!page.contains(at), "{at}");
    }
    assert!(page.contains("default-src 'none'"));
    // The map between its tags is XML.
    let (_, rest) = page.split_once("<svg id=\"map\"").expect("the map");
    let (map, _) = rest.split_once("</svg>").expect("its end");
    let map = format!("<svg id=\"map\"{map}</svg>").replace(" hidden", "");
    roxmltree::Document::parse(&map).expect("the map is well-formed");
}

#[test]
fn tables_answer_as_the_timeline_does() {
    let dataset = builtin();
    let page = page(&dataset, &[Lang::HY], &Style::default());
    let tables = tables(&page);
    check_form(&page);
    check_law(&dataset, &tables);
    check_explained(&dataset, &tables, Lang::HY);
    check_borders(&tables);
}

#[test]
fn a_small_world_has_a_page_too() {
    let dataset = duchy();
    for style in marchland::style::THEMES {
        let style = marchland::style::StyleFile::read(style.0, style.1).expect("a theme").style;
        let langs = [Lang::TR, Lang::EN];
        let first = page(&dataset, &langs, &style);
        assert!(first == page(&dataset, &langs, &style), "the same bytes");
        check_form(&first);
        let tables = tables(&first);
        check_law(&dataset, &tables);
        check_explained(&dataset, &tables, Lang::TR);
        check_borders(&tables);
        assert_eq!(tables["views"], json!(VIEWS.map(View::key)));
        // Without its script the page still tells what happened.
        let (_, rest) = first.split_once("<article>").expect("the text alternative");
        for words in ["Treaty of Turin", "Savoy becomes Italy", "1861"] {
            assert!(rest.split("</article>").next().is_some_and(|text| text.contains(words)), "{words}");
        }
    }
}

/// A copy of the small world with other words in it.
fn duchy_with(folder: &Path, changes: &[(&str, &str, &str)]) -> Dataset {
    for file in fs::read_dir(project("tests/worlds/duchy")).expect("the world").flatten() {
        let mut text = fs::read_to_string(file.path()).expect("a file of it");
        for (name, old, new) in changes {
            if file.file_name() == *name {
                assert!(text.contains(old), "{name} has no {old}");
                text = text.replace(old, new);
            }
        }
        fs::write(folder.join(file.file_name()), text).expect("a copy");
    }
    load_dir(folder).and_then(|loaded| loaded.into_result()).expect("it loads").0
}

const HOSTILE: &str = "</script></noscript><img src=x onerror=hacked=1><!--";

#[test]
fn no_name_becomes_html() {
    let folder = tempfile::tempdir().expect("a folder");
    let dataset = duchy_with(
        folder.path(),
        &[
            ("dataset.toml", "The Duchy", HOSTILE),
            ("events.toml", "Treaty of Turin", HOSTILE),
            ("polities.toml", "name.en = \"", "name.en = \"</script><img src=x onerror=hacked=2>"),
            ("places.csv", "Old Town", "<svg onload=hacked=3>"),
        ],
    );
    let page = page(&dataset, &[Lang::EN], &Style::default());
    check_form(&page);
    for tag in ["<img", "<svg onload", "<!--"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert_eq!(tables(&page)["text"][0]["title"], json!(HOSTILE));
    if !installed("chromium") {
        return;
    }
    let file = folder.path().join("atlas.html");
    fs::write(&file, &page).expect("the page");
    let mut browser = Browser::start(1000, 700);
    browser.open(&file, "#date=1860-03-24&land=beta");
    assert_eq!(browser.value("document.images.length"), json!(0));
    assert_eq!(browser.value("typeof hacked"), json!("undefined"));
    assert_eq!(browser.text("document.getElementById('title').textContent"), HOSTILE);
    assert!(browser.text("document.getElementById('card').textContent").contains(HOSTILE));
    assert_eq!(browser.complaints(), [""; 0]);
}

/// The page as a person uses it: mouse, keyboard, touch; each language; two dates; a linked state.
#[test]
fn chromium_can_use_the_page() {
    if !installed("chromium") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("atlas.html");
    let dataset = duchy();
    fs::write(&file, page(&dataset, &[Lang::EN, Lang::TR], &Style::default())).expect("the page");
    let mut browser = Browser::start(1200, 800);
    browser.open(&file, "");
    let date = |browser: &mut Browser| browser.text("document.getElementById('date').textContent");
    let written = |text: &str, lang| write_day(day(text), lang);

    // Keys: by changes, by years, to the ends.
    assert_eq!(date(&mut browser), written("1850-01-01", Lang::EN));
    for (key, expected) in [
        ("ArrowRight", "1860-03-24"),
        ("ArrowRight", "1861-03-17"),
        ("ArrowLeft", "1860-03-24"),
        ("PageUp", "1861-03-24"),
        ("PageDown", "1860-03-24"),
        ("Home", "1850-01-01"),
    ] {
        browser.key(key);
        assert_eq!(date(&mut browser), written(expected, Lang::EN), "after {key}");
    }
    browser.key("End");
    let last = Timeline::new(&dataset).change_days().pop().expect("a change");
    assert_eq!(date(&mut browser), write_day(last, Lang::EN));
    browser.wait_for(&format!("location.hash.includes('date={last}')"));
    browser.wait_for(&format!(
        "document.getElementById('live').textContent.includes({:?})",
        write_day(last, Lang::EN)
    ));

    // The slider under the mouse: to its ends, and onto a tick that is near.
    let track = browser.value("(() => { const b = document.getElementById('track').getBoundingClientRect(); return [b.left, b.right, b.top + 30]; })()");
    let edge = |i: usize| track[i].as_f64().expect("px");
    let thumb = browser.middle_of("#thumb");
    browser.drag(thumb, [edge(0) + 1.0, edge(2)]);
    assert_eq!(date(&mut browser), written("1850-01-01", Lang::EN));
    let thumb = browser.middle_of("#thumb");
    browser.drag(thumb, [edge(1) + 40.0, edge(2)]);
    assert_eq!(date(&mut browser), write_day(dataset.period.1, Lang::EN));
    browser.click("#previous");
    assert_eq!(date(&mut browser), write_day(last, Lang::EN));

    // Land under the mouse, by a click and by the keyboard: who, why, by which source.
    browser.open(&file, "#date=1860-03-24");
    let beta = browser.middle_of("[data-key=beta]");
    browser.hover(beta);
    browser.wait_for("!document.getElementById('tip').hidden");
    assert!(browser.text("document.getElementById('tip').textContent").contains("France"));
    browser.click_at(beta);
    let card = browser.text("document.getElementById('card').textContent");
    for words in
        ["France", "Treaty of Turin", "French Beta", "sources contradict each other", "held by troops of"]
    {
        assert!(card.contains(words), "{words} is not in {card}");
    }
    browser.key("Escape");
    assert_eq!(browser.value("document.getElementById('card').hidden"), json!(true));
    browser.value("document.querySelector('#hits [tabindex=\"0\"]').focus()");
    let begin = browser.text("document.activeElement.dataset.key");
    browser.key("ArrowRight");
    let mut there = browser.text("document.activeElement.dataset.key");
    if there == begin {
        browser.key("ArrowLeft");
        there = browser.text("document.activeElement.dataset.key");
    }
    assert_ne!(begin, there, "arrows lead from land to land");
    assert_eq!(date(&mut browser), written("1860-03-24", Lang::EN), "and not through time");
    browser.key("Enter");
    let label = browser.text("document.activeElement.getAttribute('aria-label')");
    let heading = browser.text("document.querySelector('#card h2').textContent");
    assert!(label.starts_with(&heading), "{label} is not about {heading}");

    // After a click on land the arrows go on through time.
    browser.open(&file, "#date=1860-03-24");
    browser.click_at(beta);
    browser.key("ArrowRight");
    assert_eq!(date(&mut browser), written("1861-03-17", Lang::EN));

    // A date that there is not is told, until another is chosen.
    for wrong in ["1860-13-45", "1860-02-30", "1066-10-14"] {
        browser.open(&file, &format!("#date={wrong}"));
        let notice = browser.text("document.getElementById('notice').textContent");
        assert!(notice.starts_with(&format!("{wrong} is no day of this atlas")), "{notice}");
        browser.key("ArrowRight");
        assert_eq!(browser.value("document.getElementById('notice').hidden"), json!(true));
    }

    // The mark of a place is drawn once.
    browser.open(&file, "#date=1860-03-24");
    assert_eq!(browser.value("document.querySelectorAll('#now .labels circle').length"), json!(0));
    assert_ne!(browser.value("document.querySelectorAll('#now .dots circle').length"), json!(0));

    // The list of changes leads to their days, the table tells of all land.
    browser.value("document.getElementById('all').open = true; document.getElementById('table').open = true");
    let rows = dataset.units.iter().filter(|unit| !unit.surround).count();
    browser.wait_for(&format!("document.querySelectorAll('#table tbody tr').length === {rows}"));
    browser.click("#all li:first-child button");
    assert_eq!(date(&mut browser), written("1850-01-01", Lang::EN));

    // Two dates are two, at the beginning too.
    browser.open(&file, "#date=1850-01-01");
    browser.click("#compare");
    browser.wait_for("!document.getElementById('divider').hidden");
    assert_eq!(
        browser.text("document.getElementById('side-then').textContent"),
        written("1850-01-01", Lang::EN)
    );
    assert_ne!(date(&mut browser), written("1850-01-01", Lang::EN));

    // Two dates with a divider, by mouse and keyboard.
    browser.open(&file, "#date=1861-03-17");
    browser.click("#compare");
    browser.wait_for("!document.getElementById('divider').hidden && document.querySelectorAll('#then .fills path').length > 0");
    assert_eq!(
        browser.text("document.getElementById('side-now').textContent"),
        written("1861-03-17", Lang::EN)
    );
    assert_ne!(
        browser.text("document.getElementById('side-then').textContent"),
        browser.text("document.getElementById('side-now').textContent")
    );
    let handle = browser.middle_of("#divider i");
    browser.drag(handle, [handle[0] - 150.0, handle[1]]);
    let moved = browser.middle_of("#divider i");
    assert!((handle[0] - 150.0 - moved[0]).abs() < 2.0, "{handle:?} to {moved:?}");
    browser.key("ArrowRight");
    let stepped = browser.middle_of("#divider i");
    assert!(stepped[0] > moved[0] + 2.0);
    let cut = browser.value("+document.querySelector('#right rect').getAttribute('x')").as_f64().expect("x");
    let box_of = browser.value(
        "(() => { const v = document.getElementById('map').viewBox.baseVal; return [v.x, v.width]; })()",
    );
    assert!(
        box_of[0].as_f64().unwrap() < cut && cut < box_of[0].as_f64().unwrap() + box_of[1].as_f64().unwrap()
    );

    // Language and view: words, dates, legend, a link to the state.
    browser.value("(() => { const s = document.getElementById('lang'); s.value = '1'; s.dispatchEvent(new Event('change')); })()");
    assert_eq!(browser.text("document.documentElement.lang"), "tr");
    assert_eq!(date(&mut browser), written("1861-03-17", Lang::TR));
    assert_eq!(browser.text("document.getElementById('title').textContent"), "Dukalık");
    for (view, name) in VIEWS.iter().enumerate() {
        browser.value(&format!("(() => {{ const s = document.getElementById('view'); s.value = '{view}'; s.dispatchEvent(new Event('change')); }})()"));
        browser.wait_for(&format!("location.hash.includes('view={}')", name.key()));
        assert!(
            browser.value("document.querySelectorAll('#legend li').length").as_u64() > Some(2),
            "{name:?}"
        );
    }
    let hash = browser.text("location.hash");
    browser.open(&file, &hash);
    assert_eq!(date(&mut browser), written("1861-03-17", Lang::TR));
    assert_eq!(browser.value("document.getElementById('divider').hidden"), json!(false));
    assert_eq!(browser.text("document.getElementById('view').value"), "3");

    // Playing goes on by itself and stops at the end.
    browser.open(&file, "");
    browser.value("document.getElementById('speed').value = '4'");
    browser.click("#play");
    browser.wait_for("document.body.classList.contains('plays') === false && document.getElementById('next') !== null && !location.hash.includes('1850')");
    assert_eq!(date(&mut browser), write_day(last, Lang::EN));

    // All that happens on one page of paper.
    let pdf = browser.call("Page.printToPDF", json!({"preferCSSPageSize": true, "printBackground": true}));
    use base64::Engine;
    let pdf = base64::engine::general_purpose::STANDARD
        .decode(pdf["data"].as_str().expect("a PDF"))
        .expect("base64");
    let pages = pdf.windows(12).filter(|bytes| bytes.starts_with(b"/Type /Page") && bytes[11] != b's');
    assert_eq!(pages.count(), 1, "a printed state is one page");

    // A phone: nothing is wider than it, a tap tells, two fingers zoom.
    browser.size(360, 740, 2.0, true);
    browser.open(&file, "#date=1860-03-24");
    assert_eq!(browser.value("document.documentElement.scrollWidth <= 360"), json!(true));
    let [x, y] = browser.middle_of("#frame");
    browser.touch(&[[x, y]], &[[x, y]]);
    browser.wait_for("!document.getElementById('card').hidden");
    let there = browser.text("document.querySelector('#hits [tabindex=\"0\"]').dataset.key");
    let unit = dataset.unit_by_key(&there).expect("a unit");
    let told = browser.text("document.getElementById('card').textContent");
    assert!(told.starts_with(dataset.unit(unit).name.get(Lang::EN)) && told.contains("Held by"), "{told}");
    browser.click("#card .close");
    let before =
        browser.value("document.getElementById('map').viewBox.baseVal.width").as_f64().expect("width");
    browser.touch(&[[x - 20.0, y], [x + 20.0, y]], &[[x - 60.0, y], [x + 60.0, y]]);
    let after =
        browser.value("document.getElementById('map').viewBox.baseVal.width").as_f64().expect("width");
    assert!(after < 0.6 * before, "two fingers zoom: {before} to {after}");
    let slider = browser.value("(() => { const b = document.getElementById('time').getBoundingClientRect(); return b.bottom <= innerHeight + 1 && b.top > 0; })()");
    assert_eq!(slider, json!(true), "the slider is in reach");

    let shot = Pixmap::decode_png(&browser.screenshot()).expect("a picture");
    let mut colors: Vec<[u8; 4]> = shot.data().chunks_exact(4).map(|c| [c[0], c[1], c[2], c[3]]).collect();
    colors.sort_unstable();
    colors.dedup();
    assert!(colors.len() > 100, "{} colours are no map", colors.len());
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn the_command_writes_one_file_and_keeps_what_was_edited() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = project("tests/worlds/duchy");
    let world = world.to_str().expect("a path");
    let atlas = |more: &[&str]| {
        let args = [&["atlas", "--data", world], more].concat();
        let output = run(folder.path(), &args);
        (output.status.code(), text(&output.stderr), output.stdout)
    };
    assert_eq!(atlas(&[]).0, Some(0));
    let path = folder.path().join("output/duchy_atlas.html");
    let written = fs::read_to_string(&path).expect("the page");
    assert_eq!(tables(&written)["langs"], json!(["en", "tr"]));
    assert_eq!(atlas(&[]).0, Some(0), "its own page is replaced");
    assert_eq!(fs::read_to_string(&path).expect("the page"), written);
    fs::write(&path, written.replace("The Duchy", "My Duchy")).expect("an edit");
    let (code, said, _) = atlas(&[]);
    assert!(code == Some(2) && said.contains("--force"), "{said}");
    assert_eq!(atlas(&["--force"]).0, Some(0));
    let (_, _, out) = atlas(&["-o", "-", "--years", "1860..1861", "--langs", "tr", "--title", "A < B"]);
    let page = text(&out);
    assert!(page.contains("<title>A &lt; B</title>"));
    let tables = tables(&page);
    assert_eq!(tables["langs"], json!(["tr"]));
    let first = day("1860-01-01").julian_day();
    assert_eq!(tables["first"], json!(first));
    assert_eq!(tables["last"], json!(day("1861-12-31").julian_day() - first));
    let stops = tables["stops"].as_array().expect("stops").iter().map(|stop| stop[0].clone());
    let days = ["1860-03-24", "1861-03-17"].map(|text| json!(day(text).julian_day() - first));
    assert_eq!(stops.collect::<Vec<_>>(), days);
    for (args, words) in [
        (&["--view", "sources"][..], &["unknown view of an atlas", "certainty"][..]),
        (&["--langs", "en,fr"], &["no names in \"fr\""]),
        (&["--lang", "french"], &["two-letter"]),
        (&["--years", "1700..1800"], &["outside the period"]),
    ] {
        let (code, said, _) = atlas(args);
        assert_eq!(code, Some(2), "{args:?}");
        words.iter().for_each(|word| assert!(said.contains(word), "{args:?} should say {word:?}: {said}"));
    }
}
