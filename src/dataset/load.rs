//! Opens a data set: a folder, the built-in set, or texts in memory.

use super::{Dataset, DeckPlan, Unit, builtin, read};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

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
    contents: BTreeMap<String, Cow<'static, [u8]>>,
    units: Option<Vec<Unit>>,
}

impl Files {
    /// No files yet. `folder` is put before the file names in findings; "" puts nothing.
    pub fn new(folder: impl Into<String>) -> Files {
        Files { folder: folder.into(), contents: BTreeMap::new(), units: None }
    }

    /// The same with one file more; it replaces one of the same name.
    pub fn with(mut self, name: impl Into<String>, contents: impl Into<Vec<u8>>) -> Files {
        self.contents.insert(name.into(), Cow::Owned(contents.into()));
        self
    }

    /// The same with units that are made already, instead of those of `units.geojson`. Their polygons are not examined:
    /// rings must be closed, simple and in degrees.
    pub fn with_units(self, units: Vec<Unit>) -> Files {
        Files { units: Some(units), ..self }
    }

    pub(super) fn units(&self) -> Option<&[Unit]> {
        self.units.as_deref()
    }

    pub(super) fn with_static(mut self, name: &str, contents: &'static str) -> Files {
        self.contents.insert(name.to_owned(), Cow::Borrowed(contents.as_bytes()));
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.contents.get(name).map(Cow::as_ref)
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
    read::read(files)
}

/// Reads the data set in a folder.
///
/// # Errors
/// If the folder or a file in it cannot be opened. Mistakes in the files are not errors of this
/// function: they are in [`Loaded::diagnostics`].
pub fn load_dir(path: &Path) -> Result<Loaded, Error> {
    Ok(load(&files_of(path)?))
}

/// The files of the data set in a folder, unread.
///
/// # Errors
/// If the folder or a file in it cannot be opened, or if there is none.
pub fn files_of(path: &Path) -> Result<Files, Error> {
    let mut files = Files::new(path.to_string_lossy().replace('\\', "/"));
    let mut any = false;
    for entry in std::fs::read_dir(path).map_err(|error| Error::io(path, error))? {
        let entry = entry.map_err(|error| Error::io(path, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let full = entry.path();
        if !full.is_file() {
            continue;
        }
        let wanted = read::is_read(&name);
        any |= wanted;
        // Other files are not opened; their names may show that one is misspelled.
        let contents =
            if wanted { std::fs::read(&full).map_err(|error| Error::io(&full, error))? } else { Vec::new() };
        files = files.with(name, contents);
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
