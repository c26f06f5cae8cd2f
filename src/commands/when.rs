//! The arguments that say for which days something is wanted.

use clap::Args;
use marchland::Error;
use marchland::dataset::Dataset;
use marchland::layout::Moment;
use marchland::time::Day;
use marchland::timeline::Timeline;

use super::{check_day, check_years, parse_day_or_year};

/// Days, years, and one of each in a span of years.
#[derive(Args)]
pub struct WhenArgs {
    /// Days, such as 1921-10-13; several are separated by commas. Before our era as ISO counts: -0043-03-15 is in 44 BC
    #[arg(long, value_name = "DAY", value_parser = parse_day_or_year, value_delimiter = ',', allow_hyphen_values = true)]
    pub date: Vec<Day>,
    /// A year: the state at its end, on a map with what changed in it
    #[arg(long, value_name = "YEAR", conflicts_with = "years", allow_hyphen_values = true)]
    pub year: Option<i32>,
    /// Years from A to B, both included, such as 1918..1930
    #[arg(long, value_name = "A..B", value_parser = parse_years, allow_hyphen_values = true)]
    pub years: Option<(i32, i32)>,
    /// One per year, month or change; without --years, over the whole period of the data set
    #[arg(long, value_enum)]
    pub each: Option<Each>,
}

/// What a series has one of for each.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Each {
    /// The state at the end of each year
    Year,
    /// The state at the end of each month
    Month,
    /// The state on each day on which something changes
    Change,
}

impl WhenArgs {
    /// True if no day is asked for.
    pub fn is_empty(&self) -> bool {
        self.date.is_empty() && self.year.is_none() && self.years.is_none() && self.each.is_none()
    }

    /// The moments meant, in order, each once.
    pub fn moments(&self, dataset: &Dataset, timeline: &Timeline<'_>) -> Result<Vec<Moment>, Error> {
        let (first, last) = dataset.period;
        let mut moments = Vec::new();
        for &day in &self.date {
            check_day(dataset, day)?;
            moments.push(Moment::Day(day));
        }
        let years = self.year.map(|year| (year, year)).or(self.years);
        let years = match (years, self.each) {
            (Some(years), _) => Some(years),
            (None, Some(_)) => Some((first.ymd().0, last.ymd().0)),
            (None, None) => None,
        };
        if let Some((from, to)) = years {
            check_years(dataset, from, to)?;
            match self.each.unwrap_or(Each::Year) {
                Each::Year => moments.extend((from..=to).map(Moment::YearEnd)),
                Each::Month => {
                    let months = (from..=to).flat_map(|year| (1..=12).map(move |month| (year, month)));
                    let months = months.filter(|&(year, month)| first <= Day::month_end(year, month));
                    moments.extend(months.map(|(year, month)| Moment::MonthEnd(year, month)));
                }
                Each::Change => {
                    let in_years = |day: &Day| (from..=to).contains(&day.ymd().0);
                    moments.extend(timeline.change_days().into_iter().filter(in_years).map(Moment::Day));
                }
            }
            moments.retain(|moment| moment.day() <= last || matches!(moment, Moment::YearEnd(_)));
            if moments.is_empty() {
                return Err(Error::message(format!("nothing changes from {from} to {to}: no map to draw")));
            }
        }
        let mut unique: Vec<Moment> = Vec::new();
        for moment in moments {
            if !unique.iter().any(|known| known.day() == moment.day()) {
                unique.push(moment);
            }
        }
        Ok(unique)
    }
}

pub fn parse_years(text: &str) -> Result<(i32, i32), String> {
    let wrong = || format!("\"{text}\" is not a range of years; write 1918..1930");
    // Between years after Christ a hyphen is as clear.
    let hyphen = text.split_once(['-', '–']).filter(|(from, to)| {
        [from, to].iter().all(|year| !year.is_empty() && year.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let (from, to) = text.split_once("..").or(hyphen).ok_or_else(wrong)?;
    let year = |text: &str| text.trim().parse::<i32>().map_err(|_| wrong());
    let (from, to) = (year(from)?, year(to.trim_start_matches('='))?);
    if from > to {
        return Err(format!("\"{text}\" runs backwards; write {to}..{from}"));
    }
    Ok((from, to))
}
