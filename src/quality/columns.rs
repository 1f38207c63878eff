//! The rules of a table's columns in; a doubt about each cell that breaks one out, and repeated rows held.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bounds;
use super::report::{Failed, counted};
use crate::data::{Doubt, Table, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, nearest};
use crate::project::{ColumnSpec, TableSpec};
use crate::source::{Located, Reads, Span};

/// Doubts the cells that break a rule of their column; returns whether all rules could be read.
pub(super) fn inspect(
    spec: &TableSpec,
    table: &mut Table,
    reads: &Reads,
    diagnostics: &mut Diagnostics,
) -> bool {
    let (mut doubts, mut repeated) = (Vec::new(), Vec::new());
    let mut are_known = true;
    for (name, rules) in &spec.columns {
        // A column that is not there makes its table unusable before this.
        let Some(column) = find(table, name, rules) else {
            continue;
        };
        let mut judge = Judge {
            table,
            column,
            reads,
            diagnostics,
            doubts: &mut doubts,
            repeated: &mut repeated,
        };
        are_known &= judge.judge(name.span, rules);
    }
    table.add_doubts(doubts);
    for (row, reason) in repeated {
        table.hold_row(row, reason);
    }
    are_known
}

/// Returns the column that a declaration is of.
fn find(table: &Table, name: &Located<String>, rules: &ColumnSpec) -> Option<usize> {
    let by_header = |it: &String| table.columns.iter().position(|of| of.header == *it);
    let renamed = rules.name.as_ref().map(|it| &it.value);
    let number = name.value.strip_prefix('#').and_then(|it| it.parse().ok());
    let by_number = |it: u32| table.columns.iter().position(|of| of.number == it);
    by_header(&name.value)
        .or_else(|| table.column(&name.value))
        .or_else(|| by_number(number?))
        .or_else(|| table.column(renamed?))
}

/// One column under its rules.
struct Judge<'a> {
    table: &'a Table,
    column: usize,
    reads: &'a Reads,
    diagnostics: &'a mut Diagnostics,
    doubts: &'a mut Vec<Doubt>,
    /// The rows that are there more than once, as far as can be told, each with the reason.
    repeated: &'a mut Vec<(u32, String)>,
}

