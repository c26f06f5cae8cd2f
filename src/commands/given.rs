//! Which options a person typed, so that one that changes nothing is told of; and tips for what is mistyped.

use std::collections::BTreeSet;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use marchland::diagnostic::nearest;

use super::write::say;

/// The options that were typed, by their long names.
pub struct Given(BTreeSet<String>);

impl Given {
    /// Those of the command that was called.
    pub fn new(program: &Command, matches: &ArgMatches) -> Given {
        let Some((name, matches)) = matches.subcommand() else { return Given(BTreeSet::new()) };
        let options = program.find_subcommand(name).into_iter().flat_map(Command::get_arguments);
        let typed = |argument: &&clap::Arg| {
            matches.try_contains_id(argument.get_id().as_str()).is_ok_and(|is_there| is_there)
                && matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine)
        };
        Given(options.filter(typed).filter_map(|option| option.get_long().map(str::to_owned)).collect())
    }

    /// True if the option was typed.
    pub fn has(&self, option: &str) -> bool {
        self.0.contains(option)
    }

    /// Those of these options that were typed, as one types them.
    pub fn of<'o>(&self, options: &[&'o str]) -> Vec<&'o str> {
        options.iter().filter(|option| self.has(option)).copied().collect()
    }

    /// Tells which of these options were typed and change nothing, and why.
    pub fn idle(&self, options: &[&str], is_idle: bool, why: &str) {
        let typed: Vec<String> = self.of(options).iter().map(|option| format!("--{option}")).collect();
        if is_idle && !typed.is_empty() {
            let verb = if typed.len() == 1 { "changes" } else { "change" };
            say!("note: {} {verb} nothing here: {why}", typed.join(", "));
        }
    }
}

/// Other words for commands.
const OTHER_WORDS: [(&str, &str); 16] = [
    ("map", "render"),
    ("maps", "render"),
    ("draw", "render"),
    ("plot", "render"),
    ("paint", "render"),
    ("gif", "animate"),
    ("video", "animate"),
    ("movie", "animate"),
    ("diff", "compare"),
    ("why", "explain"),
    ("who", "explain"),
    ("html", "atlas"),
    ("convert", "import"),
    ("init", "new"),
    ("lint", "check"),
    ("validate", "check"),
];

/// A mistake of the command line with tips that lead somewhere: only near names, the commands that have an option, and the
/// command that another word or a bare year means.
pub fn with_tips(mut error: clap::Error, program: &Command, typed: &[String]) -> clap::Error {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Some(wrong) = text(ContextKind::InvalidArg) else { return error };
            let wrong = wrong.split('=').next().unwrap_or("").to_owned();
            let Some(name) = wrong.strip_prefix("--") else { return error };
            let has = |command: &Command| {
                let longs = command.get_arguments().filter_map(clap::Arg::get_long);
                longs.map(str::to_owned).collect::<Vec<String>>()
            };
            let called = typed.iter().find_map(|word| program.find_subcommand(word));
            let own = called.map_or(Vec::new(), has);
            error.remove(ContextKind::SuggestedArg);
            error.remove(ContextKind::Suggested);
            error.remove(ContextKind::SuggestedSubcommand);
            let near = nearest(name, own.iter().map(String::as_str));
            if let Some(near) = near {
                error.insert(ContextKind::SuggestedArg, ContextValue::String(format!("--{near}")));
                return error;
            }
            let others = program.get_subcommands().filter(|other| has(other).iter().any(|one| one == name));
            let others: Vec<&str> = others.map(Command::get_name).collect();
            if !others.is_empty() {
                let tip = format!("'--{name}' is an option of {}", others.join(", "));
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            }
        }
        ErrorKind::InvalidSubcommand => {
            let Some(wrong) = text(ContextKind::InvalidSubcommand) else { return error };
            error.remove(ContextKind::SuggestedSubcommand);
            let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            let other = OTHER_WORDS.iter().find(|(word, _)| *word == wrong.to_lowercase());
            let near = nearest(&wrong, names.iter().copied()).or(other.map(|(_, name)| *name));
            let is_year = wrong.len() == 4 && wrong.bytes().all(|byte| byte.is_ascii_digit());
            if let Some(near) = near {
                error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![near.to_owned()]));
            } else if is_year {
                let tip = format!("a map of a year is drawn by 'marchland render --year {wrong}'");
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            } else {
                let tip = format!("the commands are {}", names.join(", "));
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            }
        }
        _ => {}
    }
    error
}
