//! The state of every unit on one day.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::dataset::{
    Certainty, Choice, Dataset, Effect, EventId, Holder, PolityId, Reading, Status, UnitId, Variant,
};
use crate::time::{Day, FuzzyDate};

/// A value on a track, with the event that set it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold<T> {
    /// The value.
    pub value: T,
    /// The event that set it; `None` before any did.
    pub event: Option<EventId>,
    /// How sure it is: the effect's own certainty.
    pub certainty: Certainty,
}

impl<T> Hold<T> {
    fn unset(value: T) -> Hold<T> {
        Hold { value, event: None, certainty: Certainty::Stated }
    }
}

/// A change that may or may not have happened yet: its date is imprecise and the day lies within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The event.
    pub event: EventId,
    /// Position of the effect in the event.
    pub effect: u32,
}

/// All four tracks of one unit on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitState {
    /// Who holds it in fact.
    pub control: Hold<Holder>,
    /// To whom the act in force assigns it.
    pub sovereignty: Hold<Holder>,
    /// Who claims it, in polity order, each with the event that started the claim.
    pub claims: Vec<(PolityId, EventId)>,
    /// Its statuses; empty means ordinary.
    pub status: Hold<Vec<Status>>,
    /// The effect that names the land while its status lasts: event and position of the effect.
    pub name: Option<(EventId, u32)>,
    /// Changes that may have happened already.
    pub pending: Vec<Pending>,
}

impl UnitState {
    /// Before any event.
    fn blank() -> UnitState {
        UnitState {
            control: Hold::unset(Holder::NotKnown),
            sovereignty: Hold::unset(Holder::NotKnown),
            claims: Vec::new(),
            status: Hold::unset(Vec::new()),
            name: None,
            pending: Vec::new(),
        }
    }
}

/// Who holds, owns and claims every unit on one day.
///
/// # Guarantees
/// One entry per unit, in table order.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The day.
    pub day: Day,
    /// State of each unit. Units about which nothing differs are shared by states that were made one after the other.
    pub units: Vec<Arc<UnitState>>,
}

impl State {
    /// The state of one unit.
    pub fn of(&self, unit: UnitId) -> &UnitState {
        &self.units[unit.index()]
    }
}

/// One effect of one event, in the order in which they take hold.
#[derive(Clone, Copy, Debug)]
struct Step {
    latest: Day,
    earliest: Day,
    event: EventId,
    effect: u32,
}

/// An event as a reading tells it.
#[derive(Clone, Copy, Debug)]
struct Told<'a> {
    date: &'a FuzzyDate,
    effects: &'a [Effect],
    variant: Option<&'a Variant>,
}

/// The effects of all events in order, ready to be asked for any day.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    dataset: &'a Dataset,
    reading: Option<&'a Reading>,
    /// The events in table order, as the reading tells them.
    told: Vec<Told<'a>>,
    steps: Vec<Step>,
    /// The most days that lie between the earliest and the latest day of an event.
    vague_days: i64,
}

impl<'a> Timeline<'a> {
    /// Orders the effects of a data set: by latest possible day, then earliest, then file order.
    /// Every event is taken as it stands: the default reading.
    pub fn new(dataset: &'a Dataset) -> Timeline<'a> {
        Timeline::with_reading(dataset, None)
    }

    /// The same by a reading of the data set; `None` is the default one.
    ///
    /// Of a variant that the reading follows, the date replaces the event's and the effects replace
    /// the event's; what the variant does not give stays. An event that is not in the reading changes
    /// nothing.
    pub fn with_reading(dataset: &'a Dataset, reading: Option<&'a Reading>) -> Timeline<'a> {
        let reading = reading.filter(|reading| !reading.is_default());
        let told: Vec<Told<'a>> = dataset
            .event_ids()
            .zip(&dataset.events)
            .map(|(id, event)| {
                let itself = Told { date: &event.date, effects: &event.effects, variant: None };
                match reading.and_then(|reading| reading.choice_of(id)) {
                    None => itself,
                    Some(Choice::Nothing) => Told { effects: &[], ..itself },
                    Some(Choice::Variant(position)) => {
                        let variant = &event.variants[position as usize];
                        Told {
                            date: variant.date.as_ref().unwrap_or(itself.date),
                            effects: variant.effects.as_deref().unwrap_or(itself.effects),
                            variant: Some(variant),
                        }
                    }
                }
            })
            .collect();
        let mut steps: Vec<Step> = Vec::new();
        for (index, event) in told.iter().enumerate() {
            for effect in 0..event.effects.len() {
                steps.push(Step {
                    latest: event.date.latest(),
                    earliest: event.date.earliest(),
                    event: EventId(index as u32),
                    effect: effect as u32,
                });
            }
        }
        steps.sort_by_key(|step| (step.latest, step.earliest, step.event, step.effect));
        let vague_days = steps.iter().map(|step| days_between(step.earliest, step.latest)).max();
        Timeline { dataset, reading, told, steps, vague_days: vague_days.unwrap_or(0) }
    }

