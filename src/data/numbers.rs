//! Figures as people write them in, exact decimals out.

use rust_decimal::Decimal;

/// Returns the number that `text` plainly writes: digits without a leading zero, with a point at most.
///
/// `007`, `+33`, `1E5` and `1,234` are no plain numbers: they may be codes, or mean two things. The
/// form in which spreadsheets and programs save large and small numbers, `2.07E+11`, is one.
pub(super) fn plain(text: &str) -> Option<Decimal> {
    let bytes = text.as_bytes();
    let (is_negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if matches!(digits, [b'0', b'0'..=b'9', ..]) {
        return None;
    }
    let mut figure = Mantissa::default();
    let mut has_point = false;
    for (idx, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => figure.push(byte - b'0', has_point)?,
            b'.' if idx > 0 && !has_point && idx + 1 < digits.len() => has_point = true,
            b'e' | b'E' if idx > 0 => return scientific(text),
            _ => return None,
        }
    }
    figure.finish(is_negative)
}

/// Returns the number that `2.07E+11` writes.
fn scientific(text: &str) -> Option<Decimal> {
    let (digits, exponent) = text.split_once(['e', 'E'])?;
    let power = exponent.strip_prefix(['+', '-'])?;
    let is_number = is_digits(power) && power.len() <= 2 && plain(digits).is_some();
    let number = is_number.then(|| Decimal::from_scientific(text).ok())??;
    Some(number.normalize())
}

/// The digits of a figure, gathered one by one: a column of figures is no reason for a text for each.
#[derive(Default)]
struct Mantissa {
    digits: u128,
    n_digits: u32,
    n_decimals: u32,
}

impl Mantissa {
    /// Adds a digit; nothing if there are more than a decimal could keep.
    fn push(&mut self, digit: u8, is_decimal: bool) -> Option<()> {
        const N_DIGITS_MAX: u32 = 36;
        if self.n_digits == N_DIGITS_MAX {
            return None;
        }
        self.digits = self.digits * 10 + u128::from(digit);
        self.n_digits += 1;
        self.n_decimals += u32::from(is_decimal);
        Some(())
    }

    /// Returns the decimal, unless it has no digits, or more than can be kept.
    fn finish(&self, is_negative: bool) -> Option<Decimal> {
        if self.n_digits == 0 {
            return None;
        }
        let digits = i128::try_from(self.digits).ok()?;
        let mut number = Decimal::try_from_i128_with_scale(digits, self.n_decimals).ok()?;
        // There is no negative nothing to tell of.
        number.set_sign_negative(is_negative && !number.is_zero());
        Some(number)
    }
}

/// Whether `text` would be a plain number but for the zeros it starts with: a code.
pub(super) fn is_code(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// What a comma means in the figures of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comma {
    /// It comes before the decimals: `12,5`.
    Decimal,
    /// It parts the thousands: `1,234`.
    Thousands,
    /// The column does not tell: each of its commas has three digits after it.
    Unknown,
    /// Some figures say one, some the other, or could: no comma and no point of the column is sure.
    Mixed,
}

/// What the figures of a column give away about its commas and points: how many figures show what.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_field_names, reason = "each is a count")]
pub(super) struct Tally {
    /// A comma that comes before decimals for sure.
    pub(super) n_decimal_commas: u32,
    /// A point that does.
    pub(super) n_decimal_points: u32,
    /// Points that part thousands for sure.
    n_parting_points: u32,
    /// Commas that do.
    n_parting_commas: u32,
    /// A lone comma with three digits after it.
    pub(super) n_open_commas: u32,
    /// A lone point with three digits after it.
    pub(super) n_open_points: u32,
}

impl Tally {
    /// Counts what a figure shows.
    pub(super) fn add(&mut self, figure: &str) {
        match (figure.rfind(','), figure.rfind('.')) {
            (Some(comma), Some(point)) if comma > point => {
                self.n_decimal_commas += 1;
                self.n_parting_points += 1;
            }
            (Some(_), Some(_)) => {
                self.n_decimal_points += 1;
                self.n_parting_commas += 1;
            }
            (Some(comma), None) => match lone(figure, comma) {
                Lone::Parting => {
                    self.n_decimal_points += 1;
                    self.n_parting_commas += 1;
                }
                Lone::Decimal => self.n_decimal_commas += 1,
                Lone::Open => self.n_open_commas += 1,
            },
            (None, Some(point)) => match lone(figure, point) {
                Lone::Parting => {
                    self.n_decimal_commas += 1;
                    self.n_parting_points += 1;
                }
                Lone::Decimal => self.n_decimal_points += 1,
                Lone::Open => self.n_open_points += 1,
            },
            (None, None) => {}
        }
    }

