//! Writing files whole or not at all, and never over what a person has edited.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
#[cfg(feature = "pdf")]
use std::sync::Once;
use std::time::Duration;

use marchland::Error;
use marchland::backend::{Format, pptx};
use marchland::dataset::read_file;
use marchland::diagnostic::shown;

/// How the last line of a file of text begins and ends that seals it: in SVG and HTML, in PDF, in lists, in JSON.
const SEALS: [(&str, &str); 4] = [
    ("<!-- marchland ", " -->\n"),
    ("%marchland ", "\n"),
    ("# marchland ", "\n"),
    (",\"seal\":\"marchland ", "\"}\n"),
];

/// Says something on the terminal: on standard error, so that it does not mix with results. Nothing in it commands the
/// terminal, and a terminal that is gone is no reason to stop.
pub fn on_terminal(text: &str) {
    let mut lines: Vec<_> = text.split('\n').map(shown).collect();
    lines.push("".into());
    let _ = io::stderr().lock().write_all(lines.join("\n").as_bytes());
}

/// Shows how far the work is, on a line that the next one replaces.
pub fn show_line(text: &str) {
    let _ = io::stderr().lock().write_all(format!("\r\x1b[K{}", shown(text)).as_bytes());
}

/// Empties the line of [`show_line`].
pub fn clear_line() {
    show_line("");
}

/// [`on_terminal`] with the words of `format!`.
macro_rules! say {
    ($($words:tt)*) => { $crate::commands::write::on_terminal(&format!($($words)*)) };
}
pub(crate) use say;

/// Makes the folder of a file, with all above it.
pub fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    if folder.exists() && !folder.is_dir() {
        return Err(Error::message(format!("{} is a file; a folder is wanted here", folder.display())));
    }
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))
}

/// A file with a last line from which a later run can tell whether a person has edited it. Formats of pixels
/// have none: nobody edits them and keeps our name in them.
pub fn seal(format: Format, bytes: Vec<u8>) -> Vec<u8> {
    let seal = match format {
        Format::Svg => Some(SEALS[0]),
        #[cfg(feature = "pdf")]
        Format::Pdf => {
            tell_if_inaccessible(&bytes);
            Some(SEALS[1])
        }
        Format::Png | Format::Webp => None,
    };
    match seal {
        Some(seal) => sealed(seal, bytes),
        None => bytes,
    }
}

/// Says, once for all files of a run, that a PDF is not what is promised of all.
#[cfg(feature = "pdf")]
fn tell_if_inaccessible(pdf: &[u8]) {
    static TOLD: Once = Once::new();
    if !marchland::backend::pdf::is_accessible(pdf) {
        TOLD.call_once(|| {
            say!(
                "warning: the PDF is no accessible one (PDF/UA): it has letters that the fonts of the program lack; \
                 names in other letters, by another --lang, mend it"
            );
        });
    }
}

/// The same for a list whose comments begin with `#`.
pub fn seal_list(text: String) -> Vec<u8> {
    sealed(SEALS[2], text.into_bytes())
}

/// A page of HTML with the last line that a drawing has.
pub fn seal_html(bytes: Vec<u8>) -> Vec<u8> {
    sealed(SEALS[0], bytes)
}

fn sealed((before, after): (&str, &str), mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(format!("{before}{:016x}{after}", fingerprint(&bytes)).bytes());
    bytes
}

/// The largest file that is looked at for marks of ours.
const LARGEST: u64 = 4 << 30;

/// True if the file may be replaced without losing anybody's work: it is not there, or is as we wrote it. Devices and
/// pipes hold nobody's work.
pub fn is_ours(path: &Path) -> bool {
    match fs::metadata(path) {
        // Nothing replaces a folder: writing will say so.
        Ok(found) if found.is_dir() => return true,
        Ok(found) if !found.is_file() => return true,
        Ok(found) if LARGEST < found.len() => return false,
        Ok(_) => {}
        // What cannot be looked at cannot be replaced either: writing will say why.
        Err(_) => return true,
    }
    let Ok(old) = fs::read(path) else { return false };
    // A package of parts says in one of them what the others were.
    if old.starts_with(b"PK\x03\x04") {
        return pptx::is_unedited(&old);
    }
    // Whatever writes into a database counts it in its head.
    if old.starts_with(b"SQLite format 3\0") {
        return is_unwritten(&old) && memchr::memmem::find(&old, b"marchland:").is_some();
    }
    if old.starts_with(b"\x89PNG") || old.starts_with(b"RIFF") || old.starts_with(b"GIF8") {
        return old.windows(9).any(|bytes| bytes == b"marchland");
    }
    old.is_empty()
        || is_noted(path, &old)
        || SEALS.iter().any(|(before, after)| {
            let length = before.len() + 16 + after.len();
            let at = old.len().saturating_sub(length);
            old[at..] == *format!("{before}{:016x}{after}", fingerprint(&old[..at])).as_bytes()
        })
}

