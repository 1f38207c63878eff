//! Pages wished for to files on disk: written whole, only if they changed, and only where they are ours.
//!
//! The manifest beside the pages says what gen wrote. It is saved before the first page is written
//! (saying what a page was and what it will be) and after the last one: wherever a run is broken
//! off, the next one knows its own pages from those of a person.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Error;

mod manifest;

use manifest::{MANIFEST, Record};

/// One output folder, and what gen wrote there.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// The folder as the author names it.
    shown: PathBuf,
    records: BTreeMap<String, Record>,
    /// When the manifest was last written: a page changed since then was changed by someone else.
    written: Option<SystemTime>,
    takes_edited: bool,
}

/// A file that should be in the folder when all is done.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its path in the folder, with `/` between the parts.
    pub path: String,
    /// What wants it, as a person would name it.
    pub article: String,
    /// The digest of all that the content was made from.
    pub inputs: String,
    /// What it should hold.
    pub content: Content,
}

/// What a file should hold.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What it holds: [`Store::is_current`] said so.
    Current,
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
    /// The file was removed, because nothing wants it any more.
    Removed,
}

/// What was done in one folder.
#[derive(Debug, Default)]
pub struct Report {
    /// What became of each path; those with a finding, and held articles without a page, are not in it.
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
pub fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

impl Store {
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
                    diagnostics.push(broken_manifest(&shown, &reason));
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
            takes_edited: false,
        })
    }

    /// Makes the store overwrite and remove pages of gen's that a person edited since.
    #[must_use]
    pub fn taking_edited(mut self) -> Self {
        self.takes_edited = true;
        self
    }

    /// Returns the paths that gen wrote in earlier runs.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }

    /// Returns the paths that gen wrote in earlier runs, each with what wanted it.
    pub fn articles(&self) -> impl Iterator<Item = (&str, &str)> {
        let records = self.records.iter();
        records.map(|(path, record)| (path.as_str(), record.article.as_str()))
    }

    /// Whether the page at `path` was made from `inputs` and still stands as it was written, so that
    /// it need not be made again.
    pub fn is_current(&self, path: &str, inputs: &str) -> bool {
        self.records.get(path).is_some_and(|record| {
            record.inputs == inputs
                && record.before.is_none()
                && self.state(path, record) == State::Ours
        })
    }

    /// Makes the folder hold what is wished for, and nothing else of gen's.
    ///
    /// When the disk fails, what was done up to then is in the manifest.
    pub fn sync(&mut self, wishes: Vec<Wish>) -> Result<Report, Error> {
        let mut report = Report::default();
        let old = self.records.clone();
        let wishes = agreed(wishes, &mut report.diagnostics);
        let wished: BTreeSet<&str> = wishes.iter().map(|it| it.wish.path.as_str()).collect();
        let gone: Vec<String> = old
            .keys()
            .filter(|it| !wished.contains(it.as_str()))
            .cloned()
            .collect();
        let folders = self.folders(&wishes, &mut report.diagnostics)?;
        let settled: Vec<Settled> = wishes
            .par_iter()
            .map(|it| self.settle(it, &folders))
            .collect::<Result<_, _>>()?;
        let mut writes = Vec::new();
        for (agreed, settled) in wishes.into_iter().zip(settled) {
            self.note(agreed.wish, settled, &mut writes, &mut report);
        }
        let done = self.carry_out(&writes, &gone, &mut report);
        if done.is_err() || !writes.is_empty() || self.records != old {
            self.save()?;
        }
        done.map(|()| report)
    }

    /// Says what [`Store::sync`] would do, and does nothing.
    pub fn preview(&self, wishes: Vec<Wish>) -> Result<Report, Error> {
        let mut report = Report::default();
        let wishes = agreed(wishes, &mut report.diagnostics);
        let wished: BTreeSet<&str> = wishes.iter().map(|it| it.wish.path.as_str()).collect();
        let gone = self
            .records
            .keys()
            .filter(|it| !wished.contains(it.as_str()));
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
                Settled::Stands(outcome, _) => outcome,
                Settled::Write(_) => Outcome::Written,
            };
            report.outcomes.insert(agreed.wish.path.clone(), outcome);
        }
        Ok(report)
    }

    /// Enters what was settled for one wish.
    fn note(&mut self, wish: Wish, settled: Settled, writes: &mut Vec<Task>, report: &mut Report) {
        match settled {
            Settled::Nothing => {}
            Settled::Refused(found) => report.diagnostics.push(found),
            Settled::Stands(outcome, fresh) => {
                if let Some(record) = fresh {
                    self.records.insert(wish.path.clone(), record);
                }
                report.outcomes.insert(wish.path, outcome);
            }
            Settled::Write(mut record) => {
                record.before = self.records.get(&wish.path).map(|it| it.digest.clone());
                if let Content::Bytes(bytes) = wish.content {
                    writes.push(Task {
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
        writes: &[Task],
        gone: &[String],
        report: &mut Report,
    ) -> Result<(), Error> {
        if !writes.is_empty() {
            fs::create_dir_all(&self.folder)
                .map_err(|source| failed("create", self.shown.clone(), source))?;
            for it in writes {
                self.records.insert(it.path.clone(), it.record.clone());
            }
            self.save()?;
        }
        self.create_folders(writes)?;
        let results: Vec<Result<(), Error>> = writes
            .par_iter()
            .map(|it| self.write(&it.path, &it.bytes))
            .collect();
        let mut first_error = None;
        for (it, result) in writes.iter().zip(results) {
            match result {
                Ok(()) => {
                    if let Some(record) = self.records.get_mut(&it.path) {
                        record.before = None;
                    }
                    report.outcomes.insert(it.path.clone(), Outcome::Written);
                }
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        for path in gone {
            self.remove(path, report)?;
        }
        first_error.map_or(Ok(()), Err)
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
            Content::Current => return Ok(Settled::Stands(Outcome::Unchanged, None)),
            Content::Kept => return Ok(kept(record)),
        };
        let wanted = Record {
            digest: digest(bytes),
            size: bytes.len() as u64,
            inputs: wish.inputs.clone(),
            article: wish.article.clone(),
            before: None,
        };
        let unchanged = |wanted| Settled::Stands(Outcome::Unchanged, Some(wanted));
        let Some(record) = record else {
            return Ok(match self.content(&wish.path)? {
                None => Settled::Write(wanted),
                // The manifest was lost, or the file was copied here.
                Some(found) if found == wanted.digest => unchanged(wanted),
                Some(_) => Settled::Refused(self.foreign(wish)),
            });
        };
        Ok(match self.state(&wish.path, record) {
            State::Absent => Settled::Write(wanted),
            State::Ours if record.digest == wanted.digest && record.before.is_none() => {
                unchanged(wanted)
            }
            State::Ours => Settled::Write(wanted),
            State::Edited => match self.content(&wish.path)? {
                Some(found) if found == wanted.digest => unchanged(wanted),
                Some(_) if !self.takes_edited => Settled::Refused(self.edited(&wish.path)),
                _ => Settled::Write(wanted),
            },
            State::Other => Settled::Refused(self.foreign(wish)),
        })
    }

    /// Returns how the file at `path` stands to what was written there.
    fn state(&self, path: &str, record: &Record) -> State {
        let file = self.folder.join(path);
        let Ok(metadata) = fs::symlink_metadata(&file) else {
            return State::Absent;
        };
        if !metadata.is_file() {
            return State::Other;
        }
        if metadata.len() == record.size && record.before.is_none() && self.is_older(&metadata) {
            return State::Ours;
        }
        match fs::read(&file).map(|it| digest(&it)) {
            Ok(found) if found == record.digest || Some(&found) == record.before.as_ref() => {
                State::Ours
            }
            _ => State::Edited,
        }
    }

    /// Whether the file was last changed before the manifest was written. If it was not, someone
    /// may have changed it since, and only its content can tell.
    fn is_older(&self, metadata: &Metadata) -> bool {
        match (metadata.modified(), self.written) {
            (Ok(modified), Some(written)) => modified < written,
            _ => false,
        }
    }

    /// Returns the digest of what is at `path`, if anything is; a link or a folder has none.
    fn content(&self, path: &str) -> Result<Option<String>, Error> {
        let file = self.folder.join(path);
        match fs::symlink_metadata(&file) {
            Ok(metadata) if metadata.is_file() => fs::read(&file)
                .map(|it| Some(digest(&it)))
                .map_err(|source| failed("read", self.shown.join(path), source)),
            Ok(_) => Ok(Some(String::new())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed("read", self.shown.join(path), source)),
        }
    }

    /// Looks at each folder that a wish names, once; those that are links are barred.
    fn folders(&self, wishes: &[Agreed], diagnostics: &mut Diagnostics) -> Result<Folders, Error> {
        let mut folders = Folders::default();
        let mut seen = BTreeSet::new();
        for agreed in wishes {
            for (end, _) in agreed.wish.path.match_indices('/') {
                let folder = &agreed.wish.path[..end];
                if !seen.insert(folder.to_owned()) {
                    continue;
                }
                match fs::symlink_metadata(self.folder.join(folder)) {
                    Ok(metadata) if metadata.is_dir() => {}
                    Ok(_) => {
                        diagnostics.push(self.no_folder(folder));
                        folders.barred.insert(folder.to_owned());
                    }
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(source) => return Err(failed("read", self.shown.join(folder), source)),
                }
            }
        }
        Ok(folders)
    }

    fn create_folders(&self, writes: &[Task]) -> Result<(), Error> {
        let folders: BTreeSet<&str> = writes
            .iter()
            .filter_map(|it| it.path.rsplit_once('/').map(|(folder, _)| folder))
            .collect();
        for folder in folders {
            fs::create_dir_all(self.folder.join(folder))
                .map_err(|source| failed("create", self.shown.join(folder), source))?;
        }
        Ok(())
    }

    /// Writes a file whole, or not at all.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let target = self.folder.join(path);
        replace(&target, bytes).map_err(|source| failed("write", self.shown.join(path), source))
    }

    /// Removes what gen wrote at `path`, unless someone changed it.
    fn remove(&mut self, path: &str, report: &mut Report) -> Result<(), Error> {
        let Some(record) = self.records.get(path) else {
            return Ok(());
        };
        let folder_is_link = path.match_indices('/').any(|(end, _)| {
            fs::symlink_metadata(self.folder.join(&path[..end])).is_ok_and(|it| !it.is_dir())
        });
        let state = if folder_is_link {
            State::Other
        } else {
            self.state(path, record)
        };
        match state {
            State::Ours => {}
            State::Edited if self.takes_edited => {}
            State::Absent => {
                self.records.remove(path);
                return Ok(());
            }
            State::Edited | State::Other => {
                report.diagnostics.push(self.left_over(path));
                self.records.remove(path);
                return Ok(());
            }
        }
        let file = self.folder.join(path);
        fs::remove_file(&file).map_err(|source| failed("remove", self.shown.join(path), source))?;
        self.records.remove(path);
        report.outcomes.insert(path.to_owned(), Outcome::Removed);
        for (end, _) in path.rmatch_indices('/') {
            // A folder that still holds something stays.
            if fs::remove_dir(self.folder.join(&path[..end])).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Writes the manifest.
    fn save(&mut self) -> Result<(), Error> {
        let shown = self.shown.join(MANIFEST);
        fs::create_dir_all(&self.folder).map_err(|it| failed("create", self.shown.clone(), it))?;
        let file = self.folder.join(MANIFEST);
        let written = replace(&file, &manifest::write(&self.records))
            .and_then(|()| fs::metadata(&file))
            .and_then(|it| it.modified());
        self.written = Some(written.map_err(|source| failed("write", shown, source))?);
        Ok(())
    }

    fn edited(&self, path: &str) -> Diagnostic {
        let shown = self.shown.join(path);
        let message = format!(
            "`{}` was edited since gen wrote it, and stays as it is",
            shown.display()
        );
        Diagnostic::warning(Code::EditedPage, message)
            .hint("move the correction into the data or the phrase bank, and delete the page: gen writes it anew")
    }

    fn left_over(&self, path: &str) -> Diagnostic {
        let shown = self.shown.join(path);
        let message = format!(
            "`{}` is not wanted any more, but was edited since gen wrote it",
            shown.display()
        );
        Diagnostic::warning(Code::EditedPage, message)
            .hint("delete it if it has no use; gen leaves it alone from now on")
    }

    fn foreign(&self, wish: &Wish) -> Diagnostic {
        let shown = self.shown.join(&wish.path);
        let message = format!(
            "`{}` is in the way, and gen did not write it",
            shown.display()
        );
        Diagnostic::error(Code::ForeignFile, message)
            .note(format!("the page of {} belongs there", wish.article))
            .hint("move or delete the file, or give the output another folder")
    }

    fn no_folder(&self, folder: &str) -> Diagnostic {
        let shown = self.shown.join(folder);
        let message = format!(
            "`{}` is a link or a file where a folder must be",
            shown.display()
        );
        Diagnostic::error(Code::ForeignFile, message)
            .hint("pages are written only inside the output folder: replace it with a folder")
    }
}

/// A wish, and whether another one wants the same path.
struct Agreed {
    wish: Wish,
    is_contested: bool,
}

/// What is to be done for a wish.
enum Settled {
    Nothing,
    Refused(Diagnostic),
    Stands(Outcome, Option<Record>),
    Write(Record),
}

/// How a file stands to the manifest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Absent,
    Ours,
    Edited,
    /// A link, or a folder.
    Other,
}

/// A file to be written.
struct Task {
    path: String,
    bytes: Vec<u8>,
    record: Record,
}

/// The folders that nothing may be written through.
#[derive(Default)]
struct Folders {
    barred: BTreeSet<String>,
}

impl Folders {
    fn is_barred(&self, path: &str) -> bool {
        !self.barred.is_empty()
            && path
                .match_indices('/')
                .any(|(end, _)| self.barred.contains(&path[..end]))
    }
}

fn kept(record: Option<&Record>) -> Settled {
    match record {
        Some(_) => Settled::Stands(Outcome::Kept, None),
        None => Settled::Nothing,
    }
}

/// Returns the wishes by path, each path once; two that want one path, or paths that are one on some
/// system, are reported, and neither is written.
fn agreed(wishes: Vec<Wish>, diagnostics: &mut Diagnostics) -> Vec<Agreed> {
    let mut by_path: BTreeMap<String, Agreed> = BTreeMap::new();
    for wish in wishes {
        if !is_portable(&wish.path) {
            diagnostics.push(not_portable(&wish));
            continue;
        }
        match by_path.get_mut(&wish.path.to_ascii_lowercase()) {
            Some(first) => {
                diagnostics.push(collision(&first.wish, &wish));
                first.is_contested = true;
            }
            None => {
                let key = wish.path.to_ascii_lowercase();
                by_path.insert(
                    key,
                    Agreed {
                        wish,
                        is_contested: false,
                    },
                );
            }
        }
    }
    by_path.into_values().collect()
}

/// Whether `path` is one on every system: parts of plain ASCII, none of them a way up or hidden.
/// What is ASCII has one form only, so that no two such paths differ in composed letters.
fn is_portable(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && part
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'))
    })
}

fn collision(first: &Wish, second: &Wish) -> Diagnostic {
    let message = format!("two articles want the page `{}`", first.path);
    let found = Diagnostic::error(Code::PathCollision, message)
        .note(format!("one is {}", first.article))
        .note(format!("the other is {}", second.article));
    found.hint("add a column to the story's `key:` that tells them apart")
}

fn not_portable(wish: &Wish) -> Diagnostic {
    let message = format!(
        "`{}` cannot be the path of a page",
        wish.path.escape_debug()
    );
    Diagnostic::error(Code::PathCollision, message).note(format!("it is that of {}", wish.article))
}

fn broken_manifest(shown: &Path, reason: &str) -> Diagnostic {
    let shown = shown.join(MANIFEST);
    let message = format!("`{}` cannot be read: {reason}", shown.display());
    Diagnostic::warning(Code::BrokenManifest, message)
        .note("without it no page is known to be gen's: none is removed, and none that differs is overwritten")
        .hint("restore the file, or delete the folder's pages, and build again")
}

fn failed(action: &'static str, path: PathBuf, source: io::Error) -> Error {
    Error {
        action,
        path,
        source,
    }
}

/// Puts `bytes` at `target` in one step: a reader finds the old file or the new one.
fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().expect("a target is in a folder");
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the umask leaves of this is what any new file gets.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(target).map_err(|it| it.error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
