//! Names on the map: where they fit, in order of weight, none over another.
//!
//! Land is asked for on the grid: a name goes where its box lies on its own land, as large as the
//! land allows. Towns have eight places around their dot, best first. Greedy by weight, so the same
//! data gives the same map.

use super::grid::Region;
use super::{Fill, Job, Pin};
use crate::dataset::{Confidence, ContextKind, PlaceKind, PolityId, UnitId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::geometry::clip::Rect;
use crate::geometry::math::{DEGREE, atan2, cos, sin, sqrt};
use crate::scene::{Anchor, Circle, Line, Node, Stroke, Text};
use crate::style::Color;
use crate::text::{self, CAP_HEIGHT, DESCENT, Face};

/// What the labels draw.
#[derive(Default)]
pub(super) struct Labels {
    pub dots: Vec<Node>,
    pub texts: Vec<Node>,
}

/// Labels of a map, and what found no room.
pub(super) fn labels(job: &Job<'_>, left_out: &mut Vec<Diagnostic>) -> Labels {
    let mut placer = Placer { job, taken: Vec::new(), labels: Labels::default(), left_out };
    // The points of lines and their numbers are there already.
    placer.taken.extend(job.lines.iter().flat_map(|line| line.taken()));
    let towns = placer.towns_in_view();
    // The dots of the towns that matter are there before any name.
    for town in towns.iter().filter(|town| town.rank <= 2) {
        placer.taken.push(town.bounds());
    }
    placer.holders();
    placer.named_statuses();
    for town in towns.iter().filter(|town| town.rank <= 1) {
        placer.town(town);
    }
    placer.lakes();
    placer.units(&towns);
    for town in towns.iter().filter(|town| town.rank == 2) {
        placer.town(town);
    }
    placer.rivers();
    for town in towns.iter().filter(|town| town.rank > 2) {
        placer.town(town);
    }
    placer.labels
}

struct Placer<'a, 'b> {
    job: &'a Job<'a>,
    taken: Vec<Rect>,
    labels: Labels,
    left_out: &'b mut Vec<Diagnostic>,
}

/// A town or another point, ready to be drawn.
struct Town {
    id: String,
    name: String,
    at: [f64; 2],
    rank: u8,
    radius: f64,
    size: f64,
    peak: bool,
}

/// How a found label is set. Lengths in px of the page.
struct Set<'a> {
    id: &'a str,
    class: &'a str,
    face: Face,
    size: f64,
    spacing: f64,
    fill: Color,
    anchor: Anchor,
}

impl Town {
    /// The dot with a little air: nothing stands on it but what is its own.
    fn bounds(&self) -> Rect {
        let reach = self.radius + 1.0;
        Rect::new(self.at[0] - reach, self.at[1] - reach, 2.0 * reach, 2.0 * reach)
    }
}

/// How a name on land is set.
struct AreaType {
    face: Face,
    /// Largest and least size in px.
    sizes: [f64; 2],
    /// Letter spacing as a share of the size.
    spacing: f64,
    color: Color,
    class: &'static str,
    /// How much of the box must lie on the land.
    coverage: f64,
}

impl Placer<'_, '_> {
    fn unit_px(&self) -> f64 {
        self.job.plan.page.unit
    }