    /// Returns what a comma means in figures that show this.
    pub(super) fn comma(&self) -> Comma {
        let is_open = self.n_open_points > 0 && self.n_parting_points == 0;
        match (self.n_decimal_commas > 0, self.n_decimal_points > 0) {
            (true, true) => Comma::Mixed,
            (true, false) if is_open => Comma::Mixed,
            (true, false) => Comma::Decimal,
            (false, true) => Comma::Thousands,
            (false, false) if self.n_open_commas > 0 && is_open => Comma::Mixed,
            (false, false) => Comma::Unknown,
        }
    }

    /// Whether a comma stands in a figure that has no decimal comma for sure.
    pub(super) fn has_commas(&self) -> bool {
        self.n_open_commas + self.n_parting_commas > 0
    }

    /// Whether a figure has both marks, so that it is clear what each means.
    pub(super) fn has_both_marks(&self) -> bool {
        self.n_parting_commas + self.n_parting_points > 0
    }

    /// Returns how many figures are sure of what their marks mean.
    pub(super) fn n_sure(&self) -> u32 {
        self.n_decimal_commas + self.n_decimal_points
    }
}

impl Comma {
    /// Finds out from all figures of a column: `1,234` alone could be either.
    pub(super) fn of<'t>(figures: impl IntoIterator<Item = &'t str>) -> Self {
        let mut tally = Tally::default();
        for figure in figures.into_iter().filter(|it| is_figure(it)) {
            tally.add(figure);
        }
        tally.comma()
    }
}

/// What the only kind of mark in a figure does.
enum Lone {
    /// It parts thousands: there are several.
    Parting,
    /// It comes before decimals.
    Decimal,
    /// It could do either.
    Open,
}

/// Finds out what the mark at `at`, the last of its kind, does in a figure that has no other kind.
fn lone(figure: &str, at: usize) -> Lone {
    let whole = bare(&figure[..at]);
    let n_after = figure.len() - at - 1;
    if whole.contains(&figure[at..=at]) {
        Lone::Parting
    } else if n_after != 3 || whole.starts_with('0') || is_long(whole) {
        Lone::Decimal
    } else {
        Lone::Open
    }
}

/// Whether `text` is made of what figures are made of; a remark tells nothing of commas.
pub(super) fn is_figure(text: &str) -> bool {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, ',' | '.' | '-' | '+' | '\u{2212}' | '\'' | '’')
    };
    text.ends_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// Whether a whole part has more digits than stand before a comma that parts thousands.
fn is_long(whole: &str) -> bool {
    whole.bytes().filter(u8::is_ascii_digit).count() > 3
}

/// Returns the number that bare digits with their marks write, with `comma` as the column uses it.
pub(super) fn digits_with(
    digits: &str,
    is_negative: bool,
    comma: Comma,
) -> Result<Decimal, &'static str> {
    let number = match comma {
        Comma::Unknown if digits.contains(',') => {
            return Err(OPEN_COMMA);
        }
        Comma::Mixed if digits.contains([',', '.']) => {
            return Err(
                "stands in a column that may write decimals with a comma and with a point: declare `decimal: comma` or `decimal: point`",
            );
        }
        Comma::Decimal => grouped(digits, is_negative, ',', '.'),
        _ => grouped(digits, is_negative, '.', ','),
    };
    number.ok_or("is no number")
}

/// Why a lone comma with three digits after it is doubtful.
pub(super) const OPEN_COMMA: &str = "has a comma before decimals or thousands, and the column does not tell which: declare `decimal: comma` or `decimal: point`";

/// Whether `text` is a figure whose comma could stand before decimals or thousands.
pub(super) fn is_open(text: &str) -> bool {
    let at = text
        .rfind(',')
        .filter(|_| is_figure(text) && !text.contains('.'));
    at.is_some_and(|at| matches!(lone(text, at), Lone::Open))
}

/// Returns a figure without its sign.
fn bare(figure: &str) -> &str {
    figure.trim_start_matches(['-', '+', '\u{2212}']).trim()
}

