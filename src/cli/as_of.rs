//! `--as-of`: a day as a person names it in, the day out. Nothing else in the program asks what day it is.

use std::str::FromStr;

use clap::Args;
use gentext::build::Options;
use jiff::Zoned;
use jiff::civil::Date;

/// The day that the data is looked at.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct AsOf {
    /// The day it is, as 2026-03-14 or `today`, for tables that may not be older than their `max_age`
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
}

impl AsOf {
    /// Returns what a project is to be read with, now.
    pub(super) fn options(self) -> Options {
        Options {
            as_of: self.as_of.map(Day::date),
        }
    }
}

/// A day, as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// The day on which the command runs, where it runs.
    Today,
    /// This one.
    At(Date),
}

impl Day {
    fn date(self) -> Date {
        match self {
            Day::Today => Zoned::now().date(),
            Day::At(date) => date,
        }
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "today" {
            return Ok(Day::Today);
        }
        text.parse()
            .map(Day::At)
            .map_err(|_| "write a day as 2026-03-14, or `today`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Day;

    #[test]
    fn a_day_is_named_in_two_ways() {
        assert_eq!("2026-03-14".parse(), Ok(Day::At(date(2026, 3, 14))));
        assert_eq!("today".parse(), Ok(Day::Today));
        assert!("14/03/2026".parse::<Day>().is_err());
        assert!("2026-02-30".parse::<Day>().is_err());
    }
}