    /// Names of holders on each larger piece of their land.
    fn holders(&mut self) {
        let (job, style) = (self.job, &self.job.plan.style.label);
        let mut holders: Vec<PolityId> = job.fills.iter().filter_map(|fill| fill.polity()).collect();
        holders.sort_unstable();
        holders.dedup();
        let mut pieces: Vec<(PolityId, usize, Region)> = Vec::new();
        for polity in holders {
            let held = |unit: u16| job.fills[usize::from(unit)].polity() == Some(polity);
            // Land that bears a name of its own is left to that name, if the holder has other land.
            let plain = |unit: u16| held(unit) && job.status_name(UnitId(u32::from(unit))).is_none();
            let has_plain = job.plan.grid.cells.iter().any(|&unit| unit != super::grid::EMPTY && plain(unit));
            let held = |unit: u16| if has_plain { plain(unit) } else { held(unit) };
            for (i, region) in job.plan.grid.regions(held).into_iter().enumerate() {
                if i == 0 || region.area() > 6000.0 * self.unit_px() * self.unit_px() {
                    pieces.push((polity, i, region));
                }
            }
        }
        pieces.sort_by(|a, b| b.2.count.cmp(&a.2.count).then(a.0.cmp(&b.0)));
        for (polity, piece, region) in pieces {
            // A piece whose land is all one named status (an autonomous republic) bears that name instead.
            if piece > 0 && self.is_all_named(&region) {
                continue;
            }
            let data = &job.dataset().polities[polity.index()];
            let name = capitals(data.short_on(job.state.day, job.lang), job.lang);
            let kind = AreaType {
                face: Face::SansBold,
                sizes: [style.polity_px, style.polity_min_px],
                spacing: style.polity_spacing,
                color: job.plan.tints[polity.index()].text,
                class: "label-polity",
                coverage: 0.97,
            };
            let id = if piece == 0 {
                format!("label-{}", data.key)
            } else {
                format!("label-{}-{piece}", data.key)
            };
            if !self.area(&id, &name, &region, &kind) && piece == 0 {
                self.miss(&name);
            }
        }
    }

    /// True if the middle of a region lies on land that a status names.
    fn is_all_named(&self, region: &Region) -> bool {
        let [lon, lat] = self.job.plan.lonlat(region.centroid);
        let units = &self.job.dataset().units;
        let hit = units.iter().position(|unit| crate::geometry::contains(&unit.polygons, [lon, lat]));
        hit.is_some_and(|unit| self.job.status_name(UnitId(unit as u32)).is_some())
    }

    /// Names that land bears while its status lasts, such as an autonomous republic's.
    fn named_statuses(&mut self) {
        let (job, style) = (self.job, &self.job.plan.style.label);
        let count = job.dataset().units.len() as u32;
        let mut names: Vec<_> = (0..count).filter_map(|unit| job.status_name(UnitId(unit))).collect();
        names.sort_unstable();
        names.dedup();
        for (event, effect) in names {
            let Some(name) = &job.timeline.effect_of(event, effect).name else { continue };
            let named = |unit: u16| job.status_name(UnitId(u32::from(unit))) == Some((event, effect));
            let Some(region) = job.plan.grid.regions(named).into_iter().next() else { continue };
            let holder = (0..count as usize)
                .find(|&unit| named(unit as u16))
                .and_then(|unit| job.fills[unit].polity());
            let kind = AreaType {
                face: Face::SansBold,
                sizes: [style.polity_px * 0.62, style.unit_min_px],
                spacing: 0.03,
                color: holder.map_or(style.unit, |polity| job.plan.tints[polity.index()].text),
                class: "label-status",
                coverage: 0.93,
            };
            let name = name.get(job.lang).to_owned();
            let id = format!("label-status-{}-{effect}", job.dataset().events[event.index()].key);
            if !self.area(&id, &name, &region, &kind) {
                self.miss(&name);
            }
        }
    }

    /// Names of units, those of weight first.
    fn units(&mut self, towns: &[Town]) {
        let (job, style) = (self.job, &self.job.plan.style.label);
        let mut order: Vec<usize> = (0..job.dataset().units.len()).collect();
        order.retain(|&unit| job.dataset().units[unit].rank > 0 && !job.dataset().units[unit].surround);
        order.sort_by_key(|&unit| job.dataset().units[unit].rank);
        for unit in order {
            let data = &job.dataset().units[unit];
            let Some(region) = &job.plan.unit_regions[unit] else { continue };
            let name = data.name.get(job.lang).to_owned();
            // The name is on the map already if the town it is called after is.
            if self.is_labelled(&name) || towns.iter().any(|town| town.rank <= 2 && town.name == name) {
                continue;
            }
            let shrink = 1.0 - 0.06 * f64::from(data.rank.saturating_sub(1));
            let kind = AreaType {
                face: Face::SerifItalic,
                sizes: [style.unit_px * shrink, style.unit_min_px],
                spacing: 0.04,
                color: style.unit,
                class: "label-unit",
                coverage: 0.96,
            };
            if !self.area(&format!("label-unit-{}", data.key), &name, region, &kind) {
                self.miss(&name);
            }
        }
    }

