//! Days as people write them in; their parts out, which the whole column puts in order.

use jiff::civil::{Date, DateTime, Time};

use super::clock;

/// A day as it is written, perhaps with a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The day, or the month where the column writes that first.
    first: i8,
    /// The month, or the day.
    second: i8,
    /// The year as written.
    year: i16,
    /// Whether the year has its last two figures only.
    pub(super) is_short: bool,
    /// What tells the day from the month.
    pub(super) told: Told,
    /// The time of day.
    pub(super) time: Option<Time>,
    /// Whether it says how far its clock is from that of Greenwich.
    pub(super) has_offset: bool,
}

/// What tells the day from the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The form: `2026-03-14`, `14 mars 2026`, `14.03.2026`.
    ByForm,
    /// Nothing in this cell.
    No,
    /// That there is no month 14: the day comes first.
    DayFirst,
    /// The same: the month comes first.
    MonthFirst,
}

/// Which of two figures is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The first: 14/03/2026.
    DayFirst,
    /// The second: 03/14/2026.
    MonthFirst,
}

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv"],
    &[
        "february", "feb", "février", "fevrier", "févr", "fevr", "fév", "fev",
    ],
    &["march", "mar", "mars"],
    &["april", "apr", "avril", "avr"],
    &["may", "mai"],
    &["june", "jun", "juin"],
    &["july", "jul", "juillet", "juil"],
    &["august", "aug", "août", "aout"],
    &["september", "sept", "sep", "septembre"],
    &["october", "oct", "octobre"],
    &["november", "nov", "novembre"],
    &["december", "dec", "décembre", "decembre", "déc"],
];

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mar",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
];

/// The year from which two figures stand for one of the 20th century, as POSIX has it.
const PIVOT: i16 = 69;

impl Written {
    /// Reads a day with or without a time; nothing if `text` is neither.
    pub(super) fn of(text: &str) -> Option<Self> {
        // Figures and names of other kinds end here: a day has a digit, and is not long.
        if text.len() < 6 || text.len() > 60 || !text.bytes().any(|it| it.is_ascii_digit()) {
            return None;
        }
        let text = without_weekday(text);
        let (mut day, rest) = if text.starts_with(|c: char| c.is_ascii_digit()) {
            digits_first(text)?
        } else {
            month_first(text)?
        };
        if rest.is_empty() {
            return Some(day);
        }
        let rest = after_day(rest)?;
        let (time, _, rest) = clock::time(rest)?;
        day.time = Some(time);
        day.has_offset = !rest.is_empty();
        is_offset(rest).then_some(day)
    }

    /// Returns the day in an order, its short year one of the century that `century` gives it.
    pub(super) fn date(&self, order: Order, century: impl Fn(i16) -> i16) -> Option<Date> {
        let (day, month) = match (self.told, order) {
            (Told::ByForm, _) | (_, Order::DayFirst) => (self.first, self.second),
            (_, Order::MonthFirst) => (self.second, self.first),
        };
        let year = if self.is_short {
            century(self.year)
        } else {
            self.year
        };
        Date::new(year, month, day).ok()
    }

    /// Returns the year with four figures, if it is so written.
    pub(super) fn full_year(&self) -> Option<i16> {
        (!self.is_short).then_some(self.year)
    }

    /// Returns the last two figures of a year that has no others.
    pub(super) fn short_year(&self) -> Option<i16> {
        self.is_short.then_some(self.year)
    }
}

/// Returns the year that two figures stand for by the rule of POSIX.
pub(super) fn posix(short: i16) -> i16 {
    if short >= PIVOT {
        1900 + short
    } else {
        2000 + short
    }
}

/// Returns the day and time that a spreadsheet counts as `serial`.
pub(super) fn serial(text: &str) -> Option<DateTime> {
    let (days, n_digits, rest) = clock::number(text, 5)?;
    if n_digits != 5 {
        return None;
    }
    let seconds = match rest.strip_prefix('.') {
        None if rest.is_empty() => 0,
        None => return None,
        Some(fraction) => {
            let share: f64 = fraction
                .bytes()
                .all(|it| it.is_ascii_digit())
                .then_some(())
                .and_then(|()| format!("0.{fraction}").parse().ok())?;
            // A spreadsheet keeps the share of the day in binary: whole seconds are what was meant.
            (share * 86400.0).round() as i64
        }
    };
    let start = Date::constant(1899, 12, 30).at(0, 0, 0, 0);
    let span = jiff::Span::new().days(i64::from(days)).seconds(seconds);
    start.checked_add(span).ok()
}

/// Returns a text without the weekday that it begins with.
fn without_weekday(text: &str) -> &str {
    let n = letters(text);
    if n == 0 || !WEEKDAYS.iter().any(|it| is_word(&text[..n], it)) {
        return text;
    }
    let rest = text[n..].trim_start_matches(['.', ',']);
    let after = rest.trim_start();
    // `mar` is Tuesday in `mar 3 février 2026`, and March in `Mar 3 2026`.
    let is_weekday =
        rest.len() > after.len() && (Written::is_begun(after) || !is_month(&text[..n]));
    if is_weekday { after } else { text }
}

