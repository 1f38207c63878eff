//! English figures: amounts in; `1,234.5`, `$2.50`, `$1.2 billion`, `3 goals`, `12th` out.

use rust_decimal::Decimal;

use super::{number_words, words};
use crate::language::digits::{self, Marks};
use crate::language::{CountForm, Number, Words};

/// The last number that is usually written in words.
const SPELLED_MAX: u64 = 9;

const MARKS: Marks = Marks {
    group: ',',
    decimal: '.',
};
const SCALES: &[(u32, &str)] = &[(6, "million"), (9, "billion"), (12, "trillion")];

/// Codes, and what stands before the figure.
const SYMBOLS: &[(&str, &str)] = &[
    ("EUR", "€"),
    ("USD", "$"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("CHF", "CHF\u{a0}"),
    ("CAD", "C$"),
];

/// Appends a number in figures.
pub(super) fn number(out: &mut String, amount: Decimal, decimals: Option<u32>) {
    digits::push(out, amount, decimals, &MARKS);
}

/// Appends percentage points.
pub(super) fn points(out: &mut String, amount: Decimal, decimals: Option<u32>) {
    number(out, amount, decimals);
    out.push_str(match number_of(digits::round(amount, decimals)) {
        Number::Singular => " point",
        Number::Plural => " points",
    });
}

/// Only one is singular.
pub(super) fn number_of(amount: Decimal) -> Number {
    if amount.abs() == Decimal::ONE {
        Number::Singular
    } else {
        Number::Plural
    }
}

/// Appends money in full.
pub(super) fn money(out: &mut String, amount: Decimal, code: &str, decimals: Option<u32>) {
    let usual = if amount.fract().is_zero() || code == "JPY" {
        0
    } else {
        2
    };
    let decimals = decimals.unwrap_or(usual);
    symbol(out, digits::round(amount, Some(decimals)), code);
    number(out, amount.abs(), Some(decimals));
}

/// Appends the sign of an amount and the symbol of its currency.
fn symbol(out: &mut String, amount: Decimal, code: &str) {
    if amount < Decimal::ZERO {
        out.push('-');
    }
    if let Some((_, symbol)) = SYMBOLS.iter().find(|it| it.0 == code) {
        out.push_str(symbol);
    } else {
        out.push_str(code);
        out.push('\u{a0}');
    }
}

/// Appends a rounded large number.
pub(super) fn compact(out: &mut String, amount: Decimal, decimals: Option<u32>) {
    if !scaled(out, amount, decimals) {
        number(out, amount, decimals);
    }
}

/// Appends a large number with its scale, if it is large.
fn scaled(out: &mut String, amount: Decimal, decimals: Option<u32>) -> bool {
    let told = digits::scaled(amount, decimals, SCALES);
    if let Some((name, told)) = told {
        with_scale(out, told, name);
    }
    told.is_some()
}

fn with_scale(out: &mut String, told: Decimal, name: &str) {
    number(out, told, None);
    out.push('\u{a0}');
    out.push_str(name);
}

/// Appends rounded money.
pub(super) fn compact_money(out: &mut String, amount: Decimal, code: &str, decimals: Option<u32>) {
    let start = out.len();
    symbol(out, amount, code);
    if !scaled(out, amount.abs(), decimals) {
        out.truncate(start);
        money(out, amount, code, decimals);
    }
}

/// Appends an ordinal in figures.
pub(super) fn ordinal(out: &mut String, n: i64) {
    number(out, Decimal::from(n), None);
    out.push_str(match (n.unsigned_abs() % 10, n.unsigned_abs() % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    });
}

/// Appends a number and its noun; returns whether the noun is known.
pub(super) fn counted(
    out: &mut String,
    amount: Decimal,
    noun: &str,
    form: CountForm,
    lexicon: &Words,
) -> bool {
    let plural = words::plural(noun, lexicon);
    if let Some((name, told)) = digits::scaled_exactly(amount, SCALES) {
        with_scale(out, told, name);
    } else if let Some(n) = digits::spelled(amount, form, SPELLED_MAX) {
        number_words::cardinal(out, n);
    } else {
        number(out, amount, None);
    }
    out.push(' ');
    out.push_str(match number_of(amount) {
        Number::Singular => noun,
        Number::Plural => &plural.text,
    });
    plural.known
}

#[cfg(test)]
mod tests {
    use super::{compact, compact_money, counted, money, ordinal, points};
    use crate::language::{CountForm, Words};
    use rust_decimal::Decimal;

    fn read(text: &str) -> Decimal {
        text.parse().expect("cases are numbers")
    }

    #[track_caller]
    fn check(write: impl Fn(&mut String), expected: &str) {
        let mut out = String::new();
        write(&mut out);
        assert_eq!(out.replace('\u{a0}', " "), expected);
    }

    #[test]
    fn money_is_written_in_full_or_rounded() {
        check(|out| money(out, read("2.5"), "USD", None), "$2.50");
        check(|out| money(out, read("-1234"), "EUR", None), "-€1,234");
        check(|out| money(out, read("3"), "PLN", Some(2)), "PLN 3.00");
        check(
            |out| compact_money(out, read("1234000000"), "USD", None),
            "$1.2 billion",
        );
        check(
            |out| compact_money(out, read("-2000000"), "CAD", None),
            "-C$2 million",
        );
        check(
            |out| compact_money(out, read("125.5"), "CHF", None),
            "CHF 125.50",
        );
        check(|out| compact(out, read("999999999"), None), "1 billion");
    }

    #[test]
    fn nouns_follow_their_number() {
        let words = Words::default();
        check(
            |out| _ = counted(out, read("3"), "goal", CountForm::Figures, &words),
            "3 goals",
        );
        check(
            |out| _ = counted(out, read("1"), "goal", CountForm::Auto, &words),
            "one goal",
        );
        check(
            |out| _ = counted(out, read("10"), "point", CountForm::Auto, &words),
            "10 points",
        );
        check(
            |out| _ = counted(out, read("2000000"), "view", CountForm::Auto, &words),
            "2 million views",
        );
        check(|out| points(out, read("1.2"), None), "1.2 points");
        check(|out| points(out, read("1"), None), "1 point");
    }

    #[test]
    fn ordinals_end_by_their_last_digits() {
        for (n, expected) in [
            (1, "1st"),
            (2, "2nd"),
            (11, "11th"),
            (23, "23rd"),
            (112, "112th"),
            (1000, "1,000th"),
        ] {
            check(|out| ordinal(out, n), expected);
        }
    }
}
