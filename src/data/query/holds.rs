//! Tables with doubtful cells and held rows in, the rows of queries that rest on them held out.

use std::collections::BTreeMap;

use super::super::{Lineage, Source, Table, TableIdx, Tables};

/// Holds the rows of queries that rest on what is doubtful or held.
///
/// It may be called again after more rows were held: no reason is noted twice.
pub fn spread_holds(tables: &mut Tables) {
    let queries: Vec<TableIdx> = (0..)
        .map(TableIdx)
        .take(tables.iter().count())
        .filter(|it| tables.get(*it).lineage.is_some())
        .collect();
    // A query may read another that stands after it: each pass reaches one further.
    for _ in 0..queries.len() {
        let mut is_changed = false;
        for idx in &queries {
            let held = held(tables, tables.get(*idx));
            let table = tables.get_mut(*idx);
            for (row, reason) in held {
                if !table.held(row).contains(&reason) {
                    table.hold_row(row, reason);
                    is_changed = true;
                }
            }
        }
        if !is_changed {
            break;
        }
    }
}

/// The rows of a source that are not sure, each with the reason.
struct Unsure {
    rows: BTreeMap<u32, String>,
    /// Those of which it is not even sure whether the query reads them.
    open: BTreeMap<u32, String>,
}

/// Returns the rows of a query that rest on what is not sure, each with the reason.
fn held(tables: &Tables, table: &Table) -> Vec<(u32, String)> {
    let Some(lineage) = &table.lineage else {
        return Vec::new();
    };
    let sources = lineage.sources.iter();
    let unsure: Vec<Unsure> = sources.map(|it| unsure(tables, it)).collect();
    if unsure.iter().all(|it| it.rows.is_empty()) {
        return Vec::new();
    }
    let all = |reason: String| {
        (0..table.n_rows())
            .map(|row| (row, reason.clone()))
            .collect()
    };
    let touched: Vec<(u32, String)> = (0..table.n_rows())
        .filter_map(|row| Some((row, reason(lineage, &unsure, row)?)))
        .collect();
    // A rank rests on all rows, also on those that the query leaves out after ranking.
    let mut reasons = unsure.iter().flat_map(|it| it.rows.values());
    if let (true, Some(reason)) = (lineage.is_along, reasons.next()) {
        return all(reason.clone());
    }
    let mut open = unsure.iter().flat_map(|it| it.open.values());
    match open.next() {
        Some(reason) if lineage.is_whole => all(reason.clone()),
        _ => touched,
    }
}

/// Returns the rows of a source that are doubtful in a column that the query reads, or held.
fn unsure(tables: &Tables, source: &Source) -> Unsure {
    let (mut rows, mut open) = (BTreeMap::new(), BTreeMap::new());
    let Some(table) = tables.find(&source.table).map(|it| tables.get(it)) else {
        return Unsure { rows, open };
    };
    for doubt in &table.doubts {
        if !source.columns.contains(&doubt.column) {
            continue;
        }
        let column = &table.columns[doubt.column as usize].name;
        let reason = format!(
            "it rests on {}, column `{column}`: {}",
            named(table, doubt.row),
            doubt.reason
        );
        if source.deciding.contains(&doubt.column) || source.grouping.contains(&doubt.column) {
            open.entry(doubt.row).or_insert_with(|| reason.clone());
        }
        rows.entry(doubt.row).or_insert(reason);
    }
    for row in 0..table.n_rows() {
        if let Some(reason) = table.held(row).first() {
            let reason = format!("it rests on {}: {reason}", named(table, row));
            // What a condition made of such a row is not known either.
            if !source.deciding.is_empty() {
                open.entry(row).or_insert_with(|| reason.clone());
            }
            rows.entry(row).or_insert(reason);
        }
    }
    Unsure { rows, open }
}

/// Names a row as a person finds it.
fn named(table: &Table, row: u32) -> String {
    match table.lineage {
        Some(_) => format!("row {} of `{}`", row + 1, table.name),
        None => format!("line {} of `{}`", table.place(row, 0).line, table.name),
    }
}

/// Returns why a row is not sure, if it is not.
fn reason(lineage: &Lineage, unsure: &[Unsure], row: u32) -> Option<String> {
    match lineage.rows(row) {
        Some(rows) => rows
            .iter()
            .find_map(|it| unsure[it.source as usize].rows.get(&it.row).cloned()),
        None => unsure
            .iter()
            .find_map(|it| it.rows.values().next().cloned()),
    }
}
