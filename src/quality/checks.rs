//! The checks of a table in; its rows held out, or the finding that no story may use it.

use std::ops::Range;

use super::report::{Failed, counted};
use crate::data::{Kind, RowRef, Table, TableIdx, Tables, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::interpret::{Env, evaluate};
use crate::project::yaml::inside;
use crate::project::{CheckScope, CheckSpec, TableSpec};
use crate::source::Reads;
use crate::story::expression::{Expr, Node, Scope, Shape, Slot, parse};

/// How many values of the first row that fails are told.
const N_VALUES: usize = 4;

/// Holds the rows that fail a check; returns whether the table as a whole may be used.
pub(super) fn inspect(
    spec: &TableSpec,
    idx: TableIdx,
    reads: &Reads,
    tables: &mut Tables,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut may_be_used = true;
    for check in &spec.checks {
        let names = Names::of(tables, idx, check.of);
        let Some(that) = compile(check, &names, reads, diagnostics) else {
            may_be_used = false;
            continue;
        };
        match check.of {
            CheckScope::Row => {
                let failures = rows(&that, check, idx, tables);
                let table = tables.get_mut(idx);
                failures.tell(check, &that, table, reads, diagnostics);
                failures.hold(table);
            }
            CheckScope::Table => {
                let amiss = whole(&that, check, idx, tables, reads);
                may_be_used &= amiss.is_none();
                if let Some(amiss) = amiss {
                    diagnostics.push(amiss);
                }
            }
        }
    }
    may_be_used
}

/// The names that a check may use: the columns of a row, or the `rows` of the table.
struct Names<'a> {
    tables: &'a Tables,
    names: Vec<(&'a str, Shape)>,
}

impl<'a> Names<'a> {
    fn of(tables: &'a Tables, idx: TableIdx, of: CheckScope) -> Self {
        let columns = tables.get(idx).columns.iter();
        let names = match of {
            CheckScope::Row => columns
                .map(|it| (&*it.name, Shape::cell(it.kind)))
                .collect(),
            CheckScope::Table => vec![("rows", Shape::Rows(idx))],
        };
        Names { tables, names }
    }
}

impl Scope for Names<'_> {
    fn resolve(&self, name: &str) -> Option<(Slot, Shape)> {
        let found = self.names.iter().position(|(it, _)| *it == name)?;
        Some((Slot(found as u32), self.names[found].1))
    }

    fn names(&self) -> Vec<String> {
        self.names.iter().map(|it| it.0.to_owned()).collect()
    }

    fn tables(&self) -> &Tables {
        self.tables
    }
}

/// Returns the condition of a check; nothing if there are mistakes in it.
fn compile(
    check: &CheckSpec,
    names: &Names<'_>,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) -> Option<Expr> {
    let span_of = |range: Range<usize>| inside(reads, &check.that, range);
    let that = parse(&check.that.value, &span_of, names, diagnostics)?;
    if let Shape::Cell(Kind::Bool) | Shape::Unknown = that.shape() {
        return Some(that);
    }
    let message = "a check must be true or false, and this is neither";
    let found = Diagnostic::error(Code::WrongKind, message).at(check.that.span);
    diagnostics.push(found.hint("compare it with something: `clicks <= impressions`"));
    None
}

/// The rows that fail a check.
struct Failures {
    /// Those for which it is false.
    otherwise: Vec<u32>,
    /// What to say of them.
    reason: String,
    /// Those for which it has no value, each with what is wrong.
    problems: Vec<(u32, String)>,
}

/// Evaluates a check for each row. A row for which it cannot be decided is not impossible, and passes.
fn rows(that: &Expr, check: &CheckSpec, idx: TableIdx, tables: &Tables) -> Failures {
    let table = tables.get(idx);
    let read: Vec<usize> = that.slots().iter().map(|it| it.0 as usize).collect();
    let mut slots = vec![Value::Missing; table.columns.len()];
    let mut failures = Failures {
        otherwise: Vec::new(),
        reason: otherwise(check),
        problems: Vec::new(),
    };
    for row in 0..table.n_rows() {
        for column in &read {
            slots[*column].clone_from(table.cell(row, *column));
        }
        match evaluate(that, &Env::new(&slots, tables)) {
            Ok(Value::Bool(true) | Value::Missing) => {}
            Ok(Value::Bool(false)) => failures.otherwise.push(row),
            Ok(other) => failures.problems.push((row, not_a_truth(&other))),
            Err(problem) => failures.problems.push((row, problem.message)),
        }
    }
    failures
}

fn not_a_truth(value: &Value) -> String {
    format!("it must be true or false, and is {}", value.kind())
}

