//! The one door: every file is read here, so that the engine knows what an article depends on.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::{FileId, Span};

/// The files of one run, each read once.
///
/// Paths are given relative to the project's folder, and kept so: diagnostics and manifests
/// name the same path on every machine.
#[derive(Debug)]
pub struct Reads {
    root: PathBuf,
    files: Vec<File>,
    seen: BTreeMap<PathBuf, Read>,
}

/// A file as it was read.
#[derive(Debug)]
pub struct File {
    /// Its path from the project's folder.
    pub path: PathBuf,
    /// Which part of the file this is, if it has several: a sheet of a workbook, a table of a database.
    pub part: Option<String>,
    /// Its content, as UTF-8 without a byte-order mark; of a part, its rows as lines.
    pub text: String,
}

impl File {
    /// Returns the file and the part as a message names them.
    pub fn name(&self) -> String {
        let path = self.path.display();
        match &self.part {
            Some(part) => format!("{path} [{part}]"),
            None => path.to_string(),
        }
    }
}

/// The answer to a request for whatever is in a file.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A text that has been read before.
    Text(FileId),
    /// There is no such file.
    Absent,
}

/// What became of one look at the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// The file was read, and its text has this digest.
    File([u8; 32]),
    /// The folder was listed.
    Folder,
    /// Nothing was there: if it appears, the result may change.
    Absent,
}

/// The answer to a request for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It was read.
    Found(FileId),
    /// There is no such file.
    Absent,
    /// The file is not UTF-8 text; the offset is that of the first bad byte.
    NotText(usize),
}

/// The world's failure: a path that could not be read or written.
#[derive(Debug)]
pub struct Error {
    /// What was being done, as in "cannot read".
    pub action: &'static str,
    /// The path it was done to.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} `{}`: {}",
            self.action,
            self.path.display(),
            self.source
        )
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Returns what is in a file, unless it has more bytes than a [`Span`](super::Span) can count.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    if file.metadata()?.len() > u64::from(u32::MAX) {
        let reason = "it has more than 4 GiB: split it, or leave out what no story needs";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Reads {
    /// Opens the door to the project at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Reads {
            root: root.into(),
            files: Vec::new(),
            seen: BTreeMap::new(),
        }
    }

    /// Returns the project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads the text at `path`, or finds the earlier read of it.
    pub fn text(&mut self, path: &Path) -> Result<Lookup, Error> {
        let bytes = match self.content(path)? {
            Content::Text(file) => return Ok(Lookup::Found(file)),
            Content::Absent => return Ok(Lookup::Absent),
            Content::Bytes(bytes) => bytes,
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Lookup::Found(self.keep(path, &text))),
            Err(error) => Ok(Lookup::NotText(error.utf8_error().valid_up_to())),
        }
    }

    /// Reads whatever is at `path`, or finds the text that was kept of it.
    pub fn content(&mut self, path: &Path) -> Result<Content, Error> {
        let is_it = |it: &File| it.path == path && it.part.is_none();
        if let Some(idx) = self.files.iter().position(is_it) {
            return Ok(Content::Text(FileId(idx as u32)));
        }
        match read(&self.root.join(path)) {
            Ok(bytes) => {
                let digest = Read::File(*blake3::hash(&bytes).as_bytes());
                self.seen.insert(path.to_owned(), digest);
                Ok(Content::Bytes(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.seen.insert(path.to_owned(), Read::Absent);
                Ok(Content::Absent)
            }
            Err(source) => Err(Error {
                action: "read",
                path: path.to_owned(),
                source,
            }),
        }
    }

    /// Returns the line and the place in it, each from 1, of the byte at `offset` of a file that is not
    /// text, and the byte itself.
    pub fn byte_at(&self, path: &Path, offset: usize) -> Result<(usize, usize, u8), Error> {
        let bytes = fs::read(self.root.join(path)).map_err(|source| Error {
            action: "read",
            path: path.to_owned(),
            source,
        })?;
        let before = &bytes[..offset.min(bytes.len())];
        let line = before.split(|it| *it == b'\n').count();
        let start = before.iter().rposition(|it| *it == b'\n');
        let place = before.len() - start.map_or(0, |it| it + 1) + 1;
        Ok((line, place, bytes.get(offset).copied().unwrap_or_default()))
    }

    /// Takes `text` as if it had been read from `path`: built-in files, and tests.
    pub fn keep(&mut self, path: &Path, text: &str) -> FileId {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        self.keep_part(path, None, text.to_owned())
    }

    /// Keeps the text that was made of the bytes at `path`, or of one `part` of them.
    pub fn keep_part(&mut self, path: &Path, part: Option<&str>, text: String) -> FileId {
        self.files.push(File {
            path: path.to_owned(),
            part: part.map(str::to_owned),
            text,
        });
        FileId(self.files.len() as u32 - 1)
    }

    /// Returns the paths of the files in the folder `path`, sorted; none if there is no such folder.
    pub fn list(&mut self, path: &Path) -> Result<Vec<PathBuf>, Error> {
        self.entries(path, Path::is_file)
    }

    /// Returns the paths of the folders in the folder `path`, sorted; none if there is no such folder.
    pub fn folders(&mut self, path: &Path) -> Result<Vec<PathBuf>, Error> {
        self.entries(path, Path::is_dir)
    }

    fn entries(&mut self, path: &Path, is_meant: fn(&Path) -> bool) -> Result<Vec<PathBuf>, Error> {
        let failed = |source| Error {
            action: "list",
            path: path.to_owned(),
            source,
        };
        let entries = match fs::read_dir(self.root.join(path)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.seen.insert(path.to_owned(), Read::Absent);
                return Ok(Vec::new());
            }
            Err(error) => return Err(failed(error)),
        };
        self.seen.insert(path.to_owned(), Read::Folder);
        let mut paths = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            if is_meant(&entry.path()) {
                paths.push(path.join(entry.file_name()));
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// Returns the file that `id` stands for.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// Returns what an author wrote at `span`.
    pub fn source(&self, span: Span) -> &str {
        let text = &self.file(span.file).text;
        text.get(span.range()).unwrap_or_default()
    }

    /// Returns each path that was looked at, and what was found.
    pub fn seen(&self) -> &BTreeMap<PathBuf, Read> {
        &self.seen
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::Path;

    use super::Reads;

    #[test]
    fn a_file_that_no_span_can_count_is_refused() {
        let root = tempfile::tempdir().expect("a folder for the case");
        let file = File::create(root.path().join("a.csv")).expect("a file for the case");
        file.set_len(u64::from(u32::MAX) + 1)
            .expect("a file may have holes");
        let error = Reads::new(root.path())
            .text(Path::new("a.csv"))
            .expect_err("it is too large");
        assert!(
            error
                .to_string()
                .starts_with("cannot read `a.csv`: it has more than 4 GiB")
        );
    }
}
