//! Filters of single values: numbers, texts and dates; and what every filter has in common.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Failed, Found, Machine, Record, owned, problem, wrong_kind};
use crate::data::{Quantity, Unit, Value};
use crate::story::expression::{Expr, Filter, FilterCall};

/// The most decimals that a figure can have.
const PRECISION_MAX: i64 = 28;

impl<'e, R: Record> Machine<'e, R> {
    /// Applies a filter; what is missing stays missing, but for `default`.
    pub(super) fn filter(&self, call: &'e FilterCall, part: &'e Expr) -> Found<'e> {
        let of = self.value(&call.of)?;
        if call.filter == Filter::Default {
            return match (&*of, &call.arguments[0]) {
                (Value::Missing, Some(other)) => self.value(other),
                _ => Ok(of),
            };
        }
        if of.is_missing() {
            return Ok(of);
        }
        match call.filter {
            Filter::Abs | Filter::Round | Filter::Floor | Filter::Ceil => self.number(call, &of),
            Filter::Int | Filter::Float => read_number(call, &of),
            Filter::Length => length(call, &of),
            Filter::Upper
            | Filter::Lower
            | Filter::Capitalize
            | Filter::Trim
            | Filter::Replace
            | Filter::Split => self.text_filter(call, &of),
            Filter::Year | Filter::Month | Filter::Day | Filter::Weekday => match of.day() {
                Some(date) => owned(date_part(call.filter, date)),
                None => refuse(call, &of, "dates"),
            },
            Filter::Time => match of.time() {
                Some(time) => owned(Value::Time(time)),
                None => refuse(call, &of, "times of day"),
            },
            Filter::Hours | Filter::Minutes | Filter::Seconds => match &*of {
                Value::Number(it) if it.unit == Unit::Seconds => owned(in_unit(call.filter, it)),
                other => refuse(call, other, "durations"),
            },
            Filter::Reverse if matches!(&*of, Value::Text(_)) => {
                let Value::Text(text) = &*of else {
                    unreachable!("matched above");
                };
                owned(Value::Text(text.chars().rev().collect::<String>().into()))
            }
            Filter::PercentChange
            | Filter::Share
            | Filter::Moved
            | Filter::Magnitude
            | Filter::OnBasis
            | Filter::Rank
            | Filter::Ties
            | Filter::Outlierness => self.compared(call, &of, part),
            _ => self.list_filter(call, &of, part),
        }
    }

    /// Returns the value of an argument; nothing if it was not given.
    pub(super) fn argument(
        &self,
        call: &'e FilterCall,
        position: usize,
    ) -> Result<Option<(Cow<'e, Value>, &'e Expr)>, Failed> {
        match call.arguments.get(position) {
            Some(Some(part)) => Ok(Some((self.value(part)?, part))),
            _ => Ok(None),
        }
    }

    /// Returns a text argument; nothing if it is missing.
    fn text_argument(
        &self,
        call: &'e FilterCall,
        position: usize,
    ) -> Result<Option<Arc<str>>, Failed> {
        match self.argument(call, position)? {
            Some((value, part)) => match &*value {
                Value::Text(text) => Ok(Some(text.clone())),
                Value::Missing => Ok(None),
                other => wrong_kind(
                    part,
                    other,
                    &format!("`{}` takes a text here", call.filter.name()),
                ),
            },
            None => Ok(None),
        }
    }

    fn number(&self, call: &'e FilterCall, of: &Value) -> Found<'e> {
        let Value::Number(number) = of else {
            return refuse(call, of, "numbers");
        };
        let amount = match call.filter {
            Filter::Abs => number.amount.abs(),
            Filter::Floor => number.amount.floor(),
            Filter::Ceil => number.amount.ceil(),
            _ => match self.argument(call, 0)? {
                None => rounded(number.amount, 0),
                Some((value, _)) if value.is_missing() => return owned(Value::Missing),
                Some((value, part)) => {
                    let decimals = position(&value, part, "a precision is a number", true)?;
                    if decimals.abs() > PRECISION_MAX {
                        return problem(part, "a figure has at most 28 decimals");
                    }
                    rounded(number.amount, decimals)
                }
            },
        };
        owned(Value::Number(Quantity { amount, ..*number }))
    }

    fn text_filter(&self, call: &'e FilterCall, of: &Value) -> Found<'e> {
        let text = match self.text(of) {
            Ok(Some(text)) if matches!(of, Value::Text(_) | Value::Row(_)) => text,
            Ok(None) => return owned(Value::Missing),
            _ => return refuse(call, of, "texts"),
        };
        let made = match call.filter {
            Filter::Upper => text.to_uppercase(),
            Filter::Lower => text.to_lowercase(),
            Filter::Trim => text.trim().to_owned(),
            Filter::Capitalize => capitalized(&text),
            Filter::Replace => {
                let (from, to) = (self.text_argument(call, 0)?, self.text_argument(call, 1)?);
                let (Some(from), Some(to)) = (from, to) else {
                    return owned(Value::Missing);
                };
                text.replace(&*from, &to)
            }
            _ => {
                let Some(pattern) = self.text_argument(call, 0)? else {
                    return owned(Value::Missing);
                };
                return owned(Value::List(
                    text.split(&*pattern).map(Value::text).collect(),
                ));
            }
        };
        owned(Value::Text(made.into()))
    }

    /// Returns a single value as text, as `~` and `join` set it; the value back if it is not single.
    pub(super) fn text<'v>(&self, value: &'v Value) -> Result<Option<Arc<str>>, &'v Value> {
        match value {
            Value::Missing => Ok(None),
            Value::Row(row) => Ok(self.key(*row).key_text()),
            Value::List(_) | Value::Map(_) => Err(value),
            single => Ok(single.key_text()),
        }
    }
}

