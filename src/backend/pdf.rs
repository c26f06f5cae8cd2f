//! Writes scenes and slides as PDF: pages of vectors, with its letters embedded, that can be searched, copied
//! from and read aloud (PDF/UA-1).
//!
//! A drawing is one tagged figure with the text alternative of its scene; the texts of its panel are paragraphs after
//! it. Of a slide, the title is a heading, texts are paragraphs and lists, and each picture is a figure. Level letters are
//! text; those that are turned or far apart are outlines with unseen words over them. Letters stand where
//! [`Text::glyphs`] puts them. The library knows no layers (optional content), so pages have none. No clock and no
//! chance: the document's ids are hashes of it.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path as PdfPath, PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke as PdfStroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::EncodeError;
use crate::deck::{Deck, Meaning, PX_PER_PT};
use crate::geometry::clip::Rect as Frame;
use crate::scene::{Circle, Glyph, Group, Line, Node, Path, Scene, Stroke, Text};
use crate::style::Color;
use crate::text::{self, Face, Pen};

/// Points of 1/72 inch in a px of 1/96 inch.
const PT: f32 = 0.75;
/// Letter spacing as a share of the size from which on readers take letters for words.
const WIDE: f64 = 0.09;
/// Texts of the layer with this id are paragraphs beside the figure.
const PARAGRAPHS: &str = "panel";

/// The scene as a PDF file of one page, a px being 1/96 inch.
///
/// # Errors
/// A page without a size, or what the library says.
pub fn encode(scene: &Scene) -> Result<Vec<u8>, EncodeError> {
    encode_pages(std::slice::from_ref(scene), &scene.title)
}

/// Several drawings as one PDF file, a page each, a px being 1/96 inch, with an outline of their titles. The first page's
/// facts are the file's, but for the title.
///
/// # Errors
/// No page, a page without a size, or what the library says.
pub fn encode_pages(pages: &[Scene], title: &str) -> Result<Vec<u8>, EncodeError> {
    let first = pages.first().ok_or(EncodeError::Empty)?;
    let pages: Vec<Page<'_>> = pages.iter().map(Page::figure).collect();
    let about = About { title, description: &first.description, lang: &first.lang, facts: &first.metadata };
    accessible(&pages, &about, PT)
}

/// The slides as one PDF file, a page each, 7.5 inches high. Titles are headings, texts paragraphs and lists, and each
/// picture a figure with its own text alternative; the outline has the sections.
///
/// # Errors
/// A deck without slides, or what the library says.
pub fn encode_deck(deck: &Deck) -> Result<Vec<u8>, EncodeError> {
    let scenes: Vec<Scene> = deck.slides.iter().map(|slide| deck.page(slide)).collect();
    let meanings: Vec<Vec<(String, Meaning)>> =
        deck.slides.iter().map(|slide| deck.meanings(slide)).collect();
    let pages: Vec<Page<'_>> = deck
        .slides
        .iter()
        .zip(scenes.iter().zip(&meanings))
        .map(|(slide, (scene, meanings))| Page {
            scene,
            section: &slide.section,
            meanings: Some(meanings.iter().map(|(id, meaning)| (id.as_str(), meaning)).collect()),
        })
        .collect();
    if pages.is_empty() {
        return Err(EncodeError::Empty);
    }
    let about = About {
        title: &deck.title,
        description: &deck.description,
        lang: deck.lang.code(),
        facts: &deck.metadata,
    };
    accessible(&pages, &about, 1.0 / PX_PER_PT as f32)
}

/// True for a file that says it keeps to PDF/UA-1. One with letters that the fonts lack does not: they have no name that
/// could be read aloud.
pub fn is_accessible(pdf: &[u8]) -> bool {
    memchr::memmem::find(pdf, b"pdfuaid").is_some()
}

