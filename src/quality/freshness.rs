//! A table's latest day in; whether it is young enough on the day that is asked about out.

use jiff::civil::Date;

use crate::data::{Kind, Table, Value};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::project::{Freshness, TableSpec};
use crate::source::Located;

/// Returns whether the table is no older on `as_of` than it may be; says so if it is.
pub(super) fn inspect(
    spec: &TableSpec,
    table: &Table,
    as_of: Option<Date>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(freshness) = &spec.freshness else {
        return true;
    };
    // Both are looked at, so that both are told if they are wrong.
    let column = column(&freshness.dated, table, diagnostics);
    let age = Age::read(&freshness.max_age, diagnostics);
    let (Some(column), Some(age)) = (column, age) else {
        return false;
    };
    let Some(as_of) = as_of else {
        return true;
    };
    let days = Days::of(table, column, as_of);
    if let Some(day) = days.future {
        diagnostics.push(future(freshness, table, day, as_of));
    }
    match days.latest {
        Some(latest) if age.allows(latest, as_of) => true,
        latest => {
            diagnostics.push(stale(freshness, table, latest, as_of));
            false
        }
    }
}

/// Warns, once for all tables, that no age was looked at.
pub(super) fn tell_unlooked(specs: &[TableSpec], diagnostics: &mut Diagnostics) {
    let mut dated = specs
        .iter()
        .filter_map(|it| Some((it, it.freshness.as_ref()?)));
    let Some((first, freshness)) = dated.next() else {
        return;
    };
    let more = match dated.count() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let message = format!(
        "the age of `{}`{more} was not looked at: no day was given",
        first.name.value
    );
    let found = Diagnostic::warning(Code::StaleData, message).at(freshness.max_age.span);
    diagnostics.push(found.hint("say which day it is: `--as-of today`, or `--as-of 2026-03-14`"));
}

/// Returns the column of days that is called `name`; says so if there is none.
fn column(name: &Located<String>, table: &Table, diagnostics: &mut Diagnostics) -> Option<usize> {
    let by_header = table.columns.iter().position(|it| it.header == name.value);
    let Some(column) = by_header.or_else(|| table.column(&name.value)) else {
        let message = format!("`{}` is no column of `{}`", name.value, table.name);
        let columns = table.columns.iter().map(|it| &*it.name);
        let found = Diagnostic::error(Code::UnknownColumn, message).at(name.span);
        diagnostics.push(found.did_you_mean(&name.value, columns));
        return None;
    };
    let is_empty = || table.values(column).iter().all(Value::is_missing);
    if matches!(table.columns[column].kind, Kind::Date | Kind::DateTime) || is_empty() {
        return Some(column);
    }
    let message = format!(
        "`{}` holds no days, and `dated` takes a column that does",
        name.value
    );
    let found = Diagnostic::error(Code::WrongType, message).at(name.span);
    let hint = format!(
        "declare it under `columns:`: `{}: {{type: date, format: \"%d/%m/%Y\"}}`",
        name.value
    );
    diagnostics.push(found.hint(hint));
    None
}

/// The days of a table on both sides of the one that is asked about.
struct Days {
    /// The latest that is not after it. A mistyped day to come must not make an old table young.
    latest: Option<Date>,
    /// The latest of all, if that is after it.
    future: Option<Date>,
}

impl Days {
    fn of(table: &Table, column: usize, as_of: Date) -> Self {
        let mut days = Days {
            latest: None,
            future: None,
        };
        for (row, value) in (0..).zip(table.values(column)) {
            // A day of which it is not sure that it was read right tells nothing.
            let (Some(day), None) = (value.day(), table.doubt(row, column as u32)) else {
                continue;
            };
            let side = if day > as_of {
                &mut days.future
            } else {
                &mut days.latest
            };
            *side = (*side).max(Some(day));
        }
        days
    }
}

/// How old a table may be.
struct Age(jiff::Span);

impl Age {
    /// Reads `2 days`, `1 week`, `3 months`; says so if it is something else.
    fn read(written: &Located<String>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let age = Age::parse(&written.value);
        if age.is_none() {
            let message = format!("`{}` is no age", written.value);
            let found = Diagnostic::error(Code::WrongType, message).at(written.span);
            let hint = "write a whole number of days, weeks or months: `2 days`, `1 week`";
            diagnostics.push(found.hint(hint));
        }
        age
    }

    fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(char::is_whitespace)?;
        let number: i64 = number.parse().ok().filter(|it| *it >= 0)?;
        let span = jiff::Span::new();
        let span = match unit.trim() {
            "day" | "days" => span.try_days(number),
            "week" | "weeks" => span.try_weeks(number),
            "month" | "months" => span.try_months(number),
            _ => return None,
        };
        span.ok().map(Age)
    }

    /// Whether what is of the day `latest` is young enough on `as_of`.
    fn allows(&self, latest: Date, as_of: Date) -> bool {
        // Where the calendar ends before the age does, nothing is too old.
        latest
            .checked_add(self.0)
            .map_or(true, |last| as_of <= last)
    }
}

fn stale(freshness: &Freshness, table: &Table, latest: Option<Date>, as_of: Date) -> Diagnostic {
    let (name, max_age) = (&table.name, &freshness.max_age.value);
    let message = match latest {
        Some(latest) => {
            let n_days = (as_of - latest).get_days();
            let days = super::report::counted(n_days.unsigned_abs() as usize, "day");
            format!(
                "the latest day of `{name}` is {latest}, {days} before {as_of}: more than {max_age}"
            )
        }
        None => format!("no row of `{name}` has a day up to {as_of}, so its age is not known"),
    };
    let found = Diagnostic::error(Code::StaleData, message).at(freshness.max_age.span);
    found.hint(super::STOPPED)
}

fn future(freshness: &Freshness, table: &Table, day: Date, as_of: Date) -> Diagnostic {
    let message = format!("the latest day of `{}` is {day}, after {as_of}", table.name);
    let found = Diagnostic::warning(Code::StaleData, message).at(freshness.dated.span);
    let note = format!("days after {as_of} do not make the table younger");
    found
        .note(note)
        .hint("see whether the day is right, here or in `--as-of`")
}
