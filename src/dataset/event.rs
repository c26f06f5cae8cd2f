//! Events: what happened, when, with which effect, and who says so.

use super::ids::{AttestationId, PolityId, UnitId};
use super::unit::Certainty;
use crate::lang::Text;
use crate::time::FuzzyDate;

/// Something dated that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Short name used in the data files, such as `moscow-1921`.
    pub key: String,
    /// When it happened, and how well that is known.
    pub date: FuzzyDate,
    /// The date in the Julian calendar, as cited; empty if the sources give none.
    pub old_style: String,
    /// What kind of act or happening it was.
    pub kind: EventKind,
    /// Heading.
    pub title: Text,
    /// One neutral sentence for captions.
    pub caption: Text,
    /// Note for readers: why this reading, what is doubtful.
    pub note: String,
    /// How sure the event as a whole is.
    pub certainty: Certainty,
    /// Why the event is in the set although no source states it; required where `evidence` is empty.
    pub inferred: String,
    /// What it changed. Empty for a proposal or an act that was never carried out.
    pub effects: Vec<Effect>,
    /// What the sources say of it.
    pub evidence: Vec<Evidence>,
    /// Other readings of it that a source gives and the map does not follow.
    pub variants: Vec<Variant>,
    /// Line of the event in `events.toml`, counted from 1.
    pub line: usize,
}

impl Event {
    /// The statements that stand in a relation to it, in file order.
    pub fn statements(&self, relation: Relation) -> impl Iterator<Item = AttestationId> {
        let evidence = self.evidence.iter().filter(move |one| one.relation == relation);
        evidence.map(|one| one.attestation)
    }
}

/// What an event changed, on one or more tracks, for a set of units.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The units it touches, in table order.
    pub units: Vec<UnitId>,
    /// Who gives them up, where the file says so: before the event it holds each of them on every track
    /// that the effect sets. Changes no map; `check` holds it against the earlier events.
    pub from: Option<PolityId>,
    /// Who holds them in fact from now on.
    pub control: Option<Holder>,
    /// To whom the act in force assigns them from now on.
    pub sovereignty: Option<Holder>,
    /// Polities that start to claim them.
    pub claim_start: Vec<PolityId>,
    /// Polities that stop claiming them.
    pub claim_end: Vec<PolityId>,
    /// The statuses they have from now on, all of them; `Some(vec![])` means ordinary.
    pub status: Option<Vec<Status>>,
    /// The name the land bears while the status lasts.
    pub name: Option<Text>,
    /// How sure this effect is.
    pub certainty: Certainty,
    /// The statements that support this effect and not the others of its event; empty where those of the event do.
    pub supports: Vec<AttestationId>,
}

/// Who holds a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A polity.
    Polity(PolityId),
    /// It is known that nobody did: no power in control, or no act in force that assigns it.
    Nobody,
    /// The data set does not say.
    NotKnown,
}

impl Holder {
    /// The polity, if it is one.
    pub fn polity(self) -> Option<PolityId> {
        match self {
            Holder::Polity(id) => Some(id),
            Holder::Nobody | Holder::NotKnown => None,
        }
    }
}

/// A status of land, with the party it refers to where it needs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status {
    /// Which status.
    pub kind: StatusKind,
    /// By whom (occupied), under whom (protectorate, autonomous).
    pub by: Option<PolityId>,
}

/// The kinds of status. "Ordinary" is having none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusKind {
    /// Self-governing inside the holder's state.
    Autonomous,
    /// Declared disputed by those who dispute it.
    Disputed,
    /// Held by foreign troops.
    Occupied,
    /// Declared neutral.
    NeutralZone,
    /// Under the protection of another state.
    Protectorate,
    /// Governed by a self-proclaimed state.
    SelfProclaimed,
}

impl StatusKind {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, StatusKind); 6] = [
        ("autonomous", StatusKind::Autonomous),
        ("disputed", StatusKind::Disputed),
        ("occupied", StatusKind::Occupied),
        ("neutral-zone", StatusKind::NeutralZone),
        ("protectorate", StatusKind::Protectorate),
        ("self-proclaimed", StatusKind::SelfProclaimed),
    ];

    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        StatusKind::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// What kind of happening an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The state of things when the period begins.
    Baseline,
    /// Territory given by one holder to another.
    Cession,
    /// Troops take control.
    Occupation,
    /// Troops leave.
    Withdrawal,
    /// A state or an autonomy is proclaimed.
    Proclamation,
    /// A treaty is signed.
    Treaty,
    /// A body decides.
    Decision,
    /// A treaty is ratified or enters into force.
    Ratification,
    /// Self-government is given, changed or taken.
    Autonomy,
    /// Administration or state form changes while the land stays.
    Reorganisation,
    /// A line is drawn, on paper or on the ground.
    Delimitation,
    /// A new name.
    Renaming,
    /// A polity asserts a claim or drops it.
    Claim,
    /// Asked for, offered or drafted.
    Proposal,
    /// An earlier act is declared void.
    Annulment,
    /// Fighting, a rising, an advance.
    Military,
    /// A union of states.
    Unification,
}

impl EventKind {
    /// All values, in file spelling.
    pub const ALL: [(&'static str, EventKind); 17] = [
        ("baseline", EventKind::Baseline),
        ("cession", EventKind::Cession),
        ("occupation", EventKind::Occupation),
        ("withdrawal", EventKind::Withdrawal),
        ("proclamation", EventKind::Proclamation),
        ("treaty", EventKind::Treaty),
        ("decision", EventKind::Decision),
        ("ratification", EventKind::Ratification),
        ("autonomy", EventKind::Autonomy),
        ("reorganisation", EventKind::Reorganisation),
        ("delimitation", EventKind::Delimitation),
        ("renaming", EventKind::Renaming),
        ("claim", EventKind::Claim),
        ("proposal", EventKind::Proposal),
        ("annulment", EventKind::Annulment),
        ("military", EventKind::Military),
        ("unification", EventKind::Unification),
    ];

    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        EventKind::ALL.iter().find(|(_, value)| *value == self).map_or("", |(key, _)| key)
    }
}

/// One attestation as evidence for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The statement.
    pub attestation: AttestationId,
    /// What it does to the event.
    pub relation: Relation,
}

/// What a statement does to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Says it happened as the event has it.
    Supports,
    /// Says otherwise.
    Contradicts,
    /// Mentions it without taking a stand, or only a part of it.
    Reports,
}

impl Relation {
    /// Spelling in the data files.
    pub fn key(self) -> &'static str {
        match self {
            Relation::Supports => "supports",
            Relation::Contradicts => "contradicts",
            Relation::Reports => "reports",
        }
    }
}

/// Another reading of an event, given by a source and not followed by the map.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Short name, unique in the event: the contradiction's number, such as `C01`.
    pub key: String,
    /// The other date, where the sources differ in it.
    pub date: Option<FuzzyDate>,
    /// The other effects, where the sources differ in them.
    pub effects: Option<Vec<Effect>>,
    /// What the other reading says, in our words.
    pub says: Text,
    /// Why the map does not follow it.
    pub because: String,
    /// The statements that give it.
    pub attestations: Vec<AttestationId>,
}

impl Variant {
    /// True if it has a date or effects of its own; otherwise it differs in words only.
    pub fn changes_the_map(&self) -> bool {
        self.date.is_some() || self.effects.is_some()
    }
}
