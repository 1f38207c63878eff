//! The expressions of a story in; the columns and joins whose doubtful cells would get into its articles out.
//!
//! Where it cannot be seen what an expression reads, all that it may read counts as read: an article held
//! too many is looked at by an editor, one held too few is published.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::data::{Kind, TableIdx, Tables, Value};
use crate::story::expression::{Arithmetic, Expr, Node, Shape, Slot};
use crate::story::{Binding, BindingSource, Story, Variant};

/// What the expressions of a story read.
#[derive(Default)]
pub(super) struct Reading {
    slots: BTreeSet<Slot>,
    /// Columns of rows whose table is known.
    columns: BTreeSet<(TableIdx, u32)>,
    /// Names read of rows, or of maps, that are known only when the data is.
    names: BTreeSet<Arc<str>>,
    /// The tables whose rows are used as values: they stand for their keys.
    keys: BTreeSet<TableIdx>,
    /// Whether rows of any table may be.
    has_any_key: bool,
    /// Whether a name is computed.
    has_any_name: bool,
}

impl Reading {
    /// Adds a value of the record.
    pub(super) fn add_slot(&mut self, slot: Slot) {
        self.slots.insert(slot);
    }

    /// Adds what an expression reads.
    pub(super) fn add(&mut self, expr: &Expr) {
        self.slots.extend(expr.slots());
        self.columns.extend(expr.fields());
        expr.visit(&mut |part| self.part(part));
    }

    /// Adds what a variant reads.
    pub(super) fn add_variant(&mut self, variant: &Variant) {
        variant.visit_conditions(&mut |it| self.add(it));
        for print in variant.prints() {
            for expr in std::iter::once(&print.expr).chain(&print.argument) {
                self.add(expr);
                self.value(expr);
            }
        }
    }

    /// Adds what one part reads besides its slots and its known columns.
    fn part(&mut self, part: &Expr) {
        match part.node() {
            Node::Name(_, name) => {
                self.names.insert(name.clone());
            }
            Node::Index(two) => match two[1].constant() {
                Some(Value::Text(name)) => {
                    self.names.insert(name.clone());
                }
                Some(_) => {}
                None => {
                    self.has_any_name |= !matches!(two[1].shape(), Shape::Cell(Kind::Number(_)));
                }
            },
            Node::Filter(call) => {
                call.arguments
                    .iter()
                    .flatten()
                    .for_each(|it| self.value(it));
                match &call.field {
                    Some(field) if field.column.is_none() => {
                        self.names.insert(field.name.clone());
                    }
                    Some(_) => {}
                    None => self.value(&call.of),
                }
            }
            Node::Compare(_, two) | Node::In(two) | Node::Arithmetic(Arithmetic::Join, two) => {
                two.iter().for_each(|it| self.value(it));
            }
            _ => {}
        }
    }

    /// Adds that `expr` is used as a value: a row then stands for its key.
    pub(super) fn value(&mut self, expr: &Expr) {
        match expr.shape() {
            Shape::Row(table) | Shape::Rows(table) => {
                self.keys.insert(table);
            }
            Shape::Unknown => self.has_any_key = true,
            Shape::Cell(_) => {}
        }
    }

    /// Writes into `story` what it reads; `own` are the columns of its records, by slot.
    pub(super) fn settle(mut self, story: &mut Story, own: &[(Slot, usize)], tables: &Tables) {
        let over = story.over;
        let mut columns: BTreeSet<(TableIdx, u32)> = std::mem::take(&mut self.columns);
        let is_read = |(slot, _): &&(Slot, usize)| self.slots.contains(slot);
        columns.extend(own.iter().filter(is_read).map(|it| (over, it.1 as u32)));
        columns.extend(story.group_by.iter().map(|it| (over, *it as u32)));
        let mut joined = BTreeSet::from([over]);
        for (idx, binding) in story.bindings.iter().enumerate() {
            if self.slots.contains(&binding.slot)
                && let Some(table) = Self::join(binding, over, tables, &mut columns)
            {
                joined.insert(table);
                story.joins_read.push(idx);
            }
        }
        for table in joined {
            columns.extend(self.unsure(table, tables).map(|it| (table, it)));
        }
        for (table, column) in columns {
            story.columns_read.entry(table).or_default().insert(column);
        }
    }

    /// Adds the columns by which rows are found; returns the table they are of, if `binding` is a join.
    fn join(
        binding: &Binding,
        over: TableIdx,
        tables: &Tables,
        columns: &mut BTreeSet<(TableIdx, u32)>,
    ) -> Option<TableIdx> {
        match &binding.source {
            BindingSource::Rows {
                table,
                theirs,
                ours,
            } => {
                columns.extend(ours.iter().map(|it| (over, *it as u32)));
                columns.extend(theirs.iter().map(|it| (*table, *it as u32)));
                Some(*table)
            }
            BindingSource::Series(series) => {
                columns.extend(
                    [&series.ours, &series.own]
                        .map(|it| it.iter().map(|it| (over, *it as u32)))
                        .into_iter()
                        .flatten(),
                );
                columns.extend(
                    [&series.theirs, &series.period]
                        .map(|it| it.iter().map(|it| (series.table, *it as u32)))
                        .into_iter()
                        .flatten(),
                );
                Some(series.table)
            }
            BindingSource::Peers(peers) => {
                columns.extend(peers.ours.iter().map(|it| (over, *it as u32)));
                columns.extend(peers.theirs.iter().map(|it| (peers.table, *it as u32)));
                Some(peers.table)
            }
            BindingSource::Entity { table, .. } => {
                let key = tables.get(*table).key;
                columns.extend(key.map(|it| (*table, it as u32)));
                Some(*table)
            }
            BindingSource::Column(_)
            | BindingSource::Group
            | BindingSource::Fact(_)
            | BindingSource::Edition => None,
        }
    }

    /// Returns the columns of `table` that may be read without this being sure.
    fn unsure(&self, table: TableIdx, tables: &Tables) -> impl Iterator<Item = u32> {
        let of = tables.get(table);
        let is_key = self.has_any_key || self.keys.contains(&table);
        let may_be = |(idx, name): (usize, &Arc<str>)| {
            let is_read =
                self.has_any_name || self.names.contains(name) || (is_key && of.key == Some(idx));
            is_read.then_some(idx as u32)
        };
        let names = of.columns.iter().map(|it| &it.name).enumerate();
        names.filter_map(may_be).collect::<Vec<_>>().into_iter()
    }
}
