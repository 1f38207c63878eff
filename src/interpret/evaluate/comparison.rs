//! Two values to whether they are equal or which is greater; unlike kinds are a problem, not false.

use std::cmp::Ordering;

use super::{Failed, Machine, Record, arithmetic, problem, wrong_kind};
use crate::data::{Quantity, RowRef, Unit, Value};
use crate::story::expression::{Comparison, Expr};

/// How two values stand to each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They have an order.
    Ordered(Ordering),
    /// They are equal or not, but neither is greater.
    Equal(bool),
    /// One of them is missing.
    Unknown,
    /// They are numbers whose units cannot be compared.
    Units(Unit, Unit),
    /// They are of unlike kinds.
    Unlike,
}

/// Returns the order of two numbers, if their units allow one; a plain number goes with any unit.
fn numbers(left: &Quantity, right: &Quantity) -> Relation {
    if left.unit != right.unit && left.unit != Unit::None && right.unit != Unit::None {
        return Relation::Units(left.unit, right.unit);
    }
    Relation::Ordered(left.amount.cmp(&right.amount))
}

/// Returns the order of two values of one kind, all numbers taken as plain: a total order, to sort by.
pub(super) fn plain_order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.amount.cmp(&right.amount),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left.cmp(right),
        (Value::DateTime(left), Value::DateTime(right)) => left.cmp(right),
        // A day as a whole has no time that could come before or after.
        (Value::DateTime(left), Value::Date(right)) => left.date().cmp(right),
        (Value::Date(left), Value::DateTime(right)) => left.cmp(&right.date()),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        _ => Ordering::Equal,
    }
}

