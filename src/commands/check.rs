//! `marchland check`: everything wrong with a data set.

use std::fmt::Write;
use std::path::PathBuf;

use marchland::Error;
use marchland::check;
use marchland::dataset;
use marchland::diagnostic::{Diagnostic, Severity};

use super::{Outcome, TextFormat, write};

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of a data set; without it, the built-in set
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: TextFormat,
    /// Say what a rule looks for, why, and how to mend what it finds; "all" for every rule
    #[arg(long, value_name = "RULE")]
    explain: Option<String>,
}

/// Checks. Errors and warnings are findings; notes are not.
pub fn run(args: &Args) -> Result<Outcome, Error> {
    if let Some(rule) = &args.explain {
        return explain(rule);
    }
    let loaded = match &args.folder {
        Some(folder) => dataset::load_dir(folder)?,
        None => dataset::load_builtin(),
    };
    let mut findings: Vec<Diagnostic> = loaded.diagnostics;
    let name = match &loaded.dataset {
        Some(dataset) => {
            findings.extend(check::check(dataset));
            dataset.key.clone()
        }
        None => String::new(),
    };
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
            let of = if name.is_empty() { String::new() } else { format!("{name}: ") };
            let _ = writeln!(out, "{of}{errors} errors, {warnings} warnings, {notes} notes");
            out
        }
    };
    write::put(None, text.as_bytes())?;
    Ok(if errors + warnings == 0 { Outcome::Done } else { Outcome::Findings })
}

fn explain(wanted: &str) -> Result<Outcome, Error> {
    let mut out = String::new();
    for rule in check::rules().iter().filter(|rule| wanted == "all" || rule.id == wanted) {
        let _ = writeln!(
            out,
            "{}\n  finds: {}\n  why:   {}\n  mend:  {}\n",
            rule.id, rule.what, rule.why, rule.mend
        );
    }
    if out.is_empty() {
        let all: Vec<(&'static str, ())> = check::rules().iter().map(|rule| (rule.id, ())).collect();
        super::named("rule", wanted, &all).map_err(Error::message)?;
    }
    write::put(None, out.as_bytes())?;
    Ok(Outcome::Done)
}