/// Makes the folders of files that are to be written, and removes what killed runs have left of them.
pub fn prepare<'p>(paths: impl Iterator<Item = &'p Path> + Clone) -> Result<(), Error> {
    for folder in paths.clone().filter_map(Path::parent).collect::<BTreeSet<_>>() {
        make_folder(folder)?;
    }
    clear_parts(paths);
    Ok(())
}

/// True if nothing was written into a database since it was made: the count of changes is that of its making.
fn is_unwritten(database: &[u8]) -> bool {
    database.get(18..20) == Some(&[1, 1]) && database.get(24..28) == Some(&[0, 0, 0, 1])
}

/// What the note beside a table says of it.
fn table_mark(hash: u64) -> String {
    format!("\"notes\":[{{\"table\":\"{hash:016x}\",")
}

/// True if the note beside a table says that it is as we wrote it.
fn is_noted(path: &Path, table: &[u8]) -> bool {
    let Ok(note) = read_file(&note_of(path), 1 << 20) else { return false };
    let mark = table_mark(fingerprint(table));
    memchr::memmem::find(&note, mark.as_bytes()).is_some()
}

fn note_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-metadata.json");
    PathBuf::from(name)
}

/// The file that becomes the one of this name once it is whole.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// Removes what killed runs have left of these files and folders before they were whole.
fn clear_parts<'p>(paths: impl Iterator<Item = &'p Path>) {
    let mut wanted: BTreeMap<PathBuf, BTreeSet<OsString>> = BTreeMap::new();
    for path in paths {
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            wanted.entry(folder.to_owned()).or_default().insert(name.to_owned());
        }
    }
    for (folder, names) in wanted {
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some((of, writer)) = name.to_str().and_then(part_name) else { continue };
            if names.contains(OsStr::new(of)) && writer != std::process::id().to_string() {
                clear_part(&entry.path());
            }
        }
    }
}

/// Removes a part that no program is writing. Whoever writes one has it locked, on every system, and the lock goes with
/// the process, however that ends.
fn clear_part(part: &Path) {
    let Ok(found) = fs::symlink_metadata(part) else { return };
    if found.is_dir() {
        // A folder has no lock of its own: the file in it has, which is made before the others.
        let lock = part.join(LOCK);
        match fs::File::open(&lock) {
            Ok(file) if is_left(&file) => remove_part(part),
            Ok(_) => {}
            Err(_) if is_old(&found) => remove_part(part),
            Err(_) => {}
        }
    } else if !found.is_file() {
        remove_part(part);
    } else if let Ok(file) = fs::File::options().read(true).open(part) {
        // The lock is held until the part is gone: whoever has just made it finds that out, and makes another.
        if is_left(&file) {
            remove_part(part);
        }
    }
}

/// True for the file of a process that is gone; it is ours alone while it is open.
fn is_left(file: &fs::File) -> bool {
    match file.try_lock() {
        Ok(()) => true,
        Err(fs::TryLockError::WouldBlock) => false,
        // Some disks of networks have no locks.
        Err(fs::TryLockError::Error(_)) => file.metadata().is_ok_and(|found| is_old(&found)),
    }
}

/// Where nothing else tells, a part that nobody has written to for a day is left.
fn is_old(found: &fs::Metadata) -> bool {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let age = found.modified().ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| DAY < age)
}

/// The file in the part of a folder that is locked while it is written.
const LOCK: &str = ".lock";

/// Of the name of a part, the file that it was to become and the number of the process that wrote it.
fn part_name(name: &str) -> Option<(&str, &str)> {
    let (of, writer) = name.strip_suffix(".part")?.rsplit_once('.')?;
    (!writer.is_empty() && writer.bytes().all(|byte| byte.is_ascii_digit())).then_some((of, writer))
}

/// Removes a part; of a link nothing but the link.
fn remove_part(part: &Path) {
    let _ = match fs::symlink_metadata(part) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(part),
        _ => fs::remove_file(part),
    };
}

