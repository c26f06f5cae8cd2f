//! `marchland animate`: maps one after another, as GIF, animated PNG or a folder of frames.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::animation::{self, HOLD_RANGE};
use marchland::backend::apng::{self, Colors};
use marchland::backend::film::{Film, Picture};
use marchland::backend::transition::{Kind, Transition};
use marchland::backend::{Canvas, Facts, Loops, gif, png};
use marchland::diagnostic::Severity;
use marchland::lang::Lang;
use marchland::layout::{Composed, Moment, PageSize, Plan, Series, Timebar, View};
use marchland::scene::{Node, Scene};
use marchland::timeline::Timeline;
use rayon::prelude::*;

use super::given::Given;
use super::output::{self, Bare, Place};
use super::render::{FileName, focus, lines};
use super::styles::StyleArgs;
use super::when::WhenArgs;
use super::write::say;
use super::{
    DataArgs, Outcome, ReadingArgs, check_lang, make_drawable, named, parse_lang, parse_view, write,
};

/// Arguments of `animate`.
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("when").required(true).multiple(true).args(["date", "year", "years", "each"]))]
pub struct Args {
    #[command(flatten)]
    when: WhenArgs,
    /// What the fills show: control (in fact), sovereignty (by the act in force), claims, certainty (how sure), sources
    /// (how many)
    #[arg(long, value_name = "VIEW", value_parser = parse_view, default_value = "control")]
    view: View,
    /// Language of the maps: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// Show only the surroundings of a place, unit or group of units, or an extent W,S,E,N in degrees
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    focus: Option<String>,
    /// Size of the pictures in pixels, 320x240 to 3840x3840
    #[arg(long, value_name = "WxH", value_parser = parse_size, default_value = "1200x750")]
    size: PageSize,
    /// Treaty, claim and front lines to draw, by name, separated by commas; "none" for none. Without it, those
    /// of events of the last weeks
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    line: Vec<String>,
    #[command(flatten)]
    style: StyleArgs,
    /// What to write: gif, apng (animated PNG), frames (a folder of numbered PNG files for a video editor). Without it,
    /// what the name after -o ends in, else gif
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    format: Option<Format>,
    /// Seconds for which a map is held, 0.5 to 60. One on which much land changes hands is held up to three times as
    /// long, one on which nothing changes three quarters of it, the first half as long again, the last twice
    #[arg(long, value_name = "SECONDS", value_parser = parse_hold, default_value = "1.6")]
    hold: f64,
    /// From one map to the next: cut (at once), fade (cross-fade), grow (the new holder's colour grows over its land)
    #[arg(long, value_name = "HOW", value_parser = parse_kind, default_value = "cut")]
    transition: Kind,
    /// How long a fade or growth takes, in thousandths of a second, 100 to 5000; without it, 400 and 600
    #[arg(long, value_name = "MS", value_parser = parse_transition_ms)]
    transition_ms: Option<u32>,
    /// How often it is played: forever, or a number of times. GIF and animated PNG
    #[arg(long = "loop", value_name = "N|forever", value_parser = parse_loops)]
    loops: Option<Loops>,
    /// With --format frames: so many pictures for each second, all alike, 1 to 60. Without it there is one picture for
    /// each map, and frames.txt says how long each is shown
    #[arg(long, value_name = "N", value_parser = parse_fps)]
    fps: Option<u32>,
    /// All colours of the edges of letters and lines, in an animated PNG: about twice as large a file
    #[arg(long)]
    all_colors: bool,
    /// No bar below the map that shows where in time it is
    #[arg(long)]
    no_bar: bool,
    /// A file ending in .gif, .apng or .png, or a folder; - is standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Replace files that are not ours or were edited by hand
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Gif,
    Apng,
    Frames,
}

