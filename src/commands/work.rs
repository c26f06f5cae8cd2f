//! Dividing the work of a series: threads, parts for the machines of a cluster, and going on after an interruption.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use clap::Args;
use marchland::Error;

/// Which part of a series is drawn, and whether what is there stays.
#[derive(Args)]
pub struct WorkArgs {
    /// Draw one part of the maps of a series: I/N (1/4 to 4/4), or auto: the part of this task in a SLURM array
    /// (SLURM_ARRAY_TASK_ID, _MIN, _COUNT) or an indexed Kubernetes job (JOB_COMPLETION_INDEX with JOB_COMPLETIONS, or
    /// auto/N). All parts together are the files of the whole series, to the byte
    #[arg(long, value_name = "I/N|auto", value_parser = parse_shard)]
    pub shard: Option<Shard>,
    /// Go on where an interrupted run with the same program, data and arguments stopped: files that it finished stay
    #[arg(long)]
    pub resume: bool,
}

/// A part of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shard {
    /// This one, from 0, of so many.
    Of(usize, usize),
    /// What the scheduler says, of so many if it does not.
    Auto(Option<usize>),
}

/// The most parts of a series.
const MOST: usize = 100_000;

fn parse_shard(text: &str) -> Result<Shard, String> {
    let wrong = || format!("\"{text}\" is no part; write 1/4, 2/4, 3/4 or 4/4, auto, or auto/4");
    let number = |text: &str| text.trim().parse::<usize>().ok();
    match text.split_once('/') {
        None if text == "auto" => Ok(Shard::Auto(None)),
        None => Err(wrong()),
        Some((part, count)) => {
            let count = number(count).filter(|count| (1..=MOST).contains(count)).ok_or_else(wrong)?;
            if part.trim() == "auto" {
                return Ok(Shard::Auto(Some(count)));
            }
            let part = number(part).ok_or_else(wrong)?;
            if !(1..=count).contains(&part) {
                return Err(format!("\"{text}\": parts are counted from 1 to {count}"));
            }
            Ok(Shard::Of(part - 1, count))
        }
    }
}

impl Shard {
    /// The part, from 0, and how many there are, by the variables of a scheduler.
    fn resolve(self, variable: &dyn Fn(&str) -> Option<String>) -> Result<(usize, usize), Error> {
        let asked = match self {
            Shard::Of(part, count) => return Ok((part, count)),
            Shard::Auto(asked) => asked,
        };
        let number = |name: &str| -> Result<Option<usize>, Error> {
            let Some(text) = variable(name) else { return Ok(None) };
            let wrong = || Error::message(format!("--shard auto: {name} is \"{text}\", which is no number"));
            text.trim().parse::<usize>().map(Some).map_err(|_| wrong())
        };
        let (part, count) = if let Some(id) = number("SLURM_ARRAY_TASK_ID")? {
            let first = number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(0);
            let step = number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1);
            let part = id.checked_sub(first).map_or(usize::MAX, |offset| offset / step);
            (part, number("SLURM_ARRAY_TASK_COUNT")?)
        } else if let Some(index) = number("JOB_COMPLETION_INDEX")? {
            (index, number("JOB_COMPLETIONS")?)
        } else {
            return Err(Error::message(
                "--shard auto: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set; write --shard I/N"
                    .to_owned(),
            ));
        };
        let Some(count) = asked.or(count).filter(|count| (1..=MOST).contains(count)) else {
            return Err(Error::message(
                "--shard auto: the scheduler does not say how many parts there are; write --shard auto/N"
                    .to_owned(),
            ));
        };
        if part >= count {
            return Err(Error::message(format!(
                "--shard auto: this is task {} of {count}",
                part.saturating_add(1)
            )));
        }
        Ok((part, count))
    }
}

impl WorkArgs {
    /// Which of so many maps are drawn, and the name of the part, if it is one.
    ///
    /// Maps that follow each other stay together: they share most of what is painted.
    pub fn part(&self, maps: usize) -> Result<(Range<usize>, Option<String>), Error> {
        let Some(shard) = self.shard else { return Ok((0..maps, None)) };
        let (part, count) = shard.resolve(&|name| std::env::var(name).ok())?;
        let at = |part: usize| maps * part / count;
        Ok((at(part)..at(part + 1), Some(format!("{}of{count}", part + 1))))
    }
}

/// Reads a number of threads.
pub fn parse_jobs(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(jobs @ 1..=1024) => Ok(jobs),
        _ => Err(format!("\"{text}\" is no number of threads; allowed are 1 to 1024")),
    }
}

/// Sets the number of threads of the program; without one there is a thread for each core.
///
/// The thread of the program is one of them. Where it only waited for them, a system would often wake both of two
/// threads on one core and leave the other, on which the program had run, to itself.
pub fn use_threads(jobs: Option<usize>) -> Result<(), Error> {
    let jobs = jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).use_current_thread();
    pool.build_global().map_err(|error| Error::message(format!("cannot start {jobs} threads: {error}")))
}

