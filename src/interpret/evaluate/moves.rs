//! Filters that hold one figure against another, or against several: shares, moves, ranks, and what is unusual.

use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::arithmetic::in_words;
use super::comparison::Relation;
use super::orders::Figures;
use super::scalars::refuse;
use super::{Failed, Found, Machine, Record, owned, problem, wrong_kind};
use crate::data::{Quantity, Unit, Value};
use crate::language::{Moved, Scale, moved_by, size};
use crate::story::expression::{Expr, Filter, FilterCall};

/// How large a flat move is, and one that has no size because it goes from, to or across zero.
const FLAT: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
const ACROSS_ZERO: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// The fewest figures of which it can be said what is usual.
const N_USUAL: usize = 4;

impl<'e, R: Record> Machine<'e, R> {
    /// Applies a filter that compares a figure.
    pub(super) fn compared(&self, call: &'e FilterCall, of: &Value, part: &'e Expr) -> Found<'e> {
        if call.filter == Filter::OnBasis {
            return self.on_basis(call, of, part);
        }
        let Value::Number(figure) = of else {
            return refuse(call, of, "numbers");
        };
        let Some((other, other_part)) = self.argument(call, 0)? else {
            return owned(Value::Missing);
        };
        match (&*other, call.filter) {
            (Value::Missing, _) => owned(Value::Missing),
            (
                Value::Number(other),
                Filter::PercentChange | Filter::Share | Filter::Moved | Filter::Magnitude,
            ) => {
                check_units(call, *figure, *other, part)?;
                self.pair(call, *figure, *other)
            }
            (Value::List(items), Filter::Rank | Filter::Ties | Filter::Outlierness) => {
                self.among(call, *figure, items, part)
            }
            (other, Filter::Rank | Filter::Ties | Filter::Outlierness) => {
                wrong_kind(other_part, other, "`among` takes a list of numbers")
            }
            (other, filter) => {
                let wanted = format!("`{}` takes a number here", filter.name());
                wrong_kind(other_part, other, &wanted)
            }
        }
    }

    /// Returns the value if two bases are one.
    fn on_basis(&self, call: &'e FilterCall, of: &Value, part: &'e Expr) -> Found<'e> {
        let (Some((basis, _)), Some((wanted, _))) =
            (self.argument(call, 0)?, self.argument(call, 1)?)
        else {
            return owned(Value::Missing);
        };
        match self.relation(&basis, &wanted) {
            Relation::Unknown => owned(Value::Missing),
            Relation::Ordered(Ordering::Equal) | Relation::Equal(true) => owned(of.clone()),
            _ => {
                let word = |it: &Value| it.key_text().unwrap_or_else(|| it.kind().into());
                let text = format!(
                    "figures on two bases cannot be compared: one is `{}`, the other `{}`",
                    word(&wanted),
                    word(&basis)
                );
                problem(part, text)
            }
        }
    }

    fn pair(&self, call: &'e FilterCall, to: Quantity, from: Quantity) -> Found<'e> {
        let zero = Decimal::ZERO;
        let amount = match call.filter {
            Filter::PercentChange if from.amount > zero && to.amount >= zero => {
                if matches!(to.unit, Unit::Percent | Unit::Points) {
                    return owned(Value::Missing);
                }
                let difference = to.amount.checked_sub(from.amount);
                difference.and_then(|it| per_cent(it, from.amount))
            }
            // A loss over a turnover is a percentage below zero; only the whole must be more than nothing.
            Filter::Share if from.amount > zero => per_cent(to.amount, from.amount),
            Filter::PercentChange | Filter::Share => None,
            filter => {
                let Some(within) = self.within(call, 1)? else {
                    return owned(Value::Missing);
                };
                let moved = moved_on(from, to, within);
                if filter == Filter::Moved {
                    return owned(Value::text(moved.change.name()));
                }
                return owned(Value::number(magnitude(&moved, from, to)));
            }
        };
        let unit = Unit::Percent;
        owned(amount.map_or(Value::Missing, |amount| {
            Value::Number(Quantity { amount, unit })
        }))
    }

    /// Returns below which size a move is flat; nothing if that is missing.
    pub(super) fn within(
        &self,
        call: &'e FilterCall,
        position: usize,
    ) -> Result<Option<Decimal>, Failed> {
        match self.argument(call, position)? {
            None => Ok(Some(Decimal::ZERO)),
            Some((value, part)) => match &*value {
                Value::Number(it) => Ok(Some(it.amount)),
                Value::Missing => Ok(None),
                other => wrong_kind(part, other, "`within` is a number"),
            },
        }
    }

    fn among(
        &self,
        call: &'e FilterCall,
        figure: Quantity,
        items: &Arc<[Value]>,
        part: &'e Expr,
    ) -> Found<'e> {
        if let Some(order) = self.env.orders.and_then(|it| it.of(items))
            && let Some(figures) = order.figures()
            && figures.unit == figure.unit
        {
            return self.among_known(call, figure.amount, figures);
        }
        let mut others = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item {
                Value::Number(it) => {
                    check_units(call, figure, *it, part)?;
                    others.push(it.amount);
                }
                // What is unusual is told by the figures there are; a rank needs them all.
                Value::Missing if call.filter == Filter::Outlierness => {}
                Value::Missing => return owned(Value::Missing),
                other => return wrong_kind(part, other, "`among` takes a list of numbers"),
            }
        }
        let figure = figure.amount;
        match call.filter {
            Filter::Rank => {
                let is_low = self.is_low(call)?;
                let is_better = |it: &&Decimal| if is_low { **it < figure } else { **it > figure };
                let n_better = others.iter().filter(is_better).count();
                owned(Value::number(n_better as u64 + 1))
            }
            Filter::Ties => {
                let n_equal = others.iter().filter(|it| **it == figure).count();
                owned(Value::number(n_equal.saturating_sub(1) as u64))
            }
            _ => {
                others.sort();
                owned(outlierness(figure, &others).map_or(Value::Missing, Value::number))
            }
        }
    }

    /// Does the same by figures that stand in order.
    fn among_known(&self, call: &'e FilterCall, figure: Decimal, others: &Figures) -> Found<'e> {
        if others.has_gap && call.filter != Filter::Outlierness {
            return owned(Value::Missing);
        }
        let (below, through) = others.about(figure);
        let found = match call.filter {
            Filter::Rank if self.is_low(call)? => Value::number(below as u64 + 1),
            Filter::Rank => Value::number((others.sorted.len() - through) as u64 + 1),
            Filter::Ties => Value::number((through - below).saturating_sub(1) as u64),
            _ => outlierness(figure, &others.sorted).map_or(Value::Missing, Value::number),
        };
        owned(found)
    }

    /// Whether the lowest figure is the best.
    fn is_low(&self, call: &'e FilterCall) -> Result<bool, Failed> {
        let best = self.argument(call, 1)?;
        Ok(best.is_some_and(|(it, _)| matches!(&*it, Value::Text(it) if **it == *"low")))
    }
}