/// Makes a part, which nobody else has made, and locks it: a link that lies there is not followed.
fn new_part(part: &Path) -> io::Result<fs::File> {
    let make = || fs::File::options().write(true).create_new(true).open(part);
    // Another program may take it for one that is left, in the moment before it is locked.
    const TRIES: usize = 5;
    for _ in 0..TRIES {
        let file = match make() {
            // Left by a process that had our number.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                remove_part(part);
                make()?
            }
            made => made?,
        };
        // Where a disk has no locks, the age of the part tells.
        let _ = file.lock();
        if part.exists() {
            return Ok(file);
        }
    }
    Err(io::Error::other("another program removes the file while it is written"))
}

/// Finds out that a file cannot be written before the work for it is done.
pub fn probe(path: &Path) -> Result<(), Error> {
    check_place(path)?;
    if is_stream(path) {
        return Ok(());
    }
    let part = part_of(path);
    let made = new_part(&part).map(|_| ()).map_err(|error| Error::io(path, error));
    let _ = fs::remove_file(&part);
    made
}

/// Refuses a folder as the place of a file, and a file that may not be written.
fn check_place(path: &Path) -> Result<(), Error> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            Err(Error::message(format!("{} is a folder; a file is to be written there", path.display())))
        }
        Ok(found) if found.is_file() && found.permissions().readonly() => Err(Error::message(format!(
            "{} is protected against writing; give another name, or allow writing to it",
            path.display()
        ))),
        _ => Ok(()),
    }
}

/// True for what is written to but never replaced: a device such as `/dev/null`, or a pipe.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Replaces a file in one step: what is under the name is always a whole file. Where a link stands, the link is replaced
/// and not what it leads to.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_with(path, &|out| out.write_all(bytes))
}

/// What writes a file piece by piece.
pub type Put<'p> = &'p dyn Fn(&mut dyn Write) -> io::Result<()>;

/// The same, written piece by piece.
pub fn replace_with(path: &Path, put: Put<'_>) -> Result<(), Error> {
    check_place(path)?;
    if is_stream(path) {
        let mut stream =
            fs::File::options().write(true).open(path).map_err(|error| Error::io(path, error))?;
        return put(&mut stream).map_err(|error| Error::io(path, error));
    }
    let part = part_of(path);
    let result = new_part(&part).and_then(|file| {
        let mut out = io::BufWriter::with_capacity(1 << 16, &file);
        put(&mut out)?;
        out.flush()?;
        // Still locked: nobody takes it away before it has its name.
        fs::rename(&part, path)
    });
    result.map_err(|error| {
        // The part may not even have been made; either way nothing of it stays.
        let _ = fs::remove_file(&part);
        Error::io(path, error)
    })
}

/// The same for JSON whose last line is its closing brace: with a last member that seals it.
pub fn replace_json(path: &Path, put: Put<'_>) -> Result<(), Error> {
    replace_with(path, &|out| {
        let mut sealing = Sealing { out, hash: START, kept: Vec::new() };
        put(&mut sealing)?;
        let Sealing { out, hash, kept } = sealing;
        debug_assert_eq!(kept, b"}\n");
        let (before, after) = SEALS[3];
        write!(out, "{before}{hash:016x}{after}")
    })
}

/// A table, and a note beside it that says what it is and knows it again.
pub fn table_with_note(path: &Path, put: Put<'_>, beside: &Path, note: String) -> Result<(), Error> {
    let hash = std::cell::Cell::new(START);
    replace_with(path, &|out| {
        let mut hashing = Hashing { out, hash: START };
        put(&mut hashing)?;
        hash.set(hashing.hash);
        Ok(())
    })?;
    let mark = table_mark(hash.get());
    let note = note.replacen("\"notes\":[{", &mark, 1);
    replace_json(beside, &|out| out.write_all(note.as_bytes()))
}

/// Passes everything on, and takes its fingerprint.
struct Hashing<'w> {
    out: &'w mut dyn Write,
    hash: u64,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.hash = hash_on(self.hash, bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The same, but for the last two bytes, which it keeps.
struct Sealing<'w> {
    out: &'w mut dyn Write,
    hash: u64,
    kept: Vec<u8>,
}