/// What names the list of finished files in a folder of maps.
const LIST: &str = ".marchland-finished-";

/// The files of a series that are finished: a list beside them, to which each is added when it is whole.
pub struct Finished {
    /// What the files are made from, as a number.
    inputs: u64,
    path: PathBuf,
    list: Mutex<Option<fs::File>>,
    /// Of the files of earlier runs: length and mark of the bytes.
    known: BTreeMap<String, (u64, u64)>,
    stays: bool,
}

impl Finished {
    /// The list of the files in a folder. It stays when all is done if somebody may ask for it again.
    pub fn open(folder: &Path, part: Option<&str>, resume: bool) -> Result<Finished, Error> {
        let inputs = inputs();
        let name = format!("{LIST}{inputs:016x}");
        let mut known = BTreeMap::new();
        if resume && folder.is_dir() {
            for entry in fs::read_dir(folder).map_err(|error| Error::io(folder, error))?.flatten() {
                if entry.file_name().to_string_lossy().starts_with(&name)
                    && entry.file_type().is_ok_and(|kind| kind.is_file())
                    && let Ok(text) = fs::read_to_string(entry.path())
                {
                    // A line that was being written when the run ended is not counted.
                    let whole = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
                    known.extend(whole.filter_map(line_of));
                }
            }
        }
        let path = folder.join(part.map_or(name.clone(), |part| format!("{name}-{part}")));
        Ok(Finished { inputs, path, list: Mutex::new(None), known, stays: resume || part.is_some() })
    }