/// Returns the figure in the middle of a list.
pub(super) fn median<'e>(of: &Expr, figures: &[Value]) -> Found<'e> {
    let mut amounts = Vec::with_capacity(figures.len());
    let mut unit = None;
    for figure in figures {
        let Value::Number(it) = figure else {
            return wrong_kind(of, figure, "`median` is for numbers");
        };
        if *unit.get_or_insert(it.unit) != it.unit {
            return problem(of, "`median` is for figures of one unit and currency");
        }
        amounts.push(it.amount);
    }
    amounts.sort();
    owned(match (quantile(&amounts, 2), unit) {
        (Some(amount), Some(unit)) => Value::Number(Quantity { amount, unit }),
        _ => Value::Missing,
    })
}

/// Returns how a figure moved, by points where it is itself a percentage.
pub(super) fn moved_on(from: Quantity, to: Quantity, within: Decimal) -> Moved {
    let scale = Scale {
        in_points: to.unit == Unit::Percent,
        within,
        ..Scale::default()
    };
    moved_by(from.amount, to.amount, scale)
}

/// Returns how large a move is: less and less more as it grows, and never 2.
fn magnitude(moved: &Moved, from: Quantity, to: Quantity) -> Decimal {
    let in_points = to.unit == Unit::Percent;
    let half = Decimal::from(if in_points { 5 } else { 20 });
    if moved.change == crate::language::Change::Flat {
        return FLAT;
    }
    let exact = moved
        .size
        .and_then(|_| size(from.amount, to.amount, in_points));
    exact
        .and_then(|it| (it * Decimal::TWO).checked_div(it.checked_add(half)?))
        .map_or(ACROSS_ZERO, |it| it.round_dp(4))
}

