//! Records: the rows, or the groups of rows, that become articles.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::{Tables, Value};
use crate::story::Story;

/// What one article is about: a row, or the rows of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The rows' positions in the story's table; at least one.
    pub rows: Vec<u32>,
}

/// The records of a story in the data's order; a group stands where its first row does.
///
/// A story may have as many records as its table has rows, so that what is kept of each is four bytes, and the
/// record itself is made when it is asked for.
#[derive(Clone, Debug)]
pub struct Records {
    n_rows: u32,
    groups: Option<Groups>,
}

/// Rows in groups: those of one group stand together.
#[derive(Clone, Debug)]
struct Groups {
    rows: Vec<u32>,
    /// Where each group ends among the rows.
    ends: Vec<u32>,
}

impl Records {
    /// Finds the records of a story.
    pub fn of(story: &Story, tables: &Tables) -> Self {
        let groups = (!story.group_by.is_empty()).then(|| Groups::of(story, tables));
        Records {
            n_rows: tables.get(story.over).n_rows(),
            groups,
        }
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        match &self.groups {
            None => self.n_rows as usize,
            Some(groups) => groups.ends.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the record at `idx`, which is less than their number.
    pub fn get(&self, idx: usize) -> Record {
        let rows = match &self.groups {
            None => vec![idx as u32],
            Some(groups) => groups.get(idx).to_vec(),
        };
        Record { rows }
    }

    /// Returns the records one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Record> + Clone + '_ {
        (0..self.len()).map(|idx| self.get(idx))
    }
}

impl Groups {
    fn of(story: &Story, tables: &Tables) -> Self {
        let table = tables.get(story.over);
        let mut known: FxHashMap<Vec<Option<Arc<str>>>, u32> = FxHashMap::default();
        let group = |row| {
            let values = story.group_by.iter().map(|it| table.cell(row, *it));
            let key = values.map(Value::key_text).collect();
            let next = known.len() as u32;
            *known.entry(key).or_insert(next)
        };
        let group_of: Vec<u32> = (0..table.n_rows()).map(group).collect();
        // The rows of each group are counted first, so that each row goes straight to its place.
        let mut ends = vec![0; known.len()];
        for group in &group_of {
            ends[*group as usize] += 1;
        }
        let mut n_before = 0;
        for end in &mut ends {
            n_before += std::mem::replace(end, n_before);
        }
        let mut rows = vec![0; group_of.len()];
        for (row, group) in (0..).zip(&group_of) {
            let end = &mut ends[*group as usize];
            rows[*end as usize] = row;
            *end += 1;
        }
        Groups { rows, ends }
    }

    fn get(&self, idx: usize) -> &[u32] {
        let start = idx.checked_sub(1).map_or(0, |it| self.ends[it] as usize);
        &self.rows[start..self.ends[idx] as usize]
    }
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