    /// True if a file is as an earlier run of the same finished it.
    pub fn has(&self, path: &Path) -> bool {
        let Some(&(length, mark)) = name_of(path).and_then(|name| self.known.get(&name)) else {
            return false;
        };
        let is_long = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == length);
        is_long && fs::read(path).is_ok_and(|bytes| mix(self.inputs, &bytes) == mark)
    }

    /// Notes that a file is whole.
    pub fn add(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let Some(name) = name_of(path) else { return Ok(()) };
        let io = |error| Error::io(&self.path, error);
        let mut list = self.list.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if list.is_none() {
            // A link that lies there would lead lines into the file of somebody else.
            if fs::symlink_metadata(&self.path).is_ok_and(|found| !found.is_file()) {
                let _ = fs::remove_file(&self.path);
            }
            *list = Some(fs::File::options().create(true).append(true).open(&self.path).map_err(io)?);
        }
        let line = format!("{} {:016x} {name}\n", bytes.len(), mix(self.inputs, bytes));
        list.as_mut().map_or(Ok(()), |list| list.write_all(line.as_bytes()).map_err(io))
    }

    /// All is done.
    pub fn end(self) {
        if !self.stays {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn name_of(path: &Path) -> Option<String> {
    path.file_name()?.to_str().filter(|name| !name.contains('\n')).map(str::to_owned)
}

fn line_of(line: &str) -> Option<(String, (u64, u64))> {
    let mut parts = line.splitn(3, ' ');
    let (length, mark, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some((name.to_owned(), (length.parse().ok()?, u64::from_str_radix(mark, 16).ok()?)))
}

/// Arguments that say where and how the files are made, not what is in them. Those marked have a value.
const HOW: [(&str, bool); 6] = [
    ("--output", true),
    ("-o", true),
    ("--jobs", true),
    ("--shard", true),
    ("--resume", false),
    ("--force", false),
];

/// What files are made from, as a number: the program, the arguments, and the files that these name.
fn inputs() -> u64 {
    let mut sum = mix(0, env!("CARGO_PKG_VERSION").as_bytes());
    if let Some(program) = std::env::current_exe().ok().and_then(|path| fs::read(path).ok()) {
        sum = mix(sum, &program);
    }
    let args: Vec<String> =
        std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    meant(&args).into_iter().fold(sum, |sum, arg| {
        let value = arg.split_once('=').map_or(arg, |(_, value)| value);
        mix_path(mix(sum, arg.as_bytes()), Path::new(value))
    })
}

/// The arguments that say what is in the files.
fn meant(args: &[String]) -> Vec<&str> {
    let mut out = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let short_with_value = arg.starts_with("-o") && arg.len() > 2 && !arg.starts_with("--");
        match HOW.iter().find(|(name, _)| arg == name) {
            Some((_, true)) => drop(args.next()),
            Some((_, false)) => {}
            None if short_with_value || HOW.iter().any(|(name, _)| arg.starts_with(&format!("{name}="))) => {}
            None => out.push(arg.as_str()),
        }
    }
    out
}

/// Mixes in what is in a file or in the files of a folder; nothing if there is none of this name.
fn mix_path(sum: u64, path: &Path) -> u64 {
    let content = |sum: u64, path: &Path| fs::read(path).map_or(sum, |bytes| mix(sum, &bytes));
    let files_in = |folder: &Path, wanted: &dyn Fn(&Path) -> bool| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> =
            entries.map(|entry| entry.path()).filter(|path| path.is_file() && wanted(path)).collect();
        files.sort_unstable();
        files
    };
    if path.is_dir() {
        let files = files_in(path, &|_| true);
        return files
            .iter()
            .fold(sum, |sum, file| content(mix(sum, file.to_string_lossy().as_bytes()), file));
    }
    if !path.is_file() {
        return sum;
    }
    // Some formats are several files of one stem.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = files_in(folder, &|file| file.file_stem() == path.file_stem());
    files.iter().fold(sum, |sum, file| content(sum, file))
}

/// A sum of bytes that tells files apart, eight at a time: data may be large.
fn mix(sum: u64, bytes: &[u8]) -> u64 {
    let step = |sum: u64, word: u64| {
        let sum = (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sum ^ (sum >> 29)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let sum =
        words.iter().fold(step(sum, bytes.len() as u64), |sum, word| step(sum, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    step(sum, u64::from_le_bytes(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_cover_everything() {
        for (text, wanted) in [
            ("1/4", Ok(Shard::Of(0, 4))),
            ("4/4", Ok(Shard::Of(3, 4))),
            ("auto", Ok(Shard::Auto(None))),
            ("auto/8", Ok(Shard::Auto(Some(8)))),
            ("0/4", Err("from 1 to 4")),
            ("5/4", Err("from 1 to 4")),
            ("1/0", Err("no part")),
            ("half", Err("no part")),
        ] {
            match (parse_shard(text), wanted) {
                (Ok(found), Ok(wanted)) => assert_eq!(found, wanted),
                (Err(found), Err(words)) => assert!(found.contains(words), "{found}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
        for (maps, count) in [(13, 4), (3, 7), (100, 1), (0, 3)] {
            let parts: Vec<usize> = (0..count)
                .flat_map(|part| {
                    let args = WorkArgs { shard: Some(Shard::Of(part, count)), resume: false };
                    args.part(maps).expect("a part").0
                })
                .collect();
            assert_eq!(parts, (0..maps).collect::<Vec<_>>());
        }
    }

    #[test]
    fn schedulers_say_which_part() {
        let check = |shard: Shard, variables: &[(&str, &str)], wanted: Result<(usize, usize), &str>| {
            let variable = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            };
            match (shard.resolve(&variable), wanted) {
                (Ok(found), Ok(wanted)) => assert_eq!(found, wanted),
                (Err(found), Err(words)) => assert!(found.to_string().contains(words), "{found}"),
                (found, wanted) => panic!("{variables:?}: {found:?}, not {wanted:?}"),
            }
        };
        let slurm = |id, min, count| {
            [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_MIN", min), ("SLURM_ARRAY_TASK_COUNT", count)]
        };
        check(Shard::Auto(None), &slurm("1", "1", "4"), Ok((0, 4)));
        check(Shard::Auto(None), &slurm("7", "4", "4"), Ok((3, 4)));
        check(Shard::Auto(None), &slurm("9", "4", "4"), Err("task 6 of 4"));
        check(Shard::Auto(None), &slurm("x", "4", "4"), Err("no number"));
        let stepped = [slurm("10", "0", "3").as_slice(), &[("SLURM_ARRAY_TASK_STEP", "5")]].concat();
        check(Shard::Auto(None), &stepped, Ok((2, 3)));
        check(Shard::Auto(None), &[("JOB_COMPLETION_INDEX", "2")], Err("auto/N"));
        check(Shard::Auto(Some(5)), &[("JOB_COMPLETION_INDEX", "2")], Ok((2, 5)));
        check(Shard::Auto(None), &[("JOB_COMPLETION_INDEX", "0"), ("JOB_COMPLETIONS", "3")], Ok((0, 3)));
        check(Shard::Auto(None), &[], Err("neither"));
        check(Shard::Of(1, 2), &[("JOB_COMPLETION_INDEX", "0")], Ok((1, 2)));
    }

    #[test]
    fn arguments_that_do_not_change_the_files_are_not_counted() {
        let args = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let plain = args("render --years 1918..1930 --format png");
        let more = args(
            "render -o out --years 1918..1930 --jobs 3 --shard=1/2 --format png --resume --output=x --force",
        );
        assert_eq!(meant(&plain), meant(&more));
        assert_ne!(meant(&plain), meant(&args("render --years 1918..1931 --format png")));
    }

    #[test]
    fn a_finished_file_is_told_from_half_of_one() {
        let folder = tempfile::tempdir().unwrap();
        let map = folder.path().join("map.svg");
        fs::write(&map, "whole").unwrap();
        let finished = Finished::open(folder.path(), Some("1of2"), true).unwrap();
        assert!(!finished.has(&map));
        finished.add(&map, b"whole").unwrap();
        // Another part of the series sees it too.
        let again = || Finished::open(folder.path(), Some("2of2"), true).unwrap();
        assert!(again().has(&map));
        fs::write(&map, "hole!").unwrap();
        assert!(!again().has(&map));
        assert_ne!(mix(0, b"12345678"), mix(0, b"12345678\0"));
    }
}