    fn is_labelled(&self, name: &str) -> bool {
        self.labels.texts.iter().any(|node| match node {
            Node::Text(text) => {
                text.class != "label-polity" && text.lines.len() == 1 && text.lines[0].text == name
            }
            _ => false,
        })
    }

    /// Names of lakes inside their shores, and of seas.
    fn lakes(&mut self) {
        let (job, style) = (self.job, &self.job.plan.style.label);
        let features = job.dataset().context.iter().zip(&job.plan.context).enumerate();
        for (index, (feature, px)) in features {
            let name = feature.name.get(job.lang);
            if feature.kind != ContextKind::Lake || name.is_empty() || px.areas.is_empty() {
                continue;
            }
            let Some(bounds) = Rect::around(px.areas.iter().flat_map(|piece| piece.points.iter().copied()))
            else {
                continue;
            };
            let size = style.water_px * self.unit_px();
            let rings: Vec<Vec<Vec<[f64; 2]>>> = vec![
                px.areas
                    .iter()
                    .map(|piece| piece.points.iter().chain(piece.points.first()).copied().collect())
                    .collect(),
            ];
            let mut done = false;
            for lines in breaks(name) {
                let [w, h] = block(Face::SerifItalic, &lines, size, 0.0);
                // The best of a few places: all four corners and the middle in the water.
                for (i, j) in (0..9).flat_map(|i| (0..9).map(move |j| (i, j))) {
                    let x =
                        bounds.x + (bounds.w - w) * f64::from([4, 3, 5, 2, 6, 1, 7, 0, 8][i as usize]) / 8.0;
                    let y =
                        bounds.y + (bounds.h - h) * f64::from([4, 3, 5, 2, 6, 1, 7, 0, 8][j as usize]) / 8.0;
                    let rect = Rect::new(x, y, w, h);
                    let corners = [[x, y], [x + w, y], [x, y + h], [x + w, y + h], rect.center()];
                    if !done
                        && corners.iter().all(|&corner| crate::geometry::contains(&rings, corner))
                        && self.is_free(&rect)
                    {
                        let id = format!("label-water-{index}");
                        let set = Set {
                            id: &id,
                            class: "label-water",
                            face: Face::SerifItalic,
                            size,
                            spacing: 0.0,
                            fill: style.water,
                            anchor: Anchor::Middle,
                        };
                        self.put(set, &lines, rect);
                        done = true;
                    }
                }
                if done {
                    break;
                }
            }
            if !done {
                self.miss(name);
            }
        }
    }

    /// Names of rivers along a straight stretch of their course.
    fn rivers(&mut self) {
        let (job, style) = (self.job, &self.job.plan.style.label);
        let mut features: Vec<usize> = (0..job.dataset().context.len()).collect();
        features.sort_by_key(|&index| job.dataset().context[index].rank);
        let mut named: Vec<&str> = Vec::new();
        for index in features {
            let feature = &job.dataset().context[index];
            let name = feature.name.get(job.lang);
            if feature.kind != ContextKind::River
                || name.is_empty()
                || feature.rank > 3
                || named.contains(&name)
            {
                continue;
            }
            let size = style.water_px * (1.0 - 0.1 * f64::from(feature.rank - 1)) * self.unit_px();
            let spacing = 0.06 * size;
            let width = text::width(Face::SerifItalic, name, size, spacing);
            let best = job.plan.context[index]
                .lines
                .iter()
                .flat_map(|line| stretches(line, width * 1.1))
                .filter(|stretch| stretch.bow < 0.5 * size)
                .filter_map(|stretch| {
                    let boxes = along(&stretch, width, size);
                    let free = boxes.iter().all(|rect| self.is_free(rect));
                    free.then_some((stretch, boxes))
                })
                .min_by(|(a, _), (b, _)| (a.bow + 6.0 * a.tilt).total_cmp(&(b.bow + 6.0 * b.tilt)));
            let Some((stretch, boxes)) = best else { continue };
            named.push(name);
            self.taken.extend(boxes);
            let [x, y] = stretch.middle;
            let (up_x, up_y) = (sin(stretch.angle), -cos(stretch.angle));
            let lift = 0.28 * size + 1.0;
            self.labels.texts.push(Node::Text(Text {
                id: format!("label-river-{index}"),
                class: "label-river".into(),
                lines: vec![Line { text: name.to_owned(), at: [x + up_x * lift, y + up_y * lift], width }],
                face: Face::SerifItalic,
                size,
                spacing,
                anchor: Anchor::Middle,
                fill: style.water,
                halo: Some((
                    style.halo.alpha(0.5 * style.halo.opacity()),
                    0.7 * style.halo_px * self.unit_px(),
                )),
                rotate_deg: stretch.angle / DEGREE,
                ..Text::default()
            }));
        }
    }