fn per_cent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// Fails where two figures are not of one unit and currency.
fn check_units(
    call: &FilterCall,
    one: Quantity,
    other: Quantity,
    part: &Expr,
) -> Result<(), Failed> {
    if one.unit == other.unit {
        return Ok(());
    }
    let (filter, one, other) = (call.filter.name(), in_words(one.unit), in_words(other.unit));
    problem(
        part,
        format!("`{filter}` cannot compare {one} with {other}"),
    )
}

/// Returns how far `figure` is out of the middle of `others`, which stand in order: the distance by the spread of the middle half, less the
/// more of them there are, since among many some are far out anyway. What is inside the middle half counts little.
fn outlierness(figure: Decimal, others: &[Decimal]) -> Option<Decimal> {
    if others.len() < N_USUAL {
        return None;
    }
    let [low, middle, high] = [1, 2, 3].map(|it| quantile(others, it));
    let (low, middle, high) = (low?, middle?, high?);
    let fourth_root = fourth_root(others.len() as u64);
    let spread = high.checked_sub(low)?;
    if spread.is_zero() {
        // The middle half are all the same: whatever is not is as far out as the spread of others would be.
        let is_out = figure != middle;
        return Some(
            if is_out {
                Decimal::ONE / fourth_root
            } else {
                Decimal::ZERO
            }
            .round_dp(4),
        );
    }
    let distance = |from: Decimal| figure.checked_sub(from)?.abs().checked_div(spread);
    let score = if figure < low || figure > high {
        distance(middle)?.checked_div(fourth_root)?
    } else {
        let nearer = distance(low)?.min(distance(high)?);
        nearer.checked_div(fourth_root)?.checked_div(fourth_root)?
    };
    Some(score.round_dp(4))
}

/// Returns the quartile of sorted figures: 1, 2 for the median, or 3.
fn quantile(sorted: &[Decimal], quarters: usize) -> Option<Decimal> {
    let steps = sorted.len().checked_sub(1)? * quarters;
    let (at, rest) = (steps / 4, steps % 4);
    let below = *sorted.get(at)?;
    let Some(above) = sorted.get(at + 1).filter(|_| rest > 0) else {
        return Some(below);
    };
    let share = Decimal::from(rest as u64) / Decimal::from(4);
    below.checked_add(above.checked_sub(below)?.checked_mul(share)?)
}

/// Returns the fourth root to six decimals, by whole numbers: it is the same on every machine.
fn fourth_root(n: u64) -> Decimal {
    const SCALE: u128 = 1_000_000_000_000_000_000_000_000;
    let root = (u128::from(n) * SCALE).isqrt().isqrt();
    // It has 13 digits at most.
    let root = i128::try_from(root).unwrap_or(i128::MAX);
    Decimal::from_i128_with_scale(root, 6)
}

#[cfg(test)]
mod tests {
    use super::{fourth_root, outlierness, quantile};
    use rust_decimal::Decimal;

    fn figures(of: &[i64]) -> Vec<Decimal> {
        of.iter().map(|it| Decimal::from(*it)).collect()
    }

    #[test]
    fn quartiles_lie_between_figures() {
        let check = |quarters, expected: &str| {
            let found = quantile(&figures(&[1, 2, 3, 4]), quarters);
            let found = found.expect("there are figures");
            assert_eq!(found.normalize().to_string(), expected);
        };
        check(1, "1.75");
        check(2, "2.5");
        check(3, "3.25");
        assert_eq!(quantile(&[], 2), None);
    }

    #[test]
    fn what_is_far_out_counts_more_than_what_is_usual() {
        let among = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
        let of = |figure: i64| outlierness(Decimal::from(figure), &figures(&among));
        let (far, near) = (
            of(100).expect("there are ten"),
            of(5).expect("there are ten"),
        );
        assert!(far > Decimal::from(5) && near < Decimal::ONE);
        assert_eq!(outlierness(Decimal::ONE, &figures(&[1, 2, 3])), None);
        assert_eq!(
            outlierness(Decimal::ONE, &figures(&[1, 1, 1, 1])),
            Some(Decimal::ZERO)
        );
        assert_eq!(fourth_root(16), Decimal::TWO);
    }
}
