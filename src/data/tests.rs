//! Whole files in, typed tables and findings out.

use std::path::Path;

use super::{Table, Tables, Value, load};
use crate::diagnostics::Diagnostics;
use crate::project::{ColumnSpec, TableSpec};
use crate::source::{Located, Reads, Span};

/// A table's declaration, to be loaded from a text that stands for its file.
pub(super) struct Case {
    reads: Reads,
    spec: TableSpec,
}

impl Case {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let mut reads = Reads::new("no such project");
        let project = reads.keep(Path::new("gen.yaml"), "data: {}\n");
        reads.keep(Path::new(path), text);
        let at = |value: &str| Located {
            value: value.to_owned(),
            span: Span::new(project, 0..4),
        };
        let spec = TableSpec {
            name: at("rows"),
            file: at(path),
            key: None,
            at: None,
            columns: Vec::new(),
        };
        Case { reads, spec }
    }

    fn located<T>(&self, value: T) -> Located<T> {
        Located {
            value,
            span: self.spec.name.span,
        }
    }

    pub(super) fn key(mut self, name: &str) -> Self {
        self.spec.key = Some(self.located(name.to_owned()));
        self
    }

    pub(super) fn at(mut self, pointer: &str) -> Self {
        self.spec.at = Some(self.located(pointer.to_owned()));
        self
    }

    pub(super) fn column(
        mut self,
        name: &str,
        declare: impl FnOnce(&dyn Fn(&str) -> Located<String>) -> ColumnSpec,
    ) -> Self {
        let located = |text: &str| self.located(text.to_owned());
        let spec = declare(&located);
        let name = self.located(name.to_owned());
        self.spec.columns.push((name, spec));
        self
    }

    pub(super) fn load(mut self) -> (Tables, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let tables = load(&[self.spec], &mut self.reads, &mut diagnostics).unwrap();
        let messages = diagnostics
            .iter()
            .map(|it| format!("{}: {}", it.code.as_str(), it.message))
            .collect();
        (tables, messages)
    }

    /// Loads a table about which there is nothing to say.
    pub(super) fn table(self) -> Table {
        let (tables, messages) = self.load();
        assert!(messages.is_empty(), "{messages:?}");
        tables.into_iter().next().expect("the case has one table")
    }
}

/// Returns a column's values as a test writes them.
pub(super) fn column(table: &Table, name: &str) -> Vec<String> {
    let column = table.column(name).expect("the case has the column");
    (0..table.n_rows())
        .map(|row| shown(table.cell(row, column)))
        .collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Missing => "∅".to_owned(),
        Value::Text(text) => format!("'{text}'"),
        Value::Number(it) => it.amount.to_string(),
        Value::Date(it) => format!("d{it}"),
        Value::Time(it) => format!("t{it}"),
        Value::Bool(it) => it.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entries: Vec<String> = map
                .entries
                .iter()
                .map(|(name, value)| format!("{name}: {}", shown(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Row(row) => format!("{row:?}"),
    }
}

#[test]
fn the_whole_column_decides_its_type() {
    let check = |cells: &str, expected: &str| {
        let table = Case::new("t.csv", &format!("n,c\n{}", lines(cells))).table();
        assert_eq!(column(&table, "c").join(" "), expected, "{cells}");
    };
    check("1 2.50 -3", "1 2.50 -3");
    check("1 NA _ 2", "1 ∅ ∅ 2");
    check("NA FR _", "'NA' 'FR' ∅");
    check("NA NA", "'NA' 'NA'");
    check("007 12", "'007' '12'");
    check("1 x", "'1' 'x'");
    check("2026-03-14 - 2026-03-15", "d2026-03-14 ∅ d2026-03-15");
    check("20:45 21:00:30", "t20:45:00 t21:00:30");
    check("75:30 20:45", "'75:30' '20:45'");
    check("TRUE false", "true false");
    check("oui non", "'oui' 'non'");
}

/// Returns cells apart with spaces as rows with a number before them; `_` is an empty cell.
fn lines(cells: &str) -> String {
    let row = |(idx, cell): (usize, &str)| format!("{idx},{}\n", cell.replace('_', ""));
    cells.split(' ').enumerate().map(row).collect()
}
