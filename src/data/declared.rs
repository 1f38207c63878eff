//! A declared column in, its values out: what does not fit the declaration is doubtful.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::numbers::{self, Comma};
use super::raw::Written;
use super::typed::{Fit, Typed};
use super::{Currency, Kind, Unit, Value, infer};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{ColumnSpec, ColumnType, DecimalMark, Scale};
use crate::source::Located;

/// Reads a column as `spec` declares it, its type inferred if `spec` gives none.
pub(super) fn column<'r, C>(
    cells: C,
    spec: &ColumnSpec,
    has_commas: bool,
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
        (None, None) if spec.scale.is_some() || spec.decimal.is_some() => ColumnType::Number,
        (None, None) => return infer::column(cells, missing, has_commas),
    };
    let typed = match kind {
        ColumnType::Text => return infer::text(cells, missing),
        ColumnType::Number
        | ColumnType::Integer
        | ColumnType::Year
        | ColumnType::Percent
        | ColumnType::Money => {
            let figures = Figures::new(cells.clone(), kind, spec, diagnostics);
            let kind = Kind::Number(figures.unit);
            Typed::of(kind, cells, missing, |cell| figures.read(cell))
        }
        ColumnType::Date => {
            let format = usable_format(spec, diagnostics);
            Typed::of(Kind::Date, cells, missing, |cell| date(cell, format))
        }
        ColumnType::Time => {
            let format = usable_format(spec, diagnostics);
            Typed::of(Kind::Time, cells, missing, |cell| time(cell, format))
        }
        ColumnType::Boolean => Typed::of(Kind::Bool, cells, missing, boolean),
    };
    typed.expect("a declared column doubts what does not fit, and reads on")
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
        let figures = || {
            cells.filter_map(|it| match it {
                Written::Plain(text) | Written::Text(text) => Some(bare(text, unit)),
                _ => None,
            })
        };
        let comma = match spec.decimal.as_ref().map(|it| it.value) {
            Some(DecimalMark::Comma) => Comma::Decimal,
            Some(DecimalMark::Point) => Comma::Thousands,
            None => Comma::of(figures()),
        };
        Figures {
            unit,
            comma,
            factor: factor(spec.scale.as_ref().map(|it| it.value)),
            is_whole: matches!(kind, ColumnType::Integer | ColumnType::Year),
        }
    }

    fn read(&self, cell: Written<'_>) -> Fit {
        let (Written::Plain(text) | Written::Text(text)) = cell else {
            return Fit::Doubt("is no number".to_owned());
        };
        match self.amount(bare(text, self.unit)) {
            Ok(amount) => Fit::Value(Value::Number(super::Quantity {
                amount,
                unit: self.unit,
            })),
            Err(reason) => Fit::Doubt(reason.to_owned()),
        }
    }

    fn amount(&self, figure: &str) -> Result<Decimal, &'static str> {
        let written = numbers::lenient(figure, self.comma)?;
        if self.is_whole && !written.is_integer() {
            return Err("is no whole number");
        }
        if self.factor == Decimal::ONE {
            return Ok(written);
        }
        written
            .checked_mul(self.factor)
            .map(|it| it.normalize())
            .ok_or("is too large")
    }
}

/// Returns the figure without the sign of the unit that its column declares.
fn bare(text: &str, unit: Unit) -> &str {
    let text = text.trim();
    let stripped = match unit {
        Unit::Percent => text.strip_suffix('%'),
        Unit::Money(currency) => [currency.code(), symbol(currency)]
            .into_iter()
            .filter(|it| !it.is_empty())
            .find_map(|it| text.strip_suffix(it).or_else(|| text.strip_prefix(it))),
        _ => None,
    };
    stripped.unwrap_or(text).trim()
}

/// Returns the sign that figures of the best known currencies bear.
fn symbol(currency: Currency) -> &'static str {
    match currency.code() {
        "EUR" => "€",
        "USD" | "CAD" | "AUD" => "$",
        "GBP" => "£",
        "JPY" | "CNY" => "¥",
        _ => "",
    }
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

fn date(cell: Written<'_>, format: Option<&Located<String>>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is no day".to_owned());
    };
    let read = match format {
        Some(format) => Date::strptime(&format.value, text),
        None => text.parse(),
    };
    match (read, format) {
        (Ok(date), _) => Fit::Value(Value::Date(date)),
        (Err(_), Some(format)) => Fit::Doubt(format!("is no day written as `{}`", format.value)),
        (Err(_), None) => Fit::Doubt("is no day written as 2026-03-14".to_owned()),
    }
}

fn time(cell: Written<'_>, format: Option<&Located<String>>) -> Fit {
    let (Written::Plain(text) | Written::Text(text)) = cell else {
        return Fit::Doubt("is no time".to_owned());
    };
    let read = match format {
        Some(format) => Time::strptime(&format.value, text),
        None => text.parse(),
    };
    match (read, format) {
        (Ok(time), _) => Fit::Value(Value::Time(time)),
        (Err(_), Some(format)) => Fit::Doubt(format!("is no time written as `{}`", format.value)),
        (Err(_), None) => Fit::Doubt("is no time written as 20:45".to_owned()),
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
            Some("column `c`: `2026-02-30` is no day written as 2026-03-14"),
        );
        let percent = ColumnSpec {
            scale: Some(located(Scale::Fraction)),
            ..kind(ColumnType::Percent)
        };
        check("0.125 12%", percent, "12.5 1200", None);
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
