//! Times of day and durations as people write them in; exact ones out.

use jiff::civil::Time;
use rust_decimal::Decimal;

/// How a time is written, where that tells what it may be besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `20:45`, with two figures before the colon, as clocks show it.
    Clock,
    /// `9:45`, which may be minutes and seconds.
    Colon,
    /// `20h45`, which may be how long something took.
    Hours,
    /// `7:00pm`.
    Half,
}

/// Reads the time of day that `text` begins with; returns what stands after it.
pub(super) fn time(text: &str) -> Option<(Time, Style, &str)> {
    let (hour, n_digits, rest) = number(text, 2)?;
    let (minute, second, nano, style, rest) = if let Some(rest) = rest.strip_prefix(':') {
        let (minute, _, rest) = number(rest, 2).filter(|it| it.1 == 2)?;
        let (second, nano, rest) = seconds(rest)?;
        let style = match n_digits {
            2 => Style::Clock,
            _ => Style::Colon,
        };
        (minute, second, nano, style, rest)
    } else if let Some(rest) = after_word(rest, &["h", "H"]) {
        match number(rest, 2) {
            Some((minute, 2, rest)) => (minute, 0, 0, Style::Hours, rest),
            _ => (0, 0, 0, Style::Hours, rest),
        }
    } else {
        (0, 0, 0, Style::Half, rest)
    };
    let (hour, style, rest) = match half(rest) {
        Some((is_after_noon, rest)) if (1..=12).contains(&hour) && style != Style::Hours => (
            hour % 12 + if is_after_noon { 12 } else { 0 },
            Style::Half,
            rest,
        ),
        Some(_) => return None,
        None if style == Style::Half => return None,
        None => (hour, style, rest),
    };
    let part = |it: u32| i8::try_from(it).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second)?, nano).ok()?;
    Some((time, style, rest))
}

/// Reads a text that is a time of day and nothing else.
pub(super) fn whole_time(text: &str) -> Option<(Time, Style)> {
    let (time, style, rest) = time(text)?;
    rest.is_empty().then_some((time, style))
}

/// Returns the seconds and their fraction after hours and minutes, none if there are none.
fn seconds(text: &str) -> Option<(u32, i32, &str)> {
    let Some(rest) = text.strip_prefix(':') else {
        return Some((0, 0, text));
    };
    let (second, _, rest) = number(rest, 2).filter(|it| it.1 == 2)?;
    let Some(fraction) = rest.strip_prefix('.') else {
        return Some((second, 0, rest));
    };
    let (digits, n_digits, rest) = number(fraction, 9)?;
    let nano = digits * 10_u32.pow(9 - n_digits as u32);
    Some((second, i32::try_from(nano).ok()?, rest))
}

/// Whether the hours before `text` are those of the afternoon, if it says which they are.
fn half(text: &str) -> Option<(bool, &str)> {
    const WORDS: [(&str, bool); 4] = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
    let text = text.trim_start();
    WORDS.iter().find_map(|(word, is_after_noon)| {
        let (start, rest) = text.split_at_checked(word.len())?;
        let is_word = start.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphabetic);
        is_word.then_some((*is_after_noon, rest))
    })
}

/// Returns the number that `text` begins with and how many digits it has, of `n_max` at most.
pub(super) fn number(text: &str, n_max: usize) -> Option<(u32, usize, &str)> {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    if n == 0 || n > n_max || n > 9 {
        return None;
    }
    let number = text[..n].bytes();
    let number = number.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some((number, n, &text[n..]))
}

/// Returns what stands after one of `words` and the spaces around it.
fn after_word<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let text = text.trim_start();
    let rest = words.iter().find_map(|it| text.strip_prefix(it))?;
    let is_word = !rest.starts_with(char::is_alphabetic);
    is_word.then(|| rest.trim_start())
}

/// Whether a text that may be a duration is nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It is one: `1 h 32 min`, `PT1H32M`, `26:10:00`.
    Sure,
    /// It may be a time of day: `1h32`, `1:32:05`.
    Open,
}

