//! What English words claim: numbers in words, ranks, days, months, and which way something went.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{directions, number_words};
use crate::language::claim::{Claim, Sense, Sentence, claims, prefix};

/// Ranks in words, up to the thousandth.
static ORDINALS: LazyLock<BTreeMap<String, u64>> = LazyLock::new(|| {
    let ordinal = |n: u64| {
        let mut word = String::new();
        number_words::ordinal(&mut word, n.cast_signed());
        (word.replace("one ", ""), n)
    };
    (1..100).chain([100, 1000]).map(ordinal).collect()
});

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that go before something counted or ranked.
const DETERMINERS: &[&str] = &[
    "the", "a", "its", "their", "his", "her", "this", "that", "in", "for", "our", "s",
];

/// Returns what the words of `text` claim.
pub(super) fn of(text: &str) -> Vec<Claim> {
    claims(text, "and", |sentence, idx| {
        let word = sentence.lower(idx);
        let (len, sense) = prefix(word, meaning)?;
        fits(sentence, idx, &word[..len], sense).then_some((len, sense))
    })
}

fn meaning(word: &str) -> Option<Sense> {
    if let Some(n) = number(word) {
        return Some(Sense::Number(n));
    }
    if let Some(n) = ORDINALS.get(word) {
        return Some(Sense::Ordinal(*n));
    }
    let day = word
        .strip_suffix('s')
        .filter(|it| it.ends_with("day"))
        .unwrap_or(word);
    if let Some(idx) = WEEKDAYS.iter().position(|it| *it == day) {
        return Some(Sense::Weekday(idx as u64 + 1));
    }
    if let Some(idx) = MONTHS.iter().position(|it| *it == word) {
        return Some(Sense::Month(idx as u64 + 1));
    }
    directions::WORDS.in_text(word).map(Sense::from)
}

fn number(word: &str) -> Option<u64> {
    Some(match word {
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        "trillion" => 1_000_000_000_000,
        "dozen" => 12,
        "twice" => 2,
        "thrice" => 3,
        _ => u64::from(number_words::value(word)?),
    })
}

/// Whether a word has this meaning among those around it: short lists for the words that have several.
fn fits(sentence: &Sentence<'_>, idx: usize, word: &str, sense: Sense) -> bool {
    let (before, after) = (sentence.before(idx), sentence.after(idx));
    let is_alone = word.len() == sentence.lower(idx).len();
    match sense {
        Sense::Month(_) if matches!(word, "may" | "march") => {
            let has_day = |it: &str| it.starts_with(|it: char| it.is_ascii_digit());
            sentence.is_capital(idx)
                && (!sentence.starts_sentence(idx) || has_day(after) || has_day(before))
        }
        Sense::Weekday(_) | Sense::Month(_) => sentence.is_capital(idx),
        // *one* is a pronoun as well.
        Sense::Number(1) => {
            !is_alone || matches!(before, "only" | "just" | "by" | "least" | "most")
        }
        Sense::Number(0) => !is_alone || !after.is_empty() && after != "from",
        // Behind a value a thousand is its unit; behind nothing it is vague.
        Sense::Number(100 | 1_000 | 1_000_000 | 1_000_000_000 | 1_000_000_000_000) => {
            matches!(before, "a" | "one") || number(before).is_some()
        }
        // *To a tenth of a point* says how figures are rounded.
        Sense::Ordinal(10 | 100 | 1000) if after == "of" => false,
        Sense::Ordinal(1 | 2) if is_alone && matches!(word, "first" | "second") => {
            DETERMINERS.contains(&before)
                && !(word == "first" && before == "a")
                && !matches!(after, "time" | "of" | "look" | "glance" | "")
                || matches!(after, "place" | "half" | "quarter" | "leg")
        }
        Sense::Rise | Sense::Fall if matches!(word, "up" | "down") => {
            is_alone
                && (matches!(before, "is" | "are" | "was" | "were") || before.is_empty())
                && (matches!(after, "from" | "by" | "on" | "sharply" | "slightly")
                    || sentence.is_last(idx))
        }
        // *Lost* is left out: of games it says no direction.
        Sense::Rise | Sense::Fall if matches!(word, "gain" | "gains" | "gained") => {
            is_alone && sentence.is_last(idx)
        }
        Sense::Rise | Sense::Fall if matches!(word, "fall" | "drop" | "rise") => {
            is_alone && before != "to" || after == "by"
        }
        Sense::Rise | Sense::Fall => is_alone,
        Sense::Number(_) | Sense::Ordinal(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::language::claim::Sense;
    use crate::language::claim::Sense::{Fall, Month, Number, Ordinal, Rise, Weekday};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Sense)]) {
        let found = of(text);
        let found: Vec<(&str, Sense)> = found
            .iter()
            .map(|it| (&text[it.range.clone()], it.sense))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_are_put_together() {
        check("forty-five minutes", &[("forty-five", Number(45))]);
        check(
            "Two hundred and one goals",
            &[("Two hundred and one", Number(201))],
        );
        check(
            "two million five hundred thousand",
            &[("two million five hundred thousand", Number(2_500_000))],
        );
        check("a two-goal lead", &[("two", Number(2))]);
        check("two and three", &[("two", Number(2)), ("three", Number(3))]);
        check("by one goal", &[("one", Number(1))]);
        check(" thousand people", &[]);
        check("a hundred people", &[("hundred", Number(100))]);
        check("one of them, no one, one another", &[]);
        check("scored twice", &[("twice", Number(2))]);
    }

    #[test]
    fn ranks_days_and_months_are_found_by_their_surroundings() {
        check("third place", &[("third", Ordinal(3))]);
        check("the twenty-first win", &[("twenty-first", Ordinal(21))]);
        check(
            "a second goal, at first, in seconds",
            &[("second", Ordinal(2))],
        );
        check(
            "a first, the second. Score first in the second half",
            &[("second", Ordinal(2))],
        );
        check(
            "On Tuesday they may march in May",
            &[("Tuesday", Weekday(2)), ("May", Month(5))],
        );
        check("May they march. March 3", &[("March", Month(3))]);
    }

    #[test]
    fn directions_are_found() {
        check("Sales rose, costs fell", &[("rose", Rise), ("fell", Fall)]);
        check("they lost to Lyon, made up of, set up", &[]);
        check("they gained ", &[("gained", Rise)]);
        check("was down from", &[("down", Fall)]);
    }
}
