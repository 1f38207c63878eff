//! A figure as people write it in; its digits, its sign, its currency and its scale out.

use super::{Currency, numbers};

/// A figure taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is one thing that a figure may show, and they go together freely"
)]
pub(super) struct Figure<'t> {
    /// Its digits with the marks between them.
    pub(super) digits: &'t str,
    /// Whether it is less than zero: `-5`, `5-`, `(5)`.
    pub(super) is_negative: bool,
    /// Whether parentheses say so, as accountants write it.
    pub(super) is_parenthesised: bool,
    /// Whether it has a plus.
    pub(super) has_plus: bool,
    /// What it bears besides.
    pub(super) sign: Option<Sign>,
    /// Whether that stands before the digits.
    pub(super) is_sign_first: bool,
    /// How many zeros its scale adds: 6 for `1.2 million`.
    pub(super) power: u32,
    /// Whether its scale is one letter that may be something else: `m` is metres too.
    has_bare_letter: bool,
}

/// The sign of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// `%`.
    Percent,
    /// `$` with nothing that says which dollar.
    Dollar,
    /// `¥`, of Japan or of China.
    Yen,
    /// A currency.
    Money(Currency),
}

/// The signs that begin or end a figure, longest first where one is part of another.
const SIGNS: &[(&str, Sign)] = &[
    ("%", Sign::Percent),
    ("€", money("EUR")),
    ("£", money("GBP")),
    ("US$", money("USD")),
    ("CA$", money("CAD")),
    ("AU$", money("AUD")),
    ("NZ$", money("NZD")),
    ("HK$", money("HKD")),
    ("MX$", money("MXN")),
    ("C$", money("CAD")),
    ("A$", money("AUD")),
    ("S$", money("SGD")),
    ("R$", money("BRL")),
    ("$", Sign::Dollar),
    ("¥", Sign::Yen),
    ("₹", money("INR")),
    ("₩", money("KRW")),
    ("₽", money("RUB")),
    ("₺", money("TRY")),
    ("zł", money("PLN")),
    ("d'euros", money("EUR")),
    ("d’euros", money("EUR")),
    ("euros", money("EUR")),
    ("euro", money("EUR")),
];

/// The currencies whose codes are told from other capitals.
const CODES: &[&str] = &[
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "DZD",
    "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KWD",
    "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD",
    "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "XAF",
    "XOF", "XPF", "ZAR",
];

/// The words and letters of scales with the zeros they add, longest first where one ends in another.
const SCALES: &[(&str, u32)] = &[
    ("thousand", 3),
    ("milliers", 3),
    ("mille", 3),
    ("millions", 6),
    ("million", 6),
    ("milliards", 9),
    ("milliard", 9),
    ("billions", 9),
    ("billion", 9),
    ("mds", 9),
    ("md", 9),
    ("mrd", 9),
    ("bn", 9),
    ("mn", 6),
    ("mio", 6),
    ("k", 3),
    ("m", 6),
    ("b", 9),
];

const fn money(code: &str) -> Sign {
    let bytes = code.as_bytes();
    Sign::Money(Currency([bytes[0], bytes[1], bytes[2]]))
}

impl<'t> Figure<'t> {
    /// Takes a figure apart; nothing if `text` has another word in it, or no digits.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let figure = Figure::of_money(text)?;
        let is_money = matches!(figure.sign, Some(Sign::Dollar | Sign::Yen | Sign::Money(_)));
        (is_money || !figure.has_bare_letter).then_some(figure)
    }

    /// Takes a figure apart that is known to be an amount of money: `3m` is three million then.
    pub(super) fn of_money(text: &'t str) -> Option<Self> {
        let mut figure = Figure {
            digits: text.trim(),
            is_negative: false,
            is_parenthesised: false,
            has_plus: false,
            sign: None,
            is_sign_first: false,
            power: 0,
            has_bare_letter: false,
        };
        // Most texts of a column of names end here.
        if !figure.digits.bytes().any(|it| it.is_ascii_digit()) {
            return None;
        }
        while !figure.digits.starts_with(|c: char| c.is_ascii_digit()) {
            figure.strip_front()?;
        }
        while !figure.digits.ends_with(|c: char| c.is_ascii_digit()) {
            figure.strip_back()?;
        }
        let is_sound = numbers::is_figure(figure.digits)
            && (figure.power == 0 || figure.sign != Some(Sign::Percent));
        is_sound.then_some(figure)
    }

    /// Takes away what stands before the digits, one thing a call.
    fn strip_front(&mut self) -> Option<()> {
        let text = self.digits;
        if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
            return self.negate(rest);
        }
        if let Some(rest) = text.strip_prefix('+') {
            self.has_plus = true;
            return (!self.is_negative).then(|| self.digits = rest.trim_start());
        }
        if let Some(rest) = text.strip_prefix('(') {
            self.is_parenthesised = true;
            return self.negate(rest.strip_suffix(')')?.trim());
        }
        let (sign, rest) = sign_before(text)?;
        self.is_sign_first = true;
        self.bear(sign, rest.trim_start())
    }

    /// Takes away what stands after the digits, one thing a call.
    fn strip_back(&mut self) -> Option<()> {
        let text = self.digits;
        if let Some(rest) = text.strip_suffix(['-', '\u{2212}']) {
            return self.negate(rest.trim_end());
        }
        if let Some((sign, rest)) = sign_after(text) {
            return self.bear(sign, rest.trim_end());
        }
        let (power, letter, rest) = scale_after(text)?;
        self.has_bare_letter = letter;
        let is_first = self.power == 0;
        self.power = power;
        self.digits = rest.trim_end();
        is_first.then_some(())
    }

    fn negate(&mut self, rest: &'t str) -> Option<()> {
        let is_signed = self.is_negative || self.has_plus;
        self.is_negative = true;
        self.digits = rest.trim_start();
        (!is_signed).then_some(())
    }

    fn bear(&mut self, sign: Sign, rest: &'t str) -> Option<()> {
        self.digits = rest;
        let sign = match (self.sign, sign) {
            (None, sign) => sign,
            // `$5 CAD` says which dollar it is.
            (Some(Sign::Dollar), Sign::Money(currency)) if currency.code().ends_with('D') => sign,
            (Some(_), _) => return None,
        };
        self.sign = Some(sign);
        Some(())
    }
}

