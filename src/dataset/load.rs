//! Opens a data set: a folder, the built-in set, or texts in memory.

use super::bytes::Bytes;
use super::{Dataset, DeckPlan, Unit, builtin, read};
use crate::diagnostic::{Diagnostic, composed};
use crate::error::Error;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rayon::prelude::*;

/// What reading a data set gave: the set, unless something in it is an error, and everything to say
/// about it, sorted by file and line.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The data set; there is one if and only if no finding is an error.
    pub dataset: Option<Dataset>,
    /// Errors, warnings and notes.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// The data set and its warnings.
    ///
    /// # Errors
    /// All findings, if one of them is an error.
    pub fn into_result(self) -> Result<(Dataset, Vec<Diagnostic>), Error> {
        match self.dataset {
            Some(dataset) => Ok((dataset, self.diagnostics)),
            None => Err(Error::data(self.diagnostics)),
        }
    }
}

/// The files of a data set, in memory.
#[derive(Clone, Debug, Default)]
pub struct Files {
    folder: String,
    contents: BTreeMap<String, Bytes>,
    units: Option<Vec<Unit>>,
}

impl Files {
    /// No files yet. `folder` is put before the file names in findings; "" puts nothing.
    pub fn new(folder: impl Into<String>) -> Files {
        Files { folder: folder.into(), contents: BTreeMap::new(), units: None }
    }

    /// The same with one file more; it replaces one of the same name.
    pub fn with(self, name: impl Into<String>, contents: impl Into<Vec<u8>>) -> Files {
        self.with_bytes(name.into(), contents.into().into())
    }

    fn with_bytes(mut self, name: String, contents: Bytes) -> Files {
        // Names and keys in one spelling, in whatever way an editor writes letters with marks; the names in files of
        // shapes are looked at one by one.
        if !name.ends_with(".geojson")
            && let Ok(text) = std::str::from_utf8(&contents)
            && let Cow::Owned(text) = composed(text)
        {
            let contents = text.into_bytes().into();
            self.contents.insert(name, contents);
            return self;
        }
        self.contents.insert(name, contents);
        self
    }

    /// The same with units that are made already, instead of those of `units.geojson`. Their polygons are not examined:
    /// rings must be closed, simple and in degrees.
    pub fn with_units(self, units: Vec<Unit>) -> Files {
        Files { units: Some(units), ..self }
    }

    pub(super) fn with_static(self, name: &str, contents: &'static str) -> Files {
        self.with_bytes(name.to_owned(), contents.as_bytes().into())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.contents.get(name).map(|bytes| &**bytes)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.contents.keys().map(String::as_str)
    }

    /// A file's name as findings show it.
    pub(crate) fn shown(&self, name: &str) -> String {
        match self.folder.trim_end_matches('/') {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        }
    }
}

/// What reading a plan of slides gave: the plan, unless something in it is an error, and everything to say about it.
#[derive(Clone, Debug)]
pub struct ReadPlan {
    /// The plan; there is one if and only if no finding is an error.
    pub plan: Option<DeckPlan>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan of slides for a data set; `name` is that of the file, for findings.
pub fn read_plan(name: &str, text: &[u8], dataset: &Dataset) -> ReadPlan {
    read::read_plan(name, text, dataset)
}

/// Reads a data set from texts in memory.
///
/// Every mistake in every file is reported, not the first alone.
pub fn load(files: &Files) -> Loaded {
    read::read(files, files.units.clone())
}

/// The same where the files are needed for nothing else.
pub(crate) fn load_away(mut files: Files) -> Loaded {
    let units = files.units.take();
    read::read(&files, units)
}

/// Reads the data set in a folder.
///
/// # Errors
/// If the folder or a file in it cannot be opened. Mistakes in the files are not errors of this
/// function: they are in [`Loaded::diagnostics`].
pub fn load_dir(path: &Path) -> Result<Loaded, Error> {
    Ok(load(&files_of(path)?))
}

/// The largest file of shapes, and of anything else, in a data set: a world of ten million vertices and 20,000 events
/// takes a tenth of it.
const LARGEST: [u64; 2] = [4 << 30, 256 << 20];

/// Names of other files that are looked at for misspellings.
const MOST_OTHERS: usize = 1000;

/// The bytes of a file that a person names. Devices, sockets and named pipes would give bytes without end or none ever:
/// only the pipes of this process, such as `/dev/stdin`, are read.
///
/// # Errors
/// If it cannot be read, is not a file, or is larger than `most` bytes.
pub fn read_file(path: &Path, most: u64) -> Result<Bytes, Error> {
    let found = std::fs::metadata(path).map_err(|error| Error::io(path, error))?;
    let shown = path.display();
    if found.is_dir() {
        return Err(Error::message(format!("{shown} is a folder; a file is wanted here")));
    }
    let own_pipe = ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|own| path.starts_with(own));
    let too_large = || Error::message(format!("{shown}: at most {} MB are read of such a file", most >> 20));
    if !found.is_file() && !own_pipe {
        return Err(Error::message(format!("{shown} is a device or a pipe; a file is wanted here")));
    }
    if found.is_file() && most < found.len() {
        return Err(too_large());
    }
    let io = |error| Error::io(path, error);
    let mut file = std::fs::File::open(path).map_err(io)?;
    // It may have become shorter since: then it is read as it comes.
    let large = found.is_file() && PART < found.len();
    let read = large.then(|| in_parts(path, found.len() as usize)).and_then(Result::ok);
    let length = read.as_ref().map_or(0, |read| read.len() as u64);
    if length != 0 {
        file.seek(SeekFrom::Start(length)).map_err(io)?;
    }
    // Some files have no length until they are read, and some grow.
    let mut rest = Vec::new();
    file.take(most.saturating_add(1).saturating_sub(length)).read_to_end(&mut rest).map_err(io)?;
    if most < length + rest.len() as u64 {
        return Err(too_large());
    }
    Ok(match read {
        Some(read) if rest.is_empty() => read,
        Some(read) => [&*read, &rest].concat().into(),
        None => rest.into(),
    })
}

