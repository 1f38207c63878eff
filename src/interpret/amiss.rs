//! The rows that an article is made of in; what is amiss with them out, as reasons to hold it.

use std::collections::BTreeSet;

use super::{Facts, Hold, Reason, Record};
use crate::data::{Table, TableIdx, Tables, Value};
use crate::story::{BindingSource, Story};

/// How many reasons an article is given for the rows that it is made of.
const N_TOLD: usize = 12;

/// Looks at the rows of tables of which something is amiss, and at no others.
pub(super) struct Watch<'a> {
    story: &'a Story,
    tables: &'a Tables,
    /// Whether the story's own table is one of them.
    has_own: bool,
    /// The joins whose table is one of them, as positions among the story's bindings.
    joins: Vec<usize>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(story: &'a Story, tables: &'a Tables) -> Self {
        let is_watched = |table: TableIdx| !tables.get(table).is_sound();
        let joins = story.joins_read.iter().copied();
        let joins = joins.filter(|it| joined(story, *it).is_some_and(is_watched));
        Watch {
            story,
            tables,
            has_own: is_watched(story.over),
            joins: joins.collect(),
        }
    }

    /// Adds what is amiss with the rows of the record itself.
    pub(super) fn own(&self, record: &Record, hold: &mut Hold) {
        if self.has_own {
            let rows = record.rows.iter().copied();
            self.rows(self.story.over, rows, hold);
        }
    }

    /// Adds what is amiss with the rows of other tables that the story uses.
    pub(super) fn joined(&self, facts: &Facts, hold: &mut Hold) {
        for idx in &self.joins {
            let Some(table) = joined(self.story, *idx) else {
                continue;
            };
            let slot = self.story.bindings[*idx].slot;
            let value = &facts.slots[slot.0 as usize];
            let items = match value {
                Value::List(items) => items,
                one => std::slice::from_ref(one),
            };
            let rows = items.iter().filter_map(|it| match it {
                Value::Row(row) if row.table == table => Some(row.row),
                _ => None,
            });
            self.rows(table, rows, hold);
        }
    }

    /// Adds what is amiss with `rows`: with each as a whole, and with its cells that the story reads.
    fn rows(&self, idx: TableIdx, rows: impl Iterator<Item = u32>, hold: &mut Hold) {
        let table = self.tables.get(idx);
        let read = self.story.columns_read.get(&idx);
        let other = (idx != self.story.over).then_some(&*table.name);
        let mut n_more = 0;
        for row in rows {
            for text in reasons(table, row, read) {
                let text = other.map_or_else(|| text.clone(), |it| format!("`{it}`, {text}"));
                if hold.reasons.iter().any(|it| it.text == text) {
                    continue;
                }
                if hold.reasons.len() < N_TOLD {
                    hold.reasons.push(Reason { text, rule: None });
                } else {
                    n_more += 1;
                }
            }
        }
        if n_more > 0 {
            let text = format!("`{}` gives {n_more} more reasons", table.name);
            hold.reasons.push(Reason { text, rule: None });
        }
    }
}

/// Returns the table whose rows a binding joins.
fn joined(story: &Story, binding: usize) -> Option<TableIdx> {
    match &story.bindings[binding].source {
        BindingSource::Rows { table, .. } | BindingSource::Entity { table, .. } => Some(*table),
        BindingSource::Series(series) => Some(series.table),
        // A peer that is in doubt is left out instead.
        BindingSource::Peers(_)
        | BindingSource::Column(_)
        | BindingSource::Group
        | BindingSource::Fact(_)
        | BindingSource::Edition => None,
    }
}

/// Returns what is amiss with a row and with those of its cells that are `read`.
fn reasons<'t>(
    table: &'t Table,
    row: u32,
    read: Option<&'t BTreeSet<u32>>,
) -> impl Iterator<Item = String> + 't {
    let line = move |column| table.place(row, column).line;
    let held = table.held(row).iter();
    let held = held.map(move |reason| format!("line {}: {reason}", line(0)));
    let doubts = table.doubts_of(row).iter();
    let doubts = doubts.filter(move |it| read.is_some_and(|read| read.contains(&it.column)));
    held.chain(doubts.map(move |it| {
        let header = &table.columns[it.column as usize].header;
        format!("column `{header}`, line {}: {}", line(it.column), it.reason)
    }))
}