    fn towns_in_view(&self) -> Vec<Town> {
        let (job, style) = (self.job, &self.job.plan.style.label);
        let map = job.plan.page.map;
        let unit = self.unit_px();
        // A map of twice the scale has room for the next rank of places.
        let closer = (job.plan.px_per_km() / unit / 4.5).max(1.0);
        let deepest = style.town_rank + if closer >= 2.0 { 2 } else { u8::from(closer > 1.0) };
        let mut towns: Vec<Town> = Vec::new();
        for place in &job.dataset().places {
            let drawn = matches!(
                place.kind,
                PlaceKind::Town
                    | PlaceKind::Village
                    | PlaceKind::Station
                    | PlaceKind::Peak
                    | PlaceKind::Monastery
            );
            if !drawn || place.rank == 0 || place.rank > deepest || place.confidence == Confidence::Low {
                continue;
            }
            let at = job.plan.px(place.at);
            if !map.grown(-6.0 * unit).contains(at) {
                continue;
            }
            let step = 1.0 - 0.08 * (f64::from(place.rank) - 1.0);
            towns.push(Town {
                id: place.key.clone(),
                name: place.name_on(job.state.day, job.lang).to_owned(),
                at,
                rank: place.rank,
                radius: [3.6, 2.9, 2.2, 1.8, 1.6][usize::from(place.rank.clamp(1, 5)) - 1] * unit,
                size: style.town_px * step * unit,
                peak: place.kind == PlaceKind::Peak,
            });
        }
        towns.sort_by(|a, b| a.rank.cmp(&b.rank).then(a.id.cmp(&b.id)));
        towns
    }

    /// A dot with its name beside it; neither, if there is no room for the name of a lesser place.
    fn town(&mut self, town: &Town) {
        let style = &self.job.plan.style.label;
        let unit = self.unit_px();
        let face = if town.rank <= 1 { Face::SansBold } else { Face::Sans };
        let width = text::width(face, &town.name, town.size, 0.0);
        let height = town.size * (CAP_HEIGHT + DESCENT);
        let gap = town.radius + 2.6 * unit;
        let [x, y] = town.at;
        let middle = y - height / 2.0;
        let places = [
            [x + gap, middle],
            [x + gap * 0.8, y - gap * 0.5 - height],
            [x + gap * 0.8, y + gap * 0.5],
            [x - gap - width, middle],
            [x - gap * 0.8 - width, y - gap * 0.5 - height],
            [x - gap * 0.8 - width, y + gap * 0.5],
            [x - width / 2.0, y - gap - height],
            [x - width / 2.0, y + gap],
        ];
        let own = town.bounds();
        let home = self.holder_at(town.at);
        let free = places
            .into_iter()
            .enumerate()
            .map(|(place, [x, y])| (place, Rect::new(x, y, width, height)))
            .filter(|(_, rect)| {
                self.is_free_but(rect, &own) && (town.rank <= 2 || self.is_free_but(&own, &own))
            })
            .map(|(place, rect)| {
                // A name that reaches over a border looks as if it belonged to the other side.
                let abroad = (0..=6).filter(|&i| {
                    let at = [rect.x + rect.w * f64::from(i) / 6.0, rect.center()[1]];
                    self.holder_at(at).is_some_and(|there| Some(there) != home)
                });
                (place as f64 + 1.6 * abroad.count() as f64, rect)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, rect)| rect);
        let Some(rect) = free else {
            self.miss(&town.name);
            if town.rank <= 2 {
                self.dot(town);
            }
            return;
        };
        self.dot(town);
        self.taken.push(own);
        let id = format!("label-place-{}", town.id);
        let lines = [town.name.clone()];
        // Set from the side of the dot: if a program shows another font, the name still clears it.
        let anchor = if rect.x >= x {
            Anchor::Start
        } else if rect.right() <= x {
            Anchor::End
        } else {
            Anchor::Middle
        };
        let set = Set {
            id: &id,
            class: "label-place",
            face,
            size: town.size,
            spacing: 0.0,
            fill: style.town,
            anchor,
        };
        self.put(set, &lines, rect);
    }