/// Fails because a filter is not for a value of this kind.
pub(super) fn refuse<T>(call: &FilterCall, value: &Value, takes: &str) -> Result<T, Failed> {
    let filter = call.filter.name();
    wrong_kind(&call.of, value, &format!("`{filter}` is for {takes}"))
}

/// Returns a whole number that counts something.
pub(super) fn position(
    value: &Value,
    part: &Expr,
    wanted: &str,
    negative: bool,
) -> Result<i64, Failed> {
    let Value::Number(number) = value else {
        return wrong_kind(part, value, wanted);
    };
    let whole = number
        .amount
        .is_integer()
        .then(|| number.amount.to_i64())
        .flatten();
    match whole {
        Some(whole) if negative || whole >= 0 => Ok(whole),
        _ if negative => problem(part, "this must be a whole number"),
        _ => problem(part, "this must be a whole number from 0"),
    }
}

/// Rounds halves away from zero, as Tera does; negative decimals round to tens, hundreds and so on.
fn rounded(amount: Decimal, decimals: i64) -> Decimal {
    let strategy = RoundingStrategy::MidpointAwayFromZero;
    let Ok(decimals) = u32::try_from(decimals) else {
        let step = (0..decimals.unsigned_abs()).fold(Decimal::ONE, |step, _| step * Decimal::TEN);
        // Dividing first could lose digits, but only of numbers that are rounded away anyway.
        return (amount / step)
            .round_dp_with_strategy(0, strategy)
            .checked_mul(step)
            .unwrap_or(amount);
    };
    amount.round_dp_with_strategy(decimals, strategy)
}

/// Reads a text as a number; a number stays as it is, and must be whole for `int`.
fn read_number<'e>(call: &FilterCall, of: &Value) -> Found<'e> {
    let filter = call.filter.name();
    let number = match of {
        Value::Number(number) => *number,
        Value::Text(text) => match Decimal::from_str_exact(text.trim()) {
            Ok(amount) => Quantity {
                amount,
                unit: crate::data::Unit::None,
            },
            Err(_) => return problem(&call.of, format!("\"{text}\" is not a number")),
        },
        other => {
            let wanted = format!("`{filter}` is for texts and numbers");
            return wrong_kind(&call.of, other, &wanted);
        }
    };
    if call.filter == Filter::Int && !number.amount.is_integer() {
        return problem(
            &call.of,
            format!(
                "{} is not a whole number: use `round`, `floor` or `ceil`",
                number.amount
            ),
        );
    }
    owned(Value::Number(number))
}

fn length<'e>(call: &FilterCall, of: &Value) -> Found<'e> {
    let length = match of {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Map(map) => map.entries.len(),
        other => return wrong_kind(&call.of, other, "`length` is for texts and lists"),
    };
    owned(Value::number(length as u64))
}

/// Returns a duration as a plain number of hours, minutes or seconds.
fn in_unit(filter: Filter, duration: &Quantity) -> Value {
    let seconds = match filter {
        Filter::Hours => 3600,
        Filter::Minutes => 60,
        _ => 1,
    };
    Value::number((duration.amount / Decimal::from(seconds)).normalize())
}

fn date_part(filter: Filter, date: Date) -> Value {
    if filter == Filter::Year {
        let amount = date.year().into();
        return Value::Number(Quantity {
            amount,
            unit: Unit::Year,
        });
    }
    Value::number(match filter {
        Filter::Month => i16::from(date.month()),
        Filter::Day => i16::from(date.day()),
        _ => i16::from(date.weekday().to_monday_one_offset()),
    })
}

/// Returns the text with a capital first and small letters after, as Tera does.
fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => {
            first.to_uppercase().collect::<String>() + &characters.as_str().to_lowercase()
        }
        None => String::new(),
    }
}