    /// The data set it was made from.
    pub fn dataset(&self) -> &'a Dataset {
        self.dataset
    }

    /// The reading it follows; `None` is the default one.
    pub fn reading(&self) -> Option<&'a Reading> {
        self.reading
    }

    /// When an event happened, as the reading has it.
    pub fn date_of(&self, event: EventId) -> &'a FuzzyDate {
        self.told[event.index()].date
    }

    /// The variant of an event that the reading follows, if it follows one.
    pub fn variant_of(&self, event: EventId) -> Option<&'a Variant> {
        self.told[event.index()].variant
    }

    /// What an event changed, as the reading has it.
    pub fn effects_of(&self, event: EventId) -> &'a [Effect] {
        self.told[event.index()].effects
    }

    /// The state of every unit on a day.
    ///
    /// An event holds from its day on. If its date is imprecise, it holds from the latest possible
    /// day on, and from the earliest possible day until then it is listed as pending.
    pub fn at(&self, day: Day) -> State {
        self.state(&mut Progress::new(self.dataset), day)
    }

    /// The states of several days, each as [`Timeline::at`] has it. Days in order are gone through once: each effect is
    /// applied once, and what does not change from one day to the next is kept once.
    pub fn states(&self, days: impl IntoIterator<Item = Day>) -> impl Iterator<Item = State> {
        let mut progress = Progress::new(self.dataset);
        let mut last = Day::MIN;
        days.into_iter().map(move |day| {
            if day < last {
                progress = Progress::new(self.dataset);
            }
            last = day;
            self.state(&mut progress, day)
        })
    }

    /// The state of a day that is not before the one up to which effects have been applied.
    fn state(&self, progress: &mut Progress, day: Day) -> State {
        while let Some(step) = self.steps.get(progress.applied).filter(|step| step.latest <= day) {
            self.apply(progress, *step);
        }
        let mut units = progress.units.clone();
        // Steps are in the order of their latest days: those further off than any date is vague are not pending.
        let near = self.steps[progress.applied..].iter();
        let near = near.take_while(|step| days_between(day, step.latest) <= self.vague_days);
        for step in near.filter(|step| step.earliest <= day) {
            for unit in &self.effect(*step).units {
                let pending = Pending { event: step.event, effect: step.effect };
                Arc::make_mut(&mut units[unit.index()]).pending.push(pending);
            }
        }
        State { day, units }
    }

    fn apply(&self, progress: &mut Progress, step: Step) {
        let effect = self.effect(step);
        for unit in &effect.units {
            apply(Arc::make_mut(&mut progress.units[unit.index()]), effect, step);
        }
        progress.applied += 1;
    }

    /// Goes through time once: for each day on which effects take hold, in order, `each` gets the day, the state of all
    /// units after it (without what is pending), and which units the effects touch, each with the event.
    pub fn walk(&self, mut each: impl FnMut(Day, &[Arc<UnitState>], &[(UnitId, EventId)])) {
        let mut progress = Progress::new(self.dataset);
        let mut touched: Vec<(UnitId, EventId)> = Vec::new();
        for same_day in self.steps.chunk_by(|a, b| a.latest == b.latest) {
            touched.clear();
            for step in same_day {
                self.apply(&mut progress, *step);
                touched.extend(self.effect(*step).units.iter().map(|unit| (*unit, step.event)));
            }
            each(same_day[0].latest, &progress.units, &touched);
        }
    }

    /// The days within the period on which something changes on the map, in order, each once.
    /// For an imprecise date that is the latest possible day.
    pub fn change_days(&self) -> Vec<Day> {
        let (first, last) = self.dataset.period;
        let mut days: Vec<Day> = self.steps.iter().map(|step| step.latest).collect();
        days.retain(|day| first <= *day && *day <= last);
        days.dedup();
        days
    }

    /// The events that take hold after `after` and up to and on `until`, in order, each once.
    pub fn events_between(&self, after: Day, until: Day) -> Vec<EventId> {
        let from = self.steps.partition_point(|step| step.latest <= after);
        let mut seen: BTreeSet<EventId> = BTreeSet::new();
        let steps = self.steps[from..].iter().take_while(|step| step.latest <= until);
        steps.map(|step| step.event).filter(|event| seen.insert(*event)).collect()
    }

    /// An effect by event and position.
    pub fn effect_of(&self, event: EventId, effect: u32) -> &'a Effect {
        &self.told[event.index()].effects[effect as usize]
    }

    fn effect(&self, step: Step) -> &'a Effect {
        self.effect_of(step.event, step.effect)
    }
}

