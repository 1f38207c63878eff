//! A page as it should be in; how the file at its path stands to that, and to what was written there, out.

use std::fs;
use std::io;

use super::disk::failed;
use super::{Store, digest};
use crate::source::Error;

/// How a file stands to the manifest, and to the page that the data would make now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What the file holds; none if there is no file.
    pub content: Option<Vec<u8>>,
    /// Whether gen wrote a file at this path.
    pub is_known: bool,
    /// Whether a person changed it since.
    pub is_edited: bool,
    /// Whether what gen wrote then is what it would write now.
    pub is_current: bool,
}

impl Store {
    /// Returns how the file at `path` stands to `wanted`, the page that the data would make now.
    pub fn standing(&self, path: &str, wanted: Option<&[u8]>) -> Result<Standing, Error> {
        let record = self.records.get(path);
        let content = match fs::read(self.folder.join(path)) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(failed("read", self.shown.join(path), source)),
        };
        let is_edited = match (&content, record) {
            (Some(bytes), Some(record)) => digest(bytes) != record.digest,
            _ => false,
        };
        let is_current = match (wanted, record) {
            (Some(wanted), Some(record)) => digest(wanted) == record.digest,
            _ => false,
        };
        Ok(Standing {
            content,
            is_known: record.is_some(),
            is_edited,
            is_current,
        })
    }
}
