//! Periods: what a cell says of a year, a quarter, a month, a week or a day in; its place in the calendar out.
//!
//! A period is a number that grows by one from each to the next, so that a month that is not there is seen to be
//! missing, and the same month of the year before is found without counting rows.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};
use rust_decimal::prelude::ToPrimitive;

use super::Value;

/// How often a series has a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each year.
    Year,
    /// Each quarter.
    Quarter,
    /// Each month.
    Month,
    /// Each week, by ISO 8601.
    Week,
    /// Each day.
    Day,
    /// Each whole number: rounds, episodes, stages. It has no calendar.
    Step,
}

impl Every {
    /// Returns the period that `cells` name, as a number that grows by one from each to the next.
    ///
    /// One cell is a day, a year, or a text such as `2026-03`, `2026-Q1`, `T1 2026` or `2026-W12`; two are a year and
    /// the quarter, month or week of it.
    pub fn ordinal(self, cells: &[&Value]) -> Option<i64> {
        match cells {
            [whole] => self.of_one(whole),
            [year, part] => self.of_parts(whole_number(year)?, part_of(part, self)?),
            _ => None,
        }
    }

    /// Returns the same period a year before, where there is one.
    pub fn year_before(self, ordinal: i64) -> Option<i64> {
        match self {
            Every::Year => ordinal.checked_sub(1),
            Every::Quarter => Some(ordinal - 4),
            Every::Month => Some(ordinal - 12),
            Every::Week => {
                let week = day_of(ordinal.checked_mul(7)?.checked_sub(MONDAY)?)?.iso_week_date();
                let before = week.year().checked_sub(1)?;
                self.of_parts(before.into(), week.week().into())
            }
            Every::Day => {
                let day = day_of(ordinal)?;
                let before = Date::new(day.year().checked_sub(1)?, day.month(), day.day()).ok()?;
                number_of(before)
            }
            Every::Step => None,
        }
    }

    /// Returns how many years lie between one period and the next, as so many of so many; none without a calendar.
    pub fn years(self) -> Option<(i64, i64)> {
        Some(match self {
            Every::Year => (1, 1),
            Every::Quarter => (1, 4),
            Every::Month => (1, 12),
            Every::Week => (1, 52),
            Every::Day => (1, 365),
            Every::Step => return None,
        })
    }

    fn of_one(self, cell: &Value) -> Option<i64> {
        if let Some(day) = cell.day() {
            return self.of_day(day);
        }
        match cell {
            Value::Number(_) if matches!(self, Every::Year | Every::Step) => whole_number(cell),
            Value::Text(text) => self.of_text(text),
            _ => None,
        }
    }

    fn of_day(self, day: Date) -> Option<i64> {
        let year = i64::from(day.year());
        let month = i64::from(day.month());
        match self {
            Every::Year => Some(year),
            Every::Quarter => Some(year * 4 + (month - 1) / 3),
            Every::Month => Some(year * 12 + month - 1),
            Every::Week => Some((number_of(day)? + MONDAY).div_euclid(7)),
            Every::Day => number_of(day),
            Every::Step => None,
        }
    }

    /// Reads `2026-03`, `2026-Q1`, `Q1 2026`, `2026-W12`: a year of four digits, a part of one or two, a letter.
    fn of_text(self, text: &str) -> Option<i64> {
        if let Ok(day) = text.parse::<Date>() {
            return self.of_day(day);
        }
        let (mut year, mut part, mut letter) = (None, None, None);
        let is_mark = |it: char| !it.is_alphanumeric();
        for word in text.split(is_mark).filter(|it| !it.is_empty()) {
            let digits = word.trim_start_matches(char::is_alphabetic);
            let letters = &word[..word.len() - digits.len()];
            if !letters.is_empty() && letter.replace(letters.to_uppercase()).is_some() {
                return None;
            }
            let place = match digits.len() {
                4 => &mut year,
                1 | 2 => &mut part,
                0 => continue,
                _ => return None,
            };
            if place.replace(digits.parse::<i64>().ok()?).is_some() {
                return None;
            }
        }
        let fits = match (self, letter.as_deref()) {
            (Every::Quarter, Some("Q" | "T")) | (Every::Week, Some("W" | "S")) => true,
            (Every::Month | Every::Year, letter) => letter.is_none(),
            _ => false,
        };
        match (self, year, part) {
            (Every::Year, Some(year), None) if fits => Some(year),
            (_, Some(year), Some(part)) if fits => self.of_parts(year, part),
            _ => None,
        }
    }

