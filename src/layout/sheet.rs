//! The sheet of a style: every colour, line and letter of it, with the keys that set them.

use super::View;
use super::borders::{Border, strokes};
use super::plan::Plan;
use crate::dataset::PolityId;
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::{Anchor, Line, Node, Path, Piece, Scene, Stroke, Swatch, Text, Type, group, text_line};
use crate::style::{Color, HatchKey, HatchLine, Paint};
use crate::text::{self, Face};
use crate::words::word;

/// Width of the sheet and of its margin, in px.
const WIDTH: f64 = 1600.0;
const MARGIN: f64 = 40.0;
/// Width of each of three columns.
const COLUMN: f64 = (WIDTH - 4.0 * MARGIN) / 3.0;
/// Height of a row and size of a swatch.
const ROW: f64 = 31.0;
const SWATCH: [f64; 2] = [52.0, 23.0];

impl Plan<'_> {
    /// Draws the sheet of the plan's style: colours of the polities of its data set, hatchings alone and
    /// two at once, grounds, lines and letters. `name` and `about` are its heading.
    pub fn sheet(&self, name: &str, about: &str, lang: Lang) -> Scene {
        let mut sheet = Sheet { plan: self, lang, nodes: Vec::new(), x: MARGIN, y: 0.0, wide: SWATCH[0] };
        let page = &self.style.page;
        let heading = Type { face: Face::SerifBold, size: 30.0, color: page.ink, class: "sheet-title" };
        sheet.nodes.push(text_line("title".into(), name, heading, [MARGIN, 58.0], Anchor::Start));
        let kind = sheet.kind(Face::Sans, 15.0, page.muted);
        let at = [MARGIN + heading.width(name) + 22.0, 58.0];
        let line = kind.wrap(about, WIDTH - MARGIN - at[0]).into_iter().next().unwrap_or_default();
        sheet.nodes.push(text_line("about".into(), &line, kind, at, Anchor::Start));
        let mut bottom: f64 = 0.0;
        for (place, fill) in [Sheet::holders, Sheet::hatches, Sheet::lines].into_iter().enumerate() {
            sheet.x = MARGIN + place as f64 * (COLUMN + MARGIN);
            sheet.y = 92.0;
            fill(&mut sheet);
            bottom = bottom.max(sheet.y);
        }
        Scene {
            width: WIDTH,
            height: (bottom + MARGIN).ceil(),
            paper: page.paper,
            title: name.to_owned(),
            description: about.to_owned(),
            lang: lang.code().to_owned(),
            metadata: Vec::new(),
            ground: None,
            nodes: vec![group("sheet", "Sheet", sheet.nodes)],
        }
    }
}

/// A sheet that is filled column by column, from the top.
struct Sheet<'a, 'p> {
    plan: &'a Plan<'p>,
    lang: Lang,
    nodes: Vec<Node>,
    x: f64,
    y: f64,
    /// Width of the column's swatches.
    wide: f64,
}

impl Sheet<'_, '_> {
    fn kind(&self, face: Face, size: f64, color: Color) -> Type {
        Type { face, size, color, class: "sheet" }
    }

    fn heading(&mut self, words: &str) {
        let kind = self.kind(Face::SansBold, 15.0, self.plan.style.page.ink);
        self.y += 10.0;
        let at = [self.x, self.y + 14.0];
        self.nodes.push(text_line(String::new(), words, kind, at, Anchor::Start));
        self.y += 26.0;
    }

    /// Words beside the swatches of a row, and the key that sets them below. Ends the row.
    fn words(&mut self, indent: f64, words: &str, key: &str) {
        let page = &self.plan.style.page;
        let room = COLUMN - indent;
        // A key without words stands in the middle of its row.
        let lower = if words.is_empty() { 16.0 } else { 23.0 };
        for (words, size, color, dy) in [(words, 13.0, page.ink, 10.0), (key, 10.5, page.muted, lower)] {
            let kind = self.kind(Face::Sans, size, color);
            let line = kind.wrap(words, room).into_iter().next().unwrap_or_default();
            let at = [self.x + indent, self.y + dy];
            self.nodes.push(text_line(String::new(), &line, kind, at, Anchor::Start));
        }
        self.y += ROW;
    }

    fn swatch(&mut self, place: usize, paint: &Paint, hatches: &[(HatchLine, Color)]) -> Rect {
        let style = self.plan.style;
        let rect = Rect::new(self.x + place as f64 * (self.wide + 6.0), self.y, self.wide, SWATCH[1]);
        let outline = Stroke { round: false, ..Stroke::new(style.border.state.alpha(0.55), 0.8) };
        let key = format!("{}", self.nodes.len());
        let swatch = Swatch {
            key: &key,
            paint,
            hatches,
            casing: style.page.paper,
            outline,
            unit: self.plan.page.unit,
        };
        self.nodes.extend(swatch.draw(rect));
        rect
    }

    fn hatch(&self, key: HatchKey) -> (HatchLine, Color) {
        key.line(self.plan.style, self.plan.dataset, &self.plan.tints)
    }

