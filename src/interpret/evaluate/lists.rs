//! Filters of lists: aggregates, choices, orders and groups. A figure over a missing cell is missing.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::arithmetic::{Trouble, calculate};
use super::comparison::{Relation, plain_order};
use super::moves::median;
use super::scalars::{position, refuse};
use super::{Failed, Found, Machine, Record, owned, problem, wrong_kind};
use crate::data::{Kind, Map, Quantity, Unit, Value};
use crate::story::expression::{Arithmetic, Expr, Field, Filter, FilterCall};

impl<'e, R: Record> Machine<'e, R> {
    /// Applies a filter to a list.
    pub(super) fn list_filter(
        &self,
        call: &'e FilterCall,
        of: &Value,
        part: &'e Expr,
    ) -> Found<'e> {
        let Value::List(items) = of else {
            return refuse(call, of, "lists");
        };
        if call.filter == Filter::Sum
            && call.field.is_none()
            && let Some(order) = self.env.orders.and_then(|it| it.of(items))
        {
            let sum = order.sum(|| match self.figures(call, items)? {
                Some(figures) => self.sum(call, &figures, part),
                None => Ok(Value::Missing),
            });
            return owned(sum?);
        }
        match call.filter {
            Filter::Count | Filter::Sum | Filter::Mean | Filter::Min | Filter::Max => {
                match self.figures(call, items)? {
                    Some(figures) => self.aggregate(call, &figures, part),
                    None => owned(Value::Missing),
                }
            }
            Filter::Best | Filter::Worst | Filter::Top => self.ranked(call, items),
            Filter::First => owned(items.first().cloned().unwrap_or_default()),
            Filter::Last => owned(items.last().cloned().unwrap_or_default()),
            Filter::Nth => {
                let n = self.count_argument(call, 0)?;
                owned(n.and_then(|it| items.get(it)).cloned().unwrap_or_default())
            }
            Filter::Reverse => owned(Value::List(items.iter().rev().cloned().collect())),
            Filter::Sort => self.sorted(call, items),
            Filter::Unique => self.unique(items),
            Filter::Pick => {
                let cells: Result<Arc<[Value]>, Failed> = items
                    .iter()
                    .map(|it| self.cell_of(call, it).map(Cow::into_owned))
                    .collect();
                owned(Value::List(cells?))
            }
            Filter::Where => self.chosen(call, items),
            Filter::Group => self.grouped(call, items),
            Filter::Join => self.joined(call, items),
            Filter::Median => match self.figures(call, items)? {
                Some(figures) => {
                    let figures: Vec<Value> = figures.into_iter().map(Cow::into_owned).collect();
                    median(&call.of, &figures)
                }
                None => owned(Value::Missing),
            },
            Filter::Trend
            | Filter::Streak
            | Filter::Turning
            | Filter::Record
            | Filter::RecordAge => self.history(call, items),
            other => unreachable!("`{}` is no filter of lists", other.name()),
        }
    }

    /// Returns what an element counts with: itself, or its cell in the column that is named.
    fn cell_of<'v>(
        &self,
        call: &'e FilterCall,
        element: &'v Value,
    ) -> Result<Cow<'v, Value>, Failed>
    where
        'e: 'v,
    {
        match (&call.field, element) {
            (None, element) => Ok(Cow::Borrowed(element)),
            (
                Some(Field {
                    column: Some((table, column)),
                    ..
                }),
                Value::Row(row),
            ) if row.table == *table => Ok(Cow::Borrowed(self.cell(*row, *column as usize))),
            (Some(field), element @ (Value::Row(_) | Value::Map(_) | Value::Missing)) => {
                self.named(element, &field.name, &call.of)
            }
            (Some(field), other) => problem(
                &call.of,
                format!(
                    "an element of the list is {}, which has no `{}`",
                    other.kind(),
                    field.name
                ),
            ),
        }
    }

    /// Returns what each element counts with; nothing if one of them is missing.
    fn figures<'v>(
        &self,
        call: &'e FilterCall,
        items: &'v [Value],
    ) -> Result<Option<Vec<Cow<'v, Value>>>, Failed>
    where
        'e: 'v,
    {
        let mut figures = Vec::with_capacity(items.len());
        for item in items {
            let figure = self.cell_of(call, item)?;
            // Elements are counted whatever they are; only named cells can be missing from a count.
            if figure.is_missing() && (call.filter != Filter::Count || call.field.is_some()) {
                return Ok(None);
            }
            figures.push(figure);
        }
        Ok(Some(figures))
    }

    fn aggregate(
        &self,
        call: &'e FilterCall,
        figures: &[Cow<'_, Value>],
        part: &'e Expr,
    ) -> Found<'e> {
        match call.filter {
            Filter::Count => owned(Value::number(figures.len() as u64)),
            Filter::Sum => owned(self.sum(call, figures, part)?),
            Filter::Mean if figures.is_empty() => owned(Value::Missing),
            Filter::Mean => {
                let sum = self.sum(call, figures, part)?;
                let count = Value::number(figures.len() as u64);
                match calculate(Arithmetic::Divide, &sum, &count) {
                    Ok(mean) => owned(mean),
                    Err(_) => problem(part, "the mean is too large to be exact"),
                }
            }
            filter => {
                let best = self.extreme(call, figures, filter == Filter::Max)?;
                owned(
                    best.map(|it| figures[it].clone().into_owned())
                        .unwrap_or_default(),
                )
            }
        }
    }

    /// Adds up; the sum of nothing is zero in the unit of the column.
    fn sum(
        &self,
        call: &FilterCall,
        figures: &[Cow<'_, Value>],
        part: &Expr,
    ) -> Result<Value, Failed> {
        let mut sum: Option<Value> = None;
        for figure in figures {
            if !matches!(&**figure, Value::Number(_)) {
                return refuse_element(call, figure, "numbers");
            }
            sum = Some(match sum {
                None => figure.clone().into_owned(),
                Some(so_far) => match calculate(Arithmetic::Add, &so_far, figure) {
                    Ok(sum) => sum,
                    Err(
                        Trouble::Both(message) | Trouble::Left(message) | Trouble::Right(message),
                    ) => {
                        return problem(part, message);
                    }
                },
            });
        }
        Ok(sum.unwrap_or_else(|| {
            Value::Number(Quantity {
                amount: 0.into(),
                unit: self.unit_of(call),
            })
        }))
    }

    /// Returns the unit of the column that a filter names.
    fn unit_of(&self, call: &FilterCall) -> Unit {
        let column = call.field.as_ref().and_then(|it| it.column);
        match column.map(|(table, it)| self.env.tables.get(table).columns[it as usize].kind) {
            Some(Kind::Number(unit)) => unit,
            _ => Unit::None,
        }
    }

    /// Checks that values have an order, so that they can be sorted by it.
    fn check_order(&self, call: &FilterCall, values: &[Cow<'_, Value>]) -> Result<(), Failed> {
        let Some(first) = values.iter().find(|it| !it.is_missing()) else {
            return Ok(());
        };
        for value in values {
            match self.relation(first, value) {
                Relation::Ordered(_) | Relation::Unknown => {}
                _ => {
                    return refuse_element(call, value, "numbers, dates or texts of one kind");
                }
            }
        }
        Ok(())
    }

    /// Returns the position of the greatest or the least value; of equal ones, the first.
    fn extreme(
        &self,
        call: &FilterCall,
        values: &[Cow<'_, Value>],
        greatest: bool,
    ) -> Result<Option<usize>, Failed> {
        self.check_order(call, values)?;
        let wanted = if greatest {
            Ordering::Greater
        } else {
            Ordering::Less
        };
        let mut best: Option<usize> = None;
        for (position, value) in values.iter().enumerate() {
            if best.is_none_or(|it| plain_order(value, &values[it]) == wanted) {
                best = Some(position);
            }
        }
        Ok(best)
    }

    /// Returns the best or the worst row, or so many of the best.
    fn ranked(&self, call: &'e FilterCall, items: &[Value]) -> Found<'e> {
        let Some(figures) = self.figures(call, items)? else {
            return owned(Value::Missing);
        };
        if call.filter != Filter::Top {
            let best = self.extreme(call, &figures, call.filter == Filter::Best)?;
            return owned(best.map(|it| items[it].clone()).unwrap_or_default());
        }
        let Some(n) = self.count_argument(call, 0)? else {
            return owned(Value::Missing);
        };
        self.check_order(call, &figures)?;
        let mut order: Vec<usize> = (0..items.len()).collect();
        // Ties keep the data's order.
        order.sort_by(|a, b| plain_order(&figures[*b], &figures[*a]));
        owned(Value::List(
            order.iter().take(n).map(|it| items[*it].clone()).collect(),
        ))
    }

    /// Returns the elements in rising order; those without a value come last.
    fn sorted(&self, call: &'e FilterCall, items: &[Value]) -> Found<'e> {
        let keys: Result<Vec<Cow<Value>>, Failed> =
            items.iter().map(|it| self.cell_of(call, it)).collect();
        let keys = keys?;
        self.check_order(call, &keys)?;
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&keys[*a], &keys[*b]);
            let missing = a.is_missing().cmp(&b.is_missing());
            missing.then_with(|| plain_order(a, b))
        });
        owned(Value::List(
            order.iter().map(|it| items[*it].clone()).collect(),
        ))
    }

    fn unique(&self, items: &[Value]) -> Found<'e> {
        let mut kept: Vec<Value> = Vec::new();
        for item in items {
            if !kept.iter().any(|it| self.same(it, item)) {
                kept.push(item.clone());
            }
        }
        owned(Value::List(kept.into()))
    }

    /// Returns the elements whose cell is the value of `is=`.
    fn chosen(&self, call: &'e FilterCall, items: &[Value]) -> Found<'e> {
        let Some((sought, part)) = self.argument(call, 1)? else {
            return owned(Value::Missing);
        };
        if sought.is_missing() {
            return owned(Value::Missing);
        }
        let mut kept = Vec::new();
        for item in items {
            let found = self.cell_of(call, item)?;
            match self.relation(&found, &sought) {
                Relation::Ordered(Ordering::Equal) | Relation::Equal(true) => {
                    kept.push(item.clone());
                }
                Relation::Unlike | Relation::Units(..) => {
                    let message = format!("the column holds {}", found.kind());
                    return wrong_kind(part, &sought, &message);
                }
                _ => {}
            }
        }
        owned(Value::List(kept.into()))
    }

    /// Returns a map for each value of a column: the value, its rows and their count.
    fn grouped(&self, call: &'e FilterCall, items: &[Value]) -> Found<'e> {
        let Some(field) = &call.field else {
            return owned(Value::Missing);
        };
        let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
        for item in items {
            let by = self.cell_of(call, item)?;
            match groups.iter_mut().find(|(it, _)| self.same(it, &by)) {
                Some((_, rows)) => rows.push(item.clone()),
                None => groups.push((by.into_owned(), vec![item.clone()])),
            }
        }
        let maps = groups.into_iter().map(|(by, rows)| {
            let count = Value::number(rows.len() as u64);
            let entries = vec![
                (field.name.clone(), by),
                ("rows".into(), Value::List(rows.into())),
                ("count".into(), count),
            ];
            Value::Map(Arc::new(Map { entries }))
        });
        owned(Value::List(maps.collect()))
    }

    fn joined(&self, call: &'e FilterCall, items: &[Value]) -> Found<'e> {
        let separator = match self.argument(call, 0)? {
            Some((value, part)) => match self.text(&value) {
                Ok(Some(text)) => text,
                Ok(None) => return owned(Value::Missing),
                Err(other) => return wrong_kind(part, other, "`join` takes a text here"),
            },
            None => "".into(),
        };
        let mut texts: Vec<Arc<str>> = Vec::with_capacity(items.len());
        for item in items {
            match self.text(item) {
                Ok(Some(text)) => texts.push(text),
                Ok(None) => return owned(Value::Missing),
                Err(other) => return refuse_element(call, other, "texts and single values"),
            }
        }
        owned(Value::Text(texts.join(&*separator).into()))
    }

    /// Returns an argument that counts; nothing if it is missing.
    fn count_argument(&self, call: &'e FilterCall, at: usize) -> Result<Option<usize>, Failed> {
        match self.argument(call, at)? {
            Some((value, part)) if !value.is_missing() => {
                let n = position(&value, part, "this must be a number", false)?;
                Ok(Some(
                    usize::try_from(n).expect("a position is not negative"),
                ))
            }
            _ => Ok(None),
        }
    }
}

/// Fails because an element, or its cell, is not of a kind that a filter takes.
fn refuse_element<T>(call: &FilterCall, element: &Value, takes: &str) -> Result<T, Failed> {
    let what = match &call.field {
        Some(field) => format!("`{}`", field.name),
        None => "an element of the list".to_owned(),
    };
    let filter = call.filter.name();
    let kind = element.kind();
    problem(
        &call.of,
        format!("{what} is {kind}, and `{filter}` is for {takes}"),
    )
}
