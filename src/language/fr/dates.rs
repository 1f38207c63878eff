//! French dates and times: a day in; `14 mars 2026`, `le samedi 1er août`, `20 h 45` out.

use jiff::civil::{Date, Time, Weekday};

use super::NO_BREAK;
use crate::language::DateForm;

pub(super) const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Appends a date.
pub(super) fn date(out: &mut String, date: Date, form: DateForm) {
    match form {
        DateForm::Long => {
            day_month(out, date);
            year(out, date);
        }
        DateForm::Full => {
            weekday_day_month(out, date);
            year(out, date);
        }
        DateForm::Short => {
            let text = format!("{:02}/{:02}/{}", date.day(), date.month(), date.year());
            out.push_str(&text);
        }
        DateForm::DayMonth => day_month(out, date),
        DateForm::WeekdayDayMonth => weekday_day_month(out, date),
        DateForm::Month => out.push_str(month(date)),
        DateForm::MonthYear => {
            out.push_str(month(date));
            year(out, date);
        }
        DateForm::Year => out.push_str(&date.year().to_string()),
        DateForm::Weekday => out.push_str(weekday(date)),
    }
}

/// Appends a date with its preposition. A weekday alone has none: `samedi`; with an article it would mean every one.
pub(super) fn on(out: &mut String, day: Date, form: DateForm) {
    match form {
        DateForm::Month | DateForm::MonthYear | DateForm::Year => out.push_str("en "),
        DateForm::Weekday => {}
        _ => out.push_str("le "),
    }
    date(out, day, form);
}

/// Appends a time.
pub(super) fn time(out: &mut String, time: Time) {
    out.push_str(&time.hour().to_string());
    out.push(NO_BREAK);
    out.push('h');
    if time.minute() > 0 {
        out.push(NO_BREAK);
        let minutes = format!("{:02}", time.minute());
        out.push_str(&minutes);
    }
}

fn day_month(out: &mut String, date: Date) {
    let day = date.day();
    out.push_str(&day.to_string());
    if day == 1 {
        out.push_str("er");
    }
    out.push(' ');
    out.push_str(month(date));
}

fn weekday_day_month(out: &mut String, date: Date) {
    out.push_str(weekday(date));
    out.push(' ');
    day_month(out, date);
}

fn year(out: &mut String, date: Date) {
    out.push(' ');
    out.push_str(&date.year().to_string());
}

fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    }
}

#[cfg(test)]
mod tests {
    use super::{on, time};
    use crate::language::DateForm;

    #[test]
    fn dates_take_their_preposition() {
        let cases = [
            (DateForm::Long, "le 1er août 2026"),
            (DateForm::Full, "le samedi 1er août 2026"),
            (DateForm::Short, "le 01/08/2026"),
            (DateForm::DayMonth, "le 1er août"),
            (DateForm::MonthYear, "en août 2026"),
            (DateForm::Month, "en août"),
            (DateForm::Year, "en 2026"),
            (DateForm::Weekday, "samedi"),
        ];
        for (form, expected) in cases {
            let mut out = String::new();
            on(&mut out, jiff::civil::date(2026, 8, 1), form);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn times_are_told_in_hours() {
        let mut out = String::new();
        time(&mut out, jiff::civil::time(20, 5, 0, 0));
        out.push('/');
        time(&mut out, jiff::civil::time(9, 0, 0, 0));
        assert_eq!(out, "20\u{a0}h\u{a0}05/9\u{a0}h");
    }
}
