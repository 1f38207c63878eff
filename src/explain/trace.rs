//! Tracing: the prints of a variant evaluated once more, down to facts and cells.

use std::collections::BTreeMap;

use super::{ExplainedCell, ExplainedFact, ExplainedValue, MadeOf, Making};
use crate::data::{Place, RowRef, TableIdx, Tables, Value};
use crate::interpret::{CellRef, Facts, Trace, evaluate, trace};
use crate::source::Span;
use crate::story::expression::{Expr, Node, Slot};
use crate::story::{BindingSource, Part, Print, Story, Variant};

/// What the prints of one variant rest on.
pub(super) struct Tracer<'a> {
    story: &'a Story,
    tables: &'a Tables,
    facts: &'a Facts,
    /// By the print's place in its bank.
    rests: BTreeMap<u32, Rest>,
}

/// What a print rests on.
struct Rest {
    print: Span,
    facts: Vec<ExplainedFact>,
    cells: Vec<ExplainedCell>,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(story: &'a Story, tables: &'a Tables, facts: &'a Facts) -> Self {
        Tracer {
            story,
            tables,
            facts,
            rests: BTreeMap::new(),
        }
    }

    /// Traces every print of a variant that is told of `item`.
    pub(super) fn variant(&mut self, variant: &Variant, item: Option<&Value>) {
        self.parts(&variant.parts, item.unwrap_or(&Value::Missing));
    }

    /// Returns what the value printed at `site` rests on.
    pub(super) fn value(&self, site: u32, text: &str) -> Option<ExplainedValue> {
        let rest = self.rests.get(&site)?;
        Some(ExplainedValue {
            text: text.to_owned(),
            print: rest.print,
            facts: rest.facts.clone(),
            cells: rest.cells.clone(),
        })
    }

    fn parts(&mut self, parts: &[Part], it: &Value) {
        for part in parts {
            match part {
                Part::Print(print) => self.print(print, it),
                Part::Choice { options, .. } => {
                    for (_, parts) in options {
                        self.parts(parts, it);
                    }
                }
                Part::Optional { parts, .. } => self.parts(parts, it),
                Part::Each { list, parts } => self.each(list, parts, it),
                Part::Literal(_) | Part::CellBreak => {}
            }
        }
    }

    fn each(&mut self, list: &Expr, parts: &[Part], it: &Value) {
        let env = self.facts.env(self.tables).with_it(it);
        if let Ok(Value::List(items)) = evaluate(list, &env) {
            for item in items.iter() {
                self.parts(parts, item);
            }
        }
    }

    fn print(&mut self, print: &Print, it: &Value) {
        let env = self.facts.env(self.tables).with_it(it);
        let traces = [Some(&print.expr), print.argument.as_ref()];
        let traces: Vec<Trace> = traces
            .into_iter()
            .flatten()
            .filter_map(|it| trace(it, &env).ok())
            .collect();
        let mut rest = self.rests.remove(&print.site).unwrap_or_else(|| Rest {
            print: print.span,
            facts: Vec::new(),
            cells: Vec::new(),
        });
        for trace in traces {
            self.follow(&trace, &mut rest);
            if trace.slots.contains(&Slot::IT) && matches!(it, Value::Map(_)) {
                self.comparison(it, &mut rest);
            }
        }
        self.rests.insert(print.site, rest);
    }

    /// Adds what the comparison rests on that a message about several is told of.
    fn comparison(&self, it: &Value, rest: &mut Rest) {
        let about = self.story.messages.iter().filter(|it| it.about.is_some());
        let lists = about.filter_map(|it| match it.each.as_ref()?.node() {
            Node::List(items) => Some(items),
            _ => None,
        });
        let env = self.facts.env(self.tables);
        for item in lists.flatten() {
            if let Ok(trace) = trace(item, &env)
                && trace.value == *it
            {
                return self.follow(&trace, rest);
            }
        }
    }

    /// Adds what a trace read: its cells, and what its slots were filled from.
    fn follow(&self, trace: &Trace, rest: &mut Rest) {
        for cell in &trace.cells {
            self.cell(*cell, rest);
        }
        for slot in &trace.slots {
            self.slot(*slot, rest);
        }
    }

