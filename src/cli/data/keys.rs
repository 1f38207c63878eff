//! Tables and their references in; keys that name no row or several, and what finds no key, out.

use std::fmt::Write as _;

use gentext::data::Table;
use gentext::data::profile::{Reference, repeated_keys, rows_without_key};
use gentext::source::Reads;

use crate::cli::summary::counted;
use crate::cli::text::{push_line, wrap};

/// How many of each are named.
const N_SHOWN: usize = 6;

/// Adds which column names the rows of a table, and which rows it does not name.
pub(super) fn push_key(text: &mut String, table: &Table, reads: &Reads) {
    let Some(key) = table.key else {
        return;
    };
    let lines = |rows: &[u32]| {
        let lines: Vec<String> = rows.iter().map(|it| line(table, *it, reads)).collect();
        some_of(&lines, ", ")
    };
    let mut parts = vec![format!("its key is {}", table.columns[key].name)];
    let without = rows_without_key(table);
    if !without.is_empty() {
        let count = counted(without.len(), "row");
        parts.push(format!("{count} without one: {}", lines(&without)));
    }
    let repeated: Vec<String> = repeated_keys(table)
        .iter()
        .map(|(key, rows)| format!("`{key}` ({})", lines(rows)))
        .collect();
    if !repeated.is_empty() {
        let count = counted(repeated.len(), "value");
        parts.push(format!(
            "{count} in several rows: {}",
            some_of(&repeated, ", ")
        ));
    }
    wrap(text, &parts.join("; "), "  ");
}

/// Adds which columns refer to which keys, and the values that find none.
pub(super) fn push_references(text: &mut String, references: &[Reference]) {
    if references.is_empty() {
        return;
    }
    push_line(text, "keys");
    for it in references {
        let found = format!("{}.{} finds {}.{}", it.from.0, it.from.1, it.to.0, it.to.1);
        let n_values = counted(it.n_distinct, "value");
        if it.unmatched.is_empty() {
            wrap(text, &format!("{found}: all of {n_values}"), "  ");
            continue;
        }
        let unmatched: Vec<String> = it
            .unmatched
            .iter()
            .map(|(value, n)| format!("`{value}` ({n})"))
            .collect();
        let count = format!("{} of {n_values}", unmatched.len());
        let named = some_of(&unmatched, ", ");
        wrap(text, &format!("{found}, but for {count}: {named}"), "  ");
    }
    let _ = writeln!(text);
}

/// Returns where a row stands, as a person finds it.
pub(super) fn line(table: &Table, row: u32, reads: &Reads) -> String {
    let place = table.place(row, 0);
    if table.lineage.is_some() {
        return format!("row {}", row + 1);
    }
    match table.files().nth(1) {
        Some(_) => format!("{}:{}", reads.file(place.file).name(), place.line),
        None => format!("line {}", place.line),
    }
}

/// Returns the first of some things, and how many more there are.
fn some_of(things: &[String], comma: &str) -> String {
    let shown = things[..things.len().min(N_SHOWN)].join(comma);
    match things.len().saturating_sub(N_SHOWN) {
        0 => shown,
        n => format!("{shown} and {n} more"),
    }
}