/// A page, and what of it is what to a reader.
struct Page<'a> {
    scene: &'a Scene,
    /// Heading in the outline that it stands under; empty for none.
    section: &'a str,
    /// What groups are, by id; without it, the page is one figure with the paragraphs of its panel.
    meanings: Option<BTreeMap<&'a str, &'a Meaning>>,
}

impl Page<'_> {
    fn figure(scene: &Scene) -> Page<'_> {
        Page { scene, section: "", meanings: None }
    }
}

/// What the file says of itself.
struct About<'a> {
    title: &'a str,
    description: &'a str,
    lang: &'a str,
    facts: &'a [(String, String)],
}

/// The file, checked against PDF/UA as it is written; `scale` is points per px.
fn accessible(pages: &[Page<'_>], about: &About<'_>, scale: f32) -> Result<Vec<u8>, EncodeError> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    // Letters that the fonts lack are the one thing that a page can fail PDF/UA with.
    let first = write(pages, about, scale, accessible.unwrap_or_default());
    first.or_else(|_| write(pages, about, scale, Configuration::default())).map_err(EncodeError::Pdf)
}

fn write(
    pages: &[Page<'_>],
    about: &About<'_>,
    scale: f32,
    configuration: Configuration,
) -> Result<Vec<u8>, String> {
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let fact = |name: &str| {
        about.facts.iter().find(|(key, _)| key == name).map_or(String::new(), |(_, value)| value.clone())
    };
    let metadata = Metadata::new()
        .title(about.title.to_owned())
        .description(about.description.to_owned())
        .language(about.lang.to_owned())
        .keywords(about.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect())
        .creator("marchland".to_owned())
        .producer(fact("creator"));
    document.set_metadata(metadata);

    let mut tags = TagTree::new().with_lang(Some(about.lang.to_owned()));
    let mut fonts = BTreeMap::new();
    for (number, Page { scene, meanings, .. }) in pages.iter().enumerate() {
        let (width, height) = (scene.width as f32 * scale, scene.height as f32 * scale);
        let settings = PageSettings::from_wh(width, height).ok_or("a page without a size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(scale, scale));
        let mut painter = Painter {
            surface: &mut surface,
            fonts: &mut fonts,
            scale,
            number,
            title: &scene.title,
            meanings: meanings.as_ref(),
            into: match meanings {
                Some(_) => Target::Artifact,
                None => {
                    let all = Frame::new(0.0, 0.0, scene.width, scene.height);
                    Target::Tag(TagGroup::new(figure(&scene.description, &all, number, scale)))
                }
            },
            done: Vec::new(),
            open: None,
            in_panel: false,
        };
        painter.paper(scene);
        for node in &scene.nodes {
            painter.in_panel =
                meanings.is_none() && matches!(node, Node::Group(group) if group.id == PARAGRAPHS);
            painter.node(node);
        }
        painter.close();
        let (into, done) = (painter.into, painter.done);
        surface.pop();
        surface.finish();
        page.finish();
        // The figure comes before the paragraphs beside it.
        let figure = match into {
            Target::Tag(figure) => Some((Kind::Other, figure)),
            Target::Artifact => None,
        };
        let parts = in_lists(figure.into_iter().chain(done));
        if pages.len() == 1 {
            parts.into_iter().for_each(|part| tags.push(part));
        } else {
            let mut whole = TagGroup::new(Tag::Section);
            parts.into_iter().for_each(|part| whole.push(part));
            tags.push(whole);
        }
    }
    document.set_tag_tree(tags);
    document.set_outline(outline(pages));
    document.finish().map_err(|error| error.to_string())
}

/// Sections with the pages in them, and pages without one between.
fn outline(pages: &[Page<'_>]) -> Outline {
    let mut outline = Outline::new();
    let node = |number: usize, words: &str| {
        OutlineNode::new(words.to_owned(), XyzDestination::new(number, Point::from_xy(0.0, 0.0)))
    };
    let mut number = 0;
    for of_section in pages.chunk_by(|a, b| a.section == b.section) {
        let section = of_section[0].section;
        let mut parent = (!section.is_empty()).then(|| node(number, section));
        for page in of_section {
            let child = node(number, &page.scene.title);
            match &mut parent {
                Some(parent) => parent.push_child(child),
                None => outline.push_child(child),
            }
            number += 1;
        }
        parent.into_iter().for_each(|parent| outline.push_child(parent));
    }
    outline
}

/// What a finished part is, where it matters to those beside it.
#[derive(PartialEq)]
enum Kind {
    ListItem,
    Other,
}

/// Parts of a list that follow each other, together in one list.
fn in_lists(parts: impl Iterator<Item = (Kind, TagGroup)>) -> Vec<TagGroup> {
    let mut out = Vec::new();
    let mut list: Option<TagGroup> = None;
    for (kind, part) in parts {
        if kind == Kind::ListItem {
            let list = list.get_or_insert_with(|| TagGroup::new(Tag::L(ListNumbering::Disc)));
            let mut item = TagGroup::new(Tag::LI);
            item.push(part);
            list.push(item);
        } else {
            out.extend(list.take());
            out.push(part);
        }
    }
    out.extend(list);
    out
}

fn figure(alt: &str, rect: &Frame, page: usize, scale: f32) -> Tag<krilla::tagging::kind::Figure> {
    let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(|px| px as f32 * scale);
    let bounds = Rect::from_xywh(x, y, w, h).map(|rect| BBox::new(page, rect));
    Tag::Figure(Some(alt.to_owned())).with_bbox(bounds)
}

/// Where what is painted belongs.
enum Target {
    Tag(TagGroup),
    /// Not part of what is read.
    Artifact,
}

struct Painter<'a, 'b> {
    surface: &'a mut Surface<'b>,
    fonts: &'a mut BTreeMap<Face, Font>,
    /// Points per px.
    scale: f32,
    /// Which page it is, from 0.
    number: usize,
    title: &'a str,
    meanings: Option<&'a BTreeMap<&'a str, &'a Meaning>>,
    into: Target,
    /// Parts that are finished, in the order in which they are read.
    done: Vec<(Kind, TagGroup)>,
    /// The stretch that is being painted; tags do not nest. `None` inside for what is not read.
    open: Option<Option<Identifier>>,
    in_panel: bool,
}

impl Painter<'_, '_> {
    fn paper(&mut self, scene: &Scene) {
        if scene.paper.a == 0 {
            return;
        }
        let Some(page) = Rect::from_xywh(0.0, 0.0, scene.width as f32, scene.height as f32) else { return };
        let [width, height] = [scene.width, scene.height].map(|px| px as f32 * self.scale);
        let pt = Rect::from_xywh(0.0, 0.0, width, height);
        self.surface.start_tagged(ContentTag::Artifact(Artifact::new(ArtifactType::Background, pt)));
        let mut builder = PathBuilder::new();
        builder.push_rect(page);
        if let Some(path) = builder.finish() {
            self.paint(&path, Some(scene.paper), None, FillRule::NonZero);
        }
        self.surface.end_tagged();
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Group(group) => self.group(group),
            Node::Path(path) => self.path(path),
            Node::Circle(circle) => self.circle(circle),
            Node::Text(text) => self.text(text),
        }
    }

    fn group(&mut self, group: &Group) {
        let meaning = self.meanings.and_then(|meanings| meanings.get(group.id.as_str()).copied());
        let Some(meaning) = meaning else { return self.members(group) };
        let (kind, into) = match meaning {
            Meaning::Title => (
                Kind::Other,
                Target::Tag(TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(self.title.to_owned())))),
            ),
            Meaning::Paragraph => (Kind::Other, Target::Tag(TagGroup::new(Tag::P))),
            Meaning::ListItem => (Kind::ListItem, Target::Tag(TagGroup::new(Tag::LBody))),
            Meaning::Figure(alt, rect) => {
                (Kind::Other, Target::Tag(TagGroup::new(figure(alt, rect, self.number, self.scale))))
            }
            Meaning::Decoration => (Kind::Other, Target::Artifact),
        };
        self.close();
        let outer = std::mem::replace(&mut self.into, into);
        self.members(group);
        self.close();
        if let Target::Tag(part) = std::mem::replace(&mut self.into, outer) {
            self.done.push((kind, part));
        }
    }

    fn members(&mut self, group: &Group) {
        let clip = group.clip.and_then(|clip| {
            let rect = Rect::from_xywh(clip.x as f32, clip.y as f32, clip.w as f32, clip.h as f32)?;
            let mut builder = PathBuilder::new();
            builder.push_rect(rect);
            builder.finish()
        });
        if let Some(clip) = &clip {
            self.close();
            self.surface.push_clip_path(clip, &FillRule::NonZero);
        }
        for node in &group.nodes {
            self.node(node);
        }
        if clip.is_some() {
            self.close();
            self.surface.pop();
        }
    }

    /// Begins or goes on with a stretch of what is painted.
    fn open(&mut self) {
        if self.open.is_none() {
            self.open = Some(match self.into {
                Target::Tag(_) => Some(self.surface.start_tagged(ContentTag::Other)),
                Target::Artifact => {
                    let artifact = Artifact::with_kind(ArtifactType::Other);
                    self.surface.start_tagged(ContentTag::Artifact(artifact));
                    None
                }
            });
        }
    }

    fn close(&mut self) {
        if let Some(stretch) = self.open.take() {
            self.surface.end_tagged();
            if let (Target::Tag(part), Some(stretch)) = (&mut self.into, stretch) {
                part.push(stretch);
            }
        }
    }

    fn path(&mut self, path: &Path) {
        let mut builder = PathBuilder::new();
        for piece in &path.pieces {
            push_line(&mut builder, piece.points.iter().copied(), piece.closed);
        }
        if let Some(shape) = builder.finish() {
            self.open();
            self.paint(&shape, path.fill, path.stroke.as_ref(), FillRule::EvenOdd);
        }
    }

    fn circle(&mut self, circle: &Circle) {
        // Four cubic arcs; the usual handle length keeps them within a thousandth of the circle.
        let ([x, y], r) = (circle.center, circle.radius);
        let k = r * 0.552_284_75;
        let mut builder = PathBuilder::new();
        builder.move_to(grid(x + r), grid(y));
        for [ax, ay, bx, by, ex, ey] in [
            [x + r, y + k, x + k, y + r, x, y + r],
            [x - k, y + r, x - r, y + k, x - r, y],
            [x - r, y - k, x - k, y - r, x, y - r],
            [x + k, y - r, x + r, y - k, x + r, y],
        ] {
            builder.cubic_to(grid(ax), grid(ay), grid(bx), grid(by), grid(ex), grid(ey));
        }
        builder.close();
        if let Some(shape) = builder.finish() {
            self.open();
            self.paint(&shape, Some(circle.fill), circle.stroke.as_ref(), FillRule::NonZero);
        }
    }

    fn paint(&mut self, shape: &PdfPath, fill: Option<Color>, stroke: Option<&Stroke>, rule: FillRule) {
        if fill.is_none() && stroke.is_none() {
            return;
        }
        self.surface.set_fill(fill.map(|color| Fill { rule, ..solid(color) }));
        self.surface.set_stroke(stroke.map(pdf_stroke));
        self.surface.draw_path(shape);
    }

    fn text(&mut self, text: &Text) {
        self.close();
        // Readers that go by distances take letters that are far apart, or not level, each for a word, and
        // few heed the text that a tag gives instead. Such letters are painted as outlines, and the words
        // laid over them unseen, level and as wide.
        let is_plain = text.spacing < WIDE * text.size && text.rotate_deg == 0.0 && !text.is_curved();
        self.outlines(text, is_plain);
        let mut paragraph = TagGroup::new(Tag::P);
        for line in text.lines.iter().filter(|line| !line.text.is_empty()) {
            let span = match self.into {
                Target::Tag(_) => Some(self.surface.start_tagged(ContentTag::Span(SpanTag::empty()))),
                Target::Artifact => {
                    let artifact = Artifact::with_kind(ArtifactType::Other);
                    self.surface.start_tagged(ContentTag::Artifact(artifact));
                    None
                }
            };
            let fill = solid(text.fill);
            let fill = if is_plain { fill } else { Fill { opacity: NormalizedF32::ZERO, ..fill } };
            self.surface.set_fill(Some(fill));
            self.surface.set_stroke(None);
            self.words(text, line, if is_plain { text.spacing } else { 0.0 });
            self.surface.end_tagged();
            match (&mut self.into, span) {
                (_, Some(span)) if self.in_panel => paragraph.push(span),
                (Target::Tag(part), Some(span)) => part.push(span),
                _ => {}
            }
        }
        if self.in_panel {
            self.done.push((Kind::Other, paragraph));
        }
    }

    /// The words of a line as text, level, from its leftmost point to its rightmost, with this letter spacing in
    /// px or stretched.
    fn words(&mut self, text: &Text, line: &Line, spacing: f64) {
        let Some(font) = self.font(text.face) else { return };
        let placed = text.glyphs(line);
        let (mut left, mut right, mut height, mut natural) = (f64::MAX, f64::MIN, 0.0, 0.0);
        let mut letters: Vec<KrillaGlyph> = Vec::with_capacity(placed.len());
        for (glyph, (from, character)) in placed.iter().zip(line.text.char_indices()) {
            let advance = text::advance(text.face, glyph.id, 1.0);
            for [x, y] in [glyph.at, glyph.point([advance, 0.0], text.size)] {
                (left, right) = (left.min(x), right.max(x));
                height += y / (2.0 * placed.len() as f64);
            }
            natural += advance * text.size + if letters.is_empty() { 0.0 } else { spacing };
            let id = GlyphId::new(u32::from(glyph.id));
            let range = from..from + character.len_utf8();
            letters.push(KrillaGlyph::new(
                id,
                (advance + spacing / text.size) as f32,
                0.0,
                0.0,
                0.0,
                range,
                None,
            ));
        }
        if letters.is_empty() {
            return;
        }
        // Steep words would be squeezed until no reader tells their letters apart.
        let stretch = if natural > 0.0 { ((right - left) / natural).max(0.5) } else { 1.0 };
        let start = (left + right - natural * stretch) / 2.0;
        let size = text.size as f32;
        if (stretch - 1.0).abs() < 1e-6 {
            let at = Point::from_xy(grid(start), grid(height));
            self.surface.draw_glyphs(at, &letters, font, &line.text, size, false);
            return;
        }
        let squeezed = Transform::from_row(stretch as f32, 0.0, 0.0, 1.0, grid(start), grid(height));
        self.surface.push_transform(&squeezed);
        self.surface.draw_glyphs(Point::from_xy(0.0, 0.0), &letters, font, &line.text, size, false);
        self.surface.pop();
    }

    /// What of a text is painted as outlines: the band behind it, so that the words are in the file once, and
    /// its letters unless they are `plain`. One path each, so that a translucent band is even where letters
    /// meet.
    fn outlines(&mut self, text: &Text, is_plain: bool) {
        if is_plain && text.halo.is_none() {
            return;
        }
        let glyphs: Vec<Glyph> = text.lines.iter().flat_map(|line| text.glyphs(line)).collect();
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        if let Some((color, width)) = text.halo {
            // A band of a px or two does not show whether the letter in it has curves.
            let mut builder = PathBuilder::new();
            for glyph in &glyphs {
                for contour in super::outlines::outline(text.face, glyph.id, text.size) {
                    let points = contour.iter().map(|&point| glyph.point(point, text.size));
                    push_line(&mut builder, points, true);
                }
            }
            if let Some(band) = builder.finish() {
                self.paint(&band, None, Some(&Stroke::new(color, width * 2.0)), FillRule::NonZero);
            }
        }
        if !is_plain {
            let mut builder = PathBuilder::new();
            for &glyph in &glyphs {
                let mut pen = OutlinePen { builder: &mut builder, glyph, size: text.size, last: [0.0; 2] };
                text::outline(text.face, glyph.id, &mut pen);
            }
            if let Some(letters) = builder.finish() {
                self.paint(&letters, Some(text.fill), None, FillRule::NonZero);
            }
        }
        self.surface.end_tagged();
    }

    fn font(&mut self, face: Face) -> Option<Font> {
        if let Some(font) = self.fonts.get(&face) {
            return Some(font.clone());
        }
        let font = Font::new(face.data().into(), 0)?;
        self.fonts.insert(face, font.clone());
        Some(font)
    }
}