/// Large files are read in parts of this size by all threads.
const PART: u64 = 4 << 20;

fn in_parts(path: &Path, length: usize) -> std::io::Result<Bytes> {
    let mut bytes = Bytes::room(length);
    bytes.as_mut_slice().par_chunks_mut(PART as usize).enumerate().try_for_each(|(part, bytes)| {
        let mut file = std::fs::File::open(path)?;
        file.seek(SeekFrom::Start(part as u64 * PART))?;
        file.read_exact(bytes)
    })?;
    Ok(bytes)
}

/// Refuses a file in a folder that is a link to a place outside of all `folders`: a folder from elsewhere must not bring
/// files of this machine into a map.
///
/// # Errors
/// If the link leads out or nowhere.
pub fn stay_inside(path: &Path, folders: &[&Path]) -> Result<(), Error> {
    let io = |error| Error::io(path, error);
    if !std::fs::symlink_metadata(path).map_err(io)?.is_symlink() {
        return Ok(());
    }
    let target = path.canonicalize().map_err(io)?;
    let is_in = |folder: &&Path| folder.canonicalize().is_ok_and(|folder| target.starts_with(folder));
    if folders.iter().any(is_in) {
        return Ok(());
    }
    Err(Error::message(format!(
        "{} is a link that leads out of its folder, to {}; put the file itself there if you trust it",
        path.display(),
        target.display()
    )))
}

/// The files of the data set in a folder, unread.
///
/// # Errors
/// If the folder or a file in it cannot be opened, if there is none, or if one leads out of the folder.
pub fn files_of(path: &Path) -> Result<Files, Error> {
    let mut files = Files::new(path.to_string_lossy().replace('\\', "/"));
    let (mut any, mut others) = (false, 0);
    for entry in std::fs::read_dir(path).map_err(|error| Error::io(path, error))? {
        let entry = entry.map_err(|error| Error::io(path, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !read::is_read(&name) {
            // Other files are not opened; their names may show that one is misspelled.
            if others < MOST_OTHERS && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                files = files.with(name, Vec::new());
                others += 1;
            }
            continue;
        }
        let full = entry.path();
        // A folder with the name of a file is as if there were none.
        if full.is_dir() {
            continue;
        }
        any = true;
        stay_inside(&full, &[path])?;
        let most = LARGEST[usize::from(!name.ends_with(".geojson"))];
        files = files.with_bytes(name, read_file(&full, most)?);
    }
    if !any {
        let message = format!("{}: no data set here; it needs {}", path.display(), read::REQUIRED.join(", "));
        return Err(Error::message(message));
    }
    Ok(files)
}

/// Reads the data set that is built into the program.
pub fn load_builtin() -> Loaded {
    load(&builtin::files())
}

impl Dataset {
    /// The data set that is built into the program.
    ///
    /// # Errors
    /// All findings, if one of them is an error; the tests see to it that none is.
    pub fn builtin() -> Result<Dataset, Error> {
        load_builtin().into_result().map(|(dataset, _)| dataset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_set_reads_without_a_word() {
        let said: Vec<String> = load_builtin().diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(said, [""; 0]);
    }
}
