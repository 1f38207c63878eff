//! Facts: a record's environment filled, its requirements checked.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::amiss::Watch;
use super::peers::Others;
use super::records::key_part;
use super::series::{self, Dated};
use super::shared::Shared;
use super::{Env, Hold, Problem, Reason, Record, evaluate, is_true};
use crate::data::{Index, RowRef, TableIdx, Tables, Value};
use crate::story::expression::Slot;
use crate::story::{Binding, BindingSource, Story};

/// Everything that can be said of a record, by slot.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The values of the slots.
    pub slots: Vec<Value>,
    /// The row that a message is told of, while it is.
    pub it: Value,
    /// The rows that are told in one sentence, while they are.
    pub they: Value,
    /// The record they are of.
    pub record: Record,
    /// The edition they are told in.
    pub edition: Option<usize>,
}

impl Facts {
    /// Returns the environment in which expressions are evaluated.
    pub fn env<'a>(&'a self, tables: &'a Tables) -> Env<'a> {
        Env::new(&self.slots, tables)
            .with_it(&self.it)
            .with_they(&self.they)
    }

    /// Returns the values of the story's key, as texts.
    pub fn key(&self, story: &Story, tables: &Tables) -> Result<Vec<String>, Hold> {
        let part = |slot: &Slot| {
            key_part(&self.slots[slot.0 as usize], tables)
                .ok_or_else(|| Hold::because("a column of the key is missing"))
        };
        story.key.iter().map(part).collect()
    }
}

/// Fills the environments of a story's records.
pub struct Interpreter<'a> {
    story: &'a Story,
    tables: &'a Tables,
    /// For each binding that joins, the rows of the other table by the joined columns.
    indexes: Vec<Option<Index>>,
    /// For each series, the rows of its table by period.
    periods: Vec<Option<Result<Dated, Problem>>>,
    /// For each measure that is ranked, which rows of its table count.
    others: Vec<Option<Result<Others, Problem>>>,
    /// What the records of a group have alike.
    shared: Shared,
    /// The rows of which something is amiss.
    watch: Watch<'a>,
    /// For each binding, whether the story's key stands on it.
    is_naming: Vec<bool>,
}

impl<'a> Interpreter<'a> {
    /// Prepares the joins of `story`.
    pub fn new(story: &'a Story, tables: &'a Tables) -> Self {
        let index = |binding: &Binding| match &binding.source {
            BindingSource::Rows { table, theirs, .. } => Some(tables.get(*table).index(theirs)),
            BindingSource::Series(of) => Some(tables.get(of.table).index(&of.theirs)),
            BindingSource::Peers(of) => Some(tables.get(of.table).index(&of.theirs)),
            _ => None,
        };
        Interpreter {
            story,
            tables,
            indexes: story.bindings.iter().map(index).collect(),
            periods: story
                .bindings
                .iter()
                .map(|it| periods(it, tables))
                .collect(),
            others: story
                .bindings
                .iter()
                .map(|it| others(it, story, tables))
                .collect(),
            shared: Shared::of(story),
            watch: Watch::new(story, tables),
            is_naming: is_naming(story),
        }
    }

    /// Returns the facts of `record` in an edition, or says why its article is held.
    pub fn facts(&self, record: &Record, edition: Option<usize>) -> Result<Facts, Hold> {
        let mut hold = Hold::default();
        self.watch.own(record, &mut hold);
        match self.judged(record, edition, &mut hold) {
            Ok(facts) if hold.reasons.is_empty() => Ok(facts),
            Ok(_) => Err(hold),
            Err(failed) => {
                hold.reasons.extend(failed.reasons);
                Err(hold)
            }
        }
    }

    /// Fills the environment, and adds to `hold` what speaks against telling it.
    fn judged(
        &self,
        record: &Record,
        edition: Option<usize>,
        hold: &mut Hold,
    ) -> Result<Facts, Hold> {
        let facts = self.environment(record, edition)?;
        self.watch.joined(&facts, hold);
        self.requirements(&facts, hold)?;
        Ok(facts)
    }

    /// Fills the environment without judging it.
    pub fn environment(&self, record: &Record, edition: Option<usize>) -> Result<Facts, Hold> {
        let mut facts = self.blank(record);
        facts.edition = edition;
        for (idx, binding) in self.story.bindings.iter().enumerate() {
            facts.slots[binding.slot.0 as usize] = self.bind(binding, idx, &facts)?;
        }
        Ok(facts)
    }

    /// Fills as much of the environment as the story's key stands on, so that even an article that is held can be
    /// named: an entity that is not found stands for its cell, and a fact that fails is missing.
    pub fn identity(&self, record: &Record) -> Facts {
        let mut facts = self.blank(record);
        let bindings = self.story.bindings.iter().enumerate();
        let naming = bindings.zip(&self.is_naming).filter(|(_, it)| **it);
        for ((idx, binding), _) in naming {
            let value = match (self.bind(binding, idx, &facts), &binding.source) {
                (Ok(value), _) => value,
                (Err(_), BindingSource::Entity { from, .. }) => {
                    facts.slots[from.0 as usize].clone()
                }
                (Err(_), _) => Value::Missing,
            };
            facts.slots[binding.slot.0 as usize] = value;
        }
        facts
    }

    /// Returns the facts of a record before any of them is known.
    fn blank(&self, record: &Record) -> Facts {
        Facts {
            slots: vec![Value::Missing; self.story.n_slots],
            it: Value::Missing,
            they: Value::Missing,
            record: record.clone(),
            edition: None,
        }
    }