/// Returns the length of the word that `text` begins with.
fn letters(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len())
}

fn is_word(text: &str, word: &str) -> bool {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.eq(word.chars())
}

fn is_month(word: &str) -> bool {
    MONTHS
        .iter()
        .any(|names| names.iter().any(|it| is_word(word, it)))
}

/// Returns the month that `text` begins with, and what stands after it.
fn month(text: &str) -> Option<(i8, &str)> {
    let n = letters(text);
    let word = text.get(..n).filter(|it| it.len() >= 3)?;
    let position = MONTHS
        .iter()
        .position(|names| names.iter().any(|it| is_word(word, it)))?;
    let rest = &text[n..];
    Some((position as i8 + 1, rest.strip_prefix('.').unwrap_or(rest)))
}

/// Returns what stands after the ending of an ordinal: `1er`, `14th`.
fn after_ordinal(text: &str) -> &str {
    let n = letters(text);
    match &text[..n] {
        "er" | "ER" | "st" | "nd" | "rd" | "th" => &text[n..],
        _ => text,
    }
}

fn part(number: u32) -> i8 {
    number as i8
}

/// Reads the year that `text` begins with: of two figures or four.
fn year(text: &str) -> Option<(i16, bool, &str)> {
    let (year, n_digits, rest) = clock::number(text, 4)?;
    let is_year = n_digits == 2 || (n_digits == 4 && year >= 1000);
    is_year.then_some((year as i16, n_digits == 2, rest))
}

impl Written {
    fn named(day: u32, month: i8, (year, is_short): (i16, bool)) -> Option<Self> {
        (1..=31).contains(&day).then(|| Written {
            first: part(day),
            second: month,
            year,
            is_short,
            told: Told::ByForm,
            time: None,
            has_offset: false,
        })
    }

    /// Whether `text` begins with the day and the month of a day in words: `3 février`.
    fn is_begun(text: &str) -> bool {
        let day = clock::number(text, 2);
        day.is_some_and(|(_, _, rest)| month(after_ordinal(rest).trim_start()).is_some())
    }
}

/// Reads `14/03/2026`, `2026-03-14`, `14 mars 2026`, `01-Jan-22`.
fn digits_first(text: &str) -> Option<(Written, &str)> {
    let (first, n_first, rest) = clock::number(text, 4)?;
    let mark = rest.chars().next()?;
    if !matches!(mark, '-' | '/' | '.') || n_first == 3 {
        return in_words(first, n_first, rest);
    }
    let after = &rest[1..];
    if n_first <= 2
        && let Some((month, rest)) = month(after)
    {
        let (year, is_short, rest) = year(rest.strip_prefix(mark)?)?;
        return Some((Written::named(first, month, (year, is_short))?, rest));
    }
    let (second, n_second, rest) = clock::number(after, 2)?;
    let rest = rest.strip_prefix(mark)?;
    if n_first == 4 {
        let (third, n_third, rest) = clock::number(rest, 2)?;
        // What has this form and is no day is a fault among days: the calendar says so.
        let is_form = first >= 1000 && (mark != '-' || (n_second == 2 && n_third == 2));
        let day = Written {
            first: part(third),
            second: part(second),
            year: first as i16,
            is_short: false,
            told: Told::ByForm,
            time: None,
            has_offset: false,
        };
        return is_form.then_some((day, rest));
    }
    let (year, is_short, rest) = year(rest)?;
    // `1.2.30` and `6-4-10` may be a version and a score.
    let may_be_other = is_short && mark != '/' && (n_first < 2 || n_second < 2);
    let told = told(first, second, mark)?;
    let day = Written {
        first: part(first),
        second: part(second),
        year,
        is_short,
        told,
        time: None,
        has_offset: false,
    };
    (!may_be_other).then_some((day, rest))
}

/// Returns what tells the day from the month in two figures; nothing if neither can be a month.
fn told(first: u32, second: u32, mark: char) -> Option<Told> {
    let is_day = |it: u32| (1..=31).contains(&it);
    let is_month = |it: u32| (1..=12).contains(&it);
    match (is_month(first), is_month(second)) {
        // Where points part them the day comes first, all over the world.
        (_, true) if mark == '.' && is_day(first) => Some(Told::ByForm),
        _ if mark == '.' => None,
        (true, true) if first == second => Some(Told::ByForm),
        (true, true) => Some(Told::No),
        (false, true) if is_day(first) => Some(Told::DayFirst),
        (true, false) if is_day(second) => Some(Told::MonthFirst),
        _ => None,
    }
}

