//! English numbers in words: a number in; `twenty-one`, `third` out; and a word's value, for reading back.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const SCALES: [(u64, &str); 6] = [
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

/// Appends a number in words, decimals digit by digit after `point`.
pub(super) fn decimal(out: &mut String, amount: Decimal) {
    let amount = amount.normalize();
    let Some(whole) = amount.trunc().abs().to_u64() else {
        return super::figures::number(out, amount, None);
    };
    if amount.is_sign_negative() && !amount.is_zero() {
        out.push_str("minus ");
    }
    cardinal(out, whole);
    if amount.scale() > 0 {
        out.push_str(" point");
        let digits = amount.fract().abs().mantissa().unsigned_abs().to_string();
        let zeros = amount.scale() as usize - digits.len();
        for digit in std::iter::repeat_n(b'0', zeros).chain(digits.bytes()) {
            out.push(' ');
            out.push_str(UNITS[usize::from(digit - b'0')]);
        }
    }
}

/// Appends a whole number in words, with the `and` of international English.
pub(super) fn cardinal(out: &mut String, n: u64) {
    let mut rest = n;
    let mut started = false;
    for (scale, name) in SCALES {
        let count = rest / scale;
        if count > 0 {
            if started {
                out.push(' ');
            }
            below_thousand(out, count);
            out.push(' ');
            out.push_str(name);
            started = true;
            rest %= scale;
        }
    }
    if rest > 0 || !started {
        if started {
            out.push_str(if rest < 100 { " and " } else { " " });
        }
        below_thousand(out, rest);
    }
}

fn below_thousand(out: &mut String, n: u64) {
    let (hundreds, rest) = (n / 100, n % 100);
    if hundreds > 0 {
        out.push_str(UNITS[hundreds as usize]);
        out.push_str(" hundred");
        if rest == 0 {
            return;
        }
        out.push_str(" and ");
    }
    below_hundred(out, rest);
}

fn below_hundred(out: &mut String, n: u64) {
    if n < 20 {
        return out.push_str(UNITS[n as usize]);
    }
    out.push_str(TENS[(n / 10) as usize]);
    if !n.is_multiple_of(10) {
        out.push('-');
        out.push_str(UNITS[(n % 10) as usize]);
    }
}

/// Appends an ordinal in words.
pub(super) fn ordinal(out: &mut String, n: i64) {
    if n < 0 {
        out.push_str("minus ");
    }
    cardinal(out, n.unsigned_abs());
    let start = out.rfind([' ', '-']).map_or(0, |it| it + 1);
    let (cut, ending) = match &out[start..] {
        "one" => (3, "first"),
        "two" => (3, "second"),
        "three" => (5, "third"),
        "five" => (4, "fifth"),
        "eight" => (5, "eighth"),
        "nine" => (4, "ninth"),
        "twelve" => (6, "twelfth"),
        word if word.ends_with('y') => (1, "ieth"),
        _ => (0, "th"),
    };
    out.truncate(out.len() - cut);
    out.push_str(ending);
}

/// Returns the value of a word that is a number, hyphens included.
pub(super) fn value(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "hundred" => return Some(100),
        "thousand" => return Some(1000),
        _ => {}
    }
    let position =
        |words: &[&str], word: &str| words.iter().position(|it| *it == word).map(|it| it as u32);
    if let Some(unit) = position(&UNITS, &lower) {
        return Some(unit);
    }
    let (ten, unit) = lower.split_once('-').unwrap_or((&lower, "zero"));
    let ten = position(&TENS[2..], ten)? + 2;
    let unit = position(&UNITS[..10], unit)?;
    Some(ten * 10 + unit)
}

#[cfg(test)]
mod tests {
    use super::{cardinal, decimal, ordinal, value};

    #[track_caller]
    fn check(n: u64, expected: &str, expected_ordinal: &str) {
        let mut out = String::new();
        cardinal(&mut out, n);
        assert_eq!(out, expected);
        out.clear();
        ordinal(&mut out, n.cast_signed());
        assert_eq!(out, expected_ordinal);
    }

    #[test]
    fn numbers_are_spelled() {
        check(0, "zero", "zeroth");
        check(1, "one", "first");
        check(12, "twelve", "twelfth");
        check(20, "twenty", "twentieth");
        check(21, "twenty-one", "twenty-first");
        check(25, "twenty-five", "twenty-fifth");
        check(29, "twenty-nine", "twenty-ninth");
        check(38, "thirty-eight", "thirty-eighth");
        check(101, "one hundred and one", "one hundred and first");
        check(1001, "one thousand and one", "one thousand and first");
        check(
            880_880,
            "eight hundred and eighty thousand eight hundred and eighty",
            "eight hundred and eighty thousand eight hundred and eightieth",
        );
    }

    #[test]
    fn decimals_are_read_digit_by_digit() {
        let mut out = String::new();
        decimal(&mut out, "-3.05".parse().expect("it is a number"));
        assert_eq!(out, "minus three point zero five");
    }

    #[test]
    fn words_are_read_back() {
        assert_eq!(value("Three"), Some(3));
        assert_eq!(value("ninety-nine"), Some(99));
        assert_eq!(value("forty"), Some(40));
        assert_eq!(value("well-known"), None);
    }
}
