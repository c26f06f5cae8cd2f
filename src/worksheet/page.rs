//! One worksheet: lines for name, class and date, heading, task, map, list, sources.

use super::Spec;
use super::arrange::{Arrangement, Measures};
use super::list::{self, Item, rule};
use crate::geometry::clip::Rect;
use crate::layout::{Composed, Content, Moment};
use crate::scene::{Anchor, Node, Scene, Type, group, place, text_line, text_lines};
use crate::style::{Color, Style};
use crate::text::{CAP_HEIGHT, Face};
use crate::time::DateWords;
use crate::timeline::Timeline;
use crate::words::word;

/// What all pages share.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub timeline: &'a Timeline<'a>,
    pub style: &'a Style,
    pub spec: &'a Spec<'a>,
    pub measures: &'a Measures,
}

/// The page that is filled from the top.
pub(super) struct Filling<'a> {
    pub rect: Rect,
    pub y: f64,
    pub nodes: Vec<Node>,
    sheet: &'a Sheet<'a>,
}

impl Filling<'_> {
    /// A paragraph as wide as the page.
    pub fn text(&mut self, id: &str, words: &str, face: Face, size: f64, color: Color) {
        let kind = Type { face, size, color, class: "worksheet" };
        let lines = kind.wrap(words, self.rect.w);
        let at = [self.rect.x, self.y + size * (CAP_HEIGHT + 0.13)];
        self.nodes.push(text_lines(id.to_owned(), &lines, kind, at, kind.leading(), Anchor::Start));
        self.y += kind.leading() * lines.len() as f64;
    }

    pub fn space(&mut self, share: f64) {
        self.y += share * self.sheet.measures.gap;
    }
}

/// The task of a map.
fn task(content: Content) -> &'static str {
    match content {
        Content::Unlabelled => "task-unlabelled",
        Content::Numbered => "task-numbered",
        Content::Outline => "task-outline",
        Content::Blank | Content::Full => "task-blank",
    }
}

impl<'a> Sheet<'a> {
    /// How dates are written.
    pub fn dates(&self) -> DateWords {
        self.timeline.dataset().dates(self.spec.lang)
    }