/// Reads what follows the day in `14 mars 2026`, `1er mars 2026`, `14th March, 2026`.
fn in_words(day: u32, n_digits: usize, rest: &str) -> Option<(Written, &str)> {
    if n_digits > 2 {
        return None;
    }
    let rest = after_ordinal(rest).trim_start();
    let (month, rest) = month(rest)?;
    let rest = rest.trim_start_matches(',').trim_start();
    let (year, is_short, rest) = year(rest)?;
    Some((Written::named(day, month, (year, is_short))?, rest))
}

/// Reads `March 14, 2026`, `Aug 10 2018`.
fn month_first(text: &str) -> Option<(Written, &str)> {
    let (month, rest) = month(text)?;
    let (day, _, rest) = clock::number(rest.trim_start_matches([' ', '-', '\u{a0}']), 2)?;
    let rest = after_ordinal(rest);
    let rest = rest.trim_start_matches([',', ' ', '-', '\u{a0}']);
    let (year, is_short, rest) = year(rest)?;
    Some((Written::named(day, month, (year, is_short))?, rest))
}

/// Returns what stands after the mark or the word between a day and a time.
fn after_day(text: &str) -> Option<&str> {
    let trimmed = text.trim_start_matches([' ', ',', '\u{a0}', '\u{202f}']);
    let rest = ["T", "t", "- ", "– ", "à ", "at ", "@ "]
        .iter()
        .find_map(|it| trimmed.strip_prefix(it));
    match rest {
        Some(rest) => Some(rest.trim_start()),
        None if trimmed.len() < text.len() => Some(trimmed),
        None => None,
    }
}

/// Whether `text` says how far a clock is from that of Greenwich, or nothing.
fn is_offset(text: &str) -> bool {
    let text = text.trim_start();
    if matches!(text, "" | "Z" | "z" | "UTC" | "GMT") {
        return true;
    }
    let Some(rest) = text.strip_prefix(['+', '-']) else {
        return false;
    };
    let n_digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let is_form = rest.bytes().all(|it| it.is_ascii_digit() || it == b':');
    is_form && matches!(n_digits, 2 | 4) && rest.matches(':').count() <= 1
}

#[cfg(test)]
mod tests {
    use super::{Order, Told, Written, posix, serial};
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_in_its_parts() {
        let check = |text: &str, expected: Option<&str>| {
            let read = Written::of(text).map(|it| {
                let day = it.date(Order::DayFirst, posix);
                let day = day.map_or("no day".to_owned(), |it| it.to_string());
                let time = it.time.map_or(String::new(), |it| format!(" {it}"));
                let open = if it.told == Told::No { " ?" } else { "" };
                format!("{day}{time}{open}")
            });
            assert_eq!(read.as_deref(), expected, "{text:?}");
        };
        check("2026-03-14", Some("2026-03-14"));
        check("2026-02-30", Some("no day"));
        check("2026/3/4", Some("2026-03-04"));
        check("14/03/2026", Some("2026-03-14"));
        check("03/04/2026", Some("2026-04-03 ?"));
        check("03/14/2026", Some("no day"));
        check("14.3.2026", Some("2026-03-14"));
        check("03.04.26", Some("2026-04-03"));
        check("01-Jan-22", Some("2022-01-01"));
        check("14 mars 2026", Some("2026-03-14"));
        check("1er mars 2026", Some("2026-03-01"));
        check("samedi 14 mars 2026", Some("2026-03-14"));
        check("mar. 3 févr. 2026", Some("2026-02-03"));
        check("Mar 3 2026", Some("2026-03-03"));
        check("March 14th, 2026", Some("2026-03-14"));
        check("14 AOÛT 99", Some("1999-08-14"));
        check("Aug 10 2018 - 7:00pm", Some("2018-08-10 19:00:00"));
        check("2026-03-14T20:45:00+01:00", Some("2026-03-14 20:45:00"));
        check("2026-03-14 20:45:00Z", Some("2026-03-14 20:45:00"));
        check("14/03/2026 à 20h45", Some("2026-03-14 20:45:00"));
        for text in [
            "1.2.30",
            "6-4-10",
            "45/67/2026",
            "14/03",
            "2026-3-4",
            "12/3/126",
            "2026",
            "mars 2026",
            "14 mars",
            "2026-03-14x",
            "2026-03-1420:45",
            "192.168.10.20",
            "18-24",
            "May 2026",
            "12-31-20260",
            "Lens 3 2026",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_spreadsheet_counts_days_from_1900() {
        let check = |text, expected: Option<&str>| {
            assert_eq!(serial(text).map(|it| it.to_string()).as_deref(), expected);
        };
        check("44577", Some("2022-01-16T00:00:00"));
        check("44577.75", Some("2022-01-16T18:00:00"));
        check("4457", None);
        check("445770", None);
        check("44577,5", None);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[0-9/.:TZ+ -]{0,24}|[0-9]{1,4}[ -][a-zéû.]{0,9}[ -][0-9]{2,4}.{0,9}") {
            if let Some(written) = Written::of(&text) {
                let _ = (written.date(Order::MonthFirst, posix), serial(&text));
            }
        }
    }
}
