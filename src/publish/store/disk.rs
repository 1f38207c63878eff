//! Files of one output folder: how each stands to the manifest, and how it is written whole or removed.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::manifest::{self, MANIFEST, Record};
use super::wishes::Agreed;
use super::{Store, digest, findings};
use crate::source::Error;

/// Where pages are written before they are moved to their place in one step.
const STAGING: &str = ".gen-staging";

/// How a file stands to the manifest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Absent,
    Ours,
    Edited,
    /// A link, or a folder.
    Other,
}

/// A file to be written.
pub(super) struct Task {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// The folders that wishes name, and those of them that nothing may be written through.
#[derive(Debug, Default)]
pub(super) struct Folders {
    seen: BTreeSet<String>,
    barred: BTreeSet<String>,
}

impl Folders {
    pub(super) fn is_barred(&self, path: &str) -> bool {
        !self.barred.is_empty()
            && path
                .match_indices('/')
                .any(|(end, _)| self.barred.contains(&path[..end]))
    }
}

impl Store {
    /// Returns how the file at `path` stands to what was written there.
    pub(super) fn state(&self, path: &str, record: &Record) -> State {
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
    pub(super) fn content(&self, path: &str) -> Result<Option<String>, Error> {
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
    pub(super) fn look_at_folders(&mut self, wishes: &[Agreed]) -> Result<(), Error> {
        for agreed in wishes {
            for (end, _) in agreed.wish.path.match_indices('/') {
                let folder = &agreed.wish.path[..end];
                if self.folders.seen.contains(folder) {
                    continue;
                }
                self.folders.seen.insert(folder.to_owned());
                match fs::symlink_metadata(self.folder.join(folder)) {
                    Ok(metadata) if metadata.is_dir() => {}
                    Ok(_) => {
                        let found = findings::no_folder(&self.shown, folder);
                        self.found.of_wishes.push(found);
                        self.folders.barred.insert(folder.to_owned());
                    }
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(source) => return Err(failed("read", self.shown.join(folder), source)),
                }
            }
        }
        Ok(())
    }

    pub(super) fn create_folders(&self, tasks: &[Task]) -> Result<(), Error> {
        self.clear_staging()?;
        let folders: BTreeSet<&str> = tasks
            .iter()
            .filter_map(|it| it.path.rsplit_once('/').map(|(folder, _)| folder))
            .chain([STAGING])
            .collect();
        for folder in folders {
            fs::create_dir_all(self.folder.join(folder))
                .map_err(|source| failed("create", self.shown.join(folder), source))?;
        }
        Ok(())
    }

    /// Removes the staging folder, which a run that was broken off may have left.
    pub(super) fn clear_staging(&self) -> Result<(), Error> {
        match fs::remove_dir_all(self.folder.join(STAGING)) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(failed("remove", self.shown.join(STAGING), source))
            }
            _ => Ok(()),
        }
    }

    /// Writes a file whole, or not at all.
    ///
    /// Each thread has one staging file, whose name is used again and again: on ext4 a new name for
    /// each page makes the folder's index grow, and takes twice as long.
    pub(super) fn write(&self, task: &Task) -> Result<(), Error> {
        let thread = rayon::current_thread_index().unwrap_or(0);
        let staged = self.folder.join(STAGING).join(thread.to_string());
        let done = stage(&staged, &task.bytes)
            .and_then(|()| fs::rename(&staged, self.folder.join(&task.path)));
        done.map_err(|source| {
            // What is left of it must not be in the way of the next page.
            let _ = fs::remove_file(&staged);
            failed("write", self.shown.join(&task.path), source)
        })
    }

    /// Removes what gen wrote at `path`, unless someone changed it.
    pub(super) fn remove(&mut self, path: &str, removed: &mut Vec<String>) -> Result<(), Error> {
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
        self.is_changed = true;
        match state {
            State::Ours => {}
            State::Absent => {
                self.records.remove(path);
                return Ok(());
            }
            State::Edited | State::Other => {
                let found = findings::left_over(&self.shown, path);
                self.found.of_paths.push((path.to_owned(), found));
                self.records.remove(path);
                return Ok(());
            }
        }
        let file = self.folder.join(path);
        fs::remove_file(&file).map_err(|source| failed("remove", self.shown.join(path), source))?;
        self.records.remove(path);
        removed.push(path.to_owned());
        for (end, _) in path.rmatch_indices('/') {
            // A folder that still holds something stays.
            if fs::remove_dir(self.folder.join(&path[..end])).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Writes the manifest.
    pub(super) fn save(&mut self) -> Result<(), Error> {
        let shown = self.shown.join(MANIFEST);
        fs::create_dir_all(&self.folder).map_err(|it| failed("create", self.shown.clone(), it))?;
        let file = self.folder.join(MANIFEST);
        let written = replace(&file, |to| manifest::write(&self.records, to))
            .and_then(|()| fs::metadata(&file))
            .and_then(|it| it.modified());
        self.written = Some(written.map_err(|source| failed("write", shown, source))?);
        Ok(())
    }
}

pub(super) fn failed(action: &'static str, path: PathBuf, source: io::Error) -> Error {
    Error {
        action,
        path,
        source,
    }
}

fn stage(staged: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(staged)?;
    file.write_all(bytes)
}

/// Puts what `write` writes at `target` in one step: a reader finds the old file or the new one.
fn replace(
    target: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
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
    let mut buffer = BufWriter::new(file.as_file_mut());
    write(&mut buffer)?;
    buffer.flush()?;
    drop(buffer);
    file.persist(target).map_err(|it| it.error)?;
    Ok(())
}
