//! Who held a region on a day: all of it, or which part of it who.

use std::collections::BTreeMap;

use serde::Serialize;

use super::explain::{ReadingOf, holder_key, reading_of};
use super::state::{Hold, State, Timeline};
use crate::dataset::{EventId, Holder, UnitId};
use crate::lang::Lang;
use crate::words::word;

/// The answer to "who held this region": shares of its land, each with the acts behind it. Areas are km², rounded to a tenth.
#[derive(Clone, Debug, Serialize)]
pub struct RegionExplanation {
    /// The day asked for, `1921-12-31`.
    pub date: String,
    /// The reading followed.
    pub reading: ReadingOf,
    /// The region: its name, its area, and its units in table order.
    pub region: RegionOf,
    /// Who held it in fact, the largest share first.
    pub control: Vec<Share>,
    /// To whom the acts in force assigned it, the largest share first.
    pub sovereignty: Vec<Share>,
    /// Who claimed what of it; shares may overlap.
    pub claims: Vec<Share>,
    /// The statuses of its land; shares may overlap. What is in none is ordinary.
    pub status: Vec<Share>,
    /// Changes whose imprecise date includes the day: they may have happened already.
    pub pending: Vec<ActOn>,
}

/// A region.
#[derive(Clone, Debug, Serialize)]
pub struct RegionOf {
    /// Name.
    pub name: String,
    /// Its area.
    pub km2: f64,
    /// Its units.
    pub units: Vec<UnitName>,
}

/// A unit by its key and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitName {
    /// Key in the data files.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The part of a region that is one holder's, or has one status.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
    /// Polity key, `nobody`, `not-known`, or a status in file spelling.
    pub id: String,
    /// Name on that day.
    pub name: String,
    /// Its area.
    pub km2: f64,
    /// Its share of the region, in percent.
    pub percent: f64,
    /// The acts behind it, each with its units; together they are the whole share.
    pub acts: Vec<ActOn>,
}

/// An act, and the units of a region that it is about.
#[derive(Clone, Debug, Serialize)]
pub struct ActOn {
    /// EDTF date since when; none where no act is known.
    pub since: Option<String>,
    /// Is it stated, inferred or contested?
    pub certainty: &'static str,
    /// Key of the event.
    pub event: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Keys of the sources that say so.
    pub sources: Vec<String>,
    /// The units.
    pub units: Vec<UnitName>,
}

/// Units by who or what they are of, and by the event and the certainty behind that.
type Shares<K> = BTreeMap<K, BTreeMap<(Option<EventId>, &'static str), Vec<UnitId>>>;

/// Explains a region, which is these units, on the day of a state. `unit_km2` are the areas of all units of the set.
pub fn explain_region(
    timeline: &Timeline<'_>,
    state: &State,
    (name, units): (&str, &[UnitId]),
    unit_km2: &[f64],
    lang: Lang,
) -> RegionExplanation {
    let mut units = units.to_vec();
    units.sort_unstable();
    units.dedup();
    let teller =
        Teller { timeline, unit_km2, lang, whole: units.iter().map(|unit| unit_km2[unit.index()]).sum() };
    let dataset = timeline.dataset();
    let (mut control, mut sovereignty) = (Shares::new(), Shares::new());
    let (mut claims, mut statuses) = (Shares::new(), Shares::new());
    let mut pending: BTreeMap<EventId, Vec<UnitId>> = BTreeMap::new();
    for &unit in &units {
        let found = state.of(unit);
        let put = |shares: &mut Shares<Holder>, hold: &Hold<Holder>| {
            let acts = shares.entry(hold.value).or_default();
            acts.entry((hold.event, hold.certainty.key())).or_default().push(unit);
        };
        put(&mut control, &found.control);
        put(&mut sovereignty, &found.sovereignty);
        for &(polity, event) in &found.claims {
            let certainty = dataset.event(event).certainty.key();
            let acts: &mut BTreeMap<_, Vec<UnitId>> = claims.entry(polity).or_default();
            acts.entry((Some(event), certainty)).or_default().push(unit);
        }
        for status in &found.status.value {
            let acts: &mut BTreeMap<_, Vec<UnitId>> = statuses.entry((status.kind, status.by)).or_default();
            acts.entry((found.status.event, found.status.certainty.key())).or_default().push(unit);
        }
        for pending_here in &found.pending {
            let units = pending.entry(pending_here.event).or_default();
            if units.last() != Some(&unit) {
                units.push(unit);
            }
        }
    }
    let polity = |id: crate::dataset::PolityId| {
        (dataset.polity(id).key.clone(), dataset.polity(id).name_on(state.day, lang).to_owned())
    };
    let holder = |holder: Holder, nobody: &str| match holder {
        Holder::Polity(id) => polity(id),
        other => {
            let word = word(lang, if other == Holder::Nobody { nobody } else { "not-known" });
            (holder_key(dataset, other).to_owned(), word.to_owned())
        }
    };
    RegionExplanation {
        date: state.day.to_string(),
        reading: reading_of(timeline, lang),
        region: RegionOf { name: name.to_owned(), km2: tenth(teller.whole), units: teller.names(&units) },
        control: teller.shares(control, |who| holder(who, "nobody")),
        sovereignty: teller.shares(sovereignty, |who| holder(who, "no-act")),
        claims: teller.shares(claims, polity),
        status: teller.shares(statuses, |(kind, by)| {
            let by = by.map_or(String::new(), |by| format!(" ({})", polity(by).1));
            (kind.key().to_owned(), format!("{}{by}", word(lang, kind.key())))
        }),
        pending: pending
            .into_iter()
            .map(|(event, units)| teller.act(Some(event), dataset.event(event).certainty.key(), &units))
            .collect(),
    }
}

/// What gives names and areas.
struct Teller<'t> {
    timeline: &'t Timeline<'t>,
    unit_km2: &'t [f64],
    lang: Lang,
    /// Area of the region in km².
    whole: f64,
}

impl Teller<'_> {
    fn names(&self, units: &[UnitId]) -> Vec<UnitName> {
        let units = units.iter().map(|unit| self.timeline.dataset().unit(*unit));
        units
            .map(|unit| UnitName { id: unit.key.clone(), name: unit.name.get(self.lang).to_owned() })
            .collect()
    }

    fn act(&self, event: Option<EventId>, certainty: &'static str, units: &[UnitId]) -> ActOn {
        let data = event.map(|event| self.timeline.dataset().event(event));
        ActOn {
            since: event.map(|event| self.timeline.date_of(event).text().to_owned()),
            certainty,
            event: data.map(|data| data.key.clone()),
            title: data.map(|data| data.title.get(self.lang).to_owned()),
            sources: event.map(|event| self.timeline.sources_of(event)).unwrap_or_default(),
            units: self.names(units),
        }
    }

    /// Shares, the largest first.
    fn shares<K: Ord + Copy>(&self, shares: Shares<K>, name: impl Fn(K) -> (String, String)) -> Vec<Share> {
        let mut out: Vec<Share> = shares
            .into_iter()
            .map(|(who, acts)| {
                let (id, name) = name(who);
                let km2: f64 = acts.values().flatten().map(|unit| self.unit_km2[unit.index()]).sum();
                let percent = if self.whole > 0.0 { tenth(100.0 * km2 / self.whole) } else { 0.0 };
                let acts = acts.into_iter().map(|((event, sure), units)| self.act(event, sure, &units));
                Share { id, name, km2: tenth(km2), percent, acts: acts.collect() }
            })
            .collect();
        out.sort_by(|a, b| b.km2.total_cmp(&a.km2).then_with(|| a.id.cmp(&b.id)));
        out
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