impl Format {
    const ALL: [(&'static str, Format); 3] =
        [("gif", Format::Gif), ("apng", Format::Apng), ("frames", Format::Frames)];
}

/// How long a fade and a growth take if nothing else is asked for, in ms.
const FADE_MS: u32 = 400;
const GROW_MS: u32 = 600;
/// How long each picture on the way from one map to the next is shown in GIF and animated PNG, in ms. GIF counts
/// hundredths of a second. The steps of a fade are hard to tell apart, and each is as large as all that changes.
const FADE_STEP_MS: u32 = 80;
const GROW_STEP_MS: u32 = 50;
/// The most pictures of a file: above it no reader plays it smoothly.
const MOST_PICTURES: usize = 3_000;
/// The most files of a folder.
const MOST_FRAMES: usize = 20_000;

/// Draws the maps and writes them.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let place = place(args)?;
    let mut dataset = args.data.load_to_draw(given)?;
    check_lang(&dataset, args.lang)?;
    make_drawable(&mut dataset, &[args.lang]);
    let reading = args.reading.find(&dataset)?;
    let timeline = Timeline::with_reading(&dataset, reading);
    let lines = lines(&args.line, &dataset)?;
    let mut moments = args.when.moments(&dataset, &timeline)?;
    // Time runs one way, in whatever order the days were given.
    moments.sort_by_key(|moment| moment.day());
    let style = args.style.load()?;
    let focus = args.focus.as_deref().map(|what| focus(&dataset, what)).transpose()?;

    let slug = focus.as_ref().map(|focus| focus.slug.as_str());
    let name = FileName { dataset: &dataset, focus: slug, view: args.view, lang: args.lang, reading };
    let (format, path) = target(args, place, &name.stem(&dates(&moments), ""));
    check_options(args, format)?;
    let transition = transition(args);
    let pictures = moments.len() + (moments.len() - 1) * transition.steps as usize;
    let most = if format == Format::Frames { MOST_FRAMES } else { MOST_PICTURES };
    if pictures > most {
        return Err(too_many(pictures, most, &transition));
    }
    let holds = animation::holds(&timeline, &moments, args.view, args.hold);
    let to_stdout = output::is_stdout(&path);
    given.idle(&["force"], to_stdout, "standard output replaces no file");
    let is_still = moments.len() == 1;
    given.idle(&["transition", "transition-ms"], is_still, "there is no second map to go to");
    match format {
        Format::Gif | Format::Apng if to_stdout => {}
        Format::Gif | Format::Apng => {
            check_ours(&path, args.force)?;
            write::prepare(std::iter::once(path.as_path()))?;
            write::probe(&path)?;
        }
        Format::Frames => {
            let steps = u64::from(transition.step_ms) * (pictures - moments.len()) as u64;
            let ms = holds.iter().map(|&ms| u64::from(ms)).sum::<u64>() + steps;
            let frames = args.fps.map_or(pictures, |fps| (ms * u64::from(fps)).div_ceil(1000) as usize);
            if frames > most {
                return Err(too_many(frames, most, &transition));
            }
            check_folder(&path, frames, args.fps.is_none(), args.force)?;
        }
    }
    if is_still {
        say!("note: one date only: the animation is a still picture");
    }

    let bar = Timebar::new(&timeline, &style, args.size, &moments, (args.view, args.lang), !args.no_bar);
    let plan = Plan::new(&dataset, &style, bar.map_page(), focus.map(|focus| focus.extent)).with_lines(lines);
    let series = Series::new(&plan, &timeline, &moments, args.view, args.lang);
    let (film, metadata, within) = shoot(&series, &bar, &holds)?;
    let transition = Transition { within, ..transition };
    let (title, description) = animation::words_for_readers(&timeline, &moments, args.view, args.lang);
    let facts = Facts { title, description, metadata };
    let loops = args.loops.unwrap_or(Loops::Forever);
    let failed = |error: marchland::backend::EncodeError| Error::message(error.to_string());
    let length = match format {
        Format::Gif => put(&path, &gif::encode(&film, &transition, loops, &facts).map_err(failed)?)?,
        Format::Apng => {
            let colors = if args.all_colors { Colors::All } else { Colors::Few };
            put(&path, &apng::encode(&film, &transition, colors, loops, &facts).map_err(failed)?)?
        }
        Format::Frames => frames(&path, &film, &transition, args.fps, &facts)?,
    };
    if format == Format::Gif
        && let Some(note) = too_large_for_wikipedia([film.width(), film.height()], film.pictures(&transition))
    {
        say!("{note}");
    }
    if !to_stdout && output::is_watched() {
        let seconds = film.duration_ms(&transition) as f64 / 1000.0;
        let (path, maps) = (path.display(), moments.len());
        write::clear_line();
        say!("{path}: {maps} maps, {seconds:.1} s, {:.2} MB", length as f64 / 1e6);
    }
    Ok(Outcome::Done)
}

/// The most pixels, over all pictures, of a GIF that Wikipedia shows in motion.
const WIKIPEDIA_PX: usize = 100_000_000;

/// That Wikipedia shows a GIF as a still picture, if it does, and the size at which it does not.
fn too_large_for_wikipedia([width, height]: [usize; 2], pictures: usize) -> Option<String> {
    let all = width * height * pictures;
    if all <= WIKIPEDIA_PX {
        return None;
    }
    let share = (WIKIPEDIA_PX as f64 / all as f64).sqrt();
    let [w, h] = [width, height].map(|side| (side as f64 * share) as usize);
    let way_out = if w < 320 || h < 200 {
        "fewer dates or --transition cut help".to_owned()
    } else {
        format!("--size {w}x{h} fits")
    };
    Some(format!(
        "note: Wikipedia shows a GIF of more than 100 million pixels as a still picture; this one has {:.0} million \
         ({pictures} pictures of {width}x{height}): {way_out}",
        all as f64 / 1e6
    ))
}

/// The first and the last day, for a file name.
fn dates(moments: &[Moment]) -> String {
    match moments {
        [first, .., last] => format!("{}_{}", first.day(), last.day()),
        _ => moments.first().map_or(String::new(), |moment| moment.day().to_string()),
    }
}

/// Where it goes, by the name of the file and by --format.
fn place(args: &Args) -> Result<Place<Format>, Error> {
    let default = PathBuf::from("output");
    let path = args.output.as_ref().unwrap_or(&default);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_ascii_lowercase();
    if ["mp4", "m4v", "mov", "webm", "mkv", "avi"].contains(&ending.as_str()) && !path.is_dir() {
        return Err(Error::message(format!(
            "{}: video is not written; --format frames makes a folder that every video editor reads",
            path.display()
        )));
    }
    let asked: Vec<Format> = args.format.into_iter().collect();
    const ENDINGS: [(&str, Format); 3] =
        [("gif", Format::Gif), ("apng", Format::Apng), ("png", Format::Apng)];
    let place = output::place(path, &asked, &[Format::Gif], &ENDINGS, Bare::Folder).map_err(|error| {
        match args.format {
            Some(Format::Frames) => {
                Error::message(format!("{} is no place for --format frames: give a folder", path.display()))
            }
            _ => error,
        }
    })?;
    match place {
        Place::Stdout(Format::Frames) => {
            Err(Error::message("standard output takes one file, and frames are many: give a folder"))
        }
        place => Ok(place),
    }
}

/// What is written, and the file or folder.
fn target(args: &Args, place: Place<Format>, stem: &str) -> (Format, PathBuf) {
    match place {
        Place::Stdout(format) => (format, PathBuf::from("-")),
        Place::File(path, format) => (format, path),
        Place::Folder(folder, formats) => match formats.first().copied().unwrap_or(Format::Gif) {
            Format::Gif => (Format::Gif, folder.join(format!("{stem}.gif"))),
            // Every program that shows PNG knows this ending; few know .apng.
            Format::Apng => (Format::Apng, folder.join(format!("{stem}.png"))),
            Format::Frames if args.output.is_some() => (Format::Frames, folder),
            Format::Frames => (Format::Frames, folder.join(format!("{stem}_frames"))),
        },
    }
}

/// Options that a format or transition has no use for are mistakes.
fn check_options(args: &Args, format: Format) -> Result<(), Error> {
    let wrong = [
        (args.fps.is_some() && format != Format::Frames, "--fps", "--format frames"),
        (args.loops.is_some() && format == Format::Frames, "--loop", "GIF and animated PNG"),
        (args.all_colors && format != Format::Apng, "--all-colors", "animated PNG (--format apng)"),
        (
            args.transition_ms.is_some() && args.transition == Kind::Cut,
            "--transition-ms",
            "--transition fade or grow",
        ),
    ];
    match wrong.iter().find(|(is_wrong, ..)| *is_wrong) {
        Some((_, option, of)) => Err(Error::message(format!("{option} belongs to {of}"))),
        None => Ok(()),
    }
}

/// The transition asked for; where the land is, the first map will say.
fn transition(args: &Args) -> Transition {
    let (ms, step_ms) = match args.transition {
        Kind::Cut => return Transition::CUT,
        Kind::Fade => (FADE_MS, FADE_STEP_MS),
        Kind::Grow => (GROW_MS, GROW_STEP_MS),
    };
    let ms = args.transition_ms.unwrap_or(ms);
    let step_ms = args.fps.map_or(step_ms, |fps| (1000 / fps).max(1));
    let steps = (ms as f64 / f64::from(step_ms)).round().max(1.0) as u32;
    Transition { kind: args.transition, steps, step_ms, within: [0; 4] }
}

fn too_many(count: usize, most: usize, transition: &Transition) -> Error {
    let less = if transition.kind == Kind::Cut { "" } else { ", --transition cut, a lower --transition-ms" };
    let less = format!("fewer dates{less}, or with --fps a lower --fps or --hold");
    Error::message(format!("{count} pictures are too many; at most {most} are written: {less}"))
}

/// A film of maps, the facts of the last one, and where on the pictures the land is.
type Shot = (Film, Vec<(String, String)>, [usize; 4]);

/// Paints the maps, composed a few at a time, and puts them on a film.
fn shoot(series: &Series<'_>, bar: &Timebar<'_>, holds: &[u32]) -> Result<Shot, Error> {
    let moments = series.moments();
    let batch = 2 * rayon::current_num_threads();
    let (mut film, mut metadata, mut within) = (None, Vec::new(), [0; 4]);
    let mut canvas = None;
    let places: Vec<usize> = (0..moments.len()).collect();
    let shown = output::is_watched();
    for places in places.chunks(batch) {
        let composed = places.par_iter().map(|&at| {
            let Composed { mut scene, left_out } = series.compose(moments[at]);
            bar.add(&mut scene, at);
            (scene, left_out)
        });
        for (&at, (scene, left_out)) in places.iter().zip(composed.collect::<Vec<_>>()) {
            let (rgb, [width, height]) = picture(&mut canvas, &scene)?;
            for finding in left_out.iter().filter(|finding| finding.severity < Severity::Note) {
                say!("warning: {}: {}", moments[at].day(), finding.message);
            }
            let film = film.get_or_insert_with(|| Film::new(width, height));
            if !film.push(rgb, holds[at]) {
                return Err(Error::message("the maps of the series differ in size".to_owned()));
            }
            film.keep_colors(&scene);
            within = land(&scene);
            metadata = scene.metadata;
            if shown {
                let _ = write!(std::io::stderr().lock(), "\r\x1b[K{}/{}", at + 1, moments.len());
            }
        }
    }
    // The date of one map is not that of all.
    metadata.retain(|(name, _)| name != "date");
    match film {
        Some(film) => Ok((film, metadata, within)),
        None => Err(Error::message("there is no map to show".to_owned())),
    }
}

/// A scene as pixels, three bytes each, and its size; painted over the map before it.
fn picture(canvas: &mut Option<Canvas>, scene: &Scene) -> Result<(Vec<u8>, [u32; 2]), Error> {
    let pixmap = png::paint_on(canvas, scene, 1.0).map_err(|size| {
        Error::message(format!("a picture of {} x {} px is too large", size.width, size.height))
    })?;
    // Colours are multiplied by their opacity: what is left of it is white.
    let solid = |pixel: &[u8]| [0, 1, 2].map(|channel| pixel[channel] + (255 - pixel[3]));
    let rgb = pixmap.data().chunks_exact(4).flat_map(solid).collect();
    Ok((rgb, [pixmap.width(), pixmap.height()]))
}

/// Where the map is on a picture: left, top, width and height in pixels.
fn land(scene: &Scene) -> [usize; 4] {
    let clip = scene.nodes.iter().find_map(|node| match node {
        Node::Group(group) if group.id == "map" => group.clip,
        _ => None,
    });
    clip.map_or([0; 4], |clip| [clip.x, clip.y, clip.w, clip.h].map(|side| side.max(0.0) as usize))
}

/// Writes a file and answers its length.
fn put(path: &Path, bytes: &[u8]) -> Result<usize, Error> {
    match output::is_stdout(path) {
        true => write::put(None, bytes)?,
        false => write::replace(path, bytes)?,
    }
    Ok(bytes.len())
}

fn check_ours(path: &Path, force: bool) -> Result<(), Error> {
    if force || write::is_ours(path) {
        return Ok(());
    }
    Err(Error::message(format!(
        "{} was edited by hand or is not of ours; --force replaces it",
        path.display()
    )))
}

/// The file that says how long each picture of a folder is shown.
const LIST: &str = "frames.txt";

/// The name of a picture in a folder, counted from 1.
fn frame_name(number: usize) -> String {
    format!("frame-{number:05}.png")
}

/// The number in the name of a picture.
fn frame_number(name: &str) -> Option<usize> {
    let digits = name.strip_prefix("frame-")?.strip_suffix(".png")?;
    (digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Makes the folder of frames. Nothing of others is in the way, and nothing of an earlier, longer run stays: a video
/// editor would show it after the last picture.
fn check_folder(folder: &Path, frames: usize, has_list: bool, force: bool) -> Result<(), Error> {
    write::make_folder(folder)?;
    let mut old = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| Error::io(folder, error))? {
        let entry = entry.map_err(|error| Error::io(folder, error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let number = frame_number(&name);
        let is_old = number.is_some_and(|number| number == 0 || frames < number);
        if number.is_none() && name != LIST {
            continue;
        }
        let is_left = is_old || name == LIST && !has_list;
        // What is only in the way of the others is not ours to remove, whatever is asked for.
        check_ours(&entry.path(), force && !is_left).map_err(|error| match is_left {
            true => Error::message(format!(
                "{} is not of ours and would be shown with the new frames; give another folder",
                entry.path().display()
            )),
            false => error,
        })?;
        if is_left {
            old.push(entry.path());
        }
    }
    write::probe(&folder.join(LIST))?;
    for path in old {
        std::fs::remove_file(&path).map_err(|error| Error::io(&path, error))?;
    }
    Ok(())
}

/// Writes the pictures as numbered files: one for each with a list of how long it is shown, or as many as the
/// rate asks for. Answers how many bytes they are.
fn frames(
    folder: &Path,
    film: &Film,
    transition: &Transition,
    fps: Option<u32>,
    facts: &Facts,
) -> Result<usize, Error> {
    let size = [film.width() as u32, film.height() as u32];
    let mut shown: Vec<(String, u32)> = Vec::new();
    let (mut number, mut length, mut until_ms) = (0, 0, 0u64);
    film.play(transition, |Picture { rgb, ms, .. }| {
        let bytes = apng::still(rgb, size, facts).map_err(|error| Error::message(error.to_string()))?;
        until_ms += u64::from(ms);
        let until = match fps {
            // The picture is shown by all frames that begin in its time.
            Some(fps) => (until_ms * u64::from(fps)).div_ceil(1000) as usize,
            None => number + 1,
        };
        while number < until {
            number += 1;
            length += put(&folder.join(frame_name(number)), &bytes)?;
        }
        shown.push((frame_name(number), ms));
        Ok::<(), Error>(())
    })?;
    if fps.is_none() {
        length += put(&folder.join(LIST), &write::seal_list(list(&shown)))?;
    }
    Ok(length)
}

/// How long each picture is shown, as the concat demuxer of ffmpeg reads it.
fn list(shown: &[(String, u32)]) -> String {
    let mut list =
        String::from("ffconcat version 1.0\n# The pictures in order, each with the seconds it is shown.\n");
    // Writing to memory cannot fail.
    let mut entry = |name: &str, ms: Option<u32>| {
        let _ = writeln!(list, "file {name}");
        if let Some(ms) = ms {
            let _ = writeln!(list, "duration {}.{:03}", ms / 1000, ms % 1000);
        }
    };
    let Some(((last, ms), others)) = shown.split_last() else { return list };
    others.iter().for_each(|(name, ms)| entry(name, Some(*ms)));
    // The demuxer wants another picture after the last duration, and shows that one as long as the one before it.
    entry(last, Some(ms.saturating_sub(2 * TAIL_MS)));
    entry(last, Some(TAIL_MS));
    entry(last, None);
    list
}

/// What is cut off the time of the last picture for those that follow it in a list, in ms.
const TAIL_MS: u32 = 20;

fn parse_format(text: &str) -> Result<Format, String> {
    named("format", text, &Format::ALL)
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    named("transition", text, &Kind::ALL)
}

/// The least picture: below it the strip under the map leaves the map no room. And the largest, in pixels.
const SIZES: [[u32; 2]; 2] = [[320, 240], [3840, 3840]];

fn parse_size(text: &str) -> Result<PageSize, String> {
    let side = |digits: &str| digits.trim().parse::<u32>().ok();
    let sides = text.split_once(['x', 'X', '×']).and_then(|(w, h)| Some((side(w)?, side(h)?)));
    // It says what is wrong with what is no size at all.
    let Some((width, height)) = sides else { return PageSize::parse(text) };
    let [[least_width, least_height], [most_width, most_height]] = SIZES;
    if (least_width..=most_width).contains(&width) && (least_height..=most_height).contains(&height) {
        return Ok(PageSize::px(width, height));
    }
    let near = [width.clamp(least_width, most_width), height.clamp(least_height, most_height)];
    Err(format!(
        "\"{text}\" is out of range; allowed are {least_width}x{least_height} to {most_width}x{most_height} px; \
         nearest is {}x{}",
        near[0], near[1]
    ))
}

fn parse_hold(text: &str) -> Result<f64, String> {
    let [least, most] = HOLD_RANGE;
    let seconds: f64 =
        text.parse().map_err(|_| format!("\"{text}\" is not a number; write 1, 1.6, 2.5, ..."))?;
    if (least..=most).contains(&seconds) {
        return Ok(seconds);
    }
    let near = if seconds < least { least } else { most };
    Err(format!("{text} is out of range; allowed are {least} to {most} seconds; nearest is {near}"))
}

fn parse_transition_ms(text: &str) -> Result<u32, String> {
    whole(text, 100, 5000, "thousandths of a second")
}

fn parse_fps(text: &str) -> Result<u32, String> {
    whole(text, 1, 60, "frames a second")
}

/// A whole number in a range.
fn whole(text: &str, least: u32, most: u32, of: &str) -> Result<u32, String> {
    let number: i64 = text.parse().map_err(|_| format!("\"{text}\" is not a whole number of {of}"))?;
    if (i64::from(least)..=i64::from(most)).contains(&number) {
        return Ok(number as u32);
    }
    let near = number.clamp(i64::from(least), i64::from(most));
    Err(format!("{text} is out of range; allowed are {least} to {most} {of}; nearest is {near}"))
}

fn parse_loops(text: &str) -> Result<Loops, String> {
    if text == "forever" {
        return Ok(Loops::Forever);
    }
    match text.parse::<u16>() {
        Ok(times @ 1..) => Ok(Loops::Times(times)),
        _ => Err(format!("\"{text}\" is no number of times; write forever, or 1 to {}", u16::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gif_for_wikipedia_has_a_size_that_fits() {
        assert_eq!(too_large_for_wikipedia([1000, 1000], 100), None);
        let note = too_large_for_wikipedia([1200, 750], 157).expect("a note");
        assert!(note.contains("141 million (157 pictures of 1200x750): --size 1009x630 fits"), "{note}");
        assert!(too_large_for_wikipedia([1009, 630], 157).is_none());
        assert!(too_large_for_wikipedia([1200, 750], 3000).is_some_and(|note| note.contains("fewer dates")));
    }

    #[test]
    fn names_of_frames_are_read_back() {
        for (name, wanted) in [
            ("frame-00001.png", Some(1)),
            ("frame-12345.png", Some(12345)),
            ("frame-1.png", None),
            ("frame-000001.png", None),
            ("frame-0000x.png", None),
            ("map.png", None),
        ] {
            assert_eq!(frame_number(name), wanted, "{name}");
        }
        assert_eq!(frame_number(&frame_name(77)), Some(77));
    }
}
