//! What lies beside what, and whether it can be told apart: for the laws of the themes and for
//! `marchland styles`.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::{Fill, Job, View, areas};
use crate::dataset::{Dataset, PolityId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::style::{Color, HatchKey, HatchLine, Paint, Sight, Style};
use crate::time::Day;
use crate::timeline::Timeline;

/// Least distance in OKLab of the fills of neighbours, for each way of seeing.
///
/// A difference of 0.02 is just seen where two areas touch (about one just noticeable difference of the
/// CIE). Holders have a border line with a band between them besides, so a little less than twice that is
/// enough in normal sight, and 0.02 without one kind of cones. In grey it is lightness alone, of which a
/// quiet palette has little: 0.01 is two or three steps of 256, and the border line does the rest; a style
/// for photocopies has textures. Atlas tints are light, and twenty holders in three views, stated and
/// inferred, leave no room for much more.
pub const LEAST: [(Sight, f64); 5] = [
    (Sight::Normal, 0.036),
    (Sight::Protanopia, 0.02),
    (Sight::Deuteranopia, 0.02),
    (Sight::Tritanopia, 0.02),
    (Sight::Grey, 0.01),
];

/// Least contrast of text (WCAG 2, level AA).
pub const LEAST_TEXT: f64 = 4.5;
/// Least contrast of large text and of lines.
pub const LEAST_LARGE: f64 = 3.0;

/// What is on one side of a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A holder, stated or only inferred.
    Holder(PolityId, bool),
    /// Nobody.
    Nobody,
    /// Not stated.
    NotKnown,
}

impl Side {
    fn of(fill: Fill) -> Side {
        match fill {
            Fill::Polity { polity, inferred } => Side::Holder(polity, inferred),
            Fill::Nobody => Side::Nobody,
            Fill::NotKnown => Side::NotKnown,
        }
    }

    /// Its name for people.
    pub fn name(self, dataset: &Dataset) -> String {
        match self {
            Side::Holder(polity, false) => dataset.polity(polity).key.clone(),
            Side::Holder(polity, true) => format!("{} (inferred)", dataset.polity(polity).key),
            Side::Nobody => "nobody".to_owned(),
            Side::NotKnown => "not known".to_owned(),
        }
    }
}

/// What touches what on the maps of a data set, with the first day and the view in which it does.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// Fills on both sides of a border.
    pub fills: BTreeMap<(Side, Side), (Day, View)>,
    /// Claimants to the same land.
    pub claimants: BTreeMap<(PolityId, PolityId), Day>,
    /// Hatchings on fills.
    pub hatched: BTreeMap<(HatchKey, Side), (Day, View)>,
}

impl Neighbours {
    /// Looks at every day on which something changes.
    pub fn of(plan: &Plan<'_>, timeline: &Timeline<'_>) -> Neighbours {
        let mut found = Neighbours::default();
        for state in timeline.states(timeline.change_days()) {
            let day = state.day;
            for view in [View::Control, View::Sovereignty, View::Claims] {
                let fills = areas::fills(plan, &state, view);
                for arc in &plan.topology.arcs {
                    let (Some(left), Some(right)) = (arc.left, arc.right) else { continue };
                    let (left, right) = (fills[left as usize], fills[right as usize]);
                    if !left.same_holder(right) {
                        let (a, b) = (Side::of(left.min(right)), Side::of(left.max(right)));
                        found.fills.entry((a, b)).or_insert((day, view));
                    }
                }
                let job = Job::bare(plan, timeline, &state, view, fills);
                for (key, units) in areas::hatch_units(&job) {
                    for unit in units {
                        let side = Side::of(job.fills[unit.index()]);
                        found.hatched.entry((key, side)).or_insert((day, view));
                    }
                }
            }
            for unit in &state.units {
                for (i, (a, _)) in unit.claims.iter().enumerate() {
                    for (b, _) in &unit.claims[i + 1..] {
                        found.claimants.entry((*a, *b)).or_insert(day);
                    }
                }
            }
        }
        found
    }
}

/// Two things that touch, and how different they look.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The way of seeing.
    pub sight: Sight,
    /// Distance in OKLab; in grey, of lightness.
    pub difference: f64,
    /// The least that is good.
    pub least: f64,
    /// What they are.
    pub names: [String; 2],
    /// The first day on which they touch.
    pub day: Day,
    /// In this view.
    pub view: View,
}

/// A text or line on what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct TextContrast {
    /// Key of its colour.
    pub key: String,
    /// What it stands on.
    pub on: String,
    /// Contrast by WCAG 2.
    pub contrast: f64,
    /// The least that is good.
    pub least: f64,
}

