//! A declared column in, its values out: what does not fit the declaration is doubtful.

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;

use super::figures::{Figure, Sign};
use super::numbers::{self, Comma, Tally};
use super::raw::Written;
use super::typed::{Fit, Typed};
use super::{Currency, Kind, Unit, Value, amounts, calendar, clock, infer};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{ColumnSpec, ColumnType, DecimalMark, Scale};
use crate::source::Located;

/// Reads a column as `spec` declares it, its type inferred if `spec` gives none.
pub(super) fn column<'r, C>(
    cells: C,
    spec: &ColumnSpec,
    delimiter: Option<u8>,
    diagnostics: &mut Diagnostics,
) -> Typed
where
    C: Iterator<Item = Written<'r>> + Clone,
{
    let missing = spec.missing.as_slice();
    let kind = match (&spec.kind, &spec.currency) {
        (Some(kind), _) => kind.value,
        (None, Some(_)) => ColumnType::Money,
        (None, None) if spec.format.is_some() => ColumnType::Date,
        (None, None) if is_fraction(spec) => ColumnType::Percent,
        (None, None) if spec.scale.is_some() || spec.decimal.is_some() => ColumnType::Number,
        (None, None) => return infer::column(cells, missing, delimiter),
    };
    let mut typed = match kind {
        ColumnType::Text => infer::text(cells, missing),
        ColumnType::Identifier => infer::text(cells, missing).with_form(&["identifier".into()]),
        ColumnType::Category => infer::text(cells, missing).with_form(&["category".into()]),
        ColumnType::Number
        | ColumnType::Integer
        | ColumnType::Year
        | ColumnType::Percent
        | ColumnType::Money => {
            let figures = Figures::new(cells.clone(), kind, spec, diagnostics);
            let kind = Kind::Number(figures.unit);
            let mut typed = Typed::of(kind, cells.clone(), missing, |cell| figures.read(cell));
            if spec.decimal.is_none() && delimiter == Some(b';') {
                amounts::doubt_points(&mut typed, &cells, missing, "");
            }
            typed.with_form(&figures.form())
        }
        ColumnType::Date | ColumnType::DateTime => match (usable_format(spec, diagnostics), kind) {
            (Some(format), ColumnType::Date) => {
                Typed::of(Kind::Date, cells, missing, |cell| date(cell, format))
            }
            (Some(format), _) => {
                Typed::of(Kind::DateTime, cells, missing, |cell| moment(cell, format))
            }
            (None, ColumnType::Date) => calendar::declared(Kind::Date, cells, missing),
            (None, _) => calendar::declared(Kind::DateTime, cells, missing),
        },
        ColumnType::Time => {
            let format = usable_format(spec, diagnostics);
            Typed::of(Kind::Time, cells, missing, |cell| time(cell, format))
        }
        ColumnType::Duration => {
            let kind = Kind::Number(Unit::Seconds);
            let format = spec.format.as_ref();
            Typed::of(kind, cells, missing, |cell| duration(cell, format))
        }
        ColumnType::Boolean => Typed::of(Kind::Bool, cells, missing, boolean),
    };
    typed.evidence.is_declared = true;
    typed
}

/// Whether a declaration says that its column holds shares of one.
fn is_fraction(spec: &ColumnSpec) -> bool {
    let scale = spec.scale.as_ref();
    scale.is_some_and(|it| matches!(it.value, Scale::Fraction))
}

/// Whether a declaration says what its column holds.
pub(super) fn has_type(spec: &ColumnSpec) -> bool {
    spec.kind.is_some()
        || spec.currency.is_some()
        || spec.format.is_some()
        || spec.scale.is_some()
        || spec.decimal.is_some()
}

/// How the figures of a declared column are read.
struct Figures {
    unit: Unit,
    comma: Comma,
    tally: Tally,
    factor: Decimal,
    is_whole: bool,
}

