//! The one error of the program.

use crate::diagnostic::{Diagnostic, Severity, shown};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why something could not be done: a file that cannot be read or written, data that are wrong, or a
/// request that makes no sense.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Io { path: PathBuf, source: io::Error },
    Data(Vec<Diagnostic>),
    Message(String),
}

impl Error {
    /// The file or folder at `path` could not be read or written.
    pub fn io(path: impl Into<PathBuf>, source: io::Error) -> Error {
        Error { kind: Kind::Io { path: path.into(), source } }
    }

    /// Data are wrong; all findings are kept, also those that are no errors.
    pub fn data(diagnostics: Vec<Diagnostic>) -> Error {
        Error { kind: Kind::Data(diagnostics) }
    }

    /// Anything else, in words: lower case, no full stop, with value, choices and way out.
    pub fn message(text: impl Into<String>) -> Error {
        Error { kind: Kind::Message(text.into()) }
    }

    /// The findings, if data are wrong; else none.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.kind {
            Kind::Data(diagnostics) => diagnostics,
            Kind::Io { .. } | Kind::Message(_) => &[],
        }
    }

    /// True if the reader of standard output went away.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(&self.kind, Kind::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The file or folder that could not be read or written.
    pub fn path(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Io { path, .. } => Some(path),
            Kind::Data(_) | Kind::Message(_) => None,
        }
    }
}

/// Writes what happened; for wrong data, one line per finding. Nothing in it commands a terminal.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Io { path, source } => write!(f, "{}: {source}", shown(&path.to_string_lossy())),
            Kind::Message(text) => {
                let lines: Vec<_> = text.split('\n').map(shown).collect();
                f.write_str(&lines.join("\n"))
            }
            Kind::Data(diagnostics) => {
                for diagnostic in diagnostics {
                    writeln!(f, "{diagnostic}")?;
                }
                let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
                write!(f, "{errors} {} found", if errors == 1 { "error" } else { "errors" })
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io { source, .. } => Some(source),
            Kind::Data(_) | Kind::Message(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_in_words() {
        let missing = Error::io("maps/x", io::Error::new(io::ErrorKind::NotFound, "no such folder"));
        assert_eq!(missing.to_string(), "maps/x: no such folder");
        let red = Error::message("\u{1b}[31mred\nlines");
        assert_eq!(red.to_string(), "\\u{1b}[31mred\nlines");
        let finding = Diagnostic::new(Severity::Error, "overlap", "a and b overlap");
        assert_eq!(Error::data(vec![finding]).to_string(), "a and b overlap\n1 error found");
        assert_eq!(Error::message("nothing to draw").to_string(), "nothing to draw");
    }
}
