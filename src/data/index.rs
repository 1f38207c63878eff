//! A table's rows by the values of some columns: what joins look in.

use rustc_hash::FxHashMap;

use super::{Table, Value};

/// The rows of a table by the values of some of its columns.
#[derive(Clone, Debug, Default)]
pub struct Index {
    rows: FxHashMap<String, Vec<u32>>,
}

impl Table {
    /// Returns the rows by their values in `columns`; a row that lacks one of them is in no group.
    pub fn index(&self, columns: &[usize]) -> Index {
        let mut rows: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for row in 0..self.n_rows() {
            let values = columns.iter().map(|column| self.cell(row, *column));
            if let Some(key) = key(values) {
                rows.entry(key).or_default().push(row);
            }
        }
        Index { rows }
    }
}

impl Index {
    /// Returns the rows with these values, one for each column of the index, in the table's order.
    ///
    /// A number matches the text that writes it, since one file may type what another leaves as text.
    /// What is missing matches nothing.
    pub fn rows<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> &[u32] {
        key(values)
            .and_then(|key| self.rows.get(&key))
            .map_or(&[], Vec::as_slice)
    }
}

/// Returns the text that identifies `values` together.
fn key<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<String> {
    let mut key = String::new();
    for value in values {
        // No text holds a unit separator: controls are dropped when a table is read.
        key.push_str(&value.key_text()?);
        key.push('\u{1f}');
    }
    Some(key)
}
