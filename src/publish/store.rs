//! Pages wished for to files on disk: written whole, only if they changed, and only where they are ours.
//!
//! The pages come in batches, so that no more of them are in memory than one batch. The manifest beside them says
//! what gen wrote. Before a batch is written, the journal beside the manifest says what each of its pages was and
//! will be, and when all is done the manifest is saved and the journal removed: wherever a run is broken off, the
//! next one knows its own pages from those of a person.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::Error;

mod disk;
mod findings;
mod journal;
mod lock;
mod manifest;
mod proof;
mod wishes;

use disk::{Folders, State, Task, failed};
use journal::Journal;
pub use lock::Lock;
pub use manifest::Listed;
pub(super) use manifest::n_pages;
use manifest::{MANIFEST, Record};
pub use proof::Standing;
use wishes::{Agreed, agreed};

/// One output folder, and what gen wrote there.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// The folder as the author names it.
    shown: PathBuf,
    records: BTreeMap<String, Record>,
    /// When the manifest was last written: a page changed since then was changed by someone else.
    written: Option<SystemTime>,
    journal: Journal,
    folders: Folders,
    /// Whether it only says what it would do.
    is_dry: bool,
    /// Whether the manifest on disk does not say any more what is in the folder.
    is_changed: bool,
    found: Found,
}

/// What a person should know, so that the size of batches does not show in its order.
#[derive(Debug, Default)]
struct Found {
    of_wishes: Diagnostics,
    of_paths: Vec<(String, Diagnostic)>,
}

/// A file that should be in the folder when all is done.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its path in the folder, with `/` between the parts.
    pub path: String,
    /// What wants it, as a person would name it.
    pub article: String,
    /// What an index says of it, if one leads to it.
    pub listed: Option<Arc<Listed>>,
    /// What it should hold.
    pub content: Content,
}

/// What a file should hold.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What it held last, because there is nothing new that could be published.
    Kept,
}

/// What became of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file was written.
    Written,
    /// The file was as it should be, and was not touched.
    Unchanged,
    /// The last page was kept, because the article is held.
    Kept,
    /// A person edited the page since it was written; it was not touched, and a warning says so.
    Edited,
    /// The file was removed, because nothing wants it any more.
    Removed,
}

/// What was done in one folder besides meeting wishes.
#[derive(Debug, Default)]
pub struct Report {
    /// The files that nothing wanted any more, and that were removed.
    pub removed: Vec<String>,
    /// What a person should know of.
    pub diagnostics: Diagnostics,
}

/// Returns the digest of `bytes`, as manifests hold it.
fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

impl Store {
    /// Waits a while for the right to write to `folder`, and keeps it as long as the lock lives: two builds
    /// at once would each undo what the other does.
    pub fn lock(folder: &Path, shown: &Path) -> Result<Lock, Error> {
        lock::acquire(folder, shown, lock::N_TRIES)
    }

