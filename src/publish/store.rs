//! Pages wished for to files on disk: written whole, only if they changed, and only where they are ours.
//!
//! The manifest beside the pages says what gen wrote. It is saved before the first page is written
//! (saying what a page was and what it will be) and after the last one: wherever a run is broken
//! off, the next one knows its own pages from those of a person.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::Error;

mod disk;
mod findings;
mod lock;
mod manifest;
mod wishes;

use disk::{Folders, State, Task, failed};
pub use lock::Lock;
pub use manifest::Listed;
pub(super) use manifest::n_pages;
use manifest::{MANIFEST, Record};
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
}

/// A file that should be in the folder when all is done.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its path in the folder, with `/` between the parts.
    pub path: String,
    /// What wants it, as a person would name it.
    pub article: String,
    /// What an index says of it, if one leads to it.
    pub listed: Option<Listed>,
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

/// What was done in one folder.
#[derive(Debug, Default)]
pub struct Report {
    /// What became of each path; refused ones, and held articles without a page, are not in it.
    pub outcomes: BTreeMap<String, Outcome>,
    /// What a person should know of.
    pub diagnostics: Diagnostics,
}

impl Report {
    /// Returns how many paths came to `outcome`.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.values().filter(|it| **it == outcome).count()
    }
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
        Ok(Store {
            folder,
            shown,
            records,
            written,
        })
    }

    /// Returns the paths that gen wrote in earlier runs, each with what wanted it.
    pub fn articles(&self) -> impl Iterator<Item = (&str, &str)> {
        let records = self.records.iter();
        records.map(|(path, record)| (path.as_str(), record.article.as_str()))
    }

    /// Whether gen wrote a page at `path` in an earlier run.
    pub fn has(&self, path: &str) -> bool {
        self.records.contains_key(path)
    }

    /// Returns what the index says of the page at `path`, if that is known.
    pub fn listed(&self, path: &str) -> Option<&Listed> {
        self.records.get(path)?.listed.as_ref()
    }

    /// Makes the folder hold what is wished for, and nothing else of gen's.
    ///
    /// When the disk fails, what was done up to then is in the manifest.
    pub fn sync(&mut self, wishes: Vec<Wish>) -> Result<Report, Error> {
        let mut report = Report::default();
        let old = self.records.clone();
        let wishes = agreed(wishes, &mut report.diagnostics);
        let wanted: BTreeSet<&str> = wishes.iter().map(|it| it.wish.path.as_str()).collect();
        let gone: Vec<String> = old
            .keys()
            .filter(|it| !wanted.contains(it.as_str()))
            .cloned()
            .collect();
        let folders = self.folders(&wishes, &mut report.diagnostics)?;
        let settled: Vec<Settled> = wishes
            .par_iter()
            .map(|it| self.settle(it, &folders))
            .collect::<Result<_, _>>()?;
        let mut tasks = Vec::new();
        for (agreed, settled) in wishes.into_iter().zip(settled) {
            self.note(agreed.wish, settled, &mut tasks, &mut report);
        }
        let done = self.carry_out(&tasks, &gone, &mut report);
        if done.is_err() || !tasks.is_empty() || self.records != old {
            self.save()?;
        }
        done.map(|()| report)
    }

    /// Says what [`Store::sync`] would do, and does nothing.
    pub fn preview(&self, wishes: Vec<Wish>) -> Result<Report, Error> {
        let mut report = Report::default();
        let wishes = agreed(wishes, &mut report.diagnostics);
        let in_use: BTreeSet<&str> = wishes.iter().map(|it| it.wish.path.as_str()).collect();
        let gone = self
            .records
            .keys()
            .filter(|it| !in_use.contains(it.as_str()));
        report
            .outcomes
            .extend(gone.map(|it| (it.clone(), Outcome::Removed)));
        let folders = self.folders(&wishes, &mut report.diagnostics)?;
        for agreed in &wishes {
            let outcome = match self.settle(agreed, &folders)? {
                Settled::Nothing => continue,
                Settled::Refused(found) => {
                    report.diagnostics.push(found);
                    continue;
                }
                Settled::Edited(found) => {
                    report.diagnostics.push(found);
                    Outcome::Edited
                }
                Settled::Stands(outcome, _) => outcome,
                Settled::Write(_) => Outcome::Written,
            };
            report.outcomes.insert(agreed.wish.path.clone(), outcome);
        }
        Ok(report)
    }

    /// Enters what was settled for one wish.
    fn note(&mut self, wish: Wish, settled: Settled, tasks: &mut Vec<Task>, report: &mut Report) {
        match settled {
            Settled::Nothing => {}
            Settled::Refused(found) => report.diagnostics.push(found),
            Settled::Edited(found) => {
                report.diagnostics.push(found);
                report.outcomes.insert(wish.path, Outcome::Edited);
            }
            Settled::Stands(outcome, fresh) => {
                if let Some(record) = fresh {
                    self.records.insert(wish.path.clone(), record);
                }
                report.outcomes.insert(wish.path, outcome);
            }
            Settled::Write(mut record) => {
                record.before = self.records.get(&wish.path).map(|it| it.digest.clone());
                if let Content::Bytes(bytes) = wish.content {
                    tasks.push(Task {
                        path: wish.path,
                        bytes,
                        record,
                    });
                }
            }
        }
    }

    /// Writes and removes files, and enters each in the manifest as it is done.
    fn carry_out(
        &mut self,
        tasks: &[Task],
        gone: &[String],
        report: &mut Report,
    ) -> Result<(), Error> {
        if !tasks.is_empty() {
            self.announce(tasks)?;
            self.write_all(tasks, report)?;
        }
        for path in gone {
            self.remove(path, report)?;
        }
        Ok(())
    }

    /// Enters what is about to be written in the manifest.
    fn announce(&mut self, tasks: &[Task]) -> Result<(), Error> {
        for task in tasks {
            self.records.insert(task.path.clone(), task.record.clone());
        }
        self.save()
    }

    fn write_all(&mut self, tasks: &[Task], report: &mut Report) -> Result<(), Error> {
        self.create_folders(tasks)?;
        let results: Vec<Result<(), Error>> = tasks.par_iter().map(|it| self.write(it)).collect();
        self.clear_staging()?;
        let mut failure = None;
        for (task, result) in tasks.iter().zip(results) {
            match result {
                Ok(()) => {
                    if let Some(record) = self.records.get_mut(&task.path) {
                        record.before = None;
                    }
                    report.outcomes.insert(task.path.clone(), Outcome::Written);
                }
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        failure.map_or(Ok(()), Err)
    }

    /// Decides what is to be done for one wish.
    fn settle(&self, agreed: &Agreed, folders: &Folders) -> Result<Settled, Error> {
        let wish = &agreed.wish;
        if folders.is_barred(&wish.path) {
            return Ok(Settled::Nothing);
        }
        let record = self.records.get(&wish.path);
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
