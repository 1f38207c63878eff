//! French numbers in words: a number in; `vingt et une`, `troisième` out; and a word's value, for reading back.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::language::Gender;

const UNITS: [&str; 17] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize",
];
const TENS: [&str; 7] = [
    "",
    "dix",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
];
const SCALES: [(u64, &str); 4] = [
    (1_000_000_000_000_000_000, "trillion"),
    (1_000_000_000_000, "billion"),
    (1_000_000_000, "milliard"),
    (1_000_000, "million"),
];

/// Appends a number in words, decimals after `virgule`.
pub(super) fn decimal(out: &mut String, amount: Decimal, gender: Gender) {
    let amount = amount.normalize();
    let Some(whole) = amount.trunc().abs().to_u64() else {
        return super::figures::number(out, amount, None);
    };
    if amount.is_sign_negative() && !amount.is_zero() {
        out.push_str("moins ");
    }
    let gender = if amount.scale() > 0 {
        Gender::Masculine
    } else {
        gender
    };
    cardinal(out, whole, gender);
    if amount.scale() > 0 {
        fraction(out, amount);
    }
}

fn fraction(out: &mut String, amount: Decimal) {
    out.push_str(" virgule");
    let digits = amount.fract().abs().mantissa().unsigned_abs();
    let zeros = amount.scale() as usize - digits.to_string().len();
    for _ in 0..zeros {
        out.push_str(" zéro");
    }
    out.push(' ');
    cardinal(
        out,
        u64::try_from(digits).unwrap_or(u64::MAX),
        Gender::Masculine,
    );
}

/// Appends a whole number in words.
pub(super) fn cardinal(out: &mut String, n: u64, gender: Gender) {
    let mut rest = n;
    let mut started = false;
    let mut gap = |out: &mut String| {
        if started {
            out.push(' ');
        }
        started = true;
    };
    for (scale, name) in SCALES {
        let count = rest / scale;
        if count > 0 {
            gap(out);
            cardinal(out, count, Gender::Masculine);
            out.push(' ');
            out.push_str(name);
            if count > 1 {
                out.push('s');
            }
            rest %= scale;
        }
    }
    if rest >= 1000 {
        gap(out);
        if rest >= 2000 {
            below_thousand(out, rest / 1000, Gender::Masculine, false);
            out.push(' ');
        }
        out.push_str("mille");
        rest %= 1000;
    }
    if rest > 0 || n == 0 {
        gap(out);
        below_thousand(out, rest, gender, true);
    }
}

/// Appends a number below a thousand; `last` tells whether `cent` and `vingt` may take their `s`.
fn below_thousand(out: &mut String, n: u64, gender: Gender, last: bool) {
    let (hundreds, rest) = (n / 100, n % 100);
    if hundreds > 1 {
        out.push_str(UNITS[hundreds as usize]);
        out.push(' ');
    }
    if hundreds > 0 {
        out.push_str(if hundreds > 1 && rest == 0 && last {
            "cents"
        } else {
            "cent"
        });
    }
    if rest > 0 || n == 0 {
        if hundreds > 0 {
            out.push(' ');
        }
        below_hundred(out, rest, gender, last);
    }
}

fn below_hundred(out: &mut String, n: u64, gender: Gender, last: bool) {
    let unit = |out: &mut String, n: u64| match n {
        1 if gender == Gender::Feminine => out.push_str("une"),
        17..=19 => {
            out.push_str("dix-");
            out.push_str(UNITS[n as usize - 10]);
        }
        _ => out.push_str(UNITS[n as usize]),
    };
    match n {
        0..=19 => unit(out, n),
        80 => out.push_str(if last {
            "quatre-vingts"
        } else {
            "quatre-vingt"
        }),
        81..=99 => {
            out.push_str("quatre-vingt-");
            unit(out, n - 80);
        }
        _ => {
            // Seventy is sixty and ten: its units run to nineteen.
            let ten = if n >= 70 { 6 } else { n / 10 };
            out.push_str(TENS[ten as usize]);
            let rest = n - ten * 10;
            match rest {
                0 => {}
                1 | 11 => {
                    out.push_str(" et ");
                    unit(out, rest);
                }
                _ => {
                    out.push('-');
                    unit(out, rest);
                }
            }
        }
    }
}

