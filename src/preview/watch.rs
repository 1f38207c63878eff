//! What a build looked at in; a word whenever some of it changes, out.
//!
//! Folders are watched rather than files, since most editors save by putting a new file in the old
//! one's place. What was looked for and not found is watched for too.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer_opt,
};

use crate::source::{Error, Read, Reads};

/// How long a folder must be quiet before a change is told: programs write a file in several steps.
const QUIET: Duration = Duration::from_millis(60);

/// How often folders are looked at where the system does not tell of changes.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Eyes on everything that a build looked at.
pub struct Watch {
    eyes: Eyes,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    folders: BTreeMap<PathBuf, Interest>,
}

/// What makes the folders known.
enum Eyes {
    Told(Debouncer<RecommendedWatcher, RecommendedCache>),
    Polling(Debouncer<PollWatcher, RecommendedCache>),
}

enum Message {
    Changed(Vec<DebouncedEvent>),
    Lost,
    Stop,
}

/// What matters in one folder.
#[derive(Debug, Default)]
struct Interest {
    names: BTreeSet<OsString>,
    /// The folder was listed: any file in it matters.
    is_listed: bool,
}

impl Watch {
    /// Opens the eyes; with `poll`, the folders are looked at every so often, which also works where the
    /// system tells of no changes, as on network disks.
    pub fn new(poll: bool) -> Result<Self, Error> {
        let (sender, messages) = channel();
        let tell = sender.clone();
        let handler = move |result: DebounceEventResult| {
            let message = result.map_or(Message::Lost, Message::Changed);
            // A watch that is gone need not be told.
            let _ = tell.send(message);
        };
        let cache = RecommendedCache::new;
        let config = Config::default();
        let eyes = if poll {
            let config = config
                .with_poll_interval(POLL_INTERVAL)
                .with_compare_contents(true);
            new_debouncer_opt(QUIET, None, handler, cache(), config).map(Eyes::Polling)
        } else {
            new_debouncer_opt(QUIET, None, handler, cache(), config).map(Eyes::Told)
        };
        Ok(Watch {
            eyes: eyes.map_err(|it| failed(Path::new("."), it))?,
            sender,
            messages,
            folders: BTreeMap::new(),
        })
    }

    /// Returns what ends the watch, from any thread.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let sender = self.sender.clone();
        move || {
            let _ = sender.send(Message::Stop);
        }
    }

    /// Turns the eyes to what `reads` looked at, and away from all else; folders in `ignored` are gen's own.
    ///
    /// Returns whether a folder is followed that was not before: something in it may have changed since it
    /// was read, so that it must be read once more.
    pub fn follow(&mut self, reads: &Reads, ignored: &[PathBuf]) -> Result<bool, Error> {
        let folders = folders(reads, ignored);
        let gone = self.folders.keys().filter(|it| !folders.contains_key(*it));
        for folder in gone.cloned().collect::<Vec<_>>() {
            // A folder that was removed is not watched any more.
            let _ = self.eyes.leave(&folder);
        }
        let new = folders.keys().filter(|it| !self.folders.contains_key(*it));
        let new: Vec<PathBuf> = new.cloned().collect();
        for folder in &new {
            let done = self.eyes.watch(folder);
            done.map_err(|it| failed(folder, it))?;
        }
        self.folders = folders;
        Ok(!new.is_empty())
    }

    /// Waits until something that matters changes; false if the watch was ended.
    pub fn wait(&mut self) -> bool {
        loop {
            let Ok(first) = self.messages.recv() else {
                return false;
            };
            let mut matters = false;
            let more: Vec<Message> = self.messages.try_iter().collect();
            for message in std::iter::once(first).chain(more) {
                match message {
                    Message::Stop => return false,
                    Message::Lost => matters = true,
                    Message::Changed(events) => {
                        matters |= events.iter().any(|it| self.minds(it));
                        for event in &events {
                            self.forget_replaced(event);
                        }
                    }
                }
            }
            if matters {
                return true;
            }
        }
    }

    /// Forgets a folder that was removed or put in another's place: it must be watched anew.
    fn forget_replaced(&mut self, event: &DebouncedEvent) {
        let is_renamed = matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
        if event.kind.is_remove() || event.kind.is_create() || is_renamed {
            for path in &event.paths {
                if self.folders.remove(path).is_some() {
                    let _ = self.eyes.leave(path);
                }
            }
        }
    }

    /// Whether an event is of something that was looked at. Reading a file is an event too, and would
    /// make every build the cause of the next one.
    fn minds(&self, event: &DebouncedEvent) -> bool {
        if event.kind.is_access() {
            return false;
        }
        event.need_rescan() || event.paths.iter().any(|it| self.minds_path(it))
    }

    fn minds_path(&self, path: &Path) -> bool {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return false;
        };
        let of_folder = self.folders.get(folder);
        of_folder.is_some_and(|it| it.is_listed || it.names.contains(name))
            || self.folders.get(path).is_some_and(|it| it.is_listed)
    }
}

