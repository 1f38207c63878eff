//! Filters of a history, newest first: where it is going, for how long, and since when it was last so high.
//!
//! A period without a figure is missing in the list. What it would take to be sure ends there: a run is counted up to
//! the gap, and nothing is called a record over one.

use std::cmp::Ordering;

use rust_decimal::prelude::ToPrimitive;

use super::moves::moved_on;
use super::{Failed, Found, Machine, Record, owned, problem, wrong_kind};
use crate::data::{Quantity, Value};
use crate::story::expression::{Expr, Filter, FilterCall};

/// How many periods a figure must top to be called a record.
const LEAST: usize = 3;

/// Which way a figure went from one period to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Up,
    Down,
    Flat,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Up => "up",
            Step::Down => "down",
            Step::Flat => "flat",
        }
    }

    fn is_back_from(self, other: Step) -> bool {
        matches!(
            (self, other),
            (Step::Up, Step::Down) | (Step::Down, Step::Up)
        )
    }
}

impl<'e, R: Record> Machine<'e, R> {
    /// Applies a filter to a history.
    pub(super) fn history(&self, call: &'e FilterCall, items: &[Value]) -> Found<'e> {
        let figures = figures(&call.of, items)?;
        if matches!(call.filter, Filter::Record | Filter::RecordAge) {
            let least = match self.argument(call, 0)? {
                None => Some(LEAST),
                Some((value, _)) => match &*value {
                    Value::Number(it) => it.amount.to_usize(),
                    _ => None,
                },
            };
            let record = least.and_then(|it| record(&figures, it.max(1)));
            return owned(match (record, call.filter) {
                (Some((name, _)), Filter::Record) => Value::text(name),
                (Some((_, Some(age))), _) => Value::number(age as u64),
                _ => Value::Missing,
            });
        }
        let Some(within) = self.within(call, 0)? else {
            return owned(Value::Missing);
        };
        let step = |at: usize| {
            let (now, before) = ((*figures.get(at)?)?, (*figures.get(at + 1)?)?);
            Some(match moved_on(before, now, within).change.is_rise() {
                Some(true) => Step::Up,
                Some(false) => Step::Down,
                None => Step::Flat,
            })
        };
        let Some(latest) = step(0) else {
            return owned(Value::Missing);
        };
        owned(match call.filter {
            Filter::Trend => Value::text(latest.name()),
            Filter::Streak => {
                let running = (0..figures.len()).take_while(|it| step(*it) == Some(latest));
                Value::number(running.count() as u64)
            }
            _ => match (step(1), step(2)) {
                (Some(one), _) if !latest.is_back_from(one) => Value::Bool(false),
                (Some(one), Some(two)) => Value::Bool(one == two),
                // Before the first period of the table there is nothing that it could have turned from.
                _ if figures.iter().take(4).all(Option::is_some) => Value::Bool(false),
                _ => Value::Missing,
            },
        })
    }
}

/// Returns the figures of a list, which must be of one unit.
fn figures(of: &Expr, items: &[Value]) -> Result<Vec<Option<Quantity>>, Failed> {
    let mut unit = None;
    let mut figures = Vec::with_capacity(items.len());
    for item in items {
        figures.push(match item {
            Value::Missing => None,
            Value::Number(it) if *unit.get_or_insert(it.unit) == it.unit => Some(*it),
            Value::Number(_) => {
                return problem(of, "a history is of figures of one unit and currency");
            }
            other => return wrong_kind(of, other, "a history is a list of numbers"),
        });
    }
    Ok(figures)
}

/// Returns whether the latest figure tops at least so many before it, and how long ago it was last reached.
fn record(figures: &[Option<Quantity>], least: usize) -> Option<(&'static str, Option<usize>)> {
    let latest = (*figures.first()?)?.amount;
    let next = (*figures.get(1)?)?.amount;
    let (name, tops) = match latest.cmp(&next) {
        Ordering::Greater => ("high", Ordering::Greater),
        Ordering::Less => ("low", Ordering::Less),
        Ordering::Equal => return None,
    };
    for (age, figure) in figures.iter().enumerate().skip(1) {
        let is_topped = latest.cmp(&(*figure)?.amount) == tops;
        if !is_topped {
            return (age > least).then_some((name, Some(age)));
        }
    }
    (figures.len() > least).then_some((name, None))
}

#[cfg(test)]
mod tests {
    use super::record;
    use crate::data::{Quantity, Unit};

    #[track_caller]
    fn check(history: &[Option<i64>], expected: Option<(&str, Option<usize>)>) {
        let unit = Unit::None;
        let of = |it: &Option<i64>| {
            it.map(|it| Quantity {
                amount: it.into(),
                unit,
            })
        };
        let figures: Vec<_> = history.iter().map(of).collect();
        assert_eq!(record(&figures, 3), expected);
    }

    #[test]
    fn a_record_tops_what_came_before_and_no_gap() {
        let all = |of: &[i64]| of.iter().copied().map(Some).collect::<Vec<_>>();
        check(&all(&[9, 1, 2, 3]), Some(("high", None)));
        check(&all(&[9, 1, 2, 3, 9, 1]), Some(("high", Some(4))));
        check(&all(&[1, 2, 3, 4, 5]), Some(("low", None)));
        check(&all(&[9, 1, 9, 3]), None);
        check(&all(&[9, 1, 2]), None);
        check(&all(&[9, 9, 1, 2]), None);
        check(&[Some(9), Some(1), None, Some(2), Some(3)], None);
        check(&[None, Some(1)], None);
    }
}
