//! A table in; its doubtful cells and held rows out, by column, the first of each.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gentext::data::Table;
use gentext::source::Reads;

use super::keys::line;
use crate::cli::summary::counted;
use crate::cli::text::{push_line, wrap};

/// How many doubts of a column are shown one by one, and of how many columns.
const N_SHOWN: usize = 3;
const N_COLUMNS_SHOWN: usize = 12;

/// Adds the held rows and the doubtful cells of a table.
pub(super) fn push_doubts(text: &mut String, table: &Table, reads: &Reads) {
    let held: Vec<(u32, &String)> = (0..table.n_rows())
        .flat_map(|row| table.held(row).iter().map(move |it| (row, it)))
        .collect();
    if !held.is_empty() {
        let n_rows = (0..table.n_rows()).filter(|it| !table.held(*it).is_empty());
        let title = counted(n_rows.count(), "held row");
        push_group(text, table, reads, &title, &held);
    }
    let mut by_column: BTreeMap<u32, Vec<(u32, &String)>> = BTreeMap::new();
    for doubt in &table.doubts {
        let of_column = by_column.entry(doubt.column).or_default();
        of_column.push((doubt.row, &doubt.reason));
    }
    for (column, doubts) in by_column.iter().take(N_COLUMNS_SHOWN) {
        let name = &table.columns[*column as usize].name;
        let title = format!("{} in {name}", counted(doubts.len(), "doubtful cell"));
        push_group(text, table, reads, &title, doubts);
    }
    if by_column.len() > N_COLUMNS_SHOWN {
        let n: usize = by_column.values().skip(N_COLUMNS_SHOWN).map(Vec::len).sum();
        let columns = counted(by_column.len() - N_COLUMNS_SHOWN, "more column");
        let _ = writeln!(text);
        push_line(
            text,
            &format!("  {} in {columns}", counted(n, "doubtful cell")),
        );
    }
}

/// Adds what is amiss with some rows under a line that counts them.
fn push_group(
    text: &mut String,
    table: &Table,
    reads: &Reads,
    head: &str,
    rows: &[(u32, &String)],
) {
    let _ = writeln!(text);
    push_line(text, &format!("  {head}"));
    for (row, reason) in rows.iter().take(N_SHOWN) {
        wrap(
            text,
            &format!("{}: {reason}", line(table, *row, reads)),
            "    ",
        );
    }
    if rows.len() > N_SHOWN {
        push_line(text, &format!("    and {} more", rows.len() - N_SHOWN));
    }
}
