//! Where the region lies: the locator as a map of its own, with the names by which people find their way.

use super::super::locator::{self, Frame};
use super::super::{Plan, rect_piece, scale_bar};
use crate::dataset::{ContextFeature, ContextKind};
use crate::geometry::clip::{self, Rect};
use crate::lang::Lang;
use crate::scene::{
    Anchor, Circle, Group, Node, Path, Piece, Scene, Stroke, Type, group, text_line, text_lines,
};
use crate::style::Color;
use crate::text::{self, CAP_HEIGHT, DESCENT, Face};
use crate::words::word;

impl Plan<'_> {
    /// The locator of the data set as a picture of a width and height in px, with the extent of the plan's map on it;
    /// `None` if the set has none.
    ///
    /// It shows as much of the surroundings as the data set has and the shape of the picture allows. No letter is
    /// smaller than the least name of a unit on the plan's map; names that find no room are left out, the lesser
    /// ones first, and the description tells which are there.
    pub fn locator_map(&self, [width, height]: [f64; 2], lang: Lang) -> Option<Scene> {
        let inner = Rect::new(0.0, 0.0, width, height);
        let frame = Frame::of_shape(self.dataset, width / height, self.dataset.extent)?;
        let least = (self.style.label.unit_min_px * self.page.unit).max(self.page.least);
        let here = self.region(&frame, &inner);
        let mut names = Names {
            plan: self,
            lang,
            least,
            inner,
            here: Rect::around(here.iter().copied()),
            frame,
            taken: Vec::new(),
            texts: Vec::new(),
            dots: Vec::new(),
            told: Vec::new(),
        };
        names.seas();
        names.region();
        names.towns();
        names.lakes();
        names.rivers();
        names.scale();

        // Lines are as strong as the names are large.
        let unit = least / 14.0;
        let color = self.style.furniture.locator_extent;
        let outline = |class: &str, fill, stroke| {
            let pieces = vec![Piece { points: here.clone(), closed: true }];
            let class = class.to_owned();
            Node::Path(Path {
                id: class.clone(),
                class,
                pieces,
                fill,
                stroke: Some(stroke),
                ..Path::default()
            })
        };
        let mut extent = Vec::new();
        if here.len() >= 3 {
            let casing = Stroke::new(self.style.label.halo, 4.6 * unit);
            extent.push(outline("locator-extent-casing", Some(color.alpha(0.16)), casing));
            extent.push(outline("locator-extent", None, Stroke::new(color, 2.4 * unit)));
        }
        let mut map = vec![
            group("ground", "Ground", locator::ground(self, &names.frame, &inner, unit)),
            group("extent", "Extent", extent),
            group("towns", "Towns", names.dots),
            group("labels", "Labels", names.texts),
        ];
        map.retain(|node| !matches!(node, Node::Group(group) if group.nodes.is_empty()));
        let map = Group { id: "map".into(), label: "Map".into(), clip: Some(inner), nodes: map };
        let mut nodes = vec![Node::Group(map)];
        if self.style.page.neatline_px > 0.0 {
            let stroke = Stroke::new(self.style.page.neatline, self.style.page.neatline_px * self.page.unit);
            let pieces = vec![rect_piece(inner)];
            let (id, class) = ("neatline".into(), "neatline".into());
            let line = Node::Path(Path { id, class, pieces, stroke: Some(stroke), ..Path::default() });
            nodes.push(group("frame", "Frame", vec![line]));
        }
        let title = self.dataset.title.get(lang);
        let told = names.told.join(", ");
        let mut description = format!("{title}. {}", word(lang, "locator-shows"));
        if !told.is_empty() {
            description.push_str(&format!(" {} {told}.", word(lang, "locator-names")));
        }
        Some(Scene {
            width,
            height,
            paper: self.style.page.paper,
            title: format!("{} {title}", word(lang, "locator-where")),
            description,
            lang: lang.code().to_owned(),
            metadata: Vec::new(),
            ground: None,
            nodes,
        })
    }
}

