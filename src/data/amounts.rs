//! A column of figures in, its numbers out: what their commas, signs and scales mean is the column's to say.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::figures::{Figure, Sign};
use super::names::excerpt;
use super::numbers::{self, Comma, OPEN_COMMA, Tally};
use super::raw::Written;
use super::typed::{self, Fit, Strays, Typed};
use super::{Currency, Kind, Quantity, Unit, Value};

/// Reads a column whose cells are figures of one unit, all but `n_strays_max` of them. Where commas part
/// the cells of the file, `3,83` may be a list.
pub(super) fn column<'r, C>(
    cells: C,
    missing: &[String],
    is_comma_parted: bool,
    n_strays_max: usize,
) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let survey = Survey::of(cells.clone(), missing, n_strays_max)?;
    let reader = survey.reader(is_comma_parted, n_strays_max)?;
    let reason = match reader.unit {
        Unit::Money(currency) => format!("is no amount in {}", currency.code()),
        Unit::Percent => "is no percentage with its sign".to_owned(),
        _ => "is no number".to_owned(),
    };
    let strays = Strays {
        n_max: n_strays_max,
        reason: &reason,
    };
    let kind = Kind::Number(reader.unit);
    let typed = Typed::read(kind, cells, missing, strays, |cell| reader.read(cell))?;
    Some(typed.with_form(&survey.form(&reader)))
}

/// Returns a column of amounts in several currencies, all of them doubtful.
pub(super) fn mixed<'r, C>(cells: C, missing: &[String]) -> Option<Typed>
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let survey = Survey::of(cells.clone(), missing, 0)?;
    let are_money = survey.n_bare == 0 && survey.n_percent == 0;
    let currencies = survey.currencies();
    let (first, _) = currencies.first()?;
    if !are_money || currencies.len() < 2 {
        return None;
    }
    let names: Vec<&str> = currencies.iter().map(|it| it.0.code()).collect();
    let reason = format!(
        "stands in a column of several currencies ({})",
        names.join(", ")
    );
    let kind = Kind::Number(Unit::Money(*first));
    let mut typed = Typed::of(kind, cells, missing, |_| Fit::Doubt(reason.clone()));
    typed.choices = vec!["type: text".to_owned()];
    Some(typed.with_form(&[format!("amounts in {}", names.join(" and "))]))
}

/// What the figures of a column have in common.
#[derive(Default)]
struct Survey {
    n_figures: usize,
    n_bare: usize,
    n_percent: usize,
    n_dollars: usize,
    n_yens: usize,
    n_signs_first: usize,
    money: Vec<(Currency, usize)>,
    tally: Tally,
    n_pluses: usize,
    n_minuses: usize,
    n_parenthesised: usize,
    n_scaled: usize,
    /// Whether spaces that do not break, or apostrophes, part thousands: nothing else has them.
    has_sure_marks: bool,
    /// Whether a comma is before decimals for sure, and not between the figures of a list.
    has_sure_decimals: bool,
    /// Whether plain spaces stand between digits, as in identifiers too.
    has_spaces: bool,
    /// The numbers of digits of figures with plain spaces, and whether one begins with a lone digit.
    spaced: (usize, usize, bool),
}