/// Returns what is wrong where a check is not true.
fn otherwise(check: &CheckSpec) -> String {
    match &check.otherwise {
        Some(otherwise) => otherwise.value.clone(),
        None => format!("`{}` does not hold", check.that.value),
    }
}

impl Failures {
    /// Warns once of the rows for which the check is false, and once of those for which it has no value.
    fn tell(
        &self,
        check: &CheckSpec,
        that: &Expr,
        table: &Table,
        reads: &Reads,
        diagnostics: &mut Diagnostics,
    ) {
        let (name, written) = (&table.name, &check.that.value);
        if let Some(row) = self.otherwise.first() {
            let why = check.otherwise.as_ref();
            let why = why.map_or_else(String::new, |it| format!(": {}", it.value));
            let first = values(that, table, *row);
            let message = match self.otherwise.len() {
                1 => format!("1 row of `{name}` fails `{written}`{why};{first}"),
                n => format!("{n} rows of `{name}` fail `{written}`{why}; the first:{first}"),
            };
            warn(*row, message, check, table, reads, diagnostics);
        }
        if let Some((row, reason)) = self.problems.first() {
            let rows = counted(self.problems.len(), "row");
            let message = format!("`{written}` cannot be asked of {rows} of `{name}`: {reason}");
            warn(*row, message, check, table, reads, diagnostics);
        }
    }

    /// Holds the rows.
    fn hold(self, table: &mut Table) {
        for row in self.otherwise {
            table.hold_row(row, self.reason.as_str());
        }
        for (row, reason) in self.problems {
            table.hold_row(row, format!("{}: {reason}", self.reason));
        }
    }
}

fn warn(
    row: u32,
    message: String,
    check: &CheckSpec,
    table: &Table,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) {
    let failed = Failed {
        row,
        message,
        rule: check.that.span,
        needed: "such a row",
    };
    failed.tell(table, reads, diagnostics);
}

/// Returns the values of a row that a check reads, as in ` clicks 0, conversions 1`.
fn values(that: &Expr, table: &Table, row: u32) -> String {
    let shown = |slot: &Slot| {
        let column = slot.0 as usize;
        let value = shown(table.cell(row, column));
        format!("{} {value}", table.columns[column].name)
    };
    let slots = that.slots();
    let shown: Vec<String> = slots.iter().take(N_VALUES).map(shown).collect();
    if shown.is_empty() {
        return String::new();
    }
    format!(" {}", shown.join(", "))
}

fn shown(value: &Value) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        Value::List(items) => format!("a list of {}", items.len()),
        other => other
            .key_text()
            .map_or_else(|| other.kind().to_owned(), |it| it.to_string()),
    }
}

/// Evaluates a check of the whole table; returns why no story may use it.
fn whole(
    that: &Expr,
    check: &CheckSpec,
    idx: TableIdx,
    tables: &Tables,
    reads: &Reads,
) -> Option<Diagnostic> {
    let table = tables.get(idx);
    let row = |row| Value::Row(RowRef { table: idx, row });
    let slots = [Value::List((0..table.n_rows()).map(row).collect())];
    let env = Env::new(&slots, tables);
    let (name, written) = (&table.name, &check.that.value);
    let message = match evaluate(that, &env) {
        Ok(Value::Bool(true)) => return None,
        Ok(Value::Bool(false)) => format!("`{name}` fails `{written}`"),
        Ok(Value::Missing) => {
            format!("`{written}` cannot be decided of `{name}`: a cell is missing")
        }
        Ok(other) => format!(
            "`{written}` cannot be asked of `{name}`: {}",
            not_a_truth(&other)
        ),
        Err(problem) => format!(
            "`{written}` cannot be asked of `{name}`: {}",
            problem.message
        ),
    };
    let message = match &check.otherwise {
        Some(otherwise) => format!("{message}: {}", otherwise.value),
        None => message,
    };
    let mut found = Diagnostic::error(Code::FailedCheck, message).at(check.that.span);
    for note in sides(that, &env, reads) {
        found = found.note(note);
    }
    Some(found.hint(super::STOPPED))
}

/// Returns what the sides of a comparison come to.
fn sides(that: &Expr, env: &Env<'_>, reads: &Reads) -> Vec<String> {
    let Node::Compare(_, two) = that.node() else {
        return Vec::new();
    };
    let side = |side: &Expr| {
        let value = evaluate(side, env).ok()?;
        let written = reads.file(side.span().file).text.get(side.span().range())?;
        Some(format!("`{written}` is {}", shown(&value)))
    };
    let computed = two.iter().filter(|it| it.constant().is_none());
    computed.filter_map(side).collect()
}
