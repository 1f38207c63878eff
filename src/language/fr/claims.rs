//! What French words claim: numbers in words, ranks, days, months, and which way something went.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::dates::MONTHS;
use super::{directions, number_words};
use crate::language::Gender;
use crate::language::claim::{Meanings, Sense, Sentence, named};

/// Ranks in words, up to the thousandth, and the older words for two of them.
static ORDINALS: LazyLock<BTreeMap<String, u64>> = LazyLock::new(|| {
    let ordinal = |n: u64| {
        let mut word = String::new();
        number_words::ordinal(&mut word, n.cast_signed(), Gender::Masculine);
        (word, n)
    };
    let mut ordinals: BTreeMap<String, u64> = (2..100).chain([100, 1000]).map(ordinal).collect();
    for (word, n) in [
        ("premier", 1),
        ("première", 1),
        ("second", 2),
        ("seconde", 2),
        ("unième", 1),
    ] {
        ordinals.insert(word.to_owned(), n);
    }
    ordinals
});

const WEEKDAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

/// Words that go before something ranked.
const DETERMINERS: &[&str] = &[
    "le", "la", "au", "du", "en", "de", "son", "sa", "leur", "ce", "cette", "un", "une",
];

pub(super) const MEANINGS: Meanings = Meanings {
    and: "et",
    whole: |sentence, idx, word| short(sentence, idx, word).or_else(|| record(sentence, idx, word)),
    by_itself: meaning,
    fits,
    share,
};

/// Parts, multiples and vague numbers: no « quart de finale », no « doublé » of a scorer.
fn share(sentence: &Sentence<'_>, idx: usize, word: &str) -> Option<u64> {
    let (before, after) = (sentence.before(idx), sentence.after(idx));
    let is_of = matches!(after, "de" | "des" | "du" | "d");
    let is_whole = is_of
        && !matches!(
            sentence.lower(idx + 2),
            "finale" | "heure" | "tour" | "terrain"
        );
    let has_verb = matches!(before, "a" | "ont" | "avait" | "avaient") && after != "la";
    let (fits, n) = match word {
        "moitié" => (before == "la" && is_whole, 2),
        "tiers" => (matches!(before, "un" | "deux") && is_whole, 3),
        "quart" => (before == "un" && is_whole, 4),
        "quarts" => (before == "trois" && is_whole, 4),
        "dizaine" => (before == "une" && is_of, 10),
        "douzaine" => (before == "une" && is_of, 12),
        "quinzaine" => (
            before == "une" && is_of && sentence.lower(idx + 2) != "jours",
            15,
        ),
        "vingtaine" => (before == "une" && is_of, 20),
        "trentaine" => (before == "une" && is_of, 30),
        "cinquantaine" => (before == "une" && is_of, 50),
        "centaine" => (before == "une" && is_of, 100),
        "dizaines" => (before == "des" && is_of, 10),
        "centaines" => (before == "des" && is_of, 100),
        "milliers" => (before == "des" && is_of, 1_000),
        "doublé" => (has_verb, 2),
        "triplé" => (has_verb, 3),
        "double" => (before == "le" && is_of, 2),
        "triple" => (before == "le" && is_of, 3),
        _ => return None,
    };
    fits.then_some(n)
}

/// Days and months cut short, by their small letter and their full stop; « jeu. » and « mer. » are words as well.
fn short(sentence: &Sentence<'_>, idx: usize, word: &str) -> Option<Sense> {
    if !sentence.has_stop(idx) || sentence.is_capital(idx) {
        return None;
    }
    Some(match word {
        "lun" => Sense::Weekday(1),
        "ven" => Sense::Weekday(5),
        "sam" => Sense::Weekday(6),
        "dim" => Sense::Weekday(7),
        "janv" => Sense::Month(1),
        "févr" => Sense::Month(2),
        "avr" => Sense::Month(4),
        "juil" => Sense::Month(7),
        "oct" => Sense::Month(10),
        "nov" => Sense::Month(11),
        "déc" => Sense::Month(12),
        _ => return None,
    })
}

/// Words that claim a record: a direction, as they compare with all that was.
fn record(sentence: &Sentence<'_>, idx: usize, word: &str) -> Option<Sense> {
    let is_record = match word {
        "record" => matches!(
            sentence.before(idx),
            "un" | "niveau"
                | "chiffre"
                | "année"
                | "ventes"
                | "bénéfice"
                | "résultat"
                | "affluence"
        ),
        "jamais" => (1..=3).any(|it| sentence.lower(idx + it) == "aussi"),
        _ => false,
    };
    is_record.then_some(Sense::Rise)
}

fn meaning(word: &str) -> Option<Sense> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    if let Some(n) = number(word) {
        return Some(Sense::Number(n));
    }
    // « Les huitièmes » are rounds or fractions.
    if let Some(n) = ORDINALS.get(word) {
        return Some(Sense::Ordinal(*n));
    }
    let month = word.strip_prefix("mi-").unwrap_or(word);
    let time = named(&WEEKDAYS, singular, &MONTHS, month);
    time.or_else(|| directions::WORDS.in_text(word).map(Sense::from))
}