    /// Who holds the land under a point in px; nothing over water.
    fn holder_at(&self, at: [f64; 2]) -> Option<Option<PolityId>> {
        self.job.plan.grid.unit_at(at).map(|unit| self.job.fills[usize::from(unit)].polity())
    }

    fn dot(&mut self, town: &Town) {
        let style = &self.job.plan.style.label;
        let unit = self.unit_px();
        if town.peak {
            let [x, y] = town.at;
            let r = town.radius * 1.5;
            self.labels.dots.push(Node::Path(crate::scene::Path {
                id: format!("place-{}", town.id),
                class: "peak".into(),
                pieces: vec![crate::scene::Piece {
                    points: vec![[x, y - r], [x + r, y + r * 0.7], [x - r, y + r * 0.7]],
                    closed: true,
                }],
                fill: Some(style.unit),
                ..crate::scene::Path::default()
            }));
            return;
        }
        let stroke = Stroke {
            color: style.town,
            width: if town.rank <= 1 { 1.5 } else { 1.1 } * unit,
            dash: Vec::new(),
            round: false,
        };
        self.labels.dots.push(Node::Circle(Circle {
            id: format!("place-{}", town.id),
            class: format!("place-{}", town.rank),
            center: town.at,
            radius: town.radius,
            title: String::new(),
            fill: if town.rank <= 1 { style.town } else { style.dot },
            stroke: Some(stroke),
        }));
    }

    /// Sets a name on a region as large as fits. False if it fits nowhere.
    fn area(&mut self, id: &str, name: &str, region: &Region, kind: &AreaType) -> bool {
        let unit = self.unit_px();
        let [largest, least] = kind.sizes.map(|size| size * unit);
        // A style may set the least size above the largest.
        let largest = largest.max(least);
        // A name is not larger than its land is important: about an eighth of the land's side.
        let wanted = (sqrt(region.area()) * 0.12).clamp(least, largest);
        let mut size = wanted;
        loop {
            let mut best: Option<(f64, Vec<String>, Rect)> = None;
            for lines in breaks(name) {
                let [w, h] = block(kind.face, &lines, size, kind.spacing * size);
                if let Some((score, rect)) = self.best_on(region, w, h, kind.coverage) {
                    // More lines are a little worse: one line reads best.
                    let score = score + 0.12 * (lines.len() as f64 - 1.0);
                    if best.as_ref().is_none_or(|(known, _, _)| score < *known) {
                        best = Some((score, lines, rect));
                    }
                }
            }
            if let Some((_, lines, rect)) = best {
                let set = Set {
                    id,
                    class: kind.class,
                    face: kind.face,
                    size,
                    spacing: kind.spacing * size,
                    fill: kind.color,
                    anchor: Anchor::Middle,
                };
                self.put(set, &lines, rect);
                return true;
            }
            if size <= least {
                return false;
            }
            size = (size * 0.9).max(least);
        }
    }