/// Returns the number of `digits` with `point` before its decimals, and between its thousands `mark`,
/// spaces or apostrophes, if anything.
fn grouped(digits: &str, is_negative: bool, point: char, mark: char) -> Option<Decimal> {
    let mut figure = Mantissa::default();
    let mut parting = None;
    let mut is_decimal = false;
    let mut n_together = 0;
    let is_group = |n_together, parting: Option<char>| match parting {
        Some(_) => n_together == 3,
        None => n_together > 0,
    };
    for c in digits.chars() {
        if let Some(digit) = c.to_digit(10) {
            figure.push(digit as u8, is_decimal)?;
            n_together += 1;
            continue;
        }
        // Spaces of any width part alike.
        let c = if c.is_whitespace() { ' ' } else { c };
        let is_mark = c == mark || matches!(c, ' ' | '\'' | '’');
        if is_decimal || !is_group(n_together, parting) {
            return None;
        } else if c == point {
            is_decimal = true;
        } else if is_mark && n_together <= 3 && parting.is_none_or(|it| it == c) {
            parting = Some(c);
        } else {
            return None;
        }
        n_together = 0;
    }
    let is_whole = n_together > 0 && (is_decimal || is_group(n_together, parting));
    is_whole.then(|| figure.finish(is_negative))?
}

#[cfg(test)]
mod tests {
    use super::{Comma, digits_with, plain};
    use crate::data::figures::Figure;
    use proptest::prelude::*;

    #[test]
    fn a_plain_number_is_read_as_written() {
        let check = |text, expected: Option<&str>| {
            assert_eq!(
                plain(text).map(|it| it.to_string()).as_deref(),
                expected,
                "{text:?}"
            );
        };
        check("0", Some("0"));
        check("12.50", Some("12.50"));
        check("-3", Some("-3"));
        check("-0", Some("0"));
        check("0.1", Some("0.1"));
        check("007", None);
        check("01.5", None);
        check("+5", None);
        check("1E5", None);
        check("2.07E+11", Some("207000000000"));
        check("-3.6e-05", Some("-0.000036"));
        check("1E+999999", None);
        check("1e+1e+1", None);
        check("1,5", None);
        check(".5", None);
        check("5.", None);
        check("-", None);
        check("١٢", None);
        check("99999999999999999999999999999999", None);
    }

    #[test]
    fn a_column_tells_what_its_commas_mean() {
        let check = |figures: &[&str], expected: &[Option<&str>]| {
            let comma = Comma::of(figures.iter().copied());
            let read: Vec<Option<String>> = figures.iter().map(|it| read(it, comma)).collect();
            let read: Vec<Option<&str>> = read.iter().map(Option::as_deref).collect();
            assert_eq!(read, expected, "{figures:?}");
        };
        check(&["12,5", "1,234"], &[Some("12.5"), Some("1.234")]);
        check(&["1,234,567", "1,234"], &[Some("1234567"), Some("1234")]);
        check(&["1,234"], &[None]);
        check(&["12.5", "1,234"], &[Some("12.5"), Some("1234")]);
        check(&["1.234,56", "12"], &[Some("1234.56"), Some("12")]);
        check(&["12,5", "1.234"], &[None, None]);
        check(&["1,234", "1.234"], &[None, None]);
        check(&["1,234", "1.234", "7"], &[None, None, Some("7")]);
        check(&["1.234"], &[Some("1.234")]);
        check(&["1.234,56", "1.234"], &[Some("1234.56"), Some("1234")]);
        check(&["1.234.567", "12,5"], &[Some("1234567"), Some("12.5")]);
        check(&["0.125", "1,234"], &[Some("0.125"), Some("1234")]);
        check(&["12,5", "n.c."], &[Some("12.5"), None]);
        check(
            &["1 234,5", "1\u{202f}234\u{a0}567"],
            &[Some("1234.5"), Some("1234567")],
        );
        check(
            &["\u{2212}3", "+4", "007"],
            &[Some("-3"), Some("4"), Some("7")],
        );
        check(&["12 34", "1,2,3", "a", "", "--1"], &[None; 5]);
    }

    fn read(text: &str, comma: Comma) -> Option<String> {
        let figure = Figure::of(text)?;
        let number = digits_with(figure.digits, figure.is_negative, comma).ok()?;
        Some(number.to_string())
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,20}") {
            let comma = Comma::of([text.as_str()]);
            let _ = (plain(&text), digits_with(&text, false, comma));
        }
    }
}