impl Figures {
    fn new<'r>(
        cells: impl Iterator<Item = Written<'r>>,
        kind: ColumnType,
        spec: &ColumnSpec,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let unit = match kind {
            ColumnType::Percent => Unit::Percent,
            ColumnType::Money => currency(spec, diagnostics).map_or(Unit::None, Unit::Money),
            ColumnType::Year => Unit::Year,
            _ => Unit::None,
        };
        let mut tally = Tally::default();
        for cell in cells {
            if let Written::Plain(text) | Written::Text(text) = cell
                && let Some(figure) = figure(text, unit)
            {
                tally.add(figure.digits);
            }
        }
        let comma = match spec.decimal.as_ref().map(|it| it.value) {
            Some(DecimalMark::Comma) => Comma::Decimal,
            Some(DecimalMark::Point) => Comma::Thousands,
            None => tally.comma(),
        };
        Figures {
            unit,
            comma,
            tally,
            factor: factor(spec.scale.as_ref().map(|it| it.value)),
            is_whole: matches!(kind, ColumnType::Integer | ColumnType::Year),
        }
    }

    fn read(&self, cell: Written<'_>) -> Fit {
        let (Written::Plain(text) | Written::Text(text)) = cell else {
            return Fit::Doubt("is no number".to_owned());
        };
        match self.amount(text) {
            Ok(amount) => Fit::Value(Value::Number(super::Quantity {
                amount,
                unit: self.unit,
            })),
            Err(reason) => Fit::Doubt(reason.to_owned()),
        }
    }

    fn amount(&self, text: &str) -> Result<Decimal, &'static str> {
        let is_plain = self.comma == Comma::Thousands || !text.contains('.');
        let plain = numbers::plain(text).filter(|_| is_plain || text.contains(['e', 'E']));
        let (written, power) = match (plain, figure(text, self.unit)) {
            (Some(number), _) => (number, 0),
            (None, Some(figure)) => (amounts::amount(&figure, self.comma)?, figure.power),
            (None, None) => return Err("is no number"),
        };
        if self.is_whole && !written.is_integer() {
            return Err("is no whole number");
        }
        if self.factor == Decimal::ONE {
            return Ok(written);
        }
        if power > 0 {
            return Err("has a scale of its own, besides the one declared");
        }
        written
            .checked_mul(self.factor)
            .map(|it| it.normalize())
            .ok_or("is too large")
    }

    /// Says how the figures are written.
    fn form(&self) -> Vec<String> {
        let mut form = Vec::new();
        if let Unit::Money(currency) = self.unit {
            form.push(format!("amounts in {}", currency.code()));
        }
        match self.comma {
            Comma::Decimal => form.push("decimal comma".to_owned()),
            Comma::Thousands if self.tally.has_commas() => form.push("thousands commas".to_owned()),
            _ => {}
        }
        form
    }
}

/// Takes a figure of a declared column apart; nothing if it bears the sign of another unit.
fn figure(text: &str, unit: Unit) -> Option<Figure<'_>> {
    let text = text.trim();
    // The code of a rare currency is known where it is declared.
    let bare = match unit {
        Unit::Money(currency) => {
            let code = currency.code();
            text.strip_suffix(code).or_else(|| text.strip_prefix(code))
        }
        _ => None,
    };
    let figure = match unit {
        Unit::Money(_) => Figure::of_money(bare.unwrap_or(text)),
        _ => Figure::of(text),
    }?;
    let is_fitting = match (figure.sign, unit) {
        (None, _) | (Some(Sign::Percent), Unit::Percent) => true,
        (Some(Sign::Dollar), Unit::Money(it)) => it.is_dollar(),
        (Some(Sign::Yen), Unit::Money(it)) => matches!(it.code(), "JPY" | "CNY"),
        (Some(Sign::Money(one)), Unit::Money(other)) => one == other,
        _ => false,
    };
    is_fitting.then_some(figure)
}

/// Returns the declared currency; says so if there is none that is one.
fn currency(spec: &ColumnSpec, diagnostics: &mut Diagnostics) -> Option<Currency> {
    let Some(code) = &spec.currency else {
        let kind = spec.kind.as_ref()?;
        diagnostics.push(
            Diagnostic::error(Code::MissingKey, "a column of money needs its `currency`")
                .at(kind.span)
                .hint("add the currency's code, as in `currency: EUR`"),
        );
        return None;
    };
    let currency = Currency::from_code(&code.value);
    if currency.is_none() {
        let message = format!("`{}` is no currency code", code.value);
        diagnostics.push(
            Diagnostic::error(Code::WrongType, message)
                .at(code.span)
                .hint("a code has three capitals, as in `EUR` or `USD`"),
        );
    }
    currency
}

fn factor(scale: Option<Scale>) -> Decimal {
    match scale {
        None | Some(Scale::One) => Decimal::ONE,
        Some(Scale::Fraction) => Decimal::ONE_HUNDRED,
        Some(Scale::Thousand) => Decimal::ONE_THOUSAND,
        Some(Scale::Million) => Decimal::from(1_000_000),
        Some(Scale::Billion) => Decimal::from(1_000_000_000),
    }
}

/// Returns the declared format if the calendar knows its directives; says so if not.
fn usable_format<'s>(
    spec: &'s ColumnSpec,
    diagnostics: &mut Diagnostics,
) -> Option<&'s Located<String>> {
    let format = spec.format.as_ref()?;
    let sample = Date::constant(2000, 1, 1).at(0, 0, 0, 0);
    match jiff::fmt::strtime::format(&format.value, sample) {
        Ok(_) => Some(format),
        Err(error) => {
            let message = format!("`{}` is no format: {error}", format.value);
            diagnostics.push(
                Diagnostic::error(Code::WrongType, message)
                    .at(format.span)
                    .hint("`%d/%m/%Y` reads 14/03/2026, `%H:%M` reads 20:45"),
            );
            None
        }
    }
}