    /// Fill, inferred, claim over nobody's land, and name, of every polity.
    fn holders(&mut self) {
        self.heading("Holders: stated, inferred, claim, name");
        let (plan, style) = (self.plan, self.plan.style);
        let mut seen: Vec<&str> = Vec::new();
        for (index, polity) in plan.dataset.polities.iter().enumerate() {
            let tints = &plan.tints[index];
            let before = seen.iter().filter(|family| **family == polity.colour).count();
            seen.push(&polity.colour);
            self.swatch(0, &tints.paint(false), &[]);
            self.swatch(1, &tints.paint(true), &[]);
            let claim = self.hatch(HatchKey::Claimed(PolityId(index as u32)));
            self.swatch(2, &style.nobody(), &[claim]);
            let rect = self.swatch(3, &tints.paint(false), &[]);
            self.sample(rect, "Abc", Face::SansBold, 14.0, tints.text);
            let key = match before {
                0 => format!("palette.{}", polity.colour),
                _ => format!("palette.{}, successor {before}", polity.colour),
            };
            let long = polity.name.get(self.lang);
            let fits = self.kind(Face::Sans, 13.0, style.page.ink).width(long) < COLUMN - 244.0;
            let words = if fits || polity.short.is_empty() { long } else { polity.short.get(self.lang) };
            self.words(244.0, words, &key);
        }
        let others: Vec<&String> =
            style.palette.families.keys().filter(|family| !seen.contains(&family.as_str())).collect();
        for family in others {
            let tints = style.shade(family, 0);
            self.swatch(0, &tints.paint(false), &[]);
            self.swatch(1, &tints.paint(true), &[]);
            self.words(244.0, "", &format!("palette.{family}"));
        }
    }

    /// Every hatching over a holder and over nobody's land; some of those that meet.
    fn hatches(&mut self) {
        self.heading("Hatchings");
        self.wide = 1.5 * SWATCH[0];
        let (plan, style) = (self.plan, self.plan.style);
        let count = plan.dataset.polities.len() as u32;
        if count == 0 {
            return;
        }
        // Parties from all over the table: three, or as many as there are.
        let party = |place: u32| PolityId(place * count / 3);
        let [under, by, third] = [party(0), party(1), party(2)];
        let keys = [
            ("disputed", HatchKey::Disputed),
            ("occupied", HatchKey::Occupied(Some(third))),
            ("autonomous", HatchKey::Autonomous(Some(by))),
            ("protectorate", HatchKey::Protectorate(third)),
            ("neutral-zone", HatchKey::NeutralZone),
            ("self-proclaimed", HatchKey::SelfProclaimed(Some(by))),
            ("claimed", HatchKey::Claimed(by)),
            ("contested", HatchKey::Contested),
            ("pending", HatchKey::Pending(Some(third))),
        ];
        let land = plan.tints[under.index()].paint(false);
        let own = plan.tints[by.index()].paint(false);
        for (name, key) in keys {
            let over = if matches!(name, "autonomous" | "self-proclaimed") { &own } else { &land };
            let hatch = [self.hatch(key)];
            self.swatch(0, over, &hatch);
            self.swatch(1, &style.nobody(), &hatch);
            let words = key.words(self.lang, |id| plan.dataset.polity(id).short.get(self.lang).to_owned());
            self.words(180.0, &words, &format!("hatch.{name}"));
        }
        self.heading("Two hatchings at once");
        for (a, b) in [(0, 1), (0, 7), (1, 3), (1, 7), (2, 7), (5, 7), (0, 2), (0, 8)] {
            let ((a, one), (b, other)) = (keys[a], keys[b]);
            let over = if matches!(a, "autonomous" | "self-proclaimed") { &own } else { &land };
            let both = [self.hatch(one), self.hatch(other)];
            self.swatch(0, over, &both);
            self.swatch(1, &style.not_known(), &both);
            self.words(180.0, "", &format!("{a} + {b}"));
        }
        self.heading("Grounds");
        let ground = &style.ground;
        for (paint, words, key) in [
            (style.nobody(), word(self.lang, "nobody"), "ground.nobody, pattern.nobody"),
            (style.not_known(), word(self.lang, "not-known"), "ground.not-known, pattern.not-known"),
            (Paint::plain(ground.land), "", "ground.land"),
            (Paint::plain(ground.water), "", "ground.water"),
        ] {
            self.swatch(0, &paint, &[]);
            self.words(96.0, words, key);
        }
    }