impl Judge<'_> {
    /// Applies all rules; returns whether they could be read.
    fn judge(&mut self, place: Span, rules: &ColumnSpec) -> bool {
        if rules.required {
            self.required(place);
        }
        if rules.unique {
            self.unique(place);
        }
        let mut are_known = true;
        for (word, bound, wrong) in [
            ("min", &rules.min, Ordering::Less),
            ("max", &rules.max, Ordering::Greater),
        ] {
            if let Some(bound) = bound {
                are_known &= self.bound(word, bound, wrong).is_some();
            }
        }
        are_known && self.among(&rules.among).is_some()
    }

    fn values(&self) -> impl Iterator<Item = (u32, &Value)> {
        (0..).zip(self.table.values(self.column))
    }

    /// Doubts the cells with nothing in them; one that could not be read is doubtful as it is.
    fn required(&mut self, place: Span) {
        let is_empty = |row: &u32| self.table.doubt(*row, self.column as u32).is_none();
        let empty = self.values().filter(|(_, it)| it.is_missing());
        let empty = empty.map(|(row, _)| row).filter(is_empty);
        let reason = |row| (row, "nothing stands where a value is required".to_owned());
        let broken = empty.map(reason).collect();
        self.doubt("required", place, broken);
    }

    /// Holds the rows whose value stands in other rows too: an export that repeats rows would double
    /// every sum.
    fn unique(&mut self, place: Span) {
        let mut rows: FxHashMap<Arc<str>, Vec<u32>> = FxHashMap::default();
        for (row, value) in self.values() {
            if let Some(key) = value.key_text() {
                rows.entry(key).or_default().push(row);
            }
        }
        let mut broken = Vec::new();
        for (value, rows) in rows.into_iter().filter(|(_, rows)| rows.len() > 1) {
            for (idx, row) in rows.iter().enumerate() {
                // The first names the second, and all others name the first.
                let other = rows[usize::from(idx == 0)];
                let line = self.table.place(other, self.column as u32).line;
                broken.push((*row, format!("`{value}` stands in line {line} too")));
            }
        }
        broken.sort_unstable_by_key(|it| it.0);
        self.tell("unique", place, "such a row", &broken);
        let name = &self.table.columns[self.column].name;
        let held = broken.into_iter();
        let held = held.map(|(row, reason)| (row, format!("column `{name}`: {reason}")));
        self.repeated.extend(held);
    }

    /// Doubts the cells beyond a bound; nothing if the bound cannot be read.
    fn bound(&mut self, word: &str, written: &Located<String>, wrong: Ordering) -> Option<()> {
        if self.is_empty() {
            return Some(());
        }
        let column = &self.table.columns[self.column];
        if !bounds::has_order(column.kind) {
            let name = &column.name;
            let message = format!(
                "`{word}` is for numbers, days and times, and `{name}` is read as something else"
            );
            let hint = "declare its `type`, or allow single values with `among: […]`";
            let found = Diagnostic::error(Code::WrongType, message).at(written.span);
            self.diagnostics.push(found.hint(hint));
            return None;
        }
        let bound = self.read(word, written)?;
        let (than, what) = match wrong {
            Ordering::Less => ("less", "the least"),
            _ => ("more", "the most"),
        };
        let limit = &written.value;
        let is_beyond = |it: &Value| bounds::compare(it, &bound) == Some(wrong);
        let reason = |value: &Value| {
            let value = value.key_text().unwrap_or_default();
            format!("`{value}` is {than} than {limit}, {what} that `columns:` allows")
        };
        let broken = self.values().filter(|(_, it)| is_beyond(it));
        let broken = broken.map(|(row, it)| (row, reason(it))).collect();
        self.doubt(&format!("{word}: {limit}"), written.span, broken);
        Some(())
    }

    /// Doubts the cells with a value that is not named; nothing if a name cannot be read.
    fn among(&mut self, written: &[Located<String>]) -> Option<()> {
        let Some(first) = written.first().filter(|_| !self.is_empty()) else {
            return Some(());
        };
        // Of several names that cannot be read, all are told.
        let values: Vec<Option<Value>> = written.iter().map(|it| self.read("among", it)).collect();
        let values: Vec<Value> = values.into_iter().collect::<Option<_>>()?;
        let allowed: FxHashSet<Arc<str>> = values.iter().filter_map(Value::key_text).collect();
        let names = || written.iter().map(|it| it.value.as_str());
        let reason = |value: &str| {
            let reason = format!("`{value}` is none of the values that `columns:` allows");
            match nearest(value, names()) {
                Some(near) => format!("{reason}; the nearest is `{near}`"),
                None => reason,
            }
        };
        let present = self.values().map(|(row, it)| (row, it.key_text()));
        let strange = present.filter_map(|(row, it)| it.map(|it| (row, it)));
        let strange = strange.filter(|(_, it)| !allowed.contains(it));
        let broken = strange.map(|(row, it)| (row, reason(&it))).collect();
        self.doubt("among", first.span, broken);
        Some(())
    }

    /// Whether no cell holds anything: then nothing is known of the column's kind.
    fn is_empty(&self) -> bool {
        self.values().all(|(_, it)| it.is_missing())
    }

    /// Returns a value that a rule names; says so if the column can hold none such.
    fn read(&mut self, word: &str, written: &Located<String>) -> Option<Value> {
        let column = &self.table.columns[self.column];
        match bounds::read(&written.value, column.kind) {
            Ok(value) => Some(value),
            Err(wanted) => {
                let message = format!(
                    "`{word}` of `{}` takes {wanted}, not `{}`",
                    column.name, written.value
                );
                let found = Diagnostic::error(Code::WrongType, message).at(written.span);
                let hint = "it is compared with what the cells hold: `gen data` shows that";
                self.diagnostics.push(found.hint(hint));
                None
            }
        }
    }

    /// Takes the cells that break a rule, each with its reason, and warns of them once.
    fn doubt(&mut self, rule: &str, place: Span, broken: Vec<(u32, String)>) {
        self.tell(rule, place, "such a cell", &broken);
        let column = self.column as u32;
        let doubt = |(row, reason)| Doubt {
            row,
            column,
            reason,
        };
        self.doubts.extend(broken.into_iter().map(doubt));
    }

    /// Warns once of the cells that break a rule; what `needed` names holds the articles that need it.
    fn tell(&mut self, rule: &str, place: Span, needed: &'static str, broken: &[(u32, String)]) {
        let Some((row, reason)) = broken.first() else {
            return;
        };
        let name = &self.table.columns[self.column].name;
        let message = match broken.len() {
            1 => format!("column `{name}`: {reason}"),
            n => format!(
                "column `{name}`: {} break `{rule}`; the first: {reason}",
                counted(n, "cell")
            ),
        };
        let failed = Failed {
            row: *row,
            message,
            rule: place,
            needed,
        };
        failed.tell(self.table, self.reads, self.diagnostics);
    }
}