/// How far the effects of a timeline have been applied.
struct Progress {
    /// How many of the steps.
    applied: usize,
    /// The units after these.
    units: Vec<Arc<UnitState>>,
}

impl Progress {
    /// Before any event: all units share a state that nothing is known of.
    fn new(dataset: &Dataset) -> Progress {
        // All units are blank in the same way, until something is said of one.
        let blank = Arc::new(UnitState::blank());
        Progress { applied: 0, units: vec![blank; dataset.units.len()] }
    }
}

fn days_between(from: Day, until: Day) -> i64 {
    i64::from(until.julian_day()) - i64::from(from.julian_day())
}

fn apply(unit: &mut UnitState, effect: &Effect, step: Step) {
    let (event, certainty) = (Some(step.event), effect.certainty);
    if let Some(value) = effect.control {
        unit.control = Hold { value, event, certainty };
    }
    if let Some(value) = effect.sovereignty {
        unit.sovereignty = Hold { value, event, certainty };
    }
    unit.claims.retain(|(polity, _)| !effect.claim_end.contains(polity));
    for &polity in &effect.claim_start {
        if let Err(position) = unit.claims.binary_search_by_key(&polity, |(known, _)| *known) {
            unit.claims.insert(position, (polity, step.event));
        }
    }
    if let Some(status) = &effect.status {
        unit.status = Hold { value: status.clone(), event, certainty };
        // A name belongs to its status; a new status without one ends it.
        unit.name = None;
    }
    if effect.name.is_some() {
        unit.name = Some((step.event, step.effect));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The state of a day from nothing but the effects, one after the other.
    fn plain(timeline: &Timeline<'_>, day: Day) -> State {
        let mut units = vec![UnitState::blank(); timeline.dataset.units.len()];
        for step in &timeline.steps {
            for unit in &timeline.effect(*step).units {
                let unit = &mut units[unit.index()];
                if step.latest <= day {
                    apply(unit, timeline.effect(*step), *step);
                } else if step.earliest <= day {
                    unit.pending.push(Pending { event: step.event, effect: step.effect });
                }
            }
        }
        State { day, units: units.into_iter().map(Arc::new).collect() }
    }

    #[test]
    fn states_in_a_row_are_those_of_each_day() {
        let set = Dataset::builtin().expect("the built-in set reads");
        for reading in std::iter::once(None).chain(set.readings.iter().map(Some)) {
            let timeline = Timeline::with_reading(&set, reading);
            let mut days: Vec<Day> =
                timeline.change_days().iter().flat_map(|day| [day.prev(), *day]).collect();
            days.extend([Day::MIN, Day::MAX, days[7]]);
            for (day, state) in days.iter().zip(timeline.states(days.iter().copied())) {
                assert!(state == plain(&timeline, *day), "{day}");
            }
            assert!(timeline.at(days[9]) == plain(&timeline, days[9]));
        }
    }
}
