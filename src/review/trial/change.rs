//! A real article in; the cells to change of its rows, and what to change them to, out.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::data::{Column, Kind, Quantity, RowRef, Table, TableIdx, Tables, Unit, Value};
use crate::interpret::Facts;
use crate::story::expression::{Arithmetic, Comparison, Expr, Node, Slot};
use crate::story::{BindingSource, Story};

/// A column with at most so many values has each of them tried.
const N_CATEGORIES: usize = 8;

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) table: TableIdx,
    pub(super) row: u32,
    pub(super) column: usize,
}

/// The rows that an article is made of, of which cells may be changed: its own, and the first of each join.
pub(super) struct Places(Vec<Place>);

struct Place {
    /// The name of the join; none: the record's own row.
    join: Option<String>,
    row: RowRef,
    /// The columns that the story reads and that may be changed.
    columns: Vec<usize>,
}

impl Places {
    /// Finds the rows of an article.
    pub(super) fn of(story: &Story, tables: &Tables, facts: &Facts) -> Self {
        let row = facts.record.rows[0];
        let table = story.over;
        let mut places = vec![Place {
            join: None,
            row: RowRef { table, row },
            columns: own_columns(story),
        }];
        for binding in story.joins_read.iter().map(|it| &story.bindings[*it]) {
            let row = match &facts.slots[binding.slot.0 as usize] {
                Value::List(items) => items.first().cloned(),
                one => Some(one.clone()),
            };
            let Some(Value::Row(row)) = row else {
                continue;
            };
            if places.iter().any(|it| it.row == row) {
                continue;
            }
            let joined: &[usize] = match &binding.source {
                BindingSource::Rows { theirs, .. } => theirs,
                BindingSource::Peers(peers) => &peers.theirs,
                _ => &[],
            };
            let key = tables.get(row.table).key;
            let columns = read_columns(story, row.table);
            let columns = columns.filter(|it| !joined.contains(it) && key != Some(*it));
            places.push(Place {
                join: Some(binding.name.to_string()),
                row,
                columns: columns.collect(),
            });
        }
        Places(places)
    }

    /// Returns what a cell is called.
    pub(super) fn name(&self, cell: Cell, table: &Table) -> String {
        let column = &table.columns[cell.column].name;
        let row = RowRef {
            table: cell.table,
            row: cell.row,
        };
        let place = self.0.iter().find(|it| it.row == row);
        match place.and_then(|it| it.join.as_ref()) {
            Some(join) => format!("{join}.{column}"),
            None => column.to_string(),
        }
    }

    /// Returns the changes to try, one or two cells each: all single cells first.
    pub(super) fn steps(&self, story: &Story, tables: &Tables) -> Vec<Vec<(Cell, Value)>> {
        let keys = key_columns(story);
        let mut steps = Vec::new();
        for place in &self.0 {
            let table = tables.get(place.row.table);
            for column in &place.columns {
                let cell = place.cell(*column);
                let is_key = place.join.is_none() && keys.contains(column);
                let now = table.cell(cell.row, *column);
                let values = extremes(table, *column, is_key).into_iter();
                let other = values.filter(|it| it != now);
                steps.extend(other.map(|it| vec![(cell, it)]));
            }
        }
        let own = &self.0[0];
        let table = tables.get(own.row.table);
        for (left, right) in pairs(story, table) {
            let (left, right) = (own.cell(left), own.cell(right));
            steps.extend(together(table, left, right));
        }
        steps
    }
}

impl Place {
    fn cell(&self, column: usize) -> Cell {
        Cell {
            table: self.row.table,
            row: self.row.row,
            column,
        }
    }
}

fn read_columns(story: &Story, table: TableIdx) -> impl Iterator<Item = usize> {
    let read = story.columns_read.get(&table).into_iter().flatten();
    read.map(|it| *it as usize)
}

/// Returns the columns of the record that the story reads; those that group rows stay as they are.
fn own_columns(story: &Story) -> Vec<usize> {
    let columns = read_columns(story, story.over);
    columns.filter(|it| !story.group_by.contains(it)).collect()
}

fn key_columns(story: &Story) -> BTreeSet<usize> {
    story
        .key
        .iter()
        .filter_map(|it| own_column(story, *it))
        .collect()
}

fn own_column(story: &Story, slot: Slot) -> Option<usize> {
    let binding = story.bindings.iter().find(|it| it.slot == slot)?;
    match binding.source {
        BindingSource::Column(column) => Some(column),
        _ => None,
    }
}

/// Returns the values of a column that are the most likely to go wrong.
fn extremes(table: &Table, column: usize, is_key: bool) -> Vec<Value> {
    let Column { kind, .. } = table.columns[column];
    let mut values = match kind {
        Kind::Number(unit) => numbers(table, column, unit),
        Kind::Date | Kind::DateTime | Kind::Time => ends(table, column),
        Kind::Bool => vec![Value::Bool(false), Value::Bool(true)],
        Kind::Text => texts(table, column, is_key),
        Kind::Nested => Vec::new(),
    };
    if !is_key {
        values.push(Value::Missing);
    }
    let mut unlike: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        if !unlike.contains(&value) {
            unlike.push(value);
        }
    }
    unlike
}

