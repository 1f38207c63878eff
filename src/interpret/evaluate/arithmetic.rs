//! Two numbers with their units, or a date and a number, to their sum, difference, product or ratio.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::data::{Quantity, Unit, Value};
use crate::story::expression::Arithmetic;

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The left side is of a wrong kind: what is wanted, as a clause.
    Left(String),
    /// The right side is.
    Right(String),
    /// The two do not go together, or the result is too large.
    Both(String),
}

type Result<T> = std::result::Result<T, Trouble>;

/// Calculates; what is missing, or divides by zero, gives what is missing.
pub(super) fn calculate(operator: Arithmetic, left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            let result = numbers(operator, *left, *right)?;
            Ok(result.map_or(Value::Missing, Value::Number))
        }
        (Value::Missing, _) | (_, Value::Missing) => Ok(Value::Missing),
        (
            Value::Date(_) | Value::Time(_) | Value::DateTime(_),
            Value::Date(_) | Value::Time(_) | Value::DateTime(_),
        ) if operator == Arithmetic::Subtract => between(left, right),
        (Value::DateTime(moment), Value::Number(number)) => match operator {
            Arithmetic::Add => later(*moment, number.amount, number.unit),
            Arithmetic::Subtract => later(*moment, -number.amount, number.unit),
            _ => Err(Trouble::Left(wanted(operator))),
        },
        (Value::Number(number), Value::DateTime(moment)) if operator == Arithmetic::Add => {
            later(*moment, number.amount, number.unit)
        }
        (Value::Date(date), Value::Number(days)) => match operator {
            Arithmetic::Add => shifted(*date, days.amount, days.unit),
            Arithmetic::Subtract => shifted(*date, -days.amount, days.unit),
            _ => Err(Trouble::Left(wanted(operator))),
        },
        (Value::Number(days), Value::Date(date)) if operator == Arithmetic::Add => {
            shifted(*date, days.amount, days.unit)
        }
        (Value::Number(_) | Value::Date(_) | Value::DateTime(_), _) => {
            Err(Trouble::Right(wanted(operator)))
        }
        _ => Err(Trouble::Left(wanted(operator))),
    }
}

/// Returns the number with the other sign.
pub(super) fn negative(number: Quantity) -> Quantity {
    Quantity {
        amount: -number.amount,
        ..number
    }
}

/// Returns what the operator calculates with, as a clause.
fn wanted(operator: Arithmetic) -> String {
    match operator {
        Arithmetic::Add => "`+` adds numbers (`~` joins texts)".to_owned(),
        other => format!("`{}` calculates with numbers", other.sign()),
    }
}

/// Calculates with two numbers; nothing where it would divide by zero.
fn numbers(operator: Arithmetic, left: Quantity, right: Quantity) -> Result<Option<Quantity>> {
    let unit = if left.unit == Unit::None && right.unit == Unit::None {
        Unit::None
    } else {
        unit(operator, left.unit, right.unit)?
    };
    let divides = matches!(
        operator,
        Arithmetic::Divide | Arithmetic::DivideWhole | Arithmetic::Remainder
    );
    if divides && right.amount.is_zero() {
        return Ok(None);
    }
    let (a, b) = (left.amount, right.amount);
    let amount = match operator {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply if is_share(left.unit, right.unit) => a
            .checked_mul(b)
            .and_then(|it| it.checked_div(Decimal::ONE_HUNDRED)),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::DivideWhole => divide_whole(a, b),
        Arithmetic::Remainder => remainder(a, b),
        Arithmetic::Power => return power(a, b),
        Arithmetic::Join => unreachable!("texts are joined elsewhere"),
    };
    match amount {
        Some(amount) => Ok(Some(Quantity { amount, unit })),
        None => Err(too_large()),
    }
}

fn too_large() -> Trouble {
    Trouble::Both("the result is too large to be exact".to_owned())
}

/// Whether a product is a share of something: a percentage of money, or of a percentage.
fn is_share(left: Unit, right: Unit) -> bool {
    matches!(
        (left, right),
        (Unit::Percent, Unit::Percent | Unit::Money(_)) | (Unit::Money(_), Unit::Percent)
    )
}

/// Returns the unit of a result, or why the two do not go together.
fn unit(operator: Arithmetic, left: Unit, right: Unit) -> Result<Unit> {
    use Unit::{Days, Money, None, Percent, Points, Seconds, Year};
    let known = match (operator, left, right) {
        (Arithmetic::Subtract, Percent, Percent) => Some(Points),
        // From year to year is a number of years; a number of years on is a year again.
        (Arithmetic::Subtract | Arithmetic::Remainder, Year, Year)
        | (Arithmetic::Remainder, Year, None) => Some(None),
        (Arithmetic::Add | Arithmetic::Subtract, Year, None) | (Arithmetic::Add, None, Year) => {
            Some(Year)
        }
        (_, Year, _) | (_, _, Year) => Option::None,
        (Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Remainder, a, b) if a == b => Some(a),
        (Arithmetic::Divide | Arithmetic::DivideWhole, a, b) if a == b => Some(None),
        (Arithmetic::Add | Arithmetic::Subtract, Percent, Points)
        | (Arithmetic::Add, Points, Percent) => Some(Percent),
        // "100 - possession" is the other team's share; money needs its currency on both sides.
        (
            Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply,
            it @ (Percent | Points | Days),
            None,
        )
        | (Arithmetic::Add | Arithmetic::Subtract, None, it @ (Percent | Points | Days))
        | (Arithmetic::Divide | Arithmetic::DivideWhole | Arithmetic::Remainder, it, None)
        | (Arithmetic::Divide, it, Days)
        | (Arithmetic::Multiply, it @ Money(_), Percent | None)
        | (Arithmetic::Multiply, Percent | None, it @ (Percent | Money(_)))
        | (Arithmetic::Multiply, it @ Seconds, None)
        | (Arithmetic::Multiply, None, it @ (Points | Days | Seconds)) => Some(it),
        _ => Option::None,
    };
    known.ok_or_else(|| {
        Trouble::Both(format!(
            "`{}` cannot take {} and {}",
            operator.sign(),
            in_words(left),
            in_words(right)
        ))
    })
}