/// Units of time with their seconds, longest names first where one begins another.
const UNITS: &[(&str, u32)] = &[
    ("hours", 3600),
    ("hour", 3600),
    ("heures", 3600),
    ("heure", 3600),
    ("hrs", 3600),
    ("hr", 3600),
    ("h", 3600),
    ("minutes", 60),
    ("minute", 60),
    ("mins", 60),
    ("min", 60),
    ("mn", 60),
    ("m", 60),
    ("seconds", 1),
    ("second", 1),
    ("secondes", 1),
    ("seconde", 1),
    ("secs", 1),
    ("sec", 1),
    ("s", 1),
];

/// Reads a duration in seconds.
pub(super) fn duration(text: &str) -> Option<(Decimal, Certainty)> {
    if let Some(rest) = text.strip_prefix("PT").or_else(|| text.strip_prefix('P')) {
        return iso(rest, text.starts_with("PT")).map(|it| (it, Certainty::Sure));
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if text.contains(':') {
        return colons(text);
    }
    worded(text)
}

/// Reads a duration in seconds as `format` writes it, in `%H`, `%M` and `%S`; the first may be large.
pub(super) fn formatted(text: &str, format: &str) -> Option<Decimal> {
    let mut rest = text;
    let mut form = format;
    let mut seconds: u64 = 0;
    let mut is_first = true;
    while let Some(next) = form.chars().next() {
        let directive = form.strip_prefix('%').and_then(|it| it.chars().next());
        let Some(directive) = directive else {
            rest = rest.strip_prefix(next)?;
            form = &form[next.len_utf8()..];
            continue;
        };
        let factor = factor(directive)?;
        let (part, _, after) = number(rest, if is_first { 6 } else { 2 })?;
        if !is_first && part > 59 {
            return None;
        }
        seconds += u64::from(part) * factor;
        (rest, form, is_first) = (after, &form[2..], false);
    }
    rest.is_empty().then(|| seconds.into())
}

/// Returns the seconds of what a directive stands for.
fn factor(directive: char) -> Option<u64> {
    match directive {
        'H' => Some(3600),
        'M' => Some(60),
        'S' => Some(1),
        _ => None,
    }
}

/// Reads `1:32:05`, hours, minutes and seconds; `91:30` could be either two of them.
fn colons(text: &str) -> Option<(Decimal, Certainty)> {
    let (hours, _, rest) = number(text, 4)?;
    let (minutes, n_minutes, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (seconds, nano, rest) = seconds(rest.starts_with(':').then_some(rest)?)?;
    if n_minutes != 2 || minutes > 59 || seconds > 59 || !rest.is_empty() {
        return None;
    }
    let certainty = match hours {
        0..24 => Certainty::Open,
        _ => Certainty::Sure,
    };
    let fraction = Decimal::new(i64::from(nano), 9).normalize();
    let whole = Decimal::from(hours * 3600 + minutes * 60 + seconds);
    Some((whole + fraction, certainty))
}

/// Reads `1 h 32 min`, `32 min`, `1h32`.
fn worded(text: &str) -> Option<(Decimal, Certainty)> {
    let mut rest = text;
    let mut sum = Decimal::ZERO;
    let mut last = u32::MAX;
    let mut certainty = Certainty::Open;
    while !rest.is_empty() {
        let (amount, after) = amount(rest)?;
        let Some((name, factor)) = unit(after.trim_start()) else {
            // Minutes after hours go without saying so.
            let is_minutes = last == 3600 && after.is_empty() && amount < Decimal::from(60);
            return is_minutes.then_some((sum + amount * Decimal::from(60), certainty));
        };
        // `32m` alone is metres to many.
        if factor >= last || (name == "m" && last == u32::MAX) {
            return None;
        }
        if factor < 3600 || name.len() > 1 {
            certainty = Certainty::Sure;
        }
        sum += amount.checked_mul(factor.into())?;
        last = factor;
        rest = after.trim_start()[name.len()..].trim_start();
    }
    let is_long = sum >= Decimal::from(24 * 3600);
    Some((sum, if is_long { Certainty::Sure } else { certainty }))
}

fn unit(text: &str) -> Option<(&'static str, u32)> {
    let found = UNITS.iter().find(|(name, _)| {
        let start = text.get(..name.len());
        // `5 S` is a size, and `5 Min` five minutes.
        let is_name = |it: &str| it == *name || (name.len() > 1 && it.eq_ignore_ascii_case(name));
        start.is_some_and(is_name) && !text[name.len()..].starts_with(char::is_alphabetic)
    });
    found.copied()
}

/// Reads the number that `text` begins with.
fn amount(text: &str) -> Option<(Decimal, &str)> {
    let (whole, _, rest) = number(text, 6)?;
    let Some((fraction, n_digits, after)) =
        rest.strip_prefix(['.', ',']).and_then(|it| number(it, 6))
    else {
        return Some((whole.into(), rest));
    };
    let fraction = Decimal::new(fraction.into(), n_digits as u32);
    Some((Decimal::from(whole) + fraction, after))
}

/// Reads what follows `P` or `PT` in `P1DT2H`, `PT1H32M`.
fn iso(text: &str, is_time: bool) -> Option<Decimal> {
    let mut rest = text;
    let mut is_time = is_time;
    let mut sum = Decimal::ZERO;
    let mut last = u32::MAX;
    while !rest.is_empty() {
        if let (Some(after), false) = (rest.strip_prefix('T'), is_time) {
            is_time = true;
            rest = after;
            continue;
        }
        let (amount, after) = amount(rest)?;
        let factor = match (after.bytes().next()?, is_time) {
            (b'D', false) => 86400,
            (b'H', true) => 3600,
            (b'M', true) => 60,
            (b'S', true) => 1,
            _ => return None,
        };
        if factor >= last {
            return None;
        }
        sum += amount * Decimal::from(factor);
        last = factor;
        rest = &after[1..];
    }
    (last != u32::MAX).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::Certainty::{Open, Sure};
    use super::{Certainty, Style, duration, formatted, whole_time};
    use proptest::prelude::*;

    #[test]
    fn times_of_day_are_read() {
        let check = |text, expected: Option<(&str, Style)>| {
            let read = whole_time(text).map(|(time, style)| (time.to_string(), style));
            let expected = expected.map(|(time, style)| (time.to_owned(), style));
            assert_eq!(read, expected, "{text:?}");
        };
        check("20:45", Some(("20:45:00", Style::Clock)));
        check("09:05:07.5", Some(("09:05:07.5", Style::Clock)));
        check("9:45", Some(("09:45:00", Style::Colon)));
        check("20h45", Some(("20:45:00", Style::Hours)));
        check("20 h", Some(("20:00:00", Style::Hours)));
        check("7:00pm", Some(("19:00:00", Style::Half)));
        check("12:15 a.m.", Some(("00:15:00", Style::Half)));
        check("12 pm", Some(("12:00:00", Style::Half)));
        for text in [
            "24:00", "91:30", "7", "13pm", "20:4", "20:45x", "20h4", "20:45:", "hello", "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn durations_are_read() {
        let check = |text, expected: Option<(&str, Certainty)>| {
            let read = duration(text).map(|(seconds, it)| (seconds.to_string(), it));
            let expected = expected.map(|(seconds, it)| (seconds.to_owned(), it));
            assert_eq!(read, expected, "{text:?}");
        };
        check("PT1H32M", Some(("5520", Sure)));
        check("P1DT2H", Some(("93600", Sure)));
        check("PT9.58S", Some(("9.58", Sure)));
        check("1h32", Some(("5520", Open)));
        check("1 h 32 min", Some(("5520", Sure)));
        check("1h 32m", Some(("5520", Sure)));
        check("32 min", Some(("1920", Sure)));
        check("2 hours 5 minutes", Some(("7500", Sure)));
        check("12 h", Some(("43200", Open)));
        check("1:32:05", Some(("5525", Open)));
        check("26:10:00", Some(("94200", Sure)));
        for text in [
            "91:30",
            "32m",
            "P",
            "PT",
            "P1M",
            "1h75",
            "5 min 2 h",
            "12",
            "1:75:00",
            "h",
            "x",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_format_says_what_colons_part() {
        let check = |text, format, expected: Option<u32>| {
            assert_eq!(formatted(text, format), expected.map(Into::into), "{text}");
        };
        check("91:30", "%M:%S", Some(5490));
        check("91:30", "%H:%M", Some(329_400));
        check("1h32'05", "%Hh%M'%S", Some(5525));
        check("91:75", "%M:%S", None);
        check("91:30x", "%M:%S", None);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[0-9:.,hHmMsSpPaTD é]{0,14}") {
            let _ = (whole_time(&text), duration(&text));
        }
    }
}