impl Survey {
    /// Looks at all present cells; nothing if too many are no figures, or one is a code.
    fn of<'r>(
        cells: impl Iterator<Item = Written<'r>> + Clone,
        missing: &[String],
        n_strays_max: usize,
    ) -> Option<Self> {
        let mut survey = Survey::default();
        let mut n_strays = 0;
        for (_, cell) in typed::present(cells, missing) {
            let figure = match cell {
                Written::Nested(_) => return None,
                Written::Plain(text) if is_error(text) => continue,
                Written::Plain(text) if numbers::is_code(text) => return None,
                Written::Plain(text) if numbers::plain(text).is_some() => {
                    survey.add_plain(text);
                    continue;
                }
                Written::Plain(text) => Figure::of(text),
                Written::Absent | Written::Text(_) => None,
            };
            match figure {
                Some(figure) if is_code(figure.digits) || is_list(figure.digits) => return None,
                Some(figure) => survey.add(&figure),
                None if n_strays == n_strays_max => return None,
                None => n_strays += 1,
            }
        }
        let is_signed = survey.n_parenthesised < survey.n_figures
            && (survey.n_pluses == 0 || survey.n_minuses > 0);
        (survey.n_figures > 0 && is_signed).then_some(survey)
    }

    fn add_plain(&mut self, text: &str) {
        self.n_figures += 1;
        self.n_bare += 1;
        self.n_minuses += usize::from(text.starts_with('-'));
        if text.contains('.') {
            self.tally.add(text);
        }
    }

    fn add(&mut self, figure: &Figure<'_>) {
        self.n_figures += 1;
        match figure.sign {
            None => self.n_bare += 1,
            Some(Sign::Percent) => self.n_percent += 1,
            Some(Sign::Dollar) => self.n_dollars += 1,
            Some(Sign::Yen) => self.n_yens += 1,
            Some(Sign::Money(currency)) => {
                match self.money.iter_mut().find(|it| it.0 == currency) {
                    Some((_, n)) => *n += 1,
                    None => self.money.push((currency, 1)),
                }
            }
        }
        self.n_signs_first += usize::from(figure.is_sign_first);
        self.n_pluses += usize::from(figure.has_plus);
        self.n_minuses += usize::from(figure.is_negative);
        self.n_parenthesised += usize::from(figure.is_parenthesised);
        self.n_scaled += usize::from(figure.power > 0);
        self.tally.add(figure.digits);
        self.has_sure_decimals |= figure.is_negative || has_sure_decimals(figure.digits);
        self.add_spaces(figure.digits);
    }

    fn add_spaces(&mut self, digits: &str) {
        let is_sure = |c: char| (c.is_whitespace() && c != ' ') || matches!(c, '\'' | '’');
        self.has_sure_marks |= digits.contains(is_sure);
        if let Some(at) = digits.find(' ') {
            let n_digits = digits.bytes().filter(u8::is_ascii_digit).count();
            let (least, most, is_lone) = self.spaced;
            let least = if self.has_spaces { least } else { n_digits };
            self.spaced = (least.min(n_digits), most.max(n_digits), is_lone || at == 1);
            self.has_spaces = true;
        }
    }

    /// Returns the currencies with how many figures bear them, the most frequent first. A lone `$` is
    /// of the United States, unless another dollar is named.
    fn currencies(&self) -> Vec<(Currency, usize)> {
        let mut money = self.money.clone();
        let dollar = Currency(*b"USD");
        let is_other = |it: &(Currency, usize)| it.0.is_dollar() && it.0 != dollar;
        if self.n_dollars > 0 {
            match money.iter_mut().find(|it| it.0 == dollar) {
                Some((_, n)) if !self.money.iter().any(is_other) => *n += self.n_dollars,
                Some(_) => {}
                None => money.push((dollar, self.n_dollars)),
            }
        }
        money.sort_by_key(|it| std::cmp::Reverse(it.1));
        money
    }

    /// Returns how the cells are to be read; nothing if the column does not tell.
    fn reader(&self, is_comma_parted: bool, n_strays_max: usize) -> Option<Reader> {
        let currencies = self.currencies();
        let money = currencies.first().filter(|_| self.n_yens == 0);
        let units = [
            Some((Unit::None, self.n_bare)),
            Some((Unit::Percent, self.n_percent)),
            money.map(|(currency, n)| (Unit::Money(*currency), *n)),
        ];
        let (unit, n) = units.into_iter().flatten().max_by_key(|it| it.1)?;
        let is_dollar = self.n_dollars > 0 && currencies.len() > 1;
        if self.n_figures - n > n_strays_max || (is_dollar && n_strays_max == 0) {
            return None;
        }
        let are_spaces_sure = self.tally.n_sure() > 0
            || self.has_sure_marks
            || unit != Unit::None
            || self.spaced.0 != self.spaced.1
            || self.spaced.2;
        if self.has_spaces && !are_spaces_sure {
            return None;
        }
        let (comma, is_sure) = self.comma(unit)?;
        let may_be_lists = is_comma_parted && unit == Unit::None && !self.has_sure_decimals;
        if comma == Comma::Decimal && may_be_lists {
            return None;
        }
        Some(Reader {
            unit,
            comma,
            is_sure,
            is_dollar_clear: !is_dollar,
        })
    }

    /// Returns what a comma means, and whether one with three digits after it means it too.
    fn comma(&self, unit: Unit) -> Option<(Comma, bool)> {
        // One figure may be a slip; two are a habit.
        const N_SURE_MIN: u32 = 2;
        let are_spaces = self.has_spaces || self.has_sure_marks;
        let is_sure =
            are_spaces || self.tally.has_both_marks() || self.tally.n_sure() >= N_SURE_MIN;
        // Where the sign stands before the figure, dollars and pounds have a point before their cents.
        let is_english = matches!(unit, Unit::Money(it) if matches!(it.code(), "USD" | "GBP"))
            && self.n_signs_first == self.n_figures;
        match self.tally.comma() {
            Comma::Mixed => None,
            Comma::Decimal => Some((Comma::Decimal, is_sure)),
            Comma::Thousands => Some((Comma::Thousands, is_sure || is_english)),
            Comma::Unknown if is_english => Some((Comma::Thousands, true)),
            Comma::Unknown if self.tally.n_open_commas > 0 => {
                are_spaces.then_some((Comma::Decimal, true))
            }
            Comma::Unknown if self.tally.n_open_points > 0 && unit != Unit::None => None,
            Comma::Unknown => Some((Comma::Thousands, true)),
        }
    }

    /// Says how the figures are written.
    fn form(&self, reader: &Reader) -> Vec<String> {
        let mut form = Vec::new();
        if let Unit::Money(currency) = reader.unit {
            form.push(format!("amounts in {}", currency.code()));
        }
        let has_commas = self.tally.n_open_commas + self.tally.n_sure() > 0;
        match reader.comma {
            Comma::Decimal if has_commas => form.push("decimal comma".to_owned()),
            Comma::Thousands if self.tally.has_commas() => {
                form.push("thousands commas".to_owned());
            }
            _ => {}
        }
        if self.n_scaled > 0 {
            form.push(match self.n_scaled {
                1 => "1 with a scale".to_owned(),
                n => format!("{n} with a scale"),
            });
        }
        if self.n_parenthesised > 0 {
            form.push("negatives in parentheses".to_owned());
        }
        form
    }
}