/// Returns a unit as a problem names it.
pub(super) fn in_words(unit: Unit) -> String {
    match unit {
        Unit::None => "a plain number".to_owned(),
        Unit::Percent => "a percentage".to_owned(),
        Unit::Points => "percentage points".to_owned(),
        Unit::Money(currency) => format!("an amount in {}", currency.code()),
        Unit::Days => "a number of days".to_owned(),
        Unit::Seconds => "a duration".to_owned(),
        Unit::Year => "a year".to_owned(),
    }
}

/// Returns the whole quotient whose remainder is not negative, as Tera has it.
fn divide_whole(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_sub(remainder(a, b)?)?
        .checked_div(b)
        .map(|it| it.round())
}

/// Returns the remainder that is not negative, as Tera has it.
fn remainder(a: Decimal, b: Decimal) -> Option<Decimal> {
    let remainder = a.checked_rem(b)?;
    if remainder.is_sign_negative() && !remainder.is_zero() {
        return remainder.checked_add(b.abs());
    }
    Some(remainder)
}

/// Raises to a whole power.
fn power(base: Decimal, exponent: Decimal) -> Result<Option<Quantity>> {
    let whole = exponent.is_integer().then(|| exponent.to_i64()).flatten();
    let Some(whole) = whole.filter(|it| it.abs() <= 1000) else {
        return Err(Trouble::Both(
            "`**` takes a whole number of at most 1000 as its exponent".to_owned(),
        ));
    };
    if whole < 0 && base.is_zero() {
        return Ok(None);
    }
    let mut amount = Decimal::ONE;
    for _ in 0..whole.unsigned_abs() {
        amount = amount.checked_mul(base).ok_or_else(too_large)?;
    }
    if whole < 0 {
        if amount.is_zero() {
            return Err(too_large());
        }
        amount = Decimal::ONE.checked_div(amount).ok_or_else(too_large)?;
    }
    let unit = Unit::None;
    Ok(Some(Quantity { amount, unit }))
}

/// Returns the seconds from `right` to `left`, or the days where one of them is a day as a whole.
fn between(left: &Value, right: &Value) -> Result<Value> {
    let span = match (left, right) {
        (Value::Time(left), Value::Time(right)) => left.duration_since(*right),
        (Value::DateTime(left), Value::DateTime(right)) => left.duration_since(*right),
        _ => {
            return match (left.day(), right.day()) {
                (Some(left), Some(right)) => days_between(left, right),
                (None, _) => Err(Trouble::Left(NOT_BETWEEN.to_owned())),
                (_, None) => Err(Trouble::Right(NOT_BETWEEN.to_owned())),
            };
        }
    };
    let nanoseconds = Decimal::new(i64::from(span.subsec_nanos()), 9);
    Ok(Value::Number(Quantity {
        amount: (Decimal::from(span.as_secs()) + nanoseconds).normalize(),
        unit: Unit::Seconds,
    }))
}

/// Why a time of day and a day have no difference.
const NOT_BETWEEN: &str = "there is nothing between a day and a time of day";

/// Returns the time of a day so many days or seconds later.
fn later(moment: DateTime, amount: Decimal, unit: Unit) -> Result<Value> {
    if unit != Unit::Seconds {
        let day = shifted(moment.date(), amount, unit)?.day();
        let day = day.expect("a day moved is a day");
        return Ok(Value::DateTime(day.to_datetime(moment.time())));
    }
    let nanoseconds = (amount.fract() * Decimal::from(1_000_000_000)).to_i32();
    amount
        .trunc()
        .to_i64()
        .zip(nanoseconds)
        .map(|(seconds, nanoseconds)| SignedDuration::new(seconds, nanoseconds))
        .and_then(|it| moment.checked_add(it).ok())
        .map(Value::DateTime)
        .ok_or_else(|| Trouble::Both("the date lies outside the calendar".to_owned()))
}

/// Returns the days from `right` to `left`.
fn days_between(left: Date, right: Date) -> Result<Value> {
    let days = left.since(right).map_err(|_| too_large())?.get_days();
    Ok(Value::Number(Quantity {
        amount: days.into(),
        unit: Unit::Days,
    }))
}

/// Returns the date so many days later.
fn shifted(date: Date, days: Decimal, unit: Unit) -> Result<Value> {
    if !matches!(unit, Unit::None | Unit::Days) || !days.is_integer() {
        return Err(Trouble::Both(
            "a date is moved by a whole number of days".to_owned(),
        ));
    }
    days.to_i64()
        .and_then(|it| 0.days().try_days(it).ok())
        .and_then(|it| date.checked_add(it).ok())
        .map(Value::Date)
        .ok_or_else(|| Trouble::Both("the date lies outside the calendar".to_owned()))
}
