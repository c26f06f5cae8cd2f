//! `marchland check`: everything wrong with a data set.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use marchland::Error;
use marchland::check;
use marchland::dataset::{self, READER_RULES};
use marchland::diagnostic::{Diagnostic, Severity};

use super::given::Given;
use super::{Outcome, TextFormat, write};

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of a data set, or a file of polygons; without it, the built-in set
    #[arg(value_name = "PATH")]
    folder: Option<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: TextFormat,
    /// Say what a rule looks for, why, and how to mend what it finds; "all" for every rule
    #[arg(long, value_name = "RULE")]
    explain: Option<String>,
    #[command(flatten)]
    layers: super::layers::LayerArgs,
}

/// Checks. Errors and warnings are findings; notes are not.
pub fn run(args: &Args, given: &Given) -> Result<Outcome, Error> {
    let of_files = super::layers::options_of_files();
    if let Some(rule) = &args.explain {
        given.idle(&["format"], true, "a rule is explained, and nothing is checked");
        given.idle(&of_files, true, "a rule is explained, and nothing is checked");
        if let Some(folder) = &args.folder {
            write::say!("note: {} is not checked: a rule is explained", folder.display());
        }
        return explain(rule);
    }
    let is_layers = args.folder.as_deref().is_some_and(super::layers::is_layers);
    if let Some(option) = given.of(&of_files).first().filter(|_| !is_layers) {
        let what =
            args.folder.as_ref().map_or("the built-in set".to_owned(), |path| path.display().to_string());
        return Err(Error::message(format!(
            "{what} is a data set, and --{option} is for files of polygons; give one of those"
        )));
    }
    let loaded = match &args.folder {
        Some(path) if is_layers => {
            let imported = args.layers.import(std::slice::from_ref(path), args.layers.options()?)?;
            let mut loaded = imported.load();
            let repairs = imported.repair_notes();
            loaded.diagnostics.splice(0..0, imported.findings.into_iter().chain(repairs));
            loaded
        }
        Some(folder) => dataset::load_dir(folder)?,
        None => dataset::load_builtin(),
    };
    let mut findings: Vec<Diagnostic> = loaded.diagnostics;
    if let Some(dataset) = &loaded.dataset {
        findings
            .extend(check::check(dataset).into_iter().map(|finding| below(args.folder.as_deref(), finding)));
        if is_layers {
            // The files of the set exist in memory alone: their lines say nothing.
            findings
                .iter_mut()
                .filter(|finding| {
                    finding.place.as_ref().is_some_and(|p| {
                        Some(p.file.as_str()) != args.folder.as_ref().and_then(|f| f.to_str())
                    })
                })
                .for_each(|finding| finding.place = None);
        }
    }
    // The worst first; within that by file and line.
    findings.sort_by_key(|finding| finding.severity);
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let text = match args.format {
        TextFormat::Json => {
            let mut json = serde_json::to_string_pretty(&findings)
                .map_err(|error| Error::message(format!("cannot write JSON: {error}")))?;
            json.push('\n');
            json
        }
        TextFormat::Text => {
            let mut out = String::new();
            for finding in &findings {
                let _ = writeln!(out, "{finding} [{}]", finding.rule);
            }
            let counted = [(errors, "error"), (warnings, "warning"), (notes, "note")]
                .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }));
            let _ = match &loaded.dataset {
                Some(dataset) => writeln!(out, "{}: {}", dataset.key, counted.join(", ")),
                None => {
                    let whole = "the rules for the whole set come once it reads without errors";
                    writeln!(out, "{}; {whole}", counted.join(", "))
                }
            };
            if let Some(worst) = findings.first().filter(|finding| finding.severity < Severity::Note) {
                let _ = writeln!(out, "for why and how to mend: marchland check --explain {}", worst.rule);
            }
            out
        }
    };
    write::put(None, text.as_bytes())?;
    Ok(if errors + warnings == 0 { Outcome::Done } else { Outcome::Findings })
}

/// The finding with its file named as the user would name it: in the folder of the data set.
fn below(folder: Option<&Path>, mut finding: Diagnostic) -> Diagnostic {
    if let (Some(folder), Some(place)) = (folder, &mut finding.place) {
        let folder = folder.to_string_lossy().replace('\\', "/");
        place.file = format!("{}/{}", folder.trim_end_matches('/'), place.file);
    }
    finding
}

fn explain(wanted: &str) -> Result<Outcome, Error> {
    // What reading finds first, then what the rules for the whole set find.
    let reading = READER_RULES.iter().map(|rule| [rule.id, rule.what, rule.why, rule.mend]);
    let whole = check::rules().iter().map(|rule| [rule.id, rule.what, rule.why, rule.mend]);
    let all: Vec<[&'static str; 4]> = reading.chain(whole).collect();
    let mut out = String::new();
    for [id, what, why, mend] in all.iter().filter(|rule| wanted == "all" || rule[0] == wanted) {
        let _ = writeln!(out, "{id}\n  finds: {what}\n  why:   {why}\n  mend:  {mend}\n");
    }
    if out.is_empty() {
        let all: Vec<(&'static str, ())> = all.iter().map(|rule| (rule[0], ())).collect();
        super::named("rule", wanted, &all).map_err(Error::message)?;
    }
    write::put(None, out.as_bytes())?;
    Ok(Outcome::Done)
}