fn sign_before(text: &str) -> Option<(Sign, &str)> {
    let symbols = SIGNS.iter().filter(|it| it.1 != Sign::Percent);
    let symbol = symbols.filter_map(|(symbol, sign)| Some((*sign, text.strip_prefix(symbol)?)));
    symbol.into_iter().next().or_else(|| {
        let (code, rest) = text.split_at_checked(3)?;
        let is_code = CODES.contains(&code) && !rest.starts_with(char::is_alphabetic);
        is_code.then(|| Currency::from_code(code).map(|it| (Sign::Money(it), rest)))?
    })
}

fn sign_after(text: &str) -> Option<(Sign, &str)> {
    let symbol = |(symbol, sign): &(&str, Sign)| Some((*sign, text.strip_suffix(symbol)?));
    SIGNS.iter().find_map(symbol).or_else(|| {
        let (rest, code) = text.split_at_checked(text.len().checked_sub(3)?)?;
        let is_code = CODES.contains(&code);
        is_code.then(|| Currency::from_code(code).map(|it| (Sign::Money(it), rest)))?
    })
}

/// Returns the zeros that a scale adds, whether it is a letter that may be another word, and what
/// stands before it.
fn scale_after(text: &str) -> Option<(u32, bool, &str)> {
    let word = text.trim_end_matches('.');
    SCALES.iter().find_map(|(name, power)| {
        let start = word.len().checked_sub(name.len())?;
        let (rest, end) = word.split_at_checked(start)?;
        let is_word = !rest.ends_with(char::is_alphabetic) && end.eq_ignore_ascii_case(name);
        is_word.then_some((*power, matches!(*name, "m" | "b"), rest))
    })
}

#[cfg(test)]
mod tests {
    use super::{Figure, Sign};
    use proptest::prelude::*;

    /// Writes a figure as `-` `digits` `×10^power` `sign`.
    fn shown(text: &str) -> Option<String> {
        let figure = Figure::of(text)?;
        let minus = if figure.is_negative { "-" } else { "" };
        let power = match figure.power {
            0 => String::new(),
            power => format!("e{power}"),
        };
        let sign = match figure.sign {
            None => String::new(),
            Some(Sign::Money(currency)) => format!(" {}", currency.code()),
            Some(other) => format!(" {other:?}"),
        };
        Some(format!("{minus}{}{power}{sign}", figure.digits))
    }

    #[test]
    fn a_figure_is_taken_apart() {
        let check = |text, expected: Option<&str>| {
            assert_eq!(shown(text).as_deref(), expected, "{text:?}");
        };
        check("12", Some("12"));
        check("€ 1 296", Some("1 296 EUR"));
        check("$3,140", Some("3,140 Dollar"));
        check("US$ 5", Some("5 USD"));
        check("$5 CAD", Some("5 CAD"));
        check("5 CHF", Some("5 CHF"));
        check("USD 5", Some("5 USD"));
        check("12,5 M€", Some("12,5e6 EUR"));
        check("12 MEUR", Some("12e6 EUR"));
        check("3 millions d’euros", Some("3e6 EUR"));
        check("1.2bn", Some("1.2e9"));
        check("£3m", Some("3e6 GBP"));
        check("$3.2B", Some("3.2e9 Dollar"));
        check("3 Mds €", Some("3e9 EUR"));
        check("12k", Some("12e3"));
        check("25 %", Some("25 Percent"));
        check("(1,234)", Some("-1,234"));
        check("($5)", Some("-5 Dollar"));
        check("$(5)", Some("-5 Dollar"));
        check("-€5", Some("-5 EUR"));
        check("\u{2212}3", Some("-3"));
        check("12.5-", Some("-12.5"));
        check("+4", Some("4"));
        check("1'234", Some("1'234"));
        for text in [
            "3M",
            "5m",
            "12 PTS",
            "-(5)",
            "--5",
            "5--",
            "€5€",
            "12 k€ k",
            "5 km",
            "5 %k",
            "%",
            "A1",
            "1A",
            "(5",
            "5)",
            "1 million €5",
            "- ",
            "12/3",
            "",
        ] {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[-+()0-9.,kKmMbnds €$£%EURUSD'’\u{a0}\u{2212}é]{0,16}") {
            let _ = Figure::of(&text);
        }
    }
}
