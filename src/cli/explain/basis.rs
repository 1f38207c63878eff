//! What something rests on in; facts, cells by their rows, and absences as an editor reads them, out.

use gentext::data::Place;
use gentext::explain::{Absence, Basis, ExplainedCell, Making, shown};

use super::text::Writer;

/// How many rows of the data are shown, and how many facts.
pub(super) const N_ROWS: usize = 10;
const N_FACTS: usize = 24;

/// How many lines are named of those that a query made a cell of.
const N_LINES: usize = 3;

impl Writer<'_> {
    /// Adds facts, cells and absences.
    pub(super) fn basis(&mut self, basis: &Basis) {
        for (idx, fact) in basis.facts.iter().take(N_FACTS).enumerate() {
            let said = format!(
                "{} = {} ← {} ({})",
                fact.name,
                shown(&fact.value, &self.newsroom.tables),
                fact.written
                    .as_deref()
                    .unwrap_or_else(|| self.source(fact.formula)),
                self.place(fact.formula)
            );
            self.entry(if idx == 0 { "facts" } else { "" }, &said);
        }
        if basis.facts.len() > N_FACTS {
            self.entry("", more(basis.facts.len(), N_FACTS, "fact").trim_start());
        }
        let mut label = "cells";
        let rows = rows(&basis.cells);
        for (place, cells) in rows.iter().take(N_ROWS) {
            let said: Vec<String> = cells.iter().map(|it| self.cell(it)).collect();
            self.entry(label, &format!("{}: {}", self.row(*place), said.join(", ")));
            label = "";
            for making in cells.iter().filter_map(|it| it.making.as_ref()) {
                let made = self.making(making);
                self.entry("", &format!("  {made}"));
            }
        }
        if rows.len() > N_ROWS {
            self.entry("", more(rows.len(), N_ROWS, "row").trim_start());
        }
        let mut label = "absent";
        for absence in &basis.absences {
            let said = self.absence(absence);
            self.entry(label, &said);
            label = "";
        }
    }

    fn cell(&self, cell: &ExplainedCell) -> String {
        if cell.value.is_missing() {
            return format!("{} empty", cell.header);
        }
        format!(
            "{} {}",
            cell.header,
            shown(&cell.value, &self.newsroom.tables)
        )
    }

    fn absence(&self, absence: &Absence) -> String {
        let files = absence.files.iter();
        let files: Vec<String> = files
            .map(|it| self.newsroom.reads.file(*it).name())
            .collect();
        let place = match files.as_slice() {
            [] => format!("`{}`", absence.table),
            some => some.join(", "),
        };
        let columns = absence.columns.iter();
        let columns =
            columns.map(|(name, it)| format!("{name} {}", shown(it, &self.newsroom.tables)));
        let columns: Vec<String> = columns.collect();
        format!(
            "{place}: no row for `{}` with {}",
            absence.name,
            columns.join(", ")
        )
    }

    /// Says what a computed cell is made of.
    fn making(&self, making: &Making) -> String {
        let sources = making.sources.iter().map(|it| {
            let file = self.newsroom.reads.file(it.file).name();
            let Some(lines) = &it.lines else {
                return format!("all of {file}");
            };
            let shown: Vec<String> = lines.iter().take(N_LINES).map(u32::to_string).collect();
            let shown = shown.join(", ");
            match lines.len() {
                1 => format!("{file}, line {shown}"),
                n if n <= N_LINES => format!("{file}, lines {shown}"),
                n => format!("{file}, lines {shown}… ({n} rows)"),
            }
        });
        let sources: Vec<String> = sources.collect();
        let over = if sources.is_empty() { "" } else { ", over " };
        format!("← {}{over}{}", making.form, sources.join("; "))
    }
}

/// Returns cells by the row that they stand in, in the order of the first of each. A file that is read as two tables
/// has each of its cells once.
fn rows(cells: &[ExplainedCell]) -> Vec<(Place, Vec<&ExplainedCell>)> {
    let mut rows: Vec<(Place, Vec<&ExplainedCell>)> = Vec::new();
    for cell in cells {
        let is_row = |it: &&mut (Place, Vec<&ExplainedCell>)| {
            (it.0.file, it.0.line) == (cell.place.file, cell.place.line)
                && cell.making.is_none() == it.1[0].making.is_none()
        };
        match rows.iter_mut().find(is_row) {
            Some((_, of_row)) => {
                let is_known =
                    |it: &&ExplainedCell| it.header == cell.header && it.making.is_none();
                if !of_row.iter().any(is_known) {
                    of_row.push(cell);
                }
            }
            None => rows.push((cell.place, vec![cell])),
        }
    }
    rows
}

/// Says how many are not shown.
pub(super) fn more(n: usize, n_shown: usize, noun: &str) -> String {
    match n.saturating_sub(n_shown) {
        0 => String::new(),
        1 => format!(" and 1 {noun} more (--json has all)"),
        rest => format!(" and {rest} {noun}s more (--json has all)"),
    }
}