/// Every pair of neighbours in every way of seeing, the hardest to tell apart first (by difference and
/// what is asked of it). Neighbours with unlike textures are left out in grey, and in a style of greys in
/// every way of seeing.
pub fn pairs(found: &Neighbours, style: &Style, dataset: &Dataset) -> Vec<Pair> {
    let tints = style.tints(dataset);
    let paint = |side: Side| match side {
        Side::Holder(polity, inferred) => tints[polity.index()].paint(inferred),
        Side::Nobody => style.nobody(),
        Side::NotKnown => style.not_known(),
    };
    let mut pairs = Vec::new();
    for (sight, least) in LEAST {
        for (&(a, b), &(day, view)) in &found.fills {
            let (one, other) = (paint(a), paint(b));
            if (sight == Sight::Grey || style.tint.chroma == 0.0) && told_by_texture(&one, &other) {
                continue;
            }
            let names = [a.name(dataset), b.name(dataset)];
            let difference = sight.difference(one.color, other.color);
            pairs.push(Pair { sight, difference, least, names, day, view });
        }
        // Thin lines need a greater difference than areas; turned lines are told apart without it.
        for (&(a, b), &day) in &found.claimants {
            if sight == Sight::Grey || style.hatch.claim_turn_deg != 0.0 {
                continue;
            }
            let [one, other] = [a, b].map(|polity| tints[polity.index()].hatch);
            let names = [a, b].map(|polity| format!("claim of {}", dataset.polity(polity).key));
            let (difference, least) = (sight.difference(one, other), 1.25 * least);
            pairs.push(Pair { sight, difference, least, names, day, view: View::Claims });
        }
    }
    pairs.sort_by(|a, b| (a.difference / a.least).total_cmp(&(b.difference / b.least)));
    pairs
}

/// Contrast of every kind of text, and of the lines that texts describe, with what they stand on; of the
/// labels on a map, which have a halo, on the fill that is worst for them. The lowest first.
pub fn texts(style: &Style, dataset: &Dataset) -> Vec<TextContrast> {
    let mut all = Vec::new();
    let mut add = |key: &str, on: String, text: Color, ground: Color, least: f64| {
        all.push(TextContrast { key: key.to_owned(), on, contrast: text.contrast(ground), least });
    };
    let (page, label, tints) = (&style.page, &style.label, style.tints(dataset));
    for (key, color) in [("page.ink", page.ink), ("page.muted", page.muted)] {
        add(key, "page.paper".to_owned(), color, page.paper, LEAST_TEXT);
    }
    add("label.water", "ground.water".to_owned(), label.water, style.ground.water, LEAST_TEXT);
    let mut fills = vec![
        ("ground.nobody".to_owned(), style.ground.nobody),
        ("ground.not-known".to_owned(), style.ground.not_known),
        ("ground.land".to_owned(), style.ground.land),
    ];
    for (polity, tint) in dataset.polities.iter().zip(&tints) {
        fills.push((polity.key.clone(), tint.fill));
        fills.push((format!("{} (inferred)", polity.key), tint.pale));
        for (key, fill) in [("", tint.fill), (" (inferred)", tint.pale)] {
            let on = format!("{}{key}", polity.key);
            add("tint.text-lightness", on, tint.text, label.halo.over(fill), LEAST_TEXT);
        }
    }
    let border = &style.border;
    for (key, color, casing, least) in [
        ("label.town", label.town, label.halo, LEAST_TEXT),
        ("label.unit", label.unit, label.halo, LEAST_TEXT),
        ("border.state", border.state, border.casing, LEAST_LARGE),
        ("border.treaty", border.treaty, border.line_casing, LEAST_LARGE),
        ("border.claim", border.claim, border.line_casing, LEAST_LARGE),
        ("border.front", border.front, border.line_casing, LEAST_LARGE),
    ] {
        for (name, fill) in &fills {
            let ground = casing.over(*fill);
            add(key, name.clone(), color.over(ground), ground, least);
        }
    }
    all.sort_by(|a, b| (a.contrast / a.least).total_cmp(&(b.contrast / b.least)));
    all
}

/// What keeps a style from being read by everybody: one warning for each way of seeing and each text key,
/// about the worst case.
pub fn findings(pairs: &[Pair], texts: &[TextContrast]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for (sight, _) in LEAST {
        let low: Vec<&Pair> =
            pairs.iter().filter(|pair| pair.sight == sight && pair.difference < pair.least).collect();
        if let Some(worst) = low.first() {
            let [a, b] = &worst.names;
            let message = format!(
                "{}: {} kinds of neighbours are hard to tell apart; worst are {a} and {b} on {} ({}), {:.3} apart, least is {}",
                sight.key(),
                low.len(),
                worst.day,
                worst.view.key(),
                worst.difference,
                worst.least
            );
            found.push(Diagnostic::new(Severity::Warning, "colour-contrast", message));
        }
    }
    let mut told: Vec<&str> = Vec::new();
    for text in texts.iter().filter(|text| text.contrast < text.least) {
        if !told.contains(&text.key.as_str()) {
            told.push(&text.key);
            let message = format!(
                "{} on {}: contrast {:.1}, least is {}",
                text.key, text.on, text.contrast, text.least
            );
            found.push(Diagnostic::new(Severity::Warning, "text-contrast", message));
        }
    }
    found
}

/// True if the textures of two paints tell them apart: one has none, or they differ in form, direction or
/// density.
pub fn told_by_texture(a: &Paint, b: &Paint) -> bool {
    match (&a.texture, &b.texture) {
        (None, None) => false,
        (Some((a, _)), Some((b, _))) => {
            let form = |line: &HatchLine| (line.round, line.dash.is_empty());
            let turn = (a.angle - b.angle).rem_euclid(180.0);
            form(a) != form(b)
                || (25.0..=155.0).contains(&turn)
                || 1.5 * a.spacing_px.min(b.spacing_px) <= a.spacing_px.max(b.spacing_px)
        }
        _ => true,
    }
}
