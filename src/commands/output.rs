//! Where a result goes: to standard output, to one file of the format that its ending names, or into a folder.

use std::io::IsTerminal;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use marchland::Error;
use marchland::diagnostic::nearest;

/// Where a result goes, and in which formats.
#[derive(Debug, PartialEq, Eq)]
pub enum Place<F> {
    /// Standard output.
    Stdout(F),
    /// One file.
    File(PathBuf, F),
    /// A folder, with a file of each format.
    Folder(PathBuf, Vec<F>),
}

impl<F: Copy> Place<F> {
    /// The formats that are written.
    pub fn formats(&self) -> Vec<F> {
        match self {
            Place::Stdout(format) | Place::File(_, format) => vec![*format],
            Place::Folder(_, formats) => formats.clone(),
        }
    }
}

/// What a name without an ending stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// The folder for several files.
    Folder,
    /// The only file.
    File,
}

/// Reads the path after `-o` together with the formats of `--format`; `usual` are written if none is asked for. `endings`
/// are the formats by the endings of their files, and `bare` is what a name without one means.
///
/// # Errors
/// An ending of which no file is written, one that says otherwise than `--format`, and several formats for one place.
pub fn place<F: Copy + PartialEq>(
    path: &Path,
    asked: &[F],
    usual: &[F],
    endings: &[(&str, F)],
    bare: Bare,
) -> Result<Place<F>, Error> {
    let mut formats: Vec<F> = Vec::new();
    for &format in if asked.is_empty() { usual } else { asked } {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    let key = |format: &F| endings.iter().find(|(_, known)| known == format).map_or("", |(key, _)| *key);
    let keys = |formats: &[F]| formats.iter().map(key).collect::<Vec<_>>().join(", ");
    let wrong = |message: String| Err(Error::message(message));
    let Some(&first) = formats.first() else { return wrong("no format is asked for".to_owned()) };
    if is_stdout(path) {
        return match formats.as_slice() {
            [_, _, ..] if !asked.is_empty() => {
                wrong(format!("standard output takes one format, and --format names {}", keys(&formats)))
            }
            _ => Ok(Place::Stdout(first)),
        };
    }
    let shown = path.display();
    let is_folder = path.is_dir() || path.to_string_lossy().ends_with(['/', MAIN_SEPARATOR]);
    if is_folder && bare == Bare::File {
        return wrong(format!("{shown} is a folder; give a file"));
    }
    let ending = if is_folder { None } else { ending(path) };
    let Some(ending) = ending else {
        return match (bare, formats.as_slice()) {
            (Bare::Folder, _) => Ok(Place::Folder(path.to_owned(), formats)),
            (Bare::File, [_]) => Ok(Place::File(path.to_owned(), first)),
            (Bare::File, _) => wrong(format!("{shown} is one file, and --format names {}", keys(&formats))),
        };
    };
    let Some((_, format)) = endings.iter().find(|(known, _)| *known == ending) else {
        let allowed: Vec<&str> = endings.iter().map(|(key, _)| *key).collect();
        let folder = match bare {
            Bare::Folder => format!(", or a folder ({shown}/ is one)"),
            Bare::File => String::new(),
        };
        let near = nearest(&ending, allowed.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; nearest is .{near}"));
        return wrong(format!(
            "{shown}: .{ending} is not written here; give a file ending in .{}{folder}{near}",
            allowed.join(", .")
        ));
    };
    match asked {
        _ if asked.iter().all(|asked| asked == format) => Ok(Place::File(path.to_owned(), *format)),
        _ => wrong(format!(
            "{shown} is named like {ending}, and --format says {}; leave one of them out{}",
            keys(&formats),
            if bare == Bare::Folder { ", or give a folder" } else { "" }
        )),
    }
}

/// True for the name of standard output.
pub fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses several files for standard output or for one file; `what` are counted in words, such as `3 maps`.
pub fn too_many(path: &Path, what: &str) -> Error {
    let place = if is_stdout(path) {
        "standard output takes one file".to_owned()
    } else {
        format!("{} is one file", path.display())
    };
    Error::message(format!("{place}, and {what} are to be written: give a folder"))
}

/// Refuses the name of a folder that looks like that of a file; `instead` says what writes files.
pub fn check_folder(path: &Path, instead: &str) -> Result<(), Error> {
    let shown = path.display();
    if is_stdout(path) {
        return Err(Error::message(format!(
            "a folder is made, which does not fit on standard output; {instead}"
        )));
    }
    match ending(path) {
        Some(ending) if !path.is_dir() && !path.to_string_lossy().ends_with(['/', MAIN_SEPARATOR]) => {
            Err(Error::message(format!(
                "{shown}: a folder is made, and .{ending} is the ending of a file; {instead} ({shown}/ is a folder)"
            )))
        }
        _ => Ok(()),
    }
}

/// The ending of a name that looks like that of a file, in lower case. `maps.v2` has one, `1918.1921` and `St. Gall` have none.
fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let is_ending = (1..=8).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_ending.then_some(ending)
}

/// True if a person at a terminal looks on.
pub fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDINGS: [(&str, u8); 3] = [("txt", 0), ("csv", 1), ("json", 2)];

    fn check(path: &str, asked: &[u8], bare: Bare, wanted: Result<Place<u8>, &str>) {
        let found = place(Path::new(path), asked, &[0, 1], &ENDINGS, bare);
        match (found, wanted) {
            (Ok(found), Ok(wanted)) => assert_eq!(found, wanted, "{path} {asked:?}"),
            (Err(found), Err(wanted)) => {
                assert!(found.to_string().contains(wanted), "{path} {asked:?}: {found}")
            }
            (found, wanted) => panic!("{path} {asked:?}: {found:?}, not {wanted:?}"),
        }
    }

    #[test]
    fn a_path_says_what_is_written() {
        let file = |path: &str, format| Ok(Place::File(path.into(), format));
        let folder = |path: &str, formats: &[u8]| Ok(Place::Folder(path.into(), formats.to_vec()));
        for bare in [Bare::File, Bare::Folder] {
            check("t.csv", &[], bare, file("t.csv", 1));
            check("t.CSV", &[1, 1], bare, file("t.CSV", 1));
            check("t.csv", &[2], bare, Err("t.csv is named like csv, and --format says json"));
            check(
                "t.xlsx",
                &[],
                bare,
                Err("t.xlsx: .xlsx is not written here; give a file ending in .txt, .csv, .json"),
            );
            check("t.jsn", &[2], bare, Err("nearest is .json"));
            check("-", &[], bare, Ok(Place::Stdout(0)));
            check("-", &[2], bare, Ok(Place::Stdout(2)));
            check("-", &[1, 2], bare, Err("standard output takes one format, and --format names csv, json"));
        }
        check("maps", &[], Bare::Folder, folder("maps", &[0, 1]));
        check("maps", &[2, 2], Bare::Folder, folder("maps", &[2]));
        check("maps.v2/", &[], Bare::Folder, folder("maps.v2/", &[0, 1]));
        check("maps.v2", &[], Bare::Folder, Err("or a folder (maps.v2/ is one)"));
        check("1918.1921", &[2], Bare::Folder, folder("1918.1921", &[2]));
        check("St. Gall", &[2], Bare::Folder, folder("St. Gall", &[2]));
        check("table", &[2], Bare::File, file("table", 2));
        check("tables/", &[2], Bare::File, Err("tables/ is a folder; give a file"));
    }
}
