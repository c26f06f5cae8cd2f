//! The command line: reads the arguments, runs one command, prints errors, sets the exit code.
//!
//! Exit codes: 0 done, 1 findings (of `check`), 2 error.

#![forbid(unsafe_code)]

mod commands;

use std::process::ExitCode;

use clap::Parser;

/// Draws historical territorial maps from boundary polygons and dated, cited events.
#[derive(Parser)]
#[command(name = "marchland", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: commands::Command,
    /// Threads to work with; without it, one for each core. What is made is the same with any number
    #[arg(long, global = true, value_name = "N", value_parser = commands::work::parse_jobs)]
    jobs: Option<usize>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::work::use_threads(cli.jobs).and_then(|()| commands::run(cli.command)) {
        Ok(commands::Outcome::Done) => ExitCode::SUCCESS,
        Ok(commands::Outcome::Findings) => ExitCode::from(1),
        // A reader that closed the pipe has had enough: no error.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            let text = error.to_string();
            // Findings about data are lines that begin with their file; a sentence begins with who speaks.
            if error.diagnostics().is_empty() {
                commands::write::on_terminal(&format!("marchland: {text}"));
            } else {
                commands::write::on_terminal(&text);
            }
            ExitCode::from(2)
        }
    }
}