fn date(cell: Written<'_>, format: &Located<String>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is no day".to_owned());
    };
    match Date::strptime(&format.value, text) {
        Ok(date) => Fit::Value(Value::Date(date)),
        Err(_) => Fit::Doubt(format!("is no day written as `{}`", format.value)),
    }
}

fn moment(cell: Written<'_>, format: &Located<String>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is no day with a time".to_owned());
    };
    match DateTime::strptime(&format.value, text) {
        Ok(moment) => Fit::Value(Value::DateTime(moment)),
        Err(_) => Fit::Doubt(format!(
            "is no day with a time written as `{}`",
            format.value
        )),
    }
}

fn time(cell: Written<'_>, format: Option<&Located<String>>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is no time".to_owned());
    };
    let read = match format {
        Some(format) => Time::strptime(&format.value, text).ok(),
        None => clock::whole_time(text).map(|it| it.0),
    };
    match (read, format) {
        (Some(time), _) => Fit::Value(Value::Time(time)),
        (None, Some(format)) => Fit::Doubt(format!("is no time written as `{}`", format.value)),
        (None, None) => Fit::Doubt("is no time written as 20:45".to_owned()),
    }
}

fn duration(cell: Written<'_>, format: Option<&Located<String>>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is no duration".to_owned());
    };
    let read = match format {
        Some(format) => clock::formatted(text, &format.value),
        None => clock::duration(text).map(|it| it.0),
    };
    match (read, format) {
        (Some(amount), _) => Fit::Value(calendar::seconds(amount)),
        (None, Some(format)) => Fit::Doubt(format!("is no duration written as `{}`", format.value)),
        (None, None) => Fit::Doubt("is no duration written as 1 h 32 min or 1:32:05".to_owned()),
    }
}

