//! What English words claim: numbers in words, ranks, days, months, and which way something went.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::dates::MONTHS;
use super::{directions, number_words};
use crate::language::claim::{Meanings, Sense, Sentence, named};

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

/// Words that go before something counted or ranked.
const DETERMINERS: &[&str] = &[
    "the", "a", "its", "their", "his", "her", "this", "that", "in", "for", "our", "s",
];

pub(super) const MEANINGS: Meanings = Meanings {
    and: "and",
    whole: |sentence, idx, word| short(sentence, idx, word).or_else(|| record(sentence, idx, word)),
    by_itself: meaning,
    fits,
    share,
};

/// Parts, multiples and vague numbers: no *second half of the year*, no *third quarter*, no *lead doubled* by a goal.
fn share(sentence: &Sentence<'_>, idx: usize, word: &str) -> Option<u64> {
    let (before, after) = (sentence.before(idx), sentence.after(idx));
    // Behind a value they may be its unit, or of a period that it ranks.
    let is_own = !before.is_empty() || sentence.is_capital(idx);
    let of_whole = after == "of" && WHOLES.contains(&sentence.lower(idx + 2));
    let n = match word {
        "half" => {
            let is_part = matches!(after, "of" | "the") && is_own && ABOUT.contains(&before);
            let is_move = before == "by" || (before == "a" && after == "of");
            return (is_part || is_move).then_some(2);
        }
        "quarter" => return (of_whole && matches!(before, "a" | "one")).then_some(4),
        "quarters" => return (of_whole && before == "three").then_some(4),
        "thirds" => return (of_whole && number(before).is_some()).then_some(3),
        "dozens" => 12,
        "hundreds" => 100,
        "thousands" => 1_000,
        "millions" => 1_000_000,
        "billions" => 1_000_000_000,
        "twofold" | "halved" | "halves" => return Some(2),
        "threefold" | "tripled" | "trebled" => return Some(3),
        "quadrupled" | "fourfold" => return Some(4),
        "tenfold" => return Some(10),
        "doubled" => {
            let is_lead = matches!(sentence.lower(idx + 2), "lead" | "advantage");
            return (!is_lead).then_some(2);
        }
        _ => return None,
    };
    // *Millions of dollars* heads the columns of a table.
    let is_unit = matches!(before, "in" | "per") || CURRENCIES.contains(&sentence.lower(idx + 2));
    (is_own && after == "of" && !is_unit).then_some(n)
}

/// What amounts are counted in.
const CURRENCIES: &[&str] = &[
    "dollars", "euros", "pounds", "francs", "yen", "yuan", "rupees",
];

/// What a part may be a part of.
const WHOLES: &[&str] = &[
    "the", "its", "their", "all", "them", "those", "these", "his", "her", "our", "us",
];

/// What may stand before *half of* that does not make it a period.
const ABOUT: &[&str] = &[
    "", "about", "nearly", "almost", "over", "than", "least", "only", "just", "exactly", "roughly",
];

/// Days and months cut short, by their capital and their full stop.
fn short(sentence: &Sentence<'_>, idx: usize, word: &str) -> Option<Sense> {
    let is_short = sentence.has_stop(idx) && sentence.is_capital(idx);
    if !is_short || sentence.before(idx) == "the" {
        return None;
    }
    let day = match word {
        "tues" | "thurs" => &word[..3],
        _ => word,
    };
    let is_cut = |full: &&str| full.get(..3) == Some(day);
    if let Some(idx) = WEEKDAYS.iter().position(is_cut) {
        return Some(Sense::Weekday(idx as u64 + 1));
    }
    let month = if word == "sept" { "sep" } else { word };
    let is_cut = |full: &&str| {
        let cut = full.get(..3).filter(|_| full.len() > 3);
        cut.is_some_and(|it| it.eq_ignore_ascii_case(month))
    };
    let idx = MONTHS.iter().position(is_cut)?;
    Some(Sense::Month(idx as u64 + 1))
}

/// Words that claim a record: a direction, as they compare with all that was.
fn record(sentence: &Sentence<'_>, idx: usize, word: &str) -> Option<Sense> {
    let (before, after) = (sentence.before(idx), sentence.after(idx));
    match word {
        "ever" if matches!(before, "highest" | "best" | "largest" | "biggest") => Some(Sense::Rise),
        "ever" if matches!(before, "lowest" | "worst" | "smallest") => Some(Sense::Fall),
        "record" if matches!(after, "high" | "highs" | "year" | "quarter" | "level") => {
            Some(Sense::Rise)
        }
        "record"
            if matches!(
                after,
                "sales" | "revenue" | "profit" | "profits" | "results"
            ) =>
        {
            Some(Sense::Rise)
        }
        "record" if matches!(after, "low" | "lows" | "loss" | "losses") => Some(Sense::Fall),
        _ => None,
    }
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
    let month = word.strip_prefix("mid-").unwrap_or(word);
    let time = named(&WEEKDAYS, day, &MONTHS, month);
    time.or_else(|| directions::WORDS.in_text(word).map(Sense::from))
}

fn number(word: &str) -> Option<u64> {
    Some(match word {
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        "trillion" => 1_000_000_000_000,
        "dozen" => 12,
        "twice" => 2,
        "thrice" => 3,
        _ => match word.strip_suffix("ies") {
            // *The nineties* are as many.
            Some(tens) => u64::from(number_words::value(&format!("{tens}y"))?),
            None => u64::from(number_words::value(word)?),
        },
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
        Sense::Month(_) => sentence.is_capital(idx) || word.starts_with("mid-"),
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
        Sense::Number(_) | Sense::Ordinal(_) | Sense::Weekday(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::MEANINGS;
    use crate::language::claim::Sense;
    use crate::language::claim::Sense::{Fall, Month, Number, Ordinal, Rise, Weekday};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Sense)]) {
        let found = MEANINGS.claims(text);
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
    fn parts_and_multiples_are_found() {
        let check = |text: &str, expected: &[u64]| {
            let found: Vec<Sense> = MEANINGS.shares(text).iter().map(|it| it.sense).collect();
            let expected: Vec<Sense> = expected.iter().map(|it| Number(*it)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Half of them, about half the seats, by half", &[2, 2, 2]);
        check("in the second half of the year, at half-time, ", &[]);
        check("a quarter of the seats, two thirds of them", &[4, 3]);
        check("the third quarter of the year, a quarter of growth", &[]);
        check("Sales doubled, hundreds of shops", &[2, 100]);
        check(" thousands of euros, in millions of euros", &[]);
        check("Statements, millions of dollars", &[]);
        check("doubled the lead", &[]);
    }

    #[test]
    fn short_forms_and_compounds_are_found() {
        check("in mid-January", &[("mid-January", Month(1))]);
        check(
            "On Dec. 3, Mon.",
            &[("Dec", Month(12)), ("Mon", Weekday(1))],
        );
        check(
            "on monday, in the nineties",
            &[("monday", Weekday(1)), ("nineties", Number(90))],
        );
        check("The cat sat. In the Sun.", &[]);
    }

    #[test]
    fn records_are_found() {
        check(
            "the highest ever, a record high",
            &[("ever", Rise), ("record", Rise)],
        );
        check("the record read, no record of it", &[]);
        check("Sales slid and soared", &[("slid", Fall), ("soared", Rise)]);
    }

    #[test]
    fn directions_are_found() {
        check("Sales rose, costs fell", &[("rose", Rise), ("fell", Fall)]);
        check("they lost to Lyon, made up of, set up", &[]);
        check("they gained ", &[("gained", Rise)]);
        check("was down from", &[("down", Fall)]);
    }
}