impl Plan<'_> {
    /// The outline of the region in px: what the plan's map shows of the extent of the data set. A map of a wide shape
    /// shows more than the land it is about.
    fn region(&self, frame: &Frame, inner: &Rect) -> Vec<[f64; 2]> {
        let shown = clip::ring(&locator::extent(self, frame, inner), inner);
        let [west, south, east, north] = self.dataset.extent;
        let (low, high) = (frame.px(inner, [west, south]), frame.px(inner, [east, north]));
        let land = Rect::new(low[0], high[1], high[0] - low[0], low[1] - high[1]);
        let part = clip::ring(&shown, &land);
        if part.len() >= 3 { part } else { shown }
    }
}

/// The names, placed one after another: none over another, each where it tells what it names.
struct Names<'p, 'a> {
    plan: &'p Plan<'a>,
    lang: Lang,
    /// The least size of type, px.
    least: f64,
    inner: Rect,
    frame: Frame,
    /// The box around the land of the plan's map.
    here: Option<Rect>,
    /// What has its place.
    taken: Vec<Rect>,
    texts: Vec<Node>,
    dots: Vec<Node>,
    /// What is named, in words.
    told: Vec<String>,
}

impl Names<'_, '_> {
    fn of(&self, kind: ContextKind) -> Vec<&'_ ContextFeature> {
        let mut all: Vec<&ContextFeature> =
            self.plan.dataset.locator.iter().filter(|feature| feature.kind == kind).collect();
        all.sort_by_key(|feature| feature.rank);
        all
    }

    fn kind(&self, face: Face, size: f64, color: Color) -> Type {
        Type { face, size, color, class: "locator-name" }
    }

    /// True if a name can stand in a box: nothing is near it, and it is in the picture.
    fn is_free(&self, rect: &Rect) -> bool {
        let air = rect.grown(0.12 * self.least);
        self.inner.grown(-0.3 * self.least).contains_rect(rect)
            && !self.taken.iter().any(|other| other.overlaps(&air))
            && !self.here.is_some_and(|here| here.overlaps(&air))
    }

    fn write(&mut self, id: &str, lines: &[String], kind: Type, rect: Rect, anchor: Anchor) {
        let x = match anchor {
            Anchor::Start => rect.x,
            Anchor::Middle => rect.center()[0],
            Anchor::End => rect.right(),
        };
        let at = [x, rect.y + kind.size * CAP_HEIGHT];
        let mut node = text_lines(id.to_owned(), lines, kind, at, LEADING * kind.size, anchor);
        if let Node::Text(text) = &mut node {
            text.halo = Some((self.plan.style.label.halo, 0.075 * kind.size));
        }
        self.texts.push(node);
        self.taken.push(rect);
    }

    /// Names of seas on their water.
    fn seas(&mut self) {
        let avoid: Vec<Rect> = self.here.iter().map(|here| here.grown(0.4 * self.least)).collect();
        let mut found = Vec::new();
        for sea in self.of(ContextKind::Sea) {
            let sizes = if sea.rank == 1 { vec![1.4, 1.25, 1.1, 1.0] } else { vec![1.0] };
            let sizes: Vec<f64> = sizes.into_iter().map(|share| share * self.least).collect();
            let words = sea.name.get(self.lang);
            // One piece of water has the name.
            let mut rings = locator::rings(&self.frame, &self.inner, sea);
            rings.sort_by(|a, b| box_of(b).total_cmp(&box_of(a)));
            let inner = self.inner.grown(-0.2 * self.least);
            let air = 0.25 * self.least;
            let place = |sizes: &[f64], dry: f64| {
                locator::on_water(self.plan, words, &rings, &inner, &avoid, sizes, air, dry)
            };
            // A great sea has its name even if that reaches over the shore.
            let least = &sizes[sizes.len() - 1..];
            let halo = (self.plan.style.label.halo, 0.075 * self.least);
            let over = || {
                let mut shares = [0.12, 0.25].into_iter().filter(|_| sea.rank == 1);
                shares.find_map(|dry| place(least, dry)).map(|place| (place, Some(halo)))
            };
            if let Some((place, halo)) = place(&sizes, 0.0).map(|place| (place, None)).or_else(over) {
                found.push((place.rect, words.to_owned(), place.node(sea, halo)));
            }
        }
        for (rect, words, node) in found {
            self.taken.push(rect);
            self.told.push(words);
            self.texts.push(node);
        }
    }

    /// The name of the region beside its outline.
    fn region(&mut self) {
        let Some(here) = self.here else { return };
        let title = self.plan.dataset.title.get(self.lang).to_owned();
        let towns: Vec<([f64; 2], f64)> = self
            .of(ContextKind::Town)
            .into_iter()
            .filter_map(|town| Some((self.frame.px(&self.inner, town.position?), f64::from(town.rank))))
            .chain(self.of(ContextKind::Lake).into_iter().filter_map(|lake| {
                let rings = locator::rings(&self.frame, &self.inner, lake);
                let bounds = Rect::around(rings.into_iter().flatten())?;
                Some((bounds.center(), 3.0))
            }))
            .collect();
        let mut best: Option<(f64, Rect, Lines)> = None;
        for share in [1.35, 1.15, 1.0] {
            let kind =
                self.kind(Face::SansBold, share * self.least, self.plan.style.furniture.locator_extent);
            for lines in in_lines(kind, &title) {
                let [w, h] = size_of(kind, &lines);
                let gap = 0.45 * self.least;
                let [cx, cy] = here.center();
                let mut corners = Vec::new();
                for step in -4..=4 {
                    let t = f64::from(step) / 4.0;
                    let (dx, dy) = (t * 0.5 * (here.w - w), t * 0.5 * (here.h - h));
                    corners.push(([cx - w / 2.0 + dx, here.bottom() + gap], t));
                    corners.push(([cx - w / 2.0 + dx, here.y - gap - h], t));
                    corners.push(([here.right() + gap, cy - h / 2.0 + dy], t));
                    corners.push(([here.x - gap - w, cy - h / 2.0 + dy], t));
                }
                for ([x, y], t) in corners {
                    let rect = Rect::new(x, y, w, h);
                    if !self.is_free(&rect) {
                        continue;
                    }
                    let near = rect.grown(0.5 * self.least);
                    let covered: f64 = towns
                        .iter()
                        .filter(|(at, _)| near.contains(*at))
                        .map(|(_, rank)| 1.4 / rank.max(1.0))
                        .sum();
                    let [dx, dy] = [rect.center()[0] - cx, rect.center()[1] - cy];
                    let far = (dx.abs() + dy.abs()) / (here.w + here.h);
                    let score = covered + 0.2 * t.abs() + 0.8 * far + 2.0 * (1.35 - share);
                    if best.as_ref().is_none_or(|(known, ..)| score < *known) {
                        best = Some((score, rect, (lines.clone(), kind)));
                    }
                }
            }
        }
        if let Some((_, rect, (lines, kind))) = best {
            let anchor = if rect.x >= here.right() {
                Anchor::Start
            } else if rect.right() <= here.x {
                Anchor::End
            } else {
                Anchor::Middle
            };
            self.write("locator-region", &lines, kind, rect, anchor);
        }
    }

    /// Dots of towns with their names; a town without a place for its name is left out.
    fn towns(&mut self) {
        let style = self.plan.style;
        let kind = self.kind(Face::Sans, self.least, style.label.town);
        let radius = 0.19 * self.least;
        let towns: Vec<(String, String, [f64; 2])> = self
            .of(ContextKind::Town)
            .into_iter()
            .filter_map(|town| {
                let at = self.frame.px(&self.inner, town.position?);
                Some((slug(town), town.name.get(self.lang).to_owned(), at))
            })
            .collect();
        for (slug, words, [x, y]) in towns {
            let dot = Rect::new(x, y, 0.0, 0.0).grown(1.3 * radius);
            // The map itself shows what lies on it.
            if words.is_empty() || !self.is_free(&dot) {
                continue;
            }
            let [w, h] = size_of(kind, std::slice::from_ref(&words));
            let (cap, gap) = (CAP_HEIGHT * kind.size, 2.0 * radius);
            let middle = y - cap / 2.0;
            let places = [
                ([x + gap, middle], Anchor::Start),
                ([x - gap - w, middle], Anchor::End),
                ([x - w / 2.0, y - gap - cap], Anchor::Middle),
                ([x - w / 2.0, y + gap], Anchor::Middle),
                ([x + 0.7 * gap, y - 0.7 * gap - cap], Anchor::Start),
                ([x + 0.7 * gap, y + 0.7 * gap], Anchor::Start),
                ([x - 0.7 * gap - w, y - 0.7 * gap - cap], Anchor::End),
                ([x - 0.7 * gap - w, y + 0.7 * gap], Anchor::End),
            ];
            let rects = places.map(|([x, y], anchor)| (Rect::new(x, y, w, h), anchor));
            let Some((rect, anchor)) = rects.into_iter().find(|(rect, _)| self.is_free(rect)) else {
                continue;
            };
            self.taken.push(dot);
            self.dots.push(Node::Circle(Circle {
                id: format!("locator-dot-{slug}"),
                class: "locator-town".into(),
                title: words.clone(),
                center: [x, y],
                radius,
                fill: style.label.town,
                stroke: Some(Stroke::new(style.label.halo, 0.06 * self.least)),
            }));
            self.write(&format!("locator-town-{slug}"), std::slice::from_ref(&words), kind, rect, anchor);
            self.told.push(words);
        }
    }

    /// Names of lakes beside them.
    fn lakes(&mut self) {
        let kind = self.kind(Face::SerifItalic, self.least, self.plan.style.label.water);
        let lakes: Vec<(String, String, Option<Rect>)> = self
            .of(ContextKind::Lake)
            .into_iter()
            .map(|lake| {
                let rings = locator::rings(&self.frame, &self.inner, lake);
                let bounds = Rect::around(rings.iter().flatten().copied());
                (slug(lake), lake.name.get(self.lang).to_owned(), bounds)
            })
            .collect();
        for (slug, words, bounds) in lakes {
            let Some(lake) = bounds.filter(|lake| !words.is_empty() && self.is_free(lake)) else { continue };
            let air = 0.2 * self.least;
            let whole = vec![words.clone()];
            let apart: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            let found = [whole, apart].into_iter().find_map(|lines| {
                let [w, h] = size_of(kind, &lines);
                let [cx, cy] = lake.center();
                let places = [
                    ([cx - w / 2.0, lake.bottom() + air], Anchor::Middle),
                    ([cx - w / 2.0, lake.y - air - h], Anchor::Middle),
                    ([lake.x - air - w, cy - h / 2.0], Anchor::End),
                    ([lake.right() + air, cy - h / 2.0], Anchor::Start),
                ];
                let rects = places.map(|([x, y], anchor)| (Rect::new(x, y, w, h), anchor));
                let free = rects.into_iter().find(|(rect, _)| self.is_free(rect));
                free.map(|(rect, anchor)| (lines, rect, anchor))
            });
            if let Some((lines, rect, anchor)) = found {
                self.write(&format!("locator-lake-{slug}"), &lines, kind, rect, anchor);
                self.told.push(words);
            }
        }
    }

    /// Names of rivers on a stretch of their course.
    fn rivers(&mut self) {
        let kind = self.kind(Face::SerifItalic, self.least, self.plan.style.label.water);
        let rivers: Vec<(String, String, u8, Courses)> = self
            .of(ContextKind::River)
            .into_iter()
            .map(|river| {
                let courses = locator::courses(&self.frame, &self.inner, river);
                (slug(river), river.name.get(self.lang).to_owned(), river.rank, courses)
            })
            .collect();
        for (slug, words, rank, courses) in rivers {
            let lines = vec![words.clone()];
            let [w, h] = size_of(kind, &lines);
            let points: Vec<[f64; 2]> = courses.into_iter().flatten().collect();
            let Some(bounds) = Rect::around(points.iter().copied()) else { continue };
            // A stub at the edge of the frame needs no name.
            if words.is_empty() || rank > 2 || bounds.w.max(bounds.h) < 0.8 * w {
                continue;
            }
            let middle = bounds.center();
            let far = |at: &[f64; 2]| (at[0] - middle[0]).abs() + (at[1] - middle[1]).abs();
            let mut stations = points;
            stations.sort_by(|a, b| far(a).total_cmp(&far(b)));
            let rects = stations.into_iter().flat_map(|[x, y]| {
                let beside = 0.3 * self.least;
                [
                    Rect::new(x + beside, y - h / 2.0, w, h),
                    Rect::new(x - beside - w, y - h / 2.0, w, h),
                    Rect::new(x - w / 2.0, y - h / 2.0, w, h),
                ]
            });
            if let Some(rect) = rects.into_iter().find(|rect| self.is_free(rect)) {
                self.write(&format!("locator-river-{slug}"), &lines, kind, rect, Anchor::Middle);
                self.told.push(words);
            }
        }
    }

    /// A scale in a corner that is free.
    fn scale(&mut self) {
        let style = self.plan.style;
        let kind = Type { class: "locator-scale", ..self.kind(Face::Sans, self.least, style.page.ink) };
        let per_km = self.frame.px_per_km(&self.inner);
        let km = scale_bar::round_km(per_km, 0.22 * self.inner.w);
        let words = format!("{km:.0} {}", word(self.lang, "km"));
        let (length, cap) = (km * per_km, CAP_HEIGHT * kind.size);
        let tick = 0.3 * self.least;
        let [w, h] = [length.max(kind.width(&words)), cap + 0.25 * self.least + tick];
        let edge = 0.5 * self.least;
        let corners = [
            [self.inner.x + edge, self.inner.bottom() - edge - h],
            [self.inner.right() - edge - w, self.inner.bottom() - edge - h],
            [self.inner.x + edge, self.inner.y + edge],
            [self.inner.right() - edge - w, self.inner.y + edge],
        ];
        let rects = corners.map(|[x, y]| Rect::new(x, y, w, h));
        let Some(rect) = rects.into_iter().find(|rect| self.is_free(rect)) else { return };
        let (left, foot) = (rect.x, rect.bottom());
        let bar =
            vec![[left, foot - tick], [left, foot], [left + length, foot], [left + length, foot - tick]];
        for (class, color, width) in
            [("locator-scale-casing", style.label.halo, 0.22), ("locator-scale", style.page.ink, 0.08)]
        {
            self.texts.push(Node::Path(Path {
                class: class.into(),
                pieces: vec![Piece { points: bar.clone(), closed: false }],
                stroke: Some(Stroke { round: false, ..Stroke::new(color, width * self.least) }),
                ..Path::default()
            }));
        }
        let at = [left + length / 2.0, rect.y + cap];
        let mut node = text_line("locator-scale-words".into(), &words, kind, at, Anchor::Middle);
        if let Node::Text(text) = &mut node {
            text.halo = Some((style.label.halo, 0.075 * kind.size));
        }
        self.texts.push(node);
        self.taken.push(rect);
    }
}