/// Adds a line of straight pieces.
fn push_line(builder: &mut PathBuilder, mut points: impl Iterator<Item = [f64; 2]>, closed: bool) {
    let Some([x, y]) = points.next() else { return };
    builder.move_to(grid(x), grid(y));
    for [x, y] in points {
        builder.line_to(grid(x), grid(y));
    }
    if closed {
        builder.close();
    }
}

struct OutlinePen<'a> {
    builder: &'a mut PathBuilder,
    glyph: Glyph,
    size: f64,
    last: [f64; 2],
}

impl OutlinePen<'_> {
    fn at(&mut self, x: f64, y: f64) -> (f32, f32) {
        let [x, y] = self.glyph.point([x, y], self.size);
        (grid(x), grid(y))
    }
}

impl Pen for OutlinePen<'_> {
    fn move_to(&mut self, x: f64, y: f64) {
        self.last = [x, y];
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }
    fn line_to(&mut self, x: f64, y: f64) {
        self.last = [x, y];
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }
    /// PDF has cubic curves only; made here, their points lie on the grid.
    fn quad_to(&mut self, cx: f64, cy: f64, x: f64, y: f64) {
        let [x0, y0] = self.last;
        let third = |end: f64, control: f64| (end + 2.0 * control) / 3.0;
        self.cubic_to(third(x0, cx), third(y0, cy), third(x, cx), third(y, cy), x, y);
    }
    fn cubic_to(&mut self, cx0: f64, cy0: f64, cx1: f64, cy1: f64, x: f64, y: f64) {
        self.last = [x, y];
        let ((cx0, cy0), (cx1, cy1), (x, y)) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.builder.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }
    fn close(&mut self) {
        self.builder.close();
    }
}

/// A length on the grid of hundredths of a px: shorter in the file than all its digits.
fn grid(px: f64) -> f32 {
    (super::number::hundredths(px) as f64 / 100.0) as f32
}

fn opacity(color: Color) -> NormalizedF32 {
    NormalizedF32::new(color.opacity() as f32).unwrap_or(NormalizedF32::ONE)
}

fn rgb(color: Color) -> krilla::color::rgb::Color {
    krilla::color::rgb::Color::new(color.r, color.g, color.b)
}

fn solid(color: Color) -> Fill {
    Fill { paint: rgb(color).into(), opacity: opacity(color), rule: FillRule::NonZero }
}

fn pdf_stroke(stroke: &Stroke) -> PdfStroke {
    let dash = (!stroke.dash.is_empty())
        .then(|| StrokeDash { array: stroke.dash.iter().map(|&length| grid(length)).collect(), offset: 0.0 });
    PdfStroke {
        paint: rgb(stroke.color).into(),
        width: grid(stroke.width),
        line_cap: if stroke.round { LineCap::Round } else { LineCap::Butt },
        line_join: LineJoin::Round,
        opacity: opacity(stroke.color),
        dash,
        ..PdfStroke::default()
    }
}
