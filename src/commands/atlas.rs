//! `marchland atlas`: the maps of all days as one page of HTML.

use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::atlas::{self, Options, VIEWS};
use marchland::dataset::Dataset;
use marchland::lang::Lang;
use marchland::layout::{Plan, View};
use marchland::time::Day;
use marchland::timeline::Timeline;

use super::given::Given;
use super::output::{self, Bare, Place};
use super::render::focus;
use super::styles::StyleArgs;
use super::when::WhenArgs;
use super::{DataArgs, Outcome, ReadingArgs, check_lang, make_drawable, named, parse_lang, write};

/// Arguments of `atlas`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// View the page opens with: control (in fact), sovereignty (by the act in force), claims, certainty (how sure)
    #[arg(long, value_name = "VIEW", value_parser = parse_view, default_value = "control")]
    view: View,
    /// Language the page opens in: en, az, hy, ru, tr; without it, the first one in it
    #[arg(long, value_parser = parse_lang)]
    lang: Option<Lang>,
    /// Languages in the page, separated by commas; without it, all that the data set has names in
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_lang)]
    langs: Vec<Lang>,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    /// Title; without it, that of the data set in each language
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[command(flatten)]
    style: StyleArgs,
    /// A file ending in .html, or a folder; without it, output/<data set>_atlas.html; "-" is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file even if it was edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Makes the page.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let output = args.output.as_deref().unwrap_or(Path::new("output"));
    let place = output::place(output, &[], &[()], &[("html", ()), ("htm", ())], Bare::Folder)?;
    let mut dataset = args.data.load_to_draw(given)?;
    let langs = langs(args, &dataset)?;
    make_drawable(&mut dataset, &langs);
    let lang = args.lang.unwrap_or(langs[0]);
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    let focus = args.focus.as_deref().map(|what| focus(&dataset, what)).transpose()?;
    let part = focus.as_ref().map_or(String::new(), |focus| format!("_{}", focus.slug));
    let reading = timeline.reading().map_or(String::new(), |reading| format!("_{}", reading.key));
    let name = format!("{}{part}{reading}_atlas.html", dataset.key);
    let path = match place {
        Place::Stdout(()) => PathBuf::from("-"),
        Place::File(path, ()) => path,
        Place::Folder(folder, _) => folder.join(name),
    };
    let to_file = !output::is_stdout(&path);
    given.idle(&["force"], !to_file, "standard output replaces no file");
    if to_file && !args.force && !write::is_ours(&path) {
        return Err(Error::message(format!(
            "{} was edited by hand or is not a page of ours; --force replaces it",
            path.display()
        )));
    }
    let (period, stops) = when(args, &dataset, &timeline)?;
    let style = atlas::style(&args.style.load()?);
    let extent = focus.map(|focus| focus.extent);
    let plan = Plan::new(&dataset, &style, atlas::size(&dataset, &style, extent), extent);
    let options = Options { langs, lang, view: args.view, title: args.title.clone(), period, stops };
    let page = atlas::page(&plan, &style, &timeline, &options);
    write::put(Some(&path), &write::seal_html(page.into_bytes()))?;
    Ok(Outcome::Done)
}

fn parse_view(text: &str) -> Result<View, String> {
    let views: Vec<(&'static str, View)> = VIEWS.iter().map(|&view| (view.key(), view)).collect();
    named("view of an atlas", text, &views)
}

/// The languages of the page, each once; the one it opens in is among them.
fn langs(args: &Args, dataset: &Dataset) -> Result<Vec<Lang>, Error> {
    let mut langs: Vec<Lang> = Vec::new();
    let wanted = if args.langs.is_empty() { &dataset.languages } else { &args.langs };
    for &lang in wanted.iter().chain(&args.lang) {
        if !args.langs.is_empty() || args.lang == Some(lang) {
            check_lang(dataset, lang)?;
        }
        if !langs.contains(&lang) {
            langs.push(lang);
        }
    }
    if langs.is_empty() {
        langs.push(Lang::EN);
    }
    Ok(langs)
}

/// First and last day, and where the slider has ticks.
fn when(args: &Args, dataset: &Dataset, timeline: &Timeline<'_>) -> Result<((Day, Day), Vec<Day>), Error> {
    let (first, last) = dataset.period;
    if args.when.is_empty() {
        let stops = timeline.change_days();
        let stops = if stops.is_empty() { vec![first] } else { stops };
        return Ok(((first, last), stops));
    }
    let mut stops: Vec<Day> = Vec::new();
    // A change within the years asked for is a tick, unless another kind of step was.
    let each_change = args.when.each.is_none() && args.when.date.is_empty();
    let years = args.when.year.map(|year| (year, year)).or(args.when.years);
    let moments = args.when.moments(dataset, timeline)?;
    let period = match years {
        Some((from, to)) => {
            let begin = Day::from_ymd(from, 1, 1).unwrap_or(first);
            (begin.max(first), Day::year_end(to).min(last))
        }
        None if args.when.each.is_some() => (first, last),
        None => {
            let days = || moments.iter().map(|moment| moment.day());
            (days().min().unwrap_or(first), days().max().unwrap_or(last))
        }
    };
    if each_change {
        stops.extend(timeline.change_days());
    } else {
        stops.extend(moments.iter().map(|moment| moment.day()));
    }
    stops.retain(|day| period.0 <= *day && *day <= period.1);
    stops.sort_unstable();
    stops.dedup();
    if stops.is_empty() {
        stops.push(period.0);
    }
    Ok((period, stops))
}