    fn slot(&self, slot: Slot, rest: &mut Rest) {
        let Some(binding) = self.story.bindings.iter().find(|it| it.slot == slot) else {
            return;
        };
        match &binding.source {
            BindingSource::Column(column) => {
                let row = self.facts.record.rows[0];
                let (table, column) = (self.story.over, *column as u32);
                self.cell(CellRef { table, row, column }, rest);
            }
            BindingSource::Entity { from, .. } => self.slot(*from, rest),
            BindingSource::Fact(expr) => {
                self.fact(&binding.name, slot, expr, rest);
                let fact = rest.facts.iter_mut().find(|it| it.name == binding.name);
                if let Some(fact) = fact {
                    fact.written.clone_from(&binding.formula);
                }
            }
            BindingSource::Edition => {
                if let Some(expr) = self.story.of_edition(self.facts.edition, slot) {
                    self.fact(&binding.name, slot, expr, rest);
                }
            }
            BindingSource::Group | BindingSource::Rows { .. } | BindingSource::Series(_) => {
                let value = &self.facts.slots[slot.0 as usize];
                self.rows(value, rest);
            }
        }
    }

    fn fact(&self, name: &std::sync::Arc<str>, slot: Slot, expr: &Expr, rest: &mut Rest) {
        if rest.facts.iter().any(|it| it.name == *name) {
            return;
        }
        let value = self.facts.slots[slot.0 as usize].clone();
        rest.facts.push(ExplainedFact {
            name: name.clone(),
            value,
            formula: expr.span(),
            written: None,
        });
        if let Ok(trace) = trace(expr, &self.facts.env(self.tables)) {
            self.follow(&trace, rest);
        }
    }

    /// Adds the cells that name the rows of a list, for a list that was only counted.
    fn rows(&self, value: &Value, rest: &mut Rest) {
        let Value::List(items) = value else { return };
        for item in items.iter() {
            if let Value::Row(RowRef { table, row }) = item
                && !self.has_row(*table, *row, rest)
            {
                let column = self.tables.get(*table).key.unwrap_or(0) as u32;
                self.cell(
                    CellRef {
                        table: *table,
                        row: *row,
                        column,
                    },
                    rest,
                );
            }
        }
    }

    /// Whether a cell of a row is there already. The rows of a query stand in one place, all of them.
    fn has_row(&self, table: TableIdx, row: u32, rest: &Rest) -> bool {
        let table = self.tables.get(table);
        let mut cells = rest.cells.iter();
        table.lineage.is_none() && cells.any(|it| it.place == table.place(row, it.place.column))
    }

    fn cell(&self, cell: CellRef, rest: &mut Rest) {
        let (idx, row, column) = self.tables.origin(cell.table, cell.row, cell.column);
        let table = self.tables.get(idx);
        let cell = ExplainedCell {
            place: table.place(row, column),
            header: table.columns[column as usize].header.clone(),
            value: table.cell(row, column as usize).clone(),
            making: self.making(idx, row, column),
        };
        if !rest.cells.contains(&cell) {
            rest.cells.push(cell);
        }
    }

    /// Returns what a cell is made of, if a query computes it.
    fn making(&self, idx: TableIdx, row: u32, column: u32) -> Option<Making> {
        let table = self.tables.get(idx);
        table.lineage.as_ref()?;
        let evidence = &table.columns[column as usize].evidence;
        let mut sources: Vec<MadeOf> = Vec::new();
        for contribution in self.tables.contributions(idx, row, column) {
            let source = self.tables.get(contribution.table);
            let Some(rows) = contribution.rows else {
                let files = source.files();
                sources.extend(files.map(|file| MadeOf { file, lines: None }));
                continue;
            };
            for row in rows {
                let Place { file, line, .. } = source.place(row, 0);
                let known = sources.iter_mut().find(|it| it.file == file);
                match known.and_then(|it| it.lines.as_mut()) {
                    Some(lines) => lines.push(line),
                    None => sources.push(MadeOf {
                        file,
                        lines: Some(vec![line]),
                    }),
                }
            }
        }
        let form = evidence.form.clone();
        Some(Making {
            form: form.unwrap_or_else(|| "computed by the query".to_owned()),
            sources,
        })
    }
}
