//! What gen.yaml writes as a bound in; a value that cells of the column can be compared with out.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::data::{Kind, Quantity, Value};

/// Returns `text` as a cell of a column of `kind` would hold it; otherwise what it should be.
///
/// A number counts in the unit of its column, after its `scale`.
pub(super) fn read(text: &str, kind: Kind) -> Result<Value, &'static str> {
    let text = text.trim();
    match kind {
        Kind::Number(unit) => number(text)
            .map(|amount| Value::Number(Quantity { amount, unit }))
            .ok_or("a number, as in `1296` or `-2.5`"),
        Kind::Date => text
            .parse()
            .map(Value::Date)
            .map_err(|_| "a day, as in `2026-03-14`"),
        // A day bounds moments too: those of the day itself are within.
        Kind::DateTime => text
            .parse()
            .map(Value::Date)
            .or_else(|_| text.parse().map(Value::DateTime))
            .map_err(|_| "a day, as in `2026-03-14`, or a moment, as in `2026-03-14T20:45`"),
        Kind::Time => text
            .parse()
            .map(Value::Time)
            .map_err(|_| "a time, as in `20:45`"),
        Kind::Bool => text
            .parse()
            .map(Value::Bool)
            .map_err(|_| "`true` or `false`"),
        Kind::Text => Ok(Value::text(text)),
        Kind::Nested => Err("a value that has parts, which no rule can name"),
    }
}

/// Whether cells of this kind have an order in which one is the least.
pub(super) fn has_order(kind: Kind) -> bool {
    match kind {
        Kind::Number(_) | Kind::Date | Kind::DateTime | Kind::Time => true,
        Kind::Text | Kind::Bool | Kind::Nested => false,
    }
}

/// Returns which of two values of one column is less; nothing if they have no order.
pub(super) fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Some(one.amount.cmp(&other.amount)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::DateTime(one), Value::DateTime(other)) => Some(one.cmp(other)),
        (Value::DateTime(one), Value::Date(other)) => Some(one.date().cmp(other)),
        (Value::Date(one), Value::DateTime(other)) => Some(one.cmp(&other.date())),
        (Value::Time(one), Value::Time(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

fn number(text: &str) -> Option<Decimal> {
    let number = Decimal::from_str_exact(text);
    number.or_else(|_| Decimal::from_scientific(text)).ok()
}