    fn of_parts(self, year: i64, part: i64) -> Option<i64> {
        if !(0..=9999).contains(&year) {
            return None;
        }
        match self {
            Every::Quarter => (1..=4).contains(&part).then_some(year * 4 + part - 1),
            Every::Month => (1..=12).contains(&part).then_some(year * 12 + part - 1),
            Every::Week => {
                let (year, week) = (i16::try_from(year).ok()?, i8::try_from(part).ok()?);
                let week = ISOWeekDate::new(year, week, Weekday::Monday).ok()?;
                self.of_day(week.date())
            }
            Every::Year | Every::Day | Every::Step => None,
        }
    }
}

/// Returns the quarter, month or week that a cell names beside its year.
fn part_of(cell: &Value, every: Every) -> Option<i64> {
    match cell {
        Value::Text(text) => {
            let letters: &[char] = match every {
                Every::Quarter => &['Q', 'T', 'q', 't'],
                Every::Week => &['W', 'S', 'w', 's'],
                _ => &[],
            };
            text.trim().trim_start_matches(letters).parse().ok()
        }
        other => whole_number(other),
    }
}

fn whole_number(cell: &Value) -> Option<i64> {
    match cell {
        Value::Number(it) if it.amount.is_integer() => it.amount.to_i64(),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The day that days are counted from, a Thursday.
const FIRST: Date = date(1970, 1, 1);
/// How many days after a Monday it is.
const MONDAY: i64 = 3;

/// Returns how many days lie between the first and this one.
fn number_of(day: Date) -> Option<i64> {
    day.since(FIRST).ok().map(|it| it.get_days().into())
}

fn day_of(number: i64) -> Option<Date> {
    FIRST.checked_add(0.days().try_days(number).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::Every;
    use crate::data::Value;
    use jiff::civil::date;

    #[track_caller]
    fn check(every: Every, now: &str, before: &str, year_before: Option<&str>) {
        let ordinal = |text: &str| {
            let found = every.ordinal(&[&Value::text(text)]);
            found.unwrap_or_else(|| panic!("{text} is a period"))
        };
        assert_eq!(ordinal(now) - 1, ordinal(before));
        let expected = year_before.map(ordinal);
        assert_eq!(every.year_before(ordinal(now)), expected);
    }

    #[test]
    fn periods_follow_one_another_over_the_turn_of_the_year() {
        check(Every::Year, "2026", "2025", Some("2025"));
        check(Every::Quarter, "2026-Q1", "Q4 2025", Some("T1 2025"));
        check(Every::Month, "2026-01", "2025-12", Some("2025-01"));
        check(Every::Month, "01/2026", "12/2025", Some("2025-01-31"));
        check(Every::Week, "2026-W01", "2025-W52", Some("2025-W01"));
        check(Every::Week, "2026-W53", "2026-W52", None);
        check(Every::Day, "2026-01-01", "2025-12-31", Some("2025-01-01"));
        check(Every::Day, "2024-02-29", "2024-02-28", None);
    }

    #[test]
    fn what_names_no_period_is_none() {
        for (every, text) in [
            (Every::Month, "2026"),
            (Every::Month, "2026-13"),
            (Every::Month, "2026-Q1"),
            (Every::Quarter, "2026-05"),
            (Every::Week, "2025-W53"),
            (Every::Day, "soon"),
            (Every::Year, "26"),
        ] {
            assert_eq!(every.ordinal(&[&Value::text(text)]), None, "{text}");
        }
    }

    #[test]
    fn days_numbers_and_two_columns_are_periods_too() {
        let day = Value::Date(date(2026, 5, 3));
        let (year, quarter) = (Value::number(2026), Value::text("Q2"));
        let parts = Every::Quarter.ordinal(&[&year, &quarter]);
        assert_eq!(Every::Quarter.ordinal(&[&day]), parts);
        assert!(parts.is_some());
        assert_eq!(Every::Step.ordinal(&[&Value::number(7)]), Some(7));
        assert_eq!(Every::Month.ordinal(&[&Value::number(7)]), None);
    }
}