impl Write for Sealing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let free = (self.kept.len() + bytes.len()).saturating_sub(2);
        let old = free.min(self.kept.len());
        let (from_kept, new) = (self.kept.drain(..old).collect::<Vec<u8>>(), free - old);
        for part in [&from_kept[..], &bytes[..new]] {
            self.out.write_all(part)?;
            self.hash = hash_on(self.hash, part);
        }
        self.kept.extend(&bytes[new..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes to standard output piece by piece.
pub fn stream(put: Put<'_>) -> Result<(), Error> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    put(&mut out).and_then(|()| out.flush()).map_err(|error| Error::io("standard output", error))
}

/// Refuses a folder that has something in it already.
pub fn check_new(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        let mut entries = fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
        if entries.next().is_some() {
            let message = format!("{} is not empty; give a folder that is not there yet", folder.display());
            return Err(Error::message(message));
        }
    } else if folder.exists() {
        return Err(Error::message(format!("{} is a file; a folder is wanted here", folder.display())));
    }
    Ok(())
}

/// Makes a folder with its files in one step: it is there whole, or not at all.
pub fn new_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    prepare(std::iter::once(folder))?;
    let part = part_of(folder);
    remove_part(&part);
    let write = || -> Result<(), Error> {
        fs::create_dir(&part).map_err(|error| Error::io(folder, error))?;
        let lock = new_part(&part.join(LOCK)).map_err(|error| Error::io(folder, error))?;
        for (name, bytes) in files {
            let path = part.join(name);
            fs::write(&path, bytes).map_err(|error| Error::io(folder.join(name), error))?;
        }
        drop(lock);
        fs::remove_file(part.join(LOCK)).map_err(|error| Error::io(folder, error))?;
        // An empty folder gives way; one with files in it does not.
        if folder.is_dir() {
            fs::remove_dir(folder).map_err(|error| Error::io(folder, error))?;
        }
        fs::rename(&part, folder).map_err(|error| Error::io(folder, error))
    };
    write().inspect_err(|_| {
        let _ = fs::remove_dir_all(&part);
    })
}

/// Writes to a file, and says so, or to standard output for `-` or nothing.
pub fn put(to: Option<&PathBuf>, bytes: &[u8]) -> Result<(), Error> {
    match to {
        Some(path) if path.as_os_str() != "-" => {
            prepare(std::iter::once(path.as_path()))?;
            replace(path, bytes)?;
            wrote(&[path]);
            Ok(())
        }
        _ => {
            if io::stdout().is_terminal() && bytes.contains(&0) {
                let message = "what is to be written is no text for a terminal; give a file with -o, or send it there with >";
                return Err(Error::message(message));
            }
            let mut out = io::stdout().lock();
            out.write_all(bytes)
                .and_then(|()| out.flush())
                .map_err(|error| Error::io("standard output", error))
        }
    }
}

/// Says to a person at a terminal what was written, and where; in a pipe it is quiet.
pub fn wrote(paths: &[impl AsRef<Path>]) {
    if io::stderr().is_terminal() {
        told(paths).iter().for_each(|line| on_terminal(line));
    }
}

/// A few files are named one by one, of many the folders are.
fn told(paths: &[impl AsRef<Path>]) -> Vec<String> {
    const FEW: usize = 6;
    if paths.len() <= FEW {
        return paths.iter().map(|path| path.as_ref().display().to_string()).collect();
    }
    let mut folders: BTreeMap<&Path, usize> = BTreeMap::new();
    for path in paths {
        *folders.entry(path.as_ref().parent().unwrap_or(Path::new(""))).or_default() += 1;
    }
    let here = |folder: &Path| match folder.as_os_str().is_empty() {
        true => "this folder".to_owned(),
        false => folder.display().to_string(),
    };
    folders.into_iter().map(|(folder, count)| format!("{count} files in {}", here(folder))).collect()
}