    /// The best free place of a box on a region: near its middle, far from its edge. Less is better.
    fn best_on(&self, region: &Region, w: f64, h: f64, coverage: f64) -> Option<(f64, Rect)> {
        let map = self.job.plan.page.map.grown(-4.0 * self.unit_px());
        let bounds = region.bounds;
        let diagonal = sqrt(bounds.w * bounds.w + bounds.h * bounds.h).max(1.0);
        let step = (sqrt(region.area()) / 40.0).clamp(3.0, 14.0);
        let mut best: Option<(f64, Rect)> = None;
        let mut y = bounds.y;
        while y + h <= bounds.bottom() + h * 0.3 {
            let mut x = bounds.x;
            while x + w <= bounds.right() + w * 0.1 {
                let rect = Rect::new(x, y, w, h);
                x += step;
                let on_land = region.coverage(&rect);
                if on_land < coverage || !map.contains_rect(&rect) {
                    continue;
                }
                let around = region.coverage(&rect.grown(h * 0.8));
                let [cx, cy] = rect.center();
                let (dx, dy) = (cx - region.centroid[0], cy - region.centroid[1]);
                let score = sqrt(dx * dx + dy * dy) / diagonal + 1.2 * (1.0 - around);
                if best.as_ref().is_none_or(|(known, _)| score < *known) && self.is_free(&rect) {
                    best = Some((score, rect));
                }
            }
            y += step;
        }
        best
    }

    fn is_free(&self, rect: &Rect) -> bool {
        self.is_free_but(rect, &Rect::new(f64::MIN / 4.0, f64::MIN / 4.0, 0.0, 0.0))
    }

    /// True if nothing but what lies inside `own` is in the way, and the map goes all around it.
    fn is_free_but(&self, rect: &Rect, own: &Rect) -> bool {
        let unit = self.unit_px();
        let grown = rect.grown(1.5 * unit);
        self.job.plan.page.map.grown(-3.0 * unit).contains_rect(rect)
            && !self.taken.iter().any(|taken| grown.overlaps(taken) && !own.contains_rect(taken))
    }

    /// Draws lines of text in a box whose place is found, and takes the place.
    fn put(&mut self, set: Set<'_>, lines: &[String], rect: Rect) {
        let style = &self.job.plan.style.label;
        let rect = match self.job.plan.pins.get(set.id) {
            None => rect,
            Some(Pin::Hidden) => return,
            Some(Pin::At([x, y])) => {
                let left = x - rect.w * [0.0, 0.5, 1.0][set.anchor as usize];
                Rect::new(left, y - set.size * CAP_HEIGHT, rect.w, rect.h)
            }
        };
        let x = match set.anchor {
            Anchor::Start => rect.x,
            Anchor::Middle => rect.center()[0],
            Anchor::End => rect.right(),
        };
        let lines = lines
            .iter()
            .enumerate()
            .map(|(i, line)| Line {
                text: line.clone(),
                at: [x, rect.y + set.size * CAP_HEIGHT + i as f64 * set.size * LEADING],
                width: text::width(set.face, line, set.size, set.spacing),
            })
            .collect();
        self.taken.push(rect);
        self.labels.texts.push(Node::Text(Text {
            id: set.id.to_owned(),
            class: set.class.to_owned(),
            lines,
            face: set.face,
            size: set.size,
            spacing: set.spacing,
            anchor: set.anchor,
            fill: set.fill,
            halo: Some((style.halo, style.halo_px * self.job.plan.page.unit)),
            ..Text::default()
        }));
    }

    fn miss(&mut self, name: &str) {
        self.left_out.push(Diagnostic::new(
            Severity::Note,
            "label-left-out",
            format!("no room for the label \"{name}\""),
        ));
    }
}

/// Distance of baselines as a share of the size.
const LEADING: f64 = 1.18;

/// Width and height of lines of text from the top of the capitals to the lowest letter.
fn block(face: Face, lines: &[String], size: f64, spacing: f64) -> [f64; 2] {
    let width = lines.iter().map(|line| text::width(face, line, size, spacing)).fold(0.0, f64::max);
    [width, size * (CAP_HEIGHT + DESCENT) + (lines.len() as f64 - 1.0) * size * LEADING]
}

/// A name in one line, and broken at its spaces into two and three lines of the most even length.
fn breaks(name: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut out = vec![vec![words.join(" ")]];
    let longest = |lines: &[String]| lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    for count in 2..=words.len().min(3) {
        let mut best: Option<Vec<String>> = None;
        let mut cut_at = |cuts: &[usize]| {
            let mut lines = Vec::new();
            let mut from = 0;
            for &to in cuts.iter().chain([&words.len()]) {
                lines.push(words[from..to].join(" "));
                from = to;
            }
            if best.as_ref().is_none_or(|known| longest(&lines) < longest(known)) {
                best = Some(lines);
            }
        };
        for first in 1..words.len() {
            if count == 2 {
                cut_at(&[first]);
            } else {
                for second in first + 1..words.len() {
                    cut_at(&[first, second]);
                }
            }
        }
        out.extend(best);
    }
    out
}

