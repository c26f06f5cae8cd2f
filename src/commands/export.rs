//! `marchland export`: the units with their state, for other programs.

use std::path::PathBuf;

use marchland::Error;
use marchland::export;
use marchland::lang::Lang;
use marchland::time::Day;
use marchland::timeline::Timeline;

use super::{DataArgs, Outcome, ReadingArgs, check_day, check_lang, parse_day, parse_lang, write};

/// Arguments of `export`.
#[derive(clap::Args)]
pub struct Args {
    /// The day
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    date: Day,
    /// Format of the file
    #[arg(long, value_enum, default_value = "geojson")]
    format: ExportFormat,
    /// Language of names: en, az, hy, ru, tr
    #[arg(long, value_parser = parse_lang, default_value = "en")]
    lang: Lang,
    /// File; without it, or for "-", standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum ExportFormat {
    /// GeoJSON, one feature per unit
    Geojson,
}

/// Exports.
pub fn run(args: &Args) -> Result<Outcome, Error> {
    let dataset = args.data.load()?;
    check_lang(&dataset, args.lang)?;
    check_day(&dataset, args.date)?;
    let timeline = Timeline::with_reading(&dataset, args.reading.find(&dataset)?);
    let text = match args.format {
        ExportFormat::Geojson => export::geojson(&timeline, &timeline.at(args.date), args.lang),
    };
    write::put(args.output.as_ref(), text.as_bytes())?;
    Ok(Outcome::Done)
}