fn numbers(table: &Table, column: usize, unit: Unit) -> Vec<Value> {
    let amounts = table.values(column).iter().filter_map(|it| match it {
        Value::Number(it) => Some(it.amount),
        _ => None,
    });
    let (least, greatest) = amounts.fold((None, None), |(least, greatest), it: Decimal| {
        let least = least.map_or(it, |least: Decimal| least.min(it));
        let greatest = greatest.map_or(it, |greatest: Decimal| greatest.max(it));
        (Some(least), Some(greatest))
    });
    let beyond = greatest.and_then(|it| it.checked_add(Decimal::ONE));
    let below = least.filter(|it| it.is_sign_negative() || unit == Unit::Year);
    let below = below.and_then(|it| it.checked_sub(Decimal::ONE));
    // No paper tells of the year 2.
    let small = [0, 1, 2].map(Decimal::from);
    let small = small.into_iter().filter(|_| unit != Unit::Year);
    let of_column = [least, greatest, beyond, below].into_iter().flatten();
    let amounts = small.chain(of_column);
    amounts
        .map(|amount| Value::Number(Quantity { amount, unit }))
        .collect()
}

/// Returns the first and the last value of a column of days or times.
fn ends(table: &Table, column: usize) -> Vec<Value> {
    let values = || table.values(column).iter().filter(|it| !it.is_missing());
    // Written by the calendar's rules, they sort as texts.
    let key = |it: &&Value| it.key_text();
    [values().min_by_key(key), values().max_by_key(key)]
        .into_iter()
        .flatten()
        .cloned()
        .collect()
}

fn texts(table: &Table, column: usize, is_key: bool) -> Vec<Value> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut longest = "";
    for value in table.values(column) {
        if let Value::Text(text) = value {
            seen.insert(text);
            if text.chars().count() > longest.chars().count() {
                longest = text;
            }
        }
    }
    if !is_key && seen.len() <= N_CATEGORIES {
        return seen.into_iter().map(Value::text).collect();
    }
    vec![Value::text(longest)]
}

/// Returns the pairs of the record's columns of numbers that belong together, each once.
fn pairs(story: &Story, table: &Table) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    let mut see = |expr: &Expr| {
        expr.visit(&mut |part| {
            let two = match part.node() {
                Node::Arithmetic(Arithmetic::Subtract, two) => two,
                Node::Compare(it, two) if *it != Comparison::Unequal => two,
                _ => return,
            };
            let column = |it: &Expr| match it.node() {
                Node::Slot(slot, _) => own_column(story, *slot),
                _ => None,
            };
            if let (Some(left), Some(right)) = (column(&two[0]), column(&two[1])) {
                pairs.insert((left.min(right), left.max(right)));
            }
        });
    };
    for binding in &story.bindings {
        if let BindingSource::Fact(expr) = &binding.source {
            see(expr);
        }
    }
    for message in &story.messages {
        message.when.iter().for_each(&mut see);
    }
    pairs.extend(named_alike(story, table));
    pairs.retain(|(left, right)| {
        let kind = |it: usize| table.columns[it].kind;
        left != right && kind(*left) == kind(*right) && matches!(kind(*left), Kind::Number(_))
    });
    pairs
}

/// Returns the columns that the story reads of which one has the other's name in its own: `sales`, `previous_sales`.
fn named_alike(story: &Story, table: &Table) -> Vec<(usize, usize)> {
    let columns = own_columns(story);
    let name = |it: usize| &*table.columns[it].name;
    let mut found = Vec::new();
    for (idx, left) in columns.iter().enumerate() {
        for right in &columns[idx + 1..] {
            let (short, long) = if name(*left).len() < name(*right).len() {
                (name(*left), name(*right))
            } else {
                (name(*right), name(*left))
            };
            let rest = long
                .strip_prefix(short)
                .and_then(|it| it.strip_prefix('_'))
                .or_else(|| long.strip_suffix(short).and_then(|it| it.strip_suffix('_')));
            if rest.is_some() {
                found.push((*left.min(right), *left.max(right)));
            }
        }
    }
    found
}

/// Returns what two cells are tried with: equal, the one greater, the other greater, both zero.
fn together(table: &Table, left: Cell, right: Cell) -> Vec<Vec<(Cell, Value)>> {
    let number = |cell: Cell| match table.cell(cell.row, cell.column) {
        Value::Number(it) => Some(*it),
        _ => None,
    };
    let (Some(one), Some(other)) = (number(left), number(right)) else {
        return Vec::new();
    };
    let value = |of: Quantity, amount: Decimal| {
        Value::Number(Quantity {
            amount,
            unit: of.unit,
        })
    };
    let above = |it: Quantity| it.amount.saturating_add(Decimal::ONE);
    let steps = [
        vec![(right, value(other, one.amount))],
        vec![(right, value(other, above(one)))],
        vec![(left, value(one, above(other)))],
        vec![
            (left, value(one, Decimal::ZERO)),
            (right, value(other, Decimal::ZERO)),
        ],
    ];
    let changes = |step: &Vec<(Cell, Value)>| {
        let mut step = step.iter();
        step.any(|(cell, it)| table.cell(cell.row, cell.column) != it)
    };
    steps.into_iter().filter(changes).collect()
}

/// Returns a value as a person writes it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        other => other
            .key_text()
            .map_or_else(|| other.kind().to_owned(), |it| it.to_string()),
    }
}
