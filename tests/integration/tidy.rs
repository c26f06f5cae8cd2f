//! Rules of the repository, held by a test instead of memory.

use std::fs;
use std::path::{Path, PathBuf};

use super::project;

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
}

/// Which modules a module may not use. `src/lib.rs` says why.
#[test]
fn arrows_point_one_way() {
    let forbidden: &[(&str, &[&str])] = &[
        (
            "time",
            &[
                "dataset",
                "timeline",
                "layout",
                "scene",
                "backend",
                "style",
                "projection",
                "geometry",
                "check",
            ],
        ),
        (
            "geometry",
            &["dataset", "timeline", "layout", "scene", "backend", "style", "projection", "check", "time"],
        ),
        ("projection", &["dataset", "timeline", "layout", "scene", "backend", "style", "check", "time"]),
        ("dataset", &["timeline", "layout", "scene", "backend", "style", "projection", "check"]),
        (
            "interchange",
            &["dataset", "timeline", "layout", "scene", "backend", "style", "projection", "check", "time"],
        ),
        ("timeline", &["layout", "scene", "backend", "style", "projection", "check"]),
        ("check", &["layout", "scene", "backend", "style", "projection"]),
        ("scene", &["dataset", "timeline", "layout", "backend", "projection", "check", "time"]),
        ("style", &["timeline", "layout", "scene", "backend", "check", "time"]),
        ("export", &["layout", "scene", "backend", "style", "projection", "check"]),
        ("cite", &["layout", "scene", "backend", "style", "projection", "check"]),
        ("compare", &["layout", "scene", "backend", "style", "projection", "check", "chart"]),
        ("layout", &["backend", "check", "chart"]),
        ("chart", &["backend", "layout", "projection", "check"]),
        ("worksheet", &["backend", "projection", "check", "chart"]),
        ("atlas", &["projection", "check", "chart"]),
        ("deck", &["dataset", "timeline", "layout", "backend", "projection", "check", "time", "slides"]),
        ("slides", &["backend", "projection", "check"]),
        ("backend", &["dataset", "timeline", "layout", "projection", "check", "time"]),
    ];
    let mut wrong = Vec::new();
    for (module, others) in forbidden {
        let mut sources = Vec::new();
        files(&project("src").join(module), "rs", &mut sources);
        assert!(!sources.is_empty(), "{module} is gone");
        for path in sources {
            if path.file_name().is_some_and(|name| name == "tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            for other in *others {
                if code.contains(&format!("crate::{other}::"))
                    || code.contains(&format!("use crate::{other};"))
                {
                    wrong.push(format!("{} uses {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_disk_is_touched_at_the_ends_only() {
    let mut sources = Vec::new();
    files(&project("src"), "rs", &mut sources);
    for path in sources {
        let name = path.strip_prefix(project("src")).expect("below src").to_string_lossy().into_owned();
        let at_an_end = name.starts_with("commands/") || name == "main.rs" || name == "dataset/load.rs";
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        assert!(at_an_end || !code.contains("std::fs"), "{name} touches the disk");
        assert!(!code.contains("SystemTime") && !code.contains("Instant::now"), "{name} asks for the time");
    }
}

/// Files are read, written and told of in one way each: whole or not at all, never through a link, nothing without end,
/// and nothing that commands the terminal.
#[test]
fn files_and_the_terminal_have_one_door_each() {
    let mut sources = vec![project("src/main.rs")];
    files(&project("src/commands"), "rs", &mut sources);
    let mut wrong = Vec::new();
    for path in sources {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        // `work.rs` reads what it wrote itself, and what is told from other inputs by its bytes.
        let is_door = ["write.rs", "work.rs"].contains(&name.as_str());
        for call in ["fs::write(", "File::create", "File::options", "fs::read(", "read_to_string("] {
            if code.contains(call) && !is_door {
                wrong.push(format!("{name}: {call}: commands::write and dataset::read_file do that"));
            }
        }
        for call in ["println!(", "print!("] {
            if code.contains(call) {
                wrong.push(format!(
                    "{name}: {call}: say! and write::put do that, and stop for no closed pipe"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_is_what_the_user_asked_for() {
    let allowed = ["src", "geodata", "styles", "output", "tests", "target", ".git", ".ci"];
    for entry in fs::read_dir(project("")).expect("the project").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(entry.path().is_file() || allowed.contains(&name.as_str()), "{name} at the top level");
    }
}

#[test]
fn every_markdown_link_to_a_file_resolves() {
    for page in ["README.md", "CHANGELOG.md", "geodata/south-caucasus/digitize/README.md"] {
        let path = project(page);
        let text = fs::read_to_string(&path).expect(page);
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap_or("");
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(path.parent().expect("a folder").join(target).exists(), "{page}: {target} is not there");
        }
    }
}
