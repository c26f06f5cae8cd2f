//! What a hatching means, and how it is therefore drawn and named: the same on maps and on charts.

use super::{Color, HatchLine, Style, Tints};
use crate::dataset::{Dataset, PolityId, Status, StatusKind};
use crate::lang::Lang;
use crate::words::word;

/// A kind of hatching, in the colour of a party where it means one. The order is the order of drawing
/// and of legends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HatchKey {
    /// Under the protection of a state.
    Protectorate(PolityId),
    /// Autonomous in a state.
    Autonomous(Option<PolityId>),
    /// Governed by a self-proclaimed state.
    SelfProclaimed(Option<PolityId>),
    /// A neutral zone.
    NeutralZone,
    /// Held by the troops of a party.
    Occupied(Option<PolityId>),
    /// Claimed by a polity.
    Claimed(PolityId),
    /// Declared disputed.
    Disputed,
    /// The sources contradict each other about the holder.
    Contested,
    /// A change that may have happened already; the holder to come.
    Pending(Option<PolityId>),
}

impl HatchKey {
    /// The hatching a status calls for on land of this holder. `None` where the fill already shows the
    /// party, so that a hatch in its colour would say nothing new.
    pub fn of_status(status: Status, holder: Option<PolityId>) -> Option<HatchKey> {
        Some(match (status.kind, status.by) {
            (StatusKind::Disputed, _) => HatchKey::Disputed,
            (StatusKind::NeutralZone, _) => HatchKey::NeutralZone,
            (StatusKind::Occupied | StatusKind::Protectorate, by) if by.is_none() || by == holder => {
                return None;
            }
            (StatusKind::Occupied, by) => HatchKey::Occupied(by),
            (StatusKind::Protectorate, by) => HatchKey::Protectorate(by?),
            (StatusKind::Autonomous, by) => HatchKey::Autonomous(by.or(holder)),
            (StatusKind::SelfProclaimed, by) => HatchKey::SelfProclaimed(by.or(holder)),
        })
    }

    /// The party it is in the colour of.
    pub fn polity(self) -> Option<PolityId> {
        match self {
            HatchKey::Protectorate(polity) | HatchKey::Claimed(polity) => Some(polity),
            HatchKey::Autonomous(polity)
            | HatchKey::SelfProclaimed(polity)
            | HatchKey::Occupied(polity)
            | HatchKey::Pending(polity) => polity,
            HatchKey::NeutralZone | HatchKey::Disputed | HatchKey::Contested => None,
        }
    }

    /// Its line and colour in a style; `tints` are those of the data set's polities.
    pub fn line(self, style: &Style, dataset: &Dataset, tints: &[Tints]) -> (HatchLine, Color) {
        let hatch = &style.hatch;
        let mut line = match self {
            HatchKey::Protectorate(_) => &hatch.protectorate,
            HatchKey::Autonomous(_) => &hatch.autonomous,
            HatchKey::SelfProclaimed(_) => &hatch.self_proclaimed,
            HatchKey::NeutralZone => &hatch.neutral_zone,
            HatchKey::Occupied(_) => &hatch.occupied,
            HatchKey::Claimed(_) => &hatch.claimed,
            HatchKey::Disputed => &hatch.disputed,
            HatchKey::Contested => &hatch.contested,
            HatchKey::Pending(_) => &hatch.pending,
        }
        .clone();
        if let HatchKey::Claimed(by) = self {
            // The angle belongs to the colour family, so a claimant keeps it over a series.
            let mut families: Vec<&str> =
                dataset.polities.iter().map(|polity| polity.colour.as_str()).collect();
            families.sort_unstable();
            families.dedup();
            let family = &dataset.polity(by).colour;
            let place = families.iter().position(|known| known == family).unwrap_or(0);
            line.angle += hatch.claim_turn_deg * place as f64;
        }
        let party = self.polity().map_or(style.border.status, |polity| tints[polity.index()].hatch);
        let color = line.color.unwrap_or(party);
        (line, color)
    }

    /// Its meaning in words; `name` gives the name of a polity.
    pub fn words(self, lang: Lang, name: impl Fn(PolityId) -> String) -> String {
        let plain = |key: &str| word(lang, key).to_owned();
        let with = |key: &str, polity: PolityId| format!("{} {}", word(lang, key), name(polity));
        match self {
            HatchKey::Protectorate(by) => with("protectorate", by),
            HatchKey::Autonomous(_) => plain("autonomous"),
            HatchKey::SelfProclaimed(_) => plain("self-proclaimed"),
            HatchKey::NeutralZone => plain("neutral-zone"),
            HatchKey::Occupied(Some(by)) => with("occupied", by),
            HatchKey::Occupied(None) => plain("occupied"),
            HatchKey::Claimed(by) => with("claimed-by", by),
            HatchKey::Disputed => plain("disputed"),
            HatchKey::Contested => plain("contested"),
            HatchKey::Pending(Some(by)) => format!("{}: {}", word(lang, "pending"), name(by)),
            HatchKey::Pending(None) => plain("pending"),
        }
    }

    /// Its meaning in words, without the party it stands for.
    pub fn words_of_kind<'a>(self, lang: Lang) -> &'a str {
        word(
            lang,
            match self {
                HatchKey::Occupied(_) => "occupied-by-others",
                HatchKey::Protectorate(_) => "protected",
                HatchKey::Claimed(_) => "claimed-by-others",
                other => other.kind(),
            },
        )
    }

    /// A name for programs, such as `occupied-rsfsr`.
    pub fn slug(self, dataset: &Dataset) -> String {
        match self.polity() {
            Some(polity) => format!("{}-{}", self.kind(), dataset.polity(polity).key),
            None => self.kind().to_owned(),
        }
    }

    /// A name of its kind for programs, such as `occupied`.
    pub fn kind(self) -> &'static str {
        match self {
            HatchKey::Protectorate(_) => "protectorate",
            HatchKey::Autonomous(_) => "autonomous",
            HatchKey::SelfProclaimed(_) => "self-proclaimed",
            HatchKey::NeutralZone => "neutral-zone",
            HatchKey::Occupied(_) => "occupied",
            HatchKey::Claimed(_) => "claimed",
            HatchKey::Disputed => "disputed",
            HatchKey::Contested => "contested",
            HatchKey::Pending(_) => "pending",
        }
    }
}