/// Lines of words and how they are set.
type Lines = (Vec<String>, Type);
/// The courses of a river, px.
type Courses = Vec<Vec<[f64; 2]>>;

/// Distance of baselines as a share of the size.
const LEADING: f64 = 1.15;

/// The English name as part of an id.
fn slug(feature: &ContextFeature) -> String {
    crate::dataset::fold(feature.name.get(Lang::EN)).replace(' ', "-")
}

/// Width and height of lines from the capitals of the first to the feet of the last, px.
fn size_of(kind: Type, lines: &[String]) -> [f64; 2] {
    let w = lines.iter().map(|line| kind.width(line)).fold(0.0, f64::max);
    [w, kind.size * (CAP_HEIGHT + DESCENT) + LEADING * kind.size * (lines.len() as f64 - 1.0)]
}

/// Words in one to three lines, each as narrow as so many lines allow.
fn in_lines(kind: Type, words: &str) -> Vec<Vec<String>> {
    let whole = kind.width(words);
    let mut out: Vec<Vec<String>> = Vec::new();
    for step in 0..=40 {
        let room = whole * (0.2 + 0.02 * f64::from(step)) + 0.01;
        let Some(lines) = text::wrap_whole(kind.face, words, kind.size, room) else { continue };
        if lines.len() <= 3 && !out.iter().any(|known| known.len() == lines.len()) {
            out.push(lines);
        }
    }
    out
}

/// Area of the box around a ring, px².
fn box_of(ring: &[[f64; 2]]) -> f64 {
    Rect::around(ring.iter().copied()).map_or(0.0, |bounds| bounds.w * bounds.h)
}
