//! The command line: reads the arguments, runs one command, prints errors, sets the exit code.
//!
//! Exit codes: 0 done, 1 findings (of `check`), 2 error.

#![forbid(unsafe_code)]

mod commands;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser};
use commands::given::{Given, with_tips};

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

/// What is a value, and only looks like an option: the days of `compare`, which no option names, before our era. Their
/// hyphens become minus signs, so that an option that is misspelt is still told with the nearest right one.
fn arguments() -> Vec<OsString> {
    let mut all: Vec<OsString> = std::env::args_os().collect();
    let of_compare = all.iter().position(|one| one == "compare").unwrap_or(all.len());
    for one in all.iter_mut().skip(of_compare) {
        let Some(number) = one.to_str().and_then(|text| text.strip_prefix('-')) else { continue };
        let is_day = |letter: char| letter.is_ascii_digit() || letter == '-';
        if number.starts_with(|letter: char| letter.is_ascii_digit()) && number.chars().all(is_day) {
            *one = format!("\u{2212}{number}").into();
        }
    }
    all
}

/// Has the allocator of glibc keep what is freed. It gives back every 128 KB, and asks for them again page by page, which takes
/// a tenth of the time of a map, until something larger was freed: something that nobody touched, here.
fn keep_memory() {
    const JUST_LARGE_ENOUGH: usize = 31 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(JUST_LARGE_ENOUGH)));
}

fn main() -> ExitCode {
    keep_memory();
    let typed = arguments();
    let mut program = Cli::command();
    program.build();
    let parsed = program.clone().try_get_matches_from(&typed).and_then(|matches| {
        let given = Given::new(&program, &matches);
        Cli::from_arg_matches(&matches).map(|cli| (cli, given))
    });
    let (cli, given) = parsed.unwrap_or_else(|error| {
        let words: Vec<String> = typed.iter().skip(1).map(|one| one.to_string_lossy().into_owned()).collect();
        with_tips(error, &program, &words).exit()
    });
    match commands::work::use_threads(cli.jobs).and_then(|()| commands::run(cli.command, &given)) {
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