    /// Borders, lines of texts, water lines and type.
    fn lines(&mut self) {
        self.heading("Lines");
        let (plan, style) = (self.plan, self.plan.style);
        let (border, ground) = (&style.border, &style.ground);
        for (class, name) in [(Border::State, "state"), (Border::Status, "status"), (Border::Unit, "unit")] {
            for approximate in [false, true] {
                let of = format!("border-{}", if approximate { "approximate" } else { name });
                let key = format!("border.{name}{}", if approximate { "-approximate-dash" } else { "" });
                self.line(&strokes(plan, View::Control, class, approximate), word(self.lang, &of), &key);
            }
        }
        let casing = |width: f64| Stroke {
            round: false,
            ..Stroke::new(border.line_casing, width + 2.0 * border.line_casing_px)
        };
        for (name, color, width, dash) in [
            ("treaty", border.treaty, border.treaty_px, &border.treaty_dash),
            ("claim", border.claim, border.claim_px, &border.claim_dash),
            ("front", border.front, border.front_px, &border.front_dash),
        ] {
            let stroke = Stroke { color, width, dash: dash.clone(), round: false };
            self.line(&[casing(width), stroke], "", &format!("border.{name}"));
        }
        for (name, color, width) in [
            ("shore", ground.shore, ground.shore_px),
            ("river", ground.river, ground.river_px),
            ("graticule", ground.graticule, ground.graticule_px),
        ] {
            self.line(&[Stroke::new(color, width)], "", &format!("ground.{name}"));
        }
        self.letters();
    }

    fn line(&mut self, strokes: &[Stroke], words: &str, key: &str) {
        let y = self.y + SWATCH[1] / 2.0;
        // Lines are judged on a fill, where they are seen on maps.
        let fill = self.plan.tints.first().map_or(self.plan.style.ground.land, |tints| tints.pale);
        self.nodes.push(Node::Path(Path {
            class: "sheet-ground".into(),
            pieces: vec![crate::scene::rect_piece(Rect::new(self.x, self.y, 2.0 * SWATCH[0], SWATCH[1]))],
            fill: Some(fill),
            ..Path::default()
        }));
        for stroke in strokes.iter().filter(|stroke| 0.0 < stroke.width) {
            let points = vec![[self.x, y], [self.x + 2.0 * SWATCH[0], y]];
            self.nodes.push(Node::Path(Path {
                class: format!("sheet-line-{}", self.nodes.len()),
                pieces: vec![Piece { points, closed: false }],
                stroke: Some(Stroke { round: false, ..stroke.clone() }),
                ..Path::default()
            }));
        }
        self.words(122.0, words, key);
    }

    /// Letters over two fills, as on the map, and those of the panel.
    fn letters(&mut self) {
        let style = self.plan.style;
        let (label, panel, page) = (&style.label, &style.panel, &style.page);
        self.heading("Letters");
        let tints = self.plan.tints.first().cloned();
        let [fill, ink] = tints.map_or([style.ground.land, label.unit], |tints| [tints.fill, tints.text]);
        for (key, face, size, color, ground) in [
            ("label.polity-px", Face::SansBold, label.polity_px, ink, fill),
            ("label.unit, unit-px", Face::SerifItalic, label.unit_px, label.unit, fill),
            ("label.town, town-px", Face::Sans, label.town_px, label.town, fill),
            ("label.water, water-px", Face::SerifItalic, label.water_px, label.water, style.ground.water),
        ] {
            let height = (size * 1.35).max(SWATCH[1]);
            let rect = Rect::new(self.x, self.y, 200.0, height);
            self.nodes.push(Node::Path(Path {
                class: format!("sheet-ground-{}", self.nodes.len()),
                pieces: vec![crate::scene::rect_piece(rect)],
                fill: Some(ground),
                ..Path::default()
            }));
            self.sample(rect, "Naxçıvan", face, size, color);
            self.y += (height - SWATCH[1]) / 2.0;
            self.words(214.0, &format!("{size} px"), key);
            self.y += (height - SWATCH[1]) / 2.0;
        }
        for (key, face, size, color) in [
            ("panel.title-px", Face::SerifBold, panel.title_px, page.ink),
            ("panel.date-px", Face::SerifBold, panel.date_px, page.ink),
            ("panel.heading-px", Face::SansBold, panel.heading_px, page.ink),
            ("panel.text-px", Face::Sans, panel.text_px, page.ink),
            ("panel.small-px, page.muted", Face::Sans, panel.small_px, page.muted),
        ] {
            let height = (size * 1.35).max(SWATCH[1]);
            let kind = self.kind(face, size, color);
            let at = [self.x, kind.centred(self.y + height / 2.0)];
            self.nodes.push(text_line(String::new(), "Naxçıvan", kind, at, Anchor::Start));
            self.y += (height - SWATCH[1]) / 2.0;
            self.words(214.0, &format!("{size} px"), key);
            self.y += (height - SWATCH[1]) / 2.0;
        }
    }

    /// Letters with their halo in the middle of a rectangle, no larger than fits.
    fn sample(&mut self, rect: Rect, words: &str, face: Face, size: f64, color: Color) {
        let label = &self.plan.style.label;
        let size = size.min(size * (rect.w - 6.0) / text::width(face, words, size, 0.0).max(1.0));
        let kind = self.kind(face, size, color);
        let at = [rect.center()[0], kind.centred(rect.center()[1])];
        self.nodes.push(Node::Text(Text {
            class: "sheet-label".into(),
            lines: vec![Line { text: words.to_owned(), at, width: kind.width(words) }],
            face,
            size,
            anchor: Anchor::Middle,
            fill: color,
            halo: Some((label.halo, label.halo_px)),
            ..Text::default()
        }));
    }
}
