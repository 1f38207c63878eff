//! Records: the rows, or the groups of rows, that become articles.

use rustc_hash::FxHashMap;

use crate::data::{Tables, Value};
use crate::story::Story;

/// What one article is about: a row, or the rows of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The rows' positions in the story's table; at least one.
    pub rows: Vec<u32>,
}

/// Returns the records of a story in the data's order; a group stands where its first row does.
pub fn records(story: &Story, tables: &Tables) -> Vec<Record> {
    let table = tables.get(story.over);
    if story.group_by.is_empty() {
        return (0..table.n_rows())
            .map(|row| Record { rows: vec![row] })
            .collect();
    }
    let mut groups: Vec<Record> = Vec::new();
    let mut known: FxHashMap<Vec<Option<std::sync::Arc<str>>>, usize> = FxHashMap::default();
    for row in 0..table.n_rows() {
        let key = story
            .group_by
            .iter()
            .map(|column| table.cell(row, *column).key_text())
            .collect();
        let group = *known.entry(key).or_insert_with(|| {
            groups.push(Record { rows: Vec::new() });
            groups.len() - 1
        });
        groups[group].rows.push(row);
    }
    groups
}

/// Returns the text that names a value in an article's key.
pub(super) fn key_part(value: &Value, tables: &Tables) -> Option<String> {
    match value {
        Value::Row(row) => {
            let table = tables.get(row.table);
            table
                .cell(row.row, table.key?)
                .key_text()
                .map(|it| it.to_string())
        }
        other => other.key_text().map(|it| it.to_string()),
    }
}