/// Appends an ordinal in words.
pub(super) fn ordinal(out: &mut String, n: i64, gender: Gender) {
    if n == 1 {
        out.push_str(if gender == Gender::Feminine {
            "première"
        } else {
            "premier"
        });
        return;
    }
    if n < 0 {
        out.push_str("moins ");
    }
    let start = out.len();
    cardinal(out, n.unsigned_abs(), Gender::Masculine);
    if out[start..].starts_with("un ") {
        out.replace_range(start..start + 3, "");
    }
    let end = out.len();
    match out.as_bytes()[start..].last() {
        Some(b's') if out.ends_with("cents") || out.ends_with("vingts") || out.ends_with("ons") => {
            out.truncate(end - 1);
        }
        Some(b's') if out.ends_with("ards") => out.truncate(end - 1),
        Some(b'e') => out.truncate(end - 1),
        Some(b'q') => out.push('u'),
        Some(b'f') => {
            out.truncate(end - 1);
            out.push('v');
        }
        Some(_) if out.ends_with("zéro") => out.truncate(end - 'o'.len_utf8()),
        _ => {}
    }
    out.push_str("ième");
}

/// The words below a hundred, with hyphens as in both spellings, and the larger ones a text may hold apart.
static VALUES: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
    let mut values = BTreeMap::new();
    for n in 0..=99_u32 {
        for gender in [Gender::Masculine, Gender::Feminine] {
            for last in [true, false] {
                let mut word = String::new();
                below_hundred(&mut word, u64::from(n), gender, last);
                values.insert(word.replace(' ', "-"), n);
                values.insert(word, n);
            }
        }
    }
    for (word, n) in [
        ("vingts", 20),
        ("cent", 100),
        ("cents", 100),
        ("mille", 1000),
    ] {
        values.insert(word.to_owned(), n);
    }
    values
});

/// Returns the value of a word that is a number, hyphens included.
pub(super) fn value(word: &str) -> Option<u32> {
    VALUES
        .get(word)
        .or_else(|| VALUES.get(&word.to_lowercase()))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::{cardinal, decimal, ordinal, value};
    use crate::language::Gender;

    #[track_caller]
    fn check(n: u64, expected: &str) {
        let mut out = String::new();
        cardinal(&mut out, n, Gender::Masculine);
        assert_eq!(out, expected);
    }

    #[track_caller]
    fn check_ordinal(n: i64, expected: &str) {
        let mut out = String::new();
        ordinal(&mut out, n, Gender::Masculine);
        assert_eq!(out, expected);
    }

    #[test]
    fn cardinals_follow_the_traditional_spelling() {
        check(0, "zéro");
        check(21, "vingt et un");
        check(71, "soixante et onze");
        check(80, "quatre-vingts");
        check(81, "quatre-vingt-un");
        check(97, "quatre-vingt-dix-sept");
        check(200, "deux cents");
        check(201, "deux cent un");
        check(1000, "mille");
        check(80_000, "quatre-vingt mille");
        check(200_000, "deux cent mille");
        check(200_000_000, "deux cents millions");
        check(1_000_001, "un million un");
    }

    #[test]
    fn ordinals_change_the_last_word() {
        check_ordinal(1, "premier");
        check_ordinal(4, "quatrième");
        check_ordinal(5, "cinquième");
        check_ordinal(9, "neuvième");
        check_ordinal(21, "vingt et unième");
        check_ordinal(80, "quatre-vingtième");
        check_ordinal(200, "deux centième");
        check_ordinal(1000, "millième");
        check_ordinal(1_000_000, "millionième");
    }

    #[test]
    fn decimals_and_genders() {
        let say = |text: &str, gender| {
            let mut out = String::new();
            decimal(&mut out, text.parse().expect("cases are numbers"), gender);
            out
        };
        assert_eq!(say("21", Gender::Feminine), "vingt et une");
        assert_eq!(
            say("-3.05", Gender::Feminine),
            "moins trois virgule zéro cinq"
        );
    }

    #[test]
    fn words_are_read_back() {
        assert_eq!(value("Trois"), Some(3));
        assert_eq!(value("quatre-vingt-dix"), Some(90));
        assert_eq!(value("but"), None);
    }
}
