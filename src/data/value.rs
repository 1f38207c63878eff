//! Values: what a cell, a fact and an expression hold.

use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;

use super::TableIdx;

/// What a cell, a fact and an expression hold.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Nothing: an empty cell, `none`, or what cannot be computed. It is not zero, and not an empty text.
    #[default]
    Missing,
    /// True or false.
    Bool(bool),
    /// A number with its unit.
    Number(Quantity),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A time of a day, by the clock of the place it is told of.
    DateTime(DateTime),
    /// A text.
    Text(Arc<str>),
    /// Several values, in order.
    List(Arc<[Value]>),
    /// Named values, in order.
    Map(Arc<Map>),
    /// A row of a table.
    Row(RowRef),
}

/// A number with its unit. Decimal, so that sums of money are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How many.
    pub amount: Decimal,
    /// Of what.
    pub unit: Unit,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// Nothing in particular.
    #[default]
    None,
    /// Hundredths: 12.5 stands for 12.5 %.
    Percent,
    /// Percentage points: the difference of two percentages.
    Points,
    /// An amount of money, in whole units of the currency (euros, not cents or millions).
    Money(Currency),
    /// Days.
    Days,
    /// Seconds: how long something takes.
    Seconds,
    /// A year of the calendar, which is written without grouping: 2026.
    Year,
}

/// A currency's ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(pub [u8; 3]);

/// Named values, in order.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Map {
    /// The names and their values.
    pub entries: Vec<(Arc<str>, Value)>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    /// The table.
    pub table: TableIdx,
    /// The row's position, from 0.
    pub row: u32,
}

impl Value {
    /// Returns a plain number.
    pub fn number(amount: impl Into<Decimal>) -> Self {
        Value::Number(Quantity {
            amount: amount.into(),
            unit: Unit::None,
        })
    }

    /// Returns a text.
    pub fn text(text: &str) -> Self {
        Value::Text(text.into())
    }

    /// Returns the day of a day, with or without a time.
    pub fn day(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            Value::DateTime(moment) => Some(moment.date()),
            _ => None,
        }
    }

    /// Returns the time of a time, with or without a day.
    pub fn time(&self) -> Option<Time> {
        match self {
            Value::Time(time) => Some(*time),
            Value::DateTime(moment) => Some(moment.time()),
            _ => None,
        }
    }

    /// Whether there is nothing.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// Returns the kind of value in words, as diagnostics name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Missing => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Date(_) => "a date",
            Value::Time(_) => "a time",
            Value::DateTime(_) => "a day with a time",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Row(_) => "a row",
        }
    }
}

impl Map {
    /// Returns the value named `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries
            .iter()
            .find(|(it, _)| &**it == name)
            .map(|(_, value)| value)
    }
}

impl Currency {
    /// Returns the currency of a three-letter code in capitals.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Currency(bytes))
    }

    /// Whether `$` may stand for it.
    pub fn is_dollar(&self) -> bool {
        matches!(
            self.code(),
            "USD" | "CAD" | "AUD" | "NZD" | "HKD" | "SGD" | "TWD" | "MXN" | "ARS" | "CLP" | "COP"
        )
    }

    /// Returns the code, as in `EUR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a code is made of ASCII capitals")
    }
}
