//! English dates and times: a day in; `14 March 2026`, `on Saturday 1 August`, `8:45 p.m.` out.

use jiff::civil::{Date, Time, Weekday};

use crate::language::DateForm;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Appends a date.
pub(super) fn date(out: &mut String, date: Date, form: DateForm) {
    let weekday = weekday(date);
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    let (day, year) = (date.day(), date.year());
    let text = match form {
        DateForm::Long => format!("{day} {month} {year}"),
        DateForm::Full => format!("{weekday} {day} {month} {year}"),
        DateForm::Short => format!("{day:02}/{:02}/{year}", date.month()),
        DateForm::DayMonth => format!("{day} {month}"),
        DateForm::WeekdayDayMonth => format!("{weekday} {day} {month}"),
        DateForm::MonthYear => format!("{month} {year}"),
        DateForm::Year => year.to_string(),
        DateForm::Month => return out.push_str(month),
        DateForm::Weekday => return out.push_str(weekday),
    };
    out.push_str(&text);
}

/// Appends a date with its preposition.
pub(super) fn on(out: &mut String, day: Date, form: DateForm) {
    out.push_str(match form {
        DateForm::Month | DateForm::MonthYear | DateForm::Year => "in ",
        _ => "on ",
    });
    date(out, day, form);
}

/// Appends a time.
pub(super) fn time(out: &mut String, time: Time) {
    let (hour, minute) = (time.hour(), time.minute());
    match (hour, minute) {
        (0, 0) => return out.push_str("midnight"),
        (12, 0) => return out.push_str("noon"),
        _ => {}
    }
    let half = if hour < 12 { "a.m." } else { "p.m." };
    let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
    let text = match minute {
        0 => format!("{shown}\u{a0}{half}"),
        _ => format!("{shown}:{minute:02}\u{a0}{half}"),
    };
    out.push_str(&text);
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::{on, time};
    use crate::language::DateForm;

    #[test]
    fn dates_take_their_preposition() {
        let cases = [
            (DateForm::Long, "on 1 August 2026"),
            (DateForm::Full, "on Saturday 1 August 2026"),
            (DateForm::Short, "on 01/08/2026"),
            (DateForm::MonthYear, "in August 2026"),
            (DateForm::Year, "in 2026"),
            (DateForm::Weekday, "on Saturday"),
        ];
        for (form, expected) in cases {
            let mut out = String::new();
            on(&mut out, jiff::civil::date(2026, 8, 1), form);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn times_are_told_in_halves_of_the_day() {
        for (hour, minute, expected) in [
            (20, 45, "8:45 p.m."),
            (0, 5, "12:05 a.m."),
            (12, 0, "noon"),
            (9, 0, "9 a.m."),
        ] {
            let mut out = String::new();
            time(&mut out, jiff::civil::time(hour, minute, 0, 0));
            assert_eq!(out.replace('\u{a0}', " "), expected);
        }
    }
}
