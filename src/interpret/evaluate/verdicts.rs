//! Tests (`is odd`, `is missing`) to true, false or missing.

use rust_decimal::Decimal;

use super::{Failed, Machine, Record, problem, wrong_kind};
use crate::data::Value;
use crate::story::expression::{Expr, Test, TestCall};

impl<'e, R: Record> Machine<'e, R> {
    /// Returns whether a test holds; only `missing` and `defined` know what to say of nothing.
    pub(super) fn test(&self, call: &'e TestCall) -> Result<Option<bool>, Failed> {
        let value = self.value(&call.of)?;
        match call.test {
            Test::Missing | Test::Undefined | Test::Nothing => {
                return Ok(Some(value.is_missing()));
            }
            Test::Defined => return Ok(Some(!value.is_missing())),
            _ if value.is_missing() => return Ok(None),
            _ => {}
        }
        let of = &call.of;
        match call.test {
            Test::Odd => remainder(&value, of, Decimal::TWO).map(|it| it.map(|it| !it.is_zero())),
            Test::Even => remainder(&value, of, Decimal::TWO).map(|it| it.map(|it| it.is_zero())),
            Test::DivisibleBy | Test::StartingWith | Test::EndingWith | Test::Containing => {
                self.test_with(call, &value)
            }
            Test::Text => Ok(Some(matches!(&*value, Value::Text(_)))),
            Test::Number => Ok(Some(matches!(&*value, Value::Number(_)))),
            Test::Integer => Ok(Some(
                matches!(&*value, Value::Number(it) if it.amount.is_integer()),
            )),
            Test::Bool => Ok(Some(matches!(&*value, Value::Bool(_)))),
            Test::List => Ok(Some(matches!(&*value, Value::List(_)))),
            Test::Map => Ok(Some(matches!(&*value, Value::Map(_)))),
            Test::Missing | Test::Undefined | Test::Nothing | Test::Defined => {
                unreachable!("answered above")
            }
        }
    }

    /// Returns whether a test with an argument holds.
    fn test_with(&self, call: &'e TestCall, value: &Value) -> Result<Option<bool>, Failed> {
        let part = call
            .argument
            .as_ref()
            .expect("the resolver refuses a test without its argument");
        let argument = self.value(part)?;
        if argument.is_missing() {
            return Ok(None);
        }
        if call.test == Test::Containing {
            return self.contains(value, &argument, [&call.of, part]);
        }
        if call.test == Test::DivisibleBy {
            let Value::Number(divisor) = &*argument else {
                return wrong_kind(part, &argument, "a divisor is a number");
            };
            if divisor.amount.is_zero() {
                return Ok(Some(false));
            }
            return remainder(value, &call.of, divisor.amount).map(|it| it.map(|it| it.is_zero()));
        }
        match (value, &*argument) {
            (Value::Text(text), Value::Text(part)) if call.test == Test::StartingWith => {
                Ok(Some(text.starts_with(&**part)))
            }
            (Value::Text(text), Value::Text(part)) => Ok(Some(text.ends_with(&**part))),
            (Value::Text(_), other) => wrong_kind(part, other, "this test looks for a text"),
            (other, _) => wrong_kind(&call.of, other, "this test is for texts"),
        }
    }
}

/// Returns what is left of a whole number after division.
fn remainder(value: &Value, of: &Expr, divisor: Decimal) -> Result<Option<Decimal>, Failed> {
    match value {
        Value::Number(it) if it.amount.is_integer() => Ok(it.amount.checked_rem(divisor)),
        Value::Number(_) => problem(
            of,
            "this number has decimals, and the test is for whole ones",
        ),
        other => wrong_kind(of, other, "this test is for whole numbers"),
    }
}