impl Eyes {
    fn watch(&mut self, folder: &Path) -> notify::Result<()> {
        match self {
            Eyes::Told(it) => it.watch(folder, RecursiveMode::NonRecursive),
            Eyes::Polling(it) => it.watch(folder, RecursiveMode::NonRecursive),
        }
    }

    fn leave(&mut self, folder: &Path) -> notify::Result<()> {
        match self {
            Eyes::Told(it) => it.unwatch(folder),
            Eyes::Polling(it) => it.unwatch(folder),
        }
    }
}

/// Returns the paths of which one reading found something else than the other.
pub fn changed<'a>(before: &'a Reads, after: &'a Reads) -> Vec<&'a Path> {
    let (before, after) = (before.seen(), after.seen());
    let differs = |path: &&PathBuf| before.get(*path) != after.get(*path);
    let paths: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
    let paths = paths.into_iter().filter(differs);
    paths.map(PathBuf::as_path).collect()
}

/// Returns the folders of all that was looked at, each with what matters in it. Where a folder is not
/// there yet, the nearest one above it will show it.
fn folders(reads: &Reads, ignored: &[PathBuf]) -> BTreeMap<PathBuf, Interest> {
    let mut folders: BTreeMap<PathBuf, Interest> = BTreeMap::new();
    let ignored: Vec<PathBuf> = ignored.iter().filter_map(|it| real(reads, it)).collect();
    for (path, read) in reads.seen() {
        if *read == Read::Folder
            && let Some(folder) = real(reads, path)
        {
            folders.entry(folder).or_default().is_listed = true;
        }
        // A folder on the way, too, can be removed or come back: its parent tells.
        for (folder, name) in path.ancestors().filter_map(|it| place(reads, it)) {
            folders.entry(folder).or_default().names.insert(name);
        }
    }
    folders.retain(|folder, _| !ignored.iter().any(|it| folder.starts_with(it)));
    folders
}

/// Returns the nearest folder that is there, and the name in it that leads to `path`.
fn place(reads: &Reads, path: &Path) -> Option<(PathBuf, OsString)> {
    let (mut folder, mut name) = (path.parent()?, path.file_name()?);
    loop {
        if let Some(found) = real(reads, folder) {
            return Some((found, name.to_owned()));
        }
        (folder, name) = (folder.parent()?, folder.file_name()?);
    }
}

fn real(reads: &Reads, path: &Path) -> Option<PathBuf> {
    fs::canonicalize(reads.root().join(path)).ok()
}

fn failed(path: &Path, error: notify::Error) -> Error {
    let source = match error.kind {
        notify::ErrorKind::Io(source) => source,
        _ => io::Error::other(error),
    };
    Error {
        action: "watch",
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `b.csv`, lists `stories` and looks for `lexicon` in a new folder.
    fn project() -> (tempfile::TempDir, Reads) {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("stories")).unwrap();
        fs::write(root.path().join("b.csv"), "1").unwrap();
        let reads = look(root.path());
        (root, reads)
    }

    fn look(root: &Path) -> Reads {
        let mut reads = Reads::new(root);
        reads.text(Path::new("b.csv")).unwrap();
        reads.list(Path::new("stories")).unwrap();
        reads.list(Path::new("lexicon")).unwrap();
        reads
    }

    #[test]
    fn what_was_read_and_what_was_missed_is_followed() {
        let (root, reads) = project();
        let found = folders(&reads, &[]);
        let root = fs::canonicalize(root.path()).unwrap();
        let names: Vec<&OsString> = found[&root].names.iter().collect();
        assert_eq!(names, ["b.csv", "lexicon", "stories"]);
        assert!(!found[&root].is_listed && found[&root.join("stories")].is_listed);
    }

    #[test]
    fn own_folders_are_not_followed() {
        let (root, reads) = project();
        let found = folders(&reads, &[PathBuf::from("stories")]);
        let root = fs::canonicalize(root.path()).unwrap();
        assert!(!found.contains_key(&root.join("stories")));
    }

    #[test]
    fn two_readings_are_compared_by_content() {
        let (root, before) = project();
        assert!(changed(&before, &look(root.path())).is_empty());
        fs::write(root.path().join("b.csv"), "2").unwrap();
        fs::create_dir(root.path().join("lexicon")).unwrap();
        let after = look(root.path());
        let paths = changed(&before, &after);
        assert_eq!(paths, [Path::new("b.csv"), Path::new("lexicon")]);
    }

    #[test]
    fn a_change_is_told_and_an_end_too() {
        let (root, reads) = project();
        let mut watch = Watch::new(false).unwrap();
        watch.follow(&reads, &[]).unwrap();
        fs::write(root.path().join("stories/new.yaml"), "").unwrap();
        assert!(watch.wait());
        watch.stopper()();
        assert!(!watch.wait());
    }
}
