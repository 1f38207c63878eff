//! Tracing: the prints of a variant evaluated once more, down to facts and cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Absence, Basis, ExplainedCell, ExplainedCondition, ExplainedFact, ExplainedValue, MadeOf,
    Making, Subject,
};
use crate::data::{Place, RowRef, TableIdx, Tables, Value};
use crate::interpret::{CellRef, Env, Facts, Trace, evaluate, trace};
use crate::source::Span;
use crate::story::expression::{Expr, Node, Slot};
use crate::story::{Binding, BindingSource, Part, Print, Story, Variant};

/// What the prints of one variant rest on, and what any expression of the article does.
pub(super) struct Tracer<'a> {
    story: &'a Story,
    tables: &'a Tables,
    facts: &'a Facts,
    /// The rows that are told in one sentence.
    they: Value,
    /// By the print's place in its bank: where it stands, and what each of its evaluations rests on.
    rests: BTreeMap<u32, (Span, Vec<Basis>)>,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        Tracer::of(subject.story, subject.tables, subject.facts)
    }

    pub(super) fn of(story: &'a Story, tables: &'a Tables, facts: &'a Facts) -> Self {
        Tracer {
            story,
            tables,
            facts,
            they: Value::Missing,
            rests: BTreeMap::new(),
        }
    }

    /// Returns the environment of the article, told of `it`.
    pub(super) fn env<'e>(&'e self, it: &'e Value) -> Env<'e> {
        let env = self.facts.env(self.tables).with_it(it);
        env.with_they(&self.they)
    }

    /// Traces every print of a variant that is told of `it`, the first of the rows `together` if they are several.
    pub(super) fn variant(&mut self, variant: &Variant, it: &Value, together: &[Value]) {
        self.they = Value::List(together.into());
        self.parts(&variant.parts, it);
    }

    /// Returns what the `nth` of the `n_marks` values printed at `site` rests on. A print may be evaluated once for
    /// each of a list, and may show several values of one evaluation: where the two do not meet, all is named.
    pub(super) fn value(
        &self,
        site: u32,
        (nth, n_marks): (usize, usize),
        text: &str,
    ) -> Option<ExplainedValue> {
        let (print, of_site) = self.rests.get(&site)?;
        let mut basis = Basis::default();
        if of_site.len() == n_marks {
            basis.clone_from(of_site.get(nth)?);
        } else {
            for other in of_site {
                basis.add(other);
            }
        }
        Some(ExplainedValue {
            text: text.to_owned(),
            print: *print,
            basis,
        })
    }

    /// Returns what came of a condition, and what it rests on. One that has no value is missing.
    pub(super) fn condition(&self, condition: &Expr, it: &Value) -> ExplainedCondition {
        let mut basis = Basis::default();
        let (mut value, mut missing) = (Value::Missing, Vec::new());
        if let Ok(trace) = trace(condition, &self.env(it)) {
            self.follow_of(&trace, it, &mut basis);
            missing = self.missing(&trace);
            value = trace.value;
        }
        ExplainedCondition {
            span: condition.span(),
            value,
            missing,
            basis,
        }
    }

    /// Returns what it rests on that a message is told of `it`, one of the list `each`.
    pub(super) fn item(&self, each: &Expr, it: &Value) -> Basis {
        let mut basis = Basis::default();
        self.rows(&Value::List([it.clone()].into()), &mut basis);
        // The row says enough for itself; what is no row is what its list is made of.
        if basis.cells.is_empty()
            && let Ok(trace) = trace(each, &self.env(&Value::Missing))
        {
            self.follow(&trace, &mut basis);
        }
        basis
    }

    /// Returns the names of what a trace read and did not find.
    fn missing(&self, trace: &Trace) -> Vec<Arc<str>> {
        let is_missing = |it: &&Slot| {
            let value = self.facts.slots.get(it.0 as usize);
            value.is_some_and(Value::is_missing)
        };
        let names = trace.slots.iter().filter(is_missing);
        let mut names: Vec<Arc<str>> = names
            .filter_map(|it| Some(self.binding(*it)?.name.clone()))
            .collect();
        for cell in &trace.cells {
            let table = self.tables.get(cell.table);
            if table.cell(cell.row, cell.column as usize).is_missing() {
                let name = Arc::from(&*table.columns[cell.column as usize].name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn binding(&self, slot: Slot) -> Option<&'a Binding> {
        self.story.bindings.iter().find(|it| it.slot == slot)
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
                Part::Phrase { variants, .. } => {
                    for phrase in variants {
                        self.parts(&phrase.parts, it);
                    }
                }
                Part::Literal(_) | Part::CellBreak => {}
            }
        }
    }

    fn each(&mut self, list: &Expr, parts: &[Part], it: &Value) {
        let env = self.env(it);
        if let Ok(Value::List(items)) = evaluate(list, &env) {
            for item in items.iter() {
                self.parts(parts, item);
            }
        }
    }

    fn print(&mut self, print: &Print, it: &Value) {
        let env = self.env(it);
        let exprs = [Some(&print.expr), print.argument.as_ref()];
        let traces = exprs.into_iter().flatten();
        let traces: Vec<Trace> = traces.filter_map(|it| trace(it, &env).ok()).collect();
        let mut basis = Basis::default();
        for trace in traces {
            self.follow_of(&trace, it, &mut basis);
        }
        let of_site = self.rests.entry(print.site);
        let of_site = of_site.or_insert_with(|| (print.span, Vec::new()));
        of_site.1.push(basis);
    }

    /// Adds what a trace read that was told of `it`, which may be one of several comparisons.
    fn follow_of(&self, trace: &Trace, it: &Value, basis: &mut Basis) {
        self.follow(trace, basis);
        if trace.slots.contains(&Slot::IT) && matches!(it, Value::Map(_)) {
            self.comparison(it, basis);
        }
    }

    /// Adds what the comparison rests on that a message about several is told of.
    fn comparison(&self, it: &Value, basis: &mut Basis) {
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
                return self.follow(&trace, basis);
            }
        }
    }

    /// Adds what a trace read: its cells, and what its slots were filled from.
    fn follow(&self, trace: &Trace, basis: &mut Basis) {
        for cell in &trace.cells {
            self.cell(*cell, basis);
        }
        for slot in &trace.slots {
            self.slot(*slot, basis);
        }
    }

    fn slot(&self, slot: Slot, basis: &mut Basis) {
        if slot == Slot::THEY {
            return self.rows(&self.they, basis);
        }
        let Some(binding) = self.binding(slot) else {
            return;
        };
        match &binding.source {
            BindingSource::Column(column) => {
                let row = self.facts.record.rows[0];
                let (table, column) = (self.story.over, *column as u32);
                self.cell(CellRef { table, row, column }, basis);
            }
            BindingSource::Entity { from, .. } => self.slot(*from, basis),
            BindingSource::Fact(expr) => {
                self.fact(&binding.name, slot, expr, basis);
                let fact = basis.facts.iter_mut().find(|it| it.name == binding.name);
                if let Some(fact) = fact {
                    fact.written.clone_from(&binding.formula);
                }
            }
            BindingSource::Edition => {
                if let Some(expr) = self.story.of_edition(self.facts.edition, slot) {
                    self.fact(&binding.name, slot, expr, basis);
                }
            }
            BindingSource::Group | BindingSource::Series(_) => {
                self.rows(&self.facts.slots[slot.0 as usize], basis);
            }
            BindingSource::Peers(peers) => {
                let value = &self.facts.slots[slot.0 as usize];
                self.rows(value, basis);
                if matches!(value, Value::List(items) if items.is_empty()) {
                    let columns = peers.theirs.iter().zip(&peers.ours);
                    self.absence(&binding.name, peers.table, columns, basis);
                }
            }
            BindingSource::Rows {
                table,
                theirs,
                ours,
            } => {
                let value = &self.facts.slots[slot.0 as usize];
                self.rows(value, basis);
                if matches!(value, Value::List(items) if items.is_empty()) {
                    self.absence(&binding.name, *table, theirs.iter().zip(ours), basis);
                }
            }
        }
    }

    fn fact(&self, name: &Arc<str>, slot: Slot, expr: &Expr, basis: &mut Basis) {
        if basis.facts.iter().any(|it| it.name == *name) {
            return;
        }
        let value = self.facts.slots[slot.0 as usize].clone();
        basis.facts.push(ExplainedFact {
            name: name.clone(),
            value,
            formula: expr.span(),
            written: None,
        });
        if let Ok(trace) = trace(expr, &self.facts.env(self.tables)) {
            self.follow(&trace, basis);
        }
    }

    /// Records that no row of a table has what this record has in the columns that join them.
    fn absence<'c>(
        &self,
        name: &Arc<str>,
        table: TableIdx,
        columns: impl Iterator<Item = (&'c usize, &'c usize)>,
        basis: &mut Basis,
    ) {
        let other = self.tables.get(table);
        let row = self.facts.record.rows[0];
        let mut joined = Vec::new();
        for (theirs, ours) in columns {
            let value = self.tables.get(self.story.over).cell(row, *ours).clone();
            joined.push((other.columns[*theirs].header.clone(), value));
        }
        let absence = Absence {
            name: name.clone(),
            table: other.name.clone(),
            files: other.files().collect(),
            columns: joined,
        };
        if !basis.absences.contains(&absence) {
            basis.absences.push(absence);
        }
    }

    /// Adds the cells that name the rows of a list, for a list that was only counted.
    fn rows(&self, value: &Value, basis: &mut Basis) {
        let Value::List(items) = value else { return };
        for item in items.iter() {
            if let Value::Row(RowRef { table, row }) = item
                && !self.has_row(*table, *row, basis)
            {
                let column = self.tables.get(*table).key.unwrap_or(0) as u32;
                self.cell(
                    CellRef {
                        table: *table,
                        row: *row,
                        column,
                    },
                    basis,
                );
            }
        }
    }

    /// Whether a cell of a row is there already. The rows of a query stand in one place, all of them.
    fn has_row(&self, table: TableIdx, row: u32, basis: &Basis) -> bool {
        let table = self.tables.get(table);
        let mut cells = basis.cells.iter();
        table.lineage.is_none() && cells.any(|it| it.place == table.place(row, it.place.column))
    }

    fn cell(&self, cell: CellRef, basis: &mut Basis) {
        let (idx, row, column) = self.tables.origin(cell.table, cell.row, cell.column);
        let table = self.tables.get(idx);
        let cell = ExplainedCell {
            place: table.place(row, column),
            header: table.columns[column as usize].header.clone(),
            value: table.cell(row, column as usize).clone(),
            making: self.making(idx, row, column),
        };
        if !basis.cells.contains(&cell) {
            basis.cells.push(cell);
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
