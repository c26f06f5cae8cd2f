//! One binary for all tests that use the program from outside.

mod agree; // SVG and PNG show the same, resvg is the judge
mod animate; // maps one after another, and what readers show of them
mod atlas; // the page of all maps: tables, and a browser that uses it
mod broken; // each mistake is found, and nothing else is
mod browser; // Chromium with real events
mod cases; // small inputs that once went wrong, each with what is right
mod chart; // holdings and events as tables
mod cli; // the program as a person runs it
mod collections; // the collections of the field in their own layouts
mod colours; // can be told apart, on every map of the built-in set and in every theme
mod compare; // what changed hands between two days
mod decks; // slides with every kind of thing on them
mod edits; // what a person did to labels survives
mod evidence; // what the set says of its own evidence: areas, sources, citations
mod export; // what is written for other programs, and what comes back of it
mod furniture; // what stands over a map
#[path = "../fuzz/src/lib.rs"]
mod fuzz; // what the fuzzers do
mod fuzzed; // the fuzzers' corpus and changes of it, for seconds
mod geodata; // the built-in set says what its sources say
mod goldens; // pictures of a small invented world, kept as files
mod hostile; // folders, files and names that mean harm; places that cannot be written
mod imports; // collections of dated polygons as data sets
mod interchange; // files of other programs, whole, wrong and hostile
mod laws; // what must hold for any state of any data
mod layout; // every map measured: nothing overlaps, the legend is true
mod pictures; // the pictures of slides that are no plain maps: legends as data, figures, locator, charts
mod readers; // the programs people open our files with
mod readings; // maps by what one source says
mod scale; // large and world-wide data, and long series in parts
mod series; // between two maps of a series nothing moves but what changed
mod sheets; // several maps on a page
mod sizes; // type is readable on every size of page
mod slides; // every text fits and can be read, questions do not tell
mod slides_format; // slides as PPTX, PDF and HTML, and what readers show of them
mod teaching; // maps on slides and worksheets: large type, questions, numbers
mod texts; // a page of texts set in every way
mod tidy; // rules of the repository

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use marchland::dataset::{Dataset, load_dir};

/// A path below the root of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The invented world the pictures are made of.
fn duchy() -> Dataset {
    load_dir(&project("tests/worlds/duchy"))
        .and_then(|loaded| loaded.into_result())
        .map(|(dataset, _)| dataset)
        .expect("the test world loads")
}

/// The built-in set.
fn builtin() -> Dataset {
    marchland::dataset::load_builtin()
        .into_result()
        .map(|(dataset, _)| dataset)
        .expect("the built-in set loads")
}

fn day(text: &str) -> marchland::time::Day {
    text.parse().expect("a day")
}

/// Runs the program in a folder, as a person does.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_marchland"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
