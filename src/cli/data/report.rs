//! Tables that were read in; the JSON object out that `gen data --json` prints.

use gentext::data::profile::{self, ColumnProfile, Reference, shown};
use gentext::data::{Column, Table};
use gentext::diagnostics;
use gentext::source::Reads;
use serde_json::{Value as Json, json};

use super::{ReadTables, Shown};

/// Returns what is printed for programs.
pub(super) fn report(tables: &[Shown<'_>], references: &[Reference], read: &ReadTables) -> Json {
    let (known, unknown): (Vec<_>, Vec<_>) = tables.iter().partition(|it| it.table.is_some());
    let tables: Vec<Json> = known
        .into_iter()
        .filter_map(|it| Some(table_json(it, it.table?, &read.reads)))
        .collect();
    let unusable = unknown
        .into_iter()
        .map(|it| json!({ "name": it.name, "reasons": it.stopped }));
    let references = references.iter().map(|it| {
        let unmatched = it.unmatched.iter();
        let unmatched = unmatched.map(|(value, n)| json!({ "value": value, "rows": n }));
        json!({
            "from": { "table": it.from.0, "column": it.from.1 },
            "to": { "table": it.to.0, "column": it.to.1 },
            "distinct": it.n_distinct,
            "unmatched": unmatched.collect::<Vec<_>>(),
        })
    });
    let diagnostics = read.diagnostics.sorted().into_iter();
    let diagnostics = diagnostics.map(|it| diagnostics::to_json(it, &read.reads));
    json!({
        "tables": tables,
        "unusable": unusable.collect::<Vec<_>>(),
        "references": references.collect::<Vec<_>>(),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

fn table_json(of: &Shown<'_>, table: &Table, reads: &Reads) -> Json {
    let columns = table.columns.iter().zip(profile::profile(table));
    let columns = columns.map(|(column, profile)| column_json(column, &profile));
    let doubts = table.doubts.iter().map(|it| {
        let place = table.place(it.row, it.column);
        json!({
            "file": reads.file(place.file).name(),
            "line": place.line,
            "column": table.columns[it.column as usize].name,
            "reason": it.reason,
        })
    });
    let held = (0..table.n_rows()).filter(|row| !table.held(*row).is_empty());
    let held = held.map(|row| {
        let place = table.place(row, 0);
        json!({
            "file": reads.file(place.file).name(),
            "line": place.line,
            "reasons": table.held(row),
        })
    });
    let repeated = profile::repeated_keys(table).into_iter();
    let repeated = repeated.map(|(key, rows)| {
        let lines: Vec<u32> = rows.iter().map(|row| table.place(*row, 0).line).collect();
        json!({ "key": key, "lines": lines })
    });
    let without_key = profile::rows_without_key(table).into_iter();
    let without_key = without_key.map(|row| table.place(row, 0).line);
    let made_of = table.lineage.iter().flat_map(|it| &it.sources);
    let made_of = made_of.map(|it| &*it.table);
    json!({
        "name": table.name,
        "source": table.source(reads),
        "made_of": made_of.collect::<Vec<_>>(),
        "stopped": of.stopped,
        "rows": table.n_rows(),
        "reading": table.reading,
        "key": table.key.map(|it| table.columns[it].name.clone()),
        "columns": columns.collect::<Vec<_>>(),
        "doubts": doubts.collect::<Vec<_>>(),
        "held_rows": held.collect::<Vec<_>>(),
        "repeated_keys": repeated.collect::<Vec<_>>(),
        "rows_without_key": without_key.collect::<Vec<_>>(),
    })
}

fn column_json(column: &Column, profile: &ColumnProfile) -> Json {
    let evidence = &column.evidence;
    let missing = evidence.missing.iter();
    let missing = missing.map(|(text, n)| json!({ "text": text, "cells": n }));
    let examples = profile.examples.iter();
    let examples = examples.map(|(value, n)| json!({ "value": shown(value), "rows": n }));
    let range = profile.range.as_ref();
    json!({
        "name": column.name,
        "header": column.header,
        "holds": profile.holds,
        "declared": evidence.is_declared,
        "form": evidence.form,
        "missing": profile.n_missing,
        "missing_texts": missing.collect::<Vec<_>>(),
        "doubtful": profile.n_doubtful,
        "distinct": profile.n_distinct,
        "range": range.map(|(least, greatest)| [shown(least), shown(greatest)]),
        "examples": examples.collect::<Vec<_>>(),
    })
}
