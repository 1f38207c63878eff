//! Figures in SQL in, exact figures out: sums, differences and roundings by the rules of decimals.
//!
//! SQLite keeps decimals in binary, in which no cent is exact. Here each of them stands for the shortest decimal
//! that it is nearest to, which is what the file writes as long as that has no more than fifteen digits; every
//! operation is one of decimals, and its result is again the nearest binary.

use rusqlite::functions::{Aggregate, Context, FunctionFlags, WindowAggregate};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, Result};
use rust_decimal::{Decimal, RoundingStrategy};

/// The functions that stand for operators, with the operators.
pub(super) const OPERATORS: [(&str, &str); 5] = [
    ("gen_add", "+"),
    ("gen_subtract", "-"),
    ("gen_multiply", "*"),
    ("gen_divide", "/"),
    ("gen_remainder", "%"),
];

/// The prefix of the names of columns that only the engine sees.
pub(super) const HIDDEN: &str = "gen_rows_";

/// Makes the functions known to a connection.
pub(super) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    for (name, operator) in OPERATORS {
        connection.create_scalar_function(name, 2, flags, move |context| {
            let (left, right) = (figure(context, 0, operator)?, figure(context, 1, operator)?);
            Ok(match (left, right) {
                (Some(left), Some(right)) => compute(operator, left, right),
                _ => Value::Null,
            })
        })?;
    }
    for n_arguments in [1, 2] {
        connection.create_scalar_function("round", n_arguments, flags, round)?;
    }
    for (name, change) in [
        ("lower", str::to_lowercase as fn(&str) -> String),
        ("upper", str::to_uppercase),
    ] {
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(match context.get_raw(0) {
                ValueRef::Text(text) => Value::Text(change(&String::from_utf8_lossy(text))),
                other => other.try_into()?,
            })
        })?;
    }
    connection.create_window_function("sum", 1, flags, Summing::Sum)?;
    connection.create_window_function("total", 1, flags, Summing::Total)?;
    connection.create_window_function("avg", 1, flags, Summing::Average)?;
    connection.create_scalar_function("gen_rows", -1, flags, |context| {
        let mut rows = Vec::new();
        push_rows(context, &mut rows);
        Ok(Value::Blob(rows))
    })?;
    connection.create_aggregate_function("gen_rows_all", -1, flags, AllRows)
}

/// A figure as SQL has it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Figure {
    Whole(i64),
    Exact(Decimal),
    /// Too large or too small for a decimal.
    Binary(f64),
}

/// Returns an argument as a figure; nothing if it is missing. A text is none: to read it as zero would be to guess.
fn figure(context: &Context<'_>, argument: usize, what: &str) -> Result<Option<Figure>> {
    match context.get_raw(argument) {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(it) => Ok(Some(Figure::Whole(it))),
        ValueRef::Real(it) => Ok(Some(of_binary(it))),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            let text = super::super::names::excerpt(&text);
            Err(Error::UserFunctionError(
                format!("`{text}` is no number, and `{what}` takes numbers only").into(),
            ))
        }
        ValueRef::Blob(_) => Err(Error::UserFunctionError(
            format!("bytes are no number, and `{what}` takes numbers only").into(),
        )),
    }
}

fn of_binary(binary: f64) -> Figure {
    decimal(binary).map_or(Figure::Binary(binary), Figure::Exact)
}

/// Returns the shortest decimal whose nearest binary is this; nothing if it has too many digits.
pub(super) fn decimal(binary: f64) -> Option<Decimal> {
    let tiny = binary != 0.0 && binary.abs() < 1e-12;
    if tiny || !binary.is_finite() {
        return None;
    }
    Decimal::from_str_exact(&binary.to_string())
        .ok()
        .map(|it| it.normalize())
}

/// Returns `binary` with fifteen digits, which is as many as no computation in binary spoils.
pub(super) fn rounded(binary: f64) -> f64 {
    format!("{binary:.14e}").parse().unwrap_or(binary)
}

/// Returns the nearest binary; of a decimal that is not the shortest one for it, the one of fifteen digits.
fn binary(exact: Decimal) -> f64 {
    let nearest: f64 = exact.to_string().parse().unwrap_or(f64::NAN);
    if decimal(nearest) == Some(exact.normalize()) {
        nearest
    } else {
        rounded(nearest)
    }
}

