//! Worksheets: maps that ask something on pages for print, each with its task and lines to write on, and after them
//! the answers.
//!
//! All maps of a set of worksheets have one extent, scale and place on the page, so that a class can lay them side by
//! side; a holder has the same number on all of them.

mod arrange;
mod key;
mod list;
mod page;

use crate::lang::Lang;
use crate::layout::{Composed, Content, LineChoice, Moment, PageSize, Plan, Series, Show, View, shape};
use crate::style::{Color, Style};
use crate::timeline::Timeline;
use arrange::{Arrangement, Measures};
use list::{Item, items};
use page::Sheet;

/// What worksheets are wanted.
#[derive(Clone, Debug)]
pub struct Spec<'a> {
    /// One sheet for each, or one of each content.
    pub moments: &'a [Moment],
    /// What the maps ask, in the order of the sheets of one moment; without the full map.
    pub contents: &'a [Content],
    /// Whose land is asked for: of who holds it in fact, or by the act in force, or with claims.
    pub view: View,
    /// Language of all words.
    pub lang: Lang,
    /// The sizes a page may have; the one that makes the map largest is taken, the first of those alike.
    pub sizes: &'a [PageSize],
    /// What the maps show at least: west, south, east, north in degrees; the data set's own where `None`.
    pub extent: Option<[f64; 4]>,
    /// Heading instead of the data set's.
    pub title: Option<&'a str>,
    /// The date is asked for instead of told.
    pub hide_dates: bool,
}

/// Worksheets and their answers.
#[derive(Clone, Debug)]
pub struct Worksheets {
    /// A page for each sheet, in order of time.
    pub sheets: Vec<Composed>,
    /// The pages of the answer key.
    pub key: Vec<Composed>,
}

/// From this value of red, green and blue on, a page is as good as white.
const BRIGHT: u8 = 230;

/// Lays out worksheets and their answers.
///
/// # Errors
/// Why there can be none: nothing to ask, a view that does not tell holders apart, or a page without room for a map.
pub fn worksheets(timeline: &Timeline<'_>, style: &Style, spec: &Spec<'_>) -> Result<Worksheets, String> {
    let mut moments = spec.moments.to_vec();
    moments.sort_by_key(|moment| moment.day());
    moments.dedup_by_key(|moment| moment.day());
    let contents: Vec<Content> =
        spec.contents.iter().copied().filter(|content| content.is_question()).collect();
    if moments.is_empty() || contents.is_empty() {
        return Err("there is no map to ask something about".to_owned());
    }
    if matches!(spec.view, View::Certainty | View::Sources) {
        let view = spec.view.key();
        return Err(format!(
            "worksheets ask who holds what, which the view \"{view}\" does not show; take control, sovereignty or claims"
        ));
    }
    let dataset = timeline.dataset();
    // A tint of paper is for screens: here the paper is there already.
    let mut style = style.clone();
    let paper = style.page.paper;
    if paper.r.min(paper.g).min(paper.b) > BRIGHT {
        style.page.paper = Color::WHITE;
    }
    let style = &style;
    // Who is on which map does not depend on how large it is drawn, or hardly: a map of a usual size tells how long
    // the lists are.
    let guess = style.for_slide([900.0, 620.0], 12.0);
    let plan = question_plan(timeline, &guess, [900.0, 620.0], spec.extent);
    let series = Series::new(&plan, timeline, &moments, spec.view, spec.lang);
    let measures: Vec<Measures> = spec.sizes.iter().map(|&size| Measures::new(size)).collect();
    let lists = |measures: &Measures| -> Vec<Vec<Item>> {
        let all = moments.iter().flat_map(|&moment| contents.iter().map(move |&content| (moment, content)));
        all.map(|(moment, content)| items(&series, moment, content, measures)).collect()
    };
    let shape = shape(dataset, style, spec.extent);
    let arrangements = measures.iter().filter_map(|measures| {
        let sheet = Sheet { timeline, style, spec, measures };
        Arrangement::of(&sheet, &contents, &lists(measures), shape).map(|found| (found, measures))
    });
    let mut best: Option<(Arrangement, &Measures)> = None;
    for (found, measures) in arrangements {
        if best.as_ref().is_none_or(|(known, _)| found.scale > known.scale + 1e-9) {
            best = Some((found, measures));
        }
    }
    let (arrangement, measures) = best.ok_or("the page has no room for a map; take a larger sheet")?;

    let sheet = Sheet { timeline, style, spec, measures };
    let size = [arrangement.map.w, arrangement.map.h];
    let map_style = style.for_slide(size, measures.small);
    let plan = question_plan(timeline, &map_style, size, spec.extent);
    let series = Series::new(&plan, timeline, &moments, spec.view, spec.lang);
    let mut sheets = Vec::new();
    for &moment in &moments {
        for &content in &contents {
            let map = series.compose_as(moment, Show { content, since: None });
            let list = items(&series, moment, content, measures);
            sheets.push(sheet.draw(moment, content, &arrangement, map, &list));
        }
    }
    let key = key::pages(&sheet, &series, &moments);
    Ok(Worksheets { sheets, key })
}

/// The plan of a map of a size in px, without lines that texts describe: they would be one more thing to explain.
fn question_plan<'a>(
    timeline: &Timeline<'a>,
    style: &'a Style,
    [width, height]: [f64; 2],
    extent: Option<[f64; 4]>,
) -> Plan<'a> {
    let size = PageSize { width, height, print: false };
    Plan::new(timeline.dataset(), style, size, extent).with_lines(LineChoice::Only(Vec::new()))
}
