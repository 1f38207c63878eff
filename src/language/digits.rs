//! Digits: a decimal and the marks of a language in; grouped figures out.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::CountForm;

/// The most decimals that are printed: a caller's slip must not ask for gigabytes of zeros.
const DECIMALS_MAX: u32 = 12;

/// The marks of a language's figures.
pub(super) struct Marks {
    /// Between groups of three digits.
    pub(super) group: char,
    /// Before the decimals.
    pub(super) decimal: char,
}

/// Appends a number in figures. Without `decimals` it keeps those it has, less trailing zeros.
pub(super) fn push(out: &mut String, amount: Decimal, decimals: Option<u32>, marks: &Marks) {
    let decimals = decimals.map(|it| it.min(DECIMALS_MAX));
    let rounded = round(amount, decimals);
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('-');
    }
    let scale = rounded.scale();
    // 28 digits and a sign at most; the digits are made by hand to spare an allocation for each figure.
    let mut buffer = [0_u8; 40];
    let digits = decimal_digits(
        rounded.mantissa().unsigned_abs(),
        scale as usize,
        &mut buffer,
    );
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    for (idx, digit) in whole.iter().enumerate() {
        if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
            out.push(marks.group);
        }
        out.push(char::from(*digit));
    }
    let wanted = decimals.map_or(fraction.len(), |it| it as usize);
    if wanted > 0 {
        out.push(marks.decimal);
        out.extend(fraction.iter().map(|it| char::from(*it)));
        out.extend(std::iter::repeat_n('0', wanted - fraction.len()));
    }
}

/// Rounds halves away from zero, as readers do, or drops trailing zeros.
pub(super) fn round(amount: Decimal, decimals: Option<u32>) -> Decimal {
    match decimals {
        // Nobody prints more; a caller's slip must not ask for gigabytes of zeros.
        Some(places) => amount.round_dp_with_strategy(
            places.min(DECIMALS_MAX),
            RoundingStrategy::MidpointAwayFromZero,
        ),
        None => amount.normalize(),
    }
}

/// Writes digits right to left, at least one before the decimals.
fn decimal_digits(mut mantissa: u128, scale: usize, buffer: &mut [u8; 40]) -> &[u8] {
    let mut start = buffer.len();
    while mantissa > 0 || buffer.len() - start <= scale {
        start -= 1;
        buffer[start] = b'0' + (mantissa % 10) as u8;
        mantissa /= 10;
    }
    &buffer[start..]
}

/// Returns the scale that a large number is told in (million, billion…) and the amount of it, rounded to `decimals`,
/// or to one below a hundred and to none from there on.
pub(super) fn scaled(
    amount: Decimal,
    decimals: Option<u32>,
    scales: &[(u32, &'static str)],
) -> Option<(&'static str, Decimal)> {
    let mut told: Option<(&'static str, Decimal)> = None;
    for (power, name) in scales {
        let exact = amount / power_of_ten(*power);
        // 999,999,999 rounds to a thousand million, which is told as one of the next scale.
        let carries = told.is_some_and(|it| it.1.abs() >= Decimal::ONE_THOUSAND);
        if exact.abs() < Decimal::ONE && !carries {
            break;
        }
        let places = decimals.unwrap_or(u32::from(exact.abs() < Decimal::ONE_HUNDRED));
        told = Some((name, round(exact, Some(places)).normalize()));
    }
    told
}

/// Returns the largest scale in which a number is told exactly, with one decimal at most.
pub(super) fn scaled_exactly(
    amount: Decimal,
    scales: &[(u32, &'static str)],
) -> Option<(&'static str, Decimal)> {
    scales
        .iter()
        .map(|(power, name)| (*name, (amount / power_of_ten(*power)).normalize()))
        .rfind(|(_, exact)| exact.abs() >= Decimal::ONE && exact.scale() <= 1)
}

/// Returns the number that is written in words, if it is one; unless the author says, those up to `auto_max` are.
pub(super) fn spelled(amount: Decimal, form: CountForm, auto_max: u64) -> Option<u64> {
    let n_max = match form {
        CountForm::Figures => return None,
        CountForm::Auto => auto_max,
        CountForm::Words => 999_999,
    };
    let whole = amount.is_integer().then(|| amount.to_u64()).flatten();
    whole.filter(|it| *it <= n_max)
}

fn power_of_ten(power: u32) -> Decimal {
    Decimal::from_i128_with_scale(10_i128.pow(power), 0)
}

#[cfg(test)]
mod tests {
    use super::{Marks, push, scaled, scaled_exactly};

    #[track_caller]
    fn check(amount: &str, decimals: Option<u32>, expected: &str) {
        let mut out = String::new();
        let marks = Marks {
            group: ' ',
            decimal: ',',
        };
        push(
            &mut out,
            amount.parse().expect("cases are numbers"),
            decimals,
            &marks,
        );
        assert_eq!(out, expected);
    }

    /// The marks and groups written here by hand are those of CLDR.
    #[test]
    fn figures_agree_with_icu() {
        for (locale, marks) in [
            (
                icu_locale_core::locale!("fr"),
                Marks {
                    group: '\u{202f}',
                    decimal: ',',
                },
            ),
            (
                icu_locale_core::locale!("en"),
                Marks {
                    group: ',',
                    decimal: '.',
                },
            ),
        ] {
            let formatter = icu_decimal::DecimalFormatter::try_new(
                locale.into(),
                icu_decimal::options::DecimalFormatterOptions::default(),
            )
            .expect("both languages are compiled in");
            for text in [
                "0",
                "7",
                "-3",
                "999",
                "1000",
                "12345.6",
                "-1234567.891",
                "0.05",
                "1000000",
            ] {
                let theirs = text
                    .parse::<icu_decimal::input::Decimal>()
                    .expect("cases are numbers");
                let mut ours = String::new();
                push(
                    &mut ours,
                    text.parse().expect("cases are numbers"),
                    None,
                    &marks,
                );
                assert_eq!(ours, formatter.format(&theirs).to_string());
            }
        }
    }

    #[test]
    fn scales_are_chosen_before_rounding() {
        let scales = &[(6, "million"), (9, "billion")];
        let told = |amount: i64| {
            scaled(amount.into(), None, scales).map(|it| format!("{} {}", it.1, it.0))
        };
        assert_eq!(told(950_000_000).as_deref(), Some("950 million"));
        assert_eq!(told(999_999_999).as_deref(), Some("1 billion"));
        assert_eq!(told(1_234_567).as_deref(), Some("1.2 million"));
        assert_eq!(told(999_999), None);
        let exact = |amount: i64| {
            scaled_exactly(amount.into(), scales).map(|it| format!("{} {}", it.1, it.0))
        };
        assert_eq!(exact(1_234_500_000).as_deref(), Some("1234.5 million"));
        assert_eq!(exact(2_000_000_000).as_deref(), Some("2 billion"));
        assert_eq!(exact(1_234_567), None);
    }

    #[test]
    fn figures_are_grouped_and_rounded() {
        check("0", None, "0");
        check("-0.0", None, "0");
        check("-0.04", Some(1), "0,0");
        check("1234567.8900", None, "1 234 567,89");
        check("999", None, "999");
        check("1000", Some(2), "1 000,00");
        check("0.05", None, "0,05");
        check("2.5", Some(0), "3");
        check("-12345.6", None, "-12 345,6");
        check("100", Some(40), "100,000000000000");
    }
}
