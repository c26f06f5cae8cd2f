//! Where the region lies: the locator as a map of its own.

use super::super::{Plan, locator};
use crate::geometry::clip::Rect;
use crate::lang::Lang;
use crate::scene::Scene;

impl Plan<'_> {
    /// The locator of the data set as a picture of a width and height in px, with the extent of the plan's map on it;
    /// `None` if the set has none.
    pub fn locator_map(&self, [width, height]: [f64; 2], lang: Lang) -> Option<Scene> {
        let nodes = locator::nodes(self, lang, Rect::new(0.0, 0.0, width, height));
        (!nodes.is_empty()).then(|| Scene {
            width,
            height,
            paper: self.style.page.paper,
            title: self.dataset.title.get(lang).to_owned(),
            description: String::new(),
            lang: lang.code().to_owned(),
            metadata: Vec::new(),
            ground: None,
            nodes,
        })
    }
}
