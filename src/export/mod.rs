//! What a data set knows, for other programs: the state of a day, or the whole history as dated rows.
//!
//! Everything comes from spans: who held what from which day until which ([`spans`]). A day is the spans that it is in, so
//! that both ways of asking tell the same. Doubt goes along: a date that is known roughly keeps its EDTF beside the day on
//! which the map changes, and certainty, claims and "not known" are values of their own.

mod ahcb;
mod borders;
mod claims;
mod context;
mod holders;
mod linked;
mod places;
mod record;
mod spans;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use crate::areas::Holding;
use crate::dataset::{DEFAULT_READING, UnitId};
use crate::interchange::write::{About, Cell, Document, Layer};
use crate::lang::Lang;
use crate::time::Day;
use crate::timeline::Timeline;

use context::Context;

/// A layer that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// The land of each holder, in one piece where it hangs together.
    Holders,
    /// The pieces of land that never split.
    Units,
    /// The land that each claimant claims.
    Claims,
    /// The borders between units, by what they part.
    Borders,
    /// The lines that treaties and claims describe.
    Lines,
    /// Towns, villages, peaks and so on.
    Places,
    /// The events, without shapes.
    Events,
    /// The bibliography, without shapes.
    Sources,
}

impl Content {
    /// All layers, in the spelling of the command line and in their order in a file.
    pub const ALL: [(&'static str, Content); 8] = [
        ("holders", Content::Holders),
        ("units", Content::Units),
        ("claims", Content::Claims),
        ("borders", Content::Borders),
        ("lines", Content::Lines),
        ("places", Content::Places),
        ("events", Content::Events),
        ("sources", Content::Sources),
    ];

    /// Spelling on the command line.
    pub fn key(self) -> &'static str {
        Content::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// Whose fields are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fields {
    /// Our own, with everything the data know. `to` is the first day after a span.
    #[default]
    Marchland,
    /// Linked Places: GeoJSON with `when`, `names`, `types`, `relations`. An end is the first day after a span.
    LinkedPlaces,
    /// As the Atlas of Historical County Boundaries has them. `END_DATE` is the last day of a span.
    Ahcb,
}

impl Fields {
    /// All values, in the spelling of the command line.
    pub const ALL: [(&'static str, Fields); 3] =
        [("marchland", Fields::Marchland), ("lpf", Fields::LinkedPlaces), ("ahcb", Fields::Ahcb)];

    /// Spelling on the command line.
    pub fn key(self) -> &'static str {
        Fields::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }

    /// The layers that can be told with these fields.
    pub fn contents(self) -> &'static [Content] {
        const ALL: &[Content] = &[
            Content::Holders,
            Content::Units,
            Content::Claims,
            Content::Borders,
            Content::Lines,
            Content::Places,
            Content::Events,
            Content::Sources,
        ];
        match self {
            Fields::Marchland => ALL,
            Fields::LinkedPlaces => &[Content::Holders, Content::Units, Content::Places],
            Fields::Ahcb => &[Content::Holders, Content::Units],
        }
    }

    /// Whether the end of a span belongs to it.
    pub fn ends(self) -> &'static str {
        match self {
            Fields::Marchland | Fields::LinkedPlaces => "exclusive",
            Fields::Ahcb => "inclusive",
        }
    }
}

/// For when something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// What there is on a day.
    Day(Day),
    /// The whole period, a row for each span.
    History,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// For when.
    pub when: When,
    /// The layers.
    pub contents: BTreeSet<Content>,
    /// Whose land a holder's is.
    pub holding: Holding,
    /// Whose fields.
    pub fields: Fields,
    /// Language of names; those in other languages have fields of their own.
    pub lang: Lang,
    /// The units that are asked for; `None` for all.
    pub units: Option<BTreeSet<UnitId>>,
    /// Digits after the point of positions in degrees, 7 at most, which is as exact as data sets are.
    pub digits: u32,
    /// What the identifiers of Linked Places begin with.
    pub id_base: String,
}

/// The document that answers a request. Of layers that the fields cannot tell nothing is in it.
pub fn document(timeline: &Timeline<'_>, request: &Request) -> Document {
    let context = Context::new(timeline, request);
    let told = request.contents.iter().filter(|content| request.fields.contents().contains(content));
    let mut more_arcs = Vec::new();
    let mut layers: Vec<Layer> = told
        .map(|content| match (request.fields, content) {
            (Fields::LinkedPlaces, content) => linked::layer(&context, *content),
            (Fields::Ahcb, content) => ahcb::layer(&context, *content),
            (Fields::Marchland, Content::Holders) => holders::layer(&context),
            (Fields::Marchland, Content::Units) => units::layer(&context),
            (Fields::Marchland, Content::Claims) => claims::layer(&context),
            (Fields::Marchland, Content::Borders) => borders::layer(&context),
            (Fields::Marchland, Content::Lines) => places::lines(&context, &mut more_arcs),
            (Fields::Marchland, Content::Places) => places::layer(&context),
            (Fields::Marchland, Content::Events) => record::events(&context),
            (Fields::Marchland, Content::Sources) => record::sources(&context),
        })
        .collect();
    let is_several = 1 < layers.len() && request.fields != Fields::LinkedPlaces;
    layers.iter_mut().for_each(|layer| name_apart(layer, is_several));
    let about = about(&context);
    let mut arcs = context.net.arcs;
    arcs.extend(more_arcs);
    let linked = request.fields == Fields::LinkedPlaces;
    Document { about, arcs, layers, context: linked.then_some(linked::CONTEXT) }
}

/// Makes the ids of rows unique. Of several layers they begin with the layer: a unit and a place may have the same name.
fn name_apart(layer: &mut Layer, is_several: bool) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in layer.rows.iter_mut().filter(|row| !row.id.is_empty()) {
        let count = counts.entry(row.id.clone()).or_default();
        *count += 1;
        let number = if *count == 1 { String::new() } else { format!("#{count}") };
        let start = if is_several { format!("{}/", layer.name) } else { String::new() };
        row.id = format!("{start}{}{number}", row.id);
    }
}

fn about(context: &Context<'_>) -> About {
    let (dataset, request) = (context.dataset, context.request);
    let (first, last) = dataset.period;
    let held = match request.holding {
        Holding::Control => "in fact",
        Holding::Sovereignty => "by the acts in force",
    };
    let (name, description) = match request.when {
        When::Day(day) => (format!("{}_{day}", dataset.key), format!("Who held the land {held} on {day}.")),
        When::History => (
            format!("{}_history", dataset.key),
            format!("Who held the land {held} from {first} to {last}, a row for each span of days."),
        ),
    };
    let reading = context.timeline.reading().map_or(DEFAULT_READING, |reading| &reading.key);
    let mut more = Vec::new();
    let mut say = |name: &str, value: &str| more.push((name.to_owned(), Cell::text(value)));
    say("version", env!("CARGO_PKG_VERSION"));
    say("data", &dataset.key);
    say("period", &format!("{first}/{last}"));
    if let When::Day(day) = request.when {
        say("date", &day.to_string());
    }
    say("reading", reading);
    say("view", request.holding.key());
    say("lang", request.lang.code());
    // The title in each language, for whoever makes a data set of it again.
    if dataset.title.iter().any(|(lang, _)| lang != request.lang) {
        dataset.title.iter().for_each(|(lang, title)| say(&format!("title_{lang}"), title));
    }
    say("fields", request.fields.key());
    say("ends", request.fields.ends());
    About {
        name,
        title: dataset.title.get(request.lang).to_owned(),
        description,
        licence: dataset.licence.clone(),
        credits: dataset.credits.clone(),
        more,
    }
}