impl Figure {
    fn decimal(self) -> Option<Decimal> {
        match self {
            Figure::Whole(it) => Some(Decimal::from(it)),
            Figure::Exact(it) => Some(it),
            Figure::Binary(_) => None,
        }
    }

    fn binary(self) -> f64 {
        match self {
            Figure::Whole(it) => it as f64,
            Figure::Exact(it) => binary(it),
            Figure::Binary(it) => it,
        }
    }
}

/// Returns a decimal as SQL keeps it: whole if it is.
pub(super) fn value(exact: Decimal) -> Value {
    use rust_decimal::prelude::ToPrimitive as _;

    let whole = exact.is_integer().then(|| exact.to_i64()).flatten();
    whole.map_or_else(|| Value::Real(binary(exact)), Value::Integer)
}

fn compute(operator: &str, left: Figure, right: Figure) -> Value {
    if let (Figure::Whole(left), Figure::Whole(right)) = (left, right) {
        let whole = match operator {
            "+" => left.checked_add(right),
            "-" => left.checked_sub(right),
            "*" => left.checked_mul(right),
            _ => None,
        };
        if let Some(whole) = whole {
            return Value::Integer(whole);
        }
    }
    let exact = left.decimal().zip(right.decimal());
    let exact = exact.and_then(|(left, right)| match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        _ => left.checked_rem(right),
    });
    if let Some(exact) = exact {
        return value(exact);
    }
    let (left, right) = (left.binary(), right.binary());
    let computed = match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        // What is divided by nothing is missing.
        _ if right == 0.0 => f64::NAN,
        "/" => left / right,
        _ => left % right,
    };
    if computed.is_nan() {
        return Value::Null;
    }
    Value::Real(rounded(computed))
}

fn round(context: &mut Context<'_>) -> Result<Value> {
    let Some(figure) = figure(context, 0, "round")? else {
        return Ok(Value::Null);
    };
    let n_digits = match context.len() {
        1 => 0,
        _ => match context.get::<Option<i64>>(1)? {
            Some(n) => u32::try_from(n.clamp(0, 28)).expect("it is in between"),
            None => return Ok(Value::Null),
        },
    };
    Ok(match figure.decimal() {
        Some(exact) => {
            let strategy = RoundingStrategy::MidpointAwayFromZero;
            value(exact.round_dp_with_strategy(n_digits, strategy))
        }
        None => Value::Real(figure.binary()),
    })
}

/// The aggregates that add.
#[derive(Clone, Copy)]
enum Summing {
    Sum,
    Total,
    Average,
}

/// What an aggregate has added so far.
#[derive(Default)]
struct Added {
    n: u64,
    exact: Decimal,
    /// What no decimal holds.
    binary: f64,
    n_binary: u64,
}

impl Added {
    fn add(&mut self, figure: Figure, is_more: bool) {
        if is_more {
            self.n += 1;
        } else {
            self.n -= 1;
        }
        let sum = figure.decimal().and_then(|it| {
            let change = if is_more { it } else { -it };
            self.exact.checked_add(change)
        });
        match (sum, is_more) {
            (Some(sum), _) => self.exact = sum,
            (None, true) => {
                self.binary += figure.binary();
                self.n_binary += 1;
            }
            (None, false) => {
                self.binary -= figure.binary();
                self.n_binary = self.n_binary.saturating_sub(1);
            }
        }
    }

    fn sum(&self) -> Value {
        match self.n_binary {
            0 => value(self.exact),
            _ => Value::Real(rounded(self.binary + binary(self.exact))),
        }
    }

    fn average(&self) -> Value {
        let exact = self.exact.checked_div(Decimal::from(self.n));
        match (exact, self.n_binary) {
            (Some(exact), 0) => value(exact),
            (None, 0) => Value::Null,
            _ => Value::Real(rounded((self.binary + binary(self.exact)) / self.n as f64)),
        }
    }
}

impl Summing {
    fn name(self) -> &'static str {
        match self {
            Summing::Sum => "sum",
            Summing::Total => "total",
            Summing::Average => "avg",
        }
    }

    fn result(self, added: Option<&Added>) -> Value {
        match (self, added.filter(|it| it.n > 0)) {
            (Summing::Total, None) => Value::Integer(0),
            (_, None) => Value::Null,
            (Summing::Average, Some(added)) => added.average(),
            (_, Some(added)) => added.sum(),
        }
    }
}