impl<'e, R: Record> Machine<'e, R> {
    /// Returns how two values stand to each other.
    pub(super) fn relation(&self, left: &Value, right: &Value) -> Relation {
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => numbers(left, right),
            (Value::Missing, _) | (_, Value::Missing) => Relation::Unknown,
            (Value::Text(_), Value::Text(_))
            | (Value::Time(_), Value::Time(_))
            | (Value::Date(_) | Value::DateTime(_), Value::Date(_) | Value::DateTime(_)) => {
                Relation::Ordered(plain_order(left, right))
            }
            (Value::Bool(left), Value::Bool(right)) => Relation::Equal(left == right),
            (Value::Row(left), Value::Row(right)) if left.table == right.table => {
                Relation::Equal(left.row == right.row)
            }
            (Value::Row(row), other) | (other, Value::Row(row)) => self.row_is(*row, other),
            (Value::List(left), Value::List(right)) => {
                let same = left.len() == right.len()
                    && left.iter().zip(right.iter()).all(|(a, b)| self.same(a, b));
                Relation::Equal(same)
            }
            (Value::Map(left), Value::Map(right)) => Relation::Equal(left == right),
            _ => Relation::Unlike,
        }
    }

    /// Returns whether a row's key is `other`.
    fn row_is(&self, row: RowRef, other: &Value) -> Relation {
        let other = match other {
            Value::Row(other) => self.key(*other),
            other => other,
        };
        let (key, other) = (self.key(row).key_text(), other.key_text());
        match (key, other) {
            (Some(key), Some(other)) => Relation::Equal(key == other),
            (None, Some(_)) => Relation::Unknown,
            _ => Relation::Unlike,
        }
    }

    /// Returns the cell that names a row.
    pub(super) fn key(&self, row: RowRef) -> &'e Value {
        match self.env.tables.get(row.table).key {
            Some(column) => self.cell(row, column),
            None => &super::MISSING,
        }
    }

    /// Whether two values are the same thing; nothing is the same as nothing.
    pub(super) fn same(&self, left: &Value, right: &Value) -> bool {
        match self.relation(left, right) {
            Relation::Ordered(order) => order == Ordering::Equal,
            Relation::Equal(same) => same,
            Relation::Unknown => left.is_missing() && right.is_missing(),
            Relation::Units(..) | Relation::Unlike => false,
        }
    }

    /// Compares two values; nothing where one is missing.
    pub(super) fn compare(
        &self,
        operator: Comparison,
        left: &Value,
        right: &Value,
        two: &[Expr; 2],
    ) -> Result<Option<bool>, Failed> {
        let relation = self.relation(left, right);
        match (operator, relation) {
            (_, Relation::Unknown) => Ok(None),
            (Comparison::Equal, Relation::Equal(same)) => Ok(Some(same)),
            (Comparison::Unequal, Relation::Equal(same)) => Ok(Some(!same)),
            (_, Relation::Ordered(order)) => Ok(Some(match operator {
                Comparison::Equal => order.is_eq(),
                Comparison::Unequal => order.is_ne(),
                Comparison::Less => order.is_lt(),
                Comparison::LessOrEqual => order.is_le(),
                Comparison::Greater => order.is_gt(),
                Comparison::GreaterOrEqual => order.is_ge(),
            })),
            (_, Relation::Units(one, other)) => problem(
                &two[1],
                format!(
                    "`{}` cannot compare {} with {}",
                    operator.sign(),
                    arithmetic::in_words(one),
                    arithmetic::in_words(other)
                ),
            ),
            (_, Relation::Unlike | Relation::Equal(_)) => {
                // Of a literal and a name, the name is what the editor did not expect.
                let literal = two[0].constant().is_some();
                let odd = usize::from(literal || (has_order(left) && !has_order(right)));
                let other = [right, left][odd].kind();
                wrong_kind(
                    &two[odd],
                    [left, right][odd],
                    &format!(
                        "`{}` compares numbers, dates or texts with their like, not with {other}",
                        operator.sign()
                    ),
                )
            }
        }
    }

    /// Returns whether the first of two values is contained in the second.
    pub(super) fn contained(&self, two: &'e [Expr; 2]) -> Result<Option<bool>, Failed> {
        let (needle, container) = (self.value(&two[0])?, self.value(&two[1])?);
        self.contains(&container, &needle, [&two[1], &two[0]])
    }

    /// Returns whether a text, a list or a map contains something.
    pub(super) fn contains(
        &self,
        container: &Value,
        needle: &Value,
        parts: [&Expr; 2],
    ) -> Result<Option<bool>, Failed> {
        match (container, needle) {
            (Value::Missing, _) | (_, Value::Missing) => Ok(None),
            (Value::Text(text), Value::Text(part)) => Ok(Some(text.contains(&**part))),
            (Value::Map(map), Value::Text(name)) => Ok(Some(map.get(name).is_some())),
            (Value::List(items), _) => self.listed(items, needle, parts[1]),
            (Value::Text(_) | Value::Map(_), other) => {
                wrong_kind(parts[1], other, "only a text can be contained here")
            }
            (other, _) => wrong_kind(parts[0], other, "only lists, texts and maps contain"),
        }
    }

    /// Returns whether a value is among `items`; a missing one may or may not be it.
    fn listed(&self, items: &[Value], needle: &Value, part: &Expr) -> Result<Option<bool>, Failed> {
        let mut unknown = false;
        let mut unlike = 0;
        for item in items {
            match self.relation(needle, item) {
                Relation::Ordered(Ordering::Equal) | Relation::Equal(true) => {
                    return Ok(Some(true));
                }
                Relation::Unknown => unknown = true,
                Relation::Unlike | Relation::Units(..) => unlike += 1,
                Relation::Ordered(_) | Relation::Equal(false) => {}
            }
        }
        if unlike > 0 && unlike == items.len() {
            let kind = items[0].kind();
            return wrong_kind(part, needle, &format!("the list has nothing but {kind}"));
        }
        Ok((!unknown).then_some(false))
    }
}

fn has_order(value: &Value) -> bool {
    matches!(
        value,
        Value::Number(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::Text(_)
    )
}
