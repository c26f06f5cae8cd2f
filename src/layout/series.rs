//! Maps of one series: what stays the same over all dates stays where it is.

use super::{Composed, Moment, Plan, View};
use crate::lang::Lang;
use crate::scene::Node;
use crate::timeline::Timeline;

/// The maps of several moments in one view and language, laid out together.
#[derive(Debug)]
pub struct Series<'a> {
    plan: &'a Plan<'a>,
    timeline: &'a Timeline<'a>,
    moments: Vec<Moment>,
    view: View,
    lang: Lang,
}

/// A name on the maps of a series, drawn the same wherever it stands.
#[derive(Clone, Debug)]
pub struct SeriesLabel {
    /// What is drawn: the text, and its leader line if it has one.
    pub nodes: Vec<Node>,
    /// The moments on whose maps it stands, as positions in [`Series::moments`], in order.
    pub moments: Vec<usize>,
}

impl<'a> Series<'a> {
    /// Lays out the maps of `moments`.
    pub fn new(
        plan: &'a Plan<'a>,
        timeline: &'a Timeline<'a>,
        moments: &[Moment],
        view: View,
        lang: Lang,
    ) -> Series<'a> {
        Series { plan, timeline, moments: moments.to_vec(), view, lang }
    }

    /// The moments of the series, in order.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The map of one moment of the series.
    pub fn compose(&self, moment: Moment) -> Composed {
        self.plan.compose(self.timeline, moment, self.view, self.lang)
    }

    /// Every name of the maps, each as often as it is drawn differently, in the order of drawing.
    pub fn labels(&self) -> Vec<SeriesLabel> {
        let mut out: Vec<SeriesLabel> = Vec::new();
        for (at, &moment) in self.moments.iter().enumerate() {
            let scene = self.compose(moment).scene;
            let map = scene.nodes.into_iter().filter_map(|node| match node {
                Node::Group(group) if group.id == "map" => Some(group.nodes),
                _ => None,
            });
            let labels = map.flatten().filter_map(|node| match node {
                Node::Group(group) if group.id == "labels" => Some(group.nodes),
                _ => None,
            });
            for node in labels.flatten() {
                match out.iter_mut().find(|known| known.nodes == [node.clone()]) {
                    Some(known) => known.moments.push(at),
                    None => out.push(SeriesLabel { nodes: vec![node], moments: vec![at] }),
                }
            }
        }
        out
    }
}