/// How the figures of a column are read.
struct Reader {
    unit: Unit,
    comma: Comma,
    /// Whether a comma with three digits after it is as clear as the others.
    is_sure: bool,
    /// Whether `$` says which dollar.
    is_dollar_clear: bool,
}

impl Reader {
    fn read(&self, cell: Written<'_>) -> Fit {
        let Written::Plain(text) = cell else {
            return Fit::No;
        };
        if is_error(text) {
            return Fit::Doubt("is an error of the spreadsheet".to_owned());
        }
        let is_plain = self.comma != Comma::Decimal || !text.contains('.') || text.contains('E');
        if self.unit == Unit::None
            && is_plain
            && let Some(number) = numbers::plain(text)
        {
            return Fit::Value(Value::number(number));
        }
        let Some(figure) = Figure::of(text) else {
            return Fit::No;
        };
        if !self.is_of_unit(figure.sign) {
            return Fit::No;
        }
        if !self.is_sure && numbers::is_open(figure.digits) {
            return Fit::Doubt(OPEN_COMMA.to_owned());
        }
        match amount(&figure, self.comma) {
            Ok(amount) => Fit::Value(Value::Number(Quantity {
                amount,
                unit: self.unit,
            })),
            Err(_) => Fit::No,
        }
    }

    fn is_of_unit(&self, sign: Option<Sign>) -> bool {
        match (sign, self.unit) {
            (None, Unit::None) | (Some(Sign::Percent), Unit::Percent) => true,
            (Some(Sign::Money(one)), Unit::Money(other)) => one == other,
            (Some(Sign::Dollar), Unit::Money(it)) => it.code() == "USD" && self.is_dollar_clear,
            _ => false,
        }
    }
}

/// Returns what a figure comes to, with `comma` as its column uses it.
pub(super) fn amount(figure: &Figure<'_>, comma: Comma) -> Result<Decimal, &'static str> {
    let written = numbers::digits_with(figure.digits, figure.is_negative, comma)?;
    if figure.power == 0 {
        return Ok(written);
    }
    let scale = Decimal::from(10_u64.pow(figure.power));
    let amount = written.checked_mul(scale).map(|it| it.normalize());
    amount.ok_or("is too large")
}

/// Doubts the figures whose only point has three digits after it, as `1.234`, where no figure of their
/// column tells what its points mean. The lines to choose from begin with `declared`.
pub(super) fn doubt_points<'r, C>(typed: &mut Typed, cells: &C, missing: &[String], declared: &str)
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    const REASON: &str = "has a point before decimals or thousands, and the column does not tell which: declare `decimal: comma` or `decimal: point`";
    let figures = || {
        typed::present(cells.clone(), missing).filter_map(|(row, cell)| match cell {
            Written::Plain(text) | Written::Text(text) => {
                Some((row, text, Figure::of_money(text)?.digits))
            }
            _ => None,
        })
    };
    let mut tally = Tally::default();
    for (_, _, digits) in figures() {
        // Spaces and apostrophes part thousands: the point does not.
        if digits.contains(|c: char| c.is_whitespace() || matches!(c, '\'' | '’')) {
            return;
        }
        tally.add(digits);
    }
    if tally.n_sure() + tally.n_open_commas > 0 || tally.n_open_points == 0 {
        return;
    }
    let rows: BTreeMap<u32, &str> = figures()
        .filter(|it| it.2.contains('.'))
        .map(|(row, text, _)| (row, text))
        .collect();
    typed.doubts.retain(|(row, _)| !rows.contains_key(row));
    for (row, text) in rows {
        typed.values[row as usize] = Value::Missing;
        typed
            .doubts
            .push((row, format!("`{}` {REASON}", excerpt(text))));
    }
    typed.doubts.sort_by_key(|it| it.0);
    typed.choices = ["comma", "point"]
        .map(|it| format!("{declared}decimal: {it}"))
        .to_vec();
}