impl Aggregate<Added, Value> for Summing {
    fn init(&self, _: &mut Context<'_>) -> Result<Added> {
        Ok(Added::default())
    }

    fn step(&self, context: &mut Context<'_>, added: &mut Added) -> Result<()> {
        if let Some(figure) = figure(context, 0, self.name())? {
            added.add(figure, true);
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, added: Option<Added>) -> Result<Value> {
        Ok(self.result(added.as_ref()))
    }
}

impl WindowAggregate<Added, Value> for Summing {
    fn value(&self, added: Option<&mut Added>) -> Result<Value> {
        Ok(self.result(added.as_deref()))
    }

    fn inverse(&self, context: &mut Context<'_>, added: &mut Added) -> Result<()> {
        if let Some(figure) = figure(context, 0, self.name())? {
            added.add(figure, false);
        }
        Ok(())
    }
}

/// Gathers the rows that a group is made of.
struct AllRows;

impl Aggregate<Vec<u8>, Value> for AllRows {
    fn init(&self, _: &mut Context<'_>) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn step(&self, context: &mut Context<'_>, rows: &mut Vec<u8>) -> Result<()> {
        push_rows(context, rows);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, rows: Option<Vec<u8>>) -> Result<Value> {
        Ok(Value::Blob(rows.unwrap_or_default()))
    }
}

/// Adds the arguments to `rows`: each a row of a table, the rows of a subquery, or nothing.
fn push_rows(context: &Context<'_>, rows: &mut Vec<u8>) {
    for argument in 0..context.len() {
        match context.get_raw(argument) {
            ValueRef::Integer(row) => rows.extend(row.to_le_bytes()),
            ValueRef::Blob(more) => rows.extend(more),
            ValueRef::Null | ValueRef::Real(_) | ValueRef::Text(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use rusqlite::types::Value;

    use super::{decimal, register};

    /// Says what a query yields in its first cell.
    fn check(query: &str, expected: &str) {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let value: Value = connection.query_row(query, [], |it| it.get(0)).unwrap();
        let shown = match value {
            Value::Null => "∅".to_owned(),
            Value::Integer(it) => it.to_string(),
            Value::Real(it) => decimal(it).map_or_else(|| it.to_string(), |it| it.to_string()),
            Value::Text(it) => it,
            Value::Blob(it) => format!("{it:?}"),
        };
        assert_eq!(shown, expected, "{query}");
    }

    #[test]
    fn sums_and_differences_are_exact() {
        let tenths = "with recursive t(n) as (select 1 union all select n + 1 from t where n < 10)";
        check(&format!("{tenths} select sum(0.1) from t"), "1");
        check(&format!("{tenths} select avg(n) from t"), "5.5");
        check(
            &format!(
                "{tenths} select sum(0.1) over (order by n rows 2 preceding) from t limit 1 offset 5"
            ),
            "0.3",
        );
        check("select gen_subtract(1000000.1, 1000000.0)", "0.1");
        check("select gen_add(0.1, 0.2) = 0.3", "1");
        check("select gen_multiply(19.99, 3)", "59.97");
        check("select gen_divide(7, 2)", "3.5");
        check("select gen_divide(6, 2)", "3");
        check("select gen_divide(1, 3)", "0.333333333333333");
        check("select gen_divide(1, 0)", "∅");
        check("select gen_remainder(5.5, 2)", "1.5");
        check("select gen_add(null, 2)", "∅");
        check("select round(2.675, 2)", "2.68");
        check("select round(-2.5)", "-3");
        check(
            "select gen_add(9223372036854775807, 1)",
            "9223372036854780000",
        );
        check("select sum(n) from (select 1 as n where 0)", "∅");
        check("select total(n) from (select 1 as n where 0)", "0");
        check("select upper('é')", "É");
    }

    #[test]
    fn a_text_is_no_number() {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let sum = connection.query_row("select sum('12 goals')", [], |it| it.get::<_, Value>(0));
        assert!(
            sum.unwrap_err()
                .to_string()
                .contains("`12 goals` is no number")
        );
    }
}