fn number(word: &str) -> Option<u64> {
    Some(match word {
        "million" | "millions" => 1_000_000,
        "milliard" | "milliards" => 1_000_000_000,
        _ => u64::from(number_words::value(word)?),
    })
}

/// Whether a word has this meaning among those around it: short lists for the words that have several.
fn fits(sentence: &Sentence<'_>, idx: usize, word: &str, sense: Sense) -> bool {
    let (before, after) = (sentence.before(idx), sentence.after(idx));
    let is_alone = word.len() == sentence.lower(idx).len();
    match sense {
        // « un » is an article, unless it ends a number: the scanner sees to that.
        Sense::Number(1) => false,
        Sense::Number(0) => !is_alone || !after.is_empty(),
        Sense::Number(100) if word == "cent" && is_alone => {
            !matches!(before, "pour" | "au" | "le") && after != "près"
        }
        Sense::Number(1_000_000 | 1_000_000_000) => before == "un" || number(before).is_some(),
        // « Au dixième de point » says how figures are rounded.
        Sense::Ordinal(10 | 100 | 1000) if after == "de" => false,
        Sense::Number(9) if word == "neuf" && is_alone => {
            !matches!(
                before,
                "tout" | "quoi" | "à" | "est" | "rien" | "plus" | "et"
            ) && (!after.is_empty() || sentence.is_last(idx))
        }
        Sense::Month(3) => !sentence.is_capital(idx) || sentence.starts_sentence(idx),
        Sense::Ordinal(1) => {
            DETERMINERS.contains(&before)
                && !matches!(before, "un" | "une" | "en" | "de")
                && !matches!(after, "ministre" | "plan" | "lieu" | "fois" | "rôle")
        }
        Sense::Ordinal(2) if matches!(word, "second" | "seconde") => {
            DETERMINERS.contains(&before)
                && !(word == "seconde" && before == "une")
                && !matches!(after, "main" | "plan" | "nature" | "rôle" | "de" | "")
        }
        Sense::Rise | Sense::Fall => is_alone && !(word == "chute" && after == "libre"),
        Sense::Number(_) | Sense::Ordinal(_) | Sense::Weekday(_) | Sense::Month(_) => true,
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
        check("quarante-cinq minutes", &[("quarante-cinq", Number(45))]);
        check("vingt et un buts", &[("vingt et un", Number(21))]);
        check("soixante et onze", &[("soixante et onze", Number(71))]);
        check(
            "deux cent mille euros",
            &[("deux cent mille", Number(200_000))],
        );
        check(
            "deux millions, des millions, un but, l’un d’eux",
            &[("deux millions", Number(2_000_000))],
        );
        check(
            "deux et trois",
            &[("deux", Number(2)), ("trois", Number(3))],
        );
        check("un match tout neuf, à neuf", &[]);
        check(
            " millions de vues, dix pour cent, cent buts",
            &[("dix", Number(10)), ("cent", Number(100))],
        );
        check("neuf buts", &[("neuf", Number(9))]);
    }

    #[test]
    fn ranks_days_and_months_are_found_by_their_surroundings() {
        check("la troisième place", &[("troisième", Ordinal(3))]);
        check(
            "en seconde période, une seconde",
            &[("seconde", Ordinal(2))],
        );
        check("Le Premier ministre, premier arrivé", &[]);
        check("la première place", &[("première", Ordinal(1))]);
        check(
            "mardi, en mars, sur Mars",
            &[("mardi", Weekday(2)), ("mars", Month(3))],
        );
    }

    #[test]
    fn parts_and_multiples_are_found() {
        let check = |text: &str, expected: &[u64]| {
            let found: Vec<Sense> = MEANINGS.shares(text).iter().map(|it| it.sense).collect();
            let expected: Vec<Sense> = expected.iter().map(|it| Number(*it)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "la moitié des voix, un tiers du total, deux tiers des",
            &[2, 3, 3],
        );
        check("un quart de finale, un quart d’heure, la mi-temps", &[]);
        check("une vingtaine de buts, des centaines de voix", &[20, 100]);
        check("Le total a doublé, le double du chiffre", &[2, 2]);
        check("a doublé la mise, un doublé de Mbappé", &[]);
    }

    #[test]
    fn short_forms_and_records_are_found() {
        check(
            "à la mi-janvier, lun. 3 déc.",
            &[
                ("mi-janvier", Month(1)),
                ("lun", Weekday(1)),
                ("déc", Month(12)),
            ],
        );
        check(
            "un record, jamais été aussi haut",
            &[("record", Rise), ("jamais", Rise)],
        );
        check(
            "le record, jamais battu, la seconde mi-temps",
            &[("seconde", Ordinal(2))],
        );
        check(
            "s’effondre, une envolée",
            &[("effondre", Fall), ("envolée", Rise)],
        );
    }

    #[test]
    fn directions_are_found() {
        check(
            "Le chiffre a reculé, une hausse",
            &[("reculé", Fall), ("hausse", Rise)],
        );
        check(
            "Le club gagne à Lyon, la progression",
            &[("progression", Rise)],
        );
        check(
            "augmente et baisse",
            &[("augmente", Rise), ("baisse", Fall)],
        );
    }
}