/// Whether a spreadsheet failed to compute the figure of a cell.
pub(super) fn is_error(text: &str) -> bool {
    text.starts_with('#')
        && matches!(
            text,
            "#DIV/0!" | "#REF!" | "#VALUE!" | "#NAME?" | "#NUM!" | "#NULL!"
        )
}

/// Whether commas part more than thousands: `9,20,71` is a list of minutes.
pub(super) fn is_list(digits: &str) -> bool {
    digits.matches(',').count() > 1
        && numbers::digits_with(digits, false, Comma::Thousands).is_err()
}

/// Whether what follows a comma is no figure of its own: `0,5`, `12,05`, `3,125`, `1 234,5`.
fn has_sure_decimals(digits: &str) -> bool {
    let Some((whole, fraction)) = digits.rsplit_once(',') else {
        return false;
    };
    whole == "0" || fraction.starts_with('0') || fraction.len() > 2 || whole.contains(['.', ' '])
}

/// Whether figures begin with a zero that no number has: `06 12 34`.
fn is_code(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'0', b'0'..=b'9' | b' ', ..])
}

#[cfg(test)]
mod tests {
    use crate::data::tests::check_column as check;

    #[test]
    fn figures_are_read_as_their_column_writes_them() {
        check("1,234|12.5|7.25", "1234 12.5 7.25", "thousands commas", &[]);
        check(
            "289,000,000.00|-1,000.00",
            "289000000.00 -1000.00",
            "thousands commas",
            &[],
        );
        check(
            "12,5|3|0,25|1,234",
            "12.5 3 0.25 1.234",
            "decimal comma",
            &[],
        );
        check("12,5 %|25%|NA", "12.5 25 ∅", "decimal comma", &[]);
        check("€ 1 296|12 €|-€5", "1296 12 -5", "amounts in EUR", &[]);
        check(
            "$3,140|$900",
            "3140 900",
            "amounts in USD, thousands commas",
            &[],
        );
        check(
            "12,5 M€|1 Md€|300 k€",
            "12500000 1000000000 300000",
            "amounts in EUR, decimal comma, 3 with a scale",
            &[],
        );
        check(
            "1.2bn|3 million|5",
            "1200000000 3000000 5",
            "2 with a scale",
            &[],
        );
        check(
            "£3m|£12",
            "3000000 12",
            "amounts in GBP, 1 with a scale",
            &[],
        );
        check("USD 5|US$ 7|$9", "5 7 9", "amounts in USD", &[]);
        check(
            "(1,234.50)|20.00",
            "-1234.50 20.00",
            "thousands commas, negatives in parentheses",
            &[],
        );
        check("12-|\u{2212}3|4", "-12 -3 4", "", &[]);
        check("+5|-3|0", "5 -3 0", "", &[]);
        check("9,20,71|3,83|5", "'9,20,71' '3,83' '5'", "", &[]);
        check("1\u{a0}234|12", "1234 12", "", &[]);
        check("1'234|12", "1234 12", "", &[]);
        check("1 234|12 345", "1234 12345", "", &[]);
    }

    #[test]
    fn what_figures_do_not_tell_is_not_guessed() {
        let text = |n, first| match n {
            1 => format!(" is read as text: 1 of its cells is no plain number: `{first}`"),
            n => format!(
                " is read as text: {n} of its cells are no plain numbers, the first: `{first}`"
            ),
        };
        check(
            "1,799 €|1,234 €",
            "'1,799 €' '1,234 €'",
            "",
            &[&text(2, "1,799 €")],
        );
        check(
            "€ 1.799|€ 2.000",
            "'€ 1.799' '€ 2.000'",
            "",
            &[&text(2, "€ 1.799")],
        );
        check("(12)|(13)", "'(12)' '(13)'", "", &[&text(2, "(12)")]);
        check("12%|7", "'12%' '7'", "", &[&text(1, "12%")]);
        check("3M|5M", "'3M' '5M'", "", &[]);
        check("¥5|¥7", "'¥5' '¥7'", "", &[&text(2, "¥5")]);
        check(
            "€5|$7",
            "∅ ∅",
            "amounts in EUR and USD",
            &[
                " has 2 doubtful cells; the first: `€5` stands in a column of several currencies (EUR, USD)",
            ],
        );
        check(
            &format!("{}$7", "€5|".repeat(12)),
            &format!("{}∅", "5 ".repeat(12)),
            "amounts in EUR",
            &[": `$7` is no amount in EUR"],
        );
    }
}