    fn bind(&self, binding: &Binding, idx: usize, facts: &Facts) -> Result<Value, Hold> {
        let index = self.indexes[idx].as_ref();
        let table = self.tables.get(self.story.over);
        let first = facts.record.rows[0];
        match &binding.source {
            BindingSource::Column(column) => Ok(table.cell(first, *column).clone()),
            BindingSource::Group => Ok(rows(self.story.over, &facts.record.rows)),
            BindingSource::Rows {
                table: other, ours, ..
            } => {
                let key = ours.iter().map(|column| table.cell(first, *column));
                let found = index.map_or(&[][..], |it| it.rows(key));
                Ok(self.shared.rows(idx, found, || rows(*other, found)))
            }
            BindingSource::Peers(peers) => {
                let others = self.others[idx]
                    .as_ref()
                    .expect("what is ranked has others");
                let others = others.as_ref().map_err(Problem::clone)?;
                let is_own = peers.table == self.story.over;
                if is_own && !facts.record.rows.iter().any(|it| others.has(*it)) {
                    return Ok(Value::Missing);
                }
                let key = peers.ours.iter().map(|column| table.cell(first, *column));
                let found = index.map_or(&[][..], |it| it.rows(key));
                let make = || others.of(peers.table, found);
                Ok(self.shared.rows(idx, found, make))
            }
            BindingSource::Series(series) => {
                let key = series.ours.iter().map(|it| table.cell(first, *it));
                let rows = index.map_or(&[][..], |it| it.rows(key));
                let own: Vec<&Value> = series.own.iter().map(|it| table.cell(first, *it)).collect();
                let dated = self.periods[idx].as_ref().expect("a series is dated");
                let dated = dated.as_ref().map_err(Problem::clone)?;
                if series.table == self.story.over && dated.leaves_out(first) {
                    return Ok(Value::Missing);
                }
                series::picked(series, self.tables, dated.of(rows), &own)
            }
            BindingSource::Entity { from, table } => {
                self.entity(binding, &facts.slots[from.0 as usize], *table)
            }
            BindingSource::Fact(expr) => {
                let env = facts.env(self.tables).with_orders(&self.shared.orders);
                let make = || evaluate(expr, &env);
                Ok(self.shared.fact(idx, &facts.slots, make)?)
            }
            BindingSource::Edition => match self.story.of_edition(facts.edition, binding.slot) {
                Some(expr) => Ok(evaluate(expr, &facts.env(self.tables))?),
                None => Ok(Value::Missing),
            },
        }
    }

    /// Returns the row that `value` names; what names none holds the article.
    fn entity(&self, binding: &Binding, value: &Value, table: TableIdx) -> Result<Value, Hold> {
        if matches!(value, Value::Missing | Value::Row(_)) {
            return Ok(value.clone());
        }
        let found = self.tables.get(table).find(value);
        found
            .map(|row| Value::Row(RowRef { table, row }))
            .ok_or_else(|| {
                let name = value.key_text().unwrap_or_else(|| Arc::from(value.kind()));
                let table = self.tables.get(table);
                let what = if table.is_shared_key(value) {
                    "has several such rows"
                } else {
                    "has no such row"
                };
                Hold::because(format!(
                    "`{}` is `{name}`, and `{}` {what}",
                    binding.name, table.name
                ))
            })
    }

    /// Adds a reason for each requirement that is not met, or cannot be decided.
    fn requirements(&self, facts: &Facts, hold: &mut Hold) -> Result<(), Hold> {
        for requirement in &self.story.requirements {
            let env = facts.env(self.tables);
            if let Some(when) = &requirement.when
                && !is_true(when, &env)?
            {
                continue;
            }
            let text = match evaluate(&requirement.that, &env)? {
                Value::Bool(true) => continue,
                Value::Missing => {
                    format!("{} (undecided: a cell is missing)", requirement.otherwise)
                }
                _ => requirement.otherwise.to_string(),
            };
            hold.reasons.push(Reason {
                text,
                rule: Some(requirement.span),
            });
        }
        Ok(())
    }
}

/// Returns the rows of a series' table by period.
fn periods(binding: &Binding, tables: &Tables) -> Option<Result<Dated, Problem>> {
    let BindingSource::Series(series) = &binding.source else {
        return None;
    };
    Some(Dated::new(series, tables))
}

/// Returns which rows count where a measure is ranked.
fn others(binding: &Binding, story: &Story, tables: &Tables) -> Option<Result<Others, Problem>> {
    let BindingSource::Peers(peers) = &binding.source else {
        return None;
    };
    Some(Others::new(peers, story, tables))
}

/// Returns for each binding whether the story's key stands on it.
fn is_naming(story: &Story) -> Vec<bool> {
    let mut wanted: BTreeSet<Slot> = story.key.iter().copied().collect();
    let mut is_naming = vec![false; story.bindings.len()];
    // A binding stands on earlier ones only.
    for (binding, is_naming) in story.bindings.iter().zip(&mut is_naming).rev() {
        if !wanted.contains(&binding.slot) {
            continue;
        }
        *is_naming = true;
        match &binding.source {
            BindingSource::Entity { from, .. } => {
                wanted.insert(*from);
            }
            BindingSource::Fact(expr) => wanted.extend(expr.slots()),
            BindingSource::Column(_)
            | BindingSource::Group
            | BindingSource::Rows { .. }
            | BindingSource::Series(_)
            | BindingSource::Peers(_)
            | BindingSource::Edition => {}
        }
    }
    is_naming
}

/// Returns rows of a table as a list.
fn rows(table: TableIdx, rows: &[u32]) -> Value {
    Value::List(
        rows.iter()
            .map(|row| Value::Row(RowRef { table, row: *row }))
            .collect(),
    )
}
