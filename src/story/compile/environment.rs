//! The environment: columns, rows of other tables, entities and facts, each given its slot.

use super::{Compiler, find_table};
use crate::data::TableIdx;
use crate::diagnostics::{Code, Diagnostic};
use crate::project::yaml::ShortOr;
use crate::source::Located;
use crate::story::BindingSource;
use crate::story::expression::{Expr, Shape};
use crate::story::shape::JoinFile;

impl Compiler<'_> {
    /// Makes the columns known: all of a row's, or those that its group shares.
    pub(super) fn bind_columns(&mut self) {
        let table = self.table();
        let by = &self.written.by.0;
        let grouped: Vec<usize> = by.iter().filter_map(|it| self.column(table, it)).collect();
        let columns = if by.is_empty() {
            (0..table.columns.len()).collect()
        } else {
            grouped.clone()
        };
        self.story.group_by = grouped;
        for idx in columns {
            let column = &table.columns[idx];
            let slot = self.names.add(&column.name, Shape::Cell(column.kind));
            self.columns.push((slot, idx));
            self.bind(&column.name, slot, BindingSource::Column(idx), None);
        }
        if !by.is_empty() {
            let slot = self.names.add("rows", Shape::Rows(self.over));
            self.bind("rows", slot, BindingSource::Group, None);
        }
    }

    pub(super) fn key(&mut self) {
        for name in &self.written.key.0 {
            if let Some((slot, _)) = self.names.get(&name.value) {
                self.story.key.push(slot);
                self.reading.add_slot(slot);
            } else {
                let table = self.table();
                self.column(table, name);
            }
        }
    }

    pub(super) fn bind_rows(&mut self) {
        for (name, written) in &self.written.rows {
            let join = match written {
                ShortOr::Long(join) => self.join(join),
                ShortOr::Short(column) => self.join_by_key(name, column),
            };
            if let Some((table, theirs, ours)) = join {
                self.refuse_taken(name);
                let slot = self.names.add(&name.value, Shape::Rows(table));
                self.bind(
                    &name.value,
                    slot,
                    BindingSource::Rows {
                        table,
                        theirs,
                        ours,
                    },
                    Some(name.span),
                );
            }
        }
    }

    pub(super) fn join(&mut self, join: &JoinFile) -> Option<(TableIdx, Vec<usize>, Vec<usize>)> {
        let idx = find_table(self.tables, &join.from, self.diagnostics)?;
        let other = self.tables.get(idx);
        let ours: Vec<_> = join
            .on
            .0
            .iter()
            .map(|it| self.column(self.table(), it))
            .collect();
        let theirs: Vec<_> = join.on.0.iter().map(|it| self.column(other, it)).collect();
        let all = |columns: Vec<Option<usize>>| columns.into_iter().collect::<Option<Vec<_>>>();
        Some((idx, all(theirs)?, all(ours)?))
    }

    /// Joins the rows of the table called `name` whose `column` holds this record's key.
    pub(super) fn join_by_key(
        &mut self,
        name: &Located<String>,
        column: &Located<String>,
    ) -> Option<(TableIdx, Vec<usize>, Vec<usize>)> {
        let idx = find_table(self.tables, name, self.diagnostics)?;
        let theirs = self.column(self.tables.get(idx), column)?;
        let Some(ours) = self.table().key else {
            let message = format!(
                "`{}` has no `key:`, so no row can belong to one of its rows",
                self.table().name
            );
            let hint = "give the table a `key:` in gen.yaml, or write `{from: …, on: […]}` here";
            self.diagnostics.push(
                Diagnostic::error(Code::MissingKey, message)
                    .at(column.span)
                    .hint(hint),
            );
            return None;
        };
        Some((idx, vec![theirs], vec![ours]))
    }

    /// Lets columns stand for rows of another table; facts do as soon as they are known.
    pub(super) fn bind_entities(&mut self) {
        for (name, table) in &self.written.entities {
            if self.written.facts.get(&name.value).is_none() {
                self.bind_entity(name, table);
            }
        }
    }

    pub(super) fn bind_entity(&mut self, name: &Located<String>, table: &Located<String>) {
        let Some(idx) = find_table(self.tables, table, self.diagnostics) else {
            return;
        };
        if self.tables.get(idx).key.is_none() {
            let message = format!(
                "`{}` has no `key:`, so nothing can be found in it",
                table.value
            );
            let hint = "give the table a `key:` in gen.yaml";
            self.diagnostics.push(
                Diagnostic::error(Code::MissingKey, message)
                    .at(table.span)
                    .hint(hint),
            );
        }
        let Some((from, _)) = self.names.get(&name.value) else {
            self.column(self.table(), name);
            return;
        };
        self.reading.add_slot(from);
        let slot = self.names.add(&name.value, Shape::Row(idx));
        self.bind(
            &name.value,
            slot,
            BindingSource::Entity { from, table: idx },
            Some(name.span),
        );
    }

    pub(super) fn facts(&mut self) {
        for (name, written) in &self.written.facts {
            self.refuse_taken(name);
            let expr = self.expr(written);
            let shape = expr.as_ref().map_or(Shape::Unknown, Expr::shape);
            let slot = self.names.add(&name.value, shape);
            if let Some(expr) = expr {
                self.bind(
                    &name.value,
                    slot,
                    BindingSource::Fact(expr),
                    Some(name.span),
                );
            }
            self.round_measure(&name.value);
            if let Some(table) = self.written.entities.get(&name.value) {
                self.bind_entity(name, table);
            }
        }
    }
}
