//! Small inputs that once went wrong, each with the value that is right. The inputs are in `tests/cases`, one folder a case;
//! all names and places in them are invented.

mod cleaning;
mod commands;
mod dates;
mod drawing;
mod history;
mod reading;
mod scale;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{project, run, text};

/// What a run of the program left: its exit code and what it wrote.
struct Answer {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs the program on the inputs of a case, in a copy of its folder, so that nothing is written into the project.
fn answer(case: &str, arguments: &[&str]) -> Answer {
    let folder = copy(case);
    answer_in(folder.path(), arguments)
}

/// Runs the program in a folder.
fn answer_in(folder: &Path, arguments: &[&str]) -> Answer {
    let output = run(folder, arguments);
    Answer { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// A copy of the inputs of a case, which goes when it is dropped.
fn copy(case: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy_into(&project("tests/cases").join(case), folder.path());
    folder
}

fn copy_into(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the inputs of the case") {
        let entry = entry.expect("an input of the case");
        let target: PathBuf = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target).expect("a folder for inputs");
            copy_into(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy of an input");
        }
    }
}

/// The options that most cases are read with: the fields `from` and `to`, the end exclusive.
const DATED: [&str; 6] = ["--from-field", "from", "--to-field", "to", "--to-is", "exclusive"];