fn boolean(cell: Written<'_>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is neither true nor false".to_owned());
    };
    match text.to_lowercase().as_str() {
        "true" | "yes" | "oui" | "vrai" | "1" => Fit::Value(Value::Bool(true)),
        "false" | "no" | "non" | "faux" | "0" => Fit::Value(Value::Bool(false)),
        _ => Fit::Doubt("is neither true nor false".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::data::tests::{Case, column, lines, located};
    use crate::project::{ColumnSpec, ColumnType, DecimalMark, Scale};

    #[test]
    fn a_declared_column_is_read_as_declared() {
        let check = |cells: &str, spec: ColumnSpec, expected: &str, message: Option<&str>| {
            let text = format!("n;c\n{}", lines(cells).replace(',', ";").replace('d', ","));
            let case = Case::new("t.csv", &text).column("c", spec);
            let (tables, messages) = case.load();
            let table = tables.into_iter().next().unwrap();
            assert_eq!(column(&table, "c").join(" "), expected, "{cells}");
            let start = messages
                .first()
                .map(|it| it.trim_start_matches("doubtful-cell: "));
            assert_eq!(start, message, "{cells}");
        };
        let of = ColumnType::Number;
        check("12d5 1d25 NA", kind(of), "12.5 1.25 ∅", None);
        check("1\u{202f}234d5 -", kind(of), "1234.5 ∅", None);
        check(
            "5 x y",
            kind(of),
            "5 ∅ ∅",
            Some("column `c` has 2 doubtful cells; the first: `x` is no number"),
        );
        check(
            "5 2.5",
            kind(ColumnType::Integer),
            "5 ∅",
            Some("column `c`: `2.5` is no whole number"),
        );
        check(
            "1d234 1.234",
            kind(of),
            "∅ ∅",
            Some(
                "column `c` has 2 doubtful cells; the first: `1,234` stands in a column that may write decimals with a comma and with a point: declare `decimal: comma` or `decimal: point`",
            ),
        );
        let with = |mark| ColumnSpec {
            decimal: Some(located(mark)),
            ..ColumnSpec::default()
        };
        check("1d234 1.234", with(DecimalMark::Comma), "1.234 1234", None);
        check("1d234 1.234", with(DecimalMark::Point), "1234 1.234", None);
        check("007 NA", kind(ColumnType::Text), "'007' 'NA'", None);
        check(
            "oui NO 1 _",
            kind(ColumnType::Boolean),
            "true false true ∅",
            None,
        );
        check(
            "20:45 25:00",
            kind(ColumnType::Time),
            "t20:45:00 ∅",
            Some("column `c`: `25:00` is no time written as 20:45"),
        );
        check(
            "2026-02-28 2026-02-30",
            kind(ColumnType::Date),
            "d2026-02-28 ∅",
            Some("column `c`: `2026-02-30` is no day of the calendar"),
        );
        let percent = ColumnSpec {
            scale: Some(located(Scale::Fraction)),
            ..kind(ColumnType::Percent)
        };
        check("0.125 12%", percent, "12.5 1200", None);
        let fraction = ColumnSpec {
            scale: Some(located(Scale::Fraction)),
            ..ColumnSpec::default()
        };
        check("0.125 12%", fraction, "12.5 1200", None);
        let money = ColumnSpec {
            currency: Some(located("EUR".to_owned())),
            scale: Some(located(Scale::Million)),
            ..ColumnSpec::default()
        };
        check("1d25€ 2 3EUR", money, "1250000 2000000 3000000", None);
        let day = ColumnSpec {
            format: Some(located("%-d/%m/%Y".to_owned())),
            ..kind(ColumnType::Date)
        };
        check("14/03/2026 3/04/2026", day, "d2026-03-14 d2026-04-03", None);
        let missing = ColumnSpec {
            missing: vec!["?".to_owned()],
            ..ColumnSpec::default()
        };
        check("1 ? 2", missing, "1 ∅ 2", None);
    }

    fn kind(kind: ColumnType) -> ColumnSpec {
        ColumnSpec {
            kind: Some(located(kind)),
            ..ColumnSpec::default()
        }
    }

    #[test]
    fn a_point_among_semicolons_is_open_until_declared() {
        let open = "has a point before decimals or thousands, and the column does not tell which: declare `decimal: comma` or `decimal: point`";
        let check = |cells: &str, spec: Option<ColumnSpec>, expected: &str, n_doubts: usize| {
            let case = Case::new("t.csv", &format!("n;c\nx;{}\n", cells.replace(' ', "\nx;")));
            let case = match spec {
                Some(spec) => case.column("c", spec),
                None => case,
            };
            let (tables, messages) = case.load();
            let table = tables.into_iter().next().unwrap();
            assert_eq!(column(&table, "c").join(" "), expected, "{cells}");
            let n = messages.iter().filter(|it| it.contains(open)).count();
            assert_eq!((n, messages.len()), (n_doubts, n_doubts), "{messages:?}");
        };
        let mark = |mark| ColumnSpec {
            decimal: Some(located(mark)),
            ..kind(ColumnType::Number)
        };
        let euros = ColumnSpec {
            currency: Some(located("EUR".to_owned())),
            ..kind(ColumnType::Money)
        };
        check("1.234 12.500 7", None, "∅ ∅ 7", 1);
        check("1.234 12.500", Some(euros), "∅ ∅", 1);
        check("1.500 2", Some(kind(ColumnType::Integer)), "∅ 2", 1);
        check("1.234", Some(mark(DecimalMark::Comma)), "1234", 0);
        check("1.234", Some(mark(DecimalMark::Point)), "1.234", 0);
        check("1.234 12.50", None, "1.234 12.50", 0);
        check("1.234 0.500", None, "1.234 0.500", 0);
    }

    #[test]
    fn a_declaration_that_fits_nothing_is_a_finding() {
        let check = |spec: ColumnSpec, name: &str, expected: &str| {
            let messages = Case::new("t.csv", "n,goals\n1,2\n")
                .column(name, spec)
                .load()
                .1;
            assert_eq!(messages, [expected]);
        };
        let plain = ColumnSpec::default;
        check(
            plain(),
            "gols",
            "unknown-column: `t.csv` has no column `gols`",
        );
        check(
            kind(ColumnType::Money),
            "goals",
            "missing-key: a column of money needs its `currency`",
        );
        let euros = ColumnSpec {
            currency: Some(located("euros".to_owned())),
            ..plain()
        };
        check(euros, "goals", "wrong-type: `euros` is no currency code");
        let messages = Case::new("t.csv", "n\n1\n").key("id").load().1;
        assert_eq!(messages, ["unknown-column: `t.csv` has no column `id`"]);
    }

    proptest! {
        #[test]
        fn declared_columns_do_not_panic(cells in prop::collection::vec("[-+0-9.,eE% €:/\u{a0}]{0,14}", 1..6)) {
            let of = [
                ColumnType::Text, ColumnType::Number, ColumnType::Integer, ColumnType::Percent,
                ColumnType::Money, ColumnType::Date, ColumnType::Time, ColumnType::Boolean,
            ];
            for of in of {
                let spec = ColumnSpec {
                    currency: Some(located("EUR".to_owned())),
                    scale: Some(located(Scale::Billion)),
                    ..kind(of)
                };
                let text = format!("c\n{}\n", cells.join("\n"));
                Case::new("t.csv", &text).column("c", spec).load();
            }
        }
    }
}
