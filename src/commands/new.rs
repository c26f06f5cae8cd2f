//! `marchland new`: a small data set to begin with.

use std::path::PathBuf;

use marchland::Error;
use marchland::import::starter;

use super::{Outcome, output, write};

/// Arguments of `new`.
#[derive(clap::Args)]
pub struct Args {
    /// Folder to make; it must not be there, or be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the files.
pub fn run(args: &Args) -> Result<Outcome, Error> {
    output::check_folder(&args.folder, "give another name")?;
    write::check_new(&args.folder)?;
    let files: Vec<(String, Vec<u8>)> = starter::files()
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .collect();
    write::new_folder(&args.folder, &files)?;
    let shown = args.folder.display();
    let told = format!(
        "{shown}: an invented island of two provinces, to be replaced; README.md in it says what each file is\n\
         \x20 marchland render --data {shown} --date 1913-06-01\n  marchland check {shown}\n"
    );
    write::put(None, told.as_bytes())?;
    Ok(Outcome::Done)
}
