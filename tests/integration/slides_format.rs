//! Slides as PPTX, PDF and HTML: what is in the files, and what the programs that people open them with find there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use marchland::backend::{html, pptx};
use marchland::deck::{Arrangement, Deck, Item, Ratio, frames};
use marchland::lang::Lang;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::browser::Browser;
use super::readers::installed;
use super::{builtin, decks};

/// Two of the maps are the same.
const YEARS: [i32; 3] = [1919, 1921, 1921];

fn deck(lang: Lang, ratio: Ratio) -> Deck {
    decks::deck(&builtin(), lang, ratio, &YEARS)
}

/// The parts of a package in their order.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut out = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = String::from_utf8(part.name_raw().to_vec()).expect("a name");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        out.push((name, bytes));
    }
    out
}

fn package(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("a package").into_inner()
}

/// The part that a relation of another leads to.
fn resolved(from: &str, target: &str) -> String {
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    for step in target.split('/') {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

/// Relations of all parts: part, id, part it leads to.
fn relations(parts: &BTreeMap<&str, &str>) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    for (name, text) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let from = name.replace("_rels/", "");
        let from = from.trim_end_matches(".rels");
        for relation in roxmltree::Document::parse(text).expect(name).root_element().children() {
            let get = |attribute| relation.attribute(attribute).expect(attribute);
            out.push((from.to_owned(), get("Id").to_owned(), resolved(from, get("Target"))));
        }
    }
    out
}

#[test]
fn parts_of_a_pptx_fit_together() {
    for (lang, ratio, code) in [(Lang::EN, Ratio::Wide, "en-GB"), (Lang::HY, Ratio::Classic, "hy-AM")] {
        let deck = deck(lang, ratio);
        let bytes = pptx::encode(&deck).expect("a PPTX");
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            assert!(bytes == pool.install(|| pptx::encode(&deck)).expect("a PPTX"), "{threads} threads");
        }
        let all = parts(&bytes);
        assert_eq!(all[0].0, "[Content_Types].xml");
        let names: BTreeSet<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), all.len(), "each name once");
        let texts: BTreeMap<&str, &str> = all
            .iter()
            .filter(|(name, _)| !name.ends_with(".png"))
            .map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).expect(name)))
            .collect();
        for (name, text) in &texts {
            roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }

        // Every part has a type, and every type a part.
        let types = roxmltree::Document::parse(texts["[Content_Types].xml"]).expect("types");
        let of = |tag: &str, attribute: &str| -> BTreeSet<String> {
            let all = types.descendants().filter(|node| {
                node.has_tag_name((types.root_element().tag_name().namespace().unwrap_or(""), tag))
            });
            all.filter_map(|node| node.attribute(attribute)).map(str::to_owned).collect()
        };
        let (endings, typed) = (of("Default", "Extension"), of("Override", "PartName"));
        for name in typed.iter() {
            assert!(names.contains(name.trim_start_matches('/')), "{name} is not there");
        }
        for name in names.iter().filter(|name| **name != "[Content_Types].xml") {
            let ending = name.rsplit('.').next().unwrap_or("");
            let is_known =
                if ending == "xml" { typed.contains(&format!("/{name}")) } else { endings.contains(ending) };
            assert!(is_known, "{name} has no type");
        }

        // Every relation leads somewhere, every part is led to, and every id that is used is a relation's.
        let relations = relations(&texts);
        for (from, id, to) in &relations {
            assert!(names.contains(to.as_str()), "{from} {id} leads to {to}");
        }
        for name in names.iter().filter(|name| !name.ends_with(".rels") && **name != "[Content_Types].xml") {
            assert!(relations.iter().any(|(_, _, to)| to == name), "nothing leads to {name}");
        }
        const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        for (name, text) in &texts {
            let document = roxmltree::Document::parse(text).expect(name);
            let mut ids = BTreeSet::new();
            for node in document.descendants() {
                for attribute in node.attributes().filter(|attribute| attribute.namespace() == Some(R)) {
                    let is_one =
                        relations.iter().any(|(from, id, _)| from == name && id == attribute.value());
                    assert!(is_one, "{name}: {} is no relation", attribute.value());
                }
                if node.tag_name().name() == "cNvPr" {
                    assert!(
                        ids.insert(node.attribute("id").expect("an id").to_owned()),
                        "{name}: an id twice"
                    );
                }
                if matches!(node.tag_name().name(), "rPr" | "endParaRPr") {
                    assert_eq!(node.attribute("lang"), Some(code), "{name}");
                    let size = node.attribute("sz").map_or(1800, |size| size.parse().expect("a size"));
                    assert!(size >= 1800, "{name}: type of {size} hundredths of a point");
                }
            }
        }
        assert!(texts["ppt/presentation.xml"].contains("<p14:section name=\"1921\""));
        // Colours of the theme are written by name, so that a person changes them once.
        let slide = texts["ppt/slides/slide2.xml"];
        assert!(slide.contains("schemeClr val=\"accent1\"") && !slide.contains("A3341F"), "{slide}");
        assert_eq!(texts["ppt/slides/slide3.xml"].matches("<p:fade/>").count(), 1);
        // The cover, two of three maps of years, two beside each other.
        let count = |ending: &str| names.iter().filter(|name| name.ends_with(ending)).count();
        assert_eq!((count(".png"), count(".svg")), (5, 5), "the same picture is stored once");
        for (name, text) in texts.iter().filter(|(name, _)| name.ends_with(".svg")) {
            assert!(!text.contains("<text") && !text.contains("@font-face"), "{name} has letters as text");
        }
    }
}

