//! A duration in seconds and the names of a language in; `1 h 32 min` out.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The names of the units of time, hours first, with the space before each.
pub(super) type Names = [&'static str; 3];

/// Appends a duration in hours, minutes and seconds, less those of which there are none. `number`
/// appends a number as the language does.
pub(super) fn push(
    out: &mut String,
    seconds: Decimal,
    names: &Names,
    number: impl Fn(&mut String, Decimal),
) {
    const DECIMALS: u32 = 3;
    let rounded = seconds.round_dp(DECIMALS).normalize();
    let whole = rounded.abs().trunc().to_u64();
    let Some(whole) = whole.filter(|it| *it >= 60) else {
        number(out, rounded);
        return out.push_str(names[2]);
    };
    if rounded.is_sign_negative() {
        out.push('-');
    }
    let left = Decimal::from(whole % 60) + rounded.abs().fract();
    let parts = [
        Decimal::from(whole / 3600),
        Decimal::from(whole / 60 % 60),
        left,
    ];
    let start = out.len();
    for (part, name) in parts.into_iter().zip(names) {
        if part.is_zero() {
            continue;
        }
        if out.len() > start {
            out.push('\u{a0}');
        }
        number(out, part);
        out.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use crate::language::get;

    #[test]
    fn durations_are_told_in_their_units() {
        let check = |seconds: &str, french: &str, english: &str| {
            for (tag, expected) in [("fr", french), ("en", english)] {
                let mut out = String::new();
                let language = get(tag).expect("both languages are compiled in");
                language.duration(&mut out, seconds.parse().expect("the case is a number"));
                assert_eq!(out.replace('\u{a0}', " "), expected, "{seconds}");
            }
        };
        check("5520", "1 h 32 min", "1 hr 32 min");
        check("5525", "1 h 32 min 5 s", "1 hr 32 min 5 sec");
        check("1920", "32 min", "32 min");
        check("7200", "2 h", "2 hr");
        check("9.58", "9,58 s", "9.58 sec");
        check("3609.5", "1 h 9,5 s", "1 hr 9.5 sec");
        check("0", "0 s", "0 sec");
        check("-90", "-1 min 30 s", "-1 min 30 sec");
        check("5400000", "1\u{202f}500 h", "1,500 hr");
    }
}