/// A name in capital letters. Turkish and Azerbaijani keep the dot of i.
fn capitals(name: &str, lang: crate::lang::Lang) -> String {
    let dotted = lang == crate::lang::Lang::AZ || lang == crate::lang::Lang::TR;
    name.chars()
        .flat_map(|c| {
            let upper: Vec<char> = match c {
                'i' if dotted => vec!['İ'],
                // The Armenian ligature has no capital of its own in a word set in capitals.
                'և' => vec!['Ե', 'Վ'],
                c => c.to_uppercase().collect(),
            };
            upper
        })
        .collect()
}

/// A piece of a river that a name can stand on.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    middle: [f64; 2],
    /// Direction of reading, radians clockwise from the x axis of the page.
    angle: f64,
    /// How far the course leaves the straight line, in px.
    bow: f64,
    /// How steep it is: 0 level, 1 upright.
    tilt: f64,
}

/// The stretches of a line that are `width` px long from end to end.
fn stretches(line: &[[f64; 2]], width: f64) -> Vec<Stretch> {
    let mut out = Vec::new();
    for from in (0..line.len()).step_by(2) {
        let Some(to) = (from + 1..line.len()).find(|&to| distance(line[from], line[to]) >= width) else {
            continue;
        };
        let (mut a, mut b) = (line[from], line[to]);
        if a[0] > b[0] {
            (a, b) = (b, a);
        }
        let angle = atan2(b[1] - a[1], b[0] - a[0]);
        let (nx, ny) = (-sin(angle), cos(angle));
        let bow = line[from..=to]
            .iter()
            .map(|p| ((p[0] - a[0]) * nx + (p[1] - a[1]) * ny).abs())
            .fold(0.0, f64::max);
        out.push(Stretch {
            middle: [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0],
            angle,
            bow,
            tilt: sin(angle).abs(),
        });
    }
    out
}

/// Boxes that cover a name set along a stretch.
fn along(stretch: &Stretch, width: f64, size: f64) -> Vec<Rect> {
    let count = (width / size).ceil().max(1.0) as usize;
    let (dx, dy) = (cos(stretch.angle), sin(stretch.angle));
    (0..=count)
        .map(|i| {
            let t = width * (i as f64 / count as f64 - 0.5);
            // The letters stand above the river: their middle is half a size up.
            let (x, y) =
                (stretch.middle[0] + dx * t + dy * size * 0.6, stretch.middle[1] + dy * t - dx * size * 0.6);
            Rect::new(x - size * 0.5, y - size * 0.5, size, size)
        })
        .collect()
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))
}

/// True if a map shows land of this holder.
pub(super) fn shows(job: &Job<'_>, fill: Fill) -> bool {
    job.plan.grid.cells.iter().any(|&unit| unit != super::grid::EMPTY && job.fills[usize::from(unit)] == fill)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn names_are_broken_evenly() {
        let lines = breaks("Nagorno-Karabakh Autonomous Oblast");
        assert_eq!(lines[1], ["Nagorno-Karabakh", "Autonomous Oblast"]);
        assert_eq!(lines[2], ["Nagorno-Karabakh", "Autonomous", "Oblast"]);
        assert_eq!(breaks("Kars"), [["Kars"]]);
    }

    #[test]
    fn capitals_follow_the_language() {
        assert_eq!(capitals("Azərbaycan SSR i ı", Lang::AZ), "AZƏRBAYCAN SSR İ I");
        assert_eq!(capitals("Türkiye", Lang::TR), "TÜRKİYE");
        assert_eq!(capitals("Turkey i", Lang::EN), "TURKEY I");
        assert_eq!(capitals("Երևան", Lang::HY), "ԵՐԵՎԱՆ");
    }
}