#[test]
fn an_edited_pptx_is_told_from_ours() {
    let mut deck = deck(Lang::EN, Ratio::Wide);
    deck.slides.truncate(2);
    let bytes = pptx::encode(&deck).expect("a PPTX");
    assert!(pptx::is_unedited(&bytes));
    let all = parts(&bytes);
    assert!(pptx::is_unedited(&package(&all)), "packed by another program, the same parts are still ours");
    type Edit = fn(&mut Vec<(String, Vec<u8>)>);
    let edits: [(&str, Edit); 5] = [
        ("a letter of a slide", |all| {
            let part = all.iter_mut().find(|(name, _)| name == "ppt/slides/slide2.xml").expect("a slide");
            let at = part.1.windows(4).position(|letters| letters == b"Red ").expect("a word");
            part.1[at] = b'B';
        }),
        ("a part more", |all| all.insert(3, ("ppt/media/photo.png".to_owned(), vec![1, 2, 3]))),
        ("a part less", |all| drop(all.remove(9))),
        ("two parts changed places", |all| all.swap(5, 6)),
        ("a property", |all| {
            let part = &mut all.last_mut().expect("a part").1;
            *part = String::from_utf8_lossy(part).replace("Kazemzadeh", "Kasemzadeh").into_bytes();
        }),
    ];
    for (what, edit) in edits {
        let mut edited = all.clone();
        edit(&mut edited);
        assert!(!pptx::is_unedited(&package(&edited)), "{what}");
    }
    for (what, bytes) in
        [("nothing", &b""[..]), ("a list", b"PK\x05\x06"), ("half", &bytes[..bytes.len() / 2])]
    {
        assert!(!pptx::is_unedited(bytes), "{what}");
    }
}

/// What python-pptx finds in a file.
const ASK: &str = r#"
import json, sys
from pptx import Presentation
deck = Presentation(sys.argv[1])
slides = []
for slide in deck.slides:
    shapes = list(slide.shapes)
    slides.append({
        "layout": slide.slide_layout.name,
        "title": slide.shapes.title.text_frame.text,
        "kinds": [shape.placeholder_format.type.name for shape in slide.placeholders],
        "alts": [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in shapes if hasattr(shape, "image")],
        "sizes": [list(shape.image.size) for shape in shapes if hasattr(shape, "image")],
        "notes": slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else None,
        "boxes": [shape.text_frame.text for shape in shapes if shape.has_text_frame and not shape.is_placeholder],
        "groups": [shape.name for shape in shapes if shape.shape_type is not None and shape.shape_type.name == "GROUP"],
        "inside": all(0 <= shape.left and 0 <= shape.top and shape.left + shape.width <= deck.slide_width + 1
            and shape.top + shape.height <= deck.slide_height + 1 for shape in shapes),
    })
