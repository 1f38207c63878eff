//! Figures as people write them in, exact decimals out.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

/// Returns the number that `text` plainly writes: digits without a leading zero, with a point at most.
///
/// `007`, `+33`, `1E5` and `1,234` are no plain numbers: they may be codes, or mean two things. The
/// form in which spreadsheets and programs save large and small numbers, `2.07E+11`, is one.
pub(super) fn plain(text: &str) -> Option<Decimal> {
    if let Some((digits, exponent)) = text.split_once(['e', 'E']) {
        let power = exponent.strip_prefix(['+', '-'])?;
        let is_number = is_digits(power) && power.len() <= 2 && plain(digits).is_some();
        let number = is_number.then(|| Decimal::from_scientific(text).ok())??;
        return Some(number.normalize());
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number =
        is_digits(whole) && is_digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'));
    if is_number { exact(text) } else { None }
}

/// Whether `text` would be a plain number but for the zeros it starts with: a code.
pub(super) fn is_code(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// Returns the decimal, unless it has more digits than can be kept.
fn exact(text: &str) -> Option<Decimal> {
    let number = Decimal::from_str_exact(text).ok()?;
    // There is no negative nothing to tell of.
    Some(if number.is_zero() {
        number.abs()
    } else {
        number
    })
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

/// What a figure gives away about the commas and points of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// A comma that comes before decimals for sure.
    DecimalComma,
    /// A point that does.
    DecimalPoint,
    /// Points that part thousands for sure.
    PartingPoint,
    /// A lone comma with three digits after it.
    OpenComma,
    /// A lone point with three digits after it.
    OpenPoint,
}

impl Comma {
    /// Finds out from all figures of a column: `1,234` alone could be either.
    pub(super) fn of<'t>(figures: impl IntoIterator<Item = &'t str>) -> Self {
        let figures = figures.into_iter().filter(|it| is_figure(it));
        let signs: BTreeSet<Sign> = figures.flat_map(signs).copied().collect();
        let has = |sign| signs.contains(&sign);
        let is_open = has(Sign::OpenPoint) && !has(Sign::PartingPoint);
        match (has(Sign::DecimalComma), has(Sign::DecimalPoint)) {
            (true, true) => Comma::Mixed,
            (true, false) if is_open => Comma::Mixed,
            (true, false) => Comma::Decimal,
            (false, true) => Comma::Thousands,
            (false, false) if has(Sign::OpenComma) && is_open => Comma::Mixed,
            (false, false) => Comma::Unknown,
        }
    }
}

fn signs(figure: &str) -> &'static [Sign] {
    match (figure.rfind(','), figure.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => &[Sign::DecimalComma, Sign::PartingPoint],
        (Some(_), Some(_)) => &[Sign::DecimalPoint],
        (Some(comma), None) => match lone(figure, comma) {
            Lone::Parting => &[Sign::DecimalPoint],
            Lone::Decimal => &[Sign::DecimalComma],
            Lone::Open => &[Sign::OpenComma],
        },
        (None, Some(point)) => match lone(figure, point) {
            Lone::Parting => &[Sign::DecimalComma, Sign::PartingPoint],
            Lone::Decimal => &[Sign::DecimalPoint],
            Lone::Open => &[Sign::OpenPoint],
        },
        (None, None) => &[],
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
fn is_figure(text: &str) -> bool {
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

/// Returns the number that a figure of a declared column writes, with `comma` as the column uses it.
pub(super) fn lenient(figure: &str, comma: Comma) -> Result<Decimal, &'static str> {
    if let (Some(number), true) = (plain(figure), figure.contains(['e', 'E'])) {
        return Ok(number);
    }
    let (sign, digits) = match figure.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", figure.strip_prefix('+').unwrap_or(figure)),
    };
    let digits = digits.trim();
    let canonical = match comma {
        Comma::Unknown if digits.contains(',') => {
            return Err(OPEN_COMMA);
        }
        Comma::Mixed if digits.contains([',', '.']) => {
            return Err(
                "stands in a column that may write decimals with a comma and with a point: declare `decimal: comma` or `decimal: point`",
            );
        }
        Comma::Decimal => canonical(digits, ',', '.'),
        _ => canonical(digits, '.', ','),
    };
    canonical
        .and_then(|it| exact(&format!("{sign}{it}")))
        .ok_or("is no number")
}

/// Why a lone comma with three digits after it is doubtful.
const OPEN_COMMA: &str = "has a comma before decimals or thousands, and the column does not tell which: declare `decimal: comma` or `decimal: point`";

/// Whether `text` is a figure whose comma could stand before decimals or thousands.
pub(super) fn is_open(text: &str) -> bool {
    let at = text
        .rfind(',')
        .filter(|_| is_figure(text) && !text.contains('.'));
    at.is_some_and(|at| matches!(lone(text, at), Lone::Open))
}

/// How an undeclared column writes decimals with a comma.
#[derive(Clone, Copy, Debug)]
pub(super) struct Commas {
    /// Spaces part its thousands, so that no comma does.
    has_spaces: bool,
}

impl Commas {
    /// Finds out from all texts of a column; nothing if no comma comes before decimals for sure.
    pub(super) fn of<'t, T: Iterator<Item = &'t str>>(texts: impl Fn() -> T) -> Option<Self> {
        let is_spaced = |it: &str| it.contains(char::is_whitespace);
        let figures = || texts().filter(|it| is_figure(it) && !it.contains('.'));
        let has_spaces =
            figures().any(|it| is_spaced(it) && canonical(bare(it), ',', ' ').is_some());
        let is_sure = |it: &str| {
            let lone = it.rfind(',').map(|at| lone(it, at));
            match lone {
                Some(Lone::Decimal) => true,
                Some(Lone::Open) => has_spaces,
                Some(Lone::Parting) | None => false,
            }
        };
        figures().any(is_sure).then_some(Commas { has_spaces })
    }

    /// Returns the number that `text` writes, or why it is doubtful; nothing if it writes none.
    pub(super) fn read(self, text: &str) -> Option<Result<Decimal, &'static str>> {
        let digits = bare(text);
        let has_zeros = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0,");
        if digits.contains('.') || text.starts_with('+') || has_zeros {
            return None;
        }
        let number = lenient(text, Comma::Decimal).ok()?;
        Some(if is_open(text) && !self.has_spaces {
            Err(OPEN_COMMA)
        } else {
            Ok(number)
        })
    }
}

/// Returns a figure without its sign.
fn bare(figure: &str) -> &str {
    figure.trim_start_matches(['-', '+', '\u{2212}']).trim()
}

/// Returns `digits` with a point before the decimals and nothing between the thousands.
fn canonical(digits: &str, point: char, mark: char) -> Option<String> {
    let (whole, fraction) = match digits.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '’') || c == mark;
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let are_thousands = groups.len() == 1
        || (matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|it| it.len() == 3));
    let mut digits = groups.concat();
    if !are_thousands || !is_digits(&digits) || !fraction.is_none_or(is_digits) {
        return None;
    }
    if let Some(fraction) = fraction {
        digits.push('.');
        digits.push_str(fraction);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::{Comma, lenient, plain};
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
            let read: Vec<Option<String>> = figures
                .iter()
                .map(|it| lenient(it, comma).ok().map(|it| it.to_string()))
                .collect();
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

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,20}") {
            let comma = Comma::of([text.as_str()]);
            let _ = (plain(&text), lenient(&text, comma));
        }
    }
}