/// FNV-1a, 64 bit: enough to notice an edit.
fn fingerprint(bytes: &[u8]) -> u64 {
    hash_on(START, bytes)
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn hash_on(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_written_are_named_or_counted() {
        let many: Vec<String> = (0..7).map(|number| format!("maps/{number}.svg")).collect();
        assert_eq!(told(&many[..2]), ["maps/0.svg", "maps/1.svg"]);
        assert_eq!(told(&many), ["7 files in maps"]);
        let here: Vec<String> = (0..8).map(|number| format!("{number}.svg")).collect();
        assert_eq!(told(&[many, here].concat()), ["8 files in this folder", "7 files in maps"]);
    }

    /// A program that is still at it keeps its part, on every system: what tells is the lock, not a list of processes.
    #[test]
    fn the_part_of_a_living_program_stays() {
        let folder = tempfile::tempdir().unwrap();
        let map = folder.path().join("map.svg");
        // No process has so large a number: only the lock says that somebody lives.
        let (file, set) =
            (folder.path().join("map.svg.4194998.part"), folder.path().join("set.4194998.part"));
        fs::create_dir(&set).unwrap();
        let locks = [new_part(&file).unwrap(), new_part(&set.join(LOCK)).unwrap()];
        let young = folder.path().join("set.4194997.part");
        fs::create_dir(&young).unwrap();
        let paths = [map.as_path(), &folder.path().join("set")];
        prepare(paths.into_iter()).unwrap();
        assert!(file.exists() && set.exists() && young.exists());
        drop(locks);
        prepare(paths.into_iter()).unwrap();
        assert!(!file.exists() && !set.exists());
        assert!(young.exists(), "nothing says whether somebody is at it");
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let map = folder.path().join("map.svg");
        let own = std::process::id();
        // No process has so large a number.
        for name in ["map.svg.4194999.part", "other.svg.4194999.part", "map.svg.part", "map.svg.notes"] {
            fs::write(folder.path().join(name), "half").unwrap();
        }
        fs::write(folder.path().join(format!("map.svg.{own}.part")), "being written").unwrap();
        prepare([map.as_path()].into_iter()).unwrap();
        let mut left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let mut wanted =
            ["map.svg.notes", "map.svg.part", "other.svg.4194999.part"].map(str::to_owned).to_vec();
        wanted.push(format!("map.svg.{own}.part"));
        wanted.sort();
        assert_eq!(left, wanted);
    }

    #[test]
    fn an_edited_file_is_told_from_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.svg");
        assert!(is_ours(&path));
        replace(&path, &seal(Format::Svg, b"<svg/>\n".to_vec())).unwrap();
        assert!(is_ours(&path));
        let edited = String::from_utf8(fs::read(&path).unwrap()).unwrap().replace("<svg/>", "<svg></svg>");
        fs::write(&path, edited).unwrap();
        assert!(!is_ours(&path));
        fs::write(&path, "<svg>by somebody</svg>").unwrap();
        assert!(!is_ours(&path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no part is left");
    }

    #[test]
    fn json_is_sealed_however_it_comes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let text = "{\n\"a\":[1,2],\n\"b\":\"}\\n\"\n}\n";
        for step in [1, 2, 3, 7, 100] {
            let put =
                |out: &mut dyn Write| text.as_bytes().chunks(step).try_for_each(|part| out.write_all(part));
            replace_json(&path, &put).unwrap();
            let written = fs::read_to_string(&path).unwrap();
            assert!(written.starts_with(&text[..text.len() - 2]) && written.ends_with("\"}\n"), "{written}");
            let read: serde_json::Value = serde_json::from_str(&written).unwrap();
            assert!(read["seal"].as_str().unwrap().starts_with("marchland "));
            assert!(is_ours(&path));
            fs::write(&path, written.replace("1,2", "1,3")).unwrap();
            assert!(!is_ours(&path));
        }
    }

    #[test]
    fn a_table_is_known_by_its_note() {
        let folder = tempfile::tempdir().unwrap();
        let (path, beside) = (folder.path().join("a.csv"), folder.path().join("a.csv-metadata.json"));
        let note = "{\n\"url\":\"a.csv\",\n\"notes\":[{\"data\":\"x\"}]\n}\n".to_owned();
        table_with_note(&path, &|out| out.write_all(b"a,b\n1,2\n"), &beside, note).unwrap();
        assert!(is_ours(&path) && is_ours(&beside));
        fs::write(&path, "a,b\n1,3\n").unwrap();
        assert!(!is_ours(&path) && is_ours(&beside));
        fs::remove_file(&beside).unwrap();
        assert!(!is_ours(&path));
    }

    #[test]
    fn slides_that_somebody_has_edited_are_told_from_ours() {
        use marchland::deck::{Arrangement, Colors, Deck, Ratio, Slide};
        use marchland::lang::Lang;
        use marchland::style::Color;
        let ink = Color::hex(0x222222);
        let slide = Slide {
            id: "one".to_owned(),
            arrangement: Arrangement::Text,
            section: String::new(),
            items: Vec::new(),
            notes: Vec::new(),
            fades: false,
        };
        let deck = Deck {
            title: "Slides".to_owned(),
            description: String::new(),
            lang: Lang::EN,
            ratio: Ratio::Wide,
            colors: Colors { paper: Color::WHITE, ink, muted: ink, rule: ink, accent: ink },
            metadata: Vec::new(),
            slides: vec![slide],
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("slides.pptx");
        let bytes = pptx::encode(&deck).unwrap();
        replace(&path, &bytes).unwrap();
        assert!(is_ours(&path));
        // A file cut off, one of somebody else, and one with a thing more in it.
        fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
        assert!(!is_ours(&path));
        fs::write(&path, b"PK\x03\x04 by somebody").unwrap();
        assert!(!is_ours(&path));
    }
}