print(json.dumps({"slides": slides, "title": deck.core_properties.title, "language": deck.core_properties.language,
    "layouts": [layout.name for layout in deck.slide_layouts], "width": deck.slide_width}))
"#;

#[test]
fn python_pptx_reads_slides() {
    let there = Command::new("python3")
        .args(["-c", "import pptx"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: python-pptx is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (lang, ratio, width) in [(Lang::AZ, Ratio::Wide, 12_192_000), (Lang::RU, Ratio::Classic, 9_144_000)] {
        let path = folder.path().join("slides.pptx");
        fs::write(&path, pptx::encode(&deck(lang, ratio)).expect("a PPTX")).expect("the file");
        let output = Command::new("python3").args(["-c", ASK]).arg(&path).output().expect("python3 runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let [title, subtitle, sentence, word] = decks::words(lang);
        assert_eq!(found["title"], json!(title));
        assert_eq!(found["width"], json!(width));
        let names = match lang {
            Lang::AZ => ["Başlıq", "Xəritə və mətn", "Şəkil", "İki xəritə", "Mətn"],
            _ => ["Заголовок", "Карта и текст", "Изображение", "Две карты", "Текст"],
        };
        assert_eq!(found["layouts"], json!(names));
        let slides = found["slides"].as_array().expect("slides");
        assert_eq!(slides.len(), YEARS.len() + 3);
        let map = &slides[2];
        assert_eq!(map["layout"], json!(names[1]));
        assert_eq!(map["title"], json!(format!("{word}, 1921")));
        let sorted = |value: &Value| {
            let mut kinds: Vec<String> =
                value.as_array().expect("kinds").iter().map(Value::to_string).collect();
            kinds.sort();
            kinds
        };
        let kinds = json!(["TITLE", "PICTURE", "BODY", "FOOTER", "SLIDE_NUMBER"]);
        assert_eq!(sorted(&map["kinds"]), sorted(&kinds));
        assert_eq!(map["alts"], json!([format!("{sentence} (1921)")]));
        let notes =
            format!("{word}\n{sentence}\n{title}\n<Kazemzadeh> & \"Hovannisian\"  1951\nHovannisian 1996");
        assert_eq!(map["notes"], json!(notes), "with its control character left out");
        if ratio == Ratio::Wide {
            assert_eq!(map["boxes"], json!([word]));
            assert_eq!(map["groups"], json!(["marks"]));
            // One pixel for each px of the slide.
            let frame = frames(Arrangement::Map, ratio).pictures[0];
            assert_eq!(map["sizes"], json!([[frame.w as u32, frame.h as u32]]));
        }
        let pair = &slides[slides.len() - 2];
        let kinds = json!(["TITLE", "BODY", "PICTURE", "BODY", "PICTURE", "BODY", "FOOTER", "SLIDE_NUMBER"]);
        assert_eq!(sorted(&pair["kinds"]), sorted(&kinds));
        assert_eq!(slides[slides.len() - 1]["title"], json!(subtitle));
        assert_eq!(slides[slides.len() - 1]["notes"], Value::Null);
        assert!(slides.iter().all(|slide| slide["inside"] == json!(true)), "{found}");
    }
}

fn told(program: &str, args: &[&str], path: &Path) -> String {
    let output =
        Command::new(program).args(args).arg(path).args((program == "pdftotext").then_some("-")).output();
    String::from_utf8_lossy(&output.expect(program).stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has_poppler() -> bool {
    // It answers -v, not --version.
    let there = Command::new("pdftotext").arg("-v").output().is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: poppler-utils are not installed");
    }
    there
}

/// Impress shows every title, text and footer, and nothing is missing.
#[test]
fn libreoffice_opens_slides() {
    if !installed("soffice") || !has_poppler() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let decks = [deck(Lang::TR, Ratio::Wide), deck(Lang::HY, Ratio::Classic)];
    let mut paths = Vec::new();
    for (at, deck) in decks.iter().enumerate() {
        let path = folder.path().join(format!("slides-{at}.pptx"));
        fs::write(&path, pptx::encode(deck).expect("a PPTX")).expect("the file");
        paths.push(path);
    }
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args(["--headless", "--convert-to", "pdf:impress_pdf_Export", "--outdir"])
        .arg(folder.path())
        .args(&paths)
        .output()
        .expect("soffice runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (path, deck) in paths.iter().zip(&decks) {
        let pdf = path.with_extension("pdf");
        assert!(told("pdfinfo", &[], &pdf).contains(&format!("Pages: {} ", deck.slides.len())));
        for (at, slide) in deck.slides.iter().enumerate() {
            let page = (at + 1).to_string();
            // A word longer than its line is broken.
            let said = told("pdftotext", &["-f", &page, "-l", &page], &pdf).replace(' ', "");
            for item in &slide.items {
                let Item::Text(text) = item else { continue };
                for word in text.words().split_whitespace() {
                    assert!(said.contains(word), "{page}: {word} is not in {said}");
                }
            }
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn poppler_reads_slides_as_pdf() {
    use marchland::backend::pdf;
    if !has_poppler() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slides.pdf");
    let deck = deck(Lang::AZ, Ratio::Wide);
    let bytes = pdf::encode_deck(&deck).expect("a PDF");
    assert!(bytes == pdf::encode_deck(&deck).expect("a PDF"), "the same bytes");
    fs::write(&path, bytes).expect("the file");
    let info = told("pdfinfo", &[], &path);
    for fact in ["Pages: 6 ", "Tagged: yes", "Page size: 960 x 540 pts", deck.title.as_str()] {
        assert!(info.contains(fact), "{fact} is not in {info}");
    }
    assert!(told("pdfinfo", &["-meta"], &path).contains("pdfuaid:part"), "it is PDF/UA");
    let tags = told("pdfinfo", &["-struct"], &path);
    for tag in ["H1", "Figure", "LBody"] {
        assert!(tags.contains(tag), "{tag} is not in {tags}");
    }
    // Each face once: its name stands in two lines at most where one is bold.
    let fonts = told("pdffonts", &[], &path);
    assert!(fonts.matches("NotoSans").count() <= 2, "{fonts}");
    for (at, slide) in deck.slides.iter().enumerate() {
        let page = (at + 1).to_string();
        let said = told("pdftotext", &["-f", &page, "-l", &page], &path);
        assert!(said.contains(&slide.title().expect("a title")), "{page}: {said}");
        let is_numbered = slide.id != "title";
        assert!(!is_numbered || said.split(' ').any(|word| word == page), "{page}: {said}");
    }
}

#[test]
fn no_drawing_of_a_slide_leaves_it_or_names_a_thing_twice() {
    let deck = deck(Lang::RU, Ratio::Wide);
    for slide in &deck.slides {
        let mut ids = BTreeSet::new();
        let page = deck.page(slide);
        check_nodes(&page.nodes, &mut ids, [page.width, page.height]);
        for (id, _) in deck.meanings(slide) {
            assert!(ids.contains(&id), "{id} is not drawn");
        }
    }
}

fn check_nodes(nodes: &[marchland::scene::Node], ids: &mut BTreeSet<String>, size: [f64; 2]) {
    use marchland::scene::Node;
    for node in nodes {
        let id = match node {
            Node::Group(group) => &group.id,
            Node::Path(path) => &path.id,
            Node::Circle(circle) => &circle.id,
            Node::Text(text) => &text.id,
        };
        assert!(id.is_empty() || ids.insert(id.clone()), "{id} twice");
        match node {
            Node::Group(group) => check_nodes(&group.nodes, ids, size),
            Node::Text(text) if text.class == "slide-text" => {
                for line in &text.lines {
                    let seen = marchland::text::width(text.face, line.text.trim_end(), text.size, 0.0);
                    let is_in = line.at[0] >= 0.0 && line.at[0] + seen <= size[0] && line.at[1] <= size[1];
                    assert!(is_in, "{} leaves the slide", line.text);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn a_page_of_slides_presents_itself() {
    let mut deck = deck(Lang::TR, Ratio::Wide);
    deck.title = "</title><script>document.title='no'</script>".to_owned();
    if let Some(Item::Picture(picture)) = deck.slides[0].items.first_mut() {
        picture.alt = "\"><img src=x onerror=alert(1)>".to_owned();
    }
    let bytes = html::encode(&deck).expect("a page");
    assert!(bytes == html::encode(&deck).expect("a page"), "the same bytes");
    let page = String::from_utf8(bytes).expect("text");
    let faces: Vec<&str> =
        page.split("@font-face{").skip(1).filter_map(|face| face.split(";src").next()).collect();
    let unlike: BTreeSet<&str> = faces.iter().copied().collect();
    assert!(faces.len() == unlike.len() && faces.len() >= 3, "each face once: {faces:?}");
    assert!(page.contains("<use"), "what maps share stands in the page once");
    if !installed("chromium") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slides.html");
    fs::write(&path, page).expect("the file");
    let mut browser = Browser::start(1280, 720);
    browser.open(&path, "#2");
    let shown = "document.querySelector('.current').id";
    assert_eq!(browser.text(shown), "s2");
    assert_eq!(browser.value("document.querySelectorAll('script').length"), json!(1));
    assert_eq!(browser.value("document.querySelectorAll('img').length"), json!(0));
    let twice = "(() => { const ids = [...document.querySelectorAll('[id]')].map((node) => node.id); \
                 return ids.length - new Set(ids).size; })()";
    assert_eq!(browser.value(twice), json!(0), "ids are unique");
    for (key, expected) in [
        ("ArrowRight", "s3"),
        (" ", "s4"),
        ("PageDown", "s5"),
        ("ArrowLeft", "s4"),
        ("PageUp", "s3"),
        ("End", "s6"),
        ("ArrowRight", "s6"),
        ("Home", "s1"),
    ] {
        browser.key(key);
        assert_eq!(browser.text(shown), expected, "{key}");
        assert_eq!(browser.text("location.hash"), format!("#{}", &expected[1..]));
    }
    browser.key("n");
    assert_eq!(browser.value("document.querySelector('#notes').hidden"), json!(false));
    assert!(
        browser.text("document.querySelector('#notes').innerText").contains("<Kazemzadeh> & \"Hovannisian\"")
    );
    browser.key("?");
    assert_eq!(browser.value("document.querySelector('#keys').open"), json!(true));
    browser.key("Escape");
    browser.wait_for("!document.querySelector('#keys').open");
    browser.click("#next");
    assert_eq!(browser.text(shown), "s2");
    browser.click("#slides");
    assert_eq!(browser.text(shown), "s3");
    browser.click_at([60.0, 200.0]);
    assert_eq!(browser.text(shown), "s2");
    browser.value("location.hash = '#4'");
    browser.wait_for("document.querySelector('.current').id === 's4'");
    // Every drawn thing is inside the window, on a phone too.
    browser.size(420, 800, 2.0, true);
    browser.touch(&[[300.0, 200.0]], &[[80.0, 205.0]]);
    browser.wait_for("document.querySelector('.current').id === 's5'");
    let box_of = "(() => { const box = document.querySelector('.current svg').getBoundingClientRect(); \
                  return box.left >= 0 && box.right <= innerWidth; })()";
    assert_eq!(browser.value(box_of), json!(true));
    let heard = browser.text("document.querySelector('#s1 [role=img]').getAttribute('aria-label')");
    assert_eq!(heard, "\"><img src=x onerror=alert(1)>");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