    /// Reads the manifest of `folder`, which need not be there yet; `shown` is how the author names
    /// the folder. A broken manifest is reported, and taken for an empty one.
    pub fn open(
        folder: impl Into<PathBuf>,
        shown: impl Into<PathBuf>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let (folder, shown) = (folder.into(), shown.into());
        let file = folder.join(MANIFEST);
        let failed = |source| failed("read", shown.join(MANIFEST), source);
        let (records, written) = match fs::read(&file) {
            Ok(bytes) => {
                let written = fs::metadata(&file).and_then(|it| it.modified());
                let records = manifest::read(&bytes).unwrap_or_else(|reason| {
                    diagnostics.push(findings::broken_manifest(&shown, &reason));
                    BTreeMap::new()
                });
                (records, Some(written.map_err(failed)?))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (BTreeMap::new(), None),
            Err(error) => return Err(failed(error)),
        };
        let mut store = Store {
            journal: Journal::default(),
            folders: Folders::default(),
            is_dry: false,
            is_changed: false,
            found: Found::default(),
            folder,
            shown,
            records,
            written,
        };
        store.take_up()?;
        Ok(store)
    }

    /// Makes it say what it would do, and do nothing.
    #[must_use]
    pub fn dry(self) -> Self {
        Store {
            is_dry: true,
            ..self
        }
    }

    /// Returns the paths that gen wrote in earlier runs and that nothing wished for up to now, each with what wanted it.
    pub fn left_over(&self) -> impl Iterator<Item = (&str, &str)> {
        let records = self.records.iter().filter(|(_, it)| !it.is_wanted);
        records.map(|(path, record)| (path.as_str(), record.article.as_str()))
    }

    /// Whether gen wrote a page at `path` in an earlier run.
    pub fn has(&self, path: &str) -> bool {
        self.records.contains_key(path)
    }

    /// Returns what the index says of the page at `path`, if that is known.
    pub fn listed(&self, path: &str) -> Option<&Arc<Listed>> {
        self.records.get(path)?.listed.as_ref()
    }

    /// Meets a batch of wishes, and returns what became of each: none if it is refused, or kept where nothing stands.
    ///
    /// When the disk fails, what was done up to then is in the journal.
    pub fn take(&mut self, wishes: Vec<Wish>) -> Result<Vec<Option<Outcome>>, Error> {
        let mut outcomes = vec![None; wishes.len()];
        let wishes = agreed(wishes, &mut self.found.of_wishes);
        self.look_at_folders(&wishes)?;
        let settled: Vec<Settled> = wishes
            .par_iter()
            .map(|it| self.settle(it))
            .collect::<Result<_, _>>()?;
        let mut tasks = Vec::new();
        for (agreed, settled) in wishes.into_iter().zip(settled) {
            outcomes[agreed.idx] = self.note(agreed.wish, settled, &mut tasks);
        }
        if !tasks.is_empty() {
            self.announce(&tasks)?;
            self.write_all(&tasks)?;
        }
        Ok(outcomes)
    }

    /// Removes what nothing wished for, and saves the manifest.
    pub fn finish(mut self) -> Result<Report, Error> {
        let gone: Vec<String> = self.left_over().map(|(path, _)| path.to_owned()).collect();
        let mut report = Report::default();
        if self.is_dry {
            report.removed = gone;
        } else {
            let removed = gone
                .iter()
                .try_for_each(|it| self.remove(it, &mut report.removed));
            if self.is_changed {
                self.save()?;
                self.clear_journal()?;
            }
            removed?;
        }
        report.diagnostics = self.found.sorted();
        Ok(report)
    }

    /// Enters what was settled for one wish.
    fn note(&mut self, wish: Wish, settled: Settled, tasks: &mut Vec<Task>) -> Option<Outcome> {
        if let Some(record) = self.records.get_mut(&wish.path) {
            record.is_wanted = true;
        }
        match settled {
            Settled::Nothing => None,
            Settled::Refused(found) => {
                self.found.of_paths.push((wish.path, found));
                None
            }
            Settled::Edited(found) => {
                self.found.of_paths.push((wish.path, found));
                Some(Outcome::Edited)
            }
            Settled::Stands(outcome, fresh) => {
                if let Some(fresh) = fresh.filter(|it| self.records.get(&wish.path) != Some(it)) {
                    self.is_changed = true;
                    self.records.insert(wish.path, fresh);
                }
                Some(outcome)
            }
            Settled::Write(mut record) => {
                record.before = self.records.get(&wish.path).map(|it| it.digest.clone());
                if let (Content::Bytes(bytes), false) = (wish.content, self.is_dry) {
                    self.records.insert(wish.path.clone(), record);
                    let path = wish.path;
                    tasks.push(Task { path, bytes });
                }
                Some(Outcome::Written)
            }
        }
    }

    fn write_all(&mut self, tasks: &[Task]) -> Result<(), Error> {
        self.create_folders(tasks)?;
        let results: Vec<Result<(), Error>> = tasks.par_iter().map(|it| self.write(it)).collect();
        self.clear_staging()?;
        for (task, result) in tasks.iter().zip(results) {
            result?;
            if let Some(record) = self.records.get_mut(&task.path) {
                record.before = None;
            }
        }
        Ok(())
    }

    /// Decides what is to be done for one wish.
    fn settle(&self, agreed: &Agreed) -> Result<Settled, Error> {
        let wish = &agreed.wish;
        if self.folders.is_barred(&wish.path) {
            return Ok(Settled::Nothing);
        }
        let record = self.records.get(&wish.path);
        if let Some(first) = record.filter(|it| it.is_wanted) {
            let found = findings::collision(&wish.path, &first.article, &wish.article);
            return Ok(Settled::Refused(found));
        }
        let bytes = match &wish.content {
            _ if agreed.is_contested => return Ok(kept(record)),
            Content::Bytes(bytes) => bytes,
            Content::Kept => return Ok(kept(record)),
        };
        let wanted = Record {
            digest: digest(bytes),
            size: bytes.len() as u64,
            article: wish.article.clone(),
            before: None,
            listed: wish.listed.clone(),
            is_wanted: true,
        };
        let unchanged = |wanted| Settled::Stands(Outcome::Unchanged, Some(wanted));
        let Some(record) = record else {
            return Ok(match self.content(&wish.path)? {
                None => Settled::Write(wanted),
                // The manifest was lost, or the file was copied here.
                Some(found) if found == wanted.digest => unchanged(wanted),
                Some(_) => Settled::Refused(findings::foreign(&self.shown, wish)),
            });
        };
        Ok(match self.state(&wish.path, record) {
            State::Ours if record.digest == wanted.digest && record.before.is_none() => {
                unchanged(wanted)
            }
            State::Absent | State::Ours => Settled::Write(wanted),
            State::Edited => match self.content(&wish.path)? {
                Some(found) if found == wanted.digest => unchanged(wanted),
                Some(_) => Settled::Edited(findings::edited(&self.shown, &wish.path)),
                None => Settled::Write(wanted),
            },
            State::Other => Settled::Refused(findings::foreign(&self.shown, wish)),
        })
    }
}

impl Found {
    /// Returns what was found of wishes, then of paths in their order.
    fn sorted(mut self) -> Diagnostics {
        self.of_paths.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut diagnostics = self.of_wishes;
        for (_, found) in self.of_paths {
            diagnostics.push(found);
        }
        diagnostics
    }
}

/// What is to be done for a wish.
enum Settled {
    Nothing,
    Refused(Diagnostic),
    Edited(Diagnostic),
    Stands(Outcome, Option<Record>),
    Write(Record),
}

fn kept(record: Option<&Record>) -> Settled {
    match record {
        Some(_) => Settled::Stands(Outcome::Kept, None),
        None => Settled::Nothing,
    }
}

#[cfg(test)]
mod tests;
