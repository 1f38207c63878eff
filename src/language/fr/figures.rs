//! French figures: amounts in; `1 234,5`, `2,50 €`, `1,2 milliard d’euros`, `3 buts`, `12e` out.

use rust_decimal::Decimal;

use super::{APOSTROPHE, NARROW_NO_BREAK, NO_BREAK, number_words, onset, words};
use crate::language::digits::{self, Marks};
use crate::language::{CountForm, Gender, Number, Words};

/// The last number that is usually written in words.
const SPELLED_MAX: u64 = 10;

const MARKS: Marks = Marks {
    group: NARROW_NO_BREAK,
    decimal: ',',
};

/// French counts thousands of milliards rather than billions.
const SCALES: &[(u32, &str)] = &[(6, "million"), (9, "milliard")];

/// A currency: its code, its symbol and its name's plural.
struct Currency {
    code: &'static str,
    symbol: &'static str,
    many: &'static str,
    decimals: u32,
}

const CURRENCIES: &[Currency] = &[
    Currency {
        code: "EUR",
        symbol: "€",
        many: "euros",
        decimals: 2,
    },
    Currency {
        code: "USD",
        symbol: "$",
        many: "dollars",
        decimals: 2,
    },
    Currency {
        code: "GBP",
        symbol: "£",
        many: "livres sterling",
        decimals: 2,
    },
    Currency {
        code: "JPY",
        symbol: "¥",
        many: "yens",
        decimals: 0,
    },
    Currency {
        code: "CHF",
        symbol: "CHF",
        many: "francs suisses",
        decimals: 2,
    },
    Currency {
        code: "CAD",
        symbol: "$\u{a0}CA",
        many: "dollars canadiens",
        decimals: 2,
    },
];

/// Appends a number in figures.
pub(super) fn number(out: &mut String, amount: Decimal, decimals: Option<u32>) {
    digits::push(out, amount, decimals, &MARKS);
}

/// Appends percentage points.
pub(super) fn points(out: &mut String, amount: Decimal, decimals: Option<u32>) {
    number(out, amount, decimals);
    out.push(NO_BREAK);
    out.push_str(match number_of(digits::round(amount, decimals)) {
        Number::Singular => "point",
        Number::Plural => "points",
    });
}

/// The plural begins at two.
pub(super) fn number_of(amount: Decimal) -> Number {
    if amount.abs() < Decimal::TWO {
        Number::Singular
    } else {
        Number::Plural
    }
}

fn currency(code: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|it| it.code == code)
}

/// Appends money in full.
pub(super) fn money(out: &mut String, amount: Decimal, code: &str, decimals: Option<u32>) {
    let known = currency(code);
    let usual = if amount.fract().is_zero() {
        0
    } else {
        known.map_or(2, |it| it.decimals)
    };
    number(out, amount, Some(decimals.unwrap_or(usual)));
    out.push(NO_BREAK);
    out.push_str(known.map_or(code, |it| it.symbol));
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
    out.push(NO_BREAK);
    out.push_str(name);
    if number_of(told) == Number::Plural {
        out.push('s');
    }
}

/// Appends rounded money.
pub(super) fn compact_money(out: &mut String, amount: Decimal, code: &str, decimals: Option<u32>) {
    if !scaled(out, amount, decimals) {
        return money(out, amount, code, decimals);
    }
    de(out, currency(code).map_or(code, |it| it.many));
}

/// Appends `de` and a noun.
fn de(out: &mut String, noun: &str) {
    if onset::elides(noun) {
        out.push_str(" d");
        out.push(APOSTROPHE);
    } else {
        out.push_str(" de ");
    }
    out.push_str(noun);
}

/// Appends an ordinal in figures.
pub(super) fn ordinal(out: &mut String, n: i64, gender: Gender) {
    // Ranks are read like names: they are not grouped.
    out.push_str(&n.to_string());
    out.push_str(match (n, gender) {
        (1, Gender::Feminine) => "re",
        (1, _) => "er",
        _ => "e",
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
    let noun_form = match number_of(amount) {
        Number::Singular => noun,
        Number::Plural => &plural.text,
    };
    if let Some((name, told)) = digits::scaled_exactly(amount, SCALES) {
        with_scale(out, told, name);
        de(out, &plural.text);
        return plural.known;
    }
    match digits::spelled(amount, form, SPELLED_MAX) {
        Some(n) => number_words::cardinal(out, n, words::gender(noun, lexicon).0),
        None => number(out, amount, None),
    }
    out.push(NO_BREAK);
    out.push_str(noun_form);
    plural.known
}

#[cfg(test)]
mod tests {
    use super::{compact, compact_money, counted, money, ordinal, points};
    use crate::language::{CountForm, Gender, Words};
    use rust_decimal::Decimal;

    fn read(text: &str) -> Decimal {
        text.parse().expect("cases are numbers")
    }

    fn plain(text: &str) -> String {
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[track_caller]
    fn check(write: impl Fn(&mut String), expected: &str) {
        let mut out = String::new();
        write(&mut out);
        assert_eq!(plain(&out), expected);
    }

    #[test]
    fn money_is_written_in_full_or_rounded() {
        check(|out| money(out, read("2.5"), "EUR", None), "2,50 €");
        check(|out| money(out, read("-1234"), "EUR", None), "-1 234 €");
        check(|out| money(out, read("3"), "PLN", Some(2)), "3,00 PLN");
        check(
            |out| compact_money(out, read("1234000000"), "EUR", None),
            "1,2 milliard d’euros",
        );
        check(
            |out| compact_money(out, read("2000000"), "USD", None),
            "2 millions de dollars",
        );
        check(
            |out| compact_money(out, read("999999999"), "GBP", None),
            "1 milliard de livres sterling",
        );
        check(
            |out| compact_money(out, read("125.5"), "CHF", None),
            "125,50 CHF",
        );
    }

    #[test]
    fn large_numbers_are_rounded() {
        check(|out| compact(out, read("1234567"), None), "1,2 million");
        check(|out| compact(out, read("2500000"), None), "2,5 millions");
        check(|out| compact(out, read("125400000"), None), "125 millions");
        check(|out| compact(out, read("12345"), None), "12 345");
    }

    #[test]
    fn nouns_follow_their_number() {
        let count = |amount: &str, noun: &str, form| {
            let mut out = String::new();
            counted(&mut out, read(amount), noun, form, &Words::default());
            plain(&out)
        };
        assert_eq!(count("3", "but", CountForm::Figures), "3 buts");
        assert_eq!(count("1", "passe", CountForm::Auto), "une passe");
        assert_eq!(count("11", "point", CountForm::Auto), "11 points");
        assert_eq!(count("1.5", "point", CountForm::Auto), "1,5 point");
        assert_eq!(
            count("2000000", "vue", CountForm::Auto),
            "2 millions de vues"
        );
        assert_eq!(
            count("1500000", "habitant", CountForm::Figures),
            "1,5 million d’habitants"
        );
        assert_eq!(
            count("21", "victoire", CountForm::Words),
            "vingt et une victoires"
        );
    }

    #[test]
    fn points_and_ordinals() {
        check(|out| points(out, read("1.2"), None), "1,2 point");
        check(|out| points(out, read("1.96"), Some(1)), "2,0 points");
        check(|out| ordinal(out, 1, Gender::Feminine), "1re");
        check(|out| ordinal(out, 12, Gender::Masculine), "12e");
    }
}
