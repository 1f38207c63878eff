//! Typed tables and what gen.yaml demands of them in; the same tables with their rows and cells held out.
//!
//! A cell that breaks a rule of its column becomes doubtful, a row that fails a check is held, and a table
//! that fails one, or is too old, is stopped: no story uses it, and the pages stay as they are. Values are
//! left as they were read, so that an editor can see them.

mod bounds;
mod checks;
mod columns;
mod freshness;
mod report;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::data::Tables;
use crate::diagnostics::Diagnostics;
use crate::project::{TableSource, TableSpec};
use crate::source::Reads;

/// What to do about a table that is stopped.
const STOPPED: &str =
    "see to the file; until then no story uses the table, and the pages stay as they are";

/// Holds `tables` against what `specs` demand of them, on the day `as_of`.
///
/// What is found is told once a table and rule, not once a row. Without a day no age is looked at.
pub fn inspect(
    specs: &[TableSpec],
    as_of: Option<Date>,
    reads: &Reads,
    tables: &mut Tables,
    diagnostics: &mut Diagnostics,
) {
    for spec in specs {
        let name = &spec.name.value;
        let usable = tables.find(name).filter(|_| !tables.is_unusable(name));
        let Some(idx) = usable else {
            continue;
        };
        let cells_are_known = columns::inspect(spec, tables.get_mut(idx), reads, diagnostics);
        let rows_are_known = checks::inspect(spec, idx, reads, tables, diagnostics);
        let is_fresh = freshness::inspect(spec, tables.get(idx), as_of, diagnostics);
        if !(cells_are_known && rows_are_known && is_fresh) {
            tables.push_unusable(name);
        }
    }
    stop_queries(specs, tables);
    if as_of.is_none() {
        freshness::tell_unlooked(specs, diagnostics);
    }
}

/// Stops the tables that a query makes of a stopped table.
fn stop_queries(specs: &[TableSpec], tables: &mut Tables) {
    // A query may read another: each round finds at least one table, or is the last.
    loop {
        let is_tainted = |spec: &&TableSpec| match &spec.source {
            TableSource::Query(query) if !tables.is_unusable(&spec.name.value) => specs
                .iter()
                .any(|it| tables.is_unusable(&it.name.value) && has_word(&query.value, it)),
            TableSource::Query(_) | TableSource::File(_) => false,
        };
        let Some(tainted) = specs.iter().find(is_tainted) else {
            return;
        };
        tables.push_unusable(&tainted.name.value);
    }
}

/// Whether a query has the name of a table as a word, in whatever place: one stopped too many is harmless.
fn has_word(query: &str, spec: &TableSpec) -> bool {
    let is_within = |it: char| it.is_alphanumeric() || it == '_';
    query
        .split(|it| !is_within(it))
        .any(|it| it.eq_ignore_ascii_case(&spec.name.value))
}