    pub fn word<'w>(&self, key: &'w str) -> &'w str {
        word(self.spec.lang, key)
    }

    /// An empty page.
    pub fn filling(&self) -> Filling<'_> {
        let rect = self.measures.inner();
        Filling { rect, y: rect.y, nodes: Vec::new(), sheet: self }
    }

    /// Heading of all sheets.
    pub fn title(&self) -> &str {
        self.spec.title.unwrap_or_else(|| self.timeline.dataset().title.get(self.spec.lang))
    }

    /// What the maps show, and by which reading.
    pub fn view(&self) -> String {
        let view = self.word(self.spec.view.key());
        match self.timeline.reading() {
            Some(reading) => {
                format!("{view}  ·  {}: {}", self.word("reading"), reading.name.get(self.spec.lang))
            }
            None => view.to_owned(),
        }
    }

    /// Lines for name, class and date; title, date and task. The same height on all sheets.
    pub fn head_height(&self, contents: &[Content]) -> f64 {
        let height = |&content: &Content| {
            let mut filling = self.filling();
            // A date of any length stays on one line.
            self.head(&mut filling, None, content);
            filling.y - filling.rect.y
        };
        contents.iter().map(height).fold(0.0, f64::max)
    }

    fn head(&self, filling: &mut Filling<'_>, moment: Option<Moment>, content: Content) {
        let (measures, page) = (self.measures, &self.style.page);
        let rect = filling.rect;
        // To be filled in by hand.
        let kind = Type { face: Face::Sans, size: measures.small, color: page.muted, class: "fill-in" };
        let baseline = filling.y + measures.small * 1.3;
        let mut x = rect.x;
        for (id, share) in [("name", 0.54), ("class", 0.22), ("date", 0.24)] {
            let key = format!("write-{id}");
            let words = self.word(&key);
            let right = x + share * rect.w;
            let start = x + kind.width(words) + 0.5 * measures.small;
            filling.nodes.push(text_line(format!("write-{id}"), words, kind, [x, baseline], Anchor::Start));
            let end = if id == "date" { right } else { right - measures.gap };
            filling.nodes.push(rule([start, baseline + 2.0], end, page));
            x = right;
        }
        filling.y = baseline + 1.1 * measures.gap;
        filling.text("title-text", self.title(), Face::SerifBold, measures.title, page.ink);
        let kind = Type { face: Face::SerifBold, size: measures.date, color: page.ink, class: "date" };
        let at = [rect.x, filling.y + measures.date * (CAP_HEIGHT + 0.13)];
        let date = match moment {
            Some(moment) if !self.spec.hide_dates => self.dates().day(moment.day()),
            _ if self.spec.hide_dates => self.word("which-date").to_owned(),
            _ => String::new(),
        };
        let mut end = rect.x + kind.width(&date);
        if !date.is_empty() {
            filling.nodes.push(text_line("date".to_owned(), &date, kind, at, Anchor::Start));
        }
        if self.spec.hide_dates {
            let from = end + 0.4 * measures.date;
            end = from + 9.0 * measures.text;
            filling.nodes.push(rule([from, at[1] + 2.0], end, page));
        }
        let view = Type { face: Face::Sans, size: measures.text, color: page.muted, class: "view" };
        let words = self.view();
        let from = end + measures.gap;
        let is_beside = from + view.width(&words) <= rect.right();
        if is_beside {
            filling.nodes.push(text_line("view".to_owned(), &words, view, [from, at[1]], Anchor::Start));
        }
        filling.y += measures.date * 1.3;
        if !is_beside {
            filling.text("view", &words, Face::Sans, measures.text, page.muted);
        }
        filling.space(0.2);
        filling.text("task", self.word(task(content)), Face::SansBold, measures.text, page.ink);
        filling.space(0.6);
    }

    /// Licence and makers of the data.
    fn credits(&self) -> String {
        self.timeline.dataset().credit_line(self.spec.lang)
    }

    pub fn foot_height(&self) -> f64 {
        let kind = self.small();
        kind.height(&self.credits(), self.measures.inner().w) + 0.6 * self.measures.gap
    }

    pub fn small(&self) -> Type {
        let page = &self.style.page;
        Type { face: Face::Sans, size: self.measures.small, color: page.muted, class: "credits" }
    }

    pub fn foot(&self, filling: &mut Filling<'_>) {
        let (kind, words) = (self.small(), self.credits());
        filling.y = filling.rect.bottom() - kind.height(&words, filling.rect.w);
        filling.text("credits-licence", &words, kind.face, kind.size, kind.color);
    }

    /// One worksheet.
    pub fn draw(
        &self,
        moment: Moment,
        content: Content,
        arrangement: &Arrangement,
        map: Composed,
        list: &[Item],
    ) -> Composed {
        let mut filling = self.filling();
        self.head(&mut filling, Some(moment), content);
        self.foot(&mut filling);
        let mut nodes = vec![group("heading", "Heading and task", filling.nodes)];
        let mut inner = map.scene.nodes;
        inner.iter_mut().for_each(|node| place(node, [arrangement.map.x, arrangement.map.y], ""));
        nodes.extend(inner);
        let place = (arrangement.list, arrangement.columns);
        let items = list::draw(list, self.measures, &self.style.page, place, "item");
        nodes.push(group("list", "List", items));
        let date = (!self.spec.hide_dates).then(|| self.dates().day(moment.day()));
        let title = [Some(self.word("worksheet").to_owned()), Some(self.title().to_owned()), date];
        let title: Vec<String> = title.into_iter().flatten().collect();
        let mut metadata = map.scene.metadata;
        metadata.retain(|(name, _)| !self.spec.hide_dates || (name != "date" && name != "source"));
        let scene = Scene {
            width: self.measures.size.width,
            height: self.measures.size.height,
            paper: self.style.page.paper,
            title: title.join(", "),
            description: format!(
                "{}. {} {}",
                self.view(),
                self.word(task(content)),
                content.told(self.spec.lang)
            ),
            lang: self.spec.lang.code().to_owned(),
            metadata,
            ground: None,
            nodes,
        };
        Composed { scene, left_out: map.left_out }
    }
}
