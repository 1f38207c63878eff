//! An output folder in; the right to write there, which one process has at a time, out.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::source::Error;

/// The file that is locked; it stays, empty, because to remove it would pull it from under one who waits.
pub(super) const LOCK: &str = ".gen-lock";

/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// How often it is tried: for ten seconds in all.
pub(super) const N_TRIES: usize = 100;

/// The right to write to a folder, given back when it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// None where the disk cannot lock: there the right is not contested.
    _file: Option<File>,
}

/// Waits for the right to write to `folder`, which the author calls `shown`.
///
/// Where the folder cannot be made or the file not opened there is no lock: whatever is in the way of it
/// is in the way of the pages, and is told when they are written.
pub(super) fn acquire(folder: &Path, shown: &Path, n_tries: usize) -> Result<Lock, Error> {
    let opened = fs::create_dir_all(folder).and_then(|()| {
        let mut options = File::options();
        options.create(true).append(true).open(folder.join(LOCK))
    });
    let Ok(file) = opened else {
        return Ok(Lock { _file: None });
    };
    for idx in 0..n_tries {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: Some(file) }),
            Err(TryLockError::Error(_)) => return Ok(Lock { _file: None }),
            Err(TryLockError::WouldBlock) if idx + 1 < n_tries => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {}
        }
    }
    let message = format!("another gen is writing to `{}`", shown.display());
    Err(Error {
        action: "lock",
        path: shown.join(LOCK),
        source: io::Error::new(io::ErrorKind::ResourceBusy, message),
    })
}

#[cfg(test)]
mod tests {
    use super::acquire;
    use std::path::Path;

    #[test]
    fn one_process_writes_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let shown = Path::new("content/hugo");
        let first = acquire(folder.path(), shown, 1).unwrap();
        let refused = acquire(folder.path(), shown, 2).unwrap_err();
        assert_eq!(
            refused.source.to_string(),
            "another gen is writing to `content/hugo`"
        );
        drop(first);
        acquire(folder.path(), shown, 1).unwrap();
    }
}
