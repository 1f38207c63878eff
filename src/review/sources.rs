//! The files and rows of two versions in; who made a change, data or an editor, out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::difference::Cause;
use crate::build::Newsroom;
use crate::data::{TableIdx, Tables, Value};
use crate::interpret::Facts;
use crate::project::FILE_NAME;
use crate::source::Read;
use crate::story::{BindingSource, Story};

/// The digests of the rows that an article is made of, by what the rules call them.
pub(super) type Evidence = BTreeMap<Arc<str>, [u8; 32]>;

/// Returns the digests of the rows that an article is made of.
pub(super) fn evidence(story: &Story, tables: &Tables, facts: &Facts) -> Evidence {
    let mut evidence = Evidence::new();
    let own = facts.record.rows.iter().map(|row| (story.over, *row));
    evidence.insert(Arc::from(""), digest(tables, own));
    for idx in &story.joins_read {
        let binding = &story.bindings[*idx];
        if matches!(
            binding.source,
            BindingSource::Rows { .. } | BindingSource::Peers(_) | BindingSource::Entity { .. }
        ) {
            let value = &facts.slots[binding.slot.0 as usize];
            let items = match value {
                Value::List(items) => items,
                one => std::slice::from_ref(one),
            };
            let rows = items.iter().filter_map(|it| match it {
                Value::Row(row) => Some((row.table, row.row)),
                _ => None,
            });
            evidence.insert(binding.name.clone(), digest(tables, rows));
        }
    }
    evidence
}

/// Returns the digest of rows, by the headers and the values of their cells.
fn digest(tables: &Tables, rows: impl Iterator<Item = (TableIdx, u32)>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for (table, row) in rows {
        let table = tables.get(table);
        for (column, value) in table.columns.iter().zip(table.row(row)) {
            hasher.update(column.header.as_bytes());
            hasher.update(format!("{value:?}").as_bytes());
            hasher.update(&[0xff]);
        }
    }
    *hasher.finalize().as_bytes()
}

/// Which files are not the same in both versions.
pub(super) struct Sources {
    /// Whether a file of data is among them.
    has_data: bool,
    /// Whether gen.yaml or a lexicon is among them.
    has_shared_rules: bool,
    /// The stories whose rules or phrase banks are among them, by file name.
    stories: BTreeSet<String>,
    /// The file name of each story.
    file_names: BTreeMap<Arc<str>, String>,
}

impl Sources {
    pub(super) fn of(before: &Newsroom, after: &Newsroom) -> Self {
        let (old, new) = (before.reads.seen(), after.reads.seen());
        let paths: BTreeSet<&PathBuf> = old.keys().chain(new.keys()).collect();
        let is_changed = |path: &&&PathBuf| {
            let file = |read: Option<&Read>| match read {
                Some(Read::File(digest)) => Some(*digest),
                _ => None,
            };
            file(old.get(**path)) != file(new.get(**path))
        };
        let names = after.stories.iter();
        let mut sources = Sources {
            has_data: false,
            has_shared_rules: false,
            stories: BTreeSet::new(),
            file_names: names
                .map(|it| (it.name.clone(), after.file_name(it).to_owned()))
                .collect(),
        };
        for path in paths.iter().filter(is_changed) {
            sources.add(path);
        }
        sources
    }

    fn add(&mut self, path: &Path) {
        let name = path.file_name().map(|it| it.to_string_lossy());
        let name = name.unwrap_or_default();
        if path == Path::new(FILE_NAME) || path.starts_with("lexicon") {
            self.has_shared_rules = true;
        } else if path.starts_with("stories") {
            let story = name.split('.').next().unwrap_or_default();
            self.stories.insert(story.to_owned());
        } else if !path.starts_with("templates") {
            self.has_data = true;
        }
    }

    /// Returns what made an article change whose words the author has not changed: the files tell where only data or
    /// only rules differ, and else the rows that the article is made of.
    pub(super) fn cause(&self, story: &Arc<str>, before: &Evidence, after: &Evidence) -> Cause {
        let of_story = self.file_names.get(story).is_some_and(|it| {
            // A story whose name has a full stop is known by what stands before it.
            self.stories
                .contains(it.split('.').next().unwrap_or_default())
        });
        let has_rules = self.has_shared_rules || of_story;
        let is_moved = || {
            before
                .iter()
                .any(|(name, digest)| after.get(name).is_some_and(|it| it != digest))
        };
        if self.has_data && (!has_rules || is_moved()) {
            Cause::Update
        } else {
            Cause::ReEdit
        }
    }
}
